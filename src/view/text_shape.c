#include "view/text_shape.h"

#include <string.h>

static bool is_lower(uint8_t c) {
    return c >= 'a' && c <= 'z';
}

bool text_placeholder_next(struct bytes s, size_t from, struct bytes *name, size_t *end) {
    for (size_t i = from; i + 2 < s.size; i++) {
        if (s.at[i] != '{' || !is_lower(s.at[i + 1]))
            continue;
        size_t j = i + 1;
        while (j < s.size &&
               (is_lower(s.at[j]) || (s.at[j] >= '0' && s.at[j] <= '9') || s.at[j] == '-'))
            j++;
        if (j < s.size && s.at[j] == '}') {
            *name = bytes_slice(s, i + 1, j - i - 1);
            *end = j + 1;
            return true;
        }
        i = j - 1;
    }
    return false;
}

bool text_target_next(struct bytes s, size_t from, struct bytes *target, size_t *end) {
    for (size_t i = from; i + 1 < s.size; i++) {
        if (s.at[i] != ']' || s.at[i + 1] != '(')
            continue;
        size_t j = i + 2;
        while (j < s.size && s.at[j] != ')' && s.at[j] != 0)
            j++;
        if (j < s.size && s.at[j] == ')') {
            *target = bytes_slice(s, i + 2, j - i - 2);
            *end = j + 1;
            return true;
        }
        i = j - 1;
    }
    return false;
}

struct bytes text_form_at(struct bytes forms, size_t from) {
    struct bytes rest = bytes_slice(forms, from, forms.size);
    const uint8_t *end = rest.size ? memchr(rest.at, 0, rest.size) : NULL;
    return end ? bytes_slice(rest, 0, (size_t)(end - rest.at)) : rest;
}

typedef bool part_next(struct bytes s, size_t from, struct bytes *part, size_t *end);

/* Each part of a also stands in b; `spared` need not. */
static bool parts_within(part_next *next, struct bytes a, struct bytes b, struct bytes spared) {
    struct bytes part, other;
    for (size_t at = 0; next(a, at, &part, &at);) {
        bool found = spared.size && bytes_equal(part, spared);
        for (size_t in = 0; !found && next(b, in, &other, &in);)
            found = bytes_equal(part, other);
        if (!found)
            return false;
    }
    return true;
}

bool text_forms_are_plural(struct bytes forms) {
    return forms.size && memchr(forms.at, 0, forms.size);
}

const char *text_shape_flaw(struct bytes english, struct bytes form) {
    struct bytes none = {0}, spared = text_forms_are_plural(english) ? BYTES("count") : none;
    if (form.size == 0)
        return "is empty";
    if (form.size > 4 * english.size + 256)
        return "is far longer than the English text";
    if (!utf8_valid(form))
        return "is not UTF-8";
    for (size_t i = 0; i < form.size; i++)
        if ((form.at[i] < 0x20 && form.at[i] != '\n') || form.at[i] == 0x7f)
            return "holds a control character";
    if (!parts_within(text_placeholder_next, form, english, none))
        return "has a placeholder that the English text has not";
    if (!parts_within(text_placeholder_next, english, form, spared))
        return "lacks a placeholder of the English text";
    if (!parts_within(text_target_next, form, english, none))
        return "has a link target that the English text has not";
    if (!parts_within(text_target_next, english, form, none))
        return "lacks a link target of the English text";
    return NULL;
}

uint16_t text_mark(struct bytes context) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < context.size; i++)
        hash = (hash ^ context.at[i]) * 16777619u;
    return (uint16_t)(hash >> 16 ^ hash);
}
