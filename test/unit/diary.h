/* diary.h -- entries with bodies of one's choosing, folded in any order: for what forms compute
 * from the items of one kind.
 *
 *     struct body_writer *w = diary_begin(d, NULL);
 *     body_add_uint(w, 1, 3);
 *     diary_end(d, (struct diary_head){.kind = KIND_X, .lam = 1, .day = 100});
 *     items = diary_fold(d, order, &count);
 */
#ifndef TOWARD_TEST_DIARY_H
#define TOWARD_TEST_DIARY_H

#include "book/fold.h"

enum { DIARY_MAX = 2000, DIARY_ROW_MAX = 256 };

struct diary {
    struct arena arena, fold_arena;
    struct body_writer body;
    struct fold fold;
    fold_digest (*digest_of)(uint32_t kind);
    uint8_t rows[DIARY_MAX][DIARY_ROW_MAX];
    uint32_t kinds[DIARY_MAX];
    size_t count;
    uint64_t random;
};

struct diary_head {
    uint32_t kind;
    uint64_t lam;
    int32_t day;
    uint8_t author, space;
    const uint8_t *re;
};

/* An empty one, in memory that diary_close gives back. */
struct diary *diary_open(uint64_t seed, fold_digest (*digest_of)(uint32_t kind));
void diary_close(struct diary *d);

/* A number below `below`. */
uint32_t diary_roll(struct diary *d, uint32_t below);

/* The body of the next entry; `item` as in body_begin. */
struct body_writer *diary_begin(struct diary *d, const uint8_t *item);
/* The entry; its id is borrowed from the diary. */
const uint8_t *diary_end(struct diary *d, struct diary_head head);
/* Erases an item. */
void diary_erase(struct diary *d, const uint8_t *item, uint64_t lam, int32_t day);

/* Folds all entries anew, as they were made or shuffled; with `twice` each arrives two times. The
 * items are borrowed until the next fold. */
enum diary_order { DIARY_AS_MADE, DIARY_SHUFFLED };
const struct item *diary_fold(struct diary *d, enum diary_order order, bool twice, uint32_t kind,
                              size_t *count);

#endif
