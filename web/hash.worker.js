// hash.worker.js -- one Argon2id, then it is thrown away: WebAssembly memory never shrinks, and
// nothing of the secret stays behind.
import { coreOf } from './module.js';

/** @type {any} */
const scope = globalThis;

scope.onmessage = async (/** @type {MessageEvent} */ message) => {
    const { kind, salt, secret } = message.data;
    const none = () => 1;
    const host = {
        random: () => {},
        store_size: () => -1,
        store_read: none,
        store_write: none,
        store_flush: none,
        store_resize: none,
    };
    let key = new Uint8Array(32);
    try {
        const first = await WebAssembly.compileStreaming(fetch('/toward.wasm'));
        const { exports: core } = await coreOf(first, host, () => {
            throw new Error('hashing is in the first part');
        });
        const room = core.host_room(16 + secret.length);
        const at = new Uint8Array(core.memory.buffer, room, 16 + secret.length);
        at.set(salt);
        at.set(secret, 16);
        const found = core.host_hash(kind, 16 + secret.length);
        if (found) key = new Uint8Array(core.memory.buffer, found, 32).slice();
    } catch {
        key = new Uint8Array(32);
    }
    scope.postMessage(key);
};
