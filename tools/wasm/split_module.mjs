// split_module.mjs -- cuts the linked module in two, so that the first screen waits for one half.
//
// Usage: node tools/wasm/split_module.mjs LINKED.wasm LINKED.map LATER.o FIRST.wasm LATER.wasm [WASM-OPT FLAGS]
//
// LATER.o is the object whose functions go into LATER.wasm, as the linker's map tells; everything else
// stays in FIRST.wasm. binaryen's wasm-split does the cutting: what FIRST.wasm calls of the later part
// becomes an import `later.SLOT`, SLOT being its place in the table, and LATER.wasm, which imports from
// `first` what it needs, fills those places when it is instantiated (web/module.js).
//
// wasm-split leaves all data in FIRST.wasm. Data of LATER.o whose name begins with text_later_ is moved
// to LATER.wasm here, to the same addresses: it is zero until then, so only functions of LATER.o may
// read it (src/view/text_later.c).
//
// FIRST.wasm carries a custom section `later`: the first 16 hex digits of the SHA-256 of LATER.wasm.
// The later part is served under that name, so that two versions never meet.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const [linked, map, later, firstOut, laterOut, ...optimise] = process.argv.slice(2);
const MOVED = /^\.rodata\.text_later_/;
const FEATURES = ['--enable-bulk-memory', '--enable-sign-ext', '--enable-nontrapping-float-to-int', '--enable-mutable-globals'];
const SECTION = { CUSTOM: 0, IMPORT: 2, CODE: 10, DATA: 11, DATA_COUNT: 12 };

const fail = (/** @type {string} */ what) => {
    console.error(`split_module: ${what}`);
    process.exit(1);
};

// --- the binary format, as far as it is needed -----------------------------------------------------

/** @param {number} n */
function leb(n) {
    const out = [];
    do out.push((n & 0x7f) | (n > 0x7f ? 0x80 : 0));
    while ((n >>>= 7));
    return Buffer.from(out);
}

/** @param {number} n */
function signedLeb(n) {
    const out = [];
    for (;;) {
        const byte = n & 0x7f;
        n >>= 7;
        const last = (n === 0 && !(byte & 0x40)) || (n === -1 && byte & 0x40);
        out.push(last ? byte : byte | 0x80);
        if (last) return Buffer.from(out);
    }
}

class Cursor {
    /** @param {Buffer} bytes */
    constructor(bytes) {
        this.bytes = bytes;
        this.at = 0;
    }
    get more() {
        return this.at < this.bytes.length;
    }
    byte() {
        return this.bytes[this.at++];
    }
    u32() {
        let n = 0;
        for (let shift = 0; ; shift += 7) {
            const byte = this.byte();
            n |= (byte & 0x7f) << shift;
            if (!(byte & 0x80)) return n >>> 0;
        }
    }
    s32() {
        let n = 0;
        for (let shift = 0; ; ) {
            const byte = this.byte();
            n |= (byte & 0x7f) << shift;
            shift += 7;
            if (!(byte & 0x80)) return shift < 32 && byte & 0x40 ? n | (-1 << shift) : n;
        }
    }
    /** @param {number} size */
    take(size) {
        this.at += size;
        return this.bytes.subarray(this.at - size, this.at);
    }
    name() {
        return this.take(this.u32()).toString();
    }
}

/** @param {Buffer} module @returns {{ id: number, body: Buffer }[]} */
function sectionsOf(module) {
    const c = new Cursor(module);
    c.take(8);
    const sections = [];
    while (c.more) {
        const id = c.byte();
        sections.push({ id, body: c.take(c.u32()) });
    }
    return sections;
}

/** @param {{ id: number, body: Buffer }[]} sections */
const moduleOf = (sections) =>
    Buffer.concat([
        Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
        ...sections.flatMap(({ id, body }) => [Buffer.from([id]), leb(body.length), body]),
    ]);

/** @param {string} name @param {Buffer} content */
const customSection = (name, content) => ({
    id: SECTION.CUSTOM,
    body: Buffer.concat([leb(name.length), Buffer.from(name), content]),
});

/** @param {{ id: number, body: Buffer }[]} sections */
function importedFunctions(sections) {
    const c = new Cursor(sections.find(({ id }) => id === SECTION.IMPORT)?.body ?? Buffer.from([0]));
    let functions = 0;
    for (let left = c.u32(); left > 0; left--) {
        c.name();
        c.name();
        if (c.byte() !== 0) fail('something else than functions is imported');
        c.u32();
        functions++;
    }
    return functions;
}

/** @param {Buffer} body of a data section @returns {{ at: number, bytes: Buffer }[]} */
function segmentsOf(body) {
    const c = new Cursor(body);
    const segments = [];
    for (let left = c.u32(); left > 0; left--) {
        if (c.u32() !== 0 || c.byte() !== 0x41) fail('a data segment is not at a fixed address');
        const at = c.s32();
        if (c.byte() !== 0x0b) fail('a data segment is not at a fixed address');
        segments.push({ at, bytes: c.take(c.u32()) });
    }
    return segments;
}

/** @param {{ at: number, bytes: Buffer }[]} segments */
const dataSection = (segments) => ({
    id: SECTION.DATA,
    body: Buffer.concat([
        leb(segments.length),
        ...segments.flatMap(({ at, bytes }) => [
            Buffer.from([0, 0x41]),
            signedLeb(at),
            Buffer.from([0x0b]),
            leb(bytes.length),
            bytes,
        ]),
    ]),
});

// --- what the linker's map tells --------------------------------------------------------------------

// Lines are `ADDR OFFSET SIZE` in hexadecimal and a name that is indented by its kind: an output
// section, then in it `OBJECT:(INPUT SECTION)`.
const parts = readFileSync(map, 'utf8')
    .split('\n')
    .map((line) => /^ *(\S+) +[0-9a-f]+ +([0-9a-f]+) (.*)$/.exec(line))
    .filter((m) => m !== null)
    .map(([, at, size, name]) => ({ at: parseInt(at, 16), size: parseInt(size, 16), name: name.trim() }));
const isLater = (/** @type {string} */ name) => basename(name.split(':(')[0]) === basename(later);
const codeFrom = parts.findIndex(({ name }) => name === 'CODE') + 1;
const codeTo = parts.findIndex(({ name }, i) => i >= codeFrom && /^(DATA|\.\w+|CUSTOM.*)$/.test(name));
const functions = parts.slice(codeFrom, codeTo).filter(({ name }) => name.includes(':('));
const moved = parts
    .slice(codeTo)
    .filter(({ name }) => isLater(name) && MOVED.test(name.slice(name.indexOf(':(') + 2)));

// --- cutting ----------------------------------------------------------------------------------------

const whole = sectionsOf(readFileSync(linked));
const code = whole.find(({ id }) => id === SECTION.CODE);
if (!code || new Cursor(code.body).u32() !== functions.length)
    fail(`the map names ${functions.length} functions, the module has others`);
const imported = importedFunctions(whole);
// Those that go are named, because wasm-split is told names; the others need none.
const gone = functions.flatMap(({ name }, i) => (isLater(name) ? [{ index: imported + i, name: `l${i}` }] : []));
if (!gone.length || !moved.length) fail(`nothing of ${later} is in the module`);
const entries = gone.flatMap(({ index, name }) => [leb(index), leb(name.length), Buffer.from(name)]);
const list = Buffer.concat([leb(gone.length), ...entries]);
const named = moduleOf([
    ...whole.filter(({ id }) => id !== SECTION.CUSTOM),
    customSection('name', Buffer.concat([Buffer.from([1]), leb(list.length), list])),
]);

/** @param {{ at: number, bytes: Buffer }[]} segments what stays, and what goes along with the later part */
function cut(segments) {
    /** @type {{ at: number, bytes: Buffer }[]} */
    const goes = [];
    let stays = segments;
    for (const { at, size } of moved) {
        stays = stays.flatMap((s) => {
            const from = Math.max(at, s.at) - s.at;
            const to = Math.min(at + size, s.at + s.bytes.length) - s.at;
            if (from >= to) return [s];
            goes.push({ at: s.at + from, bytes: s.bytes.subarray(from, to) });
            return [
                { at: s.at, bytes: s.bytes.subarray(0, from) },
                { at: s.at + to, bytes: s.bytes.subarray(to) },
            ].filter(({ bytes }) => bytes.length);
        });
    }
    return { stays, goes };
}

const work = mkdtempSync(join(tmpdir(), 'split-'));
const file = (/** @type {string} */ name) => join(work, name);
const run = (/** @type {string} */ program, /** @type {string[]} */ args) => {
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
};
try {
    writeFileSync(file('named'), named);
    writeFileSync(file('functions'), gone.map(({ name }) => name).join('\n'));
    run('wasm-split', [
        ...FEATURES,
        `--split-funcs=@${file('functions')}`,
        '--import-namespace=first',
        '--placeholder-namespace=later',
        '--export-prefix=%',
        `-o1=${file('first')}`,
        `-o2=${file('later')}`,
        file('named'),
    ]);
    const first = sectionsOf(readFileSync(file('first')));
    const rest = sectionsOf(readFileSync(file('later')));
    const data = first.find(({ id }) => id === SECTION.DATA) ?? fail('no data');
    const { stays, goes } = cut(segmentsOf(/** @type {{ body: Buffer }} */ (data).body));
    const size = goes.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (size !== moved.reduce((sum, part) => sum + part.size, 0)) fail('what is to move was not found whole');
    const others = first.filter(({ id }) => id !== SECTION.DATA && id !== SECTION.DATA_COUNT);
    writeFileSync(file('first'), moduleOf([...others, dataSection(stays)]));
    writeFileSync(file('later'), moduleOf([...rest, dataSection(goes)]));
    for (const part of ['first', 'later']) run('wasm-opt', [...optimise, ...FEATURES, file(part), '-o', file(`${part}.opt`)]);
    const laterBytes = readFileSync(file('later.opt'));
    const digest = createHash('sha256').update(laterBytes).digest('hex').slice(0, 16);
    writeFileSync(laterOut, laterBytes);
    writeFileSync(
        firstOut,
        moduleOf([...sectionsOf(readFileSync(file('first.opt'))), customSection('later', Buffer.from(digest))]),
    );
} finally {
    rmSync(work, { recursive: true, force: true });
}
