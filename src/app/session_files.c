/* session_files.c -- what leaves the app at a person's word: files, print, share, calendar. */
#include "app/app_internal.h"
#include "base/day.h"

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

static void calendar_day(struct buf *b, int32_t day) {
    struct date d = date_from_day(day);
    buf_add_decimal(b, (int64_t)d.year * 10000 + (int64_t)d.month * 100 + d.day);
}

/* RFC 5545 TEXT: backslash, comma, semicolon and line ends are escaped. Lines fold at 75 octets;
 * a title is cut well before. */
static void calendar_text(struct buf *b, struct bytes text) {
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '\n') {
            buf_add_string(b, "\\n");
            continue;
        }
        if (text.at[i] == '\\' || text.at[i] == ',' || text.at[i] == ';')
            buf_add_u8(b, '\\');
        buf_add_u8(b, text.at[i]);
    }
}

enum err session_calendar(struct visit *v, int32_t day, struct bytes title) {
    struct buf b;
    struct bytes out;
    uint8_t uid[16];
    if (title.size > 60)
        return ERR_SIZE;
    TRY(random_fill(&app_of(v)->host.random, uid, sizeof uid));
    buf_init(&b, v->frame);
    buf_add_string(&b,
                   "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//-//-//EN\r\nBEGIN:VEVENT\r\nUID:");
    buf_add_hex(&b, BYTES_OF(uid));
    buf_add_string(&b, "\r\nDTSTAMP:");
    calendar_day(&b, v->today);
    buf_add_string(&b, "T000000Z\r\nDTSTART;VALUE=DATE:");
    calendar_day(&b, day);
    buf_add_string(&b, "\r\nDTEND;VALUE=DATE:");
    calendar_day(&b, day + 1);
    buf_add_string(&b, "\r\nSUMMARY:");
    calendar_text(&b, title);
    buf_add_string(&b, "\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    TRY(buf_finish(&b, &out));
    session_save_file(v, "day.ics", "text/calendar", out);
    return ERR_OK;
}
