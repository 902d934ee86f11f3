/* sim_phone.h -- one phone of the simulator: a whole app over a disk that can fail, events in,
 * effects taken apart.
 *
 * The app is the one that the browser runs (app/app.h), driven by events alone. Its store file lies
 * on a disk in memory that loses power, runs full and fails (test/unit/store_faulty.h). Argon2id is
 * replaced by one hash. Randomness is drawn anew for every event, from the seed, the phone and the
 * moment: what one event draws moves nothing that another draws.
 */
#ifndef TOWARD_TEST_SIM_PHONE_H
#define TOWARD_TEST_SIM_PHONE_H

#include "app/app.h"
#include "app/session.h"
#include "book/book_internal.h"
#include "crypt/seeded.h"
#include "store_faulty.h"

enum {
    SIM_FLIGHTS = 48,
    SIM_MATTERS = 16,
    SIM_DRAWN = 64,
    SIM_FRAGMENT_MAX = 160,
    SIM_PHRASE_MAX = 64,
    SIM_DAY_MS = 86400000,
    SIM_DAY_2020 = 18262
};

/* A request on its way to the relay, at it, or its answer on the way back. */
struct sim_flight {
    bool used;
    bool echo;     /* a copy that the network made: its answer goes nowhere */
    bool answered; /* `answer` is on its way */
    bool again;    /* the answer comes twice */
    bool no_way_back;
    struct net_request request;
    uint8_t token[RELAY_TOKEN_SIZE];
    uint64_t matter; /* what is asked, as a number */
    uint64_t sent_ms, due_ms, started_ms;
    uint64_t looked; /* the relay's count of changes when it last said "wait" */
    struct net_answer answer;
    struct arena arena;
};

/* How often something of one kind was drawn. */
struct sim_drawn {
    uint64_t kind;
    uint64_t count;
};

struct sim_world;

struct sim_phone {
    struct sim_world *world;
    uint32_t index;  /* in the world */
    uint32_t person; /* whose */
    struct app *app; /* NULL: switched off */
    struct store_faulty disk;
    struct store_io io;
    struct random_seeded seeded;
    struct random_source stream, random; /* of this event; by size of what is drawn */
    struct sim_drawn drawn[SIM_DRAWN];   /* so often in this event */
    uint64_t random_ms;
    uint32_t random_count; /* events at random_ms */
    uint64_t random_matters[SIM_MATTERS];
    int64_t clock_ms; /* so far ahead is its clock */
    uint64_t wake_ms; /* by the world's clock */
    struct sim_flight flights[SIM_FLIGHTS];
    char fragment[SIM_FRAGMENT_MAX]; /* the address bar */
    uint8_t *view;                   /* the last one drawn, as operations */
    size_t view_size, view_room;
    uint32_t views;
    uint32_t hash_id;
    uint8_t hash[KEY_SIZE];
    bool saw_kept; /* KEPT said so last */
    bool ended;    /* the worker is to be ended */
    bool left;     /* quick exit */
    bool offline;  /* nothing reaches the relay */
    bool deaf;     /* the relay hears, and is not heard */
    char phrase[SIM_PHRASE_MAX];
    char phrase_mine[SIM_PHRASE_MAX];
    /* New ones whose change was told to have failed: on a disk that failed they may hold. */
    char phrase_tried[SIM_PHRASE_MAX], mine_tried[SIM_PHRASE_MAX];
    uint64_t trace; /* digest of all events and effects */
    uint64_t events;
};

/* A phone with an empty disk; nothing runs yet. */
void sim_phone_init(struct sim_phone *p, struct sim_world *w, uint32_t index, uint32_t person);
void sim_phone_free(struct sim_phone *p);

/* The page is opened at `fragment` (without '#'). What ran before is gone. */
void sim_phone_start(struct sim_phone *p, const char *fragment);
/* The program ends: nothing is said to it. */
void sim_phone_stop(struct sim_phone *p);

/* Events. Nothing happens while the phone is off, after a quick exit, or behind a closed door. */
void sim_phone_tick(struct sim_phone *p);
void sim_phone_visit(struct sim_phone *p, const char *fragment);
void sim_phone_hide(struct sim_phone *p, const char *typed);
void sim_phone_show(struct sim_phone *p);
void sim_phone_exit(struct sim_phone *p);
void sim_phone_answer(struct sim_phone *p, const struct net_answer *answer, uint64_t matter);

struct sim_field {
    uint32_t id;
    const char *value;
};
/* A form of the page in the address bar; fields end with id 0. */
void sim_phone_submit(struct sim_phone *p, uint32_t room, uint32_t action,
                      const struct sim_field *fields);
#define SIM_SUBMIT(p, room, action, ...)                                                           \
    sim_phone_submit((p), (room), (action), (const struct sim_field[]){__VA_ARGS__{0, NULL}})
#define SIM_FIELD(id, value) {(id), (value)},

/* --- looking --- */

uint64_t sim_phone_now_ms(const struct sim_phone *p);
int32_t sim_phone_today(const struct sim_phone *p);
bool sim_phone_is_at(const struct sim_phone *p, uint32_t room, uint32_t page);
/* The last form was refused. */
bool sim_phone_refused(const struct sim_phone *p);
struct book *sim_phone_book(const struct sim_phone *p); /* NULL: locked, or none */
bool sim_phone_open(const struct sim_phone *p); /* a book is open and its screen is not blank */
bool sim_phone_mine(const struct sim_phone *p); /* *mine* is open too */
bool sim_phone_has_file(const struct sim_phone *p);

#endif
