/* Our own texts drawn from Markdown, and QR codes. */
#include "base/arena.h"
#include "test.h"
#include "view/html.h"
#include "view/markdown.h"
#include "view/qr.h"

#include <string.h>

static struct arena arena;

static struct bytes drawn(const char *text) {
    struct view v;
    struct bytes stream, html = {NULL, 0};
    struct buf out;
    arena_free(&arena);
    arena_init(&arena, (size_t)16 << 20);
    view_init(&v, &arena);
    markdown_draw(&v, bytes_from_string(text));
    buf_init(&out, &arena);
    if (view_finish(&v, &stream) != ERR_OK || html_print(stream, &out) != ERR_OK ||
        buf_finish(&out, &html) != ERR_OK)
        return BYTES("refused");
    return html;
}

TEST(markdown_draws_paragraphs_and_emphasis) {
    CHECK_BYTES(drawn("One *two*\nthree **four**.\n\nFive."),
                BYTES("<p>One <em>two</em> three <strong>four</strong>.</p><p>Five.</p>"));
}

TEST(markdown_draws_lists) {
    CHECK_BYTES(drawn("- a\n- b\n\n1. c\n2. d"),
                BYTES("<ul><li>a</li><li>b</li></ul><ol><li>c</li><li>d</li></ol>"));
}

TEST(markdown_draws_links_of_ours) {
    CHECK_BYTES(drawn("[in](#4/3) [out](https://example.org/)"),
                BYTES("<p><a href=\"#4/3\">in</a> <a href=\"https://example.org/\" "
                      "rel=\"noopener noreferrer\" target=\"_blank\">out</a></p>"));
}

TEST(markdown_leaves_other_links_as_text) {
    CHECK_BYTES(drawn("[x](javascript:alert(1)) [y](http://a) [z](#4) ![i](#1/1)"),
                BYTES("<p>x y z i</p>"));
}

TEST(markdown_leaves_html_as_text) {
    CHECK_BYTES(drawn("<script>x</script> <b>y</b> &lt;"),
                BYTES("<p>&lt;script&gt;x&lt;/script&gt; &lt;b&gt;y&lt;/b&gt; &amp;lt;</p>"));
}

TEST(markdown_flattens_what_it_does_not_know) {
    CHECK_BYTES(drawn("# head\n\n> quote\n\n---\n\n`code`"),
                BYTES("<p>head</p><p>quote</p><p>code</p>"));
}

TEST(markdown_takes_a_backslash_as_plain_punctuation) {
    CHECK_BYTES(drawn("\\*a\\* \\[b\\](\\#4/3)"), BYTES("<p>*a* [b](#4/3)</p>"));
}

TEST(markdown_nests_without_end_and_stays_balanced) {
    char deep[801];
    memset(deep, '>', 400);
    memset(deep + 400, 'x', 400);
    deep[800] = 0;
    CHECK_INT(drawn(deep).size, 400);
    for (int i = 0; i < 400; i++)
        memcpy(deep + 2 * i, "- ", 2);
    CHECK(!bytes_equal(drawn(deep), BYTES("refused")));
}

static struct bytes code_path(struct bytes text, uint32_t *side) {
    struct buf path;
    struct bytes out = {NULL, 0};
    arena_free(&arena);
    arena_init(&arena, (size_t)4 << 20);
    buf_init(&path, &arena);
    if (qr_path(text, &path, side) != ERR_OK || buf_finish(&path, &out) != ERR_OK)
        return BYTES("");
    return out;
}

TEST(qr_begins_with_the_finder_pattern) {
    uint32_t side = 0;
    struct bytes path = code_path(BYTES("A"), &side);
    CHECK_INT(side, 21 + 8);
    CHECK_BYTES(bytes_slice(path, 0, 13), BYTES("M4 4h7v1h-7zM"));
}

TEST(qr_is_the_same_each_time) {
    uint32_t side = 0;
    struct bytes text = BYTES("https://toward.example/#1/3/abcdefghijklmnopqrstuvwxyz");
    struct bytes first = code_path(text, &side);
    uint8_t kept[16384];
    CHECK(first.size > 1000 && first.size < sizeof kept);
    memcpy(kept, first.at, first.size);
    size_t size = first.size;
    CHECK_BYTES(code_path(text, &side), bytes_make(kept, size));
}

TEST(qr_refuses_nothing_and_too_much) {
    uint8_t many[QR_TEXT_MAX + 1];
    struct buf path;
    uint32_t side = 7;
    memset(many, 'q', sizeof many);
    arena_free(&arena);
    arena_init(&arena, (size_t)4 << 20);
    buf_init(&path, &arena);
    CHECK_ERR(qr_path(BYTES(""), &path, &side), ERR_SIZE);
    CHECK_ERR(qr_path(BYTES_OF(many), &path, &side), ERR_SIZE);
    CHECK_INT(side, 7);
    CHECK_OK(qr_path(bytes_make(many, QR_TEXT_MAX), &path, &side));
    CHECK(side <= 185);
}
