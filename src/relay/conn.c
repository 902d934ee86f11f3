/* conn.c -- one connection: from bytes that arrive to requests, and from answers to bytes. */
#include "relay/server.h"

#include "base/check.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    HEAD_MS = 5000,  /* for a head, once its first byte has come */
    BODY_MS = 15000, /* for a body: 160,000 bytes at 10 KB/s */
    IDLE_MS = 30000,
    WRITE_MS = 30000,
    END_MS = 2000,                 /* for the client to read the last answer and close */
    AHEAD_MAX = HTTP_HEAD_SIZE_MAX /* bytes kept of requests sent ahead of answers */
};

struct pending_write {
    uv_write_t request;
    struct conn *conn;
    char bytes[];
};

static uint64_t now_ms(const struct conn *c) {
    return uv_now(&c->server->loop);
}

/* ---- the end of a connection ---- */

static void on_closed(uv_handle_t *handle) {
    struct conn *c = handle->data;
    struct server *s = c->server;
    if (c->prev)
        c->prev->next = c->next;
    else
        s->conns = c->next;
    if (c->next)
        c->next->prev = c->prev;
    s->conn_count--;
    free(c->in);
    free(c);
}

void conn_close(struct conn *c) {
    if (c->state == CONN_CLOSED)
        return;
    wait_remove(c);
    if (c->job && c->state == CONN_BUSY)
        c->job->owner = NULL; /* freed when it comes back */
    else
        job_free(c->job);
    c->job = NULL;
    c->state = CONN_CLOSED;
    uv_close((uv_handle_t *)&c->tcp, on_closed);
}

/* No more answers: the client reads what is on its way and closes. Closing at once could make the
 * kernel throw away the answer, when more of the request is still arriving. */
static void conn_end(struct conn *c) {
    uv_os_fd_t fd;
    if (uv_fileno((uv_handle_t *)&c->tcp, &fd) == 0)
        shutdown(fd, SHUT_WR);
    free(c->in);
    c->in = NULL;
    c->in_size = c->in_room = 0;
    c->state = CONN_ENDING;
    c->deadline_ms = now_ms(c) + END_MS;
}

/* ---- sending ---- */

static void answer_sent(struct conn *c) {
    if (c->is_last) {
        conn_end(c);
        return;
    }
    c->state = CONN_HEAD;
    c->is_head = false;
    c->seen = 0;
    c->deadline_ms = now_ms(c) + (c->in_size > 0 ? HEAD_MS : IDLE_MS);
}

static void on_written(uv_write_t *request, int status) {
    struct pending_write *w = (struct pending_write *)request;
    struct conn *c = w->conn;
    free(w);
    if (c->state == CONN_CLOSED)
        return;
    if (status < 0) {
        conn_close(c);
        return;
    }
    answer_sent(c);
    conn_process(c);
}

/* The part that the socket did not take; false when there is no memory. */
static bool send_rest(struct conn *c, struct bytes head, struct bytes body, size_t sent) {
    size_t from_head = sent < head.size ? sent : head.size;
    struct bytes h = bytes_slice(head, from_head, head.size);
    struct bytes b = bytes_slice(body, sent - from_head, body.size);
    struct pending_write *w = malloc(sizeof *w + h.size + b.size);
    if (!w)
        return false;
    w->conn = c;
    if (h.size > 0)
        memcpy(w->bytes, h.at, h.size);
    if (b.size > 0)
        memcpy(w->bytes + h.size, b.at, b.size);
    uv_buf_t buf = uv_buf_init(w->bytes, (unsigned)(h.size + b.size));
    c->state = CONN_WRITING;
    c->deadline_ms = now_ms(c) + WRITE_MS;
    if (uv_write(&w->request, (uv_stream_t *)&c->tcp, &buf, 1, on_written) == 0)
        return true;
    free(w);
    return false;
}

void conn_send(struct conn *c, struct bytes head, struct bytes body) {
    uv_buf_t bufs[2] = {
        uv_buf_init((char *)(uintptr_t)head.at, (unsigned)head.size),
        uv_buf_init((char *)(uintptr_t)body.at, (unsigned)body.size),
    };
    int sent = uv_try_write((uv_stream_t *)&c->tcp, bufs, body.size > 0 ? 2 : 1);
    if (sent < 0 && sent != UV_EAGAIN) {
        conn_close(c);
        return;
    }
    size_t done = sent > 0 ? (size_t)sent : 0;
    if (done == head.size + body.size)
        answer_sent(c);
    else if (!send_rest(c, head, body, done))
        conn_close(c);
}

void conn_answer(struct conn *c, unsigned call, enum relay_reason r, struct bytes body) {
    char room[ROUTE_ANSWER_HEAD_SIZE];
    struct buf head;
    struct bytes bytes;
    c->is_last |= relay_reason_closes(r) || c->server->is_draining;
    c->server->answers[call][r]++;
    buf_init_fixed(&head, room, sizeof room);
    route_call_head(&head, c->server->config, c->origin, r, body.size, c->is_last);
    MUST(buf_finish(&head, &bytes) == ERR_OK);
    conn_send(c, bytes, c->is_head ? (struct bytes){NULL, 0} : body);
}

void conn_refuse(struct conn *c, unsigned call, enum relay_reason r,
                 const struct relay_position *position) {
    char room[RELAY_POSITION_SIZE + 160];
    struct buf body;
    struct bytes bytes;
    buf_init_fixed(&body, room, sizeof room);
    route_refusal(&body, r, position);
    MUST(buf_finish(&body, &bytes) == ERR_OK);
    conn_answer(c, call, r, bytes);
}

/* ---- requests ---- */

static void consume(struct conn *c, size_t size) {
    c->in_size -= (uint32_t)size;
    c->seen = 0;
    if (c->in_size > 0) {
        memmove(c->in, c->in + size, c->in_size);
        return;
    }
    free(c->in);
    c->in = NULL;
    c->in_room = 0;
}

/* The address a request is counted under: its peer's, or what the trusted proxy says. */
static void address_note(struct conn *c, const struct http_head *head) {
    struct server *s = c->server;
    if (!s->quota)
        return;
    uint8_t address[16];
    memcpy(address, c->peer, sizeof address);
    if (c->is_proxy && head->forwarded_for.at) {
        struct bytes f = head->forwarded_for;
        size_t from = f.size;
        while (from > 0 && f.at[from - 1] != ',' && f.at[from - 1] != ' ')
            from--; /* the last one is the proxy's word, those before are anybody's */
        char text[INET6_ADDRSTRLEN] = {0};
        struct in_addr v4;
        uint8_t v6[16];
        if (f.size - from < sizeof text)
            memcpy(text, f.at + from, f.size - from);
        if (inet_pton(AF_INET, text, &v4) == 1) {
            memset(address, 0, 10);
            memset(address + 10, 0xff, 2);
            memcpy(address + 12, &v4, 4);
        } else if (inet_pton(AF_INET6, text, v6) == 1) {
            memcpy(address, v6, sizeof address);
        }
    }
    c->address = quota_address(s->quota, address, work_day());
}

static bool is_within_budget(struct conn *c, enum relay_call call) {
    struct quota *q = c->server->quota;
    if (!q)
        return true;
    if (call == RELAY_CALL_READ)
        return quota_has(q, c->address, QUOTA_MISS, now_ms(c)) &&
               quota_take(q, c->address, QUOTA_READ, now_ms(c));
    return quota_take(q, c->address, call == RELAY_CALL_CREATE ? QUOTA_CREATE : QUOTA_WRITE,
                      now_ms(c));
}

static void submit(struct conn *c) {
    c->job->owner = c;
    c->state = CONN_BUSY;
    work_submit(c->server->work, c->job);
}

/* A read goes to a checker at once; one that waits stands in the table before its read starts, so
 * that no write slips between the two. */
static void read_start(struct conn *c, const struct route *r) {
    struct server *s = c->server;
    if (r->target.wait > 0 && s->wait_count >= s->config->max_waits) {
        conn_refuse(c, RELAY_CALL_READ, RELAY_REASON_WAITS, NULL);
        return;
    }
    struct job_read *j = job_read_make();
    if (!j) {
        conn_refuse(c, RELAY_CALL_READ, RELAY_REASON_BUSY, NULL);
        return;
    }
    memcpy(j->query.id, r->target.id, sizeof j->query.id);
    memcpy(j->token, r->token, sizeof j->token);
    j->query.from = r->target.n;
    j->wait = s->is_draining ? 0 : r->target.wait;
    c->job = &j->job;
    c->deadline_ms = now_ms(c) + (uint64_t)r->target.wait * 1000;
    c->is_woken = false;
    if (j->wait > 0)
        wait_add(c);
    submit(c);
}

/* Makes room for the body and waits for it. */
static void body_start(struct conn *c, const struct route *r, size_t head_size) {
    struct job_change *j = job_change_make(r->target.call);
    uint32_t need = (uint32_t)(head_size + r->body_size);
    uint8_t *in = j && c->in_room < need ? realloc(c->in, need) : c->in;
    if (!j || !in) {
        job_free(j ? &j->job : NULL);
        c->is_last = true;
        conn_refuse(c, r->target.call, RELAY_REASON_BUSY, NULL);
        return;
    }
    c->in = in;
    c->in_room = c->in_room < need ? need : c->in_room;
    memcpy(j->change.id, r->target.id, sizeof j->change.id);
    j->change.n = r->target.n;
    j->job.host = r->host;
    j->job.body_at = head_size;
    j->job.body_size = r->body_size;
    c->job = &j->job;
    c->need = need;
    c->state = CONN_BODY;
    c->deadline_ms = now_ms(c) + BODY_MS;
}

static void asset_answer(struct conn *c, const struct route *r) {
    char room[ROUTE_ANSWER_HEAD_SIZE];
    struct buf head;
    struct bytes bytes, body = {NULL, 0};
    c->server->answers[SERVER_CALL_ASSET][RELAY_REASON_NONE]++;
    buf_init_fixed(&head, room, sizeof room);
    if (r->kind == ROUTE_PREFLIGHT)
        route_preflight_head(&head, c->server->config, r, c->is_last);
    else
        route_asset_head(&head, c->server->config, r, c->is_last);
    MUST(buf_finish(&head, &bytes) == ERR_OK);
    if (r->kind == ROUTE_ASSET && !r->is_unchanged)
        body = bytes_make(r->asset->data[r->encoding], r->asset->size[r->encoding]);
    conn_send(c, bytes, body);
}

/* Acts on a whole head of `size` bytes; `c->in` still holds it. */
static void head_handle(struct conn *c, const struct http_head *head, size_t size) {
    struct route r = {0};
    enum relay_reason reason = route_read(c->server->config, head, &r);
    enum relay_call call = r.target.call;
    c->origin = r.origin;
    address_note(c, head);
    if (reason == RELAY_REASON_NONE && r.kind == ROUTE_CALL && !is_within_budget(c, call))
        reason = RELAY_REASON_RATE;
    if (reason != RELAY_REASON_NONE) {
        c->is_last |= head->length > 0; /* its body is not read */
        consume(c, size);
        conn_refuse(c, call, reason, NULL);
    } else if (r.kind != ROUTE_CALL) {
        consume(c, size);
        asset_answer(c, &r);
    } else if (call == RELAY_CALL_READ) {
        consume(c, size);
        read_start(c, &r);
    } else {
        body_start(c, &r, size);
    }
}

/* True when there may be more to do. */
static bool head_step(struct conn *c) {
    struct bytes arrived = {c->in, c->in_size};
    size_t size = http_head_end(arrived, c->seen);
    struct http_head head;
    enum relay_reason r;
    if (size == 0) {
        c->seen = c->in_size;
        r = http_head_hopeless(arrived);
        if (r == RELAY_REASON_NONE)
            return false;
    } else {
        r = http_head_read(bytes_slice(arrived, 0, size), &head);
    }
    c->origin = NULL;
    c->is_head = r == RELAY_REASON_NONE && head.is_head;
    if (r != RELAY_REASON_NONE) {
        c->is_last = true; /* nobody knows where the next request would start */
        conn_refuse(c, SERVER_CALL_OTHER, r, NULL);
        return false;
    }
    c->requests++;
    unsigned max = c->server->config->max_requests;
    c->is_last = head.closes || c->server->is_draining || (max > 0 && c->requests >= max);
    if (c->is_admin) {
        c->is_last |= head.length > 0;
        enum admin_page page = admin_page_read(&head);
        consume(c, size);
        admin_answer(c, page);
        return true;
    }
    head_handle(c, &head, size);
    return true;
}

/* The body is there: its job takes the buffer with it, and keeps nothing that came behind. */
static void body_handle(struct conn *c) {
    uint32_t ahead = c->in_size - c->need;
    uint8_t *rest = NULL;
    if (ahead > 0) {
        rest = malloc(ahead);
        if (!rest) {
            conn_close(c);
            return;
        }
        memcpy(rest, c->in + c->need, ahead);
    }
    c->job->body = c->in;
    c->in = rest;
    c->in_size = c->in_room = ahead;
    c->seen = 0;
    submit(c);
}

void conn_process(struct conn *c) {
    while (c->state == CONN_HEAD && c->in_size > 0 && head_step(c)) {
    }
    if (c->state == CONN_BODY && c->in_size >= c->need)
        body_handle(c);
}

/* ---- arrival ---- */

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *out) {
    (void)suggested;
    struct conn *c = handle->data;
    *out = uv_buf_init(c->server->inbox, sizeof c->server->inbox);
}

/* How much may wait in the buffer in this state. */
static size_t room_max(const struct conn *c) {
    return c->state == CONN_BODY ? (size_t)c->need + AHEAD_MAX
                                 : AHEAD_MAX + sizeof c->server->inbox;
}

static bool arrived_keep(struct conn *c, const char *at, size_t size) {
    size_t whole = c->in_size + size;
    if (whole > room_max(c) + sizeof c->server->inbox)
        return false;
    if (whole > c->in_room) {
        uint8_t *in = realloc(c->in, whole);
        if (!in)
            return false;
        c->in = in;
        c->in_room = (uint32_t)whole;
    }
    memcpy(c->in + c->in_size, at, size);
    c->in_size = (uint32_t)whole;
    return true;
}

static void on_read(uv_stream_t *stream, ssize_t size, const uv_buf_t *buf) {
    struct conn *c = stream->data;
    if (size == 0 || c->state == CONN_CLOSED)
        return;
    if (size < 0) {
        conn_close(c);
        return;
    }
    if (c->state == CONN_ENDING)
        return;
    if (c->state == CONN_HEAD && c->in_size == 0)
        c->deadline_ms = now_ms(c) + HEAD_MS;
    if (!arrived_keep(c, buf->base, (size_t)size)) {
        conn_close(c); /* far ahead of its answers: no client of ours */
        return;
    }
    conn_process(c);
}

static void peer_note(struct conn *c) {
    struct sockaddr_storage a;
    int size = sizeof a;
    if (uv_tcp_getpeername(&c->tcp, (struct sockaddr *)&a, &size) != 0)
        return;
    if (a.ss_family == AF_INET) {
        memset(c->peer + 10, 0xff, 2);
        memcpy(c->peer + 12, &((struct sockaddr_in *)&a)->sin_addr, 4);
    } else if (a.ss_family == AF_INET6) {
        memcpy(c->peer, &((struct sockaddr_in6 *)&a)->sin6_addr, 16);
    }
    c->is_proxy = c->server->has_proxy && memcmp(c->peer, c->server->proxy, 16) == 0;
}

static bool is_over_limit(const struct conn *c) {
    const struct server *s = c->server;
    if (s->conn_count > s->config->max_connections)
        return true;
    if (s->config->max_per_address == 0 || c->is_proxy || c->is_admin)
        return false;
    unsigned count = 0;
    for (const struct conn *o = s->conns; o; o = o->next)
        count += memcmp(o->peer, c->peer, sizeof c->peer) == 0;
    return count > s->config->max_per_address;
}

void conn_accept(uv_stream_t *listener, int status) {
    struct server *s = listener->data;
    bool is_admin = listener == (uv_stream_t *)&s->admin;
    struct conn *c = status == 0 ? calloc(1, sizeof *c) : NULL;
    if (!c && status == 0) { /* libuv listens no more until this one is taken */
        *(is_admin ? &s->is_admin_owed : &s->is_owed) = true;
        server_sweep(s);
    }
    if (!c)
        return;
    c->server = s;
    c->is_admin = is_admin;
    uv_tcp_init(&s->loop, &c->tcp);
    c->tcp.data = c;
    c->next = s->conns;
    if (c->next)
        c->next->prev = c;
    s->conns = c;
    s->conn_count++;
    if (uv_accept(listener, (uv_stream_t *)&c->tcp) != 0) {
        conn_close(c);
        return;
    }
    uv_tcp_nodelay(&c->tcp, 1);
    peer_note(c);
    c->deadline_ms = now_ms(c) + HEAD_MS;
    server_sweep(s);
    if (uv_read_start((uv_stream_t *)&c->tcp, on_room, on_read) != 0) {
        conn_close(c);
    } else if (is_over_limit(c) || s->is_draining) {
        c->is_last = true;
        conn_refuse(c, SERVER_CALL_OTHER, RELAY_REASON_BUSY, NULL);
    }
}
