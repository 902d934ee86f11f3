/* sim.h -- one run of the simulator: people, what they said, what they do, and what must hold.
 *
 * A run follows from its seed alone. It has three parts: people begin, pair and do what they do
 * while things go wrong (chaos); then nothing goes wrong any more (healing); then all of a person's
 * phones, and both of a couple, must stand alike within three rounds. The claims
 * (docs/reliability.md) are looked at after every step.
 *
 *   sim_acts.c     what people do        sim_harm.c    what goes wrong
 *   sim_claims.c   what must hold        sim_run.c     the order of it all
 *   sim_twin.c     what nobody else may notice
 *
 * Every sentence that a person writes is a mark, ~12345678~, which stands for nothing else: where
 * it is found tells who could read what.
 */
#ifndef TOWARD_TEST_SIM_H
#define TOWARD_TEST_SIM_H

#include "sim_world.h"

#include <stdio.h>

enum {
    SIM_PEOPLE = 4,
    SIM_PAIRS = 16,
    SIM_SAID = 600,
    SIM_STATES = 4096,
    SIM_OUTLETS = 2 * SIM_PAIRS,
    SIM_ERASED = 256,
    SIM_MARK_SIZE = 10,
    SIM_WORDS_MAX = 220,
    SIM_FAILURE_MAX = 400
};

enum sim_place { SAID_OURS, SAID_MINE, SAID_SEALED };

/* Something a person was told is saved. */
struct sim_said {
    uint32_t person, phone;
    uint32_t life; /* of the phone's file: see sim_file_lost */
    uint32_t pair; /* the couple it was said in; 0: to oneself */
    enum sim_place place;
    bool acked;          /* the page said so */
    bool found;          /* eid and item are known */
    bool gone;           /* its author erased it */
    bool sent;           /* some phone saw that the relay has it */
    bool stays;          /* said in a couple of before, by a file of before: it goes nowhere */
    bool excused;        /* what only one phone knew of it went with that phone's file */
    uint32_t gone_phone; /* which erased it */
    uint8_t eid[EID_SIZE];
    uint8_t item[EID_SIZE];
};

struct sim_person {
    uint32_t pair;    /* 0: alone; both of a couple have the same */
    uint32_t partner; /* the one of this couple, or of the last */
    uint32_t last_pair;
    bool was_left; /* a couple has ended */
    bool leaving;  /* of this couple, one has pressed it: whether it holds is not told */
    char words[2][SIM_WORDS_MAX]; /* the seven words; two while a change may or may not be true */
    unsigned word_count;
    bool words_made; /* the newest of them stand on words_phone, the relay may lack them */
    bool words_done; /* the page said that the newest stand */
    bool words_sure; /* one of them opened the book, or would have */
    uint32_t words_phone;
    unsigned sealed, opened; /* in this pair */
    uint32_t pair_sent;      /* the relay has what brings this pair to every phone of theirs */
    uint32_t pair_lost;      /* it never got it: the file of the one phone that knew is lost */
};

/* A box that somebody's words for the other go into, and the couple it was made for. */
struct sim_outlet {
    uint8_t box[BOX_ID_SIZE];
    uint32_t pair;
};

/* What a seed switches on; the rest stays away, so that rare things meet often. */
struct sim_plan {
    uint32_t steps;
    uint64_t acts;  /* bits by enum sim_act */
    uint64_t harms; /* bits by enum sim_harm */
    struct sim_network network;
    bool two_couples;
    bool tampers; /* the relay is taken back in time: what C5 allows is wider */
};

enum sim_twin_kind {
    TWIN_NONE,
    TWIN_BYTES, /* *mine* never reaches the relay: everything else is the same to the byte */
    TWIN_SIZES /* it does: witnesses differ, and with them hashes; all sizes, times, counts agree */
};

struct sim_state { /* what the same set of entries came to (C3) */
    uint64_t set, state;
};

struct sim_erased { /* a blob that the relay said it has erased (C7) */
    uint8_t bytes[48];
    uint64_t upkeeps; /* of the relay when it said so */
    bool seen_gone;
};

struct sim_blob { /* a blob on its way into a box */
    uint8_t box[RELAY_ID_SIZE];
    uint64_t n;
    uint8_t bytes[48];
};

struct sim_look { /* what somebody else sees of a twin's world */
    uint64_t digest, at_ms;
    uint32_t phone, step;
    uint32_t call; /* enum relay_call, or 0: a page */
    uint64_t size;
};

struct sim_tally {
    uint64_t steps, acts, said, forms, checks, states, rounds, fresh, twins;
};

struct sim {
    struct sim_world world;
    struct sim_plan plan;
    struct sim_person people[SIM_PEOPLE];
    uint32_t people_count;
    uint32_t pairs; /* couples made so far */
    uint32_t couple[SIM_PAIRS][2];
    struct sim_outlet outlets[SIM_OUTLETS];
    uint32_t outlet_count;
    uint32_t knows[SIM_PHONES]; /* the couple that each phone's file tells of, when last seen */
    struct sim_said said[SIM_SAID];
    uint32_t said_count;
    uint32_t life[SIM_PHONES]; /* of each phone's file */
    struct sim_state states[SIM_STATES];
    struct sim_erased erased[SIM_ERASED];
    uint32_t erased_count;
    struct sim_blob *blobs;
    uint32_t blob_count, blob_room;
    struct sim_tally tally;
    uint32_t step; /* of the plan; what happens before is step 0 */
    const char *doing;
    bool calm; /* nothing goes wrong any more */
    bool verbose;
    bool returned;    /* the relay has gone back in time */
    bool relay_lacks; /* its disk was full at some time */
    uint32_t clocks;  /* bits of phones whose clock was wrong at some time */
    uint32_t evicted; /* bits of phones that have lost their file */
    bool failed;
    char failure[SIM_FAILURE_MAX];
    /* The other world of a twin: person 0 writes other things for themselves. */
    enum sim_twin_kind twin;
    bool other;
    struct sim_look *seen; /* what reaches anybody but person 0 */
    uint32_t seen_count, seen_room;
};

/* --- sim_run.c --- */

struct sim_result {
    bool failed;
    char failure[SIM_FAILURE_MAX];
    uint32_t step; /* at which it failed */
    uint64_t trace;
    uint64_t requests;
    struct sim_tally tally;
    struct sim_faults faults;
};

/* Runs a seed. steps_max: stop the chaos there (UINT32_MAX: as the seed says). `folder` must not
 * exist; it is made and removed. */
void sim_run(uint64_t seed, uint32_t steps_max, const char *folder, bool verbose,
             struct sim_result *out);

/* What the seed switches on. */
void sim_plan_make(uint64_t seed, struct sim_plan *out);
void sim_plan_print(const struct sim_plan *plan, FILE *out);

/* One world, for sim_run and the twin: begun, and ended. */
MUST_CHECK bool sim_begin(struct sim *s, uint64_t seed, const struct sim_plan *plan,
                          const char *folder);
void sim_go(struct sim *s, uint32_t steps_max);
void sim_end(struct sim *s);
void sim_result_take(const struct sim *s, struct sim_result *out);

/* The first thing that went wrong is kept. */
__attribute__((format(printf, 3, 4))) void sim_fail(struct sim *s, const char *claim,
                                                    const char *format, ...);

/* Dice for one matter of this step. */
struct sim_dice sim_dice_for(const struct sim *s, uint64_t matter);

/* --- sim_acts.c --- */

/* NAME, how often */
#define SIM_ACTS(X)                                                                                \
    X(WRITE_OURS, 14)                                                                              \
    X(WRITE_MINE, 8)                                                                               \
    X(CHANGE, 6)                                                                                   \
    X(ERASE, 5)                                                                                    \
    X(REPAIR, 2)                                                                                   \
    X(ASK, 3)                                                                                      \
    X(ANSWER_ASK, 3)                                                                               \
    X(TAKE_BACK, 1)                                                                                \
    X(SEAL, 6)                                                                                     \
    X(OPEN, 6)                                                                                     \
    X(REPLY, 2)                                                                                    \
    X(AGAIN, 2)                                                                                    \
    X(GATE, 3)                                                                                     \
    X(BRINGS, 2)                                                                                   \
    X(SELF, 3)                                                                                     \
    X(NAME, 1)                                                                                     \
    X(LOOK, 5)                                                                                     \
    X(HIDE, 2)                                                                                     \
    X(LOCK_MINE, 3)                                                                                \
    X(LOCK, 2)                                                                                     \
    X(WORDS, 3)                                                                                    \
    X(LOG_IN, 3)                                                                                   \
    X(PHRASE, 1)                                                                                   \
    X(PHRASE_MINE, 1)                                                                              \
    X(LEAVE, 1)                                                                                    \
    X(PAIR, 4)                                                                                     \
    X(SLEEP, 2)
#define SIM_ACT_ENUM(name, weight) ACT_##name,
enum sim_act { SIM_ACTS(SIM_ACT_ENUM) ACT_COUNT };
const char *sim_act_name(enum sim_act act);

/* Somebody does something, which follows from the step. */
void sim_act(struct sim *s, struct sim_dice *d, enum sim_act act);

/* A new book for a person on a phone with an empty disk. */
bool sim_begin_book(struct sim *s, struct sim_phone *p);
/* Two people become a pair; false when something stood in the way. */
bool sim_pair_up(struct sim *s, struct sim_phone *a, struct sim_phone *b);
/* Log in with the words that person knows; false: no book was found, or there are no words. */
bool sim_log_in(struct sim *s, struct sim_phone *p);
/* Whether the relay has the words that were made on this phone. */
void sim_words_look(struct sim *s, const struct sim_phone *p);
/* The phone runs, is unlocked and not blank, and *mine* is open if wanted; false: it cannot be. */
bool sim_ready(struct sim *s, struct sim_phone *p, bool mine);
/* The file of this phone is gone, or older than it was: what only it held is excused. */
void sim_file_lost(struct sim *s, const struct sim_phone *p);

/* --- sim_harm.c --- */

/* NAME, how often */
#define SIM_HARMS(X)                                                                               \
    X(KILL, 10)                                                                                    \
    X(POWER, 8)                                                                                    \
    X(DISK_ONCE, 4)                                                                                \
    X(DISK_TORN, 3)                                                                                \
    X(DISK_FULL, 4)                                                                                \
    X(EVICT, 2)                                                                                    \
    X(OLD_FILE, 2)                                                                                 \
    X(CLOCK, 3)                                                                                    \
    X(OFFLINE, 8)                                                                                  \
    X(DEAF, 4)                                                                                     \
    X(EXIT, 2)                                                                                     \
    X(RELAY_CRASH, 4)                                                                              \
    X(RELAY_AWAY, 4)                                                                               \
    X(RELAY_FULL, 3)                                                                               \
    X(RELAY_RETURN, 3)
#define SIM_HARM_ENUM(name, weight) HARM_##name,
enum sim_harm { SIM_HARMS(SIM_HARM_ENUM) HARM_COUNT };
const char *sim_harm_name(enum sim_harm harm);

void sim_harm(struct sim *s, struct sim_dice *d, enum sim_harm harm);
/* A copy of this phone's file is put aside for OLD_FILE. */
void sim_harm_keep_file(struct sim *s, struct sim_phone *p);
/* Everything works again. */
void sim_heal(struct sim *s);
void sim_harm_free(struct sim *s);

/* --- sim_claims.c --- */

/* A sentence for this person to write; `out` of SIM_MARK_SIZE + 1. Returns its number. */
uint32_t sim_say(struct sim *s, const struct sim_phone *p, enum sim_place place,
                 char out[SIM_MARK_SIZE + 1]);
/* Notes which entries this phone's sentences have become: what is changed next shows other words.
 */
void sim_look(struct sim *s, const struct sim_phone *p);
/* The page told that it is saved. */
void sim_acked(struct sim *s, const struct sim_phone *p, uint32_t said);
/* Its author erased the item there. */
void sim_gone(struct sim *s, const struct sim_phone *p, const uint8_t item[EID_SIZE]);
/* Its author was told that it could not be erased: after a crash it may stand, or not. */
void sim_maybe_gone(struct sim *s, const struct sim_phone *p, const uint8_t item[EID_SIZE]);
/* The number of the next mark in `in` from *at on; false: no more. *at is moved behind it. */
bool sim_mark_next(struct bytes in, size_t *at, uint32_t *said);

/* What is looked at after every step, and at the end. */
void sim_claims_step(struct sim *s);
void sim_claims_end(struct sim *s);
/* All that should stand alike stands alike, and nothing is under way. `why` (of 120) says what
 * does not. */
bool sim_converged(struct sim *s, char *why);

void sim_claim_saw(struct sim *s, struct sim_phone *p);
void sim_claim_sent(struct sim *s, struct sim_phone *p, const struct net_request *r);
void sim_claim_done(struct sim *s, struct sim_phone *p, const struct net_request *r,
                    const struct net_answer *answer);

/* The set of entries of a space, and what they come to. */
struct sim_fold {
    uint64_t set, state;
    uint32_t rows;
};
struct sim_fold sim_fold_of(const struct sim *s, const struct sim_phone *p, enum space space);
/* The same entries, folded anew in another order, come to the same (C3). */
void sim_claim_refold(struct sim *s, const struct sim_phone *p, uint64_t order);
/* Notes what this set came to; false when it came to something else before (C3). */
bool sim_states_agree(struct sim *s, uint64_t set, uint64_t state);

/* --- sim_twin.c --- */

/* Runs the seed's world twice; person 0 writes other things for themselves the second time. */
void sim_twin_run(uint64_t seed, const char *folder, bool verbose, struct sim_result *out);
void sim_twin_saw(struct sim *s, struct sim_phone *p);
void sim_twin_done(struct sim *s, struct sim_phone *p, const struct net_request *r,
                   const struct net_answer *answer);

#endif
