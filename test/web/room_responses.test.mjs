// room_responses.test.mjs -- how to answer a feeling, between two browsers: guessed under seal and ranked,
// played on two phones and on one, learned by heart; what the other's phone shows before a round opens;
// with the keyboard alone, and in Spanish.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { begin as beginBook, joinByLink, unlock } from './couple.mjs';
import { house, test } from './harness.mjs';
import { choose, press, type } from './keys.mjs';
import * as responses from './rooms/responses.mjs';
import { speak, words } from './words.mjs';

const { meet } = await house();
const said = (key, args) => words('responses', key, args);
after(() => speak('en'));


async function couple(options) {
    const [nora, sam] = [await meet(options), await meet({ ...options, at: null })];
    await beginBook(nora, 'Nora');
    await joinByLink(nora, sam, 'Sam');
    return [nora, sam];
}

/** Pages as they stand, without what names an item. */
async function screens(person, addresses) {
    const shown = [];
    for (const address of addresses) {
        await person.visit(address);
        shown.push(await person.page.evaluate(() => document.getElementById('view').innerHTML.replace(/\b[0-9a-f]{16}\b/g, 'item')));
    }
    return shown;
}

test('guessed under seal, ranked, played on two phones, learned by heart', async () => {
    const [nora, sam] = await couple();
    const round = await responses.offer(nora, 5, 2);
    await sam.visit('#12/0');
    await sam.sees(said('round-card', { feeling: 'fear' }));
    const all = ['#12/0', '#12/3/5', `#12/12/${round}`, '#12/1', '#12/19', '#5/0'];
    const before = await screens(sam, all);
    await responses.guess(nora, round, 'You want to be left alone', 'Show me the papers');
    await nora.page.waitForTimeout(1500); // it has come, and shows nowhere
    assert.deepEqual(await screens(sam, all), before);
    await responses.guess(sam, round, 'I show you everything', 'One thing at a time');
    await responses.open(nora, sam, round);
    assert.match(await nora.text(), /I show you everything/);
    await nora.visit(`#12/16/${round}`);
    await nora.field(7).fill('Nearly: sit beside me');
    await nora.pick(20, 1);
    await nora.press(said('rank-go'));
    await nora.titled(said('written-title'));
    await sam.visit('#12/3/5');
    await sam.sees('Nearly: sit beside me');

    const [first, second] = await responses.begin(nora, sam);
    await responses.turn(first, second, '5', false);
    await responses.turn(second, first, '4', true);
    for (const person of [nora, sam]) {
        await person.titled(said('play-over-title'));
        await person.press(said('play-done'));
        await person.titled(said('notes-title'));
    }
    await sam.visit('#12/19');
    await sam.press(said('heart-begin'));
    await sam.sees(said('question', { name: 'Nora', feeling: 'fear' }));
    await sam.press(words('forms', 'drill-there'));
    await sam.titled(said('heart-title'));
    await sam.sees(words('forms', 'drill-rest'));
});

test('one phone for both: only the role play until it is unlocked', async () => {
    const nora = await meet();
    await beginBook(nora, 'Nora', { how: 'alone' });
    await nora.visit('#12/18/5');
    await nora.field(7).fill('What only Nora reads');
    await nora.page.locator('#view form[data-action="12.13"] button').last().click();
    await nora.titled(said('notes-title'));
    await nora.visit('#12/50');
    await nora.press(words('forms', 'handed-begin'));
    await nora.titled(said('play-choose-title'));
    for (const address of ['#12/17', '#12/0', '#17/0', '#6/0']) {
        await nora.visit(address);
        assert.doesNotMatch(await nora.text(), /What only Nora reads/);
        await nora.titled(said('play-choose-title'));
    }
    await nora.visit('#12/51');
    for (const last of [false, true]) {
        await nora.titled(said('play-choose-title'));
        await responses.turn(nora, nora, '6', last);
    }
    await nora.press(said('play-done'));
    await nora.press(words('forms', 'handed-unlock'));
    await unlock(nora);
    await nora.visit('#12/0');
    await nora.titled(said('title'));
});

test('with the keyboard alone, in Spanish', async () => {
    speak('es');
    const [nora, sam] = await couple({ locale: 'es-ES' });
    await nora.visit('#12/0');
    await press(nora, said('fear'));
    await nora.titled(said('fear'));
    await press(nora, said('write'));
    await type(nora, 3, 'Siéntate a mi lado');
    await press(nora, words('app', 'save'));
    await nora.titled(said('written-title'));
    await nora.visit('#12/3/5');
    await choose(nora, 9, 0);
    await press(nora, said('offer'));
    await nora.titled(said('guess-title', { feeling: said('in-fear') }));
    await type(nora, 10, 'Dejarte en paz');
    await press(nora, said('seal'));
    await nora.titled(said('sealed-title', { feeling: said('in-fear') }));
    await sam.visit('#12/0');
    await press(sam, said('round-card', { feeling: said('in-fear') }));
    await type(sam, 10, 'Mostrarte los papeles');
    await press(sam, said('seal')); // the second answer, on its day
    await nora.sees('Mostrarte los papeles');
    await press(nora, said('open-on'));
    await press(nora, said('confirm'));
    await nora.titled(said('written-title'));
    await sam.visit('#12/1');
    await sam.sees('Mostrarte los papeles');
    speak('en');
});
