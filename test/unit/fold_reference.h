/* fold_reference.h -- sets of entries with every trouble in them, and the rules of the fold written
 * down once more in the plainest way: for the unit tests of the fold and its fuzzer.
 */
#ifndef TOWARD_TEST_FOLD_REFERENCE_H
#define TOWARD_TEST_FOLD_REFERENCE_H

#include "base/check.h"
#include "book/fold.h"

enum { SET_MAX = 400, KIND_A = 128, KIND_B = 129 };

struct made {
    uint8_t row[400]; /* as in a record */
    struct entry entry;
    uint8_t author;
    uint8_t space;
};

struct set {
    struct made made[SET_MAX];
    size_t count;
    uint64_t random;
    const uint8_t *script; /* decides instead of chance, while there is any of it */
    size_t script_size;
};

/* A number below `below`, by the script or by chance. */
uint32_t set_roll(struct set *s, uint32_t below);

/* Adds an entry; `item` and `re` may be NULL. */
struct made *set_add(struct set *s, uint8_t author, uint8_t space, uint32_t kind, uint64_t lam,
                     const uint8_t *item, const uint8_t *re);

/* A copy of an entry's very bytes under another author or space. */
void set_copy(struct set *s, const struct made *from, uint8_t author, uint8_t space);

/* Adds `size` entries, about one another as it happens; set_make begins a set by a seed. */
void set_fill(struct set *s, size_t size);
void set_make(struct set *s, uint64_t seed, size_t size);

/* Exactly what the reference says stands, with its newest version. */
bool fold_is_right(const struct fold *f, const struct set *s);

/* How many items stand; SIZE_MAX when they are out of their order. */
size_t shown_count(const struct fold *f);

/* Loads the first `loaded` of the order at once, half of the rest at once after them (as when the
 * second lock opens), adds the others one by one, and compares with the reference. */
bool fold_order(struct set *s, const size_t *order, size_t loaded);

#endif
