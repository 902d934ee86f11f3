/* text_check.c -- looks at a translation with the very loader that the app has.
 *
 *     text_check VOICE|- FILE.mo      VOICE: the list of phrases to leave out in this language
 *
 * Prints each key that has no words of this language, each whose words do not keep what they must
 * (text_shape.h), and what our voice does not say; exits 1 when there was one. With `-` only the
 * loader's view is taken, for the pseudo-locale.
 */
#include "source.h"
#include "voice.h"

#include "view/mo.h"
#include "view/text.h"
#include "view/text_names.h"
#include "view/text_shape.h"

#include <stdio.h>
#include <string.h>

/* Why the loader set a text aside; NULL when it did so only because of its neighbours. */
static const char *why_missing(const struct mo *m, const struct text *english, size_t key) {
    size_t name = strlen(text_names[key].context);
    for (uint32_t i = 0; i < m->count; i++) {
        struct bytes original = mo_original(m, i), forms = mo_translation(m, i);
        if (original.size <= name || original.at[name] != 4 ||
            memcmp(original.at, text_names[key].context, name) != 0)
            continue;
        for (size_t from = 0; from <= forms.size;) {
            struct bytes form = text_form_at(forms, from);
            const char *flaw = text_shape_flaw(text_forms(english, (enum text_key)key), form);
            if (flaw)
                return flaw;
            from += form.size + 1;
        }
        return NULL; /* sound itself; its group is not whole */
    }
    return "is not translated";
}

static int keys_check(const struct voice *v, const struct mo *m, const struct text *t,
                      const char *path) {
    static struct text english;
    int flaws = 0;
    text_init_english(&english);
    for (size_t key = 1; key < T_COUNT; key++) {
        const struct text_name *n = &text_names[key];
        char where[400];
        snprintf(where, sizeof where, "%s: %s (%s:%d)", path, n->context, n->file, n->line);
        if (!t->is_local[key]) {
            const char *why = why_missing(m, &english, key);
            if (why)
                fprintf(stderr, "%s: %s\n", where, why);
            flaws += why != NULL;
        } else if (v) {
            flaws += voice_check(v, where, text_forms(t, (enum text_key)key), n->longest);
        }
    }
    return flaws;
}

int main(int argc, char **argv) {
    static struct voice voice;
    static struct text t;
    struct arena a;
    struct mo m;
    if (argc != 3) {
        fputs("usage: text_check VOICE|- FILE.mo\n", stderr);
        return 1;
    }
    arena_init(&a, 64u << 20);
    bool all = strcmp(argv[1], "-") != 0;
    if (all)
        voice_read(&voice, argv[1], source_file(&a, argv[1]));
    struct bytes file = source_file(&a, argv[2]);
    enum err e = text_load(&t, file, &a);
    if (e != ERR_OK || mo_open(file, &m) != ERR_OK) {
        fprintf(stderr, "%s: refused: %s\n", argv[2], err_name(e));
        return 1;
    }
    int flaws = keys_check(all ? &voice : NULL, &m, &t, argv[2]);
    printf("%.*s: %d texts, %d problems\n", (int)t.language_size, (const char *)t.language,
           T_COUNT - 1, flaws);
    arena_free(&a);
    return flaws != 0;
}
