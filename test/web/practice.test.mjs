// A practice is one folder: here test/web/garden, a room made of forms alone, is thrown in, the program is
// built from that tree, and somebody uses the room in the running app. Nothing else of the tree is touched.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { begin } from './couple.mjs';
import { Person, Relay, test } from './harness.mjs';
import { copyOfTree, makeIn } from '../host.mjs';
import { words } from './words.mjs';

test('a folder thrown in, made of forms alone, is a room of the running app', { timeout: 600000 }, async () => {
    const tree = copyOfTree('practice');
    cpSync(fileURLToPath(new URL('garden', import.meta.url)), join(tree, 'src/practices/garden'), { recursive: true });
    makeIn(tree, ['B=build', 'build']);

    const relay = await Relay.start({ program: join(tree, 'build/release/toward') });
    const person = await Person.meet(relay);
    try {
        await begin(person, 'Nora', { how: 'alone' });
        await person.visit('#1/7');
        await person.page.locator('#view a[href="#99/0"]', { hasText: 'What grew' }).click();
        await person.titled('What grew');
        await person.press(words('app', 'save'));
        await person.page.locator('#view .refused').waitFor(); // a choice is missing: said beside it
        await person.pick(1, 2);
        await person.field(2).fill('an hour under the pear tree');
        await person.press(words('app', 'save'));
        await person.page.locator('#view .quote', { hasText: 'an hour under the pear tree' }).waitFor();
        for (const [day, near] of [[0, 4], [1, 2]]) { // one answer is said; a second one makes a line
            await person.setClock(Date.now() + day * 24 * 3600 * 1000);
            await person.visit('#99/0');
            await person.visit('#99/1');
            await person.pick(1, near);
            await person.pick(2, 0);
            await person.press(words('app', 'save'));
            await person.sees('The last days');
            if (day) await person.page.locator('#view .chart', { hasText: 'The last days' }).waitFor();
            else assert.equal(await person.page.locator('#view .chart').count(), 0);
        }
        assert.deepEqual(person.errors, []);
    } finally {
        await person.close();
        await relay.down();
    }
});
