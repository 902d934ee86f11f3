// Look around: two phones in one page, each with a book of its own, nothing sent anywhere.
import assert from 'node:assert/strict';
import { axeSource, DESK, Person, PHONE, Relay, pause, test } from './harness.mjs';
import { reach } from './keys.mjs';
import { words } from './words.mjs';

test('two phones side by side; what one writes the other sees; nothing is sent', async () => {
    const relay = await Relay.start();
    const person = await Person.meet(relay, { viewport: DESK });
    try {
        await person.page.getByText(words('door', 'look'), { exact: true }).first().click();
        await person.titled(words('look', 'title'));
        await person.page.locator('#nora h1').waitFor();
        await person.page.locator('#sam h1').waitFor();
        /** @type {string[]} */
        const asked = [];
        person.page.on('request', (request) => asked.push(request.url()));

        const nora = person.page.locator('#nora');
        await nora.getByText(words('moments', 'write'), { exact: true }).click();
        await nora.locator('input[name="1"][value="2"]').check();
        await nora.locator('input[name="4"][value="2"]').check();
        await nora.getByText(words('moments', 'more'), { exact: true }).click();
        await nora.locator('textarea').fill('a line of this test');
        await nora.locator('form button[type=submit]').click();
        await nora.getByText(words('moments', 'kept-title')).waitFor();
        const sam = person.page.locator('#sam');
        const today = sam.locator('section').first();
        const line = today.getByText(words('moments', 'line-seen-against', { name: 'Nora' }));
        await line.click();
        await sam.getByText('a line of this test').waitFor();
        assert.deepEqual(asked, []);
        assert.equal(new URL(person.page.url()).hash, '#7/0');

        await person.page.evaluate(axeSource());
        const found = await person.page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] }));
        assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`), []);
        assert.deepEqual(person.errors, []);
    } finally {
        await person.close();
        await relay.down();
    }
});

test('the keyboard reaches all of both phones, and what it is on lies under no edge of theirs', async () => {
    const relay = await Relay.start();
    const person = await Person.meet(relay, { viewport: DESK, at: '/#7/0' });
    try {
        for (const phone of ['#nora', '#sam']) {
            await person.page.locator(`${phone} h1`).waitFor();
            await reach(person, `the end of ${phone}`, (f) => f.text === words('moments', 'earlier'));
            assert.ok(await person.page.evaluate((phone) => document.activeElement.matches(`${phone} a`), phone));
            await person.page.keyboard.press('Tab');
        }
    } finally {
        await person.close();
        await relay.down();
    }
});

test('leaving the page ends both phones, and nothing is kept', async () => {
    const relay = await Relay.start();
    const person = await Person.meet(relay, { viewport: PHONE, at: '/#7/0' });
    try {
        await person.page.locator('#sam h1').waitFor();
        assert.equal(person.page.workers().length, 3);
        await person.visit('#1/0');
        await person.page.waitForFunction(() => !document.querySelector('#sam'));
        while (person.page.workers().length > 1) await pause(50); // it takes them a moment to go
        assert.equal(await person.page.evaluate(async () => {
            const folder = await navigator.storage.getDirectory();
            let size = 0;
            for await (const [, handle] of folder.entries()) size += (await handle.getFile()).size;
            return size;
        }), 0);
    } finally {
        await person.close();
        await relay.down();
    }
});
