/* text_table.h -- the English table, as the build generates it (by tools/text/text_gen).
 *
 * Kept small, because the served module carries it. Keys lie in groups, one behind the other; a
 * group is a Markdown file, or a part of one under a `# heading`, and is translated as a whole.
 * Keys below TEXT_LATER are those that the first screens may show; their words stand here. The
 * others' words, most of all, are of the later part of the module (mk/sources.mk), which arrives
 * behind the first screen: they are reached by the functions below and by nothing else.
 *
 * A .mo file finds its key without the key's name: by the English text, and by the mark, which is
 * a hash of the name (text_mark in view/text_shape.h). The generator refuses two keys with the same
 * text and the same mark. Only text_load, which is of the later part too, needs marks and groups.
 */
#ifndef TOWARD_VIEW_TEXT_TABLE_H
#define TOWARD_VIEW_TEXT_TABLE_H

#include "base/bytes.h"
#include "text_keys.h"

#include <stdint.h>

extern const uint8_t text_english[];                  /* forms joined by a NUL, in order of keys */
extern const uint16_t text_english_sizes[TEXT_LATER]; /* bytes; T_NONE is 0 */

/* The English forms of a key from TEXT_LATER on (a MUST); static. */
struct bytes text_later_forms(enum text_key key);

/* text_mark of any key's context. */
uint16_t text_later_mark(enum text_key key);

/* The first key of a group; of TEXT_GROUPS, T_COUNT. */
enum text_key text_later_group(size_t group);

#endif
