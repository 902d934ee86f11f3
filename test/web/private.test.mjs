// private.test.mjs -- two evenings of two couples that differ in nothing but what one person writes under
// *only you* and answers at the gate: the other sees the same screens, and in the boxes that the other
// reads and writes the relay keeps as many blobs of the same sizes, written by as many requests of the
// same sizes. Between real browsers keys and nonces differ, so counts, sizes, order and screens are
// compared; that even the bytes are the same when chance is, test/unit/test_room_private.c shows.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { answerEvening, begin, joinByLink, openEvening } from './couple.mjs';
import { Person, Relay, pause, test } from './harness.mjs';
import { momentsCome, writeMoment, writeSelf } from './weeks.mjs';
import { words } from './words.mjs';

const QUIETLY = {
    gate: [],
    brings: { 4: 0, 6: 0 },
    page: 'A walk',
    moment: { who: 0, turn: 0, said: 'Tea' },
};
const IN_FEAR = {
    gate: [[1, 0], [1, 3], [2, 1], [3, 0], [3, 1]],
    brings: { 4: 4, 6: 3 },
    page: 'I put the papers with my sister and learned the number by heart, because I do not know what tomorrow is like here',
    moment: { who: 1, turn: 2, what: 3, feeling: 5, said: 'Shouted at, in front of the children, and then the door; it is the third time this month' },
};

/** What a browser asks the relay to change, box by box in the order in which it came to know them. */
function listen({ context }) {
    const boxes = new Map();
    const underWay = new Set();
    context.on('request', (request) => {
        const [, id] = /\/b\/([0-9a-f]{64})/.exec(request.url()) ?? [];
        if (!id) return;
        if (!boxes.has(id)) boxes.set(id, []);
        if (request.method() === 'GET') return;
        boxes.get(id).push(`${request.method()} ${request.postDataBuffer()?.length ?? 0}`);
        underWay.add(request);
    });
    for (const end of ['requestfinished', 'requestfailed']) context.on(end, (request) => underWay.delete(request));
    return Object.assign(boxes, { underWay });
}

/**
 * The boxes that Sam shares: what he asked to change and the sizes of what is kept, in order. Those that
 * are his alone no other phone asks for, and when he writes to them a timer of his own decides.
 */
function relayView(relay, { nora, sam }) {
    const ask = (sql) => execFileSync('sqlite3', ['-readonly', join(relay.data, 'relay.sqlite'), sql], { encoding: 'utf8' }).trim().split('\n');
    return [...sam].filter(([id]) => nora.has(id)).map(([id, requests]) => ({
        requests: [...requests],
        kept: ask(`SELECT class, length(data) FROM box LEFT JOIN blob ON place / 16777216 = slot WHERE id = x'${id}' ORDER BY place`),
    }));
}

/** The same once nothing is under way and nothing has changed for a while. */
async function calm(relay, boxes) {
    for (let still = 0, last = ''; still < 8; await pause(400)) {
        const now = JSON.stringify(relayView(relay, boxes));
        still = now === last && Object.values(boxes).every(({ underWay }) => !underWay.size) ? still + 1 : 0;
        last = now;
    }
    return relayView(relay, boxes);
}

/** What came since. How an evening's entries were put together before, the two browsers' haste decides. */
const since = (before, now) =>
    now.map(({ requests, kept }, i) => ({ requests: requests.slice(before[i]?.requests.length), kept: kept.slice(before[i]?.kept.length) }));

/** Every page of Sam's, with all that is on it; addresses of items hold ids, which differ. */
async function screens(sam) {
    const shown = [];
    for (const page of ['1/7', '2/0', '2/9', '2/11', '2/13', '2/16', '2/20', '2/30', '2/40', '2/42', '3/0', '3/1', '3/8', '3/10', '3/11', '4/0', '4/3', '4/4', '5/0', '6/0', '6/1', '6/2', '6/5', '6/6', '6/7']) {
        await sam.visit(`#${page}`);
        const html = await sam.page.evaluate(() => document.getElementById('view').innerHTML);
        shown.push(`${page} ${html.replace(/\b[0-9a-f]{16}\b/g, 'item')}`);
    }
    return shown;
}

/** What Nora does alone: as often in either world, and nothing of it the same. */
async function alone(nora, { gate, brings, page, moment }) {
    await nora.visit('#4/2');
    for (const [field, value] of gate) await nora.pick(field, value);
    await nora.press(words('safety', 'go'));
    await nora.titled(words('safety', gate.length ? 'care-title' : 'pass-title'));
    await nora.visit('#2/30');
    for (const [field, value] of Object.entries(brings)) await nora.pick(field, value);
    await nora.page.locator('#view form[data-action="2.16"] button').last().click();
    await nora.left(words('evening', 'brings-title'));
    await writeSelf(nora, page);
    await writeMoment(nora, { ...moment, only: true });
}

/** Two people's first evening, what one does alone, and a day on which both write for both. */
async function world(acts, more) {
    const relay = await Relay.start();
    const nora = await Person.meet(relay);
    const sam = await Person.meet(relay, { at: null });
    const boxes = { nora: listen(nora), sam: listen(sam) };
    await begin(nora, 'Nora');
    await joinByLink(nora, sam, 'Sam');
    await answerEvening(nora, { feeling: 1, small: 'Ten minutes on the steps', noticed: 'You called' });
    await answerEvening(sam, { feeling: 2, small: 'Ask me how work was', noticed: 'You laughed' });
    await openEvening(nora, sam);
    const begun = await calm(relay, boxes);
    const looks = [await screens(sam)];
    await alone(nora, acts);
    await calm(relay, boxes);
    looks.push(await screens(sam));
    await writeMoment(nora, { said: 'You came to the door' });
    await momentsCome(sam, 1);
    await sam.visit('#3/8');
    await sam.field(5).fill('On the steps, after supper?');
    await sam.press(words('moments', 'ask-go'));
    await nora.visit('#3/0');
    await nora.sees('On the steps, after supper?');
    const seen = { boxes: since(begun, await calm(relay, boxes)), looks: [...looks, await screens(sam)] };
    if (more) await more(nora, sam);
    const after = more && { boxes: since(begun, await calm(relay, boxes)), looks: [...looks, await screens(sam)] };
    for (const person of [nora, sam]) {
        await person.close();
        assert.deepEqual(person.errors, []);
    }
    await relay.down();
    return { seen, after };
}

test('what one writes and answers alone changes nothing for the other', async () => {
    const { seen: quiet } = await world(QUIETLY);
    const { seen: afraid, after } = await world(IN_FEAR, async (nora, sam) => {
        await writeMoment(nora, { said: 'You came to the door' });
        await momentsCome(sam, 2);
    });
    const many = (part) => quiet.boxes.flatMap((box) => box[part]).length;
    assert.ok(many('requests') >= 1 && many('kept') >= 2, 'a moment and a question went by the relay');
    assert.ok(quiet.looks.every((look) => look.join().length > 20000));
    assert.deepEqual(afraid, quiet);
    // The comparison sees one moment more that is for both, in each of its parts.
    for (const part of ['boxes', 'looks']) assert.notDeepEqual(after[part], quiet[part], part);
});
