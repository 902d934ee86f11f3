/* test_orders.c -- the fold in very many orders: sets of 200 entries with every trouble in them,
 * each in thousands of random orders, and small sets in all of theirs (8! = 40,320).
 *
 * Each order is compared with the rules written down once more (test/unit/fold_reference.h). ORDERS
 * says in how many random orders, in all; the small sets are as many as a four-hundredth of it.
 */
#include "fold_reference.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ORDERS = 20000, LARGE = 200, LARGE_SETS = 40, SMALL = 8 };

static struct set set;

static unsigned long orders(void) {
    const char *text = getenv("ORDERS");
    return text ? strtoul(text, NULL, 10) : ORDERS;
}

/* Exactly so many entries. */
static void make(uint64_t seed, size_t size) {
    set_make(&set, seed, size);
    while (set.count < size)
        set_fill(&set, 1);
}

static void shuffle(size_t order[SET_MAX]) {
    for (size_t i = set.count; i > 1; i--) {
        size_t j = set_roll(&set, (uint32_t)i), t = order[i - 1];
        order[i - 1] = order[j];
        order[j] = t;
    }
}

TEST(orders_of_large_sets_at_random) {
    size_t order[SET_MAX];
    unsigned long each = orders() / LARGE_SETS, wrong = 0;
    for (uint64_t seed = 0; seed < LARGE_SETS; seed++) {
        make(seed + 5000, LARGE);
        for (size_t i = 0; i < set.count; i++)
            order[i] = i;
        for (unsigned long i = 0; i < each; i++) {
            shuffle(order);
            wrong += !fold_order(&set, order, i % 4 == 0 ? set.count : i % 4 == 1 ? 0 : i % LARGE);
        }
    }
    printf("  %lu random orders of %d sets of %d entries, %lu wrong\n", each * LARGE_SETS,
           LARGE_SETS, LARGE, wrong);
    CHECK(each > 0);
    CHECK_INT(wrong, 0);
}

/* The next order after Heap's algorithm; false after the last. */
static bool order_next(size_t *order, size_t *wheel, size_t *at) {
    while (*at < SMALL) {
        size_t i = *at;
        if (wheel[i] < i) {
            size_t from = i % 2 ? wheel[i] : 0, t = order[from];
            order[from] = order[i];
            order[i] = t;
            wheel[i]++;
            *at = 0;
            return true;
        }
        wheel[i] = 0;
        ++*at;
    }
    return false;
}

TEST(orders_of_small_sets_all_of_them) {
    unsigned long sets = orders() / 400, tried = 0, wrong = 0;
    for (uint64_t seed = 0; seed < sets; seed++) {
        size_t order[SET_MAX], wheel[SMALL] = {0}, at = 0;
        make(seed + 9000, SMALL);
        for (size_t i = 0; i < SMALL; i++)
            order[i] = i;
        do {
            wrong += !fold_order(&set, order, tried % (SMALL + 1));
            tried++;
        } while (order_next(order, wheel, &at));
    }
    printf("  all %lu orders of %lu sets of %d entries, %lu wrong\n", tried, sets, SMALL, wrong);
    CHECK_INT(tried, sets * 40320);
    CHECK_INT(wrong, 0);
}
