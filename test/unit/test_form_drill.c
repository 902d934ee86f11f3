/* The form *drill*: what stands follows from the answers, whatever order they arrive in. */
#include "base/check.h"
#include "diary.h"
#include "fake_world.h"
#include "forms/drill.h"
#include "sitting.h"
#include "test.h"

#include <string.h>

enum { KIND_DRILL = KIND_TEST + 1, CARDS = 5 };

static const struct drill drill = {
    .kind = KIND_DRILL, .retention = FSRS_RETENTION, .new_a_day = 3, .cards_a_day = 4};

static fold_digest digest_of(uint32_t kind) {
    return kind == KIND_DRILL ? drill_digest : NULL;
}

static void body_fill(struct body_writer *w, uint64_t card, uint64_t grade) {
    uint8_t raw[8];
    u64_write(raw, card);
    body_add_bytes(w, DRILL_CARD, bytes_make(raw, sizeof raw));
    body_add_uint(w, DRILL_GRADE, grade);
}

static const uint8_t *answer(struct diary *d, uint64_t card, uint64_t grade, int32_t day,
                             uint64_t lam) {
    body_fill(diary_begin(d, NULL), card, grade);
    return diary_end(d, (struct diary_head){.kind = KIND_DRILL, .lam = lam, .day = day});
}

static void compute(struct diary *d, enum diary_order order, bool twice, int32_t today,
                    struct drill_card cards[CARDS]) {
    size_t count;
    const struct item *items = diary_fold(d, order, twice, KIND_DRILL, &count);
    for (size_t i = 0; i < CARDS; i++)
        cards[i] = (struct drill_card){.card = 1 + i};
    drill_compute(&drill, items, count, today, cards, CARDS);
}

static bool same(const struct drill_card *a, const struct drill_card *b) {
    for (size_t i = 0; i < CARDS; i++)
        if (a[i].card != b[i].card || a[i].memory.stability != b[i].memory.stability ||
            a[i].memory.difficulty != b[i].memory.difficulty || a[i].first != b[i].first ||
            a[i].last != b[i].last || a[i].due != b[i].due || a[i].learned != b[i].learned)
            return false;
    return true;
}

static bool is_new(const struct drill_card *c) {
    return c->first == DRILL_NEVER && c->last == DRILL_NEVER && c->due == DRILL_NEVER &&
           c->learned == DRILL_NEVER && c->memory.interval == 0;
}

TEST(drill_gives_the_same_in_every_order_and_with_duplicates) {
    struct drill_card once[CARDS], again[CARDS];
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct diary *d = diary_open(seed, digest_of);
        for (int i = 0; i < 80; i++) {
            /* Two devices that count for themselves: the same lam stands twice. */
            const uint8_t *id = answer(d, 1 + diary_roll(d, CARDS), diary_roll(d, DRILL_GRADES),
                                       (int32_t)diary_roll(d, 90), 1 + diary_roll(d, 40));
            if (diary_roll(d, 6) == 0) {
                body_fill(diary_begin(d, id), 1 + diary_roll(d, CARDS), diary_roll(d, 4));
                (void)diary_end(d, (struct diary_head){
                                       .kind = KIND_DRILL, .lam = 50 + (uint64_t)i, .day = 100});
            }
            if (diary_roll(d, 9) == 0)
                diary_erase(d, id, 200 + (uint64_t)i, 100);
        }
        compute(d, DIARY_AS_MADE, false, 90, once);
        CHECK(once[0].last != DRILL_NEVER);
        for (int i = 0; i < 10; i++) {
            compute(d, DIARY_SHUFFLED, i % 2, 90, again);
            CHECK(same(once, again));
        }
        diary_close(d);
    }
}

TEST(drill_counts_the_answer_of_a_day_that_held_least) {
    struct drill_card both[CARDS], least[CARDS];
    for (uint64_t lam = 3; lam <= 5; lam++) { /* before, beside and after the other device's */
        struct diary *d = diary_open(1, digest_of), *alone = diary_open(1, digest_of);
        (void)answer(d, 1, DRILL_THERE, 100, 1);
        (void)answer(d, 1, DRILL_AT_ONCE, 103, 4);
        (void)answer(d, 1, DRILL_NOT_YET, 103, lam);
        (void)answer(d, 1, DRILL_THERE, 104, 9);
        (void)answer(alone, 1, DRILL_THERE, 100, 1);
        (void)answer(alone, 1, DRILL_NOT_YET, 103, 4);
        (void)answer(alone, 1, DRILL_THERE, 104, 9);
        compute(d, DIARY_SHUFFLED, true, 200, both);
        compute(alone, DIARY_AS_MADE, false, 200, least);
        CHECK(same(both, least));
        diary_close(d);
        diary_close(alone);
    }
}

TEST(drill_is_fsrs_over_the_days_of_a_card) {
    struct diary *d = diary_open(1, digest_of);
    struct drill_card cards[CARDS];
    (void)answer(d, 2, DRILL_THERE, 1000, 1);
    (void)answer(d, 2, DRILL_SLOW, 1003, 2);
    (void)answer(d, 2, DRILL_AT_ONCE, 1030, 3);
    compute(d, DIARY_AS_MADE, false, 2000, cards);
    struct fsrs memory = fsrs_answer((struct fsrs){0}, 0, FSRS_GOOD, 900);
    memory = fsrs_answer(memory, 3, FSRS_HARD, 900);
    memory = fsrs_answer(memory, 27, FSRS_EASY, 900);
    CHECK(cards[1].memory.stability == memory.stability);
    CHECK_INT(cards[1].due, 1030 + memory.interval);
    CHECK_INT(cards[1].first, 1000);
    CHECK_INT(cards[1].last, 1030);
    CHECK(is_new(&cards[0]));
    diary_close(d);
}

TEST(drill_looks_at_ones_own_private_answers_only) {
    struct diary *d = diary_open(1, digest_of);
    struct drill_card cards[CARDS];
    for (uint8_t author = 0; author < 2; author++)
        for (uint8_t space = 0; space < SPACE_COUNT; space++) {
            if (author == AUTHOR_ME && space == SPACE_MINE)
                continue;
            body_fill(diary_begin(d, NULL), 1, DRILL_AT_ONCE);
            (void)diary_end(
                d, (struct diary_head){
                       .kind = KIND_DRILL, .lam = 1, .day = 100, .author = author, .space = space});
        }
    compute(d, DIARY_AS_MADE, false, 200, cards);
    CHECK(is_new(&cards[0]));
    diary_close(d);
}

TEST(drill_leaves_out_answers_of_another_shape) {
    struct diary *d = diary_open(1, digest_of);
    struct drill_card cards[CARDS];
    uint8_t raw[8];
    u64_write(raw, 1);
    (void)diary_begin(d, NULL);
    (void)diary_end(d, (struct diary_head){.kind = KIND_DRILL, .lam = 1, .day = 100});
    body_fill(diary_begin(d, NULL), 1, DRILL_GRADES);
    (void)diary_end(d, (struct diary_head){.kind = KIND_DRILL, .lam = 2, .day = 100});
    body_add_bytes(diary_begin(d, NULL), DRILL_CARD, bytes_make(raw, 7));
    body_add_uint(&d->body, DRILL_GRADE, 1);
    (void)diary_end(d, (struct diary_head){.kind = KIND_DRILL, .lam = 3, .day = 100});
    body_add_uint(diary_begin(d, NULL), DRILL_CARD, 1);
    body_add_uint(&d->body, DRILL_GRADE, 1);
    (void)diary_end(d, (struct diary_head){.kind = KIND_DRILL, .lam = 4, .day = 100});
    (void)answer(d, 99, DRILL_THERE, 100, 5); /* a card that is no more */
    compute(d, DIARY_AS_MADE, false, 200, cards);
    for (size_t i = 0; i < CARDS; i++)
        CHECK(is_new(&cards[i]));
    diary_close(d);
}

TEST(drill_waits_for_answers_dated_ahead_and_knows_all_days) {
    struct diary *d = diary_open(1, digest_of);
    struct drill_card cards[CARDS];
    size_t at[CARDS];
    (void)answer(d, 1, DRILL_THERE, 0, 1);
    (void)answer(d, 1, DRILL_THERE, ENTRY_DAY_MAX, 2);
    compute(d, DIARY_AS_MADE, false, 500, cards);
    CHECK_INT(cards[0].last, 0);
    CHECK_INT(drill_today(&drill, cards, CARDS, 500, at, CARDS), 4);
    CHECK_INT(at[0], 0);
    compute(d, DIARY_AS_MADE, false, INT32_MAX, cards);
    CHECK_INT(cards[0].last, ENTRY_DAY_MAX);
    CHECK(cards[0].due > ENTRY_DAY_MAX && cards[0].due <= ENTRY_DAY_MAX + FSRS_INTERVAL_MAX);
    CHECK_INT(drill_learned(cards, CARDS, ENTRY_DAY_MAX, at, CARDS), 1);
    CHECK_INT(drill_learned(cards, CARDS, INT32_MAX, at, CARDS), 0);
    compute(d, DIARY_AS_MADE, false, INT32_MIN, cards);
    CHECK(is_new(&cards[0]));
    CHECK_INT(drill_learned(cards, CARDS, INT32_MIN, at, CARDS), 0);
    diary_close(d);
}

TEST(drill_of_nothing_asks_the_first_new_cards) {
    struct diary *d = diary_open(1, digest_of);
    struct drill_card cards[CARDS];
    size_t at[CARDS];
    compute(d, DIARY_AS_MADE, false, 100, cards);
    CHECK_INT(drill_today(&drill, cards, CARDS, 100, at, CARDS), 3);
    for (size_t i = 0; i < 3; i++)
        CHECK_INT(at[i], i);
    CHECK_INT(drill_today(&drill, cards, CARDS, 100, at, 2), 2);
    CHECK_INT(drill_today(&drill, cards, 0, 100, at, CARDS), 0);
    CHECK_INT(drill_learned(cards, CARDS, 100, at, CARDS), 0);
    drill_compute(&drill, NULL, 0, 100, cards, 0);
    diary_close(d);
}

TEST(drill_keeps_the_limits_of_a_day_and_loses_nothing_when_left_in_the_middle) {
    struct diary *d = diary_open(1, digest_of);
    struct drill_card cards[CARDS];
    size_t at[CARDS];
    (void)answer(d, 3, DRILL_NOT_YET, 100, 1); /* left after one of three */
    compute(d, DIARY_AS_MADE, false, 100, cards);
    CHECK_INT(drill_today(&drill, cards, CARDS, 100, at, CARDS), 2);
    CHECK_INT(at[0], 0);
    CHECK_INT(at[1], 1);
    (void)answer(d, 1, DRILL_SLOW, 100, 2);
    (void)answer(d, 2, DRILL_THERE, 100, 3);
    compute(d, DIARY_AS_MADE, false, 100, cards);
    CHECK_INT(drill_today(&drill, cards, CARDS, 100, at, CARDS), 0);

    /* A year later: nothing is overdue, the longest first, then one new one: four a day. */
    compute(d, DIARY_AS_MADE, false, 465, cards);
    CHECK_INT(drill_today(&drill, cards, CARDS, 465, at, CARDS), 4);
    CHECK(cards[at[0]].due <= cards[at[1]].due && cards[at[1]].due <= cards[at[2]].due);
    CHECK_INT(at[2], 1);
    CHECK_INT(at[3], 3);
    (void)answer(d, 1, DRILL_THERE, 465, 4);
    (void)answer(d, 2, DRILL_THERE, 465, 5);
    compute(d, DIARY_AS_MADE, false, 465, cards);
    CHECK_INT(drill_today(&drill, cards, CARDS, 465, at, CARDS), 2);
    CHECK_INT(at[0], 2);
    diary_close(d);
}

TEST(drill_says_what_was_learned_in_thirty_days_and_unsays_what_was_forgotten) {
    struct diary *d = diary_open(1, digest_of);
    struct drill_card cards[CARDS];
    size_t at[CARDS];
    (void)answer(d, 1, DRILL_AT_ONCE, 100, 1); /* known before: one day tells nothing */
    compute(d, DIARY_AS_MADE, false, 100, cards);
    CHECK_INT(drill_learned(cards, CARDS, 100, at, CARDS), 0);
    (void)answer(d, 1, DRILL_AT_ONCE, 108, 2);
    (void)answer(d, 2, DRILL_THERE, 100, 3);
    (void)answer(d, 2, DRILL_THERE, 102, 4);
    compute(d, DIARY_AS_MADE, false, 108, cards);
    CHECK_INT(cards[0].learned, 108);
    CHECK_INT(cards[1].learned, DRILL_NEVER); /* holds, but not for two weeks */
    (void)answer(d, 2, DRILL_THERE, 112, 5);
    compute(d, DIARY_AS_MADE, false, 112, cards);
    CHECK_INT(drill_learned(cards, CARDS, 112, at, CARDS), 2);
    CHECK_INT(at[0], 1);
    CHECK_INT(at[1], 0);
    CHECK_INT(drill_learned(cards, CARDS, 138, at, CARDS), 1); /* thirty days on */
    CHECK_INT(drill_learned(cards, CARDS, 112, at, 1), 1);
    (void)answer(d, 2, DRILL_NOT_YET, 130, 6);
    compute(d, DIARY_AS_MADE, false, 130, cards);
    CHECK_INT(cards[1].learned, DRILL_NEVER);
    diary_close(d);
}

/* --- on two devices --------------------------------------------------------------------------- */

static struct world w;

static void cards_read(struct phone *p, struct drill_card cards[CARDS]) {
    struct sitting s;
    for (size_t i = 0; i < CARDS; i++)
        cards[i] = (struct drill_card){.card = 1 + i};
    drill_read(sit(&s, p->book, w.today), &drill, cards, CARDS);
    sit_end(&s);
}

static enum err keep(struct phone *p, uint64_t card, uint64_t grade) {
    static const struct input_def inputs[] = {DRILL_INPUTS};
    struct bytes texts[2] = {{0}};
    uint64_t numbers[2] = {card, grade};
    bool present[2] = {true, true};
    struct submission sent = {
        .inputs = inputs, .input_count = 2, .texts = texts, .numbers = numbers, .present = present};
    struct drill_card cards[CARDS];
    struct sitting s;
    cards_read(p, cards);
    enum err e = drill_keep(sit(&s, p->book, w.today), &drill, &sent, cards, CARDS);
    sit_end(&s);
    return e;
}

static size_t answers(const struct phone *p) {
    size_t count;
    (void)book_items(p->book, KIND_DRILL, &count);
    return count;
}

/* Two devices of one person. */
static bool devices_begin(uint64_t seed, struct phone **a, struct phone **c) {
    uint16_t words[PASSWORD_WORDS];
    world_begin(&w, seed);
    *a = world_phone(&w);
    if (phone_begin(*a, "Ana") != ERR_OK || !phone_make_words(*a, 10, false) ||
        !world_settle(&w, 400000))
        return false;
    *c = world_phone(&w);
    words_from(10, words);
    return phone_log_in(*c, words) && world_settle(&w, 400000);
}

TEST(drill_is_the_same_on_two_devices_that_answered_on_one_day) {
    struct phone *a, *c;
    struct drill_card here[CARDS], there[CARDS];
    CHECK(devices_begin(31, &a, &c));
    a->offline = c->offline = true;
    CHECK_OK(keep(a, 1, DRILL_AT_ONCE));
    CHECK_OK(keep(a, 2, DRILL_THERE));
    CHECK_OK(keep(c, 1, DRILL_NOT_YET));
    CHECK_OK(keep(c, 3, DRILL_SLOW));
    a->offline = c->offline = false;
    CHECK(world_settle(&w, 400000));
    world_run(&w, 100000);
    cards_read(a, here);
    cards_read(c, there);
    CHECK(same(here, there));
    CHECK_INT(answers(a), 4);
    CHECK_INT(here[0].memory.interval, 1); /* what held least */
    CHECK(here[2].last == w.today && is_new(&here[3]));

    /* Said once more: everything known of that day is mended, nothing is added. */
    CHECK_OK(keep(a, 1, DRILL_THERE));
    CHECK_OK(keep(a, 1, DRILL_THERE));
    CHECK(world_settle(&w, 400000));
    world_run(&w, 100000);
    CHECK_INT(answers(a), 4);
    cards_read(a, here);
    cards_read(c, there);
    CHECK(same(here, there));
    CHECK_INT(here[0].memory.interval, 3);
    CHECK_ERR(keep(a, 77, DRILL_THERE), ERR_NOT_FOUND);
    world_end(&w);
}

TEST(drill_forgets_a_card_on_both_devices) {
    struct phone *a, *c;
    struct drill_card cards[CARDS];
    struct sitting s;
    CHECK(devices_begin(32, &a, &c));
    CHECK_OK(keep(a, 1, DRILL_THERE));
    CHECK_OK(keep(a, 2, DRILL_THERE));
    w.today += 3;
    CHECK_OK(keep(a, 1, DRILL_SLOW));
    CHECK_OK(drill_forget(sit(&s, a->book, w.today), &drill, 1));
    sit_end(&s);
    CHECK(world_settle(&w, 400000));
    world_run(&w, 100000);
    CHECK_INT(answers(a), 1);
    CHECK_INT(answers(c), 1);
    cards_read(c, cards);
    CHECK(is_new(&cards[0]) && !is_new(&cards[1]));
    world_end(&w);
}

/* --- what is shown ---------------------------------------------------------------------------- */

TEST(drill_shows_what_was_learned_and_no_number_of_anything) {
    static const char *const called[CARDS] = {"anger", "contempt", "disgust", "joy", "fear"};
    struct words names[CARDS];
    struct drill_card cards[CARDS] = {
        {.card = 1, .first = 90, .last = 99, .due = 120, .learned = 99}};
    struct sitting s;
    for (size_t i = 0; i < CARDS; i++) {
        names[i] = words_of(bytes_from_string(called[i]));
        if (i > 0)
            cards[i] = (struct drill_card){
                .card = 1 + i, .first = 100, .last = 100, .due = 101, .learned = DRILL_NEVER};
    }
    drill_show(sit(&s, NULL, 100), &drill, cards, names, CARDS);
    struct bytes html = sitting_print(&s);
    CHECK(html_shows(html, "anger") && !html_shows(html, "contempt"));
    CHECK(html_shows(html, "yesterday"));
    CHECK(html_shows(html, "That was it for today."));
    for (size_t i = 0; i < html.size; i++) /* h2 is the only digit on the page */
        CHECK(html.at[i] < '0' || html.at[i] > '9' || html.at[i - 1] == 'h');
    sit_end(&s);
}

TEST(drill_form_asks_with_four_words) {
    struct sitting s;
    struct visit *v = sit(&s, NULL, 100);
    part_form_begin(v->p, 9, 1);
    drill_look_begin(v);
    part_say(v->p, words_of(BYTES("Stay beside me")));
    drill_look_end(v);
    drill_form(v, 0x1f);
    part_form_end(v->p);
    struct bytes html = sitting_print(&s);
    CHECK(html_shows(html, "value=\"000000000000001f\""));
    CHECK(html_shows(html, "name=\"2\" value=\"0\"") && html_shows(html, "name=\"2\" value=\"3\""));
    CHECK(!html_shows(html, "name=\"2\" value=\"4\""));
    CHECK(html_shows(html, "<details") && html_shows(html, "Stay beside me"));
    sit_end(&s);
}
