/* beta.h -- how often two people turn toward, with what is not known about it.
 *
 * Each moment met either turned toward or not; the rate is what is sought. Its posterior is a Beta
 * distribution (the conjugate of counting), and older weeks count less: a week's moments weigh
 * 2^(-age / half-life). So the rate follows two people who change, and in silence the band widens
 * back to "not known". The prior is Jeffreys', Beta(1/2, 1/2), which does not fade: its equal-
 * tailed intervals keep their promise with few data and at rates near 0 and 1.
 *
 * Sources: L. D. Brown, T. T. Cai, A. DasGupta, "Interval estimation for a binomial proportion",
 * Statistical Science 16 (2001), 101-133 (the prior); A. Josang, R. Ismail, "The beta reputation
 * system", 15th Bled e-Commerce Conference (2002) (forgetting); W. H. Press et al., "Numerical
 * Recipes", section 6.4, and NIST DLMF 8.17.22 (the incomplete beta function's continued fraction).
 *
 * Not enough yet: nothing is drawn or said of a week until its weighted moments number at least
 * BETA_MASS_ENOUGH and its 80 % band is at most BETA_WIDTH_ENOUGH permille wide. Near one half that
 * takes about ten moments, at a very high or low rate eight.
 *
 * In words: "in about 7 of 10", from the mean rounded to tenths, and "between 6 and 8 of 10" from
 * the 80 % band; of the two together or of oneself, never of the other. Not "better than last
 * week": whether a change is more than noise is drift.h's to say.
 */
#ifndef TOWARD_INSIGHT_BETA_H
#define TOWARD_INSIGHT_BETA_H

#include "insight/weekly.h"

#include <stdbool.h>

enum {
    BETA_HALF_LIFE_WEEKS = 8, /* after two months a week counts half, after half a year a tenth */
    BETA_MASS_ENOUGH = 8,     /* weighted moments */
    BETA_WIDTH_ENOUGH = 400   /* permille */
};

/* Permille of a rate, each rounded half up. "80" and "95" are the chance in percent, given the
 * moments and the model, that the rate lies between low and high. */
struct beta_rate {
    uint16_t mean;
    uint16_t low_80, high_80;
    uint16_t low_95, high_95;
    bool enough; /* false: say "not enough yet" and draw nothing */
};

/* The rate after `toward` moments of turning toward and `other` moments of anything else, both
 * 0 or more and at most 1e6 together (stops otherwise); fractions are welcome. Cost: four
 * quantiles, about 10 microseconds. */
void beta_rate_from_counts(double toward, double other, struct beta_rate *out);

/* The rate as it stood at the end of each week, from that week and those before it.
 *
 *   weeks             `count` weeks without gaps, oldest first; borrowed
 *   half_life_weeks   1..520
 *   out               receives `count` rates
 *
 * Cost: four quantiles a week; linear. */
void beta_rate_by_week(const struct weekly_count *weeks, size_t count, uint32_t half_life_weeks,
                       struct beta_rate *out);

/* The regularised incomplete beta function I_x(a, b), 0 <= x <= 1, 0 < a, b <= 1e6: the chance that
 * a Beta(a, b) value is at most x. Absolute error below 1e-9, and below 1e-12 for a + b <= 1000. */
double beta_cdf(double x, double a, double b);

/* The x with I_x(a, b) = p, 0 <= p <= 1, within 1e-9. */
double beta_quantile(double p, double a, double b);

#endif
