/* The sandbox, probed from inside: a child locks itself in, tries one thing, and says how it went
 * by how it ends. */
#include "test.h"

#include "relay/sandbox.h"
#include "relay/store.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ALLOWED = 10, REFUSED = 11, NO_SANDBOX = 12 };

static char folder[64];

static int try_execve(void) {
    char *const none[] = {NULL};
    execve("/bin/true", none, none);
    return REFUSED;
}
static int try_socket(void) {
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? ALLOWED : REFUSED;
}
static int try_fork(void) {
    return syscall(SYS_fork) >= 0 ? ALLOWED : REFUSED;
}
static int try_ptrace(void) {
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? ALLOWED : REFUSED;
}
static int try_bind(void) {
    struct sockaddr_in a = {.sin_family = AF_INET};
    return bind(0, (struct sockaddr *)&a, sizeof a) == 0 ? ALLOWED : REFUSED;
}
static int try_executable_memory(void) {
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED
               ? ALLOWED
               : REFUSED;
}
static int try_mprotect(void) {
    void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return mprotect(at, 4096, PROT_READ | PROT_EXEC) == 0 ? ALLOWED : REFUSED;
}
static int try_open(void) {
    return open("/etc/passwd", O_RDONLY) >= 0 ? ALLOWED : errno == EACCES ? REFUSED : ALLOWED;
}
static int try_write_beside(void) {
    return open("/tmp/toward-beside", O_CREAT | O_WRONLY, 0600) >= 0 ? ALLOWED : REFUSED;
}
static int try_link_out(void) {
    char path[128];
    snprintf(path, sizeof path, "%s/link", folder);
    (void)!symlink("/etc/passwd", path); /* the call itself ends the process */
    return ALLOWED;
}
static int try_open_inside(void) {
    char path[128];
    snprintf(path, sizeof path, "%s/file", folder);
    int fd = open(path, O_CREAT | O_RDWR, 0600);
    bool works = fd >= 0 && write(fd, "x", 1) == 1 && fdatasync(fd) == 0 && ftruncate(fd, 0) == 0 &&
                 close(fd) == 0 && unlink(path) == 0;
    return works ? ALLOWED : REFUSED;
}
static struct store *opened;
static struct store_reader *reader;

/* As the relay does: opened before, used and closed inside. */
static void store_prepare(void) {
    char line[STORE_LINE_SIZE];
    struct store_config c = {.folder = folder, .read_write = true};
    MUST(store_sqlite.open(&c, &opened, line) == ERR_OK);
    MUST(store_sqlite.reader_open(opened, &reader) == ERR_OK);
}

static int try_store(void) {
    bool more = true, works = true;
    uint8_t hashes[8][RELAY_HASH_SIZE] = {{1}};
    works = store_sqlite.token_add(opened, (const uint8_t(*)[RELAY_HASH_SIZE])hashes, 8) == ERR_OK;
    while (more && works)
        works = store_sqlite.maintain(opened, 2200, &more) == ERR_OK;
    store_sqlite.checkpoint(opened);
    store_sqlite.reclaim(opened, 1000);
    store_sqlite.reclaim(opened, 20000);
    store_sqlite.reader_close(reader);
    store_sqlite.close(opened);
    return works ? ALLOWED : REFUSED;
}

/* How a child ended: its code, or 100 and the signal's number. */
static int locked_in(int (*attempt)(void), bool files, bool calls) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        if (attempt == try_store)
            store_prepare();
        if (files && sandbox_files(folder) != ERR_OK)
            _exit(NO_SANDBOX);
        if (calls && sandbox_calls() != ERR_OK)
            _exit(NO_SANDBOX);
        _exit(attempt());
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? 100 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void begin(void) {
    snprintf(folder, sizeof folder, "/tmp/toward-sandbox-XXXXXX");
    MUST(mkdtemp(folder));
}

static void end(void) {
    static const char *const left[] = {"relay.sqlite", "relay.sqlite-wal", "relay.sqlite-shm"};
    char path[128];
    for (size_t i = 0; i < COUNT_OF(left); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, left[i]);
        unlink(path);
    }
    rmdir(folder);
}

TEST(sandbox_calls_end_the_process) {
    static int (*const attempts[])(void) = {try_execve,   try_socket,  try_fork,
                                            try_ptrace,   try_bind,    try_executable_memory,
                                            try_mprotect, try_link_out};
    begin();
    for (size_t i = 0; i < COUNT_OF(attempts); i++)
        CHECK_INT(locked_in(attempts[i], false, true), 100 + SIGSYS);
    end();
}

TEST(sandbox_files_stay_in_the_folder) {
    begin();
    CHECK_INT(locked_in(try_open, false, false), ALLOWED); /* the probe itself works */
    CHECK_INT(locked_in(try_open, true, false), REFUSED);
    CHECK_INT(locked_in(try_open, true, true), REFUSED);
    CHECK_INT(locked_in(try_write_beside, true, true), REFUSED);
    CHECK_INT(locked_in(try_open_inside, true, true), ALLOWED);
    end();
}

TEST(sandbox_lets_the_store_work) {
    begin();
    CHECK_INT(locked_in(try_store, true, true), ALLOWED);
    end();
}

static int other_thread_status;
static void *other_thread(void *go) {
    while (!*(volatile int *)go) {
    }
    (void)socket(AF_INET, SOCK_STREAM, 0);
    other_thread_status = ALLOWED;
    return NULL;
}

static int try_other_thread(void) {
    static volatile int go;
    pthread_t t;
    if (pthread_create(&t, NULL, other_thread, (void *)(uintptr_t)&go) != 0)
        return NO_SANDBOX;
    usleep(20000);
    if (sandbox_calls() != ERR_OK)
        return NO_SANDBOX;
    go = 1;
    pthread_join(t, NULL);
    return other_thread_status;
}

TEST(sandbox_binds_threads_that_run_already) {
    begin();
    CHECK_INT(locked_in(try_other_thread, false, false), 100 + SIGSYS);
    end();
}
