// patch.js -- draws a view's stream of operations into the page, in place.
//
// The stream and its rules are told in src/view/ops.h. A stream is read whole before anything is
// touched: one that breaks a rule is refused and what stands on the screen stays. Elements are
// created one by one from the tables that C gives (view_constants.js); markup is never parsed.
//
// What is kept from one view to the next: an element whose tag and key a sibling has again (or,
// without keys, in the order among siblings of the tag) stays the same node, and so keeps focus,
// selection, scroll, an open <details>, a running composition, and what is typed in it. Attributes
// are compared with what was *drawn* before, never with what the page or a person made of them
// since: a box that a person ticked stays ticked, and nodes that islands added stay there. The
// element that holds the focus is never moved; its siblings are moved around it. Where it is gone, the
// title takes the focus: a button that was pressed and has done its work leaves nobody at the top.
//
// A form whose content was taken is emptied by its host with form.reset().
import {
    ATTR, ATTRS, BOOLEAN_ATTRS, CLOSE, DEPTH_MAX, EMPTY_TAGS, KEY, OPEN, SIZE_MAX, SVG, TAGS, TEXT,
    TEXTAREA, VERSION,
} from './view_constants.js';

/**
 * An element as drawn; a text node has tag TEXT_NODE and its text as key.
 * @typedef {object} Drawn
 * @property {number} tag
 * @property {string} key
 * @property {Map<string, string>} attrs
 * @property {Drawn[]} children
 */

/**
 * @typedef {object} PatchOptions
 * @property {'moved' | 'answered'} [why] the view answers a change of address: the focus goes to
 *     the title; or it answers a form: the focus goes to what was refused, if anything was. Where
 *     what had the focus is gone, it goes to the title in any case
 * @property {string} [ids] put before every id of the view, where two views share one page
 */

const TEXT_NODE = -1;
const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';
const HREF = /^(#[0-9A-Za-z/]+|https:\/\/[0-9A-Za-z\-._~:/?#[\]@!$&()*+,;=%]+|tel:[0-9A-Za-z+*#-]+)$/;
const CONTROLS = /^(input|textarea|select|button)$/;
const ID_ATTRS = /^(id|for|aria-labelledby|aria-describedby|data-to)$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @returns {never} */
function refuse(/** @type {string} */ why) {
    throw new Error(`view refused: ${why}`);
}

/** Reads numbers, codes and texts off a stream. */
class Reader {
    /** @param {Uint8Array} stream */
    constructor(stream) {
        this.stream = stream;
        this.at = 0;
    }

    get done() {
        return this.at === this.stream.length;
    }

    byte() {
        return this.at < this.stream.length ? this.stream[this.at++] : refuse('cut');
    }

    /** @param {number} count @returns {number} */
    code(count) {
        const code = this.byte();
        return code < count ? code : refuse(`code ${code}`);
    }

    size() {
        let value = 0;
        for (let scale = 1; scale < 2 ** 35; scale *= 128) {
            const byte = this.byte();
            value += (byte & 127) * scale;
            if (byte < 128) return byte === 0 && scale > 1 ? refuse('number') : value;
        }
        return refuse('number');
    }

    text() {
        const end = this.size() + this.at;
        if (end > this.stream.length) refuse('cut');
        const text = utf8.decode(this.stream.subarray(this.at, end));
        this.at = end;
        return text.includes('\0') ? refuse('NUL') : text;
    }
}

/**
 * Reads one element's key and attributes, which stand between OPEN and its first child.
 * @param {Reader} reader @param {Drawn} element @param {string} ids
 */
function readHead(reader, element, ids) {
    const next = () => (reader.done ? 0 : reader.stream[reader.at]);
    if (next() === KEY) {
        reader.at++;
        element.key = reader.text();
    }
    while (next() === ATTR) {
        reader.at++;
        const code = reader.code(ATTRS.length);
        const name = ATTRS[code];
        let value = reader.text();
        if (element.attrs.has(name)) refuse(`${name} twice`);
        if (name === 'href' && !HREF.test(value)) refuse('href');
        if (BOOLEAN_ATTRS.includes(code)) value = '';
        if (ids && ID_ATTRS.test(name)) value = value.replace(/[^ ]+/g, `${ids}$&`);
        element.attrs.set(name, value);
    }
}

/** @param {Drawn} parent @param {number} tag */
function checkPlace(parent, tag) {
    if (EMPTY_TAGS.includes(parent.tag)) refuse('inside an empty element');
    if (tag === TEXT_NODE) return;
    if (parent.tag >= SVG ? tag < SVG : tag > SVG) refuse(`${TAGS[tag]} out of place`);
}

/**
 * The tree that a stream draws. Throws on whatever src/view/ops.h does not allow.
 * @param {Uint8Array} stream @param {string} [ids]
 * @returns {Drawn[]}
 */
export function decode(stream, ids = '') {
    if (stream.length > SIZE_MAX || stream[0] !== 0x54 || stream[1] !== VERSION) refuse('header');
    const reader = new Reader(stream);
    reader.at = 2;
    /** @type {Drawn} */
    const root = { tag: -2, key: '', attrs: new Map(), children: [] };
    const stack = [root];
    while (!reader.done) {
        const parent = stack[stack.length - 1];
        const op = reader.byte();
        if (op === OPEN) {
            const tag = reader.code(TAGS.length);
            checkPlace(parent, tag);
            if (stack.length > DEPTH_MAX) refuse('depth');
            /** @type {Drawn} */
            const element = { tag, key: '', attrs: new Map(), children: [] };
            readHead(reader, element, ids);
            parent.children.push(element);
            stack.push(element);
        } else if (op === TEXT) {
            checkPlace(parent, TEXT_NODE);
            const key = reader.text();
            parent.children.push({ tag: TEXT_NODE, key, attrs: new Map(), children: [] });
        } else if (op === CLOSE && stack.length > 1) {
            stack.pop();
        } else {
            refuse(`operation ${op}`);
        }
    }
    return stack.length === 1 ? root.children : refuse('open element');
}

/** What was drawn into each root: node by node. @type {WeakMap<Element, WeakMap<Node, Drawn>>} */
const roots = new WeakMap();

/** What makes a node fit to be kept for `drawn`. @param {Drawn} drawn */
function identity(drawn) {
    if (drawn.tag === TEXT_NODE) return 'text';
    const { attrs } = drawn;
    const control = CONTROLS.test(TAGS[drawn.tag]);
    // A button that sends something else is another one: whoever pressed this one is not left on that.
    const sends = TAGS[drawn.tag] === 'button' ? attrs.get('value') : '';
    const own = control ? `${attrs.get('name')} ${attrs.get('type')} ${sends}` : '';
    return `${drawn.tag} ${own} ${drawn.key}`;
}

/** @param {Element} element @param {string} name @param {string | undefined} value */
function setAttribute(element, name, value) {
    // A textarea's value is its text; once a person has typed, the browser leaves theirs alone.
    if (name === 'value' && element instanceof HTMLTextAreaElement) {
        element.defaultValue = value ?? '';
    } else if (value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value);
}

/** One drawing of a view into its root. */
class Patch {
    /** @param {Element} root @param {WeakMap<Node, Drawn>} known */
    constructor(root, known) {
        this.document = root.ownerDocument;
        this.known = known;
        this.focused = this.document.activeElement;
    }

    /** The first of `node` and its next siblings that this root drew. @param {Node | null} node */
    ours(node) {
        while (node && !this.known.has(node)) node = node.nextSibling;
        return node;
    }

    /** @param {Drawn} drawn @returns {Node} */
    make(drawn) {
        if (drawn.tag === TEXT_NODE) return this.document.createTextNode(drawn.key);
        const name = TAGS[drawn.tag];
        return drawn.tag >= SVG
            ? this.document.createElementNS(SVG_NAMESPACE, name)
            : this.document.createElement(name);
    }

    /** Makes `node` what `next` says. @param {Node} node @param {Drawn} next */
    update(node, next) {
        const before = this.known.get(node);
        this.known.set(node, next);
        if (next.tag === TEXT_NODE) {
            if (before && before.key !== next.key) node.nodeValue = next.key;
            return;
        }
        const element = /** @type {Element} */ (node);
        for (const [name, value] of next.attrs) {
            if (before?.attrs.get(name) !== value) setAttribute(element, name, value);
        }
        for (const name of before?.attrs.keys() ?? []) {
            if (!next.attrs.has(name)) setAttribute(element, name, undefined);
        }
        this.children(element, next.children);
    }

    /** @param {Element} parent @param {Drawn[]} next */
    children(parent, next) {
        /** @type {Map<string, Node[]>} */
        const pool = new Map();
        for (let n = this.ours(parent.firstChild); n; n = this.ours(n.nextSibling)) {
            const kind = identity(/** @type {Drawn} */ (this.known.get(n)));
            const same = pool.get(kind);
            if (same) same.push(n);
            else pool.set(kind, [n]);
        }
        const nodes = next.map((drawn) => pool.get(identity(drawn))?.shift());
        for (const gone of pool.values()) for (const node of gone) parent.removeChild(node);
        let at = this.ours(parent.firstChild);
        next.forEach((drawn, i) => {
            const node = nodes[i] ?? this.make(drawn);
            // Whoever holds the focus stays; those in front of it go to the end for now.
            while (at && at !== node && node.contains(this.focused)) {
                const following = this.ours(at.nextSibling);
                parent.appendChild(at);
                at = following;
            }
            if (at === node) at = this.ours(node.nextSibling);
            else parent.insertBefore(node, at);
            this.update(node, drawn);
        });
    }
}

/**
 * Draws `stream` as the content of `root`. Throws, with nothing changed, when it is refused.
 * @param {Element} root @param {Uint8Array} stream @param {PatchOptions} [options]
 */
export function patch(root, stream, { why, ids = '' } = {}) {
    const next = decode(stream, ids);
    let known = roots.get(root);
    if (!known) {
        roots.set(root, (known = new WeakMap()));
        root.replaceChildren();
    }
    const held = root.contains(root.ownerDocument.activeElement);
    new Patch(root, known).children(root, next);
    const lost = held && !root.contains(root.ownerDocument.activeElement);
    const now = why && root.querySelector('[data-focus="now"]');
    const target = now || ((why === 'moved' || lost) && root.querySelector('[data-focus]'));
    if (target instanceof HTMLElement) target.focus({ preventScroll: target !== now });
}
