#include "view/html.h"

#include "view/ops.h"

struct printer {
    struct buf *out;
    uint8_t tags[VIEW_DEPTH_MAX];
    uint32_t depth;
    bool tag_open;           /* "<p" stands there without its ">" */
    struct bytes area_value; /* of the textarea now open */
};

/* What a byte becomes; NULL when it stands for itself. A carriage return would come back from an
 * HTML parser as a line feed. */
static const char *byte_escape(uint8_t c, bool in_attr) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\r':
        return "&#13;";
    case '"':
        return in_attr ? "&quot;" : NULL;
    default:
        return NULL;
    }
}

static void escaped_add(struct buf *out, struct bytes text, bool in_attr) {
    size_t from = 0;
    for (size_t i = 0; i < text.size; i++) {
        const char *escape = byte_escape(text.at[i], in_attr);
        if (!escape)
            continue;
        buf_add_bytes(out, bytes_slice(text, from, i - from));
        buf_add_string(out, escape);
        from = i + 1;
    }
    buf_add_bytes(out, bytes_slice(text, from, text.size));
}

void html_text(struct buf *out, struct bytes text) {
    escaped_add(out, text, false);
}

void html_attr(struct buf *out, struct bytes value) {
    escaped_add(out, value, true);
}

static enum view_tag tag_now(const struct printer *p) {
    return (enum view_tag)p->tags[p->depth - 1];
}

/* Ends the start tag; a parser drops one line feed that follows <textarea>. */
static void start_tag_end(struct printer *p) {
    if (!p->tag_open)
        return;
    p->tag_open = false;
    buf_add_u8(p->out, '>');
    if (tag_now(p) != TAG_TEXTAREA)
        return;
    if (p->area_value.size && p->area_value.at[0] == '\n')
        buf_add_u8(p->out, '\n');
    html_text(p->out, p->area_value);
}

static void print_open(struct printer *p, uint8_t tag) {
    start_tag_end(p);
    p->tags[p->depth++] = tag;
    p->tag_open = true;
    p->area_value = (struct bytes){NULL, 0};
    buf_add_u8(p->out, '<');
    buf_add_string(p->out, view_tag_name((enum view_tag)tag));
}

static void print_attr(struct printer *p, enum view_attr attr, struct bytes value) {
    if (attr == ATTR_VALUE && tag_now(p) == TAG_TEXTAREA) {
        p->area_value = value;
        return;
    }
    buf_add_u8(p->out, ' ');
    buf_add_string(p->out, view_attr_name(attr));
    if (view_attr_is_boolean(attr))
        return;
    buf_add_string(p->out, "=\"");
    html_attr(p->out, value);
    buf_add_u8(p->out, '"');
}

static void print_close(struct printer *p) {
    start_tag_end(p);
    enum view_tag tag = tag_now(p);
    p->depth--;
    if (view_tag_is_void(tag))
        return;
    buf_add_string(p->out, "</");
    buf_add_string(p->out, view_tag_name(tag));
    buf_add_u8(p->out, '>');
}

static void print_step(struct printer *p, const struct view_step *step) {
    switch (step->op) {
    case OP_OPEN:
        print_open(p, step->code);
        break;
    case OP_ATTR:
        print_attr(p, (enum view_attr)step->code, step->text);
        break;
    case OP_TEXT:
        start_tag_end(p);
        html_text(p->out, step->text);
        break;
    case OP_CLOSE:
        print_close(p);
        break;
    case OP_KEY:
        break;
    }
}

enum err html_print(struct bytes stream, struct buf *out) {
    TRY(view_check(stream));
    struct printer p = {.out = out};
    size_t at = 0;
    struct view_step step;
    while (view_next(stream, &at, &step) == ERR_OK)
        print_step(&p, &step);
    return out->err;
}
