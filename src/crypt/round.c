#include "crypt/round.h"

#include "crypt/pad.h"

#include <string.h>

enum { AD_SIZE = BOX_ID_SIZE + HASH_SIZE };

static struct bytes round_ad(const uint8_t box_id[BOX_ID_SIZE], const uint8_t offer_id[HASH_SIZE],
                             uint8_t out[AD_SIZE]) {
    memcpy(out, box_id, BOX_ID_SIZE);
    memcpy(out + BOX_ID_SIZE, offer_id, HASH_SIZE);
    return bytes_make(out, AD_SIZE);
}

enum err round_commit_seal(const uint8_t key[KEY_SIZE], const uint8_t box_id[BOX_ID_SIZE],
                           const uint8_t offer_id[HASH_SIZE], struct bytes answer,
                           const uint8_t nonce[SEAL_NONCE_SIZE], uint8_t out[ROUND_COMMIT_SIZE]) {
    uint8_t ad[AD_SIZE];
    TRY(pad_add(answer, out + SEAL_PLAIN_AT, ROUND_PLAIN_MAX + 1));
    seal_in_place(key, SEAL_ROUND, round_ad(box_id, offer_id, ad), ROUND_PLAIN_MAX + 1, nonce, out);
    return ERR_OK;
}

enum err round_commit_open(const uint8_t key[KEY_SIZE], const uint8_t box_id[BOX_ID_SIZE],
                           const uint8_t offer_id[HASH_SIZE], struct bytes commit, struct arena *a,
                           struct bytes *answer) {
    if (commit.size != ROUND_COMMIT_SIZE)
        return ERR_SEAL;
    uint8_t *at = arena_alloc(a, ROUND_PLAIN_MAX + 1);
    if (!at)
        return ERR_FULL;
    uint8_t ad[AD_SIZE];
    size_t size = 0;
    TRY(seal_open(key, SEAL_ROUND, round_ad(box_id, offer_id, ad), commit, at));
    TRY(pad_strip(bytes_make(at, ROUND_PLAIN_MAX + 1), &size));
    *answer = bytes_make(at, size);
    return ERR_OK;
}
