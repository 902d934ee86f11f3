#include "diary.h"

#include "base/check.h"
#include "book/kinds.h"

#include <stdlib.h>
#include <string.h>

struct diary *diary_open(uint64_t seed, fold_digest (*digest_of)(uint32_t kind)) {
    struct diary *d = calloc(1, sizeof *d);
    MUST(d);
    d->random = seed;
    d->digest_of = digest_of;
    arena_init(&d->arena, 16 << 20);
    arena_init(&d->fold_arena, 16 << 20);
    return d;
}

void diary_close(struct diary *d) {
    arena_free(&d->arena);
    arena_free(&d->fold_arena);
    free(d);
}

uint32_t diary_roll(struct diary *d, uint32_t below) {
    d->random = d->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(d->random >> 33) % below;
}

struct body_writer *diary_begin(struct diary *d, const uint8_t *item) {
    body_begin(&d->body, &d->arena, item);
    return &d->body;
}

const uint8_t *diary_end(struct diary *d, struct diary_head head) {
    struct entry_draft draft = {.kind = head.kind, .lam = head.lam, .day = head.day};
    struct bytes cbor;
    struct entry parsed;
    struct buf out;
    uint8_t re[1][EID_SIZE], *row = d->rows[d->count++];
    MUST(d->count <= DIARY_MAX && body_end(&d->body, &draft.body) == ERR_OK);
    d->kinds[d->count - 1] = head.kind;
    if (head.re) {
        memcpy(re[0], head.re, EID_SIZE);
        draft.re = (const uint8_t(*)[EID_SIZE])re;
        draft.re_count = 1;
    }
    buf_init(&out, &d->arena);
    entry_write(&out, &draft);
    MUST(buf_finish(&out, &cbor) == ERR_OK && ROW_ENTRY_HEAD_SIZE + cbor.size <= DIARY_ROW_MAX);
    row_head_write(row, ROW_ENTRY_HEAD_SIZE - ROW_HEAD_SIZE + cbor.size, 0, ROW_ENTRY,
                   (uint8_t)(head.author * ROW_AUTHOR + head.space * ROW_SPACE));
    memcpy(row + ROW_ENTRY_HEAD_SIZE, cbor.at, cbor.size);
    MUST(entry_parse(row_cbor(row), &parsed) == ERR_OK);
    memcpy(row + ROW_HEAD_SIZE + 8, parsed.eid, EID_SIZE);
    return row_eid(row);
}

void diary_erase(struct diary *d, const uint8_t *item, uint64_t lam, int32_t day) {
    (void)diary_begin(d, NULL);
    (void)diary_end(d, (struct diary_head){.kind = KIND_ERASE, .lam = lam, .day = day, .re = item});
}

static void add(struct diary *d, size_t i) {
    MUST(fold_reserve(&d->fold, d->kinds[i], 1) == ERR_OK);
    (void)fold_add(&d->fold, (struct fold_where){.at = d->rows[i]});
}

const struct item *diary_fold(struct diary *d, enum diary_order order, bool twice, uint32_t kind,
                              size_t *count) {
    static size_t at[DIARY_MAX];
    for (size_t i = 0; i < d->count; i++)
        at[i] = i;
    for (size_t i = order == DIARY_SHUFFLED ? d->count : 0; i > 1; i--) {
        size_t j = diary_roll(d, (uint32_t)i), t = at[i - 1];
        at[i - 1] = at[j];
        at[j] = t;
    }
    arena_reset(&d->fold_arena);
    fold_init(&d->fold, &d->fold_arena, 0x9e3779b97f4a7c15u, 0, d->digest_of);
    for (size_t i = 0; i < d->count; i++) {
        add(d, at[i]);
        if (twice)
            add(d, at[diary_roll(d, (uint32_t)(i + 1))]);
    }
    return fold_items(&d->fold, kind, count);
}
