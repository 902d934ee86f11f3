/* day.h -- days, the only grain of time an entry knows.
 *
 * A day is counted since 2020-01-01 in the proleptic Gregorian calendar. The host says which day
 * it is where the person is; the core reads no clock and knows no time zone.
 */
#ifndef TOWARD_BASE_DAY_H
#define TOWARD_BASE_DAY_H

#include "base/bytes.h"

#include <stdint.h>

struct date {
    int year;
    int month; /* 1..12 */
    int day;   /* 1..31 */
};

/* The date of a day number, and back. Any int32 works. */
struct date date_from_day(int32_t day);
int32_t day_from_date(struct date d);

/* Appends yyyy-mm-dd, as a date field and an export hold it; of a day of the years 1000 to 9999. */
void day_add(struct buf *b, int32_t day);

/* 0 Monday .. 6 Sunday. */
int day_weekday(int32_t day);

/* Weeks run Monday to Sunday; the number of the week a day lies in, counted from the week of
 * 2019-12-30, so that the week of day 0 is 0. */
int32_t day_week(int32_t day);

#endif
