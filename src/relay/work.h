/* work.h -- the relay's threads behind the event loop.
 *
 *   loop ──submit──► checkers (signatures; reads) ──► writer (one group, one commit) ──► loop
 *                              │ refused, or a page                                      ▲
 *                              └─────────────────────────────────────────────────────────┘
 *
 * The loop alone owns connections. A job belongs to whoever holds it. The writer takes whatever is
 * queued, makes it durable in one transaction and only then gives the jobs back, all at once. A
 * thread of its own moves the store's log, so that no commit waits for it.
 */
#ifndef TOWARD_RELAY_WORK_H
#define TOWARD_RELAY_WORK_H

#include "relay/config.h"
#include "relay/store.h"

struct work;

struct job {
    struct job *next; /* in a queue */
    void *owner;      /* the loop's; not looked at here */
    enum relay_call call;
    enum relay_reason reason;         /* set when it is given back */
    uint8_t *body;                    /* owned: what `change` borrows from; NULL for reads */
    size_t body_at, body_size;        /* the body's place in it */
    const struct config_origin *host; /* the relay's name the request used; static */
};

/* call is not READ. Begin with job_change_make. */
struct job_change {
    struct job job;
    struct store_change change; /* id and n set by the loop */
};

/* call is READ. Begin with job_read_make. */
struct job_read {
    struct job job;
    struct store_query query; /* id and from set by the loop; rt_hash by the checker */
    uint8_t token[RELAY_TOKEN_SIZE];
    bool is_hashed;           /* rt_hash is there */
    bool is_found, is_missed; /* one of its looks found the box; found none. The loop's */
    uint32_t wait;            /* seconds still to wait when there is nothing yet; the loop's */
    uint8_t *page;            /* owned, on success */
    size_t page_size;
    uint64_t next;    /* the box's next position */
    uint64_t address; /* the loop's */
};

/* NULL when there is no memory. */
struct job_change *job_change_make(enum relay_call call);
struct job_read *job_read_make(void);

/* Frees a job and what it owns. */
void job_free(struct job *j);

struct work_numbers {
    uint64_t groups;    /* transactions that stored something or tried to */
    uint64_t changes;   /* in them */
    uint64_t commit_us; /* spent in them */
};

/* Starts the threads; they all run when it returns. `wake(argument)` is called from any of them
 * when a job was given back and none was waiting to be taken. ERR_IO when a thread or a reader
 * cannot start. */
MUST_CHECK enum err work_start(const struct relay_config *c, const struct store_ops *ops,
                               struct store *s, void (*wake)(void *), void *argument,
                               struct work **out);

/* Hands a job over. */
void work_submit(struct work *w, struct job *j);

/* Takes all jobs given back, oldest first, linked by `next`; NULL when there are none. */
struct job *work_take(struct work *w);

struct work_numbers work_numbers(struct work *w);

/* Finishes what was handed over, ends the threads and frees w. Jobs given back and not taken are
 * freed. */
void work_stop(struct work *w);

/* Today in UTC, counted as the protocol does. */
uint32_t work_day(void);

#endif
