#include "tricks.h"

#include "base/check.h"
#include "book/box.h"

#include <string.h>

enum { PAGE_BLOBS = 512 };

static const char *const names[TRICK_COUNT] = {
    "honest",
    "truncate the tail",
    "freeze",
    "serve an old prefix",
    "reorder",
    "duplicate",
    "drop from the middle",
    "swap blobs between boxes",
    "swap positions",
    "flip a bit",
    "a wrong length",
    "an oversize answer",
    "an endless wait",
    "a false 404",
    "a false 409 with an invented head",
    "200 without storing",
    "fork one person's two devices",
    "fork the two people",
    "resurrect an erased blob",
    "resurrect a dropped box",
    "roll back a locator",
    "serve another's locator",
    "answer one mailbox twice",
    "hand one answer to two inviters",
    "redirect",
    "compression and chunks",
    "stale answers of a cache",
};

const char *trick_name(enum trick trick) {
    return names[trick];
}

uint32_t tricks_draw(struct tricks *t, uint32_t sides) {
    uint64_t z = t->dice += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) % sides);
}

/* ---- pages ---- */

struct leaves {
    struct relay_page page;
    struct relay_page_blob blobs[PAGE_BLOBS];
};

static bool page_take(const struct net_answer *answer, struct leaves *l) {
    if (answer->status != 200 || relay_page_read(answer->body, &l->page) != ERR_OK ||
        l->page.count + 1 > PAGE_BLOBS)
        return false;
    struct bytes rest = l->page.blobs;
    for (uint32_t i = 0; i < l->page.count; i++)
        MUST(relay_page_next(&rest, &l->blobs[i]));
    return true;
}

static void page_put(struct arena *a, const struct leaves *l, struct net_answer *answer) {
    struct buf b;
    buf_init(&b, a);
    relay_page_write(&b, &l->page);
    for (uint32_t i = 0; i < l->page.count; i++)
        relay_page_blob_write(&b, &l->blobs[i]);
    answer->status = 200;
    MUST(buf_finish(&b, &answer->body) == ERR_OK);
}

static void answer_copy(struct arena *a, uint32_t status, struct bytes body,
                        struct net_answer *answer) {
    answer->status = status;
    answer->body = bytes_make(arena_copy(a, body.at, body.size), body.size);
    MUST(answer->body.at);
}

/* The bytes of a body, to be changed. */
static uint8_t *body_own(struct arena *a, struct net_answer *answer) {
    answer_copy(a, answer->status, answer->body, answer);
    return (uint8_t *)(uintptr_t)answer->body.at;
}

/* The page's position becomes that of a box whose newest blob is `last`, as it once was. */
static void page_end_at(struct leaves *l, const struct fake_box *box, uint64_t last) {
    struct chain c;
    chain_start(box->id, &c);
    for (uint64_t n = 1; n <= last; n++)
        chain_advance(&c, box->blobs[n - 1].bh);
    l->page.at.next = last + 1;
    memcpy(l->page.at.head, c.head, HASH_SIZE);
}

/* Keeps blobs up to position `last`, which an append ended at or before. */
static void page_cut(struct leaves *l, const struct fake_box *box, uint64_t last) {
    while (last > 0 && !box->blobs[last - 1].is_signed)
        last--;
    while (l->page.count > 0 && l->blobs[l->page.count - 1].n > last)
        l->page.count--;
    page_end_at(l, box, last);
}

/* ---- tricks on pages ---- */

static struct fake_box *another_box(struct tricks *t, const struct fake_box *not_this) {
    struct fake_box *found = NULL;
    uint32_t seen = 0;
    for (struct fake_box *b = t->world->relay.boxes; b; b = b->next)
        if (b != not_this && b->box_class == not_this->box_class && b->count > 0 &&
            tricks_draw(t, ++seen) == 0)
            found = b;
    return found;
}

static bool swap_blobs(struct tricks *t, const struct fake_box *box, struct leaves *l) {
    const struct fake_box *other = another_box(t, box);
    if (!other)
        return false;
    struct relay_page_blob *into = &l->blobs[tricks_draw(t, l->page.count)];
    const struct fake_blob *from = &other->blobs[tricks_draw(t, other->count)];
    into->data = from->data;
    into->erased = false;
    into->bh = from->bh;
    if (into->sig && from->is_signed && tricks_draw(t, 2))
        into->sig = from->sig;
    return true;
}

static void blobs_exchange(struct relay_page_blob *a, struct relay_page_blob *b, bool positions) {
    struct relay_page_blob kept = *a;
    *a = *b;
    *b = kept;
    if (!positions) {
        b->n = a->n;
        a->n = kept.n;
    }
}

static void duplicate(struct tricks *t, struct leaves *l) {
    uint32_t at = tricks_draw(t, l->page.count);
    memmove(&l->blobs[at + 1], &l->blobs[at], (l->page.count - at) * sizeof l->blobs[0]);
    for (uint32_t i = at + 1; i <= l->page.count; i++)
        l->blobs[i].n++;
    l->page.count++;
    l->page.at.next++;
}

static void drop_middle(struct tricks *t, struct leaves *l) {
    uint32_t at = tricks_draw(t, l->page.count);
    bool close_up = tricks_draw(t, 2);
    l->page.count--;
    memmove(&l->blobs[at], &l->blobs[at + 1], (l->page.count - at) * sizeof l->blobs[0]);
    for (uint32_t i = at; close_up && i < l->page.count; i++)
        l->blobs[i].n--;
    l->page.at.next -= close_up;
}

static bool resurrect(const struct fake_box *box, struct leaves *l) {
    bool found = false;
    for (uint32_t i = 0; i < l->page.count; i++) {
        struct relay_page_blob *b = &l->blobs[i];
        if (!b->erased || b->n > box->count)
            continue;
        b->erased = false;
        b->data = box->blobs[b->n - 1].data;
        found = true;
    }
    return found;
}

/* Changes a page; false: there was nothing in it to change. */
static bool page_trick(struct tricks *t, const struct fake_box *box, struct leaves *l) {
    uint32_t count = l->page.count;
    switch (t->trick) {
    case TRICK_TRUNCATE_TAIL:
        if (count > 0)
            page_cut(l, box, l->blobs[0].n + tricks_draw(t, count) - 1);
        return count > 0;
    case TRICK_OLD_PREFIX:
        page_cut(l, box, box->count / 2);
        return box->count > 0;
    case TRICK_REORDER:
    case TRICK_SWAP_N:
        if (count < 2)
            return false;
        uint32_t first = tricks_draw(t, count - 1);
        blobs_exchange(&l->blobs[first], &l->blobs[first + 1 + tricks_draw(t, count - first - 1)],
                       t->trick == TRICK_SWAP_N);
        return true;
    case TRICK_DUPLICATE:
    case TRICK_MAILBOX_TWICE:
        if (count > 0)
            duplicate(t, l);
        return count > 0;
    case TRICK_DROP_MIDDLE:
        if (count > 0)
            drop_middle(t, l);
        return count > 0;
    case TRICK_SWAP_BLOBS:
        return count > 0 && swap_blobs(t, box, l);
    case TRICK_RESURRECT_BLOB:
        return resurrect(box, l);
    default:
        return false;
    }
}

/* ---- tricks on whole answers ---- */

/* What another relay (or the same one, about another box) says to this request, at once. */
static bool answer_from(struct tricks *t, struct fake_relay *relay,
                        const struct net_request *request, struct arena *a,
                        struct net_answer *answer) {
    struct net_request now = *request;
    now.wait_s = 0;
    return fake_relay_answer(relay, &now, t->world->now_ms, t->world->now_ms, a, answer);
}

/* The page of another box of this class, as its own reader would get it. */
static bool answer_of_another(struct tricks *t, const struct fake_box *box, struct arena *a,
                              struct net_answer *answer) {
    struct fake_box *other = another_box(t, box);
    if (!other)
        return false;
    uint8_t kept[HASH_SIZE], none[KEY_SIZE] = {0};
    struct net_request ask;
    memcpy(kept, other->rt_hash, HASH_SIZE);
    hash_bytes(LABEL_RT, BYTES_OF(none), other->rt_hash);
    MUST(box_ask_read(a, other->id, none, 1, 0, &ask) == ERR_OK);
    bool answered = answer_from(t, &t->world->relay, &ask, a, answer);
    memcpy(other->rt_hash, kept, HASH_SIZE);
    return answered;
}

/* Takes back what the honest relay has just stored, or made. */
static bool unstore(struct tricks *t, const struct net_request *request, struct fake_box *box,
                    const struct net_answer *answer) {
    struct relay_append append;
    if (request->method == NET_PUT && answer->status == 200 && box->count == 0) {
        struct fake_box **at = &t->world->relay.boxes;
        while (*at != box)
            at = &(*at)->next;
        *at = box->next;
        return true;
    }
    if (request->method != NET_POST || answer->status != 200 ||
        relay_append_read(request->body, &append) != ERR_OK || append.count > box->count)
        return false;
    box->count -= append.count;
    box->chain.position -= append.count;
    memcpy(box->chain.head, append.prev, HASH_SIZE);
    return true;
}

static void invent_position(struct tricks *t, struct arena *a, struct net_answer *answer) {
    static const char line[] = "the box stands elsewhere; fetch, then try again\n";
    uint8_t body[RELAY_POSITION_SIZE + sizeof line - 1];
    u64_write(body, 1 + tricks_draw(t, 40));
    for (size_t i = 8; i < RELAY_POSITION_SIZE; i++)
        body[i] = (uint8_t)tricks_draw(t, 256);
    memcpy(body + RELAY_POSITION_SIZE, line, sizeof line - 1);
    answer_copy(a, 409, BYTES_OF(body), answer);
}

static void wrong_length(struct tricks *t, struct arena *a, struct net_answer *answer) {
    size_t size = answer->body.size;
    struct buf b;
    switch (tricks_draw(t, 3)) {
    case 0:
        answer->body = bytes_slice(answer->body, 0, tricks_draw(t, (uint32_t)size + 1));
        return;
    case 1:
        buf_init(&b, a);
        buf_add(&b, answer->body.at, size);
        for (uint32_t more = 1 + tricks_draw(t, 90); more > 0; more--)
            buf_add_u8(&b, (uint8_t)tricks_draw(t, 256));
        MUST(buf_finish(&b, &answer->body) == ERR_OK);
        return;
    default:
        if (size >= RELAY_PAGE_HEAD_SIZE) { /* the count, or a blob's size */
            size_t at = size > RELAY_PAGE_HEAD_SIZE + 13 && tricks_draw(t, 2)
                            ? RELAY_PAGE_HEAD_SIZE + 9
                            : RELAY_PAGE_HEAD_SIZE - 4;
            u32_write(body_own(a, answer) + at,
                      tricks_draw(t, 2) ? UINT32_MAX : tricks_draw(t, 99));
        }
    }
}

static void encode(struct tricks *t, struct arena *a, struct net_answer *answer) {
    static const uint8_t gzip[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
    struct buf b;
    buf_init(&b, a);
    if (tricks_draw(t, 2)) {
        buf_add(&b, gzip, sizeof gzip);
        buf_add(&b, answer->body.at, answer->body.size);
    } else {
        buf_add_string(&b, tricks_draw(t, 2) ? "94\r\n" : "fffffffffffffff\r\n");
        buf_add(&b, answer->body.at, answer->body.size);
        buf_add_string(&b, "\r\n0\r\n\r\n");
    }
    MUST(buf_finish(&b, &answer->body) == ERR_OK);
}

static void redirect(struct tricks *t, const struct fake_box *box, struct arena *a,
                     struct net_answer *answer) {
    static const uint32_t codes[] = {301, 302, 303, 307, 308};
    if (tricks_draw(t, 2))
        (void)answer_of_another(t, box, a, answer);
    answer->status = codes[tricks_draw(t, COUNT_OF(codes))];
}

/* The first answer that was ever given to the same words, as a cache on the way would. */
static bool from_cache(struct tricks *t, const struct net_request *request, struct arena *a,
                       struct net_answer *answer) {
    for (uint32_t i = 0; i < t->cached; i++)
        if (t->cache[i].method == request->method && bytes_equal(t->cache[i].path, request->path)) {
            const struct net_answer *old = &t->cache[i].answer;
            bool unchanged = tricks_draw(t, 8) == 0;
            answer_copy(a, unchanged ? 304 : old->status,
                        unchanged ? (struct bytes){NULL, 0} : old->body, answer);
            return true;
        }
    if (t->cached == TRICK_CACHE)
        return false;
    struct bytes path = request->path, body = answer->body;
    t->cache[t->cached].method = request->method;
    t->cache[t->cached].path = bytes_make(arena_copy(&t->arena, path.at, path.size), path.size);
    t->cache[t->cached].answer.status = answer->status;
    t->cache[t->cached++].answer.body =
        bytes_make(arena_copy(&t->arena, body.at, body.size), body.size);
    return false;
}

static bool back_to_life(struct tricks *t, const struct net_request *request, struct fake_box *box,
                         struct arena *a, struct net_answer *answer) {
    if (!box->dropped || request->method != NET_GET)
        return false;
    box->dropped = false;
    bool answered = answer_from(t, &t->world->relay, request, a, answer);
    box->dropped = true;
    return answered;
}

static bool whole_trick(struct tricks *t, const struct net_request *request, struct fake_box *box,
                        struct arena *a, struct net_answer *answer) {
    bool is_read = request->method == NET_GET;
    switch (t->trick) {
    case TRICK_FREEZE:
        return is_read && answer_from(t, &t->past, request, a, answer);
    case TRICK_FLIP_BIT:
        if (answer->body.size > 0)
            body_own(a, answer)[tricks_draw(t, (uint32_t)answer->body.size)] ^=
                (uint8_t)(1u << tricks_draw(t, 8));
        return answer->body.size > 0;
    case TRICK_WRONG_LENGTH:
        wrong_length(t, a, answer);
        return true;
    case TRICK_OVERSIZE: {
        void *large = arena_alloc(a, RELAY_PAGE_MAX_SIZE + 1);
        MUST(large);
        answer->status = 200;
        answer->body = bytes_make(large, RELAY_PAGE_MAX_SIZE + 1);
        return true;
    }
    case TRICK_FAKE_404:
        answer_copy(a, 404, BYTES("there is no such box, or the token is not its own\n"), answer);
        return true;
    case TRICK_FAKE_409:
        invent_position(t, a, answer);
        return true;
    case TRICK_NOT_STORED:
        return unstore(t, request, box, answer);
    case TRICK_RESURRECT_BOX:
        return back_to_life(t, request, box, a, answer);
    case TRICK_ROLL_BACK_LOCATOR:
        return is_read && box->box_class == RELAY_CLASS_LOCATOR &&
               answer_from(t, &t->past, request, a, answer);
    case TRICK_OTHERS_LOCATOR:
        return is_read && box->box_class == RELAY_CLASS_LOCATOR &&
               answer_of_another(t, box, a, answer);
    case TRICK_TWO_INVITERS:
        return is_read && box->box_class == RELAY_CLASS_INVITE &&
               answer_of_another(t, box, a, answer);
    case TRICK_REDIRECT:
        redirect(t, box, a, answer);
        return true;
    case TRICK_ENCODING:
        encode(t, a, answer);
        return true;
    case TRICK_STALE_CACHE:
        return from_cache(t, request, a, answer);
    default:
        return false;
    }
}

static bool concerns(const struct tricks *t, const struct fake_box *box) {
    if (t->trick == TRICK_MAILBOX_TWICE)
        return box->box_class == RELAY_CLASS_INVITE;
    return true;
}

static void tamper(void *ctx, const struct net_request *request, struct arena *a,
                   struct net_answer *answer) {
    static struct leaves l;
    struct tricks *t = ctx;
    struct fake_box *box = fake_relay_named(&t->world->relay, request->path);
    if (!box || !concerns(t, box) || tricks_draw(t, 100) >= t->per_cent)
        return;
    bool changed = whole_trick(t, request, box, a, answer);
    if (!changed && request->method == NET_GET && page_take(answer, &l) && page_trick(t, box, &l)) {
        page_put(a, &l, answer);
        changed = true;
    }
    t->tried += changed;
}

/* Chosen by the request, so that one is held for good. */
static bool hold(void *ctx, const struct net_request *request) {
    struct tricks *t = ctx;
    if (t->trick != TRICK_ENDLESS_WAIT || request->id % 100 >= t->per_cent)
        return false;
    bool *seen = &t->held[request->id % COUNT_OF(t->held)];
    t->tried += !*seen;
    *seen = true;
    return true;
}

/* ---- life ---- */

void tricks_begin(struct tricks *t, struct world *w, enum trick trick, uint64_t seed) {
    *t = (struct tricks){.world = w, .trick = trick, .dice = seed * 1000003u + (uint64_t)trick};
    t->per_cent = seed % 3 == 0 ? 40 : 100;
    arena_init(&t->arena, (size_t)32 << 20);
}

void tricks_end(struct tricks *t) {
    tricks_stop(t);
    if (t->has_past)
        fake_relay_free(&t->past);
    arena_free(&t->arena);
}

void tricks_remember(struct tricks *t) {
    if (t->has_past)
        fake_relay_free(&t->past);
    fake_relay_copy(&t->world->relay, &t->past);
    t->has_past = true;
}

void tricks_play(struct tricks *t) {
    t->world->tamper = tamper;
    t->world->hold = hold;
    t->world->ctx = t;
}

void tricks_stop(struct tricks *t) {
    t->world->tamper = NULL;
    t->world->hold = NULL;
}
