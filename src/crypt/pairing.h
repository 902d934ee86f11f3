/* pairing.h -- two people become a pair: one secret, five messages, five words.
 *
 * A draws s (32 bytes) and hands it over: by camera, in a link's fragment, or on one phone. s opens
 * a mailbox at the relay, class invite: write seed, read token, seal key = KDF(s, 1..3,
 * "bk.invit"). Both hold its write key. Message n stands at position n, and compare-and-swap there
 * makes m2 single: whoever is second is told "already used".
 *
 *   m1 A  commit = H("bk/v1/commit", eA || nA)
 *   m2 B  eB(32) || nB(16) || idB(32) || kxB(32) || certB(100)
 *   m3 A  eA(32) || nA(16) || idA(32) || kxA(32) || certA(100)      B checks the commitment
 *   T     = H("bk/v1/pair", commit || eB || nB || idB || kxB || eA || nA || idA || kxA)
 *   K_AB  = MIX(s, DH(eA,eB) || DH(eA,kxB) || DH(kxA,eB) || T)
 *   words = first 55 bits of KDF(K_AB, 1, "bk.pair_"), 5 x 11
 *   m4 B, m5 A  box(32) || live box(32) || flags(1) || name size(1) || name
 *
 * m1..m3 are SEAL(seal key, "bk.invit", ad = invite box || n(1), padded), m4 and m5 the same under
 * KDF(K_AB, 4, "bk.pair_"), which also confirms the key. Every message is 1,024 bytes. Because A
 * commits before seeing m2, nobody in the middle can search for keys that give the same words;
 * because s is mixed in, the relay learns nothing even if X25519 falls. A shared secret of zeros
 * aborts.
 *
 * This is a set of steps without clock, randomness or sockets: each takes what arrived, moves the
 * state, and writes what is to be sent. A step that fails leaves the state as it was. A state can
 * be written and read back (pairing_write), because days may pass between m1 and m2; it holds
 * secrets and is kept in `mine` only.
 */
#ifndef TOWARD_CRYPT_PAIRING_H
#define TOWARD_CRYPT_PAIRING_H

#include "base/bytes.h"
#include "base/random.h"
#include "crypt/root.h"

enum {
    PAIRING_SECRET_SIZE = 32,
    PAIRING_MESSAGE_SIZE = 1024,
    PAIRING_NAME_MAX = 80, /* bytes of a chosen name */
    PAIRING_WORDS = 5,
    PAIRING_STATE_SIZE = 685 /* what pairing_write appends */
};

enum pairing_role { PAIRING_INVITER = 0, PAIRING_INVITED = 1 };

/* Flags in m4 and m5. */
enum {
    PAIRING_TOGETHER = 1
}; /* sat together: read by camera or on one phone, nothing to compare */

/* The mailbox that s opens. */
struct invite_keys {
    struct sign_key write; /* write.public_key is the box id */
    uint8_t read_token[KEY_SIZE];
    uint8_t seal_key[KEY_SIZE];
};

void invite_derive(const uint8_t s[PAIRING_SECRET_SIZE], struct invite_keys *out);

/* Who I am in a pairing. */
struct pairing_self {
    uint8_t id_public[PUBLIC_KEY_SIZE];
    uint8_t kx_public[PUBLIC_KEY_SIZE];
    uint8_t kx_secret[KEY_SIZE];
    struct cert cert;
};

/* What m4 and m5 carry. */
struct pairing_hello {
    uint8_t box_id[BOX_ID_SIZE];  /* my feed of this pair */
    uint8_t live_id[BOX_ID_SIZE]; /* my live box of this pair */
    uint8_t flags;
    uint8_t name_size;
    uint8_t name[PAIRING_NAME_MAX]; /* UTF-8 */
};

struct pairing_peer {
    uint8_t id_public[PUBLIC_KEY_SIZE];
    uint8_t kx_public[PUBLIC_KEY_SIZE];
    struct cert cert;
    struct pairing_hello hello; /* all zero until it came */
};

enum pairing_state {
    PAIRING_WAIT_M1 = 1, /* invited: nothing sent yet */
    PAIRING_WAIT_M2,     /* inviter: m1 is out */
    PAIRING_WAIT_M3,     /* invited: m2 is out */
    PAIRING_WAIT_M4,     /* inviter: m3 is out; the five words are known */
    PAIRING_WAIT_M5,     /* invited: m4 is out; the five words are known */
    PAIRING_DONE
};

struct pairing {
    enum pairing_role role;
    enum pairing_state state;
    uint8_t s[PAIRING_SECRET_SIZE];
    struct pairing_self self;
    uint8_t e_secret[KEY_SIZE]; /* zero once K_AB is made */
    uint8_t e_public[PUBLIC_KEY_SIZE];
    uint8_t n[16];
    uint8_t commit[HASH_SIZE];
    uint8_t pair_key[KEY_SIZE]; /* K_AB; zero before */
    struct pairing_peer peer;
};

/* A begins: draws eA, nA and a nonce from r, and writes m1. ERR_IO from r. */
MUST_CHECK enum err pairing_invite(struct pairing *p, const uint8_t s[PAIRING_SECRET_SIZE],
                                   const struct pairing_self *self, const struct random_source *r,
                                   uint8_t m1[PAIRING_MESSAGE_SIZE]);

/* B begins with the secret that was handed over, and waits for m1. Draws eB and nB. */
MUST_CHECK enum err pairing_join(struct pairing *p, const uint8_t s[PAIRING_SECRET_SIZE],
                                 const struct pairing_self *self, const struct random_source *r);

/* Takes the message the state waits for and writes the next one.
 *
 *   message  the blob at that position
 *   hello    what I say of myself in m4 or m5; not looked at in earlier steps
 *   reply    receives the next message; after m5 nothing (reply_size 0)
 *
 * Returns
 *   ERR_STATE   the pairing is done
 *   ERR_SEAL    the message does not open: another secret, another position, tampering; or the
 *               commitment, a certificate or a shared secret is wrong. Do not go on: cancel
 *   ERR_MALFORMED  it opens and does not follow its layout
 *   ERR_CONFLICT  the other is oneself: a link opened by who made it
 *   ERR_INPUT   hello's name is not valid text
 *   ERR_IO      from r
 * Save the new state and the reply together before sending: a lost answer is repeated with the same
 * bytes, and A, who accepts the first m2 that it sees, must never answer another. */
MUST_CHECK enum err pairing_step(struct pairing *p, struct bytes message,
                                 const struct pairing_hello *hello, const struct random_source *r,
                                 uint8_t reply[PAIRING_MESSAGE_SIZE], size_t *reply_size);

/* The five word indices, once K_AB is made (WAIT_M4, WAIT_M5, DONE); ERR_STATE before. */
MUST_CHECK enum err pairing_words(const struct pairing *p, uint16_t words[PAIRING_WORDS]);

/* The same from K_AB itself. */
void pair_words(const uint8_t pair_key[KEY_SIZE], uint16_t words[PAIRING_WORDS]);

/* The four feed keys of a pair: FK = KDF(K_AB, 2 or 3), live = KDF(K_AB, 5 or 6), A to B and B to
 * A. `out` is what I write, `in` what I read. */
struct pair_keys {
    uint8_t out_feed_key[KEY_SIZE];
    uint8_t in_feed_key[KEY_SIZE];
    uint8_t out_live_key[KEY_SIZE];
    uint8_t in_live_key[KEY_SIZE];
};

void pair_keys_derive(const uint8_t pair_key[KEY_SIZE], enum pairing_role role,
                      struct pair_keys *out);

/* Appends the state (PAIRING_STATE_SIZE bytes, secrets in the clear: seal it), and reads it back:
 * ERR_MALFORMED when it is none. */
void pairing_write(const struct pairing *p, struct buf *b);
MUST_CHECK enum err pairing_read(struct bytes in, struct pairing *out);

#endif
