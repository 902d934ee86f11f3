/* example.c -- Sam's sentences, which he copied for Nora. */
#include "app/example.h"

#include "practices/style/style.h"

static void sentences(struct example *x, struct body_writer *w) {
    body_begin(w, x->frame, NULL);
    body_add_text(w, F_NEAR, text_get(x->text, T_STYLE_EXAMPLE_NEAR));
    body_add_text(w, F_AWAY, text_get(x->text, T_STYLE_EXAMPLE_AWAY));
    body_add_text(w, F_STAY, text_get(x->text, T_STYLE_EXAMPLE_STAY));
}

enum err style_example(struct example *x) {
    static const uint8_t mark[SHARE_MARK_SIZE] = {15};
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, F_CHOICE, 1);
    TRY(example_write(x, EXAMPLE_SAM, SPACE_MINE, KIND_THREE, 50, NULL, &w, NULL));
    sentences(x, &w);
    TRY(example_write(x, EXAMPLE_SAM, SPACE_MINE, KIND_SENTENCES, 50, NULL, &w, NULL));
    sentences(x, &w);
    body_add_bytes(&w, SHARE_KEY_MARK, BYTES_OF(mark));
    return example_write(x, EXAMPLE_SAM, SPACE_OURS, KIND_STYLE_COPY, 49, NULL, &w, NULL);
}
