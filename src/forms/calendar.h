/* calendar.h -- an entry in one's own calendar, for any room: a day, an hour if one likes, and
 * words that tell nothing.
 *
 * The way back tomorrow without a server (PRACTICES.md, rule 15). Nothing is kept of it here: the
 * entry leaves as a file that the person's own calendar takes, and holds only the day and the hour
 * that they chose, under a title that says the same for every room. It never rings.
 *
 *     calendar_form(v, ACTION_CALENDAR, v->today + 1);       // on a page
 *     {ACTION_CALENDAR, calendar_inputs, CALENDAR_INPUTS, false, run_calendar}
 *     static enum err run_calendar(struct visit *v, const struct submission *s) {
 *         return calendar_keep(v, s);
 *     }
 *
 * Not on a phone that was handed over: the file would be its owner's.
 */
#ifndef TOWARD_FORMS_CALENDAR_H
#define TOWARD_FORMS_CALENDAR_H

#include "app/practice.h"

enum { CALENDAR_F_DAY = 1, CALENDAR_F_HOUR = 2, CALENDAR_INPUTS = 2 };
enum { CALENDAR_AHEAD_DAYS = 366 }; /* a year, at most */
extern const struct input_def calendar_inputs[CALENDAR_INPUTS];

/* A whole form, folded under one line, that sends `action` of the room at v->at. `day` is what the
 * field shows at first. */
void calendar_form(struct visit *v, uint32_t action, int32_t day);

/* Saves the file for the person. A day that is over, or more than a year off, and an hour that is
 * none, are refused beside their fields (ERR_INPUT). */
MUST_CHECK enum err calendar_keep(struct visit *v, const struct submission *s);

#endif
