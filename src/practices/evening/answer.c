/* answer.c -- who can read what; the three questions, each alone; sealing and opening. */
#include "base/check.h"
#include "practices/evening/evening.h"

#include <string.h>

/* --- who can read what ------------------------------------------------------------------------ */

static void page_readers(struct visit *v, const struct evening *e) {
    static const struct {
        enum page_badge badge;
        enum text_key words;
    } rows[] = {{BADGE_MINE, T_EVENING_READERS_MINE},
                {BADGE_OURS, T_EVENING_READERS_OURS},
                {BADGE_CARE, T_EVENING_READERS_CARE}};
    struct parts *p = v->p;
    evening_page_begin(v, T_EVENING_READERS_TITLE, BADGE_NONE, PAGE_HOME);
    part_lead(p, WORDS(T_EVENING_READERS_LEAD));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        part_card_begin(p, &(struct part_card){.key = i + 1, .badge = rows[i].badge});
        part_say(p, WORDS(rows[i].words));
        part_card_end(p);
    }
    part_say(p, WORDS(T_EVENING_READERS_EVERYONE));
    bool asks = !e->rests && (!e->offered || e->answers.state == SEALED_OFFERED);
    part_link_button(p, WEIGHT_PRIMARY, evening_at(asks ? PAGE_FEEL : PAGE_HOME, 0),
                     WORDS(asks ? T_EVENING_READERS_GO : T_EVENING_READERS_BACK));
    part_page_end(p);
}

/* --- the three questions ---------------------------------------------------------------------- */

void evening_ask_feel(struct visit *v, const struct answer *a, enum evening_action action) {
    part_form_begin(v->p, ROOM_EVENING, action);
    evening_feeling_field(v, T_EVENING_FEEL_LABEL, a);
    part_button(v->p, WORDS(T_EVENING_NEXT));
    part_form_end(v->p);
    part_aside(v->p, WORDS(T_EVENING_ANSWER_BLANK));
}

static void text_field(struct visit *v, enum text_key label, enum text_key hint,
                       struct bytes value) {
    part_area(v->p, &(struct part_field){.field = F_TEXT,
                                         .label = WORDS(label),
                                         .hint = WORDS(hint),
                                         .value = value,
                                         .max = ANSWER_TEXT_CHARACTERS,
                                         .optional = true,
                                         .large = true});
}

void evening_ask_small(struct visit *v, const struct answer *a, enum evening_action action) {
    part_form_begin(v->p, ROOM_EVENING, action);
    text_field(v, T_EVENING_SMALL_LABEL, T_EVENING_SMALL_HINT, a->small);
    part_button(v->p, WORDS(T_EVENING_NEXT));
    part_form_end(v->p);
    part_examples(v->p, WORDS(T_EVENING_SMALL_GOOD_1), WORDS(T_EVENING_SMALL_GOOD_2),
                  WORDS(T_EVENING_SMALL_BAD));
    part_aside(v->p, WORDS(T_EVENING_ANSWER_BLANK));
}

void evening_ask_saw(struct visit *v, const struct answer *a, enum evening_action action,
                     enum text_key go) {
    part_form_begin(v->p, ROOM_EVENING, action);
    text_field(v, T_EVENING_NOTICED_LABEL, T_EVENING_NOTICED_HINT, a->noticed);
    part_button(v->p, WORDS(go));
    part_form_end(v->p);
    part_examples(v->p, WORDS(T_EVENING_NOTICED_GOOD_1), WORDS(T_EVENING_NOTICED_GOOD_2),
                  WORDS(T_EVENING_NOTICED_BAD));
    part_aside(v->p, WORDS(T_EVENING_ANSWER_BLANK));
}

void evening_answer_take(const struct submission *s, struct answer *a, enum evening_page step) {
    switch (step) {
    case PAGE_FEEL:
        a->has_feeling = submission_has(s, F_FEELING);
        a->feeling = a->has_feeling ? (uint32_t)submission_number(s, F_FEELING) : 0;
        a->has_strength = a->has_feeling && submission_has(s, F_STRENGTH);
        a->strength = a->has_strength ? (uint32_t)submission_number(s, F_STRENGTH) : 0;
        return;
    case PAGE_SMALL:
        a->small = submission_text(s, F_TEXT);
        return;
    default:
        a->noticed = submission_text(s, F_TEXT);
    }
}

static void page_question(struct visit *v) {
    static const enum text_key titles[] = {T_EVENING_FEEL_TITLE, T_EVENING_SMALL_TITLE,
                                           T_EVENING_NOTICED_TITLE};
    struct parts *p = v->p;
    struct answer a = rest_read(v, REST_MINE);
    uint32_t step = v->at.page - PAGE_FEEL;
    evening_page_begin(v, titles[step], BADGE_OURS,
                       step == 0 ? PAGE_READERS : (enum evening_page)(v->at.page - 1));
    part_step(p, step + 1, COUNT_OF(titles));
    part_prose(p, T_EVENING_ANSWER_BADGE);
    if (v->at.page == PAGE_FEEL) {
        evening_ask_feel(v, &a, ACTION_FEEL);
    } else if (v->at.page == PAGE_SMALL) {
        evening_ask_small(v, &a, ACTION_SMALL);
    } else {
        evening_ask_saw(v, &a, ACTION_SEAL, T_EVENING_SEAL);
        part_aside(p, WORDS(T_EVENING_SEAL_HINT));
    }
    part_action(p, ROOM_EVENING, ACTION_AWAY, 0, 0, WEIGHT_QUIET, WORDS(T_EVENING_NOT_NOW));
    part_page_end(p);
}

/* --- sealed ----------------------------------------------------------------------------------- */

static void page_sealed(struct visit *v, const struct evening *e) {
    struct parts *p = v->p;
    bool ready = e->answers.state == SEALED_READY;
    evening_page_begin(v,
                       e->open ? T_EVENING_OPEN_TITLE
                       : ready ? T_EVENING_READY_TITLE
                               : T_EVENING_SEALED_TITLE,
                       BADGE_OURS, PAGE_HOME);
    if (e->open) {
        part_lead(p, WORDS(T_EVENING_OPEN_LEAD));
        part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_THEIRS, 0),
                         note_named(v, T_EVENING_OPEN_READ, T_EVENING_OPEN_READ_NAMELESS));
    } else if (ready) {
        part_lead(p, WORDS(T_EVENING_READY_LEAD));
        part_say(p, WORDS(T_EVENING_READY_HINT));
        part_aside(p, WORDS(T_EVENING_SEALED_LAPSE));
    } else if (e->rests) {
        part_lead(p, WORDS(T_EVENING_SEALED_LEAD));
        part_notice(p, NOTICE_STATUS, WORDS(T_EVENING_WAITS_OFFER));
        part_aside(p, WORDS(T_EVENING_SEALED_LAPSE));
    } else {
        part_lead(p, WORDS(T_EVENING_SEALED_LEAD));
        part_prose(p, T_EVENING_SEALED_LINE);
        part_action(p, ROOM_EVENING, ACTION_OPEN, 0, 0, WEIGHT_PRIMARY,
                    WORDS(T_EVENING_SEALED_OPEN));
        part_aside(p, WORDS(T_EVENING_SEALED_LAPSE));
    }
    if (!e->open)
        part_action(p, ROOM_EVENING, ACTION_AWAY, 0, 0, WEIGHT_QUIET, WORDS(T_EVENING_NOT_NOW));
    part_page_end(p);
}

enum err answer_show(struct visit *v, const struct evening *e) {
    if (v->at.page == PAGE_READERS) {
        page_readers(v, e);
        return ERR_OK;
    }
    bool sealed = e->rests || (e->offered && e->answers.state != SEALED_OFFERED);
    if (v->at.page == PAGE_SEALED && !sealed)
        return ERR_STATE;
    if (sealed)
        page_sealed(v, e);
    else
        page_question(v);
    return ERR_OK;
}

/* --- acts ------------------------------------------------------------------------------------- */

/* Whoever answers again has taken up what they had put away. */
static enum err taken_up(struct visit *v, const struct evening *e) {
    struct evening_local local = local_read(v);
    if (local.away != e->number + 1)
        return ERR_OK;
    local.away = 0;
    return local_set(v, &local);
}

/* Lays the questions out where that is still to be done, and keeps what was answered so far. */
static enum err step_done(struct visit *v, const struct submission *s, enum evening_page step,
                          struct evening *e) {
    TRY(evening_read(v, e));
    if (e->rests)
        return ERR_OK; /* sealed is sealed: a form sent twice changes nothing */
    if (!e->offered)
        TRY(evening_begin(v, e->number));
    TRY(taken_up(v, e));
    struct answer a = rest_read(v, REST_MINE);
    evening_answer_take(s, &a, step);
    return rest_set(v, REST_MINE, &a);
}

enum err run_feel(struct visit *v, const struct submission *s) {
    struct evening e;
    visit_go(v, ROOM_EVENING, PAGE_SMALL, 0);
    return evening_refuse(v, step_done(v, s, PAGE_FEEL, &e));
}

enum err run_small(struct visit *v, const struct submission *s) {
    struct evening e;
    visit_go(v, ROOM_EVENING, PAGE_SAW, 0);
    return evening_refuse(v, step_done(v, s, PAGE_SMALL, &e));
}

enum err run_seal(struct visit *v, const struct submission *s) {
    struct evening e;
    visit_go(v, ROOM_EVENING, PAGE_SEALED, 0);
    enum err err = step_done(v, s, PAGE_SAW, &e);
    return evening_refuse(v, err == ERR_OK ? evening_seal(v) : err);
}

enum err run_open(struct visit *v, const struct submission *s) {
    (void)s;
    struct evening e;
    visit_go(v, ROOM_EVENING, PAGE_SEALED, 0);
    enum err err = evening_read(v, &e);
    if (err == ERR_OK && e.answers.state == SEALED_MINE)
        err = sealed_round_press_open(v, e.answers.id);
    if (err == ERR_OK)
        err = taken_up(v, &e);
    return evening_refuse(v, err);
}
