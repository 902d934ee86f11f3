#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, CHUNK_SIZE_MIN = 64 * 1024 };

/* One block from the system; the bytes handed out follow the header. */
struct arena_chunk {
    struct arena_chunk *older;
    size_t size; /* of the room behind the header */
    size_t used;
    size_t pad; /* keeps the room aligned on 32-bit targets too */
};

_Static_assert(sizeof(struct arena_chunk) % ALIGN == 0, "the room behind the header is aligned");

void memory_wipe(void *at, size_t size) {
    if (size == 0)
        return;
    memset(at, 0, size);
    __asm__ volatile("" : : "r"(at) : "memory");
}

static unsigned char *chunk_room(struct arena_chunk *c) {
    return (unsigned char *)(c + 1);
}

void arena_init(struct arena *a, size_t limit) {
    *a = (struct arena){.limit = limit};
}

/* A new newest chunk with room for `size`; doubles with use so that chunks stay few. */
static struct arena_chunk *chunk_add(struct arena *a, size_t size) {
    size_t want = a->held < CHUNK_SIZE_MIN ? CHUNK_SIZE_MIN : a->held;
    if (want > (size_t)8 << 20)
        want = (size_t)8 << 20;
    if (want < size)
        want = size;
    size_t header = sizeof(struct arena_chunk);
    if (size > SIZE_MAX - header || a->held > a->limit || header > a->limit - a->held)
        return NULL;
    size_t left = a->limit - a->held - header;
    if (want > left)
        want = size <= left ? size : 0;
    if (want < size)
        return NULL;
    struct arena_chunk *c = malloc(header + want);
    if (!c)
        return NULL;
    *c = (struct arena_chunk){.older = a->newest, .size = want};
    a->newest = c;
    a->held += header + want;
    return c;
}

void *arena_alloc(struct arena *a, size_t size) {
    if (size > SIZE_MAX - ALIGN)
        return NULL;
    size_t rounded = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (rounded == 0)
        rounded = ALIGN;
    struct arena_chunk *c = a->newest;
    if (!c || c->size - c->used < rounded)
        c = chunk_add(a, rounded);
    if (!c)
        return NULL;
    unsigned char *at = chunk_room(c) + c->used;
    c->used += rounded;
    a->used += rounded;
    memset(at, 0, rounded);
    return at;
}

void *arena_array(struct arena *a, size_t count, size_t size) {
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        return NULL;
    return arena_alloc(a, total);
}

void *arena_copy(struct arena *a, const void *at, size_t size) {
    if (size == SIZE_MAX)
        return NULL;
    unsigned char *copy = arena_alloc(a, size + 1);
    if (copy && size > 0)
        memcpy(copy, at, size);
    return copy;
}

static void chunk_release(struct arena *a, struct arena_chunk *c) {
    a->held -= sizeof *c + c->size;
    memory_wipe(chunk_room(c), c->used);
    free(c);
}

void arena_reset(struct arena *a) {
    struct arena_chunk *largest = NULL;
    for (struct arena_chunk *c = a->newest; c; c = c->older)
        if (!largest || c->size > largest->size)
            largest = c;
    for (struct arena_chunk *c = a->newest, *older; c; c = older) {
        older = c->older;
        if (c != largest)
            chunk_release(a, c);
    }
    if (largest) {
        memory_wipe(chunk_room(largest), largest->used);
        largest->used = 0;
        largest->older = NULL;
    }
    a->newest = largest;
    a->used = 0;
}

void arena_free(struct arena *a) {
    for (struct arena_chunk *c = a->newest, *older; c; c = older) {
        older = c->older;
        chunk_release(a, c);
    }
    arena_init(a, a->limit);
}
