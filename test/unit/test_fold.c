/* test_fold.c -- the fold against its rules, written down once more in the plainest way.
 *
 * Sets of entries are made at random with every trouble in them: mended and erased items,
 * versions without a first one, versions of another kind, attempts on the other's items, copies
 * of the other's entries, duplicates. Each set is folded in many orders, one by one and all at
 * once, and must give exactly what the reference gives.
 */
#include "book/kinds.h"
#include "fold_reference.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

/* --- the tests ------------------------------------------------------------------------------- */

static void shuffle(struct set *s, size_t order[SET_MAX]) {
    for (size_t i = 0; i < s->count; i++)
        order[i] = i;
    for (size_t i = s->count; i > 1; i--) {
        size_t j = set_roll(s, (uint32_t)i), t = order[i - 1];
        order[i - 1] = order[j];
        order[j] = t;
    }
}

static struct set *set_new(void) {
    struct set *s = malloc(sizeof *s);
    MUST(s);
    return s;
}

TEST(fold_gives_the_same_in_every_order) {
    struct set *s = set_new();
    size_t order[SET_MAX];
    for (uint64_t seed = 0; seed < 60; seed++) {
        set_make(s, seed, 40 + (size_t)seed);
        for (int i = 0; i < 12; i++) {
            shuffle(s, order);
            CHECK(fold_order(s, order, i % 3 == 0 ? s->count : i % 3 == 1 ? 0 : s->count / 2));
        }
    }
    free(s);
}

/* All orders of small sets. */
TEST(fold_gives_the_same_in_all_orders_of_six) {
    struct set *s = set_new();
    for (uint64_t seed = 0; seed < 30; seed++) {
        set_make(s, seed + 1000, 6);
        size_t order[SET_MAX] = {0, 1, 2, 3, 4, 5}, wheel[6] = {0};
        CHECK(fold_order(s, order, 0));
        for (size_t i = 0; i < s->count;) { /* Heap's algorithm */
            if (wheel[i] >= i) {
                wheel[i++] = 0;
                continue;
            }
            size_t from = i % 2 ? wheel[i] : 0, t = order[from];
            order[from] = order[i];
            order[i] = t;
            CHECK(fold_order(s, order, wheel[0] ? s->count : 0));
            wheel[i]++;
            i = 0;
        }
    }
    free(s);
}

TEST(fold_lets_nobody_touch_the_others_items) {
    struct set *s = set_new();
    struct arena a;
    struct fold f;
    uint64_t lam;
    *s = (struct set){.random = 5};
    const struct made *mine = set_add(s, AUTHOR_ME, SPACE_OURS, KIND_A, 3, NULL, NULL);
    set_add(s, AUTHOR_PARTNER, SPACE_OURS, KIND_A, 99, mine->entry.eid, NULL);
    set_add(s, AUTHOR_PARTNER, SPACE_OURS, KIND_ERASE, 100, NULL, mine->entry.eid);
    set_add(s, AUTHOR_ME, SPACE_MINE, KIND_ERASE, 100, NULL, mine->entry.eid);
    set_copy(s, mine, AUTHOR_PARTNER, SPACE_OURS);
    arena_init(&a, 1 << 24);
    fold_init(&f, &a, 9, 0, NULL);
    fold_load_begin(&f);
    for (size_t i = s->count; i-- > 0;)
        CHECK_OK(fold_load(&f, (struct fold_where){.at = s->made[i].row}, &lam));
    CHECK_OK(fold_ready(&f));
    const struct item *found = fold_item_find(&f, mine->entry.eid, EID_SIZE);
    CHECK(found && found->author == AUTHOR_ME);
    CHECK_BYTES(found->cbor, mine->entry.cbor);
    CHECK(found == fold_item_find(&f, mine->entry.eid, 8));
    CHECK_INT(f.doomed.count, 2); /* their copy and their version of it; nothing of mine */
    for (size_t i = 0; i < f.doomed.count; i++)
        CHECK_INT(row_author(f.rows[f.doomed.at[i]].at), AUTHOR_PARTNER);
    arena_free(&a);
    free(s);
}

TEST(fold_is_quick_with_many_versions_before_a_first) {
    struct set *s = set_new();
    struct arena a;
    struct fold f;
    *s = (struct set){.random = 6};
    static const uint8_t id[EID_SIZE] = "the item nobody began...........";
    for (size_t i = 0; i < SET_MAX; i++)
        set_add(s, AUTHOR_PARTNER, SPACE_OURS, KIND_A, i, id, NULL);
    arena_init(&a, 1 << 26);
    fold_init(&f, &a, 9, 0, NULL);
    fold_load_begin(&f);
    CHECK_OK(fold_ready(&f));
    for (size_t i = 0; i < SET_MAX; i++) {
        CHECK_OK(fold_reserve(&f, KIND_A, 1));
        CHECK(fold_add(&f, (struct fold_where){.at = s->made[i].row}));
    }
    CHECK_INT(shown_count(&f), 0);
    CHECK_INT(f.row_count, SET_MAX);
    arena_free(&a);
    free(s);
}
