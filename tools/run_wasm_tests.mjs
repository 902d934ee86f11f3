// run_wasm_tests.mjs -- runs a WebAssembly program of the tests under node.
//
// Usage: node tools/run_wasm_tests.mjs PROGRAM.wasm [arguments]
//
// Gives it what the unit tests may use of WASI and no more: arguments, standard output, random
// bytes, exit. There are no files and no clock: a core that reached for them would fail here.
import { readFileSync, writeSync } from 'node:fs';
import { webcrypto } from 'node:crypto';

const [path, ...rest] = process.argv.slice(2);
const args = ['unit', ...rest].map((text) => Buffer.from(text + '\0'));
const ERRNO_BADF = 8;
const ERRNO_NOSYS = 52;

class Exit extends Error {
    constructor(code) {
        super(`exit ${code}`);
        this.code = code;
    }
}

let memory;
const view = () => new DataView(memory.buffer);

const wasi = {
    args_sizes_get(count, size) {
        view().setUint32(count, args.length, true);
        view().setUint32(size, args.reduce((sum, arg) => sum + arg.length, 0), true);
        return 0;
    },
    args_get(pointers, text) {
        args.forEach((arg, i) => {
            view().setUint32(pointers + 4 * i, text, true);
            new Uint8Array(memory.buffer).set(arg, text);
            text += arg.length;
        });
        return 0;
    },
    environ_sizes_get(count, size) {
        view().setUint32(count, 0, true);
        view().setUint32(size, 0, true);
        return 0;
    },
    environ_get: () => 0,
    fd_write(fd, parts, count, written) {
        if (fd !== 1 && fd !== 2) return ERRNO_BADF;
        let sum = 0;
        for (let i = 0; i < count; i++) {
            const at = view().getUint32(parts + 8 * i, true);
            const size = view().getUint32(parts + 8 * i + 4, true);
            for (let done = 0; done < size; )
                done += writeSync(fd, new Uint8Array(memory.buffer, at + done, size - done));
            sum += size;
        }
        view().setUint32(written, sum, true);
        return 0;
    },
    fd_close: () => 0,
    fd_seek: () => ERRNO_BADF,
    fd_fdstat_get(fd, out) {
        if (fd > 2) return ERRNO_BADF;
        new Uint8Array(memory.buffer, out, 24).fill(0);
        view().setUint8(out, 2); // a character device
        return 0;
    },
    fd_prestat_get: () => ERRNO_BADF,
    random_get(at, size) {
        for (let done = 0; done < size; done += 65536)
            webcrypto.getRandomValues(
                new Uint8Array(memory.buffer, at + done, Math.min(65536, size - done)));
        return 0;
    },
    proc_exit(code) {
        throw new Exit(code);
    },
};

const module = await WebAssembly.compile(readFileSync(path));
const imports = { wasi_snapshot_preview1: { ...wasi } };
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] ??= () => ERRNO_NOSYS;
}
const instance = await WebAssembly.instantiate(module, imports);
memory = instance.exports.memory;
try {
    instance.exports._start();
} catch (error) {
    if (!(error instanceof Exit)) {
        console.log(error.stack);
        console.log('the program stopped\n0 passed, 1 failed');
    }
    process.exitCode = error instanceof Exit ? error.code : 1;
}
