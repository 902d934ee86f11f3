/* weekly.h -- moments counted by week: deposits and withdrawals.
 *
 * The account of two people is drawn by week, never by day or hour. A moment is passed as a digest
 * of two facts, its day and its sign; nothing here knows who turned, or to whom. A week without a
 * moment counts nothing and is not filled in: silence is not evidence.
 *
 * In words: how many, this week or in these weeks. Never a balance, a ratio or a score.
 */
#ifndef TOWARD_INSIGHT_WEEKLY_H
#define TOWARD_INSIGHT_WEEKLY_H

#include <stddef.h>
#include <stdint.h>

struct weekly_digest {
    int32_t day;  /* base/day.h */
    int32_t sign; /* > 0 a deposit (toward), < 0 a withdrawal (away, against), 0 neither */
};

struct weekly_count {
    uint32_t deposits;
    uint32_t withdrawals;
};

/* Counts the moments of `week_count` weeks, of which the last is the week that `last_day` lies in.
 *
 *   digests      in any order; borrowed
 *   weeks        receives week_count counts, oldest first
 *
 * Moments before the first week or after the last are left out: those after it come from a device
 * whose calendar is ahead. Cost: one pass over the digests and one over the weeks. */
void weekly_sum(const struct weekly_digest *digests, size_t digest_count, int32_t last_day,
                struct weekly_count *weeks, size_t week_count);

#endif
