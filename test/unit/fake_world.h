/* fake_world.h -- phones, a relay and a network with faults, in virtual time, for unit tests.
 *
 * Every phone is a whole book with its sync, account, pairing flow and live line, over a store file
 * in memory that survives phone_restart. Time moves only in world_run; randomness is seeded; so a
 * run is the same natively and in WebAssembly.
 */
#ifndef TOWARD_TEST_FAKE_WORLD_H
#define TOWARD_TEST_FAKE_WORLD_H

#include "book/account.h"
#include "book/book_internal.h"
#include "book/kinds.h"
#include "book/live.h"
#include "book/pair_flow.h"
#include "book/sync.h"
#include "crypt/seeded.h"
#include "fake_relay.h"

enum { WORLD_PHONES = 4, PHONE_FLIGHTS = 12, KIND_TEST = KIND_PRACTICE_FIRST + 3 };

/* A request on its way, at the relay (waiting), or its answer on the way back. */
struct flight {
    bool used, answered, again;
    struct net_request request;
    uint64_t started_ms, due_ms;
    struct arena arena;
    struct net_answer answer;
};

struct world;

struct phone {
    struct world *world;
    struct arena arena, file_arena;
    struct store_memory file;
    struct store_io io;
    struct random_seeded seeded;
    struct random_source random;
    struct book *book;
    struct sync *sync;
    struct account *account;
    struct pair_flow *pair;
    struct live *live;
    bool offline;
    struct fake_relay *elsewhere; /* the relay this phone is shown; NULL: the world's */
    struct flight flights[PHONE_FLIGHTS];
    uint32_t requests;  /* sent so far */
    uint32_t hashes;    /* asked for so far */
    uint32_t waits_max; /* most requests held open at once */
    enum err refused;   /* what sync_answer said last that was not ERR_OK */
};

struct world {
    struct fake_relay relay;
    uint64_t now_ms;
    uint64_t steps;   /* moments at which anything was looked at */
    uint64_t tick_ms; /* time moves at least so far */
    int32_t today;
    struct phone phones[WORLD_PHONES];
    uint32_t phone_count;
    struct random_seeded dice;
    struct random_source random;
    /* Per cent of requests that never arrive, answers that are lost, answers that come twice, and
     * the longest delay each way. */
    uint32_t lose_request, lose_answer, repeat_answer;
    uint32_t delay_ms;
    /* A relay that misbehaves: may change the answer (made in `a`) before it goes back. */
    void (*tamper)(void *ctx, const struct net_request *request, struct arena *a,
                   struct net_answer *answer);
    /* The relay leaves this request open for ever; the phone's host gives up 15 s after the wait it
     * allowed. */
    bool (*hold)(void *ctx, const struct net_request *request);
    /* Sees every request as the relay gets it. */
    void (*watch)(void *ctx, const struct phone *phone, const struct net_request *request);
    void *ctx;
};

void world_begin(struct world *w, uint64_t seed);
void world_end(struct world *w);

/* A phone without a book. */
struct phone *world_phone(struct world *w);

/* Lets so much time pass. */
void world_run(struct world *w, uint64_t ms);
/* Lets time pass until every phone with a book has nothing left to send or fetch, and at least
 * half a second; false after max_ms. */
bool world_settle(struct world *w, uint64_t max_ms);

/* A new person's book on the phone. */
enum err phone_begin(struct phone *p, const char *name);
/* Log-ins run until they need a book, get one, and go on; true when done. */
bool phone_log_in(struct phone *p, const uint16_t words[PASSWORD_WORDS]);
bool phone_log_in_kit(struct phone *p, const uint16_t words[KIT_WORDS]);
/* Makes words from a number and waits until the relay has the locator. */
bool phone_make_words(struct phone *p, uint16_t first, bool kit);
void words_from(uint16_t first, uint16_t words[PASSWORD_WORDS]);
/* Runs the account's act to its end; true when DONE. */
bool phone_act(struct phone *p, uint64_t max_ms);

/* The program ends and starts again: all that was in memory is gone. */
enum err phone_restart(struct phone *p);
/* *mine* closes and opens. */
void phone_close_mine(struct phone *p);
enum err phone_open_mine(struct phone *p);

/* Two phones become a pair; true when both are. */
bool world_pair(struct world *w, struct phone *a, struct phone *b, bool together);

/* Writing and reading short texts of KIND_TEST. */
enum err phone_write(struct phone *p, enum space space, const char *text, uint8_t eid[EID_SIZE]);
bool phone_has(const struct phone *p, enum author author, enum space space, const char *text);
size_t phone_count(const struct phone *p, enum space space);

/* A hash over every item of the kinds that tests and the book itself write: who, where, what. Two
 * devices of one person agree. */
void phone_digest(const struct phone *p, uint8_t out[HASH_SIZE]);

#endif
