/* spread.h -- how much somebody's own answers go up and down.
 *
 * Of the last SPREAD_ENOUGH answers the middle half: between the lower and the upper quartile, with
 * the median (linear between the two nearest answers: definition 7 of Hyndman and Fan, R's
 * default). It holds whatever the answers' distribution is, stays on the scale, and one odd day
 * does not move it. Whole numbers only: the same on every host.
 *
 * Why at all: in diaries of fourteen and twenty-one days, people who trusted less judged their
 * relationship more variably from day to day (L. Campbell, J. A. Simpson, J. G. Boldry, H. Rubin,
 * "Trust, variability in relationship evaluations, and relationship processes", Journal of
 * Personality and Social Psychology 99 (2010), 14-31). That is a finding about groups, so what is
 * shown of one person says how much, and neither why nor what it means.
 *
 * Not enough yet: fewer than SPREAD_ENOUGH answers, or they lie further apart than
 * SPREAD_WITHIN_DAYS, because how a person varies from day to day cannot be read from months.
 *
 * Source of the quartiles: R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The
 * American Statistician 50 (1996), 361-365.
 */
#ifndef TOWARD_INSIGHT_SPREAD_H
#define TOWARD_INSIGHT_SPREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SPREAD_ENOUGH = 14, SPREAD_WITHIN_DAYS = 28 };

struct spread_answer {
    int32_t day;    /* base/day.h */
    uint16_t score; /* permille of the scale */
};

struct spread {
    bool enough; /* the rest is 0 where it is not */
    uint16_t low, middle, high;
};

/* The spread of the last SPREAD_ENOUGH of `answers`, which are one a day, oldest first; borrowed.
 * Halves are rounded up. */
struct spread spread_of(const struct spread_answer *answers, size_t count);

#endif
