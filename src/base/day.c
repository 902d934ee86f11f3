#include "base/day.h"

enum { EPOCH_FROM_CIVIL = 18262 }; /* days from 1970-01-01 to 2020-01-01 */

/* Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
int32_t day_from_date(struct date d) {
    int64_t y = d.month <= 2 ? (int64_t)d.year - 1 : d.year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int32_t)(era * 146097 + day_of_era - 719468 - EPOCH_FROM_CIVIL);
}

struct date date_from_day(int32_t day) {
    int64_t z = (int64_t)day + EPOCH_FROM_CIVIL + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (struct date){.year = (int)(yoe + era * 400 + (month <= 2)),
                         .month = month,
                         .day = (int)(doy - (153 * mp + 2) / 5 + 1)};
}

void day_add(struct buf *b, int32_t day) {
    struct date d = date_from_day(day);
    buf_add_decimal(b, d.year);
    buf_add_string(b, d.month < 10 ? "-0" : "-");
    buf_add_decimal(b, d.month);
    buf_add_string(b, d.day < 10 ? "-0" : "-");
    buf_add_decimal(b, d.day);
}

int day_weekday(int32_t day) {
    int64_t shifted = ((int64_t)day + 2) % 7; /* 2020-01-01 was a Wednesday */
    return (int)(shifted < 0 ? shifted + 7 : shifted);
}

int32_t day_week(int32_t day) {
    int64_t monday = (int64_t)day + 2;
    return (int32_t)((monday >= 0 ? monday : monday - 6) / 7);
}
