/* serve.c -- starts and ends the relay, in the order that its sandbox needs. */
#include "relay/serve.h"

#include "base/check.h"
#include "crypt/hash.h"
#include "relay/sandbox.h"
#include "relay/server.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_BESIDE = 64 }; /* descriptors for everything that is no connection */

static void process_settle(const struct relay_config *c) {
    (void)signal(SIGPIPE, SIG_IGN);
    umask(0077);
    mallopt(M_ARENA_MAX, 2); /* a heap for each thread would cost more than it saves */
    struct rlimit files;
    rlim_t wanted = (rlim_t)c->max_connections + FILES_BESIDE;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < wanted) {
        files.rlim_cur = wanted < files.rlim_max ? wanted : files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

static void threads_settle(struct relay_config *c) {
    if (c->threads > 0)
        return;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    c->threads = cores < 1 ? 1 : cores > 4 ? 4 : (unsigned)cores;
}

/* A household's own machine may lack Landlock and is told; strangers are not served without. */
static bool files_locked(const struct relay_config *c) {
    if (!c->has_sandbox)
        return true;
    enum err e = sandbox_files(c->data);
    if (e == ERR_OK)
        return true;
    if (c->is_open) {
        fputs("This kernel has no Landlock: use a newer one, or say --no-sandbox.\n", stderr);
        return false;
    }
    fputs("Note: this kernel has no Landlock; seccomp alone guards the relay.\n", stderr);
    return true;
}

static bool calls_locked(const struct relay_config *c) {
    if (!c->has_sandbox || sandbox_calls() == ERR_OK)
        return true;
    fputs("This kernel has no seccomp filters: use a newer one, or say --no-sandbox.\n", stderr);
    return false;
}

static void announce(const struct relay_config *c) {
    printf("Toward is at %s (%s, data in %s%s). Ctrl-C ends it.\n", c->origins[0].text,
           c->is_open ? "open" : "household", c->data, c->has_sandbox ? "" : ", no sandbox");
    fflush(stdout);
}

/* From the bound server to its end. */
static bool serve(struct server *s) {
    if (!files_locked(s->config))
        return false;
    if (work_start(s->config, s->ops, s->store, server_wake, s, &s->work) != ERR_OK) {
        fputs("The relay's threads cannot start: raise the limit on tasks or memory.\n", stderr);
        return false;
    }
    bool is_locked = calls_locked(s->config);
    if (is_locked) {
        malloc_trim(0);
        announce(s->config);
        server_run(s);
    }
    work_stop(s->work);
    if (is_locked)
        puts("Toward has ended.");
    return is_locked;
}

int relay_serve(struct relay_config *c, const struct store_ops *ops) {
    char line[STORE_LINE_SIZE] = "The store cannot be opened.";
    process_settle(c);
    threads_settle(c);
    struct server *s = calloc(1, sizeof *s);
    if (!s)
        return 1;
    s->ops = ops;
    struct store_config store = {.folder = c->data, .read_write = true};
    bool served = false;
    if (ops->open(&store, &s->store, line) != ERR_OK) {
        fprintf(stderr, "%s\n", line);
    } else {
        if (server_bind(s, c, line, sizeof line) != ERR_OK)
            fprintf(stderr, "%s\n", line);
        else
            served = serve(s);
        server_close(s);
        ops->close(s->store);
    }
    free(s);
    return served ? 0 : 1;
}

int relay_tokens(const struct relay_config *c, const struct store_ops *ops, unsigned count) {
    char line[STORE_LINE_SIZE] = "The store cannot be opened.";
    struct store_config config = {.folder = c->data, .read_write = true};
    struct store *s = NULL;
    umask(0077);
    if (ops->open(&config, &s, line) != ERR_OK) {
        fprintf(stderr, "%s\n", line);
        return 1;
    }
    enum err e = ERR_OK;
    for (unsigned i = 0; e == ERR_OK && i < count; i++) {
        uint8_t token[RELAY_ADMISSION_TOKEN_SIZE], hash[1][RELAY_HASH_SIZE];
        MUST(getrandom(token, sizeof token, 0) == (ssize_t)sizeof token);
        hash_bytes(LABEL_TOKEN, BYTES_OF(token), hash[0]);
        e = ops->token_add(s, (const uint8_t(*)[RELAY_HASH_SIZE])hash, 1);
        for (size_t k = 0; e == ERR_OK && k < sizeof token; k++)
            printf("%02x", token[k]);
        if (e == ERR_OK)
            putchar('\n');
    }
    if (e != ERR_OK)
        fputs("The tokens could not be stored: is the disk full?\n", stderr);
    ops->close(s);
    return e == ERR_OK ? 0 : 1;
}

int relay_backup(const struct relay_config *c, const struct store_ops *ops, const char *path) {
    char line[STORE_LINE_SIZE] = "The store cannot be opened.";
    struct store_config config = {.folder = c->data};
    struct store *s = NULL;
    umask(0077);
    if (ops->open(&config, &s, line) != ERR_OK) {
        fprintf(stderr, "%s\n", line);
        return 1;
    }
    enum err e = ops->backup(s, path);
    ops->close(s);
    if (e == ERR_STATE)
        fprintf(stderr, "%s is there already: choose a new file.\n", path);
    else if (e == ERR_NO_SPACE)
        fprintf(stderr, "The disk of %s is full: make room and try again.\n", path);
    else if (e != ERR_OK)
        fprintf(stderr, "%s cannot be written: choose another place.\n", path);
    return e == ERR_OK ? 0 : 1;
}
