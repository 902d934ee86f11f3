#include "crypt/seal.h"

#include "base/check.h"

#include <sodium.h>
#include <string.h>

enum { SEAL_VERSION = 1, NONCE_AT = 1, COMMIT_AT = 25 };

_Static_assert(SEAL_PLAIN_AT + crypto_aead_xchacha20poly1305_ietf_ABYTES == SEAL_OVERHEAD, "seal");
_Static_assert(SEAL_NONCE_SIZE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "seal");

/* t: the message's own key, then the commitment to it. */
static void message_key(const uint8_t key[KEY_SIZE], enum seal_context context,
                        const uint8_t nonce[SEAL_NONCE_SIZE], uint8_t t[64]) {
    uint8_t in[SEAL_NONCE_SIZE + CONTEXT_SIZE];
    memcpy(in, nonce, SEAL_NONCE_SIZE);
    memcpy(in + SEAL_NONCE_SIZE, seal_context_bytes(context), CONTEXT_SIZE);
    crypto_generichash(t, 64, in, sizeof in, key, KEY_SIZE);
}

/* 0x01 || context || ad; returns its size. */
static size_t whole_ad(enum seal_context context, struct bytes ad,
                       uint8_t out[1 + CONTEXT_SIZE + SEAL_AD_MAX]) {
    MUST(ad.size <= SEAL_AD_MAX);
    out[0] = SEAL_VERSION;
    memcpy(out + 1, seal_context_bytes(context), CONTEXT_SIZE);
    if (ad.size)
        memcpy(out + 1 + CONTEXT_SIZE, ad.at, ad.size);
    return 1 + CONTEXT_SIZE + ad.size;
}

void seal_in_place(const uint8_t key[KEY_SIZE], enum seal_context context, struct bytes ad,
                   size_t plain_size, const uint8_t nonce[SEAL_NONCE_SIZE], uint8_t *out) {
    uint8_t t[64], bound[1 + CONTEXT_SIZE + SEAL_AD_MAX];
    size_t bound_size = whole_ad(context, ad, bound);
    message_key(key, context, nonce, t);
    out[0] = SEAL_VERSION;
    memcpy(out + NONCE_AT, nonce, SEAL_NONCE_SIZE);
    memcpy(out + COMMIT_AT, t + KEY_SIZE, 32);
    uint8_t *at = out + SEAL_PLAIN_AT;
    crypto_aead_xchacha20poly1305_ietf_encrypt(at, NULL, at, plain_size, bound, bound_size, NULL,
                                               nonce, t);
    memory_wipe(t, sizeof t);
}

void seal(const uint8_t key[KEY_SIZE], enum seal_context context, struct bytes ad,
          struct bytes plain, const uint8_t nonce[SEAL_NONCE_SIZE], uint8_t *out) {
    if (plain.size)
        memmove(out + SEAL_PLAIN_AT, plain.at, plain.size);
    seal_in_place(key, context, ad, plain.size, nonce, out);
}

enum err seal_open(const uint8_t key[KEY_SIZE], enum seal_context context, struct bytes ad,
                   struct bytes sealed, uint8_t *out) {
    if (sealed.size < SEAL_OVERHEAD || sealed.at[0] != SEAL_VERSION)
        return ERR_SEAL;
    uint8_t t[64], bound[1 + CONTEXT_SIZE + SEAL_AD_MAX];
    size_t bound_size = whole_ad(context, ad, bound);
    message_key(key, context, sealed.at + NONCE_AT, t);
    int wrong = sodium_memcmp(t + KEY_SIZE, sealed.at + COMMIT_AT, 32);
    if (!wrong)
        wrong = crypto_aead_xchacha20poly1305_ietf_decrypt(
            out, NULL, NULL, sealed.at + SEAL_PLAIN_AT, sealed.size - SEAL_PLAIN_AT, bound,
            bound_size, sealed.at + NONCE_AT, t);
    memory_wipe(t, sizeof t);
    return wrong ? ERR_SEAL : ERR_OK;
}

enum err seal_random(const uint8_t key[KEY_SIZE], enum seal_context context, struct bytes ad,
                     struct bytes plain, const struct random_source *r, uint8_t *out) {
    uint8_t nonce[SEAL_NONCE_SIZE];
    TRY(random_fill(r, nonce, sizeof nonce));
    seal(key, context, ad, plain, nonce, out);
    return ERR_OK;
}
