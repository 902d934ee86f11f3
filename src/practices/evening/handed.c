/* handed.c -- one phone for both: two answers on one phone in turn, read together, then gone.
 *
 * From the beginning on the house shows these pages only and *mine* is closed; the way back is the
 * lock of the whole book. The two answers rest in *ours* on this phone, never become entries, and
 * are taken away at the end; after a lock in the middle, with the next unlocking. Which of the two
 * is answering is a stage kept beside them, so no address leads to the other's words before both
 * have answered and opened.
 */
#include "base/check.h"
#include "practices/evening/evening.h"

static enum evening_page stage_page(enum handed_stage stage) {
    switch (stage) {
    case HANDED_FIRST:
        return PAGE_HANDED_FEEL;
    case HANDED_SECOND:
        return PAGE_HANDED_OVER;
    case HANDED_BOTH:
        return PAGE_HANDED_OPEN;
    case HANDED_OPEN:
        return PAGE_HANDED_READ;
    case HANDED_ENDED:
        return PAGE_HANDED_END;
    default:
        return PAGE_HANDED;
    }
}

static void handed_begin_page(struct visit *v, enum text_key title, enum evening_page back) {
    part_page_begin(v->p,
                    &(struct part_page){.badge = BADGE_OURS,
                                        .title = WORDS(title),
                                        .back = back ? evening_at(back, 0) : (struct address){0},
                                        .quiet = true});
}

static void handed_end_page(struct visit *v) {
    part_action(v->p, ROOM_EVENING, ACTION_HANDED_END, 0, 0, WEIGHT_QUIET,
                WORDS(T_EVENING_HANDED_STOP));
    part_page_end(v->p);
}

/* --- pages ------------------------------------------------------------------------------------ */

static void page_intro(struct visit *v) {
    struct parts *p = v->p;
    evening_page_begin(v, T_EVENING_HANDED_TITLE, BADGE_OURS, PAGE_BRING);
    part_lead(p, WORDS(T_EVENING_HANDED_LEAD));
    part_say(p, WORDS(T_EVENING_HANDED_HONEST));
    if (session_status(v).memory_only)
        part_notice(p, NOTICE_CARE, WORDS(T_EVENING_HANDED_MEMORY));
    else
        part_action(p, ROOM_EVENING, ACTION_HANDED_BEGIN, 0, 0, WEIGHT_PRIMARY,
                    WORDS(T_EVENING_HANDED_BEGIN));
    part_page_end(p);
}

static void page_question(struct visit *v, enum rest who) {
    static const enum text_key titles[] = {T_EVENING_FEEL_TITLE, T_EVENING_SMALL_TITLE,
                                           T_EVENING_NOTICED_TITLE};
    struct answer a = rest_read(v, who);
    uint32_t step = v->at.page - PAGE_HANDED_FEEL;
    handed_begin_page(v, titles[step], step ? (enum evening_page)(v->at.page - 1) : PAGE_HOME);
    part_step(v->p, step + 1, COUNT_OF(titles));
    part_aside(v->p, WORDS(who == REST_FIRST ? T_EVENING_HANDED_FIRST : T_EVENING_HANDED_SECOND));
    if (step == 0)
        evening_ask_feel(v, &a, ACTION_HANDED_FEEL);
    else if (step == 1)
        evening_ask_small(v, &a, ACTION_HANDED_SMALL);
    else
        evening_ask_saw(v, &a, ACTION_HANDED_SAW, T_EVENING_NEXT);
    handed_end_page(v);
}

static void page_over(struct visit *v) {
    handed_begin_page(v, T_EVENING_HANDED_OVER_TITLE, PAGE_HOME);
    part_lead(v->p, WORDS(T_EVENING_HANDED_OVER_LEAD));
    part_link_button(v->p, WEIGHT_PRIMARY, evening_at(PAGE_HANDED_FEEL, 0),
                     WORDS(T_EVENING_HANDED_OVER_GO));
    handed_end_page(v);
}

static void page_open(struct visit *v) {
    handed_begin_page(v, T_EVENING_HANDED_OPEN_TITLE, PAGE_HOME);
    part_lead(v->p, WORDS(T_EVENING_HANDED_OPEN_LEAD));
    part_action(v->p, ROOM_EVENING, ACTION_HANDED_OPEN, 0, 0, WEIGHT_PRIMARY,
                WORDS(T_EVENING_HANDED_OPEN));
    handed_end_page(v);
}

static void page_read(struct visit *v) {
    struct parts *p = v->p;
    handed_begin_page(v, T_EVENING_HANDED_READ_TITLE, PAGE_HOME);
    part_prose(p, T_EVENING_HANDED_READ_LEAD);
    part_sides_begin(p);
    for (int who = 0; who < 2; who++) {
        struct answer a = rest_read(v, who ? REST_SECOND : REST_FIRST);
        part_side_begin(p, who ? WHOSE_YOU : WHOSE_ME,
                        WORDS(who ? T_EVENING_HANDED_SECOND : T_EVENING_HANDED_FIRST));
        evening_answer_draw(v, &a, WHOSE_NOBODY);
        part_side_end(p);
    }
    part_sides_end(p);
    part_say(p, WORDS(T_EVENING_HANDED_QUIET));
    part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_HANDED_QUIET, 0),
                     WORDS(T_EVENING_HANDED_QUIET_GO));
    part_action(p, ROOM_EVENING, ACTION_HANDED_END, 0, 0, WEIGHT_SECONDARY,
                WORDS(T_EVENING_HANDED_END));
    part_page_end(p);
}

static void page_quiet(struct visit *v) {
    struct parts *p = v->p;
    handed_begin_page(v, T_EVENING_NEAR_QUIET_TITLE, PAGE_HANDED_READ);
    part_quiet(p, QUIET_SECONDS, WORDS(T_EVENING_NEAR_LINE), (struct address){0});
    part_action(p, ROOM_EVENING, ACTION_HANDED_END, 0, 0, WEIGHT_SECONDARY,
                WORDS(T_EVENING_HANDED_END));
    part_page_end(p);
}

static void page_end(struct visit *v) {
    handed_begin_page(v, T_EVENING_HANDED_END_TITLE, PAGE_HOME);
    part_lead(v->p, WORDS(T_EVENING_HANDED_END_LEAD));
    part_action(v->p, ROOM_EVENING, ACTION_HANDED_UNLOCK, 0, 0, WEIGHT_PRIMARY,
                WORDS(T_EVENING_HANDED_UNLOCK));
    part_page_end(v->p);
}

/* Whatever the address, only what the stage allows is shown. */
enum err handed_show(struct visit *v) {
    enum handed_stage stage = session_handed(v) ? local_read(v).handed : HANDED_NONE;
    bool asks = v->at.page >= PAGE_HANDED_FEEL && v->at.page <= PAGE_HANDED_SAW;
    if (v->at.page > PAGE_HANDED_END)
        return ERR_NOT_FOUND;
    if (asks && (stage == HANDED_FIRST || stage == HANDED_SECOND)) {
        page_question(v, stage == HANDED_FIRST ? REST_FIRST : REST_SECOND);
        return ERR_OK;
    }
    switch (stage_page(stage)) {
    case PAGE_HANDED_FEEL:
        v->at.page = PAGE_HANDED_FEEL;
        page_question(v, REST_FIRST);
        return ERR_OK;
    case PAGE_HANDED_OVER:
        page_over(v);
        return ERR_OK;
    case PAGE_HANDED_OPEN:
        page_open(v);
        return ERR_OK;
    case PAGE_HANDED_READ:
        if (v->at.page == PAGE_HANDED_QUIET)
            page_quiet(v);
        else
            page_read(v);
        return ERR_OK;
    case PAGE_HANDED_END:
        page_end(v);
        return ERR_OK;
    default:
        page_intro(v);
        return ERR_OK;
    }
}

/* --- acts ------------------------------------------------------------------------------------- */

static enum err stage_set(struct visit *v, enum handed_stage stage) {
    struct evening_local local = local_read(v);
    local.handed = stage;
    visit_go(v, ROOM_EVENING, stage_page(stage), 0);
    return local_set(v, &local);
}

static enum err throw_away(struct visit *v, enum handed_stage stage) {
    TRY(rest_clear(v, REST_FIRST));
    TRY(rest_clear(v, REST_SECOND));
    return stage_set(v, stage);
}

enum err handed_settle(struct visit *v) {
    if (session_handed(v) || local_read(v).handed == HANDED_NONE)
        return ERR_OK;
    return throw_away(v, HANDED_NONE);
}

enum err run_handed_begin(struct visit *v, const struct submission *s) {
    (void)s;
    if (session_status(v).memory_only || session_handed(v))
        return ERR_OK;
    enum err e = throw_away(v, HANDED_FIRST);
    if (e == ERR_OK)
        session_hand_over(v, PAGE_HANDED, PAGE_HANDED_END);
    return evening_refuse(v, e);
}

/* One step of whoever is answering; the last one moves the stage on. */
static enum err step_take(struct visit *v, const struct submission *s, enum evening_page step) {
    enum handed_stage stage = session_handed(v) ? local_read(v).handed : HANDED_NONE;
    if (stage != HANDED_FIRST && stage != HANDED_SECOND)
        return ERR_OK;
    enum rest who = stage == HANDED_FIRST ? REST_FIRST : REST_SECOND;
    struct answer a = rest_read(v, who);
    evening_answer_take(s, &a, step);
    TRY(rest_set(v, who, &a));
    if (step == PAGE_SAW)
        return stage_set(v, stage == HANDED_FIRST ? HANDED_SECOND : HANDED_BOTH);
    visit_go(v, ROOM_EVENING, step == PAGE_FEEL ? PAGE_HANDED_SMALL : PAGE_HANDED_SAW, 0);
    return ERR_OK;
}

enum err run_handed_feel(struct visit *v, const struct submission *s) {
    return evening_refuse(v, step_take(v, s, PAGE_FEEL));
}

enum err run_handed_small(struct visit *v, const struct submission *s) {
    return evening_refuse(v, step_take(v, s, PAGE_SMALL));
}

enum err run_handed_saw(struct visit *v, const struct submission *s) {
    return evening_refuse(v, step_take(v, s, PAGE_SAW));
}

enum err run_handed_open(struct visit *v, const struct submission *s) {
    (void)s;
    if (!session_handed(v) || local_read(v).handed != HANDED_BOTH)
        return ERR_OK;
    return evening_refuse(v, stage_set(v, HANDED_OPEN));
}

enum err run_handed_end(struct visit *v, const struct submission *s) {
    (void)s;
    return evening_refuse(v, session_handed(v) ? throw_away(v, HANDED_ENDED) : ERR_OK);
}

enum err run_handed_unlock(struct visit *v, const struct submission *s) {
    (void)s;
    if (session_handed(v))
        session_lock(v);
    return ERR_OK;
}
