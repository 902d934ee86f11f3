/* Lists, cards, tables, and what is looked at rather than filled in. */
#include "view/parts.h"

#include "base/check.h"
#include "view/parts_draw.h"
#include "view/qr.h"

/* --- lists and cards -------------------------------------------------------------------------- */

void part_list_begin(struct parts *p) {
    view_open_class(p->view, TAG_UL, "list");
}

void part_list_end(struct parts *p) {
    view_close(p->view);
}

/* A link to `to`, or a plain span where there is nothing to open. */
static void open_maybe_link(struct parts *p, const char *class_name, struct address to) {
    bool link = !address_is_none(to);
    view_open_class(p->view, link ? TAG_A : TAG_SPAN, class_name);
    if (link)
        view_href(p->view, to);
}

void part_item(struct parts *p, const struct part_item *item) {
    struct view *v = p->view;
    view_open(v, TAG_LI);
    if (item->key)
        view_key_number(v, item->key);
    if (item->whose != WHOSE_NOBODY)
        view_attr(v, ATTR_CLASS, whose_class(item->whose));
    open_maybe_link(p, "item", item->to);
    view_open_class(v, TAG_SPAN, "item-words");
    draw_words(p, TAG_SPAN, "item-title", item->title);
    draw_words(p, TAG_SPAN, "item-line", item->line);
    draw_badge_within(p, item->badge);
    view_close(v);
    draw_words(p, TAG_SPAN, "item-aside", item->aside);
    if (!address_is_none(item->to))
        draw_icon(p, ICON_NEXT);
    view_close(v);
    view_close(v);
}

static void draw_card_head(struct parts *p, const struct part_card *card) {
    struct view *v = p->view;
    if (words_empty(card->title) && words_empty(card->aside) &&
        (card->badge == BADGE_NONE || card->badge == p->badge))
        return;
    view_open_class(v, TAG_DIV, "card-head");
    if (!words_empty(card->title)) {
        view_open(v, TAG_H2);
        open_maybe_link(p, NULL, card->to);
        draw_words_inside(p, card->title);
        view_close(v);
        view_close(v);
    }
    draw_badge_within(p, card->badge);
    draw_words(p, TAG_SPAN, "card-aside", card->aside);
    view_close(v);
}

void part_card_begin(struct parts *p, const struct part_card *card) {
    struct view *v = p->view;
    const char *look = class_join(p, "card", whose_class(card->whose));
    if (card->badge != BADGE_NONE)
        look = class_join(p, look, badge_class(card->badge));
    if (!address_is_none(card->to))
        look = class_join(p, look, "to-open");
    view_open(v, TAG_ARTICLE);
    if (card->key)
        view_key_number(v, card->key);
    view_attr(v, ATTR_CLASS, class_join(p, look, card->important ? "important" : ""));
    draw_card_head(p, card);
}

void part_card_end(struct parts *p) {
    view_close(p->view);
}

void part_sides_begin(struct parts *p) {
    view_open_class(p->view, TAG_DIV, "sides");
}

void part_sides_end(struct parts *p) {
    view_close(p->view);
}

void part_side_begin(struct parts *p, enum whose whose, struct words who) {
    view_open_class(p->view, TAG_SECTION, class_join(p, "side", whose_class(whose)));
    draw_words(p, TAG_H2, "side-who", who);
}

void part_side_end(struct parts *p) {
    view_close(p->view);
}

static void draw_phone(struct parts *p, struct words who, const char *id) {
    struct view *v = p->view;
    view_open_class(v, TAG_SECTION, "phone");
    draw_words(p, TAG_H2, "phone-who", who);
    view_open_class(v, TAG_DIV, "phone-screen view");
    view_attr(v, ATTR_ID, id);
    view_attr(v, ATTR_DATA_ISLAND, "phone");
    view_close(v);
    view_close(v);
}

void part_phones(struct parts *p, struct words left, const char *left_id, struct words right,
                 const char *right_id) {
    view_open_class(p->view, TAG_DIV, "phones");
    draw_phone(p, left, left_id);
    draw_phone(p, right, right_id);
    view_close(p->view);
}

void part_empty(struct parts *p, struct words title, struct words line) {
    view_open_class(p->view, TAG_DIV, "empty");
    draw_words(p, TAG_P, "empty-title", title);
    draw_words(p, TAG_P, NULL, line);
    view_close(p->view);
}

/* --- facts, tables, details ------------------------------------------------------------------- */

void part_facts_begin(struct parts *p) {
    view_open_class(p->view, TAG_DL, "facts");
}

void part_facts_end(struct parts *p) {
    view_close(p->view);
}

void part_fact(struct parts *p, struct words term, struct words value) {
    view_open(p->view, TAG_DIV);
    draw_words(p, TAG_DT, NULL, term);
    draw_words(p, TAG_DD, NULL, value);
    view_close(p->view);
}

/* One cell; empty ones are drawn too, or the columns would shift. */
static void draw_cell(struct parts *p, enum view_tag tag, const char *scope, struct words w) {
    view_open(p->view, tag);
    if (scope)
        view_attr(p->view, ATTR_SCOPE, scope);
    if (!words_empty(w))
        draw_words_attrs(p, w);
    view_text(p->view, words_bytes(p, w));
    view_close(p->view);
}

void part_table_begin(struct parts *p, struct words caption, const struct words *heads,
                      size_t count) {
    struct view *v = p->view;
    view_open_class(v, TAG_DIV, "table");
    view_attr(v, ATTR_TABINDEX, "0");
    view_attr(v, ATTR_ROLE, "group");
    view_attr_bytes(v, ATTR_ARIA_LABEL, words_bytes(p, caption));
    view_open(v, TAG_TABLE);
    draw_words(p, TAG_CAPTION, NULL, caption);
    view_open(v, TAG_THEAD);
    view_open(v, TAG_TR);
    for (size_t i = 0; i < count; i++)
        draw_cell(p, words_empty(heads[i]) ? TAG_TD : TAG_TH, words_empty(heads[i]) ? NULL : "col",
                  heads[i]);
    view_close(v);
    view_close(v);
    view_open(v, TAG_TBODY);
}

void part_table_row(struct parts *p, const struct words *cells, size_t count) {
    view_open(p->view, TAG_TR);
    for (size_t i = 0; i < count; i++)
        draw_cell(p, i == 0 ? TAG_TH : TAG_TD, i == 0 ? "row" : NULL, cells[i]);
    view_close(p->view);
}

void part_table_end(struct parts *p) {
    view_close(p->view);
    view_close(p->view);
    view_close(p->view);
}

void part_details_begin(struct parts *p, struct words summary) {
    view_open(p->view, TAG_DETAILS);
    draw_words(p, TAG_SUMMARY, NULL, summary);
    view_open_class(p->view, TAG_DIV, "details-body");
}

void part_details_end(struct parts *p) {
    view_close(p->view);
    view_close(p->view);
}

void part_section_begin(struct parts *p, struct words title) {
    view_open_class(p->view, TAG_SECTION, "section");
    p->had_heading = true;
    draw_words(p, TAG_H2, NULL, title);
}

void part_section_end(struct parts *p) {
    view_close(p->view);
}

/* --- words to keep, codes, quiet -------------------------------------------------------------- */

void part_words(struct parts *p, const struct bytes *words, size_t count, struct words label) {
    struct view *v = p->view;
    view_open_class(v, TAG_OL, "words");
    view_attr_bytes(v, ATTR_ARIA_LABEL, words_bytes(p, label));
    for (size_t i = 0; i < count; i++)
        view_leaf(v, TAG_LI, NULL, words[i]);
    view_close(v);
}

static void draw_code(struct parts *p, struct bytes path, uint32_t side, struct words label) {
    struct view *v = p->view;
    uint8_t room[32];
    struct buf box;
    buf_init_fixed(&box, room, sizeof room);
    buf_add_string(&box, "0 0 ");
    buf_add_decimal(&box, side);
    buf_add_u8(&box, ' ');
    buf_add_decimal(&box, side);
    view_open_class(v, TAG_SVG, "qr");
    view_attr_bytes(v, ATTR_VIEWBOX, bytes_make(box.at, box.size));
    view_attr(v, ATTR_ROLE, "img");
    view_attr_bytes(v, ATTR_ARIA_LABEL, words_bytes(p, label));
    view_open(v, TAG_PATH);
    view_attr_bytes(v, ATTR_D, path);
    view_close(v);
    view_close(v);
}

void part_qr(struct parts *p, struct bytes text, struct words label) {
    struct buf path;
    struct bytes drawn;
    uint32_t side = 0;
    buf_init(&path, p->frame);
    view_open_class(p->view, TAG_FIGURE, "code");
    if (qr_path(text, &path, &side) == ERR_OK && buf_finish(&path, &drawn) == ERR_OK)
        draw_code(p, drawn, side, label);
    draw_words(p, TAG_FIGCAPTION, NULL, label);
    view_close(p->view);
}

void part_copy(struct parts *p, struct bytes text, struct words label) {
    struct view *v = p->view;
    view_open_class(v, TAG_DIV, "copy");
    draw_words(p, TAG_SPAN, "copy-label", label);
    view_leaf(v, TAG_CODE, NULL, text);
    part_island_button(p, WEIGHT_SECONDARY, "copy", text, WORDS(T_PARTS_COPY));
    view_close(v);
}

void part_quiet(struct parts *p, uint32_t seconds, struct words line, struct address after) {
    struct view *v = p->view;
    view_open_class(v, TAG_DIV, "quiet");
    view_attr(v, ATTR_DATA_ISLAND, "quiet");
    view_attr_number(v, ATTR_DATA_ARG, seconds);
    if (!address_is_none(after))
        view_go(v, after);
    view_open_class(v, TAG_SVG, "breath");
    view_attr(v, ATTR_VIEWBOX, "0 0 200 200");
    view_attr(v, ATTR_ARIA_HIDDEN, "true");
    for (int i = 0; i < 3; i++) {
        view_open_class(v, TAG_CIRCLE, i == 2 ? "left" : NULL);
        view_attr(v, ATTR_CX, "100");
        view_attr(v, ATTR_CY, "100");
        view_attr_number(v, ATTR_R, i == 0 ? 62 : i == 1 ? 40 : 92);
        view_close(v);
    }
    view_close(v);
    draw_words(p, TAG_P, NULL, line);
    view_close(v);
}

void part_landing(struct parts *p, struct words line, struct address on) {
    enum { LANDING_SECONDS = 120 };
    view_open_class(p->view, TAG_SECTION, "landing");
    draw_words(p, TAG_H2, NULL, WORDS(T_PARTS_LANDING));
    draw_words(p, TAG_P, NULL, line);
    part_quiet(p, LANDING_SECONDS, WORDS(T_PARTS_LANDING_BREATHE), (struct address){0});
    draw_words(p, TAG_P, "sentence", WORDS(T_PARTS_LANDING_CALL));
    part_link_button(p, WEIGHT_QUIET, on, WORDS(T_APP_CONTINUE));
    view_close(p->view);
}
