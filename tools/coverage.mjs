// coverage.mjs -- prints how many branches of the code the tests take, and which they do not.
//
// Usage: node tools/coverage.mjs EXPORT.json [PART-OF-A-PATH | --gate]
//
// EXPORT.json is what `llvm-cov export` writes. A branch is one side of one condition, also of those
// inside && and ||, and of each case of a switch. Those inside MUST(...) are left out: a MUST says
// what our own code guarantees, so no test can take its other side. A branch that was taken in any
// of the programs counts as taken. With PART-OF-A-PATH each line with a branch not taken is named. With --gate only the files
// of which all are wanted count, their branches not taken are named, and the last line is
// `N passed, N failed`.
import { readFileSync } from 'node:fs';

// Folders and files, and the per cent of branches that are wanted of each.
const GOALS = [
    ['src/wire/cbor.c', 100],
    ['src/crypt/seal.c', 100],
    ['src/crypt/chain.c', 100],
    ['src/book/fold.c', 100],
    ['src/wire/', 95],
    ['src/crypt/', 95],
    ['src/book/', 95],
    ['src/relay/', 95],
];

// The places in a text that stand inside a MUST( ), as [first, last] offsets.
function mustSpans(text) {
    const spans = [];
    for (const found of text.matchAll(/\bMUST\(/g)) {
        let depth = 1;
        let at = found.index + found[0].length;
        for (; depth > 0 && at < text.length; at++) depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
        spans.push([found.index, at]);
    }
    return spans;
}

// Every branch of a file: place and side, with how often it was taken.
function branchesOf({ filename, branches, expansions }) {
    const text = readFileSync(filename, 'utf8');
    const lines = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
    const spans = mustSpans(text);
    const isMust = (line, column) => spans.some(([first, last]) => lines[line - 1] + column - 1 >= first && lines[line - 1] + column - 1 < last);
    const taken = new Map();
    const note = (line, column, inner, side, count) => {
        const key = `${line}:${column}:${inner}:${side}`;
        taken.set(key, { line, column, side, count: (taken.get(key)?.count ?? 0) + count });
    };
    const add = (line, column, inner, [, , , , yes, no]) => {
        if (isMust(line, column)) return;
        note(line, column, inner, 'true', yes);
        note(line, column, inner, 'false', no);
    };
    for (const b of branches) add(b[0], b[1], `${b[2]}:${b[3]}`, b);
    for (const { source_region: [line, column], branches: inside } of expansions)
        for (const b of inside) add(line, column, `${b[0]}:${b[1]}`, b);
    return [...taken.values()];
}

const [path, part] = process.argv.slice(2);
const files = new Map();
for (const { files: of } of JSON.parse(readFileSync(path, 'utf8')).data)
    for (const file of of) {
        const name = file.filename.slice(file.filename.indexOf('src/'));
        files.set(name, branchesOf(file));
    }
const sum = (names) => {
    const all = names.flatMap((name) => files.get(name));
    return [all.filter(({ count }) => count > 0).length, all.length];
};
const gate = part === '--gate';
let passed = 0;
let failed = 0;
for (const [start, goal] of gate ? GOALS.filter(([, goal]) => goal === 100) : GOALS) {
    const [taken, all] = sum([...files.keys()].filter((name) => name.startsWith(start)));
    const share = all ? (100 * taken) / all : 100; // a file without any is all taken
    const ok = taken * 100 >= goal * all;
    if (ok) passed++;
    else failed++;
    console.log(`${start.replace(/^src\//, '').padEnd(14)} ${String(taken).padStart(5)} of ${String(all).padStart(5)} branches ${share.toFixed(1).padStart(6)} %   goal ${goal} % ${ok ? 'ok' : 'short'}`);
}
const named = ([name]) => (gate ? GOALS.some(([start, goal]) => goal === 100 && name === start) : part && name.includes(part));
for (const [name, branches] of [...files].filter(named)) {
    const lines = readFileSync(name, 'utf8').split('\n');
    const left = branches.filter(({ count }) => count === 0).sort((a, b) => a.line - b.line || a.column - b.column);
    for (const { line, column, side } of left) console.log(`${name}:${line}:${column}: never ${side}: ${lines[line - 1].trim()}`);
}
if (gate) {
    console.log(`${passed} passed, ${failed} failed`);
    process.exitCode = failed || !passed ? 1 : 0;
}
