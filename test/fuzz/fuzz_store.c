/* fuzz_store.c -- the loader of the store file over any bytes.
 *
 * A book's file is made once. The input is a list of changes to it (offset, length, bytes) and a
 * cut; then it is opened, both locks, read through, written to and opened again. Whatever the bytes
 * are: no crash, no reading outside, and a book that opened can be written to. What stands behind
 * the seals is fuzz_rows.c's.
 */
#include "base/check.h"
#include "book/book_parts.h"
#include "crypt/crypt.h"
#include "crypt/seeded.h"

#include <stdlib.h>
#include <string.h>

enum { KIND_NOTE = 130, FILE_SIZE = STORE_HEADER_SIZE + 2 * STORE_EXTENT_SIZE };

static const uint8_t kek[KEY_SIZE] = "the key of both locks..........";
static uint8_t whole[FILE_SIZE];

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err note_write(struct book *b, enum space space, size_t text_size) {
    static uint8_t text[4000];
    struct arena a;
    struct body_writer w;
    struct book_entry e = {.space = space, .kind = KIND_NOTE, .day = 1};
    memset(text, 'x', sizeof text);
    arena_init(&a, 1 << 20);
    body_begin(&w, &a, NULL);
    body_add_text(&w, 1, bytes_make(text, text_size));
    enum err err = body_end(&w, &e.body);
    if (err == ERR_OK)
        err = book_write(b, &e, NULL);
    arena_free(&a);
    return err;
}

static void book_fill_file(struct book_config *config) {
    struct book *b;
    struct book_locks locks = {.salts = {.device = "salt"}};
    struct book_root root = {.generation = 1, .root = "root"};
    uint8_t feed_key[KEY_SIZE] = "key", seed[KEY_SIZE] = "seed";
    memcpy(locks.ours_kek, kek, KEY_SIZE);
    memcpy(locks.mine_kek, kek, KEY_SIZE);
    MUST(book_create(config, &locks, &root, &b) == ERR_OK);
    MUST(book_feed_add(b, FEED_PAIR_OUT, feed_key, seed, NULL, NULL) == ERR_OK);
    MUST(book_commit(b) == ERR_OK);
    MUST(note_write(b, SPACE_OURS, 300) == ERR_OK && note_write(b, SPACE_MINE, 4000) == ERR_OK);
    book_close_mine(b);
    MUST(note_write(b, SPACE_MINE, 20) == ERR_OK);
    book_close(b);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    struct arena a;
    struct store_memory m;
    struct random_seeded seeded;
    (void)argc;
    (void)argv;
    MUST(crypt_init() == ERR_OK);
    arena_init(&a, 64 << 20);
    struct store_io io = store_memory_io(&m, &a);
    struct book_config config = {.io = &io, .random = random_seeded_source(&seeded, 1)};
    book_fill_file(&config);
    MUST(io.read(io.ctx, 0, whole, sizeof whole) == ERR_OK);
    arena_free(&a);
    return 0;
}

static void file_change(struct store_io *io, const uint8_t *data, size_t size) {
    MUST(io->write(io->ctx, 0, whole, sizeof whole) == ERR_OK);
    while (size >= 5) {
        uint64_t offset = (u32_read(data) & 0xFFFFFF) % FILE_SIZE;
        size_t count = data[4] % 64u;
        data += 5;
        size -= 5;
        count = count < size ? count : size;
        if (offset + count > FILE_SIZE)
            count = (size_t)(FILE_SIZE - offset);
        MUST(count == 0 || io->write(io->ctx, offset, data, count) == ERR_OK);
        if (count == 0) /* a cut */
            MUST(io->resize(io->ctx, FILE_SIZE - offset % 4096) == ERR_OK);
        data += count;
        size -= count;
    }
}

static void file_try(const uint8_t *data, size_t size) {
    struct arena a;
    struct store_memory m;
    struct random_seeded seeded;
    struct book *b;
    size_t count;
    arena_init(&a, 64 << 20);
    struct store_io io = store_memory_io(&m, &a);
    struct book_config config = {.io = &io, .random = random_seeded_source(&seeded, size)};
    file_change(&io, data, size);
    if (book_open(&config, kek, &b) == ERR_OK) {
        bool mine = book_open_mine(b, kek) == ERR_OK;
        (void)book_items(b, KIND_NOTE, &count);
        size_t before = count;
        MUST(!mine || note_write(b, SPACE_MINE, 50) == ERR_OK);
        (void)book_items(b, KIND_NOTE, &count);
        MUST(count == before + mine);
        book_close(b);
        MUST(book_open(&config, kek, &b) == ERR_OK && book_damaged(b) == 0);
        book_close(b);
    }
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    file_try(data, size);
    return 0;
}
