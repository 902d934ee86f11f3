/* session.c -- beginning, locks and words, as rooms ask for them (session.h). */
#include "app/app_internal.h"
#include "base/check.h"
#include "book/keyring.h"
#include "crypt/hash.h"

#include <string.h>

enum err session_random(struct visit *v, uint8_t *out, size_t size) {
    return random_fill(&app_of(v)->host.random, out, size);
}

struct bytes session_word(const struct visit *v, uint32_t index) {
    char word[WORDS_LETTERS_MAX + 1];
    MUST(index < WORDS_COUNT);
    size_t size = words_lookup(&app_of(v)->words, index, word);
    void *copy = arena_copy(v->frame, word, size);
    return copy ? bytes_make(copy, size) : (struct bytes){0};
}

/* All typed words in one list: the first list in which none is wrong, or the one that knows more
 * of them decides which word is named. */
enum err session_words_find(struct visit *v, struct bytes typed, uint16_t *indices, size_t count,
                            size_t *wrong) {
    struct word_list lists[2] = {app_of(v)->words, words_english()};
    uint16_t found[KIT_WORDS];
    size_t best = 0, best_wrong = 0;
    MUST(count <= KIT_WORDS);
    for (int i = 0; i < 2; i++) {
        size_t n = 0, bad = 0;
        enum err e = words_parse(&lists[i], typed, found, count, &n, &bad);
        if (e == ERR_OK && n == count) {
            memcpy(indices, found, count * sizeof *found);
            return ERR_OK;
        }
        size_t known = e == ERR_OK || e == ERR_SIZE ? count : bad;
        if (i == 0 || known > best) {
            best = known;
            best_wrong = known;
        }
    }
    *wrong = best_wrong;
    return ERR_INPUT;
}

/* --- begin and log in ----------------------------------------------------------------------- */

/* Refuses a secret that is too short; an empty one is for the caller to judge. */
static bool secret_refused(struct visit *v, struct bytes secret, uint32_t field) {
    if (utf8_count(secret) >= SECRET_COUNT_MIN && secret.size <= TASK_TEXT_MAX)
        return false;
    visit_refuse(v, field, T_HOUSE_ERROR_SECRET_SHORT);
    return true;
}

static void task_text(struct app *app, struct bytes text) {
    MUST(text.size <= TASK_TEXT_MAX);
    if (text.size)
        memcpy(app->task.text, text.at, text.size);
    app->task.text_size = text.size;
}

/* *mine* begins with the device's secret and its salt. */
static enum err salts_draw(struct app *app) {
    TRY(random_fill(&app->host.random, app->task.salts.device, STORE_SALT_SIZE));
    memcpy(app->task.salts.mine, app->task.salts.device, STORE_SALT_SIZE);
    return ERR_OK;
}

enum err session_begin(struct visit *v, struct bytes name, struct bytes secret, struct address then,
                       uint32_t field) {
    struct app *app = app_of(v);
    if (app->book || app->mode != MODE_DOOR)
        return ERR_STATE;
    if (secret.size && secret_refused(v, secret, field))
        return ERR_OK;
    if (name.size > BOOK_NAME_MAX)
        return ERR_SIZE;
    task_begin(v, TASK_BEGIN, then, field);
    app->task.memory_only = secret.size == 0;
    app->task.name_size = name.size;
    if (name.size)
        memcpy(app->task.name, name.at, name.size);
    TRY(salts_draw(app));
    if (secret.size)
        task_hash(app, secret, app->task.salts.device);
    else
        app->task.key_drawn = true;
    return ERR_OK;
}

enum err session_name_set(struct visit *v, struct bytes name) {
    return keyring_name_set(v->book, name, v->today);
}

enum err session_login(struct visit *v, const uint16_t *words, size_t count, struct bytes secret,
                       struct address then, uint32_t field) {
    struct app *app = app_of(v);
    if (app->book || (app->mode != MODE_DOOR && app->mode != MODE_LOCKED))
        return ERR_STATE;
    if (secret.size && secret_refused(v, secret, field))
        return ERR_OK;
    TRY(count == PASSWORD_WORDS ? account_log_in_words(app->account, words)
                                : account_log_in_kit(app->account, words));
    task_begin(v, TASK_LOGIN, then, field);
    app->task.memory_only = secret.size == 0;
    task_text(app, secret);
    return salts_draw(app);
}

/* --- locks ---------------------------------------------------------------------------------- */

/* The salts in the file's header; a memory-only book has none that matter. */
static enum err salts_of_store(struct app *app, struct store_salts *out) {
    return app->host.store ? store_look(app->host.store, out) : ERR_STATE;
}

enum err session_unlock(struct visit *v, struct bytes secret, struct address then, uint32_t field) {
    struct app *app = app_of(v);
    struct store_salts salts;
    if (app->mode != MODE_LOCKED)
        return ERR_STATE;
    TRY(salts_of_store(app, &salts));
    task_begin(v, TASK_UNLOCK, then, field);
    task_hash(app, secret, salts.device);
    return ERR_OK;
}

enum err session_unlock_mine(struct visit *v, struct bytes secret, struct address then,
                             uint32_t field) {
    struct app *app = app_of(v);
    struct store_salts salts;
    if (!app->book)
        return ERR_STATE;
    if (book_status(app->book).mine_open) {
        visit_go(v, then.room, then.page, then.item);
        return ERR_OK;
    }
    TRY(salts_of_store(app, &salts));
    task_begin(v, TASK_UNLOCK_MINE, then, field);
    task_hash(app, secret, salts.mine);
    return ERR_OK;
}

enum err session_unlock_mine_words(struct visit *v, const uint16_t words[PASSWORD_WORDS],
                                   struct address then, uint32_t field) {
    struct app *app = app_of(v);
    uint8_t canonical[PASSWORD_CANONICAL_SIZE];
    if (!app->book || book_status(app->book).memory_only)
        return ERR_STATE;
    if (book_status(app->book).mine_open) {
        visit_go(v, then.room, then.page, then.item);
        return ERR_OK;
    }
    TRY(password_canonical(words, canonical));
    task_begin(v, TASK_MINE_WORDS, then, field);
    task_hash_words(app, BYTES_OF(canonical));
    memory_wipe(canonical, sizeof canonical);
    return ERR_OK;
}

struct address session_wanted(const struct visit *v) {
    const struct app *app = app_of(v);
    struct address today = {ROOM_TODAY, 0, 0};
    return app->wanted.room ? app->wanted : today;
}

void session_lock_mine(struct visit *v) {
    struct app *app = app_of(v);
    if (!app->book || app_looking(app) || book_status(app->book).memory_only)
        return;
    sync_flush(app->sync, app->now_ms);
    app_pump(app); /* what is asked now goes although its keys are put away */
    book_close_mine(app->book);
    app_book_shown_to_parts(app);
}

void session_lock(struct visit *v) {
    struct app *app = app_of(v);
    app_book_end(app);
    app_look(app);
    app->at = (struct address){0, 0, 0};
    app->at_new = true;
    effect_simple(app, EFFECT_END);
}

void session_hand_over(struct visit *v, uint32_t first, uint32_t last) {
    struct app *app = app_of(v);
    session_lock_mine(v);
    app->handed_room = v->at.room;
    app->handed_first = first;
    app->handed_last = last;
}

bool session_handed(const struct visit *v) {
    return app_of(v)->handed_room != 0;
}

enum err session_mine_secret_set(struct visit *v, struct bytes secret, struct address then,
                                 uint32_t field) {
    struct app *app = app_of(v);
    if (!app->book || !book_status(app->book).mine_open)
        return ERR_LOCKED;
    if (secret_refused(v, secret, field))
        return ERR_OK;
    task_begin(v, TASK_MINE_SET, then, field);
    TRY(random_fill(&app->host.random, app->task.salts.mine, STORE_SALT_SIZE));
    task_hash(app, secret, app->task.salts.mine);
    return ERR_OK;
}

enum err session_device_secret_set(struct visit *v, struct bytes old_secret, struct bytes secret,
                                   struct address then, uint32_t field) {
    struct app *app = app_of(v);
    struct store_salts salts;
    if (!app->book)
        return ERR_STATE;
    if (secret_refused(v, secret, field))
        return ERR_OK;
    TRY(salts_of_store(app, &salts));
    task_begin(v, TASK_DEVICE_OLD, then, field);
    task_text(app, secret);
    task_hash(app, old_secret, salts.device);
    return ERR_OK;
}

enum err session_pin_set(struct visit *v, struct bytes pin, uint32_t field) {
    struct app *app = app_of(v);
    bool digits = pin.size == 0 || (pin.size >= 4 && pin.size <= 8);
    for (size_t i = 0; i < pin.size; i++)
        digits = digits && pin.at[i] >= '0' && pin.at[i] <= '9';
    if (!digits) {
        visit_refuse(v, field, T_HOUSE_ERROR_PIN_SHAPE);
        return ERR_OK;
    }
    return book_local_set(app->book, LOCAL_PIN, pin);
}

unsigned session_pin_tries(const struct visit *v) {
    return app_of(v)->pin_tries_left;
}

enum err session_unblank(struct visit *v, struct bytes pin, uint32_t field) {
    struct app *app = app_of(v);
    if (app->mode != MODE_BLANK || !app->book)
        return ERR_STATE;
    struct bytes right = book_local(app->book, LOCAL_PIN);
    bool same = right.size == pin.size && secret_equal(right.at, pin.at, right.size);
    if (right.size && !same) {
        if (--app->pin_tries_left == 0)
            session_lock(v);
        else
            visit_refuse(v, field, T_HOUSE_ERROR_PIN);
        return ERR_OK;
    }
    app->pin_tries_left = PIN_TRIES;
    app->hidden = false;
    app->mode = MODE_OPEN;
    app->fill_due = true;
    visit_go(v, app->at.room, app->at.page, app->at.item);
    return ERR_OK;
}

/* --- trouble that was dealt with -------------------------------------------------------------- */

enum err session_alarm_forget(struct visit *v) {
    return sync_alarm_forget(app_of(v)->sync);
}

void session_evicted_forget(struct visit *v) {
    struct app *app = app_of(v);
    if (app->trouble != TROUBLE_EVICTED)
        return;
    app->trouble = TROUBLE_NONE;
    app_kept_send(app, false);
}

/* --- the seven words and the kit ------------------------------------------------------------- */

enum err session_words_make(struct visit *v) {
    struct app *app = app_of(v);
    TRY(password_draw(&app->host.random, app->words_drawn));
    app->words_drawn_set = true;
    return ERR_OK;
}

bool session_words_show(const struct visit *v, uint16_t indices[PASSWORD_WORDS]) {
    const struct app *app = app_of(v);
    if (app->words_drawn_set)
        memcpy(indices, app->words_drawn, sizeof app->words_drawn);
    return app->words_drawn_set;
}

bool session_words_due(const struct visit *v) {
    return account_needs_new_words(app_of(v)->account);
}

enum err session_words_confirm(struct visit *v, const uint16_t *old, bool kit, struct address then,
                               uint32_t field) {
    struct app *app = app_of(v);
    if (!app->book || !app->words_drawn_set)
        return ERR_STATE;
    enum err e;
    if (account_needs_new_words(app->account))
        e = account_change_words_after_kit(app->account, app->words_drawn);
    else if (old)
        e = account_change_words(app->account, old, app->words_drawn);
    else
        e = account_make_words(app->account, app->words_drawn, kit);
    TRY(e);
    task_begin(v, TASK_WORDS, then, field);
    return ERR_OK;
}

bool session_words_unsent(const struct visit *v) {
    return account_words_unsent(app_of(v)->account);
}

enum err session_kit_make(struct visit *v, const uint16_t words[PASSWORD_WORDS],
                          struct address then, uint32_t field) {
    struct app *app = app_of(v);
    if (!app->book)
        return ERR_STATE;
    TRY(account_new_kit(app->account, words));
    task_begin(v, TASK_KIT, then, field);
    return ERR_OK;
}

bool session_kit_show(const struct visit *v, uint16_t words[KIT_WORDS],
                      uint16_t fingerprint[FINGERPRINT_WORDS], struct bytes *relay_host) {
    const struct app *app = app_of(v);
    if (!app->kit_to_show || !account_kit(app->account, words, fingerprint))
        return false;
    *relay_host = (struct bytes){app->origin, app->origin_size};
    return true;
}

void session_kit_forget(struct visit *v) {
    struct app *app = app_of(v);
    app->kit_to_show = false;
    account_forget(app->account);
}

enum err session_close_book(struct visit *v, struct bytes secret, uint32_t field) {
    struct app *app = app_of(v);
    struct store_salts salts;
    if (!app->book || !book_status(app->book).mine_open)
        return ERR_LOCKED;
    task_begin(v, TASK_CLOSE_CHECK, (struct address){0, 0, 0}, field);
    if (book_status(app->book).memory_only)
        return task_close_begin(app);
    TRY(salts_of_store(app, &salts));
    task_hash(app, secret, salts.device);
    return ERR_OK;
}
