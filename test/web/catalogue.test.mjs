// catalogue.test.mjs -- every part in every state: axe finds nothing, nothing scrolls sideways on
// a small phone with letters twice as large, everything that is pressed is large enough.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { BUILD, axeSource, newFolder, openBrowser, before, test } from './harness.mjs';

const FOLDER = join(BUILD, 'catalogue');
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.html'));

let context;

before(async () => {
    context = await openBrowser(newFolder('catalogue'));
});

after(() => context?.close());

/** Opens each page in turn and gathers what `look` finds there. */
async function overPages(viewport, look) {
    const page = await context.newPage();
    const found = [];
    await page.setViewportSize(viewport);
    for (const name of NAMES) {
        await page.goto(pathToFileURL(join(FOLDER, name)).href);
        for (const fault of await look(page, name)) found.push(`${name}: ${fault}`);
    }
    await page.close();
    return found;
}

test('the catalogue holds pages in light and in dark', () => {
    assert.ok(NAMES.length >= 24, `${NAMES.length} pages`);
    assert.equal(NAMES.filter((name) => name.endsWith('-dark.html')).length * 2, NAMES.length);
});

// Tall, so that the tabs at the foot lie over nothing.
for (const viewport of [{ width: 390, height: 2600 }, { width: 1280, height: 2000 }])
    test(`axe finds nothing at a width of ${viewport.width}`, async () => {
        const found = await overPages(viewport, async (page) => {
            await page.evaluate(axeSource());
            return page.evaluate(async () => {
                const { violations } = await axe.run(document);
                return violations.map((v) => `${v.id} ${v.nodes.map((n) => n.target).join(' ')}`);
            });
        });
        assert.deepEqual(found, []);
    });

test('nothing scrolls sideways at 320 pixels, with letters of any size up to twice', async () => {
    for (const size of ['100%', '200%']) {
        const found = await overPages({ width: 320, height: 640 }, async (page) => {
            await page.addStyleTag({ content: `:root { font-size: ${size} !important }` });
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            return wide > 320 ? [`${wide} pixels wide at ${size}`] : [];
        });
        assert.deepEqual(found, []);
    }
});

test('whatever is pressed is at least 44 pixels high', async () => {
    const found = await overPages({ width: 390, height: 844 }, (page) =>
        page.evaluate(() => {
            const faults = [];
            const high = (element) => element.getBoundingClientRect().height >= 44;
            for (const e of document.querySelectorAll('a, button, summary, textarea, select, input')) {
                if (e.type === 'hidden' || e.hidden || high(e)) continue;
                const inText = e.matches('p:not(.link-line) > a, li > a:not([class])');
                const wholeCard = e.matches('.to-open h2 a');
                const label = e.closest('label');
                if (!inText && !wholeCard && !(label && high(label))) faults.push(e.outerHTML);
            }
            return faults;
        }));
    assert.deepEqual(found, []);
});
