// room_firstdays.test.mjs -- the first days in real browsers: the wave without a book, without a network and
// with the keyboard alone; six weeks' first evening; the card that the other learns from; once in Spanish.
import assert from 'node:assert/strict';
import { begin, joinByLink, unlockMine } from './couple.mjs';
import { house, test } from './harness.mjs';
import { press } from './keys.mjs';
import { speak, words } from './words.mjs';

const DAY = 86400000;
const { meet } = await house();
const say = (key) => words('firstdays', key);

test('a wave before there is a book, without a network, with the keyboard alone', async () => {
    const nora = await meet();
    await nora.page.waitForFunction(() => navigator.serviceWorker?.controller || navigator.serviceWorker?.ready);
    await nora.context.setOffline(true);
    await nora.page.reload();
    await nora.settled();
    await press(nora, words('door', 'first-days'));
    await nora.titled(say('title'));
    await press(nora, say('wave-go'));
    await nora.titled(say('wave-title'));
    await press(nora, say('here-go'));
    await nora.titled(say('what-title'));
    assert.equal(await nora.page.locator('#view form').count(), 0);
    await press(nora, say('breathe-go'));
    await nora.titled(say('breathe-title'));
    await press(nora, say('breathe-go'));
    await nora.titled(say('ask-title'));
    await press(nora, say('ask-hold'));
    await nora.titled(say('say-title'));
    await nora.sees(say('say-hold'));
    await press(nora, words('app', 'continue'));
    await nora.titled(say('title'));
    await nora.context.setOffline(false);
});

test('a page a day, and the card goes to the other the next day', async () => {
    const nora = await meet();
    const sam = await meet();
    await begin(nora, 'Nora');
    await joinByLink(nora, sam, 'Sam');
    const now = await nora.page.evaluate(() => Date.now());
    await nora.visit('#8/16');
    await nora.pick(1, 0);
    await nora.press(say('begin-do'));
    await nora.titled(say('eat-title'));
    await nora.field(3).fill('Rice at six, on the stairs.');
    await nora.press(say('keep'));
    await nora.titled(say('hand-title'));
    await nora.sees(say('eat-hand'));
    await nora.press(say('hand-home'));
    await nora.sees(say('enough'));
    await nora.visit('#8/7');
    await nora.field(1).fill('I go quiet and begin to tidy.');
    await nora.pick(2, 1);
    await nora.press(say('card-save'));
    await nora.titled(say('card-kept-title'));
    await nora.press(say('card-share'));
    await nora.titled(say('share-title'));
    await nora.page.locator('#view form[data-action="8.11"] button').click();
    await nora.titled(say('card-kept-title'));
    await sam.visit('#8/9');
    await sam.sees(say('theirs-none'));
    for (const person of [nora, sam]) await person.setClock(now + DAY);
    await nora.visit('#5/0');
    await nora.visit('#8/0');
    await nora.sees(say('know-title'));
    await sam.sees('I go quiet and begin to tidy.', 30000);
    assert.ok(!(await sam.text()).includes('Rice at six'));
});

test('locked, the wave is one touch away, and what was written is not', async () => {
    const nora = await meet();
    await begin(nora, 'Nora', { how: 'alone' });
    await nora.visit('#8/20/1');
    await nora.field(3).fill('Rice at six, on the stairs.');
    await nora.press(say('keep'));
    await nora.titled(say('hand-title'));
    await nora.visit('#5/0');
    await nora.press(words('today', 'mine-lock'));
    await nora.visit('#8/20/1');
    await nora.titled(say('eat-title'));
    assert.ok(!(await nora.text()).includes('Rice at six'));
    await nora.press(say('closed'));
    await unlockMine(nora);
    assert.equal(await nora.field(3).inputValue(), 'Rice at six, on the stairs.');
    await nora.goto('/');
    await nora.page.reload();
    await nora.titled(words('door', 'unlock-title'));
    await nora.press(words('door', 'unlock-wave'));
    await nora.titled(say('wave-title'));
    await nora.visit('#8/20/1');
    await nora.titled(say('eat-title'));
    assert.ok(!(await nora.text()).includes('Rice at six'));
});

test('in Spanish', async () => {
    speak('es');
    try {
        const ana = await meet({ locale: 'es-ES' });
        await ana.press(words('door', 'first-days'));
        await ana.titled(say('title'));
        await ana.press(say('wave-go'));
        await ana.titled(say('wave-title'));
        await ana.visit('#8/20/69');
        await ana.titled(say('stay-title'));
        await ana.sees(say('stay-good-1'));
        await ana.press(say('go'));
        await ana.sees(say('stay-hand'));
    } finally {
        speak('en');
    }
});
