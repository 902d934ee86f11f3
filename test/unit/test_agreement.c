/* The form *agreement*, on two whole phones: what both signed holds, and nothing else does. */
#include "forms/agreement.h"

#include "book/kinds.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

enum { KIND_TEST = 500 * KINDS_PER_PRACTICE };

static struct room_world w;
static struct room_person *nora, *sam;
static struct arena frame;
static const struct agreement_rules plain = {.first = KIND_TEST};
static const struct agreement_rules slow = {.first = KIND_TEST, .nights = 2, .ask_alone = true};
static uint8_t id[1][EID_SIZE];

static bool begun(void) {
    room_world_begin(&w);
    arena_init(&frame, (size_t)1 << 22);
    if (!room_pair(&w, &nora, &sam))
        return false;
    room_run(&w, 4000);
    return true;
}

static void over(void) {
    arena_free(&frame);
    room_world_end(&w);
}

static struct visit visit_of(struct room_person *p) {
    return (struct visit){.book = room_book(p), .frame = &frame, .today = w.today};
}

/* What a room with these rules does in its settle. */
static void settle(void) {
    struct room_person *const people[] = {nora, sam};
    for (size_t i = 0; i < 2; i++) {
        struct visit v = visit_of(people[i]);
        MUST(agreement_settle(&v, &slow) == ERR_OK);
    }
}

static void travel(void) {
    room_show(nora); /* an event each, so that what was written behind the app is sent */
    room_show(sam);
    room_run(&w, 8000);
    settle();
}

static bool propose(struct room_person *p, const struct agreement_rules *rules, const char *text,
                    int32_t last_day) {
    struct visit v = visit_of(p);
    bool ok = agreement_propose(&v, rules, bytes_from_string(text), last_day, id[0]) == ERR_OK;
    travel();
    return ok;
}

static struct agreement read_as(struct room_person *p, const struct agreement_rules *rules) {
    struct visit v = visit_of(p);
    struct agreement a = {0};
    if (agreement_read(&v, rules, id[0], &a) != ERR_OK)
        a.line_count = 0;
    return a;
}

static enum err sign(struct room_person *p, const struct agreement_rules *rules, size_t line,
                     bool asked) {
    struct visit v = visit_of(p);
    struct agreement a = read_as(p, rules);
    return agreement_accept(&v, rules, id[0], a.lines[line].eid, asked);
}

static bool both_see(const struct agreement_rules *rules, enum agreement_state state) {
    struct agreement a = read_as(nora, rules), b = read_as(sam, rules);
    if (!a.line_count || a.state != state || b.state != state || a.line_count != b.line_count ||
        a.over_day != b.over_day || a.last_day != b.last_day)
        return false;
    for (size_t i = 0; i < a.line_count; i++)
        if (a.lines[i].both != b.lines[i].both || a.lines[i].taken_day != b.lines[i].taken_day ||
            !bytes_equal(a.lines[i].text, b.lines[i].text))
            return false;
    return true;
}

static struct bytes words_body(const uint8_t *item, const char *text, int64_t proposed) {
    struct body_writer b;
    struct bytes out = {0};
    body_begin(&b, &frame, item);
    body_add_text(&b, 1, bytes_from_string(text));
    if (proposed >= 0)
        body_add_uint(&b, 3, (uint64_t)proposed);
    if (item) /* Sam mends the first line: it stays one of this pair */
        body_add_bytes(&b, 4,
                       bytes_make(book_feed(room_book(sam), FEED_PAIR_OUT)->chain.box_id, 8));
    MUST(body_end(&b, &out) == ERR_OK);
    return out;
}

TEST(agreement_holds_once_both_signed) {
    CHECK(begun());
    CHECK(propose(nora, &plain, "We say goodnight", 0));
    CHECK(both_see(&plain, AGREEMENT_PROPOSED));
    CHECK_OK(sign(nora, &plain, 0, false));
    CHECK_OK(sign(nora, &plain, 0, false));
    travel();
    CHECK(both_see(&plain, AGREEMENT_PROPOSED));
    CHECK(!read_as(sam, &plain).lines[0].mine);
    CHECK_OK(sign(sam, &plain, 0, false));
    travel();
    CHECK(both_see(&plain, AGREEMENT_IN_FORCE));
    CHECK(read_as(sam, &plain).lines[0].both);
    over();
}

TEST(agreement_ended_by_both_offline_is_over_once) {
    CHECK(begun());
    CHECK(propose(nora, &plain, "We say goodnight", 0));
    CHECK_OK(sign(nora, &plain, 0, false));
    travel();
    sam->offline = true;
    struct visit v = visit_of(nora);
    CHECK_OK(agreement_end(&v, &plain, id[0]));
    int32_t first = w.today;
    room_sleep(&w, 3);
    CHECK_OK(sign(sam, &plain, 0, false)); /* one ends while the other accepts */
    v = visit_of(sam);
    CHECK_OK(agreement_end(&v, &plain, id[0]));
    CHECK_INT(read_as(sam, &plain).over_day, w.today);
    sam->offline = false;
    room_run(&w, 400000);
    travel();
    CHECK(both_see(&plain, AGREEMENT_OVER));
    CHECK_INT(read_as(sam, &plain).over_day, first);
    CHECK_BYTES(read_as(sam, &plain).lines[0].text, BYTES("We say goodnight"));
    CHECK_ERR(sign(nora, &plain, 0, false), ERR_STATE);
    over();
}

TEST(agreement_waits_its_nights_and_asks_alone) {
    CHECK(begun());
    CHECK(propose(sam, &slow, "I tell you within a day", 0));
    CHECK_ERR(sign(nora, &slow, 0, true), ERR_STATE);
    room_sleep(&w, 1);
    CHECK_ERR(sign(nora, &slow, 0, true), ERR_STATE);
    room_sleep(&w, 1);
    CHECK_ERR(sign(nora, &slow, 0, false), ERR_STATE);
    CHECK_OK(sign(nora, &slow, 0, true));
    CHECK_OK(sign(sam, &slow, 0, true));
    travel();
    CHECK(both_see(&slow, AGREEMENT_IN_FORCE));
    over();
}

TEST(agreement_that_ran_out_looks_like_one_ended) {
    struct agreement_rules quiet = {.first = KIND_TEST, .quiet_ending = true};
    struct agreement ended, ran_out;
    CHECK(begun());
    CHECK(propose(nora, &quiet, "Open until then", w.today + 5));
    CHECK_OK(sign(nora, &quiet, 0, false));
    CHECK_OK(sign(sam, &quiet, 0, false));
    travel();
    CHECK(both_see(&quiet, AGREEMENT_IN_FORCE));
    room_sleep(&w, 6);
    CHECK(both_see(&quiet, AGREEMENT_OVER));
    ran_out = read_as(nora, &quiet);
    CHECK_INT(ran_out.over_day, 0);
    CHECK(propose(nora, &quiet, "Open until then", w.today + 5));
    struct visit v = visit_of(sam);
    CHECK_OK(agreement_end(&v, &quiet, id[0]));
    travel();
    ended = read_as(nora, &quiet);
    CHECK(ended.state == ran_out.state && ended.over_day == ran_out.over_day);
    CHECK_INT(read_as(nora, &plain).over_day, w.today);
    over();
}

TEST(agreement_is_amended_by_lines_and_keeps_the_day_of_one_taken_back) {
    CHECK(begun());
    CHECK(propose(nora, &plain, "We say goodnight", 0));
    CHECK_OK(sign(nora, &plain, 0, false));
    CHECK_OK(sign(sam, &plain, 0, false));
    travel();
    struct visit v = visit_of(sam);
    CHECK_OK(agreement_add(&v, &plain, id[0], BYTES("And good morning")));
    travel();
    CHECK(both_see(&plain, AGREEMENT_IN_FORCE));
    CHECK(!read_as(nora, &plain).lines[1].both);
    CHECK_OK(sign(nora, &plain, 1, false));
    CHECK_OK(sign(sam, &plain, 1, false));
    travel();
    CHECK(read_as(nora, &plain).lines[1].both && both_see(&plain, AGREEMENT_IN_FORCE));
    room_sleep(&w, 2);
    struct agreement a = read_as(nora, &plain);
    v = visit_of(nora);
    CHECK_ERR(agreement_take_back(&v, &plain, id[0], a.lines[0].id), ERR_STATE);
    CHECK_OK(agreement_take_back(&v, &plain, id[0], a.lines[1].id));
    travel();
    CHECK_INT(read_as(sam, &plain).lines[1].taken_day, w.today);
    CHECK(both_see(&plain, AGREEMENT_IN_FORCE));
    over();
}

TEST(agreement_break_comes_with_its_repair) {
    struct agreement_event events[4];
    CHECK(begun());
    CHECK(propose(nora, &plain, "We say goodnight", 0));
    struct visit v = visit_of(sam);
    CHECK_ERR(agreement_broken(&v, &plain, id[0], AGREEMENT_BREAK_MINE, BYTES("I left"),
                               (struct bytes){0}),
              ERR_SIZE);
    CHECK_OK(agreement_broken(&v, &plain, id[0], AGREEMENT_BREAK_MINE, BYTES("I left"),
                              BYTES("I come up first")));
    v = visit_of(nora);
    CHECK_OK(agreement_notice(&v, &plain, id[0], BYTES("You came up")));
    CHECK_OK(room_forge(sam, SPACE_OURS, KIND_TEST + AGREEMENT_BROKEN,
                        (const uint8_t(*)[EID_SIZE])id, 1, words_body(NULL, "No repair", 0)));
    travel();
    v = visit_of(nora);
    CHECK_INT(agreement_events(&v, &plain, id[0], events, 4), 2);
    CHECK(events[0].broken && events[0].by == AUTHOR_PARTNER);
    CHECK_BYTES(events[0].repair, BYTES("I come up first"));
    CHECK(!events[1].broken && events[1].by == AUTHOR_ME);
    over();
}

/* Sam's program is changed: it swaps the words before and after they are signed. */
TEST(agreement_text_swapped_is_not_signed) {
    CHECK(begun());
    CHECK(propose(sam, &plain, "I do the dishes", 0));
    struct agreement before = read_as(nora, &plain);
    CHECK_OK(room_forge(sam, SPACE_OURS, KIND_TEST, NULL, 0, words_body(id[0], "You pay", -1)));
    travel();
    struct visit v = visit_of(nora);
    CHECK_ERR(agreement_accept(&v, &plain, id[0], before.lines[0].eid, false), ERR_STATE);
    CHECK_BYTES(read_as(nora, &plain).lines[0].text, BYTES("You pay"));
    over();

    CHECK(begun());
    CHECK(propose(sam, &plain, "I do the dishes", 0));
    CHECK_OK(sign(nora, &plain, 0, false));
    CHECK_OK(sign(sam, &plain, 0, false));
    travel();
    CHECK_OK(room_forge(sam, SPACE_OURS, KIND_TEST, NULL, 0, words_body(id[0], "You pay", -1)));
    travel();
    CHECK(both_see(&plain, AGREEMENT_IN_FORCE));
    CHECK_BYTES(read_as(nora, &plain).lines[0].text, BYTES("I do the dishes"));
    CHECK_OK(book_erase(room_book(sam), id[0], w.today));
    travel();
    CHECK_BYTES(read_as(nora, &plain).lines[0].text, BYTES("I do the dishes"));
    /* Erased by its author, it is still in my list, and over. */
    uint8_t ids[4][EID_SIZE];
    struct agreement kept;
    v = visit_of(nora);
    CHECK_INT(agreement_list(&v, &plain, ids, 4), 1);
    uint64_t address = 0;
    for (int i = 0; i < 8; i++)
        address = address << 8 | ids[0][i];
    CHECK_OK(agreement_at(&v, &plain, address, &kept));
    CHECK(kept.state == AGREEMENT_OVER);
    CHECK_BYTES(kept.lines[0].text, BYTES("I do the dishes"));
    over();
}

TEST(agreement_cannot_be_signed_for_the_other_nor_crowded_out) {
    uint8_t re[3][EID_SIZE], ids[4][EID_SIZE];
    CHECK(begun());
    CHECK(propose(sam, &plain, "You tell me everything", 0));
    struct agreement a = read_as(sam, &plain);
    memcpy(re[0], id[0], EID_SIZE);
    memcpy(re[1], id[0], EID_SIZE);
    memcpy(re[2], a.lines[0].eid, EID_SIZE);
    for (int i = 0; i < 3; i++)
        CHECK_OK(room_forge(sam, SPACE_OURS, KIND_TEST + AGREEMENT_ACCEPT,
                            (const uint8_t(*)[EID_SIZE])re, 3,
                            words_body(NULL, "You tell me everything", a.lines[0].day)));
    for (int i = 0; i < 30; i++)
        CHECK_OK(room_forge(sam, SPACE_OURS, KIND_TEST, (const uint8_t(*)[EID_SIZE])id, 1,
                            words_body(NULL, i % 2 ? "More" : "And more", -1)));
    travel();
    CHECK(read_as(nora, &plain).state == AGREEMENT_PROPOSED);
    CHECK(!read_as(nora, &plain).lines[0].mine && !read_as(nora, &plain).lines[0].both);
    CHECK_INT(read_as(nora, &plain).line_count, 1 + AGREEMENT_LINES_EACH);
    struct visit v = visit_of(nora);
    CHECK_OK(agreement_add(&v, &plain, id[0], BYTES("Mine")));
    CHECK_INT(read_as(nora, &plain).line_count, 2 + AGREEMENT_LINES_EACH);
    for (int i = 0; i < 6; i++)
        CHECK(propose(sam, &plain, "Another", 0));
    v = visit_of(nora);
    CHECK_INT(agreement_list(&v, &plain, ids, 4), 2);
    over();
}

/* A first line as Sam's changed program writes it: on any day it likes, anew or as other words of
 * the line `item`. */
static bool backdate(const uint8_t *item, const char *text, int32_t day) {
    struct body_writer b;
    struct bytes body = {0};
    size_t count;
    body_begin(&b, &frame, item);
    body_add_text(&b, 1, bytes_from_string(text));
    body_add_bytes(&b, 4, bytes_make(book_feed(room_book(sam), FEED_PAIR_OUT)->chain.box_id, 8));
    if (body_end(&b, &body) != ERR_OK ||
        room_forge_on(sam, day, SPACE_OURS, KIND_TEST, NULL, 0, body) != ERR_OK)
        return false;
    const struct item *items = book_items(room_book(sam), KIND_TEST, &count);
    for (size_t i = 0; i < count && !item; i++) {
        struct bytes words;
        if (body_text(book_item_entry(&items[i]).body, 1, &words) &&
            bytes_equal(words, bytes_from_string(text)))
            memcpy(id[0], items[i].id, EID_SIZE);
    }
    travel();
    return true;
}

TEST(agreement_backdated_waits_for_nights_on_my_phone) {
    CHECK(begun());
    CHECK(backdate(NULL, "You tell me everything", w.today - 9));
    int32_t came = w.today;
    struct visit v = visit_of(nora);
    struct agreement a = read_as(nora, &slow);
    CHECK_INT(a.lines[0].day, came - 9);
    CHECK_INT(agreement_sign_day(&v, &slow, &a.lines[0]), came + 2);
    CHECK_ERR(sign(nora, &slow, 0, true), ERR_STATE);
    room_sleep(&w, 1);
    settle();
    CHECK_ERR(sign(nora, &slow, 0, true), ERR_STATE);
    /* Other words of it, backdated again, count from the day on which they came. */
    CHECK(backdate(id[0], "You tell me all of it", w.today - 9));
    room_sleep(&w, 1);
    settle();
    CHECK_ERR(sign(nora, &slow, 0, true), ERR_STATE);
    room_sleep(&w, 1);
    settle();
    CHECK_OK(sign(nora, &slow, 0, true));
    CHECK_OK(sign(sam, &slow, 0, true));
    travel();
    CHECK(both_see(&slow, AGREEMENT_IN_FORCE));
    over();
}

/* A phone that restarts, or whose clock was wrong once, keeps counting. */
TEST(agreement_nights_are_kept_over_a_restart_and_a_wrong_clock) {
    CHECK(begun());
    w.today += 400;
    CHECK(backdate(NULL, "You tell me everything", w.today - 500));
    w.today -= 399;
    settle();
    int32_t told = w.today;
    room_restart(nora, "");
    ROOM_SUBMIT(nora, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
    struct visit v = visit_of(nora);
    struct agreement a = read_as(nora, &slow);
    CHECK_INT(a.line_count, 1);
    CHECK_INT(agreement_sign_day(&v, &slow, &a.lines[0]), told + 2);
    room_sleep(&w, 2);
    CHECK_OK(sign(nora, &slow, 0, true));
    over();
}

/* Who floods delays their own lines only, and what waited before goes on waiting no longer. */
TEST(agreement_flood_delays_only_who_floods) {
    char text[16];
    uint8_t first[EID_SIZE];
    CHECK(begun());
    CHECK(backdate(NULL, "The first", w.today - 9));
    memcpy(first, id[0], EID_SIZE);
    for (int i = 0; i < AGREEMENT_SEEN_MAX + 6; i++) {
        snprintf(text, sizeof text, "Another %d", i);
        CHECK(backdate(NULL, text, w.today - 20));
    }
    room_sleep(&w, 2);
    settle();
    CHECK_ERR(sign(nora, &slow, 0, true), ERR_STATE); /* the last: no room was left for it */
    memcpy(id[0], first, EID_SIZE);
    CHECK_OK(sign(nora, &slow, 0, true));
    over();
}

/* What holds stands before all else in a list, whatever came since, of either, on whatever day. */
TEST(agreement_that_holds_is_hidden_by_nothing) {
    uint8_t old[2][EID_SIZE], ids[6][EID_SIZE];
    CHECK(begun());
    for (int i = 0; i < 2; i++) {
        CHECK(propose(i ? nora : sam, &plain, i ? "Good morning" : "We say goodnight", 0));
        CHECK_OK(sign(nora, &plain, 0, false));
        CHECK_OK(sign(sam, &plain, 0, false));
        travel();
        memcpy(old[i], id[0], EID_SIZE);
        room_sleep(&w, 1);
    }
    for (int i = 0; i < 12; i++) {
        CHECK(propose(nora, &plain, "Of mine", 0));
        CHECK(backdate(NULL, i % 2 ? "You pay" : "You tell me", w.today + 50 + i));
    }
    for (int p = 0; p < 2; p++) {
        struct visit v = visit_of(p ? nora : sam);
        CHECK_INT(agreement_list(&v, &plain, ids, 6), 6);
        CHECK_BYTES(bytes_make(ids[0], EID_SIZE), bytes_make(old[1], EID_SIZE));
        CHECK_BYTES(bytes_make(ids[1], EID_SIZE), bytes_make(old[0], EID_SIZE));
        for (int i = 2; i < 6; i++)
            CHECK(memcmp(ids[i], old[0], EID_SIZE) != 0 && memcmp(ids[i], old[1], EID_SIZE) != 0);
    }
    /* Ended, it goes back among the others. */
    struct visit v = visit_of(nora);
    CHECK_OK(agreement_end(&v, &plain, old[1]));
    CHECK_INT(agreement_list(&v, &plain, ids, 6), 6);
    CHECK_BYTES(bytes_make(ids[0], EID_SIZE), bytes_make(old[0], EID_SIZE));
    over();
}
