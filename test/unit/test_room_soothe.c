/* Soothing of two people with whole apps: near as both like, on two phones and on one; words, the
 * door, the sign, side by side; how tense and the box, only mine; a break and the promise to come
 * back, which is its giver's. */
#include "app/app_internal.h"
#include "practices/soothe/soothe.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

extern const struct practice practice_soothe;

static struct room_world w;
static struct room_person *nora, *sam;

static bool paired(void) {
    room_world_begin(&w);
    bool ok = room_pair(&w, &nora, &sam);
    room_run(&w, 4000);
    return ok;
}

static void begin(struct room_person *p) {
    room_visit(p, "11/2");
    ROOM_SUBMIT(p, ROOM_SOOTHE, ACTION_BEGIN, );
}

static bool both_say(enum text_key key) {
    return room_says(nora, key) && room_says(sam, key);
}

static bool begun(void) {
    if (!paired())
        return false;
    begin(nora);
    begin(sam);
    room_run(&w, 6000);
    return both_say(T_SOOTHE_NEAR_TITLE);
}

static struct visit visit_of(struct room_person *p) {
    return (struct visit){.session = (struct session *)p->app,
                          .book = room_book(p),
                          .today = w.today,
                          .now_ms = w.now_ms};
}

static struct near near_of(struct room_person *p) {
    struct visit v = visit_of(p);
    struct near n;
    MUST(near_read(&v, &n) == ERR_OK);
    return n;
}

static void choose(struct room_person *p, const char *near) {
    ROOM_SUBMIT(p, ROOM_SOOTHE, ACTION_CHOOSE, FIELD(F_NEAR, near));
    room_run(&w, 1000);
}

static void press_from(struct room_person *p, uint32_t from, unsigned go) {
    char step[16], what[16];
    snprintf(step, sizeof step, "%u", from);
    snprintf(what, sizeof what, "%u", go);
    ROOM_SUBMIT(p, ROOM_SOOTHE, ACTION_STEP, FIELD(F_FROM, step) FIELD(F_GO, what));
}

static void press(struct room_person *p, unsigned go) {
    press_from(p, near_of(p).live.step, go);
    room_run(&w, 1000);
}

static size_t count_of(struct room_person *p, uint32_t kind) {
    size_t count;
    (void)book_items(room_book(p), kind, &count);
    return count;
}

/* Items of every kind there could be. */
static size_t entries(struct room_person *p) {
    size_t all = 0;
    for (uint32_t kind = 1; kind < 64 * KINDS_PER_PRACTICE; kind++)
        all += count_of(p, kind);
    return all;
}

/* What the relay holds and was not asked to erase. */
static size_t relay_blobs(void) {
    size_t n = 0;
    for (const struct fake_box *b = w.relay.boxes; b; b = b->next)
        for (uint32_t i = 0; i < b->count && !b->dropped; i++)
            n += !b->blobs[i].erased;
    return n;
}

static void to_item(struct room_person *p, uint32_t kind, unsigned page) {
    size_t count;
    char to[64];
    const struct item *items = book_items(room_book(p), kind, &count);
    MUST(count > 0);
    snprintf(to, sizeof to, "11/%u/%016llx", page,
             (unsigned long long)item_address(&items[count - 1]));
    room_visit(p, to);
}

TEST(room_soothe_first_page) {
    CHECK(paired());
    room_visit(nora, "11/0");
    CHECK(room_golden(nora, "soothe-home"));
    room_visit(nora, "11/8");
    CHECK(room_golden(nora, "soothe-pace"));
    room_visit(nora, "11/2");
    CHECK(room_golden(nora, "soothe-ready"));
    room_world_end(&w);
}

/* Before both have chosen, and after: the smaller, and nothing that tells whose it was. */
TEST(room_soothe_the_smaller_shows_and_not_whose) {
    static uint8_t page[ROOM_HTML_MAX];
    size_t size = 0;
    for (int who = 0; who < 2; who++) {
        CHECK(begun());
        struct room_person *near = who ? sam : nora, *far = who ? nora : sam;
        if (!who)
            CHECK(room_golden(nora, "soothe-near"));
        uint8_t *before = page;
        size = far->html_size;
        memcpy(before, far->html, size);
        choose(near, "4");
        CHECK_BYTES(room_html(far), bytes_make(before, size)); /* not that they have chosen */
        CHECK(room_says(near, T_SOOTHE_NEAR_WAITS));
        choose(near, "0"); /* the first stands */
        choose(far, "2");
        CHECK(both_say(T_SOOTHE_LIST_TITLE) && both_say(T_SOOTHE_SAY_2));
        CHECK(!room_says(nora, T_SOOTHE_HOLD_TITLE) && room_says(nora, T_SOOTHE_SIDE_TITLE));
        CHECK_BYTES(room_html(nora), room_html(sam));
        if (!who)
            CHECK(room_golden(nora, "soothe-list"));
        room_world_end(&w);
    }
}

TEST(room_soothe_a_whole_session) {
    CHECK(paired());
    size_t before[2] = {entries(nora), entries(sam)}, blobs = relay_blobs();
    begin(nora);
    begin(sam);
    room_run(&w, 6000);
    choose(sam, "4");
    choose(nora, "4");
    press(sam, TOUCH_NECK);
    CHECK(both_say(T_SOOTHE_NECK_TITLE) && both_say(T_SOOTHE_GIVE_LINE));
    CHECK(room_golden(nora, "soothe-neck"));
    press(nora, GO_CHANGE);
    CHECK(both_say(T_SOOTHE_GIVE_CHANGE_LINE));
    press(nora, GO_CHANGE); /* there is no third turn */
    CHECK(both_say(T_SOOTHE_GIVE_CHANGE_LINE));
    press(sam, GO_ELSE);
    press(sam, TOUCH_BREATH);
    CHECK(both_say(T_SOOTHE_BREATH_TITLE) && room_golden(sam, "soothe-breath"));
    press(nora, GO_LESS); /* either, at any time */
    CHECK(both_say(T_SOOTHE_SAY_3));
    press(nora, TOUCH_HOLD); /* is nearer than that */
    CHECK(both_say(T_SOOTHE_LIST_TITLE));
    press(nora, TOUCH_GAZE);
    CHECK(both_say(T_SOOTHE_GAZE_TITLE) && room_golden(nora, "soothe-gaze"));
    press(sam, GO_END);
    CHECK(both_say(T_SOOTHE_OVER_TITLE) && room_golden(nora, "soothe-over"));
    for (int i = 0; i < 2; i++)
        ROOM_SUBMIT(i ? sam : nora, ROOM_SOOTHE, ACTION_LEAVE, );
    room_run(&w, 60000);
    CHECK(entries(nora) == before[0] && entries(sam) == before[1]);
    CHECK_INT(relay_blobs(), blobs);
    CHECK(!live_joined(nora->app->live) && !live_erasing(sam->app->live));
    room_world_end(&w);
}

TEST(room_soothe_looked_back_on_it_begins_anew) {
    CHECK(begun());
    room_visit(nora, "11/3");
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_AFTER, FIELD(F_TENSE, "2"));
    CHECK(near_of(nora).live.state == LIVE_SESSION_ON); /* not while it goes on */
    room_visit(nora, "11/2");
    choose(nora, "3");
    choose(sam, "3");
    press(nora, GO_END);
    CHECK(both_say(T_SOOTHE_OVER_TITLE));
    room_visit(nora, "11/3");
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_AFTER, FIELD(F_TENSE, "1"));
    room_visit(nora, "11/2");
    CHECK(room_says(nora, T_SOOTHE_READY_GO) && room_says(sam, T_SOOTHE_OVER_TITLE));
    room_world_end(&w);
}

TEST(room_soothe_both_at_once_and_twice) {
    CHECK(begun());
    choose(nora, "3");
    choose(sam, "4");
    press_from(nora, 0, TOUCH_HAND);
    press_from(sam, 0, TOUCH_FOOT);
    room_run(&w, 1000);
    CHECK_INT(near_of(nora).live.step, near_of(sam).live.step);
    uint32_t from = near_of(nora).live.step;
    press_from(nora, from, GO_LESS); /* whoever steps back wins */
    press_from(sam, from, GO_ELSE);
    press_from(sam, from, GO_ELSE);
    room_run(&w, 1000);
    CHECK(both_say(T_SOOTHE_SAY_2) && near_of(sam).level == 2);
    press_from(sam, near_of(sam).live.step, TOUCH_SIDE);
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_STOP, );
    CHECK(room_says(nora, T_SOOTHE_OVER_STOPPED));
    room_run(&w, 1000);
    CHECK(both_say(T_SOOTHE_OVER_STOPPED));
    CHECK_BYTES(room_html(nora), room_html(sam));
    room_world_end(&w);
}

/* A changed program that says they are holding each other, near 4. */
static bool holding_forge(struct room_person *p) {
    uint8_t forged[72] = {0};
    struct visit v = visit_of(p);
    struct bytes held = session_live_mine(&v);
    memcpy(forged, held.at, 32);
    u32_write(forged + 24, 1 + 1 + 2 * TOUCH_HOLD);
    bool sent = session_live_send(&v, BYTES_OF(forged)) == ERR_OK;
    room_show(p);
    room_run(&w, 1000);
    return sent;
}

TEST(room_soothe_nothing_near_before_it_was_chosen_here) {
    CHECK(begun());
    CHECK(holding_forge(sam));
    CHECK(!room_says(nora, T_SOOTHE_HOLD_TITLE) && room_says(nora, T_SOOTHE_NEAR_TITLE));
    choose(nora, "1");
    CHECK(!room_says(nora, T_SOOTHE_HOLD_TITLE) && room_says(nora, T_SOOTHE_SAY_1));
    CHECK_INT(near_of(nora).level, 1);
    room_world_end(&w);
}

TEST(room_soothe_nothing_nearer_than_was_chosen_here) {
    CHECK(begun());
    choose(nora, "1");
    choose(sam, "4");
    CHECK(both_say(T_SOOTHE_SAY_1));
    CHECK(holding_forge(sam));
    CHECK(!room_says(nora, T_SOOTHE_HOLD_TITLE) && room_says(nora, T_SOOTHE_SAY_1));
    CHECK_INT(near_of(nora).level, 1);
    room_world_end(&w);
}

TEST(room_soothe_asleep_offline_and_loaded_anew) {
    CHECK(begun());
    choose(nora, "4");
    choose(sam, "4");
    press(nora, TOUCH_HOLD);
    room_hide(sam, "");
    press(nora, GO_ELSE);
    room_run(&w, 400000);
    room_show(sam);
    room_run(&w, 6000);
    CHECK(both_say(T_SOOTHE_LIST_TITLE));
    sam->offline = true;
    press(nora, TOUCH_HAIR);
    CHECK(room_says(sam, T_SOOTHE_LIST_TITLE));
    sam->offline = false;
    room_run(&w, 120000);
    CHECK(both_say(T_SOOTHE_HAIR_TITLE));
    room_restart(nora, "");
    ROOM_SUBMIT(nora, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
    room_run(&w, 4000);
    begin(nora);
    room_run(&w, 6000);
    CHECK(both_say(T_SOOTHE_NEAR_TITLE)); /* what either told before counts no more */
    choose(nora, "4");
    CHECK(room_says(nora, T_SOOTHE_HAIR_TITLE) && room_says(sam, T_SOOTHE_NEAR_TITLE));
    choose(sam, "2");
    CHECK(!room_says(sam, T_SOOTHE_HAIR_TITLE) && room_says(sam, T_SOOTHE_SAY_2));
    room_world_end(&w);
}

TEST(room_soothe_one_phone_handed_over) {
    CHECK(paired());
    size_t blobs = relay_blobs();
    room_visit(nora, "11/5");
    CHECK(room_golden(nora, "soothe-handed"));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_HANDED_BEGIN, );
    CHECK(room_says(nora, T_SOOTHE_NEAR_FIRST) && !book_status(room_book(nora)).mine_open);
    CHECK(room_golden(nora, "soothe-handed-first"));
    room_visit(nora, "11/11"); /* all else is locked */
    CHECK(room_says(nora, T_SOOTHE_NEAR_TITLE));
    room_visit(nora, "11/6");
    choose(nora, "3");
    CHECK(room_says(nora, T_SOOTHE_NEAR_SECOND));
    choose(nora, "2");
    CHECK(room_says(nora, T_SOOTHE_SAY_2));
    press(nora, TOUCH_SIDE);
    CHECK(room_says(nora, T_SOOTHE_SIDE_TITLE));
    press(nora, GO_END);
    CHECK(room_says(nora, T_SOOTHE_OVER_TITLE) && !room_says(nora, T_SOOTHE_OVER_AFTER));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_LEAVE, );
    CHECK(room_says(nora, T_FORMS_HANDED_END_TITLE));
    room_run(&w, 4000);
    CHECK_INT(relay_blobs(), blobs);
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_HANDED_UNLOCK, );
    CHECK(nora->ended);
    room_world_end(&w);
}

TEST(room_soothe_tension_is_only_mine) {
    CHECK(paired());
    static uint8_t page[ROOM_HTML_MAX];
    room_visit(sam, "11/0");
    size_t size = sam->html_size;
    memcpy(page, sam->html, size);
    room_visit(nora, "11/1");
    CHECK(room_says(nora, T_APP_ONLY_YOU) && room_golden(nora, "soothe-before"));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_BEFORE, );
    CHECK(room_says(nora, T_HOUSE_ERROR_REQUIRED));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_BEFORE, FIELD(F_TENSE, "4"));
    CHECK(room_says(nora, T_SOOTHE_READY_TITLE));
    room_visit(nora, "11/3");
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_AFTER, FIELD(F_TENSE, "1"));
    room_run(&w, 4000);
    CHECK(room_golden(nora, "soothe-tension"));
    CHECK_INT(count_of(sam, KIND_TENSION), 0);
    room_visit(sam, "11/0");
    CHECK_BYTES(room_html(sam), bytes_make(page, size));
    to_item(nora, KIND_TENSION, PAGE_ERASE);
    CHECK(room_says(nora, T_SOOTHE_ERASE_MINE));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_ERASE, );
    CHECK_INT(count_of(nora, KIND_TENSION), 1);
    ROOM_SUBMIT(nora, ROOM_ME, 8, ); /* locked: it is taken, and not shown */
    room_visit(nora, "11/1");
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_BEFORE, FIELD(F_TENSE, "2"));
    CHECK(room_says(nora, T_SOOTHE_READY_TITLE));
    room_visit(nora, "11/4");
    CHECK(room_says(nora, T_DOOR_MINE_TITLE));
    room_world_end(&w);
}

TEST(room_soothe_box_for_alone) {
    CHECK(paired());
    room_visit(nora, "11/11");
    CHECK(room_golden(nora, "soothe-tools"));
    room_visit(nora, "11/12");
    CHECK(room_golden(nora, "soothe-tool"));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_TOOL, FIELD(F_1, "The stairs to the roof"));
    CHECK(room_shows(nora, "The stairs to the roof"));
    to_item(nora, KIND_TOOL, PAGE_TOOL);
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_TOOL, FIELD(F_1, "The stairs, twice"));
    CHECK_INT(count_of(nora, KIND_TOOL), 1);
    room_run(&w, 4000);
    CHECK_INT(count_of(sam, KIND_TOOL), 0);
    ROOM_SUBMIT(nora, ROOM_ME, 8, );
    room_visit(nora, "11/11"); /* the ideas are there all the same */
    CHECK(room_says(nora, T_SOOTHE_TOOLS_LOCKED) && !room_shows(nora, "The stairs"));
    CHECK(room_shows(nora, "Cold water over the wrists"));
    room_visit(nora, "11/11/1");
    CHECK(room_says(nora, T_DOOR_MINE_TITLE));
    room_world_end(&w);
}

/* Written on both sides without a connection; the newest of each stands, on both phones alike. */
TEST(room_soothe_words_side_by_side) {
    CHECK(paired());
    room_visit(nora, "11/9");
    CHECK(room_golden(nora, "soothe-words-empty"));
    nora->offline = sam->offline = true;
    room_visit(nora, "11/10");
    CHECK(room_golden(nora, "soothe-words-edit"));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_WORDS, FIELD(F_1, ""));
    CHECK(room_says(nora, T_SOOTHE_WRITE_ONE));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_WORDS,
                FIELD(F_1, "I am not going") FIELD(F_2, "Shall I sit here?"));
    room_visit(sam, "11/10");
    ROOM_SUBMIT(sam, ROOM_SOOTHE, ACTION_WORDS, FIELD(F_3, "You need not explain"));
    sam->offline = false;
    room_run(&w, 90000);
    nora->offline = false;
    room_run(&w, 90000);
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        room_visit(p, "11/9");
        CHECK(room_shows(p, "I am not going") && room_shows(p, "You need not explain"));
    }
    CHECK(room_golden(sam, "soothe-words"));
    room_visit(nora, "11/10");
    CHECK(room_shows(nora, "Shall I sit here?"));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_WORDS, FIELD(F_1, "I am here"));
    room_run(&w, 4000);
    room_visit(sam, "11/9");
    CHECK(room_shows(sam, "I am here") && !room_shows(sam, "Shall I sit here?"));
    to_item(sam, KIND_WORDS, PAGE_ERASE);
    bool own = room_says(sam, T_SOOTHE_ERASE_OURS);
    CHECK(own || room_says(sam, T_DOOR_LOST_TITLE)); /* only what is one's own */
    CHECK_INT(count_of(sam, KIND_WORDS), 2);
    room_world_end(&w);
}

TEST(room_soothe_door_and_sign) {
    CHECK(paired());
    room_visit(nora, "11/14");
    CHECK(room_golden(nora, "soothe-doorway-edit"));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_DOORWAY,
                FIELD(F_1, "1") FIELD(F_3, "4") FIELD(F_4, "Ten minutes in the kitchen"));
    room_visit(nora, "11/16");
    CHECK(room_golden(nora, "soothe-sign-edit"));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_SIGN, FIELD(F_1, "My ears get hot"));
    room_run(&w, 4000);
    room_visit(sam, "11/13");
    CHECK(room_shows(sam, "Ten minutes in the kitchen") && room_golden(sam, "soothe-doorway"));
    room_visit(sam, "11/15");
    CHECK(room_shows(sam, "My ears get hot") && room_golden(sam, "soothe-flood"));
    room_world_end(&w);
}

static size_t suggested(struct room_person *p, struct suggestion *out) {
    struct visit v = visit_of(p);
    return practice_soothe.suggest(&v, out, 1);
}

TEST(room_soothe_promise_is_its_givers_to_move) {
    struct suggestion s;
    CHECK(paired());
    room_visit(nora, "11/17");
    CHECK(room_golden(nora, "soothe-break"));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_RETURN, FIELD(F_DAY, "0"));
    CHECK(room_says(nora, T_HOUSE_ERROR_REQUIRED));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_RETURN,
                FIELD(F_DAY, "0") FIELD(F_HOUR, "20") FIELD(F_MINUTE, "2"));
    CHECK(room_says(nora, T_SOOTHE_PAUSE_TITLE) && room_golden(nora, "soothe-pause"));
    room_run(&w, 4000);
    room_visit(sam, "11/15");
    CHECK(room_shows(sam, "Nora comes back today at 20:30.") &&
          !room_says(sam, T_SOOTHE_RETURNS_MOVE));
    CHECK(suggested(sam, &s) == 1 && s.line == T_SOOTHE_SUGGEST_RETURNS);
    CHECK(suggested(nora, &s) == 1 && s.line == T_SOOTHE_SUGGEST_RETURN);
    ROOM_SUBMIT(sam, ROOM_SOOTHE, ACTION_BACK, ); /* not theirs */
    room_run(&w, 4000);
    CHECK_INT(count_of(nora, KIND_RETURN), 1);
    room_visit(nora, "11/15");
    CHECK(room_shows(nora, "You come back today at 20:30.") && room_golden(nora, "soothe-return"));
    room_visit(nora, "11/17");
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_RETURN,
                FIELD(F_DAY, "1") FIELD(F_HOUR, "9") FIELD(F_MINUTE, "0"));
    room_run(&w, 4000);
    CHECK_INT(count_of(nora, KIND_RETURN), 1);
    room_visit(sam, "11/15");
    CHECK(room_shows(sam, "Nora comes back tomorrow at 9:00.") ||
          room_shows(sam, "Nora comes back tomorrow at 09:00."));
    /* Once its day is over, only the day is left, on both phones. */
    room_sleep(&w, 3);
    room_run(&w, 6000);
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        uint64_t minute;
        size_t count;
        const struct item *all = book_items(room_book(p), KIND_RETURN, &count);
        CHECK_INT(count, 1);
        CHECK(!body_uint(book_item_entry(&all[0]).body, 2, &minute));
        room_visit(p, "11/15");
        CHECK(!room_shows(p, "Nora comes back") && !room_shows(p, "You come back"));
        CHECK_INT(suggested(p, &s), 0);
    }
    room_world_end(&w);
}

TEST(room_soothe_back_takes_the_promise_away) {
    CHECK(paired());
    room_visit(nora, "11/17");
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_RETURN, FIELD(F_HOUR, "21"));
    room_run(&w, 4000);
    room_visit(nora, "11/15");
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_BACK, );
    room_run(&w, 6000);
    CHECK_INT(count_of(sam, KIND_RETURN), 0);
    room_world_end(&w);
}

TEST(room_soothe_alone_and_left) {
    room_world_begin(&w);
    nora = room_person(&w, "");
    room_begin(nora, "2", "Nora");
    room_visit(nora, "11/0");
    CHECK(room_golden(nora, "soothe-home-alone"));
    room_visit(nora, "11/10");
    CHECK(room_says(nora, T_APP_ONLY_YOU));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_WORDS, FIELD(F_1, "I am enough for tonight"));
    CHECK(room_shows(nora, "I am enough for tonight") && room_says(nora, T_SOOTHE_ALONE));
    room_visit(nora, "11/2");
    CHECK(room_says(nora, T_SOOTHE_LEAD));
    room_visit(nora, "11/17"); /* nobody to promise to */
    CHECK(room_says(nora, T_SOOTHE_FLOOD_TITLE) && !room_says(nora, T_SOOTHE_BREAK_SAVE));
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_RETURN, FIELD(F_HOUR, "21"));
    CHECK_INT(count_of(nora, KIND_RETURN), 0);
    room_visit(nora, "11/1");
    ROOM_SUBMIT(nora, ROOM_SOOTHE, ACTION_BEFORE, FIELD(F_TENSE, "3"));
    CHECK(room_says(nora, T_FORMS_HANDED_TITLE));
    ROOM_SUBMIT(nora, ROOM_ME, 8, );
    room_visit(nora, "11/9");
    CHECK(room_says(nora, T_DOOR_MINE_TITLE));
    room_world_end(&w);
    CHECK(begun());
    choose(nora, "2");
    room_visit(sam, "6/7");
    ROOM_SUBMIT(sam, ROOM_ME, 14, );
    room_run(&w, 60000);
    room_visit(nora, "11/2");
    CHECK(room_says(nora, T_SOOTHE_LEAD));
    room_visit(nora, "11/10"); /* from now on for oneself */
    CHECK(room_says(nora, T_APP_ONLY_YOU));
    room_world_end(&w);
}

/* Bodies of a changed program: nothing, numbers that mean nothing, a promise for the year 3000. */
TEST(room_soothe_hostile_entries_are_shown_nowhere) {
    CHECK(paired());
    static const uint32_t kinds[] = {KIND_WORDS, KIND_DOORWAY, KIND_SIGN, KIND_RETURN};
    for (size_t k = 0; k < COUNT_OF(kinds); k++)
        for (int i = 0; i < 2; i++) {
            struct arena a;
            struct body_writer b;
            struct bytes body;
            arena_init(&a, 1 << 16);
            body_begin(&b, &a, NULL);
            if (i && kinds[k] == KIND_RETURN) {
                body_add_uint(&b, 1, 300000);
                body_add_uint(&b, 2, 60);
            } else if (i && kinds[k] == KIND_DOORWAY) {
                body_add_uint(&b, 1, 77);
            }
            CHECK_OK(body_end(&b, &body));
            CHECK_OK(room_forge(sam, SPACE_OURS, kinds[k], NULL, 0, body));
            arena_free(&a);
        }
    room_run(&w, 4000);
    static const char *const pages[] = {"11/9", "11/13", "11/15"};
    static const enum text_key none[] = {T_SOOTHE_WORDS_NONE, T_SOOTHE_DOORWAY_NONE,
                                         T_SOOTHE_FLOOD_SIGN_NONE};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(nora, pages[i]);
        CHECK(room_says(nora, none[i]) && !room_shows(nora, "Sam comes back"));
    }
    room_world_end(&w);
}
