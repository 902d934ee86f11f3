/* life.c -- how a session begins, opens a book, speaks a language, and ends. */
#include "app/app_internal.h"
#include "base/check.h"

#include <string.h>

bool app_looking(const struct app *app) {
    return app->flags & (START_LOOK_A | START_LOOK_B);
}

bool app_live_holds(const struct app *app) {
    return app->live && live_joined(app->live);
}

/* The digest of any practice's kind (practice.h). */
static book_digest digest_of(uint32_t kind) {
    for (const struct practice *const *p = practices; *p; p++)
        for (size_t i = 0; i < (*p)->kind_count; i++)
            if ((*p)->kinds[i].kind == kind)
                return (*p)->kinds[i].digest;
    return NULL;
}

struct book_config app_book_config(const struct app *app, bool memory_only) {
    return (struct book_config){.io = memory_only ? NULL : app->host.store,
                                .random = app->host.random,
                                .digest_of = digest_of};
}

static bool app_can_store(const struct app *app) {
    return app->host.store && (app->flags & START_STORAGE);
}

/* What stands on this device, before anything is opened. */
static void look_at_store(struct app *app) {
    struct store_salts salts;
    bool aside = (app->flags & START_SECOND) || !(app->flags & START_SECURE);
    app->mode = aside ? MODE_ASIDE : MODE_DOOR;
    if (aside)
        return;
    if (!app_can_store(app))
        return;
    switch (store_look(app->host.store, &salts)) {
    case ERR_OK:
        app->mode = MODE_LOCKED;
        break;
    case ERR_MALFORMED:
    case ERR_IO:
        app->trouble = TROUBLE_DAMAGED;
        break;
    default:
        break;
    }
}

void app_start(struct app *app, struct bytes tag) {
    struct sync_config config = {.random = app->host.random,
                                 .origin = {app->origin, app->origin_size}};
    MUST(sync_open(&app->arena, &config, &app->sync) == ERR_OK);
    MUST(account_open(&app->arena, &app->host.random, config.origin, app->sync, &app->account) ==
         ERR_OK);
    MUST(pair_flow_open(&app->arena, &app->host.random, config.origin, &app->pair) == ERR_OK);
    MUST(live_open(&app->arena, &app->host.random, config.origin, &app->live) == ERR_OK);
    app->parts_of_sync[SYNC_ACCOUNT] = account_part(app->account);
    app->parts_of_sync[SYNC_PAIRING] = pair_flow_part(app->pair);
    app->parts_of_sync[SYNC_LIVE] = live_part(app->live);
    for (int i = 0; i < SYNC_PARTS; i++)
        sync_attach(app->sync, (enum sync_slot)i, &app->parts_of_sync[i]);
    look_at_store(app);
    if (!bytes_equal(tag, BYTES("en")) && tag.size && tag.size < TEXT_LANGUAGE_MAX) {
        struct effect_writer w;
        effect_begin(app, EFFECT_LANGUAGE, &w);
        effect_str(app, tag);
        effect_end(&w);
    }
}

/* The other list of words, for typing in either and showing the language's own. */
static void words_take(struct app *app, struct bytes file) {
    struct word_list list;
    void *copy = arena_copy(&app->text_arena, file.at, file.size);
    app->words = words_english();
    if (copy && words_load(bytes_make(copy, file.size), &list) == ERR_OK)
        app->words = list;
}

void app_language(struct app *app, struct bytes tag, struct bytes mo, struct bytes words) {
    struct arena loaded;
    arena_init(&loaded, TEXT_ARENA_MAX);
    static const struct text blank;
    struct text text = blank;
    if (tag.size == 0 || bytes_equal(tag, BYTES("en"))) {
        text_init_english(&text);
    } else if (text_load(&text, mo, &loaded) != ERR_OK) {
        arena_free(&loaded);
        return;
    }
    arena_free(&app->text_arena);
    app->text_arena = loaded;
    app->text = text;
    words_take(app, words);
    app->shown_stale = true;
    if (app_looking(app) && app->book)
        app_example_begin(app); /* its words are in the page's language */
}

struct bytes session_language(const struct visit *v) {
    const struct text *t = &app_of(v)->text;
    return t->language_size ? (struct bytes){t->language, t->language_size} : BYTES("en");
}

enum err session_language_set(struct visit *v, struct bytes tag) {
    struct app *app = app_of(v);
    if (app->book)
        TRY(book_local_set(app->book, LOCAL_LANGUAGE, tag));
    struct effect_writer w;
    effect_begin(app, EFFECT_LANGUAGE, &w);
    effect_str(app, tag);
    effect_end(&w);
    return ERR_OK;
}

/* The parts that need the book, or what of it is open. */
void app_book_shown_to_parts(struct app *app) {
    if (app_looking(app))
        return;
    account_use_book(app->account, app->book);
    pair_flow_use_book(app->pair, app->book, app->today);
}

/* What was half typed when the screen blanked or the phone died, back into its page. */
static void draft_fill(struct app *app) {
    struct bytes draft = book_draft(app->book);
    if (draft.size == 0)
        return;
    struct effect_writer w;
    effect_begin(app, EFFECT_FILL, &w);
    effect_str(app, draft);
    effect_end(&w);
}

void app_draft_forget(struct app *app) {
    if (book_draft(app->book).size && book_draft_set(app->book, (struct bytes){0}) != ERR_OK)
        app->trouble = TROUBLE_NO_SPACE;
}

void app_opened(struct app *app) {
    app->mode = MODE_OPEN;
    app->pin_tries_left = PIN_TRIES;
    app->settle_seen = UINT64_MAX;
    if (book_damaged(app->book))
        app->trouble = TROUBLE_DAMAGED;
    if (!app_looking(app))
        sync_use_book(app->sync, app->book, app->now_ms);
    app_book_shown_to_parts(app);
    struct bytes tag = book_local(app->book, LOCAL_LANGUAGE);
    struct effect_writer w;
    if (tag.size) {
        effect_begin(app, EFFECT_LANGUAGE, &w);
        effect_str(app, tag);
        effect_end(&w);
    }
    app->fill_due = true;
}

/* FILL follows the VIEW it is for. */
void app_fill_when_due(struct app *app) {
    if (app->fill_due && app->mode == MODE_OPEN && app->book && app->task.kind == TASK_NONE) {
        app->fill_due = false;
        draft_fill(app);
    }
}

void app_book_end(struct app *app) {
    if (!app->book)
        return;
    if (app->live && live_joined(app->live))
        live_leave(app->live, app->now_ms);
    sync_use_book(app->sync, NULL, app->now_ms);
    account_forget(app->account);
    account_use_book(app->account, NULL);
    pair_flow_use_book(app->pair, NULL, app->today);
    book_close(app->book);
    app->book = NULL;
    memory_wipe(app->words_drawn, sizeof app->words_drawn);
    app->words_drawn_set = false;
    app->handed_room = 0;
    memory_wipe(&app->task, sizeof app->task);
    arena_reset(&app->frame);
}

void app_answer(struct app *app, const struct net_answer *answer) {
    if (!app->sync)
        return;
    enum err e = sync_answer(app->sync, answer, app->now_ms);
    if (e == ERR_NO_SPACE || e == ERR_IO)
        app->trouble = TROUBLE_NO_SPACE;
    struct bytes message;
    while (app->live && live_receive(app->live, &message)) {
        memcpy(app->live_last, message.at, message.size);
        app->live_last_size = message.size;
        app->shown_stale = true;
    }
    enum sync_trouble now = sync_status(app->sync).trouble;
    enum pair_flow_state pair = pair_flow_state(app->pair);
    if (now != app->trouble_seen || pair != app->pair_seen)
        app->shown_stale = true;
    app->trouble_seen = now;
    app->pair_seen = pair;
}

static enum session_trouble trouble_now(const struct app *app, const struct book_status *status) {
    if (app->trouble != TROUBLE_NONE)
        return app->trouble;
    switch (sync_status(app->sync).trouble) {
    case SYNC_ALARM:
        return TROUBLE_ALARM;
    case SYNC_FULL:
        return TROUBLE_RELAY_FULL;
    case SYNC_UNREACHABLE:
    case SYNC_CLOCK:
        return status->unsent_count && status->oldest_unsent_day + 1 < app->today
                   ? TROUBLE_OLD_UNSENT
                   : TROUBLE_UNREACHABLE;
    default:
        return TROUBLE_NONE;
    }
}

struct session_status session_status(const struct visit *v) {
    const struct app *app = app_of(v);
    struct session_status s = {.has_book = app->mode == MODE_LOCKED || app->book,
                               .open = app->mode == MODE_OPEN && app->book,
                               .storage = app_can_store(app),
                               .persistent = app->flags & START_PERSISTENT,
                               .installed = app->flags & START_INSTALLED,
                               .can_install = app->flags & START_CAN_INSTALL,
                               .leads = true,
                               .looking = app_looking(app),
                               .reachable = true,
                               .trouble = app->trouble};
    if (!app->book)
        return s;
    struct book_status book = book_status(app->book);
    struct bytes own = book_local(app->book, LOCAL_MINE_OWN);
    s.mine_open = book.mine_open;
    s.memory_only = book.memory_only;
    s.pin_set = book_local(app->book, LOCAL_PIN).size > 0;
    s.mine_own_secret = own.size == 1 && own.at[0] == 1;
    s.trouble = app_looking(app) ? TROUBLE_NONE : trouble_now(app, &book);
    s.reachable = s.trouble != TROUBLE_UNREACHABLE && s.trouble != TROUBLE_OLD_UNSENT;
    return s;
}
