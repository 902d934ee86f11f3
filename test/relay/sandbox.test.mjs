// sandbox.test.mjs -- from inside the running relay, what its sandbox must forbid is forbidden.
//
// The program as it is released, with its sandbox, and test/soak/probe.c preloaded: a thread of the
// relay's own tries one thing while it works on a request. The same without the sandbox shows that
// the thing would otherwise be possible.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import test from 'node:test';
import { Box, Relay, TOWARD, until } from './client.mjs';

const RELEASED = TOWARD.replace(/(asan|tsan)/, 'release');
const PROBE = RELEASED.replace(/toward$/, 'probe.so');
const skip = !existsSync(RELEASED) || !existsSync(PROBE) ? 'not built' : false;

// ended: the kernel ends the process (seccomp); otherwise the error that Landlock gives.
const EACCES = 13;
const FORBIDDEN = [
    ['execve', 'ended'], ['socket', 'ended'], ['connect', 'ended'], ['fork', 'ended'], ['ptrace', 'ended'],
    ['executable memory', 'ended'], ['open', EACCES], ['write beside', EACCES], ['list the root', EACCES],
    ['own memory', EACCES],
];
// What would be refused to anybody in such a process says nothing.
const POSSIBLE = ['socket', 'fork', 'executable memory', 'open', 'write beside', 'list the root', 'own memory'];

async function probed(place, name, options = []) {
    const wrap = ['env', `LD_PRELOAD=${PROBE}`, `TOWARD_PROBE=${place}:${name}`];
    const relay = await Relay.start({ program: RELEASED, wrap, options });
    try {
        const box = new Box();
        await relay.create(box).catch(() => null);
        await relay.read(box).catch(() => null);
        const said = () => /probe [a-z ]+: (allowed|refused \d+)/.exec(relay.output())?.[1];
        await until(said, (text) => text || relay.child.exitCode !== null || relay.child.signalCode !== null);
        return relay.child.signalCode ?? said();
    } finally {
        await relay.remove();
        rmSync('/tmp/toward-probe', { force: true });
    }
}

test('from inside the running relay, nothing leads out', { skip }, async () => {
    for (const place of ['loop', 'checker'])
        for (const [name, outcome] of FORBIDDEN)
            assert.equal(await probed(place, name), outcome === 'ended' ? 'SIGSYS' : `refused ${outcome}`, `${place}: ${name}`);
});

test('without the sandbox the same probes lead out', { skip }, async () => {
    for (const name of POSSIBLE) assert.equal(await probed('loop', name, ['--no-sandbox']), 'allowed', name);
});
