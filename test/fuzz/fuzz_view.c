/* fuzz_view.c -- any bytes as a view's stream: what view_check takes prints, and prints to
 * something whose every less-than sign is ours; what it refuses prints nothing. */
#include "base/arena.h"
#include "base/check.h"
#include "view/html.h"
#include "view/ops.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size);

/* Elements opened, and closed where they have an end: each is one "<" in the print. */
static size_t tags_of(struct bytes stream) {
    struct view_step step;
    size_t tags = 0, cursor = 0;
    uint8_t open[VIEW_DEPTH_MAX];
    size_t depth = 0;
    while (view_next(stream, &cursor, &step) == ERR_OK) {
        if (step.op == OP_OPEN) {
            open[depth++] = step.code;
            tags++;
        } else if (step.op == OP_CLOSE) {
            tags += !view_tag_is_void((enum view_tag)open[--depth]);
        }
    }
    return tags;
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size) {
    struct bytes stream = bytes_make(at, size), html;
    struct arena a;
    struct buf out;
    arena_init(&a, (size_t)64 << 20);
    buf_init(&out, &a);
    enum err e = html_print(stream, &out);
    MUST(e == view_check(stream));
    if (e == ERR_OK && buf_finish(&out, &html) == ERR_OK) {
        size_t found = 0;
        for (size_t i = 0; i < html.size; i++)
            found += html.at[i] == '<';
        MUST(found == tags_of(stream));
    } else {
        MUST(out.size == 0);
    }
    arena_free(&a);
    return 0;
}
