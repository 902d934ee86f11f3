#include "crypt/root.h"

#include "crypt/bits.h"

#include <sodium.h>
#include <string.h>

void root_derive(const uint8_t root[KEY_SIZE], struct root_keys *out) {
    uint8_t seed[KEY_SIZE];
    kdf_derive(root, 1, KDF_ROOT, out->mine_feed_key);
    kdf_derive(root, 2, KDF_ROOT, out->mine_write_seed);
    kdf_derive(root, 3, KDF_ROOT, seed);
    crypto_kx_seed_keypair(out->kx_public, out->kx_secret, seed);
    kdf_derive(root, 4, KDF_ROOT, out->self_key);
    kdf_derive(root, 5, KDF_ROOT, seed);
    crypto_box_seed_keypair(out->outbox_public, out->outbox_secret, seed);
    memory_wipe(seed, sizeof seed);
}

void cert_sign(const struct sign_key *identity, uint32_t generation,
               const uint8_t kx_public[PUBLIC_KEY_SIZE], const struct cert *previous,
               struct cert *out) {
    struct cert made = {.generation = generation};
    uint8_t g[4];
    u32_write(g, generation);
    if (previous)
        cert_hash(previous, made.previous);
    sign_parts(identity, SIGN_GEN,
               (struct bytes[]){BYTES_OF(g), bytes_make(kx_public, PUBLIC_KEY_SIZE),
                                BYTES_OF(made.previous)},
               3, made.signature);
    *out = made;
}

enum err cert_check(const struct cert *c, const uint8_t id_public[PUBLIC_KEY_SIZE],
                    const uint8_t kx_public[PUBLIC_KEY_SIZE]) {
    uint8_t g[4];
    u32_write(g, c->generation);
    bool first = secret_is_zero(c->previous, HASH_SIZE);
    if (c->generation == 0 || (c->generation == 1) != first)
        return ERR_SEAL;
    return sign_check(id_public, SIGN_GEN,
                      (struct bytes[]){BYTES_OF(g), bytes_make(kx_public, PUBLIC_KEY_SIZE),
                                       BYTES_OF(c->previous)},
                      3, c->signature);
}

void cert_hash(const struct cert *c, uint8_t out[HASH_SIZE]) {
    hash_bytes(LABEL_CERT, BYTES_OF(c->signature), out);
}

void cert_write(const struct cert *c, uint8_t out[CERT_SIZE]) {
    u32_write(out, c->generation);
    memcpy(out + 4, c->previous, HASH_SIZE);
    memcpy(out + 4 + HASH_SIZE, c->signature, SIGNATURE_SIZE);
}

void cert_read(const uint8_t in[CERT_SIZE], struct cert *out) {
    out->generation = u32_read(in);
    memcpy(out->previous, in + 4, HASH_SIZE);
    memcpy(out->signature, in + 4 + HASH_SIZE, SIGNATURE_SIZE);
}

void root_fingerprint(const uint8_t id_public[PUBLIC_KEY_SIZE], uint16_t words[FINGERPRINT_WORDS]) {
    uint8_t hash[HASH_SIZE];
    hash_bytes(LABEL_FINGER, bytes_make(id_public, PUBLIC_KEY_SIZE), hash);
    bits_to_words(hash, words, FINGERPRINT_WORDS);
}
