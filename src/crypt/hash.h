/* hash.h -- BLAKE2b under labels: hashing, mixing keys, deriving keys.
 *
 *   H(L, x...)   = BLAKE2b-256(L padded to 16 with zeros || x...)
 *   MIX(k, x...) = BLAKE2b-256(x..., key = k)
 *   KDF(k, i, c) = crypto_kdf_derive_from_key(32, i, c, k)
 *
 * Parts are simply joined: callers give every part but one a fixed size.
 */
#ifndef TOWARD_CRYPT_HASH_H
#define TOWARD_CRYPT_HASH_H

#include "base/bytes.h"
#include "crypt/crypt.h"
#include "crypt/labels.h"

/* out = H(label, parts[0] || ... || parts[count - 1]); out may be one of the parts. */
void hash_parts(enum hash_label label, const struct bytes *parts, size_t count,
                uint8_t out[HASH_SIZE]);

/* out = H(label, part). */
void hash_bytes(enum hash_label label, struct bytes part, uint8_t out[HASH_SIZE]);

/* hash_parts with the parts written out: HASH(out, LABEL_PAIR, a, b, c). */
#define HASH(out, label, ...)                                                                      \
    hash_parts((label), (struct bytes[]){__VA_ARGS__},                                             \
               sizeof((struct bytes[]){__VA_ARGS__}) / sizeof(struct bytes), (out))

/* out = MIX(key, parts...). */
void hash_mix(const uint8_t key[KEY_SIZE], const struct bytes *parts, size_t count,
              uint8_t out[KEY_SIZE]);

/* out = KDF(key, id, context). */
void kdf_derive(const uint8_t key[KEY_SIZE], uint64_t id, enum kdf_context context,
                uint8_t out[KEY_SIZE]);

/* Equal, in time that does not depend on where they differ. For secrets and tokens. */
bool secret_equal(const uint8_t *a, const uint8_t *b, size_t size);

/* All zero, in constant time. */
bool secret_is_zero(const uint8_t *a, size_t size);

#endif
