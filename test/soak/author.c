#include "author.h"

#include "base/check.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

void author_make(struct author *a, struct dice *d) {
    uint8_t seed[KEY_SIZE];
    memset(a, 0, sizeof *a);
    dice_fill(d, seed, sizeof seed);
    dice_fill(d, a->token, sizeof a->token);
    sign_key_from_seed(seed, &a->key);
    chain_start(a->key.public_key, &a->chain);
}

/* --- acting --- */

static enum err ask_create(struct author *a, const struct client *c, struct arena *arena,
                           struct net_request *r) {
    struct box_create create = {.write = &a->key,
                                .read_token = a->token,
                                .box_class = RELAY_CLASS_FEED,
                                .day = box_day((uint64_t)time(NULL) * 1000),
                                .host_hash = c->host_hash};
    a->pending = ACT_CREATE;
    return box_ask_create(arena, &create, r);
}

static enum err ask_append(struct author *a, struct dice *d, struct arena *arena,
                           struct net_request *r) {
    struct bytes list[3];
    uint32_t count = 1 + dice_below(d, 3);
    for (uint32_t i = 0; i < count; i++) {
        size_t size = (size_t)1024 << (dice_below(d, 6) == 0 ? dice_below(d, 4) : 0);
        uint8_t *blob = arena_alloc(arena, size);
        MUST(blob);
        dice_fill(d, blob, size);
        list[i] = bytes_make(blob, size);
        chain_blob_hash(list[i], a->bh[a->chain.position + 1 + i]);
        a->erased[a->chain.position + 1 + i] = false;
    }
    a->pending = ACT_APPEND;
    return box_ask_append(arena, &a->key, &a->chain, list, count, &a->after, r);
}

static enum err ask_erase(struct author *a, struct dice *d, struct arena *arena,
                          struct net_request *r) {
    a->erase_position = 1 + dice_below(d, (uint32_t)a->chain.position);
    a->pending = ACT_ERASE;
    return box_ask_erase(arena, &a->key, a->erase_position, a->bh[a->erase_position], r);
}

static enum err ask_drop(struct author *a, struct arena *arena, struct net_request *r) {
    a->pending = ACT_DROP;
    return box_ask_drop(arena, &a->key, a->chain.head, r);
}

static void acknowledged(struct author *a, struct author_counts *n) {
    switch (a->pending) {
    case ACT_CREATE:
        a->stands = true;
        n->created++;
        break;
    case ACT_APPEND:
        n->appended += a->after.position - a->chain.position;
        a->chain = a->after;
        break;
    case ACT_ERASE:
        a->erased[a->erase_position] = true;
        n->erased++;
        break;
    case ACT_DROP:
        a->dropped = true;
        n->dropped++;
        break;
    case ACT_NONE:
        break;
    }
    a->pending = ACT_NONE;
}

bool author_act(struct author *a, struct client *c, struct dice *d, struct author_counts *n) {
    struct arena arena;
    struct net_request r;
    struct bytes body;
    MUST(a->pending == ACT_NONE);
    if (a->dropped)
        author_make(a, d);
    arena_init(&arena, 1 << 20);
    uint32_t what = dice_below(d, 8);
    enum err e;
    if (!a->stands)
        e = ask_create(a, c, &arena, &r);
    else if (a->chain.position + 3 > AUTHOR_BLOBS)
        e = ask_drop(a, &arena, &r);
    else if (what == 0 && a->chain.position > 0)
        e = ask_erase(a, d, &arena, &r);
    else
        e = ask_append(a, d, &arena, &r);
    MUST(e == ERR_OK);
    unsigned status = client_ask(c, &r, &body);
    arena_free(&arena);
    if (status == 200) {
        acknowledged(a, n);
    } else if (status >= 500) {
        a->pending = ACT_NONE;
        n->refused++;
    } else if (status != 0) {
        printf("act %d: refused with %u\n", (int)a->pending, status);
        n->wrong++;
    }
    return status == 200;
}

/* --- checking --- */

struct reading {
    struct chain chain;
    bool is_there;
};

static void blob_check(struct author *a, const struct relay_page_blob *blob,
                       struct author_counts *n) {
    uint8_t bh[HASH_SIZE];
    bool may_be_erased = a->pending == ACT_ERASE && a->erase_position == blob->n;
    n->verified++;
    if (blob->n > AUTHOR_BLOBS || memcmp(blob->bh, a->bh[blob->n], HASH_SIZE) != 0) {
        n->wrong++;
        return;
    }
    if (!blob->erased)
        chain_blob_hash(blob->data, bh);
    if (!blob->erased && memcmp(bh, blob->bh, HASH_SIZE) != 0)
        n->wrong++; /* bytes that are not those */
    if (a->erased[blob->n] && !blob->erased)
        n->lost++; /* an erase that was acknowledged */
    if (!a->erased[blob->n] && blob->erased && !may_be_erased)
        n->lost++;
    a->erased[blob->n] = blob->erased;
}

static bool box_read(struct author *a, struct client *c, struct reading *out,
                     struct author_counts *n) {
    struct arena arena;
    struct bytes body;
    struct relay_page page;
    uint64_t next = 1;
    out->is_there = false;
    chain_start(a->key.public_key, &out->chain);
    do {
        struct net_request r;
        arena_init(&arena, 1 << 20);
        MUST(box_ask_read(&arena, a->key.public_key, a->token, out->chain.position + 1, 0, &r) ==
             ERR_OK);
        unsigned status = client_ask(c, &r, &body);
        arena_free(&arena);
        if (status == 404 && next == 1)
            return true;
        if (status != 200 || relay_page_read(body, &page) != ERR_OK)
            return false;
        struct bytes rest = page.blobs;
        struct relay_page_blob blob;
        while (relay_page_next(&rest, &blob)) {
            blob_check(a, &blob, n);
            chain_advance(&out->chain, blob.bh);
        }
        out->is_there = true;
        next = page.at.next;
    } while (page.count > 0 && out->chain.position + 1 < next);
    if (memcmp(page.at.head, out->chain.head, HASH_SIZE) != 0)
        n->wrong++;
    return true;
}

bool author_check(struct author *a, struct client *c, struct dice *d, struct author_counts *n) {
    struct reading now;
    if (!box_read(a, c, &now, n))
        return false;
    uint64_t at = now.chain.position;
    if (a->dropped)
        n->wrong += now.is_there; /* it is back */
    else if (!now.is_there)
        n->lost += a->stands && a->pending != ACT_DROP;
    else if (at < a->chain.position)
        n->lost++;
    else if (at > a->chain.position && (a->pending != ACT_APPEND || at != a->after.position))
        n->wrong++; /* half an append, or one that nobody made */
    a->stands = now.is_there;
    a->dropped |= !now.is_there && a->pending == ACT_DROP;
    a->chain = now.chain;
    a->pending = ACT_NONE;
    if (a->dropped)
        author_make(a, d);
    return true;
}
