// pulse.mjs -- the weekly pulse, for the walks through all of the app (rooms.mjs).
import { words } from '../words.mjs';

const said = (key, args) => words('pulse', key, args);
const DAY = 86400000;

/** From now on it is noon of the next Wednesday: on a Sunday a round opens as soon as both have answered. */
export async function onWednesday(...people) {
    const day = new Date(await people[0].page.evaluate(() => Date.now()));
    day.setHours(12, 0, 0, 0);
    day.setDate(day.getDate() + ((10 - day.getDay()) % 7));
    for (const person of people) await person.setClock(day.getTime());
    for (const person of people) await person.visit('#17/11');
    return day.getTime();
}

export async function answer(person, safe, text) {
    await person.visit('#17/1');
    if (safe !== null) await person.pick(1, safe);
    if (text) await person.field(9).fill(text);
    await person.press(said('seal'));
    await person.titled(said('sealed-title'));
    await person.settled();
}

/** Both press open, on the page that tells it by itself. */
export async function open(a, b) {
    for (const person of [a, b]) {
        await person.visit('#17/2');
        await person.press(said('open'));
    }
    await Promise.all([a, b].map((person) => person.sees(said('theirs-lead'))));
}

async function keep(person, address, field, value) {
    await person.visit(address);
    await person.pick(field, value);
    await person.page.locator('#view form button:not([type="button"])').first().click();
    await person.sees(said('kept'));
}

export async function screens(w, nora, sam) {
    const day = await onWednesday(nora, sam);
    await w.each(nora, { 'pulse-home': '#17/0', 'pulse-safe': '#17/1', 'pulse-known': '#17/11', 'pulse-weeks-empty': '#17/10', 'pulse-leaning': '#17/8', 'pulse-course-empty': '#17/9', 'pulse-days-empty': '#17/7' });
    await nora.visit('#17/8');
    await nora.page.locator('#view form[data-action="17.5"] button').last().click();
    await nora.page.locator('#view .refused').waitFor();
    await w.show('pulse-leaning-refused', nora);
    await answer(nora, 1, 'The letter from the bank lay there unopened for three days.');
    await w.show('pulse-sealed', nora);
    await nora.press(said('sealed-back'));
    await nora.titled(said('back-title'));
    await w.show('pulse-back', nora);
    await answer(sam, 3, 'You came back to the quarrel on Tuesday, and you were quiet.');
    await nora.visit('#17/2');
    await nora.press(said('open'));
    await nora.sees(said('ready'));
    await w.show('pulse-ready', nora);
    await sam.visit('#17/2');
    await sam.press(said('open'));
    await sam.sees(said('theirs-lead'));
    await nora.sees(said('theirs-lead'));
    await w.each(nora, { 'pulse-home-open': '#17/0', 'pulse-theirs': '#17/3', 'pulse-two-minutes': '#17/4', 'pulse-own': '#17/5', 'pulse-weeks': '#17/10' });
    await nora.visit('#17/6');
    await nora.field(9).fill('You took my mother’s call on Thursday. Thank you for that half hour.');
    await nora.press(said('line-send'));
    await nora.titled(said('sent-title'));
    await w.show('pulse-sent', nora);
    for (let i = 0; i < 15; i++) {
        await nora.setClock(day + i * DAY);
        await nora.visit('#17/0');
        await keep(nora, '#17/7', 1, [1, 3, 2, 1, 4, 3][i % 6]);
        if (i % 7 === 0) await keep(nora, '#17/8', 2, 3 - i / 7);
    }
    await nora.visit('#17/8');
    for (const field of [2, 3, 4, 5, 6, 7, 8]) await nora.pick(field, field % 5);
    await nora.page.locator('#view form[data-action="17.5"] button').last().click();
    await nora.sees(said('kept'));
    await w.show('pulse-back-kept', nora);
    await w.each(nora, { 'pulse-days': '#17/7', 'pulse-leaning-again': '#17/8', 'pulse-course': '#17/9', 'pulse-erase': '#17/12/1' });
    await sam.setClock(day + 14 * DAY);
    for (const person of [nora, sam]) await person.visit('#17/0');
}

/** Fills every field for words, and finds it where it belongs. */
export async function injections(t, nora, sam) {
    await onWednesday(nora, sam);
    const { 9: nora_text } = await t.submit(nora, '#17/1', '17.1', { 1: 2 });
    const { 9: sam_text } = await t.submit(sam, '#17/1', '17.1', { 1: 3 });
    await open(nora, sam);
    await t.arrives(nora, '#17/3', sam_text);
    await t.arrives(sam, '#17/3', nora_text);
    const { 9: line } = await t.submit(nora, '#17/6', '17.7');
    await t.arrives(sam, '#17/6', line);
}
