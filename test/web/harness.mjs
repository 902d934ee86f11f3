// harness.mjs -- what the browser tests stand on: a real relay, and people with phones of their own.
//
// A person is a Chromium with a profile on disk (a private window keeps its files in memory, so it
// could not show what a killed browser loses), a phone's size, and no network but loopback. The
// relay is the built program on a free port with a data folder of its own.
//
// `test` and `before` are node's, with a time that each test keeps to (TEST_MS unless it says `timeout`). Of one
// that failed there are pictures and texts of everybody's page in build/test/failed, and whom it
// met goes; when the file ends, all go.
//
// Nothing here fails because the machine is slow: one waits for what should be seen, as long as WAIT_MS, and no
// test says a shorter time. What is waited for once is looked at again; what takes how long, `make bench` tells.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, afterEach, before as nodeBefore, test as nodeTest } from 'node:test';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { freePort, newFolder, pause } from '../host.mjs';

export { freePort, newFolder, newFolder as folder, pause };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BUILD = process.env.BUILD ?? join(ROOT, 'build');
const TOWARD = process.env.TOWARD ?? join(BUILD, 'release/toward');

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };

const TEST_MS = 360000;
const WAIT_MS = 60000;
const CLOSE_MS = 15000;

/** What `work` gives; after `ms` it fails instead. */
async function within(ms, work, what) {
    let timer;
    const late = new Promise((_, refuse) => {
        timer = setTimeout(() => refuse(new Error(`"${what}" did not end in ${ms / 1000} s`)), ms);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

// ---- what runs, and what is left of a test that failed ----

/** Relays and people, from when they start until they end. */
const running = new Set();

/** Ends what runs and is not in `kept`, whatever state it is in. */
async function endAll(kept = new Set()) {
    for (const one of [...running]) {
        if (kept.has(one)) continue;
        await (one instanceof Relay ? one.down('SIGKILL') : one.close()).catch(() => {});
    }
}

if (process.env.NODE_TEST_CONTEXT || process.env.TOWARD_TEST) after(() => endAll());

/** Everybody's page as picture and text; returns the files' names. */
async function pictures(name) {
    const failed = join(BUILD, 'test/failed');
    mkdirSync(failed, { recursive: true });
    const file = basename(process.argv[1] ?? '', '.test.mjs');
    const made = [];
    for (const [i, person] of [...running].filter((one) => one instanceof Person).entries()) {
        const path = join(failed, `${file}-${name}-${i + 1}`.replace(/[^A-Za-z0-9/-]+/g, '_'));
        try {
            const { page } = person;
            await within(CLOSE_MS, page.screenshot({ path: `${path}.png`, timeout: CLOSE_MS }), 'a picture');
            const text = await within(CLOSE_MS, page.evaluate(() => document.body.innerText), 'a text');
            writeFileSync(`${path}.txt`, [page.url(), text, ...person.errors, ''].join('\n\n'));
            made.push(`${path}.png`);
        } catch (error) {
            made.push(`no picture of person ${i + 1}: ${error.message.split('\n')[0]}`);
        }
    }
    return made;
}

/** Does `work`, or leaves pictures and ends whom it met. */
async function attempt(name, ms, work) {
    const before = new Set(running);
    try {
        await within(ms, work(), name);
    } catch (error) {
        error.stack = [error.stack, ...(await pictures(name))].join('\n');
        await endAll(before);
        throw error;
    }
}

/** A test of node's, as the head of this file says. */
export function test(name, options, work) {
    if (typeof options === 'function') [options, work] = [{}, options];
    const { timeout = TEST_MS, ...others } = options;
    nodeTest(name, { ...others, timeout: timeout + 60000 }, (t) => attempt(name, timeout, () => work(t)));
}

/** What the tests of a file stand on; it fails as they do. */
export function before(work) {
    nodeBefore(() => attempt('before', TEST_MS, work), { timeout: TEST_MS + 60000 });
}

/** The relay and the app, as `make run` serves them. */
export class Relay {
    constructor({ port, data, args = [], program = TOWARD }) {
        Object.assign(this, { port, data, args, program, log: '' });
        this.origin = `http://127.0.0.1:${port}`;
    }

    static async start(options = {}) {
        const { port = await freePort(), data = newFolder('relay'), args, program } = options;
        const relay = new Relay({ port, data, args, program });
        await relay.up();
        return relay;
    }

    async up() {
        this.process = spawn(this.program, ['serve', '--port', String(this.port), '--data', this.data, ...this.args], { stdio: ['ignore', 'pipe', 'pipe'] });
        running.add(this);
        for (const stream of [this.process.stdout, this.process.stderr]) stream.on('data', (text) => (this.log += text));
        const ended = () => this.process.exitCode !== null || this.process.signalCode !== null;
        for (const end = Date.now() + WAIT_MS; Date.now() < end && !ended(); await pause(25)) {
            try {
                await fetch(`${this.origin}/`);
                return;
            } catch {
                // not yet
            }
        }
        throw new Error(`the relay did not start: ${this.log}`);
    }

    async down(signal = 'SIGTERM') {
        running.delete(this);
        if (this.process.exitCode !== null || this.process.signalCode !== null) return;
        const gone = new Promise((done) => this.process.once('exit', done));
        this.process.kill(signal);
        await gone;
    }
}

const FLAGS = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-features=Translate,OptimizationHints,MediaRouter',
];

/** Chromium with its profile in a folder; `options` are the driver's. */
export function openBrowser(profile, { args = [], ...options } = {}) {
    return chromium.launchPersistentContext(profile, {
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        headless: true,
        reducedMotion: 'reduce',
        viewport: PHONE,
        args: [...FLAGS, ...args],
        ...options,
    });
}

/**
 * In the page: somebody is there, so that a slow machine does not make it cover itself after its five minutes.
 * Once a test has set the clock, what was to happen then can no longer be put off; so it never begins.
 */
function stayAwake() {
    const later = window.setTimeout;
    window.setTimeout = (work, ms, ...rest) => (ms === 5 * 60000 ? 0 : later(work, ms, ...rest));
    setInterval(() => {
        if (document.visibilityState === 'visible') dispatchEvent(new Event('pointerdown'));
    }, 60000);
}

/** A person with a phone; with `options.untouched`, nobody touches it but the test. */
export class Person {
    constructor(relay, options = {}) {
        Object.assign(this, { relay, options, profile: newFolder('profile'), errors: [] });
    }

    /** A new person whose phone shows the page at `options.at`. */
    static async meet(relay, options = {}) {
        const person = new Person(relay, options);
        await person.open(options.at === undefined ? '/' : options.at);
        return person;
    }

    async open(at = '/') {
        const { viewport = PHONE, colorScheme = 'light', locale = 'en-GB', args, context } = this.options;
        running.add(this);
        this.context = await openBrowser(this.profile, { args, viewport, colorScheme, locale, acceptDownloads: true, ...context });
        this.page = this.context.pages()[0] ?? (await this.context.newPage());
        this.context.setDefaultTimeout(WAIT_MS);
        this.watch(this.page);
        if (!this.options.untouched) await this.context.addInitScript(stayAwake);
        if (at !== null) await this.goto(at);
    }

    watch(page) {
        page.on('console', (message) => {
            if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text())) this.errors.push(message.text());
        });
        page.on('pageerror', (error) => this.errors.push(String(error)));
    }

    async goto(at) {
        await this.page.goto(at.startsWith('http') ? at : this.relay.origin + at);
        await this.settled();
    }

    /** All that was asked of the core is drawn, and it is not "one moment". */
    async settled() {
        // A link that was just pressed is heard of in the page's next task.
        const turn = () => new Promise((done) => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done(port1.close());
            port2.postMessage(0);
        });
        await this.page.evaluate(turn).catch(() => {}); // it may be on its way elsewhere
        await this.page.waitForFunction(() => {
            const view = document.getElementById('view');
            const title = view.querySelector('h1')?.textContent;
            return title && !view.hasAttribute('aria-busy') && !/^(One moment|Un momento)$/.test(title);
        });
    }

    /** Another page, when what was pressed before has been answered. */
    async visit(address) {
        await this.settled();
        await this.page.evaluate((to) => {
            if (location.hash === to) return;
            const gone = new Promise((done) => addEventListener('hashchange', done, { once: true }));
            location.hash = to;
            return gone;
        }, address);
        await this.settled();
    }

    title() {
        return this.page.locator('#view h1').innerText();
    }

    text() {
        return this.page.locator('#view').innerText();
    }

    async fill(label, value) {
        await this.page.getByLabel(label, { exact: false }).first().fill(value);
    }

    /** The control that sends field `name` of the page's forms. */
    field(name) {
        return this.page.locator(`#view form [name="${name}"]:not([type="hidden"])`).first();
    }

    /** The words of a numbered list to keep. */
    wordList() {
        return this.page.locator('#view .words li').allInnerTexts();
    }

    /** Ticks one of a field's choices, wherever the page has moved it meanwhile. */
    async pick(name, value) {
        const choice = this.page.locator(`#view form [name="${name}"][value="${value}"]`).first();
        await choice.evaluate((e) => e.checked || e.click());
        await this.page.waitForFunction(([n, v]) => document.querySelector(`#view form [name="${n}"][value="${v}"]`)?.checked, [String(name), String(value)]);
    }

    /** Presses a button or a link with this name. */
    async press(name) {
        const target = this.page.getByRole('button', { name, exact: true }).or(this.page.getByRole('link', { name, exact: true }));
        await target.first().click();
    }

    async sees(text, timeout = WAIT_MS) {
        await this.page.getByText(text).first().waitFor({ timeout });
    }

    /** The page with this title is no longer shown. */
    async left(title) {
        await this.page.waitForFunction((gone) => {
            const now = document.querySelector('#view h1')?.textContent;
            return now && now !== gone;
        }, title);
    }

    async titled(text, timeout = WAIT_MS) {
        await this.page.locator('#view h1', { hasText: text }).waitFor({ timeout });
    }

    /** What the QR code on the screen says, read from a picture as a camera would. */
    async code() {
        const picture = join(newFolder('code'), 'code.png');
        for (let i = 0; i < 10; i++) {
            writeFileSync(picture, await this.page.locator('svg.qr').screenshot({ scale: 'device' }));
            const read = spawnSync('zbarimg', ['--raw', '-q', picture], { encoding: 'utf8' });
            if (read.stdout.trim()) return read.stdout.trim();
            await pause(200); // a hand that shakes
        }
        throw new Error('the code cannot be read');
    }

    /** As when another app comes to the front, and when this one comes back. */
    async outOfSight() {
        await this.page.evaluate(() => {
            Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
            document.dispatchEvent(new Event('visibilitychange'));
        });
    }

    async backInSight() {
        await this.page.evaluate(() => {
            delete document.visibilityState;
            document.dispatchEvent(new Event('visibilitychange'));
        });
    }

    /** Whether anything of the page can be seen. */
    covered() {
        return this.page.evaluate(() => getComputedStyle(document.getElementById('view')).visibility === 'hidden');
    }

    /**
     * The page's clock from now on; the Worker follows it. Another day begins at noon where a test runs
     * by night: what leaves one's own pages waits for five o'clock.
     */
    async setClock(day) {
        const at = new Date(day);
        if (at.getHours() < 6 && day - Date.now() > 12 * 3600 * 1000) at.setHours(12);
        await this.page.clock.setFixedTime(at.getTime());
    }

    async close() {
        running.delete(this);
        const { context } = this;
        this.context = null;
        if (context) await within(CLOSE_MS, context.close(), 'closing').catch(() => this.killProcesses());
    }

    /** Ends all that has to do with this profile; returns how many those were. */
    killProcesses() {
        const pids = spawnSync('pgrep', ['-f', this.profile], { encoding: 'utf8' }).stdout.trim().split('\n').filter(Boolean);
        for (const pid of pids) {
            try {
                process.kill(Number(pid), 'SIGKILL');
            } catch {
                // it went by itself
            }
        }
        return pids.length;
    }

    /** As when the phone's battery falls out. */
    async kill() {
        this.killProcesses();
        await this.close();
        for (const end = Date.now() + WAIT_MS; Date.now() < end && this.killProcesses() > 0; ) await pause(100);
        for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket']) rmSync(join(this.profile, name), { force: true });
    }
}

/** A relay for all tests of a file. Whom a test meets leaves with it, and had nothing to complain of. */
export async function house() {
    const relay = await Relay.start();
    /** @type {Person[]} */
    const people = [];
    afterEach(async () => {
        for (const person of people.splice(0)) {
            await person.close();
            assert.deepEqual(person.errors, []);
        }
    });
    after(() => relay.down());
    const meet = async (options) => {
        const person = await Person.meet(relay, options);
        people.push(person);
        return person;
    };
    return { relay, meet };
}

export const axeSource = () => readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8');
