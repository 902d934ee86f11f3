// check_threats.mjs -- fails when the table of threats names a test that is not there.
//
// Usage: node tools/check_threats.mjs [ROOT]
//
// docs/threats.csv has lines `number,threat,test or reason`: for each threat of docs/threats.md one
// line or several, each a part of it, and for each part either the test that shows it met, as
// `file: name of the test`, or one of REASONS and a sentence that says more, as `reason: Sentence.`
// A test counts when the named file, which a suite runs, defines it under that name, not in a
// comment and not skipped. Every number from 1 to the last must be there, in order, and be the same
// in docs/threats.md. Prints `N passed, N failed`, a line being one.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plain } from './check_banned.mjs';

export const REASONS = ['not built yet', 'cannot be tested here', 'out of scope'];

// The fields of one line of comma-separated values (RFC 4180, without line breaks in a field), or
// null when a quote is out of place.
export function fieldsOf(line) {
    const fields = [];
    for (let at = 0; ; ) {
        const [whole, quoted, bare] = /^(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/.exec(line.slice(at)) ?? [];
        if (whole === undefined) return null;
        fields.push(quoted !== undefined ? quoted.replaceAll('""', '"') : bare);
        at += whole.length;
        if (at >= line.length) return fields;
        at++;
    }
}

// How a test of this name is defined in each kind of file: given the text, whether it is there.
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const KINDS = [
    {
        file: /^test\/(?:unit|native|relay|faults|hostile)\/test_[a-z0-9_]+\.c$/,
        has: (text, name) => new RegExp(`^TEST\\(${escaped(name)}\\) \\{`, 'm').test(plain(text)),
    },
    {
        file: /^test\/fuzz\/fuzz_[a-z0-9_]+\.c$/,
        has: (text, name) => new RegExp(`^int ${escaped(name)}\\([^;{]*\\) \\{`, 'm').test(plain(text)),
    },
    {
        file: /^test\/(?:tools|module|relay|web)\/[a-z0-9_]+\.test\.mjs$/,
        has: (text, name) => {
            const quoted = [`'${name.replaceAll("'", "\\'")}'`, `"${name}"`, `\`${name}\``].map(escaped).join('|');
            const options = new RegExp(`^(?:    )*(?:await t\\.)?test\\((?:${quoted}), *(\\{[^{}]*\\})?`, 'm').exec(text);
            return !!options && !/\b(?:skip|todo): *(?:true|['"`])/.test(options[1] ?? '');
        },
    },
    {
        file: /^test\/secrets\/secrets\.c$/,
        has: (text, name) => new RegExp(`^static void ${escaped(name)}\\(void\\) \\{[^]*^ +${escaped(name)}\\(\\);`, 'm').test(plain(text)),
    },
    { file: /^test\/vectors\/[a-z0-9-]+\.txt$/, has: (text, name) => new RegExp(`^${escaped(name)}=.`, 'm').test(text) },
];

// Why the third field of a line does not do, or null. `read` gives a file's text, or null.
export function coverFlaw(cover, read) {
    const [, head, rest] = /^([^:]+): (.+)$/.exec(cover) ?? [];
    if (!head) return 'is neither `file: test` nor `reason: sentence`';
    if (REASONS.includes(head)) return /^[A-Z].{15,}\.$/.test(rest) ? null : 'gives a reason without its sentence';
    const kind = KINDS.find(({ file }) => file.test(head));
    if (!kind) return head.includes('/') ? `${head} is no file that a suite runs` : `“${head}” is no reason of the list`;
    const text = read(head);
    if (text === null) return `${head} is not there`;
    return kind.has(text, rest) ? null : `${head} has no test “${rest}”`;
}

// Every flaw of the table: [line, why]. `known` are the numbers of docs/threats.md, with their names.
export function tableFlaws(csv, known, read) {
    const lines = csv.split('\n');
    const flaws = [];
    let last = 0;
    if (lines.shift() !== 'number,threat,test or reason') flaws.push([1, 'the first line names the columns']);
    if (lines.pop() !== '') flaws.push([lines.length + 2, 'the last line has no end']);
    lines.forEach((line, i) => {
        const flaw = (why) => flaws.push([i + 2, why]);
        const fields = fieldsOf(line);
        if (!fields || fields.length !== 3 || fields.includes('')) return flaw('is not three fields');
        const [number, threat, cover] = [Number(fields[0]), fields[1], fields[2]];
        if (number !== last && number !== last + 1) flaw(`threat ${last + 1} is missing before this`);
        if (number !== last && threat !== known.get(number)) flaw('has another name in docs/threats.md');
        if (lines.indexOf(line) !== i) flaw('stands there twice');
        last = number;
        const why = coverFlaw(cover, read);
        if (why) flaw(why);
    });
    for (const number of known.keys()) if (number > last) flaws.push([lines.length + 2, `threat ${number} is missing`]);
    return { flaws, count: lines.length };
}

// The numbers and names of the rows `| 7 | name | ...` of docs/threats.md.
export const threatsOf = (markdown) =>
    new Map([...markdown.matchAll(/^\| (\d+) \| ([^|]+) \|/gm)].map(([, number, name]) => [Number(number), name.trim()]));

if (import.meta.url === `file://${process.argv[1]}`) {
    const root = process.argv[2] ?? '.';
    const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null);
    const { flaws, count } = tableFlaws(read('docs/threats.csv'), threatsOf(read('docs/threats.md')), read);
    for (const [line, why] of flaws) console.log(`docs/threats.csv:${line}: ${why}`);
    const failed = new Set(flaws.map(([line]) => line)).size;
    console.log(`${Math.max(count - failed, 0)} passed, ${failed} failed`);
    process.exitCode = failed || count === 0 ? 1 : 0;
}
