/* test_cbor.c -- the strict subset: what it takes, what it refuses, and that nothing has two forms.
 */
#include "test.h"

#include "crypt/seeded.h"
#include "wire/cbor.h"

#include <string.h>

/* Writes again what a cursor reads: the other half of encode(decode(x)) == x. */
static enum err rewrite(struct cbor *c, struct buf *out) {
    uint64_t u = 0;
    int64_t i = 0;
    size_t count = 0;
    bool truth = false;
    struct bytes b;
    switch (cbor_peek(c)) {
    case CBOR_UINT:
        TRY(cbor_read_uint(c, &u));
        cbor_write_uint(out, u);
        return ERR_OK;
    case CBOR_NEGATIVE:
        TRY(cbor_read_int(c, &i));
        cbor_write_int(out, i);
        return ERR_OK;
    case CBOR_BYTES:
        TRY(cbor_read_bytes(c, &b));
        cbor_write_bytes(out, b);
        return ERR_OK;
    case CBOR_TEXT:
        TRY(cbor_read_text(c, &b));
        cbor_write_text(out, b);
        return ERR_OK;
    case CBOR_BOOL:
        TRY(cbor_read_bool(c, &truth));
        cbor_write_bool(out, truth);
        return ERR_OK;
    case CBOR_NULL:
        cbor_write_null(out);
        return cbor_read_null(c);
    case CBOR_ARRAY:
        TRY(cbor_read_array(c, &count));
        cbor_write_array(out, count);
        break;
    case CBOR_MAP:
        TRY(cbor_read_map(c, &count));
        cbor_write_map(out, count);
        count *= 2;
        break;
    case CBOR_END:
        return ERR_MALFORMED;
    }
    while (count--)
        TRY(rewrite(c, out));
    return ERR_OK;
}

/* True when b is refused, or is read and written again as the same bytes. */
static bool refused_or_same(struct bytes b) {
    uint8_t room[256];
    struct buf out;
    struct bytes again;
    struct cbor c;
    size_t size = 0;
    if (cbor_check(b, &size) != ERR_OK)
        return true;
    buf_init_fixed(&out, room, sizeof room);
    struct bytes item = bytes_slice(b, 0, size);
    if (cbor_open(item, &c) != ERR_OK || rewrite(&c, &out) != ERR_OK)
        return false;
    return c.at == item.at + size && buf_finish(&out, &again) == ERR_OK && bytes_equal(again, item);
}

static enum err check_bytes(const char *raw, size_t size) {
    struct cbor c;
    return cbor_open(bytes_make(raw, size), &c);
}
#define CHECK_RAW(literal, expected) CHECK_ERR(check_bytes(literal, sizeof literal - 1), expected)

TEST(cbor_every_input_of_three_bytes_or_fewer) {
    uint8_t raw[3];
    unsigned wrong = 0, accepted = 0;
    for (uint32_t v = 0; v < 1u << 24; v += v < 1u << 16 ? 1 : 7) {
        size_t size = 0;
        raw[0] = (uint8_t)v;
        raw[1] = (uint8_t)(v >> 8);
        raw[2] = (uint8_t)(v >> 16);
        for (size_t n = v < 256 ? 1 : v < 65536 ? 2 : 3; n <= 3; n++) {
            wrong += !refused_or_same(bytes_make(raw, n));
            accepted += cbor_check(bytes_make(raw, n), &size) == ERR_OK;
        }
    }
    CHECK_INT(wrong, 0);
    CHECK(accepted > 1000);
}

TEST(cbor_random_structures_are_refused_or_canonical) {
    struct random_seeded s;
    struct random_source r = random_seeded_source(&s, 7);
    unsigned wrong = 0, accepted = 0;
    for (int round = 0; round < 20000; round++) {
        /* Heads that often begin something, so that random bytes get deep. */
        static const uint8_t heads[] = {0x80, 0x81, 0x82, 0xa0, 0xa1, 0xa2, 0x00, 0x01, 0x02,
                                        0x17, 0x18, 0x19, 0x20, 0x38, 0x40, 0x41, 0x61, 0x78,
                                        0xf4, 0xf5, 0xf6, 0xf7, 0xc0, 0x9f, 0xff, 'a'};
        uint8_t raw[24];
        size_t size = 0;
        CHECK_OK(random_fill(&r, raw, sizeof raw));
        for (size_t i = 0; i < sizeof raw; i++)
            if (raw[i] & 3)
                raw[i] = heads[raw[i] % sizeof heads];
        wrong += !refused_or_same(BYTES_OF(raw));
        accepted += cbor_check(BYTES_OF(raw), &size) == ERR_OK && size > 3;
    }
    CHECK_INT(wrong, 0);
    CHECK(accepted > 500);
}

TEST(cbor_integers_at_their_edges) {
    static const int64_t values[] = {
        0,          1,          23,        24,        255,           256,        65535,
        65536,      -1,         -24,       -25,       -256,          -257,       -65536,
        -65537,     4294967295, INT64_MAX, INT64_MIN, INT64_MIN + 1, 4294967296, -4294967296,
        -4294967297};
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        uint8_t room[9];
        struct buf b;
        struct bytes item;
        struct cbor c;
        int64_t back = 0;
        buf_init_fixed(&b, room, sizeof room);
        cbor_write_int(&b, values[i]);
        CHECK_OK(buf_finish(&b, &item));
        CHECK_OK(cbor_open(item, &c));
        CHECK_OK(cbor_read_int(&c, &back));
        CHECK_INT(back, values[i]);
    }
    struct cbor big = cbor_over(BYTES("\x1b\xff\xff\xff\xff\xff\xff\xff\xff"));
    uint64_t most = 0;
    int64_t none = 5;
    CHECK_ERR(cbor_read_int(&big, &none), ERR_LIMIT);
    CHECK_INT(none, 5);
    CHECK_OK(cbor_read_uint(&big, &most));
    CHECK(most == UINT64_MAX);
}

TEST(cbor_refuses_longer_forms_than_needed) {
    CHECK_RAW("\x18\x17", ERR_MALFORMED);
    CHECK_RAW("\x19\x00\xff", ERR_MALFORMED);
    CHECK_RAW("\x1a\x00\x00\xff\xff", ERR_MALFORMED);
    CHECK_RAW("\x1b\x00\x00\x00\x00\xff\xff\xff\xff", ERR_MALFORMED);
    CHECK_RAW("\x58\x01x", ERR_MALFORMED);
    CHECK_RAW("\x98\x01\x00", ERR_MALFORMED);
    CHECK_RAW("\xb8\x01\x00\x00", ERR_MALFORMED);
    CHECK_RAW("\x38\x17", ERR_MALFORMED);
    CHECK_RAW("\x18\x18", ERR_OK);
    CHECK_RAW("\x19\x01\x00", ERR_OK);
}

TEST(cbor_refuses_what_is_not_of_the_subset) {
    CHECK_RAW("", ERR_MALFORMED);
    CHECK_RAW("\xc0\x00", ERR_MALFORMED);             /* a tag */
    CHECK_RAW("\xf9\x00\x00", ERR_MALFORMED);         /* half float */
    CHECK_RAW("\xfb\0\0\0\0\0\0\0\0", ERR_MALFORMED); /* double */
    CHECK_RAW("\xf7", ERR_MALFORMED);                 /* undefined */
    CHECK_RAW("\xe0", ERR_MALFORMED);                 /* a simple value */
    CHECK_RAW("\xf8\x20", ERR_MALFORMED);
    CHECK_RAW("\x5f\x41x\xff", ERR_MALFORMED); /* indefinite */
    CHECK_RAW("\x9f\xff", ERR_MALFORMED);
    CHECK_RAW("\xbf\xff", ERR_MALFORMED);
    CHECK_RAW("\xff", ERR_MALFORMED);
    CHECK_RAW("\x1c", ERR_MALFORMED);                   /* reserved */
    CHECK_RAW("\x3b\x80\0\0\0\0\0\0\0", ERR_MALFORMED); /* below -2^63 */
    CHECK_RAW("\x62\xc3\x28", ERR_MALFORMED);           /* not UTF-8 */
    CHECK_RAW("\x61\x00", ERR_MALFORMED);               /* NUL */
    CHECK_RAW("\x63\xed\xa0\x80", ERR_MALFORMED);       /* a surrogate */
    CHECK_RAW("\x62\xc0\x80", ERR_MALFORMED);           /* overlong */
    CHECK_RAW("\x00\x00", ERR_MALFORMED);               /* a rest */
    CHECK_RAW("\xf6", ERR_OK);
    CHECK_RAW("\x62\xc3\xb1", ERR_OK);
}

TEST(cbor_maps_ascend_and_have_uint_keys) {
    CHECK_RAW("\xa2\x00\x00\x01\x00", ERR_OK);
    CHECK_RAW("\xa2\x17\x00\x18\x18\x00", ERR_OK);
    CHECK_RAW("\xa2\x01\x00\x00\x00", ERR_MALFORMED); /* descending */
    CHECK_RAW("\xa2\x01\x00\x01\x00", ERR_MALFORMED); /* twice */
    CHECK_RAW("\xa1\x20\x00", ERR_MALFORMED);         /* a negative key */
    CHECK_RAW("\xa1\x61x\x00", ERR_MALFORMED);        /* a text key */
    CHECK_RAW("\xa1\x80\x00", ERR_MALFORMED);
    CHECK_RAW("\xa1\xf6\x00", ERR_MALFORMED);
    CHECK_RAW("\xa1\x00", ERR_MALFORMED); /* cut */
    /* Keys of inner maps have their own order. */
    CHECK_RAW("\xa2\x05\xa1\x01\x00\x06\xa1\x00\x00", ERR_OK);
}

TEST(cbor_limits) {
    static uint8_t raw[CBOR_SIZE_MAX + 16];
    size_t size = 0;
    for (unsigned depth = 1; depth <= 9; depth++) {
        memset(raw, 0x81, depth);
        raw[depth] = 0;
        CHECK_ERR(cbor_check(bytes_make(raw, depth + 1), &size), depth <= 8 ? ERR_OK : ERR_LIMIT);
    }
    memset(raw, 0x81, 8);
    raw[8] = 0x80; /* empty, and still a ninth container */
    CHECK_ERR(cbor_check(bytes_make(raw, 9), &size), ERR_LIMIT);
    /* 4,095 elements and the array are 4,096 items. */
    memset(raw, 0, sizeof raw);
    memcpy(raw, "\x99\x0f\xff", 3);
    CHECK_OK(cbor_check(BYTES_OF(raw), &size));
    CHECK_INT(size, 3 + 4095);
    memcpy(raw, "\x99\x10\x00", 3);
    CHECK_ERR(cbor_check(BYTES_OF(raw), &size), ERR_LIMIT);
    memcpy(raw, "\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9);
    CHECK_ERR(cbor_check(BYTES_OF(raw), &size), ERR_LIMIT);
    memcpy(raw, "\xbb\x80\0\0\0\0\0\0\0", 9);
    CHECK_ERR(cbor_check(BYTES_OF(raw), &size), ERR_LIMIT);
    /* 61,000 bytes and one more. */
    unsigned text = CBOR_SIZE_MAX - 3;
    raw[0] = 0x59;
    raw[1] = (uint8_t)(text >> 8);
    raw[2] = (uint8_t)text;
    CHECK_OK(cbor_check(BYTES_OF(raw), &size));
    CHECK_INT(size, CBOR_SIZE_MAX);
    raw[2]++;
    CHECK_ERR(cbor_check(BYTES_OF(raw), &size), ERR_LIMIT);
}

TEST(cbor_cut_anywhere_is_refused) {
    static const char whole[] = "\xa3\x00\x19\x01\x00\x01\x83\x20\x62hi\x43"
                                "abc\x02\xa1\x07\xf5";
    CHECK_RAW(whole, ERR_OK);
    for (size_t n = 0; n < sizeof whole - 1; n++)
        CHECK_ERR(check_bytes(whole, n), ERR_MALFORMED);
}

TEST(cbor_reading_a_map) {
    struct cbor map, value;
    struct bytes text, item;
    uint64_t u = 0;
    int64_t i = 0;
    bool truth = false;
    uint8_t fixed[3];
    CHECK_OK(cbor_open(BYTES("\xa5\x00\x01\x02\x82\x01\x02\x05\x62hi\x07\x43"
                             "abc\x09\xf5"),
                       &map));
    CHECK_OK(cbor_map_uint(&map, 0, &u));
    CHECK_INT(u, 1);
    CHECK_OK(cbor_map_int(&map, 0, &i));
    CHECK_INT(i, 1);
    CHECK_OK(cbor_map_text(&map, 5, &text));
    CHECK_BYTES(text, BYTES("hi"));
    CHECK_OK(cbor_map_fixed(&map, 7, fixed, 3));
    CHECK_BYTES(BYTES_OF(fixed), BYTES("abc"));
    CHECK_ERR(cbor_map_fixed(&map, 7, fixed, 2), ERR_SIZE);
    CHECK_OK(cbor_map_bool(&map, 9, &truth));
    CHECK(truth);
    CHECK_ERR(cbor_map_uint(&map, 1, &u), ERR_NOT_FOUND);
    CHECK_ERR(cbor_map_uint(&map, 10, &u), ERR_NOT_FOUND);
    CHECK_ERR(cbor_map_uint(&map, 5, &u), ERR_MALFORMED);
    CHECK_ERR(cbor_map_bytes(&map, 5, &text), ERR_MALFORMED);
    CHECK_OK(cbor_map_find(&map, 2, &value));
    CHECK_OK(cbor_item(&value, &item));
    CHECK_BYTES(item, BYTES("\x82\x01\x02"));
    CHECK_OK(cbor_skip(&map));
    CHECK_INT(cbor_peek(&map), CBOR_END);
    CHECK_ERR(cbor_skip(&map), ERR_MALFORMED);
}

TEST(cbor_writer_refuses_bad_text_and_sticks) {
    uint8_t room[16];
    struct buf b;
    struct bytes out;
    buf_init_fixed(&b, room, sizeof room);
    cbor_write_text(&b, BYTES("\xff"));
    cbor_write_null(&b);
    CHECK_ERR(buf_finish(&b, &out), ERR_MALFORMED);
    buf_init_fixed(&b, room, 3);
    cbor_write_bytes(&b, BYTES("abc"));
    CHECK_ERR(buf_finish(&b, &out), ERR_FULL);
}

TEST(cbor_cursor_stays_inside_unchecked_bytes) {
    /* A cursor over anything at all reads or refuses; the sanitizers watch. */
    struct random_seeded s;
    struct random_source r = random_seeded_source(&s, 11);
    unsigned ended = 0;
    for (int round = 0; round < 5000; round++) {
        uint8_t raw[16], room[64];
        CHECK_OK(random_fill(&r, raw, sizeof raw));
        struct cbor c = cbor_over(BYTES_OF(raw));
        while (cbor_skip(&c) == ERR_OK)
            CHECK(c.at <= raw + sizeof raw);
        struct buf b;
        buf_init_fixed(&b, room, sizeof room);
        c = cbor_over(BYTES_OF(raw));
        ended += rewrite(&c, &b) == ERR_OK;
    }
    CHECK(ended > 0);
}

TEST(cbor_reads_of_another_type_leave_the_cursor) {
    struct cbor c = cbor_over(BYTES("\xf6")), before = c;
    struct bytes b;
    size_t count = 7;
    bool truth = true;
    int64_t i = 7;
    CHECK_ERR(cbor_read_bool(&c, &truth), ERR_MALFORMED);
    CHECK_ERR(cbor_read_int(&c, &i), ERR_MALFORMED);
    CHECK_ERR(cbor_read_array(&c, &count), ERR_MALFORMED);
    CHECK_ERR(cbor_read_map(&c, &count), ERR_MALFORMED);
    CHECK_ERR(cbor_read_text(&c, &b), ERR_MALFORMED);
    CHECK(c.at == before.at && count == 7 && i == 7 && truth);
    CHECK_OK(cbor_read_null(&c));
    CHECK_ERR(cbor_read_null(&c), ERR_MALFORMED);
    /* Counts and sizes that no check lets pass. */
    c = cbor_over(BYTES("\x99\x10\x01"));
    CHECK_ERR(cbor_read_array(&c, &count), ERR_MALFORMED);
    CHECK_ERR(cbor_skip(&c), ERR_MALFORMED);
    c = cbor_over(BYTES("\x43"
                        "ab"));
    CHECK_ERR(cbor_read_bytes(&c, &b), ERR_MALFORMED);
    CHECK_ERR(cbor_skip(&c), ERR_MALFORMED);
    c = cbor_over(BYTES("\xf8\xff"));
    CHECK_INT(cbor_peek(&c), CBOR_END);
    c = cbor_over(BYTES("\xe3"));
    CHECK_INT(cbor_peek(&c), CBOR_END);
    c = cbor_over(BYTES("\xc3\x00"));
    CHECK_INT(cbor_peek(&c), CBOR_END);
}

TEST(cbor_reads_say_what_is_missing) {
    struct cbor map, c, value;
    struct bytes b;
    uint64_t u = 7;
    int64_t i = 7;
    bool truth = true;
    uint8_t fixed[2] = {7, 7};
    CHECK_OK(cbor_open(BYTES("\xa1\x00\x40"), &map));
    CHECK_OK(cbor_map_fixed(&map, 0, fixed, 0)); /* nothing, of the size asked for */
    CHECK_ERR(cbor_map_uint(&map, 1, &u), ERR_NOT_FOUND);
    CHECK_ERR(cbor_map_int(&map, 1, &i), ERR_NOT_FOUND);
    CHECK_ERR(cbor_map_bytes(&map, 1, &b), ERR_NOT_FOUND);
    CHECK_ERR(cbor_map_text(&map, 1, &b), ERR_NOT_FOUND);
    CHECK_ERR(cbor_map_bool(&map, 1, &truth), ERR_NOT_FOUND);
    CHECK_ERR(cbor_map_fixed(&map, 1, fixed, 2), ERR_NOT_FOUND);
    CHECK(u == 7 && i == 7 && truth && fixed[0] == 7);
    c = cbor_over((struct bytes){NULL, 0});
    CHECK_INT(cbor_peek(&c), CBOR_END);
    CHECK_ERR(cbor_read_int(&c, &i), ERR_MALFORMED);
    c = cbor_over(BYTES("\xf5"));
    CHECK_ERR(cbor_read_null(&c), ERR_MALFORMED);
    CHECK_ERR(cbor_read_fixed(&c, fixed, 2), ERR_MALFORMED);
    CHECK_ERR(cbor_map_find(&c, 0, &value), ERR_MALFORMED);
    /* In bytes that nobody checked: a key that is none, and a value that ends too early. */
    c = cbor_over(BYTES("\xa2\x61k\x00"));
    CHECK_ERR(cbor_map_find(&c, 0, &value), ERR_MALFORMED);
    c = cbor_over(BYTES("\xa2\x00\x43"
                        "a"));
    CHECK_ERR(cbor_map_find(&c, 1, &value), ERR_MALFORMED);
}
