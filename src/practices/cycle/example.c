/* example.c -- a ring of Nora's and one of Sam's, copied for each other, and what she asked for. */
#include "app/example.h"

#include "practices/cycle/cycle.h"

static enum err ring(struct example *x, enum example_person who, enum text_key first, uint8_t of) {
    struct body_writer w;
    uint8_t mark[SHARE_MARK_SIZE] = {14, of};
    for (int copy = 0; copy < 2; copy++) {
        body_begin(&w, x->frame, NULL);
        body_add_uint(&w, F_WHO, WHO_TODAY);
        for (uint32_t i = 0; i < 3; i++)
            body_add_text(&w, F_NEED + i, text_get(x->text, (enum text_key)(first + i)));
        body_add_uint(&w, F_SOOTHED, 2);
        body_add_text(&w, F_TRUST, text_get(x->text, (enum text_key)(first + 3)));
        if (copy)
            body_add_bytes(&w, SHARE_KEY_MARK, BYTES_OF(mark));
        TRY(example_write(x, who, copy ? SPACE_OURS : SPACE_MINE, copy ? KIND_RING_COPY : KIND_RING,
                          copy ? 34 : 36, NULL, &w, NULL));
    }
    return ERR_OK;
}

enum err cycle_example(struct example *x) {
    struct body_writer w;
    uint8_t eid[EID_SIZE];
    TRY(ring(x, EXAMPLE_NORA, T_CYCLE_EXAMPLE_1, 1));
    TRY(ring(x, EXAMPLE_SAM, T_CYCLE_EXAMPLE_5, 2));
    body_begin(&w, x->frame, NULL);
    body_add_text(&w, 1, text_get(x->text, T_CYCLE_EXAMPLE_9));
    TRY(example_write(x, EXAMPLE_NORA, SPACE_OURS, KIND_ASK, 33, NULL, &w, eid));
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, 1, ANSWER_YES);
    return example_write(x, EXAMPLE_SAM, SPACE_OURS, KIND_ANSWER, 33, eid, &w, NULL);
}
