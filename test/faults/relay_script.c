#include "relay_script.h"

#include "base/check.h"
#include "crypt/hash.h"
#include "memory_faulty.h"

#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

enum { DAY = 2200, CLOCK_STEP_MS = 4000 };

/* The store's randomness (slots of boxes), the same in each run of a script. */
static uint64_t slots;
ssize_t __wrap_getrandom(void *out, size_t size, unsigned flags);
ssize_t __wrap_getrandom(void *out, size_t size, unsigned flags) {
    (void)flags;
    uint8_t *at = out;
    for (size_t i = 0; i < size; i++) {
        slots = slots * 6364136223846793005u + 1442695040888963407u;
        at[i] = (uint8_t)(slots >> 56);
    }
    return (ssize_t)size;
}

void script_rewind(void) {
    slots = 1;
}

static uint64_t draw(struct script *s) {
    uint64_t z = s->dice += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static uint32_t below(struct script *s, uint32_t sides) {
    return (uint32_t)(draw(s) % sides);
}

/* ---- changes ---- */

static void make_create(struct script *s, struct script_author *a, struct script_change *c) {
    struct chain start;
    c->change = (struct store_change){.call = RELAY_CALL_CREATE};
    memcpy(c->change.id, a->id, BOX_ID_SIZE);
    c->change.create.box_class = (uint8_t)a->box_class;
    memcpy(c->change.create.rt_hash, a->rt_hash, HASH_SIZE);
    if (below(s, 4) == 0) { /* with a token that may never have been given out */
        c->change.spend_token = true;
        memcpy(c->change.token_hash, a->token_hash, HASH_SIZE);
    }
    chain_start(a->id, &start);
    memcpy(c->change.head, start.head, HASH_SIZE);
}

/* Small blobs mostly; now and then one that fills pages of its own. */
static size_t blob_size(struct script *s, unsigned box_class) {
    if (box_class == RELAY_CLASS_LOCATOR)
        return 512;
    if (box_class != RELAY_CLASS_FEED)
        return 1024;
    return (size_t)1024 << (below(s, 5) == 0 ? 3 + below(s, 4) : 0);
}

static void make_append(struct script *s, struct script_author *a, struct script_change *c) {
    static uint8_t room[4][65536];
    struct bytes list[4], body;
    uint32_t count = 1 + below(s, a->box_class == RELAY_CLASS_LOCATOR ? 1 : 3);
    c->change = (struct store_change){.call = RELAY_CALL_APPEND, .n = a->chain.position + 1};
    memcpy(c->change.id, a->id, BOX_ID_SIZE);
    memcpy(c->prev, a->chain.head, HASH_SIZE);
    for (uint32_t i = 0; i < count; i++) {
        list[i] = bytes_make(room[i], blob_size(s, a->box_class));
        for (size_t k = 0; k < list[i].size; k += 8)
            u64_write(room[i] + k, draw(s));
        chain_blob_hash(list[i], c->bh[i]);
        chain_advance(&a->chain, c->bh[i]);
        if (a->chain.position < COUNT_OF(a->bh))
            memcpy(a->bh[a->chain.position], c->bh[i], HASH_SIZE);
    }
    u64_write(c->sig, draw(s));
    memcpy(c->change.head, a->chain.head, HASH_SIZE);
    c->body = memory_make(RELAY_APPEND_MAX_SIZE);
    struct buf b;
    buf_init_fixed(&b, c->body, RELAY_APPEND_MAX_SIZE);
    relay_append_write(&b, c->prev, c->sig, list, count);
    MUST(buf_finish(&b, &body) == ERR_OK);
    MUST(relay_append_read(body, &c->change.append) == ERR_OK);
    c->change.bh = (const uint8_t(*)[HASH_SIZE])c->bh;
}

static void make_proof(struct script *s, struct script_author *a, bool is_drop,
                       struct script_change *c) {
    c->change = (struct store_change){.call = is_drop ? RELAY_CALL_DROP : RELAY_CALL_ERASE, .n = 1};
    memcpy(c->change.id, a->id, BOX_ID_SIZE);
    memcpy(c->change.proof.hash, a->chain.head, HASH_SIZE);
    uint64_t last = a->chain.position < 63 ? a->chain.position : 63;
    if (!is_drop && last > 0) {
        c->change.n = 1 + below(s, (uint32_t)last);
        memcpy(c->change.proof.hash, a->bh[c->change.n], HASH_SIZE);
    }
    if (is_drop)
        a->dropped = true;
}

static void make_change(struct script *s, struct script_change *c) {
    struct script_author *a = &s->authors[below(s, SCRIPT_AUTHORS)];
    uint32_t what = below(s, 10);
    if (!a->stands || what == 9) {
        make_create(s, a, c);
        a->stands |= !c->change.spend_token;
    } else if (what < 6) {
        make_append(s, a, c);
    } else {
        make_proof(s, a, what == 8 && !a->dropped, c);
    }
}

static void make_tokens(struct script *s, struct script_step *step) {
    step->count = 1 + below(s, 3);
    for (size_t i = 0; i < step->count; i++)
        memcpy(step->changes[i].change.token_hash, s->authors[below(s, SCRIPT_AUTHORS)].token_hash,
               HASH_SIZE);
}

static void make_step(struct script *s, struct script_step *step) {
    uint32_t what = below(s, 16);
    step->act = what < 9    ? ACT_APPLY
                : what < 10 ? ACT_TOKENS
                : what < 12 ? ACT_MAINTAIN
                : what < 14 ? ACT_RECLAIM
                : what < 15 ? ACT_CHECKPOINT
                            : ACT_REOPEN;
    if (step->act == ACT_MAINTAIN && below(s, 3) == 0)
        s->day += 1 + below(s, 10); /* live boxes are emptied, invitations go */
    step->day = s->day;
    if (step->act == ACT_APPLY) {
        step->count = 1 + below(s, SCRIPT_GROUP);
        for (size_t i = 0; i < step->count; i++)
            make_change(s, &step->changes[i]);
    } else if (step->act == ACT_TOKENS) {
        make_tokens(s, step);
    }
}

void script_make(struct script *s, uint64_t seed) {
    static const unsigned classes[SCRIPT_AUTHORS] = {RELAY_CLASS_FEED,   RELAY_CLASS_FEED,
                                                     RELAY_CLASS_FEED,   RELAY_CLASS_LOCATOR,
                                                     RELAY_CLASS_INVITE, RELAY_CLASS_LIVE};
    *s = (struct script){.dice = seed * 77777777u + 1, .day = DAY};
    for (size_t i = 0; i < SCRIPT_AUTHORS; i++) {
        struct script_author *a = &s->authors[i];
        a->box_class = classes[i];
        for (size_t k = 0; k < BOX_ID_SIZE; k += 8) {
            u64_write(a->id + k, draw(s));
            u64_write(a->rt_hash + k, draw(s));
            u64_write(a->token_hash + k, draw(s));
        }
        chain_start(a->id, &a->chain);
    }
    for (size_t i = 0; i < SCRIPT_STEPS; i++)
        make_step(s, &s->steps[i]);
}

void script_free(struct script *s) {
    for (size_t i = 0; i < SCRIPT_STEPS; i++)
        for (size_t k = 0; k < SCRIPT_GROUP; k++)
            free(s->steps[i].changes[k].body);
}

/* ---- running ---- */

enum err script_open(struct script_run *r) {
    struct store_config c = {.folder = r->folder, .read_write = true};
    r->store = NULL;
    r->reader = NULL;
    TRY(store_sqlite.open(&c, &r->store, r->line));
    enum err e = store_sqlite.reader_open(r->store, &r->reader);
    if (e != ERR_OK) {
        store_sqlite.close(r->store);
        r->store = NULL;
    }
    return e;
}

void script_close(struct script_run *r) {
    if (r->reader)
        store_sqlite.reader_close(r->reader);
    if (r->store)
        store_sqlite.close(r->store);
    r->reader = NULL;
    r->store = NULL;
}

static enum err step_apply(struct script_run *r, struct script_step *step) {
    struct store_change *list[SCRIPT_GROUP];
    for (size_t i = 0; i < step->count; i++)
        list[i] = &step->changes[i].change;
    return store_sqlite.apply(r->store, list, step->count, step->day);
}

static enum err step_tokens(struct script_run *r, const struct script_step *step) {
    uint8_t hashes[SCRIPT_GROUP][RELAY_HASH_SIZE];
    for (size_t i = 0; i < step->count; i++)
        memcpy(hashes[i], step->changes[i].change.token_hash, RELAY_HASH_SIZE);
    return store_sqlite.token_add(r->store, (const uint8_t(*)[RELAY_HASH_SIZE])hashes, step->count);
}

enum err script_step_run(struct script_run *r, struct script *s, size_t number) {
    struct script_step *step = &s->steps[number];
    bool more;
    if (!r->store)
        TRY(script_open(r));
    switch (step->act) {
    case ACT_APPLY:
        return step_apply(r, step);
    case ACT_TOKENS:
        return step_tokens(r, step);
    case ACT_MAINTAIN:
        return store_sqlite.maintain(r->store, step->day, &more);
    case ACT_RECLAIM:
        (void)store_sqlite.reclaim(r->store, r->now_ms += CLOCK_STEP_MS);
        (void)store_sqlite.reclaim(r->store, r->now_ms += CLOCK_STEP_MS);
        return ERR_OK;
    case ACT_CHECKPOINT:
        store_sqlite.checkpoint(r->store);
        return ERR_OK;
    case ACT_REOPEN:
        script_close(r);
        return script_open(r);
    }
    return ERR_STATE;
}

bool step_reasons_hold(const struct script *s, size_t number) {
    const struct script_step *step = &s->steps[number];
    for (size_t i = 0; step->act == ACT_APPLY && i < step->count; i++)
        if (step->changes[i].change.reason != step->changes[i].reason)
            return false;
    return true;
}

static bool author_state(struct script_run *r, const struct script_author *a,
                         uint8_t out[HASH_SIZE]) {
    static uint8_t room[RELAY_PAGE_MAX_SIZE];
    struct store_query q = {.from = 1};
    uint64_t next = 0;
    memcpy(q.id, a->id, BOX_ID_SIZE);
    memcpy(q.rt_hash, a->rt_hash, HASH_SIZE);
    do {
        struct buf buf;
        struct bytes body = {NULL, 0};
        buf_init_fixed(&buf, room, sizeof room);
        enum relay_reason reason = store_sqlite.read(r->reader, &q, &buf, &next);
        uint8_t said = (uint8_t)reason;
        if (reason != RELAY_REASON_NONE && reason != RELAY_REASON_NOT_FOUND)
            return false;
        if (reason == RELAY_REASON_NONE)
            MUST(buf_finish(&buf, &body) == ERR_OK);
        HASH(out, LABEL_ENTRY, bytes_make(out, HASH_SIZE), bytes_make(&said, 1), body);
        if (reason != RELAY_REASON_NONE)
            return true;
        struct relay_page page;
        MUST(relay_page_read(body, &page) == ERR_OK);
        uint64_t from = q.from > page.floor ? q.from : page.floor;
        q.from = from + page.count;
        if (page.count == 0)
            return q.from >= next;
    } while (q.from < next);
    return true;
}

bool script_state(struct script_run *r, const struct script *s, uint8_t out[HASH_SIZE]) {
    memset(out, 0, HASH_SIZE);
    for (size_t i = 0; i < SCRIPT_AUTHORS; i++)
        if (!author_state(r, &s->authors[i], out))
            return false;
    return true;
}

void script_learn(struct script *s, struct script_run *r) {
    MUST(script_open(r) == ERR_OK && script_state(r, s, s->states[0]));
    for (size_t i = 0; i < SCRIPT_STEPS; i++) {
        MUST(script_step_run(r, s, i) == ERR_OK && script_state(r, s, s->states[i + 1]));
        for (size_t k = 0; k < SCRIPT_GROUP; k++)
            s->steps[i].changes[k].reason = s->steps[i].changes[k].change.reason;
    }
    script_close(r);
}
