/* fuzz_form.c -- any fields against the table of any form of any room.
 *
 * The first two bytes choose the form. With an odd third byte the rest is what the page sent; with
 * an even one it is a script that fills in the form's own fields, well or badly. What passes
 * without a word beside a field is what the table promises the room: whole, clean, in its range.
 */
#include "app/submission.h"
#include "base/check.h"
#include "base/day.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct action_def *form_of(uint8_t room, uint8_t number) {
    size_t rooms = 0;
    while (practices[rooms])
        rooms++;
    const struct practice *p = practices[room % rooms];
    return p->action_count ? &p->actions[number % p->action_count] : NULL;
}

static void str_add(struct buf *b, struct bytes s) {
    buf_add_u32(b, (uint32_t)s.size);
    buf_add_bytes(b, s);
}

/* A field of the form, or of none, with a value that fits it, nearly, or not at all. */
static struct bytes field_add(struct buf *b, const struct action_def *form, struct bytes s) {
    static const char *const values[] = {"",
                                         "0",
                                         "1",
                                         "3",
                                         "7",
                                         "63",
                                         "64",
                                         "100",
                                         "-1",
                                         "007",
                                         "1e3",
                                         "x",
                                         "2026-02-28",
                                         "2026-02-29",
                                         "1899-12-31",
                                         "9999-12-31",
                                         "0123456789abcdef",
                                         "0123456789ABCDEF",
                                         " words ",
                                         "\xff",
                                         "a\r\nb\x01"};
    uint8_t which = s.at[0], how = s.at[1];
    s = bytes_slice(s, 2, s.size);
    uint32_t id =
        form->input_count && which < 240 ? form->inputs[which % form->input_count].field : which;
    buf_add_u32(b, id);
    if (how < 224) {
        str_add(b, bytes_from_string(values[how % COUNT_OF(values)]));
        return s;
    }
    size_t size = (size_t)(how - 223) * 8;
    str_add(b, bytes_slice(s, 0, size));
    return bytes_slice(s, size < s.size ? size : s.size, s.size);
}

static bool is_clean(struct bytes text) {
    for (size_t i = 0; i < text.size; i++)
        if (text.at[i] < ' ' && text.at[i] != '\n' && text.at[i] != '\t')
            return false;
    return utf8_valid(text) &&
           (text.size == 0 || (text.at[0] > ' ' && text.at[text.size - 1] > ' '));
}

static void input_check(const struct submission *s, const struct input_def *in) {
    uint64_t n = submission_number(s, in->field);
    struct bytes text = submission_text(s, in->field);
    MUST(!in->required || submission_has(s, in->field));
    if (!submission_has(s, in->field)) {
        MUST(n == 0 && text.size == 0);
        return;
    }
    switch (in->type) {
    case INPUT_TEXT:
        MUST(text.size > 0 && text.size <= in->max && is_clean(text));
        break;
    case INPUT_SECRET:
        MUST(text.size > 0 && text.size <= in->max && utf8_valid(text));
        break;
    case INPUT_FLAG:
        MUST(n == 1);
        break;
    case INPUT_NUMBER:
        MUST(n <= in->max);
        break;
    case INPUT_MANY:
        MUST(n > 0 && (in->max >= 64 || n >> in->max == 0));
        break;
    case INPUT_DAY:
        MUST(day_from_date(date_from_day((int32_t)(int64_t)n)) == (int32_t)(int64_t)n);
        break;
    case INPUT_ITEM:
        break;
    default:
        MUST(n < in->max);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena a;
    struct buf b;
    struct visit v = {0};
    struct submission s;
    struct submission_header header;
    if (size < 3)
        return 0;
    const struct action_def *form = form_of(data[0], data[1]);
    struct bytes rest = bytes_make(data + 3, size - 3), fields = rest;
    (void)!submission_header_read(rest, &header);
    if (!form)
        return 0;
    arena_init(&a, (size_t)16 << 20);
    buf_init(&b, &a);
    if (data[2] % 2 == 0) {
        while (rest.size >= 2)
            rest = field_add(&b, form, rest);
        MUST(buf_finish(&b, &fields) == ERR_OK);
    }
    enum err e = submission_read(&v, fields, form, &a, &s);
    MUST(e == ERR_OK || e == ERR_MALFORMED);
    MUST(v.refused_count <= REFUSALS_MAX);
    if (e == ERR_OK && v.refused_count == 0)
        for (size_t i = 0; i < form->input_count; i++)
            input_check(&s, &form->inputs[i]);
    arena_free(&a);
    return 0;
}
