/* languages.h -- the languages this build speaks, from po/ (generated: languages.c).
 *
 * English comes first and is in the core; each other one is a file text/CODE.mo beside the app.
 * The pseudo-locale (qps) is English with accents, longer and in brackets: it shows which words
 * did not come from the table and which screens break with longer ones. It is for tests and is
 * not offered to people.
 */
#ifndef TOWARD_VIEW_LANGUAGES_H
#define TOWARD_VIEW_LANGUAGES_H

#include <stdbool.h>
#include <stddef.h>

struct language {
    const char *code; /* "es": the attribute lang and the file's name */
    const char *name; /* in its own language: "Español" */
    bool pseudo;
};

extern const struct language languages[];
extern const size_t languages_count;

#endif
