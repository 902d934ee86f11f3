/* How the fields of *listen* are reached (injected.h). */
#include "injected.h"
#include "practices/listen/listen.h"

#include <stdio.h>

static void to_page(struct room_person *p, unsigned page) {
    size_t count;
    char to[64];
    const struct item *items = book_items(room_book(p), KIND_KEPT, &count);
    MUST(count > 0);
    snprintf(to, sizeof to, "10/%u/%016llx", page,
             (unsigned long long)item_address(&items[count - 1]));
    room_visit(p, to);
}

static void run(struct room_world *w, struct room_person *const both[2]) {
    const char *with = WORDS_FOR(ROOM_LISTEN, ACTION_KEEP, F_WITH);
    const char *missing = WORDS_FOR(ROOM_LISTEN, ACTION_KEEP, F_MISSING);
    const char *let_go = WORDS_FOR(ROOM_LISTEN, ACTION_KEEP, F_LET_GO);
    room_visit(both[0], "10/5");
    ROOM_SUBMIT(both[0], ROOM_LISTEN, ACTION_KEEP,
                FIELD(F_WITH, with) FIELD(F_MISSING, missing) FIELD(F_LET_GO, let_go));
    room_run(w, 2000);
    to_page(both[0], PAGE_ONE);
    injected_look(both[0], with);
    injected_look(both[0], missing);
    injected_look(both[0], let_go);
    with = WORDS_FOR(ROOM_LISTEN, ACTION_CHANGE, F_WITH);
    missing = WORDS_FOR(ROOM_LISTEN, ACTION_CHANGE, F_MISSING);
    let_go = WORDS_FOR(ROOM_LISTEN, ACTION_CHANGE, F_LET_GO);
    to_page(both[0], PAGE_CHANGE);
    ROOM_SUBMIT(both[0], ROOM_LISTEN, ACTION_CHANGE,
                FIELD(F_WITH, with) FIELD(F_MISSING, missing) FIELD(F_LET_GO, let_go));
    room_run(w, 2000);
    to_page(both[0], PAGE_CHANGE);
    injected_look(both[0], with);
    injected_look(both[0], let_go);
    room_visit(both[0], "10/0");
    injected_look(both[0], missing);
    to_page(both[0], PAGE_ERASE);
    ROOM_SUBMIT(both[0], ROOM_LISTEN, ACTION_ERASE, );
    room_run(w, 2000);
}
INJECTED(listen) = {.room = ROOM_LISTEN, .run = run};
