/* rows.h -- how a record's 65,464 bytes are divided; shared by the files of the book, nobody else.
 *
 *     record   used(4, these 8 bytes counted) || version(1) = 1 || 0(3) || rows || zeros
 *     row      size(2, of what follows this head) || feed(2) || type(1) || flags(1) || content
 *     ROW_ENTRY content   position(8, 0: the relay does not have it) || eid(32) || the entry's CBOR
 *
 * The other types stand in records 0 and 1 of a compartment (book_state.c) and have no flags.
 * Rows of entries stand in any order: the fold does not depend on it. `flags` of an entry repeat
 * whose it is and who reads it, so that entries outlive a damaged table of feeds.
 */
#ifndef TOWARD_BOOK_ROWS_H
#define TOWARD_BOOK_ROWS_H

#include "book/entry.h"
#include "book/store.h"

enum {
    RECORD_HEAD_SIZE = 8,
    RECORD_VERSION = 1,

    ROW_HEAD_SIZE = 6,
    ROW_ENTRY = 1,
    ROW_FEED = 2,
    ROW_PAIR = 3,
    ROW_KEPT = 4,
    ROW_JOBS = 5,
    ROW_WITNESSES = 6,
    ROW_OUTBOX = 7,
    ROW_ROOT = 8,
    ROW_TAKEN = 9,
    ROW_LOCAL = 10,
    ROW_DRAFT = 11,
    ROW_ENTRY_HEAD_SIZE = ROW_HEAD_SIZE + 8 + EID_SIZE,

    ROW_NEWER = 1,   /* made by a newer Toward */
    ROW_DEAD = 2,    /* in memory only: goes with the next commit */
    ROW_AUTHOR = 16, /* enum author << 4 */
    ROW_SPACE = 64   /* enum space << 6 */
};

_Static_assert(RECORD_HEAD_SIZE + ROW_ENTRY_HEAD_SIZE + ENTRY_SIZE_MAX <= STORE_RECORD_SIZE,
               "a record holds the largest entry");

static inline size_t row_size(const uint8_t *row) {
    return ROW_HEAD_SIZE + (size_t)(row[0] | row[1] << 8);
}

static inline uint16_t row_feed(const uint8_t *row) {
    return (uint16_t)(row[2] | row[3] << 8);
}

static inline uint8_t row_type(const uint8_t *row) {
    return row[4];
}

static inline uint8_t row_flags(const uint8_t *row) {
    return row[5];
}

static inline uint8_t row_author(const uint8_t *row) {
    return (row[5] >> 4) & 3;
}

static inline uint8_t row_space(const uint8_t *row) {
    return (row[5] >> 6) & 3;
}

static inline uint64_t row_position(const uint8_t *row) {
    return u64_read(row + ROW_HEAD_SIZE);
}

static inline const uint8_t *row_eid(const uint8_t *row) {
    return row + ROW_HEAD_SIZE + 8;
}

static inline struct bytes row_cbor(const uint8_t *row) {
    return bytes_make(row + ROW_ENTRY_HEAD_SIZE, row_size(row) - ROW_ENTRY_HEAD_SIZE);
}

static inline struct bytes row_content(const uint8_t *row) {
    return bytes_make(row + ROW_HEAD_SIZE, row_size(row) - ROW_HEAD_SIZE);
}

static inline void row_head_write(uint8_t *row, size_t content_size, uint16_t feed, uint8_t type,
                                  uint8_t flags) {
    row[0] = (uint8_t)content_size;
    row[1] = (uint8_t)(content_size >> 8);
    row[2] = (uint8_t)feed;
    row[3] = (uint8_t)(feed >> 8);
    row[4] = type;
    row[5] = flags;
}

static inline void record_head_write(uint8_t *record, uint32_t used) {
    u32_write(record, used);
    u32_write(record + 4, RECORD_VERSION);
}

/* How much of a record is used; 0 when it is not of this layout. */
static inline uint32_t record_used(const uint8_t *record) {
    uint32_t used = u32_read(record);
    bool ours = u32_read(record + 4) == RECORD_VERSION;
    return ours && used >= RECORD_HEAD_SIZE && used <= STORE_RECORD_SIZE ? used : 0;
}

/* The size of the row at `offset` in a record of `used` bytes, or 0 when none fits there. */
static inline size_t row_at(const uint8_t *record, size_t offset, size_t used) {
    if (offset + ROW_HEAD_SIZE > used || row_size(record + offset) > used - offset)
        return 0;
    const uint8_t *row = record + offset;
    if (row_type(row) == ROW_ENTRY && row_size(row) < ROW_ENTRY_HEAD_SIZE)
        return 0;
    return row_size(row);
}

#endif
