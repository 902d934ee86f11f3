/* store_sqlite.c -- the embedded store: opening, upgrading, housekeeping.
 *
 * One file `relay.sqlite` in write-ahead mode with synchronous=FULL: a commit returns after the
 * log is on disk. The log is moved into the file by a thread of its own (passive: it never holds
 * up writers). Passive alone would let the log grow without bound under constant load, because it
 * starts again from its beginning only at a moment when all of it was moved: so past a size, and
 * after erasures, the writer itself finishes the move between two groups, when little is left.
 *
 * Schema: schema/NNN_*.sql, one file a version, kept in PRAGMA user_version. Opening runs what is
 * missing in one transaction. A newer version is refused: it may mean something we cannot honour.
 */
#include "relay/store_sqlite.h"

#include "base/check.h"
#include "relay/schema.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    APPLICATION_ID = 0x746f7764, /* "towd", so that another program's file is refused */
    VERSION_SCRUBBED = 3,        /* its pages hold nothing between their rows */
    LOG_PAGES_MAX = 4096,        /* 16 MiB: past this the writer finishes the move itself */
    LOG_PAGES_STEP = 1000,       /* 4 MiB of new log is worth a passive checkpoint */
    ERASE_DELAY_MS = 3000,       /* erasures of some seconds share one emptying; at most 10 s */
    IDLE_DELAY_MS = 1000,        /* the log is moved when nothing was written for this long */
    RETRY_MS = 100,              /* between attempts that readers held up */
    PURGE_STEP = 256,            /* blobs removed in one step of housekeeping */
    VACUUM_STEP = 64             /* pages returned in one step */
};

static const char *const writer_sql[ST_COUNT] = {
    [ST_BEGIN] = "BEGIN IMMEDIATE",
    [ST_COMMIT] = "COMMIT",
    [ST_ROLLBACK] = "ROLLBACK",
    [ST_BOX_GET] = "SELECT " BOX_COLUMNS " FROM box WHERE id = ?1",
    [ST_BOX_ADD] = "INSERT INTO box (id, slot, rt_hash, class, next, head, bytes, expires, floor) "
                   "VALUES (?1, ?2, ?3, ?4, 1, ?5, 0, ?6, 1)",
    [ST_BOX_MOVE] = "UPDATE box SET next = ?2, head = ?3, bytes = ?4, expires = ?5 WHERE id = ?1",
    [ST_BOX_BYTES] = "UPDATE box SET bytes = ?2 WHERE id = ?1",
    [ST_BOX_DROP] = "DELETE FROM box WHERE id = ?1",
    [ST_BOX_EMPTY] = "UPDATE box SET slot = ?2, bytes = 0, expires = 0, floor = next, "
                     "floor_head = head, floor_sig = ?3 WHERE id = ?1",
    [ST_BLOB_ADD] = "INSERT INTO blob (place, bh, sig, data) VALUES (?1, ?2, ?3, ?4)",
    [ST_BLOB_GET] = "SELECT bh, length(data) FROM blob WHERE place = ?1",
    [ST_BLOB_SIG] = "SELECT sig FROM blob WHERE place = ?1",
    [ST_BLOB_ERASE] = "UPDATE blob SET data = NULL WHERE place = ?1",
    [ST_TOMBSTONE_GET] = "SELECT 1 FROM tombstone WHERE id = ?1 AND expires > ?2",
    [ST_TOMBSTONE_ADD] = "INSERT OR REPLACE INTO tombstone (id, expires) VALUES (?1, ?2)",
    [ST_TOMBSTONE_OLD] = "DELETE FROM tombstone WHERE expires <= ?1",
    [ST_TOKEN_SPEND] = "DELETE FROM token WHERE hash = ?1",
    [ST_TOKEN_ADD] = "INSERT OR IGNORE INTO token (hash) VALUES (?1)",
    [ST_PURGE_ADD] = "INSERT OR IGNORE INTO purge (slot) VALUES (?1)",
    [ST_PURGE_GET] = "SELECT slot FROM purge LIMIT 1",
    [ST_PURGE_STEP] = "DELETE FROM blob WHERE place IN "
                      "(SELECT place FROM blob WHERE place BETWEEN ?1 AND ?2 LIMIT ?3)",
    [ST_PURGE_DONE] = "DELETE FROM purge WHERE slot = ?1",
    [ST_EXPIRED] = "SELECT id, " BOX_COLUMNS " FROM box "
                   "WHERE expires > 0 AND expires <= ?1 LIMIT 1",
    [ST_VACUUM] = "PRAGMA incremental_vacuum(64)",
};

_Static_assert(VACUUM_STEP == 64, "ST_VACUUM names the step");

/* ---- small helpers ---- */

enum err store_err(int code) {
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_DONE:
    case SQLITE_ROW:
        return ERR_OK;
    case SQLITE_FULL:
        return ERR_NO_SPACE;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ERR_MALFORMED;
    default:
        return code == SQLITE_IOERR_SHMSIZE ? ERR_NO_SPACE : ERR_IO;
    }
}

int64_t store_slot_random(void) {
    int64_t slot = 0;
    while (slot == 0) {
        uint64_t r = 0;
        MUST(getrandom(&r, sizeof r, 0) == (ssize_t)sizeof r);
        slot = (int64_t)(r >> (64 - SLOT_BITS));
    }
    return slot;
}

bool store_column_copy(sqlite3_stmt *st, int column, uint8_t *out, size_t size) {
    const void *at = sqlite3_column_blob(st, column);
    if (!at || (size_t)sqlite3_column_bytes(st, column) != size)
        return false;
    memcpy(out, at, size);
    return true;
}

int store_box_columns(sqlite3_stmt *st, struct box_row *out) {
    int c = sqlite3_column_count(st) - 10; /* the columns named come last */
    memset(out, 0, sizeof *out);
    out->slot = sqlite3_column_int64(st, c);
    bool whole = store_column_copy(st, c + 1, out->rt_hash, sizeof out->rt_hash);
    out->box_class = (unsigned)sqlite3_column_int(st, c + 2);
    out->next = (uint64_t)sqlite3_column_int64(st, c + 3);
    whole = store_column_copy(st, c + 4, out->head, sizeof out->head) && whole;
    out->bytes = (uint64_t)sqlite3_column_int64(st, c + 5);
    out->expires = (uint32_t)sqlite3_column_int64(st, c + 6);
    out->floor = (uint64_t)sqlite3_column_int64(st, c + 7);
    if (out->floor > 1)
        whole = store_column_copy(st, c + 8, out->floor_head, sizeof out->floor_head) &&
                store_column_copy(st, c + 9, out->floor_sig, sizeof out->floor_sig) && whole;
    return whole ? SQLITE_ROW : SQLITE_IOERR;
}

int store_run(struct store *s, enum writer_statement st) {
    int code = sqlite3_step(s->stmt[st]);
    sqlite3_reset(s->stmt[st]);
    return code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code;
}

static int exec(sqlite3 *db, const char *sql) {
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static int64_t pragma_read(sqlite3 *db, const char *sql) {
    sqlite3_stmt *st = NULL;
    int64_t v = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
        v = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return v;
}

/* ---- opening ---- */

sqlite3 *store_connect(const char *path, int flags, int *code) {
    sqlite3 *db = NULL;
    *code = sqlite3_open_v2(path, &db, flags | SQLITE_OPEN_NOMUTEX, STORE_VFS);
    if (*code == SQLITE_OK) {
        sqlite3_extended_result_codes(db, 1);
        sqlite3_busy_timeout(db, 2000); /* `toward token` may hold the file for a moment */
        sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1 << 20);
        sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 1 << 14);
        *code = exec(db, "PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL;"
                         "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
                         "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
                         "PRAGMA cache_size = -1024; PRAGMA cache_spill = OFF;"
                         "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
                         "PRAGMA wal_autocheckpoint = 0;"
                         "PRAGMA max_page_count = 167772159"); /* store_sqlite_scrub.c */
    }
    if (*code == SQLITE_OK)
        return db;
    sqlite3_close(db);
    return NULL;
}

#define CHOOSE_ANOTHER "choose another folder with --data (make run: DATA=)"

/* Brings the schema to the newest version, all of it or nothing. */
static enum err upgrade(struct store *s, char *line) {
    int64_t version = pragma_read(s->db, "PRAGMA user_version");
    int64_t application = pragma_read(s->db, "PRAGMA application_id");
    if (version < 0 || application < 0) {
        snprintf(line, STORE_LINE_SIZE, "%s cannot be read as a database: restore a backup.",
                 s->path);
        return ERR_MALFORMED;
    }
    if (application != APPLICATION_ID &&
        pragma_read(s->db, "SELECT count(*) FROM sqlite_schema") > 0) {
        snprintf(line, STORE_LINE_SIZE, "%s belongs to another program: " CHOOSE_ANOTHER ".",
                 s->path);
        return ERR_MALFORMED;
    }
    if ((size_t)version > relay_schema_count) {
        snprintf(line, STORE_LINE_SIZE,
                 "%s was written by a newer Toward: run that one, or restore an older backup.",
                 s->path);
        return ERR_NEWER;
    }
    if ((size_t)version == relay_schema_count)
        return ERR_OK;
    int code = SQLITE_OK;
    if (version > 0 && version < VERSION_SCRUBBED) /* every page is written anew */
        code = exec(s->db, "VACUUM");
    if (code == SQLITE_OK)
        code = exec(s->db, "BEGIN EXCLUSIVE");
    for (size_t i = (size_t)version; code == SQLITE_OK && i < relay_schema_count; i++)
        code = exec(s->db, relay_schema[i]);
    char end[128];
    snprintf(end, sizeof end, "PRAGMA application_id = %d; PRAGMA user_version = %zu; COMMIT",
             (int)APPLICATION_ID, relay_schema_count);
    if (code == SQLITE_OK)
        code = exec(s->db, end);
    if (code == SQLITE_OK)
        return ERR_OK;
    snprintf(line, STORE_LINE_SIZE, "%s could not be brought to this version: %s.", s->path,
             sqlite3_errstr(code));
    if (!sqlite3_get_autocommit(s->db))
        exec(s->db, "ROLLBACK");
    return store_err(code);
}

static void say_why(const struct store_config *config, int code, int system_error, char *line) {
    bool full = (code & 0xff) == SQLITE_FULL || system_error == ENOSPC;
    if (!full && code != SQLITE_OK && access(config->folder, W_OK) != 0)
        system_error = errno; /* SQLite's last one tells what it tried last */
    if (full)
        snprintf(line, STORE_LINE_SIZE, "The disk of %s is full: make room and start again.",
                 config->folder);
    else if (system_error == EROFS || system_error == EACCES || system_error == EPERM ||
             (code & 0xff) == SQLITE_READONLY)
        snprintf(line, STORE_LINE_SIZE,
                 "%s cannot be written: " CHOOSE_ANOTHER ", or change its owner.", config->folder);
    else if (system_error != 0)
        snprintf(line, STORE_LINE_SIZE, "%s cannot be used (%s): " CHOOSE_ANOTHER ".",
                 config->folder, strerror(system_error));
    else
        snprintf(line, STORE_LINE_SIZE, "%s cannot be opened (%s): " CHOOSE_ANOTHER ".",
                 config->folder, sqlite3_errstr(code));
}

/* mkdir -p, for us alone. Returns what kept the first folder of the path from being made. */
static int folder_make(const char *folder) {
    char path[1000];
    int first = 0;
    size_t size = strlen(folder);
    if (size == 0 || size >= sizeof path)
        return ENAMETOOLONG;
    memcpy(path, folder, size + 1);
    for (size_t i = 1; i <= size; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        char end = path[i];
        path[i] = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST && first == 0)
            first = errno;
        path[i] = end;
    }
    struct stat st;
    if (stat(folder, &st) != 0)
        return first ? first : errno;
    return S_ISDIR(st.st_mode) ? 0 : ENOTDIR;
}

static int on_commit(void *store, sqlite3 *db, const char *name, int pages) {
    (void)db;
    (void)name;
    atomic_store(&((struct store *)store)->log_pages, (unsigned)pages);
    return SQLITE_OK;
}

static int statements_prepare(struct store *s) {
    for (int i = 0; i < ST_COUNT; i++) {
        int code = sqlite3_prepare_v3(s->db, writer_sql[i], -1, SQLITE_PREPARE_PERSISTENT,
                                      &s->stmt[i], NULL);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

static bool log_empty(struct store *s, int mode) {
    sqlite3_busy_timeout(s->db, 20); /* never let readers hold up the writer for long */
    int code = sqlite3_wal_checkpoint_v2(s->db, NULL, mode, NULL, NULL);
    sqlite3_busy_timeout(s->db, 2000);
    if (code == SQLITE_OK)
        atomic_store(&s->log_pages, 0);
    return code == SQLITE_OK;
}

static void sqlite_close(struct store *s) {
    for (int i = 0; i < ST_COUNT; i++)
        sqlite3_finalize(s->stmt[i]);
    sqlite3_close(s->checkpoint_db);
    if (s->db)
        log_empty(s, SQLITE_CHECKPOINT_TRUNCATE);
    sqlite3_close(s->db);
    free(s);
}

static void sizes_note(struct store *s) {
    int64_t pages = pragma_read(s->db, "PRAGMA page_count");
    int64_t free_pages = pragma_read(s->db, "PRAGMA freelist_count");
    atomic_store(&s->file_bytes, (uint64_t)(pages > 0 ? pages : 0) * STORE_PAGE_SIZE);
    atomic_store(&s->free_bytes, (uint64_t)(free_pages > 0 ? free_pages : 0) * STORE_PAGE_SIZE);
}

static enum err connections_open(struct store *s, const struct store_config *config, char *line) {
    int code = SQLITE_OK;
    errno = 0;
    int flags = SQLITE_OPEN_READWRITE | (config->read_write ? SQLITE_OPEN_CREATE : 0);
    s->db = store_connect(s->path, flags, &code);
    if (s->db)
        code = exec(s->db, "PRAGMA journal_mode = WAL");
    if (!s->db || code != SQLITE_OK) {
        int system_error = s->db ? sqlite3_system_errno(s->db) : errno;
        say_why(config, code, (code & 0xff) == SQLITE_NOTADB ? 0 : system_error, line);
        return store_err(code);
    }
    TRY(upgrade(s, line));
    sqlite3_wal_hook(s->db, on_commit, s);
    if ((code = statements_prepare(s)) == SQLITE_OK)
        s->checkpoint_db = store_connect(s->path, SQLITE_OPEN_READWRITE, &code);
    if (code == SQLITE_OK) /* is it writable at all? says so now and not at the first append */
        code = exec(s->db, "BEGIN IMMEDIATE; ROLLBACK");
    if (code != SQLITE_OK) {
        say_why(config, code, sqlite3_system_errno(s->db), line);
        return store_err(code);
    }
    return ERR_OK;
}

static enum err sqlite_open(const struct store_config *config, struct store **out, char *line) {
    struct store *s = calloc(1, sizeof *s);
    if (!s)
        return ERR_FULL;
    if (store_scrub_register() != SQLITE_OK) {
        snprintf(line, STORE_LINE_SIZE, "SQLite has no way to files here.");
        free(s);
        return ERR_IO;
    }
    int system_error = config->read_write ? folder_make(config->folder) : 0;
    if (system_error != 0) {
        say_why(config, SQLITE_OK, system_error, line);
        free(s);
        return system_error == ENOSPC ? ERR_NO_SPACE : ERR_IO;
    }
    snprintf(s->path, sizeof s->path, "%s/relay.sqlite", config->folder);
    enum err e = connections_open(s, config, line);
    if (e != ERR_OK) {
        sqlite_close(s);
        return e;
    }
    /* An erase may have been followed by a crash, and another may come before the next emptying. */
    s->erased = !log_empty(s, SQLITE_CHECKPOINT_TRUNCATE);
    sizes_note(s);
    *out = s;
    return ERR_OK;
}

/* ---- housekeeping ---- */

static int purge_slot(struct store *s, int64_t slot) {
    sqlite3_bind_int64(s->stmt[ST_PURGE_ADD], 1, slot);
    return store_run(s, ST_PURGE_ADD);
}

/* An invite goes whole; a live box gets a new, empty slot and keeps where it stood. */
static int expire_box(struct store *s, const uint8_t *id, const struct box_row *box) {
    int code = purge_slot(s, box->slot);
    if (code != SQLITE_OK)
        return code;
    if (relay_class_limits(box->box_class)->box_days > 0) {
        sqlite3_bind_blob(s->stmt[ST_BOX_DROP], 1, id, RELAY_ID_SIZE, SQLITE_STATIC);
        return store_run(s, ST_BOX_DROP);
    }
    uint8_t sig[RELAY_SIG_SIZE];
    sqlite3_stmt *get = s->stmt[ST_BLOB_SIG];
    sqlite3_bind_int64(get, 1, store_place(box->slot, box->next - 1));
    code = sqlite3_step(get); /* expires is set by an append, and an append ends in a signed blob */
    bool signed_head = code == SQLITE_ROW && store_column_copy(get, 0, sig, sizeof sig);
    sqlite3_reset(get);
    if (!signed_head)
        return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_IOERR : code;
    sqlite3_stmt *empty = s->stmt[ST_BOX_EMPTY];
    sqlite3_bind_blob(empty, 1, id, RELAY_ID_SIZE, SQLITE_STATIC);
    sqlite3_bind_int64(empty, 2, store_slot_random());
    sqlite3_bind_blob(empty, 3, sig, sizeof sig, SQLITE_STATIC);
    return store_run(s, ST_BOX_EMPTY);
}

/* One box that `day` has made old; *found tells whether there was one. */
static int expire_step(struct store *s, uint32_t day, bool *found) {
    sqlite3_stmt *st = s->stmt[ST_EXPIRED];
    uint8_t id[RELAY_ID_SIZE];
    struct box_row box;
    sqlite3_bind_int64(st, 1, day);
    int code = sqlite3_step(st);
    *found = code == SQLITE_ROW;
    if (*found)
        code = store_column_copy(st, 0, id, sizeof id) ? store_box_columns(st, &box) : SQLITE_IOERR;
    sqlite3_reset(st);
    if (code == SQLITE_ROW)
        return expire_box(s, id, &box);
    if (code != SQLITE_DONE)
        return code;
    sqlite3_bind_int64(s->stmt[ST_TOMBSTONE_OLD], 1, day);
    code = store_run(s, ST_TOMBSTONE_OLD);
    if (code == SQLITE_OK) {
        s->expired_day = day;
        s->vacuum = true;
    }
    return code;
}

static int purge_step(struct store *s, bool *found) {
    int code = sqlite3_step(s->stmt[ST_PURGE_GET]);
    *found = code == SQLITE_ROW;
    int64_t slot = *found ? sqlite3_column_int64(s->stmt[ST_PURGE_GET], 0) : 0;
    sqlite3_reset(s->stmt[ST_PURGE_GET]);
    if (!*found)
        return code == SQLITE_DONE ? SQLITE_OK : code;
    sqlite3_stmt *step = s->stmt[ST_PURGE_STEP];
    sqlite3_bind_int64(step, 1, store_place(slot, 0));
    sqlite3_bind_int64(step, 2, store_place(slot + 1, 0) - 1);
    sqlite3_bind_int64(step, 3, PURGE_STEP);
    code = store_run(s, ST_PURGE_STEP);
    s->erased = true;
    if (code == SQLITE_OK && sqlite3_changes(s->db) < PURGE_STEP) {
        sqlite3_bind_int64(s->stmt[ST_PURGE_DONE], 1, slot);
        code = store_run(s, ST_PURGE_DONE);
    }
    return code;
}

static int vacuum_step(struct store *s) {
    int code = SQLITE_ROW; /* each step of the statement returns one page */
    while (code == SQLITE_ROW)
        code = sqlite3_step(s->stmt[ST_VACUUM]);
    sqlite3_reset(s->stmt[ST_VACUUM]);
    s->vacuum = pragma_read(s->db, "PRAGMA freelist_count") > 0;
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static enum err sqlite_maintain(struct store *s, uint32_t day, bool *more) {
    bool worked = false;
    int code = store_run(s, ST_BEGIN);
    if (code != SQLITE_OK)
        return store_err(code);
    if (s->expired_day != day) {
        code = expire_step(s, day, &worked);
        worked = true;
    } else {
        code = purge_step(s, &worked);
        if (code == SQLITE_OK && !worked && s->vacuum) {
            code = vacuum_step(s);
            worked = s->vacuum;
        }
    }
    if (code == SQLITE_OK)
        code = store_run(s, ST_COMMIT);
    if (code != SQLITE_OK)
        store_run(s, ST_ROLLBACK);
    *more = worked && code == SQLITE_OK;
    return store_err(code);
}

static bool sqlite_reclaim(struct store *s, uint64_t now_ms) {
    unsigned pages = atomic_load(&s->log_pages);
    if (pages != s->reclaim_pages) {
        s->reclaim_pages = pages;
        s->written_ms = now_ms;
    }
    if (s->erased && s->erased_ms == 0)
        s->erased_ms = now_ms;
    bool erase_due = s->erased && now_ms - s->erased_ms >= ERASE_DELAY_MS;
    bool idle = pages > 0 && now_ms - s->written_ms >= IDLE_DELAY_MS;
    if (!erase_due && !idle && pages <= LOG_PAGES_MAX)
        return pages > 0 || s->erased;
    if (now_ms - s->reclaim_ms < RETRY_MS)
        return true;
    s->reclaim_ms = now_ms;
    /* A log that keeps its length is written over, which is faster than making it grow again; only
     * what was erased must not stay in it. */
    if (!log_empty(s, erase_due ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART))
        return true;
    s->reclaim_pages = 0;
    if (erase_due) {
        sqlite3_db_release_memory(s->db); /* pages as they were before they were scrubbed */
        s->erased = false;
        s->erased_ms = 0;
    }
    sizes_note(s);
    return s->erased;
}

static void sqlite_checkpoint(struct store *s) {
    unsigned pages = atomic_load(&s->log_pages), moved = atomic_load(&s->log_pages_moved);
    if (pages < moved)
        moved = 0; /* the log began anew */
    if (pages - moved < LOG_PAGES_STEP) {
        atomic_store(&s->log_pages_moved, moved);
        return;
    }
    sqlite3_wal_checkpoint_v2(s->checkpoint_db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    atomic_store(&s->log_pages_moved, pages);
}

static struct store_numbers sqlite_numbers(struct store *s) {
    return (struct store_numbers){
        .file_bytes = atomic_load(&s->file_bytes),
        .free_bytes = atomic_load(&s->free_bytes),
        .log_bytes = (uint64_t)atomic_load(&s->log_pages) * (STORE_PAGE_SIZE + 24),
    };
}

/* One read transaction into a new, compact file: what was erased is not in it. */
static enum err sqlite_backup(struct store *s, const char *path) {
    if (access(path, F_OK) == 0)
        return ERR_STATE;
    sqlite3_stmt *st = NULL;
    int code = sqlite3_prepare_v2(s->db, "VACUUM INTO ?1", -1, &st, NULL);
    if (code == SQLITE_OK) {
        sqlite3_bind_text(st, 1, path, -1, SQLITE_STATIC);
        code = sqlite3_step(st);
    }
    sqlite3_finalize(st);
    return store_err(code);
}

const struct store_ops store_sqlite = {
    .name = "sqlite",
    .open = sqlite_open,
    .close = sqlite_close,
    .apply = store_sqlite_apply,
    .maintain = sqlite_maintain,
    .reclaim = sqlite_reclaim,
    .checkpoint = sqlite_checkpoint,
    .token_add = store_sqlite_token_add,
    .backup = sqlite_backup,
    .numbers = sqlite_numbers,
    .reader_open = store_sqlite_reader_open,
    .reader_close = store_sqlite_reader_close,
    .read = store_sqlite_read,
};
