#include "base/arena.h"
#include "test.h"
#include "view/chart.h"
#include "view/html.h"

#include <string.h>

static struct words said(const char *s) {
    return words_of(bytes_from_string(s));
}

struct sheet {
    struct arena arena;
    struct text *text;
    struct view view;
    struct parts parts;
};

static void sheet_begin(struct sheet *s, size_t limit) {
    arena_init(&s->arena, limit);
    s->text = arena_alloc(&s->arena, sizeof *s->text);
    MUST(s->text);
    text_init_english(s->text);
    view_init(&s->view, &s->arena);
    parts_init(&s->parts, &s->view, s->text, &s->arena, (struct address){0});
}

/* What was drawn, printed. */
static enum err sheet_print(struct sheet *s, struct bytes *html) {
    struct bytes stream;
    TRY(view_finish(&s->view, &stream));
    struct buf out;
    buf_init(&out, &s->arena);
    TRY(html_print(stream, &out));
    return buf_finish(&out, html);
}

static bool shows(struct bytes html, const char *what) {
    size_t size = strlen(what);
    for (size_t i = 0; i + size <= html.size; i++)
        if (memcmp(html.at + i, what, size) == 0)
            return true;
    return false;
}

static const struct words *heads(void) {
    static struct words w[6];
    static const char *const names[] = {"Week", "Toward", "Missed", "High 80", "Low 95", "High 95"};
    for (size_t i = 0; i < 6; i++)
        w[i] = said(names[i]);
    return w;
}

static struct chart_text text_make_test(void) {
    return (struct chart_text){said("By week"), said("More & more"), said("As a table"), heads()};
}

TEST(chart_bars_are_drawn_on_one_scale_with_gaps) {
    struct sheet s;
    sheet_begin(&s, 1 << 20);
    struct chart_text text = text_make_test();
    const struct chart_bar weeks[] = {
        {said("2 March"), 3, 1}, {said("9 March"), 0, 0}, {said("16 <March>"), 5, 0}};
    chart_bars(&s.parts, &text, weeks, 3);
    struct bytes html;
    CHECK_OK(sheet_print(&s, &html));
    CHECK_BYTES(
        html,
        BYTES(
            "<figure class=\"chart\"><figcaption class=\"chart-title\" dir=\"auto\">By week</figc"
            "aption>"
            "<svg class=\"chart-plot\" viewBox=\"0 0 640 280\" role=\"img\" aria-label=\"More &amp"
            "; more\">"
            "<text class=\"chart-scale\" x=\"46\" y=\"22\" text-anchor=\"end\">5</text>"
            "<text class=\"chart-scale\" x=\"46\" y=\"274\" text-anchor=\"end\">1</text>"
            "<path class=\"chart-grid\" d=\"M56 14H632M56 266H632\"></path>"
            "<path class=\"chart-up\" d=\"M130 224V104Q130 98,136 98H168Q174 98,174 104V224zM5"
            "14 224V20Q514 14,520 14H552Q558 14,558 20V224z\"></path>"
            "<path class=\"chart-down\" d=\"M130 224V260Q130 266,136 266H168Q174 266,174 260V2"
            "24z\"></path>"
            "<path class=\"chart-base\" d=\"M56 224H632\"></path></svg>"
            "<div class=\"chart-foot\" aria-hidden=\"true\"><span dir=\"auto\">2 March</span><spa"
            "n dir=\"auto\">16 &lt;March&gt;</span></div>"
            "<p class=\"chart-legend\"><span class=\"chart-key up\" dir=\"auto\">Toward</span><sp"
            "an class=\"chart-key down\" dir=\"auto\">Missed</span></p>"
            "<details><summary dir=\"auto\">As a table</summary>"
            "<div class=\"details-body\">"
            "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"By week\">"
            "<table><caption dir=\"auto\">By week</caption>"
            "<thead>"
            "<tr><th scope=\"col\" dir=\"auto\">Week</th><th scope=\"col\" dir=\"auto\">Toward</th>"
            "<th scope=\"col\" dir=\"auto\">Missed</th></tr></thead>"
            "<tbody>"
            "<tr><th scope=\"row\" dir=\"auto\">2 March</th><td dir=\"auto\">3</td><td dir=\"auto\""
            ">1</td></tr>"
            "<tr><th scope=\"row\" dir=\"auto\">16 &lt;March&gt;</th><td dir=\"auto\">5</td><td d"
            "ir=\"auto\">0</td></tr></tbody></table></div></div></details></figure>"));
    arena_free(&s.arena);
}

TEST(chart_rate_is_broken_where_there_is_not_enough) {
    struct sheet s;
    sheet_begin(&s, 1 << 20);
    struct chart_text text = text_make_test();
    const struct chart_point weeks[] = {{said("a"), false, 500, 0, 1000, 0, 1000},
                                        {said("b"), true, 600, 500, 705, 400, 800},
                                        {said("c"), true, 625, 525, 725, 425, 805},
                                        {said("d"), false, 0, 0, 0, 0, 0},
                                        {said("e"), true, 1000, 900, 1000, 804, 1000}};
    chart_rate(&s.parts, &text, weeks, 5);
    struct bytes html;
    CHECK_OK(sheet_print(&s, &html));
    CHECK_BYTES(
        html,
        BYTES(
            "<figure class=\"chart\"><figcaption class=\"chart-title\" dir=\"auto\">By week</figc"
            "aption>"
            "<svg class=\"chart-plot\" viewBox=\"0 0 640 280\" role=\"img\" aria-label=\"More &amp"
            "; more\">"
            "<path class=\"chart-grid\" d=\"M56 266H632M56 140H632M56 14H632\"></path>"
            "<text class=\"chart-scale\" x=\"46\" y=\"274\" text-anchor=\"end\">0</text>"
            "<text class=\"chart-scale\" x=\"46\" y=\"148\" text-anchor=\"end\">50</text>"
            "<text class=\"chart-scale\" x=\"46\" y=\"22\" text-anchor=\"end\">100</text>"
            "<path class=\"chart-band\" d=\"M229 64L344 63L344 159L229 165zM545 14H603L603 63H"
            "545z\"></path>"
            "<path class=\"chart-band-inner\" d=\"M229 88L344 83L344 134L229 140zM545 14H603L6"
            "03 39H545z\"></path>"
            "<path class=\"chart-line\" d=\"M229 115L344 108M545 14H603\"></path>"
            "<circle class=\"chart-dot\" cx=\"574\" cy=\"14\" r=\"7\"></circle></svg>"
            "<div class=\"chart-foot\" aria-hidden=\"true\"><span dir=\"auto\">a</span><span dir="
            "\"auto\">e</span></div>"
            "<details><summary dir=\"auto\">As a table</summary>"
            "<div class=\"details-body\">"
            "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"By week\">"
            "<table><caption dir=\"auto\">By week</caption>"
            "<thead>"
            "<tr><th scope=\"col\" dir=\"auto\">Week</th><th scope=\"col\" dir=\"auto\">Toward</th>"
            "<th scope=\"col\" dir=\"auto\">Missed</th><th scope=\"col\" dir=\"auto\">High 80</th><"
            "th scope=\"col\" dir=\"auto\">Low 95</th><th scope=\"col\" dir=\"auto\">High 95</th></"
            "tr></thead>"
            "<tbody>"
            "<tr><th scope=\"row\" dir=\"auto\">b</th><td dir=\"auto\">60</td><td dir=\"auto\">50</"
            "td><td dir=\"auto\">71</td><td dir=\"auto\">40</td><td dir=\"auto\">80</td></tr>"
            "<tr><th scope=\"row\" dir=\"auto\">c</th><td dir=\"auto\">63</td><td dir=\"auto\">53</"
            "td><td dir=\"auto\">73</td><td dir=\"auto\">43</td><td dir=\"auto\">81</td></tr>"
            "<tr><th scope=\"row\" dir=\"auto\">e</th><td dir=\"auto\">100</td><td dir=\"auto\">90<"
            "/td><td dir=\"auto\">100</td><td dir=\"auto\">80</td><td dir=\"auto\">100</td></tr><"
            "/tbody></table></div></div></details></figure>"));
    arena_free(&s.arena);
}

TEST(chart_steps_go_down_with_their_band) {
    struct sheet s;
    sheet_begin(&s, 1 << 20);
    struct chart_text text = text_make_test();
    const struct chart_point steps[] = {{said("same day"), true, 667, 0, 0, 404, 834},
                                        {said("next day"), true, 424, 0, 0, 195, 638},
                                        {said("later"), true, 303, 0, 0, 112, 522}};
    chart_steps(&s.parts, &text, steps, 3);
    struct bytes html;
    CHECK_OK(sheet_print(&s, &html));
    CHECK_BYTES(
        html,
        BYTES(
            "<figure class=\"chart\"><figcaption class=\"chart-title\" dir=\"auto\">By week</figc"
            "aption>"
            "<svg class=\"chart-plot\" viewBox=\"0 0 640 280\" role=\"img\" aria-label=\"More &amp"
            "; more\">"
            "<path class=\"chart-grid\" d=\"M56 266H632M56 140H632M56 14H632\"></path>"
            "<text class=\"chart-scale\" x=\"46\" y=\"274\" text-anchor=\"end\">0</text>"
            "<text class=\"chart-scale\" x=\"46\" y=\"148\" text-anchor=\"end\">50</text>"
            "<text class=\"chart-scale\" x=\"46\" y=\"22\" text-anchor=\"end\">100</text>"
            "<path class=\"chart-band\" d=\"M80 56V56H264V105H448V134H632V238H448V217H264V164H"
            "80z\"></path>"
            "<path class=\"chart-line\" d=\"M56 14H80V98H264V159H448V190H632\"></path></svg>"
            "<div class=\"chart-foot even\" aria-hidden=\"true\"><span dir=\"auto\">same day</spa"
            "n><span dir=\"auto\">next day</span><span dir=\"auto\">later</span></div>"
            "<details><summary dir=\"auto\">As a table</summary>"
            "<div class=\"details-body\">"
            "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"By week\">"
            "<table><caption dir=\"auto\">By week</caption>"
            "<thead>"
            "<tr><th scope=\"col\" dir=\"auto\">Week</th><th scope=\"col\" dir=\"auto\">Toward</th>"
            "<th scope=\"col\" dir=\"auto\">Missed</th><th scope=\"col\" dir=\"auto\">High 80</th><"
            "/tr></thead>"
            "<tbody>"
            "<tr><th scope=\"row\" dir=\"auto\">same day</th><td dir=\"auto\">67</td><td dir=\"aut"
            "o\">40</td><td dir=\"auto\">83</td></tr>"
            "<tr><th scope=\"row\" dir=\"auto\">next day</th><td dir=\"auto\">42</td><td dir=\"aut"
            "o\">20</td><td dir=\"auto\">64</td></tr>"
            "<tr><th scope=\"row\" dir=\"auto\">later</th><td dir=\"auto\">30</td><td dir=\"auto\">"
            "11</td><td dir=\"auto\">52</td></tr></tbody></table></div></div></details></figu"
            "re>"));
    arena_free(&s.arena);
}

/* Every number of every path lies within the 640 x 280 units of the drawing. A number after a space
 * or a V is a y, any other an x. */
static bool paths_inside(struct bytes html) {
    for (size_t i = 0; i + 4 < html.size; i++) {
        if (!bytes_equal(bytes_slice(html, i, 4), BYTES(" d=\"")))
            continue;
        int64_t number = 0, most = 640;
        for (i += 4; html.at[i] != '"'; i++) {
            uint8_t c = html.at[i];
            bool digit = c >= '0' && c <= '9';
            if (c == '-')
                return false;
            if (!digit)
                most = c == ' ' || c == 'V' ? 280 : 640;
            number = digit ? number * 10 + c - '0' : 0;
            if (number > most)
                return false;
        }
    }
    return true;
}

TEST(chart_stays_inside_its_frame_for_all_values) {
    static const uint32_t value[] = {0, 1, 2, 3, 500, UINT32_MAX};
    static const size_t count[] = {1, 2, 13, 52, CHART_COUNT_MAX};
    static struct chart_bar weeks[CHART_COUNT_MAX];
    static struct chart_point points[CHART_COUNT_MAX];
    struct chart_text text = text_make_test();
    for (size_t k = 0; k < COUNT_OF(count) * COUNT_OF(value); k++) {
        size_t n = count[k / COUNT_OF(value)], v = k % COUNT_OF(value);
        for (size_t i = 0; i < n; i++) {
            uint16_t at = (uint16_t)(i * 1000 / n);
            weeks[i] = (struct chart_bar){said("w"), value[v], value[(v + i) % COUNT_OF(value)]};
            points[i] = (struct chart_point){said("w"), i % 5 != v, at, at, 1000, 0, 1000};
        }
        struct sheet s;
        sheet_begin(&s, 8 << 20);
        chart_bars(&s.parts, &text, weeks, n);
        chart_rate(&s.parts, &text, points, n);
        chart_steps(&s.parts, &text, points, n < 8 ? n : 8);
        struct bytes html;
        CHECK_OK(sheet_print(&s, &html));
        CHECK(paths_inside(html));
        arena_free(&s.arena);
    }
}

TEST(chart_in_a_full_arena_fails_as_a_view) {
    static struct chart_bar weeks[CHART_COUNT_MAX];
    for (size_t i = 0; i < CHART_COUNT_MAX; i++)
        weeks[i] = (struct chart_bar){said("w"), 1, 1};
    struct chart_text text = text_make_test();
    struct sheet s;
    sheet_begin(&s, sizeof(struct text) + 32768);
    chart_bars(&s.parts, &text, weeks, CHART_COUNT_MAX);
    struct bytes stream;
    CHECK_ERR(view_finish(&s.view, &stream), ERR_FULL);
    arena_free(&s.arena);
}

/* Scores by day; the cells are the day's name and nothing else. */
static const struct words score_cells[2] = {{T_NONE, {(const uint8_t *)"a day", 5}},
                                            {T_NONE, {(const uint8_t *)"3.5", 3}}};

static struct chart_score score(int32_t day, uint16_t value, bool spread) {
    return (struct chart_score){.cells = score_cells,
                                .day = day,
                                .known = true,
                                .value = value,
                                .spread = spread,
                                .low = 400,
                                .middle = 500,
                                .high = 750};
}

static enum err scores_print(struct sheet *s, const struct chart_score *scores, size_t count,
                             struct bytes *html) {
    struct chart_text text = text_make_test();
    const struct chart_ends ends = {said("1"), said("7"), said("first"), said("last")};
    chart_scores(&s->parts, &text, &ends, scores, count, 2);
    return sheet_print(s, html);
}

static size_t times(struct bytes html, const char *what) {
    struct bytes w = bytes_from_string(what);
    size_t count = 0;
    for (size_t i = 0; i + w.size <= html.size; i++)
        count += bytes_equal(bytes_slice(html, i, w.size), w);
    return count;
}

TEST(chart_scores_stand_where_their_days_lie) {
    struct sheet s;
    struct bytes html;
    struct chart_score scores[] = {score(90, 0, false), score(100, 0, false), score(110, 500, true),
                                   score(111, 0, false), score(120, 1000, true)};
    scores[0].known = scores[3].known = false; /* too few answers: in the table only */
    sheet_begin(&s, 1 << 20);
    CHECK_OK(scores_print(&s, scores, COUNT_OF(scores), &html));
    CHECK_BYTES(
        html,
        BYTES(
            "<figure class=\"chart\"><figcaption class=\"chart-title\" dir=\"auto\">By week</figc"
            "aption>"
            "<svg class=\"chart-plot\" viewBox=\"0 0 640 280\" role=\"img\" aria-label=\"More &amp"
            "; more\">"
            "<path class=\"chart-grid\" d=\"M56 266H632M56 140H632M56 14H632\"></path>"
            "<text class=\"chart-scale\" x=\"46\" y=\"274\" text-anchor=\"end\">1</text>"
            "<text class=\"chart-scale\" x=\"46\" y=\"22\" text-anchor=\"end\">7</text>"
            "<path class=\"chart-band-inner\" d=\"M344 77L625 77L625 165L344 165z\"></path>"
            "<path class=\"chart-line\" d=\"M344 140L625 140\"></path>"
            "<circle class=\"chart-mark\" cx=\"63\" cy=\"266\" r=\"5\"></circle>"
            "<circle class=\"chart-mark\" cx=\"344\" cy=\"140\" r=\"5\"></circle>"
            "<circle class=\"chart-dot\" cx=\"625\" cy=\"14\" r=\"7\"></circle></svg>"
            "<div class=\"chart-foot\" aria-hidden=\"true\"><span dir=\"auto\">first</span><span "
            "dir=\"auto\">last</span></div>"
            "<details><summary dir=\"auto\">As a table</summary>"
            "<div class=\"details-body\">"
            "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"By week\">"
            "<table><caption dir=\"auto\">By week</caption>"
            "<thead><tr><th scope=\"col\" dir=\"auto\">Week</th><th scope=\"col\" dir=\"auto\">Tow"
            "ard</th></tr></thead>"
            "<tbody><tr><th scope=\"row\" dir=\"auto\">a day</th><td dir=\"auto\">3.5</td></tr>"
            "<tr><th scope=\"row\" dir=\"auto\">a day</th><td dir=\"auto\">3.5</td></tr>"
            "<tr><th scope=\"row\" dir=\"auto\">a day</th><td dir=\"auto\">3.5</td></tr>"
            "<tr><th scope=\"row\" dir=\"auto\">a day</th><td dir=\"auto\">3.5</td></tr>"
            "<tr><th scope=\"row\" dir=\"auto\">a day</th><td dir=\"auto\">3.5</td></tr></tbody></"
            "table></div></div></details></figure>"));
    arena_free(&s.arena);
}

TEST(chart_scores_have_no_band_over_a_gap) {
    struct sheet s;
    struct bytes html;
    const struct chart_score scores[] = {score(100, 300, true),
                                         score(101, 300, true), /* a run of two */
                                         score(101 + CHART_GAP_DAYS, 300, true),
                                         score(135, 300, false), /* one alone */
                                         score(136, 300, true),
                                         score(163, 300, true)}; /* and two within it */
    sheet_begin(&s, 1 << 20);
    CHECK_OK(scores_print(&s, scores, COUNT_OF(scores), &html));
    CHECK_INT(times(html, "z\"></path>"), 1); /* one path */
    CHECK_INT(times(html, "zM"), 2);          /* of three pieces */
    CHECK_INT(times(html, "chart-mark"), 5);
    CHECK(paths_inside(html));
    arena_free(&s.arena);
}

TEST(chart_scores_stay_inside_their_frame_for_all_days) {
    static struct chart_score scores[CHART_COUNT_MAX];
    static const int32_t steps[] = {1, 3, 40, 8000000};
    for (size_t k = 0; k < COUNT_OF(steps); k++)
        for (size_t n = 1; n <= CHART_COUNT_MAX; n = n * 3 + 1) {
            struct sheet s;
            struct bytes html;
            for (size_t i = 0; i < n; i++) {
                scores[i] = score(INT32_MIN + (int32_t)i * steps[k], (uint16_t)(i % 1001), i % 9);
                scores[i].known = i % 5 != 1;
            }
            if (n > 1)
                scores[n - 1].day = INT32_MAX;
            sheet_begin(&s, 8 << 20);
            CHECK_OK(scores_print(&s, scores, n, &html));
            CHECK(paths_inside(html));
            CHECK_INT(times(html, "chart-dot"), 1);
            arena_free(&s.arena);
        }
}

TEST(chart_ring_draws_five_stations_and_their_table) {
    struct sheet s;
    struct bytes html;
    sheet_begin(&s, 1 << 20);
    struct chart_text text = text_make_test();
    struct chart_station stations[CHART_RING] = {
        {said("Need"), BYTES("Somebody who sits with me when I have had a bad <dream>")},
        {said("Shown"), BYTES("supercalifragilistic")},
        {said("Back"), BYTES("héééééééééééééééééé")},
        {said("Soothed"), BYTES("no")},
        {said("Belief"), {0}}};
    chart_ring(&s.parts, &text, BYTES("My grandmother"), stations);
    CHECK_OK(sheet_print(&s, &html));
    /* Whole words where they fit, three lines at most, and what is left out is said. */
    CHECK(shows(html, ">Somebody who</text>") && shows(html, ">sits with me</text>") &&
          shows(html, ">when I have had…</text>"));
    /* A word that is longer than a line is cut between characters. */
    CHECK(shows(html, ">supercalifragil</text>") && shows(html, ">istic</text>"));
    CHECK(shows(html, ">héééééééééééééé</text>") && shows(html, ">éééé</text>"));
    /* All of it in the table, as text; lines to write on where there are no words. */
    CHECK(shows(html, "Somebody who sits with me when I have had a bad &lt;dream&gt;"));
    CHECK(shows(html, "ring-rule") && shows(html, ">My grandmother</text>"));
    CHECK(shows(html, "<title>More &amp; more</title>"));
    arena_free(&s.arena);
    /* Without words it is a drawing only. */
    sheet_begin(&s, 1 << 20);
    for (size_t i = 0; i < CHART_RING; i++)
        stations[i].text = (struct bytes){0};
    chart_ring(&s.parts, &text, (struct bytes){0}, stations);
    CHECK_OK(sheet_print(&s, &html));
    CHECK(!shows(html, "<table") && shows(html, "ring-rule"));
    arena_free(&s.arena);
}
