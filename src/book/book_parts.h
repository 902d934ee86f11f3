/* book_parts.h -- what the book's own files share; nobody else includes it.
 *
 *   book_life.c     opening, closing, locks
 *   book_rows.c     records in memory, staging, the commit
 *   book_state.c    the small state of a compartment and its records 0 and 1
 *   book_outbox.c   notes for *mine* written while it is closed
 *   book_feeds.c    book_internal.h: feeds, what arrives, what waits
 *   book.c          book.h
 *
 * Records of a compartment: 0 feeds and other state, 1 values of this device (in *mine* a copy of
 * the root and its draft), in *ours* 2..5 the outbox; entries in those behind.
 */
#ifndef TOWARD_BOOK_BOOK_PARTS_H
#define TOWARD_BOOK_BOOK_PARTS_H

#include "base/check.h"
#include "book/book_internal.h"
#include "book/fold.h"
#include "book/rows.h"
#include "crypt/outbox.h"
#include "crypt/root.h"

enum {
    RECORD_STATE = 0,
    RECORD_VALUES = 1,
    RECORD_OUTBOX = 2,
    OUTBOX_RECORDS = 4,
    OUTBOX_NOTES_PER_RECORD = 4,
    OUTBOX_NOTES = OUTBOX_RECORDS * OUTBOX_NOTES_PER_RECORD,
    OUTBOX_RECORD_SIZE = OUTBOX_NOTES_PER_RECORD * OUTBOX_NOTE_SIZE,
    /* Up to this many notes count as used when none is, drawn anew each time *mine* was open, so
     * that a number in *ours* does not say that somebody wrote. The others, at least 8, are room
     * for real ones. */
    OUTBOX_COVER = 8,

    WITNESSES = 64, /* sealed ahead */
    ERASE_JOBS_MAX = 1000,
    DRAFT_MAX = 16000,
    NOTE_ID_SIZE = 16
};

_Static_assert((int)OUTBOX_RECORD_SIZE <= (int)STORE_RECORD_SIZE, "a record of notes");

/* Blob `position` of feed `feed` is to be erased at the relay. */
struct erase_job {
    uint16_t feed;
    uint64_t position;
};

/* Record 0 of a compartment: what changes with sync. */
struct part_state {
    struct feed feeds[FEEDS_MAX];
    uint32_t feed_count;
    struct book_pair pair; /* *ours* */
    uint16_t kept_size[KEPT_COUNT];
    uint8_t kept[KEPT_SUM_MAX]; /* the values in the order of their keys */
    struct erase_job jobs[ERASE_JOBS_MAX];
    uint32_t job_count;
    /* *ours*: what an entry of the pair carries while *mine* is closed. The entry with lam
     * witness_lam + i takes witness i, so none is used twice. */
    uint16_t witness_feed;
    uint64_t witness_lam;
    uint32_t witness_count;
    uint8_t witnesses[WITNESSES][WITNESS_SIZE];
    uint8_t outbox_public[PUBLIC_KEY_SIZE];
    uint32_t outbox_used; /* notes that may hold something, from the first on */
    /* *mine*: the root, and the notes taken in last, should the crash come before *ours* is
     * written. */
    struct book_root root;
    uint8_t taken[OUTBOX_NOTES][NOTE_ID_SIZE];
    uint32_t taken_count;
};

/* Record 1: what changes by hand. */
struct part_values {
    uint16_t local_size[BOOK_LOCAL_COUNT];
    uint8_t local[BOOK_LOCAL_COUNT][BOOK_LOCAL_SIZE_MAX];
    uint32_t draft_size;
    uint8_t draft[DRAFT_MAX];
};

/* A record of entries in memory. */
struct record {
    uint8_t *plain; /* STORE_RECORD_SIZE bytes */
    uint32_t used;
    uint32_t used_saved; /* as in the file; rows behind are staged */
    bool dirty;
    bool has_dead;
};

enum { PART_STATE_DIRTY = 1, PART_VALUES_DIRTY = 2 };

struct part {
    bool open;
    bool whole;             /* all that follows is there */
    struct arena arena;     /* records and what is parsed from them; wiped when the lock closes */
    struct record *records; /* by number; those before part_first have no plain */
    uint32_t record_count;
    uint32_t record_count_saved;
    size_t record_room;
    struct part_state *state, *state_saved;
    struct part_values *values, *values_saved;
    uint8_t *notes, *notes_saved; /* *ours*: OUTBOX_NOTES * OUTBOX_NOTE_SIZE */
    unsigned dirty;               /* PART_* */
    unsigned notes_dirty;         /* bit by record of the outbox */
    bool scrub;                   /* what is overwritten now must be gone from the file */
    size_t damaged;               /* records */
};

/* One thing that was staged, for taking it back or making it part of the fold. */
struct change {
    enum { CHANGE_ADD, CHANGE_POSITION, CHANGE_DEAD } what;
    uint32_t row; /* of the fold; not for CHANGE_ADD */
    struct fold_where where;
    uint64_t position_before;
};

struct book {
    struct arena arena; /* this struct, the store, staging lists */
    struct arena fold_arena;
    struct arena scratch; /* one commit */
    struct arena memory_file;
    struct store_memory memory;
    struct store_io io;
    bool memory_only;
    size_t memory_max;
    struct random_source random;
    book_digest (*digest_of)(uint32_t kind);
    uint64_t mix;
    struct store *store;
    struct part parts[STORE_COMPARTMENTS];
    struct fold fold;
    struct root_keys root; /* while *mine* is open */
    struct change *changes;
    size_t change_count, change_room;
    size_t added_count;      /* of changes: CHANGE_ADD */
    uint64_t change_counter; /* book_changes, beside the fold's */
    bool notes_wait; /* *mine* is open, and what waited in the outbox could not be saved yet */
};

/* The number of the first record of entries. */
static inline uint32_t part_first(enum compartment c) {
    return c == STORE_OURS ? RECORD_OUTBOX + OUTBOX_RECORDS : RECORD_OUTBOX;
}

/* --- book_rows.c --- */

/* An empty compartment, or its rows read into memory and the fold. Damaged records are counted. */
MUST_CHECK enum err part_begin(struct book *b, enum compartment c);
MUST_CHECK enum err part_load(struct book *b, enum compartment c);
void part_end(struct book *b, enum compartment c); /* wipes */
/* Adds the entries of a compartment to the fold; empties the fold. */
MUST_CHECK enum err part_fold(struct book *b, enum compartment c);
void book_unfold(struct book *b);

/* Stages one row of an entry. */
struct row_draft {
    const struct feed *feed;
    uint64_t position;
    uint32_t kind; /* 0: newer */
    const uint8_t *eid;
    struct bytes cbor;
};
MUST_CHECK enum err row_stage(struct book *b, const struct row_draft *draft);
MUST_CHECK enum err row_stage_position(struct book *b, uint32_t row, uint64_t position);
MUST_CHECK enum err row_stage_dead(struct book *b, uint32_t row);

/* --- book_state.c --- */

/* Records 0 and 1. Reading gives ERR_MALFORMED for what does not follow the layout; `root` of
 * values is *mine*'s second copy (not touched when it is not there). */
void state_write(const struct part_state *s, enum compartment c, uint8_t out[STORE_RECORD_SIZE]);
MUST_CHECK enum err state_read(const uint8_t in[STORE_RECORD_SIZE], enum compartment c,
                               struct part_state *out);
void values_write(const struct part_values *v, const struct book_root *root,
                  uint8_t out[STORE_RECORD_SIZE]);
MUST_CHECK enum err values_read(const uint8_t in[STORE_RECORD_SIZE], struct part_values *out,
                                struct book_root *root);
/* The part's state is about to change, and will be written. */
struct part_state *state_stage(struct book *b, enum compartment c);
struct part_values *values_stage(struct book *b, enum compartment c);
/* Adds a feed to a table; NULL when it is full. Seeds as book_feed_add. */
struct feed *state_feed_add(struct part_state *s, enum compartment c, enum feed_role role,
                            const uint8_t *feed_key, const uint8_t *write_seed,
                            const uint8_t *box_id);

/* --- book_outbox.c --- */

MUST_CHECK enum err outbox_begin(struct book *b);
MUST_CHECK enum err outbox_put(struct book *b, const struct book_entry *e);
/* With *mine* just opened: notes become staged entries, and the outbox is empty again. */
MUST_CHECK enum err outbox_take(struct book *b);

/* --- book_feeds.c --- */

MUST_CHECK enum err witness_stage(struct book *b); /* seals WITNESSES ahead */

#endif
