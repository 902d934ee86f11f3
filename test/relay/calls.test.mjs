// The calls of the protocol over HTTP: what each answers, and every refusal with its status, its
// reason and nothing stored.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { freePort, pause } from '../host.mjs';
import { Box, H, Relay, page, position, today, u32, u64, until } from './client.mjs';

let relay;
before(async () => (relay = await Relay.start({ options: ['--max-waits', '8'], metrics: await freePort() })));
after(() => relay.remove());

const blob = (size = 1024) => randomBytes(size);
const made = async (options) => {
    const box = new Box(options);
    assert.equal((await relay.create(box)).status, 200);
    return box;
};
const refused = (answer, status, reason) => {
    assert.equal(answer.reason, reason);
    assert.equal(answer.status, status);
};
// Nothing was stored: the box stands where it stood.
const stands = async (box, next) => assert.equal(page((await relay.read(box)).body).next, next);

const NOT_FOUND = 'there is no such box, or the token is not its own';
const SIGNATURE = 'the signature does not verify';
const LAYOUT = 'the body does not follow its layout';
const POSITION = 'the box stands elsewhere; fetch, then try again';
const TARGET = 'the address is not one of this protocol';
const METHOD = 'this method is not used here';

test('create, append, read', async () => {
    const box = new Box();
    const created = await relay.create(box);
    assert.equal(created.status, 200);
    assert.deepEqual(position(created.body), { next: 1, head: box.head });
    const first = [blob(), blob(4096)];
    const appended = await relay.append(box, first);
    assert.equal(appended.status, 200);
    assert.deepEqual(position(appended.body), { next: 3, head: box.head });
    await relay.append(box, [blob(65536), blob(65536)]);
    const read = page((await relay.read(box)).body);
    assert.equal(read.next, 5);
    assert.equal(read.floor, 1);
    assert.deepEqual(read.floorHead, H('bk/v1/head0', box.id));
    assert.deepEqual(read.blobs.map((b) => [b.n, b.data.length, !!b.sig]), [[1, 1024, false], [2, 4096, true], [3, 65536, false], [4, 65536, true]]);
    assert.deepEqual(read.blobs[0].data, first[0]);
    assert.deepEqual(read.blobs[0].bh, H('bk/v1/blob', first[0]));
    const from = page((await relay.read(box, { from: 4 })).body);
    assert.deepEqual(from.blobs.map((b) => b.n), [4]);
    const beyond = page((await relay.read(box, { from: 99, wait: 5 })).body);
    assert.deepEqual([beyond.next, beyond.blobs.length], [5, 0]);
});

test('create: repeated, taken, refused', async () => {
    const box = await made();
    await relay.append(box, [blob()]);
    const again = await relay.create(box);
    assert.deepEqual([again.status, position(again.body).next], [200, 2]);
    const other = new Box();
    other.key = box.key;
    other.id = box.id;
    other.path = box.path;
    const taken = await relay.create(other);
    refused(taken, 409, 'a box with this id was made otherwise');
    assert.equal(position(taken.body).next, 2);
    const fresh = new Box();
    const put = (body, path = fresh.path) => relay.request('PUT', path, { body });
    const good = fresh.createBody(relay.origin);
    refused(await put(good.subarray(0, 101)), 400, LAYOUT);
    refused(await put(Buffer.concat([good, Buffer.from([0])])), 400, LAYOUT);
    refused(await put(fresh.createBody(relay.origin, { boxClass: 5 })), 422, 'there is no such class of box');
    refused(await put(fresh.createBody(relay.origin, { day: today() - 3 })), 422, "the day is too far from the relay's");
    refused(await put(fresh.createBody(relay.origin, { day: today() + 3 })), 422, "the day is too far from the relay's");
    refused(await put(fresh.createBody('https://other.example')), 403, SIGNATURE);
    refused(await put(good, new Box().path), 403, SIGNATURE);
    for (const at of [0, 1, 5, 36, 37, 100]) {
        const spoiled = Buffer.from(good);
        spoiled[at] ^= at === 0 ? 3 : 1;
        refused(await put(spoiled), 403, SIGNATURE);
    }
    const unknown = Buffer.from(good);
    unknown[101] = 3;
    refused(await put(unknown), 400, LAYOUT);
    refused(await put(Buffer.alloc(119)), 413, 'the body is too large');
    assert.equal((await relay.read(fresh)).status, 404);
    assert.equal((await put(fresh.createBody(relay.origin, { day: today() - 2 }))).status, 200);
});

test('append: refused', async () => {
    const box = await made();
    await relay.append(box, [blob()]);
    const post = (body, path = `${box.path}/2`) => relay.request('POST', path, { body });
    const good = box.append([blob()]);
    refused(await post(good.body.subarray(0, 99)), 400, LAYOUT);
    refused(await post(good.body.subarray(0, good.body.length - 1)), 400, LAYOUT);
    refused(await post(Buffer.concat([good.body, Buffer.from([0])])), 400, LAYOUT);
    refused(await post(Buffer.concat([good.body.subarray(0, 96), u32(0)])), 400, LAYOUT);
    refused(await post(box.append(Array.from({ length: 129 }, () => blob())).body), 400, LAYOUT);
    refused(await post(Buffer.alloc(160001)), 413, 'the body is too large');
    for (const at of [0, 31, 32, 95, 104, 1127]) {
        const spoiled = Buffer.from(good.body);
        spoiled[at] ^= 1;
        refused(await post(spoiled), 403, SIGNATURE);
    }
    refused(await post(good.body, `${box.path}/3`), 403, SIGNATURE); // n is under the signature
    refused(await post(box.append([blob(1000)]).body), 422, "a blob's size is not one of its class");
    refused(await post(box.append([blob(512)]).body), 422, "a blob's size is not one of its class");
    refused(await post(box.append([blob(), blob(1025)]).body), 422, "a blob's size is not one of its class");
    const nobody = new Box();
    refused(await relay.request('POST', `${nobody.path}/1`, { body: nobody.append([blob()]).body }), 404, NOT_FOUND);
    refused(await relay.request('POST', `${nobody.path}/1`, { body: good.body }), 403, SIGNATURE);
    const gap = box.append([blob()], { n: 3 });
    const elsewhere = await post(gap.body, `${box.path}/3`);
    refused(elsewhere, 409, POSITION);
    assert.deepEqual(position(elsewhere.body), { next: 2, head: box.head });
    refused(await post(box.append([blob()], { prev: randomBytes(32) }).body), 409, POSITION);
    await stands(box, 2);
});

test('append: the same again is 200, another at its place 409', async () => {
    const box = await made();
    const one = box.append([blob(), blob()]);
    const other = box.append([blob()]);
    const post = (m) => relay.request('POST', `${box.path}/1`, { body: m.body });
    assert.equal((await post(one)).status, 200);
    const again = await post(one);
    assert.deepEqual([again.status, position(again.body).next], [200, 3]);
    const late = await post(other);
    refused(late, 409, POSITION);
    assert.deepEqual(position(late.body), { next: 3, head: one.head });
    await stands(box, 3);
});

test('append: of many at once exactly one wins each position', async () => {
    const box = await made();
    for (let round = 0; round < 5; round++) {
        const rivals = Array.from({ length: 12 }, () => box.append([blob()]));
        const answers = await Promise.all(rivals.map((m) => relay.request('POST', `${box.path}/${box.next}`, { body: m.body })));
        const won = answers.map((a, i) => (a.status === 200 ? i : -1)).filter((i) => i >= 0);
        assert.equal(won.length, 1);
        box.moved(rivals[won[0]]);
        for (const a of answers.filter((x) => x.status !== 200)) {
            refused(a, 409, POSITION);
            assert.deepEqual(position(a.body), { next: box.next, head: box.head });
        }
    }
    await stands(box, 6);
});

test('classes keep their sizes and numbers', async () => {
    const locator = await made({ boxClass: 2 });
    assert.equal((await relay.append(locator, [blob(512)])).status, 200);
    assert.equal((await relay.append(locator, [blob(1024)])).status, 422);
    const invite = await made({ boxClass: 3 });
    assert.equal((await relay.append(invite, Array.from({ length: 8 }, () => blob()))).status, 200);
    refused(await relay.append(invite, [blob()]), 422, 'the box holds all its class allows');
    const live = await made({ boxClass: 4 });
    assert.equal((await relay.append(live, [blob(4096)])).status, 200);
    assert.equal((await relay.append(live, [blob(8192)])).status, 422);
});

test('erase: by its author, its content, once and again', async () => {
    const box = await made();
    const { hashes } = await relay.append(box, [blob(), blob(), blob()]);
    const erase = (n, body) => relay.request('DELETE', `${box.path}/${n}`, { body });
    refused(await erase(2, box.eraseBody(2, hashes[0])), 409, 'no such blob stands at this position');
    refused(await erase(9, box.eraseBody(9, hashes[1])), 409, 'no such blob stands at this position');
    refused(await erase(2, box.eraseBody(3, hashes[1])), 403, SIGNATURE);
    refused(await erase(2, new Box().eraseBody(2, hashes[1])), 403, SIGNATURE);
    refused(await erase(2, Buffer.alloc(95)), 400, LAYOUT);
    refused(await erase(2, Buffer.alloc(97)), 413, 'the body is too large');
    const answer = await erase(2, box.eraseBody(2, hashes[1]));
    assert.deepEqual([answer.status, position(answer.body).next], [200, 4]);
    assert.equal((await erase(2, box.eraseBody(2, hashes[1]))).status, 200);
    const read = page((await relay.read(box)).body);
    assert.deepEqual(read.blobs.map((b) => b.erased), [false, true, false]);
    assert.deepEqual(read.blobs[1].bh, hashes[1]);
    assert.equal((await relay.append(box, [blob()])).status, 200); // the chain goes on
    const nobody = new Box();
    refused(await relay.request('DELETE', `${nobody.path}/1`, { body: nobody.eraseBody(1, hashes[0]) }), 404, NOT_FOUND);
});

test('drop: what its author saw, and nothing comes back', async () => {
    const box = await made();
    const start = box.head;
    await relay.append(box, [blob()]);
    const create = box.createBody(relay.origin);
    const drop = (body) => relay.request('DELETE', box.path, { body });
    refused(await drop(box.dropBody(start)), 409, POSITION);
    refused(await drop(new Box().dropBody(box.head)), 403, SIGNATURE);
    await stands(box, 2);
    assert.equal((await drop(box.dropBody())).status, 200);
    assert.equal((await drop(box.dropBody())).status, 200);
    refused(await relay.read(box), 404, NOT_FOUND);
    refused(await relay.request('PUT', box.path, { body: create }), 410, 'this box was dropped');
    refused(await relay.append(box, [blob()]), 410, 'this box was dropped');
    const nobody = new Box();
    refused(await relay.request('DELETE', nobody.path, { body: nobody.dropBody() }), 404, NOT_FOUND);
});

// So many readers are waiting at the relay.
const waiting = async (count) => assert.equal(await until(() => relay.waits(), (now) => now === count), count);
const LONG = 25; // seconds; the longest that may be asked for

test('wait: until there is more, until the box goes, or until time is over', async () => {
    const box = await made();
    let started = Date.now();
    const early = () => assert.ok(Date.now() - started < LONG * 1000, 'it was told, and did not wait to the end');
    const more = relay.read(box, { wait: LONG });
    await waiting(1);
    await relay.append(box, [blob(), blob()]);
    let read = page((await more).body);
    early();
    assert.deepEqual(read.blobs.map((b) => [b.n, !!b.sig]), [[1, false], [2, true]]);
    started = Date.now();
    read = page((await relay.read(box, { from: 3, wait: 1 })).body);
    assert.deepEqual([read.next, read.blobs.length], [3, 0]);
    assert.ok(Date.now() - started >= 900);
    early();
    started = Date.now();
    const last = relay.read(box, { from: 3, wait: LONG });
    await waiting(1);
    await relay.request('DELETE', box.path, { body: box.dropBody() });
    refused(await last, 404, NOT_FOUND);
    early();
});

test('wait: every reader gets every append, in order, none lost', async () => {
    const box = await made();
    const total = 40;
    const follow = async () => {
        const seen = [];
        for (let from = 1; from <= total; ) {
            const read = page((await relay.read(box, { from, wait: 10 })).body);
            for (const b of read.blobs) seen.push(b.n);
            from += read.blobs.length;
        }
        return seen;
    };
    const readers = Array.from({ length: 6 }, follow);
    for (let i = 0; i < total; i++) assert.equal((await relay.append(box, [blob()])).status, 200);
    for (const seen of await Promise.all(readers)) assert.deepEqual(seen, Array.from({ length: total }, (_, i) => i + 1));
});

test('wait: there is an end to how many may', async () => {
    const box = await made();
    const readers = Array.from({ length: 8 }, () => relay.read(box, { wait: LONG }));
    await waiting(8);
    refused(await relay.read(box, { wait: LONG }), 429, 'too many are waiting; ask without wait');
    assert.equal((await relay.read(box)).status, 200);
    await relay.append(box, [blob()]);
    for (const reader of readers) assert.equal((await reader).status, 200);
});

test('wait: a box that is still to be made', async () => {
    const box = new Box();
    const started = Date.now();
    const reader = relay.read(box, { wait: LONG });
    const stranger = relay.read(box, { rt: randomBytes(32), wait: 10 });
    await waiting(2);
    assert.equal((await relay.create(box)).status, 200);
    await pause(100);
    await relay.append(box, [blob()]);
    assert.deepEqual(page((await reader).body).blobs.map((b) => b.n), [1]);
    // It was there while this one waited, so that it goes is told at once.
    const empty = await made();
    const emptied = relay.read(empty, { wait: LONG });
    await waiting(2);
    await relay.request('DELETE', empty.path, { body: empty.dropBody() });
    refused(await emptied, 404, NOT_FOUND);
    refused(await relay.read(new Box(), { from: 2, wait: LONG }), 404, NOT_FOUND);
    assert.ok(Date.now() - started < LONG * 1000);
    refused(await stranger, 404, NOT_FOUND);
    assert.ok(Date.now() - started >= 9900);
});

test('an unknown box, a dropped one and a wrong token are one answer', async () => {
    const dropped = await made();
    await relay.request('DELETE', dropped.path, { body: dropped.dropBody() });
    const first = await relay.read(new Box());
    for (const wait of [undefined, 8]) {
        const box = await made();
        const started = Date.now();
        const asked = [
            relay.read(new Box(), { wait }),
            relay.read(dropped, { wait }),
            relay.read(box, { rt: randomBytes(32), wait }),
        ].map(async (answer) => ({ ...(await answer), took: Date.now() - started }));
        await (wait ? waiting(3) : pause(200));
        await relay.append(box, [blob()]);
        await relay.request('DELETE', box.path, { body: box.dropBody() });
        for (const a of await Promise.all(asked)) {
            assert.deepEqual([a.status, a.body], [first.status, first.body]);
            assert.deepEqual(a.headers, first.headers);
            if (wait) assert.ok(a.took >= 7900, `${a.took} ms`);
        }
    }
    refused(first, 404, NOT_FOUND);
});

test('unknown id and wrong token take the same time', async () => {
    const box = await made();
    const rounds = 400;
    const round = async () => {
        const times = [[], []];
        // Everything but the request itself is made before.
        const asked = Array.from({ length: rounds }, () => {
            const stranger = new Box();
            return [[stranger.path, stranger.authorization()], [box.path, new Box().authorization()]];
        });
        for (let i = 0; i < rounds; i++) {
            for (const kind of i % 2 ? [0, 1] : [1, 0]) {
                const [path, authorization] = asked[i][kind];
                const start = process.hrtime.bigint();
                await relay.request('GET', `${path}?from=1`, { headers: { authorization } });
                times[kind].push(Number(process.hrtime.bigint() - start) / 1000);
            }
        }
        // Welch's t on the middle halves, which a busy machine does not spoil.
        const middle = times.map((t) => t.sort((a, b) => a - b).slice(100, 300));
        const mean = middle.map((t) => t.reduce((a, b) => a + b) / t.length);
        const variance = middle.map((t, k) => t.reduce((a, b) => a + (b - mean[k]) ** 2, 0) / (t.length - 1) / t.length);
        const difference = Math.abs(mean[0] - mean[1]);
        const t = difference / Math.sqrt(variance[0] + variance[1]);
        return { same: t < 4.5 || difference < 0.05 * mean[0], text: `t ${t.toFixed(1)}, ${mean.map((m) => m.toFixed(0))} us` };
    };
    // What is in the relay is there in each round; what others do on this machine is not.
    const seen = [];
    do seen.push(await round());
    while (!seen.at(-1).same && seen.length < 5);
    assert.ok(seen.at(-1).same, seen.map(({ text }) => text).join('; '));
});

test('read: what is asked wrongly', async () => {
    const box = await made();
    const get = (path, authorization) => relay.request('GET', path, { headers: authorization ? { authorization } : {} });
    const token = box.authorization();
    const AUTHORIZATION = 'Authorization must be Box and the token in 43 characters';
    const q = `${box.path}?from=1`;
    refused(await get(q), 400, AUTHORIZATION);
    refused(await get(q, 'Box'), 400, AUTHORIZATION);
    refused(await get(q, token.slice(0, -1)), 400, AUTHORIZATION);
    refused(await get(q, `${token}=`), 400, AUTHORIZATION);
    refused(await get(q, token.replace('Box', 'Bearer')), 400, AUTHORIZATION);
    for (const path of [box.path, `${box.path}?from=0`, `${box.path}?from=01`, `${q}&wait=26`, `${q}&wait=0`, `${q}&x=1`, `${box.path}?wait=1`,
        box.path.toUpperCase().replace('/B/', '/b/'), `${box.path.slice(0, -1)}?from=1`, `/b/${'%61'.repeat(20)}`, '/b/'])
        refused(await get(path, token), 400, TARGET);
    refused(await get(`${box.path}/1`, token), 405, METHOD);
    refused(await relay.request('PUT', q, { body: Buffer.alloc(1) }), 405, METHOD);
    refused(await relay.request('POST', box.path, { body: Buffer.alloc(1) }), 405, METHOD);
    refused(await relay.request('PATCH', box.path, { body: Buffer.alloc(1) }), 405, METHOD);
    refused(await relay.request('OPTIONS', box.path), 405, METHOD);
    refused(await relay.request('GET', q, { headers: { authorization: token }, body: Buffer.alloc(1) }), 400, 'this call takes no body');
    refused(await get('/../etc/passwd'), 404, 'there is nothing here');
    refused(await relay.request('POST', '/nothing', { body: Buffer.alloc(3) }), 404, 'there is nothing here');
    assert.equal((await get(q, token)).status, 200);
});

test('a page asks from another origin only when the operator named it', async () => {
    const box = await made();
    const ask = (origin, r = relay) => r.request('GET', `${box.path}?from=1`, { headers: { authorization: box.authorization(), origin } });
    assert.equal((await ask(relay.origin)).status, 200);
    refused(await ask('https://other.example'), 403, 'this origin may not ask');
    refused(await ask('null'), 403, 'this origin may not ask');
    const open = await Relay.start({ options: ['--allow-origin', 'https://app.example'] });
    try {
        const answer = await ask('https://app.example', open);
        assert.equal(answer.status, 404);
        assert.equal(answer.headers['access-control-allow-origin'], 'https://app.example');
        assert.equal(answer.headers['cross-origin-resource-policy'], 'cross-origin');
        const flight = await open.request('OPTIONS', box.path, { headers: { origin: 'https://app.example' } });
        assert.equal(flight.status, 204);
        assert.equal(flight.headers['access-control-allow-methods'], 'GET, PUT, POST, DELETE');
        refused(await ask('https://app.example.evil', open), 403, 'this origin may not ask');
    } finally {
        await open.remove();
    }
});

test('the headers of a call, whole', async () => {
    const box = await made();
    const { headers } = await relay.read(box);
    assert.deepEqual(headers, {
        'content-type': 'application/octet-stream',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'content-length': '148',
    });
    const missing = await relay.read(new Box());
    assert.equal(missing.headers['content-type'], 'text/plain; charset=utf-8');
    assert.ok(!('date' in missing.headers) && !('server' in missing.headers));
});

test('a name that the relay does not have', async () => {
    const answer = await relay.request('GET', '/', { headers: { host: 'rebound.example' } });
    refused(answer, 421, 'this relay is not known by that name; see --relay-origin');
    const local = await relay.request('GET', '/nothing', { headers: { host: `localhost:${relay.port}` } });
    assert.equal(local.status, 404);
});

test('an append that waits for its turn keeps u64 positions exact', async () => {
    const box = await made();
    const far = box.append([blob()], { n: Number.MAX_SAFE_INTEGER });
    refused(await relay.request('POST', `${box.path}/${Number.MAX_SAFE_INTEGER}`, { body: far.body }), 409, POSITION);
    refused(await relay.request('POST', `${box.path}/9007199254740992`, { body: far.body }), 400, TARGET);
    const { hashes } = await relay.append(box, [blob()]);
    const wrap = (2n ** 24n + 1n).toString(); // one box's positions never reach into another's
    const body = Buffer.concat([hashes[0], box.sign('bk/v1/erase', box.id, u64(wrap), hashes[0])]);
    refused(await relay.request('DELETE', `${box.path}/${wrap}`, { body }), 409, 'no such blob stands at this position');
});
