// room_signs.test.mjs -- the rooms in which one looks at oneself (signs, style, cycle), by two people in two
// browsers: what one writes stays with them until it is copied, what is copied comes the next day and
// goes when it is put away; by the keyboard alone, and in Spanish.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { begin, joinByLink } from './couple.mjs';
import { Person, Relay, before, test } from './harness.mjs';
import { choose, press, tick, type } from './keys.mjs';
import { copy, quoted, ring } from './rooms/cycle.mjs';
import { speak, words } from './words.mjs';

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

test('signs: written by the keyboard alone, copied the next day, put away', async () => {
    await nora.visit('#13/0');
    await press(nora, words('signs', 'lies'));
    await nora.titled(words('signs', 'lies'));
    await tick(nora, 3, 1);
    await choose(nora, 4, 0);
    await type(nora, 8, 'The second letter, in the glove box.');
    await press(nora, words('signs', 'save'));
    await nora.titled(words('signs', 'kept-title'));
    await press(nora, words('signs', 'need-go'));
    await choose(nora, 9, 0);
    await type(nora, 10, 'What I need first is a quiet week.');
    await press(nora, words('signs', 'need-save'));
    await nora.titled(words('signs', 'where-title'));
    await press(nora, words('signs', 'share-go'));
    await nora.titled(words('signs', 'share-title'));
    await nora.sees('What I need first is a quiet week.');
    await press(nora, goes('Sam'));
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

test('cycle: two rings, side by side the next day, and one thing asked; stopped anywhere; in Spanish', async () => {
    const hers = await ring(nora, { need: 'To be asked.', showed: 'I stand in the door.', back: 'All fine.', belief: 'Trust is waiting.', under: 'be no trouble' });
    await nora.press(words('cycle', 'stop'));
    await nora.titled(words('cycle', 'stop-title'));
    await copy(nora, hers, 'Sam');
    await copy(sam, await ring(sam, { need: 'To be thought well of.', showed: 'I say that all is fine.', back: 'A reckoning.', belief: 'Who sees all goes.' }), 'Nora');
    await sam.visit('#14/13');
    await sam.sees(words('cycle', 'together-empty'));
    await days(1);
    await sam.visit('#14/13');
    await quoted(sam, 'I stand in the door.');
    assert.ok(!(await sam.text()).includes('be no trouble'), 'what is under the ring stays with her');
    await nora.visit('#14/13');
    await quoted(nora, 'A reckoning.');
    await nora.field(15).fill('Ask me one question.');
    await nora.press(words('cycle', 'ask-go'));
    await quoted(sam, 'Ask me one question.');
    await sam.press(words('app', 'not-now'));
    await nora.sees(words('cycle', 'asked-mine'));
    await nora.page.waitForFunction((said) => document.querySelector('#view article')?.textContent.includes(said), words('app', 'not-now'));
    await sam.visit('#6/4');
    await sam.page.getByText('Español', { exact: true }).click();
    await sam.press(words('app', 'change'));
    speak('es');
    try {
        for (const [address, room, title] of [['#14/8', 'cycle', 'stop-title'], ['#15/6', 'style', 'surprised-title'], ['#13/4', 'signs', 'need-title'], ['#14/13', 'cycle', 'together-title']]) {
            await sam.visit(address);
            await sam.titled(words(room, title));
        }
    } finally {
        speak('en');
    }
});
