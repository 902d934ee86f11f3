#include "view/text.h"

#include "base/check.h"
#include "view/dates.h"
#include "view/text_shape.h"
#include "view/text_table.h"

#include <string.h>

void text_init_english(struct text *t) {
    memset(t, 0, sizeof *t);
    size_t from = 0;
    for (size_t key = 0; key < TEXT_LATER; key++) {
        t->at[key] = bytes_make(text_english + from, text_english_sizes[key]);
        from += text_english_sizes[key];
    }
    plural_init_english(&t->rule);
    t->language_size = 2;
    memcpy(t->language, "en", 2);
}

struct bytes text_forms(const struct text *t, enum text_key key) {
    MUST((unsigned)key < T_COUNT);
    return key < TEXT_LATER || t->is_local[key] ? t->at[key] : text_later_forms(key);
}

struct bytes text_get(const struct text *t, enum text_key key) {
    struct bytes text = text_forms(t, key);
    MUST(!text_forms_are_plural(text));
    return text;
}

struct bytes text_plural(const struct text *t, enum text_key key, uint64_t n) {
    struct bytes forms = text_forms(t, key);
    MUST(text_forms_are_plural(forms));
    struct plural english;
    plural_init_english(&english);
    unsigned wanted = plural_form(t->is_local[key] ? &t->rule : &english, n);
    struct bytes form = text_form_at(forms, 0);
    size_t from = 0;
    for (unsigned i = 0; i < wanted; i++) {
        from += form.size + 1;
        form = text_form_at(forms, from);
    }
    return form;
}

struct bytes text_language(const struct text *t, enum text_key key) {
    MUST((unsigned)key < T_COUNT);
    return t->is_local[key] ? bytes_make(t->language, t->language_size) : BYTES("en");
}

/* --- placeholders -------------------------------------------------------------------------------
 */

/* Adds a value as Markdown that reads as just these letters. */
static void add_plainly(struct buf *b, struct bytes value) {
    bool gap = false;
    for (size_t i = 0; i < value.size; i++) {
        uint8_t c = value.at[i];
        if (c <= ' ' || c == 0x7f) {
            gap = true;
            continue;
        }
        if (gap)
            buf_add_u8(b, ' ');
        gap = false;
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!plain && c < 0x80)
            buf_add_u8(b, '\\');
        buf_add_u8(b, c);
    }
    if (gap)
        buf_add_u8(b, ' ');
}

typedef void value_add(struct buf *b, struct bytes value);

static void fill(struct buf *b, struct bytes pattern, value_add *add, const struct text_arg *args,
                 size_t count) {
    struct bytes name;
    size_t from = 0, end = 0;
    while (text_placeholder_next(pattern, from, &name, &end)) {
        const struct text_arg *found = NULL;
        for (size_t i = 0; i < count && !found; i++)
            if (bytes_equal(name, bytes_from_string(args[i].name)))
                found = &args[i];
        size_t before = found ? end - name.size - 2 : end;
        buf_add_bytes(b, bytes_slice(pattern, from, before - from));
        if (found)
            add(b, found->value);
        from = end;
    }
    buf_add_bytes(b, bytes_slice(pattern, from, pattern.size));
}

void text_format(struct buf *b, const struct text *t, enum text_key key,
                 const struct text_arg *args, size_t count) {
    fill(b, text_get(t, key), buf_add_bytes, args, count);
}

void text_format_markdown(struct buf *b, const struct text *t, enum text_key key,
                          const struct text_arg *args, size_t count) {
    fill(b, text_get(t, key), add_plainly, args, count);
}

#define ARGS_MAX 8

void text_format_plural(struct buf *b, const struct text *t, enum text_key key, uint64_t n,
                        const struct text_arg *args, size_t count) {
    struct text_arg all[ARGS_MAX + 1];
    uint8_t digits[64];
    struct buf number;
    MUST(count <= ARGS_MAX);
    buf_init_fixed(&number, digits, sizeof digits);
    text_add_number(&number, t, n > INT64_MAX ? INT64_MAX : (int64_t)n, 0);
    all[0] = (struct text_arg){"count", bytes_make(digits, number.size)};
    for (size_t i = 0; i < count; i++)
        all[i + 1] = args[i];
    fill(b, text_plural(t, key, n), buf_add_bytes, all, count + 1);
}

static struct bytes made(const struct buf *b) {
    struct bytes out = {0};
    return buf_finish(b, &out) == ERR_OK ? out : (struct bytes){0};
}

struct bytes text_make(struct arena *a, const struct text *t, enum text_key key,
                       const struct text_arg *args, size_t count) {
    struct buf b;
    buf_init(&b, a);
    text_format(&b, t, key, args, count);
    return made(&b);
}

struct bytes text_make_plural(struct arena *a, const struct text *t, enum text_key key, uint64_t n,
                              const struct text_arg *args, size_t count) {
    struct buf b;
    buf_init(&b, a);
    text_format_plural(&b, t, key, n, args, count);
    return made(&b);
}

struct bytes text_make_markdown(struct arena *a, const struct text *t, enum text_key key,
                                const struct text_arg *args, size_t count) {
    struct buf b;
    buf_init(&b, a);
    text_format_markdown(&b, t, key, args, count);
    return made(&b);
}
