/* Today: one thing, what waits, what was noticed, the letter; and what it never tells. */
#include "app/session.h"
#include "forms/rest_hour.h"
#include "practices/evening/evening.h"
#include "room_test.h"

#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

static void evening(struct room_person *p) {
    room_visit(p, "2/5");
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_FEEL, FIELD(F_FEELING, "3"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SMALL, FIELD(F_TEXT, "Tea, without talking"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SEAL, FIELD(F_TEXT, ""));
    room_run(&w, 2000);
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_OPEN, );
    room_run(&w, 4000);
}

/* The safety questions: all left empty, or one that asks for care. */
static void gate(struct room_person *p, bool care) {
    room_visit(p, "4/2");
    if (care)
        ROOM_SUBMIT(p, ROOM_SAFETY, 1, FIELD(1, "0"));
    else
        ROOM_SUBMIT(p, ROOM_SAFETY, 1, );
    room_run(&w, 2000);
}

TEST(room_today_begins_with_the_evening) {
    CHECK(begun());
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_EVENING_SUGGEST_ANSWER));
    CHECK(room_golden(nora, "today-first-evening"));
    evening(nora);
    evening(sam);
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_EVENING_SUGGEST_READ));
    room_world_end(&w);
}

TEST(room_today_alone) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_begin(p, "2", "Luis");
    gate(p, false);
    room_visit(p, "5/0");
    CHECK(room_says(p, T_EVENING_SUGGEST_ALONE));
    room_visit(p, "2/41");
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SELF, FIELD(F_TEXT, "Once around the pond"));
    room_visit(p, "5/0");
    CHECK(!room_says(p, T_EVENING_SUGGEST_ALONE));
    CHECK(!room_says(p, T_TODAY_COMPARE_TITLE));
    room_world_end(&w);
}

TEST(room_today_says_what_is_not_sent) {
    CHECK(begun());
    nora->offline = true;
    evening(nora);
    room_run(&w, 60000);
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_HOUSE_TROUBLE_UNREACHABLE));
    CHECK(room_golden(nora, "today-offline"));
    nora->offline = false;
    room_run(&w, 120000);
    CHECK(!room_says(nora, T_HOUSE_TROUBLE_UNREACHABLE));
    room_world_end(&w);
}

/* A later evening is for two; it waits behind the gate on the phone of the one who has *mine* open,
 * and is the same for everyone on a phone that has it closed. */
static bool later_evening(void) {
    if (!begun())
        return false;
    evening(nora);
    evening(sam);
    room_sleep(&w, 6);
    room_visit(nora, "2/0");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_AGAIN, );
    room_run(&w, 30000);
    room_visit(nora, "5/0");
    return true;
}

TEST(room_today_holds_back_what_is_for_two) {
    static uint8_t closed[2][ROOM_HTML_MAX], theirs[2][ROOM_HTML_MAX];
    size_t closed_size[2], theirs_size[2];
    for (int care = 0; care < 2; care++) {
        CHECK(later_evening());
        CHECK(!room_says(nora, T_EVENING_SUGGEST_ANSWER)); /* the gate is due */
        gate(nora, care);
        room_visit(nora, "5/0");
        CHECK(room_says(nora, T_EVENING_SUGGEST_ANSWER) == !care);
        CHECK(room_says(nora, T_SAFETY_PRIVATE) == care);
        ROOM_SUBMIT(nora, ROOM_TODAY, 1, );
        CHECK(!book_status(room_book(nora)).mine_open);
        CHECK(room_says(nora, T_EVENING_SUGGEST_ANSWER));
        CHECK(!room_says(nora, T_SAFETY_PRIVATE));
        closed_size[care] = nora->html_size;
        memcpy(closed[care], nora->html, nora->html_size);
        room_run(&w, 30000);
        room_visit(sam, "5/0");
        theirs_size[care] = sam->html_size;
        memcpy(theirs[care], sam->html, sam->html_size);
        room_world_end(&w);
    }
    CHECK_BYTES(bytes_make(closed[1], closed_size[1]), bytes_make(closed[0], closed_size[0]));
    CHECK_BYTES(bytes_make(theirs[1], theirs_size[1]), bytes_make(theirs[0], theirs_size[0]));
}

TEST(room_today_opens_mine_again) {
    CHECK(begun());
    room_visit(nora, "5/0");
    ROOM_SUBMIT(nora, ROOM_TODAY, 1, );
    CHECK(room_says(nora, T_TODAY_MINE_CLOSED));
    room_visit(nora, "1/3");
    ROOM_SUBMIT(nora, ROOM_DOOR, 4, FIELD(2, ROOM_PHRASE));
    room_run(&w, 500);
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_TODAY_MINE_OPEN));
    room_world_end(&w);
}

TEST(room_today_letter_about_last_week) {
    CHECK(begun());
    evening(nora);
    evening(sam);
    room_sleep(&w, 1);
    room_visit(sam, "2/21");
    ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_MINUTE_ELSE, FIELD(F_TEXT, "You waited at the door"));
    room_visit(nora, "2/12");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_REPLY, FIELD(F_TEXT, "") FIELD(F_ANSWER, "0"));
    room_run(&w, 4000);
    room_visit(nora, "5/0");
    CHECK(!room_says(nora, T_TODAY_LETTER_CARD));
    room_sleep(&w, 3);
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_TODAY_LETTER_CARD));
    room_visit(nora, "5/1");
    CHECK(room_shows(nora, "You waited at the door"));
    CHECK(!room_says(nora, T_TODAY_LETTER_MINE_CLOSED));
    CHECK(room_says(nora, T_EVENING_KIND_REPLY));
    room_sleep(&w, 14);
    room_visit(nora, "5/0");
    CHECK(!room_says(nora, T_TODAY_LETTER_CARD));
    room_visit(nora, "5/1");
    CHECK(room_says(nora, T_TODAY_LETTER_EMPTY));
    room_world_end(&w);
}

/* What rooms say of the week by themselves: from my own entries, and with *mine* closed of none
 * that stands there. */
TEST(room_today_letter_says_what_rooms_say) {
    CHECK(begun());
    for (int i = 0; i < 2; i++) {
        room_visit(nora, i ? "3/1" : "3/2");
        ROOM_SUBMIT(nora, ROOM_MOMENTS, 1, FIELD(1, i ? "1" : "2") FIELD(4, i ? "0" : "1"));
        room_run(&w, 2000);
    }
    room_sleep(&w, 7);
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_TODAY_LETTER_CARD));
    room_visit(nora, "5/1");
    CHECK(room_shows(nora, "You wrote down 2 moments.") && room_says(nora, T_MOMENTS_LETTER_OPEN));
    CHECK(room_golden(nora, "today-letter"));
    room_visit(nora, "5/0");
    ROOM_SUBMIT(nora, ROOM_TODAY, 1, );
    room_visit(nora, "5/1");
    CHECK(room_shows(nora, "You wrote down one moment."));
    CHECK(!room_says(nora, T_MOMENTS_LETTER_OPEN) && room_says(nora, T_TODAY_LETTER_MINE_CLOSED));
    room_visit(sam, "5/0");
    CHECK(!room_says(sam, T_TODAY_LETTER_CARD)); /* what the other wrote is no letter of mine */
    room_visit(sam, "5/1");
    CHECK(room_says(sam, T_TODAY_LETTER_EMPTY) && !room_shows(sam, "You wrote down"));
    room_world_end(&w);
}

static void say_hour(struct room_person *p, const char *value) {
    room_visit(p, "6/20");
    ROOM_SUBMIT(p, ROOM_ME, 17, FIELD(13, value));
    room_run(&w, 4000);
}

/* It holds while both have said the same; after it only what soothes is suggested, on both phones,
 * until the morning; either ends it alone. */
TEST(room_today_rests_after_the_hour_both_have_set) {
    CHECK(begun());
    w.hour = 23; /* ten in the evening has begun */
    say_hour(nora, "3");
    CHECK(room_says(nora, T_ME_HOUR_TITLE) && room_shows(nora, "You have chosen"));
    CHECK(room_golden(nora, "me-hour-said"));
    room_visit(sam, "6/20");
    CHECK(room_shows(sam, "Nora would like") && room_golden(sam, "me-hour-asked"));
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_EVENING_SUGGEST_ANSWER)); /* one alone sets nothing for two */
    say_hour(sam, "2");
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_EVENING_SUGGEST_ANSWER));
    say_hour(sam, "3");
    CHECK(room_shows(sam, "You have both set"));
    room_visit(nora, "6/20");
    CHECK(room_shows(nora, "You have both set"));
    struct room_person *const people[] = {nora, sam};
    for (size_t i = 0; i < 2; i++) {
        static const uint8_t hours[] = {23, 24, 1, 5, 6, 22, 0};
        static const bool late[] = {true, true, true, true, false, false, false};
        for (size_t h = 0; h < COUNT_OF(hours); h++) {
            w.hour = hours[h];
            room_visit(people[i], "5/0");
            CHECK(room_says(people[i], T_TODAY_LATE_TITLE) == late[h]);
            CHECK(room_says(people[i], T_EVENING_SUGGEST_ANSWER) == !late[h]);
            CHECK(room_says(people[i], T_TODAY_COMPARE_TITLE) == !late[h]);
        }
    }
    w.hour = 23;
    room_visit(nora, "5/0");
    CHECK(room_golden(nora, "today-late"));
    room_visit(nora, "2/5");
    CHECK(!room_says(nora, T_TODAY_LATE_TITLE)); /* every room stays open */
    /* What soothes is still suggested. */
    room_visit(sam, "4/2");
    ROOM_SUBMIT(sam, ROOM_SAFETY, 1, FIELD(1, "0"));
    room_visit(sam, "5/0");
    CHECK(room_says(sam, T_SAFETY_PRIVATE) && !room_says(sam, T_TODAY_LATE_TITLE));
    say_hour(sam, "0");
    CHECK(!room_shows(sam, "You have both set"));
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_EVENING_SUGGEST_ANSWER) && !room_says(nora, T_TODAY_LATE_TITLE));
    room_world_end(&w);
}

/* Sam's program is changed: whatever it writes, nothing holds that Nora has not said. */
TEST(room_today_hour_is_set_by_nobody_alone) {
    struct arena a;
    struct body_writer b;
    struct bytes body;
    CHECK(begun());
    w.hour = 24;
    arena_init(&a, 1 << 16);
    for (uint64_t n = 0; n < 400; n += 3) {
        arena_reset(&a);
        body_begin(&b, &a, NULL);
        body_add_uint(&b, 1, n);
        body_add_bytes(&b, 2,
                       bytes_make(book_feed(room_book(sam), FEED_PAIR_OUT)->chain.box_id, 8));
        CHECK_OK(body_end(&b, &body));
        CHECK_OK(room_forge_on(sam, w.today + (int32_t)(n % 5), SPACE_OURS, KIND_REST_HOUR, NULL, 0,
                               body));
    }
    room_run(&w, 8000);
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_EVENING_SUGGEST_ANSWER) && !room_says(nora, T_TODAY_LATE_TITLE));
    room_visit(nora, "6/20");
    CHECK(room_says(nora, T_ME_HOUR_LEAD) && !room_shows(nora, "You have both set"));
    arena_free(&a);
    room_world_end(&w);
}
