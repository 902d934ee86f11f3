/* round.h -- the sealed round: both answer, nobody reads first.
 *
 *   commit = SEAL(k, "bk.round", ad = author's box id || offer's entry id, padded answer)
 *   reveal = k
 *
 * k is 32 random bytes, used for this one commit. The commit goes out when the answer is sealed,
 * the key alone at the opening. The seal commits to its key, so the author cannot find another key
 * that opens to another answer; the box id and the offer bind it to one person and one question. A
 * cheat can withhold, and neither read first nor change. Every commit is equally long, a blank
 * answer too.
 */
#ifndef TOWARD_CRYPT_ROUND_H
#define TOWARD_CRYPT_ROUND_H

#include "base/bytes.h"
#include "crypt/seal.h"

enum {
    ROUND_COMMIT_SIZE = 4096,
    ROUND_PLAIN_MAX = ROUND_COMMIT_SIZE - SEAL_OVERHEAD - 1 /* 4,022 */
};

/* Seals an answer. ERR_SIZE above ROUND_PLAIN_MAX. key and nonce: random, for this commit only. */
MUST_CHECK enum err round_commit_seal(const uint8_t key[KEY_SIZE],
                                      const uint8_t box_id[BOX_ID_SIZE],
                                      const uint8_t offer_id[HASH_SIZE], struct bytes answer,
                                      const uint8_t nonce[SEAL_NONCE_SIZE],
                                      uint8_t out[ROUND_COMMIT_SIZE]);

/* Opens a commit with the key that was revealed; answer is in arena a.
 * ERR_SEAL for a wrong key, author, offer or size, ERR_MALFORMED for wrong padding, ERR_FULL. */
MUST_CHECK enum err round_commit_open(const uint8_t key[KEY_SIZE],
                                      const uint8_t box_id[BOX_ID_SIZE],
                                      const uint8_t offer_id[HASH_SIZE], struct bytes commit,
                                      struct arena *a, struct bytes *answer);

#endif
