/* account_internal.h -- an account's own state, shared by account.c (steps, reading, acts) and
 * account_decide.c (what an act that writes a locator saves).
 */
#ifndef TOWARD_BOOK_ACCOUNT_INTERNAL_H
#define TOWARD_BOOK_ACCOUNT_INTERNAL_H

#include "book/account.h"
#include "book/account_record.h"
#include "book/box.h"
#include "book/jobs.h"

enum { LABEL_MAX = 200 };

enum act {
    ACT_NONE,
    ACT_MAKE_WORDS,
    ACT_LOG_IN,
    ACT_CHANGE_WORDS,
    ACT_CHANGE_AFTER_KIT,
    ACT_NEW_KIT,
    ACT_CLOSE
};

/* What an act holds while it runs; all of it secret, wiped by account_forget. */
struct act_state {
    enum act act;
    bool by_kit;    /* ACT_LOG_IN */
    bool with_kit;  /* ACT_MAKE_WORDS */
    bool old_known; /* the locator or kit was read: `payload` is filled in */
    bool new_hash;  /* the hash wanted is of the new words */
    uint8_t old_words[PASSWORD_CANONICAL_SIZE];
    uint8_t new_words[PASSWORD_CANONICAL_SIZE];
    struct locator_keys old_locator, new_locator;
    struct kit_keys kit_keys;
    struct locator_payload payload;
    uint8_t old_write_seed[KEY_SIZE]; /* of the locator to be dropped */
    struct account_root root;         /* ACT_LOG_IN */
    bool kit_made;
    uint8_t kit[KIT_SIZE];
    uint8_t id_public[PUBLIC_KEY_SIZE];
    bool words_key_known;
    uint8_t words_key[KEY_SIZE];
    uint8_t label[LABEL_MAX];
    size_t label_size;
    int32_t today;
};

struct account {
    struct random_source random;
    const struct sync *sync;
    struct book *book;
    enum account_step step;
    enum err failure;
    bool needs_new_words, mine_behind;
    struct act_state act;
    struct jobs jobs;
    /* reading a locator or kit */
    struct arena arena;
    struct chain chain;
    bool blob_known;
    uint8_t blob[LOCATOR_BLOB_SIZE]; /* the newest so far */
    uint32_t tries;
    bool reading;
    bool job_asked; /* the request under way is the jobs' */
    uint32_t id, last_id, abort_id;
    uint64_t asked_ms, not_before_ms;
};

/* What every act that writes a locator ends in: jobs, keyring and record, saved as one. */
struct decision {
    struct account_record record;
    struct locator_payload payload; /* counter already raised */
    struct job job;
};

/* Each draws what it needs, builds jobs and keyring, and saves all of it as one; on an error
 * nothing is saved. *mine* is open. `d` is zeroed by the caller, and wiped by it. */
MUST_CHECK enum err account_decide_words(struct account *acc, struct decision *d);
MUST_CHECK enum err account_decide_change(struct account *acc, struct decision *d);
MUST_CHECK enum err account_decide_kit(struct account *acc, struct decision *d);

#endif
