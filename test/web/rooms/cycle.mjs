// cycle.mjs -- the pages of *cycle*, its fields; nothing of it is done on one phone for both.
import { words } from '../words.mjs';

const DAY = 86400000;
const goes = (name) => words('share', 'go').replace('{name}', name);

/** A ring in six steps; `see` looks at each page before it is filled. Returns the ring's address. */
export async function ring(person, texts, see = async () => {}) {
    await person.visit('#14/1');
    const next = async (title, fill) => {
        await person.titled(words('cycle', title));
        await see(title.replace('-title', ''));
        await fill();
        await person.press(words('cycle', 'next'));
    };
    await next('who-title', async () => {
        await person.pick(1, texts.who ?? 1);
        if (texts.name) await person.field(2).fill(texts.name);
        await person.field(3).fill(texts.need);
    });
    await next('showed-title', () => person.field(4).fill(texts.showed));
    await next('back-title', async () => {
        await person.field(5).fill(texts.back);
        await person.pick(6, 2);
    });
    await next('belief-title', () => person.field(9).fill(texts.belief));
    await next('body-title', () => person.pick(10, 1));
    await next('under-title', () => person.field(13).fill(texts.under ?? ''));
    await person.titled(words('cycle', 'ring-title'));
    return person.page.evaluate(() => location.hash);
}

const NORA = {
    name: 'My grandmother, in the house by the weir',
    who: 0,
    need: 'Somebody who sits with me when I have had a bad dream.',
    showed: 'I stood in the door and said nothing.',
    back: '“Go back to bed, you are a big girl.” It was said kindly.',
    belief: 'Others are kind as long as I am big.',
    under: 'be no trouble',
};
const SAM = { need: 'To be thought well of, even now.', showed: 'I say that all is fine.', back: 'A question that sounds like a reckoning.', belief: 'Whoever sees the whole of it goes.' };

/** Somebody's own words are shown, not only in the table behind a drawing. */
export const quoted = (person, text) => person.page.locator('#view .quote', { hasText: text }).first().waitFor();

export async function copy(person, at, other) {
    await person.visit(at.replace('#14/7/', '#14/10/'));
    await person.press(goes(other));
    await person.titled(words('cycle', 'copies-title'));
}

export async function screens(w, nora, sam, now) {
    await w.each(nora, { cycle: '#14/0', 'cycle-stop': '#14/8', 'cycle-empty': '#14/9', 'cycle-together-empty': '#14/13', 'cycle-copies-empty': '#14/12' });
    const at = await ring(nora, NORA, (name) => w.show(`cycle-${name}`, nora));
    await w.show('cycle-ring', nora);
    await w.each(nora, { 'cycle-share': at.replace('/7/', '/10/'), 'cycle-share-all': at.replace('/7/', '/11/'), 'cycle-erase': at.replace('/7/', '/14/') });
    await copy(nora, at, 'Sam');
    await w.show('cycle-copies-waits', nora);
    await copy(sam, await ring(sam, SAM), 'Nora');
    for (const person of [nora, sam]) {
        await person.setClock(now + DAY);
        await person.visit('#5/0');
    }
    await nora.visit('#14/13');
    await quoted(nora, SAM.back);
    await w.show('cycle-together', nora);
    await nora.field(15).fill('When I stand in the door and say nothing, ask me one question.');
    await nora.press(words('cycle', 'ask-go'));
    await nora.sees(words('cycle', 'asked-mine'));
    await sam.visit('#14/13');
    await quoted(sam, 'ask me one question.');
    await w.show('cycle-asked', sam);
    await w.each(nora, { 'cycle-noted': '#14/0' });
}

export async function injections(t, nora, sam) {
    const { 2: name, 3: need } = await t.submit(nora, '#14/1', '14.1', { 1: 0 });
    const at = await nora.page.evaluate(() => location.hash.replace('#14/2/', ''));
    const texts = [name, need];
    for (const page of [2, 3, 4, 6]) texts.push(...Object.values(await t.submit(nora, `#14/${page}/${at}`, '14.1')));
    for (const text of texts) await t.arrives(nora, `#14/7/${at}`, text);
    const { 15: ask } = await t.submit(nora, '#14/13', '14.5');
    await t.arrives(sam, '#14/13', ask);
}
