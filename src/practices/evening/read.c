/* read.c -- both answers read, the request answered, ninety quiet seconds, enough. */
#include "base/check.h"
#include "practices/evening/evening.h"
#include "wire/cbor.h"

#include <string.h>

/* --- the answers ------------------------------------------------------------------------------ */

static void said(struct visit *v, enum whose whose, enum text_key label, struct bytes text) {
    part_subheading(v->p, WORDS(label));
    if (text.size)
        part_quote(v->p, whose, text, (struct words){0});
    else
        part_aside(v->p, WORDS(T_EVENING_LEFT_EMPTY));
}

void evening_answer_draw(struct visit *v, const struct answer *a, enum whose whose) {
    struct parts *p = v->p;
    bool mine = whose == WHOSE_ME;
    part_subheading(p, WORDS(mine ? T_EVENING_PART_FEEL_MINE : T_EVENING_PART_FEEL));
    if (a->has_feeling) {
        struct words feeling = evening_feeling_words(v, a);
        part_tags(p, &feeling, 1);
    } else {
        part_aside(p, WORDS(T_EVENING_LEFT_EMPTY));
    }
    said(v, whose, mine ? T_EVENING_PART_SMALL_MINE : T_EVENING_PART_SMALL, a->small);
    said(v, whose, mine ? T_EVENING_PART_NOTICED_MINE : T_EVENING_PART_NOTICED, a->noticed);
}

static void page_theirs(struct visit *v, const struct evening *e) {
    struct parts *p = v->p;
    struct answer theirs = answer_read(e->answers.theirs);
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = note_named(v, T_EVENING_THEIRS_TITLE,
                                                               T_EVENING_THEIRS_TITLE_NAMELESS),
                                           .back = evening_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_EVENING_THEIRS_LEAD));
    evening_answer_draw(v, &theirs, WHOSE_YOU);
    part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_MINE, 0), WORDS(T_EVENING_THEIRS_GO));
    part_link_button(p, WEIGHT_SECONDARY, evening_at(PAGE_TWO_MINUTES, 0),
                     WORDS(T_EVENING_THEIRS_QUIET));
    part_page_end(p);
}

static void page_two_minutes(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = WORDS(T_EVENING_QUIET_TITLE),
                                           .back = evening_at(PAGE_THEIRS, 0),
                                           .quiet = true});
    part_quiet(p, TWO_MINUTES_SECONDS, WORDS(T_EVENING_QUIET_LINE), (struct address){0});
    part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_MINE, 0), WORDS(T_EVENING_QUIET_GO));
    part_page_end(p);
}

static void page_mine(struct visit *v, const struct evening *e) {
    struct parts *p = v->p;
    struct answer mine = answer_read(e->answers.mine);
    evening_page_begin(v, T_EVENING_MINE_TITLE, BADGE_OURS, PAGE_THEIRS);
    part_lead(p, WORDS(T_EVENING_MINE_LEAD));
    evening_answer_draw(v, &mine, WHOSE_ME);
    part_link_button(p, WEIGHT_PRIMARY,
                     evening_at(e->reply[AUTHOR_ME] ? PAGE_REPLIES : PAGE_REPLY, 0),
                     WORDS(T_EVENING_MINE_GO));
    part_link_button(p, WEIGHT_QUIET, evening_at(PAGE_THEIRS, 0), WORDS(T_EVENING_MINE_THEIRS));
    part_page_end(p);
}

/* --- what was asked --------------------------------------------------------------------------- */

static void reply_form(struct visit *v, struct bytes asked) {
    static const enum text_key words[REPLY_COUNT] = {T_EVENING_REPLY_YES, T_EVENING_REPLY_INSTEAD,
                                                     T_EVENING_REPLY_NO};
    struct parts *p = v->p;
    struct part_option options[REPLY_COUNT] = {0};
    for (size_t i = 0; i < REPLY_COUNT; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(words[i])};
    part_lead(p, WORDS(T_EVENING_REPLY_LEAD));
    part_quote(p, WHOSE_YOU, asked,
               note_named(v, T_EVENING_REPLY_WHO, T_EVENING_REPLY_WHO_NAMELESS));
    part_form_begin(p, ROOM_EVENING, ACTION_REPLY);
    part_choice_rows(p,
                     &(struct part_field){.field = F_ANSWER, .label = WORDS(T_EVENING_REPLY_LABEL)},
                     options, REPLY_COUNT, CHOSEN_NONE);
    part_area(p, &(struct part_field){.field = F_TEXT,
                                      .label = WORDS(T_EVENING_REPLY_INSTEAD_LABEL),
                                      .hint = WORDS(T_EVENING_REPLY_INSTEAD_HINT),
                                      .max = ANSWER_TEXT_CHARACTERS,
                                      .optional = true});
    part_button(p, WORDS(T_EVENING_REPLY_SEND));
    part_form_end(p);
    part_examples(p, WORDS(T_EVENING_REPLY_GOOD_1), WORDS(T_EVENING_REPLY_GOOD_2),
                  WORDS(T_EVENING_REPLY_BAD));
}

static void page_reply(struct visit *v, const struct evening *e) {
    struct parts *p = v->p;
    struct answer theirs = answer_read(e->answers.theirs);
    evening_page_begin(v, T_EVENING_REPLY_TITLE, BADGE_OURS, PAGE_MINE);
    if (theirs.small.size) {
        reply_form(v, theirs.small);
        part_link_button(p, WEIGHT_QUIET, evening_at(PAGE_REPLIES, 0), WORDS(T_EVENING_NOT_NOW));
    } else {
        part_lead(p, WORDS(T_EVENING_REPLY_NOTHING));
        part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_REPLIES, 0), WORDS(T_EVENING_QUIET_GO));
    }
    part_page_end(p);
}

static void reply_draw(struct visit *v, const struct item *item, enum whose whose) {
    static const enum text_key words[REPLY_COUNT] = {
        T_EVENING_REPLIES_YES, T_EVENING_REPLIES_INSTEAD, T_EVENING_REPLIES_NO};
    struct bytes instead;
    enum reply reply = reply_read(item, &instead);
    part_say(v->p, WORDS(words[reply]));
    if (reply == REPLY_INSTEAD && instead.size)
        part_quote(v->p, whose, instead, (struct words){0});
}

static void page_replies(struct visit *v, const struct evening *e) {
    struct parts *p = v->p;
    struct answer mine = answer_read(e->answers.mine);
    struct answer theirs = answer_read(e->answers.theirs);
    evening_page_begin(v, T_EVENING_REPLIES_TITLE, BADGE_OURS, PAGE_MINE);
    part_section_begin(p, WORDS(T_EVENING_REPLIES_THEIRS));
    if (mine.small.size) {
        part_quote(p, WHOSE_ME, mine.small, (struct words){0});
        if (e->reply[AUTHOR_PARTNER])
            reply_draw(v, e->reply[AUTHOR_PARTNER], WHOSE_YOU);
        else
            part_notice(p, NOTICE_STATUS, WORDS(T_EVENING_REPLIES_WAITS));
    } else {
        part_aside(p, WORDS(T_EVENING_REPLIES_NONE));
    }
    part_section_end(p);
    if (e->reply[AUTHOR_ME] && theirs.small.size) {
        part_section_begin(p, WORDS(T_EVENING_REPLIES_MINE));
        part_quote(p, WHOSE_YOU, theirs.small, (struct words){0});
        reply_draw(v, e->reply[AUTHOR_ME], WHOSE_ME);
        part_section_end(p);
    }
    if (e->near_offered)
        part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_NEAR, 0), WORDS(T_EVENING_REPLIES_GO));
    part_link_button(p, WEIGHT_SECONDARY, evening_at(PAGE_ENOUGH, 0),
                     WORDS(T_EVENING_REPLIES_SKIP));
    part_page_end(p);
}

static enum err reply_send(struct visit *v, const struct evening *e, const struct submission *s) {
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    uint64_t reply = submission_number(s, F_ANSWER);
    memcpy(re[0], e->answers.id, EID_SIZE);
    body_begin(&w, v->frame, e->reply[AUTHOR_ME] ? e->reply[AUTHOR_ME]->id : NULL);
    body_add_uint(&w, 1, reply);
    if (reply == REPLY_INSTEAD)
        body_add_text(&w, 2, submission_text(s, F_TEXT));
    return visit_write(v, SPACE_OURS, KIND_REPLY, re, 1, &w, NULL);
}

enum err run_reply(struct visit *v, const struct submission *s) {
    struct evening e;
    if (evening_read(v, &e) != ERR_OK || !e.open)
        return ERR_OK;
    if (!submission_has(s, F_ANSWER)) {
        visit_refuse(v, F_ANSWER, T_EVENING_REPLY_CHOOSE);
        return ERR_OK;
    }
    if (submission_number(s, F_ANSWER) == REPLY_INSTEAD && submission_text(s, F_TEXT).size == 0) {
        visit_refuse(v, F_TEXT, T_EVENING_REPLY_MISSING);
        return ERR_OK;
    }
    visit_go(v, ROOM_EVENING, PAGE_REPLIES, 0);
    return evening_refuse(v, reply_send(v, &e, s));
}

/* --- ninety seconds --------------------------------------------------------------------------- */

static uint32_t near_read(struct bytes body) {
    struct cbor whole;
    uint64_t n;
    if (cbor_open(body, &whole) != ERR_OK || cbor_peek(&whole) != CBOR_MAP ||
        !body_uint(body, 1, &n) || n >= NEAR_COUNT)
        return 0;
    return (uint32_t)n;
}

static void page_near(struct visit *v) {
    static const enum text_key words[NEAR_COUNT] = {
        T_EVENING_NEAR_0, T_EVENING_NEAR_1, T_EVENING_NEAR_2, T_EVENING_NEAR_3, T_EVENING_NEAR_4};
    struct parts *p = v->p;
    struct part_option options[NEAR_COUNT] = {0};
    for (size_t i = 0; i < NEAR_COUNT; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(words[i])};
    evening_page_begin(v, T_EVENING_NEAR_TITLE, BADGE_OURS, PAGE_REPLIES);
    part_lead(p, WORDS(T_EVENING_NEAR_LEAD));
    part_form_begin(p, ROOM_EVENING, ACTION_NEAR);
    part_choice_rows(p, &(struct part_field){.field = F_NEAR, .label = WORDS(T_EVENING_NEAR_LABEL)},
                     options, NEAR_COUNT, CHOSEN_NONE);
    part_button(p, WORDS(T_EVENING_NEAR_GO));
    part_form_end(p);
    part_link_button(p, WEIGHT_QUIET, evening_at(PAGE_ENOUGH, 0), WORDS(T_EVENING_NEAR_SKIP));
    part_page_end(p);
}

static void page_quiet(struct visit *v, const struct evening *e) {
    static const enum text_key words[NEAR_COUNT] = {T_EVENING_NEAR_SAY_0, T_EVENING_NEAR_SAY_1,
                                                    T_EVENING_NEAR_SAY_2, T_EVENING_NEAR_SAY_3,
                                                    T_EVENING_NEAR_SAY_4};
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = WORDS(T_EVENING_NEAR_QUIET_TITLE),
                                           .back = evening_at(PAGE_REPLIES, 0),
                                           .quiet = true});
    if (e->near.state == SEALED_OPEN) {
        uint32_t mine = near_read(e->near.mine), theirs = near_read(e->near.theirs);
        part_sentence(p, WORDS(words[mine < theirs ? mine : theirs]));
        part_quiet(p, QUIET_SECONDS, WORDS(T_EVENING_NEAR_LINE), evening_at(PAGE_ENOUGH, 0));
        part_link_button(p, WEIGHT_SECONDARY, evening_at(PAGE_ENOUGH, 0),
                         WORDS(T_EVENING_NEAR_DONE));
    } else {
        part_notice(p, NOTICE_STATUS, WORDS(T_EVENING_NEAR_WAITS));
        part_link_button(p, WEIGHT_QUIET, evening_at(PAGE_ENOUGH, 0), WORDS(T_EVENING_NEAR_SKIP));
    }
    part_page_end(p);
}

static enum err near_choose(struct visit *v, const struct evening *e, uint64_t near) {
    struct body_writer w;
    struct bytes body;
    body_begin(&w, v->frame, NULL);
    body_add_uint(&w, 1, near);
    TRY(body_end(&w, &body));
    if (e->near.state == SEALED_OFFERED)
        TRY(sealed_round_seal(v, e->near.id, body));
    return sealed_round_press_open(v, e->near.id);
}

enum err run_near(struct visit *v, const struct submission *s) {
    struct evening e;
    visit_go(v, ROOM_EVENING, PAGE_QUIET, 0);
    if (evening_read(v, &e) != ERR_OK || !e.open || !e.near_offered ||
        (e.near.state != SEALED_OFFERED && e.near.state != SEALED_MINE))
        return ERR_OK;
    return evening_refuse(v, near_choose(v, &e, submission_number(s, F_NEAR)));
}

/* --- enough ----------------------------------------------------------------------------------- */

/* What one has in hand until tomorrow: what was said yes to, or offered instead. */
static void in_hand(struct visit *v, const struct evening *e) {
    struct parts *p = v->p;
    struct answer mine = answer_read(e->answers.mine), theirs = answer_read(e->answers.theirs);
    struct bytes instead;
    if (e->reply[AUTHOR_ME] && theirs.small.size) {
        enum reply reply = reply_read(e->reply[AUTHOR_ME], &instead);
        if (reply == REPLY_YES) {
            part_subheading(p, WORDS(T_EVENING_ENOUGH_MINE));
            part_quote(p, WHOSE_YOU, theirs.small, (struct words){0});
        } else if (reply == REPLY_INSTEAD) {
            part_subheading(p, WORDS(T_EVENING_ENOUGH_INSTEAD));
            part_quote(p, WHOSE_ME, instead, (struct words){0});
        }
    }
    if (e->reply[AUTHOR_PARTNER] && mine.small.size &&
        reply_read(e->reply[AUTHOR_PARTNER], &instead) == REPLY_YES) {
        part_subheading(p, WORDS(T_EVENING_ENOUGH_THEIRS));
        part_quote(p, WHOSE_ME, mine.small, (struct words){0});
    }
}

static void page_enough(struct visit *v, const struct evening *e) {
    struct parts *p = v->p;
    bool words = book_status(v->book).words_made;
    evening_page_begin(v, T_EVENING_ENOUGH_TITLE, BADGE_OURS, PAGE_REPLIES);
    part_lead(p, WORDS(T_EVENING_ENOUGH_LEAD));
    in_hand(v, e);
    part_say(p, WORDS(T_EVENING_ENOUGH_TOMORROW));
    if (v->today <= e->open_day)
        evening_calendar_button(v);
    if (!words) {
        part_say(p, WORDS(T_EVENING_ENOUGH_WORDS_LINE));
        part_link_button(p, WEIGHT_PRIMARY, (struct address){ROOM_ME, 10, 0},
                         WORDS(T_EVENING_ENOUGH_WORDS));
    }
    part_link_button(p, words ? WEIGHT_PRIMARY : WEIGHT_QUIET, (struct address){ROOM_TODAY, 0, 0},
                     WORDS(T_EVENING_ENOUGH_TODAY));
    part_page_end(p);
}

enum err read_show(struct visit *v, const struct evening *e) {
    if (!e->open)
        return ERR_STATE;
    switch (v->at.page) {
    case PAGE_THEIRS:
        page_theirs(v, e);
        return ERR_OK;
    case PAGE_TWO_MINUTES:
        page_two_minutes(v);
        return ERR_OK;
    case PAGE_MINE:
        page_mine(v, e);
        return ERR_OK;
    case PAGE_REPLY:
        if (e->reply[AUTHOR_ME])
            page_replies(v, e);
        else
            page_reply(v, e);
        return ERR_OK;
    case PAGE_REPLIES:
        page_replies(v, e);
        return ERR_OK;
    case PAGE_NEAR:
        if (e->near_offered && e->near.state == SEALED_OFFERED)
            page_near(v);
        else
            page_quiet(v, e);
        return ERR_OK;
    case PAGE_QUIET:
        page_quiet(v, e);
        return ERR_OK;
    case PAGE_ENOUGH:
        page_enough(v, e);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}
