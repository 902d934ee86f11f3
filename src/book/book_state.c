#include "book/book_parts.h"

#include <string.h>

/* Content of the rows of records 0 and 1:
 *   ROW_FEED       role(1) || author(1) || space(1) || writable(1) || flags(4) || FK(32) || WS(32)
 *                  || box id(32) || position(8) || head(32) || lam(8)      feed: its number
 *   ROW_PAIR       state(1) || compared(1) || words made(1) || my name size(1) || partner's(1) ||
 *                  my name(80) || partner's name(80)
 *   ROW_KEPT       key(1) || value
 *   ROW_JOBS       count times: feed(2) || position(8)
 *   ROW_WITNESSES  lam(8) || count times 129 bytes                        feed: the pair's
 *   ROW_OUTBOX     public key(32) || used(4)
 *   ROW_ROOT       generation(4) || R(32)
 *   ROW_TAKEN      count times 16 bytes
 *   ROW_LOCAL      key(1) || value
 *   ROW_DRAFT      the draft */
enum {
    FEED_CONTENT = 8 + 3 * KEY_SIZE + 8 + HASH_SIZE + 8,
    PAIR_CONTENT = 5 + 2 * BOOK_NAME_MAX,
    JOB_SIZE = 10,
    ROOT_CONTENT = 4 + KEY_SIZE,
    OUTBOX_CONTENT = PUBLIC_KEY_SIZE + 4
};

_Static_assert(RECORD_HEAD_SIZE + FEEDS_MAX * (ROW_HEAD_SIZE + FEED_CONTENT) + ROW_HEAD_SIZE +
                       PAIR_CONTENT + KEPT_COUNT * (ROW_HEAD_SIZE + 1) + KEPT_SUM_MAX +
                       ROW_HEAD_SIZE + ERASE_JOBS_MAX * JOB_SIZE + ROW_HEAD_SIZE + 8 +
                       WITNESSES * WITNESS_SIZE + ROW_HEAD_SIZE + OUTBOX_CONTENT + ROW_HEAD_SIZE +
                       ROOT_CONTENT + ROW_HEAD_SIZE + OUTBOX_NOTES * NOTE_ID_SIZE <=
                   STORE_RECORD_SIZE,
               "record 0 holds all its parts at their largest");
_Static_assert(RECORD_HEAD_SIZE + BOOK_LOCAL_COUNT * (ROW_HEAD_SIZE + 1 + BOOK_LOCAL_SIZE_MAX) +
                       2 * ROW_HEAD_SIZE + DRAFT_MAX + ROOT_CONTENT <=
                   STORE_RECORD_SIZE,
               "record 1 likewise");

/* --- writing --------------------------------------------------------------------------------- */

struct row_writer {
    uint8_t *out;
    size_t used;
};

static struct row_writer record_begin(uint8_t *out) {
    memset(out, 0, STORE_RECORD_SIZE);
    return (struct row_writer){.out = out, .used = RECORD_HEAD_SIZE};
}

static void record_end(const struct row_writer *w) {
    record_head_write(w->out, (uint32_t)w->used);
}

/* Room for a row's content, zeroed. */
static uint8_t *row_add(struct row_writer *w, uint8_t type, uint16_t feed, size_t content_size) {
    MUST(w->used + ROW_HEAD_SIZE + content_size <= STORE_RECORD_SIZE);
    uint8_t *row = w->out + w->used;
    row_head_write(row, content_size, feed, type, 0);
    w->used += ROW_HEAD_SIZE + content_size;
    return row + ROW_HEAD_SIZE;
}

static void feed_write(struct row_writer *w, const struct feed *f) {
    uint8_t *at = row_add(w, ROW_FEED, f->number, FEED_CONTENT);
    at[0] = (uint8_t)f->role;
    at[1] = (uint8_t)f->author;
    at[2] = (uint8_t)f->space;
    at[3] = f->writable;
    u32_write(at + 4, f->flags);
    memcpy(at + 8, f->feed_key, KEY_SIZE);
    memcpy(at + 40, f->write_seed, KEY_SIZE);
    memcpy(at + 72, f->chain.box_id, BOX_ID_SIZE);
    u64_write(at + 104, f->chain.position);
    memcpy(at + 112, f->chain.head, HASH_SIZE);
    u64_write(at + 144, f->lam);
}

static void pair_write(struct row_writer *w, const struct book_pair *p) {
    uint8_t *at = row_add(w, ROW_PAIR, 0, PAIR_CONTENT);
    at[0] = (uint8_t)p->state;
    at[1] = p->compared;
    at[2] = p->words_made;
    at[3] = p->my_name_size;
    at[4] = p->partner_name_size;
    memcpy(at + 5, p->my_name, BOOK_NAME_MAX);
    memcpy(at + 5 + BOOK_NAME_MAX, p->partner_name, BOOK_NAME_MAX);
}

static void kept_write(struct row_writer *w, const struct part_state *s) {
    const uint8_t *value = s->kept;
    for (uint32_t key = 0; key < KEPT_COUNT; key++) {
        if (s->kept_size[key] > 0) {
            uint8_t *at = row_add(w, ROW_KEPT, 0, 1u + s->kept_size[key]);
            at[0] = (uint8_t)key;
            memcpy(at + 1, value, s->kept_size[key]);
        }
        value += s->kept_size[key];
    }
}

static void jobs_write(struct row_writer *w, const struct part_state *s) {
    if (s->job_count == 0)
        return;
    uint8_t *at = row_add(w, ROW_JOBS, 0, (size_t)s->job_count * JOB_SIZE);
    for (uint32_t i = 0; i < s->job_count; i++, at += JOB_SIZE) {
        at[0] = (uint8_t)s->jobs[i].feed;
        at[1] = (uint8_t)(s->jobs[i].feed >> 8);
        u64_write(at + 2, s->jobs[i].position);
    }
}

static void root_write(struct row_writer *w, const struct book_root *root) {
    uint8_t *at = row_add(w, ROW_ROOT, 0, ROOT_CONTENT);
    u32_write(at, root->generation);
    memcpy(at + 4, root->root, KEY_SIZE);
}

static void ours_write(struct row_writer *w, const struct part_state *s) {
    uint8_t *at;
    pair_write(w, &s->pair);
    if (s->witness_count > 0) {
        at =
            row_add(w, ROW_WITNESSES, s->witness_feed, 8 + (size_t)s->witness_count * WITNESS_SIZE);
        u64_write(at, s->witness_lam);
        memcpy(at + 8, s->witnesses, (size_t)s->witness_count * WITNESS_SIZE);
    }
    at = row_add(w, ROW_OUTBOX, 0, OUTBOX_CONTENT);
    memcpy(at, s->outbox_public, PUBLIC_KEY_SIZE);
    u32_write(at + PUBLIC_KEY_SIZE, s->outbox_used);
}

void state_write(const struct part_state *s, enum compartment c, uint8_t out[STORE_RECORD_SIZE]) {
    struct row_writer w = record_begin(out);
    for (uint32_t i = 0; i < s->feed_count; i++)
        feed_write(&w, &s->feeds[i]);
    kept_write(&w, s);
    jobs_write(&w, s);
    if (c == STORE_OURS) {
        ours_write(&w, s);
    } else {
        root_write(&w, &s->root);
        memcpy(row_add(&w, ROW_TAKEN, 0, (size_t)s->taken_count * NOTE_ID_SIZE), s->taken,
               (size_t)s->taken_count * NOTE_ID_SIZE);
    }
    record_end(&w);
}

void values_write(const struct part_values *v, const struct book_root *root,
                  uint8_t out[STORE_RECORD_SIZE]) {
    struct row_writer w = record_begin(out);
    for (uint32_t key = 0; key < BOOK_LOCAL_COUNT; key++)
        if (v->local_size[key] > 0) {
            uint8_t *at = row_add(&w, ROW_LOCAL, 0, 1u + v->local_size[key]);
            at[0] = (uint8_t)key;
            memcpy(at + 1, v->local[key], v->local_size[key]);
        }
    if (v->draft_size > 0)
        memcpy(row_add(&w, ROW_DRAFT, 0, v->draft_size), v->draft, v->draft_size);
    if (root)
        root_write(&w, root);
    record_end(&w);
}

/* --- reading --------------------------------------------------------------------------------- */

static bool feed_fits(const struct feed *f, enum compartment c) {
    if (f->role < FEED_MINE || f->role > FEED_LIVE_IN || f->author > AUTHOR_PARTNER ||
        f->space >= SPACE_COUNT)
        return false;
    return (f->role == FEED_MINE) == (c == STORE_MINE);
}

static enum err feed_read(struct part_state *s, enum compartment c, const uint8_t *row,
                          struct bytes in) {
    if (in.size != FEED_CONTENT || s->feed_count == FEEDS_MAX || row_feed(row) != s->feed_count)
        return ERR_MALFORMED;
    struct feed f = {.number = row_feed(row),
                     .compartment = c,
                     .role = (enum feed_role)in.at[0],
                     .author = (enum author)in.at[1],
                     .space = (enum space)in.at[2],
                     .writable = in.at[3] != 0,
                     .flags = u32_read(in.at + 4)};
    if (!feed_fits(&f, c))
        return ERR_MALFORMED;
    memcpy(f.feed_key, in.at + 8, KEY_SIZE);
    memcpy(f.write_seed, in.at + 40, KEY_SIZE);
    memcpy(f.chain.box_id, in.at + 72, BOX_ID_SIZE);
    f.chain.position = u64_read(in.at + 104);
    memcpy(f.chain.head, in.at + 112, HASH_SIZE);
    f.lam = u64_read(in.at + 144);
    feed_keys_derive(f.feed_key, &f.keys);
    s->feeds[s->feed_count++] = f;
    return ERR_OK;
}

static enum err pair_read(struct part_state *s, struct bytes in) {
    if (in.size != PAIR_CONTENT || in.at[0] > PAIR_LEFT || in.at[3] > BOOK_NAME_MAX ||
        in.at[4] > BOOK_NAME_MAX)
        return ERR_MALFORMED;
    s->pair = (struct book_pair){.state = (enum pair_state)in.at[0],
                                 .compared = in.at[1] != 0,
                                 .words_made = in.at[2] != 0,
                                 .my_name_size = in.at[3],
                                 .partner_name_size = in.at[4]};
    memcpy(s->pair.my_name, in.at + 5, BOOK_NAME_MAX);
    memcpy(s->pair.partner_name, in.at + 5 + BOOK_NAME_MAX, BOOK_NAME_MAX);
    return ERR_OK;
}

/* Values stand in the order of their keys, as they were written. */
static enum err kept_read(struct part_state *s, struct bytes in) {
    size_t sum = 0;
    if (in.size < 2 || in.at[0] >= KEPT_COUNT || in.size - 1 > KEPT_SIZE_MAX)
        return ERR_MALFORMED;
    for (uint32_t key = 0; key < KEPT_COUNT; key++) {
        if (key >= in.at[0] && s->kept_size[key] > 0)
            return ERR_MALFORMED;
        sum += s->kept_size[key];
    }
    if (in.size - 1 > KEPT_SUM_MAX - sum)
        return ERR_MALFORMED;
    memcpy(s->kept + sum, in.at + 1, in.size - 1);
    s->kept_size[in.at[0]] = (uint16_t)(in.size - 1);
    return ERR_OK;
}

static enum err jobs_read(struct part_state *s, struct bytes in) {
    if (in.size % JOB_SIZE != 0 || in.size / JOB_SIZE > ERASE_JOBS_MAX)
        return ERR_MALFORMED;
    s->job_count = (uint32_t)(in.size / JOB_SIZE);
    for (uint32_t i = 0; i < s->job_count; i++) {
        const uint8_t *at = in.at + (size_t)i * JOB_SIZE;
        s->jobs[i] = (struct erase_job){.feed = (uint16_t)(at[0] | at[1] << 8),
                                        .position = u64_read(at + 2)};
    }
    return ERR_OK;
}

static enum err witnesses_read(struct part_state *s, uint16_t feed, struct bytes in) {
    if (in.size < 8 || (in.size - 8) % WITNESS_SIZE != 0 ||
        (in.size - 8) / WITNESS_SIZE > WITNESSES)
        return ERR_MALFORMED;
    s->witness_feed = feed;
    s->witness_lam = u64_read(in.at);
    s->witness_count = (uint32_t)((in.size - 8) / WITNESS_SIZE);
    memcpy(s->witnesses, in.at + 8, in.size - 8);
    return ERR_OK;
}

static enum err root_read(struct bytes in, struct book_root *root) {
    if (in.size != ROOT_CONTENT)
        return ERR_MALFORMED;
    root->generation = u32_read(in.at);
    memcpy(root->root, in.at + 4, KEY_SIZE);
    return ERR_OK;
}

static enum err outbox_read(struct part_state *s, struct bytes in) {
    if (in.size != OUTBOX_CONTENT || u32_read(in.at + PUBLIC_KEY_SIZE) > OUTBOX_NOTES)
        return ERR_MALFORMED;
    memcpy(s->outbox_public, in.at, PUBLIC_KEY_SIZE);
    s->outbox_used = u32_read(in.at + PUBLIC_KEY_SIZE);
    return ERR_OK;
}

static enum err taken_read(struct part_state *s, struct bytes in) {
    if (in.size % NOTE_ID_SIZE != 0 || in.size > sizeof s->taken)
        return ERR_MALFORMED;
    memcpy(s->taken, in.at, in.size);
    s->taken_count = (uint32_t)(in.size / NOTE_ID_SIZE);
    return ERR_OK;
}

static enum err state_row_read(struct part_state *s, enum compartment c, const uint8_t *row) {
    struct bytes in = row_content(row);
    switch (row_type(row)) {
    case ROW_FEED:
        return feed_read(s, c, row, in);
    case ROW_PAIR:
        return pair_read(s, in);
    case ROW_KEPT:
        return kept_read(s, in);
    case ROW_JOBS:
        return jobs_read(s, in);
    case ROW_WITNESSES:
        return witnesses_read(s, row_feed(row), in);
    case ROW_OUTBOX:
        return outbox_read(s, in);
    case ROW_ROOT:
        return root_read(in, &s->root);
    case ROW_TAKEN:
        return taken_read(s, in);
    default:
        return ERR_OK; /* of a later version */
    }
}

enum err state_read(const uint8_t in[STORE_RECORD_SIZE], enum compartment c,
                    struct part_state *out) {
    uint32_t used = record_used(in);
    memset(out, 0, sizeof *out);
    if (used == 0)
        return ERR_MALFORMED;
    for (size_t at = RECORD_HEAD_SIZE, size; at < used; at += size) {
        size = row_at(in, at, used);
        if (size == 0)
            return ERR_MALFORMED;
        TRY(state_row_read(out, c, in + at));
    }
    return ERR_OK;
}

static enum err values_row_read(struct part_values *v, struct book_root *root, const uint8_t *row) {
    struct bytes in = row_content(row);
    if (row_type(row) == ROW_ROOT)
        return root_read(in, root);
    if (row_type(row) == ROW_DRAFT) {
        if (in.size > DRAFT_MAX)
            return ERR_MALFORMED;
        memcpy(v->draft, in.at, in.size);
        v->draft_size = (uint32_t)in.size;
    }
    if (row_type(row) == ROW_LOCAL) {
        if (in.size < 1 || in.at[0] >= BOOK_LOCAL_COUNT || in.size - 1 > BOOK_LOCAL_SIZE_MAX)
            return ERR_MALFORMED;
        memcpy(v->local[in.at[0]], in.at + 1, in.size - 1);
        v->local_size[in.at[0]] = (uint16_t)(in.size - 1);
    }
    return ERR_OK;
}

enum err values_read(const uint8_t in[STORE_RECORD_SIZE], struct part_values *out,
                     struct book_root *root) {
    uint32_t used = record_used(in);
    memset(out, 0, sizeof *out);
    if (used == 0)
        return ERR_MALFORMED;
    for (size_t at = RECORD_HEAD_SIZE, size; at < used; at += size) {
        size = row_at(in, at, used);
        if (size == 0)
            return ERR_MALFORMED;
        TRY(values_row_read(out, root, in + at));
    }
    return ERR_OK;
}

/* --- staging --------------------------------------------------------------------------------- */

struct part_state *state_stage(struct book *b, enum compartment c) {
    MUST(b->parts[c].open);
    b->parts[c].dirty |= PART_STATE_DIRTY;
    return b->parts[c].state;
}

struct part_values *values_stage(struct book *b, enum compartment c) {
    MUST(b->parts[c].open);
    b->parts[c].dirty |= PART_VALUES_DIRTY;
    return b->parts[c].values;
}

static enum author role_author(enum feed_role role) {
    return role == FEED_PAIR_IN || role == FEED_LIVE_IN ? AUTHOR_PARTNER : AUTHOR_ME;
}

struct feed *state_feed_add(struct part_state *s, enum compartment c, enum feed_role role,
                            const uint8_t *feed_key, const uint8_t *write_seed,
                            const uint8_t *box_id) {
    uint8_t derived[BOX_ID_SIZE];
    if (s->feed_count == FEEDS_MAX)
        return NULL;
    struct feed *f = &s->feeds[s->feed_count];
    *f = (struct feed){.number = (uint16_t)s->feed_count,
                       .compartment = c,
                       .role = role,
                       .author = role_author(role),
                       .space = role == FEED_MINE ? SPACE_MINE : SPACE_OURS,
                       .writable = write_seed != NULL};
    memcpy(f->feed_key, feed_key, KEY_SIZE);
    if (write_seed) {
        memcpy(f->write_seed, write_seed, KEY_SIZE);
        feed_box_id(write_seed, derived);
        box_id = derived;
    }
    chain_start(box_id, &f->chain);
    feed_keys_derive(f->feed_key, &f->keys);
    s->feed_count++;
    return f;
}
