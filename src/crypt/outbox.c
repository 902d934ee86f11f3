#include "crypt/outbox.h"

#include "crypt/boxseal.h"
#include "crypt/pad.h"

#include <string.h>

enum { OUTBOX_VERSION = 1, PADDED_SIZE = OUTBOX_PLAIN_MAX + 1 };
_Static_assert(1 + BOXSEAL_OVERHEAD + PADDED_SIZE == OUTBOX_NOTE_SIZE, "outbox");

enum err outbox_seal(const uint8_t outbox_public[PUBLIC_KEY_SIZE], struct bytes plain,
                     const uint8_t ephemeral_seed[KEY_SIZE], uint8_t out[OUTBOX_NOTE_SIZE]) {
    uint8_t padded[PADDED_SIZE];
    TRY(pad_add(plain, padded, sizeof padded));
    enum err e = box_seal(outbox_public, BYTES_OF(padded), ephemeral_seed, out + 1);
    out[0] = OUTBOX_VERSION;
    memory_wipe(padded, sizeof padded);
    return e;
}

enum err outbox_open(const uint8_t outbox_public[PUBLIC_KEY_SIZE],
                     const uint8_t outbox_secret[KEY_SIZE], const uint8_t note[OUTBOX_NOTE_SIZE],
                     struct arena *a, struct bytes *plain) {
    if (note[0] != OUTBOX_VERSION)
        return ERR_NEWER;
    uint8_t *at = arena_alloc(a, PADDED_SIZE);
    if (!at)
        return ERR_FULL;
    struct box_key key;
    size_t size = 0;
    memcpy(key.public_key, outbox_public, PUBLIC_KEY_SIZE);
    memcpy(key.secret, outbox_secret, KEY_SIZE);
    enum err e = box_open(&key, bytes_make(note + 1, OUTBOX_NOTE_SIZE - 1), at);
    memory_wipe(&key, sizeof key);
    TRY(e);
    TRY(pad_strip(bytes_make(at, PADDED_SIZE), &size));
    *plain = bytes_make(at, size);
    return ERR_OK;
}
