#include "view/ops.h"

#include "base/check.h"

#include <string.h>

#define TAG_NAME(id, name) name,
#define ATTR_NAME(id, name) name,
#define TAG_CASE(id) case TAG_##id:
#define ATTR_CASE(id) case ATTR_##id:

static const uint8_t stream_header[2] = {0x54, VIEW_VERSION};

_Static_assert(TAG_COUNT <= 128 && ATTR_COUNT <= 128, "codes fit one byte, sets two words");

const char *view_tag_name(enum view_tag tag) {
    static const char *const names[] = {VIEW_TAGS(TAG_NAME)};
    return names[tag];
}

const char *view_attr_name(enum view_attr attr) {
    static const char *const names[] = {VIEW_ATTRS(ATTR_NAME)};
    return names[attr];
}

bool view_tag_is_void(enum view_tag tag) {
    switch (tag) {
        VIEW_TAGS_VOID(TAG_CASE)
        return true;
    default:
        return false;
    }
}

bool view_tag_is_svg(enum view_tag tag) {
    return tag >= TAG_SVG;
}

bool view_attr_is_boolean(enum view_attr attr) {
    switch (attr) {
        VIEW_ATTRS_BOOLEAN(ATTR_CASE)
        return true;
    default:
        return false;
    }
}

/* Writing. */

static void number_write(struct buf *b, uint32_t value) {
    while (value >= 0x80) {
        buf_add_u8(b, (uint8_t)(value | 0x80));
        value >>= 7;
    }
    buf_add_u8(b, (uint8_t)value);
}

static bool room_left(struct view *v, size_t size) {
    if (v->out.err == ERR_OK && (v->out.size > VIEW_SIZE_MAX || size > VIEW_SIZE_MAX))
        v->out.err = ERR_FULL;
    return v->out.err == ERR_OK;
}

static void sized_write(struct view *v, struct bytes text) {
    if (!room_left(v, text.size))
        return;
    number_write(&v->out, (uint32_t)text.size);
    buf_add_bytes(&v->out, text);
}

/* Text to write, or nothing when it is not UTF-8, which is remembered. */
static struct bytes text_checked(struct view *v, struct bytes text) {
    if (utf8_valid(text))
        return text;
    v->malformed = true;
    return (struct bytes){NULL, 0};
}

void view_init(struct view *v, struct arena *a) {
    *v = (struct view){0};
    buf_init(&v->out, a);
    buf_add(&v->out, stream_header, sizeof stream_header);
}

void view_open(struct view *v, enum view_tag tag) {
    MUST(v->depth < VIEW_DEPTH_MAX && tag < TAG_COUNT);
    v->depth++;
    v->attrs_open = v->key_open = true;
    buf_add_u8(&v->out, OP_OPEN);
    buf_add_u8(&v->out, (uint8_t)tag);
}

void view_key(struct view *v, struct bytes key) {
    MUST(v->key_open);
    v->key_open = false;
    buf_add_u8(&v->out, OP_KEY);
    sized_write(v, text_checked(v, key));
}

void view_key_number(struct view *v, uint64_t key) {
    uint8_t room[20];
    struct buf b;
    buf_init_fixed(&b, room, sizeof room);
    do
        buf_add_u8(&b, (uint8_t) "0123456789abcdef"[key & 15]);
    while (key >>= 4);
    view_key(v, bytes_make(b.at, b.size));
}

static void attr_write(struct view *v, enum view_attr attr, struct bytes value) {
    MUST(v->attrs_open && attr < ATTR_COUNT);
    v->key_open = false;
    buf_add_u8(&v->out, OP_ATTR);
    buf_add_u8(&v->out, (uint8_t)attr);
    sized_write(v, text_checked(v, value));
}

void view_attr_bytes(struct view *v, enum view_attr attr, struct bytes value) {
    MUST(attr != ATTR_HREF);
    attr_write(v, attr, value);
}

void view_attr(struct view *v, enum view_attr attr, const char *value) {
    view_attr_bytes(v, attr, bytes_from_string(value));
}

void view_attr_number(struct view *v, enum view_attr attr, int64_t value) {
    uint8_t room[24];
    struct buf b;
    buf_init_fixed(&b, room, sizeof room);
    buf_add_decimal(&b, value);
    view_attr_bytes(v, attr, bytes_make(b.at, b.size));
}

void view_href_ours(struct view *v, struct bytes href) {
    MUST(view_href_valid(href));
    attr_write(v, ATTR_HREF, href);
    if (href.at[0] != 'h')
        return;
    view_attr(v, ATTR_REL, "noopener noreferrer");
    view_attr(v, ATTR_TARGET, "_blank");
}

void view_text(struct view *v, struct bytes text) {
    text = text_checked(v, text);
    if (text.size == 0)
        return;
    v->attrs_open = v->key_open = false;
    buf_add_u8(&v->out, OP_TEXT);
    sized_write(v, text);
}

void view_close(struct view *v) {
    MUST(v->depth > 0);
    v->depth--;
    v->attrs_open = v->key_open = false;
    buf_add_u8(&v->out, OP_CLOSE);
}

void view_open_class(struct view *v, enum view_tag tag, const char *class_name) {
    view_open(v, tag);
    if (class_name)
        view_attr(v, ATTR_CLASS, class_name);
}

void view_leaf(struct view *v, enum view_tag tag, const char *class_name, struct bytes text) {
    view_open_class(v, tag, class_name);
    view_text(v, text);
    view_close(v);
}

enum err view_finish(struct view *v, struct bytes *out) {
    MUST(v->depth == 0);
    struct bytes stream;
    TRY(buf_finish(&v->out, &stream));
    if (stream.size > VIEW_SIZE_MAX)
        return ERR_FULL;
    if (v->malformed)
        return ERR_MALFORMED;
    *out = stream;
    return ERR_OK;
}

/* Reading. */

static enum err number_read(struct bytes stream, size_t *at, uint32_t *out) {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        if (*at >= stream.size)
            return ERR_MALFORMED;
        uint8_t byte = stream.at[(*at)++];
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte & 0x80)
            continue;
        bool overlong = byte == 0 && shift > 0;
        if (overlong || value > UINT32_MAX)
            return ERR_MALFORMED;
        *out = (uint32_t)value;
        return ERR_OK;
    }
    return ERR_MALFORMED;
}

static enum err sized_read(struct bytes stream, size_t *at, struct bytes *out) {
    uint32_t size = 0;
    TRY(number_read(stream, at, &size));
    if (size > stream.size - *at)
        return ERR_MALFORMED;
    struct bytes text = bytes_slice(stream, *at, size);
    if (!utf8_valid(text))
        return ERR_MALFORMED;
    *at += size;
    *out = text;
    return ERR_OK;
}

static enum err code_read(struct bytes stream, size_t *at, uint8_t count, uint8_t *out) {
    if (*at >= stream.size || stream.at[*at] >= count)
        return ERR_MALFORMED;
    *out = stream.at[(*at)++];
    return ERR_OK;
}

enum err view_next(struct bytes stream, size_t *at, struct view_step *out) {
    size_t next = *at;
    if (next == 0) {
        if (stream.size < 2 || memcmp(stream.at, stream_header, 2) != 0)
            return ERR_MALFORMED;
        next = 2;
    }
    if (next >= stream.size) {
        *at = next;
        return ERR_NOT_FOUND;
    }
    struct view_step step = {.op = (enum view_op)stream.at[next++]};
    switch (step.op) {
    case OP_OPEN:
        TRY(code_read(stream, &next, TAG_COUNT, &step.code));
        break;
    case OP_ATTR:
        TRY(code_read(stream, &next, ATTR_COUNT, &step.code));
        TRY(sized_read(stream, &next, &step.text));
        break;
    case OP_TEXT:
    case OP_KEY:
        TRY(sized_read(stream, &next, &step.text));
        break;
    case OP_CLOSE:
        break;
    default:
        return ERR_MALFORMED;
    }
    *at = next;
    *out = step;
    return ERR_OK;
}

/* Checking. */

struct checker {
    uint8_t tags[VIEW_DEPTH_MAX];
    uint32_t depth;
    enum { AT_CONTENT, AT_ATTRS, AT_KEY } where;
    uint64_t seen[2]; /* attributes of the element just opened */
};

static bool starts_with(struct bytes text, struct bytes start) {
    return text.size >= start.size && bytes_equal(bytes_slice(text, 0, start.size), start);
}

/* Every character from `from` on is in `extra`, a letter or a digit. */
static bool plain_from(struct bytes text, size_t from, const char *extra) {
    for (size_t i = from; i < text.size; i++) {
        uint8_t c = text.at[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!plain && (c == 0 || !strchr(extra, c)))
            return false;
    }
    return text.size > from;
}

bool view_href_valid(struct bytes href) {
    if (starts_with(href, BYTES("#")))
        return plain_from(href, 1, "/");
    if (starts_with(href, BYTES("https://")))
        return plain_from(href, 8, "-._~:/?#[]@!$&()*+,;=%");
    return starts_with(href, BYTES("tel:")) && plain_from(href, 4, "+*#-");
}

/* Whether a child, or text, may come where the checker stands. */
static bool content_fits(const struct checker *c) {
    if (c->depth == 0)
        return true;
    enum view_tag parent = (enum view_tag)c->tags[c->depth - 1];
    return !view_tag_is_void(parent) && parent != TAG_TEXTAREA;
}

static bool open_fits(const struct checker *c, enum view_tag tag) {
    if (c->depth == VIEW_DEPTH_MAX || !content_fits(c))
        return false;
    bool in_svg = c->depth > 0 && view_tag_is_svg((enum view_tag)c->tags[c->depth - 1]);
    return in_svg ? view_tag_is_svg(tag) : !view_tag_is_svg(tag) || tag == TAG_SVG;
}

static bool attr_fits(struct checker *c, const struct view_step *step) {
    uint64_t bit = UINT64_C(1) << (step->code & 63);
    uint64_t *seen = &c->seen[step->code >> 6];
    if (c->where == AT_CONTENT || *seen & bit)
        return false;
    *seen |= bit;
    return step->code != ATTR_HREF || view_href_valid(step->text);
}

static bool step_fits(struct checker *c, const struct view_step *step) {
    switch (step->op) {
    case OP_OPEN:
        if (!open_fits(c, (enum view_tag)step->code))
            return false;
        c->tags[c->depth++] = step->code;
        c->seen[0] = c->seen[1] = 0;
        c->where = AT_KEY;
        return true;
    case OP_KEY:
        if (c->where != AT_KEY)
            return false;
        c->where = AT_ATTRS;
        return true;
    case OP_ATTR:
        if (!attr_fits(c, step))
            return false;
        c->where = AT_ATTRS;
        return true;
    case OP_TEXT:
        c->where = AT_CONTENT;
        return content_fits(c);
    case OP_CLOSE:
        c->where = AT_CONTENT;
        return c->depth-- > 0;
    }
    return false;
}

enum err view_check(struct bytes stream) {
    if (stream.size > VIEW_SIZE_MAX)
        return ERR_SIZE;
    struct checker c = {.depth = 0};
    size_t at = 0;
    struct view_step step;
    enum err e;
    while ((e = view_next(stream, &at, &step)) == ERR_OK)
        if (!step_fits(&c, &step))
            return ERR_MALFORMED;
    if (e != ERR_NOT_FOUND)
        return e;
    return c.depth == 0 ? ERR_OK : ERR_MALFORMED;
}
