/* sim_world.h -- phones, the network between them and the relay, and time.
 *
 * Time moves only in sim_world_run, from one thing that happens to the next. The network loses,
 * delays, repeats and reorders as the options say; whether it does so with a request follows from
 * the seed, the phone, the moment and the box, and from nothing else.
 */
#ifndef TOWARD_TEST_SIM_WORLD_H
#define TOWARD_TEST_SIM_WORLD_H

#include "relay_hooks.h"
#include "sim_dice.h"
#include "sim_phone.h"
#include "sim_relay.h"

#define SIM_ORIGIN "http://127.0.0.1:8080"
enum { SIM_PHONES = 10, SIM_FOLDER_MAX = 256 };

/* How likely each is, in a thousand, and the longest delay each way. */
struct sim_network {
    uint32_t lose_request, lose_answer, repeat_request, repeat_answer;
    uint32_t delay_ms;
};

struct sim_options {
    uint64_t seed;
    struct sim_network network;
    const struct relay_hooks *hooks; /* NULL: an honest relay */
    bool draws_by_place;             /* randomness by where it is drawn, not by size */
    const char *folder;              /* for the relay's files; should lie in memory */
};

/* What went wrong by our own hand, so far. */
struct sim_faults {
    uint64_t lost, repeated, delayed, unreachable; /* requests and answers */
    uint64_t kills, power_losses, disk, evictions, old_files;
    uint64_t clocks;
    uint64_t relay_crashes, relay_away, relay_full, relay_returns;
};

/* Who looks on. Each may be NULL. */
struct sim_watch {
    void *ctx;
    void (*saw)(void *ctx, struct sim_phone *p);                               /* a page */
    void (*sent)(void *ctx, struct sim_phone *p, const struct net_request *r); /* as it leaves */
    void (*done)(void *ctx, struct sim_phone *p, const struct net_request *r,  /* at the relay */
                 const struct net_answer *answer);
};

struct sim_world {
    struct sim_options options;
    struct sim_network network; /* as it is now: nothing of it while the world heals */
    struct sim_relay relay;
    struct arena arena; /* one event */
    uint64_t now_ms, upkeep_ms;
    struct sim_phone phones[SIM_PHONES];
    uint32_t phone_count;
    bool relay_away;
    struct sim_faults faults;
    struct sim_watch watch;
    uint64_t requests, upkeeps;
};

/* Noon of some day of 2026. False after saying why. */
MUST_CHECK bool sim_world_begin(struct sim_world *w, const struct sim_options *options);
void sim_world_end(struct sim_world *w);

/* A phone with an empty disk, switched off. */
struct sim_phone *sim_world_phone(struct sim_world *w, uint32_t person);

/* Lets so much time pass. */
void sim_world_run(struct sim_world *w, uint64_t ms);
/* Phones sleep: their timers go off when they wake. */
void sim_world_sleep(struct sim_world *w, uint64_t ms);

/* The digest of all that every phone was told and said. */
uint64_t sim_world_trace(const struct sim_world *w);

/* --- for sim_phone.c --- */

void sim_world_send(struct sim_phone *p, const struct net_request *r);
void sim_world_abort(struct sim_phone *p, uint32_t id);
void sim_world_abort_all(struct sim_phone *p);
void sim_world_saw(struct sim_phone *p);

#endif
