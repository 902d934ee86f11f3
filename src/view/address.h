/* address.h -- where a person is in the house, in neutral codes.
 *
 * `#ROOM/PAGE` or `#ROOM/PAGE/ITEM`: room and page in decimal, item as exactly 16 lowercase hex
 * digits (the first 8 bytes of an item's id, big-endian) or as a decimal number below 10^9 where a
 * page counts something itself. An address says nothing to whoever reads the history; it is a
 * fragment and so never leaves the device.
 */
#ifndef TOWARD_VIEW_ADDRESS_H
#define TOWARD_VIEW_ADDRESS_H

#include "view/ops.h"

struct address {
    uint32_t room;
    uint32_t page;
    uint64_t item; /* 0: none */
};

/* Parses what follows the '#'; empty text is {0, 0, 0}, which means: wherever is right now.
 * ERR_MALFORMED, *out untouched. */
MUST_CHECK enum err address_parse(struct bytes text, struct address *out);

/* Appends the text without '#'. */
void address_print(struct buf *out, struct address a);

static inline bool address_equal(struct address a, struct address b) {
    return a.room == b.room && a.page == b.page && a.item == b.item;
}

/* href, and data-go, of the element just opened. `to` is not {0, 0, 0}. */
void view_href(struct view *v, struct address to);
void view_go(struct view *v, struct address to);

#endif
