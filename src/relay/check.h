/* check.h -- what a relay decides about a change from its bytes alone, before its store sees it.
 *
 * Bodies, classes, days, signatures, admission. Pure: no socket, thread, clock or store, so that
 * the running relay (work.h) and the simulator (test/sim) decide by the same code.
 */
#ifndef TOWARD_RELAY_CHECK_H
#define TOWARD_RELAY_CHECK_H

#include "relay/config.h"
#include "relay/store.h"

/* Reads `body` into *change, of which call, id and n are set, and settles whether it may go to the
 * store.
 *
 *   host  the relay's name that the request used
 *   body  borrowed by *change for as long as it lives
 *   day   today in UTC, as the protocol counts
 *
 * RELAY_REASON_NONE, or why it is refused; check_forget afterwards in either case. */
MUST_CHECK enum relay_reason check_change(const struct relay_config *c,
                                          const struct config_origin *host, struct bytes body,
                                          uint32_t day, struct store_change *change);

/* Frees what check_change took for *change. */
void check_forget(struct store_change *change);

#endif
