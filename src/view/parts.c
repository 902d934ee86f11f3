/* The frame of a page, words and links. parts_things.c has lists, cards and the like,
 * parts_form.c the fields. */
#include "view/parts.h"

#include "base/check.h"
#include "view/markdown.h"
#include "view/parts_draw.h"

#include <string.h>

/* --- words ------------------------------------------------------------------------------------ */

struct words words_of(struct bytes text) {
    return (struct words){.text = text};
}

struct words words_format(struct parts *p, enum text_key key, const struct text_arg *args,
                          size_t count) {
    return (struct words){key, text_make(p->frame, p->text, key, args, count)};
}

struct words words_plural(struct parts *p, enum text_key key, uint64_t n,
                          const struct text_arg *args, size_t count) {
    return (struct words){key, text_make_plural(p->frame, p->text, key, n, args, count)};
}

struct words words_with(struct parts *p, enum text_key key, const char *name, struct bytes value) {
    return words_format(p, key, &(struct text_arg){name, value}, 1);
}

bool words_empty(struct words w) {
    return w.key == T_NONE && w.text.size == 0;
}

struct bytes words_bytes(const struct parts *p, struct words w) {
    return w.text.at || w.key == T_NONE ? w.text : text_get(p->text, w.key);
}

/* Whether the words of a key stand in another language than the page. */
static bool words_foreign(const struct parts *p, struct words w, struct bytes *language) {
    if (w.key == T_NONE)
        return false;
    *language = text_language(p->text, w.key);
    return !bytes_equal(*language, bytes_make(p->text->language, p->text->language_size));
}

void draw_words_attrs(struct parts *p, struct words w) {
    struct bytes language;
    if (w.key == T_NONE)
        view_attr(p->view, ATTR_DIR, "auto");
    else if (words_foreign(p, w, &language))
        view_attr_bytes(p->view, ATTR_LANG, language);
}

void draw_words(struct parts *p, enum view_tag tag, const char *class_name, struct words w) {
    if (words_empty(w))
        return;
    view_open_class(p->view, tag, class_name);
    draw_words_attrs(p, w);
    view_text(p->view, words_bytes(p, w));
    view_close(p->view);
}

void draw_words_inside(struct parts *p, struct words w) {
    struct bytes language;
    if (words_empty(w))
        return;
    if (w.key == T_NONE || words_foreign(p, w, &language))
        draw_words(p, TAG_SPAN, NULL, w);
    else
        view_text(p->view, words_bytes(p, w));
}

/* --- classes ---------------------------------------------------------------------------------- */

const char *badge_class(enum page_badge badge) {
    static const char *const names[] = {"nobody", "mine", "ours", "care"};
    MUST(badge < COUNT_OF(names));
    return names[badge];
}

const char *whose_class(enum whose whose) {
    static const char *const names[] = {"", "me", "you", "both"};
    MUST(whose < COUNT_OF(names));
    return names[whose];
}

const char *weight_class(enum part_weight weight) {
    static const char *const names[] = {"button primary", "button second", "button quiet-button",
                                        "button heavy"};
    MUST(weight < COUNT_OF(names));
    return names[weight];
}

const char *class_join(struct parts *p, const char *a, const char *b) {
    size_t a_size = strlen(a), b_size = strlen(b);
    if (b_size == 0)
        return a;
    char *joined = arena_alloc(p->frame, a_size + 1 + b_size + 1);
    if (!joined)
        return a;
    memcpy(joined, a, a_size);
    joined[a_size] = ' ';
    memcpy(joined + a_size + 1, b, b_size);
    return joined;
}

bool address_is_none(struct address a) {
    return a.room == 0 && a.page == 0 && a.item == 0;
}

/* --- the page --------------------------------------------------------------------------------- */

void parts_init(struct parts *p, struct view *view, const struct text *text, struct arena *frame,
                struct address at) {
    *p = (struct parts){.view = view, .text = text, .frame = frame, .at = at, .heading = 2};
}

void part_badge(struct parts *p, enum page_badge badge) {
    static const enum part_icon icons[] = {ICON_NONE, ICON_ALONE, ICON_TOGETHER, ICON_THREE};
    static const enum text_key keys[] = {T_NONE, T_APP_ONLY_YOU, T_APP_YOU_TWO,
                                         T_APP_WITH_THERAPIST};
    if (badge == BADGE_NONE)
        return;
    view_open_class(p->view, TAG_SPAN, class_join(p, "badge", badge_class(badge)));
    draw_icon(p, icons[badge]);
    draw_words(p, TAG_SPAN, NULL, WORDS(keys[badge]));
    view_close(p->view);
}

void draw_badge_within(struct parts *p, enum page_badge badge) {
    if (badge != p->badge)
        part_badge(p, badge);
}

static void draw_exit(struct parts *p) {
    struct view *v = p->view;
    view_open_class(v, TAG_BUTTON, "exit");
    view_attr(v, ATTR_TYPE, "button");
    view_attr(v, ATTR_DATA_ISLAND, "exit");
    draw_words(p, TAG_SPAN, NULL, WORDS(T_APP_QUICK_EXIT));
    draw_icon(p, ICON_EXIT);
    view_close(v);
}

static void draw_back(struct parts *p, const struct part_page *page) {
    struct view *v = p->view;
    if (address_is_none(page->back))
        return;
    view_open_class(v, TAG_A, "back");
    view_href(v, page->back);
    draw_icon(p, ICON_BACK);
    draw_words(p, TAG_SPAN, NULL, words_empty(page->back_to) ? WORDS(T_APP_BACK) : page->back_to);
    view_close(v);
}

static void draw_top(struct parts *p, const struct part_page *page) {
    struct view *v = p->view;
    view_open_class(v, TAG_HEADER, "top");
    draw_exit(p);
    draw_back(p, page);
    part_badge(p, page->badge);
    view_close(v);
}

static struct bytes address_key(struct parts *p) {
    struct buf b;
    struct bytes key = {NULL, 0};
    buf_init(&b, p->frame);
    address_print(&b, p->at);
    return buf_finish(&b, &key) == ERR_OK ? key : (struct bytes){NULL, 0};
}

void part_page_begin(struct parts *p, const struct part_page *page) {
    struct view *v = p->view;
    p->quiet = page->quiet;
    p->badge = page->badge;
    const char *look = class_join(p, "page", badge_class(page->badge));
    look = class_join(p, look, page->door ? "door-page" : "");
    look = class_join(p, look, page->quiet ? "still" : "");
    view_open_class(v, TAG_DIV, class_join(p, look, page->wide ? "wide" : ""));
    draw_top(p, page);
    view_open(v, TAG_MAIN);
    view_key(v, address_key(p));
    draw_words(p, TAG_P, "over", page->over);
    view_open(v, TAG_H1);
    view_attr(v, ATTR_TABINDEX, "-1");
    view_attr(v, ATTR_DATA_FOCUS, "page");
    draw_words_attrs(p, page->title);
    view_text(v, words_bytes(p, page->title));
    view_close(v);
}

static void draw_tab(struct parts *p, const struct part_tab *tab) {
    struct view *v = p->view;
    view_open(v, TAG_A);
    view_href(v, tab->to);
    if (tab->to.room == p->at.room)
        view_attr(v, ATTR_ARIA_CURRENT, address_equal(tab->to, p->at) ? "page" : "true");
    draw_icon(p, tab->icon);
    draw_words(p, TAG_SPAN, NULL, WORDS(tab->label));
    view_close(v);
}

void part_page_end(struct parts *p) {
    struct view *v = p->view;
    MUST(!p->in_form);
    view_close(v);
    if (p->tab_count > 0 && !p->quiet) {
        view_open_class(v, TAG_NAV, "tabs");
        view_attr_bytes(v, ATTR_ARIA_LABEL, text_get(p->text, T_PARTS_TABS));
        for (size_t i = 0; i < p->tab_count; i++)
            draw_tab(p, &p->tabs[i]);
        view_close(v);
    }
    view_close(v);
}

static struct bytes decimal_text(struct parts *p, uint32_t n) {
    struct buf b;
    struct bytes text = {NULL, 0};
    buf_init(&b, p->frame);
    buf_add_decimal(&b, n);
    return buf_finish(&b, &text) == ERR_OK ? text : (struct bytes){NULL, 0};
}

void part_step(struct parts *p, uint32_t now, uint32_t of) {
    const struct text_arg args[] = {{"now", decimal_text(p, now)}, {"of", decimal_text(p, of)}};
    draw_words(p, TAG_P, "step", words_format(p, T_PARTS_STEP, args, 2));
}

/* --- words on the page ------------------------------------------------------------------------ */

void part_lead(struct parts *p, struct words w) {
    draw_words(p, TAG_P, "lead", w);
}

void part_say(struct parts *p, struct words w) {
    draw_words(p, TAG_P, NULL, w);
}

void part_aside(struct parts *p, struct words w) {
    draw_words(p, TAG_P, "aside", w);
}

void part_heading(struct parts *p, struct words w) {
    p->had_heading = true;
    draw_words(p, TAG_H2, NULL, w);
}

/* No level is left out: under the page's title alone it is an h2 that looks like an h3. */
void part_subheading(struct parts *p, struct words w) {
    draw_words(p, p->had_heading ? TAG_H3 : TAG_H2, p->had_heading ? NULL : "sub", w);
}

void part_rule(struct parts *p) {
    view_open(p->view, TAG_HR);
    view_close(p->view);
}

static void draw_prose(struct parts *p, struct words w) {
    view_open_class(p->view, TAG_DIV, "prose");
    draw_words_attrs(p, w);
    markdown_draw(p->view, words_bytes(p, w));
    view_close(p->view);
}

void part_prose(struct parts *p, enum text_key key) {
    draw_prose(p, WORDS(key));
}

void part_prose_format(struct parts *p, enum text_key key, const struct text_arg *args,
                       size_t count) {
    draw_prose(p, (struct words){key, text_make_markdown(p->frame, p->text, key, args, count)});
}

void part_quote(struct parts *p, enum whose whose, struct bytes text, struct words who) {
    struct view *v = p->view;
    view_open_class(v, TAG_FIGURE, class_join(p, "quote", whose_class(whose)));
    draw_words(p, TAG_FIGCAPTION, NULL, who);
    draw_words(p, TAG_BLOCKQUOTE, NULL, words_of(text));
    view_close(v);
}

void part_sentence(struct parts *p, struct words w) {
    draw_words(p, TAG_P, "sentence", w);
}

static void draw_example(struct parts *p, enum text_key label, const char *class_name,
                         struct words w) {
    struct view *v = p->view;
    view_open_class(v, TAG_LI, class_name);
    draw_words(p, TAG_SPAN, "example-label", WORDS(label));
    draw_words(p, TAG_SPAN, "example-words", w);
    view_close(v);
}

void part_examples(struct parts *p, struct words first, struct words second, struct words not_so) {
    view_open_class(p->view, TAG_UL, "examples");
    draw_example(p, T_PARTS_WORKS, "works", first);
    draw_example(p, T_PARTS_WORKS, "works", second);
    draw_example(p, T_PARTS_WORKS_NOT, "works-not", not_so);
    view_close(p->view);
}

void part_tags(struct parts *p, const struct words *tags, size_t count) {
    if (count == 0)
        return;
    view_open_class(p->view, TAG_UL, "tags");
    for (size_t i = 0; i < count; i++)
        draw_words(p, TAG_LI, NULL, tags[i]);
    view_close(p->view);
}

static const char *notice_class(enum part_notice kind) {
    static const char *const names[] = {"notice info", "notice good", "notice alarm",
                                        "notice status"};
    MUST(kind < COUNT_OF(names));
    return names[kind];
}

static void notice_open(struct parts *p, enum part_notice kind) {
    view_open_class(p->view, TAG_DIV, notice_class(kind));
    if (kind == NOTICE_STATUS)
        view_attr(p->view, ATTR_ROLE, "status");
}

void part_notice(struct parts *p, enum part_notice kind, struct words w) {
    notice_open(p, kind);
    draw_words(p, TAG_P, NULL, w);
    view_close(p->view);
}

void part_notice_begin(struct parts *p, enum part_notice kind, struct words title) {
    notice_open(p, kind);
    draw_words(p, TAG_H2, NULL, title);
}

void part_notice_end(struct parts *p) {
    view_close(p->view);
}

/* --- ways on ---------------------------------------------------------------------------------- */

static void draw_link(struct parts *p, const char *class_name, struct address to, struct words w) {
    view_open_class(p->view, TAG_A, class_name);
    view_href(p->view, to);
    draw_words_inside(p, w);
    view_close(p->view);
}

void part_link(struct parts *p, struct address to, struct words w) {
    draw_link(p, NULL, to, w);
}

void part_link_line(struct parts *p, struct address to, struct words w) {
    view_open_class(p->view, TAG_P, "link-line");
    draw_link(p, NULL, to, w);
    view_close(p->view);
}

void part_link_button(struct parts *p, enum part_weight weight, struct address to, struct words w) {
    draw_link(p, weight_class(weight), to, w);
}

void part_link_ours(struct parts *p, struct bytes href, struct words w) {
    view_open_class(p->view, TAG_A, "out");
    view_href_ours(p->view, href);
    draw_words_inside(p, w);
    view_close(p->view);
}

void part_doors_begin(struct parts *p) {
    view_open_class(p->view, TAG_UL, "doors");
}

void part_doors_end(struct parts *p) {
    view_close(p->view);
}

void part_door(struct parts *p, const struct part_door *door) {
    struct view *v = p->view;
    view_open(v, TAG_LI);
    view_open_class(v, TAG_A, door->first ? "door first" : "door");
    view_href(v, door->to);
    draw_icon(p, door->icon);
    view_open_class(v, TAG_SPAN, "door-words");
    draw_words(p, TAG_STRONG, NULL, door->title);
    draw_words(p, TAG_SPAN, "door-line", door->line);
    draw_badge_within(p, door->badge);
    view_close(v);
    draw_icon(p, ICON_NEXT);
    view_close(v);
    view_close(v);
}

void part_row_begin(struct parts *p) {
    view_open_class(p->view, TAG_DIV, "row");
}

void part_row_end(struct parts *p) {
    view_close(p->view);
}

void part_island_button(struct parts *p, enum part_weight weight, const char *island,
                        struct bytes arg, struct words w) {
    struct view *v = p->view;
    view_open_class(v, TAG_BUTTON, weight_class(weight));
    view_attr(v, ATTR_TYPE, "button");
    view_attr(v, ATTR_DATA_ISLAND, island);
    if (arg.size)
        view_attr_bytes(v, ATTR_DATA_ARG, arg);
    draw_words_inside(p, w);
    view_close(v);
}
