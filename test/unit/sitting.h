/* sitting.h -- a visit over a phone's book, made without the house: for tests of forms, which draw
 * and write but are no room. */
#ifndef TOWARD_TEST_SITTING_H
#define TOWARD_TEST_SITTING_H

#include "app/practice.h"

struct sitting {
    struct arena frame;
    struct text *text;
    struct view view;
    struct parts parts;
    struct visit v;
};

/* Borrowed from s until sit_end. `book` may be NULL where nothing is read. */
struct visit *sit(struct sitting *s, struct book *book, int32_t today);
void sit_end(struct sitting *s);

/* What was drawn, printed; borrowed from s. */
struct bytes sitting_print(struct sitting *s);
bool html_shows(struct bytes html, const char *what);

#endif
