// listen.mjs -- the part of *listen* in the walks through the whole house (rooms.mjs).
import { ticking } from '../ticking.mjs';
import { words } from '../words.mjs';

const say = (key, args) => words('listen', key, args);

/** Both press begin. */
export async function beginListening(...both) {
    for (const person of both) {
        await person.visit('#10/1');
        await person.press(say('ready-go'));
    }
    for (const person of both) await person.titled(say('prepare-title'));
}

/** One presses, and both phones stand at the step with this title. */
export async function step(person, others, key, title) {
    await person.press(say(key));
    for (const each of [person, ...others]) await each.titled(say(title));
}

const STAGES = ['back', 'strength', 'sense', 'body', 'part'];

export async function screens(w, nora, sam) {
    await w.each(nora, { 'listen-home': '#10/0', 'listen-ready': '#10/1', 'listen-handed': '#10/2', 'listen-keep': '#10/5', 'listen-keep-ours': '#10/6' });
    await ticking([nora, sam], () => talking(w, nora, sam));
    await kept(w, nora);
}

async function talking(w, nora, sam) {
    await nora.visit('#10/1');
    await nora.press(say('ready-go'));
    await nora.sees(say('ready-pressed'));
    await w.show('listen-ready-pressed', nora);
    await sam.visit('#10/1');
    await sam.press(say('ready-go'));
    for (const person of [nora, sam]) await person.titled(say('prepare-title'));
    await w.show('listen-prepare', nora);
    await step(nora, [sam], 'prepare-go', 'tell-title');
    await w.show('listen-tell-speaks', nora);
    await w.show('listen-tell-hears', sam);
    await step(nora, [sam], 'on-told', 'back-title');
    for (const [i, stage] of STAGES.entries()) {
        await w.show(`listen-${stage}-speaks`, nora);
        await w.show(`listen-${stage}-says`, sam);
        await step(nora, [sam], 'on', i + 1 < STAGES.length ? `${STAGES[i + 1]}-title` : 'ask-title');
    }
    await w.show('listen-ask-speaks', nora);
    await w.show('listen-ask-hears', sam);
    await step(nora, [sam], 'not-yet', 'not-yet-title');
    await w.show('listen-not-yet', sam);
    await step(sam, [nora], 'again', 'back-title');
    await nora.press(say('brake-explaining'));
    await sam.sees(say('brake-line'));
    await w.show('listen-brake-speaks', nora);
    await w.show('listen-brake-says', sam);
    await step(nora, [sam], 'on-enough', 'ask-title');
    await step(nora, [sam], 'partly', 'partly-title');
    await w.show('listen-partly', nora);
    await step(nora, [sam], 'again', 'back-title');
    await step(nora, [sam], 'on-enough', 'ask-title');
    await step(nora, [sam], 'yes', 'yes-title');
    await w.show('listen-yes', nora);
    await step(sam, [nora], 'end', 'over-title');
    await w.show('listen-over', nora);
    for (const person of [nora, sam]) await person.press(say('over-done'));
    await beginListening(nora, sam);
    await nora.press(words('parts', 'turn-stop'));
    await nora.titled(say('over-stopped-title'));
    await sam.titled(say('over-stopped-title'));
    await w.show('listen-stopped', nora);
    for (const person of [nora, sam]) await person.press(say('over-done'));
}

async function kept(w, nora) {
    await nora.visit('#10/6');
    await nora.pick(2, 1);
    await nora.field(3).fill('That it was the third letter. You said back the first two.');
    await nora.field(4).fill('The dinner.');
    await nora.press(say('save'));
    await nora.titled(say('saved-title'));
    await w.show('listen-saved', nora);
    await nora.visit('#10/0');
    await w.show('listen-home-kept', nora);
    await nora.page.locator('#view a[href^="#10/8/"]').first().click();
    await nora.titled(say('one-title'));
    await w.show('listen-one', nora);
    await nora.press(words('app', 'change'));
    await nora.titled(say('change-title'));
    await w.show('listen-change', nora);
    await nora.page.goBack();
    await nora.titled(say('one-title'));
    await nora.press(words('app', 'erase'));
    await nora.titled(say('erase-title'));
    await w.show('listen-erase', nora);
}

export async function injections(t, nora, sam) {
    await t.submit(nora, '#10/5', '10.8');
    const typed = await t.submit(nora, '#10/6', '10.8');
    await sam.visit('#10/0');
    await sam.page.locator('#view a[href^="#10/8/"]').first().waitFor();
    const at = await sam.page.locator('#view a[href^="#10/8/"]').first().getAttribute('href');
    await t.arrives(sam, at, typed[3]);
    const own = await t.submit(nora, at.replace('/8/', '/9/'), '10.9');
    await t.arrives(sam, at, own[4]);
    await nora.visit('#10/0');
    for (const link of await nora.page.locator('#view a[href^="#10/8/"]').all()) {
        const each = await link.getAttribute('href');
        if (each === at) continue;
        await t.submit(nora, each.replace('/8/', '/9/'), '10.9'); // with whom, too
        break;
    }
}

export async function handed(w, nora) {
    await nora.visit('#10/0');
    await w.show('listen-home-alone', nora);
    await nora.press(say('begin-one'));
    await nora.titled(words('forms', 'handed-title'));
    await nora.press(words('forms', 'handed-begin'));
    await nora.titled(say('prepare-title'));
    await w.show('listen-handed-prepare', nora, { stands: '10/3' });
    await step(nora, [], 'prepare-go-one', 'tell-title');
    await w.show('listen-handed-tell', nora, { stands: '10/3' });
    await step(nora, [], 'on-told', 'back-title');
    await nora.press(say('brake-small'));
    await nora.sees(say('brake-line'));
    await w.show('listen-handed-brake', nora, { stands: '10/3' });
    await nora.press(words('parts', 'turn-stop'));
    await nora.titled(say('over-stopped-title'));
    await w.show('listen-handed-stopped', nora, { stands: '10/3' });
    await nora.press(say('over-done'));
    await nora.titled(words('forms', 'handed-end-title'));
    await w.show('listen-handed-end', nora, { stands: '10/4' });
}
