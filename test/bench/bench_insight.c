/* bench_insight.c -- every insight over ten years of two people, computed as the rooms compute it.
 *
 * Usage: bench_insight TOWARD FOLDER      (neither is used: nothing is opened and nothing is kept)
 *
 * Ten years: 75,000 moments (twenty a day), of which the missed ones were mended or not; an answer
 * to a measure on each day; 200 cards of a drill that are asked whenever they are due. Drawn from
 * numbers in memory, because reading a book has its own figures (bench_view: a whole visit of the
 * account). Each figure is one line, p99 of the rounds:
 *
 *   name value unit reference ratio goal ok|short
 *
 * The rooms look at the last year of moments. Here all ten are counted, with a rate for each of the
 * 520 weeks, so this is more than any page asks for. The reference is one pass over the same
 * moments that only adds up their days. Goal of all of it: 50 ms, which nobody notices.
 */
#include "base/check.h"
#include "insight/beta.h"
#include "insight/change.h"
#include "insight/drift.h"
#include "insight/fsrs.h"
#include "insight/km.h"
#include "insight/spread.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOMENTS = 75000, WEEKS = 520, DAYS = 7 * WEEKS, CARDS = 200, ROUNDS = 101 };

static struct weekly_digest moments[MOMENTS];
static struct spread_answer answers[DAYS];
static volatile int64_t sink; /* so that nothing is left out as unused */

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* what others do on the machine is left out */
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static uint32_t dice(uint32_t n) {
    return n * 2654435761u >> 16;
}

static void years_make(void) {
    for (uint32_t n = 0; n < MOMENTS; n++)
        moments[n] = (struct weekly_digest){(int32_t)((uint64_t)n * DAYS / MOMENTS),
                                            dice(n) % 10 < 7 ? 1 : -1};
    for (uint32_t n = 0; n < DAYS; n++)
        answers[n] = (struct spread_answer){(int32_t)n, (uint16_t)(dice(n) % 1001)};
}

/* --- what is measured ------------------------------------------------------------------------- */

static void pass(void) {
    int64_t sum = 0;
    for (size_t i = 0; i < MOMENTS; i++)
        sum += moments[i].sign > 0 ? moments[i].day : -moments[i].day;
    sink = sum;
}

/* Deposits and withdrawals, the rate with its band for every week, the slow slide. */
static void account(void) {
    static struct weekly_count weeks[WEEKS];
    static struct beta_rate rates[WEEKS];
    weekly_sum(moments, MOMENTS, DAYS - 1, weeks, WEEKS);
    beta_rate_by_week(weeks, WEEKS, BETA_HALF_LIFE_WEEKS, rates);
    MUST(rates[WEEKS - 1].enough);
    sink = rates[WEEKS - 1].mean + (int)drift_test(weeks, WEEKS);
}

static void repair(void) {
    struct km_counts counts = {0};
    struct km km;
    for (uint32_t i = 0; i < MOMENTS; i++)
        if (moments[i].sign < 0)
            km_add(&counts, (enum km_class)(dice(i + 7) % 4), DAYS - 1 - moments[i].day);
    km_estimate(&counts, &km);
    MUST(km.enough);
    sink = km.share[0].open;
}

/* As measure_read does: a spread after each answer; and a change from the first to the last. */
static void measures(void) {
    int64_t sum = 0;
    for (size_t i = SPREAD_ENOUGH; i <= DAYS; i++)
        sum += spread_of(answers + i - SPREAD_ENOUGH, SPREAD_ENOUGH).middle;
    sink = sum + (int)change_test(answers[0].score, answers[DAYS - 1].score,
                                  (struct change_norm){.sd = 300, .reliability = 850});
}

/* As drill_read does: each card's memory from all its answers. */
static void drill(void) {
    int64_t asked = 0;
    for (uint32_t card = 0; card < CARDS; card++) {
        struct fsrs memory = {0};
        for (int32_t day = (int32_t)card % 60, last = day; day < DAYS; day += memory.interval) {
            enum fsrs_grade grade =
                dice(card * 8191u + (uint32_t)day) % 10 < 8 ? FSRS_GOOD : FSRS_AGAIN;
            memory = fsrs_answer(memory, day - last, grade, FSRS_RETENTION);
            last = day;
            asked++;
        }
    }
    sink = asked;
}

static void every(void) {
    account();
    repair();
    measures();
    drill();
}

/* --- measuring -------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b) {
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static double p99(void (*work)(void)) {
    static double times[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        double begin = now_ms();
        work();
        times[i] = now_ms() - begin;
    }
    qsort(times, ROUNDS, sizeof *times, compare);
    return times[ROUNDS * 99 / 100];
}

static void figure(const char *name, double value, double reference, double goal) {
    printf("%-34s %10.2f %-5s %10.2f %6.0f <=%g %s\n", name, value, "ms", reference,
           value / reference, goal, value <= goal ? "ok" : "short");
    fflush(stdout);
}

int main(void) {
    years_make();
    double reference = p99(pass);
    figure("insight_account_ten_years", p99(account), reference, 50);
    figure("insight_repair_ten_years", p99(repair), reference, 50);
    figure("insight_measures_ten_years", p99(measures), reference, 50);
    figure("insight_drill_ten_years", p99(drill), reference, 50);
    figure("insight_all_ten_years", p99(every), reference, 50);
    return 0;
}
