/* runner.c -- runs every unit test that the build found and counts them.
 *
 * Usage: unit [part of a name]. Prints each failure, then "N passed, N failed" alone on the last
 * line. A test that makes no CHECK fails: it asserts nothing. Finding no test fails too.
 */
#include "test.h"

#include <stdio.h>
#include <string.h>

struct unit_test {
    const char *name;
    void (*run)(void);
};

extern const struct unit_test unit_tests[]; /* generated; ends with a NULL name */

static int failures_in_test;
static int checks_in_test;

void test_fail(const char *file, int line, const char *what) {
    printf("%s:%d: %s\n", file, line, what);
    failures_in_test++;
}

void test_count_check(void) {
    checks_in_test++;
}

bool test_err_is(const char *file, int line, const char *what, enum err got, enum err expected) {
    checks_in_test++;
    if (got == expected)
        return true;
    printf("%s:%d: %s is %s, expected %s\n", file, line, what, err_name(got), err_name(expected));
    failures_in_test++;
    return false;
}

bool test_int_is(const char *file, int line, const char *what, int64_t got, int64_t expected) {
    checks_in_test++;
    if (got == expected)
        return true;
    printf("%s:%d: %s is %lld, expected %lld\n", file, line, what, (long long)got,
           (long long)expected);
    failures_in_test++;
    return false;
}

static void bytes_print(const char *label, struct bytes b) {
    printf("    %s %zu bytes:", label, b.size);
    for (size_t i = 0; i < b.size && i < 64; i++)
        printf(" %02x", b.at[i]);
    printf("%s  |%.*s|\n", b.size > 64 ? " ..." : "", (int)(b.size < 200 ? b.size : 200),
           (const char *)b.at);
}

bool test_bytes_are(const char *file, int line, const char *what, struct bytes got,
                    struct bytes expected) {
    checks_in_test++;
    if (bytes_equal(got, expected))
        return true;
    printf("%s:%d: %s differs\n", file, line, what);
    bytes_print("got     ", got);
    bytes_print("expected", expected);
    failures_in_test++;
    return false;
}

int main(int argc, char **argv) {
    int passed = 0, failed = 0;
    for (const struct unit_test *t = unit_tests; t->name; t++) {
        if (argc > 1 && !strstr(t->name, argv[1]))
            continue;
        failures_in_test = checks_in_test = 0;
        t->run();
        if (failures_in_test == 0 && checks_in_test == 0)
            test_fail(t->name, 0, "asserts nothing");
        if (failures_in_test)
            printf("FAILED %s\n", t->name);
        *(failures_in_test ? &failed : &passed) += 1;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed || passed == 0;
}
