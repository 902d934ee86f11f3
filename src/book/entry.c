#include "book/entry.h"

#include "base/check.h"
#include "crypt/hash.h"
#include "wire/cbor.h"

#include <string.h>

/* Keys of an entry's map. */
enum { KEY_V, KEY_KIND, KEY_LAM, KEY_DAY, KEY_RE, KEY_SEEN, KEY_WIT, KEY_BODY };

enum {
    RE_ITEM_SIZE = 2 + EID_SIZE, /* an id as it stands in `re`: 0x58 0x20, then the id */
    ENTRY_VERSION = 1
};

/* --- reading --------------------------------------------------------------------------------- */

static enum err read_re(struct cbor *c, struct entry *e) {
    size_t count;
    TRY(cbor_read_array(c, &count));
    if (count == 0 || count > ENTRY_RE_MAX)
        return ERR_MALFORMED;
    const uint8_t *start = c->at;
    for (size_t i = 0; i < count; i++) {
        struct bytes id;
        TRY(cbor_read_bytes(c, &id));
        if (id.size != EID_SIZE)
            return ERR_MALFORMED;
    }
    e->re = bytes_make(start, (size_t)(c->at - start));
    e->re_count = (uint32_t)count;
    return ERR_OK;
}

static enum err read_seen(struct cbor *c, struct entry *e) {
    struct bytes whole;
    TRY(cbor_item(c, &whole));
    size_t count, three;
    TRY(cbor_read_array(c, &count));
    if (count == 0 || count > ENTRY_SEEN_MAX)
        return ERR_MALFORMED;
    for (size_t i = 0; i < count; i++) {
        struct bytes box, head;
        uint64_t n;
        TRY(cbor_read_array(c, &three));
        if (three != 3)
            return ERR_MALFORMED;
        TRY(cbor_read_bytes(c, &box));
        TRY(cbor_read_uint(c, &n));
        TRY(cbor_read_bytes(c, &head));
        if (box.size != 16 || head.size != HASH_SIZE)
            return ERR_MALFORMED;
    }
    e->seen = whole;
    return ERR_OK;
}

static enum err read_body(struct cbor *c, struct entry *e) {
    struct cbor body = *c;
    const uint8_t *start = c->at;
    size_t count;
    TRY(cbor_read_map(&body, &count));
    TRY(cbor_skip(c));
    e->body = bytes_make(start, (size_t)(c->at - start));
    uint64_t first_key;
    struct bytes item;
    if (count == 0)
        return ERR_OK;
    TRY(cbor_read_uint(&body, &first_key));
    if (first_key != 0)
        return ERR_OK;
    TRY(cbor_read_bytes(&body, &item));
    if (item.size != EID_SIZE)
        return ERR_MALFORMED;
    e->item = item.at;
    return ERR_OK;
}

static enum err read_number(struct cbor *c, uint64_t max, uint64_t *out) {
    TRY(cbor_read_uint(c, out));
    return *out > max ? ERR_MALFORMED : ERR_OK;
}

static enum err read_value(struct cbor *c, uint64_t key, struct entry *e) {
    uint64_t number;
    switch (key) {
    case KEY_KIND:
        TRY(read_number(c, UINT32_MAX, &number));
        e->kind = (uint32_t)number;
        return number == 0 ? ERR_MALFORMED : ERR_OK;
    case KEY_LAM:
        return cbor_read_uint(c, &e->lam);
    case KEY_DAY:
        TRY(read_number(c, ENTRY_DAY_MAX, &number));
        e->day = (int32_t)number;
        return ERR_OK;
    case KEY_RE:
        return read_re(c, e);
    case KEY_SEEN:
        return read_seen(c, e);
    case KEY_WIT:
        TRY(cbor_read_bytes(c, &e->witness));
        return e->witness.size == WITNESS_FIELD_SIZE ? ERR_OK : ERR_MALFORMED;
    case KEY_BODY:
        return read_body(c, e);
    default:
        return cbor_skip(c);
    }
}

/* Walks the map; the encoding itself was checked by the caller or long ago. */
static enum err entry_walk(struct bytes cbor, struct entry *e) {
    enum { NEEDED = 1 << KEY_KIND | 1 << KEY_LAM | 1 << KEY_DAY | 1 << KEY_BODY };
    struct cbor c = cbor_over(cbor);
    size_t count;
    uint64_t key, version;
    unsigned met = 0;
    TRY(cbor_read_map(&c, &count));
    if (count == 0)
        return ERR_MALFORMED;
    TRY(cbor_read_uint(&c, &key));
    if (key != KEY_V)
        return ERR_MALFORMED;
    TRY(cbor_read_uint(&c, &version));
    if (version != ENTRY_VERSION)
        return version > ENTRY_VERSION ? ERR_NEWER : ERR_MALFORMED;
    for (size_t i = 1; i < count; i++) {
        TRY(cbor_read_uint(&c, &key));
        TRY(read_value(&c, key, e));
        if (key <= KEY_BODY)
            met |= 1u << key;
    }
    return (met & NEEDED) == NEEDED ? ERR_OK : ERR_MALFORMED;
}

static enum err entry_finish(struct bytes cbor, struct entry *e, struct entry *out) {
    enum err err = entry_walk(cbor, e);
    e->cbor = cbor;
    if (err == ERR_NEWER) {
        struct entry opaque = {.cbor = cbor};
        memcpy(opaque.eid, e->eid, EID_SIZE);
        *out = opaque;
    }
    if (err == ERR_OK)
        *out = *e;
    return err;
}

enum err entry_parse(struct bytes cbor, struct entry *out) {
    struct cbor c;
    struct entry e = {.kind = 0};
    if (cbor.size > ENTRY_SIZE_MAX)
        return ERR_SIZE;
    if (cbor_open(cbor, &c) != ERR_OK)
        return ERR_MALFORMED;
    hash_bytes(LABEL_ENTRY, cbor, e.eid);
    return entry_finish(cbor, &e, out);
}

enum err entry_parse_known(struct bytes cbor, const uint8_t eid[EID_SIZE], struct entry *out) {
    struct entry e = {.kind = 0};
    memcpy(e.eid, eid, EID_SIZE);
    return entry_finish(cbor, &e, out);
}

const uint8_t *entry_re(const struct entry *e, uint32_t i) {
    MUST(i < e->re_count && e->re.size == (size_t)e->re_count * RE_ITEM_SIZE);
    return e->re.at + (size_t)i * RE_ITEM_SIZE + 2;
}

/* --- writing --------------------------------------------------------------------------------- */

static void write_re(struct buf *out, const struct entry_draft *d) {
    cbor_write_uint(out, KEY_RE);
    cbor_write_array(out, d->re_count);
    for (uint32_t i = 0; i < d->re_count; i++)
        cbor_write_bytes(out, bytes_make(d->re[i], EID_SIZE));
}

void entry_write(struct buf *out, const struct entry_draft *d) {
    MUST(d->kind > 0 && d->day >= 0 && d->day <= ENTRY_DAY_MAX && d->re_count <= ENTRY_RE_MAX &&
         d->body.size > 0);
    MUST(d->witness.size == 0 || d->witness.size == WITNESS_FIELD_SIZE);
    int optional = (d->re_count > 0) + (d->seen.size > 0) + (d->witness.size > 0);
    cbor_write_map(out, 5 + (size_t)optional);
    cbor_write_uint(out, KEY_V);
    cbor_write_uint(out, ENTRY_VERSION);
    cbor_write_uint(out, KEY_KIND);
    cbor_write_uint(out, d->kind);
    cbor_write_uint(out, KEY_LAM);
    cbor_write_uint(out, d->lam);
    cbor_write_uint(out, KEY_DAY);
    cbor_write_uint(out, (uint64_t)d->day);
    if (d->re_count > 0)
        write_re(out, d);
    if (d->seen.size > 0) {
        cbor_write_uint(out, KEY_SEEN);
        buf_add_bytes(out, d->seen);
    }
    if (d->witness.size > 0) {
        cbor_write_uint(out, KEY_WIT);
        cbor_write_bytes(out, d->witness);
    }
    cbor_write_uint(out, KEY_BODY);
    buf_add_bytes(out, d->body);
}

/* --- bodies ---------------------------------------------------------------------------------- */

bool body_uint(struct bytes body, uint32_t key, uint64_t *out) {
    struct cbor c = cbor_over(body);
    return cbor_map_uint(&c, key, out) == ERR_OK;
}

bool body_text(struct bytes body, uint32_t key, struct bytes *out) {
    struct cbor c = cbor_over(body);
    return cbor_map_text(&c, key, out) == ERR_OK;
}

bool body_bytes(struct bytes body, uint32_t key, struct bytes *out) {
    struct cbor c = cbor_over(body);
    return cbor_map_bytes(&c, key, out) == ERR_OK;
}

void body_begin(struct body_writer *w, struct arena *a, const uint8_t *item) {
    *w = (struct body_writer){.count = 0};
    buf_init(&w->pairs, a);
    if (!item)
        return;
    cbor_write_uint(&w->pairs, 0);
    cbor_write_bytes(&w->pairs, bytes_make(item, EID_SIZE));
    w->count = 1;
}

static void body_key(struct body_writer *w, uint32_t key) {
    MUST(key > w->last_key); /* ascending, and 0 is the item */
    w->last_key = key;
    w->count++;
    cbor_write_uint(&w->pairs, key);
}

void body_add_uint(struct body_writer *w, uint32_t key, uint64_t value) {
    body_key(w, key);
    cbor_write_uint(&w->pairs, value);
}

void body_add_text(struct body_writer *w, uint32_t key, struct bytes text) {
    body_key(w, key);
    cbor_write_text(&w->pairs, text);
}

void body_add_bytes(struct body_writer *w, uint32_t key, struct bytes value) {
    body_key(w, key);
    cbor_write_bytes(&w->pairs, value);
}

enum err body_end(struct body_writer *w, struct bytes *out) {
    struct bytes pairs;
    struct buf whole;
    TRY(buf_finish(&w->pairs, &pairs));
    buf_init(&whole, w->pairs.arena);
    cbor_write_map(&whole, w->count);
    buf_add_bytes(&whole, pairs);
    return buf_finish(&whole, out);
}
