/* The weekly pulse of two people with whole apps: sealed, opened, lapsed; what is *mine* alone;
 * what comes back; and that before its Sunday no byte differs whether the other has answered. */
#include "base/day.h"
#include "forms/asking.h"
#include "forms/gate.h"
#include "forms/path.h"
#include "forms/thanks.h"
#include "practices/pulse/pulse.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;

/* Together, on a day of the week (0 Monday). */
static bool begun_on(int weekday) {
    room_world_begin(&w);
    if (!room_pair(&w, &nora, &sam))
        return false;
    room_sleep(&w, 7 + (weekday - day_weekday(w.today) + 7) % 7);
    room_run(&w, 60000);
    MUST(day_weekday(w.today) == weekday);
    return true;
}

static void answer(struct room_person *p, const char *safe, const char *words) {
    room_visit(p, "17/1");
    ROOM_SUBMIT(p, ROOM_PULSE, ACTION_SEAL, FIELD(F_SAFE, safe) FIELD(F_TEXT, words));
    room_run(&w, 2000);
}

static size_t count_in(struct room_person *p, uint32_t kind) {
    size_t count;
    (void)book_items(room_book(p), kind, &count);
    return count;
}

static void days_pass(int32_t days) {
    room_sleep(&w, days);
    room_run(&w, 90000);
}

static bool suggests(struct room_person *p, enum text_key line) {
    room_visit(p, "5/0");
    return room_says(p, line);
}

/* The gate passed, so that what is for two is suggested. */
static void pass_gate(struct room_person *p) {
    struct arena a;
    struct body_writer b;
    struct bytes body;
    arena_init(&a, 1 << 12);
    body_begin(&b, &a, NULL);
    body_add_uint(&b, 1, GATE_PASSED);
    CHECK_OK(body_end(&b, &body));
    CHECK_OK(room_forge(p, SPACE_MINE, KIND_GATE, NULL, 0, body));
    arena_free(&a);
}

/* --- the first meter ----------------------------------------------------------------------------
 */

TEST(room_pulse_sealed_and_opened_on_sunday) {
    CHECK(begun_on(3));
    room_visit(nora, "17/0");
    CHECK(room_golden(nora, "pulse-home"));
    room_visit(nora, "17/1");
    CHECK(room_golden(nora, "pulse-safe"));
    answer(nora, "1", "The letter lay there unopened");
    CHECK(room_is_at(nora, "17/2") && room_golden(nora, "pulse-sealed"));
    CHECK(!room_shows(nora, "letter"));
    room_visit(nora, "17/1"); /* sealed is sealed */
    CHECK(room_says(nora, T_PULSE_SEALED_TITLE));
    answer(sam, "3", "You came back to it");
    days_pass(3);
    CHECK_INT(day_weekday(w.today), 6);
    room_visit(sam, "17/3");
    CHECK(room_shows(sam, "Rather unsafe") && room_shows(sam, "The letter lay there unopened"));
    CHECK(room_golden(sam, "pulse-theirs"));
    room_visit(sam, "17/4");
    CHECK(room_golden(sam, "pulse-quiet"));
    room_visit(sam, "17/5");
    CHECK(room_shows(sam, "You came back to it") && room_golden(sam, "pulse-own"));
    room_visit(sam, "17/10");
    CHECK(room_golden(sam, "pulse-weeks"));
    CHECK(!suggests(sam, T_PULSE_SUGGEST_OPEN)); /* the gate is due */
    pass_gate(sam);
    CHECK(suggests(sam, T_PULSE_SUGGEST_OPEN));
    /* The next week begins anew; the last stays readable. */
    days_pass(1);
    room_visit(sam, "17/0");
    CHECK(room_says(sam, T_PULSE_DOOR_SAFE) && room_says(sam, T_PULSE_LAST_OPENED));
    room_world_end(&w);
}

TEST(room_pulse_opened_together) {
    CHECK(begun_on(0));
    answer(nora, "4", "");
    room_visit(nora, "17/2");
    ROOM_SUBMIT(nora, ROOM_PULSE, ACTION_OPEN, );
    room_run(&w, 2000);
    CHECK(room_says(nora, T_PULSE_READY) && room_golden(nora, "pulse-ready"));
    room_visit(sam, "17/1");
    ROOM_SUBMIT(sam, ROOM_PULSE, ACTION_SEAL, ); /* a blank is a full answer */
    room_run(&w, 2000);
    room_visit(sam, "17/2");
    ROOM_SUBMIT(sam, ROOM_PULSE, ACTION_OPEN, );
    room_run(&w, 4000);
    room_visit(nora, "17/3");
    CHECK(room_says(nora, T_PULSE_BLANK) && room_says(nora, T_PULSE_THEIRS_LEAD));
    room_visit(sam, "17/3");
    CHECK(room_shows(sam, "Safe"));
    room_world_end(&w);
}

TEST(room_pulse_lapses_alike_without_a_word) {
    static uint8_t pages[2][ROOM_HTML_MAX];
    size_t sizes[2];
    CHECK(begun_on(4));
    answer(nora, "1", "words that never open");
    days_pass(3);
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        room_visit(p, "17/10");
        CHECK(room_says(p, T_PULSE_WEEKS_EMPTY));
        room_visit(p, "17/3");
        CHECK(room_says(p, T_PULSE_WEEKS_EMPTY) && !room_shows(p, "never open"));
        room_visit(p, "17/0");
        sizes[i] = p->html_size;
        memcpy(pages[i], p->html, sizes[i]);
    }
    CHECK_BYTES(bytes_make(pages[0], sizes[0]), bytes_make(pages[1], sizes[1]));
    /* Answered late by a phone that comes from nowhere: it opens nothing. */
    answer(sam, "2", "this week's");
    CHECK(room_says(sam, T_PULSE_SEALED_TITLE));
    room_world_end(&w);
}

static size_t pages_of(struct room_person *p, uint8_t *out, size_t room) {
    static const char *const fixed[] = {"1/7",  "5/0",  "5/1",  "6/0",   "17/0",
                                        "17/1", "17/2", "17/3", "17/5",  "17/6",
                                        "17/7", "17/8", "17/9", "17/10", "17/11"};
    size_t size = 0;
    for (size_t i = 0; i < COUNT_OF(fixed); i++) {
        room_visit(p, fixed[i]);
        MUST(size + p->html_size <= room);
        memcpy(out + size, p->html, p->html_size);
        size += p->html_size;
    }
    return size;
}

/* What Sam sees, on each day of the week until Saturday, before and after his own answer: not a
 * byte of it tells whether Nora has answered, pressed open, looked at her own meters, or nothing.
 */
TEST(room_pulse_nothing_differs_before_the_set_day) {
    enum { ROOM = 1 << 22, MOMENTS = 4 };
    static uint8_t seen[2][ROOM];
    static size_t ends[2][MOMENTS];
    for (int world = 0; world < 2; world++) {
        size_t size = 0;
        CHECK(begun_on(2));
        if (world)
            answer(nora, "0", "I lay awake");
        for (int moment = 0; moment < MOMENTS; moment++) {
            if (world && moment == 1) {
                room_visit(nora, "17/2");
                ROOM_SUBMIT(nora, ROOM_PULSE, ACTION_OPEN, );
                room_visit(nora, "17/8");
                ROOM_SUBMIT(nora, ROOM_PULSE, ACTION_LEANING,
                            FIELD(F_COMPARED, "4") FIELD(F_RAN_DOWN, "4") FIELD(F_GRATEFUL, "0")
                                FIELD(F_SWALLOWED, "4"));
            }
            room_run(&w, 4000);
            size += pages_of(sam, seen[world] + size, ROOM - size);
            ends[world][moment] = size;
            if (moment == 1)
                answer(sam, "3", "fine");
            if (moment == 2)
                days_pass(3);
            if (moment == 0)
                room_run(&w, 60000);
        }
        CHECK_INT(day_weekday(w.today), 5);
        room_world_end(&w);
    }
    for (int i = 0; i < MOMENTS; i++)
        CHECK_INT(ends[1][i], ends[0][i]);
    CHECK_BYTES(bytes_make(seen[1], ends[1][MOMENTS - 1]),
                bytes_make(seen[0], ends[0][MOMENTS - 1]));
}

/* Both answer without a connection, so both offer: it is one round, and it opens. */
TEST(room_pulse_begun_by_both_at_once) {
    CHECK(begun_on(5));
    nora->offline = sam->offline = true;
    answer(nora, "1", "from Nora");
    answer(sam, "3", "from Sam");
    sam->offline = false;
    room_run(&w, 90000);
    nora->offline = false;
    room_run(&w, 200000);
    days_pass(1);
    room_run(&w, 90000);
    room_visit(nora, "17/3");
    CHECK(room_shows(nora, "from Sam"));
    room_visit(sam, "17/3");
    CHECK(room_shows(sam, "from Nora"));
    room_visit(sam, "17/10");
    CHECK(room_shows(sam, "from Nora") && room_shows(sam, "from Sam"));
    room_world_end(&w);
}

/* --- what it suggests ---------------------------------------------------------------------------
 */

TEST(room_pulse_is_suggested_from_thursday_until_answered) {
    CHECK(begun_on(2));
    pass_gate(nora);
    pass_gate(sam);
    CHECK(!suggests(nora, T_PULSE_SUGGEST_SAFE));
    days_pass(1);
    CHECK(suggests(nora, T_PULSE_SUGGEST_SAFE));
    answer(nora, "3", "");
    CHECK(!suggests(nora, T_PULSE_SUGGEST_SAFE) && suggests(sam, T_PULSE_SUGGEST_SAFE));
    /* Not this, not now: this week no more, the next again. */
    room_visit(sam, "17/1");
    ROOM_SUBMIT(sam, ROOM_PULSE, ACTION_AWAY, );
    CHECK(!suggests(sam, T_PULSE_SUGGEST_SAFE));
    days_pass(7);
    CHECK(suggests(sam, T_PULSE_SUGGEST_SAFE));
    room_world_end(&w);
}

/* Another room asks in this week: pulse steps back, and its door says so. */
TEST(room_pulse_yields_to_another_round_of_the_week) {
    CHECK(begun_on(4));
    pass_gate(nora);
    CHECK(suggests(nora, T_PULSE_SUGGEST_SAFE));
    struct arena a;
    struct body_writer b;
    struct bytes body;
    const struct feed *out = book_feed(room_book(sam), FEED_PAIR_OUT);
    arena_init(&a, 1 << 12);
    body_begin(&b, &a, NULL);
    body_add_uint(&b, 1, 99);
    body_add_uint(&b, 2, asking_what(w.today));
    body_add_uint(&b, 3, (uint64_t)asking_opens(w.today));
    body_add_bytes(&b, 4, bytes_make(out->chain.box_id, 8));
    CHECK_OK(body_end(&b, &body));
    CHECK_OK(room_forge(sam, SPACE_OURS, KIND_ROUND_OFFER, NULL, 0, body));
    arena_free(&a);
    room_run(&w, 4000);
    CHECK(!suggests(nora, T_PULSE_SUGGEST_SAFE));
    room_visit(nora, "17/0");
    CHECK(room_says(nora, T_PULSE_DOOR_OTHER));
    days_pass(7);
    CHECK(suggests(nora, T_PULSE_SUGGEST_SAFE));
    room_world_end(&w);
}

TEST(room_pulse_is_not_suggested_in_the_first_days) {
    CHECK(begun_on(4));
    pass_gate(nora);
    struct arena a;
    struct body_writer b;
    struct bytes body;
    arena_init(&a, 1 << 12);
    body_begin(&b, &a, NULL);
    body_add_uint(&b, 1, PATH_FIRST_DAYS_ID);
    body_add_uint(&b, 2, 0);
    body_add_uint(&b, 3, PATH_RUN_GOES);
    CHECK_OK(body_end(&b, &body));
    CHECK(suggests(nora, T_PULSE_SUGGEST_SAFE));
    CHECK_OK(room_forge(nora, SPACE_MINE, PATH_FIRST_DAYS_KIND, NULL, 0, body));
    arena_free(&a);
    CHECK(!suggests(nora, T_PULSE_SUGGEST_SAFE));
    room_visit(nora, "17/0"); /* it stays open to whoever looks */
    CHECK(room_says(nora, T_PULSE_DOOR_SAFE));
    days_pass(49);
    CHECK(suggests(nora, T_PULSE_SUGGEST_SAFE));
    room_world_end(&w);
}

/* --- the second meter, and days: *mine*
 * ------------------------------------------------------------ */

static void lean(struct room_person *p, const char *n) {
    room_visit(p, "17/8");
    ROOM_SUBMIT(p, ROOM_PULSE, ACTION_LEANING,
                FIELD(F_COMPARED, n) FIELD(F_RAN_DOWN, n) FIELD(F_CHERISHED, n) FIELD(F_RESENTED, n)
                    FIELD(F_GRATEFUL, n) FIELD(F_NEEDED_LESS, n) FIELD(F_SWALLOWED, n));
    room_run(&w, 2000);
}

TEST(room_pulse_leaning_is_mine_alone) {
    CHECK(begun_on(1));
    room_visit(nora, "17/8");
    CHECK(room_golden(nora, "pulse-leaning"));
    ROOM_SUBMIT(nora, ROOM_PULSE, ACTION_LEANING, );
    CHECK(room_says(nora, T_FORMS_MEASURE_REFUSED));
    lean(nora, "3");
    CHECK(room_is_at(nora, "17/6/1") && room_says(nora, T_PULSE_KEPT));
    CHECK_INT(count_in(nora, KIND_LEANING), 1);
    CHECK_INT(count_in(sam, KIND_LEANING), 0);
    lean(nora, "1"); /* the day's answer is mended */
    CHECK_INT(count_in(nora, KIND_LEANING), 1);
    room_visit(nora, "17/9");
    CHECK(room_golden(nora, "pulse-course"));
    /* It comes back by the week, and not before. */
    pass_gate(nora);
    days_pass(5);
    CHECK(!suggests(nora, T_PULSE_SUGGEST_LEANING));
    room_visit(nora, "17/1");
    ROOM_SUBMIT(nora, ROOM_PULSE, ACTION_AWAY, );
    days_pass(2);
    CHECK(suggests(nora, T_PULSE_SUGGEST_LEANING));
    /* Erased, all of it is gone. */
    room_visit(nora, "17/12/2");
    CHECK(room_golden(nora, "pulse-erase"));
    ROOM_SUBMIT(nora, ROOM_PULSE, ACTION_ERASE, );
    CHECK_INT(count_in(nora, KIND_LEANING), 0);
    CHECK(room_says(nora, T_FORMS_MEASURE_EMPTY));
    room_world_end(&w);
}

/* Spread from fourteen daily answers on, and never without them. */
TEST(room_pulse_days_have_a_spread_from_fourteen_on) {
    CHECK(begun_on(1));
    room_visit(nora, "17/7");
    CHECK(room_golden(nora, "pulse-days-empty") && !room_says(nora, T_PULSE_RHYTHM_ON));
    ROOM_SUBMIT(nora, ROOM_PULSE, ACTION_RHYTHM, FIELD(F_METER, "0") FIELD(F_DAILY, "1"));
    CHECK(room_says(nora, T_PULSE_RHYTHM_ON));
    for (int day = 0; day < 14; day++) {
        static const char *const values[] = {"1", "3", "2", "4"};
        if (day == 2)
            CHECK(suggests(nora, T_PULSE_SUGGEST_DAY));
        room_visit(nora, "17/7");
        ROOM_SUBMIT(nora, ROOM_PULSE, ACTION_DAY, FIELD(F_SAFE, values[day % 4]));
        room_visit(nora, "17/7");
        CHECK(room_says(nora, T_FORMS_MEASURE_SPREAD_NOT_YET) == (day > 0 && day < 13));
        CHECK(room_shows(nora, "<svg class=\"chart-plot\"") == (day > 0));
        if (day == 2)
            CHECK(!suggests(nora, T_PULSE_SUGGEST_DAY));
        if (day < 13)
            days_pass(1);
    }
    room_visit(nora, "17/7");
    CHECK(room_says(nora, T_FORMS_MEASURE_SPREAD_LINE) && room_golden(nora, "pulse-days"));
    ROOM_SUBMIT(nora, ROOM_PULSE, ACTION_RHYTHM, FIELD(F_METER, "0") FIELD(F_DAILY, "0"));
    CHECK(!room_says(nora, T_PULSE_RHYTHM_ON));
    CHECK_INT(count_in(nora, KIND_RHYTHM), 1);
    room_world_end(&w);
}

/* No page has both meters: neither in one drawing nor beside each other. */
TEST(room_pulse_no_page_shows_both) {
    CHECK(begun_on(1));
    for (int day = 0; day < 3; day++) {
        room_visit(nora, "17/7");
        ROOM_SUBMIT(nora, ROOM_PULSE, ACTION_DAY, FIELD(F_SAFE, "1"));
        lean(nora, "4");
        days_pass(1);
    }
    unsigned charts = 0;
    for (int page = 0; page < 20; page++) {
        char at[16];
        snprintf(at, sizeof at, "17/%d", page);
        room_visit(nora, at);
        bool days = room_says(nora, T_PULSE_DAYS_CHART), course = room_says(nora, T_PULSE_DAY_ITEM);
        bool drawn = room_shows(nora, "chart-plot"), leaning = room_says(nora, T_PULSE_COMPARED);
        CHECK(!(days && leaning) && !(course && leaning));
        charts += drawn;
        if (drawn)
            CHECK((page == PAGE_DAYS) != (page == PAGE_COURSE));
    }
    CHECK_INT(charts, 2);
    room_world_end(&w);
}

TEST(room_pulse_mine_closed) {
    static const char *const locked[] = {"17/7", "17/8", "17/9", "17/12/1"};
    CHECK(begun_on(4));
    lean(nora, "4");
    ROOM_SUBMIT(nora, ROOM_ME, 8, );
    CHECK(!book_status(room_book(nora)).mine_open);
    for (size_t i = 0; i < COUNT_OF(locked); i++) {
        room_visit(nora, locked[i]);
        CHECK(room_says(nora, T_DOOR_MINE_TITLE));
    }
    answer(nora, "3", "");
    CHECK(room_says(nora, T_PULSE_SEALED_TITLE));
    CHECK(!suggests(nora, T_PULSE_SUGGEST_LEANING));
    room_world_end(&w);
}

TEST(room_pulse_alone) {
    room_world_begin(&w);
    nora = room_person(&w, "");
    room_begin(nora, "2", "Nora");
    room_visit(nora, "17/0");
    CHECK(room_says(nora, T_PULSE_LEAD_ALONE) && room_golden(nora, "pulse-alone"));
    room_visit(nora, "17/1");
    CHECK(room_says(nora, T_PULSE_LEAD_ALONE));
    room_visit(nora, "17/7");
    ROOM_SUBMIT(nora, ROOM_PULSE, ACTION_DAY, FIELD(F_SAFE, "2"));
    CHECK(room_says(nora, T_PULSE_BACK_ALONE) && room_golden(nora, "pulse-back-alone"));
    room_world_end(&w);
}

/* --- what comes back
 * ------------------------------------------------------------------------------ */

TEST(room_pulse_gives_back_thanks_and_takes_a_line) {
    CHECK(begun_on(1));
    room_visit(nora, "3/1");
    ROOM_SUBMIT(nora, ROOM_MOMENTS, 1,
                FIELD(1, "0") FIELD(4, "0") FIELD(5, "You turned the radio down."));
    ROOM_SUBMIT(nora, ROOM_MOMENTS, 1, FIELD(1, "0") FIELD(4, "3") FIELD(5, "We both missed it."));
    room_run(&w, 2000);
    answer(sam, "3", "");
    room_visit(sam, "17/6");
    CHECK(room_shows(sam, "You turned the radio down.") && !room_shows(sam, "We both missed it."));
    CHECK(room_golden(sam, "pulse-back"));
    ROOM_SUBMIT(sam, ROOM_PULSE, ACTION_LINE, );
    CHECK(room_says(sam, T_HOUSE_ERROR_REQUIRED));
    ROOM_SUBMIT(sam, ROOM_PULSE, ACTION_LINE, FIELD(F_TEXT, "You rang from the station."));
    CHECK(room_is_at(sam, "17/6/2") && room_golden(sam, "pulse-sent"));
    room_run(&w, 2000);
    room_visit(nora, "5/0");
    CHECK(room_shows(nora, "You rang from the station."));
    room_visit(nora, "17/6");
    CHECK(room_shows(nora, "You rang from the station."));
    /* After a week nothing of it is drawn. */
    days_pass(9);
    room_visit(nora, "17/6");
    CHECK(!room_says(nora, T_PULSE_THANKS_TITLE) && room_says(nora, T_PULSE_BACK_NONE));
    room_world_end(&w);
}

/* The newest first, no more than asked for, what is not thanks left out. */
TEST(room_pulse_thanks_are_the_newest) {
    CHECK(begun_on(1));
    for (int i = 0; i < 4; i++) {
        char words[16];
        snprintf(words, sizeof words, "thanks %d", i);
        room_visit(i % 2 ? sam : nora, i == 3 ? "3/1" : "17/6");
        if (i == 3)
            ROOM_SUBMIT(sam, ROOM_MOMENTS, 1, FIELD(1, "0") FIELD(4, "0") FIELD(5, words));
        else
            ROOM_SUBMIT(i % 2 ? sam : nora, ROOM_PULSE, ACTION_LINE, FIELD(F_TEXT, words));
        days_pass(1);
    }
    struct visit v = {.book = room_book(nora), .today = w.today};
    struct thanks all[8];
    CHECK_INT(thanks_since(&v, w.today - 30, all, 8), 4);
    CHECK(bytes_equal(all[0].text, BYTES("thanks 3")) && all[0].by == AUTHOR_PARTNER);
    CHECK(bytes_equal(all[3].text, BYTES("thanks 0")) && all[3].by == AUTHOR_ME);
    CHECK_INT(thanks_since(&v, w.today - 30, all, 2), 2);
    CHECK(bytes_equal(all[1].text, BYTES("thanks 2")));
    CHECK_INT(thanks_since(&v, w.today - 2, all, 8), 2);
    CHECK_INT(thanks_since(&v, w.today - 30, all, 0), 0);
    room_world_end(&w);
}

/* --- what a changed program could write
 * ------------------------------------------------------------- */

/* Offers of this week by the dozen, with other days, and an answer that is no answer. */
TEST(room_pulse_hostile_offers_change_nothing) {
    CHECK(begun_on(2));
    const struct feed *out = book_feed(room_book(sam), FEED_PAIR_OUT);
    for (int i = 0; i < 40; i++) {
        struct arena a;
        struct body_writer b;
        struct bytes body;
        arena_init(&a, 1 << 12);
        body_begin(&b, &a, NULL);
        body_add_uint(&b, 1, ROOM_PULSE);
        body_add_uint(&b, 2, asking_what(w.today));
        body_add_uint(&b, 3, i < 20 ? (uint64_t)w.today - 1 : (uint64_t)asking_opens(w.today));
        body_add_bytes(&b, 4, bytes_make(out->chain.box_id, 8));
        CHECK_OK(body_end(&b, &body));
        CHECK_OK(room_forge(sam, SPACE_OURS, KIND_ROUND_OFFER, NULL, 0, body));
        arena_free(&a);
    }
    room_run(&w, 4000);
    room_visit(nora, "17/1");
    CHECK(room_says(nora, T_PULSE_SEAL));
    answer(nora, "1", "mine");
    CHECK(room_says(nora, T_PULSE_SEALED_TITLE));
    /* None of my keys left before the Sunday, whatever day an offer names. */
    size_t count;
    const struct item *keys = book_items(room_book(nora), KIND_ROUND_KEY, &count);
    (void)keys;
    CHECK_INT(count, 0);
    room_world_end(&w);
}

TEST(room_pulse_reads_any_answer) {
    struct arena a;
    struct body_writer b;
    struct bytes body;
    arena_init(&a, 1 << 16);
    CHECK(!pulse_answer_read((struct bytes){0}).has_safe);
    CHECK(!pulse_answer_read(BYTES("\xff\xff")).has_safe);
    body_begin(&b, &a, NULL);
    body_add_uint(&b, 1, SAFE_STEPS);
    body_add_uint(&b, 2, 7);
    CHECK_OK(body_end(&b, &body));
    CHECK(!pulse_answer_read(body).has_safe && pulse_answer_read(body).text.size == 0);
    arena_free(&a);
}

TEST(room_pulse_after_leaving) {
    CHECK(begun_on(1));
    answer(nora, "1", "before");
    answer(sam, "1", "from Sam");
    days_pass(5);
    room_visit(nora, "17/3");
    CHECK(room_shows(nora, "from Sam"));
    room_visit(sam, "6/7");
    ROOM_SUBMIT(sam, ROOM_ME, 14, );
    room_run(&w, 90000);
    room_visit(nora, "17/0");
    CHECK(room_says(nora, T_PULSE_LEAD_ALONE) && room_says(nora, T_PULSE_WEEKS_TITLE));
    room_visit(nora, "17/6");
    ROOM_SUBMIT(nora, ROOM_PULSE, ACTION_LINE, FIELD(F_TEXT, "after"));
    room_run(&w, 90000);
    room_visit(sam, "5/0");
    CHECK(!room_shows(sam, "after"));
    room_world_end(&w);
}

/* What is dated ahead is told when its day has come, and pushes nothing out till then. */
TEST(room_pulse_thanks_dated_ahead_hide_nothing) {
    struct thanks all[8];
    struct arena a;
    struct body_writer b;
    struct bytes body;
    CHECK(begun_on(1));
    arena_init(&a, 1 << 16);
    for (int i = 0; i < 101; i++) {
        arena_reset(&a);
        body_begin(&b, &a, NULL);
        body_add_uint(&b, 1, i % 2 ? NOTICED_ELSE : 0);
        if (i % 2)
            body_add_text(&b, 2, BYTES("ahead"));
        else
            body_add_uint(&b, 4, 0);
        if (i % 2 == 0)
            body_add_text(&b, 5, i ? BYTES("ahead") : BYTES("You waited for me"));
        CHECK_OK(body_end(&b, &body));
        CHECK_OK(room_forge_on(sam, i ? w.today + 40 : w.today, SPACE_OURS,
                               i % 2 ? KIND_NOTICED : ROOM_MOMENTS * KINDS_PER_PRACTICE, NULL, 0,
                               body));
    }
    room_run(&w, 8000);
    struct visit v = {.book = room_book(nora), .today = w.today};
    CHECK_INT(thanks_since(&v, w.today - 7, all, 8), 1);
    CHECK_BYTES(all[0].text, BYTES("You waited for me"));
    struct noticed noticed[8];
    CHECK_INT(noticed_since(&v, w.today - 7, noticed, 8), 0);
    v.today += 39;
    CHECK_INT(noticed_since(&v, w.today, noticed, 8), 8);
    arena_free(&a);
    room_world_end(&w);
}
