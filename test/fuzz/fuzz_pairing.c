/* fuzz_pairing.c -- what another person may put into an invitation: any plaintext under the right
 * key, in each of the five places.
 *
 * The first byte chooses the message (1..5); the rest, at most 950 bytes, is its plaintext, sealed
 * as the other side would. The step refuses it and leaves the state as it was, or moves on.
 */
#include "base/check.h"
#include "crypt/crypt.h"
#include "crypt/pad.h"
#include "crypt/pairing.h"
#include "crypt/seeded.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct pairing_self self[2];
static struct pairing waiting[6]; /* [n]: who waits for message n */
static const uint8_t secret[PAIRING_SECRET_SIZE] = {7};

static void self_make(uint8_t number) {
    uint8_t root[KEY_SIZE] = {number, 1}, id_seed[KEY_SIZE] = {number, 2};
    struct root_keys keys;
    struct sign_key identity;
    root_derive(root, &keys);
    sign_key_from_seed(id_seed, &identity);
    memcpy(self[number].id_public, identity.public_key, PUBLIC_KEY_SIZE);
    memcpy(self[number].kx_public, keys.kx_public, PUBLIC_KEY_SIZE);
    memcpy(self[number].kx_secret, keys.kx_secret, KEY_SIZE);
    cert_sign(&identity, 1, keys.kx_public, NULL, &self[number].cert);
}

/* One sound pairing, kept at each place. */
static void prepare(void) {
    struct random_seeded seeded;
    struct random_source r = random_seeded_source(&seeded, 5);
    struct pairing side[2];
    struct pairing_hello hello = {.flags = 0};
    uint8_t message[2][PAIRING_MESSAGE_SIZE];
    size_t reply = 0;
    MUST(crypt_init() == ERR_OK);
    self_make(0);
    self_make(1);
    MUST(pairing_invite(&side[0], secret, &self[0], &r, message[1]) == ERR_OK);
    MUST(pairing_join(&side[1], secret, &self[1], &r) == ERR_OK);
    for (unsigned n = 1; n <= 5; n++) {
        struct pairing *p = &side[n % 2];
        waiting[n] = *p;
        MUST(pairing_step(p, BYTES_OF(message[n % 2]), &hello, &r, message[(n + 1) % 2], &reply) ==
             ERR_OK);
    }
}

/* The blob that the other side would make of this plaintext. */
static void sealed(const struct pairing *p, uint8_t number, struct bytes plain,
                   uint8_t out[PAIRING_MESSAGE_SIZE]) {
    struct invite_keys invite;
    uint8_t key[KEY_SIZE], ad[BOX_ID_SIZE + 1], nonce[SEAL_NONCE_SIZE] = {number};
    invite_derive(secret, &invite);
    memcpy(ad, invite.write.public_key, BOX_ID_SIZE);
    ad[BOX_ID_SIZE] = number;
    memcpy(key, invite.seal_key, KEY_SIZE);
    if (number >= 4)
        kdf_derive(p->pair_key, 4, KDF_PAIR, key);
    MUST(pad_add(plain, out + SEAL_PLAIN_AT, PAIRING_MESSAGE_SIZE - SEAL_OVERHEAD) == ERR_OK);
    seal_in_place(key, SEAL_INVITE, BYTES_OF(ad), PAIRING_MESSAGE_SIZE - SEAL_OVERHEAD, nonce, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!waiting[1].state)
        prepare();
    if (size == 0 || size > PAIRING_MESSAGE_SIZE - SEAL_OVERHEAD)
        return 0;
    uint8_t number = (uint8_t)(1 + data[0] % 5), blob[PAIRING_MESSAGE_SIZE];
    uint8_t reply[PAIRING_MESSAGE_SIZE];
    struct random_seeded seeded;
    struct random_source r = random_seeded_source(&seeded, 6);
    struct pairing_hello hello = {.flags = 0};
    struct pairing p = waiting[number], before = p;
    size_t reply_size = 0;
    sealed(&p, number, bytes_make(data + 1, size - 1), blob);
    if (pairing_step(&p, BYTES_OF(blob), &hello, &r, reply, &reply_size) != ERR_OK) {
        MUST(memcmp(&p, &before, sizeof p) == 0);
        return 0;
    }
    MUST(p.state > before.state && p.peer.hello.name_size <= PAIRING_NAME_MAX);
    MUST(reply_size == (number < 5 ? PAIRING_MESSAGE_SIZE : 0));
    return 0;
}
