// responses.mjs -- how to answer a feeling, for the walks through all of the app (rooms.mjs).
import { ticking } from '../ticking.mjs';
import { words } from '../words.mjs';

const FEAR = '5';
const ROUND = { guess: 10, mine: 3 };
const said = (key, args) => words('responses', key, args);

/** What the newest link to a page of this room leads to. */
export const linkTo = (person, page) => person.page.locator(`#view a[href^="#12/${page}/"]`).last().getAttribute('href');

export async function tell(person, topic, first, more = {}) {
    await person.visit(`#12/4/${topic}`);
    await person.field(3).fill(first);
    await person.page.evaluate(() => document.querySelectorAll('#view details').forEach((e) => (e.open = true)));
    for (const [field, text] of Object.entries(more)) await person.field(field).fill(text);
    await person.page.locator('#view form[data-action="12.1"] button').last().click();
    await person.titled(said('written-title'));
}

export async function offer(person, topic, when) {
    await person.visit(`#12/3/${topic}`);
    await person.pick(9, when);
    await person.press(said('offer'));
    await person.page.waitForFunction(() => location.hash.startsWith('#12/12/'));
    await person.settled();
    return person.page.evaluate(() => location.hash.replace('#12/12/', ''));
}

export async function guess(person, round, theirs, mine) {
    await person.visit(`#12/12/${round}`);
    await person.field(ROUND.guess).fill(theirs);
    await person.field(ROUND.mine).fill(mine);
    await person.press(said('seal'));
    await person.page.waitForFunction(() => location.hash.startsWith('#12/13/'));
    await person.settled();
}

/** Both press open; the round's page tells it by itself. */
export async function open(a, b, round) {
    for (const person of [a, b]) {
        await person.visit(`#12/13/${round}`);
        await person.press(said('open'));
    }
    await Promise.all([a, b].map((person) => person.sees(said('open-lead'))));
}

/** Both press begin; returns who shows first and who second. */
export async function begin(a, b) {
    for (const person of [a, b]) {
        await person.visit('#12/31');
        await person.press(said('play-begin'));
    }
    await Promise.all([a, b].map((person) => person.titled(said('play-choose-title'))));
    const first = (await a.page.getByText(said('play-choose-go')).count()) ? a : b;
    return [first, first === a ? b : a];
}

/** One turn: a feeling is chosen, shown, answered, talked about. `at` is called before each press. */
export async function turn(shows, other, topic, last, at = async () => {}) {
    await at('choose');
    await shows.pick(13, topic);
    await shows.press(said('play-choose-go'));
    const steps = [
        ['show', 'play-show-go'],
        ['answer', 'play-answer-go'],
        ['tell', last ? 'play-tell-end' : 'play-tell-change'],
    ];
    for (const [step, button] of steps) {
        for (const person of new Set([shows, other])) await person.titled(said(`play-${step}-title`));
        await at(step);
        await shows.press(said(button));
    }
}

export async function screens(w, nora, sam) {
    await w.each(nora, { 'responses-home-empty': '#12/0', 'responses-theirs-empty': '#12/1', 'responses-topic-empty': '#12/3/5', 'responses-heart-empty': '#12/19', 'responses-sheet': '#12/20', 'responses-play': '#12/30', 'responses-handed': '#12/50' });
    await w.each(nora, { 'responses-write': '#12/4/5' });
    await tell(nora, FEAR, 'Show me the account before I ask. Then sit down with me, beside me, not across.', { 4: 'Stay in the room while I look.', 6: 'Saying that there is no reason to be afraid.' });
    await w.show('responses-written', nora);
    await tell(sam, 1, 'Let me walk around the block, and be there when I come back.', { 6: 'Following me from room to room.' });
    await nora.visit('#12/6');
    await w.show('responses-feeling', nora);
    await nora.field(2).fill('ashamed');
    await nora.press(said('feeling-save'));
    await nora.titled('ashamed');
    await w.show('responses-topic-own', nora);
    await w.each(nora, { 'responses-erase-feeling': (await linkTo(nora, 10)) });
    await w.each(nora, { 'responses-unsafe-ours': '#12/8', 'responses-unsafe': '#12/7' });
    await nora.field(2).fill('Being loud and glad. At home that was too much for everyone.');
    await nora.field(3).fill('Be loud with me for one minute.');
    await nora.page.locator('#view form[data-action="12.3"] button').last().click();
    await nora.page.locator('#view .card').first().waitFor();
    await w.show('responses-unsafe-one', nora);
    await w.each(nora, { 'responses-unsafe-change': await linkTo(nora, 9) });
    await nora.visit('#12/3/6');
    await nora.press(said('ask-go'));
    await nora.sees(said('ask-take-back'));
    await w.show('responses-topic-asked', nora);
    await w.each(nora, { 'responses-take-back': await linkTo(nora, 10) });
    await sam.visit('#12/0');
    await sam.sees(said('asked-card', { name: 'Nora' }));
    await w.show('responses-home-asked', sam);
    await w.each(sam, { 'responses-asked': await linkTo(sam, 11) });
    const round = await offer(nora, FEAR, 1);
    await w.show('responses-guess', nora);
    await w.each(sam, { 'responses-topic-offered': '#12/3/5' });
    await guess(nora, round, 'You want to be left alone with it until the morning.', 'Show me the papers, then sit down.');
    await w.show('responses-sealed', nora);
    await guess(sam, round, 'I put the papers on the table and let you look as long as you want.', 'One question at a time.');
    await nora.visit(`#12/13/${round}`);
    await nora.press(said('open'));
    await nora.sees(said('ready'));
    await w.show('responses-ready', nora);
    await sam.visit(`#12/13/${round}`);
    await sam.press(said('open'));
    await Promise.all([nora, sam].map((person) => person.sees(said('open-lead'))));
    await w.each(nora, { 'responses-home-open': '#12/0', 'responses-open': `#12/14/${round}`, 'responses-two-minutes': `#12/15/${round}`, 'responses-rank': `#12/16/${round}` });
    await nora.page.locator('#view form[data-action="12.12"] button').last().click();
    await nora.sees(said('rank-none'));
    await w.show('responses-rank-refused', nora);
    await sam.visit(`#12/16/${round}`);
    await sam.press(said('confirm'));
    await sam.titled(said('written-title'));
    await w.each(nora, { 'responses-topic': '#12/3/1', 'responses-home': '#12/0', 'responses-theirs': '#12/1', 'responses-mine': '#12/2', 'responses-note': '#12/18/6' });
    await nora.field(7).fill('He goes quiet before he is sad. Tea, and the bench outside.');
    await nora.page.locator('#view form[data-action="12.13"] button').last().click();
    await nora.titled(said('notes-title'));
    await w.show('responses-notes', nora);
    await w.each(nora, { 'responses-heart': '#12/19' });
    await nora.press(said('heart-begin'));
    await nora.page.locator('#view form[data-action="12.14"]').waitFor();
    await w.show('responses-heart-card', nora);
    await ticking([nora, sam], () => playing(w, nora, sam));
}

/** The role play on two phones, from ready to stopped. */
async function playing(w, nora, sam) {
    await nora.visit('#12/31');
    await w.show('responses-play-ready', nora);
    const [first, second] = await begin(nora, sam);
    await turn(first, second, FEAR, false, async (step) => {
        await w.show(`responses-play-${step}`, first, { still: false });
        await w.show(`responses-play-${step}-other`, second, { still: false });
    });
    await second.titled(said('play-choose-title'));
    await first.page.getByRole('button', { name: words('parts', 'turn-stop') }).or(first.page.locator('#view form[data-action="12.18"] button')).first().click();
    await Promise.all([first, second].map((person) => person.titled(said('play-stopped-title'))));
    await w.show('responses-play-stopped', second, { still: false });
    for (const person of [first, second]) {
        await person.press(said('play-done'));
        await person.titled(said('notes-title'));
    }
}

/** Fills every field for words, and finds it where it belongs. */
export async function injections(t, nora, sam) {
    const told = await t.submit(nora, '#12/4/2', '12.1');
    for (const text of Object.values(told)) await t.arrives(sam, '#12/3/2', text);
    const { 2: name } = await t.submit(nora, '#12/6', '12.2');
    await t.arrives(sam, '#12/0', name);
    const unsafe = await t.submit(nora, '#12/8', '12.3');
    for (const text of Object.values(unsafe)) await t.arrives(sam, '#12/1', text);
    await nora.visit('#12/8');
    const changed = await t.submit(nora, await linkTo(nora, 9), '12.4');
    for (const text of Object.values(changed)) await t.arrives(sam, '#12/1', text);
    const round = await offer(nora, 3, 1);
    const theirs = await t.submit(nora, `#12/12/${round}`, '12.9');
    await t.arrives(sam, '#12/0', words('responses', 'round-card', { feeling: words('responses', 'in-disgust') }));
    const mine = await t.submit(sam, `#12/12/${round}`, '12.9');
    await open(nora, sam, round);
    for (const text of Object.values(theirs)) await t.arrives(sam, `#12/14/${round}`, text);
    for (const text of Object.values(mine)) await t.arrives(nora, `#12/14/${round}`, text);
    const { 7: corrected } = await t.submit(nora, `#12/16/${round}`, '12.12');
    await t.arrives(sam, '#12/3/3', corrected);
    const { 7: note } = await t.submit(nora, '#12/18/4', '12.13');
    await t.arrives(nora, '#12/17', note);
}

export const handed = async (w, person) => {
    await person.visit('#12/50');
    await person.press(words('forms', 'handed-begin'));
    for (const [i, topic] of ['5', '4'].entries()) {
        await person.titled(said('play-choose-title'));
        await turn(person, person, topic, i === 1, (step) => (i === 0 ? w.show(`responses-handed-${step}`, person, { still: false }) : Promise.resolve()));
    }
    await person.titled(said('play-over-title'));
    await w.show('responses-handed-over', person, { still: false });
    await person.press(said('play-done'));
    await person.titled(words('forms', 'handed-end-title'));
    await w.show('responses-handed-end', person);
};
