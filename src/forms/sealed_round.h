/* sealed_round.h -- the sealed round: both answer the same thing, and neither device can read the
 * other's answer before both are sealed.
 *
 * Offer, seal, ready, open are four entries in the author's own pair feed:
 *
 *     KIND_ROUND_OFFER   1 uint practice code, 2 uint what (the practice's own number),
 *                        3 day it opens (0: only together), the item is the round
 *     KIND_ROUND_SEALED  re [offer]; 1 bytes the sealed answer, constant size
 *     KIND_ROUND_READY   re [offer]; I pressed *open*, and I am in the room now
 *     KIND_ROUND_KEY     re [offer]; 1 bytes key
 *
 * A key leaves a device only when that device has verified both sealed answers, and either both
 * pressed *open* or the set day has come. So a cheat can withhold, but never read first and never
 * change: the sealed answer commits to one plaintext (crypt/round.h). Nothing is *shown* before
 * the opening: until then every function here gives the same for a round the other has answered
 * and one they have not. On the set day a round in which something is missing lapses on both
 * phones alike, without a word. A blank is a full answer. Once sealed, one's own answer is not
 * shown again until it opens; its key is kept in *ours* on this device and in *mine*.
 */
#ifndef TOWARD_FORMS_SEALED_ROUND_H
#define TOWARD_FORMS_SEALED_ROUND_H

#include "app/practice.h"

enum {
    KIND_ROUND_OFFER = 64,
    KIND_ROUND_SEALED = 65,
    KIND_ROUND_READY = 66,
    KIND_ROUND_KEY = 67,
    KIND_ROUND_SECRET = 68
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

MUST_CHECK enum err sealed_round_offer(struct visit *v, uint32_t practice, uint32_t what,
                                       int32_t opens_day, uint8_t id_out[EID_SIZE]);
MUST_CHECK enum err sealed_round_seal(struct visit *v, const uint8_t id[EID_SIZE],
                                      struct bytes body);
MUST_CHECK enum err sealed_round_press_open(struct visit *v, const uint8_t id[EID_SIZE]);
/* Sends my key where the rules above allow it; call from settle. */
MUST_CHECK enum err sealed_round_settle(struct visit *v, uint32_t practice);
/* The newest round of a practice and `what`; ERR_NOT_FOUND. Answers are in the visit's frame. */
MUST_CHECK enum err sealed_round_newest(struct visit *v, uint32_t practice, uint32_t what,
                                        struct sealed_round *out);
MUST_CHECK enum err sealed_round_read(struct visit *v, const uint8_t id[EID_SIZE],
                                      struct sealed_round *out);

#endif
