#include "crypt/hash.h"

#include <sodium.h>

_Static_assert(HASH_SIZE == crypto_generichash_BYTES, "BLAKE2b-256");
_Static_assert(KEY_SIZE == crypto_kdf_KEYBYTES && CONTEXT_SIZE == crypto_kdf_CONTEXTBYTES,
               "crypto_kdf");

static void hash_all(crypto_generichash_state *state, const struct bytes *parts, size_t count,
                     uint8_t out[HASH_SIZE]) {
    for (size_t i = 0; i < count; i++)
        if (parts[i].size)
            crypto_generichash_update(state, parts[i].at, parts[i].size);
    crypto_generichash_final(state, out, HASH_SIZE);
    memory_wipe(state, sizeof *state);
}

void hash_parts(enum hash_label label, const struct bytes *parts, size_t count,
                uint8_t out[HASH_SIZE]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, HASH_SIZE);
    crypto_generichash_update(&state, label_bytes(label), LABEL_SIZE);
    hash_all(&state, parts, count, out);
}

void hash_bytes(enum hash_label label, struct bytes part, uint8_t out[HASH_SIZE]) {
    hash_parts(label, &part, 1, out);
}

void hash_mix(const uint8_t key[KEY_SIZE], const struct bytes *parts, size_t count,
              uint8_t out[KEY_SIZE]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, key, KEY_SIZE, HASH_SIZE);
    hash_all(&state, parts, count, out);
}

void kdf_derive(const uint8_t key[KEY_SIZE], uint64_t id, enum kdf_context context,
                uint8_t out[KEY_SIZE]) {
    crypto_kdf_derive_from_key(out, KEY_SIZE, id, kdf_context_bytes(context), key);
}

bool secret_equal(const uint8_t *a, const uint8_t *b, size_t size) {
    return sodium_memcmp(a, b, size) == 0;
}

bool secret_is_zero(const uint8_t *a, size_t size) {
    return sodium_is_zero(a, size) == 1;
}
