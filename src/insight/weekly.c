#include "insight/weekly.h"

#include "base/day.h"

void weekly_sum(const struct weekly_digest *digests, size_t digest_count, int32_t last_day,
                struct weekly_count *weeks, size_t week_count) {
    for (size_t i = 0; i < week_count; i++)
        weeks[i] = (struct weekly_count){0, 0};
    int64_t last = day_week(last_day);
    for (size_t i = 0; i < digest_count; i++) {
        int64_t age = last - day_week(digests[i].day);
        if (age < 0 || (uint64_t)age >= week_count)
            continue;
        struct weekly_count *week = &weeks[week_count - 1 - (size_t)age];
        if (digests[i].sign > 0)
            week->deposits++;
        else if (digests[i].sign < 0)
            week->withdrawals++;
    }
}
