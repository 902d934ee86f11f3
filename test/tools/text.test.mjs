// The generators of the words: what they make, and what they refuse with file and line.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

const program = process.env.TEXT_GEN ?? 'build/tools/text_gen';
const folder = mkdtempSync(join(tmpdir(), 'toward-text-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const write = (name, content) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
};
const run = (mode, ...files) => {
    const { status, stdout, stderr } = spawnSync(program, [mode, ...files], { encoding: 'utf8' });
    return { status, stdout, stderr };
};
/** The problems `text_gen check` finds in one file, each of whose keys is used. */
const flaws = (body, code = 'T_ROOM_A') => {
    const voice = write('voice.txt', '# a remark\ntoxic: no verdict\n');
    const { stderr } = run('check', voice, write('room.md', body), write('room.c', code));
    return stderr.trim().split('\n').filter(Boolean);
};

const room = `Notes for writers.

# First

## a
<!-- A button. At most 9 characters. -->
Hold on

## some-things
one: One thing
other: {count} things,
wrapped

# Days
<!-- series: counted from Monday -->

## monday
Monday

Second *paragraph*, with [a link](#/4/3).

- an item
- another, which
  goes on
`;

test('keys are named after file and heading, in order', () => {
    const { stdout, status } = run('keys', write('room.md', room));
    assert.equal(status, 0);
    assert.match(stdout, /T_NONE,\n    T_ROOM_A,\n    T_ROOM_SOME_THINGS,\n    T_ROOM_MONDAY,\n    T_COUNT/);
    assert.match(stdout, /#define TEXT_GROUPS 2\n/);
});

test('lines of a paragraph are joined, blocks are not', () => {
    const { stdout } = run('english', write('room.md', room));
    assert.match(stdout, /"One thing\\000\{count\} things, wrapped"/);
    assert.match(
        stdout,
        /"Monday\\012\\012Second \*paragraph\*, with \[a link\]\(#\/4\/3\)\.\\012\\012- an item\\012- another, which goes on"/,
    );
});

test('the template carries context, comment and both forms', () => {
    const { stdout } = run('pot', write('room.md', room));
    assert.match(stdout, /#\. A button\. At most 9 characters\.\n#: .*room\.md\nmsgctxt "room\.a"\nmsgid "Hold on"\nmsgstr ""\n/);
    assert.match(stdout, /msgid "One thing"\nmsgid_plural "\{count\} things, wrapped"\nmsgstr\[0\] ""\nmsgstr\[1\] ""\n/);
});

test('the pseudo-locale is longer, in brackets, and keeps placeholders and markup', () => {
    const { stdout } = run('pseudo', write('room.md', room));
    assert.match(stdout, /msgstr "⟦Ĥóóļð óóñ⟧"/);
    assert.match(stdout, /msgstr\[1\] "⟦\{count\} ţĥííñĝš, ŵŕááþþééð⟧"/);
    assert.match(stdout, /\*þááŕ[^ ]*\*, [^ ]+ \[áá ļííñķ\]\(#\/4\/3\)\.⟧/);
    assert.match(stdout, /"- ⟦ááñ ííţééɱ⟧\\n"/);
});

test('what is malformed is refused with its place', () => {
    const cases = [
        ['## a\nText\n\n## a\nText\n', /room\.md:4: T_ROOM_A is already in/],
        ['## a\n\n## b\nText\n', /room\.md:1: no text under a/],
        ['## Not Good\nText\n', /room\.md:1: a key is lower-case/],
        ['## a\none: Thing\n', /room\.md:1: .* needs a line that starts with other:/],
        ['## a\none:\nother: Things\n', /room\.md:1: one of the two forms is empty/],
        ['## a\n<!-- open\nText\n', /room\.md:1: a comment without its -->/],
        [`## a\n${'x'.repeat(70000)}\n`, /room\.md:1: longer than 65535/],
    ];
    for (const [body, expected] of cases) {
        const { status, stderr, stdout } = run('keys', write('room.md', body));
        assert.equal(status, 1, body.slice(0, 40));
        assert.match(stderr, expected);
        assert.equal(stdout, '');
    }
});

test('our voice is kept', () => {
    assert.deepEqual(flaws('## a\nHold on. It is “all right”, isn’t it?\n'), []);
    const cases = [
        ['Well!', /exclamation/],
        ['"Well"', /straight quotation/],
        ["isn't", /apostrophe/],
        ['Well...', /three dots/],
        ['{Name} came', /brace/],
        ['A Toxic one', /"toxic": no verdict/],
        ['<!-- At most 4 characters. -->\nHello', /longer than its comment/],
        ['word '.repeat(200), /too long for a tired reader/],
        ['one: {a} thing\nother: {count} things', /placeholder/],
    ];
    for (const [text, expected] of cases) {
        const found = flaws(`## a\n${text}\n`);
        assert.equal(found.length >= 1, true, text);
        assert.match(found[0], expected);
        assert.match(found[0], /room\.md:1: room\.a/);
    }
    assert.deepEqual(flaws('## a\nIntoxicated\n'), []);
});

test('a key that no C names is reported, unless its series is counted', () => {
    assert.match(flaws(room, 'T_ROOM_A T_ROOM_SOME_THINGS')[0], /T_ROOM_MONDAY is used nowhere/);
    assert.match(flaws('## a\nText\n', 'T_ROOM_AB XT_ROOM_A')[0], /T_ROOM_A is used nowhere/);
    const series = '# Days\n<!-- series -->\n\n## a\nMonday\n\n## b\nTuesday\n';
    assert.deepEqual(flaws(series), []);
});

test('a language is listed under the name it gives itself', () => {
    const po = write('fr.po', 'msgid ""\nmsgstr ""\n\nmsgctxt "app.language"\nmsgid "English"\nmsgstr "Français"\n');
    assert.match(run('languages', po).stdout, /\{"fr", "Fran\\303\\247ais", false\}/);
    const nameless = write('it.po', 'msgctxt "app.language"\nmsgid "English"\nmsgstr ""\n');
    assert.equal(run('languages', nameless).status, 1);
});
