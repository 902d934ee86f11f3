/* One box: what a page proves, when to ask again, what each refusal comes to. */
#include "base/check.h"
#include "book/box.h"
#include "crypt/crypt.h"
#include "crypt/seeded.h"
#include "test.h"

#include <string.h>

enum { BLOBS = 5, BLOB_SIZE = 1024 };

static struct sign_key key;
static uint8_t blobs[BLOBS][BLOB_SIZE], hashes[BLOBS][HASH_SIZE], sigs[BLOBS][SIGNATURE_SIZE];
static struct chain heads[BLOBS + 1];
static uint8_t room[16384];

static void history_make(uint8_t branch) {
    static const uint8_t seed[KEY_SIZE] = {3};
    MUST(crypt_init() == ERR_OK);
    sign_key_from_seed(seed, &key);
    chain_start(key.public_key, &heads[0]);
    for (int i = 0; i < BLOBS; i++) {
        memset(blobs[i], i + branch, BLOB_SIZE);
        chain_blob_hash(BYTES_OF(blobs[i]), hashes[i]);
        heads[i + 1] = heads[i];
        chain_advance(&heads[i + 1], hashes[i]);
        chain_sign_append(&heads[i + 1], &key, sigs[i]);
    }
}

/* A page of blobs first..last (from 1) of a box that stands at `stands`. */
static struct bytes page_make(uint32_t first, uint32_t last, uint32_t stands, uint32_t floor) {
    struct relay_page page = {.at = {.next = stands + 1}, .floor = floor};
    struct buf b;
    struct bytes whole;
    page.count = last >= first ? last - first + 1 : 0;
    memcpy(page.at.head, heads[stands].head, HASH_SIZE);
    memcpy(page.floor_head, heads[floor - 1].head, HASH_SIZE);
    if (floor > 1)
        memcpy(page.floor_sig, sigs[floor - 2], SIGNATURE_SIZE);
    buf_init_fixed(&b, room, sizeof room);
    relay_page_write(&b, &page);
    for (uint32_t n = first; n <= last; n++) {
        struct relay_page_blob blob = {.n = n, .bh = hashes[n - 1], .sig = sigs[n - 1]};
        blob.data = BYTES_OF(blobs[n - 1]);
        relay_page_blob_write(&b, &blob);
    }
    MUST(buf_finish(&b, &whole) == ERR_OK);
    return whole;
}

TEST(box_page_follows_the_chain) {
    struct box_page page;
    struct relay_page_blob blob;
    history_make(1);
    CHECK_OK(box_page_open(page_make(1, 5, 5, 1), RELAY_CLASS_FEED, &heads[0], &page));
    CHECK_INT(page.reached.position, 5);
    CHECK(!page.more && !page.skipped);
    for (uint64_t n = 1; n <= 5; n++) {
        CHECK(box_page_next(&page, &blob));
        CHECK_INT(blob.n, n);
    }
    CHECK(!box_page_next(&page, &blob));
    CHECK_OK(box_page_open(page_make(3, 4, 5, 1), RELAY_CLASS_FEED, &heads[2], &page));
    CHECK_INT(page.reached.position, 4);
    CHECK(page.more);
    CHECK_OK(box_page_open(page_make(6, 5, 5, 1), RELAY_CLASS_FEED, &heads[5], &page));
    CHECK_INT(page.reached.position, 5);
}

TEST(box_page_refuses_what_does_not_follow) {
    struct box_page page;
    history_make(1);
    CHECK_ERR(box_page_open(page_make(3, 5, 5, 1), RELAY_CLASS_FEED, &heads[1], &page),
              ERR_MALFORMED); /* one is missing */
    CHECK_ERR(box_page_open(page_make(4, 3, 3, 1), RELAY_CLASS_FEED, &heads[4], &page), ERR_CHAIN);
    CHECK_ERR(box_page_open(page_make(4, 3, 5, 1), RELAY_CLASS_FEED, &heads[3], &page),
              ERR_MALFORMED); /* there is more, and it does not come */
    struct bytes body = page_make(1, 5, 5, 1);
    room[body.size - 1] ^= 1; /* data of the last */
    CHECK_ERR(box_page_open(body, RELAY_CLASS_FEED, &heads[0], &page), ERR_MALFORMED);
    body = page_make(1, 5, 5, 1);
    room[8] ^= 1; /* the head the relay says it has */
    CHECK_ERR(box_page_open(body, RELAY_CLASS_FEED, &heads[0], &page), ERR_CONFLICT);
    struct chain other = heads[2];
    other.head[0] ^= 1;
    CHECK_ERR(box_page_open(page_make(3, 5, 5, 1), RELAY_CLASS_FEED, &other, &page), ERR_CONFLICT);
    struct chain known = heads[3];
    history_make(40); /* another history, signed by the same author */
    CHECK_ERR(box_page_open(page_make(4, 5, 5, 1), RELAY_CLASS_FEED, &known, &page), ERR_CONFLICT);
}

TEST(box_page_floor_is_for_live_boxes) {
    struct box_page page;
    history_make(1);
    CHECK_ERR(box_page_open(page_make(4, 5, 5, 4), RELAY_CLASS_FEED, &heads[0], &page),
              ERR_MALFORMED);
    CHECK_OK(box_page_open(page_make(4, 5, 5, 4), RELAY_CLASS_LIVE, &heads[0], &page));
    CHECK(page.skipped);
    CHECK_INT(page.reached.position, 5);
    CHECK_OK(box_page_open(page_make(6, 5, 5, 6), RELAY_CLASS_LIVE, &heads[2], &page));
    CHECK(page.skipped);
    CHECK_INT(page.reached.position, 5);
    struct bytes body = page_make(4, 5, 5, 4);
    room[80] ^= 1; /* the floor's signature */
    CHECK_ERR(box_page_open(body, RELAY_CLASS_LIVE, &heads[0], &page), ERR_CONFLICT);
}

TEST(box_outcomes_of_refusals) {
    static const struct {
        uint32_t status;
        const char *body;
        enum box_outcome outcome;
    } cases[] = {
        {0, "", BOX_AWAY},
        {200, "", BOX_DONE},
        {404, "there is no such box, or the token is not its own\n", BOX_ABSENT},
        {404, "<html>a proxy's\n", BOX_AWAY},
        {410, "this box was dropped\n", BOX_DROPPED},
        {403, "making a box here needs a token or a proof of work\n", BOX_ADMISSION},
        {403, "the signature does not verify\n", BOX_REFUSED},
        {422, "the day is too far from the relay's\n", BOX_CLOCK},
        {422, "the box holds all its class allows\n", BOX_FULL},
        {507, "the relay's disk is full; nothing was stored\n", BOX_FULL},
        {429, "too many are waiting; ask without wait\n", BOX_CROWDED},
        {503, "the relay is busy or ending; try again\n", BOX_AWAY},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct net_answer answer = {.id = 1, .status = cases[i].status};
        answer.body = bytes_from_string(cases[i].body);
        CHECK_INT(box_outcome(&answer), cases[i].outcome);
    }
}

TEST(box_retry_backs_off_within_bounds) {
    struct random_seeded seeded;
    struct random_source r = random_seeded_source(&seeded, 1);
    struct jitter j;
    struct retry retry = {0};
    uint64_t longest = 0;
    CHECK_OK(jitter_seed(&j, &r));
    for (int i = 0; i < 100; i++) {
        retry_failed(&retry, &j, 1000);
        uint64_t pause = retry.not_before_ms - 1000;
        CHECK(pause >= RETRY_FIRST_MS / 2 && pause <= RETRY_LAST_MS);
        longest = pause > longest ? pause : longest;
    }
    CHECK(longest > RETRY_LAST_MS / 2);
    retry_succeeded(&retry);
    CHECK_INT(retry.not_before_ms, 0);
    CHECK_INT(jitter_between(&j, 7, 7), 7);
    CHECK_INT(box_day((uint64_t)18262 * 86400000), 0);
    CHECK_INT(box_day((uint64_t)18263 * 86400000 - 1), 0);
    CHECK_INT(box_day(0), 0);
}
