// islands.js -- the few things on a page that the core cannot do: time, the clipboard, a vibration,
// the browser's own dialogs. Each is named by data-island on an element that a view drew; its text
// was drawn by the core.

/**
 * What an island may ask of the page.
 * @typedef {object} Page
 * @property {() => void} exit
 * @property {() => void} lead
 * @property {() => void} install
 * @property {(text: string) => void} share
 * @property {(address: string) => void} go
 */

/** @param {HTMLElement} button */
function reveal(button) {
    const field = button.parentElement?.querySelector('input');
    if (!field) return;
    const shown = field.type === 'text';
    field.type = shown ? 'password' : 'text';
    button.setAttribute('aria-pressed', String(!shown));
}

/** @param {HTMLElement} button */
async function copy(button) {
    try {
        await navigator.clipboard.writeText(button.dataset.arg ?? '');
        button.classList.add('done');
        setTimeout(() => button.classList.remove('done'), 2000);
    } catch {
        const code = button.parentElement?.querySelector('code');
        if (code) getSelection()?.selectAllChildren(code);
    }
}

/** @type {WeakSet<HTMLElement>} */
const running = new WeakSet();

/**
 * Quiet time: no numbers, a line that grows shorter; a short vibration at its end, then the page
 * named, if any.
 * @param {HTMLElement} element @param {Page} page
 */
function quiet(element, page) {
    if (running.has(element)) return;
    running.add(element);
    const whole = (Number(element.dataset.arg) || 0) * 1000;
    const begun = Date.now();
    const step = () => {
        if (!element.isConnected) return;
        const left = Math.max(0, 1 - (Date.now() - begun) / (whole || 1));
        element.style.setProperty('--left', left.toFixed(4));
        if (left > 0) return void setTimeout(step, 1000);
        navigator.vibrate?.(200);
        if (element.dataset.go) page.go(element.dataset.go);
    };
    step();
}

/**
 * Looks after the islands of a view just drawn.
 * @param {Element} root @param {Page} page
 */
export function wakeIslands(root, page) {
    for (const element of root.querySelectorAll('[data-island="quiet"]')) {
        quiet(/** @type {HTMLElement} */ (element), page);
    }
}

/**
 * A press on an island.
 * @param {HTMLElement} element @param {Page} page
 */
export function pressIsland(element, page) {
    const arg = element.dataset.arg ?? '';
    switch (element.dataset.island) {
        case 'exit':
            return page.exit();
        case 'lead':
            return page.lead();
        case 'install':
            return page.install();
        case 'share':
            return page.share(arg);
        case 'print':
            return print();
        case 'reveal':
            return reveal(element);
        case 'copy':
            return void copy(element);
    }
}
