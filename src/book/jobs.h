/* jobs.h -- carries out what account_record.h says is owed to the relay, one request at a time.
 *
 * A job is written so that doing it twice does no harm, and its progress is not kept: after a
 * reload it starts anew. Boxes of locators are written to without having been read: only their
 * newest blob counts, no reader builds on their history, and what is in it is authenticated by
 * itself.
 */
#ifndef TOWARD_BOOK_JOBS_H
#define TOWARD_BOOK_JOBS_H

#include "book/account_record.h"
#include "book/box.h"

struct jobs {
    struct random_source random;
    uint8_t host_hash[HASH_SIZE];
    struct jitter jitter;
    struct retry retry;
    struct arena arena;
    enum jobs_op { JOBS_IDLE, JOBS_CREATE, JOBS_POST, JOBS_DROP } op;
    struct job job;   /* the first of the record, while it is under way */
    bool begun;       /* job and the fields below belong together */
    bool made;        /* JOB_WRITE_NEW: the box stands */
    struct chain at;  /* where the box is believed to stand */
    uint32_t moved;   /* how often it stood elsewhere */
    uint64_t sent_ms; /* JOB_DROP_SENT: when everything was found sent; 0: not yet */
    struct box_work work;
    bool working, worked;
};

enum { JOBS_SENT_PAUSE_MS = 60000, JOBS_SENT_POLL_MS = 1000, JOBS_MEMORY = 8 * 1024 };

MUST_CHECK enum err jobs_open(struct jobs *j, const struct random_source *random,
                              const uint8_t host_hash[HASH_SIZE]);
void jobs_close(struct jobs *j);

/* Whatever was under way is begun anew (another book, another lock). */
void jobs_restart(struct jobs *j);

/* The device's clock was set back (net.h). */
void jobs_clock_back(struct jobs *j, uint64_t by_ms);

/* The next request, without its id. ERR_NOT_FOUND: nothing owed, or not now. */
MUST_CHECK enum err jobs_next(struct jobs *j, struct book *b, uint64_t now_ms,
                              struct net_request *out);
/* Takes its answer (the one under way). */
void jobs_answer(struct jobs *j, struct book *b, const struct net_answer *answer, uint64_t now_ms);

bool jobs_owed(const struct book *b);
uint64_t jobs_wake_ms(const struct jobs *j, const struct book *b);

#endif
