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

test('style: from three descriptions to five sentences, copied the next day', async () => {
    await sam.visit('#15/1');
    await sam.pick(1, 1);
    await sam.press(words('style', 'save'));
    await sam.titled(words('style', 'worry-title'));
    await sam.pick(3, 6);
    await sam.press(words('style', 'save'));
    await sam.titled(words('style', 'distance-title'));
    await sam.pick(1, 5);
    await sam.press(words('style', 'save'));
    await sam.titled(words('style', 'result-title'));
    await sam.sees(words('style', 'near-3'));
    await sam.sees(words('style', 'away-1'));
    await sam.field(1).fill('I come near when we look at it together.');
    await sam.field(2).fill('I go away when a verdict comes.');
    await sam.press(words('style', 'save'));
    await sam.titled(words('style', 'moves-title'));
    await sam.field(4).fill('When it becomes too much, I go round the block.');
    await sam.press(words('style', 'moves-save'));
    await sam.titled(words('style', 'share-title'));
    await sam.press(goes('Nora'));
    await sam.titled(words('style', 'copies-title'));
    await nora.visit('#15/8');
    await nora.sees(words('style', 'copies-empty'));
    await days(1);
    await nora.sees(words('style', 'suggest-theirs'));
    await nora.visit('#15/8');
    await nora.sees('I go away when a verdict comes.');
    await nora.sees('When it becomes too much, I go round the block.');
});
