// main.js -- the page: starts the Worker, hands over visits and forms, draws what comes back.
//
// It knows no word and no key. Everything typed goes to the Worker as bytes; everything shown comes
// from it as a stream of operations (patch.js). One tab leads, held by a Web Lock; another says so.
// When the page is out of sight it is covered at once, before the core has put the words away.
import { EFFECT, EVENT, START, VIEW } from './app_constants.js';
import { Reader, Writer } from './bytes.js';
import { pressIsland, wakeIslands } from './islands.js';
import { patch } from './patch.js';
import { scriptOf } from './trusted.js';

const BLANK_AFTER_MS = 5 * 60 * 1000;
const END_AFTER_MS = 30 * 60 * 1000;
const HARMLESS = 'https://www.weather.gov/';

const view = /** @type {HTMLElement} */ (document.getElementById('view'));
const fallen = /** @type {HTMLElement} */ (document.getElementById('fallen'));

/** @type {Worker | null} */
let worker = null;
/** @type {any} */
let installPrompt = null;
let leads = false;
let persistent = false;
let left = false;
/** @type {Uint8Array | null} */
let rescued = null; // half-typed words, across a core that stopped
/** @type {HTMLFormElement | null} */
let sentForm = null;

// --- to the Worker ------------------------------------------------------------------------------------

/** @param {number} type @param {Uint8Array} [payload] */
function tell(type, payload = new Uint8Array(0)) {
    worker?.postMessage({ now: Date.now(), type, payload });
}

function flags() {
    return (
        (isSecureContext ? START.SECURE : 0) |
        (leads ? 0 : START.SECOND) |
        (persistent ? START.PERSISTENT : 0) |
        (matchMedia('(display-mode: standalone)').matches ? START.INSTALLED : 0) |
        (installPrompt ? START.CAN_INSTALL : 0)
    );
}

const fragment = () => location.hash.slice(1);

/** An invitation is taken out of the address at once: it is a secret. */
function takeFragment() {
    const text = fragment();
    if (text.includes('.')) history.replaceState(null, '', location.pathname);
    return text;
}

function languageOf() {
    try {
        return localStorage.getItem('language') ?? navigator.language;
    } catch {
        return navigator.language;
    }
}

function start() {
    worker?.terminate();
    worker = new Worker(scriptOf('/worker.js'), { type: 'module' });
    worker.onmessage = (message) => hear(message.data);
    worker.onerror = () => fall();
    worker.postMessage({
        now: Date.now(),
        start: { flags: flags(), language: languageOf(), origin: location.origin, fragment: takeFragment() },
    });
}

// --- what the core asks of the page -----------------------------------------------------------------------

/** @param {any} data */
function hear(data) {
    if (data.fallen) return fall();
    if (data.language) {
        document.documentElement.lang = data.language;
        try {
            localStorage.setItem('language', data.language);
        } catch {
            // a browser that keeps nothing: the next visit asks the browser's language again
        }
    }
    for (const { type, payload } of data.effects ?? []) carryOut(type, new Reader(payload));
}

/** @param {number} type @param {Reader} r */
function carryOut(type, r) {
    switch (type) {
        case EFFECT.VIEW:
            return draw(r.u8(), r.rest());
        case EFFECT.ADDRESS: {
            const replace = r.u8();
            const address = `#${r.str()}`;
            if (replace) history.replaceState(null, '', address);
            else if (address !== location.hash) history.pushState(null, '', address);
            return;
        }
        case EFFECT.FILL:
            return fill(r.blob());
        case EFFECT.SAVE:
            return save(r.str(), r.str(), r.blob());
        case EFFECT.SHARE:
            return share(r.str());
        case EFFECT.PRINT:
            return print();
        case EFFECT.END:
            return start();
        case EFFECT.LEAVE:
            return exit();
        case EFFECT.INSTALL:
            return install();
        case EFFECT.LIVE:
            navigator.vibrate?.(200);
    }
}

/** @param {number} how @param {Uint8Array} stream */
function draw(how, stream) {
    if (how & VIEW.FORGET_TYPED) for (const form of view.querySelectorAll('form')) form.reset();
    /** @type {'moved' | 'answered' | undefined} */
    const why = how & VIEW.NEW_PAGE ? 'moved' : sentForm ? 'answered' : undefined;
    sentForm = null;
    try {
        patch(view, stream, { why });
    } catch (e) {
        console.error(e);
        return fall();
    }
    if (how & VIEW.NEW_PAGE) scrollTo(0, 0);
    wakeIslands(view, page);
    if (document.visibilityState === 'visible') uncover();
    if (rescued) {
        const words = rescued;
        rescued = null;
        fill(words);
    }
}

/** The core stopped. What was typed is kept by the page and put back after a fresh start. */
function fall() {
    rescued = typed();
    worker?.terminate();
    worker = null;
    view.hidden = true;
    fallen.hidden = false;
}

document.getElementById('again')?.addEventListener('click', () => {
    fallen.hidden = true;
    view.hidden = false;
    start();
});

// --- forms ------------------------------------------------------------------------------------------------

/** @param {FormData} data @param {HTMLFormElement} form @param {boolean} draft */
function fieldsOf(data, form, draft) {
    const [room, action] = (form.dataset.action ?? '0.0').split('.').map(Number);
    const out = new Writer().str(fragment()).u32(room).u32(action);
    for (const [name, value] of data) {
        if (typeof value !== 'string' || !/^\d+$/.test(name)) continue;
        const control = form.elements.namedItem(name);
        const kept = control instanceof Element && control.hasAttribute('data-keep');
        if (draft && !kept) continue;
        out.u32(Number(name)).str(value);
    }
    return out.done();
}

/** What is half typed in the page's first form that keeps a draft; empty when nothing is. */
function typed() {
    for (const form of view.querySelectorAll('form')) {
        const fields = [...form.querySelectorAll('[data-keep]')];
        const some = fields.some((f) => /** @type {any} */ (f).value !== /** @type {any} */ (f).defaultValue);
        if (some) return fieldsOf(new FormData(form), form, true);
    }
    return new Uint8Array(0);
}

/** Puts half-typed words back where their form stands. @param {Uint8Array} bytes */
function fill(bytes) {
    if (!bytes.length) return;
    const r = new Reader(bytes);
    if (r.str() !== fragment()) return;
    const form = view.querySelector(`form[data-action="${r.u32()}.${r.u32()}"]`);
    while (form instanceof HTMLFormElement && r.more) {
        const control = /** @type {any} */ (form.elements.namedItem(String(r.u32())));
        const value = r.str();
        if (control && 'value' in control) control.value = value;
    }
}

let typing = 0;
view.addEventListener('input', () => {
    clearTimeout(typing);
    typing = window.setTimeout(() => tell(EVENT.TYPED, new Writer().str(typed()).done()), 1500);
});

view.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    clearTimeout(typing);
    sentForm = form;
    tell(EVENT.SUBMIT, fieldsOf(new FormData(form, event.submitter), form, false));
});

view.addEventListener('click', (event) => {
    const at = event.target instanceof Element ? event.target.closest('[data-island], [data-go], [data-to]') : null;
    if (!(at instanceof HTMLElement)) return;
    if (at.dataset.to) {
        event.preventDefault();
        document.getElementById(at.dataset.to)?.focus();
    } else if (at.dataset.island && at.dataset.island !== 'quiet') {
        event.preventDefault();
        pressIsland(at, page);
    } else if (at.dataset.go && !at.dataset.island) {
        page.go(at.dataset.go);
    }
});

const visit = () => tell(EVENT.VISIT, new Writer().str(takeFragment()).done());
addEventListener('hashchange', visit);

// --- away and back --------------------------------------------------------------------------------------

const cover = () => document.documentElement.classList.add('covered');
const uncover = () => document.documentElement.classList.remove('covered');

let idle = 0;
let end = 0;

function hide() {
    cover();
    tell(EVENT.HIDDEN, new Writer().str(typed()).done());
    clearTimeout(end);
    end = window.setTimeout(start, END_AFTER_MS);
}

function awake() {
    clearTimeout(idle);
    idle = window.setTimeout(hide, BLANK_AFTER_MS);
    clearTimeout(end);
}

document.addEventListener('visibilitychange', () => {
    if (left) return;
    if (document.visibilityState === 'hidden') return hide();
    awake();
    tell(EVENT.SHOWN);
    uncover();
});
for (const sign of ['pointerdown', 'keydown']) addEventListener(sign, awake, { passive: true });
addEventListener('online', () => tell(EVENT.SHOWN));

/** Quick exit: the screen is empty before anything else happens, and Back does not come back. */
function exit() {
    left = true;
    cover();
    view.replaceChildren();
    worker?.terminate();
    worker = null;
    history.replaceState(null, '', location.pathname);
    location.replace(HARMLESS);
}

let shifts = 0;
let shiftAt = 0;
addEventListener('keyup', (event) => {
    const now = Date.now();
    shifts = event.key === 'Shift' && now - shiftAt < 1000 ? shifts + 1 : event.key === 'Shift' ? 1 : 0;
    shiftAt = now;
    if (shifts === 3) exit();
});

// A page that comes back from the browser's memory after an exit shows nothing and begins anew.
addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
});

// --- files, sharing, installing -----------------------------------------------------------------------------

/** @param {string} name @param {string} type @param {Uint8Array} content */
function save(name, type, content) {
    const url = URL.createObjectURL(new Blob([/** @type {any} */ (content)], { type }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** @param {string} text */
function share(text) {
    if (navigator.share) navigator.share({ url: text }).catch(() => {});
    else navigator.clipboard?.writeText(text).catch(() => {});
}

function install() {
    installPrompt?.prompt();
    installPrompt = null;
    tell(EVENT.FACTS, new Writer().u32(flags()).done());
}

addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    installPrompt = event;
    tell(EVENT.FACTS, new Writer().u32(flags()).done());
});

/** @type {import('./islands.js').Page} */
const page = {
    exit,
    install,
    share,
    lead: () => lead(true),
    go: (address) => {
        location.hash = address.startsWith('#') ? address : `#${address}`;
    },
};

// --- one tab leads ----------------------------------------------------------------------------------------

/** @param {boolean} steal */
async function lead(steal) {
    if (!navigator.locks) {
        leads = true; // no secure context: the core says so and opens nothing
        return start();
    }
    const hold = () => new Promise(() => {}); // until the tab goes, or another takes over
    const taken = (/** @type {Lock | null} */ lock) => {
        leads = lock !== null;
        start();
        return lock ? hold() : undefined;
    };
    try {
        await navigator.locks.request('toward', steal ? { steal } : { ifAvailable: true }, taken);
    } catch {
        leads = false;
        start();
    }
}

async function begin() {
    if (isSecureContext) {
        persistent = (await navigator.storage?.persist?.().catch(() => false)) ?? false;
        navigator.serviceWorker?.register(scriptOf('/sw.js'), { scope: '/' }).catch(() => {});
    }
    await lead(false);
}

awake();
begin();
