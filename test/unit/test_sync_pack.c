/* Several entries in one blob: what is sent, erased out of it, lost and raced for. */
#include "crypt/feed.h"
#include "fake_world.h"
#include "test.h"

#include <string.h>

static struct world w;

static bool couple_begin(uint64_t seed, struct phone **a, struct phone **b) {
    world_begin(&w, seed);
    *a = world_phone(&w);
    *b = world_phone(&w);
    return phone_begin(*a, "Ana") == ERR_OK && phone_begin(*b, "Ben") == ERR_OK &&
           world_pair(&w, *a, *b, true) && world_settle(&w, 400000);
}

static struct fake_box *box_of(const struct phone *p) {
    return fake_relay_find(&w.relay, book_feed(p->book, FEED_PAIR_OUT)->chain.box_id);
}

static bool contains(struct bytes in, const char *text) {
    size_t size = strlen(text);
    for (size_t i = 0; i + size <= in.size; i++)
        if (memcmp(in.at + i, text, size) == 0)
            return true;
    return false;
}

/* Whether any blob that still stands says so, to whoever has the key; counts those that stand. */
static bool relay_says(const struct phone *p, const char *text, uint32_t *standing) {
    const struct feed *feed = book_feed(p->book, FEED_PAIR_OUT);
    const struct fake_box *box = box_of(p);
    struct arena a;
    bool said = false;
    arena_init(&a, 1 << 20);
    for (uint32_t i = 0; i < box->count; i++) {
        struct bytes plain;
        if (box->blobs[i].erased)
            continue;
        *standing += 1;
        said = said || (feed_open(&feed->keys, feed->chain.box_id, box->blobs[i].data, &a,
                                  &plain) == ERR_OK &&
                        contains(plain, text));
        arena_reset(&a);
    }
    arena_free(&a);
    return said;
}

static enum err five_write(struct phone *p, const char *first, uint8_t eids[5][EID_SIZE]) {
    for (int i = 0; i < 5; i++) {
        char text[32];
        size_t size = strlen(first);
        memcpy(text, first, size);
        text[size] = (char)('0' + i);
        text[size + 1] = 0;
        TRY(phone_write(p, SPACE_OURS, text, eids[i]));
    }
    return ERR_OK;
}

TEST(pack_of_five_goes_as_one_blob) {
    struct phone *a, *b;
    uint8_t eids[5][EID_SIZE];
    CHECK(couple_begin(400, &a, &b));
    struct fake_box *box = box_of(a);
    uint32_t blobs = box->count, appends = box->appends;
    CHECK_OK(five_write(a, "word ", eids));
    world_run(&w, 500);
    CHECK_INT(phone_count(b, SPACE_OURS), 5);
    CHECK_INT(box->count, blobs + 1);
    CHECK_INT(box->appends, appends + 1);
    CHECK(box->blobs[blobs].data.size <= 4096);
    CHECK_OK(phone_write(a, SPACE_OURS, "alone", NULL));
    world_run(&w, 500);
    CHECK_INT(box->blobs[blobs + 1].data.size, BUCKET_MIN); /* one entry as ever */
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "alone"));
    world_end(&w);
}

TEST(pack_loses_one_and_keeps_four) {
    struct phone *a, *b;
    uint8_t eids[5][EID_SIZE];
    uint32_t standing = 0, after = 0;
    CHECK(couple_begin(401, &a, &b));
    CHECK_OK(five_write(a, "word ", eids));
    CHECK(world_settle(&w, 400000));
    CHECK(relay_says(a, "word 2", &standing));
    CHECK_OK(book_erase(a->book, eids[2], w.today));
    CHECK(world_settle(&w, 400000));
    CHECK(!relay_says(a, "word 2", &after));
    CHECK_INT(after, standing); /* the pack went, one blob took the rest and the ERASE */
    CHECK_INT(box_of(a)->erases, 1);
    CHECK_INT(phone_count(a, SPACE_OURS), 4);
    CHECK_INT(phone_count(b, SPACE_OURS), 4);
    CHECK(!phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "word 2"));
    for (int i = 0; i < 5; i++) {
        char text[] = "word 0";
        text[5] = (char)('0' + i);
        CHECK_INT(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, text), i != 2);
        CHECK_INT(relay_says(a, text, &standing), i != 2);
    }
    /* Whoever reads all of it from the start finds the same. */
    uint16_t words[PASSWORD_WORDS];
    CHECK(phone_make_words(a, 3, false));
    struct phone *c = world_phone(&w);
    words_from(3, words);
    CHECK(phone_log_in(c, words));
    CHECK_INT(phone_count(c, SPACE_OURS), 4);
    CHECK(!phone_has(c, AUTHOR_ME, SPACE_OURS, "word 2"));
    world_end(&w);
}

TEST(pack_backlog_takes_few_blobs) {
    struct phone *a, *b;
    static char large[30001];
    CHECK(couple_begin(402, &a, &b));
    struct fake_box *box = box_of(a);
    uint32_t blobs = box->count;
    memset(large, 'x', sizeof large - 1);
    a->offline = true;
    for (int i = 0; i < 600; i++) {
        char text[] = "000";
        text[0] = (char)('0' + i / 100), text[1] = (char)('0' + i / 10 % 10),
        text[2] = (char)('0' + i % 10);
        CHECK_OK(phone_write(a, SPACE_OURS, i == 300 ? large : text, NULL));
    }
    a->offline = false;
    CHECK(world_settle(&w, 400000));
    CHECK_INT(phone_count(b, SPACE_OURS), 600);
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, large));
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "599"));
    CHECK(box->count - blobs < 60);
    uint32_t larger = 0;
    for (uint32_t i = blobs; i < box->count; i++)
        larger += box->blobs[i].data.size > 4096;
    CHECK_INT(larger, 1); /* what is large stands alone */
    CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
    world_end(&w);
}

/* The relay took a pack, its answer was lost, one of the pack is erased, the program starts anew.
 */
TEST(pack_answer_lost_and_one_erased_meanwhile) {
    for (int restart = 0; restart < 2; restart++) {
        struct phone *a, *b;
        uint8_t eids[5][EID_SIZE];
        uint32_t standing = 0;
        CHECK(couple_begin(403, &a, &b));
        CHECK_OK(five_write(a, "word ", eids));
        w.lose_answer = 100;
        world_run(&w, 300);
        CHECK(relay_says(a, "word 4", &standing));
        CHECK_INT(book_status(a->book).unsent_count, 5);
        CHECK_OK(book_erase(a->book, eids[4], w.today));
        w.lose_answer = 0;
        if (restart)
            CHECK_OK(phone_restart(a));
        CHECK(world_settle(&w, 400000));
        CHECK(!relay_says(a, "word 4", &standing));
        CHECK(relay_says(a, "word 3", &standing));
        CHECK_INT(phone_count(a, SPACE_OURS), 4);
        CHECK_INT(phone_count(b, SPACE_OURS), 4);
        CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
        world_end(&w);
    }
}

/* Two devices of one person erase out of one pack at the same time, and write packs of their own:
 * one meets 409, reads, and goes on. */
TEST(pack_races_between_two_devices_converge) {
    for (uint64_t seed = 410; seed < 414; seed++) {
        struct phone *a, *b;
        uint8_t eids[5][EID_SIZE], more[5][EID_SIZE];
        uint16_t words[PASSWORD_WORDS];
        uint32_t standing = 0;
        CHECK(couple_begin(seed, &a, &b));
        CHECK(phone_make_words(a, 3, false));
        CHECK_OK(five_write(a, "word ", eids));
        CHECK(world_settle(&w, 400000));
        struct phone *c = world_phone(&w);
        words_from(3, words);
        CHECK(phone_log_in(c, words));
        CHECK(world_settle(&w, 400000));
        CHECK_INT(phone_count(c, SPACE_OURS), 5);
        a->offline = c->offline = true;
        world_run(&w, 2000);
        CHECK_OK(book_erase(a->book, eids[0], w.today));
        CHECK_OK(book_erase(c->book, eids[1], w.today));
        if (seed % 2) { /* the same one too */
            CHECK_OK(book_erase(a->book, eids[4], w.today));
            CHECK_OK(book_erase(c->book, eids[4], w.today));
        }
        CHECK_OK(five_write(a, "here ", more));
        CHECK_OK(five_write(c, "there ", more));
        a->offline = c->offline = false;
        sync_nudge(a->sync, w.now_ms);
        sync_nudge(c->sync, w.now_ms);
        CHECK(world_settle(&w, 900000));
        world_run(&w, 200000); /* one's own box is polled now and then */
        CHECK(world_settle(&w, 900000));
        size_t left = seed % 2 ? 12 : 13;
        CHECK_INT(phone_count(a, SPACE_OURS), left);
        CHECK_INT(phone_count(b, SPACE_OURS), left);
        CHECK_INT(phone_count(c, SPACE_OURS), left);
        CHECK(!relay_says(a, "word 0", &standing) && !relay_says(a, "word 1", &standing));
        CHECK(relay_says(a, "word 2", &standing) && relay_says(a, "there 4", &standing));
        uint8_t at_a[HASH_SIZE], at_c[HASH_SIZE];
        phone_digest(a, at_a);
        phone_digest(c, at_c);
        CHECK_BYTES(BYTES_OF(at_a), BYTES_OF(at_c));
        CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
        world_end(&w);
    }
}

TEST(pack_survives_faults) {
    for (uint64_t seed = 420; seed < 428; seed++) {
        struct phone *a, *b;
        uint8_t eids[5][EID_SIZE];
        uint32_t standing = 0;
        CHECK(couple_begin(seed, &a, &b));
        w.lose_request = 15;
        w.lose_answer = 25;
        w.repeat_answer = 20;
        w.delay_ms = 1500;
        for (int i = 0; i < 6; i++) {
            char first[] = "round 0 ";
            first[6] = (char)('0' + i);
            CHECK_OK(five_write(a, first, eids));
            world_run(&w, 1500);
            CHECK_OK(book_erase(a->book, eids[i % 5], w.today));
            if (i == 3)
                CHECK_OK(phone_restart(a));
            world_run(&w, 1500);
        }
        w.lose_request = w.lose_answer = w.repeat_answer = w.delay_ms = 0;
        CHECK(world_settle(&w, 900000));
        world_run(&w, 200000); /* one's own box is polled now and then */
        CHECK(world_settle(&w, 900000));
        CHECK_INT(phone_count(a, SPACE_OURS), 24);
        CHECK_INT(phone_count(b, SPACE_OURS), 24);
        CHECK(!relay_says(a, "round 0 0", &standing) && !relay_says(a, "round 5 0", &standing));
        CHECK(relay_says(a, "round 5 1", &standing));
        CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
        world_end(&w);
    }
}
