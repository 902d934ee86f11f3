#include "book/live.h"

#include "base/check.h"
#include "book/book_internal.h"
#include "book/box.h"

#include <string.h>

enum {
    LIVE_GAP_MS = 1000 / LIVE_PER_SECOND + 1,
    LIVE_POLL_MS = 1000,
    LIVE_LATE_MS = 20000,
    LIVE_EMPTY_WAIT_MS = 2000,
    LIVE_BLOBS = 16,      /* in one append */
    LIVE_SENT_MAX = 2048, /* blobs of a session that are erased at its end; what came before
                             goes within the day by the relay */
    LIVE_PLAIN_MAX = BUCKET_MIN - SEAL_OVERHEAD - 1,
    LIVE_SIZE_SIZE = 2, /* in front of each message in a blob */
    LIVE_MEMORY = 64 * 1024,
    LIVE_FRAME_MEMORY = 128 * 1024
};
_Static_assert(LIVE_MESSAGE_MAX + LIVE_SIZE_SIZE <= LIVE_PLAIN_MAX, "a message fits a blob");

struct message {
    uint16_t size;
    uint8_t at[LIVE_MESSAGE_MAX];
};

struct live_sent {
    uint64_t position;
    uint8_t hash[HASH_SIZE];
};

enum live_op { LIVE_IDLE, LIVE_CREATE, LIVE_LOOK, LIVE_POST, LIVE_ERASE, LIVE_READ };

/* One direction: a box and the request about it. */
struct line {
    enum live_op op;
    uint32_t id;
    uint64_t asked_ms;
    uint32_t wait_s;
    struct retry retry;
    struct arena arena;
    struct feed_keys keys;
    struct chain chain;
    bool caught_up; /* read to its end since joining */
};

struct live {
    struct random_source random;
    uint8_t host_hash[HASH_SIZE];
    struct jitter jitter;
    struct book *book;
    bool joined, made, working, worked;
    struct sign_key write;
    struct line out, in;
    struct chain after; /* of the post under way */
    uint32_t posting;   /* messages in it */
    bool held;          /* unanswered: the same is asked again */
    struct net_request held_request;
    uint64_t next_post_ms;
    struct message queue[LIVE_QUEUE_MAX];
    uint32_t queue_first, queue_count;
    struct message received[LIVE_RECEIVED_MAX];
    uint32_t received_first, received_count;
    struct message lent; /* what live_receive gave */
    struct live_sent sent[LIVE_SENT_MAX];
    uint32_t sent_first, sent_count;
    struct box_work work;
    struct arena frame;
    uint32_t last_id, aborts[2];
    uint32_t abort_count;
};

/* --- life --- */

enum err live_open(struct arena *a, const struct random_source *random, struct bytes origin,
                   struct live **out) {
    struct live *l = arena_alloc(a, sizeof *l);
    if (!l)
        return ERR_FULL;
    l->random = *random;
    hash_bytes(LABEL_HOST, origin, l->host_hash);
    TRY(jitter_seed(&l->jitter, random));
    arena_init(&l->out.arena, LIVE_MEMORY);
    arena_init(&l->in.arena, LIVE_MEMORY);
    arena_init(&l->frame, LIVE_FRAME_MEMORY);
    *out = l;
    return ERR_OK;
}

void live_close(struct live *l) {
    arena_free(&l->out.arena);
    arena_free(&l->in.arena);
    arena_free(&l->frame);
    memory_wipe(l, sizeof *l);
}

static void line_begin(struct line *line, const struct feed *feed) {
    line->op = LIVE_IDLE;
    line->keys = feed->keys;
    line->chain = feed->chain;
    line->caught_up = false;
    retry_succeeded(&line->retry);
}

static void line_give_up(struct live *l, struct line *line) {
    if (line->op != LIVE_IDLE && l->abort_count < COUNT_OF(l->aborts))
        l->aborts[l->abort_count++] = line->id;
    line->op = LIVE_IDLE;
}

enum err live_join(struct live *l, struct book *b, uint64_t now_ms) {
    const struct feed *out = book_feed(b, FEED_LIVE_OUT), *in = book_feed(b, FEED_LIVE_IN);
    if (!out || !in || !out->writable)
        return ERR_STATE;
    line_give_up(l, &l->out);
    line_give_up(l, &l->in);
    l->book = b;
    l->joined = true;
    l->made = l->working = l->worked = l->held = false;
    sign_key_from_seed(out->write_seed, &l->write);
    line_begin(&l->out, out);
    line_begin(&l->in, in);
    l->queue_count = l->received_count = 0;
    l->sent_count = 0;
    l->next_post_ms = now_ms;
    return ERR_OK;
}

/* Where the boxes stand is kept, so that the next session begins from there. */
static void positions_keep(struct live *l) {
    const struct feed *out = book_feed(l->book, FEED_LIVE_OUT);
    const struct feed *in = book_feed(l->book, FEED_LIVE_IN);
    if (out && !memcmp(out->chain.box_id, l->out.chain.box_id, BOX_ID_SIZE))
        book_feed_advance(l->book, out, &l->out.chain);
    if (in && !memcmp(in->chain.box_id, l->in.chain.box_id, BOX_ID_SIZE))
        book_feed_advance(l->book, in, &l->in.chain);
    enum err e = book_commit(l->book);
    (void)e; /* not kept: the next session reads more */
}

void live_leave(struct live *l, uint64_t now_ms) {
    (void)now_ms;
    if (!l->joined)
        return;
    line_give_up(l, &l->in);
    positions_keep(l);
    l->joined = false;
    l->book = NULL;
    memory_wipe(l->queue, sizeof l->queue);
    memory_wipe(l->received, sizeof l->received);
    memory_wipe(&l->lent, sizeof l->lent);
    l->queue_count = l->received_count = 0;
}

bool live_joined(const struct live *l) {
    return l->joined;
}

bool live_erasing(const struct live *l) {
    return !l->joined && l->sent_count > 0;
}

/* --- messages --- */

enum err live_send(struct live *l, struct bytes message, uint64_t now_ms) {
    (void)now_ms;
    if (!l->joined)
        return ERR_STATE;
    if (message.size == 0 || message.size > LIVE_MESSAGE_MAX)
        return ERR_SIZE;
    if (l->queue_count == LIVE_QUEUE_MAX)
        return ERR_LIMIT;
    struct message *m = &l->queue[(l->queue_first + l->queue_count++) % LIVE_QUEUE_MAX];
    m->size = (uint16_t)message.size;
    memcpy(m->at, message.at, message.size);
    return ERR_OK;
}

bool live_receive(struct live *l, struct bytes *message) {
    if (l->received_count == 0)
        return false;
    l->lent = l->received[l->received_first];
    l->received_first = (l->received_first + 1) % LIVE_RECEIVED_MAX;
    l->received_count--;
    *message = bytes_make(l->lent.at, l->lent.size);
    return true;
}

static void received_add(struct live *l, struct bytes message) {
    if (l->received_count == LIVE_RECEIVED_MAX) {
        l->received_first = (l->received_first + 1) % LIVE_RECEIVED_MAX;
        l->received_count--;
    }
    struct message *m = &l->received[(l->received_first + l->received_count++) % LIVE_RECEIVED_MAX];
    m->size = (uint16_t)message.size;
    memcpy(m->at, message.at, message.size);
}

/* A blob's messages; what does not follow the layout is let go. */
static void plain_take(struct live *l, struct bytes plain) {
    while (plain.size >= LIVE_SIZE_SIZE) {
        size_t size = (size_t)plain.at[0] | (size_t)plain.at[1] << 8;
        plain = bytes_slice(plain, LIVE_SIZE_SIZE, plain.size);
        if (size == 0 || size > LIVE_MESSAGE_MAX || size > plain.size)
            return;
        received_add(l, bytes_slice(plain, 0, size));
        plain = bytes_slice(plain, size, plain.size);
    }
}

/* --- asking --- */

static void line_ask(struct live *l, struct line *line, enum live_op op, uint64_t now_ms,
                     struct net_request *request) {
    l->last_id = l->last_id % 0xfffffe + 1;
    line->op = op;
    line->id = request->id = l->last_id;
    line->asked_ms = now_ms;
    line->wait_s = request->wait_s;
}

/* Packs queued messages, from the one at `*taken` on, into one blob. */
static enum err blob_pack(struct live *l, uint32_t *taken, struct bytes *blob) {
    uint8_t plain[LIVE_PLAIN_MAX], nonce[SEAL_NONCE_SIZE];
    struct buf packed;
    buf_init_fixed(&packed, plain, sizeof plain);
    while (*taken < l->queue_count) {
        const struct message *m = &l->queue[(l->queue_first + *taken) % LIVE_QUEUE_MAX];
        if (packed.size + LIVE_SIZE_SIZE + m->size > sizeof plain)
            break;
        buf_add_u8(&packed, (uint8_t)m->size);
        buf_add_u8(&packed, (uint8_t)(m->size >> 8));
        buf_add(&packed, m->at, m->size);
        ++*taken;
    }
    struct bytes whole;
    TRY(buf_finish(&packed, &whole));
    TRY(random_fill(&l->random, nonce, sizeof nonce));
    struct buf sealed;
    buf_init(&sealed, &l->out.arena);
    enum err e = feed_seal(&l->out.keys, l->write.public_key, whole, nonce, &sealed);
    memory_wipe(plain, sizeof plain);
    TRY(e);
    return buf_finish(&sealed, blob);
}

static void sent_note(struct live *l, uint64_t position, struct bytes blob) {
    if (l->sent_count == LIVE_SENT_MAX) {
        l->sent_first = (l->sent_first + 1) % LIVE_SENT_MAX;
        l->sent_count--;
    }
    struct live_sent *sent = &l->sent[(l->sent_first + l->sent_count++) % LIVE_SENT_MAX];
    sent->position = position;
    chain_blob_hash(blob, sent->hash);
}

static enum err post_ask(struct live *l, struct net_request *out) {
    struct bytes blobs[LIVE_BLOBS];
    uint32_t count = 0, taken = 0;
    while (count < LIVE_BLOBS && taken < l->queue_count) {
        TRY(blob_pack(l, &taken, &blobs[count]));
        count++;
    }
    TRY(box_ask_append(&l->out.arena, &l->write, &l->out.chain, blobs, count, &l->after, out));
    for (uint32_t i = 0; i < count; i++)
        sent_note(l, l->out.chain.position + 1 + i, blobs[i]);
    l->posting = taken;
    return ERR_OK;
}

static enum err create_ask(struct live *l, uint64_t now_ms, struct net_request *out) {
    struct box_create create = {.write = &l->write,
                                .read_token = l->out.keys.read_token,
                                .box_class = RELAY_CLASS_LIVE,
                                .day = l->worked ? l->work.day : box_day(now_ms),
                                .host_hash = l->host_hash,
                                .worked = l->worked,
                                .nonce = l->work.nonce};
    return box_ask_create(&l->out.arena, &create, out);
}

static enum err erase_ask(struct live *l, struct net_request *out) {
    const struct live_sent *sent = &l->sent[l->sent_first];
    return box_ask_erase(&l->out.arena, &l->write, sent->position, sent->hash, out);
}

/* True while a proof of work is still being made. */
static bool work_goes_on(struct live *l) {
    if (!l->working)
        return false;
    l->worked = box_work_slice(&l->work, 2048);
    l->working = !l->worked;
    return l->working;
}

static enum err out_next(struct live *l, uint64_t now_ms, struct net_request *out) {
    struct line *line = &l->out;
    struct net_request request;
    enum live_op op;
    if (line->op != LIVE_IDLE || now_ms < line->retry.not_before_ms || work_goes_on(l))
        return ERR_NOT_FOUND;
    if (l->held) {
        l->held = false;
        request = l->held_request;
        line_ask(l, line, LIVE_POST, now_ms, &request);
        *out = request;
        return ERR_OK;
    }
    arena_reset(&line->arena);
    if (l->joined && !l->made) {
        op = LIVE_CREATE;
        TRY(create_ask(l, now_ms, &request));
    } else if (l->joined && !line->caught_up) {
        op = LIVE_LOOK;
        TRY(box_ask_read(&line->arena, line->chain.box_id, line->keys.read_token,
                         line->chain.position + 1, 0, &request));
    } else if (l->joined && l->queue_count > 0 && now_ms >= l->next_post_ms) {
        op = LIVE_POST;
        TRY(post_ask(l, &request));
        l->next_post_ms = now_ms + LIVE_GAP_MS;
    } else if (!l->joined && l->sent_count > 0) {
        op = LIVE_ERASE;
        TRY(erase_ask(l, &request));
    } else {
        return ERR_NOT_FOUND;
    }
    line_ask(l, line, op, now_ms, &request);
    l->held_request = request;
    *out = request;
    return ERR_OK;
}

static enum err in_next(struct live *l, uint64_t now_ms, bool may_wait, struct net_request *out) {
    struct line *line = &l->in;
    struct net_request request;
    if (!l->joined || line->op != LIVE_IDLE || now_ms < line->retry.not_before_ms)
        return ERR_NOT_FOUND;
    arena_reset(&line->arena);
    bool waits = may_wait && line->caught_up;
    TRY(box_ask_read(&line->arena, line->chain.box_id, line->keys.read_token,
                     line->chain.position + 1, waits ? RELAY_WAIT_MAX_SECONDS : 0, &request));
    if (!waits)
        line->retry.not_before_ms = now_ms + LIVE_POLL_MS;
    line_ask(l, line, LIVE_READ, now_ms, &request);
    *out = request;
    return ERR_OK;
}

static void line_answer(struct live *l, struct line *line, const struct net_answer *answer,
                        uint64_t now_ms);

static void late_take(struct live *l, struct line *line, uint64_t now_ms) {
    if (line->op == LIVE_IDLE ||
        now_ms < line->asked_ms + (uint64_t)line->wait_s * 1000 + LIVE_LATE_MS)
        return;
    struct net_answer none = {.id = line->id};
    if (l->abort_count < COUNT_OF(l->aborts))
        l->aborts[l->abort_count++] = line->id;
    line_answer(l, line, &none, now_ms);
}

static enum err part_next(void *self, uint64_t now_ms, bool may_wait, struct net_request *out) {
    struct live *l = self;
    late_take(l, &l->out, now_ms);
    late_take(l, &l->in, now_ms);
    enum err e = out_next(l, now_ms, out);
    return e == ERR_NOT_FOUND ? in_next(l, now_ms, may_wait, out) : e;
}

/* --- answers --- */

static void sent_forget(struct live *l, uint64_t from) {
    while (l->sent_count > 0 &&
           l->sent[(l->sent_first + l->sent_count - 1) % LIVE_SENT_MAX].position >= from)
        l->sent_count--;
}

static enum err post_take(struct live *l, enum box_outcome outcome) {
    if (outcome == BOX_DONE) {
        l->out.chain = l->after;
        l->queue_first = (l->queue_first + l->posting) % LIVE_QUEUE_MAX;
        l->queue_count -= l->posting < l->queue_count ? l->posting : l->queue_count;
        return ERR_OK;
    }
    if (outcome == BOX_AWAY) {
        l->held = l->joined;
        return ERR_UNREACHABLE;
    }
    sent_forget(l, l->out.chain.position + 1);
    if (outcome == BOX_MOVED) { /* another device of mine, or what an earlier session left */
        l->out.caught_up = false;
        return ERR_OK;
    }
    l->made = outcome != BOX_ABSENT;
    return ERR_UNREACHABLE;
}

/* My own box: only where it stands matters. */
static enum err look_take(struct live *l, const struct net_answer *answer) {
    struct box_page page;
    TRY(box_page_open(answer->body, RELAY_CLASS_LIVE, &l->out.chain, &page));
    l->out.chain = page.reached;
    l->out.caught_up = !page.more;
    return ERR_OK;
}

static enum err read_take(struct live *l, const struct net_answer *answer, uint64_t now_ms) {
    struct line *line = &l->in;
    struct box_page page;
    struct relay_page_blob blob;
    TRY(box_page_open(answer->body, RELAY_CLASS_LIVE, &line->chain, &page));
    bool empty = page.reached.position == line->chain.position;
    while (box_page_next(&page, &blob)) {
        struct bytes plain;
        arena_reset(&l->frame);
        if (!blob.erased &&
            feed_open(&line->keys, line->chain.box_id, blob.data, &l->frame, &plain) == ERR_OK)
            plain_take(l, plain);
    }
    arena_reset(&l->frame);
    line->chain = page.reached;
    line->caught_up = line->caught_up || !page.more;
    if (!empty || page.more)
        line->retry.not_before_ms = 0;
    else if (line->wait_s && now_ms < line->asked_ms + LIVE_EMPTY_WAIT_MS)
        line->retry.not_before_ms = now_ms + LIVE_POLL_MS;
    return ERR_OK;
}

static enum err erase_take(struct live *l, enum box_outcome outcome) {
    if (outcome == BOX_AWAY || outcome == BOX_CROWDED)
        return ERR_UNREACHABLE;
    l->sent_first = (l->sent_first + 1) % LIVE_SENT_MAX;
    l->sent_count--;
    return ERR_OK;
}

static enum err create_take(struct live *l, enum box_outcome outcome, uint64_t now_ms) {
    if (outcome == BOX_ADMISSION) {
        l->working = true;
        l->worked = false;
        box_work_start(&l->work, l->write.public_key, l->host_hash, box_day(now_ms));
        return ERR_OK;
    }
    l->made = outcome == BOX_DONE;
    return l->made ? ERR_OK : ERR_UNREACHABLE;
}

/* A page that does not fit what was verified: begin from the box's floor again. */
static void line_restart(struct line *line) {
    uint8_t id[BOX_ID_SIZE];
    memcpy(id, line->chain.box_id, sizeof id);
    chain_start(id, &line->chain);
    line->caught_up = false;
}

static enum err answer_take(struct live *l, struct line *line, enum live_op op,
                            const struct net_answer *answer, uint64_t now_ms) {
    enum box_outcome outcome = box_outcome(answer);
    switch (op) {
    case LIVE_CREATE:
        return create_take(l, outcome, now_ms);
    case LIVE_POST:
        return post_take(l, outcome);
    case LIVE_ERASE:
        return erase_take(l, outcome);
    case LIVE_LOOK:
    case LIVE_READ:
        break;
    case LIVE_IDLE:
        return ERR_OK;
    }
    if (outcome == BOX_ABSENT && op == LIVE_READ) { /* they have not joined yet */
        line->caught_up = true;
        line->retry.not_before_ms = now_ms + LIVE_POLL_MS;
        return ERR_OK;
    }
    if (outcome != BOX_DONE)
        return ERR_UNREACHABLE;
    enum err e = op == LIVE_LOOK ? look_take(l, answer) : read_take(l, answer, now_ms);
    if (e != ERR_OK)
        line_restart(line);
    return e;
}

static void line_answer(struct live *l, struct line *line, const struct net_answer *answer,
                        uint64_t now_ms) {
    enum live_op op = line->op;
    uint64_t not_before_ms = line->retry.not_before_ms;
    line->op = LIVE_IDLE;
    retry_succeeded(&line->retry);
    if (op == LIVE_READ)
        line->retry.not_before_ms = not_before_ms;
    if (answer_take(l, line, op, answer, now_ms) != ERR_OK)
        retry_failed(&line->retry, &l->jitter, now_ms);
}

static void part_answer(void *self, const struct net_answer *answer, uint64_t now_ms) {
    struct live *l = self;
    if (l->out.op != LIVE_IDLE && l->out.id == answer->id)
        line_answer(l, &l->out, answer, now_ms);
    else if (l->in.op != LIVE_IDLE && l->in.id == answer->id)
        line_answer(l, &l->in, answer, now_ms);
}

static uint64_t line_wake(const struct line *line, bool wanted, uint64_t due_ms) {
    if (line->op != LIVE_IDLE)
        return line->asked_ms + (uint64_t)line->wait_s * 1000 + LIVE_LATE_MS;
    if (!wanted)
        return UINT64_MAX;
    return due_ms < line->retry.not_before_ms ? line->retry.not_before_ms : due_ms;
}

static uint64_t part_wake(const void *self) {
    const struct live *l = self;
    bool setting_up = l->joined && (!l->made || !l->out.caught_up);
    bool wanted = setting_up || l->held || l->queue_count > 0 || live_erasing(l);
    uint64_t due = setting_up || live_erasing(l) ? 0 : l->next_post_ms;
    uint64_t out = line_wake(&l->out, wanted, due);
    uint64_t in = line_wake(&l->in, l->joined, 0);
    return out < in ? out : in;
}

static bool part_wants_wait(const void *self) {
    const struct live *l = self;
    return l->joined;
}

static bool part_abort(void *self, uint32_t *id) {
    struct live *l = self;
    if (l->abort_count == 0)
        return false;
    *id = l->aborts[--l->abort_count];
    return true;
}

static void part_nudge(void *self) {
    struct live *l = self;
    retry_succeeded(&l->out.retry);
    retry_succeeded(&l->in.retry);
}

static void part_clock_back(void *self, uint64_t by_ms) {
    struct live *l = self;
    uint64_t *const moments[] = {&l->in.asked_ms, &l->in.retry.not_before_ms, &l->out.asked_ms,
                                 &l->out.retry.not_before_ms, &l->next_post_ms};
    for (size_t i = 0; i < COUNT_OF(moments); i++)
        *moments[i] = time_back(*moments[i], by_ms);
}

struct net_part live_part(struct live *l) {
    return (struct net_part){.self = l,
                             .next = part_next,
                             .answer = part_answer,
                             .wake_ms = part_wake,
                             .wants_wait = part_wants_wait,
                             .abort_next = part_abort,
                             .nudge = part_nudge,
                             .clock_back = part_clock_back};
}
