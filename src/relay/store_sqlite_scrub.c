/* store_sqlite_scrub.c -- what SQLite leaves of a blob beside its place is wiped on its way to
 * disk.
 *
 * PRAGMA secure_delete writes zeros over what is deleted, at the place where it stands then. But
 * when SQLite makes room among the rows of a page it moves them, and the bytes where they stood
 * before stay in the page's unused middle, between the list of its rows and the first of them. No
 * later deletion finds these: the blob is erased, and a part of it still stands in the file.
 *
 * So the file of the database gets a writer of its own: whatever page is a leaf goes to disk with
 * zeros in that middle, where by the file format nothing is. All pages come this way: those of the
 * log when it is moved into the file, and those of a backup. The log itself is emptied after every
 * erasure, and the writer forgets the pages it has in memory (store_sqlite.c), so that nothing of
 * it stays or comes back.
 *
 * A leaf is told by its first byte, 13 or 10. Pages of other kinds cannot be taken for one: those
 * of long rows and of free space begin with the number of another page, which begins with that byte
 * only past LEAF_PAGES_MAX pages (640 GiB; the file may not grow so far), the map of pages begins
 * with a number up to 5, and the first page of the file with "S". The inner pages of the index of
 * boxes are left as they are: they hold ids and hashes, and nothing of a blob.
 */
#include "relay/store_sqlite.h"

#include "base/bytes.h"

#include <string.h>

enum {
    LEAF_OF_TABLE = 13,
    LEAF_OF_INDEX = 10,
    LEAF_HEAD_SIZE = 8,   /* type, first free block 2, rows 2, first row's place 2, fragments */
    LEAF_ROWS_AT = 3,     /* how many */
    LEAF_CONTENT_AT = 5,  /* where the first of them stands */
    LEAF_POINTER_SIZE = 2 /* one for each row behind the head */
};

/* Stands behind what the system's file needs: its functions, of which one is replaced. */
struct scrubbed {
    sqlite3_io_methods methods;
    const sqlite3_io_methods *system;
};

static sqlite3_vfs scrub;
static sqlite3_vfs *underneath;

static size_t scrubbed_at(void) {
    size_t align = _Alignof(struct scrubbed);
    return ((size_t)underneath->szOsFile + align - 1) / align * align;
}

static struct scrubbed *scrubbed_of(sqlite3_file *file) {
    return (struct scrubbed *)(void *)((uint8_t *)file + scrubbed_at());
}

static size_t number_at(const uint8_t *at) {
    return (size_t)at[0] << 8 | at[1];
}

void store_page_scrub(uint8_t page[STORE_PAGE_SIZE]) {
    if (page[0] != LEAF_OF_TABLE && page[0] != LEAF_OF_INDEX)
        return;
    size_t from = LEAF_HEAD_SIZE + number_at(page + LEAF_ROWS_AT) * LEAF_POINTER_SIZE;
    size_t to = number_at(page + LEAF_CONTENT_AT);
    if (from < to && to <= STORE_PAGE_SIZE)
        memset(page + from, 0, to - from);
}

static int scrub_write(sqlite3_file *file, const void *in, int size, sqlite3_int64 offset) {
    const struct scrubbed *s = scrubbed_of(file);
    uint8_t page[STORE_PAGE_SIZE];
    if (size != STORE_PAGE_SIZE || offset % STORE_PAGE_SIZE != 0)
        return s->system->xWrite(file, in, size, offset);
    memcpy(page, in, sizeof page);
    store_page_scrub(page);
    return s->system->xWrite(file, page, size, offset);
}

static int scrub_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                      int *took) {
    (void)vfs;
    int code = underneath->xOpen(underneath, name, file, flags, took);
    if (code != SQLITE_OK || !(flags & SQLITE_OPEN_MAIN_DB) || !file->pMethods)
        return code;
    struct scrubbed *s = scrubbed_of(file);
    s->system = file->pMethods;
    s->methods = *s->system;
    s->methods.xWrite = scrub_write;
    file->pMethods = &s->methods;
    return code;
}

int store_scrub_register(void) {
    sqlite3_vfs *system = sqlite3_vfs_find(NULL);
    if (!system)
        return SQLITE_ERROR;
    if (system == underneath)
        return SQLITE_OK;
    if (underneath)
        sqlite3_vfs_unregister(&scrub);
    underneath = system;
    scrub = *system;
    scrub.pNext = NULL;
    scrub.zName = STORE_VFS;
    scrub.szOsFile = (int)(scrubbed_at() + sizeof(struct scrubbed));
    scrub.xOpen = scrub_open;
    return sqlite3_vfs_register(&scrub, 0);
}
