/* one_phone.h -- one phone for two: the page that offers to hand it over, and the one that gives it
 * back.
 *
 * A room tells once what is its own (`struct one_phone`). In between stands its live session, alone
 * (live_session.h). From the first press on the house shows the room's pages from `first` to `last`
 * only, and *mine* is closed (session_hand_over); the way back is the lock of the book.
 *
 *     static const struct one_phone one_phone = {
 *         .room = ROOM_X, .begin = ACTION_HANDED_BEGIN, .unlock = ACTION_HANDED_UNLOCK,
 *         .first = PAGE_HANDED_SESSION, .last = PAGE_HANDED_END, .back = PAGE_HOME,
 *         .over = T_X_TITLE, .lead = T_X_HANDED_LEAD, .instead = T_X_HANDED_INSTEAD};
 *     // a page: if (!one_phone_show(v, &one_phone, live.state)) draw the session's own
 *     // actions: a run that calls one_phone_begin, and one_phone_run_unlock
 *
 * A book that is in memory only has no lock that could be opened again: it is not handed over, and
 * the page says what two can do instead.
 */
#ifndef TOWARD_FORMS_ONE_PHONE_H
#define TOWARD_FORMS_ONE_PHONE_H

#include "forms/live_session.h"

struct one_phone {
    uint32_t room, begin, unlock; /* its actions */
    uint32_t first, last, back;   /* its pages; `first` the session, `last` giving it back */
    enum text_key over;           /* whose pages these are: above both titles */
    enum text_key lead;           /* what the two do on this phone */
    enum text_key aside;          /* a remark under it, or T_NONE */
    enum text_key instead;        /* what to do without, where the book is in memory only */
    enum text_key sentence;       /* something to say at the end, or T_NONE */
};

/* Draws the offer while the phone is not handed over, and *give it back* when it is and the session
 * is over or the last page asked for. False: nothing was drawn, the session goes on. */
MUST_CHECK bool one_phone_show(struct visit *v, const struct one_phone *h,
                               enum live_session_state state);

/* The run of `begin`: locks the rest and begins the session alone. Does nothing where it cannot be
 * handed over or already is. */
MUST_CHECK enum err one_phone_begin(struct visit *v, const struct one_phone *h,
                                    const struct live_session_def *session);

/* The run of `unlock`: to the lock of the whole book. */
MUST_CHECK enum err one_phone_run_unlock(struct visit *v, const struct submission *s);

#endif
