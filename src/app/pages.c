/* pages.c -- from an address to a page on the screen.
 *
 * What is drawn follows from the mode: at the door and behind a lock only rooms that need no book
 * can be visited, and any other address shows the door or the lock and is kept for afterwards. The
 * address bar never shows more than where one was going.
 */
#include "app/app_internal.h"
#include "base/check.h"

#include <string.h>

const struct practice *app_practice(uint32_t code) {
    for (const struct practice *const *p = practices; *p; p++)
        if ((*p)->code == code)
            return *p;
    return NULL;
}

struct bytes kind_words(const struct kind_def *kind, const struct item *item) {
    struct bytes text;
    struct entry e = book_item_entry(item);
    for (size_t i = 0; i < kind->field_count; i++)
        if (kind->fields[i].type == FIELD_TEXT && kind->fields[i].label != T_NONE &&
            body_text(e.body, kind->fields[i].key, &text) && text.size)
            return text;
    return (struct bytes){0};
}

static const struct part_tab house_tabs[] = {
    {{ROOM_TODAY, 0, 0}, T_HOUSE_TAB_TODAY, ICON_TODAY},
    {{ROOM_MOMENTS, 0, 0}, T_HOUSE_TAB_MOMENTS, ICON_MOMENTS},
    {{ROOM_DOOR, DOOR_ROOMS, 0}, T_HOUSE_TAB_ROOMS, ICON_ROOMS},
    {{ROOM_ME, 0, 0}, T_HOUSE_TAB_ME, ICON_ME},
};

void app_visit_begin(struct app *app, struct address at) {
    struct visit *v = &app->visit;
    arena_reset(&app->frame);
    struct view *view = &app->view;
    view_init(view, &app->frame);
    v->session = (struct session *)(void *)app;
    v->book = app->book;
    v->view = view;
    v->text = &app->text;
    v->frame = &app->frame;
    v->p = &app->parts;
    v->at = at;
    v->today = app->today;
    v->hour = app->hour;
    v->now_ms = app->now_ms;
    v->go_set = false;
    parts_init(v->p, view, &app->text, &app->frame, at);
    v->p->refused = v->refused;
    v->p->refused_count = v->refused_count;
    v->p->refused_action = app->refused_action;
    if (app->mode == MODE_OPEN && !app->handed_room) {
        v->p->tabs = house_tabs;
        v->p->tab_count = COUNT_OF(house_tabs);
    }
}

void visit_refuse(struct visit *v, uint32_t field, enum text_key why) {
    if (v->refused_count < REFUSALS_MAX)
        v->refused[v->refused_count++] = (struct part_refusal){.field = field, .why = why};
}

enum text_key visit_refusal(const struct visit *v, uint32_t field) {
    for (size_t i = 0; i < v->refused_count; i++)
        if (v->refused[i].field == field)
            return v->refused[i].why;
    return T_NONE;
}

struct bytes visit_pair_mark(const struct visit *v, enum author author) {
    const struct feed *feed =
        book_feed(v->book, author == AUTHOR_ME ? FEED_PAIR_OUT : FEED_PAIR_IN);
    return feed ? bytes_make(feed->chain.box_id, PAIR_MARK_SIZE) : (struct bytes){0};
}

bool visit_pair_marked(const struct visit *v, struct bytes body, uint32_t key, enum author author) {
    struct bytes pair, mark = visit_pair_mark(v, author);
    return mark.size && body_bytes(body, key, &pair) && bytes_equal(pair, mark);
}

bool visit_morning_came(const struct visit *v, int32_t day) {
    return v->today > day || (v->today == day && (v->hour == 0 || v->hour > MORNING_HOUR));
}

bool visit_day_came(const struct visit *v, int32_t day) {
    return day <= v->today + 1;
}

bool visit_together(const struct visit *v) {
    return book_status(v->book).pair == PAIR_TOGETHER;
}

void visit_go(struct visit *v, uint32_t room, uint32_t page, uint64_t item) {
    v->go = (struct address){room, page, item};
    v->go_set = true;
}

/* The words for a write that did not succeed. */
static enum text_key write_refusal(enum err e) {
    switch (e) {
    case ERR_NO_SPACE:
        return T_HOUSE_ERROR_SPACE;
    case ERR_FULL:
    case ERR_SIZE:
        return T_HOUSE_ERROR_LARGE;
    case ERR_STATE:
        return T_HOUSE_ERROR_ALONE;
    case ERR_LOCKED:
        return T_HOUSE_ERROR_LOCKED;
    default:
        return T_HOUSE_ERROR_DISK;
    }
}

enum err visit_write(struct visit *v, enum space space, uint32_t kind,
                     const uint8_t (*re)[EID_SIZE], uint32_t re_count, struct body_writer *body,
                     uint8_t eid_out[EID_SIZE]) {
    struct book_entry entry = {
        .space = space, .kind = kind, .day = v->today, .re = re, .re_count = re_count};
    enum err e = body_end(body, &entry.body);
    if (e == ERR_OK)
        e = book_write(v->book, &entry, eid_out);
    if (e != ERR_OK)
        visit_refuse(v, 0, write_refusal(e));
    return e;
}

enum err visit_commit(struct visit *v, enum err e) {
    if (e == ERR_OK)
        e = book_commit(v->book);
    else
        book_undo(v->book);
    if (e != ERR_OK && e != ERR_INPUT)
        visit_refuse(v, 0, write_refusal(e));
    return e;
}

/* Hands the finished view to the host, unless it is what the page shows already. */
static void view_send(struct app *app) {
    struct bytes stream = {0};
    app->shown_stale = false;
    app->shown_badge = app->parts.badge;
    if (view_finish(app->visit.view, &stream) != ERR_OK && stream.size == 0)
        return;
    bool same = app->shown.size && bytes_equal(stream, app->shown);
    if (same && !app->at_new && !app->forget_typed && !app->view_owed)
        return;
    if (!same) {
        arena_reset(&app->shown_arena);
        void *copy = arena_copy(&app->shown_arena, stream.at, stream.size);
        app->shown = copy ? bytes_make(copy, stream.size) : (struct bytes){0};
    }
    struct effect_writer w;
    effect_begin(app, EFFECT_VIEW, &w);
    buf_add_u8(&app->effects, (uint8_t)((app->at_new ? VIEW_NEW_PAGE : 0) |
                                        (app->forget_typed ? VIEW_FORGET_TYPED : 0)));
    buf_add_bytes(&app->effects, stream);
    effect_end(&w);
    app->fill_due = app->fill_due || app->at_new;
    app->at_new = false;
    app->forget_typed = false;
    app->view_owed = false;
}

void app_draw(struct app *app) {
    app->shown_stale = true;
}

/* A page of the door over whatever the address is (busy, blank, lock). */
static void show_door(struct app *app, enum door_page page) {
    app_visit_begin(app, (struct address){ROOM_DOOR, page, 0});
    const struct practice *door = app_practice(ROOM_DOOR);
    MUST(door);
    if (door->show(&app->visit) == ERR_OK)
        view_send(app);
}

/* Whether the mode lets one into this room now. */
static bool may_visit(const struct app *app, const struct practice *p) {
    return app->mode == MODE_OPEN || (p->without_book && app->mode != MODE_ASIDE);
}

/* The page of the door that stands in the way of any other room, by mode. */
static enum door_page door_in_the_way(const struct app *app) {
    switch (app->mode) {
    case MODE_LOCKED:
        return DOOR_UNLOCK;
    case MODE_BLANK:
        return DOOR_BLANK;
    case MODE_ASIDE:
        return app->flags & START_SECURE ? DOOR_SECOND : DOOR_INSECURE;
    default:
        return app->join_link_size ? DOOR_JOIN : DOOR_FIRST;
    }
}

bool app_handed_from(const struct app *app, struct address page) {
    return app->handed_room && (page.room != app->handed_room || page.page < app->handed_first ||
                                page.page > app->handed_last);
}

/* Where "wherever is right now" leads. */
static struct address address_here(const struct app *app) {
    if (app_looking(app) && app->mode == MODE_OPEN)
        return (struct address){ROOM_MOMENTS, 0, 0};
    if (app->mode == MODE_OPEN)
        return app->join_link_size ? (struct address){ROOM_DOOR, DOOR_JOIN, 0}
                                   : (struct address){ROOM_TODAY, 0, 0};
    return (struct address){ROOM_DOOR, door_in_the_way(app), 0};
}

/* A book that is being closed shows nothing before *mine* was opened, which goes on with it. */
static bool closing_waits(const struct app *app) {
    return app->mode == MODE_OPEN && !book_status(app->book).mine_open &&
           book_local(app->book, LOCAL_CLOSING).size > 0;
}

void app_show(struct app *app) {
    if (app->mode == MODE_BLANK) {
        show_door(app, DOOR_BLANK);
        return;
    }
    if (app->task.kind != TASK_NONE) {
        show_door(app, DOOR_BUSY);
        return;
    }
    struct address at = app->at.room == ROOM_HERE ? address_here(app) : app->at;
    if (app_handed_from(app, at))
        at = (struct address){app->handed_room, app->handed_first, 0};
    const struct practice *p = app_practice(at.room);
    if (!p) {
        show_door(app, app->mode == MODE_OPEN ? DOOR_LOST : door_in_the_way(app));
        return;
    }
    if (!may_visit(app, p)) {
        show_door(app, door_in_the_way(app));
        return;
    }
    if (!p->without_book && closing_waits(app)) {
        show_door(app, DOOR_MINE);
        return;
    }
    app_visit_begin(app, at);
    enum err e = p->show(&app->visit);
    if (e == ERR_OK) {
        view_send(app);
        return;
    }
    if (e == ERR_LOCKED)
        app->wanted = at;
    show_door(app, e == ERR_LOCKED ? DOOR_MINE : DOOR_LOST);
}

/* Tells the address bar. */
static void address_send(struct app *app, bool replace) {
    struct effect_writer w;
    uint8_t room[64];
    struct buf text;
    buf_init_fixed(&text, room, sizeof room);
    if (app->at.room != ROOM_HERE)
        address_print(&text, app->at);
    effect_begin(app, EFFECT_ADDRESS, &w);
    buf_add_u8(&app->effects, replace);
    effect_str(app, (struct bytes){text.at, text.size});
    effect_end(&w);
}

void app_go(struct app *app, struct address to, bool replace) {
    app->visit.refused_count = 0;
    if (!address_equal(app->at, to)) {
        app->at = to;
        app->at_new = true;
        address_send(app, replace);
    }
    app_draw(app);
}
