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
 * A turn of a live session: the line of its time, a vibration at its end, and a screen that goes dark
 * and that any touch or key lights again.
 * @param {HTMLElement} element
 */
function turn(element) {
    const box = element.closest('.turn');
    if (running.has(element) || !box) return;
    running.add(element);
    const [left, whole, dark] = (element.dataset.arg ?? '').split('/').map((s) => Number(s) * 1000);
    const ends = Date.now() + left;
    const listening = new AbortController();
    let lit = Date.now();
    let rings = left > 0;
    const light = () => {
        lit = Date.now();
        box.classList.remove('dark');
    };
    for (const sign of ['pointerdown', 'keydown']) addEventListener(sign, light, { capture: true, signal: listening.signal });
    light();
    const step = () => {
        if (!element.isConnected) return listening.abort();
        const now = Date.now();
        element.style.setProperty('--left', Math.max(0, (ends - now) / (whole || 1)).toFixed(4));
        if (rings && now >= ends) {
            rings = false;
            navigator.vibrate?.([200, 100, 200]);
        }
        if (dark && now - lit >= dark) box.classList.add('dark');
        setTimeout(step, 1000);
    };
    step();
}

const PACE_LOUD = 0.06;
const PACE_LOW = 196; // Hz: the tone rises by a fifth while one breathes in, and falls back
const PACE_HIGH = 294;

/** Ends the pace that runs in a box. @type {WeakMap<Element, () => void>} */
const paces = new WeakMap();

/** One quiet tone that can be let glide. */
class Tone {
    constructor() {
        this.context = new AudioContext();
        this.gain = this.context.createGain();
        this.gain.gain.value = 0;
        this.oscillator = this.context.createOscillator();
        this.oscillator.frequency.value = PACE_LOW;
        this.oscillator.connect(this.gain).connect(this.context.destination);
        this.oscillator.start();
    }

    /** @param {number} to Hz @param {number} ms */
    glide(to, ms) {
        const { currentTime } = this.context;
        this.gain.gain.setTargetAtTime(PACE_LOUD, currentTime, 0.3);
        this.oscillator.frequency.setTargetAtTime(to, currentTime, ms / 3000);
    }

    end() {
        this.context.close().catch(() => {});
    }
}

/**
 * Breathing with closed eyes: begins, or ends what runs.
 * @param {HTMLElement} button
 */
function pace(button) {
    const box = button.closest('.pace');
    if (!(box instanceof HTMLElement)) return;
    const going = button.getAttribute('aria-pressed') === 'true';
    paces.get(box)?.();
    if (going) return;
    const [how, ...times] = (button.dataset.arg ?? '').split('/');
    const [inMs, outMs, wholeMs] = times.map((s) => Number(s) * 1000);
    const tone = how === 't' && 'AudioContext' in globalThis ? new Tone() : null;
    const ends = Date.now() + wholeMs;
    let timer = 0;
    let inward = false;
    const end = () => {
        clearTimeout(timer);
        tone?.end();
        paces.delete(box);
        button.setAttribute('aria-pressed', 'false');
        box.classList.remove('going', 'in', 'out');
    };
    const step = () => {
        if (!box.isConnected || Date.now() >= ends) return end();
        inward = !inward;
        const ms = inward ? inMs : outMs;
        box.style.setProperty('--breath', `${ms}ms`);
        box.classList.toggle('in', inward);
        box.classList.toggle('out', !inward);
        tone?.glide(inward ? PACE_HIGH : PACE_LOW, ms);
        navigator.vibrate?.(inward ? 80 : [80, 120, 80]);
        timer = window.setTimeout(step, ms);
    };
    paces.set(box, end);
    button.setAttribute('aria-pressed', 'true');
    box.classList.add('going');
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
    for (const element of root.querySelectorAll('[data-island="turn"]')) turn(/** @type {HTMLElement} */ (element));
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
        case 'pace':
            return pace(element);
        case 'copy':
            return void copy(element);
    }
}
