// The app's files as they are served: their headers, whole, and their validators and encodings.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Relay } from './client.mjs';

let relay;
before(async () => (relay = await Relay.start({ options: ['--other-relay', 'https://other.example'] })));
after(() => relay.remove());

const CSP =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; " +
    "connect-src 'self' https://other.example; worker-src 'self'; manifest-src 'self'; font-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types bk";
const PERMISSIONS =
    'camera=(self), geolocation=(), microphone=(), interest-cohort=(), browsing-topics=(), clipboard-read=(), usb=(), serial=(), ' +
    'hid=(), payment=(), accelerometer=(), gyroscope=(), magnetometer=(), midi=(), display-capture=(), idle-detection=(), ' +
    'publickey-credentials-get=()';
const EVERY = {
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    vary: 'Accept-Encoding',
};
const SCRIPT = { ...EVERY, 'content-security-policy': CSP, 'cross-origin-embedder-policy': 'require-corp' };
const DOCUMENT = {
    ...SCRIPT,
    'cross-origin-opener-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'x-frame-options': 'DENY',
    'x-robots-tag': 'noindex',
    'permissions-policy': PERMISSIONS,
};

const get = (path, headers = {}) => relay.request('GET', path, { headers });
const page = async () => (await get('/')).body.toString('utf8');
// The files that the page names, and itself.
const files = async () => ['/', ...[...(await page()).matchAll(/(?:src|href)="([^"#:]+)"/g)].map((m) => new URL(m[1], 'http://a/').pathname)];

test('the headers of each kind of file, whole', async () => {
    const kinds = new Set();
    for (const path of await files()) {
        const { status, headers } = await get(path);
        assert.equal(status, 200, path);
        const type = headers['content-type'].split(';')[0];
        kinds.add(type);
        const own = { 'content-type': headers['content-type'], etag: headers.etag, 'cache-control': headers['cache-control'], 'content-length': headers['content-length'] };
        const rest = type === 'text/html' ? DOCUMENT : type === 'text/javascript' ? SCRIPT : EVERY;
        assert.deepEqual(headers, { ...own, ...rest }, path);
        assert.match(headers.etag, /^"[0-9a-f]{16,64}"$/);
        assert.ok(['no-cache', 'public, max-age=31536000, immutable'].includes(headers['cache-control']));
        if (type === 'text/html') assert.equal(headers['cache-control'], 'no-cache');
    }
    assert.ok(kinds.has('text/html') && kinds.has('text/javascript') && kinds.has('text/css'));
});

test('the page holds nothing inline that its policy would block', async () => {
    const html = await page();
    assert.ok(!/<script(?![^>]*\ssrc=)[^>]*>/.test(html) && !/<style/.test(html) && !/\son[a-z]+=/.test(html) && !/\sstyle=/.test(html));
});

test('encodings hold the same bytes; a validator answers 304 with nothing', async () => {
    for (const path of await files()) {
        const plain = await get(path);
        for (const [encoding, decode] of [['br', brotliDecompressSync], ['gzip', gunzipSync]]) {
            const answer = await get(path, { 'accept-encoding': `x;q=1, ${encoding};q=0.8` });
            const used = answer.headers['content-encoding'];
            assert.ok(used === encoding || used === undefined);
            assert.deepEqual(used ? decode(answer.body) : answer.body, plain.body, path);
            assert.equal(answer.headers.etag, plain.headers.etag);
        }
        assert.equal((await get(path, { 'accept-encoding': 'br;q=0' })).headers['content-encoding'], undefined);
        const same = await get(path, { 'if-none-match': `"x", ${plain.headers.etag}` });
        assert.deepEqual([same.status, same.body.length], [304, 0]);
        assert.equal(same.headers['content-length'], undefined);
        assert.equal((await get(path, { 'if-none-match': '"x"' })).status, 200);
    }
});

test('only what is embedded is there, and only for reading', async () => {
    for (const path of ['/index.htm', '/?x', '//', '/.', '/../', '/%2e', '/b', '/assets/', '/INDEX.HTML']) assert.equal((await get(path)).status, 404, path);
    assert.equal((await relay.request('POST', '/', {})).status, 405);
    assert.equal((await relay.request('HEAD', '/', {})).status, 405);
});
