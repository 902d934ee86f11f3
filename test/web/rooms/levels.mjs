// levels.mjs -- the room *levels* in the walks through all of the app (rooms.mjs).
import { words } from '../words.mjs';

const say = (key) => words('levels', key);
const item = async (person) => (await person.page.evaluate(() => location.hash)).split('/')[2];

/** Three steps alone; returns the note's address. */
export async function writeLevels(person, { deed, thoughts, why, show }) {
    await person.visit('#16/1');
    if (show) await show('levels-deed', person);
    await person.field(6).fill(deed);
    await person.press(say('next'));
    await person.titled(say('now-title'));
    await person.pick(1, 3);
    await person.pick(2, 3);
    await person.field(3).fill(thoughts);
    if (show) await show('levels-now', person);
    await person.press(say('next'));
    await person.titled(say('toward-title'));
    await person.pick(4, 2);
    await person.field(5).fill(why);
    if (show) await show('levels-toward', person);
    await person.press(say('next'));
    await person.titled(say('one-title'));
    return item(person);
}

export async function offer(person) {
    await person.visit('#16/5');
    await person.pick(7, 1);
    await person.press(say('offer-go'));
    await person.titled(say('answer-title'));
}

export async function seal(person, { deed, thoughts = '', why = '' }) {
    await person.visit('#16/6');
    await person.titled(say('answer-title'));
    await person.field(6).fill(deed);
    await person.pick(1, 1);
    await person.field(3).fill(thoughts);
    await person.pick(4, 2);
    await person.field(5).fill(why);
    await person.press(say('seal'));
    await person.titled(say('sealed-title'));
}

export async function openBoth(nora, sam) {
    for (const person of [nora, sam]) {
        await person.visit('#16/7');
        await person.press(say('open'));
        await person.settled();
    }
    for (const person of [nora, sam]) await person.titled(say('theirs-title').replace(/\{name\}.*/, ''));
}

const THOUGHTS = 'I can laugh with you again. The post I still open with my heart in my throat.';
const WHY = 'I would like to hand over the folder and not count along.';

export async function screens(w, nora, sam) {
    await w.each(nora, { 'levels-empty': '#16/0' });
    const note = await writeLevels(nora, { deed: 'I say once a week what I saw, out loud, instead of only seeing it.', thoughts: THOUGHTS, why: WHY, show: (name, person) => w.show(name, person) });
    await w.show('levels-one', nora);
    await w.each(nora, { 'levels-erase': `#16/11/${note}`, 'levels-to-plan': `#9/4/${note}`, 'levels-home': '#16/0', 'levels-offer': '#16/5' });
    await offer(nora);
    await w.show('levels-answer', nora);
    await sam.visit('#16/0');
    await sam.sees(say('card-offered'));
    await w.show('levels-offered', sam);
    await seal(nora, { deed: 'I say once a week what I saw.', thoughts: THOUGHTS, why: WHY });
    await w.show('levels-sealed', nora);
    await seal(sam, { deed: 'I say the sum on the first of each month, before you ask.', thoughts: 'I do the things. I am afraid that one bad month undoes them all.' });
    await openBoth(nora, sam);
    await w.show('levels-theirs', nora);
    await w.each(nora, { 'levels-theirs-again': '#16/8', 'levels-quiet': '#16/9', 'levels-both': '#16/10' });
}

export async function injections(t, nora, sam) {
    const typed = [];
    for (const [page, action] of [['16/1', '16.1'], ['16/2', '16.2'], ['16/3', '16.3']]) {
        const note = typed.length ? `/${await item(nora)}` : '';
        typed.push(...Object.values(await t.submit(nora, `#${page}${note}`, action)));
    }
    await t.look(nora, ...typed);
    await offer(nora);
    const said = [];
    for (const person of [nora, sam]) said.push(Object.values(await t.submit(person, '#16/6', '16.6')));
    await openBoth(nora, sam);
    for (const [i, person] of [nora, sam].entries()) {
        await t.look(person, ...said[1 - i]);
        await person.visit('#16/10');
        await t.look(person, ...said[i]);
    }
}
