/* test_native_file.c -- a book in a real file: through a full disk, a second process, a kill. */
#include "test.h"

#include "book/book_internal.h"
#include "crypt/crypt.h"
#include "host/native_file.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KIND_NOTE = 130 };

static const uint8_t kek[KEY_SIZE] = "the device secret, hashed......";

struct place {
    char folder[64];
    char path[80];
    struct native_file file;
    struct store_io io;
    struct book_config config;
};

static void place_make(struct place *p) {
    *p = (struct place){.folder = "/tmp/toward-test-XXXXXX"};
    MUST(crypt_init() == ERR_OK && mkdtemp(p->folder));
    snprintf(p->path, sizeof p->path, "%s/book", p->folder);
    p->config = (struct book_config){.io = &p->io, .random = native_random()};
}

static void place_remove(const struct place *p) {
    unlink(p->path);
    rmdir(p->folder);
}

static enum err place_create(struct place *p, struct book **b) {
    struct book_locks locks = {.salts = {.device = "salt"}};
    struct book_root root = {.generation = 1, .root = "root"};
    memcpy(locks.ours_kek, kek, KEY_SIZE);
    memcpy(locks.mine_kek, kek, KEY_SIZE);
    return book_create(&p->config, &locks, &root, b);
}

static enum err note_write(struct book *b, const char *text) {
    struct arena a;
    struct body_writer w;
    struct book_entry e = {.space = SPACE_MINE, .kind = KIND_NOTE, .day = 2000};
    arena_init(&a, 1 << 20);
    body_begin(&w, &a, NULL);
    body_add_text(&w, 1, bytes_from_string(text));
    enum err err = body_end(&w, &e.body);
    if (err == ERR_OK)
        err = book_write(b, &e, NULL);
    arena_free(&a);
    return err;
}

static size_t note_count(const struct book *b) {
    size_t count;
    (void)book_items(b, KIND_NOTE, &count);
    return count;
}

TEST(native_file_keeps_a_book_and_is_held_by_one) {
    struct place p;
    struct book *b;
    struct stat st;
    struct native_file second;
    struct store_io io;
    place_make(&p);
    CHECK_OK(native_file_open(p.path, &p.file, &p.io));
    CHECK_ERR(native_file_open(p.path, &second, &io), ERR_CONFLICT);
    CHECK_OK(place_create(&p, &b));
    CHECK_OK(note_write(b, "kept"));
    book_close(b);
    native_file_close(&p.file);
    CHECK(stat(p.path, &st) == 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    CHECK_OK(native_file_open(p.path, &p.file, &p.io));
    CHECK_OK(book_open(&p.config, kek, &b));
    CHECK_OK(book_open_mine(b, kek));
    CHECK_INT(note_count(b), 1);
    book_close(b);
    CHECK_OK(store_destroy(&p.io, &p.config.random));
    CHECK(stat(p.path, &st) == 0 && st.st_size == 0);
    native_file_close(&p.file);
    place_remove(&p);
}

/* The file may not grow any more: what fits is kept, what does not is refused, nothing breaks. */
TEST(native_file_says_when_the_disk_is_full) {
    struct place p;
    struct book *b;
    static char text[8001];
    struct rlimit before, small;
    size_t written = 0;
    enum err err = ERR_OK;
    memset(text, 'x', sizeof text - 1);
    place_make(&p);
    CHECK_OK(native_file_open(p.path, &p.file, &p.io));
    CHECK_OK(place_create(&p, &b));
    signal(SIGXFSZ, SIG_IGN);
    CHECK(getrlimit(RLIMIT_FSIZE, &before) == 0);
    small = before;
    small.rlim_cur = STORE_HEADER_SIZE + 3 * STORE_EXTENT_SIZE;
    CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
    while (written < 1000 && (err = note_write(b, text)) == ERR_OK)
        written++;
    CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0);
    CHECK_INT(err, ERR_NO_SPACE);
    CHECK(written > 20);
    CHECK_INT(note_count(b), written);
    CHECK_OK(note_write(b, text)); /* there is room again */
    book_close(b);
    CHECK_OK(book_open(&p.config, kek, &b));
    CHECK_OK(book_open_mine(b, kek));
    CHECK_INT(note_count(b), written + 1);
    book_close(b);
    native_file_close(&p.file);
    place_remove(&p);
}

/* A process that writes and says so, until it is killed. Returns how many it said. */
static uint32_t write_until_killed(struct place *p, unsigned microseconds) {
    int ends[2];
    uint32_t said = 0, n;
    MUST(pipe(ends) == 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct book *b;
        if (native_file_open(p->path, &p->file, &p->io) != ERR_OK ||
            book_open(&p->config, kek, &b) != ERR_OK || book_open_mine(b, kek) != ERR_OK)
            _exit(1);
        for (n = 1; note_write(b, "one more") == ERR_OK; n++)
            if (write(ends[1], &n, sizeof n) != (ssize_t)sizeof n)
                break;
        _exit(1);
    }
    close(ends[1]);
    if (read(ends[0], &n, sizeof n) == (ssize_t)sizeof n)
        said = n; /* it has begun */
    usleep(microseconds);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    while (read(ends[0], &n, sizeof n) == (ssize_t)sizeof n)
        said = n;
    close(ends[0]);
    return said;
}

TEST(native_file_loses_nothing_called_saved_when_killed) {
    struct place p;
    struct book *b;
    size_t count = 0, said_in_all = 0;
    place_make(&p);
    CHECK_OK(native_file_open(p.path, &p.file, &p.io));
    CHECK_OK(place_create(&p, &b));
    book_close(b);
    native_file_close(&p.file);
    for (unsigned round = 0; round < 40; round++) {
        uint32_t said = write_until_killed(&p, round * 997 % 12000);
        said_in_all += said;
        CHECK_OK(native_file_open(p.path, &p.file, &p.io));
        CHECK_OK(book_open(&p.config, kek, &b));
        CHECK_OK(book_open_mine(b, kek));
        CHECK_INT(book_damaged(b), 0);
        size_t now = note_count(b);
        CHECK(now == count + said || now == count + said + 1);
        count = now;
        book_close(b);
        native_file_close(&p.file);
    }
    CHECK(said_in_all > 40);
    place_remove(&p);
}
