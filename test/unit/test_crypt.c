/* test_crypt.c -- labels, hashes, signatures, the chain, locators, the root: their rules. What
 * their bytes are is the vectors' affair (test/vectors).
 */
#include "test.h"

#include "crypt/bits.h"
#include "crypt/chain.h"
#include "crypt/feed.h"
#include "crypt/locator.h"
#include "crypt/password.h"
#include "crypt/root.h"
#include "crypt/seeded.h"

#include <string.h>

/* One seeded source for what only needs to be different from everything else. */
static struct random_source source(struct random_seeded *s) {
    return random_seeded_source(s, 42);
}

static unsigned equal_pairs(const char *const *texts, size_t count) {
    unsigned same = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            same += strcmp(texts[i], texts[k]) == 0;
    return same;
}

#define TEXT_(name, text) text,
#define LONG_(name, text) +(sizeof text > 17)
#define NOT_8_(name, text) +(sizeof text != 9)

TEST(crypt_init_may_be_called_again) {
    CHECK_OK(crypt_init());
    CHECK_OK(crypt_init());
}

TEST(labels_are_distinct_and_of_their_length) {
    static const char *const labels[] = {HASH_LABELS(TEXT_)};
    static const char *const prefixes[] = {SIGN_PREFIXES(TEXT_)};
    static const char *const kdfs[] = {KDF_CONTEXTS(TEXT_)};
    static const char *const seals[] = {SEAL_CONTEXTS(TEXT_)};
    CHECK_INT(equal_pairs(labels, COUNT_OF(labels)), 0);
    CHECK_INT(equal_pairs(prefixes, COUNT_OF(prefixes)), 0);
    CHECK_INT(equal_pairs(kdfs, COUNT_OF(kdfs)), 0);
    CHECK_INT(equal_pairs(seals, COUNT_OF(seals)), 0);
    CHECK_INT(0 HASH_LABELS(LONG_) SIGN_PREFIXES(LONG_), 0);
    CHECK_INT(0 KDF_CONTEXTS(NOT_8_) SEAL_CONTEXTS(NOT_8_), 0);
    for (unsigned i = 0; i < LABEL_COUNT; i++) /* zero padded to the end */
        CHECK(memcmp(label_bytes((enum hash_label)i), labels[i], strlen(labels[i]) + 1) == 0 &&
              label_bytes((enum hash_label)i)[15] == 0);
}

TEST(labels_are_those_the_relay_specifies) {
    static const uint8_t token[KEY_SIZE] = {1};
    uint8_t mine[HASH_SIZE], same[HASH_SIZE];
    chain_token_hash(token, mine);
    HASH(same, LABEL_RT, BYTES_OF(token));
    CHECK_BYTES(BYTES_OF(mine), BYTES_OF(same));
    CHECK(strcmp((const char *)sign_prefix_bytes(SIGN_CREATE), "bk/v1/create") == 0);
    CHECK(strcmp((const char *)label_bytes(LABEL_HOST), "bk/v1/host") == 0);
    CHECK(strcmp((const char *)label_bytes(LABEL_POW), "bk/v1/pow") == 0);
}

TEST(hash_parts_join_and_labels_separate) {
    uint8_t a[HASH_SIZE], b[HASH_SIZE], c[HASH_SIZE];
    HASH(a, LABEL_BLOB, BYTES("one"), BYTES("two"));
    hash_bytes(LABEL_BLOB, BYTES("onetwo"), b);
    hash_bytes(LABEL_ENTRY, BYTES("onetwo"), c);
    CHECK_BYTES(BYTES_OF(a), BYTES_OF(b));
    CHECK(!secret_equal(a, c, HASH_SIZE));
    CHECK(!secret_is_zero(a, HASH_SIZE));
    memset(a, 0, sizeof a);
    CHECK(secret_is_zero(a, HASH_SIZE));
}

TEST(sign_each_prefix_is_its_own) {
    static const uint8_t seed[KEY_SIZE] = {5};
    struct sign_key key;
    uint8_t signature[SIGNATURE_SIZE];
    sign_key_from_seed(seed, &key);
    sign_part(&key, SIGN_ERASE, BYTES("message"), signature);
    for (unsigned p = 0; p < SIGN_COUNT; p++)
        CHECK_ERR(sign_check_part(key.public_key, (enum sign_prefix)p, BYTES("message"), signature),
                  p == SIGN_ERASE ? ERR_OK : ERR_SEAL);
    CHECK_ERR(sign_check_part(key.public_key, SIGN_ERASE, BYTES("messagf"), signature), ERR_SEAL);
    unsigned held = 0;
    for (size_t i = 0; i < SIGNATURE_SIZE; i++) {
        signature[i] ^= 0x10;
        held += sign_check_part(key.public_key, SIGN_ERASE, BYTES("message"), signature) == ERR_OK;
        signature[i] ^= 0x10;
    }
    CHECK_INT(held, 0);
}

/* Signatures that lax verifiers take: a key of small order with R = key and S = 0, and S + L. */
TEST(sign_refuses_small_order_keys_and_large_s) {
    static const uint8_t order_l[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,
                                        0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                        0,    0,    0,    0,    0,    0,    0,    0,
                                        0,    0,    0,    0,    0,    0,    0,    0x10};
    uint8_t identity[PUBLIC_KEY_SIZE] = {1}, signature[SIGNATURE_SIZE] = {1};
    CHECK_ERR(sign_check_part(identity, SIGN_DROP, BYTES("m"), signature), ERR_SEAL);
    static const uint8_t seed[KEY_SIZE] = {6};
    struct sign_key key;
    sign_key_from_seed(seed, &key);
    sign_part(&key, SIGN_DROP, BYTES("m"), signature);
    CHECK_OK(sign_check_part(key.public_key, SIGN_DROP, BYTES("m"), signature));
    unsigned carry = 0;
    for (size_t i = 0; i < 32; i++) {
        carry += signature[32 + i] + (unsigned)order_l[i];
        signature[32 + i] = (uint8_t)carry;
        carry >>= 8;
    }
    CHECK_ERR(sign_check_part(key.public_key, SIGN_DROP, BYTES("m"), signature), ERR_SEAL);
}

TEST(chain_covers_order_and_content) {
    static const uint8_t seed[KEY_SIZE] = {7};
    struct sign_key key;
    struct chain c, d;
    uint8_t one[HASH_SIZE], two[HASH_SIZE], signature[SIGNATURE_SIZE];
    sign_key_from_seed(seed, &key);
    chain_blob_hash(BYTES("one"), one);
    chain_blob_hash(BYTES("two"), two);
    chain_start(key.public_key, &c);
    d = c;
    CHECK_INT(c.position, 0);
    chain_advance(&c, one);
    chain_advance(&c, two);
    chain_advance(&d, two);
    chain_advance(&d, one);
    CHECK_INT(c.position, 2);
    CHECK(!secret_equal(c.head, d.head, HASH_SIZE));
    chain_sign_append(&c, &key, signature);
    CHECK_OK(chain_check_append(&c, signature));
    CHECK_ERR(chain_check_append(&d, signature), ERR_SEAL);
    chain_advance(&c, one);
    CHECK_ERR(chain_check_append(&c, signature), ERR_SEAL);
}

TEST(chain_signs_every_call_as_the_relay_checks_it) {
    static const uint8_t seed[KEY_SIZE] = {7}, token[KEY_SIZE] = {8};
    struct sign_key key;
    struct relay_create create = {.box_class = RELAY_CLASS_FEED, .day = 2500};
    uint8_t host[HASH_SIZE], bh[HASH_SIZE], signature[SIGNATURE_SIZE];
    uint8_t made[RELAY_CREATE_MESSAGE_SIZE], erased[RELAY_ERASE_MESSAGE_SIZE];
    uint8_t dropped[RELAY_DROP_MESSAGE_SIZE];
    sign_key_from_seed(seed, &key);
    chain_token_hash(token, create.rt_hash);
    chain_host_hash(BYTES("https://relay.example"), host);
    chain_sign_create(&key, &create, host, signature);
    relay_create_message(key.public_key, &create, host, made);
    CHECK_OK(sign_check_part(key.public_key, SIGN_CREATE, BYTES_OF(made), signature));
    create.day++;
    relay_create_message(key.public_key, &create, host, made);
    CHECK_ERR(sign_check_part(key.public_key, SIGN_CREATE, BYTES_OF(made), signature), ERR_SEAL);
    chain_blob_hash(BYTES("blob"), bh);
    chain_sign_erase(&key, 3, bh, signature);
    relay_erase_message(key.public_key, 3, bh, erased);
    CHECK_OK(sign_check_part(key.public_key, SIGN_ERASE, BYTES_OF(erased), signature));
    relay_erase_message(key.public_key, 4, bh, erased);
    CHECK_ERR(sign_check_part(key.public_key, SIGN_ERASE, BYTES_OF(erased), signature), ERR_SEAL);
    chain_sign_drop(&key, bh, signature);
    relay_drop_message(key.public_key, bh, dropped);
    CHECK_OK(sign_check_part(key.public_key, SIGN_DROP, BYTES_OF(dropped), signature));
    CHECK_ERR(sign_check_part(key.public_key, SIGN_APPEND, BYTES_OF(dropped), signature), ERR_SEAL);
}

TEST(bits_go_to_words_and_back) {
    struct random_seeded s;
    struct random_source r = source(&s);
    for (int round = 0; round < 500; round++) {
        uint8_t bits[17], back[16];
        uint16_t words[12];
        CHECK_OK(random_fill(&r, bits, sizeof bits));
        bits_to_words(bits, words, 12);
        bits_from_words(words, back, 16);
        for (size_t i = 0; i < 12; i++)
            CHECK(words[i] < 2048);
        CHECK_BYTES(BYTES_OF(back), bytes_make(bits, 16));
    }
}

static struct locator_payload payload_example(struct random_source *r) {
    struct locator_payload p = {.generation = 2, .counter = 9};
    MUST(random_fill(r, p.root, KEY_SIZE) == ERR_OK);
    MUST(random_fill(r, p.id_seed, KEY_SIZE) == ERR_OK);
    MUST(random_fill(r, p.kit_write_seed, KEY_SIZE) == ERR_OK);
    MUST(random_fill(r, p.kit_box_key, KEY_SIZE) == ERR_OK);
    return p;
}

TEST(locator_opens_with_its_words_only) {
    struct random_seeded s;
    struct random_source r = source(&s);
    struct locator_payload p = payload_example(&r), back;
    struct locator_keys keys, other;
    uint8_t secret[KEY_SIZE] = {1}, nonce[SEAL_NONCE_SIZE] = {2}, blob[LOCATOR_BLOB_SIZE];
    locator_keys_from_password(secret, &keys);
    secret[31] ^= 1;
    locator_keys_from_password(secret, &other);
    locator_seal(&keys, &p, nonce, blob);
    CHECK_OK(locator_open(&keys, BYTES_OF(blob), &back));
    CHECK(memcmp(&p, &back, sizeof p) == 0);
    CHECK_ERR(locator_open(&other, BYTES_OF(blob), &back), ERR_SEAL);
    CHECK_ERR(locator_open(&keys, bytes_make(blob, LOCATOR_BLOB_SIZE - 1), &back), ERR_SEAL);
    unsigned opened = 0;
    for (size_t i = 0; i < sizeof blob; i++) {
        blob[i] ^= 1;
        opened += locator_open(&keys, BYTES_OF(blob), &back) != ERR_SEAL;
        blob[i] ^= 1;
    }
    CHECK_INT(opened, 0);
}

TEST(locator_payload_is_read_strictly) {
    struct locator_keys keys;
    struct locator_payload back;
    uint8_t secret[KEY_SIZE] = {1}, nonce[SEAL_NONCE_SIZE] = {2};
    uint8_t plain[LOCATOR_PAYLOAD_SIZE] = {1, 1}, blob[LOCATOR_BLOB_SIZE];
    struct bytes box = BYTES_OF(keys.write.public_key);
    locator_keys_from_password(secret, &keys);
    struct {
        size_t at;
        uint8_t value;
        enum err expected;
    } cases[] = {{0, 1, ERR_OK},        {0, 2, ERR_NEWER},       {0, 0, ERR_MALFORMED},
                 {1, 0, ERR_MALFORMED}, {137, 1, ERR_MALFORMED}, {438, 0x80, ERR_MALFORMED},
                 {136, 1, ERR_OK}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint8_t before = plain[cases[i].at];
        plain[cases[i].at] = cases[i].value;
        seal(keys.seal_key, SEAL_LOCATOR, box, BYTES_OF(plain), nonce, blob);
        CHECK_ERR(locator_open(&keys, BYTES_OF(blob), &back), cases[i].expected);
        plain[cases[i].at] = before;
    }
}

TEST(kit_opens_and_is_signed) {
    struct random_seeded s;
    struct random_source r = source(&s);
    struct kit_payload p = {.generation = 1, .counter = 1}, back;
    struct kit_keys keys, other;
    uint8_t kit[KIT_SIZE] = {1}, seed[KEY_SIZE] = {3}, blob[LOCATOR_BLOB_SIZE];
    CHECK_OK(random_fill(&r, p.root, KEY_SIZE));
    CHECK_OK(random_fill(&r, p.id_seed, KEY_SIZE));
    CHECK_OK(random_fill(&r, p.locator_write_seed, KEY_SIZE));
    feed_box_id(p.locator_write_seed, p.locator_id);
    kit_keys_from_secret(kit, &keys);
    kit[0] = 2;
    kit_keys_from_secret(kit, &other);
    CHECK_OK(kit_seal(keys.write.public_key, keys.box_key, &p, seed, blob));
    CHECK_OK(kit_open(&keys, BYTES_OF(blob), &back));
    CHECK(memcmp(&p, &back, sizeof p) == 0);
    CHECK_ERR(kit_open(&other, BYTES_OF(blob), &back), ERR_SEAL);
    /* Sealed to this key and signed for another box: refused. */
    CHECK_OK(kit_seal(other.write.public_key, keys.box_key, &p, seed, blob));
    CHECK_ERR(kit_open(&keys, BYTES_OF(blob), &back), ERR_SEAL);
    blob[0] = 2;
    CHECK_ERR(kit_open(&keys, BYTES_OF(blob), &back), ERR_NEWER);
    uint8_t zero[PUBLIC_KEY_SIZE] = {0};
    CHECK_ERR(kit_seal(keys.write.public_key, zero, &p, seed, blob), ERR_SEAL);
}

TEST(kit_words_catch_most_mistakes) {
    struct random_seeded s;
    struct random_source r = source(&s);
    unsigned caught = 0, tried = 0;
    for (int round = 0; round < 50; round++) {
        uint8_t kit[KIT_SIZE], back[KIT_SIZE];
        uint16_t words[KIT_WORDS];
        CHECK_OK(random_fill(&r, kit, sizeof kit));
        kit_words(kit, words);
        CHECK_OK(kit_from_words(words, back));
        CHECK_BYTES(BYTES_OF(back), BYTES_OF(kit));
        for (size_t i = 0; i < KIT_WORDS; i++, tried++) {
            words[i] ^= 0x155;
            caught += kit_from_words(words, back) == ERR_INPUT;
            words[i] ^= 0x155;
        }
        words[3] = 2048;
        CHECK_ERR(kit_from_words(words, back), ERR_INPUT);
    }
    CHECK(caught * 100 > tried * 88); /* 15 of 16 on average */
}

TEST(cert_chains_generations) {
    static const uint8_t id_seed[KEY_SIZE] = {1}, root[KEY_SIZE] = {2};
    struct sign_key identity, other;
    struct root_keys keys;
    struct cert first, second, back;
    uint8_t raw[CERT_SIZE];
    sign_key_from_seed(id_seed, &identity);
    sign_key_from_seed(root, &other);
    root_derive(root, &keys);
    cert_sign(&identity, 1, keys.kx_public, NULL, &first);
    cert_sign(&identity, 2, keys.kx_public, &first, &second);
    CHECK_OK(cert_check(&first, identity.public_key, keys.kx_public));
    CHECK_OK(cert_check(&second, identity.public_key, keys.kx_public));
    CHECK_ERR(cert_check(&first, other.public_key, keys.kx_public), ERR_SEAL);
    CHECK_ERR(cert_check(&first, identity.public_key, keys.self_key), ERR_SEAL);
    cert_write(&second, raw);
    cert_read(raw, &back);
    CHECK_OK(cert_check(&back, identity.public_key, keys.kx_public));
    back.generation = 3;
    CHECK_ERR(cert_check(&back, identity.public_key, keys.kx_public), ERR_SEAL);
    cert_sign(&identity, 0, keys.kx_public, NULL, &back);
    CHECK_ERR(cert_check(&back, identity.public_key, keys.kx_public), ERR_SEAL);
    cert_sign(&identity, 2, keys.kx_public, NULL, &back); /* a second one without a first */
    CHECK_ERR(cert_check(&back, identity.public_key, keys.kx_public), ERR_SEAL);
    cert_sign(&identity, 1, keys.kx_public, &first, &back);
    CHECK_ERR(cert_check(&back, identity.public_key, keys.kx_public), ERR_SEAL);
}

TEST(root_gives_keys_that_differ) {
    static const uint8_t root[KEY_SIZE] = {2};
    struct root_keys k;
    uint16_t words[FINGERPRINT_WORDS];
    root_derive(root, &k);
    const uint8_t *all[] = {k.mine_feed_key, k.mine_write_seed, k.kx_public,    k.kx_secret,
                            k.self_key,      k.outbox_public,   k.outbox_secret};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        for (size_t j = 0; j < i; j++)
            CHECK(!secret_equal(all[i], all[j], KEY_SIZE));
    root_fingerprint(k.kx_public, words);
    for (size_t i = 0; i < FINGERPRINT_WORDS; i++)
        CHECK(words[i] < 2048);
}

TEST(password_text_is_canonical) {
    uint16_t words[PASSWORD_WORDS] = {0, 7, 42, 999, 1000, 2047, 1};
    uint8_t text[PASSWORD_CANONICAL_SIZE], out[KEY_SIZE], salt[PASSWORD_SALT_SIZE] = {0};
    CHECK_OK(password_canonical(words, text));
    CHECK_BYTES(BYTES_OF(text), BYTES("w1:0000-0007-0042-0999-1000-2047-0001"));
    words[6] = 2048;
    CHECK_ERR(password_canonical(words, text), ERR_INPUT);
    CHECK_ERR(password_hash(BYTES("w1:0000"), out), ERR_SIZE);
    CHECK_ERR(password_hash(BYTES("x1:0000-0007-0042-0999-1000-2047-0001"), out), ERR_SIZE);
    CHECK_ERR(password_hash_device(BYTES(""), salt, out), ERR_SIZE);
}

TEST(password_words_are_drawn_evenly) {
    struct random_seeded s;
    struct random_source r = source(&s);
    uint32_t seen[2048] = {0}, draws = 20000;
    for (uint32_t i = 0; i < draws; i++) {
        uint16_t words[PASSWORD_WORDS];
        CHECK_OK(password_draw(&r, words));
        for (size_t k = 0; k < PASSWORD_WORDS; k++) {
            CHECK(words[k] < 2048);
            seen[words[k]]++;
        }
    }
    /* Chi-square over 2,048 cells: 2,047 on average, standard deviation 64. */
    uint64_t squares = 0, total = 7u * draws;
    for (size_t i = 0; i < 2048; i++)
        squares += (uint64_t)seen[i] * seen[i];
    uint64_t chi = squares * 2048 / total - total;
    CHECK(chi > 1727 && chi < 2367); /* five of them */
}

TEST(password_device_secret_depends_on_its_salt) {
    uint8_t salt[PASSWORD_SALT_SIZE] = {1}, a[KEY_SIZE], b[KEY_SIZE];
    CHECK_OK(password_hash_device(BYTES("a device secret"), salt, a));
    salt[0] = 2;
    CHECK_OK(password_hash_device(BYTES("a device secret"), salt, b));
    CHECK(!secret_equal(a, b, KEY_SIZE));
}
