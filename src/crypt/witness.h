/* witness.h -- how far `mine` had come, told to myself through someone who cannot read it.
 *
 *   witness = SEAL(self_key, "bk.witns", no ad, g(4) || n(8) || head(32) || 0(12))     129 bytes
 *   filler  = 0x01 || 128 random bytes
 *
 * Every entry of a pair feed carries one. Sealed ahead while `mine` is open, used once each; a
 * filler takes the place when none is left, and looks the same.
 */
#ifndef TOWARD_CRYPT_WITNESS_H
#define TOWARD_CRYPT_WITNESS_H

#include "crypt/seal.h"

enum { WITNESS_SIZE = 129 };

struct witness {
    uint32_t generation;
    uint64_t position; /* of the newest blob of `mine` */
    uint8_t head[HASH_SIZE];
};

void witness_seal(const uint8_t self_key[KEY_SIZE], const struct witness *w,
                  const uint8_t nonce[SEAL_NONCE_SIZE], uint8_t out[WITNESS_SIZE]);

/* ERR_SEAL when it is a filler, another person's, or damaged: the three are not told apart. */
MUST_CHECK enum err witness_open(const uint8_t self_key[KEY_SIZE],
                                 const uint8_t sealed[WITNESS_SIZE], struct witness *out);

/* ERR_IO from r. */
MUST_CHECK enum err witness_filler(const struct random_source *r, uint8_t out[WITNESS_SIZE]);

#endif
