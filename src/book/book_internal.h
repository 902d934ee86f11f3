/* book_internal.h -- the book from inside: its life and locks, its feeds, and what sync, account
 * and pair_flow change in it. Rooms use book.h; the app uses the first part of this.
 *
 * Whatever changes a book is staged first and made true by book_commit (book_write and the other
 * calls of book.h commit by themselves): on an error everything staged since the last commit is
 * undone, in memory too, so what the book shows is always what the store file holds. A commit that
 * concerns both compartments writes *mine* first, then *ours*; when the second fails, the first
 * goes back. Only where the machine stops between the two does one stand alone, so whoever puts one
 * fact into both looks at it again when *mine* opens.
 */
#ifndef TOWARD_BOOK_BOOK_INTERNAL_H
#define TOWARD_BOOK_BOOK_INTERNAL_H

#include "base/random.h"
#include "book/book.h"
#include "book/store.h"
#include "crypt/chain.h"
#include "crypt/feed.h"
#include "crypt/witness.h"

/* --- life and locks -------------------------------------------------------------------------- */

/* How the digest of a kind's items is made; asked once for each kind met. */
typedef uint64_t (*book_digest)(struct bytes body);

struct book_config {
    const struct store_io *io;               /* copied; NULL: memory only */
    struct random_source random;             /* copied; what it points at is kept */
    book_digest (*digest_of)(uint32_t kind); /* NULL, or may give NULL: digests are 0 */
    size_t memory_max;                       /* bytes the book may take; 0: BOOK_MEMORY_MAX */
};

/* A ten-year book takes about 75 MB; a memory-only one holds its sealed slots besides. */
enum { BOOK_MEMORY_MAX = 512 << 20 };

/* The keys of the two locks: Argon2id of a secret and a salt, made by the host. When *mine* has no
 * secret of its own both are the same. Wipe them when done. */
struct book_locks {
    struct store_salts salts;
    uint8_t ours_kek[KEY_SIZE];
    uint8_t mine_kek[KEY_SIZE];
};

/* What a book derives its own feed, its outbox and its witnesses from. */
struct book_root {
    uint32_t generation;
    uint8_t root[KEY_SIZE];
};

/* A new book over whatever io held, both locks open, saved. ERR_NO_SPACE, ERR_IO, ERR_FULL (no
 * memory); *out is untouched then. For memory-only books too: their locks work alike. */
MUST_CHECK enum err book_create(const struct book_config *config, const struct book_locks *locks,
                                const struct book_root *root, struct book **out);

/* Opens the book in io, *ours* only. Salts: store_look. Errors as store_open and store_unlock
 * (ERR_SEAL: a wrong secret). Damaged records are no error: see book_damaged. */
MUST_CHECK enum err book_open(const struct book_config *config, const uint8_t ours_kek[KEY_SIZE],
                              struct book **out);

/* Opens *mine*: by its secret, or by the key of the seven words (KDF(P, 4, "bk.locat")). What
 * waited in the outbox becomes entries. ERR_SEAL: a wrong secret; ERR_STATE: already open. */
MUST_CHECK enum err book_open_mine(struct book *b, const uint8_t mine_kek[KEY_SIZE]);
MUST_CHECK enum err book_open_mine_words(struct book *b, const uint8_t words_key[KEY_SIZE]);

/* Notes that could not be saved when *mine* was opened (a full disk) are taken in, if they can be
 * now; nothing may be staged. Call it with every event: it costs nothing while none wait. */
void book_notes_retry(struct book *b);

/* *mine* is closed and wiped from memory. */
void book_close_mine(struct book *b);

/* Wipes and gives back everything. What was staged and not committed is gone. */
void book_close(struct book *b);

/* The device secret becomes another, and that of *mine* with it when it is the same: at once, and
 * whether or not *mine* is open. ERR_SEAL: old_kek is not its key; nothing changed. */
MUST_CHECK enum err book_device_secret_change(struct book *b, const uint8_t old_kek[KEY_SIZE],
                                              const uint8_t salt[STORE_SALT_SIZE],
                                              const uint8_t new_kek[KEY_SIZE]);

/* New secrets: the keys are wrapped anew, no record is rewritten. ERR_LOCKED: that lock is closed.
 * _words_set with NULL takes the words' way in away. */
MUST_CHECK enum err book_ours_secret_set(struct book *b, const uint8_t salt[STORE_SALT_SIZE],
                                         const uint8_t kek[KEY_SIZE]);
MUST_CHECK enum err book_mine_secret_set(struct book *b, const uint8_t salt[STORE_SALT_SIZE],
                                         const uint8_t kek[KEY_SIZE]);
MUST_CHECK enum err book_mine_words_set(struct book *b, const uint8_t words_key[KEY_SIZE]);

/* Records of the store file that did not open (damaged): their rows are lost here and their feeds
 * are read anew from the relay. */
size_t book_damaged(const struct book *b);

/* Grows with every change of anything: settle once for each value. */
uint64_t book_changes(const struct book *b);

/* The root; ERR_LOCKED without *mine*. Wipe it. */
MUST_CHECK enum err book_root(const struct book *b, struct book_root *out);

/* --- feeds ----------------------------------------------------------------------------------- */

enum feed_role {
    FEED_MINE = 1, /* made by book_create; in *mine* */
    FEED_PAIR_OUT, /* these and the live ones in *ours* */
    FEED_PAIR_IN,
    FEED_LIVE_OUT,
    FEED_LIVE_IN
};

enum feed_flag {
    FEED_MADE = 1, /* the relay has the box */
    FEED_ENDED = 2 /* left or dropped: nothing more is read or written; its entries stay */
    /* 1 << 8 and above: sync's own */
};

/* Feeds of one compartment at most, ended ones counted: twenty years of yearly epochs fit. */
enum { FEEDS_MAX = 64 };

struct feed {
    uint16_t number; /* in its compartment; never used again */
    enum compartment compartment;
    enum feed_role role;
    enum author author;
    enum space space;
    uint32_t flags;
    bool writable; /* write_seed is there */
    uint8_t feed_key[KEY_SIZE];
    uint8_t write_seed[KEY_SIZE];
    struct feed_keys keys; /* derived from feed_key */
    struct chain chain;    /* box id; the position and head verified so far */
    uint64_t lam;          /* the highest of its own author's entries in it */
};

/* Feeds of the open compartments; borrowed until a feed is added or a lock moves. Positions read
 * here include what is staged. */
size_t book_feed_count(const struct book *b);
const struct feed *book_feed_at(const struct book *b, size_t i);

/* The newest feed of that role that has not ended, or NULL (none, or *mine* is closed). */
const struct feed *book_feed(const struct book *b, enum feed_role role);

/* Stages a feed at position 0. write_seed NULL: not mine to write, and box_id is needed; else
 * box_id is derived (and not looked at). ERR_FULL; ERR_LOCKED; ERR_CONFLICT: the box is there
 * already. *out may be NULL. */
MUST_CHECK enum err book_feed_add(struct book *b, enum feed_role role,
                                  const uint8_t feed_key[KEY_SIZE],
                                  const uint8_t write_seed[KEY_SIZE],
                                  const uint8_t box_id[BOX_ID_SIZE], const struct feed **out);

/* Stages: sets and clears flags. FEED_ENDED wipes the write seed; entries of it that were not sent
 * stay, and are no longer pending. */
void book_feed_flag(struct book *b, const struct feed *f, uint32_t set, uint32_t clear);

/* Stages: the feed is verified up to `to` (same box). The box id must be the feed's (MUST). */
void book_feed_advance(struct book *b, const struct feed *f, const struct chain *to);

/* Stages: every entry of the feed is gone (its items, its bytes), as when a person erases what a
 * partner who left had written. Nothing is asked of the relay. */
MUST_CHECK enum err book_feed_purge(struct book *b, const struct feed *f);

/* --- what arrives ---------------------------------------------------------------------------- */

struct book_received {
    uint32_t taken;   /* new entries */
    uint32_t known;   /* were there already (a lost answer, another device, an epoch) */
    uint32_t gone;    /* belong to an item that its author erased: not kept */
    uint32_t newer;   /* of taken: made by a newer Toward */
    uint32_t refused; /* no entries, or ones that break the rules: not kept */
};

/* Stages the entries of blob `position` of feed f. One entry that does not follow its format is
 * refused alone; after it the rest of the blob is read on where its CBOR allows. An entry of mine
 * that was unsent is marked sent. Call book_feed_advance for the position, then book_commit. `out`
 * is added to. ERR_FULL: out of memory. */
MUST_CHECK enum err book_receive(struct book *b, const struct feed *f, uint64_t position,
                                 struct bytes plain, struct book_received *out);

/* --- what waits to be sent ------------------------------------------------------------------- */

/* An entry that the relay does not have; borrowed until the next change. */
struct book_unsent {
    const uint8_t *eid;
    struct bytes cbor;
};

/* The oldest `room` unsent entries of f in the order of lam; returns how many. Cost: the number of
 * unsent entries of the book. */
size_t book_pending(const struct book *b, const struct feed *f, struct book_unsent *out,
                    size_t room);

/* Stages: these entries stand in blob `position` of f. One that was erased meanwhile is wanted
 * erased at the relay now. */
MUST_CHECK enum err book_mark_sent(struct book *b, const struct feed *f,
                                   const uint8_t (*eids)[EID_SIZE], size_t count,
                                   uint64_t position);

/* A blob of f that the relay is to erase, once everything of f is sent (so that what else stood in
 * the blob stands elsewhere first). The blob's hash is to be asked of the relay. */
bool book_erase_next(const struct book *b, const struct feed *f, uint64_t *position);
/* Stages: done. */
void book_erase_done(struct book *b, const struct feed *f, uint64_t position);

/* --- staging and committing ------------------------------------------------------------------ */

/* book_write without its commit: several entries and values that must stand together. SPACE_MINE
 * needs *mine* open (ERR_LOCKED). On an error nothing of it is staged; what was staged before still
 * is: commit or book_undo. The entry is among the items after the commit. */
MUST_CHECK enum err book_stage(struct book *b, const struct book_entry *e,
                               uint8_t eid_out[EID_SIZE]);

/* What was staged is saved and part of the book, or undone: ERR_NO_SPACE, ERR_IO, ERR_FULL. Nothing
 * staged: ERR_OK at once. */
MUST_CHECK enum err book_commit(struct book *b);

/* Takes back all that was staged since the last commit. */
void book_undo(struct book *b);

/* --- small state ----------------------------------------------------------------------------- */

/* What the status tells and *ours* holds; stage it with book_pair_set. */
enum { BOOK_NAME_MAX = 80 };
struct book_pair {
    enum pair_state state;
    bool compared;
    bool words_made;
    uint8_t my_name_size;
    uint8_t partner_name_size;
    uint8_t my_name[BOOK_NAME_MAX]; /* UTF-8 */
    uint8_t partner_name[BOOK_NAME_MAX];
};
const struct book_pair *book_pair(const struct book *b);
void book_pair_set(struct book *b, const struct book_pair *pair);

/* Values of account, pair_flow and sync, in either compartment; each has its keys. */
enum kept_key {
    KEPT_ACCOUNT = 0, /* 0..7 */
    KEPT_PAIRING = 8, /* 8..15 */
    KEPT_SYNC = 16,   /* 16..23 */
    KEPT_COUNT = 32
};
enum { KEPT_SIZE_MAX = 8192, KEPT_SUM_MAX = 24000 /* of one compartment */ };

/* Empty when never set, or when the compartment is closed. Borrowed until the next change. */
struct bytes book_kept(const struct book *b, enum compartment c, uint32_t key);
/* Stages; empty takes it away. What is taken away, and in *mine* also what is replaced, is scrubbed
 * from the file. ERR_FULL: too large; ERR_LOCKED. */
MUST_CHECK enum err book_kept_set(struct book *b, enum compartment c, uint32_t key,
                                  struct bytes value);

#endif
