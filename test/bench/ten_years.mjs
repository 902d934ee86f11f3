// ten_years.mjs -- a ten-year book of 75,000 entries in Chromium: from its sealed file to the first
// view.
//
// The book is made natively (bench_book make), laid into the browser's file system, and unlocked
// by its phrase as a person would. The time runs from the moment the app's Worker has the key (one
// Argon2id before, in a Worker of its own, is what any book of any size takes) until the page shows
// *Today*: reading the file, opening, folding, drawing. The reference is a book of one day, in turns
// with it.
//
// Prints a line a figure: name value unit reference ratio goal ok|short.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Person, Relay } from '../web/harness.mjs';
import { figure, median } from './lib/figure.mjs';

const SECRET = 'rain on the roof';
const ROUNDS = 7;
const GOAL_MS = 250; // what Yjs needs for the same entries, unsealed
const bench = process.env.BENCH ?? 'build/bench';
const made = join(bench, 'ten-years-for-chromium');
mkdirSync(bench, { recursive: true });
execFileSync(join(bench, '../release/bench_book'), ['make', made, SECRET]);

const relay = await Relay.start();

/** In the app's Worker: when the key came from the Worker that hashes, as a time of day. */
function noteTheKey() {
    const scope = /** @type {any} */ (globalThis);
    scope.Worker = class extends Worker {
        /** @param {[any, any]} of */
        constructor(...of) {
            super(...of);
            this.addEventListener('message', () => (scope.keyAt = performance.timeOrigin + performance.now()));
        }
    };
}

/** In the page: presses *Open*; when the first view behind the lock stood, and its title. */
function press() {
    return new Promise((done) => {
        const view = document.getElementById('view');
        const watch = new MutationObserver(() => {
            const title = view.querySelector('h1')?.textContent ?? '';
            if (/Welcome back|One moment/.test(title)) return;
            watch.disconnect();
            done([performance.timeOrigin + performance.now(), title]);
        });
        watch.observe(view, { childList: true, subtree: true, characterData: true });
        view.querySelector('form button[type=submit], form button.primary').click();
    });
}

/** Milliseconds from the key to the first view behind the lock, which must be *Today*. */
async function unlock(person) {
    await person.goto('/');
    await person.titled('Welcome back');
    const worker = person.page.workers().at(-1);
    await worker.evaluate(noteTheKey);
    await person.page.locator('input[type=password]').fill(SECRET);
    const [shownAt, title] = await person.page.evaluate(press);
    if (title !== 'Today') throw new Error(`behind the lock stands "${title}"`);
    return shownAt - (await worker.evaluate(() => /** @type {any} */ (globalThis).keyAt));
}

// A book of one day.
const small = await Person.meet(relay);
await small.page.getByText('Begin alone').click();
await small.page.waitForTimeout(300);
if (await small.page.getByText('Go on in the browser').count()) await small.press('Go on in the browser');
await small.page.locator('input[type=text], input:not([type])').first().fill('Nora');
await small.page.locator('input[type=password]').fill(SECRET);
await small.press('Make my book');
await small.settled();
await small.page.waitForTimeout(1500);

// Ten years of two people.
const old = await Person.meet(relay, { at: null });
await old.page.goto(relay.origin + '/manifest.webmanifest');
const content = readFileSync(made).toString('base64');
await old.page.evaluate(async (base64) => {
    const raw = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const folder = await navigator.storage.getDirectory();
    const file = await (await folder.getFileHandle('data', { create: true })).createWritable();
    await file.write(raw);
    await file.close();
}, content);

const days = [];
const years = [];
for (let i = 0; i < ROUNDS; i++) {
    days.push(await unlock(small));
    years.push(await unlock(old));
}
await small.close();
await old.close();
await relay.down();

const value = median(years);
const day = median(days);
figure('chromium_open_75000', value.toFixed(0), 'ms', {
    reference: day.toFixed(0),
    ratio: (value / day).toFixed(2),
    goal: `<=${GOAL_MS}`,
    ok: value <= GOAL_MS,
});
figure('chromium_book_size', (statSync(made).size / 1048576).toFixed(1), 'MiB');
