#include "view/dates.h"

#include "base/check.h"
#include "base/day.h"
#include "view/text_shape.h"

struct bytes text_weekday(const struct text *t, int32_t day) {
    return text_get(t, (enum text_key)(T_DATES_MONDAY + day_weekday(day)));
}

struct bytes text_weekday_short(const struct text *t, int32_t day) {
    return text_get(t, (enum text_key)(T_DATES_MON + day_weekday(day)));
}

static struct bytes decimal(uint8_t *room, size_t size, int64_t value) {
    struct buf b;
    buf_init_fixed(&b, room, size);
    buf_add_decimal(&b, value);
    return bytes_make(room, b.size);
}

void text_add_date(struct buf *b, const struct text *t, enum date_form form, int32_t day) {
    static const enum text_key keys[] = {T_DATES_DAY, T_DATES_DAY_YEAR, T_DATES_DAY_SHORT,
                                         T_DATES_MONTH_YEAR};
    struct date date = date_from_day(day);
    uint8_t day_room[24], year_room[24];
    const struct text_arg args[] = {
        {"weekday", text_weekday(t, day)},
        {"day", decimal(day_room, sizeof day_room, date.day)},
        {"month", text_get(t, (enum text_key)(T_DATES_JANUARY + date.month - 1))},
        {"year", decimal(year_room, sizeof year_room, date.year)},
    };
    MUST((unsigned)form < COUNT_OF(keys));
    text_format(b, t, keys[form], args, COUNT_OF(args));
}

void text_add_day_near(struct buf *b, const struct text *t, int32_t day, int32_t today) {
    int64_t ahead = (int64_t)day - today;
    if (ahead >= -1 && ahead <= 1)
        buf_add_bytes(b, text_get(t, ahead == 0  ? T_DATES_TODAY
                                     : ahead < 0 ? T_DATES_YESTERDAY
                                                 : T_DATES_TOMORROW));
    else if (ahead > -7 && ahead < 7)
        buf_add_bytes(b, text_weekday(t, day));
    else
        text_add_date(b, t,
                      date_from_day(day).year == date_from_day(today).year ? DATE_FULL : DATE_YEAR,
                      day);
}

void text_add_number(struct buf *b, const struct text *t, int64_t value, unsigned decimals) {
    MUST(decimals <= 9);
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value, scale = 1;
    for (unsigned i = 0; i < decimals; i++)
        scale *= 10;
    uint8_t room[24];
    size_t first = sizeof room;
    uint64_t rest = left / scale;
    do
        room[--first] = (uint8_t)('0' + rest % 10);
    while (rest /= 10);
    struct bytes whole = bytes_make(room + first, sizeof room - first);
    if (value < 0)
        buf_add_string(b, "\xe2\x88\x92"); /* the minus sign, not a hyphen */
    for (size_t i = 0; i < whole.size; i++) {
        if (whole.size > 4 && i > 0 && (whole.size - i) % 3 == 0)
            buf_add_bytes(b, text_get(t, T_DATES_THOUSANDS_MARK));
        buf_add_u8(b, whole.at[i]);
    }
    if (decimals)
        buf_add_bytes(b, text_get(t, T_DATES_DECIMAL_MARK));
    for (uint64_t part = left % scale; scale > 1; part %= scale) {
        scale /= 10;
        buf_add_u8(b, (uint8_t)('0' + part / scale));
    }
}

void text_add_percent(struct buf *b, const struct text *t, int64_t percent) {
    uint8_t room[64];
    struct buf number;
    buf_init_fixed(&number, room, sizeof room);
    text_add_number(&number, t, percent, 0);
    const struct text_arg args[] = {{"number", bytes_make(room, number.size)}};
    text_format(b, t, T_DATES_PERCENT, args, COUNT_OF(args));
}

void text_add_clock(struct buf *b, const struct text *t, unsigned minutes) {
    MUST(minutes < 24 * 60);
    uint8_t hour[24],
        minute[2] = {(uint8_t)('0' + minutes % 60 / 10), (uint8_t)('0' + minutes % 10)};
    const struct text_arg args[] = {{"hour", decimal(hour, sizeof hour, minutes / 60)},
                                    {"minute", BYTES_OF(minute)}};
    text_format(b, t, T_DATES_CLOCK, args, COUNT_OF(args));
}

void text_add_days(struct buf *b, const struct text *t, uint64_t days) {
    text_format_plural(b, t, T_DATES_DAYS, days, NULL, 0);
}

/* What stands between the two placeholders of a list's text. */
static struct bytes between(struct bytes pattern) {
    struct bytes name;
    size_t first = 0, second = 0;
    if (!text_placeholder_next(pattern, 0, &name, &first) ||
        !text_placeholder_next(pattern, first, &name, &second))
        return BYTES(", ");
    return bytes_slice(pattern, first, second - name.size - 2 - first);
}

void text_add_list(struct buf *b, const struct text *t, const struct bytes *items, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_bytes(
                b, between(text_get(t, i + 1 == count ? T_DATES_LIST_TWO : T_DATES_LIST_MORE)));
        buf_add_bytes(b, items[i]);
    }
}

struct bytes text_make_date(struct arena *a, const struct text *t, enum date_form form,
                            int32_t day) {
    struct buf b;
    struct bytes out = {0};
    buf_init(&b, a);
    text_add_date(&b, t, form, day);
    return buf_finish(&b, &out) == ERR_OK ? out : (struct bytes){0};
}

struct bytes text_make_day_near(struct arena *a, const struct text *t, int32_t day, int32_t today) {
    struct buf b;
    struct bytes out = {0};
    buf_init(&b, a);
    text_add_day_near(&b, t, day, today);
    return buf_finish(&b, &out) == ERR_OK ? out : (struct bytes){0};
}
