/* store_faulty.h -- a disk in memory that fails when told to, and loses power.
 *
 * Writes reach `now` at once and `durable` with the next flush. A fault waits for an operation by
 * its number (writes, flushes and resizes count; reads do not). After a power loss what opens is
 * `durable`, and of each unflushed write all, nothing, or any of its sectors of 512 bytes.
 */
#ifndef TOWARD_TEST_STORE_FAULTY_H
#define TOWARD_TEST_STORE_FAULTY_H

#include "book/store.h"

enum fault {
    FAULT_NONE,
    FAULT_ONCE,     /* the operation does nothing and says ERR_IO */
    FAULT_FOREVER,  /* so do all that follow */
    FAULT_TORN,     /* a write leaves its first half, says ERR_IO; what follows works */
    FAULT_NO_SPACE, /* from then on writes that would grow the file say ERR_NO_SPACE */
    FAULT_FULL,     /* from then on every write says ERR_NO_SPACE */
    FAULT_POWER     /* the operation and all that follow fail; faulty_restart then goes on */
};

enum { FAULTY_SIZE_MAX = 16 << 20, FAULTY_WRITES_MAX = 4096 };

struct store_faulty {
    uint8_t *now, *durable;
    uint64_t now_size, durable_size;
    struct {
        uint64_t offset;
        size_t size;
    } unflushed[FAULTY_WRITES_MAX];
    size_t unflushed_count;
    size_t operations;
    enum fault fault;
    size_t fault_at;
};

struct store_io faulty_io(struct store_faulty *d);
void faulty_free(struct store_faulty *d);

/* The disk of `from`, flushed, without faults, counting anew. `to` was made by faulty_io. */
void faulty_copy(struct store_faulty *to, const struct store_faulty *from);

/* The power was lost; `seed` chooses what survived of what was not flushed. */
void faulty_restart(struct store_faulty *d, uint64_t seed);

#endif
