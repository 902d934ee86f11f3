// keyboard.test.mjs -- the way through the house with the keyboard alone: from the door to a first
// evening, a moment and the seven words, and out by the quick exit.
import assert from 'node:assert/strict';
import { PHRASE } from './couple.mjs';
import { Person, Relay, test } from './harness.mjs';
import { arrives, choose, press, reach, refused, type } from './keys.mjs';
import { words } from './words.mjs';

async function begin(person, name, entry) {
    await press(person, entry);
    await press(person, words('door', 'install-skip'));
    await type(person, 1, name);
    await type(person, 2, PHRASE);
    await press(person, words('door', 'begin-go'));
    await person.left(words('door', 'begin-title'));
    await person.settled();
}

async function answer(person, small, noticed) {
    await press(person, words('evening', 'two-go'));
    await press(person, words('evening', 'readers-go'));
    await choose(person, 1, 3);
    await choose(person, 2, 2);
    await press(person, words('evening', 'next'));
    await person.titled(words('evening', 'small-title'));
    await type(person, 3, small);
    await press(person, words('evening', 'next'));
    await person.titled(words('evening', 'noticed-title'));
    await type(person, 3, noticed);
    await press(person, words('evening', 'seal'));
    await person.titled(words('evening', 'sealed-title'));
}

async function read(person, other) {
    await person.titled(words('evening', 'open-title'));
    await press(person, words('evening', 'open-read', { name: other }));
    await press(person, words('evening', 'theirs-go'));
    await press(person, words('evening', 'mine-go'));
    await choose(person, 4, 0);
    await press(person, words('evening', 'reply-send'));
    await person.titled(words('evening', 'replies-title'));
    await press(person, words('evening', 'replies-skip'));
    await person.titled(words('evening', 'enough-title'));
}

test('a first evening, a moment and the seven words with the keyboard alone', async () => {
    const relay = await Relay.start();
    const nora = await Person.meet(relay);
    const sam = new Person(relay);

    await arrives(nora, words('door', 'title'));
    await begin(nora, 'Nora', words('door', 'together'));
    await press(nora, words('evening', 'bring-link-title'));
    await sam.open(await nora.page.locator('[data-island="copy"]').getAttribute('data-arg'));
    await begin(sam, 'Sam', words('door', 'join-begin'));
    await press(sam, words('evening', 'join-yes'));
    await sam.sees(words('evening', 'two-go'));
    await nora.sees(words('evening', 'two-go'));

    await answer(nora, 'a cup of tea', 'you called');
    await answer(sam, 'phones in the hall', 'you smiled');
    await press(nora, words('evening', 'sealed-open'));
    await press(sam, words('evening', 'sealed-open'));
    await read(nora, 'Sam');
    await read(sam, 'Nora');

    await press(nora, words('evening', 'enough-words'));
    await press(nora, words('me', 'words-show'));
    await nora.titled(words('me', 'words-shown-title'));
    const seven = await nora.wordList();
    await press(nora, words('me', 'words-written'));
    for (const name of [1, 2]) {
        const { text } = await reach(nora, `field ${name}`, (f) => f.name === String(name));
        await nora.page.keyboard.type(seven[Number(/\d/.exec(text)[0]) - 1]);
    }
    await press(nora, words('me', 'words-go'));
    await nora.titled(words('me', 'words-done-title'));

    // What was refused takes the focus, and leads to its field.
    await press(nora, words('house', 'tab-moments'));
    await nora.page.evaluate(() => (location.hash = '#3/1'));
    await nora.titled(words('moments', 'log-title'));
    await nora.settled();
    await press(nora, words('moments', 'save'));
    await refused(nora, 1);
    await choose(nora, 1, 0);
    await choose(nora, 4, 0);
    await press(nora, words('moments', 'save'));
    await nora.left(words('moments', 'log-title'));

    await nora.page.route('https://www.weather.gov/**', (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Weather</h1>' }));
    for (let i = 0; i < 3; i++) await nora.page.keyboard.press('Shift');
    await nora.page.waitForURL('https://www.weather.gov/**');
    assert.deepEqual(nora.errors, []);
    assert.deepEqual(sam.errors, []);
    await nora.close();
    await sam.close();
    await relay.down();
});
