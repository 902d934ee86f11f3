/* memory_faulty.h -- allocations that fail when told to.
 *
 * The program is linked with --wrap for malloc, calloc, realloc and free, and SQLite takes its
 * memory here too; so every allocation of the relay's code is counted and the n-th can fail, once
 * or with all that follow. Arenas (base/arena.h), from which the core alone takes memory, have a
 * counter of their own: what fails there is the arena, as when its limit is reached.
 *
 * Nothing fails while a fault is not set. Harnesses take what must not fail from memory_make.
 */
#ifndef TOWARD_TEST_MEMORY_FAULTY_H
#define TOWARD_TEST_MEMORY_FAULTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum memory_fault { MEMORY_FINE, MEMORY_ONCE, MEMORY_FOREVER };

/* From now on counted anew; the allocation number `at` fails. */
void memory_fault(enum memory_fault fault, uint64_t at);
bool memory_struck(void);
uint64_t memory_asked(void); /* allocations since memory_fault */
uint64_t memory_refused(void);

/* Blocks taken through here and not given back, from the start of the program on. */
int64_t memory_live(void);

/* Never fail. memory_more is realloc. Given back with free. */
void *memory_make(size_t size); /* zeroed */
void *memory_more(void *at, size_t size);

/* The same for arenas, but only between arena_watch(true) and arena_watch(false). */
void arena_fault(enum memory_fault fault, uint64_t at);
void arena_watch(bool on);
bool arena_struck(void);
uint64_t arena_asked(void);

#endif
