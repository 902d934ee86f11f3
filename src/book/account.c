#include "book/account_internal.h"

#include "base/check.h"
#include "book/keyring.h"
#include "book/kinds.h"
#include "book/pair_record.h"
#include "book/rollback.h"

#include <string.h>

enum {
    READ_TRIES = 3, /* then the relay counts as away, and the act ends */
    READ_MEMORY = 4 * 1024,
    ANSWER_MS = 40000,
    NAME_TEXT = 1,   /* KIND_NAME */
    DEVICE_LABEL = 1 /* KIND_DEVICE_IN */
};

/* --- life --- */

enum err account_open(struct arena *a, const struct random_source *random, struct bytes origin,
                      const struct sync *s, struct account **out) {
    struct account *acc = arena_alloc(a, sizeof *acc);
    if (!acc)
        return ERR_FULL;
    acc->random = *random;
    acc->sync = s;
    arena_init(&acc->arena, READ_MEMORY);
    uint8_t host_hash[HASH_SIZE];
    hash_bytes(LABEL_HOST, origin, host_hash);
    TRY(jobs_open(&acc->jobs, random, host_hash));
    *out = acc;
    return ERR_OK;
}

void account_close(struct account *acc) {
    jobs_close(&acc->jobs);
    arena_free(&acc->arena);
    memory_wipe(acc, sizeof *acc);
}

static bool mine_open(const struct account *acc) {
    return acc->book && book_status(acc->book).mine_open;
}

static bool wants_read(const struct account *acc) {
    return acc->step == ACCOUNT_ASKING && acc->act.act != ACT_CLOSE;
}

static void request_forget(struct account *acc) {
    if (acc->reading || acc->job_asked)
        acc->abort_id = acc->id;
    acc->reading = acc->job_asked = false;
}

void account_use_book(struct account *acc, struct book *b) {
    if (acc->job_asked)
        request_forget(acc);
    jobs_restart(&acc->jobs);
    acc->book = b;
    if (acc->act.act == ACT_CLOSE) { /* gone on with below, when it is this book's */
        memory_wipe(&acc->act, sizeof acc->act);
        acc->step = ACCOUNT_IDLE;
    }
    if (!mine_open(acc))
        return;
    enum err settled = keyring_settle(b);
    (void)settled; /* not saved: it follows again when *mine* opens next */
    if (account_book_closing(b)) {
        acc->act.act = ACT_CLOSE;
        acc->step = ACCOUNT_ASKING;
    }
}

enum account_step account_step(const struct account *acc) {
    return acc->step;
}

enum err account_failure(const struct account *acc) {
    return acc->failure;
}

void account_forget(struct account *acc) {
    if (acc->act.act == ACT_CLOSE && acc->step == ACCOUNT_ASKING)
        return; /* decided */
    if (acc->reading)
        request_forget(acc);
    memory_wipe(&acc->act, sizeof acc->act);
    memory_wipe(acc->blob, sizeof acc->blob);
    acc->needs_new_words = acc->mine_behind = false;
    acc->step = ACCOUNT_IDLE;
    acc->failure = ERR_OK;
}

static void act_fail(struct account *acc, enum err why) {
    if (acc->act.act != ACT_CHANGE_AFTER_KIT)
        account_forget(acc);
    acc->step = ACCOUNT_FAILED;
    acc->failure = why;
}

static bool between_acts(const struct account *acc) {
    return acc->step == ACCOUNT_IDLE || acc->step == ACCOUNT_DONE || acc->step == ACCOUNT_FAILED;
}

/* --- founding --- */

enum err account_found(const struct random_source *r, struct account_root *out) {
    struct account_root root = {.generation = 1, .founding = true};
    TRY(random_fill(r, root.root, KEY_SIZE));
    TRY(random_fill(r, root.id_seed, KEY_SIZE));
    struct sign_key identity;
    struct root_keys keys;
    sign_key_from_seed(root.id_seed, &identity);
    root_derive(root.root, &keys);
    memcpy(root.id_public, identity.public_key, PUBLIC_KEY_SIZE);
    cert_sign(&identity, root.generation, keys.kx_public, NULL, &root.cert);
    *out = root;
    memory_wipe(&root, sizeof root);
    memory_wipe(&identity, sizeof identity);
    memory_wipe(&keys, sizeof keys);
    return ERR_OK;
}

static enum err text_entry_stage(struct book *b, uint32_t kind, uint32_t key, struct bytes text,
                                 int32_t today) {
    struct arena frame;
    arena_init(&frame, 1 << 16);
    struct body_writer w;
    body_begin(&w, &frame, NULL);
    body_add_text(&w, key, text);
    struct book_entry entry = {.space = SPACE_MINE, .kind = kind, .day = today};
    uint8_t eid[EID_SIZE];
    enum err e = body_end(&w, &entry.body);
    if (e == ERR_OK)
        e = book_stage(b, &entry, eid);
    arena_free(&frame);
    return e;
}

enum err account_founded(struct account *acc, const struct account_root *found, int32_t today) {
    struct account_record record;
    if (!mine_open(acc))
        return ERR_STATE;
    account_record_make(found, &record);
    enum err e = account_record_stage(acc->book, &record);
    memory_wipe(&record, sizeof record);
    const struct book_pair *pair = book_pair(acc->book);
    struct bytes name = bytes_make(pair->my_name, pair->my_name_size);
    if (e == ERR_OK && name.size)
        e = text_entry_stage(acc->book, KIND_NAME, NAME_TEXT, name, today);
    if (e == ERR_OK)
        return book_commit(acc->book);
    book_undo(acc->book);
    return e;
}

/* --- hashes --- */

struct bytes account_hash_wanted(const struct account *acc) {
    if (acc->step != ACCOUNT_NEEDS_HASH)
        return (struct bytes){0};
    return acc->act.new_hash ? BYTES_OF(acc->act.new_words) : BYTES_OF(acc->act.old_words);
}

const uint8_t *account_words_key(const struct account *acc) {
    return acc->act.words_key_known ? acc->act.words_key : NULL;
}

static void words_key_note(struct account *acc, const uint8_t *p) {
    kdf_derive(p, 4, KDF_LOCATOR, acc->act.words_key);
    acc->act.words_key_known = true;
}

static void hash_want(struct account *acc, bool of_new) {
    acc->act.new_hash = of_new;
    acc->step = ACCOUNT_NEEDS_HASH;
}

static void read_begin(struct account *acc) {
    const uint8_t *id = acc->act.by_kit ? acc->act.kit_keys.write.public_key
                                        : acc->act.old_locator.write.public_key;
    chain_start(id, &acc->chain);
    acc->blob_known = false;
    acc->tries = 0;
    acc->not_before_ms = 0;
    acc->step = ACCOUNT_ASKING;
}

static void act_decide(struct account *acc,
                       enum err (*decide)(struct account *, struct decision *)) {
    struct decision d = {0};
    enum err e = mine_open(acc) ? decide(acc, &d) : ERR_LOCKED;
    memory_wipe(&d, sizeof d);
    if (e != ERR_OK) {
        if (acc->book)
            book_undo(acc->book);
        act_fail(acc, e == ERR_LOCKED || e == ERR_NOT_FOUND ? ERR_STATE : e);
        return;
    }
    acc->needs_new_words = false;
    acc->step = ACCOUNT_DONE;
}

void account_hash_give(struct account *acc, const uint8_t *p, uint64_t now_ms) {
    if (acc->step != ACCOUNT_NEEDS_HASH)
        return;
    acc->act.today = (int32_t)box_day(now_ms);
    if (!p) {
        act_fail(acc, ERR_FULL);
        return;
    }
    if (!acc->act.new_hash) {
        locator_keys_from_password(p, &acc->act.old_locator);
        memcpy(acc->act.old_write_seed, acc->act.old_locator.write_seed, KEY_SIZE);
        words_key_note(acc, p);
        read_begin(acc);
        return;
    }
    locator_keys_from_password(p, &acc->act.new_locator);
    words_key_note(acc, p);
    act_decide(acc, acc->act.act == ACT_MAKE_WORDS ? account_decide_words : account_decide_change);
}

/* --- reading a locator or kit --- */

/* What was found belongs to the book in use, and is not older than what was seen. */
static enum err found_check(struct account *acc) {
    struct account_record record;
    struct book_root root;
    const struct locator_payload *p = &acc->act.payload;
    if (!mine_open(acc) || account_record_load(acc->book, &record) != ERR_OK ||
        book_root(acc->book, &root) != ERR_OK)
        return ERR_STATE;
    bool same = secret_equal(root.root, p->root, KEY_SIZE);
    bool older = p->generation < record.generation ||
                 (p->generation == record.generation && p->counter < record.counter);
    memory_wipe(&record, sizeof record);
    memory_wipe(&root, sizeof root);
    if (older)
        return ERR_CHAIN;
    return same ? ERR_OK : ERR_NOT_FOUND;
}

/* The root that a log-in found. */
static void root_found(struct account *acc) {
    const struct locator_payload *p = &acc->act.payload;
    struct account_root *root = &acc->act.root;
    struct sign_key identity;
    struct root_keys keys;
    *root = (struct account_root){.generation = p->generation, .counter = p->counter};
    memcpy(root->root, p->root, KEY_SIZE);
    sign_key_from_seed(p->id_seed, &identity);
    root_derive(p->root, &keys);
    memcpy(root->id_public, identity.public_key, PUBLIC_KEY_SIZE);
    cert_sign(&identity, p->generation, keys.kx_public, NULL, &root->cert);
    memory_wipe(&identity, sizeof identity);
    memory_wipe(&keys, sizeof keys);
    acc->step = ACCOUNT_NEEDS_BOOK;
}

static enum err blob_open(struct account *acc) {
    struct locator_payload *p = &acc->act.payload;
    if (!acc->act.by_kit)
        return locator_open(&acc->act.old_locator, BYTES_OF(acc->blob), p);
    struct kit_payload kit;
    TRY(kit_open(&acc->act.kit_keys, BYTES_OF(acc->blob), &kit));
    *p = (struct locator_payload){.generation = kit.generation, .counter = kit.counter};
    memcpy(p->root, kit.root, KEY_SIZE);
    memcpy(p->id_seed, kit.id_seed, KEY_SIZE);
    memcpy(p->kit_write_seed, acc->act.kit_keys.write_seed, KEY_SIZE);
    memcpy(p->kit_box_key, acc->act.kit_keys.box_key, PUBLIC_KEY_SIZE);
    memcpy(acc->act.old_write_seed, kit.locator_write_seed, KEY_SIZE);
    memory_wipe(&kit, sizeof kit);
    return ERR_OK;
}

/* The box was read to its end. */
static void read_done(struct account *acc) {
    enum err e = acc->blob_known ? blob_open(acc) : ERR_NOT_FOUND;
    if (e == ERR_NEWER) {
        act_fail(acc, ERR_NEWER);
        return;
    }
    if (e != ERR_OK) {
        act_fail(acc, ERR_NOT_FOUND);
        return;
    }
    acc->act.old_known = true;
    if (acc->act.act == ACT_LOG_IN) {
        root_found(acc);
        return;
    }
    e = found_check(acc);
    if (e != ERR_OK)
        act_fail(acc, e);
    else if (acc->act.act == ACT_NEW_KIT)
        act_decide(acc, account_decide_kit);
    else
        hash_want(acc, true);
}

static void read_failed(struct account *acc, uint64_t now_ms) {
    if (++acc->tries >= READ_TRIES)
        act_fail(acc, ERR_UNREACHABLE);
    else
        acc->not_before_ms = now_ms + (uint64_t)RETRY_FIRST_MS * acc->tries;
}

static void read_answer(struct account *acc, const struct net_answer *answer, uint64_t now_ms) {
    enum box_outcome outcome = box_outcome(answer);
    struct box_page page;
    if (outcome == BOX_ABSENT || outcome == BOX_DROPPED) {
        act_fail(acc, ERR_NOT_FOUND);
        return;
    }
    if (outcome != BOX_DONE ||
        box_page_open(answer->body, RELAY_CLASS_LOCATOR, &acc->chain, &page) != ERR_OK) {
        read_failed(acc, now_ms);
        return;
    }
    acc->chain = page.reached;
    struct relay_page_blob blob;
    while (box_page_next(&page, &blob)) {
        acc->blob_known = !blob.erased && blob.data.size == LOCATOR_BLOB_SIZE;
        if (acc->blob_known)
            memcpy(acc->blob, blob.data.at, LOCATOR_BLOB_SIZE);
    }
    if (!page.more)
        read_done(acc);
}

/* --- acts --- */

static enum err act_begin(struct account *acc, enum act act) {
    if (!between_acts(acc))
        return ERR_STATE;
    account_forget(acc);
    acc->act.act = act;
    return ERR_OK;
}

enum err account_make_words(struct account *acc, const uint16_t words[PASSWORD_WORDS],
                            bool with_kit) {
    uint8_t canonical[PASSWORD_CANONICAL_SIZE];
    TRY(password_canonical(words, canonical));
    if (!mine_open(acc) || book_status(acc->book).words_made)
        return ERR_STATE;
    TRY(act_begin(acc, ACT_MAKE_WORDS));
    memcpy(acc->act.new_words, canonical, sizeof canonical);
    memory_wipe(canonical, sizeof canonical);
    acc->act.with_kit = with_kit;
    hash_want(acc, true);
    return ERR_OK;
}

enum err account_log_in_words(struct account *acc, const uint16_t words[PASSWORD_WORDS]) {
    uint8_t canonical[PASSWORD_CANONICAL_SIZE];
    TRY(password_canonical(words, canonical));
    if (acc->book)
        return ERR_STATE;
    TRY(act_begin(acc, ACT_LOG_IN));
    memcpy(acc->act.old_words, canonical, sizeof canonical);
    memory_wipe(canonical, sizeof canonical);
    hash_want(acc, false);
    return ERR_OK;
}

enum err account_log_in_kit(struct account *acc, const uint16_t words[KIT_WORDS]) {
    uint8_t kit[KIT_SIZE];
    TRY(kit_from_words(words, kit));
    if (acc->book)
        return ERR_STATE;
    TRY(act_begin(acc, ACT_LOG_IN));
    acc->act.by_kit = true;
    kit_keys_from_secret(kit, &acc->act.kit_keys);
    memory_wipe(kit, sizeof kit);
    read_begin(acc);
    return ERR_OK;
}

bool account_mine_behind(const struct account *acc) {
    return acc->mine_behind;
}

bool account_needs_new_words(const struct account *acc) {
    return acc->needs_new_words;
}

const struct account_root *account_found_root(const struct account *acc) {
    return acc->step == ACCOUNT_NEEDS_BOOK ? &acc->act.root : NULL;
}

enum err account_book_given(struct account *acc, struct bytes label, int32_t today) {
    if (acc->step != ACCOUNT_NEEDS_BOOK || !mine_open(acc))
        return ERR_STATE;
    if (label.size > LABEL_MAX || !utf8_valid(label))
        return ERR_INPUT;
    struct account_record record;
    account_record_make(&acc->act.root, &record);
    enum err e = account_record_stage(acc->book, &record);
    memory_wipe(&record, sizeof record);
    TRY(e);
    struct book_pair told = *book_pair(acc->book);
    told.words_made = true;
    book_pair_set(acc->book, &told);
    TRY(book_commit(acc->book));
    if (label.size)
        memcpy(acc->act.label, label.at, label.size);
    acc->act.label_size = label.size;
    acc->act.today = today;
    acc->step = ACCOUNT_FETCHING;
    return ERR_OK;
}

/* Every feed was read: this device enters itself into the private session log. */
static void fetching_check(struct account *acc) {
    if (acc->step != ACCOUNT_FETCHING || !mine_open(acc) || !sync_status(acc->sync).fetched)
        return;
    struct bytes label = bytes_make(acc->act.label, acc->act.label_size);
    enum err e = text_entry_stage(acc->book, KIND_DEVICE_IN, DEVICE_LABEL, label, acc->act.today);
    if (e == ERR_OK)
        e = book_commit(acc->book);
    if (e != ERR_OK) {
        book_undo(acc->book);
        act_fail(acc, e);
        return;
    }
    acc->needs_new_words = acc->act.by_kit;
    acc->mine_behind = rollback_found(acc->book);
    acc->step = ACCOUNT_DONE;
}

enum err account_change_words(struct account *acc, const uint16_t old_words[PASSWORD_WORDS],
                              const uint16_t new_words[PASSWORD_WORDS]) {
    uint8_t canonical_old[PASSWORD_CANONICAL_SIZE], canonical_new[PASSWORD_CANONICAL_SIZE];
    TRY(password_canonical(old_words, canonical_old));
    TRY(password_canonical(new_words, canonical_new));
    if (secret_equal(canonical_old, canonical_new, sizeof canonical_old))
        return ERR_INPUT;
    if (!mine_open(acc))
        return ERR_STATE;
    TRY(act_begin(acc, ACT_CHANGE_WORDS));
    memcpy(acc->act.old_words, canonical_old, sizeof canonical_old);
    memcpy(acc->act.new_words, canonical_new, sizeof canonical_new);
    hash_want(acc, false);
    return ERR_OK;
}

enum err account_change_words_after_kit(struct account *acc,
                                        const uint16_t new_words[PASSWORD_WORDS]) {
    uint8_t canonical[PASSWORD_CANONICAL_SIZE];
    TRY(password_canonical(new_words, canonical));
    if (!acc->needs_new_words || !between_acts(acc) || !mine_open(acc))
        return ERR_STATE;
    acc->act.act = ACT_CHANGE_AFTER_KIT;
    memcpy(acc->act.new_words, canonical, sizeof canonical);
    hash_want(acc, true);
    return ERR_OK;
}

enum err account_new_kit(struct account *acc, const uint16_t words[PASSWORD_WORDS]) {
    uint8_t canonical[PASSWORD_CANONICAL_SIZE];
    TRY(password_canonical(words, canonical));
    if (!mine_open(acc))
        return ERR_STATE;
    TRY(act_begin(acc, ACT_NEW_KIT));
    memcpy(acc->act.old_words, canonical, sizeof canonical);
    hash_want(acc, false);
    return ERR_OK;
}

bool account_kit(const struct account *acc, uint16_t words[KIT_WORDS],
                 uint16_t fingerprint[FINGERPRINT_WORDS]) {
    if (acc->step != ACCOUNT_DONE || !acc->act.kit_made)
        return false;
    kit_words(acc->act.kit, words);
    root_fingerprint(acc->act.id_public, fingerprint);
    return true;
}

/* --- closing --- */

/* Every box I can write to is to be gone; *mine* last, so that a device that stops halfway can
 * still be told which are left. */
static enum err close_decide(struct book *b, struct account_record *record) {
    record->closing = true;
    record->job_count = 0;
    for (size_t i = 0, count = keyring_count(b); i < count; i++) {
        struct keyring_box box;
        if (!keyring_at(b, i, &box) || !box.has_write_seed)
            continue;
        struct job job = job_drop(JOB_DROP, box.write_seed);
        memory_wipe(&box, sizeof box);
        TRY(account_record_add(record, &job));
    }
    struct pair_record pairing;
    if (pair_record_load(b, &pairing) == ERR_OK) { /* an invitation that is still out */
        struct invite_keys keys;
        invite_derive(pairing.pairing.s, &keys);
        struct job job = job_drop(JOB_DROP, keys.write.secret);
        memory_wipe(&keys, sizeof keys);
        memory_wipe(&pairing, sizeof pairing);
        TRY(account_record_add(record, &job));
    }
    struct book_root root;
    struct root_keys keys;
    TRY(book_root(b, &root));
    root_derive(root.root, &keys);
    struct job job = job_drop(JOB_DROP, keys.mine_write_seed);
    memory_wipe(&root, sizeof root);
    memory_wipe(&keys, sizeof keys);
    return account_record_add(record, &job);
}

enum err account_close_book(struct account *acc) {
    struct account_record record;
    if (!mine_open(acc) || !between_acts(acc))
        return ERR_STATE;
    TRY(account_record_load(acc->book, &record));
    enum err e = close_decide(acc->book, &record);
    if (e == ERR_OK)
        e = account_record_save(acc->book, &record);
    memory_wipe(&record, sizeof record);
    TRY(e);
    account_forget(acc);
    jobs_restart(&acc->jobs);
    acc->act.act = ACT_CLOSE;
    acc->step = ACCOUNT_ASKING;
    return ERR_OK;
}

bool account_book_closing(const struct book *b) {
    struct account_record record;
    bool closing = account_record_load(b, &record) == ERR_OK && record.closing;
    memory_wipe(&record, sizeof record);
    return closing;
}

static void closing_check(struct account *acc) {
    if (acc->act.act == ACT_CLOSE && acc->step == ACCOUNT_ASKING && mine_open(acc) &&
        !jobs_owed(acc->book))
        acc->step = ACCOUNT_DONE;
}

bool account_away(const struct account *acc) {
    return wants_read(acc) ? acc->tries > 0
                           : acc->step == ACCOUNT_ASKING && acc->jobs.retry.failures > 0;
}

bool account_unsent(const struct account *acc) {
    return mine_open(acc) && jobs_owed(acc->book);
}

bool account_words_unsent(const struct account *acc) {
    struct account_record record;
    bool unsent = false;
    if (!mine_open(acc) || account_record_load(acc->book, &record) != ERR_OK)
        return false;
    for (uint32_t i = 0; i < record.job_count; i++)
        unsent = unsent || record.jobs[i].kind == JOB_WRITE_NEW;
    memory_wipe(&record, sizeof record);
    return unsent;
}

/* --- requests --- */

static enum err read_ask(struct account *acc, struct net_request *out) {
    const struct act_state *act = &acc->act;
    const uint8_t *token = act->by_kit ? act->kit_keys.read_token : act->old_locator.read_token;
    arena_reset(&acc->arena);
    return box_ask_read(&acc->arena, acc->chain.box_id, token, acc->chain.position + 1, 0, out);
}

static enum err part_next(void *self, uint64_t now_ms, bool may_wait, struct net_request *out) {
    struct account *acc = self;
    (void)may_wait;
    fetching_check(acc);
    closing_check(acc);
    if ((acc->reading || acc->job_asked) && now_ms >= acc->asked_ms + ANSWER_MS) {
        struct net_answer none = {.id = acc->id};
        acc->abort_id = acc->id;
        account_part(acc).answer(acc, &none, now_ms);
    }
    if (acc->reading || acc->job_asked)
        return ERR_NOT_FOUND;
    struct net_request request;
    bool reads = wants_read(acc);
    if (reads && now_ms < acc->not_before_ms)
        return ERR_NOT_FOUND;
    if (reads)
        TRY(read_ask(acc, &request));
    else if (mine_open(acc))
        TRY(jobs_next(&acc->jobs, acc->book, now_ms, &request));
    else
        return ERR_NOT_FOUND;
    acc->reading = reads;
    acc->job_asked = !reads;
    acc->last_id = acc->last_id % 0xfffffe + 1;
    acc->id = request.id = acc->last_id;
    acc->asked_ms = now_ms;
    *out = request;
    return ERR_OK;
}

static void part_answer(void *self, const struct net_answer *answer, uint64_t now_ms) {
    struct account *acc = self;
    if (answer->id != acc->id)
        return;
    if (acc->reading) {
        acc->reading = false;
        if (wants_read(acc))
            read_answer(acc, answer, now_ms);
    } else if (acc->job_asked) {
        acc->job_asked = false;
        jobs_answer(&acc->jobs, mine_open(acc) ? acc->book : NULL, answer, now_ms);
        closing_check(acc);
    }
}

static uint64_t part_wake(const void *self) {
    const struct account *acc = self;
    if (acc->reading || acc->job_asked)
        return acc->asked_ms + ANSWER_MS;
    if (wants_read(acc))
        return acc->not_before_ms;
    return mine_open(acc) ? jobs_wake_ms(&acc->jobs, acc->book) : UINT64_MAX;
}

static bool part_wants_wait(const void *self) {
    (void)self;
    return false;
}

static bool part_abort(void *self, uint32_t *id) {
    struct account *acc = self;
    if (!acc->abort_id)
        return false;
    *id = acc->abort_id;
    acc->abort_id = 0;
    return true;
}

static void part_nudge(void *self) {
    struct account *acc = self;
    acc->not_before_ms = 0;
    acc->jobs.retry.not_before_ms = 0;
}

static void part_clock_back(void *self, uint64_t by_ms) {
    struct account *acc = self;
    acc->asked_ms = time_back(acc->asked_ms, by_ms);
    acc->not_before_ms = time_back(acc->not_before_ms, by_ms);
    jobs_clock_back(&acc->jobs, by_ms);
}

struct net_part account_part(struct account *acc) {
    return (struct net_part){.self = acc,
                             .next = part_next,
                             .answer = part_answer,
                             .wake_ms = part_wake,
                             .wants_wait = part_wants_wait,
                             .abort_next = part_abort,
                             .nudge = part_nudge,
                             .clock_back = part_clock_back};
}
