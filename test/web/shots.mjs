// shots.mjs -- a picture of every screen, on a phone and on a desk, light and dark: `make shots`.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESK, PHONE, Relay } from './harness.mjs';
import { walk } from './screens.mjs';

const out = process.env.SHOTS ?? 'build/shots';
mkdirSync(out, { recursive: true });
let count = 0;

const relay = await Relay.start();
const person = await walk(relay, async (name, { page }) => {
    for (const [size, viewport] of [['phone', PHONE], ['desk', DESK]]) {
        await page.setViewportSize(viewport);
        for (const colorScheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            await page.waitForTimeout(60);
            await page.screenshot({ path: join(out, `${name}-${size}-${colorScheme}.png`) });
            count++;
        }
    }
    await page.setViewportSize(PHONE);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
});
await person.close();
await relay.down();
console.log(`${count} pictures in ${out}`);
