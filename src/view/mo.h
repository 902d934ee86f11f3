/* mo.h -- gettext's .mo files, read from bytes that may be hostile.
 *
 *     offset  size
 *     0       4     magic 0x950412de, little-endian (the other order is refused)
 *     4       4     revision, 0
 *     8       4     count of pairs
 *     12      4     offset of the originals' table
 *     16      4     offset of the translations' table
 *     20      8     size and offset of a hash table, which is not used here
 *
 * Each table holds `count` times (size u32, offset u32); a string has a NUL behind it that is not
 * counted. An original is `context 0x04 text`, or `context 0x04 one NUL other`; the originals
 * strictly ascend up to their first NUL. The first original is empty: its translation is the
 * header.
 */
#ifndef TOWARD_VIEW_MO_H
#define TOWARD_VIEW_MO_H

#include "base/bytes.h"

#define MO_PAIRS_MAX 20000

struct mo {
    struct bytes file;
    uint32_t count;
    uint32_t originals;
    uint32_t translations;
};

/* Checks everything above for each pair; `file` is kept. ERR_MALFORMED otherwise. */
MUST_CHECK enum err mo_open(struct bytes file, struct mo *out);

/* Pair `index` < count; borrowed from the file. Their bytes need not be UTF-8. */
struct bytes mo_original(const struct mo *m, uint32_t index);
struct bytes mo_translation(const struct mo *m, uint32_t index);

/* The value of a field of the header ("Plural-Forms"), without the spaces around it; borrowed.
 * ERR_NOT_FOUND when the file has no header or the header no such field. */
MUST_CHECK enum err mo_header(const struct mo *m, const char *field, struct bytes *out);

#endif
