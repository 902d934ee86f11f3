/* sim_twin.c -- two worlds that differ in what one person writes for themselves and answers at the
 * gate, and in nothing else: whoever else looks must not be able to tell them apart.
 *
 * Looked at are the pages of all other phones, all they ask and are told, and whatever stands in
 * boxes that they know. Everything random follows from seed, phone and moment, so what is the same
 * act is the same bytes. With one exception: an entry carries a witness of *mine*, sealed to its
 * author. Half of the twins keep *mine* from the relay, so that witnesses agree too, and compare
 * bytes; the others let it go, and compare times, counts and the sizes of all that is sent.
 */
#include "sim.h"

#include "base/check.h"
#include "book/book_internal.h"

#include <stdlib.h>
#include <string.h>

static void seen_add(struct sim *s, struct sim_look look) {
    if (s->seen_count == s->seen_room) {
        s->seen_room = s->seen_room ? s->seen_room * 2 : 1024;
        s->seen = realloc(s->seen, s->seen_room * sizeof *s->seen);
        MUST(s->seen);
    }
    look.at_ms = s->world.now_ms;
    look.step = s->step;
    s->seen[s->seen_count++] = look;
}

static uint64_t bytes_seen(const struct sim *s, uint64_t digest, struct bytes b) {
    return s->twin == TWIN_BYTES ? sim_digest(digest, b.at, b.size)
                                 : sim_digest_number(digest, b.size);
}

void sim_twin_saw(struct sim *s, struct sim_phone *p) {
    if (p->person == 0)
        return;
    uint64_t digest = sim_digest_number(s->world.now_ms, p->index);
    if (s->twin == TWIN_BYTES) /* ids stand in pages, and ids are hashes */
        digest = sim_digest(digest, p->view, p->view_size);
    seen_add(s, (struct sim_look){.digest = digest, .phone = p->index, .size = p->view_size});
}

/* Some other person's phone knows this box. */
static bool box_known(const struct sim *s, const uint8_t *id) {
    for (uint32_t i = 0; i < s->world.phone_count; i++) {
        const struct sim_phone *p = &s->world.phones[i];
        const struct book *b = sim_phone_book(p);
        if (p->person == 0 || !b)
            continue;
        for (size_t k = 0; k < book_feed_count(b); k++)
            if (!memcmp(book_feed_at(b, k)->chain.box_id, id, BOX_ID_SIZE))
                return true;
    }
    return false;
}

void sim_twin_done(struct sim *s, struct sim_phone *p, const struct net_request *r,
                   const struct net_answer *answer) {
    struct relay_target t = {0};
    if (relay_target_read((enum relay_method)r->method, r->path, &t) != RELAY_REASON_NONE ||
        (p->person == 0 && !box_known(s, t.id)))
        return;
    uint64_t digest = sim_digest_number(s->world.now_ms, p->index << 8 | t.call);
    digest = sim_digest(digest, r->path.at, r->path.size);
    digest = sim_digest_number(digest, answer->status);
    seen_add(
        s, (struct sim_look){.digest = bytes_seen(s, bytes_seen(s, digest, r->body), answer->body),
                             .phone = p->index,
                             .call = t.call,
                             .size = r->body.size + answer->body.size});
}

/* Keeps the box of person 0's *mine* out of the relay's reach. */
static enum hook_verdict cut_off(void *ctx, struct sim_relay *relay, const struct hook_call *call,
                                 struct arena *a, struct net_request *request,
                                 struct net_answer *answer) {
    const struct sim *s = ctx;
    (void)relay;
    (void)a;
    (void)request;
    const struct sim_phone *p = &s->world.phones[call->phone];
    const struct book *b = sim_phone_book(p);
    const struct feed *mine = b ? book_feed(b, FEED_MINE) : NULL;
    if (p->person != 0 || !mine || memcmp(mine->chain.box_id, call->target.id, BOX_ID_SIZE) != 0)
        return HOOK_PASS;
    *answer = (struct net_answer){0};
    return HOOK_ANSWER;
}

/* What a twin's world leaves away: what would differ by chance alone, or make the first person's
 * private acts a part of what others see (a full disk does). */
static void plan_narrow(struct sim_plan *plan, enum sim_twin_kind kind) {
    static const enum sim_harm harms[] = {HARM_POWER,     HARM_DISK_ONCE,  HARM_DISK_TORN,
                                          HARM_DISK_FULL, HARM_RELAY_FULL, HARM_RELAY_RETURN,
                                          HARM_EVICT,     HARM_CLOCK,      HARM_OLD_FILE};
    for (size_t i = 0; i < COUNT_OF(harms); i++)
        plan->harms &= ~((uint64_t)1 << harms[i]);
    if (kind == TWIN_BYTES)
        plan->acts &= ~((uint64_t)1 << ACT_LOG_IN);
    plan->acts |= (uint64_t)1 << ACT_WRITE_MINE | (uint64_t)1 << ACT_GATE | (uint64_t)1 << ACT_SELF;
    plan->tampers = false;
}

static struct sim *world_run(uint64_t seed, const char *folder, enum sim_twin_kind kind, bool other,
                             bool verbose) {
    struct sim *s = calloc(1, sizeof *s);
    struct sim_plan plan;
    MUST(s);
    sim_plan_make(seed, &plan);
    plan_narrow(&plan, kind);
    s->twin = kind;
    s->other = other;
    s->verbose = verbose;
    if (!sim_begin(s, seed, &plan, folder))
        exit(2);
    s->world.options.draws_by_place = true;
    struct relay_hooks hooks = {.ctx = s, .before = cut_off};
    if (kind == TWIN_BYTES)
        s->world.options.hooks = &hooks;
    sim_go(s, UINT32_MAX);
    s->world.options.hooks = NULL;
    return s;
}

/* Where the two worlds part, in words. */
static void difference_tell(const struct sim *first, const struct sim *second, uint32_t at,
                            char out[SIM_FAILURE_MAX]) {
    const struct sim *both[] = {first, second};
    int n =
        snprintf(out, SIM_FAILURE_MAX, "non-interference: others see a difference at look %u", at);
    for (int i = 0; i < 2; i++) {
        const struct sim *s = both[i];
        struct sim_look none = {0};
        const struct sim_look *look = at < s->seen_count ? &s->seen[at] : &none;
        n += snprintf(out + n, SIM_FAILURE_MAX - (size_t)n,
                      "%s of %u (step %u, %llu ms, phone %u, call %u, %llu bytes)",
                      i ? " and" : ",", s->seen_count, look->step, (unsigned long long)look->at_ms,
                      look->phone, look->call, (unsigned long long)look->size);
    }
}

void sim_twin_run(uint64_t seed, const char *folder, bool verbose, struct sim_result *out) {
    enum sim_twin_kind kind = seed / 10 % 2 ? TWIN_BYTES : TWIN_SIZES;
    *out = (struct sim_result){0};
    struct sim *first = world_run(seed, folder, kind, false, verbose);
    sim_result_take(first, out);
    sim_end(first);
    struct sim *second = world_run(seed, folder, kind, true, verbose);
    uint32_t same = 0;
    while (same < first->seen_count && same < second->seen_count &&
           first->seen[same].digest == second->seen[same].digest)
        same++;
    if (!out->failed && second->failed)
        sim_result_take(second, out);
    if (!out->failed && (same < first->seen_count || same < second->seen_count)) {
        out->failed = true;
        out->step = first->step;
        difference_tell(first, second, same, out->failure);
    }
    out->tally.twins = first->seen_count;
    sim_end(second);
    free(first->seen);
    free(second->seen);
    free(first);
    free(second);
}
