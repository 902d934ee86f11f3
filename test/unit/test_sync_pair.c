/* Two people from nothing to reading each other, and what the network does to them meanwhile. */
#include "book/box.h"
#include "fake_world.h"
#include "test.h"

#include <string.h>

static struct world w;

TEST(sync_two_people_pair_and_read_each_other) {
    world_begin(&w, 1);
    struct phone *a = world_phone(&w), *b = world_phone(&w);
    CHECK_OK(phone_begin(a, "Ana"));
    CHECK_OK(phone_begin(b, "Ben"));
    CHECK(world_pair(&w, a, b, false));
    CHECK_BYTES(book_status(a->book).partner_name, BYTES("Ben"));
    CHECK_BYTES(book_status(b->book).partner_name, BYTES("Ana"));
    CHECK(!book_status(a->book).pair_compared && !book_status(b->book).pair_compared);

    CHECK_OK(phone_write(a, SPACE_OURS, "from a", NULL));
    CHECK_OK(phone_write(a, SPACE_MINE, "a alone", NULL));
    CHECK_OK(phone_write(b, SPACE_OURS, "from b", NULL));
    world_run(&w, 3000);
    CHECK(phone_has(a, AUTHOR_PARTNER, SPACE_OURS, "from b"));
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "from a"));
    CHECK_INT(phone_count(b, SPACE_MINE), 0);
    CHECK(world_settle(&w, 300000));
    CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
    CHECK_INT(book_status(a->book).unsent_count, 0);
    /* Mailbox gone; a mine, a pair and (lazily) live boxes each. */
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_INVITE), 0);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_FEED), 4);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_LOCATOR), 0);
    CHECK(a->waits_max <= 2 && b->waits_max <= 2);
    world_end(&w);
}

TEST(sync_partner_sees_within_a_moment) {
    world_begin(&w, 2);
    struct phone *a = world_phone(&w), *b = world_phone(&w);
    CHECK_OK(phone_begin(a, "Ana"));
    CHECK_OK(phone_begin(b, "Ben"));
    CHECK(world_pair(&w, a, b, true));
    CHECK(book_status(a->book).pair_compared && book_status(b->book).pair_compared);
    CHECK(world_settle(&w, 300000));
    for (int i = 0; i < 5; i++) {
        char text[] = "moment 0";
        text[7] = (char)('0' + i);
        CHECK_OK(phone_write(i % 2 ? a : b, SPACE_OURS, text, NULL));
        world_run(&w, 500);
        CHECK(phone_has(i % 2 ? b : a, AUTHOR_PARTNER, SPACE_OURS, text));
    }
    world_end(&w);
}

TEST(sync_offline_writing_converges) {
    world_begin(&w, 3);
    struct phone *a = world_phone(&w), *b = world_phone(&w);
    CHECK_OK(phone_begin(a, "Ana"));
    CHECK_OK(phone_begin(b, "Ben"));
    CHECK(world_pair(&w, a, b, false));
    a->offline = b->offline = true;
    world_run(&w, 60000);
    CHECK_INT(sync_status(a->sync).trouble, SYNC_UNREACHABLE);
    for (int i = 0; i < 150; i++) {
        char text[] = "000";
        text[0] = (char)('0' + i / 100), text[1] = (char)('0' + i / 10 % 10),
        text[2] = (char)('0' + i % 10);
        CHECK_OK(phone_write(a, SPACE_OURS, text, NULL));
        if (i % 10 == 0)
            CHECK_OK(phone_write(b, SPACE_OURS, text, NULL));
    }
    CHECK_INT(book_status(a->book).unsent_count > 150, true);
    a->offline = b->offline = false;
    CHECK(world_settle(&w, 400000));
    world_run(&w, 60000); /* who was away for long asks again within a minute */
    CHECK_INT(phone_count(a, SPACE_OURS), 165);
    CHECK_INT(phone_count(b, SPACE_OURS), 165);
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "149"));
    CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
    world_end(&w);
}

/* Nobody goes on being called unreachable while a wait is held that would tell only at its end. */
TEST(sync_says_soon_that_the_relay_is_back) {
    world_begin(&w, 4);
    struct phone *a = world_phone(&w), *b = world_phone(&w);
    CHECK_OK(phone_begin(a, "Ana"));
    CHECK_OK(phone_begin(b, "Ben"));
    CHECK(world_pair(&w, a, b, false));
    CHECK(world_settle(&w, 300000));
    a->offline = true;
    world_run(&w, 120000);
    CHECK_INT(sync_status(a->sync).trouble, SYNC_UNREACHABLE);
    a->offline = false;
    sync_nudge(a->sync, w.now_ms);
    world_run(&w, 100);
    CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
    a->offline = true;
    world_run(&w, 120000);
    CHECK_INT(sync_status(a->sync).trouble, SYNC_UNREACHABLE);
    a->offline = false;
    world_run(&w, RETRY_LAST_MS);
    CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
    CHECK(a->waits_max <= 2);
    world_end(&w);
}

static bool faults_converge(uint64_t seed) {
    world_begin(&w, seed);
    struct phone *a = world_phone(&w), *b = world_phone(&w);
    bool fine = phone_begin(a, "Ana") == ERR_OK && phone_begin(b, "Ben") == ERR_OK;
    w.lose_request = 15;
    w.lose_answer = 15;
    w.repeat_answer = 20;
    w.delay_ms = 1500;
    uint8_t text[INVITATION_SIZE];
    fine = fine && pair_flow_invite(a->pair, BYTES("Ana"), false, w.today) == ERR_OK;
    memcpy(text, pair_flow_invitation(a->pair).at, sizeof text);
    fine = fine && pair_flow_join(b->pair, BYTES_OF(text), BYTES("Ben"), w.today) == ERR_OK;
    for (int i = 0; i < 600 && book_status(b->book).pair != PAIR_TOGETHER; i++)
        world_run(&w, 1000);
    for (int i = 0; i < 600 && book_status(a->book).pair != PAIR_TOGETHER; i++)
        world_run(&w, 1000);
    for (int i = 0; fine && i < 10; i++) {
        char said[] = "word 0";
        said[5] = (char)('0' + i);
        fine = phone_write(a, SPACE_OURS, said, NULL) == ERR_OK &&
               phone_write(b, SPACE_OURS, said, NULL) == ERR_OK;
        if (i == 5)
            fine = fine && phone_restart(a) == ERR_OK;
        world_run(&w, 2000);
    }
    w.lose_request = w.lose_answer = w.repeat_answer = w.delay_ms = 0;
    fine = fine && world_settle(&w, 600000);
    world_run(&w, RETRY_LAST_MS); /* what failed last is asked again, and answered at once */
    fine = fine && phone_count(a, SPACE_OURS) == 20 && phone_count(b, SPACE_OURS) == 20;
    fine = fine && sync_status(a->sync).trouble == SYNC_FINE &&
           sync_status(b->sync).trouble == SYNC_FINE;
    world_end(&w);
    return fine;
}

TEST(sync_lost_answers_repeats_and_disorder_converge) {
    for (uint64_t seed = 100; seed < 112; seed++)
        CHECK(faults_converge(seed));
}

TEST(sync_erase_reaches_relay_and_other_side) {
    world_begin(&w, 5);
    struct phone *a = world_phone(&w), *b = world_phone(&w);
    uint8_t eid[EID_SIZE], unsent[EID_SIZE];
    CHECK_OK(phone_begin(a, "Ana"));
    CHECK_OK(phone_begin(b, "Ben"));
    CHECK(world_pair(&w, a, b, false));
    CHECK_OK(phone_write(a, SPACE_OURS, "regretted", eid));
    CHECK_OK(phone_write(a, SPACE_OURS, "kept", NULL));
    CHECK(world_settle(&w, 300000));
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "regretted"));
    CHECK_OK(book_erase(a->book, eid, w.today));
    CHECK_OK(phone_write(a, SPACE_OURS, "never sent", unsent));
    CHECK_OK(book_erase(a->book, unsent, w.today));
    CHECK(world_settle(&w, 300000));
    CHECK(!phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "regretted"));
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "kept"));
    const struct feed *out = book_feed(a->book, FEED_PAIR_OUT);
    struct fake_box *box = fake_relay_find(&w.relay, out->chain.box_id);
    CHECK(box);
    uint32_t erased = 0;
    for (uint32_t i = 0; i < box->count; i++)
        erased += box->blobs[i].erased;
    CHECK_INT(erased, 1);

    /* The chain still verifies for someone who reads all of it. */
    CHECK_OK(phone_restart(b));
    CHECK_OK(phone_write(a, SPACE_OURS, "after", NULL));
    CHECK(world_settle(&w, 300000));
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "after"));
    world_end(&w);
}

TEST(sync_mine_closed_keeps_ours_going) {
    world_begin(&w, 6);
    struct phone *a = world_phone(&w), *b = world_phone(&w);
    CHECK_OK(phone_begin(a, "Ana"));
    CHECK_OK(phone_begin(b, "Ben"));
    CHECK(world_pair(&w, a, b, false));
    CHECK(world_settle(&w, 300000));
    const struct feed *mine = book_feed(a->book, FEED_MINE);
    uint8_t mine_id[BOX_ID_SIZE];
    memcpy(mine_id, mine->chain.box_id, sizeof mine_id);
    phone_close_mine(a);
    uint32_t before = fake_relay_find(&w.relay, mine_id)->reads;
    CHECK_OK(phone_write(a, SPACE_OURS, "open words", NULL));
    CHECK_OK(phone_write(a, SPACE_MINE, "into the outbox", NULL));
    world_run(&w, 200000);
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "open words"));
    CHECK_INT(phone_count(a, SPACE_MINE), 0);
    CHECK_INT(fake_relay_find(&w.relay, mine_id)->reads, before);
    CHECK_OK(phone_open_mine(a));
    CHECK(world_settle(&w, 300000));
    CHECK(phone_has(a, AUTHOR_ME, SPACE_MINE, "into the outbox"));
    world_end(&w);
}

TEST(sync_idle_is_quiet) {
    world_begin(&w, 7);
    struct phone *a = world_phone(&w), *b = world_phone(&w);
    CHECK_OK(phone_begin(a, "Ana"));
    CHECK_OK(phone_begin(b, "Ben"));
    CHECK(world_pair(&w, a, b, false));
    CHECK(world_settle(&w, 300000));
    uint32_t before = a->requests;
    uint64_t steps = w.steps;
    world_run(&w, 3600000);
    /* Two waits of 25 seconds end and begin 144 times an hour each; one box is polled. */
    CHECK(a->requests - before < 2 * 144 + 90);
    CHECK(w.steps - steps < 3600 + 4 * (a->requests + b->requests));
    CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
    world_end(&w);
}

/* All that a phone asks for now; how many. */
static size_t ask_all(struct phone *p, uint64_t now_ms, struct net_request *out, size_t max) {
    size_t count = 0;
    while (count < max && sync_next(p->sync, now_ms, &out[count]) == ERR_OK) {
        struct net_request *r = &out[count++];
        static uint8_t paths[8][128]; /* the lane's arena has them only until it asks again */
        MUST(count <= COUNT_OF(paths) && r->path.size <= sizeof paths[0]);
        memcpy(paths[count - 1], r->path.at, r->path.size);
        r->path.at = paths[count - 1];
    }
    return count;
}

/* A phone wakes after an hour, and answers that came meanwhile are handed over one by one. That one
 * about *mine* is the first does not make those about *ours* too late: else the other could tell
 * that something private was under way. */
TEST(sync_woken_phone_takes_answers_in_any_order) {
    struct net_request asked[8], again[8];
    world_begin(&w, 8);
    struct phone *a = world_phone(&w), *b = world_phone(&w);
    CHECK_OK(phone_begin(a, "Ana"));
    CHECK_OK(phone_begin(b, "Ben"));
    CHECK(world_pair(&w, a, b, false));
    CHECK(world_settle(&w, 300000));
    CHECK_OK(phone_restart(a));
    size_t count = ask_all(a, w.now_ms, asked, COUNT_OF(asked));
    const struct feed *mine = book_feed(a->book, FEED_MINE),
                      *out = book_feed(a->book, FEED_PAIR_OUT);
    const struct net_request *of_mine = NULL, *of_ours = NULL;
    for (size_t i = 0; i < count; i++) {
        struct relay_target t;
        CHECK_INT(relay_target_read((enum relay_method)asked[i].method, asked[i].path, &t),
                  RELAY_REASON_NONE);
        if (!memcmp(t.id, mine->chain.box_id, BOX_ID_SIZE))
            of_mine = &asked[i];
        if (!memcmp(t.id, out->chain.box_id, BOX_ID_SIZE))
            of_ours = &asked[i];
    }
    CHECK(of_mine && of_ours);
    uint64_t woken_ms = w.now_ms + 3600000;
    struct net_answer away = {.id = of_mine->id};
    CHECK_OK(sync_answer(a->sync, &away, woken_ms));
    size_t more = ask_all(a, woken_ms, again, COUNT_OF(again));
    for (size_t i = 0; i < more; i++)
        CHECK(!bytes_equal(again[i].path, of_ours->path));
    uint32_t given_up;
    while (sync_abort_next(a->sync, &given_up))
        CHECK(given_up != of_ours->id);
    /* Nothing came: it is asked again, and nobody is called unreachable for it. */
    bool asks = false;
    more = ask_all(a, woken_ms + 2000, again, COUNT_OF(again));
    for (size_t i = 0; i < more; i++)
        asks = asks || bytes_equal(again[i].path, of_ours->path);
    CHECK(asks);
    world_end(&w);
}
