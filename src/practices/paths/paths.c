/* paths.c -- the list of paths, the page of each, what they suggest, what the letter says. */
#include "practices/paths/paths.h"

#include "app/session.h"
#include "forms/calendar.h"

enum { WEIGHT_STEP = 450, WEIGHT_MEASURE = 200, WEEKS = 6 };

/* --- the list --------------------------------------------------------------------------------- */

static struct words door_line(struct visit *v, const struct route *route,
                              const struct path_run *run) {
    const struct text_arg args[] = {{"length", paths_route_length(v, route, run).text},
                                    {"line", text_get(v->text, route->line)}};
    return words_format(v->p, T_PATHS_DOOR_LINE, args, COUNT_OF(args));
}

static void tonight_card(struct visit *v, uint32_t number, const struct route *route,
                         const struct path_run *run) {
    struct parts *p = v->p;
    uint64_t item = (uint64_t)number * STEPS_EACH + run->next;
    part_card_begin(p, &(struct part_card){.key = number,
                                           .title = WORDS(route->path.steps[run->next].title),
                                           .aside = WORDS(T_PATHS_TONIGHT),
                                           .important = true});
    part_say(p, WORDS(route->title));
    part_link_button(p, WEIGHT_SECONDARY, paths(PAGE_SAW, item), WORDS(T_PATHS_TONIGHT_GO));
    part_card_end(p);
}

static void doors(struct visit *v, const struct path_run runs[ROUTE_LAST + 1]) {
    part_doors_begin(v->p);
    for (uint32_t i = ROUTE_FIRST; i <= ROUTE_LAST; i++) {
        const struct route *route = paths_route_at(i);
        if (route)
            part_door(v->p, &(struct part_door){.to = paths(PAGE_PATH, i),
                                                .title = WORDS(route->title),
                                                .line = door_line(v, route, &runs[i]),
                                                .icon = route->two ? ICON_TOGETHER : ICON_ALONE});
    }
    part_doors_end(v->p);
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    struct path_run runs[ROUTE_LAST + 1] = {0};
    bool open = book_status(v->book).mine_open;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_PATHS_TITLE),
                                           .back = {ROOM_DOOR, DOOR_ROOMS, 0}});
    part_lead(p, WORDS(T_PATHS_LEAD));
    for (uint32_t i = ROUTE_FIRST; i <= ROUTE_LAST; i++)
        if (paths_route_at(i)) {
            path_read(v, &paths_route_at(i)->path, &runs[i]);
            if (runs[i].tonight)
                tonight_card(v, i, paths_route_at(i), &runs[i]);
        }
    doors(v, runs);
    if (!open)
        part_link_line(p, paths(PAGE_HOME, 1), WORDS(T_PATHS_MINE_CLOSED));
    part_link_line(p, paths(paths_ask_answered(v) ? PAGE_MEASURED : PAGE_MEASURE, 0),
                   WORDS(T_PATHS_MEASURE_LINK));
    part_aside(p, WORDS(T_PATHS_HONEST));
    part_page_end(p);
}

/* --- one path --------------------------------------------------------------------------------- */

/* The line of the step, or of the week, that ended last by the day `last`, at the earliest on
 * `first`; T_NONE where there is none. */
static enum text_key have_now(const struct route *route, const struct path_run *run, int32_t first,
                              int32_t last) {
    enum text_key have = T_NONE;
    int32_t day = first;
    if (route->path.count == 0) {
        int32_t weeks = run->began ? (last - run->began + 1) / 7 : 0;
        bool within = weeks >= 1 && weeks <= WEEKS && run->began + weeks * 7 - 1 >= first;
        return within ? (enum text_key)((int32_t)route->have + weeks - 1) : T_NONE;
    }
    for (size_t i = 0; i < route->path.count; i++) {
        bool walked = run->how[i] == PATH_DONE || run->how[i] == PATH_BY_ROOM;
        if (!walked || run->ended[i] < day || run->ended[i] > last)
            continue;
        have = (enum text_key)(route->have + i);
        day = run->ended[i];
    }
    return have;
}

static bool begun(const struct path_run *run) {
    return run->state == PATH_GOING || run->state == PATH_AWAY || run->state == PATH_WALKED;
}

static void state_say(struct visit *v, const struct path_run *run) {
    static const enum text_key lines[] = {[PATH_AWAY] = T_PATHS_PUT_AWAY,
                                          [PATH_WALKED] = T_PATHS_WALKED,
                                          [PATH_ENDED] = T_PATHS_ENDED};
    if (run->state >= PATH_AWAY)
        part_notice(v->p, NOTICE_INFO, WORDS(lines[run->state]));
}

static void path_body(struct visit *v, uint32_t number, const struct route *route,
                      const struct path_run *run) {
    struct parts *p = v->p;
    uint64_t first = (uint64_t)number * STEPS_EACH;
    if (run->tonight)
        part_link_button(p, WEIGHT_PRIMARY, paths(PAGE_SAW, first + run->next),
                         WORDS(T_PATHS_TONIGHT_GO));
    else if (!begun(run) && !paths_ask_answered(v)) {
        part_say(p, WORDS(T_PATHS_PAGE_MEASURE));
        part_link_line(p, paths(PAGE_MEASURE, 0), WORDS(T_PATHS_MEASURE_LINK));
    }
    if (run->state != PATH_GOING)
        path_ways(v, &route->path, ACTION_PATH, run);
    part_heading(p, WORDS(T_PATHS_STEPS));
    path_steps_show(v, &route->path, run, paths(PAGE_STEP, first));
    paths_small_list(v, number);
    if (run->state == PATH_GOING) /* only ways out of it are left */
        path_ways(v, &route->path, ACTION_PATH, run);
    if (run->state != PATH_NEVER)
        part_link_line(p, paths(PAGE_FORGET, number), WORDS(T_PATHS_FORGET_LINK));
}

static enum err page_path(struct visit *v) {
    struct parts *p = v->p;
    struct path_run run;
    const struct route *route = paths_route_at(v->at.item);
    if (!route)
        return ERR_NOT_FOUND;
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    path_read(v, &route->path, &run);
    enum text_key have = begun(&run) ? have_now(route, &run, 0, v->today) : T_NONE;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(route->title),
                                           .over = paths_route_length(v, route, &run),
                                           .back = paths(PAGE_HOME, 0)});
    part_lead(p, WORDS(route->line));
    state_say(v, &run);
    if (have != T_NONE) {
        part_subheading(p, WORDS(T_PATHS_HAVE));
        part_sentence(p, WORDS(have));
    }
    part_prose(p, route->about);
    if (route->two && book_status(v->book).pair != PAIR_TOGETHER)
        part_say(p, WORDS(T_PATHS_EVERYDAY_ALONE));
    if (route->path.count)
        path_body(v, (uint32_t)v->at.item, route, &run);
    else
        part_link_button(p, WEIGHT_PRIMARY, (struct address){PATH_FIRST_DAYS_ROOM, 0, 0},
                         WORDS(T_PATHS_FIRST_GO));
    part_page_end(p);
    return ERR_OK;
}

static enum err page_forget(struct visit *v) {
    struct parts *p = v->p;
    const struct route *route = paths_route_at(v->at.item);
    if (!route || route->path.count == 0)
        return ERR_NOT_FOUND;
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_PATHS_FORGET_TITLE),
                                           .over = WORDS(route->title),
                                           .back = paths(PAGE_PATH, v->at.item)});
    part_lead(p, WORDS(T_PATHS_FORGET_LINE));
    path_button(v, &route->path, ACTION_PATH, PATH_DO_FORGET, 0, WEIGHT_HEAVY, WORDS(T_APP_ERASE));
    part_link_button(p, WEIGHT_QUIET, paths(PAGE_PATH, v->at.item), WORDS(T_PATHS_FORGET_KEEP));
    part_page_end(p);
    return ERR_OK;
}

static enum err show(struct visit *v) {
    enum err e = ERR_OK;
    switch (v->at.page) {
    case PAGE_HOME:
        if (v->at.item == 1 && !book_status(v->book).mine_open)
            return ERR_LOCKED;
        page_home(v);
        return ERR_OK;
    case PAGE_PATH:
        return page_path(v);
    case PAGE_FORGET:
        return page_forget(v);
    default:
        e = paths_tonight_show(v);
        if (e == ERR_NOT_FOUND)
            e = paths_ask_show(v);
        return e == ERR_NOT_FOUND ? paths_handed_show(v) : e;
    }
}

/* A step that was walked leads to the quiet, one left out to the path. */
static enum err run_path(struct visit *v, const struct submission *s) {
    uint64_t number = submission_number(s, PATH_F_PATH);
    uint64_t what = submission_number(s, PATH_F_WHAT);
    const struct route *route = paths_route_at(number);
    if (!route || route->path.count == 0)
        return ERR_NOT_FOUND;
    if (what == PATH_DO_FORGET)
        TRY(paths_small_forget(v, (uint32_t)number));
    TRY(path_press(v, &route->path, s));
    visit_go(v, ROOM_PATHS, PAGE_PATH, number);
    if (what == PATH_DO_DONE)
        visit_go(v, ROOM_PATHS, PAGE_QUIET,
                 number * STEPS_EACH + submission_number(s, PATH_F_STEP));
    return ERR_OK;
}

static enum err run_calendar(struct visit *v, const struct submission *s) {
    return calendar_keep(v, s);
}

/* --- today and the letter --------------------------------------------------------------------- */

/* While the first days are on, their page is the one for tonight. */
static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    size_t count = 0;
    if (path_first_days(v))
        return 0;
    for (uint32_t i = ROUTE_EVERYDAY; i <= ROUTE_LAST && count < room; i++) {
        const struct route *route = paths_route_at(i);
        struct path_run run;
        path_read(v, &route->path, &run);
        count += path_suggest(&run, route->two ? T_PATHS_SUGGEST_TWO : T_PATHS_SUGGEST_ALONE,
                              paths(PAGE_SAW, (uint64_t)i * STEPS_EACH + run.next), WEIGHT_STEP,
                              route->two, &out[count]);
    }
    if (paths_ask_due(v) && count < room)
        out[count++] = (struct suggestion){.line = T_PATHS_SUGGEST_MEASURE,
                                           .where = paths(PAGE_MEASURE, 0),
                                           .weight = WEIGHT_MEASURE};
    return count;
}

/* The one line of the week. */
static size_t letter(struct visit *v, int32_t first, int32_t last, struct words *out, size_t room) {
    size_t count = 0;
    for (uint32_t i = ROUTE_FIRST; i <= ROUTE_LAST && count < room; i++) {
        const struct route *route = paths_route_at(i);
        struct path_run run;
        if (!route)
            continue;
        path_read(v, &route->path, &run);
        enum text_key have = begun(&run) ? have_now(route, &run, first, last) : T_NONE;
        if (have == T_NONE)
            continue;
        const struct text_arg args[] = {{"path", text_get(v->text, route->title)},
                                        {"have", text_get(v->text, have)}};
        out[count++] = words_format(v->p, T_PATHS_LETTER, args, COUNT_OF(args));
    }
    return count;
}

/* --- the tables ------------------------------------------------------------------------------- */

static const struct field_def small_kept[] = {
    {1, FIELD_TEXT, WORDS_BYTES, "words", true, T_PATHS_SMALL_LABEL, NULL, 0},
    {2, FIELD_UINT, ROUTE_LAST, "path", false, T_NONE, NULL, 0}};
static const struct field_def not_kept[] = {{1, FIELD_UINT, 2, "which", true, T_NONE, NULL, 0}};
static const struct input_def saw_inputs[] = {{F_WORDS, INPUT_TEXT, WORDS_BYTES, true}};
static const struct input_def end_inputs[] = {{F_DONE, INPUT_CHOICE, 2, false}};

#define FIELDS_OF(table) .fields = (table), .field_count = COUNT_OF(table)
static const struct kind_def kinds[] = {
    PATH_KINDS(KIND_PATHS),
    {.kind = KIND_SMALL,
     .name = "small-thing",
     .title = T_PATHS_SMALL_KIND,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(small_kept)},
    {.kind = KIND_MEASURE,
     .name = "six-questions",
     .title = T_PATHS_MEASURE_KIND,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(paths_ask_kept)},
    {.kind = KIND_MEASURE_NOT,
     .name = "six-questions-not-now",
     .title = T_PATHS_MEASURE_KIND_NOT,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(not_kept),
     .told = true},
};

#define INPUTS_OF(table) .inputs = (table), .input_count = COUNT_OF(table)
static const struct action_def actions[] = {
    {ACTION_PATH, path_inputs, PATH_INPUTS, .needs_mine = true, .run = run_path},
    {.action = ACTION_SAW, INPUTS_OF(saw_inputs), .run = paths_tonight_run_saw},
    {.action = ACTION_SMALL,
     INPUTS_OF(saw_inputs),
     .needs_mine = true,
     .run = paths_tonight_run_small},
    {.action = ACTION_SMALL_CHANGE,
     INPUTS_OF(saw_inputs),
     .needs_mine = true,
     .run = paths_small_run_change},
    {.action = ACTION_SMALL_ERASE, .needs_mine = true, .run = paths_small_run_erase},
    {.action = ACTION_MEASURE,
     INPUTS_OF(paths_ask_inputs),
     .needs_mine = true,
     .run = paths_ask_run},
    {.action = ACTION_MEASURE_NOT, .needs_mine = true, .run = paths_ask_run_not},
    {ACTION_CALENDAR, calendar_inputs, CALENDAR_INPUTS, .run = run_calendar},
    {.action = ACTION_HAND, .run = paths_handed_run_begin},
    {.action = ACTION_HANDED_END, INPUTS_OF(end_inputs), .run = paths_handed_run_end},
};

const struct practice practice_paths = {
    .code = ROOM_PATHS,
    .name = "paths",
    .title = T_PATHS_TITLE,
    .line = T_PATHS_LINE,
    .group = GROUP_BEGIN,
    .badge = BADGE_MINE,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .suggest = suggest,
    .letter = letter,
    .example = paths_example,
};
