/* relay_hooks.h -- where a hostile relay is put between the phones and the honest one.
 *
 * The simulator's relay (sim_relay.h) is the real one: the same reading of requests, the same
 * checks, the same SQLite store. A set of hooks stands in front of it and may, for each request,
 * let it pass, alter it, answer in the relay's place, hold the answer back, or change what the
 * relay said. Whatever a person with full control over the server could send can be sent so.
 *
 *     phone ──request──► before ──(PASS)──► real relay ──answer──► after ──► network ──► phone
 *                          │ ANSWER: what `before` put there goes to `after` instead
 *                          └ HOLD: no answer yet; `before` is asked again, with the same
 * `started_ms`, whenever the world looks at what waits (at least every second, and whenever any box
 * changed), until the phone gives the request up
 *
 * Hooks are part of a run that must be repeatable: what they choose by chance they draw from a
 * source of their own, seeded with the run's seed. They may ask the honest relay anything
 * (sim_relay_answer with a request they made), keep copies of answers for later, and take the relay
 * back in time (sim_relay_keep, sim_relay_return). They do not touch phones.
 */
#ifndef TOWARD_TEST_SIM_RELAY_HOOKS_H
#define TOWARD_TEST_SIM_RELAY_HOOKS_H

#include "book/net.h"

struct sim_relay;

/* One request on its way, borrowed for the call. */
struct hook_call {
    uint64_t started_ms; /* when it came to the relay; the same each time it is looked at */
    uint64_t now_ms;
    uint32_t phone;             /* who asks: one number for each phone of the world */
    struct relay_target target; /* of the path; call 0 when it is none of the protocol's */
};

enum hook_verdict { HOOK_PASS, HOOK_ANSWER, HOOK_HOLD };

struct relay_hooks {
    void *ctx; /* kept by whoever made the hooks */

    /* Sees a request before the relay does. NULL: all pass. `request` is a copy: fields may be
     * replaced, by bytes in arena `a`, and the relay gets what stands there afterwards. With
     * HOOK_ANSWER *answer is what the relay is taken to have said: status, and body in `a`; its id
     * is set by the world. */
    enum hook_verdict (*before)(void *ctx, struct sim_relay *relay, const struct hook_call *call,
                                struct arena *a, struct net_request *request,
                                struct net_answer *answer);

    /* Sees an answer before the network does, and may change status and body (in `a`). NULL: as it
     * is. Status 0 stands for a connection that broke. Not called for a request on hold. */
    void (*after)(void *ctx, struct sim_relay *relay, const struct hook_call *call, struct arena *a,
                  struct net_answer *answer);
};

#endif
