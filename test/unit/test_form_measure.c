/* The form *measure*: scores follow from one's own answers, and say no more than those carry. */
#include "base/check.h"
#include "diary.h"
#include "fake_world.h"
#include "forms/measure.h"
#include "sitting.h"
#include "test.h"

#include <string.h>

enum { KIND_MEASURE = KIND_TEST + 2, STEPS = 7, F_NEAR = 1, F_SAFE = 2, F_AWAY = 3, POINTS = 400 };

#define TRIED(ITEM)                                                                                \
    ITEM(F_NEAR, "near", STEPS, MEASURE_UP, T_PARTS_STRENGTH)                                      \
    ITEM(F_SAFE, "safe", STEPS, MEASURE_UP, T_PARTS_WORKS)                                         \
    ITEM(F_AWAY, "away", STEPS, MEASURE_DOWN, T_PARTS_WORKS_NOT)
static const struct measure_item items_of[] = {TRIED(MEASURE_ITEM)};
static const struct input_def inputs[] = {TRIED(MEASURE_INPUT)};
static const struct field_def kept[] = {TRIED(MEASURE_KEPT)};

static const struct measure own = {.kind = KIND_MEASURE,
                                   .items = items_of,
                                   .count = COUNT_OF(items_of),
                                   .needed = 2,
                                   .from = 1,
                                   .low = T_PARTS_FAINT,
                                   .high = T_PARTS_STRONG,
                                   .lowest = T_PARTS_FAINT,
                                   .highest = T_PARTS_STRONG};

/* The same items as if somebody had published figures for their sum. */
static const struct change_norm norm = {.sd = 300, .reliability = 900};

static struct measure published(void) {
    struct measure m = own;
    m.needed = m.count;
    m.from = 0;
    m.norm = &norm;
    m.source = T_PARTS_LANDING;
    return m;
}

enum { LEFT_OUT = -1 };

static void body_fill(struct body_writer *b, int near, int safe, int away) {
    const int values[] = {near, safe, away};
    for (uint32_t i = 0; i < COUNT_OF(values); i++)
        if (values[i] != LEFT_OUT)
            body_add_uint(b, i + 1, (uint64_t)values[i]);
}

static const uint8_t *answer(struct diary *d, int32_t day, uint64_t lam, int near, int safe,
                             int away) {
    body_fill(diary_begin(d, NULL), near, safe, away);
    return diary_end(d, (struct diary_head){.kind = KIND_MEASURE, .lam = lam, .day = day});
}

static size_t compute(struct diary *d, const struct measure *m, enum diary_order order, bool twice,
                      int32_t today, struct measure_point *out, size_t room) {
    size_t count;
    const struct item *items = diary_fold(d, order, twice, KIND_MEASURE, &count);
    return measure_compute(m, items, count, today, out, room);
}

static bool same(const struct measure_point *a, const struct measure_point *b, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (a[i].day != b[i].day || a[i].answered != b[i].answered || a[i].scored != b[i].scored ||
            a[i].score != b[i].score || a[i].sum != b[i].sum ||
            a[i].spread.enough != b[i].spread.enough || a[i].spread.low != b[i].spread.low ||
            a[i].spread.middle != b[i].spread.middle || a[i].spread.high != b[i].spread.high)
            return false;
    return true;
}

TEST(measure_scores_are_means_of_what_was_answered) {
    static const struct {
        int near, safe, away;
        uint32_t answered;
        bool scored;
        int score, sum;
    } of[] = {
        {6, 6, 0, 3, true, 1000, 2100},          /* *away* counts downward */
        {0, 0, 6, 3, true, 0, 300},              /* each step from 1 on */
        {3, 4, 2, 3, true, 611, 1400},           /* (3 + 4 + 4) / 18 */
        {3, LEFT_OUT, 2, 2, true, 583, 1350},    /* (3 + 4) / 12, nothing guessed */
        {LEFT_OUT, 5, LEFT_OUT, 1, false, 0, 0}, /* fewer than two */
        {LEFT_OUT, LEFT_OUT, LEFT_OUT, 0, false, 0, 0},
        {7, 3, 3, 2, true, 500, 1200}, /* out of the scale: left out */
    };
    struct measure_point points[COUNT_OF(of)];
    struct diary *d = diary_open(1, NULL);
    for (size_t i = 0; i < COUNT_OF(of); i++)
        (void)answer(d, 100 + (int32_t)i, i, of[i].near, of[i].safe, of[i].away);
    CHECK_INT(compute(d, &own, DIARY_AS_MADE, false, 200, points, COUNT_OF(points)), COUNT_OF(of));
    for (size_t i = 0; i < COUNT_OF(of); i++) {
        CHECK_INT(points[i].day, 100 + (int32_t)i);
        CHECK_INT(points[i].answered, of[i].answered);
        CHECK_INT(points[i].scored, of[i].scored);
        CHECK_INT(points[i].score, of[i].score);
        CHECK_INT(points[i].sum, of[i].sum);
        CHECK(!points[i].spread.enough);
    }
    diary_close(d);
}

TEST(measure_gives_the_same_in_every_order_and_with_duplicates) {
    static struct measure_point once[POINTS], again[POINTS];
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct diary *d = diary_open(seed, NULL);
        for (int i = 0; i < 90; i++) {
            const uint8_t *id = answer(d, 100 + (int32_t)diary_roll(d, 60), 1 + diary_roll(d, 30),
                                       (int)diary_roll(d, 8) - 1, (int)diary_roll(d, 8) - 1,
                                       (int)diary_roll(d, 8) - 1);
            if (diary_roll(d, 5) == 0) {
                body_fill(diary_begin(d, id), (int)diary_roll(d, 7), LEFT_OUT, 3);
                (void)diary_end(d, (struct diary_head){
                                       .kind = KIND_MEASURE, .lam = 40 + (uint64_t)i, .day = 170});
            }
            if (diary_roll(d, 9) == 0)
                diary_erase(d, id, 200 + (uint64_t)i, 170);
        }
        size_t count = compute(d, &own, DIARY_AS_MADE, false, 200, once, POINTS);
        size_t spreads = 0;
        for (size_t i = 0; i < count; i++)
            spreads += once[i].spread.enough;
        CHECK(count > 20 && count <= 60 && spreads > 0);
        for (int i = 0; i < 8; i++) {
            CHECK_INT(compute(d, &own, DIARY_SHUFFLED, i % 2, 200, again, POINTS), count);
            CHECK(same(once, again, count));
        }
        diary_close(d);
    }
}

TEST(measure_has_one_answer_a_day) {
    struct measure_point points[4];
    struct diary *d = diary_open(1, NULL);
    (void)answer(d, 100, 5, 6, 6, 0);
    (void)answer(d, 100, 4, 0, 0, 6); /* the other device, which counted less so far */
    (void)answer(d, 101, 6, 3, 3, 3);
    const uint8_t *mended = answer(d, 102, 7, 0, 0, 0);
    body_fill(diary_begin(d, mended), 6, 6, 0);
    (void)diary_end(d, (struct diary_head){.kind = KIND_MEASURE, .lam = 9, .day = 110});
    for (int i = 0; i < 6; i++) {
        CHECK_INT(compute(d, &own, DIARY_SHUFFLED, true, 200, points, 4), 3);
        CHECK_INT(points[0].score, 1000);
        CHECK_INT(points[1].score, 500);
        CHECK(points[2].day == 102 && points[2].score == 1000); /* of the day it was given */
    }
    diary_close(d);
}

TEST(measure_looks_at_ones_own_private_answers_only) {
    struct measure_point points[4];
    struct diary *d = diary_open(1, NULL);
    (void)answer(d, 100, 1, 3, 3, 3);
    for (uint8_t author = 0; author < 2; author++)
        for (uint8_t space = 0; space < SPACE_COUNT; space++) {
            if (author == AUTHOR_ME && space == SPACE_MINE)
                continue;
            for (int32_t day = 100; day < 102; day++) {
                body_fill(diary_begin(d, NULL), 6, 6, 0);
                (void)diary_end(d, (struct diary_head){.kind = KIND_MEASURE,
                                                       .lam = 5,
                                                       .day = day,
                                                       .author = author,
                                                       .space = space});
            }
        }
    CHECK_INT(compute(d, &own, DIARY_SHUFFLED, false, 200, points, 4), 1);
    CHECK(points[0].day == 100 && points[0].score == 500);
    diary_close(d);
}

TEST(measure_knows_all_days_and_waits_for_those_ahead) {
    struct measure_point points[4];
    struct diary *d = diary_open(1, NULL);
    CHECK_INT(compute(d, &own, DIARY_AS_MADE, false, 100, points, 4), 0);
    CHECK_INT(measure_change(&own, points, 0), CHANGE_NOT_ENOUGH);
    (void)answer(d, 0, 1, 3, 3, 3);
    (void)answer(d, ENTRY_DAY_MAX, 2, 6, 6, 0);
    CHECK_INT(compute(d, &own, DIARY_AS_MADE, false, INT32_MIN, points, 4), 0);
    CHECK_INT(compute(d, &own, DIARY_AS_MADE, false, 0, points, 4), 1);
    CHECK_INT(compute(d, &own, DIARY_AS_MADE, false, INT32_MAX, points, 4), 2);
    CHECK_INT(points[1].day, ENTRY_DAY_MAX);
    CHECK_INT(compute(d, &own, DIARY_AS_MADE, false, INT32_MAX, points, 0), 0);
    diary_close(d);
}

TEST(measure_spreads_its_own_items_from_fourteen_answers_on) {
    struct measure_point points[POINTS], last[2];
    struct diary *d = diary_open(1, NULL);
    struct measure m = published();
    for (int i = 0; i < 20; i++) {
        int step = i % 7;
        (void)answer(d, 100 + i, (uint64_t)i, step, step, 6 - step);
    }
    (void)answer(d, 120, 30, 3, LEFT_OUT, LEFT_OUT); /* too few: no score, no part in a spread */
    CHECK_INT(compute(d, &own, DIARY_AS_MADE, false, 200, points, POINTS), 21);
    for (size_t i = 0; i < 20; i++)
        CHECK_INT(points[i].spread.enough, i >= SPREAD_ENOUGH - 1);
    CHECK_INT(points[13].spread.low, 209); /* each of the seven steps twice */
    CHECK_INT(points[13].spread.middle, 500);
    CHECK_INT(points[13].spread.high, 792);
    CHECK(!points[20].scored && !points[20].spread.enough);
    CHECK_INT(measure_change(&own, points, 21), CHANGE_NOT_ENOUGH); /* never of our own items */

    /* What is not asked for counts all the same; a published questionnaire has no spread. */
    CHECK_INT(compute(d, &own, DIARY_AS_MADE, false, 200, last, 2), 2);
    CHECK(same(&points[19], last, 2));
    CHECK_INT(compute(d, &m, DIARY_AS_MADE, false, 200, points, POINTS), 21);
    for (size_t i = 0; i < 21; i++)
        CHECK(!points[i].spread.enough);
    diary_close(d);
}

TEST(measure_calls_a_change_reliable_only_by_published_figures) {
    struct measure_point points[8];
    struct diary *d = diary_open(1, NULL);
    struct measure m = published(); /* needed: 1.96 * sqrt(2) * 3 * sqrt(0.1) = 2.63 */
    CHECK_INT(change_needed(norm), 263);
    (void)answer(d, 100, 1, 3, LEFT_OUT, 3); /* incomplete: not the first */
    (void)answer(d, 101, 2, 3, 3, 3);
    size_t count = compute(d, &m, DIARY_AS_MADE, false, 200, points, 8);
    CHECK_INT(measure_change(&m, points, count), CHANGE_NOT_ENOUGH);
    (void)answer(d, 140, 3, 4, 4, 3);
    count = compute(d, &m, DIARY_AS_MADE, false, 200, points, 8);
    CHECK_INT(points[1].sum, 900);
    CHECK_INT(points[2].sum, 1100);
    CHECK_INT(measure_change(&m, points, count), CHANGE_NONE);
    (void)answer(d, 150, 4, 4, 4, 2);
    count = compute(d, &m, DIARY_AS_MADE, false, 200, points, 8);
    CHECK_INT(measure_change(&m, points, count), CHANGE_UP);
    (void)answer(d, 160, 5, 1, 2, 3);
    (void)answer(d, 170, 6, LEFT_OUT, LEFT_OUT, 3); /* nor the last */
    count = compute(d, &m, DIARY_AS_MADE, false, 200, points, 8);
    CHECK_INT(measure_change(&m, points, count), CHANGE_DOWN);
    diary_close(d);
}

/* --- keeping, on two devices ------------------------------------------------------------------ */

static struct world w;

static enum err keep(struct phone *p, int near, int safe, int away, enum text_key *refused) {
    const int values[] = {near, safe, away};
    struct bytes texts[3] = {{0}};
    uint64_t numbers[3] = {0};
    bool present[3] = {false};
    struct submission sent = {.inputs = inputs,
                              .input_count = COUNT_OF(inputs),
                              .texts = texts,
                              .numbers = numbers,
                              .present = present};
    struct sitting s;
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        present[i] = values[i] != LEFT_OUT;
        numbers[i] = present[i] ? (uint64_t)values[i] : 0;
    }
    struct visit *v = sit(&s, p->book, w.today);
    enum err e = measure_keep(v, &own, &sent);
    if (refused)
        *refused = v->refused_count ? v->refused[0].why : T_NONE;
    sit_end(&s);
    return e;
}

static size_t points_read(struct phone *p, struct measure_point *out, size_t room) {
    struct sitting s;
    size_t count = measure_read(sit(&s, p->book, w.today), &own, out, room);
    sit_end(&s);
    return count;
}

static size_t answers(const struct phone *p) {
    size_t count;
    (void)book_items(p->book, KIND_MEASURE, &count);
    return count;
}

TEST(measure_is_the_same_on_two_devices_that_answered_on_one_day) {
    struct phone *a, *c;
    struct measure_point here[4], there[4];
    uint16_t words[PASSWORD_WORDS];
    enum text_key refused;
    world_begin(&w, 41);
    a = world_phone(&w);
    CHECK_OK(phone_begin(a, "Ana"));
    CHECK(phone_make_words(a, 10, false) && world_settle(&w, 400000));
    c = world_phone(&w);
    words_from(10, words);
    CHECK(phone_log_in(c, words) && world_settle(&w, 400000));

    CHECK_ERR(keep(a, LEFT_OUT, LEFT_OUT, LEFT_OUT, &refused), ERR_INPUT);
    CHECK_INT(refused, T_FORMS_MEASURE_REFUSED);
    CHECK_INT(answers(a), 0);

    a->offline = c->offline = true;
    CHECK_OK(keep(a, 6, 6, 0, NULL));
    CHECK_OK(keep(a, 6, 6, 6, NULL)); /* mends the day's */
    CHECK_INT(answers(a), 1);
    CHECK_OK(keep(c, 0, 0, 6, NULL));
    a->offline = c->offline = false;
    CHECK(world_settle(&w, 400000));
    world_run(&w, 100000);
    CHECK_INT(answers(a), 2);
    CHECK_INT(answers(c), 2);
    CHECK_INT(points_read(a, here, 4), 1);
    CHECK_INT(points_read(c, there, 4), 1);
    CHECK(same(here, there, 1));

    /* Answering again mends the one that holds, and so the day. */
    CHECK_OK(keep(c, 3, 3, LEFT_OUT, NULL));
    CHECK(world_settle(&w, 400000));
    world_run(&w, 100000);
    CHECK_INT(points_read(a, here, 4), 1);
    CHECK_INT(points_read(c, there, 4), 1);
    CHECK(same(here, there, 1));
    CHECK_INT(here[0].answered, 2);
    CHECK_INT(here[0].score, 500);
    CHECK_INT(answers(a), 2);

    w.today++;
    CHECK_OK(keep(a, 6, 6, 0, NULL));
    CHECK_INT(points_read(a, here, 4), 2);
    world_end(&w);
}

/* --- what is shown ---------------------------------------------------------------------------- */

/* The page of a person who answered on `days` days up to 2026-03-03. */
static void show(struct sitting *s, const struct measure *m, int days, int step) {
    world_begin(&w, 42);
    struct phone *a = world_phone(&w);
    MUST(phone_begin(a, "Ana") == ERR_OK);
    for (int i = 0; i < days; i++) {
        struct body_writer b;
        struct book_entry e = {.kind = KIND_MEASURE, .day = w.today - (days - 1 - i) * step};
        body_begin(&b, &a->arena, NULL);
        body_fill(&b, i % 7, (i + 1) % 7, i % 3 ? 6 - i % 7 : LEFT_OUT);
        MUST(body_end(&b, &e.body) == ERR_OK && book_write(a->book, &e, NULL) == ERR_OK);
    }
    struct visit *v = sit(s, a->book, w.today);
    measure_show(v, m, words_of(BYTES("Near or far")));
    world_end(&w);
}

static size_t times(struct bytes html, const char *what) {
    size_t count = 0, size = strlen(what);
    for (size_t i = 0; i + size <= html.size; i++)
        count += memcmp(html.at + i, what, size) == 0;
    return count;
}

TEST(measure_shows_nothing_where_there_is_nothing) {
    struct sitting s;
    show(&s, &own, 0, 1);
    struct bytes html = sitting_print(&s);
    CHECK(html_shows(html, "Nothing here yet"));
    CHECK(!html_shows(html, "<svg") && !html_shows(html, "<table"));
    sit_end(&s);
}

/* A point alone is no line, of whichever items. */
TEST(measure_says_one_answer_and_draws_nothing) {
    struct measure m = published();
    struct sitting s;
    show(&s, &own, 1, 1);
    struct bytes html = sitting_print(&s);
    CHECK(html_shows(html, "One answer so far (today): ") &&
          html_shows(html, "on a scale from 1 to 7. That is not enough yet for a line"));
    CHECK(html_shows(html, "Lowest: hardly there. Highest: very strong."));
    CHECK(!html_shows(html, "<svg") && !html_shows(html, "<table"));
    sit_end(&s);
    show(&s, &m, 2, 1); /* one of them whole */
    html = sitting_print(&s);
    CHECK(html_shows(html, "One answer so far") && !html_shows(html, "<svg"));
    sit_end(&s);
}

TEST(measure_says_not_enough_yet_before_fourteen_answers) {
    struct sitting s;
    show(&s, &own, 13, 1);
    struct bytes html = sitting_print(&s);
    CHECK(html_shows(html, "Not enough yet to say how much it goes up and down."));
    CHECK(!html_shows(html, "chart-band-inner") && !html_shows(html, "Middle half"));
    CHECK_INT(times(html, "chart-mark"), 12);
    CHECK_INT(times(html, "chart-dot"), 1);
    sit_end(&s);
}

TEST(measure_draws_its_own_items_with_their_spread_and_a_table) {
    struct sitting s;
    show(&s, &own, 20, 1);
    struct bytes html = sitting_print(&s);
    CHECK(html_shows(html, "aria-label=\"20 answers. The newest (today): 6.3.\""));
    CHECK(html_shows(html, "chart-band-inner") && html_shows(html, "chart-line"));
    CHECK(html_shows(html,
                     "Of your last fourteen answers, the middle half lay between 2.7 and 5.2."));
    CHECK(html_shows(html, "Lowest: hardly there. Highest: very strong."));
    CHECK(html_shows(html, "text-anchor=\"end\">1</text>") &&
          html_shows(html, "text-anchor=\"end\">7</text>"));
    CHECK_INT(times(html, "<tr>"), 21);
    CHECK(html_shows(html, "2 of 3") && html_shows(html, "3 of 3"));
    CHECK(!html_shows(html, "has gone") && !html_shows(html, "questionnaire"));
    sit_end(&s);
}

TEST(measure_draws_a_published_questionnaire_with_its_change_and_source) {
    struct measure m = published();
    struct sitting s;
    show(&s, &m, 20, 1);
    struct bytes html = sitting_print(&s);
    CHECK(!html_shows(html, "chart-band") && !html_shows(html, "middle half"));
    CHECK(html_shows(html, "too few for a number"));
    CHECK(html_shows(html, "text-anchor=\"end\">18</text>"));
    CHECK(html_shows(html, "by at least 2.7 on its scale."));
    CHECK(html_shows(html, "Two quiet minutes")); /* where its figures stand */
    sit_end(&s);
    show(&s, &m, 4, 1); /* two of them whole */
    CHECK(html_shows(sitting_print(&s), "questionnaire"));
    sit_end(&s);
}

TEST(measure_form_shows_the_days_answer_and_lets_each_be_left_out) {
    struct arena a;
    struct body_writer b;
    struct bytes body;
    struct sitting s;
    arena_init(&a, 1 << 16);
    body_begin(&b, &a, NULL);
    body_fill(&b, 5, LEFT_OUT, 99);
    CHECK_OK(body_end(&b, &body));
    struct visit *v = sit(&s, NULL, 100);
    part_form_begin(v->p, 9, 1);
    measure_form(v, &own, body);
    part_form_end(v->p);
    struct bytes html = sitting_print(&s);
    CHECK_INT(times(html, "type=\"radio\""), 3 * STEPS);
    CHECK_INT(times(html, " checked"), 1);
    CHECK(html_shows(html, "name=\"1\" value=\"5\" checked"));
    CHECK_INT(times(html, "Leave out whatever you like."), 1);
    CHECK(!html_shows(html, "optional"));
    CHECK_INT(kept[2].max, STEPS - 1);
    CHECK(!kept[2].required && kept[2].type == FIELD_UINT);
    sit_end(&s);
    arena_free(&a);
}
