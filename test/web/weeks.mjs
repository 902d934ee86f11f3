// weeks.mjs -- what two people do in the weeks after the first evening, step by step.
import { words } from './words.mjs';

/** Opens whatever is folded, as one would who wants to fill in everything. */
export const unfold = (person) =>
    person.page.evaluate(() => document.querySelectorAll('#view details').forEach((each) => (each.open = true)));

/** A moment, for both to read, or for oneself alone. Returns when it was called saved. */
export async function writeMoment(person, { who = 0, what, feeling, turn = 0, said, withWhom, only = false }) {
    await person.visit(only ? '#3/2' : '#3/1');
    await person.titled(words('moments', 'log-title'));
    await unfold(person);
    await person.pick(1, who);
    if (what !== undefined) await person.pick(2, what);
    if (feeling !== undefined) await person.pick(3, feeling);
    await person.pick(4, turn);
    if (said !== undefined) await person.field(5).fill(said);
    if (withWhom !== undefined) await person.field(7).fill(withWhom);
    await person.press(words('moments', 'save'));
    await person.titled(words('moments', 'kept-title'));
}

/** The addresses of the moments that the list shows first, newest first. */
export async function momentsOf(person) {
    await person.visit('#3/0');
    const links = await person.page.locator('#view a[href^="#3/4/"]').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
    return [...new Set(links)];
}

/** Waits until this person's list, which is opened, shows so many moments. */
export async function momentsCome(person, many) {
    await person.visit('#3/0');
    await person.page.waitForFunction((n) => document.querySelectorAll('#view a[href^="#3/4/"]').length >= n, many);
}

/** A page of one's own. */
export async function writeSelf(person, text) {
    await person.visit('#2/41');
    await person.page.locator('#view textarea').fill(text);
    await person.press(words('evening', 'self-save'));
    await person.titled(words('evening', 'kept-title'));
}

/** Lets go of all that is open, and sees that a phrase is asked for. */
export async function lock(person) {
    await person.visit('#6/0');
    await person.press(words('me', 'lock-all'));
    await person.titled(words('door', 'unlock-title'));
    await person.settled();
}
