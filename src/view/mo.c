#include "view/mo.h"

#include <string.h>

#define MO_MAGIC 0x950412deu
#define MO_HEADER_SIZE 28

/* String `index` of the table at `table`; the bounds were checked by mo_open. */
static struct bytes string_at(const struct mo *m, uint32_t table, uint32_t index) {
    const uint8_t *row = m->file.at + table + (size_t)index * 8;
    return bytes_make(m->file.at + u32_read(row + 4), u32_read(row));
}

/* Whether `size` bytes from `from` on lie in the file. */
static bool lies_within(struct bytes file, uint64_t from, uint64_t size) {
    return from <= file.size && size <= file.size - from;
}

static bool string_is_sound(struct bytes file, uint32_t table, uint32_t index) {
    const uint8_t *row = file.at + table + (size_t)index * 8;
    uint32_t size = u32_read(row), from = u32_read(row + 4);
    return lies_within(file, from, (uint64_t)size + 1) && file.at[(size_t)from + size] == 0;
}

static struct bytes until_nul(struct bytes b) {
    const uint8_t *end = b.size ? memchr(b.at, 0, b.size) : NULL;
    return end ? bytes_slice(b, 0, (size_t)(end - b.at)) : b;
}

enum err mo_open(struct bytes file, struct mo *out) {
    if (file.size < MO_HEADER_SIZE || u32_read(file.at) != MO_MAGIC || u32_read(file.at + 4) != 0)
        return ERR_MALFORMED;
    struct mo m = {file, u32_read(file.at + 8), u32_read(file.at + 12), u32_read(file.at + 16)};
    if (m.count > MO_PAIRS_MAX || !lies_within(file, m.originals, (uint64_t)m.count * 8) ||
        !lies_within(file, m.translations, (uint64_t)m.count * 8))
        return ERR_MALFORMED;
    for (uint32_t i = 0; i < m.count; i++) {
        if (!string_is_sound(file, m.originals, i) || !string_is_sound(file, m.translations, i))
            return ERR_MALFORMED;
        if (i > 0 && bytes_compare(until_nul(string_at(&m, m.originals, i - 1)),
                                   until_nul(string_at(&m, m.originals, i))) >= 0)
            return ERR_MALFORMED;
    }
    *out = m;
    return ERR_OK;
}

struct bytes mo_original(const struct mo *m, uint32_t index) {
    return string_at(m, m->originals, index);
}

struct bytes mo_translation(const struct mo *m, uint32_t index) {
    return string_at(m, m->translations, index);
}

enum err mo_header(const struct mo *m, const char *field, struct bytes *out) {
    if (m->count == 0 || mo_original(m, 0).size != 0)
        return ERR_NOT_FOUND;
    struct bytes rest = mo_translation(m, 0);
    size_t name = strlen(field);
    while (rest.size) {
        const uint8_t *end = memchr(rest.at, '\n', rest.size);
        size_t size = end ? (size_t)(end - rest.at) : rest.size;
        struct bytes line = bytes_slice(rest, 0, size);
        rest = bytes_slice(rest, size + 1, rest.size);
        if (line.size <= name || memcmp(line.at, field, name) != 0 || line.at[name] != ':')
            continue;
        line = bytes_slice(line, name + 1, line.size);
        while (line.size && line.at[0] == ' ')
            line = bytes_slice(line, 1, line.size);
        while (line.size && line.at[line.size - 1] == ' ')
            line.size--;
        *out = line;
        return ERR_OK;
    }
    return ERR_NOT_FOUND;
}
