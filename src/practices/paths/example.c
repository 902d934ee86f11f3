/* example.c -- Nora is on the path for two, at its third week; Sam's phone knows nothing of it. */
#include "app/example.h"

#include "practices/paths/paths.h"

static enum err three(struct example *x, uint32_t kind, int32_t days_ago, uint64_t at,
                      uint64_t how) {
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, 1, ROUTE_EVERYDAY);
    body_add_uint(&w, 2, at);
    body_add_uint(&w, 3, how);
    return example_write(x, EXAMPLE_NORA, SPACE_MINE, kind, days_ago, NULL, &w, NULL);
}

enum err paths_example(struct example *x) {
    struct body_writer w;
    TRY(three(x, KIND_PATHS + PATH_RUN, 17, 0, PATH_RUN_GOES));
    TRY(three(x, KIND_PATHS + PATH_MARK, 17, 0, PATH_DONE));
    body_begin(&w, x->frame, NULL);
    for (uint32_t item = 1; item <= ASK_ITEMS; item++)
        body_add_uint(&w, item, item == 5 ? 4 : 2 + item % 2);
    TRY(example_write(x, EXAMPLE_NORA, SPACE_MINE, KIND_MEASURE, 17, NULL, &w, NULL));
    body_begin(&w, x->frame, NULL);
    body_add_text(&w, 1, text_get(x->text, T_PATHS_EXAMPLE_SMALL));
    body_add_uint(&w, 2, ROUTE_EVERYDAY);
    return example_write(x, EXAMPLE_NORA, SPACE_MINE, KIND_SMALL, 10, NULL, &w, NULL);
}
