/* fold.h -- from the set of entries to what stands: the items.
 *
 * State is a pure function of the set of entries. An item is known by its author, its space and
 * its id (the eid of its first version). It stands when its first version is there and no
 * KIND_ERASE of the same author in the same space names it. Of its versions (same author, space
 * and kind) the one with the highest lam holds, the larger eid on a tie. So the order of arrival
 * does not matter, a duplicate changes nothing, and nobody can touch another's item: an entry that
 * names another author's item begins an item of its own author that has no first version, and
 * never stands.
 *
 * The fold holds no entry: rows (rows.h) stay in their records, and the fold points at them. It is
 * filled at once when a lock opens (fold_load, then fold_ready) and kept up one entry at a time
 * after that. Items of a kind stand contiguous and sorted by (first_day, lam, id).
 */
#ifndef TOWARD_BOOK_FOLD_H
#define TOWARD_BOOK_FOLD_H

#include "book/book.h"
#include "book/rows.h"

/* Index of nothing. */
#define FOLD_NONE UINT32_MAX

typedef uint64_t (*fold_digest)(struct bytes body);

/* One entry of the set. */
struct fold_row {
    uint8_t *at;   /* its row in its record; NULL: gone */
    uint32_t next; /* another version of the same item, or FOLD_NONE */
    uint32_t item; /* FOLD_NONE: an erase, or made by a newer Toward */
    uint16_t record;
    uint8_t compartment;
    bool doomed; /* belongs to an erased item: in fold.doomed */
    bool waits;  /* in fold.unsent */
};

struct fold_item {
    uint8_t id[EID_SIZE];
    uint32_t first;    /* row of the first version, or FOLD_NONE */
    uint32_t newest;   /* row of the newest version while the item stands */
    uint32_t versions; /* head of the list of all its rows */
    uint32_t kind;     /* index in fold.kinds, once the first version is there */
    uint32_t batch;    /* fold.batch when it was listed while loading: then `place` is true */
    uint32_t place;    /* where in its kind's array */
    uint8_t author;
    uint8_t space;
    bool erased;
    bool stands;
};

struct fold_kind {
    uint32_t kind;
    struct item *items;
    size_t count;
    size_t sorted; /* from the first on; all, but while loading */
    size_t room;
    uint64_t changed; /* fold.changes when something of it last changed */
    fold_digest digest;
};

/* Open addressing over 64-bit prefixes. A slot is 32 bits of the hash, so that most others are
 * passed over without a look at what they point at, above index + 1; 0 is empty. */
struct fold_table {
    uint64_t *slots;
    size_t count;
    size_t room; /* a power of two, or 0 */
};

struct fold_list {
    uint32_t *at;
    size_t count;
    size_t room;
};

struct fold {
    struct arena *arena;
    fold_digest (*digest_of)(uint32_t kind);
    uint64_t mix; /* odd, drawn at opening: nobody outside can aim at one bucket */
    bool loading;
    uint32_t batch;   /* how often it was loading */
    uint64_t began;   /* changes when it was filled */
    uint64_t changes; /* grows with every change */
    size_t newer_count;
    struct fold_row *rows;
    size_t row_count, row_room;
    struct fold_item *items;
    size_t item_count, item_room;
    struct fold_kind *kinds;
    size_t kind_count, kind_room;
    struct fold_table by_id;   /* items, by id */
    struct fold_table by_eid;  /* rows that are no first version, by eid */
    struct fold_table by_kind; /* kinds */
    struct fold_list unsent;   /* rows of mine that the relay may not have */
    struct fold_list doomed;   /* rows whose bytes are to go */
};

/* An empty fold in `arena` (kept; it takes all its memory there and gives none back). Its count of
 * changes goes on from `changes`. */
void fold_init(struct fold *f, struct arena *arena, uint64_t mix, uint64_t changes,
               fold_digest (*digest_of)(uint32_t kind));

/* Room for `more` further entries, of which any may be of `kind`: fold_add of them cannot fail.
 * Each entry may name ENTRY_RE_MAX items that are not there. ERR_FULL. */
MUST_CHECK enum err fold_reserve(struct fold *f, uint32_t kind, size_t more);

/* Where a row lies. */
struct fold_where {
    uint8_t *at;
    uint16_t record;
    uint8_t compartment;
};

/* Adds an entry whose bytes were verified before. False: it is known already (another row of it
 * stands; this one is not pointed at). Room must have been reserved (MUST). Cost: O(log n) and the
 * items behind it in its kind, which for what is written today are few. */
bool fold_add(struct fold *f, struct fold_where where);

/* fold_reserve and fold_add for opening a book or a lock: fold_load_begin, then fold_load for every
 * row, then fold_ready once. Nothing is shown rightly in between. lam
 * receives the entry's (0 when a newer Toward made it). ERR_FULL; ERR_MALFORMED: no entry. */
void fold_load_begin(struct fold *f);
MUST_CHECK enum err fold_load(struct fold *f, struct fold_where where, uint64_t *lam);
MUST_CHECK enum err fold_ready(struct fold *f);

/* The row of an entry, or FOLD_NONE. */
uint32_t fold_find(const struct fold *f, uint8_t author, uint8_t space,
                   const uint8_t eid[EID_SIZE]);

/* The item, standing or not, or FOLD_NONE. */
uint32_t fold_find_item(const struct fold *f, uint8_t author, uint8_t space,
                        const uint8_t id[EID_SIZE]);

/* An entry of this author about this item would not be kept: the item was erased. */
bool fold_is_erased(const struct fold *f, uint8_t author, uint8_t space, const uint8_t id[EID_SIZE],
                    uint32_t kind);

/* The row's bytes are gone: it is no longer part of the set. Its item must be erased, or its whole
 * feed be going. That an item was erased stays known until the book is opened anew, should the feed
 * come back: its erase comes back with it. */
void fold_drop(struct fold *f, uint32_t row);

/* Something in the row's head changed (its position): the item tells so. */
void fold_touch(struct fold *f, uint32_t row);

/* The row's bytes moved within its record. */
void fold_moved(struct fold *f, uint32_t row, uint8_t *at);

/* The public side. */
const struct item *fold_items(const struct fold *f, uint32_t kind, size_t *count);
const struct item *fold_item_find(const struct fold *f, const uint8_t *prefix, size_t prefix_size);
uint64_t fold_version(const struct fold *f, uint32_t practice_code);

#endif
