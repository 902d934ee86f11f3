/* play.c -- the role play: one shows a feeling, the other answers it, both say how it was; then the
 * roles change. On two phones, or on one that is handed over.
 *
 * A session has two turns of four phases, so step = 4 * turn + phase. The first turn is shown by
 * the one whose box of the pair has the smaller id; on one phone, by whoever holds it. `act` is the
 * feeling that was chosen (topic_what), and 0 while one chooses.
 */
#include "book/book_internal.h"
#include "practices/responses/responses.h"

#include <string.h>

enum phase { PHASE_CHOOSE, PHASE_SHOW, PHASE_ANSWER, PHASE_TELL, PHASES };
enum { TURNS = 2, STEPS = TURNS * PHASES, SHOW_SECONDS = 60, ANSWER_SECONDS = 120 };
_Static_assert((int)STEPS == (int)STEPS_MAX, "a form holds each step");
enum { DARK_SHOW_S = 12, DARK_ANSWER_S = 30 };

static uint32_t step_seconds(uint32_t step) {
    uint32_t phase = step % PHASES;
    return step >= STEPS           ? 0
           : phase == PHASE_SHOW   ? (uint32_t)SHOW_SECONDS
           : phase == PHASE_ANSWER ? (uint32_t)ANSWER_SECONDS
                                   : 0;
}

static const struct live_session_def session = {ROOM_RESPONSES, 1, STEPS, step_seconds, NULL};
static const struct one_phone one_phone = {.room = ROOM_RESPONSES,
                                           .begin = ACTION_HANDED_BEGIN,
                                           .unlock = ACTION_HANDED_UNLOCK,
                                           .first = PAGE_HANDED_STAGE,
                                           .last = PAGE_HANDED_END,
                                           .back = PAGE_PLAY,
                                           .over = T_RESPONSES_PLAY_OVER,
                                           .lead = T_RESPONSES_HANDED_LEAD,
                                           .instead = T_RESPONSES_HANDED_INSTEAD,
                                           .sentence = T_RESPONSES_PLAY_SENTENCE};

struct stage {
    struct live_session live;
    enum phase phase;
    bool second; /* turn */
    bool i_show; /* two phones: the feeling is mine to show */
    bool named;  /* the feeling is known here */
    struct topic topic;
};

/* The seven and those that both can read: nothing of a feeling in *mine* goes to the other phone,
 * nor stands on one that is handed over. */
static size_t topics_played(const struct visit *v, struct topic out[TOPICS_MAX]) {
    size_t filled = 0, count = response_topics_list(v, out);
    for (size_t i = 0; i < count; i++)
        if (!out[i].feeling || out[i].feeling->space == SPACE_OURS)
            out[filled++] = out[i];
    return filled;
}

static bool topic_played(const struct visit *v, uint32_t what, struct topic *out) {
    struct topic all[TOPICS_MAX];
    size_t count = topics_played(v, all);
    for (size_t i = 0; i < count; i++)
        if (response_topic_what(&all[i]) == what) {
            *out = all[i];
            return true;
        }
    return false;
}

static bool i_am_first(const struct visit *v) {
    const struct feed *out = book_feed(v->book, FEED_PAIR_OUT);
    const struct feed *in = book_feed(v->book, FEED_PAIR_IN);
    return out && in && memcmp(out->chain.box_id, in->chain.box_id, BOX_ID_SIZE) < 0;
}

static enum err stage_read(struct visit *v, struct stage *out) {
    *out = (struct stage){0};
    TRY(live_session_read(v, &session, &out->live));
    out->phase = (enum phase)(out->live.step % PHASES);
    out->second = out->live.step / PHASES == 1;
    out->i_show = !out->live.alone && i_am_first(v) != out->second;
    out->named = topic_played(v, out->live.act, &out->topic);
    return ERR_OK;
}

/* --- what each sees --------------------------------------------------------------------------- */

/* On the phone of who shows, of who answers, and on one phone for both. */
struct phase_words {
    enum text_key title, shows, answers, both;
};
static const struct phase_words phases[PHASES] = {
    {T_RESPONSES_PLAY_CHOOSE_TITLE, T_RESPONSES_PLAY_CHOOSE_SHOW, T_RESPONSES_PLAY_CHOOSE_ANSWER,
     T_RESPONSES_PLAY_CHOOSE_BOTH},
    {T_RESPONSES_PLAY_SHOW_TITLE, T_RESPONSES_PLAY_SHOW_SHOW, T_RESPONSES_PLAY_SHOW_ANSWER,
     T_RESPONSES_PLAY_SHOW_BOTH},
    {T_RESPONSES_PLAY_ANSWER_TITLE, T_RESPONSES_PLAY_ANSWER_SHOW, T_RESPONSES_PLAY_ANSWER_ANSWER,
     T_RESPONSES_PLAY_ANSWER_BOTH},
    {T_RESPONSES_PLAY_TELL_TITLE, T_RESPONSES_PLAY_TELL_SHOW, T_RESPONSES_PLAY_TELL_ANSWER,
     T_RESPONSES_PLAY_TELL_BOTH},
};

/* Whose turn it is. The feeling is named on the phone of who shows it; the other is to read it from
 * the face, and is told once it was answered. */
static struct words who(struct visit *v, const struct stage *s) {
    const struct text_arg args[] = {
        {"name", note_partner(v, T_RESPONSES_OTHER)},
        {"feeling", s->named ? response_topic_in(v, &s->topic)
                             : text_get(v->text, T_RESPONSES_PLAY_SOMETHING)}};
    enum text_key key = T_RESPONSES_PLAY_WHO_ONE;
    if (s->live.alone && s->phase == PHASE_CHOOSE)
        key = s->second ? T_RESPONSES_PLAY_WHO_SECOND : T_RESPONSES_PLAY_WHO_FIRST;
    else if (!s->live.alone && s->phase == PHASE_CHOOSE)
        key = s->i_show ? T_RESPONSES_PLAY_WHO_YOU_CHOOSE : T_RESPONSES_PLAY_WHO_THEY_CHOOSE;
    else if (s->i_show)
        key = T_RESPONSES_PLAY_WHO_YOU;
    else if (!s->live.alone)
        key = s->phase == PHASE_TELL ? T_RESPONSES_PLAY_WHO_THEY_TOLD : T_RESPONSES_PLAY_WHO_THEY;
    return words_format(v->p, key, args, COUNT_OF(args));
}

static void choose_form(struct visit *v, const struct stage *s) {
    struct topic topics[TOPICS_MAX];
    struct part_option options[TOPICS_MAX] = {0};
    size_t count = topics_played(v, topics);
    for (size_t i = 0; i < count; i++)
        options[i] = (struct part_option){.value = response_topic_what(&topics[i]),
                                          .label = response_topic_title(v, &topics[i])};
    part_form_begin(v->p, ROOM_RESPONSES, ACTION_SHOW);
    part_hidden_number(v->p, F_STEP, s->live.step);
    part_choice_chips(
        v->p, &(struct part_field){.field = F_TOPIC, .label = WORDS(T_RESPONSES_PLAY_CHOOSE_LABEL)},
        options, count, CHOSEN_NONE);
    part_button(v->p, WORDS(T_RESPONSES_PLAY_CHOOSE_GO));
    part_form_end(v->p);
}

static void on_button(struct visit *v, const struct stage *s, enum text_key words) {
    part_form_begin(v->p, ROOM_RESPONSES, ACTION_ON);
    part_hidden_number(v->p, F_STEP, s->live.step);
    part_button(v->p, WORDS(words));
    part_form_end(v->p);
}

/* What the one who shows had written helps: looked at only after it was tried. */
static void card_of_who_shows(struct visit *v, const struct stage *s) {
    struct card c;
    bool mine = s->live.alone ? !s->second : s->i_show;
    if (!s->named || response_topic_space(v, &s->topic) != SPACE_OURS ||
        !response_card_find(v, mine ? AUTHOR_ME : AUTHOR_PARTNER, &s->topic, &c))
        return;
    part_details_begin(v->p, WORDS(T_RESPONSES_PLAY_CARD));
    response_card_draw(v, &c, mine ? WHOSE_ME : WHOSE_YOU);
    part_details_end(v->p);
}

static void page_begin(struct visit *v, enum text_key title) {
    part_page_begin(v->p, &(struct part_page){.badge = BADGE_NONE,
                                              .over = WORDS(T_RESPONSES_PLAY_OVER),
                                              .title = WORDS(title),
                                              .quiet = true});
}

static void presses(struct visit *v, const struct stage *s) {
    bool shows = s->i_show || s->live.alone;
    if (s->phase == PHASE_CHOOSE && shows)
        choose_form(v, s);
    else if (s->phase == PHASE_SHOW && shows)
        on_button(v, s, T_RESPONSES_PLAY_SHOW_GO);
    else if (s->phase == PHASE_ANSWER && shows)
        on_button(v, s, T_RESPONSES_PLAY_ANSWER_GO);
    else if (s->phase == PHASE_TELL) {
        card_of_who_shows(v, s);
        if (shows)
            on_button(v, s, s->second ? T_RESPONSES_PLAY_TELL_END : T_RESPONSES_PLAY_TELL_CHANGE);
        part_examples(v->p, WORDS(T_RESPONSES_PLAY_GOOD_1), WORDS(T_RESPONSES_PLAY_GOOD_2),
                      WORDS(T_RESPONSES_PLAY_BAD));
    }
}

static void page_turn(struct visit *v, const struct stage *s) {
    const struct phase_words *w = &phases[s->phase];
    bool answering = s->phase == PHASE_ANSWER;
    page_begin(v, w->title);
    part_turn_begin(v->p, &(struct part_turn){.key = s->live.step + 1,
                                              .whose = s->live.alone            ? WHOSE_BOTH
                                                       : s->i_show != answering ? WHOSE_ME
                                                                                : WHOSE_YOU,
                                              .who = who(v, s),
                                              .line = WORDS(s->live.alone ? w->both
                                                            : s->i_show   ? w->shows
                                                                          : w->answers),
                                              .left_s = s->live.left_s,
                                              .whole_s = step_seconds(s->live.step),
                                              .dark_s = s->phase == PHASE_SHOW ? DARK_SHOW_S
                                                        : answering            ? DARK_ANSWER_S
                                                                               : 0});
    presses(v, s);
    part_turn_end(v->p, ROOM_RESPONSES, ACTION_STOP);
    part_page_end(v->p);
}

static void page_ready(struct visit *v, const struct stage *s) {
    struct parts *p = v->p;
    page_begin(v, T_RESPONSES_PLAY_READY_TITLE);
    part_lead(p, WORDS(T_RESPONSES_PLAY_READY_LEAD));
    if (s->live.state == LIVE_SESSION_NONE)
        part_action(p, ROOM_RESPONSES, ACTION_BEGIN, 0, 0, WEIGHT_PRIMARY,
                    WORDS(T_RESPONSES_PLAY_BEGIN));
    else
        part_notice(p, NOTICE_STATUS, WORDS(T_RESPONSES_PLAY_PRESSED));
    part_action(p, ROOM_RESPONSES, ACTION_STOP, 0, 0, WEIGHT_QUIET, WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

/* Whoever stopped, both pages say the same. */
static void page_over(struct visit *v, const struct stage *s) {
    struct parts *p = v->p;
    bool stopped = s->live.step == LIVE_SESSION_STOPPED;
    page_begin(v, stopped ? T_RESPONSES_PLAY_STOPPED_TITLE : T_RESPONSES_PLAY_OVER_TITLE);
    part_lead(p, WORDS(stopped ? T_RESPONSES_PLAY_STOPPED : T_RESPONSES_PLAY_OVER_LEAD));
    part_sentence(p, WORDS(T_RESPONSES_PLAY_SENTENCE));
    if (!stopped)
        part_aside(p, WORDS(T_RESPONSES_PLAY_OVER_NOTES));
    part_action(p, ROOM_RESPONSES, ACTION_STOP, 0, 0, WEIGHT_PRIMARY, WORDS(T_RESPONSES_PLAY_DONE));
    part_page_end(p);
}

static void session_draw(struct visit *v, const struct stage *s) {
    if (s->live.state == LIVE_SESSION_OVER)
        page_over(v, s);
    else if (s->live.state != LIVE_SESSION_ON)
        page_ready(v, s);
    else
        page_turn(v, s);
}

/* --- before it -------------------------------------------------------------------------------- */

static void page_play(struct visit *v) {
    struct parts *p = v->p;
    bool two = visit_together(v) && !session_status(v).looking;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_RESPONSES_PLAY_TITLE),
                                           .back = response_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_RESPONSES_PLAY_LEAD));
    part_prose(p, T_RESPONSES_PLAY_HOW);
    if (session_status(v).looking)
        part_notice(p, NOTICE_INFO, WORDS(T_RESPONSES_PLAY_LOOKING));
    if (two)
        part_link_button(p, WEIGHT_PRIMARY, response_at(PAGE_STAGE, 0),
                         WORDS(T_RESPONSES_PLAY_TWO));
    if (!session_status(v).looking)
        part_link_button(p, two ? WEIGHT_SECONDARY : WEIGHT_PRIMARY, response_at(PAGE_HANDED, 0),
                         WORDS(T_RESPONSES_PLAY_ONE));
    part_link_button(p, WEIGHT_QUIET, response_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

enum err response_play_show(struct visit *v) {
    struct stage s;
    if (v->at.page < PAGE_PLAY)
        return ERR_NOT_FOUND;
    TRY(stage_read(v, &s));
    switch (v->at.page) {
    case PAGE_PLAY:
        page_play(v);
        return ERR_OK;
    case PAGE_STAGE:
        if (!visit_together(v) || session_status(v).looking)
            page_play(v);
        else
            session_draw(v, &s);
        return ERR_OK;
    case PAGE_HANDED:
    case PAGE_HANDED_STAGE:
    case PAGE_HANDED_END:
        if (!one_phone_show(v, &one_phone, s.live.state))
            session_draw(v, &s);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

enum err response_run_begin(struct visit *v, const struct submission *s) {
    (void)s;
    visit_go(v, ROOM_RESPONSES, PAGE_STAGE, 0);
    if (!visit_together(v) || session_status(v).looking)
        return ERR_OK;
    return live_session_begin(v, &session, false);
}

/* A press that came second, or from the phone whose turn it is not, does nothing. */
static bool may_press(const struct stage *now, const struct submission *s) {
    return now->live.state == LIVE_SESSION_ON && now->live.step == submission_number(s, F_STEP) &&
           (now->i_show || now->live.alone);
}

enum err response_run_show(struct visit *v, const struct submission *s) {
    struct stage now;
    struct topic t;
    TRY(stage_read(v, &now));
    uint32_t what = (uint32_t)submission_number(s, F_TOPIC);
    if (!may_press(&now, s) || now.phase != PHASE_CHOOSE || !topic_played(v, what, &t))
        return ERR_OK;
    return live_session_step(v, &session, now.live.step, now.live.step + 1, what);
}

enum err response_run_on(struct visit *v, const struct submission *s) {
    struct stage now;
    TRY(stage_read(v, &now));
    if (!may_press(&now, s) || now.phase == PHASE_CHOOSE)
        return ERR_OK;
    uint32_t act = now.phase == PHASE_TELL ? 0 : now.live.act;
    return live_session_step(v, &session, now.live.step, now.live.step + 1, act);
}

/* One button ends it from anywhere: what goes on stops, what is over is left. */
enum err response_run_stop(struct visit *v, const struct submission *s) {
    (void)s;
    struct stage now;
    TRY(stage_read(v, &now));
    if (now.live.state == LIVE_SESSION_ON)
        return live_session_stop(v, &session);
    live_session_leave(v);
    visit_go(v, ROOM_RESPONSES,
             session_handed(v)                     ? PAGE_HANDED_END
             : now.live.state == LIVE_SESSION_OVER ? PAGE_NOTES
                                                   : PAGE_PLAY,
             0);
    return ERR_OK;
}

enum err response_run_handed_begin(struct visit *v, const struct submission *s) {
    (void)s;
    return one_phone_begin(v, &one_phone, &session);
}
