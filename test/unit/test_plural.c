#include "test.h"
#include "view/plural.h"

#include <string.h>

static enum err read(const char *rule, struct plural *out) {
    return plural_read(bytes_from_string(rule), out);
}

static unsigned form(const char *rule, uint64_t n) {
    struct plural p;
    return read(rule, &p) == ERR_OK ? plural_form(&p, n) : 99;
}

TEST(plural_english) {
    struct plural p;
    plural_init_english(&p);
    CHECK_INT(plural_form(&p, 0), 1);
    CHECK_INT(plural_form(&p, 1), 0);
    CHECK_INT(plural_form(&p, 2), 1);
}

TEST(plural_rules_of_real_languages) {
    static const char polish[] = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && "
                                 "(n%100<10 || n%100>=20) ? 1 : 2);";
    static const char arabic[] = "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && "
                                 "n%100<=10 ? 3 : n%100>=11 ? 4 : 5;";
    static const char slovene[] = "nplurals=4; plural=(n%100==1 ? 1 : n%100==2 ? 2 : n%100==3 || "
                                  "n%100==4 ? 3 : 0);";
    CHECK_INT(form("nplurals=1; plural=0;", 7), 0);
    CHECK_INT(form("nplurals=2; plural=n>1;", 1), 0);
    CHECK_INT(form("nplurals=2; plural=n>1;", 2), 1);
    CHECK_INT(form(polish, 1), 0);
    CHECK_INT(form(polish, 22), 1);
    CHECK_INT(form(polish, 12), 2);
    CHECK_INT(form(polish, 25), 2);
    static const unsigned expected[] = {0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4};
    for (unsigned n = 0; n < sizeof expected / sizeof expected[0]; n++)
        CHECK_INT(form(arabic, n), expected[n]);
    CHECK_INT(form(arabic, 99), 4);
    CHECK_INT(form(arabic, 100), 5);
    CHECK_INT(form(arabic, 103), 3);
    CHECK_INT(form(slovene, 101), 1);
    CHECK_INT(form(slovene, 104), 3);
    CHECK_INT(form(slovene, 105), 0);
}

TEST(plural_arithmetic_is_that_of_c) {
    CHECK_INT(form("nplurals=6; plural=(1+2*2)%6", 0), 5);
    CHECK_INT(form("nplurals=6; plural=9-3-2", 0), 4);
    CHECK_INT(form("nplurals=6; plural=16/4/2", 0), 2);
    CHECK_INT(form("nplurals=2; plural=1<2==1", 0), 1);
    CHECK_INT(form("nplurals=2; plural=0&&0||1", 0), 1);
    CHECK_INT(form("nplurals=2; plural=!n", 0), 1);
    CHECK_INT(form("nplurals=2; plural=!!n", 5), 1);
    CHECK_INT(form("nplurals=3; plural=1?2:0?1:0", 0), 2);
    CHECK_INT(form("nplurals=2; plural=n<=n*1", 5), 1);
    CHECK_INT(form("nplurals=1; plural=n/0", 5), 0);
    CHECK_INT(form("nplurals=1; plural=n%0", 5), 0);
}

TEST(plural_form_never_leaves_its_forms) {
    CHECK_INT(form("nplurals=2; plural=n>1000 ? n : 0", 1000), 0);
    CHECK_INT(form("nplurals=2; plural=n>1000 ? n : 0", 1001), 1);
    CHECK_INT(form("nplurals=2; plural=n>1000 ? n : 0", UINT64_MAX), 1);
}

TEST(plural_refuses_what_is_no_rule) {
    static const char *const rules[] = {
        "",
        "nplurals=2",
        "nplurals=2; plural=",
        "nplurals=0; plural=0;",
        "nplurals=7; plural=0;",
        "nplurals=2; plural=2;",
        "nplurals=2; plural=n;",
        "nplurals=2; plural=n-1;",
        "nplurals=2; plural=(n != 1;",
        "nplurals=2; plural=n != 1);",
        "nplurals=2; plural=n != 1; x",
        "nplurals=2; plural=n ! 1;",
        "nplurals=2; plural=n = 1;",
        "nplurals=2; plural=n ? 1;",
        "nplurals=2; plural=n ? : 1;",
        "nplurals=2; plural=n & 1;",
        "nplurals=2; plural=-1;",
        "nplurals=2; plural=m != 1;",
        "nplurals=2; plural=1234567890;",
        "plural=0; nplurals=1;",
        "nplurals=INTEGER; plural=EXPRESSION;",
    };
    struct plural p = {.forms = 77};
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        CHECK_ERR(read(rules[i], &p), ERR_MALFORMED);
    CHECK_INT(p.forms, 77);
}

/* Refuses `count` times `part` and then `end`, whatever way it would exhaust. */
static enum err read_repeated(const char *part, size_t count, const char *end) {
    static char rule[100000];
    size_t size = strlen(part), at = strlen(strcpy(rule, "nplurals=1; plural="));
    for (size_t i = 0; i < count && at + size + 8 < sizeof rule; i++, at += size)
        memcpy(rule + at, part, size);
    strcpy(rule + at, end);
    struct plural p;
    return read(rule, &p);
}

TEST(plural_bounds_what_it_follows) {
    CHECK_ERR(read_repeated("(", 20000, "0"), ERR_MALFORMED);
    CHECK_ERR(read_repeated("!", 20000, "0"), ERR_MALFORMED);
    CHECK_ERR(read_repeated("0?0:", 20000, "0"), ERR_MALFORMED);
    CHECK_ERR(read_repeated("0?", 20000, "0"), ERR_MALFORMED);
    CHECK_ERR(read_repeated("0*", 20000, "0"), ERR_MALFORMED);
    CHECK_ERR(read_repeated("0+(", 20000, "0"), ERR_MALFORMED);
    CHECK_OK(read_repeated("0*", 40, "0"));
}
