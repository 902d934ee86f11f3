/* keyring.h -- which boxes I hold keys to, and who the other is: entries in *mine*, read by all my
 * devices, and what follows from them for a book.
 *
 * KIND_KEYRING, one item a box:  1 role (enum feed_role, or below)  2 box id  3 FK  4 WS (own
 * boxes) 5 K_AB (boxes of a pair) KIND_PAIR, one item a pair:    1 partner's id key  2 their
 * certificate  3 compared  4 K_AB 5 their name at pairing  6 state (enum pair_state)
 *
 * KIND_LEAVE, one item an ending:   1 K_AB of the pair that ended  2 whether it was I who left
 *
 * Entries in *mine* are the truth; feeds and book_pair of a device follow from them
 * (keyring_settle), so a device that just logged in and the one the pair was made on are alike.
 */
#ifndef TOWARD_BOOK_KEYRING_H
#define TOWARD_BOOK_KEYRING_H

#include "book/book_internal.h"
#include "crypt/pairing.h"

/* Who needs every item asks kind by kind up to here: practices' codes are far below
 * (app/practice.h), and asking for a kind that nobody uses costs one look-up. */
enum { KIND_ASKED_END = 1 << 14 };

/* Roles beside enum feed_role: boxes that are no feeds. */
enum keyring_role { KEYRING_LOCATOR = 16, KEYRING_KIT = 17 };

struct keyring_box {
    uint8_t item[EID_SIZE]; /* of its entry, filled in by keyring_at */
    uint32_t role;
    uint8_t box_id[BOX_ID_SIZE];
    bool has_feed_key, has_write_seed, has_pair_key;
    uint8_t feed_key[KEY_SIZE];
    uint8_t write_seed[KEY_SIZE];
    uint8_t pair_key[KEY_SIZE];
};

/* The boxes; i < count. Nothing while *mine* is closed. Entries that make no sense give false. */
size_t keyring_count(const struct book *b);
bool keyring_at(const struct book *b, size_t i, struct keyring_box *out);

/* Stages an entry for a box; the errors of book_stage. Known already (same box id): nothing. */
MUST_CHECK enum err keyring_stage(struct book *b, const struct keyring_box *box, int32_t day);

struct keyring_pair {
    uint8_t item[EID_SIZE]; /* zeros for a new one */
    uint8_t id_public[PUBLIC_KEY_SIZE];
    struct cert cert;
    bool compared;
    uint8_t pair_key[KEY_SIZE];
    uint8_t name_size;
    uint8_t name[BOOK_NAME_MAX];
    enum pair_state state; /* PAIR_TOGETHER or PAIR_LEFT */
    bool i_left;           /* it was I, or both of us */
    int32_t day;           /* of its newest version */
};

/* The pair that stands; where none does, the newest. ERR_LOCKED, ERR_NOT_FOUND. Wipe it after use.
 */
MUST_CHECK enum err keyring_pair(const struct book *b, struct keyring_pair *out);

/* Stages the pair: a first version when `item` is zeros, else a newer one. */
MUST_CHECK enum err keyring_pair_stage(struct book *b, const struct keyring_pair *pair,
                                       int32_t day);

/* Stages that the pair with this key is over, once. Nothing takes it back: a device that hears of
 * the end late, or says something about the pair after it, changes nothing. */
MUST_CHECK enum err keyring_over_stage(struct book *b, const uint8_t pair_key[KEY_SIZE], bool by_me,
                                       int32_t day);

/* Stages and commits what follows from the entries in *mine*: feeds that are not there yet are
 * added, feeds of a pair that was left are ended, my words in one that I left go, and book_pair
 * tells of the newest pair. That the other left is written down. Does nothing while *mine* is
 * closed. Idempotent. The errors of book_commit. */
MUST_CHECK enum err keyring_settle(struct book *b);

/* My name here and, by an entry in *mine*, on all devices of mine; the partner is not told. With
 * *mine* closed the entry waits in the outbox. ERR_SIZE, and the errors of book_write. */
MUST_CHECK enum err keyring_name_set(struct book *b, struct bytes name, int32_t day);

/* What a blob of the partner's feed says about the pair itself, staged: KIND_LEAVE ends it here
 * too, KIND_NAME changes their name. Call beside book_receive. */
void keyring_hear(struct book *b, struct bytes plain);

/* Stages that all feeds of pairs are ended and that the pair's state is `state`. */
void keyring_end_pair(struct book *b, enum pair_state state);

#endif
