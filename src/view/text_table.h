/* text_table.h -- the English table, as the build generates it (text_en.c, by tools/text/text_gen).
 *
 * Kept small, because the served module carries it: one run of bytes with the texts in the order
 * of the keys, their sizes, and a mark for each. Keys lie in groups, one behind the other; a
 * group is a Markdown file, or a part of one under a `# heading`, and is translated as a whole.
 *
 * A .mo file finds its key without the key's name: by the English text, and by the mark, which is
 * a hash of the name (text_mark in view/text_shape.h). The generator refuses two keys with the same
 * text and the same mark.
 */
#ifndef TOWARD_VIEW_TEXT_TABLE_H
#define TOWARD_VIEW_TEXT_TABLE_H

#include "text_keys.h"

#include <stdint.h>

extern const uint8_t text_english[];                     /* forms joined by a NUL */
extern const uint16_t text_english_sizes[T_COUNT];       /* bytes; T_NONE is 0 */
extern const uint16_t text_english_marks[T_COUNT];       /* text_mark of the context */
extern const uint16_t text_group_first[TEXT_GROUPS + 1]; /* first key; the last is T_COUNT */

#endif
