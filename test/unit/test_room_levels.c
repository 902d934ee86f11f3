/* The room *levels*: three steps alone, a deed that becomes a proposal, a sealed round of two, the
 * one week of a season. */
#include "forms/path.h"
#include "practices/levels/levels.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

enum {
    PLAN = 9,
    PLAN_FROM_DEED = 4,
    PLAN_WRITE = 1,
    PLAN_KIND = PLAN * KINDS_PER_PRACTICE,
    PLAN_DRAFT = PLAN_KIND + 17
};

static struct room_world w;
static struct room_person *nora, *sam;

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

static size_t count_of(struct room_person *p, uint32_t kind) {
    size_t count;
    (void)book_items(room_book(p), kind, &count);
    return count;
}

static void visit_newest(struct room_person *p, uint32_t room, uint32_t kind, unsigned page) {
    char to[64];
    size_t count;
    const struct item *items = book_items(room_book(p), kind, &count);
    MUST(count > 0);
    snprintf(to, sizeof to, "%u/%u/%016llx", (unsigned)room, page,
             (unsigned long long)item_address(&items[count - 1]));
    room_visit(p, to);
}

static void deed(struct room_person *p, const char *words) {
    room_visit(p, "16/1");
    ROOM_SUBMIT(p, ROOM_LEVELS, ACTION_DEED, FIELD(F_DEED, words));
    room_run(&w, 2000);
}

TEST(room_levels_three_steps_alone) {
    CHECK(begun());
    room_visit(nora, "16/0");
    CHECK(room_golden(nora, "levels-home"));
    room_visit(sam, "16/0");
    uint32_t views = sam->views;
    room_visit(nora, "16/1");
    CHECK(room_golden(nora, "levels-deed"));
    deed(nora, "I say once a week what I saw.");
    CHECK_INT(count_of(nora, KIND_DEED), 1);
    CHECK(room_says(nora, T_LEVELS_NOW_LEAD) && room_golden(nora, "levels-now"));
    ROOM_SUBMIT(nora, ROOM_LEVELS, ACTION_NOW,
                FIELD(F_NOW, "3") FIELD(F_FEELINGS, "3") FIELD(F_FEELINGS, "2")
                    FIELD(F_THOUGHTS, "I still look first."));
    CHECK(room_says(nora, T_LEVELS_TOWARD_LEAD) && room_golden(nora, "levels-toward"));
    ROOM_SUBMIT(nora, ROOM_LEVELS, ACTION_TOWARD,
                FIELD(F_ASPIRE, "2") FIELD(F_WHY, "To open the cupboard."));
    CHECK_INT(count_of(nora, KIND_DEED), 1);
    CHECK(room_shows(nora, "I say once a week what I saw.") &&
          room_shows(nora, "I still look first.") && room_shows(nora, "To open the cupboard."));
    CHECK(room_golden(nora, "levels-one"));
    /* A step again: the others stay. */
    visit_newest(nora, ROOM_LEVELS, KIND_DEED, PAGE_TOWARD);
    CHECK(room_shows(nora, "To open the cupboard."));
    ROOM_SUBMIT(nora, ROOM_LEVELS, ACTION_TOWARD, FIELD(F_ASPIRE, "0"));
    CHECK(room_shows(nora, "I say once a week") && !room_shows(nora, "To open the cupboard."));
    room_run(&w, 60000);
    CHECK_INT(sam->views, views); /* nothing of it reaches the other */
    CHECK_INT(count_of(sam, KIND_DEED), 0);
    visit_newest(nora, ROOM_LEVELS, KIND_DEED, PAGE_ERASE);
    CHECK(room_says(nora, T_LEVELS_ERASE_LEAD) && count_of(nora, KIND_DEED) == 1);
    ROOM_SUBMIT(nora, ROOM_LEVELS, ACTION_ERASE, );
    CHECK_INT(count_of(nora, KIND_DEED), 0);
    CHECK(room_is_at(nora, "16/0"));
    room_world_end(&w);
}

TEST(room_levels_empty_steps_make_no_note) {
    room_world_begin(&w);
    nora = room_person(&w, "");
    room_begin(nora, "2", "Nora");
    room_visit(nora, "16/1");
    ROOM_SUBMIT(nora, ROOM_LEVELS, ACTION_DEED, );
    CHECK(room_is_at(nora, "16/2"));
    ROOM_SUBMIT(nora, ROOM_LEVELS, ACTION_NOW, );
    ROOM_SUBMIT(nora, ROOM_LEVELS, ACTION_TOWARD, );
    CHECK(room_is_at(nora, "16/0"));
    CHECK_INT(count_of(nora, KIND_DEED), 0);
    /* Single, and still aspiring. */
    room_visit(nora, "16/2");
    ROOM_SUBMIT(nora, ROOM_LEVELS, ACTION_NOW, FIELD(F_NOW, "4"));
    ROOM_SUBMIT(nora, ROOM_LEVELS, ACTION_TOWARD, FIELD(F_ASPIRE, "2"));
    CHECK_INT(count_of(nora, KIND_DEED), 1);
    CHECK(room_says(nora, T_LEVELS_NOW_SINGLE) && room_golden(nora, "levels-single"));
    room_visit(nora, "16/5");
    CHECK(room_says(nora, T_LEVELS_OFFER_ALONE));
    room_world_end(&w);
}

TEST(room_levels_mine_closed) {
    CHECK(begun());
    deed(nora, "I come home at six.");
    ROOM_SUBMIT(nora, ROOM_ME, 8, );
    room_visit(nora, "16/0");
    CHECK(!room_shows(nora, "I come home at six.") && room_says(nora, T_LEVELS_MINE_CLOSED));
    static const char *const pages[] = {"16/0/1", "16/1", "16/2", "16/3", "16/4"};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(nora, pages[i]);
        CHECK(room_says(nora, T_DOOR_MINE_TITLE));
    }
    room_world_end(&w);
}

/* Out of *mine* it becomes a plan that is mine first; the other sees nothing of it. */
TEST(room_levels_deed_becomes_a_plan) {
    CHECK(begun());
    deed(nora, "I come home at six.");
    room_visit(sam, "9/0");
    uint32_t views = sam->views;
    visit_newest(nora, PLAN, KIND_DEED, PLAN_FROM_DEED);
    CHECK(room_shows(nora, "I come home at six.") && room_shows(nora, "badge mine"));
    ROOM_SUBMIT(nora, PLAN, PLAN_WRITE,
                FIELD(1, "0") FIELD(2, "0") FIELD(4, "I come home at six.") FIELD(6, "a")
                    FIELD(7, "b"));
    room_run(&w, 20000);
    CHECK_INT(count_of(nora, PLAN_DRAFT), 1);
    CHECK_INT(count_of(nora, PLAN_KIND) + count_of(sam, PLAN_KIND), 0);
    CHECK_INT(sam->views, views);
    /* Not another's deed, nor anything else. */
    visit_newest(nora, PLAN, PLAN_DRAFT, PLAN_FROM_DEED);
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    room_world_end(&w);
}

static void answer(struct room_person *p, const char *words) {
    room_visit(p, "16/6");
    ROOM_SUBMIT(p, ROOM_LEVELS, ACTION_SEAL,
                FIELD(F_NOW, "0") FIELD(F_THOUGHTS, "as it is") FIELD(F_ASPIRE, "2")
                    FIELD(F_WHY, "for Tuesdays") FIELD(F_DEED, words));
    room_run(&w, 4000);
}

static void offer(struct room_person *p, const char *which) {
    room_visit(p, "16/5");
    ROOM_SUBMIT(p, ROOM_LEVELS, ACTION_OFFER, FIELD(F_OPENS, which));
    room_run(&w, 4000);
}

TEST(room_levels_round_opens_together) {
    static uint8_t before[ROOM_HTML_MAX];
    CHECK(begun());
    room_visit(nora, "16/5");
    CHECK(room_says(nora, T_LEVELS_OFFER_LEAD) && room_golden(nora, "levels-offer"));
    offer(nora, "1");
    CHECK(room_is_at(nora, "16/6") && room_golden(nora, "levels-answer"));
    room_visit(sam, "16/0");
    CHECK(room_says(sam, T_LEVELS_CARD_OFFERED));
    answer(nora, "NORAS DEED");
    CHECK(room_says(nora, T_LEVELS_SEALED_LEAD) && !room_shows(nora, "NORAS DEED"));
    /* Before the opening, whatever the other did, my page is the same. */
    size_t size = nora->html_size;
    memcpy(before, nora->html, size);
    answer(sam, "SAMS DEED");
    room_visit(nora, "16/7");
    CHECK_BYTES(bytes_make(nora->html, nora->html_size), bytes_make(before, size));
    CHECK(room_golden(nora, "levels-sealed"));
    room_visit(nora, "16/8");
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    ROOM_SUBMIT(nora, ROOM_LEVELS, ACTION_OPEN, );
    room_visit(nora, "16/7");
    ROOM_SUBMIT(nora, ROOM_LEVELS, ACTION_OPEN, );
    CHECK(room_says(nora, T_LEVELS_READY));
    room_visit(sam, "16/7");
    ROOM_SUBMIT(sam, ROOM_LEVELS, ACTION_OPEN, );
    room_run(&w, 8000);
    room_visit(nora, "16/8");
    CHECK(room_shows(nora, "SAMS DEED") && room_golden(nora, "levels-theirs"));
    room_visit(nora, "16/10");
    CHECK(room_shows(nora, "NORAS DEED") && room_golden(nora, "levels-both"));
    /* What was opened for both goes to the plan for both. */
    visit_newest(nora, PLAN, KIND_ROUND_OFFER, PLAN_FROM_DEED);
    CHECK(!room_shows(nora, "SAMS DEED"));
    room_world_end(&w);
}

TEST(room_levels_round_lapses_without_a_word) {
    CHECK(begun());
    offer(nora, "0");
    answer(nora, "NORAS DEED");
    offer(sam, "0"); /* one stands: no second */
    CHECK_INT(count_of(sam, KIND_ROUND_OFFER), count_of(nora, KIND_ROUND_OFFER));
    size_t offers = count_of(nora, KIND_ROUND_OFFER);
    room_visit(sam, "16/6");
    ROOM_SUBMIT(sam, ROOM_LEVELS, ACTION_AWAY, );
    CHECK(room_is_at(sam, "16/0") && !room_says(sam, T_LEVELS_CARD_TITLE));
    room_sleep(&w, 3);
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        room_visit(p, "16/0");
        CHECK(!room_says(p, T_LEVELS_CARD_TITLE) && !room_shows(p, "NORAS DEED"));
    }
    offer(sam, "0");
    CHECK_INT(count_of(nora, KIND_ROUND_OFFER), offers + 1);
    room_visit(nora, "16/0");
    CHECK(room_says(nora, T_LEVELS_CARD_OFFERED));
    room_world_end(&w);
}

/* Both offer without a connection, and each seals what they see: nothing sealed is lost. */
TEST(room_levels_two_offers_at_once) {
    CHECK(begun());
    nora->offline = sam->offline = true;
    offer(nora, "1");
    offer(sam, "1");
    answer(nora, "NORAS DEED");
    answer(sam, "SAMS DEED");
    nora->offline = false;
    room_run(&w, 90000);
    sam->offline = false;
    room_run(&w, 90000);
    answer(nora, "NORAS DEED");
    answer(sam, "SAMS DEED");
    for (int i = 0; i < 2; i++) {
        room_visit(i ? sam : nora, "16/7");
        ROOM_SUBMIT(i ? sam : nora, ROOM_LEVELS, ACTION_OPEN, );
        room_run(&w, 8000);
    }
    room_sleep(&w, 8);
    room_visit(nora, "16/8");
    CHECK(room_shows(nora, "SAMS DEED"));
    room_visit(sam, "16/8");
    CHECK(room_shows(sam, "NORAS DEED"));
    room_world_end(&w);
}

/* Where both offered at once, with other days, the round that opened is read, and neither is asked
 * again by the other offer. */
TEST(room_levels_two_offers_open_once) {
    CHECK(begun());
    nora->offline = sam->offline = true;
    offer(nora, "0");
    offer(sam, "2");
    answer(nora, "NORAS DEED");
    nora->offline = sam->offline = false;
    room_run(&w, 90000);
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        answer(p, i ? "SAMS DEED" : "NORAS DEED");
        room_visit(p, "16/7");
        ROOM_SUBMIT(p, ROOM_LEVELS, ACTION_OPEN, );
        room_run(&w, 8000);
    }
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        room_visit(p, "16/8");
        CHECK(room_shows(p, i ? "NORAS DEED" : "SAMS DEED"));
        room_visit(p, "16/0");
        CHECK(room_says(p, T_LEVELS_CARD_OPEN) && !room_says(p, T_LEVELS_CARD_OFFERED));
        size_t offers = count_of(p, KIND_ROUND_OFFER);
        offer(p, "0"); /* nor a third in this week */
        CHECK_INT(count_of(p, KIND_ROUND_OFFER), offers);
    }
    room_sleep(&w, 7);
    size_t offers = count_of(nora, KIND_ROUND_OFFER);
    offer(nora, "0");
    CHECK_INT(count_of(nora, KIND_ROUND_OFFER), offers + 1);
    room_visit(sam, "16/0");
    CHECK(room_says(sam, T_LEVELS_CARD_OFFERED));
    room_world_end(&w);
}

/* An offer without a day, or one years away, stands in nobody's way. */
TEST(room_levels_offer_of_a_changed_program) {
    const int32_t days[] = {0, 40000, INT32_MAX};
    struct arena a;
    CHECK(begun());
    arena_init(&a, 1 << 12);
    const struct feed *out = book_feed(room_book(sam), FEED_PAIR_OUT);
    CHECK(out != NULL);
    for (size_t i = 0; out && i < COUNT_OF(days); i++) {
        struct body_writer b;
        struct bytes body;
        body_begin(&b, &a, NULL);
        body_add_uint(&b, 1, ROOM_LEVELS);
        body_add_uint(&b, 2, 1);
        if (days[i])
            body_add_uint(&b, 3, (uint64_t)days[i]);
        body_add_bytes(&b, 4, bytes_make(out->chain.box_id, 8));
        CHECK_OK(body_end(&b, &body));
        CHECK_OK(room_forge(sam, SPACE_OURS, KIND_ROUND_OFFER, NULL, 0, body));
    }
    room_run(&w, 90000);
    CHECK_INT(count_of(nora, KIND_ROUND_OFFER), count_of(sam, KIND_ROUND_OFFER));
    room_visit(nora, "16/0");
    CHECK(!room_says(nora, T_LEVELS_CARD_TITLE));
    offer(nora, "0");
    room_visit(sam, "16/0");
    CHECK(room_says(sam, T_LEVELS_CARD_OFFERED));
    arena_free(&a);
    room_world_end(&w);
}

TEST(room_levels_after_leaving) {
    CHECK(begun());
    offer(nora, "1");
    answer(nora, "NORAS DEED");
    room_visit(nora, "6/7");
    ROOM_SUBMIT(nora, ROOM_ME, 14, );
    room_run(&w, 200000);
    CHECK(book_status(room_book(sam)).pair == PAIR_LEFT);
    room_visit(sam, "16/0");
    CHECK(!room_says(sam, T_LEVELS_CARD_TITLE) && room_says(sam, T_LEVELS_BEGIN));
    room_visit(sam, "16/6");
    CHECK(room_says(sam, T_DOOR_LOST_TITLE));
    room_world_end(&w);
}

static size_t days_suggested(struct room_person *p, int days) {
    size_t n = 0;
    for (int i = 0; i < days; i++) {
        room_visit(p, "5/0");
        n += room_says(p, T_LEVELS_SUGGEST);
        w.today++;
        w.now_ms += 86400000u;
    }
    return n;
}

TEST(room_levels_suggested_in_one_week_of_a_season) {
    CHECK(begun());
    CHECK_INT(days_suggested(nora, SEASON_DAYS), 7);
    deed(nora, "I come home at six.");
    CHECK_INT(days_suggested(nora, SEASON_DAYS - 1), 0); /* I have written of it */
    ROOM_SUBMIT(nora, ROOM_ME, 8, );
    CHECK_INT(days_suggested(nora, SEASON_DAYS), 0); /* *mine* is closed */
    room_world_end(&w);
}

TEST(room_levels_not_suggested_in_the_first_days) {
    struct arena a;
    struct body_writer b;
    struct bytes body;
    CHECK(begun());
    offer(sam, "2");
    room_sleep(&w, 1);
    room_visit(nora, "4/2");
    ROOM_SUBMIT(nora, ROOM_SAFETY, 1, );
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_LEVELS_CARD_OFFERED));
    arena_init(&a, 1 << 12);
    body_begin(&b, &a, NULL);
    body_add_uint(&b, 1, PATH_FIRST_DAYS_ID);
    body_add_uint(&b, 2, 0);
    body_add_uint(&b, 3, PATH_RUN_GOES);
    CHECK_OK(body_end(&b, &body));
    enum err e = room_forge(nora, SPACE_MINE, PATH_FIRST_DAYS_KIND, NULL, 0, body);
    if (e == ERR_OK) {
        room_visit(nora, "5/0");
        struct visit v = {.book = room_book(nora), .today = w.today};
        CHECK(!path_first_days(&v) || !room_says(nora, T_LEVELS_CARD_OFFERED));
    }
    room_visit(nora, "16/0");
    CHECK(room_says(nora, T_LEVELS_CARD_OFFERED)); /* open to whoever looks */
    arena_free(&a);
    room_world_end(&w);
}

/* Answers are whatever the other's program sealed. */
TEST(room_levels_any_bytes_are_an_answer) {
    static const uint8_t raw[][6] = {{0}, {0xa1, 1, 0x18, 99}, {0xff, 0xff}, {0xa1, 6, 0x41, 0xff}};
    for (size_t i = 0; i < COUNT_OF(raw); i++) {
        struct levels l = levels_read(BYTES_OF(raw[i]));
        CHECK(!l.has_now && !l.has_aspire && l.deed.size == 0 && l.thoughts.size == 0);
    }
    struct levels none = levels_read((struct bytes){0});
    CHECK(!none.has_now && !none.feelings);
}
