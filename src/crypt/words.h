/* words.h -- lists of 2,048 words: eleven bits that a person can say, write down and type.
 *
 * Lists are our own (text/words_*.txt): neutral words, lowercase ASCII, told apart by their first
 * four letters. A book is opened by indices, so the languages are interchangeable. English is
 * compiled in; the page loads others as they stand: 2,048 lines in ascending order, each ended by a
 * line feed.
 */
#ifndef TOWARD_CRYPT_WORDS_H
#define TOWARD_CRYPT_WORDS_H

#include "base/bytes.h"

enum { WORDS_COUNT = 2048, WORDS_LETTERS_MAX = 8 };

/* A list, ready for use. */
struct word_list {
    struct bytes lines; /* borrowed; checked by words_load or the build */
};

/* The English list; static. */
struct word_list words_english(void);

/* A list from a file's bytes (kept). ERR_MALFORMED unless it is a whole list: 2,048 words, each of
 * 3..8 lowercase letters, the first four letters strictly ascending. */
MUST_CHECK enum err words_load(struct bytes file, struct word_list *out);

/* The word of an index below 2048, NUL-terminated; its size. Cost: a scan, about 20 us. */
size_t words_lookup(const struct word_list *list, unsigned index, char out[WORDS_LETTERS_MAX + 1]);

/* The index of what someone typed: a whole word or its first four letters or more; capital letters,
 * accents (of Latin letters) and blanks around it do not matter. ERR_NOT_FOUND when it is not of
 * the list. Takes the same time for every word. */
MUST_CHECK enum err words_find(const struct word_list *list, struct bytes typed, unsigned *index);

/* Reads up to `max` words separated by blanks, commas, hyphens, full stops or new lines.
 *
 *   count  receives how many there were
 *   wrong  receives the place (from 0) of the first that is not of the list, when ERR_NOT_FOUND
 *
 * ERR_SIZE when there are more than max. */
MUST_CHECK enum err words_parse(const struct word_list *list, struct bytes typed, uint16_t *indices,
                                size_t max, size_t *count, size_t *wrong);

#endif
