// signs.mjs -- the pages of *signs*, its fields; nothing of it is done on one phone for both.
import { words } from '../words.mjs';

const DAY = 86400000;
const goes = (name) => words('share', 'go').replace('{name}', name);

export async function screens(w, nora, sam, now) {
    await w.each(nora, { signs: '#13/0', 'signs-copies-empty': '#13/7', 'signs-theirs': '#13/1/2', 'signs-done': '#13/2/4' });
    await nora.visit('#13/1/2');
    await nora.pick(3, 1);
    await nora.pick(3, 3);
    await nora.pick(4, 2);
    await nora.pick(5, 1);
    await nora.pick(6, 2);
    await nora.field(8).fill('In March I found the second letter from the bank. I had asked in January.');
    await nora.press(words('signs', 'save'));
    await nora.titled(words('signs', 'kept-title'));
    await w.show('signs-kept', nora);
    await nora.visit('#13/2/4');
    await nora.pick(7, 1);
    await nora.press(words('signs', 'save'));
    await nora.titled(words('signs', 'kept-title'));
    await w.show('signs-kept-done', nora);
    await w.each(nora, { 'signs-noted': '#13/0', 'signs-need': '#13/4' });
    await nora.pick(9, 1);
    await nora.field(10).fill('What I need first is to see all the letters, on one evening, with tea.');
    await nora.press(words('signs', 'need-save'));
    await nora.titled(words('signs', 'where-title'));
    await w.show('signs-where', nora);
    const share = await nora.page.locator('#view a[href^="#13/6/"]').first().getAttribute('href');
    await w.each(nora, { 'signs-share': share, 'signs-erase': share.replace('#13/6/', '#13/8/') });
    await nora.visit(share);
    await nora.press(goes('Sam'));
    await nora.titled(words('signs', 'copies-title'));
    await w.show('signs-copies-waits', nora);
    await w.each(sam, { 'signs-fear': '#13/0' });
    for (const person of [nora, sam]) await person.setClock(now + DAY);
    await nora.visit('#5/0');
    await sam.visit('#13/7');
    await sam.sees('What I need first is to see all the letters');
    await w.show('signs-copies-theirs', sam);
    await nora.visit('#13/7');
    await w.show('signs-copies-sent', nora);
}

export async function injections(t, nora) {
    const { 8: sign } = await t.submit(nora, '#13/1/2', '13.1');
    await t.arrives(nora, '#13/1/2', sign);
    const { 10: need } = await t.submit(nora, '#13/4', '13.2', { 9: 0 });
    await t.arrives(nora, '#13/5', need);
    await nora.visit(await nora.page.locator('#view a[href^="#13/6/"]').first().getAttribute('href'));
    await nora.page.locator('#view form[data-action="13.3"] button').click();
    await nora.titled(words('signs', 'copies-title'));
    await t.arrives(nora, '#13/7', need);
}
