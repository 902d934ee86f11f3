#include "book/book_parts.h"

#include "crypt/hash.h"

#include <string.h>

/* A note's plaintext: version(1) = 1 || id(16) || kind(4) || day(4) || re count(1) ||
 * re count times 32 || body. Empty: a filler. */
enum { NOTE_VERSION = 1, NOTE_HEAD_SIZE = 1 + NOTE_ID_SIZE + 4 + 4 + 1 };

static uint8_t *note_at(struct book *b, uint32_t i) {
    return b->parts[STORE_OURS].notes + (size_t)i * OUTBOX_NOTE_SIZE;
}

static enum err note_seal(struct book *b, uint32_t i, struct bytes plain) {
    struct part *p = &b->parts[STORE_OURS];
    uint8_t seed[KEY_SIZE];
    TRY(random_fill(&b->random, seed, sizeof seed));
    enum err err = outbox_seal(p->state->outbox_public, plain, seed, note_at(b, i));
    memory_wipe(seed, sizeof seed);
    p->notes_dirty |= 1u << i / OUTBOX_NOTES_PER_RECORD;
    return err;
}

/* All fillers, some of them counted as used. */
static enum err outbox_clear(struct book *b) {
    uint8_t cover;
    TRY(random_fill(&b->random, &cover, 1));
    for (uint32_t i = 0; i < OUTBOX_NOTES; i++)
        TRY(note_seal(b, i, (struct bytes){NULL, 0}));
    state_stage(b, STORE_OURS)->outbox_used = cover % (OUTBOX_COVER + 1);
    return ERR_OK;
}

enum err outbox_begin(struct book *b) {
    memcpy(state_stage(b, STORE_OURS)->outbox_public, b->root.outbox_public, PUBLIC_KEY_SIZE);
    return outbox_clear(b);
}

static enum err note_write(struct book *b, const struct book_entry *e, struct buf *out) {
    uint8_t id[NOTE_ID_SIZE];
    TRY(random_fill(&b->random, id, sizeof id));
    buf_add_u8(out, NOTE_VERSION);
    buf_add(out, id, sizeof id);
    buf_add_u32(out, e->kind);
    buf_add_u32(out, (uint32_t)(e->day < 0 ? 0 : e->day));
    buf_add_u8(out, (uint8_t)e->re_count);
    for (uint32_t i = 0; i < e->re_count; i++)
        buf_add(out, e->re[i], EID_SIZE);
    buf_add_bytes(out, e->body);
    return out->err;
}

enum err outbox_put(struct book *b, const struct book_entry *e) {
    struct part *p = &b->parts[STORE_OURS];
    uint32_t i = p->state->outbox_used;
    struct bytes plain;
    struct buf note;
    if (secret_is_zero(p->state->outbox_public, PUBLIC_KEY_SIZE))
        return ERR_STATE; /* lost to damage: *mine* must be opened once */
    if (i >= OUTBOX_NOTES)
        return ERR_FULL;
    buf_init(&note, &b->scratch);
    enum err err = note_write(b, e, &note);
    if (err == ERR_OK)
        err = buf_finish(&note, &plain);
    if (err == ERR_OK && plain.size > OUTBOX_PLAIN_MAX)
        err = ERR_FULL;
    if (err == ERR_OK) {
        err = note_seal(b, i, plain);
        state_stage(b, STORE_OURS)->outbox_used = i + 1;
    }
    arena_reset(&b->scratch);
    if (err != ERR_OK) {
        book_undo(b);
        return err;
    }
    return book_commit(b);
}

static bool note_is_taken(const struct part_state *mine, const uint8_t *id) {
    for (uint32_t i = 0; i < mine->taken_count; i++)
        if (memcmp(mine->taken[i], id, NOTE_ID_SIZE) == 0)
            return true;
    return false;
}

/* Stages the entry of a note. What is no note of ours is passed over: it was damaged. */
static enum err note_take(struct book *b, struct bytes plain, struct part_state *before,
                          struct part_state *mine) {
    uint8_t re[ENTRY_RE_MAX][EID_SIZE];
    if (plain.size < NOTE_HEAD_SIZE || plain.at[0] != NOTE_VERSION)
        return ERR_OK;
    const uint8_t *id = plain.at + 1, *at = plain.at + 1 + NOTE_ID_SIZE;
    struct book_entry e = {.space = SPACE_MINE,
                           .kind = u32_read(at),
                           .day = (int32_t)u32_read(at + 4),
                           .re = re,
                           .re_count = at[8]};
    size_t head = NOTE_HEAD_SIZE + (size_t)e.re_count * EID_SIZE;
    if (e.re_count > ENTRY_RE_MAX || plain.size <= head || e.kind == 0 || e.day < 0)
        return ERR_OK;
    memcpy(re, plain.at + NOTE_HEAD_SIZE, (size_t)e.re_count * EID_SIZE);
    e.body = bytes_slice(plain, head, plain.size - head);
    if (mine->taken_count < OUTBOX_NOTES)
        memcpy(mine->taken[mine->taken_count++], id, NOTE_ID_SIZE);
    return note_is_taken(before, id) ? ERR_OK : book_stage(b, &e, NULL);
}

/* Stages every note. `found`: there was one. */
static enum err notes_take(struct book *b, struct arena *a, bool *found) {
    struct part_state *before = b->parts[STORE_MINE].state_saved;
    struct part_state *mine = b->parts[STORE_MINE].state;
    uint32_t used = b->parts[STORE_OURS].state->outbox_used;
    mine->taken_count = 0;
    for (uint32_t i = 0; i < used && i < OUTBOX_NOTES; i++) {
        struct bytes plain;
        if (outbox_open(b->root.outbox_public, b->root.outbox_secret, note_at(b, i), a, &plain) !=
                ERR_OK ||
            plain.size == 0)
            continue;
        *found = true;
        TRY(note_take(b, plain, before, mine));
    }
    return ERR_OK;
}

enum err outbox_take(struct book *b) {
    struct arena notes;
    bool found = false;
    bool lost = !bytes_equal(BYTES_OF(b->root.outbox_public),
                             BYTES_OF(b->parts[STORE_OURS].state->outbox_public));
    arena_init(&notes, (size_t)OUTBOX_NOTES * OUTBOX_NOTE_SIZE * 2 + 65536);
    enum err err = notes_take(b, &notes, &found);
    arena_free(&notes);
    TRY(err);
    if (lost)
        return outbox_begin(b);
    if (!found)
        return ERR_OK;
    state_stage(b, STORE_MINE);
    return outbox_clear(b);
}
