/* What one person writes under *only you* and answers at the gate, and what the other gets of it:
 * two runs that differ in nothing else give the other the same screens and the same bytes. */
#include "practices/evening/evening.h"
#include "room_test.h"

#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;

/* What reaches Sam: his screens, byte by byte; how many blobs stand in the boxes that his phone
 * reads and writes, and how large; the entries in them. */
struct seen {
    uint8_t at[1 << 21];
    size_t size;
};
static struct seen seen[2];

static void see(struct seen *s, const void *at, size_t size) {
    MUST(s->size + size <= sizeof s->at);
    memcpy(s->at + s->size, at, size);
    s->size += size;
}

static void see_number(struct seen *s, uint32_t n) {
    uint8_t raw[4];
    u32_write(raw, n);
    see(s, raw, sizeof raw);
}

static void see_screens(struct seen *s) {
    static const char *const pages[] = {"5/0",  "5/1",  "2/0", "2/4", "2/8",  "2/9", "2/11", "2/13",
                                        "2/16", "2/20", "3/0", "6/0", "6/16", "4/0", "1/7"};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(sam, pages[i]);
        see(s, sam->html, sam->html_size);
    }
}

static void see_boxes(struct seen *s) {
    static const enum feed_role roles[] = {FEED_MINE, FEED_PAIR_OUT, FEED_PAIR_IN, FEED_LIVE_OUT,
                                           FEED_LIVE_IN};
    for (size_t r = 0; r < COUNT_OF(roles); r++) {
        const struct feed *f = book_feed(room_book(sam), roles[r]);
        const struct fake_box *box = f ? fake_relay_find(&w.relay, f->chain.box_id) : NULL;
        see_number(s, box ? box->count : UINT32_MAX);
        for (uint32_t i = 0; box && i < box->count; i++)
            see_number(s, (uint32_t)box->blobs[i].data.size);
    }
    see_number(s, w.relay.requests);
}

/* Every entry his phone has, as it reads it. */
static void see_entries(struct seen *s) {
    for (uint32_t kind = 0; kind < 64 * 16; kind++) {
        size_t count;
        const struct item *items = book_items(room_book(sam), kind, &count);
        for (size_t i = 0; i < count; i++) {
            struct entry e = book_item_entry(&items[i]);
            see_number(s, kind);
            see_number(s, (uint32_t)e.day);
            see_number(s, (uint32_t)e.lam);
            see_number(s, (uint32_t)e.cbor.size);
            if (items[i].author == AUTHOR_PARTNER && kind != KIND_ROUND_SEALED)
                see(s, e.body.at, e.body.size);
        }
    }
}

static void answer(struct room_person *p) {
    room_visit(p, "2/5");
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_FEEL, FIELD(F_FEELING, "3"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SMALL, FIELD(F_TEXT, "Tea, without talking"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SEAL, FIELD(F_TEXT, "You waited"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_OPEN, );
    room_run(&w, 6000);
}

/* What Nora writes for herself; how often she writes is the same, what she writes is not. */
static void private_words(bool other) {
    room_visit(nora, "4/2");
    if (other)
        ROOM_SUBMIT(nora, ROOM_SAFETY, 1, FIELD(1, "0") FIELD(1, "3") FIELD(3, "1"));
    else
        ROOM_SUBMIT(nora, ROOM_SAFETY, 1, );
    room_run(&w, 4000);
    room_visit(nora, "2/30");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_BRINGS,
                FIELD(F_ANSWER, other ? "4" : "0") FIELD(F_SINCE, other ? "3" : "0"));
    room_run(&w, 4000);
    room_visit(nora, "2/41");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_SELF,
                FIELD(F_TEXT, other ? "I call the number, and I put the papers with my sister, "
                                      "because I no longer know what tomorrow will be like here"
                                    : "A walk"));
    room_run(&w, 4000);
}

static bool run(bool other, struct seen *s) {
    s->size = 0;
    room_world_begin(&w);
    if (!room_pair(&w, &nora, &sam))
        return false;
    answer(nora);
    answer(sam);
    room_sleep(&w, 1);
    private_words(other);
    see_screens(s);
    room_sleep(&w, 1);
    room_visit(nora, "2/21");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_MINUTE_ELSE, FIELD(F_TEXT, "You asked"));
    room_run(&w, 6000);
    see_screens(s);
    see_boxes(s);
    see_entries(s);
    room_world_end(&w);
    return true;
}

TEST(room_private_words_reach_nobody) {
    CHECK(run(false, &seen[0]));
    CHECK(run(true, &seen[1]));
    CHECK(seen[0].size > 50000);
    CHECK_BYTES(bytes_make(seen[1].at, seen[1].size), bytes_make(seen[0].at, seen[0].size));
}
