/* tonight.c -- the ten minutes: what was noticed, the step, two quiet minutes, one small thing for
 * tomorrow. Each page can be the last; only a sentence of thanks that is sent leaves this person.
 */
#include "practices/paths/paths.h"

#include "app/session.h"
#include "forms/calendar.h"
#include "forms/note.h"
#include "forms/noticed.h"
#include "view/dates.h"

enum { MINUTES = 4, SMALL_SHOWN = 12, NOTICED_LOOKED = 8 };

/* --- small things ----------------------------------------------------------------------------- */

static bool small_is(const struct item *item, struct bytes *text, uint64_t *route) {
    struct bytes body = book_item_entry(item).body;
    return item->author == AUTHOR_ME && item->space == SPACE_MINE && body_text(body, 1, text) &&
           text->size && body_uint(body, 2, route);
}

/* Today's of this route, or NULL. */
static const struct item *small_today(const struct visit *v, uint32_t route) {
    struct bytes text;
    uint64_t of;
    size_t count;
    const struct item *items = book_items(v->book, KIND_SMALL, &count);
    for (size_t i = count; i-- > 0 && items[i].first_day >= v->today;)
        if (items[i].first_day == v->today && small_is(&items[i], &text, &of) && of == route)
            return &items[i];
    return NULL;
}

void paths_small_list(struct visit *v, uint32_t route) {
    struct bytes text;
    uint64_t of;
    size_t count, shown = 0;
    const struct item *items = book_items(v->book, KIND_SMALL, &count);
    for (size_t i = count; i-- > 0 && shown < SMALL_SHOWN;) {
        if (!small_is(&items[i], &text, &of) || of != route)
            continue;
        if (shown++ == 0) {
            part_details_begin(v->p, WORDS(T_PATHS_SMALL));
            part_list_begin(v->p);
        }
        uint64_t address = item_address(&items[i]);
        struct bytes day = text_make_day_near(v->frame, v->text, items[i].first_day, v->today);
        part_item(v->p, &(struct part_item){.key = address,
                                            .to = paths(PAGE_SMALL, address),
                                            .title = words_of(text),
                                            .aside = words_of(day)});
    }
    if (shown) {
        part_list_end(v->p);
        part_details_end(v->p);
    }
}

static void small_field(struct visit *v, struct bytes value) {
    part_area(v->p, &(struct part_field){.field = F_WORDS,
                                         .label = WORDS(T_PATHS_SMALL_LABEL),
                                         .hint = WORDS(T_PATHS_SMALL_HINT),
                                         .value = value,
                                         .max = WORDS_CHARACTERS,
                                         .large = true});
}

static enum err small_write(struct visit *v, const struct item *item, struct bytes text,
                            uint64_t route) {
    struct body_writer w;
    body_begin(&w, v->frame, item ? item->id : NULL);
    body_add_text(&w, 1, text);
    body_add_uint(&w, 2, route);
    return visit_write(v, SPACE_MINE, KIND_SMALL, NULL, 0, &w, NULL);
}

static enum err page_small(struct visit *v) {
    struct parts *p = v->p;
    struct bytes text;
    uint64_t route;
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    const struct item *item = note_own(v, KIND_SMALL, v->at.item);
    if (!item || !small_is(item, &text, &route) || !paths_route_at(route))
        return ERR_NOT_FOUND;
    struct bytes day = text_make_day_near(v->frame, v->text, item->first_day, v->today);
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_PATHS_SMALL_ONE_TITLE),
                                           .over = words_of(day),
                                           .back = paths(PAGE_PATH, route)});
    part_form_begin(p, ROOM_PATHS, ACTION_SMALL_CHANGE);
    small_field(v, text);
    part_button(p, WORDS(T_PATHS_SMALL_CHANGE));
    part_form_end(p);
    part_rule(p);
    part_aside(p, WORDS(T_PATHS_SMALL_ERASE_LINE));
    part_action(p, ROOM_PATHS, ACTION_SMALL_ERASE, 0, 0, WEIGHT_HEAVY, WORDS(T_APP_ERASE));
    part_page_end(p);
    return ERR_OK;
}

enum err paths_small_run_change(struct visit *v, const struct submission *s) {
    struct bytes text;
    uint64_t route;
    const struct item *item = note_own(v, KIND_SMALL, s->from.item);
    if (!item || !small_is(item, &text, &route))
        return ERR_NOT_FOUND;
    visit_go(v, ROOM_PATHS, PAGE_PATH, route);
    return small_write(v, item, submission_text(s, F_WORDS), route);
}

enum err paths_small_run_erase(struct visit *v, const struct submission *s) {
    struct bytes text;
    uint64_t route;
    const struct item *item = note_own(v, KIND_SMALL, s->from.item);
    if (!item || !small_is(item, &text, &route))
        return ERR_NOT_FOUND;
    visit_go(v, ROOM_PATHS, PAGE_PATH, route);
    return note_erase(v, item);
}

static const struct item *small_any(const struct visit *v, uint32_t route) {
    struct bytes text;
    uint64_t of;
    size_t count;
    const struct item *items = book_items(v->book, KIND_SMALL, &count);
    for (size_t i = 0; i < count; i++)
        if (small_is(&items[i], &text, &of) && of == route)
            return &items[i];
    return NULL;
}

enum err paths_small_forget(struct visit *v, uint32_t route) {
    const struct item *one;
    while ((one = small_any(v, route)) != NULL)
        TRY(note_erase(v, one));
    return ERR_OK;
}

/* --- the four pages --------------------------------------------------------------------------- */

static void page_begin(struct visit *v, enum text_key title, enum page_badge badge, uint32_t minute,
                       struct words over, struct address back) {
    part_page_begin(
        v->p,
        &(struct part_page){
            .badge = badge, .title = WORDS(title), .over = over, .back = back, .quiet = true});
    if (minute)
        part_step(v->p, minute, MINUTES);
}

static void page_end(struct visit *v) {
    part_link_button(v->p, WEIGHT_QUIET, paths(PAGE_ENOUGH, v->at.item),
                     WORDS(T_PATHS_ENOUGH_LINK));
    part_page_end(v->p);
}

static void page_saw_alone(struct visit *v, const struct step_at *at) {
    page_begin(v, T_PATHS_SAW_ALONE_TITLE, BADGE_MINE, 1, WORDS(at->route->title),
               paths(PAGE_PATH, at->number));
    part_lead(v->p, WORDS(T_PATHS_SAW_ALONE_LEAD));
    part_link_button(v->p, WEIGHT_PRIMARY, paths(PAGE_STEP, v->at.item),
                     WORDS(T_PATHS_SAW_ALONE_NEXT));
    page_end(v);
}

static void page_saw(struct visit *v, const struct step_at *at) {
    struct parts *p = v->p;
    if (!at->route->two || book_status(v->book).pair != PAIR_TOGETHER) {
        page_saw_alone(v, at);
        return;
    }
    page_begin(v, T_PATHS_SAW_TITLE, BADGE_OURS, 1, WORDS(at->route->title),
               paths(PAGE_PATH, at->number));
    part_lead(p, WORDS(T_PATHS_SAW_LEAD));
    part_form_begin(p, ROOM_PATHS, ACTION_SAW);
    part_area(p, &(struct part_field){.field = F_WORDS,
                                      .label = WORDS(T_PATHS_SAW_LABEL),
                                      .hint = WORDS(T_PATHS_SAW_HINT),
                                      .max = WORDS_CHARACTERS,
                                      .large = true});
    part_button(p, WORDS(T_PATHS_SAW_SEND));
    part_form_end(p);
    part_link_button(p, WEIGHT_QUIET, paths(PAGE_STEP, v->at.item), WORDS(T_PATHS_SAW_ALOUD));
    part_examples(p, WORDS(T_PATHS_SAW_GOOD_1), WORDS(T_PATHS_SAW_GOOD_2), WORDS(T_PATHS_SAW_BAD));
    page_end(v);
}

static bool walks(const struct path_run *run) {
    return run->state == PATH_GOING || run->state == PATH_AWAY || run->state == PATH_WALKED;
}

static void step_ways(struct visit *v, const struct step_at *at) {
    struct parts *p = v->p;
    const struct path *path = &at->route->path;
    bool done = at->run.how[at->step] == PATH_DONE || at->run.how[at->step] == PATH_BY_ROOM;
    if (!walks(&at->run)) {
        part_notice(p, NOTICE_INFO, WORDS(T_PATHS_NOT_BEGUN));
        part_link_button(p, WEIGHT_PRIMARY, paths(PAGE_PATH, at->number), WORDS(at->route->title));
        return;
    }
    if (done)
        part_notice(p, NOTICE_INFO, WORDS(T_PATHS_IS_DONE));
    path_step_way(v, path, &at->run, at->step);
    path_answers(v, path, ACTION_PATH, &at->run, at->step);
    if (done)
        part_link_button(p, WEIGHT_SECONDARY, paths(PAGE_QUIET, v->at.item),
                         WORDS(T_PATHS_TO_QUIET));
    if (at->route->two && !session_status(v).memory_only)
        part_link_line(p, paths(PAGE_HAND, v->at.item), WORDS(T_PATHS_HAND_LINK));
}

/* The thanks that I sent today, if any. */
static void sent_show(struct visit *v) {
    struct noticed all[NOTICED_LOOKED];
    size_t count = noticed_since(v, v->today, all, NOTICED_LOOKED);
    for (size_t i = 0; i < count; i++)
        if (all[i].by == AUTHOR_ME && all[i].text.size) {
            part_subheading(v->p, WORDS(T_PATHS_SAW_SENT));
            part_quote(v->p, WHOSE_ME, all[i].text, (struct words){0});
            return;
        }
}

static void page_step(struct visit *v, const struct step_at *at) {
    enum text_key whose = path_whose_words(at->route->path.steps[at->step].whose);
    const struct text_arg args[] = {{"title", text_get(v->text, at->route->title)},
                                    {"whose", text_get(v->text, whose)}};
    struct words over = words_format(v->p, T_PATHS_OVER_STEP, args, COUNT_OF(args));
    page_begin(v, at->route->path.steps[at->step].title, BADGE_MINE, 2, over,
               paths(PAGE_PATH, at->number));
    part_lead(v->p, WORDS((enum text_key)(at->route->how + at->step)));
    step_ways(v, at);
    if (at->route->two)
        sent_show(v);
    page_end(v);
}

static void page_quiet(struct visit *v, const struct step_at *at) {
    page_begin(v, T_PATHS_QUIET_TITLE, BADGE_MINE, 3, WORDS(at->route->title),
               paths(PAGE_STEP, v->at.item));
    part_lead(v->p, WORDS(T_PATHS_QUIET_LEAD));
    part_quiet(v->p, QUIET_SECONDS, WORDS(T_PATHS_QUIET_LINE), (struct address){0});
    part_link_button(v->p, WEIGHT_PRIMARY, paths(PAGE_TOMORROW, v->at.item),
                     WORDS(T_PATHS_TO_SMALL));
    page_end(v);
}

static void page_tomorrow(struct visit *v, const struct step_at *at) {
    struct parts *p = v->p;
    struct bytes text = {0};
    const struct item *before = small_today(v, at->number);
    if (before)
        (void)body_text(book_item_entry(before).body, 1, &text);
    page_begin(v, T_PATHS_SMALL_TITLE, BADGE_MINE, 4, WORDS(at->route->title),
               paths(PAGE_QUIET, v->at.item));
    part_lead(p, WORDS(T_PATHS_SMALL_LEAD));
    part_form_begin(p, ROOM_PATHS, ACTION_SMALL);
    small_field(v, text);
    part_button(p, WORDS(T_PATHS_SMALL_SAVE));
    part_form_end(p);
    part_examples(p, WORDS(T_PATHS_SMALL_GOOD_1), WORDS(T_PATHS_SMALL_GOOD_2),
                  WORDS(T_PATHS_SMALL_BAD));
    page_end(v);
}

static void page_enough(struct visit *v, const struct step_at *at) {
    struct parts *p = v->p;
    struct bytes text;
    const struct path_step *step = &at->route->path.steps[at->step];
    const struct item *small = small_today(v, at->number);
    bool walked = at->run.how[at->step] == PATH_DONE || at->run.how[at->step] == PATH_BY_ROOM;
    page_begin(v, T_PATHS_ENOUGH_TITLE, BADGE_MINE, 0, WORDS(at->route->title),
               paths(PAGE_PATH, at->number));
    part_lead(p, WORDS(T_PATHS_ENOUGH_LEAD));
    if (walked) {
        part_subheading(p, WORDS(T_PATHS_HAVE));
        part_sentence(p, WORDS((enum text_key)(at->route->have + at->step)));
    }
    if (small && body_text(book_item_entry(small).body, 1, &text)) {
        part_subheading(p, WORDS(T_PATHS_ENOUGH_SMALL));
        part_quote(p, WHOSE_ME, text, (struct words){0});
    }
    part_link_button(p, WEIGHT_PRIMARY, (struct address){ROOM_TODAY, 0, 0},
                     WORDS(T_PATHS_ENOUGH_TODAY));
    calendar_form(v, ACTION_CALENDAR, v->today + (step->wait ? (int32_t)step->wait : 1));
    part_page_end(p);
}

enum err paths_tonight_show(struct visit *v) {
    static void (*const pages[])(struct visit *,
                                 const struct step_at *) = {[PAGE_SAW] = page_saw,
                                                            [PAGE_STEP] = page_step,
                                                            [PAGE_QUIET] = page_quiet,
                                                            [PAGE_TOMORROW] = page_tomorrow,
                                                            [PAGE_ENOUGH] = page_enough};
    struct step_at at;
    if (v->at.page == PAGE_SMALL)
        return page_small(v);
    if (v->at.page < PAGE_SAW || v->at.page > PAGE_ENOUGH || !paths_step_find(v, v->at.item, &at))
        return ERR_NOT_FOUND;
    if (at.run.state == PATH_UNKNOWN)
        return ERR_LOCKED;
    pages[v->at.page](v, &at);
    return ERR_OK;
}

/* --- acts ------------------------------------------------------------------------------------- */

enum err paths_tonight_run_saw(struct visit *v, const struct submission *s) {
    struct body_writer w;
    body_begin(&w, v->frame, NULL);
    body_add_uint(&w, 1, NOTICED_ELSE);
    body_add_text(&w, 2, submission_text(s, F_WORDS));
    visit_go(v, ROOM_PATHS, PAGE_STEP, s->from.item);
    return visit_write(v, SPACE_OURS, KIND_NOTICED, NULL, 0, &w, NULL);
}

enum err paths_tonight_run_small(struct visit *v, const struct submission *s) {
    struct step_at at;
    if (!paths_step_find(v, s->from.item, &at))
        return ERR_NOT_FOUND;
    visit_go(v, ROOM_PATHS, PAGE_ENOUGH, s->from.item);
    return small_write(v, small_today(v, at.number), submission_text(s, F_WORDS), at.number);
}
