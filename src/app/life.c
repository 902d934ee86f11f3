/* life.c -- how a session begins, opens a book, speaks a language, and ends. */
#include "app/app_internal.h"
#include "app/submission.h"
#include "base/check.h"

#include <string.h>

bool app_looking(const struct app *app) {
    return app->flags & (START_LOOK_A | START_LOOK_B);
}

bool app_live_holds(const struct app *app) {
    return (app->live && live_joined(app->live)) || app->live_mine_size;
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
void app_look(struct app *app) {
    struct store_salts salts;
    bool aside = (app->flags & START_SECOND) || !(app->flags & START_SECURE);
    app->mode = aside ? MODE_ASIDE : MODE_DOOR;
    if (aside || !app_can_store(app))
        return;
    switch (store_look(app->host.store, &salts)) {
    case ERR_OK:
        app->mode = MODE_LOCKED;
        break;
    case ERR_NOT_FOUND:
        if (app->flags & START_EXPECTED)
            app->trouble = TROUBLE_EVICTED;
        break;
    default:
        app->trouble = TROUBLE_UNREADABLE;
        break;
    }
}

void app_kept_send(struct app *app, bool kept) {
    struct effect_writer w;
    app->flags = (app->flags & ~(uint32_t)START_EXPECTED) | (kept ? START_EXPECTED : 0u);
    effect_begin(app, EFFECT_KEPT, &w);
    buf_add_u8(&app->effects, kept);
    effect_end(&w);
}

void app_machines_close(struct app *app) {
    if (app->live)
        live_close(app->live);
    if (app->pair)
        pair_flow_close(app->pair);
    if (app->account)
        account_close(app->account);
    if (app->sync)
        sync_close(app->sync);
    app->live = NULL;
    app->pair = NULL;
    app->account = NULL;
    app->sync = NULL;
}

static enum err machines_open(struct app *app) {
    struct sync_config config = {.random = app->host.random,
                                 .origin = {app->origin, app->origin_size}};
    TRY(sync_open(&app->arena, &config, &app->sync));
    TRY(account_open(&app->arena, &app->host.random, config.origin, app->sync, &app->account));
    TRY(pair_flow_open(&app->arena, &app->host.random, config.origin, &app->pair));
    return live_open(&app->arena, &app->host.random, config.origin, &app->live);
}

enum err app_start(struct app *app, struct bytes tag) {
    enum err e = machines_open(app);
    if (e != ERR_OK) {
        app_machines_close(app);
        return e;
    }
    app->parts_of_sync[SYNC_ACCOUNT] = account_part(app->account);
    app->parts_of_sync[SYNC_PAIRING] = pair_flow_part(app->pair);
    app->parts_of_sync[SYNC_LIVE] = live_part(app->live);
    for (int i = 0; i < SYNC_PARTS; i++)
        sync_attach(app->sync, (enum sync_slot)i, &app->parts_of_sync[i]);
    app_look(app);
    if (!bytes_equal(tag, BYTES("en")) && tag.size && tag.size < TEXT_LANGUAGE_MAX) {
        struct effect_writer w;
        effect_begin(app, EFFECT_LANGUAGE, &w);
        effect_str(app, tag);
        effect_end(&w);
    }
    return ERR_OK;
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
    app->closing = app->book && account_book_closing(app->book);
}

/* Saving works, or it does not: said until it works again. */
static void saved(struct app *app, enum err e) {
    if (e != ERR_OK)
        app->trouble = TROUBLE_NO_SPACE;
    else if (app->trouble == TROUBLE_NO_SPACE)
        app->trouble = TROUBLE_NONE;
}

/* --- what is half typed ---------------------------------------------------------------------- */

/* Whether what is typed on the page shown may rest in *ours*. */
static bool draft_stays_in_memory(const struct app *app) {
    return app->handed_room ||
           (app->shown_badge == BADGE_MINE && !book_status(app->book).mine_open);
}

/* One draft is kept, the last: it waits until its page is shown again, or its form is sent. */
static struct bytes draft_now(const struct app *app) {
    return app->draft_size ? bytes_make(app->draft, app->draft_size) : book_draft(app->book);
}

static bool draft_header(const struct app *app, struct submission_header *out,
                         struct address *page) {
    struct bytes draft = draft_now(app);
    return draft.size && submission_header_read(draft, out) == ERR_OK &&
           address_parse(out->page, page) == ERR_OK;
}

static void draft_keep(struct app *app, struct bytes draft) {
    bool aside = draft_stays_in_memory(app);
    struct bytes kept = aside ? (struct bytes){0} : draft;
    memory_wipe(app->draft, sizeof app->draft);
    app->draft_size = aside ? draft.size : 0;
    if (app->draft_size)
        memcpy(app->draft, draft.at, draft.size);
    if (!bytes_equal(kept, book_draft(app->book)))
        saved(app, book_draft_set(app->book, kept));
}

/* A form of the door over the page (its PIN) is none of the book's, so nothing but an open screen
 * changes the draft; and nothing typed here says nothing about what was half typed elsewhere. */
void app_draft_put(struct app *app, struct bytes draft) {
    struct submission_header header;
    struct address page;
    if (!app->book || app->mode != MODE_OPEN || draft.size > DRAFT_SIZE_MAX)
        return;
    if (draft.size == 0 && draft_header(app, &header, &page) && !address_equal(page, app->at))
        return;
    draft_keep(app, draft);
}

void app_draft_forget(struct app *app, uint32_t room, uint32_t action) {
    struct submission_header header;
    struct address page;
    if (draft_header(app, &header, &page) && (header.room != room || header.action != action))
        return;
    memory_wipe(app->draft, sizeof app->draft);
    app->draft_size = 0;
    if (book_draft(app->book).size)
        saved(app, book_draft_set(app->book, (struct bytes){0}));
}

/* FILL follows the VIEW it is for. */
void app_draft_fill(struct app *app) {
    struct submission_header header;
    struct address page;
    struct effect_writer w;
    if (!app->fill_due || app->mode != MODE_OPEN || !app->book || app->task.kind != TASK_NONE)
        return;
    app->fill_due = false;
    if (!draft_header(app, &header, &page) || !address_equal(page, app->at))
        return;
    effect_begin(app, EFFECT_FILL, &w);
    effect_str(app, draft_now(app));
    effect_end(&w);
}

/* Who opened it may have looked away meanwhile: then the screen is blank until they are back. */
void app_opened(struct app *app) {
    app->mode = app->hidden ? MODE_BLANK : MODE_OPEN;
    app->trouble = TROUBLE_NONE;
    app->pin_tries_left = PIN_TRIES;
    app->settle_seen = UINT64_MAX;
    if (book_damaged(app->book))
        app->trouble = TROUBLE_DAMAGED;
    if (!app_looking(app))
        sync_use_book(app->sync, app->book, app->now_ms);
    app_book_shown_to_parts(app);
    if (!book_status(app->book).memory_only)
        app_kept_send(app, true);
    struct bytes tag = book_local(app->book, LOCAL_LANGUAGE);
    struct effect_writer w;
    if (tag.size) {
        effect_begin(app, EFFECT_LANGUAGE, &w);
        effect_str(app, tag);
        effect_end(&w);
    }
    app->fill_due = true;
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
    app->closing = app->mine_behind = false;
    memory_wipe(app->live_mine, sizeof app->live_mine);
    app->live_mine_size = app->live_last_size = 0;
    memory_wipe(app->draft, sizeof app->draft);
    app->draft_size = 0;
    memory_wipe(&app->task, sizeof app->task);
    arena_reset(&app->frame);
}

void app_answer(struct app *app, const struct net_answer *answer) {
    enum err e = sync_answer(app->sync, answer, app->now_ms);
    if (e == ERR_NO_SPACE || e == ERR_IO)
        saved(app, e);
    struct bytes message;
    while (live_receive(app->live, &message)) {
        memcpy(app->live_last, message.at, message.size);
        app->live_last_size = message.size;
        app->shown_stale = true;
    }
}

void app_sync_watch(struct app *app) {
    struct sync_status now = sync_status(app->sync), seen = app->sync_seen;
    enum pair_flow_state pair = pair_flow_state(app->pair);
    if (app->trouble == TROUBLE_DAMAGED && now.fetched)
        app->trouble = TROUBLE_NONE; /* what was lost here was read anew */
    if (now.trouble != seen.trouble || now.besides != seen.besides ||
        now.partner_gone != seen.partner_gone || now.fetched != seen.fetched ||
        pair != app->pair_seen || (app->task.kind != TASK_NONE && account_away(app->account)))
        app->shown_stale = true;
    app->sync_seen = now;
    app->pair_seen = pair;
}

/* Words that wait for more than a day are worth more than the plain line. */
static enum session_trouble trouble_of_waiting(const struct app *app,
                                               const struct book_status *status,
                                               enum session_trouble trouble) {
    bool old = status->unsent_count && status->oldest_unsent_day + 1 < app->today;
    return old ? TROUBLE_OLD_UNSENT : trouble;
}

/* The gravest: what is not saved, then evidence against the relay, then what it does not take, then
 * what mends itself. */
static enum session_trouble trouble_now(const struct app *app, const struct book_status *status) {
    if (app->trouble == TROUBLE_NO_SPACE)
        return app->trouble;
    switch (sync_status(app->sync).besides) {
    case SYNC_ALARM:
        return TROUBLE_ALARM;
    case SYNC_FULL:
        return TROUBLE_RELAY_FULL;
    case SYNC_BEHIND:
        return TROUBLE_BEHIND;
    case SYNC_GONE:
        return TROUBLE_GONE;
    case SYNC_CLOCK:
        return TROUBLE_CLOCK;
    case SYNC_UNREACHABLE:
        return trouble_of_waiting(app, status, TROUBLE_UNREACHABLE);
    default:
        return trouble_of_waiting(app, status, app->trouble);
    }
}

bool app_current(const struct app *app) {
    return app_looking(app) || (app->sync && sync_status(app->sync).fetched);
}

bool session_current(const struct visit *v) {
    return app_current(app_of(v));
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
    if (app->task.kind != TASK_NONE && account_away(app->account))
        s.trouble = TROUBLE_UNREACHABLE;
    if (!app->book)
        return s;
    struct book_status book = book_status(app->book);
    struct bytes own = book_local(app->book, LOCAL_MINE_OWN);
    s.mine_open = book.mine_open;
    s.memory_only = book.memory_only;
    s.pin_set = book_local(app->book, LOCAL_PIN).size > 0;
    s.mine_own_secret = own.size == 1 && own.at[0] == 1;
    s.closing = app->closing || book_local(app->book, LOCAL_CLOSING).size > 0;
    s.mine_behind = book.mine_open && app->mine_behind;
    s.partner_gone = book.pair == PAIR_TOGETHER && sync_status(app->sync).partner_gone;
    if (s.trouble != TROUBLE_UNREACHABLE)
        s.trouble = app_looking(app) ? TROUBLE_NONE : trouble_now(app, &book);
    s.reachable = s.trouble != TROUBLE_UNREACHABLE && s.trouble != TROUBLE_OLD_UNSENT;
    return s;
}
