/* probe.c -- tries, from inside the running relay, what its sandbox must forbid.
 *
 * A shared object for LD_PRELOAD, tried by test/relay/sandbox.test.mjs on the program as it is
 * released: nothing of the relay is changed, and the thread that tries is one of the relay's own,
 * at work on a request. TOWARD_PROBE says what to try and where:
 *
 *   loop:NAME     in the event loop, when a connection is accepted (getpeername)
 *   checker:NAME  in a thread that reads or writes (sqlite3_column_count, asked for each row of a
 *                 box)
 *
 * What happened is written to standard error as `probe NAME: allowed` or `probe NAME: refused N`;
 * a call that ends the process says nothing, and how it ended does.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

struct sqlite3_stmt;
int sqlite3_column_count(struct sqlite3_stmt *st);

static long do_execve(void) {
    char *const none[] = {NULL};
    return execve("/bin/true", none, none);
}
static long do_socket(void) {
    return socket(AF_INET, SOCK_STREAM, 0);
}
static long do_connect(void) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(1)};
    return connect(0, (struct sockaddr *)&a, sizeof a);
}
static long do_fork(void) {
    long pid = syscall(SYS_fork);
    if (pid == 0)
        _exit(0);
    return pid;
}
static long do_ptrace(void) {
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}
static long do_executable(void) {
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
               ? -1
               : 0;
}
static long do_open(void) {
    return open("/etc/passwd", O_RDONLY);
}
static long do_write(void) {
    return open("/tmp/toward-probe", O_WRONLY | O_CREAT, 0600);
}
static long do_list(void) {
    return open("/", O_RDONLY | O_DIRECTORY);
}
static long do_self(void) {
    return open("/proc/self/mem", O_RDWR);
}

static const struct probe {
    const char *name;
    long (*run)(void);
} probes[] = {
    {"execve", do_execve},   {"socket", do_socket},      {"connect", do_connect},
    {"fork", do_fork},       {"ptrace", do_ptrace},      {"executable memory", do_executable},
    {"open", do_open},       {"write beside", do_write}, {"list the root", do_list},
    {"own memory", do_self},
};

static void try_here(const char *place) {
    static atomic_flag tried = ATOMIC_FLAG_INIT;
    const char *wanted = getenv("TOWARD_PROBE");
    size_t size = strlen(place);
    if (!wanted || strncmp(wanted, place, size) != 0 || wanted[size] != ':' ||
        atomic_flag_test_and_set(&tried))
        return;
    for (size_t i = 0; i < sizeof probes / sizeof probes[0]; i++) {
        if (strcmp(wanted + size + 1, probes[i].name) != 0)
            continue;
        char line[120];
        long got = probes[i].run();
        int why = errno;
        int length =
            got >= 0 ? snprintf(line, sizeof line, "probe %s: allowed\n", probes[i].name)
                     : snprintf(line, sizeof line, "probe %s: refused %d\n", probes[i].name, why);
        (void)!write(STDERR_FILENO, line, (size_t)length);
    }
}

int getpeername(int fd, __SOCKADDR_ARG address, socklen_t *restrict size) {
    try_here("loop");
    return (int)syscall(SYS_getpeername, fd, address.__sockaddr__, size);
}

int sqlite3_column_count(struct sqlite3_stmt *st) {
    static int (*real)(struct sqlite3_stmt *);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "sqlite3_column_count");
    if (gettid() != getpid()) /* the main thread asks too, while it opens the store */
        try_here("checker");
    return real(st);
}
