/* What takes longer than a frame: whatever fails leaves the form, its reason, and a way on. */
#include "app/app_internal.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

static struct room_world w;

enum {
    DOOR_BEGIN = 1,
    DOOR_UNLOCK_ACTION = 2,
    DOOR_MINE_ACTION = 4,
    DOOR_LOGIN = 5,
    DOOR_KIT = 6,
    DOOR_MINE_WORDS = 10
};
enum {
    ME_DRAW = 1,
    ME_CHECK = 2,
    ME_KIT_DONE = 4,
    ME_MINE_SECRET = 6,
    ME_MINE_LOCK = 8,
    ME_CLOSE = 15
};

/* Words by their indices, as a person types them. */
static void typed(const uint16_t *indices, size_t count, char *out) {
    struct word_list list = words_english();
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        char word[WORDS_LETTERS_MAX + 1];
        size_t size = words_lookup(&list, indices[i], word);
        memcpy(out + n, word, size);
        n += size;
        out[n++] = ' ';
    }
    out[n] = 0;
}

static void begin_form(struct room_person *p) {
    room_visit(p, "1/12/2");
    ROOM_SUBMIT(p, ROOM_DOOR, DOOR_BEGIN, FIELD(5, "2") FIELD(1, "Nora") FIELD(2, ROOM_PHRASE));
}

/* Draws words and confirms them; `words` and `kit` (when wanted) are as typed. Gives the world
 * `ms` to make them. */
static bool words_make_in(struct room_person *p, bool with_kit, char *words, char *kit,
                          uint64_t ms) {
    char two[2][PASSWORD_WORDS * 20];
    uint16_t kit_indices[KIT_WORDS], finger[FINGERPRINT_WORDS];
    room_visit(p, "6/10");
    ROOM_SUBMIT(p, ROOM_ME, ME_DRAW, );
    typed(p->app->words_drawn, PASSWORD_WORDS, words);
    room_visit(p, "6/12");
    for (int i = 0; i < PASSWORD_WORDS; i++)
        for (int k = 0; k < PASSWORD_WORDS;
             k++) { /* which two are asked back is the room's affair */
            if (!p->app->words_drawn_set || p->app->task.kind != TASK_NONE)
                continue;
            typed(p->app->words_drawn + i, 1, two[0]);
            typed(p->app->words_drawn + k, 1, two[1]);
            if (with_kit)
                ROOM_SUBMIT(p, ROOM_ME, ME_CHECK, FIELD(1, two[0]) FIELD(2, two[1]) FIELD(4, "1"));
            else
                ROOM_SUBMIT(p, ROOM_ME, ME_CHECK, FIELD(1, two[0]) FIELD(2, two[1]));
        }
    if (with_kit && account_kit(p->app->account, kit_indices, finger))
        typed(kit_indices, KIT_WORDS, kit);
    room_run(p->world, ms);
    return book_status(room_book(p)).words_made && p->app->task.kind == TASK_NONE;
}

static bool words_make(struct room_person *p, bool with_kit, char *words, char *kit) {
    return words_make_in(p, with_kit, words, kit, 200000);
}

static void log_in(struct room_person *p, uint32_t action, const char *words) {
    room_visit(p, action == DOOR_KIT ? "1/11" : "1/10");
    ROOM_SUBMIT(p, ROOM_DOOR, action, FIELD(4, words) FIELD(2, ROOM_PHRASE));
}

static void mine_by_words(struct room_person *p, const char *words) {
    room_visit(p, "6/10");
    room_visit(p, "1/14");
    ROOM_SUBMIT(p, ROOM_DOOR, DOOR_MINE_WORDS, FIELD(4, words));
}

static bool mine_is_sent(struct room_person *p) {
    struct book_unsent one;
    return book_pending(room_book(p), book_feed(room_book(p), FEED_MINE), &one, 1) == 0;
}

/* What waits in *mine* for a moment of its own goes with them: without it the other device would
 * not know the pair. */
TEST(task_words_just_made_give_the_whole_book) {
    char words[200];
    room_world_begin(&w);
    struct room_person *a, *b;
    CHECK(room_pair(&w, &a, &b));
    room_run(&w, 200000);
    static const uint8_t body[] = {0xa0};
    CHECK(room_forge(a, SPACE_MINE, 64 * 50, NULL, 0, BYTES_OF(body)) == ERR_OK);
    CHECK(!mine_is_sent(a));
    CHECK(words_make_in(a, false, words, NULL, 2000));
    CHECK(mine_is_sent(a));
    room_world_end(&w);
}

static size_t ours_count(struct room_person *p) {
    size_t count = 0;
    if (room_book(p))
        (void)book_items(room_book(p), 64 * 50, &count);
    return count;
}

/* Words of a minute ago open a whole book: what both wrote, with the pair, in a few seconds. */
TEST(task_another_device_holds_all_within_seconds) {
    for (uint64_t seed = 1; seed <= 4; seed++) {
        char words[200];
        room_world_begin(&w);
        w.seed = seed;
        struct room_person *a, *b;
        CHECK(room_pair(&w, &a, &b));
        static const uint8_t body[] = {0xa0};
        for (int i = 0; i < 6; i++)
            CHECK_OK(room_forge(i % 2 ? a : b, SPACE_OURS, 64 * 50, NULL, 0, BYTES_OF(body)));
        room_visit(a, "3/0");
        room_visit(b, "3/0");
        room_run(&w, 1000);
        CHECK_INT(ours_count(a), 6);
        CHECK(words_make_in(a, false, words, NULL, 200));
        struct room_person *c = room_person(&w, "");
        log_in(c, DOOR_LOGIN, words);
        uint64_t from = w.now_ms;
        while (ours_count(c) < 6 && w.now_ms - from < 60000)
            room_run(&w, 20);
        CHECK(w.now_ms - from <= 2000);
        CHECK_INT(book_status(room_book(c)).pair, PAIR_TOGETHER);
        room_world_end(&w);
    }
}

/* Words that the relay does not have yet open nothing elsewhere, and the page says so until then.
 */
TEST(task_words_on_their_way_are_said_to_be) {
    char words[200], kit[300];
    room_world_begin(&w);
    struct room_person *a = room_person(&w, ""), *b = room_person(&w, "");
    begin_form(a);
    room_run(&w, 10000);
    a->offline = true;
    CHECK(words_make(a, true, words, kit));
    CHECK(room_says(a, T_ME_WORDS_ON_WAY) && room_says(a, T_ME_KIT_LABEL));
    ROOM_SUBMIT(a, ROOM_ME, ME_KIT_DONE, );
    CHECK(room_says(a, T_ME_WORDS_ON_WAY) && room_says(a, T_ME_WORDS_DONE_TITLE));
    log_in(b, DOOR_LOGIN, words);
    room_run(&w, 5000);
    CHECK(room_says(b, T_HOUSE_ERROR_NO_BOOK));
    a->offline = false;
    room_show(a);
    room_run(&w, 1000);
    CHECK(!room_says(a, T_ME_WORDS_ON_WAY) && room_says(a, T_ME_WORDS_DONE_TITLE));
    log_in(b, DOOR_LOGIN, words);
    room_run(&w, 5000);
    CHECK(room_book(b) && b->app->mode == MODE_OPEN);
    room_world_end(&w);
}

/* Where they were made, and where one came in with them; not after other words took their place. */
TEST(task_the_words_open_mine_on_both_devices) {
    char words[200], kit[300], other[200];
    room_world_begin(&w);
    struct room_person *a = room_person(&w, ""), *b = room_person(&w, "");
    begin_form(a);
    CHECK(words_make(a, false, words, kit));
    log_in(b, DOOR_LOGIN, words);
    room_run(&w, 20000);
    static const uint16_t wrong[PASSWORD_WORDS] = {1, 2, 3, 4, 5, 6, 7};
    typed(wrong, PASSWORD_WORDS, other);
    struct room_person *both[] = {a, b};
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        struct room_person *p = both[i];
        room_visit(p, "1/14");
        CHECK(room_says(p, T_DOOR_LOST_TITLE)); /* open already: nothing to open */
        ROOM_SUBMIT(p, ROOM_ME, ME_MINE_SECRET, FIELD(5, "a phrase one forgets"));
        ROOM_SUBMIT(p, ROOM_ME, ME_MINE_LOCK, );
        CHECK(!book_status(room_book(p)).mine_open);
        mine_by_words(p, other);
        CHECK(room_says(p, T_HOUSE_ERROR_WORDS_MINE) && room_says(p, T_DOOR_MINE_WORDS_TITLE));
        mine_by_words(p, "no such words");
        CHECK(room_says(p, T_HOUSE_ERROR_WORDS));
        CHECK(!book_status(room_book(p)).mine_open);
        mine_by_words(p, words);
        CHECK(book_status(room_book(p)).mine_open && p->app->task.kind == TASK_NONE);
        CHECK(room_says(p, T_ME_WORDS_TITLE));
    }
    room_world_end(&w);
}

TEST(task_hash_that_fails_gives_the_form_back) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    p->hash_holds = true;
    begin_form(p);
    CHECK(room_says(p, T_DOOR_BUSY_TITLE));
    begin_form(p); /* pressed twice */
    CHECK_INT(p->hashes, 1);
    room_hash_give(p, false);
    CHECK(room_says(p, T_HOUSE_ERROR_MEMORY) && room_says(p, T_DOOR_BEGIN_TITLE));
    begin_form(p);
    CHECK_INT(p->hashes, 2);
    room_hash_give(p, true);
    CHECK(room_book(p) && p->app->mode == MODE_OPEN);
    room_world_end(&w);
}

TEST(task_begin_on_a_full_disk_makes_no_book) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    p->disk_full = true;
    begin_form(p);
    CHECK(room_says(p, T_HOUSE_ERROR_SPACE) && room_says(p, T_DOOR_BEGIN_TITLE));
    CHECK(!room_book(p) && p->app->task.kind == TASK_NONE);
    room_restart(p, "");
    CHECK(room_says(p, T_DOOR_SENTENCE)); /* nothing is locked here */
    p->disk_full = false;
    begin_form(p);
    CHECK(room_book(p) && p->app->mode == MODE_OPEN);
    room_world_end(&w);
}

TEST(task_log_in_fails_in_each_way_and_then_does_not) {
    char words[200], kit[300];
    room_world_begin(&w);
    struct room_person *a = room_person(&w, ""), *b = room_person(&w, "");
    begin_form(a);
    CHECK(words_make(a, false, words, kit));
    static const uint16_t other[PASSWORD_WORDS] = {1, 2, 3, 4, 5, 6, 7};
    typed(other, PASSWORD_WORDS, kit);
    log_in(b, DOOR_LOGIN, kit);
    room_run(&w, 5000);
    CHECK(room_says(b, T_HOUSE_ERROR_NO_BOOK) && b->app->task.kind == TASK_NONE);
    b->offline = true;
    log_in(b, DOOR_LOGIN, words);
    room_run(&w, 1000);
    CHECK(room_says(b, T_DOOR_BUSY_TITLE) && room_says(b, T_DOOR_BUSY_UNREACHABLE));
    room_run(&w, 20000);
    CHECK(room_says(b, T_HOUSE_ERROR_UNREACHABLE) && b->app->task.kind == TASK_NONE);
    b->offline = false;
    b->disk_full = true;
    log_in(b, DOOR_LOGIN, words);
    room_run(&w, 5000);
    CHECK(room_says(b, T_HOUSE_ERROR_SPACE) && !room_book(b));
    CHECK_INT(account_step(b->app->account), ACCOUNT_IDLE);
    b->disk_full = false;
    log_in(b, DOOR_LOGIN, words);
    room_run(&w, 5000);
    CHECK(room_book(b) && room_says(b, T_TODAY_TITLE));
    CHECK_BYTES(book_status(room_book(b)).my_name, BYTES("Nora"));
    room_world_end(&w);
}

/* In by the kit, then new words: a failure in between does not cost the way in. */
TEST(task_kit_then_new_words) {
    char words[200], kit[300] = "", fresh[200];
    room_world_begin(&w);
    struct room_person *a = room_person(&w, ""), *b = room_person(&w, "");
    begin_form(a);
    CHECK(words_make(a, true, words, kit));
    CHECK(strlen(kit) > 20);
    log_in(b, DOOR_KIT, kit);
    room_run(&w, 5000);
    CHECK(room_is_at(b, "6/10") && account_needs_new_words(b->app->account));
    b->disk_full = true;
    (void)words_make(b, false, fresh, NULL);
    CHECK(account_needs_new_words(b->app->account) && b->app->task.kind == TASK_NONE);
    b->disk_full = false;
    CHECK(words_make(b, false, fresh, NULL));
    CHECK(!account_needs_new_words(b->app->account));
    struct room_person *c = room_person(&w, "");
    log_in(c, DOOR_LOGIN, words);
    room_run(&w, 5000);
    CHECK(room_says(c, T_HOUSE_ERROR_NO_BOOK));
    log_in(c, DOOR_LOGIN, fresh);
    room_run(&w, 5000);
    CHECK(room_book(c) && room_says(c, T_TODAY_TITLE));
    room_world_end(&w);
}

TEST(task_phrase_of_mine_on_a_full_disk_changes_nothing) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    begin_form(p);
    room_visit(p, "6/3");
    p->disk_full = true;
    ROOM_SUBMIT(p, ROOM_ME, ME_MINE_SECRET, FIELD(5, "quite another phrase"));
    CHECK(room_says(p, T_HOUSE_ERROR_SPACE));
    CHECK_INT(book_local(room_book(p), LOCAL_MINE_OWN).size, 0);
    p->disk_full = false;
    ROOM_SUBMIT(p, ROOM_ME, 8, ); /* *mine* closes */
    room_visit(p, "6/10");
    ROOM_SUBMIT(p, ROOM_DOOR, DOOR_MINE_ACTION, FIELD(2, ROOM_PHRASE));
    CHECK(book_status(room_book(p)).mine_open);
    room_world_end(&w);
}

TEST(task_book_in_memory_keeps_mine_open_and_closes) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    p->flags &= ~(uint32_t)START_STORAGE;
    room_restart(p, "");
    room_visit(p, "1/12/2");
    ROOM_SUBMIT(p, ROOM_DOOR, DOOR_BEGIN, FIELD(5, "2") FIELD(1, "Nora"));
    CHECK(room_book(p) && book_status(room_book(p)).memory_only && !p->saw_kept);
    CHECK_INT(p->hashes, 0);
    room_visit(p, "5/0");
    CHECK(!room_says(p, T_TODAY_MINE_LOCK));
    ROOM_SUBMIT(p, ROOM_TODAY, 1, );
    CHECK(book_status(room_book(p)).mine_open);
    room_run(&w, 200000);
    room_visit(p, "6/8");
    ROOM_SUBMIT(p, ROOM_ME, ME_CLOSE, );
    room_run(&w, 10000);
    CHECK(!room_book(p) && p->ended && room_says(p, T_DOOR_SENTENCE));
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_FEED), 0);
    room_world_end(&w);
}

/* Closing is decided: with the relay away it waits, and a new start goes on with it. */
TEST(task_closing_goes_on_after_a_restart) {
    char words[200];
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    begin_form(p);
    CHECK(words_make(p, false, words, NULL));
    room_visit(p, "6/8");
    ROOM_SUBMIT(p, ROOM_ME, ME_CLOSE, FIELD(5, "not the phrase"));
    CHECK(room_says(p, T_HOUSE_ERROR_SECRET) && p->app->task.kind == TASK_NONE);
    p->offline = true;
    ROOM_SUBMIT(p, ROOM_ME, ME_CLOSE, FIELD(5, ROOM_PHRASE));
    room_run(&w, 30000);
    CHECK(room_says(p, T_DOOR_BUSY_UNREACHABLE) && room_says(p, T_DOOR_BUSY_CLOSING));
    room_restart(p, "");
    ROOM_SUBMIT(p, ROOM_DOOR, DOOR_UNLOCK_ACTION, FIELD(2, ROOM_PHRASE));
    CHECK(room_says(p, T_DOOR_MINE_CLOSING) && room_says(p, T_DOOR_MINE_TITLE));
    room_visit(p, "6/0");
    CHECK(room_says(p, T_DOOR_MINE_CLOSING));
    p->offline = false;
    ROOM_SUBMIT(p, ROOM_DOOR, DOOR_MINE_ACTION, FIELD(2, ROOM_PHRASE));
    room_run(&w, 60000);
    CHECK(!room_book(p) && p->ended && !p->saw_kept);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_FEED), 0);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_LOCATOR), 0);
    room_restart(p, "");
    CHECK(room_says(p, T_DOOR_SENTENCE) && !room_says(p, T_HOUSE_TROUBLE_EVICTED));
    room_world_end(&w);
}

/* Forms from a page that is no longer shown, or from none. */
TEST(task_stale_forms_are_answered_by_what_is_right) {
    static const char *const pages[] = {"5/0", "9/9", "1/1", "6/18/0123456789abcdef", "x", ""};
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    begin_form(p);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(p, "6/3");
        size_t size = strlen(pages[i]);
        memcpy(p->fragment, pages[i], size);
        p->fragment_size = size;
        ROOM_SUBMIT(p, ROOM_ME, 16, FIELD(12, "Nora"));
        ROOM_SUBMIT(p, ROOM_DOOR, DOOR_BEGIN, FIELD(5, "2") FIELD(1, "Else") FIELD(2, ROOM_PHRASE));
        CHECK_INT(p->app->task.kind, TASK_NONE);
        CHECK_BYTES(book_status(room_book(p)).my_name, BYTES("Nora"));
    }
    ROOM_SUBMIT(p, ROOM_ME, 9, ); /* locked */
    ROOM_SUBMIT(p, ROOM_ME, 16, FIELD(12, "Else"));
    CHECK(room_says(p, T_DOOR_UNLOCK_TITLE) && !room_book(p));
    room_world_end(&w);
}
