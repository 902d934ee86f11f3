#include "store_faulty.h"

#include "test.h"

#include <stdlib.h>
#include <string.h>

/* What the fault says about this operation; ERR_OK: go on. */
static enum err faulty_ask(struct store_faulty *d, bool grows, bool *torn) {
    size_t number = d->operations++;
    *torn = false;
    if (d->fault == FAULT_NONE || number < d->fault_at)
        return ERR_OK;
    switch (d->fault) {
    case FAULT_ONCE:
        return number == d->fault_at ? ERR_IO : ERR_OK;
    case FAULT_TORN:
        *torn = number == d->fault_at;
        return ERR_OK;
    case FAULT_NO_SPACE:
        return grows ? ERR_NO_SPACE : ERR_OK;
    case FAULT_FULL:
        return ERR_NO_SPACE;
    default:
        return ERR_IO;
    }
}

static enum err faulty_size(void *ctx, uint64_t *size) {
    const struct store_faulty *d = ctx;
    *size = d->now_size;
    return ERR_OK;
}

static enum err faulty_read(void *ctx, uint64_t offset, uint8_t *out, size_t size) {
    const struct store_faulty *d = ctx;
    if (offset + size > d->now_size)
        return ERR_IO;
    memcpy(out, d->now + offset, size);
    return ERR_OK;
}

static enum err faulty_write(void *ctx, uint64_t offset, const uint8_t *in, size_t size) {
    struct store_faulty *d = ctx;
    bool torn;
    enum err err = faulty_ask(d, offset + size > d->now_size, &torn);
    if (err != ERR_OK && d->fault == FAULT_POWER && d->operations == d->fault_at + 1)
        torn = true; /* the power went while it wrote */
    if (err != ERR_OK && !torn)
        return err;
    if (torn)
        size /= 2;
    MUST(offset + size <= FAULTY_SIZE_MAX && d->unflushed_count < FAULTY_WRITES_MAX);
    memcpy(d->now + offset, in, size);
    if (offset + size > d->now_size)
        d->now_size = offset + size;
    d->unflushed[d->unflushed_count].offset = offset;
    d->unflushed[d->unflushed_count++].size = size;
    return torn ? ERR_IO : ERR_OK;
}

static enum err faulty_flush(void *ctx) {
    struct store_faulty *d = ctx;
    bool torn;
    enum err err = faulty_ask(d, false, &torn);
    if (d->fault == FAULT_FULL && err == ERR_NO_SPACE)
        err = ERR_OK;
    if (err != ERR_OK || torn)
        return ERR_IO;
    for (size_t i = 0; i < d->unflushed_count; i++)
        memcpy(d->durable + d->unflushed[i].offset, d->now + d->unflushed[i].offset,
               d->unflushed[i].size);
    d->durable_size = d->now_size;
    d->unflushed_count = 0;
    return ERR_OK;
}

static enum err faulty_resize(void *ctx, uint64_t size) {
    struct store_faulty *d = ctx;
    bool torn;
    enum err err = faulty_ask(d, size > d->now_size, &torn);
    if (err != ERR_OK || torn)
        return ERR_IO;
    MUST(size <= FAULTY_SIZE_MAX);
    if (size > d->now_size)
        memset(d->now + d->now_size, 0, (size_t)(size - d->now_size));
    d->now_size = size;
    if (size < d->durable_size)
        d->durable_size = size;
    size_t kept = 0;
    for (size_t i = 0; i < d->unflushed_count; i++)
        if (d->unflushed[i].offset + d->unflushed[i].size <= size)
            d->unflushed[kept++] = d->unflushed[i];
    d->unflushed_count = kept;
    return ERR_OK;
}

struct store_io faulty_io(struct store_faulty *d) {
    *d = (struct store_faulty){.now = calloc(1, FAULTY_SIZE_MAX),
                               .durable = calloc(1, FAULTY_SIZE_MAX)};
    MUST(d->now && d->durable);
    return (struct store_io){
        d, faulty_size, faulty_read, faulty_write, faulty_flush, faulty_resize};
}

void faulty_free(struct store_faulty *d) {
    free(d->now);
    free(d->durable);
}

void faulty_copy(struct store_faulty *to, const struct store_faulty *from) {
    memcpy(to->now, from->now, (size_t)from->now_size);
    memcpy(to->durable, from->now, (size_t)from->now_size);
    to->now_size = to->durable_size = from->now_size;
    to->unflushed_count = to->operations = 0;
    to->fault = FAULT_NONE;
}

void faulty_restart(struct store_faulty *d, uint64_t seed) {
    uint64_t state = seed * 0x9E3779B97F4A7C15u + 1;
    for (size_t i = 0; i < d->unflushed_count; i++) {
        uint64_t end = d->unflushed[i].offset + d->unflushed[i].size;
        state = state * 6364136223846793005u + 1442695040888963407u;
        unsigned survives = (unsigned)(state >> 60) % 3; /* wholly, not at all, or in part */
        for (uint64_t at = d->unflushed[i].offset; at < end;) {
            uint64_t next = (at / 512 + 1) * 512;
            size_t size = (size_t)((next < end ? next : end) - at);
            state = state * 6364136223846793005u + 1442695040888963407u;
            if (survives == 0 || (survives == 2 && state >> 63)) {
                memcpy(d->durable + at, d->now + at, size);
                if (at + size > d->durable_size)
                    d->durable_size = at + size;
            }
            at += size;
        }
    }
    memcpy(d->now, d->durable, (size_t)d->durable_size);
    d->now_size = d->durable_size;
    d->unflushed_count = 0;
    d->fault = FAULT_NONE;
}
