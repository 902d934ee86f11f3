/* session_pair.c -- bringing the other in, and being in one room, as rooms ask for it. */
#include "app/app_internal.h"
#include "base/check.h"

#include <string.h>

/* The name to give to the other: what I am called in this book. */
static struct bytes my_name(const struct app *app) {
    const struct book_pair *pair = book_pair(app->book);
    return bytes_make(pair->my_name, pair->my_name_size);
}

enum err session_invite(struct visit *v, bool same_room) {
    struct app *app = app_of(v);
    if (!app->book)
        return ERR_STATE;
    return pair_flow_invite(app->pair, my_name(app), same_room, app->today);
}

bool session_invite_link(const struct visit *v, struct bytes *link) {
    struct app *app = app_of(v);
    struct bytes invitation = pair_flow_invitation(app->pair);
    struct buf b;
    if (invitation.size == 0)
        return false;
    buf_init_fixed(&b, app->invite_link, sizeof app->invite_link);
    buf_add(&b, app->origin, app->origin_size);
    buf_add_string(&b, "/#");
    buf_add_bytes(&b, invitation);
    return buf_finish(&b, link) == ERR_OK;
}

enum err session_invite_cancel(struct visit *v) {
    return pair_flow_cancel(app_of(v)->pair);
}

enum err session_join(struct visit *v, struct bytes link) {
    struct app *app = app_of(v);
    if (!app->book)
        return ERR_STATE;
    enum err e = pair_flow_join(app->pair, link, my_name(app), app->today);
    if (e == ERR_OK)
        session_join_forget(v);
    return e;
}

bool session_join_waits(const struct visit *v, struct bytes *link) {
    const struct app *app = app_of(v);
    if (app->join_link_size)
        *link = bytes_make(app->join_link, app->join_link_size);
    return app->join_link_size > 0;
}

void session_join_forget(struct visit *v) {
    struct app *app = app_of(v);
    memory_wipe(app->join_link, sizeof app->join_link);
    app->join_link_size = 0;
}

enum pair_flow_state session_pair_state(const struct visit *v) {
    return pair_flow_state(app_of(v)->pair);
}

bool session_compare_words(const struct visit *v, uint16_t indices[PAIRING_WORDS]) {
    const struct app *app = app_of(v);
    return app->book && pair_compare_words(app->book, indices) == ERR_OK;
}

enum err session_compared(struct visit *v) {
    struct app *app = app_of(v);
    return pair_compared(app->book, app->today);
}

enum err session_leave_pair(struct visit *v, bool keep_my_words) {
    struct app *app = app_of(v);
    return pair_leave(app->book, keep_my_words, app->today);
}

/* --- one room at the same time -------------------------------------------------------------- */

enum err session_live_join(struct visit *v) {
    struct app *app = app_of(v);
    if (live_joined(app->live))
        return ERR_OK;
    app->live_last_size = 0;
    return live_join(app->live, app->book, app->now_ms);
}

void session_live_leave(struct visit *v) {
    struct app *app = app_of(v);
    if (live_joined(app->live))
        live_leave(app->live, app->now_ms);
    app->live_last_size = 0;
    session_live_mine_set(v, (struct bytes){0});
}

struct bytes session_live_mine(const struct visit *v) {
    const struct app *app = app_of(v);
    return bytes_make(app->live_mine, app->live_mine_size);
}

void session_live_mine_set(struct visit *v, struct bytes mine) {
    struct app *app = app_of(v);
    MUST(mine.size <= sizeof app->live_mine);
    memory_wipe(app->live_mine, sizeof app->live_mine);
    if (mine.size)
        memcpy(app->live_mine, mine.at, mine.size);
    app->live_mine_size = mine.size;
}

void session_vibrate(struct visit *v) {
    struct app *app = app_of(v);
    struct effect_writer w;
    effect_begin(app, EFFECT_LIVE, &w);
    buf_add_u8(&app->effects, 1);
    effect_end(&w);
}

enum err session_live_send(struct visit *v, struct bytes message) {
    struct app *app = app_of(v);
    return live_send(app->live, message, app->now_ms);
}

struct bytes session_live_last(const struct visit *v) {
    const struct app *app = app_of(v);
    return bytes_make(app->live_last, app->live_last_size);
}
