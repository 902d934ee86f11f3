// live.mjs -- a step of a live session, from the press on one phone to the picture on the other.
//
// Two browsers, each with a person of its own, near each other in *soothe*: one presses what is next, the other goes
// back, in turns. The time runs from when the first browser hears of the press until the second has made the picture
// with the new step (test/web/latency.mjs): two cores, two seals, the relay's commit and the wait are in it. The
// reference is a bare append to a waiting reader of the same relay, on loopback, in turns with it.
//
// Prints a line a figure: name value unit reference ratio goal ok|short.
import { randomBytes } from 'node:crypto';
import { Box, Relay as Bare } from '../relay/client.mjs';
import { begin, joinByLink } from '../web/couple.mjs';
import { Person, Relay } from '../web/harness.mjs';
import { pressToPaint } from '../web/latency.mjs';
import { beginNear } from '../web/rooms/soothe.mjs';
import { words } from '../web/words.mjs';
import { figure, quantile } from './lib/figure.mjs';

const SESSIONS = 5; // one has an end to how often the touch may change
const STEPS = 24;
const WARM = 4; // what is done for the first time is not what a session is like
const GOAL_MS = 300;
const say = (key) => words('soothe', key);

const relay = await Relay.start();
const bare = new Bare(relay.data, relay.process, relay.origin);
const box = new Box({ boxClass: 4 });
await bare.create(box);

/** A blob's way from who appends it to who waits for it. */
async function appendToReader() {
    const waiting = bare.read(box, { from: box.next, wait: 25 });
    await new Promise((done) => setTimeout(done, 30)); // it is there and waits
    const from = performance.now();
    await Promise.all([bare.append(box, [randomBytes(1024)]), waiting]);
    return performance.now() - from;
}

const nora = await Person.meet(relay);
const sam = new Person(relay);
await begin(nora, 'Nora');
await joinByLink(nora, sam, 'Sam');

const steps = [];
const references = [];

/** One presses, and the other's phone shows it; then the reference. */
async function measure(from, to, key, title) {
    const press = () => from.press(say(key));
    steps.push(await pressToPaint(from.page, to.page, press, { selector: '#view h1', text: say(title) }));
    await from.titled(say(title));
    references.push(await appendToReader());
}

for (let session = 0; session < SESSIONS; session++) {
    await beginNear([nora, sam], [4, 4]);
    for (let i = 0; i < STEPS; i += 2) {
        await measure(nora, sam, 'hand-title', 'hand-title');
        await measure(sam, nora, 'else', 'list-title');
    }
    await nora.press(say('end'));
    for (const person of [nora, sam]) {
        await person.titled(say('over-title'));
        await person.press(say('over-done'));
    }
}
await nora.close();
await sam.close();
await relay.down();

for (const [name, q] of [['p50', 0.5], ['p99', 0.99]]) {
    const value = quantile(steps.slice(WARM), q);
    const reference = quantile(references.slice(WARM), q);
    figure(`live_step_${name}`, value.toFixed(1), 'ms', {
        reference: reference.toFixed(1),
        ratio: (value / reference).toFixed(2),
        goal: `<=${GOAL_MS}`,
        ok: value <= GOAL_MS,
    });
}
process.exit(0);
