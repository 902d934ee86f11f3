// soothe.mjs -- the part of *soothe* in the walks through the whole house (rooms.mjs).
import { ticking } from '../ticking.mjs';
import { words } from '../words.mjs';

const say = (key, args) => words('soothe', key, args);

/** Both press begin and choose how near. */
export async function beginNear(people, near) {
    for (const person of people) {
        await person.visit('#11/2');
        await person.press(say('ready-go'));
    }
    for (const [i, person] of people.entries()) {
        await person.titled(say('near-title'));
        await person.pick(6, near[i]);
        await person.press(say('near-go'));
    }
    for (const person of people) await person.titled(say('list-title'));
}

async function together(w, nora, sam) {
    await nora.visit('#11/2');
    await w.show('soothe-ready', nora);
    await nora.press(say('ready-go'));
    await nora.sees(say('ready-pressed'));
    await w.show('soothe-ready-pressed', nora);
    await sam.visit('#11/2');
    await sam.press(say('ready-go'));
    await nora.titled(say('near-title'));
    await w.show('soothe-near', nora);
    await nora.pick(6, 4);
    await nora.press(say('near-go'));
    await nora.sees(say('near-waits'));
    await w.show('soothe-near-waits', nora);
    await sam.titled(say('near-title'));
    await sam.pick(6, 4);
    await sam.press(say('near-go'));
    for (const person of [nora, sam]) await person.titled(say('list-title'));
    await w.show('soothe-list', nora);
    for (const touch of ['breath', 'gaze', 'side', 'hand', 'foot', 'neck', 'hair', 'hold']) {
        await nora.press(say(`${touch}-title`));
        for (const person of [nora, sam]) await person.titled(say(`${touch}-title`));
        await w.show(`soothe-${touch}`, sam);
        if (touch === 'hand') {
            await sam.press(say('change'));
            await nora.sees(say('give-change-line'));
            await w.show('soothe-hand-changed', nora);
        }
        await sam.press(say('else'));
        for (const person of [nora, sam]) await person.titled(say('list-title'));
    }
    await sam.press(say('end'));
    for (const person of [nora, sam]) await person.titled(say('over-title'));
    await w.show('soothe-over', nora);
    for (const person of [nora, sam]) await person.press(say('over-done'));
    await beginNear([nora, sam], [1, 3]);
    await w.show('soothe-list-far', sam);
    await nora.press(words('parts', 'turn-stop'));
    for (const person of [nora, sam]) await person.titled(say('over-stopped-title'));
    await w.show('soothe-stopped', nora);
    for (const person of [nora, sam]) await person.press(say('over-done'));
}

async function write(person, address, fields) {
    await person.visit(address);
    for (const [name, value] of Object.entries(fields)) await person.field(name).fill(value);
    await person.press(say('save'));
    await person.settled();
}

async function own(w, nora) {
    for (const [address, field, key] of [['#11/1', 3, 'before-go'], ['#11/3', 1, 'after-go']]) {
        await nora.visit(address);
        await nora.pick(5, field);
        await nora.press(say(key));
        await nora.settled();
    }
    await nora.titled(say('tension-title'));
    await w.show('soothe-tension', nora);
    await nora.page.locator('#view a[href^="#11/19/"]').first().click();
    await nora.titled(say('erase-title'));
    await w.show('soothe-erase', nora);
    await write(nora, '#11/12', { 1: 'The blue blanket, the stairs to the roof.' });
    await w.show('soothe-tools', nora);
    await nora.page.locator('#view a[href^="#11/12/"]').first().click();
    await nora.titled(say('tool-title'));
    await w.show('soothe-tool-change', nora);
}

export async function screens(w, nora, sam) {
    await w.each(nora, { 'soothe-home': '#11/0', 'soothe-before': '#11/1', 'soothe-after': '#11/3', 'soothe-tension-empty': '#11/4', 'soothe-handed': '#11/5', 'soothe-pace': '#11/8', 'soothe-words-empty': '#11/9', 'soothe-words-edit': '#11/10', 'soothe-tools-empty': '#11/11', 'soothe-tool': '#11/12', 'soothe-doorway-empty': '#11/13', 'soothe-doorway-edit': '#11/14', 'soothe-flood-empty': '#11/15', 'soothe-sign-edit': '#11/16', 'soothe-break': '#11/17', 'soothe-pause': '#11/18' });
    await ticking([nora, sam], () => together(w, nora, sam));
    await write(nora, '#11/10', { 1: 'You do not have to explain it tonight.', 2: 'I am still here.' });
    await write(sam, '#11/10', { 1: 'I am not going anywhere tonight.' });
    await write(nora, '#11/14', { 2: 'A look up from the table.', 4: 'Ten minutes in the kitchen with nobody.' });
    await write(nora, '#11/16', { 1: 'My ears get hot.', 2: 'I look at the door.', 3: 'Water, and nobody behind me.' });
    await nora.visit('#11/17');
    await nora.pick(10, 21);
    await nora.press(say('break-save'));
    await nora.titled(say('pause-title'));
    await w.each(nora, { 'soothe-words': '#11/9', 'soothe-doorway': '#11/13', 'soothe-flood': '#11/15' });
    await sam.visit('#11/15');
    await w.show('soothe-flood-theirs', sam);
    await own(w, nora);
}

export async function injections(t, nora, sam) {
    const three = await t.submit(nora, '#11/10', '11.10');
    await t.arrives(sam, '#11/9', three[2]);
    const door = await t.submit(nora, '#11/14', '11.11');
    await t.arrives(sam, '#11/13', door[4]);
    const sign = await t.submit(nora, '#11/16', '11.12');
    await t.arrives(sam, '#11/15', sign[1]);
    const tool = await t.submit(nora, '#11/12', '11.13');
    await t.arrives(nora, '#11/11', tool[1]);
}

export async function handed(w, nora) {
    await nora.visit('#11/0');
    await w.show('soothe-home-alone', nora);
    await nora.visit('#11/5');
    await nora.press(words('forms', 'handed-begin'));
    await nora.sees(say('near-first'));
    await w.show('soothe-handed-first', nora, { stands: '11/6' });
    await nora.pick(6, 4);
    await nora.press(say('near-go'));
    await nora.sees(say('near-second'));
    await w.show('soothe-handed-second', nora, { stands: '11/6' });
    await nora.pick(6, 2);
    await nora.press(say('near-go'));
    await nora.titled(say('list-title'));
    await nora.sees(say('say-2'));
    await w.show('soothe-handed-list', nora, { stands: '11/6' });
    await nora.press(say('side-title'));
    await nora.titled(say('side-title'));
    await nora.press(words('parts', 'turn-stop'));
    await nora.titled(say('over-stopped-title'));
    await nora.press(say('over-done'));
    await nora.titled(words('forms', 'handed-end-title'));
    await w.show('soothe-handed-end', nora, { stands: '11/7' });
}
