// page.mjs -- what a person waits for: the bytes of the first load, and the first usable screen.
//
// Prints a line a figure: name value unit reference ratio goal ok|short. The reference of the time
// is an empty page of the same origin, loaded by the same browser in the same run.
import { Agent, get } from 'node:http';
import { Person, Relay, pause } from '../web/harness.mjs';
import { words } from '../web/words.mjs';
import { figure, median } from './lib/figure.mjs';

const ROUNDS = 7;
const USABLE_GOAL_MS = 1000;
const BYTES_GOAL = 200 * 1024;

const relay = await Relay.start();
const person = await Person.meet(relay, { at: null, context: { serviceWorkers: 'block' } });
const page = person.page;

// The first load: every file that the door and the pages up to the own book need, as it goes over the
// wire to a browser that takes brotli, headers and all. The later part of the module is kept away
// meanwhile, so that nothing of it can be in use.
const LATER = '**/later-*.wasm';
const asked = new Set();
const listen = (request) => asked.add(request.url());
page.on('request', listen);
const later = new Set();
await person.context.route(LATER, (route) => later.add(route.request().url()) && route.abort());
await page.goto(relay.origin + '/');
await page.waitForSelector('#view h1');
await page.getByText(words('door', 'alone'), { exact: true }).first().click();
await person.titled(words('door', 'install-title'));
await person.press(words('door', 'install-skip'));
await person.titled(words('door', 'begin-title'));
await pause(300);
page.off('request', listen);
await person.context.unroute(LATER);
for (const url of later) asked.delete(url);

/** @param {string} url */
const wireBytes = (url) =>
    new Promise((done, fail) => {
        const agent = new Agent({ keepAlive: false });
        get(url, { agent, headers: { 'Accept-Encoding': 'br' } }, (answer) => {
            answer.resume();
            answer.on('end', () => done(answer.socket.bytesRead));
        }).on('error', fail);
    });
/** @param {Set<string>} urls */
async function wireBytesOf(urls) {
    let bytes = 0;
    for (const url of urls) bytes += await wireBytes(url);
    return bytes;
}
const bytes = await wireBytesOf(asked);
figure('page_first_load', String(bytes), 'bytes', { goal: `<=${BYTES_GOAL}`, ok: bytes <= BYTES_GOAL });
figure('page_later_part', String(await wireBytesOf(later)), 'bytes');

/** @param {string} path @param {string} selector */
async function timed(path, selector) {
    const from = performance.now();
    await page.goto(relay.origin + path);
    await page.waitForSelector(selector, { state: 'attached' });
    return performance.now() - from;
}
const screens = [];
const blanks = [];
for (let i = 0; i < ROUNDS; i++) {
    screens.push(await timed('/', '#view h1'));
    blanks.push(await timed('/icon.svg', 'svg'));
}
const usable = median(screens);
const blank = median(blanks);
figure('page_first_usable_screen', usable.toFixed(0), 'ms', {
    reference: blank.toFixed(0),
    ratio: (usable / blank).toFixed(2),
    goal: `<=${USABLE_GOAL_MS}`,
    ok: usable <= USABLE_GOAL_MS,
});

await person.close();
await relay.down();
