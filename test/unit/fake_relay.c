#include "fake_relay.h"

#include "base/check.h"
#include "book/box.h"
#include "crypt/hash.h"

#include <string.h>

void fake_relay_init(struct fake_relay *r, const char *origin) {
    *r = (struct fake_relay){0};
    arena_init(&r->arena, (size_t)256 << 20);
    hash_bytes(LABEL_HOST, bytes_from_string(origin), r->host_hash);
}

void fake_relay_free(struct fake_relay *r) {
    arena_free(&r->arena);
}

struct fake_box *fake_relay_find(struct fake_relay *r, const uint8_t id[BOX_ID_SIZE]) {
    for (struct fake_box *b = r->boxes; b; b = b->next)
        if (!memcmp(b->id, id, BOX_ID_SIZE))
            return b;
    return NULL;
}

struct fake_box *fake_relay_named(struct fake_relay *r, struct bytes path) {
    uint8_t id[BOX_ID_SIZE];
    if (path.size < 67 || hex_read(bytes_slice(path, 3, 64), id, sizeof id) != ERR_OK)
        return NULL;
    return fake_relay_find(r, id);
}

uint32_t fake_relay_count(const struct fake_relay *r, unsigned box_class) {
    uint32_t count = 0;
    for (const struct fake_box *b = r->boxes; b; b = b->next)
        count += !b->dropped && b->box_class == box_class;
    return count;
}

static struct fake_blob *blobs_room(struct fake_relay *r, struct fake_box *b, uint32_t more) {
    if (b->count + more > b->room) {
        uint32_t room = (b->count + more) * 2;
        struct fake_blob *blobs = arena_array(&r->arena, room, sizeof *blobs);
        MUST(blobs);
        if (b->count)
            memcpy(blobs, b->blobs, b->count * sizeof *blobs);
        b->blobs = blobs;
        b->room = room;
    }
    return b->blobs + b->count;
}

void fake_relay_copy(const struct fake_relay *from, struct fake_relay *to) {
    *to = *from;
    arena_init(&to->arena, (size_t)256 << 20);
    to->boxes = NULL;
    struct fake_box **end = &to->boxes;
    for (const struct fake_box *b = from->boxes; b; b = b->next) {
        struct fake_box *copy = arena_copy(&to->arena, b, sizeof *b);
        MUST(copy);
        copy->blobs = NULL;
        copy->room = copy->count = 0;
        copy->next = NULL;
        struct fake_blob *blobs = blobs_room(to, copy, b->count + 1);
        for (uint32_t i = 0; i < b->count; i++) {
            blobs[i] = b->blobs[i];
            blobs[i].data.at = arena_copy(&to->arena, b->blobs[i].data.at, b->blobs[i].data.size);
        }
        copy->count = b->count;
        *end = copy;
        end = &copy->next;
    }
}

/* --- answers --- */

static void refuse(struct arena *a, enum relay_reason reason, const struct relay_position *at,
                   struct net_answer *answer) {
    struct buf b;
    buf_init(&b, a);
    if (at)
        relay_position_write(&b, at);
    buf_add_string(&b, relay_reason_text(reason));
    buf_add_u8(&b, '\n');
    answer->status = relay_reason_status(reason);
    MUST(buf_finish(&b, &answer->body) == ERR_OK);
}

static struct relay_position position_of(const struct fake_box *b) {
    struct relay_position p = {.next = b->chain.position + 1};
    memcpy(p.head, b->chain.head, HASH_SIZE);
    return p;
}

static void accept(struct arena *a, const struct relay_position *at, struct net_answer *answer) {
    struct buf b;
    buf_init(&b, a);
    relay_position_write(&b, at);
    answer->status = 200;
    MUST(buf_finish(&b, &answer->body) == ERR_OK);
}

static void refuse_moved(struct arena *a, const struct fake_box *b, enum relay_reason reason,
                         struct net_answer *answer) {
    struct relay_position at = position_of(b);
    refuse(a, reason, &at, answer);
}

/* --- calls --- */

static bool admitted(const struct fake_relay *r, const uint8_t *id, const struct relay_create *c) {
    if (!r->needs_work)
        return true;
    if (c->admission != RELAY_ADMISSION_POW)
        return false;
    uint8_t message[RELAY_POW_MESSAGE_SIZE], hash[HASH_SIZE];
    relay_pow_message(id, c->day, r->host_hash, c->nonce, message);
    hash_bytes(LABEL_POW, BYTES_OF(message), hash);
    return relay_pow_holds(hash, RELAY_POW_BITS);
}

static void call_create(struct fake_relay *r, const uint8_t *id, struct bytes body, uint64_t now_ms,
                        struct arena *a, struct net_answer *answer) {
    struct relay_create c;
    if (relay_create_read(body, &c) != ERR_OK) {
        refuse(a, RELAY_REASON_BODY, NULL, answer);
        return;
    }
    uint8_t message[RELAY_CREATE_MESSAGE_SIZE];
    relay_create_message(id, &c, r->host_hash, message);
    struct bytes part = BYTES_OF(message);
    uint32_t today = box_day(now_ms);
    if (!relay_class_limits(c.box_class)) {
        refuse(a, RELAY_REASON_CLASS, NULL, answer);
    } else if (c.day + RELAY_DAY_TOLERANCE < today || c.day > today + RELAY_DAY_TOLERANCE) {
        refuse(a, RELAY_REASON_DAY, NULL, answer);
    } else if (sign_check(id, SIGN_CREATE, &part, 1, c.sig) != ERR_OK) {
        refuse(a, RELAY_REASON_SIGNATURE, NULL, answer);
    } else if (fake_relay_find(r, id)) {
        struct fake_box *b = fake_relay_find(r, id);
        struct relay_position at = position_of(b);
        if (b->dropped)
            refuse(a, RELAY_REASON_DROPPED, NULL, answer);
        else if (memcmp(b->rt_hash, c.rt_hash, HASH_SIZE) || b->box_class != c.box_class)
            refuse(a, RELAY_REASON_TAKEN, &at, answer);
        else
            accept(a, &at, answer);
    } else if (!admitted(r, id, &c)) {
        refuse(a, RELAY_REASON_ADMISSION, NULL, answer);
    } else {
        struct fake_box *b = arena_alloc(&r->arena, sizeof *b);
        MUST(b);
        memcpy(b->id, id, BOX_ID_SIZE);
        memcpy(b->rt_hash, c.rt_hash, HASH_SIZE);
        b->box_class = c.box_class;
        chain_start(id, &b->chain);
        b->next = r->boxes;
        r->boxes = b;
        struct relay_position at = position_of(b);
        accept(a, &at, answer);
    }
}

/* Every blob of the append already stands where it is to go. */
static bool stands_already(const struct fake_box *b, uint64_t n,
                           const struct relay_append *append) {
    struct bytes rest = append->blobs, blob;
    for (uint64_t at = n; relay_append_next(&rest, &blob); at++) {
        uint8_t bh[HASH_SIZE];
        chain_blob_hash(blob, bh);
        if (at > b->count || memcmp(b->blobs[at - 1].bh, bh, HASH_SIZE))
            return false;
    }
    return true;
}

static void append_store(struct fake_relay *r, struct fake_box *b,
                         const struct relay_append *append) {
    struct bytes rest = append->blobs, blob;
    while (relay_append_next(&rest, &blob)) {
        struct fake_blob *stored = blobs_room(r, b, 1);
        *stored = (struct fake_blob){0};
        chain_blob_hash(blob, stored->bh);
        stored->data = bytes_make(arena_copy(&r->arena, blob.at, blob.size), blob.size);
        MUST(stored->data.at);
        chain_advance(&b->chain, stored->bh);
        r->stored_bytes += blob.size;
        b->count++;
    }
    struct fake_blob *last = b->blobs + b->count - 1;
    last->is_signed = true;
    memcpy(last->sig, append->sig, SIGNATURE_SIZE);
}

/* Where the chain leads from (n, prev) over these blobs; false when a size is not allowed. */
static bool append_head(const uint8_t *id, uint64_t n, const struct relay_append *append,
                        unsigned box_class, struct chain *chain) {
    memcpy(chain->box_id, id, BOX_ID_SIZE);
    memcpy(chain->head, append->prev, HASH_SIZE);
    chain->position = n - 1;
    struct bytes rest = append->blobs, blob;
    bool sizes_fit = true;
    while (relay_append_next(&rest, &blob)) {
        uint8_t bh[HASH_SIZE];
        chain_blob_hash(blob, bh);
        chain_advance(chain, bh);
        sizes_fit = sizes_fit && relay_blob_size_allowed(box_class, blob.size);
    }
    return sizes_fit;
}

static void call_append(struct fake_relay *r, const struct relay_target *target, struct bytes body,
                        struct arena *a, struct net_answer *answer) {
    struct relay_append append;
    if (relay_append_read(body, &append) != ERR_OK) {
        refuse(a, RELAY_REASON_BODY, NULL, answer);
        return;
    }
    struct fake_box *b = fake_relay_find(r, target->id);
    struct chain chain;
    bool sizes_fit =
        append_head(target->id, target->n, &append, b ? b->box_class : RELAY_CLASS_FEED, &chain);
    if (chain_check_append(&chain, append.sig) != ERR_OK) {
        refuse(a, RELAY_REASON_SIGNATURE, NULL, answer);
    } else if (!b) {
        refuse(a, RELAY_REASON_NOT_FOUND, NULL, answer);
    } else if (b->dropped) {
        refuse(a, RELAY_REASON_DROPPED, NULL, answer);
    } else if (stands_already(b, target->n, &append)) {
        struct relay_position at = position_of(b);
        accept(a, &at, answer);
    } else if (target->n != b->chain.position + 1 ||
               memcmp(append.prev, b->chain.head, HASH_SIZE)) {
        refuse_moved(a, b, RELAY_REASON_POSITION, answer);
    } else if (!sizes_fit) {
        refuse(a, RELAY_REASON_BLOB_SIZE, NULL, answer);
    } else if (r->disk_full) {
        refuse(a, RELAY_REASON_DISK_FULL, NULL, answer);
    } else if (b->count + append.count > relay_class_limits(b->box_class)->blobs) {
        refuse(a, RELAY_REASON_BOX_FULL, NULL, answer);
    } else {
        b->appends++;
        append_store(r, b, &append);
        struct relay_position at = position_of(b);
        accept(a, &at, answer);
    }
}

static uint32_t page_count(const struct fake_box *b, uint64_t from) {
    size_t size = RELAY_PAGE_HEAD_SIZE;
    uint32_t count = 0, whole = 0;
    for (uint64_t n = from; n <= b->count; n++) {
        size += 45 + (b->blobs[n - 1].is_signed ? RELAY_SIG_SIZE : 0u); /* what stands around it */
        size += b->blobs[n - 1].erased ? 0 : b->blobs[n - 1].data.size;
        count++;
        if (b->blobs[n - 1].is_signed) {
            whole = count;
            if (size > RELAY_PAGE_SOFT_SIZE)
                break;
        }
    }
    return whole;
}

static bool call_read(struct fake_relay *r, const struct relay_target *target, const uint8_t *token,
                      bool waits, struct arena *a, struct net_answer *answer) {
    uint8_t rt_hash[HASH_SIZE];
    if (!token) {
        refuse(a, RELAY_REASON_AUTHORIZATION, NULL, answer);
        return true;
    }
    hash_bytes(LABEL_RT, bytes_make(token, KEY_SIZE), rt_hash);
    struct fake_box *b = fake_relay_find(r, target->id);
    uint64_t from = target->n ? target->n : 1;
    if (!b || b->dropped || memcmp(b->rt_hash, rt_hash, HASH_SIZE)) {
        if (waits && from == 1 && !r->never_early)
            return false;
        refuse(a, RELAY_REASON_NOT_FOUND, NULL, answer);
        return true;
    }
    if (waits && from == b->chain.position + 1)
        return false;
    b->reads++;
    struct relay_page page = {.at = position_of(b), .floor = 1, .count = page_count(b, from)};
    struct chain start;
    chain_start(b->id, &start);
    memcpy(page.floor_head, start.head, HASH_SIZE);
    struct buf out;
    buf_init(&out, a);
    relay_page_write(&out, &page);
    for (uint32_t i = 0; i < page.count; i++) {
        const struct fake_blob *blob = b->blobs + from - 1 + i;
        struct relay_page_blob p = {.n = from + i, .erased = blob->erased, .bh = blob->bh};
        p.sig = blob->is_signed ? blob->sig : NULL;
        p.data = blob->erased ? (struct bytes){0} : blob->data;
        relay_page_blob_write(&out, &p);
    }
    answer->status = 200;
    MUST(buf_finish(&out, &answer->body) == ERR_OK);
    return true;
}

static void call_erase(struct fake_relay *r, const struct relay_target *target, struct bytes body,
                       struct arena *a, struct net_answer *answer) {
    struct relay_proof proof;
    uint8_t message[RELAY_ERASE_MESSAGE_SIZE];
    struct fake_box *b = fake_relay_find(r, target->id);
    if (relay_proof_read(body, &proof) != ERR_OK) {
        refuse(a, RELAY_REASON_BODY, NULL, answer);
        return;
    }
    relay_erase_message(target->id, target->n, proof.hash, message);
    struct bytes part = BYTES_OF(message);
    if (sign_check(target->id, SIGN_ERASE, &part, 1, proof.sig) != ERR_OK) {
        refuse(a, RELAY_REASON_SIGNATURE, NULL, answer);
    } else if (!b || b->dropped) {
        refuse(a, RELAY_REASON_NOT_FOUND, NULL, answer);
    } else if (target->n > b->count || target->n == 0 ||
               memcmp(b->blobs[target->n - 1].bh, proof.hash, HASH_SIZE)) {
        refuse_moved(a, b, RELAY_REASON_ERASE_OTHER, answer);
    } else {
        b->blobs[target->n - 1].erased = true;
        b->erases++;
        struct relay_position at = position_of(b);
        accept(a, &at, answer);
    }
}

static void call_drop(struct fake_relay *r, const struct relay_target *target, struct bytes body,
                      struct arena *a, struct net_answer *answer) {
    struct relay_proof proof;
    uint8_t message[RELAY_DROP_MESSAGE_SIZE];
    struct fake_box *b = fake_relay_find(r, target->id);
    if (relay_proof_read(body, &proof) != ERR_OK) {
        refuse(a, RELAY_REASON_BODY, NULL, answer);
        return;
    }
    relay_drop_message(target->id, proof.hash, message);
    struct bytes part = BYTES_OF(message);
    if (sign_check(target->id, SIGN_DROP, &part, 1, proof.sig) != ERR_OK) {
        refuse(a, RELAY_REASON_SIGNATURE, NULL, answer);
    } else if (!b) {
        refuse(a, RELAY_REASON_NOT_FOUND, NULL, answer);
    } else if (b->dropped) { /* a tombstone, which knows no head */
        struct relay_position at = {.next = 1};
        memcpy(at.head, proof.hash, HASH_SIZE);
        accept(a, &at, answer);
    } else if (memcmp(b->chain.head, proof.hash, HASH_SIZE)) {
        refuse_moved(a, b, RELAY_REASON_POSITION, answer);
    } else {
        b->dropped = true;
        struct relay_position at = position_of(b);
        accept(a, &at, answer);
    }
}

bool fake_relay_answer(struct fake_relay *r, const struct net_request *request, uint64_t started_ms,
                       uint64_t now_ms, struct arena *a, struct net_answer *answer) {
    struct relay_target target;
    struct net_answer made = {.id = request->id};
    enum relay_reason reason =
        relay_target_read((enum relay_method)request->method, request->path, &target);
    if (started_ms == now_ms)
        r->requests++;
    if (reason != RELAY_REASON_NONE) {
        refuse(a, reason, NULL, &made);
        *answer = made;
        return true;
    }
    bool waits = target.wait > 0 && now_ms < started_ms + target.wait * 1000u;
    bool answered = true;
    switch (target.call) {
    case RELAY_CALL_CREATE:
        call_create(r, target.id, request->body, now_ms, a, &made);
        break;
    case RELAY_CALL_APPEND:
        call_append(r, &target, request->body, a, &made);
        break;
    case RELAY_CALL_READ:
        answered = call_read(r, &target, request->token, waits, a, &made);
        break;
    case RELAY_CALL_ERASE:
        call_erase(r, &target, request->body, a, &made);
        break;
    case RELAY_CALL_DROP:
        call_drop(r, &target, request->body, a, &made);
        break;
    }
    if (answered)
        *answer = made;
    return answered;
}
