/* store.h -- one sealed file on this device, in two compartments with two locks.
 *
 * The file is made of slots of 64 KiB. Every slot holds either a sealed record or random bytes,
 * and nothing tells one from the other but a key. Two compartments, *ours* and *mine*, share the
 * file megabyte by megabyte, so neither shows how full the other is. A change is written into
 * slots that nothing points at, flushed, and then made true by writing one of two alternating
 * roots, flushed too: after a crash, a torn write or a full disk at any point the state before or
 * the state after opens, never a mix of both. Layout and rules, byte by byte: docs/format.md,
 * "Store file".
 *
 *     header     64 KiB   two copies of 1 KiB at 0 and 32 KiB: salts, wraps of the two keys
 *     extents    1 MiB = 16 slots each; even ones belong to *ours*, odd ones to *mine*;
 *                always in pairs, so the file grows by 2 MiB
 *     slot       SEAL(DK, "bk.local", ad = file id || compartment || slot || record || generation,
 *                65,464 bytes) without its first byte, which would be the same in every seal
 *     roots      slots 0 and 1 of each compartment
 *
 * The store knows nothing of what a record holds. It reads no clock, draws randomness from the
 * source it was given, and does all its reading and writing through `struct store_io`, which is a
 * file natively, a synchronous access handle in the browser and memory in tests.
 */
#ifndef TOWARD_BOOK_STORE_H
#define TOWARD_BOOK_STORE_H

#include "base/random.h"
#include "crypt/crypt.h"
#include "crypt/seal.h"

/* --- the file underneath --------------------------------------------------------------------- */

/* What a host gives: all calls work at once or fail. Errors: ERR_IO, and from write and resize
 * ERR_NO_SPACE when disk or quota is full. A failed write may have written any part. */
struct store_io {
    void *ctx; /* kept by whoever made this */
    enum err (*size)(void *ctx, uint64_t *size);
    /* Exactly `size` bytes at `offset`; ERR_IO also when the file is shorter. */
    enum err (*read)(void *ctx, uint64_t offset, uint8_t *out, size_t size);
    /* Exactly `size` bytes at `offset`, growing the file when it ends before. */
    enum err (*write)(void *ctx, uint64_t offset, const uint8_t *in, size_t size);
    /* What was written survives a crash of the machine. */
    enum err (*flush)(void *ctx);
    /* Cuts the file to `size` (0: when a book is closed for good). */
    enum err (*resize)(void *ctx, uint64_t size);
};

/* A file in memory, in `a`: for memory-only books and tests. It grows up to the arena's limit
 * (ERR_NO_SPACE) and gives nothing back before the arena does. */
struct store_memory {
    struct arena *arena;
    uint8_t **pieces; /* of STORE_PIECE_SIZE */
    size_t piece_count;
    size_t piece_room;
    uint64_t size;
};
enum { STORE_PIECE_SIZE = 1 << 20 };
struct store_io store_memory_io(struct store_memory *m, struct arena *a);

/* --- sizes ----------------------------------------------------------------------------------- */

enum {
    STORE_SLOT_SIZE = 65536,
    STORE_RECORD_SIZE = STORE_SLOT_SIZE - SEAL_OVERHEAD + 1, /* 65,464 */
    STORE_EXTENT_SLOTS = 16,
    STORE_EXTENT_SIZE = STORE_EXTENT_SLOTS * STORE_SLOT_SIZE, /* 1 MiB */
    STORE_HEADER_SIZE = STORE_SLOT_SIZE,
    /* A root names each record with 12 bytes: (65,464 - 64) / 12. 356 MB a compartment, five times
     * what a relay's box may hold. */
    STORE_RECORDS_MAX = 5450,
    STORE_SALT_SIZE = 16
};

enum compartment { STORE_OURS = 0, STORE_MINE = 1, STORE_COMPARTMENTS };

/* The three ways to a compartment's key. */
enum store_wrap {
    STORE_WRAP_OURS,       /* by the device secret: opens *ours* */
    STORE_WRAP_MINE,       /* by the secret of *mine* */
    STORE_WRAP_MINE_WORDS, /* by the seven words: KDF(P, 4, "bk.locat") */
    STORE_WRAPS
};

struct store;

/* --- a file's life --------------------------------------------------------------------------- */

/* What a store file says without any key: the salts its owner's secrets are hashed with. */
struct store_salts {
    uint8_t device[STORE_SALT_SIZE];
    uint8_t mine[STORE_SALT_SIZE];
};

/* ERR_NOT_FOUND: there is no store (the file is empty or shorter than one). ERR_MALFORMED: neither
 * header is whole. ERR_NEWER: made by a newer Toward. ERR_IO. */
MUST_CHECK enum err store_look(const struct store_io *io, struct store_salts *out);

/* Makes a new store over whatever was there: two empty compartments, both open. `store` lives in
 * `a` (about 600 KiB); io and random are copied, what they point at is kept. *out is untouched and
 * no header stands when it fails. ERR_NO_SPACE, ERR_IO, ERR_FULL. */
MUST_CHECK enum err store_create(struct arena *a, const struct store_io *io,
                                 const struct random_source *random,
                                 const struct store_salts *salts, const uint8_t ours_kek[KEY_SIZE],
                                 const uint8_t mine_kek[KEY_SIZE], struct store **out);

/* Opens a file, no compartment yet. Errors as store_look, and ERR_FULL. */
MUST_CHECK enum err store_open(struct arena *a, const struct store_io *io,
                               const struct random_source *random, struct store **out);

/* Opens the compartment that `wrap` leads to and finds its newest whole root.
 *   ERR_SEAL       the key is not the one: a wrong secret
 *   ERR_MALFORMED  the key is right, and neither root is whole
 *   ERR_IO */
MUST_CHECK enum err store_unlock(struct store *s, enum store_wrap wrap,
                                 const uint8_t kek[KEY_SIZE]);

/* Wipes the compartment's key and everything known of it. */
void store_lock(struct store *s, enum compartment c);
bool store_is_open(const struct store *s, enum compartment c);

/* Wraps the compartment's key anew; it must be open. `salt` replaces the salt of the secret (not
 * looked at for STORE_WRAP_MINE_WORDS). Both header copies are rewritten, so the old secret opens
 * nothing any more. kek NULL: takes the wrap away (random bytes in its place). ERR_IO and
 * ERR_NO_SPACE: old or new holds. */
MUST_CHECK enum err store_rewrap(struct store *s, enum store_wrap wrap,
                                 const uint8_t salt[STORE_SALT_SIZE], const uint8_t kek[KEY_SIZE]);

/* The device secret becomes another: wherever the old key opens a wrap (that of *ours*, and that of
 * *mine* when it has no secret of its own), the new one does from now on, in one step and whether
 * or not the compartments are open. ERR_SEAL: old_kek does not open *ours*, and nothing changed.
 * ERR_IO, ERR_NO_SPACE: old or new holds, for both alike. */
MUST_CHECK enum err store_change_secret(struct store *s, const uint8_t old_kek[KEY_SIZE],
                                        const uint8_t salt[STORE_SALT_SIZE],
                                        const uint8_t new_kek[KEY_SIZE]);

/* Overwrites the headers with random bytes, flushes, and cuts the file to nothing. */
MUST_CHECK enum err store_destroy(const struct store_io *io, const struct random_source *random);

/* Wipes all keys. The memory is the arena's. */
void store_close(struct store *s);

/* --- records --------------------------------------------------------------------------------- */

/* How many records the compartment has: 0 .. count - 1. */
uint32_t store_record_count(const struct store *s, enum compartment c);

/* Reads record `number`. ERR_SEAL: it is damaged (any bit of it), the rest stands. ERR_IO. Cost:
 * one read and one opening of 64 KiB. */
MUST_CHECK enum err store_read(struct store *s, enum compartment c, uint32_t number,
                               uint8_t out[STORE_RECORD_SIZE]);

/* The last scrub that store_commit owed was not finished (a crash, an error). */
bool store_scrub_due(const struct store *s, enum compartment c);

/* One record to write; a number equal to the count so far adds a record. */
struct store_write {
    uint32_t number;
    const uint8_t *plain; /* STORE_RECORD_SIZE bytes; borrowed */
};

/* Makes all writes true at once, or none. After ERR_OK they are flushed and were read back.
 *
 *   scrub  what these records held before must be gone from the file: after the commit, every slot
 *          that might still hold an older version is overwritten with random bytes
 *
 *   ERR_NO_SPACE, ERR_IO   nothing changed (should the disk fail once more just then, and the
 *                          machine stop, it may open with or without the change). With `scrub`
 * ERR_OK is given as soon as the change is true; if the overwriting then fails, store_scrub_due
 * says so and the next commit goes on with it ERR_FULL               more than STORE_RECORDS_MAX
 * records
 *
 * Cost: seals, writes and reads back each record and one root, two flushes; a scrub twice that and
 * a write for each slot that was used since the last. `scratch`: a byte for each slot. */
MUST_CHECK enum err store_commit(struct store *s, enum compartment c,
                                 const struct store_write *writes, size_t count, bool scrub,
                                 struct arena *scratch);

/* The same for what stands in both compartments: the first half makes the writes true, and then it
 * either ends, which is when its scrub happens, or goes back to what stood before. Nothing else may
 * be called for this compartment in between. Going back needs no room; where even that fails, the
 * next commit writes what stands now over it first, and a machine that stops before opens with the
 * change. */
MUST_CHECK enum err store_commit_first(struct store *s, enum compartment c,
                                       const struct store_write *writes, size_t count, bool scrub,
                                       struct arena *scratch);
void store_commit_back(struct store *s, enum compartment c);
void store_commit_end(struct store *s, enum compartment c);

#endif
