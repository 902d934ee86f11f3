// room_live.test.mjs -- two people in one room with a phone each: a whole session of *listen*, near
// each other in *soothe*, one phone handed over, the keyboard alone, in Spanish; and that a step which
// one presses is drawn on the other's phone.
import assert from 'node:assert/strict';
import { begin, joinByLink, unlock } from './couple.mjs';
import { Person, Relay, before, test } from './harness.mjs';
import { press } from './keys.mjs';
import { beginListening, step } from './rooms/listen.mjs';
import { beginNear } from './rooms/soothe.mjs';
import { speak, words } from './words.mjs';

const say = (key, args) => words('listen', key, args);
const STOP = () => words('parts', 'turn-stop');

let relay, nora, sam;

before(async () => {
    relay = await Relay.start();
    nora = await Person.meet(relay);
    sam = new Person(relay);
    await begin(nora, 'Nora');
    await joinByLink(nora, sam, 'Sam');
});

const stopped = async () => {
    for (const person of [nora, sam]) {
        await person.titled(say('over-stopped-title'));
        await person.press(say('over-done'));
    }
};

test('a whole session of listening, in which each step is drawn on the other phone', async () => {
    await beginListening(nora, sam);
    await step(nora, [sam], 'prepare-go', 'tell-title');
    await sam.sees(say('tell-hear'));
    await step(nora, [sam], 'on-told', 'back-title');
    await nora.press(say('brake-back'));
    await sam.sees(say('brake-line'));
    assert.ok(!(await sam.text()).includes(say('brake-back')), 'the listener sees the one line only');
    await nora.press(say('better'));
    await sam.sees(say('back-line'));
    await nora.press(say('repair'));
    await sam.sees(say('repair-said'));
    for (const stage of ['strength', 'sense', 'body', 'part', 'ask']) await step(nora, [sam], 'on', `${stage}-title`);
    assert.equal(await sam.page.getByRole('button', { name: say('yes') }).count(), 0, 'only who spoke can say understood');
    await step(nora, [sam], 'partly', 'partly-title');
    await step(sam, [nora], 'change', 'tell-title');
    await nora.sees(say('tell-hear'));
    await step(sam, [nora], 'on-told', 'back-title');
    await step(sam, [nora], 'on-enough', 'ask-title');
    await step(sam, [nora], 'yes', 'yes-title');
    await step(nora, [sam], 'end', 'over-title');
    await nora.press(say('keep'));
    await nora.titled(say('keep-title'));
    for (const person of [nora, sam]) {
        await person.visit('#10/0');
        await person.sees(say('kept-none'));
    }
    for (const person of [nora, sam]) {
        await person.visit('#10/1');
        await person.press(say('over-done'));
    }
});

test('a phone that was loaded anew joins where the other stands, and either stops', async () => {
    await beginListening(nora, sam);
    await step(sam, [nora], 'prepare-go', 'tell-title');
    await nora.goto('/');
    await unlock(nora);
    await step(sam, [], 'on-told', 'back-title');
    await nora.visit('#10/1');
    await nora.press(say('ready-go'));
    await nora.titled(say('back-title'));
    await nora.sees(say('back-line'));
    await nora.press(STOP());
    await stopped();
});

test('the screen goes dark while somebody speaks, stop stays, and a touch lights it', async () => {
    await beginListening(nora, sam);
    await step(nora, [sam], 'prepare-go', 'tell-title');
    const turn = sam.page.locator('.turn');
    await sam.page.locator('.turn.dark').waitFor({ timeout: 30000 });
    assert.ok(await sam.page.getByRole('button', { name: STOP() }).isVisible());
    await sam.page.mouse.click(200, 300);
    assert.equal(await turn.evaluate((e) => e.classList.contains('dark')), false);
    await sam.page.getByRole('button', { name: STOP() }).click();
    await stopped();
});

test('near as both like: the smaller shows on both, and less near is one touch', async () => {
    await beginNear([nora, sam], [4, 3]);
    for (const person of [nora, sam]) await person.sees(words('soothe', 'say-3'));
    assert.equal(await nora.text(), await sam.text(), 'nothing tells whose it was');
    await sam.press(words('soothe', 'hand-title'));
    await nora.titled(words('soothe', 'hand-title'));
    await nora.press(words('soothe', 'nearer-no'));
    for (const person of [nora, sam]) await person.sees(words('soothe', 'say-2'));
    await nora.press(STOP());
    for (const person of [nora, sam]) {
        await person.titled(words('soothe', 'over-stopped-title'));
        await person.press(words('soothe', 'over-done'));
    }
});

test('breathing begins and ends by its button, with a tone where the browser has one', async () => {
    await nora.visit('#11/8');
    const tone = nora.page.getByRole('button', { name: words('parts', 'pace-tone') });
    await tone.click();
    assert.equal(await tone.getAttribute('aria-pressed'), 'true');
    await nora.page.locator('.pace.going.in').waitFor();
    await nora.page.locator('.pace.going.out').waitFor();
    await tone.click();
    assert.equal(await tone.getAttribute('aria-pressed'), 'false');
    assert.equal(await nora.page.locator('.pace.going').count(), 0);
});

test('a break has a promise that its giver moves', async () => {
    await sam.visit('#11/17');
    await sam.pick(10, 21);
    await sam.press(words('soothe', 'break-save'));
    await sam.titled(words('soothe', 'pause-title'));
    await nora.visit('#11/15');
    await nora.sees(words('soothe', 'returns-theirs', { name: 'Sam', day: 'today', time: '21:00' }));
    await sam.visit('#11/15');
    await sam.press(words('soothe', 'returns-back'));
    await nora.page.getByText('Sam comes back today').waitFor({ state: 'detached' });
});

test('one phone handed over, by the keyboard alone', async () => {
    await sam.visit('#10/2');
    await press(sam, words('forms', 'handed-begin'));
    await sam.titled(say('prepare-title'));
    await sam.visit('#5/0');
    await sam.titled(say('prepare-title')); // everything else is locked
    await press(sam, say('prepare-go-one'));
    await sam.titled(say('tell-title'));
    await press(sam, say('on-told'));
    await sam.titled(say('back-title'));
    await press(sam, say('brake-explaining'));
    await sam.sees(say('brake-line'));
    await press(sam, say('on-enough'));
    await sam.titled(say('ask-title'));
    await press(sam, say('yes'));
    await sam.titled(say('yes-title'));
    await press(sam, say('end'));
    await sam.titled(say('over-title'));
    await press(sam, say('over-done'));
    await sam.titled(words('forms', 'handed-end-title'));
    await press(sam, words('forms', 'handed-unlock'));
    await unlock(sam);
});

test('in Spanish', async () => {
    const ana = await Person.meet(relay, { locale: 'es-ES' });
    speak('es');
    try {
        await begin(ana, 'Ana', { how: 'alone' });
        await ana.visit('#10/2');
        await ana.press(words('forms', 'handed-begin'));
        await step(ana, [], 'prepare-go-one', 'tell-title');
        await step(ana, [], 'on-told', 'back-title');
        await ana.sees(say('back-line'));
        await ana.press(STOP());
        await ana.titled(say('over-stopped-title'));
    } finally {
        speak('en');
        await ana.close();
    }
});

test('nobody’s page had anything to complain of', async () => {
    for (const person of [nora, sam]) {
        assert.deepEqual(person.errors, []);
        await person.close();
    }
    await relay.down();
});
