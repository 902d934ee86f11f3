/* turns.c -- the session of this room: whose turn it is, what each of the two can press and sees.
 */
#include "book/book_internal.h"
#include "practices/listen/listen.h"

#include <string.h>

/* A break with a way back: the room *soothe*, its page by its number. */
enum { ROOM_SOOTHE = 11, SOOTHE_FLOOD = 15 };
enum { DARK_SPEAKING_S = 8, DARK_BACK_S = 45, BACK_SECONDS = 120, TOUCHES_MAX = 1 << 24 };

static enum listen_stage stage_of(uint32_t step) {
    return (enum listen_stage)((step - 1) % STAGE_COUNT);
}

static uint32_t step_seconds(uint32_t step) {
    if (step == 0 || step >= STEPS)
        return 0;
    enum listen_stage stage = stage_of(step);
    return stage == STAGE_TELL ? TELL_SECONDS : stage < STAGE_ASK ? BACK_SECONDS : 0;
}

static uint32_t speaker_of(uint32_t step) {
    return (step - 1) / STAGE_COUNT % 2;
}

/* 0 or 1, the same on both phones for the same person. */
static uint32_t me_of(const struct visit *v) {
    const struct feed *out = book_feed(v->book, FEED_PAIR_OUT);
    const struct feed *in = book_feed(v->book, FEED_PAIR_IN);
    return out && in && memcmp(out->chain.box_id, in->chain.box_id, BOX_ID_SIZE) > 0;
}

/* How it was for me only I say: no phone of the other brings mine there, unless mine has just come
 * back to a session under way. And of touches there are fewer than could wear the brake out. */
static bool theirs_may(const struct visit *v, uint32_t from, uint32_t to, uint32_t act) {
    bool said = to > 0 && to < STEPS && stage_of(to) >= STAGE_NOT_YET;
    bool of_me = said && speaker_of(to) == me_of(v);
    return act < TOUCHES_MAX && (from == 0 || from == to || !of_me);
}

static const struct live_session_def session = {ROOM_LISTEN, 1, STEPS, step_seconds, theirs_may};
static const struct one_phone one_phone = {.room = ROOM_LISTEN,
                                           .begin = ACTION_HANDED_BEGIN,
                                           .unlock = ACTION_HANDED_UNLOCK,
                                           .first = PAGE_HANDED_SESSION,
                                           .last = PAGE_HANDED_END,
                                           .back = PAGE_HOME,
                                           .over = T_LISTEN_TITLE,
                                           .lead = T_LISTEN_HANDED_LEAD,
                                           .aside = T_LISTEN_FRIEND,
                                           .instead = T_LISTEN_HANDED_INSTEAD};

enum err turn_read(struct visit *v, struct turn *out) {
    *out = (struct turn){0};
    TRY(live_session_read(v, &session, &out->live));
    uint32_t step = out->live.step;
    out->before = step == 0;
    if (step == 0 || step >= STEPS)
        return ERR_OK;
    out->stage = stage_of(step);
    out->speaker = speaker_of(step);
    out->cycle = (step - 1) / STAGE_COUNT / 2;
    uint32_t touch = out->live.act % 8;
    out->touch = touch < TOUCH_COUNT ? (enum touch)touch : TOUCH_NONE;
    out->i_speak = !out->live.alone && out->speaker == me_of(v);
    return ERR_OK;
}

static uint32_t step_of(uint32_t cycle, uint32_t speaker, uint32_t stage) {
    return cycle < CYCLES ? 1 + (cycle * 2 + speaker) * STAGE_COUNT + stage : (uint32_t)STEPS;
}

/* Only who spoke goes on, and only who spoke says how it was. What follows is both people's. */
bool turn_go(const struct turn *t, enum listen_go go, uint32_t me, uint32_t *to) {
    bool speaks = t->live.alone || t->i_speak;
    bool answered = !t->before && t->stage >= STAGE_NOT_YET;
    *to = STEPS;
    if (go == GO_SPEAK)
        *to = step_of(0, t->live.alone ? 0 : me, STAGE_TELL);
    else if (go == GO_ON)
        *to = t->live.step + 1;
    else if (go == GO_ASK)
        *to = step_of(t->cycle, t->speaker, STAGE_ASK);
    else if (go >= GO_ANSWER && go < GO_AGAIN)
        *to = step_of(t->cycle, t->speaker, STAGE_NOT_YET + (uint32_t)(go - GO_ANSWER));
    else if (go == GO_AGAIN)
        *to = step_of(t->cycle + 1, t->speaker, STAGE_BACK);
    else if (go == GO_CHANGE)
        *to = step_of(t->cycle + 1, !t->speaker, STAGE_TELL);
    switch (go) {
    case GO_SPEAK:
        return t->before;
    case GO_ON:
        return !t->before && speaks && t->stage < STAGE_ASK;
    case GO_ASK:
        return !t->before && speaks && t->stage > STAGE_TELL && t->stage < STAGE_ASK;
    case GO_AGAIN:
    case GO_CHANGE:
    case GO_END:
        return answered;
    default:
        return !t->before && speaks && t->stage == STAGE_ASK;
    }
}

/* --- what is said ----------------------------------------------------------------------------- */

struct stage_words {
    enum text_key title, hears, speaks, good_1, good_2, bad;
};

/* `hears`: on the phone of who says it back; `speaks`: on the speaker's. */
static const struct stage_words stages[STAGE_COUNT] = {
    {T_LISTEN_TELL_TITLE, T_LISTEN_TELL_HEAR, T_LISTEN_TELL_SPEAK, T_LISTEN_TELL_GOOD_1,
     T_LISTEN_TELL_GOOD_2, T_LISTEN_TELL_BAD},
    {T_LISTEN_BACK_TITLE, T_LISTEN_BACK_LINE, T_LISTEN_BACK_CHECK, T_LISTEN_BACK_GOOD_1,
     T_LISTEN_BACK_GOOD_2, T_LISTEN_BACK_BAD},
    {T_LISTEN_STRENGTH_TITLE, T_LISTEN_STRENGTH_LINE, T_LISTEN_STRENGTH_CHECK,
     T_LISTEN_STRENGTH_GOOD_1, T_LISTEN_STRENGTH_GOOD_2, T_LISTEN_STRENGTH_BAD},
    {T_LISTEN_SENSE_TITLE, T_LISTEN_SENSE_LINE, T_LISTEN_SENSE_CHECK, T_LISTEN_SENSE_GOOD_1,
     T_LISTEN_SENSE_GOOD_2, T_LISTEN_SENSE_BAD},
    {T_LISTEN_BODY_TITLE, T_LISTEN_BODY_LINE, T_LISTEN_BODY_CHECK, T_LISTEN_BODY_GOOD_1,
     T_LISTEN_BODY_GOOD_2, T_LISTEN_BODY_BAD},
    {T_LISTEN_PART_TITLE, T_LISTEN_PART_LINE, T_LISTEN_PART_CHECK, T_LISTEN_PART_GOOD_1,
     T_LISTEN_PART_GOOD_2, T_LISTEN_PART_BAD},
    {T_LISTEN_ASK_TITLE, T_LISTEN_ASK_HEAR, T_LISTEN_ASK_SPEAK, T_NONE, T_NONE, T_NONE},
    {T_LISTEN_NOT_YET_TITLE, T_LISTEN_NOT_YET_LINE, T_LISTEN_NOT_YET_LINE, T_NONE, T_NONE, T_NONE},
    {T_LISTEN_PARTLY_TITLE, T_LISTEN_PARTLY_LINE, T_LISTEN_PARTLY_LINE, T_NONE, T_NONE, T_NONE},
    {T_LISTEN_YES_TITLE, T_LISTEN_YES_LINE, T_LISTEN_YES_LINE, T_NONE, T_NONE, T_NONE},
};

/* On one phone the line is for whose turn it is: the speaker while telling and asked, then who says
 * it back. */
static bool line_is_speakers(const struct turn *t) {
    bool telling = t->stage == STAGE_TELL || t->stage >= STAGE_ASK;
    return t->live.alone ? telling : t->i_speak;
}

static struct words who(struct visit *v, const struct turn *t) {
    bool telling = t->stage == STAGE_TELL || t->stage == STAGE_ASK;
    struct bytes name = note_partner(v, T_LISTEN_OTHER);
    if (t->before || t->stage > STAGE_ASK)
        return WORDS(T_LISTEN_WHO_BOTH);
    if (t->live.alone)
        return WORDS(telling ? T_LISTEN_WHO_ONE_SPEAKS : T_LISTEN_WHO_ONE_SAYS_BACK);
    enum text_key key = t->i_speak ? (telling ? T_LISTEN_WHO_YOU_SPEAK : T_LISTEN_WHO_THEY_SAY_BACK)
                                   : (telling ? T_LISTEN_WHO_YOU_HEAR : T_LISTEN_WHO_YOU_SAY_BACK);
    return words_with(v->p, key, "name", name);
}

static struct words line(const struct turn *t) {
    bool told = t->touch >= TOUCH_BRAKE && t->touch < TOUCH_REPAIR;
    if (t->stage < STAGE_ASK && told)
        return WORDS(t->i_speak ? T_LISTEN_BRAKE_TOLD : T_LISTEN_BRAKE_LINE);
    if (t->stage < STAGE_ASK && t->touch == TOUCH_REPAIR)
        return WORDS(T_LISTEN_REPAIR_SAID);
    return WORDS(line_is_speakers(t) ? stages[t->stage].speaks : stages[t->stage].hears);
}

static struct words more(const struct turn *t) {
    if (t->stage == STAGE_TELL)
        return WORDS(line_is_speakers(t) ? T_LISTEN_TELL_SPEAK_MORE : T_LISTEN_TELL_HEAR_MORE);
    return WORDS(t->stage >= STAGE_NOT_YET ? T_LISTEN_LET_GO : T_NONE);
}

/* --- what is pressed -------------------------------------------------------------------------- */

static void go_button(struct visit *v, const struct turn *t, enum listen_go go,
                      enum part_weight weight, enum text_key words) {
    struct parts *p = v->p;
    part_form_begin(p, ROOM_LISTEN, ACTION_STEP);
    part_hidden_number(p, F_FROM, t->live.step);
    part_button_value(p, weight, F_GO, go, WORDS(words));
    part_form_end(p);
}

static void touch_form_begin(struct visit *v, const struct turn *t) {
    part_form_begin(v->p, ROOM_LISTEN, ACTION_TOUCH);
    part_hidden_number(v->p, F_FROM, t->live.step);
}

static void brake(struct visit *v, const struct turn *t) {
    static const enum text_key kinds[] = {T_LISTEN_BRAKE_EXPLAINING, T_LISTEN_BRAKE_RATIONALISING,
                                          T_LISTEN_BRAKE_SMALL, T_LISTEN_BRAKE_BACK};
    struct parts *p = v->p;
    part_section_begin(p, WORDS(T_LISTEN_BRAKE));
    touch_form_begin(v, t);
    part_row_begin(p);
    for (uint32_t i = 0; i < COUNT_OF(kinds); i++)
        part_button_value(p, WEIGHT_SECONDARY, F_TOUCH, TOUCH_BRAKE + i, WORDS(kinds[i]));
    part_row_end(p);
    part_form_end(p);
    part_section_end(p);
}

static void examples(struct visit *v, const struct turn *t) {
    const struct stage_words *w = &stages[t->stage];
    if (w->good_1 == T_NONE)
        return;
    part_details_begin(v->p, WORDS(T_LISTEN_WORDS));
    part_examples(v->p, WORDS(w->good_1), WORDS(w->good_2), WORDS(w->bad));
    part_details_end(v->p);
}

static void speaker_presses(struct visit *v, const struct turn *t) {
    struct parts *p = v->p;
    if (t->stage == STAGE_ASK) {
        go_button(v, t, GO_ANSWER + 2, WEIGHT_SECONDARY, T_LISTEN_YES);
        go_button(v, t, GO_ANSWER + 1, WEIGHT_SECONDARY, T_LISTEN_PARTLY);
        go_button(v, t, GO_ANSWER, WEIGHT_SECONDARY, T_LISTEN_NOT_YET);
        return;
    }
    go_button(v, t, GO_ON, WEIGHT_PRIMARY, t->stage == STAGE_TELL ? T_LISTEN_ON_TOLD : T_LISTEN_ON);
    if (t->touch != TOUCH_NONE) {
        touch_form_begin(v, t);
        part_button_value(p, WEIGHT_SECONDARY, F_TOUCH, TOUCH_NONE, WORDS(T_LISTEN_BETTER));
        part_form_end(p);
    }
    if (t->stage != STAGE_TELL) {
        touch_form_begin(v, t);
        part_button_value(p, WEIGHT_SECONDARY, F_TOUCH, TOUCH_REPAIR, WORDS(T_LISTEN_REPAIR));
        part_form_end(p);
    }
    brake(v, t);
    if (t->stage > STAGE_TELL)
        go_button(v, t, GO_ASK, WEIGHT_QUIET, T_LISTEN_ON_ENOUGH);
}

static void both_press(struct visit *v, const struct turn *t) {
    bool yes = t->stage == STAGE_YES;
    if (!yes)
        go_button(v, t, GO_AGAIN, WEIGHT_PRIMARY, T_LISTEN_AGAIN);
    go_button(v, t, GO_CHANGE, yes ? WEIGHT_PRIMARY : WEIGHT_SECONDARY, T_LISTEN_CHANGE);
    go_button(v, t, GO_END, WEIGHT_SECONDARY, T_LISTEN_END);
}

static void page_begin(struct visit *v, enum text_key title) {
    part_page_begin(v->p, &(struct part_page){
                              .over = WORDS(T_LISTEN_TITLE), .title = WORDS(title), .quiet = true});
}

static void page_prepare(struct visit *v, const struct turn *t) {
    struct parts *p = v->p;
    page_begin(v, T_LISTEN_PREPARE_TITLE);
    part_turn_begin(p, &(struct part_turn){.who = who(v, t),
                                           .line = WORDS(T_LISTEN_PREPARE_LINE),
                                           .more = WORDS(T_LISTEN_PREPARE_MORE)});
    go_button(v, t, GO_SPEAK, WEIGHT_PRIMARY,
              t->live.alone ? T_LISTEN_PREPARE_GO_ONE : T_LISTEN_PREPARE_GO);
    part_turn_end(p, ROOM_LISTEN, ACTION_STOP);
    part_page_end(p);
}

static void page_turn(struct visit *v, const struct turn *t) {
    struct parts *p = v->p;
    bool talking = t->stage < STAGE_ASK;
    bool speakers = t->stage == STAGE_TELL || t->stage == STAGE_ASK;
    enum whose whose = t->stage > STAGE_ASK || t->live.alone ? WHOSE_BOTH
                       : t->i_speak == speakers              ? WHOSE_ME
                                                             : WHOSE_YOU;
    page_begin(v, stages[t->stage].title);
    part_turn_begin(p, &(struct part_turn){.key = t->live.step,
                                           .whose = whose,
                                           .who = who(v, t),
                                           .line = line(t),
                                           .more = more(t),
                                           .left_s = t->live.left_s,
                                           .whole_s = step_seconds(t->live.step),
                                           .dark_s = t->stage == STAGE_TELL ? DARK_SPEAKING_S
                                                     : talking              ? DARK_BACK_S
                                                                            : 0});
    if (t->stage >= STAGE_NOT_YET)
        both_press(v, t);
    else if (t->live.alone || t->i_speak)
        speaker_presses(v, t);
    if (t->live.alone || t->i_speak == (t->stage == STAGE_TELL))
        examples(v, t);
    part_turn_end(p, ROOM_LISTEN, ACTION_STOP);
    part_page_end(p);
}

/* --- before and after ------------------------------------------------------------------------- */

static void page_ready(struct visit *v, const struct turn *t) {
    struct parts *p = v->p;
    page_begin(v, T_LISTEN_READY_TITLE);
    part_lead(p, WORDS(T_LISTEN_READY_LEAD));
    if (t->live.state == LIVE_SESSION_NONE) {
        part_action(p, ROOM_LISTEN, ACTION_BEGIN, 0, 0, WEIGHT_PRIMARY, WORDS(T_LISTEN_READY_GO));
        part_link_button(p, WEIGHT_QUIET, listen_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    } else {
        part_notice(p, NOTICE_STATUS, WORDS(T_LISTEN_READY_PRESSED));
        part_action(p, ROOM_LISTEN, ACTION_LEAVE, 0, 0, WEIGHT_QUIET, WORDS(T_APP_NOT_NOW));
    }
    part_page_end(p);
}

/* Who stopped is told on neither phone. */
static void page_over(struct visit *v, const struct turn *t) {
    struct parts *p = v->p;
    bool stopped = t->live.step == LIVE_SESSION_STOPPED;
    page_begin(v, stopped ? T_LISTEN_OVER_STOPPED_TITLE : T_LISTEN_OVER_TITLE);
    part_lead(p, WORDS(stopped ? T_LISTEN_OVER_STOPPED : T_LISTEN_OVER_LINE));
    if (!stopped)
        part_sentence(p, WORDS(T_LISTEN_OVER_SAY));
    part_action(p, ROOM_LISTEN, ACTION_LEAVE, 0, 0, WEIGHT_PRIMARY, WORDS(T_LISTEN_OVER_DONE));
    if (!t->live.alone && stopped)
        part_link_line(p, (struct address){ROOM_SOOTHE, SOOTHE_FLOOD, 0},
                       WORDS(T_LISTEN_OVER_BREAK));
    if (!t->live.alone) {
        part_aside(p, WORDS(T_LISTEN_OVER_KEEP));
        part_link_button(p, WEIGHT_SECONDARY, listen_at(PAGE_KEEP, 0), WORDS(T_LISTEN_KEEP));
    }
    part_page_end(p);
}

static void session_draw(struct visit *v, const struct turn *t) {
    if (t->live.state == LIVE_SESSION_OVER)
        page_over(v, t);
    else if (t->live.state != LIVE_SESSION_ON)
        page_ready(v, t);
    else if (t->before)
        page_prepare(v, t);
    else
        page_turn(v, t);
}

enum err turns_show(struct visit *v) {
    struct turn t;
    TRY(turn_read(v, &t));
    switch (v->at.page) {
    case PAGE_SESSION:
        if (!visit_together(v) || session_status(v).looking)
            return ERR_STATE;
        session_draw(v, &t);
        return ERR_OK;
    case PAGE_HANDED:
    case PAGE_HANDED_SESSION:
    case PAGE_HANDED_END:
        if (!one_phone_show(v, &one_phone, t.live.state))
            session_draw(v, &t);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

enum err listen_run_begin(struct visit *v, const struct submission *s) {
    (void)s;
    visit_go(v, ROOM_LISTEN, PAGE_SESSION, 0);
    if (!visit_together(v) || session_status(v).looking)
        return ERR_OK;
    return live_session_begin(v, &session, false);
}

enum err listen_run_step(struct visit *v, const struct submission *s) {
    struct turn t;
    uint32_t to, from = (uint32_t)submission_number(s, F_FROM);
    TRY(turn_read(v, &t));
    if (t.live.state != LIVE_SESSION_ON || t.live.step != from ||
        !turn_go(&t, (enum listen_go)submission_number(s, F_GO), me_of(v), &to))
        return ERR_OK;
    return live_session_step(v, &session, from, to, 0);
}

enum err listen_run_touch(struct visit *v, const struct submission *s) {
    struct turn t;
    uint32_t from = (uint32_t)submission_number(s, F_FROM);
    TRY(turn_read(v, &t));
    if (t.live.state != LIVE_SESSION_ON || t.live.step != from || t.before ||
        t.stage >= STAGE_ASK || !(t.live.alone || t.i_speak))
        return ERR_OK;
    uint32_t act = (t.live.act / 8 + 1) * 8 + (uint32_t)submission_number(s, F_TOUCH);
    return live_session_step(v, &session, from, from, act);
}

enum err listen_run_stop(struct visit *v, const struct submission *s) {
    (void)s;
    return live_session_stop(v, &session);
}

enum err listen_run_leave(struct visit *v, const struct submission *s) {
    (void)s;
    live_session_leave(v);
    visit_go(v, ROOM_LISTEN, session_handed(v) ? PAGE_HANDED_END : PAGE_HOME, 0);
    return ERR_OK;
}

enum err listen_run_handed_begin(struct visit *v, const struct submission *s) {
    (void)s;
    return one_phone_begin(v, &one_phone, &session);
}
