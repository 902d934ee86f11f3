/* main.c -- the simulator's command line.
 *
 *     sim [seed=N] [seeds=N] [jobs=N] [seconds=N] [steps=N] [twin=0|1|only] [verbose=1]
 * [until=fail]
 *
 * Runs `seeds` seeds from `seed` on, or as many as fit into `seconds`, in `jobs` processes. A seed
 * that fails is run again with fewer steps until the fewest that fail are found, and the command
 * that replays it is printed. The last line but one sums up; the last is `N passed, N failed`, a
 * seed being one. One seed in ten is also run as twins (sim_twin.c).
 */
#include "sim.h"

#include "base/canary.h"
#include "base/check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { JOBS_MAX = 64, TWIN_EVERY = 10, FAILURES_SHOWN = 5 };

enum twins { TWINS_NONE, TWINS_TENTH, TWINS_ONLY };

struct arguments {
    uint64_t seed, seeds, jobs, seconds, steps;
    enum twins twins;
    bool verbose, stops; /* at the first failure */
};

/* What a process hands up. */
struct report {
    uint64_t seeds, failed, twins, requests, first_failure, trace;
    struct sim_tally tally;
    struct sim_faults faults;
};

static double seconds_now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const char *folder_of(unsigned job) {
    static char folder[128];
    snprintf(folder, sizeof folder, "%s/toward-sim-%d-%u",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (int)getpid(), job);
    return folder;
}

/* --- adding up --- */

static void add_all(uint64_t *to, const uint64_t *from, size_t size) {
    for (size_t i = 0; i < size / sizeof *to; i++)
        to[i] += from[i];
}

static void report_add(struct report *to, const struct report *from) {
    uint64_t first = to->first_failure && to->first_failure < from->first_failure
                         ? to->first_failure
                     : from->first_failure ? from->first_failure
                                           : to->first_failure;
    uint64_t trace = to->trace ^ from->trace;
    add_all((uint64_t *)to, (const uint64_t *)from, sizeof *to);
    to->first_failure = first;
    to->trace = trace;
}

_Static_assert(sizeof(struct report) % sizeof(uint64_t) == 0, "numbers only");

/* --- one seed --- */

/* The fewest steps that still fail. */
static uint32_t shrink(uint64_t seed, const struct sim_result *failed, const char *folder) {
    struct sim_result again;
    uint32_t low = 0, high = failed->step;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        sim_run(seed, middle, folder, false, &again);
        if (again.failed)
            high = middle;
        else
            low = middle + 1;
    }
    return high;
}

static void failure_tell(uint64_t seed, const struct sim_result *r, bool twin, const char *folder) {
    struct sim_plan plan;
    sim_plan_make(seed, &plan);
    printf("FAILED seed %llu: %s\n", (unsigned long long)seed, r->failure);
    sim_plan_print(&plan, stdout);
    if (twin)
        printf("  replay: make sim SEED=%llu SEEDS=1 TWIN=only\n", (unsigned long long)seed);
    else
        printf("  replay: make sim SEED=%llu SEEDS=1 STEPS=%u VERBOSE=1\n",
               (unsigned long long)seed, shrink(seed, r, folder));
    fflush(stdout);
}

static void seed_run(const struct arguments *a, uint64_t seed, const char *folder,
                     struct report *out) {
    struct sim_result r = {0};
    bool failed = false;
    if (a->twins != TWINS_ONLY) {
        sim_run(seed, (uint32_t)a->steps, folder, a->verbose, &r);
        failed = r.failed;
        out->trace ^= sim_mix(seed, r.trace);
        out->requests += r.requests;
        add_all((uint64_t *)&out->tally, (const uint64_t *)&r.tally, sizeof r.tally);
        add_all((uint64_t *)&out->faults, (const uint64_t *)&r.faults, sizeof r.faults);
        if (r.failed && out->failed < FAILURES_SHOWN)
            failure_tell(seed, &r, false, folder);
    }
    if (a->twins == TWINS_ONLY ||
        (a->twins == TWINS_TENTH && seed % TWIN_EVERY == seed / TWIN_EVERY % TWIN_EVERY)) {
        sim_twin_run(seed, folder, a->verbose, &r);
        out->twins++;
        if (r.failed && out->failed < FAILURES_SHOWN)
            failure_tell(seed, &r, true, folder);
        failed = failed || r.failed;
    }
    out->seeds++;
    out->failed += failed;
    if (failed && (!out->first_failure || seed < out->first_failure))
        out->first_failure = seed;
}

static void job_run(const struct arguments *a, unsigned job, struct report *out) {
    char folder[128];
    double end = seconds_now() + (double)a->seconds;
    snprintf(folder, sizeof folder, "%s", folder_of(job));
    for (uint64_t i = job; i < a->seeds; i += a->jobs) {
        if (a->seconds && seconds_now() >= end)
            break;
        seed_run(a, a->seed + i, folder, out);
        if (a->stops && out->failed)
            break;
    }
}

/* --- processes --- */

static int job_start(const struct arguments *a, unsigned job, pid_t *child) {
    int ends[2];
    MUST(pipe(ends) == 0);
    fflush(stdout);
    *child = fork();
    MUST(*child >= 0);
    if (*child == 0) {
        struct report r = {0};
        close(ends[0]);
        job_run(a, job, &r);
        fflush(stdout);
        MUST(write(ends[1], &r, sizeof r) == (ssize_t)sizeof r);
        _exit(0);
    }
    close(ends[1]);
    return ends[0];
}

/* A process that dies takes its seeds with it: that counts as a failure. */
static void job_end(int end, pid_t child, struct report *sum) {
    struct report r = {0};
    int status = 0;
    bool whole = read(end, &r, sizeof r) == (ssize_t)sizeof r;
    close(end);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!whole || status != 0) {
        printf("FAILED: a process of the simulator died (%s %d)\n",
               WIFSIGNALED(status) ? "signal" : "status",
               WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
        r.failed++;
        r.seeds++;
    }
    report_add(sum, &r);
}

/* --- the command line --- */

#ifdef TOWARD_CANARIES
enum canary canary_now;
#define CANARY_NAME(name) #name,
static const char *const canary_names[] = {"", CANARIES(CANARY_NAME)};

/* The fault that this run makes on purpose. */
static bool canary_read(const char *text) {
    for (int i = 1; i < CANARY_COUNT; i++)
        if (strncmp(text, "canary=", 7) == 0 && strcmp(text + 7, canary_names[i]) == 0)
            canary_now = (enum canary)i;
    return canary_now != CANARY_NONE;
}
#else
static bool canary_read(const char *text) {
    (void)text;
    return false;
}
#endif

static bool argument_read(const char *text, struct arguments *a) {
    const struct {
        const char *name;
        uint64_t *to;
    } numbers[] = {{"seed=", &a->seed},
                   {"seeds=", &a->seeds},
                   {"jobs=", &a->jobs},
                   {"steps=", &a->steps},
                   {"seconds=", &a->seconds}};
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        size_t size = strlen(numbers[i].name);
        if (strncmp(text, numbers[i].name, size) == 0)
            return decimal_read(bytes_from_string(text + size), numbers[i].to) == ERR_OK;
    }
    if (strcmp(text, "twin=0") == 0)
        a->twins = TWINS_NONE;
    else if (strcmp(text, "twin=only") == 0)
        a->twins = TWINS_ONLY;
    else if (strcmp(text, "until=fail") == 0)
        a->stops = true;
    else if (strcmp(text, "verbose=1") == 0)
        a->verbose = true;
    else
        return strcmp(text, "twin=1") == 0 || canary_read(text);
    return true;
}

static void sum_print(const struct report *r, double seconds) {
    const struct sim_faults *f = &r->faults;
    uint64_t harms = f->kills + f->power_losses + f->disk + f->evictions + f->old_files +
                     f->clocks + f->relay_crashes + f->relay_away + f->relay_full +
                     f->relay_returns;
    printf("%llu seeds in %.0f s: %llu steps, %llu things said, %llu requests, %llu twins, "
           "%llu fresh phones; trace %016llx\n",
           (unsigned long long)r->seeds, seconds, (unsigned long long)r->tally.steps,
           (unsigned long long)r->tally.said, (unsigned long long)r->requests,
           (unsigned long long)r->twins, (unsigned long long)r->tally.fresh,
           (unsigned long long)r->trace);
    printf("faults: %llu requests or answers lost, %llu repeated, %llu delayed, %llu unreachable; "
           "%llu kills, %llu power losses, %llu of disks, %llu files lost, %llu old files, %llu "
           "clocks, %llu of the relay\n",
           (unsigned long long)f->lost, (unsigned long long)f->repeated,
           (unsigned long long)f->delayed, (unsigned long long)f->unreachable,
           (unsigned long long)f->kills, (unsigned long long)f->power_losses,
           (unsigned long long)f->disk, (unsigned long long)f->evictions,
           (unsigned long long)f->old_files, (unsigned long long)f->clocks,
           (unsigned long long)(harms - f->kills - f->power_losses - f->disk - f->evictions -
                                f->old_files - f->clocks));
    if (r->failed == 0)
        printf("0 lost, 0 wrong, 0 false alarms\n");
    else
        printf("the first seed that failed is %llu\n", (unsigned long long)r->first_failure);
    printf("%llu passed, %llu failed\n", (unsigned long long)(r->seeds - r->failed),
           (unsigned long long)r->failed);
}

int main(int argc, char **argv) {
    struct arguments a = {
        .seed = 1, .seeds = 100, .jobs = 2, .steps = UINT32_MAX, .twins = TWINS_TENTH};
    for (int i = 1; i < argc; i++)
        if (!argument_read(argv[i], &a) || a.jobs == 0 || a.jobs > JOBS_MAX) {
            fprintf(stderr, "sim: %s is no argument of mine; see test/sim/main.c\n", argv[i]);
            return 2;
        }
    if (a.verbose)
        a.jobs = 1;
    int ends[JOBS_MAX];
    pid_t children[JOBS_MAX];
    struct report sum = {0};
    double began = seconds_now();
    for (unsigned i = 0; i < a.jobs; i++)
        ends[i] = job_start(&a, i, &children[i]);
    for (unsigned i = 0; i < a.jobs; i++)
        job_end(ends[i], children[i], &sum);
    sum_print(&sum, seconds_now() - began);
    return sum.failed || sum.seeds == 0;
}
