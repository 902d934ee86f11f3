// leaks.mjs -- what the tests of secrecy look with: planted words in every form they may be found in,
// a search through bytes and folders, and a proxy that writes down all that a browser says.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** The characters of `raw`'s base64 that stay the same whatever stands around it: three ways. */
function alignments(raw) {
    return [0, 1, 2].map((shift) => {
        const text = Buffer.concat([Buffer.alloc(shift), raw]).toString('base64');
        return text.slice(shift && shift + 1, Math.floor(((shift + raw.length) * 8) / 6));
    });
}

/**
 * The ways in which a mark may be written down, by name: as it is, UTF-16, base64 of either alphabet
 * at all three alignments (of the bytes and of UTF-16), hex.
 * @returns {Map<string, Buffer>}
 */
export function formsOf(mark) {
    const forms = new Map();
    for (const [name, raw] of [['UTF-8', Buffer.from(mark)], ['UTF-16', Buffer.from(mark, 'utf16le')]]) {
        forms.set(name, raw);
        forms.set(`hex of ${name}`, Buffer.from(raw.toString('hex')));
        forms.set(`HEX of ${name}`, Buffer.from(raw.toString('hex').toUpperCase()));
        for (const [shift, text] of alignments(raw).entries()) {
            forms.set(`base64 of ${name} at ${shift}`, Buffer.from(text));
            forms.set(`base64url of ${name} at ${shift}`, Buffer.from(text.replace(/\+/g, '-').replace(/\//g, '_')));
        }
    }
    forms.set('UTF-16, the other end first', Buffer.from(forms.get('UTF-16')).swap16());
    forms.set('lower case', Buffer.from(mark.toLowerCase()));
    return forms;
}

/** The names of the forms that stand in these bytes. */
export const found = (bytes, forms) => [...forms].filter(([, form]) => bytes.includes(form)).map(([name]) => name);

/** The names of all that stands below a folder; links are not followed. */
export const below = (folder, under = '') =>
    readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
        const name = join(under, entry.name);
        return entry.isDirectory() ? [name, ...below(folder, name)] : [name];
    });

/** Whatever below a folder holds one of the forms, in a file or in its name; and how many files it read. */
export function searched(folder, forms) {
    const hits = [];
    let files = 0;
    for (const name of below(folder)) {
        for (const form of found(Buffer.from(name), forms)) hits.push(`${name} (its name): ${form}`);
        const path = join(folder, name);
        const entry = statSync(path, { throwIfNoEntry: false }); // of the browser's links some lead nowhere
        if (!entry?.isFile()) continue;
        files++;
        for (const form of found(readFileSync(path), forms)) hits.push(`${name}: ${form}`);
    }
    return { hits, files };
}

/**
 * A SOCKS5 proxy that keeps every byte of both directions. Only loopback is reached through it; what
 * the browser itself would like to tell its makers ends here.
 */
export class Tap {
    static async open() {
        const tap = new Tap();
        Object.assign(tap, { said: [], sockets: new Set(), onsaid: null });
        tap.server = createServer((client) => tap.greet(client));
        await new Promise((done) => tap.server.listen(0, '127.0.0.1', done));
        tap.server.unref(); // a test that failed leaves it behind
        return tap;
    }

    /** What a browser is started with so that all it says goes through here. */
    get args() {
        return [`--proxy-server=socks5://127.0.0.1:${this.server.address().port}`, '--proxy-bypass-list=<-loopback>'];
    }

    /** @param {import('node:net').Socket} client */
    greet(client) {
        this.keep(client);
        client.once('data', () => {
            client.write(Buffer.from([5, 0]));
            client.once('data', (wish) => this.lead(client, wish));
        });
    }

    /** @param {import('node:net').Socket} client @param {Buffer} wish 5 1 0, kind, address, port */
    lead(client, wish) {
        const named = wish[3] === 3;
        const host = named ? wish.subarray(5, 5 + wish[4]).toString() : [...wish.subarray(4, 8)].join('.');
        const port = wish.readUInt16BE(wish.length - 2);
        const answer = (code) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
        if (host !== '127.0.0.1') return client.end(answer(2));
        const relay = connect(port, host, () => client.write(answer(0)));
        relay.setNoDelay(true);
        client.setNoDelay(true);
        this.keep(relay);
        this.pass(client, relay, true);
        this.pass(relay, client, false);
    }

    /** @param {import('node:net').Socket} from @param {import('node:net').Socket} to @param {boolean} out */
    pass(from, to, out) {
        const own = [];
        this.said.push(own);
        from.on('data', (bytes) => {
            own.push(bytes);
            this.onsaid?.(bytes, out);
        });
        from.on('close', () => to.destroy());
        from.pipe(to);
    }

    /** @param {import('node:net').Socket} socket */
    keep(socket) {
        this.sockets.add(socket.unref());
        socket.on('error', () => socket.destroy());
    }

    /** All of it, one direction of one connection after the other: no word is cut in two. */
    heard() {
        return Buffer.concat(this.said.flat());
    }

    async close() {
        for (const socket of this.sockets) socket.destroy();
        await new Promise((done) => this.server.close(done));
    }
}
