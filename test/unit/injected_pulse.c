/* The fields for words of src/practices/pulse/. */
#include "injected.h"
#include "practices/pulse/pulse.h"

/* A week is answered by both and opens on its Sunday; a line is sent. */
static void run(struct room_world *w, struct room_person *const both[2]) {
    const char *words = WORDS_FOR(ROOM_PULSE, ACTION_SEAL, F_TEXT);
    const char *line = WORDS_FOR(ROOM_PULSE, ACTION_LINE, F_TEXT);
    room_sleep(w, 21); /* no thanks are left but what is written here */
    room_run(w, 4000);
    for (int i = 0; i < 2; i++) {
        room_visit(both[i], "17/1");
        ROOM_SUBMIT(both[i], ROOM_PULSE, ACTION_SEAL, FIELD(F_SAFE, "3") FIELD(F_TEXT, words));
        room_run(w, 2000);
    }
    for (int i = 0; i < 2; i++) {
        room_visit(both[i], "17/2");
        ROOM_SUBMIT(both[i], ROOM_PULSE, ACTION_OPEN, );
        room_run(w, 4000);
    }
    for (int i = 0; i < 2; i++) {
        room_visit(both[i], "17/3");
        injected_look(both[i], words);
        room_visit(both[i], "17/4");
        injected_look(both[i], words);
        room_visit(both[i], "17/5");
        injected_look(both[i], words);
    }
    room_visit(both[0], "17/10");
    injected_look(both[0], words);
    room_visit(both[0], "17/6");
    ROOM_SUBMIT(both[0], ROOM_PULSE, ACTION_LINE, FIELD(F_TEXT, line));
    injected_look(both[0], line);
    room_run(w, 2000);
    room_visit(both[1], "17/6");
    injected_look(both[1], line);
}
INJECTED(pulse) = {.room = ROOM_PULSE, .run = run};
