#include "view/chart.h"

#include "base/check.h"
#include "view/parts_draw.h"

/* The space that is drawn in, and the plot within it: room for numbers stands left of it. */
enum { WIDTH = 640, HEIGHT = 280, LEFT = 56, RIGHT = 632, TOP = 14, BOTTOM = 266 };
enum { PLOT_WIDTH = RIGHT - LEFT, PLOT_HEIGHT = BOTTOM - TOP };

/* --- a pen for paths -------------------------------------------------------------------------- */

static void move(struct buf *d, char command, int64_t x, int64_t y) {
    buf_add_u8(d, (uint8_t)command);
    buf_add_decimal(d, x);
    buf_add_u8(d, ' ');
    buf_add_decimal(d, y);
}

static void along(struct buf *d, char command, int64_t to) {
    buf_add_u8(d, (uint8_t)command);
    buf_add_decimal(d, to);
}

/* What was written so far; empty when the frame arena is full, which the view then tells. */
static struct bytes written(struct parts *p, const struct buf *b) {
    struct bytes out = {0};
    enum err err = buf_finish(b, &out);
    if (err != ERR_OK && p->view->out.err == ERR_OK)
        p->view->out.err = err;
    return out;
}

static void path_draw(struct parts *p, const char *class_name, const struct buf *d) {
    struct bytes path = written(p, d);
    if (path.size == 0)
        return;
    view_open_class(p->view, TAG_PATH, class_name);
    view_attr_bytes(p->view, ATTR_D, path);
    view_close(p->view);
}

/* part * room / whole, rounded half up; part <= whole. */
static int scaled(uint64_t part, int room, uint64_t whole) {
    return (int)((2 * part * (uint64_t)room + whole) / (2 * whole));
}

static int y_of(uint32_t permille) {
    return BOTTOM - scaled(permille, PLOT_HEIGHT, 1000);
}

static int percent(uint16_t permille) {
    return (permille + 5) / 10;
}

/* --- what all have ---------------------------------------------------------------------------- */

static void figure_begin(struct parts *p, const struct chart_text *text) {
    struct view *v = p->view;
    view_open_class(v, TAG_FIGURE, "chart");
    draw_words(p, TAG_FIGCAPTION, "chart-title", text->title);
    view_open_class(v, TAG_SVG, "chart-plot");
    view_attr(v, ATTR_VIEWBOX, "0 0 640 280");
    view_attr(v, ATTR_ROLE, "img");
    if (text->alternative.key != T_NONE)
        draw_words_attrs(p, text->alternative);
    view_attr_bytes(v, ATTR_ARIA_LABEL, words_bytes(p, text->alternative));
}

static struct words number(struct parts *p, uint64_t value) {
    struct buf text;
    buf_init(&text, p->frame);
    buf_add_decimal(&text, (int64_t)value);
    return words_of(written(p, &text));
}

static void scale_words(struct parts *p, struct words w, int y) {
    view_open_class(p->view, TAG_SVG_TEXT, "chart-scale");
    view_attr_number(p->view, ATTR_X, LEFT - 10);
    view_attr_number(p->view, ATTR_Y, y + 8); /* half the height of a digit */
    view_attr(p->view, ATTR_TEXT_ANCHOR, "end");
    view_text(p->view, words_bytes(p, w));
    view_close(p->view);
}

static void scale_number(struct parts *p, uint64_t value, int y) {
    scale_words(p, number(p, value), y);
}

static void grid_halves(struct parts *p) {
    struct buf d;
    buf_init(&d, p->frame);
    for (uint32_t permille = 0; permille <= 1000; permille += 500) {
        move(&d, 'M', LEFT, y_of(permille));
        along(&d, 'H', RIGHT);
    }
    path_draw(p, "chart-grid", &d);
}

static void scale_percent(struct parts *p) {
    grid_halves(p);
    for (uint32_t permille = 0; permille <= 1000; permille += 500)
        scale_number(p, permille / 10, y_of(permille));
}

static void foot_begin(struct parts *p, const char *class_name) {
    view_open_class(p->view, TAG_DIV, class_name);
    view_attr(p->view, ATTR_ARIA_HIDDEN, "true"); /* the table says it to who cannot see it */
}

static void foot_ends(struct parts *p, struct words first, struct words last, size_t count) {
    foot_begin(p, "chart-foot");
    draw_words(p, TAG_SPAN, NULL, first);
    if (count > 1)
        draw_words(p, TAG_SPAN, NULL, last);
    view_close(p->view);
}

static void table_begin(struct parts *p, const struct chart_text *text, size_t columns) {
    part_details_begin(p, text->table);
    part_table_begin(p, text->title, text->heads, columns);
}

static void table_row(struct parts *p, struct words name, const uint64_t *values, size_t count) {
    struct words cells[6] = {name};
    MUST(count < COUNT_OF(cells));
    for (size_t i = 0; i < count; i++)
        cells[i + 1] = number(p, values[i]);
    part_table_row(p, cells, count + 1);
}

static void figure_end(struct parts *p) {
    part_table_end(p);
    part_details_end(p);
    view_close(p->view);
}

/* --- bars ------------------------------------------------------------------------------------- */

struct bar_scale {
    uint64_t top, bottom; /* counts at the ends of the plot */
    int zero;             /* y of the line between them */
};

/* One scale for both directions. Never fewer than four steps, or one moment would fill it. */
static struct bar_scale bars_measure(const struct chart_bar *weeks, size_t count) {
    struct bar_scale s = {0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        s.top = weeks[i].up > s.top ? weeks[i].up : s.top;
        s.bottom = weeks[i].down > s.bottom ? weeks[i].down : s.bottom;
    }
    if (s.top + s.bottom < 4)
        s.top = 4 - s.bottom;
    s.zero = TOP + scaled(s.top, PLOT_HEIGHT, s.top + s.bottom);
    return s;
}

/* A bar from the zero line to `y`, its far corners rounded. */
static void bar_path(struct buf *d, int x, int width, int zero, int y) {
    int height = y < zero ? zero - y : y - zero;
    int round = width / 2 < 6 ? width / 2 : 6;
    round = round < height ? round : height;
    int toward_zero = y < zero ? round : -round;
    move(d, 'M', x, zero);
    along(d, 'V', y + toward_zero);
    move(d, 'Q', x, y);
    move(d, ',', x + round, y);
    along(d, 'H', x + width - round);
    move(d, 'Q', x + width, y);
    move(d, ',', x + width, y + toward_zero);
    along(d, 'V', zero);
    buf_add_u8(d, 'z');
}

static void bars_draw(struct parts *p, const struct chart_bar *weeks, size_t count, bool up) {
    struct bar_scale s = bars_measure(weeks, count);
    struct buf d;
    buf_init(&d, p->frame);
    int width = PLOT_WIDTH * 5 / (8 * (int)count);
    width = width > 44 ? 44 : width < 1 ? 1 : width;
    for (size_t i = 0; i < count; i++) {
        uint32_t value = up ? weeks[i].up : weeks[i].down;
        if (value == 0)
            continue;
        int x = LEFT + scaled(2 * i + 1, PLOT_WIDTH, 2 * count) - width / 2;
        int height = scaled(value, PLOT_HEIGHT, s.top + s.bottom);
        height = height < 3 ? 3 : height; /* one among hundreds is still to be seen */
        bar_path(&d, x, width, s.zero, up ? s.zero - height : s.zero + height);
    }
    path_draw(p, up ? "chart-up" : "chart-down", &d);
}

static void bars_scale_draw(struct parts *p, struct bar_scale s) {
    struct buf d;
    buf_init(&d, p->frame);
    if (s.top > 0) {
        move(&d, 'M', LEFT, TOP);
        along(&d, 'H', RIGHT);
        scale_number(p, s.top, TOP);
    }
    if (s.bottom > 0) {
        move(&d, 'M', LEFT, BOTTOM);
        along(&d, 'H', RIGHT);
        scale_number(p, s.bottom, BOTTOM);
    }
    path_draw(p, "chart-grid", &d);
}

static void bars_legend(struct parts *p, const struct words *heads) {
    view_open_class(p->view, TAG_P, "chart-legend");
    draw_words(p, TAG_SPAN, "chart-key up", heads[1]);
    draw_words(p, TAG_SPAN, "chart-key down", heads[2]);
    view_close(p->view);
}

void chart_bars(struct parts *p, const struct chart_text *text, const struct chart_bar *weeks,
                size_t count) {
    MUST(count >= 1 && count <= CHART_COUNT_MAX);
    struct bar_scale s = bars_measure(weeks, count);
    figure_begin(p, text);
    bars_scale_draw(p, s);
    bars_draw(p, weeks, count, true);
    bars_draw(p, weeks, count, false);
    struct buf d;
    buf_init(&d, p->frame);
    move(&d, 'M', LEFT, s.zero);
    along(&d, 'H', RIGHT);
    path_draw(p, "chart-base", &d);
    view_close(p->view);
    foot_ends(p, weeks[0].name, weeks[count - 1].name, count);
    bars_legend(p, text->heads);
    table_begin(p, text, 3);
    for (size_t i = 0; i < count; i++)
        if (weeks[i].up || weeks[i].down)
            table_row(p, weeks[i].name, (uint64_t[]){weeks[i].up, weeks[i].down}, 2);
    figure_end(p);
}

/* --- a rate over weeks ------------------------------------------------------------------------ */

/* Points from..to-1 are known, and neither neighbour is. A lone one is drawn as wide as half its
 * week, or it could not be seen. */
struct run {
    const struct chart_point *points;
    size_t count, from, to;
};

static bool run_next(struct run *run) {
    run->from = run->to;
    while (run->from < run->count && !run->points[run->from].known)
        run->from++;
    run->to = run->from;
    while (run->to < run->count && run->points[run->to].known)
        run->to++;
    return run->from < run->to;
}

static int point_x(const struct run *run, size_t i) {
    return LEFT + scaled(2 * i + 1, PLOT_WIDTH, 2 * run->count);
}

enum edge { VALUE, LOW_80, HIGH_80, LOW_95, HIGH_95 };

static int point_y(const struct run *run, size_t i, enum edge edge) {
    const struct chart_point *at = &run->points[i];
    const uint16_t of[] = {at->value, at->low_80, at->high_80, at->low_95, at->high_95};
    return y_of(of[edge]);
}

static void run_line(struct buf *d, const struct run *run, enum edge edge, bool back, char first) {
    size_t count = run->to - run->from;
    int half = PLOT_WIDTH / (4 * (int)run->count) + 1;
    for (size_t k = 0; k < count; k++) {
        size_t i = back ? run->to - 1 - k : run->from + k;
        int x = point_x(run, i), y = point_y(run, i, edge);
        if (count == 1) {
            move(d, first, back ? x + half : x - half, y);
            along(d, 'H', back ? x - half : x + half);
        } else {
            move(d, (char)(k == 0 ? first : 'L'), x, y);
        }
    }
}

static void band_draw(struct parts *p, struct run run, enum edge low, enum edge high,
                      const char *class_name) {
    struct buf d;
    buf_init(&d, p->frame);
    while (run_next(&run)) {
        run_line(&d, &run, high, false, 'M');
        run_line(&d, &run, low, true, 'L');
        buf_add_u8(&d, 'z');
    }
    path_draw(p, class_name, &d);
}

static void line_draw(struct parts *p, struct run run) {
    struct buf d;
    buf_init(&d, p->frame);
    size_t newest = run.count;
    while (run_next(&run)) {
        run_line(&d, &run, VALUE, false, 'M');
        newest = run.to - 1;
    }
    path_draw(p, "chart-line", &d);
    if (newest == run.count)
        return;
    view_open_class(p->view, TAG_CIRCLE, "chart-dot");
    view_attr_number(p->view, ATTR_CX, point_x(&run, newest));
    view_attr_number(p->view, ATTR_CY, point_y(&run, newest, VALUE));
    view_attr_number(p->view, ATTR_R, 7);
    view_close(p->view);
}

void chart_rate(struct parts *p, const struct chart_text *text, const struct chart_point *weeks,
                size_t count) {
    MUST(count >= 1 && count <= CHART_COUNT_MAX);
    struct run run = {weeks, count, 0, 0};
    figure_begin(p, text);
    scale_percent(p);
    band_draw(p, run, LOW_95, HIGH_95, "chart-band");
    band_draw(p, run, LOW_80, HIGH_80, "chart-band-inner");
    line_draw(p, run);
    view_close(p->view);
    foot_ends(p, weeks[0].name, weeks[count - 1].name, count);
    table_begin(p, text, 6);
    for (size_t i = 0; i < count; i++) {
        const struct chart_point *at = &weeks[i];
        const uint64_t values[] = {(uint64_t)percent(at->value), (uint64_t)percent(at->low_80),
                                   (uint64_t)percent(at->high_80), (uint64_t)percent(at->low_95),
                                   (uint64_t)percent(at->high_95)};
        if (at->known)
            table_row(p, at->name, values, COUNT_OF(values));
    }
    figure_end(p);
}

/* --- steps ------------------------------------------------------------------------------------ */

/* Before the first step a short piece at 100 %: nobody has mended anything yet. */
enum { LEAD = 24, STEPS_MAX = 8 };

static int step_x(size_t i, size_t count) {
    return LEFT + LEAD + scaled(i, PLOT_WIDTH - LEAD, count);
}

static void steps_draw(struct parts *p, const struct chart_point *steps, size_t count) {
    struct buf band, line;
    buf_init(&band, p->frame);
    move(&band, 'M', step_x(0, count), y_of(steps[0].high_95));
    for (size_t i = 0; i < count; i++) { /* along the upper edge, and back along the lower */
        along(&band, 'V', y_of(steps[i].high_95));
        along(&band, 'H', step_x(i + 1, count));
    }
    for (size_t i = count; i-- > 0;) {
        along(&band, 'V', y_of(steps[i].low_95));
        along(&band, 'H', step_x(i, count));
    }
    buf_add_u8(&band, 'z');
    path_draw(p, "chart-band", &band);

    buf_init(&line, p->frame);
    move(&line, 'M', LEFT, y_of(1000));
    for (size_t i = 0; i < count; i++) {
        along(&line, 'H', step_x(i, count));
        along(&line, 'V', y_of(steps[i].value));
    }
    along(&line, 'H', RIGHT);
    path_draw(p, "chart-line", &line);
}

void chart_steps(struct parts *p, const struct chart_text *text, const struct chart_point *steps,
                 size_t count) {
    MUST(count >= 1 && count <= STEPS_MAX);
    figure_begin(p, text);
    scale_percent(p);
    steps_draw(p, steps, count);
    view_close(p->view);
    foot_begin(p, "chart-foot even");
    for (size_t i = 0; i < count; i++)
        draw_words(p, TAG_SPAN, NULL, steps[i].name);
    view_close(p->view);
    table_begin(p, text, 4);
    for (size_t i = 0; i < count; i++) {
        const uint64_t values[] = {(uint64_t)percent(steps[i].value),
                                   (uint64_t)percent(steps[i].low_95),
                                   (uint64_t)percent(steps[i].high_95)};
        table_row(p, steps[i].name, values, COUNT_OF(values));
    }
    figure_end(p);
}

/* --- scores by day ---------------------------------------------------------------------------- */

/* A mark's middle keeps its radius from the plot's edge. */
enum { MARK = 5, NEWEST = 7, MARKS_WIDTH = PLOT_WIDTH - 2 * NEWEST };

struct days {
    const struct chart_score *scores;
    size_t count, first, last; /* positions of the first and the last that are known */
};

static struct days days_measure(const struct chart_score *scores, size_t count) {
    struct days d = {scores, count, count, count};
    for (size_t i = 0; i < count; i++) {
        if (!scores[i].known)
            continue;
        d.first = d.first == count ? i : d.first;
        d.last = i;
    }
    MUST(d.first < count);
    return d;
}

/* How many days after the first; days ascend. */
static uint64_t days_since(const struct days *d, size_t from, size_t to) {
    return (uint64_t)((int64_t)d->scores[to].day - d->scores[from].day);
}

static int day_x(const struct days *d, size_t i) {
    uint64_t all = days_since(d, d->first, d->last);
    return LEFT + NEWEST +
           (all ? scaled(days_since(d, d->first, i), MARKS_WIDTH, all) : MARKS_WIDTH / 2);
}

static void mark_draw(struct parts *p, const struct days *d, size_t i, const char *class_name,
                      int radius) {
    view_open_class(p->view, TAG_CIRCLE, class_name);
    view_attr_number(p->view, ATTR_CX, day_x(d, i));
    view_attr_number(p->view, ATTR_CY, y_of(d->scores[i].value));
    view_attr_number(p->view, ATTR_R, radius);
    view_close(p->view);
}

/* The next run of spreads from `from` on, one past its end in *end. */
static size_t spreads_next(const struct days *d, size_t from, size_t *end) {
    while (from < d->count && !(d->scores[from].known && d->scores[from].spread))
        from++;
    size_t to = from;
    for (size_t i = from; i < d->count; i++) {
        if (!d->scores[i].known)
            continue; /* no score that day: the band goes over it */
        if (!d->scores[i].spread || (i > from && days_since(d, to - 1, i) >= CHART_GAP_DAYS))
            break;
        to = i + 1;
    }
    *end = to;
    return from;
}

/* One edge of a run, there or back; a lone one is drawn as wide as a mark. */
static void edge_draw(struct buf *b, const struct days *d, size_t from, size_t to, enum edge edge,
                      bool back, char first) {
    for (size_t k = from; k < to; k++) {
        size_t i = back ? from + to - 1 - k : k;
        const struct chart_score *s = &d->scores[i];
        int y = y_of(edge == VALUE ? s->middle : edge == LOW_80 ? s->low : s->high);
        int x = day_x(d, i);
        if (!s->known)
            continue;
        if (from + 1 == to) {
            move(b, first, back ? x + NEWEST : x - NEWEST, y);
            along(b, 'H', back ? x - NEWEST : x + NEWEST);
        } else {
            move(b, (char)(k == from ? first : 'L'), x, y);
        }
    }
}

static void spreads_draw(struct parts *p, const struct days *d) {
    struct buf band, line;
    size_t to = 0;
    buf_init(&band, p->frame);
    buf_init(&line, p->frame);
    for (size_t from = spreads_next(d, 0, &to); from < d->count; from = spreads_next(d, to, &to)) {
        edge_draw(&band, d, from, to, HIGH_80, false, 'M');
        edge_draw(&band, d, from, to, LOW_80, true, 'L');
        buf_add_u8(&band, 'z');
        edge_draw(&line, d, from, to, VALUE, false, 'M');
    }
    path_draw(p, "chart-band-inner", &band);
    path_draw(p, "chart-line", &line);
}

void chart_scores(struct parts *p, const struct chart_text *text, const struct chart_ends *ends,
                  const struct chart_score *scores, size_t count, size_t columns) {
    MUST(count >= 1 && count <= CHART_COUNT_MAX);
    struct days d = days_measure(scores, count);
    figure_begin(p, text);
    grid_halves(p);
    scale_words(p, ends->lowest, y_of(0));
    scale_words(p, ends->highest, y_of(1000));
    spreads_draw(p, &d);
    for (size_t i = d.first; i < d.last; i++)
        if (scores[i].known)
            mark_draw(p, &d, i, "chart-mark", MARK);
    mark_draw(p, &d, d.last, "chart-dot", NEWEST);
    view_close(p->view);
    foot_ends(p, ends->first, ends->last, d.first == d.last ? 1 : 2);
    table_begin(p, text, columns);
    for (size_t i = 0; i < count; i++)
        part_table_row(p, scores[i].cells, columns);
    figure_end(p);
}
