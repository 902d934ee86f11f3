// check_banned.mjs -- fails where src/ uses what Toward does not use.
//
// Usage: node tools/check_banned.mjs [SRC]
//
// Each rule below names where it holds, what it forbids and why. Comments and the content of
// strings are not looked at, except by the rule about sentences. Prints `N passed, N failed`, a
// file being one.
import { checkTree } from './check_tree.mjs';

const CORE = ['base', 'wire', 'crypt', 'book', 'view', 'insight', 'app', 'forms', 'practices'];
const call = (...names) => new RegExp(`(?<![\\w.>])(?:${names.join('|')})\\s*\\(`);

export const RULES = [
    {
        pattern: call('strcpy', 'stpcpy', 'strcat', 'sprintf', 'vsprintf', 'gets', 'strtok', 'scanf', 'sscanf'),
        why: 'writes without knowing the room: use struct buf',
    },
    { pattern: call('atoi', 'atol', 'atoll', 'atof'), why: 'hides bad input: use decimal_read' },
    { pattern: call('rand', 'srand', 'random', 'drand48', 'rand_r'), why: 'is no source of randomness' },
    { pattern: call('system', 'popen', 'alloca', 'tmpnam', 'mktemp'), why: 'has no safe use here' },
    {
        folders: CORE,
        pattern: call(
            'time', 'clock', 'clock_gettime', 'gettimeofday', 'localtime', 'gmtime', 'mktime', 'strftime',
            'setlocale', 'getenv', 'fopen', 'open', 'printf', 'fprintf', 'puts', 'putchar', 'pthread_create',
        ),
        why: 'the core knows no clock, locale, environment, file or thread',
    },
    {
        folders: CORE,
        except: ['base/arena.c'],
        pattern: call('malloc', 'calloc', 'realloc', 'free', 'strdup'),
        why: 'the core takes memory from arenas only',
    },
    { folders: ['crypt'], pattern: call('memcmp', 'strcmp', 'bcmp'), why: 'tells by its time where secrets differ' },
    {
        except: ['crypt/', 'host/'],
        pattern: /^\s*#\s*include\s+<sodium/,
        why: 'only crypt/ calls libsodium (and host/ for random bytes)',
    },
    { folders: ['wire', 'crypt', 'book'], pattern: /\b(?:float|double)\b/, why: 'folds use no floating point' },
    {
        folders: ['book', 'view', 'insight', 'app', 'forms', 'practices'],
        except: ['view/text_shape.c'], // what is wrong with a translation, said to translators
        strings: true,
        // Three words in a row, and a capital or a stop: a list of CSS classes has neither.
        pattern: /"(?=[^"]*[A-Z.,?])(?:[^"\\]|\\.)*[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}(?:[^"\\]|\\.)*"/,
        why: 'no sentence stands in C: write it in Markdown',
    },
    { raw: true, pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/, why: 'finish it, or say it in an issue' },
];

// The text with comments and static assertions blanked, and strings too unless `strings`; lines
// stay where they are.
export function plain(text, strings) {
    const blank = (match) => match.replace(/[^\n]/g, ' ');
    const asserted = text.replace(/\b_Static_assert\s*\([\s\S]*?\);/g, blank);
    return asserted.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'/g, (match) =>
        match[0] === '/' ? blank(match) : strings ? match : match[0] + blank(match.slice(1, -1)) + match[0],
    );
}

// Every flaw of a file's text: [line, what, why].
export function fileFlaws(path, text) {
    const folder = path.split('/')[0];
    const flaws = [];
    for (const rule of RULES) {
        if (rule.folders && !rule.folders.includes(folder)) continue;
        if (rule.except?.some((start) => path.startsWith(start))) continue;
        const lines = (rule.raw ? text : plain(text, rule.strings)).split('\n');
        lines.forEach((line, i) => {
            const found = !(rule.strings && /^\s*#/.test(line)) && rule.pattern.exec(line);
            if (found) flaws.push([i + 1, found[0].trim(), rule.why]);
        });
    }
    return flaws;
}

if (import.meta.url === `file://${process.argv[1]}`) checkTree(fileFlaws);
