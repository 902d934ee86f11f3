/* text_names.h -- the keys' names and places and the translations' bytes, for checks and tests;
 * not part of the app. */
#ifndef TOWARD_VIEW_TEXT_NAMES_H
#define TOWARD_VIEW_TEXT_NAMES_H

#include "text_keys.h"

#include <stddef.h>
#include <stdint.h>

struct text_name {
    const char *context; /* "moments.title" */
    const char *file;
    int line;
    unsigned longest; /* characters, when its comment sets a limit; else 0 */
};

extern const struct text_name text_names[T_COUNT];

/* The .mo files of this build; ends with a NULL language. */
struct text_mo {
    const char *language;
    size_t size;
    const uint8_t *at;
};

extern const struct text_mo text_mo[];

#endif
