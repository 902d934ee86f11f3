/* How the fields of *soothe* are reached (injected.h). */
#include "injected.h"
#include "practices/soothe/soothe.h"

#include <stdio.h>

static void run(struct room_world *w, struct room_person *const both[2]) {
    const char *text[4];
    size_t count;
    char to[64];
    for (uint32_t i = 0; i < 3; i++)
        text[i] = WORDS_FOR(ROOM_SOOTHE, ACTION_WORDS, F_1 + i);
    room_visit(both[0], "11/10");
    ROOM_SUBMIT(both[0], ROOM_SOOTHE, ACTION_WORDS,
                FIELD(F_1, text[0]) FIELD(F_2, text[1]) FIELD(F_3, text[2]));
    room_run(w, 2000);
    room_visit(both[1], "11/9");
    injected_look(both[1], text[0]);
    injected_look(both[1], text[2]);
    text[0] = WORDS_FOR(ROOM_SOOTHE, ACTION_DOORWAY, F_2);
    text[1] = WORDS_FOR(ROOM_SOOTHE, ACTION_DOORWAY, F_4);
    room_visit(both[0], "11/14");
    ROOM_SUBMIT(both[0], ROOM_SOOTHE, ACTION_DOORWAY, FIELD(F_2, text[0]) FIELD(F_4, text[1]));
    room_run(w, 2000);
    room_visit(both[1], "11/13");
    injected_look(both[1], text[0]);
    injected_look(both[1], text[1]);
    for (uint32_t i = 0; i < 3; i++)
        text[i] = WORDS_FOR(ROOM_SOOTHE, ACTION_SIGN, F_1 + i);
    room_visit(both[0], "11/16");
    ROOM_SUBMIT(both[0], ROOM_SOOTHE, ACTION_SIGN,
                FIELD(F_1, text[0]) FIELD(F_2, text[1]) FIELD(F_3, text[2]));
    room_run(w, 2000);
    room_visit(both[1], "11/15");
    injected_look(both[1], text[1]);
    text[0] = WORDS_FOR(ROOM_SOOTHE, ACTION_TOOL, F_1);
    room_visit(both[0], "11/12");
    ROOM_SUBMIT(both[0], ROOM_SOOTHE, ACTION_TOOL, FIELD(F_1, text[0]));
    room_visit(both[0], "11/11");
    injected_look(both[0], text[0]);
    const struct item *items = book_items(room_book(both[0]), KIND_TOOL, &count);
    MUST(count > 0);
    snprintf(to, sizeof to, "11/19/%016llx", (unsigned long long)item_address(&items[0]));
    room_visit(both[0], to);
    ROOM_SUBMIT(both[0], ROOM_SOOTHE, ACTION_ERASE, );
    room_run(w, 2000);
}
INJECTED(soothe) = {.room = ROOM_SOOTHE, .run = run};
