/* book.h -- one person's book: what stands in it, what they write into it, and its two locks.
 *
 * The book holds feeds (SECURITY.md 1.5: one author, one key, one audience each), the entries read
 * from them, and the items folded out of those. It lives in a store file (store.h) whose two
 * compartments open with two locks: *ours* (pair feeds, settings of this device) and *mine*
 * (the root, the keyring, the private feed). With *mine* closed its items are simply not there,
 * and what is written into *mine* goes into an outbox of constant size that only *mine* can open.
 *
 * "Saved" means: written to the store file and flushed. book_write returns ERR_OK only then.
 * Sending is sync's affair (sync.h) and happens after.
 *
 * Nothing here reads a clock or draws randomness: `now_ms`, `today` and a random source are
 * arguments or were given at opening. One book at a time, one thread.
 */
#ifndef TOWARD_BOOK_BOOK_H
#define TOWARD_BOOK_BOOK_H

#include "base/bytes.h"
#include "book/entry.h"

struct book;

/* --- reading ------------------------------------------------------------------------------- */

/* What stands for one item now. Borrowed until the next change to the book. */
struct item {
    uint8_t id[EID_SIZE];
    uint64_t digest; /* kind_def.digest of the newest version (app/practice.h), or 0 */
    uint64_t lam;    /* of the first version */
    uint32_t kind;
    int32_t first_day; /* of the first version */
    int32_t day;       /* of the newest version */
    uint8_t author;    /* enum author */
    uint8_t space;     /* enum space */
    bool sent;         /* the relay holds the newest version */
    bool erasable;     /* mine to mend and erase */
    struct bytes cbor; /* the newest version's entry, for book_item_entry */
};

/* Items of one kind, whoever wrote them and wherever, in the order (first_day, lam, id), which is
 * the same on both phones; items of *mine* only while it is open. Contiguous, borrowed until the
 * next change. Cost: O(1). */
const struct item *book_items(const struct book *b, uint32_t kind, size_t *count);

/* The item with this id, or NULL. Cost: O(1). */
const struct item *book_item_find(const struct book *b, const uint8_t id[EID_SIZE]);

/* The item whose id begins with these 8 bytes (as in an address, view/address.h), or NULL. */
const struct item *book_item_at(const struct book *b, uint64_t address_item);
uint64_t item_address(const struct item *i);

/* The newest version parsed: body, re. Never fails on an item of the book. */
struct entry book_item_entry(const struct item *i);

/* Grows with every change to what book_items would give for any kind of this practice code
 * (kind / 64); for caches in the session arena. */
uint64_t book_version(const struct book *b, uint32_t practice_code);

/* How many entries a newer Toward made (kept, not understood). */
size_t book_newer_count(const struct book *b);

/* --- writing -------------------------------------------------------------------------------- */

struct book_entry {
    enum space space; /* SPACE_MINE or SPACE_OURS */
    uint32_t kind;
    int32_t day; /* today, as the host says */
    const uint8_t (*re)[EID_SIZE];
    uint32_t re_count;
    struct bytes body; /* from body_end */
};

/* The entry is saved (flushed) and part of the book's items; sync will send it. `eid_out` may be
 * NULL. With *mine* closed, SPACE_MINE goes to the outbox and becomes an item when *mine* opens; it
 * has no id before (zeros). The outbox has room for at least 8 notes of about 15,900 bytes.
 *   ERR_STATE     SPACE_OURS and there is no pair
 *   ERR_NO_SPACE  the disk or quota is full: nothing changed, the caller keeps the words
 *   ERR_IO        likewise
 *   ERR_FULL      the entry, or the outbox, is larger than its limit */
MUST_CHECK enum err book_write(struct book *b, const struct book_entry *e,
                               uint8_t eid_out[EID_SIZE]);

/* The item (mine to erase) is gone from the book, its bytes are gone from the store file, and
 * sync will erase it at the relay and tell the other side. ERR_NOT_FOUND, ERR_STATE (not mine),
 * and the errors of book_write. `day` is today. */
MUST_CHECK enum err book_erase(struct book *b, const uint8_t item_id[EID_SIZE], int32_t day);

/* --- state ---------------------------------------------------------------------------------- */

enum pair_state {
    PAIR_NONE,    /* alone */
    PAIR_INVITED, /* I invited somebody; not answered yet */
    PAIR_JOINING, /* I opened an invitation; not complete yet */
    PAIR_TOGETHER,
    PAIR_LEFT /* one of us left; their words stay readable here until erased */
};

struct book_status {
    enum pair_state pair;
    bool mine_open;
    bool pair_compared;   /* five words compared, or the code was read in the same room */
    bool memory_only;     /* no store file: chosen at log-in, or the file system is not there */
    bool words_made;      /* the seven words exist and were written down */
    struct bytes my_name; /* empty when none */
    struct bytes partner_name; /* empty when none */
    size_t unsent_count;       /* entries not yet at the relay */
    int32_t oldest_unsent_day;
};

/* Borrowed until the next change. */
struct book_status book_status(const struct book *b);

/* Small values of this device, in the *ours* compartment: language, PIN hash, seen hints...
 * `key` < BOOK_LOCAL_COUNT; at most 256 bytes each. Empty when never set. */
enum { BOOK_LOCAL_COUNT = 64, BOOK_LOCAL_SIZE_MAX = 256 };
struct bytes book_local(const struct book *b, uint32_t key);
MUST_CHECK enum err book_local_set(struct book *b, uint32_t key, struct bytes value);

/* The sealed draft: what is half typed, put away when the screen blanks. At most 16,000 bytes.
 * While *mine* is open it goes behind that lock, because it may hold private words, and is read
 * from there; else it stands in *ours*: what is typed on a private page while *mine* is closed must
 * not be put here. Setting an empty one wipes it from the file. */
struct bytes book_draft(const struct book *b);
MUST_CHECK enum err book_draft_set(struct book *b, struct bytes draft);

#endif
