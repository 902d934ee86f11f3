// bytes.js -- the byte layout of events and effects (src/app/effects.h), for page and Worker.

const utf8 = new TextEncoder();
const text = new TextDecoder();

/** Writes an event's payload. */
export class Writer {
    constructor() {
        this.room = new Uint8Array(256);
        this.size = 0;
    }

    /**
     * Makes room for `more` bytes and says where they go.
     * @param {number} more
     */
    grow(more) {
        const at = this.size;
        this.size += more;
        if (this.size > this.room.length) {
            const wider = new Uint8Array(2 * this.size);
            wider.set(this.room.subarray(0, at));
            this.room = wider;
        }
        return at;
    }

    /** @param {number} n */
    u8(n) {
        const at = this.grow(1);
        this.room[at] = n;
        return this;
    }

    /** @param {number} n */
    u32(n) {
        const at = this.grow(4);
        for (let i = 0; i < 4; i++) this.room[at + i] = n >>> (8 * i);
        return this;
    }

    /** @param {number} n a whole number below 2^53 */
    u64(n) {
        return this.u32(n % 4294967296).u32(Math.floor(n / 4294967296));
    }

    /** @param {Uint8Array} raw */
    raw(raw) {
        const at = this.grow(raw.length);
        this.room.set(raw, at);
        return this;
    }

    /** @param {string | Uint8Array} s */
    str(s) {
        const raw = typeof s === 'string' ? utf8.encode(s) : s;
        return this.u32(raw.length).raw(raw);
    }

    done() {
        return this.room.slice(0, this.size);
    }
}

/** Reads an effect's payload. */
export class Reader {
    /** @param {Uint8Array} bytes */
    constructor(bytes) {
        this.bytes = bytes;
        this.at = 0;
    }

    get more() {
        return this.at < this.bytes.length;
    }

    u8() {
        return this.bytes[this.at++];
    }

    u32() {
        let n = 0;
        for (let i = 0; i < 4; i++) n += this.bytes[this.at++] * 2 ** (8 * i);
        return n;
    }

    u64() {
        const low = this.u32();
        return low + this.u32() * 4294967296;
    }

    /** @param {number} size */
    raw(size) {
        const raw = this.bytes.slice(this.at, this.at + size);
        this.at += size;
        return raw;
    }

    blob() {
        return this.raw(this.u32());
    }

    str() {
        return text.decode(this.blob());
    }

    rest() {
        return this.raw(this.bytes.length - this.at);
    }
}

/**
 * The person's local day since 2020-01-01.
 * @param {number} now milliseconds since 1970-01-01 UTC
 */
export function dayOf(now) {
    const d = new Date(now);
    return Math.round((Date.UTC(d.getFullYear(), d.getMonth(), d.getDate()) - Date.UTC(2020, 0, 1)) / 86400000);
}

/**
 * A whole event: the local day, and the local hour that has begun, counted from 1 (src/app/effects.h).
 * @param {number} type @param {number} now @param {Uint8Array} payload
 */
export const eventOf = (type, now, payload) =>
    new Writer().u8(type).u64(now).u32((dayOf(now) & 0xffffff) + (new Date(now).getHours() + 1) * 0x1000000)
        .raw(payload).done();
