/* fuzz_fold.c -- the fold over sets of entries that the input composes, beside the rules written
 * down once more (test/unit/fold_reference.h).
 *
 * The first two bytes say how large the set is and how it is loaded; the next two give the order;
 * the rest decides, choice by choice, what each entry is and what it is about. Whatever the set, in
 * that order and in the opposite one, one by one and all at once, exactly what the rules say
 * stands.
 */
#include "base/check.h"
#include "fold_reference.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct set s;
    size_t order[SET_MAX], back[SET_MAX];
    if (size < 4)
        return 0;
    memset(&s, 0, sizeof s);
    s.random = data[2] * 256u + data[3];
    s.script = data + 4;
    s.script_size = size - 4;
    set_fill(&s, 1 + data[0] % 64);
    s.script_size = 0; /* the order is by chance */
    for (size_t i = 0; i < s.count; i++)
        order[i] = i;
    for (size_t i = s.count; i > 1; i--) {
        size_t j = set_roll(&s, (uint32_t)i), t = order[i - 1];
        order[i - 1] = order[j];
        order[j] = t;
    }
    for (size_t i = 0; i < s.count; i++)
        back[s.count - 1 - i] = order[i];
    MUST(fold_order(&s, order, data[1] % (s.count + 1)));
    MUST(fold_order(&s, back, 0));
    return 0;
}
