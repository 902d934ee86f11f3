// What is served and shipped holds nothing of the machine that built it and nothing of the tests: no
// path of a source, no fault made on purpose, no sanitizer, no fuzzer, no test's relay.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const served = [process.env.MODULE, process.env.LATER].map((part) => readFileSync(part));
const PATHS = /\/(?:tmp|root|home|work|build|usr\/src|var)\/[\w./-]+|src\/[a-z]+\/[a-z_]+\.[ch]\b/g;
const NAMES = /canary_now|TOWARD_CANARIES|LLVMFuzzer|__(?:asan|ubsan|tsan|msan|sanitizer|llvm_profile)_\w+|fake_relay|store_faulty|room_forge/g;
const found = (bytes, pattern) => [...new Set(bytes.toString('latin1').match(pattern) ?? [])];

test('what is looked for would be found', () => {
    assert.deepEqual(found(Buffer.from('x/tmp/deps/src/a.c\0src/book/fold.c\0'), PATHS), ['/tmp/deps/src/a.c', 'src/book/fold.c']);
    assert.deepEqual(found(Buffer.from('_canary_now\0__asan_init\0'), NAMES), ['canary_now', '__asan_init']);
});

test('the module names no path, no test and no function', async () => {
    for (const part of served) {
        assert.deepEqual(found(part, PATHS), []);
        assert.deepEqual(found(part, NAMES), []);
        const module = await WebAssembly.compile(part);
        for (const section of ['name', 'producers', '.debug_info', 'sourceMappingURL'])
            assert.equal(WebAssembly.Module.customSections(module, section).length, 0, section);
    }
});

// What a program shows to others: its symbols and what it loads. Debug sections name sources; a
// package strips them.
test('the program has no name of a test, and loads what it should', { skip: !process.env.TOWARD && 'not built' }, () => {
    const symbols = execFileSync('nm', [process.env.TOWARD], { maxBuffer: 1 << 26 });
    assert.ok(symbols.length > 10000);
    assert.deepEqual(found(symbols, NAMES), []);
    const needed = [...execFileSync('readelf', ['-d', process.env.TOWARD], { encoding: 'utf8' }).matchAll(/NEEDED.*\[(.+?)\.so/g)].map(([, name]) => name);
    assert.deepEqual(needed.sort(), ['libc', 'libmd4c', 'libqrencode', 'libseccomp', 'libsodium', 'libsqlite3', 'libuv']);
});
