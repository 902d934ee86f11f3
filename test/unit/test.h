/* test.h -- the harness of the unit tests.
 *
 * A test is `TEST(name) { ... }` at the start of a line in any test/unit/test_*.c; the build finds
 * them by that text and writes the list that the runner walks, so a test cannot be forgotten. A
 * failed CHECK says where and with what, ends its test, and the runner goes on. The same files
 * run natively, under ASan and UBSan, and as wasm32 under node.
 */
#ifndef TOWARD_TEST_H
#define TOWARD_TEST_H

#include "base/bytes.h"
#include "base/check.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

#define TEST(name)                                                                                 \
    void test_##name(void);                                                                        \
    void test_##name(void)

/* Each records a failure and returns from the test. */
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            test_fail(__FILE__, __LINE__, #condition);                                             \
            return;                                                                                \
        }                                                                                          \
        test_count_check();                                                                        \
    } while (0)

#define CHECK_ERR(expression, expected)                                                            \
    do {                                                                                           \
        enum err check_got_ = (expression);                                                        \
        if (!test_err_is(__FILE__, __LINE__, #expression, check_got_, (expected)))                 \
            return;                                                                                \
    } while (0)

#define CHECK_OK(expression) CHECK_ERR(expression, ERR_OK)

#define CHECK_INT(got, expected)                                                                   \
    do {                                                                                           \
        if (!test_int_is(__FILE__, __LINE__, #got, (int64_t)(got), (int64_t)(expected)))           \
            return;                                                                                \
    } while (0)

#define CHECK_BYTES(got, expected)                                                                 \
    do {                                                                                           \
        if (!test_bytes_are(__FILE__, __LINE__, #got, (got), (expected)))                          \
            return;                                                                                \
    } while (0)

void test_fail(const char *file, int line, const char *what);
void test_count_check(void);
bool test_err_is(const char *file, int line, const char *what, enum err got, enum err expected);
bool test_int_is(const char *file, int line, const char *what, int64_t got, int64_t expected);
bool test_bytes_are(const char *file, int line, const char *what, struct bytes got,
                    struct bytes expected);

#endif
