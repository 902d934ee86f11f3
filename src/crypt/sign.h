/* sign.h -- Ed25519 under prefixes: the right to write to a box, and a person's own statements.
 *
 * What is signed is always a 16-byte prefix (labels.h) and parts of fixed size, so no signature
 * made for one purpose fits another. Signing is deterministic (RFC 8032).
 */
#ifndef TOWARD_CRYPT_SIGN_H
#define TOWARD_CRYPT_SIGN_H

#include "base/bytes.h"
#include "crypt/crypt.h"
#include "crypt/labels.h"

enum { SIGN_MESSAGE_MAX = 640 }; /* prefix and parts together; ours are all shorter */

struct sign_key {
    uint8_t public_key[PUBLIC_KEY_SIZE]; /* for a write key: the box id */
    uint8_t secret[64];                  /* libsodium's form: seed || public key */
};

/* The key pair of a 32-byte seed. Wipe it with memory_wipe when done. */
void sign_key_from_seed(const uint8_t seed[KEY_SIZE], struct sign_key *out);

/* signature = Ed25519(key, prefix || parts...). Never: fails, uses randomness. */
void sign_parts(const struct sign_key *key, enum sign_prefix prefix, const struct bytes *parts,
                size_t count, uint8_t signature[SIGNATURE_SIZE]);

/* ERR_OK when the signature is public_key's over prefix || parts; ERR_SEAL otherwise, also for
 * keys of small order and non-canonical encodings. Cost: about 60 us natively, 170 us in the
 * browser. */
MUST_CHECK enum err sign_check(const uint8_t public_key[PUBLIC_KEY_SIZE], enum sign_prefix prefix,
                               const struct bytes *parts, size_t count,
                               const uint8_t signature[SIGNATURE_SIZE]);

/* Both for a single part, such as the messages that wire/relay_api.h lays out. */
void sign_part(const struct sign_key *key, enum sign_prefix prefix, struct bytes part,
               uint8_t signature[SIGNATURE_SIZE]);
MUST_CHECK enum err sign_check_part(const uint8_t public_key[PUBLIC_KEY_SIZE],
                                    enum sign_prefix prefix, struct bytes part,
                                    const uint8_t signature[SIGNATURE_SIZE]);

#endif
