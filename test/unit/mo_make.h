/* mo_make.h -- makes .mo files for tests: sound ones, and any that are not. */
#ifndef TOWARD_TEST_MO_MAKE_H
#define TOWARD_TEST_MO_MAKE_H

#include "base/bytes.h"

#include <stddef.h>

struct mo_pair {
    struct bytes original; /* context 0x04 text */
    struct bytes translation;
};

#define MO_MAKE_HEADER                                                                             \
    "Language: xx\nContent-Type: text/plain; charset=UTF-8\n"                                      \
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"

/* The file of these pairs in the order given, in arena a. */
struct bytes mo_make(struct arena *a, const struct mo_pair *pairs, size_t count);

/* A translation of every key of this build with `header` as its header: each form is the English
 * form behind "xx ", a plural having `forms` forms ("xx ", "xx2 ", ...). The key `without` is
 * left out. */
struct bytes mo_make_whole(struct arena *a, struct bytes header, unsigned forms, size_t without);

#endif
