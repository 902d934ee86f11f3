/* store_sqlite_read.c -- reads pages, each reader on a connection of its own.
 *
 * Box and blobs are read in one transaction, so a page is of one moment. An unknown id and a wrong
 * token do the same work: one look-up, one comparison in constant time, one refusal.
 */
#include "relay/store_sqlite.h"

#include "base/check.h"
#include "crypt/chain.h"
#include "crypt/hash.h"

#include <stdlib.h>
#include <string.h>

struct store_reader {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *box, *blobs;
};

static int prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out) {
    return sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
}

void store_sqlite_reader_close(struct store_reader *r) {
    sqlite3_finalize(r->begin);
    sqlite3_finalize(r->commit);
    sqlite3_finalize(r->box);
    sqlite3_finalize(r->blobs);
    sqlite3_close(r->db);
    free(r);
}

enum err store_sqlite_reader_open(struct store *s, struct store_reader **out) {
    struct store_reader *r = calloc(1, sizeof *r);
    if (!r)
        return ERR_FULL;
    int code = SQLITE_OK;
    r->db = store_connect(s->path, SQLITE_OPEN_READWRITE, &code); /* the log's index is shared */
    if (r->db)
        code = sqlite3_exec(r->db, "PRAGMA query_only = ON", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = prepare(r->db, "BEGIN", &r->begin);
    if (code == SQLITE_OK)
        code = prepare(r->db, "COMMIT", &r->commit);
    if (code == SQLITE_OK)
        code = prepare(r->db, "SELECT " BOX_COLUMNS " FROM box WHERE id = ?1", &r->box);
    if (code == SQLITE_OK)
        code = prepare(r->db,
                       "SELECT place, bh, sig, data FROM blob "
                       "WHERE place >= ?1 AND place < ?2 ORDER BY place",
                       &r->blobs);
    if (code != SQLITE_OK) {
        store_sqlite_reader_close(r);
        return store_err(code);
    }
    *out = r;
    return ERR_OK;
}

/* Writes one row of r->blobs; *signed_head tells whether the page may end behind it. False when a
 * column cannot be read: bytes that the disk does not give now must not look erased. */
static bool blob_write(sqlite3_stmt *st, struct buf *b, bool *signed_head) {
    bool is_erased = sqlite3_column_type(st, 3) == SQLITE_NULL;
    bool is_signed = sqlite3_column_type(st, 2) != SQLITE_NULL;
    const void *data = sqlite3_column_blob(st, 3);
    struct relay_page_blob blob = {
        .n = (uint64_t)sqlite3_column_int64(st, 0) & ((1u << SLOT_SHIFT) - 1),
        .erased = is_erased,
        .bh = sqlite3_column_blob(st, 1),
        .sig = sqlite3_column_blob(st, 2),
        .data = bytes_make(data, data ? (size_t)sqlite3_column_bytes(st, 3) : 0),
    };
    if (!blob.bh || sqlite3_column_bytes(st, 1) != RELAY_HASH_SIZE || is_signed != !!blob.sig ||
        (is_signed && sqlite3_column_bytes(st, 2) != RELAY_SIG_SIZE) || is_erased != !data)
        return false;
    *signed_head = is_signed;
    relay_page_blob_write(b, &blob);
    return true;
}

/* The blobs of a box from `from` on; whole appends, until the page is past its soft size. */
static int blobs_write(struct store_reader *r, const struct box_row *box, uint64_t from,
                       struct buf *b, uint32_t *count) {
    sqlite3_bind_int64(r->blobs, 1, store_place(box->slot, from));
    sqlite3_bind_int64(r->blobs, 2, store_place(box->slot, box->next));
    int code = SQLITE_DONE;
    bool signed_head = true;
    while (!(signed_head && b->size > RELAY_PAGE_SOFT_SIZE) &&
           (code = sqlite3_step(r->blobs)) == SQLITE_ROW) {
        if (!blob_write(r->blobs, b, &signed_head)) {
            code = SQLITE_IOERR;
            break;
        }
        ++*count;
    }
    sqlite3_reset(r->blobs);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

static int page_write(struct store_reader *r, const struct store_query *q,
                      const struct box_row *box, struct buf *b) {
    struct relay_page page = {.at.next = box->next, .floor = box->floor};
    struct chain empty;
    chain_start(q->id, &empty);
    memcpy(page.at.head, box->head, sizeof page.at.head);
    memcpy(page.floor_head, box->floor > 1 ? box->floor_head : empty.head, sizeof page.floor_head);
    if (box->floor > 1)
        memcpy(page.floor_sig, box->floor_sig, sizeof page.floor_sig);
    size_t start = b->size;
    relay_page_write(b, &page);
    int code = SQLITE_OK;
    if (q->from < box->next)
        code = blobs_write(r, box, q->from > box->floor ? q->from : box->floor, b, &page.count);
    if (code == SQLITE_OK && b->err == ERR_OK)
        u32_write(b->at + start + RELAY_PAGE_HEAD_SIZE - 4, page.count);
    return code;
}

enum relay_reason store_sqlite_read(struct store_reader *r, const struct store_query *q,
                                    struct buf *b, uint64_t *next) {
    struct box_row box = {0};
    if (!sqlite3_get_autocommit(r->db)) /* the last COMMIT failed */
        sqlite3_exec(r->db, "ROLLBACK", NULL, NULL, NULL);
    if (sqlite3_step(r->begin) != SQLITE_DONE) { /* without it a page is not of one moment */
        sqlite3_reset(r->begin);
        return RELAY_REASON_INTERNAL;
    }
    sqlite3_reset(r->begin);
    sqlite3_bind_blob(r->box, 1, q->id, RELAY_ID_SIZE, SQLITE_STATIC);
    int code = sqlite3_step(r->box);
    if (code == SQLITE_ROW)
        code = store_box_columns(r->box, &box);
    sqlite3_reset(r->box);
    bool is_own = secret_equal(box.rt_hash, q->rt_hash, RELAY_HASH_SIZE) && code == SQLITE_ROW;
    enum relay_reason reason = RELAY_REASON_NOT_FOUND;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        reason = RELAY_REASON_INTERNAL;
    if (is_own) {
        code = page_write(r, q, &box, b);
        reason = code == SQLITE_OK && b->err == ERR_OK ? RELAY_REASON_NONE : RELAY_REASON_INTERNAL;
        *next = box.next;
    }
    sqlite3_step(r->commit);
    sqlite3_reset(r->commit);
    return reason;
}
