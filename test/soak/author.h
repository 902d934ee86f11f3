/* author.h -- the author of one box, who remembers what the relay acknowledged.
 *
 * Each call sends one request. What was asked and not answered is *pending*: it may have happened
 * or not, and author_check accepts either, once. All else must be as it was acknowledged.
 */
#ifndef TOWARD_TEST_SOAK_AUTHOR_H
#define TOWARD_TEST_SOAK_AUTHOR_H

#include "client.h"

enum { AUTHOR_BLOBS = 96 };

enum author_act { ACT_NONE, ACT_CREATE, ACT_APPEND, ACT_ERASE, ACT_DROP };

struct author {
    struct sign_key key;
    uint8_t token[KEY_SIZE];
    struct chain chain; /* as acknowledged */
    bool stands, dropped;
    uint8_t bh[AUTHOR_BLOBS + 1][HASH_SIZE]; /* from position 1, pending ones too */
    bool erased[AUTHOR_BLOBS + 1];
    enum author_act pending;
    struct chain after;      /* of a pending append */
    uint64_t erase_position; /* of a pending erase */
};

struct author_counts {
    uint64_t created, appended, erased, dropped; /* acknowledged; blobs, not appends */
    uint64_t verified;                           /* blobs looked at by author_check */
    uint64_t refused;                            /* with 500, 503 or 507: nothing was stored */
    uint64_t lost, wrong;
};

/* A new box, which nobody knows yet. */
void author_make(struct author *a, struct dice *d);

/* Makes the box, or appends 1 to 3 blobs, or erases one, or drops it when it is nearly full. False:
 * no answer came, and the act is pending; or the relay could not, and said so. Refusals that an
 * honest relay cannot give count as wrong.
 */
bool author_act(struct author *a, struct client *c, struct dice *d, struct author_counts *n);

/* Reads the whole box and compares; what was pending is settled. A box that was dropped is made
 * anew. False when the relay cannot be read. */
bool author_check(struct author *a, struct client *c, struct dice *d, struct author_counts *n);

#endif
