/* server.c -- the loop: binding, jobs that come back, deadlines, the end. */
#include "relay/server.h"

#include "base/check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
    BACKLOG = 511,
    SWEEP_MS = 500,  /* how exact deadlines are */
    DRAIN_MS = 10000 /* after a signal, what is left is cut off */
};

/* ---- binding ---- */

static enum err bind_fail(struct relay_config *c, unsigned port, int code, char *line,
                          size_t size) {
    if (code == UV_EADDRINUSE)
        snprintf(line, size, "Port %u is in use: end what uses it, or choose another port.", port);
    else if (code == UV_EACCES)
        snprintf(line, size, "Port %u needs more rights: choose one above 1023.", port);
    else if (code == UV_EADDRNOTAVAIL)
        snprintf(line, size, "%s is not an address of this machine: see --listen.", c->listen);
    else
        snprintf(line, size, "Port %u cannot be listened on: %s.", port, uv_strerror(code));
    return ERR_IO;
}

static int listen_on(struct server *s, uv_tcp_t *tcp, const char *address, unsigned port) {
    struct sockaddr_storage a;
    int code = strchr(address, ':') ? uv_ip6_addr(address, (int)port, (struct sockaddr_in6 *)&a)
                                    : uv_ip4_addr(address, (int)port, (struct sockaddr_in *)&a);
    uv_tcp_init(&s->loop, tcp);
    tcp->data = s;
    if (code == 0)
        code = uv_tcp_bind(tcp, (struct sockaddr *)&a, 0);
    if (code == 0)
        code = uv_listen((uv_stream_t *)tcp, BACKLOG, conn_accept);
    return code;
}

static unsigned bound_port(const uv_tcp_t *tcp) {
    struct sockaddr_storage a;
    int size = sizeof a;
    if (uv_tcp_getsockname(tcp, (struct sockaddr *)&a, &size) != 0)
        return 0;
    return a.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&a)->sin6_port)
                                   : ntohs(((struct sockaddr_in *)&a)->sin_port);
}

static void proxy_note(struct server *s) {
    struct in_addr v4;
    const char *text = s->config->trusted_proxy;
    if (inet_pton(AF_INET, text, &v4) == 1) {
        memset(s->proxy + 10, 0xff, 2);
        memcpy(s->proxy + 12, &v4, 4);
        s->has_proxy = true;
    } else if (inet_pton(AF_INET6, text, s->proxy) == 1) {
        s->has_proxy = true;
    }
}

static void on_done(uv_poll_t *poll, int status, int events);
static void on_sweep(uv_timer_t *timer);
static void on_signal(uv_signal_t *signal, int number);

/* Everything that makes a system call the sandbox will forbid happens here. */
static enum err handles_init(struct server *s) {
    s->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (s->bell < 0 || uv_poll_init(&s->loop, &s->done, s->bell) != 0)
        return ERR_IO;
    uv_timer_init(&s->loop, &s->sweep);
    uv_signal_init(&s->loop, &s->on_term);
    uv_signal_init(&s->loop, &s->on_int);
    s->done.data = s->sweep.data = s->on_term.data = s->on_int.data = s;
    uv_signal_start(&s->on_term, on_signal, SIGTERM);
    uv_signal_start(&s->on_int, on_signal, SIGINT);
    return uv_poll_start(&s->done, UV_READABLE, on_done) == 0 ? ERR_OK : ERR_IO;
}

enum err server_bind(struct server *s, struct relay_config *c, char *line, size_t size) {
    s->config = c;
    s->bell = -1;
    MUST(uv_loop_init(&s->loop) == 0);
    int code = listen_on(s, &s->listener, c->listen, c->port);
    if (code != 0)
        return bind_fail(c, c->port, code, line, size);
    if (c->port == 0)
        config_set_port(c, bound_port(&s->listener));
    if (c->metrics_port > 0) {
        code = listen_on(s, &s->admin, "127.0.0.1", c->metrics_port);
        if (code != 0)
            return bind_fail(c, c->metrics_port, code, line, size);
        s->has_admin = true;
    }
    proxy_note(s);
    if (c->is_open)
        s->quota = quota_make();
    enum err e = c->is_open && !s->quota ? ERR_FULL : wait_init(s);
    if (e != ERR_OK) {
        snprintf(line, size, "There is not enough memory.");
        return e;
    }
    e = handles_init(s);
    if (e != ERR_OK)
        snprintf(line, size, "Too many files are open: raise the limit (ulimit -n).");
    return e;
}

/* ---- jobs that come back ---- */

/* Not uv_async_send: a loop that it wakes at once spins until the sender has run on, and on a busy
 * machine the sender waits for that very processor. */
void server_wake(void *server) {
    uint64_t one = 1;
    while (write(((struct server *)server)->bell, &one, sizeof one) < 0 && errno == EINTR)
        ;
}

static void change_answer(struct job_change *j) {
    struct conn *c = j->job.owner;
    if (!c)
        return;
    c->job = NULL;
    if (j->job.reason == RELAY_REASON_NONE) {
        uint8_t room[RELAY_POSITION_SIZE];
        struct buf b;
        buf_init_fixed(&b, room, sizeof room);
        relay_position_write(&b, &j->change.at);
        conn_answer(c, j->job.call, RELAY_REASON_NONE, BYTES_OF(room));
    } else {
        conn_refuse(c, j->job.call, j->job.reason, &j->change.at);
    }
}

/* First all writers are answered, then the readers of what they wrote look again, then the reads
 * that came back are settled: a read that started before a write of this round and found nothing
 * has been told to look again. Last, requests that were sent ahead. */
static void on_done(uv_poll_t *poll, int status, int events) {
    struct server *s = poll->data;
    uint64_t rung;
    (void)status;
    (void)events;
    while (read(s->bell, &rung, sizeof rung) < 0 && errno == EINTR)
        ; /* silent before the jobs are taken, so that none comes unheard */
    struct job *jobs = work_take(s->work);
    for (struct job *j = jobs; j; j = j->next)
        if (j->call != RELAY_CALL_READ)
            change_answer((struct job_change *)j);
    for (struct job *j = jobs; j; j = j->next) {
        const struct store_change *change = &((struct job_change *)j)->change;
        bool grows = j->call == RELAY_CALL_APPEND || j->call == RELAY_CALL_DROP ||
                     j->call == RELAY_CALL_CREATE;
        if (grows && change->changed)
            wait_wake(s, change);
    }
    while (jobs) {
        struct job *j = jobs;
        struct conn *c = j->owner;
        jobs = j->next;
        if (j->call == RELAY_CALL_READ && c) {
            wait_settle(c, (struct job_read *)j);
            continue;
        }
        bool is_change = j->call != RELAY_CALL_READ;
        job_free(j);
        if (c && is_change && c->state != CONN_CLOSED)
            conn_process(c);
    }
}

/* ---- deadlines and the end ---- */

static void on_deadline(struct conn *c) {
    if (c->state == CONN_PARKED) {
        wait_end(c);
    } else if (c->state == CONN_BODY || (c->state == CONN_HEAD && c->in_size > 0)) {
        c->is_last = true;
        job_free(c->job);
        c->job = NULL;
        conn_refuse(c, SERVER_CALL_OTHER, RELAY_REASON_TIMEOUT, NULL);
    } else if (c->state != CONN_BUSY && c->state != CONN_CLOSED) {
        conn_close(c);
    }
}

static void handles_close(struct server *s) {
    uv_close((uv_handle_t *)&s->done, NULL);
    uv_close((uv_handle_t *)&s->sweep, NULL);
    uv_close((uv_handle_t *)&s->on_term, NULL);
    uv_close((uv_handle_t *)&s->on_int, NULL);
    if (s->has_admin)
        uv_close((uv_handle_t *)&s->admin, NULL);
}

/* Connections that there was no memory for are tried again. */
static void accept_owed(struct server *s) {
    bool is_owed = s->is_owed, is_admin_owed = s->is_admin_owed;
    s->is_owed = s->is_admin_owed = false;
    if (is_owed && !s->is_draining)
        conn_accept((uv_stream_t *)&s->listener, 0);
    if (is_admin_owed)
        conn_accept((uv_stream_t *)&s->admin, 0);
}

static void on_sweep(uv_timer_t *timer) {
    struct server *s = timer->data;
    uint64_t now = uv_now(&s->loop);
    bool is_over = s->is_draining && now - s->drain_ms >= DRAIN_MS;
    for (struct conn *c = s->conns, *next; c; c = next) {
        next = c->next;
        if (is_over)
            conn_close(c);
        else if (now >= c->deadline_ms)
            on_deadline(c);
    }
    accept_owed(s);
    if (s->conn_count == 0 && s->is_draining)
        handles_close(s);
    else if (s->conn_count == 0 && !s->is_owed && !s->is_admin_owed)
        uv_timer_stop(timer);
}

void server_sweep(struct server *s) {
    if (!uv_is_active((uv_handle_t *)&s->sweep))
        uv_timer_start(&s->sweep, on_sweep, SWEEP_MS, SWEEP_MS);
}

/* The first signal drains: no new connections, waiting readers are answered, requests in hand are
 * finished, idle connections closed. A second one cuts off. */
static void on_signal(uv_signal_t *signal, int number) {
    struct server *s = signal->data;
    (void)number;
    uint64_t now = uv_now(&s->loop);
    if (s->is_draining) {
        s->drain_ms = now > DRAIN_MS ? now - DRAIN_MS : 0;
        return;
    }
    s->is_draining = true;
    s->drain_ms = now;
    uv_close((uv_handle_t *)&s->listener, NULL);
    for (struct conn *c = s->conns, *next; c; c = next) {
        next = c->next;
        if (c->state == CONN_PARKED)
            wait_end(c);
        else if (c->state == CONN_HEAD && c->in_size == 0)
            conn_close(c);
    }
    uv_timer_start(&s->sweep, on_sweep, 0, 20);
}

void server_run(struct server *s) {
    s->started_ms = uv_now(&s->loop);
    uv_run(&s->loop, UV_RUN_DEFAULT);
}

static void on_each(uv_handle_t *handle, void *unused) {
    (void)unused;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

void server_close(struct server *s) {
    uv_walk(&s->loop, on_each, NULL); /* nothing is left of them after a server_run */
    uv_run(&s->loop, UV_RUN_DEFAULT);
    uv_loop_close(&s->loop);
    if (s->bell >= 0)
        close(s->bell);
    free(s->waits);
    quota_free(s->quota);
}
