// firstdays.mjs -- the first days on the walks through all of the app (../rooms.mjs).
import { words } from '../words.mjs';

const DAY = 86400000;
const THEMES = {
    hurt: ['eat', 'know', 'waves', 'much', 'night', 'hour', 'decide', 'drink', 'body', 'children', 'others', 'pictures', 'search', 'ground'],
    hurter: ['ended', 'food', 'shame', 'unsaid', 'stay', 'bed', 'asked', 'hit', 'test', 'glass', 'whole', 'small', 'tell', 'patient'],
};
const AGAIN = 14; // what comes back the first time counts on from the first fourteen
const at = (page, n) => `#8/${page}/${n}`;
const pageOf = (role, step) => at(20, (role === 'hurter' ? 64 : 0) + step + 1);

const say = (key) => words('firstdays', key);

async function send(person, key, title) {
    await person.press(say(key));
    if (title) await person.titled(say(title));
    await person.settled();
}

/** A page of a day, written and kept. */
async function writeDay(w, person, step, text, fill = async () => {}) {
    await person.visit(pageOf('hurt', step));
    await person.field(3).fill(text);
    await fill();
    await send(person, 'keep', 'hand-title');
}

/** The wave as it is met, kept, and looked at later. */
async function wave(w, nora) {
    await w.each(nora, { 'firstdays-wave': '#8/1', 'firstdays-what': '#8/2' });
    for (const [field, value] of Object.entries({ 1: 0, 2: 3, 3: 2 })) await nora.pick(field, value);
    await nora.page.locator('#view details').first().evaluate((e) => (e.open = true));
    await nora.pick(4, 1);
    await nora.field(5).fill('A letter from the bank. It was for the neighbour.');
    await send(nora, 'wave-keep', 'breathe-title');
    await w.show('firstdays-breathe', nora);
    await send(nora, 'breathe-go', 'ask-title');
    await w.show('firstdays-ask', nora);
    await send(nora, 'ask-sit', 'say-title');
    await w.show('firstdays-say', nora);
    await w.each(nora, { 'firstdays-say-nobody': at(5, 5), 'firstdays-too-much': '#8/6', 'firstdays-waves': '#8/12' });
    const one = await nora.page.locator('#view a[href^="#8/13/"]').first().getAttribute('href');
    await w.each(nora, { 'firstdays-wave-one': one, 'firstdays-wave-change': one.replace('/13/', '/14/'), 'firstdays-wave-erase': one.replace('/13/', '/15/') });
}

/** What the other may learn: written, looked at, let go, and found the next day. */
async function card(w, nora, sam, now) {
    await w.each(nora, { 'firstdays-card': '#8/7' });
    await send(nora, 'card-save');
    await nora.page.locator('#view .refused').waitFor();
    await w.show('firstdays-card-refused', nora);
    await nora.field(1).fill('I go quiet and begin to tidy.');
    await nora.pick(2, 1);
    await nora.field(3).fill('All the letters are on the table.');
    await send(nora, 'card-save', 'card-kept-title');
    await w.show('firstdays-card-kept', nora);
    await w.each(nora, { 'firstdays-share': '#8/10' });
    await nora.page.locator('#view form button').last().click();
    await nora.titled(say('card-kept-title'));
    await w.show('firstdays-card-waits', nora);
    await w.each(nora, { 'firstdays-card-erase': '#8/11', 'firstdays-say-own': at(5, 2) });
    await w.each(sam, { 'firstdays-theirs-none': '#8/9' });
    for (const person of [nora, sam]) await person.setClock(now + DAY);
    await nora.visit('#5/0');
    await nora.visit('#8/8');
    await sam.visit('#8/9');
    await sam.sees('All the letters are on the table.', 30000);
    await w.show('firstdays-theirs', sam);
}

/** All pages: they are built alike, so a few are looked at, and the others are only met. */
async function themes(w, nora) {
    for (const [role, list] of Object.entries(THEMES)) {
        for (const [step, theme] of list.entries()) {
            await nora.visit(pageOf(role, step));
            if (['decide', 'hour', 'pictures', 'stay', 'whole'].includes(theme)) await w.show(`firstdays-${role}-${theme}`, nora);
            else await w.seen.note(nora);
        }
    }
}

/** Somebody without a book. */
async function stranger(w) {
    const somebody = await w.meet();
    await w.each(somebody, { 'firstdays-home-read': '#8/0', 'firstdays-what-read': '#8/2', 'firstdays-page-read': pageOf('hurt', 0), 'firstdays-card-read': '#8/7' });
    await somebody.close();
}

/** With *mine* closed everything is read; the page that was written waits behind its lock. */
async function closed(w, sam) {
    await sam.visit('#5/0');
    await sam.press(words('today', 'mine-lock'));
    await w.each(sam, { 'firstdays-home-closed': '#8/0', 'firstdays-page-closed': pageOf('hurter', 4), 'firstdays-card-closed': '#8/7' });
    await sam.visit(at(21, 69));
    await sam.titled(words('door', 'mine-title'));
    await sam.field(2).fill('brown ducks on the pond');
    await sam.press(words('door', 'mine-go'));
    await sam.titled(say('stay-title'));
    await w.show('firstdays-page-opened', sam);
}

export async function screens(w, nora, sam) {
    const today = await nora.page.evaluate(() => Date.now());
    await w.each(nora, { 'firstdays-home-new': '#8/0', 'firstdays-begin': '#8/16' });
    await nora.pick(1, 0);
    await send(nora, 'begin-do', 'eat-title');
    await w.each(nora, { 'firstdays-home-tonight': '#8/0', 'today-firstdays': '#5/0' });
    await writeDay(w, nora, 0, 'Soup at noon, standing. A jug of water on the desk.');
    await w.show('firstdays-hand', nora);
    await w.each(nora, { 'firstdays-home-enough': '#8/0', 'firstdays-page-written': pageOf('hurt', 0), 'firstdays-page-erase': at(23, 1), 'firstdays-list-hurt': '#8/17', 'firstdays-list-hurter': '#8/18' });
    await writeDay(w, nora, 5, 'How much is still open?', () => nora.pick(5, 40));
    await w.show('firstdays-hand-hour', nora);
    await writeDay(w, nora, 6, 'The rent we pay. The house can wait.');
    await w.show('firstdays-hand-until', nora);
    await w.each(nora, { 'firstdays-hand-heavy': at(22, 10), 'firstdays-again-written': pageOf('hurt', AGAIN), 'firstdays-again-until': pageOf('hurt', AGAIN + 6), 'firstdays-later': pageOf('hurt', 2 * AGAIN + 13) });
    await themes(w, nora);
    await stranger(w);
    await wave(w, nora);
    await card(w, nora, sam, today);
    await closed(w, sam);
    await nora.visit('#8/0');
    await nora.page.locator('#view details').evaluate((e) => (e.open = true));
    await nora.press(words('forms', 'path-away'));
    await w.show('firstdays-home-away', nora);
    await nora.page.locator('#view details').evaluate((e) => (e.open = true));
    await nora.press(words('forms', 'path-end'));
    await w.show('firstdays-home-ended', nora);
}

export async function injections(t, nora) {
    const day = await t.submit(nora, pageOf('hurt', 0), '8.3');
    await t.arrives(nora, pageOf('hurt', 0), day[3]);
    const wave = await t.submit(nora, '#8/2', '8.5', { 1: 0, 2: 0, 3: 0 });
    await t.arrives(nora, '#8/12', wave[5]);
    await nora.visit('#8/12');
    const one = await nora.page.locator('#view a[href^="#8/13/"]').first().getAttribute('href');
    const changed = await t.submit(nora, one.replace('/13/', '/14/'), '8.7', { 1: 0, 2: 0, 3: 0 });
    await t.arrives(nora, one, changed[5]);
    const card = await t.submit(nora, '#8/7', '8.9', { 2: 0 });
    for (const field of [1, 3, 4, 5]) await t.arrives(nora, '#8/8', card[field]);
}
