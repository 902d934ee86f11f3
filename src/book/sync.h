/* sync.h -- keeps a book and the relay's boxes at one, without sockets, clock or threads.
 *
 * For every feed the book holds open, sync fetches from the position it has verified, checks the
 * chain up to each signed head, opens the blobs and hands their plaintext to the book; for feeds of
 * my own it appends what is pending, and erases what the book wants erased. It also carries the
 * requests of account, pair_flow and live, so the host knows one door.
 *
 * What it holds to:
 *   - it signs only on top of a position that it has fetched and verified; on 409 it fetches first;
 *   - the same entries sent twice do no harm: a lost answer is asked again byte for byte, and after
 *     a reload what stands at the relay is recognised by its entry ids;
 *   - whatever a relay answers, the book never takes what its author did not sign, memory and time
 *     stay bounded, and the trouble is one of enum sync_trouble; ALARM only on evidence, that is
 *     two signed histories of one box;
 *   - *ours* is sent after a few milliseconds, *mine* after 0 to 120 s at random; each space has
 *     lanes and timers of its own, so nothing done in *mine* moves a request about *ours*;
 *   - at most two requests wait at the relay at any time: for what the other writes (or for a
 *     pairing), and for a live session (else for *mine*); other boxes are polled with jitter.
 *
 * Entries that wait together share a blob while they fit 4 KiB; an entry is erased with its blob,
 * after the others in it were sent anew.
 *
 * A box is made at the relay when there is first something to put into it.
 */
#ifndef TOWARD_BOOK_SYNC_H
#define TOWARD_BOOK_SYNC_H

#include "base/random.h"
#include "book/book.h"
#include "book/net.h"

struct sync;

struct sync_config {
    struct random_source random; /* nonces, jitter */
    struct bytes origin;         /* of the relay, "https://host": borrowed for the call */
};

/* A machine with no book and nothing to ask. It lives in `a`, and takes up to SYNC_MEMORY more for
 * requests under way until sync_close. ERR_FULL; ERR_IO from random. */
enum { SYNC_MEMORY = 3 * 1024 * 1024 };
MUST_CHECK enum err sync_open(struct arena *a, const struct sync_config *config, struct sync **out);

/* Wipes and gives back what requests took. */
void sync_close(struct sync *s);

/* From now on feeds are those of `b` (kept; NULL: none, for instance because it was locked). What
 * was under way for the one before is forgotten; sync_abort_next names it. */
void sync_use_book(struct sync *s, struct book *b, uint64_t now_ms);

/* account, pair_flow and live announce themselves; `part` is kept until detached. At most
 * SYNC_PARTS. Only one part asks to wait for *ours* in the place of the pair's feed: the pairing.
 */
enum sync_slot { SYNC_ACCOUNT, SYNC_PAIRING, SYNC_LIVE, SYNC_PARTS };
void sync_attach(struct sync *s, enum sync_slot slot, const struct net_part *part);
void sync_detach(struct sync *s, enum sync_slot slot);

/* --- the host's door ------------------------------------------------------------------------ */

/* The next request to send. Call until ERR_NOT_FOUND: after anything was written, after every
 * answer, and at sync_wake_ms. Cost: small, but for a proof of work (below). */
MUST_CHECK enum err sync_next(struct sync *s, uint64_t now_ms, struct net_request *out);

/* Takes an answer. Ids unknown or given up are ignored. Returns what the book refused with
 * (ERR_NO_SPACE, ERR_IO: nothing was taken in, it is asked for again later), else ERR_OK: trouble
 * with the relay is state, not an error. */
MUST_CHECK enum err sync_answer(struct sync *s, const struct net_answer *answer, uint64_t now_ms);

/* When to call sync_next again at the latest; UINT64_MAX: not before an answer or a change. */
uint64_t sync_wake_ms(const struct sync *s, uint64_t now_ms);

/* The next request whose answer is no longer wanted, once each; false: no more. */
bool sync_abort_next(struct sync *s, uint32_t *id);

/* The network is back, or the page is shown again: forget every back-off. */
void sync_nudge(struct sync *s, uint64_t now_ms);

/* Makes *mine* go without its random delay, for the moment before a lock closes or a book leaves
 * this device at its owner's word. */
void sync_flush(struct sync *s, uint64_t now_ms);

/* --- state ---------------------------------------------------------------------------------- */

/* The gravest first wins. */
enum sync_trouble {
    SYNC_FINE,
    SYNC_UNREACHABLE, /* no answer, or none that makes sense: saved here, goes later */
    SYNC_CLOCK,       /* the relay finds this device's day too far from its own */
    SYNC_GONE,        /* a box that stood there is not there any more: dropped by its author, or
                         lost by the relay; the two are not told apart */
    SYNC_BEHIND,      /* the relay has lost the end of something it had: an old backup */
    SYNC_FULL,        /* the relay takes no more: its disk, or the box */
    SYNC_ALARM,       /* evidence: the relay showed two histories of one box, both signed */
    SYNC_TROUBLE_COUNT
};

struct sync_status {
    enum sync_trouble trouble;
    enum sync_trouble besides; /* likewise, but for partner_gone, which may stand for ever */
    bool caught_up;            /* every feed was read to its end, and nothing is pending */
    bool fetched;              /* every feed was read to its end since sync_use_book */
    bool partner_gone;         /* the feed I read of the pair is GONE (see above) */
    bool working; /* a proof of work is being made: sync_wake_ms asks for the next slice now */
};

struct sync_status sync_status(const struct sync *s);

/* The alarm was read and dealt with: it rises again only on new evidence. Errors of book_commit. */
MUST_CHECK enum err sync_alarm_forget(struct sync *s);

#endif
