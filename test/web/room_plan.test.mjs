// room_plan.test.mjs -- the rooms *plan* and *levels* with two people in two browsers: proposed, two nights,
// asked alone, signed, checked in, ended; openness offered and ended; a deed that becomes a plan; a round that
// opens for both; the keyboard alone; Spanish.
import assert from 'node:assert/strict';
import { begin, joinByLink } from './couple.mjs';
import { house, pause, test } from './harness.mjs';
import { choose, press, type } from './keys.mjs';
import { offer, openBoth, seal, writeLevels } from './rooms/levels.mjs';
import { SMALL, answer, fillPlan, propose, sayWho, sign } from './rooms/plan.mjs';
import { speak, words } from './words.mjs';

const DAY = 86400000;
const say = (key) => words('plan', key);
const { meet } = await house();

async function couple() {
    const [nora, sam] = [await meet(), await meet()];
    await begin(nora, 'Nora');
    await joinByLink(nora, sam, 'Sam');
    const start = Date.now();
    const at = async (days) => {
        for (const person of [nora, sam]) await person.setClock(start + days * DAY);
        for (const person of [nora, sam]) await person.visit('#5/0');
    };
    await at(0);
    return { nora, sam, at };
}

/** This person's page of the plan, as soon as it shows these words. */
async function shows(person, plan, text) {
    await person.visit(`#9/5/${plan}`);
    await person.sees(text);
}

test('a plan is proposed, sleeps two nights, is signed by both, and ends with one touch', async () => {
    const { nora, sam, at } = await couple();
    const plan = await propose(nora, '#9/2', { giver: 1, texts: SMALL });
    await shows(sam, plan, 'You open each letter about money');
    assert.ok(!(await sam.text()).includes(say('ask-go')));
    await at(2);
    await answer(sam, plan, [9, 0, 2]);
    await sam.titled(say('careful-title'));
    await sam.press(say('careful-leave'));
    await sign(sam, plan);
    await nora.visit(`#9/5/${plan}`);
    assert.ok(!(await nora.text()).includes(words('agreement', 'force')));
    await sign(nora, plan);
    for (const person of [nora, sam]) await shows(person, plan, words('agreement', 'force'));
    await nora.press(say('check-go'));
    await nora.titled(say('check-title'));
    await nora.page.locator(`#view a[href="#9/18/${plan}"]`).click();
    await nora.titled(say('check-thanks'));
    await nora.field(14).fill('Thank you for the sum.');
    await nora.press(say('send'));
    await shows(sam, plan, 'Thank you for the sum.');
    await sam.press(say('end'));
    await sam.sees(say('back-go'));
    await nora.sees('Ended on');
    await nora.sees('You open each letter about money');
});

test('openness is offered, taken, ended in one step, and says no day after', async () => {
    const { nora, sam, at } = await couple();
    await nora.visit('#9/21');
    assert.equal(await nora.page.locator('#view form').count(), 0);
    await sayWho(sam, 2);
    await sam.visit('#9/21');
    await sam.field(4).fill('The letters from the bank, on Saturdays, you beside me.');
    await sam.field(10).fill(new Date(Date.now() + 20 * DAY).toISOString().slice(0, 10));
    await sam.press(say('offer-go'));
    await sam.left(say('offer-title'));
    await sam.settled();
    const open = (await sam.page.evaluate(() => location.hash)).split('/')[2];
    await at(2);
    await sign(sam, open);
    await shows(nora, open, say('open-take'));
    await nora.press(say('open-take'));
    await shows(sam, open, words('agreement', 'force'));
    await sam.press(say('end'));
    for (const person of [sam, nora]) {
        await shows(person, open, words('agreement', 'over'));
        assert.doesNotMatch(await person.text(), /20\d\d|until and with/);
    }
});

test('a deed becomes a plan that goes out on the next morning; a round opens for both', async () => {
    const { nora, sam, at } = await couple();
    const note = await writeLevels(nora, { deed: 'I say once a week what I saw.', thoughts: 'Wary.', why: 'For Tuesdays.' });
    await nora.press(words('levels', 'to-plan'));
    await nora.titled(say('low-title'));
    assert.equal(await nora.field(4).inputValue(), 'I say once a week what I saw.');
    await fillPlan(nora, `#9/4/${note}`, { giver: 0, texts: { 6: SMALL[6], 7: SMALL[7] } });
    await nora.press(say('keep'));
    await nora.titled(say('draft-title'));
    await nora.press(say('go-out'));
    await nora.sees(say('goes-back'));
    await sam.visit('#9/0');
    await pause(500);
    assert.ok(!(await sam.text()).includes('I say once a week'));
    await at(1);
    await nora.visit('#9/0');
    await sam.visit('#9/0');
    await sam.sees('I say once a week what I saw.');
    await offer(sam);
    await nora.visit('#16/0');
    await nora.sees(words('levels', 'card-offered'));
    await seal(nora, { deed: 'Noras deed' });
    await seal(sam, { deed: 'Sams deed' });
    assert.ok(!(await nora.text()).includes('Sams deed'));
    await openBoth(nora, sam);
    await nora.sees('Sams deed');
    await sam.sees('Noras deed');
});

test('a plan by the keyboard alone, in Spanish', async () => {
    const { nora, sam } = await couple();
    await nora.visit('#6/4');
    await nora.page.evaluate(() => [...document.querySelectorAll('#view label')].find((label) => /Español/.test(label.textContent)).click());
    await nora.page.locator('#view form button:not([type="button"])').last().click();
    await nora.page.waitForFunction(() => document.documentElement.lang === 'es');
    speak('es');
    try {
        await nora.visit('#9/0');
        await nora.titled(say('title'));
        await press(nora, say('shelf-title'));
        await nora.titled(say('shelf-title'));
        await press(nora, say('low-title'));
        await nora.titled(say('low-title'));
        await choose(nora, 2, 0);
        for (const [field, text] of [[4, 'Abro mis cartas.'], [6, 'En la mesa.'], [7, 'Lo digo esa noche.']]) await type(nora, field, text);
        await press(nora, say('propose'));
        await nora.titled(say('one-title'));
        await nora.sees('Algo pequeño, de Nora: Abro mis cartas.');
    } finally {
        speak('en');
    }
    await sam.visit('#9/0');
    await sam.sees('Algo pequeño, de Nora: Abro mis cartas.');
});
