/* wasm.c -- the core in a browser's Worker; the only file that knows it is WebAssembly.
 *
 * Exports:  host_room(size) -> where to write an event or a password
 *           host_event(size) -> 1: done, 0: the event was malformed; effects at host_effects()
 *           host_effects(), host_effects_size()
 *           host_hash(kind, size) -> where 32 bytes stand, or 0: Argon2id (crypt/password.h) of the
 *                                    password at host_room, whose first 16 bytes are the salt
 * Imports:  host.random(at, size); host.store_size() and store_read, store_write, store_flush,
 *           store_resize over the origin-private file (0: done, 1: refused, 2: no space)
 *
 * Of the module's two parts (tools/wasm/split_module.mjs) this is in the first.
 *
 * One module instance is one person. The throw-away Worker that hashes has an instance of its own,
 * so 128 MiB are given back to the system with it.
 */
#include "app/app.h"
#include "base/check.h"
#include "crypt/crypt.h"
#include "crypt/password.h"

#include <stdlib.h>

#define EXPORT(name) __attribute__((export_name(#name), used)) name
#define IMPORT(name) __attribute__((import_module("host"), import_name(#name)))

IMPORT(random) void host_random(uint8_t *out, size_t size);
IMPORT(store_size) double host_store_size(void);
IMPORT(store_read) int host_store_read(double offset, uint8_t *out, size_t size);
IMPORT(store_write) int host_store_write(double offset, const uint8_t *in, size_t size);
IMPORT(store_flush) int host_store_flush(void);
IMPORT(store_resize) int host_store_resize(double size);

void *host_room(size_t size);
int host_event(size_t size);
const uint8_t *host_effects(void);
size_t host_effects_size(void);
const uint8_t *host_hash(int kind, size_t size);

/* libsodium's asserts and its entropy would draw in libc's standard streams and WASI: these stand
 * in front of them, so that the module imports nothing but `host`. */
int getentropy(void *out, size_t size);
int getentropy(void *out, size_t size) {
    host_random(out, size);
    return 0;
}

/* What an instance holds: the one place of state, because a module has no other caller. */
static struct {
    struct app *app;
    uint8_t *room;
    size_t room_size;
    struct bytes effects;
    uint8_t key[KEY_SIZE];
} host;

static enum err result(int code) {
    return code == 0 ? ERR_OK : code == 2 ? ERR_NO_SPACE : ERR_IO;
}

static enum err random_from_host(void *ctx, uint8_t *out, size_t size) {
    (void)ctx;
    host_random(out, size);
    return ERR_OK;
}

static enum err io_size(void *ctx, uint64_t *size) {
    (void)ctx;
    double n = host_store_size();
    if (n < 0)
        return ERR_IO;
    *size = (uint64_t)n;
    return ERR_OK;
}

static enum err io_read(void *ctx, uint64_t offset, uint8_t *out, size_t size) {
    (void)ctx;
    return result(host_store_read((double)offset, out, size));
}

static enum err io_write(void *ctx, uint64_t offset, const uint8_t *in, size_t size) {
    (void)ctx;
    return result(host_store_write((double)offset, in, size));
}

static enum err io_flush(void *ctx) {
    (void)ctx;
    return result(host_store_flush());
}

static enum err io_resize(void *ctx, uint64_t size) {
    (void)ctx;
    return result(host_store_resize((double)size));
}

void *EXPORT(host_room)(size_t size) {
    if (size > host.room_size) {
        free(host.room);
        host.room = malloc(size);
        host.room_size = host.room ? size : 0;
    }
    return host.room;
}

static struct app *app_first(void) {
    static struct store_io io = {.size = io_size,
                                 .read = io_read,
                                 .write = io_write,
                                 .flush = io_flush,
                                 .resize = io_resize};
    struct app_host given = {.random = {.fill = random_from_host}, .store = &io};
    return crypt_init() == ERR_OK ? app_new(&given) : NULL;
}

int EXPORT(host_event)(size_t size) {
    MUST(size <= host.room_size);
    if (!host.app)
        host.app = app_first();
    MUST(host.app);
    host.effects = (struct bytes){0};
    enum err e = app_event(host.app, bytes_make(host.room, size), &host.effects);
    /* Without memory to begin there is nothing to show: the page is loaded anew. */
    MUST(e != ERR_FULL || host.room[0] != EVENT_START);
    return e == ERR_OK;
}

const uint8_t *EXPORT(host_effects)(void) {
    return host.effects.at;
}

size_t EXPORT(host_effects_size)(void) {
    return host.effects.size;
}

const uint8_t *EXPORT(host_hash)(int kind, size_t size) {
    MUST(size <= host.room_size && size >= PASSWORD_SALT_SIZE);
    if (crypt_init() != ERR_OK)
        return NULL;
    struct bytes secret = bytes_make(host.room + PASSWORD_SALT_SIZE, size - PASSWORD_SALT_SIZE);
    enum err e = kind == 0 ? password_hash(secret, host.key)
                           : password_hash_device(secret, host.room, host.key);
    memory_wipe(host.room, host.room_size);
    return e == ERR_OK ? host.key : NULL;
}
