// page.mjs -- what a person waits for: the bytes of the first load, and the first usable screen.
//
// Prints a line a figure: name value unit reference ratio goal ok|short. The reference of the time
// is an empty page of the same origin, loaded by the same browser in the same run.
import { Agent, get } from 'node:http';
import { Person, Relay, pause } from '../web/harness.mjs';

const ROUNDS = 7;
const BYTES_GOAL = 200 * 1024;

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

function line(name, value, unit, reference, ratio, goal, ok) {
    console.log([name, value, unit, reference, ratio, goal, ok ? 'ok' : 'short'].join(' '));
}

const relay = await Relay.start();
const person = await Person.meet(relay, { at: null });
const page = person.page;

// The first load: every file asked for until the first screen stands, as it goes over the wire to a
// browser that takes brotli, headers and all.
const asked = new Set();
const listen = (request) => asked.add(request.url());
page.on('request', listen);
await page.goto(relay.origin + '/');
await page.waitForSelector('#view h1');
await pause(300);
page.off('request', listen);

/** @param {string} url */
const wireBytes = (url) =>
    new Promise((done, fail) => {
        const agent = new Agent({ keepAlive: false });
        get(url, { agent, headers: { 'Accept-Encoding': 'br' } }, (answer) => {
            answer.resume();
            answer.on('end', () => done(answer.socket.bytesRead));
        }).on('error', fail);
    });
let bytes = 0;
for (const url of asked) bytes += await wireBytes(url);
line('first-load', bytes, 'bytes', '-', '-', `<=${BYTES_GOAL}`, bytes <= BYTES_GOAL);

/** @param {string} path @param {string} selector */
async function timed(path, selector) {
    const times = [];
    for (let i = 0; i < ROUNDS; i++) {
        const from = performance.now();
        await page.goto(relay.origin + path);
        await page.waitForSelector(selector, { state: 'attached' });
        times.push(performance.now() - from);
    }
    return median(times);
}
const usable = await timed('/', '#view h1');
const empty = await timed('/icon.svg', 'svg');
line('first-usable-screen', usable.toFixed(0), 'ms', `${empty.toFixed(0)}ms-empty-page`, (usable / empty).toFixed(1), '<=1000ms', usable <= 1000);

await person.close();
await relay.down();
