/* next.c -- the next day's minute, and the question that is asked of one alone. */
#include "base/check.h"
#include "forms/gate.h"
#include "forms/path.h"
#include "practices/evening/evening.h"

#include <string.h>

enum minute { MINUTE_NOTICED = 0, MINUTE_ELSE = 1, MINUTE_NOT = 2 };
enum { DONE_SENT = 1, DONE_NOTHING = 2 };
enum { BRINGS_HURT = 2, BRINGS_HURTER = 3 }; /* something came out; of BRINGS_COUNT answers */

/* --- one minute ------------------------------------------------------------------------------- */

/* What had been asked for and what came back; true when there is something to notice by name. */
static bool asked_draw(struct visit *v, const struct evening *e) {
    struct parts *p = v->p;
    struct bytes instead;
    struct answer mine = answer_read(e->answers.mine);
    if (mine.small.size == 0 || !e->reply[AUTHOR_PARTNER])
        return false;
    enum reply reply = reply_read(e->reply[AUTHOR_PARTNER], &instead);
    if (reply == REPLY_NO)
        return false;
    part_subheading(p, WORDS(T_EVENING_MINUTE_ASKED));
    part_quote(p, WHOSE_ME, mine.small, (struct words){0});
    if (reply == REPLY_INSTEAD && instead.size) {
        part_subheading(p, WORDS(T_EVENING_MINUTE_OFFERED));
        part_quote(p, WHOSE_YOU, instead, (struct words){0});
    }
    return true;
}

static void page_minute(struct visit *v, const struct evening *e) {
    struct parts *p = v->p;
    evening_page_begin(v, T_EVENING_MINUTE_TITLE, BADGE_OURS, PAGE_HOME);
    part_lead(p, WORDS(T_EVENING_MINUTE_LEAD));
    bool named = asked_draw(v, e);
    part_form_begin(p, ROOM_EVENING, ACTION_MINUTE);
    if (named)
        part_button_value(p, WEIGHT_PRIMARY, F_ANSWER, MINUTE_NOTICED, WORDS(T_EVENING_MINUTE_YES));
    part_button_value(p, named ? WEIGHT_SECONDARY : WEIGHT_PRIMARY, F_ANSWER, MINUTE_ELSE,
                      WORDS(T_EVENING_MINUTE_ELSE));
    part_button_value(p, WEIGHT_QUIET, F_ANSWER, MINUTE_NOT, WORDS(T_EVENING_MINUTE_NOT));
    part_form_end(p);
    part_page_end(p);
}

static void page_minute_else(struct visit *v) {
    struct parts *p = v->p;
    evening_page_begin(v, T_EVENING_MINUTE_ELSE_TITLE, BADGE_OURS, PAGE_MINUTE);
    part_form_begin(p, ROOM_EVENING, ACTION_MINUTE_ELSE);
    part_area(p, &(struct part_field){.field = F_TEXT,
                                      .label = WORDS(T_EVENING_MINUTE_ELSE_LABEL),
                                      .hint = WORDS(T_EVENING_MINUTE_ELSE_HINT),
                                      .max = ANSWER_TEXT_CHARACTERS,
                                      .large = true});
    part_button(p, WORDS(T_EVENING_MINUTE_SEND));
    part_form_end(p);
    part_examples(p, WORDS(T_EVENING_NOTICED_GOOD_1), WORDS(T_EVENING_NOTICED_GOOD_2),
                  WORDS(T_EVENING_NOTICED_BAD));
    part_page_end(p);
}

/* With *mine* closed nobody knows here whether the gate was answered, so its line is there for
 * everyone. */
static void page_minute_done(struct visit *v) {
    struct parts *p = v->p;
    enum gate gate = gate_now(v);
    evening_page_begin(v, T_EVENING_MINUTE_TITLE, BADGE_OURS, PAGE_HOME);
    if (v->at.item == DONE_SENT)
        part_lead(p, WORDS(T_EVENING_MINUTE_THANKS));
    else if (v->at.item == DONE_NOTHING)
        part_lead(p, WORDS(T_EVENING_MINUTE_NOTHING));
    else
        part_lead(p, WORDS(T_EVENING_MINUTE_AFTER));
    bool asks = gate == GATE_DUE || gate == GATE_UNKNOWN;
    if (asks) {
        part_say(p, WORDS(T_EVENING_MINUTE_GATE_LINE));
        part_link_button(p, WEIGHT_PRIMARY, (struct address){ROOM_SAFETY, 1, 0},
                         WORDS(T_EVENING_MINUTE_GATE));
    } else if (gate == GATE_OPEN) {
        part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_BRINGS, 0),
                         WORDS(T_EVENING_MINUTE_BRINGS));
    }
    part_link_button(p, gate == GATE_CARE ? WEIGHT_PRIMARY : WEIGHT_QUIET,
                     (struct address){ROOM_TODAY, 0, 0}, WORDS(T_EVENING_MINUTE_TODAY));
    part_page_end(p);
}

static enum err notice(struct visit *v, const struct evening *e, enum noticed_what what,
                       struct bytes text) {
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    memcpy(re[0], e->answers.id, EID_SIZE);
    body_begin(&w, v->frame, NULL);
    body_add_uint(&w, 1, what);
    if (text.size)
        body_add_text(&w, 2, text);
    visit_go(v, ROOM_EVENING, PAGE_MINUTE_DONE, DONE_SENT);
    return visit_write(v, SPACE_OURS, KIND_NOTICED, re, 1, &w, NULL);
}

enum err run_minute(struct visit *v, const struct submission *s) {
    struct evening e;
    if (evening_read(v, &e) != ERR_OK || !e.open)
        return ERR_OK;
    switch (submission_number(s, F_ANSWER)) {
    case MINUTE_NOTICED:
        return evening_refuse(v, notice(v, &e, NOTICED_ASKED, (struct bytes){0}));
    case MINUTE_ELSE:
        visit_go(v, ROOM_EVENING, PAGE_MINUTE_ELSE, 0);
        return ERR_OK;
    default: {
        struct evening_local local = local_read(v);
        local.not_today = v->today;
        visit_go(v, ROOM_EVENING, PAGE_MINUTE_DONE, DONE_NOTHING);
        return evening_refuse(v, local_set(v, &local));
    }
    }
}

enum err run_minute_else(struct visit *v, const struct submission *s) {
    struct evening e;
    if (evening_read(v, &e) != ERR_OK || !e.open)
        return ERR_OK;
    return evening_refuse(v, notice(v, &e, NOTICED_ELSE, submission_text(s, F_TEXT)));
}

/* --- what brings you here --------------------------------------------------------------------- */

static const struct item *brings_newest(const struct visit *v) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_BRINGS, &count);
    return count ? &items[count - 1] : NULL;
}

static int64_t chosen_of(const struct item *item, uint32_t key) {
    uint64_t n;
    if (!item)
        return CHOSEN_NONE;
    struct entry e = book_item_entry(item);
    return body_uint(e.body, key, &n) ? (int64_t)n : CHOSEN_NONE;
}

static void page_brings(struct visit *v) {
    static const enum text_key what[BRINGS_COUNT] = {
        T_EVENING_BRINGS_WELL,   T_EVENING_BRINGS_THIN,   T_EVENING_BRINGS_HURT,
        T_EVENING_BRINGS_HURTER, T_EVENING_BRINGS_UNTOLD, T_EVENING_BRINGS_SILENT};
    static const enum text_key since[SINCE_COUNT] = {T_EVENING_SINCE_DAYS, T_EVENING_SINCE_WEEKS,
                                                     T_EVENING_SINCE_MONTHS, T_EVENING_SINCE_YEARS,
                                                     T_EVENING_SINCE_UNSURE};
    struct parts *p = v->p;
    struct part_option options[BRINGS_COUNT] = {0}, times[SINCE_COUNT] = {0};
    const struct item *now = brings_newest(v);
    for (size_t i = 0; i < BRINGS_COUNT; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(what[i])};
    for (size_t i = 0; i < SINCE_COUNT; i++)
        times[i] = (struct part_option){.value = i, .label = WORDS(since[i])};
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_EVENING_BRINGS_TITLE),
                                           .back = {ROOM_TODAY, 0, 0}});
    part_lead(p, WORDS(T_EVENING_BRINGS_LEAD));
    part_form_begin(p, ROOM_EVENING, ACTION_BRINGS);
    part_choice_rows(p,
                     &(struct part_field){.field = F_ANSWER,
                                          .label = WORDS(T_EVENING_BRINGS_LABEL),
                                          .hide_label = true},
                     options, BRINGS_COUNT, chosen_of(now, 1));
    part_choice_chips(p,
                      &(struct part_field){.field = F_SINCE,
                                           .label = WORDS(T_EVENING_SINCE_LABEL),
                                           .optional = true},
                      times, SINCE_COUNT, chosen_of(now, 2));
    part_button(p, WORDS(T_EVENING_BRINGS_GO));
    part_form_end(p);
    part_link_button(p, WEIGHT_QUIET, (struct address){ROOM_TODAY, 0, 0}, WORDS(T_EVENING_NOT_NOW));
    part_page_end(p);
}

static void page_brought(struct visit *v) {
    static const enum text_key words[BRINGS_COUNT] = {
        T_EVENING_BROUGHT_WELL,   T_EVENING_BROUGHT_THIN,   T_EVENING_BROUGHT_HURT,
        T_EVENING_BROUGHT_HURTER, T_EVENING_BROUGHT_UNTOLD, T_EVENING_BROUGHT_SILENT};
    struct parts *p = v->p;
    int64_t what = chosen_of(brings_newest(v), 1);
    evening_page_begin(v, T_EVENING_BROUGHT_TITLE, BADGE_MINE, PAGE_BRINGS);
    part_lead(p, WORDS(words[what >= 0 && what < BRINGS_COUNT ? what : BRINGS_COUNT - 1]));
    part_prose(p, T_EVENING_BROUGHT_KEPT);
    if (what == BRINGS_HURT || what == BRINGS_HURTER)
        part_link_button(p, WEIGHT_PRIMARY, (struct address){PATH_FIRST_DAYS_ROOM, 0, 0},
                         WORDS(T_EVENING_BROUGHT_FIRST_DAYS));
    else
        part_link_button(p, WEIGHT_PRIMARY, (struct address){ROOM_MOMENTS, 0, 0},
                         WORDS(T_EVENING_BROUGHT_MOMENTS));
    part_link_button(p, WEIGHT_SECONDARY, (struct address){ROOM_TODAY, 0, 0},
                     WORDS(T_EVENING_BROUGHT_TODAY));
    part_link_button(p, WEIGHT_QUIET, evening_at(PAGE_BRINGS, 0), WORDS(T_EVENING_BROUGHT_CHANGE));
    part_aside(p, WORDS(T_EVENING_BROUGHT_HONEST));
    part_page_end(p);
}

enum err run_brings(struct visit *v, const struct submission *s) {
    struct body_writer w;
    const struct item *now = brings_newest(v);
    body_begin(&w, v->frame, now ? now->id : NULL);
    body_add_uint(&w, 1, submission_number(s, F_ANSWER));
    if (submission_has(s, F_SINCE))
        body_add_uint(&w, 2, submission_number(s, F_SINCE));
    visit_go(v, ROOM_EVENING, PAGE_BROUGHT, 0);
    return evening_refuse(v, visit_write(v, SPACE_MINE, KIND_BRINGS, NULL, 0, &w, NULL));
}

static enum err minute_show(struct visit *v) {
    struct evening e;
    if (evening_read(v, &e) != ERR_OK || !e.open)
        return ERR_NOT_FOUND;
    if (v->at.page == PAGE_MINUTE_DONE || e.noticed)
        page_minute_done(v);
    else if (v->at.page == PAGE_MINUTE)
        page_minute(v, &e);
    else
        page_minute_else(v);
    return ERR_OK;
}

enum err next_show(struct visit *v) {
    if (v->at.page < PAGE_BRINGS)
        return minute_show(v);
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    if (v->at.page == PAGE_BRINGS)
        page_brings(v);
    else
        page_brought(v);
    return ERR_OK;
}
