/* fake_relay.h -- a relay in memory for unit tests, true to wire/relay_api.h.
 *
 * It checks what a relay checks (signatures, compare-and-swap, tokens, classes, sizes), answers in
 * the same bytes, and holds waits. It knows no limits of rate. Tests may reach into its boxes, to
 * look at what a relay sees or to be a relay that misbehaves. One thread, no clock of its own.
 */
#ifndef TOWARD_TEST_FAKE_RELAY_H
#define TOWARD_TEST_FAKE_RELAY_H

#include "book/net.h"
#include "crypt/chain.h"

struct fake_blob {
    uint8_t bh[HASH_SIZE];
    uint8_t sig[SIGNATURE_SIZE];
    bool is_signed;
    bool erased;
    struct bytes data; /* kept even when erased, so that a test can resurrect it */
};

struct fake_box {
    uint8_t id[BOX_ID_SIZE];
    uint8_t rt_hash[HASH_SIZE];
    unsigned box_class;
    bool dropped;
    uint8_t dropped_head[HASH_SIZE];
    struct chain chain;
    uint32_t count, room;
    struct fake_blob *blobs;
    struct fake_box *next;
    uint32_t reads, appends, erases; /* calls that named this box */
};

struct fake_relay {
    struct arena arena;
    uint8_t host_hash[HASH_SIZE];
    struct fake_box *boxes; /* newest first */
    bool needs_work;        /* creates need a proof of work */
    bool disk_full;
    bool never_early; /* nobody may wait for a box that is still to be made */
    uint32_t requests;
    uint64_t stored_bytes;
};

void fake_relay_init(struct fake_relay *r, const char *origin);
void fake_relay_free(struct fake_relay *r);

/* Answers a request at now_ms; body in arena a. False: it waits; ask again later with the same
 * started_ms (when it was first asked). */
bool fake_relay_answer(struct fake_relay *r, const struct net_request *request, uint64_t started_ms,
                       uint64_t now_ms, struct arena *a, struct net_answer *answer);

/* The box a path names, or by id; NULL. Dropped ones are found too. */
struct fake_box *fake_relay_find(struct fake_relay *r, const uint8_t id[BOX_ID_SIZE]);
struct fake_box *fake_relay_named(struct fake_relay *r, struct bytes path);

/* Boxes of a class that stand. */
uint32_t fake_relay_count(const struct fake_relay *r, unsigned box_class);

/* A copy of everything as it stands, for a relay that goes back in time. Share nothing. */
void fake_relay_copy(const struct fake_relay *from, struct fake_relay *to);

#endif
