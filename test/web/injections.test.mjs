// injections.test.mjs -- 500 strings that would do something in a page that took text for markup,
// typed into every field of the app by two people with real browsers: they are read whole, as text,
// on both phones, and nothing of them has become part of a page.
//
// Which fields there are, the rooms' own tables say (build/release/injections prints both lists), so a
// field that is added is not forgotten. Every field takes as many strings as it holds, and all 500 go
// through one that both read. That each of them stays text in each of the fields, the native tests show
// on the operations that pages are drawn from (test/unit/test_room_injections.c).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { answerEvening, begin, joinByLink, makeWords, openEvening } from './couple.mjs';
import { BUILD, Person, Relay, test } from './harness.mjs';
import { codes } from './pages.mjs';
import { rooms } from './rooms.mjs';
import { unfold } from './weeks.mjs';
import { words } from './words.mjs';

const { strings: STRINGS, fields: FIELDS } = JSON.parse(execFileSync(join(BUILD, 'release/injections'), { encoding: 'utf8' }));
const { TAGS, ATTRS } = await import(pathToFileURL(join(BUILD, 'gen/view_constants.js')).href);
const DAY_MS = 24 * 3600 * 1000;
const SEND = 'button:not([type="button"])';

/** How many strings each field has had. */
const given = new Map(FIELDS.map(({ name }) => [name, 0]));

/** As many of a field's next strings as fit into `characters`; some markup where not even one does. */
function next(name, characters) {
    const field = FIELDS.findIndex((each) => each.name === name);
    const { max } = FIELDS[field];
    const fits = (text) => text.length <= characters && Buffer.byteLength(text) <= max;
    const taken = [];
    for (let i = given.get(name); i < given.get(name) + STRINGS.length; i++) {
        const string = STRINGS[(i + 17 * field) % STRINGS.length]; // no two fields begin with the same
        if (fits([...taken, string].join(' '))) taken.push(string);
        else if (taken.length) break;
    }
    given.set(name, given.get(name) + Math.max(taken.length, 1));
    return taken.length ? taken.join(' ') : '<b>"\'&;';
}

// --- looking -------------------------------------------------------------------------------------------

/** In the page: what of `#view` should not be there, and all that can be read in it. */
function inspect({ tags, attrs }) {
    const view = document.getElementById('view');
    const bad = [];
    for (const element of view.querySelectorAll('*')) {
        if (!tags.includes(element.localName)) bad.push(`<${element.localName}>`);
        for (const { name, value } of element.attributes) {
            if (!attrs.includes(name)) bad.push(`${element.localName} ${name}`);
            if (name !== 'value' && /zq\d/.test(value)) bad.push(`${name}="${value}"`);
        }
    }
    for (const element of document.querySelectorAll('script:not([src^="/"]), iframe, base, [onerror]')) bad.push(`<${element.localName}> beside it`);
    if (globalThis.pwned) bad.push('it ran');
    const typed = [...view.querySelectorAll('input, textarea')].map((field) => `${field.value}\n${field.defaultValue}`);
    return { bad, text: [view.textContent, ...typed].join('\n') };
}

const LOOK = { tags: TAGS, attrs: [...ATTRS, 'style'] }; // quiet time's timer sets a style of its own

/** The page is in order, and each of these can be read on it. */
async function look(person, ...texts) {
    const { bad, text } = await person.page.evaluate(inspect, LOOK);
    const where = await person.page.evaluate(() => location.hash);
    assert.deepEqual(bad, [], where);
    for (const each of texts) assert.ok(text.includes(each), `${where} shows ${each.slice(0, 80)}`);
}

/** Every address of every room; nothing has come in anywhere. Returns how many different pages there were. */
async function sweep(person) {
    const all = [...codes().values()].filter((room) => room > 1 && room !== 7); // not the door, nor look around
    const addresses = all.flatMap((room) => Array.from({ length: 61 }, (_, page) => `#${room}/${page}`));
    const pages = await person.page.evaluate(
        async ([how, all]) => {
            const view = document.getElementById('view');
            const seen = [];
            for (const address of all) {
                if (location.hash === address) continue; // where another page has led already
                const gone = new Promise((done) => addEventListener('hashchange', done, { once: true }));
                location.hash = address;
                await gone;
                while (view.hasAttribute('aria-busy')) await new Promise((done) => setTimeout(done, 2));
                seen.push({ address, ...globalThis.inspect(how) });
            }
            return seen;
        },
        [LOOK, addresses],
    );
    assert.deepEqual(pages.filter(({ bad }) => bad.length > 0).map(({ address, bad }) => [address, bad]), []);
    return new Set(pages.map(({ text }) => text)).size;
}

// --- typing --------------------------------------------------------------------------------------------

/** Fills every field of words in a form with its next strings. Returns them by the field's number. */
async function fillAll(person, action) {
    await unfold(person);
    const texts = {};
    const form = person.page.locator(`#view form[data-action="${action}"]`).first();
    for (const { name } of FIELDS.filter((field) => field.name.startsWith(`${action}.`))) {
        const number = name.split('.')[2];
        const control = form.locator(`[name="${number}"]:not([type="hidden"])`);
        if (!(await control.count())) continue;
        texts[number] = next(name, Number((await control.getAttribute('maxlength')) ?? Infinity));
        await control.fill(texts[number]);
    }
    return { form, texts };
}

/** Fills the form that stands here, sends it, looks at the answer. Returns what was typed. */
async function send(person, action) {
    const { form, texts } = await fillAll(person, action);
    await form.locator(SEND).last().click();
    await person.settled();
    await look(person);
    return texts;
}

/** The same with the form of another page, which has fields for words. */
async function submit(person, address, action, picks = {}) {
    await person.visit(address);
    for (const [name, value] of Object.entries(picks)) await person.pick(name, value);
    const texts = await send(person, action);
    assert.ok(Object.keys(texts).length > 0, `${action} at ${address} has fields`);
    return texts;
}

/** What one wrote comes to the other's page. */
async function arrives(person, address, text) {
    await person.visit(address);
    await person.page.waitForFunction((part) => document.getElementById('view').textContent.includes(part), text);
    await look(person, text);
}

async function meet(relay, alarms, at) {
    const person = await Person.meet(relay, { at: null });
    await person.context.addInitScript(() => (globalThis.hit = () => (globalThis.pwned = true)));
    await person.context.addInitScript(`globalThis.inspect = ${inspect}`);
    person.context.on('request', (request) => request.url().startsWith(`${relay.origin}/`) || alarms.push(request.url()));
    person.page.on('dialog', (dialog) => {
        alarms.push(dialog.message());
        void dialog.dismiss();
    });
    await person.goto(at);
    return person;
}

/** The first evening; each reads the other's. */
async function evening(nora, sam) {
    const both = [nora, sam];
    const texts = both.map(() => ({ small: next('2.6.3', 400), noticed: next('2.7.3', 400) }));
    for (const [i, person] of both.entries()) await answerEvening(person, texts[i]);
    const instead = next('2.9.3', 400);
    await openEvening(nora, sam, { reply: [1, 1], instead });
    for (const [i, person] of both.entries()) {
        await person.visit('#2/9');
        await look(person, texts[1 - i].small, texts[1 - i].noticed);
        await person.visit('#2/11');
        await look(person, texts[i].small, texts[i].noticed);
        await person.visit('#2/13');
        await look(person, instead);
    }
}

/** Moments by turns until each of the 500 was in one; both read all of them. */
async function moments(nora, sam) {
    const written = [];
    for (let turn = 0; given.get('3.1.5') < STRINGS.length; turn++) {
        const person = [nora, sam][turn % 2];
        const { 5: text } = await submit(person, '#3/1', '3.1', { 1: 0, 4: 0 });
        written.push({ text, at: (await person.page.evaluate(() => location.hash)).replace('#3/3/', '#3/4/') });
    }
    for (const person of [nora, sam]) for (const { text, at } of written) await arrives(person, at, text);
    const { at } = written[0];
    const { 5: changed } = await submit(nora, at.replace('#3/4/', '#3/5/'), '3.2');
    for (const person of [nora, sam]) await arrives(person, at, changed);
    const { 7: withWhom } = await submit(nora, '#3/2', '3.1', { 1: 1, 4: 0 });
    const own = (await nora.page.evaluate(() => location.hash)).replace('#3/3/', '#3/4/');
    await arrives(nora, own, withWhom);
    const { 7: other } = await submit(nora, own.replace('#3/4/', '#3/5/'), '3.2');
    await arrives(nora, own, other);
    const { 5: asked } = await submit(nora, '#3/8', '3.5');
    for (const person of [nora, sam]) await arrives(person, '#3/0', asked);
}

/** What is for oneself alone: pages, a name, words to keep, phrases. Returns the new one of *mine*. */
async function alone(nora) {
    await look(nora, (await submit(nora, '#2/41', '2.17'))[3]);
    const { 12: name } = await submit(nora, '#6/9', '6.16');
    await nora.visit('#6/9');
    await look(nora, name);
    await makeWords(nora);
    await nora.visit('#6/10');
    await nora.press(words('me', 'words-show'));
    await nora.titled(words('me', 'words-shown-title'));
    await submit(nora, '#6/12', '6.2');
    await submit(nora, '#6/14', '6.3');
    for (const [address, action] of [['#6/3', '6.5'], ['#6/8', '6.15']]) {
        await submit(nora, address, action);
        await nora.sees(words('house', 'error-secret'));
        await look(nora);
    }
    await submit(nora, '#6/3', '6.7');
    await nora.field(7).fill('2468');
    await nora.field(7).press('Enter');
    await nora.sees(words('me', 'locks-kept'));
    await nora.outOfSight();
    await nora.backInSight();
    await nora.titled(words('door', 'blank-title'));
    await send(nora, '1.3');
    await nora.field(3).fill('2468');
    await nora.press(words('door', 'blank-go'));
    await nora.left(words('door', 'blank-title'));
    return (await submit(nora, '#6/3', '6.6'))[5];
}

/** One phone for both; at its end it has locked itself. */
async function handed(person) {
    await person.visit('#2/50');
    await person.press(words('evening', 'handed-begin'));
    const texts = [];
    for (let i = 0; i < 2; i++) {
        await person.titled(words('evening', 'feel-title'));
        await send(person, '2.20');
        texts.push((await send(person, '2.21'))[3], (await send(person, '2.22'))[3]);
        if (i === 0) await person.press(words('evening', 'handed-over-go'));
    }
    await person.press(words('evening', 'handed-open'));
    await person.sees(words('evening', 'handed-end'));
    await look(person, ...texts);
    await person.press(words('evening', 'handed-end'));
    await person.press(words('evening', 'handed-unlock'));
    await person.titled(words('door', 'unlock-title'));
    await person.settled();
}

/** The ways in, first wrongly, then rightly: a phrase may well look like markup. */
async function ways(person, phrase, own) {
    await send(person, '1.2');
    await person.field(2).fill(phrase);
    await person.press(words('door', 'unlock-go'));
    await person.left(words('door', 'unlock-title'));
    await person.settled();
    await submit(person, '#1/14', '1.10');
    await person.visit('#2/42');
    await person.titled(words('door', 'mine-title'));
    await send(person, '1.4');
    await person.field(2).fill(own);
    await person.press(words('door', 'mine-go'));
    await person.left(words('door', 'mine-title'));
    await person.settled();
    await look(person);
}

test('500 injection strings are read as text, on both phones, in every field', async () => {
    assert.equal(new Set(STRINGS).size, 500);
    const alarms = [];
    const relay = await Relay.start();
    const nora = await meet(relay, alarms, '/');
    const sam = await meet(relay, alarms, '/#1/10');
    await send(sam, '1.5');
    await submit(sam, '#1/11', '1.6');
    const names = [next('1.1.1', 40), next('1.1.1', 40)];
    const phrase = next('1.1.2', Infinity);
    await begin(nora, names[0], { phrase });
    await joinByLink(nora, sam, names[1]);
    await evening(nora, sam);
    await moments(nora, sam);
    await look(nora, names[1]);
    await look(sam, names[0]);
    const own = await alone(nora);
    for (const person of [nora, sam]) await person.setClock(Date.now() + DAY_MS);
    const { 3: noticed } = await submit(nora, '#2/21', '2.15');
    await arrives(sam, '#5/0', noticed);
    const tools = { next, fillAll, send, submit, look, arrives };
    for (const { injections } of rooms) if (injections) await injections(tools, nora, sam);
    for (const person of [nora, sam]) assert.ok((await sweep(person)) > 40);
    await handed(nora);
    await ways(nora, phrase, own);
    assert.deepEqual([...given].filter(([, count]) => count === 0), [], 'every field had some');
    assert.deepEqual(alarms, []);
    for (const person of [nora, sam]) {
        await person.close();
        assert.deepEqual(person.errors, []);
    }
    await relay.down();
});

// --- the test itself -----------------------------------------------------------------------------------

test('a string that became markup would be noticed', async () => {
    const relay = await Relay.start();
    const person = await Person.meet(relay, { at: null });
    await person.page.evaluate(() => (globalThis.hit = () => (globalThis.pwned = true)));
    const asMarkup = async (markup) => {
        await person.page.evaluate(() => (globalThis.pwned = false));
        await person.page.setContent(`<main id="view">${markup}</main>`);
        return person.page.evaluate(inspect, LOOK);
    };
    const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
    let noticed = 0;
    for (const string of STRINGS.filter((string, i) => i % 11 === 0 && !string.includes("http-equiv"))) {
        const right = await asMarkup(escaped(string));
        assert.deepEqual([right.bad, right.text.includes(string)], [[], true], string);
        const wrong = await asMarkup(string);
        if (wrong.bad.length > 0 || !wrong.text.includes(string)) noticed++;
        else assert.ok(!/<[a-z/!]|&[a-z#]/.test(string), `${string} is no markup`);
    }
    assert.ok(noticed > 25, `${noticed} noticed`);
    await asMarkup('<img src=x onerror=hit()>');
    await person.page.waitForFunction(() => globalThis.pwned);
    assert.ok((await person.page.evaluate(inspect, LOOK)).bad.includes('it ran'));
    await person.close();
    await relay.down();
});
