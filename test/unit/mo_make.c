#include "mo_make.h"

#include "view/text.h"
#include "view/text_names.h"
#include "view/text_shape.h"

#include <stdlib.h>
#include <string.h>

struct bytes mo_make(struct arena *a, const struct mo_pair *pairs, size_t count) {
    struct buf b;
    struct bytes made = {0};
    size_t at = 28 + count * 16;
    buf_init(&b, a);
    const uint32_t head[] = {0x950412de, 0, (uint32_t)count, 28, (uint32_t)(28 + count * 8), 0, 0};
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
        buf_add_u32(&b, head[i]);
    for (size_t i = 0; i < 2 * count; i++) {
        size_t size = i < count ? pairs[i].original.size : pairs[i - count].translation.size;
        buf_add_u32(&b, (uint32_t)size);
        buf_add_u32(&b, (uint32_t)at);
        at += size + 1;
    }
    for (size_t i = 0; i < 2 * count; i++) {
        buf_add_bytes(&b, i < count ? pairs[i].original : pairs[i - count].translation);
        buf_add_u8(&b, 0);
    }
    return buf_finish(&b, &made) == ERR_OK ? made : (struct bytes){0};
}

static int by_original(const void *a, const void *b) {
    return bytes_compare(((const struct mo_pair *)a)->original,
                         ((const struct mo_pair *)b)->original);
}

static struct bytes original_of(struct arena *a, const struct text *english, size_t key) {
    struct buf b;
    struct bytes made = {0};
    buf_init(&b, a);
    buf_add_string(&b, text_names[key].context);
    buf_add_u8(&b, 4);
    buf_add_bytes(&b, text_forms(english, (enum text_key)key));
    return buf_finish(&b, &made) == ERR_OK ? made : (struct bytes){0};
}

static struct bytes translation_of(struct arena *a, struct bytes english, unsigned forms) {
    struct buf b;
    struct bytes made = {0}, form = text_form_at(english, 0);
    bool plural = form.size < english.size;
    buf_init(&b, a);
    for (unsigned i = 0; i < (plural ? forms : 1); i++) {
        if (i)
            buf_add_u8(&b, 0);
        buf_add_string(&b, "xx");
        if (i)
            buf_add_decimal(&b, i + 1);
        buf_add_u8(&b, ' ');
        buf_add_bytes(&b, i ? text_form_at(english, form.size + 1) : form);
    }
    return buf_finish(&b, &made) == ERR_OK ? made : (struct bytes){0};
}

struct bytes mo_make_whole(struct arena *a, struct bytes header, unsigned forms, size_t without) {
    struct text *english = arena_alloc(a, sizeof *english);
    struct mo_pair *pairs = arena_array(a, T_COUNT, sizeof *pairs);
    if (!english || !pairs)
        return (struct bytes){0};
    size_t count = 0;
    text_init_english(english);
    pairs[count++] = (struct mo_pair){{0}, header};
    for (size_t key = 1; key < T_COUNT; key++)
        if (key != without)
            pairs[count++] =
                (struct mo_pair){original_of(a, english, key),
                                 translation_of(a, text_forms(english, (enum text_key)key), forms)};
    qsort(pairs + 1, count - 1, sizeof *pairs, by_original);
    return mo_make(a, pairs, count);
}
