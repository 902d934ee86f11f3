/* How the fields of *style* are reached: the five sentences, each on its page and in the preview.
 */
#include "injected.h"
#include "practices/style/style.h"

static void run(struct room_world *w, struct room_person *const both[2]) {
    const char *words[SENTENCE_COUNT] = {
        WORDS_FOR(ROOM_STYLE, ACTION_RESULT, F_NEAR), WORDS_FOR(ROOM_STYLE, ACTION_RESULT, F_AWAY),
        WORDS_FOR(ROOM_STYLE, ACTION_MOVES, F_TOWARD), WORDS_FOR(ROOM_STYLE, ACTION_MOVES, F_LEAVE),
        WORDS_FOR(ROOM_STYLE, ACTION_MOVES, F_STAY)};
    room_visit(both[0], "15/4");
    ROOM_SUBMIT(both[0], ROOM_STYLE, ACTION_RESULT,
                FIELD(F_NEAR, words[0]) FIELD(F_AWAY, words[1]));
    room_visit(both[0], "15/5");
    ROOM_SUBMIT(both[0], ROOM_STYLE, ACTION_MOVES,
                FIELD(F_TOWARD, words[2]) FIELD(F_LEAVE, words[3]) FIELD(F_STAY, words[4]));
    room_run(w, 4000);
    room_visit(both[0], "15/7");
    for (int i = 0; i < SENTENCE_COUNT; i++)
        injected_look(both[0], words[i]);
}
INJECTED(style) = {.room = ROOM_STYLE, .run = run};
