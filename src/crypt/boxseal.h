/* boxseal.h -- sealing to a public key, with the randomness given.
 *
 * Byte for byte crypto_box_seal of libsodium, and opened by crypto_box_seal_open; only the
 * ephemeral key comes from a seed that the caller drew, because the core draws no randomness.
 * Not committing, not authenticated: what is inside says who wrote it, if that matters.
 */
#ifndef TOWARD_CRYPT_BOXSEAL_H
#define TOWARD_CRYPT_BOXSEAL_H

#include "base/bytes.h"
#include "crypt/crypt.h"

enum { BOXSEAL_OVERHEAD = 48 };

struct box_key {
    uint8_t public_key[PUBLIC_KEY_SIZE];
    uint8_t secret[KEY_SIZE];
};

/* crypto_box_seed_keypair. */
void box_key_from_seed(const uint8_t seed[KEY_SIZE], struct box_key *out);

/* Writes plain.size + BOXSEAL_OVERHEAD bytes at out, which must not overlap plain. ERR_SEAL when
 * public_key is a point of small order. */
MUST_CHECK enum err box_seal(const uint8_t public_key[PUBLIC_KEY_SIZE], struct bytes plain,
                             const uint8_t ephemeral_seed[KEY_SIZE], uint8_t *out);

/* Writes sealed.size - BOXSEAL_OVERHEAD bytes at out. ERR_SEAL when it does not open. */
MUST_CHECK enum err box_open(const struct box_key *key, struct bytes sealed, uint8_t *out);

#endif
