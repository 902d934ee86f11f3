#include "fault_bench.h"

#include "vfs_faulty.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/toward-faulty-XXXXXX";
static const struct bench *running;

static uint64_t number_from(const char *name, uint64_t otherwise) {
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

void bench_say_place(const struct bench *b) {
    printf("FIRST=%llu SCRIPTS=1, %s at %llu\n", (unsigned long long)b->seed, b->fault,
           (unsigned long long)b->at);
    fflush(stdout);
}

static void on_stop(int number) {
    bench_say_place(running); /* not safe in general; this program ends here anyway */
    signal(number, SIG_DFL);
    raise(number);
}

void bench_begin(struct bench *b, uint64_t scripts, uint64_t stride) {
    *b = (struct bench){.fault = "no fault"};
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    MUST(mkdtemp(folder));
    b->run.folder = folder;
    b->first = number_from("FIRST", 1);
    b->end = b->first + number_from("SCRIPTS", scripts);
    b->stride = number_from("STRIDE", stride);
    disk_install();
    running = b;
    signal(SIGILL, on_stop);
    signal(SIGTRAP, on_stop);
    signal(SIGSEGV, on_stop);
}

void bench_end(struct bench *b) {
    (void)b;
    disk_clear();
    rmdir(folder);
}

void bench_script(struct bench *b, uint64_t seed) {
    disk_clear();
    b->seed = seed;
    b->run.now_ms = 0;
    script_make(&b->script, seed);
    if (seed % 8 != 0) {
        MUST(script_open(&b->run) == ERR_OK);
        script_close(&b->run);
    }
    disk_keep();
    script_learn(&b->script, &b->run);
}

void bench_reset(struct bench *b, const char *fault, uint64_t at) {
    disk_return();
    script_rewind();
    b->run.now_ms = 0;
    b->fault = fault;
    b->at = at;
}

bool bench_state_is(struct bench *b, size_t steps) {
    uint8_t state[HASH_SIZE];
    return script_state(&b->run, &b->script, state) &&
           memcmp(state, b->script.states[steps], HASH_SIZE) == 0;
}

enum err bench_run(struct bench *b, bool looks, size_t *acked) {
    uint8_t state[HASH_SIZE];
    *acked = 0;
    enum err e = script_open(&b->run);
    while (e == ERR_OK && *acked < SCRIPT_STEPS) {
        e = script_step_run(&b->run, &b->script, *acked);
        if (e != ERR_OK)
            break;
        if (!step_reasons_hold(&b->script, (*acked)++))
            b->wrong++;
        if (looks && script_state(&b->run, &b->script, state) &&
            memcmp(state, b->script.states[*acked], HASH_SIZE) != 0)
            b->wrong++; /* a read may fail; it may not tell what is not so */
    }
    return e;
}

bool bench_goes_on(struct bench *b, size_t acked) {
    if (!b->run.store && script_open(&b->run) != ERR_OK) {
        printf("%s\n", b->run.line);
        return false;
    }
    size_t from = acked;
    if (!bench_state_is(b, acked)) {
        from++;
        if (acked == SCRIPT_STEPS || !bench_state_is(b, from)) {
            b->lost++;
            return false;
        }
    }
    for (size_t i = from; i < SCRIPT_STEPS; i++)
        if (script_step_run(&b->run, &b->script, i) != ERR_OK)
            return false;
    return bench_state_is(b, SCRIPT_STEPS);
}

bool bench_ends_whole(struct bench *b) {
    script_close(&b->run);
    if (!database_is_whole(folder))
        return false;
    bool right = script_open(&b->run) == ERR_OK && bench_state_is(b, SCRIPT_STEPS);
    script_close(&b->run);
    return right;
}

void bench_say(const char *what, const struct bench *b) {
    printf("  %s: %llu scripts, %llu faults injected, %llu lost, %llu wrong\n", what,
           (unsigned long long)(b->end - b->first), (unsigned long long)b->faults,
           (unsigned long long)b->lost, (unsigned long long)b->wrong);
}
