/* test_base.c -- arenas, buffers, number and text formats, days. */
#include "test.h"

#include "base/arena.h"
#include "base/day.h"

#include <string.h>

TEST(arena_never_exceeds_its_limit) {
    struct arena a;
    arena_init(&a, 4096);
    size_t given = 0;
    for (int i = 0; i < 1000 && arena_alloc(&a, 100); i++)
        given += 100;
    bool within = a.held <= 4096 && given > 0 && given <= 4096;
    bool refused = arena_alloc(&a, SIZE_MAX) == NULL && arena_alloc(&a, SIZE_MAX - 8) == NULL &&
                   arena_array(&a, SIZE_MAX / 2, 4) == NULL;
    arena_free(&a);
    CHECK(within);
    CHECK(refused);
    CHECK_INT(a.held, 0);
}

TEST(arena_memory_is_aligned_and_zero_after_a_reset) {
    struct arena a;
    arena_init(&a, 1 << 16);
    bool good = true;
    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size < 200; size += 7) {
            uint8_t *p = arena_alloc(&a, size);
            good = good && p && (uintptr_t)p % 16 == 0;
            for (size_t i = 0; good && i < size; i++)
                good = p[i] == 0;
            if (good)
                memset(p, 0xa5, size);
        }
        arena_reset(&a);
        good = good && a.used == 0;
    }
    arena_free(&a);
    CHECK(good);
}

TEST(arena_copy_ends_in_nul) {
    struct arena a;
    arena_init(&a, 4096);
    const char *copy = arena_copy(&a, "toward", 6);
    bool same = copy && strcmp(copy, "toward") == 0;
    arena_free(&a);
    CHECK(same);
}

TEST(buf_error_is_sticky) {
    uint8_t room[4];
    struct buf b;
    struct bytes out = BYTES("untouched");
    buf_init_fixed(&b, room, sizeof room);
    buf_add_string(&b, "abc");
    buf_add_string(&b, "de");
    buf_add_u8(&b, 'f');
    CHECK_ERR(buf_finish(&b, &out), ERR_FULL);
    CHECK_BYTES(out, BYTES("untouched"));
    CHECK_INT(b.size, 3);
}

TEST(buf_writes_each_format) {
    uint8_t room[200];
    struct buf b;
    struct bytes out;
    buf_init_fixed(&b, room, sizeof room);
    buf_add_decimal(&b, INT64_MIN);
    buf_add_u8(&b, ' ');
    buf_add_decimal(&b, 0);
    buf_add_u8(&b, ' ');
    buf_add_hex(&b, BYTES("\x00\xff\x10"));
    buf_add_u8(&b, ' ');
    buf_add_base64url(&b, BYTES("\xfb\xff\xfe"));
    buf_add_base64url(&b, BYTES("f"));
    buf_add_base64url(&b, BYTES("fo"));
    CHECK_OK(buf_finish(&b, &out));
    CHECK_BYTES(out, BYTES("-9223372036854775808 0 00ff10 -__-ZgZm8"));
}

TEST(integers_are_little_endian) {
    uint8_t at[8];
    u32_write(at, 0x01020304);
    CHECK_BYTES(bytes_make(at, 4), BYTES("\x04\x03\x02\x01"));
    CHECK_INT(u32_read(at), 0x01020304);
    u64_write(at, 0x0102030405060708);
    CHECK_BYTES(BYTES_OF(at), BYTES("\x08\x07\x06\x05\x04\x03\x02\x01"));
    CHECK_INT(u64_read(at), 0x0102030405060708);
}

TEST(hex_and_base64url_read_only_their_own_form) {
    uint8_t out[3] = {7, 7, 7};
    CHECK_OK(hex_read(BYTES("00ff10"), out, 3));
    CHECK_BYTES(BYTES_OF(out), BYTES("\x00\xff\x10"));
    CHECK_ERR(hex_read(BYTES("00FF10"), out, 3), ERR_MALFORMED);
    CHECK_ERR(hex_read(BYTES("00ff1"), out, 3), ERR_MALFORMED);
    CHECK_ERR(hex_read(BYTES("00ff1000"), out, 3), ERR_MALFORMED);
    CHECK_OK(base64url_read(BYTES("-__-"), out, 3));
    CHECK_BYTES(BYTES_OF(out), BYTES("\xfb\xff\xfe"));
    CHECK_ERR(base64url_read(BYTES("+//+"), out, 3), ERR_MALFORMED);
    CHECK_OK(base64url_read(BYTES("Zm8"), out, 2));
    CHECK_ERR(base64url_read(BYTES("Zm9"), out, 2), ERR_MALFORMED); /* a bit nobody uses is set */
    CHECK_ERR(base64url_read(BYTES("Zm8="), out, 2), ERR_MALFORMED);
}

TEST(decimals_have_one_form) {
    uint64_t v = 5;
    CHECK_OK(decimal_read(BYTES("18446744073709551615"), &v));
    CHECK(v == UINT64_MAX);
    CHECK_ERR(decimal_read(BYTES("18446744073709551616"), &v), ERR_MALFORMED);
    CHECK_ERR(decimal_read(BYTES("01"), &v), ERR_MALFORMED);
    CHECK_ERR(decimal_read(BYTES(""), &v), ERR_MALFORMED);
    CHECK_ERR(decimal_read(BYTES("-1"), &v), ERR_MALFORMED);
    CHECK(v == UINT64_MAX);
    CHECK_OK(decimal_read(BYTES("0"), &v));
    CHECK_INT(v, 0);
}

TEST(utf8_has_its_shortest_form_only) {
    CHECK(utf8_valid(BYTES("")));
    CHECK(utf8_valid(BYTES("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x92\x9e\xf4\x8f\xbf\xbf")));
    CHECK_INT(utf8_count(BYTES("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x92\x9e")), 4);
    CHECK(!utf8_valid(BYTES("\xc0\xaf")));         /* overlong */
    CHECK(!utf8_valid(BYTES("\xe0\x80\xaf")));     /* overlong */
    CHECK(!utf8_valid(BYTES("\xed\xa0\x80")));     /* surrogate */
    CHECK(!utf8_valid(BYTES("\xf4\x90\x80\x80"))); /* beyond the last code point */
    CHECK(!utf8_valid(BYTES("\xe2\x82")));         /* cut */
    CHECK(!utf8_valid(BYTES("\x80")));             /* starts in the middle */
    CHECK(!utf8_valid(BYTES("a\0b")));
}

TEST(what_is_taken_from_the_front_is_whole_or_untouched) {
    static const uint8_t raw[] = {5, 0, 0, 0, 3, 0, 0, 0, 'w', 'a', 'r', 9, 0, 0, 0, 'x'};
    struct bytes in = BYTES_OF(raw), word = BYTES("before");
    uint32_t number;
    CHECK(bytes_take_u32(&in, &number) && number == 5);
    CHECK(bytes_take_sized(&in, &word));
    CHECK_BYTES(word, BYTES("war"));
    CHECK(!bytes_take_sized(&in, &word)); /* nine bytes are said, one is there */
    CHECK_BYTES(word, BYTES("war"));
    in = BYTES("abc");
    CHECK(!bytes_take_u32(&in, &number) && number == 5 && in.size == 3);
    in = (struct bytes){0};
    CHECK(!bytes_take_u32(&in, &number) && !bytes_take_sized(&in, &word));
}

TEST(slices_are_clipped) {
    CHECK_BYTES(bytes_slice(BYTES("toward"), 2, 3), BYTES("war"));
    CHECK_BYTES(bytes_slice(BYTES("toward"), 4, SIZE_MAX), BYTES("rd"));
    CHECK_INT(bytes_slice(BYTES("toward"), 9, 2).size, 0);
    CHECK(bytes_compare(BYTES("ab"), BYTES("abc")) < 0);
    CHECK(bytes_compare(BYTES("b"), BYTES("abc")) > 0);
    CHECK_INT(bytes_compare(BYTES("ab"), BYTES("ab")), 0);
}

TEST(days_and_dates_agree) {
    uint8_t room[24];
    struct buf b;
    struct bytes text;
    buf_init_fixed(&b, room, sizeof room);
    day_add(&b, 0);
    day_add(&b, 364);
    CHECK_OK(buf_finish(&b, &text));
    CHECK_BYTES(text, BYTES("2020-01-012020-12-30"));
    struct date d = date_from_day(0);
    CHECK(d.year == 2020 && d.month == 1 && d.day == 1);
    CHECK_INT(day_from_date((struct date){2024, 2, 29}), 1520);
    CHECK_INT(day_from_date((struct date){1970, 1, 1}), -18262);
    CHECK_INT(day_weekday(0), 2); /* a Wednesday */
    CHECK_INT(day_week(0), 0);
    CHECK_INT(day_week(4), 0);   /* Sunday 5 January 2020 */
    CHECK_INT(day_week(5), 1);   /* the Monday after */
    CHECK_INT(day_week(-3), -1); /* Sunday 29 December 2019 */
    bool agree = true;
    for (int32_t day = -200000; day < 200000; day += 37)
        agree = agree && day_from_date(date_from_day(day)) == day;
    CHECK(agree);
}
