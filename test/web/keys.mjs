// keys.mjs -- a person who has a keyboard and nothing else: Tab and Shift+Tab from one control to the
// next, arrows within a choice, Space, Enter, and typing.
//
// On the way it is held, at each stop, that the focus can be seen (a ring, and nothing that covers what
// has it), that Tab goes on as the page does, in its source and as it is read, and that nothing holds the
// focus: whoever was at the page's end twice has been everywhere.
import assert from 'node:assert/strict';

const STOPS_MAX = 150;
const DATE_STOPS = 3; // within one field: the month, the year, the browser's calendar

/** In the page: what has the focus, and what is wrong with it or with how it follows what had it before. */
function look(back) {
    const e = document.activeElement;
    const before = globalThis.focusedBefore;
    globalThis.focusedBefore = e;
    if (e === document.body) return { tag: 'BODY', text: '', faults: [] };
    const faults = [];
    const boxOf = (x) => (/^(radio|checkbox)$/.test(x.type) && x.closest('label')) || x;
    const placeOf = (x) => boxOf(x).getClientRects()[0] ?? boxOf(x).getBoundingClientRect();
    const ringed = (x) => {
        const { outlineWidth, outlineStyle } = getComputedStyle(x);
        return x.checkVisibility({ opacityProperty: true }) && parseFloat(outlineWidth) >= 2 && outlineStyle !== 'none';
    };
    if (e.tabIndex >= 0) {
        if (![e, boxOf(e), ...(boxOf(e) === e ? [] : e.parentElement.children)].some(ringed)) faults.push('has no ring');
        const { left, top, right, bottom } = placeOf(e);
        const there = document.elementFromPoint((left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
        if (!there || !(boxOf(e).contains(there) || there.contains(e))) faults.push('is covered, or out of sight');
    }
    const inPage = (x) => x?.isConnected && x.closest('main') && x.tabIndex >= 0;
    if (before !== e && inPage(before) && inPage(e)) {
        const [first, then] = back ? [e, before] : [before, e];
        const [a, b] = [placeOf(first), placeOf(then)];
        if (then.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING) faults.push('comes before what had the focus');
        else if (b.bottom <= a.top && b.left < a.right) faults.push('stands above what had the focus');
    }
    const text = (e.labels?.[0]?.textContent ?? e.textContent).trim().replace(/\s+/g, ' ');
    return { tag: e.tagName, type: e.type, text, name: e.getAttribute('name'), value: e.getAttribute('value'), same: before === e, faults };
}

/** Tab, or Shift+Tab where `back`, until what has the focus fits. */
export async function reach(person, what, fits, back = false) {
    const on = async () => `on "${await person.page.locator('#view h1').first().innerText()}"`;
    await person.page.evaluate(() => (globalThis.focusedBefore = null));
    let ends = 0;
    let stays = 0;
    for (let i = 0; i < STOPS_MAX && ends < 2; i++) {
        const now = await person.page.evaluate(look, back);
        for (const fault of now.faults) assert.fail(`${now.tag} "${now.text}" ${fault}, ${await on()}`);
        stays = now.same ? stays + 1 : 0;
        assert.ok(stays <= (now.type === 'date' ? DATE_STOPS : 0), `${now.tag} "${now.text}" holds the focus ${await on()}`);
        if (now.tag !== 'BODY' && fits(now)) return now;
        if (now.tag === 'BODY' && i > 0) ends++;
        await person.page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    }
    return assert.fail(`the keyboard does not reach ${what} ${await on()}`);
}

const isPressed = (text) => (f) => /^(A|BUTTON|SUMMARY)$/.test(f.tag) && (f.text === text || f.text.startsWith(text));

/** The focus is somewhere on the page. */
const kept = (person, after) =>
    person.page.waitForFunction(() => document.activeElement !== document.body).catch(async () => assert.fail(`the focus is lost after ${after} on "${await person.title()}"`));

/** A link or a button whose words begin so; the first that Tab comes to. What it brings keeps the focus. */
export async function press(person, text, { key = 'Enter', back = false } = {}) {
    await reach(person, `"${text}"`, isPressed(text), back);
    await person.page.keyboard.press(key);
    await person.settled();
    await kept(person, `"${text}"`);
}

export async function type(person, name, text) {
    await reach(person, `field ${name}`, (f) => f.name === String(name) && /^(INPUT|TEXTAREA)$/.test(f.tag));
    await person.page.keyboard.type(text);
}

/** One of several: Tab to the choice, arrows within it. */
export async function choose(person, name, value) {
    const { value: first } = await reach(person, `choice ${name}`, (f) => f.name === String(name) && f.type === 'radio');
    const arrow = Number(first) > Number(value) ? 'ArrowUp' : 'ArrowDown';
    await person.page.keyboard.press('Space');
    for (let i = 0; i < 30; i++) {
        const now = await person.page.evaluate(look, arrow === 'ArrowUp');
        for (const fault of now.faults) assert.fail(`choice ${now.value} of ${name} ${fault}`);
        assert.equal(now.name, String(name), 'arrows stay within the choice');
        if (now.value === String(value)) return;
        await person.page.keyboard.press(arrow);
    }
    assert.fail(`no choice ${value} of ${name}`);
}

/** Several at once: each is a stop of its own. */
export async function tick(person, name, ...values) {
    for (const value of values) {
        await reach(person, `box ${value} of ${name}`, (f) => f.name === String(name) && f.value === String(value) && f.type === 'checkbox');
        await person.page.keyboard.press('Space');
    }
}

/** Another page, or this one without what was pressed: its title has the focus. */
export async function arrives(person, title) {
    await person.titled(title);
    const arrived = ([tag, text]) => tag === 'H1' && text.includes(title);
    const now = () => person.page.evaluate(() => [document.activeElement.tagName, document.activeElement.textContent.slice(0, 80)]);
    await person.page.waitForFunction((title) => document.activeElement.matches('#view h1') && document.activeElement.textContent.includes(title), title).catch(() => {});
    const is = await now();
    assert.ok(arrived(is), `not the title "${title}" has the focus, but ${is.join(' ')}`);
}

/** What was refused has the focus; its first line leads to field `name`, which says what is missing. */
export async function refused(person, name) {
    await person.page.waitForFunction(() => document.activeElement.classList.contains('refused'));
    await person.page.keyboard.press('Tab');
    await person.page.keyboard.press('Enter');
    const field = await person.page.evaluate(() => {
        const e = document.activeElement;
        const said = e.closest('[aria-describedby]')?.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id)) ?? [];
        return { name: e.getAttribute('name'), error: said.some((x) => x?.classList.contains('error') && x.textContent) };
    });
    assert.deepEqual(field, { name: String(name), error: true });
}
