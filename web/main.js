// main.js -- the page: one phone, the address bar, who leads, and getting out of sight.
//
// One tab leads, held by a Web Lock; another says so and may take over. When the page is out of
// sight, or nobody has touched it for a while, it is covered at once, before the core has put the
// words away, and uncovered only by the core's answer to that. Quick exit empties the screen before
// anything else happens.
import { EFFECT, EVENT, START } from './app_constants.js';
import { Writer } from './bytes.js';
import { wakePhones } from './look.js';
import { Phone } from './phone.js';
import { save, share } from './give.js';
import { scriptOf } from './trusted.js';

const BLANK_AFTER_MS = 5 * 60 * 1000;
const END_AFTER_MS = 30 * 60 * 1000;
const HAND_OVER_MS = 500;
const LOCK_WAIT_MS = 700; // a reloaded page's lock goes a moment after it
const HARMLESS = 'https://www.weather.gov/';

const view = /** @type {HTMLElement} */ (document.getElementById('view'));
const fallen = /** @type {HTMLElement} */ (document.getElementById('fallen'));

/** @type {any} */
let installPrompt = null;
let leads = false;
let persistent = false;
let left = false;

// --- the address bar --------------------------------------------------------------------------------

// How many entries of the history are ours behind this one: quick exit goes back over all of them.
let depth = history.state?.depth ?? 0;

const fragment = () => location.hash.slice(1);

/** @param {string} address @param {boolean} replace */
function setAddress(address, replace) {
    if (address === fragment()) return;
    if (!replace) depth++;
    history[replace ? 'replaceState' : 'pushState']({ depth }, '', address ? `#${address}` : location.pathname);
}

/** @type {import('./phone.js').AddressBar} */
const bar = {
    get: fragment,
    /** An invitation is taken out of the address at once: it is a secret. */
    take() {
        const text = fragment();
        if (text.includes('.')) setAddress('', true);
        return text;
    },
    set: setAddress,
    visit: (address) => (location.hash = address),
};

addEventListener('hashchange', () => {
    if (left) return;
    if (history.state?.depth === undefined) history.replaceState({ depth: ++depth }, '');
    else depth = history.state.depth;
    phone.visit();
});

// --- the phone --------------------------------------------------------------------------------------

function flags() {
    return (
        (isSecureContext ? START.SECURE : 0) |
        (leads ? 0 : START.SECOND) |
        (persistent ? START.PERSISTENT : 0) |
        (matchMedia('(display-mode: standalone)').matches ? START.INSTALLED : 0) |
        (installPrompt ? START.CAN_INSTALL : 0) |
        (wasKept() ? START.EXPECTED : 0)
    );
}

const tellFacts = () => phone.tell(EVENT.FACTS, new Writer().u32(flags()).done());

function languageOf() {
    try {
        return localStorage.getItem('language') ?? navigator.language;
    } catch {
        return navigator.language;
    }
}

/** @param {string} tag */
function speaks(tag) {
    document.documentElement.lang = tag;
    try {
        localStorage.setItem('language', tag);
    } catch {
        // a browser that keeps nothing: the next visit asks the browser's language again
    }
}

/**
 * One bit beside the store file: that a book stood in it. Some browsers clear the file and leave
 * this, and then the door can say what happened.
 */
function wasKept() {
    try {
        return localStorage.getItem('kept') !== null;
    } catch {
        return false;
    }
}

/** @param {boolean} kept */
function remember(kept) {
    try {
        if (kept) localStorage.setItem('kept', '1');
        else localStorage.removeItem('kept');
    } catch {
        // a browser that keeps nothing has no file either
    }
}

/** @param {number} type @param {import('./bytes.js').Reader} r */
function carryOut(type, r) {
    switch (type) {
        case EFFECT.SAVE:
            return save(r.str(), r.str(), r.blob());
        case EFFECT.SHARE:
            return share(r.str());
        case EFFECT.PRINT:
            return print();
        case EFFECT.END:
            return restart();
        case EFFECT.LEAVE:
            return exit();
        case EFFECT.INSTALL:
            return install();
        case EFFECT.KEPT:
            return remember(r.u8() !== 0);
        case EFFECT.LIVE:
            navigator.vibrate?.(200);
    }
}

function fell() {
    view.hidden = true;
    fallen.hidden = false;
    uncover();
    document.getElementById('again')?.focus();
}

/** @type {import('./islands.js').Page} */
const page = { exit, install, share, lead: takeOver, go: bar.visit };

const phone = new Phone(view, {
    address: bar,
    ids: '',
    owns: true,
    flags,
    language: languageOf,
    speaks,
    carryOut,
    answered: uncoverWhenAnswered,
    drawn: () => wakePhones(view, { flags, language: languageOf, page }),
    fell,
    page,
});

/**
 * Locked: the core ends, with all it had open, and a new one asks for the phrase. Until it has drawn its
 * page nobody types into what the old one left.
 */
function restart() {
    clearTimeout(ending);
    cover();
    phone.start();
    coverUntil = phone.sent;
}

document.getElementById('again')?.addEventListener('click', () => {
    fallen.hidden = true;
    view.hidden = false;
    restart();
});

// --- away and back ----------------------------------------------------------------------------------

let idle = 0;
let ending = 0;
let hiddenAt = 0;
let coverUntil = 0; // the number of the message whose answer may be seen

const cover = () => document.documentElement.classList.add('covered');

/** What was drawn under the cover could not take the focus; it takes it now. */
function uncover() {
    const { classList } = document.documentElement;
    if (!classList.contains('covered')) return;
    classList.remove('covered');
    if (view.hidden || view.contains(document.activeElement)) return;
    const target = view.querySelector('[data-focus="now"]') ?? view.querySelector('[data-focus]');
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}

function uncoverWhenAnswered() {
    if (document.visibilityState === 'visible' && phone.done >= coverUntil && !left) uncover();
}

function hide() {
    cover();
    phone.hide();
    coverUntil = phone.sent;
    hiddenAt ||= Date.now();
    clearTimeout(idle);
    clearTimeout(ending);
    ending = window.setTimeout(restart, END_AFTER_MS);
}

/** Somebody is there. */
function awake() {
    clearTimeout(idle);
    idle = window.setTimeout(hide, BLANK_AFTER_MS);
    clearTimeout(ending);
    hiddenAt = 0;
}

document.addEventListener('visibilitychange', () => {
    if (left) return;
    if (document.visibilityState === 'hidden') return hide();
    const late = hiddenAt && Date.now() - hiddenAt >= END_AFTER_MS; // timers sleep with the phone
    awake();
    if (late) return restart();
    phone.tell(EVENT.SHOWN);
    coverUntil = phone.sent;
});
for (const sign of ['pointerdown', 'keydown']) addEventListener(sign, awake, { passive: true });
addEventListener('online', () => phone.tell(EVENT.SHOWN));

/** Quick exit: the screen is empty at once, and Back leads to what was before the app. */
function exit() {
    if (left) return;
    left = true;
    cover();
    view.replaceChildren();
    phone.end();
    const gone = () => location.replace(HARMLESS);
    if (!depth) return gone();
    addEventListener('popstate', gone, { once: true });
    setTimeout(gone, 100);
    history.go(-depth);
}

let shifts = 0;
let shiftAt = 0;
addEventListener('keyup', (event) => {
    const now = Date.now();
    if (event.key !== 'Shift') shifts = 0;
    else shifts = now - shiftAt < 1000 ? shifts + 1 : 1;
    shiftAt = now;
    if (shifts === 3) exit();
});

// A page that comes back from the browser's memory shows nothing and begins anew.
addEventListener('pagehide', cover);
addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
});

// --- installing, staying ----------------------------------------------------------------------------

function install() {
    installPrompt?.prompt();
    installPrompt = null;
    tellFacts();
}

addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    installPrompt = event;
    tellFacts();
});

/** Some browsers ask the person first, so it waits until something is sent. */
async function askToStay() {
    if (persistent || !isSecureContext) return;
    persistent = (await navigator.storage?.persist?.().catch(() => false)) ?? false;
    if (persistent) tellFacts();
}
view.addEventListener('submit', askToStay, { once: true });

// --- one tab leads ----------------------------------------------------------------------------------

/** Another tab takes over: what is half typed is put away first. */
async function handOver() {
    phone.hide();
    const last = phone.sent;
    cover();
    for (let ms = 0; ms < HAND_OVER_MS && phone.worker && phone.done < last; ms += 20) {
        await new Promise((done) => setTimeout(done, 20));
    }
}

// What ends this tab's waiting for the others to go.
let waiting = new AbortController();

/**
 * Where another tab leads, this one says so, and waits: when the other goes, this one leads by itself. So does
 * one whose own page before a reload was slow to go.
 * @param {LockOptions} how
 */
async function lead(how) {
    let held = false;
    const taken = () => {
        held = leads = true;
        restart();
        return new Promise(() => {}); // until the tab goes, or another takes over
    };
    try {
        await navigator.locks.request('toward', how, taken);
    } catch {
        if (left || (!held && waiting.signal.aborted)) return; // it takes over instead
        if (held) await handOver();
        leads = false;
        restart();
        waiting = new AbortController();
        lead({ signal: waiting.signal });
    }
}

function takeOver() {
    waiting.abort();
    lead({ steal: true });
}

async function begin() {
    if (!isSecureContext || !navigator.locks) {
        leads = true; // the core says why it opens nothing here
        return restart();
    }
    persistent = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
    navigator.serviceWorker?.register(scriptOf('/sw.js'), { scope: '/' }).catch(() => {});
    await lead({ signal: AbortSignal.timeout(LOCK_WAIT_MS) });
}

awake();
begin();
