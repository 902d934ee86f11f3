#include "app/submission.h"

#include "base/check.h"
#include "base/day.h"

#include <string.h>

enum err submission_header_read(struct bytes payload, struct submission_header *out) {
    struct submission_header h;
    if (!bytes_take_sized(&payload, &h.page) || !bytes_take_u32(&payload, &h.room) ||
        !bytes_take_u32(&payload, &h.action))
        return ERR_MALFORMED;
    h.fields = payload;
    *out = h;
    return ERR_OK;
}

static struct bytes trimmed(struct bytes b) {
    while (b.size && b.at[0] <= ' ')
        b = bytes_slice(b, 1, b.size);
    while (b.size && b.at[b.size - 1] <= ' ')
        b.size--;
    return b;
}

/* Lines end with LF alone, other control characters are dropped. */
static enum err text_clean(struct bytes raw, struct arena *a, struct bytes *out) {
    if (!utf8_valid(raw))
        return ERR_MALFORMED;
    struct buf b;
    buf_init(&b, a);
    for (size_t i = 0; i < raw.size; i++)
        if (raw.at[i] >= ' ' || raw.at[i] == '\n' || raw.at[i] == '\t')
            buf_add_u8(&b, raw.at[i]);
    struct bytes clean = {0};
    TRY(buf_finish(&b, &clean));
    *out = trimmed(clean);
    return ERR_OK;
}

/* yyyy-mm-dd of a real day. */
static bool day_read(struct bytes text, int32_t *out) {
    uint64_t n[3];
    static const size_t from[3] = {0, 5, 8}, size[3] = {4, 2, 2};
    if (text.size != 10 || text.at[4] != '-' || text.at[7] != '-')
        return false;
    for (int i = 0; i < 3; i++) {
        n[i] = 0;
        for (size_t j = from[i]; j < from[i] + size[i]; j++) {
            if (text.at[j] < '0' || text.at[j] > '9')
                return false;
            n[i] = n[i] * 10 + (uint64_t)(text.at[j] - '0');
        }
    }
    struct date d = {(int)n[0], (int)n[1], (int)n[2]};
    int32_t day = day_from_date(d);
    struct date back = date_from_day(day);
    if (d.year < 1900 || back.month != d.month || back.day != d.day || back.year != d.year)
        return false;
    *out = day;
    return true;
}

static enum err item_read(struct bytes value, uint64_t *out) {
    uint8_t raw[8];
    TRY(hex_read(value, raw, sizeof raw));
    uint64_t n = 0;
    for (int i = 0; i < 8; i++)
        n = n << 8 | raw[i];
    *out = n;
    return ERR_OK;
}

static enum err number_read(struct visit *v, const struct input_def *in, struct bytes value,
                            uint64_t *out) {
    uint64_t n = 0;
    enum err e = decimal_read(value, &n);
    if (in->type == INPUT_NUMBER) {
        if (e != ERR_OK || n > in->max) {
            visit_refuse(v, in->field, T_HOUSE_ERROR_NUMBER);
            return ERR_OK;
        }
    } else if (e != ERR_OK || n >= in->max || (in->type == INPUT_MANY && n >= 64)) {
        return ERR_MALFORMED;
    }
    *out = n;
    return ERR_OK;
}

/* One field that the table knows, at position i. */
static enum err field_read(struct visit *v, const struct input_def *in, struct bytes value,
                           struct arena *a, struct submission *s, size_t i) {
    uint64_t n = 0;
    int32_t day = 0;
    if (s->present[i] && in->type != INPUT_MANY)
        return ERR_MALFORMED;
    switch (in->type) {
    case INPUT_TEXT:
        TRY(text_clean(value, a, &s->texts[i]));
        if (s->texts[i].size > in->max)
            visit_refuse(v, in->field, T_HOUSE_ERROR_LONG);
        s->present[i] = s->texts[i].size > 0;
        return ERR_OK;
    case INPUT_SECRET:
        if (!utf8_valid(value))
            return ERR_MALFORMED;
        s->texts[i] = value;
        if (value.size > in->max)
            visit_refuse(v, in->field, T_HOUSE_ERROR_LONG);
        s->present[i] = value.size > 0;
        return ERR_OK;
    case INPUT_FLAG:
        s->numbers[i] = 1;
        break;
    case INPUT_DAY:
        if (value.size == 0)
            return ERR_OK;
        if (!day_read(value, &day))
            visit_refuse(v, in->field, T_HOUSE_ERROR_DAY);
        s->numbers[i] = (uint64_t)(int64_t)day;
        break;
    case INPUT_ITEM:
        TRY(item_read(value, &s->numbers[i]));
        break;
    default:
        if (value.size == 0)
            return ERR_OK;
        TRY(number_read(v, in, value, &n));
        s->numbers[i] = in->type == INPUT_MANY ? s->numbers[i] | (uint64_t)1 << n : n;
    }
    s->present[i] = true;
    return ERR_OK;
}

static size_t input_find(const struct input_def *inputs, size_t count, uint32_t field) {
    size_t i = 0;
    while (i < count && inputs[i].field != field)
        i++;
    return i;
}

enum err submission_read(struct visit *v, struct bytes fields, const struct action_def *action,
                         struct arena *a, struct submission *out) {
    size_t count = action->input_count;
    struct submission s = {.from = v->at,
                           .inputs = action->inputs,
                           .input_count = count,
                           .texts = arena_array(a, count, sizeof *s.texts),
                           .numbers = arena_array(a, count, sizeof *s.numbers),
                           .present = arena_array(a, count, sizeof *s.present)};
    if (!s.texts || !s.numbers || !s.present)
        return ERR_FULL;
    for (size_t n = 0; fields.size; n++) {
        uint32_t id;
        struct bytes value;
        if (n == SUBMISSION_FIELDS_MAX || !bytes_take_u32(&fields, &id) ||
            !bytes_take_sized(&fields, &value))
            return ERR_MALFORMED;
        size_t i = input_find(s.inputs, count, id);
        if (i == count)
            return ERR_MALFORMED;
        TRY(field_read(v, &s.inputs[i], value, a, &s, i));
    }
    for (size_t i = 0; i < count; i++)
        if (s.inputs[i].required && !s.present[i])
            visit_refuse(v, s.inputs[i].field, T_HOUSE_ERROR_REQUIRED);
    *out = s;
    return ERR_OK;
}

static size_t submission_index(const struct submission *s, uint32_t field) {
    size_t i = input_find(s->inputs, s->input_count, field);
    MUST(i < s->input_count);
    return i;
}

struct bytes submission_text(const struct submission *s, uint32_t field) {
    return s->texts[submission_index(s, field)];
}

uint64_t submission_number(const struct submission *s, uint32_t field) {
    return s->numbers[submission_index(s, field)];
}

bool submission_has(const struct submission *s, uint32_t field) {
    return s->present[submission_index(s, field)];
}
