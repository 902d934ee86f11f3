/* change.h -- whether a questionnaire's number changed by more than it does by itself.
 *
 * The reliable change index of Jacobson and Truax: the difference of two scores over the standard
 * error of such a difference,
 *
 *     RC = (after - before) / (sqrt(2) * sd * sqrt(1 - reliability)),
 *
 * and a change stands out where RC is above 1.96 or below -1.96: without any change that happens
 * five times in a hundred. It needs the questionnaire's published standard deviation and
 * test-retest reliability, so it exists for published questionnaires only; for items of our own
 * there is none, and no other is to be made up (spread.h is for those).
 *
 * It tells change from error of measurement. It says nothing about whether the change matters, what
 * caused it, or what comes; it leaves out that high and low scores drift to the middle by
 * themselves.
 *
 * Source: N. S. Jacobson, P. Truax, "Clinical significance: a statistical approach to defining
 * meaningful change in psychotherapy research", Journal of Consulting and Clinical Psychology 59
 * (1991), 12-19. Whole numbers only: the comparison is exact.
 */
#ifndef TOWARD_INSIGHT_CHANGE_H
#define TOWARD_INSIGHT_CHANGE_H

#include <stdint.h>

/* Scores are in hundredths of a point, at most CHANGE_SCORE_MAX either way. */
enum { CHANGE_SCORE_MAX = 100000 };

/* As published. */
struct change_norm {
    uint32_t sd;          /* hundredths of a point, 1..CHANGE_SCORE_MAX */
    uint32_t reliability; /* test-retest, permille, 1..999 */
};

enum change { CHANGE_NOT_ENOUGH, CHANGE_NONE, CHANGE_UP, CHANGE_DOWN };

/* CHANGE_NONE, CHANGE_UP or CHANGE_DOWN; what is outside the limits stops (MUST). */
enum change change_test(int32_t before, int32_t after, struct change_norm norm);

/* The smallest difference that change_test calls a change, in hundredths of a point. */
int32_t change_needed(struct change_norm norm);

#endif
