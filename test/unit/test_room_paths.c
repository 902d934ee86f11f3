/* Paths of one and of two people with whole apps: walked, left out, put away, handed over, locked,
 * forgotten; and nothing of one phone's path on the other. */
#include "base/day.h"
#include "practices/paths/paths.h"
#include "room_test.h"
#include "sitting.h"

#include <stdio.h>
#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

static void alone_begin(void) {
    room_world_begin(&w);
    nora = room_person(&w, "");
    room_begin(nora, "2", "Nora");
    room_run(&w, 2000);
}

static void press(struct room_person *p, uint32_t route, enum path_what what, uint32_t step) {
    char at[3][16];
    snprintf(at[0], sizeof at[0], "%u", (unsigned)what);
    snprintf(at[1], sizeof at[1], "%u", route);
    snprintf(at[2], sizeof at[2], "%u", step);
    ROOM_SUBMIT(p, ROOM_PATHS, ACTION_PATH,
                FIELD(PATH_F_WHAT, at[0]) FIELD(PATH_F_PATH, at[1]) FIELD(PATH_F_STEP, at[2]));
    room_run(&w, 2000);
}

static void begin_path(struct room_person *p, uint32_t route) {
    char to[16];
    snprintf(to, sizeof to, "18/1/%u", route);
    room_visit(p, to);
    press(p, route, PATH_DO_BEGIN, 0);
}

static size_t count_of(struct room_person *p, uint32_t kind) {
    size_t count;
    (void)book_items(room_book(p), kind, &count);
    return count;
}

static void unlock_mine(struct room_person *p) {
    room_visit(p, "1/3");
    ROOM_SUBMIT(p, ROOM_DOOR, 4, FIELD(2, ROOM_PHRASE));
    room_run(&w, 500);
}

TEST(room_paths_an_evening_from_its_beginning_to_its_end) {
    CHECK(begun());
    room_visit(nora, "18/0");
    CHECK(room_says(nora, T_PATHS_EVERYDAY_TITLE) && room_says(nora, T_PATHS_ALONE_TITLE));
    CHECK(room_shows(nora, "weeks, 10 minutes each"));
    CHECK(!room_says(nora, T_PATHS_TONIGHT));
    room_visit(nora, "18/1/2");
    CHECK(room_says(nora, T_FORMS_PATH_BEGIN) && room_says(nora, T_PATHS_EVERYDAY_NAME_1));
    press(nora, ROUTE_EVERYDAY, PATH_DO_BEGIN, 0);
    CHECK(room_is_at(nora, "18/1/2") && room_says(nora, T_PATHS_TONIGHT_GO));
    room_visit(nora, "18/2/200");
    CHECK(room_golden(nora, "paths-saw"));
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_SAW, FIELD(F_WORDS, "You kept the soup warm"));
    room_run(&w, 2000);
    CHECK(room_is_at(nora, "18/3/200"));
    CHECK(room_says(nora, T_PATHS_EVERYDAY_NAME_1) && room_says(nora, T_APP_NOT_NOW));
    CHECK(room_golden(nora, "paths-step"));
    room_visit(sam, "5/0");
    CHECK(room_shows(sam, "You kept the soup warm")); /* what was sent, and nothing else */
    room_visit(nora, "18/3/200");
    press(nora, ROUTE_EVERYDAY, PATH_DO_DONE, 0);
    CHECK(room_is_at(nora, "18/4/200"));
    CHECK(room_golden(nora, "paths-quiet"));
    room_visit(nora, "18/5/200");
    CHECK(room_golden(nora, "paths-tomorrow"));
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_SMALL, FIELD(F_WORDS, ""));
    CHECK(room_is_at(nora, "18/5/200") && room_says(nora, T_HOUSE_ERROR_REQUIRED));
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_SMALL, FIELD(F_WORDS, "The receipts, before supper"));
    CHECK(room_is_at(nora, "18/6/200") && room_shows(nora, "The receipts, before supper"));
    CHECK(room_says(nora, T_PATHS_EVERYDAY_HAVE_1) && room_golden(nora, "paths-enough"));
    room_visit(nora, "18/1/2");
    CHECK(room_says(nora, T_PATHS_EVERYDAY_HAVE_1) && !room_says(nora, T_PATHS_TONIGHT_GO));
    /* Lists of steps and of paths differ with the rooms of the build: they have no goldens. */
    room_world_end(&w);
}

/* The next step is suggested from its week on, and waits there without another word. */
TEST(room_paths_suggest_the_next_step) {
    CHECK(begun());
    begin_path(nora, ROUTE_EVERYDAY);
    begin_path(nora, ROUTE_ALONE);
    room_visit(nora, "4/2");
    ROOM_SUBMIT(nora, ROOM_SAFETY, 1, ); /* passed: what is for two is not held back */
    room_run(&w, 2000);
    room_visit(nora, "18/3/200");
    press(nora, ROUTE_EVERYDAY, PATH_DO_DONE, 0);
    room_sleep(&w, 6);
    room_visit(nora, "18/0");
    CHECK(!room_says(nora, T_PATHS_EVERYDAY_NAME_2));
    room_sleep(&w, 1);
    for (int i = 0; i < 2; i++) {
        room_visit(nora, "18/0");
        CHECK(room_says(nora, T_PATHS_EVERYDAY_NAME_2) && room_says(nora, T_PATHS_TONIGHT));
        room_visit(nora, "5/0");
        CHECK(room_says(nora, T_PATHS_SUGGEST_TWO));
        CHECK(room_says(nora, T_PATHS_SUGGEST_ALONE) || i == 0);
        room_visit(sam, "5/0");
        CHECK(!room_says(sam, T_PATHS_SUGGEST_TWO) && !room_says(sam, T_PATHS_SUGGEST_ALONE));
        room_sleep(&w, 30);
        ROOM_SUBMIT(nora, ROOM_TODAY, 1, );
        room_visit(nora, "5/0");
        CHECK(!room_says(nora, T_PATHS_SUGGEST_TWO)); /* *mine* is closed: nobody knows */
        unlock_mine(nora);
    }
    /* Behind the gate what is for two waits, and the page for one does not. */
    room_visit(nora, "4/2");
    ROOM_SUBMIT(nora, ROOM_SAFETY, 1, FIELD(1, "0"));
    room_run(&w, 2000);
    room_visit(nora, "5/0");
    CHECK(!room_says(nora, T_PATHS_SUGGEST_TWO) && room_says(nora, T_PATHS_SUGGEST_ALONE));
    room_visit(nora, "18/0"); /* and every room stays where it is */
    CHECK(room_says(nora, T_PATHS_EVERYDAY_NAME_2));
    room_world_end(&w);
}

/* A moment ends the second week by itself; left out is an answer; put away, nothing is asked. */
TEST(room_paths_steps_end_by_their_room_or_are_left) {
    CHECK(begun());
    begin_path(nora, ROUTE_EVERYDAY);
    room_visit(nora, "18/3/200");
    press(nora, ROUTE_EVERYDAY, PATH_DO_LEFT, 0);
    CHECK(room_is_at(nora, "18/1/2"));
    CHECK(room_shows(nora, "left for now"));
    room_sleep(&w, 2);
    room_visit(nora, "3/1");
    ROOM_SUBMIT(nora, ROOM_MOMENTS, 1, FIELD(1, "1") FIELD(4, "0"));
    room_run(&w, 2000);
    room_visit(nora, "18/3/201");
    CHECK(room_says(nora, T_PATHS_IS_DONE) && !room_says(nora, T_APP_NOT_NOW));
    room_visit(nora, "18/1/2");
    CHECK(room_says(nora, T_PATHS_EVERYDAY_HAVE_2));
    press(nora, ROUTE_EVERYDAY, PATH_DO_AWAY, 0);
    CHECK(room_says(nora, T_PATHS_PUT_AWAY));
    room_sleep(&w, 20);
    room_visit(nora, "18/0");
    CHECK(!room_says(nora, T_PATHS_TONIGHT));
    room_visit(nora, "18/1/2");
    press(nora, ROUTE_EVERYDAY, PATH_DO_ON, 0);
    CHECK(room_says(nora, T_PATHS_TONIGHT_GO) && room_says(nora, T_PATHS_EVERYDAY_HAVE_2));
    room_world_end(&w);
}

TEST(room_paths_of_one_alone) {
    alone_begin();
    begin_path(nora, ROUTE_ALONE);
    CHECK(room_says(nora, T_PATHS_TONIGHT_GO));
    room_visit(nora, "18/2/303");
    CHECK(room_says(nora, T_PATHS_SAW_ALONE_TITLE) && !room_says(nora, T_PATHS_SAW_SEND));
    CHECK(room_golden(nora, "paths-saw-alone"));
    room_visit(nora, "18/3/303");
    CHECK(room_says(nora, T_PATHS_ALONE_NAME_4) && !room_says(nora, T_PATHS_HAND_LINK));
    press(nora, ROUTE_ALONE, PATH_DO_DONE, 3);
    CHECK(room_is_at(nora, "18/4/303"));
    room_visit(nora, "18/1/2"); /* for two: alone, it says what then */
    CHECK(room_says(nora, T_PATHS_EVERYDAY_ALONE));
    room_visit(nora, "18/3/201"); /* looked at before it was begun */
    CHECK(room_says(nora, T_PATHS_NOT_BEGUN) && !room_says(nora, T_FORMS_PATH_DONE));
    /* What is in no build, or is none. */
    static const char *const lost[] = {"18/1",      "18/1/9",    "18/3",    "18/3/199",
                                       "18/3/299",  "18/3/399",  "18/10/1", "18/9/7",
                                       "18/20/200", "18/11/300", "18/60"};
    for (size_t i = 0; i < COUNT_OF(lost); i++) {
        room_visit(nora, lost[i]);
        CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    }
    room_world_end(&w);
}

/* A step of a room that this build does not have is nowhere; the length counts what is there. */
TEST(room_paths_leave_out_what_is_not_in_this_build) {
    static const uint32_t rooms[] = {10, 11, 12, 9, 17, 16};
    static const uint32_t steps[] = {2, 3, 4, 6, 7, 8};
    alone_begin();
    size_t weeks = 12;
    begin_path(nora, ROUTE_EVERYDAY);
    for (size_t i = 0; i < COUNT_OF(rooms); i++) {
        char to[16];
        bool here = path_has_room(rooms[i]);
        snprintf(to, sizeof to, "18/3/%u", 200 + steps[i]);
        room_visit(nora, to);
        CHECK(room_says(nora, T_DOOR_LOST_TITLE) == !here);
        weeks -= !here;
    }
    weeks -= !path_has_room(10); /* listening comes twice */
    char told[64];
    snprintf(told, sizeof told, "%zu weeks, 10 minutes each", weeks);
    room_visit(nora, "18/0");
    CHECK(room_shows(nora, told));
    CHECK(room_says(nora, T_PATHS_FIRST_NAME) == path_has_room(PATH_FIRST_DAYS_ROOM));
    room_world_end(&w);
}

TEST(room_paths_six_questions_come_back) {
    alone_begin();
    room_visit(nora, "18/7");
    CHECK(room_golden(nora, "paths-ask"));
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_MEASURE, );
    CHECK(room_says(nora, T_FORMS_MEASURE_REFUSED));
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_MEASURE,
                FIELD(1, "3") FIELD(2, "2") FIELD(3, "4") FIELD(4, "6") FIELD(5, "5"));
    CHECK(room_is_at(nora, "18/8") && room_says(nora, T_PATHS_MEASURED_TITLE));
    CHECK(room_golden(nora, "paths-asked"));
    static const struct {
        int32_t days;
        bool due;
    } later[] = {{41, false}, {1, true}, {13, true}, {1, false}, {126, true}};
    for (size_t i = 0; i < COUNT_OF(later); i++) {
        room_sleep(&w, later[i].days);
        room_visit(nora, "18/7");
        CHECK(room_shows(nora, "data-action=\"18.7\"") == later[i].due);
    }
    room_visit(nora, "18/7");
    CHECK(room_says(nora, T_PATHS_MEASURE_AGAIN));
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_MEASURE_NOT, );
    CHECK(room_is_at(nora, "5/0") && !room_says(nora, T_PATHS_SUGGEST_MEASURE));
    room_visit(nora, "18/7");
    CHECK(!room_shows(nora, "data-action=\"18.7\""));
    CHECK_INT(count_of(nora, KIND_MEASURE_NOT), 1);
    room_world_end(&w);
}

TEST(room_paths_small_things_mended_erased_and_a_path_forgotten) {
    char to[40];
    size_t count;
    alone_begin();
    begin_path(nora, ROUTE_ALONE);
    for (int i = 0; i < 2; i++) { /* twice on a day: one stands */
        room_visit(nora, "18/5/303");
        ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_SMALL, FIELD(F_WORDS, i ? "Swim" : "Walk"));
    }
    CHECK_INT(count_of(nora, KIND_SMALL), 1);
    const struct item *item = book_items(room_book(nora), KIND_SMALL, &count);
    snprintf(to, sizeof to, "18/9/%016llx", (unsigned long long)item_address(item));
    room_visit(nora, to);
    CHECK(room_shows(nora, "Swim") && room_golden(nora, "paths-small"));
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_SMALL_CHANGE, FIELD(F_WORDS, "Swim at noon"));
    CHECK(room_is_at(nora, "18/1/3") && room_shows(nora, "Swim at noon"));
    room_visit(nora, to);
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_SMALL_ERASE, );
    CHECK_INT(count_of(nora, KIND_SMALL), 0);
    room_visit(nora, "18/5/303");
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_SMALL, FIELD(F_WORDS, "Once more"));
    room_visit(nora, "18/3/303");
    press(nora, ROUTE_ALONE, PATH_DO_DONE, 3);
    room_visit(nora, "18/10/3");
    CHECK(room_golden(nora, "paths-forget"));
    press(nora, ROUTE_ALONE, PATH_DO_FORGET, 0);
    CHECK_INT(count_of(nora, KIND_SMALL) + count_of(nora, KIND_PATHS) +
                  count_of(nora, KIND_PATHS + PATH_MARK),
              0);
    CHECK(room_is_at(nora, "18/1/3") && room_says(nora, T_FORMS_PATH_BEGIN));
    room_world_end(&w);
}

TEST(room_paths_on_one_phone_handed_over) {
    alone_begin();
    begin_path(nora, ROUTE_EVERYDAY);
    room_visit(nora, "18/11/200");
    CHECK(room_golden(nora, "paths-hand"));
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_HAND, );
    room_run(&w, 500);
    CHECK(room_is_at(nora, "18/20/200") && room_says(nora, T_PATHS_HANDED_SAW_TITLE));
    CHECK(!book_status(room_book(nora)).mine_open);
    CHECK(room_golden(nora, "paths-handed-saw"));
    room_visit(nora, "18/21/200");
    CHECK(room_says(nora, T_PATHS_EVERYDAY_HOW_1) && room_golden(nora, "paths-handed-step"));
    /* Nothing else is shown or answered, whatever address is asked. */
    static const char *const others[] = {"18/0", "18/1/2", "5/0", "3/0", "18/9/1"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        room_visit(nora, others[i]);
        CHECK(room_says(nora, T_PATHS_HANDED_NOTHING_TITLE) ||
              room_says(nora, T_PATHS_HANDED_SAW_TITLE));
        CHECK(!room_says(nora, T_FORMS_PATH_AWAY));
    }
    room_visit(nora, "18/24/200");
    CHECK(room_says(nora, T_PATHS_HANDED_DONE) && room_golden(nora, "paths-handed-end"));
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_HANDED_END, FIELD(F_DONE, "1"));
    room_run(&w, 500);
    CHECK(nora->ended);
    room_restart(nora, "");
    room_visit(nora, "1/1");
    ROOM_SUBMIT(nora, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
    room_run(&w, 2000);
    unlock_mine(nora);
    room_visit(nora, "18/1/2");
    CHECK(room_says(nora, T_PATHS_EVERYDAY_HAVE_1));
    room_world_end(&w);
}

TEST(room_paths_with_mine_closed) {
    CHECK(begun());
    begin_path(nora, ROUTE_EVERYDAY);
    room_visit(nora, "5/0");
    ROOM_SUBMIT(nora, ROOM_TODAY, 1, );
    static const char *const closed[] = {"18/1/2",   "18/2/200", "18/3/200", "18/4/200", "18/5/200",
                                         "18/6/200", "18/7",     "18/8",     "18/10/2",  "18/0/1"};
    for (size_t i = 0; i < COUNT_OF(closed); i++) {
        room_visit(nora, closed[i]);
        CHECK(room_says(nora, T_DOOR_MINE_TITLE));
    }
    room_visit(nora, "18/0");
    CHECK(room_says(nora, T_PATHS_MINE_CLOSED) && !room_says(nora, T_PATHS_TONIGHT));
    unlock_mine(nora);
    room_visit(nora, "18/0");
    CHECK(room_says(nora, T_PATHS_TONIGHT) && !room_says(nora, T_PATHS_MINE_CLOSED));
    room_world_end(&w);
}

/* A changed program of the other's writes runs, marks and small things into *ours*. */
TEST(room_paths_look_at_nothing_of_the_others) {
    struct arena a;
    struct body_writer b;
    struct bytes body;
    CHECK(begun());
    arena_init(&a, 1 << 16);
    for (uint32_t kind = KIND_PATHS; kind <= KIND_MEASURE_NOT; kind++) {
        body_begin(&b, &a, NULL);
        if (kind == KIND_SMALL)
            body_add_text(&b, 1, BYTES("you never walk it"));
        else
            body_add_uint(&b, 1, kind == KIND_MEASURE || kind == KIND_MEASURE_NOT ? 1 : 2);
        body_add_uint(&b, 2, kind == KIND_SMALL ? 2 : 0);
        body_add_uint(&b, 3, kind == KIND_PATHS + PATH_MARK);
        CHECK_OK(body_end(&b, &body));
        CHECK_OK(room_forge(sam, SPACE_OURS, kind, NULL, 0, body));
    }
    arena_free(&a);
    room_run(&w, 3000);
    CHECK(count_of(nora, KIND_PATHS) == 1 && count_of(nora, KIND_SMALL) == 1);
    room_visit(nora, "18/1/2");
    CHECK(room_says(nora, T_FORMS_PATH_BEGIN) && !room_shows(nora, "you never walk it"));
    CHECK(!room_says(nora, T_PATHS_HAVE));
    press(nora, ROUTE_EVERYDAY, PATH_DO_BEGIN, 0);
    CHECK(!room_shows(nora, "done") || !room_says(nora, T_PATHS_HAVE));
    room_visit(nora, "18/0");
    CHECK(room_shows(nora, "#18/7")); /* not answered */
    room_world_end(&w);
}

/* Two runs that differ only in what one does on a path give the other the same bytes. */
TEST(room_paths_show_the_other_nothing) {
    static uint8_t pages[4][ROOM_HTML_MAX];
    size_t sizes[4];
    static const char *const seen[] = {"18/0", "5/0", "18/1/2", "5/1"};
    for (int run = 0; run < 2; run++) {
        CHECK(begun());
        begin_path(sam, ROUTE_EVERYDAY);
        if (run) {
            begin_path(nora, ROUTE_EVERYDAY);
            begin_path(nora, ROUTE_ALONE);
            room_visit(nora, "18/3/200");
            press(nora, ROUTE_EVERYDAY, PATH_DO_DONE, 0);
            room_visit(nora, "18/5/200");
            ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_SMALL, FIELD(F_WORDS, "The receipts"));
            room_visit(nora, "18/3/209");
            press(nora, ROUTE_EVERYDAY, PATH_DO_LEFT, 9);
            room_visit(nora, "18/7");
            ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_MEASURE, FIELD(1, "3") FIELD(2, "2"));
            room_visit(nora, "18/1/3");
            press(nora, ROUTE_ALONE, PATH_DO_AWAY, 0);
        }
        room_run(&w, 30000);
        room_sleep(&w, 8);
        for (int i = 0; i < 4; i++) {
            room_visit(sam, seen[i]);
            if (run == 0) {
                sizes[i] = sam->html_size;
                memcpy(pages[i], sam->html, sam->html_size);
            } else {
                CHECK_BYTES(room_html(sam), bytes_make(pages[i], sizes[i]));
            }
        }
        room_world_end(&w);
    }
}

/* Both walk it, without a connection for a while; one leaves. Each path stands as it stood. */
TEST(room_paths_of_two_are_two_paths) {
    CHECK(begun());
    nora->offline = sam->offline = true;
    begin_path(nora, ROUTE_EVERYDAY);
    begin_path(sam, ROUTE_EVERYDAY);
    room_visit(nora, "18/3/200");
    press(nora, ROUTE_EVERYDAY, PATH_DO_DONE, 0);
    nora->offline = sam->offline = false;
    room_run(&w, 90000);
    room_visit(sam, "18/1/2");
    CHECK(!room_says(sam, T_PATHS_HAVE) && room_says(sam, T_PATHS_TONIGHT_GO));
    room_visit(nora, "18/1/2");
    CHECK(room_says(nora, T_PATHS_HAVE) && !room_says(nora, T_PATHS_TONIGHT_GO));
    room_visit(sam, "6/7");
    ROOM_SUBMIT(sam, ROOM_ME, 11, FIELD(1, "0"));
    room_run(&w, 30000);
    room_visit(nora, "18/2/200");
    CHECK(room_says(nora, T_PATHS_SAW_TITLE) || room_says(nora, T_PATHS_SAW_ALONE_TITLE));
    room_visit(nora, "18/1/2");
    CHECK(room_says(nora, T_PATHS_HAVE));
    /* Ended, and begun anew: nothing of before is done. */
    press(nora, ROUTE_EVERYDAY, PATH_DO_END, 0);
    CHECK(room_says(nora, T_PATHS_ENDED) && !room_says(nora, T_PATHS_HAVE));
    press(nora, ROUTE_EVERYDAY, PATH_DO_BEGIN, 0);
    CHECK(!room_says(nora, T_PATHS_HAVE) && room_says(nora, T_PATHS_TONIGHT_GO));
    room_world_end(&w);
}

TEST(room_paths_calendar_and_letter) {
    alone_begin();
    begin_path(nora, ROUTE_EVERYDAY);
    room_visit(nora, "18/3/200");
    press(nora, ROUTE_EVERYDAY, PATH_DO_DONE, 0);
    room_visit(nora, "18/6/200");
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_CALENDAR, FIELD(1, "1999-01-01"));
    CHECK(room_says(nora, T_FORMS_CALENDAR_DAY_REFUSED));
    CHECK_INT(nora->file_name_size, 0);
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_CALENDAR, FIELD(1, "2999-01-01"));
    CHECK_INT(nora->file_name_size, 0);
    char day[40];
    struct date date = date_from_day(w.today + 7);
    snprintf(day, sizeof day, "%04d-%02d-%02d", date.year, date.month, date.day);
    CHECK(room_shows(nora, day));
    ROOM_SUBMIT(nora, ROOM_PATHS, ACTION_CALENDAR, FIELD(1, day) FIELD(2, "20"));
    CHECK_BYTES(bytes_make(nora->file_name, nora->file_name_size), BYTES("day.ics"));
    CHECK(html_shows(nora->saved, "T200000\r\n"));
    CHECK(html_shows(nora->saved, "SUMMARY:Ten quiet minutes\r\n"));
    CHECK(!html_shows(nora->saved, "path"));
    room_sleep(&w, 7);
    room_visit(nora, "5/1");
    CHECK(room_says(nora, T_PATHS_EVERYDAY_HAVE_1) ||
          room_shows(nora, "An answer you can rely on"));
    CHECK(!room_says(nora, T_FORMS_PATH_MARK));
    room_world_end(&w);
}
