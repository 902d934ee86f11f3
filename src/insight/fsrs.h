/* fsrs.h -- when something learned should be asked again: FSRS-6, for whole days.
 *
 * A memory is two numbers. Its *stability* is the days after which 90 of 100 such memories still
 * hold; its *difficulty*, 1 to 10, is how little an answer adds to that. Each answer moves both and
 * gives the interval after which the memory is expected to hold with the wanted probability.
 *
 * This is FSRS-6 with its 21 default parameters, as ts-fsrs 5.4.2 computes it with
 * `enable_short_term: false` (no steps of minutes) and without fuzz, quirks included:
 *
 *   - what it rounds to eight decimals is rounded here alike;
 *   - the four grades never share an interval (a harder one is at least a day shorter), so the
 *     longest is not 36,500 days but up to FSRS_INTERVAL_MAX;
 *   - a second answer on the same day adds no stability; forgetting still takes some.
 *
 * test/unit/test_insight_fsrs.c compares 1,000 histories of up to twelve answers at seven
 * retentions with what tools/fsrs/reference.mjs printed: every stability and difficulty to the
 * eighth decimal, every interval to the day. Only + - * / underneath (real.h): every host gives the
 * same bits.
 *
 * Sources: J. Ye, J. Su, Y. Cao, "A Stochastic Shortest Path Algorithm for Optimizing Spaced
 * Repetition Scheduling", KDD 2022; the wiki page "The Algorithm" of open-spaced-repetition;
 * ts-fsrs 5.4.2 (MIT), from which no code was taken over.
 *
 * In words: nothing. A stability is no ability, and nobody is shown one.
 */
#ifndef TOWARD_INSIGHT_FSRS_H
#define TOWARD_INSIGHT_FSRS_H

#include <stdint.h>

enum fsrs_grade { FSRS_AGAIN = 1, FSRS_HARD = 2, FSRS_GOOD = 3, FSRS_EASY = 4 };

enum {
    FSRS_RETENTION = 900, /* permille that are to hold when asked again: the reference's default */
    FSRS_RETENTION_MIN = 700,
    FSRS_RETENTION_MAX = 990, /* above it everything is asked nearly each day */
    FSRS_INTERVAL_MAX = 36502
};

/* All zero: never answered. */
struct fsrs {
    double stability;
    double difficulty;
    int32_t interval; /* days from this answer to the next asking; at least 1 */
};

/* The memory after an answer.
 *
 *   elapsed    days since the answer before, at least 0 (a MUST); not looked at for the first
 *   retention  permille, FSRS_RETENTION_MIN..FSRS_RETENTION_MAX (a MUST)
 */
struct fsrs fsrs_answer(struct fsrs before, int32_t elapsed, enum fsrs_grade grade,
                        uint32_t retention);

#endif
