/* example.c -- Nora's first days, some weeks ago, and the card that she gave to Sam. */
#include "app/example.h"

#include "practices/firstdays/firstdays.h"

/* They are over: what they hold back elsewhere must not hold back the rest of the example. */
enum { BEGAN = 55, WAVE_AGO = 12, CARD_AGO = 48 };

static enum err run_write(struct example *x) {
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, 1, PATH_FIRST_DAYS_ID);
    body_add_uint(&w, 2, ROLE_HURT);
    body_add_uint(&w, 3, PATH_RUN_GOES);
    return example_write(x, EXAMPLE_NORA, SPACE_MINE, KIND_RUN, BEGAN, NULL, &w, NULL);
}

static enum err mark_write(struct example *x, uint64_t step) {
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, 1, PATH_FIRST_DAYS_ID);
    body_add_uint(&w, 2, step);
    body_add_uint(&w, 3, PATH_DONE);
    return example_write(x, EXAMPLE_NORA, SPACE_MINE, KIND_RUN + PATH_MARK, BEGAN - (int32_t)step,
                         NULL, &w, NULL);
}

static void card_write(struct example *x, struct body_writer *w) {
    body_begin(w, x->frame, NULL);
    body_add_text(w, C_SIGN, text_get(x->text, T_FIRSTDAYS_EXAMPLE_SIGN));
    body_add_uint(w, C_FIRST, ASK_SIT);
    body_add_text(w, C_AGAIN, text_get(x->text, T_FIRSTDAYS_EXAMPLE_AGAIN));
    body_add_text(w, C_NOT, text_get(x->text, T_FIRSTDAYS_EXAMPLE_NOT));
}

static enum err wave_write(struct example *x) {
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, W_WHERE, 0);
    body_add_uint(&w, W_WHAT, 3);
    body_add_uint(&w, W_STRONG, 2);
    body_add_uint(&w, W_BODY, 1);
    body_add_text(&w, W_WORDS, text_get(x->text, T_FIRSTDAYS_EXAMPLE_WAVE));
    body_add_uint(&w, W_ASK, ASK_SIT);
    return example_write(x, EXAMPLE_NORA, SPACE_MINE, KIND_WAVE, WAVE_AGO, NULL, &w, NULL);
}

enum err firstdays_example(struct example *x) {
    static const uint8_t mark[SHARE_MARK_SIZE] = {8};
    struct body_writer w;
    TRY(run_write(x));
    for (uint64_t step = 0; step < THEMES; step++)
        TRY(mark_write(x, step));
    card_write(x, &w);
    TRY(example_write(x, EXAMPLE_NORA, SPACE_MINE, KIND_CARD, CARD_AGO, NULL, &w, NULL));
    card_write(x, &w);
    body_add_bytes(&w, SHARE_KEY_MARK, bytes_make(mark, sizeof mark));
    TRY(example_write(x, EXAMPLE_NORA, SPACE_OURS, KIND_CARD_SHARE + SHARE_COPY, CARD_AGO, NULL, &w,
                      NULL));
    return wave_write(x);
}
