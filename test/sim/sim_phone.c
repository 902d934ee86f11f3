#include "sim_phone.h"

#include "app/app_internal.h"
#include "base/check.h"
#include "crypt/hash.h"
#include "sim_world.h"

#include <stdlib.h>
#include <string.h>

/* --- effects --- */

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

static void view_take(struct sim_phone *p, struct bytes in) {
    (void)take_u8(&in);
    if (in.size > p->view_room) {
        p->view_room = in.size * 2;
        p->view = realloc(p->view, p->view_room);
        MUST(p->view);
    }
    memcpy(p->view, in.at, in.size);
    p->view_size = in.size;
    p->views++;
    sim_world_saw(p);
}

static void request_take(struct sim_phone *p, struct bytes in) {
    uint8_t token[RELAY_TOKEN_SIZE];
    struct net_request r = {.id = take_u32(&in)};
    r.method = (enum net_method)take_u8(&in);
    bool has_token = take_u8(&in);
    MUST(in.size >= RELAY_TOKEN_SIZE);
    memcpy(token, in.at, RELAY_TOKEN_SIZE);
    in = bytes_slice(in, RELAY_TOKEN_SIZE, in.size);
    r.token = has_token ? token : NULL;
    r.wait_s = take_u32(&in);
    r.path = take_str(&in);
    r.body = take_str(&in);
    sim_world_send(p, &r);
}

/* As a browser's timer: so long from now, at most 24 days, whatever becomes of the clock. */
static void timer_set(struct sim_phone *p, uint64_t at_ms) {
    uint64_t now_ms = sim_phone_now_ms(p);
    uint64_t in_ms = at_ms > now_ms ? at_ms - now_ms : 0;
    p->wake_ms = p->world->now_ms + (in_ms < INT32_MAX ? in_ms : INT32_MAX);
}

static void effect_take(struct sim_phone *p, uint8_t type, struct bytes in) {
    struct bytes s;
    switch (type) {
    case EFFECT_VIEW:
        view_take(p, in);
        return;
    case EFFECT_ADDRESS:
        (void)take_u8(&in);
        s = take_str(&in);
        MUST(s.size < sizeof p->fragment);
        memcpy(p->fragment, s.at, s.size);
        p->fragment[s.size] = 0;
        return;
    case EFFECT_REQUEST:
        request_take(p, in);
        return;
    case EFFECT_ABORT:
        sim_world_abort(p, take_u32(&in));
        return;
    case EFFECT_HASH: /* one hash stands in for Argon2id */
        p->hash_id = take_u32(&in);
        in = bytes_slice(in, 17, in.size);
        hash_bytes(LABEL_KIT, take_str(&in), p->hash);
        return;
    case EFFECT_WAKE:
        timer_set(p, u64_read(in.at));
        return;
    case EFFECT_KEPT:
        p->saw_kept = take_u8(&in);
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

/* --- events --- */

uint64_t sim_phone_now_ms(const struct sim_phone *p) {
    return (uint64_t)((int64_t)p->world->now_ms + p->clock_ms);
}

int32_t sim_phone_today(const struct sim_phone *p) {
    return (int32_t)(sim_phone_now_ms(p) / SIM_DAY_MS) - SIM_DAY_2020;
}

/* This event's own randomness: by the moment, and what the event is about, so that one event more
 * in the same moment moves nothing. */
static void random_begin(struct sim_phone *p, uint64_t matter) {
    struct sim_world *w = p->world;
    uint64_t again = 0;
    p->random_count = w->now_ms == p->random_ms ? p->random_count : 0;
    p->random_ms = w->now_ms;
    for (uint32_t i = 0; i < p->random_count && i < SIM_MATTERS; i++)
        again += p->random_matters[i] == matter;
    if (p->random_count >= SIM_MATTERS)
        again += p->random_count;
    else
        p->random_matters[p->random_count] = matter;
    p->random_count++;
    uint64_t moment = sim_mix(sim_mix(w->options.seed, p->index), w->now_ms);
    p->stream = random_seeded_source(&p->seeded, sim_mix(moment, sim_mix(matter, again)));
    memset(p->drawn, 0, sizeof p->drawn);
}

/* What has one size is drawn from one stream: a nonce more for one thing moves no key of another.
 * In twins, where the store's own nonces are as many as one person wrote for themselves, each place
 * in the program has a stream. */
static enum err draw(void *ctx, uint8_t *out, size_t size) {
    struct sim_phone *p = ctx;
    uintptr_t place = (uintptr_t)__builtin_return_address(0) - (uintptr_t)&app_event;
    uint64_t kind = sim_mix(size, p->world->options.draws_by_place ? place : 0);
    struct sim_drawn *d = p->drawn;
    while (d < p->drawn + SIM_DRAWN - 1 && d->count > 0 && d->kind != kind)
        d++;
    d->kind = kind;
    p->seeded.draws = sim_mix(kind, d->count++);
    return random_fill(&p->stream, out, size);
}

static void event_send(struct sim_phone *p, struct bytes event, uint64_t matter) {
    struct bytes effects;
    if (!p->app || p->left)
        return;
    random_begin(p, sim_mix(event.at[0], matter));
    p->events++;
    p->trace = sim_digest(p->trace, event.at, event.size);
    MUST(app_event(p->app, event, &effects) == ERR_OK);
    p->trace = sim_digest(p->trace, effects.at, effects.size);
    while (effects.size) {
        uint8_t type = take_u8(&effects);
        effect_take(p, type, take_str(&effects));
    }
}

static void event_begin(struct buf *b, struct sim_phone *p, uint8_t type) {
    arena_reset(&p->world->arena);
    buf_init(b, &p->world->arena);
    buf_add_u8(b, type);
    buf_add_u64(b, sim_phone_now_ms(p));
    buf_add_u32(b, (uint32_t)sim_phone_today(p));
}

static void add_str(struct buf *b, struct bytes s) {
    buf_add_u32(b, (uint32_t)s.size);
    buf_add_bytes(b, s);
}

static void hashes_give(struct sim_phone *p) {
    while (p->app && !p->left && p->hash_id) {
        uint8_t raw[13 + 4 + KEY_SIZE] = {EVENT_HASHED};
        u64_write(raw + 1, sim_phone_now_ms(p));
        u32_write(raw + 9, (uint32_t)sim_phone_today(p));
        u32_write(raw + 13, p->hash_id);
        memcpy(raw + 17, p->hash, KEY_SIZE);
        p->hash_id = 0;
        event_send(p, BYTES_OF(raw), 0);
    }
}

/* Sends what was built, gives the hash that it asks for, and begins the worker anew when the app
 * wants that. */
static void event_end_about(struct buf *b, struct sim_phone *p, uint64_t matter) {
    struct bytes event;
    MUST(buf_finish(b, &event) == ERR_OK);
    event_send(p, event, matter);
    hashes_give(p);
    if (p->app && p->ended)
        sim_phone_start(p, "");
}

static void event_end(struct buf *b, struct sim_phone *p) {
    event_end_about(b, p, 0);
}

/* --- life --- */

void sim_phone_init(struct sim_phone *p, struct sim_world *w, uint32_t index, uint32_t person) {
    *p = (struct sim_phone){.world = w, .index = index, .person = person, .wake_ms = UINT64_MAX};
    p->stream = random_seeded_source(&p->seeded, 0);
    p->random = (struct random_source){draw, p};
    p->io = faulty_io(&p->disk);
}

void sim_phone_stop(struct sim_phone *p) {
    sim_world_abort_all(p);
    if (p->app)
        app_close(p->app);
    p->app = NULL;
    p->wake_ms = UINT64_MAX;
    p->hash_id = 0;
}

void sim_phone_free(struct sim_phone *p) {
    sim_phone_stop(p);
    faulty_free(&p->disk);
    free(p->view);
}

void sim_phone_start(struct sim_phone *p, const char *fragment) {
    struct buf b;
    uint32_t flags = START_STORAGE | START_PERSISTENT | START_INSTALLED | START_SECURE |
                     (p->saw_kept ? START_EXPECTED : 0u);
    sim_phone_stop(p);
    struct app_host host = {.random = p->random, .store = &p->io};
    p->app = app_new(&host);
    MUST(p->app);
    p->ended = p->left = false;
    p->fragment[0] = 0;
    event_begin(&b, p, EVENT_START);
    buf_add_u32(&b, flags);
    add_str(&b, BYTES("en"));
    add_str(&b, bytes_from_string(SIM_ORIGIN));
    add_str(&b, bytes_from_string(fragment));
    event_end(&b, p);
}

/* --- what a page does --- */

static void plain_event(struct sim_phone *p, uint8_t type) {
    struct buf b;
    event_begin(&b, p, type);
    event_end(&b, p);
}

void sim_phone_tick(struct sim_phone *p) {
    p->wake_ms = UINT64_MAX;
    plain_event(p, EVENT_TICK);
}

void sim_phone_show(struct sim_phone *p) {
    plain_event(p, EVENT_SHOWN);
}

void sim_phone_exit(struct sim_phone *p) {
    plain_event(p, EVENT_EXIT);
}

void sim_phone_visit(struct sim_phone *p, const char *fragment) {
    struct buf b;
    size_t size = strlen(fragment);
    MUST(size < sizeof p->fragment);
    memcpy(p->fragment, fragment, size + 1);
    event_begin(&b, p, EVENT_VISIT);
    add_str(&b, bytes_from_string(fragment));
    event_end(&b, p);
}

/* Half typed: the words of a new moment. */
void sim_phone_hide(struct sim_phone *p, const char *typed) {
    struct buf b, d;
    uint8_t room[1024];
    struct bytes draft;
    buf_init_fixed(&d, room, sizeof room);
    if (*typed) {
        add_str(&d, bytes_from_string(p->fragment));
        buf_add_u32(&d, ROOM_MOMENTS);
        buf_add_u32(&d, 1);
        buf_add_u32(&d, 5);
        add_str(&d, bytes_from_string(typed));
    }
    MUST(buf_finish(&d, &draft) == ERR_OK);
    event_begin(&b, p, EVENT_HIDDEN);
    add_str(&b, draft);
    event_end(&b, p);
}

void sim_phone_answer(struct sim_phone *p, const struct net_answer *answer, uint64_t matter) {
    struct buf b;
    event_begin(&b, p, EVENT_ANSWER);
    buf_add_u32(&b, answer->id);
    buf_add_u32(&b, answer->status);
    add_str(&b, answer->body);
    event_end_about(&b, p, matter);
}

void sim_phone_submit(struct sim_phone *p, uint32_t room, uint32_t action,
                      const struct sim_field *fields) {
    struct buf b;
    event_begin(&b, p, EVENT_SUBMIT);
    add_str(&b, bytes_from_string(p->fragment));
    buf_add_u32(&b, room);
    buf_add_u32(&b, action);
    for (; fields->id; fields++) {
        buf_add_u32(&b, fields->id);
        add_str(&b, bytes_from_string(fields->value));
    }
    event_end(&b, p);
}

/* --- looking --- */

bool sim_phone_is_at(const struct sim_phone *p, uint32_t room, uint32_t page) {
    return p->app && p->app->at.room == room && p->app->at.page == page;
}

bool sim_phone_refused(const struct sim_phone *p) {
    return !p->app || p->app->visit.refused_count > 0;
}

struct book *sim_phone_book(const struct sim_phone *p) {
    return p->app && !p->left ? p->app->book : NULL;
}

bool sim_phone_open(const struct sim_phone *p) {
    return sim_phone_book(p) && p->app->mode == MODE_OPEN;
}

bool sim_phone_mine(const struct sim_phone *p) {
    return sim_phone_book(p) && book_status(p->app->book).mine_open;
}

bool sim_phone_has_file(const struct sim_phone *p) {
    struct store_salts salts;
    return store_look(&p->io, &salts) == ERR_OK;
}
