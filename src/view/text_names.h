/* text_names.h -- the keys' names and places, for checks and tests; not part of the app. */
#ifndef TOWARD_VIEW_TEXT_NAMES_H
#define TOWARD_VIEW_TEXT_NAMES_H

#include "text_keys.h"

struct text_name {
    const char *context; /* "moments.title" */
    const char *file;
    int line;
    unsigned longest; /* characters, when its comment sets a limit; else 0 */
};

extern const struct text_name text_names[T_COUNT];

#endif
