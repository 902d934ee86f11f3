/* drift.h -- a slow slide told from noise.
 *
 * Weeks go up and down by chance; saying so aloud each time would cry wolf to two people who have
 * enough to carry. This asks one question of the last DRIFT_WEEKS weeks: does the rate of turning
 * toward rise or fall over them by more than weeks like these do by chance?
 *
 * The test is the score test for a linear trend on the logit of the rate (the Cochran-Armitage
 * test; R's prop.trend.test), divided by the dispersion of the weeks around a constant rate where
 * that is above 1 (quasi-likelihood), because good and bad weeks come in unequal portions. It
 * weighs a week by its moments, and unlike a test on ranks of weekly rates (Mann-Kendall) it is not
 * misled when people write less over time. Only sums and quotients: identical on every host.
 *
 * False alarms: the bar is three standard deviations, for it is looked at every week. Two people
 * whose rate never changes are wrongly told of a slide or an easing in fewer than 5 of 100 years,
 * looking each week of the year; also when weeks are uneven (a spread of 0.6 on the logit). Where
 * bad weeks come in runs (correlation 0.3 from week to week) that is fewer than 12 of 100. The unit
 * test simulates all of it from a fixed seed. The price is patience: with five moments a week, a
 * slide from 75 to 30 of 100 over half a year is found three times in four, from 75 to 50 once in
 * four. So DRIFT_NONE is never proof that all is steady.
 *
 * Sources: P. Armitage, "Tests for linear trends in proportions and frequencies", Biometrics 11
 * (1955), 375-386; P. McCullagh, J. A. Nelder, "Generalized linear models" (1989), section 4.5.
 *
 * Not enough yet: fewer than DRIFT_WEEKS_ENOUGH weeks with a moment, or fewer than
 * DRIFT_MOMENTS_ENOUGH moments in them.
 *
 * In words: "it has become rarer over the last half year, more than by chance" and its opposite;
 * for DRIFT_NONE "nothing that stands out from the ups and downs of weeks". Never why, never whose,
 * never what will come.
 */
#ifndef TOWARD_INSIGHT_DRIFT_H
#define TOWARD_INSIGHT_DRIFT_H

#include "insight/weekly.h"

#include <stdbool.h>

enum { DRIFT_WEEKS = 26, DRIFT_WEEKS_ENOUGH = 12, DRIFT_MOMENTS_ENOUGH = 30 };

enum drift_trend { DRIFT_NOT_ENOUGH, DRIFT_NONE, DRIFT_EASING, DRIFT_SLIDING };

/* What the last DRIFT_WEEKS of `weeks` (without gaps, oldest first; borrowed; fewer are fine) say.
 * Cost: two passes over them. */
enum drift_trend drift_test(const struct weekly_count *weeks, size_t count);

/* The test's parts over all of `weeks`, at most 520 (stops otherwise), for tests and the curious.
 */
struct drift_score {
    double chi_squared; /* Cochran-Armitage, one degree of freedom; 0 where there is no spread */
    double dispersion;  /* Pearson's statistic per degree of freedom, not below 1 */
    bool falling;
    uint32_t weeks; /* with a moment */
    uint64_t moments;
};
void drift_score(const struct weekly_count *weeks, size_t count, struct drift_score *out);

#endif
