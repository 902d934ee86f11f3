/* The form *sealed round* on two whole phones, past what its rooms use of it: many offers, old
 * ones, and a changed program that makes as many as it likes. */
#include "forms/sealed_round.h"

#include "app/app_internal.h"
#include "room_test.h"
#include "sitting.h"

#include <string.h>

enum { PRACTICE = 500, WHAT = 9 };

static struct room_world w;
static struct room_person *nora, *sam;
static struct sitting sitting;

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

/* A visit of this person; sit_end after it. */
static struct visit *at(struct room_person *p) {
    struct visit *v = sit(&sitting, room_book(p), w.today);
    v->session = (struct session *)(void *)p->app;
    v->now_ms = w.now_ms;
    return v;
}

static void travel(void) {
    room_show(nora); /* an event each, so that what was written behind the app is sent */
    room_show(sam);
    room_run(&w, 130000);
}

static bool offer(struct room_person *p, uint32_t what, int32_t day, uint8_t id[EID_SIZE]) {
    enum err e = sealed_round_offer(at(p), PRACTICE, what, day, id);
    sit_end(&sitting);
    return e == ERR_OK;
}

static enum err answer(struct room_person *p, const uint8_t id[EID_SIZE], const char *words) {
    struct body_writer b;
    struct bytes body;
    struct visit *v = at(p);
    body_begin(&b, v->frame, NULL);
    body_add_text(&b, 1, bytes_from_string(words));
    MUST(body_end(&b, &body) == ERR_OK);
    enum err e = sealed_round_seal(v, id, body);
    sit_end(&sitting);
    return e;
}

static enum err press(struct room_person *p, const uint8_t id[EID_SIZE]) {
    enum err e = sealed_round_press_open(at(p), id);
    sit_end(&sitting);
    return e;
}

/* What a room does in its settle, on both phones, until nothing new comes. */
static bool settle(void) {
    bool ok = true;
    for (int i = 0; i < 4; i++) {
        struct room_person *p = i % 2 ? sam : nora;
        travel();
        struct visit *v = at(p);
        ok = ok && sealed_round_repeat(v, PRACTICE) == ERR_OK &&
             sealed_round_settle(v, PRACTICE) == ERR_OK;
        sit_end(&sitting);
    }
    travel();
    return ok;
}

/* Whether this phone reads `words` as the other's answer. */
static bool reads(struct room_person *p, const uint8_t id[EID_SIZE], const char *words) {
    struct sealed_round r;
    struct bytes text = {0};
    bool ok = sealed_round_read(at(p), id, &r) == ERR_OK && r.state == SEALED_OPEN &&
              body_text(r.theirs, 1, &text) && bytes_equal(text, bytes_from_string(words));
    sit_end(&sitting);
    return ok;
}

static enum sealed_state state(struct room_person *p, const uint8_t id[EID_SIZE]) {
    struct sealed_round r = {.state = SEALED_LAPSED};
    MUST(sealed_round_read(at(p), id, &r) == ERR_OK);
    sit_end(&sitting);
    return r.state;
}

static size_t sealed_by(struct room_person *p, enum author author) {
    size_t count, n = 0;
    const struct item *items = book_items(room_book(p), KIND_ROUND_SEALED, &count);
    for (size_t i = 0; i < count; i++)
        n += items[i].author == author;
    return n;
}

/* Years of other rounds, or a flood of them, later and even dated ahead: the old one opens. */
TEST(sealed_round_old_one_opens_behind_many) {
    uint8_t old[EID_SIZE], other[EID_SIZE];
    struct arena a;
    struct body_writer b;
    struct bytes body;
    CHECK(begun());
    CHECK(offer(nora, WHAT, 0, old));
    CHECK_OK(answer(nora, old, "hers"));
    travel();
    CHECK_OK(answer(sam, old, "his"));
    room_sleep(&w, 1);
    for (uint32_t i = 0; i < 40; i++)
        CHECK(offer(sam, 100 + i, 0, other));
    arena_init(&a, 1 << 16);
    for (uint64_t i = 0; i < 40; i++) {
        arena_reset(&a);
        body_begin(&b, &a, NULL);
        body_add_uint(&b, 1, PRACTICE);
        body_add_uint(&b, 2, 200 + i);
        body_add_bytes(&b, 4,
                       bytes_make(book_feed(room_book(sam), FEED_PAIR_OUT)->chain.box_id, 8));
        CHECK_OK(body_end(&b, &body));
        CHECK_OK(room_forge_on(sam, w.today + 900, SPACE_OURS, KIND_ROUND_OFFER, NULL, 0, body));
    }
    arena_free(&a);
    CHECK_OK(press(nora, old));
    CHECK_OK(press(sam, old));
    CHECK(settle());
    CHECK(reads(nora, old, "his") && reads(sam, old, "hers"));
    room_world_end(&w);
}

/* Both offered the same before they heard of each other, and many other offers came since: what
 * was sealed for one is sealed for the other, and either opens. */
TEST(sealed_round_repeat_reaches_past_many_offers) {
    uint8_t hers[EID_SIZE], his[EID_SIZE], other[EID_SIZE];
    CHECK(begun());
    nora->offline = sam->offline = true;
    CHECK(offer(nora, WHAT, w.today + 3, hers));
    CHECK_OK(answer(nora, hers, "hers"));
    CHECK(offer(sam, WHAT, w.today + 3, his));
    CHECK_OK(answer(sam, his, "his"));
    for (uint32_t i = 0; i < 40; i++)
        CHECK(offer(sam, 100 + i, w.today + 3, other));
    nora->offline = sam->offline = false;
    room_run(&w, 400000);
    CHECK(settle());
    CHECK_INT(sealed_by(nora, AUTHOR_ME), 2);
    CHECK_INT(sealed_by(nora, AUTHOR_PARTNER), 2);
    CHECK(state(nora, hers) == SEALED_MINE && state(nora, his) == SEALED_MINE);
    room_sleep(&w, 3);
    CHECK(settle());
    CHECK(reads(nora, hers, "his") && reads(nora, his, "his"));
    CHECK(reads(sam, hers, "hers") && reads(sam, his, "hers"));
    room_world_end(&w);
}

/* A changed program offers the same round again and again: my answer goes to a few of them, and no
 * key of mine that still waits is let go for it. */
TEST(sealed_round_flood_wears_out_no_key) {
    uint8_t old[EID_SIZE], one[EID_SIZE], many[EID_SIZE];
    CHECK(begun());
    CHECK(offer(nora, WHAT, 0, old));
    CHECK_OK(answer(nora, old, "hers"));
    CHECK(offer(nora, WHAT + 1, w.today + 3, one));
    CHECK_OK(answer(nora, one, "this week"));
    travel();
    CHECK_OK(answer(sam, old, "his"));
    for (int i = 0; i < SEALED_HELD_MAX + 10; i++)
        CHECK(offer(sam, WHAT + 1, w.today + 3, many));
    CHECK(settle());
    CHECK_INT(sealed_by(nora, AUTHOR_ME), 2 + SEALED_SAME_EACH);
    CHECK_OK(press(nora, old));
    CHECK_OK(press(sam, old));
    CHECK(settle());
    CHECK(reads(nora, old, "his") && reads(sam, old, "hers"));
    room_world_end(&w);
}

/* More rounds than this device holds: what is over makes room, an old one that waits keeps its key.
 */
TEST(sealed_round_over_makes_room_before_one_that_waits) {
    uint8_t old[EID_SIZE], other[EID_SIZE];
    CHECK(begun());
    CHECK(offer(nora, WHAT, 0, old));
    CHECK_OK(answer(nora, old, "hers"));
    for (uint32_t i = 0; i < SEALED_HELD_MAX; i++) {
        CHECK(offer(nora, 100 + i, w.today + (int32_t)(i % 8), other));
        CHECK_OK(answer(nora, other, "a week's"));
        if (i % 8 == 7)
            w.today += 8;
    }
    /* Without *mine*'s copy of the key this device's own is what opens it. */
    ROOM_SUBMIT(nora, ROOM_ME, 8, );
    travel();
    CHECK(!book_status(room_book(nora)).mine_open);
    CHECK_OK(answer(sam, old, "his"));
    CHECK_OK(press(nora, old));
    CHECK_OK(press(sam, old));
    CHECK(settle());
    CHECK(reads(nora, old, "his") && reads(sam, old, "hers"));
    room_world_end(&w);
}
