/* The whole relay, threads and sockets, while its allocations fail: each in its turn, once and with
 * all that follow; those of our code and of SQLite's (libuv ends the program by itself where it has
 * no memory, and is left out).
 *
 * Each failure is a relay of its own, in a process forked for it, over files on the disk. A client
 * makes a box, appends, erases and reads. Whatever is refused says so; the relay ends when asked
 * to, gives back all it took, and what it acknowledged is there when it starts again.
 *
 * STRIDE=n takes every n-th allocation.
 */
#include "../soak/author.h"
#include "database.h"
#include "memory_faulty.h"
#include "test.h"

#include "crypt/crypt.h"
#include "relay/serve.h"
#include "relay/store.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ENDED_STRUCK = 0, ENDED_UNTOUCHED = 2, ENDED_NOT_STARTED = 3, ENDED_LEAKING = 4 };

static char folder[] = "/tmp/toward-memory-XXXXXX";
static enum memory_fault planned;
static uint64_t planned_at;
static bool from_start;

/* The last thing the relay does before it serves. */
int __wrap_malloc_trim(size_t pad);
int __wrap_malloc_trim(size_t pad) {
    (void)pad;
    if (!from_start)
        memory_fault(planned, planned_at);
    return 0;
}

static bool config_make(struct relay_config *c) {
    char line[256];
    char *words[] = {"--port", "0", "--data", folder, "--no-sandbox"};
    return config_read((int)COUNT_OF(words), words, c, line, sizeof line);
}

/* In the child. */
static int serve(void) {
    struct relay_config c;
    MUST(config_make(&c));
    int64_t before = memory_live();
    memory_fault(from_start ? planned : MEMORY_FINE, planned_at);
    int result = relay_serve(&c, &store_sqlite);
    bool struck = memory_struck();
    memory_fault(MEMORY_FINE, 0);
    if (memory_live() > before)
        return ENDED_LEAKING;
    if (result != 0)
        return struck ? ENDED_NOT_STARTED : 1;
    return struck ? ENDED_STRUCK : ENDED_UNTOUCHED;
}

/* A relay with that failure; it runs when this returns true. */
static bool relay_with(struct relay_process *r, enum memory_fault fault, uint64_t at, bool start) {
    int out[2];
    MUST(pipe(out) == 0);
    fflush(stdout);
    planned = fault;
    planned_at = at;
    from_start = start;
    *r = (struct relay_process){.pid = fork(), .out = out[0]};
    MUST(r->pid >= 0);
    if (r->pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        close(out[0]);
        MUST(freopen("/dev/null", "w", stderr));
        int code = serve();
        fflush(stdout);
        _exit(code);
    }
    close(out[1]);
    return relay_ready(r);
}

/* SIGTERM, and SIGKILL when that is not enough: then it hung. */
static int relay_stop(struct relay_process *r) {
    int status = 0;
    kill(r->pid, SIGTERM);
    for (int i = 0; i < 1500; i++) {
        if (waitpid(r->pid, &status, WNOHANG) == r->pid) {
            close(r->out);
            return status;
        }
        usleep(i < 100 ? 1000 : 10000);
    }
    return relay_end(r, SIGKILL);
}

struct run {
    struct author author;
    struct author_counts counts;
    struct dice dice;
    uint64_t faults, wrong;
    const char *what;
};

static void run_fail(struct run *run, const char *what) {
    run->what = what;
    run->wrong++;
}

/* What a person does, whatever the relay says to it. */
static void work(struct run *run, unsigned port) {
    struct client c;
    client_make(&c, port);
    c.patience = 1;
    for (int i = 0; i < 6; i++) {
        if (!author_act(&run->author, &c, &run->dice, &run->counts) &&
            run->author.pending != ACT_NONE) {
            client_hang_up(&c);
            break; /* nobody knows what became of it: it is looked at afterwards */
        }
    }
    struct bytes body;
    struct arena arena;
    struct net_request ask;
    arena_init(&arena, 1 << 20);
    MUST(box_ask_read(&arena, run->author.key.public_key, run->author.token, 1, 0, &ask) == ERR_OK);
    (void)client_ask(&c, &ask, &body);
    arena_free(&arena);
    client_free(&c);
}

/* Started again without failures: everything that was acknowledged. */
static void look(struct run *run) {
    struct relay_process r;
    struct client c;
    if (!database_is_whole(folder))
        run_fail(run, "the database is not whole");
    if (!relay_with(&r, MEMORY_FINE, 0, false)) {
        run_fail(run, "it does not start again");
        relay_end(&r, SIGKILL);
        return;
    }
    client_make(&c, r.port);
    if (!author_check(&run->author, &c, &run->dice, &run->counts))
        run_fail(run, "it cannot be read");
    client_free(&c);
    int status = relay_stop(&r);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != ENDED_UNTOUCHED)
        run_fail(run, "it does not end");
}

/* After one failure it serves as before; the first try may be what meets it. */
static bool serves(struct run *run, unsigned port) {
    bool served = false;
    for (int tries = 0; tries < 3 && !served; tries++) {
        struct client c;
        client_make(&c, port);
        c.patience = 2;
        served = author_check(&run->author, &c, &run->dice, &run->counts);
        client_free(&c);
    }
    return served;
}

/* One failure; false when there was nothing left to fail. */
static bool one(struct run *run, enum memory_fault fault, uint64_t at, bool start) {
    struct relay_process r;
    run->what = NULL;
    if (relay_with(&r, fault, at, start)) {
        work(run, r.port);
        if (fault == MEMORY_ONCE && !serves(run, r.port))
            run_fail(run, "it serves nobody any more");
    }
    int status = relay_stop(&r);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    bool struck = code != ENDED_UNTOUCHED;
    if (code == ENDED_LEAKING)
        run_fail(run, "memory was not given back");
    else if (code < 0)
        run_fail(run, "the relay stopped, or did not end");
    else if (code == 1)
        run_fail(run, "it did not start, and nothing had failed");
    run->faults += struck;
    look(run);
    if (run->counts.lost || run->counts.wrong)
        run_fail(run, "something acknowledged is lost or wrong");
    if (run->what)
        printf("allocation %llu %s, from the %s: %s\n", (unsigned long long)at,
               fault == MEMORY_ONCE ? "once" : "and all that follow",
               start ? "start" : "first call", run->what);
    return struck;
}

static bool folder_clear(void) {
    char path[128];
    static const char *const names[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        snprintf(path, sizeof path, "%s/relay.sqlite%s", folder, names[i]);
        unlink(path);
    }
    return rmdir(folder) == 0;
}

TEST(memory_of_the_relay_at_every_allocation) {
    static struct run run;
    const char *text = getenv("STRIDE");
    uint64_t stride = text ? strtoull(text, NULL, 10) : 0;
    MUST(crypt_init() == ERR_OK && mkdtemp(folder));
    MUST(sqlite3_vfs_register(sqlite3_vfs_find("unix"), 1) == SQLITE_OK);
    MUST(
        database_is_whole(folder)); /* what SQLite keeps for good is taken before anything counts */
    run.dice.state = 7;
    author_make(&run.author, &run.dice);
    for (int fault = MEMORY_ONCE; fault <= MEMORY_FOREVER; fault++) {
        uint64_t step = stride ? stride : fault == MEMORY_ONCE ? 1 : 13;
        for (uint64_t at = 0; one(&run, (enum memory_fault)fault, at, false); at += step) {
        }
        for (uint64_t at = 0; one(&run, (enum memory_fault)fault, at, true); at += step * 60) {
        }
    }
    printf("  allocations of the running relay: %llu faults injected, %llu requests refused, %llu "
           "lost, %llu wrong\n",
           (unsigned long long)run.faults, (unsigned long long)run.counts.refused,
           (unsigned long long)run.counts.lost, (unsigned long long)(run.counts.wrong + run.wrong));
    CHECK(folder_clear());
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    CHECK(run.faults > 0);
    CHECK_INT(run.counts.lost + run.counts.wrong + run.wrong, 0);
}
