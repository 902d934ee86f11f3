/* rest_hour.h -- the hour that the two have set: after it nothing is suggested but what soothes,
 * and sleep (PRACTICES.md, rule 14).
 *
 * The room *me* sets it, *today* goes by it. So that neither includes the other, both know it from
 * here. Each says an hour of their own, in *ours*:
 *
 *     KIND_REST_HOUR  ours: 1 uint enum rest_hour, 2 bytes the pair it is for (the first 8 bytes of
 *                     its author's box id); one item, which its author mends
 *
 * It holds while both have said the same, so nobody sets it for the other, and either ends it alone
 * at once. It is an hour that was proposed, never one at which somebody did something: which hour
 * it is now is looked at (visit.hour) and kept nowhere. It changes suggestions only; every room
 * stays open, and what was written waits until the morning.
 */
#ifndef TOWARD_FORMS_REST_HOUR_H
#define TOWARD_FORMS_REST_HOUR_H

#include "app/practice.h"
#include "book/kinds.h"

enum { KIND_REST_HOUR = ROOM_ME * KINDS_PER_PRACTICE, REST_HOUR_FIRST = 20 };
enum { REST_ROOM = 11 }; /* soothe */

/* None, or from eight in the evening on: 20 + (value - 1) o'clock. */
enum rest_hour { REST_NONE, REST_20, REST_21, REST_22, REST_23, REST_HOUR_COUNT };

/* What this one has said to the pair that stands; REST_NONE: none, or nothing. */
enum rest_hour rest_hour_of(const struct visit *v, enum author author);

/* What holds: both have said the same. REST_NONE: nothing. */
enum rest_hour rest_hour_holds(const struct visit *v);

/* It holds, and it is past that hour and before the morning (MORNING_HOUR). False where the host
 * does not tell the hour. */
bool rest_hour_now(const struct visit *v);

/* Says mine. ERR_STATE without another, and the errors of visit_write. */
MUST_CHECK enum err rest_hour_say(struct visit *v, enum rest_hour hour);

/* The hour in the person's way to write it, in the frame; not of REST_NONE (MUST). */
struct bytes rest_hour_text(struct visit *v, enum rest_hour hour);

#endif
