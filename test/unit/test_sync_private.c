/* Non-interference: what one person does in *mine* changes nothing that the other, or the relay's
 * view of the boxes of *ours*, can see: no request, no time, no count, no size, no word. */
#include "fake_world.h"
#include "test.h"

#include <string.h>

static struct world w;

enum { EVENTS_MAX = 4000 };

struct view {
    uint32_t count;
    struct event {
        uint64_t time_ms;
        uint32_t who, method, path_size, body_size, wait_s;
    } events[EVENTS_MAX];
    uint8_t shown[HASH_SIZE]; /* what the partner's items say, without witnesses and ids */
    uint64_t relay[4];        /* counts and sizes of the boxes of *ours* */
};

static struct view views[2];
static uint64_t began_ms;

/* Boxes of *ours*: the pair's two, and everything the partner does. */
static void view_note(void *ctx, const struct phone *phone, const struct net_request *request) {
    struct view *v = ctx;
    struct phone *a = &w.phones[0], *b = &w.phones[1];
    struct fake_box *box = fake_relay_named(&w.relay, request->path);
    const struct feed *out = a->book ? book_feed(a->book, FEED_PAIR_OUT) : NULL;
    const struct feed *in = a->book ? book_feed(a->book, FEED_PAIR_IN) : NULL;
    bool ours = box && ((out && !memcmp(out->chain.box_id, box->id, BOX_ID_SIZE)) ||
                        (in && !memcmp(in->chain.box_id, box->id, BOX_ID_SIZE)));
    if ((phone != b && !ours) || v->count == EVENTS_MAX)
        return;
    v->events[v->count++] = (struct event){.time_ms = w.now_ms - began_ms,
                                           .who = (uint32_t)(phone - w.phones),
                                           .method = (uint32_t)request->method,
                                           .path_size = (uint32_t)request->path.size,
                                           .body_size = (uint32_t)request->body.size,
                                           .wait_s = request->wait_s};
}

static void shown_hash(const struct phone *p, uint8_t out[HASH_SIZE]) {
    size_t count;
    const struct item *items = book_items(p->book, KIND_TEST, &count);
    memset(out, 0, HASH_SIZE);
    for (size_t i = 0; i < count; i++) {
        struct entry entry = book_item_entry(&items[i]);
        uint8_t head[40];
        u64_write(head, entry.lam);
        u64_write(head + 8, entry.kind);
        u64_write(head + 16, (uint64_t)entry.day);
        u64_write(head + 24, entry.cbor.size);
        u64_write(head + 32, items[i].author * 16u + items[i].space);
        uint8_t hash[HASH_SIZE];
        HASH(hash, LABEL_ENTRY, BYTES_OF(head), entry.body);
        for (int k = 0; k < HASH_SIZE; k++) /* ids hold witnesses and order those of equal lam */
            out[k] = (uint8_t)(out[k] + hash[k]);
    }
}

static void private_acts(struct phone *a, int step) {
    static uint8_t eid[EID_SIZE];
    uint16_t words[PASSWORD_WORDS];
    switch (step) {
    case 0:
        MUST(phone_write(a, SPACE_MINE, "i am afraid of him", eid) == ERR_OK);
        break;
    case 1:
        for (int i = 0; i < 30; i++)
            MUST(phone_write(a, SPACE_MINE, "and a long list of why", NULL) == ERR_OK);
        break;
    case 2:
        MUST(book_erase(a->book, eid, w.today) == ERR_OK);
        words_from(5, words);
        MUST(account_make_words(a->account, words, true) == ERR_OK);
        break;
    case 3:
        phone_close_mine(a);
        MUST(phone_write(a, SPACE_MINE, "through the closed door", NULL) == ERR_OK);
        break;
    default:
        break;
    }
}

static bool run(struct view *v, bool acts, uint64_t seed) {
    world_begin(&w, seed);
    w.tick_ms = 1;
    struct phone *a = world_phone(&w), *b = world_phone(&w);
    bool fine = phone_begin(a, "Ana") == ERR_OK && phone_begin(b, "Ben") == ERR_OK &&
                world_pair(&w, a, b, true);
    world_run(&w, 200000);
    began_ms = w.now_ms;
    *v = (struct view){0};
    w.watch = view_note;
    w.ctx = v;
    for (int step = 0; step < 5; step++) {
        world_run(&w, 1000);
        fine = fine && phone_write(a, SPACE_OURS, "what ben may read", NULL) == ERR_OK;
        if (acts)
            private_acts(a, step);
        world_run(&w, 70000);
        fine = fine && phone_write(b, SPACE_OURS, "what ana may read", NULL) == ERR_OK;
        world_run(&w, 30000);
    }
    w.watch = NULL;
    shown_hash(b, v->shown);
    struct fake_box *out =
        fake_relay_find(&w.relay, book_feed(a->book, FEED_PAIR_OUT)->chain.box_id);
    v->relay[0] = out->count;
    v->relay[1] = out->reads;
    v->relay[2] = out->appends;
    for (uint32_t i = 0; i < out->count; i++)
        v->relay[3] = v->relay[3] * 31 + out->blobs[i].data.size;
    world_end(&w);
    return fine && v->count > 20 && v->count < EVENTS_MAX;
}

TEST(private_acts_leave_no_trace_in_ours) {
    for (uint64_t seed = 300; seed < 303; seed++) {
        CHECK(run(&views[0], false, seed));
        CHECK(run(&views[1], true, seed));
        CHECK_INT(views[0].count, views[1].count);
        for (uint32_t i = 0; i < views[0].count; i++)
            CHECK(!memcmp(&views[0].events[i], &views[1].events[i], sizeof views[0].events[i]));
        CHECK_BYTES(BYTES_OF(views[0].shown), BYTES_OF(views[1].shown));
        CHECK(!memcmp(views[0].relay, views[1].relay, sizeof views[0].relay));
    }
}

TEST(private_check_would_find_a_trace) {
    CHECK(run(&views[0], false, 310));
    CHECK(run(&views[1], false, 311));
    CHECK(memcmp(&views[0], &views[1], sizeof views[0]) != 0);
}
