/* test_pairing.c -- two people pair; nobody else does. */
#include "test.h"

#include "crypt/hash.h"
#include "crypt/pad.h"
#include "crypt/pairing.h"
#include "crypt/seeded.h"

#include <string.h>

/* A and B, each with their own randomness. */
struct couple {
    struct pairing_self self[2];
    struct random_seeded seeded[2];
    struct random_source random[2];
    struct pairing_hello hello[2];
    uint8_t s[PAIRING_SECRET_SIZE];
    struct pairing a, b;
    uint8_t m[6][PAIRING_MESSAGE_SIZE]; /* m[1]..m[5] */
};

static void self_make(uint8_t number, struct pairing_self *out) {
    uint8_t root[KEY_SIZE] = {number, 1}, id_seed[KEY_SIZE] = {number, 2};
    struct root_keys keys;
    struct sign_key identity;
    root_derive(root, &keys);
    sign_key_from_seed(id_seed, &identity);
    memcpy(out->id_public, identity.public_key, PUBLIC_KEY_SIZE);
    memcpy(out->kx_public, keys.kx_public, PUBLIC_KEY_SIZE);
    memcpy(out->kx_secret, keys.kx_secret, KEY_SIZE);
    cert_sign(&identity, 1, keys.kx_public, NULL, &out->cert);
}

static void couple_make(struct couple *c) {
    memset(c, 0, sizeof *c);
    memset(c->s, 0x51, sizeof c->s);
    for (uint8_t i = 0; i < 2; i++) {
        self_make(i, &c->self[i]);
        c->random[i] = random_seeded_source(&c->seeded[i], 100u + i);
        c->hello[i].box_id[0] = (uint8_t)(10 + i);
        c->hello[i].live_id[0] = (uint8_t)(20 + i);
        c->hello[i].name_size = 3;
        memcpy(c->hello[i].name, i ? "Ben" : "Ada", 3);
    }
    c->hello[0].flags = PAIRING_TOGETHER;
}

static enum err step_a(struct couple *c, unsigned in, unsigned out) {
    size_t size = 0;
    return pairing_step(&c->a, BYTES_OF(c->m[in]), &c->hello[0], &c->random[0], c->m[out], &size);
}

static enum err step_b(struct couple *c, unsigned in, unsigned out) {
    size_t size = 0;
    return pairing_step(&c->b, BYTES_OF(c->m[in]), &c->hello[1], &c->random[1], c->m[out], &size);
}

static enum err begin(struct couple *c) {
    couple_make(c);
    TRY(pairing_invite(&c->a, c->s, &c->self[0], &c->random[0], c->m[1]));
    return pairing_join(&c->b, c->s, &c->self[1], &c->random[1]);
}

/* Runs up to and with message `last`. */
static enum err run_to(struct couple *c, unsigned last) {
    TRY(begin(c));
    if (last >= 2)
        TRY(step_b(c, 1, 2));
    if (last >= 3)
        TRY(step_a(c, 2, 3));
    if (last >= 4)
        TRY(step_b(c, 3, 4));
    if (last >= 5)
        TRY(step_a(c, 4, 5));
    return ERR_OK;
}

TEST(pairing_ends_with_one_secret_and_the_same_words) {
    static struct couple c;
    uint16_t wa[PAIRING_WORDS], wb[PAIRING_WORDS];
    struct pair_keys ka, kb;
    CHECK_OK(run_to(&c, 5));
    CHECK_OK(step_b(&c, 5, 0));
    CHECK_INT(c.a.state, PAIRING_DONE);
    CHECK_INT(c.b.state, PAIRING_DONE);
    CHECK(secret_equal(c.a.pair_key, c.b.pair_key, KEY_SIZE));
    CHECK(secret_is_zero(c.a.e_secret, KEY_SIZE) && secret_is_zero(c.b.e_secret, KEY_SIZE));
    CHECK_OK(pairing_words(&c.a, wa));
    CHECK_OK(pairing_words(&c.b, wb));
    CHECK(memcmp(wa, wb, sizeof wa) == 0);
    pair_keys_derive(c.a.pair_key, PAIRING_INVITER, &ka);
    pair_keys_derive(c.b.pair_key, PAIRING_INVITED, &kb);
    CHECK(secret_equal(ka.out_feed_key, kb.in_feed_key, KEY_SIZE));
    CHECK(secret_equal(ka.in_feed_key, kb.out_feed_key, KEY_SIZE));
    CHECK(secret_equal(ka.out_live_key, kb.in_live_key, KEY_SIZE));
    CHECK(secret_equal(ka.in_live_key, kb.out_live_key, KEY_SIZE));
    CHECK(!secret_equal(ka.out_live_key, ka.out_feed_key, KEY_SIZE));
    CHECK_BYTES(bytes_make(c.a.peer.hello.name, c.a.peer.hello.name_size), BYTES("Ben"));
    CHECK_BYTES(bytes_make(c.b.peer.hello.name, c.b.peer.hello.name_size), BYTES("Ada"));
    CHECK_INT(c.b.peer.hello.flags, PAIRING_TOGETHER);
    CHECK_INT(c.a.peer.hello.flags, 0);
    CHECK_BYTES(BYTES_OF(c.a.peer.id_public), BYTES_OF(c.self[1].id_public));
    CHECK_INT(c.a.peer.hello.live_id[0], 21);
    size_t size = 1;
    CHECK_ERR(pairing_step(&c.a, BYTES_OF(c.m[4]), &c.hello[0], &c.random[0], c.m[5], &size),
              ERR_STATE);
}

TEST(pairing_words_are_unknown_before_the_secret) {
    static struct couple c;
    uint16_t w[PAIRING_WORDS];
    CHECK_OK(run_to(&c, 2));
    CHECK_ERR(pairing_words(&c.a, w), ERR_STATE);
    CHECK_ERR(pairing_words(&c.b, w), ERR_STATE);
    CHECK_OK(step_a(&c, 2, 3));
    CHECK_OK(pairing_words(&c.a, w));
}

TEST(pairing_refuses_every_flipped_byte_of_every_message) {
    static struct couple c;
    unsigned accepted = 0;
    for (unsigned m = 1; m <= 5; m++) {
        CHECK_OK(run_to(&c, m));
        struct pairing before_a = c.a, before_b = c.b;
        for (size_t i = 0; i < PAIRING_MESSAGE_SIZE; i += 13) {
            c.m[m][i] ^= 1;
            enum err e = m % 2 ? step_b(&c, m, 0) : step_a(&c, m, 0);
            accepted += e != ERR_SEAL;
            c.m[m][i] ^= 1;
        }
        CHECK(memcmp(&before_a, &c.a, sizeof c.a) == 0 && memcmp(&before_b, &c.b, sizeof c.b) == 0);
    }
    CHECK_INT(accepted, 0);
}

TEST(pairing_refuses_another_secret_and_messages_out_of_place) {
    static struct couple c, d;
    CHECK_OK(run_to(&c, 3));
    CHECK_OK(begin(&d));
    memset(d.s, 0x52, sizeof d.s);
    CHECK_OK(pairing_join(&d.b, d.s, &d.self[1], &d.random[1]));
    memcpy(d.m[1], c.m[1], PAIRING_MESSAGE_SIZE);
    CHECK_ERR(step_b(&d, 1, 2), ERR_SEAL);
    CHECK_OK(begin(&d));
    CHECK_ERR(step_a(&d, 1, 2), ERR_SEAL); /* A's own m1 comes back as m2 */
    memcpy(d.m[1], c.m[3], PAIRING_MESSAGE_SIZE);
    CHECK_ERR(step_b(&d, 1, 2), ERR_SEAL); /* m3 where m1 should be */
    CHECK_ERR(pairing_step(&d.b, bytes_make(c.m[1], 1023), &d.hello[1], &d.random[1], d.m[2],
                           &(size_t){0}),
              ERR_SEAL);
}

/* Somebody who holds s (the link leaked) and sits between: each side is paired with them, and the
 * words differ, because nobody could look for keys that give the same ones. */
TEST(pairing_in_the_middle_gives_different_words) {
    static struct couple left, right;
    uint16_t wa[PAIRING_WORDS], wb[PAIRING_WORDS];
    CHECK_OK(run_to(&left, 3)); /* A with the one between as B */
    couple_make(&right);
    self_make(7, &right.self[0]); /* the one between as A, with B */
    right.random[0] = random_seeded_source(&right.seeded[0], 777);
    CHECK_OK(pairing_invite(&right.a, right.s, &right.self[0], &right.random[0], right.m[1]));
    CHECK_OK(pairing_join(&right.b, right.s, &right.self[1], &right.random[1]));
    CHECK_OK(step_b(&right, 1, 2));
    CHECK_OK(step_a(&right, 2, 3));
    CHECK_OK(step_b(&right, 3, 4));
    CHECK_OK(pairing_words(&left.a, wa));
    CHECK_OK(pairing_words(&right.b, wb));
    CHECK(memcmp(wa, wb, sizeof wa) != 0);
    CHECK(!secret_equal(left.a.pair_key, right.b.pair_key, KEY_SIZE));
}

/* A changes its keys after it has seen m2: the commitment of m1 does not fit. */
TEST(pairing_keeps_the_inviter_to_the_commitment) {
    static struct couple c;
    CHECK_OK(run_to(&c, 2));
    struct pairing other;
    uint8_t m1[PAIRING_MESSAGE_SIZE];
    CHECK_OK(pairing_invite(&other, c.s, &c.self[0], &c.random[0], m1));
    memcpy(other.commit, c.a.commit, HASH_SIZE); /* it still tells the old one to itself */
    c.a = other;
    CHECK_OK(step_a(&c, 2, 3));
    CHECK_ERR(step_b(&c, 3, 4), ERR_SEAL);
    CHECK_INT(c.b.state, PAIRING_WAIT_M3);
}

TEST(pairing_aborts_on_a_shared_secret_of_zeros) {
    static struct couple c;
    CHECK_OK(begin(&c));
    memset(c.b.e_public, 0, PUBLIC_KEY_SIZE); /* a point of small order */
    CHECK_OK(step_b(&c, 1, 2));
    CHECK_ERR(step_a(&c, 2, 3), ERR_SEAL);
    CHECK_INT(c.a.state, PAIRING_WAIT_M2);
}

TEST(pairing_refuses_uncertified_keys_and_oneself) {
    static struct couple c;
    CHECK_OK(begin(&c));
    c.b.self.cert.signature[3] ^= 1;
    CHECK_OK(step_b(&c, 1, 2));
    CHECK_ERR(step_a(&c, 2, 3), ERR_SEAL);
    CHECK_OK(begin(&c));
    CHECK_OK(pairing_join(&c.b, c.s, &c.self[0], &c.random[1])); /* A opens A's own link */
    CHECK_OK(step_b(&c, 1, 2));
    CHECK_ERR(step_a(&c, 2, 3), ERR_CONFLICT);
}

TEST(pairing_names_are_text_of_limited_size) {
    static struct couple c;
    CHECK_OK(run_to(&c, 3));
    c.hello[1].name[0] = 0xff;
    CHECK_ERR(step_b(&c, 3, 4), ERR_INPUT);
    memcpy(c.hello[1].name, "Ben", 3);
    c.hello[1].name_size = PAIRING_NAME_MAX + 1;
    CHECK_ERR(step_b(&c, 3, 4), ERR_INPUT);
    memset(c.hello[1].name, 'n', PAIRING_NAME_MAX);
    c.hello[1].name_size = PAIRING_NAME_MAX;
    CHECK_OK(step_b(&c, 3, 4));
    CHECK_OK(step_a(&c, 4, 5));
    CHECK_INT(c.a.peer.hello.name_size, PAIRING_NAME_MAX);
}

static enum err no_random(void *ctx, uint8_t *out, size_t size) {
    (void)ctx;
    memset(out, 0, size);
    return ERR_IO;
}

TEST(pairing_stops_without_randomness_and_keeps_its_state) {
    static struct couple c;
    CHECK_OK(run_to(&c, 2));
    struct pairing before = c.a;
    struct random_source whole = c.random[0];
    c.random[0] = (struct random_source){no_random, NULL};
    CHECK_ERR(step_a(&c, 2, 3), ERR_IO);
    CHECK(memcmp(&before, &c.a, sizeof before) == 0);
    c.random[0] = whole;
    CHECK_OK(step_a(&c, 2, 3));
}

TEST(pairing_survives_being_put_away_between_any_two_messages) {
    static struct couple c, d;
    CHECK_OK(run_to(&c, 5));
    CHECK_OK(begin(&d));
    for (unsigned m = 1; m <= 5; m++) {
        struct pairing *p = m % 2 ? &d.b : &d.a;
        uint8_t room[PAIRING_STATE_SIZE];
        struct buf b;
        struct bytes raw;
        buf_init_fixed(&b, room, sizeof room);
        pairing_write(p, &b);
        CHECK_OK(buf_finish(&b, &raw));
        CHECK_INT(raw.size, PAIRING_STATE_SIZE);
        memset(p, 0xee, sizeof *p);
        CHECK_OK(pairing_read(raw, p));
        CHECK_OK(m % 2 ? step_b(&d, m, m < 5 ? m + 1 : 0) : step_a(&d, m, m + 1));
    }
    CHECK(secret_equal(c.a.pair_key, d.b.pair_key, KEY_SIZE));
}

TEST(pairing_read_refuses_what_is_no_state) {
    static struct couple c;
    struct pairing out;
    uint8_t room[PAIRING_STATE_SIZE];
    struct buf b;
    CHECK_OK(run_to(&c, 2));
    buf_init_fixed(&b, room, sizeof room);
    pairing_write(&c.a, &b);
    CHECK_OK(pairing_read(BYTES_OF(room), &out));
    CHECK_ERR(pairing_read(bytes_make(room, sizeof room - 1), &out), ERR_MALFORMED);
    room[0] = 2;
    CHECK_ERR(pairing_read(BYTES_OF(room), &out), ERR_MALFORMED);
    room[0] = 1;
    room[1] = 1; /* the invited never waits for m2 */
    CHECK_ERR(pairing_read(BYTES_OF(room), &out), ERR_MALFORMED);
    room[1] = 0;
    room[2] = 9;
    CHECK_ERR(pairing_read(BYTES_OF(room), &out), ERR_MALFORMED);
    room[2] = PAIRING_WAIT_M2;
    room[PAIRING_STATE_SIZE - PAIRING_NAME_MAX - 1] = PAIRING_NAME_MAX + 1;
    CHECK_ERR(pairing_read(BYTES_OF(room), &out), ERR_MALFORMED);
}

/* What the other side would send if its plaintext were this. */
static void forge(const struct pairing *p, uint8_t number, struct bytes plain,
                  uint8_t out[PAIRING_MESSAGE_SIZE]) {
    struct invite_keys invite;
    uint8_t key[KEY_SIZE], ad[BOX_ID_SIZE + 1];
    static const uint8_t nonce[SEAL_NONCE_SIZE] = {1};
    invite_derive(p->s, &invite);
    memcpy(ad, invite.write.public_key, BOX_ID_SIZE);
    ad[BOX_ID_SIZE] = number;
    memcpy(key, invite.seal_key, KEY_SIZE);
    if (number >= 4)
        kdf_derive(p->pair_key, 4, KDF_PAIR, key);
    MUST(pad_add(plain, out + SEAL_PLAIN_AT, 951) == ERR_OK);
    seal_in_place(key, SEAL_INVITE, BYTES_OF(ad), 951, nonce, out);
}

TEST(pairing_refuses_plaintexts_that_do_not_follow_their_layout) {
    static struct couple c;
    static const uint8_t zeros[951];
    /* message, plaintext's size: one byte short and one too long, and a name that overruns. */
    static const struct {
        unsigned message;
        size_t size;
    } cases[] = {{1, 31},  {1, 33}, {1, 0},  {2, 211}, {2, 213}, {3, 0},
                 {3, 213}, {4, 65}, {4, 67}, {4, 950}, {5, 0},   {5, 67}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        unsigned m = cases[i].message;
        CHECK_OK(run_to(&c, m));
        forge(m % 2 ? &c.b : &c.a, (uint8_t)m, bytes_make(zeros, cases[i].size), c.m[m]);
        CHECK_ERR(m % 2 ? step_b(&c, m, 0) : step_a(&c, m, 0), ERR_MALFORMED);
    }
    uint8_t hello[66 + 2] = {0};
    hello[65] = 2;
    hello[66] = 0xff; /* a name that is no text */
    CHECK_OK(run_to(&c, 4));
    forge(&c.a, 4, BYTES_OF(hello), c.m[4]);
    CHECK_ERR(step_a(&c, 4, 0), ERR_MALFORMED);
    hello[65] = 81;
    forge(&c.a, 4, BYTES_OF(hello), c.m[4]);
    CHECK_ERR(step_a(&c, 4, 0), ERR_MALFORMED);
}

TEST(pairing_refuses_a_message_without_its_padding) {
    static struct couple c;
    struct invite_keys invite;
    uint8_t ad[BOX_ID_SIZE + 1];
    static const uint8_t nonce[SEAL_NONCE_SIZE] = {1};
    CHECK_OK(begin(&c));
    invite_derive(c.s, &invite);
    memcpy(ad, invite.write.public_key, BOX_ID_SIZE);
    ad[BOX_ID_SIZE] = 1;
    memset(c.m[1] + SEAL_PLAIN_AT, 0, 951);
    seal_in_place(invite.seal_key, SEAL_INVITE, BYTES_OF(ad), 951, nonce, c.m[1]);
    CHECK_ERR(step_b(&c, 1, 2), ERR_MALFORMED);
}
