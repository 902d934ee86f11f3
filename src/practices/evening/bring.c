/* bring.c -- bringing the other in, joining, and the five words that tell nobody stands between. */
#include "practices/evening/evening.h"

#include "base/check.h"

/* --- what an invitation came to --------------------------------------------------------------- */

/* A pair stands: what that means, and the way on. */
static void two_now(struct visit *v) {
    struct parts *p = v->p;
    part_lead(p, note_named(v, T_EVENING_TWO_NOW_NAMED, T_EVENING_TWO_NOW));
    part_prose(p, T_EVENING_TWO_NOW_LINE);
    part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_READERS, 0), WORDS(T_EVENING_TWO_GO));
    if (!book_status(v->book).pair_compared)
        part_link_line(p, evening_at(PAGE_COMPARE, 0), WORDS(T_EVENING_COMPARE_LATER));
}

static void invite_button(struct visit *v, enum invite_how how, enum part_weight weight,
                          enum text_key title, enum text_key line) {
    struct parts *p = v->p;
    part_form_begin(p, ROOM_EVENING, ACTION_INVITE);
    part_button_value(p, weight, F_HOW, how, WORDS(title));
    part_form_end(p);
    part_aside(p, WORDS(line));
}

static void invite_choices(struct visit *v) {
    struct parts *p = v->p;
    part_lead(p, WORDS(T_EVENING_BRING_LEAD));
    invite_button(v, INVITE_CODE, WEIGHT_PRIMARY, T_EVENING_BRING_CODE, T_EVENING_BRING_CODE_LINE);
    invite_button(v, INVITE_LINK, WEIGHT_SECONDARY, T_EVENING_BRING_LINK_TITLE,
                  T_EVENING_BRING_LINK_LINE);
    part_link_button(p, WEIGHT_SECONDARY, evening_at(PAGE_HANDED, 0),
                     WORDS(T_EVENING_BRING_HANDED));
    part_aside(p, WORDS(T_EVENING_BRING_HANDED_LINE));
    part_link_button(p, WEIGHT_QUIET, evening_at(PAGE_ALONE, 0), WORDS(T_EVENING_BRING_LATER));
}

static void invitation(struct visit *v) {
    struct parts *p = v->p;
    struct bytes link = {0};
    bool code = local_read(v).how == INVITE_CODE;
    if (!session_invite_link(v, &link)) {
        part_notice(p, NOTICE_STATUS, WORDS(T_EVENING_TALKING));
    } else if (code) {
        part_lead(p, WORDS(T_EVENING_CODE_LEAD));
        part_qr(p, link, WORDS(T_EVENING_CODE_LABEL));
        part_aside(p, WORDS(T_EVENING_CODE_TROUBLE));
    } else {
        part_lead(p, WORDS(T_EVENING_LINK_LEAD));
        part_copy(p, link, WORDS(T_EVENING_LINK_LABEL));
        part_action(p, ROOM_EVENING, ACTION_SHARE, 0, 0, WEIGHT_PRIMARY,
                    WORDS(T_EVENING_LINK_SHARE));
        part_aside(p, WORDS(T_EVENING_LINK_ASIDE));
    }
    bool talking = session_pair_state(v) == PAIR_FLOW_TALKING;
    bool away = session_status(v).trouble == TROUBLE_UNREACHABLE;
    part_notice(p, NOTICE_STATUS,
                WORDS(talking ? T_EVENING_TALKING
                      : away  ? T_EVENING_WAITING_AWAY
                              : T_EVENING_WAITING));
    part_action(p, ROOM_EVENING, ACTION_CANCEL, 0, 0, WEIGHT_QUIET, WORDS(T_EVENING_CANCEL));
}

static void ended(struct visit *v, enum text_key why, enum text_key again) {
    part_notice(v->p, NOTICE_CARE, WORDS(why));
    part_action(v->p, ROOM_EVENING, ACTION_CANCEL, 0, 0, WEIGHT_PRIMARY, WORDS(again));
}

static void page_bring(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p,
                    &(struct part_page){.badge = BADGE_MINE,
                                        .title = WORDS(visit_together(v) ? T_EVENING_TWO_TITLE
                                                                         : T_EVENING_BRING_TITLE),
                                        .back = {ROOM_TODAY, 0, 0}});
    enum pair_flow_state state = session_pair_state(v);
    if (visit_together(v))
        two_now(v);
    else if (state == PAIR_FLOW_WAITING || state == PAIR_FLOW_TALKING)
        invitation(v);
    else if (state == PAIR_FLOW_USED)
        ended(v, T_EVENING_USED, T_EVENING_INVITE_AGAIN);
    else if (state == PAIR_FLOW_GONE)
        ended(v, T_EVENING_GONE, T_EVENING_INVITE_AGAIN);
    else if (state == PAIR_FLOW_REFUSED)
        ended(v, T_EVENING_REFUSED, T_EVENING_INVITE_AGAIN);
    else
        invite_choices(v);
    part_page_end(p);
}

/* --- joining ---------------------------------------------------------------------------------- */

static void join_none(struct visit *v) {
    struct parts *p = v->p;
    struct bytes link;
    if (!session_join_waits(v, &link)) {
        part_lead(p, WORDS(T_EVENING_JOIN_NONE));
        part_link_button(p, WEIGHT_QUIET, (struct address){ROOM_TODAY, 0, 0},
                         WORDS(T_EVENING_BROUGHT_TODAY));
        return;
    }
    part_lead(p, WORDS(T_EVENING_JOIN_LEAD));
    part_say(p, WORDS(T_EVENING_JOIN_LINE));
    part_action(p, ROOM_EVENING, ACTION_JOIN, 0, 0, WEIGHT_PRIMARY, WORDS(T_EVENING_JOIN_YES));
    part_action(p, ROOM_EVENING, ACTION_FORGET, 0, 0, WEIGHT_QUIET, WORDS(T_EVENING_JOIN_NO));
}

static void join_waits(struct visit *v) {
    bool away = session_status(v).trouble == TROUBLE_UNREACHABLE;
    bool talking = session_pair_state(v) == PAIR_FLOW_TALKING;
    part_notice(v->p, NOTICE_STATUS,
                WORDS(away      ? T_EVENING_WAITING_AWAY
                      : talking ? T_EVENING_TALKING
                                : T_EVENING_JOIN_WAITING));
    part_action(v->p, ROOM_EVENING, ACTION_FORGET, 0, 0, WEIGHT_QUIET, WORDS(T_EVENING_JOIN_NO));
}

static void join_ended(struct visit *v, enum text_key why) {
    part_notice(v->p, NOTICE_CARE, WORDS(why));
    part_action(v->p, ROOM_EVENING, ACTION_FORGET, 0, 0, WEIGHT_PRIMARY,
                WORDS(T_EVENING_JOIN_DONE));
}

static void page_join(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(visit_together(v) ? T_EVENING_TWO_TITLE
                                                                            : T_EVENING_JOIN_TITLE),
                                           .back = {ROOM_TODAY, 0, 0}});
    enum pair_flow_state state = session_pair_state(v);
    if (visit_together(v))
        two_now(v);
    else if (state == PAIR_FLOW_WAITING || state == PAIR_FLOW_TALKING)
        join_waits(v);
    else if (state == PAIR_FLOW_USED)
        join_ended(v, T_EVENING_JOIN_USED);
    else if (state == PAIR_FLOW_GONE)
        join_ended(v, T_EVENING_JOIN_GONE);
    else if (state == PAIR_FLOW_REFUSED)
        join_ended(v, T_EVENING_JOIN_REFUSED);
    else
        join_none(v);
    part_page_end(p);
}

/* --- five words ------------------------------------------------------------------------------- */

static void page_compare(struct visit *v) {
    struct parts *p = v->p;
    uint16_t indices[PAIRING_WORDS];
    struct bytes words[PAIRING_WORDS];
    evening_page_begin(v, T_EVENING_COMPARE_TITLE, BADGE_MINE, PAGE_HOME);
    if (book_status(v->book).pair_compared) {
        part_notice(p, NOTICE_GOOD, WORDS(T_EVENING_COMPARE_DONE));
        part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_READERS, 0), WORDS(T_EVENING_TWO_GO));
    } else if (session_compare_words(v, indices)) {
        for (size_t i = 0; i < PAIRING_WORDS; i++)
            words[i] = session_word(v, indices[i]);
        part_lead(p, WORDS(T_EVENING_COMPARE_LEAD));
        part_words(p, words, PAIRING_WORDS, WORDS(T_EVENING_COMPARE_LABEL));
        part_action(p, ROOM_EVENING, ACTION_COMPARED, 0, 0, WEIGHT_PRIMARY,
                    WORDS(T_EVENING_COMPARE_SAME));
        part_link_button(p, WEIGHT_SECONDARY, evening_at(PAGE_DIFFER, 0),
                         WORDS(T_EVENING_COMPARE_DIFFER));
        part_link_button(p, WEIGHT_QUIET, evening_at(PAGE_READERS, 0),
                         WORDS(T_EVENING_COMPARE_LATER_ON));
    } else {
        part_lead(p, WORDS(T_EVENING_LEAD_ALONE));
        part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_BRING, 0), WORDS(T_EVENING_BRING_LINK));
    }
    part_page_end(p);
}

static void page_differ(struct visit *v) {
    struct parts *p = v->p;
    evening_page_begin(v, T_EVENING_COMPARE_DIFFER_TITLE, BADGE_MINE, PAGE_COMPARE);
    part_notice_begin(p, NOTICE_CARE, (struct words){0});
    part_prose(p, T_EVENING_COMPARE_DIFFER_BODY);
    part_notice_end(p);
    part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_COMPARE, 0),
                     WORDS(T_EVENING_COMPARE_TITLE));
    part_link_button(p, WEIGHT_SECONDARY, (struct address){ROOM_ME, 7, 0},
                     WORDS(T_EVENING_COMPARE_LEAVE));
    part_page_end(p);
}

enum err bring_show(struct visit *v) {
    bool mine = book_status(v->book).mine_open;
    if (!mine && !(visit_together(v) && v->at.page <= PAGE_JOIN))
        return ERR_LOCKED;
    if (v->at.page == PAGE_BRING)
        page_bring(v);
    else if (v->at.page == PAGE_JOIN)
        page_join(v);
    else if (v->at.page == PAGE_COMPARE)
        page_compare(v);
    else
        page_differ(v);
    return ERR_OK;
}

/* --- acts ------------------------------------------------------------------------------------- */

static enum err how_remember(struct visit *v, enum invite_how how) {
    struct evening_local local = local_read(v);
    local.how = how;
    return local_set(v, &local);
}

enum err run_invite(struct visit *v, const struct submission *s) {
    enum invite_how how = submission_number(s, F_HOW) == INVITE_CODE ? INVITE_CODE : INVITE_LINK;
    if (!book_status(v->book).mine_open) {
        visit_refuse(v, 0, T_HOUSE_ERROR_LOCKED);
        return ERR_OK;
    }
    enum err e = how_remember(v, how);
    return evening_refuse(v, e == ERR_OK ? session_invite(v, how == INVITE_CODE) : e);
}

enum err run_cancel(struct visit *v, const struct submission *s) {
    (void)s;
    return evening_refuse(v, session_invite_cancel(v));
}

enum err run_share(struct visit *v, const struct submission *s) {
    struct bytes link;
    (void)s;
    if (session_invite_link(v, &link))
        session_share(v, link);
    return ERR_OK;
}

enum err run_join(struct visit *v, const struct submission *s) {
    struct bytes link;
    (void)s;
    if (!session_join_waits(v, &link))
        return ERR_OK;
    enum err e = how_remember(v, INVITE_JOINED);
    if (e == ERR_OK)
        e = session_join(v, link);
    if (e == ERR_INPUT)
        visit_refuse(v, 0, T_HOUSE_ERROR_INVITATION);
    return evening_refuse(v, e);
}

/* Not this invitation: put away, whatever state it is in. */
enum err run_forget(struct visit *v, const struct submission *s) {
    (void)s;
    session_join_forget(v);
    visit_go(v, ROOM_TODAY, 0, 0);
    if (visit_together(v) || session_pair_state(v) == PAIR_FLOW_NONE)
        return ERR_OK;
    return evening_refuse(v, session_invite_cancel(v));
}

enum err run_compared(struct visit *v, const struct submission *s) {
    (void)s;
    return evening_refuse(v, session_compared(v));
}
