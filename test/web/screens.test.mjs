// screens.test.mjs -- every screen, on a phone and on a desk, light and dark: axe finds nothing, nothing
// scrolls sideways, on 320 pixels and with letters at 200 % either, the keyboard reaches whatever can be
// pressed, neither title nor address tells what is read, and no page of the app was left out.
//
// The whole of axe is asked once a screen, on the phone; in the other looks the same elements stand in
// other colours and places, so there its rules of colours and of places are.
import assert from 'node:assert/strict';
import { DESK, PHONE, Relay, axeSource, test } from './harness.mjs';
import { walk } from './screens.mjs';

/** axe wants room: its rule of target sizes reports what lies under the tabs that stay in sight. */
const tall = (size) => ({ width: size.width, height: 2400 });
const COLOURS = { runOnly: ['color-contrast'] };
const PLACES = { runOnly: ['color-contrast', 'target-size'] };
const LOOKS = [
    [PHONE, 'light', {}],
    [PHONE, 'dark', COLOURS],
    [DESK, 'dark', COLOURS],
    [DESK, 'light', PLACES],
];
const NARROW = { width: 320, height: 640 };
const LARGE_LETTERS = '212.5%'; // twice the 106.25 % of style.css

/** The page's own two phones have landmarks and headings of their own: pages within a page. */
const within = (id) => /^(landmark|heading|page-has)-/.test(id);

const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function look(name, page, how, found) {
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource());
    for (const [size, colorScheme, rules] of LOOKS) {
        await page.setViewportSize(tall(size));
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { resultTypes: ['violations'], ...rules }), rules);
        for (const v of violations) {
            if (how.within && within(v.id)) continue;
            found.push(`${name} ${size.width} ${colorScheme}: ${v.id} ${v.nodes.length} ${v.nodes[0].html.slice(0, 120)}`);
        }
        if ((await tooWide(page)) > 0) found.push(`${name} ${size.width}: too wide`);
    }
}

async function narrow(name, page, found) {
    await page.setViewportSize(NARROW);
    for (const size of ['', LARGE_LETTERS]) {
        await page.evaluate((size) => document.documentElement.style.setProperty('font-size', size), size);
        const wide = await tooWide(page);
        if (wide > 0) found.push(`${name} 320 ${size}: ${wide} pixels too wide`);
    }
    await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
}

/** In the page: what can be pressed or filled, and no keyboard reaches. */
function outOfReach() {
    const all = document.querySelectorAll('#view :is(a[href], button, input:not([type="hidden"]), textarea, select, summary, [data-go]:not([data-island="quiet"]), [data-to])');
    const reached = (e) => /^(A|BUTTON|INPUT|TEXTAREA|SELECT|SUMMARY)$/.test(e.tagName) && e.tabIndex === 0 && !e.closest('[inert]');
    return [...all].filter((e) => e.checkVisibility() && !e.disabled && !reached(e)).map((e) => e.outerHTML.slice(0, 120));
}

test('axe finds nothing on any screen, none scrolls sideways, none is left out', { timeout: 1200000 }, async () => {
    const relay = await Relay.start();
    const found = [];
    const missing = await walk(relay, async (name, { page }, how) => {
        if (how.paper || how.bare) return;
        await look(name, page, how, found);
        await narrow(name, page, found);
        for (const html of await page.evaluate(outOfReach)) found.push(`${name}: no keyboard reaches ${html}`);
        if (!how.plain) {
            if ((await page.title()) !== 'Toward') found.push(`${name}: title`);
            const address = await page.evaluate(() => location.hash);
            if (!/^(#\d+(\/\d+(\/[0-9a-f]+)?)?)?$/.test(address)) found.push(`${name}: address ${address}`);
        }
        await page.setViewportSize(PHONE);
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    });
    await relay.down();
    assert.deepEqual([...found, ...missing], []);
});
