// Somebody stole the relay's database and has all that is in it: what can they do at a relay with
// it? Each value of 32 bytes is tried as a read token and as the seed of a signing key, each of 64
// as the signature of every call that changes something.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Box, H, Relay, TOWARD, page, today, u32 } from './client.mjs';

// Every value of every column of every table, by its size.
function stolen(file) {
    const ask = (sql) => execFileSync('sqlite3', [file, sql], { encoding: 'utf8' }).trim().split('\n').filter(Boolean);
    const found = new Map();
    for (const table of ask("SELECT name FROM sqlite_schema WHERE type = 'table'"))
        for (const column of ask(`SELECT name FROM pragma_table_info('${table}')`))
            for (const hex of ask(`SELECT DISTINCT hex(${column}) FROM ${table} WHERE typeof(${column}) = 'blob'`))
                found.set(hex, Buffer.from(hex, 'hex'));
    const of = (size) => [...found.values()].filter((value) => value.length === size);
    return { keys: of(32), signatures: of(64), count: found.size };
}

// The calls that change a box, each with a signature of the thief's choice.
function attacks(origin, box, hashes, day, signature) {
    const blob = randomBytes(1024);
    const post = (n, prev, data) => ['POST', `${box.path}/${n}`, Buffer.concat([prev, signature, u32(1), u32(data.length), data])];
    return [
        post(box.next, box.head, blob),
        post(1, H('bk/v1/head0', box.id), blob),
        ...hashes.map((bh, i) => ['DELETE', `${box.path}/${i + 1}`, Buffer.concat([bh, signature])]),
        ['DELETE', box.path, Buffer.concat([box.head, signature])],
        ['PUT', box.path, Buffer.concat([Buffer.from([1]), u32(day), H('bk/v1/rt', blob), signature, Buffer.from([0])])],
    ];
}

test('a stolen database neither reads nor changes a box', async () => {
    const relay = await Relay.start();
    const folder = mkdtempSync(join(tmpdir(), 'toward-thief-'));
    try {
        const boxes = [new Box(), new Box(), new Box({ boxClass: 4 })];
        const hashes = [];
        for (const box of boxes) {
            assert.equal((await relay.create(box)).status, 200);
            const one = await relay.append(box, [randomBytes(1024), randomBytes(1024)]);
            const two = await relay.append(box, [randomBytes(1024)]);
            hashes.push([...one.hashes, ...two.hashes]);
        }
        const gone = new Box();
        await relay.create(gone);
        await relay.request('DELETE', gone.path, { body: gone.dropBody() });
        const copy = join(folder, 'relay.sqlite');
        execFileSync(TOWARD, ['backup', copy, '--data', relay.folder], { stdio: 'ignore' });
        const { keys, signatures, count } = stolen(copy);
        // ids, token hashes, heads of three boxes, hashes of nine blobs, one tombstone; and the signatures.
        assert.ok(keys.length >= 19 && signatures.length === 6 && count > 30, `${keys.length}, ${signatures.length}, ${count}`);
        assert.ok(keys.some((key) => key.equals(boxes[0].id)) && keys.some((key) => key.equals(boxes[0].rtHash)));

        const day = today();
        for (const [i, box] of boxes.entries()) {
            for (const rt of keys) assert.equal((await relay.read(box, { rt })).status, 404);
            for (const signature of signatures)
                for (const [method, path, body] of attacks(relay.origin, box, hashes[i], day, signature))
                    assert.ok([403, 409, 422].includes((await relay.request(method, path, { body })).status), `${method} ${path}`);
            for (const seed of keys) {
                const thief = new Box({ seed });
                assert.notDeepEqual(thief.id, box.id);
                thief.id = box.id;
                thief.path = box.path;
                const made = thief.append([randomBytes(1024)], { n: box.next, prev: box.head });
                for (const [method, path, body] of [
                    ['POST', `${box.path}/${box.next}`, made.body],
                    ['DELETE', `${box.path}/1`, thief.eraseBody(1, hashes[i][0])],
                    ['DELETE', box.path, thief.dropBody(box.head)],
                ])
                    assert.equal((await relay.request(method, path, { body })).status, 403);
            }
            const { next, head, blobs } = page((await relay.read(box)).body);
            assert.deepEqual([next, head, blobs.map((b) => b.erased)], [box.next, box.head, [false, false, false]]);
            assert.equal((await relay.append(box, [randomBytes(1024)])).status, 200); // its author still can
        }
    } finally {
        await relay.remove();
        rmSync(folder, { recursive: true, force: true });
    }
});
