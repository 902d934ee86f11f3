/* The form *path*: what stands follows from one's own entries, on all of one's devices alike. */
#include "fake_world.h"
#include "forms/path.h"
#include "sitting.h"
#include "test.h"

#include <string.h>

enum { KIND_P = 45 * KINDS_PER_PRACTICE, KIND_ROOM = KIND_TEST, NOWHERE = 4000 };
enum { HURT, DID };

static const struct path_step steps[] = {
    {.title = T_FORMS_PATH_RUN, .whose = PATH_ALONE},
    {.title = T_FORMS_PATH_MARK, .to = {ROOM_MOMENTS, 1, 0}, .ends_with = KIND_ROOM},
    {.title = T_FORMS_PATH_RUN, .to = {NOWHERE, 0, 0}},
    {.title = T_FORMS_PATH_RUN, .roles = PATH_ROLE(DID), .whose = PATH_TOGETHER},
    {.title = T_FORMS_PATH_RUN, .wait = 7, .whose = PATH_EACH},
};
static const struct path path = {
    .kind = KIND_P, .id = 3, .steps = steps, .count = COUNT_OF(steps), .roles = 2};
static const struct path days = {.kind = KIND_P, .id = 4, .days = 42};

static struct world w;

static struct path_run read_of(struct phone *p, const struct path *of) {
    struct path_run r;
    struct sitting s;
    path_read(sit(&s, p->book, w.today), of, &r);
    sit_end(&s);
    return r;
}

static enum err press_as(struct phone *p, const struct path *of, enum path_what what, uint64_t step,
                         uint64_t role) {
    struct bytes texts[PATH_INPUTS] = {{0}};
    uint64_t numbers[PATH_INPUTS] = {what, of->id, step, role};
    bool present[PATH_INPUTS] = {true, true, true, true};
    struct submission sent = {.inputs = path_inputs,
                              .input_count = PATH_INPUTS,
                              .texts = texts,
                              .numbers = numbers,
                              .present = present};
    struct sitting s;
    enum err e = path_press(sit(&s, p->book, w.today), of, &sent);
    sit_end(&s);
    return e;
}

static enum err press(struct phone *p, enum path_what what, uint64_t step) {
    return press_as(p, &path, what, step, HURT);
}

static enum err room_entry(struct phone *p) {
    struct sitting s;
    struct body_writer b;
    struct visit *v = sit(&s, p->book, w.today);
    body_begin(&b, v->frame, NULL);
    body_add_uint(&b, 1, 1);
    enum err e = visit_write(v, SPACE_MINE, KIND_ROOM, NULL, 0, &b, NULL);
    sit_end(&s);
    return e;
}

static struct phone *alone(uint64_t seed) {
    world_begin(&w, seed);
    struct phone *p = world_phone(&w);
    return phone_begin(p, "Ana") == ERR_OK ? p : NULL;
}

TEST(path_goes_step_by_step_one_an_evening) {
    struct phone *p = alone(51);
    CHECK(p != NULL);
    struct path_run r = read_of(p, &path);
    CHECK(r.state == PATH_NEVER && r.day == 0 && !r.tonight && r.next == path.count);
    CHECK(r.how[2] == PATH_ABSENT && r.how[3] == PATH_ABSENT && r.how[0] == PATH_OPEN);
    CHECK_OK(press(p, PATH_DO_BEGIN, 0));
    r = read_of(p, &path);
    CHECK(r.state == PATH_GOING && r.day == 1 && r.next == 0 && r.tonight);
    CHECK_OK(press(p, PATH_DO_DONE, 0));
    r = read_of(p, &path);
    CHECK(r.how[0] == PATH_DONE && r.next == 1 && !r.tonight && r.opens == w.today + 1);
    /* An entry on the evening of the step before is not the next step's. */
    CHECK_OK(room_entry(p));
    CHECK_INT(read_of(p, &path).how[1], PATH_OPEN);
    w.today++;
    r = read_of(p, &path);
    CHECK(r.tonight && r.day == 2 && r.how[1] == PATH_OPEN);
    CHECK_OK(room_entry(p));
    r = read_of(p, &path);
    CHECK(r.how[1] == PATH_BY_ROOM && r.ended[1] == w.today && r.next == 4);
    CHECK(!r.tonight && r.opens == w.today + 7);
    w.today += 30; /* nothing is overdue: it waits, the same as on its day */
    r = read_of(p, &path);
    CHECK(r.tonight && r.state == PATH_GOING && r.next == 4);
    CHECK_OK(press(p, PATH_DO_LEFT, 4));
    r = read_of(p, &path);
    CHECK(r.state == PATH_WALKED && r.how[4] == PATH_LEFT && !r.tonight);
    CHECK_OK(press(p, PATH_DO_DONE, 4)); /* left out is walked later: it takes its place */
    CHECK_INT(read_of(p, &path).how[4], PATH_DONE);
    CHECK_ERR(press(p, PATH_DO_DONE, path.count), ERR_NOT_FOUND);
    CHECK_ERR(press_as(p, &path, PATH_DO_BEGIN, 0, 2), ERR_NOT_FOUND);
    world_end(&w);
}

/* Left out, and walked on a later day: that day is its day, and what ended the steps behind it
 * meanwhile has ended them. */
TEST(path_left_out_and_walked_later_has_its_later_day) {
    struct phone *p = alone(57);
    CHECK(p != NULL);
    CHECK_OK(press_as(p, &path, PATH_DO_BEGIN, 0, DID));
    int32_t began = w.today;
    CHECK_OK(press(p, PATH_DO_LEFT, 0));
    CHECK_INT(read_of(p, &path).ended[0], began);
    w.today += 2;
    CHECK_OK(room_entry(p));
    w.today += 3;
    struct path_run r = read_of(p, &path);
    CHECK(r.how[1] == PATH_BY_ROOM && r.next == 3 && r.tonight);
    CHECK_OK(press(p, PATH_DO_DONE, 0));
    r = read_of(p, &path);
    CHECK(r.how[0] == PATH_DONE && r.how[1] == PATH_BY_ROOM && r.next == 3);
    CHECK_INT(r.ended[0], began + 5);
    CHECK_INT(r.ended[1], began + 2);
    CHECK(!r.tonight && r.opens == w.today + 1); /* one step an evening */
    CHECK_OK(press(p, PATH_DO_DONE, 0));
    w.today++;
    CHECK_INT(read_of(p, &path).ended[0], began + 5);
    CHECK(read_of(p, &path).tonight);
    world_end(&w);
}

TEST(path_put_away_ended_begun_anew_and_forgotten) {
    struct phone *p = alone(52);
    size_t count;
    CHECK(p != NULL);
    CHECK_OK(press_as(p, &path, PATH_DO_BEGIN, 0, DID));
    CHECK_OK(press(p, PATH_DO_DONE, 0));
    CHECK(read_of(p, &path).role == DID && read_of(p, &path).how[3] == PATH_OPEN);
    CHECK_OK(press(p, PATH_DO_AWAY, 0));
    w.today += 3;
    struct path_run r = read_of(p, &path);
    CHECK(r.state == PATH_AWAY && !r.tonight && r.how[0] == PATH_DONE);
    CHECK_OK(press(p, PATH_DO_ON, 0));
    r = read_of(p, &path);
    CHECK(r.state == PATH_GOING && r.tonight && r.how[0] == PATH_DONE && r.role == DID);
    CHECK_OK(press(p, PATH_DO_END, 0));
    r = read_of(p, &path);
    CHECK(r.state == PATH_ENDED && r.how[0] == PATH_OPEN && !r.tonight);
    /* Anew on the same day: nothing of before is done, and the role is another. */
    CHECK_OK(press(p, PATH_DO_BEGIN, 0));
    r = read_of(p, &path);
    CHECK(r.state == PATH_GOING && r.day == 1 && r.how[0] == PATH_OPEN && r.role == HURT);
    CHECK_OK(press(p, PATH_DO_LEFT, 1));
    CHECK_OK(press(p, PATH_DO_BEGIN, 0)); /* once more: it goes on as it stood */
    CHECK_INT(read_of(p, &path).how[1], PATH_LEFT);
    CHECK_INT(read_of(p, &days).state, PATH_NEVER); /* of the same room, and another */
    CHECK_OK(press(p, PATH_DO_FORGET, 0));
    CHECK_INT(read_of(p, &path).state, PATH_NEVER);
    (void)book_items(p->book, KIND_P, &count);
    CHECK_INT(count, 0);
    (void)book_items(p->book, KIND_P + PATH_MARK, &count);
    CHECK_INT(count, 0);
    world_end(&w);
}

TEST(path_of_days_lasts_so_long_and_can_come_back) {
    struct phone *p = alone(53);
    struct sitting s;
    CHECK(p != NULL);
    CHECK_OK(press_as(p, &days, PATH_DO_BEGIN, 0, 0));
    w.today += 41;
    CHECK(read_of(p, &days).state == PATH_GOING && read_of(p, &days).day == 42);
    CHECK(path_running(sit(&s, p->book, w.today), &days));
    sit_end(&s);
    CHECK(path_running_of(sit(&s, p->book, w.today), KIND_P, 4, 42));
    CHECK(!path_running_of(&s.v, KIND_P, 3, 42) && !path_first_days(&s.v));
    sit_end(&s);
    w.today++;
    CHECK_INT(read_of(p, &days).state, PATH_WALKED);
    CHECK(!path_running_of(sit(&s, p->book, w.today), KIND_P, 4, 42));
    sit_end(&s);
    CHECK_OK(press_as(p, &days, PATH_DO_BEGIN, 0, 0));
    CHECK(read_of(p, &days).state == PATH_GOING && read_of(p, &days).day == 1);
    world_end(&w);
}

TEST(path_is_one_on_two_devices_that_both_began) {
    struct phone *a;
    uint16_t words[PASSWORD_WORDS];
    world_begin(&w, 54);
    a = world_phone(&w);
    CHECK(phone_begin(a, "Ana") == ERR_OK && phone_make_words(a, 10, false) &&
          world_settle(&w, 400000));
    struct phone *c = world_phone(&w);
    words_from(10, words);
    CHECK(phone_log_in(c, words) && world_settle(&w, 400000));
    a->offline = c->offline = true;
    CHECK_OK(press(a, PATH_DO_BEGIN, 0));
    w.today++;
    CHECK_OK(press(c, PATH_DO_BEGIN, 0));
    CHECK_OK(press(c, PATH_DO_LEFT, 1));
    CHECK_OK(press(a, PATH_DO_DONE, 0));
    a->offline = c->offline = false;
    CHECK(world_settle(&w, 400000));
    world_run(&w, 100000);
    struct path_run here = read_of(a, &path), there = read_of(c, &path);
    CHECK(memcmp(&here, &there, sizeof here) == 0);
    CHECK(here.day == 2 && here.how[0] == PATH_DONE && here.how[1] == PATH_LEFT);
    CHECK_OK(press(c, PATH_DO_END, 0)); /* ends what is one */
    CHECK(world_settle(&w, 400000));
    world_run(&w, 100000);
    CHECK(read_of(a, &path).state == PATH_ENDED && read_of(c, &path).state == PATH_ENDED);
    world_end(&w);
}

/* Of two marks of one step, made apart and mended, the one that says the later thing holds. */
TEST(path_step_marked_on_two_devices_has_the_later) {
    uint16_t words[PASSWORD_WORDS];
    world_begin(&w, 58);
    struct phone *a = world_phone(&w);
    CHECK(phone_begin(a, "Ana") == ERR_OK && phone_make_words(a, 10, false));
    CHECK_OK(press(a, PATH_DO_BEGIN, 0));
    CHECK(world_settle(&w, 400000));
    struct phone *c = world_phone(&w);
    words_from(10, words);
    CHECK(phone_log_in(c, words) && world_settle(&w, 400000));
    a->offline = c->offline = true;
    CHECK_OK(press(a, PATH_DO_LEFT, 0));
    w.today++;
    CHECK_OK(press(c, PATH_DO_LEFT, 0));
    w.today += 3;
    CHECK_OK(press(a, PATH_DO_DONE, 0)); /* mends the earlier mark, on the latest day */
    a->offline = c->offline = false;
    CHECK(world_settle(&w, 400000));
    world_run(&w, 100000);
    struct path_run here = read_of(a, &path), there = read_of(c, &path);
    CHECK(memcmp(&here, &there, sizeof here) == 0);
    CHECK(here.how[0] == PATH_DONE && here.ended[0] == w.today);
    CHECK_OK(press(c, PATH_DO_LEFT, 0));
    CHECK_INT(read_of(c, &path).how[0], PATH_LEFT);
    world_end(&w);
}

TEST(path_is_unknown_with_mine_closed_and_a_mark_waits) {
    struct phone *p = alone(55);
    struct sitting s;
    CHECK(p != NULL);
    CHECK_OK(press_as(p, &path, PATH_DO_BEGIN, 0, DID));
    book_close_mine(p->book);
    struct path_run r = read_of(p, &path);
    CHECK(r.state == PATH_UNKNOWN && r.role == 0 && !r.tonight && r.how[0] == PATH_OPEN);
    CHECK(!path_running(sit(&s, p->book, w.today), &path));
    sit_end(&s);
    CHECK_ERR(press(p, PATH_DO_BEGIN, 0), ERR_LOCKED);
    CHECK_ERR(press(p, PATH_DO_END, 0), ERR_LOCKED);
    CHECK_ERR(press(p, PATH_DO_FORGET, 0), ERR_LOCKED);
    CHECK_OK(press(p, PATH_DO_DONE, 0)); /* as on a phone that was handed over */
    CHECK_OK(phone_open_mine(p));
    r = read_of(p, &path);
    CHECK(r.state == PATH_GOING && r.how[0] == PATH_DONE && r.role == DID);
    world_end(&w);
}

TEST(path_digest_takes_nothing_odd) {
    static const uint64_t odd[][3] = {{60, 0, 0}, {0, 60, 0}, {0, 0, 3}, {UINT64_MAX, 1, 1}};
    struct arena a;
    struct body_writer b;
    struct bytes body;
    arena_init(&a, 1 << 16);
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        body_begin(&b, &a, NULL);
        for (uint32_t k = 0; k < 3; k++)
            body_add_uint(&b, k + 1, odd[i][k]);
        CHECK_OK(body_end(&b, &body));
        CHECK_INT(path_digest(body), 0);
    }
    body_begin(&b, &a, NULL);
    body_add_text(&b, 1, BYTES("3"));
    CHECK_OK(body_end(&b, &body));
    CHECK_INT(path_digest(body), 0);
    arena_free(&a);
}

TEST(path_shows_its_steps_and_no_count_of_them) {
    struct sitting s;
    struct path_run r = {.state = PATH_GOING, .next = 1, .tonight = true};
    struct suggestion out;
    r.how[0] = PATH_DONE;
    r.how[2] = r.how[3] = PATH_ABSENT;
    struct visit *v = sit(&s, NULL, 100);
    v->at = (struct address){45, 2, 7};
    path_steps_show(v, &path, &r, (struct address){45, 2, 7});
    struct bytes html = sitting_print(&s);
    CHECK(html_shows(html, "#45/2/7") && html_shows(html, "#45/2/11"));
    CHECK(!html_shows(html, "#45/2/9") && !html_shows(html, "you two together"));
    CHECK(html_shows(html, "done"));
    sit_end(&s);
    v = sit(&s, NULL, 100);
    v->at = (struct address){45, 2, 8};
    path_step_way(v, &path, &r, 1);
    path_answers(v, &path, 5, &r, 1);
    path_ways(v, &path, 5, &r);
    html = sitting_print(&s);
    CHECK(html_shows(html, "#3/1") && html_shows(html, "I have done it"));
    CHECK(html_shows(html, "Not this, not now") && html_shows(html, "Put it away for now"));
    CHECK(!html_shows(html, "Go on from here") && !html_shows(html, "Begin this path"));
    sit_end(&s);
    CHECK_INT(path_suggest(&r, T_FORMS_PATH_RUN, (struct address){45, 0, 0}, 50, false, &out), 1);
    r.tonight = false;
    CHECK_INT(path_suggest(&r, T_FORMS_PATH_RUN, (struct address){45, 0, 0}, 50, false, &out), 0);
}
