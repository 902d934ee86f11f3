/* vectors_parts.h -- what the files of vectors.c share. */
#ifndef TOWARD_HOST_VECTORS_PARTS_H
#define TOWARD_HOST_VECTORS_PARTS_H

#include "base/bytes.h"

/* The test's "random" bytes of that name; size 16..64. */
void vector_named(const char *name, uint8_t *out, size_t size);

/* Values, each appended to out as vector_value does. */
MUST_CHECK enum err vector_witness(struct buf *out);
MUST_CHECK enum err vector_entry_map(struct buf *out);
MUST_CHECK enum err vector_entry_map_id(struct buf *out);
MUST_CHECK enum err vector_store_file_hash(struct buf *out);
MUST_CHECK enum err vector_record_state(struct buf *out);
MUST_CHECK enum err vector_record_values(struct buf *out);
MUST_CHECK enum err vector_record_entries(struct buf *out);

#endif
