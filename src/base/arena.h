/* arena.h -- memory with few lifetimes.
 *
 * An arena hands out zeroed, 16-byte aligned memory and takes all of it back at once. There are
 * three lifetimes in the core: static tables, a session arena, and a frame arena that lives for
 * one request. An arena never gives out more than its limit, so nothing the core does can grow
 * without bound. Memory is wiped before it goes back to the system or is handed out again, so
 * arenas may hold secrets.
 */
#ifndef TOWARD_BASE_ARENA_H
#define TOWARD_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena_chunk;

struct arena {
    struct arena_chunk *newest; /* yours to leave alone */
    size_t used;                /* bytes handed out since the last reset */
    size_t held;                /* bytes taken from the system */
    size_t limit;               /* `held` never exceeds this */
};

/* An empty arena that will never hold more than `limit` bytes. Takes nothing from the system. */
void arena_init(struct arena *a, size_t limit);

/* `size` zeroed bytes, aligned to 16, valid until the arena is reset or freed; NULL when the limit
 * is reached or the system has no more. size 0 gives a valid pointer. Cost: a bump. */
void *arena_alloc(struct arena *a, size_t size);

/* arena_alloc of count * size bytes; NULL also when the product overflows. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* A copy of `size` bytes in the arena, with one NUL behind it that is not counted; NULL as above.
 */
void *arena_copy(struct arena *a, const void *at, size_t size);

/* Wipes everything handed out and keeps the largest chunk for the next use. */
void arena_reset(struct arena *a);

/* Wipes everything and returns it to the system; the arena is as after arena_init. */
void arena_free(struct arena *a);

/* Overwrites `size` bytes so that no compiler leaves it out. */
void memory_wipe(void *at, size_t size);

#endif
