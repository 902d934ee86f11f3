/* test_crypt_edges.c -- what crypt/ does where memory or randomness ends, and with plaintexts that
 * their owner's own key sealed and that are still not what they should be. */
#include "test.h"

#include "crypt/boxseal.h"
#include "crypt/feed.h"
#include "crypt/hash.h"
#include "crypt/locator.h"
#include "crypt/outbox.h"
#include "crypt/pairing.h"
#include "crypt/password.h"
#include "crypt/round.h"
#include "crypt/seeded.h"
#include "crypt/witness.h"
#include "crypt/words.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t key[KEY_SIZE] = "the key of these edges, 32 byte";
static const uint8_t nonce[SEAL_NONCE_SIZE] = "a nonce";

/* Gives so many bytes and then none. */
struct scanty {
    size_t left;
};

static enum err scanty_fill(void *ctx, uint8_t *out, size_t size) {
    struct scanty *s = ctx;
    memset(out, 0x42, size);
    if (size > s->left)
        return ERR_IO;
    s->left -= size;
    return ERR_OK;
}

TEST(crypt_without_randomness_begins_nothing) {
    static struct pairing_self self;
    unsigned invited = 0, joined = 0, drawn = 0;
    for (size_t left = 0; left < 100; left++) {
        static struct pairing p, untouched;
        struct scanty one = {left}, two = {left}, three = {left};
        struct random_source a = {scanty_fill, &one}, b = {scanty_fill, &two},
                             c = {scanty_fill, &three};
        uint8_t m1[PAIRING_MESSAGE_SIZE];
        uint16_t words[PASSWORD_WORDS] = {9};
        memset(&p, 0x77, sizeof p);
        untouched = p;
        enum err e = pairing_invite(&p, key, &self, &a, m1);
        CHECK(e == ERR_OK || (e == ERR_IO && memcmp(&p, &untouched, sizeof p) == 0));
        invited += e == ERR_OK;
        memset(&p, 0x77, sizeof p);
        e = pairing_join(&p, key, &self, &b);
        CHECK(e == ERR_OK || (e == ERR_IO && memcmp(&p, &untouched, sizeof p) == 0));
        joined += e == ERR_OK;
        e = password_draw(&c, words);
        CHECK(e == ERR_OK || (e == ERR_IO && words[0] == 9));
        drawn += e == ERR_OK;
    }
    CHECK_INT(joined, 100 - KEY_SIZE - 16);
    CHECK_INT(invited, 100 - KEY_SIZE - 16 - SEAL_NONCE_SIZE);
    CHECK_INT(drawn, 100 - 10);
}

/* Blobs of every padded kind, sealed by their owner without the padding; and no memory for them. */
TEST(crypt_padding_that_is_missing_or_has_no_room) {
    struct arena a, none;
    struct feed_keys keys;
    struct box_key box;
    struct bytes plain;
    struct buf out;
    static uint8_t zeros[BUCKET_MAX], blob[BUCKET_MAX], note[OUTBOX_NOTE_SIZE];
    static const uint8_t box_id[BOX_ID_SIZE] = {1}, offer[HASH_SIZE] = {2};
    uint8_t ad[BOX_ID_SIZE + HASH_SIZE] = {1};
    ad[BOX_ID_SIZE] = 2;
    arena_init(&a, 1 << 20);
    arena_init(&none, 16);
    feed_keys_derive(key, &keys);
    box_key_from_seed(key, &box);
    seal(keys.entry_key, SEAL_ENTRY, BYTES_OF(box_id),
         bytes_make(zeros, BUCKET_MIN - SEAL_OVERHEAD), nonce, blob);
    CHECK_ERR(feed_open(&keys, box_id, bytes_make(blob, BUCKET_MIN), &a, &plain), ERR_MALFORMED);
    CHECK_ERR(feed_open(&keys, box_id, bytes_make(blob, BUCKET_MIN), &none, &plain), ERR_FULL);
    buf_init_fixed(&out, blob, BUCKET_MIN - 1);
    CHECK_ERR(feed_seal(&keys, box_id, BYTES("hello"), nonce, &out), ERR_FULL);

    seal(key, SEAL_ROUND, BYTES_OF(ad), bytes_make(zeros, ROUND_PLAIN_MAX + 1), nonce, blob);
    struct bytes commit = bytes_make(blob, ROUND_COMMIT_SIZE);
    CHECK_ERR(round_commit_open(key, box_id, offer, commit, &a, &plain), ERR_MALFORMED);
    CHECK_ERR(round_commit_open(key, box_id, offer, commit, &none, &plain), ERR_FULL);

    note[0] = 1;
    CHECK_OK(box_seal(box.public_key, bytes_make(zeros, OUTBOX_PLAIN_MAX + 1), key, note + 1));
    CHECK_ERR(outbox_open(box.public_key, box.secret, note, &a, &plain), ERR_MALFORMED);
    CHECK_ERR(outbox_open(box.public_key, box.secret, note, &none, &plain), ERR_FULL);
    note[0] = 2;
    CHECK_ERR(outbox_open(box.public_key, box.secret, note, &a, &plain), ERR_NEWER);
    arena_free(&a);
    arena_free(&none);
}

TEST(crypt_witness_ends_in_zeros) {
    uint8_t plain[WITNESS_SIZE - SEAL_OVERHEAD] = {1}, sealed[WITNESS_SIZE];
    struct witness w;
    seal(key, SEAL_WITNESS, BYTES(""), BYTES_OF(plain), nonce, sealed);
    CHECK_OK(witness_open(key, sealed, &w));
    plain[sizeof plain - 1] = 1;
    seal(key, SEAL_WITNESS, BYTES(""), BYTES_OF(plain), nonce, sealed);
    CHECK_ERR(witness_open(key, sealed, &w), ERR_SEAL);
}

/* The layout of a kit's payload: 0x01, generation, counter, root, identity seed, the locator's
 * write seed, the locator's id, the signature, zeros. */
enum { KIT_ID_AT = 1 + 4 + 4 + 3 * KEY_SIZE, KIT_SIGNED_FROM = 1, KIT_SIGNED_SIZE = 8 + KEY_SIZE };

TEST(crypt_kit_payload_is_read_strictly) {
    static const uint8_t secret[KIT_SIZE] = "a kit of 16 byt";
    struct kit_keys kit;
    struct kit_payload back = {.generation = 77};
    uint8_t plain[KIT_PAYLOAD_SIZE] = {1, 1}, blob[LOCATOR_BLOB_SIZE] = {1};
    kit_keys_from_secret(secret, &kit);
    CHECK_ERR(kit_open(&kit, bytes_make(blob, LOCATOR_BLOB_SIZE - 1), &back), ERR_SEAL);
    blob[0] = 0;
    CHECK_ERR(kit_open(&kit, BYTES_OF(blob), &back), ERR_SEAL);
    blob[0] = 1;
    for (uint8_t version = 0; version < 4; version++) { /* its signature is not there */
        plain[0] = version;
        CHECK_OK(box_seal(kit.box_key, BYTES_OF(plain), key, blob + 1));
        CHECK_ERR(kit_open(&kit, BYTES_OF(blob), &back), version == 0   ? ERR_MALFORMED
                                                         : version == 1 ? ERR_SEAL
                                                                        : ERR_NEWER);
    }
    /* Rightly signed, and with a locator's id that is not that of its write seed. */
    struct sign_key identity;
    plain[0] = 1;
    sign_key_from_seed(plain + 9 + KEY_SIZE, &identity);
    struct bytes parts[2] = {BYTES_OF(kit.write.public_key),
                             bytes_make(plain + KIT_SIGNED_FROM, KIT_SIGNED_SIZE)};
    sign_parts(&identity, SIGN_KIT, parts, 2, plain + KIT_ID_AT + BOX_ID_SIZE);
    for (int right = 0; right < 2; right++) {
        if (right)
            feed_box_id(plain + 9 + 2 * KEY_SIZE, plain + KIT_ID_AT);
        CHECK_OK(box_seal(kit.box_key, BYTES_OF(plain), key, blob + 1));
        CHECK_ERR(kit_open(&kit, BYTES_OF(blob), &back), right ? ERR_OK : ERR_MALFORMED);
    }
    CHECK_INT(back.generation, 1);
}

TEST(crypt_password_takes_its_own_form_only) {
    static uint8_t text[PASSWORD_DEVICE_MAX + 1];
    uint8_t out[KEY_SIZE] = {7}, salt[PASSWORD_SALT_SIZE] = {0};
    memset(text, 'x', sizeof text);
    CHECK_ERR(password_hash_device(BYTES_OF(text), salt, out), ERR_SIZE);
    CHECK_ERR(password_hash(bytes_make(text, PASSWORD_CANONICAL_SIZE), out), ERR_SIZE);
    CHECK_INT(out[0], 7);
    memcpy(text, "w1:", 3);
    CHECK_OK(password_hash(bytes_make(text, PASSWORD_CANONICAL_SIZE), out));
    CHECK(out[0] != 7 || out[1] != 0);
}

TEST(crypt_pairing_state_of_no_role_or_message) {
    static struct pairing p;
    uint8_t room[PAIRING_STATE_SIZE];
    struct buf b;
    static struct pairing_self self;
    struct random_seeded seeded;
    struct random_source r = random_seeded_source(&seeded, 4);
    size_t size = 5;
    struct pairing_hello hello = {.flags = 0};
    CHECK_OK(pairing_join(&p, key, &self, &r));
    buf_init_fixed(&b, room, sizeof room);
    pairing_write(&p, &b);
    CHECK_OK(pairing_read(BYTES_OF(room), &p));
    for (unsigned role = 2; role < 256; role++) {
        room[1] = (uint8_t)role;
        CHECK_ERR(pairing_read(BYTES_OF(room), &p), ERR_MALFORMED);
    }
    uint8_t m[PAIRING_MESSAGE_SIZE] = {0};
    p.state = PAIRING_DONE;
    CHECK_ERR(pairing_step(&p, BYTES_OF(m), &hello, &r, m, &size), ERR_STATE);
    CHECK_INT(size, 5);
}

/* One word of a whole list is changed. */
static enum err load_with(struct bytes list, size_t index, const char *word) {
    struct word_list out;
    uint8_t *file = malloc(list.size + 64);
    MUST(file);
    struct bytes rest = list;
    size_t size = 0, place = 0;
    for (size_t i = 0; i < list.size; i++)
        if (list.at[i] == '\n' && ++place == index) {
            size_t end = i + 1;
            while (list.at[end] != '\n')
                end++;
            memcpy(file, list.at, i + 1);
            size = i + 1;
            memcpy(file + size, word, strlen(word));
            size += strlen(word);
            rest = bytes_slice(list, end, list.size);
            break;
        }
    memcpy(file + size, rest.at, rest.size);
    enum err e = words_load(bytes_make(file, size + rest.size), &out);
    free(file);
    return e;
}

TEST(crypt_word_lists_and_what_is_typed) {
    struct word_list english = words_english();
    unsigned index = 9;
    char word[WORDS_LETTERS_MAX + 1];
    (void)words_lookup(&english, 100, word);
    CHECK_OK(load_with(english.lines, 100, word));
    CHECK_ERR(load_with(english.lines, 100, "ab"), ERR_MALFORMED);
    CHECK_ERR(load_with(english.lines, 100, "abcdefghi"), ERR_MALFORMED);
    word[0] = (char)(word[0] - 32);
    CHECK_ERR(load_with(english.lines, 100, word), ERR_MALFORMED);
    word[0] = (char)(word[0] + 32);
    word[2] = '{'; /* behind z */
    CHECK_ERR(load_with(english.lines, 100, word), ERR_MALFORMED);
    /* Letters that are none, of two bytes and cut: a combining mark is left out, others are not. */
    static const char *const none[] = {"\xcd\xb0zzz", "\xc4\x80zzz", "\xc3",
                                       "\xc3(",       "\xce\xb1zzz", "zz\xe2\x80\x99z"};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        CHECK_ERR(words_find(&english, bytes_from_string(none[i]), &index), ERR_NOT_FOUND);
    uint16_t found[4];
    size_t count = 0, wrong = 0;
    (void)words_lookup(&english, 5, word);
    char typed[64] = "\r\n\t";
    strncat(typed, word, 20);
    strncat(typed, ";\r\n-.,\t", 20);
    strncat(typed, word, 20);
    CHECK_OK(words_parse(&english, bytes_from_string(typed), found, 4, &count, &wrong));
    CHECK_INT(count, 2);
    CHECK(found[0] == 5 && found[1] == 5);
}
