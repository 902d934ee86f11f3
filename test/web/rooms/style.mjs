// style.mjs -- the pages of *style*, its fields; nothing of it is done on one phone for both.
import { words } from '../words.mjs';

const DAY = 86400000;
const goes = (name) => words('share', 'go').replace('{name}', name);

export async function screens(w, nora, sam, now) {
    await w.each(nora, { style: '#15/0', 'style-surprised': '#15/6', 'style-copies-empty': '#15/8', 'style-share-empty': '#15/7', 'style-three': '#15/1' });
    await nora.pick(1, 1);
    await nora.pick(2, 2);
    await nora.pick(3, 5);
    await nora.press(words('style', 'save'));
    await nora.titled(words('style', 'worry-title'));
    await w.show('style-worry', nora);
    for (let i = 1; i <= 5; i++) await nora.pick(i, i);
    await nora.press(words('style', 'save'));
    await nora.titled(words('style', 'distance-title'));
    await w.show('style-distance', nora);
    for (let i = 1; i <= 5; i++) await nora.pick(i, 6 - i);
    await nora.press(words('style', 'save'));
    await nora.titled(words('style', 'result-title'));
    await w.show('style-result', nora);
    await nora.page.evaluate(() => document.querySelectorAll('#view details').forEach((e) => (e.open = true)));
    await w.show('style-result-charts', nora);
    await nora.field(1).fill('I come near when I hear the key in the door.');
    await nora.field(2).fill('I go away when I am asked whether I am all right.');
    await nora.press(words('style', 'save'));
    await nora.titled(words('style', 'moves-title'));
    await w.show('style-moves', nora);
    await nora.field(5).fill('I can stay close until I feel watched.');
    await nora.press(words('style', 'moves-save'));
    await nora.titled(words('style', 'share-title'));
    await w.show('style-share', nora);
    await nora.press(goes('Sam'));
    await nora.titled(words('style', 'copies-title'));
    await w.show('style-copies-waits', nora);
    await w.each(nora, { 'style-erase': '#15/9', 'style-noted': '#15/0' });
    for (const person of [nora, sam]) await person.setClock(now + DAY);
    await nora.visit('#5/0');
    await sam.visit('#15/8');
    await sam.sees('I can stay close until I feel watched.');
    await w.show('style-copies-theirs', sam);
}

export async function injections(t, nora) {
    const { 1: near, 2: away } = await t.submit(nora, '#15/4', '15.4');
    const { 3: toward, 4: leave, 5: stay } = await t.submit(nora, '#15/5', '15.5');
    for (const text of [near, away, toward, leave, stay]) await t.arrives(nora, '#15/7', text);
}
