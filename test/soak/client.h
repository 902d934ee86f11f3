/* client.h -- the running relay, started and spoken to from outside, for runs that are too fast or
 * too many for a script: a process, a connection, and the author of a box.
 *
 * Requests are those of book/box.h, answers are read by wire/relay_api.h. A connection is one
 * thread's; it blocks, and gives up after CLIENT_SECONDS.
 */
#ifndef TOWARD_TEST_SOAK_CLIENT_H
#define TOWARD_TEST_SOAK_CLIENT_H

#include "book/box.h"
#include "crypt/hash.h"

#include <sys/types.h>

enum { CLIENT_SECONDS = 5 };

/* --- the relay --- */

struct relay_process {
    pid_t pid;
    int out; /* its standard output */
    unsigned port;
};

/* Starts `toward serve` on a free port over `folder`, with further options (NULL ends them; may be
 * NULL). Does not wait for it. False when it cannot be started. */
bool relay_begin(struct relay_process *r, const char *program, const char *folder,
                 const char *const *options);

/* Waits until it says where it is; false when it ended or said nothing for 10 s. */
bool relay_ready(struct relay_process *r);

/* Sends the signal and waits for its end; the status of waitpid. */
int relay_end(struct relay_process *r, int signal);

/* Memory of the process in bytes: in use now, and the most there was. 0 when it is gone. */
uint64_t relay_memory(const struct relay_process *r, bool most);

/* Connections it holds. */
unsigned relay_connections(const struct relay_process *r);

/* --- a connection --- */

struct client {
    int fd;            /* -1: none */
    unsigned patience; /* seconds; CLIENT_SECONDS unless changed before the first call */
    unsigned port;
    uint8_t host_hash[HASH_SIZE];
    uint8_t *in;
    size_t in_room;
};

void client_make(struct client *c, unsigned port);
void client_free(struct client *c);
void client_hang_up(struct client *c);

/* Sends and waits; the status, or 0 when no whole answer came. `body` lives until the next call.
 * Connects when there is no connection. */
unsigned client_ask(struct client *c, const struct net_request *request, struct bytes *body);

/* Connects to 127.0.0.1; -1 when it is refused. `patience`: seconds, for each answer. */
int client_connect(unsigned port, unsigned patience);

/* --- chance --- */

struct dice {
    uint64_t state;
};
uint64_t dice_draw(struct dice *d);
uint32_t dice_below(struct dice *d, uint32_t sides);
void dice_fill(struct dice *d, uint8_t *out, size_t size);

/* Monotonic, in microseconds. */
uint64_t clock_us(void);

#endif
