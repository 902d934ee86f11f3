/* How the fields of *cycle* are reached: each on its ring, and what is asked for beside two rings.
 */
#include "injected.h"
#include "practices/cycle/cycle.h"

static void run(struct room_world *w, struct room_person *const both[2]) {
    static const uint32_t steps[][4] = {{F_NAME, F_NEED},
                                        {F_SHOWED},
                                        {F_BACK},
                                        {F_OTHERS, F_SELF, F_TRUST},
                                        {0},
                                        {F_STEM, F_STEM + 1, F_STEM + 2, F_STEM + 3}};
    const char *words[16] = {NULL};
    room_visit(both[0], "14/1");
    for (size_t s = 0; s < COUNT_OF(steps); s++) {
        struct room_field fields[6] = {{0, NULL}};
        size_t n = 0;
        if (s == 0)
            fields[n++] = (struct room_field){F_WHO, "0"};
        for (size_t i = 0; i < 4 && steps[s][i]; i++) {
            words[steps[s][i]] = WORDS_FOR(ROOM_CYCLE, ACTION_STEP, steps[s][i]);
            fields[n++] = (struct room_field){steps[s][i], words[steps[s][i]]};
        }
        room_submit(both[0], ROOM_CYCLE, ACTION_STEP, fields);
    }
    for (uint32_t f = F_NAME; f < F_ASK; f++)
        if (words[f])
            injected_look(both[0], words[f]);
    const char *ask = WORDS_FOR(ROOM_CYCLE, ACTION_ASK, F_ASK);
    room_visit(both[0], "14/13");
    ROOM_SUBMIT(both[0], ROOM_CYCLE, ACTION_ASK, FIELD(F_ASK, ask));
    room_run(w, 4000);
    injected_look(both[0], ask);
    room_visit(both[1], "14/13");
    injected_look(both[1], ask);
}
INJECTED(cycle) = {.room = ROOM_CYCLE, .run = run};
