/* net.h -- what a state machine without sockets asks of whoever holds the sockets.
 *
 * sync, account, pair_flow and live never touch a network. They hand out requests and take answers,
 * in any order, late, twice or never; each carries on from whatever it gets. The host sends each
 * request as it is, follows no redirect, and reads at most NET_ANSWER_MAX bytes of an answer. The
 * bytes are those of wire/relay_api.h.
 */
#ifndef TOWARD_BOOK_NET_H
#define TOWARD_BOOK_NET_H

#include "base/bytes.h"
#include "wire/relay_api.h"

enum net_method {
    NET_GET = RELAY_GET,
    NET_PUT = RELAY_PUT,
    NET_POST = RELAY_POST,
    NET_DELETE = RELAY_DELETE
};

enum { NET_ANSWER_MAX = RELAY_PAGE_MAX_SIZE };

struct net_request {
    uint32_t id; /* the answer names it; never 0; not used again while unanswered */
    enum net_method method;
    struct bytes path; /* "/b/..."; borrowed until the next call of sync: send or copy it */
    const uint8_t
        *token; /* RELAY_TOKEN_SIZE bytes for `Authorization: Box`, or NULL; borrowed likewise */
    struct bytes body; /* borrowed likewise */
    uint32_t wait_s;   /* the relay may hold the answer that long: give it 10 s more, then 0 */
};

struct net_answer {
    uint32_t id;
    uint32_t status;   /* 0: could not be reached, or no whole answer came */
    struct bytes body; /* borrowed for the call */
};

/* A machine that sync asks in turn: account, pair_flow and live each give one of these to
 * sync_attach. Ids are its own, from 1 to 2^24 - 1. */
struct net_part {
    void *self; /* kept */
    /* ERR_NOT_FOUND: nothing now. may_wait: it may hold a request open with wait_s. */
    enum err (*next)(void *self, uint64_t now_ms, bool may_wait, struct net_request *out);
    void (*answer)(void *self, const struct net_answer *answer, uint64_t now_ms);
    uint64_t (*wake_ms)(const void *self);        /* UINT64_MAX: not by itself */
    bool (*wants_wait)(const void *self);         /* it would hold a wait open now */
    bool (*abort_next)(void *self, uint32_t *id); /* an id no longer wanted, once each */
    void (*nudge)(void *self);                    /* forget every back-off */
    /* The device's clock was set back: every moment it noted lies so much earlier now. */
    void (*clock_back)(void *self, uint64_t by_ms);
};

#endif
