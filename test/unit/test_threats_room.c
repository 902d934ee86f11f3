/* Threats of docs/threats.md that concern two whole apps: what a relay's operator and a thief of
 * the device's file find, what the closed lock of *mine* gives away, and whether anything written
 * tells the hour at which it was done. */
#include "practices/evening/evening.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;

/* --- canaries: words planted in every place where a person types ---------------------------------
 */

#define CANARY_NAME "Eleonorakestrel"
#define CANARY_SMALL "smallkestrelwish"
#define CANARY_FEEL "noticedkestrelthing"
#define CANARY_SELF "privatekestrelpage"
#define CANARY_MOMENT "momentkestrelwords"
#define CANARY_PHRASE "phrasekestrelsecret one"
static const char *const canaries[] = {CANARY_NAME, CANARY_SMALL,  CANARY_FEEL,
                                       CANARY_SELF, CANARY_MOMENT, CANARY_PHRASE};

static bool holds(struct bytes in, struct bytes what) {
    const uint8_t *at = in.at;
    size_t left = in.size;
    while (left >= what.size) {
        const uint8_t *hit = memchr(at, what.at[0], left - what.size + 1);
        if (!hit)
            return false;
        if (memcmp(hit, what.at, what.size) == 0)
            return true;
        left -= (size_t)(hit + 1 - at);
        at = hit + 1;
    }
    return false;
}

/* The spellings a leak may have: as it is, of 16 bits, hexadecimal, base64url without the letters
 * that depend on the neighbours. */
enum { SPELLINGS = 6, SPELLING_MAX = 128 };

static struct bytes spelling(struct bytes text, int how, uint8_t out[SPELLING_MAX]) {
    struct buf b;
    struct bytes done = {0};
    uint8_t shifted[64] = {0};
    buf_init_fixed(&b, out, SPELLING_MAX);
    if (how == 0) {
        buf_add_bytes(&b, text);
    } else if (how == 1) {
        for (size_t i = 0; i < text.size; i++) {
            buf_add_u8(&b, text.at[i]);
            buf_add_u8(&b, 0);
        }
    } else if (how == 2) {
        buf_add_hex(&b, text);
    } else { /* at each of the three places in a group of base64 */
        size_t before = (size_t)how - 3;
        memcpy(shifted + before, text.at, text.size);
        buf_add_base64url(&b, bytes_make(shifted, before + text.size));
    }
    MUST(buf_finish(&b, &done) == ERR_OK);
    return how < 3 ? done : bytes_slice(done, 3, done.size - 4);
}

static bool leaks(struct bytes in, struct bytes text) {
    uint8_t room[SPELLING_MAX];
    for (int how = 0; how < SPELLINGS; how++)
        if (holds(in, spelling(text, how, room)))
            return true;
    return false;
}

static unsigned leaked_of(struct bytes in) {
    unsigned found = 0;
    for (size_t i = 0; i < COUNT_OF(canaries); i++)
        found += leaks(in, bytes_from_string(canaries[i]));
    return found;
}

/* Every byte that the relay was given to keep. */
static struct bytes relay_all(struct arena *a) {
    struct buf b;
    struct bytes all;
    buf_init(&b, a);
    for (const struct fake_box *box = w.relay.boxes; box; box = box->next) {
        buf_add(&b, box->id, sizeof box->id);
        buf_add(&b, box->rt_hash, sizeof box->rt_hash);
        for (uint32_t i = 0; i < box->count; i++) {
            buf_add(&b, box->blobs[i].bh, HASH_SIZE);
            buf_add(&b, box->blobs[i].sig, SIGNATURE_SIZE);
            buf_add_bytes(&b, box->blobs[i].data);
        }
    }
    MUST(buf_finish(&b, &all) == ERR_OK);
    return all;
}

static struct bytes file_all(struct room_person *p, struct arena *a) {
    uint64_t size = 0;
    MUST(p->disk.size(p->disk.ctx, &size) == ERR_OK);
    uint8_t *at = arena_alloc(a, (size_t)size);
    MUST(at && p->disk.read(p->disk.ctx, 0, at, (size_t)size) == ERR_OK);
    return bytes_make(at, (size_t)size);
}

/* Keys that are in a book, in memory only and nowhere else. */
static bool keys_are_in(struct bytes in, struct room_person *p) {
    static const enum feed_role roles[] = {FEED_MINE, FEED_PAIR_OUT, FEED_PAIR_IN, FEED_LIVE_OUT,
                                           FEED_LIVE_IN};
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        const struct feed *f = book_feed(room_book(p), roles[i]);
        if (f &&
            (leaks(in, BYTES_OF(f->keys.entry_key)) || leaks(in, BYTES_OF(f->keys.read_token))))
            return true;
    }
    return false;
}

static void answer(struct room_person *p, const char *small, const char *noticed) {
    room_visit(p, "2/5");
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_FEEL, FIELD(F_FEELING, "3"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SMALL, FIELD(F_TEXT, small));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SEAL, FIELD(F_TEXT, noticed));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_OPEN, );
    room_run(&w, 6000);
}

/* A first evening, a private page, a moment, a name, a phrase: what two people type on a day. */
static bool canaries_plant(void) {
    room_world_begin(&w);
    if (!room_pair(&w, &nora, &sam))
        return false;
    room_visit(nora, "6/9");
    ROOM_SUBMIT(nora, ROOM_ME, 16, FIELD(12, CANARY_NAME));
    answer(nora, CANARY_SMALL, CANARY_FEEL);
    answer(sam, "Tea", "You waited");
    room_visit(nora, "2/41");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_SELF, FIELD(F_TEXT, CANARY_SELF));
    room_visit(nora, "3/1");
    ROOM_SUBMIT(nora, ROOM_MOMENTS, 1,
                FIELD(1, "0") FIELD(2, "0") FIELD(3, "3") FIELD(4, "0") FIELD(5, CANARY_MOMENT));
    room_visit(nora, "6/3");
    ROOM_SUBMIT(nora, ROOM_ME, 6, FIELD(5, CANARY_PHRASE));
    room_run(&w, 200000);
    return true;
}

static void visit_moment(struct room_person *p) {
    size_t count;
    char to[32];
    const struct item *items = book_items(room_book(p), ROOM_MOMENTS * KINDS_PER_PRACTICE, &count);
    MUST(count == 1);
    snprintf(to, sizeof to, "3/4/%016llx", (unsigned long long)item_address(&items[0]));
    room_visit(p, to);
}

TEST(threat_canaries_are_found_in_each_spelling) {
    uint8_t room[SPELLING_MAX], haystack[4096];
    for (size_t i = 0; i < COUNT_OF(canaries); i++)
        for (int how = 0; how < SPELLINGS; how++) {
            struct bytes planted = spelling(bytes_from_string(canaries[i]), how, room);
            memset(haystack, 'k', sizeof haystack);
            CHECK(!leaks(BYTES_OF(haystack), bytes_from_string(canaries[i])));
            memcpy(haystack + 1000 + i, planted.at, planted.size);
            CHECK(leaks(BYTES_OF(haystack), bytes_from_string(canaries[i])));
        }
}

TEST(threat_relay_holds_no_word_and_no_key) {
    struct arena a;
    CHECK(canaries_plant());
    visit_moment(sam);
    CHECK(room_shows(sam, CANARY_MOMENT)); /* it did travel */
    room_visit(nora, "2/42");
    CHECK(room_shows(nora, CANARY_SELF));
    room_visit(nora, "6/0");
    CHECK(room_shows(nora, CANARY_NAME));
    arena_init(&a, (size_t)32 << 20);
    struct bytes relay = relay_all(&a);
    CHECK(relay.size > 20000);
    CHECK(holds(relay, BYTES_OF(w.relay.boxes->id))); /* the search works */
    CHECK_INT(leaked_of(relay), 0);
    CHECK(!keys_are_in(relay, nora) && !keys_are_in(relay, sam));
    arena_free(&a);
    room_world_end(&w);
}

TEST(threat_device_file_holds_no_word_and_no_key) {
    struct arena a;
    CHECK(canaries_plant());
    arena_init(&a, (size_t)64 << 20);
    struct bytes files[2] = {file_all(nora, &a), file_all(sam, &a)};
    for (int i = 0; i < 2; i++) {
        CHECK(files[i].size > STORE_HEADER_SIZE);
        CHECK_INT((files[i].size - STORE_HEADER_SIZE) % STORE_EXTENT_SIZE, 0); /* 1 MiB steps */
        CHECK_INT(leaked_of(files[i]), 0);
        CHECK(!leaks(files[i], BYTES(ROOM_PHRASE)));
        CHECK(!keys_are_in(files[i], nora) && !keys_are_in(files[i], sam));
    }
    arena_free(&a);
    room_world_end(&w);
}

/* --- *mine*, closed ------------------------------------------------------------------------------
 */

enum { SCREENS_MAX = 1 << 20 };
static struct screens {
    uint8_t at[SCREENS_MAX];
    size_t size;
} screens[2];

static void screens_take(struct screens *s, struct room_person *p) {
    static const char *const pages[] = {"5/0",  "5/1",  "2/0",  "2/4",  "2/8", "2/9", "2/11",
                                        "2/13", "2/16", "2/20", "2/30", "3/0", "3/1", "3/10",
                                        "3/11", "4/0",  "6/0",  "6/1",  "6/2", "6/3", "6/5",
                                        "6/6",  "6/7",  "6/8",  "6/9",  "1/7"};
    s->size = 0;
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(p, pages[i]);
        MUST(s->size + p->html_size <= SCREENS_MAX);
        memcpy(s->at + s->size, p->html, p->html_size);
        s->size += p->html_size;
    }
}

/* Nora's own screens, her private pages locked after she wrote so much into them. */
static bool screens_run(int notes, bool closes, struct screens *s) {
    room_world_begin(&w);
    if (!room_pair(&w, &nora, &sam))
        return false;
    for (int i = 0; i < notes; i++) {
        room_visit(nora, "2/41");
        ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_SELF, FIELD(F_TEXT, "what I would not say aloud"));
        room_visit(nora, "3/1");
        ROOM_SUBMIT(nora, ROOM_MOMENTS, 1, FIELD(1, "0") FIELD(2, "0") FIELD(3, "3") FIELD(4, "1"));
    }
    room_visit(nora, "6/0");
    if (closes)
        ROOM_SUBMIT(nora, ROOM_ME, 8, );
    bool fine = room_book(nora) && book_status(room_book(nora)).mine_open == !closes;
    room_run(&w, 200000);
    screens_take(s, nora);
    room_world_end(&w);
    return fine;
}

TEST(threat_closed_mine_shows_nothing_of_itself) {
    CHECK(screens_run(0, true, &screens[0]));
    CHECK(screens_run(5, true, &screens[1]));
    CHECK(screens[0].size > 20000);
    CHECK_BYTES(bytes_make(screens[1].at, screens[1].size),
                bytes_make(screens[0].at, screens[0].size));
    CHECK(screens_run(5, false, &screens[1])); /* with the lock open it would be seen */
    CHECK(!bytes_equal(bytes_make(screens[1].at, screens[1].size),
                       bytes_make(screens[0].at, screens[0].size)));
}

/* --- the hour of an act --------------------------------------------------------------------------
 */

static struct told {
    uint8_t at[1 << 16];
    size_t size;
} told[2];

static void tell(struct told *t, const void *at, size_t size) {
    MUST(t->size + size <= sizeof t->at);
    memcpy(t->at + t->size, at, size);
    t->size += size;
}

/* All entries of both in one book, but for the witness, which is random by design. */
static void tell_entries(struct told *t, struct room_person *p) {
    for (uint32_t kind = 0; kind < 64 * 16; kind++) {
        size_t count;
        const struct item *items = book_items(room_book(p), kind, &count);
        for (size_t i = 0; i < count; i++) {
            struct entry e = book_item_entry(&items[i]);
            uint8_t head[32];
            u64_write(head, kind);
            u64_write(head + 8, (uint64_t)e.day);
            u64_write(head + 16, e.lam);
            u64_write(head + 24, e.cbor.size);
            tell(t, head, sizeof head);
            for (uint32_t r = 0; r < e.re_count; r++)
                tell(t, entry_re(&e, r), EID_SIZE);
            tell(t, e.body.at, e.body.size);
        }
    }
}

static bool day_run(uint64_t later_ms, struct told *t) {
    t->size = 0;
    room_world_begin(&w);
    w.now_ms += later_ms; /* the same day, unless it is a whole day */
    w.today += (int32_t)(later_ms / 86400000u);
    if (!room_pair(&w, &nora, &sam))
        return false;
    answer(nora, "Tea, without talking", "You waited");
    answer(sam, "A walk", "You asked");
    room_visit(nora, "4/2");
    ROOM_SUBMIT(nora, ROOM_SAFETY, 1, FIELD(1, "0") FIELD(3, "1"));
    room_visit(nora, "2/41");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_SELF, FIELD(F_TEXT, "A walk"));
    room_visit(nora, "3/1");
    ROOM_SUBMIT(nora, ROOM_MOMENTS, 1,
                FIELD(1, "0") FIELD(2, "0") FIELD(3, "3") FIELD(4, "0") FIELD(5, "the radio"));
    room_run(&w, 6000);
    room_visit(sam, "3/8");
    ROOM_SUBMIT(sam, ROOM_MOMENTS, 5, FIELD(5, "may I?"));
    room_run(&w, 6000);
    room_sleep(&w, 1);
    room_visit(nora, "2/21");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_MINUTE_ELSE, FIELD(F_TEXT, "You asked"));
    room_run(&w, 6000);
    tell_entries(t, nora);
    tell_entries(t, sam);
    room_world_end(&w);
    return true;
}

TEST(threat_no_entry_tells_the_hour) {
    CHECK(day_run(0, &told[0]));
    CHECK(day_run((uint64_t)3 * 3600000 + 17 * 60000 + 123, &told[1]));
    CHECK(told[0].size > 2000);
    CHECK_BYTES(bytes_make(told[1].at, told[1].size), bytes_make(told[0].at, told[0].size));
    CHECK(day_run((uint64_t)86400000, &told[1])); /* what is allowed to differ would be seen */
    CHECK(!bytes_equal(bytes_make(told[1].at, told[1].size), bytes_make(told[0].at, told[0].size)));
}
