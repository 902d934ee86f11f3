#include "base/day.h"
#include "insight/weekly.h"
#include "test.h"

TEST(insight_weekly_counts_by_week_from_monday_to_sunday) {
    int32_t monday = day_from_date((struct date){2026, 3, 2}); /* a Monday */
    CHECK_INT(day_weekday(monday), 0);
    const struct weekly_digest digests[] = {
        {monday, 1},     {monday + 6, -1}, {monday + 6, 1},   {monday - 1, -1}, {monday - 7, 5},
        {monday - 8, 1}, {monday + 7, 1},  {monday + 2, 0},   {monday - 21, 1}, {monday - 22, 1},
        {INT32_MIN, 1},  {INT32_MAX, -1},  {monday - 14, -1},
    };
    struct weekly_count weeks[4];
    weekly_sum(digests, COUNT_OF(digests), monday + 3, weeks, 4);
    static const struct weekly_count expected[] = {{1, 0}, {1, 1}, {1, 1}, {2, 1}};
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        CHECK_INT(weeks[i].deposits, expected[i].deposits);
        CHECK_INT(weeks[i].withdrawals, expected[i].withdrawals);
    }
}

TEST(insight_weekly_of_nothing_is_all_zeroes) {
    struct weekly_count weeks[2] = {{9, 9}, {9, 9}};
    weekly_sum(NULL, 0, 0, weeks, 2);
    CHECK_INT(weeks[0].deposits + weeks[0].withdrawals + weeks[1].deposits, 0);
    weekly_sum(&(struct weekly_digest){0, 1}, 1, 0, NULL, 0);
}
