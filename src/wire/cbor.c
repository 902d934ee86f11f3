#include "wire/cbor.h"

#include <string.h>

/* RFC 8949's major types, the upper three bits of an item's first byte. */
enum {
    MAJOR_UINT = 0,
    MAJOR_NEGATIVE = 1,
    MAJOR_BYTES = 2,
    MAJOR_TEXT = 3,
    MAJOR_ARRAY = 4,
    MAJOR_MAP = 5,
    MAJOR_SIMPLE = 7
};
enum { SIMPLE_FALSE = 20, SIMPLE_TRUE = 21, SIMPLE_NULL = 22 };

struct head {
    unsigned major;
    uint64_t value; /* the integer, the size, or the count */
};

/* Reads an item's head in its shortest form and returns its size; 0 when it is none. */
static size_t head_read(const uint8_t *at, const uint8_t *end, struct head *out) {
    if (at == end)
        return 0;
    unsigned info = at[0] & 31;
    out->major = at[0] >> 5;
    if (info < 24) {
        out->value = info;
        return 1;
    }
    if (info > 27 || out->major == MAJOR_SIMPLE)
        return 0;
    size_t more = (size_t)1 << (info - 24);
    if ((size_t)(end - at) <= more)
        return 0;
    uint64_t v = 0;
    for (size_t i = 1; i <= more; i++)
        v = v << 8 | at[i];
    uint64_t smallest = more == 1 ? 24 : (uint64_t)1 << (4 * more);
    if (v < smallest)
        return 0;
    out->value = v;
    return 1 + more;
}

/* One open container of the check. */
struct level {
    uint64_t left;     /* items still to come */
    bool map;          /* and if so, every other one is a key */
    bool any_key;      /* last_key is set */
    uint64_t last_key; /* keys ascend */
};

struct check {
    struct level open[CBOR_DEPTH_MAX];
    unsigned depth;
    uint32_t items;
};

/* The next item stands where a map wants a key. */
static bool check_at_key(const struct check *c) {
    return c->depth && c->open[c->depth - 1].map && c->open[c->depth - 1].left % 2 == 0;
}

static enum err check_key(struct level *l, const struct head *h) {
    if (h->major != MAJOR_UINT || (l->any_key && h->value <= l->last_key))
        return ERR_MALFORMED;
    l->any_key = true;
    l->last_key = h->value;
    return ERR_OK;
}

/* Opens a container whose head was read. */
static enum err check_enter(struct check *c, const struct head *h) {
    if (c->depth == CBOR_DEPTH_MAX || h->value > CBOR_ITEMS_MAX)
        return ERR_LIMIT;
    bool map = h->major == MAJOR_MAP;
    c->open[c->depth++] = (struct level){.left = map ? 2 * h->value : h->value, .map = map};
    return ERR_OK;
}

/* What follows a head: text or bytes to step over, or rules on its value. */
static enum err check_rest(struct check *c, const struct head *h, const uint8_t *at,
                           const uint8_t *end, size_t *step) {
    *step = 0;
    switch (h->major) {
    case MAJOR_UINT:
        return ERR_OK;
    case MAJOR_NEGATIVE:
        return h->value <= INT64_MAX ? ERR_OK : ERR_MALFORMED;
    case MAJOR_BYTES:
    case MAJOR_TEXT:
        if (h->value > (uint64_t)(end - at))
            return ERR_MALFORMED;
        *step = (size_t)h->value;
        if (h->major == MAJOR_TEXT && !utf8_valid(bytes_make(at, *step)))
            return ERR_MALFORMED;
        return ERR_OK;
    case MAJOR_ARRAY:
    case MAJOR_MAP:
        return check_enter(c, h);
    default:
        return h->major == MAJOR_SIMPLE && h->value >= SIMPLE_FALSE && h->value <= SIMPLE_NULL
                   ? ERR_OK
                   : ERR_MALFORMED;
    }
}

/* Checks one head and what belongs to it, and counts it in the container it stands in. */
static enum err check_item(struct check *c, const uint8_t **at, const uint8_t *end) {
    struct head h;
    size_t size = head_read(*at, end, &h);
    if (size == 0)
        return ERR_MALFORMED;
    if (++c->items > CBOR_ITEMS_MAX)
        return ERR_LIMIT;
    if (check_at_key(c))
        TRY(check_key(&c->open[c->depth - 1], &h));
    if (c->depth)
        c->open[c->depth - 1].left--;
    *at += size;
    TRY(check_rest(c, &h, *at, end, &size));
    *at += size;
    while (c->depth && c->open[c->depth - 1].left == 0)
        c->depth--;
    return ERR_OK;
}

enum err cbor_check(struct bytes b, size_t *first_item_size) {
    struct check c = {.depth = 0};
    const uint8_t *at = b.at;
    const uint8_t *end = b.size ? b.at + b.size : b.at;
    do {
        TRY(check_item(&c, &at, end));
        if ((size_t)(at - b.at) > CBOR_SIZE_MAX)
            return ERR_LIMIT;
    } while (c.depth);
    *first_item_size = (size_t)(at - b.at);
    return ERR_OK;
}

struct cbor cbor_over(struct bytes b) {
    return (struct cbor){b.at, b.size ? b.at + b.size : b.at};
}

enum err cbor_open(struct bytes b, struct cbor *out) {
    size_t size = 0;
    TRY(cbor_check(b, &size));
    if (size != b.size)
        return ERR_MALFORMED;
    *out = cbor_over(b);
    return ERR_OK;
}

enum cbor_type cbor_peek(const struct cbor *c) {
    static const enum cbor_type by_major[] = {CBOR_UINT,  CBOR_NEGATIVE, CBOR_BYTES, CBOR_TEXT,
                                              CBOR_ARRAY, CBOR_MAP,      CBOR_END};
    struct head h;
    if (head_read(c->at, c->end, &h) == 0)
        return CBOR_END;
    if (h.major != MAJOR_SIMPLE)
        return by_major[h.major];
    if (h.value == SIMPLE_NULL)
        return CBOR_NULL;
    return h.value == SIMPLE_FALSE || h.value == SIMPLE_TRUE ? CBOR_BOOL : CBOR_END;
}

/* Reads a head of that major type and moves behind it. */
static enum err read_major(struct cbor *c, unsigned major, uint64_t *value) {
    struct head h;
    size_t size = head_read(c->at, c->end, &h);
    if (size == 0 || h.major != major)
        return ERR_MALFORMED;
    c->at += size;
    *value = h.value;
    return ERR_OK;
}

enum err cbor_read_uint(struct cbor *c, uint64_t *out) {
    return read_major(c, MAJOR_UINT, out);
}

enum err cbor_read_int(struct cbor *c, int64_t *out) {
    struct head h;
    size_t size = head_read(c->at, c->end, &h);
    if (size == 0 || (h.major != MAJOR_UINT && h.major != MAJOR_NEGATIVE))
        return ERR_MALFORMED;
    if (h.value > INT64_MAX)
        return ERR_LIMIT;
    c->at += size;
    *out = h.major == MAJOR_UINT ? (int64_t)h.value : -1 - (int64_t)h.value;
    return ERR_OK;
}

static enum err read_string(struct cbor *c, unsigned major, struct bytes *out) {
    struct cbor next = *c;
    uint64_t size = 0;
    TRY(read_major(&next, major, &size));
    if (size > (uint64_t)(next.end - next.at))
        return ERR_MALFORMED;
    *out = bytes_make(next.at, (size_t)size);
    next.at += (size_t)size;
    *c = next;
    return ERR_OK;
}

enum err cbor_read_bytes(struct cbor *c, struct bytes *out) {
    return read_string(c, MAJOR_BYTES, out);
}

enum err cbor_read_text(struct cbor *c, struct bytes *out) {
    return read_string(c, MAJOR_TEXT, out);
}

static enum err read_simple(struct cbor *c, uint64_t lowest, uint64_t highest, uint64_t *out) {
    struct cbor next = *c;
    uint64_t v = 0;
    TRY(read_major(&next, MAJOR_SIMPLE, &v));
    if (v < lowest || v > highest)
        return ERR_MALFORMED;
    *c = next;
    *out = v;
    return ERR_OK;
}

enum err cbor_read_bool(struct cbor *c, bool *out) {
    uint64_t v = 0;
    TRY(read_simple(c, SIMPLE_FALSE, SIMPLE_TRUE, &v));
    *out = v == SIMPLE_TRUE;
    return ERR_OK;
}

enum err cbor_read_null(struct cbor *c) {
    uint64_t v = 0;
    return read_simple(c, SIMPLE_NULL, SIMPLE_NULL, &v);
}

enum err cbor_read_fixed(struct cbor *c, uint8_t *out, size_t size) {
    struct cbor next = *c;
    struct bytes b;
    TRY(cbor_read_bytes(&next, &b));
    if (b.size != size)
        return ERR_SIZE;
    if (size)
        memcpy(out, b.at, size);
    *c = next;
    return ERR_OK;
}

/* A count that no check would have let pass is not handed out: callers size arrays by it. */
static enum err read_container(struct cbor *c, unsigned major, size_t *count) {
    struct cbor next = *c;
    uint64_t n = 0;
    TRY(read_major(&next, major, &n));
    if (n > CBOR_ITEMS_MAX)
        return ERR_MALFORMED;
    *c = next;
    *count = (size_t)n;
    return ERR_OK;
}

enum err cbor_read_array(struct cbor *c, size_t *count) {
    return read_container(c, MAJOR_ARRAY, count);
}

enum err cbor_read_map(struct cbor *c, size_t *count) {
    return read_container(c, MAJOR_MAP, count);
}

enum err cbor_skip(struct cbor *c) {
    struct cbor next = *c;
    uint64_t left = 1; /* items still to step over; no stack is needed to skip */
    while (left) {
        struct head h;
        size_t size = head_read(next.at, next.end, &h);
        if (size == 0)
            return ERR_MALFORMED;
        next.at += size;
        left--;
        if (h.major == MAJOR_BYTES || h.major == MAJOR_TEXT) {
            if (h.value > (uint64_t)(next.end - next.at))
                return ERR_MALFORMED;
            next.at += (size_t)h.value;
        } else if (h.major == MAJOR_ARRAY || h.major == MAJOR_MAP) {
            if (h.value > CBOR_ITEMS_MAX)
                return ERR_MALFORMED;
            left += h.major == MAJOR_MAP ? 2 * h.value : h.value;
        }
    }
    *c = next;
    return ERR_OK;
}

enum err cbor_item(const struct cbor *c, struct bytes *out) {
    struct cbor next = *c;
    TRY(cbor_skip(&next));
    *out = bytes_make(c->at, (size_t)(next.at - c->at));
    return ERR_OK;
}

enum err cbor_map_find(const struct cbor *map, uint64_t key, struct cbor *value) {
    struct cbor c = *map;
    size_t count = 0;
    TRY(cbor_read_map(&c, &count));
    for (size_t i = 0; i < count; i++) {
        uint64_t k = 0;
        TRY(cbor_read_uint(&c, &k));
        if (k == key) {
            *value = c;
            return ERR_OK;
        }
        if (k > key)
            break;
        TRY(cbor_skip(&c));
    }
    return ERR_NOT_FOUND;
}

enum err cbor_map_uint(const struct cbor *map, uint64_t key, uint64_t *out) {
    struct cbor c;
    TRY(cbor_map_find(map, key, &c));
    return cbor_read_uint(&c, out);
}

enum err cbor_map_int(const struct cbor *map, uint64_t key, int64_t *out) {
    struct cbor c;
    TRY(cbor_map_find(map, key, &c));
    return cbor_read_int(&c, out);
}

enum err cbor_map_bytes(const struct cbor *map, uint64_t key, struct bytes *out) {
    struct cbor c;
    TRY(cbor_map_find(map, key, &c));
    return cbor_read_bytes(&c, out);
}

enum err cbor_map_text(const struct cbor *map, uint64_t key, struct bytes *out) {
    struct cbor c;
    TRY(cbor_map_find(map, key, &c));
    return cbor_read_text(&c, out);
}

enum err cbor_map_bool(const struct cbor *map, uint64_t key, bool *out) {
    struct cbor c;
    TRY(cbor_map_find(map, key, &c));
    return cbor_read_bool(&c, out);
}

enum err cbor_map_fixed(const struct cbor *map, uint64_t key, uint8_t *out, size_t size) {
    struct cbor c;
    TRY(cbor_map_find(map, key, &c));
    return cbor_read_fixed(&c, out, size);
}

static void head_write(struct buf *b, unsigned major, uint64_t v) {
    uint8_t raw[9];
    unsigned more = v < 24 ? 0 : v <= 0xff ? 1 : v <= 0xffff ? 2 : v <= 0xffffffff ? 4 : 8;
    unsigned info = more == 0 ? (unsigned)v : more == 1 ? 24 : more == 2 ? 25 : more == 4 ? 26 : 27;
    raw[0] = (uint8_t)(major << 5 | info);
    for (unsigned i = 0; i < more; i++)
        raw[1 + i] = (uint8_t)(v >> (8 * (more - 1 - i)));
    buf_add(b, raw, 1 + more);
}

void cbor_write_uint(struct buf *b, uint64_t v) {
    head_write(b, MAJOR_UINT, v);
}

void cbor_write_int(struct buf *b, int64_t v) {
    if (v >= 0)
        head_write(b, MAJOR_UINT, (uint64_t)v);
    else
        head_write(b, MAJOR_NEGATIVE, (uint64_t)(-1 - v));
}

void cbor_write_bytes(struct buf *b, struct bytes v) {
    head_write(b, MAJOR_BYTES, v.size);
    buf_add_bytes(b, v);
}

void cbor_write_text(struct buf *b, struct bytes v) {
    if (!utf8_valid(v)) {
        if (b->err == ERR_OK)
            b->err = ERR_MALFORMED;
        return;
    }
    head_write(b, MAJOR_TEXT, v.size);
    buf_add_bytes(b, v);
}

void cbor_write_bool(struct buf *b, bool v) {
    head_write(b, MAJOR_SIMPLE, v ? SIMPLE_TRUE : SIMPLE_FALSE);
}

void cbor_write_null(struct buf *b) {
    head_write(b, MAJOR_SIMPLE, SIMPLE_NULL);
}

void cbor_write_array(struct buf *b, size_t count) {
    head_write(b, MAJOR_ARRAY, count);
}

void cbor_write_map(struct buf *b, size_t count) {
    head_write(b, MAJOR_MAP, count);
}
