/* handed.c -- a step walked on one phone that both hold in turn.
 *
 * From the beginning on the house shows these pages only and *mine* is closed; the way back is the
 * lock of the whole book. Nothing is typed here, and nothing of what is said is kept. Which step it
 * is stands in the address. "We have done it" is written while *mine* is closed, into the outbox,
 * and counts once its owner opens it (forms/path.h).
 */
#include "practices/paths/paths.h"

#include "app/session.h"

static void page_begin(struct visit *v, enum text_key title, enum paths_page back) {
    part_page_begin(
        v->p, &(struct part_page){.badge = BADGE_OURS,
                                  .title = WORDS(title),
                                  .back = back ? paths(back, v->at.item) : (struct address){0},
                                  .quiet = true});
}

static void page_end(struct visit *v) {
    part_action(v->p, ROOM_PATHS, ACTION_HANDED_END, 0, 0, WEIGHT_QUIET,
                WORDS(T_PATHS_HANDED_STOP));
    part_page_end(v->p);
}

static void way(struct visit *v, enum paths_page page, enum text_key words) {
    part_link_button(v->p, WEIGHT_PRIMARY, paths(page, v->at.item), WORDS(words));
}

static enum err page_hand(struct visit *v) {
    struct parts *p = v->p;
    struct step_at at;
    if (!paths_step_find(v, v->at.item, &at) || !at.route->two)
        return ERR_NOT_FOUND;
    page_begin(v, T_PATHS_HAND_TITLE, PAGE_STEP);
    part_lead(p, WORDS(T_PATHS_HAND_LEAD));
    part_say(p, WORDS(T_PATHS_HAND_HONEST));
    if (session_status(v).memory_only)
        part_notice(p, NOTICE_CARE, WORDS(T_PATHS_HAND_MEMORY));
    else
        part_action(p, ROOM_PATHS, ACTION_HAND, 0, 0, WEIGHT_PRIMARY, WORDS(T_PATHS_HAND_BEGIN));
    part_link_button(p, WEIGHT_QUIET, paths(PAGE_STEP, v->at.item), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
    return ERR_OK;
}

static void page_saw(struct visit *v) {
    page_begin(v, T_PATHS_HANDED_SAW_TITLE, PAGE_HOME);
    part_lead(v->p, WORDS(T_PATHS_HANDED_SAW_LEAD));
    way(v, PAGE_HANDED_STEP, T_PATHS_HANDED_STEP);
    page_end(v);
}

static void page_step(struct visit *v, const struct step_at *at) {
    page_begin(v, at->route->path.steps[at->step].title, PAGE_HANDED_SAW);
    part_lead(v->p, WORDS((enum text_key)(at->route->how + at->step)));
    way(v, PAGE_HANDED_QUIET, T_PATHS_HANDED_QUIET);
    page_end(v);
}

static void page_quiet(struct visit *v) {
    page_begin(v, T_PATHS_HANDED_QUIET_TITLE, PAGE_HANDED_STEP);
    part_quiet(v->p, QUIET_SECONDS, WORDS(T_PATHS_QUIET_LINE), (struct address){0});
    way(v, PAGE_HANDED_SMALL, T_PATHS_HANDED_SMALL);
    page_end(v);
}

static void page_small(struct visit *v) {
    page_begin(v, T_PATHS_HANDED_SMALL_TITLE, PAGE_HANDED_QUIET);
    part_lead(v->p, WORDS(T_PATHS_HANDED_SMALL_LEAD));
    way(v, PAGE_HANDED_END, T_PATHS_HANDED_TO_END);
    page_end(v);
}

static void page_over(struct visit *v, const struct step_at *at) {
    struct parts *p = v->p;
    page_begin(v, T_PATHS_HANDED_END_TITLE, PAGE_HANDED_SMALL);
    part_lead(p, WORDS(T_PATHS_HANDED_END_LEAD));
    part_subheading(p, WORDS(T_PATHS_HAVE));
    part_sentence(p, WORDS((enum text_key)(at->route->have + at->step)));
    part_form_begin(p, ROOM_PATHS, ACTION_HANDED_END);
    part_button_value(p, WEIGHT_PRIMARY, F_DONE, 1, WORDS(T_PATHS_HANDED_DONE));
    part_button_value(p, WEIGHT_QUIET, F_DONE, 0, WORDS(T_PATHS_HANDED_NOT));
    part_form_end(p);
    part_page_end(p);
}

/* Where the address names no step: the house led here from elsewhere. */
static void page_nothing(struct visit *v) {
    page_begin(v, T_PATHS_HANDED_NOTHING_TITLE, PAGE_HOME);
    part_lead(v->p, WORDS(T_PATHS_HANDED_NOTHING));
    page_end(v);
}

enum err paths_handed_show(struct visit *v) {
    struct step_at at;
    if (v->at.page == PAGE_HAND)
        return page_hand(v);
    if (v->at.page < PAGE_HANDED_SAW || v->at.page > PAGE_HANDED_END || !session_handed(v))
        return ERR_NOT_FOUND;
    if (!paths_step_find(v, v->at.item, &at) || !at.route->two)
        page_nothing(v);
    else if (v->at.page == PAGE_HANDED_SAW)
        page_saw(v);
    else if (v->at.page == PAGE_HANDED_STEP)
        page_step(v, &at);
    else if (v->at.page == PAGE_HANDED_QUIET)
        page_quiet(v);
    else if (v->at.page == PAGE_HANDED_SMALL)
        page_small(v);
    else
        page_over(v, &at);
    return ERR_OK;
}

enum err paths_handed_run_begin(struct visit *v, const struct submission *s) {
    struct step_at at;
    if (session_status(v).memory_only || session_handed(v))
        return ERR_OK;
    if (!paths_step_find(v, s->from.item, &at) || !at.route->two)
        return ERR_NOT_FOUND;
    session_hand_over(v, PAGE_HANDED_SAW, PAGE_HANDED_END);
    visit_go(v, ROOM_PATHS, PAGE_HANDED_SAW, s->from.item);
    return ERR_OK;
}

enum err paths_handed_run_end(struct visit *v, const struct submission *s) {
    struct step_at at;
    if (!session_handed(v))
        return ERR_OK;
    if (submission_number(s, F_DONE) == 1 && paths_step_find(v, s->from.item, &at) && at.route->two)
        TRY(path_mark(v, &at.route->path, at.step, PATH_DONE));
    session_lock(v);
    return ERR_OK;
}
