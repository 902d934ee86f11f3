/* Every allocation of the relay's store fails in its turn, once and with all that follow: an error,
 * never a stop, a leak or a loss. */
#include "fault_bench.h"
#include "memory_faulty.h"
#include "vfs_faulty.h"

#include <stdio.h>

/* What SQLite keeps for the process once it was used is no leak. */
static bool leaves_nothing(struct bench *b, int64_t before) {
    script_close(&b->run);
    return memory_live() <= before;
}

TEST(memory_of_the_store_at_every_allocation) {
    static const char *const names[] = {"", "allocation fails once", "allocations fail for ever"};
    struct bench b;
    bench_begin(&b, 2, 1);
    for (uint64_t seed = b.first; seed < b.end; seed++) {
        bench_script(&b, seed);
        for (int fault = MEMORY_ONCE; fault <= MEMORY_FOREVER; fault++) {
            bool struck = true;
            bench_reset(&b, names[fault], 0);
            for (uint64_t at = 0; struck; at += b.stride) {
                size_t acked;
                bench_reset(&b, names[fault], at);
                int64_t before = memory_live();
                memory_fault((enum memory_fault)fault, at);
                enum err e = bench_run(&b, true, &acked);
                struck = memory_struck();
                b.wrong += e != ERR_OK && !struck;
                b.faults += struck;
                if (at % 2)
                    script_close(&b.run); /* while memory is short */
                memory_fault(MEMORY_FINE, 0);
                CHECK_AT(&b, bench_goes_on(&b, acked));
                script_close(&b.run);
                disk_return();
                CHECK_AT(&b, leaves_nothing(&b, before));
            }
        }
        script_free(&b.script);
    }
    bench_say("allocations of the store", &b);
    CHECK_INT(b.wrong, 0);
    bench_end(&b);
}
