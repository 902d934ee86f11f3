/* calendar.h -- one entry for a person's own calendar, as a file (iCalendar, RFC 5545).
 *
 * It stands where others may look, so it tells nothing: a neutral title, a day, an hour if the
 * person chose one. No alarm, no description, no place, no address, no name of this program. Its
 * UID is random; its DTSTAMP is the day at midnight and not the time of the act. The hour is
 * *floating* (no time zone): half past eight stays half past eight wherever the phone is.
 *
 * Lines end with CR LF and are folded at 75 octets, never within a character; backslash, comma,
 * semicolon and line ends of the title are escaped, other control characters left out.
 */
#ifndef TOWARD_APP_CALENDAR_H
#define TOWARD_APP_CALENDAR_H

#include "base/bytes.h"

enum {
    CALENDAR_ALL_DAY = -1,
    CALENDAR_TITLE_MAX = 200, /* octets; more than any calendar shows in a line */
    CALENDAR_UID_SIZE = 16,
    CALENDAR_MINUTES = 30 /* how long an entry with an hour is */
};

struct calendar_entry {
    int32_t day, today; /* since 2020-01-01; 0 .. ENTRY_DAY_MAX */
    int32_t minute;     /* of the day, 0 .. 1439; CALENDAR_ALL_DAY: none */
    struct bytes title; /* borrowed */
    uint8_t uid[CALENDAR_UID_SIZE];
};

/* Appends the file. Cost: one pass over the title. */
void calendar_write(struct buf *out, const struct calendar_entry *e);

#endif
