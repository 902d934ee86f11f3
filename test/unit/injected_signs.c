/* How the fields of *signs* are reached: each shown again on its page, and as a copy. */
#include "injected.h"
#include "practices/signs/signs.h"

static void run(struct room_world *w, struct room_person *const both[2]) {
    const char *words = WORDS_FOR(ROOM_SIGNS, ACTION_SIGN, F_WORDS);
    room_visit(both[0], "13/1/2");
    ROOM_SUBMIT(both[0], ROOM_SIGNS, ACTION_SIGN, FIELD(F_KINDS, "1") FIELD(F_WORDS, words));
    room_run(w, 4000);
    room_visit(both[0], "13/1/2");
    injected_look(both[0], words);
    const char *need = WORDS_FOR(ROOM_SIGNS, ACTION_NEED, F_NEED);
    room_visit(both[0], "13/4");
    ROOM_SUBMIT(both[0], ROOM_SIGNS, ACTION_NEED, FIELD(F_FIRST, "1") FIELD(F_NEED, need));
    room_visit(both[0], "13/5");
    injected_look(both[0], need);
}
INJECTED(signs) = {.room = ROOM_SIGNS, .run = run};
