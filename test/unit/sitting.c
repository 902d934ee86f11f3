#include "sitting.h"

#include "base/check.h"
#include "view/html.h"

#include <string.h>

struct visit *sit(struct sitting *s, struct book *book, int32_t today) {
    arena_init(&s->frame, 16 << 20);
    s->text = arena_alloc(&s->frame, sizeof *s->text);
    MUST(s->text);
    text_init_english(s->text);
    view_init(&s->view, &s->frame);
    parts_init(&s->parts, &s->view, s->text, &s->frame, (struct address){0});
    s->v = (struct visit){.book = book,
                          .view = &s->view,
                          .text = s->text,
                          .frame = &s->frame,
                          .p = &s->parts,
                          .today = today};
    return &s->v;
}

void sit_end(struct sitting *s) {
    arena_free(&s->frame);
}

struct bytes sitting_print(struct sitting *s) {
    struct bytes stream, html;
    struct buf out;
    MUST(view_finish(&s->view, &stream) == ERR_OK);
    buf_init(&out, &s->frame);
    MUST(html_print(stream, &out) == ERR_OK && buf_finish(&out, &html) == ERR_OK);
    return html;
}

bool html_shows(struct bytes html, const char *what) {
    size_t size = strlen(what);
    for (size_t i = 0; i + size <= html.size; i++)
        if (memcmp(html.at + i, what, size) == 0)
            return true;
    return false;
}
