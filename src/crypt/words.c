#include "crypt/words.h"

#include "base/check.h"

#include <string.h>

enum { PREFIX_SIZE = 4, LETTERS_MIN = 3 };

/* Generated from text/words_en.txt. */
extern const uint8_t words_english_lines[];
extern const size_t words_english_size;

struct word_list words_english(void) {
    return (struct word_list){{words_english_lines, words_english_size}};
}

/* Takes the next line off *rest; false at the end. */
static bool next_word(struct bytes *rest, struct bytes *word) {
    size_t size = 0;
    while (size < rest->size && rest->at[size] != '\n')
        size++;
    if (size == rest->size)
        return false;
    *word = bytes_make(rest->at, size);
    *rest = bytes_slice(*rest, size + 1, rest->size);
    return true;
}

static bool word_valid(struct bytes word) {
    if (word.size < LETTERS_MIN || word.size > WORDS_LETTERS_MAX)
        return false;
    for (size_t i = 0; i < word.size; i++)
        if (word.at[i] < 'a' || word.at[i] > 'z')
            return false;
    return true;
}

enum err words_load(struct bytes file, struct word_list *out) {
    struct bytes rest = file, word, before = {NULL, 0};
    unsigned count = 0;
    while (next_word(&rest, &word)) {
        struct bytes prefix = bytes_slice(word, 0, PREFIX_SIZE);
        if (!word_valid(word) || bytes_compare(before, prefix) >= 0)
            return ERR_MALFORMED;
        before = prefix;
        count++;
    }
    if (rest.size || count != WORDS_COUNT)
        return ERR_MALFORMED;
    out->lines = file;
    return ERR_OK;
}

size_t words_lookup(const struct word_list *list, unsigned index, char out[WORDS_LETTERS_MAX + 1]) {
    struct bytes rest = list->lines, word = {NULL, 0};
    MUST(index < WORDS_COUNT);
    for (unsigned i = 0; i <= index; i++)
        MUST(next_word(&rest, &word));
    MUST(word.size <= WORDS_LETTERS_MAX);
    memcpy(out, word.at, word.size);
    out[word.size] = 0;
    return word.size;
}

/* The plain letters of U+00C0..U+00FF; '.' where there is none. */
static const char latin_letters[] =
    "aaaaaaaceeeeiiii.nooooo.ouuuuy.saaaaaaaceeeeiiii.nooooo.ouuuuy.y";

/* The lowercase ASCII letter that stands at the start of b, `step` its size: 0 for a combining mark
 * (to be left out), '.' for what is no letter of ours. */
static char fold_letter(struct bytes b, size_t *step) {
    uint8_t c = b.at[0];
    *step = 1;
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    if (c >= 'a' && c <= 'z')
        return (char)c;
    if (b.size < 2 || c < 0xc3 || c > 0xcd || (b.at[1] & 0xc0) != 0x80)
        return '.';
    unsigned point = (c & 0x1fu) << 6 | (b.at[1] & 0x3fu);
    *step = 2;
    if (point <= 0xff)
        return latin_letters[point - 0xc0];
    return point >= 0x300 && point <= 0x36f ? 0 : '.';
}

/* Folds one typed word; false when it holds something else than letters or is too long. */
static bool fold_word(struct bytes typed, char out[WORDS_LETTERS_MAX], size_t *size) {
    size_t step = 0;
    *size = 0;
    for (; typed.size; typed = bytes_slice(typed, step, typed.size)) {
        char letter = fold_letter(typed, &step);
        if (letter == '.' || (letter && *size == WORDS_LETTERS_MAX))
            return false;
        if (letter)
            out[(*size)++] = letter;
    }
    return true;
}

static bool is_gap(uint8_t c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == '.' || c == '-' ||
           c == ';';
}

static struct bytes trimmed(struct bytes b) {
    while (b.size && is_gap(b.at[0]))
        b = bytes_slice(b, 1, b.size);
    while (b.size && is_gap(b.at[b.size - 1]))
        b.size--;
    return b;
}

enum err words_find(const struct word_list *list, struct bytes typed, unsigned *index) {
    char letters[WORDS_LETTERS_MAX];
    size_t size = 0;
    struct bytes rest = list->lines, word;
    unsigned found = WORDS_COUNT;
    if (!fold_word(trimmed(typed), letters, &size) || size < LETTERS_MIN)
        return ERR_NOT_FOUND;
    for (unsigned i = 0; next_word(&rest, &word); i++) {
        bool enough = size >= PREFIX_SIZE ? size <= word.size : size == word.size;
        unsigned differ = !enough;
        for (size_t k = 0; k < size && k < word.size; k++)
            differ |= (unsigned)(letters[k] ^ (char)word.at[k]);
        if (differ == 0)
            found = i;
    }
    memory_wipe(letters, sizeof letters);
    if (found == WORDS_COUNT)
        return ERR_NOT_FOUND;
    *index = found;
    return ERR_OK;
}

enum err words_parse(const struct word_list *list, struct bytes typed, uint16_t *indices,
                     size_t max, size_t *count, size_t *wrong) {
    size_t n = 0;
    for (typed = trimmed(typed); typed.size; typed = trimmed(typed)) {
        size_t size = 0;
        unsigned index = 0;
        while (size < typed.size && !is_gap(typed.at[size]))
            size++;
        if (n == max)
            return ERR_SIZE;
        if (words_find(list, bytes_slice(typed, 0, size), &index) != ERR_OK) {
            *wrong = n;
            return ERR_NOT_FOUND;
        }
        indices[n++] = (uint16_t)index;
        typed = bytes_slice(typed, size, typed.size);
    }
    *count = n;
    return ERR_OK;
}
