// The relay as a program: starting, ending, being killed, a full disk, what it writes where.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort, newFolder, pause } from '../host.mjs';
import { Box, H, Relay, TOWARD, page, u64, until } from './client.mjs';

const blob = (size = 1024) => randomBytes(size);
const folderHolds = (folder, bytes) => readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(bytes));
const RELEASED = TOWARD.replace(/(asan|tsan|cov)/, 'release');

// A folder that is a file system of its own, seen by the relay alone.
const mounted = (folder, options, before = ':') => [
    'unshare', ...(process.getuid() === 0 ? [] : ['-r']), '-m', 'sh', '-c',
    `mount -t tmpfs -o ${options} none "$0" && { ${before}; } && exec "$@"`, folder,
];
const canMount = spawnSync('unshare', ['-rm', 'true']).status === 0;

async function* blobsOf(relay, box) {
    for (let from = 1; ; ) {
        const { blobs } = page((await relay.read(box, { from })).body);
        if (!blobs.length) return;
        yield* blobs;
        from += blobs.length;
    }
}

test('a signal drains: waiting readers are answered, writers keep what was acknowledged', async () => {
    for (const signal of ['SIGTERM', 'SIGINT']) {
        const relay = await Relay.start({ metrics: await freePort() });
        try {
            const box = new Box();
            await relay.create(box);
            const waiting = relay.read(box, { wait: 25 });
            const acknowledged = [];
            let going = true;
            const writing = (async () => {
                while (going) {
                    const answer = await relay.append(box, [blob()]).catch(() => null);
                    if (answer?.status === 200) acknowledged.push(answer.hashes[0].toString('hex'));
                    else return;
                }
            })();
            await until(() => acknowledged.length, (count) => count > 3);
            const idle = new Box();
            await relay.create(idle);
            const parked = relay.read(idle, { wait: 25 });
            assert.equal(await until(() => relay.waits(), (count) => count === 1), 1);
            const started = Date.now();
            relay.child.kill(signal);
            const [ended, empty] = await Promise.all([relay.ended, parked]);
            going = false;
            await writing;
            assert.equal((await waiting).status, 200);
            assert.deepEqual([empty.status, page(empty.body).blobs.length, empty.headers.connection], [200, 0, 'close']);
            assert.deepEqual([ended.code, ended.signal], [0, null]);
            assert.ok(Date.now() - started < 20000);
            const again = await Relay.start({ folder: relay.folder });
            const kept = new Set();
            for await (const b of blobsOf(again, box)) kept.add(b.bh.toString('hex'));
            assert.ok(acknowledged.length > 0);
            for (const bh of acknowledged) assert.ok(kept.has(bh));
            await again.stop();
        } finally {
            await relay.remove();
        }
    }
});

test('killed in the middle of writing, again and again: what was acknowledged is there', async () => {
    const folder = newFolder('relay');
    const boxes = Array.from({ length: 6 }, () => new Box());
    const sent = boxes.map(() => []); // of each box, the hashes that were acknowledged, by position
    let acknowledged = 0;
    for (let round = 0; round < 6; round++) {
        const relay = await Relay.start({ folder });
        if (round === 0) for (const box of boxes) assert.equal((await relay.create(box)).status, 200);
        for (const [i, box] of boxes.entries()) {
            // Whatever was lost on the way is found again: the relay may be one append ahead.
            let head = H('bk/v1/head0', box.id);
            const hashes = [];
            for await (const b of blobsOf(relay, box)) {
                assert.deepEqual(H('bk/v1/blob', b.data), b.bh);
                head = H('bk/v1/head', head, u64(b.n), b.bh);
                hashes.push(b.bh.toString('hex'));
            }
            assert.deepEqual(page((await relay.read(box, { from: hashes.length + 1 })).body).head, head);
            sent[i].forEach((bh, n) => assert.equal(hashes[n], bh, `box ${i}, position ${n + 1}`));
            assert.ok(hashes.length - sent[i].length <= 3);
            sent[i] = hashes;
            box.moved({ next: hashes.length + 1, head });
        }
        const writers = boxes.map(async (box, i) => {
            for (let k = 0; ; k++) {
                const answer = await relay.append(box, k % 3 ? [blob()] : [blob(), blob(), blob()]).catch(() => null);
                if (answer?.status !== 200) return;
                answer.hashes.forEach((bh) => sent[i].push(bh.toString('hex')));
                acknowledged += answer.hashes.length;
            }
        });
        const enough = acknowledged + 40;
        await pause(120 + 90 * round);
        await until(() => acknowledged, (count) => count >= enough);
        relay.child.kill('SIGKILL');
        relay.agent.destroy();
        await Promise.all(writers);
        await relay.ended;
    }
    assert.ok(acknowledged > 200, `${acknowledged} acknowledged`);
});

test('a full disk: writes say so, reads go on, and room makes it work again', { skip: !canMount && 'no mount namespaces here' }, async () => {
    const folder = newFolder('relay');
    const room = join(newFolder('room'), 'now'); // where this file stands, the disk has room again
    const freed = `for i in $(seq 600); do [ ! -e ${room} ] || break; sleep 0.2; done; rm "$0/filler"`;
    const relay = await Relay.start({ folder, wrap: mounted(folder, 'size=6m', `head -c 3000000 /dev/zero >"$0/filler"; (${freed}) & true`) });
    try {
        const box = new Box();
        await relay.create(box);
        let full;
        let stored = 0;
        while (!full && stored < 100) {
            const answer = await relay.append(box, [blob(65536)]);
            if (answer.status === 200) stored++;
            else full = answer;
        }
        assert.deepEqual([full.status, full.reason], [507, "the relay's disk is full; nothing was stored"]);
        assert.ok(stored > 3);
        const read = page((await relay.read(box)).body);
        assert.equal(read.next, stored + 1);
        writeFileSync(room, '');
        const again = await until(() => relay.append(box, [blob(65536)]), ({ status }) => status !== 507);
        assert.equal(again.status, 200);
        assert.equal(page((await relay.read(box, { from: stored + 1 })).body).next, stored + 2);
        assert.equal((await relay.stop()).code, 0);
    } finally {
        await relay.remove();
    }
});

test('what was erased or dropped is in no file ten seconds later', async () => {
    const relay = await Relay.start();
    try {
        const box = new Box();
        const gone = new Box();
        await relay.create(box);
        await relay.create(gone);
        const marks = [blob(4096), blob(1024), blob(65536)];
        const kept = blob();
        const { hashes } = await relay.append(box, [marks[0], kept]);
        await relay.append(gone, [marks[1], marks[2]]);
        const piece = (b) => b.subarray(100, 140);
        for (const mark of marks) assert.ok(folderHolds(relay.folder, piece(mark)));
        await relay.request('DELETE', `${box.path}/1`, { body: box.eraseBody(1, hashes[0]) });
        await relay.request('DELETE', gone.path, { body: gone.dropBody() });
        // Ten seconds of the relay's; a machine that others use too may take some more.
        const started = Date.now();
        await until(() => marks.filter((mark) => folderHolds(relay.folder, piece(mark))).length, (count) => count === 0 || Date.now() - started > 30000);
        for (const mark of marks) assert.ok(!folderHolds(relay.folder, piece(mark)));
        assert.ok(folderHolds(relay.folder, piece(kept)));
        assert.ok(!folderHolds(relay.folder, box.rt), 'a read token is stored');
    } finally {
        await relay.remove();
    }
});

test('a backup of a running relay is whole, and holds nothing erased', async () => {
    const relay = await Relay.start();
    const copy = newFolder('relay');
    try {
        const box = new Box();
        await relay.create(box);
        const erased = blob(4096);
        const { hashes } = await relay.append(box, [blob(), erased]);
        await relay.request('DELETE', `${box.path}/2`, { body: box.eraseBody(2, hashes[1]) });
        const backup = () => spawnSync(TOWARD, ['backup', join(copy, 'relay.sqlite'), '--data', relay.folder], { encoding: 'utf8' });
        const made = backup();
        assert.equal(made.status, 0, made.stderr);
        assert.match(backup().stderr, /is there already: choose a new file\.\n$/);
        assert.ok(!folderHolds(copy, erased.subarray(100, 140)));
        await relay.append(box, [blob()]);
        const restored = await Relay.start({ folder: copy });
        const read = page((await restored.read(box)).body);
        assert.deepEqual(read.blobs.map((b) => b.erased), [false, true]);
        await restored.stop();
    } finally {
        await relay.remove();
    }
});

test('nothing about anybody in what it prints and counts', async () => {
    const metrics = await freePort();
    const relay = await Relay.start({ metrics });
    try {
        const box = new Box();
        await relay.create(box);
        await relay.append(box, [blob()]);
        await relay.read(box);
        await relay.read(new Box());
        await relay.raw('nonsense\r\n\r\n');
        await relay.request('DELETE', box.path, { body: box.dropBody() });
        const admin = (path) => relay.raw(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, { port: metrics });
        const health = await admin('/healthz');
        assert.deepEqual([health.status, health.reason], [200, 'ok']);
        const counts = await admin('/metrics');
        assert.match(counts.text, /toward_answers_total\{call="append",status="200"\} 1\n/);
        assert.match(counts.text, /toward_answers_total\{call="read",status="404"\} 1\n/);
        assert.match(counts.text, /toward_changes_total 3\n/);
        for (const line of counts.text.split('\r\n\r\n')[1].trim().split('\n'))
            assert.match(line, /^(# (HELP|TYPE) toward_[a-z_]+ [a-z0-9 ,:.]+|toward_[a-z_]+(\{(call|status|part)="[a-z0-9]+"(,status="\d+")?\})? \d+)$/);
        assert.equal((await admin('/b/')).status, 404);
        assert.equal((await relay.request('GET', '/metrics')).status, 404); // not on the public port
        const { output } = await relay.stop();
        const lines = output.trim().split('\n');
        assert.equal(lines.length, 2, output);
        assert.match(lines[0], /^Toward is at http:\/\/127\.0\.0\.1:\d+ \(household, data in \S+\)|no sandbox/);
        assert.equal(lines[1], 'Toward has ended.');
    } finally {
        await relay.remove();
    }
});

test('what keeps it from starting is said in one line that says what to do', async () => {
    const fails = async (options, pattern) => {
        const relay = Relay.start(options);
        await assert.rejects(relay, (error) => {
            assert.match(error.message, pattern);
            assert.equal(error.message.split('\n').length, 1, error.message);
            return true;
        });
    };
    const relay = await Relay.start();
    const folder = newFolder('relay');
    try {
        await fails({ folder, options: ['--port', String(relay.port)] }, /ended with 1: Port \d+ is in use: end what uses it, or choose another port\.$/);
        await fails({ folder: '/dev/null/x' }, /ended with 1: \/dev\/null\/x cannot be used \(Not a directory\): choose another folder with --data \(make run: DATA=\)\.$/);
        writeFileSync(join(folder, 'relay.sqlite'), 'this is some other file, and a long one at that '.repeat(200));
        await fails({ folder }, /ended with 1: .*relay\.sqlite cannot be read as a database|cannot be opened \(file is not a database\): choose another folder with --data \(make run: DATA=\)\.$/);
        rmSync(join(folder, 'relay.sqlite'));
        await fails({ folder, options: ['--nonsense'] }, /ended with 2: There is no option --nonsense; see toward help\.$/);
        await fails({ folder, options: ['--max-waits', 'many'] }, /--max-waits takes a number from 0 to 100000\.$/);
        await fails({ folder, options: ['--listen', '0.0.0.0'] }, /--listen 0\.0\.0\.0 needs --relay-origin: the name people reach it by\.$/);
        await fails({ folder, options: ['--relay-origin', 'https://Relay.example/'] }, /--relay-origin takes an origin such as https:\/\/relay\.example, in lower case\.$/);
        if (canMount) {
            for (const data of [folder, join(folder, 'new')])
                await fails({ folder: data, wrap: mounted(folder, 'ro,size=1m') }, /cannot be written: choose another folder with --data \(make run: DATA=\), or change its owner\.$/);
            await fails({ folder, wrap: mounted(folder, 'size=4k', 'head -c 4096 /dev/zero >"$0/filler"') }, /The disk of \S+ is full: make room and start again\.$/);
        }
    } finally {
        await relay.remove();
    }
});

test('the released program locks itself in, every thread', { skip: !existsSync(RELEASED) && 'not built' }, async () => {
    const relay = await Relay.start({ program: RELEASED });
    try {
        const box = new Box();
        await relay.create(box);
        for (let i = 0; i < 300; i++) await relay.append(box, [blob(), blob(4096)]);
        await relay.read(box);
        const tasks = readdirSync(`/proc/${relay.child.pid}/task`);
        assert.ok(tasks.length >= 4);
        for (const task of tasks) {
            const status = readFileSync(`/proc/${relay.child.pid}/task/${task}/status`, 'utf8');
            assert.match(status, /Seccomp:\t2\n/);
            assert.match(status, /NoNewPrivs:\t1\n/);
        }
        assert.deepEqual(await relay.stop().then(({ code, signal }) => [code, signal]), [0, null]);
    } finally {
        await relay.remove();
    }
});

test('the log stays bounded under load that does not pause', async () => {
    const relay = await Relay.start();
    try {
        const boxes = Array.from({ length: 4 }, () => new Box());
        for (const box of boxes) await relay.create(box);
        let largest = 0;
        const end = Date.now() + 6000;
        const writers = boxes.map(async (box) => {
            const blobs = Array.from({ length: 64 }, () => blob());
            while (Date.now() < end && box.next < 50000) assert.equal((await relay.append(box, blobs)).status, 200);
        });
        const watch = (async () => {
            while (Date.now() < end) {
                largest = Math.max(largest, readFileSync(join(relay.folder, 'relay.sqlite-wal')).length);
                await pause(100);
            }
        })();
        await Promise.all([...writers, watch]);
        assert.ok(largest < 40 * 1024 * 1024, `${largest} bytes`);
    } finally {
        await relay.remove();
    }
});
