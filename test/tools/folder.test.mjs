// tools/check_folder.sh: where there is no room to build, one line says what to do.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { newFolder } from '../host.mjs';

const check = (...words) => spawnSync('tools/check_folder.sh', words, { encoding: 'utf8' });

test('a folder with room is made, and nothing is said', () => {
    const folder = join(newFolder('build'), 'a/b');
    const { status, stdout, stderr } = check(folder, '1');
    assert.deepEqual([status, stdout, stderr], [0, '', '']);
    assert.ok(existsSync(folder));
});

test('too little room, or none that can be written, is one line', () => {
    const folder = newFolder('build');
    const full = check(folder, '999999999');
    assert.equal(full.status, 1);
    assert.match(full.stderr, /^The disk of \S+ has \d+ MB of room and the build needs 999999999: make room, or build elsewhere \(B=\/some\/folder\)\.\n$/);
    const none = check('/dev/null/build', '1');
    assert.equal(none.status, 1);
    assert.equal(none.stderr, '/dev/null/build cannot be written: choose another folder to build in (B=/some/folder), or change its owner.\n');
});
