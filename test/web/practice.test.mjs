// A practice is one folder: here one is thrown in, the program is built from that tree, and the
// practice is found in the running app. Nothing else of the tree is touched.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newFolder, Person, Relay, test } from './harness.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const WORDS = `A practice of a test.

# Throwaway

## title
A room thrown in

## line
It stands in the list of rooms.
`;

const CODE = `/* throwaway.c -- a room that only says its name. */
#include "app/session.h"

static enum err show(struct visit *v) {
    part_page_begin(v->p, &(struct part_page){.badge = BADGE_OURS, .title = WORDS(T_THROWAWAY_TITLE)});
    part_lead(v->p, WORDS(T_THROWAWAY_LINE));
    part_page_end(v->p);
    return ERR_OK;
}

const struct practice practice_throwaway = {
    .code = 99,
    .name = "throwaway",
    .title = T_THROWAWAY_TITLE,
    .line = T_THROWAWAY_LINE,
    .badge = BADGE_OURS,
    .without_book = true,
    .show = show,
};
`;

test('a folder thrown in is a room of the running app', { timeout: 600000 }, async () => {
    const tree = newFolder('practice');
    for (const name of ['Makefile', 'mk', 'src', 'test', 'text', 'po', 'tools', 'web'])
        if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(tree, name), { recursive: true });
    const room = join(tree, 'src/practices/throwaway');
    mkdirSync(room);
    writeFileSync(join(room, 'throwaway.c'), CODE);
    writeFileSync(join(room, 'throwaway.md'), WORDS);
    const deps = resolve(ROOT, process.env.DEPS ?? 'build/deps');
    execFileSync('make', ['-s', '-j2', `DEPS=${deps}`, 'B=build', 'build'], {
        cwd: tree,
        env: { ...process.env, MAKEFLAGS: '', MAKEOVERRIDES: '' },
        stdio: ['ignore', 'ignore', 'inherit'],
    });

    const relay = await Relay.start({ program: join(tree, 'build/release/toward') });
    const person = await Person.meet(relay, { at: '/#99/0' });
    try {
        assert.equal(await person.title(), 'A room thrown in');
        assert.match(await person.text(), /It stands in the list of rooms\./);
        assert.deepEqual(person.errors, []);
    } finally {
        await person.close();
        await relay.down();
    }
});
