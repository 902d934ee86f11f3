/* The relay's store over a disk that fails and loses power, at every operation of scripted runs
 * (fault_bench.h, vfs_faulty.h). */
#include "fault_bench.h"
#include "vfs_faulty.h"

#include <stdio.h>

static bool run_into(struct bench *b, const char *name, enum disk_fault fault, uint64_t at,
                     size_t *acked) {
    bool looks = fault == DISK_LOOK_ONCE || fault == DISK_LOOK_FOREVER;
    bench_reset(b, name, at);
    disk_fault(fault, at);
    enum err e = bench_run(b, looks, acked);
    b->wrong += e != ERR_OK && !disk_struck();
    b->faults += disk_struck();
    return disk_struck();
}

TEST(crash_power_loss_at_every_operation) {
    static const char *const names[DISK_DAMAGES] = {"power (dropped)", "power (reordered)",
                                                    "power (torn)"};
    struct bench b;
    bench_begin(&b, 16, 1);
    for (uint64_t seed = b.first; seed < b.end; seed++) {
        bench_script(&b, seed);
        for (int damage = 0; damage < DISK_DAMAGES; damage++) {
            bool struck = true;
            for (uint64_t at = 0; struck; at += b.stride) {
                size_t acked;
                struck = run_into(&b, names[damage], DISK_POWER, at, &acked);
                script_close(&b.run);
                disk_restart((enum disk_damage)damage, at * 31 + seed);
                CHECK_AT(&b, database_is_whole(b.run.folder));
                CHECK_AT(&b, bench_goes_on(&b, acked));
                CHECK_AT(&b, bench_ends_whole(&b));
            }
        }
        script_free(&b.script);
    }
    bench_say("power loss", &b);
    printf("  of them, unsynced writes lost or torn: %llu\n",
           (unsigned long long)disk_counts().lost_writes);
    CHECK_INT(b.wrong, 0);
    bench_end(&b);
}

/* Nothing changed where an operation failed once; the store that stayed open goes on. */
TEST(crash_operations_that_fail_once) {
    static const enum disk_fault faults[] = {DISK_ONCE, DISK_HALF, DISK_LOOK_ONCE};
    static const char *const names[] = {"change fails once", "write torn once", "look fails once"};
    struct bench b;
    bench_begin(&b, 8, 1);
    for (uint64_t seed = b.first; seed < b.end; seed++) {
        bench_script(&b, seed);
        for (size_t f = 0; f < COUNT_OF(faults); f++) {
            bool struck = true;
            for (uint64_t at = 0; struck; at += b.stride) {
                size_t acked;
                struck = run_into(&b, names[f], faults[f], at, &acked);
                disk_fault(DISK_FINE, 0);
                CHECK_AT(&b, bench_goes_on(&b, acked));
                CHECK_AT(&b, bench_ends_whole(&b));
            }
        }
        script_free(&b.script);
    }
    bench_say("operations that fail once", &b);
    CHECK_INT(b.wrong, 0);
    bench_end(&b);
}

/* A disk that fails for good: every call says so, then the machine is turned off. */
TEST(crash_operations_that_fail_for_ever) {
    static const enum disk_fault faults[] = {DISK_FOREVER, DISK_LOOK_FOREVER};
    static const char *const names[] = {"changes fail for ever", "looks fail for ever"};
    struct bench b;
    bench_begin(&b, 8, 1);
    for (uint64_t seed = b.first; seed < b.end; seed++) {
        bench_script(&b, seed);
        for (size_t f = 0; f < COUNT_OF(faults); f++) {
            bool struck = true;
            for (uint64_t at = 0; struck; at += b.stride) {
                size_t acked;
                struck = run_into(&b, names[f], faults[f], at, &acked);
                for (int again = 0; acked < SCRIPT_STEPS && again < 2; again++)
                    if (script_step_run(&b.run, &b.script, acked) == ERR_OK)
                        acked++; /* one that needs nothing of the disk */
                script_close(&b.run);
                disk_restart((enum disk_damage)(at % DISK_DAMAGES), at + seed);
                CHECK_AT(&b, database_is_whole(b.run.folder));
                CHECK_AT(&b, bench_goes_on(&b, acked));
                CHECK_AT(&b, bench_ends_whole(&b));
            }
        }
        script_free(&b.script);
    }
    bench_say("operations that fail for ever", &b);
    CHECK_INT(b.wrong, 0);
    bench_end(&b);
}

/* A failure, and some operations later the power: a transaction that was given up may not come back
 * over one that was acknowledged. */
TEST(crash_power_loss_after_a_failed_operation) {
    struct bench b;
    bench_begin(&b, 8, 1);
    for (uint64_t seed = b.first; seed < b.end; seed++) {
        bench_script(&b, seed);
        bool struck = true;
        for (uint64_t at = 0; struck; at += b.stride) {
            size_t acked;
            struck =
                run_into(&b, "failure, then power", at % 2 ? DISK_ONCE : DISK_HALF, at, &acked);
            disk_fault(DISK_POWER, disk_counts().changes + 1 + at * 7 % 23);
            enum err e = ERR_OK;
            while (e == ERR_OK && acked < SCRIPT_STEPS) {
                e = script_step_run(&b.run, &b.script, acked);
                acked += e == ERR_OK;
            }
            script_close(&b.run);
            disk_restart((enum disk_damage)(at % DISK_DAMAGES), at + seed);
            CHECK_AT(&b, database_is_whole(b.run.folder));
            CHECK_AT(&b, bench_goes_on(&b, acked));
            CHECK_AT(&b, bench_ends_whole(&b));
        }
        script_free(&b.script);
    }
    bench_say("failure, then power loss", &b);
    CHECK_INT(b.wrong, 0);
    bench_end(&b);
}

/* A full disk: what was acknowledged can be read while it is full, and room makes it go on. */
TEST(crash_disk_full_at_every_growth) {
    struct bench b;
    bench_begin(&b, 8, 1);
    for (uint64_t seed = b.first; seed < b.end; seed++) {
        bench_script(&b, seed);
        bool struck = true;
        for (uint64_t at = 0; struck; at += b.stride) {
            size_t acked;
            struck = run_into(&b, "disk full", DISK_FULL, at, &acked);
            if (b.run.store && acked < SCRIPT_STEPS) {
                CHECK_AT(&b, bench_state_is(&b, acked));
                CHECK_AT(&b, script_step_run(&b.run, &b.script, acked) == ERR_NO_SPACE);
            }
            disk_fault(DISK_FINE, 0);
            CHECK_AT(&b, bench_goes_on(&b, acked));
            CHECK_AT(&b, bench_ends_whole(&b));
        }
        script_free(&b.script);
    }
    bench_say("disk full", &b);
    CHECK_INT(b.wrong, 0);
    bench_end(&b);
}
