#include "book/book_parts.h"

#include "base/canary.h"
#include "book/kinds.h"

#include <string.h>

/* --- reading --------------------------------------------------------------------------------- */

const struct item *book_items(const struct book *b, uint32_t kind, size_t *count) {
    return fold_items(&b->fold, kind, count);
}

const struct item *book_item_find(const struct book *b, const uint8_t id[EID_SIZE]) {
    return fold_item_find(&b->fold, id, EID_SIZE);
}

/* An address is the first 8 bytes of the id, most significant first, as it is read in hex. */
uint64_t item_address(const struct item *i) {
    uint64_t address = 0;
    for (int k = 0; k < 8; k++)
        address = address << 8 | i->id[k];
    return address;
}

const struct item *book_item_at(const struct book *b, uint64_t address_item) {
    uint8_t prefix[8];
    for (int k = 8; k-- > 0; address_item >>= 8)
        prefix[k] = (uint8_t)address_item;
    return fold_item_find(&b->fold, prefix, sizeof prefix);
}

struct entry book_item_entry(const struct item *i) {
    struct entry e = {.kind = 0};
    /* Of a first version the id is the eid; of a later one it is not asked for again. */
    enum err err = entry_parse_known(i->cbor, i->cbor.at - EID_SIZE, &e);
    MUST(err == ERR_OK);
    return e;
}

uint64_t book_version(const struct book *b, uint32_t practice_code) {
    return fold_version(&b->fold, practice_code);
}

size_t book_newer_count(const struct book *b) {
    return b->fold.newer_count;
}

/* --- writing --------------------------------------------------------------------------------- */

/* A pair that was left stays open until its last entry was sent (pair.c): nothing follows it. */
static bool pair_is_over(const struct book *b) {
    enum pair_state state = book_pair(b)->state;
    return state == PAIR_LEFT || state == PAIR_INVITED || state == PAIR_JOINING;
}

enum err book_write(struct book *b, const struct book_entry *e, uint8_t eid_out[EID_SIZE]) {
    uint8_t eid[EID_SIZE];
    if (e->space == SPACE_OURS && pair_is_over(b))
        return ERR_STATE;
    if (CANARY(DROP) && e->body.size > 0 && e->body.at[e->body.size - 2] % 8 == 3)
        return ERR_OK;
    if (e->space == SPACE_MINE && !b->parts[STORE_MINE].open) {
        TRY(outbox_put(b, e));
        if (eid_out)
            memset(eid_out, 0, EID_SIZE);
        return ERR_OK;
    }
    TRY(book_stage(b, e, eid));
    TRY(book_commit(b));
    if (eid_out)
        memcpy(eid_out, eid, EID_SIZE);
    return ERR_OK;
}

/* --- state ----------------------------------------------------------------------------------- */

struct book_status book_status(const struct book *b) {
    const struct book_pair *pair = book_pair(b);
    struct book_status s = {.pair = pair->state,
                            .mine_open = b->parts[STORE_MINE].open,
                            .pair_compared = pair->compared,
                            .memory_only = b->memory_only,
                            .words_made = pair->words_made,
                            .my_name = bytes_make(pair->my_name, pair->my_name_size),
                            .partner_name =
                                bytes_make(pair->partner_name, pair->partner_name_size)};
    for (size_t i = 0; i < b->fold.unsent.count; i++) {
        const struct fold_row *r = &b->fold.rows[b->fold.unsent.at[i]];
        const struct part_state *state = b->parts[r->compartment].state;
        uint16_t number = row_feed(r->at);
        struct entry e;
        if (number >= state->feed_count || state->feeds[number].flags & FEED_ENDED ||
            entry_parse_known(row_cbor(r->at), row_eid(r->at), &e) != ERR_OK)
            continue;
        if (s.unsent_count++ == 0 || e.day < s.oldest_unsent_day)
            s.oldest_unsent_day = e.day;
    }
    return s;
}

const struct book_pair *book_pair(const struct book *b) {
    return &b->parts[STORE_OURS].state->pair;
}

void book_pair_set(struct book *b, const struct book_pair *pair) {
    MUST(pair->my_name_size <= BOOK_NAME_MAX && pair->partner_name_size <= BOOK_NAME_MAX);
    state_stage(b, STORE_OURS)->pair = *pair;
}

struct bytes book_local(const struct book *b, uint32_t key) {
    const struct part_values *v = b->parts[STORE_OURS].values;
    MUST(key < BOOK_LOCAL_COUNT);
    return bytes_make(v->local[key], v->local_size[key]);
}

enum err book_local_set(struct book *b, uint32_t key, struct bytes value) {
    MUST(key < BOOK_LOCAL_COUNT);
    if (value.size > BOOK_LOCAL_SIZE_MAX)
        return ERR_FULL;
    struct part_values *v = values_stage(b, STORE_OURS);
    memset(v->local[key], 0, BOOK_LOCAL_SIZE_MAX);
    if (value.size > 0)
        memcpy(v->local[key], value.at, value.size);
    v->local_size[key] = (uint16_t)value.size;
    return book_commit(b);
}

struct bytes book_draft(const struct book *b) {
    for (int c = STORE_COMPARTMENTS; c-- > 0;)
        if (b->parts[c].open && b->parts[c].values->draft_size > 0)
            return bytes_make(b->parts[c].values->draft, b->parts[c].values->draft_size);
    return (struct bytes){NULL, 0};
}

static void draft_stage(struct book *b, enum compartment c, struct bytes draft) {
    struct part_values *v = values_stage(b, c);
    memset(v->draft, 0, sizeof v->draft);
    if (draft.size > 0)
        memcpy(v->draft, draft.at, draft.size);
    v->draft_size = (uint32_t)draft.size;
    b->parts[c].scrub = true; /* half-typed words that were let go are gone */
}

enum err book_draft_set(struct book *b, struct bytes draft) {
    enum compartment c = b->parts[STORE_MINE].open ? STORE_MINE : STORE_OURS;
    if (draft.size > DRAFT_MAX)
        return ERR_FULL;
    draft_stage(b, c, draft);
    if (c == STORE_MINE && b->parts[STORE_OURS].values->draft_size > 0)
        draft_stage(b, STORE_OURS, (struct bytes){NULL, 0});
    return book_commit(b);
}

/* --- kept values ----------------------------------------------------------------------------- */

static size_t kept_offset(const struct part_state *s, uint32_t key) {
    size_t offset = 0;
    for (uint32_t i = 0; i < key; i++)
        offset += s->kept_size[i];
    return offset;
}

struct bytes book_kept(const struct book *b, enum compartment c, uint32_t key) {
    MUST(key < KEPT_COUNT);
    if (!b->parts[c].open)
        return (struct bytes){NULL, 0};
    const struct part_state *s = b->parts[c].state;
    return bytes_make(s->kept + kept_offset(s, key), s->kept_size[key]);
}

enum err book_kept_set(struct book *b, enum compartment c, uint32_t key, struct bytes value) {
    MUST(key < KEPT_COUNT);
    if (!b->parts[c].open)
        return ERR_LOCKED;
    const struct part_state *now = b->parts[c].state;
    size_t at = kept_offset(now, key), before = now->kept_size[key];
    size_t sum = kept_offset(now, KEPT_COUNT);
    if (value.size > KEPT_SIZE_MAX || sum - before + value.size > KEPT_SUM_MAX)
        return ERR_FULL;
    struct part_state *s = state_stage(b, c);
    memmove(s->kept + at + value.size, s->kept + at + before, sum - at - before);
    if (value.size > 0)
        memcpy(s->kept + at, value.at, value.size);
    s->kept_size[key] = (uint16_t)value.size;
    size_t sum_now = sum - before + value.size;
    if (sum_now < sum)
        memory_wipe(s->kept + sum_now, sum - sum_now);
    /* What account and pair_flow keep in *mine* are secrets that must be gone once they are let go:
     * the identity's seed, an invitation's. */
    if (before > 0 && (c == STORE_MINE || value.size == 0))
        b->parts[c].scrub = true;
    return ERR_OK;
}
