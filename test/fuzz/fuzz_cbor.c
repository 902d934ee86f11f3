/* fuzz_cbor.c -- any bytes: refused, or one item that comes out of the writer as it went in.
 *
 * Also walks a cursor over the bytes without a check before, which must stay inside them.
 */
#include "base/check.h"
#include "wire/cbor.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads the scalar at c and writes it to out. */
static void rewrite_scalar(struct cbor *c, struct buf *out) {
    uint64_t u = 0;
    int64_t i = 0;
    bool truth = false;
    struct bytes b;
    switch (cbor_peek(c)) {
    case CBOR_UINT:
        MUST(cbor_read_uint(c, &u) == ERR_OK);
        cbor_write_uint(out, u);
        break;
    case CBOR_NEGATIVE:
        MUST(cbor_read_int(c, &i) == ERR_OK && i < 0);
        cbor_write_int(out, i);
        break;
    case CBOR_BYTES:
        MUST(cbor_read_bytes(c, &b) == ERR_OK);
        cbor_write_bytes(out, b);
        break;
    case CBOR_TEXT:
        MUST(cbor_read_text(c, &b) == ERR_OK && utf8_valid(b));
        cbor_write_text(out, b);
        break;
    case CBOR_BOOL:
        MUST(cbor_read_bool(c, &truth) == ERR_OK);
        cbor_write_bool(out, truth);
        break;
    default:
        MUST(cbor_read_null(c) == ERR_OK);
        cbor_write_null(out);
    }
}

/* Every key of the map at c leads to the value behind it. */
static void map_check(const struct cbor *map) {
    struct cbor walk = *map, found;
    size_t count = 0;
    uint64_t key = 0;
    MUST(cbor_read_map(&walk, &count) == ERR_OK);
    for (size_t i = 0; i < count && i < 16; i++) {
        MUST(cbor_read_uint(&walk, &key) == ERR_OK);
        MUST(cbor_map_find(map, key, &found) == ERR_OK && found.at == walk.at);
        MUST(cbor_skip(&walk) == ERR_OK);
    }
}

static void rewrite(struct cbor *c, struct buf *out) {
    size_t left = 1, count = 0;
    while (left--) {
        enum cbor_type type = cbor_peek(c);
        if (type == CBOR_ARRAY) {
            MUST(cbor_read_array(c, &count) == ERR_OK);
            cbor_write_array(out, count);
            left += count;
        } else if (type == CBOR_MAP) {
            map_check(c);
            MUST(cbor_read_map(c, &count) == ERR_OK);
            cbor_write_map(out, count);
            left += 2 * count;
        } else {
            rewrite_scalar(c, out);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct bytes input = bytes_make(data, size);
    struct cbor c = cbor_over(input);
    struct bytes again;
    size_t item = 0;
    while (cbor_skip(&c) == ERR_OK)
        MUST(c.at <= data + size);
    if (cbor_check(input, &item) != ERR_OK)
        return 0;
    MUST(item > 0 && item <= size && item <= CBOR_SIZE_MAX);
    MUST(cbor_open(bytes_slice(input, 0, item), &c) == ERR_OK);
    struct buf out;
    uint8_t *room = malloc(item);
    MUST(room != NULL);
    buf_init_fixed(&out, room, item);
    rewrite(&c, &out);
    MUST(c.at == data + item && buf_finish(&out, &again) == ERR_OK);
    MUST(bytes_equal(again, bytes_slice(input, 0, item)));
    free(room);
    return 0;
}
