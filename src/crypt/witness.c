#include "crypt/witness.h"

#include "crypt/hash.h"

#include <string.h>

enum { PLAIN_SIZE = 56, POSITION_AT = 4, HEAD_AT = 12, ZEROS_AT = 44 };
_Static_assert(PLAIN_SIZE + SEAL_OVERHEAD == WITNESS_SIZE, "witness");

void witness_seal(const uint8_t self_key[KEY_SIZE], const struct witness *w,
                  const uint8_t nonce[SEAL_NONCE_SIZE], uint8_t out[WITNESS_SIZE]) {
    uint8_t plain[PLAIN_SIZE] = {0};
    u32_write(plain, w->generation);
    u64_write(plain + POSITION_AT, w->position);
    memcpy(plain + HEAD_AT, w->head, HASH_SIZE);
    seal(self_key, SEAL_WITNESS, bytes_make(NULL, 0), BYTES_OF(plain), nonce, out);
    memory_wipe(plain, sizeof plain);
}

enum err witness_open(const uint8_t self_key[KEY_SIZE], const uint8_t sealed[WITNESS_SIZE],
                      struct witness *out) {
    uint8_t plain[PLAIN_SIZE];
    TRY(seal_open(self_key, SEAL_WITNESS, bytes_make(NULL, 0), bytes_make(sealed, WITNESS_SIZE),
                  plain));
    if (!secret_is_zero(plain + ZEROS_AT, PLAIN_SIZE - ZEROS_AT))
        return ERR_SEAL;
    out->generation = u32_read(plain);
    out->position = u64_read(plain + POSITION_AT);
    memcpy(out->head, plain + HEAD_AT, HASH_SIZE);
    memory_wipe(plain, sizeof plain);
    return ERR_OK;
}

enum err witness_filler(const struct random_source *r, uint8_t out[WITNESS_SIZE]) {
    uint8_t made[WITNESS_SIZE];
    TRY(random_fill(r, made + 1, WITNESS_SIZE - 1));
    made[0] = 1;
    memcpy(out, made, WITNESS_SIZE);
    return ERR_OK;
}
