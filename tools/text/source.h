/* source.h -- the Markdown files of the words, read for the generators.
 *
 *     Notes for those who write here.
 *
 *     # Title of a group                         starts a group; the title is for writers
 *     <!-- series: counted from Monday -->       its keys are used by counting from the first
 *
 *     ## key-name                                lower case, digits, hyphens
 *     <!-- A comment for translators. At most 24 characters. -->
 *     The text, in Markdown, up to the next heading of one or two #.
 *
 *     ## things-noticed
 *     one: One thing noticed
 *     other: {count} things noticed
 *
 * Keys before the first group title form a group of their own. Lines of a paragraph are joined;
 * paragraphs, list items, quotes, smaller headings and table rows keep their lines.
 */
#ifndef TOWARD_TOOLS_TEXT_SOURCE_H
#define TOWARD_TOOLS_TEXT_SOURCE_H

#include "base/bytes.h"

#define SOURCE_LATER "--later" /* among the files: those behind it are of the later part */
#define SOURCE_KEYS_MAX 8000
#define SOURCE_TEXT_MAX 65535 /* sizes are 16 bits in the table */

struct source_entry {
    const char *file;     /* as given */
    int line;             /* of the key's heading */
    const char *context;  /* "moments.title" */
    const char *ident;    /* "T_MOMENTS_TITLE" */
    struct bytes comment; /* for translators; may be empty */
    struct bytes text;    /* one text, or one NUL other */
    size_t group;         /* index, ascending */
    bool series;          /* its group is used by counting */
    unsigned longest;     /* "At most N characters" in the comment; 0 without */
};

struct source {
    struct arena *arena;
    struct source_entry *entries;
    size_t count;
    size_t first; /* entries of the files before SOURCE_LATER; all without it */
    size_t groups;
    int problems; /* each was printed as file:line: what */
};

/* Reads the files in the order given. Problems are printed to stderr and counted. */
void source_read(struct source *s, struct arena *a, char **files, size_t count);

/* The whole file, in arena a; stops the program when it cannot be read. */
struct bytes source_file(struct arena *a, const char *path);

/* `at`, or stops the program when it is NULL: out of memory. */
void *source_must(void *at);

#endif
