/* fuzz_seal.c -- what opens a seal, over any bytes, and what reads the plaintext behind one.
 *
 * The first byte chooses what is opened, the second how the rest is used: as the sealed bytes
 * themselves, which never open; or as the plaintext, sealed as its owner would, and then perhaps
 * changed in one place, which must not open either. What opens is exactly what was sealed.
 */
#include "base/check.h"
#include "crypt/boxseal.h"
#include "crypt/crypt.h"
#include "crypt/feed.h"
#include "crypt/hash.h"
#include "crypt/locator.h"
#include "crypt/outbox.h"
#include "crypt/round.h"
#include "crypt/witness.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RAW = 1, CHANGED = 2, ROOM = BUCKET_MAX };

static const uint8_t key[KEY_SIZE] = "the key of this fuzzer, 32 byte";
static const uint8_t nonce[SEAL_NONCE_SIZE] = "a nonce";
static uint8_t sealed[ROOM], opened[ROOM];
static struct locator_keys locator;
static struct kit_keys kit;
static struct box_key box;

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    static const uint8_t secret[KIT_SIZE] = "a kit of 16 byt";
    (void)argc;
    (void)argv;
    MUST(crypt_init() == ERR_OK);
    locator_keys_from_password(key, &locator);
    kit_keys_from_secret(secret, &kit);
    box_key_from_seed(key, &box);
    return 0;
}

/* One byte of the sealed bytes changes; where, the plaintext says. */
static void change(size_t size, struct bytes plain) {
    size_t at = 0;
    for (size_t i = 0; i < plain.size && i < 4; i++)
        at = at * 256 + plain.at[i];
    sealed[at % size] ^= (uint8_t)(1u << plain.size % 8);
}

static bool is_zero(const uint8_t *at, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (at[i] != 0)
            return false;
    return true;
}

static void seal_try(struct bytes rest, uint8_t how) {
    enum seal_context context = (enum seal_context)((how >> 2) % SEAL_COUNT);
    if (rest.size > ROOM - SEAL_OVERHEAD)
        return;
    memset(opened, 0, sizeof opened);
    if (how & RAW) {
        MUST(seal_open(key, context, BYTES("ad"), rest, opened) == ERR_SEAL);
        MUST(is_zero(opened, rest.size));
        return;
    }
    struct bytes whole = bytes_make(sealed, rest.size + SEAL_OVERHEAD);
    seal(key, context, BYTES("ad"), rest, nonce, sealed);
    if (how & CHANGED) {
        change(whole.size, rest);
        MUST(seal_open(key, context, BYTES("ad"), whole, opened) == ERR_SEAL);
        MUST(is_zero(opened, rest.size));
        return;
    }
    MUST(seal_open(key, context, BYTES("ad"), whole, opened) == ERR_OK);
    MUST(bytes_equal(bytes_make(opened, rest.size), rest));
    for (unsigned other = 0; other < SEAL_COUNT; other++)
        MUST(other == context ||
             seal_open(key, (enum seal_context)other, BYTES("ad"), whole, opened) == ERR_SEAL);
}

static void box_try(struct bytes rest, uint8_t how) {
    if (rest.size > ROOM - BOXSEAL_OVERHEAD)
        return;
    if (how & RAW) {
        MUST(box_open(&box, rest, opened) == ERR_SEAL);
        return;
    }
    struct bytes whole = bytes_make(sealed, rest.size + BOXSEAL_OVERHEAD);
    MUST(box_seal(box.public_key, rest, key, sealed) == ERR_OK);
    if (how & CHANGED)
        change(whole.size, rest);
    MUST((box_open(&box, whole, opened) == ERR_OK) == !(how & CHANGED));
    MUST((how & CHANGED) || bytes_equal(bytes_make(opened, rest.size), rest));
}

/* The plaintext of a locator or a kit: any bytes, with zeros behind. */
static void payload_try(struct bytes rest, bool is_kit) {
    uint8_t plain[KIT_PAYLOAD_SIZE] = {0};
    struct locator_payload one;
    struct kit_payload other;
    size_t size = is_kit ? KIT_PAYLOAD_SIZE : LOCATOR_PAYLOAD_SIZE;
    memcpy(plain, rest.at, rest.size < size ? rest.size : size);
    if (is_kit) {
        sealed[0] = 1;
        MUST(box_seal(kit.box_key, bytes_make(plain, size), key, sealed + 1) == ERR_OK);
        enum err e = kit_open(&kit, bytes_make(sealed, LOCATOR_BLOB_SIZE), &other);
        MUST(e == ERR_SEAL || e == ERR_MALFORMED ||
             e == ERR_NEWER); /* its signature is not there */
        return;
    }
    seal(locator.seal_key, SEAL_LOCATOR, BYTES_OF(locator.write.public_key),
         bytes_make(plain, size), nonce, sealed);
    enum err e = locator_open(&locator, bytes_make(sealed, LOCATOR_BLOB_SIZE), &one);
    MUST(e == ERR_OK || e == ERR_MALFORMED || e == ERR_NEWER);
    if (e == ERR_OK) { /* what is read is what would be written */
        uint8_t again[LOCATOR_BLOB_SIZE];
        locator_seal(&locator, &one, nonce, again);
        MUST(memcmp(again, sealed, sizeof again) == 0);
    }
}

/* A kit whose signature is right, with what the script says in it. */
static void kit_try(struct bytes rest, uint8_t how) {
    struct kit_payload p = {.generation = 1, .counter = how}, back;
    size_t part = rest.size < KEY_SIZE ? rest.size : KEY_SIZE;
    memcpy(p.root, rest.at, part);
    MUST(kit_seal(kit.write.public_key, kit.box_key, &p, key, sealed) == ERR_OK);
    if (how & CHANGED)
        change(LOCATOR_BLOB_SIZE, rest);
    enum err e = kit_open(&kit, bytes_make(sealed, LOCATOR_BLOB_SIZE), &back);
    MUST((e == ERR_OK) == !(how & CHANGED));
    MUST(e != ERR_OK || memcmp(back.root, p.root, KEY_SIZE) == 0);
    MUST(kit_open(&kit, rest, &back) != ERR_OK &&
         locator_open(&locator, rest, &(struct locator_payload){0}) != ERR_OK);
}

/* The padded kinds: a plaintext with or without padding, of any size that fits. */
static void padded_try(struct bytes rest, uint8_t how) {
    struct arena a;
    struct bytes plain;
    struct buf out;
    static const uint8_t offer[HASH_SIZE] = {7};
    struct feed_keys keys;
    feed_keys_derive(key, &keys);
    arena_init(&a, (size_t)1 << 20);
    buf_init_fixed(&out, sealed, sizeof sealed);
    switch (how >> 2 & 3) {
    case 0: /* a blob of a feed */
        MUST((feed_seal(&keys, locator.write.public_key, rest, nonce, &out) == ERR_OK) ==
             (rest.size <= PAD_PLAIN_MAX));
        if (out.err == ERR_OK && out.size > 0) {
            if (how & CHANGED)
                change(out.size, rest);
            enum err e = feed_open(&keys, locator.write.public_key, bytes_make(sealed, out.size),
                                   &a, &plain);
            MUST((e == ERR_OK) == !(how & CHANGED));
            MUST(e != ERR_OK || bytes_equal(plain, rest));
        }
        break;
    case 1: /* the same without padding that we made */
        if (pad_is_bucket(rest.size + SEAL_OVERHEAD)) {
            seal(keys.entry_key, SEAL_ENTRY, BYTES_OF(locator.write.public_key), rest, nonce,
                 sealed);
            enum err e = feed_open(&keys, locator.write.public_key,
                                   bytes_make(sealed, rest.size + SEAL_OVERHEAD), &a, &plain);
            MUST(e == ERR_OK || e == ERR_MALFORMED);
            MUST(e != ERR_OK || (plain.size < rest.size && rest.at[plain.size] == 0x80));
        }
        MUST(feed_open(&keys, locator.write.public_key, rest, &a, &plain) != ERR_OK);
        break;
    case 2: /* a commit of a round */
        if (rest.size <= ROUND_PLAIN_MAX) {
            MUST(round_commit_seal(key, locator.write.public_key, offer, rest, nonce, sealed) ==
                 ERR_OK);
            if (how & CHANGED)
                change(ROUND_COMMIT_SIZE, rest);
            enum err e = round_commit_open(key, locator.write.public_key, offer,
                                           bytes_make(sealed, ROUND_COMMIT_SIZE), &a, &plain);
            MUST((e == ERR_OK) == !(how & CHANGED));
            MUST(e != ERR_OK || bytes_equal(plain, rest));
        }
        MUST(round_commit_open(key, locator.write.public_key, offer, rest, &a, &plain) == ERR_SEAL);
        break;
    default: /* a note in the outbox */
        if (rest.size <= OUTBOX_PLAIN_MAX) {
            MUST(outbox_seal(box.public_key, rest, key, sealed) == ERR_OK);
            if (how & CHANGED)
                change(OUTBOX_NOTE_SIZE, rest);
            enum err e = outbox_open(box.public_key, box.secret, sealed, &a, &plain);
            MUST((e == ERR_OK) == !(how & CHANGED));
            MUST(e != ERR_OK || bytes_equal(plain, rest));
        }
    }
    arena_free(&a);
}

static void witness_try(struct bytes rest, uint8_t how) {
    uint8_t any[WITNESS_SIZE] = {1};
    struct witness w = {.generation = how, .position = rest.size}, back;
    memcpy(any, rest.at, rest.size < sizeof any ? rest.size : sizeof any);
    MUST(witness_open(key, any, &back) == ERR_SEAL);
    memcpy(w.head, rest.at, rest.size < sizeof w.head ? rest.size : sizeof w.head);
    witness_seal(key, &w, nonce, sealed);
    if (how & CHANGED)
        change(WITNESS_SIZE, rest);
    enum err e = witness_open(key, sealed, &back);
    MUST((e == ERR_OK) == !(how & CHANGED));
    MUST(e != ERR_OK || (back.generation == w.generation && back.position == w.position &&
                         memcmp(w.head, back.head, sizeof w.head) == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2)
        return 0;
    uint8_t how = data[1];
    uint8_t *copy = malloc(size - 1); /* its own block, so that a read past it is seen */
    MUST(copy);
    memcpy(copy, data + 2, size - 2);
    struct bytes rest = bytes_make(copy, size - 2);
    switch (data[0] % 6) {
    case 0:
        seal_try(rest, how);
        break;
    case 1:
        box_try(rest, how);
        break;
    case 2:
        payload_try(rest, how & 1);
        break;
    case 3:
        kit_try(rest, how);
        break;
    case 4:
        padded_try(rest, how);
        break;
    default:
        witness_try(rest, how);
    }
    free(copy);
    return 0;
}
