// latency.mjs -- how long it takes from a press on one phone until the other phone shows what follows.
//
// Both ends are read in the pages themselves: when the browser hears of the press, and when the first picture with
// what is waited for has been made. What the test driver needs for itself is not in it. Both pages are on one machine,
// so their clocks are one.

/**
 * @param {import('playwright-core').Page} from where it is pressed
 * @param {import('playwright-core').Page} to where it is seen
 * @param {() => Promise<unknown>} press
 * @param {{ selector: string, count?: number, text?: string }} seen how many of them stand there, or one with this text
 * @returns {Promise<number>} milliseconds
 */
export async function pressToPaint(from, to, press, seen) {
    await from.evaluate(() => {
        const heard = () => (globalThis.pressedAt ??= performance.timeOrigin + performance.now());
        globalThis.pressedAt = undefined;
        for (const sign of ['click', 'submit']) addEventListener(sign, heard, { capture: true, once: true });
    });
    await to.evaluate(({ selector, count, text }) => {
        const there = () => {
            const all = [...document.querySelectorAll(selector)];
            return count === undefined ? all.some((e) => text === undefined || e.textContent.includes(text)) : all.length === count;
        };
        const painted = (done) => {
            const channel = new MessageChannel(); // the first task after the picture was made
            channel.port1.onmessage = () => done(performance.timeOrigin + performance.now());
            requestAnimationFrame(() => channel.port2.postMessage(0));
        };
        globalThis.seenAt = new Promise((done) => {
            if (there()) throw new Error('it is there before anybody pressed');
            const watch = new MutationObserver(() => {
                if (!there()) return;
                watch.disconnect();
                painted(done);
            });
            watch.observe(document.getElementById('view'), { subtree: true, childList: true, characterData: true, attributes: true });
        });
    }, seen);
    await press();
    const [pressed, painted] = await Promise.all([from.evaluate(() => globalThis.pressedAt), to.evaluate(() => globalThis.seenAt)]);
    return painted - pressed;
}
