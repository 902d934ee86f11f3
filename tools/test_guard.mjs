// test_guard.mjs -- loaded before a file of tests (tools/run_tests.mjs): when all of them have
// ended, the file ends soon, whatever a failed test left open.
import { after } from 'node:test';

const GRACE_MS = 3000;

after(() => {
    // Does not keep the file alive; what does, is what was left open.
    setTimeout(() => process.exit(), GRACE_MS).unref();
});
