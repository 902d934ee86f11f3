// reference.mjs -- what the reference implementation of FSRS-6 says of 1,000 histories, for the unit
// test of src/insight/fsrs.h.
//
// Prints test/unit/fsrs_reference.inc: for each review of each history the stability and the
// difficulty (in hundred-millionths, the grain the reference rounds to) and the interval in days.
// The histories themselves are not printed: the test draws them anew from the same seeds. Not needed
// to build or to test. In a folder of its own, the commands that made the file:
//
//     npm install --ignore-scripts ts-fsrs@5.4.2
//     node TOWARD/tools/fsrs/reference.mjs . >TOWARD/test/unit/fsrs_reference.inc
//
// where npm must say the integrity of this very package:
// sha512-z4qop4pzTcyTzuJ566d9EaX/4bZZzhYfeaPImfVr+xcYT65c5oBgFDijUhCE/D+C78eaolHIhKRZ04/RwF+v2g==
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const VERSION = '5.4.2';
const folder = resolve(process.argv[2] ?? '.', 'node_modules/ts-fsrs');
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
if (version !== VERSION) throw new Error(`needs ts-fsrs ${VERSION}, found ${version}`);
const { createEmptyCard, fsrs } = await import(join(folder, 'dist/index.mjs'));

const HISTORIES = 1000;
const DAY_MS = 86400000;
const RETENTIONS = [700, 800, 850, 900, 950, 970, 990];

// Marsaglia's xorshift with 32 bits; the test has the same.
let state = 0;
const roll = (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
};

// Which grade: in one history of eight always the easiest, in one always the hardest.
function gradeOf(style) {
    if (style === 0) return 4;
    if (style === 1) return 1;
    const at = roll(100);
    return at < 15 ? 1 : at < 35 ? 2 : at < 85 ? 3 : 4;
}

// How many days later: the same day, soon, late, very late, or on the day it was due.
function daysOf(style, interval) {
    if (style === 0) return interval;
    const how = roll(8);
    return how < 5 ? roll([1, 4, 30, 400, 20000][how]) : interval;
}

let steps = 0;
const lines = [];
for (let history = 1; history <= HISTORIES; history++) {
    state = Math.imul(history, 2654435761) | 1;
    const length = 1 + roll(12);
    const scheduler = fsrs({
        request_retention: RETENTIONS[roll(RETENTIONS.length)] / 1000,
        enable_short_term: false,
        enable_fuzz: false,
    });
    const style = roll(8);
    let day = 0;
    let card = createEmptyCard(new Date(0));
    const line = [];
    for (let i = 0; i < length; i++) {
        if (i > 0) day += daysOf(style, card.scheduled_days);
        card = scheduler.next(card, new Date(day * DAY_MS), gradeOf(style)).card;
        const whole = (x) => Math.round(x * 1e8);
        line.push(`{${whole(card.stability)}, ${whole(card.difficulty)}, ${card.scheduled_days}}`);
    }
    steps += length;
    lines.push(`${line.join(', ')},`);
}
console.log(`/* ts-fsrs ${version}: ${HISTORIES} histories, ${steps} reviews (tools/fsrs/reference.mjs) */`);
console.log(lines.join('\n'));
