// room_keyboard.test.mjs -- soothe, style, levels, moments and cycle by the keyboard alone, each from its first
// page to what one has in hand at the end; what was entered is read again on the page. The other of the
// two does what it takes with a mouse.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { PHRASE, begin, joinByLink } from './couple.mjs';
import { Person, Relay, before, test } from './harness.mjs';
import { arrives, choose, press, refused, tick, type } from './keys.mjs';
import { copy, quoted, ring } from './rooms/cycle.mjs';
import { openBoth, seal } from './rooms/levels.mjs';
import { words } from './words.mjs';

const DAY = 86400000;
const goes = words('share', 'go', { name: 'Sam' });
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

/** The way back stands before the title. */
async function back(person, title) {
    await press(person, words('app', 'back'), { back: true });
    await arrives(person, title);
}

/** What stands in a field, or which of its choices are chosen. */
const held = (person, name) =>
    person.page.evaluate((name) => {
        const all = [...document.querySelectorAll(`#view form [name="${name}"]:not([type="hidden"])`)];
        return all.filter((e) => e.checked || !/^(radio|checkbox)$/.test(e.type)).map((e) => e.value);
    }, String(name));

/** Presses what prints; says how often the browser was asked to. */
async function prints(person, text) {
    await person.page.evaluate(() => {
        globalThis.printed = 0;
        globalThis.print = () => globalThis.printed++;
    });
    await press(person, text, { key: 'Space' });
    return person.page.evaluate(() => globalThis.printed);
}

// --- soothe: in real time, so before any clock is set --------------------------------------------------

const soothe = (key, args) => words('soothe', key, args);

/** Begins a pace and ends it with the same button. */
async function breathes(person, key) {
    const button = person.page.getByRole('button', { name: words('parts', key) });
    await press(person, words('parts', key), { key: 'Space' });
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    await person.page.locator('.pace.going').waitFor();
    await person.page.keyboard.press('Enter');
    assert.equal(await button.getAttribute('aria-pressed'), 'false');
}

async function near() {
    await arrives(nora, soothe('before-title'));
    await press(nora, soothe('before-go'));
    await refused(nora, 5);
    await choose(nora, 5, 3);
    await press(nora, soothe('before-go'));
    await arrives(nora, soothe('ready-title'));
    await press(nora, soothe('ready-go'));
    await nora.sees(soothe('ready-pressed'));
    await sam.visit('#11/2');
    await sam.press(soothe('ready-go'));
    await arrives(nora, soothe('near-title'));
    await press(nora, soothe('near-go'));
    await refused(nora, 6);
    await choose(nora, 6, 4);
    await press(nora, soothe('near-go'));
    await nora.sees(soothe('near-waits'));
    await arrives(nora, soothe('near-title'));
    await sam.titled(soothe('near-title'));
    await sam.pick(6, 3);
    await sam.press(soothe('near-go'));
    await arrives(nora, soothe('list-title'));
    await nora.sees(soothe('say-3'));
    await press(nora, soothe('hand-title'));
    await arrives(nora, soothe('hand-title'));
    await press(nora, soothe('change'));
    await arrives(nora, soothe('hand-title'));
    await nora.sees(soothe('give-change-line'));
    await press(nora, soothe('else'));
    await arrives(nora, soothe('list-title'));
    await press(nora, soothe('breath-title'));
    await arrives(nora, soothe('breath-title'));
    await breathes(nora, 'pace-mute');
    await press(nora, soothe('nearer-no'));
    await arrives(nora, soothe('list-title'));
    await nora.sees(soothe('say-2'));
    await press(nora, soothe('end'));
    await arrives(nora, soothe('over-title'));
    await sam.titled(soothe('over-title'));
    await sam.press(soothe('over-done'));
    await press(nora, soothe('over-after'));
    await arrives(nora, soothe('after-title'));
    await choose(nora, 5, 1);
    await press(nora, soothe('after-go'));
    await arrives(nora, soothe('tension-title'));
    for (const [key, n] of [['tension-before', 3], ['tension-after', 1]]) await nora.sees(soothe(key, { how: soothe(`tense-${n}`) }));
}

async function pause() {
    await press(nora, soothe('door-flood'));
    await arrives(nora, soothe('flood-title'));
    await press(nora, soothe('flood-go'));
    await arrives(nora, soothe('break-title'));
    await press(nora, soothe('break-save'));
    await refused(nora, 10);
    await choose(nora, 9, 1);
    await choose(nora, 10, 21);
    await choose(nora, 11, 2);
    await press(nora, soothe('break-save'));
    await arrives(nora, soothe('pause-title'));
    await press(nora, soothe('pause-done'));
    await arrives(nora, soothe('flood-title'));
    await nora.sees(soothe('returns-mine', { name: 'Sam', day: 'tomorrow', time: '21:30' }));
    await press(nora, soothe('returns-back'));
    await arrives(nora, soothe('flood-title'));
    await press(nora, soothe('flood-write'));
    await arrives(nora, soothe('sign-title'));
    await type(nora, 1, 'My ears get hot.');
    await type(nora, 2, 'I look at the door.');
    await type(nora, 3, 'Water, and nobody behind me.');
    await press(nora, soothe('save'));
    await arrives(nora, soothe('flood-title'));
    for (const text of ['My ears get hot.', 'I look at the door.', 'Water, and nobody behind me.']) await quoted(nora, text);
}

test('soothe: the whole flow by the keyboard alone', async () => {
    await nora.visit('#11/0');
    await press(nora, soothe('door-near'));
    await near();
    await back(nora, soothe('title'));
    await pause();
});

/** A card of each person: refused where it is empty, written, read. */
async function card(door, title, write, field, texts) {
    await press(nora, soothe(door));
    await arrives(nora, soothe(title));
    await press(nora, soothe(write));
    await press(nora, soothe('save'));
    await refused(nora, field);
    for (const [name, text] of Object.entries(texts)) await type(nora, name, text);
    await press(nora, soothe('save'));
    await arrives(nora, soothe(title));
    for (const text of Object.values(texts)) await quoted(nora, text);
    await back(nora, soothe('title'));
}

test('soothe: words, the door, the box, breathing, one phone for both, by the keyboard alone', async () => {
    await nora.visit('#11/0');
    await card('door-words', 'words-title', 'words-write', 1, { 1: 'You do not have to explain it tonight.', 2: 'I am still here.', 3: 'Tea.' });
    await card('door-doorway', 'doorway-title', 'doorway-write', 1, { 2: 'A look up from the table.', 4: 'Ten minutes with nobody.' });
    await press(nora, soothe('door-tools'));
    await arrives(nora, soothe('tools-title'));
    await press(nora, soothe('tools-write'));
    await arrives(nora, soothe('tool-title'));
    await type(nora, 1, 'The blue blanket.');
    await press(nora, soothe('save'));
    await arrives(nora, soothe('tools-title'));
    await press(nora, 'The blue blanket.');
    await arrives(nora, soothe('tool-title'));
    assert.deepEqual(await held(nora, 1), ['The blue blanket.']);
    await press(nora, words('app', 'erase'));
    await arrives(nora, soothe('erase-title'));
    await press(nora, words('app', 'erase'));
    await arrives(nora, soothe('tools-title'));
    assert.ok(!(await nora.text()).includes('The blue blanket.'));
    await back(nora, soothe('title'));
    await press(nora, soothe('door-pace'));
    await arrives(nora, soothe('pace-title'));
    for (const key of ['pace-mute', 'pace-tone']) await breathes(nora, key);
    await press(nora, soothe('pace-done'));
    await arrives(nora, soothe('title'));

    await press(nora, soothe('door-near'));
    await press(nora, soothe('before-skip'));
    await arrives(nora, soothe('ready-title'));
    await press(nora, soothe('ready-one'));
    await arrives(nora, words('forms', 'handed-title'));
    await press(nora, words('forms', 'handed-begin'));
    await arrives(nora, soothe('near-title'));
    await nora.sees(soothe('near-first'));
    await choose(nora, 6, 4);
    await press(nora, soothe('near-go'));
    await nora.sees(soothe('near-second'));
    assert.deepEqual(await held(nora, 6), [], 'the second does not see what the first chose');
    await choose(nora, 6, 2);
    await press(nora, soothe('near-go'));
    await arrives(nora, soothe('list-title'));
    await press(nora, soothe('side-title'));
    await arrives(nora, soothe('side-title'));
    await press(nora, words('parts', 'turn-stop'));
    await arrives(nora, soothe('over-stopped-title'));
    await press(nora, soothe('over-done'));
    await arrives(nora, words('forms', 'handed-end-title'));
    await press(nora, words('forms', 'handed-unlock'));
    await arrives(nora, words('door', 'unlock-title'));
    await type(nora, 2, PHRASE);
    await press(nora, words('door', 'unlock-go'));
    await nora.left(words('door', 'unlock-title'));
    await arrives(nora, await nora.title());
    await nora.visit('#11/11');
    await press(nora, soothe('tools-locked'));
    await arrives(nora, words('door', 'mine-title'));
    await type(nora, 2, PHRASE);
    await press(nora, words('door', 'mine-go'));
    await arrives(nora, soothe('tools-title'));
});

// --- style ---------------------------------------------------------------------------------------------

const style = (key) => words('style', key);

test('style: the whole flow by the keyboard alone', async () => {
    await nora.visit('#15/0');
    await press(nora, style('three-title'));
    await arrives(nora, style('three-title'));
    await press(nora, style('save'));
    await refused(nora, 1);
    await choose(nora, 1, 2);
    for (const [i, fits] of [1, 5, 6].entries()) await choose(nora, 2 + i, fits);
    await press(nora, style('save'));
    await arrives(nora, style('worry-title'));
    for (const [i, fits] of [6, 4, 3, 2, 1].entries()) await choose(nora, 1 + i, fits);
    await press(nora, style('save'));
    await arrives(nora, style('distance-title'));
    for (const [i, fits] of [1, 2, 3, 5, 4].entries()) await choose(nora, 1 + i, fits);
    await press(nora, style('save'));
    await arrives(nora, style('result-title'));
    for (const key of ['near-1', 'away-4']) await nora.sees(style(key));
    await press(nora, style('save'));
    await refused(nora, 1);
    const texts = ['When I hear the key in the door.', 'When I am asked whether I am all right.', 'I sit down beside you.', 'I go round the block.', 'Until I feel watched.'];
    await nora.page.keyboard.type(texts[0]);
    await type(nora, 2, texts[1]);
    await press(nora, style('save'));
    await arrives(nora, style('moves-title'));
    for (const i of [2, 3, 4]) await type(nora, i + 1, texts[i]);
    await press(nora, style('moves-save'));
    await arrives(nora, style('share-title'));
    for (const text of texts) await quoted(nora, text);
    await press(nora, goes);
    await arrives(nora, style('copies-title'));
    for (const text of texts) await quoted(nora, text);
    await press(nora, words('share', 'take-back'));
    await nora.sees(style('copies-empty'));
    await arrives(nora, style('copies-title'));

    await back(nora, style('title'));
    await press(nora, style('known'));
    await nora.page.locator('#view details[open]').waitFor();
    await press(nora, style('three-title'), { back: true });
    await arrives(nora, style('three-title'));
    for (const [name, value] of [[1, 2], [2, 1], [3, 5], [4, 6]]) assert.deepEqual(await held(nora, name), [String(value)]);
    await press(nora, words('app', 'not-now'));
    await press(nora, style('worry-title'));
    await arrives(nora, style('worry-title'));
    assert.deepEqual(await held(nora, 1), ['6']);
    await back(nora, style('title'));
    await press(nora, style('result-title'));
    await arrives(nora, style('result-title'));
    assert.deepEqual(await held(nora, 2), [texts[1]]);
    await press(nora, style('surprised-title'));
    await arrives(nora, style('surprised-title'));
    await back(nora, style('title'));
    await press(nora, style('moves-title'));
    await arrives(nora, style('moves-title'));
    await press(nora, style('erase-go'));
    await arrives(nora, style('erase-title'));
    await press(nora, style('erase-keep'));
    await arrives(nora, style('title'));
});

// --- levels --------------------------------------------------------------------------------------------

const levels = (key) => words('levels', key);
const DEED = 'I say once a week what I saw.';

async function note() {
    await press(nora, levels('begin'));
    await arrives(nora, levels('deed-title'));
    await type(nora, 6, DEED);
    await press(nora, levels('next'));
    await arrives(nora, levels('now-title'));
    await choose(nora, 1, 3);
    await tick(nora, 2, 2, 3);
    await type(nora, 3, 'I can laugh with you again.');
    await press(nora, levels('next'));
    await arrives(nora, levels('toward-title'));
    await choose(nora, 4, 2);
    await type(nora, 5, 'For Tuesdays.');
    await press(nora, levels('next'));
    await arrives(nora, levels('one-title'));
    for (const text of ['I can laugh with you again.', 'For Tuesdays.']) await quoted(nora, text);
    for (const key of ['feel-hopeful', 'feel-wary', 'now-none', 'committed']) await nora.sees(levels(key));
    await press(nora, levels('now-me'));
    await arrives(nora, levels('now-title'));
    assert.deepEqual([await held(nora, 1), await held(nora, 2)], [['3'], ['2', '3']]);
    await press(nora, levels('enough'));
    await arrives(nora, levels('one-title'));
    await press(nora, words('app', 'done'));
    await arrives(nora, levels('title'));
    await press(nora, DEED);
    await arrives(nora, levels('one-title'));
}

async function round() {
    await press(nora, levels('offer-title'));
    await arrives(nora, levels('offer-title'));
    await choose(nora, 7, 0);
    await press(nora, levels('offer-go'));
    await arrives(nora, levels('answer-title'));
    await type(nora, 6, 'Noras deed');
    await choose(nora, 1, 1);
    await tick(nora, 2, 0);
    await type(nora, 3, 'Noras thoughts');
    await choose(nora, 4, 3);
    await type(nora, 5, 'Noras why');
    await press(nora, levels('seal'));
    await arrives(nora, levels('sealed-title'));
    await sam.visit('#16/0');
    await sam.sees(levels('card-offered'));
    await seal(sam, { deed: 'Sams deed' });
    await press(nora, levels('open'));
    await nora.sees(levels('ready'));
    await arrives(nora, levels('sealed-title'));
    await sam.press(levels('open'));
    await quoted(nora, 'Sams deed');
    await press(nora, levels('quiet-go'));
    await arrives(nora, levels('quiet-title'));
    await press(nora, levels('both-go'));
    await arrives(nora, levels('both-title'));
    for (const text of ['Noras deed', 'Noras thoughts', 'Noras why']) await quoted(nora, text);
    await quoted(sam, 'Noras deed');
    await press(nora, words('app', 'done'));
    await arrives(nora, levels('title'));
}

test('levels: the whole flow by the keyboard alone', async () => {
    await nora.visit('#16/0');
    await note();
    await back(nora, levels('title'));
    await round();
    await press(nora, DEED);
    await arrives(nora, levels('one-title'));
    await press(nora, levels('to-plan'));
    await arrives(nora, words('plan', 'low-title'));
    assert.deepEqual(await held(nora, 4), [DEED]);
});

// --- moments -------------------------------------------------------------------------------------------

const moments = (key, args) => words('moments', key, args);

/** A moment in *you two*: refused while it is empty, written, mended, looked at again. */
async function moment() {
    await press(nora, moments('write'));
    await arrives(nora, moments('log-title'));
    await press(nora, moments('save'));
    await refused(nora, 1);
    for (const [name, value] of [[1, 1], [2, 1], [3, 2], [4, 1]]) await choose(nora, name, value);
    await press(nora, moments('more'));
    await type(nora, 5, 'I looked at the letter.');
    await choose(nora, 6, 1);
    await press(nora, moments('save'));
    await arrives(nora, moments('kept-title'));
    await press(nora, words('app', 'done'));
    await arrives(nora, moments('title'));
    await press(nora, moments('line-you-away', { name: 'Sam' }));
    await arrives(nora, moments('one-title'));
    await quoted(nora, 'I looked at the letter.');
    await choose(nora, 8, 1);
    await press(nora, moments('repair-save'));
    await nora.page.locator('#view .side', { hasText: moments('repair-next') }).waitFor();
    await press(nora, moments('change'));
    await arrives(nora, moments('change-title'));
    assert.deepEqual([await held(nora, 1), await held(nora, 3), await held(nora, 5)], [['1'], ['2'], ['I looked at the letter.']]);
    await press(nora, words('app', 'change'));
    await arrives(nora, moments('one-title'));
    await press(nora, moments('erase-go'));
    await arrives(nora, moments('erase-title'));
    await press(nora, moments('erase-keep'));
    await arrives(nora, moments('one-title'));
    await back(nora, moments('title'));
}

/** Nora asks, and Sam says when; then he writes down his side of the moment. */
async function bothSides() {
    await press(nora, moments('ask'));
    await arrives(nora, moments('ask-title'));
    await type(nora, 5, 'The plan for Saturday');
    await press(nora, moments('ask-go'));
    await arrives(nora, moments('title'));
    await sam.visit('#3/0');
    await quoted(sam, 'The plan for Saturday');
    await press(sam, moments('asked-yours', { name: 'Nora' }));
    await arrives(sam, moments('asked-yours', { name: 'Nora' }));
    await press(sam, moments('answer-at-go'));
    await refused(sam, 12);
    await choose(sam, 11, 1);
    await choose(sam, 12, 40);
    await press(sam, moments('answer-at-go'));
    await sam.sees(moments('answered'));
    await arrives(sam, moments('asked-yours', { name: 'Nora' }));
    await nora.sees(moments('said-at', { name: 'Sam', day: 'tomorrow', time: '20:00' }));
    await back(sam, moments('title'));
    await press(sam, moments('line-me-away', { name: 'Nora' }));
    await arrives(sam, moments('one-title'));
    await press(sam, moments('my-side'));
    await arrives(sam, moments('log-title'));
    for (const [name, value] of [[1, 2], [4, 3]]) await choose(sam, name, value);
    await press(sam, moments('save'));
    await arrives(sam, moments('kept-title'));
}

test('moments: the whole flow by the keyboard alone', async () => {
    await nora.visit('#3/0');
    await moment();
    await bothSides();
    await press(nora, moments('account'));
    await arrives(nora, moments('account-title'));
    await press(nora, moments('as-table'));
    await nora.page.locator('#view details[open] table').waitFor();
    await press(nora, moments('counted'));
    await back(nora, moments('title'));
    await press(nora, moments('own'));
    await arrives(nora, moments('own-title'));
    await back(nora, moments('title'));
    await press(nora, moments('line-you-away', { name: 'Sam' }));
    await arrives(nora, moments('both-title'));
});

// --- cycle ---------------------------------------------------------------------------------------------

const cycle = (key) => words('cycle', key);

/** A ring of hers in six steps, with a stop on the way. */
async function draw() {
    const next = async (title) => {
        await press(nora, cycle('next'));
        await arrives(nora, cycle(title));
    };
    await press(nora, cycle('begin'));
    await arrives(nora, cycle('who-title'));
    await press(nora, cycle('next'));
    await refused(nora, 1);
    await choose(nora, 1, 0);
    await type(nora, 2, 'My grandmother');
    await type(nora, 3, 'Somebody who sits with me.');
    await next('showed-title');
    await type(nora, 4, 'I stood in the door.');
    await press(nora, cycle('stop'), { back: true });
    await arrives(nora, cycle('stop-title'));
    await press(nora, cycle('stop-back'));
    await arrives(nora, cycle('title'));
    await press(nora, 'My grandmother');
    await arrives(nora, cycle('ring-title'));
    await press(nora, cycle('change'));
    await arrives(nora, cycle('who-title'));
    assert.deepEqual([await held(nora, 1), await held(nora, 3)], [['0'], ['Somebody who sits with me.']]);
    await next('showed-title');
    await type(nora, 4, 'I stood in the door.');
    await next('back-title');
    await type(nora, 5, 'All fine.');
    await choose(nora, 6, 2);
    await next('belief-title');
    for (const [i, text] of ['Others are kind.', 'I am big.', 'Trust is waiting.'].entries()) await type(nora, 7 + i, text);
    await next('body-title');
    await tick(nora, 10, 0, 6);
    await next('under-title');
    for (const i of [0, 1, 2, 3]) await type(nora, 11 + i, `under ${i}`);
    await next('ring-title');
    for (const text of ['Others are kind.', 'I am big.', 'Trust is waiting.', 'under 0', 'under 3']) await quoted(nora, text);
    for (const key of ['body-throat', 'body-head']) await nora.sees(cycle(key));
}

async function share() {
    await press(nora, cycle('table'));
    await nora.page.locator('#view details[open] td', { hasText: 'I stood in the door.' }).waitFor();
    assert.equal(await prints(nora, cycle('print')), 1);
    await press(nora, cycle('share-go'));
    await arrives(nora, cycle('share-title'));
    await press(nora, cycle('share-under'));
    await arrives(nora, cycle('share-title'));
    await quoted(nora, 'under 3');
    await press(nora, cycle('share-only'));
    await arrives(nora, cycle('share-title'));
    await press(nora, goes);
    await arrives(nora, cycle('copies-title'));
}

async function together() {
    await press(nora, cycle('together-title'));
    await arrives(nora, cycle('together-title'));
    await quoted(nora, 'A reckoning.');
    assert.ok(!(await nora.text()).includes('under 3'));
    await press(nora, cycle('ask-go'));
    await refused(nora, 15);
    await nora.page.keyboard.type('Ask me one question.');
    await press(nora, cycle('ask-go'));
    await quoted(nora, 'Ask me one question.');
    await arrives(nora, cycle('together-title'));
    assert.equal(await prints(nora, cycle('print')), 1);
    await sam.visit('#14/13');
    await quoted(sam, 'Ask me one question.');
    await press(sam, words('app', 'not-now'));
    await arrives(sam, cycle('together-title'));
    await nora.page.locator('#view article', { hasText: words('app', 'not-now') }).waitFor();
    await press(sam, cycle('answer-yes'));
    await nora.page.locator('#view article', { hasText: cycle('answer-yes') }).waitFor();
    await press(nora, cycle('ask-back'));
    await arrives(nora, cycle('together-title'));
    await nora.sees(cycle('ask-title'));
}

test('cycle: the whole flow by the keyboard alone', async () => {
    await nora.visit('#14/0');
    await press(nora, cycle('empty-title'));
    await arrives(nora, cycle('empty-title'));
    assert.equal(await prints(nora, cycle('print')), 1);
    await back(nora, cycle('title'));
    await draw();
    await share();
    await copy(sam, await ring(sam, { need: 'To be thought well of.', showed: 'I say that all is fine.', back: 'A reckoning.', belief: 'Who sees all goes.' }), 'Nora');
    await days(1);
    await nora.visit('#14/0');
    await together();
});
