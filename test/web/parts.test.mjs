// parts.test.mjs -- the core comes in two parts: somebody new reads the door and begins while the
// later part is still on its way, waits for it where it is needed, and loses nothing when it does not
// come.
import assert from 'node:assert/strict';
import { PHRASE, unlock } from './couple.mjs';
import { Person, Relay, before, pause, test } from './harness.mjs';
import { words } from './words.mjs';

const LATER = '**/later-*.wasm';
let relay;
before(async () => (relay = await Relay.start()));

/** From the door to the filled page that makes the book. */
async function fillBegin(person, name) {
    await person.page.getByText(words('door', 'alone'), { exact: true }).first().click();
    await person.titled(words('door', 'install-title'));
    await person.press(words('door', 'install-skip'));
    await person.titled(words('door', 'begin-title'));
    await person.field(2).fill(PHRASE);
    await person.field(1).fill(name);
}

/** A new person; `take` decides what becomes of each request for the later part. */
async function meet(take, options = {}) {
    const person = await Person.meet(relay, { at: null, context: { serviceWorkers: 'block' }, ...options });
    await person.context.route(LATER, take);
    await person.goto('/');
    return person;
}

/** Makes the book of the filled page. */
async function make(person) {
    await person.press(words('door', 'begin-go'));
    await made(person);
}

/** The book was made, and opens as any other. */
async function made(person) {
    await person.left(words('door', 'begin-title'));
    await person.settled();
    await person.visit('#5/0');
    assert.equal(await person.title(), words('today', 'title'));
    assert.deepEqual(person.errors, []);
}

test('the door, and all up to the own book, need the first part alone', async () => {
    let release;
    const released = new Promise((done) => (release = done));
    let held = 0;
    const nora = await meet(async (route) => {
        held++;
        await released;
        await route.continue();
    });
    assert.equal(await nora.title(), words('door', 'title'));
    await fillBegin(nora, 'Nora');
    assert.equal(held, 1, 'it is asked for behind the first screen');
    await nora.press(words('door', 'begin-go'));
    await nora.titled('One moment');
    await pause(1000); // the phrase is hashed meanwhile
    assert.equal(await nora.title(), 'One moment');
    release();
    await made(nora);
    assert.equal(held, 1);
    await nora.close();
});

test('a later part that does not come at first is asked for again, and the book is made when it is there', async () => {
    let asked = 0;
    const nora = await meet((route) => (++asked < 4 ? route.abort() : route.continue()));
    await fillBegin(nora, 'Nora');
    await make(nora);
    assert.equal(asked, 4);
    await nora.close();
});

test('a room that is opened before it is there is brought at once; where it cannot be had, the page says so', async () => {
    let away = true;
    const nora = await meet((route) => (away ? route.abort() : route.continue()));
    await nora.page.evaluate(() => (location.hash = '#8/0'));
    await nora.page.locator('#again').waitFor();
    assert.ok(nora.errors.splice(0).every((error) => error.includes('later-')));
    away = false;
    await nora.page.locator('#again').click();
    await nora.sees(words('firstdays', 'title'));
    assert.deepEqual(nora.errors, []);
    await nora.close();
});

test('another language comes whole, and who has a book gets it whole', async () => {
    const inés = await meet((route) => route.continue(), { locale: 'es-ES' });
    await inés.sees('Empezar');
    assert.deepEqual(inés.errors, []);
    await inés.close();
    const nora = await meet((route) => route.continue());
    await fillBegin(nora, 'Nora');
    await make(nora);
    const came = nora.page.waitForResponse(LATER);
    await nora.page.reload();
    await came;
    await unlock(nora);
    await nora.visit('#5/0');
    assert.equal(await nora.title(), words('today', 'title'));
    assert.deepEqual(nora.errors, []);
    await nora.close();
});
