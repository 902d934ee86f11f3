/* kinds.h -- the kinds of entries that belong to the book itself.
 *
 * A kind's number never changes its meaning. 1..63 are the book's; forms have 64..127; a practice
 * with code C has C * 64 .. C * 64 + 63 (C from 2 on), so no list of all kinds is needed anywhere.
 * None carries a time of day, a place, presence, or whether something was read.
 */
#ifndef TOWARD_BOOK_KINDS_H
#define TOWARD_BOOK_KINDS_H

enum book_kind {
    KIND_ERASE = 1,     /* re: [item id]; the item is gone */
    KIND_NAME = 2,      /* ours and mine: 1 text, the name I chose here */
    KIND_KEYRING = 3,   /* mine: 1 uint role, 2 bytes box id, 3 bytes FK, 4 bytes WS (own feeds),
                           5 bytes K_AB; one item a feed */
    KIND_PAIR = 4,      /* mine: 1 bytes partner id_pk, 2 bytes partner cert, 3 uint compared,
                           4 bytes K_AB, 5 text name, 6 uint state (enum pair_state) */
    KIND_DEVICE_IN = 5, /* mine: 1 text label; the private session log: never erasable */
    KIND_LEAVE = 6,     /* ours: I left this pair; the last entry of its feed. mine: 1 bytes K_AB of
                           a pair that is over, 2 uint 1 when it was I who left */
    KIND_SETTING = 7,   /* mine: 1 uint setting, 2 uint value; follows me to every device */
    KIND_WITNESS = 8    /* reserved: later formats */
};

enum { KIND_FORMS = 64, KIND_ROUND = 64, KIND_PRACTICE_FIRST = 128, KINDS_PER_PRACTICE = 64 };

#endif
