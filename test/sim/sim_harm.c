/* sim_harm.c -- what goes wrong: phones that die, disks that fail, clocks that lie, a relay that
 * crashes, fills up, goes away or comes back from an old backup. The network has its own share in
 * sim_world.c. */
#include "sim.h"

#include "app/app_internal.h"
#include "base/check.h"

#include <string.h>

struct kept_file {
    struct store_faulty disk;
    bool is_there;
    char phrase[SIM_PHRASE_MAX], phrase_mine[SIM_PHRASE_MAX];
};

/* Old files of phones, for OLD_FILE; one run at a time. */
static struct kept_file kept[SIM_PHONES];

const char *sim_harm_name(enum sim_harm harm) {
#define SIM_HARM_NAME(name, weight) #name,
    static const char *const names[] = {SIM_HARMS(SIM_HARM_NAME)};
    return names[harm];
}

/* --- phones --- */

static void harm_kill(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    (void)d;
    s->world.faults.kills++;
    sim_phone_stop(p);
}

/* The power goes while something is written. */
static void harm_power(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    static const enum sim_act acts[] = {ACT_WRITE_OURS, ACT_WRITE_MINE, ACT_CHANGE,
                                        ACT_ERASE,      ACT_SEAL,       ACT_LOCK_MINE};
    s->world.faults.power_losses++;
    p->disk.fault_at = p->disk.operations + sim_roll(d, 14);
    p->disk.fault = FAULT_POWER;
    if (p->app && !p->left) {
        sim_act(s, d, acts[sim_roll(d, COUNT_OF(acts))]);
        sim_world_run(&s->world, sim_roll(d, 3000));
    }
    sim_phone_stop(p);
    faulty_restart(&p->disk, sim_mix(s->world.options.seed, s->step));
}

static void harm_disk(struct sim *s, struct sim_dice *d, struct sim_phone *p, enum fault fault) {
    s->world.faults.disk++;
    p->disk.fault_at = p->disk.operations + sim_roll(d, 24);
    p->disk.fault = fault;
}

static void harm_disk_full(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    if (p->disk.fault == FAULT_FULL || p->disk.fault == FAULT_NO_SPACE) {
        p->disk.fault = FAULT_NONE;
        return;
    }
    harm_disk(s, d, p, sim_chance(d, 500) ? FAULT_FULL : FAULT_NO_SPACE);
}

static void harm_evict(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    (void)d;
    s->world.faults.evictions++;
    sim_phone_stop(p);
    p->disk.fault = FAULT_NONE;
    MUST(p->io.resize(p->io.ctx, 0) == ERR_OK && p->io.flush(p->io.ctx) == ERR_OK);
    sim_file_lost(s, p);
}

void sim_harm_keep_file(struct sim *s, struct sim_phone *p) {
    struct kept_file *k = &kept[p->index];
    (void)s;
    if (k->is_there || !sim_phone_has_file(p))
        return;
    (void)faulty_io(&k->disk);
    faulty_copy(&k->disk, &p->disk);
    memcpy(k->phrase, p->phrase, sizeof k->phrase);
    memcpy(k->phrase_mine, p->phrase_mine, sizeof k->phrase_mine);
    k->is_there = true;
}

/* A backup of the phone is put back: all that came after is not there. */
static void harm_old_file(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    struct kept_file *k = &kept[p->index];
    (void)d;
    if (!k->is_there) {
        sim_harm_keep_file(s, p);
        return;
    }
    s->world.faults.old_files++;
    sim_phone_stop(p);
    sim_file_lost(s, p);
    faulty_copy(&p->disk, &k->disk);
    memcpy(p->phrase, k->phrase, sizeof p->phrase);
    memcpy(p->phrase_mine, k->phrase_mine, sizeof p->phrase_mine);
    faulty_free(&k->disk);
    k->is_there = false;
}

static void harm_clock(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    static const int64_t days[] = {-3650, -400, -30, -1, 1, 30, 400, 3650};
    s->world.faults.clocks++;
    s->clocks |= 1u << p->index;
    p->clock_ms = p->clock_ms ? 0 : days[sim_roll(d, COUNT_OF(days))] * SIM_DAY_MS;
    if (p->app && !p->left)
        sim_phone_tick(p);
}

static void harm_offline(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    (void)s;
    (void)d;
    p->offline = !p->offline;
}

static void harm_deaf(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    (void)s;
    (void)d;
    p->deaf = !p->deaf;
}

static void harm_exit(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    (void)d;
    s->world.faults.kills++;
    if (p->app && !p->left)
        sim_phone_exit(p);
    sim_phone_stop(p);
}

/* --- the relay --- */

/* C2: what it acknowledged stands after it died. */
static void harm_relay_crash(struct sim *s) {
    s->world.faults.relay_crashes++;
    sim_relay_crash(&s->world.relay);
    for (uint32_t i = 0; i < s->blob_count; i++) {
        s->tally.checks++;
        struct sim_box box = sim_relay_box(&s->world.relay, s->blobs[i].box);
        if (!box.is_there || box.next <= s->blobs[i].n)
            sim_fail(s, "C2", "blob %llu was acknowledged and did not survive the relay's crash",
                     (unsigned long long)s->blobs[i].n);
    }
}

static void harm_relay_full(struct sim *s) {
    s->world.faults.relay_full++;
    s->relay_lacks = true;
    sim_relay_disk(&s->world.relay, !s->world.relay.is_full);
}

/* A backup is made, and some time later put back. What was erased since is in it. */
static void harm_relay_return(struct sim *s, struct sim_dice *d) {
    if (!s->plan.tampers)
        return;
    if (s->world.relay.kept == 0 || sim_chance(d, 300)) {
        (void)sim_relay_keep(&s->world.relay);
        return;
    }
    s->world.faults.relay_returns++;
    s->returned = true;
    s->blob_count = s->erased_count = 0;
    sim_relay_return(&s->world.relay, sim_roll(d, s->world.relay.kept));
}

/* --- the table --- */

static struct sim_phone *victim(struct sim *s, struct sim_dice *d) {
    uint32_t from = sim_roll(d, s->world.phone_count);
    for (uint32_t i = 0; i < s->world.phone_count; i++) {
        struct sim_phone *p = &s->world.phones[(from + i) % s->world.phone_count];
        if (sim_phone_has_file(p))
            return p;
    }
    return NULL;
}

static void harm_phone(struct sim *s, struct sim_dice *d, enum sim_harm harm, struct sim_phone *p) {
    static void (*const harms[HARM_COUNT])(struct sim * s, struct sim_dice * d,
                                           struct sim_phone *
                                               p) = {[HARM_KILL] = harm_kill,
                                                     [HARM_POWER] = harm_power,
                                                     [HARM_DISK_FULL] = harm_disk_full,
                                                     [HARM_EVICT] = harm_evict,
                                                     [HARM_OLD_FILE] = harm_old_file,
                                                     [HARM_CLOCK] = harm_clock,
                                                     [HARM_OFFLINE] = harm_offline,
                                                     [HARM_DEAF] = harm_deaf,
                                                     [HARM_EXIT] = harm_exit};
    if (harm == HARM_DISK_ONCE || harm == HARM_DISK_TORN)
        harm_disk(s, d, p, harm == HARM_DISK_ONCE ? FAULT_ONCE : FAULT_TORN);
    else
        harms[harm](s, d, p);
}

void sim_harm(struct sim *s, struct sim_dice *d, enum sim_harm harm) {
    struct sim_phone *p;
    switch (harm) {
    case HARM_RELAY_CRASH:
        harm_relay_crash(s);
        return;
    case HARM_RELAY_AWAY:
        s->world.faults.relay_away++;
        s->world.relay_away = !s->world.relay_away;
        return;
    case HARM_RELAY_FULL:
        harm_relay_full(s);
        return;
    case HARM_RELAY_RETURN:
        harm_relay_return(s, d);
        return;
    default:
        p = victim(s, d);
        if (p && s->verbose)
            printf("      phone %u: %s\n", p->index, sim_harm_name(harm));
        if (p)
            harm_phone(s, d, harm, p);
    }
}

void sim_heal(struct sim *s) {
    s->calm = true;
    s->world.network = (struct sim_network){0};
    s->world.relay_away = false;
    sim_relay_disk(&s->world.relay, false);
    for (uint32_t i = 0; i < s->world.phone_count; i++) {
        struct sim_phone *p = &s->world.phones[i];
        p->offline = p->deaf = false;
        p->clock_ms = 0;
        p->disk.fault = FAULT_NONE;
    }
}

void sim_harm_free(struct sim *s) {
    (void)s;
    for (int i = 0; i < SIM_PHONES; i++) {
        if (kept[i].is_there)
            faulty_free(&kept[i].disk);
        kept[i].is_there = false;
    }
}
