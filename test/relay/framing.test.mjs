// Bytes on the wire: what is no request is refused with its reason, and the connection handled.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { freePort } from '../host.mjs';
import { Box, Relay, page, until } from './client.mjs';

let relay;
let host;
before(async () => {
    relay = await Relay.start();
    host = `Host: 127.0.0.1:${relay.port}\r\n`;
});
after(() => relay.remove());

const MALFORMED = 'the request line or a header is malformed';
const rows = () => [
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400, 'exactly one Host is needed'],
    ['two hosts', `GET / HTTP/1.1\r\n${host}${host}\r\n`, 400, 'exactly one Host is needed'],
    ['a space before a colon', `GET / HTTP/1.1\r\n${host}A : b\r\n\r\n`, 400, 'no space may stand before a colon'],
    ['a folded header', `GET / HTTP/1.1\r\n${host}A: b\r\n c\r\n\r\n`, 400, 'folded headers are not accepted'],
    ['a bare line feed', `GET / HTTP/1.1\n${host}\r\n`, 400, 'lines end with carriage return and line feed'],
    ['bare line feeds only', 'GET / HTTP/1.1\nHost: a\n\n', 400, 'lines end with carriage return and line feed'],
    ['chunked', `POST /b/x HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400, 'Transfer-Encoding is not accepted'],
    ['mixed framing', `POST /b/x HTTP/1.1\r\n${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400, 'Transfer-Encoding is not accepted'],
    ['two lengths', `POST /b/x HTTP/1.1\r\n${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345`, 400, 'exactly one Content-Length is needed'],
    ['a signed length', `POST /b/x HTTP/1.1\r\n${host}Content-Length: +5\r\n\r\n12345`, 400, 'exactly one Content-Length is needed'],
    ['no length', `POST /b/${'a'.repeat(64)}/1 HTTP/1.1\r\n${host}\r\n`, 411, 'a body needs its Content-Length'],
    ['a NUL', `GET / HTTP/1.1\r\n${host}A: b\0c\r\n\r\n`, 400, MALFORMED],
    ['an empty line first', `\r\nGET / HTTP/1.1\r\n${host}\r\n`, 400, MALFORMED],
    ['two spaces', `GET  / HTTP/1.1\r\n${host}\r\n`, 400, MALFORMED],
    ['an unknown method', `BREW / HTTP/1.1\r\n${host}\r\n`, 400, MALFORMED],
    ['CONNECT', `CONNECT a:1 HTTP/1.1\r\n${host}\r\n`, 404, 'there is nothing here'],
    ['TRACE', `TRACE /b/${'a'.repeat(64)} HTTP/1.1\r\n${host}\r\n`, 405, 'this method is not used here'],
    ['an absolute address', `GET http://127.0.0.1/ HTTP/1.1\r\n${host}\r\n`, 404, 'there is nothing here'],
    ['version 1.0', `GET / HTTP/1.0\r\n${host}\r\n`, 505, 'only HTTP/1.1 is spoken here'],
    ['version 2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505, 'only HTTP/1.1 is spoken here'],
    ['a long address', `GET /${'a'.repeat(300)} HTTP/1.1\r\n${host}\r\n`, 414, 'the address is too long'],
    ['a line without end', 'G'.repeat(400), 414, 'the address is too long'],
    ['many headers', `GET / HTTP/1.1\r\n${host}${'A: b\r\n'.repeat(40)}\r\n`, 431, 'there are too many headers, or they are too large'],
    ['large headers', `GET / HTTP/1.1\r\n${host}A: ${'b'.repeat(5000)}\r\n\r\n`, 431, 'there are too many headers, or they are too large'],
    ['headers without end', `GET / HTTP/1.1\r\n${host}A: ${'b'.repeat(9000)}`, 431, 'there are too many headers, or they are too large'],
    ['an encoded body', `POST /b/x HTTP/1.1\r\n${host}Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx`, 415, 'encoded bodies are not accepted'],
    ['an expectation', `POST /b/x HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 1\r\n\r\n`, 417, 'expectations are not met here'],
    ['TLS', Buffer.from('16030100a5010000a10303', 'hex').toString('latin1') + '\n', 400, 'lines end with carriage return and line feed'],
];

test('what is no request is refused with its reason', async (t) => {
    for (const [name, bytes, status, reason] of rows()) {
        await t.test(name, async () => {
            const answer = await relay.raw(Buffer.from(bytes, 'latin1'), status === 404 ? { answers: 1 } : {});
            assert.deepEqual([answer.status, answer.reason], [status, reason]);
            if (status !== 404) assert.ok(answer.closed && /\r\nConnection: close\r\n/.test(answer.text));
        });
    }
});

test('a head that comes byte by byte, and a body too', async () => {
    const box = new Box();
    const body = box.createBody(relay.origin);
    const bytes = Buffer.concat([Buffer.from(`PUT ${box.path} HTTP/1.1\r\n${host}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n`), body]);
    const socket = net.connect(relay.port, '127.0.0.1');
    socket.setNoDelay(true);
    const answered = new Promise((resolve) => {
        let text = '';
        socket.on('data', (part) => (text += part.toString('latin1')));
        socket.on('end', () => resolve(text));
    });
    for (let i = 0; i < bytes.length; i++) {
        socket.write(bytes.subarray(i, i + 1));
        if (i % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    assert.match(await answered, /^HTTP\/1\.1 200 OK\r\n/);
    socket.destroy();
});

test('requests sent ahead are answered in order', async () => {
    const box = new Box();
    await relay.create(box);
    const one = box.append([randomBytes(1024)]);
    box.moved(one);
    const two = box.append([randomBytes(65536), randomBytes(65536)]);
    const post = (n, body) => Buffer.concat([Buffer.from(`POST ${box.path}/${n} HTTP/1.1\r\n${host}Content-Length: ${body.length}\r\n\r\n`), body]);
    const get = Buffer.from(`GET ${box.path}?from=1 HTTP/1.1\r\n${host}Authorization: ${box.authorization()}\r\n\r\n`);
    const answer = await relay.raw(Buffer.concat([post(1, one.body), get, Buffer.from(`GET /x HTTP/1.1\r\n${host}\r\n`), get]), { answers: 4 });
    assert.deepEqual([...answer.text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((m) => m[1]), ['200', '200', '404', '200']);
    const large = await relay.raw(Buffer.concat([post(2, two.body), get]), { answers: 2 });
    assert.deepEqual([...large.text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((m) => m[1]), ['200', '200']);
    assert.equal(page((await relay.read(box)).body).next, 4);
});

test('a refused body ends the connection, and is not read as a request', async () => {
    const inner = `GET /inner HTTP/1.1\r\n${host}\r\n`;
    const answer = await relay.raw(`POST /nothing HTTP/1.1\r\n${host}Content-Length: ${inner.length}\r\n\r\n${inner}`);
    assert.equal([...answer.text.matchAll(/HTTP\/1\.1/g)].length, 1);
    assert.ok(answer.closed);
});

test('who sends too slowly is told so; who says nothing is closed', async () => {
    const [head, body] = await Promise.all([
        relay.raw(`GET / HTTP/1.1\r\n${host}`),
        relay.raw(`PUT /b/${'a'.repeat(64)} HTTP/1.1\r\n${host}Content-Length: 102\r\n\r\nabc`),
    ]);
    assert.deepEqual([head.status, head.reason, head.closed], [408, 'the request took too long', true]);
    assert.deepEqual([body.status, body.closed], [408, true]);
});

test('too many connections are told to come again', async () => {
    const small = await Relay.start({ options: ['--max-connections', '20'] });
    const sockets = [];
    try {
        for (let i = 0; i < 20; i++) {
            const socket = net.connect(small.port, '127.0.0.1');
            await new Promise((resolve) => socket.on('connect', resolve));
            sockets.push(socket);
        }
        const answer = await small.raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${small.port}\r\n\r\n`);
        assert.deepEqual([answer.status, answer.closed], [503, true]);
        sockets.pop().destroy();
        const ask = () => small.raw(`GET /x HTTP/1.1\r\nHost: 127.0.0.1:${small.port}\r\n\r\n`, { answers: 1 });
        assert.equal((await until(ask, ({ status }) => status === 404)).status, 404);
    } finally {
        sockets.forEach((s) => s.destroy());
        await small.remove();
    }
});

test('who goes while waiting is forgotten', async () => {
    const small = await Relay.start({ options: ['--max-waits', '2'], metrics: await freePort() });
    const waiting = (count) => until(() => small.waits(), (now) => now === count);
    try {
        const box = new Box();
        await small.create(box);
        for (let i = 0; i < 6; i++) {
            const socket = net.connect(small.port, '127.0.0.1');
            socket.write(`GET ${box.path}?from=1&wait=25 HTTP/1.1\r\nHost: 127.0.0.1:${small.port}\r\nAuthorization: ${box.authorization()}\r\n\r\n`);
            assert.equal(await waiting(1), 1);
            socket.destroy();
            assert.equal(await waiting(0), 0);
        }
        const reader = small.read(box, { wait: 25 });
        assert.equal(await waiting(1), 1);
        await small.append(box, [randomBytes(1024)]);
        assert.equal((await reader).status, 200);
    } finally {
        await small.remove();
    }
});
