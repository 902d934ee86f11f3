#include "memory_faulty.h"

#include "base/arena.h"
#include "base/check.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* The linker gives these names to the functions that stood there. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *at, size_t size);
void __real_free(void *at);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *at, size_t size);
void __wrap_free(void *at);
void *__real_arena_alloc(struct arena *a, size_t size);
void *__real_arena_array(struct arena *a, size_t count, size_t size);
void *__real_arena_copy(struct arena *a, const void *at, size_t size);
void *__wrap_arena_alloc(struct arena *a, size_t size);
void *__wrap_arena_array(struct arena *a, size_t count, size_t size);
void *__wrap_arena_copy(struct arena *a, const void *at, size_t size);

struct counter {
    enum memory_fault fault;
    uint64_t at;
    atomic_ullong asked, refused;
};

static struct counter heap, arenas;
static atomic_llong live;
static bool watches_arenas;

static void counter_set(struct counter *c, enum memory_fault fault, uint64_t at) {
    c->fault = fault;
    c->at = at;
    atomic_store(&c->asked, 0);
    atomic_store(&c->refused, 0);
}

static bool refuses(struct counter *c) {
    uint64_t number = atomic_fetch_add(&c->asked, 1);
    bool refused = (c->fault == MEMORY_ONCE && number == c->at) ||
                   (c->fault == MEMORY_FOREVER && number >= c->at);
    if (refused)
        atomic_fetch_add(&c->refused, 1);
    return refused;
}

/* ---- the heap ---- */

static void *taken(void *at) {
    if (at)
        atomic_fetch_add(&live, 1);
    return at;
}

void *__wrap_malloc(size_t size) {
    return refuses(&heap) ? NULL : taken(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size) {
    return refuses(&heap) ? NULL : taken(__real_calloc(count, size));
}

void *__wrap_realloc(void *at, size_t size) {
    if (refuses(&heap))
        return NULL;
    void *more = __real_realloc(at, size);
    return at ? more : taken(more);
}

void __wrap_free(void *at) {
    if (at)
        atomic_fetch_sub(&live, 1);
    __real_free(at);
}

void *memory_make(size_t size) {
    void *at = taken(__real_calloc(1, size));
    MUST(at);
    return at;
}

void *memory_more(void *at, size_t size) {
    void *more = __real_realloc(at, size);
    MUST(more);
    return at ? more : taken(more);
}

void memory_fault(enum memory_fault fault, uint64_t at) {
    counter_set(&heap, fault, at);
}
bool memory_struck(void) {
    return atomic_load(&heap.refused) > 0;
}
uint64_t memory_asked(void) {
    return atomic_load(&heap.asked);
}
uint64_t memory_refused(void) {
    return atomic_load(&heap.refused);
}
int64_t memory_live(void) {
    return atomic_load(&live);
}

/* ---- SQLite ---- */

static void *sql_malloc(int size) {
    return __wrap_malloc((size_t)size);
}
static void *sql_realloc(void *at, int size) {
    return __wrap_realloc(at, (size_t)size);
}
static int sql_size(void *at) {
    return (int)malloc_usable_size(at);
}
static int sql_round(int size) {
    return (size + 7) & ~7;
}
static int sql_begin(void *unused) {
    (void)unused;
    return SQLITE_OK;
}
static void sql_end(void *unused) {
    (void)unused;
}

/* Before anybody has called SQLite. */
__attribute__((constructor)) static void sql_install(void) {
    static const sqlite3_mem_methods methods = {
        .xMalloc = sql_malloc,
        .xFree = __wrap_free,
        .xRealloc = sql_realloc,
        .xSize = sql_size,
        .xRoundup = sql_round,
        .xInit = sql_begin,
        .xShutdown = sql_end,
    };
    MUST(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK);
}

/* ---- arenas ---- */

static bool arena_refuses(void) {
    return watches_arenas && refuses(&arenas);
}

void *__wrap_arena_alloc(struct arena *a, size_t size) {
    return arena_refuses() ? NULL : __real_arena_alloc(a, size);
}
void *__wrap_arena_array(struct arena *a, size_t count, size_t size) {
    return arena_refuses() ? NULL : __real_arena_array(a, count, size);
}
void *__wrap_arena_copy(struct arena *a, const void *at, size_t size) {
    return arena_refuses() ? NULL : __real_arena_copy(a, at, size);
}

void arena_fault(enum memory_fault fault, uint64_t at) {
    counter_set(&arenas, fault, at);
}
void arena_watch(bool on) {
    watches_arenas = on;
}
bool arena_struck(void) {
    return atomic_load(&arenas.refused) > 0;
}
uint64_t arena_asked(void) {
    return atomic_load(&arenas.asked);
}
