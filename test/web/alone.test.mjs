// alone.test.mjs -- one person's book: locks, words and kit on another device, data out, the end;
// and what a browser killed in the middle of saving leaves behind.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PHRASE, begin, makeWords, unlock, unlockMine, writeSelf } from './couple.mjs';
import { house, pause, test } from './harness.mjs';
import { words } from './words.mjs';

const { meet } = await house();

test('a wrong phrase is refused and the right one opens; mine has a lock of its own', async () => {
    const a = await meet();
    await begin(a, 'Nora', { how: 'alone' });
    await writeSelf(a, 'a walk round the pond');
    await a.page.reload();
    await a.titled(words('door', 'unlock-title'));
    await a.field(2).fill('grey ducks on the pond');
    await a.press(words('door', 'unlock-go'));
    await a.sees(words('house', 'error-secret'));
    await a.settled();
    assert.equal(await a.field(2).inputValue(), '');
    await unlock(a);
    assert.ok(!(await a.text()).includes('a walk round the pond'), 'mine is closed');
    await a.visit('#2/42');
    await unlockMine(a);
    await a.sees('a walk round the pond');
    // A phrase of its own, and then only that.
    await a.visit('#6/3');
    const own = a.page.locator('form[data-action="6.6"] [name="5"]');
    await own.fill('sleepy green lizards');
    await own.press('Enter');
    await a.sees(words('me', 'locks-kept'));
    await a.visit('#6/0');
    await a.press(words('me', 'mine-lock'));
    await a.settled();
    await a.visit('#2/42');
    await a.titled(words('door', 'mine-title'));
    await a.field(2).fill(PHRASE);
    await a.press(words('door', 'mine-go'));
    await a.sees(words('house', 'error-secret'));
    await unlockMine(a, 'sleepy green lizards');
    await a.sees('a walk round the pond');
});

test('a PIN uncovers, and after five wrong ones the phrase is asked', async () => {
    const a = await meet();
    await begin(a, 'Nora', { how: 'alone' });
    await a.visit('#6/3');
    const pin = a.page.locator('form[data-action="6.7"] [name="7"]');
    await pin.fill('2468');
    await pin.press('Enter');
    await a.sees(words('me', 'locks-kept'));
    await a.outOfSight();
    await a.backInSight();
    await a.titled(words('door', 'blank-title'));
    await a.field(3).fill('2468');
    await a.press(words('door', 'blank-go'));
    await a.titled(words('me', 'locks-title'));
    await a.outOfSight();
    await a.backInSight();
    for (let i = 0; i < 5; i++) {
        await a.titled(words('door', 'blank-title'));
        await a.field(3).fill('1111');
        await a.press(words('door', 'blank-go'));
        await a.settled();
    }
    await a.titled(words('door', 'unlock-title'));
});

test('what stands under only you is there on another device', async () => {
    const a = await meet();
    await begin(a, 'Nora', { how: 'alone' });
    const seven = await makeWords(a);
    await writeSelf(a, 'a walk round the pond');
    // It goes when nobody can tell from the time when it was written; soon, when its lock opens again.
    const gone = a.context.waitForEvent('response', { predicate: (r) => r.request().method() === 'POST' && r.ok() });
    await a.page.reload();
    await unlock(a);
    await a.visit('#2/42');
    await unlockMine(a);
    await gone;

    const b = await meet();
    await b.visit('#1/10');
    await b.field(4).fill(seven.join(' ').toUpperCase());
    await b.field(2).fill(PHRASE);
    await b.press(words('door', 'login-go'));
    await b.titled(words('today', 'title'));
    await b.visit('#2/42');
    await b.sees('a walk round the pond');
});

test('what I wrote comes out as data and as a page', async () => {
    const a = await meet();
    await begin(a, 'Nora', { how: 'alone' });
    await writeSelf(a, 'a walk <b>round</b> the pond');
    await a.visit('#6/5');
    const file = async (name) => {
        const download = a.page.waitForEvent('download');
        await a.press(words('me', name));
        return readFileSync(await (await download).path(), 'utf8');
    };
    const data = JSON.parse(await file('export-data'));
    assert.ok(JSON.stringify(data).includes('a walk <b>round</b> the pond'));
    const page = await file('export-page');
    assert.match(page, /^<!doctype html>/i);
    assert.ok(page.includes('a walk &lt;b>round') || page.includes('a walk &lt;b&gt;round'));
    assert.ok(!page.includes('<b>round'));
});

test('a closed book is gone here and at the relay', async () => {
    const a = await meet();
    await begin(a, 'Nora', { how: 'alone' });
    await writeSelf(a, 'a walk round the pond');
    const seven = await makeWords(a);
    await a.visit('#6/8');
    await a.field(5).fill(PHRASE);
    await a.press(words('me', 'close-go'));
    await a.titled(words('door', 'title'));
    await a.page.reload();
    await a.settled();
    await a.titled(words('door', 'title'));
    await a.visit('#1/10');
    await a.field(4).fill(seven.join(' '));
    await a.field(2).fill(PHRASE);
    await a.press(words('door', 'login-go'));
    await a.sees(words('house', 'error-no-book'));
});

test('a browser killed in the middle of saving has all that was called saved', async () => {
    const a = await meet();
    await begin(a, 'Nora', { how: 'alone' });
    let called = 0;
    for (let round = 0; round < 3; round++) {
        let written = called;
        await writeSelf(a, `note number ${written + 1}.`);
        called = ++written;
        const stop = Date.now() + 400 + 350 * round;
        const killed = pause(stop - Date.now()).then(() => a.kill());
        try {
            while (Date.now() < stop) {
                await writeSelf(a, `note number ${written + 1}.`);
                called = ++written;
            }
        } catch {
            // the browser went in the middle
        }
        await killed;
        await a.open('/');
        await unlock(a);
        await a.visit('#2/42');
        await unlockMine(a);
        const text = await a.text();
        const last = Number(/note number (\d+)\./.exec(text)?.[1] ?? 0);
        assert.ok(last >= called && last <= called + 1, `${last} is there, ${called} were called saved`);
        called = last;
    }
});
