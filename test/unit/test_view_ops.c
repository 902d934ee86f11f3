/* The stream: what is written is read back, what breaks its rules is refused whole, and what
 * prints as HTML is escaped by its place. */
#include "base/arena.h"
#include "test.h"
#include "view/address.h"
#include "view/html.h"
#include "view/ops.h"

#include <string.h>

static struct arena arena;

static struct view *fresh(struct view *v) {
    arena_free(&arena);
    arena_init(&arena, (size_t)16 << 20);
    view_init(v, &arena);
    return v;
}

/* The view printed; empty when it is refused. */
static struct bytes printed(struct view *v) {
    struct bytes stream, html = {NULL, 0};
    struct buf out;
    buf_init(&out, &arena);
    if (view_finish(v, &stream) != ERR_OK || html_print(stream, &out) != ERR_OK ||
        buf_finish(&out, &html) != ERR_OK)
        return BYTES("");
    return html;
}

static enum err check_raw(const char *raw, size_t size) {
    return view_check(bytes_make(raw, size));
}

#define CHECK_RAW(literal, expected) CHECK_ERR(check_raw(literal, sizeof(literal) - 1), expected)

TEST(view_stream_has_the_bytes_of_its_header) {
    struct view v;
    struct bytes stream;
    fresh(&v);
    view_open(&v, TAG_P);
    view_key(&v, BYTES("k"));
    view_attr(&v, ATTR_CLASS, "a");
    view_text(&v, BYTES("hi"));
    view_close(&v);
    CHECK_OK(view_finish(&v, &stream));
    const uint8_t expected[] = {0x54,       1, 1,   TAG_P, 5, 1,   'k', 2,
                                ATTR_CLASS, 1, 'a', 3,     2, 'h', 'i', 4};
    CHECK_BYTES(stream, BYTES_OF(expected));
    CHECK_OK(view_check(stream));
}

TEST(view_steps_come_back_as_written) {
    struct view v;
    struct bytes stream;
    fresh(&v);
    view_open_class(&v, TAG_DIV, "x");
    view_leaf(&v, TAG_EM, NULL, BYTES("e"));
    view_close(&v);
    CHECK_OK(view_finish(&v, &stream));
    const enum view_op ops[] = {OP_OPEN, OP_ATTR, OP_OPEN, OP_TEXT, OP_CLOSE, OP_CLOSE};
    struct view_step step;
    size_t at = 0;
    for (size_t i = 0; i < COUNT_OF(ops); i++) {
        CHECK_OK(view_next(stream, &at, &step));
        CHECK_INT(step.op, ops[i]);
    }
    CHECK_ERR(view_next(stream, &at, &step), ERR_NOT_FOUND);
    CHECK_INT(at, stream.size);
}

TEST(view_text_of_300_bytes_has_a_two_byte_size) {
    struct view v;
    struct bytes stream;
    uint8_t many[300];
    memset(many, 'm', sizeof many);
    fresh(&v);
    view_leaf(&v, TAG_P, NULL, BYTES_OF(many));
    CHECK_OK(view_finish(&v, &stream));
    CHECK_INT(stream.at[5], 0x80 | (300 & 127));
    CHECK_INT(stream.at[6], 300 >> 7);
    CHECK_OK(view_check(stream));
}

TEST(view_leaves_out_text_that_is_not_utf8_and_says_so) {
    struct view v;
    struct bytes stream = BYTES("untouched");
    fresh(&v);
    view_leaf(&v, TAG_P, NULL, BYTES("\xc3("));
    CHECK_ERR(view_finish(&v, &stream), ERR_MALFORMED);
    CHECK_BYTES(stream, BYTES("untouched"));
    fresh(&v);
    view_open(&v, TAG_P);
    view_attr_bytes(&v, ATTR_ARIA_LABEL, bytes_make("a\0b", 3));
    view_close(&v);
    CHECK_ERR(view_finish(&v, &stream), ERR_MALFORMED);
}

TEST(view_stays_full_once_its_arena_is) {
    struct view v;
    struct bytes stream;
    struct arena small;
    arena_init(&small, 70 * 1024);
    view_init(&v, &small);
    for (int i = 0; i < 20000; i++)
        view_leaf(&v, TAG_P, NULL, BYTES("more and more"));
    CHECK_ERR(view_finish(&v, &stream), ERR_FULL);
    arena_free(&small);
}

TEST(view_check_takes_an_empty_view) {
    CHECK_RAW("\x54\x01", ERR_OK);
}

TEST(view_check_refuses_a_wrong_header) {
    CHECK_RAW("", ERR_MALFORMED);
    CHECK_RAW("\x54", ERR_MALFORMED);
    CHECK_RAW("\x54\x02", ERR_MALFORMED);
    CHECK_RAW("\x55\x01", ERR_MALFORMED);
}

TEST(view_check_refuses_unknown_codes_and_cut_operations) {
    CHECK_RAW("\x54\x01\x09", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x00", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x01", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x01\xff\x04", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x01\x08\x02\xff\x00\x04", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x03\x05hi", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x03\x82", ERR_MALFORMED);
}

TEST(view_check_refuses_overlong_numbers) {
    CHECK_RAW("\x54\x01\x03\x81\x00z", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x03\x80\x00", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x03\xff\xff\xff\xff\x7f", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x03\x80\x80\x80\x80\x80\x01", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x03\x01z", ERR_OK);
}

TEST(view_check_refuses_text_that_is_not_utf8) {
    CHECK_RAW("\x54\x01\x03\x02\xc3(", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x03\x01\x00", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x03\x03\xed\xa0\x80", ERR_MALFORMED);
}

TEST(view_check_refuses_unbalanced_elements) {
    CHECK_RAW("\x54\x01\x04", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x01\x08", ERR_MALFORMED);
    CHECK_RAW("\x54\x01\x01\x08\x04\x04", ERR_MALFORMED);
}

TEST(view_check_refuses_attributes_and_keys_out_of_place) {
    CHECK_RAW("\x54\x01\x02\x01\x01z", ERR_MALFORMED);                          /* no element */
    CHECK_RAW("\x54\x01\x05\x01z", ERR_MALFORMED);                              /* no element */
    CHECK_RAW("\x54\x01\x01\x08\x03\x01t\x02\x01\x01z\x04", ERR_MALFORMED);     /* after text */
    CHECK_RAW("\x54\x01\x01\x08\x02\x01\x01z\x05\x01k\x04", ERR_MALFORMED);     /* key after attr */
    CHECK_RAW("\x54\x01\x01\x08\x05\x01k\x05\x01k\x04", ERR_MALFORMED);         /* two keys */
    CHECK_RAW("\x54\x01\x01\x08\x02\x01\x01z\x02\x01\x01z\x04", ERR_MALFORMED); /* twice */
    CHECK_RAW("\x54\x01\x01\x08\x05\x01k\x02\x01\x01z\x04", ERR_OK);
}

static enum err check_pair(enum view_tag outer, enum view_tag inner) {
    const uint8_t raw[] = {0x54, 1, 1, (uint8_t)outer, 1, (uint8_t)inner, 4, 4};
    return view_check(BYTES_OF(raw));
}

TEST(view_check_keeps_svg_and_html_apart) {
    CHECK_OK(check_pair(TAG_DIV, TAG_SVG));
    CHECK_OK(check_pair(TAG_SVG, TAG_PATH));
    CHECK_ERR(check_pair(TAG_G, TAG_PATH), ERR_MALFORMED);
    CHECK_ERR(check_pair(TAG_DIV, TAG_PATH), ERR_MALFORMED);
    CHECK_ERR(check_pair(TAG_SVG, TAG_DIV), ERR_MALFORMED);
    CHECK_ERR(check_pair(TAG_SVG, TAG_A), ERR_MALFORMED);
}

TEST(view_check_lets_nothing_into_empty_elements) {
    CHECK_ERR(check_pair(TAG_INPUT, TAG_SPAN), ERR_MALFORMED);
    CHECK_ERR(check_pair(TAG_BR, TAG_BR), ERR_MALFORMED);
    CHECK_ERR(check_pair(TAG_HR, TAG_P), ERR_MALFORMED);
    CHECK_ERR(check_pair(TAG_TEXTAREA, TAG_P), ERR_MALFORMED);
    const uint8_t text_in[] = {0x54, 1, 1, TAG_TEXTAREA, 3, 1, 'x', 4};
    CHECK_ERR(view_check(BYTES_OF(text_in)), ERR_MALFORMED);
}

static enum err check_nested(unsigned depth) {
    uint8_t raw[2 + 3 * (VIEW_DEPTH_MAX + 1)] = {0x54, 1};
    size_t size = 2;
    for (unsigned i = 0; i < depth; i++) {
        raw[size++] = OP_OPEN;
        raw[size++] = TAG_DIV;
    }
    for (unsigned i = 0; i < depth; i++)
        raw[size++] = OP_CLOSE;
    return view_check(bytes_make(raw, size));
}

TEST(view_check_allows_48_levels_and_no_more) {
    CHECK_OK(check_nested(VIEW_DEPTH_MAX));
    CHECK_ERR(check_nested(VIEW_DEPTH_MAX + 1), ERR_MALFORMED);
}

TEST(view_href_takes_addresses_https_and_tel_only) {
    static const char *const good[] = {"#4/3", "#4/3/1f2e3d4c5b6a7988", "https://example.org/a?b=c",
                                       "tel:+34900123456", "tel:112"};
    static const char *const bad[] = {"",
                                      "#",
                                      "#<b>",
                                      "#4 3",
                                      "javascript:alert(1)",
                                      "http://x",
                                      "https://",
                                      "https://a b",
                                      "https://a\"b",
                                      "HTTPS://a",
                                      " https://a",
                                      "//a",
                                      "mailto:a@b",
                                      "data:text/html,x",
                                      "tel:",
                                      "tel:1;x",
                                      "https://a\nb",
                                      "https://\xc3\xa9"};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        CHECK(view_href_valid(bytes_from_string(good[i])));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK(!view_href_valid(bytes_from_string(bad[i])));
}

TEST(view_check_refuses_an_href_of_another_kind) {
    const uint8_t raw[] = {0x54, 1,   1,   TAG_A, 2,   ATTR_HREF, 11,  'j', 'a', 'v',
                           'a',  's', 'c', 'r',   'i', 'p',       't', ':', 4};
    CHECK_ERR(view_check(BYTES_OF(raw)), ERR_MALFORMED);
}

TEST(html_escapes_text_and_attributes_by_their_place) {
    struct view v;
    fresh(&v);
    view_open(&v, TAG_P);
    view_attr(&v, ATTR_ARIA_LABEL, "\"><script>'&");
    view_text(&v, BYTES("<b>&amp; \"quoted\"\r\n"));
    view_close(&v);
    CHECK_BYTES(printed(&v), BYTES("<p aria-label=\"&quot;&gt;&lt;script&gt;'&amp;\">"
                                   "&lt;b&gt;&amp;amp; \"quoted\"&#13;\n</p>"));
}

TEST(html_writes_a_textarea_with_its_value_as_text) {
    struct view v;
    fresh(&v);
    view_open(&v, TAG_TEXTAREA);
    view_attr(&v, ATTR_VALUE, "\n</textarea><i>");
    view_attr(&v, ATTR_NAME, "3");
    view_close(&v);
    CHECK_BYTES(printed(&v),
                BYTES("<textarea name=\"3\">\n\n&lt;/textarea&gt;&lt;i&gt;</textarea>"));
}

TEST(html_closes_no_void_element_and_writes_flags_bare) {
    struct view v;
    fresh(&v);
    view_open(&v, TAG_INPUT);
    view_attr(&v, ATTR_CHECKED, "");
    view_close(&v);
    view_open(&v, TAG_BR);
    view_close(&v);
    view_leaf(&v, TAG_P, NULL, BYTES(""));
    CHECK_BYTES(printed(&v), BYTES("<input checked><br><p></p>"));
}

TEST(html_appends_nothing_of_a_refused_stream) {
    struct buf out;
    struct bytes html;
    struct view v;
    fresh(&v);
    buf_init(&out, &arena);
    buf_add_string(&out, "before");
    CHECK_ERR(html_print(BYTES("\x54\x01\x03\x01z\x04"), &out), ERR_MALFORMED);
    CHECK_OK(buf_finish(&out, &html));
    CHECK_BYTES(html, BYTES("before"));
}

TEST(view_links_out_tell_nothing_of_where_they_came_from) {
    struct view v;
    fresh(&v);
    view_open(&v, TAG_A);
    view_href_out(&v, "https://example.org/");
    view_close(&v);
    view_open(&v, TAG_A);
    view_href(&v, (struct address){4, 3, 0});
    view_close(&v);
    CHECK_BYTES(printed(&v), BYTES("<a href=\"https://example.org/\" rel=\"noopener noreferrer\" "
                                   "target=\"_blank\"></a><a href=\"#4/3\"></a>"));
}

static struct bytes address_text(struct address a, struct buf *b, uint8_t room[64]) {
    buf_init_fixed(b, room, 64);
    address_print(b, a);
    return bytes_make(b->at, b->size);
}

TEST(address_print_and_parse_are_inverse) {
    const struct address all[] = {{1, 0, 0},
                                  {4, 3, 0},
                                  {4, 3, 7},
                                  {4, 3, 999999999},
                                  {4, 3, 1000000000},
                                  {4294967295u, 4294967295u, UINT64_MAX},
                                  {2, 1, UINT64_C(0x0123456789abcdef)}};
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        uint8_t room[64];
        struct buf b;
        struct address back = {0};
        CHECK_OK(address_parse(address_text(all[i], &b, room), &back));
        CHECK(address_equal(all[i], back));
    }
    uint8_t room[64];
    struct buf b;
    CHECK_BYTES(address_text(all[6], &b, room), BYTES("2/1/0123456789abcdef"));
    CHECK_BYTES(address_text(all[2], &b, room), BYTES("4/3/7"));
}

TEST(address_parse_takes_one_spelling_only) {
    static const char *const bad[] = {"4",
                                      "4/",
                                      "/3",
                                      "04/3",
                                      "4/03",
                                      "4/3/",
                                      "4/3/0",
                                      "4/3/07",
                                      "4/3/7/",
                                      "4/3/7/8",
                                      "a/3",
                                      "4/3/1234567890",
                                      "4/3/0123456789ABCDEF",
                                      "4/3/0123456789abcdef0",
                                      "4/3/abc",
                                      "-4/3",
                                      "4294967296/1",
                                      "#4/3",
                                      " 4/3",
                                      "4/3 ",
                                      "4/3/0000000000000007"};
    struct address a = {9, 9, 9};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK_ERR(address_parse(bytes_from_string(bad[i]), &a), ERR_MALFORMED);
    CHECK(address_equal(a, (struct address){9, 9, 9}));
    CHECK_OK(address_parse(BYTES(""), &a));
    CHECK(address_equal(a, (struct address){0, 0, 0}));
}

TEST(view_names_are_those_of_html) {
    CHECK_BYTES(bytes_from_string(view_tag_name(TAG_SVG_TEXT)), BYTES("text"));
    CHECK_BYTES(bytes_from_string(view_attr_name(ATTR_X)), BYTES("x"));
    CHECK(view_tag_is_svg(TAG_DESC) && !view_tag_is_svg(TAG_PROGRESS));
    CHECK(view_tag_is_void(TAG_HR) && !view_tag_is_void(TAG_P));
}
