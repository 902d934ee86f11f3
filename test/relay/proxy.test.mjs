// deploy/nginx.conf as it is, but for its ports, its certificate and where it keeps its files.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort, newFolder, pause } from '../host.mjs';
import { Box, Relay, page, position } from './client.mjs';

const NGINX = ['/usr/sbin/nginx', '/usr/bin/nginx'].find((path) => spawnSync(path, ['-v']).status === 0);
const ORIGIN = 'https://relay.example';

async function startProxy(folder, relayPort) {
    const port = await freePort();
    const plain = await freePort();
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
        '-subj', '/CN=relay.example', '-addext', 'subjectAltName=DNS:relay.example', '-keyout', join(folder, 'key'), '-out', join(folder, 'cert')], { stdio: 'ignore' });
    const site = readFileSync('deploy/nginx.conf', 'utf8')
        .replace('server 127.0.0.1:8080', `server 127.0.0.1:${relayPort}`)
        .replace('listen 80;', `listen 127.0.0.1:${plain};`)
        .replace('listen 443 ssl http2;', `listen 127.0.0.1:${port} ssl http2;`)
        .replace(/ *listen \[::\].*\n/g, '')
        .replace(/ssl_certificate \S+;/, `ssl_certificate ${folder}/cert;`)
        .replace(/ssl_certificate_key \S+;/, `ssl_certificate_key ${folder}/key;`);
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/tmp;`).join('\n');
    mkdirSync(join(folder, 'tmp'));
    writeFileSync(join(folder, 'nginx.conf'), `daemon off; master_process off; pid ${folder}/pid; error_log stderr crit;\nevents {}\nhttp {\n${places}\n${site}\n}\n`);
    const child = spawn(NGINX, ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'inherit', 'inherit'] });
    for (let i = 0; ; i++) {
        const open = await new Promise((resolve) => {
            const socket = net.connect(port, '127.0.0.1', () => resolve(socket.destroy() && true));
            socket.on('error', () => resolve(false));
        });
        if (open) break;
        if (i === 1200) throw new Error('nginx does not listen');
        await pause(50);
    }
    return { port, plain, child };
}

test('the proxy file: TLS, every call, waits, large bodies, addresses', { skip: !NGINX && 'no nginx here' }, async () => {
    const folder = newFolder('proxy');
    const relay = await Relay.start({ options: ['--household', '--relay-origin', ORIGIN, '--trusted-proxy', '127.0.0.1', '--port', String(await freePort())] });
    const proxy = await startProxy(folder, relay.port);
    const ca = readFileSync(join(folder, 'cert'));
    const agent = new https.Agent({ keepAlive: true, ca });
    const ask = (method, path, { body, headers = {} } = {}) =>
        new Promise((resolve, reject) => {
            const options = { host: '127.0.0.1', port: proxy.port, servername: 'relay.example', agent, method, path, headers: { host: 'relay.example', ...(body && { 'content-length': body.length }), ...headers } };
            const sent = https.request(options, (answer) => {
                const tls = answer.socket.getProtocol();
                const parts = [];
                answer.on('data', (part) => parts.push(part));
                answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts), tls }));
            });
            sent.on('error', reject);
            sent.end(body);
        });
    try {
        const box = new Box();
        const created = await ask('PUT', box.path, { body: box.createBody(ORIGIN) });
        assert.deepEqual([created.status, created.tls], [200, 'TLSv1.3']);
        assert.equal(created.headers['strict-transport-security'], 'max-age=63072000; includeSubDomains');
        const waiting = ask('GET', `${box.path}?from=1&wait=10`, { headers: { authorization: box.authorization() } });
        await pause(200);
        for (let i = 0; i < 3; i++) {
            const made = box.append([randomBytes(65536), randomBytes(65536)]);
            const answer = await ask('POST', `${box.path}/${box.next}`, { body: made.body });
            assert.equal(answer.status, 200);
            box.moved(made);
            assert.deepEqual(position(answer.body), { next: box.next, head: box.head });
        }
        assert.equal(page((await waiting).body).blobs.length, 2);
        const read = await ask('GET', `${box.path}?from=1`, { headers: { authorization: box.authorization() } });
        assert.ok(page(read.body).blobs.length >= 2);
        assert.equal((await ask('POST', `${box.path}/${box.next}`, { body: Buffer.alloc(170000) })).status, 413);
        assert.equal((await ask('GET', `${new Box().path}?from=1`, { headers: { authorization: box.authorization() } })).status, 404);
        assert.equal((await ask('DELETE', box.path, { body: box.dropBody() })).status, 200);
        assert.ok(!/nginx\//.test(String(read.headers.server)), 'the proxy tells its version');
        // a browser speaks HTTP/2 to the proxy
        const session = http2.connect(`https://127.0.0.1:${proxy.port}`, { ca, servername: 'relay.example' });
        const status = await new Promise((resolve, reject) => {
            const stream = session.request({ ':path': '/nothing', ':authority': 'relay.example' });
            stream.on('response', (headers) => resolve(headers[':status']));
            stream.on('error', reject);
            stream.end();
        });
        session.close();
        assert.equal(status, 404);
        assert.deepEqual(readdirSync(join(folder, 'tmp')), []); // nothing went through a file
    } finally {
        agent.destroy();
        proxy.child.kill();
        await relay.remove();
    }
});
