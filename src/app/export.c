/* export.c -- one's own words on the way out: JSON with its schema, and one readable page.
 *
 * Both hold what I wrote, as it stands now, and nothing that my partner wrote. They are generic:
 * a practice's kinds say how their fields are called (JSON) and what they mean in words (the
 * page), so a new practice is in the export without another line.
 */
#include "app/app_internal.h"
#include "base/day.h"
#include "view/dates.h"
#include "view/html.h"

/* --- JSON ------------------------------------------------------------------------------------ */

static void json_string(struct buf *b, struct bytes s) {
    static const char hex[] = "0123456789abcdef";
    buf_add_u8(b, '"');
    for (size_t i = 0; i < s.size; i++) {
        uint8_t c = s.at[i];
        if (c == '"' || c == '\\') {
            buf_add_u8(b, '\\');
            buf_add_u8(b, c);
        } else if (c < ' ') {
            char escape[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
            buf_add(b, escape, sizeof escape);
        } else {
            buf_add_u8(b, c);
        }
    }
    buf_add_u8(b, '"');
}

static void json_name(struct buf *b, const char *name) {
    json_string(b, bytes_from_string(name));
    buf_add_u8(b, ':');
}

static void json_day(struct buf *b, int32_t day) {
    buf_add_u8(b, '"');
    day_add(b, day);
    buf_add_u8(b, '"');
}

static const char *field_type_name(enum field_type type) {
    switch (type) {
    case FIELD_TEXT:
        return "string";
    case FIELD_UINT:
        return "integer";
    case FIELD_DAY:
        return "date";
    default:
        return "hex";
    }
}

/* {"moment":{"fields":{"what":"string",...}},...} for every kind of every practice. */
static void json_schema(struct buf *b) {
    bool first = true;
    buf_add_u8(b, '{');
    for (const struct practice *const *p = practices; *p; p++)
        for (size_t k = 0; k < (*p)->kind_count; k++) {
            const struct kind_def *kind = &(*p)->kinds[k];
            if (!first)
                buf_add_u8(b, ',');
            first = false;
            json_name(b, kind->name);
            buf_add_u8(b, '{');
            for (size_t f = 0; f < kind->field_count; f++) {
                if (f)
                    buf_add_u8(b, ',');
                json_name(b, kind->fields[f].name);
                json_string(b, bytes_from_string(field_type_name(kind->fields[f].type)));
            }
            buf_add_u8(b, '}');
        }
    buf_add_u8(b, '}');
}

static void json_field(struct buf *b, const struct field_def *f, struct bytes body) {
    struct bytes text;
    uint64_t n;
    if (f->type == FIELD_TEXT && body_text(body, f->key, &text)) {
        buf_add_u8(b, ',');
        json_name(b, f->name);
        json_string(b, text);
    } else if (f->type == FIELD_BYTES && body_bytes(body, f->key, &text)) {
        buf_add_u8(b, ',');
        json_name(b, f->name);
        buf_add_u8(b, '"');
        buf_add_hex(b, text);
        buf_add_u8(b, '"');
    } else if (body_uint(body, f->key, &n) && n <= INT64_MAX) {
        buf_add_u8(b, ',');
        json_name(b, f->name);
        if (f->type == FIELD_DAY)
            json_day(b, (int32_t)n);
        else
            buf_add_decimal(b, (int64_t)n);
    }
}

static void json_item(struct buf *b, const struct kind_def *kind, const struct item *item) {
    struct entry e = book_item_entry(item);
    buf_add_string(b, "{\"kind\":");
    json_string(b, bytes_from_string(kind->name));
    buf_add_string(b, ",\"readers\":");
    json_string(b, item->space == SPACE_MINE ? BYTES("mine") : BYTES("ours"));
    buf_add_string(b, ",\"first_day\":");
    json_day(b, item->first_day);
    buf_add_string(b, ",\"day\":");
    json_day(b, item->day);
    buf_add_string(b, ",\"id\":\"");
    buf_add_hex(b, BYTES_OF(item->id));
    buf_add_u8(b, '"');
    for (size_t f = 0; f < kind->field_count; f++)
        json_field(b, &kind->fields[f], e.body);
    buf_add_u8(b, '}');
}

/* Calls `each` for every item that I wrote, kind by kind. */
static void my_items(const struct app *app, void *ctx,
                     void (*each)(void *ctx, const struct kind_def *kind, const struct item *i)) {
    for (const struct practice *const *p = practices; *p; p++)
        for (size_t k = 0; k < (*p)->kind_count; k++) {
            size_t count;
            const struct item *items = book_items(app->book, (*p)->kinds[k].kind, &count);
            for (size_t i = 0; i < count; i++)
                if (items[i].author == AUTHOR_ME)
                    each(ctx, &(*p)->kinds[k], &items[i]);
        }
}

/* The file is written where it leaves from, the effect's own room: a copy of many years' words more
 * would be the largest thing in memory. */
static struct buf *file_begin(struct visit *v, const char *name, const char *type,
                              struct effect_writer *w, size_t *content_at) {
    struct app *app = app_of(v);
    effect_begin(app, EFFECT_SAVE, w);
    effect_str(app, bytes_from_string(name));
    effect_str(app, bytes_from_string(type));
    *content_at = app->effects.size;
    buf_add_u32(&app->effects, 0);
    return &app->effects;
}

/* What could not be written whole is not given out at all. */
static enum err file_end(struct app *app, struct effect_writer *w, size_t content_at, enum err e) {
    struct buf *b = &app->effects;
    if (e == ERR_OK)
        e = b->err;
    if (e != ERR_OK) {
        b->size = w->size_at - 1;
        b->err = ERR_OK;
        return e;
    }
    u32_write(b->at + content_at, (uint32_t)(b->size - content_at - 4));
    effect_end(w);
    return ERR_OK;
}

struct json_list {
    struct buf *b;
    size_t count;
};

static void json_list_item(void *ctx, const struct kind_def *kind, const struct item *item) {
    struct json_list *list = ctx;
    buf_add_string(list->b, list->count++ ? ",\n" : "\n");
    json_item(list->b, kind, item);
}

enum err session_export_json(struct visit *v) {
    struct app *app = app_of(v);
    struct effect_writer w;
    size_t at;
    struct buf *b = file_begin(v, "export.json", "application/json", &w, &at);
    buf_add_string(b, "{\"format\":\"toward-export\",\"version\":1,\"written\":");
    json_day(b, v->today);
    buf_add_string(b, ",\n\"schema\":");
    json_schema(b);
    buf_add_string(b, ",\n\"entries\":[");
    struct json_list list = {.b = b};
    my_items(app, &list, json_list_item);
    buf_add_string(b, "\n]}\n");
    return file_end(app, &w, at, ERR_OK);
}

/* --- the readable page ------------------------------------------------------------------------ */

/* As the app's own pages look (web/style.css), and black on white on paper. */
static const char page_style[] =
    ":root{color-scheme:light dark;--paper:#f6f1e7;--ink:#2a2520;--soft:#5d5348;--line:#dfd4c2}"
    "@media(prefers-color-scheme:dark){:root{--paper:#1e1a16;--ink:#efe7da;--soft:#bdb1a1;"
    "--line:#40382f}}"
    "@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#333;--line:#999}}"
    "body{max-width:36rem;margin:0 auto;padding:2.5rem 1.25rem;background:var(--paper);"
    "color:var(--ink);font:1.0625rem/1.5 'Iowan Old Style','Palatino Linotype',P052,Palatino,"
    "'Noto Serif',Georgia,serif;overflow-wrap:anywhere}"
    "h1{margin:0;font-size:2rem;line-height:1.2}h2{margin:0;font-size:1.2rem;line-height:1.3}"
    ".aside,.card-aside,.badge,dt{color:var(--soft);font:.875rem/1.5 system-ui,sans-serif}"
    ".aside{margin:.75rem 0 2rem}"
    "article{padding:1.25rem 0;border-top:solid 1px var(--line);break-inside:avoid}"
    ".card-head{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 1rem}"
    ".card-aside{margin-left:auto;order:1}"
    ".badge{display:inline-flex;align-items:center;gap:.35rem}"
    ".icon{width:1.1rem;height:1.1rem;fill:none;stroke:currentColor;stroke-width:1.6}"
    "dl{display:grid;grid-template-columns:minmax(0,1fr);gap:.6rem;margin:.75rem 0 "
    "0}dl:empty{display:none}"
    "dd{margin:0;white-space:pre-line}";

/* Ten years are more than one view may hold: each card is a view of its own, drawn in `scratch`,
 * printed, and forgotten. */
struct page_list {
    struct visit *v;
    struct buf *b;
    struct arena scratch;
    enum err err; /* the first */
};

static struct words date_words(struct page_list *list, int32_t day) {
    return words_of(text_make_date(&list->scratch, list->v->text, DATE_YEAR, day));
}

static void page_field(struct page_list *list, struct parts *p, const struct field_def *f,
                       struct bytes body) {
    struct bytes text;
    uint64_t n;
    if (f->label == T_NONE)
        return;
    if (f->type == FIELD_TEXT && body_text(body, f->key, &text)) {
        part_fact(p, WORDS(f->label), words_of(text));
    } else if (f->type == FIELD_DAY && body_uint(body, f->key, &n)) {
        part_fact(p, WORDS(f->label), date_words(list, (int32_t)n));
    } else if (f->type == FIELD_UINT && body_uint(body, f->key, &n)) {
        struct buf digits;
        struct bytes shown = {0};
        buf_init(&digits, &list->scratch);
        buf_add_decimal(&digits, (int64_t)(n & INT64_MAX));
        if (n < f->choice_count)
            part_fact(p, WORDS(f->label), WORDS(f->choices[n]));
        else if (!f->choices && buf_finish(&digits, &shown) == ERR_OK)
            part_fact(p, WORDS(f->label), words_of(shown));
    }
}

static enum err piece_print(struct page_list *list, struct view *view) {
    struct bytes stream;
    TRY(view_finish(view, &stream));
    return html_print(stream, list->b);
}

static void piece_end(struct page_list *list, struct view *view) {
    enum err e = piece_print(list, view);
    if (list->err == ERR_OK)
        list->err = e;
}

static void piece_begin(struct page_list *list, struct view *view, struct parts *pen) {
    arena_reset(&list->scratch);
    view_init(view, &list->scratch);
    parts_init(pen, view, list->v->text, &list->scratch, list->v->at);
}

static void page_item(void *ctx, const struct kind_def *kind, const struct item *item) {
    struct page_list *list = ctx;
    struct view view;
    struct parts p;
    if (kind->title == T_NONE || list->err != ERR_OK)
        return;
    struct entry e = book_item_entry(item);
    piece_begin(list, &view, &p);
    part_card_begin(
        &p, &(struct part_card){.title = WORDS(kind->title),
                                .aside = date_words(list, item->first_day),
                                .badge = item->space == SPACE_MINE ? BADGE_MINE : BADGE_OURS});
    part_facts_begin(&p);
    for (size_t f = 0; f < kind->field_count; f++)
        page_field(list, &p, &kind->fields[f], e.body);
    part_facts_end(&p);
    part_card_end(&p);
    piece_end(list, &view);
}

static void page_head(struct page_list *list) {
    struct visit *v = list->v;
    struct view view;
    struct parts p;
    buf_add_string(list->b, "<!doctype html>\n<html lang=\"");
    html_attr(list->b, session_language(v));
    buf_add_string(list->b, "\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
                            "content=\"width=device-width, initial-scale=1\"><title>");
    html_text(list->b, text_get(v->text, T_HOUSE_EXPORT_TITLE));
    buf_add_string(list->b, "</title><style>");
    buf_add_string(list->b, page_style);
    buf_add_string(list->b, "</style>\n<main>");
    piece_begin(list, &view, &p);
    view_leaf(&view, TAG_H1, NULL, text_get(v->text, T_HOUSE_EXPORT_TITLE));
    part_aside(&p, words_with(&p, T_HOUSE_EXPORT_LINE, "day",
                              text_make_date(&list->scratch, v->text, DATE_YEAR, v->today)));
    piece_end(list, &view);
}

/* A whole document that needs nothing else: the content is views like any other, printed. */
enum err session_export_html(struct visit *v) {
    struct app *app = app_of(v);
    struct effect_writer w;
    size_t at;
    struct page_list list = {.v = v, .b = file_begin(v, "export.html", "text/html", &w, &at)};
    arena_init(&list.scratch, VIEW_SIZE_MAX);
    page_head(&list);
    my_items(app, &list, page_item);
    buf_add_string(list.b, "</main>\n</html>\n");
    arena_free(&list.scratch);
    return file_end(app, &w, at, list.err);
}
