// test_reporter.mjs -- what node's test runner prints here: each failure with its reason, and
// `N passed, N failed` alone on the last line.
//
// Usage: node --test --test-reporter=./tools/test_reporter.mjs FILES
import { inspect } from 'node:util';

export default async function* report(events) {
    let passed = 0;
    let failed = 0;
    for await (const { type, data } of events) {
        // A suite or file counts through the tests in it, unless it failed by itself.
        const group = data?.details?.type === 'suite' || data?.name === data?.file;
        if (type === 'test:pass' && !group && data.skip === undefined) {
            passed++;
            if (data.details.duration_ms > 1000)
                yield `ok ${data.name} (${(data.details.duration_ms / 1000).toFixed(1)} s)\n`;
        } else if (type === 'test:fail') {
            const cause = data.details.error?.cause ?? data.details.error;
            if (data.details.error?.failureType === 'subtestsFailed') continue;
            failed++;
            yield `FAILED ${data.name} (${data.file}:${data.line})\n${cause?.stack ?? inspect(cause)}\n`;
        } else if (type === 'test:stdout' || type === 'test:stderr') {
            yield data.message;
        }
    }
    yield `${passed} passed, ${failed} failed\n`;
}
