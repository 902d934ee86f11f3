#include "sim_relay.h"

#include "base/check.h"
#include "book/box.h"
#include "crypt/hash.h"
#include "relay/check.h"
#include "relay/route.h"
#include "relay/store_sqlite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const parts[] = {"relay.sqlite", "relay.sqlite-wal", "relay.sqlite-shm"};
enum { PART_DATA, PART_LOG, PART_COUNT = 3, PAGES_MANY = 1 << 30 };

/* The store draws where blobs lie from getrandom, which decides how full its pages are and so when
 * a disk is. The simulator is linked with --wrap=getrandom, so that this follows from the seed too.
 */
static uint64_t places;
ssize_t __wrap_getrandom(void *out, size_t size, unsigned flags);
ssize_t __wrap_getrandom(void *out, size_t size, unsigned flags) {
    uint8_t *at = out;
    (void)flags;
    for (size_t i = 0; i < size; i++) {
        places = places * 6364136223846793005u + 1442695040888963407u;
        at[i] = (uint8_t)(places >> 56);
    }
    return (ssize_t)size;
}

/* --- files --- */

static void path_of(const struct sim_relay *r, unsigned life, int part, char out[SIM_RELAY_PATH]) {
    int n = snprintf(out, SIM_RELAY_PATH, "%s/%u%s%s", r->folder, life, part < 0 ? "" : "/",
                     part < 0 ? "" : parts[part]);
    MUST(n > 0 && n < SIM_RELAY_PATH);
}

static void copy_path(const struct sim_relay *r, unsigned copy, char out[SIM_RELAY_PATH]) {
    int n = snprintf(out, SIM_RELAY_PATH, "%s/copy-%u", r->folder, copy);
    MUST(n > 0 && n < SIM_RELAY_PATH);
}

/* The whole of a file, to be freed; NULL and size 0 when there is none. */
static uint8_t *file_read(const char *path, size_t *size) {
    struct stat st;
    FILE *f = fopen(path, "rb");
    *size = 0;
    if (!f)
        return NULL;
    MUST(fstat(fileno(f), &st) == 0);
    uint8_t *at = malloc((size_t)st.st_size + 1);
    MUST(at && fread(at, 1, (size_t)st.st_size, f) == (size_t)st.st_size && fclose(f) == 0);
    *size = (size_t)st.st_size;
    return at;
}

static void file_copy(const char *from, const char *to) {
    size_t size;
    uint8_t *at = file_read(from, &size);
    if (!at)
        return;
    FILE *f = fopen(to, "wb");
    MUST(f && fwrite(at, 1, size, f) == size && fclose(f) == 0);
    free(at);
}

static void life_remove(const struct sim_relay *r, unsigned life) {
    char path[SIM_RELAY_PATH];
    for (int i = 0; i < PART_COUNT; i++) {
        path_of(r, life, i, path);
        unlink(path);
    }
    path_of(r, life, -1, path);
    rmdir(path);
}

/* --- life --- */

static bool store_begin(struct sim_relay *r) {
    char line[STORE_LINE_SIZE] = "", folder[SIM_RELAY_PATH];
    path_of(r, r->life, -1, folder);
    struct store_config config = {.folder = folder, .read_write = true};
    enum err e = store_sqlite.open(&config, &r->store, line);
    if (e == ERR_OK)
        e = store_sqlite.reader_open(r->store, &r->reader);
    if (e != ERR_OK)
        fprintf(stderr, "the simulated relay: %s (%s)\n", line, err_name(e));
    return e == ERR_OK;
}

static void store_end(struct sim_relay *r) {
    store_sqlite.reader_close(r->reader);
    store_sqlite.close(r->store);
}

bool sim_relay_open(struct sim_relay *r, const char *folder, const char *origin) {
    char line[STORE_LINE_SIZE];
    char *arguments[] = {"--household", "--relay-origin", (char *)(uintptr_t)origin};
    *r = (struct sim_relay){0};
    places = 1;
    int n = snprintf(r->folder, sizeof r->folder, "%s", folder);
    MUST(n > 0 && n < SIM_RELAY_PATH - 64);
    if (!config_read(COUNT_OF(arguments), arguments, &r->config, line, sizeof line)) {
        fprintf(stderr, "the simulated relay: %s\n", line);
        return false;
    }
    r->room = malloc(RELAY_PAGE_MAX_SIZE);
    MUST(r->room);
    return mkdir(folder, 0700) == 0 && store_begin(r);
}

void sim_relay_close(struct sim_relay *r) {
    char path[SIM_RELAY_PATH];
    store_end(r);
    life_remove(r, r->life);
    for (unsigned i = 0; i < r->kept; i++) {
        copy_path(r, i, path);
        unlink(path);
    }
    rmdir(r->folder);
    free(r->room);
}

/* The files as they stand are what the next process finds; the old one's locks die with it. */
void sim_relay_crash(struct sim_relay *r) {
    char from[SIM_RELAY_PATH], to[SIM_RELAY_PATH];
    path_of(r, r->life + 1, -1, to);
    MUST(mkdir(to, 0700) == 0);
    for (int i = PART_DATA; i <= PART_LOG; i++) {
        path_of(r, r->life, i, from);
        path_of(r, r->life + 1, i, to);
        file_copy(from, to);
    }
    store_end(r);
    life_remove(r, r->life++);
    MUST(store_begin(r));
    sim_relay_disk(r, r->is_full);
    r->changes++;
}

bool sim_relay_keep(struct sim_relay *r) {
    char path[SIM_RELAY_PATH];
    if (r->kept == SIM_RELAY_COPIES)
        return false;
    copy_path(r, r->kept, path);
    MUST(store_sqlite.backup(r->store, path) == ERR_OK);
    r->kept++;
    return true;
}

void sim_relay_return(struct sim_relay *r, unsigned copy) {
    char from[SIM_RELAY_PATH], to[SIM_RELAY_PATH];
    MUST(copy < r->kept);
    store_end(r);
    life_remove(r, r->life++);
    path_of(r, r->life, -1, to);
    MUST(mkdir(to, 0700) == 0);
    copy_path(r, copy, from);
    path_of(r, r->life, PART_DATA, to);
    file_copy(from, to);
    MUST(store_begin(r));
    sim_relay_disk(r, r->is_full);
    r->changes++;
}

void sim_relay_disk(struct sim_relay *r, bool is_full) {
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA max_page_count = %d", is_full ? 1 : PAGES_MANY);
    MUST(sqlite3_exec(r->store->db, sql, NULL, NULL, NULL) == SQLITE_OK);
    r->is_full = is_full;
}

void sim_relay_upkeep(struct sim_relay *r, uint64_t now_ms) {
    bool more = true;
    r->day = box_day(now_ms);
    for (int i = 0; more && i < 64; i++)
        if (store_sqlite.maintain(r->store, r->day, &more) != ERR_OK)
            more = false; /* a full disk: the next time tries again */
    (void)store_sqlite.reclaim(r->store, now_ms);
}

/* --- requests --- */

/* The head as a browser would send it, read as the relay reads it. */
static enum relay_reason head_route(struct sim_relay *r, const struct net_request *request,
                                    struct arena *a, struct route *out) {
    struct buf b;
    struct bytes text;
    struct http_head head;
    buf_init(&b, a);
    buf_add_string(&b, relay_method_name((enum relay_method)request->method));
    buf_add_string(&b, " ");
    buf_add_bytes(&b, request->path);
    buf_add_string(&b, " HTTP/1.1\r\nHost: ");
    buf_add_string(&b, r->config.origins[0].authority);
    if (request->token) {
        buf_add_string(&b, "\r\nAuthorization: Box ");
        buf_add_base64url(&b, bytes_make(request->token, RELAY_TOKEN_SIZE));
    }
    if (request->method != NET_GET || request->body.size > 0) {
        char length[48];
        snprintf(length, sizeof length, "\r\nContent-Length: %zu", request->body.size);
        buf_add_string(&b, length);
    }
    buf_add_string(&b, "\r\n\r\n");
    MUST(buf_finish(&b, &text) == ERR_OK);
    enum relay_reason reason = http_head_read(text, &head);
    return reason == RELAY_REASON_NONE ? route_read(&r->config, &head, out) : reason;
}

static void change_run(struct sim_relay *r, const struct route *route, struct bytes body,
                       struct store_change *change) {
    memcpy(change->id, route->target.id, sizeof change->id);
    change->call = route->target.call;
    change->n = route->target.n;
    change->reason = check_change(&r->config, route->host, body, r->day, change);
    if (change->reason != RELAY_REASON_NONE)
        return;
    struct store_change *one = change;
    enum err e = store_sqlite.apply(r->store, &one, 1, r->day);
    if (e != ERR_OK)
        change->reason = e == ERR_NO_SPACE ? RELAY_REASON_DISK_FULL : RELAY_REASON_INTERNAL;
    else if (change->changed)
        r->changes++;
}

/* False: it waits. */
static bool read_run(struct sim_relay *r, const struct route *route, bool may_wait, struct buf *b,
                     enum relay_reason *reason) {
    struct store_query query = {.from = route->target.n};
    struct buf page;
    struct bytes found;
    uint64_t next = 0;
    memcpy(query.id, route->target.id, sizeof query.id);
    hash_bytes(LABEL_RT, BYTES_OF(route->token), query.rt_hash);
    buf_init_fixed(&page, r->room, RELAY_PAGE_MAX_SIZE);
    *reason = store_sqlite.read(r->reader, &query, &page, &next);
    if (*reason != RELAY_REASON_NONE)
        return true;
    MUST(buf_finish(&page, &found) == ERR_OK);
    if (may_wait && next == query.from && found.size == RELAY_PAGE_HEAD_SIZE)
        return false;
    buf_add_bytes(b, found);
    return true;
}

bool sim_relay_answer(struct sim_relay *r, const struct net_request *request, uint64_t started_ms,
                      uint64_t now_ms, struct arena *a, struct net_answer *answer) {
    struct route route = {0};
    struct store_change change = {0};
    struct buf b;
    r->day = box_day(now_ms);
    enum relay_reason reason = head_route(r, request, a, &route);
    buf_init(&b, a);
    if (reason == RELAY_REASON_NONE && route.target.call == RELAY_CALL_READ) {
        bool may_wait = now_ms < started_ms + route.target.wait * 1000u;
        if (!read_run(r, &route, may_wait, &b, &reason))
            return false;
    } else if (reason == RELAY_REASON_NONE) {
        change_run(r, &route, request->body, &change);
        reason = change.reason;
        if (reason == RELAY_REASON_NONE)
            relay_position_write(&b, &change.at);
    }
    if (reason != RELAY_REASON_NONE)
        route_refusal(&b, reason, &change.at);
    check_forget(&change);
    r->asked++;
    r->refused += reason != RELAY_REASON_NONE;
    *answer = (struct net_answer){.id = request->id, .status = relay_reason_status(reason)};
    MUST(buf_finish(&b, &answer->body) == ERR_OK);
    return true;
}

/* --- what stands there --- */

bool sim_relay_holds(const struct sim_relay *r, struct bytes what) {
    char path[SIM_RELAY_PATH];
    bool found = false;
    for (int i = PART_DATA; i <= PART_LOG && !found; i++) {
        size_t size;
        path_of(r, r->life, i, path);
        uint8_t *at = file_read(path, &size);
        found = at && memmem(at, size, what.at, what.size) != NULL;
        free(at);
    }
    return found;
}

struct sim_box sim_relay_box(struct sim_relay *r, const uint8_t id[RELAY_ID_SIZE]) {
    struct sim_box box = {0};
    sqlite3_stmt *st = NULL;
    MUST(sqlite3_prepare_v2(r->store->db,
                            "SELECT next, bytes, (SELECT count(data) FROM blob WHERE place >= "
                            "slot << 24 AND place < (slot + 1) << 24) FROM box WHERE id = ?1",
                            -1, &st, NULL) == SQLITE_OK);
    sqlite3_bind_blob(st, 1, id, RELAY_ID_SIZE, SQLITE_STATIC);
    if (sqlite3_step(st) == SQLITE_ROW) {
        box.is_there = true;
        box.next = (uint64_t)sqlite3_column_int64(st, 0);
        box.bytes = (uint64_t)sqlite3_column_int64(st, 1);
        box.blobs = (uint32_t)sqlite3_column_int(st, 2);
    }
    sqlite3_finalize(st);
    return box;
}
