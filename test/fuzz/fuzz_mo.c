/* fuzz_mo.c -- translations from anywhere: the .mo reader, the plural rules, the fallback.
 *
 * The first byte chooses:
 *     'r'  the rest is a .mo file
 *     else the rest is put into one that is sound otherwise: up to the first 0x01 it is the
 *          header, and each piece behind a 0x01 is the translation of one key, from the first on
 *
 * Whatever it is, it is refused or every text stays valid UTF-8, not empty, and with its English
 * placeholders.
 */
#include "mo_make.h"

#include "base/check.h"
#include "view/dates.h"
#include "view/mo.h"
#include "view/text.h"
#include "view/text_shape.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct text table, english;
static struct mo sound;
static bool plurals[T_COUNT];

static void texts_check(struct arena *a) {
    static const uint64_t counts[] = {0, 1, 2, 5, 11, 100, 1000001, UINT64_MAX};
    for (size_t i = 1; i < T_COUNT; i++) {
        enum text_key key = (enum text_key)i;
        bool plural = plurals[i];
        for (size_t n = 0; n < (plural ? COUNT_OF(counts) : 1); n++) {
            struct bytes text =
                plural ? text_plural(&table, key, counts[n]) : text_get(&table, key);
            MUST(text.size > 0 && utf8_valid(text));
            MUST(!table.is_local[i] || text_shape_flaw(text_forms(&english, key), text) == NULL);
        }
        MUST(utf8_valid(text_language(&table, key)));
    }
    MUST(text_make_day_near(a, &table, 100, 2000).size > 0);
}

/* The sound file with its translations replaced by the pieces of `rest`. */
static struct bytes wrapped(struct arena *a, struct bytes rest) {
    struct mo_pair *pairs = arena_array(a, sound.count, sizeof *pairs);
    MUST(pairs != NULL);
    for (uint32_t i = 0; i < sound.count; i++) {
        pairs[i] = (struct mo_pair){mo_original(&sound, i), mo_translation(&sound, i)};
        if (rest.size == 0)
            continue;
        const uint8_t *end = memchr(rest.at, 1, rest.size);
        size_t piece = end ? (size_t)(end - rest.at) : rest.size;
        pairs[i].translation = bytes_slice(rest, 0, piece);
        rest = bytes_slice(rest, piece + 1, rest.size);
    }
    return mo_make(a, pairs, sound.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct arena once;
    if (!sound.count) {
        arena_init(&once, 64u << 20);
        text_init_english(&english);
        for (size_t i = 0; i < T_COUNT; i++)
            plurals[i] = text_forms_are_plural(text_forms(&english, (enum text_key)i));
        MUST(mo_open(mo_make_whole(&once, BYTES(MO_MAKE_HEADER), 2, T_NONE), &sound) == ERR_OK);
    }
    if (size == 0)
        return 0;
    struct arena a;
    struct bytes rest = bytes_make(data + 1, size - 1);
    arena_init(&a, 64u << 20);
    text_init_english(&table);
    enum err e = text_load(&table, data[0] == 'r' ? rest : wrapped(&a, rest), &a);
    MUST(e == ERR_OK || e == ERR_MALFORMED);
    texts_check(&a);
    arena_free(&a);
    return 0;
}
