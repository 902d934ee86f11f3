// screens.mjs -- every screen of the app, reached as people reach it, for pictures and checks.
//
// `walk` leads two people through their first evening and months of moments, and calls `at(name,
// person)` on each screen, once the screen is drawn and still.
import { PHRASE, answerEvening, begin, joinByLink, makeWords, openEvening, unlock } from './couple.mjs';
import { Person } from './harness.mjs';
import { words } from './words.mjs';

const TURNS = [0, 0, 1, 0, 2, 0, 0, 3, 0, 1];

/** A moment by its form, at the page's own day. */
async function moment(person, i) {
    await person.visit('#3/0');
    await person.visit('#3/1');
    await person.pick(1, i % 2);
    await person.pick(2, i % 6);
    await person.pick(3, i % 9);
    await person.pick(4, TURNS[i % TURNS.length]);
    await person.press(words('moments', 'save'));
    await person.left(words('moments', 'log-title'));
    await person.settled();
}

/** Screens by their addresses, one after the other. */
async function each(person, at, list) {
    for (const [name, address] of list) {
        await person.visit(address);
        await at(name, person);
    }
}

/** @param {import('./harness.mjs').Relay} relay */
export async function walk(relay, at, options = {}) {
    const nora = await Person.meet(relay, options);
    await at('door', nora);
    await each(nora, at, [
        ['door-install', '#1/13/1'],
        ['door-begin', '#1/12/1'],
        ['door-words', '#1/10'],
        ['door-kit', '#1/11'],
        ['door-read-first', '#1/20'],
        ['door-privacy', '#1/21'],
        ['door-not-here', '#9/9'],
        ['look-around', '#7/0'],
    ]);
    await nora.visit('#1/0');
    await begin(nora, 'Nora');
    await at('evening-bring', nora);
    await nora.visit('#2/1');
    await nora.press(words('evening', 'bring-code'));
    await nora.page.waitForSelector('svg.qr');
    await nora.settled();
    await at('evening-code', nora);
    await nora.visit('#2/50');
    await at('evening-handed', nora);
    await nora.visit('#2/1');
    await nora.page.locator('#view form[data-action="2.2"] button').first().click();
    await nora.settled();

    const sam = new Person(relay, options);
    await joinByLink(nora, sam, 'Sam');
    await at('evening-two', nora);
    await each(nora, at, [
        ['evening-compare', '#2/3'],
        ['evening-readers', '#2/4'],
        ['evening-feel', '#2/5'],
    ]);
    const noras = { feeling: 1, small: 'A cup of tea together before the news', noticed: 'You called when you were late' };
    await nora.pick(1, 1);
    await nora.press(words('evening', 'next'));
    await nora.titled(words('evening', 'small-title'));
    await at('evening-small', nora);
    await answerEvening(nora, noras);
    await at('evening-sealed', nora);
    await answerEvening(sam, { feeling: 2, small: 'Phones in the hall tonight', noticed: 'You laughed at breakfast' });
    await openEvening(nora, sam);
    await at('evening-enough', nora);
    await each(nora, at, [
        ['evening-theirs', '#2/9'],
        ['evening-two-minutes', '#2/10'],
        ['evening-mine', '#2/11'],
        ['evening-replies', '#2/13'],
        ['evening-quiet', '#2/15'],
        ['evening-brings', '#2/30'],
        ['today-evening', '#5/0'],
    ]);

    const start = Date.now() - 80 * 24 * 3600 * 1000;
    for (let i = 0; i < 24; i++) {
        for (const [n, person] of [nora, sam].entries()) {
            if ((i + n) % 3 === 0) continue;
            await person.setClock(start + i * 3.4 * 24 * 3600 * 1000);
            await moment(person, i + n);
        }
    }
    const tomorrow = Date.now() + 24 * 3600 * 1000;
    await nora.setClock(tomorrow);
    await sam.setClock(tomorrow);
    await each(nora, at, [
        ['evening-next-day', '#2/20'],
        ['moments', '#3/0'],
        ['moments-write', '#3/1'],
        ['moments-write-mine', '#3/2'],
        ['moments-ask', '#3/8'],
        ['moments-account', '#3/10'],
        ['moments-own', '#3/11'],
    ]);
    await nora.visit('#3/0');
    await nora.page.locator('#view a[href^="#3/4/"]').first().click();
    await nora.settled();
    await at('moments-one', nora);
    await each(nora, at, [
        ['today', '#5/0'],
        ['rooms', '#1/7'],
        ['safety', '#4/0'],
        ['safety-alone', '#4/1'],
        ['safety-questions', '#4/2'],
        ['safety-passed', '#4/3'],
        ['safety-care', '#4/4'],
        ['me', '#6/0'],
        ['me-readers', '#6/1'],
        ['me-devices', '#6/2'],
        ['me-locks', '#6/3'],
        ['me-language', '#6/4'],
        ['me-export', '#6/5'],
        ['me-erase', '#6/6'],
        ['me-leave', '#6/7'],
        ['me-close', '#6/8'],
        ['me-name', '#6/9'],
        ['me-words', '#6/10'],
        ['me-compare', '#6/16'],
        ['me-about', '#6/17'],
    ]);
    await nora.visit('#6/10');
    await nora.press(words('me', 'words-show'));
    await nora.titled(words('me', 'words-shown-title'));
    await at('me-words-shown', nora);
    await nora.visit('#6/12');
    await at('me-words-check', nora);
    await makeWords(nora, { kit: true });
    await at('me-kit-shown', nora);
    await nora.press(words('me', 'kit-done'));
    await nora.settled();
    await at('me-words-done', nora);
    await nora.goto('/');
    await nora.titled(words('door', 'unlock-title'));
    await at('door-unlock', nora);
    await unlock(nora, PHRASE);
    await nora.left(words('door', 'unlock-title'));
    await nora.settled();
    await nora.visit('#6/2');
    await at('door-only-you', nora);
    await nora.outOfSight();
    await nora.backInSight();
    await nora.titled(words('door', 'blank-title'));
    await at('door-put-away', nora);
    await sam.close();
    return nora;
}
