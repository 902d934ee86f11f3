// pages.mjs -- which pages the app has, read from its own sources, and which of them a walk has shown.
//
// A page is an address: a room's number (src/app/practice.h, or its folder) and a number of the room's own (the enum
// of pages in its folder). A title is a text of a room whose key ends in "title". A walk that leaves
// out one of either is told so by `missing`, so that a new screen without a picture is noticed.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { keysOf, words } from './words.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path) => readFileSync(ROOT + path, 'utf8').replace(/\/\*[^]*?\*\//g, '');
export const ROOMS = readdirSync(`${ROOT}src/practices`, { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name);

const sourcesOf = (room) => readdirSync(`${ROOT}src/practices/${room}`).filter((name) => /\.[ch]$/.test(name)).map((name) => `src/practices/${room}/${name}`);

/** Every room's number by its name: the house's own, and those that say it in their folder. */
export function codes() {
    const [, body] = /enum room \{([^}]*)\}/.exec(read('src/app/practice.h'));
    const all = new Map([...body.matchAll(/ROOM_(\w+) = (\d+)/g)].map(([, name, code]) => [name.toLowerCase(), Number(code)]));
    for (const room of ROOMS) {
        const own = new RegExp(`\\bROOM_${room.toUpperCase()} = (\\d+)`);
        const code = sourcesOf(room).map((file) => own.exec(read(file))?.[1]).find(Boolean);
        if (code) all.set(room, Number(code));
        if (!all.has(room)) throw new Error(`src/practices/${room} does not say ROOM_${room.toUpperCase()} = its number`);
    }
    return all;
}

/** Address → its name in the source, as "2/13" → "evening PAGE_REPLIES". */
export function pages() {
    const all = new Map();
    for (const [room, code] of codes()) {
        if (!ROOMS.includes(room)) continue;
        all.set(`${code}/0`, `${room}'s first page`);
        const files = sourcesOf(room);
        if (room === 'door') files.push('src/app/session.h');
        for (const file of files) {
            for (const [, body] of read(file).matchAll(/enum (?:\w+_)?page \{([^}]*)\}/g)) {
                for (const [, name, page] of body.matchAll(/(\w+) = (\d+)/g)) all.set(`${code}/${page}`, `${room} ${name}`);
            }
        }
    }
    return all;
}

/** Every room's titles: [room, key]. */
function titles() {
    return ROOMS.flatMap((room) => keysOf(room).filter((key) => /(^|-)title$/.test(key)).map((key) => [room, key]));
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const pattern = (text) => new RegExp(`^${text.split(/\{\w+\}/).map(escaped).join('.+')}$`);

export class Seen {
    constructor() {
        this.addresses = new Set();
        this.headings = new Set();
    }

    /** What `person` has on the screen; `stands` is its address where another is in the address bar. */
    async note({ page }, stands) {
        const { hash, texts } = await page.evaluate(() => ({
            hash: location.hash.slice(1),
            texts: [...document.querySelectorAll('h1, h2, h3, .sub, .chart-title, .empty-title, legend, label, button')].map((e) =>
                [...e.childNodes].filter((n) => n.nodeName !== 'SMALL').map((n) => n.textContent).join('').trim()),
        }));
        const [room, number = '0'] = (stands ?? hash).split('/');
        if (room) this.addresses.add(`${room}/${number}`);
        for (const text of texts) this.headings.add(text.replace(/\s+/g, ' '));
    }

    /** What the walk has not shown, one line each. */
    missing() {
        const out = [];
        for (const [address, name] of pages()) if (!this.addresses.has(address)) out.push(`no picture of ${name} (#${address})`);
        for (const [room, key] of titles()) {
            const title = pattern(words(room, key));
            if (![...this.headings].some((text) => title.test(text))) out.push(`no picture with the title ${room}.${key}`);
        }
        return out;
    }
}
