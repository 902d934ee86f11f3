/* canary.h -- faults made on purpose, to see that the simulator finds them (docs/reliability.md).
 *
 * They are there in one profile only, `canary`, which nothing is served or shipped from: elsewhere
 * CANARY(...) is the constant false, and no code is left of it.
 */
#ifndef TOWARD_BASE_CANARY_H
#define TOWARD_BASE_CANARY_H

#include <stdbool.h>

/* DROP      a write is called saved, and is not
 * ORDER     of an item's versions the one that arrived last holds
 * WITHHELD  a relay that shows less than it had goes unnoticed
 * LEAK      how much stands in *mine* shows in what the partner gets */
#define CANARIES(X) X(DROP) X(ORDER) X(WITHHELD) X(LEAK)

#ifdef TOWARD_CANARIES
#define CANARY_ENUM(name) CANARY_##name,
enum canary { CANARY_NONE, CANARIES(CANARY_ENUM) CANARY_COUNT };
extern enum canary canary_now; /* set by test/sim/main.c */
#define CANARY(name) (canary_now == CANARY_##name)
#else
#define CANARY(name) false
#endif

#endif
