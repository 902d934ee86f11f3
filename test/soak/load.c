/* load.c -- a crowded relay: what honest people feel while others sit on it, drip, flood and fill.
 *
 * Usage: soak_load TOWARD FOLDER [SECONDS [SEED [PART]]]   only attacks with PART in their name
 *
 * The relay runs on this machine with room for 5,000 waiting readers. For each attack in turn a
 * process of attackers works for SECONDS while four people append and read, thirty times a second
 * each, on connections of their own, and a fifth comes anew each time. Every one of their requests
 * must be served and right, and the relay's memory must stay below MEMORY_MAX: that is asserted.
 * How long they waited is printed beside its goal, p99 below 100 ms, as `ok` or `short`: attackers,
 * people and relay share this machine.
 */
#include "author.h"

#include "base/check.h"
#include "crypt/crypt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PEOPLE = 5, /* the last one connects anew for each request */
    SAMPLES = 1 << 18,
    WAITERS = 5000,
    TICK_MS = 100,
    GOAL_MS = 100,
    MEMORY_MAX = 64 << 20
};

/* --- attackers that hold connections -------------------------------------------------------------
 */

struct attack {
    const char *name;
    unsigned connections;
    /* For each new connection: what it says first; for each tick: what it drips. */
    size_t (*first)(unsigned number, unsigned port, char *out, size_t room);
    const char *drip;
    void *(*flood)(void *port); /* instead: a thread for each connection */
};

static struct author watched[16]; /* boxes that attackers wait on */

static size_t first_head(unsigned number, unsigned port, char *out, size_t room) {
    (void)number;
    return (size_t)snprintf(out, room, "GET / HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nX-Slow: ", port);
}

static size_t first_body(unsigned number, unsigned port, char *out, size_t room) {
    char id[65];
    struct buf b;
    struct bytes text;
    buf_init_fixed(&b, id, sizeof id);
    buf_add_hex(&b, bytes_make(watched[number % COUNT_OF(watched)].key.public_key, BOX_ID_SIZE));
    MUST(buf_finish(&b, &text) == ERR_OK);
    return (size_t)snprintf(
        out, room,
        "POST /b/%.64s/1 HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nContent-Length: 150000\r\n\r\n",
        (const char *)text.at, port);
}

static size_t first_nothing(unsigned number, unsigned port, char *out, size_t room) {
    (void)number;
    (void)port;
    (void)out;
    (void)room;
    return 0;
}

static size_t first_wait(unsigned number, unsigned port, char *out, size_t room) {
    const struct author *a = &watched[number % COUNT_OF(watched)];
    char id[65], token[64];
    struct buf b;
    struct bytes text, coded;
    buf_init_fixed(&b, id, sizeof id);
    buf_add_hex(&b, bytes_make(a->key.public_key, BOX_ID_SIZE));
    MUST(buf_finish(&b, &text) == ERR_OK);
    buf_init_fixed(&b, token, sizeof token);
    buf_add_base64url(&b, BYTES_OF(a->token));
    MUST(buf_finish(&b, &coded) == ERR_OK);
    return (size_t)snprintf(out, room,
                            "GET /b/%.64s?from=1&wait=25 HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
                            "Authorization: Box %.*s\r\n\r\n",
                            (const char *)text.at, port, (int)coded.size, (const char *)coded.at);
}

static size_t first_noise(unsigned number, unsigned port, char *out, size_t room) {
    struct dice d = {number};
    (void)port;
    dice_fill(&d, (uint8_t *)out, room);
    return room;
}

/* --- attackers that flood ------------------------------------------------------------------------
 */

/* Boxes, one after the other, as fast as they are made. */
static void *flood_boxes(void *argument) {
    struct client c;
    struct author a;
    struct author_counts n = {0};
    struct dice d = {clock_us()};
    client_make(&c, *(unsigned *)argument);
    for (;;) {
        author_make(&a, &d);
        if (!author_act(&a, &c, &d, &n))
            usleep(1000);
    }
    return NULL;
}

/* Two blobs of 64 KiB in each request. */
static void *flood_blobs(void *argument) {
    static uint8_t room[65536];
    struct client c;
    struct author a;
    struct author_counts n = {0};
    struct dice d = {clock_us()};
    struct bytes list[2] = {BYTES_OF(room), BYTES_OF(room)}, body;
    client_make(&c, *(unsigned *)argument);
    author_make(&a, &d);
    while (!author_act(&a, &c, &d, &n))
        usleep(1000);
    for (;;) {
        struct arena arena;
        struct net_request r;
        struct chain after;
        arena_init(&arena, 1 << 20);
        MUST(box_ask_append(&arena, &a.key, &a.chain, list, 2, &after, &r) == ERR_OK);
        unsigned status = client_ask(&c, &r, &body);
        arena_free(&arena);
        if (status == 200)
            a.chain = after;
        else
            usleep(1000);
    }
    return NULL;
}

static const struct attack attacks[] = {
    {"nobody", 0, NULL, NULL, NULL},
    {"500 slow heads", 500, first_head, "x", NULL},
    {"500 slow bodies", 500, first_body, "xxxxxxxx", NULL},
    {"500 idle connections", 500, first_nothing, NULL, NULL},
    {"500 senders of noise", 500, first_noise, NULL, NULL},
    {"5,000 waiting readers", WAITERS, first_wait, NULL, NULL},
    {"a flood of new boxes", 8, NULL, NULL, flood_boxes},
    {"a flood of large blobs", 8, NULL, NULL, flood_blobs},
};

struct seat {
    int fd;
};

static void seat_take(const struct attack *k, struct seat *s, unsigned number, unsigned port) {
    char text[1024];
    s->fd = client_connect(port, CLIENT_SECONDS);
    if (s->fd < 0)
        return;
    fcntl(s->fd, F_SETFL, O_NONBLOCK);
    size_t size = k->first(number, port, text, sizeof text);
    if (size > 0)
        (void)!send(s->fd, text, size, MSG_NOSIGNAL);
}

/* The connection was ended, or answered: begun anew. */
static bool seat_is_over(struct seat *s) {
    char answer[4096];
    ssize_t size = recv(s->fd, answer, sizeof answer, 0);
    if (size < 0 && errno == EAGAIN)
        return false;
    close(s->fd);
    s->fd = -1;
    return true;
}

static void attack_hold(const struct attack *k, unsigned port) {
    struct seat *seats = calloc(k->connections, sizeof *seats);
    MUST(seats);
    for (unsigned i = 0; i < k->connections; i++)
        seat_take(k, &seats[i], i, port);
    (void)!write(STDOUT_FILENO, "s", 1); /* all sit */
    for (;;) {
        usleep(TICK_MS * 1000);
        for (unsigned i = 0; i < k->connections; i++) {
            if (seats[i].fd < 0 || seat_is_over(&seats[i]))
                seat_take(k, &seats[i], i, port);
            else if (k->drip)
                (void)!send(seats[i].fd, k->drip, strlen(k->drip), MSG_NOSIGNAL);
        }
    }
}

static void attack_flood(const struct attack *k, unsigned port) {
    for (unsigned i = 0; i < k->connections; i++) {
        pthread_t t;
        MUST(pthread_create(&t, NULL, k->flood, &port) == 0);
    }
    (void)!write(STDOUT_FILENO, "s", 1);
    for (;;)
        pause();
}

/* A process of attackers; returns when they are at work. */
static pid_t attack_begin(const struct attack *k, unsigned port) {
    int ready[2];
    char byte;
    if (k->connections == 0)
        return 0;
    MUST(pipe(ready) == 0);
    pid_t pid = fork();
    MUST(pid >= 0);
    if (pid == 0) {
        dup2(ready[1], STDOUT_FILENO);
        if (k->flood)
            attack_flood(k, port);
        else
            attack_hold(k, port);
        _exit(0);
    }
    close(ready[1]);
    MUST(read(ready[0], &byte, 1) == 1);
    close(ready[0]);
    return pid;
}

static void attack_end(pid_t pid) {
    if (pid <= 0)
        return;
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

/* --- people --------------------------------------------------------------------------------------
 */

struct person {
    struct author author;
    struct author_counts counts;
    struct dice dice;
    unsigned port;
    bool comes_anew;
    uint64_t until_us;
    uint32_t *samples; /* microseconds */
    uint32_t count;
    uint64_t refused;
    pthread_t thread;
};

static void *person_run(void *argument) {
    struct person *p = argument;
    struct client c;
    client_make(&c, p->port);
    while (clock_us() < p->until_us && p->count < SAMPLES) {
        uint64_t from = clock_us();
        bool served = dice_below(&p->dice, 4) == 0
                          ? author_check(&p->author, &c, &p->dice, &p->counts)
                          : author_act(&p->author, &c, &p->dice, &p->counts);
        p->samples[p->count++] = (uint32_t)(clock_us() - from);
        p->refused += !served;
        if (!served && !author_check(&p->author, &c, &p->dice, &p->counts))
            p->refused++;
        if (p->comes_anew)
            client_hang_up(&c);
        usleep(20000 + dice_below(&p->dice, 26000));
    }
    client_free(&c);
    return NULL;
}

static int by_size(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

struct figures {
    uint64_t requests, refused, lost, wrong;
    double p50_ms, p99_ms, worst_ms;
};

static struct figures people_work(struct person *people, unsigned port, uint64_t seconds) {
    static uint32_t all[PEOPLE * 4096];
    struct figures f = {0};
    size_t count = 0;
    for (int i = 0; i < PEOPLE; i++) {
        people[i].port = port;
        people[i].count = 0;
        people[i].refused = 0;
        people[i].until_us = clock_us() + seconds * 1000000;
        MUST(pthread_create(&people[i].thread, NULL, person_run, &people[i]) == 0);
    }
    for (int i = 0; i < PEOPLE; i++) {
        struct person *p = &people[i];
        pthread_join(p->thread, NULL);
        /* Of a long run an even part: sorting all of it tells no more. */
        uint32_t step = p->count / 4096 + 1;
        for (uint32_t k = 0; k < p->count; k += step)
            all[count++] = p->samples[k];
        f.requests += p->count;
        f.refused += p->refused;
        f.lost += p->counts.lost;
        f.wrong += p->counts.wrong;
    }
    MUST(count > 0);
    qsort(all, count, sizeof all[0], by_size);
    f.p50_ms = all[count / 2] / 1000.0;
    f.p99_ms = all[count - 1 - count / 100] / 1000.0;
    f.worst_ms = all[count - 1] / 1000.0;
    return f;
}

/* --- the whole -----------------------------------------------------------------------------------
 */

static bool attack_play(const struct attack *k, struct relay_process *relay, struct person *people,
                        uint64_t seconds) {
    pid_t attackers = attack_begin(k, relay->port);
    struct figures f = people_work(people, relay->port, seconds);
    unsigned connections = relay_connections(relay);
    attack_end(attackers);
    uint64_t most = relay_memory(relay, true);
    bool right = f.refused == 0 && f.lost == 0 && f.wrong == 0 && most > 0 && most <= MEMORY_MAX;
    if (k->first == first_wait || k->first == first_nothing)
        right = right && connections >= k->connections; /* they all sit there */
    printf("  %-24s %9u %8llu %8llu %8.2f %8.2f %8.2f %7.1f  %s\n", k->name, connections,
           (unsigned long long)f.requests, (unsigned long long)(f.refused + f.lost + f.wrong),
           f.p50_ms, f.p99_ms, f.worst_ms, (double)most / (1 << 20),
           f.p99_ms < GOAL_MS ? "ok" : "short");
    fflush(stdout);
    return right;
}

static void people_come(struct person *people, uint64_t seed) {
    for (int i = 0; i < PEOPLE; i++) {
        people[i].dice.state = seed * 100 + (uint64_t)i;
        people[i].comes_anew = i == PEOPLE - 1;
        people[i].samples = malloc(SAMPLES * sizeof *people[i].samples);
        MUST(people[i].samples);
        author_make(&people[i].author, &people[i].dice);
    }
}

static void boxes_make(unsigned port, uint64_t seed) {
    struct client c;
    struct author_counts n = {0};
    struct dice d = {seed ^ 0xb0c5};
    client_make(&c, port);
    for (size_t i = 0; i < COUNT_OF(watched); i++) {
        author_make(&watched[i], &d);
        MUST(author_act(&watched[i], &c, &d, &n));
    }
    client_free(&c);
}

int main(int argc, char **argv) {
    static const char *const options[] = {"--max-connections", "6000", "--max-waits", "5500", NULL};
    static struct person people[PEOPLE];
    struct relay_process relay;
    struct rlimit files = {20000, 20000};
    if (argc < 3 || crypt_init() != ERR_OK)
        return 2;
    uint64_t seconds = argc > 3 ? strtoull(argv[3], NULL, 10) : 2;
    uint64_t seed = argc > 4 ? strtoull(argv[4], NULL, 10) : 1;
    signal(SIGPIPE, SIG_IGN);
    setrlimit(RLIMIT_NOFILE, &files);
    if (!relay_begin(&relay, argv[1], argv[2], options) || !relay_ready(&relay)) {
        puts("The relay does not start.\n0 passed, 1 failed");
        return 1;
    }
    boxes_make(relay.port, seed);
    people_come(people, seed);
    int passed = 0, failed = 0;
    printf("  %-24s %9s %8s %8s %8s %8s %8s %7s  p99 below %d ms\n", "while there is", "connected",
           "requests", "failed", "p50 ms", "p99 ms", "worst", "MB", GOAL_MS);
    for (size_t i = 0; i < COUNT_OF(attacks); i++)
        if (argc <= 5 || strstr(attacks[i].name, argv[5]))
            *(attack_play(&attacks[i], &relay, people, seconds) ? &passed : &failed) += 1;
    int status = relay_end(&relay, SIGTERM);
    *(WIFEXITED(status) && WEXITSTATUS(status) == 0 ? &passed : &failed) += 1;
    printf("%d passed, %d failed\n", passed, failed);
    return failed ? 1 : 0;
}
