/* submission.h -- what a form sent, checked against its action's table before a room sees it.
 *
 * SUBMIT's payload (effects.h) after the page fragment: u32 room, u32 action, then fields until
 * the end, each u32 id and str value. A field may come several times only as INPUT_MANY.
 */
#ifndef TOWARD_APP_SUBMISSION_H
#define TOWARD_APP_SUBMISSION_H

#include "app/practice.h"

enum { SUBMISSION_FIELDS_MAX = 128 };

/* Where a submission says it belongs. */
struct submission_header {
    struct bytes page; /* fragment without '#' */
    uint32_t room;
    uint32_t action;
    struct bytes fields;
};

/* ERR_MALFORMED when the bytes do not follow the layout. */
MUST_CHECK enum err submission_header_read(struct bytes payload, struct submission_header *out);

/* Reads the fields by the action's table; in arena a. What a person can mend (missing, too long,
 * no such date) is refused in `v` with the common words for it, and the call still gives ERR_OK.
 * ERR_MALFORMED: bytes no page of ours sends (unknown field, invalid UTF-8, a choice out of
 * range). */
MUST_CHECK enum err submission_read(struct visit *v, struct bytes fields,
                                    const struct action_def *action, struct arena *a,
                                    struct submission *out);

#endif
