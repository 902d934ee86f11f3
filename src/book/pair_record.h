/* pair_record.h -- a pairing under way, as *mine* keeps it (KEPT_PAIRING) until it is over.
 *
 *    0    1  version = 1
 *    1    1  flags      1 together, 2 the mailbox was made, 4 the last message was on its way
 *    2    4  day it began, i32
 *    6    1  number of the newest message that is mine (0: none yet)
 *    7 1024  that message, as it goes out: asked again byte for byte after a reload
 * 1031   32  write seed of my feed of this pair
 * 1063   32  write seed of my live box
 * 1095   81  name size(1), name, zeros
 * 1176  952  the pairing (crypt/pairing.h)
 */
#ifndef TOWARD_BOOK_PAIR_RECORD_H
#define TOWARD_BOOK_PAIR_RECORD_H

#include "book/book_internal.h"
#include "crypt/pairing.h"

struct pair_record {
    bool together, made, sending_last;
    int32_t day;
    uint8_t number;
    uint8_t message[PAIRING_MESSAGE_SIZE];
    uint8_t write_seed[KEY_SIZE];
    uint8_t live_seed[KEY_SIZE];
    uint8_t name_size;
    uint8_t name[PAIRING_NAME_MAX];
    struct pairing pairing;
};

/* ERR_LOCKED, ERR_NOT_FOUND, ERR_MALFORMED, ERR_NEWER. Wipe it after use. */
MUST_CHECK enum err pair_record_load(const struct book *b, struct pair_record *out);

/* Stages it, or with NULL that there is none. ERR_LOCKED, ERR_FULL. */
MUST_CHECK enum err pair_record_stage(struct book *b, const struct pair_record *record);

#endif
