// canaries.test.mjs -- of 200 words that two people plant wherever one can write, none stands anywhere
// but on their two screens: not at the relay, not in its log, not in what their browsers say to
// anybody, and once they locked, not in a file of their browsers.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerEvening, begin, joinByLink, openEvening } from './couple.mjs';
import { Person, Relay, folder, test } from './harness.mjs';
import { Tap, below, formsOf, found, searched } from './leaks.mjs';
import { lock, momentsCome, momentsOf, unfold, writeMoment, writeSelf } from './weeks.mjs';
import { words } from './words.mjs';

/** All canaries begin alike, so one search for a form finds every one of them. */
const MARK = `Qz${randomBytes(6).toString('hex')}`;
const FORMS = formsOf(MARK);
let planted = 0;
const canary = () => `${MARK}${String(planted++).padStart(3, '0')}`;
const canaries = (count) => Array.from({ length: count }, canary).join(' ');

/** The forms as they come about, by those who would write them down, at every offset. */
function* disguises() {
    for (const shift of [0, 1, 2, 3, 4, 5]) {
        for (const encoding of ['utf8', 'utf16le']) {
            const raw = Buffer.from(`${'-'.repeat(shift)}${MARK}123 and more`, encoding);
            yield raw;
            for (const text of ['base64', 'base64url', 'hex']) yield Buffer.from(raw.toString(text));
            yield Buffer.from(raw.toString('hex').toUpperCase());
        }
        yield Buffer.from(`${'-'.repeat(shift)}${MARK}`, 'utf16le').swap16();
    }
    yield Buffer.from(MARK.toLowerCase());
}

test('a canary is found in every form, at every alignment', () => {
    const noise = randomBytes(1 << 20);
    assert.deepEqual(found(noise, FORMS), []);
    for (const disguise of disguises()) {
        const place = 1000 + (disguise.length % 7);
        const bytes = Buffer.concat([noise.subarray(0, place), disguise, noise.subarray(place)]);
        assert.notDeepEqual(found(bytes, FORMS), [], disguise.toString());
    }
    assert.deepEqual(found(Buffer.from(MARK.slice(0, -1)), FORMS), [], 'not all of it');
});

/** A copy of a folder, where one word in the middle of its largest file must be found, in every form. */
function provesItself(path) {
    const copy = folder('copy');
    cpSync(path, copy, { recursive: true, filter: (from) => !/Singleton/.test(from) });
    const size = (name) => statSync(join(copy, name), { throwIfNoEntry: false })?.size ?? 0;
    const files = below(copy).filter((name) => statSync(join(copy, name)).isFile());
    const largest = files.reduce((a, b) => (size(b) > size(a) ? b : a));
    const whole = readFileSync(join(copy, largest));
    const middle = whole.length >> 1;
    for (const [name, form] of FORMS) {
        writeFileSync(join(copy, largest), Buffer.concat([whole.subarray(0, middle), form, whole.subarray(middle)]));
        assert.ok(found(readFileSync(join(copy, largest)), FORMS).includes(name), `${name} in ${largest}`);
    }
    const { hits } = searched(copy, FORMS);
    assert.ok(hits.length > 0 && hits.every((hit) => hit.startsWith(largest)), `found in ${largest}: ${hits}`);
    rmSync(copy, { recursive: true, force: true });
}

/** Everything one can write, each field with as many canaries as it takes. */
async function plant(nora, sam) {
    const both = [nora, sam];
    await begin(nora, canary(), { phrase: canary() });
    await writeSelf(nora, canaries(20));
    await joinByLink(nora, sam, canary());
    for (const person of both) await answerEvening(person, { small: canaries(18), noticed: canaries(18) });
    await openEvening(nora, sam, { reply: [1, 1], instead: canaries(10) });
    for (const [i, person] of both.entries()) {
        await writeMoment(person, { who: i, what: 1, feeling: 2, said: canaries(25) });
        await writeMoment(person, { who: 2, turn: 3, said: canaries(25), withWhom: canaries(2), only: true });
    }
    await nora.visit('#3/8');
    await nora.field(5).fill(canaries(15));
    await nora.press(words('moments', 'ask-go'));
    await nora.settled();
    await nora.visit('#6/9');
    await nora.field(12).fill(canary());
    await nora.press(words('me', 'name-go'));
    await nora.settled();
    // A phrase for *mine* of its own; and then a form that is never sent.
    await nora.visit('#6/3');
    const own = nora.page.locator('form[data-action="6.6"] [name="5"]');
    await own.fill(canary());
    await own.press('Enter');
    await nora.sees(words('me', 'locks-kept'));
    await sam.visit('#3/1');
    await unfold(sam);
    await sam.field(5).fill(canaries(10));
    await sam.page.waitForTimeout(1000); // longer than typing has to rest before it is put away
    await nora.visit('#2/41');
    await nora.page.locator('#view textarea').fill(canaries(10));
}

test('of 200 canaries none is anywhere but on the two screens', async () => {
    const relay = await Relay.start();
    const taps = [await Tap.open(), await Tap.open()];
    const [nora, sam] = await Promise.all(taps.map(({ args }) => Person.meet(relay, { args, at: null })));
    const asked = [];
    for (const { context } of [nora, sam]) context.on('request', (request) => asked.push(request.url()));
    await nora.goto('/');
    await plant(nora, sam);
    assert.ok(planted >= 200, `${planted} planted`);

    // They did arrive where they belong.
    await momentsCome(sam, 3);
    const [address] = (await momentsOf(nora)).slice(-1);
    await sam.visit(address);
    assert.ok(found(Buffer.from(await sam.text()), FORMS).includes('UTF-8'), 'what one wrote, the other reads');

    for (const person of [nora, sam]) await lock(person);
    for (const person of [nora, sam]) {
        const locked = searched(person.profile, FORMS);
        assert.ok(locked.files > 20, `${locked.files} files`);
        assert.deepEqual(locked.hits, [], 'in the browser, locked');
        await person.close();
        assert.deepEqual(searched(person.profile, FORMS).hits, [], 'in the browser, closed');
        assert.deepEqual(person.errors, []);
    }
    const kept = searched(relay.data, FORMS);
    assert.ok(kept.files >= 2, 'the database, and what is written ahead of it');
    assert.deepEqual(kept.hits, [], 'at the relay');
    await relay.down();
    assert.deepEqual(searched(relay.data, FORMS).hits, [], 'at the relay, drained');
    assert.deepEqual(found(Buffer.from(relay.log), FORMS), [], 'in its log');
    for (const tap of taps) {
        const heard = tap.heard();
        assert.ok(heard.includes('POST /') && heard.length > 100000, `${heard.length} bytes heard`);
        assert.deepEqual(found(heard, FORMS), [], 'on the wire');
        const cut = heard.length >> 1;
        const marked = Buffer.concat([heard.subarray(0, cut), Buffer.from(MARK), heard.subarray(cut)]);
        assert.deepEqual(found(marked, FORMS), ['UTF-8'], 'a word on the wire would be found');
        await tap.close();
    }
    assert.ok(asked.length > 50, `${asked.length} requests`);
    assert.deepEqual(asked.filter((url) => !url.startsWith(`${relay.origin}/`)), [], 'the app asks nobody but its relay');
    for (const path of [relay.data, nora.profile, sam.profile]) provesItself(path);
});
