/* store_sqlite_write.c -- applies groups of changes, each group in one durable transaction.
 *
 * Each change first decides from what it reads and writes only then, so a refusal leaves nothing
 * behind and needs no savepoint. Later changes of a group see what earlier ones wrote.
 */
#include "relay/store_sqlite.h"

#include "base/check.h"

#include <string.h>

/* SQLITE_ROW with *out filled, SQLITE_DONE when there is no such box, or an error. */
static int box_get(struct store *s, const uint8_t *id, struct box_row *out) {
    sqlite3_stmt *st = s->stmt[ST_BOX_GET];
    sqlite3_bind_blob(st, 1, id, RELAY_ID_SIZE, SQLITE_STATIC);
    int code = sqlite3_step(st);
    if (code == SQLITE_ROW)
        code = store_box_columns(st, out);
    sqlite3_reset(st);
    return code;
}

static void refuse(struct store_change *c, enum relay_reason reason) {
    c->reason = reason;
}

static void refuse_at(struct store_change *c, enum relay_reason reason, const struct box_row *box) {
    c->reason = reason;
    c->at.next = box->next;
    memcpy(c->at.head, box->head, sizeof c->at.head);
}

static void accept_at(struct store_change *c, const struct box_row *box) {
    refuse_at(c, RELAY_REASON_NONE, box);
}

/* ---- create ---- */

/* 1 when the id was dropped and is still refused, 0 when not, -1 on error. */
static int is_dropped(struct store *s, const uint8_t *id, uint32_t day) {
    sqlite3_stmt *st = s->stmt[ST_TOMBSTONE_GET];
    sqlite3_bind_blob(st, 1, id, RELAY_ID_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(st, 2, day);
    int code = sqlite3_step(st);
    sqlite3_reset(st);
    return code == SQLITE_ROW ? 1 : code == SQLITE_DONE ? 0 : -1;
}

/* Slots are random in 2^38; one that is taken, or still being purged, is drawn again. */
static int slot_is_free(struct store *s, int64_t slot, bool *out) {
    sqlite3_stmt *st = NULL;
    int code = sqlite3_prepare_v2(s->db,
                                  "SELECT 1 FROM box WHERE slot = ?1 UNION ALL "
                                  "SELECT 1 FROM purge WHERE slot = ?1",
                                  -1, &st, NULL);
    if (code == SQLITE_OK) {
        sqlite3_bind_int64(st, 1, slot);
        code = sqlite3_step(st);
    }
    sqlite3_finalize(st);
    *out = code == SQLITE_DONE;
    return code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code;
}

static int box_add(struct store *s, const struct store_change *c, uint32_t day) {
    bool is_free = false;
    int64_t slot = 0;
    while (!is_free) {
        slot = store_slot_random();
        int code = slot_is_free(s, slot, &is_free);
        if (code != SQLITE_OK)
            return code;
    }
    const struct relay_class_limits *limits = relay_class_limits(c->create.box_class);
    sqlite3_stmt *st = s->stmt[ST_BOX_ADD];
    sqlite3_bind_blob(st, 1, c->id, RELAY_ID_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(st, 2, slot);
    sqlite3_bind_blob(st, 3, c->create.rt_hash, RELAY_HASH_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(st, 4, c->create.box_class);
    sqlite3_bind_blob(st, 5, c->head, RELAY_HASH_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(st, 6, limits->box_days > 0 ? day + limits->box_days : 0);
    return store_run(s, ST_BOX_ADD);
}

static int token_spend(struct store *s, const uint8_t *hash, bool *spent) {
    sqlite3_bind_blob(s->stmt[ST_TOKEN_SPEND], 1, hash, RELAY_HASH_SIZE, SQLITE_STATIC);
    int code = store_run(s, ST_TOKEN_SPEND);
    *spent = code == SQLITE_OK && sqlite3_changes(s->db) == 1;
    return code;
}

static int apply_create(struct store *s, struct store_change *c, uint32_t day) {
    struct box_row box;
    int code = box_get(s, c->id, &box);
    if (code == SQLITE_ROW) {
        bool same = box.box_class == c->create.box_class &&
                    memcmp(box.rt_hash, c->create.rt_hash, sizeof box.rt_hash) == 0;
        if (same)
            accept_at(c, &box);
        else
            refuse_at(c, RELAY_REASON_TAKEN, &box);
        return SQLITE_OK;
    }
    if (code != SQLITE_DONE)
        return code;
    int dropped = is_dropped(s, c->id, day);
    if (dropped != 0) {
        refuse(c, RELAY_REASON_DROPPED);
        return dropped > 0 ? SQLITE_OK : SQLITE_IOERR;
    }
    if (c->spend_token) {
        bool spent = false;
        code = token_spend(s, c->token_hash, &spent);
        if (code != SQLITE_OK || !spent) {
            refuse(c, RELAY_REASON_ADMISSION_SPENT);
            return code;
        }
    }
    code = box_add(s, c, day);
    c->reason = RELAY_REASON_NONE;
    c->changed = true;
    c->at.next = 1;
    memcpy(c->at.head, c->head, sizeof c->at.head);
    return code;
}

/* ---- append ---- */

/* SQLITE_ROW when blob n of the box has this hash; *size is its data's, 0 when erased. */
static int blob_get(struct store *s, int64_t slot, uint64_t n, const uint8_t *bh, bool *same,
                    uint64_t *size) {
    sqlite3_stmt *st = s->stmt[ST_BLOB_GET];
    uint8_t found[RELAY_HASH_SIZE];
    sqlite3_bind_int64(st, 1, store_place(slot, n));
    int code = sqlite3_step(st);
    if (code == SQLITE_ROW && !store_column_copy(st, 0, found, sizeof found))
        code = SQLITE_IOERR;
    *same = code == SQLITE_ROW && memcmp(found, bh, sizeof found) == 0;
    *size = code == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(st, 1) : 0;
    sqlite3_reset(st);
    return code;
}

/* Not at the next position: a repetition is accepted, all else is told where the box stands. */
static int append_elsewhere(struct store *s, struct store_change *c, const struct box_row *box) {
    bool same = c->n >= box->floor && c->n + c->append.count <= box->next;
    for (uint32_t i = 0; same && i < c->append.count; i++) {
        uint64_t size;
        int code = blob_get(s, box->slot, c->n + i, c->bh[i], &same, &size);
        if (code != SQLITE_ROW && code != SQLITE_DONE)
            return code;
    }
    if (same)
        accept_at(c, box);
    else
        refuse_at(c, RELAY_REASON_POSITION, box);
    return SQLITE_OK;
}

/* Whether the blobs fit their class; *bytes is what the box then holds. */
static enum relay_reason append_fits(const struct store_change *c, const struct box_row *box,
                                     uint64_t *bytes) {
    const struct relay_class_limits *limits = relay_class_limits(box->box_class);
    struct bytes rest = c->append.blobs, blob;
    *bytes = box->bytes;
    while (relay_append_next(&rest, &blob)) {
        if (!relay_blob_size_allowed(box->box_class, blob.size))
            return RELAY_REASON_BLOB_SIZE;
        *bytes += blob.size;
    }
    if (*bytes > limits->bytes || box->next + c->append.count - 1 > limits->blobs)
        return RELAY_REASON_BOX_FULL;
    return RELAY_REASON_NONE;
}

static int blobs_add(struct store *s, const struct store_change *c, int64_t slot) {
    sqlite3_stmt *st = s->stmt[ST_BLOB_ADD];
    struct bytes rest = c->append.blobs, blob;
    for (uint32_t i = 0; relay_append_next(&rest, &blob); i++) {
        sqlite3_bind_int64(st, 1, store_place(slot, c->n + i));
        sqlite3_bind_blob(st, 2, c->bh[i], RELAY_HASH_SIZE, SQLITE_STATIC);
        if (i + 1 == c->append.count)
            sqlite3_bind_blob(st, 3, c->append.sig, RELAY_SIG_SIZE, SQLITE_STATIC);
        else
            sqlite3_bind_null(st, 3);
        sqlite3_bind_blob(st, 4, blob.at, (int)blob.size, SQLITE_STATIC);
        int code = store_run(s, ST_BLOB_ADD);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

static int apply_append(struct store *s, struct store_change *c, uint32_t day) {
    struct box_row box;
    int code = box_get(s, c->id, &box);
    if (code == SQLITE_DONE) {
        int dropped = is_dropped(s, c->id, day);
        refuse(c, dropped > 0 ? RELAY_REASON_DROPPED : RELAY_REASON_NOT_FOUND);
        return dropped >= 0 ? SQLITE_OK : SQLITE_IOERR;
    }
    if (code != SQLITE_ROW)
        return code;
    if (c->n != box.next || memcmp(c->append.prev, box.head, sizeof box.head) != 0)
        return append_elsewhere(s, c, &box);
    uint64_t bytes;
    enum relay_reason fits = append_fits(c, &box, &bytes);
    if (fits != RELAY_REASON_NONE) {
        refuse(c, fits);
        return SQLITE_OK;
    }
    code = blobs_add(s, c, box.slot);
    if (code != SQLITE_OK)
        return code;
    const struct relay_class_limits *limits = relay_class_limits(box.box_class);
    box.next += c->append.count;
    memcpy(box.head, c->head, sizeof box.head);
    if (limits->data_days > 0)
        box.expires = day + limits->data_days;
    sqlite3_stmt *move = s->stmt[ST_BOX_MOVE];
    sqlite3_bind_blob(move, 1, c->id, RELAY_ID_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(move, 2, (int64_t)box.next);
    sqlite3_bind_blob(move, 3, box.head, RELAY_HASH_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(move, 4, (int64_t)bytes);
    sqlite3_bind_int64(move, 5, box.expires);
    accept_at(c, &box);
    c->changed = true;
    return store_run(s, ST_BOX_MOVE);
}

/* ---- erase and drop ---- */

static int apply_erase(struct store *s, struct store_change *c) {
    struct box_row box;
    int code = box_get(s, c->id, &box);
    if (code == SQLITE_DONE)
        refuse(c, RELAY_REASON_NOT_FOUND);
    if (code != SQLITE_ROW)
        return code == SQLITE_DONE ? SQLITE_OK : code;
    bool same = false;
    uint64_t size = 0;
    if (c->n >= box.floor && c->n < box.next) {
        code = blob_get(s, box.slot, c->n, c->proof.hash, &same, &size);
        if (code != SQLITE_ROW && code != SQLITE_DONE)
            return code;
    }
    if (!same) {
        refuse_at(c, RELAY_REASON_ERASE_OTHER, &box);
        return SQLITE_OK;
    }
    accept_at(c, &box);
    if (size == 0)
        return SQLITE_OK;
    sqlite3_bind_int64(s->stmt[ST_BLOB_ERASE], 1, store_place(box.slot, c->n));
    code = store_run(s, ST_BLOB_ERASE);
    if (code != SQLITE_OK)
        return code;
    s->erased = true;
    c->changed = true;
    sqlite3_bind_blob(s->stmt[ST_BOX_BYTES], 1, c->id, RELAY_ID_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(s->stmt[ST_BOX_BYTES], 2, (int64_t)(box.bytes - size));
    return store_run(s, ST_BOX_BYTES);
}

/* A repeated drop finds the tombstone, which does not know the head any more: it is taken at its
 * word, because there is nothing left that it could remove. */
static int drop_again(struct store *s, struct store_change *c, uint32_t day) {
    int dropped = is_dropped(s, c->id, day);
    refuse(c, dropped > 0 ? RELAY_REASON_NONE : RELAY_REASON_NOT_FOUND);
    if (dropped > 0) {
        c->at.next = 1;
        memcpy(c->at.head, c->proof.hash, sizeof c->at.head);
    }
    return dropped >= 0 ? SQLITE_OK : SQLITE_IOERR;
}

static int apply_drop(struct store *s, struct store_change *c, uint32_t day) {
    struct box_row box;
    int code = box_get(s, c->id, &box);
    if (code == SQLITE_DONE)
        return drop_again(s, c, day);
    if (code != SQLITE_ROW)
        return code;
    if (memcmp(c->proof.hash, box.head, sizeof box.head) != 0) {
        refuse_at(c, RELAY_REASON_POSITION, &box);
        return SQLITE_OK;
    }
    sqlite3_bind_blob(s->stmt[ST_BOX_DROP], 1, c->id, RELAY_ID_SIZE, SQLITE_STATIC);
    code = store_run(s, ST_BOX_DROP);
    if (code == SQLITE_OK) {
        sqlite3_bind_int64(s->stmt[ST_PURGE_ADD], 1, box.slot);
        code = store_run(s, ST_PURGE_ADD);
    }
    if (code == SQLITE_OK) {
        sqlite3_bind_blob(s->stmt[ST_TOMBSTONE_ADD], 1, c->id, RELAY_ID_SIZE, SQLITE_STATIC);
        sqlite3_bind_int64(s->stmt[ST_TOMBSTONE_ADD], 2, day + RELAY_TOMBSTONE_DAYS);
        code = store_run(s, ST_TOMBSTONE_ADD);
    }
    s->erased = true;
    c->changed = true;
    accept_at(c, &box);
    return code;
}

/* ---- groups ---- */

static int apply_one(struct store *s, struct store_change *c, uint32_t day) {
    c->changed = false;
    switch (c->call) {
    case RELAY_CALL_CREATE:
        return apply_create(s, c, day);
    case RELAY_CALL_APPEND:
        return apply_append(s, c, day);
    case RELAY_CALL_ERASE:
        return apply_erase(s, c);
    case RELAY_CALL_DROP:
        return apply_drop(s, c, day);
    case RELAY_CALL_READ:
        break;
    }
    MUST(false);
    return SQLITE_MISUSE;
}

/* Ends the transaction that was begun: all of it, or nothing where `code` tells of a failure. */
static enum err transaction_end(struct store *s, int code) {
    if (code == SQLITE_OK)
        code = store_run(s, ST_COMMIT);
    if (code == SQLITE_OK)
        return ERR_OK;
    if (!sqlite3_get_autocommit(s->db))
        store_run(s, ST_ROLLBACK);
    return store_err(code);
}

enum err store_sqlite_apply(struct store *s, struct store_change *const *changes, size_t count,
                            uint32_t day) {
    int code = store_run(s, ST_BEGIN);
    for (size_t i = 0; code == SQLITE_OK && i < count; i++)
        code = apply_one(s, changes[i], day);
    enum err e = transaction_end(s, code);
    return e == ERR_OK || e == ERR_NO_SPACE ? e : ERR_IO;
}

enum err store_sqlite_token_add(struct store *s, const uint8_t (*hashes)[RELAY_HASH_SIZE],
                                size_t count) {
    int code = store_run(s, ST_BEGIN);
    for (size_t i = 0; code == SQLITE_OK && i < count; i++) {
        sqlite3_bind_blob(s->stmt[ST_TOKEN_ADD], 1, hashes[i], RELAY_HASH_SIZE, SQLITE_STATIC);
        code = store_run(s, ST_TOKEN_ADD);
    }
    return transaction_end(s, code);
}
