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
 * is half typed) as long as a sibling with the same tag and key is written in the next view;
 * unkeyed ones of the same tag are matched in their order among their siblings. The patcher never
 * overwrites the value of a field that a person has changed since it was drawn, unless the field's
 * key changes.
 *
 * Beyond this grammar a stream holds to the following, or is refused whole (view_check here,
 * web/patch.js there): no attribute twice on an element; nothing inside input, hr, br, textarea;
 * only SVG inside SVG, and SVG only inside svg; an href is `#` with digits and slashes, or https:
 * or tel: in plain characters.
 *
 * The writer's error is sticky (base/bytes.h); check once with view_finish.
 */
#ifndef TOWARD_VIEW_OPS_H
#define TOWARD_VIEW_OPS_H

#include "base/bytes.h"

enum { VIEW_VERSION = 1, VIEW_DEPTH_MAX = 48, VIEW_SIZE_MAX = 4 << 20 };

enum view_op { OP_OPEN = 1, OP_ATTR = 2, OP_TEXT = 3, OP_CLOSE = 4, OP_KEY = 5 };

/* ROW(ENUM, "name") lists: the page's tables are generated from these (tools/view_constants), so C
 * tells JavaScript its constants. SVG elements come from TAG_SVG on, HTML elements before: what
 * stands inside an svg is SVG, and SVG stands nowhere else. Scripts, styles, frames, images and
 * embedded objects are not here and so cannot be made. */
/* clang-format off */
#define VIEW_TAGS(ROW) \
    ROW(MAIN, "main") ROW(HEADER, "header") ROW(FOOTER, "footer") ROW(NAV, "nav") \
    ROW(SECTION, "section") ROW(ARTICLE, "article") ROW(ASIDE, "aside") ROW(DIV, "div") \
    ROW(SPAN, "span") ROW(P, "p") ROW(H1, "h1") ROW(H2, "h2") ROW(H3, "h3") ROW(UL, "ul") \
    ROW(OL, "ol") ROW(LI, "li") ROW(DL, "dl") ROW(DT, "dt") ROW(DD, "dd") ROW(A, "a") \
    ROW(BUTTON, "button") ROW(FORM, "form") ROW(FIELDSET, "fieldset") ROW(LEGEND, "legend") \
    ROW(LABEL, "label") ROW(INPUT, "input") ROW(TEXTAREA, "textarea") ROW(SELECT, "select") \
    ROW(OPTION, "option") ROW(OUTPUT, "output") ROW(DETAILS, "details") \
    ROW(SUMMARY, "summary") ROW(TABLE, "table") ROW(CAPTION, "caption") ROW(THEAD, "thead") \
    ROW(TBODY, "tbody") ROW(TR, "tr") ROW(TH, "th") ROW(TD, "td") ROW(FIGURE, "figure") \
    ROW(FIGCAPTION, "figcaption") ROW(STRONG, "strong") ROW(EM, "em") ROW(SMALL, "small") \
    ROW(CODE, "code") ROW(BLOCKQUOTE, "blockquote") ROW(HR, "hr") ROW(BR, "br") \
    ROW(TIME, "time") ROW(PROGRESS, "progress") ROW(SVG, "svg") ROW(G, "g") ROW(PATH, "path") \
    ROW(RECT, "rect") ROW(CIRCLE, "circle") ROW(LINE, "line") ROW(POLYLINE, "polyline") \
    ROW(POLYGON, "polygon") ROW(SVG_TEXT, "text") ROW(TITLE, "title") ROW(DESC, "desc")

/* href takes only addresses (view/address.h) and, from literals and our own texts, https: and
 * tel: (view_href_out). On a textarea, value is its text.
 * data-action  on a form: "room.action", decimal (app/practice.h)
 * data-island  on an element: an island of web/islands.js takes it over
 * data-arg     the island's argument
 * data-keep    on a field: what is typed is put into the sealed draft while it stands
 * data-go      on a button: an address to visit
 * data-to      on a button: the id of the element that gets the focus
 * data-focus   where the focus goes when this view is the answer to a change of address, and when
 *              what had it is gone */
#define VIEW_ATTRS(ROW) \
    ROW(ID, "id") ROW(CLASS, "class") ROW(HREF, "href") ROW(TYPE, "type") ROW(NAME, "name") \
    ROW(VALUE, "value") ROW(FOR, "for") ROW(PLACEHOLDER, "placeholder") \
    ROW(AUTOCOMPLETE, "autocomplete") ROW(AUTOCAPITALIZE, "autocapitalize") \
    ROW(SPELLCHECK, "spellcheck") ROW(INPUTMODE, "inputmode") \
    ROW(ENTERKEYHINT, "enterkeyhint") ROW(MAXLENGTH, "maxlength") ROW(MIN, "min") \
    ROW(MAX, "max") ROW(STEP, "step") ROW(REQUIRED, "required") ROW(NOVALIDATE, "novalidate") ROW(CHECKED, "checked") \
    ROW(DISABLED, "disabled") ROW(SELECTED, "selected") ROW(ROWS, "rows") ROW(ROLE, "role") \
    ROW(TABINDEX, "tabindex") ROW(LANG, "lang") ROW(DIR, "dir") ROW(HIDDEN, "hidden") \
    ROW(OPEN, "open") ROW(COLSPAN, "colspan") ROW(SCOPE, "scope") ROW(DATETIME, "datetime") \
    ROW(REL, "rel") ROW(TARGET, "target") ROW(ARIA_LABEL, "aria-label") \
    ROW(ARIA_LABELLEDBY, "aria-labelledby") ROW(ARIA_DESCRIBEDBY, "aria-describedby") \
    ROW(ARIA_LIVE, "aria-live") ROW(ARIA_CURRENT, "aria-current") \
    ROW(ARIA_HIDDEN, "aria-hidden") ROW(ARIA_INVALID, "aria-invalid") \
    ROW(ARIA_EXPANDED, "aria-expanded") ROW(ARIA_PRESSED, "aria-pressed") \
    ROW(DATA_ACTION, "data-action") ROW(DATA_ISLAND, "data-island") ROW(DATA_ARG, "data-arg") \
    ROW(DATA_KEEP, "data-keep") ROW(DATA_GO, "data-go") ROW(DATA_TO, "data-to") \
    ROW(DATA_FOCUS, "data-focus") ROW(VIEWBOX, "viewBox") ROW(D, "d") ROW(X, "x") ROW(Y, "y") \
    ROW(X1, "x1") ROW(Y1, "y1") ROW(X2, "x2") ROW(Y2, "y2") ROW(CX, "cx") ROW(CY, "cy") \
    ROW(R, "r") ROW(RX, "rx") ROW(WIDTH, "width") ROW(HEIGHT, "height") ROW(POINTS, "points") \
    ROW(TRANSFORM, "transform") ROW(TEXT_ANCHOR, "text-anchor") \
    ROW(PRESERVEASPECTRATIO, "preserveAspectRatio")

/* Attributes that are there or not; their value is empty. */
#define VIEW_ATTRS_BOOLEAN(ROW) \
    ROW(REQUIRED) ROW(NOVALIDATE) ROW(CHECKED) ROW(DISABLED) ROW(SELECTED) ROW(HIDDEN) ROW(OPEN)

/* Elements without content. (A textarea, too, takes no children here: see above.) */
#define VIEW_TAGS_VOID(ROW) ROW(INPUT) ROW(HR) ROW(BR)
/* clang-format on */

#define VIEW_TAG_ENUM(id, name) TAG_##id,
#define VIEW_ATTR_ENUM(id, name) ATTR_##id,
enum view_tag { VIEW_TAGS(VIEW_TAG_ENUM) TAG_COUNT };
enum view_attr { VIEW_ATTRS(VIEW_ATTR_ENUM) ATTR_COUNT };

struct view {
    struct buf out;
    uint32_t depth;
    bool attrs_open; /* the element just opened still takes attributes */
    bool key_open;   /* and its key */
    bool malformed;  /* some text was not UTF-8 and was left out */
};

/* A view that writes into arena `a` (kept). */
void view_init(struct view *v, struct arena *a);

/* A child of the element now open; becomes the open one. MUST not exceed VIEW_DEPTH_MAX. */
void view_open(struct view *v, enum view_tag tag);

/* The identity of the element just opened; MUST come before its attributes. Borrowed. */
void view_key(struct view *v, struct bytes key);
void view_key_number(struct view *v, uint64_t key);

/* An attribute of the element just opened; MUST come before any child, each at most once, and is
 * never ATTR_HREF: see view_href_out and address.h. Borrowed for the call. */
void view_attr(struct view *v, enum view_attr attr, const char *value);
void view_attr_bytes(struct view *v, enum view_attr attr, struct bytes value);
void view_attr_number(struct view *v, enum view_attr attr, int64_t value);

/* An href out of the app, from a string literal: https: or tel:. It opens apart from the app and
 * tells the other side nothing of where it came from. */
#define view_href_out(v, literal) view_href_ours((v), BYTES(literal))

/* The same for texts of our own (never for what people or the relay sent). MUST be a well-formed
 * href. */
void view_href_ours(struct view *v, struct bytes href);

/* A text node; an empty one is left out. Text that is not UTF-8 is left out and remembered:
 * view_finish then says ERR_MALFORMED. */
void view_text(struct view *v, struct bytes text);

/* Closes the element now open. */
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

/* Reads the operation at *at and moves it on; *at starts at 0, where the header is checked too.
 * ERR_MALFORMED for an unknown code, a cut or overlong number, or text that is not UTF-8;
 * ERR_NOT_FOUND at the end. Whether operations fit together is view_check's. */
MUST_CHECK enum err view_next(struct bytes stream, size_t *at, struct view_step *out);

/* Whether the whole stream holds to everything at the top of this file. ERR_MALFORMED if not,
 * ERR_SIZE beyond VIEW_SIZE_MAX. Cost: one pass. */
MUST_CHECK enum err view_check(struct bytes stream);

/* True for the forms of href that a stream may carry. */
bool view_href_valid(struct bytes href);

bool view_tag_is_void(enum view_tag tag);
bool view_tag_is_svg(enum view_tag tag);
bool view_attr_is_boolean(enum view_attr attr);

/* Static names, for printers and the generated tables. */
const char *view_tag_name(enum view_tag tag);
const char *view_attr_name(enum view_attr attr);

#endif
