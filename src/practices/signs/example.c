/* example.c -- what Nora wrote, and the one line of it that she copied for Sam. */
#include "app/example.h"

#include "practices/signs/signs.h"

enum err signs_example(struct example *x) {
    static const uint8_t mark[SHARE_MARK_SIZE] = {13};
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, F_FAMILY, FAMILY_LIES);
    body_add_uint(&w, F_SIDE, SIDE_THEIRS);
    body_add_uint(&w, F_KINDS, 1u << 1 | 1u << 3);
    body_add_uint(&w, F_HOW, 1);
    body_add_text(&w, F_WORDS, text_get(x->text, T_SIGNS_EXAMPLE_SIGN));
    TRY(example_write(x, EXAMPLE_NORA, SPACE_MINE, KIND_SIGN, 30, NULL, &w, NULL));
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, F_FIRST, 1);
    body_add_text(&w, F_NEED, text_get(x->text, T_SIGNS_EXAMPLE_NEED));
    TRY(example_write(x, EXAMPLE_NORA, SPACE_MINE, KIND_NEED, 30, NULL, &w, NULL));
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, F_FIRST, 1);
    body_add_text(&w, F_NEED, text_get(x->text, T_SIGNS_EXAMPLE_NEED));
    body_add_bytes(&w, SHARE_KEY_MARK, BYTES_OF(mark));
    return example_write(x, EXAMPLE_NORA, SPACE_OURS, KIND_SIGN_COPY, 28, NULL, &w, NULL);
}
