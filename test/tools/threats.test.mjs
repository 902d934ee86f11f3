// The check of docs/threats.csv finds what it is for: each table here must be refused, its
// neighbour allowed.
import assert from 'node:assert/strict';
import test from 'node:test';
import { coverFlaw, fieldsOf, tableFlaws, threatsOf } from '../../tools/check_threats.mjs';

const FILES = {
    'test/unit/test_a.c': '/* TEST(only_told) { */\n// TEST(only_told) {\nTEST(there_is) {\n    CHECK(1);\n}\nchar *s = "TEST(only_told) {";\n',
    'test/fuzz/fuzz_a.c': 'int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);\n\nint LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {\n    return 0;\n}\n',
    'test/fuzz/fuzz_b.c': 'int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);\n',
    'test/relay/b.test.mjs':
        "test('it holds', async () => {});\ntest('not now', { skip: true }, () => {});\ntest(\"its author's\", { timeout: 5 }, () => {});\n" +
        "// test('a remark', () => {});\ntest('there (or not)', { skip: !can && 'no mounts' }, () => {});\ntest('later', { todo: 'when' }, () => {});\n",
    'test/secrets/secrets.c': 'static void sealing(void) {\n}\nstatic void never(void) {\n}\nint main(void) {\n    sealing();\n}\n',
    'test/vectors/v1.txt': 'P=66\nempty=\n',
};
const read = (path) => FILES[path] ?? null;
const KNOWN = threatsOf('| # | threat | what |\n| --- | --- | --- |\n| 1 | one | x |\n| 2 | two, too | y |\n');
const table = (...lines) => ['number,threat,test or reason', ...lines, ''].join('\n');
const flaws = (...lines) => tableFlaws(table(...lines), KNOWN, read).flaws.map(([line, why]) => `${line}: ${why}`);
const GOOD = ['1,one,test/unit/test_a.c: there_is', '2,"two, too",out of scope: Nobody asked for it.'];

test('a sound table passes', () => {
    assert.deepEqual(flaws(...GOOD), []);
    assert.deepEqual(flaws(GOOD[0], '1,one more,test/vectors/v1.txt: P', GOOD[1]), []);
    assert.equal(tableFlaws(table(...GOOD), KNOWN, read).count, 2);
});

test('a test is really looked for', () => {
    for (const good of [
        'test/unit/test_a.c: there_is',
        'test/fuzz/fuzz_a.c: LLVMFuzzerTestOneInput',
        'test/relay/b.test.mjs: it holds',
        "test/relay/b.test.mjs: its author's",
        'test/relay/b.test.mjs: there (or not)',
        'test/vectors/v1.txt: P',
        'test/secrets/secrets.c: sealing',
    ])
        assert.equal(coverFlaw(good, read), null, good);
    for (const bad of [
        'test/unit/test_a.c: there',
        'test/unit/test_a.c: there_is_',
        'test/unit/test_a.c: only_told',
        'test/unit/test_z.c: there_is',
        'test/fuzz/fuzz_b.c: LLVMFuzzerTestOneInput',
        'test/relay/b.test.mjs: it hold',
        'test/relay/b.test.mjs: not now',
        'test/relay/b.test.mjs: later',
        'test/relay/b.test.mjs: a remark',
        'test/relay/b.test.mjs: there .or not.',
        'test/vectors/v1.txt: empty',
        'test/secrets/secrets.c: never',
        'src/relay/http.c: http_read',
        'test/relay/b.test.mjs',
        '',
    ])
        assert.notEqual(coverFlaw(bad, read), null, bad);
});

test('a reason is one of the list and has its sentence', () => {
    assert.equal(coverFlaw('not built yet: It comes with the therapist.', read), null);
    assert.equal(coverFlaw('cannot be tested here: It needs a real phone.', read), null);
    for (const bad of ['not built yet', 'not built yet: ', 'not built yet: Soon.', 'not built yet: it comes with the therapist.', 'not important: Nobody would ever do this.', 'later: It comes with the therapist.'])
        assert.notEqual(coverFlaw(bad, read), null, bad);
});

test('a number that is missing, out of order or renamed is found', () => {
    assert.deepEqual(flaws(GOOD[0]), ['3: threat 2 is missing']);
    assert.deepEqual(flaws(GOOD[1]), ['2: threat 1 is missing before this']);
    assert.equal(flaws(GOOD[1], GOOD[0]).length, 3);
    assert.deepEqual(flaws('1,another,test/unit/test_a.c: there_is', GOOD[1]), ['2: has another name in docs/threats.md']);
    assert.deepEqual(flaws(GOOD[0], GOOD[0], GOOD[1]), ['3: stands there twice']);
    assert.equal(flaws(...GOOD, '3,three,out of scope: Nobody asked for it.').length, 1);
});

test('a line that is no row is found', () => {
    assert.deepEqual(fieldsOf('1,"a ""b"", c",'), ['1', 'a "b", c', '']);
    assert.equal(fieldsOf('1,a "b",c'), null);
    assert.deepEqual(flaws('1,one', GOOD[1]).slice(0, 1), ['2: is not three fields']);
    assert.equal(flaws(GOOD[0], '', GOOD[1]).length, 1);
    assert.equal(tableFlaws('number,threat\n', KNOWN, read).flaws.length, 3);
    assert.equal(tableFlaws(table(...GOOD).trimEnd(), KNOWN, read).flaws.length > 0, true);
});
