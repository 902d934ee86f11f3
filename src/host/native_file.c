#include "host/native_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err err_from_errno(void) {
    return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? ERR_NO_SPACE : ERR_IO;
}

static int fd_of(void *ctx) {
    return ((const struct native_file *)ctx)->fd;
}

static enum err file_size(void *ctx, uint64_t *size) {
    struct stat st;
    if (fstat(fd_of(ctx), &st) != 0)
        return ERR_IO;
    *size = (uint64_t)st.st_size;
    return ERR_OK;
}

static enum err file_read(void *ctx, uint64_t offset, uint8_t *out, size_t size) {
    while (size > 0) {
        ssize_t got = pread(fd_of(ctx), out, size, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return ERR_IO;
        out += got;
        offset += (uint64_t)got;
        size -= (size_t)got;
    }
    return ERR_OK;
}

static enum err file_write(void *ctx, uint64_t offset, const uint8_t *in, size_t size) {
    while (size > 0) {
        ssize_t put = pwrite(fd_of(ctx), in, size, (off_t)offset);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return put < 0 ? err_from_errno() : ERR_IO;
        in += put;
        offset += (uint64_t)put;
        size -= (size_t)put;
    }
    return ERR_OK;
}

static enum err file_flush(void *ctx) {
    return fdatasync(fd_of(ctx)) == 0 ? ERR_OK : err_from_errno();
}

static enum err file_resize(void *ctx, uint64_t size) {
    return ftruncate(fd_of(ctx), (off_t)size) == 0 ? ERR_OK : err_from_errno();
}

enum err native_file_open(const char *path, struct native_file *f, struct store_io *io) {
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return err_from_errno();
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        enum err err = errno == EWOULDBLOCK ? ERR_CONFLICT : ERR_IO;
        close(fd);
        return err;
    }
    f->fd = fd;
    *io = (struct store_io){f, file_size, file_read, file_write, file_flush, file_resize};
    return ERR_OK;
}

void native_file_close(struct native_file *f) {
    if (f->fd >= 0)
        close(f->fd);
    f->fd = -1;
}

static enum err random_fill_native(void *ctx, uint8_t *out, size_t size) {
    (void)ctx;
    while (size > 0) {
        ssize_t got = getrandom(out, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return ERR_IO;
        out += got;
        size -= (size_t)got;
    }
    return ERR_OK;
}

struct random_source native_random(void) {
    return (struct random_source){.fill = random_fill_native};
}
