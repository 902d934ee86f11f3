/* Every page in the pseudo-locale: what has no accent did not come from the words.
 *
 * The pseudo-locale leaves no plain letter, so three of them in a row in a text or a label are a
 * sentence written in C, or a value that a person typed. A placeholder that nobody filled shows
 * too. */
#include "crypt/words.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

enum { PAGES = 60 };

static bool is_letter(uint8_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Names of the two people and of languages, and the words of a list, are no words of ours. */
static bool is_value(struct bytes run) {
    static const char *const values[] = {"Nora", "Sam", "English", "Espa"};
    for (size_t i = 0; i < COUNT_OF(values); i++)
        if (bytes_equal(run, bytes_from_string(values[i])))
            return true;
    const struct word_list list = words_english();
    char word[WORDS_LETTERS_MAX + 1];
    unsigned index = 0;
    if (words_find(&list, run, &index) != ERR_OK)
        return false;
    return bytes_equal(run, bytes_make(word, words_lookup(&list, index, word)));
}

/* The first plain word or open placeholder of a text of the page; empty when there is none. */
static struct bytes plain_word(struct bytes text) {
    for (size_t i = 0; i < text.size; i++) {
        size_t end = i;
        if (text.at[i] == '&') /* an entity */
            while (i < text.size && text.at[i] != ';')
                i++;
        if (i < text.size && text.at[i] == '{')
            return bytes_slice(text, i, 20);
        for (end = i; end < text.size && is_letter(text.at[end]);)
            end++;
        struct bytes run = bytes_slice(text, i, end - i);
        if (run.size >= 3 && !is_value(run))
            return run;
        i = end > i ? end - 1 : i;
    }
    return (struct bytes){0};
}

static struct bytes until(struct bytes s, uint8_t end) {
    const uint8_t *at = s.size ? memchr(s.at, end, s.size) : NULL;
    return at ? bytes_slice(s, 0, (size_t)(at - s.at)) : s;
}

/* The first plain word in the page's texts and in what is read aloud. */
static struct bytes page_flaw(struct bytes html) {
    static const char label[] = "aria-label=\"";
    struct bytes flaw = {0};
    for (size_t i = 0; i < html.size && flaw.size == 0; i++) {
        struct bytes rest = bytes_slice(html, i, html.size);
        if (rest.at[0] == '>')
            flaw = plain_word(until(bytes_slice(rest, 1, rest.size), '<'));
        else if (rest.size > sizeof label && memcmp(rest.at, label, sizeof label - 1) == 0)
            flaw = plain_word(until(bytes_slice(rest, sizeof label - 1, rest.size), '"'));
    }
    return flaw;
}

/* How many pages of the house this person sees with a flaw; each is printed. */
static int flawed_pages(struct room_person *p) {
    int flawed = 0;
    for (const struct practice *const *room = practices; *room; room++)
        for (int page = 0; page < PAGES; page++) {
            char at[16];
            snprintf(at, sizeof at, "%u/%d", (unsigned)(*room)->code, page);
            room_visit(p, at);
            struct bytes flaw = page_flaw(room_html(p));
            if (flaw.size)
                printf("    #%s shows: %.*s\n", at, (int)flaw.size, (const char *)flaw.at);
            flawed += flaw.size != 0;
        }
    return flawed;
}

TEST(room_language_flaws_are_found) {
    CHECK_BYTES(page_flaw(BYTES("<p>⟦Ţó⟧</p><p>&amp; Sam, Save</p>")), BYTES("Save"));
    CHECK_BYTES(page_flaw(BYTES("<a aria-label=\"Close\">⟦Ţó⟧</a>")), BYTES("Close"));
    CHECK_BYTES(page_flaw(BYTES("<p>⟦Ţó {name}⟧</p>")), BYTES("{name}⟧"));
    CHECK_INT(page_flaw(BYTES("<p class=\"lead\">⟦Ţó Nora⟧</p>")).size, 0);
}

TEST(room_language_no_page_has_words_of_its_own) {
    static struct room_world w;
    struct room_person *a, *b, *c;
    room_world_begin(&w);
    c = room_person(&w, "");
    room_language(c, "qps");
    int before = flawed_pages(c);
    room_world_end(&w);
    room_world_begin(&w);
    bool paired = room_pair(&w, &a, &b);
    room_language(a, "qps");
    room_language(b, "qps");
    int first = flawed_pages(a), second = flawed_pages(b);
    room_world_end(&w);
    CHECK(paired);
    CHECK_INT(before, 0);
    CHECK_INT(first, 0);
    CHECK_INT(second, 0);
}

TEST(room_language_spanish_is_whole_in_a_page) {
    static struct room_world w;
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_language(p, "es");
    room_visit(p, "");
    bool spoken = room_shows(p, "Empezar entre dos"), said = room_says(p, T_DOOR_TOGETHER);
    room_world_end(&w);
    CHECK(spoken);
    CHECK(said);
}
