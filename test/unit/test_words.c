/* test_words.c -- the word lists: their rules, and finding what people type. */
#include "test.h"

#include "crypt/words.h"

#include <string.h>

TEST(words_english_is_a_whole_list) {
    struct word_list list = words_english(), again;
    char word[WORDS_LETTERS_MAX + 1];
    CHECK_OK(words_load(list.lines, &again));
    for (unsigned i = 0; i < WORDS_COUNT; i++) {
        size_t size = words_lookup(&list, i, word);
        CHECK(size == strlen(word) && size >= 3);
    }
}

TEST(words_each_is_found_whole_by_four_letters_and_in_capitals) {
    struct word_list list = words_english();
    unsigned wrong = 0;
    for (unsigned i = 0; i < WORDS_COUNT; i++) {
        char word[WORDS_LETTERS_MAX + 1];
        unsigned found = 0;
        size_t size = words_lookup(&list, i, word);
        wrong += words_find(&list, bytes_make(word, size), &found) != ERR_OK || found != i;
        size_t prefix = size < 4 ? size : 4;
        wrong += words_find(&list, bytes_make(word, prefix), &found) != ERR_OK || found != i;
        for (size_t k = 0; k < size; k++)
            word[k] = (char)(word[k] - 'a' + 'A');
        wrong += words_find(&list, bytes_make(word, size), &found) != ERR_OK || found != i;
    }
    CHECK_INT(wrong, 0);
}

TEST(words_find_folds_accents_and_refuses_the_rest) {
    struct word_list list = words_english();
    unsigned plain = 0, found = 0;
    CHECK_OK(words_find(&list, BYTES("canyon"), &plain));
    CHECK_OK(words_find(&list, BYTES("ca\xc3\xb1yon"), &found)); /* n with tilde */
    CHECK_INT(found, plain);
    CHECK_OK(words_find(&list, BYTES("C\xc3\x81N\xcc\x83YON"), &found)); /* combining tilde */
    CHECK_INT(found, plain);
    CHECK_OK(words_find(&list, BYTES("  canyon,\n"), &found));
    CHECK_INT(found, plain);
    CHECK_ERR(words_find(&list, BYTES("can"), &found), ERR_NOT_FOUND);
    CHECK_ERR(words_find(&list, BYTES("canyons"), &found), ERR_NOT_FOUND);
    CHECK_ERR(words_find(&list, BYTES("canx"), &found), ERR_NOT_FOUND);
    CHECK_ERR(words_find(&list, BYTES("qqqq"), &found), ERR_NOT_FOUND);
    CHECK_ERR(words_find(&list, BYTES(""), &found), ERR_NOT_FOUND);
    CHECK_ERR(words_find(&list, BYTES("c"), &found), ERR_NOT_FOUND);
    CHECK_ERR(words_find(&list, BYTES("can\xc3"), &found), ERR_NOT_FOUND);
    CHECK_ERR(words_find(&list, BYTES("can\xe2\x82\xac"), &found), ERR_NOT_FOUND);
    CHECK_ERR(words_find(&list, BYTES("canyoncanyon"), &found), ERR_NOT_FOUND);
}

TEST(words_parse_reads_what_people_write) {
    struct word_list list = words_english();
    uint16_t got[7];
    size_t count = 0, wrong = 99;
    unsigned river = 0, zoo = 0;
    CHECK_OK(words_find(&list, BYTES("river"), &river));
    CHECK_OK(words_find(&list, BYTES("zoo"), &zoo));
    CHECK_OK(words_parse(&list, BYTES(" River, zoo\n rive-ZOO. "), got, 7, &count, &wrong));
    CHECK_INT(count, 4);
    CHECK(got[0] == river && got[1] == zoo && got[2] == river && got[3] == zoo);
    CHECK_ERR(words_parse(&list, BYTES("river bluh zoo"), got, 7, &count, &wrong), ERR_NOT_FOUND);
    CHECK_INT(wrong, 1);
    CHECK_ERR(words_parse(&list, BYTES("zoo zoo zoo"), got, 2, &count, &wrong), ERR_SIZE);
    CHECK_OK(words_parse(&list, BYTES("  \n"), got, 7, &count, &wrong));
    CHECK_INT(count, 0);
}

TEST(words_load_refuses_what_is_no_list) {
    struct word_list list = words_english(), out;
    uint8_t copy[20000];
    size_t size = list.lines.size;
    CHECK(size < sizeof copy - 8);
    memcpy(copy, list.lines.at, size);
    CHECK_OK(words_load(bytes_make(copy, size), &out));
    CHECK_ERR(words_load(bytes_make(copy, size - 1), &out), ERR_MALFORMED);
    CHECK_ERR(words_load(bytes_make(copy, 0), &out), ERR_MALFORMED);
    memcpy(copy + size, "zzz\n", 4);
    CHECK_ERR(words_load(bytes_make(copy, size + 4), &out), ERR_MALFORMED);
    memcpy(copy, list.lines.at, size);
    copy[0] = 'A';
    CHECK_ERR(words_load(bytes_make(copy, size), &out), ERR_MALFORMED);
    copy[0] = 'z';
    CHECK_ERR(words_load(bytes_make(copy, size), &out), ERR_MALFORMED);
}
