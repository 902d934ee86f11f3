/* injections.h -- words that would do something in a page that took text for markup, and every
 * field of the app that takes words.
 *
 * Tests type the 500 into each field that the rooms' own tables name (app/practice.h), so a field
 * that is added is not forgotten: whoever types asks for words by room, action and field, and at
 * the end injections_missing tells which field has not had all of them.
 */
#ifndef TOWARD_TEST_INJECTIONS_H
#define TOWARD_TEST_INJECTIONS_H

#include "app/practice.h"

/* Every one begins with the mark and its own number, so it is found whole and stands for itself. */
#define INJECTION_MARK "zq"
enum { INJECTIONS = 500, INJECTION_SIZE_MAX = 78 };

/* The i-th; static until the next call. Ends with 0; no control characters, nothing to trim. */
const char *injection(uint32_t i);

/* A field that takes words, and how many of them it has had. */
struct injection_field {
    const struct practice *room;
    const struct action_def *action;
    const struct input_def *input;
    uint32_t given;
};
enum { INJECTION_FIELDS_MAX = 256, INJECTION_TEXT_MAX = 2560 };

/* Forgets what was given; lists the fields of every room. */
void injections_begin(void);
/* From now on words have no markup in them, and do not count. */
void injections_harmless(bool harmless);
const struct injection_field *injections_fields(size_t *count);

/* As many of the next ones as the field takes, with spaces between. Where not even one fits, a few
 * characters of markup stand for all. MUST: the field is in its room's table. The words stay until
 * 32 more were asked for. */
const char *injections_for(uint32_t room, uint32_t action, uint32_t field);

/* The first field, of this room or (0) of any, that has not had them all; or NULL. */
const struct injection_field *injections_missing(uint32_t room);

#endif
