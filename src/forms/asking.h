/* asking.h -- at most one asking round a week.
 *
 * A sealed round that asks how the two are (pulse, reach, levels) carries in its `what` the week it
 * belongs to, under a bit that marks it as asking; so one room can tell, from the offers alone,
 * that another asks in this week, and steps back. *pulse* yields to every other; no other looks for
 * *pulse*, because that it was offered tells that somebody has answered it.
 */
#ifndef TOWARD_FORMS_ASKING_H
#define TOWARD_FORMS_ASKING_H

#include "app/practice.h"

/* `what` of the round that asks in the week of this day (weeks run Monday to Sunday). */
uint32_t asking_what(int32_t day);

/* The last day of that week, a Sunday: the set day of a weekly round. */
int32_t asking_opens(int32_t day);

/* Whether another room than `practice` offered an asking round for the week of v->today, to the
 * pair that stands now. Cost: one pass over the offers. */
bool asking_elsewhere(const struct visit *v, uint32_t practice);

#endif
