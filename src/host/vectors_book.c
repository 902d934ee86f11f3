/* vectors_book.c -- the known answers of what the book writes: entries and the store file. */
#include "host/vectors_parts.h"

#include "book/entry.h"
#include "book/store.h"
#include "crypt/hash.h"
#include "crypt/seeded.h"
#include "crypt/witness.h"
#include "wire/cbor.h"

#include <string.h>

/* ---- the entry map ---- */

/* An entry with every field: kind 130, lam 5, day 2500, two replies, one seen, the witness above,
 * and the body {1: 3, 2: "ñandú"}. */
static enum err entry_map(struct buf *cbor) {
    uint8_t re[2][EID_SIZE], head[HASH_SIZE], box[16], wit[WITNESS_SIZE], room[2][128];
    struct buf seen, body, hex;
    struct entry_draft draft = {.kind = 130, .lam = 5, .day = 2500, .re = re, .re_count = 2};
    uint8_t hex_room[2 * WITNESS_SIZE];
    struct bytes hex_text;
    vector_named("re.1", re[0], EID_SIZE);
    vector_named("re.2", re[1], EID_SIZE);
    vector_named("seen.box", box, sizeof box);
    vector_named("seen.head", head, sizeof head);
    buf_init_fixed(&seen, room[0], sizeof room[0]);
    cbor_write_array(&seen, 1);
    cbor_write_array(&seen, 3);
    cbor_write_bytes(&seen, BYTES_OF(box));
    cbor_write_uint(&seen, 300);
    cbor_write_bytes(&seen, BYTES_OF(head));
    buf_init_fixed(&body, room[1], sizeof room[1]);
    cbor_write_map(&body, 2);
    cbor_write_uint(&body, 1);
    cbor_write_uint(&body, 3);
    cbor_write_uint(&body, 2);
    cbor_write_text(&body, BYTES("\xc3\xb1"
                                 "and\xc3\xba"));
    buf_init_fixed(&hex, hex_room, sizeof hex_room);
    TRY(vector_witness(&hex));
    TRY(buf_finish(&hex, &hex_text));
    TRY(hex_read(hex_text, wit, sizeof wit));
    TRY(buf_finish(&seen, &draft.seen));
    TRY(buf_finish(&body, &draft.body));
    draft.witness = BYTES_OF(wit);
    entry_write(cbor, &draft);
    return ERR_OK;
}

enum err vector_entry_map(struct buf *out) {
    uint8_t room[512];
    struct buf cbor;
    struct bytes raw;
    buf_init_fixed(&cbor, room, sizeof room);
    TRY(entry_map(&cbor));
    TRY(buf_finish(&cbor, &raw));
    buf_add_hex(out, raw);
    return ERR_OK;
}

enum err vector_entry_map_id(struct buf *out) {
    uint8_t room[512];
    struct buf cbor;
    struct bytes raw;
    struct entry e;
    buf_init_fixed(&cbor, room, sizeof room);
    TRY(entry_map(&cbor));
    TRY(buf_finish(&cbor, &raw));
    TRY(entry_parse(raw, &e));
    buf_add_hex(out, BYTES_OF(e.eid));
    return ERR_OK;
}

/* ---- the store file ---- */

/* A new store whose random bytes are draws 0, 1, 2... of the seed 1 (crypt/seeded.h), with one
 * record of bytes 0xaa in *ours* and two of 0xbb in *mine*, the second written over once; in the
 * order of these calls. */
static enum err store_make(struct arena *a, const struct store_io *io) {
    struct random_seeded seeded;
    struct random_source random = random_seeded_source(&seeded, 1);
    struct store_salts salts;
    struct store *s = NULL;
    uint8_t ours[KEY_SIZE], mine[KEY_SIZE];
    uint8_t *plain = arena_alloc(a, (size_t)2 * STORE_RECORD_SIZE);
    if (!plain)
        return ERR_FULL;
    memset(plain, 0xaa, STORE_RECORD_SIZE);
    memset(plain + STORE_RECORD_SIZE, 0xbb, STORE_RECORD_SIZE);
    const struct store_write first = {0, plain};
    const struct store_write both[] = {{0, plain + STORE_RECORD_SIZE}, {1, plain}};
    const struct store_write again = {1, plain + STORE_RECORD_SIZE};
    vector_named("salt.device", salts.device, STORE_SALT_SIZE);
    vector_named("salt.mine", salts.mine, STORE_SALT_SIZE);
    vector_named("kek.ours", ours, sizeof ours);
    vector_named("kek.mine", mine, sizeof mine);
    TRY(store_create(a, io, &random, &salts, ours, mine, &s));
    TRY(store_commit(s, STORE_OURS, &first, 1, false, a));
    TRY(store_commit(s, STORE_MINE, both, 2, false, a));
    TRY(store_commit(s, STORE_MINE, &again, 1, false, a));
    store_close(s);
    /* The file opens again, with the keys alone. */
    TRY(store_open(a, io, &random, &s));
    TRY(store_unlock(s, STORE_WRAP_MINE, mine));
    TRY(store_read(s, STORE_MINE, 1, plain));
    store_close(s);
    return plain[0] == 0xbb ? ERR_OK : ERR_SEAL;
}

/* h := H("bk/v1/store", h || slot) over all slots of the file, from h = zeros. */
static enum err store_hash(struct arena *a, uint8_t h[HASH_SIZE], uint64_t *size) {
    struct store_memory memory;
    struct store_io io = store_memory_io(&memory, a);
    uint8_t *slot = arena_alloc(a, STORE_SLOT_SIZE);
    if (!slot)
        return ERR_FULL;
    TRY(store_make(a, &io));
    TRY(io.size(io.ctx, size));
    memset(h, 0, HASH_SIZE);
    for (uint64_t at = 0; at + STORE_SLOT_SIZE <= *size; at += STORE_SLOT_SIZE) {
        TRY(io.read(io.ctx, at, slot, STORE_SLOT_SIZE));
        HASH(h, LABEL_STORE, bytes_make(h, HASH_SIZE), bytes_make(slot, STORE_SLOT_SIZE));
    }
    return ERR_OK;
}

enum err vector_store_file_hash(struct buf *out) {
    struct arena a;
    uint8_t h[HASH_SIZE];
    uint64_t size = 0;
    arena_init(&a, 32u << 20);
    enum err e = store_hash(&a, h, &size);
    arena_free(&a);
    TRY(e);
    buf_add_decimal(out, (int64_t)size);
    buf_add_u8(out, '-');
    buf_add_hex(out, bytes_make(h, HASH_SIZE));
    return ERR_OK;
}
