/* bytes.h -- a borrowed run of bytes, and a buffer to write them into.
 *
 * `struct bytes` points at memory somebody else owns; it is passed by value and never freed.
 * Text is bytes too: UTF-8, no terminator counted.
 *
 * `struct buf` grows in an arena. Its error is sticky: write as much as you like, check once with
 * buf_finish. After the first failure nothing more is written and `size` stands still.
 */
#ifndef TOWARD_BASE_BYTES_H
#define TOWARD_BASE_BYTES_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
    const uint8_t *at;
    size_t size;
};

/* Bytes of a string literal, without its NUL. */
#define BYTES(literal) ((struct bytes){(const uint8_t *)("" literal), sizeof(literal) - 1})

/* Bytes of an array (not of a pointer). */
#define BYTES_OF(array) ((struct bytes){(const uint8_t *)(array), sizeof(array)})

/* Bytes of a NUL-terminated string; borrowed. */
struct bytes bytes_from_string(const char *s);

/* size bytes at `at`; borrowed. */
struct bytes bytes_make(const void *at, size_t size);

/* Equal size and content. Not for secrets: the time taken tells where they differ. */
bool bytes_equal(struct bytes a, struct bytes b);

/* <0, 0, >0 as memcmp, then the shorter first. Not for secrets. */
int bytes_compare(struct bytes a, struct bytes b);

/* The part from `from` on, at most `size` long; clipped, never out of range. */
struct bytes bytes_slice(struct bytes b, size_t from, size_t size);

/* Little-endian integers, as in every format of ours. */
uint32_t u32_read(const uint8_t *at);
uint64_t u64_read(const uint8_t *at);
void u32_write(uint8_t *at, uint32_t v);
void u64_write(uint8_t *at, uint64_t v);

/* Take from the front of *in: a u32, or a u32 size and that many bytes (borrowed from *in). False
 * where *in is shorter; *out is untouched then. */
bool bytes_take_u32(struct bytes *in, uint32_t *out);
bool bytes_take_sized(struct bytes *in, struct bytes *out);

struct buf {
    uint8_t *at;
    size_t size;
    size_t room;
    struct arena *arena; /* NULL: fixed room, never grows */
    enum err err;        /* sticky */
};

/* An empty buffer growing in `a` (kept). */
void buf_init(struct buf *b, struct arena *a);

/* An empty buffer over `room` bytes at `at` (borrowed until the buffer is done with). */
void buf_init_fixed(struct buf *b, void *at, size_t room);

/* Appends; on ERR_FULL the buffer keeps what it had and refuses all that follows. */
void buf_add(struct buf *b, const void *at, size_t size);
void buf_add_bytes(struct buf *b, struct bytes v);
void buf_add_string(struct buf *b, const char *s);
void buf_add_u8(struct buf *b, uint8_t v);
void buf_add_u32(struct buf *b, uint32_t v);
void buf_add_u64(struct buf *b, uint64_t v);
void buf_add_decimal(struct buf *b, int64_t v);
void buf_add_hex(struct buf *b, struct bytes v);
void buf_add_base64url(struct buf *b, struct bytes v); /* RFC 4648 section 5, no padding */

/* What was written (borrowed from the buffer), or the first error met. */
MUST_CHECK enum err buf_finish(const struct buf *b, struct bytes *out);

/* Parses exactly 2 * size lowercase hex digits. ERR_MALFORMED otherwise. */
MUST_CHECK enum err hex_read(struct bytes text, uint8_t *out, size_t size);

/* Parses unpadded base64url into exactly `size` bytes; the unused bits must be 0.
 * ERR_MALFORMED otherwise. */
MUST_CHECK enum err base64url_read(struct bytes text, uint8_t *out, size_t size);

/* Parses 1..20 decimal digits without leading zero (but "0") into out. ERR_MALFORMED otherwise. */
MUST_CHECK enum err decimal_read(struct bytes text, uint64_t *out);

/* True when b is valid UTF-8 (RFC 3629: shortest form, no surrogates, at most U+10FFFF) and holds
 * no NUL. Cost: one pass. */
bool utf8_valid(struct bytes b);

/* How many code points; b must be valid. */
size_t utf8_count(struct bytes b);

#endif
