// couple.mjs -- what people do in the app, step by step: begin, come together, an evening, words.
import { words } from './words.mjs';

export const PHRASE = 'brown ducks on the pond';

/** From the door to a book of one's own. `how`: together, alone, join. */
export async function begin(person, name, { how = 'together', phrase = PHRASE } = {}) {
    if (how === 'join') await person.press(words('door', 'join-begin'));
    else await person.page.getByText(words('door', how), { exact: true }).first().click();
    await person.titled(words('door', 'install-title'));
    await person.press(words('door', 'install-skip'));
    await person.titled(words('door', 'begin-title'));
    await person.field(2).fill(phrase);
    await person.field(1).fill(name);
    await person.press(words('door', 'begin-go'));
    await person.left(words('door', 'begin-title'));
    await person.settled();
}

export async function unlock(person, phrase = PHRASE) {
    await person.titled(words('door', 'unlock-title'));
    await person.settled();
    await person.field(2).fill(phrase);
    await person.press(words('door', 'unlock-go'));
    await person.left(words('door', 'unlock-title'));
    await person.settled();
}

/** Opens *mine* where it stands in the way. */
export async function unlockMine(person, phrase = PHRASE) {
    await person.titled(words('door', 'mine-title'));
    await person.settled();
    await person.field(2).fill(phrase);
    await person.press(words('door', 'mine-go'));
    await person.left(words('door', 'mine-title'));
    await person.settled();
}

/** One shows a code, the other's camera reads it. */
export async function joinByCode(inviter, joiner, name) {
    await inviter.visit('#2/1');
    await inviter.press(words('evening', 'bring-code'));
    const link = await inviter.code();
    if (joiner.context) await joiner.goto(link);
    else await joiner.open(link);
    await join(joiner, name);
    await inviter.sees(words('evening', 'two-go'));
    return link;
}

/** One copies a link and sends it. */
export async function joinByLink(inviter, joiner, name) {
    await inviter.visit('#2/1');
    await inviter.press(words('evening', 'bring-link-title'));
    const link = await inviter.page.locator('[data-island="copy"]').getAttribute('data-arg');
    if (joiner.context) await joiner.goto(link);
    else await joiner.open(link);
    await join(joiner, name);
    await inviter.sees(words('evening', 'two-go'));
    return link;
}

async function join(joiner, name) {
    await joiner.titled(words('door', 'join-title'));
    await begin(joiner, name, { how: 'join' });
    await joiner.titled(words('evening', 'join-title'));
    await joiner.press(words('evening', 'join-yes'));
    await joiner.sees(words('evening', 'two-go'));
}

/** The three questions, each alone, up to the sealed answer. */
export async function answerEvening(person, { feeling = 0, strength = 2, small, noticed }) {
    await person.visit('#2/5');
    await person.pick(1, feeling);
    await person.pick(2, strength);
    await person.press(words('evening', 'next'));
    await person.titled(words('evening', 'small-title'));
    await person.page.locator('textarea').fill(small);
    await person.press(words('evening', 'next'));
    await person.titled(words('evening', 'noticed-title'));
    await person.page.locator('textarea').fill(noticed);
    await person.press(words('evening', 'seal'));
    await person.titled(words('evening', 'sealed-title'));
    await person.page.getByRole('button', { name: words('evening', 'sealed-open'), exact: true }).waitFor();
}

/** Both press open, read, answer what was asked, choose how near, and end. */
export async function openEvening(a, b, { reply = [0, 1], instead = 'Tomorrow at breakfast', near = [3, 2] } = {}) {
    const both = [a, b];
    for (const person of both) await person.press(words('evening', 'sealed-open'));
    await Promise.all(both.map((person) => person.titled(words('evening', 'open-title'))));
    for (const [i, person] of both.entries()) {
        await person.visit('#2/9');
        await person.visit('#2/11');
        await person.press(words('evening', 'mine-go'));
        await person.titled(words('evening', 'reply-title'));
        await person.pick(4, reply[i]);
        if (reply[i] === 1) await person.page.locator('textarea').fill(instead);
        await person.press(words('evening', 'reply-send'));
        await person.titled(words('evening', 'replies-title'));
    }
    for (const [i, person] of both.entries()) {
        await person.press(words('evening', 'replies-go'));
        await person.titled(words('evening', 'near-title'));
        await person.pick(5, near[i]);
        await person.press(words('evening', 'near-go'));
    }
    const smaller = words('evening', `near-say-${Math.min(...near)}`);
    for (const person of both) {
        await person.sees(smaller);
        await person.press(words('evening', 'near-done'));
        await person.titled(words('evening', 'enough-title'));
    }
}

/** Seven words made and typed back, from wherever one is, and `sent`: with the relay. Returns them. */
export async function makeWords(person, { kit = false, sent = true } = {}) {
    await person.visit('#6/10');
    await person.press(words('me', 'words-show'));
    await person.titled(words('me', 'words-shown-title'));
    const seven = await person.wordList();
    await person.press(words('me', 'words-written'));
    await person.titled(words('me', 'words-check-title'));
    for (const area of await person.page.locator('form textarea').all()) {
        const label = await area.evaluate((e) => e.labels[0].textContent);
        await area.fill(seven[Number(/\d/.exec(label)[0]) - 1]);
    }
    if (kit) await person.page.getByText(words('me', 'words-kit'), { exact: true }).click();
    await person.press(words('me', 'words-go'));
    await person.titled(words('me', kit ? 'kit-shown-title' : 'words-done-title')); // a strong lock, and the relay
    if (sent) await person.page.getByText(words('me', 'words-on-way')).waitFor({ state: 'detached' });
    return seven;
}

/** Writes down something for oneself alone. */
export async function writeSelf(person, text) {
    await person.visit('#2/41');
    await person.page.locator('textarea').fill(text);
    await person.press(words('evening', 'self-save'));
    await person.titled(words('evening', 'kept-title'));
}
