// evening.test.mjs -- the first evening of two people, from the invitation to the quiet, brought in
// by code and by link, and the minute of the next day.
import assert from 'node:assert/strict';
import { answerEvening, begin, joinByCode, joinByLink, openEvening } from './couple.mjs';
import { Person, Relay, test } from './harness.mjs';
import { words } from './words.mjs';

async function evening(relay, bring) {
    const nora = await Person.meet(relay);
    const sam = new Person(relay);
    await begin(nora, 'Nora');
    await bring(nora, sam, 'Sam');
    await answerEvening(nora, { feeling: 1, small: 'A cup of tea before the news', noticed: 'You called when you were late' });
    assert.ok(!(await sam.text()).includes('A cup of tea'));
    await answerEvening(sam, { feeling: 2, small: 'Phones in the hall tonight', noticed: '' });
    await openEvening(nora, sam);
    assert.deepEqual(nora.errors, []);
    assert.deepEqual(sam.errors, []);
    return [nora, sam];
}

test('a whole first evening, brought together by the camera', async () => {
    const relay = await Relay.start();
    const [nora, sam] = await evening(relay, joinByCode);
    await nora.visit('#2/9');
    assert.match(await nora.text(), /Phones in the hall tonight/);
    await nora.visit('#5/0');
    assert.ok(!(await nora.text()).includes(words('today', 'compare-title')), 'a code read in one room needs no comparing');
    await nora.close();
    await sam.close();
    await relay.down();
});

test('the same by a link, and the next day one minute alone', async () => {
    const relay = await Relay.start();
    const [nora, sam] = await evening(relay, joinByLink);
    await nora.visit('#6/16');
    const five = await nora.wordList();
    await sam.visit('#6/16');
    assert.deepEqual(await sam.wordList(), five);
    assert.equal(five.length, 5);
    const tomorrow = Date.now() + 24 * 3600 * 1000;
    await nora.setClock(tomorrow);
    await nora.visit('#2/20');
    await nora.page.locator('#view form button').first().click();
    await nora.settled();
    await sam.setClock(tomorrow);
    await sam.visit('#6/0');
    await sam.visit('#5/0');
    await sam.sees(words('today', 'noticed-title'));
    await nora.close();
    await sam.close();
    await relay.down();
});
