/* The first days of one person with a whole app: before there is a book, while it is locked, with
 * *mine* open and closed; the six weeks, the wave, and the one card that the other may have. */
#include "base/day.h"
#include "forms/calendar.h"
#include "practices/firstdays/firstdays.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

static struct room_person *alone(void) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_begin(p, "2", "Nora");
    room_run(&w, 2000);
    return p;
}

static void visit_page(struct room_person *p, unsigned page, uint64_t item) {
    char to[64];
    snprintf(to, sizeof to, item < 1000000000u ? "8/%u/%llu" : "8/%u/%016llx", page,
             (unsigned long long)item);
    room_visit(p, to);
}

static void visit_day(struct room_person *p, enum role role, size_t step) {
    visit_page(p, PAGE_DAY, firstdays_page_item(role, step));
}

static size_t count_of(struct room_person *p, uint32_t kind) {
    size_t count;
    (void)book_items(room_book(p), kind, &count);
    return count;
}

static uint64_t newest(struct room_person *p, uint32_t kind) {
    size_t count;
    const struct item *items = book_items(room_book(p), kind, &count);
    MUST(count > 0);
    return item_address(&items[count - 1]);
}

static void begin_as(struct room_person *p, const char *role) {
    room_visit(p, "8/16");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_BEGIN, FIELD(F_ROLE, role));
    room_run(&w, 2000);
}

static void close_mine(struct room_person *p) {
    ROOM_SUBMIT(p, ROOM_ME, 8, );
}

static void open_mine(struct room_person *p) {
    ROOM_SUBMIT(p, ROOM_DOOR, 4, FIELD(2, ROOM_PHRASE));
    room_run(&w, 2000);
}

/* What must be there for somebody in need, whatever else is not. */
static int unreadable(struct room_person *p) {
    static const struct {
        const char *at;
        enum text_key says;
    } pages[] = {{"8/0", T_FIRSTDAYS_LEAD},         {"8/1", T_FIRSTDAYS_WAVE_LEAD},
                 {"8/2", T_FIRSTDAYS_WHAT_LEAD},    {"8/3", T_FIRSTDAYS_BREATHE_LINE},
                 {"8/4", T_FIRSTDAYS_ASK_LEAD},     {"8/5/1", T_FIRSTDAYS_SAY_HOLD},
                 {"8/5/5", T_FIRSTDAYS_SAY_NOBODY}, {"8/6", T_FIRSTDAYS_TOOMUCH_TITLE},
                 {"8/7", T_FIRSTDAYS_CARD_LEAD},    {"8/9", T_FIRSTDAYS_THEIRS_NONE},
                 {"8/17", T_FIRSTDAYS_EAT_TITLE},   {"8/18", T_FIRSTDAYS_ENDED_TITLE}};
    int missing = 0;
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(p, pages[i].at);
        if (room_says(p, pages[i].says) && !room_shows(p, "<form"))
            continue;
        printf("    #%s cannot be read\n", pages[i].at);
        missing++;
    }
    for (int role = 0; role < ROLE_COUNT; role++)
        for (size_t step = 0; step < STEPS; step++) {
            const struct theme *t = &firstdays_themes[role][step % THEMES];
            visit_day(p, (enum role)role, step);
            missing +=
                !room_says(p, t->title) || !room_says(p, t->good_1) || room_shows(p, "<form");
            visit_page(p, PAGE_HAND, firstdays_page_item((enum role)role, step));
            missing += !room_says(p, t->hand[step / THEMES]);
            missing += t->heavy != room_says(p, T_PARTS_LANDING);
        }
    return missing;
}

TEST(room_firstdays_before_there_is_a_book) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_visit(p, "1/0");
    CHECK(room_says(p, T_DOOR_FIRST_DAYS));
    p->offline = true;
    CHECK_INT(unreadable(p), 0);
    room_visit(p, "8/0");
    CHECK(room_says(p, T_FIRSTDAYS_NO_BOOK) && room_golden(p, "firstdays-home-read"));
    room_visit(p, "8/1");
    CHECK(room_golden(p, "firstdays-wave"));
    room_visit(p, "8/2");
    CHECK(room_golden(p, "firstdays-what-read"));
    room_visit(p, "8/6");
    CHECK(room_golden(p, "firstdays-too-much"));
    room_visit(p, "8/7");
    CHECK(room_golden(p, "firstdays-card-read"));
    /* A form that no page offers does nothing. */
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_WAVE, FIELD(W_WHERE, "0"));
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_CARD, FIELD(C_SIGN, "x"));
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_SHARE, );
    CHECK(room_book(p) == NULL);
    static const char *const needs[] = {"8/8", "8/10", "8/11", "8/12", "8/16", "8/23/1"};
    for (size_t i = 0; i < COUNT_OF(needs); i++) {
        room_visit(p, needs[i]);
        CHECK(room_says(p, T_DOOR_LOST_TITLE));
    }
    CHECK_INT(w.relay.requests, 0);
    room_world_end(&w);
}

TEST(room_firstdays_while_it_is_locked) {
    struct room_person *p = alone();
    begin_as(p, "0");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_WORDS, "soup at noon"));
    room_run(&w, 2000);
    room_restart(p, "");
    CHECK(room_says(p, T_DOOR_UNLOCK_TITLE) && room_says(p, T_DOOR_UNLOCK_WAVE));
    CHECK_INT(unreadable(p), 0);
    visit_day(p, ROLE_HURT, 0);
    CHECK(!room_shows(p, "soup at noon") && room_says(p, T_FIRSTDAYS_NO_BOOK));
    room_visit(p, "8/17");
    CHECK(!room_says(p, T_FIRSTDAYS_MARK_DONE));
    room_world_end(&w);
}

static bool contains(struct bytes in, const char *what) {
    struct bytes b = bytes_from_string(what);
    for (size_t i = 0; i + b.size <= in.size; i++)
        if (memcmp(in.at + i, b.at, b.size) == 0)
            return true;
    return false;
}

static const char *tomorrow(void) {
    static char text[16];
    struct date d = date_from_day(w.today + 1);
    snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
    return text;
}

TEST(room_firstdays_a_page_a_day) {
    struct room_person *p = alone();
    room_visit(p, "8/0");
    CHECK(room_says(p, T_FIRSTDAYS_LENGTH) && room_golden(p, "firstdays-home-new"));
    begin_as(p, "0");
    CHECK(room_is_at(p, "8/20/1") && room_says(p, T_FIRSTDAYS_EAT_TITLE));
    CHECK(room_golden(p, "firstdays-page"));
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_WORDS, "soup at noon"));
    CHECK(room_is_at(p, "8/22/1") && room_golden(p, "firstdays-hand"));
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_CALENDAR, FIELD(CALENDAR_F_DAY, "2020-01-01"));
    CHECK(p->file_name_size == 0); /* a day that is over */
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_CALENDAR, FIELD(CALENDAR_F_DAY, tomorrow()));
    CHECK(p->file_name_size > 0 && !contains(p->saved, "first days"));
    room_visit(p, "8/0");
    CHECK(room_says(p, T_FIRSTDAYS_ENOUGH) && room_golden(p, "firstdays-home-enough"));
    room_visit(p, "8/17");
    CHECK(room_says(p, T_FIRSTDAYS_MARK_DONE) && room_golden(p, "firstdays-list"));
    /* The next day the next page; a day without one is no gap; left out is an answer, too. */
    room_sleep(&w, 4);
    room_visit(p, "8/0");
    CHECK(room_says(p, T_FIRSTDAYS_KNOW_TITLE) && !room_says(p, T_FIRSTDAYS_ENOUGH));
    visit_day(p, ROLE_HURT, 1);
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_PATH,
                FIELD(PATH_F_WHAT, "5") FIELD(PATH_F_PATH, "0") FIELD(PATH_F_STEP, "1"));
    CHECK(room_is_at(p, "8/0"));
    room_visit(p, "8/17");
    CHECK(room_says(p, T_FIRSTDAYS_MARK_LEFT));
    /* Pages of the other role are read and written like all; they are marked nowhere. */
    visit_day(p, ROLE_HURTER, 2);
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_WORDS, "to my brother"));
    CHECK_INT(count_of(p, KIND_DAY), 2);
    room_visit(p, "8/18");
    CHECK(!room_says(p, T_FIRSTDAYS_MARK_DONE));
    room_world_end(&w);
}

TEST(room_firstdays_what_was_written_is_mended_and_erased) {
    struct room_person *p = alone();
    for (int i = 0; i < 2; i++) {
        visit_day(p, ROLE_HURT, 0);
        ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY,
                    FIELD(F_WORDS, i ? "bread at six" : "soup at noon"));
    }
    CHECK_INT(count_of(p, KIND_DAY), 1);
    visit_day(p, ROLE_HURT, 0);
    CHECK(room_shows(p, "bread at six") && !room_shows(p, "soup at noon"));
    /* It comes back with what was written the first time. */
    visit_day(p, ROLE_HURT, THEMES);
    CHECK(room_says(p, T_FIRSTDAYS_WROTE_FIRST) && room_shows(p, "bread at six"));
    CHECK(room_golden(p, "firstdays-again"));
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_WORDS, "hungry again"));
    CHECK_INT(count_of(p, KIND_DAY), 2);
    visit_page(p, PAGE_DAY_ERASE, 1);
    CHECK(room_says(p, T_FIRSTDAYS_ERASE_LEAD) && room_golden(p, "firstdays-erase"));
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY_ERASE, );
    CHECK_INT(count_of(p, KIND_DAY), 1);
    visit_day(p, ROLE_HURT, THEMES);
    CHECK(!room_says(p, T_FIRSTDAYS_WROTE_FIRST) && room_shows(p, "hungry again"));
    /* Emptied and kept is erased. */
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, );
    CHECK_INT(count_of(p, KIND_DAY), 0);
    room_world_end(&w);
}

TEST(room_firstdays_a_day_and_an_hour_become_sentences) {
    struct room_person *p = alone();
    size_t hour = 0, decide = 0;
    for (size_t i = 0; i < THEMES; i++) {
        hour = firstdays_themes[ROLE_HURT][i].field == THEME_HOUR ? i : hour;
        decide = firstdays_themes[ROLE_HURT][i].field == THEME_DAY ? i : decide;
    }
    visit_day(p, ROLE_HURT, hour);
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_MINUTE, "40"));
    CHECK(room_shows(p, "Questions at 20:00") && room_golden(p, "firstdays-hand-hour"));
    visit_day(p, ROLE_HURT, decide);
    CHECK(room_golden(p, "firstdays-page-day"));
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_DAY, "2026-05-20"));
    CHECK(room_shows(p, "20 May I decide nothing for life"));
    visit_day(p, ROLE_HURT, decide + 2 * THEMES);
    CHECK(room_shows(p, "20 May I decide nothing for life"));
    /* An hour that no page offers is kept by nothing; a date that is none neither. */
    visit_day(p, ROLE_HURT, hour);
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_MINUTE, "48"));
    CHECK_INT(count_of(p, KIND_DAY), 2);
    /* A day that is over, or years away, is refused beside its field; what stood stays. */
    static const char *const refused[] = {"1999-05-20", "2019-12-31", "2090-01-01"};
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        visit_day(p, ROLE_HURT, decide);
        ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_DAY, refused[i]));
        CHECK(room_says(p, T_FORMS_CALENDAR_DAY_REFUSED));
    }
    visit_day(p, ROLE_HURT, decide + THEMES);
    CHECK(room_shows(p, "20 May I decide nothing for life"));
    room_world_end(&w);
}

TEST(room_firstdays_end_begin_again_and_change_role) {
    struct room_person *p = alone();
    begin_as(p, "0");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_WORDS, "soup at noon"));
    room_visit(p, "8/0");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_PATH, FIELD(PATH_F_WHAT, "1") FIELD(PATH_F_PATH, "0"));
    CHECK(room_says(p, T_FIRSTDAYS_AWAY) && room_golden(p, "firstdays-home-away"));
    begin_as(p, "1");
    room_sleep(&w, 1);
    room_visit(p, "8/0");
    CHECK(room_says(p, T_FIRSTDAYS_FOOD_TITLE)); /* it goes on, with the other's pages */
    room_sleep(&w, PATH_FIRST_DAYS);
    room_visit(p, "8/0");
    CHECK(room_says(p, T_FIRSTDAYS_OVER) && room_golden(p, "firstdays-home-over"));
    room_visit(p, "5/0");
    CHECK(!room_says(p, T_FIRSTDAYS_SUGGEST_PAGE));
    begin_as(p, "0");
    CHECK(room_is_at(p, "8/20/1") && room_shows(p, "soup at noon"));
    room_visit(p, "8/0");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_PATH, FIELD(PATH_F_WHAT, "3") FIELD(PATH_F_PATH, "0"));
    CHECK(room_says(p, T_FIRSTDAYS_BEGIN_AGAIN) && count_of(p, KIND_DAY) == 1);
    room_world_end(&w);
}

/* What was said in the evening leads here, on the phone of who said it, while *mine* is open. */
TEST(room_firstdays_suggested_after_what_brings_you) {
    static const char *const answers[] = {"2", "3", "1", "0"};
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        struct room_person *p = alone();
        room_visit(p, "5/0");
        CHECK(!room_says(p, T_FIRSTDAYS_SUGGEST_BEGIN));
        room_visit(p, "2/30");
        ROOM_SUBMIT(p, ROOM_EVENING, 16, FIELD(4, answers[i]));
        CHECK(room_says(p, T_EVENING_BROUGHT_FIRST_DAYS) == (i < 2));
        room_visit(p, "5/0");
        CHECK(room_says(p, T_FIRSTDAYS_SUGGEST_BEGIN) == (i < 2));
        room_visit(p, "8/16");
        CHECK(room_shows(p, "checked") == (i < 2));
        close_mine(p);
        room_visit(p, "5/0");
        CHECK(!room_says(p, T_FIRSTDAYS_SUGGEST_BEGIN));
        room_world_end(&w);
    }
}

/* *Not this, not now* is remembered for two weeks, on this person's phones only. */
TEST(room_firstdays_not_now_is_remembered) {
    struct room_person *p = alone();
    room_visit(p, "2/30");
    ROOM_SUBMIT(p, ROOM_EVENING, 16, FIELD(4, "2"));
    room_sleep(&w, 1);
    room_visit(p, "5/0");
    CHECK(room_says(p, T_FIRSTDAYS_SUGGEST_BEGIN));
    room_visit(p, "8/16");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_NOT, );
    CHECK(room_is_at(p, "5/0") && !room_says(p, T_FIRSTDAYS_SUGGEST_BEGIN));
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_NOT, );
    CHECK_INT(count_of(p, KIND_NOT), 1);
    for (int day = 1; day < NOT_DAYS; day++) {
        room_sleep(&w, 1);
        room_visit(p, "5/0");
        CHECK(!room_says(p, T_FIRSTDAYS_SUGGEST_BEGIN));
    }
    room_sleep(&w, 1);
    room_visit(p, "5/0");
    CHECK(room_says(p, T_FIRSTDAYS_SUGGEST_BEGIN));
    /* Said anew why one comes: asked anew. */
    room_visit(p, "8/16");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_NOT, );
    room_sleep(&w, 1);
    room_visit(p, "2/30");
    ROOM_SUBMIT(p, ROOM_EVENING, 16, FIELD(4, "3"));
    room_visit(p, "5/0");
    CHECK(room_says(p, T_FIRSTDAYS_SUGGEST_BEGIN));
    room_world_end(&w);
}

/* The wave that is suggested in the place of a page rests likewise, and stays where it is. */
TEST(room_firstdays_wave_is_not_suggested_every_day) {
    struct room_person *p = alone();
    begin_as(p, "0");
    for (int step = 0; step < 4; step++) {
        visit_day(p, ROLE_HURT, (size_t)step);
        ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_WORDS, "done"));
        room_visit(p, "5/0");
        CHECK(!room_says(p, T_FIRSTDAYS_SUGGEST_WAVE)); /* one thing a day */
        room_sleep(&w, 1);
    }
    room_visit(p, "5/0");
    CHECK(room_says(p, T_FIRSTDAYS_SUGGEST_WAVE));
    room_visit(p, "8/1");
    CHECK(room_says(p, T_APP_NOT_NOW));
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_NOT, );
    CHECK(room_is_at(p, "5/0") && !room_says(p, T_FIRSTDAYS_SUGGEST_WAVE));
    room_visit(p, "8/1");
    CHECK(room_says(p, T_FIRSTDAYS_WAVE_LEAD) && !room_says(p, T_APP_NOT_NOW));
    room_visit(p, "4/2");
    ROOM_SUBMIT(p, ROOM_SAFETY, 1, );
    room_visit(p, "5/0");
    CHECK(room_says(p, T_FIRSTDAYS_SUGGEST_PAGE)); /* the page of the day is another thing */
    room_world_end(&w);
}

/* A page that asks something of two gives way to the wave until the gate has opened. */
TEST(room_firstdays_gate_holds_back_what_needs_the_other) {
    struct room_person *p = alone();
    begin_as(p, "0");
    for (int step = 0; step < 4; step++) {
        room_visit(p, "5/0");
        CHECK(room_says(p, T_FIRSTDAYS_SUGGEST_PAGE) && !room_says(p, T_FIRSTDAYS_SUGGEST_WAVE));
        visit_day(p, ROLE_HURT, (size_t)step);
        ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_WORDS, "done"));
        room_sleep(&w, 1);
    }
    CHECK(firstdays_themes[ROLE_HURT][4].for_two);
    room_visit(p, "5/0");
    CHECK(room_says(p, T_FIRSTDAYS_SUGGEST_WAVE) && !room_says(p, T_FIRSTDAYS_SUGGEST_PAGE));
    room_visit(p, "8/0");
    CHECK(room_says(p, T_FIRSTDAYS_NIGHT_TITLE)); /* who looks finds it */
    room_visit(p, "4/2");
    ROOM_SUBMIT(p, ROOM_SAFETY, 1, );
    room_visit(p, "5/0");
    CHECK(room_says(p, T_FIRSTDAYS_SUGGEST_PAGE));
    room_visit(p, "4/2");
    ROOM_SUBMIT(p, ROOM_SAFETY, 1, FIELD(1, "0"));
    room_visit(p, "5/0");
    CHECK(room_says(p, T_FIRSTDAYS_SUGGEST_WAVE) && !room_says(p, T_FIRSTDAYS_SUGGEST_PAGE));
    room_world_end(&w);
}

static void keep_wave(struct room_person *p, const char *words) {
    room_visit(p, "8/2");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_WAVE,
                FIELD(W_WHERE, "0") FIELD(W_WHAT, "3") FIELD(W_STRONG, "2") FIELD(W_BODY, "1")
                    FIELD(W_WORDS, words));
    room_run(&w, 2000);
}

TEST(room_firstdays_wave) {
    struct room_person *p = alone();
    room_visit(p, "8/12");
    CHECK(room_says(p, T_FIRSTDAYS_KEPT_EMPTY) && room_golden(p, "firstdays-waves-empty"));
    room_visit(p, "8/2");
    CHECK(room_golden(p, "firstdays-what"));
    /* Nothing chosen is nothing kept, and one goes on. */
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_WAVE, );
    CHECK(room_is_at(p, "8/3") && count_of(p, KIND_WAVE) == 0);
    keep_wave(p, "a letter from the bank");
    CHECK(room_says(p, T_FIRSTDAYS_BREATHE_LINE));
    visit_page(p, PAGE_ASK, newest(p, KIND_WAVE));
    CHECK(room_golden(p, "firstdays-ask"));
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_ASK, FIELD(W_ASK, "1"));
    CHECK(room_is_at(p, "8/5/2") && room_says(p, T_FIRSTDAYS_SAY_SIT));
    CHECK(room_says(p, T_PARTS_LANDING) && room_golden(p, "firstdays-say"));
    room_visit(p, "8/12");
    CHECK(room_shows(p, "a letter from the bank") && room_says(p, T_FIRSTDAYS_ASK_SIT));
    CHECK(room_golden(p, "firstdays-waves"));
    visit_page(p, PAGE_ONE_CHANGE, newest(p, KIND_WAVE));
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_ONE_CHANGE, FIELD(W_WORDS, "it was for the neighbour"));
    CHECK(room_shows(p, "it was for the neighbour") && room_says(p, T_FIRSTDAYS_ASK_SIT));
    visit_page(p, PAGE_ONE_ERASE, newest(p, KIND_WAVE));
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_ONE_ERASE, );
    CHECK(count_of(p, KIND_WAVE) == 0 && room_says(p, T_FIRSTDAYS_KEPT_EMPTY));
    room_visit(p, "8/5/7");
    CHECK(room_says(p, T_DOOR_LOST_TITLE));
    room_world_end(&w);
}

TEST(room_firstdays_mine_closed) {
    struct room_person *p = alone();
    begin_as(p, "0");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_WORDS, "soup at noon"));
    close_mine(p);
    visit_day(p, ROLE_HURT, 0);
    CHECK(!room_shows(p, "soup at noon") && room_says(p, T_FIRSTDAYS_CLOSED));
    CHECK(!room_shows(p, "<form"));
    CHECK(room_golden(p, "firstdays-page-closed"));
    room_visit(p, "8/0");
    CHECK(room_golden(p, "firstdays-home-closed"));
    keep_wave(p, "the phone hummed");
    CHECK(room_is_at(p, "8/3") && count_of(p, KIND_WAVE) == 0);
    static const char *const locked[] = {"8/0/1", "8/8", "8/12", "8/16", "8/21/1", "8/23/1"};
    for (size_t i = 0; i < COUNT_OF(locked); i++) {
        room_visit(p, locked[i]);
        CHECK(room_says(p, T_DOOR_MINE_TITLE));
    }
    room_visit(p, "8/21/1");
    open_mine(p);
    CHECK(room_is_at(p, "8/21/1") && room_shows(p, "soup at noon"));
    room_visit(p, "8/12");
    CHECK(room_shows(p, "the phone hummed"));
    room_world_end(&w);
}

static void write_card(struct room_person *p, const char *sign) {
    room_visit(p, "8/7");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_CARD,
                FIELD(C_SIGN, sign) FIELD(C_FIRST, "1")
                    FIELD(C_AGAIN, "All letters are on the table"));
    room_run(&w, 2000);
}

static void share_card(struct room_person *p) {
    room_visit(p, "8/10");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_SHARE, );
    room_run(&w, 2000);
}

TEST(room_firstdays_card_goes_the_next_day) {
    CHECK(begun());
    room_visit(nora, "8/7");
    ROOM_SUBMIT(nora, ROOM_FIRSTDAYS, ACTION_CARD, );
    CHECK(room_is_at(nora, "8/7") && room_says(nora, T_FIRSTDAYS_CARD_MISSING));
    write_card(nora, "I go quiet");
    CHECK(room_is_at(nora, "8/8") && room_golden(nora, "firstdays-card-kept"));
    room_visit(nora, "8/5/2");
    CHECK(room_shows(nora, "I go quiet")); /* what helps first is said with what is seen */
    room_visit(nora, "8/5/4");
    CHECK(room_shows(nora, "All letters are on the table"));
    room_visit(nora, "8/10");
    CHECK(room_golden(nora, "firstdays-share"));
    share_card(nora);
    room_visit(sam, "8/9");
    CHECK(room_says(sam, T_FIRSTDAYS_THEIRS_NONE));
    room_visit(sam, "8/0");
    CHECK(!room_shows(sam, "8/9"));
    room_sleep(&w, 1);
    room_run(&w, 4000);
    room_visit(sam, "8/9");
    CHECK(room_shows(sam, "I go quiet") && room_golden(sam, "firstdays-theirs"));
    visit_day(sam, ROLE_HURTER, 7);
    CHECK(room_says(sam, T_FIRSTDAYS_HIT_TITLE) && room_shows(sam, "Nora wrote for you"));
    /* What is mended afterwards does not follow by itself. */
    write_card(nora, "I leave the room");
    room_sleep(&w, 1);
    room_run(&w, 4000);
    room_visit(sam, "8/9");
    CHECK(room_shows(sam, "I go quiet") && !room_shows(sam, "I leave the room"));
    room_world_end(&w);
}

/* Taken back before it went, while nobody was online; put away after it went. */
TEST(room_firstdays_card_taken_back) {
    char item[32];
    CHECK(begun());
    write_card(nora, "I go quiet");
    nora->offline = true;
    share_card(nora);
    snprintf(item, sizeof item, "%016llx", (unsigned long long)newest(nora, KIND_CARD_SHARE));
    room_visit(nora, "8/8");
    ROOM_SUBMIT(nora, ROOM_FIRSTDAYS, ACTION_AWAY, FIELD(SHARE_F_ITEM, item));
    nora->offline = false;
    room_sleep(&w, 1);
    room_run(&w, 90000);
    room_visit(sam, "8/9");
    CHECK(room_says(sam, T_FIRSTDAYS_THEIRS_NONE));
    share_card(nora);
    room_sleep(&w, 1);
    sam->offline = true;
    room_run(&w, 4000);
    sam->offline = false;
    room_run(&w, 90000);
    room_visit(sam, "8/9");
    CHECK(room_shows(sam, "I go quiet"));
    snprintf(item, sizeof item, "%016llx", (unsigned long long)newest(nora, KIND_CARD_SHARE));
    room_visit(nora, "8/8");
    ROOM_SUBMIT(nora, ROOM_FIRSTDAYS, ACTION_AWAY, FIELD(SHARE_F_ITEM, item));
    room_run(&w, 4000);
    room_visit(sam, "8/9");
    CHECK(room_says(sam, T_FIRSTDAYS_THEIRS_NONE));
    /* The card itself is erased apart. */
    room_visit(nora, "8/11");
    CHECK(room_golden(nora, "firstdays-card-erase"));
    ROOM_SUBMIT(nora, ROOM_FIRSTDAYS, ACTION_CARD_ERASE, );
    CHECK_INT(count_of(nora, KIND_CARD), 0);
    room_world_end(&w);
}

/* Both share at once; one leaves before hers could go. */
TEST(room_firstdays_card_of_both_and_leaving) {
    CHECK(begun());
    write_card(nora, "Nora goes quiet");
    write_card(sam, "Sam bites his lip");
    share_card(nora);
    share_card(sam);
    room_sleep(&w, 1);
    room_run(&w, 8000);
    room_visit(sam, "8/9");
    CHECK(room_shows(sam, "Nora goes quiet") && !room_shows(sam, "bites his lip"));
    room_visit(nora, "8/9");
    CHECK(room_shows(nora, "Sam bites his lip") && !room_shows(nora, "goes quiet"));
    share_card(nora);
    room_visit(nora, "6/7");
    ROOM_SUBMIT(nora, ROOM_ME, 14, );
    room_run(&w, 20000);
    size_t before = count_of(sam, KIND_CARD_SHARE + SHARE_COPY);
    room_sleep(&w, 1);
    room_run(&w, 20000);
    CHECK_INT(count_of(sam, KIND_CARD_SHARE + SHARE_COPY), before);
    room_visit(nora, "8/10");
    CHECK(!room_shows(nora, "data-action=\"8.11\""));
    room_world_end(&w);
}

static struct bytes body_of(struct arena *a, uint32_t key, uint64_t n, uint32_t text_key,
                            const char *text) {
    struct body_writer b;
    struct bytes body;
    body_begin(&b, a, NULL);
    if (key < text_key)
        body_add_uint(&b, key, n);
    if (text)
        body_add_text(&b, text_key, bytes_from_string(text));
    if (key > text_key)
        body_add_uint(&b, key, n);
    MUST(body_end(&b, &body) == ERR_OK);
    return body;
}

/* A changed program sends what only *mine* may hold, and copies that are none. */
TEST(room_firstdays_hostile_entries) {
    static const uint32_t kinds[] = {
        KIND_RUN,        KIND_RUN + PATH_MARK,        KIND_DAY, KIND_WAVE, KIND_CARD,
        KIND_CARD_SHARE, KIND_CARD_SHARE + SHARE_SENT};
    struct arena a;
    CHECK(begun());
    arena_init(&a, 1 << 16);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        CHECK_OK(room_forge(sam, SPACE_OURS, kinds[i], NULL, 0, body_of(&a, 1, 1, 3, "zq evil")));
    for (uint64_t n = 3; n < 6; n++) /* no mark; an answer out of range; words where a number is */
        CHECK_OK(room_forge(sam, SPACE_OURS, KIND_CARD_SHARE + SHARE_COPY, NULL, 0,
                            body_of(&a, n == 3 ? 1 : 2, n + 40, n == 3 ? 2 : 3, "zq evil")));
    arena_free(&a);
    room_run(&w, 4000);
    static const char *const pages[] = {"8/0", "8/8", "8/9", "8/12", "8/20/1", "5/0"};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(nora, pages[i]);
        CHECK(!room_shows(nora, "zq evil") && !room_says(nora, T_DOOR_LOST_TITLE));
    }
    room_visit(nora, "8/9");
    CHECK(room_says(nora, T_FIRSTDAYS_THEIRS_NONE));
    room_visit(nora, "8/0");
    CHECK(room_says(nora, T_FIRSTDAYS_LENGTH)); /* nobody begins my six weeks */
    /* Own entries of other programs, or of an older one, are read as if anything could be missing.
     */
    arena_init(&a, 1 << 16);
    CHECK_OK(
        room_forge(nora, SPACE_MINE, KIND_WAVE, NULL, 0, body_of(&a, W_ASK, 99, W_WORDS, "x")));
    CHECK_OK(room_forge(nora, SPACE_MINE, KIND_DAY, NULL, 0, body_of(&a, F_STEP, 9, F_WORDS, "y")));
    CHECK_OK(room_forge(nora, SPACE_MINE, KIND_CARD, NULL, 0, body_of(&a, C_FIRST, 9, C_NOT, "z")));
    arena_free(&a);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(nora, pages[i]);
        CHECK(!room_says(nora, T_DOOR_LOST_TITLE));
    }
    room_world_end(&w);
}

struct seen {
    uint8_t at[1 << 19];
    size_t size;
};

static void see(struct seen *s) {
    static const char *const pages[] = {"5/0",  "5/1",     "8/0", "8/9",
                                        "8/18", "8/20/72", "2/0", "1/7"};
    size_t count;
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(sam, pages[i]);
        MUST(s->size + sam->html_size <= sizeof s->at);
        memcpy(s->at + s->size, sam->html, sam->html_size);
        s->size += sam->html_size;
    }
    for (uint32_t kind = KIND_RUN; kind < KIND_RUN + KINDS_PER_PRACTICE; kind++) {
        (void)book_items(room_book(sam), kind, &count);
        s->at[s->size++] = (uint8_t)count;
    }
}

/* Whatever Nora writes and lets wait, Sam's phone shows and holds the same on that day. */
TEST(room_firstdays_nothing_of_mine_reaches_the_other) {
    static struct seen seen[2];
    memset(seen, 0, sizeof seen);
    for (int i = 0; i < 2; i++) {
        CHECK(begun());
        if (i) {
            begin_as(nora, "0");
            ROOM_SUBMIT(nora, ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_WORDS, "soup at noon"));
            keep_wave(nora, "a letter");
            write_card(nora, "I go quiet");
            share_card(nora);
        }
        room_run(&w, 20000);
        see(&seen[i]);
        room_world_end(&w);
    }
    CHECK(seen[0].size > 1000);
    CHECK_BYTES(bytes_make(seen[1].at, seen[1].size), bytes_make(seen[0].at, seen[0].size));
}

/* A phone that was handed over shows nothing of this room. */
TEST(room_firstdays_not_on_a_phone_that_was_handed_over) {
    struct room_person *p = alone();
    keep_wave(p, "a letter from the bank");
    room_visit(p, "2/50");
    ROOM_SUBMIT(p, ROOM_EVENING, 19, );
    static const char *const pages[] = {"8/0", "8/1", "8/12", "8/20/1"};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(p, pages[i]);
        CHECK(!room_says(p, T_FIRSTDAYS_TITLE) && !room_says(p, T_FIRSTDAYS_WAVE_TITLE));
    }
    room_visit(p, "8/2");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_WAVE, FIELD(W_WHERE, "0"));
    CHECK(!room_says(p, T_FIRSTDAYS_BREATHE_TITLE));
    room_world_end(&w);
}

TEST(room_firstdays_speak_spanish) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_language(p, "es");
    room_visit(p, "8/1");
    CHECK(room_shows(p, "Algo lo trajo de vuelta") && room_says(p, T_FIRSTDAYS_WAVE_TITLE));
    visit_day(p, ROLE_HURTER, 4);
    CHECK(room_shows(p, "Cómo quedarse en la habitación"));
    room_world_end(&w);
}
