// Open mode: admission, budgets by address, the proxy's word.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { test } from 'node:test';
import { pause } from '../host.mjs';
import { Box, Relay, TOWARD } from './client.mjs';

const ORIGIN = 'https://relay.example';
const ADMISSION = 'making a box here needs a token or a proof of work';
const SPENT = 'the token is unknown or spent';

async function open(options = []) {
    const relay = await Relay.start({ options: ['--open', ...options] });
    relay.tokens = (count) =>
        execFileSync(TOWARD, ['token', String(count), '--data', relay.folder], { encoding: 'utf8' })
            .trim()
            .split('\n')
            .map((line) => Buffer.from(line, 'hex'));
    return relay;
}

test('a box needs a token, each token makes one', async () => {
    const relay = await open(['--tokens-only']);
    try {
        const [one, two] = relay.tokens(2); // while the relay runs
        assert.equal(one.length, 16);
        const a = new Box();
        const b = new Box();
        assert.equal((await relay.create(a)).reason, ADMISSION);
        assert.equal((await relay.create(a, { nonce: 1 })).reason, ADMISSION);
        assert.equal((await relay.create(a, { token: randomBytes(16) })).reason, SPENT);
        assert.equal((await relay.create(a, { token: one })).status, 200);
        assert.equal((await relay.create(a, { token: one })).status, 200);
        assert.equal((await relay.create(b, { token: one })).reason, SPENT);
        assert.equal((await relay.create(b, { token: two })).status, 200);
    } finally {
        await relay.remove();
    }
});

test('a proof of work that does not hold', async () => {
    const relay = await open();
    try {
        const answer = await relay.create(new Box(), { nonce: 1 });
        assert.deepEqual([answer.status, answer.reason], [403, 'the proof of work does not hold']);
    } finally {
        await relay.remove();
    }
});

test('reads, misses and creations have a budget', async () => {
    const relay = await open();
    try {
        const [token] = relay.tokens(1);
        const box = new Box();
        await relay.create(box, { token });
        const count = async (ask, most) => {
            let done = 0;
            while (done < most && (await ask()).status !== 429) done++;
            return done;
        };
        const creations = await count(() => relay.create(new Box(), { nonce: 1 }), 100);
        assert.ok(creations >= 60 && creations <= 64, `${creations} creations`);
        // However often the relay looks while somebody waits, that is one miss.
        await Promise.all(Array.from({ length: 10 }, () => relay.read(new Box(), { wait: 1 })));
        const misses = await count(() => relay.read(new Box()), 100);
        assert.ok(misses >= 49 && misses <= 65, `${misses} misses`);
        // Two reads come back a second, a miss in ten: reads have, and what there is of misses is used up.
        await pause(1500);
        await count(() => relay.read(new Box()), 100);
        await pause(1500);
        assert.equal((await relay.read(box)).reason, 'too many requests; try again later');
    } finally {
        await relay.remove();
    }
});

test('what a live session sends fits the budget', async () => {
    const relay = await open();
    try {
        const box = new Box({ boxClass: 4 });
        await relay.create(box, { token: relay.tokens(1)[0] });
        for (let i = 0; i < 60; i++) assert.equal((await relay.append(box, [randomBytes(1024)])).status, 200);
    } finally {
        await relay.remove();
    }
});

test("addresses: only the trusted proxy's word counts, and of it only the last", async () => {
    const count = async (relay, headers) => {
        let done = 0;
        for (; done < 80; done++) {
            const box = new Box();
            const extra = typeof headers === 'function' ? headers(done) : headers;
            const answer = await relay.request('GET', `${box.path}?from=1`, { headers: { authorization: box.authorization(), ...extra } });
            if (answer.status === 429) break;
        }
        return done;
    };
    const proxied = await open(['--trusted-proxy', '127.0.0.1']);
    const bare = await open();
    try {
        assert.ok((await count(proxied, { 'x-forwarded-for': '203.0.113.9' })) < 70);
        assert.ok((await count(proxied, { 'x-forwarded-for': '203.0.114.9' })) >= 59); // somebody else
        assert.ok((await count(proxied, (i) => ({ 'x-forwarded-for': `198.51.${i}.1, 203.0.113.77` }))) < 5); // the first one's /24
        assert.equal(await count(proxied, (i) => ({ 'x-forwarded-for': `2001:db8:0:${i}::1` })), 80); // a /64 each
        assert.ok((await count(bare, (i) => ({ 'x-forwarded-for': `198.51.${i}.1` }))) < 75); // no proxy was named
    } finally {
        await proxied.remove();
        await bare.remove();
    }
});

test('one address has 16 connections, and each 100 requests', async () => {
    const relay = await open();
    const sockets = [];
    try {
        const host = `Host: 127.0.0.1:${relay.port}\r\n`;
        const answer = await relay.raw(`GET /x HTTP/1.1\r\n${host}\r\n`.repeat(120));
        assert.equal([...answer.text.matchAll(/HTTP\/1\.1 404/g)].length, 100);
        assert.ok(answer.closed);
        for (let i = 0; i < 16; i++) {
            const socket = net.connect(relay.port, '127.0.0.1');
            await new Promise((resolve) => socket.on('connect', resolve));
            sockets.push(socket);
        }
        assert.equal((await relay.raw(`GET /x HTTP/1.1\r\n${host}\r\n`)).status, 503);
    } finally {
        sockets.forEach((s) => s.destroy());
        await relay.remove();
    }
});

test('a name of its own: open by default, secured headers, creates bound to it', async () => {
    const relay = await Relay.start({ options: ['--relay-origin', ORIGIN], folder: undefined });
    try {
        assert.match(relay.output(), /\(open,/);
        assert.equal(relay.origin, ORIGIN);
    } finally {
        await relay.remove();
    }
});
