/* outbox.h -- a private note written while `mine` is closed.
 *
 *   note = 0x01 || crypto_box_seal(padded plain, outbox public key)            16,000 bytes
 *
 * The public key is known to the open app, the secret half only while `mine` is open (root.h), so
 * what was written cannot be read again from this side of the lock. Every note is equally long, and
 * one of an empty plain is the filler: a store keeps a fixed number of them, and nobody sees how
 * many are written. Four fit one 64 KiB record of the store file.
 */
#ifndef TOWARD_CRYPT_OUTBOX_H
#define TOWARD_CRYPT_OUTBOX_H

#include "base/bytes.h"
#include "crypt/crypt.h"

enum {
    OUTBOX_NOTE_SIZE = 16000,
    OUTBOX_PLAIN_MAX = OUTBOX_NOTE_SIZE - 1 - 48 - 1 /* 15,950 */
};

/* Seals plain (may be empty: a filler). ERR_SIZE above OUTBOX_PLAIN_MAX.
 *
 *   ephemeral_seed  32 random bytes, never used again
 */
MUST_CHECK enum err outbox_seal(const uint8_t outbox_public[PUBLIC_KEY_SIZE], struct bytes plain,
                                const uint8_t ephemeral_seed[KEY_SIZE],
                                uint8_t out[OUTBOX_NOTE_SIZE]);

/* Opens a note into arena a. ERR_SEAL when it is not sealed to this key, ERR_NEWER for another
 * version, ERR_MALFORMED for wrong padding, ERR_FULL. */
MUST_CHECK enum err outbox_open(const uint8_t outbox_public[PUBLIC_KEY_SIZE],
                                const uint8_t outbox_secret[KEY_SIZE],
                                const uint8_t note[OUTBOX_NOTE_SIZE], struct arena *a,
                                struct bytes *plain);

#endif
