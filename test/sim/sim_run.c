/* sim_run.c -- the order of a run: beginning, chaos, healing, three rounds, the last look. */
#include "sim.h"

#include "base/check.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 3, ROUND_MS = 140000, STEPS_MIN = 12, STEPS_MORE = 44 };

static uint32_t act_weight(enum sim_act act) {
#define SIM_ACT_WEIGHT(name, weight) (weight),
    static const uint32_t weights[] = {SIM_ACTS(SIM_ACT_WEIGHT)};
    return weights[act];
}

static uint32_t harm_weight(enum sim_harm harm) {
#define SIM_HARM_WEIGHT(name, weight) (weight),
    static const uint32_t weights[] = {SIM_HARMS(SIM_HARM_WEIGHT)};
    return weights[harm];
}

/* --- the plan --- */

/* Swarm testing: each seed leaves much away, so that what is left meets often. */
void sim_plan_make(uint64_t seed, struct sim_plan *out) {
    struct sim_dice d = {sim_mix(seed, 1)};
    *out = (struct sim_plan){.steps = STEPS_MIN + sim_roll(&d, STEPS_MORE)};
    for (int i = 0; i < ACT_COUNT; i++)
        out->acts |= (uint64_t)sim_chance(&d, 750) << i;
    out->acts |= (uint64_t)1 << ACT_WRITE_OURS;
    for (int i = 0; i < HARM_COUNT; i++)
        out->harms |= (uint64_t)sim_chance(&d, 400) << i;
    if (sim_chance(&d, 100)) /* a quiet one: no harm at all */
        out->harms = 0;
    struct sim_network *n = &out->network;
    uint32_t *each[] = {&n->lose_request, &n->lose_answer, &n->repeat_request, &n->repeat_answer};
    for (size_t i = 0; i < COUNT_OF(each); i++)
        *each[i] = sim_chance(&d, 500) ? sim_roll(&d, 200) : 0;
    n->delay_ms = sim_chance(&d, 600) ? sim_roll(&d, 4000) : 0;
    out->two_couples = sim_chance(&d, 250);
    out->tampers = (out->harms >> HARM_RELAY_RETURN & 1) && sim_chance(&d, 400);
}

void sim_plan_print(const struct sim_plan *plan, FILE *out) {
    fprintf(out,
            "  %u steps%s%s; network: loses %u and %u, repeats %u and %u of 1000, delays %u ms\n",
            plan->steps, plan->two_couples ? ", four people" : "",
            plan->tampers ? ", the relay goes back in time" : "", plan->network.lose_request,
            plan->network.lose_answer, plan->network.repeat_request, plan->network.repeat_answer,
            plan->network.delay_ms);
    fprintf(out, "  harms:");
    for (int i = 0; i < HARM_COUNT; i++)
        if (plan->harms >> i & 1)
            fprintf(out, " %s", sim_harm_name((enum sim_harm)i));
    fprintf(out, "\n  acts: ");
    for (int i = 0; i < ACT_COUNT; i++)
        if (plan->acts >> i & 1)
            fprintf(out, " %s", sim_act_name((enum sim_act)i));
    fprintf(out, "\n");
}

/* --- one world --- */

static void saw(void *ctx, struct sim_phone *p) {
    sim_claim_saw(ctx, p);
}

static void sent(void *ctx, struct sim_phone *p, const struct net_request *r) {
    sim_claim_sent(ctx, p, r);
}

static void done(void *ctx, struct sim_phone *p, const struct net_request *r,
                 const struct net_answer *answer) {
    sim_claim_done(ctx, p, r, answer);
}

bool sim_begin(struct sim *s, uint64_t seed, const struct sim_plan *plan, const char *folder) {
    struct sim_options options = {.seed = seed, .folder = folder};
    s->plan = *plan;
    if (!sim_world_begin(&s->world, &options))
        return false;
    s->world.watch = (struct sim_watch){.ctx = s, .saw = saw, .sent = sent, .done = done};
    return true;
}

void sim_end(struct sim *s) {
    sim_world_end(&s->world);
    sim_harm_free(s);
    free(s->blobs);
}

/* Two or four people, mostly two by two. */
static void people_begin(struct sim *s) {
    s->doing = "beginning";
    s->people_count = s->plan.two_couples ? 4 : 2;
    for (uint32_t i = 0; i < s->people_count; i++) {
        struct sim_phone *p = sim_world_phone(&s->world, i);
        if (!sim_begin_book(s, p))
            sim_fail(s, "beginning", "person %u could not begin a book", i);
    }
    struct sim_dice d = sim_dice_for(s, 2);
    for (uint32_t i = 0; i < s->people_count && !s->failed; i += 2) {
        if (sim_chance(&d, 150))
            continue; /* they may find each other later */
        uint32_t pair = ++s->pairs;
        for (uint32_t k = 0; k < 2; k++) {
            s->couple[pair][k] = i + k;
            s->people[i + k].pair = s->people[i + k].last_pair = pair;
            s->people[i + k].partner = i + 1 - k;
        }
        if (!sim_pair_up(s, &s->world.phones[i], &s->world.phones[i + 1]))
            sim_fail(s, "beginning", "persons %u and %u could not pair", i, i + 1);
    }
}

/* One of those that the plan has, by weight. */
static int choose(struct sim_dice *d, uint64_t mask, int count, uint32_t (*weight)(int)) {
    uint32_t sum = 0;
    for (int i = 0; i < count; i++)
        sum += mask >> i & 1 ? weight(i) : 0;
    uint32_t at = sum ? sim_roll(d, sum) : 0;
    for (int i = 0; i < count; i++) {
        uint32_t w = mask >> i & 1 ? weight(i) : 0;
        if (at < w)
            return i;
        at -= w;
    }
    return -1;
}

static uint32_t act_weight_of(int i) {
    return act_weight((enum sim_act)i);
}

static uint32_t harm_weight_of(int i) {
    return harm_weight((enum sim_harm)i);
}

static void step_run(struct sim *s) {
    struct sim_dice d = sim_dice_for(s, 3), what = sim_dice_for(s, 4);
    sim_world_run(&s->world, sim_chance(&d, 80) ? sim_roll(&d, 130000) : sim_roll(&d, 6000));
    int harm = sim_chance(&d, 260) ? choose(&d, s->plan.harms, HARM_COUNT, harm_weight_of) : -1;
    if (harm >= 0) {
        s->doing = sim_harm_name((enum sim_harm)harm);
        sim_harm(s, &what, (enum sim_harm)harm);
    } else {
        int act = choose(&d, s->plan.acts, ACT_COUNT, act_weight_of);
        s->doing = sim_act_name((enum sim_act)act);
        sim_act(s, &what, (enum sim_act)act);
    }
    if (s->verbose)
        printf("    %3u %10llu ms  %-12s %016llx\n", s->step, (unsigned long long)s->world.now_ms,
               s->doing, (unsigned long long)sim_world_trace(&s->world));
    sim_claims_step(s);
}

/* Everybody looks at their phone; a round is as long as *mine* may wait before it goes. */
static void round_run(struct sim *s) {
    for (uint32_t i = 0; i < s->world.phone_count; i++) {
        struct sim_phone *p = &s->world.phones[i];
        if (!sim_phone_has_file(p) || !sim_ready(s, p, true))
            continue;
        sim_phone_visit(p, "3/0");
        sim_phone_show(p);
    }
    sim_world_run(&s->world, ROUND_MS);
    sim_claims_step(s);
}

static void heal(struct sim *s) {
    char why[120] = "";
    s->doing = "healing";
    sim_heal(s);
    for (uint32_t round = 1; round <= ROUNDS && !s->failed; round++) {
        round_run(s);
        s->tally.rounds++;
        if (sim_converged(s, why) && !s->returned)
            return;
    }
    if (!s->returned && s->twin != TWIN_BYTES) /* whose *mine* goes nowhere */
        sim_fail(s, "C4", "after %d rounds %s", ROUNDS, why);
}

/* Somebody comes back with nothing but their words: all that was saved must be there. */
static void fresh_phone(struct sim *s) {
    struct sim_dice d = sim_dice_for(s, 5);
    char why[120];
    uint32_t person = sim_roll(&d, s->people_count);
    if (s->failed || s->returned || s->twin || !s->people[person].words_sure ||
        !sim_chance(&d, 500) || s->world.phone_count == SIM_PHONES)
        return;
    s->doing = "logging in afresh";
    struct sim_phone *p = sim_world_phone(&s->world, person);
    if (!sim_log_in(s, p)) {
        sim_fail(s, "C1", "person %u cannot come back by their words", person);
        return;
    }
    s->tally.fresh++;
    round_run(s);
    if (!sim_converged(s, why))
        sim_fail(s, "C4", "with a fresh phone %s", why);
}

void sim_go(struct sim *s, uint32_t steps_max) {
    people_begin(s);
    s->world.network = s->plan.network;
    for (s->step = 1; s->step <= s->plan.steps && s->step <= steps_max && !s->failed; s->step++)
        step_run(s);
    if (!s->failed)
        heal(s);
    fresh_phone(s);
    if (!s->failed && s->twin != TWIN_BYTES)
        sim_claims_end(s);
}

void sim_result_take(const struct sim *s, struct sim_result *out) {
    *out = (struct sim_result){.failed = s->failed,
                               .step = s->step,
                               .trace = sim_world_trace(&s->world),
                               .requests = s->world.requests,
                               .tally = s->tally,
                               .faults = s->world.faults};
    memcpy(out->failure, s->failure, sizeof out->failure);
}

void sim_run(uint64_t seed, uint32_t steps_max, const char *folder, bool verbose,
             struct sim_result *out) {
    struct sim *s = calloc(1, sizeof *s);
    struct sim_plan plan;
    MUST(s);
    sim_plan_make(seed, &plan);
    if (verbose)
        sim_plan_print(&plan, stdout);
    s->verbose = verbose;
    if (!sim_begin(s, seed, &plan, folder))
        exit(2);
    sim_go(s, steps_max);
    sim_result_take(s, out);
    sim_end(s);
    free(s);
}
