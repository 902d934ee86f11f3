// What is served can be built again: the same sources, in another folder and without a compiler's
// cache, give the same bytes, so that who reads the sources can know what a server should serve.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { copyOfTree, makeIn } from '../host.mjs';

/** Builds the site in `tree` under `folder`. */
const buildSite = (tree, folder) => makeIn(tree, ['CCACHE=', `B=${folder}`, 'site'], { TZ: 'Pacific/Auckland' });

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
    const tree = copyOfTree('again');
    buildSite(tree, 'another/folder');
    const again = digests(join(tree, 'another/folder/site'));
    assert.ok(Object.keys(served).length > 10 && 'toward.wasm' in served);
    assert.deepEqual(again, served);
    // And a change would be seen.
    appendFileSync(join(tree, 'web/give.js'), 'void 0;\n');
    buildSite(tree, 'another/folder');
    assert.notDeepEqual(digests(join(tree, 'another/folder/site')), served);
});
