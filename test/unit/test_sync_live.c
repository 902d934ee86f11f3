/* The live line: quick, in order, shared by who joined, gone afterwards. */
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

static struct fake_box *live_box(const struct phone *p) {
    return fake_relay_find(&w.relay, book_feed(p->book, FEED_LIVE_OUT)->chain.box_id);
}

TEST(live_messages_arrive_in_order_at_once) {
    struct phone *a, *b;
    struct bytes message;
    CHECK(couple_begin(400, &a, &b));
    CHECK_ERR(live_send(a->live, BYTES("early"), w.now_ms), ERR_STATE);
    CHECK_OK(live_join(a->live, a->book, w.now_ms));
    CHECK_OK(live_send(a->live, BYTES("first"), w.now_ms));
    world_run(&w, 3000);
    CHECK_OK(live_join(b->live, b->book, w.now_ms));
    world_run(&w, 3000);
    CHECK(live_receive(b->live, &message)); /* who comes second misses nothing */
    CHECK_BYTES(message, BYTES("first"));
    for (int i = 0; i < 100; i++) {
        uint8_t text[2] = {(uint8_t)('0' + i / 10), (uint8_t)('0' + i % 10)};
        CHECK_OK(live_send(i % 2 ? a->live : b->live, BYTES_OF(text), w.now_ms));
        world_run(&w, 20);
    }
    world_run(&w, 500);
    for (int i = 0; i < 100; i++) {
        uint8_t text[2] = {(uint8_t)('0' + i / 10), (uint8_t)('0' + i % 10)};
        CHECK(live_receive(i % 2 ? b->live : a->live, &message));
        CHECK_BYTES(message, BYTES_OF(text));
    }
    CHECK(!live_receive(a->live, &message));
    CHECK(a->waits_max <= 2 && b->waits_max <= 2);
    CHECK_ERR(live_send(a->live, (struct bytes){0}, w.now_ms), ERR_SIZE);
    CHECK(live_box(a)->appends <= 52);

    /* Afterwards nothing of it is left at the relay. */
    live_leave(a->live, w.now_ms);
    live_leave(b->live, w.now_ms);
    CHECK(live_erasing(a->live));
    world_run(&w, 60000);
    CHECK(!live_erasing(a->live) && !live_erasing(b->live));
    for (uint32_t i = 0; i < live_box(a)->count; i++)
        CHECK(live_box(a)->blobs[i].erased);
    for (uint32_t i = 0; i < live_box(b)->count; i++)
        CHECK(live_box(b)->blobs[i].erased);
    CHECK_INT(phone_count(a, SPACE_OURS), 0);

    /* Again, from where it stood. */
    CHECK_OK(live_join(a->live, a->book, w.now_ms));
    CHECK_OK(live_join(b->live, b->book, w.now_ms));
    world_run(&w, 2000);
    CHECK_OK(live_send(b->live, BYTES("second evening"), w.now_ms));
    world_run(&w, 300);
    CHECK(live_receive(a->live, &message));
    CHECK_BYTES(message, BYTES("second evening"));
    CHECK(!live_receive(a->live, &message));
    world_end(&w);
}

TEST(live_goes_at_most_thirty_times_a_second) {
    struct phone *a, *b;
    struct bytes message;
    CHECK(couple_begin(401, &a, &b));
    CHECK_OK(live_join(a->live, a->book, w.now_ms));
    CHECK_OK(live_join(b->live, b->book, w.now_ms));
    world_run(&w, 2000);
    uint32_t before = live_box(a)->appends, refused = 0, sent = 0;
    w.tick_ms = 1;
    for (int i = 0; i < 1000; i++) {
        enum err e = live_send(a->live, BYTES("breathe"), w.now_ms);
        refused += e == ERR_LIMIT;
        sent += e == ERR_OK;
        world_run(&w, 1);
    }
    CHECK(live_box(a)->appends - before <= LIVE_PER_SECOND + 1);
    CHECK_INT(refused, 0);
    world_run(&w, 1000);
    uint32_t received = 0;
    while (live_receive(b->live, &message))
        received++;
    CHECK_INT(received, LIVE_RECEIVED_MAX); /* nobody read them meanwhile: the newest are there */
    CHECK(sent > LIVE_RECEIVED_MAX);
    world_end(&w);
}

TEST(live_survives_a_bad_network) {
    struct phone *a, *b;
    struct bytes message;
    CHECK(couple_begin(402, &a, &b));
    CHECK_OK(live_join(a->live, a->book, w.now_ms));
    CHECK_OK(live_join(b->live, b->book, w.now_ms));
    world_run(&w, 2000);
    w.lose_answer = 25;
    w.lose_request = 15;
    w.repeat_answer = 20;
    w.delay_ms = 300;
    for (int i = 0; i < 40; i++) {
        uint8_t text[1] = {(uint8_t)('A' + i)};
        CHECK_OK(live_send(a->live, BYTES_OF(text), w.now_ms));
        world_run(&w, 800);
    }
    w.lose_answer = w.lose_request = w.repeat_answer = w.delay_ms = 0;
    world_run(&w, 60000);
    for (int i = 0; i < 40; i++) {
        uint8_t text[1] = {(uint8_t)('A' + i)};
        CHECK(live_receive(b->live, &message));
        CHECK_BYTES(message, BYTES_OF(text));
    }
    CHECK(!live_receive(b->live, &message));
    world_end(&w);
}
