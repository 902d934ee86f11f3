/* app.c -- events in, effects out: the order in which one session's parts act. */
#include "app/app_internal.h"
#include "app/submission.h"
#include "base/check.h"
#include "view/mo.h"

#include <string.h>

struct app *app_new(const struct app_host *host) {
    struct arena life;
    arena_init(&life, APP_ARENA_MAX);
    struct app *app = arena_alloc(&life, sizeof *app);
    if (!app)
        return NULL;
    app->arena = life;
    app->host = *host;
    arena_init(&app->frame, FRAME_ARENA_MAX);
    arena_init(&app->out, EFFECTS_ARENA_MAX);
    arena_init(&app->shown_arena, VIEW_SIZE_MAX + 4096);
    arena_init(&app->text_arena, TEXT_ARENA_MAX);
    text_init_english(&app->text);
    app->words = words_english();
    return app;
}

void app_close(struct app *app) {
    app_book_end(app);
    app_machines_close(app);
    arena_free(&app->frame);
    arena_free(&app->out);
    arena_free(&app->shown_arena);
    arena_free(&app->text_arena);
    struct arena life = app->arena; /* the app itself lives in it */
    arena_free(&life);
}

/* --- what each event does ------------------------------------------------------------------- */

/* A fragment that is an invitation is taken out of the address bar at once and kept in memory. */
static bool take_invitation(struct app *app, struct bytes fragment) {
    if (!invitation_is(fragment) || fragment.size > sizeof app->join_link)
        return false;
    memcpy(app->join_link, fragment.at, fragment.size);
    app->join_link_size = fragment.size;
    return true;
}

static void visit_fragment(struct app *app, struct bytes fragment) {
    struct address to = {0, 0, 0};
    bool replace = true;
    if (take_invitation(app, fragment))
        to = (struct address){ROOM_DOOR, DOOR_JOIN, 0};
    else if (address_parse(fragment, &to) == ERR_OK)
        replace = false;
    else
        to = (struct address){ROOM_DOOR, DOOR_LOST, 0};
    app->visit.refused_count = 0;
    app->at_new = true;
    if (replace) {
        app_go(app, to, true);
        return;
    }
    app->at = to;
    app_draw(app);
}

static enum err on_start(struct app *app, struct bytes in) {
    struct bytes tag, origin, fragment;
    if (app->mode != MODE_NEW || !bytes_take_u32(&in, &app->flags) ||
        !bytes_take_sized(&in, &tag) || !bytes_take_sized(&in, &origin) ||
        !bytes_take_sized(&in, &fragment) || origin.size > sizeof app->origin)
        return ERR_MALFORMED;
    memcpy(app->origin, origin.at, origin.size);
    app->origin_size = origin.size;
    TRY(app_start(app, tag));
    if (app_looking(app) && app->mode == MODE_DOOR)
        app_example_begin(app);
    visit_fragment(app, fragment);
    return ERR_OK;
}

static enum err on_answer(struct app *app, struct bytes in) {
    struct net_answer answer;
    if (!bytes_take_u32(&in, &answer.id) || !bytes_take_u32(&in, &answer.status) ||
        !bytes_take_sized(&in, &answer.body))
        return ERR_MALFORMED;
    app_answer(app, &answer);
    return ERR_OK;
}

static enum err on_hashed(struct app *app, struct bytes in) {
    uint32_t id;
    if (!bytes_take_u32(&in, &id) || in.size != KEY_SIZE)
        return ERR_MALFORMED;
    app_hash_done(app, id, in.at);
    return ERR_OK;
}

static enum err on_language(struct app *app, struct bytes in) {
    struct bytes tag, mo, words;
    if (!bytes_take_sized(&in, &tag) || !bytes_take_sized(&in, &mo) ||
        !bytes_take_sized(&in, &words))
        return ERR_MALFORMED;
    app_language(app, tag, mo, words);
    app_draw(app);
    return ERR_OK;
}

/* Half-typed words go into the sealed draft; secrets were left out by the page. */
static enum err on_typed(struct app *app, struct bytes in) {
    struct bytes draft;
    if (!bytes_take_sized(&in, &draft))
        return ERR_MALFORMED;
    app_draft_put(app, draft);
    return ERR_OK;
}

static enum err on_hidden(struct app *app, struct bytes in) {
    TRY(on_typed(app, in));
    app->hidden = true;
    if (app->mode == MODE_OPEN && app->book && !app_live_holds(app))
        app->mode = MODE_BLANK;
    app_draw(app);
    return ERR_OK;
}

static enum err on_shown(struct app *app) {
    app->hidden = false;
    sync_nudge(app->sync, app->now_ms);
    app_draw(app);
    return ERR_OK;
}

/* What a browser learns while the page is open. The rest stands since the start. */
static enum err on_facts(struct app *app, struct bytes in) {
    enum { CHANGING = START_PERSISTENT | START_INSTALLED | START_CAN_INSTALL };
    uint32_t flags;
    if (!bytes_take_u32(&in, &flags))
        return ERR_MALFORMED;
    app->flags = (app->flags & ~(uint32_t)CHANGING) | (flags & CHANGING);
    app->shown_stale = true;
    return ERR_OK;
}

static enum err on_event(struct app *app, uint8_t type, struct bytes in) {
    struct bytes text;
    switch (type) {
    case EVENT_START:
        return on_start(app, in);
    case EVENT_VISIT:
        if (!bytes_take_sized(&in, &text))
            return ERR_MALFORMED;
        app->hidden = false; /* somebody is there */
        visit_fragment(app, text);
        return ERR_OK;
    case EVENT_SUBMIT:
        app->hidden = false;
        app_submit(app, in);
        return ERR_OK;
    case EVENT_ANSWER:
        return on_answer(app, in);
    case EVENT_HASHED:
        return on_hashed(app, in);
    case EVENT_TICK:
        return ERR_OK;
    case EVENT_HIDDEN:
        return on_hidden(app, in);
    case EVENT_SHOWN:
        return on_shown(app);
    case EVENT_TYPED:
        return on_typed(app, in);
    case EVENT_LANGUAGE:
        return on_language(app, in);
    case EVENT_EXIT:
        app_book_end(app);
        arena_reset(&app->shown_arena);
        app->shown = (struct bytes){0};
        app->mode = MODE_GONE;
        effect_simple(app, EFFECT_LEAVE);
        return ERR_OK;
    case EVENT_FACTS:
        return on_facts(app, in);
    case EVENT_LOOK:
        app_example_take(app, in);
        return ERR_OK;
    default:
        return ERR_MALFORMED;
    }
}

/* A clock that was never set, or lies, leads to no day that an entry could not have. */
static void clock_take(struct app *app, uint64_t now_ms, uint32_t day_hour) {
    int32_t today = (int32_t)(day_hour & 0xffffff);
    uint8_t hour = (uint8_t)(day_hour >> 24);
    app->now_ms = now_ms < CLOCK_MAX_MS ? now_ms : CLOCK_MAX_MS;
    app->today = today > 0x7fffff ? 0 : today < ENTRY_DAY_MAX ? today : ENTRY_DAY_MAX;
    app->hour = hour <= 24 ? hour : 0;
}

/* What follows from an event, in this order: a task that went on may have opened a book, what then
 * stands decides what is sent and shown. A page may ask for more to be sent. */
static void follow_up(struct app *app) {
    if (app->book)
        book_notes_retry(app->book);
    app_tasks_watch(app);
    app_settle(app);
    app_pump(app);
    app_tasks_watch(app); /* an act may have ended with what was asked last */
    app_settle(app);
    app_sync_watch(app);
    if (app->shown_stale) {
        app_show(app);
        app_pump(app);
    }
    app_draft_fill(app);
}

enum err app_event(struct app *app, struct bytes event, struct bytes *effects) {
    if (event.size < 13)
        return ERR_MALFORMED;
    arena_reset(&app->out);
    buf_init(&app->effects, &app->out);
    uint8_t type = event.at[0];
    if (app->mode == MODE_GONE || (app->mode == MODE_NEW && type != EVENT_START))
        return ERR_MALFORMED;
    clock_take(app, u64_read(event.at + 1), u32_read(event.at + 9));
    TRY(on_event(app, type, bytes_slice(event, 13, event.size)));
    if (app->mode != MODE_GONE)
        follow_up(app);
    enum err e = buf_finish(&app->effects, effects);
    if (e != ERR_OK) { /* what was drawn never arrives */
        app->shown.size = 0;
        app->shown_stale = true;
    }
    return e;
}

/* --- forms ---------------------------------------------------------------------------------- */

static const struct action_def *action_find(const struct practice *p, uint32_t action) {
    for (size_t i = 0; i < p->action_count; i++)
        if (p->actions[i].action == action)
            return &p->actions[i];
    return NULL;
}

/* Whether this form may be answered now. It may come from a page that is no longer shown: the page
 * that is right then is its answer. */
static bool submit_fits(const struct app *app, const struct practice *p,
                        const struct action_def *action, struct address from) {
    if (app->task.kind != TASK_NONE)
        return false;
    switch (app->mode) {
    case MODE_OPEN:
        return !app_handed_from(app, from) && (!app->handed_room || p->code == app->handed_room);
    case MODE_BLANK:
        return p->code == ROOM_DOOR && action->action == DOOR_ACTION_UNBLANK;
    case MODE_DOOR:
    case MODE_LOCKED:
        return p->without_book;
    default:
        return false;
    }
}

void app_submit(struct app *app, struct bytes payload) {
    struct submission_header header;
    struct address from;
    if (submission_header_read(payload, &header) != ERR_OK ||
        address_parse(header.page, &from) != ERR_OK)
        return;
    const struct practice *p = app_practice(header.room);
    const struct action_def *action = p ? action_find(p, header.action) : NULL;
    app->view_owed = true; /* a form that was sent is answered by a page */
    app_draw(app);
    if (action && app->mode == MODE_OPEN && p->code == app->handed_room &&
        app_handed_from(app, from)) /* what was shown there is the page that stands in */
        from = (struct address){app->handed_room, app->handed_first, 0};
    if (!action || !submit_fits(app, p, action, from))
        return;
    struct visit *v = &app->visit;
    v->refused_count = 0;
    app_visit_begin(app, from);
    if (action->needs_mine && !(app->book && book_status(app->book).mine_open))
        visit_refuse(v, 0, T_HOUSE_ERROR_LOCKED);
    if (app_looking(app) && app->mode == MODE_OPEN && (p->code == ROOM_DOOR || p->code == ROOM_ME))
        visit_refuse(v, 0, T_HOUSE_ERROR_LOOKING);
    struct submission s;
    if (v->refused_count == 0 &&
        submission_read(v, header.fields, action, &app->frame, &s) != ERR_OK)
        return;
    app->submit_action = header.action;
    enum err e = v->refused_count == 0 ? action->run(v, &s) : ERR_OK;
    if (e != ERR_OK && v->refused_count == 0)
        visit_refuse(v, 0, T_HOUSE_ERROR_OTHER);
    if (v->refused_count) {
        /* The page again, with what was refused; what was typed still stands in it. It is said on
         * every drawing until something else is sent or visited. */
        task_undo(app);
        app->refused_action = header.action;
        return;
    }
    if (app->task.kind == TASK_NONE && app->mode == MODE_OPEN && app->book)
        app_draft_forget(app, header.room, header.action);
    app->forget_typed = app->task.kind == TASK_NONE;
    struct address to = v->go_set ? v->go : from;
    if (app->mode == MODE_GONE)
        return;
    app_go(app, to, false);
}

/* --- what follows from what stands ---------------------------------------------------------- */

/* Lets every practice write what must follow, when the book, the day or the hour changed, or all
 * was read.
 * Each may change the book again; twice is enough for any rule of ours, and the bound keeps it
 * finite. */
void app_settle(struct app *app) {
    if (app->mode != MODE_OPEN || !app->book)
        return;
    for (int round = 0; round < 3; round++) {
        uint64_t state = book_changes(app->book);
        bool current = app_current(app);
        if (state == app->settle_seen && app->settle_day == app->today &&
            app->settle_current == current && app->settle_hour == app->hour)
            return;
        app->settle_seen = state;
        app->settle_day = app->today;
        app->settle_current = current;
        app->settle_hour = app->hour;
        app->shown_stale = true;
        for (const struct practice *const *p = practices; *p; p++) {
            if (!(*p)->settle)
                continue;
            size_t refused = app->visit.refused_count; /* what a person sent, not what follows */
            app_visit_begin(app, app->at);
            if ((*p)->settle(&app->visit) == ERR_NO_SPACE)
                app->trouble = TROUBLE_NO_SPACE;
            app->visit.refused_count = refused;
        }
    }
}

static void request_send(struct app *app, const struct net_request *r) {
    static const uint8_t none[RELAY_TOKEN_SIZE] = {0};
    struct effect_writer w;
    effect_begin(app, EFFECT_REQUEST, &w);
    buf_add_u32(&app->effects, r->id);
    buf_add_u8(&app->effects, (uint8_t)r->method);
    buf_add_u8(&app->effects, r->token != NULL);
    buf_add(&app->effects, r->token ? r->token : none, RELAY_TOKEN_SIZE);
    buf_add_u32(&app->effects, r->wait_s);
    effect_str(app, r->path);
    effect_str(app, r->body);
    effect_end(&w);
}

void app_pump(struct app *app) {
    if (app_looking(app))
        app_example_hand(app);
    if (!app->sync || app_looking(app))
        return;
    struct net_request r;
    uint32_t id;
    while (sync_next(app->sync, app->now_ms, &r) == ERR_OK)
        request_send(app, &r);
    while (sync_abort_next(app->sync, &id)) {
        struct effect_writer w;
        effect_begin(app, EFFECT_ABORT, &w);
        buf_add_u32(&app->effects, id);
        effect_end(&w);
    }
    uint64_t wake = sync_wake_ms(app->sync, app->now_ms);
    if (wake == UINT64_MAX)
        return;
    struct effect_writer w;
    effect_begin(app, EFFECT_WAKE, &w);
    buf_add_u64(&app->effects, wake);
    effect_end(&w);
}
