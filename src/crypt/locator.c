#include "crypt/locator.h"

#include "crypt/bits.h"
#include "crypt/boxseal.h"
#include "crypt/feed.h"
#include "crypt/hash.h"

#include <string.h>

enum { PAYLOAD_VERSION = 1, KIT_BLOB_VERSION = 1 };
_Static_assert(LOCATOR_PAYLOAD_SIZE + SEAL_OVERHEAD == LOCATOR_BLOB_SIZE, "locator");
_Static_assert(1 + KIT_PAYLOAD_SIZE + BOXSEAL_OVERHEAD == LOCATOR_BLOB_SIZE, "kit");

/* What both payloads begin with, and where the fields that follow stand. */
enum { G_AT = 1, CTR_AT = 5, ROOT_AT = 9, ID_SEED_AT = 41, OWN_AT = 73 };
enum { LOCATOR_USED = OWN_AT + 64, KIT_SIG_AT = OWN_AT + 64, KIT_USED = KIT_SIG_AT + 64 };

static void payload_begin(uint8_t *out, uint32_t generation, uint32_t counter,
                          const uint8_t root[KEY_SIZE], const uint8_t id_seed[KEY_SIZE]) {
    out[0] = PAYLOAD_VERSION;
    u32_write(out + G_AT, generation);
    u32_write(out + CTR_AT, counter);
    memcpy(out + ROOT_AT, root, KEY_SIZE);
    memcpy(out + ID_SEED_AT, id_seed, KEY_SIZE);
}

/* Version, a generation from 1 on, and zeros behind what is used. */
static enum err payload_check(const uint8_t *payload, size_t used, size_t size) {
    if (payload[0] != PAYLOAD_VERSION)
        return payload[0] > PAYLOAD_VERSION ? ERR_NEWER : ERR_MALFORMED;
    if (u32_read(payload + G_AT) == 0 || !secret_is_zero(payload + used, size - used))
        return ERR_MALFORMED;
    return ERR_OK;
}

void locator_keys_from_password(const uint8_t p[KEY_SIZE], struct locator_keys *out) {
    kdf_derive(p, 1, KDF_LOCATOR, out->write_seed);
    kdf_derive(p, 2, KDF_LOCATOR, out->read_token);
    kdf_derive(p, 3, KDF_LOCATOR, out->seal_key);
    sign_key_from_seed(out->write_seed, &out->write);
}

void locator_seal(const struct locator_keys *keys, const struct locator_payload *payload,
                  const uint8_t nonce[SEAL_NONCE_SIZE], uint8_t out[LOCATOR_BLOB_SIZE]) {
    uint8_t *plain = out + SEAL_PLAIN_AT;
    memset(plain, 0, LOCATOR_PAYLOAD_SIZE);
    payload_begin(plain, payload->generation, payload->counter, payload->root, payload->id_seed);
    memcpy(plain + OWN_AT, payload->kit_write_seed, KEY_SIZE);
    memcpy(plain + OWN_AT + KEY_SIZE, payload->kit_box_key, PUBLIC_KEY_SIZE);
    seal_in_place(keys->seal_key, SEAL_LOCATOR, BYTES_OF(keys->write.public_key),
                  LOCATOR_PAYLOAD_SIZE, nonce, out);
}

static enum err locator_parse(const uint8_t *plain, struct locator_payload *out) {
    TRY(payload_check(plain, LOCATOR_USED, LOCATOR_PAYLOAD_SIZE));
    out->generation = u32_read(plain + G_AT);
    out->counter = u32_read(plain + CTR_AT);
    memcpy(out->root, plain + ROOT_AT, KEY_SIZE);
    memcpy(out->id_seed, plain + ID_SEED_AT, KEY_SIZE);
    memcpy(out->kit_write_seed, plain + OWN_AT, KEY_SIZE);
    memcpy(out->kit_box_key, plain + OWN_AT + KEY_SIZE, PUBLIC_KEY_SIZE);
    return ERR_OK;
}

enum err locator_open(const struct locator_keys *keys, struct bytes blob,
                      struct locator_payload *out) {
    uint8_t plain[LOCATOR_PAYLOAD_SIZE];
    if (blob.size != LOCATOR_BLOB_SIZE)
        return ERR_SEAL;
    TRY(seal_open(keys->seal_key, SEAL_LOCATOR, BYTES_OF(keys->write.public_key), blob, plain));
    enum err e = locator_parse(plain, out);
    memory_wipe(plain, sizeof plain);
    return e;
}

void kit_keys_from_secret(const uint8_t kit[KIT_SIZE], struct kit_keys *out) {
    uint8_t kk[KEY_SIZE], seed[KEY_SIZE];
    struct box_key box;
    hash_bytes(LABEL_KIT, bytes_make(kit, KIT_SIZE), kk);
    kdf_derive(kk, 1, KDF_KIT, out->write_seed);
    kdf_derive(kk, 2, KDF_KIT, seed);
    kdf_derive(kk, 3, KDF_KIT, out->read_token);
    sign_key_from_seed(out->write_seed, &out->write);
    box_key_from_seed(seed, &box);
    memcpy(out->box_key, box.public_key, PUBLIC_KEY_SIZE);
    memcpy(out->box_secret, box.secret, KEY_SIZE);
    memory_wipe(kk, sizeof kk);
    memory_wipe(seed, sizeof seed);
    memory_wipe(&box, sizeof box);
}

/* What the identity signs in a kit: kit_id || g || ctr || R, the last three as in the payload. */
static void kit_signed_parts(const uint8_t kit_id[BOX_ID_SIZE], const uint8_t *plain,
                             struct bytes parts[2]) {
    parts[0] = bytes_make(kit_id, BOX_ID_SIZE);
    parts[1] = bytes_make(plain + G_AT, ID_SEED_AT - G_AT);
}

enum err kit_seal(const uint8_t kit_id[BOX_ID_SIZE], const uint8_t kit_box_key[PUBLIC_KEY_SIZE],
                  const struct kit_payload *payload, const uint8_t ephemeral_seed[KEY_SIZE],
                  uint8_t out[LOCATOR_BLOB_SIZE]) {
    uint8_t plain[KIT_PAYLOAD_SIZE] = {0};
    struct sign_key identity;
    struct bytes parts[2];
    payload_begin(plain, payload->generation, payload->counter, payload->root, payload->id_seed);
    memcpy(plain + OWN_AT, payload->locator_write_seed, KEY_SIZE);
    feed_box_id(payload->locator_write_seed, plain + OWN_AT + KEY_SIZE);
    sign_key_from_seed(payload->id_seed, &identity);
    kit_signed_parts(kit_id, plain, parts);
    sign_parts(&identity, SIGN_KIT, parts, 2, plain + KIT_SIG_AT);
    enum err e = box_seal(kit_box_key, BYTES_OF(plain), ephemeral_seed, out + 1);
    out[0] = KIT_BLOB_VERSION;
    memory_wipe(plain, sizeof plain);
    memory_wipe(&identity, sizeof identity);
    return e;
}

static enum err kit_parse(const uint8_t kit_id[BOX_ID_SIZE], const uint8_t *plain,
                          struct kit_payload *out) {
    TRY(payload_check(plain, KIT_USED, KIT_PAYLOAD_SIZE));
    struct sign_key identity;
    struct bytes parts[2];
    uint8_t locator_id[BOX_ID_SIZE];
    sign_key_from_seed(plain + ID_SEED_AT, &identity);
    memory_wipe(identity.secret, sizeof identity.secret);
    kit_signed_parts(kit_id, plain, parts);
    TRY(sign_check(identity.public_key, SIGN_KIT, parts, 2, plain + KIT_SIG_AT));
    feed_box_id(plain + OWN_AT, locator_id);
    if (!secret_equal(locator_id, plain + OWN_AT + KEY_SIZE, BOX_ID_SIZE))
        return ERR_MALFORMED;
    out->generation = u32_read(plain + G_AT);
    out->counter = u32_read(plain + CTR_AT);
    memcpy(out->root, plain + ROOT_AT, KEY_SIZE);
    memcpy(out->id_seed, plain + ID_SEED_AT, KEY_SIZE);
    memcpy(out->locator_write_seed, plain + OWN_AT, KEY_SIZE);
    memcpy(out->locator_id, locator_id, BOX_ID_SIZE);
    return ERR_OK;
}

enum err kit_open(const struct kit_keys *keys, struct bytes blob, struct kit_payload *out) {
    uint8_t plain[KIT_PAYLOAD_SIZE];
    struct box_key box;
    if (blob.size != LOCATOR_BLOB_SIZE)
        return ERR_SEAL;
    if (blob.at[0] != KIT_BLOB_VERSION)
        return blob.at[0] > KIT_BLOB_VERSION ? ERR_NEWER : ERR_SEAL;
    memcpy(box.public_key, keys->box_key, PUBLIC_KEY_SIZE);
    memcpy(box.secret, keys->box_secret, KEY_SIZE);
    enum err e = box_open(&box, bytes_slice(blob, 1, LOCATOR_BLOB_SIZE), plain);
    if (e == ERR_OK)
        e = kit_parse(keys->write.public_key, plain, out);
    memory_wipe(&box, sizeof box);
    memory_wipe(plain, sizeof plain);
    return e;
}

/* The four check bits, in the upper half of a byte. */
static uint8_t kit_sum(const uint8_t kit[KIT_SIZE]) {
    uint8_t hash[HASH_SIZE];
    hash_bytes(LABEL_KITSUM, bytes_make(kit, KIT_SIZE), hash);
    return hash[0] & 0xf0;
}

void kit_words(const uint8_t kit[KIT_SIZE], uint16_t words[KIT_WORDS]) {
    uint8_t bits[KIT_SIZE + 1];
    memcpy(bits, kit, KIT_SIZE);
    bits[KIT_SIZE] = kit_sum(kit);
    bits_to_words(bits, words, KIT_WORDS);
    memory_wipe(bits, sizeof bits);
}

enum err kit_from_words(const uint16_t words[KIT_WORDS], uint8_t kit[KIT_SIZE]) {
    uint8_t bits[KIT_SIZE];
    for (size_t i = 0; i < KIT_WORDS; i++)
        if (words[i] > 2047)
            return ERR_INPUT;
    bits_from_words(words, bits, KIT_SIZE);
    bool right = kit_sum(bits) >> 4 == (words[KIT_WORDS - 1] & 15);
    if (right)
        memcpy(kit, bits, KIT_SIZE);
    memory_wipe(bits, sizeof bits);
    return right ? ERR_OK : ERR_INPUT;
}
