// worker.js -- holds the core. The page has no key and no word that is not on the screen.
//
// In: { start } or { type, payload } (an event of src/app/effects.h), each with the page's clock and
// a number. Out: { effects } that are the page's to carry out, with the number up to which all was
// answered; { fallen } when the core stopped. Requests, timers, hashing and translations are carried
// out here.
import { ANSWER_MAX, EFFECT, EVENT, METHODS, START, TOKEN_SIZE } from './app_constants.js';
import { Reader, Writer, eventOf } from './bytes.js';
import { coreOf, laterPath } from './module.js';
import { scriptOf } from './trusted.js';

/** @type {any} */
const scope = globalThis;
/** @type {any} */
let core;
/** @type {any} */
let file = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let skew = 0; // of the page's clock, so that both tell one time
let answered = 0; // the number of the page's last message that was carried out
/** @type {{ type: number, payload: Uint8Array }[] | null} */
let held = null; // what is for the page while its language is on the way
let whole = Promise.resolve(); // until the later part is there
/** @type {Map<number, AbortController>} */
const asked = new Map();

const FILE_WAIT_MS = 8000;
const PAUSE_MS = [1000, 60_000]; // between two tries to bring the later part: at first, and at most

const now = () => Date.now() + skew;

// --- the store file: synchronous, one holder -------------------------------------------------------

/** @param {any} e */
const refused = (e) => (e && e.name === 'QuotaExceededError' ? 2 : 1);

/** @param {number} at @param {number} size */
const memory = (at, size) => new Uint8Array(core.memory.buffer, at >>> 0, size >>> 0);

// A call into the file costs more than the bytes it brings: opening a book of many megabytes reads
// one after the other, so a megabyte is brought at a time. Writing forgets it.
const ahead = { from: 0, size: 0, bytes: new Uint8Array(1 << 20) };

/** @param {number} offset @param {Uint8Array} out */
function readAhead(offset, out) {
    if (offset < ahead.from || offset + out.length > ahead.from + ahead.size) {
        ahead.from = offset;
        ahead.size = file.read(ahead.bytes, { at: offset });
        if (ahead.size < out.length) return false;
    }
    out.set(ahead.bytes.subarray(offset - ahead.from, offset - ahead.from + out.length));
    return true;
}

const host = {
    random: (/** @type {number} */ at, /** @type {number} */ size) => {
        for (let done = 0; done < size; done += 65536) {
            const part = new Uint8Array(Math.min(65536, size - done));
            crypto.getRandomValues(part);
            memory(at + done, part.length).set(part);
        }
    },
    store_size: () => {
        try {
            return file.getSize();
        } catch {
            return -1;
        }
    },
    store_read: (/** @type {number} */ offset, /** @type {number} */ at, /** @type {number} */ size) => {
        try {
            return readAhead(offset, memory(at, size)) ? 0 : 1;
        } catch (e) {
            return refused(e);
        }
    },
    store_write: (/** @type {number} */ offset, /** @type {number} */ at, /** @type {number} */ size) => {
        ahead.size = 0;
        try {
            return file.write(memory(at, size), { at: offset }) === size ? 0 : 2;
        } catch (e) {
            return refused(e);
        }
    },
    store_flush: () => {
        try {
            file.flush();
            return 0;
        } catch (e) {
            return refused(e);
        }
    },
    store_resize: (/** @type {number} */ size) => {
        ahead.size = 0;
        try {
            file.truncate(size);
            return 0;
        } catch (e) {
            return refused(e);
        }
    },
};

/**
 * The one open file. Another tab that has just been told to let it go, or a Worker that was ended,
 * gives it back a moment later: that is waited for, and then an error. Null where there is no such
 * file system (a private window): memory only, and the core says so.
 */
async function openFile() {
    for (let waited = 0; ; waited += 50) {
        try {
            const folder = await navigator.storage.getDirectory();
            const handle = /** @type {any} */ (await folder.getFileHandle('data', { create: true }));
            return await handle.createSyncAccessHandle();
        } catch (e) {
            if (/** @type {any} */ (e).name !== 'NoModificationAllowedError') return null;
            if (waited >= FILE_WAIT_MS) throw e;
            await new Promise((done) => setTimeout(done, 50));
        }
    }
}

// --- events in, effects out ---------------------------------------------------------------------------

/** @param {Uint8Array} event */
function send(event) {
    if (!core) return;
    let effects;
    try {
        const room = core.host_room(event.length);
        memory(room, event.length).set(event);
        const done = core.host_event(event.length);
        memory(room, event.length).fill(0);
        if (!done) return;
        effects = memory(core.host_effects(), core.host_effects_size()).slice();
    } catch (e) {
        console.error(e);
        core = null;
        file?.close();
        scope.postMessage({ fallen: true });
        return;
    }
    carryOut(new Reader(effects));
}

/** @param {{ type: number, payload: Uint8Array }[]} effects */
function forPage(effects) {
    if (held) held.push(...effects);
    else if (effects.length) scope.postMessage({ effects, answered });
}

/** @param {number} type @param {Uint8Array} payload */
const tell = (type, payload) => send(eventOf(type, now(), payload));

/** @param {Reader} effects */
function carryOut(effects) {
    /** @type {{ type: number, payload: Uint8Array }[]} */
    const rest = [];
    while (effects.more) {
        const type = effects.u8();
        const payload = effects.blob();
        if (type === EFFECT.REQUEST) request(new Reader(payload));
        else if (type === EFFECT.ABORT) asked.get(new Reader(payload).u32())?.abort();
        else if (type === EFFECT.HASH) hash(new Reader(payload));
        else if (type === EFFECT.WAKE) wake(new Reader(payload).u64());
        else if (type === EFFECT.LANGUAGE) language(new Reader(payload).str());
        else rest.push({ type, payload });
    }
    forPage(rest);
}

/** @param {number} at */
function wake(at) {
    clearTimeout(timer);
    timer = setTimeout(() => tell(EVENT.TICK, new Uint8Array(0)), Math.min(Math.max(at - now(), 0), 2 ** 31 - 1));
}

// --- requests -------------------------------------------------------------------------------------------

/** @param {Uint8Array} raw */
const base64url = (raw) =>
    btoa(String.fromCharCode(...raw)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/**
 * The answer's body, but never more than the core takes.
 * @param {Response} answer
 */
async function bodyOf(answer) {
    /** @type {Uint8Array[]} */
    const parts = [];
    let size = 0;
    const reader = answer.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
        size += part.value.length;
        if (size > ANSWER_MAX) throw new RangeError('too long');
        parts.push(part.value);
    }
    const body = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
        body.set(part, at);
        at += part.length;
    }
    return body;
}

/** @param {Reader} r */
async function request(r) {
    const id = r.u32();
    const method = METHODS[r.u8()];
    const hasToken = r.u8();
    const token = r.raw(TOKEN_SIZE);
    const wait = r.u32();
    const path = r.str();
    const body = r.blob();
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), (wait + 15) * 1000);
    asked.set(id, stop);
    let status = 0;
    let answer = new Uint8Array(0);
    try {
        const got = await fetch(path, {
            method,
            headers: hasToken ? { Authorization: `Box ${base64url(token)}` } : {},
            body: body.length ? body : null,
            credentials: 'omit',
            redirect: 'error',
            cache: 'no-store',
            referrerPolicy: 'no-referrer',
            signal: stop.signal,
        });
        answer = await bodyOf(got);
        status = got.status;
    } catch {
        status = 0;
        stop.abort(); // an answer that was too long does not go on arriving
    }
    clearTimeout(late);
    asked.delete(id);
    tell(EVENT.ANSWER, new Writer().u32(id).u32(status).str(answer).done());
}

/** @param {string} path */
async function fileOf(path) {
    try {
        const got = await fetch(path, { credentials: 'omit', redirect: 'error' });
        return got.ok ? new Uint8Array(await got.arrayBuffer()) : new Uint8Array(0);
    } catch {
        return new Uint8Array(0);
    }
}

/** @param {string} tag */
async function language(tag) {
    const code = /^[a-z]{2,3}/.exec(tag)?.[0] ?? 'en';
    const known = code !== 'en';
    if (known) held ??= []; // nobody sees a page in one language and then in another
    const [mo, words] = known
        ? await Promise.all([fileOf(`/text/${code}.mo`), fileOf(`/text/words_${code}.txt`)])
        : [new Uint8Array(0), new Uint8Array(0)];
    if (!known || mo.length) {
        tell(EVENT.LANGUAGE, new Writer().str(code).str(mo).str(words).done());
        scope.postMessage({ language: code });
    }
    const waited = held ?? [];
    held = null;
    scope.postMessage({ effects: waited, answered });
}

// --- hashing: 128 MiB in a worker that is thrown away -------------------------------------------------------

/** @param {Reader} r */
function hash(r) {
    const id = r.u32();
    const kind = r.u8();
    const salt = r.raw(16);
    const secret = r.blob();
    const worker = new Worker(scriptOf('/hash.worker.js'), { type: 'module' });
    /** @param {Uint8Array} key */
    const done = async (key) => {
        worker.terminate();
        await whole; // a book is what is opened next, and every room has a part in it
        tell(EVENT.HASHED, new Writer().u32(id).raw(key).done());
        key.fill(0);
    };
    worker.onmessage = (message) => done(message.data);
    worker.onerror = () => done(new Uint8Array(32));
    worker.postMessage({ kind, salt, secret });
    secret.fill(0);
}

// --- the page's messages ------------------------------------------------------------------------------------

/**
 * The later part, while somebody already reads the first screen; what fails is tried again.
 * @param {string} path @param {(part: WebAssembly.Module) => void} join
 */
async function bringLater(path, join) {
    for (let pause = PAUSE_MS[0]; ; pause = Math.min(2 * pause, PAUSE_MS[1])) {
        try {
            return join(await WebAssembly.compileStreaming(fetch(path)));
        } catch {
            await new Promise((done) => setTimeout(done, pause));
        }
    }
}

/** The later part, while the core waits in the midst of a call. @param {string} path */
function bringLaterNow(path) {
    const ask = new XMLHttpRequest();
    ask.open('GET', path, false);
    ask.responseType = 'arraybuffer';
    ask.send();
    if (ask.status !== 200) throw new Error(`${path}: ${ask.status}`);
    return new WebAssembly.Module(ask.response);
}

/**
 * Somebody new sees the door before the later part is there, and needs it when the book is made; who
 * has a book, looks around or reads another language needs it at once.
 * @param {{ flags: number, language: string, origin: string, fragment: string }} s
 */
async function start(s) {
    let flags = s.flags;
    if (flags & START.SECURE && !(flags & (START.LOOK_A | START.LOOK_B | START.SECOND))) {
        file = await openFile();
        if (file) flags |= START.STORAGE;
    }
    const isNew = !(flags & (START.LOOK_A | START.LOOK_B)) && !file?.getSize() && /^en\b/.test(s.language);
    const first = await WebAssembly.compileStreaming(fetch('/toward.wasm'));
    const path = laterPath(first);
    const { exports, join } = await coreOf(first, host, () => bringLaterNow(path));
    if (!isNew) join(await WebAssembly.compileStreaming(fetch(path)));
    core = exports;
    tell(EVENT.START, new Writer().u32(flags).str(s.language).str(s.origin).str(s.fragment).done());
    if (isNew) whole = bringLater(path, join);
}

/** @type {any[] | null} */
let early = []; // until the core is there

/** @param {{ number: number, type: number, payload: Uint8Array }} message */
function take({ number, type, payload }) {
    answered = number;
    tell(type, payload);
    if (!held) scope.postMessage({ answered });
}

scope.onmessage = async (/** @type {MessageEvent} */ message) => {
    const data = message.data;
    const ahead = data.now - Date.now();
    skew = Math.abs(ahead) < 2000 ? 0 : ahead; // only a test moves the page's clock
    if (data.start) {
        try {
            answered = data.number;
            await start(data.start);
        } catch (e) {
            console.error(e);
            scope.postMessage({ fallen: true });
        }
        const waited = early ?? [];
        early = null;
        for (const m of waited) take(m);
    } else if (early) {
        early.push(data);
    } else {
        take(data);
    }
};
