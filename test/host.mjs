// host.mjs -- what tests in JavaScript take from the machine, and what goes when their file ends:
// folders and programs, whatever happened in between.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const folders = [];
process.on('exit', () => folders.forEach((path) => rmSync(path, { recursive: true, force: true, maxRetries: 5 })));

/** A folder that goes when the file of tests ends. */
export function newFolder(name) {
    const path = mkdtempSync(join(tmpdir(), `toward-${name}-`));
    folders.push(path);
    return path;
}

/** A port nobody listens on just now. */
export async function freePort() {
    const server = createServer();
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address();
    await new Promise((done) => server.close(done));
    return port;
}
