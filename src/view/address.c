#include "view/address.h"

#include "base/check.h"

enum { ITEM_DIGITS = 16, COUNT_DIGITS = 9, TEXT_MAX = 1 + 10 + 1 + 10 + 1 + ITEM_DIGITS };

#define ITEM_COUNT_END UINT64_C(1000000000) /* below it, items are written as decimal numbers */

/* Takes what stands before the next slash off *rest; false when nothing is left. */
static bool part_take(struct bytes *rest, struct bytes *part) {
    if (rest->at == NULL)
        return false;
    size_t end = 0;
    while (end < rest->size && rest->at[end] != '/')
        end++;
    *part = bytes_slice(*rest, 0, end);
    bool more = end < rest->size;
    *rest = more ? bytes_slice(*rest, end + 1, rest->size) : (struct bytes){NULL, 0};
    return true;
}

static enum err number_take(struct bytes *rest, uint32_t *out) {
    struct bytes part;
    uint64_t value = 0;
    if (!part_take(rest, &part))
        return ERR_MALFORMED;
    TRY(decimal_read(part, &value));
    if (value > UINT32_MAX)
        return ERR_MALFORMED;
    *out = (uint32_t)value;
    return ERR_OK;
}

static uint64_t u64_read_big(const uint8_t at[8]) {
    uint64_t value = 0;
    for (int i = 0; i < 8; i++)
        value = value << 8 | at[i];
    return value;
}

static enum err item_take(struct bytes *rest, uint64_t *out) {
    struct bytes part;
    uint64_t value = 0;
    if (!part_take(rest, &part))
        return ERR_OK;
    if (rest->at != NULL)
        return ERR_MALFORMED;
    if (part.size == ITEM_DIGITS) {
        uint8_t raw[8];
        TRY(hex_read(part, raw, sizeof raw));
        value = u64_read_big(raw);
        if (value < ITEM_COUNT_END)
            return ERR_MALFORMED;
    } else {
        TRY(decimal_read(part, &value));
        if (part.size > COUNT_DIGITS || value == 0)
            return ERR_MALFORMED;
    }
    *out = value;
    return ERR_OK;
}

enum err address_parse(struct bytes text, struct address *out) {
    struct address found = {0};
    if (text.size > 0) {
        struct bytes rest = text;
        TRY(number_take(&rest, &found.room));
        TRY(number_take(&rest, &found.page));
        TRY(item_take(&rest, &found.item));
    }
    *out = found;
    return ERR_OK;
}

void address_print(struct buf *out, struct address a) {
    buf_add_decimal(out, a.room);
    buf_add_u8(out, '/');
    buf_add_decimal(out, a.page);
    if (a.item == 0)
        return;
    buf_add_u8(out, '/');
    if (a.item < ITEM_COUNT_END) {
        buf_add_decimal(out, (int64_t)a.item);
        return;
    }
    for (int shift = 60; shift >= 0; shift -= 4)
        buf_add_u8(out, (uint8_t) "0123456789abcdef"[a.item >> shift & 15]);
}

/* "#" and the address, in `room`, which outlives the result. */
static struct bytes href_text(struct address a, uint8_t room[TEXT_MAX]) {
    struct buf b;
    buf_init_fixed(&b, room, TEXT_MAX);
    buf_add_u8(&b, '#');
    address_print(&b, a);
    return bytes_make(b.at, b.size);
}

void view_href(struct view *v, struct address to) {
    uint8_t room[TEXT_MAX];
    view_href_ours(v, href_text(to, room));
}

void view_go(struct view *v, struct address to) {
    uint8_t room[TEXT_MAX];
    view_attr_bytes(v, ATTR_DATA_GO, href_text(to, room));
}
