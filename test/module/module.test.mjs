// What the served module asks of its host and offers to it is fixed: test/golden/wasm_imports.txt
// and wasm_exports.txt. A stray printf or time() would show up here as an import. And its two parts
// belong together: the first names the later one, asks nothing else of it than its functions, and the
// later asks nothing of anybody else.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { coreOf, laterPath } from '../../web/module.js';

const laterBytes = readFileSync(process.env.LATER);
const first = await WebAssembly.compile(readFileSync(process.env.MODULE));
const later = await WebAssembly.compile(laterBytes);
const golden = (name) => readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8').trim().split('\n');
const imports = WebAssembly.Module.imports(first);
const exports = WebAssembly.Module.exports(first);

test('the module imports what the golden file lists, and functions of its later part, and nothing else', () => {
    const [ours, others] = [true, false].map((is) => imports.filter(({ module }) => (module === 'later') === is));
    assert.deepEqual(others.map((i) => `${i.kind} ${i.module}.${i.name}`).sort(), golden('wasm_imports.txt'));
    assert.ok(ours.length > 0 && ours.every(({ kind, name }) => kind === 'function' && /^\d+$/.test(name)));
});

test('the module exports what the golden file lists, and what its later part needs, and nothing else', () => {
    const [ours, others] = [true, false].map((is) => exports.filter(({ name }) => name.startsWith('%') === is));
    assert.deepEqual(others.map((e) => `${e.kind} ${e.name}`).sort(), golden('wasm_exports.txt'));
    const needed = WebAssembly.Module.imports(later);
    assert.ok(needed.every(({ module }) => module === 'first'));
    const given = new Set(exports.map(({ name }) => name));
    assert.deepEqual(needed.filter(({ name }) => !given.has(name)), []);
    const needs = new Set(needed.map(({ name }) => name));
    assert.deepEqual(ours.filter(({ name }) => !needs.has(name) && name !== '%table'), []);
});

test('the first part names the later one by its digest', () => {
    const digest = createHash('sha256').update(laterBytes).digest('hex').slice(0, 16);
    assert.equal(laterPath(first), `/later-${digest}.wasm`);
});

/** A host that says 0 to everything. */
const host = Object.fromEntries(golden('wasm_imports.txt').map((line) => [line.split('host.')[1], () => 0]));

/** What the vectors' functions, which are of the later part, say: minus the error, for a name they do not know. */
async function ask(bring) {
    const core = await coreOf(first, host, bring);
    core.exports.vector_room();
    return core;
}

test('a call into the later part brings it, once, and goes on in it', async () => {
    let brought = 0;
    const { exports: core, join } = await ask(() => (brought++, later));
    assert.ok(core.vector_compute(0) < 0);
    join(later);
    assert.ok(core.vector_compute(0) < 0);
    assert.equal(brought, 1);
});

test('a later part that cannot be had ends the call, and the next one may bring it', async () => {
    let there = false;
    const bring = () => {
        if (!there) throw new Error('away');
        return later;
    };
    await assert.rejects(ask(bring), /away/);
    there = true;
    const { exports: core } = await ask(bring);
    assert.ok(core.vector_compute(0) < 0);
});

test('what came before it was asked for is not brought again', async () => {
    const { exports: core, join } = await coreOf(first, host, () => assert.fail('brought'));
    join(later);
    assert.ok(core.vector_room() > 0);
});
