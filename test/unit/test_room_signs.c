/* Signs: five families from both sides, what I need first, what stays with one, what is copied. */
#include "practices/signs/signs.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;
static char page[64];

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

static const char *newest(struct room_person *p, uint32_t kind, unsigned to) {
    size_t count;
    const struct item *items = book_items(room_book(p), kind, &count);
    MUST(count > 0);
    snprintf(page, sizeof page, "13/%u/%016llx", to,
             (unsigned long long)item_address(&items[count - 1]));
    return page;
}

static size_t count_of(struct room_person *p, uint32_t kind) {
    size_t count;
    (void)book_items(room_book(p), kind, &count);
    return count;
}

static void write_sign(struct room_person *p, const char *at, const char *words) {
    room_visit(p, at);
    ROOM_SUBMIT(p, ROOM_SIGNS, ACTION_SIGN,
                FIELD(F_KINDS, "1") FIELD(F_KINDS, "3") FIELD(F_OFTEN, "1") FIELD(F_SINCE, "1")
                    FIELD(F_HOW, "1") FIELD(F_NOW, "1") FIELD(F_WORDS, words));
    room_run(&w, 130000);
}

TEST(room_signs_written_mended_and_erased) {
    CHECK(begun());
    room_visit(nora, "13/0");
    CHECK(room_says(nora, T_SIGNS_LEAD) && room_golden(nora, "signs-home"));
    room_visit(nora, "13/1/2");
    CHECK(room_says(nora, T_SIGNS_LIES) && !room_says(nora, T_SIGNS_NOW));
    CHECK(room_golden(nora, "signs-theirs"));
    write_sign(nora, "13/1/2", "the blue letter");
    CHECK(room_says(nora, T_SIGNS_SAY_THEIRS) && room_golden(nora, "signs-kept"));
    /* What goes on is asked of what I did only. */
    uint64_t now;
    size_t count;
    CHECK(!body_uint(book_item_entry(book_items(room_book(nora), KIND_SIGN, &count)).body, F_NOW,
                     &now));
    /* Written again, it is the same note. */
    write_sign(nora, "13/1/2", "the third letter");
    CHECK_INT(count_of(nora, KIND_SIGN), 1);
    room_visit(nora, "13/1/2");
    CHECK(room_shows(nora, "the third letter") && !room_shows(nora, "blue letter"));
    write_sign(nora, "13/2/2", "I said it was paid");
    CHECK(room_says(nora, T_SIGNS_SAY_ON) && count_of(nora, KIND_SIGN) == 2);
    room_visit(nora, newest(nora, KIND_SIGN, PAGE_ERASE));
    CHECK(room_golden(nora, "signs-erase"));
    ROOM_SUBMIT(nora, ROOM_SIGNS, ACTION_ERASE, );
    CHECK(room_is_at(nora, "13/0") && count_of(nora, KIND_SIGN) == 1);
    room_visit(nora, "13/1/6");
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    room_visit(nora, "13/1/0");
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    room_world_end(&w);
}

TEST(room_signs_ends_in_what_i_need) {
    CHECK(begun());
    room_visit(nora, "13/4");
    CHECK(room_golden(nora, "signs-need"));
    ROOM_SUBMIT(nora, ROOM_SIGNS, ACTION_NEED, FIELD(F_NEED, "x"));
    CHECK(room_says(nora, T_HOUSE_ERROR_REQUIRED) && count_of(nora, KIND_NEED) == 0);
    ROOM_SUBMIT(nora, ROOM_SIGNS, ACTION_NEED, FIELD(F_FIRST, "2") FIELD(F_NEED, "that it stops"));
    CHECK(room_is_at(nora, "13/5") && room_shows(nora, "that it stops"));
    CHECK(!room_says(nora, T_SIGNS_DRINK_FIRST_TITLE));
    CHECK(room_says(nora, T_PARTS_LANDING_CALL)); /* which rooms are listed is the build's affair */
    /* Drink that goes on: help for it first, and every room stays. */
    write_sign(nora, "13/2/4", "each evening");
    room_visit(nora, "13/5");
    CHECK(room_says(nora, T_SIGNS_DRINK_FIRST_TITLE) && room_says(nora, T_MOMENTS_TITLE));
    room_world_end(&w);
}

/* Threats and violence: only where the gate said that care comes first. */
TEST(room_signs_speaks_of_fear_behind_the_gate_only) {
    CHECK(begun());
    room_visit(nora, "13/0");
    CHECK(room_says(nora, T_SIGNS_GATE) && !room_says(nora, T_SIGNS_FEAR_TITLE));
    room_visit(nora, "4/2");
    ROOM_SUBMIT(nora, ROOM_SAFETY, 1, );
    room_visit(nora, "13/0");
    CHECK(!room_says(nora, T_SIGNS_FEAR_TITLE));
    room_visit(nora, "4/2");
    ROOM_SUBMIT(nora, ROOM_SAFETY, 1, FIELD(1, "0"));
    room_visit(nora, "13/0");
    CHECK(room_says(nora, T_SIGNS_FEAR_TITLE) && room_golden(nora, "signs-home-care"));
    room_visit(sam, "13/0");
    CHECK(!room_says(sam, T_SIGNS_FEAR_TITLE));
    /* From then on this page names nothing that is for two, and offers no copy; his does. */
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        room_visit(p, "13/4");
        ROOM_SUBMIT(p, ROOM_SIGNS, ACTION_NEED, FIELD(F_FIRST, "4"));
        CHECK(room_is_at(p, "13/5") && room_says(p, T_SIGNS_WHERE_SAFETY));
        CHECK(room_says(p, T_SIGNS_WHERE_MOMENTS) == (p == sam));
        CHECK(room_says(p, T_SIGNS_WHERE_PLAN) == (p == sam));
        CHECK(room_says(p, T_SIGNS_SHARE_GO) == (p == sam));
    }
    ROOM_SUBMIT(nora, ROOM_ME, 8, ); /* *mine* closes: nothing tells */
    room_visit(nora, "13/0");
    CHECK(!room_says(nora, T_SIGNS_FEAR_TITLE) && !room_says(nora, T_SIGNS_THEIRS_TITLE));
    CHECK(room_golden(nora, "signs-home-locked"));
    for (unsigned i = 1; i <= 6; i++) {
        snprintf(page, sizeof page, "13/%u/1", i);
        room_visit(nora, page);
        CHECK(room_says(nora, T_DOOR_MINE_TITLE));
    }
    room_world_end(&w);
}

static void copy_need(void) {
    room_visit(nora, "13/4");
    ROOM_SUBMIT(nora, ROOM_SIGNS, ACTION_NEED,
                FIELD(F_FIRST, "1") FIELD(F_NEED, "all the letters"));
    room_visit(nora, newest(nora, KIND_NEED, PAGE_SHARE));
    CHECK(room_shows(nora, "all the letters") && room_golden(nora, "signs-share"));
    ROOM_SUBMIT(nora, ROOM_SIGNS, ACTION_SHARE, );
    room_run(&w, 130000);
}

static const char *away_item(void) {
    size_t count;
    static char item[32];
    const struct item *items = book_items(room_book(nora), KIND_SIGN_WAITS, &count);
    MUST(count > 0);
    snprintf(item, sizeof item, "%016llx", (unsigned long long)item_address(&items[count - 1]));
    return item;
}

TEST(room_signs_copied_for_the_other_the_next_day) {
    CHECK(begun());
    write_sign(nora, "13/1/2", "this stays with me");
    copy_need();
    CHECK(room_is_at(nora, "13/7") && room_golden(nora, "signs-copies-waits"));
    room_visit(sam, "13/7");
    CHECK(room_says(sam, T_SIGNS_COPIES_EMPTY) && room_golden(sam, "signs-copies-empty"));
    CHECK_INT(count_of(sam, KIND_SIGN_COPY), 0);
    room_sleep(&w, 1);
    room_visit(nora, "5/0");
    room_run(&w, 130000);
    room_visit(sam, "5/0");
    CHECK(room_says(sam, T_SIGNS_SUGGEST_THEIRS));
    room_visit(sam, "13/7");
    CHECK(room_shows(sam, "all the letters") && !room_shows(sam, "this stays with me"));
    CHECK(room_golden(sam, "signs-copies-theirs"));
    /* Mending the original changes nothing that went. */
    room_visit(nora, "13/4");
    ROOM_SUBMIT(nora, ROOM_SIGNS, ACTION_NEED, FIELD(F_FIRST, "1") FIELD(F_NEED, "other words"));
    room_visit(nora, "13/7");
    CHECK(room_shows(nora, "all the letters"));
    ROOM_SUBMIT(nora, ROOM_SIGNS, ACTION_AWAY, FIELD(SHARE_F_ITEM, away_item()));
    room_run(&w, 130000);
    room_visit(sam, "13/7");
    CHECK(room_says(sam, T_SIGNS_COPIES_EMPTY) && count_of(sam, KIND_SIGN_COPY) == 0);
    /* Taken back before it goes. */
    copy_need();
    ROOM_SUBMIT(nora, ROOM_SIGNS, ACTION_AWAY, FIELD(SHARE_F_ITEM, away_item()));
    room_sleep(&w, 2);
    room_visit(nora, "5/0");
    room_run(&w, 130000);
    CHECK_INT(count_of(sam, KIND_SIGN_COPY), 0);
    room_world_end(&w);
}

/* Who receives a copy may put it out of sight; who gave it sees what they saw before. */
TEST(room_signs_copy_is_put_out_of_sight) {
    char item[32];
    size_t count;
    CHECK(begun());
    copy_need();
    room_sleep(&w, 1);
    room_visit(nora, "5/0");
    room_run(&w, 130000);
    room_visit(nora, "13/7");
    uint32_t views = nora->views;
    room_visit(sam, "13/7");
    const struct item *copy = book_items(room_book(sam), KIND_SIGN_COPY, &count);
    MUST(count == 1);
    snprintf(item, sizeof item, "%016llx", (unsigned long long)item_address(copy));
    ROOM_SUBMIT(sam, ROOM_SIGNS, ACTION_AWAY, FIELD(SHARE_F_ITEM, item) FIELD(SHARE_F_ASIDE, "1"));
    CHECK(room_is_at(sam, "13/7") && room_says(sam, T_SHARE_SEE_AGAIN));
    CHECK(!room_says(sam, T_SHARE_PUT_ASIDE) && room_golden(sam, "signs-copies-aside"));
    room_visit(sam, "5/0");
    CHECK(!room_says(sam, T_SIGNS_SUGGEST_THEIRS));
    room_visit(sam, "13/0");
    CHECK(room_says(sam, T_SIGNS_COPIES_TITLE)); /* the way to it stays */
    room_visit(sam, "13/7");
    ROOM_SUBMIT(sam, ROOM_SIGNS, ACTION_AWAY, FIELD(SHARE_F_ITEM, item) FIELD(SHARE_F_ASIDE, "0"));
    CHECK(room_says(sam, T_SHARE_PUT_ASIDE) && !room_says(sam, T_SHARE_SEE_AGAIN));
    room_run(&w, 130000);
    CHECK_INT(nora->views, views);
    room_world_end(&w);
}

static void forge(uint64_t family, uint64_t side, uint64_t kinds, const char *words) {
    static uint8_t mark[SHARE_MARK_SIZE];
    struct arena a;
    struct body_writer b;
    struct bytes body;
    mark[0]++;
    arena_init(&a, 1 << 16);
    body_begin(&b, &a, NULL);
    body_add_uint(&b, F_FAMILY, family);
    body_add_uint(&b, F_SIDE, side);
    body_add_uint(&b, F_KINDS, kinds);
    body_add_text(&b, F_WORDS, bytes_from_string(words));
    body_add_bytes(&b, SHARE_KEY_MARK, BYTES_OF(mark));
    CHECK_OK(body_end(&b, &body));
    CHECK_OK(room_forge(sam, SPACE_OURS, KIND_SIGN_COPY, NULL, 0, body));
    CHECK_OK(room_forge(sam, SPACE_OURS, KIND_SIGN, NULL, 0, body));
    CHECK_OK(room_forge(sam, SPACE_OURS, KIND_NEED, NULL, 0, body));
    CHECK_OK(room_forge(sam, SPACE_OURS, KIND_SIGN_WAITS, NULL, 0, body));
    CHECK_OK(room_forge(sam, SPACE_OURS, KIND_SIGN_SENT, NULL, 0, body));
    arena_free(&a);
}

/* A changed program writes what it likes: no note of mine, and shown only where it fits. */
TEST(room_signs_broken_rules_are_shown_nowhere) {
    CHECK(begun());
    forge(1, 0, 1u << 5, "kinds out of range");
    forge(5, 0, 1, "no such family");
    forge(1, 2, 1, "no such side");
    forge(0, 1, 31, "all kinds of a family of three");
    room_run(&w, 4000);
    room_visit(nora, "13/0");
    CHECK(!room_shows(nora, "out of range") && !room_shows(nora, "class=\"me\""));
    room_visit(nora, "13/7");
    CHECK(room_shows(nora, "all kinds of a family of three") && !room_shows(nora, "out of range") &&
          !room_shows(nora, "no such"));
    room_visit(nora, "13/1/1");
    CHECK(!room_shows(nora, "all kinds"));
    room_visit(nora, "13/4");
    CHECK(!room_shows(nora, "all kinds"));
    room_world_end(&w);
}

/* What she writes reaches nobody: his screens and the number and size of what he gets do not
 * differ. */
TEST(room_signs_of_one_reach_nobody) {
    static uint8_t shown[2][1 << 17];
    size_t sizes[2], blobs[2];
    for (int other = 0; other < 2; other++) {
        CHECK(begun());
        write_sign(nora, other ? "13/2/5" : "13/1/1",
                   other ? "somebody at work, since last spring, and nobody knows of it" : "late");
        room_run(&w, 130000);
        static const char *const pages[] = {"13/0", "13/7", "5/0", "1/7"};
        sizes[other] = 0;
        for (size_t i = 0; i < COUNT_OF(pages); i++) {
            room_visit(sam, pages[i]);
            MUST(sizes[other] + sam->html_size <= sizeof shown[0]);
            memcpy(shown[other] + sizes[other], sam->html, sam->html_size);
            sizes[other] += sam->html_size;
        }
        const struct feed *in = book_feed(room_book(sam), FEED_PAIR_IN);
        const struct fake_box *box = fake_relay_find(&w.relay, in->chain.box_id);
        blobs[other] = box ? box->count : 0;
        room_world_end(&w);
    }
    CHECK_BYTES(bytes_make(shown[1], sizes[1]), bytes_make(shown[0], sizes[0]));
    CHECK_INT(blobs[1], blobs[0]);
}

/* Both at once without a connection, then one leaves: each keeps what they wrote and were given. */
TEST(room_signs_offline_then_left) {
    CHECK(begun());
    copy_need();
    nora->offline = sam->offline = true;
    room_sleep(&w, 1);
    write_sign(sam, "13/2/2", "I hid them");
    nora->offline = sam->offline = false;
    room_visit(nora, "5/0");
    room_run(&w, 200000);
    CHECK_INT(count_of(sam, KIND_SIGN_COPY), 1);
    room_visit(sam, "6/7");
    ROOM_SUBMIT(sam, ROOM_ME, 14, );
    room_run(&w, 200000);
    room_visit(sam, "13/2/2");
    CHECK(room_shows(sam, "I hid them"));
    room_visit(sam, "13/7");
    CHECK(!room_says(sam, T_DOOR_LOST_TITLE));
    room_visit(nora, newest(nora, KIND_NEED, PAGE_SHARE));
    CHECK(room_says(nora, T_SHARE_ALONE) && !room_shows(nora, "Copy it for Sam"));
    room_world_end(&w);
}

TEST(room_signs_alone) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_begin(p, "2", "Daniel");
    write_sign(p, "13/1/5", "since the spring");
    CHECK(room_says(p, T_SIGNS_KEPT_TITLE));
    room_visit(p, "5/0");
    CHECK(room_says(p, T_SIGNS_SUGGEST_NEED));
    room_visit(p, newest(p, KIND_SIGN, PAGE_SHARE));
    CHECK(room_says(p, T_SHARE_ALONE));
    room_visit(p, "13/7");
    CHECK(room_says(p, T_SIGNS_COPIES_EMPTY));
    room_world_end(&w);
}
