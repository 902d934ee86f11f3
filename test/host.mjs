// host.mjs -- what tests in JavaScript take from the machine, and what goes when their file ends:
// folders and programs, whatever happened in between.
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const folders = [];
process.on('exit', () => folders.forEach((path) => rmSync(path, { recursive: true, force: true, maxRetries: 5 })));

/** A folder that goes when the file of tests ends. */
export function newFolder(name) {
    const path = mkdtempSync(join(tmpdir(), `toward-${name}-`));
    folders.push(path);
    return path;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The sources that a build needs, in a folder of their own. */
export function copyOfTree(name) {
    const tree = newFolder(name);
    for (const part of ['Makefile', 'mk', 'src', 'test', 'text', 'po', 'tools', 'web'])
        if (existsSync(join(ROOT, part))) cpSync(join(ROOT, part), join(tree, part), { recursive: true });
    return tree;
}

/** `make` in such a tree, with what is fetched taken from here. */
export function makeIn(tree, args, env = {}) {
    const deps = resolve(ROOT, process.env.DEPS ?? 'build/deps');
    execFileSync('make', ['-s', '-j2', `DEPS=${deps}`, ...args], {
        cwd: tree,
        env: { ...process.env, MAKEFLAGS: '', MAKEOVERRIDES: '', ...env },
        stdio: ['ignore', 'ignore', 'inherit'],
    });
}

/** Whether this port could be listened on. */
const isFree = (port) =>
    new Promise((done) => {
        const server = createServer();
        server.on('error', () => done(false));
        server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
    });

/** A port nobody listens on, of those that the kernel gives to no connection either: it stays free for a restart. */
export async function freePort() {
    for (let i = 0; i < 1000; i++) {
        const port = 20000 + randomInt(12000);
        if (await isFree(port)) return port;
    }
    throw new Error('no port is free');
}
