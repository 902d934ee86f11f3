/* voice.h -- the few rules of our voice that a machine can hold.
 *
 * Everywhere: no exclamation marks, no straight quotation marks or typewriter apostrophes, no
 * three dots in a row, no two hyphens for a dash, no paragraph longer than VOICE_WORDS_MAX words,
 * no braces that are not a placeholder. And for each language a list of phrases to leave out, with
 * the reason (tools/text/voice-en.txt): promises, diagnoses, blame, words about "users".
 */
#ifndef TOWARD_TOOLS_TEXT_VOICE_H
#define TOWARD_TOOLS_TEXT_VOICE_H

#include "base/bytes.h"

#define VOICE_WORDS_MAX 150 /* a tired person reads this on a phone */
#define VOICE_PHRASES_MAX 200

struct voice {
    size_t count;
    struct {
        struct bytes phrase; /* lower case */
        struct bytes why;
    } phrases[VOICE_PHRASES_MAX];
};

/* Reads a list: lines `phrase: why`, `#` for remarks. The bytes are kept. Stops the program on a
 * line that is neither. */
void voice_read(struct voice *v, const char *path, struct bytes list);

/* Prints `where: what` to stderr for each flaw of the text; gives how many. v may be NULL: only
 * the rules for every language. Forms joined by NUL are looked at as one. */
int voice_check(const struct voice *v, const char *where, struct bytes text, unsigned longest);

#endif
