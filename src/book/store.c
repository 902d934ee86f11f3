#include "book/store.h"

#include "base/check.h"
#include "crypt/hash.h"

#include <string.h>

enum {
    ROOT_SLOTS = 2,
    ROOT_HEAD_SIZE = 64,
    ROOT_PLACE_SIZE = 12,
    ROOT_VERSION = 1,
    ROOT_SCRUB_DUE = 1,

    COPY_SIZE = 1024,
    COPY_SECOND_AT = 32768,
    COPY_VERSION = 1,
    COPY_HASH_AT = COPY_SIZE - HASH_SIZE,
    WRAP_SIZE = KEY_SIZE + SEAL_OVERHEAD - 1, /* 104: without the first byte */
    FILE_ID_SIZE = 16
};

/* The record number in a root's ad. */
#define ROOT_RECORD UINT32_MAX

_Static_assert(STORE_RECORD_SIZE == 65464, "as documented");
_Static_assert(ROOT_HEAD_SIZE + STORE_RECORDS_MAX * ROOT_PLACE_SIZE <= STORE_RECORD_SIZE,
               "a root names every record");
_Static_assert(72 + FILE_ID_SIZE + STORE_WRAPS * WRAP_SIZE <= COPY_HASH_AT,
               "a header copy has room");

/* What a slot is, beside being random bytes or a seal. */
enum slot_bits {
    SLOT_LIVE = 1, /* the newest root names it */
    SLOT_PREV = 2, /* the root before names it: kept whole until that root is overwritten */
    SLOT_USED = 4  /* may hold something sealed, of now or of long ago; a scrub clears it */
};

/* Where a record's newest version stands. */
struct place {
    uint32_t slot;
    uint64_t generation;
};

struct part {
    bool open;
    uint8_t key[KEY_SIZE];
    uint64_t generation; /* of the newest root */
    uint64_t next_generation;
    unsigned root_slot; /* of the newest root; the other one is written next */
    bool unsettled;     /* the other root slot may hold a root that was never acknowledged */
    bool scrub_due;
    uint32_t count; /* records */
    struct place *places;
    struct place *wanted; /* what a commit is about to make true; after it, what stood before */
    uint32_t count_before;
    uint8_t *bits;      /* by slot */
    uint32_t slot_room; /* of bits */
};

/* The header, as in a copy of it. */
struct head {
    uint64_t generation;
    uint8_t file_id[FILE_ID_SIZE];
    struct store_salts salts;
    uint8_t wraps[STORE_WRAPS][WRAP_SIZE];
};

struct store {
    struct store_io io;
    struct random_source random;
    struct arena *arena;
    struct head head;
    unsigned head_copy;  /* which copy is the newest */
    uint32_t slot_count; /* of each compartment */
    struct part parts[STORE_COMPARTMENTS];
    uint8_t sealed[STORE_SLOT_SIZE + 1]; /* the first byte of a seal is not written */
    uint8_t back[STORE_SLOT_SIZE];
    uint8_t plain[STORE_RECORD_SIZE]; /* of a root */
};

/* --- places in the file ---------------------------------------------------------------------- */

static uint64_t slot_offset(enum compartment c, uint32_t slot) {
    uint64_t extent = (uint64_t)(slot / STORE_EXTENT_SLOTS) * STORE_COMPARTMENTS + c;
    return STORE_HEADER_SIZE + extent * STORE_EXTENT_SIZE +
           (uint64_t)(slot % STORE_EXTENT_SLOTS) * STORE_SLOT_SIZE;
}

/* Slots of each compartment in a file of that size; a cut last pair of extents is no pair. */
static uint32_t slots_in(uint64_t file_size) {
    if (file_size < STORE_HEADER_SIZE)
        return 0;
    uint64_t pairs =
        (file_size - STORE_HEADER_SIZE) / ((uint64_t)STORE_EXTENT_SIZE * STORE_COMPARTMENTS);
    if (pairs > UINT32_MAX / STORE_EXTENT_SLOTS)
        pairs = UINT32_MAX / STORE_EXTENT_SLOTS;
    return (uint32_t)pairs * STORE_EXTENT_SLOTS;
}

/* file id || compartment || slot || record || generation: what a seal is bound to. */
enum { SLOT_AD_SIZE = FILE_ID_SIZE + 1 + 4 + 4 + 8 };

static struct bytes slot_ad(const struct store *s, enum compartment c, uint32_t slot,
                            uint32_t record, uint64_t generation, uint8_t out[SLOT_AD_SIZE]) {
    memcpy(out, s->head.file_id, FILE_ID_SIZE);
    out[FILE_ID_SIZE] = (uint8_t)c;
    u32_write(out + FILE_ID_SIZE + 1, slot);
    u32_write(out + FILE_ID_SIZE + 5, record);
    u64_write(out + FILE_ID_SIZE + 9, generation);
    return bytes_make(out, SLOT_AD_SIZE);
}

/* --- slots ----------------------------------------------------------------------------------- */

/* Writes s->sealed into the slot and reads it back. */
static enum err slot_write(struct store *s, enum compartment c, uint32_t slot) {
    uint64_t at = slot_offset(c, slot);
    if (slot >= ROOT_SLOTS)
        s->parts[c].bits[slot] |= SLOT_USED;
    TRY(s->io.write(s->io.ctx, at, s->sealed + 1, STORE_SLOT_SIZE));
    TRY(s->io.read(s->io.ctx, at, s->back, STORE_SLOT_SIZE));
    return memcmp(s->back, s->sealed + 1, STORE_SLOT_SIZE) == 0 ? ERR_OK : ERR_IO;
}

static enum err slot_seal_write(struct store *s, enum compartment c, uint32_t slot, uint32_t record,
                                uint64_t generation, const uint8_t *plain) {
    uint8_t ad[SLOT_AD_SIZE];
    TRY(seal_random(s->parts[c].key, SEAL_LOCAL, slot_ad(s, c, slot, record, generation, ad),
                    bytes_make(plain, STORE_RECORD_SIZE), &s->random, s->sealed));
    return slot_write(s, c, slot);
}

static enum err slot_read_open(struct store *s, enum compartment c, uint32_t slot, uint32_t record,
                               uint64_t generation, uint8_t *plain) {
    uint8_t ad[SLOT_AD_SIZE];
    TRY(s->io.read(s->io.ctx, slot_offset(c, slot), s->sealed + 1, STORE_SLOT_SIZE));
    s->sealed[0] = 0x01;
    return seal_open(s->parts[c].key, SEAL_LOCAL, slot_ad(s, c, slot, record, generation, ad),
                     bytes_make(s->sealed, sizeof s->sealed), plain);
}

static enum err random_write(const struct store_io *io, const struct random_source *random,
                             uint64_t at, uint8_t *buffer) {
    TRY(random_fill(random, buffer, STORE_SLOT_SIZE));
    return io->write(io->ctx, at, buffer, STORE_SLOT_SIZE);
}

/* p->bits covers `slots`, the added ones clean. */
static enum err bits_reserve(struct store *s, struct part *p, uint32_t slots) {
    if (slots <= p->slot_room)
        return ERR_OK;
    uint32_t room = slots + slots / 2 + 64;
    uint8_t *bits = arena_alloc(s->arena, room);
    if (!bits)
        return ERR_FULL;
    if (p->slot_room > 0)
        memcpy(bits, p->bits, p->slot_room);
    p->bits = bits;
    p->slot_room = room;
    return ERR_OK;
}

/* One more extent for each compartment, filled with random bytes. */
static enum err store_grow(struct store *s) {
    uint32_t slots = s->slot_count + STORE_EXTENT_SLOTS;
    uint64_t before = STORE_HEADER_SIZE + (uint64_t)s->slot_count / STORE_EXTENT_SLOTS *
                                              STORE_COMPARTMENTS * STORE_EXTENT_SIZE;
    for (int c = 0; c < STORE_COMPARTMENTS; c++)
        if (s->parts[c].open)
            TRY(bits_reserve(s, &s->parts[c], slots));
    for (uint32_t i = 0; i < STORE_COMPARTMENTS * STORE_EXTENT_SLOTS; i++) {
        uint64_t at = before + (uint64_t)i * STORE_SLOT_SIZE;
        enum err err = random_write(&s->io, &s->random, at, s->back);
        if (err == ERR_OK)
            continue;
        /* Give back what was taken; where even that fails, the cut tail is no pair of extents. */
        enum err cut = s->io.resize(s->io.ctx, before);
        (void)cut;
        return err;
    }
    for (int c = 0; c < STORE_COMPARTMENTS; c++)
        if (s->parts[c].open)
            memset(s->parts[c].bits + s->slot_count, 0, STORE_EXTENT_SLOTS);
    s->slot_count = slots;
    return ERR_OK;
}

/* A slot that no root names; one that held something before rather than a fresh one, so that old
 * versions lie about in as few slots as possible. */
static enum err slot_find(struct store *s, struct part *p, const uint8_t *taken, uint32_t *out) {
    for (int used = 1; used >= 0; used--) {
        for (uint32_t i = ROOT_SLOTS; i < s->slot_count; i++) {
            if (p->bits[i] & (SLOT_LIVE | SLOT_PREV) || taken[i])
                continue;
            if (!!(p->bits[i] & SLOT_USED) == used) {
                *out = i;
                return ERR_OK;
            }
        }
    }
    return ERR_NOT_FOUND;
}

/* --- header ---------------------------------------------------------------------------------- */

static const uint8_t magic[8] = {'b', 'k', 's', 't', 'o', 'r', 'e', '1'};

static void copy_write(const struct head *h, uint8_t out[COPY_SIZE]) {
    memset(out, 0, COPY_SIZE);
    memcpy(out, magic, sizeof magic);
    u32_write(out + 8, COPY_VERSION);
    u64_write(out + 16, h->generation);
    memcpy(out + 24, h->file_id, FILE_ID_SIZE);
    memcpy(out + 40, h->salts.device, STORE_SALT_SIZE);
    memcpy(out + 56, h->salts.mine, STORE_SALT_SIZE);
    memcpy(out + 72, h->wraps, sizeof h->wraps);
    hash_bytes(LABEL_STORE, bytes_make(out, COPY_HASH_AT), out + COPY_HASH_AT);
}

static enum err copy_read(const uint8_t in[COPY_SIZE], struct head *h) {
    uint8_t hash[HASH_SIZE];
    hash_bytes(LABEL_STORE, bytes_make(in, COPY_HASH_AT), hash);
    if (memcmp(in, magic, sizeof magic) != 0 || memcmp(hash, in + COPY_HASH_AT, HASH_SIZE) != 0)
        return ERR_MALFORMED;
    if (u32_read(in + 8) != COPY_VERSION)
        return u32_read(in + 8) > COPY_VERSION ? ERR_NEWER : ERR_MALFORMED;
    h->generation = u64_read(in + 16);
    memcpy(h->file_id, in + 24, FILE_ID_SIZE);
    memcpy(h->salts.device, in + 40, STORE_SALT_SIZE);
    memcpy(h->salts.mine, in + 56, STORE_SALT_SIZE);
    memcpy(h->wraps, in + 72, sizeof h->wraps);
    return ERR_OK;
}

/* A header of zeros: a store whose making was cut short. */
static bool copy_is_blank(const uint8_t in[COPY_SIZE]) {
    return secret_is_zero(in, COPY_SIZE);
}

/* The newest whole copy. */
static enum err head_read(const struct store_io *io, struct head *out, unsigned *copy) {
    uint64_t size;
    enum err worst = ERR_MALFORMED;
    bool found = false, blank = true;
    TRY(io->size(io->ctx, &size));
    if (size < STORE_HEADER_SIZE + STORE_COMPARTMENTS * STORE_EXTENT_SIZE)
        return ERR_NOT_FOUND;
    for (unsigned i = 0; i < 2; i++) {
        uint8_t bytes[COPY_SIZE];
        struct head h;
        TRY(io->read(io->ctx, (uint64_t)i * COPY_SECOND_AT, bytes, COPY_SIZE));
        enum err err = copy_read(bytes, &h);
        blank = blank && copy_is_blank(bytes);
        if (err == ERR_NEWER)
            worst = err;
        if (err != ERR_OK || (found && h.generation <= out->generation))
            continue;
        *out = h;
        *copy = i;
        found = true;
    }
    if (blank)
        return ERR_NOT_FOUND;
    return found ? ERR_OK : worst;
}

static enum err copy_put(struct store *s, unsigned copy, const struct head *h) {
    uint8_t bytes[COPY_SIZE], back[COPY_SIZE];
    uint64_t at = (uint64_t)copy * COPY_SECOND_AT;
    copy_write(h, bytes);
    TRY(s->io.write(s->io.ctx, at, bytes, COPY_SIZE));
    TRY(s->io.flush(s->io.ctx));
    TRY(s->io.read(s->io.ctx, at, back, COPY_SIZE));
    return memcmp(bytes, back, COPY_SIZE) == 0 ? ERR_OK : ERR_IO;
}

/* The older copy first; then the other, so that what it wrapped opens nothing any more. When only
 * the second fails the new one holds; the old secret goes with the next rewrap. */
static enum err head_put(struct store *s, const struct head *wanted) {
    struct head h = *wanted;
    h.generation = s->head.generation + 1;
    TRY(copy_put(s, 1 - s->head_copy, &h));
    s->head = h;
    s->head_copy = 1 - s->head_copy;
    h.generation++;
    TRY(copy_put(s, 1 - s->head_copy, &h));
    s->head = h;
    s->head_copy = 1 - s->head_copy;
    return ERR_OK;
}

static struct bytes wrap_ad(const struct head *h, enum store_wrap wrap,
                            uint8_t out[FILE_ID_SIZE + 1]) {
    memcpy(out, h->file_id, FILE_ID_SIZE);
    out[FILE_ID_SIZE] = (uint8_t)(0x80 | wrap);
    return bytes_make(out, FILE_ID_SIZE + 1);
}

static enum err wrap_put(struct store *s, struct head *h, enum store_wrap wrap, const uint8_t *kek,
                         const uint8_t dk[KEY_SIZE]) {
    uint8_t ad[FILE_ID_SIZE + 1], sealed[WRAP_SIZE + 1];
    if (!kek)
        return random_fill(&s->random, h->wraps[wrap], WRAP_SIZE);
    TRY(seal_random(kek, SEAL_LOCAL, wrap_ad(h, wrap, ad), bytes_make(dk, KEY_SIZE), &s->random,
                    sealed));
    memcpy(h->wraps[wrap], sealed + 1, WRAP_SIZE);
    return ERR_OK;
}

static enum compartment wrap_compartment(enum store_wrap wrap) {
    return wrap == STORE_WRAP_OURS ? STORE_OURS : STORE_MINE;
}

/* --- roots ----------------------------------------------------------------------------------- */

static void root_write_plain(struct store *s, const struct place *places, uint32_t count,
                             uint64_t generation, bool scrub_due) {
    memset(s->plain, 0, sizeof s->plain);
    u32_write(s->plain, ROOT_VERSION);
    u32_write(s->plain + 4, scrub_due ? ROOT_SCRUB_DUE : 0);
    u64_write(s->plain + 8, generation);
    u32_write(s->plain + 16, count);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t *at = s->plain + ROOT_HEAD_SIZE + (size_t)i * ROOT_PLACE_SIZE;
        u32_write(at, places[i].slot);
        u64_write(at + 4, places[i].generation);
    }
}

/* Writes a root over the older one and flushes. From the first byte on it may be the one that
 * opens, so an error leaves the compartment unsettled. */
static enum err root_put(struct store *s, enum compartment c, const struct place *places,
                         uint32_t count, bool scrub_due) {
    struct part *p = &s->parts[c];
    unsigned slot = 1 - p->root_slot;
    uint64_t generation = p->next_generation++;
    root_write_plain(s, places, count, generation, scrub_due);
    p->unsettled = true;
    TRY(slot_seal_write(s, c, slot, ROOT_RECORD, 0, s->plain));
    TRY(s->io.flush(s->io.ctx));
    p->unsettled = false;
    p->generation = generation;
    p->root_slot = slot;
    return ERR_OK;
}

struct root_seen {
    uint64_t generation;
    uint32_t count;
    bool scrub_due;
};

/* Reads a root into places. ERR_SEAL, ERR_MALFORMED, ERR_IO. */
static enum err root_read(struct store *s, enum compartment c, unsigned slot,
                          struct root_seen *seen, struct place *places) {
    TRY(slot_read_open(s, c, slot, ROOT_RECORD, 0, s->plain));
    uint32_t count = u32_read(s->plain + 16);
    if (u32_read(s->plain) != ROOT_VERSION || count > STORE_RECORDS_MAX)
        return ERR_MALFORMED;
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *at = s->plain + ROOT_HEAD_SIZE + (size_t)i * ROOT_PLACE_SIZE;
        places[i] = (struct place){.slot = u32_read(at), .generation = u64_read(at + 4)};
        if (places[i].slot < ROOT_SLOTS || places[i].slot >= s->slot_count)
            return ERR_MALFORMED;
    }
    seen->generation = u64_read(s->plain + 8);
    seen->count = count;
    seen->scrub_due = u32_read(s->plain + 4) & ROOT_SCRUB_DUE;
    return ERR_OK;
}

static void bits_mark(struct part *p, const struct place *places, uint32_t count, uint8_t bit) {
    for (uint32_t i = 0; i < count; i++)
        p->bits[places[i].slot] |= bit;
}

/* Finds the newest whole root of a compartment whose key is there. */
static enum err part_find_root(struct store *s, enum compartment c) {
    struct part *p = &s->parts[c];
    struct root_seen seen[2];
    bool whole[2];
    for (unsigned i = 0; i < 2; i++) {
        enum err err = root_read(s, c, i, &seen[i], i == 0 ? p->places : p->wanted);
        if (err == ERR_IO)
            return err;
        whole[i] = err == ERR_OK;
    }
    if (!whole[0] && !whole[1])
        return ERR_MALFORMED;
    unsigned newest = whole[1] && (!whole[0] || seen[1].generation > seen[0].generation);
    if (newest == 1) {
        struct place *places = p->places;
        p->places = p->wanted;
        p->wanted = places;
    }
    memset(p->bits, SLOT_USED, s->slot_count); /* what a free slot held is not known */
    bits_mark(p, p->places, seen[newest].count, SLOT_LIVE);
    if (whole[1 - newest])
        bits_mark(p, p->wanted, seen[1 - newest].count, SLOT_PREV);
    p->root_slot = newest;
    p->count = seen[newest].count;
    p->generation = seen[newest].generation;
    p->scrub_due = seen[newest].scrub_due;
    p->unsettled = false;
    return ERR_OK;
}

static enum err part_prepare(struct store *s, struct part *p) {
    if (!p->places)
        p->places = arena_array(s->arena, STORE_RECORDS_MAX, sizeof *p->places);
    if (!p->wanted)
        p->wanted = arena_array(s->arena, STORE_RECORDS_MAX, sizeof *p->wanted);
    if (!p->places || !p->wanted)
        return ERR_FULL;
    return bits_reserve(s, p, s->slot_count);
}

/* Generations go on from the newest by a random step: a record that a crashed session left in a
 * free slot then never has the generation of one that a later session meant to put there. */
static enum err part_next_generation(struct store *s, struct part *p) {
    uint8_t step[2];
    TRY(random_fill(&s->random, step, sizeof step));
    p->next_generation = p->generation + 1 + step[0] + ((uint64_t)step[1] << 8);
    return ERR_OK;
}

/* --- life ------------------------------------------------------------------------------------ */

enum err store_look(const struct store_io *io, struct store_salts *out) {
    struct head h;
    unsigned copy;
    TRY(head_read(io, &h, &copy));
    *out = h.salts;
    return ERR_OK;
}

static enum err store_make(struct arena *a, const struct store_io *io,
                           const struct random_source *random, struct store **out) {
    struct store *s = arena_alloc(a, sizeof *s);
    if (!s)
        return ERR_FULL;
    s->io = *io;
    s->random = *random;
    s->arena = a;
    *out = s;
    return ERR_OK;
}

/* Empty compartments: a root in each of both root slots. */
static enum err part_begin(struct store *s, enum compartment c) {
    struct part *p = &s->parts[c];
    p->open = true;
    TRY(part_prepare(s, p));
    memset(p->bits, 0, s->slot_count);
    TRY(random_fill(&s->random, p->key, KEY_SIZE));
    p->next_generation = 1;
    TRY(root_put(s, c, p->places, 0, false));
    return root_put(s, c, p->places, 0, false);
}

static enum err store_begin(struct store *s, const struct store_salts *salts,
                            const uint8_t *ours_kek, const uint8_t *mine_kek) {
    struct head h = {.salts = *salts};
    TRY(s->io.resize(s->io.ctx, 0));
    memset(s->back, 0, sizeof s->back);
    TRY(s->io.write(s->io.ctx, 0, s->back, STORE_HEADER_SIZE));
    TRY(random_fill(&s->random, h.file_id, FILE_ID_SIZE));
    s->head = h;
    TRY(store_grow(s));
    for (int c = 0; c < STORE_COMPARTMENTS; c++)
        TRY(part_begin(s, (enum compartment)c));
    TRY(wrap_put(s, &h, STORE_WRAP_OURS, ours_kek, s->parts[STORE_OURS].key));
    TRY(wrap_put(s, &h, STORE_WRAP_MINE, mine_kek, s->parts[STORE_MINE].key));
    TRY(wrap_put(s, &h, STORE_WRAP_MINE_WORDS, NULL, NULL));
    return head_put(s, &h);
}

enum err store_create(struct arena *a, const struct store_io *io,
                      const struct random_source *random, const struct store_salts *salts,
                      const uint8_t ours_kek[KEY_SIZE], const uint8_t mine_kek[KEY_SIZE],
                      struct store **out) {
    struct store *s;
    TRY(store_make(a, io, random, &s));
    enum err err = store_begin(s, salts, ours_kek, mine_kek);
    if (err != ERR_OK) {
        store_close(s);
        /* Half a store is none: without whole headers store_look says so. */
        enum err cut = io->resize(io->ctx, 0);
        (void)cut;
        return err;
    }
    *out = s;
    return ERR_OK;
}

enum err store_open(struct arena *a, const struct store_io *io, const struct random_source *random,
                    struct store **out) {
    struct store *s;
    struct head h;
    unsigned copy;
    uint64_t size;
    TRY(head_read(io, &h, &copy));
    TRY(io->size(io->ctx, &size));
    TRY(store_make(a, io, random, &s));
    s->head = h;
    s->head_copy = copy;
    s->slot_count = slots_in(size);
    *out = s;
    return ERR_OK;
}

/* DK, as `kek` opens it from that wrap. */
static enum err wrap_open(const struct head *h, enum store_wrap wrap, const uint8_t kek[KEY_SIZE],
                          uint8_t dk[KEY_SIZE]) {
    uint8_t ad[FILE_ID_SIZE + 1], sealed[WRAP_SIZE + 1] = {0x01};
    memcpy(sealed + 1, h->wraps[wrap], WRAP_SIZE);
    return seal_open(kek, SEAL_LOCAL, wrap_ad(h, wrap, ad), BYTES_OF(sealed), dk);
}

enum err store_unlock(struct store *s, enum store_wrap wrap, const uint8_t kek[KEY_SIZE]) {
    enum compartment c = wrap_compartment(wrap);
    struct part *p = &s->parts[c];
    MUST(!p->open);
    TRY(part_prepare(s, p));
    TRY(wrap_open(&s->head, wrap, kek, p->key));
    enum err err = part_find_root(s, c);
    if (err == ERR_OK)
        err = part_next_generation(s, p);
    if (err != ERR_OK) {
        memory_wipe(p->key, KEY_SIZE);
        return err;
    }
    p->open = true;
    return ERR_OK;
}

void store_lock(struct store *s, enum compartment c) {
    struct part *p = &s->parts[c];
    memory_wipe(p->key, KEY_SIZE);
    if (p->places)
        memory_wipe(p->places, STORE_RECORDS_MAX * sizeof *p->places);
    if (p->wanted) /* the second of the two may have found no room */
        memory_wipe(p->wanted, STORE_RECORDS_MAX * sizeof *p->wanted);
    p->count = 0;
    memory_wipe(s->sealed, sizeof s->sealed);
    memory_wipe(s->plain, sizeof s->plain);
    p->open = false;
}

bool store_is_open(const struct store *s, enum compartment c) {
    return s->parts[c].open;
}

enum err store_rewrap(struct store *s, enum store_wrap wrap, const uint8_t salt[STORE_SALT_SIZE],
                      const uint8_t kek[KEY_SIZE]) {
    const struct part *p = &s->parts[wrap_compartment(wrap)];
    struct head h = s->head;
    if (!p->open)
        return ERR_LOCKED;
    if (wrap == STORE_WRAP_OURS)
        memcpy(h.salts.device, salt, STORE_SALT_SIZE);
    if (wrap == STORE_WRAP_MINE)
        memcpy(h.salts.mine, salt, STORE_SALT_SIZE);
    TRY(wrap_put(s, &h, wrap, kek, p->key));
    return head_put(s, &h);
}

enum err store_change_secret(struct store *s, const uint8_t old_kek[KEY_SIZE],
                             const uint8_t salt[STORE_SALT_SIZE], const uint8_t new_kek[KEY_SIZE]) {
    struct head h = s->head;
    uint8_t dk[KEY_SIZE];
    TRY(wrap_open(&h, STORE_WRAP_OURS, old_kek, dk));
    memcpy(h.salts.device, salt, STORE_SALT_SIZE);
    enum err err = wrap_put(s, &h, STORE_WRAP_OURS, new_kek, dk);
    if (err == ERR_OK && wrap_open(&h, STORE_WRAP_MINE, old_kek, dk) == ERR_OK) {
        memcpy(h.salts.mine, salt, STORE_SALT_SIZE);
        err = wrap_put(s, &h, STORE_WRAP_MINE, new_kek, dk);
    }
    memory_wipe(dk, sizeof dk);
    return err == ERR_OK ? head_put(s, &h) : err;
}

enum err store_destroy(const struct store_io *io, const struct random_source *random) {
    uint8_t bytes[COPY_SIZE];
    uint64_t size;
    TRY(io->size(io->ctx, &size));
    for (unsigned i = 0; i < 2 && size >= STORE_HEADER_SIZE; i++) {
        TRY(random_fill(random, bytes, sizeof bytes));
        TRY(io->write(io->ctx, (uint64_t)i * COPY_SECOND_AT, bytes, sizeof bytes));
    }
    TRY(io->flush(io->ctx));
    TRY(io->resize(io->ctx, 0));
    return io->flush(io->ctx);
}

void store_close(struct store *s) {
    for (int c = 0; c < STORE_COMPARTMENTS; c++)
        store_lock(s, (enum compartment)c);
}

/* --- records --------------------------------------------------------------------------------- */

uint32_t store_record_count(const struct store *s, enum compartment c) {
    return s->parts[c].count;
}

enum err store_read(struct store *s, enum compartment c, uint32_t number,
                    uint8_t out[STORE_RECORD_SIZE]) {
    const struct part *p = &s->parts[c];
    MUST(p->open && number < p->count);
    const struct place *at = &p->places[number];
    return slot_read_open(s, c, at->slot, number, at->generation, out);
}

bool store_scrub_due(const struct store *s, enum compartment c) {
    return s->parts[c].scrub_due;
}

/* Chooses a free slot for each write: p->wanted holds the places as they will be. */
static enum err commit_plan(struct store *s, struct part *p, const struct store_write *writes,
                            size_t count, struct arena *scratch, uint32_t *count_after) {
    uint32_t records = p->count;
    memcpy(p->wanted, p->places, p->count * sizeof *p->places);
    for (size_t i = 0; i < count; i++) {
        MUST(writes[i].number <= records);
        if (writes[i].number == records && ++records > STORE_RECORDS_MAX)
            return ERR_FULL;
    }
    size_t free_slots = 0;
    for (uint32_t i = ROOT_SLOTS; i < s->slot_count; i++)
        free_slots += !(p->bits[i] & (SLOT_LIVE | SLOT_PREV));
    for (; free_slots < count; free_slots += STORE_EXTENT_SLOTS)
        TRY(store_grow(s));
    uint8_t *taken = arena_alloc(scratch, s->slot_count);
    if (!taken)
        return ERR_FULL;
    for (size_t i = 0; i < count; i++) {
        uint32_t slot;
        enum err found = slot_find(s, p, taken, &slot);
        MUST(found == ERR_OK);
        taken[slot] = 1;
        p->wanted[writes[i].number] =
            (struct place){.slot = slot, .generation = p->next_generation};
    }
    *count_after = records;
    return ERR_OK;
}

/* p->wanted is true now: what it replaced is kept for as long as the older root names it. */
static void commit_took(struct store *s, struct part *p, uint32_t count) {
    for (uint32_t i = 0; i < s->slot_count; i++)
        p->bits[i] = (uint8_t)((p->bits[i] & SLOT_USED) | (p->bits[i] & SLOT_LIVE ? SLOT_PREV : 0));
    bits_mark(p, p->wanted, count, SLOT_LIVE);
    struct place *places = p->places;
    p->places = p->wanted;
    p->wanted = places;
    p->count_before = p->count;
    p->count = count;
}

/* Both roots name the same records; then every other slot becomes random. */
static enum err part_scrub(struct store *s, enum compartment c) {
    struct part *p = &s->parts[c];
    TRY(root_put(s, c, p->places, p->count, true));
    for (uint32_t i = ROOT_SLOTS; i < s->slot_count; i++)
        p->bits[i] &= (uint8_t)~SLOT_PREV;
    for (uint32_t i = ROOT_SLOTS; i < s->slot_count; i++)
        if (!(p->bits[i] & SLOT_LIVE) && p->bits[i] & SLOT_USED)
            TRY(random_write(&s->io, &s->random, slot_offset(c, i), s->back));
    TRY(s->io.flush(s->io.ctx));
    for (uint32_t i = ROOT_SLOTS; i < s->slot_count; i++)
        if (!(p->bits[i] & SLOT_LIVE))
            p->bits[i] = 0;
    p->scrub_due = false;
    return ERR_OK;
}

static enum err commit_writes(struct store *s, enum compartment c, const struct store_write *writes,
                              size_t count) {
    const struct part *p = &s->parts[c];
    for (size_t i = 0; i < count; i++) {
        const struct place *to = &p->wanted[writes[i].number];
        TRY(slot_seal_write(s, c, to->slot, writes[i].number, to->generation, writes[i].plain));
    }
    return count > 0 ? s->io.flush(s->io.ctx) : ERR_OK;
}

enum err store_commit_first(struct store *s, enum compartment c, const struct store_write *writes,
                            size_t count, bool scrub, struct arena *scratch) {
    struct part *p = &s->parts[c];
    uint32_t records;
    MUST(p->open);
    if (p->unsettled)
        TRY(root_put(s, c, p->places, p->count, p->scrub_due));
    TRY(commit_plan(s, p, writes, count, scratch, &records));
    p->next_generation++;
    TRY(commit_writes(s, c, writes, count));
    bool due = scrub || p->scrub_due;
    enum err e = root_put(s, c, p->wanted, records, due);
    if (e != ERR_OK) { /* it may have reached the disk: what stands is written over it */
        enum err back = root_put(s, c, p->places, p->count, p->scrub_due);
        (void)back; /* still unsettled then */
        return e;
    }
    commit_took(s, p, records);
    p->scrub_due = due;
    return ERR_OK;
}

/* The records of before are whole: the older root names them. Those taken back stay until the root
 * that names them is written over. */
void store_commit_back(struct store *s, enum compartment c) {
    struct part *p = &s->parts[c];
    commit_took(s, p, p->count_before);
    if (root_put(s, c, p->places, p->count, p->scrub_due) != ERR_OK)
        p->unsettled = true;
}

/* What was to be saved is. A scrub that fails is still due, and the root says so. */
void store_commit_end(struct store *s, enum compartment c) {
    struct part *p = &s->parts[c];
    if (p->scrub_due && part_scrub(s, c) != ERR_OK)
        p->scrub_due = true;
}

enum err store_commit(struct store *s, enum compartment c, const struct store_write *writes,
                      size_t count, bool scrub, struct arena *scratch) {
    TRY(store_commit_first(s, c, writes, count, scrub, scratch));
    store_commit_end(s, c);
    return ERR_OK;
}
