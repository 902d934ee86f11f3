/* example.c -- what Nora and Sam each wrote for themselves. */
#include "app/example.h"

#include "practices/levels/levels.h"

enum { TRUSTWORTHY = 1, COMMITTED = 2 };

static enum err note_write(struct example *x, enum example_person who, int32_t days_ago,
                           uint32_t now, uint64_t feelings, enum text_key first) {
    struct body_writer w;
    struct levels l = {.has_now = true,
                       .now = now,
                       .feelings = feelings,
                       .has_aspire = true,
                       .aspire = COMMITTED,
                       .thoughts = text_get(x->text, first),
                       .why = text_get(x->text, (enum text_key)(first + 1)),
                       .deed = text_get(x->text, (enum text_key)(first + 2))};
    body_begin(&w, x->frame, NULL);
    levels_add(&w, &l);
    return example_write(x, who, SPACE_MINE, KIND_DEED, days_ago, NULL, &w, NULL);
}

enum err levels_example(struct example *x) {
    TRY(note_write(x, EXAMPLE_NORA, 40, 3, 1u << 3 | 1u << 2, T_LEVELS_EXAMPLE_1));
    return note_write(x, EXAMPLE_SAM, 33, TRUSTWORTHY, 1u << 2 | 1u << 4, T_LEVELS_EXAMPLE_4);
}
