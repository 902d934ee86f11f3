#include "voice.h"

#include "view/text_shape.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int flaw(const char *where, const char *what) {
    fprintf(stderr, "%s: %s\n", where, what);
    return 1;
}

void voice_read(struct voice *v, const char *path, struct bytes list) {
    v->count = 0;
    while (list.size) {
        const uint8_t *end = memchr(list.at, '\n', list.size);
        size_t size = end ? (size_t)(end - list.at) : list.size;
        struct bytes line = bytes_slice(list, 0, size);
        list = bytes_slice(list, size + 1, list.size);
        if (line.size == 0 || line.at[0] == '#')
            continue;
        const uint8_t *colon = memchr(line.at, ':', line.size);
        if (!colon || colon == line.at || v->count == VOICE_PHRASES_MAX) {
            fprintf(stderr, "%s: not `phrase: why`: %.*s\n", path, (int)line.size,
                    (const char *)line.at);
            exit(1);
        }
        size_t at = (size_t)(colon - line.at);
        v->phrases[v->count].phrase = bytes_slice(line, 0, at);
        v->phrases[v->count].why = bytes_slice(line, at + 1, line.size);
        v->count++;
    }
}

static bool is_letter(uint8_t c) {
    return isalnum(c) || c >= 0x80;
}

/* Whether the phrase stands in the text as whole words, in upper or lower case. */
static bool says(struct bytes text, struct bytes phrase) {
    for (size_t i = 0; i + phrase.size <= text.size; i++) {
        size_t same = 0;
        while (same < phrase.size && tolower(text.at[i + same]) == phrase.at[same])
            same++;
        if (same == phrase.size && (i == 0 || !is_letter(text.at[i - 1])) &&
            (i + same == text.size || !is_letter(text.at[i + same])))
            return true;
    }
    return false;
}

static bool has(struct bytes text, const char *what) {
    size_t size = strlen(what);
    for (size_t i = 0; i + size <= text.size; i++)
        if (memcmp(text.at + i, what, size) == 0)
            return true;
    return false;
}

static int longest_paragraph(struct bytes text) {
    int words = 0, most = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '\n' || text.at[i] == 0)
            words = 0;
        else if (text.at[i] != ' ' && (i == 0 || strchr(" \n", text.at[i - 1])))
            words++;
        most = words > most ? words : most;
    }
    return most;
}

/* A brace that opens or closes no placeholder. */
static bool has_stray_brace(struct bytes text) {
    size_t braces = 0, placed = 0, end = 0;
    for (size_t i = 0; i < text.size; i++)
        braces += text.at[i] == '{' || text.at[i] == '}';
    struct bytes name;
    while (text_placeholder_next(text, end, &name, &end))
        placed += 2;
    return braces != placed;
}

static int check_marks(const char *where, struct bytes text) {
    int flaws = 0;
    if (has(text, "!") || has(text, "\xc2\xa1"))
        flaws += flaw(where, "an exclamation mark: say it calmly");
    if (has(text, "\""))
        flaws += flaw(where, "a straight quotation mark: use “ and ”");
    if (has(text, "'"))
        flaws += flaw(where, "a typewriter apostrophe: use ’");
    if (has(text, "..."))
        flaws += flaw(where, "three dots: use …");
    if (has(text, " -- "))
        flaws += flaw(where, "two hyphens: use a comma, a colon or –");
    if (has_stray_brace(text))
        flaws += flaw(where, "a brace that belongs to no placeholder ({lower-case-name})");
    return flaws;
}

int voice_check(const struct voice *v, const char *where, struct bytes text, unsigned longest) {
    int flaws = check_marks(where, text);
    if (longest_paragraph(text) > VOICE_WORDS_MAX)
        flaws += flaw(where, "a paragraph that is too long for a tired reader: cut it in two");
    size_t size = 0, most = 0;
    for (size_t from = 0; from <= text.size; from += size + 1) {
        struct bytes form = text_form_at(text, from);
        size = form.size;
        most = utf8_count(form) > most ? utf8_count(form) : most;
    }
    if (longest && most > longest)
        flaws += flaw(where, "longer than its comment allows");
    for (size_t i = 0; v && i < v->count; i++)
        if (says(text, v->phrases[i].phrase)) {
            fprintf(stderr, "%s: \"%.*s\":%.*s\n", where, (int)v->phrases[i].phrase.size,
                    (const char *)v->phrases[i].phrase.at, (int)v->phrases[i].why.size,
                    (const char *)v->phrases[i].why.at);
            flaws++;
        }
    return flaws;
}
