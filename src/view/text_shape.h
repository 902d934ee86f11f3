/* text_shape.h -- what a translation must keep of its English text.
 *
 * Placeholders are {name}: a lower-case letter, then lower-case letters, digits and hyphens, in
 * braces; anything else in braces is just text. Link targets are what stands in ](...). A
 * translation keeps both: no placeholder or target more, none less. One form of a plural may leave
 * out {count} ("one small thing").
 */
#ifndef TOWARD_VIEW_TEXT_SHAPE_H
#define TOWARD_VIEW_TEXT_SHAPE_H

#include "base/bytes.h"

/* Finds the first placeholder at or after `from`: its name (borrowed from s) and where the text
 * behind it begins; false when there is none. The opening brace stands at end - name.size - 2. */
bool text_placeholder_next(struct bytes s, size_t from, struct bytes *name, size_t *end);

/* The same for link targets. */
bool text_target_next(struct bytes s, size_t from, struct bytes *target, size_t *end);

/* Why `form`, one form of a translation, cannot stand for `english` (all forms, joined by NUL):
 * a static word for tools, or NULL when it can. */
const char *text_shape_flaw(struct bytes english, struct bytes form);

/* Bytes of the form that starts at `from`, up to the next NUL or the end. */
struct bytes text_form_at(struct bytes forms, size_t from);

/* Whether there is more than one form. */
bool text_forms_are_plural(struct bytes forms);

/* The mark of a context ("moments.title"): 32-bit FNV-1a, folded to 16 bits. */
uint16_t text_mark(struct bytes context);

#endif
