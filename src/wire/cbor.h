/* cbor.h -- our strict subset of deterministic CBOR (RFC 8949, section 4.2.1).
 *
 * One value has one encoding: whatever cbor_check accepts, writing it again gives the same bytes.
 *
 *   allowed    unsigned integers to 2^64 - 1, negative integers to -2^63, each in the shortest
 *              form; byte strings; text (valid UTF-8 without NUL); arrays; maps whose keys are
 *              unsigned integers in strictly ascending order; false, true, null
 *   forbidden  tags, floats, indefinite lengths, other simple values, duplicate or unordered
 *              keys, longer forms than needed
 *   limits     containers nest at most 8 deep (a container within 8 others is refused), at most
 *              4,096 items in all (containers, keys and values each count), 61,000 bytes
 *
 * Reading works on a buffer in place and allocates nothing. Check first (cbor_open or cbor_check),
 * then walk with a cursor; a cursor over unchecked bytes stays within them and reports
 * ERR_MALFORMED, but does not enforce the subset. Unknown keys are stepped over, never dropped:
 * keep the bytes of the item itself (cbor_item) to pass it on.
 */
#ifndef TOWARD_WIRE_CBOR_H
#define TOWARD_WIRE_CBOR_H

#include "base/bytes.h"

enum {
    CBOR_DEPTH_MAX = 8,
    CBOR_ITEMS_MAX = 4096,
    CBOR_SIZE_MAX = 61000 /* an entry of this size fits the largest bucket, 64 KiB, when sealed */
};

enum cbor_type {
    CBOR_UINT,
    CBOR_NEGATIVE,
    CBOR_BYTES,
    CBOR_TEXT,
    CBOR_ARRAY,
    CBOR_MAP,
    CBOR_BOOL,
    CBOR_NULL,
    CBOR_END /* nothing is left, or what is left is not of the subset */
};

/* A place in encoded items; copy it to remember a place. */
struct cbor {
    const uint8_t *at;
    const uint8_t *end;
};

/* b begins with one valid item.
 *
 *   first_item_size  receives its size; what follows it in b is not looked at
 *
 * Returns ERR_MALFORMED when it does not (cut short counts as malformed), ERR_LIMIT when it is of
 * the subset as far as read but beyond a limit.
 * Never: allocates, recurses, reads outside b.  Cost: one pass.
 */
MUST_CHECK enum err cbor_check(struct bytes b, size_t *first_item_size);

/* b is exactly one valid item; out stands before it and borrows b. Errors as cbor_check; bytes
 * behind the item are ERR_MALFORMED. */
MUST_CHECK enum err cbor_open(struct bytes b, struct cbor *out);

/* A cursor over bytes that were checked before (borrowed). */
struct cbor cbor_over(struct bytes b);

/* What stands at the cursor. */
enum cbor_type cbor_peek(const struct cbor *c);

/* Each reads one item of its type, moves the cursor behind it and borrows from the buffer;
 * ERR_MALFORMED when another type (or nothing) stands there, and then the cursor stays. */
MUST_CHECK enum err cbor_read_uint(struct cbor *c, uint64_t *out);
MUST_CHECK enum err cbor_read_int(struct cbor *c, int64_t *out); /* ERR_LIMIT above 2^63 - 1 */
MUST_CHECK enum err cbor_read_bytes(struct cbor *c, struct bytes *out);
MUST_CHECK enum err cbor_read_text(struct cbor *c, struct bytes *out);
MUST_CHECK enum err cbor_read_bool(struct cbor *c, bool *out);
MUST_CHECK enum err cbor_read_null(struct cbor *c);

/* A byte string of exactly `size` bytes, copied to out. ERR_SIZE for another size. */
MUST_CHECK enum err cbor_read_fixed(struct cbor *c, uint8_t *out, size_t size);

/* Enters a container: the cursor stands before its first element or first key, `count` receives
 * the number of elements or of pairs. Leaving is reading or skipping all of them. */
MUST_CHECK enum err cbor_read_array(struct cbor *c, size_t *count);
MUST_CHECK enum err cbor_read_map(struct cbor *c, size_t *count);

/* Moves behind one item, with all that is in it. Cost: its items. */
MUST_CHECK enum err cbor_skip(struct cbor *c);

/* The encoded bytes of the item at the cursor, borrowed; the cursor does not move. */
MUST_CHECK enum err cbor_item(const struct cbor *c, struct bytes *out);

/* value stands before the value of `key` in the map at `map`, which does not move.
 * ERR_NOT_FOUND when the map has no such key, ERR_MALFORMED when no map stands there.
 * Cost: the items before it. */
MUST_CHECK enum err cbor_map_find(const struct cbor *map, uint64_t key, struct cbor *value);

/* cbor_map_find and a read in one; the errors of both. */
MUST_CHECK enum err cbor_map_uint(const struct cbor *map, uint64_t key, uint64_t *out);
MUST_CHECK enum err cbor_map_int(const struct cbor *map, uint64_t key, int64_t *out);
MUST_CHECK enum err cbor_map_bytes(const struct cbor *map, uint64_t key, struct bytes *out);
MUST_CHECK enum err cbor_map_text(const struct cbor *map, uint64_t key, struct bytes *out);
MUST_CHECK enum err cbor_map_bool(const struct cbor *map, uint64_t key, bool *out);
MUST_CHECK enum err cbor_map_fixed(const struct cbor *map, uint64_t key, uint8_t *out, size_t size);

/* Writing: each appends one item to b; errors stick in b (base/bytes.h). The writer does not count:
 * write as many elements or key-value pairs as announced, keys ascending, and let cbor_open judge
 * what was built when it did not come from fixed code. */
void cbor_write_uint(struct buf *b, uint64_t v);
void cbor_write_int(struct buf *b, int64_t v);
void cbor_write_bytes(struct buf *b, struct bytes v);
void cbor_write_text(struct buf *b, struct bytes v); /* ERR_MALFORMED sticks if not utf8_valid */
void cbor_write_bool(struct buf *b, bool v);
void cbor_write_null(struct buf *b);
void cbor_write_array(struct buf *b, size_t count);
void cbor_write_map(struct buf *b, size_t count);

#endif
