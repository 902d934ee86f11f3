/* ask.c -- six questions about oneself, before a path, after six weeks and after six months.
 *
 * They are offered, never due: each of the two later times for two or four weeks, counted from the
 * first answer, until it is answered or met with *Not this, not now*. Our own items, so a spread at
 * most is drawn, and no change is called real.
 */
#include "practices/paths/paths.h"

#define SIX(ITEM)                                                                                  \
    ITEM(1, "say", 7, MEASURE_UP, T_PATHS_MEASURE_SAY)                                             \
    ITEM(2, "calm", 7, MEASURE_UP, T_PATHS_MEASURE_CALM)                                           \
    ITEM(3, "good", 7, MEASURE_UP, T_PATHS_MEASURE_GOOD)                                           \
    ITEM(4, "person", 7, MEASURE_UP, T_PATHS_MEASURE_PERSON)                                       \
    ITEM(5, "awake", 7, MEASURE_DOWN, T_PATHS_MEASURE_AWAKE)                                       \
    ITEM(6, "own", 7, MEASURE_UP, T_PATHS_MEASURE_OWN)

static const struct measure_item items[ASK_ITEMS] = {SIX(MEASURE_ITEM)};
const struct input_def paths_ask_inputs[ASK_ITEMS] = {SIX(MEASURE_INPUT)};
const struct field_def paths_ask_kept[ASK_ITEMS] = {SIX(MEASURE_KEPT)};
static const struct measure six = {.kind = KIND_MEASURE,
                                   .items = items,
                                   .count = ASK_ITEMS,
                                   .needed = 4,
                                   .from = 1,
                                   .low = T_PATHS_MEASURE_LOW,
                                   .high = T_PATHS_MEASURE_HIGH,
                                   .lowest = T_PATHS_MEASURE_LOWEST,
                                   .highest = T_PATHS_MEASURE_HIGHEST};

/* The two later times: days since the first answer. */
static const struct { int32_t from, to; } times[] = {{42, 56}, {182, 210}};

/* Points of the measure; the first is the oldest of those drawn. */
static size_t points_read(const struct visit *v, struct measure_point points[MEASURE_SHOWN]) {
    return v->book ? measure_read(v, &six, points, MEASURE_SHOWN) : 0;
}

/* The first day on which they were answered; false: never. */
static bool first_day(const struct visit *v, int32_t *day) {
    size_t count;
    const struct item *all = book_items(v->book, KIND_MEASURE, &count);
    for (size_t i = 0; i < count; i++)
        if (all[i].author == AUTHOR_ME && all[i].space == SPACE_MINE) {
            *day = all[i].first_day;
            return true;
        }
    return false;
}

bool paths_ask_answered(const struct visit *v) {
    int32_t day;
    return first_day(v, &day);
}

static bool put_off(const struct visit *v, int32_t since) {
    size_t count;
    const struct item *all = book_items(v->book, KIND_MEASURE_NOT, &count);
    for (size_t i = count; i-- > 0 && all[i].first_day >= since;)
        if (all[i].author == AUTHOR_ME && all[i].space == SPACE_MINE)
            return true;
    return false;
}

/* Which of the later times it is now, counted from 1; 0: none. */
static uint64_t time_now(const struct visit *v) {
    struct measure_point points[MEASURE_SHOWN];
    int32_t first;
    size_t count = points_read(v, points);
    if (count == 0 || !first_day(v, &first))
        return 0;
    for (size_t i = 0; i < COUNT_OF(times); i++)
        if (v->today >= first + times[i].from && v->today < first + times[i].to &&
            points[count - 1].day < first + times[i].from && !put_off(v, first + times[i].from))
            return i + 1;
    return 0;
}

bool paths_ask_due(const struct visit *v) {
    return time_now(v) != 0;
}

static void page_ask(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_PATHS_MEASURE_TITLE),
                                           .back = paths(PAGE_HOME, 0)});
    part_lead(p, WORDS(paths_ask_answered(v) ? T_PATHS_MEASURE_AGAIN : T_PATHS_MEASURE_LEAD));
    part_form_begin(p, ROOM_PATHS, ACTION_MEASURE);
    measure_form(v, &six, measure_of_today(v, &six));
    part_button(p, WORDS(T_PATHS_MEASURE_SAVE));
    part_form_end(p);
    if (paths_ask_due(v))
        part_action(p, ROOM_PATHS, ACTION_MEASURE_NOT, 0, 0, WEIGHT_QUIET, WORDS(T_APP_NOT_NOW));
    else
        part_link_button(p, WEIGHT_QUIET, paths(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

static void page_answered(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_PATHS_MEASURED_TITLE),
                                           .back = paths(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_PATHS_MEASURED_LEAD));
    measure_show(v, &six, WORDS(T_PATHS_MEASURE_TITLE));
    part_say(p, WORDS(T_PATHS_MEASURED_NEXT));
    part_link_button(p, WEIGHT_PRIMARY, paths(PAGE_HOME, 0), WORDS(T_PATHS_MEASURED_TO_PATH));
    part_link_button(p, WEIGHT_QUIET, paths(PAGE_MEASURE, 0), WORDS(T_PATHS_MEASURE_LINK));
    part_page_end(p);
}

enum err paths_ask_show(struct visit *v) {
    if (v->at.page != PAGE_MEASURE && v->at.page != PAGE_MEASURED)
        return ERR_NOT_FOUND;
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    if (v->at.page == PAGE_MEASURE)
        page_ask(v);
    else
        page_answered(v);
    return ERR_OK;
}

enum err paths_ask_run(struct visit *v, const struct submission *s) {
    visit_go(v, ROOM_PATHS, PAGE_MEASURED, 0);
    return measure_keep(v, &six, s);
}

enum err paths_ask_run_not(struct visit *v, const struct submission *s) {
    struct body_writer w;
    uint64_t now = time_now(v);
    (void)s;
    visit_go(v, ROOM_TODAY, 0, 0);
    if (now == 0)
        return ERR_OK;
    body_begin(&w, v->frame, NULL);
    body_add_uint(&w, 1, now);
    return visit_write(v, SPACE_MINE, KIND_MEASURE_NOT, NULL, 0, &w, NULL);
}
