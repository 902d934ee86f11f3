// plan.mjs -- the room *plan* in the walks through all of the app (rooms.mjs).
import { words } from '../words.mjs';

const DAY = 86400000;
const say = (key) => words('plan', key);
const item = async (person) => (await person.page.evaluate(() => location.hash)).split('/')[2];
const today = (person) => person.page.evaluate(() => Date.now());
const day = async (person, ahead) => new Date((await today(person)) + ahead * DAY).toISOString().slice(0, 10);

/** So many days later, for both. */
async function pass(people, days) {
    const now = await today(people[0]);
    for (const person of people) await person.setClock(now + days * DAY);
    for (const person of people) await person.visit('#5/0');
}

/** What the other wrote is on this page; a clock that stands sends nothing, so it moves a little. */
async function arrives(people, person, address, text) {
    for (let i = 0; i < 40; i++) {
        await person.visit('#5/0');
        await person.visit(address);
        try {
            await person.sees(text, 1500);
            return;
        } catch {
            const now = await today(person);
            for (const each of people) await each.setClock(now + 1000);
        }
    }
    throw new Error(`${text} did not come to ${address}`);
}

export async function sayWho(person, value) {
    await person.visit('#9/22');
    await person.pick(21, value);
    await person.press(words('app', 'save'));
    await person.titled(say('shelf-title'));
}

/** Fills a form of a plan; `texts` by field. Does not send it. */
export async function fillPlan(person, address, { giver, texts = {}, purpose, days = {} }) {
    await person.visit(address);
    if (giver !== undefined) await person.pick(2, giver);
    if (purpose !== undefined) await person.pick(3, purpose);
    for (const [field, text] of Object.entries(texts)) await person.field(field).fill(text);
    for (const [field, ahead] of Object.entries(days)) await person.field(field).fill(await day(person, ahead));
}

export const SMALL = {
    4: 'You open each letter about money on the day it comes.',
    6: 'The letters lie on the kitchen table, and we open them together before supper.',
    7: 'If one was put away, you say so the same evening, and we open it with the coats still on.',
};
const VISIT = {
    4: 'At my parents’, with my brother.',
    6: 'Neither of us stays alone with him, and we go for a walk after lunch.',
    7: 'If the talk comes to money, Sam squeezes my hand and says that we need some air.',
    8: 'Whoever says tired: within ten minutes we are in the car.',
    11: 'On the drive home.',
};

/** Proposes; returns the plan's address in the address bar. */
export async function propose(person, address, what) {
    await fillPlan(person, address, what);
    await person.press(say('propose'));
    await person.titled(say('one-title'));
    return item(person);
}

/** Alone, before signing; `answers`: lose, undone, afraid. */
export async function answer(person, plan, [lose, undone, afraid] = [9, 0, 0]) {
    await person.visit(`#9/6/${plan}`);
    await person.pick(18, lose);
    await person.pick(19, undone);
    await person.pick(20, afraid);
    await person.press(say('sign'));
}

export async function sign(person, plan) {
    await answer(person, plan);
    await person.titled(say('signed-title'));
}

async function tell(person, page, plan, texts, picks = {}) {
    await person.visit(`#9/${page}/${plan}`);
    for (const [field, text] of Object.entries(texts)) await person.field(field).fill(text);
    for (const [field, value] of Object.entries(picks)) await person.pick(field, value);
    await person.page.locator('#view form button:not([type="button"])').last().click();
    await person.settled();
}

async function shelf(w, nora, sam) {
    await w.each(nora, {
        'plan-empty': '#9/0',
        'plan-about': '#9/23',
        'plan-over-empty': '#9/20',
        'plan-offer-only': '#9/21',
        'plan-cost-who': '#9/2/1',
        'plan-who': '#9/22',
    });
    await sayWho(nora, 1);
    await sayWho(sam, 2);
    await w.show('plan-shelf-second', sam);
    await w.each(nora, {
        'plan-shelf': '#9/1',
        'plan-write': '#9/2',
        'plan-write-mine': '#9/3',
        'plan-contact': '#9/2/257',
        'plan-week': '#9/2/2',
        'plan-again': '#9/2/4',
        'plan-visit': '#9/2/3',
    });
    await nora.press(say('propose'));
    await nora.page.locator('#view .refused').waitFor();
    await w.show('plan-visit-refused', nora);
}

async function signed(w, nora, sam) {
    const plan = await propose(nora, '#9/2', { giver: 1, texts: SMALL });
    await w.show('plan-proposed', nora);
    await arrives([nora, sam], sam, `#9/5/${plan}`, SMALL[4]);
    await w.show('plan-proposed-theirs', sam);
    await w.each(sam, { 'plan-ask-before': `#9/6/${plan}` });
    await pass([nora, sam], 2);
    await w.each(sam, { 'plan-today': '#5/0', 'plan-ask': `#9/6/${plan}` });
    await answer(sam, plan, [0, 2, 1]);
    await sam.titled(say('careful-title'));
    await w.show('plan-careful', sam);
    await sign(sam, plan);
    await w.show('plan-signed', sam);
    await sign(nora, plan);
    await arrives([nora, sam], sam, `#9/5/${plan}`, say('check-go'));
    return plan;
}

async function checks(w, nora, sam, plan) {
    await w.each(sam, { 'plan-holds': `#9/5/${plan}`, 'plan-check': `#9/11/${plan}`, 'plan-done': `#9/12/${plan}`, 'plan-broken': `#9/15/${plan}`, 'plan-support': `#9/17/${plan}` });
    await w.each(nora, { 'plan-noticed': `#9/14/${plan}`, 'plan-thanks': `#9/18/${plan}` });
    await tell(sam, 12, plan, { 14: 'I called the bank in the break and wrote the sum down.' });
    await w.show('plan-done-kept', sam);
    await tell(nora, 14, plan, { 14: 'The letter lay open on the table when I came home.' });
    await pass([nora, sam], 3);
    await tell(sam, 17, plan, { 14: 'Please sit with me on Thursday while I call about the last loan.' }, { 17: 0 });
    await tell(sam, 15, plan, { 14: 'I put one away on Tuesday.', 15: 'It lies open on the table now, and I sit down with you tonight.' }, { 16: 0 });
    await sam.titled(say('landed-title'));
    await w.show('plan-landed', sam);
    await tell(nora, 18, plan, { 14: 'Thank you for saying the sum out loud.' });
    await arrives([nora, sam], sam, `#9/5/${plan}`, 'Thank you for saying the sum out loud.');
    await w.show('plan-days', sam);
    await w.each(sam, { 'plan-done-before': `#9/12/${plan}`, 'plan-add': `#9/10/${plan}` });
    await sam.field(14).fill('On days when I travel, I call at eight.');
    await sam.press(say('propose'));
    await sam.titled(say('one-title'));
    await sam.page.evaluate(() => document.querySelectorAll('#view details').forEach((e) => (e.open = true)));
    await w.show('plan-line', sam);
    await w.each(sam, { 'plan-paper': `#9/26/${plan}` });
    await w.show('plan-on-paper', sam, { paper: true });
}

async function openness(w, nora, sam) {
    await w.each(sam, { 'plan-offer': '#9/21' });
    await sam.field(4).fill('The letters from the bank: on Saturdays at the table, you beside me, I open them.');
    await sam.field(10).fill(await day(sam, 20));
    await sam.press(say('offer-go'));
    await sam.left(say('offer-title'));
    await sam.settled();
    const open = await item(sam);
    await w.show('plan-open-offered', sam);
    await pass([nora, sam], 2);
    await arrives([nora, sam], nora, `#9/5/${open}`, say('open-take'));
    await w.show('plan-open-theirs', nora);
    await nora.press(say('open-take'));
    await sign(sam, open);
    await arrives([nora, sam], sam, `#9/5/${open}`, words('agreement', 'force'));
    await w.show('plan-open', sam);
    await sam.press(say('end'));
    await sam.sees(words('agreement', 'over'));
    await w.show('plan-open-over', sam);
}

async function noteAndDraft(w, sam) {
    await fillPlan(sam, '#9/2', { giver: 0, texts: { ...SMALL, 4: 'I send you my location whenever I leave the house.' } });
    await sam.press(say('propose'));
    await sam.titled(say('note-title'));
    await w.show('plan-note', sam);
    const plan = await item(sam);
    await sam.visit(`#9/5/${plan}`);
    await sam.press(say('take-back'));
    await sam.left(say('one-title'));
    await fillPlan(sam, '#9/3', { giver: 0, texts: SMALL });
    await sam.press(say('keep'));
    await sam.titled(say('draft-title'));
    await w.show('plan-draft', sam);
    const draft = await item(sam);
    await w.each(sam, { 'plan-change': `#9/25/${draft}`, 'plan-draft-paper': `#9/26/${draft}` });
    await sam.visit(`#9/24/${draft}`);
    await sam.press(say('go-out'));
    await sam.sees(say('goes-back'));
    await w.show('plan-goes', sam);
    await w.each(sam, { 'plan-home': '#9/0' });
    await sam.visit(`#9/24/${draft}`);
    await sam.press(words('app', 'erase'));
    await sam.titled(say('erase-title'));
    await w.show('plan-erase', sam);
    await sam.press(words('app', 'erase'));
    await sam.left(say('erase-title'));
}

async function visitOver(w, nora, sam) {
    const plan = await propose(nora, '#9/2/3', { texts: VISIT, days: { 9: 3, 10: 5 } });
    await pass([nora, sam], 2);
    await arrives([nora, sam], sam, `#9/5/${plan}`, VISIT[4]);
    for (const person of [nora, sam]) await sign(person, plan);
    await arrives([nora, sam], nora, `#9/5/${plan}`, words('agreement', 'force'));
    await w.show('plan-visit-holds', nora);
    await pass([nora, sam], 4);
    await w.each(nora, { 'plan-back': `#9/19/${plan}` });
    await tell(nora, 19, plan, { 14: 'The walk helped.', 15: 'I squeeze your hand earlier.' });
    await nora.titled(say('one-title'));
    await w.show('plan-visit-over', nora);
    await w.each(nora, { 'plan-over': '#9/20' });
}

export async function screens(w, nora, sam) {
    await shelf(w, nora, sam);
    const plan = await signed(w, nora, sam);
    await checks(w, nora, sam, plan);
    await openness(w, nora, sam);
    await noteAndDraft(w, sam);
    await visitOver(w, nora, sam);
}

/** Every field for words, and that it comes to whom it is for. */
export async function injections(t, nora, sam) {
    for (const person of [nora, sam]) await sayWho(person, 3);
    await nora.visit('#9/2/3');
    for (const [field, ahead] of [[9, 3], [10, 9]]) await nora.field(field).fill(await day(nora, ahead));
    const { form, texts } = await t.fillAll(nora, '9.1');
    await form.locator('button:not([type="button"])').last().click();
    await nora.left(say('visit-title'));
    await nora.settled();
    const plan = await item(nora);
    for (const person of [nora, sam]) for (const field of [4, 6, 7, 8, 11]) await t.arrives(person, `#9/5/${plan}`, texts[field]);
    const high = await t.submit(sam, '#9/3/1', '9.1', { 2: 0, 3: 1 });
    const draft = await item(sam);
    await t.arrives(sam, `#9/26/${draft}`, high[5]);
    await sam.visit('#9/21');
    await sam.field(10).fill(await day(sam, 9));
    const offer = await t.send(sam, '9.15');
    const open = await item(sam);
    for (const person of [nora, sam]) await t.arrives(person, `#9/5/${open}`, offer[4]);
    await pass([nora, sam], 2);
    for (const person of [nora, sam]) await sign(person, plan);
    await arrives([nora, sam], sam, `#9/5/${plan}`, say('check-go'));
    const done = await t.submit(sam, `#9/12/${plan}`, '9.9');
    await t.arrives(sam, `#9/12/${plan}`, done[14]);
    const told = [
        [nora, 14, '9.10', {}],
        [sam, 15, '9.11', { 16: 1 }],
        [sam, 17, '9.12', { 17: 1 }],
        [nora, 18, '9.13', {}],
        [nora, 10, '9.7', {}],
    ];
    for (const [person, page, action, picks] of told) {
        const said = await t.submit(person, `#9/${page}/${plan}`, action, picks);
        for (const reader of [nora, sam]) for (const text of Object.values(said)) await t.arrives(reader, `#9/5/${plan}`, text);
    }
    await nora.visit(`#9/5/${plan}`);
    await nora.press(say('end'));
    await nora.sees(say('back-go'));
    const back = await t.submit(nora, `#9/19/${plan}`, '9.14');
    for (const text of Object.values(back)) await t.arrives(sam, `#9/5/${plan}`, text);
}
