/* feed.h -- one author's words for one audience: keys, and blobs.
 *
 *   read token = KDF(FK, 1, "bk.feed_")    entry key = KDF(FK, 2, "bk.feed_")
 *   box id     = Ed25519 pk(WS)
 *   blob       = SEAL(entry key, "bk.entry", ad = box id, padded plain)
 *
 * Only the author holds WS; readers hold FK and the box id. A live box is a feed whose FK comes
 * from the pair's secret (pairing.h).
 */
#ifndef TOWARD_CRYPT_FEED_H
#define TOWARD_CRYPT_FEED_H

#include "base/bytes.h"
#include "crypt/pad.h"
#include "crypt/seal.h"
#include "crypt/sign.h"

struct feed_keys {
    uint8_t read_token[KEY_SIZE];
    uint8_t entry_key[KEY_SIZE];
};

void feed_keys_derive(const uint8_t feed_key[KEY_SIZE], struct feed_keys *out);

/* The id of the box that a write seed makes. */
void feed_box_id(const uint8_t write_seed[KEY_SIZE], uint8_t out[BOX_ID_SIZE]);

/* Pads plain to its bucket and appends the sealed blob to out. ERR_SIZE above PAD_PLAIN_MAX,
 * ERR_FULL when out has no room. Cost: one pass, and one copy. */
MUST_CHECK enum err feed_seal(const struct feed_keys *keys, const uint8_t box_id[BOX_ID_SIZE],
                              struct bytes plain, const uint8_t nonce[SEAL_NONCE_SIZE],
                              struct buf *out);

/* Opens a blob into memory of a; plain is without its padding.
 * ERR_SIZE when it is no bucket, ERR_SEAL when it does not open, ERR_MALFORMED when the padding is
 * wrong, ERR_FULL when a is exhausted. */
MUST_CHECK enum err feed_open(const struct feed_keys *keys, const uint8_t box_id[BOX_ID_SIZE],
                              struct bytes blob, struct arena *a, struct bytes *plain);

#endif
