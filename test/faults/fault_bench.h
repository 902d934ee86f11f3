/* fault_bench.h -- runs scripts (relay_script.h) over the disk in memory and looks at what a fault
 * left.
 *
 * SCRIPTS=n runs n scripts instead of the test's own number, FIRST=n begins with that one, STRIDE=n
 * takes every n-th operation. A failed check and a program that stops both say where it was, in
 * the form that runs it again.
 */
#ifndef TOWARD_TEST_FAULT_BENCH_H
#define TOWARD_TEST_FAULT_BENCH_H

#include "database.h"
#include "relay_script.h"
#include "test.h"

struct bench {
    struct script script;
    struct script_run run;
    uint64_t faults; /* runs in which one struck */
    uint64_t lost;   /* runs after which something acknowledged was not there */
    uint64_t wrong;  /* answers that were not true */
    uint64_t first, end, stride;
    /* Where it is. */
    uint64_t seed, at;
    const char *fault;
};

void bench_begin(struct bench *b, uint64_t scripts, uint64_t stride);
void bench_end(struct bench *b);

/* One script over a store that stands already, or, for each eighth, over an empty disk. */
void bench_script(struct bench *b, uint64_t seed);

/* Back to where the script began; `fault` and `at` name what will be set now. */
void bench_reset(struct bench *b, const char *fault, uint64_t at);

/* Runs the script until a step is not acknowledged; *acked were. `looks`: reads what stands after
 * each. ERR_OK when all were. */
enum err bench_run(struct bench *b, bool looks, size_t *acked);

/* What readers see is the state after so many steps. */
bool bench_state_is(struct bench *b, size_t steps);

/* The state after `acked` steps stands, or the one after the step that was under way; life goes on
 * from there to the end of the script. Opens the store when it is closed. */
bool bench_goes_on(struct bench *b, size_t acked);

/* Closed, looked through, and opened again. */
bool bench_ends_whole(struct bench *b);

void bench_say(const char *what, const struct bench *b);
void bench_say_place(const struct bench *b);

/* A CHECK that says where. */
#define CHECK_AT(b, condition)                                                                     \
    do {                                                                                           \
        bool check_holds_ = (condition);                                                           \
        if (!check_holds_)                                                                         \
            bench_say_place(b);                                                                    \
        CHECK(check_holds_ &&#condition);                                                          \
    } while (0)

#endif
