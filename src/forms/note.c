#include "forms/note.h"

enum { NOTE_VALUES_MAX = 16 };

static struct words choice_words(struct visit *v, enum text_key key, struct bytes name) {
    return words_with(v->p, key, "name", name);
}

static void choice_draw(struct visit *v, const struct note_field *n, const struct part_field *f,
                        struct bytes body, struct bytes name) {
    struct part_option options[NOTE_VALUES_MAX] = {0};
    uint64_t value = 0;
    bool chosen = body.size && body_uint(body, n->field, &value) && value < n->count;
    MUST(n->count <= NOTE_VALUES_MAX);
    for (size_t i = 0; i < n->count; i++) {
        options[i].value = i;
        options[i].label = choice_words(v, n->words[i], name);
        if (n->look & NOTE_HINTS)
            options[i].hint = WORDS(n->words[n->count + i]);
    }
    int64_t at = chosen ? (int64_t)value : CHOSEN_NONE;
    if ((n->look & NOTE_LOOK) == NOTE_ROWS)
        part_choice_rows(v->p, f, options, n->count, at);
    else
        part_choice_chips(v->p, f, options, n->count, at);
}

void note_form(struct visit *v, const struct note_field *fields, size_t count, struct bytes body,
               struct bytes name) {
    for (size_t i = 0; i < count; i++) {
        const struct note_field *n = &fields[i];
        struct part_field f = {.field = n->field,
                               .label = WORDS(n->label),
                               .hint = WORDS(n->hint),
                               .max = n->max,
                               .optional = !(n->look & NOTE_NEEDED)};
        if (n->count) {
            choice_draw(v, n, &f, body, name);
            continue;
        }
        if (body.size)
            (void)body_text(body, n->field, &f.value);
        if ((n->look & NOTE_LOOK) == NOTE_AREA)
            part_area(v->p, &f);
        else
            part_input(v->p, &f);
    }
}

void note_add(struct body_writer *w, const struct note_field *fields, size_t count,
              const struct submission *s) {
    for (size_t i = 0; i < count; i++) {
        uint32_t field = fields[i].field;
        if (!submission_has(s, field))
            continue;
        if (fields[i].count)
            body_add_uint(w, field, submission_number(s, field));
        else
            body_add_text(w, field, submission_text(s, field));
    }
}

void note_copy(struct body_writer *w, const struct note_field *fields, size_t count,
               struct bytes body) {
    for (size_t i = 0; i < count; i++) {
        uint32_t field = fields[i].field;
        uint64_t value;
        struct bytes text;
        if (fields[i].count && body_uint(body, field, &value))
            body_add_uint(w, field, value);
        else if (!fields[i].count && body_text(body, field, &text))
            body_add_text(w, field, text);
    }
}

enum text_key note_value(const struct note_field *field, struct bytes body) {
    uint64_t value;
    return body_uint(body, field->field, &value) && value < field->count ? field->words[value]
                                                                         : T_NONE;
}

void note_show(struct visit *v, const struct note_field *fields, size_t count, struct bytes body,
               enum whose whose) {
    struct words tags[NOTE_VALUES_MAX];
    size_t tag_count = 0;
    struct bytes text;
    for (size_t i = 0; i < count && tag_count < NOTE_VALUES_MAX; i++) {
        enum text_key key = fields[i].count ? note_value(&fields[i], body) : T_NONE;
        if (key != T_NONE)
            tags[tag_count++] = WORDS(key);
    }
    if (tag_count)
        part_tags(v->p, tags, tag_count);
    for (size_t i = 0; i < count; i++)
        if (!fields[i].count && body_text(body, fields[i].field, &text) && text.size)
            part_quote(v->p, whose, text, (struct words){0});
}

const struct item *note_at(struct visit *v, uint32_t kind, uint64_t address) {
    const struct item *item = address ? book_item_at(v->book, address) : NULL;
    return item && item->kind == kind ? item : NULL;
}

const struct item *note_own(struct visit *v, uint32_t kind, uint64_t address) {
    const struct item *item = note_at(v, kind, address);
    return item && item->author == AUTHOR_ME && item->erasable ? item : NULL;
}

const struct item *note_newest(const struct visit *v, uint32_t kind) {
    size_t count;
    const struct item *items = book_items(v->book, kind, &count);
    for (size_t i = count; i-- > 0;)
        if (items[i].author == AUTHOR_ME && items[i].space == SPACE_MINE)
            return &items[i];
    return NULL;
}

enum err note_erase(struct visit *v, const struct item *item) {
    enum err e = book_erase(v->book, item->id, v->today);
    if (e == ERR_NO_SPACE)
        visit_refuse(v, 0, T_HOUSE_ERROR_SPACE);
    else if (e != ERR_OK && e != ERR_NOT_FOUND)
        visit_refuse(v, 0, T_HOUSE_ERROR_DISK);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum page_badge note_badge(uint8_t space) {
    return space == SPACE_OURS ? BADGE_OURS : space == SPACE_MINE ? BADGE_MINE : BADGE_CARE;
}

struct bytes note_partner(struct visit *v, enum text_key other) {
    struct bytes name = book_status(v->book).partner_name;
    return name.size ? name : text_get(v->text, other);
}

struct words note_named(struct visit *v, enum text_key named, enum text_key nameless) {
    struct bytes name = book_status(v->book).partner_name;
    return name.size ? words_with(v->p, named, "name", name) : WORDS(nameless);
}
