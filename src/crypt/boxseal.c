#include "crypt/boxseal.h"

#include <sodium.h>
#include <string.h>

_Static_assert(BOXSEAL_OVERHEAD == crypto_box_SEALBYTES, "crypto_box_seal");

void box_key_from_seed(const uint8_t seed[KEY_SIZE], struct box_key *out) {
    crypto_box_seed_keypair(out->public_key, out->secret, seed);
}

/* crypto_box_seal's nonce: BLAKE2b-192(ephemeral key || recipient's key). */
static void seal_nonce(const uint8_t ephemeral[PUBLIC_KEY_SIZE],
                       const uint8_t recipient[PUBLIC_KEY_SIZE],
                       uint8_t nonce[crypto_box_NONCEBYTES]) {
    uint8_t in[2 * PUBLIC_KEY_SIZE];
    memcpy(in, ephemeral, PUBLIC_KEY_SIZE);
    memcpy(in + PUBLIC_KEY_SIZE, recipient, PUBLIC_KEY_SIZE);
    crypto_generichash(nonce, crypto_box_NONCEBYTES, in, sizeof in, NULL, 0);
}

enum err box_seal(const uint8_t public_key[PUBLIC_KEY_SIZE], struct bytes plain,
                  const uint8_t ephemeral_seed[KEY_SIZE], uint8_t *out) {
    struct box_key ephemeral;
    uint8_t nonce[crypto_box_NONCEBYTES];
    box_key_from_seed(ephemeral_seed, &ephemeral);
    seal_nonce(ephemeral.public_key, public_key, nonce);
    int failed = crypto_box_easy(out + PUBLIC_KEY_SIZE, plain.at, plain.size, nonce, public_key,
                                 ephemeral.secret);
    memcpy(out, ephemeral.public_key, PUBLIC_KEY_SIZE);
    memory_wipe(&ephemeral, sizeof ephemeral);
    return failed ? ERR_SEAL : ERR_OK;
}

enum err box_open(const struct box_key *key, struct bytes sealed, uint8_t *out) {
    if (sealed.size < BOXSEAL_OVERHEAD)
        return ERR_SEAL;
    return crypto_box_seal_open(out, sealed.at, sealed.size, key->public_key, key->secret) == 0
               ? ERR_OK
               : ERR_SEAL;
}
