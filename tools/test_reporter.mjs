// test_reporter.mjs -- what a file of node's tests tells tools/run_tests.mjs: a line an event,
// EVENT_MARK and JSON; what tests print goes between them as it is.
//
//   {type: "start", name}  {type: "pass", name, ms}  {type: "fail", name, line, text}
//   {type: "end", name}: of what does not count, because it was skipped or only holds tests
import { inspect } from 'node:util';

export const EVENT_MARK = '\x1e';

const event = (fields) => `\n${EVENT_MARK}${JSON.stringify(fields)}\n`;

/** Why it failed, without the test runner's own calls. */
function reason(error) {
    const cause = error?.cause ?? error;
    const text = String(cause?.stack ?? inspect(cause));
    return text.replace(/\x1b\[\d+m/g, '').replace(/\n    at .*\(?node:.*/g, '');
}

export default async function* report(events) {
    for await (const { type, data } of events) {
        const { name, line, details } = data ?? {};
        const inFile = String(data?.file).endsWith(process.argv[1]);
        const holdsTests = details?.type === 'suite' || details?.error?.failureType === 'subtestsFailed';
        if (type === 'test:start' || type === 'test:dequeue') yield event({ type: 'start', name });
        else if (type !== 'test:pass' && type !== 'test:fail') continue;
        else if (holdsTests || data.skip !== undefined) yield event({ type: 'end', name });
        else if (type === 'test:pass') yield event({ type: 'pass', name, ms: details.duration_ms });
        else yield event({ type: 'fail', name, line: inFile ? line : 0, text: reason(details.error) });
    }
}
