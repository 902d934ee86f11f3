// What the served module asks of its host and offers to it is fixed: test/golden/wasm_imports.txt
// and wasm_exports.txt. A stray printf or time() would show up here as an import.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const module = await WebAssembly.compile(readFileSync(process.env.MODULE));
const golden = (name) => readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8').trim().split('\n');

test('the module imports what the golden file lists, and nothing else', () => {
    const imports = WebAssembly.Module.imports(module).map((i) => `${i.kind} ${i.module}.${i.name}`);
    assert.deepEqual(imports.sort(), golden('wasm_imports.txt'));
});

test('the module exports what the golden file lists, and nothing else', () => {
    const exports = WebAssembly.Module.exports(module).map((e) => `${e.kind} ${e.name}`);
    assert.deepEqual(exports.sort(), golden('wasm_exports.txt'));
});
