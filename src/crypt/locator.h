/* locator.h -- where seven words, or a paper kit, find a book.
 *
 * Locator (opened by the seven words; P as in password.h):
 *   write seed, read token, seal key = KDF(P, 1..3, "bk.locat");  loc_id = Ed25519 pk(write seed)
 *   payload(439) = 0x01 || g(4) || ctr(4) || R(32) || id_seed(32) || kit_ws(32) || kit_xpk(32) ||
 * 0... blob(512)    = SEAL(seal key, "bk.locat", ad = loc_id, payload)
 *
 * Kit (opened by twelve words on paper; kit is 16 random bytes):
 *   KK = H("bk/v1/kit", kit);  kit_ws, box seed, read token = KDF(KK, 1..3, "bk.kit__")
 *   payload(463) = 0x01 || g(4) || ctr(4) || R(32) || id_seed(32) || loc_ws(32) || loc_id(32) ||
 *                  Sign(id, "bk/v1/kit" || kit_id || g(4) || ctr(4) || R) || 0...
 *   blob(512)    = 0x01 || crypto_box_seal(payload, kit_xpk)
 *   words        = kit(128 bits) || first 4 bits of H("bk/v1/kitsum", kit), 12 x 11 bits, the most
 *                  significant first
 *
 * Both live in a box of which the newest blob counts. The kit is sealed to a public key, so the
 * root can be renewed without the paper. Without a kit, kit_ws and kit_xpk are zero. A device that
 * has seen (g, ctr) refuses lower ones: that is for the book to remember.
 */
#ifndef TOWARD_CRYPT_LOCATOR_H
#define TOWARD_CRYPT_LOCATOR_H

#include "base/bytes.h"
#include "base/random.h"
#include "crypt/seal.h"
#include "crypt/sign.h"

enum {
    LOCATOR_BLOB_SIZE = 512,
    LOCATOR_PAYLOAD_SIZE = 439,
    KIT_PAYLOAD_SIZE = 463,
    KIT_SIZE = 16,
    KIT_WORDS = 12
};

struct locator_keys {
    struct sign_key write; /* write.public_key is the box id */
    uint8_t write_seed[KEY_SIZE];
    uint8_t read_token[KEY_SIZE];
    uint8_t seal_key[KEY_SIZE];
};

struct locator_payload {
    uint32_t generation; /* from 1 */
    uint32_t counter;    /* rises with every write */
    uint8_t root[KEY_SIZE];
    uint8_t id_seed[KEY_SIZE];
    uint8_t kit_write_seed[KEY_SIZE];     /* zero: no kit */
    uint8_t kit_box_key[PUBLIC_KEY_SIZE]; /* zero: no kit */
};

/* The keys that P gives. Wipe them when done. */
void locator_keys_from_password(const uint8_t p[KEY_SIZE], struct locator_keys *out);

/* Seals the payload into a blob for the locator's box. nonce as for seal. */
void locator_seal(const struct locator_keys *keys, const struct locator_payload *payload,
                  const uint8_t nonce[SEAL_NONCE_SIZE], uint8_t out[LOCATOR_BLOB_SIZE]);

/* Opens a blob of the locator's box. ERR_SEAL when it does not open, ERR_NEWER for a payload
 * version above 1, ERR_MALFORMED for anything else in it that is not as above. */
MUST_CHECK enum err locator_open(const struct locator_keys *keys, struct bytes blob,
                                 struct locator_payload *out);

struct kit_keys {
    struct sign_key write;
    uint8_t write_seed[KEY_SIZE];
    uint8_t read_token[KEY_SIZE];
    uint8_t box_key[PUBLIC_KEY_SIZE]; /* kit_xpk */
    uint8_t box_secret[KEY_SIZE];
};

struct kit_payload {
    uint32_t generation;
    uint32_t counter;
    uint8_t root[KEY_SIZE];
    uint8_t id_seed[KEY_SIZE];
    uint8_t locator_write_seed[KEY_SIZE];
    uint8_t locator_id[BOX_ID_SIZE]; /* filled in by kit_open, derived by kit_seal */
};

void kit_keys_from_secret(const uint8_t kit[KIT_SIZE], struct kit_keys *out);

/* Seals the payload to the kit's public key, signed by the identity of payload->id_seed.
 *
 *   kit_id          the kit's box
 *   ephemeral_seed  32 random bytes, never used again
 *
 * ERR_SEAL when kit_box_key is no usable key.
 */
MUST_CHECK enum err kit_seal(const uint8_t kit_id[BOX_ID_SIZE],
                             const uint8_t kit_box_key[PUBLIC_KEY_SIZE],
                             const struct kit_payload *payload,
                             const uint8_t ephemeral_seed[KEY_SIZE],
                             uint8_t out[LOCATOR_BLOB_SIZE]);

/* Opens a blob of the kit's box and checks its signature and that loc_id belongs to loc_ws.
 * ERR_SEAL, ERR_NEWER, ERR_MALFORMED as locator_open. */
MUST_CHECK enum err kit_open(const struct kit_keys *keys, struct bytes blob,
                             struct kit_payload *out);

/* The twelve word indices of a kit, and back: ERR_INPUT when an index is above 2047 or the four
 * check bits are wrong (15 of 16 single mistakes are caught). */
void kit_words(const uint8_t kit[KIT_SIZE], uint16_t words[KIT_WORDS]);
MUST_CHECK enum err kit_from_words(const uint16_t words[KIT_WORDS], uint8_t kit[KIT_SIZE]);

#endif
