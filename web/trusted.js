// trusted.js -- the one Trusted Types policy: it can name our workers, and no markup and no script.

const OURS = ['/worker.js', '/hash.worker.js', '/sw.js'];

/** @param {string} url */
function ours(url) {
    if (!OURS.includes(url)) throw new TypeError('not a worker of ours');
    return url;
}

/** @type {any} */
const types = /** @type {any} */ (globalThis).trustedTypes;
const policy = types ? types.createPolicy('bk', { createScriptURL: ours }) : { createScriptURL: ours };

/**
 * @param {string} url
 * @returns {any} what `new Worker` and `register` take
 */
export const scriptOf = (url) => policy.createScriptURL(url);
