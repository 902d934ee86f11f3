// shell.test.mjs -- the page itself: its policy, offline, languages, tabs, getting out of sight.
import assert from 'node:assert/strict';
import { PHRASE, begin, unlock, unlockMine } from './couple.mjs';
import { Relay, freePort, house, pause, test } from './harness.mjs';
import { arrives } from './keys.mjs';
import { words } from './words.mjs';

const { relay, meet } = await house();

test('the document comes with the exact policy', async () => {
    const { headers } = await fetch(relay.origin + '/');
    assert.equal(
        headers.get('content-security-policy'),
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; " +
            "connect-src 'self'; worker-src 'self'; manifest-src 'self'; font-src 'self'; base-uri 'none'; " +
            "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types bk",
    );
    const exact = {
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'origin-agent-cluster': '?1',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'x-robots-tag': 'noindex',
    };
    for (const [name, value] of Object.entries(exact)) assert.equal(headers.get(name), value, name);
    assert.match(headers.get('permissions-policy'), /camera=\(self\), geolocation=\(\), microphone=\(\)/);
});

test('no script and no markup comes in beside ours', async () => {
    const a = await meet();
    const refused = await a.page.evaluate(async () => {
        const tries = {
            eval: () => (0, eval)('1'),
            function: () => new Function('return 1')(),
            html: () => (document.createElement('p').innerHTML = '<b>x</b>'),
            document: () => document.write('x'),
            worker: () => new Worker('/worker.js'),
            policy: () => trustedTypes.createPolicy('other', {}),
        };
        const refused = [];
        // In a task of the page's own: what the test driver evaluates may do more.
        await new Promise((done) => setTimeout(() => {
            for (const [name, act] of Object.entries(tries)) {
                try {
                    act();
                } catch {
                    refused.push(name);
                }
            }
            done();
        }));
        const script = document.createElement('script');
        script.append('window.ran = true');
        document.body.append(script);
        const far = await fetch('https://example.org/').then(() => 'reached', () => 'refused');
        return { refused, ran: window.ran ?? false, far };
    });
    assert.deepEqual(refused, { refused: ['eval', 'function', 'html', 'document', 'worker', 'policy'], ran: false, far: 'refused' });
    a.errors.length = 0; // the browser tells of each
});

test('the door stands, says that this device can keep a book, and tells nothing in its title', async () => {
    const a = await meet();
    assert.equal(await a.title(), words('door', 'title'));
    await a.visit('#1/12/1');
    assert.equal(await a.field(2).count(), 1, 'a phrase is asked for, so there is a file');
    assert.equal(await a.page.title(), 'Toward');
});

test('without a secure context the page says what to do', async () => {
    const port = await freePort();
    const named = await Relay.start({ port, args: ['--relay-origin', `http://plain.example:${port}`] });
    const a = await meet({ at: null, args: ['--host-resolver-rules=MAP plain.example 127.0.0.1'] });
    await a.page.goto(`http://plain.example:${port}/`);
    await a.titled(words('door', 'insecure-title'));
    a.errors.length = 0; // the browser tells that some headers need a secure context
    await named.down();
});

test('offline, the service worker opens the app and its book', async () => {
    const a = await meet();
    await begin(a, 'Nora', { how: 'alone' });
    await a.page.evaluate(async () => (await navigator.serviceWorker.ready).active.state);
    const kept = await a.page.evaluate(async () => {
        const cache = await caches.open((await caches.keys())[0]);
        return (await cache.keys()).map((request) => new URL(request.url).pathname);
    });
    assert.ok(kept.includes('/') && kept.includes('/toward.wasm') && kept.includes('/text/es.mo'));
    assert.ok(kept.some((path) => /^\/later-[0-9a-f]{16}\.wasm$/.test(path)), 'and the later part of the module');
    assert.ok(kept.every((path) => !path.startsWith('/b/') && path !== '/text/qps.mo'));
    await relay.down();
    try {
        await a.goto('/');
        await unlock(a);
        await a.visit('#6/0');
        assert.equal(await a.title(), words('me', 'title'));
    } finally {
        await relay.up();
    }
});

test('Spanish is whole from the first screen on, stays, and can be left', async () => {
    const a = await meet({ locale: 'es-ES' });
    assert.equal(await a.page.evaluate(() => document.documentElement.lang), 'es');
    await a.sees('Empezar');
    await a.visit('#1/12/2');
    await a.field(1).fill('Inés');
    await a.field(2).fill(PHRASE);
    await a.page.locator('#view button.primary').click();
    await a.page.waitForFunction(() => location.hash === '#2/40');
    await a.visit('#6/10');
    await a.page.locator('#view button.primary').click();
    await a.page.locator('.words li').first().waitFor();
    const spanish = new Set((await (await fetch(relay.origin + '/text/words_es.txt')).text()).split('\n'));
    const seven = await a.wordList();
    assert.equal(seven.length, 7);
    for (const word of seven) assert.ok(spanish.has(word), `${word} is of the Spanish list`);
    await a.visit('#6/4');
    await a.page.locator('[name="8"]').first().waitFor({ state: 'attached' });
    await a.page.getByText('English', { exact: true }).click();
    await a.page.locator('#view form button[type=submit]').first().click();
    await a.page.waitForFunction(() => document.documentElement.lang === 'en');
    await a.visit('#6/0');
    assert.equal(await a.title(), words('me', 'title'));
});

test('one tab leads; a second says so, may take over, and what was half typed is there; the last one leads', async () => {
    const a = await meet();
    await begin(a, 'Nora', { how: 'alone' });
    await a.visit('#2/41');
    await a.page.locator('textarea').fill('half a sentence');
    const first = a.page;
    const second = await a.context.newPage();
    a.watch(second);
    a.page = second;
    await a.goto('/');
    await a.titled(words('door', 'second-title'));
    await a.press(words('door', 'second-go'));
    await a.titled(words('door', 'unlock-title'));
    a.page = first;
    await a.titled(words('door', 'second-title'));
    a.page = second;
    await unlock(a);
    await a.visit('#2/41');
    await unlockMine(a);
    assert.equal(await a.page.locator('textarea').inputValue(), 'half a sentence');
    await second.close();
    a.page = first;
    await a.titled(words('door', 'unlock-title'));
});

test('out of sight the page is covered at once, then put away, and comes back as it was', async () => {
    const a = await meet();
    await begin(a, 'Nora', { how: 'alone' });
    await a.visit('#2/41');
    await a.page.locator('textarea').fill('half a sentence');
    await a.pick(1, 3);
    await a.outOfSight();
    assert.equal(await a.covered(), true);
    await a.page.waitForFunction(() => !document.body.textContent.includes('half a sentence'));
    await a.backInSight();
    await a.titled(words('door', 'blank-title'));
    assert.equal(await a.covered(), false);
    await a.press(words('door', 'blank-go'));
    await a.titled(words('evening', 'self-title'));
    await a.settled();
    assert.equal(await a.page.locator('textarea').inputValue(), 'half a sentence');
    assert.equal(await a.page.locator('[name="1"][value="3"]').isChecked(), true);
});

test('after half an hour out of sight the phrase is asked', async () => {
    const a = await meet();
    await begin(a, 'Nora', { how: 'alone' });
    await a.outOfSight();
    await a.page.clock.setFixedTime(Date.now() + 31 * 60 * 1000);
    await a.backInSight();
    await a.titled(words('door', 'unlock-title'));
});

test('untouched for five minutes, the page covers itself', async () => {
    const a = await meet({ at: null, untouched: true });
    await a.page.clock.install();
    await a.goto('/');
    await begin(a, 'Nora', { how: 'alone' });
    await a.page.clock.fastForward(5 * 60 * 1000 + 1000);
    await a.titled(words('door', 'blank-title'));
    await a.page.clock.fastForward(30 * 60 * 1000);
    await a.titled(words('door', 'unlock-title'));
});

test('quick exit leaves at once, on every page, and Back does not return', async () => {
    const a = await meet({ at: null });
    await a.page.route('https://www.weather.gov/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Weather</title><h1>Weather</h1>' }));
    for (const how of ['button', 'shift']) {
        await a.page.goto('about:blank');
        await a.goto('/');
        if (how === 'button') await begin(a, 'Nora', { how: 'alone' });
        else await unlock(a);
        for (const address of ['#6/0', '#2/41', '#4/0']) await a.visit(address);
        if (how === 'button') {
            const first = await a.page.evaluate(() => {
                const all = [...document.querySelectorAll('#view a, #view button, #view input, #view textarea')];
                return all.find((e) => e.tabIndex >= 0)?.dataset.island;
            });
            assert.equal(first, 'exit', 'first in the order of the keyboard');
        }
        const frames = a.page.evaluate((how) => new Promise((done) => {
            let count = 0;
            const gone = () => {
                const view = document.getElementById('view');
                if (view.childElementCount === 0 || getComputedStyle(view).visibility === 'hidden') done(count);
                else requestAnimationFrame(() => gone(count++));
            };
            if (how === 'button') document.querySelector('[data-island="exit"]').click();
            else for (let i = 0; i < 3; i++) dispatchEvent(new KeyboardEvent('keyup', { key: 'Shift' }));
            gone();
        }), how);
        assert.ok((await frames) <= 1, 'covered before the next picture');
        for (let i = 0; i < 600 && !a.page.url().startsWith('https://www.weather.gov/'); i++) await pause(100);
        assert.match(a.page.url(), /^https:\/\/www\.weather\.gov\//);
        // The page that was left for does not load here, so a Back may come too early to count.
        for (let i = 0; i < 100 && a.page.url().startsWith('https://www.weather.gov/'); i++) {
            await a.page.goBack({ waitUntil: 'commit' }).catch(() => null);
            await pause(100);
        }
        assert.equal(a.page.url(), 'about:blank');
    }
});

test('a core that stops loses nothing that was typed', async () => {
    const a = await meet();
    await begin(a, 'Nora', { how: 'alone' });
    await a.visit('#2/41');
    await a.page.locator('textarea').fill('still here');
    await pause(1200); // put away in the sealed draft
    await a.page.locator('textarea').fill('still here, and more');
    const [worker] = a.page.workers();
    await worker.evaluate(() => postMessage({ fallen: true }));
    await a.page.locator('#again:focus').waitFor();
    await a.page.keyboard.press('Enter');
    await arrives(a, words('door', 'unlock-title'));
    await unlock(a);
    await a.visit('#2/41');
    await unlockMine(a);
    assert.equal(await a.page.locator('textarea').inputValue(), 'still here, and more');
});
