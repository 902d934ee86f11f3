#include "room_test.h"

#include "app/app_internal.h"
#include "crypt/hash.h"
#include "view/html.h"
#include "view/text_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char origin[] = "http://127.0.0.1:8080";
enum { STEP_MS = 20, LATENCY_MS = 5, DAY_2020 = 18262 };

/* --- effects ---------------------------------------------------------------------------------- */

static uint32_t take_u32(struct bytes *in) {
    MUST(in->size >= 4);
    uint32_t n = u32_read(in->at);
    *in = bytes_slice(*in, 4, in->size);
    return n;
}

static uint8_t take_u8(struct bytes *in) {
    MUST(in->size >= 1);
    uint8_t n = in->at[0];
    *in = bytes_slice(*in, 1, in->size);
    return n;
}

static struct bytes take_str(struct bytes *in) {
    uint32_t size = take_u32(in);
    MUST(size <= in->size);
    struct bytes s = bytes_slice(*in, 0, size);
    *in = bytes_slice(*in, size, in->size);
    return s;
}

/* A line of markup for each element's end, so that a golden's difference can be read. */
static void html_keep(struct room_person *p, struct bytes html) {
    size_t n = 0;
    for (size_t i = 0; i < html.size; i++) {
        MUST(n + 2 < sizeof p->html);
        p->html[n++] = html.at[i];
        bool ends = html.at[i] == '>' && i + 1 < html.size && html.at[i + 1] == '<';
        if (ends && html.size > i + 2 && html.at[i + 2] != '/')
            p->html[n++] = '\n';
    }
    p->html[n++] = '\n';
    p->html_size = n;
}

static void view_take(struct room_person *p, struct bytes in) {
    struct arena a;
    struct buf out;
    struct bytes html;
    (void)take_u8(&in);
    arena_init(&a, (size_t)16 << 20);
    buf_init(&out, &a);
    MUST(html_print(in, &out) == ERR_OK && buf_finish(&out, &html) == ERR_OK);
    html_keep(p, html);
    p->views++;
    if (p->drawn)
        p->drawn(p, in);
    arena_free(&a);
}

static void request_take(struct room_person *p, struct bytes in) {
    int i = 0;
    while (i < ROOM_FLIGHTS && p->flights[i].used)
        i++;
    MUST(i < ROOM_FLIGHTS);
    struct room_flight *f = &p->flights[i];
    *f = (struct room_flight){.used = true};
    arena_init(&f->arena, (size_t)4 << 20);
    f->request.id = take_u32(&in);
    f->request.method = (enum net_method)take_u8(&in);
    bool token = take_u8(&in);
    MUST(in.size >= RELAY_TOKEN_SIZE);
    memcpy(f->token, in.at, RELAY_TOKEN_SIZE);
    f->request.token = token ? f->token : NULL;
    in = bytes_slice(in, RELAY_TOKEN_SIZE, in.size);
    f->request.wait_s = take_u32(&in);
    struct bytes path = take_str(&in), body = take_str(&in);
    f->request.path = bytes_make(arena_copy(&f->arena, path.at, path.size), path.size);
    f->request.body = bytes_make(arena_copy(&f->arena, body.at, body.size), body.size);
    f->started_ms = f->due_ms = p->world->now_ms + LATENCY_MS;
}

static void flight_end(struct room_flight *f) {
    arena_free(&f->arena);
    *f = (struct room_flight){0};
}

static void abort_take(struct room_person *p, uint32_t id) {
    for (int i = 0; i < ROOM_FLIGHTS; i++)
        if (p->flights[i].used && p->flights[i].request.id == id)
            flight_end(&p->flights[i]);
}

static void effect_take(struct room_person *p, uint8_t type, struct bytes in) {
    struct bytes s;
    switch (type) {
    case EFFECT_VIEW:
        view_take(p, in);
        return;
    case EFFECT_ADDRESS:
        (void)take_u8(&in);
        s = take_str(&in);
        MUST(s.size <= sizeof p->fragment);
        memcpy(p->fragment, s.at, s.size);
        p->fragment_size = s.size;
        return;
    case EFFECT_REQUEST:
        request_take(p, in);
        return;
    case EFFECT_ABORT:
        abort_take(p, take_u32(&in));
        return;
    case EFFECT_HASH: { /* one hash stands in for Argon2id */
        p->hash_id = take_u32(&in);
        p->hashes++;
        in = bytes_slice(in, 17, in.size);
        hash_bytes(LABEL_KIT, take_str(&in), p->hash);
        return;
    }
    case EFFECT_WAKE:
        p->wake_ms = u64_read(in.at);
        return;
    case EFFECT_FILL:
        s = take_str(&in);
        MUST(s.size <= sizeof p->draft);
        memcpy(p->draft, s.at, s.size);
        p->draft_size = s.size;
        p->fills++;
        return;
    case EFFECT_KEPT:
        p->saw_kept = take_u8(&in);
        return;
    case EFFECT_SAVE:
        s = take_str(&in);
        MUST(s.size <= sizeof p->file_name);
        memcpy(p->file_name, s.at, s.size);
        p->file_name_size = s.size;
        (void)take_str(&in); /* its media type */
        s = take_str(&in);
        arena_reset(&p->saved_arena);
        p->saved = bytes_make(arena_copy(&p->saved_arena, s.at, s.size), s.size);
        MUST(p->saved.at);
        return;
    case EFFECT_END:
        p->ended = true;
        return;
    case EFFECT_LEAVE:
        p->left = true;
        return;
    default:
        return;
    }
}

static void event_send(struct room_person *p, struct bytes event);

void room_hash_give(struct room_person *p, bool made) {
    uint8_t raw[13 + 4 + KEY_SIZE] = {EVENT_HASHED};
    MUST(p->hash_id);
    u64_write(raw + 1, p->world->now_ms);
    u32_write(raw + 9, (uint32_t)p->world->today | (uint32_t)p->world->hour << 24);
    u32_write(raw + 13, p->hash_id);
    if (made)
        memcpy(raw + 17, p->hash, KEY_SIZE);
    p->hash_id = 0;
    event_send(p, BYTES_OF(raw));
}

/* One event, and the effects it has; a hash that was asked for is given as an event of its own. */
static void event_send(struct room_person *p, struct bytes event) {
    struct bytes effects;
    MUST(app_event(p->app, event, &effects) == ERR_OK);
    while (effects.size) {
        uint8_t type = take_u8(&effects);
        effect_take(p, type, take_str(&effects));
    }
    while (p->hash_id && !p->hash_holds)
        room_hash_give(p, true);
}

static void event_begin(struct buf *b, struct room_person *p, uint8_t type) {
    arena_reset(&p->arena);
    buf_init(b, &p->arena);
    buf_add_u8(b, type);
    buf_add_u64(b, p->world->now_ms + p->fast_ms);
    buf_add_u32(b, (uint32_t)p->world->today | (uint32_t)p->world->hour << 24);
}

static void add_str(struct buf *b, struct bytes s) {
    buf_add_u32(b, (uint32_t)s.size);
    buf_add_bytes(b, s);
}

static void event_end(struct buf *b, struct room_person *p) {
    struct bytes event;
    MUST(buf_finish(b, &event) == ERR_OK);
    event_send(p, event);
}

/* --- people ----------------------------------------------------------------------------------- */

void room_world_begin(struct room_world *w) {
    memset(w, 0, sizeof *w);
    MUST(crypt_init() == ERR_OK);
    fake_relay_init(&w->relay, origin);
    w->today = 2200; /* a Friday */
    w->now_ms = (uint64_t)(DAY_2020 + w->today) * 86400000u + 64800000u;
}

static void person_stop(struct room_person *p) {
    for (int i = 0; i < ROOM_FLIGHTS; i++)
        if (p->flights[i].used)
            flight_end(&p->flights[i]);
    app_close(p->app);
    p->app = NULL;
}

void room_world_end(struct room_world *w) {
    for (uint32_t i = 0; i < w->count; i++) {
        person_stop(&w->people[i]);
        arena_free(&w->people[i].file_arena);
        arena_free(&w->people[i].saved_arena);
        arena_free(&w->people[i].arena);
    }
    fake_relay_free(&w->relay);
}

/* --- a disk that may be full ------------------------------------------------------------------ */

static enum err disk_size(void *ctx, uint64_t *size) {
    struct room_person *p = ctx;
    return p->disk.size(p->disk.ctx, size);
}

static enum err disk_read(void *ctx, uint64_t offset, uint8_t *out, size_t size) {
    struct room_person *p = ctx;
    return p->disk.read(p->disk.ctx, offset, out, size);
}

static enum err disk_write(void *ctx, uint64_t offset, const uint8_t *in, size_t size) {
    struct room_person *p = ctx;
    if (p->writes_left && --p->writes_left == 0)
        p->disk_full = true;
    return p->disk_full ? ERR_NO_SPACE : p->disk.write(p->disk.ctx, offset, in, size);
}

static enum err disk_flush(void *ctx) {
    struct room_person *p = ctx;
    return p->disk.flush(p->disk.ctx);
}

static enum err disk_resize(void *ctx, uint64_t size) {
    struct room_person *p = ctx;
    return p->disk.resize(p->disk.ctx, size);
}

static void disk_begin(struct room_person *p) {
    p->disk = store_memory_io(&p->file, &p->file_arena);
    p->io = (struct store_io){.ctx = p,
                              .size = disk_size,
                              .read = disk_read,
                              .write = disk_write,
                              .flush = disk_flush,
                              .resize = disk_resize};
}

void room_evict(struct room_person *p) {
    MUST(p->disk.resize(p->disk.ctx, 0) == ERR_OK);
}

static void person_start(struct room_person *p, const char *fragment) {
    struct buf b;
    struct app_host host = {.random = p->random, .store = &p->io};
    p->app = app_new(&host);
    MUST(p->app);
    p->ended = false;
    p->hash_id = 0;
    p->flags = (p->flags & ~(uint32_t)START_EXPECTED) | (p->saw_kept ? START_EXPECTED : 0u);
    p->wake_ms = UINT64_MAX;
    event_begin(&b, p, EVENT_START);
    buf_add_u32(&b, p->flags);
    add_str(&b, BYTES("en"));
    add_str(&b, bytes_from_string(origin));
    add_str(&b, bytes_from_string(fragment));
    event_end(&b, p);
}

struct room_person *room_person(struct room_world *w, const char *fragment) {
    MUST(w->count < ROOM_PEOPLE);
    struct room_person *p = &w->people[w->count];
    p->world = w;
    p->flags = START_STORAGE | START_PERSISTENT | START_INSTALLED | START_SECURE;
    arena_init(&p->file_arena, (size_t)64 << 20);
    arena_init(&p->arena, (size_t)4 << 20);
    arena_init(&p->saved_arena, (size_t)32 << 20);
    disk_begin(p);
    p->random = random_seeded_source(&p->seeded, w->seed * 1000 + 100 + w->count++);
    person_start(p, fragment);
    return p;
}

void room_restart(struct room_person *p, const char *fragment) {
    person_stop(p);
    person_start(p, fragment);
}

void room_language(struct room_person *p, const char *language) {
    struct buf b;
    const struct text_mo *mo = text_mo;
    while (mo->language && strcmp(mo->language, language) != 0)
        mo++;
    MUST(mo->language);
    event_begin(&b, p, EVENT_LANGUAGE);
    add_str(&b, bytes_from_string(language));
    add_str(&b, bytes_make(mo->at, mo->size));
    add_str(&b, (struct bytes){0});
    event_end(&b, p);
}

/* --- time ------------------------------------------------------------------------------------- */

static void flight_move(struct room_person *p, struct room_flight *f) {
    struct room_world *w = p->world;
    struct net_answer answer = {.id = f->request.id};
    struct buf b;
    if (w->now_ms < f->due_ms)
        return;
    if (!p->offline &&
        !fake_relay_answer(&w->relay, &f->request, f->started_ms, w->now_ms, &f->arena, &answer))
        return;
    event_begin(&b, p, EVENT_ANSWER);
    buf_add_u32(&b, answer.id);
    buf_add_u32(&b, answer.status);
    add_str(&b, answer.body);
    flight_end(f);
    event_end(&b, p);
}

static void person_step(struct room_person *p) {
    struct buf b;
    for (int i = 0; i < ROOM_FLIGHTS; i++)
        if (p->flights[i].used)
            flight_move(p, &p->flights[i]);
    if (p->wake_ms > p->world->now_ms + p->fast_ms || p->left)
        return;
    p->wake_ms = UINT64_MAX;
    event_begin(&b, p, EVENT_TICK);
    event_end(&b, p);
}

void room_run(struct room_world *w, uint64_t ms) {
    uint64_t end = w->now_ms + ms;
    while (w->now_ms < end) {
        w->now_ms += STEP_MS;
        for (uint32_t i = 0; i < w->count; i++)
            if (!w->people[i].left)
                person_step(&w->people[i]);
    }
}

void room_sleep(struct room_world *w, int32_t days) {
    w->today += days;
    w->now_ms += (uint64_t)days * 86400000u;
    room_run(w, 4000);
}

/* --- what a page does ------------------------------------------------------------------------- */

void room_visit(struct room_person *p, const char *fragment) {
    struct buf b;
    size_t size = strlen(fragment);
    MUST(size <= sizeof p->fragment);
    memcpy(p->fragment, fragment, size);
    p->fragment_size = size;
    event_begin(&b, p, EVENT_VISIT);
    add_str(&b, bytes_from_string(fragment));
    event_end(&b, p);
}

void room_submit(struct room_person *p, uint32_t room, uint32_t action,
                 const struct room_field *fields) {
    struct buf b;
    event_begin(&b, p, EVENT_SUBMIT);
    add_str(&b, bytes_make(p->fragment, p->fragment_size));
    buf_add_u32(&b, room);
    buf_add_u32(&b, action);
    for (; fields->id; fields++) {
        buf_add_u32(&b, fields->id);
        add_str(&b, bytes_from_string(fields->value));
    }
    event_end(&b, p);
}

static void tell(struct room_person *p, uint8_t type, const char *text) {
    struct buf b;
    uint8_t draft[1024];
    struct buf d;
    struct bytes whole;
    buf_init_fixed(&d, draft, sizeof draft);
    if (*text) { /* as SUBMIT's payload, of one form and one field */
        add_str(&d, bytes_make(p->fragment, p->fragment_size));
        buf_add_u32(&d, ROOM_ME);
        buf_add_u32(&d, 16);
        buf_add_u32(&d, 12);
        add_str(&d, bytes_from_string(text));
    }
    MUST(buf_finish(&d, &whole) == ERR_OK);
    event_begin(&b, p, type);
    add_str(&b, whole);
    event_end(&b, p);
}

void room_hide(struct room_person *p, const char *typed) {
    tell(p, EVENT_HIDDEN, typed);
}

void room_show(struct room_person *p) {
    struct buf b;
    event_begin(&b, p, EVENT_SHOWN);
    event_end(&b, p);
}

void room_type(struct room_person *p, const char *typed) {
    tell(p, EVENT_TYPED, typed);
}

void room_exit(struct room_person *p) {
    struct buf b;
    event_begin(&b, p, EVENT_EXIT);
    event_end(&b, p);
}

/* --- what it shows ---------------------------------------------------------------------------- */

struct bytes room_html(const struct room_person *p) {
    return bytes_make(p->html, p->html_size);
}

static bool contains(struct bytes in, struct bytes what) {
    for (size_t i = 0; i + what.size <= in.size; i++)
        if (memcmp(in.at + i, what.at, what.size) == 0)
            return true;
    return false;
}

bool room_shows(const struct room_person *p, const char *html) {
    return contains(room_html(p), bytes_from_string(html));
}

bool room_draft_holds(const struct room_person *p, const char *typed) {
    return contains(bytes_make(p->draft, p->draft_size), bytes_from_string(typed));
}

bool room_says(const struct room_person *p, enum text_key key) {
    uint8_t escaped[4096];
    struct buf b;
    struct bytes words;
    buf_init_fixed(&b, escaped, sizeof escaped);
    html_text(&b, text_get(&p->app->text, key));
    MUST(buf_finish(&b, &words) == ERR_OK);
    return contains(room_html(p), words);
}

bool room_is_at(const struct room_person *p, const char *fragment) {
    return bytes_equal(bytes_make(p->fragment, p->fragment_size), bytes_from_string(fragment));
}

struct room_golden {
    const char *name;
    const uint8_t *at;
    size_t size;
};
extern const struct room_golden room_goldens[]; /* generated from test/golden/room_*.html */

/* Where goldens are to be written instead of compared (make goldens); never in WebAssembly. */
static bool golden_written(const char *name, struct bytes html) {
#ifndef __wasm__
    char path[256];
    const char *folder = getenv("TOWARD_GOLDENS");
    if (!folder)
        return false;
    snprintf(path, sizeof path, "%s/room_%s.html", folder, name);
    FILE *f = fopen(path, "wb");
    bool written = f && fwrite(html.at, 1, html.size, f) == html.size;
    return f && fclose(f) == 0 && written;
#else
    (void)name;
    (void)html;
    return false;
#endif
}

bool room_golden(const struct room_person *p, const char *name) {
    struct bytes html = room_html(p);
    if (golden_written(name, html))
        return true;
    for (const struct room_golden *g = room_goldens; g->name; g++) {
        size_t i = 0, line = 1;
        if (strcmp(g->name, name) != 0)
            continue;
        for (; i < g->size && i < html.size && g->at[i] == html.at[i]; i++)
            line += html.at[i] == '\n';
        if (i == g->size && i == html.size)
            return true;
        printf("    room_%s.html differs from line %zu on:\n    %.*s\n", name, line,
               (int)(html.size - i < 160 ? html.size - i : 160), (const char *)html.at + i);
        return false;
    }
    printf("    no golden room_%s.html\n", name);
    return false;
}

/* --- two people ------------------------------------------------------------------------------- */

/* The invitation in a page of links: what stands behind '#'. */
bool room_invitation(const struct room_person *p, char out[ROOM_INVITATION_MAX]) {
    struct bytes html = room_html(p);
    static const char mark[] = "#j1.";
    for (size_t i = 0; i + 47 <= html.size; i++)
        if (memcmp(html.at + i, mark, 4) == 0) {
            memcpy(out, html.at + i + 1, INVITATION_SIZE);
            out[INVITATION_SIZE] = 0;
            return true;
        }
    return false;
}

bool room_invitation_of(const struct room_person *p, char out[ROOM_INVITATION_MAX]) {
    struct bytes invitation = pair_flow_invitation(p->app->pair);
    if (invitation.size != INVITATION_SIZE)
        return false;
    memcpy(out, invitation.at, INVITATION_SIZE);
    out[INVITATION_SIZE] = 0;
    return true;
}

void room_begin(struct room_person *p, const char *how, const char *name) {
    char at[16];
    snprintf(at, sizeof at, "1/12/%s", how);
    room_visit(p, at);
    ROOM_SUBMIT(p, ROOM_DOOR, 1, FIELD(5, how) FIELD(1, name) FIELD(2, ROOM_PHRASE));
    room_run(p->world, 500);
}

bool room_pair(struct room_world *w, struct room_person **a, struct room_person **b) {
    char invitation[ROOM_INVITATION_MAX];
    *a = room_person(w, "");
    room_begin(*a, "1", "Nora");
    if (!room_is_at(*a, "2/1"))
        return false;
    ROOM_SUBMIT(*a, ROOM_EVENING, 1, FIELD(7, "2"));
    if (!room_invitation(*a, invitation))
        return false;
    *b = room_person(w, invitation);
    room_begin(*b, "3", "Sam");
    if (!room_is_at(*b, "2/2"))
        return false;
    ROOM_SUBMIT(*b, ROOM_EVENING, 3, );
    room_run(w, 20000);
    return book_status(room_book(*a)).pair == PAIR_TOGETHER &&
           book_status(room_book(*b)).pair == PAIR_TOGETHER;
}

struct book *room_book(struct room_person *p) {
    return p->app->book;
}

struct room_person *room_twin(struct room_person *p) {
    struct room_person *t = room_person(p->world, "");
    uint8_t *piece = arena_alloc(&t->arena, STORE_PIECE_SIZE);
    MUST(piece);
    for (uint64_t at = 0; at < p->file.size; at += STORE_PIECE_SIZE) {
        size_t left = (size_t)(p->file.size - at);
        size_t size = left < STORE_PIECE_SIZE ? left : STORE_PIECE_SIZE;
        MUST(p->disk.read(p->disk.ctx, at, piece, size) == ERR_OK &&
             t->disk.write(t->disk.ctx, at, piece, size) == ERR_OK);
    }
    room_restart(t, "");
    ROOM_SUBMIT(t, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
    room_visit(t, "6/10");
    ROOM_SUBMIT(t, ROOM_DOOR, 4, FIELD(2, ROOM_PHRASE));
    room_run(p->world, 130000);
    MUST(room_book(t) && book_status(room_book(t)).mine_open);
    return t;
}

enum err room_forge(struct room_person *p, enum space space, uint32_t kind,
                    const uint8_t (*re)[EID_SIZE], uint32_t re_count, struct bytes body) {
    return room_forge_on(p, p->world->today, space, kind, re, re_count, body);
}

enum err room_forge_on(struct room_person *p, int32_t day, enum space space, uint32_t kind,
                       const uint8_t (*re)[EID_SIZE], uint32_t re_count, struct bytes body) {
    struct book_entry e = {
        .space = space, .kind = kind, .day = day, .re = re, .re_count = re_count, .body = body};
    TRY(book_write(p->app->book, &e, NULL));
    struct buf b;
    event_begin(&b, p, EVENT_TICK);
    event_end(&b, p);
    return ERR_OK;
}
