/* Listening of two people with whole apps: a whole session on two phones, both pressing at once,
 * stopped by either, slept through, loaded anew, offline, left; one phone handed over; what is
 * kept, by whom and for whom; and nothing else left behind. */
#include "app/app_internal.h"
#include "practices/listen/listen.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

extern const struct practice practice_listen;

static struct room_world w;
static struct room_person *nora, *sam;

static bool paired(void) {
    room_world_begin(&w);
    bool ok = room_pair(&w, &nora, &sam);
    room_run(&w, 4000);
    return ok;
}

static void begin(struct room_person *p) {
    room_visit(p, "10/1");
    ROOM_SUBMIT(p, ROOM_LISTEN, ACTION_BEGIN, );
}

static bool begun(void) {
    if (!paired())
        return false;
    begin(nora);
    begin(sam);
    room_run(&w, 6000);
    return room_says(nora, T_LISTEN_PREPARE_TITLE) && room_says(sam, T_LISTEN_PREPARE_TITLE);
}

static struct turn turn_of(struct room_person *p) {
    struct turn t;
    struct visit v = {.session = (struct session *)p->app,
                      .book = room_book(p),
                      .today = w.today,
                      .now_ms = w.now_ms};
    MUST(turn_read(&v, &t) == ERR_OK);
    return t;
}

static void press_from(struct room_person *p, uint32_t from, enum listen_go go) {
    char step[16], what[16];
    snprintf(step, sizeof step, "%u", from);
    snprintf(what, sizeof what, "%d", (int)go);
    ROOM_SUBMIT(p, ROOM_LISTEN, ACTION_STEP, FIELD(F_FROM, step) FIELD(F_GO, what));
}

static void press(struct room_person *p, enum listen_go go) {
    press_from(p, turn_of(p).live.step, go);
    room_run(&w, 1000);
}

static void touch(struct room_person *p, unsigned what) {
    char step[16], touched[16];
    snprintf(step, sizeof step, "%u", turn_of(p).live.step);
    snprintf(touched, sizeof touched, "%u", what);
    ROOM_SUBMIT(p, ROOM_LISTEN, ACTION_TOUCH, FIELD(F_FROM, step) FIELD(F_TOUCH, touched));
    room_run(&w, 1000);
}

static bool both_say(enum text_key key) {
    return room_says(nora, key) && room_says(sam, key);
}

static size_t kept(struct room_person *p) {
    size_t count;
    (void)book_items(room_book(p), KIND_KEPT, &count);
    return count;
}

/* Items of every kind there could be. */
static size_t entries(struct room_person *p) {
    size_t all = 0, count;
    for (uint32_t kind = 1; kind < 64 * KINDS_PER_PRACTICE; kind++) {
        (void)book_items(room_book(p), kind, &count);
        all += count;
    }
    return all;
}

/* One that both can read, if there is one. */
static void visit_kept(struct room_person *p, unsigned page) {
    size_t count;
    char to[64];
    const struct item *items = book_items(room_book(p), KIND_KEPT, &count);
    size_t at = 0;
    MUST(count > 0);
    while (at + 1 < count && items[at].space != SPACE_OURS)
        at++;
    snprintf(to, sizeof to, "10/%u/%016llx", page, (unsigned long long)item_address(&items[at]));
    room_visit(p, to);
}

TEST(room_listen_first_page) {
    CHECK(paired());
    room_visit(nora, "10/0");
    CHECK(room_golden(nora, "listen-home"));
    room_visit(nora, "10/1");
    CHECK(room_says(nora, T_LISTEN_READY_GO) && room_golden(nora, "listen-ready"));
    /* What the other did before both began is told nowhere. */
    uint32_t views = sam->views;
    room_visit(sam, "10/1");
    size_t before = sam->html_size;
    static uint8_t page[ROOM_HTML_MAX];
    memcpy(page, sam->html, before);
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_BEGIN, );
    room_run(&w, 6000);
    CHECK(sam->views > views);
    CHECK_BYTES(bytes_make(sam->html, sam->html_size), bytes_make(page, before));
    CHECK(room_says(nora, T_LISTEN_READY_PRESSED));
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_LEAVE, );
    CHECK(room_says(nora, T_LISTEN_BEGIN_TWO));
    room_world_end(&w);
}

TEST(room_listen_a_whole_session) {
    CHECK(begun());
    size_t before[2] = {entries(nora), entries(sam)};
    CHECK(room_golden(nora, "listen-prepare"));
    press(nora, GO_SPEAK);
    CHECK(turn_of(nora).i_speak && !turn_of(sam).i_speak && both_say(T_LISTEN_TELL_TITLE));
    CHECK(room_golden(nora, "listen-tell-speaks") && room_golden(sam, "listen-tell-hears"));
    press(nora, GO_ON);
    CHECK(room_says(sam, T_LISTEN_BACK_LINE) && room_says(nora, T_LISTEN_BACK_CHECK));
    CHECK(room_golden(nora, "listen-back-speaks") && room_golden(sam, "listen-back-says"));
    for (int i = STAGE_STRENGTH; i <= STAGE_PART; i++)
        press(nora, GO_ON);
    CHECK(both_say(T_LISTEN_PART_TITLE));
    press(nora, GO_ON);
    CHECK(room_says(nora, T_LISTEN_ASK_SPEAK) && room_says(sam, T_LISTEN_ASK_HEAR));
    CHECK(room_says(nora, T_LISTEN_PARTLY) && !room_says(sam, T_LISTEN_PARTLY));
    CHECK(room_golden(nora, "listen-ask"));
    press(nora, GO_ANSWER + 1);
    CHECK(both_say(T_LISTEN_PARTLY_LINE) && room_golden(sam, "listen-partly"));
    press(sam, GO_AGAIN); /* repair is a button, and either's */
    CHECK(both_say(T_LISTEN_BACK_TITLE) && turn_of(nora).i_speak);
    press(nora, GO_ASK);
    press(nora, GO_ANSWER + 2);
    CHECK(both_say(T_LISTEN_YES_LINE));
    press(nora, GO_CHANGE);
    CHECK(turn_of(sam).i_speak && room_says(nora, T_LISTEN_TELL_HEAR));
    press(sam, GO_ON);
    press(sam, GO_ASK);
    press(sam, GO_ANSWER);
    CHECK(both_say(T_LISTEN_NOT_YET_LINE));
    press(nora, GO_END);
    CHECK(both_say(T_LISTEN_OVER_LINE) && room_golden(nora, "listen-over"));
    for (int i = 0; i < 2; i++)
        ROOM_SUBMIT(i ? sam : nora, ROOM_LISTEN, ACTION_LEAVE, );
    room_run(&w, 60000);
    /* Nothing of it is an entry, and nothing of it is left at the relay. */
    CHECK_INT(entries(nora), before[0]);
    CHECK_INT(entries(sam), before[1]);
    CHECK(!live_joined(nora->app->live) && !live_joined(sam->app->live));
    CHECK(!live_erasing(nora->app->live) && !live_erasing(sam->app->live));
    CHECK_INT(kept(nora) + kept(sam), 0);
    room_world_end(&w);
}

/* What the relay holds and was not asked to erase. */
static size_t relay_blobs(void) {
    size_t n = 0;
    for (const struct fake_box *b = w.relay.boxes; b; b = b->next)
        for (uint32_t i = 0; i < b->count && !b->dropped; i++)
            n += !b->blobs[i].erased;
    return n;
}

TEST(room_listen_blobs_are_gone_from_the_relay_afterwards) {
    CHECK(paired());
    size_t before = relay_blobs();
    begin(nora);
    begin(sam);
    room_run(&w, 6000);
    press(sam, GO_SPEAK);
    press(sam, GO_ON);
    CHECK(relay_blobs() > before);
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_STOP, );
    room_run(&w, 2000);
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_LEAVE, );
    ROOM_SUBMIT(sam, ROOM_LISTEN, ACTION_LEAVE, );
    room_run(&w, 60000);
    CHECK_INT(relay_blobs(), before);
    room_world_end(&w);
}

TEST(room_listen_only_who_spoke_goes_on_and_says_understood) {
    CHECK(begun());
    press(nora, GO_SPEAK);
    press(sam, GO_ON);
    CHECK(turn_of(nora).stage == STAGE_TELL && turn_of(sam).stage == STAGE_TELL);
    press(nora, GO_ON);
    press(sam, GO_ASK);
    CHECK(turn_of(sam).stage == STAGE_BACK);
    press(nora, GO_ASK);
    press(sam, GO_ANSWER + 2);
    press(sam, GO_CHANGE); /* nor before it is answered */
    press(nora, GO_END);
    CHECK(turn_of(sam).stage == STAGE_ASK && turn_of(nora).stage == STAGE_ASK);
    press(nora, GO_ANSWER);
    CHECK(turn_of(sam).stage == STAGE_NOT_YET);
    room_world_end(&w);
}

/* What a changed program sends in place of its own state: this step, this act. */
static void forge(struct room_person *p, uint32_t to, uint32_t act) {
    struct visit v = {.session = (struct session *)p->app,
                      .book = room_book(p),
                      .today = w.today,
                      .now_ms = w.now_ms};
    uint8_t forged[72] = {0};
    memcpy(forged, session_live_mine(&v).at, 32);
    u32_write(forged + 24, to);
    u32_write(forged + 28, act);
    MUST(session_live_send(&v, BYTES_OF(forged)) == ERR_OK);
    room_show(p);
    room_run(&w, 1000);
}

/* A listener's program says that the speaker felt understood, and wears the brake out. */
TEST(room_listen_a_changed_program_says_nothing_for_who_speaks) {
    CHECK(begun());
    press(nora, GO_SPEAK);
    press(nora, GO_ON);
    uint32_t here = turn_of(nora).live.step;
    forge(sam, here + STAGE_YES - STAGE_BACK, 0);
    CHECK(turn_of(nora).stage == STAGE_BACK && turn_of(nora).live.step == here);
    forge(sam, here, UINT32_MAX - 1);
    touch(nora, TOUCH_BRAKE);
    CHECK(turn_of(nora).touch == TOUCH_BRAKE && turn_of(sam).touch == TOUCH_BRAKE);
    press(nora, GO_ON);
    CHECK(turn_of(sam).stage == STAGE_STRENGTH);
    forge(sam, 0xffffffff, 0); /* but they may stop, as anybody may */
    CHECK(turn_of(nora).live.state == LIVE_SESSION_OVER);
    room_world_end(&w);
}

TEST(room_listen_brake_shows_one_line) {
    CHECK(begun());
    press(nora, GO_SPEAK);
    press(nora, GO_ON);
    for (unsigned kind = 0; kind < 4; kind++) {
        touch(nora, TOUCH_BRAKE + kind);
        CHECK(room_says(sam, T_LISTEN_BRAKE_LINE) && room_says(nora, T_LISTEN_BRAKE_TOLD));
        CHECK(!room_says(sam, T_LISTEN_BRAKE_EXPLAINING) && !room_says(sam, T_LISTEN_BRAKE_BACK));
    }
    CHECK(room_golden(sam, "listen-brake"));
    touch(nora, TOUCH_NONE);
    CHECK(room_says(sam, T_LISTEN_BACK_LINE));
    touch(nora, TOUCH_REPAIR);
    CHECK(both_say(T_LISTEN_REPAIR_SAID));
    touch(sam, TOUCH_BRAKE); /* not the listener's */
    CHECK(both_say(T_LISTEN_REPAIR_SAID));
    room_world_end(&w);
}

/* Both say that they speak; a press that came twice, and one of a step that is over. */
TEST(room_listen_both_at_once_and_twice) {
    CHECK(begun());
    press_from(nora, 0, GO_SPEAK);
    press_from(sam, 0, GO_SPEAK);
    room_run(&w, 1000);
    CHECK_INT(turn_of(nora).live.step, turn_of(sam).live.step);
    CHECK(turn_of(nora).i_speak != turn_of(sam).i_speak);
    struct room_person *speaker = turn_of(nora).i_speak ? nora : sam;
    uint32_t from = turn_of(nora).live.step;
    press_from(speaker, from, GO_ON);
    press_from(speaker, from, GO_ON);
    press_from(speaker, from, GO_ON);
    room_run(&w, 1000);
    CHECK(turn_of(nora).stage == STAGE_BACK && turn_of(sam).stage == STAGE_BACK);
    press(speaker, GO_ASK);
    press(speaker, GO_ANSWER);
    from = turn_of(nora).live.step;
    press_from(nora, from, GO_CHANGE); /* one would go on, the other once more */
    press_from(sam, from, GO_AGAIN);
    room_run(&w, 1000);
    CHECK_INT(turn_of(nora).live.step, turn_of(sam).live.step);
    CHECK_INT(turn_of(nora).cycle, 1);
    press_from(nora, turn_of(nora).live.step, GO_ON); /* while the other stops */
    ROOM_SUBMIT(sam, ROOM_LISTEN, ACTION_STOP, );
    room_run(&w, 1000);
    CHECK(both_say(T_LISTEN_OVER_STOPPED_TITLE));
    room_world_end(&w);
}

TEST(room_listen_either_may_stop_at_once) {
    static const enum listen_go way[] = {GO_SPEAK, GO_ON, GO_ASK, GO_ANSWER};
    for (size_t steps = 0; steps <= COUNT_OF(way); steps++)
        for (int who = 0; who < 2; who++) {
            CHECK(begun());
            for (size_t i = 0; i < steps; i++)
                press(nora, way[i]);
            ROOM_SUBMIT(who ? sam : nora, ROOM_LISTEN, ACTION_STOP, );
            CHECK(room_says(who ? sam : nora, T_LISTEN_OVER_STOPPED_TITLE));
            room_run(&w, 1000);
            CHECK(both_say(T_LISTEN_OVER_STOPPED));
            CHECK_BYTES(room_html(nora), room_html(sam)); /* and neither page says who */
            room_world_end(&w);
        }
}

TEST(room_listen_asleep_offline_and_loaded_anew) {
    CHECK(begun());
    press(nora, GO_SPEAK);
    room_hide(sam, "");
    press(nora, GO_ON);
    room_run(&w, 400000);
    room_show(sam);
    room_run(&w, 6000);
    CHECK(both_say(T_LISTEN_BACK_TITLE));
    sam->offline = true;
    press(nora, GO_ON);
    CHECK(room_says(sam, T_LISTEN_BACK_TITLE));
    sam->offline = false;
    room_run(&w, 120000);
    CHECK(both_say(T_LISTEN_STRENGTH_TITLE));
    /* Loaded anew, on both sides one after the other: begin, and it stands where the other is. */
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? nora : sam;
        room_restart(p, "");
        ROOM_SUBMIT(p, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
        room_run(&w, 4000);
        room_visit(p, "10/1");
        CHECK(room_says(p, T_LISTEN_READY_GO));
        begin(p);
        room_run(&w, 6000);
        CHECK(both_say(T_LISTEN_STRENGTH_TITLE));
    }
    CHECK(turn_of(nora).i_speak);
    press(nora, GO_ON);
    CHECK(both_say(T_LISTEN_SENSE_TITLE));
    room_world_end(&w);
}

TEST(room_listen_one_leaves_the_pair) {
    CHECK(begun());
    press(nora, GO_SPEAK);
    room_visit(sam, "6/7");
    ROOM_SUBMIT(sam, ROOM_ME, 14, );
    room_run(&w, 60000);
    room_visit(sam, "10/1");
    CHECK(room_says(sam, T_LISTEN_LEFT) && !room_says(sam, T_LISTEN_BEGIN_TWO));
    room_visit(nora, "10/0");
    CHECK(room_says(nora, T_LISTEN_LEFT) && room_says(nora, T_LISTEN_BEGIN_ONE));
    room_world_end(&w);
}

TEST(room_listen_alone) {
    room_world_begin(&w);
    nora = room_person(&w, "");
    room_begin(nora, "2", "Nora");
    room_visit(nora, "10/0");
    CHECK(room_golden(nora, "listen-alone") && !room_says(nora, T_LISTEN_BEGIN_TWO));
    room_visit(nora, "10/1");
    CHECK(room_says(nora, T_LISTEN_LEAD));
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_BEGIN, );
    CHECK(turn_of(nora).live.state == LIVE_SESSION_NONE);
    room_visit(nora, "10/6"); /* nobody else's: the badge says so */
    CHECK(room_says(nora, T_APP_ONLY_YOU) && !room_says(nora, T_APP_YOU_TWO));
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_KEEP,
                FIELD(F_WITH, "Jo") FIELD(F_UNDERSTOOD, "2") FIELD(F_MISSING, ""));
    CHECK(room_says(nora, T_LISTEN_SAVED_MINE) && room_says(nora, T_LISTEN_SAY_UNDERSTOOD));
    visit_kept(nora, PAGE_ONE);
    CHECK(room_shows(nora, "With Jo") && room_golden(nora, "listen-one-alone"));
    room_world_end(&w);
}

TEST(room_listen_one_phone_handed_over) {
    CHECK(paired());
    size_t before = relay_blobs();
    room_visit(nora, "10/2");
    CHECK(room_golden(nora, "listen-handed"));
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_HANDED_BEGIN, );
    CHECK(!book_status(room_book(nora)).mine_open && room_says(nora, T_LISTEN_PREPARE_GO_ONE));
    room_visit(nora, "5/0"); /* everything else is locked */
    CHECK(room_says(nora, T_LISTEN_PREPARE_TITLE));
    room_visit(nora, "10/5");
    CHECK(room_says(nora, T_LISTEN_PREPARE_TITLE));
    press(nora, GO_SPEAK); /* and what stands there can be pressed */
    CHECK(room_is_at(nora, "10/3") && room_golden(nora, "listen-handed-tell"));
    room_hide(nora, ""); /* a long turn without a touch: it is still there */
    room_show(nora);
    CHECK(room_says(nora, T_LISTEN_TELL_TITLE));
    press(nora, GO_ON);
    touch(nora, TOUCH_BRAKE);
    CHECK(room_says(nora, T_LISTEN_BRAKE_LINE) && room_golden(nora, "listen-handed-brake"));
    press(nora, GO_ASK);
    press(nora, GO_ANSWER + 2);
    press(nora, GO_CHANGE);
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_STOP, );
    CHECK(room_says(nora, T_LISTEN_OVER_STOPPED) && !room_says(nora, T_LISTEN_KEEP));
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_LEAVE, );
    CHECK(room_says(nora, T_FORMS_HANDED_END_TITLE));
    room_run(&w, 4000);
    CHECK_INT(relay_blobs(), before); /* nothing was sent */
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_HANDED_UNLOCK, );
    CHECK(nora->ended);
    room_world_end(&w);
}

TEST(room_listen_kept_by_one_for_both_or_for_oneself) {
    CHECK(paired());
    room_visit(nora, "10/5");
    CHECK(room_says(nora, T_APP_ONLY_YOU) && room_golden(nora, "listen-keep"));
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_KEEP, FIELD(F_MISSING, ""));
    CHECK(room_says(nora, T_LISTEN_EMPTY));
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_KEEP,
                FIELD(F_UNDERSTOOD, "1") FIELD(F_MISSING, "only for me"));
    room_run(&w, 4000);
    CHECK_INT(kept(sam), 0);
    CHECK(room_says(nora, T_LISTEN_SAY_MISSING) && room_golden(nora, "listen-saved"));
    struct suggestion suggested;
    struct visit v = {
        .session = (struct session *)nora->app, .book = room_book(nora), .today = w.today};
    CHECK_INT(practice_listen.suggest(&v, &suggested, 1), 1);
    CHECK(suggested.line == T_LISTEN_SUGGEST && suggested.joint && !suggested.waits);
    v.book = room_book(sam);
    v.session = (struct session *)sam->app;
    CHECK_INT(practice_listen.suggest(&v, &suggested, 1), 0);
    room_visit(nora, "10/6");
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_KEEP,
                FIELD(F_WITH, "not sent") FIELD(F_UNDERSTOOD, "2") FIELD(F_LET_GO, "The dinner"));
    room_run(&w, 4000);
    visit_kept(sam, PAGE_ONE);
    CHECK(room_shows(sam, "The dinner") && !room_shows(sam, "not sent"));
    CHECK(!room_says(sam, T_APP_CHANGE) && room_golden(sam, "listen-one"));
    room_visit(sam, "10/0");
    CHECK(room_golden(sam, "listen-kept-list") && !room_shows(sam, "only for me"));
    visit_kept(sam, PAGE_CHANGE);
    CHECK(room_says(sam, T_DOOR_LOST_TITLE));
    visit_kept(nora, PAGE_CHANGE);
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_CHANGE, FIELD(F_LET_GO, "The dinner and the rain"));
    room_run(&w, 4000);
    visit_kept(sam, PAGE_ONE);
    CHECK(room_shows(sam, "and the rain") && !room_says(sam, T_LISTEN_YES));
    visit_kept(nora, PAGE_ERASE);
    CHECK(room_says(nora, T_LISTEN_ERASE_OURS));
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_ERASE, );
    room_run(&w, 6000);
    CHECK_INT(kept(sam), 0);
    CHECK_INT(kept(nora), 1);
    room_world_end(&w);
}

/* What is *mine* changes nothing on the other phone. */
TEST(room_listen_mine_is_seen_by_nobody) {
    static uint8_t page[ROOM_HTML_MAX];
    size_t sizes[2];
    for (int write = 0; write < 2; write++) {
        CHECK(paired());
        if (write) {
            room_visit(nora, "10/5");
            ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_KEEP, FIELD(F_MISSING, "only for me"));
        }
        room_run(&w, 60000);
        room_visit(sam, "10/0");
        sizes[write] = sam->html_size;
        if (!write)
            memcpy(page, sam->html, sam->html_size);
        else
            CHECK_BYTES(room_html(sam), bytes_make(page, sizes[0]));
        room_world_end(&w);
    }
}

TEST(room_listen_mine_closed) {
    CHECK(paired());
    ROOM_SUBMIT(nora, ROOM_ME, 8, );
    CHECK(!book_status(room_book(nora)).mine_open);
    room_visit(nora, "10/5");
    ROOM_SUBMIT(nora, ROOM_LISTEN, ACTION_KEEP, FIELD(F_MISSING, "put away"));
    CHECK(room_says(nora, T_LISTEN_SAVED_CLOSED));
    room_visit(nora, "10/0");
    CHECK(room_says(nora, T_LISTEN_MINE_CLOSED) && !room_shows(nora, "put away"));
    room_visit(nora, "10/0/1");
    CHECK(room_says(nora, T_DOOR_MINE_TITLE));
    room_world_end(&w);
}

/* Entries of a changed program: numbers that mean nothing, no words, words that are none. */
TEST(room_listen_hostile_entries_are_shown_nowhere) {
    CHECK(paired());
    for (int i = 0; i < 3; i++) {
        struct arena a;
        struct body_writer b;
        struct bytes body;
        arena_init(&a, 1 << 16);
        body_begin(&b, &a, NULL);
        if (i == 0)
            body_add_uint(&b, F_UNDERSTOOD, 77);
        if (i == 1)
            body_add_uint(&b, F_MISSING, 1);
        CHECK_OK(body_end(&b, &body));
        CHECK_OK(room_forge(sam, SPACE_OURS, KIND_KEPT, NULL, 0, body));
        arena_free(&a);
    }
    room_run(&w, 4000);
    room_visit(nora, "10/0");
    CHECK(room_says(nora, T_LISTEN_KEPT_NONE));
    if (kept(nora)) {
        visit_kept(nora, PAGE_ONE);
        CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    }
    /* A live message that means nothing begins nothing and moves nothing. */
    begin(nora);
    begin(sam);
    room_run(&w, 6000);
    uint8_t junk[72];
    memset(junk, 0xff, sizeof junk);
    struct visit v = {.session = (struct session *)sam->app, .now_ms = w.now_ms};
    CHECK_OK(session_live_send(&v, BYTES_OF(junk)));
    room_show(sam);
    room_run(&w, 2000);
    CHECK(room_says(nora, T_LISTEN_PREPARE_TITLE));
    room_world_end(&w);
}
