// ticking.mjs -- phones whose clock was set go by the real time for a while, and back: a line between
// two phones begins with a box at the relay, which takes no box of another day, and asks again after
// a while (src/book/live.h).

/** Does `work` while the people's clocks go with the real time. */
export async function ticking(people, work) {
    const before = await Promise.all(people.map((person) => person.page.evaluate(() => Date.now())));
    let over = false;
    const going = (async () => {
        while (!over) {
            await Promise.all(people.map((person) => person.setClock(Date.now())));
            await new Promise((done) => setTimeout(done, 200));
        }
    })();
    try {
        return await work();
    } finally {
        over = true;
        await going;
        for (const [i, person] of people.entries()) await person.setClock(before[i]);
    }
}
