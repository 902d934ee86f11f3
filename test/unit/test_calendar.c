/* An entry in one's own calendar: RFC 5545 to the octet, and nothing in it that tells anything. */
#include "app/calendar.h"
#include "test.h"

#include <string.h>

static uint8_t room[4096];

static struct bytes written(const struct calendar_entry *e) {
    struct buf b;
    struct bytes out = {0};
    buf_init_fixed(&b, room, sizeof room);
    calendar_write(&b, e);
    return buf_finish(&b, &out) == ERR_OK ? out : (struct bytes){0};
}

static bool has(struct bytes text, const char *what) {
    size_t size = strlen(what);
    for (size_t i = 0; i + size <= text.size; i++)
        if (memcmp(text.at + i, what, size) == 0)
            return true;
    return false;
}

/* Every line ends with CR LF, has at most 75 octets before it, and begins within no character. */
static bool well_formed(struct bytes text) {
    size_t begin = 0;
    for (size_t i = 0; i + 1 < text.size; i++) {
        if (text.at[i] == '\n' || (text.at[i] == '\r' && text.at[i + 1] != '\n'))
            return false;
        if (text.at[i] != '\r')
            continue;
        size_t first = text.at[begin] == ' ' ? begin + 1 : begin;
        if (i - begin > 75 || (text.at[first] & 0xc0) == 0x80)
            return false;
        begin = i + 2;
        i++;
    }
    return begin == text.size;
}

/* The lines put together again, without folds. */
static struct bytes unfolded(struct bytes text) {
    static uint8_t whole[4096];
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (i + 2 < text.size && memcmp(text.at + i, "\r\n ", 3) == 0)
            i += 2;
        else
            whole[size++] = text.at[i];
    }
    return bytes_make(whole, size);
}

TEST(calendar_whole_day) {
    struct calendar_entry e = {
        .day = 59, .today = 31, .minute = CALENDAR_ALL_DAY, .title = BYTES("Ten quiet minutes")};
    memset(e.uid, 0xa5, sizeof e.uid);
    CHECK_BYTES(written(&e), BYTES("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//-//-//EN\r\n"
                                   "BEGIN:VEVENT\r\nUID:a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5\r\n"
                                   "DTSTAMP:20200201T000000Z\r\n"
                                   "DTSTART;VALUE=DATE:20200229\r\nDTEND;VALUE=DATE:20200301\r\n"
                                   "SUMMARY:Ten quiet minutes\r\nCLASS:PRIVATE\r\n"
                                   "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
}

TEST(calendar_with_an_hour_is_floating_and_never_rings) {
    struct calendar_entry e = {.day = 0, .minute = 7 * 60 + 5, .title = BYTES("Ten")};
    struct bytes out = written(&e);
    CHECK(has(out, "DTSTART:20200101T070500\r\nDURATION:PT30M\r\n"));
    CHECK(!has(out, "VALARM") && !has(out, "TZID") && !has(out, "DESCRIPTION"));
    CHECK(well_formed(out));
}

TEST(calendar_escapes_and_folds) {
    static const char *const titles[] = {
        "a,b;c\\d\ne\rf\tg",
        ("Zehn ruhige Minuten für uns, und danach nichts mehr; gar nichts, wirklich überhaupt "
         "nichts"),
        "ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé",
        "𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞",
        ";;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;"};
    for (size_t i = 0; i < COUNT_OF(titles); i++) {
        struct calendar_entry e = {.minute = CALENDAR_ALL_DAY,
                                   .title = bytes_from_string(titles[i])};
        struct bytes out = written(&e);
        CHECK(out.size > 0 && well_formed(out));
        if (i == 0)
            CHECK(has(out, "SUMMARY:a\\,b\\;c\\\\d\\nefg\r\n"));
        if (i == 2 || i == 3)
            CHECK(has(unfolded(out), titles[i]));
        if (i == 4) /* an escape is not torn: no line ends with its backslash */
            CHECK(!has(out, "\\\r\n"));
    }
    /* Octets that are no character, at every length around the fold. */
    for (size_t n = 60; n < 160; n++) {
        static uint8_t odd[160];
        memset(odd, 0xbf, sizeof odd);
        struct calendar_entry e = {.minute = CALENDAR_ALL_DAY, .title = bytes_make(odd, n)};
        struct bytes out = written(&e);
        size_t longest = 0, now = 0;
        for (size_t i = 0; i < out.size; i++, now++) {
            if (out.at[i] == '\r')
                longest = now > longest ? now : longest;
            if (out.at[i] == '\n')
                now = (size_t)-1;
        }
        CHECK(longest <= 75);
    }
}
