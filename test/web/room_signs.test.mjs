// room_signs.test.mjs -- the rooms in which one looks at oneself (signs, style, cycle), by two people in two
// browsers: what one writes stays with them until it is copied, what is copied comes the next day and
// goes when it is put away; by the keyboard alone, and in Spanish.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { begin, joinByLink } from './couple.mjs';
import { Person, Relay, before, test } from './harness.mjs';
import { words } from './words.mjs';

const DAY = 86400000;
const goes = (name) => words('share', 'go').replace('{name}', name);
let relay, nora, sam;
let noon = 0;

before(async () => {
    relay = await Relay.start();
    [nora, sam] = [await Person.meet(relay), await Person.meet(relay)];
    await begin(nora, 'Nora');
    await joinByLink(nora, sam, 'Sam');
    noon = new Date(new Date().toDateString()).getTime() + DAY / 2;
});
after(async () => {
    for (const person of [nora, sam]) {
        assert.deepEqual(person.errors, []);
        await person.close();
    }
    await relay.down();
});

/** Both phones are so many days later; each has looked. */
async function days(count) {
    noon += count * DAY;
    for (const person of [nora, sam]) {
        await person.setClock(noon);
        await person.visit('#5/0');
    }
}

/** Tab until the focus is on what fits, then this key. */
async function keys(person, fits, key) {
    for (let i = 0; i < 120; i++) {
        const now = await person.page.evaluate(() => {
            const e = document.activeElement;
            return { text: (e.textContent ?? '').trim(), name: e.getAttribute('name'), value: e.getAttribute('value'), tag: e.tagName };
        });
        if (fits(now)) return key.length > 1 && !key.includes(' ') ? person.page.keyboard.press(key) : person.page.keyboard.type(key);
        await person.page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not reach it: ${fits}`);
}
const pressed = async (person, text) => {
    await keys(person, (f) => /^(A|BUTTON)$/.test(f.tag) && f.text.startsWith(text), 'Enter');
    await person.settled();
};

test('signs: written by the keyboard alone, copied the next day, put away', async () => {
    await nora.visit('#13/0');
    await pressed(nora, words('signs', 'lies'));
    await nora.titled(words('signs', 'lies'));
    await keys(nora, (f) => f.name === '3' && f.value === '1', 'Space');
    await keys(nora, (f) => f.name === '4', 'Space');
    await keys(nora, (f) => f.name === '8', 'The second letter, in the glove box.');
    await pressed(nora, words('signs', 'save'));
    await nora.titled(words('signs', 'kept-title'));
    await pressed(nora, words('signs', 'need-go'));
    await keys(nora, (f) => f.name === '9', 'Space');
    await keys(nora, (f) => f.name === '10', 'What I need first is a quiet week.');
    await pressed(nora, words('signs', 'need-save'));
    await nora.titled(words('signs', 'where-title'));
    await pressed(nora, words('signs', 'share-go'));
    await nora.titled(words('signs', 'share-title'));
    await nora.sees('What I need first is a quiet week.');
    await pressed(nora, goes('Sam'));
    await nora.titled(words('signs', 'copies-title'));
    await nora.sees(words('share', 'take-back'));
    await sam.visit('#13/7');
    await sam.sees(words('signs', 'copies-empty'));
    await days(1);
    await sam.sees(words('signs', 'suggest-theirs'));
    await sam.visit('#13/7');
    await sam.sees('What I need first is a quiet week.');
    assert.ok(!(await sam.text()).includes('glove box'));
    await nora.visit('#13/7');
    await nora.press(words('share', 'put-away'));
    await nora.sees(words('signs', 'copies-empty'));
    await sam.sees(words('signs', 'copies-empty'));
});
