/* gate.h -- what the gate's last answer means for suggestions, on this phone only.
 *
 * The gate (practices/safety) keeps no answers, only one result, in *mine*. While *mine* is closed
 * the result is unknown and nothing may depend on it: *ours* shows everyone the same. The result
 * changes what is suggested to the one who answered, never what can be visited, and nothing on the
 * other phone.
 */
#ifndef TOWARD_FORMS_GATE_H
#define TOWARD_FORMS_GATE_H

#include "app/practice.h"
#include "book/kinds.h"

enum {
    KIND_GATE = ROOM_SAFETY * KINDS_PER_PRACTICE, /* mine: 1 uint result (enum gate_result) */
    GATE_LASTS_DAYS = 60,                         /* it returns every two months */
    GATE_BEFORE_DAYS = 7                          /* and before what needs it newly answered */
};

enum gate_result { GATE_PASSED = 0, GATE_CARE_FIRST = 1 };

enum gate {
    GATE_UNKNOWN, /* *mine* is closed */
    GATE_DUE,     /* not answered yet, or two months ago */
    GATE_OPEN,    /* nothing holds back what is for two */
    GATE_CARE     /* what is for two is suggested by nobody here */
};

enum gate gate_now(const struct visit *v);

/* The same before a first agreement and the like (PRACTICES.md, *safety*): an answer older than a
 * week is due again. */
enum gate gate_before(const struct visit *v);

#endif
