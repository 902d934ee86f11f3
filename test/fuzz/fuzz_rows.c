/* fuzz_rows.c -- what the book reads behind the store file's seals, over any bytes.
 *
 * The input is the content of one record: of state, of values, or of rows of entries for the fold.
 * No crash, no reading outside; what was read can be written and reads the same.
 */
#include "base/check.h"
#include "book/book_parts.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input as the plaintext of one record. */
static void record_try(const uint8_t *data, size_t size) {
    static uint8_t plain[STORE_RECORD_SIZE], again[STORE_RECORD_SIZE];
    static struct part_state state, second;
    static struct part_values values;
    struct book_root root;
    memset(plain, 0, sizeof plain);
    record_head_write(plain, (uint32_t)(RECORD_HEAD_SIZE + size));
    memcpy(plain + RECORD_HEAD_SIZE, data, size);
    for (int c = 0; c < STORE_COMPARTMENTS; c++) {
        enum compartment part = (enum compartment)c;
        if (state_read(plain, part, &state) != ERR_OK)
            continue;
        state_write(&state, part, again); /* what is read is written and read again alike */
        MUST(state_read(again, part, &second) == ERR_OK);
        MUST(second.feed_count == state.feed_count && second.job_count == state.job_count &&
             memcmp(second.kept_size, state.kept_size, sizeof state.kept_size) == 0);
    }
    if (values_read(plain, &values, &root) == ERR_OK)
        values_write(&values, NULL, again);
}

static void rows_try(const uint8_t *data, size_t size) {
    static uint8_t plain[STORE_RECORD_SIZE];
    struct arena a;
    struct fold f;
    size_t row;
    arena_init(&a, 64 << 20);
    fold_init(&f, &a, 12345, 0, NULL);
    fold_load_begin(&f);
    memcpy(plain, data, size);
    for (size_t at = 0; (row = row_at(plain, at, size)) > 0; at += row) {
        uint64_t lam;
        plain[at + 5] &= (uint8_t)~ROW_DEAD;
        if (row_type(plain + at) == ROW_ENTRY)
            (void)!fold_load(&f, (struct fold_where){.at = plain + at}, &lam);
    }
    MUST(fold_ready(&f) == ERR_OK);
    for (uint32_t i = 0; i < f.row_count; i++)
        if (f.rows[i].at)
            fold_drop(&f, i);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0 || size > STORE_RECORD_SIZE - RECORD_HEAD_SIZE)
        return 0;
    if (data[0] % 2)
        rows_try(data + 1, size - 1);
    else
        record_try(data + 1, size - 1);
    return 0;
}
