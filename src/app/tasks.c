/* tasks.c -- what takes longer than a frame: hashing a secret, finding a book by its words.
 *
 * A task begins in a form's action, shows "one moment" instead of any page, and ends on the page
 * it was for or back on its form with what went wrong. Nothing is changed before the step that
 * makes it true, so a tab that dies in the middle has lost nothing.
 */
#include "app/app_internal.h"
#include "base/check.h"
#include "crypt/hash.h"

#include <string.h>

static void task_end(struct app *app) {
    memory_wipe(&app->task, sizeof app->task);
}

/* The task did what it was for. */
static void task_done(struct app *app) {
    struct address then = app->task.then;
    task_end(app);
    app->forget_typed = true;
    app->at_new = true;
    app_go(app, then, true);
}

/* Tasks that are acts of account from their beginning. */
static bool task_is_act(enum task_kind kind) {
    return kind == TASK_LOGIN || kind == TASK_WORDS || kind == TASK_KIT || kind == TASK_CLOSE;
}

/* The book that a task made and could not complete is none. */
static void book_unmake(struct app *app) {
    bool memory = book_status(app->book).memory_only;
    app_book_end(app);
    enum err e = memory ? ERR_OK : store_destroy(app->host.store, &app->host.random);
    (void)
        e; /* a disk that does not even shrink: what is left of the file is asked for its phrase */
    app_look(app);
}

/* Gives up what the task had begun and not made true. After a log-in by kit its secrets stay until
 * the new words stand: nobody could give them again. */
static void task_drop(struct app *app) {
    bool act = task_is_act(app->task.kind), made = app->task.made_book;
    task_end(app);
    if (act && !account_needs_new_words(app->account))
        account_forget(app->account);
    if (made && app->book)
        book_unmake(app);
}

void task_undo(struct app *app) {
    if (app->task.kind != TASK_NONE)
        task_drop(app);
}

/* The form again, with the reason. */
static void task_failed(struct app *app, enum text_key why) {
    struct task task = {
        .field = app->task.field, .action = app->task.action, .from = app->task.from};
    task_drop(app);
    app->visit.refused_count = 0;
    visit_refuse(&app->visit, task.field, why);
    app->refused_action = task.action;
    app->at = task.from;
    app_draw(app);
}

static enum text_key words_of_error(enum err e) {
    switch (e) {
    case ERR_SEAL:
        return T_HOUSE_ERROR_SECRET;
    case ERR_NOT_FOUND:
        return T_HOUSE_ERROR_NO_BOOK;
    case ERR_UNREACHABLE:
        return T_HOUSE_ERROR_UNREACHABLE;
    case ERR_NO_SPACE:
        return T_HOUSE_ERROR_SPACE;
    case ERR_CHAIN:
        return T_HOUSE_ERROR_RELAY_OLD;
    case ERR_NEWER:
        return T_HOUSE_ERROR_NEWER;
    case ERR_FULL:
        return T_HOUSE_ERROR_MEMORY;
    case ERR_LOCKED:
    case ERR_STATE:
        return T_HOUSE_ERROR_LOCKED;
    case ERR_IO:
        return T_HOUSE_ERROR_DISK;
    default:
        return T_HOUSE_ERROR_OTHER;
    }
}

/* What went wrong when a key was there. A new phrase may hold although the disk failed (store.h:
 * old or new holds); on a full one nothing was begun. */
static enum text_key words_of_key(enum task_kind kind, enum err e) {
    if (kind == TASK_MINE_WORDS && e == ERR_SEAL)
        return T_HOUSE_ERROR_WORDS_MINE;
    if ((kind == TASK_MINE_SET || kind == TASK_DEVICE_NEW) && e == ERR_IO)
        return T_HOUSE_ERROR_SECRET_UNSURE;
    return words_of_error(e);
}

void task_begin(struct visit *v, enum task_kind kind, struct address then, uint32_t field) {
    struct app *app = app_of(v);
    MUST(app->task.kind == TASK_NONE);
    app->task = (struct task){
        .kind = kind, .then = then, .from = v->at, .field = field, .action = app->submit_action};
}

/* kind: 0 the seven words, 1 a device secret (effects.h). */
static void hash_send(struct app *app, uint8_t kind, struct bytes secret, const uint8_t *salt) {
    static const uint8_t none[STORE_SALT_SIZE] = {0};
    struct effect_writer w;
    app->task.hash_id = ++app->hash_next_id;
    app->task.hash_for_account = kind == 0 && task_is_act(app->task.kind);
    effect_begin(app, EFFECT_HASH, &w);
    buf_add_u32(&app->effects, app->task.hash_id);
    buf_add_u8(&app->effects, kind);
    buf_add(&app->effects, salt ? salt : none, STORE_SALT_SIZE);
    effect_str(app, secret);
    effect_end(&w);
}

void task_hash(struct app *app, struct bytes secret, const uint8_t salt[STORE_SALT_SIZE]) {
    hash_send(app, 1, secret, salt);
}

void task_hash_words(struct app *app, struct bytes canonical) {
    hash_send(app, 0, canonical, NULL);
}

/* --- what follows each hash ----------------------------------------------------------------- */

static enum err book_found_here(struct app *app, const struct account_root *root, bool memory) {
    struct book_config config = app_book_config(app, memory);
    struct book_locks locks = {.salts = app->task.salts};
    struct book_root book_root = {.generation = root->generation};
    memcpy(book_root.root, root->root, KEY_SIZE);
    memcpy(locks.ours_kek, app->task.kek, KEY_SIZE);
    memcpy(locks.mine_kek, app->task.kek, KEY_SIZE);
    enum err e = book_create(&config, &locks, &book_root, &app->book);
    app->task.made_book = e == ERR_OK;
    memory_wipe(&locks, sizeof locks);
    memory_wipe(&book_root, sizeof book_root);
    return e;
}

static enum err begin_finish(struct app *app) {
    struct account_root root;
    TRY(account_found(&app->host.random, &root));
    enum err e = book_found_here(app, &root, app->task.memory_only);
    if (e == ERR_OK) {
        struct book_pair pair = *book_pair(app->book);
        pair.my_name_size = (uint8_t)app->task.name_size;
        memcpy(pair.my_name, app->task.name, app->task.name_size);
        book_pair_set(app->book, &pair);
        account_use_book(app->account, app->book);
        e = account_founded(app->account, &root, app->today);
    }
    memory_wipe(&root, sizeof root);
    if (e == ERR_OK)
        app_opened(app);
    return e;
}

static enum err unlock_finish(struct app *app) {
    struct book_config config = app_book_config(app, false);
    TRY(book_open(&config, app->task.kek, &app->book));
    app_opened(app);
    return ERR_OK;
}

static enum err unlock_mine_finish(struct app *app) {
    TRY(book_open_mine(app->book, app->task.kek));
    app_book_shown_to_parts(app);
    return ERR_OK;
}

/* What was hashed is P of the seven words, from which the key of their way in follows. */
static enum err mine_words_finish(struct app *app) {
    uint8_t words_key[KEY_SIZE];
    kdf_derive(app->task.kek, 4, KDF_LOCATOR, words_key);
    enum err e = book_open_mine_words(app->book, words_key);
    memory_wipe(words_key, sizeof words_key);
    TRY(e);
    app_book_shown_to_parts(app);
    return ERR_OK;
}

/* What the lock's page asks for is said first: were it not, a full disk could leave a lock that
 * asks for a phrase which no longer opens it. */
static enum err mine_set_finish(struct app *app) {
    static const uint8_t yes[1] = {1};
    bool own = book_local(app->book, LOCAL_MINE_OWN).size > 0;
    TRY(book_local_set(app->book, LOCAL_MINE_OWN, BYTES_OF(yes)));
    enum err e = book_mine_secret_set(app->book, app->task.salts.mine, app->task.kek);
    if (e != ERR_OK && !own &&
        book_local_set(app->book, LOCAL_MINE_OWN, (struct bytes){0}) != ERR_OK)
        app->trouble = TROUBLE_NO_SPACE;
    return e;
}

/* Whether the key just hashed opens this device's file: tried on a second look at it. */
static enum err device_secret_check(struct app *app) {
    struct store *store;
    if (book_status(app->book).memory_only)
        return ERR_OK;
    TRY(store_open(&app->frame, app->host.store, &app->host.random, &store));
    enum err e = store_unlock(store, STORE_WRAP_OURS, app->task.kek);
    store_close(store);
    return e;
}

/* The old secret is right: now the new one is hashed. */
static enum err device_old_finish(struct app *app) {
    TRY(device_secret_check(app));
    app->task.kind = TASK_DEVICE_NEW;
    memcpy(app->task.kek_old, app->task.kek, KEY_SIZE);
    TRY(random_fill(&app->host.random, app->task.salts.device, STORE_SALT_SIZE));
    task_hash(app, bytes_make(app->task.text, app->task.text_size), app->task.salts.device);
    return ERR_OK;
}

static enum err device_new_finish(struct app *app) {
    return book_device_secret_change(app->book, app->task.kek_old, app->task.salts.device,
                                     app->task.kek);
}

static enum err close_check_finish(struct app *app) {
    TRY(device_secret_check(app));
    return task_close_begin(app);
}

enum err task_close_begin(struct app *app) {
    static const uint8_t yes[1] = {1};
    TRY(account_close_book(app->account));
    app->task.kind = TASK_CLOSE;
    /* Told to *ours* too, so that after a restart the lock of *mine* is asked for first. Where that
     * cannot be saved, closing goes on whenever *mine* opens. */
    enum err e = book_local_set(app->book, LOCAL_CLOSING, BYTES_OF(yes));
    (void)e;
    return ERR_OK;
}

/* A log-in that found its root gets a store file, or memory only. */
static enum err login_store(struct app *app) {
    const struct account_root *root = account_found_root(app->account);
    TRY(book_found_here(app, root, app->task.memory_only));
    account_use_book(app->account, app->book);
    struct bytes label =
        text_get(&app->text,
                 app->flags & START_INSTALLED ? T_HOUSE_DEVICE_INSTALLED : T_HOUSE_DEVICE_BROWSER);
    TRY(account_book_given(app->account, label, app->today));
    sync_use_book(app->sync, app->book, app->now_ms);
    return ERR_OK;
}

/* The key of the secret that was to be hashed. */
static void key_take(struct app *app, const uint8_t key[KEY_SIZE]) {
    static enum err (*const finish[])(struct app *) = {
        [TASK_BEGIN] = begin_finish,
        [TASK_UNLOCK] = unlock_finish,
        [TASK_UNLOCK_MINE] = unlock_mine_finish,
        [TASK_MINE_WORDS] = mine_words_finish,
        [TASK_MINE_SET] = mine_set_finish,
        [TASK_DEVICE_OLD] = device_old_finish,
        [TASK_DEVICE_NEW] = device_new_finish,
        [TASK_LOGIN] = login_store,
        [TASK_CLOSE_CHECK] = close_check_finish,
        [TASK_CLOSE] = NULL,
    };
    enum task_kind kind = app->task.kind;
    MUST(kind < COUNT_OF(finish) && finish[kind]);
    memcpy(app->task.kek, key, KEY_SIZE);
    enum err e = finish[kind](app);
    memory_wipe(app->task.kek, KEY_SIZE);
    if (e != ERR_OK)
        task_failed(app, words_of_key(kind, e));
    else if (app->task.kind == kind && kind != TASK_LOGIN)
        task_done(app);
}

void app_hash_done(struct app *app, uint32_t id, const uint8_t key[KEY_SIZE]) {
    struct task *t = &app->task;
    if (t->kind == TASK_NONE || t->hash_id != id || id == 0)
        return;
    t->hash_id = 0;
    bool failed = secret_is_zero(key, KEY_SIZE);
    if (t->hash_for_account)
        account_hash_give(app->account, failed ? NULL : key, app->now_ms);
    else if (failed)
        task_failed(app, T_HOUSE_ERROR_MEMORY);
    else
        key_take(app, key);
}

/* A book in memory has no secret: its keys are drawn. */
static void key_draw(struct app *app) {
    uint8_t key[KEY_SIZE];
    app->task.key_drawn = false;
    enum err e = random_fill(&app->host.random, key, KEY_SIZE);
    if (e == ERR_OK)
        key_take(app, key);
    else
        task_failed(app, words_of_error(e));
    memory_wipe(key, sizeof key);
}

/* --- acts of account ------------------------------------------------------------------------ */

/* The book is closed for good: the store goes, and the door stands open. */
static void close_finish(struct app *app) {
    bool memory = book_status(app->book).memory_only;
    app_book_end(app);
    if (!memory && app->host.store && store_destroy(app->host.store, &app->host.random) != ERR_OK)
        app->trouble = TROUBLE_DAMAGED;
    app->mode = MODE_DOOR;
    app->at = (struct address){ROOM_DOOR, DOOR_FIRST, 0};
    app->at_new = true;
    app_kept_send(app, false);
    effect_simple(app, EFFECT_END);
    app_draw(app);
}

static void account_done(struct app *app) {
    enum task_kind kind = app->task.kind;
    if (kind == TASK_CLOSE) {
        task_end(app);
        close_finish(app);
        return;
    }
    if (kind == TASK_LOGIN)
        app_opened(app);
    /* The words of today open *mine* here too; where that cannot be saved, they still open the
     * book on another device. */
    const uint8_t *words_key = account_words_key(app->account);
    if (words_key && app->book && book_mine_words_set(app->book, words_key) != ERR_OK)
        app->trouble = TROUBLE_NO_SPACE;
    app_book_shown_to_parts(app);
    app->mine_behind = app->mine_behind || account_mine_behind(app->account);
    bool made = kind == TASK_KIT || kind == TASK_WORDS;
    if (!made && !account_needs_new_words(app->account))
        account_forget(app->account);
    /* Who comes in elsewhere with what was just made finds all of the book. */
    if (made)
        sync_flush(app->sync, app->now_ms);
    app->kit_to_show = made;
    memory_wipe(app->words_drawn, sizeof app->words_drawn);
    app->words_drawn_set = false;
    task_done(app);
}

/* A closing that an earlier session began is gone on with. */
static void closing_resume(struct app *app) {
    if (app->task.kind == TASK_NONE && app->mode == MODE_OPEN && app->closing)
        app->task = (struct task){.kind = TASK_CLOSE, .from = app->at};
}

/* Closing goes on while the relay cannot be reached, and says so; every other act is given up. */
void app_tasks_watch(struct app *app) {
    closing_resume(app);
    if (app->task.key_drawn)
        key_draw(app);
    if (!task_is_act(app->task.kind))
        return;
    switch (account_step(app->account)) {
    case ACCOUNT_NEEDS_HASH:
        if (app->task.hash_id == 0)
            hash_send(app, 0, account_hash_wanted(app->account), NULL);
        return;
    case ACCOUNT_NEEDS_BOOK:
        if (app->task.hash_id || app->book)
            return;
        if (app->task.memory_only)
            key_draw(app);
        else
            task_hash(app, bytes_make(app->task.text, app->task.text_size), app->task.salts.device);
        return;
    case ACCOUNT_DONE:
        account_done(app);
        return;
    case ACCOUNT_FAILED:
        task_failed(app, words_of_error(account_failure(app->account)));
        return;
    default:
        return;
    }
}
