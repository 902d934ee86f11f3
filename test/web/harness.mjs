// harness.mjs -- what the browser tests stand on: a real relay, and people with phones of their own.
//
// A person is a Chromium with a profile on disk (a private window keeps its files in memory, so it
// could not show what a killed browser loses), a phone's size, and no network but loopback. The
// relay is the built program on a free port with a data folder of its own.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BUILD = process.env.BUILD ?? join(ROOT, 'build');
const TOWARD = process.env.TOWARD ?? join(BUILD, 'release/toward');

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const folders = [];
process.on('exit', () => folders.forEach((path) => rmSync(path, { recursive: true, force: true })));

/** A folder that goes when the test run ends. */
export function folder(name) {
    const path = mkdtempSync(join(tmpdir(), `toward-${name}-`));
    folders.push(path);
    return path;
}

/** A port nobody listens on just now. */
export async function freePort() {
    const server = createServer();
    await new Promise((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address();
    await new Promise((done) => server.close(done));
    return port;
}

// What still runs. A test that failed leaves its people and relays behind, and they would keep its
// file from ever ending: after the last test they go.
const running = new Set();
if (process.env.NODE_TEST_CONTEXT) {
    const { after } = await import('node:test');
    after(async () => {
        for (const one of [...running]) await (one instanceof Relay ? one.down('SIGKILL') : one.close()).catch(() => {});
    });
}

/** The relay and the app, as `make run` serves them. */
export class Relay {
    constructor({ port, data, args = [], program = TOWARD }) {
        Object.assign(this, { port, data, args, program, log: '' });
        this.origin = `http://127.0.0.1:${port}`;
    }

    static async start(options = {}) {
        const { port = await freePort(), data = folder('relay'), args, program } = options;
        const relay = new Relay({ port, data, args, program });
        await relay.up();
        return relay;
    }

    async up() {
        this.process = spawn(this.program, ['serve', '--port', String(this.port), '--data', this.data, ...this.args], { stdio: ['ignore', 'pipe', 'pipe'] });
        running.add(this);
        for (const stream of [this.process.stdout, this.process.stderr]) stream.on('data', (text) => (this.log += text));
        for (let i = 0; i < 200; i++) {
            try {
                await fetch(`${this.origin}/`);
                return;
            } catch {
                await pause(25);
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

/** A person with a phone. */
export class Person {
    static async meet(relay, options = {}) {
        const person = new Person();
        Object.assign(person, { relay, profile: folder('profile'), options, errors: [] });
        await person.open(options.at ?? '/');
        return person;
    }

    async open(at = '/') {
        const { viewport = PHONE, colorScheme = 'light', locale = 'en-GB', args = [] } = this.options;
        running.add(this);
        this.context = await chromium.launchPersistentContext(this.profile, {
            executablePath: '/usr/bin/chromium',
            headless: true,
            args: [...FLAGS, ...args],
            viewport,
            colorScheme,
            locale,
            acceptDownloads: true,
            reducedMotion: 'reduce',
            ...this.options.context,
        });
        this.page = this.context.pages()[0] ?? (await this.context.newPage());
        this.page.setDefaultTimeout(15000);
        this.watch(this.page);
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
        await this.page.waitForFunction(() => {
            const view = document.getElementById('view');
            const title = view.querySelector('h1')?.textContent;
            return title && !view.hasAttribute('aria-busy') && !/One moment|Un momento/.test(title);
        });
    }

    async visit(address) {
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

    /** Ticks one of a field's choices. */
    async pick(name, value) {
        await this.page.locator(`#view form [name="${name}"][value="${value}"]`).first().check({ force: true });
    }

    /** Presses a button or a link with this name. */
    async press(name) {
        const target = this.page.getByRole('button', { name, exact: true }).or(this.page.getByRole('link', { name, exact: true }));
        await target.first().click();
    }

    async sees(text, timeout = 15000) {
        await this.page.getByText(text).first().waitFor({ timeout });
    }

    /** The page with this title is no longer shown. */
    async left(title) {
        await this.page.waitForFunction((gone) => {
            const now = document.querySelector('#view h1')?.textContent;
            return now && now !== gone;
        }, title);
    }

    async titled(text, timeout = 15000) {
        await this.page.locator('#view h1', { hasText: text }).waitFor({ timeout });
    }

    /** What the QR code on the screen says, read from a picture as a camera would. */
    async code() {
        const picture = join(folder('code'), 'code.png');
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

    /** The page's clock from now on; the Worker follows it. */
    async setClock(day) {
        await this.page.clock.setFixedTime(day);
    }

    async close() {
        running.delete(this);
        await this.context?.close();
        this.context = null;
    }

    /** As when the phone's battery falls out. */
    async kill() {
        const pids = spawnSync('pgrep', ['-f', this.profile], { encoding: 'utf8' }).stdout.trim().split('\n').filter(Boolean);
        for (const pid of pids) {
            try {
                process.kill(Number(pid), 'SIGKILL');
            } catch {
                // it went by itself
            }
        }
        await this.context?.close().catch(() => {});
        await pause(300);
        for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket']) rmSync(join(this.profile, name), { force: true });
    }
}

export const axeSource = () => readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8');
