#include "view/text.h"

#include "base/check.h"
#include "view/dates.h"
#include "view/mo.h"
#include "view/text_shape.h"
#include "view/text_table.h"

#include <string.h>

void text_init_english(struct text *t) {
    memset(t, 0, sizeof *t);
    size_t from = 0;
    for (size_t key = 0; key < T_COUNT; key++) {
        t->at[key] = bytes_make(text_english + from, text_english_sizes[key]);
        from += text_english_sizes[key];
    }
    plural_init_english(&t->rule);
    t->language_size = 2;
    memcpy(t->language, "en", 2);
}

static bool is_plural(struct bytes forms) {
    return forms.size && memchr(forms.at, 0, forms.size);
}

/* --- loading ------------------------------------------------------------------------------------
 */

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
        uint32_t at = key_hash(english->at[key], text_english_marks[key]);
        while (index.keys[at & index.mask])
            at++;
        index.keys[at & index.mask] = (uint16_t)key;
    }
    *out = index;
    return ERR_OK;
}

/* The key of an original, `context 0x04 text`; T_NONE when it is none of ours. */
static size_t index_find(const struct key_index *index, const struct text *english,
                         struct bytes original) {
    const uint8_t *end = original.size ? memchr(original.at, 4, original.size) : NULL;
    if (!end)
        return T_NONE;
    size_t context = (size_t)(end - original.at);
    uint16_t mark = text_mark(bytes_slice(original, 0, context));
    struct bytes text = bytes_slice(original, context + 1, original.size);
    for (uint32_t at = key_hash(text, mark); index->keys[at & index->mask]; at++) {
        size_t key = index->keys[at & index->mask];
        if (text_english_marks[key] == mark && bytes_equal(english->at[key], text))
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
    return count == (is_plural(english) ? rule_forms : 1);
}

/* Puts English back in each group that is not whole. */
static void groups_complete(struct text *t, const struct text *english) {
    for (size_t group = 0; group < TEXT_GROUPS; group++) {
        bool whole = true;
        for (size_t key = text_group_first[group]; key < text_group_first[group + 1]; key++)
            whole = whole && t->is_local[key];
        for (size_t key = text_group_first[group]; !whole && key < text_group_first[group + 1];
             key++) {
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
        size_t key = index_find(&index, english, mo_original(&m, i));
        struct bytes forms = mo_translation(&m, i);
        if (key == T_NONE || !fits(english->at[key], forms, made->rule.forms))
            continue;
        made->at[key] = forms;
        made->is_local[key] = 1;
    }
    groups_complete(made, english);
    *t = *made;
    return ERR_OK;
}

/* --- reading ------------------------------------------------------------------------------------
 */

struct bytes text_get(const struct text *t, enum text_key key) {
    MUST((unsigned)key < T_COUNT);
    struct bytes text = t->at[key];
    MUST(!is_plural(text));
    return text;
}

struct bytes text_plural(const struct text *t, enum text_key key, uint64_t n) {
    MUST((unsigned)key < T_COUNT && text_is_plural(key));
    struct plural english;
    plural_init_english(&english);
    unsigned wanted = plural_form(t->is_local[key] ? &t->rule : &english, n);
    struct bytes form = text_form_at(t->at[key], 0);
    size_t from = 0;
    for (unsigned i = 0; i < wanted; i++) {
        from += form.size + 1;
        form = text_form_at(t->at[key], from);
    }
    return form;
}

struct bytes text_language(const struct text *t, enum text_key key) {
    MUST((unsigned)key < T_COUNT);
    return t->is_local[key] ? bytes_make(t->language, t->language_size) : BYTES("en");
}

bool text_is_plural(enum text_key key) {
    size_t from = 0;
    for (size_t i = 0; i < (size_t)key; i++)
        from += text_english_sizes[i];
    return is_plural(bytes_make(text_english + from, text_english_sizes[key]));
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
