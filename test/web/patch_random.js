// patch_random.js -- random views as streams, from a seed; runs in the page of patch.test.mjs.
import {
    ATTR, ATTRS, BOOLEAN_ATTRS, CLOSE, EMPTY_TAGS, KEY, OPEN, SVG, TAGS, TEXT, VERSION,
} from '/view_constants.js';

/** Numbers below n, the same for the same seed (mulberry32). @param {number} seed */
export function dice(seed) {
    return (/** @type {number} */ n) => {
        seed = (seed + 0x6d2b79f5) | 0;
        let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) % n;
    };
}

/** Collects operations. */
export class Stream {
    constructor() {
        /** @type {number[]} */
        this.bytes = [0x54, VERSION];
    }

    /** @param {string} text */
    text(text) {
        const utf8 = new TextEncoder().encode(text);
        let size = utf8.length;
        for (; size > 127; size >>>= 7) this.bytes.push((size & 127) | 128);
        this.bytes.push(size, ...utf8);
        return this;
    }

    /** @param {string} tag @param {Record<string, string>} [attrs] @param {string} [key] */
    open(tag, attrs = {}, key) {
        this.bytes.push(OPEN, TAGS.indexOf(tag));
        if (key !== undefined) {
            this.bytes.push(KEY);
            this.text(key);
        }
        for (const [name, value] of Object.entries(attrs)) {
            this.bytes.push(ATTR, ATTRS.indexOf(name));
            this.text(value);
        }
        return this;
    }

    close() {
        this.bytes.push(CLOSE);
        return this;
    }

    /** @param {string} text */
    say(text) {
        this.bytes.push(TEXT);
        return this.text(text);
    }

    /** @param {string} tag @param {Record<string, string>} attrs @param {string} text */
    leaf(tag, attrs, text) {
        return this.open(tag, attrs).say(text).close();
    }

    done() {
        return new Uint8Array(this.bytes);
    }
}

const WORDS = ['', 'a', 'warm', '<b>x</b>', '"quoted" & more', 'ñandú', '夜', '\n two\nlines', '🙂'];

/** @param {(n: number) => number} roll @param {string} name @param {boolean} flag */
function randomValue(roll, name, flag) {
    if (flag) return '';
    if (name === 'href') return ['#1/2', '#3/4/5', 'https://example.org/'][roll(3)];
    if (name === 'type') return ['text', 'checkbox', 'radio', 'hidden', 'button'][roll(5)];
    return WORDS[roll(WORDS.length)];
}

/**
 * A view of up to `size` elements that holds to the rules.
 * @param {(n: number) => number} roll @param {number} size
 */
export function randomView(roll, size) {
    const out = new Stream();
    let left = size;
    /** @param {number} depth @param {number} parent */
    const children = (depth, parent) => {
        const count = roll(6);
        for (let i = 0; i < count && left > 0; i++) {
            if (roll(4) === 0) {
                out.say(WORDS[1 + roll(WORDS.length - 1)]);
                continue;
            }
            left--;
            const tag = parent >= SVG ? SVG + roll(TAGS.length - SVG) : roll(SVG + 1);
            /** @type {Record<string, string>} */
            const attrs = {};
            for (let n = roll(4); n > 0; n--) {
                const code = roll(ATTRS.length);
                const flag = BOOLEAN_ATTRS.includes(code);
                attrs[ATTRS[code]] = randomValue(roll, ATTRS[code], flag);
            }
            out.open(TAGS[tag], attrs, roll(2) ? `k${roll(5)}` : undefined);
            if (!EMPTY_TAGS.includes(tag) && depth < 7) children(depth + 1, tag);
            out.close();
        }
    };
    while (left > 0) children(0, 0);
    return out.done();
}
