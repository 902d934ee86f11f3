/* dates.h -- days, numbers and lists as a language writes them.
 *
 * The words and their order are texts like all others (text/dates.md), so a translation decides
 * them. Numbers are integers scaled by a power of ten: what is shown is the same everywhere.
 */
#ifndef TOWARD_VIEW_DATES_H
#define TOWARD_VIEW_DATES_H

#include "view/text.h"

enum date_form {
    DATE_FULL,  /* Tuesday 3 March */
    DATE_YEAR,  /* Tuesday 3 March 2026 */
    DATE_SHORT, /* 3 March */
    DATE_MONTH, /* March 2026 */
};

/* Each appends to b, which carries the error. Days are day numbers (base/day.h). */

void text_add_date(struct buf *b, const struct text *t, enum date_form form, int32_t day);

/* As one would say it on the day `today`: today, yesterday, tomorrow; within the six days around,
 * the weekday; in the same year without the year; else with it. */
void text_add_day_near(struct buf *b, const struct text *t, int32_t day, int32_t today);

/* The name of the day's weekday: "Tuesday", or "Tue". */
struct bytes text_weekday(const struct text *t, int32_t day);
struct bytes text_weekday_short(const struct text *t, int32_t day);

/* A number scaled by 10^decimals (at most 9): 125 with 1 is "12.5". Groups of three digits are
 * parted from 10,000 on. */
void text_add_number(struct buf *b, const struct text *t, int64_t value, unsigned decimals);

/* "73%", with the sign as the language sets it. */
void text_add_percent(struct buf *b, const struct text *t, int64_t percent);

/* Minutes since midnight, 0..1439, as "21:05". */
void text_add_clock(struct buf *b, const struct text *t, unsigned minutes);

/* How long something took: "3 days". */
void text_add_days(struct buf *b, const struct text *t, uint64_t days);

/* "one, two and three"; nothing for no items. */
void text_add_list(struct buf *b, const struct text *t, const struct bytes *items, size_t count);

/* The first two as new bytes in arena a; empty when it is exhausted. */
struct bytes text_make_date(struct arena *a, const struct text *t, enum date_form form,
                            int32_t day);
struct bytes text_make_day_near(struct arena *a, const struct text *t, int32_t day, int32_t today);

#endif
