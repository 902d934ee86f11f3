/* relay_script.h -- what a relay's store goes through in a run: drawn from a seed, the same each
 * time, with the states it passes through known beforehand.
 *
 * A script is a list of steps: groups of changes as the writer applies them (boxes of every class
 * made, written, erased, dropped; some refused), housekeeping on this day and later ones, the log
 * emptied or moved, the store closed and opened. Every step is one transaction or none, so after
 * any fault the state is the one after the last step that was acknowledged, or the one after it.
 */
#ifndef TOWARD_TEST_RELAY_SCRIPT_H
#define TOWARD_TEST_RELAY_SCRIPT_H

#include "crypt/chain.h"
#include "relay/store.h"

enum { SCRIPT_STEPS = 12, SCRIPT_GROUP = 4, SCRIPT_AUTHORS = 6 };

enum script_act { ACT_APPLY, ACT_TOKENS, ACT_MAINTAIN, ACT_RECLAIM, ACT_CHECKPOINT, ACT_REOPEN };

struct script_author {
    uint8_t id[BOX_ID_SIZE], rt_hash[HASH_SIZE], token_hash[HASH_SIZE];
    struct chain chain;
    unsigned box_class;
    bool stands, dropped;
    uint8_t bh[64][HASH_SIZE]; /* of its blobs, from position 1 */
};

struct script_change {
    struct store_change change;
    uint8_t prev[HASH_SIZE], sig[SIGNATURE_SIZE];
    uint8_t bh[4][HASH_SIZE];
    uint8_t *body; /* of an append */
    enum relay_reason reason;
};

struct script_step {
    enum script_act act;
    uint32_t day;
    size_t count;
    struct script_change changes[SCRIPT_GROUP];
};

struct script {
    uint64_t dice;
    uint32_t day;
    struct script_author authors[SCRIPT_AUTHORS];
    struct script_step steps[SCRIPT_STEPS];
    uint8_t states[SCRIPT_STEPS + 1][HASH_SIZE]; /* [n]: after n steps; filled by script_learn */
};

/* A running store; `reader` is opened with it. */
struct script_run {
    const char *folder;
    struct store *store;
    struct store_reader *reader;
    uint64_t now_ms;
    char line[STORE_LINE_SIZE]; /* what open said */
};

/* The store draws the same random numbers from here on as after the last call of this. */
void script_rewind(void);

void script_make(struct script *s, uint64_t seed);
void script_free(struct script *s);

MUST_CHECK enum err script_open(struct script_run *r);
void script_close(struct script_run *r);

/* One step. ERR_OK: acknowledged. */
MUST_CHECK enum err script_step_run(struct script_run *r, struct script *s, size_t step);

/* The reasons that the last script_step_run of it set are those of the run without faults. */
bool step_reasons_hold(const struct script *s, size_t step);

/* A hash over everything that readers see of the script's boxes; false when a read fails. */
bool script_state(struct script_run *r, const struct script *s, uint8_t out[HASH_SIZE]);

/* Runs without faults, over what stands, and notes states and reasons. */
void script_learn(struct script *s, struct script_run *r);

#endif
