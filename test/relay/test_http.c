/* Request heads: what is read, and the reason of each refusal. */
#include "test.h"

#include "relay/http.h"
#include "relay/quota.h"
#include "relay/route.h"

#include <stdio.h>
#include <string.h>

static enum relay_reason read_head(const char *text, struct http_head *out) {
    return http_head_read(bytes_from_string(text), out);
}

TEST(http_head_is_read) {
    struct http_head h;
    const char *text = "POST /b/x/1?y HTTP/1.1\r\nHost: relay.example \r\nX-Empty:\r\n"
                       "content-LENGTH: 12\r\nAuthorization: Box abc\r\nOrigin: https://a\r\n"
                       "X-Forwarded-For: 1.2.3.4, 5.6.7.8\r\nConnection: close\r\n\r\n";
    CHECK_INT(read_head(text, &h), RELAY_REASON_NONE);
    CHECK_INT(h.verb, HTTP_VERB_POST);
    CHECK_BYTES(h.target, BYTES("/b/x/1?y"));
    CHECK_BYTES(h.host, BYTES("relay.example"));
    CHECK_BYTES(h.authorization, BYTES("Box abc"));
    CHECK_BYTES(h.origin, BYTES("https://a"));
    CHECK_BYTES(h.forwarded_for, BYTES("1.2.3.4, 5.6.7.8"));
    CHECK(h.has_length && h.closes);
    CHECK_INT(h.length, 12);
    CHECK(h.if_none_match.at == NULL);
}

TEST(http_heads_refused) {
    static const struct {
        const char *text;
        enum relay_reason reason;
    } rows[] = {
        {"GET / HTTP/1.1\r\n\r\n", RELAY_REASON_HOST},
        {"GET / HTTP/1.1\r\nHost:\r\n\r\n", RELAY_REASON_HOST},
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", RELAY_REASON_HOST},
        {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", RELAY_REASON_COLON},
        {"GET / HTTP/1.1\r\nHost\t: a\r\n\r\n", RELAY_REASON_COLON},
        {"GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", RELAY_REASON_FOLDED},
        {"GET / HTTP/1.1\r\nHost: a\r\n\tb: c\r\n\r\n", RELAY_REASON_FOLDED},
        {"GET / HTTP/1.1\r\n Host: a\r\n\r\n", RELAY_REASON_FOLDED},
        {"GET / HTTP/1.1\nHost: a\r\n\r\n", RELAY_REASON_BARE_LF},
        {"GET / HTTP/1.1\r\nHost: a\nB: c\r\n\r\n", RELAY_REASON_BARE_LF},
        {"GET / HTTP/1.1\r\nHost: a\rB: c\r\n\r\n", RELAY_REASON_MALFORMED},
        {"GET / HTTP/1.1\r\nHost: a\r\nnothing\r\n\r\n", RELAY_REASON_MALFORMED},
        {"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", RELAY_REASON_MALFORMED},
        {"GET / HTTP/1.1\r\nHost: a\r\nB\x01: b\r\n\r\n", RELAY_REASON_MALFORMED},
        {"GET / HTTP/1.1\r\nHost: a\r\nB: b\x01\r\n\r\n", RELAY_REASON_MALFORMED},
        {"\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", RELAY_REASON_MALFORMED},
        {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", RELAY_REASON_MALFORMED},
        {"get / HTTP/1.1\r\nHost: a\r\n\r\n", RELAY_REASON_MALFORMED},
        {"NONSENSE / HTTP/1.1\r\nHost: a\r\n\r\n", RELAY_REASON_MALFORMED},
        {"GET / HTTP/1.0\r\nHost: a\r\n\r\n", RELAY_REASON_VERSION},
        {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", RELAY_REASON_VERSION},
        {"GET / HTTP/1.2\r\nHost: a\r\n\r\n", RELAY_REASON_VERSION},
        {"GET / HTTP/9.9\r\nHost: a\r\n\r\n", RELAY_REASON_VERSION},
        {"GET /\r\nHost: a\r\n\r\n", RELAY_REASON_VERSION},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", RELAY_REASON_TRANSFER},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
         RELAY_REASON_TRANSFER},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n", RELAY_REASON_TRANSFER},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
         RELAY_REASON_TRANSFER},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\n",
         RELAY_REASON_LENGTH},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -4\r\n\r\n", RELAY_REASON_LENGTH},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4, 4\r\n\r\n", RELAY_REASON_LENGTH},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
         RELAY_REASON_LENGTH},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x4\r\n\r\n", RELAY_REASON_LENGTH},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\n\r\n", RELAY_REASON_ENCODING},
        {"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n", RELAY_REASON_EXPECT},
        {"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Box a\r\nAuthorization: Box b\r\n\r\n",
         RELAY_REASON_AUTHORIZATION},
    };
    struct http_head h;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (read_head(rows[i].text, &h) != rows[i].reason)
            fprintf(stderr, "row %zu: %s\n", i, rows[i].text);
        CHECK_INT(read_head(rows[i].text, &h), rows[i].reason);
    }
    static const char nul[] = "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n";
    CHECK_INT(http_head_read(bytes_make(nul, sizeof nul - 1), &h), RELAY_REASON_MALFORMED);
}

TEST(http_limits) {
    static char text[9000];
    struct http_head h;
    int size = snprintf(text, sizeof text, "GET /%0255d HTTP/1.1\r\nHost: a\r\n\r\n", 0);
    CHECK(size > 0);
    CHECK_INT(read_head(text, &h), RELAY_REASON_NONE);
    snprintf(text, sizeof text, "GET /%0256d HTTP/1.1\r\nHost: a\r\n\r\n", 0);
    CHECK_INT(read_head(text, &h), RELAY_REASON_TARGET_LONG);
    snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: a\r\nB: %04090d\r\n\r\n", 0);
    CHECK_INT(http_head_hopeless(bytes_from_string(text)), RELAY_REASON_NONE);
    snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: a\r\nB: %05000d\r\n\r\n", 0);
    CHECK_INT(read_head(text, &h), RELAY_REASON_HEADERS_LARGE);
    CHECK_INT(http_head_hopeless(bytes_from_string(text)), RELAY_REASON_HEADERS_LARGE);
    struct buf b;
    struct bytes head;
    for (int extra = 31; extra <= 32; extra++) {
        buf_init_fixed(&b, text, sizeof text);
        buf_add_string(&b, "GET / HTTP/1.1\r\nHost: a\r\n");
        for (int i = 0; i < extra; i++)
            buf_add_string(&b, "B: c\r\n");
        buf_add_string(&b, "\r\n");
        CHECK_OK(buf_finish(&b, &head));
        CHECK_INT(http_head_read(head, &h),
                  extra == 31 ? RELAY_REASON_NONE : RELAY_REASON_HEADERS_LARGE);
    }
}

TEST(http_arrival) {
    struct bytes whole = BYTES("GET / HTTP/1.1\r\nHost: a\r\n\r\nrest");
    CHECK_INT(http_head_end(whole, 0), whole.size - 4);
    for (size_t size = 0; size < whole.size - 4; size++) {
        struct bytes part = bytes_slice(whole, 0, size);
        CHECK_INT(http_head_end(part, 0), 0);
        CHECK_INT(http_head_hopeless(part), RELAY_REASON_NONE);
        CHECK_INT(http_head_end(whole, size), whole.size - 4);
    }
    CHECK_INT(http_head_hopeless(BYTES("GET / HTTP/1.1\nHost: a\n\n")), RELAY_REASON_BARE_LF);
    static char line[400];
    memset(line, 'a', sizeof line);
    CHECK_INT(http_head_hopeless(BYTES_OF(line)), RELAY_REASON_TARGET_LONG);
}

TEST(quota_buckets) {
    struct quota *q = quota_make();
    uint8_t address[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1};
    uint64_t a = quota_address(q, address, 2200), now = 1000000;
    address[15] = 99; /* the same /24 */
    CHECK(quota_address(q, address, 2200) == a);
    address[14] = 3;
    uint64_t other = quota_address(q, address, 2200);
    CHECK(other != a);
    uint8_t six[16] = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 5},
            same[16] = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 1};
    CHECK(quota_address(q, six, 2200) == quota_address(q, same, 2200));
    for (int i = 0; i < 60; i++)
        CHECK(quota_take(q, a, QUOTA_READ, now));
    CHECK(!quota_take(q, a, QUOTA_READ, now));
    CHECK(quota_take(q, other, QUOTA_READ, now));
    CHECK(quota_take(q, a, QUOTA_WRITE, now));
    CHECK(!quota_take(q, a, QUOTA_READ, now + 499));
    CHECK(quota_take(q, a, QUOTA_READ, now + 500)); /* two a second */
    CHECK(!quota_take(q, a, QUOTA_READ, now + 500));
    for (int i = 0; i < 64; i++)
        CHECK(quota_take(q, a, QUOTA_CREATE, now));
    CHECK(!quota_take(q, a, QUOTA_CREATE, now + 60000));
    for (uint64_t t = 0; t < 1350000; t += 1000) /* looking often does not keep it from filling */
        (void)quota_has(q, a, QUOTA_CREATE, now + t);
    CHECK(quota_has(q, a, QUOTA_CREATE, now + 1350000)); /* 86,400 s / 64 */
    address[14] = 2;
    CHECK(quota_address(q, address, 2201) != a); /* another day, another key */
    for (uint64_t i = 1; i < 20000; i++)         /* a flood does not end the table */
        CHECK(quota_take(q, i * 0x9e3779b97f4a7c15ull, QUOTA_READ, now + i));
    quota_free(q);
}
