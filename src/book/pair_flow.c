#include "book/pair_flow.h"

#include "base/check.h"
#include "book/account_record.h"
#include "book/box.h"
#include "book/keyring.h"
#include "book/pair_record.h"

#include <string.h>

enum {
    INVITATION_DAYS = 7,
    FLOW_POLL_MS = 2000,
    FLOW_MEMORY = 16 * 1024,
    FLOW_LATE_MS = 40000,
    FLOW_EMPTY_WAIT_MS = 5000,
    FLOW_ABSENT_MS = 24000 /* the code may be read before its mailbox stands: one wait for it */
};

enum flow_op { FLOW_IDLE, FLOW_CREATE, FLOW_READ, FLOW_POST };

struct pair_flow {
    struct random_source random;
    struct book *book;
    int32_t today;
    enum pair_flow_state state;
    bool active; /* record and keys hold a pairing */
    struct pair_record record;
    struct invite_keys keys;
    struct chain chain; /* of the mailbox, verified in this session */
    bool read_once;
    uint8_t invitation[INVITATION_SIZE];
    uint8_t host_hash[HASH_SIZE];
    struct jitter jitter;
    struct retry retry;
    uint64_t poll_ms;
    uint64_t absent_ms; /* since when the mailbox was looked for in vain; 0: not */
    enum flow_op op;
    uint32_t id, last_id, abort_id;
    uint64_t asked_ms;
    uint32_t wait_s;
    struct chain after; /* FLOW_POST */
    struct box_work work;
    bool working, worked;
    uint16_t words[PAIRING_WORDS]; /* of the pair just made */
    struct arena arena;
};

/* --- life --- */

enum err pair_flow_open(struct arena *a, const struct random_source *random, struct bytes origin,
                        struct pair_flow **out) {
    struct pair_flow *f = arena_alloc(a, sizeof *f);
    if (!f)
        return ERR_FULL;
    f->random = *random;
    hash_bytes(LABEL_HOST, origin, f->host_hash);
    TRY(jitter_seed(&f->jitter, random));
    arena_init(&f->arena, FLOW_MEMORY);
    *out = f;
    return ERR_OK;
}

void pair_flow_close(struct pair_flow *f) {
    arena_free(&f->arena);
    memory_wipe(f, sizeof *f);
}

static void request_forget(struct pair_flow *f) {
    if (f->op != FLOW_IDLE)
        f->abort_id = f->id;
    f->op = FLOW_IDLE;
}

/* Nothing is under way any more in memory. */
static void flow_rest(struct pair_flow *f, enum pair_flow_state state) {
    request_forget(f);
    memory_wipe(&f->record, sizeof f->record);
    memory_wipe(&f->keys, sizeof f->keys);
    memory_wipe(f->invitation, sizeof f->invitation);
    f->active = f->working = f->worked = false;
    f->state = state;
}

static enum pair_flow_state state_of(const struct pairing *p) {
    return p->state == PAIRING_WAIT_M1 || p->state == PAIRING_WAIT_M2 || p->state == PAIRING_WAIT_M3
               ? PAIR_FLOW_WAITING
               : PAIR_FLOW_TALKING;
}

static void flow_take_up(struct pair_flow *f) {
    f->active = true;
    f->read_once = false;
    f->absent_ms = 0;
    f->state = state_of(&f->record.pairing);
    invite_derive(f->record.pairing.s, &f->keys);
    chain_start(f->keys.write.public_key, &f->chain);
    retry_succeeded(&f->retry);
    f->poll_ms = 0;
    struct buf text;
    buf_init_fixed(&text, f->invitation, sizeof f->invitation);
    buf_add_string(&text, "j1.");
    buf_add_base64url(&text, BYTES_OF(f->record.pairing.s));
}

void pair_flow_use_book(struct pair_flow *f, struct book *b, int32_t today) {
    f->today = today;
    bool open = b && book_status(b).mine_open;
    if (f->active && (!open || b != f->book))
        flow_rest(f, PAIR_FLOW_NONE);
    f->book = b;
    if (open && !f->active && pair_record_load(b, &f->record) == ERR_OK)
        flow_take_up(f);
}

/* --- beginning --- */

static enum err self_load(const struct book *b, struct pairing_self *out) {
    struct account_record account;
    struct book_root root;
    struct root_keys keys;
    TRY(account_record_load(b, &account));
    TRY(book_root(b, &root));
    root_derive(root.root, &keys);
    memcpy(out->id_public, account.id_public, PUBLIC_KEY_SIZE);
    memcpy(out->kx_public, keys.kx_public, PUBLIC_KEY_SIZE);
    memcpy(out->kx_secret, keys.kx_secret, KEY_SIZE);
    out->cert = account.cert;
    memory_wipe(&account, sizeof account);
    memory_wipe(&root, sizeof root);
    memory_wipe(&keys, sizeof keys);
    return ERR_OK;
}

/* What both sides draw and note before anything is sent. */
static enum err record_begin(struct pair_flow *f, struct bytes name, int32_t today) {
    if (!f->book || !book_status(f->book).mine_open || f->active ||
        book_pair(f->book)->state == PAIR_TOGETHER)
        return ERR_STATE;
    if (name.size > PAIRING_NAME_MAX || !utf8_valid(name))
        return ERR_INPUT;
    f->record = (struct pair_record){.day = today, .name_size = (uint8_t)name.size};
    if (name.size)
        memcpy(f->record.name, name.at, name.size);
    TRY(random_fill(&f->random, f->record.write_seed, KEY_SIZE));
    return random_fill(&f->random, f->record.live_seed, KEY_SIZE);
}

/* Commits what was staged without an error; else takes it back. */
static enum err staged_commit(struct pair_flow *f, enum err staged) {
    if (staged == ERR_OK)
        return book_commit(f->book);
    book_undo(f->book);
    return staged;
}

static enum err record_save(struct pair_flow *f) {
    return staged_commit(f, pair_record_stage(f->book, &f->record));
}

static enum err record_commit(struct pair_flow *f, enum pair_state state) {
    struct book_pair told = *book_pair(f->book);
    told.state = state;
    book_pair_set(f->book, &told);
    return record_save(f);
}

static enum err invite_begin(struct pair_flow *f, struct bytes name, bool together, int32_t today) {
    TRY(record_begin(f, name, today));
    struct pairing_self self;
    uint8_t s[PAIRING_SECRET_SIZE];
    TRY(random_fill(&f->random, s, sizeof s));
    TRY(self_load(f->book, &self));
    enum err e = pairing_invite(&f->record.pairing, s, &self, &f->random, f->record.message);
    memory_wipe(&self, sizeof self);
    memory_wipe(s, sizeof s);
    TRY(e);
    f->record.number = 1;
    f->record.together = together;
    return record_commit(f, PAIR_INVITED);
}

enum err pair_flow_invite(struct pair_flow *f, struct bytes name, bool together, int32_t today) {
    if (f->active)
        return ERR_STATE;
    enum err e = invite_begin(f, name, together, today);
    if (e != ERR_OK)
        flow_rest(f, f->state);
    else
        flow_take_up(f);
    return e;
}

/* What follows the last '#', or all of it. */
static struct bytes invitation_part(struct bytes text) {
    for (size_t i = text.size; i > 0; i--)
        if (text.at[i - 1] == '#')
            return bytes_slice(text, i, text.size);
    return text;
}

static enum err invitation_read(struct bytes text, uint8_t s[PAIRING_SECRET_SIZE]) {
    while (text.size && (text.at[text.size - 1] == ' ' || text.at[text.size - 1] == '\n' ||
                         text.at[text.size - 1] == '\r'))
        text.size--;
    struct bytes part = invitation_part(text);
    if (part.size != INVITATION_SIZE || memcmp(part.at, "j1.", 3) ||
        base64url_read(bytes_slice(part, 3, part.size), s, PAIRING_SECRET_SIZE) != ERR_OK)
        return ERR_INPUT;
    return ERR_OK;
}

bool invitation_is(struct bytes text) {
    uint8_t s[PAIRING_SECRET_SIZE];
    bool is = invitation_read(text, s) == ERR_OK;
    memory_wipe(s, sizeof s);
    return is;
}

static enum err join_begin(struct pair_flow *f, struct bytes text, struct bytes name,
                           int32_t today) {
    uint8_t s[PAIRING_SECRET_SIZE];
    TRY(invitation_read(text, s));
    TRY(record_begin(f, name, today));
    struct pairing_self self;
    TRY(self_load(f->book, &self));
    enum err e = pairing_join(&f->record.pairing, s, &self, &f->random);
    memory_wipe(&self, sizeof self);
    memory_wipe(s, sizeof s);
    TRY(e);
    return record_commit(f, PAIR_JOINING);
}

enum err pair_flow_join(struct pair_flow *f, struct bytes text, struct bytes name, int32_t today) {
    if (f->active)
        return ERR_STATE;
    enum err e = join_begin(f, text, name, today);
    if (e != ERR_OK)
        flow_rest(f, f->state);
    else
        flow_take_up(f);
    return e;
}

struct bytes pair_flow_invitation(const struct pair_flow *f) {
    bool mine = f->active && f->record.pairing.role == PAIRING_INVITER;
    return mine ? BYTES_OF(f->invitation) : (struct bytes){0};
}

/* --- ending without a pair --- */

static enum err drop_stage(struct book *b, const uint8_t write_seed[KEY_SIZE]) {
    struct account_record account;
    struct job job = job_drop(JOB_DROP, write_seed);
    TRY(account_record_load(b, &account));
    enum err e = account_record_add(&account, &job);
    if (e == ERR_OK)
        e = account_record_stage(b, &account);
    memory_wipe(&account, sizeof account);
    memory_wipe(&job, sizeof job);
    return e;
}

/* The seed of the mailbox's key: libsodium's secret key begins with it. */
static const uint8_t *mailbox_seed(const struct pair_flow *f) {
    return f->keys.write.secret;
}

/* Wipes what was under way, here and in the book; with `drop` the mailbox goes too. */
static enum err flow_end(struct pair_flow *f, enum pair_flow_state state, bool drop) {
    struct book_pair told = *book_pair(f->book);
    if (told.state == PAIR_INVITED || told.state == PAIR_JOINING) {
        told.state = PAIR_NONE;
        book_pair_set(f->book, &told);
    }
    enum err e = pair_record_stage(f->book, NULL);
    if (e == ERR_OK && drop)
        e = drop_stage(f->book, mailbox_seed(f));
    TRY(staged_commit(f, e));
    flow_rest(f, state);
    return ERR_OK;
}

/* My newest message stands in the mailbox, as far as was verified. */
static bool posted(const struct pair_flow *f) {
    return f->chain.position >= f->record.number;
}

enum err pair_flow_cancel(struct pair_flow *f) {
    if (!f->active) {
        f->state = PAIR_FLOW_NONE;
        return ERR_OK;
    }
    /* Who was invited may not take the mailbox from whoever else answered it. */
    bool drop = f->record.pairing.role == PAIRING_INVITER || (f->record.number >= 2 && posted(f));
    return flow_end(f, PAIR_FLOW_NONE, drop);
}

enum pair_flow_state pair_flow_state(const struct pair_flow *f) {
    return f->state;
}

bool pair_flow_inviting(const struct pair_flow *f) {
    return f->active && f->record.pairing.role == PAIRING_INVITER;
}

enum err pair_flow_words(const struct pair_flow *f, uint16_t words[PAIRING_WORDS]) {
    if (f->state == PAIR_FLOW_DONE) {
        memcpy(words, f->words, sizeof f->words);
        return ERR_OK;
    }
    return f->active ? pairing_words(&f->record.pairing, words) : ERR_STATE;
}

/* --- the pair is made --- */

static enum err box_stage(struct pair_flow *f, enum feed_role role, const uint8_t *feed_key,
                          const uint8_t *write_seed, const uint8_t *box_id) {
    struct keyring_box box = {.role = role, .has_feed_key = true, .has_pair_key = true};
    memcpy(box.feed_key, feed_key, KEY_SIZE);
    memcpy(box.pair_key, f->record.pairing.pair_key, KEY_SIZE);
    if (write_seed) {
        box.has_write_seed = true;
        memcpy(box.write_seed, write_seed, KEY_SIZE);
        feed_box_id(write_seed, box.box_id);
    } else {
        memcpy(box.box_id, box_id, BOX_ID_SIZE);
    }
    enum err e = keyring_stage(f->book, &box, f->today);
    memory_wipe(&box, sizeof box);
    return e;
}

static enum err boxes_stage(struct pair_flow *f) {
    const struct pairing *p = &f->record.pairing;
    const struct pairing_hello *hello = &p->peer.hello;
    struct pair_keys keys;
    pair_keys_derive(p->pair_key, p->role, &keys);
    enum err e = box_stage(f, FEED_PAIR_OUT, keys.out_feed_key, f->record.write_seed, NULL);
    if (e == ERR_OK)
        e = box_stage(f, FEED_PAIR_IN, keys.in_feed_key, NULL, hello->box_id);
    if (e == ERR_OK)
        e = box_stage(f, FEED_LIVE_OUT, keys.out_live_key, f->record.live_seed, NULL);
    if (e == ERR_OK)
        e = box_stage(f, FEED_LIVE_IN, keys.in_live_key, NULL, hello->live_id);
    memory_wipe(&keys, sizeof keys);
    return e;
}

static enum err pair_stage(struct pair_flow *f) {
    const struct pairing *p = &f->record.pairing;
    bool inviter = p->role == PAIRING_INVITER;
    struct keyring_pair pair = {.cert = p->peer.cert,
                                .compared = inviter ? f->record.together
                                                    : p->peer.hello.flags & PAIRING_TOGETHER,
                                .state = PAIR_TOGETHER,
                                .name_size = p->peer.hello.name_size};
    memcpy(pair.id_public, p->peer.id_public, PUBLIC_KEY_SIZE);
    memcpy(pair.pair_key, p->pair_key, KEY_SIZE);
    memcpy(pair.name, p->peer.hello.name, sizeof pair.name);
    enum err e = keyring_pair_stage(f->book, &pair, f->today);
    memory_wipe(&pair, sizeof pair);
    return e;
}

/* All of it in *mine* at once; feeds and state follow from there (keyring_settle), now or when
 * *mine* opens next. The invited one has read the last message and drops the mailbox. */
static enum err completion_stage(struct pair_flow *f) {
    TRY(boxes_stage(f));
    TRY(pair_stage(f));
    TRY(pair_record_stage(f->book, NULL));
    if (f->record.pairing.role == PAIRING_INVITED)
        TRY(drop_stage(f->book, mailbox_seed(f)));
    return ERR_OK;
}

static enum err flow_complete(struct pair_flow *f) {
    uint16_t words[PAIRING_WORDS];
    TRY(pairing_words(&f->record.pairing, words));
    TRY(staged_commit(f, completion_stage(f)));
    enum err e = keyring_settle(f->book);
    flow_rest(f, PAIR_FLOW_DONE);
    memcpy(f->words, words, sizeof words);
    return e;
}

/* --- messages --- */

static void hello_make(const struct pair_flow *f, struct pairing_hello *out) {
    *out = (struct pairing_hello){.flags = f->record.together ? PAIRING_TOGETHER : 0,
                                  .name_size = f->record.name_size};
    feed_box_id(f->record.write_seed, out->box_id);
    feed_box_id(f->record.live_seed, out->live_id);
    memcpy(out->name, f->record.name, sizeof out->name);
}

/* The other's message `n`, which the pairing waits for. Moves only by what was saved. */
static enum err message_take(struct pair_flow *f, uint64_t n, struct bytes message) {
    struct pair_record old = f->record;
    struct pairing_hello hello;
    hello_make(f, &hello);
    uint8_t reply[PAIRING_MESSAGE_SIZE];
    size_t reply_size = 0;
    enum err e = pairing_step(&f->record.pairing, message, &hello, &f->random, reply, &reply_size);
    if (e == ERR_SEAL || e == ERR_MALFORMED) {
        memory_wipe(&old, sizeof old);
        return flow_end(f, PAIR_FLOW_REFUSED, true);
    }
    if (e == ERR_OK && reply_size == 0) { /* that was m5 */
        e = flow_complete(f);
    } else if (e == ERR_OK) {
        memcpy(f->record.message, reply, reply_size);
        f->record.number = (uint8_t)(n + 1);
        e = record_save(f);
    }
    if (e != ERR_OK && f->active)
        f->record = old;
    if (e == ERR_OK && f->active)
        f->state = state_of(&f->record.pairing);
    memory_wipe(&old, sizeof old);
    memory_wipe(reply, sizeof reply);
    return e;
}

/* Whose turn position n is: the inviter's are odd. */
static bool position_is_mine(const struct pair_flow *f, uint64_t n) {
    return (n % 2 == 1) == (f->record.pairing.role == PAIRING_INVITER);
}

/* One verified blob of the mailbox. */
static enum err blob_take(struct pair_flow *f, const struct relay_page_blob *blob) {
    if (blob->n > 5)
        return flow_end(f, PAIR_FLOW_REFUSED, true);
    if (blob->n < f->record.number)
        return ERR_OK; /* taken in earlier */
    if (position_is_mine(f, blob->n)) {
        bool same = blob->n == f->record.number && !blob->erased &&
                    bytes_equal(blob->data, BYTES_OF(f->record.message));
        if (same)
            return ERR_OK;
        /* Another answered in my place: at 2 they were merely first, later they interfere. */
        return blob->n == 2 ? flow_end(f, PAIR_FLOW_USED, false)
                            : flow_end(f, PAIR_FLOW_REFUSED, true);
    }
    if (blob->n != (uint64_t)f->record.number + 1 || blob->erased)
        return flow_end(f, PAIR_FLOW_REFUSED, true);
    return message_take(f, blob->n, blob->data);
}

/* --- requests --- */

static enum err create_ask(struct pair_flow *f, uint64_t now_ms, struct net_request *out) {
    struct box_create create = {.write = &f->keys.write,
                                .read_token = f->keys.read_token,
                                .box_class = RELAY_CLASS_INVITE,
                                .day = f->worked ? f->work.day : box_day(now_ms),
                                .host_hash = f->host_hash,
                                .worked = f->worked,
                                .nonce = f->work.nonce};
    f->op = FLOW_CREATE;
    return box_ask_create(&f->arena, &create, out);
}

static enum err read_ask(struct pair_flow *f, bool may_wait, uint64_t now_ms,
                         struct net_request *out) {
    bool waits = may_wait && (f->read_once || f->record.number == 0);
    if (f->read_once && !waits && now_ms < f->poll_ms)
        return ERR_NOT_FOUND;
    f->op = FLOW_READ;
    return box_ask_read(&f->arena, f->keys.write.public_key, f->keys.read_token,
                        f->chain.position + 1, waits ? RELAY_WAIT_MAX_SECONDS : 0, out);
}

static enum err post_ask(struct pair_flow *f, struct net_request *out) {
    if (f->record.number == 5 && !f->record.sending_last) {
        f->record.sending_last = true;
        TRY(record_save(f));
    }
    struct bytes message = BYTES_OF(f->record.message);
    f->op = FLOW_POST;
    return box_ask_append(&f->arena, &f->keys.write, &f->chain, &message, 1, &f->after, out);
}

static enum err flow_ask(struct pair_flow *f, uint64_t now_ms, bool may_wait,
                         struct net_request *out) {
    bool inviter = f->record.pairing.role == PAIRING_INVITER;
    arena_reset(&f->arena);
    if (inviter && !f->record.made)
        return create_ask(f, now_ms, out);
    if (!f->read_once || posted(f))
        return read_ask(f, may_wait, now_ms, out);
    return post_ask(f, out);
}

static enum err flow_next(void *self, uint64_t now_ms, bool may_wait, struct net_request *out) {
    struct pair_flow *f = self;
    if (f->active && (int32_t)box_day(now_ms) > f->record.day + INVITATION_DAYS &&
        flow_end(f, PAIR_FLOW_GONE, true) != ERR_OK)
        return ERR_NOT_FOUND;
    if (f->active && account_book_closing(f->book))
        return ERR_NOT_FOUND;
    if (f->op != FLOW_IDLE && now_ms >= f->asked_ms + (uint64_t)f->wait_s * 1000 + FLOW_LATE_MS) {
        request_forget(f);
        retry_failed(&f->retry, &f->jitter, now_ms);
    }
    if (!f->active || f->op != FLOW_IDLE || now_ms < f->retry.not_before_ms)
        return ERR_NOT_FOUND;
    if (f->working) {
        f->worked = box_work_slice(&f->work, 2048);
        f->working = !f->worked;
        if (f->working)
            return ERR_NOT_FOUND;
    }
    struct net_request request;
    enum err e = flow_ask(f, now_ms, may_wait, &request);
    if (e != ERR_OK) {
        f->op = FLOW_IDLE;
        if (e != ERR_NOT_FOUND)
            retry_failed(&f->retry, &f->jitter, now_ms);
        return ERR_NOT_FOUND;
    }
    f->last_id = f->last_id % 0xfffffe + 1;
    f->id = request.id = f->last_id;
    f->asked_ms = now_ms;
    f->wait_s = request.wait_s;
    *out = request;
    return ERR_OK;
}

/* --- answers --- */

/* The mailbox is not there. */
static enum err gone_take(struct pair_flow *f, uint64_t now_ms) {
    if (f->record.number == 0) {
        if (f->absent_ms == 0)
            f->absent_ms = f->asked_ms;
        if (now_ms < f->absent_ms + FLOW_ABSENT_MS)
            return ERR_UNREACHABLE;
    }
    /* The last message was on its way, and its reader drops the mailbox: it was read. */
    if (f->record.sending_last)
        return flow_complete(f);
    return flow_end(f, PAIR_FLOW_GONE, false);
}

static enum err page_take(struct pair_flow *f, const struct net_answer *answer, uint64_t now_ms) {
    struct box_page page;
    if (box_page_open(answer->body, RELAY_CLASS_INVITE, &f->chain, &page) != ERR_OK)
        return ERR_UNREACHABLE;
    bool empty = page.reached.position == f->chain.position;
    struct relay_page_blob blob;
    while (f->active && box_page_next(&page, &blob)) {
        TRY(blob_take(f, &blob));
        if (f->active)
            chain_advance(&f->chain, blob.bh);
    }
    if (!f->active)
        return ERR_OK;
    if (f->record.number == 5 && posted(f)) /* my last message stands */
        return flow_complete(f);
    f->read_once = f->read_once || !page.more;
    f->poll_ms = now_ms + jitter_between(&f->jitter, FLOW_POLL_MS / 2, FLOW_POLL_MS);
    if (empty && f->wait_s && now_ms < f->asked_ms + FLOW_EMPTY_WAIT_MS)
        f->retry.not_before_ms = now_ms + FLOW_POLL_MS;
    return ERR_OK;
}

static enum err post_take(struct pair_flow *f) {
    f->chain = f->after;
    return f->record.number == 5 ? flow_complete(f) : ERR_OK;
}

static enum err create_take(struct pair_flow *f) {
    f->record.made = true;
    f->worked = false;
    enum err e = record_save(f);
    f->record.made = e == ERR_OK;
    return e;
}

static enum err done_take(struct pair_flow *f, enum flow_op op, const struct net_answer *answer,
                          uint64_t now_ms) {
    switch (op) {
    case FLOW_CREATE:
        return create_take(f);
    case FLOW_READ:
        return page_take(f, answer, now_ms);
    case FLOW_POST:
        return post_take(f);
    case FLOW_IDLE:
        break;
    }
    return ERR_OK;
}

static enum err outcome_take(struct pair_flow *f, enum flow_op op, const struct net_answer *answer,
                             uint64_t now_ms) {
    switch (box_outcome(answer)) {
    case BOX_DONE:
        return done_take(f, op, answer, now_ms);
    case BOX_MOVED:
        f->read_once = false; /* see who was there */
        return ERR_OK;
    case BOX_ABSENT:
    case BOX_DROPPED:
        return gone_take(f, now_ms);
    case BOX_ADMISSION:
        f->working = true;
        box_work_start(&f->work, f->keys.write.public_key, f->host_hash, box_day(now_ms));
        return ERR_OK;
    default:
        return ERR_UNREACHABLE;
    }
}

static void flow_answer(void *self, const struct net_answer *answer, uint64_t now_ms) {
    struct pair_flow *f = self;
    if (f->op == FLOW_IDLE || answer->id != f->id)
        return;
    enum flow_op op = f->op;
    f->op = FLOW_IDLE;
    retry_succeeded(&f->retry);
    if (outcome_take(f, op, answer, now_ms) != ERR_OK && f->active)
        retry_failed(&f->retry, &f->jitter, now_ms);
}

static uint64_t flow_wake(const void *self) {
    const struct pair_flow *f = self;
    if (!f->active)
        return UINT64_MAX;
    if (f->op != FLOW_IDLE)
        return f->asked_ms + (uint64_t)f->wait_s * 1000 + FLOW_LATE_MS;
    return f->retry.not_before_ms;
}

static bool flow_wants_wait(const void *self) {
    const struct pair_flow *f = self;
    return f->active && f->read_once && posted(f);
}

static bool flow_abort(void *self, uint32_t *id) {
    struct pair_flow *f = self;
    if (!f->abort_id)
        return false;
    *id = f->abort_id;
    f->abort_id = 0;
    return true;
}

static void flow_nudge(void *self) {
    struct pair_flow *f = self;
    retry_succeeded(&f->retry);
}

static void flow_clock_back(void *self, uint64_t by_ms) {
    struct pair_flow *f = self;
    uint64_t *const moments[] = {&f->retry.not_before_ms, &f->poll_ms, &f->asked_ms, &f->absent_ms};
    for (size_t i = 0; i < COUNT_OF(moments); i++)
        *moments[i] = time_back(*moments[i], by_ms);
}

struct net_part pair_flow_part(struct pair_flow *f) {
    return (struct net_part){.self = f,
                             .next = flow_next,
                             .answer = flow_answer,
                             .wake_ms = flow_wake,
                             .wants_wait = flow_wants_wait,
                             .abort_next = flow_abort,
                             .nudge = flow_nudge,
                             .clock_back = flow_clock_back};
}
