/* example.c -- Nora's days and her leaning out, and Sam's; each sees only their own. */
#include "app/example.h"

#include "practices/pulse/pulse.h"

/* How safe Nora felt, on the last twenty days but today, oldest first. */
static const uint8_t days[] = {1, 2, 1, 0, 1, 2, 2, 1, 3, 2, 1, 2, 3, 3, 2, 1, 3, 3, 2, 3};

/* By field from F_COMPARED on, five weeks, oldest first. */
static const uint8_t leaning[2][5][7] = {{{2, 3, 1, 4, 1, 3, 4},
                                          {2, 3, 2, 3, 1, 3, 3},
                                          {1, 2, 2, 3, 2, 2, 3},
                                          {1, 2, 3, 3, 2, 2, 2},
                                          {1, 1, 3, 2, 3, 1, 1}},
                                         {{1, 1, 3, 1, 3, 2, 3},
                                          {1, 1, 3, 1, 3, 1, 3},
                                          {0, 1, 3, 1, 3, 1, 2},
                                          {0, 0, 4, 1, 4, 1, 2},
                                          {0, 0, 4, 0, 4, 0, 1}}};

enum err pulse_example(struct example *x) {
    struct body_writer w;
    for (int i = 0; i < (int)COUNT_OF(days); i++) {
        body_begin(&w, x->frame, NULL);
        body_add_uint(&w, F_SAFE, days[i]);
        TRY(example_write(x, EXAMPLE_NORA, SPACE_MINE, KIND_DAY, (int)COUNT_OF(days) - i, NULL, &w,
                          NULL));
    }
    for (int who = 0; who < 2; who++)
        for (int week = 0; week < 5; week++) {
            body_begin(&w, x->frame, NULL);
            for (uint32_t i = 0; i < 7; i++)
                body_add_uint(&w, F_COMPARED + i, leaning[who][week][i]);
            TRY(example_write(x, (enum example_person)who, SPACE_MINE, KIND_LEANING, 7 * (5 - week),
                              NULL, &w, NULL));
        }
    return ERR_OK;
}
