/* vfs_faulty.h -- a disk under SQLite that fails when told to, and loses power.
 *
 * A VFS in memory, registered as the default one, for stores that one thread uses (any number of
 * connections). A write reaches `now` at once and `durable` with the next sync of its file; a file
 * that was made or removed is so for good after the first sync of any new one, which syncs the
 * folder. A fault waits for an operation by its number: either for what changes the disk (writes,
 * syncs, cuts, removals, new files) or for what looks at it (reads, sizes, opens, the shared
 * index).
 *
 * What a power loss leaves of what was not synced is chosen by `seed`, in one of three ways:
 *   DROPPED    nothing
 *   REORDERED  of the writes and cuts any, in any order, each as a whole
 *   TORN       of each write any of its sectors of 512 bytes, others with bytes nobody wrote
 * A sector outside of a write keeps what it held, as SQLite assumes of disks.
 */
#ifndef TOWARD_TEST_VFS_FAULTY_H
#define TOWARD_TEST_VFS_FAULTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum disk_fault {
    DISK_FINE,
    DISK_ONCE,      /* the operation does nothing and fails */
    DISK_FOREVER,   /* so do all that follow, of both kinds */
    DISK_HALF,      /* a write leaves its first half and fails; what follows works */
    DISK_FULL,      /* from then on no file grows */
    DISK_POWER,     /* the operation and all that follow fail: disk_restart then goes on */
    DISK_LOOK_ONCE, /* the n-th look fails */
    DISK_LOOK_FOREVER,
    DISK_FAULTS
};

enum disk_damage { DISK_DROPPED, DISK_REORDERED, DISK_TORN, DISK_DAMAGES };

struct disk_counts {
    uint64_t changes, looks; /* operations since disk_copy or disk_restart */
    uint64_t faults;         /* operations that were made to fail since then */
    uint64_t lost_writes;    /* that power losses took wholly or in part, ever */
};

/* Makes the disk the default of this process's SQLite; empty. */
void disk_install(void);

/* Removes every file. No connection may be open. */
void disk_clear(void);

/* Keeps what stands now / goes back to it, without faults, counting anew. */
void disk_keep(void);
void disk_return(void);

/* The number `at` of the operation, counted from the last disk_return or disk_restart on. */
void disk_fault(enum disk_fault fault, uint64_t at);

/* The fault has struck. */
bool disk_struck(void);

/* The power was lost: what is durable stands, and what `damage` leaves of the rest. Every
 * connection must have been closed. No faults, counting anew. */
void disk_restart(enum disk_damage damage, uint64_t seed);

struct disk_counts disk_counts(void);

/* The bytes of a file as they stand; NULL: no such file. For tests that look for what is gone. */
const uint8_t *disk_bytes(const char *name, size_t *size);

#endif
