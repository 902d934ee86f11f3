/* sandbox.h -- what the relay's process may still do once it serves.
 *
 * The order matters: sockets are bound and the data folder is made; then sandbox_files; then all
 * threads start; then sandbox_calls, which binds every thread; then connections are accepted. A
 * thread that starts later would die of its first system call.
 */
#ifndef TOWARD_RELAY_SANDBOX_H
#define TOWARD_RELAY_SANDBOX_H

#include "base/err.h"

/* From now on only files beneath `folder` can be opened, and no TCP connection be made where the
 * kernel can forbid it (Landlock). Also: no new privileges, no core dump. ERR_STATE when this
 * kernel has no Landlock. */
MUST_CHECK enum err sandbox_files(const char *folder);

/* From now on, in every thread, a system call outside of the list ends the process (seccomp). No
 * socket, connect, execve, clone, ptrace; no memory that is executable. ERR_STATE when this kernel
 * has no seccomp filters. */
MUST_CHECK enum err sandbox_calls(void);

#endif
