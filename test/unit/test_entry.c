/* test_entry.c -- entries: what is one, what is refused, what is kept for later. */
#include "test.h"

#include "book/entry.h"
#include "crypt/hash.h"
#include "wire/cbor.h"

#include <string.h>

static const uint8_t ids[2][EID_SIZE] = {"an id of thirty-two bytes......",
                                         "and another one of that size..."};

static struct bytes body_make(struct arena *a, const uint8_t *item, const char *text) {
    struct body_writer w;
    struct bytes body;
    body_begin(&w, a, item);
    body_add_uint(&w, 1, 7);
    body_add_text(&w, 2, bytes_from_string(text));
    body_add_bytes(&w, 5, BYTES_OF(ids[0]));
    MUST(body_end(&w, &body) == ERR_OK);
    return body;
}

static struct bytes entry_make(struct arena *a, const struct entry_draft *d) {
    struct buf out;
    struct bytes cbor;
    buf_init(&out, a);
    entry_write(&out, d);
    MUST(buf_finish(&out, &cbor) == ERR_OK);
    return cbor;
}

static struct entry_draft draft_full(struct arena *a) {
    static const uint8_t witness[WITNESS_FIELD_SIZE] = {1, 2, 3};
    struct buf seen;
    struct entry_draft d = {.kind = 200, .lam = 12345678901, .day = 2000, .re = ids, .re_count = 2};
    buf_init(&seen, a);
    cbor_write_array(&seen, 1);
    cbor_write_array(&seen, 3);
    cbor_write_bytes(&seen, bytes_make(ids[0], 16));
    cbor_write_uint(&seen, 9);
    cbor_write_bytes(&seen, BYTES_OF(ids[1]));
    MUST(buf_finish(&seen, &d.seen) == ERR_OK);
    d.witness = BYTES_OF(witness);
    d.body = body_make(a, ids[1], "words");
    return d;
}

TEST(entry_reads_what_it_writes) {
    struct arena a;
    struct entry e;
    struct bytes text;
    uint64_t number;
    uint8_t eid[EID_SIZE];
    arena_init(&a, 1 << 20);
    struct entry_draft d = draft_full(&a);
    struct bytes cbor = entry_make(&a, &d);
    CHECK_OK(entry_parse(cbor, &e));
    CHECK_INT(e.kind, 200);
    CHECK_INT(e.lam, 12345678901);
    CHECK_INT(e.day, 2000);
    CHECK_INT(e.re_count, 2);
    CHECK_BYTES(bytes_make(entry_re(&e, 1), EID_SIZE), BYTES_OF(ids[1]));
    CHECK_BYTES(e.seen, d.seen);
    CHECK_BYTES(e.witness, d.witness);
    CHECK_BYTES(bytes_make(e.item, EID_SIZE), BYTES_OF(ids[1]));
    CHECK(body_uint(e.body, 1, &number) && number == 7);
    CHECK(body_text(e.body, 2, &text));
    CHECK_BYTES(text, BYTES("words"));
    CHECK(!body_text(e.body, 1, &text) && !body_uint(e.body, 3, &number));
    CHECK(body_bytes(e.body, 5, &text));
    hash_bytes(LABEL_ENTRY, cbor, eid);
    CHECK_BYTES(BYTES_OF(e.eid), BYTES_OF(eid));
    struct entry known;
    CHECK_OK(entry_parse_known(cbor, eid, &known));
    CHECK_BYTES(BYTES_OF(known.eid), BYTES_OF(e.eid));
    CHECK_BYTES(known.body, e.body);
    arena_free(&a);
}

TEST(entry_first_version_has_no_item) {
    struct arena a;
    struct entry e;
    arena_init(&a, 1 << 20);
    struct entry_draft d = {.kind = 1, .body = body_make(&a, NULL, "x")};
    CHECK_OK(entry_parse(entry_make(&a, &d), &e));
    CHECK(!e.item && e.re_count == 0 && e.witness.size == 0 && e.seen.size == 0);
    arena_free(&a);
}

TEST(entry_refuses_each_cut_and_each_added_byte) {
    struct arena a;
    struct entry e = {.kind = 77};
    arena_init(&a, 1 << 20);
    struct entry_draft d = draft_full(&a);
    struct bytes cbor = entry_make(&a, &d);
    for (size_t size = 0; size < cbor.size; size++)
        CHECK_ERR(entry_parse(bytes_make(cbor.at, size), &e), ERR_MALFORMED);
    uint8_t longer[2000] = {0};
    memcpy(longer, cbor.at, cbor.size);
    CHECK_ERR(entry_parse(bytes_make(longer, cbor.size + 1), &e), ERR_MALFORMED);
    CHECK_INT(e.kind, 77); /* untouched */
    arena_free(&a);
}

/* Builds an entry's map from hex and expects `err`. */
static bool hex_gives(const char *hex, enum err expected) {
    uint8_t bytes[600];
    struct entry e;
    size_t size = strlen(hex) / 2;
    MUST(hex_read(bytes_from_string(hex), bytes, size) == ERR_OK);
    return entry_parse(bytes_make(bytes, size), &e) == expected;
}

TEST(entry_refuses_what_breaks_its_rules) {
    CHECK(hex_gives("a500010118c80201031907d007a0", ERR_OK));
    CHECK(hex_gives("a0", ERR_MALFORMED));                           /* nothing */
    CHECK(hex_gives("a40118c80201031907d007a0", ERR_MALFORMED));     /* no v */
    CHECK(hex_gives("a500000118c80201031907d007a0", ERR_MALFORMED)); /* v 0 */
    CHECK(hex_gives("a500020118c80201031907d007a0", ERR_NEWER));
    CHECK(hex_gives("a400010118c8020107a0", ERR_MALFORMED));       /* no day */
    CHECK(hex_gives("a5000101000201031907d007a0", ERR_MALFORMED)); /* kind 0 */
    CHECK(hex_gives("a500010118c80201031a000186a007a0", ERR_OK));  /* the last day */
    CHECK(hex_gives("a500010118c80201031a000186a107a0", ERR_MALFORMED));
    CHECK(hex_gives("a500010118c80201031a8000000007a0", ERR_MALFORMED)); /* day above int32 */
    CHECK(hex_gives("a500010118c80201031907d00780", ERR_MALFORMED));     /* body an array */
    CHECK(hex_gives("a600010118c80201031907d0048007a0", ERR_MALFORMED)); /* re empty */
    CHECK(hex_gives("a600010118c80201031907d0048141aa07a0", ERR_MALFORMED));
    CHECK(hex_gives("a600010118c80201031907d00643aabbcc07a0", ERR_MALFORMED));
    CHECK(hex_gives("a500010118c80201031907d007a10041aa", ERR_MALFORMED)); /* item of 1 */
    CHECK(hex_gives("a600010118c80201031907d007a00863616263", ERR_OK));    /* later key */
    CHECK(hex_gives("a500010118c8020103f507a0", ERR_MALFORMED));           /* day true */
}

TEST(entry_of_a_newer_version_keeps_its_id) {
    uint8_t bytes[14], eid[EID_SIZE];
    struct entry e;
    CHECK_OK(hex_read(BYTES("a500020118c80201031907d007a0"), bytes, sizeof bytes));
    CHECK_ERR(entry_parse(BYTES_OF(bytes), &e), ERR_NEWER);
    hash_bytes(LABEL_ENTRY, BYTES_OF(bytes), eid);
    CHECK_BYTES(BYTES_OF(e.eid), BYTES_OF(eid));
    CHECK_BYTES(e.cbor, BYTES_OF(bytes));
    CHECK_INT(e.kind, 0);
}

TEST(entry_above_its_size_is_refused) {
    struct arena a;
    struct entry e;
    arena_init(&a, 1 << 20);
    uint8_t *big = arena_alloc(&a, ENTRY_SIZE_MAX + 1);
    CHECK_ERR(entry_parse(bytes_make(big, ENTRY_SIZE_MAX + 1), &e), ERR_SIZE);
    arena_free(&a);
}

/* Every bit of every byte: never outside the bytes (the sanitiser watches), never an entry whose
 * bytes would be encoded otherwise. */
TEST(entry_survives_every_bit_flip) {
    struct arena a;
    uint8_t bytes[1000];
    arena_init(&a, 1 << 20);
    struct entry_draft d = draft_full(&a);
    struct bytes cbor = entry_make(&a, &d);
    size_t taken = 0;
    memcpy(bytes, cbor.at, cbor.size);
    for (size_t i = 0; i < cbor.size * 8; i++) {
        struct entry e, known;
        bytes[i / 8] ^= (uint8_t)(1 << i % 8);
        enum err err = entry_parse(bytes_make(bytes, cbor.size), &e);
        enum err without = entry_parse_known(bytes_make(bytes, cbor.size), ids[0], &known);
        if (err == ERR_OK) {
            CHECK_INT(without, ERR_OK);
            CHECK_INT(known.lam, e.lam);
        }
        taken += err == ERR_OK;
        bytes[i / 8] ^= (uint8_t)(1 << i % 8);
    }
    CHECK(taken > 1000); /* in ids, witness, words */
    arena_free(&a);
}
