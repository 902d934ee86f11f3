/* The fields for words of the room *levels* (injected.h). */
#include "injected.h"
#include "practices/levels/levels.h"

#include <stdio.h>

static void go(struct room_person *p, unsigned page) {
    char to[64];
    size_t count;
    const struct item *items = book_items(room_book(p), KIND_DEED, &count);
    MUST(count > 0);
    snprintf(to, sizeof to, "16/%u/%016llx", page,
             (unsigned long long)item_address(&items[count - 1]));
    room_visit(p, to);
}

static void alone(struct room_person *p) {
    const char *deed = WORDS_FOR(ROOM_LEVELS, ACTION_DEED, F_DEED);
    const char *thoughts = WORDS_FOR(ROOM_LEVELS, ACTION_NOW, F_THOUGHTS);
    const char *why = WORDS_FOR(ROOM_LEVELS, ACTION_TOWARD, F_WHY);
    room_visit(p, "16/1");
    ROOM_SUBMIT(p, ROOM_LEVELS, ACTION_DEED, FIELD(F_DEED, deed));
    ROOM_SUBMIT(p, ROOM_LEVELS, ACTION_NOW, FIELD(F_NOW, "1") FIELD(F_THOUGHTS, thoughts));
    ROOM_SUBMIT(p, ROOM_LEVELS, ACTION_TOWARD, FIELD(F_ASPIRE, "2") FIELD(F_WHY, why));
    go(p, PAGE_ONE);
    injected_look(p, deed);
    injected_look(p, thoughts);
    injected_look(p, why);
    go(p, PAGE_DEED);
    injected_look(p, deed);
    room_visit(p, "16/0");
    injected_look(p, deed);
}

static void together(struct room_world *w, struct room_person *const both[2]) {
    const char *deeds[2], *thoughts[2], *whys[2];
    room_visit(both[0], "16/5");
    ROOM_SUBMIT(both[0], ROOM_LEVELS, ACTION_OFFER, FIELD(F_OPENS, "0"));
    room_run(w, 4000);
    for (int i = 0; i < 2; i++) {
        deeds[i] = WORDS_FOR(ROOM_LEVELS, ACTION_SEAL, F_DEED);
        thoughts[i] = WORDS_FOR(ROOM_LEVELS, ACTION_SEAL, F_THOUGHTS);
        whys[i] = WORDS_FOR(ROOM_LEVELS, ACTION_SEAL, F_WHY);
        room_visit(both[i], "16/6");
        ROOM_SUBMIT(both[i], ROOM_LEVELS, ACTION_SEAL,
                    FIELD(F_NOW, "0") FIELD(F_THOUGHTS, thoughts[i]) FIELD(F_ASPIRE, "1")
                        FIELD(F_WHY, whys[i]) FIELD(F_DEED, deeds[i]));
        room_run(w, 4000);
    }
    for (int i = 0; i < 2; i++) {
        room_visit(both[i], "16/7");
        ROOM_SUBMIT(both[i], ROOM_LEVELS, ACTION_OPEN, );
        room_run(w, 4000);
    }
    for (int i = 0; i < 2; i++) {
        room_visit(both[i], "16/8");
        injected_look(both[i], deeds[1 - i]);
        injected_look(both[i], thoughts[1 - i]);
        injected_look(both[i], whys[1 - i]);
        room_visit(both[i], "16/10");
        injected_look(both[i], deeds[i]);
    }
}

static void run(struct room_world *w, struct room_person *const both[2]) {
    alone(both[0]);
    together(w, both);
}
INJECTED(levels) = {.room = ROOM_LEVELS, .run = run};
