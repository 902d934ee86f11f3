#include "book/store.h"

#include <string.h>

static enum err memory_size(void *ctx, uint64_t *size) {
    const struct store_memory *m = ctx;
    *size = m->size;
    return ERR_OK;
}

static enum err memory_read(void *ctx, uint64_t offset, uint8_t *out, size_t size) {
    const struct store_memory *m = ctx;
    if (offset > m->size || size > m->size - offset)
        return ERR_IO;
    while (size > 0) {
        size_t within = (size_t)(offset % STORE_PIECE_SIZE);
        size_t part = STORE_PIECE_SIZE - within < size ? STORE_PIECE_SIZE - within : size;
        memcpy(out, m->pieces[offset / STORE_PIECE_SIZE] + within, part);
        out += part;
        offset += part;
        size -= part;
    }
    return ERR_OK;
}

static enum err memory_grow(struct store_memory *m, uint64_t size) {
    size_t needed = (size_t)((size + STORE_PIECE_SIZE - 1) / STORE_PIECE_SIZE);
    if (needed > m->piece_room) {
        size_t room = needed * 2;
        uint8_t **pieces = arena_array(m->arena, room, sizeof *pieces);
        if (!pieces)
            return ERR_NO_SPACE;
        if (m->piece_count > 0)
            memcpy(pieces, m->pieces, m->piece_count * sizeof *pieces);
        m->pieces = pieces;
        m->piece_room = room;
    }
    while (m->piece_count < needed) {
        uint8_t *piece = arena_alloc(m->arena, STORE_PIECE_SIZE);
        if (!piece)
            return ERR_NO_SPACE;
        m->pieces[m->piece_count++] = piece;
    }
    return ERR_OK;
}

static enum err memory_write(void *ctx, uint64_t offset, const uint8_t *in, size_t size) {
    struct store_memory *m = ctx;
    if (offset > UINT64_MAX - size - STORE_PIECE_SIZE)
        return ERR_NO_SPACE;
    TRY(memory_grow(m, offset + size));
    if (offset + size > m->size)
        m->size = offset + size;
    while (size > 0) {
        size_t within = (size_t)(offset % STORE_PIECE_SIZE);
        size_t part = STORE_PIECE_SIZE - within < size ? STORE_PIECE_SIZE - within : size;
        memcpy(m->pieces[offset / STORE_PIECE_SIZE] + within, in, part);
        in += part;
        offset += part;
        size -= part;
    }
    return ERR_OK;
}

static enum err memory_flush(void *ctx) {
    (void)ctx;
    return ERR_OK;
}

static enum err memory_resize(void *ctx, uint64_t size) {
    struct store_memory *m = ctx;
    if (size > m->size)
        TRY(memory_grow(m, size));
    for (size_t i = 0; i < m->piece_count; i++) {
        uint64_t start = (uint64_t)i * STORE_PIECE_SIZE;
        if (start >= size)
            memory_wipe(m->pieces[i], STORE_PIECE_SIZE);
        else if (size - start < STORE_PIECE_SIZE)
            memory_wipe(m->pieces[i] + (size - start), (size_t)(STORE_PIECE_SIZE - (size - start)));
    }
    m->size = size;
    return ERR_OK;
}

struct store_io store_memory_io(struct store_memory *m, struct arena *a) {
    *m = (struct store_memory){.arena = a};
    return (struct store_io){.ctx = m,
                             .size = memory_size,
                             .read = memory_read,
                             .write = memory_write,
                             .flush = memory_flush,
                             .resize = memory_resize};
}
