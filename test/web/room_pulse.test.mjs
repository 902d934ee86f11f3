// room_pulse.test.mjs -- the weekly pulse between two browsers: before it opens the other's pages do not
// differ; opened together, each reads the other's; the second meter stays with one; with the keyboard
// alone, and in Spanish.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { begin, joinByLink } from './couple.mjs';
import { house, test } from './harness.mjs';
import { choose, press, type } from './keys.mjs';
import { answer, onWednesday, open } from './rooms/pulse.mjs';
import { speak, words } from './words.mjs';

const { meet } = await house();
after(() => speak('en'));
const said = (key) => words('pulse', key);

async function couple(options) {
    const [nora, sam] = [await meet(options), await meet({ ...options, at: null })];
    await begin(nora, 'Nora');
    await joinByLink(nora, sam, 'Sam');
    await onWednesday(nora, sam);
    return [nora, sam];
}

/** Pages as they stand, without what names an item. */
async function screens(person) {
    const shown = [];
    for (const address of ['#17/0', '#17/1', '#17/2', '#17/3', '#17/6', '#17/10', '#5/0', '#1/7']) {
        await person.visit(address);
        shown.push(await person.page.evaluate(() => document.getElementById('view').innerHTML.replace(/\b[0-9a-f]{16}\b/g, 'item')));
    }
    return shown;
}

test('a week is sealed, shows nothing before it opens, and is opened together', async () => {
    const [nora, sam] = await couple();
    const before = await screens(sam);
    await answer(nora, 1, 'The letter lay there');
    await nora.visit('#17/6');
    await nora.page.waitForTimeout(1500); // it has come, and shows nowhere
    assert.deepEqual(await screens(sam), before);
    await answer(sam, 3, 'You came back to it');
    await open(nora, sam);
    assert.match(await nora.text(), /Rather safe[^]*You came back to it/);
    assert.match(await sam.text(), /Rather unsafe[^]*The letter lay there/);
});

test('with the keyboard alone, in Spanish', async () => {
    speak('es');
    const [nora, sam] = await couple({ locale: 'es-ES' });
    await sam.visit('#17/0');
    await press(sam, said('safe-title'));
    await choose(sam, 1, 2);
    await press(sam, said('seal'));
    await sam.titled(said('sealed-title'));
    await press(sam, said('open'));
    await sam.sees(said('ready'));
    await sam.visit('#17/8');
    for (const field of [2, 3, 4, 5, 6, 7, 8]) await choose(sam, field, 1);
    await press(sam, said('keep'));
    await sam.sees(said('kept'));
    await type(sam, 9, 'Llamaste desde la estación');
    await press(sam, said('line-send'));
    await sam.titled(said('sent-title'));
    await nora.visit('#5/0');
    await nora.sees('Llamaste desde la estación');
    speak('en');
});
