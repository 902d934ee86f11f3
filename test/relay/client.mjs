// client.mjs -- a second implementation of the relay's protocol, for its tests.
//
// Written from the text of src/wire/relay_api.h alone, in another language and on another library's
// Ed25519, so that a mistake in the C is not made twice. BLAKE2b-256 is written out because node's
// OpenSSL has only the 512-bit one.
import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { newFolder, pause } from '../host.mjs';

// ---- BLAKE2b-256 (RFC 7693) on pairs of 32-bit words ----

const IV = new Uint32Array([
    0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a,
    0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
]);
const SIGMA = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const v = new Uint32Array(32);
const m = new Uint32Array(32);

function add(a, lo, hi) {
    const sum = v[a] + lo;
    v[a + 1] = v[a + 1] + hi + (sum >= 0x100000000 ? 1 : 0);
    v[a] = sum;
}

function xorRotate(d, a, bits) {
    const lo = v[d] ^ v[a];
    const hi = v[d + 1] ^ v[a + 1];
    if (bits === 32) [v[d], v[d + 1]] = [hi, lo];
    else if (bits === 63) {
        v[d] = (lo << 1) | (hi >>> 31);
        v[d + 1] = (hi << 1) | (lo >>> 31);
    } else {
        v[d] = (lo >>> bits) | (hi << (32 - bits));
        v[d + 1] = (hi >>> bits) | (lo << (32 - bits));
    }
}

function mix(a, b, c, d, x, y) {
    add(a, v[b], v[b + 1]);
    add(a, m[2 * x], m[2 * x + 1]);
    xorRotate(d, a, 32);
    add(c, v[d], v[d + 1]);
    xorRotate(b, c, 24);
    add(a, v[b], v[b + 1]);
    add(a, m[2 * y], m[2 * y + 1]);
    xorRotate(d, a, 16);
    add(c, v[d], v[d + 1]);
    xorRotate(b, c, 63);
}

function compress(h, block, count, last) {
    v.set(h);
    v.set(IV, 16);
    v[24] ^= count;
    if (last) {
        v[28] = ~v[28];
        v[29] = ~v[29];
    }
    for (let i = 0; i < 32; i++) m[i] = block.readUInt32LE(4 * i);
    for (let r = 0; r < 12; r++) {
        const s = SIGMA[r % 10];
        for (let i = 0; i < 4; i++) mix(2 * i, 8 + 2 * i, 16 + 2 * i, 24 + 2 * i, s[2 * i], s[2 * i + 1]);
        mix(0, 10, 20, 30, s[8], s[9]);
        mix(2, 12, 22, 24, s[10], s[11]);
        mix(4, 14, 16, 26, s[12], s[13]);
        mix(6, 8, 18, 28, s[14], s[15]);
    }
    for (let i = 0; i < 16; i++) h[i] ^= v[i] ^ v[i + 16];
}

export function blake2b256(data) {
    const h = new Uint32Array(IV);
    h[0] ^= 0x01010020;
    let at = 0;
    for (; data.length - at > 128; at += 128) compress(h, data.subarray(at, at + 128), at + 128, false);
    const block = Buffer.alloc(128);
    data.copy(block, 0, at);
    compress(h, block, data.length, true);
    return Buffer.from(h.buffer.slice(0, 32));
}

// ---- the protocol ----

export const pad16 = (text) => Buffer.concat([Buffer.from(text, 'ascii'), Buffer.alloc(16 - text.length)]);
export const H = (label, ...parts) => blake2b256(Buffer.concat([pad16(label), ...parts]));
export const u32 = (n) => {
    const b = Buffer.alloc(4);
    b.writeUInt32LE(n);
    return b;
};
export const u64 = (n) => {
    const b = Buffer.alloc(8);
    b.writeBigUInt64LE(BigInt(n));
    return b;
};
export const today = () => Math.floor(Date.now() / 86400000) - 18262;

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

// One author's side of one box: keys, token and where its chain stands.
export class Box {
    constructor({ boxClass = 1, seed = randomBytes(32), rt = randomBytes(32) } = {}) {
        this.key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
        this.id = createPublicKey(this.key).export({ format: 'der', type: 'spki' }).subarray(-32);
        this.path = `/b/${this.id.toString('hex')}`;
        this.rt = rt;
        this.rtHash = H('bk/v1/rt', rt);
        this.boxClass = boxClass;
        this.next = 1;
        this.head = H('bk/v1/head0', this.id);
    }

    sign(prefix, ...parts) {
        return sign(null, Buffer.concat([pad16(prefix), ...parts]), this.key);
    }

    createBody(origin, { day = today(), boxClass = this.boxClass, token, nonce } = {}) {
        const host = H('bk/v1/host', Buffer.from(origin));
        const sig = this.sign('bk/v1/create', this.id, this.rtHash, Buffer.from([boxClass]), u32(day), host);
        const admission = token ? [Buffer.from([1]), token] : nonce !== undefined ? [Buffer.from([2]), u64(nonce)] : [Buffer.from([0])];
        return Buffer.concat([Buffer.from([boxClass]), u32(day), this.rtHash, sig, ...admission]);
    }

    // The body that appends blobs at the box's next position (or n, on prev), and the head after it.
    append(blobs, { n = this.next, prev = this.head } = {}) {
        let head = prev;
        const hashes = blobs.map((blob) => H('bk/v1/blob', blob));
        hashes.forEach((bh, i) => (head = H('bk/v1/head', head, u64(n + i), bh)));
        const sig = this.sign('bk/v1/append', this.id, head);
        const sized = blobs.flatMap((blob) => [u32(blob.length), blob]);
        return { body: Buffer.concat([prev, sig, u32(blobs.length), ...sized]), head, hashes, next: n + blobs.length };
    }

    moved({ next, head }) {
        this.next = next;
        this.head = head;
    }

    eraseBody(n, bh) {
        return Buffer.concat([bh, this.sign('bk/v1/erase', this.id, u64(n), bh)]);
    }

    dropBody(head = this.head) {
        return Buffer.concat([head, this.sign('bk/v1/drop', this.id, head)]);
    }

    authorization(rt = this.rt) {
        return `Box ${rt.toString('base64url')}`;
    }
}

export const position = (body) => ({ next: Number(body.readBigUInt64LE(0)), head: body.subarray(8, 40) });

export function page(body) {
    const p = { ...position(body), floor: Number(body.readBigUInt64LE(40)), floorHead: body.subarray(48, 80), floorSig: body.subarray(80, 144), blobs: [] };
    const count = body.readUInt32LE(144);
    let at = 148;
    for (let i = 0; i < count; i++) {
        const flags = body[at + 8];
        const size = body.readUInt32LE(at + 9);
        const blob = { n: Number(body.readBigUInt64LE(at)), erased: (flags & 2) !== 0, bh: body.subarray(at + 13, at + 45) };
        at += 45;
        if (flags & 1) {
            blob.sig = body.subarray(at, at + 64);
            at += 64;
        }
        blob.data = body.subarray(at, at + size);
        at += size;
        p.blobs.push(blob);
    }
    if (at !== body.length) throw new Error(`a page with ${body.length - at} bytes too many`);
    return p;
}

// ---- a relay under test ----

// What takes longer than this does not come any more, however slow the machine.
export const PATIENCE_MS = 60000;

// Asks until the answer is right, or patience ends; gives the last answer.
export async function until(ask, right) {
    for (const end = Date.now() + PATIENCE_MS; ; await pause(50)) {
        const answer = await ask();
        if (right(answer) || Date.now() > end) return answer;
    }
}

// How many answers stand whole in what a connection gave.
function wholeAnswers(text) {
    let count = 0;
    for (let at = 0; ; count++) {
        const head = text.indexOf('\r\n\r\n', at);
        if (head < 0) return count;
        const size = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(at, head))?.[1] ?? 0);
        at = head + 4 + size;
        if (at > text.length) return count;
    }
}

export const TOWARD = process.env.TOWARD ?? 'build/release/toward';
// The end-of-program work of sanitizers and of coverage needs calls that the sandbox forbids: their program runs
// without it; the sandbox has its own tests, and the end-to-end tests run the released program.
const SANITIZED = /(^|\/)(asan|tsan|cov)\//.test(TOWARD);

export class Relay {
    constructor(folder, child, origin) {
        Object.assign(this, { folder, child, origin, port: Number(new URL(origin).port) });
    }

    static async start({ folder, options = [], wrap = [], program = TOWARD, metrics = 0 } = {}) {
        const data = folder ?? newFolder('relay');
        const sandbox = SANITIZED && program === TOWARD ? ['--no-sandbox'] : [];
        const port = options.includes('--port') ? [] : ['--port', '0'];
        const extra = metrics ? ['--metrics-port', String(metrics)] : [];
        const words = [...wrap, program, 'serve', ...port, '--data', data, ...sandbox, ...extra, ...options];
        const child = spawn(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
        let output = '';
        child.stderr.on('data', (text) => (output += text));
        const relay = Object.assign(new Relay(data, child, 'http://127.0.0.1:0'), { metrics });
        const line = await new Promise((resolve, reject) => {
            child.stdout.on('data', (text) => {
                output += text;
                if (output.includes('\n') && output.includes('Toward is at')) resolve(output);
            });
            child.on('exit', (code, signal) => reject(new Error(`ended with ${code ?? signal}: ${output.trim()}`)));
        });
        relay.ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal, output })));
        relay.output = () => output;
        relay.origin = /Toward is at (\S+)/.exec(line)[1];
        const listening = /--port (\d+)/.exec(options.join(' '));
        relay.port = listening ? Number(listening[1]) : Number(new URL(relay.origin).port);
        relay.agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
        return relay;
    }

    request(method, path, { body, headers = {}, agent = this.agent } = {}) {
        return new Promise((resolve, reject) => {
            const host = new URL(this.origin).host;
            const options = { host: '127.0.0.1', port: this.port, method, path, agent, headers: { host, ...headers } };
            if (body) options.headers['content-length'] = body.length;
            const sent = http.request(options, (answer) => {
                const parts = [];
                answer.on('data', (part) => parts.push(part));
                answer.on('end', () => {
                    const bytes = Buffer.concat(parts);
                    const reason = (answer.statusCode === 409 ? bytes.subarray(40) : bytes).toString('utf8').trim();
                    resolve({ status: answer.statusCode, headers: answer.headers, body: bytes, reason });
                });
                answer.on('error', reject);
            });
            sent.on('error', reject);
            sent.end(body);
        });
    }

    create(box, options) {
        return this.request('PUT', box.path, { body: box.createBody(this.origin, options) });
    }

    async append(box, blobs) {
        const made = box.append(blobs);
        const answer = await this.request('POST', `${box.path}/${box.next}`, { body: made.body });
        if (answer.status === 200) box.moved(made);
        return { ...answer, hashes: made.hashes };
    }

    read(box, { from = 1, wait, rt } = {}) {
        const path = `${box.path}?from=${from}${wait ? `&wait=${wait}` : ''}`;
        return this.request('GET', path, { headers: { authorization: box.authorization(rt) } });
    }

    // Bytes as they are, and what comes back until the relay closes, or until so many whole answers have come.
    raw(bytes, { answers = Infinity, port = this.port } = {}) {
        return new Promise((resolve, reject) => {
            const socket = net.connect(port, '127.0.0.1');
            let text = '';
            const timer = setTimeout(() => end(false), PATIENCE_MS);
            const end = (closed) => {
                clearTimeout(timer);
                socket.destroy();
                const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0);
                resolve({ closed, status, text, reason: text.split('\r\n\r\n')[1]?.trim() });
            };
            socket.on('data', (part) => {
                text += part.toString('latin1');
                if (wholeAnswers(text) >= answers) end(false);
            });
            socket.on('end', () => end(true));
            socket.on('error', (e) => (text ? end(true) : reject(e)));
            socket.write(bytes);
        });
    }

    // How many readers wait for more; of a relay that was started with `metrics`.
    async waits() {
        const { text } = await this.raw('GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', { port: this.metrics });
        return Number(/^toward_waits (\d+)$/m.exec(text)[1]);
    }

    async stop(signal = 'SIGTERM') {
        this.agent.destroy();
        this.child.kill(signal);
        return this.ended;
    }

    async remove() {
        if (this.child.exitCode === null && this.child.signalCode === null) await this.stop('SIGKILL');
        rmSync(this.folder, { recursive: true, force: true });
        // A report need not have failed a request.
        if (/Sanitizer|runtime error/.test(this.output())) throw new Error(this.output());
    }
}
