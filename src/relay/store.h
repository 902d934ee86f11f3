/* store.h -- where a relay keeps its boxes: one table of functions, several stores behind it.
 *
 * A store applies changes in groups: every change of one call to `apply` becomes durable in one
 * transaction, and nothing is acknowledged before that. Signatures were checked before; the store
 * alone decides what depends on the state it holds: compare-and-swap, quotas, tombstones, tokens.
 *
 * Threads: `apply`, `maintain` and `reclaim` are called by one thread, the writer. `checkpoint` is
 * called by one other thread. Each reader belongs to one thread. All may run at the same time.
 * The contract suite test/relay/test_store.c runs over each store.
 */
#ifndef TOWARD_RELAY_STORE_H
#define TOWARD_RELAY_STORE_H

#include "wire/relay_api.h"

struct store;
struct store_reader;

enum { STORE_LINE_SIZE = 1400 };

struct store_config {
    const char *folder; /* of the embedded store's file; made when missing; borrowed for the call */
    bool read_write;    /* false: do not create anything */
};

/* One request that writes. */
struct store_change {
    enum relay_call call; /* create, append, erase or drop */
    uint8_t id[RELAY_ID_SIZE];
    uint64_t n; /* append: position of the first blob; erase: of the blob */

    struct relay_create create;          /* signature and proof of work already checked */
    bool spend_token;                    /* create: only for an unspent create.token */
    uint8_t token_hash[RELAY_HASH_SIZE]; /* of create.token */

    struct relay_append append;           /* borrowed; signature already checked */
    const uint8_t (*bh)[RELAY_HASH_SIZE]; /* append.count hashes of its blobs; borrowed */
    uint8_t head[RELAY_HASH_SIZE];        /* create: head_0; append: the head after its last */

    struct relay_proof proof; /* erase, drop; signature already checked */

    /* Set by apply: */
    enum relay_reason reason;
    struct relay_position at; /* for success, POSITION, TAKEN and ERASE_OTHER */
    bool changed;             /* something was stored (not a repetition) */
};

/* What a reader asks for. */
struct store_query {
    uint8_t id[RELAY_ID_SIZE];
    uint8_t rt_hash[RELAY_HASH_SIZE];
    uint64_t from;
};

struct store_numbers {
    uint64_t file_bytes;
    uint64_t free_bytes; /* of these, to be reused */
    uint64_t log_bytes;  /* write-ahead log */
};

struct store_ops {
    const char *name;

    /* Opens, creating and upgrading as needed. On failure `line` (STORE_LINE_SIZE) says in one
     * sentence what is wrong and what to do.
     *   ERR_IO        cannot be read, written or made
     *   ERR_NO_SPACE  the disk is full
     *   ERR_NEWER     written by a newer Toward
     *   ERR_MALFORMED damaged */
    enum err (*open)(const struct store_config *config, struct store **out, char *line);

    /* All readers must be closed before. What was applied stays. */
    void (*close)(struct store *s);

    /* Decides and makes durable `count` changes. ERR_OK: each change's reason is set and what
     * succeeded is on disk. Otherwise nothing of any of them was stored:
     *   ERR_NO_SPACE  the disk is full; reads go on
     *   ERR_IO        anything else */
    enum err (*apply)(struct store *s, struct store_change *const *changes, size_t count,
                      uint32_t day);

    /* One small step of housekeeping: removes what `day` has made old and what was dropped.
     * *more: call again soon. Never holds the writer for more than some milliseconds. */
    enum err (*maintain)(struct store *s, uint32_t day, bool *more);

    /* Bounds the write-ahead log, from the writer's thread between groups. `now_ms` is a monotonic
     * clock. Erased bytes are gone from every file at most 10 s after the erase. True: something
     * is left for later; call again within half a second, written or not. */
    bool (*reclaim)(struct store *s, uint64_t now_ms);

    /* Moves the write-ahead log into the file without holding up writers. */
    void (*checkpoint)(struct store *s);

    /* Adds hashes of admission tokens. */
    enum err (*token_add)(struct store *s, const uint8_t (*hashes)[RELAY_HASH_SIZE], size_t count);

    /* Writes all that is stored now into a new file at `path`, while others read and write.
     * ERR_STATE when there is such a file already; ERR_NO_SPACE, ERR_IO. */
    enum err (*backup)(struct store *s, const char *path);

    /* Sizes for the operator; may be a second old. From any thread. */
    struct store_numbers (*numbers)(struct store *s);

    enum err (*reader_open)(struct store *s, struct store_reader **out);
    void (*reader_close)(struct store_reader *r);

    /* Writes a page into b (reset by the caller; RELAY_PAGE_MAX_SIZE is always enough) and the
     * box's next position into *next. NOT_FOUND for an unknown id and for a wrong rt_hash alike,
     * after the same work; INTERNAL when the store fails. */
    enum relay_reason (*read)(struct store_reader *r, const struct store_query *q, struct buf *b,
                              uint64_t *next);
};

/* The embedded store: one SQLite file in a folder. */
extern const struct store_ops store_sqlite;

#endif
