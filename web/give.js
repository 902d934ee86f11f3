// give.js -- files and links on their way out of the app.

/** @param {string} name @param {string} type @param {Uint8Array} content */
export function save(name, type, content) {
    const url = URL.createObjectURL(new Blob([/** @type {any} */ (content)], { type }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** The phone's own sheet; where there is none, the clipboard. @param {string} text */
export function share(text) {
    if (navigator.share) navigator.share({ url: text }).catch(() => {});
    else navigator.clipboard?.writeText(text).catch(() => {});
}
