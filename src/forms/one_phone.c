#include "forms/one_phone.h"

#include "app/session.h"

static void offer_draw(struct visit *v, const struct one_phone *h) {
    struct parts *p = v->p;
    struct address back = {h->room, h->back, 0};
    part_page_begin(p, &(struct part_page){.over = WORDS(h->over),
                                           .title = WORDS(T_FORMS_HANDED_TITLE),
                                           .back = back});
    part_lead(p, WORDS(h->lead));
    part_aside(p, WORDS(h->aside));
    if (session_status(v).memory_only) {
        part_notice_begin(p, NOTICE_CARE, (struct words){0});
        part_say(p, WORDS(T_FORMS_HANDED_MEMORY));
        part_say(p, WORDS(h->instead));
        part_notice_end(p);
    } else {
        part_say(p, WORDS(T_FORMS_HANDED_REST));
        part_action(p, h->room, h->begin, 0, 0, WEIGHT_PRIMARY, WORDS(T_FORMS_HANDED_BEGIN));
    }
    part_link_button(p, WEIGHT_QUIET, back, WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

static void end_draw(struct visit *v, const struct one_phone *h) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.over = WORDS(h->over),
                                           .title = WORDS(T_FORMS_HANDED_END_TITLE),
                                           .quiet = true});
    part_lead(p, WORDS(T_FORMS_HANDED_END_LEAD));
    part_sentence(p, WORDS(h->sentence));
    part_action(p, h->room, h->unlock, 0, 0, WEIGHT_PRIMARY, WORDS(T_FORMS_HANDED_UNLOCK));
    part_page_end(p);
}

bool one_phone_show(struct visit *v, const struct one_phone *h, enum live_session_state state) {
    if (!session_handed(v))
        offer_draw(v, h);
    else if (v->at.page == h->last || state == LIVE_SESSION_NONE)
        end_draw(v, h);
    else
        return false;
    return true;
}

enum err one_phone_begin(struct visit *v, const struct one_phone *h,
                         const struct live_session_def *session) {
    if (session_status(v).memory_only || session_handed(v))
        return ERR_OK;
    live_session_leave(v);
    session_hand_over(v, h->first, h->last);
    visit_go(v, h->room, h->first, 0);
    return live_session_begin(v, session, true);
}

enum err one_phone_run_unlock(struct visit *v, const struct submission *s) {
    (void)s;
    if (session_handed(v))
        session_lock(v);
    return ERR_OK;
}
