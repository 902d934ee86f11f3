/* The form *live session*, on two whole phones over one relay, in virtual time. */
#include "forms/live_session.h"

#include "app/session.h"
#include "room_test.h"

#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;

static uint32_t minute(uint32_t step) {
    return step ? 60 : 0;
}
static const struct live_session_def def = {500, 1, 6, minute, NULL};

static struct visit visit_of(struct room_person *p) {
    return (struct visit){.session = (struct session *)p->app,
                          .book = room_book(p),
                          .today = w.today,
                          .now_ms = w.now_ms};
}

static struct live_session read_as(struct room_person *p) {
    struct visit v = visit_of(p);
    struct live_session s = {0};
    MUST(live_session_read(&v, &def, &s) == ERR_OK);
    return s;
}

static void begin(struct room_person *p) {
    struct visit v = visit_of(p);
    MUST(live_session_begin(&v, &def, false) == ERR_OK);
    room_show(p);
}

static enum err step(struct room_person *p, uint32_t from, uint32_t to, uint32_t act) {
    struct visit v = visit_of(p);
    enum err e = live_session_step(&v, &def, from, to, act);
    room_show(p); /* the event that the press is: what it wrote leaves with it */
    return e;
}

static void stop(struct room_person *p) {
    struct visit v = visit_of(p);
    MUST(live_session_stop(&v, &def) == ERR_OK);
    room_show(p);
}

/* Time passes on open pages, that are drawn anew when something comes. */
static void pass(uint64_t ms) {
    for (uint64_t at = 0; at < ms; at += 20) {
        room_run(&w, 20);
        (void)read_as(nora);
        (void)read_as(sam);
        room_show(nora);
        room_show(sam);
    }
}

static bool both_at(enum live_session_state state, uint32_t at) {
    struct live_session a = read_as(nora), b = read_as(sam);
    return a.state == state && b.state == state && a.step == at && b.step == at && a.act == b.act;
}

static bool begun(void) {
    room_world_begin(&w);
    if (!room_pair(&w, &nora, &sam))
        return false;
    room_run(&w, 4000);
    begin(nora);
    pass(6000);
    if (read_as(nora).state != LIVE_SESSION_READY || read_as(sam).state != LIVE_SESSION_NONE)
        return false;
    begin(sam);
    pass(6000);
    return both_at(LIVE_SESSION_ON, 0);
}

TEST(live_session_step_is_on_the_other_phone_at_once) {
    CHECK(begun());
    CHECK_OK(step(nora, 0, 1, 0));
    pass(300);
    CHECK(both_at(LIVE_SESSION_ON, 1));
    CHECK_OK(step(nora, 1, 2, 0)); /* both press at once: one step */
    CHECK_OK(step(sam, 1, 2, 0));
    pass(300);
    CHECK(both_at(LIVE_SESSION_ON, 2));
    CHECK_OK(step(sam, 1, 2, 0));
    CHECK_OK(step(nora, 2, 2, 1)); /* one brakes while the other goes on */
    CHECK_OK(step(sam, 2, 3, 0));
    pass(600);
    CHECK(both_at(LIVE_SESSION_ON, 3));
    CHECK_ERR(step(sam, 3, 2, 0), ERR_INPUT);
    pass(20000);
    CHECK(read_as(nora).left_s < 60 && read_as(nora).left_s > 30);
    room_world_end(&w);
}

TEST(live_session_survives_a_lost_network_and_either_stops) {
    CHECK(begun());
    sam->offline = true;
    CHECK_OK(step(nora, 0, 1, 0));
    CHECK_OK(step(sam, 0, 1, 0));
    CHECK_OK(step(sam, 1, 2, 0));
    pass(3000);
    CHECK(read_as(nora).step == 1 && read_as(sam).step == 2);
    sam->offline = false;
    pass(120000);
    CHECK(both_at(LIVE_SESSION_ON, 2));
    struct visit v = visit_of(nora);
    live_session_leave(&v); /* nothing is left here, as after a reload */
    CHECK(read_as(nora).state == LIVE_SESSION_NONE);
    begin(nora);
    pass(6000);
    CHECK(both_at(LIVE_SESSION_ON, 2));
    stop(sam);
    CHECK(read_as(sam).state == LIVE_SESSION_OVER);
    pass(300);
    CHECK(both_at(LIVE_SESSION_OVER, LIVE_SESSION_STOPPED));
    CHECK_ERR(step(nora, 2, 3, 0), ERR_STATE);
    room_world_end(&w);
}

TEST(live_session_on_one_phone_sends_nothing) {
    room_world_begin(&w);
    CHECK(room_pair(&w, &nora, &sam));
    struct visit v = visit_of(nora);
    CHECK_OK(live_session_begin(&v, &def, true));
    CHECK_OK(step(nora, 0, 1, 0));
    CHECK(read_as(nora).state == LIVE_SESSION_ON && read_as(nora).step == 1);
    CHECK_ERR(session_live_send(&v, BYTES("x")), ERR_STATE);
    live_session_leave(&v);
    CHECK(read_as(nora).state == LIVE_SESSION_NONE);
    room_world_end(&w);
}

static void choose(struct room_person *p, uint32_t value) {
    struct visit v = visit_of(p);
    MUST(live_session_choose(&v, &def, value) == ERR_OK);
    room_show(p);
}

TEST(live_session_both_choose_and_the_smaller_shows) {
    CHECK(begun());
    choose(nora, 4);
    pass(1000);
    CHECK(read_as(nora).chosen && !read_as(nora).both && !read_as(sam).chosen);
    CHECK_INT(read_as(sam).smaller, 0);
    choose(nora, 1); /* the first stands */
    choose(sam, 2);
    pass(1000);
    CHECK(read_as(nora).both && read_as(sam).both);
    CHECK(read_as(nora).smaller == 2 && read_as(sam).smaller == 2);
    CHECK(read_as(nora).choice == 4 && read_as(sam).choice == 2);
    CHECK_OK(step(sam, 0, 1, 0)); /* it stands for the whole session */
    pass(1000);
    CHECK(both_at(LIVE_SESSION_ON, 1) && read_as(nora).both && read_as(nora).smaller == 2);
    room_world_end(&w);
}

TEST(live_session_both_choose_at_once) {
    CHECK(begun());
    choose(nora, 3);
    choose(sam, 4);
    pass(1000);
    CHECK(read_as(nora).both && read_as(nora).smaller == 3 && read_as(sam).smaller == 3);
    room_world_end(&w);
}

/* What is told and was not committed to counts for nothing, and is not what opens mine. */
TEST(live_session_choice_that_fits_no_commitment) {
    CHECK(begun());
    choose(nora, 4);
    choose(sam, 2);
    room_run(&w, 1);
    struct visit v = visit_of(sam);
    uint8_t forged[72] = {0};
    struct bytes held = session_live_mine(&v);
    memcpy(forged, held.at, 32);
    forged[36] = 2; /* told: 0, with a secret and a commitment that do not belong together */
    memset(forged + 40, 7, 32);
    CHECK_OK(session_live_send(&v, BYTES_OF(forged)));
    room_run(&w, 400);
    CHECK(!read_as(nora).both && read_as(nora).chosen);
    room_world_end(&w);
}

/* Loaded anew after mine was told: both choose anew, so nobody chooses with the other's in hand. */
TEST(live_session_choice_after_loading_anew) {
    CHECK(begun());
    choose(nora, 4);
    choose(sam, 2);
    pass(1000);
    struct visit v = visit_of(sam);
    live_session_leave(&v);
    begin(sam);
    pass(6000);
    CHECK(read_as(nora).state == LIVE_SESSION_ON && !read_as(nora).chosen && !read_as(sam).chosen);
    choose(sam, 1);
    choose(nora, 3);
    pass(1000);
    CHECK(read_as(nora).both && read_as(nora).smaller == 1 && read_as(sam).smaller == 1);
    room_world_end(&w);
}

TEST(live_session_choice_on_one_phone) {
    room_world_begin(&w);
    CHECK(room_pair(&w, &nora, &sam));
    struct visit v = visit_of(nora);
    CHECK_OK(live_session_begin(&v, &def, true));
    choose(nora, 3);
    CHECK(read_as(nora).alone && read_as(nora).chosen && !read_as(nora).both);
    choose(nora, 4);
    CHECK(read_as(nora).both && read_as(nora).smaller == 3);
    room_world_end(&w);
}
