#include "insight/change.h"

#include "base/check.h"

#include <stdbool.h>

/* The squares' factor is 2 * 1.96^2 = 7.6832; the reliability is in thousandths. */
enum { FACTOR = 76832, SCALE = 10000000 };
_Static_assert((uint64_t)16 * CHANGE_SCORE_MAX * CHANGE_SCORE_MAX <= INT64_MAX / SCALE,
               "the largest square fits");

/* difference^2 > 7.6832 * sd^2 * (1 - reliability) */
static bool stands_out(uint64_t difference, struct change_norm norm) {
    MUST(norm.sd >= 1 && norm.sd <= CHANGE_SCORE_MAX);
    MUST(norm.reliability >= 1 && norm.reliability <= 999);
    uint64_t error = (uint64_t)norm.sd * norm.sd * (1000 - norm.reliability);
    return difference * difference * SCALE > error * FACTOR;
}

enum change change_test(int32_t before, int32_t after, struct change_norm norm) {
    MUST(before >= -CHANGE_SCORE_MAX && before <= CHANGE_SCORE_MAX);
    MUST(after >= -CHANGE_SCORE_MAX && after <= CHANGE_SCORE_MAX);
    uint64_t difference = (uint64_t)(after > before ? after - before : before - after);
    if (!stands_out(difference, norm))
        return CHANGE_NONE;
    return after > before ? CHANGE_UP : CHANGE_DOWN;
}

int32_t change_needed(struct change_norm norm) {
    int32_t low = 0, high = 4 * CHANGE_SCORE_MAX; /* low is none; high is one */
    while (high - low > 1) {
        int32_t half = low + (high - low) / 2;
        if (stands_out((uint64_t)half, norm))
            high = half;
        else
            low = half;
    }
    return high;
}
