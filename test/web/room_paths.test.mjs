// room_paths.test.mjs -- a path of two on two phones that do not see each other's steps, one phone handed
// over, all of an evening of *everyday* by the keyboard alone, and the same room in Spanish.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PHRASE, begin, joinByLink, unlock, unlockMine } from './couple.mjs';
import { Person, house, test } from './harness.mjs';
import { press, type } from './keys.mjs';
import { speak, words } from './words.mjs';

const { relay, meet } = await house();
const DAY = 86400000;
const say = (key, args) => words('paths', key, args);
const form = (key, args) => words('forms', key, args);

test('everyday on two phones, the one by the keyboard alone; neither sees the other’s steps', async () => {
    const nora = await meet();
    const sam = new Person(relay);
    await begin(nora, 'Nora');
    await joinByLink(nora, sam, 'Sam');
    await sam.visit('#18/1/2');
    await sam.press(form('path-begin'));
    await sam.sees(say('tonight-go'));
    await sam.visit('#18/0');
    const before = await sam.text();

    await nora.visit('#1/7');
    await press(nora, words('paths', 'title'));
    await nora.titled(say('title'));
    await press(nora, say('everyday-title'));
    await press(nora, form('path-begin'));
    await press(nora, say('tonight-go'));
    await nora.titled(say('saw-title'));
    await press(nora, say('saw-aloud'));
    await nora.titled(say('everyday-name-1'));
    await press(nora, form('path-done'));
    await nora.titled(say('quiet-title'));
    await press(nora, say('to-small'));
    await nora.titled(say('small-title'));
    await type(nora, 1, 'At noon I write two lines');
    await press(nora, say('small-save'));
    await nora.titled(say('enough-title'));
    await nora.sees(say('everyday-have-1'));
    await nora.sees('At noon I write two lines');

    const saved = nora.page.waitForEvent('download');
    await press(nora, form('calendar-open'));
    await type(nora, 2, '20');
    await press(nora, form('calendar-go'));
    const file = readFileSync(await (await saved).path(), 'utf8');
    assert.match(file, /^BEGIN:VCALENDAR\r\n[^]*\r\nDTSTART:\d{8}T200000\r\n[^]*END:VCALENDAR\r\n$/);
    assert.match(file, /\r\nSUMMARY:Ten quiet minutes\r\n/);
    assert.ok(!/path|everyday|toward/i.test(file), 'it tells nothing');

    await sam.visit('#18/1/2');
    await sam.visit('#18/0');
    assert.equal(await sam.text(), before, 'Sam’s list of paths is what it was');
    await sam.visit('#5/0');
    assert.ok(!(await sam.text()).includes('two lines'));

    // A week later it is Nora's one thing, and still not Sam's second step.
    for (const person of [nora, sam]) await person.setClock(Date.now() + 8 * DAY);
    await nora.visit('#18/0');
    await nora.sees(say('everyday-name-2'));
    await sam.visit('#18/0');
    assert.ok(!(await sam.text()).includes(say('everyday-name-2')));
    await sam.close();
    assert.deepEqual(sam.errors, []);
});

test('on one phone, handed over, and opened again by its owner', async () => {
    const nora = await meet();
    await begin(nora, 'Nora', { how: 'alone' });
    await nora.visit('#18/1/2');
    await nora.press(form('path-begin'));
    await nora.press(say('tonight-go'));
    await nora.visit('#18/3/200');
    await nora.press(say('hand-link'));
    await nora.press(say('hand-begin'));
    await nora.titled(say('handed-saw-title'));
    await nora.press(say('handed-step'));
    await nora.sees(say('everyday-how-1').slice(0, 40));
    await nora.visit('#6/0');
    await nora.titled(say('handed-nothing-title'));
    await nora.visit('#18/22/200');
    await nora.press(say('handed-small'));
    await nora.press(say('handed-to-end'));
    await nora.press(say('handed-done'));
    await unlock(nora, PHRASE);
    await nora.visit('#18/1/2');
    if ((await nora.title()) === words('door', 'mine-title')) await unlockMine(nora);
    await nora.visit('#18/1/2');
    await nora.sees(say('everyday-have-1'));
});

test('in Spanish', async () => {
    const luisa = await meet({ locale: 'es-ES' });
    speak('es');
    try {
        await begin(luisa, 'Luisa', { how: 'alone' });
        await luisa.visit('#18/1/3');
        await luisa.titled(say('alone-title'));
        await luisa.press(form('path-begin'));
        await luisa.press(say('tonight-go'));
        await luisa.titled(say('saw-alone-title'));
        await luisa.press(say('saw-alone-next'));
        await luisa.press(form('path-done'));
        await luisa.titled(say('quiet-title'));
        await luisa.press(say('to-small'));
        await luisa.field(1).fill('Nadar a mediodía');
        await luisa.press(say('small-save'));
        await luisa.titled(say('enough-title'));
        await luisa.sees('Nadar a mediodía');
        assert.equal(await luisa.page.evaluate(() => document.querySelectorAll('#view [lang]:not([lang="es"])').length), 0, 'nothing is left in English');
    } finally {
        speak('en');
    }
});
