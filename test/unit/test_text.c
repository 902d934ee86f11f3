#include "base/day.h"
#include "mo_make.h"
#include "test.h"
#include "view/dates.h"
#include "view/languages.h"
#include "view/mo.h"
#include "view/text.h"
#include "view/text_names.h"
#include "view/text_shape.h"
#include "view/text_table.h"

#include <stdlib.h>
#include <string.h>

/* An arena and a table for each test; freed by the test. */
static struct text t;

static struct arena arena_new(void) {
    struct arena a;
    arena_init(&a, 64u << 20);
    text_init_english(&t);
    return a;
}

/* Some key with plural forms; the build must have one for these tests to say anything. */
static enum text_key plural_key(void) {
    for (size_t key = 1; key < T_COUNT; key++)
        if (text_forms_are_plural(text_forms(&t, (enum text_key)key)))
            return (enum text_key)key;
    return T_NONE;
}

TEST(text_english_table_is_sound) {
    text_init_english(&t);
    CHECK_INT(text_later_group(0), 1);
    CHECK_INT(text_later_group(TEXT_GROUPS), T_COUNT);
    CHECK(TEXT_LATER > T_APP_NAME && TEXT_LATER < T_COUNT);
    for (size_t i = 1; i < T_COUNT; i++) {
        enum text_key key = (enum text_key)i;
        struct bytes forms = text_forms(&t, key);
        CHECK(forms.size > 0);
        CHECK_INT(text_later_mark(key), text_mark(bytes_from_string(text_names[key].context)));
        for (size_t from = 0; from <= forms.size;) {
            struct bytes form = text_form_at(forms, from);
            CHECK(text_shape_flaw(forms, form) == NULL);
            from += form.size + 1;
        }
    }
    CHECK_BYTES(text_get(&t, T_APP_NAME), BYTES("Toward"));
    CHECK_BYTES(text_get(&t, T_NONE), BYTES(""));
    CHECK_BYTES(text_language(&t, T_APP_NAME), BYTES("en"));
}

TEST(text_languages_begin_with_english_and_end_with_the_pseudo_locale) {
    CHECK(languages_count >= 2);
    CHECK(strcmp(languages[0].code, "en") == 0 && !languages[0].pseudo);
    CHECK(strcmp(languages[languages_count - 1].code, "qps") == 0);
    CHECK(languages[languages_count - 1].pseudo);
}

TEST(text_loads_a_whole_translation) {
    struct arena a = arena_new();
    CHECK_OK(text_load(&t, mo_make_whole(&a, BYTES(MO_MAKE_HEADER), 2, T_NONE), &a));
    CHECK_BYTES(text_get(&t, T_APP_NAME), BYTES("xx Toward"));
    CHECK_BYTES(text_language(&t, T_APP_NAME), BYTES("xx"));
    for (size_t key = 1; key < T_COUNT; key++)
        CHECK_INT(t.is_local[key], 1);
    arena_free(&a);
}

TEST(text_a_group_with_a_gap_stays_english) {
    struct arena a = arena_new();
    CHECK_OK(text_load(&t, mo_make_whole(&a, BYTES(MO_MAKE_HEADER), 2, T_DATES_MAY), &a));
    CHECK_BYTES(text_get(&t, T_DATES_MAY), BYTES("May"));
    CHECK_BYTES(text_get(&t, T_DATES_JUNE), BYTES("June"));
    CHECK_BYTES(text_language(&t, T_DATES_JUNE), BYTES("en"));
    CHECK_BYTES(text_get(&t, T_DATES_MONDAY), BYTES("xx Monday"));
    arena_free(&a);
}

TEST(text_plural_follows_the_rule_of_its_language) {
    struct arena a = arena_new();
    enum text_key key = plural_key();
    CHECK(key != T_NONE);
    struct bytes one = text_form_at(text_forms(&t, key), 0);
    struct bytes other = text_form_at(text_forms(&t, key), one.size + 1);
    CHECK_BYTES(text_plural(&t, key, 1), one);
    CHECK_BYTES(text_plural(&t, key, 0), other);
    CHECK_BYTES(text_plural(&t, key, 5), other);
    static const char three[] = "Language: xx\nContent-Type: text/plain; charset=UTF-8\n"
                                "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\n";
    CHECK_OK(text_load(&t, mo_make_whole(&a, bytes_from_string(three), 3, T_NONE), &a));
    CHECK(bytes_slice(text_plural(&t, key, 1), 0, 3).at[2] == ' ');
    CHECK_BYTES(bytes_slice(text_plural(&t, key, 2), 0, 4), BYTES("xx2 "));
    CHECK_BYTES(bytes_slice(text_plural(&t, key, 7), 0, 4), BYTES("xx3 "));
    /* Two forms where the rule has three: English, with English's rule. */
    CHECK_OK(text_load(&t, mo_make_whole(&a, bytes_from_string(three), 2, T_NONE), &a));
    CHECK_BYTES(text_plural(&t, key, 7), other);
    CHECK_BYTES(text_language(&t, key), BYTES("en"));
    arena_free(&a);
}

/* Whether `words` can stand for the key in a file that is whole otherwise. */
static bool stands(struct arena *a, enum text_key key, struct bytes words) {
    struct bytes mo = mo_make_whole(a, BYTES(MO_MAKE_HEADER), 2, T_NONE);
    struct mo m;
    if (mo_open(mo, &m) != ERR_OK)
        return false;
    struct mo_pair *pairs = arena_array(a, m.count, sizeof *pairs);
    size_t name = strlen(text_names[key].context);
    for (uint32_t i = 0; i < m.count; i++) {
        pairs[i] = (struct mo_pair){mo_original(&m, i), mo_translation(&m, i)};
        if (pairs[i].original.size > name && pairs[i].original.at[name] == 4 &&
            memcmp(pairs[i].original.at, text_names[key].context, name) == 0)
            pairs[i].translation = words;
    }
    if (text_load(&t, mo_make(a, pairs, m.count), a) != ERR_OK)
        return false;
    return t.is_local[key] == 1;
}

TEST(text_what_does_not_keep_its_shape_falls_back) {
    struct arena a = arena_new();
    CHECK(stands(&a, T_DATES_PERCENT, BYTES("{number} %")));
    CHECK(!stands(&a, T_DATES_PERCENT, BYTES("{nummer} %")));
    CHECK_BYTES(text_get(&t, T_DATES_PERCENT), BYTES("{number}%"));
    CHECK(!stands(&a, T_DATES_PERCENT, BYTES("%")));
    CHECK(!stands(&a, T_DATES_PERCENT, BYTES("{number} {name}")));
    CHECK(!stands(&a, T_APP_NAME, BYTES("")));
    CHECK(!stands(&a, T_APP_NAME, BYTES("a\xff")));
    CHECK(!stands(&a, T_APP_NAME, BYTES("a\x07")));
    CHECK(!stands(&a, T_APP_NAME, BYTES("a\0b")));
    CHECK(!stands(&a, T_APP_NAME, BYTES("[Toward](https://example.org)")));
    arena_free(&a);
}

TEST(text_of_changed_english_is_not_used) {
    struct arena a = arena_new();
    const struct mo_pair pairs[] = {
        {{0}, BYTES(MO_MAKE_HEADER)},
        {BYTES("app.name\4Towards"), BYTES("Hacia")},
        {BYTES("app.other\4Toward"), BYTES("Hacia")},
        {BYTES("no context"), BYTES("nada")},
    };
    CHECK_OK(text_load(&t, mo_make(&a, pairs, COUNT_OF(pairs)), &a));
    for (size_t key = 1; key < T_COUNT; key++)
        CHECK_INT(t.is_local[key], 0);
    arena_free(&a);
}

TEST(text_load_refuses_bad_headers) {
    static const char *const headers[] = {
        "",
        "Language: xx\n",
        "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n",
        "Language: \nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; "
        "plural=0;\n",
        "Language: x\"y\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; "
        "plural=0;\n",
        "Language: xx\nContent-Type: text/plain; charset=ISO-8859-1\nPlural-Forms: nplurals=1; "
        "plural=0;\n",
        "Language: xx\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; "
        "plural=n;\n",
    };
    struct arena a = arena_new();
    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        const struct mo_pair pairs[] = {{{0}, bytes_from_string(headers[i])}};
        CHECK_ERR(text_load(&t, mo_make(&a, pairs, 1), &a), ERR_MALFORMED);
    }
    CHECK_ERR(text_load(&t, mo_make(&a, NULL, 0), &a), ERR_MALFORMED);
    CHECK_BYTES(text_get(&t, T_APP_NAME), BYTES("Toward"));
    arena_free(&a);
}

TEST(mo_refuses_what_is_no_mo_file) {
    struct arena a = arena_new();
    const struct mo_pair pairs[] = {{{0}, BYTES("x: y\n")}, {BYTES("a\4b"), BYTES("c")}};
    const struct mo_pair twice[] = {{BYTES("a\4b"), BYTES("c")}, {BYTES("a\4b"), BYTES("c")}};
    const struct mo_pair back[] = {{BYTES("b\4b"), BYTES("c")}, {BYTES("a\4b"), BYTES("c")}};
    struct bytes good = mo_make(&a, pairs, 2);
    struct mo m;
    CHECK_OK(mo_open(good, &m));
    CHECK_ERR(mo_open(mo_make(&a, twice, 2), &m), ERR_MALFORMED);
    CHECK_ERR(mo_open(mo_make(&a, back, 2), &m), ERR_MALFORMED);
    for (size_t size = 0; size < good.size; size++)
        CHECK_ERR(mo_open(bytes_slice(good, 0, size), &m), ERR_MALFORMED);
    static const uint8_t big_endian[28] = {0x95, 0x04, 0x12, 0xde};
    CHECK_ERR(mo_open(BYTES_OF(big_endian), &m), ERR_MALFORMED);
    static const size_t fields[] = {4, 8, 12, 16, 28, 32, 36, 40, 44, 48, 52, 56};
    static const uint32_t values[] = {0xffffffff, 0x7fffffff, 0x80000000, 0xfffffff8};
    uint8_t *bad = arena_copy(&a, good.at, good.size);
    CHECK(bad != NULL);
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        for (size_t j = 0; j < COUNT_OF(values); j++) {
            memcpy(bad, good.at, good.size);
            u32_write(bad + fields[i], values[j]);
            CHECK_ERR(mo_open(bytes_make(bad, good.size), &m), ERR_MALFORMED);
        }
    arena_free(&a);
}

/* Whatever one flipped bit does: refused, or every text is still there and sound. */
TEST(text_load_bears_flipped_bits_and_cuts) {
    struct arena a = arena_new();
    struct bytes good = mo_make_whole(&a, BYTES(MO_MAKE_HEADER), 2, T_NONE);
    uint8_t *bad = arena_copy(&a, good.at, good.size);
    CHECK(bad != NULL);
    struct arena each;
    arena_init(&each, 8u << 20);
    for (size_t i = 0; i < good.size; i += 1 + good.size / 400) {
        bad[i] ^= (uint8_t)(1u << i % 8);
        enum err e = text_load(&t, bytes_make(bad, good.size), &each);
        CHECK(e == ERR_OK || e == ERR_MALFORMED);
        for (size_t key = 1; key < T_COUNT; key++)
            CHECK(text_forms(&t, (enum text_key)key).size > 0);
        CHECK_ERR(text_load(&t, bytes_slice(good, 0, i), &each), ERR_MALFORMED);
        bad[i] = good.at[i];
        text_init_english(&t);
        arena_reset(&each);
    }
    arena_free(&each);
    arena_free(&a);
}

TEST(text_load_keeps_its_limits) {
    struct arena a = arena_new(), small;
    struct bytes good = mo_make_whole(&a, BYTES(MO_MAKE_HEADER), 2, T_NONE);
    arena_init(&small, 4096);
    CHECK_ERR(text_load(&t, good, &small), ERR_FULL);
    CHECK_ERR(text_load(&t, bytes_make(good.at, TEXT_MO_SIZE_MAX + 1), &a), ERR_SIZE);
    CHECK_BYTES(text_get(&t, T_APP_NAME), BYTES("Toward"));
    arena_free(&small);
    arena_free(&a);
}

TEST(text_format_fills_placeholders) {
    struct arena a = arena_new();
    const struct text_arg args[] = {{"day", BYTES("3")}, {"month", BYTES("{day}")}};
    CHECK_BYTES(text_make(&a, &t, T_DATES_DAY, args, 2), BYTES("{weekday} 3 {day}"));
    CHECK_BYTES(text_make(&a, &t, T_DATES_DAY, NULL, 0), BYTES("{weekday} {day} {month}"));
    enum text_key key = plural_key();
    struct bytes many = text_make_plural(&a, &t, key, 12345, NULL, 0);
    struct bytes name;
    size_t end;
    CHECK(many.size > 0);
    while (text_placeholder_next(many, 0, &name, &end)) {
        CHECK(!bytes_equal(name, BYTES("count")));
        many = bytes_slice(many, end, many.size);
    }
    arena_free(&a);
}

TEST(text_format_markdown_makes_values_plain) {
    struct arena a = arena_new();
    const struct text_arg args[] = {{"number", BYTES("*a* [b](#/4)\n\n# c\td\xc3\xa9 1. &amp;")}};
    CHECK_BYTES(text_make_markdown(&a, &t, T_DATES_PERCENT, args, 1),
                BYTES("\\*a\\* \\[b\\]\\(\\#\\/4\\) \\# c d\xc3\xa9 1\\. \\&amp\\;%"));
    arena_free(&a);
}

TEST(text_placeholders_and_targets_are_found) {
    struct bytes part, s = BYTES("{ {A} {a-1}{b} [x](#/4/3) ](y");
    size_t end = 0;
    CHECK(text_placeholder_next(s, 0, &part, &end));
    CHECK_BYTES(part, BYTES("a-1"));
    CHECK(text_placeholder_next(s, end, &part, &end));
    CHECK_BYTES(part, BYTES("b"));
    CHECK(!text_placeholder_next(s, end, &part, &end));
    CHECK(text_target_next(s, 0, &part, &end));
    CHECK_BYTES(part, BYTES("#/4/3"));
    CHECK(!text_target_next(s, end, &part, &end));
    CHECK(text_shape_flaw(BYTES("one\0{count} things"), BYTES("cosa")) == NULL);
    CHECK(text_shape_flaw(BYTES("[a](#/1)"), BYTES("[b](#/2)")) != NULL);
    CHECK(text_shape_flaw(BYTES("[a](#/1)"), BYTES("[b](#/1)")) == NULL);
}

static struct bytes number(struct arena *a, int64_t value, unsigned decimals) {
    struct buf b;
    struct bytes out = {0};
    buf_init(&b, a);
    text_add_number(&b, &t, value, decimals);
    return buf_finish(&b, &out) == ERR_OK ? out : (struct bytes){0};
}

TEST(dates_numbers) {
    struct arena a = arena_new();
    CHECK_BYTES(number(&a, 0, 0), BYTES("0"));
    CHECK_BYTES(number(&a, 1234, 0), BYTES("1234"));
    CHECK_BYTES(number(&a, 12345, 0), BYTES("12,345"));
    CHECK_BYTES(number(&a, 1234567, 0), BYTES("1,234,567"));
    CHECK_BYTES(number(&a, 125, 1), BYTES("12.5"));
    CHECK_BYTES(number(&a, 5, 2), BYTES("0.05"));
    CHECK_BYTES(number(&a, -1005, 2), BYTES("\xe2\x88\x92"
                                            "10.05"));
    CHECK_BYTES(number(&a, INT64_MIN, 0), BYTES("\xe2\x88\x92"
                                                "9,223,372,036,854,775,808"));
    arena_free(&a);
}

TEST(dates_days) {
    struct arena a = arena_new();
    int32_t day = day_from_date((struct date){2026, 3, 3});
    CHECK_BYTES(text_make_date(&a, &t, DATE_FULL, day), BYTES("Tuesday 3 March"));
    CHECK_BYTES(text_make_date(&a, &t, DATE_YEAR, day), BYTES("Tuesday 3 March 2026"));
    CHECK_BYTES(text_make_date(&a, &t, DATE_SHORT, day), BYTES("3 March"));
    CHECK_BYTES(text_make_date(&a, &t, DATE_MONTH, day), BYTES("March 2026"));
    CHECK_BYTES(text_weekday_short(&t, day), BYTES("Tue"));
    CHECK_BYTES(text_make_day_near(&a, &t, day, day), BYTES("today"));
    CHECK_BYTES(text_make_day_near(&a, &t, day - 1, day), BYTES("yesterday"));
    CHECK_BYTES(text_make_day_near(&a, &t, day + 1, day), BYTES("tomorrow"));
    CHECK_BYTES(text_make_day_near(&a, &t, day - 6, day), BYTES("Wednesday"));
    CHECK_BYTES(text_make_day_near(&a, &t, day - 7, day), BYTES("Tuesday 24 February"));
    CHECK_BYTES(text_make_day_near(&a, &t, day - 365, day), BYTES("Monday 3 March 2025"));
    CHECK(text_make_day_near(&a, &t, INT32_MIN, INT32_MAX).size > 0);
    arena_free(&a);
}

TEST(dates_percent_clock_and_lists) {
    struct arena a = arena_new();
    struct buf b;
    struct bytes out;
    const struct bytes items[] = {BYTES("a"), BYTES("b"), BYTES("c")};
    buf_init(&b, &a);
    text_add_percent(&b, &t, 73);
    buf_add_u8(&b, '|');
    text_add_clock(&b, &t, 21 * 60 + 5);
    buf_add_u8(&b, '|');
    text_add_clock(&b, &t, 0);
    for (size_t i = 0; i <= 3; i++) {
        buf_add_u8(&b, '|');
        text_add_list(&b, &t, items, i);
    }
    text_add_days(&b, &t, 1);
    text_add_days(&b, &t, 0);
    CHECK_OK(buf_finish(&b, &out));
    CHECK_BYTES(out, BYTES("73%|21:05|0:00||a|a and b|a, b and c1 day0 days"));
    arena_free(&a);
}
