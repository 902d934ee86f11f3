/* The fields for words of the first days: a page, a wave kept and mended, and the card. */
#include "injected.h"
#include "practices/firstdays/firstdays.h"

#include <stdio.h>

static const char *words(uint32_t action, uint32_t field) {
    return WORDS_FOR(ROOM_FIRSTDAYS, action, field);
}

static void wave(struct room_person *p) {
    char to[64];
    size_t count;
    const char *first = words(ACTION_WAVE, W_WORDS), *then = words(ACTION_ONE_CHANGE, W_WORDS);
    room_visit(p, "8/2");
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_WAVE, FIELD(W_WHERE, "0") FIELD(W_WORDS, first));
    room_visit(p, "8/12");
    injected_look(p, first);
    const struct item *waves = book_items(room_book(p), KIND_WAVE, &count);
    snprintf(to, sizeof to, "8/14/%016llx", (unsigned long long)item_address(&waves[count - 1]));
    room_visit(p, to);
    injected_look(p, first);
    ROOM_SUBMIT(p, ROOM_FIRSTDAYS, ACTION_ONE_CHANGE, FIELD(W_WORDS, then));
    injected_look(p, then);
}

static void run(struct room_world *w, struct room_person *const both[2]) {
    const char *said[] = {words(ACTION_CARD, C_SIGN), words(ACTION_CARD, C_AGAIN),
                          words(ACTION_CARD, C_NOT), words(ACTION_CARD, C_AFTER)};
    const char *day = words(ACTION_DAY, F_WORDS);
    room_visit(both[0], "8/20/1");
    ROOM_SUBMIT(both[0], ROOM_FIRSTDAYS, ACTION_DAY, FIELD(F_WORDS, day));
    room_visit(both[0], "8/20/1");
    injected_look(both[0], day);
    room_visit(both[0], "8/20/15");
    injected_look(both[0], day);
    wave(both[0]);
    room_visit(both[0], "8/7");
    ROOM_SUBMIT(both[0], ROOM_FIRSTDAYS, ACTION_CARD,
                FIELD(C_SIGN, said[0]) FIELD(C_FIRST, "1") FIELD(C_AGAIN, said[1])
                    FIELD(C_NOT, said[2]) FIELD(C_AFTER, said[3]));
    for (int i = 0; i < 4; i++)
        injected_look(both[0], said[i]);
    room_visit(both[0], "8/5/2");
    injected_look(both[0], said[0]);
    room_visit(both[0], "8/10");
    ROOM_SUBMIT(both[0], ROOM_FIRSTDAYS, ACTION_SHARE, );
    room_sleep(w, 1);
    room_run(w, 4000);
    room_visit(both[1], "8/9");
    for (int i = 0; i < 4; i++)
        injected_look(both[1], said[i]);
}

INJECTED(firstdays) = {.room = ROOM_FIRSTDAYS, .run = run};
