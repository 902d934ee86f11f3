/* Relays that misbehave: never wrong state, never unbounded, an alarm only on evidence. */
#include "book/box.h"
#include "fake_world.h"
#include "test.h"

#include <string.h>

static struct world w;

static bool couple_begin(uint64_t seed, struct phone **a, struct phone **b) {
    world_begin(&w, seed);
    *a = world_phone(&w);
    *b = world_phone(&w);
    return phone_begin(*a, "Ana") == ERR_OK && phone_begin(*b, "Ben") == ERR_OK &&
           world_pair(&w, *a, *b, true) && phone_write(*a, SPACE_OURS, "one", NULL) == ERR_OK &&
           phone_write(*a, SPACE_OURS, "two", NULL) == ERR_OK &&
           phone_write(*b, SPACE_OURS, "three", NULL) == ERR_OK && world_settle(&w, 400000);
}

enum evil {
    EVIL_FLIP,
    EVIL_CUT,
    EVIL_GROW,
    EVIL_NOISE,
    EVIL_NOT_FOUND,
    EVIL_EMPTY,
    EVIL_MOVED,
    EVIL_OK_NOT_STORED,
    EVIL_OVERSIZE,
    EVIL_OTHER_BOX,
    EVIL_TEAPOT,
    EVIL_COUNT
};

struct evil_state {
    enum evil evil;
    uint32_t calls;
    struct bytes other; /* a page of another box */
};

static void answer_set(struct arena *a, uint32_t status, struct bytes body,
                       struct net_answer *answer) {
    answer->status = status;
    answer->body = bytes_make(arena_copy(a, body.at, body.size), body.size);
}

static void evil_answer(void *ctx, const struct net_request *request, struct arena *a,
                        struct net_answer *answer) {
    struct evil_state *s = ctx;
    struct fake_box *box = fake_relay_named(&w.relay, request->path);
    uint8_t noise[400];
    if (!box || box->box_class != RELAY_CLASS_FEED)
        return;
    s->calls++;
    memset(noise, (int)s->calls, sizeof noise);
    struct bytes body =
        bytes_make(arena_copy(a, answer->body.at, answer->body.size), answer->body.size);
    uint8_t *at = (uint8_t *)(uintptr_t)body.at;
    switch (s->evil) {
    case EVIL_FLIP:
        at[(s->calls * 7919u) % body.size] ^= (uint8_t)(1u << s->calls % 8);
        answer->body = body;
        break;
    case EVIL_CUT:
        answer->body = bytes_slice(body, 0, body.size - 1 - s->calls % body.size);
        break;
    case EVIL_GROW:
        answer_set(a, answer->status, bytes_make(noise, sizeof noise), answer);
        break;
    case EVIL_NOISE:
        answer_set(a, 200, bytes_make(noise, s->calls % sizeof noise), answer);
        break;
    case EVIL_NOT_FOUND:
        answer_set(a, 404, BYTES("there is no such box, or the token is not its own\n"), answer);
        break;
    case EVIL_EMPTY:
        answer_set(a, 200, (struct bytes){0}, answer);
        break;
    case EVIL_MOVED:
        if (request->method == NET_POST) {
            memset(noise, 0xee, RELAY_POSITION_SIZE);
            u64_write(noise, s->calls + 5);
            memcpy(noise + 40, "the box stands elsewhere; fetch, then try again\n", 48);
            answer_set(a, 409, bytes_make(noise, 88), answer);
        }
        break;
    case EVIL_OK_NOT_STORED:
        answer_set(a, 200, bytes_make(noise, RELAY_POSITION_SIZE), answer);
        break;
    case EVIL_OVERSIZE: {
        void *large = arena_alloc(a, RELAY_PAGE_MAX_SIZE + 1);
        answer->status = 200;
        answer->body = bytes_make(large, large ? RELAY_PAGE_MAX_SIZE + 1 : 0);
        break;
    }
    case EVIL_OTHER_BOX:
        if (request->method == NET_GET)
            answer_set(a, 200, s->other, answer);
        break;
    default:
        answer_set(a, 418, BYTES("short and stout\n"), answer);
        break;
    }
}

TEST(hostile_answers_change_nothing) {
    for (int evil = 0; evil < EVIL_COUNT; evil++) {
        struct phone *a, *b;
        CHECK(couple_begin(200 + (uint64_t)evil, &a, &b));
        struct arena keep;
        arena_init(&keep, 1 << 20);
        struct evil_state s = {.evil = (enum evil)evil};
        struct net_request ask;
        struct net_answer page;
        const struct feed *mine = book_feed(a->book, FEED_MINE);
        CHECK_OK(box_ask_read(&keep, mine->chain.box_id, mine->keys.read_token, 1, 0, &ask));
        CHECK(fake_relay_answer(&w.relay, &ask, 0, 0, &keep, &page));
        s.other = page.body;
        w.tamper = evil_answer;
        w.ctx = &s;
        CHECK_OK(phone_restart(b));
        CHECK_OK(phone_write(a, SPACE_OURS, "under fire", NULL));
        uint32_t before = a->requests + b->requests;
        uint64_t steps = w.steps;
        world_run(&w, 300000);
        CHECK_INT(phone_count(a, SPACE_OURS), 4);
        CHECK(phone_count(b, SPACE_OURS) == 3 || phone_count(b, SPACE_OURS) == 4);
        CHECK(a->requests + b->requests - before < 1500); /* five minutes: no storm, */
        CHECK(w.steps - steps < 6000);                    /* and no spinning */
        CHECK(sync_status(b->sync).trouble != SYNC_ALARM);
        CHECK(sync_status(a->sync).trouble != SYNC_ALARM);
        CHECK_OK(phone_write(b, SPACE_OURS, "meanwhile", NULL));
        w.tamper = NULL;
        CHECK_OK(phone_restart(a)); /* forgets every pause */
        CHECK_OK(phone_restart(b));
        CHECK(world_settle(&w, 400000));
        CHECK_INT(phone_count(a, SPACE_OURS), 5);
        CHECK_INT(phone_count(b, SPACE_OURS), 5);
        CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
        arena_free(&keep);
        world_end(&w);
    }
}

TEST(hostile_relay_that_lost_its_end_is_told) {
    struct phone *a, *b;
    CHECK(couple_begin(220, &a, &b));
    struct fake_relay past, now;
    fake_relay_copy(&w.relay, &past);
    CHECK_OK(phone_write(a, SPACE_OURS, "later", NULL));
    CHECK(world_settle(&w, 400000));
    now = w.relay;
    w.relay = past;
    world_run(&w, 200000);
    CHECK_INT(sync_status(b->sync).trouble, SYNC_BEHIND);
    CHECK_INT(sync_status(a->sync).trouble, SYNC_BEHIND);
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "later"));
    CHECK_OK(phone_write(a, SPACE_OURS, "held back", NULL));
    world_run(&w, 20000);
    CHECK_INT(book_status(a->book).unsent_count, 1); /* nothing is signed on a position that ends
                                                        before what was verified */
    past = w.relay;
    w.relay = now;
    world_run(&w, 200000);
    CHECK_INT(sync_status(b->sync).trouble, SYNC_FINE);
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "held back"));
    world_end(&w);
    fake_relay_free(&past);
}

TEST(hostile_fork_is_shown_and_both_sides_kept) {
    struct phone *a, *b;
    uint16_t words[PASSWORD_WORDS];
    CHECK(couple_begin(221, &a, &b));
    CHECK(phone_make_words(a, 3, false));
    struct phone *c = world_phone(&w);
    words_from(3, words);
    CHECK(phone_log_in(c, words));
    CHECK(world_settle(&w, 400000));
    /* Ana's two devices are shown different worlds and write in each. */
    struct fake_relay other;
    fake_relay_copy(&w.relay, &other);
    c->offline = true;
    CHECK_OK(phone_write(a, SPACE_OURS, "in this world", NULL));
    world_run(&w, 3000);
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "in this world"));
    struct fake_relay first = w.relay;
    w.relay = other;
    a->offline = b->offline = true;
    c->offline = false;
    sync_nudge(c->sync, w.now_ms);
    CHECK_OK(phone_write(c, SPACE_OURS, "in that world", NULL));
    CHECK_OK(phone_write(c, SPACE_OURS, "and more", NULL));
    world_run(&w, 60000);
    CHECK_INT(book_status(c->book).unsent_count, 0);
    CHECK_INT(sync_status(b->sync).trouble, SYNC_UNREACHABLE);
    b->offline = false;
    sync_nudge(b->sync, w.now_ms);
    world_run(&w, 60000);
    CHECK_INT(sync_status(b->sync).trouble, SYNC_ALARM);
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "in this world"));
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "in that world"));
    CHECK_OK(phone_restart(b)); /* evidence is not forgotten */
    world_run(&w, 2000);
    CHECK_INT(sync_status(b->sync).trouble, SYNC_ALARM);
    CHECK_OK(phone_write(c, SPACE_OURS, "goes on", NULL));
    world_run(&w, 5000);
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "goes on"));
    CHECK_OK(sync_alarm_forget(b->sync));
    world_run(&w, 200000);
    CHECK_INT(sync_status(b->sync).trouble, SYNC_FINE);
    other = w.relay;
    w.relay = first;
    world_end(&w);
    fake_relay_free(&other);
}

TEST(hostile_relay_brings_nothing_back) {
    struct phone *a, *b;
    uint16_t words[PASSWORD_WORDS];
    uint8_t eid[EID_SIZE];
    CHECK(couple_begin(222, &a, &b));
    CHECK(phone_make_words(a, 3, false));
    CHECK_OK(phone_write(a, SPACE_OURS, "regretted", eid));
    CHECK(world_settle(&w, 400000));
    CHECK_OK(book_erase(a->book, eid, w.today));
    CHECK(world_settle(&w, 400000));
    uint32_t erased = 0;
    for (struct fake_box *box = w.relay.boxes; box; box = box->next) {
        box->dropped = false;
        for (uint32_t i = 0; i < box->count; i++) {
            erased += box->blobs[i].erased;
            box->blobs[i].erased = false;
        }
    }
    CHECK_INT(erased, 1);
    struct phone *c = world_phone(&w);
    words_from(3, words);
    CHECK(phone_log_in(c, words));
    CHECK(world_settle(&w, 400000));
    CHECK(phone_has(c, AUTHOR_ME, SPACE_OURS, "two"));
    CHECK(!phone_has(c, AUTHOR_ME, SPACE_OURS, "regretted"));
    CHECK(!phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "regretted"));
    CHECK_INT(sync_status(c->sync).trouble, SYNC_FINE);
    world_end(&w);
}

TEST(hostile_full_relay_is_told_and_recovers) {
    struct phone *a, *b;
    CHECK(couple_begin(223, &a, &b));
    w.relay.disk_full = true;
    CHECK_OK(phone_write(a, SPACE_OURS, "no room", NULL));
    world_run(&w, 20000);
    CHECK_INT(sync_status(a->sync).trouble, SYNC_FULL);
    CHECK_INT(book_status(a->book).unsent_count, 1);
    w.relay.disk_full = false;
    world_run(&w, 40000);
    CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "no room"));
    world_end(&w);
}

TEST(hostile_relay_wants_work_and_gets_it) {
    world_begin(&w, 224);
    struct phone *a = world_phone(&w);
    w.relay.needs_work = true;
    CHECK_OK(phone_begin(a, "Ana"));
    CHECK_OK(phone_write(a, SPACE_MINE, "alone", NULL));
    sync_flush(a->sync, w.now_ms);
    world_run(&w, 200);
    for (int i = 0; i < 40000 && book_status(a->book).unsent_count > 0; i++) {
        CHECK(i > 0 || sync_status(a->sync).working);
        world_run(&w, 10);
    }
    CHECK_INT(book_status(a->book).unsent_count, 0);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_FEED), 1);
    world_end(&w);
}

/* A full relay that took something after all and could not say so: what it has, it has, and nothing
 * is told of a full relay any more. */
static void post_unanswered(void *ctx, const struct net_request *request, struct arena *a,
                            struct net_answer *answer) {
    (void)ctx;
    (void)a;
    if (request->method == NET_POST)
        *answer = (struct net_answer){.id = answer->id};
}

TEST(sync_full_relay_is_forgotten_when_all_is_there) {
    struct phone *a, *b;
    CHECK(couple_begin(31, &a, &b));
    w.relay.disk_full = true;
    CHECK_OK(phone_write(a, SPACE_MINE, "four", NULL));
    world_run(&w, 200000);
    CHECK_INT(sync_status(a->sync).trouble, SYNC_FULL);
    w.relay.disk_full = false;
    w.tamper = post_unanswered;
    world_run(&w, 60000);
    w.tamper = NULL;
    world_run(&w, 60000);
    CHECK_INT(book_status(a->book).unsent_count, 0);
    CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
    world_end(&w);
}
