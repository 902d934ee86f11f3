// words.mjs -- the app's English words by their keys, so that tests name what they press as the code
// does, and a sentence that a writer mends breaks nothing. `speak('es')` gives those of a translation.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../..', import.meta.url);
/** @type {Map<string, Map<string, string>>} */
const files = new Map();

function read(file) {
    const places = [`src/practices/${file}/${file}.md`, `text/${file}.md`];
    const path = places.map((place) => fileURLToPath(new URL(place, ROOT))).find(existsSync);
    const found = new Map();
    const text = readFileSync(path, 'utf8').replace(/<!--[^]*?-->/g, '');
    for (const [, key, body] of text.matchAll(/^## (.+)\n([^]*?)(?=^#|$(?![^]))/gm)) {
        found.set(key.trim(), body.trim().replace(/\s*\n\s*/g, ' ').replace(/\*/g, ''));
    }
    return found;
}

/** @type {Map<string, string> | null} */
let translation = null;

/** From now on the words of LANGUAGE.po, in po/ and beside each room's own; 'en' is what stands in the rooms. */
export function speak(language) {
    translation = null;
    if (language === 'en') return;
    const folders = ['po', ...readdirSync(new URL('src/practices', ROOT)).map((room) => `src/practices/${room}`)];
    const paths = folders.map((folder) => fileURLToPath(new URL(`${folder}/${language}.po`, ROOT)));
    const po = paths.filter(existsSync).map((path) => readFileSync(path, 'utf8')).join('\n');
    translation = new Map();
    for (const [, key, body] of po.matchAll(/^msgctxt "(.+)"\n[^]*?^msgstr(?:\[0\])? ((?:".*"\n?)+)/gm)) {
        const text = body.match(/".*"/g).map((line) => JSON.parse(line)).join('');
        translation.set(key, text.trim().replace(/\s*\n\s*/g, ' ').replace(/\*/g, ''));
    }
}

function wordsOf(file) {
    if (!files.has(file)) files.set(file, read(file));
    return files.get(file);
}

/** Every key of `file`. */
export const keysOf = (file) => [...wordsOf(file).keys()];

/** The words of `key` in `file` (a room, or a file of text/). */
export function words(file, key, args = {}) {
    const text = translation ? translation.get(`${file}.${key}`) : wordsOf(file).get(key);
    if (text === undefined) throw new Error(`no words ${file} ${key}`);
    return text.replace(/\{(\w+)\}/g, (whole, name) => args[name] ?? whole);
}
