/* tricks.h -- the 26 things that a relay might do instead of its work, each as an answer changed on
 * its way back to the phone (fake_world.h).
 *
 * A trick draws from a source of its own, so that a run can be repeated. It never touches a phone.
 */
#ifndef TOWARD_TEST_TRICKS_H
#define TOWARD_TEST_TRICKS_H

#include "fake_world.h"

enum trick {
    TRICK_NONE,
    TRICK_TRUNCATE_TAIL,
    TRICK_FREEZE,
    TRICK_OLD_PREFIX,
    TRICK_REORDER,
    TRICK_DUPLICATE,
    TRICK_DROP_MIDDLE,
    TRICK_SWAP_BLOBS,
    TRICK_SWAP_N,
    TRICK_FLIP_BIT,
    TRICK_WRONG_LENGTH,
    TRICK_OVERSIZE,
    TRICK_ENDLESS_WAIT,
    TRICK_FAKE_404,
    TRICK_FAKE_409,
    TRICK_NOT_STORED,
    TRICK_FORK_DEVICES,
    TRICK_FORK_COUPLE,
    TRICK_RESURRECT_BLOB,
    TRICK_RESURRECT_BOX,
    TRICK_ROLL_BACK_LOCATOR,
    TRICK_OTHERS_LOCATOR,
    TRICK_MAILBOX_TWICE,
    TRICK_TWO_INVITERS,
    TRICK_REDIRECT,
    TRICK_ENCODING,
    TRICK_STALE_CACHE,
    TRICK_COUNT
};

enum { TRICK_CACHE = 128 };

struct tricks {
    struct world *world;
    enum trick trick;
    uint64_t dice;
    uint32_t per_cent; /* of the answers it could change */
    uint32_t tried;    /* answers changed */
    bool has_past;
    struct fake_relay past; /* as it was at tricks_remember */
    struct arena arena;
    struct {
        struct bytes path;
        enum net_method method;
        struct net_answer answer;
    } cache[TRICK_CACHE];
    uint32_t cached;
    bool held[1024]; /* by request id: counted */
};

void tricks_begin(struct tricks *t, struct world *w, enum trick trick, uint64_t seed);
void tricks_end(struct tricks *t);

/* What the relay goes back to, where the trick is to go back. */
void tricks_remember(struct tricks *t);

/* From now on the relay plays it / is honest again. */
void tricks_play(struct tricks *t);
void tricks_stop(struct tricks *t);

uint32_t tricks_draw(struct tricks *t, uint32_t sides);

/* The name in the table. */
const char *trick_name(enum trick trick);

#endif
