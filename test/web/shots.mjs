// shots.mjs -- `make shots`: a picture of every screen, on a phone and on a desk, light and dark.
//
// A longer page is shown whole, with what is fixed at its foot at the foot. What of the app's own list
// of pages and titles has no picture is printed, and then the command fails (pages.mjs).
//
// WAYS="phone-light small" takes other pictures, ONLY=moments those with that in their name, and
// LANGUAGE=es walks in that language.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESK, PHONE, Relay } from './harness.mjs';
import { walk } from './screens.mjs';
import { speak } from './words.mjs';

const out = process.env.SHOTS ?? 'build/shots';
const only = process.env.ONLY ?? '';
const language = process.env.LANGUAGE?.slice(0, 2) || 'en';
const PAPER = { width: 794, height: 1123 }; // A4 at 96 dots an inch
const SMALL = { width: 320, height: 640 };
const ALL = {
    'phone-light': { viewport: PHONE },
    'phone-dark': { viewport: PHONE, colorScheme: 'dark' },
    'desk-dark': { viewport: DESK, colorScheme: 'dark' },
    'desk-light': { viewport: DESK },
    small: { viewport: SMALL },
    large: { viewport: SMALL, large: true },
    contrast: { viewport: PHONE, contrast: 'more' },
    forced: { viewport: PHONE, forcedColors: 'active' },
    'forced-dark': { viewport: PHONE, forcedColors: 'active', colorScheme: 'dark' },
};
const ways = (process.env.WAYS ?? 'phone-light phone-dark desk-dark desk-light').split(' ');
const PLAIN = { media: 'screen', colorScheme: 'light', contrast: null, forcedColors: null, reducedMotion: 'reduce' };
let count = 0;

async function picture(page, name, { viewport, large, ...media }) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ ...PLAIN, ...media });
    // As a person's own setting in the browser would: the page's sizes follow it.
    await page.evaluate((size) => document.documentElement.style.setProperty('font-size', size), large ? '212.5%' : '').catch(() => {});
    await page.mouse.move(0, 0);
    const height = await page.evaluate(() => (scrollTo(0, 0), document.documentElement.scrollHeight)).catch(() => 0);
    if (height > viewport.height) await page.setViewportSize({ ...viewport, height });
    await page.screenshot({ path: join(out, `${name}.png`), caret: 'initial' });
    count++;
}

mkdirSync(out, { recursive: true });
speak(language);
const relay = await Relay.start();
const missing = await walk(relay, async (name, { page }, { paper }) => {
    if (!name.includes(only)) return;
    if (paper) await picture(page, name, { viewport: PAPER, media: 'print' });
    else for (const way of ways) await picture(page, `${name}-${way}`, ALL[way]);
    await page.setViewportSize(PHONE);
    await page.emulateMedia(PLAIN);
    await page.evaluate(() => document.documentElement.style.removeProperty('font-size')).catch(() => {});
}, { locale: { en: 'en-GB', es: 'es-ES' }[language] });
await relay.down();
console.log(`${count} pictures in ${out}`);
for (const line of missing) console.error(line);
process.exit(missing.length ? 1 : 0);
