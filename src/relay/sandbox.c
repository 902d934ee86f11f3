/* sandbox.c -- Landlock for files, seccomp for everything else. */
#include "relay/sandbox.h"

#include "base/check.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights that Debian 12's headers do not know yet; asked for only when the kernel has them. */
#define ACCESS_FS_TRUNCATE (1ull << 14)
#define ACCESS_FS_IOCTL_DEV (1ull << 15)
#define ACCESS_NET_BIND_TCP (1ull << 0)
#define ACCESS_NET_CONNECT_TCP (1ull << 1)

struct ruleset {
    uint64_t files;
    uint64_t net; /* from the fourth version of Landlock on */
};

static long landlock_version(void) {
    return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static struct ruleset handled(long version) {
    struct ruleset r = {.files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1}; /* all of version 1 */
    if (version >= 2)
        r.files |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        r.files |= ACCESS_FS_TRUNCATE;
    if (version >= 5)
        r.files |= ACCESS_FS_IOCTL_DEV;
    if (version >= 4)
        r.net = ACCESS_NET_BIND_TCP | ACCESS_NET_CONNECT_TCP;
    return r;
}

static enum err folder_allow(int rules, const char *folder, uint64_t handled_files) {
    struct landlock_path_beneath_attr beneath = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                          LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                          LANDLOCK_ACCESS_FS_READ_DIR | (handled_files & ACCESS_FS_TRUNCATE),
        .parent_fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC),
    };
    if (beneath.parent_fd < 0)
        return ERR_IO;
    long added = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(beneath.parent_fd);
    return added == 0 ? ERR_OK : ERR_IO;
}

enum err sandbox_files(const char *folder) {
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return ERR_STATE;
    long version = landlock_version();
    if (version < 1)
        return ERR_STATE;
    struct ruleset r = handled(version);
    size_t size = version >= 4 ? sizeof r : sizeof r.files;
    int rules = (int)syscall(SYS_landlock_create_ruleset, &r, size, 0);
    if (rules < 0)
        return ERR_STATE;
    enum err e = folder_allow(rules, folder, r.files);
    if (e == ERR_OK && syscall(SYS_landlock_restrict_self, rules, 0) != 0)
        e = ERR_STATE;
    close(rules);
    return e;
}

/* What SQLite, libuv, malloc and the threads were seen to need. */
static const int allowed[] = {
    SCMP_SYS(read),         SCMP_SYS(write),         SCMP_SYS(readv),
    SCMP_SYS(writev),       SCMP_SYS(pread64),       SCMP_SYS(pwrite64),
    SCMP_SYS(close),        SCMP_SYS(openat),        SCMP_SYS(open),
    SCMP_SYS(newfstatat),   SCMP_SYS(fstat),         SCMP_SYS(stat),
    SCMP_SYS(lstat),        SCMP_SYS(statx),         SCMP_SYS(lseek),
    SCMP_SYS(fcntl),        SCMP_SYS(fdatasync),     SCMP_SYS(fsync),
    SCMP_SYS(ftruncate),    SCMP_SYS(fallocate),     SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),     SCMP_SYS(access),        SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),   SCMP_SYS(fchown),        SCMP_SYS(fchmod),
    SCMP_SYS(getcwd),       SCMP_SYS(readlink),      SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),   SCMP_SYS(geteuid),       SCMP_SYS(getuid),
    SCMP_SYS(getpid),       SCMP_SYS(gettid),        SCMP_SYS(brk),
    SCMP_SYS(munmap),       SCMP_SYS(mremap),        SCMP_SYS(madvise),
    SCMP_SYS(futex),        SCMP_SYS(clock_gettime), SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),    SCMP_SYS(gettimeofday),  SCMP_SYS(time),
    SCMP_SYS(getrandom),    SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),   SCMP_SYS(restart_syscall),
    SCMP_SYS(sched_yield),  SCMP_SYS(exit),          SCMP_SYS(exit_group),
    SCMP_SYS(accept4),      SCMP_SYS(recvfrom),      SCMP_SYS(recvmsg),
    SCMP_SYS(sendto),       SCMP_SYS(sendmsg),       SCMP_SYS(shutdown),
    SCMP_SYS(getsockopt),   SCMP_SYS(setsockopt),    SCMP_SYS(getpeername),
    SCMP_SYS(getsockname),  SCMP_SYS(epoll_ctl),     SCMP_SYS(epoll_wait),
    SCMP_SYS(epoll_pwait),  SCMP_SYS(poll),          SCMP_SYS(ppoll),
};

/* Memory may be mapped and protected, but never made executable. */
static int memory_rules(scmp_filter_ctx filter) {
    int failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    return failed | seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                                     SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

enum err sandbox_calls(void) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return ERR_FULL;
    int failed = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
    for (size_t i = 0; i < COUNT_OF(allowed); i++)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    failed |= memory_rules(filter);
    if (!failed)
        failed = seccomp_load(filter);
    seccomp_release(filter);
    return failed ? ERR_STATE : ERR_OK;
}
