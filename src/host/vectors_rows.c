/* vectors_rows.c -- the known answers of what stands behind the store file's seals: records as a
 * book writes them (docs/format.md, "Records of a book").
 */
#include "host/vectors_parts.h"

#include "book/book_internal.h"
#include "book/rows.h"
#include "crypt/seeded.h"

#include <string.h>

enum { KIND_OF_ENTRY = 130, DAY_OF_ENTRY = 2500 };

/* A book of the root "R" in generation 3 whose private feed holds {1: "rows"} and a newer version
 * of it, {0: the first's id, 1: "more"}; a kept value, a local one, and a draft. */
static enum err entries_write(struct book *b, struct arena *a) {
    uint8_t first[EID_SIZE];
    static const char *const texts[] = {"rows", "more"};
    for (size_t i = 0; i < 2; i++) {
        struct body_writer w;
        struct book_entry e = {.space = SPACE_MINE, .kind = KIND_OF_ENTRY, .day = DAY_OF_ENTRY};
        body_begin(&w, a, i ? first : NULL);
        body_add_text(&w, 1, bytes_from_string(texts[i]));
        TRY(body_end(&w, &e.body));
        TRY(book_write(b, &e, i ? NULL : first));
    }
    TRY(book_draft_set(b, BYTES("half a line")));
    TRY(book_kept_set(b, STORE_MINE, 5, BYTES("kept")));
    return book_commit(b);
}

/* Reads record `number` of *mine* out of the file, with its key. */
static enum err record_read(struct arena *a, const struct store_io *io,
                            const struct random_source *random, const uint8_t kek[KEY_SIZE],
                            uint32_t number, struct buf *out) {
    struct store *s;
    uint8_t *plain = arena_alloc(a, STORE_RECORD_SIZE);
    if (!plain)
        return ERR_FULL;
    TRY(store_open(a, io, random, &s));
    TRY(store_unlock(s, STORE_WRAP_MINE, kek));
    enum err e = store_read(s, STORE_MINE, number, plain);
    store_close(s);
    TRY(e);
    uint32_t used = record_used(plain);
    bool rest_is_zero = used > 0;
    for (size_t i = used; i < STORE_RECORD_SIZE; i++)
        rest_is_zero = rest_is_zero && plain[i] == 0;
    buf_add_hex(out, bytes_make(plain, used));
    return rest_is_zero ? ERR_OK : ERR_MALFORMED;
}

static enum err record_value(uint32_t number, struct buf *out) {
    struct arena a;
    struct store_memory memory;
    struct random_seeded seeded;
    struct book_locks locks;
    struct book_root root = {.generation = 3};
    struct book *b;
    arena_init(&a, 48u << 20);
    struct store_io io = store_memory_io(&memory, &a);
    struct book_config config = {.io = &io, .random = random_seeded_source(&seeded, 1)};
    vector_named("R", root.root, KEY_SIZE);
    vector_named("salt.device", locks.salts.device, STORE_SALT_SIZE);
    vector_named("salt.mine", locks.salts.mine, STORE_SALT_SIZE);
    vector_named("kek.ours", locks.ours_kek, KEY_SIZE);
    vector_named("kek.mine", locks.mine_kek, KEY_SIZE);
    enum err e = book_create(&config, &locks, &root, &b);
    if (e == ERR_OK) {
        e = entries_write(b, &a);
        book_close(b);
    }
    if (e == ERR_OK)
        e = record_read(&a, &io, &config.random, locks.mine_kek, number, out);
    arena_free(&a);
    return e;
}

enum err vector_record_state(struct buf *out) {
    return record_value(0, out);
}

enum err vector_record_values(struct buf *out) {
    return record_value(1, out);
}

enum err vector_record_entries(struct buf *out) {
    return record_value(2, out);
}
