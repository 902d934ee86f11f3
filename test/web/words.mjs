// words.mjs -- the app's English words by their keys, so that tests name what they press as the code
// does, and a sentence that a writer mends breaks nothing.
import { existsSync, readFileSync } from 'node:fs';
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

/** The words of `key` in `file` (a room, or a file of text/). */
export function words(file, key, args = {}) {
    if (!files.has(file)) files.set(file, read(file));
    const text = files.get(file).get(key);
    if (text === undefined) throw new Error(`no words ${file} ${key}`);
    return text.replace(/\{(\w+)\}/g, (whole, name) => args[name] ?? whole);
}
