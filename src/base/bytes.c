#include "base/bytes.h"

#include <string.h>

struct bytes bytes_from_string(const char *s) {
    return (struct bytes){(const uint8_t *)s, strlen(s)};
}

struct bytes bytes_make(const void *at, size_t size) {
    return (struct bytes){at, size};
}

bool bytes_equal(struct bytes a, struct bytes b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

int bytes_compare(struct bytes a, struct bytes b) {
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common ? memcmp(a.at, b.at, common) : 0;
    if (order != 0)
        return order;
    return a.size < b.size ? -1 : a.size > b.size;
}

struct bytes bytes_slice(struct bytes b, size_t from, size_t size) {
    if (from > b.size)
        from = b.size;
    if (size > b.size - from)
        size = b.size - from;
    return (struct bytes){b.at ? b.at + from : NULL, size};
}

uint32_t u32_read(const uint8_t *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

uint64_t u64_read(const uint8_t *at) {
    return (uint64_t)u32_read(at) | (uint64_t)u32_read(at + 4) << 32;
}

void u32_write(uint8_t *at, uint32_t v) {
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(v >> (8 * i));
}

void u64_write(uint8_t *at, uint64_t v) {
    for (int i = 0; i < 8; i++)
        at[i] = (uint8_t)(v >> (8 * i));
}

bool bytes_take_u32(struct bytes *in, uint32_t *out) {
    if (in->size < 4)
        return false;
    *out = u32_read(in->at);
    *in = bytes_slice(*in, 4, in->size);
    return true;
}

bool bytes_take_sized(struct bytes *in, struct bytes *out) {
    uint32_t size;
    if (!bytes_take_u32(in, &size) || size > in->size)
        return false;
    *out = bytes_slice(*in, 0, size);
    *in = bytes_slice(*in, size, in->size);
    return true;
}

void buf_init(struct buf *b, struct arena *a) {
    *b = (struct buf){.arena = a};
}

void buf_init_fixed(struct buf *b, void *at, size_t room) {
    *b = (struct buf){.at = at, .room = room};
}

/* Makes room for `size` more bytes or sets the sticky error. */
static bool buf_reserve(struct buf *b, size_t size) {
    if (b->err != ERR_OK)
        return false;
    if (size <= b->room - b->size)
        return true;
    size_t want = 0;
    if (!b->arena || __builtin_add_overflow(b->size, size, &want)) {
        b->err = ERR_FULL;
        return false;
    }
    size_t grown = b->room < 128 ? 256 : b->room * 2;
    if (grown < want)
        grown = want;
    uint8_t *at = arena_alloc(b->arena, grown);
    if (!at) {
        b->err = ERR_FULL;
        return false;
    }
    if (b->size)
        memcpy(at, b->at, b->size);
    b->at = at;
    b->room = grown;
    return true;
}

void buf_add(struct buf *b, const void *at, size_t size) {
    if (size == 0 || !buf_reserve(b, size))
        return;
    memcpy(b->at + b->size, at, size);
    b->size += size;
}

void buf_add_bytes(struct buf *b, struct bytes v) {
    buf_add(b, v.at, v.size);
}

void buf_add_string(struct buf *b, const char *s) {
    buf_add(b, s, strlen(s));
}

void buf_add_u8(struct buf *b, uint8_t v) {
    buf_add(b, &v, 1);
}

void buf_add_u32(struct buf *b, uint32_t v) {
    uint8_t raw[4];
    u32_write(raw, v);
    buf_add(b, raw, sizeof raw);
}

void buf_add_u64(struct buf *b, uint64_t v) {
    uint8_t raw[8];
    u64_write(raw, v);
    buf_add(b, raw, sizeof raw);
}

void buf_add_decimal(struct buf *b, int64_t v) {
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (v < 0)
        digits[--at] = '-';
    buf_add(b, digits + at, sizeof digits - at);
}

void buf_add_hex(struct buf *b, struct bytes v) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < v.size; i++) {
        char pair[2] = {digits[v.at[i] >> 4], digits[v.at[i] & 15]};
        buf_add(b, pair, 2);
    }
}

static const char base64url_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void buf_add_base64url(struct buf *b, struct bytes v) {
    uint32_t bits = 0;
    unsigned count = 0;
    for (size_t i = 0; i < v.size; i++) {
        bits = bits << 8 | v.at[i];
        for (count += 8; count >= 6; count -= 6)
            buf_add_u8(b, (uint8_t)base64url_digits[bits >> (count - 6) & 63]);
    }
    if (count)
        buf_add_u8(b, (uint8_t)base64url_digits[bits << (6 - count) & 63]);
}

enum err buf_finish(const struct buf *b, struct bytes *out) {
    if (b->err != ERR_OK)
        return b->err;
    *out = (struct bytes){b->at, b->size};
    return ERR_OK;
}

static int hex_digit(uint8_t c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum err hex_read(struct bytes text, uint8_t *out, size_t size) {
    if (size > SIZE_MAX / 2 || text.size != 2 * size)
        return ERR_MALFORMED;
    for (size_t i = 0; i < text.size; i++)
        if (hex_digit(text.at[i]) < 0)
            return ERR_MALFORMED;
    for (size_t i = 0; i < size; i++)
        out[i] = (uint8_t)(hex_digit(text.at[2 * i]) << 4 | hex_digit(text.at[2 * i + 1]));
    return ERR_OK;
}

static int base64url_digit(uint8_t c) {
    const char *found = c ? strchr(base64url_digits, c) : NULL;
    return found ? (int)(found - base64url_digits) : -1;
}

enum err base64url_read(struct bytes text, uint8_t *out, size_t size) {
    if (size > SIZE_MAX / 8 || text.size != (size * 8 + 5) / 6)
        return ERR_MALFORMED;
    for (size_t i = 0; i < text.size; i++)
        if (base64url_digit(text.at[i]) < 0)
            return ERR_MALFORMED;
    unsigned spare = (unsigned)(text.size * 6 - size * 8);
    if (spare && (base64url_digit(text.at[text.size - 1]) & ((1 << spare) - 1)))
        return ERR_MALFORMED;
    uint32_t bits = 0;
    unsigned count = 0;
    size_t written = 0;
    for (size_t i = 0; i < text.size; i++) {
        bits = bits << 6 | (uint32_t)base64url_digit(text.at[i]);
        count += 6;
        if (count >= 8 && written < size) {
            count -= 8;
            out[written++] = (uint8_t)(bits >> count);
        }
    }
    return ERR_OK;
}

enum err decimal_read(struct bytes text, uint64_t *out) {
    if (text.size == 0 || text.size > 20 || (text.size > 1 && text.at[0] == '0'))
        return ERR_MALFORMED;
    uint64_t v = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return ERR_MALFORMED;
        if (__builtin_mul_overflow(v, 10, &v) ||
            __builtin_add_overflow(v, (uint64_t)(text.at[i] - '0'), &v))
            return ERR_MALFORMED;
    }
    *out = v;
    return ERR_OK;
}

/* Length of the well-formed sequence at the start of b, or 0. */
static size_t utf8_sequence(const uint8_t *at, size_t left) {
    uint8_t c = at[0];
    if (c < 0x80)
        return c != 0;
    size_t need = c >= 0xc2 && c <= 0xdf   ? 2
                  : c >= 0xe0 && c <= 0xef ? 3
                  : c >= 0xf0 && c <= 0xf4 ? 4
                                           : 0;
    if (need == 0 || need > left)
        return 0;
    for (size_t i = 1; i < need; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (c == 0xe0 && at[1] < 0xa0) || (c == 0xf0 && at[1] < 0x90);
    bool surrogate = c == 0xed && at[1] >= 0xa0;
    bool beyond = c == 0xf4 && at[1] >= 0x90;
    return overlong || surrogate || beyond ? 0 : need;
}

bool utf8_valid(struct bytes b) {
    for (size_t i = 0; i < b.size;) {
        size_t step = utf8_sequence(b.at + i, b.size - i);
        if (step == 0)
            return false;
        i += step;
    }
    return true;
}

size_t utf8_count(struct bytes b) {
    size_t count = 0;
    for (size_t i = 0; i < b.size; i++)
        count += (b.at[i] & 0xc0) != 0x80;
    return count;
}
