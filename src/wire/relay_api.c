/* relay_api.c -- writes and reads the bytes of relay_api.h, for the client and the relay alike. */
#include "wire/relay_api.h"

#include "base/check.h"

#include <string.h>

/* ---- classes ---- */

/* A feed of 64 MiB holds 65,536 blobs of 1 KiB: ten years of a busy couple. Positions outnumber
 * that because erased blobs keep theirs. */
static const struct relay_class_limits class_limits[] = {
    [RELAY_CLASS_FEED] = {1024, 65536, 1u << 20, 64u << 20, 0, 0},
    [RELAY_CLASS_LOCATOR] = {512, 512, 4096, 1u << 20, 0, 0},
    [RELAY_CLASS_INVITE] = {1024, 1024, 8, 1u << 13, 7, 0},
    [RELAY_CLASS_LIVE] = {1024, 4096, (1u << 24) - 1, 16u << 20, 0, 2},
};

const struct relay_class_limits *relay_class_limits(unsigned box_class) {
    if (box_class < RELAY_CLASS_FEED || box_class > RELAY_CLASS_LIVE)
        return NULL;
    return &class_limits[box_class];
}

bool relay_blob_size_allowed(unsigned box_class, size_t size) {
    const struct relay_class_limits *l = relay_class_limits(box_class);
    if (!l || size < l->blob_min || size > l->blob_max)
        return false;
    return (size & (size - 1)) == 0;
}

/* ---- refusals ---- */

static const struct {
    uint16_t status;
    bool closes;
    const char *text;
} reasons[RELAY_REASON_COUNT] = {[RELAY_REASON_NONE] = {200, false, ""},
#define REASON_ROW(name, status, closes, text) [RELAY_REASON_##name] = {status, closes, text},
                                 RELAY_REASONS(REASON_ROW)
#undef REASON_ROW
};

unsigned relay_reason_status(enum relay_reason r) {
    MUST(r < RELAY_REASON_COUNT);
    return reasons[r].status;
}

bool relay_reason_closes(enum relay_reason r) {
    MUST(r < RELAY_REASON_COUNT);
    return reasons[r].closes;
}

const char *relay_reason_text(enum relay_reason r) {
    MUST(r < RELAY_REASON_COUNT);
    return reasons[r].text;
}

enum relay_reason relay_reason_read(unsigned status, struct bytes body) {
    if (status == 200)
        return RELAY_REASON_NONE;
    if (status == 409)
        body = bytes_slice(body, RELAY_POSITION_SIZE, body.size);
    if (body.size > 0 && body.at[body.size - 1] == '\n')
        body.size--;
    for (unsigned r = 1; r < RELAY_REASON_COUNT; r++)
        if (reasons[r].status == status && bytes_equal(body, bytes_from_string(reasons[r].text)))
            return (enum relay_reason)r;
    return RELAY_REASON_INTERNAL;
}

/* ---- targets ---- */

static const char *const method_names[] = {
    [RELAY_GET] = "GET",
    [RELAY_PUT] = "PUT",
    [RELAY_POST] = "POST",
    [RELAY_DELETE] = "DELETE",
};

enum relay_method relay_call_method(enum relay_call c) {
    switch (c) {
    case RELAY_CALL_CREATE:
        return RELAY_PUT;
    case RELAY_CALL_APPEND:
        return RELAY_POST;
    case RELAY_CALL_READ:
        return RELAY_GET;
    case RELAY_CALL_ERASE:
    case RELAY_CALL_DROP:
        return RELAY_DELETE;
    }
    MUST(false);
    return RELAY_GET;
}

const char *relay_method_name(enum relay_method m) {
    MUST(m >= RELAY_GET && m <= RELAY_DELETE);
    return method_names[m];
}

void relay_target_write(struct buf *b, const struct relay_target *t) {
    MUST(t->n <= RELAY_POSITION_MAX && t->wait <= RELAY_WAIT_MAX_SECONDS);
    buf_add_string(b, "/b/");
    buf_add_hex(b, bytes_make(t->id, RELAY_ID_SIZE));
    if (t->call == RELAY_CALL_APPEND || t->call == RELAY_CALL_ERASE) {
        buf_add_string(b, "/");
        buf_add_decimal(b, (int64_t)t->n);
    } else if (t->call == RELAY_CALL_READ) {
        buf_add_string(b, "?from=");
        buf_add_decimal(b, (int64_t)t->n);
        if (t->wait > 0) {
            buf_add_string(b, "&wait=");
            buf_add_decimal(b, t->wait);
        }
    }
}

static bool bytes_start(struct bytes b, struct bytes prefix) {
    return bytes_equal(bytes_slice(b, 0, prefix.size), prefix);
}

static bool position_parse(struct bytes text, uint64_t *out) {
    return decimal_read(text, out) == ERR_OK && *out >= 1 && *out <= RELAY_POSITION_MAX;
}

/* "from=<n>[&wait=<s>]" */
static enum relay_reason query_read(struct bytes q, struct relay_target *t) {
    if (!bytes_start(q, BYTES("from=")))
        return RELAY_REASON_TARGET;
    q = bytes_slice(q, 5, q.size);
    size_t end = 0;
    while (end < q.size && q.at[end] != '&')
        end++;
    if (!position_parse(bytes_slice(q, 0, end), &t->n))
        return RELAY_REASON_TARGET;
    if (end == q.size)
        return RELAY_REASON_NONE;
    q = bytes_slice(q, end, q.size);
    uint64_t wait = 0;
    if (!bytes_start(q, BYTES("&wait=")) ||
        decimal_read(bytes_slice(q, 6, q.size), &wait) != ERR_OK || wait < 1 ||
        wait > RELAY_WAIT_MAX_SECONDS)
        return RELAY_REASON_TARGET;
    t->wait = (uint32_t)wait;
    return RELAY_REASON_NONE;
}

/* What stands behind the id decides the shape; the shape and the method decide the call. */
static enum relay_reason tail_read(enum relay_method m, struct bytes tail, struct relay_target *t) {
    if (tail.size == 0) {
        if (m != RELAY_PUT && m != RELAY_DELETE)
            return m == RELAY_GET ? RELAY_REASON_TARGET : RELAY_REASON_METHOD;
        t->call = m == RELAY_PUT ? RELAY_CALL_CREATE : RELAY_CALL_DROP;
        return RELAY_REASON_NONE;
    }
    struct bytes rest = bytes_slice(tail, 1, tail.size);
    if (tail.at[0] == '/') {
        if (!position_parse(rest, &t->n))
            return RELAY_REASON_TARGET;
        if (m != RELAY_POST && m != RELAY_DELETE)
            return RELAY_REASON_METHOD;
        t->call = m == RELAY_POST ? RELAY_CALL_APPEND : RELAY_CALL_ERASE;
        return RELAY_REASON_NONE;
    }
    if (tail.at[0] == '?') {
        enum relay_reason r = query_read(rest, t);
        if (r != RELAY_REASON_NONE)
            return r;
        t->call = RELAY_CALL_READ;
        return m == RELAY_GET ? RELAY_REASON_NONE : RELAY_REASON_METHOD;
    }
    return RELAY_REASON_TARGET;
}

enum relay_reason relay_target_read(enum relay_method m, struct bytes target,
                                    struct relay_target *out) {
    struct relay_target t = {0};
    if (target.size > RELAY_TARGET_MAX_SIZE || !bytes_start(target, BYTES("/b/")))
        return RELAY_REASON_TARGET;
    struct bytes id = bytes_slice(target, 3, (size_t)2 * RELAY_ID_SIZE);
    if (hex_read(id, t.id, RELAY_ID_SIZE) != ERR_OK)
        return RELAY_REASON_TARGET;
    enum relay_reason r = tail_read(m, bytes_slice(target, 3 + 2 * RELAY_ID_SIZE, target.size), &t);
    if (r == RELAY_REASON_NONE)
        *out = t;
    return r;
}

/* ---- signed messages ---- */

/* Lays parts down one behind the other; sizes are fixed, so there is nothing to check but the end.
 */
static uint8_t *put(uint8_t *to, const void *from, size_t size) {
    memcpy(to, from, size);
    return to + size;
}

static uint8_t *put_u32(uint8_t *to, uint32_t v) {
    u32_write(to, v);
    return to + 4;
}

static uint8_t *put_u64(uint8_t *to, uint64_t v) {
    u64_write(to, v);
    return to + 8;
}

void relay_create_message(const uint8_t id[RELAY_ID_SIZE], const struct relay_create *c,
                          const uint8_t host_hash[RELAY_HASH_SIZE],
                          uint8_t out[RELAY_CREATE_MESSAGE_SIZE]) {
    uint8_t *p = put(out, id, RELAY_ID_SIZE);
    p = put(p, c->rt_hash, RELAY_HASH_SIZE);
    *p++ = (uint8_t)c->box_class;
    p = put_u32(p, c->day);
    p = put(p, host_hash, RELAY_HASH_SIZE);
    MUST(p == out + RELAY_CREATE_MESSAGE_SIZE);
}

void relay_append_message(const uint8_t id[RELAY_ID_SIZE], const uint8_t head[RELAY_HASH_SIZE],
                          uint8_t out[RELAY_APPEND_MESSAGE_SIZE]) {
    uint8_t *p = put(out, id, RELAY_ID_SIZE);
    p = put(p, head, RELAY_HASH_SIZE);
    MUST(p == out + RELAY_APPEND_MESSAGE_SIZE);
}

void relay_erase_message(const uint8_t id[RELAY_ID_SIZE], uint64_t n,
                         const uint8_t bh[RELAY_HASH_SIZE], uint8_t out[RELAY_ERASE_MESSAGE_SIZE]) {
    uint8_t *p = put(out, id, RELAY_ID_SIZE);
    p = put_u64(p, n);
    p = put(p, bh, RELAY_HASH_SIZE);
    MUST(p == out + RELAY_ERASE_MESSAGE_SIZE);
}

void relay_drop_message(const uint8_t id[RELAY_ID_SIZE], const uint8_t head[RELAY_HASH_SIZE],
                        uint8_t out[RELAY_DROP_MESSAGE_SIZE]) {
    uint8_t *p = put(out, id, RELAY_ID_SIZE);
    p = put(p, head, RELAY_HASH_SIZE);
    MUST(p == out + RELAY_DROP_MESSAGE_SIZE);
}

void relay_pow_message(const uint8_t id[RELAY_ID_SIZE], uint32_t day,
                       const uint8_t host_hash[RELAY_HASH_SIZE], uint64_t nonce,
                       uint8_t out[RELAY_POW_MESSAGE_SIZE]) {
    uint8_t *p = put(out, id, RELAY_ID_SIZE);
    p = put_u32(p, day);
    p = put(p, host_hash, RELAY_HASH_SIZE);
    p = put_u64(p, nonce);
    MUST(p == out + RELAY_POW_MESSAGE_SIZE);
}

bool relay_pow_holds(const uint8_t hash[RELAY_HASH_SIZE], unsigned bits) {
    MUST(bits <= 8 * RELAY_HASH_SIZE);
    for (unsigned i = 0; i < bits; i++)
        if (hash[i / 8] & (0x80u >> (i % 8)))
            return false;
    return true;
}

/* ---- bodies ---- */

static size_t create_size(unsigned admission) {
    switch (admission) {
    case RELAY_ADMISSION_NONE:
        return 102;
    case RELAY_ADMISSION_TOKEN:
        return 102 + RELAY_ADMISSION_TOKEN_SIZE;
    case RELAY_ADMISSION_POW:
        return 102 + 8;
    default:
        return 0;
    }
}

void relay_create_write(struct buf *b, const struct relay_create *c) {
    MUST(create_size(c->admission) != 0);
    buf_add_u8(b, (uint8_t)c->box_class);
    buf_add_u32(b, c->day);
    buf_add(b, c->rt_hash, sizeof c->rt_hash);
    buf_add(b, c->sig, sizeof c->sig);
    buf_add_u8(b, (uint8_t)c->admission);
    if (c->admission == RELAY_ADMISSION_TOKEN)
        buf_add(b, c->token, sizeof c->token);
    else if (c->admission == RELAY_ADMISSION_POW)
        buf_add_u64(b, c->nonce);
}

enum err relay_create_read(struct bytes body, struct relay_create *out) {
    if (body.size < 102 || body.size != create_size(body.at[101]))
        return ERR_MALFORMED;
    struct relay_create c = {.box_class = body.at[0], .day = u32_read(body.at + 1)};
    memcpy(c.rt_hash, body.at + 5, sizeof c.rt_hash);
    memcpy(c.sig, body.at + 37, sizeof c.sig);
    c.admission = body.at[101];
    if (c.admission == RELAY_ADMISSION_TOKEN)
        memcpy(c.token, body.at + 102, sizeof c.token);
    else if (c.admission == RELAY_ADMISSION_POW)
        c.nonce = u64_read(body.at + 102);
    *out = c;
    return ERR_OK;
}

void relay_append_write(struct buf *b, const uint8_t prev[RELAY_HASH_SIZE],
                        const uint8_t sig[RELAY_SIG_SIZE], const struct bytes *blobs,
                        uint32_t count) {
    MUST(count >= 1 && count <= RELAY_APPEND_MAX_BLOBS);
    buf_add(b, prev, RELAY_HASH_SIZE);
    buf_add(b, sig, RELAY_SIG_SIZE);
    buf_add_u32(b, count);
    for (uint32_t i = 0; i < count; i++) {
        MUST(blobs[i].size >= 1 && blobs[i].size <= RELAY_BLOB_MAX_SIZE);
        buf_add_u32(b, (uint32_t)blobs[i].size);
        buf_add_bytes(b, blobs[i]);
    }
}

bool relay_append_next(struct bytes *blobs, struct bytes *blob) {
    if (blobs->size < 4)
        return false;
    size_t size = u32_read(blobs->at);
    if (size < 1 || size > RELAY_BLOB_MAX_SIZE || size > blobs->size - 4)
        return false;
    *blob = bytes_slice(*blobs, 4, size);
    *blobs = bytes_slice(*blobs, 4 + size, blobs->size);
    return true;
}

enum err relay_append_read(struct bytes body, struct relay_append *out) {
    if (body.size < RELAY_APPEND_HEAD_SIZE || body.size > RELAY_APPEND_MAX_SIZE)
        return ERR_MALFORMED;
    struct relay_append a = {
        .prev = body.at,
        .sig = body.at + 32,
        .count = u32_read(body.at + 96),
        .blobs = bytes_slice(body, RELAY_APPEND_HEAD_SIZE, body.size),
    };
    if (a.count < 1 || a.count > RELAY_APPEND_MAX_BLOBS)
        return ERR_MALFORMED;
    struct bytes rest = a.blobs, blob;
    for (uint32_t i = 0; i < a.count; i++)
        if (!relay_append_next(&rest, &blob))
            return ERR_MALFORMED;
    if (rest.size != 0)
        return ERR_MALFORMED;
    *out = a;
    return ERR_OK;
}

void relay_proof_write(struct buf *b, const struct relay_proof *p) {
    buf_add(b, p->hash, sizeof p->hash);
    buf_add(b, p->sig, sizeof p->sig);
}

enum err relay_proof_read(struct bytes body, struct relay_proof *out) {
    if (body.size != RELAY_PROOF_SIZE)
        return ERR_MALFORMED;
    memcpy(out->hash, body.at, sizeof out->hash);
    memcpy(out->sig, body.at + sizeof out->hash, sizeof out->sig);
    return ERR_OK;
}

/* ---- answers ---- */

void relay_position_write(struct buf *b, const struct relay_position *p) {
    buf_add_u64(b, p->next);
    buf_add(b, p->head, sizeof p->head);
}

enum err relay_position_read(struct bytes body, struct relay_position *out) {
    if (body.size < RELAY_POSITION_SIZE)
        return ERR_MALFORMED;
    if (body.size > RELAY_POSITION_SIZE && body.at[body.size - 1] != '\n')
        return ERR_MALFORMED;
    uint64_t next = u64_read(body.at);
    if (next < 1 || next > RELAY_POSITION_MAX)
        return ERR_MALFORMED;
    out->next = next;
    memcpy(out->head, body.at + 8, sizeof out->head);
    return ERR_OK;
}

enum { BLOB_SIGNED = 1, BLOB_ERASED = 2, BLOB_HEAD_SIZE = 8 + 1 + 4 + RELAY_HASH_SIZE };

void relay_page_write(struct buf *b, const struct relay_page *p) {
    relay_position_write(b, &p->at);
    buf_add_u64(b, p->floor);
    buf_add(b, p->floor_head, sizeof p->floor_head);
    buf_add(b, p->floor_sig, sizeof p->floor_sig);
    buf_add_u32(b, p->count);
}

void relay_page_blob_write(struct buf *b, const struct relay_page_blob *p) {
    MUST(!p->erased || p->data.size == 0);
    buf_add_u64(b, p->n);
    buf_add_u8(b, (uint8_t)((p->sig ? BLOB_SIGNED : 0) | (p->erased ? BLOB_ERASED : 0)));
    buf_add_u32(b, (uint32_t)p->data.size);
    buf_add(b, p->bh, RELAY_HASH_SIZE);
    if (p->sig)
        buf_add(b, p->sig, RELAY_SIG_SIZE);
    buf_add_bytes(b, p->data);
}

bool relay_page_next(struct bytes *blobs, struct relay_page_blob *out) {
    if (blobs->size < BLOB_HEAD_SIZE)
        return false;
    const uint8_t *p = blobs->at;
    unsigned flags = p[8];
    size_t size = u32_read(p + 9), head = BLOB_HEAD_SIZE;
    if (flags & BLOB_SIGNED)
        head += RELAY_SIG_SIZE;
    if (flags > (BLOB_SIGNED | BLOB_ERASED) || size > RELAY_BLOB_MAX_SIZE || blobs->size < head ||
        size > blobs->size - head)
        return false;
    if (((flags & BLOB_ERASED) != 0) != (size == 0))
        return false;
    *out = (struct relay_page_blob){
        .n = u64_read(p),
        .erased = (flags & BLOB_ERASED) != 0,
        .bh = p + 13,
        .sig = flags & BLOB_SIGNED ? p + BLOB_HEAD_SIZE : NULL,
        .data = bytes_slice(*blobs, head, size),
    };
    *blobs = bytes_slice(*blobs, head + size, blobs->size);
    return true;
}

static bool all_zero(const uint8_t *at, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (at[i] != 0)
            return false;
    return true;
}

/* Walks the blobs of a page: positions rise by one below next, the last is signed, nothing rests.
 */
static enum err page_check(const struct relay_page *p) {
    struct bytes rest = p->blobs;
    struct relay_page_blob blob = {0};
    uint64_t n = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        if (!relay_page_next(&rest, &blob) || (i > 0 && blob.n != n + 1) || blob.n < p->floor ||
            blob.n >= p->at.next)
            return ERR_MALFORMED;
        n = blob.n;
    }
    if (rest.size != 0 || (p->count > 0 && !blob.sig))
        return ERR_MALFORMED;
    return ERR_OK;
}

enum err relay_page_read(struct bytes body, struct relay_page *out) {
    if (body.size < RELAY_PAGE_HEAD_SIZE || body.size > RELAY_PAGE_MAX_SIZE)
        return ERR_MALFORMED;
    struct relay_page p = {.floor = u64_read(body.at + 40), .count = u32_read(body.at + 144)};
    TRY(relay_position_read(bytes_slice(body, 0, RELAY_POSITION_SIZE), &p.at));
    memcpy(p.floor_head, body.at + 48, sizeof p.floor_head);
    memcpy(p.floor_sig, body.at + 80, sizeof p.floor_sig);
    p.blobs = bytes_slice(body, RELAY_PAGE_HEAD_SIZE, body.size);
    if (p.floor < 1 || p.floor > p.at.next)
        return ERR_MALFORMED;
    if (p.floor == 1 && !all_zero(p.floor_sig, sizeof p.floor_sig))
        return ERR_MALFORMED;
    TRY(page_check(&p));
    *out = p;
    return ERR_OK;
}
