/* thanks.h -- what the two thanked each other for lately, from wherever it was written in *ours*.
 *
 * Noticings (noticed.h), and moments in which one reached and the other turned toward, as the one
 * who reached wrote them down. Only what was given is read; nothing tells of a day, or a person,
 * without any, and there is nothing here to count.
 */
#ifndef TOWARD_FORMS_THANKS_H
#define TOWARD_FORMS_THANKS_H

#include "forms/noticed.h"

struct thanks {
    enum author by;
    int32_t day;
    struct bytes text; /* empty: what was asked for was noticed (NOTICED_ASKED); borrowed until the
                          next change to the book */
};

/* Those since `first_day` (its day counted), newest first, at most `room`; returns how many.
 * Entries of another shape, and those whose day has not come (visit_day_came), are left out. Cost:
 * noticings and moments since that day. */
size_t thanks_since(const struct visit *v, int32_t first_day, struct thanks *out, size_t room);

#endif
