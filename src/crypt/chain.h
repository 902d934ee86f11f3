/* chain.h -- a box's history in one hash, and what its author signs.
 *
 *   head_0 = H("bk/v1/head0", box_id)
 *   bh_n   = H("bk/v1/blob", blob_n)                        n = 1, 2, 3 ...
 *   head_n = H("bk/v1/head", head_{n-1} || n(8) || bh_n)
 *   append = Sign(WS, "bk/v1/append" || box_id || head_n)
 *
 * The chain covers hashes, not blobs, so it still verifies when a blob was erased. An append of
 * several blobs signs the last head only; a reader takes blobs as verified up to a signed head. The
 * byte layouts of the other signed messages are those of wire/relay_api.h.
 */
#ifndef TOWARD_CRYPT_CHAIN_H
#define TOWARD_CRYPT_CHAIN_H

#include "crypt/hash.h"
#include "crypt/sign.h"
#include "wire/relay_api.h"

struct chain {
    uint8_t box_id[BOX_ID_SIZE];
    uint64_t position; /* of the newest blob; 0: none yet */
    uint8_t head[HASH_SIZE];
};

/* The chain of an empty box. */
void chain_start(const uint8_t box_id[BOX_ID_SIZE], struct chain *out);

/* bh of a blob. */
void chain_blob_hash(struct bytes blob, uint8_t out[HASH_SIZE]);

/* Steps to the next position with that blob's hash. */
void chain_advance(struct chain *c, const uint8_t blob_hash[HASH_SIZE]);

/* The author's signature on where the chain stands. key must be the box's (checked). */
void chain_sign_append(const struct chain *c, const struct sign_key *key,
                       uint8_t signature[SIGNATURE_SIZE]);

/* ERR_OK when the box's author signed where the chain stands; else ERR_SEAL. */
MUST_CHECK enum err chain_check_append(const struct chain *c,
                                       const uint8_t signature[SIGNATURE_SIZE]);

/* The signatures of the other calls, over the messages that wire/relay_api.h lays out: making the
 * box of `key` at the relay whose host_hash is given; erasing blob n; dropping the box that stands
 * at head. The relay checks them with sign_check_part. */
void chain_sign_create(const struct sign_key *key, const struct relay_create *create,
                       const uint8_t host_hash[HASH_SIZE], uint8_t signature[SIGNATURE_SIZE]);
void chain_sign_erase(const struct sign_key *key, uint64_t position,
                      const uint8_t blob_hash[HASH_SIZE], uint8_t signature[SIGNATURE_SIZE]);
void chain_sign_drop(const struct sign_key *key, const uint8_t head[HASH_SIZE],
                     uint8_t signature[SIGNATURE_SIZE]);

/* What the relay keeps of a read token, H("bk/v1/rt", token), and how a create names a relay,
 * H("bk/v1/host", origin). */
void chain_token_hash(const uint8_t token[KEY_SIZE], uint8_t out[HASH_SIZE]);
void chain_host_hash(struct bytes origin, uint8_t out[HASH_SIZE]);

#endif
