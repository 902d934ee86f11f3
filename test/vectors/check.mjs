// check.mjs -- holds that our code gives every known answer in this folder, natively and in the
// very module that is served.
//
// Usage: node test/vectors/check.mjs NATIVE-PROGRAM MODULE.wasm LATER.wasm
//
// The files are lines `name=value`; a name stands in one file only. Both builds compute each value
// from its public inputs (src/host/vectors.c) and are compared with the file. Then the comparison
// itself is tried: with any single value changed it must fail. Prints `N vectors agree`.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { coreOf } from '../../web/module.js';

const [program, modulePath, laterPath] = process.argv.slice(2);
const here = new URL('.', import.meta.url);

// Every vector of every file, as [name, value, file].
function readVectors() {
    const vectors = [];
    for (const file of readdirSync(here).filter((name) => name.endsWith('.txt')).sort())
        for (const line of readFileSync(new URL(file, here), 'utf8').split('\n')) {
            if (line === '' || line === 'OK' || line.startsWith('#')) continue;
            const at = line.indexOf('=');
            if (at < 1) throw new Error(`${file}: not a vector: ${line}`);
            vectors.push([line.slice(0, at), line.slice(at + 1), file]);
        }
    const names = vectors.map(([name]) => name);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice) throw new Error(`${twice} stands in more than one file`);
    return vectors;
}

// What the native program computes, by name.
function native(names) {
    const lines = execFileSync(program, names, { encoding: 'utf8' }).trim().split('\n');
    return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

// What the module computes. It is given random bytes, because libsodium asks for some when it
// wakes; every other import refuses.
async function served(names) {
    const first = await WebAssembly.compile(readFileSync(modulePath));
    const host = Object.fromEntries(WebAssembly.Module.imports(first).map(({ name }) => [name, () => 52]));
    let memory = null;
    host.random = (at, size) => {
        for (let done = 0; done < size; done += 65536)
            webcrypto.getRandomValues(new Uint8Array(memory.buffer, at + done, Math.min(65536, size - done)));
    };
    const { exports } = await coreOf(first, host, () => new WebAssembly.Module(readFileSync(laterPath)));
    memory = exports.memory;
    const room = exports.vector_room();
    return new Map(
        names.map((name) => {
            Buffer.from(memory.buffer).write(name, room, 'latin1');
            const size = exports.vector_compute(name.length);
            return [name, size < 0 ? `error ${-size}` : Buffer.from(memory.buffer, room, size).toString('latin1')];
        }),
    );
}

// The names whose expected value a build does not give.
const differing = (vectors, values) => vectors.filter(([name, value]) => values.get(name) !== value).map(([name]) => name);

const vectors = readVectors();
const names = vectors.map(([name]) => name);
const builds = { native: native(names), wasm: await served(names) };
let failed = vectors.length === 0;
for (const [build, values] of Object.entries(builds))
    for (const name of differing(vectors, values)) {
        const [, value, file] = vectors.find(([n]) => n === name);
        console.log(`${file}: ${name} differs in the ${build} build:\n  expected ${value}\n  got      ${values.get(name)}`);
        failed = true;
    }

// The canary: change the last character of each value in turn.
for (const [name, value] of vectors) {
    const changed = vectors.map(([n, v, f]) => [n, n === name ? v.slice(0, -1) + (v.endsWith('0') ? '1' : '0') : v, f]);
    for (const [build, values] of Object.entries(builds))
        if (!failed && !differing(changed, values).includes(name)) {
            console.log(`a changed ${name} went unseen in the ${build} build (it was ${value})`);
            failed = true;
        }
}

if (failed) console.log(`of ${vectors.length} vectors some do not agree`);
else console.log(`${vectors.length} vectors agree`);
process.exitCode = failed ? 1 : 0;
