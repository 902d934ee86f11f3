/* deed.h -- a deed: one thing that somebody said they are willing to do.
 *
 * The room *levels* writes it, alone (in *mine*) or in a sealed round; the room *plan* makes a
 * proposal of it. So that neither includes the other, both know it from here. Only one's own deed
 * is ever found.
 */
#ifndef TOWARD_FORMS_DEED_H
#define TOWARD_FORMS_DEED_H

#include "app/practice.h"
#include "book/kinds.h"

enum {
    DEED_ROOM = 16,                             /* levels */
    KIND_DEED = DEED_ROOM * KINDS_PER_PRACTICE, /* mine: the note that has it */
    DEED_KEY = 6,                               /* in that note's body, and in a round's answer */
    DEED_TEXT_MAX = 880                         /* bytes: 220 characters */
};

/* The deed in my note at this address, or in my answer of the opened round at it. `space` is where
 * it stands: SPACE_MINE or SPACE_OURS. The text is borrowed until the next change to the book, or
 * in the visit's frame. ERR_NOT_FOUND: none, or not mine to tell. */
MUST_CHECK enum err deed_read(struct visit *v, uint64_t address, struct bytes *text,
                              enum space *space);

/* The address of the item with this id (book_item_at). */
static inline uint64_t deed_address(const uint8_t id[EID_SIZE]) {
    uint64_t address = 0;
    for (int i = 0; i < 8; i++)
        address = address << 8 | id[i];
    return address;
}

#endif
