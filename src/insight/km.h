/* km.h -- how long it takes until a missed moment is mended, with open ones counted as open.
 *
 * People choose a class, not an hour: the same day, the next day, later, or still open. The
 * estimate is Kaplan and Meier's over these three grouped times: the share still open after each.
 * An open moment is not left out (that would flatter) and not counted as never (that would
 * condemn): it counts as open for as long as it has been watched.
 *
 * A class counts for a moment once it is over. Of what happened today nothing is known yet, mended
 * or not; of what happened yesterday, only whether it was mended the same day. Counting the early
 * mends of unfinished days would flatter as well. "Later" never ends: the last share is the share
 * still open so far.
 *
 * Bands are pointwise, from Greenwood's variance on the log(-log) scale, as R's
 * survival::survfit(..., conf.type = "log-log") gives them. Where the share is 0 or 1 that scale
 * has none, and the exact one-sided Clopper-Pearson bound for the number at risk stands in, so that
 * "all of three" does not look certain.
 *
 * Sources: E. L. Kaplan, P. Meier, "Nonparametric estimation from incomplete observations", JASA 53
 * (1958), 457-481; M. Greenwood, "The natural duration of cancer" (1926); J. D. Kalbfleisch,
 * R. L. Prentice, "The statistical analysis of failure time data" (2002), section 1.4.
 *
 * Not enough yet: fewer than KM_ENOUGH moments of which at least one class is over.
 *
 * In words: "more than half are mended the next day at the latest" (the median, if reached), else
 * "fewer than half are mended so far"; "N are still open". Never who mended, or did not.
 */
#ifndef TOWARD_INSIGHT_KM_H
#define TOWARD_INSIGHT_KM_H

#include <stdbool.h>
#include <stdint.h>

enum km_class { KM_SAME_DAY, KM_NEXT_DAY, KM_LATER, KM_OPEN };

enum { KM_CLASSES = 3, KM_ENOUGH = 8 };

/* Start with zeroes. */
struct km_counts {
    uint32_t mended[KM_CLASSES]; /* mended in the class */
    uint32_t open[KM_CLASSES];   /* seen open to the end of the class, and no further */
    uint32_t still_open;         /* of all, today's too: what the words say */
};

/* One class's estimate, in permille, rounded half up. */
struct km_share {
    uint16_t open;      /* share still open after the class */
    uint16_t low, high; /* its 95 % band */
    uint32_t at_risk;   /* moments that came open into the class and saw its end */
};

struct km {
    struct km_share share[KM_CLASSES];
    enum km_class median; /* first class after which at most half are open; KM_OPEN: not reached */
    uint32_t still_open;
    bool enough; /* false: say "not enough yet" and draw nothing */
};

/* Counts one missed moment of which a mend was answered as `mended` (KM_OPEN: still open) and which
 * happened `age_days` ago. Moments of today or of a calendar ahead add to still_open at most. */
void km_add(struct km_counts *counts, enum km_class mended, int32_t age_days);

/* The estimate. Cost: constant. */
void km_estimate(const struct km_counts *counts, struct km *out);

#endif
