/* example.c -- the plan of Nora and Sam, after debts that were hidden. */
#include "app/example.h"

#include "book/book_internal.h"
#include "practices/plan/plan.h"

enum { K_TEXT = 1, K_PROPOSED = 3, K_PAIR = 4, PROPOSED_AGO = 20, SIGNED_AGO = 17 };

/* Sam's sentence, as agreement.c writes it. */
static enum err line_write(struct example *x, uint8_t eid[EID_SIZE]) {
    struct body_writer w;
    const struct feed *out = book_feed(x->books[EXAMPLE_SAM], FEED_PAIR_OUT);
    if (!out)
        return ERR_STATE;
    body_begin(&w, x->frame, NULL);
    body_add_text(&w, K_TEXT, text_get(x->text, T_PLAN_EXAMPLE_TEXT));
    body_add_bytes(&w, K_PAIR, bytes_make(out->chain.box_id, PAIR_MARK_SIZE));
    return example_write(x, EXAMPLE_SAM, SPACE_OURS, KIND_PLAN, PROPOSED_AGO, NULL, &w, eid);
}

static enum err accept_write(struct example *x, enum example_person who,
                             const uint8_t line[EID_SIZE]) {
    struct body_writer w;
    uint8_t re[3][EID_SIZE];
    for (size_t i = 0; i < 3; i++)
        __builtin_memcpy(re[i], line, EID_SIZE);
    body_begin(&w, x->frame, NULL);
    body_add_text(&w, K_TEXT, text_get(x->text, T_PLAN_EXAMPLE_TEXT));
    body_add_uint(&w, K_PROPOSED, (uint64_t)(x->today - PROPOSED_AGO));
    return example_write_all(x, who, SPACE_OURS, KIND_PLAN + AGREEMENT_ACCEPT, SIGNED_AGO,
                             (const uint8_t(*)[EID_SIZE])re, 3, &w, NULL);
}

static enum err words_write(struct example *x, enum example_person who, uint32_t kind,
                            int32_t days_ago, const uint8_t line[EID_SIZE], uint64_t what,
                            enum text_key text) {
    struct body_writer w;
    bool check = kind == KIND_CHECK;
    body_begin(&w, x->frame, NULL);
    if (check)
        body_add_uint(&w, 1, what);
    body_add_text(&w, check ? (uint32_t)F_TEXT : K_TEXT, text_get(x->text, text));
    return example_write(x, who, SPACE_OURS, kind, days_ago, line, &w, NULL);
}

enum err plan_example(struct example *x) {
    uint8_t line[EID_SIZE];
    TRY(line_write(x, line));
    TRY(accept_write(x, EXAMPLE_SAM, line));
    TRY(accept_write(x, EXAMPLE_NORA, line));
    TRY(words_write(x, EXAMPLE_NORA, KIND_PLAN + AGREEMENT_NOTICED, 9, line, 0,
                    T_PLAN_EXAMPLE_NOTICED));
    TRY(words_write(x, EXAMPLE_SAM, KIND_CHECK, 4, line, CHECK_MORE, T_PLAN_EXAMPLE_MORE));
    return words_write(x, EXAMPLE_NORA, KIND_CHECK, 3, line, CHECK_THANKS, T_PLAN_EXAMPLE_THANKS);
}
