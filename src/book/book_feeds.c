#include "book/book_parts.h"

#include "base/canary.h"
#include "book/kinds.h"
#include "crypt/hash.h"
#include "wire/cbor.h"

#include <string.h>

/* --- feeds ----------------------------------------------------------------------------------- */

size_t book_feed_count(const struct book *b) {
    size_t count = 0;
    for (int c = 0; c < STORE_COMPARTMENTS; c++)
        if (b->parts[c].open)
            count += b->parts[c].state->feed_count;
    return count;
}

const struct feed *book_feed_at(const struct book *b, size_t i) {
    for (int c = 0; c < STORE_COMPARTMENTS; c++) {
        if (!b->parts[c].open)
            continue;
        const struct part_state *s = b->parts[c].state;
        if (i < s->feed_count)
            return &s->feeds[i];
        i -= s->feed_count;
    }
    MUST(false);
    return NULL;
}

const struct feed *book_feed(const struct book *b, enum feed_role role) {
    enum compartment c = role == FEED_MINE ? STORE_MINE : STORE_OURS;
    if (!b->parts[c].open)
        return NULL;
    const struct part_state *s = b->parts[c].state;
    for (uint32_t i = s->feed_count; i-- > 0;)
        if (s->feeds[i].role == role && !(s->feeds[i].flags & FEED_ENDED))
            return &s->feeds[i];
    return NULL;
}

/* The feed itself, from what was lent out. */
static struct feed *feed_stage(struct book *b, const struct feed *f) {
    struct part_state *s = state_stage(b, f->compartment);
    MUST(f->number < s->feed_count && &s->feeds[f->number] == f);
    return &s->feeds[f->number];
}

enum err book_feed_add(struct book *b, enum feed_role role, const uint8_t feed_key[KEY_SIZE],
                       const uint8_t write_seed[KEY_SIZE], const uint8_t box_id[BOX_ID_SIZE],
                       const struct feed **out) {
    enum compartment c = role == FEED_MINE ? STORE_MINE : STORE_OURS;
    uint8_t id[BOX_ID_SIZE];
    MUST(write_seed || box_id);
    if (!b->parts[c].open)
        return ERR_LOCKED;
    if (write_seed)
        feed_box_id(write_seed, id);
    else
        memcpy(id, box_id, BOX_ID_SIZE);
    const struct part_state *s = b->parts[c].state;
    for (uint32_t i = 0; i < s->feed_count; i++)
        if (memcmp(s->feeds[i].chain.box_id, id, BOX_ID_SIZE) == 0)
            return ERR_CONFLICT;
    const struct feed *f = state_feed_add(state_stage(b, c), c, role, feed_key, write_seed, id);
    if (!f)
        return ERR_FULL;
    if (out)
        *out = f;
    return ERR_OK;
}

void book_feed_flag(struct book *b, const struct feed *feed, uint32_t set, uint32_t clear) {
    struct feed *f = feed_stage(b, feed);
    f->flags = (f->flags | set) & ~clear;
    if (f->flags & FEED_ENDED && f->writable) {
        memory_wipe(f->write_seed, KEY_SIZE);
        f->writable = false;
        b->parts[f->compartment].scrub = true;
    }
}

void book_feed_advance(struct book *b, const struct feed *feed, const struct chain *to) {
    struct feed *f = feed_stage(b, feed);
    MUST(memcmp(f->chain.box_id, to->box_id, BOX_ID_SIZE) == 0);
    f->chain = *to;
}

static bool row_is_of(const struct book *b, uint32_t row, const struct feed *f) {
    const struct fold_row *r = &b->fold.rows[row];
    return r->at && r->compartment == f->compartment && row_feed(r->at) == f->number;
}

enum err book_feed_purge(struct book *b, const struct feed *f) {
    for (uint32_t row = 0; row < b->fold.row_count; row++)
        if (row_is_of(b, row, f))
            TRY(row_stage_dead(b, row));
    return ERR_OK;
}

/* --- witnesses ------------------------------------------------------------------------------- */

static enum err witness_now(struct book *b, uint8_t out[WITNESS_SIZE]) {
    uint8_t nonce[SEAL_NONCE_SIZE];
    const struct feed *mine = book_feed(b, FEED_MINE);
    struct witness w = {.generation = b->parts[STORE_MINE].state->root.generation};
    if (mine) {
        w.position = mine->chain.position;
        memcpy(w.head, mine->chain.head, HASH_SIZE);
    }
    TRY(random_fill(&b->random, nonce, sizeof nonce));
    witness_seal(b->root.self_key, &w, nonce, out);
    return ERR_OK;
}

enum err witness_stage(struct book *b) {
    const struct feed *out = book_feed(b, FEED_PAIR_OUT);
    if (!out || !b->parts[STORE_MINE].open)
        return ERR_OK;
    struct part_state *s = state_stage(b, STORE_OURS);
    for (uint32_t i = 0; i < WITNESSES; i++)
        TRY(witness_now(b, s->witnesses[i]));
    s->witness_feed = out->number;
    s->witness_lam = out->lam + 1;
    s->witness_count = WITNESSES;
    return ERR_OK;
}

/* What the entry with `lam` of a pair's feed carries: the same number of bytes in any case. */
static enum err witness_for(struct book *b, const struct feed *f, uint64_t lam,
                            uint8_t out[WITNESS_SIZE]) {
    const struct part_state *s = b->parts[STORE_OURS].state;
    if (b->parts[STORE_MINE].open)
        return witness_now(b, out);
    bool ahead = s->witness_feed == f->number && lam >= s->witness_lam &&
                 lam - s->witness_lam < s->witness_count;
    if (!ahead)
        return witness_filler(&b->random, out);
    memcpy(out, s->witnesses[lam - s->witness_lam], WITNESS_SIZE);
    return ERR_OK;
}

/* --- writing --------------------------------------------------------------------------------- */

/* Words in *ours* of a pair that ended: they stand where they are, and nothing about them goes to
 * whoever comes after. */
static bool item_is_of_before(const struct book *b, const struct fold_item *it) {
    const struct feed *out = book_feed(b, FEED_PAIR_OUT);
    if (it->space != SPACE_OURS || it->first == FOLD_NONE)
        return false;
    return !out || row_feed(b->fold.rows[it->first].at) != out->number;
}

/* A clock may be set to anything. */
static int32_t day_clip(int32_t day) {
    return day < 0 ? 0 : day > ENTRY_DAY_MAX ? ENTRY_DAY_MAX : day;
}

static enum err entry_stage(struct book *b, const struct feed *f, const struct book_entry *e,
                            uint8_t eid_out[EID_SIZE]) {
    uint8_t witness[WITNESS_SIZE];
    struct entry parsed;
    struct bytes cbor;
    struct buf out;
    struct entry_draft draft = {.kind = e->kind,
                                .lam = f->lam + 1,
                                .day = day_clip(e->day),
                                .re = e->re,
                                .re_count = e->re_count,
                                .body = e->body};
    const struct feed *mine = book_feed(b, FEED_MINE);
    if (CANARY(LEAK) && f->role == FEED_PAIR_OUT && mine)
        draft.lam += mine->lam & 1;
    if (f->role == FEED_PAIR_OUT) {
        TRY(witness_for(b, f, draft.lam, witness));
        draft.witness = BYTES_OF(witness);
    }
    buf_init(&out, &b->scratch);
    entry_write(&out, &draft);
    TRY(buf_finish(&out, &cbor));
    enum err err = entry_parse(cbor, &parsed);
    if (err != ERR_OK)
        return err == ERR_SIZE ? ERR_FULL : err;
    uint32_t item = parsed.item
                        ? fold_find_item(&b->fold, AUTHOR_ME, (uint8_t)f->space, parsed.item)
                        : FOLD_NONE;
    if (item != FOLD_NONE && item_is_of_before(b, &b->fold.items[item]))
        return ERR_STATE;
    TRY(row_stage(b, &(struct row_draft){
                         .feed = f, .kind = e->kind, .eid = parsed.eid, .cbor = parsed.cbor}));
    b->parts[f->compartment].state->feeds[f->number].lam = draft.lam;
    if (eid_out)
        memcpy(eid_out, parsed.eid, EID_SIZE);
    arena_reset(&b->scratch);
    return ERR_OK;
}

enum err book_stage(struct book *b, const struct book_entry *e, uint8_t eid_out[EID_SIZE]) {
    MUST(e->space == SPACE_MINE || e->space == SPACE_OURS);
    if (e->space == SPACE_MINE && !b->parts[STORE_MINE].open)
        return ERR_LOCKED;
    const struct feed *f = book_feed(b, e->space == SPACE_MINE ? FEED_MINE : FEED_PAIR_OUT);
    if (!f || !f->writable)
        return ERR_STATE;
    if (e->body.size > ENTRY_SIZE_MAX)
        return ERR_FULL;
    return entry_stage(b, f, e, eid_out);
}

/* --- jobs: blobs that the relay is to erase ------------------------------------------------------
 */

static bool job_waits(const struct book *b, const struct feed *f, uint64_t position) {
    const struct part_state *s = b->parts[f->compartment].state;
    for (uint32_t i = 0; i < s->job_count; i++)
        if (s->jobs[i].feed == f->number && s->jobs[i].position == position)
            return true;
    return false;
}

static enum err job_stage(struct book *b, const struct feed *f, uint64_t position) {
    struct part_state *s = state_stage(b, f->compartment);
    if (job_waits(b, f, position))
        return ERR_OK;
    if (s->job_count == ERASE_JOBS_MAX)
        return ERR_FULL;
    s->jobs[s->job_count++] = (struct erase_job){.feed = f->number, .position = position};
    return ERR_OK;
}

/* That blob of mine is to go; what else stands in it is to be sent anew first, what came with it
 * just now too. Cost: a look at every entry. */
static enum err blob_erase_stage(struct book *b, const struct feed *f, uint64_t position) {
    TRY(job_stage(b, f, position));
    for (size_t i = 0; i < b->change_count; i++) {
        const struct change *add = &b->changes[i];
        if (add->what == CHANGE_ADD && add->where.compartment == f->compartment &&
            row_feed(add->where.at) == f->number && row_position(add->where.at) == position)
            u64_write(add->where.at + ROW_HEAD_SIZE, 0);
    }
    for (uint32_t row = 0; row < b->fold.row_count; row++)
        if (row_is_of(b, row, f) && row_position(b->fold.rows[row].at) == position &&
            !(row_flags(b->fold.rows[row].at) & ROW_DEAD))
            TRY(row_stage_position(b, row, 0));
    return ERR_OK;
}

/* --- what arrives ---------------------------------------------------------------------------- */

/* An ERASE that names items known here: their rows go with the same commit. */
static enum err erase_stage(struct book *b, const struct feed *f, const struct entry *e) {
    for (uint32_t i = 0; i < e->re_count; i++) {
        uint32_t item =
            fold_find_item(&b->fold, (uint8_t)f->author, (uint8_t)f->space, entry_re(e, i));
        if (item == FOLD_NONE)
            continue;
        for (uint32_t row = b->fold.items[item].versions; row != FOLD_NONE;
             row = b->fold.rows[row].next) {
            struct entry version;
            const uint8_t *at = b->fold.rows[row].at;
            TRY(entry_parse_known(row_cbor(at), row_eid(at), &version));
            if (version.kind != KIND_DEVICE_IN)
                TRY(row_stage_dead(b, row));
        }
    }
    return ERR_OK;
}

static bool entry_is_gone(const struct book *b, const struct feed *f, const struct entry *e) {
    if (e->kind == KIND_ERASE)
        return false;
    return fold_is_erased(&b->fold, (uint8_t)f->author, (uint8_t)f->space,
                          e->item ? e->item : e->eid, e->kind);
}

static enum err receive_entry(struct book *b, const struct feed *f, uint64_t position,
                              struct bytes cbor, struct book_received *out) {
    struct entry e;
    enum err err = entry_parse(cbor, &e);
    bool newer = err == ERR_NEWER;
    if (err != ERR_OK && !newer) {
        out->refused++;
        return ERR_OK;
    }
    uint32_t row = fold_find(&b->fold, (uint8_t)f->author, (uint8_t)f->space, e.eid);
    if (row != FOLD_NONE) {
        out->known++;
        bool here = row_is_of(b, row, f);
        /* The newest place counts: another device may have sent it anew to erase the older. */
        if (here && f->author == AUTHOR_ME && row_position(b->fold.rows[row].at) < position)
            return row_stage_position(b, row, position);
        return ERR_OK;
    }
    if (!newer && entry_is_gone(b, f, &e)) {
        out->gone++;
        return ERR_OK;
    }
    if (e.kind == KIND_ERASE)
        TRY(erase_stage(b, f, &e));
    TRY(row_stage(b, &(struct row_draft){.feed = f,
                                         .position = position,
                                         .kind = newer ? 0 : e.kind,
                                         .eid = e.eid,
                                         .cbor = e.cbor}));
    struct feed *feed = &b->parts[f->compartment].state->feeds[f->number];
    if (e.lam > feed->lam)
        feed->lam = e.lam;
    out->taken++;
    out->newer += newer;
    return ERR_OK;
}

enum err book_receive(struct book *b, const struct feed *f, uint64_t position, struct bytes plain,
                      struct book_received *out) {
    struct bytes rest = plain;
    MUST(position > 0);
    uint32_t gone_before = out->gone;
    while (rest.size > 0) {
        size_t size;
        if (cbor_check(rest, &size) != ERR_OK) {
            out->refused++; /* where the next would begin cannot be told */
            break;
        }
        enum err err = receive_entry(b, f, position, bytes_slice(rest, 0, size), out);
        if (err != ERR_OK) {
            book_undo(b);
            return err;
        }
        rest = bytes_slice(rest, size, rest.size - size);
    }
    /* An entry of mine that was erased while it was on its way, or a blob that is to go already. */
    if (f->writable && (out->gone > gone_before || job_waits(b, f, position))) {
        enum err err = blob_erase_stage(b, f, position);
        if (err != ERR_OK) {
            book_undo(b);
            return err;
        }
    }
    return ERR_OK;
}

/* --- what waits ------------------------------------------------------------------------------ */

static bool row_waits(const struct book *b, uint32_t row, const struct feed *f) {
    return row_is_of(b, row, f) && !(row_flags(b->fold.rows[row].at) & ROW_DEAD);
}

static uint64_t unsent_lam(const struct book_unsent *u) {
    struct entry e = {.kind = 0};
    enum err err = entry_parse_known(u->cbor, u->eid, &e);
    MUST(err == ERR_OK || err == ERR_NEWER);
    return e.lam;
}

size_t book_pending(const struct book *b, const struct feed *f, struct book_unsent *out,
                    size_t room) {
    size_t count = 0;
    if (f->flags & FEED_ENDED)
        return 0;
    for (size_t i = 0; i < b->fold.unsent.count; i++) {
        uint32_t row = b->fold.unsent.at[i];
        if (!row_waits(b, row, f))
            continue;
        const uint8_t *at = b->fold.rows[row].at;
        struct book_unsent unsent = {.eid = row_eid(at), .cbor = row_cbor(at)};
        uint64_t lam = unsent_lam(&unsent);
        size_t place = count;
        while (place > 0 && unsent_lam(&out[place - 1]) > lam)
            place--;
        if (place == room)
            continue;
        count += count < room;
        memmove(out + place + 1, out + place, (count - 1 - place) * sizeof *out);
        out[place] = unsent;
    }
    return count;
}

static enum err mark_sent(struct book *b, const struct feed *f, const uint8_t (*eids)[EID_SIZE],
                          size_t count, uint64_t position) {
    bool erased = false;
    for (size_t i = 0; i < count; i++) {
        uint32_t row = fold_find(&b->fold, (uint8_t)f->author, (uint8_t)f->space, eids[i]);
        if (row == FOLD_NONE)
            erased = true;
        else if (row_is_of(b, row, f))
            TRY(row_stage_position(b, row, position));
    }
    return erased ? blob_erase_stage(b, f, position) : ERR_OK;
}

enum err book_mark_sent(struct book *b, const struct feed *f, const uint8_t (*eids)[EID_SIZE],
                        size_t count, uint64_t position) {
    MUST(position > 0);
    enum err err = mark_sent(b, f, eids, count, position);
    if (err != ERR_OK)
        book_undo(b);
    return err;
}

bool book_erase_next(const struct book *b, const struct feed *f, uint64_t *position) {
    const struct part_state *s = b->parts[f->compartment].state;
    if (f->flags & FEED_ENDED)
        return false;
    for (size_t i = 0; i < b->fold.unsent.count; i++)
        if (row_waits(b, b->fold.unsent.at[i], f))
            return false;
    for (uint32_t i = 0; i < s->job_count; i++)
        if (s->jobs[i].feed == f->number) {
            *position = s->jobs[i].position;
            return true;
        }
    return false;
}

void book_erase_done(struct book *b, const struct feed *f, uint64_t position) {
    struct part_state *s = state_stage(b, f->compartment);
    for (uint32_t i = 0; i < s->job_count; i++)
        if (s->jobs[i].feed == f->number && s->jobs[i].position == position) {
            s->jobs[i] = s->jobs[--s->job_count];
            return;
        }
}

/* --- erasing --------------------------------------------------------------------------------- */

static enum err jobs_stage(struct book *b, const struct feed *f, uint32_t versions) {
    for (uint32_t row = versions; row != FOLD_NONE; row = b->fold.rows[row].next) {
        uint64_t position = row_position(b->fold.rows[row].at);
        if (position != 0 && row_is_of(b, row, f))
            TRY(blob_erase_stage(b, f, position));
    }
    return ERR_OK;
}

static enum err erase_item(struct book *b, const struct fold_item *it, int32_t day) {
    const uint8_t(*id)[EID_SIZE] = (const uint8_t(*)[EID_SIZE])it->id;
    static const uint8_t empty_map[1] = {0xA0};
    struct book_entry e = {.space = (enum space)it->space,
                           .kind = KIND_ERASE,
                           .day = day,
                           .re = id,
                           .re_count = 1,
                           .body = BYTES_OF(empty_map)};
    uint32_t versions = it->versions;
    if (!item_is_of_before(b, it))
        TRY(book_stage(b, &e, NULL));
    for (uint32_t row = versions; row != FOLD_NONE; row = b->fold.rows[row].next)
        TRY(row_stage_dead(b, row));
    for (size_t i = 0; i < book_feed_count(b); i++) {
        const struct feed *f = book_feed_at(b, i);
        if (f->author == AUTHOR_ME && (uint8_t)f->space == it->space)
            TRY(jobs_stage(b, f, versions));
    }
    return ERR_OK;
}

enum err book_erase(struct book *b, const uint8_t item_id[EID_SIZE], int32_t day) {
    const struct item *item = book_item_find(b, item_id);
    if (!item)
        return ERR_NOT_FOUND;
    if (!item->erasable)
        return ERR_STATE;
    struct fold_item copy =
        b->fold.items[fold_find_item(&b->fold, item->author, item->space, item_id)];
    enum err err = erase_item(b, &copy, day);
    if (err == ERR_OK)
        return book_commit(b);
    book_undo(b);
    arena_reset(&b->scratch);
    return err;
}
