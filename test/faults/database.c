#include "database.h"

#include "base/check.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static const char *const must_be_empty[] = {
    /* blobs of no box */
    "SELECT count(*) FROM blob WHERE (place >> 24) NOT IN "
    "(SELECT slot FROM box UNION SELECT slot FROM purge)",
    /* boxes with a gap, or with fewer or more blobs than they say */
    "SELECT count(*) FROM box WHERE next - floor <> (SELECT count(*) FROM blob "
    "WHERE place >= (slot << 24) + floor AND place < (slot << 24) + next)",
    "SELECT count(*) FROM box WHERE (SELECT count(*) FROM blob "
    "WHERE place >= slot << 24 AND place < (slot + 1) << 24) <> next - floor",
    /* boxes that count their bytes wrong */
    "SELECT count(*) FROM box WHERE bytes <> (SELECT coalesce(sum(length(data)), 0) FROM blob "
    "WHERE place >= slot << 24 AND place < (slot + 1) << 24)",
    /* both dropped and there */
    "SELECT count(*) FROM box WHERE slot IN (SELECT slot FROM purge)",
};

static bool says(sqlite3 *db, const char *sql, const char *wanted) {
    sqlite3_stmt *st = NULL;
    bool right = false;
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW) {
        const char *said = (const char *)sqlite3_column_text(st, 0);
        right = said && !strcmp(said, wanted);
        if (!right)
            printf("%s: %s\n", sql, said ? said : "NULL");
    } else {
        printf("%s: %s\n", sql, sqlite3_errmsg(db));
    }
    sqlite3_finalize(st);
    return right;
}

static bool is_empty(sqlite3 *db) {
    sqlite3_stmt *st = NULL;
    bool empty =
        sqlite3_prepare_v2(db, "SELECT 1 FROM sqlite_schema", -1, &st, NULL) == SQLITE_OK &&
        sqlite3_step(st) == SQLITE_DONE;
    sqlite3_finalize(st);
    return empty;
}

bool database_is_whole(const char *folder) {
    char path[1024];
    sqlite3 *db = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    snprintf(path, sizeof path, "%s/relay.sqlite", folder);
    bool whole = sqlite3_open_v2(path, &db, flags, NULL) == SQLITE_OK &&
                 says(db, "PRAGMA integrity_check", "ok");
    bool empty = whole && is_empty(db);
    for (size_t i = 0; !empty && i < COUNT_OF(must_be_empty); i++)
        whole = whole && says(db, must_be_empty[i], "0");
    sqlite3_close(db);
    return whole;
}
