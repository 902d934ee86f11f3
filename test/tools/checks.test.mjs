// The checkers find what they are for: each case here must be refused, its neighbour allowed.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fileFlaws as bannedFlaws } from '../../tools/check_banned.mjs';
import { fileFlaws as layerFlaws } from '../../tools/check_layers.mjs';

const include = (path, target) => layerFlaws(path, `#include "${target}"\n`);

test('an include from above is refused, one from below is not', () => {
    assert.equal(include('base/bytes.c', 'book/book.h').length, 1);
    assert.equal(include('book/book.c', 'view/text.h').length, 1);
    assert.equal(include('app/app.c', 'practices/evening/evening.h').length, 1);
    assert.equal(include('book/book.c', 'text_keys.h').length, 1);
    assert.equal(include('book/book.c', 'base/bytes.h').length, 0);
    assert.equal(include('host/wasm.c', 'app/app.h').length, 0);
    assert.equal(include('app/app.c', 'text_keys.h').length, 0);
});

test('an include that names no folder, or climbs, is refused', () => {
    assert.equal(include('base/bytes.c', 'bytes.h').length, 1);
    assert.equal(include('cli/main.c', '../book/book.h').length, 1);
    assert.equal(layerFlaws('base/x.c', '/* #include */\n  # include "book/book.h"\n')[0][0], 2);
});

test('a practice does not reach into another', () => {
    assert.equal(include('practices/evening/evening.c', 'practices/moments/moments.h').length, 1);
    assert.equal(include('practices/evening/evening.c', 'practices/evening/words.h').length, 0);
});

test('the relay knows nothing of what an entry is, and nobody but the program knows the relay', () => {
    for (const target of ['book/book.h', 'view/text.h', 'app/app.h', 'crypt/seal.h', 'crypt/password.h'])
        assert.equal(include('relay/route.c', target).length, 1, target);
    for (const target of ['base/bytes.h', 'wire/relay_api.h', 'relay/store.h', 'crypt/sign.h'])
        assert.equal(include('relay/route.c', target).length, 0, target);
    assert.equal(include('host/native.c', 'relay/store.h').length, 1);
    assert.equal(include('cli/main.c', 'relay/serve.h').length, 0);
});

test('each banned thing is found where it is banned', () => {
    const flawed = [
        ['relay/http.c', 'strcpy(a, b);'],
        ['relay/http.c', 'n = sprintf (a, "%d", 1);'],
        ['cli/main.c', 'int n = atoi(argv[1]);'],
        ['book/book.c', 'return time(NULL);'],
        ['view/ops.c', 'char *p = malloc(5);'],
        ['crypt/seal.c', 'if (memcmp(a, b, 32))'],
        ['book/book.c', '#include <sodium.h>'],
        ['book/fold.c', 'double x = 1;'],
        ['app/app.c', 'view_text(v, "You are both here");'],
        ['app/app.c', '/* TO' + 'DO later */'],
    ];
    for (const [path, line] of flawed) assert.equal(bannedFlaws(path, line + '\n').length, 1, line);
});

test('what only looks banned is left alone', () => {
    const fine = [
        ['relay/http.c', 'time(NULL); p = malloc(5); free(p);'],
        ['book/book.c', '/* time(NULL) and a double here */'],
        ['book/book.c', 'uint64_t uptime(void); x.time(1); y->free(2);'],
        ['book/bytes.c', 'if (memcmp(a, b, 4))'],
        ['base/arena.c', 'free(chunk);'],
        ['app/app.c', '#include "a/very long name.h"'],
        ['insight/rate.c', 'double x = 1;'],
        ['view/ops.c', '_Static_assert(N < 256,\n    "codes fit one byte, no more");'],
        ['view/parts.c', 'attr(v, ATTR_CLASS, "field chips many");'],
        ['view/svg.c', 'op(v, "M 10 20 L 30 40");'],
    ];
    for (const [path, line] of fine) assert.deepEqual(bannedFlaws(path, line + '\n'), [], line);
});
