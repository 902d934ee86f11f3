#include "crypt/password.h"

#include "crypt/bits.h"

#include <sodium.h>
#include <string.h>

enum err password_draw(const struct random_source *r, uint16_t words[PASSWORD_WORDS]) {
    uint8_t raw[10]; /* 80 bits, of which the first 77 are used */
    TRY(random_fill(r, raw, sizeof raw));
    bits_to_words(raw, words, PASSWORD_WORDS);
    memory_wipe(raw, sizeof raw);
    return ERR_OK;
}

enum err password_canonical(const uint16_t words[PASSWORD_WORDS],
                            uint8_t out[PASSWORD_CANONICAL_SIZE]) {
    for (size_t i = 0; i < PASSWORD_WORDS; i++)
        if (words[i] > 2047)
            return ERR_INPUT;
    memcpy(out, "w1:", 3);
    uint8_t *at = out + 3;
    for (size_t i = 0; i < PASSWORD_WORDS; i++) {
        if (i)
            *at++ = '-';
        for (unsigned tens = 1000, left = words[i]; tens; left %= tens, tens /= 10)
            *at++ = (uint8_t)('0' + left / tens);
    }
    return ERR_OK;
}

static enum err stretch(struct bytes secret, const uint8_t salt[PASSWORD_SALT_SIZE],
                        uint8_t out[KEY_SIZE]) {
    uint8_t made[KEY_SIZE];
    if (crypto_pwhash(made, KEY_SIZE, (const char *)secret.at, secret.size, salt, PASSWORD_PASSES,
                      PASSWORD_MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return ERR_FULL;
    memcpy(out, made, KEY_SIZE);
    memory_wipe(made, sizeof made);
    return ERR_OK;
}

void password_salt(uint8_t out[PASSWORD_SALT_SIZE]) {
    static const char salted[] = "bk/v1/salt"; /* with its NUL: no name is part of it */
    crypto_generichash(out, PASSWORD_SALT_SIZE, (const uint8_t *)salted, sizeof salted, NULL, 0);
}

enum err password_hash(struct bytes canonical, uint8_t out[KEY_SIZE]) {
    uint8_t salt[PASSWORD_SALT_SIZE];
    if (canonical.size != PASSWORD_CANONICAL_SIZE ||
        !bytes_equal(bytes_slice(canonical, 0, 3), BYTES("w1:")))
        return ERR_SIZE;
    password_salt(salt);
    return stretch(canonical, salt, out);
}

enum err password_hash_device(struct bytes secret, const uint8_t salt[PASSWORD_SALT_SIZE],
                              uint8_t out[KEY_SIZE]) {
    if (secret.size == 0 || secret.size > PASSWORD_DEVICE_MAX)
        return ERR_SIZE;
    return stretch(secret, salt, out);
}
