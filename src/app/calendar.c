#include "app/calendar.h"

#include "base/check.h"
#include "base/day.h"

enum { LINE_MAX_OCTETS = 75 };

/* A content line: what is added is folded. */
struct line {
    struct buf *out;
    size_t octets;
};

static bool within_character(uint8_t octet) {
    return (octet & 0xc0) == 0x80;
}

/* `size` octets that stay together: a character, or an escaped one. */
static void together(struct line *l, const uint8_t *at, size_t size) {
    if (l->octets + size > LINE_MAX_OCTETS) {
        buf_add_string(l->out, "\r\n ");
        l->octets = 1;
    }
    buf_add(l->out, at, size);
    l->octets += size;
}

static void line_add(struct line *l, struct bytes text) {
    for (size_t i = 0, size; i < text.size; i += size) {
        for (size = 1; i + size < text.size && size < 4 && within_character(text.at[i + size]);)
            size++;
        together(l, text.at + i, size);
    }
}

static void line_string(struct line *l, const char *text) {
    line_add(l, bytes_from_string(text));
}

static void line_end(struct line *l) {
    buf_add_string(l->out, "\r\n");
    l->octets = 0;
}

static void line_whole(struct line *l, const char *text) {
    line_string(l, text);
    line_end(l);
}

/* RFC 5545, 3.3.11 TEXT. */
static void line_text(struct line *l, struct bytes text) {
    for (size_t i = 0, size; i < text.size; i += size) {
        uint8_t c = text.at[i];
        const uint8_t escaped[2] = {'\\', c == '\n' ? 'n' : c};
        size = 1;
        if (c == '\n' || c == '\\' || c == ',' || c == ';') {
            together(l, escaped, 2);
        } else if (c >= ' ' && c != 0x7f) {
            while (i + size < text.size && size < 4 && within_character(text.at[i + size]))
                size++;
            together(l, text.at + i, size);
        }
    }
}

/* `digits` of them, with zeros before. */
static void line_number(struct line *l, uint32_t value, uint32_t digits) {
    uint8_t text[8];
    MUST(digits <= sizeof text);
    for (uint32_t i = digits; i-- > 0; value /= 10)
        text[i] = (uint8_t)('0' + value % 10);
    line_add(l, bytes_make(text, digits));
}

static void line_day(struct line *l, int32_t day) {
    struct date d = date_from_day(day);
    line_number(l, (uint32_t)d.year, 4);
    line_number(l, (uint32_t)d.month, 2);
    line_number(l, (uint32_t)d.day, 2);
}

static void when_write(struct line *l, const struct calendar_entry *e) {
    if (e->minute == CALENDAR_ALL_DAY) {
        line_string(l, "DTSTART;VALUE=DATE:");
        line_day(l, e->day);
        line_end(l);
        line_string(l, "DTEND;VALUE=DATE:");
        line_day(l, e->day + 1);
        line_end(l);
        return;
    }
    line_string(l, "DTSTART:");
    line_day(l, e->day);
    line_string(l, "T");
    line_number(l, (uint32_t)e->minute / 60, 2);
    line_number(l, (uint32_t)e->minute % 60, 2);
    line_whole(l, "00");
    line_string(l, "DURATION:PT");
    line_number(l, CALENDAR_MINUTES, 2);
    line_whole(l, "M");
}

void calendar_write(struct buf *out, const struct calendar_entry *e) {
    static const char hex[] = "0123456789abcdef";
    struct line l = {.out = out};
    uint8_t uid[2 * CALENDAR_UID_SIZE];
    MUST(e->day >= 0 && e->today >= 0 && e->minute >= CALENDAR_ALL_DAY && e->minute < 24 * 60);
    for (size_t i = 0; i < CALENDAR_UID_SIZE; i++) {
        uid[2 * i] = (uint8_t)hex[e->uid[i] >> 4];
        uid[2 * i + 1] = (uint8_t)hex[e->uid[i] & 15];
    }
    line_whole(&l, "BEGIN:VCALENDAR");
    line_whole(&l, "VERSION:2.0");
    line_whole(&l, "PRODID:-//-//-//EN");
    line_whole(&l, "BEGIN:VEVENT");
    line_string(&l, "UID:");
    line_add(&l, BYTES_OF(uid));
    line_end(&l);
    line_string(&l, "DTSTAMP:");
    line_day(&l, e->today);
    line_whole(&l, "T000000Z");
    when_write(&l, e);
    line_string(&l, "SUMMARY:");
    line_text(&l, e->title);
    line_end(&l);
    line_whole(&l, "CLASS:PRIVATE");
    line_whole(&l, "TRANSP:TRANSPARENT");
    line_whole(&l, "END:VEVENT");
    line_whole(&l, "END:VCALENDAR");
}
