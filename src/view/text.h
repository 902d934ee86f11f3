/* text.h -- the words people read, in their language.
 *
 * No sentence stands in C. Writers edit Markdown (text/ and each practice's folder); the build
 * makes one enum of it (text_keys.h: T_ + FILE + _ + KEY, so a missing text does not compile) and
 * one English table. Translations are gettext's .mo files, handed in as bytes. docs/text.md tells
 * writers and translators how.
 *
 * The words of most rooms belong to the later part of the served module (view/text_table.h); who
 * asks for one waits until that part is there, and need not know.
 *
 * A `struct text` is the table of one language. Where a translation lacks a text, or holds one
 * that is not valid UTF-8 or does not keep the English placeholders and links, the whole group
 * that the text belongs to stays English: half-translated guidance does harm. What is handed out
 * is never NULL and always valid UTF-8.
 *
 * Nothing here knows whether a text is Markdown; each caller knows what its own texts are. A value
 * that goes into Markdown must go through text_format_markdown, which makes its punctuation plain.
 */
#ifndef TOWARD_VIEW_TEXT_H
#define TOWARD_VIEW_TEXT_H

#include "base/bytes.h"
#include "text_keys.h"
#include "view/plural.h"

#define TEXT_LANGUAGE_MAX 16       /* "es", "zh-Hant-TW"; RFC 5646 fits in practice */
#define TEXT_MO_SIZE_MAX (4 << 20) /* a thousand lessons of 4 KB in one language */

struct text {
    struct bytes at[T_COUNT];  /* as text_forms hands them out; where English of a later key stands
                                * in, nothing */
    uint8_t is_local[T_COUNT]; /* 1 where the language's own words stand, 0 where English does */
    struct plural rule;        /* the language's; English texts follow English's */
    uint8_t language[TEXT_LANGUAGE_MAX];
    size_t language_size;
};

/* A placeholder's value: {name} in the text becomes `value`. */
struct text_arg {
    const char *name; /* without braces */
    struct bytes value;
};

/* t holds English. Cost: one pass over the sizes; the words themselves are static. */
void text_init_english(struct text *t);

/* t holds the language of the .mo file `mo`, with English where a group is incomplete. The bytes
 * may come from anywhere: nothing in them can do more than show other words.
 *
 *   mo   borrowed; what is used of it is copied into a
 *   a    must live as long as t
 *
 * ERR_MALFORMED: not a little-endian .mo of revision 0, an offset out of bounds, entries out of
 *     order, or a header without a language, UTF-8 and a plural rule that stays within its forms
 * ERR_SIZE: larger than TEXT_MO_SIZE_MAX.  ERR_FULL: a is exhausted.
 * Cost: one pass over mo and one over the English table. */
MUST_CHECK enum err text_load(struct text *t, struct bytes mo, struct arena *a);

/* All forms of a key's words, joined by a NUL in the order of the rule; borrowed from t or static.
 */
struct bytes text_forms(const struct text *t, enum text_key key);

/* The text of a key that has no plural forms (a MUST); borrowed from t. T_NONE is empty. */
struct bytes text_get(const struct text *t, enum text_key key);

/* The form that n things take, with {count} still in it; borrowed from t. The key must have
 * plural forms (a MUST). */
struct bytes text_plural(const struct text *t, enum text_key key, uint64_t n);

/* The language a key's words are in, for the attribute `lang`: "es", or "en" where English stands
 * in; borrowed from t or static. */
struct bytes text_language(const struct text *t, enum text_key key);

/* Appends the text of `key` with each {name} replaced. A placeholder without an argument stays as
 * written; an argument without a placeholder is left out. b carries the error. */
void text_format(struct buf *b, const struct text *t, enum text_key key,
                 const struct text_arg *args, size_t count);

/* The same with the form for n; {count} becomes n, written as the language writes numbers. */
void text_format_plural(struct buf *b, const struct text *t, enum text_key key, uint64_t n,
                        const struct text_arg *args, size_t count);

/* text_format for a text that is then read as Markdown: values keep their letters, but nothing in
 * them is markup any more (each ASCII punctuation gets a backslash, each run of white space
 * becomes one space). */
void text_format_markdown(struct buf *b, const struct text *t, enum text_key key,
                          const struct text_arg *args, size_t count);

/* The three above into a new run of bytes in arena a. Empty when a is exhausted: the view that is
 * written in the same arena then ends with ERR_FULL. */
struct bytes text_make(struct arena *a, const struct text *t, enum text_key key,
                       const struct text_arg *args, size_t count);
struct bytes text_make_plural(struct arena *a, const struct text *t, enum text_key key, uint64_t n,
                              const struct text_arg *args, size_t count);
struct bytes text_make_markdown(struct arena *a, const struct text *t, enum text_key key,
                                const struct text_arg *args, size_t count);

#endif
