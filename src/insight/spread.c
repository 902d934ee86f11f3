#include "insight/spread.h"

static void sort(uint16_t *at, size_t count) {
    for (size_t i = 1; i < count; i++) {
        uint16_t one = at[i];
        size_t j = i;
        for (; j > 0 && at[j - 1] > one; j--)
            at[j] = at[j - 1];
        at[j] = one;
    }
}

/* The value at `quarters` quarters of the way from the first to the last of the sorted. */
static uint16_t quartile(const uint16_t *sorted, size_t count, size_t quarters) {
    size_t place = (count - 1) * quarters, part = place % 4;
    uint32_t below = sorted[place / 4], above = part ? sorted[place / 4 + 1] : below;
    return (uint16_t)((below * (4 - part) + above * part + 2) / 4);
}

struct spread spread_of(const struct spread_answer *answers, size_t count) {
    uint16_t sorted[SPREAD_ENOUGH];
    struct spread s = {0};
    if (count < SPREAD_ENOUGH)
        return s;
    const struct spread_answer *last = answers + count - SPREAD_ENOUGH;
    if ((int64_t)last[SPREAD_ENOUGH - 1].day - last[0].day >= SPREAD_WITHIN_DAYS)
        return s;
    for (size_t i = 0; i < SPREAD_ENOUGH; i++)
        sorted[i] = last[i].score;
    sort(sorted, SPREAD_ENOUGH);
    s.enough = true;
    s.low = quartile(sorted, SPREAD_ENOUGH, 1);
    s.middle = quartile(sorted, SPREAD_ENOUGH, 2);
    s.high = quartile(sorted, SPREAD_ENOUGH, 3);
    return s;
}
