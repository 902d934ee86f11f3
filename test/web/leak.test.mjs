// leak.test.mjs -- words planted wherever a person types are nowhere else: not in the browser's
// profile, not in the relay's files or its log, not in the page once the book is locked.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { begin, joinByLink, unlock, unlockMine } from './couple.mjs';
import { Person, Relay, folder, test } from './harness.mjs';
import { words } from './words.mjs';
import { below } from './leaks.mjs';

const PHRASE = 'kestrelphrase brown ducks';
const MARKS = {
    phrase: 'kestrelphrase',
    name: 'Kestrelnora',
    moment: 'kestrelmoment',
    mine: 'kestrelprivate',
    draft: 'kestreldraft',
    secret: 'kestrelsecret',
};

/** How a word may be written down: as it is, in 16 bits, in hexadecimal, in base64 at each place. */
function spellings(text) {
    const raw = Buffer.from(text);
    const base64 = [0, 1, 2].map((before) => Buffer.concat([Buffer.alloc(before), raw]).toString('base64').slice(4, -4));
    return [raw, Buffer.from(text, 'utf16le'), Buffer.from(raw.toString('hex')), ...base64.map((b) => Buffer.from(b))];
}

const NEEDLES = Object.entries(MARKS).flatMap(([name, text]) => spellings(text).map((bytes) => ({ name, bytes })));
const marksIn = (bytes) => [...new Set(NEEDLES.filter((needle) => bytes.includes(needle.bytes)).map((needle) => needle.name))];

/** Every file below a folder that holds a mark. */
function marked(path) {
    const found = [];
    let files = 0;
    for (const name of below(path)) {
        const file = join(path, name);
        if (!statSync(file, { throwIfNoEntry: false })?.isFile()) continue;
        files++;
        for (const mark of marksIn(readFileSync(file))) found.push(`${name}: ${mark}`);
    }
    return { files, found };
}

/** All strings that the page's own thread holds, after its garbage was collected. */
async function heap(page) {
    const devtools = await page.context().newCDPSession(page);
    const parts = [];
    devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => parts.push(chunk));
    await devtools.send('HeapProfiler.collectGarbage');
    await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    await devtools.detach();
    return Buffer.from(parts.join(''));
}

async function write(person) {
    await person.visit('#3/0');
    await person.visit('#3/1');
    await person.pick(1, 0);
    await person.pick(4, 0);
    await person.page.locator('#view details').first().evaluate((e) => (e.open = true));
    await person.field(5).fill(MARKS.moment);
    await person.press(words('moments', 'save'));
    await person.left(words('moments', 'log-title'));
    await person.visit('#2/41');
    await person.page.locator('textarea').fill(MARKS.mine);
    await person.press(words('evening', 'self-save'));
    await person.titled(words('evening', 'kept-title'));
    await person.visit('#6/3');
    const own = person.page.locator('form[data-action="6.6"] [name="5"]');
    await own.fill(`${MARKS.secret} of mine`);
    await own.press('Enter');
    await person.sees(words('me', 'locks-kept'));
}

test('what is searched for would be found', () => {
    for (const { name, bytes } of NEEDLES) assert.deepEqual(marksIn(Buffer.concat([Buffer.alloc(77), bytes])), [name]);
});

test('no word that was typed is in the profile, at the relay, or in a locked page', async () => {
    const relay = await Relay.start();
    const nora = await Person.meet(relay);
    const sam = new Person();
    Object.assign(sam, { relay, profile: folder('profile'), options: {}, errors: [] });
    await begin(nora, MARKS.name, { phrase: PHRASE });
    await joinByLink(nora, sam, 'Sam');
    await write(nora);
    await sam.visit('#3/0');
    await sam.page.locator('#view a[href^="#3/4/"]').first().click();
    await sam.sees(MARKS.moment); // it did travel

    await nora.visit('#2/41');
    await nora.page.locator('textarea').fill(MARKS.draft);
    await nora.outOfSight();
    await nora.page.waitForFunction((draft) => !document.body.textContent.includes(draft), MARKS.draft);
    await nora.page.reload();
    await unlock(nora, PHRASE);
    await nora.visit('#2/41');
    await unlockMine(nora, `${MARKS.secret} of mine`);
    assert.equal(await nora.page.locator('textarea').inputValue(), MARKS.draft);
    await nora.visit('#2/42');
    await nora.sees(MARKS.mine);
    assert.ok(marksIn(Buffer.from(await nora.page.content())).includes('mine'));
    await nora.visit('#6/0');
    // Pressed by the page itself: the driver would hold on to what it pressed.
    await nora.page.evaluate(() => document.querySelector('form[data-action="6.9"] button').click());
    await nora.titled(words('door', 'unlock-title'));
    assert.deepEqual(marksIn(Buffer.from(await nora.page.content())), []);
    assert.deepEqual(marksIn(await heap(nora.page)), []);
    await nora.close();
    await sam.close();
    await relay.down();

    for (const person of [nora, sam]) {
        const { files, found } = marked(person.profile);
        assert.ok(files > 20, `${files} files`);
        assert.deepEqual(found, []);
    }
    const { files, found } = marked(relay.data);
    assert.ok(files > 0);
    assert.deepEqual(found, []);
    assert.deepEqual(marksIn(Buffer.from(relay.log)), []);
    assert.deepEqual(nora.errors, []);
});
