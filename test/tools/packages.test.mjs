// tools/install_packages.sh among stand-ins for apt-get, dpkg-query and sudo: what it installs, and
// the one line it ends with where it cannot.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { newFolder } from '../host.mjs';

const SCRIPT = 'tools/install_packages.sh';
const SYSTEM = ['sh', 'env', 'grep', 'tail', 'mktemp', 'rm'];

/** Runs the script where `programs` (name to shell text) and a few of the system's are all there is. */
function install(programs, words = []) {
    const folder = newFolder('packages');
    for (const name of SYSTEM) symlinkSync([`/bin/${name}`, `/usr/bin/${name}`].find((path) => existsSync(path)), join(folder, name));
    for (const [name, text] of Object.entries(programs)) {
        writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
        chmodSync(join(folder, name), 0o755);
    }
    const calls = join(folder, 'calls');
    const env = { PATH: folder, CALLS: calls, TMPDIR: folder };
    const { status, stdout, stderr } = spawnSync('/bin/sh', [SCRIPT, ...words], { env, encoding: 'utf8' });
    return { status, stdout, lines: stderr.trim().split('\n'), calls: existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [] };
}

const ROOT = { id: 'echo 0' };
const ADA = { id: 'echo 1000' };
const ALL = { 'dpkg-query': 'echo installed', node: ':', npm: ':' };
const NO_GCC = { 'dpkg-query': 'for last; do :; done; case $last in gcc) exit 1;; esac; echo installed', node: ':', npm: ':' };
const apt = (onInstall) => ({ 'apt-get': `echo "apt-get $*" >>"$CALLS"; case "$*" in *install*) ${onInstall};; esac` });

test('nothing is installed, nor said, where nothing is missing', () => {
    for (const words of [[], ['build'], ['test']])
        assert.deepEqual(install({ ...ROOT, ...ALL, ...apt(':') }, words), { status: 0, stdout: '', lines: [''], calls: [] });
});

test('what is missing is said, then installed without recommendations, and nothing else', () => {
    const { status, stdout, calls } = install({ ...ROOT, ...NO_GCC, ...apt(':') });
    assert.deepEqual([status, stdout], [0, "Installing what is missing of Debian's packages: gcc\n"]);
    assert.deepEqual(calls, ['apt-get -q -y update', 'apt-get -q -y install --no-install-recommends gcc']);
});

test('Node may come from anywhere; where there is none, it is installed, and npm for the tests', () => {
    const { node, npm, ...without } = ALL;
    assert.deepEqual([node, npm], [':', ':']);
    assert.match(install({ ...ROOT, ...without, ...apt(':') }).calls[1], / nodejs$/);
    assert.match(install({ ...ROOT, ...without, ...apt(':') }, ['test']).calls[1], / nodejs npm$/);
});

test('who is not root asks through sudo; without it the line says what root would run', () => {
    const asked = install({ ...ADA, ...NO_GCC, ...apt(':'), sudo: 'echo sudo >>"$CALLS"; exec "$@"' });
    assert.deepEqual([asked.status, asked.calls.filter((call) => call === 'sudo').length], [0, 2]);
    const alone = install({ ...ADA, ...NO_GCC, ...apt(':') });
    assert.deepEqual([alone.status, alone.lines], [1, ['Cannot install them: not root, and no sudo. As root run: apt-get install gcc']]);
});

test('where it fails, the last line says what to do', () => {
    const fails = (text) => install({ ...ROOT, ...NO_GCC, ...apt(`echo "${text}" >&2; exit 100`) });
    const cases = [
        ["Err:1 http://mirror bookworm InRelease Temporary failure resolving 'mirror'", /mirror cannot be reached\. Connect this machine and run this again\.$/],
        ["E: You don't have enough free space in /var/cache/apt/archives/.", /the disk is full\. Make room and run this again\.$/],
    ];
    for (const [text, line] of cases) {
        const { status, lines } = fails(text);
        assert.deepEqual([status, lines.length], [1, 1], lines.join('\n'));
        assert.match(lines[0], line);
    }
    const { status, lines } = fails('E: something else');
    assert.deepEqual([status, lines], [1, ['E: something else', 'Could not install them (see above). As root run: apt-get install gcc']]);
});

test('another word is refused', () => {
    assert.deepEqual(install({ ...ROOT, ...ALL }, ['all']).status, 2);
});
