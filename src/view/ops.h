/* ops.h -- a view as a stream of operations, never as markup.
 *
 * A view is written as operations over enumerated tags and attributes. In the browser a patcher
 * applies the stream to the DOM in place (web/patch.js); natively the same stream prints as HTML
 * (view/html.h) for goldens, print and export. There is no way to write markup: text from people
 * is always a text node or an attribute value, so it can never become an element.
 *
 * The stream, version 1. Numbers are LEB128 (unsigned, 7 bits a byte, low first), at most 5 bytes:
 *
 *     stream    = 0x54 0x01 op*
 *     op        = OPEN  0x01 tag(u8)            a child of the element now open; becomes open
 *               | ATTR  0x02 attr(u8) size text of the element just opened, before any child
 *               | TEXT  0x03 size text          a text node
 *               | CLOSE 0x04                    closes the element now open
 *               | KEY   0x05 size text          identity among its siblings, directly after OPEN
 *
 * Text is UTF-8 without NUL. Attribute order is as written. Elements are balanced, at most
 * VIEW_DEPTH_MAX deep. A keyed element keeps its DOM node (and with it focus, selection and what
 * is half typed) as long as a sibling with the same tag and key is written in the next view; an
 * unkeyed one is matched by position and tag. The patcher never overwrites the value of a field
 * that a person has changed since it was drawn, unless the field's key changes.
 *
 * The writer's error is sticky (base/bytes.h); check once with view_finish.
 */
#ifndef TOWARD_VIEW_OPS_H
#define TOWARD_VIEW_OPS_H

#include "base/bytes.h"

enum { VIEW_VERSION = 1, VIEW_DEPTH_MAX = 48, VIEW_SIZE_MAX = 4 << 20 };

enum view_op { OP_OPEN = 1, OP_ATTR = 2, OP_TEXT = 3, OP_CLOSE = 4, OP_KEY = 5 };

/* X(ENUM, "name") lists: the page's tables are generated from these, so C tells JavaScript its
 * constants. SVG elements come after TAG_SVG, HTML elements before. Scripts, styles, frames,
 * images and embedded objects are not here and so cannot be made. */
#define VIEW_TAGS(X)                                                                               \
    X(MAIN, "main")                                                                                \
    X(HEADER, "header") X(FOOTER, "footer") X(NAV, "nav") X(SECTION, "section") X(                 \
        ARTICLE, "article") X(ASIDE, "aside") X(DIV, "div") X(SPAN, "span") X(P, "p") X(H1, "h1")  \
        X(H2, "h2") X(H3, "h3") X(UL, "ul") X(OL, "ol") X(LI, "li") X(DL, "dl") X(DT, "dt")        \
            X(DD, "dd") X(A, "a") X(BUTTON, "button") X(FORM, "form") X(FIELDSET, "fieldset")      \
                X(LEGEND, "legend") X(LABEL, "label") X(INPUT, "input") X(TEXTAREA, "textarea")    \
                    X(SELECT, "select") X(OPTION, "option") X(OUTPUT, "output")                    \
                        X(DETAILS, "details") X(SUMMARY, "summary") X(TABLE, "table")              \
                            X(CAPTION, "caption") X(THEAD, "thead") X(TBODY, "tbody") X(TR, "tr")  \
                                X(TH, "th") X(TD, "td") X(FIGURE, "figure")                        \
                                    X(FIGCAPTION, "figcaption") X(STRONG, "strong") X(EM, "em")    \
                                        X(SMALL, "small") X(CODE, "code")                          \
                                            X(BLOCKQUOTE, "blockquote") X(HR, "hr") X(BR, "br")    \
                                                X(TIME, "time") X(PROGRESS, "progress")            \
                                                    X(SVG, "svg") X(G, "g") X(PATH, "path")        \
                                                        X(RECT, "rect") X(CIRCLE, "circle")        \
                                                            X(LINE, "line")                        \
                                                                X(POLYLINE, "polyline")            \
                                                                    X(POLYGON, "polygon")          \
                                                                        X(SVG_TEXT, "text")        \
                                                                            X(TITLE, "title")      \
                                                                                X(DESC, "desc")

/* href takes only `#...`, and https: and tel: from literals (view_link_out).
 * data-action  on a form: "room.action", decimal (app/practice.h)
 * data-island  on an element: an island of web/islands.js takes it over
 * data-arg     the island's argument
 * data-keep    on a field: what is typed is put into the sealed draft while it stands
 * data-go      on a button: an address to visit */
#define VIEW_ATTRS(X)                                                                              \
    X(ID, "id")                                                                                    \
    X(CLASS, "class") X(HREF, "href") X(TYPE, "type") X(NAME, "name") X(VALUE, "value") X(         \
        FOR, "for") X(PLACEHOLDER, "placeholder") X(AUTOCOMPLETE, "autocomplete")                  \
        X(AUTOCAPITALIZE, "autocapitalize") X(SPELLCHECK, "spellcheck") X(INPUTMODE, "inputmode")  \
            X(ENTERKEYHINT, "enterkeyhint") X(MAXLENGTH, "maxlength") X(MIN, "min") X(MAX, "max")  \
                X(STEP, "step") X(REQUIRED, "required") X(CHECKED, "checked") X(                   \
                    DISABLED, "disabled") X(SELECTED, "selected") X(ROWS, "rows") X(ROLE, "role")  \
                    X(TABINDEX, "tabindex") X(LANG, "lang") X(DIR, "dir") X(HIDDEN, "hidden") X(   \
                        OPEN, "open") X(COLSPAN, "colspan") X(SCOPE, "scope")                      \
                        X(DATETIME, "datetime") X(REL, "rel") X(ARIA_LABEL, "aria-label") X(       \
                            ARIA_LABELLEDBY,                                                       \
                            "aria-labelledby") X(ARIA_DESCRIBEDBY, "aria-describedby")             \
                            X(ARIA_LIVE, "aria-live") X(ARIA_CURRENT, "aria-current") X(           \
                                ARIA_HIDDEN, "aria-hidden") X(ARIA_INVALID, "aria-invalid")        \
                                X(ARIA_EXPANDED, "aria-expanded") X(ARIA_PRESSED, "aria-pressed")  \
                                    X(DATA_ACTION, "data-action") X(DATA_ISLAND, "data-island") X( \
                                        DATA_ARG, "data-arg") X(DATA_KEEP, "data-keep")            \
                                        X(DATA_GO, "data-go") X(DATA_FOCUS, "data-focus")          \
                                            X(VIEWBOX, "viewBox") X(D, "d") X(X, "x")              \
                                                X(Y, "y") X(X1, "x1") X(Y1, "y1") X(X2, "x2") X(   \
                                                    Y2, "y2") X(CX, "cx")                          \
                                                    X(CY,                                          \
                                                      "cy") X(R, "r") X(RX, "rx")                  \
                                                        X(WIDTH, "width") X(HEIGHT, "height")      \
                                                            X(POINTS, "points")                    \
                                                                X(TRANSFORM, "transform")          \
                                                                    X(TEXT_ANCHOR, "text-anchor")  \
                                                                        X(PRESERVEASPECTRATIO,     \
                                                                          "preserveAspectRatio")

#define VIEW_TAG_ENUM(id, name) TAG_##id,
#define VIEW_ATTR_ENUM(id, name) ATTR_##id,
enum view_tag { VIEW_TAGS(VIEW_TAG_ENUM) TAG_COUNT };
enum view_attr { VIEW_ATTRS(VIEW_ATTR_ENUM) ATTR_COUNT };

struct view {
    struct buf out;
    uint32_t depth;
    bool attrs_open; /* the element just opened still takes attributes */
};

/* A view that writes into arena `a` (kept). */
void view_init(struct view *v, struct arena *a);

void view_open(struct view *v, enum view_tag tag);
void view_key(struct view *v, struct bytes key);
void view_attr(struct view *v, enum view_attr attr, const char *value);
void view_attr_bytes(struct view *v, enum view_attr attr, struct bytes value);
void view_attr_number(struct view *v, enum view_attr attr, int64_t value);
void view_text(struct view *v, struct bytes text);
void view_close(struct view *v);

/* view_open, class (when not NULL), ready for more attributes. */
void view_open_class(struct view *v, enum view_tag tag, const char *class_name);

/* `<tag class>text</tag>` in one call; class_name may be NULL. */
void view_leaf(struct view *v, enum view_tag tag, const char *class_name, struct bytes text);

/* The whole stream, borrowed from the view's arena; MUSTs that everything opened is closed.
 * ERR_FULL when the arena or VIEW_SIZE_MAX ran out, ERR_MALFORMED when some text was not valid
 * UTF-8 (it was left out). */
MUST_CHECK enum err view_finish(struct view *v, struct bytes *out);

/* One operation read from a stream; for printers and tests. */
struct view_step {
    enum view_op op;
    uint8_t code;      /* tag or attribute */
    struct bytes text; /* borrowed from the stream */
};

/* Reads the operation at *at and moves it on. ERR_MALFORMED for anything the grammar above does
 * not allow; ERR_NOT_FOUND at the end. *at starts at 0: the header is checked then. */
MUST_CHECK enum err view_next(struct bytes stream, size_t *at, struct view_step *out);

/* Static names, for printers and the generated tables. */
const char *view_tag_name(enum view_tag tag);
const char *view_attr_name(enum view_attr attr);

#endif
