/* server.h -- the event loop: connections, waiting readers, answers.
 *
 * One thread owns all of it. A connection has at most one request in hand; what a client sends
 * meanwhile waits in its buffer. Requests that need the store go to work.h and come back. Writers
 * are answered before the readers who wait for what they wrote are woken.
 *
 * A waiting reader costs its connection and its parked job, under 1 KB: no thread, no timer, no
 * buffer of its own.
 */
#ifndef TOWARD_RELAY_SERVER_H
#define TOWARD_RELAY_SERVER_H

#include "relay/config.h"
#include "relay/quota.h"
#include "relay/route.h"
#include "relay/work.h"

#include <stdatomic.h>
#include <uv.h>

enum { SERVER_CALLS = 7 }; /* rows of the counters: 0 other, enum relay_call, 6 pages of the app */
enum { SERVER_CALL_OTHER = 0, SERVER_CALL_ASSET = 6 };

enum conn_state {
    CONN_HEAD,    /* collecting a request's head, or idle */
    CONN_BODY,    /* collecting its body */
    CONN_BUSY,    /* its job is away */
    CONN_PARKED,  /* a reader waiting for more */
    CONN_WRITING, /* the answer did not fit the socket's buffer yet */
    CONN_ENDING,  /* answered for the last time: waiting for the client to close */
    CONN_CLOSED   /* the handle is being closed */
};

struct server;

struct conn {
    uv_tcp_t tcp;
    struct server *server;
    struct conn *prev, *next; /* all connections */
    struct job *job;          /* its request, while BODY, BUSY or PARKED */
    uint8_t *in;              /* what has arrived and is not handled yet */
    uint32_t in_size, in_room;
    uint32_t seen; /* bytes of `in` already searched for the head's end */
    uint32_t need; /* BODY: size of head and body */
    uint64_t deadline_ms;
    uint64_t address;                   /* open mode: of the request in hand (quota_address) */
    uint8_t peer[16];                   /* mapped as quota.h says; only in memory */
    const struct config_origin *origin; /* of the page that asks, for CORS */
    struct conn *wait_next;             /* in the table of waits */
    struct conn **wait_at;              /* what points here; NULL: not in the table */
    uint32_t requests;
    uint8_t state; /* enum conn_state */
    bool is_admin; /* of the operator's port */
    bool is_proxy; /* its peer is the trusted proxy */
    bool is_last;  /* close after this answer */
    bool is_head;  /* the answer has no body */
    bool is_woken; /* the box was written to while its read was away */
};

struct server {
    const struct relay_config *config;
    const struct store_ops *ops;
    struct store *store;
    struct work *work;
    struct quota *quota; /* open mode only */
    uv_loop_t loop;
    uv_tcp_t listener, admin;
    int bell;       /* rung by the threads that give jobs back: an eventfd */
    uv_poll_t done; /* of it */
    uv_timer_t sweep;
    uv_signal_t on_term, on_int;
    bool is_draining, has_admin;
    bool is_owed, is_admin_owed; /* a connection waits that there was no memory to accept */
    uint64_t drain_ms;
    struct conn *conns;
    unsigned conn_count, wait_count;
    struct conn **waits; /* table by box id */
    size_t wait_slots;   /* a power of two */
    uint64_t answers[SERVER_CALLS][RELAY_REASON_COUNT];
    uint64_t started_ms;
    uint8_t proxy[16];
    bool has_proxy;
    char inbox[65536]; /* what libuv reads into; copied at once */
};

/* ---- server.c ---- */

/* Binds; the config's port is set when it was 0. On failure `line` says what to do. */
MUST_CHECK enum err server_bind(struct server *s, struct relay_config *c, char *line, size_t size);

/* Starts the clock of deadlines, which stands still while nobody is connected. */
void server_sweep(struct server *s);

/* For work_start: tells the loop that jobs came back. May be called from any thread until
 * server_close. */
void server_wake(void *server);

/* Serves until a signal, and drains. work must be running. */
void server_run(struct server *s);

/* Gives back what server_bind took, whether it succeeded or not. */
void server_close(struct server *s);

/* ---- conn.c ---- */

void conn_accept(uv_stream_t *listener, int status);
void conn_close(struct conn *c);

/* Handles as many requests as have arrived. */
void conn_process(struct conn *c);

/* Answers a call (a row of the counters). `body` is copied before it returns. */
void conn_answer(struct conn *c, unsigned call, enum relay_reason r, struct bytes body);

/* Refuses; `position` goes into a 409. */
void conn_refuse(struct conn *c, unsigned call, enum relay_reason r,
                 const struct relay_position *position);

/* Sends head and body (copied when the socket does not take it all) and goes on. */
void conn_send(struct conn *c, struct bytes head, struct bytes body);

/* ---- wait.c ---- */

/* The table of readers that wait: one reads or is parked. */
MUST_CHECK enum err wait_init(struct server *s);
void wait_add(struct conn *c);
void wait_remove(struct conn *c);

/* A box has changed: answers the readers parked on it from what was appended, where that is all
 * they miss, and sends the others to look again, as far as there may be something for them. */
void wait_wake(struct server *s, const struct store_change *change);

/* A read came back: answers, parks, or looks again. */
void wait_settle(struct conn *c, struct job_read *j);

/* Answers a parked reader with what there is (time is over, or the server ends). */
void wait_end(struct conn *c);

/* ---- admin.c ---- */

enum admin_page { ADMIN_NONE, ADMIN_HEALTH, ADMIN_METRICS };

/* What the operator asks for. */
enum admin_page admin_page_read(const struct http_head *head);
void admin_answer(struct conn *c, enum admin_page page);

#endif
