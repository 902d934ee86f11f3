/* sealed_round.h -- the sealed round: both answer the same thing, and neither device can read the
 * other's answer before both are sealed.
 *
 * Four kinds of entries, each in its author's own pair feed:
 *
 *     KIND_ROUND_OFFER   1 uint practice code, 2 uint what (the practice's own number),
 *                        3 day it opens (left out: only together); the entry is the round
 *                        4 bytes the pair it is for: the first 8 bytes of its author's box id, so
 *                        that nothing of a pair that ended is taken for a round of the next
 *     KIND_ROUND_SEALED  re [offer]; 1 bytes the sealed answer, constant size (crypt/round.h)
 *     KIND_ROUND_READY   re [offer]; I pressed *open*
 *     KIND_ROUND_KEY     re [offer]; 1 bytes my key, 2 bytes the entry id of the other's sealed
 *                        answer as I had it when I let my key go
 *
 * A key leaves a device only when that device has both sealed answers, and either both pressed
 * *open* or the set day has come. From then on the other's answer is the one named in field 2, and
 * only its first version, so nothing sealed, mended or erased later changes what opens. A cheat can
 * withhold; never read first, never change.
 *
 * Nothing is *shown* before the opening: until then every function here gives the same for a round
 * that the other has answered and one they have not. The day after the set day, a round in which
 * something is missing has lapsed on both phones alike, without a word. A blank is a full answer.
 * Once sealed, one's own answer is not shown again until it opens; its key rests in *ours* on this
 * device (KEPT_ROUNDS), and in *mine* for the other devices of the same person.
 */
#ifndef TOWARD_FORMS_SEALED_ROUND_H
#define TOWARD_FORMS_SEALED_ROUND_H

#include "app/practice.h"

enum {
    KIND_ROUND_OFFER = 64,
    KIND_ROUND_SEALED = 65,
    KIND_ROUND_READY = 66,
    KIND_ROUND_KEY = 67,
    KIND_ROUND_SECRET = 68 /* mine: re [offer]; 1 bytes my key */
};

enum sealed_state {
    SEALED_OFFERED, /* I have not sealed */
    SEALED_MINE,    /* I have; whether the other has is not told */
    SEALED_READY,   /* I pressed open; waiting, in the same words whatever the other did */
    SEALED_OPEN,    /* both answers can be read */
    SEALED_LAPSED,
    SEALED_PUT_AWAY /* not this, not now: on my phone */
};

struct sealed_round {
    uint8_t id[EID_SIZE]; /* the offer */
    uint32_t practice;
    uint32_t what;
    int32_t opens_day; /* 0: only together */
    enum author offered_by;
    enum sealed_state state;
    struct bytes mine;   /* my answer's body; only when SEALED_OPEN */
    struct bytes theirs; /* likewise */
};

/* The answer's plaintext is a body (book/entry.h) of at most this size; it is padded to it. */
enum { SEALED_ANSWER_MAX = 3200 };

/* Rounds that are not open yet, on this device: several for each week of a season, 4,160 bytes.
 * What is over goes first, and a key that still waits for its opening last. */
enum { SEALED_HELD_MAX = 64 };
/* Offers of the same by one author that one answer is given to: one of each of their devices. */
enum { SEALED_SAME_EACH = 3 };

MUST_CHECK enum err sealed_round_offer(struct visit *v, uint32_t practice, uint32_t what,
                                       int32_t opens_day, uint8_t id_out[EID_SIZE]);
/* Whether an offer is of the pair that stands now. */
bool sealed_round_current(const struct visit *v, const struct item *offer);
MUST_CHECK enum err sealed_round_seal(struct visit *v, const uint8_t id[EID_SIZE],
                                      struct bytes body);
MUST_CHECK enum err sealed_round_press_open(struct visit *v, const uint8_t id[EID_SIZE]);
/* Not this, not now: on my phones only, and never shown to the other. */
MUST_CHECK enum err sealed_round_put_away(struct visit *v, const uint8_t id[EID_SIZE]);
/* One answer to several offers of the same: both phones may offer a round before they hear of each
 * other. What I sealed for one offer of this practice is sealed for each other one with the same
 * `what` and set day (of each author the first SEALED_SAME_EACH), and *open* is pressed there where
 * I pressed it; nothing is asked twice, and whichever opens first holds the same words. Call from
 * settle, before sealed_round_settle. Cost: as sealed_round_settle. */
MUST_CHECK enum err sealed_round_repeat(struct visit *v, uint32_t practice);
/* Sends my key where the rules above allow it; call from settle. Every round of this practice is
 * looked at, however old. Cost: one pass over what was ever offered, sealed and let go. */
MUST_CHECK enum err sealed_round_settle(struct visit *v, uint32_t practice);
/* One round; ERR_NOT_FOUND. Answers are in the visit's frame. */
MUST_CHECK enum err sealed_round_read(struct visit *v, const uint8_t id[EID_SIZE],
                                      struct sealed_round *out);

/* Refuses the form in words that fit the error, unless it was refused already; ERR_OK so that it
 * can end a run. */
MUST_CHECK enum err sealed_round_refuse(struct visit *v, enum err e);

#endif
