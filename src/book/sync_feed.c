#include "book/sync_internal.h"

#include "base/canary.h"
#include "base/check.h"
#include "book/keyring.h"

#include <string.h>

/* --- asking --- */

static bool feed_made(const struct feed *feed) {
    return feed->chain.position > 0 || (feed->flags & FEED_MADE);
}

static void lane_begin(struct lane *lane, enum lane_op op, const struct feed *feed) {
    lane->op = op;
    lane->held = false;
    lane->audit = false;
    lane->at = lane->after = feed->chain;
    lane->count = 0;
    memcpy(lane->box_id, feed->chain.box_id, BOX_ID_SIZE);
    memcpy(lane->token, feed->keys.read_token, KEY_SIZE);
    arena_reset(&lane->arena);
}

/* Whether the request was made; without memory for it, it is tried again later. */
static bool asked(struct lane *lane, struct follow *w, enum err e, uint64_t now_ms) {
    if (e == ERR_OK)
        return true;
    lane->op = LANE_IDLE;
    retry_failed(&w->retry, &w->jitter, now_ms);
    return false;
}

static bool read_ask(struct lane *lane, const struct feed *feed, struct follow *w, uint32_t wait_s,
                     uint64_t now_ms) {
    lane_begin(lane, LANE_READ, feed);
    if (w->auditing) {
        lane->audit = true;
        lane->at = w->audit;
        wait_s = 0;
    }
    enum err e = box_ask_read(&lane->arena, lane->box_id, lane->token, lane->at.position + 1,
                              wait_s, &lane->request);
    return asked(lane, w, e, now_ms);
}

bool sync_feed_ask_read(struct sync *s, struct lane *lane, const struct feed *feed,
                        struct follow *w, bool may_wait, uint64_t now_ms) {
    (void)s;
    if (now_ms < w->retry.not_before_ms)
        return false;
    /* After a failure it is first asked whether the relay is back: a wait would tell only late. */
    bool waits = may_wait && w->fetched && now_ms >= w->wait_after_ms && !w->gone && !w->away;
    bool asks = w->auditing || w->read_now || !w->fetched || w->away;
    if (!waits && !asks && now_ms < w->poll_ms)
        return false;
    return read_ask(lane, feed, w, waits ? RELAY_WAIT_MAX_SECONDS : 0, now_ms);
}

static bool create_ask(struct sync *s, struct lane *lane, const struct feed *feed, struct follow *w,
                       uint64_t now_ms) {
    lane_begin(lane, LANE_CREATE, feed);
    struct sign_key write;
    sign_key_from_seed(feed->write_seed, &write);
    struct box_create create = {.write = &write,
                                .read_token = feed->keys.read_token,
                                .box_class = RELAY_CLASS_FEED,
                                .day = w->worked ? w->work.day : box_day(now_ms),
                                .host_hash = s->host_hash,
                                .worked = w->worked,
                                .nonce = w->work.nonce};
    enum err e = box_ask_create(&lane->arena, &create, &lane->request);
    memory_wipe(&write, sizeof write);
    return asked(lane, w, e, now_ms);
}

/* How many of the pending entries from `first` on go into the next blob, and how large they are
 * together: as many as fill PACK_SIZE bytes when sealed, at least one. */
static uint32_t pack_choose(const struct book_unsent *unsent, size_t pending, size_t first,
                            size_t *size) {
    size_t i = first;
    *size = 0;
    while (i < pending && (i == first || *size + unsent[i].cbor.size <= PACK_PLAIN_MAX))
        *size += unsent[i++].cbor.size;
    return (uint32_t)(i - first);
}

/* A CBOR sequence of them, sealed into the lane's arena. */
static enum err pack_seal(struct sync *s, struct lane *lane, const struct feed *feed,
                          const struct book_unsent *unsent, uint32_t count, size_t bucket,
                          struct bytes *blob) {
    uint8_t nonce[SEAL_NONCE_SIZE], sequence[PACK_PLAIN_MAX];
    struct bytes plain = unsent[0].cbor;
    struct buf sealed;
    TRY(random_fill(&s->random, nonce, sizeof nonce));
    void *room = arena_alloc(&lane->arena, bucket);
    if (!room)
        return ERR_FULL;
    if (count > 1) {
        struct buf joined;
        buf_init_fixed(&joined, sequence, sizeof sequence);
        for (uint32_t i = 0; i < count; i++)
            buf_add_bytes(&joined, unsent[i].cbor);
        TRY(buf_finish(&joined, &plain));
    }
    buf_init_fixed(&sealed, room, bucket);
    enum err e = feed_seal(&feed->keys, feed->chain.box_id, plain, nonce, &sealed);
    memory_wipe(sequence, sizeof sequence);
    TRY(e);
    return buf_finish(&sealed, blob);
}

/* Seals pending entries, several to a blob, until the append or the queue is full. ERR_IO from
 * random, ERR_NOT_FOUND when nothing is pending. */
static enum err blobs_seal(struct sync *s, struct lane *lane, const struct feed *feed,
                           struct bytes *blobs) {
    struct book_unsent unsent[LANE_ENTRIES];
    size_t pending = book_pending(s->book, feed, unsent, LANE_ENTRIES);
    size_t size = RELAY_APPEND_HEAD_SIZE, done = 0;
    while (done < pending && lane->count < RELAY_APPEND_MAX_BLOBS) {
        size_t plain_size, bucket;
        uint32_t count = pack_choose(unsent, pending, done, &plain_size);
        TRY(pad_bucket(plain_size, &bucket));
        size += 4 + bucket;
        if (size > RELAY_APPEND_MAX_SIZE)
            break;
        TRY(pack_seal(s, lane, feed, unsent + done, count, bucket, &blobs[lane->count]));
        for (uint32_t i = 0; i < count; i++)
            memcpy(lane->eids[done + i], unsent[done + i].eid, EID_SIZE);
        lane->packed[lane->count++] = (uint16_t)count;
        done += count;
    }
    return lane->count ? ERR_OK : ERR_NOT_FOUND;
}

static bool append_ask(struct sync *s, struct lane *lane, const struct feed *feed, struct follow *w,
                       uint64_t now_ms) {
    lane_begin(lane, LANE_APPEND, feed);
    struct bytes blobs[RELAY_APPEND_MAX_BLOBS];
    struct sign_key write;
    enum err e = blobs_seal(s, lane, feed, blobs);
    if (e == ERR_OK) {
        sign_key_from_seed(feed->write_seed, &write);
        e = box_ask_append(&lane->arena, &write, &feed->chain, blobs, lane->count, &lane->after,
                           &lane->request);
        memory_wipe(&write, sizeof write);
    }
    return asked(lane, w, e, now_ms);
}

static bool erase_ask(struct lane *lane, const struct feed *feed, struct follow *w,
                      uint64_t position, uint64_t now_ms) {
    enum err e;
    if (w->erase_position != position) {
        lane_begin(lane, LANE_ERASE_LOOK, feed);
        e = box_ask_read(&lane->arena, lane->box_id, lane->token, position, 0, &lane->request);
    } else {
        lane_begin(lane, LANE_ERASE, feed);
        struct sign_key write;
        sign_key_from_seed(feed->write_seed, &write);
        e = box_ask_erase(&lane->arena, &write, position, w->erase_hash, &lane->request);
        memory_wipe(&write, sizeof write);
    }
    lane->at.position = position;
    return asked(lane, w, e, now_ms);
}

/* True while a proof of work is still being made. */
static bool work_goes_on(struct follow *w, uint64_t now_ms) {
    if (!w->working)
        return false;
    if (w->work.day != box_day(now_ms)) /* it would be refused by the time it holds */
        box_work_start(&w->work, w->work.id, w->work.host_hash, box_day(now_ms));
    w->worked = box_work_slice(&w->work, WORK_SLICE);
    w->working = !w->worked;
    return w->working;
}

/* What is to be written, if anything is. */
static bool write_ask(struct sync *s, struct lane *lane, const struct feed *feed, struct follow *w,
                      uint64_t now_ms) {
    bool due = now_ms >= w->send_ms;
    uint64_t position;
    if (!feed->writable || w->gone || w->behind)
        return false;
    if (!feed_made(feed))
        return (due || feed->role == FEED_PAIR_OUT) && create_ask(s, lane, feed, w, now_ms);
    if (due)
        return append_ask(s, lane, feed, w, now_ms);
    return book_erase_next(s->book, feed, &position) && erase_ask(lane, feed, w, position, now_ms);
}

bool sync_feed_ask(struct sync *s, struct lane *lane, const struct feed *feed, struct follow *w,
                   uint64_t now_ms) {
    if (lane->held) {
        bool stands = lane->op == LANE_APPEND && !memcmp(&lane->at, &feed->chain, sizeof lane->at);
        if (stands && now_ms < w->retry.not_before_ms)
            return false;
        lane->held = false;
        if (stands)
            return true;
        lane->op = LANE_IDLE;
    }
    if (now_ms < w->retry.not_before_ms || work_goes_on(w, now_ms))
        return false;
    bool polls = feed_made(feed) && now_ms >= w->poll_ms;
    if (w->auditing || w->read_now || !w->fetched || polls)
        return read_ask(lane, feed, w, 0, now_ms);
    if (write_ask(s, lane, feed, w, now_ms))
        return true;
    return w->away && read_ask(lane, feed, w, 0, now_ms); /* is it back? */
}

/* --- what an answer leaves behind --- */

static void poll_later(struct follow *w, uint64_t now_ms) {
    bool crowded = now_ms < w->wait_after_ms;
    w->poll_ms = now_ms + jitter_between(&w->jitter, crowded ? CROWDED_POLL_MS / 2 : POLL_LOW_MS,
                                         crowded ? CROWDED_POLL_MS : POLL_HIGH_MS);
}

static void relay_failed(struct follow *w, uint64_t now_ms) {
    w->away = true;
    retry_failed(&w->retry, &w->jitter, now_ms);
}

static void relay_answered(struct follow *w) {
    w->away = w->clock = false;
    retry_succeeded(&w->retry);
}

/* Outcomes that mean the same for every call. */
static void refusal_take(struct sync *s, const struct lane *lane, struct follow *w,
                         enum box_outcome outcome, uint64_t now_ms) {
    retry_failed(&w->retry, &w->jitter, now_ms);
    w->away = w->clock = false;
    switch (outcome) {
    case BOX_CLOCK:
        w->clock = true;
        break;
    case BOX_FULL:
        w->full = true;
        break;
    case BOX_DROPPED:
        w->gone = true;
        w->retry.not_before_ms = now_ms + GONE_POLL_MS;
        break;
    case BOX_ADMISSION:
        w->working = true;
        w->worked = false;
        box_work_start(&w->work, lane->box_id, s->host_hash, box_day(now_ms));
        retry_succeeded(&w->retry);
        break;
    case BOX_CROWDED:
        w->wait_after_ms = now_ms + CROWDED_MS;
        w->poll_ms = now_ms;
        break;
    default:
        w->away = true;
    }
}

/* --- reading --- */

/* Stages what one page brings, without the position. */
static enum err blobs_take(struct sync *s, const struct feed *feed, struct box_page page) {
    struct relay_page_blob blob;
    while (box_page_next(&page, &blob)) {
        struct bytes plain;
        struct book_received received = {0};
        arena_reset(&s->frame);
        if (blob.erased ||
            feed_open(&feed->keys, feed->chain.box_id, blob.data, &s->frame, &plain) != ERR_OK)
            continue; /* its author signed something nobody can read: nothing of it is kept */
        TRY(book_receive(s->book, feed, blob.n, plain, &received));
        if (feed->role == FEED_PAIR_IN)
            keyring_hear(s->book, plain);
    }
    arena_reset(&s->frame);
    return ERR_OK;
}

static enum err page_commit(struct sync *s, const struct feed *feed, const struct chain *to) {
    bool tells = feed->role == FEED_MINE || feed->role == FEED_PAIR_IN;
    book_feed_advance(s->book, feed, to);
    if (!(feed->flags & FEED_MADE))
        book_feed_flag(s->book, feed, FEED_MADE, 0);
    TRY(book_commit(s->book));
    return tells ? keyring_settle(s->book) : ERR_OK;
}

static bool pending(const struct sync *s, enum feed_role role) {
    struct book_unsent one;
    const struct feed *feed = book_feed(s->book, role);
    return feed && book_pending(s->book, feed, &one, 1) > 0;
}

static enum err page_take(struct sync *s, const struct lane *lane, const struct feed *feed,
                          struct follow *w, const struct box_page *page, uint64_t now_ms) {
    enum feed_role role = feed->role;
    bool empty = page->reached.position == lane->at.position;
    bool made = feed->flags & FEED_MADE;
    if (!empty || !made) {
        TRY(blobs_take(s, feed, *page));
        TRY(page_commit(s, feed, &page->reached));
    }
    /* Said to have moved on, it must show where to: a relay that does not would be asked in turn to
     * append and to read, as fast as it answers. */
    bool contradicts = !page->more && page->reached.position < w->moved_to;
    w->moved_to = page->more ? w->moved_to : 0;
    w->full = w->full && pending(s, role); /* else what it refused stands there after all */
    w->gone = w->behind = false;
    w->read_now = page->more;
    w->fetched = w->fetched || !page->more;
    poll_later(w, now_ms);
    if (contradicts)
        relay_failed(w, now_ms);
    else
        relay_answered(w);
    if (empty && lane->request.wait_s && now_ms < lane->asked_ms + EMPTY_WAIT_MS)
        w->retry.not_before_ms = now_ms + jitter_between(&w->jitter, 1000, 3000);
    return ERR_OK;
}

/* A page that does not continue what was verified. The relay may be answering nonsense, or it
 * shows another history than before; reading from the start tells. */
static void audit_begin(struct follow *w, const struct feed *feed, uint64_t now_ms) {
    if (feed->chain.position == 0 || now_ms < w->audit_after_ms) {
        relay_failed(w, now_ms);
        return;
    }
    w->auditing = true;
    w->forked = false;
    w->audit_after_ms = now_ms + AUDIT_PAUSE_MS;
    chain_start(feed->chain.box_id, &w->audit);
}

/* Whether this verified page of the audit passes the position we know with another head. */
static bool page_forks(const struct chain *from, struct box_page page, const struct chain *known) {
    struct chain c = *from;
    struct relay_page_blob blob;
    while (box_page_next(&page, &blob)) {
        chain_advance(&c, blob.bh);
        if (c.position == known->position)
            return !secret_equal(c.head, known->head, HASH_SIZE);
    }
    return false;
}

/* One page of the audit. Both histories' entries are kept: they are what the author wrote. */
static enum err audit_take(struct sync *s, const struct lane *lane, const struct feed *feed,
                           struct follow *w, const struct box_page *page, uint64_t now_ms) {
    w->forked = w->forked || page_forks(&lane->at, *page, &feed->chain);
    TRY(blobs_take(s, feed, *page));
    if (page->more) {
        TRY(book_commit(s->book));
        w->audit = page->reached;
        relay_answered(w);
        return ERR_OK;
    }
    w->auditing = false;
    if (!w->forked) { /* the same history, or only its beginning: what came before was nonsense */
        TRY(book_commit(s->book));
        w->behind = page->reached.position < feed->chain.position;
        relay_failed(w, now_ms);
        return ERR_OK;
    }
    book_feed_flag(s->book, feed, FEED_ALARM, 0);
    return page_take(s, lane, feed, w, page, now_ms);
}

/* The other's box, before they made it. It is waited for from now on; where the relay would not
 * hold the wait, it is asked ever more rarely, because each answer counts as a miss there. */
static void unmade_take(const struct lane *lane, struct follow *w, uint64_t now_ms) {
    bool waited = lane->request.wait_s > 0;
    w->poll_ms = now_ms + jitter_between(&w->jitter, UNMADE_POLL_MS / 2, UNMADE_POLL_MS);
    if (waited && now_ms < lane->asked_ms + EMPTY_WAIT_MS)
        retry_failed(&w->retry, &w->jitter, now_ms);
    else if (waited)
        retry_succeeded(&w->retry);
}

static void absent_take(const struct lane *lane, const struct feed *feed, struct follow *w,
                        uint64_t now_ms) {
    w->away = false;
    w->read_now = false;
    w->auditing = false;
    w->fetched = true; /* nothing stands there to be read */
    if (feed_made(feed)) {
        w->gone = true;
        retry_succeeded(&w->retry);
        w->retry.not_before_ms = now_ms + GONE_POLL_MS;
    } else if (feed->writable) {
        retry_succeeded(&w->retry);
        poll_later(w, now_ms);
    } else {
        unmade_take(lane, w, now_ms);
    }
}

static enum err read_answer(struct sync *s, const struct lane *lane, const struct feed *feed,
                            struct follow *w, const struct net_answer *answer, uint64_t now_ms) {
    enum box_outcome outcome = box_outcome(answer);
    if (outcome == BOX_ABSENT) {
        absent_take(lane, feed, w, now_ms);
        return ERR_OK;
    }
    if (outcome != BOX_DONE) {
        refusal_take(s, lane, w, outcome, now_ms);
        return ERR_OK;
    }
    if (lane->audit != w->auditing ||
        (!lane->audit && memcmp(&lane->at, &feed->chain, sizeof lane->at)))
        return ERR_OK; /* the feed moved on meanwhile: asked again from there */
    struct box_page page;
    switch (box_page_open(answer->body, RELAY_CLASS_FEED, &lane->at, &page)) {
    case ERR_OK:
        return lane->audit ? audit_take(s, lane, feed, w, &page, now_ms)
                           : page_take(s, lane, feed, w, &page, now_ms);
    case ERR_CHAIN:
        w->behind = !CANARY(WITHHELD);
        w->full = false; /* nothing is offered to it now, so that is not known any more */
        w->fetched = true;
        w->auditing = false;
        refusal_take(s, lane, w, BOX_AWAY, now_ms);
        w->away = false;
        return ERR_OK;
    case ERR_CONFLICT:
        if (!lane->audit) {
            audit_begin(w, feed, now_ms);
            return ERR_OK;
        }
        break;
    default:
        break;
    }
    w->auditing = false;
    relay_failed(w, now_ms);
    return ERR_OK;
}

/* --- writing --- */

static enum err create_answer(struct sync *s, const struct lane *lane, const struct feed *feed,
                              struct follow *w, const struct net_answer *answer, uint64_t now_ms) {
    enum box_outcome outcome = box_outcome(answer);
    struct relay_position at;
    if (outcome != BOX_DONE || relay_position_read(answer->body, &at) != ERR_OK) {
        refusal_take(s, lane, w, outcome == BOX_DONE ? BOX_AWAY : outcome, now_ms);
        return ERR_OK;
    }
    book_feed_flag(s->book, feed, FEED_MADE, 0);
    TRY(book_commit(s->book));
    relay_answered(w);
    w->worked = false;
    w->read_now = at.next > 1; /* another device of mine was here */
    poll_later(w, now_ms);
    return ERR_OK;
}

static enum err append_done(struct sync *s, const struct lane *lane, const struct feed *feed,
                            struct follow *w) {
    relay_answered(w);
    w->full = false;
    if (memcmp(&lane->at, &feed->chain, sizeof lane->at))
        return ERR_OK; /* it was read back before its answer came */
    uint32_t first = 0;
    for (uint32_t i = 0; i < lane->count; first += lane->packed[i++])
        TRY(book_mark_sent(s->book, feed, (const uint8_t(*)[EID_SIZE])lane->eids[first],
                           lane->packed[i], lane->at.position + 1 + i));
    book_feed_advance(s->book, feed, &lane->after);
    return book_commit(s->book);
}

static enum err append_answer(struct sync *s, struct lane *lane, const struct feed *feed,
                              struct follow *w, const struct net_answer *answer, uint64_t now_ms) {
    enum box_outcome outcome = box_outcome(answer);
    struct relay_position at;
    if (outcome == BOX_DONE &&
        (relay_position_read(answer->body, &at) != ERR_OK || at.next < lane->after.position + 1))
        outcome = BOX_AWAY;
    if (outcome == BOX_DONE && at.next == lane->after.position + 1 &&
        memcmp(at.head, lane->after.head, HASH_SIZE))
        outcome = BOX_MOVED; /* what stands there is not what was sent */
    switch (outcome) {
    case BOX_DONE:
        return append_done(s, lane, feed, w);
    case BOX_MOVED:
        w->away = w->clock = false;
        w->read_now = true;
        w->moved_to = lane->at.position + 1;
        if (relay_position_read(answer->body, &at) == ERR_OK && at.next > w->moved_to)
            w->moved_to = at.next - 1;
        w->retry.not_before_ms = now_ms + jitter_between(&w->jitter, 0, 50);
        return ERR_OK;
    case BOX_ABSENT:
        w->read_now = true;
        if (feed->chain.position == 0) /* the relay lost a box that was still empty */
            book_feed_flag(s->book, feed, 0, FEED_MADE);
        retry_failed(&w->retry, &w->jitter, now_ms);
        return book_commit(s->book);
    case BOX_AWAY:
        lane->held = true;
        relay_failed(w, now_ms);
        return ERR_OK;
    default:
        refusal_take(s, lane, w, outcome, now_ms);
        return ERR_OK;
    }
}

static enum err erase_finish(struct sync *s, const struct feed *feed, struct follow *w,
                             uint64_t position) {
    relay_answered(w);
    w->erase_position = 0;
    book_erase_done(s->book, feed, position);
    return book_commit(s->book);
}

/* The relay's word for the hash is good enough: a signature over another one erases nothing. */
static enum err erase_look_answer(struct sync *s, const struct lane *lane, const struct feed *feed,
                                  struct follow *w, const struct net_answer *answer,
                                  uint64_t now_ms) {
    struct relay_page page;
    struct relay_page_blob blob;
    enum box_outcome outcome = box_outcome(answer);
    if (outcome == BOX_ABSENT || outcome == BOX_DROPPED) {
        w->read_now = outcome == BOX_ABSENT;
        return erase_finish(s, feed, w, lane->at.position);
    }
    if (outcome != BOX_DONE || relay_page_read(answer->body, &page) != ERR_OK ||
        !relay_page_next(&page.blobs, &blob) || blob.n != lane->at.position) {
        refusal_take(s, lane, w, outcome == BOX_DONE ? BOX_AWAY : outcome, now_ms);
        return ERR_OK;
    }
    if (blob.erased)
        return erase_finish(s, feed, w, lane->at.position);
    w->away = w->clock = false; /* whether it serves is told by what the erase gets */
    w->erase_position = lane->at.position;
    memcpy(w->erase_hash, blob.bh, HASH_SIZE);
    return ERR_OK;
}

static enum err erase_answer(struct sync *s, const struct lane *lane, const struct feed *feed,
                             struct follow *w, const struct net_answer *answer, uint64_t now_ms) {
    enum box_outcome outcome = box_outcome(answer);
    if (outcome == BOX_DONE || outcome == BOX_ABSENT || outcome == BOX_DROPPED)
        return erase_finish(s, feed, w, lane->at.position);
    w->erase_position = 0; /* look again */
    refusal_take(s, lane, w, outcome, now_ms);
    return ERR_OK;
}

enum err sync_feed_answer(struct sync *s, struct lane *lane, const struct feed *feed,
                          struct follow *w, const struct net_answer *answer, uint64_t now_ms) {
    enum err e = ERR_OK;
    switch (lane->op) {
    case LANE_IDLE:
        break;
    case LANE_READ:
        e = read_answer(s, lane, feed, w, answer, now_ms);
        break;
    case LANE_CREATE:
        e = create_answer(s, lane, feed, w, answer, now_ms);
        break;
    case LANE_APPEND:
        e = append_answer(s, lane, feed, w, answer, now_ms);
        break;
    case LANE_ERASE_LOOK:
        e = erase_look_answer(s, lane, feed, w, answer, now_ms);
        break;
    case LANE_ERASE:
        e = erase_answer(s, lane, feed, w, answer, now_ms);
        break;
    }
    if (e != ERR_OK) /* the book took nothing: the same is asked again later */
        retry_failed(&w->retry, &w->jitter, now_ms);
    if (!lane->held)
        lane->op = LANE_IDLE;
    return e;
}
