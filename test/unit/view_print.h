/* view_print.h -- one part drawn by itself in English and printed, for the tests of parts. */
#ifndef TOWARD_TEST_VIEW_PRINT_H
#define TOWARD_TEST_VIEW_PRINT_H

#include "base/arena.h"
#include "test.h"
#include "view/html.h"
#include "view/parts.h"

#define SAY(literal) words_of(BYTES(literal))

static const struct address here = {3, 1, 0};

/* What `draw` draws, printed. */
static inline struct bytes printed(void (*draw)(struct parts *p)) {
    struct view v;
    struct parts p;
    struct buf out;
    struct bytes stream, html = {NULL, 0};
    static struct arena arena;
    static struct text english;
    arena_free(&arena);
    arena_init(&arena, (size_t)16 << 20);
    text_init_english(&english);
    view_init(&v, &arena);
    parts_init(&p, &v, &english, &arena, here);
    draw(&p);
    buf_init(&out, &arena);
    if (view_finish(&v, &stream) != ERR_OK || html_print(stream, &out) != ERR_OK ||
        buf_finish(&out, &html) != ERR_OK)
        return BYTES("refused");
    return html;
}

#endif
