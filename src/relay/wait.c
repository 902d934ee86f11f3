/* wait.c -- readers that wait for a box to grow: a hash table by box id, chained through the
 * connections themselves. */
#include "relay/server.h"

#include "base/check.h"

#include <stdlib.h>
#include <string.h>

enum err wait_init(struct server *s) {
    s->wait_slots = 64;
    while (s->wait_slots < s->config->max_waits)
        s->wait_slots *= 2;
    s->waits = calloc(s->wait_slots, sizeof *s->waits); /* touched only where somebody waits */
    return s->waits ? ERR_OK : ERR_FULL;
}

/* Ids are public keys chosen by clients: one who grinds keys into one slot slows down only a walk
 * over at most max_waits connections. */
static struct conn **slot_of(struct server *s, const uint8_t id[RELAY_ID_SIZE]) {
    return &s->waits[u64_read(id) & (s->wait_slots - 1)];
}

static struct job_read *read_of(struct conn *c) {
    return (struct job_read *)c->job;
}

void wait_add(struct conn *c) {
    struct conn **slot = slot_of(c->server, read_of(c)->query.id);
    c->wait_next = *slot;
    if (*slot)
        (*slot)->wait_at = &c->wait_next;
    *slot = c;
    c->wait_at = slot;
    c->server->wait_count++;
}

void wait_remove(struct conn *c) {
    if (!c->wait_at)
        return;
    *c->wait_at = c->wait_next;
    if (c->wait_next)
        c->wait_next->wait_at = c->wait_at;
    c->wait_at = NULL;
    c->wait_next = NULL;
    c->server->wait_count--;
}

static void look_again(struct conn *c) {
    c->is_woken = false;
    c->state = CONN_BUSY;
    work_submit(c->server->work, c->job);
}

void wait_wake(struct server *s, const uint8_t id[RELAY_ID_SIZE]) {
    for (struct conn *c = *slot_of(s, id); c; c = c->wait_next) {
        if (memcmp(read_of(c)->query.id, id, RELAY_ID_SIZE) != 0)
            continue;
        if (c->state == CONN_PARKED)
            look_again(c);
        else
            c->is_woken = true;
    }
}

void wait_end(struct conn *c) {
    MUST(c->state == CONN_PARKED);
    read_of(c)->wait = 0;
    look_again(c);
}

static void page_drop(struct job_read *j) {
    free(j->page);
    j->page = NULL;
    j->page_size = 0;
}

void wait_settle(struct conn *c, struct job_read *j) {
    struct server *s = c->server;
    bool is_empty = j->job.reason == RELAY_REASON_NONE && j->next == j->query.from &&
                    j->page_size == RELAY_PAGE_HEAD_SIZE;
    bool waits = is_empty && j->wait > 0 && !s->is_draining && uv_now(&s->loop) < c->deadline_ms;
    if (waits) {
        page_drop(j);
        if (c->is_woken)
            look_again(c);
        else
            c->state = CONN_PARKED;
        return;
    }
    wait_remove(c);
    c->job = NULL;
    enum relay_reason r = j->job.reason;
    if (r == RELAY_REASON_NOT_FOUND && s->quota)
        (void)quota_take(s->quota, c->address, QUOTA_MISS, uv_now(&s->loop));
    if (r == RELAY_REASON_NONE)
        conn_answer(c, RELAY_CALL_READ, r, bytes_make(j->page, j->page_size));
    else
        conn_refuse(c, RELAY_CALL_READ, r, NULL);
    job_free(&j->job);
    conn_process(c);
}
