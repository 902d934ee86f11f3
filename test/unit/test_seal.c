/* test_seal.c -- sealing, padding and sealing to a public key: what opens, and that nothing else
 * does. Mutations are exhaustive: each bit of each byte, each shorter size.
 */
#include "test.h"

#include "crypt/boxseal.h"
#include "crypt/feed.h"
#include "crypt/hash.h"
#include "crypt/outbox.h"
#include "crypt/round.h"
#include "crypt/seeded.h"
#include "crypt/witness.h"

#include <sodium.h>
#include <string.h>

static const uint8_t key[KEY_SIZE] = "the key of these tests, 32 byte";
static const uint8_t other_key[KEY_SIZE] = "the key of those tests, 32 byte";
static const uint8_t nonce[SEAL_NONCE_SIZE] = "a nonce of twenty-four.";

TEST(seal_opens_what_it_sealed_in_every_context) {
    uint8_t sealed[SEAL_OVERHEAD + 5], plain[5];
    for (unsigned c = 0; c < SEAL_COUNT; c++) {
        seal(key, (enum seal_context)c, BYTES("ad"), BYTES("hello"), nonce, sealed);
        CHECK_OK(seal_open(key, (enum seal_context)c, BYTES("ad"), BYTES_OF(sealed), plain));
        CHECK_BYTES(BYTES_OF(plain), BYTES("hello"));
        for (unsigned d = 0; d < SEAL_COUNT; d++)
            if (d != c)
                CHECK_ERR(
                    seal_open(key, (enum seal_context)d, BYTES("ad"), BYTES_OF(sealed), plain),
                    ERR_SEAL);
    }
}

TEST(seal_every_flipped_bit_is_the_same_error) {
    uint8_t sealed[SEAL_OVERHEAD + 40], plain[40] = "something that is forty bytes long here";
    unsigned opened = 0;
    seal(key, SEAL_ENTRY, BYTES("ad"), BYTES_OF(plain), nonce, sealed);
    for (size_t i = 0; i < sizeof sealed; i++)
        for (unsigned bit = 0; bit < 8; bit++) {
            sealed[i] ^= (uint8_t)(1u << bit);
            opened += seal_open(key, SEAL_ENTRY, BYTES("ad"), BYTES_OF(sealed), plain) != ERR_SEAL;
            sealed[i] ^= (uint8_t)(1u << bit);
        }
    CHECK_INT(opened, 0);
    CHECK_OK(seal_open(key, SEAL_ENTRY, BYTES("ad"), BYTES_OF(sealed), plain));
}

TEST(seal_refuses_cuts_other_keys_and_other_ads) {
    uint8_t sealed[SEAL_OVERHEAD + 5 + 1] = {0}, plain[6];
    struct bytes whole = bytes_make(sealed, SEAL_OVERHEAD + 5);
    seal(key, SEAL_ENTRY, BYTES("ad"), BYTES("hello"), nonce, sealed);
    for (size_t n = 0; n < whole.size; n++)
        CHECK_ERR(seal_open(key, SEAL_ENTRY, BYTES("ad"), bytes_make(sealed, n), plain), ERR_SEAL);
    CHECK_ERR(seal_open(key, SEAL_ENTRY, BYTES("ad"), BYTES_OF(sealed), plain), ERR_SEAL);
    CHECK_ERR(seal_open(other_key, SEAL_ENTRY, BYTES("ad"), whole, plain), ERR_SEAL);
    CHECK_ERR(seal_open(key, SEAL_ENTRY, BYTES("aD"), whole, plain), ERR_SEAL);
    CHECK_ERR(seal_open(key, SEAL_ENTRY, BYTES("adx"), whole, plain), ERR_SEAL);
    CHECK_ERR(seal_open(key, SEAL_ENTRY, BYTES(""), whole, plain), ERR_SEAL);
    CHECK_OK(seal_open(key, SEAL_ENTRY, BYTES("ad"), whole, plain));
}

TEST(seal_of_nothing_and_with_overlap) {
    uint8_t sealed[SEAL_OVERHEAD + 64], apart[SEAL_OVERHEAD + 64], plain[64];
    seal(key, SEAL_LOCAL, BYTES(""), BYTES(""), nonce, sealed);
    CHECK_OK(seal_open(key, SEAL_LOCAL, BYTES(""), bytes_make(sealed, SEAL_OVERHEAD), plain));
    memset(plain, 'x', sizeof plain);
    seal(key, SEAL_LOCAL, BYTES(""), BYTES_OF(plain), nonce, apart);
    memcpy(sealed, plain, sizeof plain);
    seal(key, SEAL_LOCAL, BYTES(""), bytes_make(sealed, sizeof plain), nonce, sealed);
    CHECK_BYTES(BYTES_OF(sealed), BYTES_OF(apart));
}

/* A blob that would decrypt under two keys must still open under one only: the commitment decides,
 * whatever the tag says. Here the tag is made right for another key on purpose. */
TEST(seal_commits_to_its_key) {
    uint8_t sealed[SEAL_OVERHEAD + 16], t[64], in[32], ad[1 + 8], plain[16] = "fifteen letters";
    seal(key, SEAL_ENTRY, BYTES(""), BYTES_OF(plain), nonce, sealed);
    memcpy(in, nonce, 24);
    memcpy(in + 24, "bk.entry", 8);
    crypto_generichash(t, sizeof t, in, sizeof in, other_key, KEY_SIZE);
    ad[0] = 1;
    memcpy(ad + 1, "bk.entry", 8);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + SEAL_PLAIN_AT, NULL, plain, sizeof plain,
                                               ad, sizeof ad, NULL, nonce, t);
    CHECK_ERR(seal_open(other_key, SEAL_ENTRY, BYTES(""), BYTES_OF(sealed), plain), ERR_SEAL);
    CHECK_ERR(seal_open(key, SEAL_ENTRY, BYTES(""), BYTES_OF(sealed), plain), ERR_SEAL);
}

static enum err no_random(void *ctx, uint8_t *out, size_t size) {
    (void)ctx;
    memset(out, 0, size);
    return ERR_IO;
}

TEST(seal_random_stops_without_randomness) {
    struct random_source none = {no_random, NULL};
    uint8_t sealed[SEAL_OVERHEAD + 2] = {9};
    CHECK_ERR(seal_random(key, SEAL_ENTRY, BYTES(""), BYTES("hi"), &none, sealed), ERR_IO);
    CHECK_INT(sealed[0], 9);
    uint8_t filler[WITNESS_SIZE] = {9};
    CHECK_ERR(witness_filler(&none, filler), ERR_IO);
    CHECK_INT(filler[0], 9);
}

TEST(seal_random_uses_a_fresh_nonce) {
    struct random_seeded s;
    struct random_source r = random_seeded_source(&s, 3);
    uint8_t one[SEAL_OVERHEAD + 2], two[SEAL_OVERHEAD + 2], plain[2];
    CHECK_OK(seal_random(key, SEAL_ENTRY, BYTES(""), BYTES("hi"), &r, one));
    CHECK_OK(seal_random(key, SEAL_ENTRY, BYTES(""), BYTES("hi"), &r, two));
    CHECK(!secret_equal(one + 1, two + 1, SEAL_NONCE_SIZE));
    CHECK_OK(seal_open(key, SEAL_ENTRY, BYTES(""), BYTES_OF(two), plain));
    CHECK_BYTES(BYTES_OF(plain), BYTES("hi"));
}

TEST(pad_buckets_at_their_edges) {
    size_t bucket = 0;
    for (size_t size = BUCKET_MIN; size <= BUCKET_MAX; size *= 2) {
        CHECK_OK(pad_bucket(size - SEAL_OVERHEAD - 1, &bucket));
        CHECK_INT(bucket, size);
        CHECK_ERR(pad_bucket(size - SEAL_OVERHEAD, &bucket), size < BUCKET_MAX ? ERR_OK : ERR_SIZE);
        CHECK(pad_is_bucket(size) && !pad_is_bucket(size + 1) && !pad_is_bucket(size - 1));
    }
    CHECK_OK(pad_bucket(0, &bucket));
    CHECK_INT(bucket, BUCKET_MIN);
    CHECK(!pad_is_bucket(0) && !pad_is_bucket(512) && !pad_is_bucket(2 * BUCKET_MAX));
    CHECK_ERR(pad_bucket(SIZE_MAX, &bucket), ERR_SIZE);
}

TEST(pad_adds_and_strips) {
    uint8_t room[64];
    size_t size = 0, padded = 0;
    for (size_t n = 0; n < 64; n++) {
        uint8_t plain[64], theirs[64];
        memset(plain, 0x80, sizeof plain); /* the worst content for a marker of 0x80 */
        CHECK_OK(pad_add(bytes_make(plain, n), room, 64));
        memcpy(theirs, plain, n);
        CHECK(sodium_pad(&padded, theirs, n, 64, sizeof theirs) == 0 && padded == 64);
        CHECK_BYTES(BYTES_OF(room), BYTES_OF(theirs));
        CHECK_OK(pad_strip(BYTES_OF(room), &size));
        CHECK_INT(size, n);
    }
    CHECK_ERR(pad_add(bytes_make(room, 64), room, 64), ERR_SIZE);
    memset(room, 0, sizeof room);
    CHECK_ERR(pad_strip(BYTES_OF(room), &size), ERR_MALFORMED);
    room[63] = 1;
    CHECK_ERR(pad_strip(BYTES_OF(room), &size), ERR_MALFORMED);
    CHECK_ERR(pad_strip(bytes_make(room, 0), &size), ERR_MALFORMED);
}

TEST(feed_blobs_have_bucket_sizes_and_open) {
    struct arena a;
    struct feed_keys keys;
    uint8_t box[BOX_ID_SIZE] = {7};
    static const size_t sizes[] = {0, 1, 950, 951, 2000, PAD_PLAIN_MAX};
    feed_keys_derive(key, &keys);
    arena_init(&a, 4u << 20);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct buf out;
        struct bytes blob, plain;
        uint8_t *text = arena_alloc(&a, sizes[i]);
        memset(text, 'x', sizes[i]);
        buf_init(&out, &a);
        CHECK_OK(feed_seal(&keys, box, bytes_make(text, sizes[i]), nonce, &out));
        CHECK_OK(buf_finish(&out, &blob));
        CHECK(pad_is_bucket(blob.size));
        CHECK_OK(feed_open(&keys, box, blob, &a, &plain));
        CHECK_BYTES(plain, bytes_make(text, sizes[i]));
        box[0]++;
        CHECK_ERR(feed_open(&keys, box, blob, &a, &plain), ERR_SEAL); /* from another box */
        box[0]--;
        CHECK_ERR(feed_open(&keys, box, bytes_slice(blob, 0, blob.size - 1), &a, &plain), ERR_SIZE);
    }
    struct buf small;
    uint8_t room[100];
    buf_init_fixed(&small, room, sizeof room);
    CHECK_ERR(feed_seal(&keys, box, BYTES("x"), nonce, &small), ERR_FULL);
    buf_init(&small, &a);
    CHECK_ERR(feed_seal(&keys, box, bytes_make(room, PAD_PLAIN_MAX + 1), nonce, &small), ERR_SIZE);
    arena_free(&a);
}

TEST(box_seal_is_that_of_libsodium) {
    struct box_key mine;
    uint8_t seed[KEY_SIZE] = {3}, sealed[BOXSEAL_OVERHEAD + 5], theirs[BOXSEAL_OVERHEAD + 5];
    uint8_t plain[5], zero[PUBLIC_KEY_SIZE] = {0};
    unsigned opened = 0;
    box_key_from_seed(seed, &mine);
    CHECK_OK(box_seal(mine.public_key, BYTES("hello"), key, sealed));
    CHECK(crypto_box_seal_open(plain, sealed, sizeof sealed, mine.public_key, mine.secret) == 0);
    CHECK_BYTES(BYTES_OF(plain), BYTES("hello"));
    CHECK(crypto_box_seal(theirs, (const uint8_t *)"world", 5, mine.public_key) == 0);
    CHECK_OK(box_open(&mine, BYTES_OF(theirs), plain));
    CHECK_BYTES(BYTES_OF(plain), BYTES("world"));
    for (size_t i = 0; i < sizeof sealed; i++)
        for (unsigned bit = 0; bit < 8; bit++) {
            if (i == 31 && bit == 7)
                continue; /* X25519 does not look at the top bit of a key; the nonce does */
            sealed[i] ^= (uint8_t)(1u << bit);
            opened += box_open(&mine, BYTES_OF(sealed), plain) != ERR_SEAL;
            sealed[i] ^= (uint8_t)(1u << bit);
        }
    CHECK_INT(opened, 0);
    sealed[31] ^= 0x80;
    CHECK_ERR(box_open(&mine, BYTES_OF(sealed), plain), ERR_SEAL);
    CHECK_ERR(box_open(&mine, bytes_make(sealed, BOXSEAL_OVERHEAD - 1), plain), ERR_SEAL);
    CHECK_ERR(box_seal(zero, BYTES("hello"), key, sealed), ERR_SEAL);
}

TEST(outbox_notes_are_of_one_size_and_open_with_the_secret_only) {
    struct arena a;
    struct box_key mine, other;
    uint8_t seed[KEY_SIZE] = {1}, seed2[KEY_SIZE] = {2};
    static uint8_t note[OUTBOX_NOTE_SIZE], text[OUTBOX_PLAIN_MAX + 1];
    static const size_t sizes[] = {0, 1, 500, OUTBOX_PLAIN_MAX};
    struct bytes plain;
    arena_init(&a, 1u << 20);
    box_key_from_seed(seed, &mine);
    box_key_from_seed(seed2, &other);
    memset(text, 'n', sizeof text);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        CHECK_OK(outbox_seal(mine.public_key, bytes_make(text, sizes[i]), key, note));
        CHECK_OK(outbox_open(mine.public_key, mine.secret, note, &a, &plain));
        CHECK_BYTES(plain, bytes_make(text, sizes[i]));
        CHECK_ERR(outbox_open(other.public_key, other.secret, note, &a, &plain), ERR_SEAL);
    }
    note[9000] ^= 1;
    CHECK_ERR(outbox_open(mine.public_key, mine.secret, note, &a, &plain), ERR_SEAL);
    note[0] = 2;
    CHECK_ERR(outbox_open(mine.public_key, mine.secret, note, &a, &plain), ERR_NEWER);
    CHECK_ERR(outbox_seal(mine.public_key, BYTES_OF(text), key, note), ERR_SIZE);
    arena_free(&a);
}

TEST(round_opens_with_its_key_for_its_author_and_offer) {
    struct arena a;
    uint8_t box[BOX_ID_SIZE] = {1}, offer[HASH_SIZE] = {2};
    static uint8_t commit[ROUND_COMMIT_SIZE], text[ROUND_PLAIN_MAX + 1];
    struct bytes answer;
    arena_init(&a, 1u << 20);
    memset(text, 'a', sizeof text);
    CHECK_ERR(round_commit_seal(key, box, offer, BYTES_OF(text), nonce, commit), ERR_SIZE);
    CHECK_OK(round_commit_seal(key, box, offer, bytes_make(text, ROUND_PLAIN_MAX), nonce, commit));
    CHECK_OK(round_commit_open(key, box, offer, BYTES_OF(commit), &a, &answer));
    CHECK_BYTES(answer, bytes_make(text, ROUND_PLAIN_MAX));
    CHECK_OK(round_commit_seal(key, box, offer, BYTES(""), nonce, commit)); /* a blank */
    CHECK_OK(round_commit_open(key, box, offer, BYTES_OF(commit), &a, &answer));
    CHECK_INT(answer.size, 0);
    CHECK_ERR(round_commit_open(other_key, box, offer, BYTES_OF(commit), &a, &answer), ERR_SEAL);
    box[5] ^= 1;
    CHECK_ERR(round_commit_open(key, box, offer, BYTES_OF(commit), &a, &answer), ERR_SEAL);
    box[5] ^= 1;
    offer[5] ^= 1;
    CHECK_ERR(round_commit_open(key, box, offer, BYTES_OF(commit), &a, &answer), ERR_SEAL);
    offer[5] ^= 1;
    CHECK_ERR(
        round_commit_open(key, box, offer, bytes_make(commit, ROUND_COMMIT_SIZE - 1), &a, &answer),
        ERR_SEAL);
    /* A seal of another context and the same shape is no commit. */
    seal_in_place(key, SEAL_ENTRY, BYTES(""), ROUND_PLAIN_MAX + 1, nonce, commit);
    CHECK_ERR(round_commit_open(key, box, offer, BYTES_OF(commit), &a, &answer), ERR_SEAL);
    arena_free(&a);
}

TEST(witness_opens_for_oneself_and_fillers_look_alike) {
    struct witness w = {.generation = 3, .position = 1234567890123, .head = {9, 8, 7}}, back;
    struct random_seeded s;
    struct random_source r = random_seeded_source(&s, 1);
    uint8_t sealed[WITNESS_SIZE], filler[WITNESS_SIZE];
    witness_seal(key, &w, nonce, sealed);
    CHECK_OK(witness_open(key, sealed, &back));
    CHECK_INT(back.generation, 3);
    CHECK_INT(back.position, 1234567890123);
    CHECK_BYTES(BYTES_OF(back.head), BYTES_OF(w.head));
    CHECK_ERR(witness_open(other_key, sealed, &back), ERR_SEAL);
    CHECK_OK(witness_filler(&r, filler));
    CHECK_INT(filler[0], sealed[0]);
    CHECK_ERR(witness_open(key, filler, &back), ERR_SEAL);
}
