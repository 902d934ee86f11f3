// run_tests.mjs -- runs files of node's tests, each in a process of its own, and counts.
//
// Usage: node tools/run_tests.mjs [--jobs N] [--quiet SECONDS] FILE...
//
// Each failure is printed when it happens, and `N passed, N failed` alone on the last line. A file
// in which no test ended for SECONDS (300) is ended and counts as failed, with the name of the
// test that was under way; so does one that ends badly without a failed test, or holds none. With
// its file everything goes that it left: its folder for temporary files, and what it started. Each
// process carries the mark of its file in its environment; what carries it afterwards is killed.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { EVENT_MARK } from './test_reporter.mjs';

const SLOW_MS = 1000; // from here on a test's time is printed
const tools = new URL('.', import.meta.url).pathname;
const files = process.argv.slice(2);
const option = (name, otherwise) => {
    const at = files.indexOf(name);
    return at < 0 ? otherwise : Number(files.splice(at, 2)[1]);
};
const jobs = option('--jobs', 1);
const quietMs = option('--quiet', 300) * 1000;

const total = { passed: 0, failed: 0 };
// The files under way, by the folder that is also their mark.
const marks = new Set();

/** Kills what carries the mark, wherever it has gone, and removes the mark's folder. */
function endMarked(mark) {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
        try {
            if (readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`TOWARD_TEST=${mark}`)) process.kill(Number(pid), 'SIGKILL');
        } catch {
            // it has ended by itself, or belongs to another person
        }
    }
    rmSync(mark, { recursive: true, force: true, maxRetries: 5 });
    marks.delete(mark);
}

function fail(name, where, text) {
    total.failed++;
    console.log(`FAILED ${name} (${where})\n${text}`);
}

async function runFile(file) {
    const started = Date.now();
    const mark = mkdtempSync(join(tmpdir(), 'toward-'));
    marks.add(mark);
    const child = spawn(
        process.execPath,
        ['--import', `${tools}test_guard.mjs`, `--test-reporter=${tools}test_reporter.mjs`, file],
        { env: { ...process.env, TOWARD_TEST: mark, TMPDIR: mark }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const seen = { passed: 0, failed: 0, underWay: new Set() };
    let late = false;
    let timer;
    const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
            late = true;
            child.kill('SIGKILL');
            endMarked(mark);
        }, quietMs);
    };
    wait();
    const take = ({ type, name, line, ms, text }) => {
        if (type === 'start') return seen.underWay.add(name);
        seen.underWay.delete(name);
        wait();
        if (type === 'fail') {
            seen.failed++;
            fail(name, relative('', file) + (line ? `:${line}` : ''), text);
        } else if (type === 'pass') {
            seen.passed++;
            total.passed++;
            if (ms > SLOW_MS) console.log(`ok ${name} (${(ms / 1000).toFixed(1)} s)`);
        }
    };
    createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith(EVENT_MARK)) take(JSON.parse(line.slice(EVENT_MARK.length)));
        else if (line) console.log(line);
    });
    const [code, signal] = await new Promise((done) => child.on('close', (...how) => done(how)));
    clearTimeout(timer);
    endMarked(mark);
    const during = seen.underWay.size ? `, in "${[...seen.underWay].join('", "')}"` : '';
    if (late) fail(file, 'ended', `nothing happened for ${quietMs / 1000} s${during}`);
    else if (code !== 0 && !seen.failed) fail(file, 'ended', `with ${code ?? signal}${during}`);
    else if (!seen.failed && !seen.passed) fail(file, 'ended', 'no test ran');
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`-- ${relative('', file)}: ${seen.passed} passed, ${seen.failed} failed in ${seconds} s`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
        for (const mark of [...marks]) endMarked(mark);
        process.exit(1);
    });

const waiting = [...files];
const lane = async () => {
    while (waiting.length) await runFile(waiting.shift());
};
await Promise.all(Array.from({ length: jobs }, lane));
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed || !total.passed ? 1 : 0;
