/* password.h -- from seven words, or a device secret, to a key.
 *
 *   canonical = "w1:" || dddd-dddd-dddd-dddd-dddd-dddd-dddd     word indices 0000..2047
 *   salt      = BLAKE2b-128("bk/v1/salt" || 0x00)                fixed
 *   P         = Argon2id 1.3(canonical, salt, 3 passes, 128 MiB), 32 bytes
 *
 * The words are drawn, 77 bits, so a fixed salt costs nothing and the address of a book needs no
 * name. Indices, not letters: the same book opens in any language. The parameters are compiled in
 * and taken from nobody. Hashing needs 128 MiB: in the browser it runs in a Worker that is thrown
 * away afterwards, because WebAssembly memory never shrinks.
 */
#ifndef TOWARD_CRYPT_PASSWORD_H
#define TOWARD_CRYPT_PASSWORD_H

#include "base/bytes.h"
#include "base/random.h"
#include "crypt/crypt.h"

enum {
    PASSWORD_WORDS = 7,
    PASSWORD_CANONICAL_SIZE = 37, /* 3 + 7 * 4 + 6 */
    PASSWORD_SALT_SIZE = 16,
    PASSWORD_PASSES = 3,
    PASSWORD_MEMORY = 134217728, /* 128 MiB */
    PASSWORD_DEVICE_MAX = 1024   /* bytes of a device secret */
};

/* Seven word indices, each below 2048, uniformly drawn from r. ERR_IO from r. */
MUST_CHECK enum err password_draw(const struct random_source *r, uint16_t words[PASSWORD_WORDS]);

/* The canonical text of seven words. ERR_INPUT when an index is above 2047. */
MUST_CHECK enum err password_canonical(const uint16_t words[PASSWORD_WORDS],
                                       uint8_t out[PASSWORD_CANONICAL_SIZE]);

/* The fixed salt of the seven words. */
void password_salt(uint8_t out[PASSWORD_SALT_SIZE]);

/* P of a canonical text. ERR_SIZE unless it is of PASSWORD_CANONICAL_SIZE and begins "w1:";
 * ERR_FULL when there are no 128 MiB. Cost: 0.3 s natively, 0.5 s in a desktop's browser, seconds
 * on a phone. */
MUST_CHECK enum err password_hash(struct bytes canonical, uint8_t out[KEY_SIZE]);

/* The key of a device secret (any 1..1024 bytes) under a salt drawn for this device: wraps what
 * opens the store file here. Same parameters, errors and cost. */
MUST_CHECK enum err password_hash_device(struct bytes secret,
                                         const uint8_t salt[PASSWORD_SALT_SIZE],
                                         uint8_t out[KEY_SIZE]);

#endif
