/* noticed.h -- noticing: what one of the two saw the other do, given and never asked for.
 *
 * An entry in *ours*, written by the one who noticed. There is no entry for not noticing, so
 * nothing can be counted against anybody: an empty week draws nothing.
 */
#ifndef TOWARD_FORMS_NOTICED_H
#define TOWARD_FORMS_NOTICED_H

#include "app/practice.h"
#include "book/kinds.h"

enum {
    /* ours: re [the round it follows from], or none; 1 uint enum noticed_what; 2 text */
    KIND_NOTICED = ROOM_EVENING * KINDS_PER_PRACTICE + 1,
    NOTICED_TEXT_MAX = 1500 /* one sentence or two */
};

enum noticed_what { NOTICED_ASKED = 0, NOTICED_ELSE = 1, NOTICED_WHAT_COUNT };

struct noticed {
    enum author by;
    int32_t day;
    enum noticed_what what;
    struct bytes text; /* empty with NOTICED_ASKED; borrowed until the next change to the book */
};

/* What was noticed since `first_day` (its day counted), newest first, at most `room`; returns how
 * many. Entries of another shape, and those whose day has not come (visit_day_came), are left out.
 * Cost: the notes since that day. */
size_t noticed_since(const struct visit *v, int32_t first_day, struct noticed *out, size_t room);

#endif
