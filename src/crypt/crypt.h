/* crypt.h -- the sizes every format of ours shares, and the one call that wakes libsodium.
 *
 * This folder is the only caller of libsodium on the client. The relay links labels.c, hash.c,
 * sign.c and chain.c and nothing else of it: it can check who may write and cannot open anything.
 * Notation in this folder's comments: docs/format.md, "Notation".
 */
#ifndef TOWARD_CRYPT_CRYPT_H
#define TOWARD_CRYPT_CRYPT_H

#include "base/err.h"

#include <stdint.h>

enum {
    KEY_SIZE = 32,    /* every symmetric key, seed and secret */
    HASH_SIZE = 32,   /* every hash, head and entry id */
    BOX_ID_SIZE = 32, /* an Ed25519 public key */
    PUBLIC_KEY_SIZE = 32,
    SIGNATURE_SIZE = 64
};

/* libsodium is ready. A host calls this once, before anything else in this folder; calling it
 * again does nothing. ERR_IO when the library cannot start. */
MUST_CHECK enum err crypt_init(void);

#endif
