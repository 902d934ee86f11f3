// screens.mjs -- every screen of the app, reached as people reach it, for pictures and checks.
//
// Nora and Sam come in, have their first evening, write down weeks of moments, lock and part; others
// stand at the door, lose their file or their relay, or hand one phone over. `walk` calls `at(name,
// person, how)` on each screen, once it is drawn and still, and notes it. A stretch of the way that
// fails does not end the walk: what failed, and every page and title of the app that was not shown
// (pages.mjs), is in the list that `walk` returns.
//
// A room that came later brings its own stretch of the way: test/web/rooms/NAME.mjs (rooms.mjs).
//
// `how.stands` is a page's address where the address bar has another; `how.paper`: as it is printed;
// `how.within`: two phones within the page; `how.plain`: not a page of the app; `how.bare`: one without
// scripts.
import { join } from 'node:path';
import { PHRASE, answerEvening, begin, makeWords, unlock, unlockMine } from './couple.mjs';
import { Person, Relay, folder, freePort } from './harness.mjs';
import { Seen } from './pages.mjs';
import { rooms } from './rooms.mjs';
import { words } from './words.mjs';

const DAY = 86400000;
const TURNS = [0, 0, 1, 0, 2, 0, 0, 3, 0, 1];
const SAID = [
    'I came home soaked; the kettle was on before I had said a word.',
    'The heron was on the weir, and I was shown it from the window.',
    '“Shall we walk?” We walked as far as the bridge.',
    'A hand on my back, in passing.',
    'The letter from school came. We sat down with it, both of us.',
    'About Saturday: “later”, and then it was forgotten.',
];

class Walk {
    constructor(relay, at, options) {
        Object.assign(this, { relay, options, at, seen: new Seen(), found: [], people: [] });
    }

    async meet(options = {}, relay = this.relay) {
        const person = await Person.meet(relay, { ...this.options, ...options });
        this.people.push(person);
        return person;
    }

    /** A screen as it stands. */
    async show(name, person, how = {}) {
        if (how.still !== false) await person.settled();
        if (person.settled) await this.seen.note(person, how.stands);
        const marks = await person.page.evaluate(() => document.body.innerText.match(/\S*(\*\S|\{\w+\})\S*/)?.[0]);
        if (marks) this.found.push(`${name}: shows ${marks}`);
        await this.at(name, person, how);
    }

    /** Screens by their addresses, one after the other. */
    async each(person, list) {
        for (const [name, address] of Object.entries(list)) {
            await person.visit(address);
            await this.show(name, person);
        }
    }

    async part(name, steps) {
        try {
            await steps();
        } catch (error) {
            const [first, ...stack] = String(error.stack ?? error).split('\n');
            this.found.push(`${name}: ${first}${stack.find((line) => line.includes('screens.mjs')) ?? ''}`);
        }
    }
}

/** Sends a form of the page that has a field or a button with this name. */
async function send(person, name) {
    const form = person.page.locator('#view form').filter({ has: person.page.locator(`[name="${name}"]`) }).first();
    await form.locator('button:not([type="button"])').last().click();
    await person.settled();
}

const open = (person) => person.page.evaluate(() => document.querySelectorAll('#view details').forEach((e) => (e.open = true)));

/** A moment by its form, at the page's own day. */
async function moment(person, { who = 1, what, feeling, turn = 0, said, at = '#3/1' }) {
    await person.visit('#3/0');
    await person.visit(at);
    await person.pick(1, who);
    if (what !== undefined) await person.pick(2, what);
    if (feeling !== undefined) await person.pick(3, feeling);
    await person.pick(4, turn);
    if (said) await open(person);
    if (said) await person.field(5).fill(said);
    await person.press(words('moments', 'save'));
    await person.titled(words('moments', 'kept-title'));
    await person.settled();
}

// --- the door ---------------------------------------------------------------------------------------

async function door(w, nora) {
    await w.each(nora, {
        'door-first': '#1/0',
        'door-install': '#1/13/1',
        'door-begin': '#1/12/1',
        'door-begin-alone': '#1/12/2',
        'door-words': '#1/10',
        'door-kit': '#1/11',
        'door-read-first': '#1/20',
        'door-privacy': '#1/21',
        'door-join-none': '#1/6',
        'door-not-here': '#1/5',
    });
    await nora.visit('#1/12/1');
    await nora.field(2).fill('short');
    await send(nora, 2);
    await nora.page.locator('#view .refused').waitFor();
    await w.show('door-begin-refused', nora);
    await nora.visit('#1/10');
    await nora.field(4).fill('tile offer denim long process rain october');
    await nora.field(2).fill(PHRASE);
    await nora.press(words('door', 'login-go'));
    await nora.page.locator('#view .refused').waitFor();
    await w.show('door-words-refused', nora);
    await nora.visit('#1/0');
}

async function lookAround(w, nora) {
    const phones = (n) => nora.page.waitForFunction((n) => document.querySelectorAll('[data-island="phone"] h1').length === n, n);
    await nora.visit('#7/0');
    await phones(2);
    await w.show('look-around', nora, { within: true });
    const first = nora.page.locator('[data-island="phone"]').first();
    await first.locator('a[href^="#3/10"]').first().click();
    await first.locator('.chart-plot').first().waitFor();
    await w.show('look-around-account', nora, { within: true });
    await first.evaluate((screen) => screen.querySelector('main').lastElementChild.scrollIntoView());
    await w.show('look-around-account-below', nora, { within: true });
    await nora.visit('#1/0');
}

/** What stands in for the app where it cannot begin. */
async function standIns(w) {
    const port = await freePort();
    const plain = await Relay.start({ port, args: ['--relay-origin', `http://plain.example:${port}`] });
    const insecure = await w.meet({ at: null, args: ['--host-resolver-rules=MAP plain.example 127.0.0.1'] });
    await insecure.page.goto(`http://plain.example:${port}/`);
    await insecure.titled(words('door', 'insecure-title'));
    await w.show('door-no-secure-context', insecure, { stands: '1/9' });
    insecure.errors.length = 0; // the browser tells that some headers need a secure context
    await insecure.close();
    await plain.down();
    const keepsNothing = await w.meet({ at: null, context: { serviceWorkers: 'block' } });
    await keepsNothing.page.route('**/worker.js', async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: `navigator.storage.getDirectory = undefined;\n${await answer.text()}` });
    });
    await keepsNothing.goto('/');
    await keepsNothing.visit('#1/12/1');
    await w.show('door-begin-nothing-kept', keepsNothing);
    await keepsNothing.field(1).fill('Nora');
    await keepsNothing.press(words('door', 'begin-go'));
    await keepsNothing.left(words('door', 'begin-title'));
    await keepsNothing.visit('#5/0');
    await w.show('today-nothing-kept', keepsNothing);
    await w.each(keepsNothing, { 'me-locks-nothing-kept': '#6/3' });
    const [worker] = keepsNothing.page.workers();
    await worker.evaluate(() => postMessage({ fallen: true }));
    await keepsNothing.page.locator('#again').waitFor();
    await w.show('door-broken', keepsNothing, { still: false });
    await keepsNothing.close();
    const scriptless = new Person(w.relay, { ...w.options, context: { javaScriptEnabled: false } });
    await scriptless.open(null);
    await scriptless.page.goto(w.relay.origin);
    await w.at('door-no-script', scriptless, { plain: true, bare: true });
    await scriptless.close();
}

/** Somebody whom the relay, and then the browser, leaves alone. */
async function leftAlone(w) {
    const relay = await Relay.start();
    const ann = await w.meet({}, relay);
    await begin(ann, 'Ann', { how: 'alone' });
    await ann.visit('#5/0');
    await relay.down();
    await ann.sees(words('house', 'trouble-unreachable'));
    await w.show('today-offline', ann);
    await relay.up();
    await ann.page.goto(`${relay.origin}/manifest.webmanifest`); // the file is nobody's meanwhile
    await ann.page.evaluate(async () => {
        const root = await navigator.storage.getDirectory();
        for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
    });
    await ann.goto('/');
    await ann.sees(words('door', 'evicted-forget'));
    await w.show('door-cleared', ann);
    await ann.close();
    await relay.down();
}

// --- coming together --------------------------------------------------------------------------------

async function alone(w, nora) {
    await w.each(nora, {
        'evening-home-alone': '#2/0',
        'evening-alone': '#2/40',
        'today-alone': '#5/0',
        'moments-empty': '#3/0',
        'moments-account-empty': '#3/10',
        'moments-ask-alone': '#3/8',
        'me-alone': '#6/0',
        'me-erase-empty': '#6/6',
        'me-leave-alone': '#6/7',
        'today-letter-empty': '#5/1',
        'evening-self': '#2/41',
    });
    await nora.pick(1, 2);
    await nora.page.locator('#view textarea').fill('I eat something warm at noon, at a table.');
    await nora.press(words('evening', 'self-save'));
    await nora.titled(words('evening', 'kept-title'));
    await w.show('evening-self-kept', nora);
    await moment(nora, { who: 0, turn: 0 });
    await w.show('moments-kept-alone', nora);
}

async function together(w, nora, sam) {
    await nora.visit('#2/1');
    await w.show('evening-bring', nora);
    await nora.press(words('evening', 'bring-code'));
    await nora.page.locator('svg.qr').waitFor();
    await w.show('evening-code', nora);
    await nora.visit('#5/0');
    await w.show('today-invited', nora);
    await nora.visit('#2/1');
    await nora.press(words('evening', 'cancel'));
    await nora.press(words('evening', 'bring-link-title'));
    const copy = nora.page.locator('[data-island="copy"]');
    await copy.waitFor();
    await w.show('evening-link', nora);
    await sam.goto(await copy.getAttribute('data-arg'));
    await sam.titled(words('door', 'join-title'));
    await w.show('door-join', sam, { stands: '1/6' });
    await begin(sam, 'Sam', { how: 'join' });
    await sam.titled(words('evening', 'join-title'));
    await w.show('evening-join', sam);
    await sam.press(words('evening', 'join-yes'));
    await sam.sees(words('evening', 'two-go'));
    await nora.sees(words('evening', 'two-go'));
    await w.show('evening-two', nora);
    await w.each(nora, { 'evening-compare': '#2/3', 'evening-differ': '#2/17', 'me-compare': '#6/16', 'evening-home': '#2/0', 'today-first-evening': '#5/0' });
}

// --- the evening ------------------------------------------------------------------------------------

async function evening(w, nora, sam) {
    await w.each(nora, { 'evening-readers': '#2/4', 'evening-feel': '#2/5' });
    await nora.pick(1, 4);
    await nora.pick(2, 3);
    await nora.press(words('evening', 'next'));
    await nora.titled(words('evening', 'small-title'));
    await w.show('evening-small', nora);
    await nora.page.locator('textarea').fill('Tea in the kitchen, twenty minutes, without the telephones.');
    await nora.press(words('evening', 'next'));
    await nora.titled(words('evening', 'noticed-title'));
    await w.show('evening-saw', nora);
    await answerEvening(nora, { feeling: 4, strength: 3, small: 'Tea in the kitchen, twenty minutes, without the telephones.', noticed: 'You folded the washing on Tuesday while I was on the phone with my sister.' });
    await w.show('evening-sealed', nora);
    await answerEvening(sam, { feeling: 2, strength: 2, small: 'Sit next to me for a little when I come home.', noticed: 'You asked how the talk with my boss went, and you waited for the answer.' });
    await nora.press(words('evening', 'sealed-open'));
    await nora.titled(words('evening', 'ready-title'));
    await w.show('evening-ready', nora);
    await sam.press(words('evening', 'sealed-open'));
    for (const person of [nora, sam]) await person.titled(words('evening', 'open-title'));
    await w.show('evening-open', nora);
    await w.each(nora, { 'today-evening': '#5/0', 'evening-theirs': '#2/9', 'evening-two-minutes': '#2/10', 'evening-mine': '#2/11', 'evening-reply': '#2/12' });
    for (const [i, person] of [nora, sam].entries()) {
        await person.visit('#2/12');
        await person.pick(4, i);
        if (i === 1) await person.page.locator('#view textarea').fill('Not tonight, but tomorrow before breakfast.');
        await person.press(words('evening', 'reply-send'));
        await person.titled(words('evening', 'replies-title'));
        if (i === 0) await w.show('evening-replies-waits', person);
    }
    await nora.sees('Not tonight, but tomorrow before breakfast.');
    await w.show('evening-replies', nora);
    for (const [i, person] of [nora, sam].entries()) {
        await person.press(words('evening', 'replies-go'));
        await person.titled(words('evening', 'near-title'));
        if (i === 0) await w.show('evening-near', person);
        await person.pick(5, 3 - i);
        await person.press(words('evening', 'near-go'));
        if (i === 0) await w.show('evening-quiet-waits', person);
    }
    await nora.sees(words('evening', 'near-say-2'));
    await w.show('evening-quiet', nora);
    await w.each(nora, { 'evening-enough': '#2/16', 'today-after': '#5/0' });
}

/** Both set an hour. */
async function hour(w, nora, sam) {
    for (const person of [nora, sam]) {
        await person.visit('#6/20');
        await person.pick(13, 1);
        await person.press(words('app', 'save'));
    }
    await nora.sees(words('me', 'hour-holds').replace('{time}', '20:00'));
    await w.show('me-hour-holds', nora);
}

/** After it, and each takes it back. */
async function late(w, nora, sam, now) {
    const at = new Date(now + DAY);
    at.setHours(Math.max(at.getHours(), 21));
    for (const person of [nora, sam]) await person.setClock(at.getTime());
    await nora.visit('#5/0');
    await nora.sees(words('today', 'late-title'));
    await w.show('today-late', nora);
    for (const person of [nora, sam]) {
        await person.visit('#6/20');
        await person.pick(13, 0);
        await person.press(words('app', 'save'));
    }
}

async function nextDay(w, nora, sam) {
    await w.each(nora, { 'today-next-day': '#5/0', 'evening-home-next-day': '#2/0', 'evening-minute': '#2/20', 'evening-minute-else': '#2/21' });
    await nora.page.locator('#view textarea').fill('The tea stood there when I came out of the bath.');
    await send(nora, 3);
    await nora.page.waitForFunction(() => location.hash.startsWith('#2/22'));
    await w.show('evening-minute-done', nora);
    await sam.visit('#5/0');
    await sam.sees('The tea stood there when I came out of the bath.');
    await w.show('today-noticed', sam);
    await w.each(nora, { 'safety': '#4/0', 'safety-alone': '#4/1', 'safety-questions': '#4/2' });
    await nora.press(words('safety', 'go'));
    await nora.titled(words('safety', 'pass-title'));
    await w.show('safety-passed', nora);
    await sam.visit('#4/2');
    await sam.pick(1, 1);
    await sam.press(words('safety', 'go'));
    await sam.titled(words('safety', 'care-title'));
    await w.show('safety-care', sam);
    await w.each(sam, { 'safety-after-care': '#4/0', 'today-care': '#5/0' });
    await w.each(nora, { 'evening-brings': '#2/30' });
    await nora.pick(4, 1);
    await nora.press(words('evening', 'brings-go'));
    await nora.titled(words('evening', 'brought-title'));
    await w.show('evening-brought', nora);
}

// --- the weeks after --------------------------------------------------------------------------------

async function weeks(w, nora, sam, now) {
    for (let i = 0; i < 24; i++) {
        const person = [nora, sam][i % 2];
        await person.setClock(now + (2 + i * 3.4) * DAY);
        await moment(person, { who: i % 3, what: i % 6, feeling: (i * 5) % 9, turn: TURNS[i % TURNS.length], said: i > 18 && SAID[i % 6] });
    }
    for (const person of [nora, sam]) await person.setClock(now + 83 * DAY);
    await w.show('moments-kept', sam);
    await w.each(nora, { 'moments-write': '#3/1', 'moments-write-mine': '#3/2' });
    await nora.visit('#3/1');
    await open(nora);
    await w.show('moments-write-more', nora);
    await nora.press(words('moments', 'save'));
    await nora.page.locator('#view .refused').waitFor();
    await w.show('moments-write-refused', nora);
    await moment(nora, { at: '#3/2', who: 0, what: 1, feeling: 4, turn: 1, said: 'I wanted to tell about the singing, and the page was turned.' });
    await w.show('moments-kept-mine', nora);
    await moment(sam, { who: 1, what: 3, feeling: 1, turn: 0, said: 'The drawing was held up, and I put the pan down.' });
    await nora.visit('#3/0');
    await w.show('moments', nora);
    await w.each(nora, { 'moments-earlier': '#3/7/10' });
    await nora.visit('#3/0');
    const links = await nora.page.locator('#view .you a[href^="#3/4/"]').evaluateAll((all) => all.map((e) => e.getAttribute('href')));
    const other = links[0].split('/')[2];
    await w.each(nora, { 'moments-one-theirs': `#3/4/${other}`, 'moments-write-side': `#3/1/${other}` });
    await moment(nora, { at: `#3/1/${other}`, who: 0, feeling: 1, turn: 0, said: 'I had not known that it was seen.' });
    await w.each(nora, { 'moments-both-sides': `#3/4/${other}` });
    await nora.visit('#3/0');
    const own = (await nora.page.locator('#view .me a[href^="#3/4/"]').nth(4).getAttribute('href')).split('/')[2];
    await w.each(nora, { 'moments-one': `#3/4/${own}`, 'moments-change': `#3/5/${own}`, 'moments-erase': `#3/6/${own}` });
    await w.each(nora, { 'moments-account': '#3/10', 'moments-own': '#3/11', 'today-letter': '#5/1', 'today': '#5/0', 'rooms': '#1/7' });
}

async function asking(w, nora, sam) {
    await w.each(nora, { 'moments-ask': '#3/8' });
    await nora.field(5).fill('Ten minutes about Saturday.');
    await nora.press(words('moments', 'ask-go'));
    await nora.left(words('moments', 'ask-title'));
    await w.show('moments-asked', nora);
    const ask = await nora.page.locator('#view a[href^="#3/9/"]').first().getAttribute('href');
    await w.each(nora, { 'moments-asked-mine': ask });
    await sam.visit('#3/0');
    await sam.sees('Ten minutes about Saturday.');
    await w.show('moments-ask-waits', sam);
    await w.each(sam, { 'today-asked': '#5/0', 'moments-answer': ask });
    await sam.press(words('moments', 'answer-now'));
    await sam.visit(ask);
    await w.show('moments-answered', sam);
    await nora.visit('#3/0');
}

/** Every room begins on a day of its own, later than all that was written before. */
async function laterRooms(w, nora, sam, now) {
    let day = now + 90 * DAY;
    for (const { name, screens } of rooms) {
        if (!screens) continue;
        for (const person of [nora, sam]) await person.setClock(day);
        await w.part(name, () => screens(w, nora, sam, day));
        day += 30 * DAY;
    }
}

// --- me ---------------------------------------------------------------------------------------------

async function me(w, nora) {
    await w.each(nora, {
        'me': '#6/0',
        'me-readers': '#6/1',
        'me-devices': '#6/2',
        'me-locks': '#6/3',
        'me-language': '#6/4',
        'me-export': '#6/5',
        'me-erase': '#6/6',
        'me-leave': '#6/7',
        'me-close': '#6/8',
        'me-name': '#6/9',
        'me-hour': '#6/20',
        'me-about': '#6/17',
        'me-words': '#6/10',
        'me-kit-before-words': '#6/14',
    });
    await nora.visit('#6/6');
    await nora.visit(await nora.page.locator('#view a[href^="#6/18/"]').first().getAttribute('href'));
    await w.show('me-erase-sure', nora);
    await nora.visit('#6/10');
    await nora.press(words('me', 'words-show'));
    await nora.titled(words('me', 'words-shown-title'));
    await w.show('me-words-shown', nora);
    await nora.press(words('me', 'words-written'));
    await nora.titled(words('me', 'words-check-title'));
    await w.show('me-words-check', nora);
    await makeWords(nora, { kit: true, sent: false }); // a clock that stands sends nothing
    await w.show('me-kit-shown', nora);
    await w.show('me-kit-on-paper', nora, { paper: true });
    await nora.press(words('me', 'kit-done'));
    await nora.titled(words('me', 'words-done-title'));
    await w.show('me-words-done', nora);
    await w.each(nora, { 'me-words-again': '#6/10', 'me-kit': '#6/14' });
}

/** The readable page that one takes along, as a browser shows and prints it. */
async function taken(w, nora) {
    await nora.visit('#6/5');
    const [file] = await Promise.all([nora.page.waitForEvent('download'), nora.press(words('me', 'export-page'))]);
    const path = join(folder('taken'), 'toward.html');
    await file.saveAs(path);
    const reader = { page: await nora.context.newPage() };
    await reader.page.goto(`file://${path}`);
    await w.at('taken-page', reader, { plain: true });
    await w.at('taken-page-on-paper', reader, { plain: true, paper: true });
    await reader.page.close();
    await nora.visit('#5/1');
    await w.show('today-letter-on-paper', nora, { paper: true });
}

async function locks(w, nora) {
    await nora.visit('#6/3');
    await nora.field(7).fill('2580');
    await send(nora, 7);
    await nora.page.waitForFunction(() => location.hash === '#6/19');
    await w.show('me-locks-kept', nora);
    await nora.outOfSight();
    await nora.backInSight();
    await nora.titled(words('door', 'blank-title'));
    await w.show('door-put-away', nora, { stands: '1/2' });
    await nora.field(3).fill('1111');
    await nora.press(words('door', 'blank-go'));
    await nora.page.locator('#view .refused, #view .error').first().waitFor();
    await w.show('door-put-away-refused', nora, { stands: '1/2' });
    await nora.field(3).fill('2580');
    await nora.press(words('door', 'blank-go'));
    await nora.left(words('door', 'blank-title'));
    await nora.visit('#6/0');
    await nora.press(words('me', 'mine-lock'));
    await nora.sees(words('me', 'mine-unlock'));
    await w.show('me-mine-locked', nora);
    await w.each(nora, { 'today-mine-locked': '#5/0', 'moments-mine-locked': '#3/0', 'today-letter-mine-locked': '#5/1', 'me-export-mine-locked': '#6/5' });
    await moment(nora, { at: '#3/2', who: 0, turn: 1 });
    await w.show('moments-kept-sealed', nora);
    await nora.visit('#6/2');
    await nora.titled(words('door', 'mine-title'));
    await w.show('door-only-you', nora, { stands: '1/3' });
    await w.each(nora, { 'door-only-you-words': '#1/14' });
    await nora.visit('#6/0');
    await nora.press(words('me', 'lock-all'));
    await nora.titled(words('door', 'unlock-title'));
    await w.show('door-unlock', nora, { stands: '1/1' });
    const second = Object.assign(new Person(w.relay), { context: nora.context, page: await nora.context.newPage() });
    await second.goto('/');
    await second.titled(words('door', 'second-title'));
    await w.show('door-second-tab', second, { stands: '1/8' });
    await second.page.close();
    await nora.field(2).fill('not this phrase at all');
    await nora.press(words('door', 'unlock-go'));
    await nora.titled(words('door', 'busy-title'));
    await w.show('door-one-moment', nora, { stands: '1/4', still: false });
    await nora.page.locator('#view .refused, #view .error').first().waitFor();
    await w.show('door-unlock-refused', nora, { stands: '1/1' });
    await unlock(nora);
}

// --- one phone for both; long names; what goes wrong --------------------------------------------------

async function handed(w) {
    const maxi = await w.meet();
    await begin(maxi, 'Maximiliane-Theodora von Hohenfels', { how: 'alone' });
    await w.each(maxi, { 'me-long-name': '#6/0', 'evening-handed': '#2/50' });
    await maxi.press(words('evening', 'handed-begin'));
    for (const turn of ['first', 'second']) {
        await maxi.titled(words('evening', 'feel-title'));
        if (turn === 'first') await w.show('evening-handed-feel', maxi);
        await maxi.pick(1, turn === 'first' ? 4 : 1);
        await maxi.pick(2, 2);
        await maxi.press(words('evening', 'next'));
        await maxi.titled(words('evening', 'small-title'));
        if (turn === 'second') await w.show('evening-handed-small', maxi);
        await maxi.page.locator('#view textarea').fill(turn === 'first' ? 'A walk to the bridge after supper.' : 'Twenty minutes in which nobody asks me anything, and then tea.');
        await maxi.press(words('evening', 'next'));
        await maxi.titled(words('evening', 'noticed-title'));
        if (turn === 'first') await w.show('evening-handed-saw', maxi);
        await maxi.page.locator('#view textarea').fill('You left the light on for me.');
        await maxi.press(words('evening', 'next'));
        if (turn === 'second') continue;
        await maxi.titled(words('evening', 'handed-over-title'));
        await w.show('evening-handed-over', maxi);
        await maxi.press(words('evening', 'handed-over-go'));
    }
    await maxi.titled(words('evening', 'handed-open-title'));
    await w.show('evening-handed-open', maxi);
    await maxi.press(words('evening', 'handed-open'));
    await maxi.titled(words('evening', 'handed-read-title'));
    await w.show('evening-handed-read', maxi);
    await maxi.press(words('evening', 'handed-quiet-go'));
    await maxi.titled(words('evening', 'near-quiet-title'));
    await w.show('evening-handed-quiet', maxi);
    await maxi.press(words('evening', 'handed-end'));
    await maxi.titled(words('evening', 'handed-end-title'));
    await w.show('evening-handed-end', maxi);
    await maxi.close();
}

/** One phone for both in the rooms that came later. */
async function handedRooms(w) {
    for (const { name, handed } of rooms) {
        if (!handed) continue;
        const person = await w.meet();
        await begin(person, 'Nora', { how: 'alone' });
        await w.part(`${name}, handed over`, () => handed(w, person));
        await person.close();
    }
}

async function parting(w, sam) {
    await sam.visit('#6/7');
    await sam.press(words('me', 'leave-go'));
    await sam.sees(words('me', 'left'));
    await w.show('me-left', sam);
    await w.each(sam, { 'today-left': '#5/0', 'evening-left': '#2/0', 'moments-left': '#3/0', 'moments-account-left': '#3/10' });
    await sam.visit('#6/0');
    await sam.press(words('me', 'mine-lock'));
    await sam.sees(words('me', 'mine-unlock'));
    await w.each(sam, { 'today-left-mine-locked': '#5/0' });
}

/**
 * @param {import('./harness.mjs').Relay} relay
 * @param {(name: string, person: any, how: { stands?: string, paper?: boolean, within?: boolean, plain?: boolean, bare?: boolean }) => Promise<void>} at
 * @returns {Promise<string[]>} what went wrong, and what of the app was not shown
 */
export async function walk(relay, at, options = {}) {
    const w = new Walk(relay, at, options);
    const now = Date.now();
    const others = async () => {
        const somebody = await w.meet();
        await w.part('door', () => door(w, somebody));
        await w.part('look around', () => lookAround(w, somebody));
        await somebody.close();
        await w.part('stand-ins', () => standIns(w));
        await w.part('left alone', () => leftAlone(w));
        await w.part('handed', () => handed(w));
        await handedRooms(w);
    };
    const couple = async () => {
        const nora = await w.meet();
        const sam = await w.meet();
        await begin(nora, 'Nora');
        await w.part('alone', () => alone(w, nora));
        await together(w, nora, sam);
        await w.part('evening', () => evening(w, nora, sam));
        await w.part('an hour', () => hour(w, nora, sam));
        for (const person of [nora, sam]) await person.setClock(now + DAY);
        await w.part('next day', () => nextDay(w, nora, sam));
        await w.part('late', () => late(w, nora, sam, now));
        await w.part('weeks', () => weeks(w, nora, sam, now));
        await w.part('asking', () => asking(w, nora, sam));
        await w.part('rooms', () => laterRooms(w, nora, sam, now));
        await w.part('me', () => me(w, nora));
        await w.part('taken', () => taken(w, nora));
        await w.part('locks', () => locks(w, nora));
        await w.part('parting', () => parting(w, sam));
    };
    await Promise.all([w.part('the couple', couple), w.part('the others', others)]);
    for (const person of w.people) {
        w.found.push(...person.errors.map((error) => `an error in the page: ${error}`));
        await person.close();
    }
    return [...w.found, ...w.seen.missing()];
}
