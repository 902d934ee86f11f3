#include "vfs_faulty.h"

#include "base/check.h"
#include "memory_faulty.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILES_MAX = 8, NAME_SIZE = 160, SECTOR = 512, SHM_LOCKS = 8, SHM_REGIONS = 16 };

struct image {
    uint8_t *at;
    size_t size, room;
};

/* A write at [offset, offset + size), or a cut to `offset` when size is 0. */
struct unsynced {
    uint64_t offset;
    size_t size;
    uint8_t *bytes;
};

struct file {
    char name[NAME_SIZE];
    bool stands, stood; /* now, durably */
    bool is_another;    /* made anew in the place of the one that stood */
    struct image now, durable;
    struct unsynced *list;
    size_t count, room;
    int shared;
    bool reserved, pending, exclusive;
    uint8_t *shm[SHM_REGIONS];
    int shm_size, shm_users;
    int shm_shared[SHM_LOCKS];
    bool shm_exclusive[SHM_LOCKS];
};

struct handle {
    sqlite3_file base;
    struct file *file;
    int level;
    bool shm;
    uint16_t shm_shared, shm_exclusive;
};

static struct {
    struct file files[FILES_MAX];
    struct {
        char name[NAME_SIZE];
        struct image image;
        bool stands;
    } kept[FILES_MAX];
    enum disk_fault fault;
    uint64_t at;
    bool struck;
    struct disk_counts counts;
    uint64_t dice;
} disk;

static uint64_t draw(void) {
    uint64_t z = disk.dice += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* ---- faults ---- */

enum verdict { GO, FAIL, HALF, NO_ROOM };

static enum verdict change_ask(bool grows) {
    uint64_t number = disk.counts.changes++;
    bool due = number >= disk.at;
    enum verdict v = GO;
    if (disk.fault == DISK_LOOK_FOREVER)
        v = disk.struck ? FAIL : GO;
    else if (disk.fault == DISK_ONCE && number == disk.at)
        v = FAIL;
    else if (disk.fault == DISK_HALF && number == disk.at)
        v = HALF;
    else if (disk.fault == DISK_FULL && due && grows)
        v = NO_ROOM;
    else if ((disk.fault == DISK_FOREVER || disk.fault == DISK_POWER) && due)
        v = disk.fault == DISK_POWER && number == disk.at ? HALF : FAIL;
    if (v != GO) {
        disk.struck = true;
        disk.counts.faults++;
    }
    return v;
}

static bool look_fails(void) {
    uint64_t number = disk.counts.looks++;
    bool fails = false;
    if (disk.fault == DISK_LOOK_ONCE)
        fails = number == disk.at;
    else if (disk.fault == DISK_LOOK_FOREVER)
        fails = number >= disk.at;
    else if (disk.fault == DISK_FOREVER || disk.fault == DISK_POWER)
        fails = disk.struck;
    if (fails) {
        disk.struck = true;
        disk.counts.faults++;
    }
    return fails;
}

/* ---- images ---- */

static void image_reserve(struct image *m, size_t size) {
    if (size <= m->room)
        return;
    size_t room = size + size / 2 + 65536;
    m->at = memory_more(m->at, room);
    m->room = room;
}

static void image_cut(struct image *m, size_t size) {
    image_reserve(m, size);
    if (size > m->size)
        memset(m->at + m->size, 0, size - m->size);
    m->size = size;
}

static void image_write(struct image *m, uint64_t offset, const uint8_t *in, size_t size) {
    if (offset + size > m->size)
        image_cut(m, (size_t)offset + size);
    memcpy(m->at + offset, in, size);
}

static void image_copy(struct image *to, const struct image *from) {
    image_reserve(to, from->size);
    if (from->size > 0)
        memcpy(to->at, from->at, from->size);
    to->size = from->size;
}

static void unsynced_add(struct file *f, uint64_t offset, const uint8_t *in, size_t size) {
    if (f->count == f->room) {
        f->room = f->room * 2 + 64;
        f->list = memory_more(f->list, f->room * sizeof *f->list);
    }
    struct unsynced *u = &f->list[f->count++];
    *u = (struct unsynced){.offset = offset, .size = size};
    if (size > 0) {
        u->bytes = memory_make(size);
        memcpy(u->bytes, in, size);
    }
}

static void unsynced_forget(struct file *f) {
    for (size_t i = 0; i < f->count; i++)
        free(f->list[i].bytes);
    f->count = 0;
}

/* ---- files ---- */

static struct file *file_find(const char *name, bool make) {
    for (int i = 0; i < FILES_MAX; i++)
        if (!strcmp(disk.files[i].name, name))
            return &disk.files[i];
    for (int i = 0; make && i < FILES_MAX; i++)
        if (!disk.files[i].name[0]) {
            MUST(strlen(name) < NAME_SIZE);
            strcpy(disk.files[i].name, name);
            return &disk.files[i];
        }
    MUST(!make);
    return NULL;
}

static struct file *of(sqlite3_file *base) {
    return ((struct handle *)base)->file;
}

static int file_unlock(sqlite3_file *base, int level) {
    struct handle *h = (struct handle *)base;
    struct file *f = h->file;
    if (h->level >= SQLITE_LOCK_EXCLUSIVE)
        f->exclusive = false;
    if (h->level >= SQLITE_LOCK_PENDING)
        f->pending = false;
    if (h->level >= SQLITE_LOCK_RESERVED)
        f->reserved = false;
    if (level == SQLITE_LOCK_NONE && h->level >= SQLITE_LOCK_SHARED)
        f->shared--;
    h->level = level;
    return SQLITE_OK;
}

static int file_lock(sqlite3_file *base, int level) {
    struct handle *h = (struct handle *)base;
    struct file *f = h->file;
    if (level <= h->level)
        return SQLITE_OK;
    if (level == SQLITE_LOCK_SHARED) {
        if (f->pending || f->exclusive)
            return SQLITE_BUSY;
        f->shared++;
    } else if (level == SQLITE_LOCK_RESERVED) {
        if (f->reserved)
            return SQLITE_BUSY;
        f->reserved = true;
    } else {
        if ((f->pending && h->level < SQLITE_LOCK_PENDING) ||
            (f->reserved && h->level < SQLITE_LOCK_RESERVED))
            return SQLITE_BUSY;
        f->reserved = f->pending = true;
        h->level = SQLITE_LOCK_PENDING;
        if (f->shared > 1)
            return SQLITE_BUSY;
        f->exclusive = true;
    }
    h->level = level;
    return SQLITE_OK;
}

static int file_reserved(sqlite3_file *base, int *out) {
    *out = of(base)->reserved;
    return SQLITE_OK;
}

static int file_close(sqlite3_file *base) {
    file_unlock(base, SQLITE_LOCK_NONE);
    return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *out, int size, sqlite3_int64 offset) {
    const struct file *f = of(base);
    if (look_fails())
        return SQLITE_IOERR_READ;
    size_t from = (size_t)offset, want = (size_t)size;
    size_t have = from >= f->now.size ? 0 : f->now.size - from < want ? f->now.size - from : want;
    if (have > 0)
        memcpy(out, f->now.at + from, have);
    if (have == want)
        return SQLITE_OK;
    memset((uint8_t *)out + have, 0, want - have);
    return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *base, const void *in, int size, sqlite3_int64 offset) {
    struct file *f = of(base);
    size_t want = (size_t)size;
    enum verdict v = change_ask((uint64_t)offset + want > f->now.size);
    if (v == HALF)
        want /= 2;
    if (v == GO || v == HALF) {
        image_write(&f->now, (uint64_t)offset, in, want);
        unsynced_add(f, (uint64_t)offset, in, want);
    }
    return v == GO ? SQLITE_OK : v == NO_ROOM ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size) {
    struct file *f = of(base);
    if (change_ask(false) != GO)
        return SQLITE_IOERR_TRUNCATE;
    image_cut(&f->now, (size_t)size);
    unsynced_add(f, (uint64_t)size, NULL, 0);
    return SQLITE_OK;
}

/* What stands in the folder stands for good. */
static void folder_sync(void) {
    for (int i = 0; i < FILES_MAX; i++) {
        struct file *f = &disk.files[i];
        if (f->is_another || !f->stands)
            f->durable.size = 0;
        f->stood = f->stands;
        f->is_another = false;
    }
}

/* The first sync of a new file syncs its folder too, as SQLite does it on Unix. */
static int file_sync(sqlite3_file *base, int flags) {
    struct file *f = of(base);
    (void)flags;
    if (change_ask(false) != GO)
        return SQLITE_IOERR_FSYNC;
    if (!f->stood || f->is_another)
        folder_sync();
    image_copy(&f->durable, &f->now);
    unsynced_forget(f);
    return SQLITE_OK;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *out) {
    if (look_fails())
        return SQLITE_IOERR_FSTAT;
    *out = (sqlite3_int64)of(base)->now.size;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *base, int op, void *argument) {
    (void)base;
    (void)op;
    (void)argument;
    return SQLITE_NOTFOUND;
}
static int file_sector(sqlite3_file *base) {
    (void)base;
    return SECTOR;
}
static int file_traits(sqlite3_file *base) {
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* ---- the shared index of the log: memory of the machine, gone with it ---- */

static int shm_map(sqlite3_file *base, int region, int size, int make, void volatile **out) {
    struct handle *h = (struct handle *)base;
    struct file *f = h->file;
    MUST(region < SHM_REGIONS);
    if (look_fails())
        return SQLITE_IOERR_SHMMAP;
    if (!h->shm) {
        h->shm = true;
        f->shm_users++;
    }
    if (!f->shm[region] && make) {
        f->shm[region] = memory_make((size_t)size);
    }
    *out = f->shm[region];
    return SQLITE_OK;
}

static int shm_lock(sqlite3_file *base, int from, int count, int flags) {
    struct handle *h = (struct handle *)base;
    struct file *f = h->file;
    uint16_t mask = (uint16_t)(((1u << count) - 1) << from);
    for (int i = from; i < from + count; i++) {
        bool mine_shared = h->shm_shared >> i & 1;
        if (flags & SQLITE_SHM_UNLOCK)
            continue;
        if (f->shm_exclusive[i] && !(h->shm_exclusive >> i & 1))
            return SQLITE_BUSY;
        if (flags & SQLITE_SHM_EXCLUSIVE && f->shm_shared[i] > mine_shared)
            return SQLITE_BUSY;
    }
    for (int i = from; i < from + count; i++) {
        if (flags & SQLITE_SHM_SHARED) {
            int change = flags & SQLITE_SHM_LOCK ? !(h->shm_shared >> i & 1)
                                                 : -(int)(h->shm_shared >> i & 1);
            f->shm_shared[i] += change;
        } else if (flags & SQLITE_SHM_LOCK || h->shm_exclusive >> i & 1) {
            f->shm_exclusive[i] = flags & SQLITE_SHM_LOCK;
        }
    }
    uint16_t *held = flags & SQLITE_SHM_SHARED ? &h->shm_shared : &h->shm_exclusive;
    *held = (uint16_t)(flags & SQLITE_SHM_LOCK ? *held | mask : *held & ~mask);
    return SQLITE_OK;
}

static void shm_barrier(sqlite3_file *base) {
    (void)base;
}

static void shm_free(struct file *f) {
    for (int i = 0; i < SHM_REGIONS; i++) {
        free(f->shm[i]);
        f->shm[i] = NULL;
    }
    memset(f->shm_shared, 0, sizeof f->shm_shared);
    memset(f->shm_exclusive, 0, sizeof f->shm_exclusive);
    f->shm_users = 0;
}

static int shm_unmap(sqlite3_file *base, int remove) {
    struct handle *h = (struct handle *)base;
    if (!h->shm)
        return SQLITE_OK;
    shm_lock(base, 0, SHM_LOCKS, SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED);
    shm_lock(base, 0, SHM_LOCKS, SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE);
    h->shm = false;
    if (--h->file->shm_users == 0 && remove)
        shm_free(h->file);
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

/* ---- the file system ---- */

static int fs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *took) {
    (void)vfs;
    struct handle *h = (struct handle *)base;
    *h = (struct handle){0};
    MUST(name); /* temporary files are kept in memory */
    struct file *f = file_find(name, flags & SQLITE_OPEN_CREATE);
    bool makes = !f || !f->stands;
    if (makes && !(flags & SQLITE_OPEN_CREATE))
        return SQLITE_CANTOPEN;
    if (makes ? change_ask(true) != GO : look_fails())
        return SQLITE_CANTOPEN;
    if (makes) {
        unsynced_forget(f);
        f->now.size = 0;
        f->stands = true;
        f->is_another = f->stood;
    }
    h->base.pMethods = &methods;
    h->file = f;
    if (took)
        *took = flags;
    return SQLITE_OK;
}

static int fs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder) {
    (void)vfs;
    struct file *f = file_find(name, false);
    if (!f || !f->stands)
        return SQLITE_IOERR_DELETE_NOENT;
    if (change_ask(false) != GO)
        return SQLITE_IOERR_DELETE;
    f->stands = false;
    f->now.size = 0;
    unsynced_forget(f);
    if (sync_folder)
        folder_sync();
    return SQLITE_OK;
}

static int fs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
    (void)vfs;
    (void)flags;
    const struct file *f = file_find(name, false);
    if (look_fails())
        return SQLITE_IOERR_ACCESS;
    *out = f && f->stands;
    return SQLITE_OK;
}

static int fs_path(sqlite3_vfs *vfs, const char *name, int size, char *out) {
    (void)vfs;
    MUST(strlen(name) < (size_t)size);
    strcpy(out, name);
    return SQLITE_OK;
}

static int fs_random(sqlite3_vfs *vfs, int size, char *out) {
    (void)vfs;
    for (int i = 0; i < size; i++)
        out[i] = (char)draw();
    return size;
}

static int fs_sleep(sqlite3_vfs *vfs, int us) {
    (void)vfs;
    return us; /* nobody else moves meanwhile */
}

static int fs_time(sqlite3_vfs *vfs, sqlite3_int64 *out) {
    (void)vfs;
    *out = 212000000000000;
    return SQLITE_OK;
}

static int fs_error(sqlite3_vfs *vfs, int size, char *out) {
    (void)vfs;
    (void)size;
    (void)out;
    return 0;
}

static sqlite3_vfs vfs = {
    .iVersion = 2,
    .szOsFile = sizeof(struct handle),
    .mxPathname = NAME_SIZE - 1,
    .zName = "faulty",
    .xOpen = fs_open,
    .xDelete = fs_delete,
    .xAccess = fs_access,
    .xFullPathname = fs_path,
    .xRandomness = fs_random,
    .xSleep = fs_sleep,
    .xGetLastError = fs_error,
    .xCurrentTimeInt64 = fs_time,
};

/* ---- the disk ---- */

void disk_install(void) {
    if (!sqlite3_vfs_find("faulty"))
        MUST(sqlite3_vfs_register(&vfs, 1) == SQLITE_OK);
    disk_clear();
}

static void counting_anew(void) {
    uint64_t lost = disk.counts.lost_writes;
    disk.counts = (struct disk_counts){.lost_writes = lost};
    disk.fault = DISK_FINE;
    disk.struck = false;
}

void disk_clear(void) {
    for (int i = 0; i < FILES_MAX; i++) {
        struct file *f = &disk.files[i];
        MUST(f->shared == 0 && f->shm_users == 0);
        unsynced_forget(f);
        shm_free(f);
        f->stands = f->stood = f->is_another = false;
        f->now.size = f->durable.size = 0;
        f->name[0] = '\0';
    }
    counting_anew();
}

void disk_keep(void) {
    for (int i = 0; i < FILES_MAX; i++) {
        strcpy(disk.kept[i].name, disk.files[i].name);
        disk.kept[i].stands = disk.files[i].stands;
        image_copy(&disk.kept[i].image, &disk.files[i].now);
    }
}

void disk_return(void) {
    disk_clear();
    for (int i = 0; i < FILES_MAX; i++) {
        struct file *f = &disk.files[i];
        strcpy(f->name, disk.kept[i].name);
        f->stands = f->stood = disk.kept[i].stands;
        image_copy(&f->now, &disk.kept[i].image);
        image_copy(&f->durable, &disk.kept[i].image);
    }
}

void disk_fault(enum disk_fault fault, uint64_t at) {
    disk.fault = fault;
    disk.at = at;
    disk.struck = false;
}

bool disk_struck(void) {
    return disk.struck;
}

/* What of one write survives into the durable image. */
static void survive(struct file *f, const struct unsynced *u, enum disk_damage damage) {
    bool whole = draw() & 1;
    if (u->size == 0) { /* a cut */
        if (whole)
            image_cut(&f->durable, (size_t)u->offset);
        else
            disk.counts.lost_writes++;
        return;
    }
    if (damage == DISK_REORDERED) {
        if (whole)
            image_write(&f->durable, u->offset, u->bytes, u->size);
        else
            disk.counts.lost_writes++;
        return;
    }
    bool lost = false;
    for (size_t at = 0; at < u->size;) {
        size_t end = (size_t)((u->offset + at) / SECTOR + 1) * SECTOR - (size_t)u->offset;
        size_t size = (end < u->size ? end : u->size) - at;
        unsigned fate = draw() % 4; /* written, written, as before, noise */
        uint8_t noise[SECTOR];
        if (fate < 2)
            image_write(&f->durable, u->offset + at, u->bytes + at, size);
        for (size_t i = 0; fate == 3 && i < size; i++)
            noise[i] = (uint8_t)draw();
        if (fate == 3)
            image_write(&f->durable, u->offset + at, noise, size);
        lost |= fate >= 2;
        at += size;
    }
    disk.counts.lost_writes += lost;
}

static void file_restart(struct file *f, enum disk_damage damage) {
    MUST(f->shared == 0 && f->shm_users == 0);
    shm_free(f);
    if (damage == DISK_DROPPED) {
        disk.counts.lost_writes += f->count;
    } else {
        bool new_name = draw() & 1; /* what the folder says */
        if (f->stands != f->stood && new_name)
            f->stood = f->stands;
        if (f->is_another && new_name)
            f->durable.size = 0;
        if (f->is_another && !new_name)
            unsynced_forget(f);
        for (size_t i = 0; i < f->count; i++) { /* any order: a swap for each */
            size_t other = i + (size_t)(draw() % (f->count - i));
            struct unsynced u = f->list[i];
            f->list[i] = f->list[other];
            f->list[other] = u;
            survive(f, &f->list[i], damage);
        }
    }
    unsynced_forget(f);
    f->stands = f->stood;
    f->is_another = false;
    if (!f->stood)
        f->durable.size = 0;
    image_copy(&f->now, &f->durable);
}

void disk_restart(enum disk_damage damage, uint64_t seed) {
    disk.dice = seed * 0x9E3779B97F4A7C15u;
    for (int i = 0; i < FILES_MAX; i++)
        file_restart(&disk.files[i], damage);
    counting_anew();
}

struct disk_counts disk_counts(void) {
    return disk.counts;
}

const uint8_t *disk_bytes(const char *name, size_t *size) {
    const struct file *f = file_find(name, false);
    if (!f || !f->stands)
        return NULL;
    *size = f->now.size;
    return f->now.at;
}
