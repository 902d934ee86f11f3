#include "forms/measure.h"

#include "base/check.h"
#include "view/chart.h"
#include "view/dates.h"

#include <string.h>

static uint32_t top_step(const struct measure *m) {
    return m->items[0].steps - 1;
}

static bool is_mine(const struct item *item) {
    return item->author == AUTHOR_ME && item->space == SPACE_MINE;
}

/* --- scores ----------------------------------------------------------------------------------- */

static struct measure_point point_of(const struct measure *m, const struct item *item) {
    struct measure_point p = {.day = item->first_day};
    struct bytes body = book_item_entry(item).body;
    uint64_t sum = 0, value, top = top_step(m);
    for (size_t i = 0; i < m->count; i++) {
        MUST(m->items[i].steps == m->items[0].steps);
        if (!body_uint(body, m->items[i].field, &value) || value > top)
            continue;
        sum += m->items[i].way == MEASURE_DOWN ? top - value : value;
        p.answered++;
    }
    p.scored = p.answered > 0 && p.answered >= m->needed;
    if (p.scored) {
        uint64_t answered = p.answered, most = answered * top;
        p.score = (uint16_t)((2000 * sum + most) / (2 * most));
        p.sum = (int32_t)((200 * sum * m->count + answered) / (2 * answered) +
                          100 * m->count * m->from);
    }
    return p;
}

/* Answers so far that a spread can look back over. */
struct past {
    struct spread_answer answers[SPREAD_ENOUGH];
    size_t count;
};

static void past_add(struct past *past, const struct measure_point *p) {
    if (past->count == SPREAD_ENOUGH)
        memmove(past->answers, past->answers + 1, --past->count * sizeof past->answers[0]);
    past->answers[past->count++] = (struct spread_answer){p->day, p->score};
}

static void point_add(struct measure_point *out, size_t room, size_t *count,
                      const struct measure_point *p) {
    if (*count == room && room > 0)
        memmove(out, out + 1, --*count * sizeof *out);
    if (*count < room)
        out[(*count)++] = *p;
}

size_t measure_compute(const struct measure *m, const struct item *items, size_t item_count,
                       int32_t today, struct measure_point *out, size_t room) {
    struct past past = {.count = 0};
    size_t count = 0;
    MUST(m->count >= 1 && m->count <= MEASURE_ITEMS_MAX && m->needed <= m->count);
    for (size_t i = 0; i < item_count && items[i].first_day <= today; i++) {
        if (!is_mine(&items[i]))
            continue;
        size_t next = i + 1; /* of mine; on the same day it takes the place of this one */
        while (next < item_count && !is_mine(&items[next]))
            next++;
        if (next < item_count && items[next].first_day == items[i].first_day)
            continue;
        struct measure_point p = point_of(m, &items[i]);
        if (p.scored) {
            past_add(&past, &p);
            if (!m->norm)
                p.spread = spread_of(past.answers, past.count);
        }
        point_add(out, room, &count, &p);
    }
    return count;
}

size_t measure_read(const struct visit *v, const struct measure *m, struct measure_point *out,
                    size_t room) {
    size_t count;
    const struct item *items = book_items(v->book, m->kind, &count);
    return measure_compute(m, items, count, v->today, out, room);
}

/* The positions of the first and the last point with a score; false when there is none. */
static bool ends_find(const struct measure_point *points, size_t count, size_t *first,
                      size_t *last) {
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        if (!points[i].scored)
            continue;
        *first = found ? *first : i;
        *last = i;
        found = true;
    }
    return found;
}

enum change measure_change(const struct measure *m, const struct measure_point *points,
                           size_t count) {
    size_t first = 0, last = 0;
    if (!m->norm || !ends_find(points, count, &first, &last) || first == last)
        return CHANGE_NOT_ENOUGH;
    return change_test(points[first].sum, points[last].sum, *m->norm);
}

/* --- the form --------------------------------------------------------------------------------- */

void measure_form(struct visit *v, const struct measure *m, struct bytes body) {
    if (m->count > 1)
        part_leave_out(v->p);
    for (size_t i = 0; i < m->count; i++) {
        const struct measure_item *item = &m->items[i];
        uint64_t value = 0;
        bool chosen = body.size && body_uint(body, item->field, &value) && value < item->steps;
        part_scale(v->p, &(struct part_field){.field = item->field, .label = WORDS(item->label)},
                   item->steps, WORDS(m->low), WORDS(m->high),
                   chosen ? (int64_t)value : CHOSEN_NONE);
    }
}

/* The item that holds for today, or NULL. */
static const struct item *of_today(const struct visit *v, const struct measure *m) {
    size_t count;
    const struct item *items = book_items(v->book, m->kind, &count);
    for (size_t i = count; i-- > 0 && items[i].first_day >= v->today;)
        if (items[i].first_day == v->today && is_mine(&items[i]))
            return &items[i];
    return NULL;
}

struct bytes measure_of_today(const struct visit *v, const struct measure *m) {
    const struct item *item = of_today(v, m);
    return item ? book_item_entry(item).body : (struct bytes){0};
}

enum err measure_keep(struct visit *v, const struct measure *m, const struct submission *s) {
    struct body_writer w;
    const struct item *before = of_today(v, m);
    size_t answered = 0;
    body_begin(&w, v->frame, before ? before->id : NULL);
    for (size_t i = 0; i < m->count; i++) {
        if (!submission_has(s, m->items[i].field))
            continue;
        body_add_uint(&w, m->items[i].field, submission_number(s, m->items[i].field));
        answered++;
    }
    if (answered == 0) {
        visit_refuse(v, 0, T_FORMS_MEASURE_REFUSED);
        return ERR_INPUT;
    }
    return visit_write(v, SPACE_MINE, m->kind, NULL, 0, &w, NULL);
}

/* --- what is shown ---------------------------------------------------------------------------- */

static struct words number(struct visit *v, int64_t tenths) {
    struct buf b;
    struct bytes text = {0};
    bool whole = tenths % 10 == 0;
    buf_init(&b, v->frame);
    text_add_number(&b, v->text, whole ? tenths / 10 : tenths, whole ? 0 : 1);
    return words_of(buf_finish(&b, &text) == ERR_OK ? text : (struct bytes){0});
}

/* A place on the scale, as the score is told: a mean step, or a sum of points. */
static struct words place(struct visit *v, const struct measure *m, uint64_t permille) {
    uint64_t items = m->norm ? m->count : 1;
    uint64_t above = (permille * items * top_step(m) + 50) / 100; /* tenths */
    return number(v, (int64_t)(10 * items * m->from + above));
}

static struct words score_words(struct visit *v, const struct measure *m,
                                const struct measure_point *p) {
    return m->norm ? number(v, (p->sum + 5) / 10) : place(v, m, p->score);
}

static struct words day_words(struct visit *v, int32_t day) {
    return words_of(text_make_day_near(v->frame, v->text, day, v->today));
}

static struct words answered_words(struct visit *v, const struct measure *m,
                                   const struct measure_point *p) {
    const struct text_arg args[] = {{"now", number(v, (int64_t)p->answered * 10).text},
                                    {"of", number(v, (int64_t)m->count * 10).text}};
    return words_format(v->p, T_PARTS_STEP, args, COUNT_OF(args));
}

enum { COLUMNS = 5, COLUMNS_PLAIN = 3 };

/* A row of the table: day, score, answered; with enough of our own items the middle half too. */
static const struct words *row_make(struct visit *v, const struct measure *m,
                                    const struct measure_point *p) {
    static const struct words none[COLUMNS];
    struct words *row = arena_array(v->frame, COLUMNS, sizeof *row);
    if (!row)
        return none;
    row[0] = day_words(v, p->day);
    row[1] = p->scored ? score_words(v, m, p) : WORDS(T_FORMS_MEASURE_TOO_FEW);
    row[2] = answered_words(v, m, p);
    if (p->spread.enough) {
        row[3] = place(v, m, p->spread.low);
        row[4] = place(v, m, p->spread.high);
    }
    return row;
}

/* One answer is a point and makes no line: it is said instead of drawn. */
static void one_say(struct visit *v, const struct measure *m, struct words title,
                    const struct measure_point *p) {
    const struct text_arg args[] = {{"day", day_words(v, p->day).text},
                                    {"score", score_words(v, m, p).text},
                                    {"low", place(v, m, 0).text},
                                    {"high", place(v, m, 1000).text}};
    part_subheading(v->p, title);
    part_say(v->p, words_format(v->p, T_FORMS_MEASURE_ONE, args, COUNT_OF(args)));
}

static void scores_draw(struct visit *v, const struct measure *m, struct words title,
                        const struct measure_point *points, size_t count, size_t first,
                        size_t last) {
    const struct words heads[COLUMNS] = {WORDS(T_FORMS_MEASURE_DAY), WORDS(T_FORMS_MEASURE_SCORE),
                                         WORDS(T_FORMS_MEASURE_ANSWERED),
                                         WORDS(T_FORMS_MEASURE_LOW), WORDS(T_FORMS_MEASURE_HIGH)};
    const struct text_arg args[] = {{"last", day_words(v, points[last].day).text},
                                    {"score", score_words(v, m, &points[last]).text}};
    struct chart_score scores[MEASURE_SHOWN];
    uint64_t scored = 0;
    bool spread = false;
    for (size_t i = 0; i < count; i++) {
        const struct measure_point *p = &points[i];
        scores[i] = (struct chart_score){.cells = row_make(v, m, p),
                                         .day = p->day,
                                         .known = p->scored,
                                         .value = p->score,
                                         .spread = p->spread.enough,
                                         .low = p->spread.low,
                                         .middle = p->spread.middle,
                                         .high = p->spread.high};
        scored += p->scored;
        spread |= p->spread.enough;
    }
    chart_scores(
        v->p,
        &(struct chart_text){title,
                             words_plural(v->p, T_FORMS_MEASURE_ALT, scored, args, COUNT_OF(args)),
                             WORDS(T_FORMS_MEASURE_TABLE), heads},
        &(struct chart_ends){place(v, m, 0), place(v, m, 1000), day_words(v, points[first].day),
                             day_words(v, points[last].day)},
        scores, count, spread ? COLUMNS : COLUMNS_PLAIN);
}

static void ends_say(struct visit *v, const struct measure *m) {
    if (m->lowest == T_NONE || m->highest == T_NONE)
        return;
    const struct text_arg args[] = {{"low", text_get(v->text, m->lowest)},
                                    {"high", text_get(v->text, m->highest)}};
    part_aside(v->p, words_format(v->p, T_FORMS_MEASURE_ENDS, args, COUNT_OF(args)));
}

static void spread_say(struct visit *v, const struct measure *m, const struct spread *s) {
    if (!s->enough) {
        part_notice(v->p, NOTICE_INFO, WORDS(T_FORMS_MEASURE_SPREAD_NOT_YET));
        return;
    }
    const struct text_arg args[] = {{"low", place(v, m, s->low).text},
                                    {"high", place(v, m, s->high).text}};
    part_say(v->p, words_format(v->p, T_FORMS_MEASURE_SPREAD, args, COUNT_OF(args)));
    part_aside(v->p, WORDS(T_FORMS_MEASURE_SPREAD_LINE));
}

static void change_say(struct visit *v, const struct measure *m, enum change change, int32_t day) {
    static const enum text_key keys[] = {[CHANGE_NONE] = T_FORMS_MEASURE_CHANGE_NONE,
                                         [CHANGE_UP] = T_FORMS_MEASURE_CHANGE_UP,
                                         [CHANGE_DOWN] = T_FORMS_MEASURE_CHANGE_DOWN};
    if (change == CHANGE_NOT_ENOUGH) {
        part_notice(v->p, NOTICE_INFO, WORDS(T_FORMS_MEASURE_CHANGE_NOT_YET));
        return;
    }
    /* Rounded up, so that it is never less than what is needed. */
    const struct text_arg args[] = {{"day", day_words(v, day).text},
                                    {"points", number(v, (change_needed(*m->norm) + 9) / 10).text}};
    part_say(v->p, words_format(v->p, keys[change], args, COUNT_OF(args)));
    if (m->source != T_NONE)
        part_aside(v->p, WORDS(m->source));
}

void measure_show(struct visit *v, const struct measure *m, struct words title) {
    struct measure_point points[MEASURE_SHOWN];
    size_t first = 0, last = 0, count = measure_read(v, m, points, COUNT_OF(points));
    if (!ends_find(points, count, &first, &last)) {
        part_empty(v->p, WORDS(T_FORMS_MEASURE_EMPTY), WORDS(T_FORMS_MEASURE_EMPTY_LINE));
        return;
    }
    if (first == last) {
        one_say(v, m, title, &points[first]);
        ends_say(v, m);
        return;
    }
    scores_draw(v, m, title, points, count, first, last);
    ends_say(v, m);
    if (m->norm)
        change_say(v, m, measure_change(m, points, count), points[first].day);
    else
        spread_say(v, m, &points[last].spread);
}
