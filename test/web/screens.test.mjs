// screens.test.mjs -- every screen, on a phone and on a desk, light and dark: axe finds nothing, nothing
// scrolls sideways, and neither title nor address tells what is read.
import assert from 'node:assert/strict';
import { DESK, PHONE, Relay, axeSource, test } from './harness.mjs';
import { walk } from './screens.mjs';

/** axe wants room: its rule of target sizes reports what lies under the tabs that stay in sight. */
const tall = (size) => ({ width: size.width, height: 2400 });
const LOOKS = [[PHONE, 'light'], [PHONE, 'dark'], [DESK, 'light']];

test('axe finds nothing on any screen, and none scrolls sideways', { timeout: 400000 }, async () => {
    const relay = await Relay.start();
    const found = [];
    let screens = 0;
    const person = await walk(relay, async (name, { page }) => {
        screens++;
        for (const [size, colorScheme] of LOOKS) {
            await page.setViewportSize(tall(size));
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource());
            const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
            // Two phones within a page have landmarks of their own: pages within a page.
            const counts = (v) => name !== 'look-around' || !v.id.startsWith('landmark-');
            for (const v of violations.filter(counts)) found.push(`${name} ${size.width} ${colorScheme}: ${v.id} ${v.nodes.length} ${v.nodes[0].html.slice(0, 120)}`);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (wide > 0) found.push(`${name} ${size.width}: ${wide} pixels too wide`);
            if ((await page.title()) !== 'Toward') found.push(`${name}: title`);
            const address = await page.evaluate(() => location.hash);
            if (!/^(#\d+(\/\d+(\/[0-9a-f]+)?)?)?$/.test(address)) found.push(`${name}: address ${address}`);
        }
        await page.setViewportSize(PHONE);
        await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    });
    assert.deepEqual(found, []);
    assert.ok(screens > 55, `${screens} screens`);
    assert.deepEqual(person.errors, []);
    await person.close();
    await relay.down();
});
