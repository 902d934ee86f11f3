/* What the room of paths takes in words: thanks that go to the other, small things for tomorrow. */
#include "injected.h"
#include "practices/paths/paths.h"

#include <stdio.h>

static void path_begin_page(struct room_person *p) {
    room_visit(p, "18/1/2");
    ROOM_SUBMIT(p, ROOM_PATHS, ACTION_PATH, FIELD(PATH_F_WHAT, "0") FIELD(PATH_F_PATH, "2"));
}

static void small(struct room_person *p) {
    char to[40];
    size_t count;
    const char *words = WORDS_FOR(ROOM_PATHS, ACTION_SMALL, F_WORDS);
    room_visit(p, "18/5/200");
    ROOM_SUBMIT(p, ROOM_PATHS, ACTION_SMALL, FIELD(F_WORDS, words));
    room_visit(p, "18/5/200");
    injected_look(p, words);
    const struct item *items = book_items(room_book(p), KIND_SMALL, &count);
    MUST(count > 0);
    snprintf(to, sizeof to, "18/9/%016llx", (unsigned long long)item_address(&items[count - 1]));
    words = WORDS_FOR(ROOM_PATHS, ACTION_SMALL_CHANGE, F_WORDS);
    room_visit(p, to);
    ROOM_SUBMIT(p, ROOM_PATHS, ACTION_SMALL_CHANGE, FIELD(F_WORDS, words));
    injected_look(p, words); /* in the list of the path */
    room_visit(p, to);
    injected_look(p, words);
}

static void run(struct room_world *w, struct room_person *const both[2]) {
    const char *words = WORDS_FOR(ROOM_PATHS, ACTION_SAW, F_WORDS);
    path_begin_page(both[0]);
    room_visit(both[0], "18/2/200");
    ROOM_SUBMIT(both[0], ROOM_PATHS, ACTION_SAW, FIELD(F_WORDS, words));
    room_run(w, 30000);
    room_visit(both[0], "18/3/200");
    injected_look(both[0], words);
    small(both[0]);
}
INJECTED(paths) = {.room = ROOM_PATHS, .run = run};
