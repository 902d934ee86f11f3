#include "book/book_parts.h"

#include "crypt/hash.h"

#include <string.h>

/* --- a compartment in memory ----------------------------------------------------------------- */

static enum err records_reserve(struct part *p, uint32_t count) {
    if (count <= p->record_room)
        return ERR_OK;
    size_t room = p->record_room < 32 ? 32 : p->record_room * 2;
    if (room < count)
        room = count;
    struct record *records = arena_array(&p->arena, room, sizeof *records);
    if (!records)
        return ERR_FULL;
    if (p->record_room > 0)
        memcpy(records, p->records, p->record_room * sizeof *records);
    p->records = records;
    p->record_room = room;
    return ERR_OK;
}

enum err part_begin(struct book *b, enum compartment c) {
    struct part *p = &b->parts[c];
    *p = (struct part){.open = true};
    arena_init(&p->arena, b->memory_max);
    p->state = arena_alloc(&p->arena, sizeof *p->state);
    p->state_saved = arena_alloc(&p->arena, sizeof *p->state);
    p->values = arena_alloc(&p->arena, sizeof *p->values);
    p->values_saved = arena_alloc(&p->arena, sizeof *p->values);
    if (!p->state || !p->state_saved || !p->values || !p->values_saved)
        return ERR_FULL;
    if (c == STORE_OURS) {
        p->notes = arena_array(&p->arena, OUTBOX_NOTES, OUTBOX_NOTE_SIZE);
        p->notes_saved = arena_array(&p->arena, OUTBOX_NOTES, OUTBOX_NOTE_SIZE);
        if (!p->notes || !p->notes_saved)
            return ERR_FULL;
    }
    p->record_count = part_first(c);
    TRY(records_reserve(p, p->record_count));
    p->whole = true;
    return ERR_OK;
}

void part_end(struct book *b, enum compartment c) {
    arena_free(&b->parts[c].arena);
    b->parts[c] = (struct part){.open = false};
}

/* Where the rows of a record end: behind the last whole one. */
static uint32_t rows_end(const uint8_t *plain, uint32_t used) {
    size_t at = RECORD_HEAD_SIZE, size;
    while (at < used && (size = row_at(plain, at, used)) > 0)
        at += size;
    return (uint32_t)at;
}

/* Reads record `number` of entries. A damaged one stays as an empty one. */
static enum err record_load(struct book *b, enum compartment c, uint32_t number) {
    struct part *p = &b->parts[c];
    struct record *r = &p->records[number];
    if (!r->plain)
        r->plain = arena_alloc(&p->arena, STORE_RECORD_SIZE);
    if (!r->plain)
        return ERR_FULL;
    enum err err = store_read(b->store, c, number, r->plain);
    if (err == ERR_IO)
        return err;
    r->used = err == ERR_OK ? record_used(r->plain) : 0;
    if (r->used == 0 || rows_end(r->plain, r->used) != r->used) {
        p->damaged++;
        r->used = r->used == 0 ? RECORD_HEAD_SIZE : rows_end(r->plain, r->used);
        memset(r->plain + r->used, 0, STORE_RECORD_SIZE - r->used);
        r->dirty = true;
    }
    r->used_saved = r->used;
    return ERR_OK;
}

static enum err notes_load(struct book *b, uint8_t *plain) {
    struct part *p = &b->parts[STORE_OURS];
    for (uint32_t i = 0; i < OUTBOX_RECORDS; i++) {
        enum err err = store_read(b->store, STORE_OURS, RECORD_OUTBOX + i, plain);
        if (err == ERR_IO)
            return err;
        if (err != ERR_OK) {
            p->damaged++;
            p->notes_dirty |= 1u << i;
            continue;
        }
        memcpy(p->notes + (size_t)i * OUTBOX_RECORD_SIZE, plain, OUTBOX_RECORD_SIZE);
    }
    return ERR_OK;
}

/* Records 0 and 1. What is damaged is blank; the root of *mine* stands in both. */
static enum err small_load(struct book *b, enum compartment c, uint8_t *plain) {
    struct part *p = &b->parts[c];
    struct book_root root = {.generation = 0};
    enum err err = store_read(b->store, c, RECORD_VALUES, plain);
    if (err == ERR_OK)
        err = values_read(plain, p->values, &root);
    if (err == ERR_IO)
        return err;
    if (err != ERR_OK) {
        memset(p->values, 0, sizeof *p->values);
        p->dirty |= PART_VALUES_DIRTY;
        p->damaged++;
    }
    err = store_read(b->store, c, RECORD_STATE, plain);
    if (err == ERR_OK)
        err = state_read(plain, c, p->state);
    if (err == ERR_IO)
        return err;
    if (err != ERR_OK) {
        memset(p->state, 0, sizeof *p->state);
        p->state->root = root;
        p->dirty |= PART_STATE_DIRTY;
        p->damaged++;
    }
    memory_wipe(&root, sizeof root);
    return ERR_OK;
}

/* After damage every feed is read anew; what is there already is recognised. */
static void feeds_rewind(struct part *p) {
    for (uint32_t i = 0; i < p->state->feed_count; i++) {
        struct feed *f = &p->state->feeds[i];
        uint8_t box_id[BOX_ID_SIZE];
        memcpy(box_id, f->chain.box_id, BOX_ID_SIZE);
        if (f->role != FEED_LIVE_IN && f->role != FEED_LIVE_OUT)
            chain_start(box_id, &f->chain);
    }
    p->dirty |= PART_STATE_DIRTY;
}

static enum err part_read(struct book *b, enum compartment c) {
    struct part *p = &b->parts[c];
    uint32_t count = store_record_count(b->store, c);
    uint8_t *plain = arena_alloc(&b->scratch, STORE_RECORD_SIZE);
    if (count < part_first(c))
        return ERR_MALFORMED;
    if (!plain)
        return ERR_FULL;
    TRY(small_load(b, c, plain));
    if (c == STORE_OURS)
        TRY(notes_load(b, plain));
    TRY(records_reserve(p, count));
    for (uint32_t i = part_first(c); i < count; i++)
        TRY(record_load(b, c, i));
    p->record_count = p->record_count_saved = count;
    if (p->damaged > 0)
        feeds_rewind(p);
    *p->state_saved = *p->state;
    *p->values_saved = *p->values;
    if (c == STORE_OURS)
        memcpy(p->notes_saved, p->notes, (size_t)OUTBOX_NOTES * OUTBOX_NOTE_SIZE);
    return ERR_OK;
}

enum err part_load(struct book *b, enum compartment c) {
    TRY(part_begin(b, c));
    enum err err = part_read(b, c);
    arena_reset(&b->scratch);
    return err;
}

static enum err record_fold(struct book *b, enum compartment c, uint32_t number) {
    struct part *p = &b->parts[c];
    const struct record *r = &p->records[number];
    for (size_t at = RECORD_HEAD_SIZE; at < r->used; at += row_size(r->plain + at)) {
        uint8_t *row = r->plain + at;
        struct fold_where where = {
            .at = row, .record = (uint16_t)number, .compartment = (uint8_t)c};
        uint64_t lam = 0;
        if (row_type(row) != ROW_ENTRY)
            continue;
        enum err err = fold_load(&b->fold, where, &lam);
        if (err == ERR_FULL)
            return err;
        /* Sealed by us and yet no entry: kept as it is, never shown. */
        if (err != ERR_OK || row_feed(row) >= p->state->feed_count)
            continue;
        struct feed *f = &p->state->feeds[row_feed(row)];
        if (lam > f->lam)
            f->lam = p->state_saved->feeds[row_feed(row)].lam = lam;
    }
    return ERR_OK;
}

enum err part_fold(struct book *b, enum compartment c) {
    fold_load_begin(&b->fold);
    for (uint32_t i = part_first(c); i < b->parts[c].record_count; i++)
        TRY(record_fold(b, c, i));
    return fold_ready(&b->fold);
}

void book_unfold(struct book *b) {
    uint64_t changes = b->fold.changes;
    arena_free(&b->fold_arena);
    fold_init(&b->fold, &b->fold_arena, b->mix, changes, b->digest_of);
}

/* --- staging --------------------------------------------------------------------------------- */

static enum err change_push(struct book *b, struct change change) {
    if (b->change_count == b->change_room) {
        size_t room = b->change_room < 64 ? 64 : b->change_room * 2;
        struct change *changes = arena_array(&b->arena, room, sizeof *changes);
        if (!changes)
            return ERR_FULL;
        if (b->change_count > 0)
            memcpy(changes, b->changes, b->change_count * sizeof *changes);
        b->changes = changes;
        b->change_room = room;
    }
    b->changes[b->change_count++] = change;
    return ERR_OK;
}

static enum err record_add(struct part *p, uint32_t *number) {
    uint32_t i = p->record_count;
    if (i >= STORE_RECORDS_MAX)
        return ERR_FULL;
    TRY(records_reserve(p, i + 1));
    struct record *r = &p->records[i];
    if (!r->plain)
        r->plain = arena_alloc(&p->arena, STORE_RECORD_SIZE);
    if (!r->plain)
        return ERR_FULL;
    r->used = r->used_saved = RECORD_HEAD_SIZE;
    r->dirty = true;
    p->record_count = i + 1;
    *number = i;
    return ERR_OK;
}

/* A record with that much room; the last one nearly always. */
static enum err record_find(struct part *p, enum compartment c, size_t size, uint32_t *number) {
    for (uint32_t i = p->record_count; i-- > part_first(c);)
        if (!p->records[i].has_dead && STORE_RECORD_SIZE - p->records[i].used >= size) {
            *number = i;
            return ERR_OK;
        }
    return record_add(p, number);
}

enum err row_stage(struct book *b, const struct row_draft *d) {
    enum compartment c = d->feed->compartment;
    struct part *p = &b->parts[c];
    size_t size = ROW_ENTRY_HEAD_SIZE + d->cbor.size;
    uint32_t number;
    MUST(d->cbor.size <= ENTRY_SIZE_MAX);
    TRY(fold_reserve(&b->fold, d->kind, b->added_count + 1));
    TRY(record_find(p, c, size, &number));
    struct record *r = &p->records[number];
    uint8_t *row = r->plain + r->used;
    TRY(change_push(b, (struct change){.what = CHANGE_ADD,
                                       .row = FOLD_NONE,
                                       .where = {row, (uint16_t)number, (uint8_t)c}}));
    b->added_count++;
    unsigned flags = (d->kind == 0 ? ROW_NEWER : 0u) | (unsigned)d->feed->author * ROW_AUTHOR |
                     (unsigned)d->feed->space * ROW_SPACE;
    row_head_write(row, size - ROW_HEAD_SIZE, d->feed->number, ROW_ENTRY, (uint8_t)flags);
    u64_write(row + ROW_HEAD_SIZE, d->position);
    memcpy(row + ROW_HEAD_SIZE + 8, d->eid, EID_SIZE);
    memcpy(row + ROW_ENTRY_HEAD_SIZE, d->cbor.at, d->cbor.size);
    r->used += (uint32_t)size;
    r->dirty = true;
    return ERR_OK;
}

static struct record *record_of(struct book *b, uint32_t row) {
    const struct fold_row *r = &b->fold.rows[row];
    return &b->parts[r->compartment].records[r->record];
}

static struct fold_where where_of(const struct book *b, uint32_t row) {
    const struct fold_row *r = &b->fold.rows[row];
    return (struct fold_where){r->at, r->record, r->compartment};
}

enum err row_stage_position(struct book *b, uint32_t row, uint64_t position) {
    struct fold_where where = where_of(b, row);
    uint64_t before = row_position(where.at);
    if (before == position)
        return ERR_OK;
    TRY(change_push(
        b, (struct change){
               .what = CHANGE_POSITION, .row = row, .where = where, .position_before = before}));
    u64_write(where.at + ROW_HEAD_SIZE, position);
    record_of(b, row)->dirty = true;
    return ERR_OK;
}

enum err row_stage_dead(struct book *b, uint32_t row) {
    struct fold_where where = where_of(b, row);
    if (row_flags(where.at) & ROW_DEAD)
        return ERR_OK;
    TRY(change_push(b, (struct change){.what = CHANGE_DEAD, .row = row, .where = where}));
    where.at[5] |= ROW_DEAD;
    record_of(b, row)->dirty = true;
    record_of(b, row)->has_dead = true;
    b->parts[where.compartment].scrub = true;
    return ERR_OK;
}

/* --- undoing --------------------------------------------------------------------------------- */

/* Copies the records of the outbox that were staged, one way or the other. */
static void notes_copy(const struct part *p, uint8_t *to, const uint8_t *from) {
    for (uint32_t i = 0; i < OUTBOX_RECORDS; i++)
        if (p->notes_dirty & 1u << i)
            memcpy(to + (size_t)i * OUTBOX_RECORD_SIZE, from + (size_t)i * OUTBOX_RECORD_SIZE,
                   OUTBOX_RECORD_SIZE);
}

static void part_undo(struct book *b, enum compartment c) {
    struct part *p = &b->parts[c];
    if (!p->open || !p->whole)
        return;
    for (uint32_t i = part_first(c); i < p->record_count; i++) {
        struct record *r = &p->records[i];
        if (r->used > r->used_saved)
            memory_wipe(r->plain + r->used_saved, r->used - r->used_saved);
        r->used = r->used_saved;
        r->dirty = r->has_dead = false;
    }
    p->record_count = p->record_count_saved;
    *p->state = *p->state_saved;
    *p->values = *p->values_saved;
    notes_copy(p, p->notes, p->notes_saved);
    p->dirty = p->notes_dirty = 0;
    p->scrub = false;
}

static void changes_undo(struct book *b, enum compartment c) {
    for (size_t i = b->change_count; i-- > 0;) {
        const struct change *change = &b->changes[i];
        if (change->where.compartment != c)
            continue;
        if (change->what == CHANGE_POSITION)
            u64_write(change->where.at + ROW_HEAD_SIZE, change->position_before);
        if (change->what == CHANGE_DEAD)
            change->where.at[5] &= (uint8_t)~ROW_DEAD;
    }
}

static void changes_forget(struct book *b) {
    b->change_count = 0;
    b->added_count = 0;
}

void book_undo(struct book *b) {
    for (int c = 0; c < STORE_COMPARTMENTS; c++) {
        changes_undo(b, (enum compartment)c);
        part_undo(b, (enum compartment)c);
    }
    changes_forget(b);
}

/* --- the commit ------------------------------------------------------------------------------ */

static bool part_is_dirty(const struct part *p, enum compartment c) {
    if (!p->open)
        return false;
    if (p->dirty || p->notes_dirty || p->scrub)
        return true;
    for (uint32_t i = part_first(c); i < p->record_count; i++)
        if (p->records[i].dirty)
            return true;
    return false;
}

/* The record as it will be written: itself, or a copy without its dead rows. */
static const uint8_t *record_plain(struct book *b, struct record *r) {
    if (!r->has_dead) {
        record_head_write(r->plain, r->used);
        return r->plain;
    }
    uint8_t *copy = arena_alloc(&b->scratch, STORE_RECORD_SIZE);
    if (!copy)
        return NULL;
    size_t to = RECORD_HEAD_SIZE;
    for (size_t at = RECORD_HEAD_SIZE, size; at < r->used; at += size) {
        size = row_size(r->plain + at);
        if (row_flags(r->plain + at) & ROW_DEAD)
            continue;
        memcpy(copy + to, r->plain + at, size);
        to += size;
    }
    record_head_write(copy, (uint32_t)to);
    return copy;
}

struct write_list {
    struct store_write *at;
    size_t count;
};

static enum err small_writes(struct book *b, enum compartment c, struct write_list *w) {
    struct part *p = &b->parts[c];
    for (uint32_t number = RECORD_STATE; number < part_first(c); number++) {
        bool outbox = number >= RECORD_OUTBOX;
        bool due = outbox
                       ? p->notes_dirty & 1u << (number - RECORD_OUTBOX)
                       : p->dirty & (number == RECORD_STATE ? PART_STATE_DIRTY : PART_VALUES_DIRTY);
        if (!due)
            continue;
        uint8_t *plain = arena_alloc(&b->scratch, STORE_RECORD_SIZE);
        if (!plain)
            return ERR_FULL;
        if (outbox)
            memcpy(plain, p->notes + (size_t)(number - RECORD_OUTBOX) * OUTBOX_RECORD_SIZE,
                   OUTBOX_RECORD_SIZE);
        else if (number == RECORD_STATE)
            state_write(p->state, c, plain);
        else
            values_write(p->values, c == STORE_MINE ? &p->state->root : NULL, plain);
        w->at[w->count++] = (struct store_write){.number = number, .plain = plain};
    }
    return ERR_OK;
}

static enum err part_write(struct book *b, enum compartment c) {
    struct part *p = &b->parts[c];
    struct write_list w = {.at = arena_array(&b->scratch, p->record_count, sizeof *w.at)};
    if (!w.at)
        return ERR_FULL;
    TRY(small_writes(b, c, &w));
    for (uint32_t i = part_first(c); i < p->record_count; i++) {
        if (!p->records[i].dirty)
            continue;
        const uint8_t *plain = record_plain(b, &p->records[i]);
        if (!plain)
            return ERR_FULL;
        w.at[w.count++] = (struct store_write){.number = i, .plain = plain};
    }
    return store_commit_first(b->store, c, w.at, w.count, p->scrub, &b->scratch);
}

/* The rows behind a dead one move up, in memory as they did in the file. */
static void record_compact(struct book *b, struct record *r) {
    size_t to = RECORD_HEAD_SIZE;
    for (size_t at = RECORD_HEAD_SIZE, size; at < r->used; at += size) {
        uint8_t *row = r->plain + at;
        size = row_size(row);
        if (row_flags(row) & ROW_DEAD)
            continue;
        uint32_t index = fold_find(&b->fold, row_author(row), row_space(row), row_eid(row));
        bool held = index != FOLD_NONE && b->fold.rows[index].at == row;
        memmove(r->plain + to, row, size);
        if (held)
            fold_moved(&b->fold, index, r->plain + to);
        to += size;
    }
    memory_wipe(r->plain + to, r->used - to);
    r->used = (uint32_t)to;
    record_head_write(r->plain, r->used);
    r->has_dead = false;
}

/* What was written becomes what the book shows. */
static void part_took(struct book *b, enum compartment c) {
    struct part *p = &b->parts[c];
    for (size_t i = 0; i < b->change_count; i++)
        if (b->changes[i].what == CHANGE_ADD && b->changes[i].where.compartment == c)
            (void)fold_add(&b->fold, b->changes[i].where); /* false: in this batch twice */
    for (size_t i = 0; i < b->change_count; i++) {
        const struct change *change = &b->changes[i];
        if (change->where.compartment != c)
            continue;
        if (change->what == CHANGE_POSITION && !(row_flags(change->where.at) & ROW_DEAD))
            fold_touch(&b->fold, change->row);
        if (change->what == CHANGE_DEAD)
            fold_drop(&b->fold, change->row);
    }
    for (uint32_t i = part_first(c); i < p->record_count; i++) {
        struct record *r = &p->records[i];
        if (r->has_dead)
            record_compact(b, r);
        r->used_saved = r->used;
        r->dirty = false;
    }
    p->record_count_saved = p->record_count;
    *p->state_saved = *p->state;
    *p->values_saved = *p->values;
    notes_copy(p, p->notes_saved, p->notes);
    p->dirty = p->notes_dirty = 0;
    p->scrub = false;
    b->change_counter++;
}

/* All of it or nothing: *mine* is written first, and goes back when *ours* cannot be saved. */
static enum err commit_once(struct book *b) {
    static const enum compartment order[] = {STORE_MINE, STORE_OURS};
    bool written[COUNT_OF(order)] = {false};
    enum err result = ERR_OK;
    for (size_t i = 0; i < COUNT_OF(order) && result == ERR_OK; i++) {
        if (!part_is_dirty(&b->parts[order[i]], order[i]))
            continue;
        result = part_write(b, order[i]);
        written[i] = result == ERR_OK;
        arena_reset(&b->scratch);
    }
    for (size_t i = 0; i < COUNT_OF(order); i++) {
        if (written[i] && result == ERR_OK) {
            part_took(b, order[i]);
            store_commit_end(b->store, order[i]);
        } else if (written[i]) {
            store_commit_back(b->store, order[i]);
        }
    }
    if (result == ERR_OK)
        changes_forget(b);
    else
        book_undo(b);
    return result;
}

/* Rows of items that are erased: their bytes go with this commit. */
static enum err doomed_stage(struct book *b) {
    for (size_t i = 0; i < b->fold.doomed.count; i++)
        TRY(row_stage_dead(b, b->fold.doomed.at[i]));
    return ERR_OK;
}

enum err book_commit(struct book *b) {
    enum err err = doomed_stage(b);
    if (err == ERR_OK)
        err = commit_once(b);
    else
        book_undo(b);
    TRY(err);
    if (b->fold.doomed.count == 0)
        return ERR_OK;
    /* What was saved erased items whose rows it did not know yet. They are out of the book; if
     * their bytes cannot go now, they go with the next commit or opening. */
    if (doomed_stage(b) != ERR_OK || commit_once(b) != ERR_OK)
        book_undo(b);
    return ERR_OK;
}

void book_notes_retry(struct book *b) {
    if (!b->notes_wait)
        return;
    b->notes_wait = false;
    if (outbox_take(b) == ERR_OK && book_commit(b) == ERR_OK)
        return;
    book_undo(b);
    b->notes_wait = true;
}
