/* store_sqlite.h -- what the files of the SQLite store share; nobody else includes it.
 *
 * store_sqlite.c opens, upgrades and keeps house; store_sqlite_write.c applies changes;
 * store_sqlite_read.c reads pages; store_sqlite_scrub.c wipes what lies between rows. Each thread
 * has its own connection: the writer's and the checkpointer's in struct store, one in each reader.
 */
#ifndef TOWARD_RELAY_STORE_SQLITE_H
#define TOWARD_RELAY_STORE_SQLITE_H

#include "relay/store.h"

#include <sqlite3.h>
#include <stdatomic.h>

enum {
    SLOT_SHIFT = 24, /* place = slot << 24 | n; positions of every class stay below 2^24 */
    SLOT_BITS = 38,
    STORE_PAGE_SIZE = 4096
};

/* The name under which SQLite finds the files of store_sqlite_scrub.c. */
#define STORE_VFS "toward"

enum writer_statement {
    ST_BEGIN,
    ST_COMMIT,
    ST_ROLLBACK,
    ST_BOX_GET,
    ST_BOX_ADD,
    ST_BOX_MOVE,
    ST_BOX_BYTES,
    ST_BOX_DROP,
    ST_BOX_EMPTY,
    ST_BLOB_ADD,
    ST_BLOB_GET,
    ST_BLOB_SIG,
    ST_BLOB_ERASE,
    ST_TOMBSTONE_GET,
    ST_TOMBSTONE_ADD,
    ST_TOMBSTONE_OLD,
    ST_TOKEN_SPEND,
    ST_TOKEN_ADD,
    ST_PURGE_ADD,
    ST_PURGE_GET,
    ST_PURGE_STEP,
    ST_PURGE_DONE,
    ST_EXPIRED,
    ST_VACUUM,
    ST_COUNT
};

struct store {
    char path[1024];
    sqlite3 *db; /* the writer's */
    sqlite3_stmt *stmt[ST_COUNT];
    sqlite3 *checkpoint_db;      /* the checkpointer's */
    atomic_uint log_pages;       /* in the write-ahead log, after the last commit */
    atomic_uint log_pages_moved; /* of these, as the last checkpoint found them */
    atomic_ullong file_bytes;
    atomic_ullong free_bytes;
    bool erased;            /* bytes were removed since the log was last emptied */
    uint64_t erased_ms;     /* when reclaim first saw that; 0: not yet */
    uint64_t reclaim_ms;    /* last attempt to empty the log */
    uint64_t written_ms;    /* when reclaim last saw the log grow */
    unsigned reclaim_pages; /* log_pages as reclaim last saw it */
    uint32_t expired_day;   /* what this day made old is gone */
    bool vacuum;            /* free pages are being returned to the system */
};

/* One row of table box. */
struct box_row {
    int64_t slot;
    unsigned box_class;
    uint64_t next, bytes, floor;
    uint32_t expires;
    uint8_t rt_hash[RELAY_HASH_SIZE];
    uint8_t head[RELAY_HASH_SIZE];
    uint8_t floor_head[RELAY_HASH_SIZE]; /* only when floor > 1 */
    uint8_t floor_sig[RELAY_SIG_SIZE];
};

/* The columns of ST_BOX_GET, from the first on, into a row. */
#define BOX_COLUMNS "slot, rt_hash, class, next, head, bytes, expires, floor, floor_head, floor_sig"

/* SQLITE_ROW, or SQLITE_IOERR when a column cannot be read whole: for lack of memory, because the
 * disk fails, or in a damaged file. */
int store_box_columns(sqlite3_stmt *st, struct box_row *out);

/* Copies a blob column of exactly `size` bytes; false when it is not, or cannot be read. */
bool store_column_copy(sqlite3_stmt *st, int column, uint8_t *out, size_t size);

/* A connection with this store's settings; NULL on failure (*code: SQLite's result). */
sqlite3 *store_connect(const char *path, int flags, int *code);

/* Makes STORE_VFS known, above what is now SQLite's own way to files. Before the first connection
 * of a store, and while no other thread opens one. SQLITE_OK or an error. */
int store_scrub_register(void);

/* A page as it goes to disk: what lies between the rows of a leaf is zeros. */
void store_page_scrub(uint8_t page[STORE_PAGE_SIZE]);

/* Runs a statement of the writer that returns no row; SQLITE_OK or an error. Resets it. */
int store_run(struct store *s, enum writer_statement st);

/* SQLite's result as ours: NO_SPACE, MALFORMED or IO. */
enum err store_err(int code);

/* A random slot, 1 .. 2^38 - 1. */
int64_t store_slot_random(void);

static inline int64_t store_place(int64_t slot, uint64_t n) {
    return (slot << SLOT_SHIFT) | (int64_t)n;
}

enum err store_sqlite_apply(struct store *s, struct store_change *const *changes, size_t count,
                            uint32_t day);
enum err store_sqlite_token_add(struct store *s, const uint8_t (*hashes)[RELAY_HASH_SIZE],
                                size_t count);
enum err store_sqlite_reader_open(struct store *s, struct store_reader **out);
void store_sqlite_reader_close(struct store_reader *r);
enum relay_reason store_sqlite_read(struct store_reader *r, const struct store_query *q,
                                    struct buf *b, uint64_t *next);

#endif
