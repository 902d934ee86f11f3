/* One's own words on the way out: all of them, as data and as a page, however many there are. */
#include "app/app_internal.h"
#include "practices/moments/moments.h"
#include "room_test.h"
#include "view/ops.h"

#include <string.h>

static struct room_world w;

enum { ME_EXPORT = 12, ME_F_FORMAT = 9, MANY = 800, LONG = 6000 };

static bool saved_has(const struct room_person *p, const char *what) {
    size_t size = strlen(what);
    for (size_t at = 0; at + size <= p->saved.size; at++)
        if (memcmp(p->saved.at + at, what, size) == 0)
            return true;
    return false;
}

static void export_as(struct room_person *p, const char *format) {
    room_visit(p, "6/5");
    ROOM_SUBMIT(p, ROOM_ME, ME_EXPORT, FIELD(ME_F_FORMAT, format));
}

static enum err moment(struct room_person *p, enum space space, struct bytes words) {
    struct body_writer body;
    struct book_entry e = {.space = space, .kind = KIND_MOMENT, .day = w.today};
    struct arena a;
    arena_init(&a, 1 << 16);
    body_begin(&body, &a, NULL);
    body_add_uint(&body, F_WHO, 1);
    body_add_uint(&body, F_TURN, TURN_TOWARD);
    body_add_text(&body, F_WORDS, words);
    enum err err = body_end(&body, &e.body);
    if (err == ERR_OK)
        err = book_stage(room_book(p), &e, NULL);
    arena_free(&a);
    return err;
}

/* More than one view may hold, and more than a frame. */
static void years_write(struct room_person *p) {
    static char words[LONG + 1];
    memset(words, 'y', LONG);
    for (int i = 0; i < MANY; i++) {
        CHECK_OK(moment(p, i % 8 ? SPACE_OURS : SPACE_MINE, bytes_make(words, LONG)));
        if (i % 50 == 49)
            CHECK_OK(book_commit(room_book(p)));
    }
    CHECK_OK(moment(p, SPACE_MINE, BYTES("the <last> & \"best\" one")));
    CHECK_OK(book_commit(room_book(p)));
}

TEST(export_of_many_years_is_whole) {
    struct room_person *a, *b;
    room_world_begin(&w);
    CHECK(room_pair(&w, &a, &b));
    years_write(a);
    export_as(a, "0");
    CHECK_BYTES(bytes_make(a->file_name, a->file_name_size), BYTES("export.html"));
    CHECK(a->saved.size > (size_t)MANY * LONG && a->saved.size > VIEW_SIZE_MAX);
    CHECK(saved_has(a, "the &lt;last&gt; &amp; "));
    CHECK(saved_has(a, "</main>\n</html>\n") && saved_has(a, "<main><h1>"));
    export_as(a, "1");
    CHECK_BYTES(bytes_make(a->file_name, a->file_name_size), BYTES("export.json"));
    CHECK(saved_has(a, "the <last> & \\\"best\\\" one"));
    CHECK(saved_has(a, "\n]}\n"));
    room_world_end(&w);
}

/* With *mine* closed its words are left out, and the page says so beforehand. */
TEST(export_leaves_out_what_is_locked_and_what_the_other_wrote) {
    struct room_person *a, *b;
    room_world_begin(&w);
    CHECK(room_pair(&w, &a, &b));
    CHECK_OK(moment(a, SPACE_MINE, BYTES("a word for nobody")));
    CHECK_OK(moment(a, SPACE_OURS, BYTES("a word for both")));
    CHECK_OK(book_commit(room_book(a)));
    CHECK_OK(moment(b, SPACE_OURS, BYTES("a word of the other")));
    CHECK_OK(book_commit(room_book(b)));
    room_visit(b, "3/0");
    room_run(&w, 20000);
    size_t count;
    (void)book_items(room_book(a), KIND_MOMENT, &count);
    CHECK_INT(count, 3); /* the other's is here */
    static const char *const formats[] = {"0", "1"};
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        export_as(a, formats[i]);
        CHECK(saved_has(a, "a word for nobody") && saved_has(a, "a word for both"));
        CHECK(!saved_has(a, "a word of the other"));
    }
    ROOM_SUBMIT(a, ROOM_ME, 8, ); /* closes *mine* */
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        export_as(a, formats[i]);
        CHECK(room_says(a, T_ME_EXPORT_CLOSED));
        CHECK(!saved_has(a, "a word for nobody") && saved_has(a, "a word for both"));
    }
    room_world_end(&w);
}
