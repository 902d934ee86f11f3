/* Out of sight, PIN, locks and quick exit, in a whole app. */
#include "app/app_internal.h"
#include "room_test.h"

#include <string.h>

static struct room_world w;

enum { DOOR_UNLOCK_ACTION = 2, DOOR_MINE_ACTION = 4 };
enum { ME_DEVICE_SECRET = 5, ME_MINE_SECRET = 6, ME_PIN = 7, ME_MINE_LOCK = 8, ME_LOCK = 9 };
enum { ME_NAME = 16, ME_F_SECRET = 5, ME_F_OLD = 6, ME_F_PIN = 7, ME_F_NAME = 12 };

static struct room_person *alone(void) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_begin(p, "2", "Nora");
    room_visit(p, "5/0");
    return p;
}

static void pin_set(struct room_person *p, const char *pin) {
    room_visit(p, "6/3");
    ROOM_SUBMIT(p, ROOM_ME, ME_PIN, FIELD(ME_F_PIN, pin));
    room_visit(p, "5/0");
}

static void unblank(struct room_person *p, const char *pin) {
    ROOM_SUBMIT(p, ROOM_DOOR, DOOR_ACTION_UNBLANK, FIELD(3, pin));
}

static void unlock(struct room_person *p, const char *phrase) {
    ROOM_SUBMIT(p, ROOM_DOOR, DOOR_UNLOCK_ACTION, FIELD(2, phrase));
}

TEST(app_blank_takes_answers_and_shows_nothing) {
    struct room_person *a, *b;
    room_world_begin(&w);
    CHECK(room_pair(&w, &a, &b));
    room_visit(a, "5/0");
    room_run(&w, 2000);
    room_hide(a, "");
    CHECK(room_says(a, T_DOOR_BLANK_TITLE));
    CHECK(!room_shows(a, "Sam"));
    uint32_t views = a->views;
    uint64_t changes = book_changes(room_book(a));
    static const uint8_t body[] = {0xA1, 0x01, 0x63, 'S', 'a', 'm'};
    CHECK_OK(room_forge(b, SPACE_OURS, 64 * 50, NULL, 0, BYTES_OF(body)));
    room_run(&w, 5000);
    CHECK(book_changes(room_book(a)) != changes);
    CHECK_INT(a->views, views); /* not even the same page again */
    room_visit(a, "6/0");
    CHECK(room_says(a, T_DOOR_BLANK_TITLE));
    room_show(a);
    CHECK(room_says(a, T_DOOR_BLANK_TITLE));
    unblank(a, "");
    CHECK(room_says(a, T_ME_TITLE));
    room_world_end(&w);
}

TEST(app_blank_answers_one_form_only) {
    struct room_person *p = alone();
    room_hide(p, "");
    ROOM_SUBMIT(p, ROOM_ME, ME_NAME, FIELD(ME_F_NAME, "Else"));
    ROOM_SUBMIT(p, ROOM_ME, ME_PIN, FIELD(ME_F_PIN, "9999"));
    ROOM_SUBMIT(p, ROOM_ME, ME_LOCK, );
    CHECK_BYTES(book_status(room_book(p)).my_name, BYTES("Nora"));
    CHECK_INT(book_local(room_book(p), LOCAL_PIN).size, 0);
    CHECK(!p->ended && room_says(p, T_DOOR_BLANK_TITLE));
    unblank(p, "");
    CHECK(room_says(p, T_TODAY_TITLE));
    room_world_end(&w);
}

TEST(app_pin_five_tries_then_the_phrase) {
    struct room_person *p = alone();
    pin_set(p, "1234");
    for (int round = 0; round < 2; round++) { /* the right one gives all five back */
        room_hide(p, "");
        room_show(p);
        for (int i = 0; i < 4; i++) {
            unblank(p, i % 2 ? "4321" : "12345");
            CHECK(room_says(p, T_HOUSE_ERROR_PIN) && room_says(p, T_DOOR_BLANK_TITLE));
        }
        unblank(p, "1234");
        CHECK(room_says(p, T_TODAY_TITLE));
    }
    room_hide(p, "");
    for (int i = 0; i < 5; i++)
        unblank(p, "");
    CHECK(p->ended && !room_book(p));
    CHECK(room_says(p, T_DOOR_UNLOCK_TITLE));
    unlock(p, ROOM_PHRASE);
    CHECK(room_says(p, T_TODAY_TITLE));
    room_hide(p, "");
    unblank(p, "0000");
    CHECK(room_says(p, T_HOUSE_ERROR_PIN)); /* five tries again */
    unblank(p, "1234");
    CHECK(room_says(p, T_TODAY_TITLE));
    room_world_end(&w);
}

TEST(app_pin_has_a_shape_and_can_go) {
    struct room_person *p = alone();
    static const char *const wrong[] = {"123", "123456789", "12a4", "12 34"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        pin_set(p, wrong[i]);
        CHECK_INT(book_local(room_book(p), LOCAL_PIN).size, 0);
    }
    pin_set(p, "12345678");
    CHECK_INT(book_local(room_book(p), LOCAL_PIN).size, 8);
    pin_set(p, "");
    room_hide(p, "");
    unblank(p, "anything");
    CHECK(room_says(p, T_TODAY_TITLE));
    unblank(p, "1234"); /* nothing is blank now */
    CHECK(room_book(p) && room_says(p, T_TODAY_TITLE));
    room_world_end(&w);
}

TEST(app_pin_locks_a_book_in_memory_for_good) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    p->flags &= ~(uint32_t)START_STORAGE;
    room_restart(p, "");
    room_visit(p, "1/12/2");
    ROOM_SUBMIT(p, ROOM_DOOR, 1, FIELD(5, "2") FIELD(1, "Nora"));
    CHECK(room_book(p) && book_status(room_book(p)).memory_only);
    pin_set(p, "1234");
    room_hide(p, "");
    for (int i = 0; i < 5; i++)
        unblank(p, "0000");
    CHECK(p->ended && !room_book(p));
    CHECK(room_says(p, T_DOOR_SENTENCE));
    room_world_end(&w);
}

TEST(app_opened_while_nobody_looks_is_blank) {
    struct room_person *p = alone();
    ROOM_SUBMIT(p, ROOM_ME, ME_LOCK, );
    CHECK(p->ended);
    room_restart(p, "6/0");
    p->hash_holds = true;
    unlock(p, ROOM_PHRASE);
    CHECK(room_says(p, T_DOOR_BUSY_TITLE));
    room_hide(p, "");
    room_hash_give(p, true);
    CHECK(room_book(p));
    CHECK(room_says(p, T_DOOR_BLANK_TITLE));
    room_show(p);
    CHECK(room_says(p, T_DOOR_BLANK_TITLE));
    unblank(p, "");
    CHECK(room_says(p, T_ME_TITLE));
    room_world_end(&w);
}

TEST(app_hidden_during_a_task_comes_back_to_its_end) {
    struct room_person *p = alone();
    room_visit(p, "6/0");
    ROOM_SUBMIT(p, ROOM_ME, ME_MINE_LOCK, );
    CHECK(!book_status(room_book(p)).mine_open);
    room_visit(p, "6/10");
    CHECK(room_says(p, T_DOOR_MINE_TITLE));
    p->hash_holds = true;
    ROOM_SUBMIT(p, ROOM_DOOR, DOOR_MINE_ACTION, FIELD(2, ROOM_PHRASE));
    room_hide(p, "");
    room_hash_give(p, true);
    CHECK(book_status(room_book(p)).mine_open && room_says(p, T_DOOR_BLANK_TITLE));
    room_show(p);
    unblank(p, "");
    CHECK(room_is_at(p, "6/10") && room_says(p, T_ME_WORDS_TITLE));
    room_world_end(&w);
}

TEST(app_lock_waits_for_the_task) {
    struct room_person *p = alone();
    room_visit(p, "6/3");
    p->hash_holds = true;
    ROOM_SUBMIT(p, ROOM_ME, ME_MINE_SECRET, FIELD(ME_F_SECRET, "quite another phrase"));
    CHECK(room_says(p, T_DOOR_BUSY_TITLE));
    ROOM_SUBMIT(p, ROOM_ME, ME_LOCK, );
    CHECK(room_book(p) && !p->ended);
    room_hash_give(p, true);
    CHECK(room_says(p, T_ME_LOCKS_KEPT));
    ROOM_SUBMIT(p, ROOM_ME, ME_LOCK, );
    CHECK(!room_book(p) && p->ended);
    room_world_end(&w);
}

TEST(app_wrong_phrase_for_mine_and_its_own_one) {
    struct room_person *p = alone();
    room_visit(p, "6/3");
    ROOM_SUBMIT(p, ROOM_ME, ME_MINE_SECRET, FIELD(ME_F_SECRET, "quite another phrase"));
    ROOM_SUBMIT(p, ROOM_ME, ME_MINE_LOCK, );
    room_visit(p, "6/10");
    CHECK(room_says(p, T_DOOR_MINE_LEAD));
    static const char *const wrong[] = {ROOM_PHRASE, "quite another phras", "x"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        ROOM_SUBMIT(p, ROOM_DOOR, DOOR_MINE_ACTION, FIELD(2, wrong[i]));
        CHECK(room_says(p, T_HOUSE_ERROR_SECRET) && room_says(p, T_DOOR_MINE_TITLE));
        CHECK(!book_status(room_book(p)).mine_open);
    }
    ROOM_SUBMIT(p, ROOM_DOOR, DOOR_MINE_ACTION, FIELD(2, "quite another phrase"));
    CHECK(room_says(p, T_ME_WORDS_TITLE));
    CHECK(book_status(room_book(p)).mine_open);
    ROOM_SUBMIT(p, ROOM_DOOR, DOOR_MINE_ACTION, FIELD(2, "whatever")); /* open already */
    CHECK(book_status(room_book(p)).mine_open);
    CHECK_INT(p->app->task.kind, TASK_NONE);
    room_world_end(&w);
}

static struct store_io sound_disk;
static int writes_left;

/* A disk that fails after so many writes. */
static enum err failing_write(void *ctx, uint64_t offset, const uint8_t *in, size_t size) {
    return writes_left-- > 0 ? sound_disk.write(ctx, offset, in, size) : ERR_IO;
}

static void phrase_change(struct room_person *p) {
    room_visit(p, "6/3");
    ROOM_SUBMIT(p, ROOM_ME, ME_DEVICE_SECRET,
                FIELD(ME_F_OLD, ROOM_PHRASE) FIELD(ME_F_SECRET, "the new phrase here"));
}

/* When only the second copy of the header fails the new one holds: the page does not deny it. */
TEST(app_phrase_that_could_not_be_saved_may_hold) {
    for (int good = 0; good < 2; good++) {
        struct room_person *p = alone();
        sound_disk = p->disk;
        p->disk.write = failing_write;
        writes_left = good;
        phrase_change(p);
        CHECK(room_says(p, T_HOUSE_ERROR_SECRET_UNSURE));
        p->disk = sound_disk;
        room_restart(p, "");
        unlock(p, good ? "the new phrase here" : ROOM_PHRASE);
        CHECK(room_says(p, T_TODAY_TITLE));
        room_world_end(&w);
    }
}

TEST(app_phrase_of_the_device_changes) {
    struct room_person *p = alone();
    room_visit(p, "6/3");
    ROOM_SUBMIT(p, ROOM_ME, ME_DEVICE_SECRET,
                FIELD(ME_F_OLD, "not the phrase") FIELD(ME_F_SECRET, "the new phrase here"));
    CHECK(room_says(p, T_HOUSE_ERROR_SECRET));
    ROOM_SUBMIT(p, ROOM_ME, ME_DEVICE_SECRET,
                FIELD(ME_F_OLD, ROOM_PHRASE) FIELD(ME_F_SECRET, "short"));
    CHECK(room_says(p, T_HOUSE_ERROR_SECRET_SHORT));
    CHECK_INT(p->app->task.kind, TASK_NONE);
    ROOM_SUBMIT(p, ROOM_ME, ME_DEVICE_SECRET,
                FIELD(ME_F_OLD, ROOM_PHRASE) FIELD(ME_F_SECRET, "the new phrase here"));
    CHECK(room_says(p, T_ME_LOCKS_KEPT));
    room_restart(p, "");
    unlock(p, ROOM_PHRASE);
    CHECK(room_says(p, T_HOUSE_ERROR_SECRET));
    unlock(p, "the new phrase here");
    CHECK(room_says(p, T_TODAY_TITLE));
    room_world_end(&w);
}

TEST(app_exit_wipes_and_hears_nothing_more) {
    struct room_person *p = alone();
    p->hash_holds = true;
    room_visit(p, "6/3");
    ROOM_SUBMIT(p, ROOM_ME, ME_MINE_SECRET, FIELD(ME_F_SECRET, "quite another phrase"));
    room_exit(p);
    CHECK(p->left && !room_book(p));
    CHECK_INT(p->app->shown.size, 0);
    static const uint8_t tick[13] = {EVENT_TICK};
    struct bytes effects;
    CHECK_ERR(app_event(p->app, BYTES_OF(tick), &effects), ERR_MALFORMED);
    room_world_end(&w);
}

TEST(app_draft_waits_behind_the_blank_screen) {
    struct room_person *p = alone();
    pin_set(p, "1234");
    room_type(p, "half a thought");
    CHECK(book_draft(room_book(p)).size > 0);
    uint32_t fills = p->fills;
    room_hide(p, "half a thought and");
    room_type(p, ""); /* in the form that asks for the PIN */
    room_hide(p, "");
    room_show(p);
    CHECK_INT(p->fills, fills);
    unblank(p, "1234");
    CHECK_INT(p->fills, fills + 1);
    CHECK(room_draft_holds(p, "half a thought and"));
    room_world_end(&w);
}

TEST(app_draft_of_a_private_page_stays_out_of_ours) {
    struct room_person *p = alone();
    room_visit(p, "6/0");
    ROOM_SUBMIT(p, ROOM_ME, ME_MINE_LOCK, );
    room_visit(p, "6/9"); /* only for me, and open without its lock */
    room_type(p, "for me alone");
    CHECK_INT(book_draft(room_book(p)).size, 0);
    room_hide(p, "for me alone, half");
    CHECK_INT(book_draft(room_book(p)).size, 0);
    unblank(p, "");
    CHECK(room_draft_holds(p, "for me alone, half"));
    room_world_end(&w);
}

TEST(app_draws_when_something_changed_only) {
    struct room_person *p = alone();
    room_run(&w, 5000);
    uint32_t views = p->views;
    room_run(&w, 300000); /* polls, waits, wakes */
    CHECK_INT(p->views, views);
    room_show(p);
    CHECK_INT(p->views, views);
    ROOM_SUBMIT(p, ROOM_TODAY, 77, ); /* no such form: answered by the page as it is */
    CHECK_INT(p->views, views + 1);
    ROOM_SUBMIT(p, ROOM_ME, ME_NAME, FIELD(ME_F_NAME, ""));
    CHECK_INT(p->views, views + 2);
    ROOM_SUBMIT(p, ROOM_ME, ME_NAME, FIELD(ME_F_NAME, "")); /* refused again: said again */
    CHECK_INT(p->views, views + 3);
    room_visit(p, "5/0");
    CHECK_INT(p->views, views + 4);
    room_world_end(&w);
}
