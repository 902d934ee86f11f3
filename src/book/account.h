/* account.h -- one person's way into their book: founding it, seven words, the kit, log-in, close.
 *
 * A book is founded without any relay: a root, an identity, feeds that derive from them. Its boxes
 * are made when there is something to send. The seven words come last: with them two locators are
 * written, from which a new device finds the root (SECURITY.md 1.9.2 to 1.9.5).
 *
 * Each act is a run of steps. The machine asks its owner for what it cannot do: a password hash
 * (Argon2id, 128 MiB, in a worker that is thrown away) and, at log-in, a store file with locks.
 * Requests go out through sync (sync_attach, SYNC_ACCOUNT). What an act decided is first saved in
 * *mine* (as box jobs: sealed blobs and write seeds) and then carried out at the relay, whenever it
 * can be reached, in this session or a later one; so an act is DONE for the person when it is
 * saved, and account_unsent tells whether the relay knows.
 *
 * id_seed: it rests in locators only. Until the seven words are made it stands in *mine*, and goes
 * from there in the same write that saves the locator. Acts that need it later (change of words,
 * a new kit) ask for the words or the kit.
 */
#ifndef TOWARD_BOOK_ACCOUNT_H
#define TOWARD_BOOK_ACCOUNT_H

#include "base/random.h"
#include "book/net.h"
#include "book/sync.h"
#include "crypt/locator.h"
#include "crypt/password.h"
#include "crypt/root.h"

struct account;

/* What a book is made from: drawn by account_found, or found by a log-in. Secret: wipe it. */
struct account_root {
    uint32_t generation;
    uint32_t counter; /* of the newest locator seen; 0: none written yet */
    uint8_t root[KEY_SIZE];
    uint8_t id_seed[KEY_SIZE]; /* kept in *mine* only while `founding` */
    uint8_t id_public[PUBLIC_KEY_SIZE];
    struct cert cert;
    bool founding; /* no words yet */
};

/* Draws a new person. ERR_IO from r. Its root goes to book_create, all of it to account_founded. */
MUST_CHECK enum err account_found(const struct random_source *r, struct account_root *out);

/* The book in use (account_use_book, *mine* open) was just created from `found`, which came from
 * account_found: what *mine* must hold of it (id_seed while founding, the certificate, my name as
 * book_pair has it) is saved, with what was staged before. After a log-in account_book_given does
 * the same. Errors of book_commit, ERR_STATE. */
MUST_CHECK enum err account_founded(struct account *acc, const struct account_root *found,
                                    int32_t today);

/* A machine with nothing to do, in `a`; random is copied, origin (the relay's, as for sync_open)
 * borrowed; s (kept) tells when a log-in has fetched everything. Attach account_part to s.
 * ERR_FULL; ERR_IO from random. */
MUST_CHECK enum err account_open(struct arena *a, const struct random_source *random,
                                 struct bytes origin, const struct sync *s, struct account **out);
void account_close(struct account *acc); /* wipes */
struct net_part account_part(struct account *acc);

/* The book whose jobs are carried out and whose *mine* is written; NULL: none (locked, or a log-in
 * that has not found it yet). Call again whenever *mine* opens or closes: what the entries in
 * *mine* say about boxes and pair is then made true here (keyring_settle), and a closing goes on.
 */
void account_use_book(struct account *acc, struct book *b);

enum account_step {
    ACCOUNT_IDLE,
    ACCOUNT_NEEDS_HASH, /* account_hash_wanted -> account_hash_give */
    ACCOUNT_ASKING,     /* requests are under way */
    ACCOUNT_NEEDS_BOOK, /* log-in: account_found_root -> create the store -> account_use_book,
                           account_book_given */
    ACCOUNT_FETCHING,   /* log-in: the feeds are on their way */
    ACCOUNT_DONE,       /* until account_forget or the next act */
    ACCOUNT_FAILED      /* account_failure says why */
};

enum account_step account_step(const struct account *acc);

/* With FAILED:
 *   ERR_NOT_FOUND    no such book: wrong words, or none here; never told apart, same requests
 *   ERR_CHAIN        the relay shows an older locator than this device has seen
 *   ERR_NEWER        made by a newer Toward
 *   ERR_UNREACHABLE  the relay does not answer; the act changed nothing
 *   ERR_STATE        *mine* is closed, or this act does not fit the book's state
 *   ERR_NO_SPACE, ERR_IO  the book could not save; nothing changed
 *   ERR_FULL         the worker could not hash (no 128 MiB) */
enum err account_failure(const struct account *acc);

/* The canonical text to hash (PASSWORD_CANONICAL_SIZE bytes, borrowed) in NEEDS_HASH. */
struct bytes account_hash_wanted(const struct account *acc);
/* P, or NULL: the worker failed. */
void account_hash_give(struct account *acc, const uint8_t *p, uint64_t now_ms);

/* Back to IDLE from DONE or FAILED; wipes words, kit and keys. Also gives up an act in NEEDS_HASH
 * or ASKING that has saved nothing yet. */
void account_forget(struct account *acc);

/* --- acts: each begins from IDLE, DONE or FAILED, else ERR_STATE ---------------------------- */

/* The first seven words (drawn with password_draw, shown, two asked back). *mine* is open and
 * the book has none. NEEDS_HASH, then DONE: the locator is saved, id_seed is gone from *mine*, and
 * the kit can be shown once (account_kit) when `with_kit`. ERR_INPUT, ERR_STATE. */
MUST_CHECK enum err account_make_words(struct account *acc, const uint16_t words[PASSWORD_WORDS],
                                       bool with_kit);

/* Log-in on a new device, no book in use. By words: NEEDS_HASH, ASKING, NEEDS_BOOK, FETCHING, DONE.
 * By kit: ASKING, NEEDS_BOOK, FETCHING, DONE, and then account_needs_new_words is true: the caller
 * goes on with account_change_words_after_kit before anything else. ERR_INPUT. */
MUST_CHECK enum err account_log_in_words(struct account *acc, const uint16_t words[PASSWORD_WORDS]);
MUST_CHECK enum err account_log_in_kit(struct account *acc, const uint16_t words[KIT_WORDS]);
bool account_needs_new_words(const struct account *acc);

/* After a hash was given, until account_forget: KDF(P, 4, "bk.locat"), by which the seven words
 * open *mine* on this device (book_mine_words_set); NULL otherwise. Borrowed, secret. */
const uint8_t *account_words_key(const struct account *acc);

/* In NEEDS_BOOK: what was found, borrowed until account_book_given. */
const struct account_root *account_found_root(const struct account *acc);
/* The store is made (book_create with what was found) and account_use_book was
 * called, *mine* open: fetch everything, then note
 * `label` and `today` in the private session log (KIND_DEVICE_IN). */
MUST_CHECK enum err account_book_given(struct account *acc, struct bytes label, int32_t today);

/* After a log-in: the relay did not show all there was of *mine* (rollback.h). To be said calmly:
 * something written there may be missing. */
bool account_mine_behind(const struct account *acc);

/* Other words, R unchanged: the old ones are needed once more. Two hashes. The new locator is
 * written, the kit's payload wrapped anew, then the old locator dropped. */
MUST_CHECK enum err account_change_words(struct account *acc,
                                         const uint16_t old_words[PASSWORD_WORDS],
                                         const uint16_t new_words[PASSWORD_WORDS]);
/* After a log-in by kit: one hash, the old locator is dropped. When it fails, it may be begun again
 * until account_forget: what the kit gave is kept so long. */
MUST_CHECK enum err account_change_words_after_kit(struct account *acc,
                                                   const uint16_t new_words[PASSWORD_WORDS]);

/* A new kit; the words are asked because what a kit holds rests nowhere else. The old kit's box is
 * dropped. DONE: account_kit. */
MUST_CHECK enum err account_new_kit(struct account *acc, const uint16_t words[PASSWORD_WORDS]);

/* The kit just made, until account_forget: its twelve words and the fingerprint of my identity.
 * False when there is none to show. */
bool account_kit(const struct account *acc, uint16_t words[KIT_WORDS],
                 uint16_t fingerprint[FINGERPRINT_WORDS]);

/* Drops every box I author, the locator and the kit. DONE when the relay holds none of them any
 * more; then the caller wipes the store. While the relay cannot be reached it stays ASKING, and a
 * later session goes on with it (account_book_closing). The write seeds are in *mine*, which is
 * open. */
MUST_CHECK enum err account_close_book(struct account *acc);
/* The book is being closed: sync sends and fetches nothing more. False while *mine* is closed. */
bool account_book_closing(const struct book *b);

/* The relay did not answer what an act asked last. */
bool account_away(const struct account *acc);

/* Something of an act is saved and not yet at the relay. */
bool account_unsent(const struct account *acc);
/* Of that, what words or a kit are to find the book by: elsewhere they open nothing yet. False
 * while *mine* is closed. */
bool account_words_unsent(const struct account *acc);

#endif
