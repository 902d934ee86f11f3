/* near.c -- near each other: how near is chosen alone, the smaller shows, then ten quiet minutes.
 */
#include "practices/soothe/soothe.h"

enum { DARK_S = 20, PACE_SECONDS = 180, GIVE_SECONDS = 300, LOOK_SECONDS = 120 };

struct kind_of_touch {
    enum text_key title, line, more;
    uint32_t near, seconds;
    bool two; /* one gives, then the other */
};

static const struct kind_of_touch touches[TOUCH_COUNT] = {
    [TOUCH_BREATH] = {T_SOOTHE_BREATH_TITLE, T_SOOTHE_BREATH_LINE, T_NONE, 0, PACE_SECONDS, false},
    [TOUCH_GAZE] = {T_SOOTHE_GAZE_TITLE, T_SOOTHE_GAZE_LINE, T_SOOTHE_GAZE_MORE, 1, LOOK_SECONDS,
                    false},
    [TOUCH_SIDE] = {T_SOOTHE_SIDE_TITLE, T_SOOTHE_SIDE_LINE, T_NONE, 2, GIVE_SECONDS, false},
    [TOUCH_HAND] = {T_SOOTHE_HAND_TITLE, T_SOOTHE_GIVE_LINE, T_SOOTHE_GIVE_MORE, 3, GIVE_SECONDS,
                    true},
    [TOUCH_FOOT] = {T_SOOTHE_FOOT_TITLE, T_SOOTHE_GIVE_LINE, T_SOOTHE_GIVE_MORE, 3, GIVE_SECONDS,
                    true},
    [TOUCH_NECK] = {T_SOOTHE_NECK_TITLE, T_SOOTHE_GIVE_LINE, T_SOOTHE_GIVE_MORE, 4, GIVE_SECONDS,
                    true},
    [TOUCH_HAIR] = {T_SOOTHE_HAIR_TITLE, T_SOOTHE_GIVE_LINE, T_SOOTHE_GIVE_MORE, 4, GIVE_SECONDS,
                    true},
    [TOUCH_HOLD] = {T_SOOTHE_HOLD_TITLE, T_SOOTHE_HOLD_LINE, T_SOOTHE_HOLD_MORE, 4, GIVE_SECONDS,
                    false},
};

static uint32_t step_seconds(uint32_t step) {
    uint32_t place = step && step < STEPS ? (step - 1) % PLACES : 0;
    return place ? touches[(place - 1) / 2].seconds : 0;
}

static const struct live_session_def session = {ROOM_SOOTHE, 1, STEPS, step_seconds, NULL};
static const struct one_phone one_phone = {.room = ROOM_SOOTHE,
                                           .begin = ACTION_HANDED_BEGIN,
                                           .unlock = ACTION_HANDED_UNLOCK,
                                           .first = PAGE_HANDED_SESSION,
                                           .last = PAGE_HANDED_END,
                                           .back = PAGE_HOME,
                                           .over = T_SOOTHE_TITLE,
                                           .lead = T_SOOTHE_HANDED_LEAD,
                                           .instead = T_SOOTHE_HANDED_INSTEAD};

enum err near_read(struct visit *v, struct near *out) {
    *out = (struct near){0};
    TRY(live_session_read(v, &session, &out->live));
    uint32_t step = out->live.step;
    if (step == 0) {
        out->chosen = out->live.both && out->live.smaller < NEAR_COUNT;
        out->level = out->chosen ? out->live.smaller : 0;
        return ERR_OK;
    }
    if (step >= STEPS)
        return ERR_OK;
    out->chosen = out->live.chosen; /* nobody is led nearer than they said themselves */
    out->level = NEAR_COUNT - 1 - (step - 1) / (CYCLES * PLACES);
    out->cycle = (step - 1) / PLACES % CYCLES;
    out->place = (step - 1) % PLACES;
    if (out->live.chosen && out->live.choice < out->level)
        out->level = out->live.choice;
    if (out->place && touches[(out->place - 1) / 2].near > out->level)
        out->place = 0;
    return ERR_OK;
}

static uint32_t step_of(uint32_t level, uint32_t cycle, uint32_t place) {
    return cycle < CYCLES ? 1 + ((NEAR_COUNT - 1 - level) * CYCLES + cycle) * PLACES + place
                          : (uint32_t)STEPS;
}

/* Where a press leads; false: nowhere from here. */
static bool go(const struct near *n, uint32_t what, uint32_t *to) {
    *to = STEPS;
    if (!n->chosen)
        return false;
    if (what < TOUCH_COUNT) {
        *to = step_of(n->level, n->cycle, 1 + 2 * what);
        return n->place == 0 && touches[what].near <= n->level;
    }
    bool doing = n->place != 0;
    switch (what) {
    case GO_CHANGE:
        *to = n->live.step + 1;
        return doing && touches[(n->place - 1) / 2].two && n->place % 2 == 1;
    case GO_ELSE:
        *to = step_of(n->level, n->cycle + 1, 0);
        return doing;
    case GO_LESS:
        *to = n->level ? step_of(n->level - 1, 0, 0) : 0;
        return n->level > 0;
    default:
        return what == GO_END;
    }
}

/* --- pages ------------------------------------------------------------------------------------ */

static void page_begin(struct visit *v, enum text_key title) {
    part_page_begin(v->p, &(struct part_page){
                              .over = WORDS(T_SOOTHE_TITLE), .title = WORDS(title), .quiet = true});
}

static void go_button(struct visit *v, const struct near *n, uint32_t what, enum part_weight weight,
                      enum text_key words) {
    struct parts *p = v->p;
    part_form_begin(p, ROOM_SOOTHE, ACTION_STEP);
    part_hidden_number(p, F_FROM, n->live.step);
    part_button_value(p, weight, F_GO, what, WORDS(words));
    part_form_end(p);
}

static void near_form(struct visit *v) {
    static const enum text_key words[NEAR_COUNT] = {
        T_SOOTHE_NEAR_0, T_SOOTHE_NEAR_1, T_SOOTHE_NEAR_2, T_SOOTHE_NEAR_3, T_SOOTHE_NEAR_4};
    struct part_option options[NEAR_COUNT] = {0};
    for (size_t i = 0; i < NEAR_COUNT; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(words[i])};
    part_form_begin(v->p, ROOM_SOOTHE, ACTION_CHOOSE);
    part_choice_rows(v->p,
                     &(struct part_field){.field = F_NEAR, .label = WORDS(T_SOOTHE_NEAR_LABEL)},
                     options, NEAR_COUNT, CHOSEN_NONE);
    part_button(v->p, WORDS(T_SOOTHE_NEAR_GO));
    part_form_end(v->p);
}

static void page_choose(struct visit *v, const struct near *n) {
    struct parts *p = v->p;
    page_begin(v, T_SOOTHE_NEAR_TITLE);
    part_lead(p, WORDS(T_SOOTHE_NEAR_LEAD));
    if (n->live.alone)
        part_aside(p, WORDS(n->live.chosen ? T_SOOTHE_NEAR_SECOND : T_SOOTHE_NEAR_FIRST));
    /* The second person's boxes are empty: a form of its own. */
    part_section_begin(p, (struct words){0});
    if (n->live.alone || !n->live.chosen)
        near_form(v);
    else
        part_notice(p, NOTICE_STATUS, WORDS(T_SOOTHE_NEAR_WAITS));
    part_section_end(p);
    part_action(p, ROOM_SOOTHE, ACTION_STOP, 0, 0, WEIGHT_SECONDARY, WORDS(T_PARTS_TURN_STOP));
    part_page_end(p);
}

static void page_list(struct visit *v, const struct near *n) {
    static const enum text_key says[NEAR_COUNT] = {T_SOOTHE_SAY_0, T_SOOTHE_SAY_1, T_SOOTHE_SAY_2,
                                                   T_SOOTHE_SAY_3, T_SOOTHE_SAY_4};
    struct parts *p = v->p;
    page_begin(v, T_SOOTHE_LIST_TITLE);
    part_turn_begin(p, &(struct part_turn){.key = n->live.step,
                                           .whose = WHOSE_BOTH,
                                           .who = WORDS(T_SOOTHE_WHO),
                                           .line = WORDS(says[n->level]),
                                           .more = WORDS(T_SOOTHE_LIST_MORE)});
    part_form_begin(p, ROOM_SOOTHE, ACTION_STEP);
    part_hidden_number(p, F_FROM, n->live.step);
    part_row_begin(p);
    for (uint32_t i = 0; i < TOUCH_COUNT; i++)
        if (touches[i].near <= n->level)
            part_button_value(p, WEIGHT_SECONDARY, F_GO, i, WORDS(touches[i].title));
    part_row_end(p);
    part_form_end(p);
    if (n->level > 0)
        go_button(v, n, GO_LESS, WEIGHT_QUIET, T_SOOTHE_NEARER_NO);
    go_button(v, n, GO_END, WEIGHT_QUIET, T_SOOTHE_END);
    part_turn_end(p, ROOM_SOOTHE, ACTION_STOP);
    part_page_end(p);
}

static void page_touch(struct visit *v, const struct near *n) {
    struct parts *p = v->p;
    uint32_t at = (n->place - 1) / 2;
    const struct kind_of_touch *t = &touches[at];
    bool second = t->two && n->place % 2 == 0;
    page_begin(v, t->title);
    part_turn_begin(p,
                    &(struct part_turn){.key = n->live.step,
                                        .whose = WHOSE_BOTH,
                                        .who = WORDS(T_SOOTHE_WHO),
                                        .line = WORDS(second ? T_SOOTHE_GIVE_CHANGE_LINE : t->line),
                                        .more = WORDS(second ? T_NONE : t->more),
                                        .left_s = n->live.left_s,
                                        .whole_s = t->seconds,
                                        .dark_s = at == TOUCH_BREATH ? 0 : DARK_S});
    if (at == TOUCH_BREATH)
        part_pace(p, 4, 6, PACE_SECONDS);
    if (t->two && !second)
        go_button(v, n, GO_CHANGE, WEIGHT_PRIMARY, T_SOOTHE_CHANGE);
    go_button(v, n, GO_ELSE, WEIGHT_SECONDARY, T_SOOTHE_ELSE);
    go_button(v, n, GO_END, WEIGHT_SECONDARY, T_SOOTHE_END);
    if (n->level > 0)
        go_button(v, n, GO_LESS, WEIGHT_QUIET, T_SOOTHE_NEARER_NO);
    part_turn_end(p, ROOM_SOOTHE, ACTION_STOP);
    part_page_end(p);
}

static void page_ready(struct visit *v, const struct near *n) {
    struct parts *p = v->p;
    page_begin(v, T_SOOTHE_READY_TITLE);
    part_lead(p, WORDS(T_SOOTHE_READY_LEAD));
    part_say(p, WORDS(T_SOOTHE_READY_HOW));
    if (n->live.state == LIVE_SESSION_NONE) {
        part_action(p, ROOM_SOOTHE, ACTION_BEGIN, 0, 0, WEIGHT_PRIMARY, WORDS(T_SOOTHE_READY_GO));
        part_link_button(p, WEIGHT_SECONDARY, soothe_at(PAGE_HANDED, 0), WORDS(T_SOOTHE_READY_ONE));
        part_link_button(p, WEIGHT_QUIET, soothe_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    } else {
        part_notice(p, NOTICE_STATUS, WORDS(T_SOOTHE_READY_PRESSED));
        part_action(p, ROOM_SOOTHE, ACTION_LEAVE, 0, 0, WEIGHT_QUIET, WORDS(T_APP_NOT_NOW));
    }
    part_page_end(p);
}

static void page_over(struct visit *v, const struct near *n) {
    struct parts *p = v->p;
    bool stopped = n->live.step == LIVE_SESSION_STOPPED;
    page_begin(v, stopped ? T_SOOTHE_OVER_STOPPED_TITLE : T_SOOTHE_OVER_TITLE);
    part_lead(p, WORDS(stopped ? T_SOOTHE_OVER_STOPPED : T_SOOTHE_OVER_LINE));
    if (!stopped)
        part_sentence(p, WORDS(T_SOOTHE_OVER_SAY));
    part_action(p, ROOM_SOOTHE, ACTION_LEAVE, 0, 0, WEIGHT_PRIMARY, WORDS(T_SOOTHE_OVER_DONE));
    if (!n->live.alone)
        part_link_button(p, WEIGHT_QUIET, soothe_at(PAGE_AFTER, 0), WORDS(T_SOOTHE_OVER_AFTER));
    part_page_end(p);
}

static void session_draw(struct visit *v, const struct near *n) {
    if (n->live.state == LIVE_SESSION_OVER)
        page_over(v, n);
    else if (n->live.state != LIVE_SESSION_ON)
        page_ready(v, n);
    else if (!n->chosen)
        page_choose(v, n);
    else if (n->place)
        page_touch(v, n);
    else
        page_list(v, n);
}

enum err near_show(struct visit *v) {
    struct near n;
    TRY(near_read(v, &n));
    switch (v->at.page) {
    case PAGE_SESSION:
        if (!visit_together(v) || session_status(v).looking)
            return ERR_STATE;
        session_draw(v, &n);
        return ERR_OK;
    case PAGE_HANDED:
    case PAGE_HANDED_SESSION:
    case PAGE_HANDED_END:
        if (!one_phone_show(v, &one_phone, n.live.state))
            session_draw(v, &n);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

enum err soothe_run_begin(struct visit *v, const struct submission *s) {
    (void)s;
    visit_go(v, ROOM_SOOTHE, PAGE_SESSION, 0);
    if (!visit_together(v) || session_status(v).looking)
        return ERR_OK;
    return live_session_begin(v, &session, false);
}

enum err soothe_run_choose(struct visit *v, const struct submission *s) {
    struct near n;
    TRY(near_read(v, &n));
    if (n.live.state != LIVE_SESSION_ON || n.chosen)
        return ERR_OK;
    return live_session_choose(v, &session, (uint32_t)submission_number(s, F_NEAR));
}

enum err soothe_run_step(struct visit *v, const struct submission *s) {
    struct near n;
    uint32_t to, from = (uint32_t)submission_number(s, F_FROM);
    TRY(near_read(v, &n));
    if (n.live.state != LIVE_SESSION_ON || n.live.step != from ||
        !go(&n, (uint32_t)submission_number(s, F_GO), &to) || to <= from)
        return ERR_OK;
    return live_session_step(v, &session, from, to, 0);
}

enum err soothe_run_stop(struct visit *v, const struct submission *s) {
    (void)s;
    return live_session_stop(v, &session);
}

enum err soothe_run_leave(struct visit *v, const struct submission *s) {
    (void)s;
    live_session_leave(v);
    visit_go(v, ROOM_SOOTHE, session_handed(v) ? PAGE_HANDED_END : PAGE_HOME, 0);
    return ERR_OK;
}

enum err soothe_run_handed_begin(struct visit *v, const struct submission *s) {
    (void)s;
    return one_phone_begin(v, &one_phone, &session);
}
