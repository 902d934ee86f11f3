/* The relay's messages: layouts byte by byte, and everything that must not parse. */
#include "test.h"

#include "wire/relay_api.h"

#include <string.h>

static const char ID_HEX[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

static struct bytes text(const char *s) {
    return bytes_from_string(s);
}

static enum relay_reason target(enum relay_method m, const char *tail, struct relay_target *out) {
    char room[512];
    struct buf b;
    struct bytes t;
    buf_init_fixed(&b, room, sizeof room);
    buf_add_string(&b, "/b/");
    buf_add_string(&b, ID_HEX);
    buf_add_string(&b, tail);
    MUST(buf_finish(&b, &t) == ERR_OK);
    return relay_target_read(m, t, out);
}

TEST(relay_api_targets) {
    struct relay_target t;
    CHECK_INT(target(RELAY_PUT, "", &t), RELAY_REASON_NONE);
    CHECK_INT(t.call, RELAY_CALL_CREATE);
    CHECK_INT(t.id[31], 31);
    CHECK_INT(target(RELAY_DELETE, "", &t), RELAY_REASON_NONE);
    CHECK_INT(t.call, RELAY_CALL_DROP);
    CHECK_INT(target(RELAY_POST, "/17", &t), RELAY_REASON_NONE);
    CHECK_INT(t.call, RELAY_CALL_APPEND);
    CHECK_INT(t.n, 17);
    CHECK_INT(target(RELAY_DELETE, "/9007199254740991", &t), RELAY_REASON_NONE);
    CHECK_INT(t.call, RELAY_CALL_ERASE);
    CHECK_INT(target(RELAY_GET, "?from=1", &t), RELAY_REASON_NONE);
    CHECK_INT(t.call, RELAY_CALL_READ);
    CHECK_INT(t.wait, 0);
    CHECK_INT(target(RELAY_GET, "?from=20&wait=25", &t), RELAY_REASON_NONE);
    CHECK_INT(t.n, 20);
    CHECK_INT(t.wait, 25);
}

TEST(relay_api_targets_refused) {
    static const char *const bad[] = {
        "/",
        "/0",
        "/01",
        "/-1",
        "/1/",
        "/9007199254740992",
        "/1?from=1",
        "?from=",
        "?from=0",
        "?from=01",
        "?from=1&",
        "?from=1&wait=0",
        "?from=1&wait=26",
        "?wait=1&from=1",
        "?from=1&wait=1&x=1",
        "?FROM=1",
        "#1",
        "//1",
        "%2f1",
        "/1 ",
        "?from=1;wait=1",
        "/99999999999999999999999",
    };
    struct relay_target t;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        for (int m = RELAY_GET; m <= RELAY_DELETE; m++)
            CHECK_INT(target((enum relay_method)m, bad[i], &t), RELAY_REASON_TARGET);
    CHECK_INT(target(RELAY_POST, "", &t), RELAY_REASON_METHOD);
    CHECK_INT(target(RELAY_GET, "/1", &t), RELAY_REASON_METHOD);
    CHECK_INT(target(RELAY_PUT, "/1", &t), RELAY_REASON_METHOD);
    CHECK_INT(target(RELAY_POST, "?from=1", &t), RELAY_REASON_METHOD);
    CHECK_INT(target(RELAY_GET, "", &t), RELAY_REASON_TARGET);
    CHECK_INT(relay_target_read(RELAY_GET, text("/b/00?from=1"), &t), RELAY_REASON_TARGET);
    CHECK_INT(relay_target_read(RELAY_GET, text("/c/"), &t), RELAY_REASON_TARGET);
    CHECK_INT(relay_target_read(RELAY_GET, text(""), &t), RELAY_REASON_TARGET);
}

TEST(relay_api_target_round_trip) {
    for (int c = RELAY_CALL_CREATE; c <= RELAY_CALL_DROP; c++) {
        struct relay_target t = {.call = (enum relay_call)c}, back;
        bool has_n = c == RELAY_CALL_APPEND || c == RELAY_CALL_READ || c == RELAY_CALL_ERASE;
        t.n = has_n ? 123456789 : 0;
        t.wait = c == RELAY_CALL_READ ? 7 : 0;
        memset(t.id, 0xa5, sizeof t.id);
        char room[RELAY_TARGET_MAX_SIZE];
        struct buf b;
        struct bytes bytes;
        buf_init_fixed(&b, room, sizeof room);
        relay_target_write(&b, &t);
        CHECK_OK(buf_finish(&b, &bytes));
        CHECK_INT(relay_target_read(relay_call_method(t.call), bytes, &back), RELAY_REASON_NONE);
        CHECK_INT(back.call, t.call);
        CHECK_INT(back.n, t.n);
        CHECK_INT(back.wait, t.wait);
        CHECK_BYTES(bytes_make(back.id, 32), bytes_make(t.id, 32));
    }
}

TEST(relay_api_create_layout) {
    struct relay_create c = {.box_class = 2, .day = 0x01020304, .admission = RELAY_ADMISSION_POW};
    c.nonce = 0x1122334455667788;
    memset(c.rt_hash, 0xaa, sizeof c.rt_hash);
    memset(c.sig, 0xbb, sizeof c.sig);
    uint8_t room[256];
    struct buf b;
    struct bytes body;
    buf_init_fixed(&b, room, sizeof room);
    relay_create_write(&b, &c);
    CHECK_OK(buf_finish(&b, &body));
    CHECK_INT(body.size, 110);
    CHECK_INT(room[0], 2);
    CHECK_INT(room[1], 4);
    CHECK_INT(room[4], 1);
    CHECK_INT(room[5], 0xaa);
    CHECK_INT(room[37], 0xbb);
    CHECK_INT(room[100], 0xbb);
    CHECK_INT(room[101], 2);
    CHECK_INT(room[102], 0x88);
    struct relay_create back;
    CHECK_OK(relay_create_read(body, &back));
    CHECK_INT(back.nonce, c.nonce);
    CHECK_INT(back.day, c.day);
    for (size_t size = 0; size < body.size; size++)
        CHECK_ERR(relay_create_read(bytes_slice(body, 0, size), &back), ERR_MALFORMED);
    room[101] = 3;
    CHECK_ERR(relay_create_read(body, &back), ERR_MALFORMED);
    uint8_t host[32], message[RELAY_CREATE_MESSAGE_SIZE], id[32];
    memset(host, 0xcc, sizeof host);
    memset(id, 0xdd, sizeof id);
    relay_create_message(id, &c, host, message);
    CHECK_INT(message[0], 0xdd);
    CHECK_INT(message[32], 0xaa);
    CHECK_INT(message[64], 2);
    CHECK_INT(message[65], 4);
    CHECK_INT(message[69], 0xcc);
    CHECK_INT(message[100], 0xcc);
}

TEST(relay_api_append_layout) {
    uint8_t prev[32], sig[64], one[3] = {1, 2, 3}, two[1] = {9}, room[256];
    memset(prev, 0x11, sizeof prev);
    memset(sig, 0x22, sizeof sig);
    struct bytes blobs[2] = {BYTES_OF(one), BYTES_OF(two)}, body, blob;
    struct buf b;
    buf_init_fixed(&b, room, sizeof room);
    relay_append_write(&b, prev, sig, blobs, 2);
    CHECK_OK(buf_finish(&b, &body));
    CHECK_INT(body.size, 100 + 4 + 3 + 4 + 1);
    CHECK_INT(room[31], 0x11);
    CHECK_INT(room[32], 0x22);
    CHECK_INT(room[96], 2);
    CHECK_INT(room[100], 3);
    struct relay_append a;
    CHECK_OK(relay_append_read(body, &a));
    CHECK_INT(a.count, 2);
    struct bytes rest = a.blobs;
    CHECK(relay_append_next(&rest, &blob));
    CHECK_BYTES(blob, blobs[0]);
    CHECK(relay_append_next(&rest, &blob));
    CHECK_BYTES(blob, blobs[1]);
    CHECK(!relay_append_next(&rest, &blob));
    for (size_t size = 0; size < body.size; size++)
        CHECK_ERR(relay_append_read(bytes_slice(body, 0, size), &a), ERR_MALFORMED);
    CHECK_ERR(relay_append_read(bytes_make(room, body.size + 1), &a), ERR_MALFORMED);
    room[96] = 0;
    CHECK_ERR(relay_append_read(body, &a), ERR_MALFORMED);
    room[96] = 129;
    CHECK_ERR(relay_append_read(body, &a), ERR_MALFORMED);
    room[96] = 2;
    memset(room + 100, 0xff, 4);
    CHECK_ERR(relay_append_read(body, &a), ERR_MALFORMED);
}

static struct bytes page_make(uint8_t *room, size_t size, uint64_t floor) {
    static const uint8_t data[4] = {1, 2, 3, 4}, bh[32] = {5}, sig[64] = {6};
    struct relay_page p = {.at.next = 12, .floor = floor, .count = 2};
    memset(p.floor_sig, floor > 1 ? 7 : 0, sizeof p.floor_sig);
    struct buf b;
    struct bytes body = {NULL, 0};
    buf_init_fixed(&b, room, size);
    relay_page_write(&b, &p);
    relay_page_blob_write(&b, &(struct relay_page_blob){.n = 10, .erased = true, .bh = bh});
    relay_page_blob_write(
        &b, &(struct relay_page_blob){.n = 11, .bh = bh, .sig = sig, .data = BYTES_OF(data)});
    MUST(buf_finish(&b, &body) == ERR_OK);
    return body;
}

TEST(relay_api_page_layout) {
    uint8_t room[512];
    struct relay_page p;
    struct relay_page_blob blob;
    struct bytes body = page_make(room, sizeof room, 1);
    CHECK_INT(body.size, 148 + 45 + 45 + 64 + 4);
    CHECK_OK(relay_page_read(body, &p));
    CHECK_INT(p.at.next, 12);
    CHECK_INT(p.count, 2);
    struct bytes rest = p.blobs;
    CHECK(relay_page_next(&rest, &blob));
    CHECK_INT(blob.n, 10);
    CHECK(blob.erased && !blob.sig);
    CHECK(relay_page_next(&rest, &blob));
    CHECK(!blob.erased && blob.sig);
    CHECK_INT(blob.data.size, 4);
    CHECK(!relay_page_next(&rest, &blob));
    body = page_make(room, sizeof room, 9);
    CHECK_OK(relay_page_read(body, &p));
    CHECK_INT(p.floor, 9);
}

TEST(relay_api_pages_refused) {
    uint8_t room[512];
    struct relay_page p;
    struct bytes body = page_make(room, sizeof room, 1);
    for (size_t size = 0; size < body.size; size++)
        CHECK_ERR(relay_page_read(bytes_slice(body, 0, size), &p), ERR_MALFORMED);
    static const struct {
        size_t at;
        uint8_t value;
    } spoils[] = {
        {0, 11},               /* a blob at or past next */
        {40, 0},               /* floor 0 */
        {40, 13},              /* floor past next */
        {80, 1},               /* a floor signature with floor 1 */
        {144, 1},              /* a count below what follows */
        {144, 3},              /* and above */
        {148 + 45, 12},        /* a position left out */
        {148 + 45 + 8, 0},     /* ends unsigned */
        {148 + 8, 0},          /* no data, but not called erased */
        {148 + 45 + 8, 3},     /* erased with data */
        {148 + 8, 4},          /* an unknown flag */
        {148 + 45 + 9 + 2, 2}, /* a size past the largest */
    };
    for (size_t i = 0; i < sizeof spoils / sizeof *spoils; i++) {
        body = page_make(room, sizeof room, 1);
        room[spoils[i].at] = spoils[i].value;
        CHECK_ERR(relay_page_read(body, &p), ERR_MALFORMED);
    }
}

TEST(relay_api_positions) {
    uint8_t room[128];
    struct relay_position at = {.next = 7}, back;
    memset(at.head, 3, sizeof at.head);
    struct buf b;
    struct bytes body;
    buf_init_fixed(&b, room, sizeof room);
    relay_position_write(&b, &at);
    buf_add_string(&b, relay_reason_text(RELAY_REASON_POSITION));
    buf_add_string(&b, "\n");
    CHECK_OK(buf_finish(&b, &body));
    CHECK_OK(relay_position_read(body, &back));
    CHECK_INT(back.next, 7);
    CHECK_INT(relay_reason_read(409, body), RELAY_REASON_POSITION);
    CHECK_OK(relay_position_read(bytes_slice(body, 0, 40), &back));
    CHECK_ERR(relay_position_read(bytes_slice(body, 0, 39), &back), ERR_MALFORMED);
    CHECK_ERR(relay_position_read(bytes_slice(body, 0, 50), &back), ERR_MALFORMED);
}

TEST(relay_api_reasons) {
    for (int r = 1; r < RELAY_REASON_COUNT; r++) {
        char room[256];
        struct buf b;
        struct bytes line;
        enum relay_reason reason = (enum relay_reason)r;
        buf_init_fixed(&b, room, sizeof room);
        if (relay_reason_status(reason) == 409)
            for (int i = 0; i < RELAY_POSITION_SIZE; i++)
                buf_add_u8(&b, 1);
        buf_add_string(&b, relay_reason_text(reason));
        buf_add_u8(&b, '\n');
        CHECK_OK(buf_finish(&b, &line));
        CHECK_INT(relay_reason_read(relay_reason_status(reason), line), r);
    }
    CHECK_INT(relay_reason_read(200, text("")), RELAY_REASON_NONE);
    CHECK_INT(relay_reason_read(502, text("Bad Gateway")), RELAY_REASON_INTERNAL);
    CHECK_INT(relay_reason_read(404, text("not ours")), RELAY_REASON_INTERNAL);
}

TEST(relay_api_classes) {
    CHECK(relay_class_limits(0) == NULL);
    CHECK(relay_class_limits(5) == NULL);
    CHECK(relay_blob_size_allowed(RELAY_CLASS_FEED, 1024));
    CHECK(relay_blob_size_allowed(RELAY_CLASS_FEED, 65536));
    CHECK(!relay_blob_size_allowed(RELAY_CLASS_FEED, 512));
    CHECK(!relay_blob_size_allowed(RELAY_CLASS_FEED, 1025));
    CHECK(!relay_blob_size_allowed(RELAY_CLASS_FEED, 131072));
    CHECK(relay_blob_size_allowed(RELAY_CLASS_LOCATOR, 512));
    CHECK(!relay_blob_size_allowed(RELAY_CLASS_LOCATOR, 1024));
    CHECK(!relay_blob_size_allowed(9, 1024));
    for (unsigned c = RELAY_CLASS_FEED; c <= RELAY_CLASS_LIVE; c++)
        CHECK(relay_class_limits(c)->blobs < 1u << 24); /* the embedded store's positions */
}

TEST(relay_api_proof_of_work) {
    uint8_t hash[32] = {0, 0, 0x03, 0xff};
    CHECK(relay_pow_holds(hash, 22));
    CHECK(!relay_pow_holds(hash, 23));
    CHECK(relay_pow_holds(hash, 0));
    memset(hash, 0, sizeof hash);
    CHECK(relay_pow_holds(hash, 256));
}
