// paths.mjs -- the room of paths in the walks through all of the app (rooms.mjs).
import { words } from '../words.mjs';

const say = (key, args) => words('paths', key, args);
const form = (key, args) => words('forms', key, args);

async function begin(person, route, title) {
    await person.visit(`#18/1/${route}`);
    await person.titled(say(title));
    await person.press(form('path-begin'));
    await person.sees(say('tonight-go'));
    await person.settled();
}

export async function screens(w, nora) {
    await w.each(nora, { 'paths-home': '#18/0', 'paths-everyday': '#18/1/2', 'paths-not-begun': '#18/3/201', 'paths-ask': '#18/7' });
    for (const [name, value] of [[1, 3], [2, 2], [3, 4], [4, 6], [5, 5]]) await nora.pick(name, value);
    await nora.press(say('measure-save'));
    await nora.titled(say('measured-title'));
    await w.show('paths-asked', nora);
    await begin(nora, 2, 'everyday-title');
    await w.show('paths-begun', nora);
    await nora.press(say('tonight-go'));
    await nora.titled(say('saw-title'));
    await w.show('paths-saw', nora);
    await nora.field(1).fill('You stayed at the table when I told you about the second letter.');
    await nora.press(say('saw-send'));
    await nora.titled(say('everyday-name-1'));
    await w.show('paths-step', nora);
    await nora.press(form('path-done'));
    await nora.titled(say('quiet-title'));
    await w.show('paths-quiet', nora);
    await nora.press(say('to-small'));
    await nora.titled(say('small-title'));
    await w.show('paths-tomorrow', nora);
    await nora.field(1).fill('At six I put the receipts on the table, before I take my coat off.');
    await nora.press(say('small-save'));
    await nora.titled(say('enough-title'));
    await w.show('paths-enough', nora);
    await w.each(nora, { 'paths-walking': '#18/1/2', 'paths-step-done': '#18/3/200', 'paths-forget': '#18/10/2', 'paths-hand': '#18/11/201' });
    await nora.visit('#18/1/2');
    await nora.page.evaluate(() => document.querySelectorAll('#view details').forEach((e) => (e.open = true)));
    await nora.page.locator('#view a[href^="#18/9/"]').first().click();
    await nora.titled(say('small-one-title'));
    await w.show('paths-small', nora);
    await begin(nora, 3, 'alone-title');
    await w.show('paths-alone', nora);
    await w.each(nora, { 'paths-saw-alone': '#18/2/303', 'paths-step-alone': '#18/3/303' });
    await nora.visit('#18/1/3');
    await nora.press(form('path-away'));
    await nora.sees(say('put-away'));
    await w.show('paths-away', nora);
}

export async function injections(t, nora, sam) {
    await begin(nora, 2, 'everyday-title');
    const { 1: sent } = await t.submit(nora, '#18/2/200', '18.2');
    await t.arrives(nora, '#18/3/200', sent);
    await t.arrives(sam, '#5/0', sent);
    const { 1: small } = await t.submit(nora, '#18/5/200', '18.3');
    await t.arrives(nora, '#18/6/200', small);
    await nora.visit('#18/1/2');
    const to = await nora.page.locator('#view a[href^="#18/9/"]').first().getAttribute('href');
    const { 1: changed } = await t.submit(nora, to, '18.4');
    await t.arrives(nora, '#18/1/2', changed);
    await t.arrives(nora, to, changed);
}

export const handed = async (w, person) => {
    await begin(person, 2, 'everyday-title');
    await person.visit('#18/11/201');
    await person.press(say('hand-begin'));
    await person.titled(say('handed-saw-title'));
    await w.show('paths-handed-saw', person);
    await person.visit('#5/0');
    await person.titled(say('handed-nothing-title'));
    await w.show('paths-handed-nothing', person, { stands: '18/20' });
    await person.visit('#18/20/201');
    await person.press(say('handed-step'));
    await person.titled(say('everyday-name-2'));
    await w.show('paths-handed-step', person);
    await person.press(say('handed-quiet'));
    await person.titled(say('handed-quiet-title'));
    await w.show('paths-handed-quiet', person);
    await person.press(say('handed-small'));
    await person.titled(say('handed-small-title'));
    await w.show('paths-handed-small', person);
    await person.press(say('handed-to-end'));
    await person.titled(say('handed-end-title'));
    await w.show('paths-handed-end', person);
};
