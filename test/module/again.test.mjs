// What is served can be built again: the same sources, in another folder and without a compiler's
// cache, give the same bytes, so that who reads the sources can know what a server should serve.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { newFolder } from '../host.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of the sources. */
function copyOfTree() {
    const tree = newFolder('again');
    for (const name of ['Makefile', 'mk', 'src', 'test', 'text', 'po', 'tools', 'web'])
        if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(tree, name), { recursive: true });
    return tree;
}

/** Builds the site in `tree` under `folder`. */
function buildSite(tree, folder) {
    execFileSync('make', ['-s', '-j2', 'CCACHE=', `DEPS=${resolve(ROOT, process.env.DEPS)}`, `B=${folder}`, 'site'], {
        cwd: tree,
        env: { ...process.env, MAKEFLAGS: '', MAKEOVERRIDES: '', TZ: 'Pacific/Auckland' },
        stdio: ['ignore', 'ignore', 'inherit'],
    });
}

/** Each served file and its digest. */
const digests = (site) =>
    Object.fromEntries(
        readFileSync(join(site, 'list'), 'utf8')
            .split('\n')
            .filter(Boolean)
            .map((file) => [file, createHash('sha256').update(readFileSync(join(site, file))).digest('hex')]),
    );

test('the site built again, in another folder, has the same bytes', { timeout: 900000 }, () => {
    const served = digests(process.env.SITE);
    const tree = copyOfTree();
    buildSite(tree, 'another/folder');
    const again = digests(join(tree, 'another/folder/site'));
    assert.ok(Object.keys(served).length > 10 && 'toward.wasm' in served);
    assert.deepEqual(again, served);
    // And a change would be seen.
    appendFileSync(join(tree, 'web/give.js'), 'void 0;\n');
    buildSite(tree, 'another/folder');
    assert.notDeepEqual(digests(join(tree, 'another/folder/site')), served);
});
