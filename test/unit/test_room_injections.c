/* 500 strings that would do something in a page that took text for markup, typed into every field
 * of every room (injections.h): each is shown whole, as text or as a field's value, to whom it is
 * for; nothing of it is in any other place of the view; and the page is the same as with harmless
 * words, operation by operation. What is secret is shown nowhere. */
#include "injected.h"
#include "practices/evening/evening.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

static struct room_world w;

/* --- what was drawn last, on each phone ------------------------------------------------------- */

struct screen {
    uint8_t stream[ROOM_HTML_MAX];
    size_t size;
};
static struct screen screens[ROOM_PEOPLE];

static void screen_keep(struct room_person *p, struct bytes stream) {
    struct screen *s = &screens[p - w.people];
    MUST(stream.size <= sizeof s->stream);
    memcpy(s->stream, stream.at, stream.size);
    s->size = stream.size;
}

static struct bytes screen_of(const struct room_person *p) {
    const struct screen *s = &screens[p - w.people];
    return bytes_make(s->stream, s->size);
}

static bool contains(struct bytes in, const char *what) {
    struct bytes b = bytes_from_string(what);
    for (size_t i = 0; i + b.size <= in.size; i++)
        if (memcmp(in.at + i, b.at, b.size) == 0)
            return true;
    return false;
}

static bool is_words(const struct view_step *s) {
    return s->op == OP_TEXT || (s->op == OP_ATTR && s->code == ATTR_VALUE);
}

/* How often the mark stands in words, and whether it stands anywhere else. */
static uint32_t marks_count(struct bytes stream, bool *elsewhere) {
    struct view_step s;
    uint32_t count = 0;
    *elsewhere = false;
    for (size_t at = 0; view_next(stream, &at, &s) == ERR_OK;) {
        bool marked = contains(s.text, INJECTION_MARK);
        count += marked && is_words(&s);
        *elsewhere |= marked && !is_words(&s);
    }
    return count;
}

static bool shows(struct bytes stream, const char *words) {
    struct view_step s;
    for (size_t at = 0; view_next(stream, &at, &s) == ERR_OK;)
        if (is_words(&s) && contains(s.text, words))
            return true;
    return false;
}

/* The page without its words, keys, and the addresses of items. */
static uint64_t shape(struct bytes stream) {
    struct view_step s;
    uint64_t hash = 14695981039346656037u;
    for (size_t at = 0; view_next(stream, &at, &s) == ERR_OK;) {
        hash = (hash ^ s.op) * 1099511628211u;
        hash = (hash ^ s.code) * 1099511628211u;
        if (s.op != OP_ATTR || is_words(&s) || s.code == ATTR_HREF)
            continue;
        for (size_t i = 0; i < s.text.size; i++)
            hash = (hash ^ s.text.at[i]) * 1099511628211u;
    }
    return hash;
}

/* --- pages to compare: the first life is written in harmless words ---------------------------- */

enum {
    PAGES_MAX = 16000,
    PAGES_OF_ROOMS = 200,
    PAGES_OF_ALL = PAGES_OF_ROOMS + 32 * INJECTED_LOOKS
};
static struct page { uint64_t shape; } pages[PAGES_MAX];
static size_t page_count; /* of this life */
static bool is_first;
static bool is_fine; /* this life */

static void fault(const struct room_person *p, const char *what, const char *words) {
    char line[160];
    if (is_fine) /* the first tells most */ {
        snprintf(line, sizeof line, "%s, phone %d at %.*s: %.60s", what, (int)(p - w.people),
                 (int)p->fragment_size, (const char *)p->fragment, words ? words : "");
        test_fail(__FILE__, __LINE__, line);
    }
    is_fine = false;
}

/* The page of person p shows these words (NULL: whichever), nothing of them out of place, and is
 * the page that stood at this place of the first life. */
static void look(struct room_person *p, const char *words) {
    struct bytes stream = screen_of(p);
    bool elsewhere;
    (void)marks_count(stream, &elsewhere);
    if (view_check(stream) != ERR_OK || elsewhere)
        fault(p, "words in a place of their own", words);
    if (words && !shows(stream, words))
        fault(p, "words not shown whole", words);
    MUST(page_count < PAGES_MAX);
    struct page *page = &pages[page_count++];
    if (is_first)
        page->shape = shape(stream);
    if (page->shape != shape(stream))
        fault(p, "another page", words);
}

void injected_look(struct room_person *p, const char *words) {
    look(p, words);
}

static void look_at(struct room_person *p, const char *fragment, const char *words) {
    room_visit(p, fragment);
    look(p, words);
}

/* --- acts ------------------------------------------------------------------------------------- */

/* Sends one secret; no page shows it, though it may be refused with all else still there. */
static void secret(struct room_person *p, const char *page, uint32_t room, uint32_t action,
                   const struct room_field *fields) {
    bool elsewhere;
    room_visit(p, page);
    room_submit(p, room, action, fields);
    room_run(&w, 400);
    uint32_t shown = marks_count(screen_of(p), &elsewhere);
    if (elsewhere || shown > 0)
        fault(p, "a secret is shown", NULL);
}
#define SECRET(p, page, room, action, ...)                                                         \
    secret((p), (page), (room), (action), (const struct room_field[]){__VA_ARGS__{0, NULL}})

static struct {
    char name[INJECTION_TEXT_MAX + 1], phrase[INJECTION_TEXT_MAX + 1];
} typed[ROOM_PEOPLE];

static struct room_person *arrive(const char *fragment) {
    struct room_person *p = room_person(&w, fragment);
    p->drawn = screen_keep;
    return p;
}

static void begin(struct room_person *p, const char *how) {
    char page[16];
    size_t i = (size_t)(p - w.people);
    snprintf(page, sizeof page, "1/12/%s", how);
    strcpy(typed[i].name, WORDS_FOR(ROOM_DOOR, 1, 1));
    strcpy(typed[i].phrase, WORDS_FOR(ROOM_DOOR, 1, 2));
    room_visit(p, page);
    ROOM_SUBMIT(p, ROOM_DOOR, 1, FIELD(5, how) FIELD(1, typed[i].name) FIELD(2, typed[i].phrase));
    room_run(&w, 500);
}

static bool meet(struct room_person **a, struct room_person **b) {
    char invitation[ROOM_INVITATION_MAX];
    *a = arrive("");
    begin(*a, "1");
    ROOM_SUBMIT(*a, ROOM_EVENING, ACTION_INVITE, FIELD(F_HOW, "2"));
    MUST(room_invitation(*a, invitation));
    *b = arrive(invitation);
    begin(*b, "3");
    ROOM_SUBMIT(*b, ROOM_EVENING, ACTION_JOIN, );
    room_run(&w, 20000);
    return book_status(room_book(*a)).pair == PAIR_TOGETHER &&
           book_status(room_book(*b)).pair == PAIR_TOGETHER;
}

static void write_self(struct room_person *p) {
    const char *words = WORDS_FOR(ROOM_EVENING, ACTION_SELF, F_TEXT);
    room_visit(p, "2/41");
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SELF, FIELD(F_TEXT, words));
    look(p, words);
}

static void evening(struct room_person *const both[2]) {
    const char *small[2], *saw[2], *instead[2];
    for (int i = 0; i < 2; i++) {
        small[i] = WORDS_FOR(ROOM_EVENING, ACTION_SMALL, F_TEXT);
        saw[i] = WORDS_FOR(ROOM_EVENING, ACTION_SEAL, F_TEXT);
        room_visit(both[i], "2/5");
        ROOM_SUBMIT(both[i], ROOM_EVENING, ACTION_FEEL, FIELD(F_FEELING, "3"));
        ROOM_SUBMIT(both[i], ROOM_EVENING, ACTION_SMALL, FIELD(F_TEXT, small[i]));
        look_at(both[i], "2/6", small[i]);
        room_visit(both[i], "2/7");
        ROOM_SUBMIT(both[i], ROOM_EVENING, ACTION_SEAL, FIELD(F_TEXT, saw[i]));
        room_run(&w, 2000);
    }
    for (int i = 0; i < 2; i++) {
        ROOM_SUBMIT(both[i], ROOM_EVENING, ACTION_OPEN, );
        room_run(&w, 3000);
    }
    for (int i = 0; i < 2; i++) {
        look_at(both[i], "2/9", small[!i]);
        look_at(both[i], "2/9", saw[!i]);
        look_at(both[i], "2/11", small[i]);
        look_at(both[i], "2/11", saw[i]);
        look_at(both[i], "2/12", small[!i]);
        instead[i] = WORDS_FOR(ROOM_EVENING, ACTION_REPLY, F_TEXT);
        ROOM_SUBMIT(both[i], ROOM_EVENING, ACTION_REPLY,
                    FIELD(F_ANSWER, "1") FIELD(F_TEXT, instead[i]));
        room_run(&w, 3000);
    }
    for (int i = 0; i < 2; i++) {
        look_at(both[i], "2/13", instead[i]);
        look_at(both[i], "2/13", instead[!i]);
    }
}

/* The page of the moment just kept. */
static void kept_address(const struct room_person *p, char out[32], int page) {
    snprintf(out, 32, "3/%d/%.*s", page, (int)p->fragment_size - 4, (const char *)p->fragment + 4);
}

static void moment_ours(struct room_person *a, struct room_person *b) {
    char one[32], change[32];
    const char *words = WORDS_FOR(ROOM_MOMENTS, 1, 5);
    room_visit(a, "3/1");
    ROOM_SUBMIT(a, ROOM_MOMENTS, 1, FIELD(1, "0") FIELD(4, "0") FIELD(5, words));
    kept_address(a, one, 4);
    kept_address(a, change, 5);
    room_run(&w, 2000);
    look_at(a, one, words);
    look_at(b, one, words);
    look_at(a, change, words);
    words = WORDS_FOR(ROOM_MOMENTS, 2, 5);
    ROOM_SUBMIT(a, ROOM_MOMENTS, 2, FIELD(1, "0") FIELD(4, "0") FIELD(5, words));
    room_run(&w, 2000);
    look_at(a, one, words);
    look_at(b, one, words);
}

static void moment_mine(struct room_person *p) {
    char one[32], change[32];
    const char *with = WORDS_FOR(ROOM_MOMENTS, 1, 7);
    room_visit(p, "3/2");
    ROOM_SUBMIT(p, ROOM_MOMENTS, 1, FIELD(1, "1") FIELD(4, "0") FIELD(7, with));
    kept_address(p, one, 4);
    kept_address(p, change, 5);
    look_at(p, one, with);
    with = WORDS_FOR(ROOM_MOMENTS, 2, 7);
    room_visit(p, change);
    ROOM_SUBMIT(p, ROOM_MOMENTS, 2, FIELD(1, "1") FIELD(4, "0") FIELD(7, with));
    look_at(p, one, with);
}

static void ask(struct room_person *a, struct room_person *b) {
    const char *words = WORDS_FOR(ROOM_MOMENTS, 5, 5);
    room_visit(a, "3/8");
    ROOM_SUBMIT(a, ROOM_MOMENTS, 5, FIELD(5, words));
    room_run(&w, 2000);
    look_at(a, "3/0", words);
    look_at(b, "3/0", words);
}

static void rename_self(struct room_person *p) {
    const char *name = WORDS_FOR(ROOM_ME, 16, 12);
    room_visit(p, "6/9");
    ROOM_SUBMIT(p, ROOM_ME, 16, FIELD(12, name));
    look_at(p, "6/9", name);
}

static void next_day(struct room_person *a, struct room_person *b) {
    const char *words = WORDS_FOR(ROOM_EVENING, ACTION_MINUTE_ELSE, F_TEXT);
    room_sleep(&w, 1);
    room_visit(a, "2/21");
    ROOM_SUBMIT(a, ROOM_EVENING, ACTION_MINUTE_ELSE, FIELD(F_TEXT, words));
    room_run(&w, 4000);
    look_at(b, "5/0", words);
}

static void handed(struct room_person *p) {
    const char *small[2], *saw[2];
    room_visit(p, "2/50");
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_BEGIN, );
    for (int i = 0; i < 2; i++) {
        small[i] = WORDS_FOR(ROOM_EVENING, ACTION_HANDED_SMALL, F_TEXT);
        saw[i] = WORDS_FOR(ROOM_EVENING, ACTION_HANDED_SAW, F_TEXT);
        room_visit(p, "2/51");
        ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_FEEL, FIELD(F_FEELING, "1"));
        ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_SMALL, FIELD(F_TEXT, small[i]));
        ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_SAW, FIELD(F_TEXT, saw[i]));
    }
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_OPEN, );
    for (int i = 0; i < 2; i++) {
        look_at(p, "2/56", small[i]);
        look_at(p, "2/56", saw[i]);
    }
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_END, );
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_UNLOCK, );
}

/* Someone without a book types what are no words, begins alone, and mistypes every lock. */
static void locks(void) {
    struct room_person *p = arrive("");
    char right[INJECTION_TEXT_MAX + 1];
    for (uint32_t action = 5; action <= 6; action++)
        SECRET(p, action == 5 ? "1/10" : "1/11", ROOM_DOOR, action,
               FIELD(4, WORDS_FOR(ROOM_DOOR, action, 4)) FIELD(2, WORDS_FOR(ROOM_DOOR, action, 2)));
    begin(p, "2");
    look_at(p, "6/9", typed[p - w.people].name);
    handed(p);
    strcpy(right, typed[p - w.people].phrase);
    room_restart(p, "");
    SECRET(p, "", ROOM_DOOR, 2, FIELD(2, WORDS_FOR(ROOM_DOOR, 2, 2)));
    SECRET(p, "", ROOM_DOOR, 2, FIELD(2, right));
    SECRET(p, "2/42", ROOM_DOOR, 4, FIELD(2, WORDS_FOR(ROOM_DOOR, 4, 2)));
    SECRET(p, "1/14", ROOM_DOOR, 10, FIELD(4, WORDS_FOR(ROOM_DOOR, 10, 4)));
    SECRET(p, "2/42", ROOM_DOOR, 4, FIELD(2, right));
    if (!book_status(room_book(p)).mine_open)
        fault(p, "a phrase with markup in it does not open", right);
    SECRET(p, "6/3", ROOM_ME, 5,
           FIELD(6, WORDS_FOR(ROOM_ME, 5, 6)) FIELD(5, WORDS_FOR(ROOM_ME, 5, 5)));
    SECRET(p, "6/3", ROOM_ME, 6, FIELD(5, WORDS_FOR(ROOM_ME, 6, 5)));
    SECRET(p, "6/8", ROOM_ME, 15, FIELD(5, WORDS_FOR(ROOM_ME, 15, 5)));
    room_visit(p, "6/10");
    ROOM_SUBMIT(p, ROOM_ME, 1, );
    for (int i = 0; i < 3; i++)
        SECRET(p, "6/12", ROOM_ME, 2,
               FIELD(1, WORDS_FOR(ROOM_ME, 2, 1)) FIELD(2, WORDS_FOR(ROOM_ME, 2, 2))
                   FIELD(3, WORDS_FOR(ROOM_ME, 2, 3)));
    SECRET(p, "6/14", ROOM_ME, 3, FIELD(3, WORDS_FOR(ROOM_ME, 3, 3)));
    SECRET(p, "6/3", ROOM_ME, 7, FIELD(7, WORDS_FOR(ROOM_ME, 7, 7)));
    room_hide(p, "");
    room_show(p);
    SECRET(p, "5/0", ROOM_DOOR, 3, FIELD(3, WORDS_FOR(ROOM_DOOR, 3, 3)));
}

/* Every page of every room, whatever it shows. */
static void everywhere(struct room_person *p) {
    char page[16];
    for (const struct practice *const *room = practices; *room; room++)
        for (int i = 0; i <= 60 && (*room)->code != ROOM_DOOR && (*room)->code != ROOM_LOOK; i++) {
            snprintf(page, sizeof page, "%u/%d", (unsigned)(*room)->code, i);
            look_at(p, page, NULL);
        }
}

/* A life leaves out the part of a room whose fields have had everything, unless it is `whole`. A
 * part's pages have their own places in `pages`. */
static bool has_part(bool whole, uint32_t room, size_t places) {
    page_count = places;
    return whole || injections_missing(room);
}

static void months(struct room_person *const both[2], bool whole) {
    for (int i = 0; i < 2; i++) {
        if (has_part(whole, ROOM_EVENING, 40u + (size_t)i))
            write_self(both[i]);
        if (has_part(whole, ROOM_ME, 50u + 10u * (size_t)i)) {
            rename_self(both[i]);
            rename_self(both[i]);
        }
        if (has_part(whole, ROOM_MOMENTS, 70u + 20u * (size_t)i)) {
            moment_ours(both[i], both[!i]);
            moment_mine(both[i]);
            ask(both[i], both[!i]);
        }
    }
}

/* What two people and a third write in two days. */
static bool life(bool whole) {
    struct room_person *both[2];
    room_world_begin(&w);
    is_fine = true;
    if (!meet(&both[0], &both[1]))
        return false;
    page_count = 0;
    for (int i = 0; i < 2; i++)
        look_at(both[i], "3/1", typed[!i].name);
    if (has_part(whole, ROOM_EVENING, 2))
        evening(both);
    page_count = 30;
    locks();
    months(both, whole);
    if (has_part(whole, ROOM_EVENING, 110)) {
        next_day(both[0], both[1]);
        next_day(both[1], both[0]);
    }
    size_t place = PAGES_OF_ROOMS;
    for (const struct injected *const *x = injected; *x; x++, place += INJECTED_LOOKS)
        if (has_part(whole, (*x)->room, place)) {
            (*x)->run(&w, both);
            MUST(page_count <= place + INJECTED_LOOKS);
        }
    page_count = PAGES_OF_ALL;
    for (int i = 0; i < 2 && whole; i++)
        everywhere(both[i]);
    room_world_end(&w);
    return is_fine;
}

enum { LIVES_MAX = 260 };

TEST(room_injections_are_text_in_every_field) {
    const struct injection_field *missing;
    injections_begin();
    injections_harmless(true);
    is_first = true;
    CHECK(life(true));
    injections_harmless(false);
    is_first = false;
    int lives = 0;
    while ((missing = injections_missing(0)) && lives < LIVES_MAX)
        CHECK(life(lives++ == 0));
    if (missing) {
        char line[96];
        snprintf(line, sizeof line, "%s: action %u, field %u had %u of 500", missing->room->name,
                 (unsigned)missing->action->action, (unsigned)missing->input->field,
                 (unsigned)missing->given);
        test_fail(__FILE__, __LINE__, line);
    }
}

/* --- the test itself -------------------------------------------------------------------------- */

static struct bytes stream_with(struct arena *a, enum view_tag tag, enum view_attr attr,
                                const char *value, const char *text) {
    struct view v;
    struct bytes stream;
    view_init(&v, a);
    view_open(&v, tag);
    if (attr != ATTR_COUNT)
        view_attr(&v, attr, value);
    view_text(&v, bytes_from_string(text));
    view_close(&v);
    MUST(view_finish(&v, &stream) == ERR_OK);
    return stream;
}

TEST(room_injections_would_be_noticed) {
    struct arena a;
    bool elsewhere;
    const char *words = injection(3);
    arena_init(&a, (size_t)1 << 20);
    struct bytes plain = stream_with(&a, TAG_P, ATTR_COUNT, NULL, "words");
    struct bytes shown = stream_with(&a, TAG_P, ATTR_COUNT, NULL, words);
    struct bytes island = stream_with(&a, TAG_P, ATTR_DATA_ARG, words, "words");
    struct bytes bold = stream_with(&a, TAG_STRONG, ATTR_COUNT, NULL, words);
    CHECK(marks_count(plain, &elsewhere) == 0 && !elsewhere);
    CHECK(marks_count(shown, &elsewhere) == 1 && !elsewhere && shows(shown, words));
    CHECK(shape(shown) == shape(plain) && !shows(plain, words));
    CHECK(marks_count(island, &elsewhere) == 0 && elsewhere && shape(island) != shape(plain));
    CHECK(shape(bold) != shape(plain));
    arena_free(&a);
}

TEST(room_injections_are_five_hundred) {
    static char all[INJECTIONS][INJECTION_SIZE_MAX + 1];
    for (uint32_t i = 0; i < INJECTIONS; i++) {
        strcpy(all[i], injection(i));
        const char *body = strchr(all[i], ':');
        CHECK(body != NULL);
        for (uint32_t j = 0; j < i; j++)
            CHECK(strcmp(body, strchr(all[j], ':')) != 0);
    }
}
