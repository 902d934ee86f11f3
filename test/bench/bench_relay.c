/* bench_relay.c -- what the relay does in a second, beside what this machine can do at all.
 *
 * Usage: bench_relay TOWARD FOLDER [SECONDS]
 *
 * Starts the program TOWARD on a new database in FOLDER and measures it over HTTP with blobs of
 * 1,024 bytes, signatures checked. Each figure is one line:
 *
 *   name value unit reference ratio goal ok|short
 *
 * The reference is measured in the same run, on the same disk:
 *
 *   durable appends of 1, 16, 64 writers   a bare SQLite loop: same schema, settings and sizes, one
 *                                          row a transaction
 *   ... in batches of 100                  the same loop, 100 rows a transaction
 *   writer to waiting reader               writing 4 KiB and fdatasync, then one loopback round
 * trip
 *
 * A disk or a machine that others use changes from second to second, so figure and reference take
 * turns in SLICES short pieces. Of rates, the medians are printed, and as ratio the median of the
 * pieces' ratios; of times, the percentiles of all pieces together.
 *
 * Appends are signed before the clock starts. The load comes from this program, on the same cores.
 */
#include "base/check.h"
#include "crypt/chain.h"
#include "crypt/crypt.h"
#include "crypt/hash.h"
#include "relay/schema.h"
#include "wire/relay_api.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    BLOB_SIZE = 1024,
    BATCH = 100,
    BOX_BATCHES = 600, /* of them fit into a box's 64 MiB */
    WAITERS = 5000,
    WRITERS_MAX = 64,
    PINGS = 600,
    SLICES = 6
};

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what) {
    fprintf(stderr, "bench_relay: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* Judged by its ratio, or by the value where there is none (0): it must be at least (more) or at
 * most the goal. */
static void report(const char *name, double value, const char *unit, double reference, double ratio,
                   double goal, bool more) {
    double judged = ratio > 0 ? ratio : value;
    bool ok = more ? judged >= goal : judged <= goal;
    char reference_text[32] = "-", ratio_text[32] = "-";
    if (ratio > 0) {
        snprintf(reference_text, sizeof reference_text, "%.1f", reference);
        snprintf(ratio_text, sizeof ratio_text, "%.2f", ratio);
    }
    printf("%-34s %10.1f %-5s %10s %6s %s%g%s %s\n", name, value, unit, reference_text, ratio_text,
           more ? ">=" : "<=", goal, ratio > 0 ? "x" : "", ok ? "ok" : "short");
    fflush(stdout);
}

static void report_value(const char *name, double value, const char *unit, double goal, bool more) {
    report(name, value, unit, 0, 0, goal, more);
}

static int compare(const void *a, const void *b) {
    double d = *(const double *)a - *(const double *)b;
    return d < 0 ? -1 : d > 0;
}

/* Sorts. */
static double median(double *at, size_t count) {
    qsort(at, count, sizeof *at, compare);
    return at[count / 2];
}

/* ---- the relay as a child ---- */

struct relay {
    pid_t pid;
    unsigned port;
    double started_s; /* from fork to the first answer's arrival */
};

static int dial(unsigned port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)port),
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a) != 0)
        die("connect");
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

static void send_all(int fd, const void *at, size_t size) {
    for (size_t sent = 0; sent < size;) {
        ssize_t n = write(fd, (const char *)at + sent, size - sent);
        if (n <= 0)
            die("write");
        sent += (size_t)n;
    }
}

/* Reads one answer whole; its status. */
static int answer_read(int fd, char *room, size_t size) {
    size_t have = 0;
    for (;;) {
        ssize_t n = read(fd, room + have, size - 1 - have);
        if (n <= 0)
            die("read");
        have += (size_t)n;
        room[have] = '\0';
        char *end = memmem(room, have, "\r\n\r\n", 4);
        char *length = end ? strcasestr(room, "content-length: ") : NULL;
        if (!end)
            continue;
        size_t whole = (size_t)(end + 4 - room) + (length ? strtoul(length + 16, NULL, 10) : 0);
        if (have >= whole)
            return (int)strtol(room + 9, NULL, 10);
    }
}

static struct relay relay_start(const char *program, const char *folder) {
    struct relay r = {0};
    int pipes[2];
    if (pipe2(pipes, O_CLOEXEC) != 0)
        die("pipe");
    double start = now_s();
    r.pid = fork();
    if (r.pid == 0) {
        dup2(pipes[1], 1);
        execl(program, program, "serve", "--port", "0", "--data", folder, "--max-connections",
              "6000", "--max-waits", "6000", (char *)NULL);
        _exit(127);
    }
    close(pipes[1]);
    char line[1024] = {0};
    size_t have = 0;
    while (!strchr(line, '\n') && have < sizeof line - 1) {
        ssize_t n = read(pipes[0], line + have, sizeof line - 1 - have);
        if (n <= 0)
            die("the relay did not start");
        have += (size_t)n;
    }
    char *port = strstr(line, "http://127.0.0.1:");
    MUST(port);
    r.port = (unsigned)strtoul(port + 17, NULL, 10);
    int fd = dial(r.port);
    char room[4096];
    snprintf(room, sizeof room, "GET /x HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", r.port);
    send_all(fd, room, strlen(room));
    answer_read(fd, room, sizeof room);
    r.started_s = now_s() - start;
    close(fd); /* the pipe stays open, so that its last line has somewhere to go */
    return r;
}

static void relay_stop(struct relay *r) {
    int status = 0;
    kill(r->pid, SIGTERM);
    waitpid(r->pid, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fprintf(stderr, "bench_relay: the relay ended with %d\n", status);
}

static double rss_kb(pid_t pid) {
    char path[64], line[256];
    double kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmRSS:", 6) == 0)
            kb = strtod(line + 6, NULL);
    if (f)
        fclose(f);
    return kb;
}

/* ---- authors and their signed appends ---- */

struct writer {
    struct sign_key key;
    struct chain chain;
    uint8_t rt[32];
    char **requests; /* each a whole HTTP request */
    size_t *sizes;
    size_t count, sent;
    int fd;
    size_t have;
    char room[1024];
};

static void blob_fill(uint8_t *blob, uint64_t seed) {
    for (size_t i = 0; i < BLOB_SIZE; i += 8) {
        seed = seed * 6364136223846793005ull + 1442695040888963407ull;
        u64_write(blob + i, seed);
    }
}

static size_t request_write(char **out, const char *method, const char *path, unsigned port,
                            struct bytes body) {
    char head[512];
    int size = snprintf(head, sizeof head,
                        "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nContent-Length: %zu\r\n\r\n",
                        method, path, port, body.size);
    *out = malloc((size_t)size + body.size);
    MUST(*out);
    memcpy(*out, head, (size_t)size);
    memcpy(*out + size, body.at, body.size);
    return (size_t)size + body.size;
}

static void path_write(const struct writer *w, uint64_t n, char *out, size_t size) {
    struct buf b;
    char hex[65] = {0};
    buf_init_fixed(&b, hex, 64);
    buf_add_hex(&b, bytes_make(w->key.public_key, 32));
    if (n > 0)
        snprintf(out, size, "/b/%s/%llu", hex, (unsigned long long)n);
    else
        snprintf(out, size, "/b/%s", hex);
}

static void box_create(struct writer *w, unsigned port, uint64_t seed) {
    uint8_t key_seed[32] = {0}, host[32], message[RELAY_CREATE_MESSAGE_SIZE], room[256];
    char origin[64], path[128], *request, answer[2048];
    u64_write(key_seed, seed);
    u64_write(key_seed + 8, (uint64_t)time(NULL));
    sign_key_from_seed(key_seed, &w->key);
    memcpy(w->rt, key_seed, 32);
    chain_start(w->key.public_key, &w->chain);
    snprintf(origin, sizeof origin, "http://127.0.0.1:%u", port);
    hash_bytes(LABEL_HOST, bytes_from_string(origin), host);
    struct relay_create c = {.box_class = RELAY_CLASS_FEED,
                             .day = (uint32_t)(time(NULL) / 86400 - 18262)};
    hash_bytes(LABEL_RT, BYTES_OF(w->rt), c.rt_hash);
    relay_create_message(w->key.public_key, &c, host, message);
    struct bytes part = BYTES_OF(message), body;
    sign_parts(&w->key, SIGN_CREATE, &part, 1, c.sig);
    struct buf b;
    buf_init_fixed(&b, room, sizeof room);
    relay_create_write(&b, &c);
    MUST(buf_finish(&b, &body) == ERR_OK);
    path_write(w, 0, path, sizeof path);
    size_t size = request_write(&request, "PUT", path, port, body);
    int fd = dial(port);
    send_all(fd, request, size);
    MUST(answer_read(fd, answer, sizeof answer) == 200);
    close(fd);
    free(request);
}

/* Signs `count` appends of `blobs` blobs each. */
static void writer_prepare(struct writer *w, unsigned port, uint64_t seed, size_t count,
                           uint32_t blobs) {
    static uint8_t room[RELAY_APPEND_MAX_SIZE], data[BATCH][BLOB_SIZE];
    w->requests = calloc(count, sizeof *w->requests);
    w->sizes = calloc(count, sizeof *w->sizes);
    w->count = count;
    MUST(w->requests && w->sizes && blobs <= BATCH);
    for (size_t i = 0; i < count; i++) {
        struct bytes list[BATCH], body;
        uint8_t prev[32], sig[64], bh[32];
        char path[128];
        if (i % BOX_BATCHES == 0)
            box_create(w, port, seed + i);
        path_write(w, w->chain.position + 1, path, sizeof path);
        memcpy(prev, w->chain.head, 32);
        for (uint32_t k = 0; k < blobs; k++) {
            blob_fill(data[k], seed + i * BATCH + k);
            list[k] = BYTES_OF(data[k]);
            chain_blob_hash(list[k], bh);
            chain_advance(&w->chain, bh);
        }
        chain_sign_append(&w->chain, &w->key, sig);
        struct buf b;
        buf_init_fixed(&b, room, sizeof room);
        relay_append_write(&b, prev, sig, list, blobs);
        MUST(buf_finish(&b, &body) == ERR_OK);
        w->sizes[i] = request_write(&w->requests[i], "POST", path, port, body);
    }
}

static void writer_free(struct writer *w) {
    for (size_t i = 0; i < w->count; i++)
        free(w->requests[i]);
    free(w->requests);
    free(w->sizes);
}

/* ---- durable appends ---- */

static void writer_send(struct writer *w) {
    send_all(w->fd, w->requests[w->sent], w->sizes[w->sent]);
    w->sent++;
    w->have = 0;
}

/* True when a whole answer has come; anything but 200 ends the measurement. */
static bool writer_receive(struct writer *w) {
    ssize_t n = read(w->fd, w->room + w->have, sizeof w->room - w->have);
    if (n <= 0)
        die("read");
    w->have += (size_t)n;
    if (memcmp(w->room, "HTTP/1.1 200", w->have < 12 ? w->have : 12) != 0) {
        fprintf(stderr, "bench_relay: %.*s\n", (int)w->have, w->room);
        exit(1);
    }
    char *end = memmem(w->room, w->have, "\r\n\r\n", 4);
    return end && w->have >= (size_t)(end + 4 - w->room) + RELAY_POSITION_SIZE;
}

/* Rows a second of `count` writers, each with one append on its way. */
static double appends_measure(struct relay *r, size_t count, uint32_t blobs, double seconds) {
    static struct writer writers[WRITERS_MAX];
    static uint64_t seed = 1;
    double expected = blobs > 1 ? 1500 : count == 1 ? 6000 : 25000; /* requests a second at most */
    size_t each = (size_t)(expected * seconds / (double)count) + 1;
    int poll = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; i < count; i++) {
        memset(&writers[i], 0, sizeof writers[i]);
        writer_prepare(&writers[i], r->port, seed += 1000003, each, blobs);
        writers[i].fd = dial(r->port);
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = &writers[i]};
        epoll_ctl(poll, EPOLL_CTL_ADD, writers[i].fd, &e);
    }
    double start = now_s(), end = start + seconds;
    size_t done = 0, active = count;
    for (size_t i = 0; i < count; i++)
        writer_send(&writers[i]);
    while (active > 0) {
        struct epoll_event events[WRITERS_MAX];
        /* One writer polls instead of sleeping: what is measured is the relay's part of the time,
         * not how long this program takes to be woken. */
        int n = epoll_wait(poll, events, WRITERS_MAX, count * blobs == 1 ? 0 : 5000);
        bool over = now_s() >= end;
        if (n < 0 || (n == 0 && (count * blobs > 1 || now_s() > end + 5)))
            die("no answer");
        for (int i = 0; i < n; i++) {
            struct writer *w = events[i].data.ptr;
            if (!writer_receive(w))
                continue;
            done++;
            if (over || w->sent == w->count)
                active--;
            else
                writer_send(w);
        }
    }
    double took = now_s() - start;
    for (size_t i = 0; i < count; i++) {
        close(writers[i].fd);
        writer_free(&writers[i]);
    }
    close(poll);
    return (double)(done * blobs) / took;
}

/* ---- the bare loop ---- */

static void sql(sqlite3 *db, const char *text) {
    if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench_relay: %s\n", sqlite3_errmsg(db));
        exit(1);
    }
}

struct loop {
    sqlite3 *db;
    sqlite3_stmt *blob, *box;
    uint64_t next[WRITERS_MAX];
};

static sqlite3_stmt *prepare(sqlite3 *db, const char *text) {
    sqlite3_stmt *st = NULL;
    MUST(sqlite3_prepare_v2(db, text, -1, &st, NULL) == SQLITE_OK);
    return st;
}

static void loop_open(struct loop *l, const char *folder) {
    char path[600];
    snprintf(path, sizeof path, "%s/bare.sqlite", folder);
    unlink(path);
    MUST(sqlite3_open(path, &l->db) == SQLITE_OK);
    sql(l->db, "PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL;"
               "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
               "PRAGMA cache_size = -1024");
    for (size_t i = 0; i < relay_schema_count; i++)
        sql(l->db, relay_schema[i]);
    l->blob = prepare(l->db, "INSERT INTO blob VALUES (?1, ?2, ?3, ?4)");
    l->box = prepare(l->db, "UPDATE box SET next = ?2, head = ?3, bytes = ?4, expires = 0 "
                            "WHERE id = ?1");
    sqlite3_stmt *add = prepare(l->db, "INSERT INTO box VALUES "
                                       "(?1, ?2, ?1, 1, 1, ?1, 0, 0, 1, NULL, NULL)");
    for (uint64_t i = 0; i < WRITERS_MAX; i++) {
        uint8_t id[32] = {0};
        u64_write(id, i * 0x9e3779b97f4a7c15ull);
        sqlite3_bind_blob(add, 1, id, 32, SQLITE_TRANSIENT);
        sqlite3_bind_int64(add, 2, (sqlite3_int64)((i * 0x9e3779b97f4a7c15ull) >> 26) + 1);
        MUST(sqlite3_step(add) == SQLITE_DONE);
        sqlite3_reset(add);
        l->next[i] = 1;
    }
    sqlite3_finalize(add);
}

static void loop_close(struct loop *l) {
    sqlite3_finalize(l->blob);
    sqlite3_finalize(l->box);
    sqlite3_close(l->db);
}

static void loop_row(struct loop *l, uint64_t box) {
    uint8_t id[32] = {0}, blob[BLOB_SIZE], sig[64];
    u64_write(id, box * 0x9e3779b97f4a7c15ull);
    blob_fill(blob, l->next[box]);
    memcpy(sig, blob, sizeof sig);
    int64_t slot = (int64_t)((box * 0x9e3779b97f4a7c15ull) >> 26) + 1;
    sqlite3_bind_int64(l->blob, 1, slot << 24 | (int64_t)l->next[box]);
    sqlite3_bind_blob(l->blob, 2, blob, 32, SQLITE_STATIC);
    sqlite3_bind_blob(l->blob, 3, sig, 64, SQLITE_STATIC);
    sqlite3_bind_blob(l->blob, 4, blob, BLOB_SIZE, SQLITE_STATIC);
    MUST(sqlite3_step(l->blob) == SQLITE_DONE);
    sqlite3_reset(l->blob);
    l->next[box]++;
    sqlite3_bind_blob(l->box, 1, id, 32, SQLITE_STATIC);
    sqlite3_bind_int64(l->box, 2, (int64_t)l->next[box]);
    sqlite3_bind_blob(l->box, 3, blob, 32, SQLITE_STATIC);
    sqlite3_bind_int64(l->box, 4, (int64_t)(l->next[box] * BLOB_SIZE));
    MUST(sqlite3_step(l->box) == SQLITE_DONE);
    sqlite3_reset(l->box);
}

/* Rows a second, `rows` a transaction over `boxes` boxes in turn, SQLite's own checkpoints. */
static double loop_measure(struct loop *l, size_t boxes, size_t rows, double seconds) {
    double start = now_s(), end = start + seconds;
    size_t done = 0;
    while (now_s() < end) {
        sql(l->db, "BEGIN IMMEDIATE");
        for (size_t i = 0; i < rows; i++)
            loop_row(l, (done + (rows == 1 ? 0 : i / BATCH)) % boxes);
        sql(l->db, "COMMIT");
        done += rows;
    }
    return (double)done / (now_s() - start);
}

/* ---- one writer to one waiting reader ---- */

struct spread {
    double p50, p99;
};

static struct spread spread_of(double *at, size_t count) {
    qsort(at, count, sizeof *at, compare);
    return (struct spread){at[count / 2] * 1e6, at[count * 99 / 100] * 1e6};
}

static void *echo_run(void *argument) {
    int fd = accept(*(int *)argument, NULL, NULL);
    char byte[64];
    ssize_t n;
    while ((n = read(fd, byte, sizeof byte)) > 0)
        send_all(fd, byte, (size_t)n);
    close(fd);
    return NULL;
}

/* Writing 4 KiB, fdatasync, one round trip over loopback to another thread. */
static void floor_measure(const char *folder, double *took, size_t count) {
    char path[600], page[4096] = {1}, byte[64] = {0};
    snprintf(path, sizeof path, "%s/floor", folder);
    int file = open(path, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof a;
    pthread_t echo;
    if (file < 0 || bind(listener, (struct sockaddr *)&a, sizeof a) != 0 ||
        listen(listener, 1) != 0 || getsockname(listener, (struct sockaddr *)&a, &size) != 0 ||
        pthread_create(&echo, NULL, echo_run, &listener) != 0)
        die("floor");
    int fd = dial(ntohs(a.sin_port));
    for (size_t i = 0; i < count; i++) {
        double start = now_s();
        if (pwrite(file, page, sizeof page, (off_t)(i * sizeof page)) != sizeof page ||
            fdatasync(file) != 0)
            die("fdatasync");
        send_all(fd, byte, sizeof byte);
        if (read(fd, byte, sizeof byte) != sizeof byte)
            die("echo");
        took[i] = now_s() - start;
        usleep(500);
    }
    close(fd);
    pthread_join(echo, NULL);
    close(listener);
    close(file);
    unlink(path);
}

static size_t wait_request(const struct writer *w, unsigned port, uint64_t from, char *out,
                           size_t room) {
    char path[128], token[64] = {0};
    struct buf b;
    path_write(w, 0, path, sizeof path);
    buf_init_fixed(&b, token, sizeof token);
    buf_add_base64url(&b, BYTES_OF(w->rt));
    return (size_t)snprintf(out, room,
                            "GET %s?from=%llu&wait=25 HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                            "Authorization: Box %s\r\n\r\n",
                            path, (unsigned long long)from, port, token);
}

/* From the moment the writer sends to the moment the reader holds it all. */
static void notice_measure(struct relay *r, uint64_t seed, double *took, size_t count) {
    static struct writer w;
    static char room[8192], request[1024];
    memset(&w, 0, sizeof w);
    writer_prepare(&w, r->port, seed, count, 1);
    int writer = dial(r->port), reader = dial(r->port);
    for (size_t i = 0; i < count; i++) {
        send_all(reader, request, wait_request(&w, r->port, i + 1, request, sizeof request));
        usleep(1500); /* the read is parked */
        double start = now_s();
        send_all(writer, w.requests[i], w.sizes[i]);
        MUST(answer_read(reader, room, sizeof room) == 200);
        took[i] = now_s() - start;
        MUST(answer_read(writer, room, sizeof room) == 200);
    }
    close(writer);
    close(reader);
    writer_free(&w);
}

static void notice_report(struct relay *r, const char *folder) {
    static double bare[PINGS], took[PINGS];
    const size_t each = PINGS / SLICES;
    for (size_t i = 0; i < SLICES; i++) {
        floor_measure(folder, bare + i * each, each);
        notice_measure(r, 77 + i, took + i * each, each);
    }
    struct spread low = spread_of(bare, PINGS), notice = spread_of(took, PINGS);
    report("relay_writer_to_reader_p50", notice.p50, "us", low.p50, notice.p50 / low.p50, 3, false);
    report("relay_writer_to_reader_p99", notice.p99, "us", low.p99, notice.p99 / low.p99, 3, false);
}

/* ---- memory ---- */

static double waiting_measure(struct relay *r) {
    static int fds[WAITERS];
    static struct writer w;
    char request[1024];
    memset(&w, 0, sizeof w);
    writer_prepare(&w, r->port, 99, 1, 1);
    size_t size = wait_request(&w, r->port, 1, request, sizeof request);
    double before = rss_kb(r->pid);
    for (size_t i = 0; i < WAITERS; i++) {
        fds[i] = dial(r->port);
        send_all(fds[i], request, size);
        if (i % 100 == 99)
            usleep(20000);
    }
    sleep(1);
    double after = rss_kb(r->pid);
    for (size_t i = 0; i < WAITERS; i++)
        close(fds[i]);
    writer_free(&w);
    return (after - before) * 1024 / WAITERS;
}

static double cold_measure(const char *program, const char *folder) {
    double took[9];
    for (size_t i = 0; i < COUNT_OF(took); i++) {
        struct relay r = relay_start(program, folder);
        took[i] = r.started_s;
        relay_stop(&r);
    }
    return median(took, COUNT_OF(took)) * 1000;
}

/* The relay and the bare loop in turns; `rows` a request and a transaction, over `boxes` boxes of
 * the loop. Returns the rows a second. */
static double appends_report(struct relay *r, const char *folder, const char *name, size_t writers,
                             size_t boxes, uint32_t rows, double seconds) {
    double bare[SLICES], relay[SLICES], ratios[SLICES];
    struct loop l = {0};
    loop_open(&l, folder);
    for (size_t i = 0; i < SLICES; i++) {
        bare[i] = loop_measure(&l, boxes, rows, seconds / SLICES);
        relay[i] = appends_measure(r, writers, rows, seconds / SLICES);
        ratios[i] = relay[i] / bare[i];
    }
    loop_close(&l);
    double value = median(relay, SLICES);
    report(name, value, "/s", median(bare, SLICES), median(ratios, SLICES), 0.5, true);
    return value;
}

static void all_appends_report(struct relay *r, const char *folder, double seconds) {
    appends_report(r, folder, "relay_appends_1_writer", 1, 1, 1, seconds);
    appends_report(r, folder, "relay_appends_16_writers", 16, 16, 1, seconds);
    double rows = appends_report(r, folder, "relay_appends_64_writers", 64, 64, 1, seconds);
    report_value("relay_appends_64_writers_absolute", rows, "/s", 10000, true);
    appends_report(r, folder, "relay_appends_batches_1_writer", 1, 4, BATCH, seconds);
    appends_report(r, folder, "relay_appends_batches_4_writers", 4, 4, BATCH, seconds);
}

int main(int count, char **arguments) {
    if (count < 3) {
        fputs("usage: bench_relay TOWARD FOLDER [SECONDS]\n", stderr);
        return 2;
    }
    const char *program = arguments[1];
    double seconds = count > 3 ? strtod(arguments[3], NULL) : 3;
    struct rlimit files = {8192, 8192};
    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);
    MUST(crypt_init() == ERR_OK);
    char folder[512];
    snprintf(folder, sizeof folder, "%s/relay-XXXXXX", arguments[2]);
    if (!mkdtemp(folder))
        die(folder);
    report_value("relay_cold_start", cold_measure(program, folder), "ms", 15, false);
    struct relay r = relay_start(program, folder);
    usleep(300000);
    report_value("relay_memory_at_rest", rss_kb(r.pid) / 1024, "MB", 6, false);
    report_value("relay_memory_a_waiting_reader", waiting_measure(&r), "B", 1024, false);
    notice_report(&r, folder);
    all_appends_report(&r, folder, seconds);
    relay_stop(&r);
    char command[700];
    static const char *const left[] = {"relay.sqlite", "relay.sqlite-wal", "relay.sqlite-shm",
                                       "bare.sqlite",  "bare.sqlite-wal",  "bare.sqlite-shm"};
    for (size_t i = 0; i < COUNT_OF(left); i++) {
        snprintf(command, sizeof command, "%s/%s", folder, left[i]);
        unlink(command);
    }
    rmdir(folder);
    return 0;
}
