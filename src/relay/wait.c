/* wait.c -- readers that wait for a box to grow, or to be made: a hash table by box id, chained
 * through the connections themselves.
 *
 * Whoever asks for the beginning of a box that is not there waits as others do, so that a person
 * need not ask again and again for what the other is about to make. A wrong token waits just so,
 * whatever happens to the box meanwhile. */
#include "relay/server.h"

#include "base/check.h"

#include <stdlib.h>
#include <string.h>

enum err wait_init(struct server *s) {
    s->wait_slots = 64;
    while (s->wait_slots < s->config->max_waits)
        s->wait_slots *= 2;
    s->waits = calloc(s->wait_slots, sizeof(struct conn *)); /* touched only where somebody waits */
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
    struct job_read *j = read_of(c);
    free(j->page);
    j->page = NULL;
    j->page_size = 0;
    c->is_woken = false;
    c->state = CONN_BUSY;
    work_submit(c->server->work, c->job);
}

/* The page that a read would now find, made from the append itself: what is known of the floor
 * comes from the empty page that the reader was parked with. False when it is not just that. */
static bool page_from(struct job_read *j, const struct store_change *c) {
    if (c->call != RELAY_CALL_APPEND || j->query.from != c->n || !j->page)
        return false;
    struct relay_page page;
    MUST(relay_page_read(bytes_make(j->page, j->page_size), &page) == ERR_OK);
    size_t room = RELAY_PAGE_HEAD_SIZE + c->append.blobs.size +
                  (size_t)c->append.count * (8 + 1 + RELAY_HASH_SIZE) + RELAY_SIG_SIZE;
    uint8_t *at = malloc(room);
    if (!at)
        return false;
    struct buf b;
    struct bytes rest = c->append.blobs, blob, whole;
    buf_init_fixed(&b, at, room);
    page.at = c->at;
    page.count = c->append.count;
    relay_page_write(&b, &page);
    for (uint32_t i = 0; relay_append_next(&rest, &blob); i++)
        relay_page_blob_write(&b, &(struct relay_page_blob){
                                      .n = c->n + i,
                                      .bh = c->bh[i],
                                      .sig = i + 1 == c->append.count ? c->append.sig : NULL,
                                      .data = blob,
                                  });
    MUST(buf_finish(&b, &whole) == ERR_OK);
    free(j->page);
    j->page = at;
    j->page_size = whole.size;
    j->next = c->at.next;
    return true;
}

void wait_wake(struct server *s, const struct store_change *change) {
    for (struct conn *c = *slot_of(s, change->id), *next; c; c = next) {
        next = c->wait_next;
        if (memcmp(read_of(c)->query.id, change->id, RELAY_ID_SIZE) != 0)
            continue;
        if (c->state != CONN_PARKED)
            c->is_woken = true;
        else if (!read_of(c)->page && change->call != RELAY_CALL_CREATE)
            continue; /* it found nothing, and nothing was made that it could find */
        else if (page_from(read_of(c), change))
            wait_settle(c, read_of(c));
        else
            look_again(c);
    }
}

void wait_end(struct conn *c) {
    MUST(c->state == CONN_PARKED);
    read_of(c)->wait = 0;
    look_again(c);
}

/* There is nothing to answer with yet. What was found in this request and is gone was dropped. */
static bool is_early(const struct job_read *j) {
    if (j->job.reason == RELAY_REASON_NOT_FOUND)
        return j->query.from == 1 && !j->is_found;
    return j->job.reason == RELAY_REASON_NONE && j->next == j->query.from &&
           j->page_size == RELAY_PAGE_HEAD_SIZE;
}

/* What a read came to, once for each request however often it looked. */
static void outcome_note(struct conn *c, struct job_read *j) {
    struct server *s = c->server;
    if (j->job.reason == RELAY_REASON_NONE)
        j->is_found = true;
    if (j->job.reason == RELAY_REASON_NOT_FOUND && !j->is_missed) {
        j->is_missed = true;
        if (s->quota)
            (void)quota_take(s->quota, c->address, QUOTA_MISS, uv_now(&s->loop));
    }
}

void wait_settle(struct conn *c, struct job_read *j) {
    struct server *s = c->server;
    bool has_time = j->wait > 0 && !s->is_draining && uv_now(&s->loop) < c->deadline_ms;
    outcome_note(c, j);
    if (has_time && is_early(j)) {
        if (c->is_woken)
            look_again(c);
        else
            c->state = CONN_PARKED;
        return;
    }
    wait_remove(c);
    c->job = NULL;
    enum relay_reason r = j->job.reason;
    if (r == RELAY_REASON_NONE)
        conn_answer(c, RELAY_CALL_READ, r, bytes_make(j->page, j->page_size));
    else
        conn_refuse(c, RELAY_CALL_READ, r, NULL);
    job_free(&j->job);
    conn_process(c);
}
