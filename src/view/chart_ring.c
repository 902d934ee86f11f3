/* chart_ring.c -- a ring of five stations (chart.h), drawn with whole numbers in 640 x 560 units.
 */
#include "base/check.h"
#include "view/chart.h"
#include "view/parts_draw.h"

enum {
    BOX_WIDTH = 208,
    BOX_HEIGHT = 136,
    LINE_CHARS = 15,
    CENTRE_CHARS = 14,
    LINES_MAX = 3,
    LINE_HEIGHT = 26
};

static const struct {
    int x, y;          /* of the box's corner */
    const char *arrow; /* behind it, on the way to the next */
} places[CHART_RING] = {{216, 8, "481,149 456,136 468,124"},
                        {424, 178, "516,376 533,353 517,347"},
                        {340, 412, "307,504 333,513 333,495"},
                        {92, 412, "114,350 132,373 116,379"},
                        {8, 178, "179,129 166,154 154,142"}};

/* --- words in lines ----------------------------------------------------------------------------
 */

static bool is_space(uint8_t byte) {
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static bool begins_character(uint8_t byte) {
    return (byte & 0xC0) != 0x80;
}

/* Takes the next line of at most `most` characters off `text`: whole words where they fit. */
static struct bytes line_take(struct bytes *text, size_t most) {
    size_t at = 0, chars = 0, space = 0;
    while (text->size && is_space(text->at[0]))
        *text = bytes_slice(*text, 1, text->size);
    for (; at < text->size; at++) {
        if (is_space(text->at[at]))
            space = at;
        if (begins_character(text->at[at]) && chars++ == most)
            break;
    }
    size_t end = at == text->size || !space ? at : space;
    struct bytes line = bytes_slice(*text, 0, end);
    *text = bytes_slice(*text, end, text->size);
    return line;
}

static void line_draw(struct parts *p, const char *class_name, int x, int y, struct bytes line) {
    struct view *v = p->view;
    view_open_class(v, TAG_SVG_TEXT, class_name);
    view_attr_number(v, ATTR_X, x);
    view_attr_number(v, ATTR_Y, y);
    view_attr(v, ATTR_TEXT_ANCHOR, "middle");
    view_text(v, line);
    view_close(v);
}

/* What is left out is said. */
static struct bytes line_cut(struct parts *p, struct bytes line) {
    struct buf b;
    struct bytes out;
    buf_init(&b, p->frame);
    buf_add_bytes(&b, line);
    buf_add_string(&b, "…");
    return buf_finish(&b, &out) == ERR_OK ? out : line;
}

/* Always as many lines, so that a page is the same whatever was written. */
static void lines_draw(struct parts *p, const char *class_name, int x, int y, struct bytes text,
                       size_t most) {
    for (int i = 0; i < LINES_MAX; i++) {
        struct bytes line = line_take(&text, most), rest = text;
        if (i + 1 == LINES_MAX && line_take(&rest, most).size)
            line = line_cut(p, line);
        line_draw(p, class_name, x, y + i * LINE_HEIGHT, line.size ? line : BYTES("\u00A0"));
    }
}

/* --- the drawing --------------------------------------------------------------------------------
 */

static void ruled(struct parts *p, int x, int y) {
    for (int i = 1; i < LINES_MAX; i++) {
        view_open_class(p->view, TAG_LINE, "ring-rule");
        view_attr_number(p->view, ATTR_X1, x + 16);
        view_attr_number(p->view, ATTR_Y1, y + 34 + i * 38);
        view_attr_number(p->view, ATTR_X2, x + BOX_WIDTH - 16);
        view_attr_number(p->view, ATTR_Y2, y + 34 + i * 38);
        view_close(p->view);
    }
}

static void station_draw(struct parts *p, size_t i, const struct chart_station *s) {
    struct view *v = p->view;
    int x = places[i].x, y = places[i].y;
    view_open_class(v, TAG_RECT, "ring-box");
    view_attr_number(v, ATTR_X, x);
    view_attr_number(v, ATTR_Y, y);
    view_attr_number(v, ATTR_WIDTH, BOX_WIDTH);
    view_attr_number(v, ATTR_HEIGHT, BOX_HEIGHT);
    view_attr_number(v, ATTR_RX, 16);
    view_close(v);
    view_open_class(v, TAG_POLYGON, "ring-arrow");
    view_attr(v, ATTR_POINTS, places[i].arrow);
    view_close(v);
    line_draw(p, "ring-name", x + BOX_WIDTH / 2, y + 32, words_bytes(p, s->name));
    if (s->text.size)
        lines_draw(p, "ring-words", x + BOX_WIDTH / 2, y + 64, s->text, LINE_CHARS);
    else
        ruled(p, x, y);
}

static void circle_draw(struct parts *p) {
    view_open_class(p->view, TAG_CIRCLE, "ring-path");
    view_attr_number(p->view, ATTR_CX, 320);
    view_attr_number(p->view, ATTR_CY, 290);
    view_attr_number(p->view, ATTR_R, 214);
    view_close(p->view);
}

static void table_draw(struct parts *p, const struct chart_text *text,
                       const struct chart_station *stations) {
    part_details_begin(p, text->table);
    part_table_begin(p, text->table, text->heads, 2); /* the title may be a person's words */
    for (size_t i = 0; i < CHART_RING; i++)
        part_table_row(p, (const struct words[]){stations[i].name, words_of(stations[i].text)}, 2);
    part_table_end(p);
    part_details_end(p);
}

void chart_ring(struct parts *p, const struct chart_text *text, struct bytes centre,
                const struct chart_station stations[CHART_RING]) {
    struct view *v = p->view;
    bool written = false;
    for (size_t i = 0; i < CHART_RING; i++)
        written = written || stations[i].text.size;
    view_open_class(v, TAG_FIGURE, "chart ring");
    draw_words(p, TAG_FIGCAPTION, "chart-title", text->title);
    view_open_class(v, TAG_SVG, "chart-plot");
    view_attr(v, ATTR_VIEWBOX, "0 0 640 560");
    view_attr(v, ATTR_ROLE, "img");
    view_leaf(v, TAG_TITLE, NULL, words_bytes(p, text->alternative));
    circle_draw(p);
    for (size_t i = 0; i < CHART_RING; i++)
        station_draw(p, i, &stations[i]);
    if (centre.size)
        lines_draw(p, "ring-centre", 320, 270, centre, CENTRE_CHARS);
    view_close(v);
    if (written)
        table_draw(p, text, stations);
    view_close(v);
}
