/* seal.h -- the one committing seal.
 *
 *   t      = BLAKE2b-512(nonce || context, key = k);  ek = t[0..31], ck = t[32..63]
 *   SEAL   = 0x01 || nonce(24) || ck(32) || XChaCha20-Poly1305-IETF(ek, nonce,
 *                                              ad = 0x01 || context || ad, plain)
 *
 * ck commits to the key: no blob opens under two keys, so nothing can be learned by offering blobs
 * to readers with different keys. A fresh ek for every nonce also lets devices that share k write
 * without agreeing on nonces. Opening answers one error for every cause.
 */
#ifndef TOWARD_CRYPT_SEAL_H
#define TOWARD_CRYPT_SEAL_H

#include "base/bytes.h"
#include "base/random.h"
#include "crypt/crypt.h"
#include "crypt/labels.h"

enum {
    SEAL_NONCE_SIZE = 24,
    SEAL_OVERHEAD = 73, /* 1 + 24 + 32 + 16 */
    SEAL_PLAIN_AT = 57, /* where the ciphertext begins; plain stands there for seal_in_place */
    SEAL_AD_MAX = 128   /* ours are all shorter; more stops the program */
};

/* Writes plain.size + SEAL_OVERHEAD bytes at out.
 *
 *   nonce  24 bytes never used before with this key: random
 *   out    may overlap plain
 *
 * Never: fails. */
void seal(const uint8_t key[KEY_SIZE], enum seal_context context, struct bytes ad,
          struct bytes plain, const uint8_t nonce[SEAL_NONCE_SIZE], uint8_t *out);

/* seal for a plain of plain_size bytes that already stands at out + SEAL_PLAIN_AT. */
void seal_in_place(const uint8_t key[KEY_SIZE], enum seal_context context, struct bytes ad,
                   size_t plain_size, const uint8_t nonce[SEAL_NONCE_SIZE], uint8_t *out);

/* Writes sealed.size - SEAL_OVERHEAD bytes at out.
 *
 * Returns ERR_SEAL when anything at all is wrong: size, version, commitment, tag, key, context or
 * ad. out, which must not overlap sealed, then holds zeros or what it held before. */
MUST_CHECK enum err seal_open(const uint8_t key[KEY_SIZE], enum seal_context context,
                              struct bytes ad, struct bytes sealed, uint8_t *out);

/* seal with a nonce drawn from r. ERR_IO when r gives none. */
MUST_CHECK enum err seal_random(const uint8_t key[KEY_SIZE], enum seal_context context,
                                struct bytes ad, struct bytes plain, const struct random_source *r,
                                uint8_t *out);

#endif
