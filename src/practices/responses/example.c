/* example.c -- what Nora and Sam told each other helps, and what Nora keeps for herself. */
#include "app/example.h"

#include "practices/responses/responses.h"

enum { ANGER, CONTEMPT, DISGUST, ENJOYMENT, FEAR, SADNESS, SURPRISE };

/* The words of the first are T_RESPONSES_EXAMPLE_1; each row has as many as it has lines. */
static const struct row {
    uint8_t who, emotion, lines, not_so;
    uint16_t days_ago;
} rows[] = {
    {EXAMPLE_NORA, FEAR, 2, 1, 20},     {EXAMPLE_NORA, SADNESS, 1, 0, 16},
    {EXAMPLE_NORA, ENJOYMENT, 1, 0, 9}, {EXAMPLE_SAM, ANGER, 2, 1, 19},
    {EXAMPLE_SAM, FEAR, 1, 1, 14},      {EXAMPLE_SAM, SURPRISE, 1, 0, 6},
};

static enum err card_example(struct example *x, const struct row *r, enum text_key *words) {
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, F_EMOTION, r->emotion);
    for (uint32_t i = 0; i < r->lines; i++)
        body_add_text(&w, F_FIRST + i, text_get(x->text, (*words)++));
    if (r->not_so)
        body_add_text(&w, F_NOT, text_get(x->text, (*words)++));
    return example_write(x, (enum example_person)r->who, SPACE_OURS, KIND_CARD, r->days_ago, NULL,
                         &w, NULL);
}

static enum err note_example(struct example *x, enum text_key words) {
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, F_EMOTION, SADNESS);
    body_add_text(&w, F_WORDS, text_get(x->text, words));
    return example_write(x, EXAMPLE_NORA, SPACE_MINE, KIND_NOTE, 4, NULL, &w, NULL);
}

static enum err ask_example(struct example *x) {
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, F_EMOTION, SADNESS);
    return example_write(x, EXAMPLE_NORA, SPACE_OURS, KIND_ASK, 1, NULL, &w, NULL);
}

enum err responses_example(struct example *x) {
    enum text_key words = T_RESPONSES_EXAMPLE_1;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        TRY(card_example(x, &rows[i], &words));
    TRY(note_example(x, words));
    return ask_example(x);
}
