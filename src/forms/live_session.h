/* live_session.h -- the form *live session*: two phones on the same step, or one handed over.
 *
 * A session is a row of steps that the practice counts from 0: what a step says, whose turn it is
 * and how long it lasts are the practice's, by the step's number alone. What travels is the whole
 * state, in one message over the live box (book/live.h), never an entry: nothing is left behind.
 *
 *     message  practice(4) what(4) nonce(8) echo(8) step(4) act(4) elapsed(4)
 *              choice(1: none, sealed, told) value(1) zero(2) commit(16) secret(16), little-endian
 *
 * It begins when both have pressed *begin*: each phone draws a nonce, and has begun once the other
 * sends that nonce back, so what an earlier session left at the relay begins nothing. Until then
 * live_session_read says LIVE_SESSION_READY, whatever the other did. Two states meet in the later
 * one, in the order (step, act): so both pressing at once is one step, order and duplicates change
 * nothing, and a phone that slept or was loaded anew presses *begin* and joins where the other
 * stands. LIVE_SESSION_STOPPED is later than every step: either stops at once, alone.
 *
 * Each may choose a number alone (how near): a phone sends a commitment first, H("bk/v1/live",
 * nonce || secret || value), and secret and value only once it has the other's commitment, so that
 * neither is read before both have chosen. What a room learns of it is the smaller of the two, and
 * its own person's. A phone that was loaded anew in between chooses anew, and so does the other.
 *
 * The room calls live_session_begin from its *begin*, live_session_read whenever it draws (it takes
 * what came, and answers), live_session_step with the step *that stood in the form*, so a press
 * that came second does nothing, and live_session_leave once done. What someone keeps is an entry
 * that the room writes when they press *keep*. On one phone for both (one_phone.h) it is begun
 * `alone`, and nothing is sent.
 */
#ifndef TOWARD_FORMS_LIVE_SESSION_H
#define TOWARD_FORMS_LIVE_SESSION_H

#include "app/practice.h"
#include "base/check.h"

enum live_session_state {
    LIVE_SESSION_NONE,  /* not begun here */
    LIVE_SESSION_READY, /* I pressed begin */
    LIVE_SESSION_ON,
    LIVE_SESSION_OVER /* stopped by either, or after the last step */
};

enum { LIVE_SESSION_STOPPED = 0xffffffff };

struct live_session_def {
    uint32_t practice, what;
    uint32_t steps;                     /* so many; the step after the last is the end */
    uint32_t (*seconds)(uint32_t step); /* how long it lasts; 0 or NULL: until it is pressed on */
    /* Whether the other, whose program may be changed, can bring this phone from one step on to
     * another with this act. Where not, it stays where it is. NULL: wherever they are. Stopping is
     * not asked about. */
    bool (*theirs)(const struct visit *v, uint32_t from, uint32_t to, uint32_t act);
};

struct live_session {
    enum live_session_state state;
    uint32_t step;
    uint32_t act;    /* the practice's own number within the step (the brake); larger is later */
    uint32_t left_s; /* of a step with a length; 0 when it is over. Nothing goes on by itself */
    bool alone;      /* one phone for both */
    bool chosen;     /* I have; on one phone, the first has */
    uint32_t
        choice; /* mine, once chosen: whatever the other sends, this phone asks no more of me */
    bool both;  /* both have chosen */
    uint32_t smaller;
};

MUST_CHECK enum err live_session_begin(struct visit *v, const struct live_session_def *def,
                                       bool alone);
MUST_CHECK enum err live_session_read(struct visit *v, const struct live_session_def *def,
                                      struct live_session *out);
/* From `from` on to `to`, with `act`; does nothing when the session is no longer at `from`.
 * ERR_STATE: not on. ERR_INPUT: not later. */
MUST_CHECK enum err live_session_step(struct visit *v, const struct live_session_def *def,
                                      uint32_t from, uint32_t to, uint32_t act);
/* My choice in this session, below 256; the first one stands. On one phone the second call is the
 * other's. ERR_STATE: not on. */
MUST_CHECK enum err live_session_choose(struct visit *v, const struct live_session_def *def,
                                        uint32_t value);
MUST_CHECK enum err live_session_stop(struct visit *v, const struct live_session_def *def);
void live_session_leave(struct visit *v);

#endif
