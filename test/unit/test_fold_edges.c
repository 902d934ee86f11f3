/* test_fold_edges.c -- the fold where memory ends, where ids begin alike, and where rows change,
 * move and go. */
#include "book/kinds.h"
#include "fold_reference.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

static struct set *set_new(void) {
    struct set *s = malloc(sizeof *s);
    MUST(s);
    return s;
}

static enum err load_all(struct fold *f, struct set *s) {
    uint64_t lam;
    fold_load_begin(f);
    for (size_t i = 0; i < s->count; i++)
        TRY(fold_load(f, (struct fold_where){.at = s->made[i].row}, &lam));
    return fold_ready(f);
}

/* With less memory than it needs it says so, at whatever point; with enough it is right. */
TEST(fold_says_where_its_memory_ends) {
    struct set *s = set_new();
    unsigned refused = 0;
    bool whole = false;
    set_make(s, 7, 300);
    for (size_t limit = 1 << 10; !whole; limit += limit / 16) {
        struct arena a;
        struct fold f;
        arena_init(&a, limit);
        fold_init(&f, &a, 12345, 0, NULL);
        enum err e = load_all(&f, s);
        CHECK(e == ERR_OK || e == ERR_FULL);
        whole = e == ERR_OK;
        refused += !whole;
        CHECK(!whole || fold_is_right(&f, s));
        arena_free(&a);
    }
    CHECK(refused > 60);
    free(s);
}

/* The memory ends while one thing grows that the load above seldom meets first. */
TEST(fold_reserves_all_or_says_so) {
    for (size_t limit = 1 << 10; limit < 1 << 22; limit += limit / 32) {
        struct arena a;
        struct fold f;
        uint32_t kind = 200;
        arena_init(&a, limit);
        fold_init(&f, &a, 1, 0, NULL);
        enum err e = fold_reserve(&f, kind, 400); /* beyond twice of what stands */
        while (e == ERR_OK && kind < 2000)
            e = fold_reserve(&f, kind += 64, 1); /* kinds that fall into one slot of the table */
        CHECK(e == ERR_OK || e == ERR_FULL);
        for (uint32_t k = 200; e == ERR_OK && k < kind; k += 64) {
            size_t count = 1;
            CHECK(fold_items(&f, k, &count) != NULL);
            CHECK_INT(count, 0);
        }
        arena_free(&a);
    }
    struct arena a;
    struct fold f;
    arena_init(&a, 1 << 20);
    fold_init(&f, &a, 1, 0, NULL);
    CHECK_ERR(fold_reserve(&f, KIND_A, UINT32_MAX), ERR_FULL);
    CHECK_ERR(fold_reserve(&f, KIND_A, UINT32_MAX / 4), ERR_FULL); /* its items would be too many */
    arena_free(&a);
}

TEST(fold_refuses_a_row_that_is_no_entry) {
    struct set *s = set_new();
    struct arena a;
    struct fold f;
    uint64_t lam = 77;
    *s = (struct set){.random = 1};
    struct made *m = set_add(s, AUTHOR_ME, SPACE_OURS, KIND_A, 3, NULL, NULL);
    m->row[ROW_ENTRY_HEAD_SIZE] ^= 0xe0;
    arena_init(&a, 1 << 20);
    fold_init(&f, &a, 1, 0, NULL);
    fold_load_begin(&f);
    CHECK_ERR(fold_load(&f, (struct fold_where){.at = m->row}, &lam), ERR_MALFORMED);
    CHECK_INT(lam, 77);
    CHECK_OK(fold_ready(&f));
    arena_free(&a);
    free(s);
}

/* --- ids that begin alike ------------------------------------------------------------------------
 */

static void eid_set(struct made *m, uint8_t last) {
    uint8_t *eid = m->row + ROW_HEAD_SIZE + 8;
    memset(eid, 0x33, EID_SIZE);
    eid[EID_SIZE - 1] = last;
    memcpy(m->entry.eid, eid, EID_SIZE);
}

/* An address names an item by its first bytes; of several, mine first, then by space, then by id.
 */
TEST(fold_tells_ids_that_begin_alike) {
    static const struct {
        uint8_t author, space, last;
    } of[] = {{AUTHOR_PARTNER, SPACE_OURS, 1}, {AUTHOR_ME, SPACE_OURS, 9},
              {AUTHOR_ME, SPACE_OURS, 4},      {AUTHOR_ME, SPACE_MINE, 7},
              {AUTHOR_ME, SPACE_MINE, 8},      {AUTHOR_PARTNER, SPACE_MINE, 2}};
    static const uint8_t prefix[8] = {0x33, 0x33, 0x33, 0x33, 0x33, 0x33, 0x33, 0x33};
    for (size_t turn = 0; turn < COUNT_OF(of); turn++) {
        struct set *s = set_new();
        struct arena a;
        struct fold f;
        *s = (struct set){.random = 1};
        arena_init(&a, 1 << 22);
        fold_init(&f, &a, 1, 0, NULL);
        for (size_t i = 0; i < COUNT_OF(of); i++) {
            size_t k = (i + turn) % COUNT_OF(of);
            struct made *m = set_add(s, of[k].author, of[k].space, KIND_A, 3 + k, NULL, NULL);
            eid_set(m, of[k].last);
            CHECK_OK(fold_reserve(&f, KIND_A, 1));
            CHECK(fold_add(&f, (struct fold_where){.at = m->row}));
            CHECK(!fold_add(&f, (struct fold_where){.at = m->row})); /* known already */
        }
        for (size_t i = 0; i < COUNT_OF(of); i++) {
            uint32_t row = fold_find(&f, s->made[i].author, s->made[i].space, s->made[i].entry.eid);
            CHECK(row != FOLD_NONE && f.rows[row].at == s->made[i].row);
        }
        const struct item *found = fold_item_find(&f, prefix, sizeof prefix);
        CHECK(found && found->author == AUTHOR_ME && found->space == SPACE_MINE);
        CHECK_INT(found->id[EID_SIZE - 1], 7);
        CHECK(!fold_item_find(&f, (const uint8_t *)"nothing!", 8));
        uint8_t other[EID_SIZE];
        memset(other, 0x33, sizeof other);
        CHECK(!fold_item_find(&f, other, sizeof other)); /* begins alike, and is none of them */
        CHECK_INT(fold_find(&f, AUTHOR_ME, SPACE_OURS, other), FOLD_NONE);
        arena_free(&a);
        free(s);
    }
}

/* The same among entries that are no first version. */
TEST(fold_tells_later_entries_that_begin_alike) {
    static const uint8_t nobody[EID_SIZE] = "an id that nobody's entry has...";
    struct set *s = set_new();
    struct arena a;
    struct fold f;
    *s = (struct set){.random = 1};
    arena_init(&a, 1 << 22);
    fold_init(&f, &a, 1, 0, NULL);
    for (uint8_t i = 0; i < 8; i++) {
        struct made *m = set_add(s, i & 1, i >> 1 & 1, KIND_A, 3, nobody, NULL);
        eid_set(m, i / 4);
        CHECK_OK(fold_reserve(&f, KIND_A, 1));
        CHECK(fold_add(&f, (struct fold_where){.at = m->row}));
    }
    for (size_t i = 0; i < s->count; i++) {
        uint32_t row = fold_find(&f, s->made[i].author, s->made[i].space, s->made[i].entry.eid);
        CHECK(row != FOLD_NONE && f.rows[row].at == s->made[i].row);
    }
    CHECK_INT(fold_find(&f, AUTHOR_ME, SPACE_OURS, nobody), FOLD_NONE);
    arena_free(&a);
    free(s);
}

TEST(fold_keeps_the_log_of_devices_from_erasing) {
    struct set *s = set_new();
    struct arena a;
    struct fold f;
    *s = (struct set){.random = 1};
    struct made *in = set_add(s, AUTHOR_ME, SPACE_MINE, KIND_DEVICE_IN, 3, NULL, NULL);
    struct made *a_note = set_add(s, AUTHOR_ME, SPACE_MINE, KIND_A, 4, NULL, NULL);
    set_add(s, AUTHOR_ME, SPACE_MINE, KIND_ERASE, 5, NULL, in->entry.eid);
    set_add(s, AUTHOR_ME, SPACE_MINE, KIND_ERASE, 6, NULL, a_note->entry.eid);
    arena_init(&a, 1 << 22);
    fold_init(&f, &a, 1, 0, NULL);
    CHECK_OK(load_all(&f, s));
    CHECK(fold_is_right(&f, s));
    CHECK(!fold_is_erased(&f, AUTHOR_ME, SPACE_MINE, in->entry.eid, KIND_DEVICE_IN));
    CHECK(fold_is_erased(&f, AUTHOR_ME, SPACE_MINE, a_note->entry.eid, KIND_A));
    CHECK(!fold_is_erased(&f, AUTHOR_ME, SPACE_OURS, a_note->entry.eid, KIND_A));
    CHECK_INT(f.doomed.count, 1);
    arena_free(&a);
    free(s);
}

/* --- rows that change, move and go ---------------------------------------------------------------
 */

static void position_set(uint8_t *row, uint64_t position) {
    u64_write(row + ROW_HEAD_SIZE, position);
}

static size_t unsent_of(const struct set *s) {
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++)
        count += s->made[i].author == AUTHOR_ME && row_position(s->made[i].row) == 0;
    return count;
}

/* Positions come and are taken back; each time the list of what waits and the items say so. */
TEST(fold_follows_what_the_relay_has) {
    struct set *s = set_new();
    struct arena a;
    struct fold f;
    set_make(s, 3, 60);
    size_t unique = 0;
    for (size_t i = 0; i < s->count; i++) { /* without duplicates: each row is in the fold */
        bool again = false;
        for (size_t k = 0; k < unique; k++)
            again = again || (s->made[k].author == s->made[i].author &&
                              s->made[k].space == s->made[i].space &&
                              !memcmp(s->made[k].entry.eid, s->made[i].entry.eid, EID_SIZE));
        if (!again)
            s->made[unique++] = s->made[i];
    }
    s->count = unique;
    for (size_t i = 0; i < s->count; i++)
        CHECK_OK(entry_parse(row_cbor(s->made[i].row), &s->made[i].entry));
    arena_init(&a, 1 << 24);
    fold_init(&f, &a, 1, 0, NULL);
    CHECK_OK(load_all(&f, s));
    for (int turn = 0; turn < 600; turn++) {
        struct made *m = &s->made[set_roll(s, (uint32_t)s->count)];
        uint32_t row = fold_find(&f, m->author, m->space, m->entry.eid);
        CHECK(row != FOLD_NONE);
        position_set(m->row, set_roll(s, 2));
        fold_touch(&f, row);
        CHECK_INT(f.unsent.count, unsent_of(s));
    }
    size_t count;
    static const uint32_t kinds[] = {KIND_A, KIND_B, KIND_DEVICE_IN};
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        const struct item *items = fold_items(&f, kinds[k], &count);
        for (size_t i = 0; i < count; i++) {
            uint32_t index = fold_find_item(&f, items[i].author, items[i].space, items[i].id);
            const uint8_t *newest = f.rows[f.items[index].newest].at;
            CHECK(items[i].sent == (items[i].author != AUTHOR_ME || row_position(newest) != 0));
        }
    }
    CHECK(fold_is_right(&f, s));
    arena_free(&a);
    free(s);
}

TEST(fold_follows_rows_that_move) {
    struct set *s = set_new(), *there = set_new();
    struct arena a;
    struct fold f;
    set_make(s, 4, 80);
    *there = *s;
    arena_init(&a, 1 << 24);
    fold_init(&f, &a, 1, 0, NULL);
    CHECK_OK(load_all(&f, s));
    for (uint32_t row = 0; row < f.row_count; row++) {
        size_t i = 0;
        while (s->made[i].row != f.rows[row].at)
            i++;
        fold_moved(&f, row, there->made[i].row);
    }
    for (size_t i = 0; i < there->count; i++) {
        memset(s->made[i].row, 0xee, sizeof s->made[i].row); /* nobody looks there any more */
        CHECK_OK(entry_parse(row_cbor(there->made[i].row), &there->made[i].entry));
    }
    CHECK(fold_is_right(&f, there));
    arena_free(&a);
    free(s);
    free(there);
}

/* A whole feed goes, row by row in any order: the other feeds' items are as if it had never been,
 * and what comes after finds its place. */
TEST(fold_lets_a_feed_go_in_any_order) {
    struct set *s = set_new(), *rest = set_new();
    for (uint64_t seed = 0; seed < 40; seed++) {
        struct arena a;
        struct fold f;
        uint8_t author = seed & 1, space = seed >> 1 & 1;
        set_make(s, seed + 500, 90);
        set_add(s, author, space, KIND_A, 3, NULL, NULL)->row[5] |= ROW_NEWER; /* unreadable here */
        arena_init(&a, 1 << 24);
        fold_init(&f, &a, 9, 0, NULL);
        CHECK_OK(load_all(&f, s));
        CHECK_INT(f.newer_count, 1);
        for (size_t left = 1; left > 0;) {
            uint32_t row = set_roll(s, (uint32_t)f.row_count);
            left = 0;
            for (uint32_t i = 0; i < f.row_count; i++)
                left += f.rows[i].at && row_author(f.rows[i].at) == author &&
                        row_space(f.rows[i].at) == space;
            if (f.rows[row].at && row_author(f.rows[row].at) == author &&
                row_space(f.rows[row].at) == space)
                fold_drop(&f, row);
        }
        CHECK_INT(f.newer_count, 0);
        *rest = (struct set){.random = seed};
        for (size_t i = 0; i < s->count; i++)
            if (s->made[i].author != author || s->made[i].space != space)
                set_copy(rest, &s->made[i], s->made[i].author, s->made[i].space);
        CHECK(fold_is_right(&f, rest));
        size_t kept = rest->count;
        set_fill(rest, 100); /* about what stands, and about what is gone */
        for (size_t i = kept; i < rest->count; i++) {
            CHECK_OK(fold_reserve(&f, rest->made[i].entry.kind, 1));
            (void)fold_add(&f, (struct fold_where){.at = rest->made[i].row});
        }
        CHECK(shown_count(&f) != SIZE_MAX);
        arena_free(&a);
    }
    free(s);
    free(rest);
}
