/* native_file.h -- a store file on a disk, and the system's random bytes, for native programs.
 *
 * The same store that the browser keeps through a synchronous access handle (book/store.h): reads
 * and writes at offsets, fdatasync for a flush. One process at a time holds the file: it is locked
 * while it is open.
 */
#ifndef TOWARD_HOST_NATIVE_FILE_H
#define TOWARD_HOST_NATIVE_FILE_H

#include "base/random.h"
#include "book/store.h"

struct native_file {
    int fd;
};

/* Opens or makes the file at `path` (only its owner may read it), locked.
 *
 *   f   kept by io; close it with native_file_close
 *   io  receives the calls for book/store.h
 *
 * ERR_CONFLICT: another process holds it. ERR_NO_SPACE. ERR_IO: errno says why. */
MUST_CHECK enum err native_file_open(const char *path, struct native_file *f, struct store_io *io);
void native_file_close(struct native_file *f);

/* getrandom(2). */
struct random_source native_random(void);

#endif
