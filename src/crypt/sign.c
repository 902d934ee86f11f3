#include "crypt/sign.h"

#include "base/check.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof((struct sign_key *)0)->secret == crypto_sign_SECRETKEYBYTES, "Ed25519");

void sign_key_from_seed(const uint8_t seed[KEY_SIZE], struct sign_key *out) {
    crypto_sign_seed_keypair(out->public_key, out->secret, seed);
}

/* Joins prefix and parts in raw; ours always fit. */
static struct bytes message_join(enum sign_prefix prefix, const struct bytes *parts, size_t count,
                                 uint8_t raw[SIGN_MESSAGE_MAX]) {
    struct buf message;
    struct bytes whole = {NULL, 0};
    buf_init_fixed(&message, raw, SIGN_MESSAGE_MAX);
    buf_add(&message, sign_prefix_bytes(prefix), LABEL_SIZE);
    for (size_t i = 0; i < count; i++)
        buf_add_bytes(&message, parts[i]);
    MUST(buf_finish(&message, &whole) == ERR_OK);
    return whole;
}

void sign_parts(const struct sign_key *key, enum sign_prefix prefix, const struct bytes *parts,
                size_t count, uint8_t signature[SIGNATURE_SIZE]) {
    uint8_t raw[SIGN_MESSAGE_MAX];
    struct bytes message = message_join(prefix, parts, count, raw);
    crypto_sign_detached(signature, NULL, message.at, message.size, key->secret);
    memory_wipe(raw, sizeof raw); /* a kit's message holds the root */
}

enum err sign_check(const uint8_t public_key[PUBLIC_KEY_SIZE], enum sign_prefix prefix,
                    const struct bytes *parts, size_t count,
                    const uint8_t signature[SIGNATURE_SIZE]) {
    uint8_t raw[SIGN_MESSAGE_MAX];
    struct bytes message = message_join(prefix, parts, count, raw);
    int wrong = crypto_sign_verify_detached(signature, message.at, message.size, public_key);
    memory_wipe(raw, sizeof raw);
    return wrong ? ERR_SEAL : ERR_OK;
}

void sign_part(const struct sign_key *key, enum sign_prefix prefix, struct bytes part,
               uint8_t signature[SIGNATURE_SIZE]) {
    sign_parts(key, prefix, &part, 1, signature);
}

enum err sign_check_part(const uint8_t public_key[PUBLIC_KEY_SIZE], enum sign_prefix prefix,
                         struct bytes part, const uint8_t signature[SIGNATURE_SIZE]) {
    return sign_check(public_key, prefix, &part, 1, signature);
}
