/* session_files.c -- what leaves the app at a person's word: files, print, share, calendar. */
#include "app/app_internal.h"
#include "app/calendar.h"

void session_save_file(struct visit *v, const char *name, const char *type, struct bytes content) {
    struct app *app = app_of(v);
    struct effect_writer w;
    effect_begin(app, EFFECT_SAVE, &w);
    effect_str(app, bytes_from_string(name));
    effect_str(app, bytes_from_string(type));
    effect_str(app, content);
    effect_end(&w);
}

void session_share(struct visit *v, struct bytes link) {
    struct app *app = app_of(v);
    struct effect_writer w;
    effect_begin(app, EFFECT_SHARE, &w);
    effect_str(app, link);
    effect_end(&w);
}

void session_print(struct visit *v) {
    effect_simple(app_of(v), EFFECT_PRINT);
}

enum err session_calendar(struct visit *v, int32_t day, int32_t minute, struct bytes title) {
    struct buf b;
    struct bytes out;
    struct calendar_entry e = {.day = day, .today = v->today, .minute = minute, .title = title};
    if (title.size > CALENDAR_TITLE_MAX)
        return ERR_SIZE;
    TRY(random_fill(&app_of(v)->host.random, e.uid, sizeof e.uid));
    buf_init(&b, v->frame);
    calendar_write(&b, &e);
    TRY(buf_finish(&b, &out));
    session_save_file(v, "day.ics", "text/calendar", out);
    return ERR_OK;
}
