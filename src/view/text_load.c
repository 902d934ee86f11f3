#include "base/check.h"
#include "view/mo.h"
#include "view/text.h"
#include "view/text_shape.h"
#include "view/text_table.h"

#include <string.h>

/* Finds keys by English text and mark: open addressing, at most half full. */
struct key_index {
    uint16_t *keys; /* T_NONE: empty */
    uint32_t mask;
};

static uint32_t key_hash(struct bytes english, uint16_t mark) {
    uint32_t hash = 2166136261u ^ mark;
    for (size_t i = 0; i < english.size; i++)
        hash = (hash ^ english.at[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static enum err index_make(const struct text *english, struct arena *a, struct key_index *out) {
    uint32_t room = 16;
    while (room < 2 * (uint32_t)T_COUNT)
        room *= 2;
    struct key_index index = {arena_array(a, room, sizeof *index.keys), room - 1};
    if (!index.keys)
        return ERR_FULL;
    for (uint32_t key = 1; key < T_COUNT; key++) {
        uint32_t at =
            key_hash(text_forms(english, (enum text_key)key), text_later_mark((enum text_key)key));
        while (index.keys[at & index.mask])
            at++;
        index.keys[at & index.mask] = (uint16_t)key;
    }
    *out = index;
    return ERR_OK;
}

/* The key of an original, `context 0x04 text`; T_NONE when it is none of ours. */
static enum text_key index_find(const struct key_index *index, const struct text *english,
                                struct bytes original) {
    const uint8_t *end = original.size ? memchr(original.at, 4, original.size) : NULL;
    if (!end)
        return T_NONE;
    size_t context = (size_t)(end - original.at);
    uint16_t mark = text_mark(bytes_slice(original, 0, context));
    struct bytes text = bytes_slice(original, context + 1, original.size);
    for (uint32_t at = key_hash(text, mark); index->keys[at & index->mask]; at++) {
        enum text_key key = (enum text_key)index->keys[at & index->mask];
        if (text_later_mark(key) == mark && bytes_equal(text_forms(english, key), text))
            return key;
    }
    return T_NONE;
}

/* Whether the forms of a translation can stand for the English ones. */
static bool fits(struct bytes english, struct bytes forms, unsigned rule_forms) {
    unsigned count = 0;
    struct bytes form;
    for (size_t from = 0; from <= forms.size; from += form.size + 1, count++) {
        form = text_form_at(forms, from);
        if (count == PLURAL_FORMS_MAX || text_shape_flaw(english, form))
            return false;
    }
    return count == (text_forms_are_plural(english) ? rule_forms : 1);
}

/* Puts English back in each group that is not whole. */
static void groups_complete(struct text *t, const struct text *english) {
    for (size_t group = 0; group < TEXT_GROUPS; group++) {
        size_t from = text_later_group(group), to = text_later_group(group + 1);
        bool whole = true;
        for (size_t key = from; key < to; key++)
            whole = whole && t->is_local[key];
        for (size_t key = from; !whole && key < to; key++) {
            t->at[key] = english->at[key];
            t->is_local[key] = 0;
        }
    }
}

static bool language_is_sound(struct bytes language) {
    for (size_t i = 0; i < language.size; i++) {
        uint8_t c = language.at[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '-' &&
            !(i > 1 && c >= '0' && c <= '9'))
            return false;
    }
    return language.size >= 2 && language.size <= TEXT_LANGUAGE_MAX;
}

static enum err header_read(const struct mo *m, struct text *t) {
    struct bytes language, rule, type;
    if (mo_header(m, "Language", &language) != ERR_OK || !language_is_sound(language) ||
        mo_header(m, "Plural-Forms", &rule) != ERR_OK ||
        mo_header(m, "Content-Type", &type) != ERR_OK ||
        !bytes_equal(type, BYTES("text/plain; charset=UTF-8")))
        return ERR_MALFORMED;
    TRY(plural_read(rule, &t->rule));
    memset(t->language, 0, sizeof t->language);
    memcpy(t->language, language.at, language.size);
    t->language_size = language.size;
    return ERR_OK;
}

enum err text_load(struct text *t, struct bytes mo, struct arena *a) {
    if (mo.size > TEXT_MO_SIZE_MAX)
        return ERR_SIZE;
    struct mo m;
    struct key_index index;
    TRY(mo_open(mo, &m));
    struct text *both = arena_array(a, 2, sizeof *both);
    if (!both)
        return ERR_FULL;
    struct text *made = &both[0], *english = &both[1];
    text_init_english(english);
    *made = *english;
    TRY(header_read(&m, made));
    uint8_t *kept = arena_copy(a, mo.at, mo.size);
    if (!kept)
        return ERR_FULL;
    m.file.at = kept;
    TRY(index_make(english, a, &index));
    for (uint32_t i = 1; i < m.count; i++) {
        enum text_key key = index_find(&index, english, mo_original(&m, i));
        struct bytes forms = mo_translation(&m, i);
        if (key == T_NONE || !fits(text_forms(english, key), forms, made->rule.forms))
            continue;
        made->at[key] = forms;
        made->is_local[key] = 1;
    }
    groups_complete(made, english);
    *t = *made;
    return ERR_OK;
}
