#include "book/box.h"

#include "base/check.h"
#include "crypt/hash.h"

#include <string.h>

enum { DAY_2020 = 18262, DAY_MS = 86400000 };

/* --- asking --- */

static enum err target_ask(struct arena *a, const struct relay_target *target,
                           struct net_request *out) {
    struct buf path;
    buf_init(&path, a);
    relay_target_write(&path, target);
    TRY(buf_finish(&path, &out->path));
    out->method = (enum net_method)relay_call_method(target->call);
    return ERR_OK;
}

static struct relay_target target_make(enum relay_call call, const uint8_t id[BOX_ID_SIZE],
                                       uint64_t n, uint32_t wait_s) {
    struct relay_target t = {.call = call, .n = n, .wait = wait_s};
    memcpy(t.id, id, BOX_ID_SIZE);
    return t;
}

enum err box_ask_create(struct arena *a, const struct box_create *c, struct net_request *out) {
    struct relay_create create = {.box_class = c->box_class, .day = c->day};
    hash_bytes(LABEL_RT, bytes_make(c->read_token, KEY_SIZE), create.rt_hash);
    if (c->worked) {
        create.admission = RELAY_ADMISSION_POW;
        create.nonce = c->nonce;
    }
    const uint8_t *id = c->write->public_key;
    uint8_t message[RELAY_CREATE_MESSAGE_SIZE];
    relay_create_message(id, &create, c->host_hash, message);
    struct bytes part = BYTES_OF(message);
    sign_parts(c->write, SIGN_CREATE, &part, 1, create.sig);

    struct net_request request = {0};
    struct relay_target target = target_make(RELAY_CALL_CREATE, id, 0, 0);
    TRY(target_ask(a, &target, &request));
    struct buf body;
    buf_init(&body, a);
    relay_create_write(&body, &create);
    TRY(buf_finish(&body, &request.body));
    *out = request;
    return ERR_OK;
}

enum err box_ask_read(struct arena *a, const uint8_t id[BOX_ID_SIZE], const uint8_t *read_token,
                      uint64_t from, uint32_t wait_s, struct net_request *out) {
    struct net_request request = {.token = read_token, .wait_s = wait_s};
    struct relay_target target = target_make(RELAY_CALL_READ, id, from, wait_s);
    TRY(target_ask(a, &target, &request));
    *out = request;
    return ERR_OK;
}

enum err box_ask_append(struct arena *a, const struct sign_key *write, const struct chain *at,
                        const struct bytes *blobs, uint32_t count, struct chain *after,
                        struct net_request *out) {
    MUST(count >= 1 && count <= RELAY_APPEND_MAX_BLOBS);
    struct chain end = *at;
    for (uint32_t i = 0; i < count; i++) {
        uint8_t hash[HASH_SIZE];
        chain_blob_hash(blobs[i], hash);
        chain_advance(&end, hash);
    }
    uint8_t signature[SIGNATURE_SIZE];
    chain_sign_append(&end, write, signature);

    struct net_request request = {0};
    struct relay_target target =
        target_make(RELAY_CALL_APPEND, write->public_key, at->position + 1, 0);
    TRY(target_ask(a, &target, &request));
    size_t size = RELAY_APPEND_HEAD_SIZE;
    for (uint32_t i = 0; i < count; i++)
        size += 4 + blobs[i].size;
    void *room = arena_alloc(a, size); /* once: a growing buffer would take three times as much */
    if (!room)
        return ERR_FULL;
    struct buf body;
    buf_init_fixed(&body, room, size);
    relay_append_write(&body, at->head, signature, blobs, count);
    TRY(buf_finish(&body, &request.body));
    *out = request;
    *after = end;
    return ERR_OK;
}

static enum err proof_ask(struct arena *a, const struct relay_target *target,
                          const struct relay_proof *proof, struct net_request *out) {
    struct net_request request = {0};
    TRY(target_ask(a, target, &request));
    struct buf body;
    buf_init(&body, a);
    relay_proof_write(&body, proof);
    TRY(buf_finish(&body, &request.body));
    *out = request;
    return ERR_OK;
}

enum err box_ask_erase(struct arena *a, const struct sign_key *write, uint64_t n,
                       const uint8_t blob_hash[HASH_SIZE], struct net_request *out) {
    uint8_t message[RELAY_ERASE_MESSAGE_SIZE];
    relay_erase_message(write->public_key, n, blob_hash, message);
    struct bytes part = BYTES_OF(message);
    struct relay_proof proof;
    memcpy(proof.hash, blob_hash, HASH_SIZE);
    sign_parts(write, SIGN_ERASE, &part, 1, proof.sig);
    struct relay_target target = target_make(RELAY_CALL_ERASE, write->public_key, n, 0);
    return proof_ask(a, &target, &proof, out);
}

enum err box_ask_drop(struct arena *a, const struct sign_key *write, const uint8_t head[HASH_SIZE],
                      struct net_request *out) {
    uint8_t message[RELAY_DROP_MESSAGE_SIZE];
    relay_drop_message(write->public_key, head, message);
    struct bytes part = BYTES_OF(message);
    struct relay_proof proof;
    memcpy(proof.hash, head, HASH_SIZE);
    sign_parts(write, SIGN_DROP, &part, 1, proof.sig);
    struct relay_target target = target_make(RELAY_CALL_DROP, write->public_key, 0, 0);
    return proof_ask(a, &target, &proof, out);
}

/* --- answers --- */

enum box_outcome box_outcome(const struct net_answer *answer) {
    if (answer->status == 0)
        return BOX_AWAY;
    switch (relay_reason_read(answer->status, answer->body)) {
    case RELAY_REASON_NONE:
        return BOX_DONE;
    case RELAY_REASON_POSITION:
        return BOX_MOVED;
    case RELAY_REASON_NOT_FOUND:
        return BOX_ABSENT;
    case RELAY_REASON_DROPPED:
        return BOX_DROPPED;
    case RELAY_REASON_ADMISSION:
    case RELAY_REASON_ADMISSION_POW:
        return BOX_ADMISSION;
    case RELAY_REASON_DAY:
        return BOX_CLOCK;
    case RELAY_REASON_BOX_FULL:
    case RELAY_REASON_DISK_FULL:
        return BOX_FULL;
    case RELAY_REASON_WAITS:
        return BOX_CROWDED;
    case RELAY_REASON_TIMEOUT:
    case RELAY_REASON_RATE:
    case RELAY_REASON_INTERNAL:
    case RELAY_REASON_BUSY:
        return BOX_AWAY;
    default:
        return BOX_REFUSED;
    }
}

/* Where the walk over a page begins: at `at`, or in a live box at the relay's floor when what came
 * before was let go. */
static enum err page_start(const struct relay_page *page, enum relay_class box_class,
                           const struct chain *at, struct box_page *out) {
    out->reached = *at;
    if (page->floor <= at->position + 1)
        return ERR_OK;
    if (box_class != RELAY_CLASS_LIVE)
        return ERR_MALFORMED;
    struct chain floor = {.position = page->floor - 1};
    memcpy(floor.box_id, at->box_id, BOX_ID_SIZE);
    memcpy(floor.head, page->floor_head, HASH_SIZE);
    if (chain_check_append(&floor, page->floor_sig) != ERR_OK)
        return ERR_CONFLICT;
    out->reached = floor;
    out->skipped = true;
    return ERR_OK;
}

static enum err page_walk(const struct relay_page *page, struct chain *chain) {
    struct bytes rest = page->blobs;
    struct relay_page_blob blob;
    while (relay_page_next(&rest, &blob)) {
        if (blob.n != chain->position + 1)
            return ERR_MALFORMED;
        if (!blob.erased) {
            uint8_t hash[HASH_SIZE];
            chain_blob_hash(blob.data, hash);
            if (!secret_equal(hash, blob.bh, HASH_SIZE))
                return ERR_MALFORMED;
        }
        chain_advance(chain, blob.bh);
        if (blob.sig && chain_check_append(chain, blob.sig) != ERR_OK)
            return ERR_CONFLICT;
    }
    return ERR_OK;
}

enum err box_page_open(struct bytes body, enum relay_class box_class, const struct chain *at,
                       struct box_page *out) {
    struct relay_page page;
    if (body.size > NET_ANSWER_MAX || relay_page_read(body, &page) != ERR_OK)
        return ERR_MALFORMED;
    if (page.at.next < at->position + 1)
        return ERR_CHAIN;
    struct box_page opened = {.rest = page.blobs};
    TRY(page_start(&page, box_class, at, &opened));
    TRY(page_walk(&page, &opened.reached));
    uint64_t next = opened.reached.position + 1;
    if (page.at.next < next)
        return ERR_MALFORMED;
    opened.more = page.at.next > next;
    if (opened.more && page.count == 0 && !opened.skipped)
        return ERR_MALFORMED; /* it says there is more and does not give it */
    if (!opened.more && !secret_equal(page.at.head, opened.reached.head, HASH_SIZE))
        return ERR_CONFLICT;
    *out = opened;
    return ERR_OK;
}

bool box_page_next(struct box_page *page, struct relay_page_blob *blob) {
    return relay_page_next(&page->rest, blob);
}

/* --- proof of work --- */

void box_work_start(struct box_work *w, const uint8_t id[BOX_ID_SIZE],
                    const uint8_t host_hash[HASH_SIZE], uint32_t day) {
    *w = (struct box_work){.day = day};
    memcpy(w->id, id, BOX_ID_SIZE);
    memcpy(w->host_hash, host_hash, HASH_SIZE);
}

bool box_work_slice(struct box_work *w, uint32_t hashes) {
    for (uint32_t i = 0; i < hashes && !w->done; i++) {
        uint8_t message[RELAY_POW_MESSAGE_SIZE], hash[HASH_SIZE];
        relay_pow_message(w->id, w->day, w->host_hash, w->nonce, message);
        hash_bytes(LABEL_POW, BYTES_OF(message), hash);
        if (relay_pow_holds(hash, RELAY_POW_BITS))
            w->done = true;
        else
            w->nonce++;
    }
    return w->done;
}

/* --- asking again --- */

enum err jitter_seed(struct jitter *j, const struct random_source *r) {
    uint8_t seed[8];
    TRY(random_fill(r, seed, sizeof seed));
    j->state = u64_read(seed);
    return ERR_OK;
}

/* SplitMix64 (Steele, Lea, Flood, 2014). */
uint64_t jitter_between(struct jitter *j, uint64_t low, uint64_t high) {
    MUST(low <= high && high < UINT64_MAX);
    j->state += 0x9e3779b97f4a7c15u;
    uint64_t z = j->state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return low + z % (high - low + 1);
}

void retry_failed(struct retry *r, struct jitter *j, uint64_t now_ms) {
    uint64_t whole = RETRY_FIRST_MS;
    for (uint32_t i = 0; i < r->failures && whole < RETRY_LAST_MS; i++)
        whole *= 2;
    if (whole > RETRY_LAST_MS)
        whole = RETRY_LAST_MS;
    if (r->failures < UINT32_MAX)
        r->failures++;
    r->not_before_ms = now_ms + jitter_between(j, whole / 2, whole);
}

void retry_succeeded(struct retry *r) {
    *r = (struct retry){0};
}

uint32_t box_day(uint64_t now_ms) {
    uint64_t day = now_ms / DAY_MS;
    return day < DAY_2020 ? 0 : (uint32_t)(day - DAY_2020);
}
