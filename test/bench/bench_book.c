/* bench_book.c -- a ten-year book: how long it takes to open, and what one write costs.
 *
 * Usage: bench_book TOWARD FOLDER      (TOWARD is not used: the core runs in this program)
 *        bench_book make FILE SECRET   (only makes the book, to be opened by SECRET elsewhere)
 *
 * Makes a book of 75,000 entries of about 270 bytes (20 MB), by two people over ten years, in
 * FOLDER, and opens it in a process that has just begun, as the app does: the sealed file read,
 * opened, folded, and one kind's items asked for. Then it writes as a form does. Each figure is one
 * line:
 *
 *   name value unit reference ratio goal ok|short
 *
 * The references are measured in the same run: reading the file without opening anything, and a
 * bare pwrite of the same sizes with fdatasync. (Yjs takes 230 ms for the same entries from memory,
 * unsealed, and 1.5 to 2.7 ms to add one and recount: shared figures of another day.)
 */
#include "base/check.h"
#include "book/book_internal.h"
#include "crypt/crypt.h"
#include "crypt/feed.h"
#include "crypt/password.h"
#include "host/native_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ENTRIES = 75000, KINDS = 12, KIND_FIRST = 192, DAYS = 3650, OPENINGS = 5, WRITES = 300 };

static uint8_t kek[KEY_SIZE] = "the key of the device's secret.";
static const uint8_t feed_key[2][KEY_SIZE] = {"what A writes to B.............",
                                              "what B writes to A"};
static const uint8_t write_seed[2][KEY_SIZE] = {"A's write seed.................", "B's"};

static double seconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double now_ms(void) {
    return seconds(CLOCK_MONOTONIC) * 1e3;
}

static double cpu_ms(void) {
    return seconds(CLOCK_PROCESS_CPUTIME_ID) * 1e3;
}

static void must(enum err err, const char *what) {
    if (err == ERR_OK)
        return;
    fprintf(stderr, "bench_book: %s: %s\n", what, err_name(err));
    exit(1);
}

static void figure(const char *name, double value, const char *unit, double reference,
                   double goal) {
    char reference_text[32] = "-", ratio_text[32] = "-";
    if (reference > 0) {
        snprintf(reference_text, sizeof reference_text, "%.2f", reference);
        snprintf(ratio_text, sizeof ratio_text, "%.2f", value / reference);
    }
    printf("%-34s %10.2f %-5s %10s %6s <=%g %s\n", name, value, unit, reference_text, ratio_text,
           goal, value <= goal ? "ok" : "short");
    fflush(stdout);
}

/* What a kind's table would make of a body: the number at key 2. */
static uint64_t digest(struct bytes body) {
    uint64_t n = 0;
    return body_uint(body, 2, &n) ? n : 0;
}

static book_digest digest_of(uint32_t kind) {
    return kind >= KIND_FIRST ? digest : NULL;
}

/* A line of a diary, `size` bytes of it. */
static struct bytes text_make(char *room, size_t size, uint32_t n) {
    static const char *const words[] = {"tonight ", "you ",  "asked ",   "how ",  "it ",
                                        "was ",     "and ",  "I ",       "said ", "more ",
                                        "than ",    "last ", "time, ",   "we ",   "laughed ",
                                        "on ",      "the ",  "stairs, ", "then ", "tea; "};
    size_t used = 0;
    for (uint32_t i = n; used < size; i = i * 1103515245u + 12345u) {
        const char *w = words[(i >> 8) % COUNT_OF(words)];
        size_t part = strlen(w) < size - used ? strlen(w) : size - used;
        memcpy(room + used, w, part);
        used += part;
    }
    return bytes_make(room, size);
}

static struct bytes body_make(struct arena *a, uint32_t n, const uint8_t *item, size_t size) {
    char room[600];
    struct body_writer w;
    struct bytes body;
    body_begin(&w, a, item);
    body_add_text(&w, 1, text_make(room, size, n * 2654435761u));
    body_add_uint(&w, 2, n % 5);
    body_add_uint(&w, 3, n % 3);
    must(body_end(&w, &body), "body");
    return body;
}

static int32_t day_of(uint32_t n) {
    return (int32_t)(500 + (uint64_t)n * DAYS / ENTRIES);
}

/* Half of the entries are theirs: built here as the other phone would. */
static struct bytes theirs_make(struct arena *a, uint32_t n, uint64_t lam) {
    static const uint8_t witness[WITNESS_FIELD_SIZE] = {1};
    struct buf out;
    struct bytes cbor;
    struct entry_draft d = {.kind = KIND_FIRST + n % KINDS,
                            .lam = lam,
                            .day = day_of(n),
                            .witness = BYTES_OF(witness),
                            .body = body_make(a, n, NULL, 110)};
    buf_init(&out, a);
    entry_write(&out, &d);
    must(buf_finish(&out, &cbor), "entry");
    return cbor;
}

static void entry_stage_one(struct book *b, struct arena *a, uint32_t n, uint8_t eid[EID_SIZE]) {
    static uint64_t lam;
    struct book_received got = {0};
    if (n % 2) {
        must(book_receive(b, book_feed(b, FEED_PAIR_IN), n + 1, theirs_make(a, n, ++lam), &got),
             "receive");
        return;
    }
    /* One in sixteen is in *mine*; one in twenty mends an earlier one. */
    struct book_entry e = {.space = n % 16 ? SPACE_OURS : SPACE_MINE,
                           .kind = KIND_FIRST + n % KINDS,
                           .day = day_of(n)};
    bool mends = n % 40 == 18 && n > 100;
    e.body = body_make(a, n, mends ? eid : NULL, n % 16 ? 110 : 240);
    if (mends)
        e.kind = KIND_FIRST + (n - 4) % KINDS;
    must(book_stage(b, &e, n % 40 == 14 ? eid : NULL), "stage");
}

static void sent_stage(struct book *b, struct arena *a) {
    static uint64_t position;
    struct book_unsent *unsent = arena_array(a, 512, sizeof *unsent);
    uint8_t(*eids)[EID_SIZE] = arena_array(a, 512, EID_SIZE);
    for (int mine = 0; mine < 2; mine++) {
        const struct feed *f = book_feed(b, mine ? FEED_MINE : FEED_PAIR_OUT);
        size_t count = book_pending(b, f, unsent, 512);
        for (size_t i = 0; i < count; i++)
            memcpy(eids[i], unsent[i].eid, EID_SIZE);
        for (size_t i = 0; i < count; i++)
            must(book_mark_sent(b, f, (const uint8_t(*)[EID_SIZE])eids + i, 1, ++position),
                 "mark sent");
    }
    must(book_commit(b), "commit");
}

static const struct store_salts salts = {.device = "salt", .mine = "salt"};

static void book_build(const struct book_config *config) {
    struct book *b;
    struct arena a;
    struct book_locks locks = {.salts = salts};
    struct book_root root = {.generation = 1, .root = "root"};
    uint8_t eid[EID_SIZE] = {0}, other[BOX_ID_SIZE];
    arena_init(&a, 64 << 20);
    memcpy(locks.ours_kek, kek, KEY_SIZE);
    memcpy(locks.mine_kek, kek, KEY_SIZE);
    must(book_create(config, &locks, &root, &b), "create");
    feed_box_id(write_seed[1], other);
    must(book_feed_add(b, FEED_PAIR_OUT, feed_key[0], write_seed[0], NULL, NULL), "feed");
    must(book_feed_add(b, FEED_PAIR_IN, feed_key[1], NULL, other, NULL), "feed");
    book_pair_set(b, &(struct book_pair){.state = PAIR_TOGETHER});
    must(book_commit(b), "commit");
    for (uint32_t n = 0; n < ENTRIES; n++) {
        entry_stage_one(b, &a, n, eid);
        if (n % 250 == 249 || n + 1 == ENTRIES) {
            must(book_commit(b), "commit");
            sent_stage(b, &a);
            arena_reset(&a);
        }
    }
    book_close(b);
    arena_free(&a);
}

/* --- opening --------------------------------------------------------------------------------- */

struct opening {
    double ours_ms, mine_ms, items_ms;
    size_t items;
    double memory_mb;
};

static struct book *book_open_both(const struct book_config *config, struct opening *o) {
    struct book *b;
    size_t count;
    double start = now_ms();
    must(book_open(config, kek, &b), "open");
    o->ours_ms = now_ms() - start;
    const struct item *items = book_items(b, KIND_FIRST, &count);
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += items[i].digest;
    o->items = count + (sum == UINT64_MAX);
    o->items_ms = now_ms() - start - o->ours_ms;
    start = now_ms();
    must(book_open_mine(b, kek), "open mine");
    o->mine_ms = now_ms() - start;
    return b;
}

/* In a process of its own, which has opened nothing before. */
static struct opening open_cold(const char *path) {
    struct opening o = {0};
    int ends[2];
    if (pipe(ends) != 0)
        must(ERR_IO, "pipe");
    pid_t pid = fork();
    if (pid == 0) {
        struct native_file f;
        struct store_io io;
        struct rusage usage;
        must(native_file_open(path, &f, &io), "file");
        struct book_config config = {.io = &io, .random = native_random(), .digest_of = digest_of};
        book_close(book_open_both(&config, &o));
        getrusage(RUSAGE_SELF, &usage);
        o.memory_mb = (double)usage.ru_maxrss / 1024;
        _exit(write(ends[1], &o, sizeof o) != (ssize_t)sizeof o);
    }
    int status;
    close(ends[1]);
    ssize_t got = read(ends[0], &o, sizeof o);
    waitpid(pid, &status, 0);
    close(ends[0]);
    if (got != (ssize_t)sizeof o || status != 0)
        must(ERR_IO, "the process that opens");
    return o;
}

/* Reading the whole file and doing nothing with it. */
static double read_ms(const char *path) {
    static uint8_t slot[STORE_SLOT_SIZE];
    double start = now_ms();
    int fd = open(path, O_RDONLY);
    while (fd >= 0 && read(fd, slot, sizeof slot) > 0)
        ;
    close(fd);
    return now_ms() - start;
}

/* --- writing --------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double quantile(double *values, size_t count, double q) {
    qsort(values, count, sizeof *values, compare);
    return values[(size_t)((double)(count - 1) * q)];
}

/* Two slots written and flushed one after the other: what a save asks of the disk. */
static double bare_ms(const char *folder, double *p99) {
    static uint8_t slot[STORE_SLOT_SIZE];
    static double times[WRITES];
    char path[512];
    snprintf(path, sizeof path, "%s/bare", folder);
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    for (size_t i = 0; i < WRITES && fd >= 0; i++) {
        double start = now_ms();
        for (int k = 0; k < 2; k++)
            if (pwrite(fd, slot, sizeof slot, (off_t)(i % 16 * 2 + (size_t)k) * STORE_SLOT_SIZE) <
                    0 ||
                fdatasync(fd) != 0)
                must(ERR_IO, "bare write");
        times[i] = now_ms() - start;
    }
    close(fd);
    unlink(path);
    *p99 = quantile(times, WRITES, 0.99);
    return quantile(times, WRITES, 0.5);
}

static void writes_measure(const char *path, const char *folder) {
    static double wall[WRITES], cpu[WRITES];
    struct native_file f;
    struct store_io io;
    struct arena a;
    struct opening o;
    double bare99, bare50 = bare_ms(folder, &bare99);
    must(native_file_open(path, &f, &io), "file");
    struct book_config config = {.io = &io, .random = native_random(), .digest_of = digest_of};
    struct book *b = book_open_both(&config, &o);
    arena_init(&a, 1 << 20);
    for (size_t i = 0; i < WRITES; i++) {
        double start = now_ms(), start_cpu = cpu_ms();
        struct book_entry e = {.space = SPACE_OURS,
                               .kind = KIND_FIRST,
                               .day = 500 + DAYS,
                               .body = body_make(&a, (uint32_t)i, NULL, 110)};
        must(book_write(b, &e, NULL), "write");
        wall[i] = now_ms() - start;
        cpu[i] = cpu_ms() - start_cpu;
        arena_reset(&a);
    }
    figure("book_write_p50", quantile(wall, WRITES, 0.5), "ms", bare50, bare50 * 3);
    figure("book_write_p99", quantile(wall, WRITES, 0.99), "ms", bare99, bare99 * 3);
    figure("book_write_cpu_p50", quantile(cpu, WRITES, 0.5), "ms", 0, 1);
    figure("book_write_cpu_p99", quantile(cpu, WRITES, 0.99), "ms", 0, 4);
    book_close(b);
    native_file_close(&f);
    arena_free(&a);
}

/* A book for the browser, by a secret that a person could type. */
static int make(const char *path, const char *secret) {
    struct native_file f;
    struct store_io io;
    unlink(path);
    must(password_hash_device(bytes_from_string(secret), salts.device, kek), "hash");
    must(native_file_open(path, &f, &io), "file");
    book_build(&(struct book_config){.io = &io, .random = native_random(), .digest_of = digest_of});
    native_file_close(&f);
    return 0;
}

int main(int argc, char **argv) {
    char path[512];
    struct native_file f;
    struct store_io io;
    double ours[OPENINGS], both[OPENINGS];
    struct opening o = {0};
    const char *folder = argc > 2 ? argv[2] : ".";
    must(crypt_init(), "crypt");
    if (argc == 4 && strcmp(argv[1], "make") == 0)
        return make(argv[2], argv[3]);
    snprintf(path, sizeof path, "%s/ten-years", folder);
    unlink(path);
    must(native_file_open(path, &f, &io), "file");
    struct book_config config = {.io = &io, .random = native_random(), .digest_of = digest_of};
    book_build(&config);
    native_file_close(&f);
    double reading = read_ms(path);
    for (size_t i = 0; i < OPENINGS; i++) {
        o = open_cold(path);
        ours[i] = o.ours_ms + o.items_ms;
        both[i] = ours[i] + o.mine_ms;
    }
    figure("book_open_75000", quantile(ours, OPENINGS, 0.5), "ms", reading, 250);
    figure("book_open_75000_both_locks", quantile(both, OPENINGS, 0.5), "ms", reading, 250);
    figure("book_open_memory", o.memory_mb, "MB", 0, 120);
    writes_measure(path, folder);
    unlink(path);
    return 0;
}
