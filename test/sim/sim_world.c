#include "sim_world.h"

#include "base/check.h"

#include <string.h>

enum {
    LATENCY_MS = 5,
    UNREACHABLE_MS = 30, /* until a browser says there is no way */
    TIMEOUT_MS = 10000,  /* beyond a request's own wait */
    UPKEEP_MS = 5000,
    IDLE_MS = 1000,
    BLOB_ROOM = 6 << 20 /* a flight: a request, and the largest page */
};

/* --- life --- */

bool sim_world_begin(struct sim_world *w, const struct sim_options *options) {
    memset(w, 0, sizeof *w);
    MUST(crypt_init() == ERR_OK);
    w->options = *options;
    w->network = options->network;
    w->now_ms = (uint64_t)(SIM_DAY_2020 + 2200) * SIM_DAY_MS + 43200000u;
    arena_init(&w->arena, (size_t)8 << 20);
    return sim_relay_open(&w->relay, options->folder, SIM_ORIGIN);
}

void sim_world_end(struct sim_world *w) {
    for (uint32_t i = 0; i < w->phone_count; i++)
        sim_phone_free(&w->phones[i]);
    sim_relay_close(&w->relay);
    arena_free(&w->arena);
}

struct sim_phone *sim_world_phone(struct sim_world *w, uint32_t person) {
    MUST(w->phone_count < SIM_PHONES);
    struct sim_phone *p = &w->phones[w->phone_count];
    sim_phone_init(p, w, w->phone_count++, person);
    return p;
}

uint64_t sim_world_trace(const struct sim_world *w) {
    uint64_t trace = w->now_ms;
    for (uint32_t i = 0; i < w->phone_count; i++)
        trace = sim_digest_number(trace, w->phones[i].trace);
    return trace;
}

/* --- sending --- */

static void flight_end(struct sim_flight *f) {
    arena_free(&f->arena);
    *f = (struct sim_flight){0};
}

static struct bytes bytes_copy(struct sim_flight *f, struct bytes b) {
    struct bytes copy = bytes_make(arena_copy(&f->arena, b.at, b.size), b.size);
    MUST(copy.at);
    return copy;
}

/* What is asked, as a number: in twins without the position, which one's own box has by what one
 * wrote for oneself. */
static uint64_t matter_of(const struct sim_phone *p, const struct net_request *r) {
    size_t box = sizeof "/b/" - 1 + 2 * BOX_ID_SIZE;
    bool whole = !p->world->options.draws_by_place || r->path.size < box;
    return sim_digest(r->method, r->path.at, whole ? r->path.size : box);
}

static struct sim_flight *flight_begin(struct sim_phone *p, const struct net_request *r) {
    int i = 0;
    while (i < SIM_FLIGHTS && p->flights[i].used)
        i++;
    MUST(i < SIM_FLIGHTS);
    struct sim_flight *f = &p->flights[i];
    *f = (struct sim_flight){
        .used = true, .request = *r, .sent_ms = p->world->now_ms, .matter = matter_of(p, r)};
    arena_init(&f->arena, BLOB_ROOM);
    f->request.path = bytes_copy(f, r->path);
    f->request.body = bytes_copy(f, r->body);
    if (r->token) {
        memcpy(f->token, r->token, sizeof f->token);
        f->request.token = f->token;
    }
    return f;
}

/* What the network does to this request follows from what it is. */
static struct sim_dice network_dice(const struct sim_phone *p, const struct net_request *r) {
    const struct sim_world *w = p->world;
    uint64_t what = sim_digest(r->method, r->path.at, r->path.size);
    return (struct sim_dice){
        sim_mix(sim_mix(w->options.seed, p->index + 1000), sim_mix(w->now_ms, what))};
}

static uint64_t delay(struct sim_world *w, struct sim_dice *d) {
    uint32_t ms = w->network.delay_ms ? sim_roll(d, w->network.delay_ms) : 0;
    w->faults.delayed += ms > LATENCY_MS;
    return LATENCY_MS + ms;
}

static void unanswered(struct sim_flight *f, uint64_t due_ms) {
    f->answered = true;
    f->answer = (struct net_answer){.id = f->request.id};
    f->due_ms = due_ms;
}

void sim_world_send(struct sim_phone *p, const struct net_request *r) {
    struct sim_world *w = p->world;
    struct sim_dice d = network_dice(p, r);
    struct sim_flight *f = flight_begin(p, r);
    w->requests++;
    if (w->watch.sent)
        w->watch.sent(w->watch.ctx, p, r);
    if (p->offline || w->relay_away) {
        w->faults.unreachable++;
        unanswered(f, w->now_ms + UNREACHABLE_MS);
        return;
    }
    f->due_ms = w->now_ms + delay(w, &d);
    if (sim_chance(&d, w->network.lose_request)) {
        w->faults.lost++;
        unanswered(f, w->now_ms + r->wait_s * 1000u + TIMEOUT_MS);
        return;
    }
    f->no_way_back = p->deaf || sim_chance(&d, w->network.lose_answer);
    f->again = sim_chance(&d, w->network.repeat_answer);
    w->faults.lost += f->no_way_back;
    w->faults.repeated += f->again;
    if (sim_chance(&d, w->network.repeat_request)) {
        struct sim_flight *echo = flight_begin(p, r);
        w->faults.repeated++;
        echo->echo = true;
        echo->due_ms = w->now_ms + delay(w, &d) + sim_roll(&d, 5000);
    }
}

/* The request may have arrived; its answer is no longer wanted. */
void sim_world_abort(struct sim_phone *p, uint32_t id) {
    for (int i = 0; i < SIM_FLIGHTS; i++) {
        struct sim_flight *f = &p->flights[i];
        if (f->used && !f->echo && f->request.id == id)
            flight_end(f);
    }
}

void sim_world_abort_all(struct sim_phone *p) {
    for (int i = 0; i < SIM_FLIGHTS; i++)
        if (p->flights[i].used && !p->flights[i].echo)
            flight_end(&p->flights[i]);
}

void sim_world_saw(struct sim_phone *p) {
    if (p->world->watch.saw)
        p->world->watch.saw(p->world->watch.ctx, p);
}

/* --- at the relay --- */

/* The honest relay, with whoever stands in front of it. False: it waits. */
static bool relay_ask(struct sim_phone *p, struct sim_flight *f) {
    struct sim_world *w = p->world;
    const struct relay_hooks *h = w->options.hooks;
    struct net_request request = f->request;
    struct hook_call call = {.started_ms = f->started_ms, .now_ms = w->now_ms, .phone = p->index};
    enum hook_verdict verdict = HOOK_PASS;
    if (h && relay_target_read((enum relay_method)request.method, request.path, &call.target) !=
                 RELAY_REASON_NONE)
        call.target = (struct relay_target){0};
    if (h && h->before)
        verdict = h->before(h->ctx, &w->relay, &call, &f->arena, &request, &f->answer);
    if (verdict == HOOK_HOLD)
        return false;
    if (verdict == HOOK_PASS &&
        !sim_relay_answer(&w->relay, &request, f->started_ms, w->now_ms, &f->arena, &f->answer))
        return false;
    if (w->watch.done)
        w->watch.done(w->watch.ctx, p, &f->request, &f->answer);
    if (h && h->after)
        h->after(h->ctx, &w->relay, &call, &f->arena, &f->answer);
    f->answer.id = f->request.id;
    return true;
}

static void flight_at_relay(struct sim_phone *p, struct sim_flight *f) {
    struct sim_world *w = p->world;
    if (f->started_ms == 0)
        f->started_ms = w->now_ms;
    if (w->relay_away) {
        unanswered(f, w->now_ms + LATENCY_MS);
        return;
    }
    bool holds = w->options.hooks && w->options.hooks->before;
    uint64_t over_ms = f->started_ms + f->request.wait_s * 1000u;
    if (f->looked == w->relay.changes + 1 && w->now_ms < over_ms && !holds)
        return;
    if (!relay_ask(p, f)) {
        f->looked = w->relay.changes + 1;
        if (w->now_ms >= f->sent_ms + f->request.wait_s * 1000u + TIMEOUT_MS)
            unanswered(f, w->now_ms);
        return;
    }
    struct sim_dice d = network_dice(p, &f->request);
    f->answered = true;
    f->due_ms = w->now_ms + delay(w, &d);
    if (f->no_way_back || p->deaf)
        unanswered(f, f->sent_ms + f->request.wait_s * 1000u + TIMEOUT_MS);
}

/* True when the flight did something. */
static bool flight_move(struct sim_phone *p, struct sim_flight *f) {
    struct sim_world *w = p->world;
    if (!f->used || f->due_ms > w->now_ms)
        return false;
    if (!f->answered) {
        bool waited = f->looked != 0;
        flight_at_relay(p, f);
        return f->answered || !waited;
    }
    if (f->echo) {
        flight_end(f);
        return true;
    }
    struct sim_flight landed = *f;
    if (p->offline)
        landed.answer = (struct net_answer){.id = f->request.id};
    if (f->again) { /* the phone may end this flight while it takes the answer: a copy lands later
                     */
        struct sim_flight *copy = flight_begin(p, &f->request);
        copy->answered = true;
        copy->answer = f->answer;
        copy->answer.body = bytes_copy(copy, f->answer.body);
        copy->due_ms = w->now_ms + 1 + f->request.id % 700;
    }
    *f = (struct sim_flight){0};
    sim_phone_answer(p, &landed.answer, landed.matter);
    arena_free(&landed.arena);
    return true;
}

/* --- time --- */

static bool phone_step(struct sim_phone *p) {
    bool moved = false;
    for (int i = 0; i < SIM_FLIGHTS; i++)
        moved |= flight_move(p, &p->flights[i]);
    if (p->app && !p->left && p->wake_ms <= p->world->now_ms) {
        sim_phone_tick(p);
        moved = true;
    }
    return moved;
}

static uint64_t earlier(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

/* When a request that waits is looked at again by itself. */
static uint64_t wait_over_ms(const struct sim_world *w, const struct sim_flight *f) {
    uint64_t over_ms = f->started_ms + f->request.wait_s * 1000u;
    return over_ms > w->now_ms ? over_ms : f->sent_ms + f->request.wait_s * 1000u + TIMEOUT_MS;
}

/* When anything happens next, as far as it is known. */
static uint64_t next_ms(const struct sim_world *w, uint64_t end) {
    bool holds = w->options.hooks && w->options.hooks->before;
    uint64_t next = holds ? earlier(end, w->now_ms + IDLE_MS) : end;
    for (uint32_t i = 0; i < w->phone_count; i++) {
        const struct sim_phone *p = &w->phones[i];
        if (p->app && !p->left)
            next = earlier(next, p->wake_ms);
        for (int k = 0; k < SIM_FLIGHTS; k++) {
            const struct sim_flight *f = &p->flights[k];
            if (!f->used)
                continue;
            if (f->due_ms > w->now_ms)
                next = earlier(next, f->due_ms);
            else if (!f->answered)
                next = earlier(next, wait_over_ms(w, f));
        }
    }
    return next <= w->now_ms ? w->now_ms + 1 : next;
}

static void world_step(struct sim_world *w) {
    bool moved = true;
    for (int round = 0; moved && round < 64; round++) {
        moved = false;
        for (uint32_t i = 0; i < w->phone_count; i++)
            moved |= phone_step(&w->phones[i]);
    }
    if (w->now_ms >= w->upkeep_ms + UPKEEP_MS) {
        w->upkeep_ms = w->now_ms;
        w->upkeeps++;
        sim_relay_upkeep(&w->relay, w->now_ms);
    }
}

void sim_world_run(struct sim_world *w, uint64_t ms) {
    uint64_t end = w->now_ms + ms;
    while (w->now_ms < end) {
        world_step(w);
        w->now_ms = next_ms(w, end);
    }
}

void sim_world_sleep(struct sim_world *w, uint64_t ms) {
    w->now_ms += ms;
    world_step(w);
}
