/* The fields for words of src/practices/responses/. */
#include "injected.h"
#include "practices/responses/responses.h"

#include <stdio.h>

static uint64_t newest(struct room_person *p, uint32_t kind) {
    size_t count;
    const struct item *items = book_items(room_book(p), kind, &count);
    MUST(count > 0);
    return item_address(&items[count - 1]);
}

static void visit_item(struct room_person *p, unsigned page, uint64_t item) {
    char to[64];
    snprintf(to, sizeof to, item < 256 ? "12/%u/%llu" : "12/%u/%016llx", page,
             (unsigned long long)item);
    room_visit(p, to);
}

static void look_at(struct room_person *p, unsigned page, uint64_t item, const char *words) {
    visit_item(p, page, item);
    injected_look(p, words);
}

/* Told in four lines; both read it, and one learns it by heart. */
static void told(struct room_world *w, struct room_person *const both[2]) {
    const char *first = WORDS_FOR(ROOM_RESPONSES, ACTION_WRITE, F_FIRST);
    const char *second = WORDS_FOR(ROOM_RESPONSES, ACTION_WRITE, F_SECOND);
    const char *third = WORDS_FOR(ROOM_RESPONSES, ACTION_WRITE, F_THIRD);
    const char *rather_not = WORDS_FOR(ROOM_RESPONSES, ACTION_WRITE, F_NOT);
    visit_item(both[0], PAGE_WRITE, 2);
    ROOM_SUBMIT(both[0], ROOM_RESPONSES, ACTION_WRITE,
                FIELD(F_FIRST, first) FIELD(F_SECOND, second) FIELD(F_THIRD, third)
                    FIELD(F_NOT, rather_not));
    injected_look(both[0], rather_not);
    room_run(w, 2000);
    for (int i = 0; i < 2; i++) {
        room_visit(both[i], i ? "12/1" : "12/2");
        injected_look(both[i], first);
        injected_look(both[i], second);
        injected_look(both[i], third);
        injected_look(both[i], rather_not);
    }
    look_at(both[1], PAGE_HEART, newest(both[1], KIND_CARD), second);
}

/* A feeling of their own: its name stands in titles, lists, sentences and questions. */
static void feeling(struct room_world *w, struct room_person *const both[2]) {
    const char *name = WORDS_FOR(ROOM_RESPONSES, ACTION_FEELING, F_NAME);
    room_visit(both[0], "12/6");
    ROOM_SUBMIT(both[0], ROOM_RESPONSES, ACTION_FEELING, FIELD(F_NAME, name));
    injected_look(both[0], name);
    room_run(w, 2000);
    uint64_t own = newest(both[1], KIND_FEELING);
    look_at(both[1], PAGE_TOPIC, own, name);
    look_at(both[1], PAGE_NOTE, own, name);
    look_at(both[1], PAGE_WRITE, own, name);
    ROOM_SUBMIT(both[1], ROOM_RESPONSES, ACTION_WRITE, FIELD(F_FIRST, "x"));
    injected_look(both[1], name);
    room_run(w, 2000);
    room_visit(both[0], "12/0");
    injected_look(both[0], name);
    look_at(both[0], PAGE_ERASE, own, NULL);
    ROOM_SUBMIT(both[0], ROOM_RESPONSES, ACTION_ERASE, ); /* the list is short */
    room_run(w, 2000);
}

static void unsafe(struct room_world *w, struct room_person *const both[2]) {
    for (unsigned i = 0; i < 2; i++) {
        uint32_t action = i ? ACTION_CHANGE : ACTION_UNSAFE;
        const char *name = WORDS_FOR(ROOM_RESPONSES, action, F_NAME);
        const char *first = WORDS_FOR(ROOM_RESPONSES, action, F_FIRST);
        const char *rather_not = WORDS_FOR(ROOM_RESPONSES, action, F_NOT);
        if (i)
            look_at(both[0], PAGE_CHANGE, newest(both[0], KIND_CARD), NULL);
        else
            room_visit(both[0], "12/8");
        ROOM_SUBMIT(both[0], ROOM_RESPONSES, action,
                    FIELD(F_NAME, name) FIELD(F_FIRST, first) FIELD(F_NOT, rather_not));
        injected_look(both[0], name);
        room_run(w, 2000);
        room_visit(both[1], "12/1");
        injected_look(both[1], name);
        injected_look(both[1], first);
        look_at(both[1], PAGE_HEART, newest(both[1], KIND_CARD), rather_not);
    }
    visit_item(both[0], PAGE_ERASE, newest(both[0], KIND_CARD));
    ROOM_SUBMIT(both[0], ROOM_RESPONSES, ACTION_ERASE, );
    room_run(w, 2000);
}

static uint64_t offer_of(struct room_person *p) {
    size_t count;
    const struct item *items = book_items(room_book(p), KIND_ROUND_OFFER, &count);
    for (size_t i = count; i-- > 0;) {
        uint64_t practice;
        if (body_uint(book_item_entry(&items[i]).body, 1, &practice) && practice == ROOM_RESPONSES)
            return item_address(&items[i]);
    }
    MUST(false);
    return 0;
}

/* One guesses, the other lets the round open on its day; what came is read and put in order. */
static void guessed(struct room_world *w, struct room_person *const both[2]) {
    const char *guess = WORDS_FOR(ROOM_RESPONSES, ACTION_SEAL, F_GUESS);
    const char *mine = WORDS_FOR(ROOM_RESPONSES, ACTION_SEAL, F_FIRST);
    const char *words = WORDS_FOR(ROOM_RESPONSES, ACTION_RANK, F_WORDS);
    visit_item(both[0], PAGE_TOPIC, 3);
    ROOM_SUBMIT(both[0], ROOM_RESPONSES, ACTION_OFFER, FIELD(F_WHEN, "0"));
    room_run(w, 2000);
    uint64_t round = offer_of(both[1]);
    for (int i = 0; i < 2; i++) {
        visit_item(both[i], PAGE_GUESS, round);
        ROOM_SUBMIT(both[i], ROOM_RESPONSES, ACTION_SEAL,
                    FIELD(F_GUESS, guess) FIELD(F_FIRST, mine));
        room_run(w, 2000);
    }
    for (unsigned page = PAGE_OPEN; page <= PAGE_RANK; page++)
        look_at(both[1], page, round, guess);
    look_at(both[1], PAGE_OPEN, round, mine);
    visit_item(both[1], PAGE_RANK, round);
    ROOM_SUBMIT(both[1], ROOM_RESPONSES, ACTION_RANK,
                FIELD(F_WORDS, words) FIELD(F_RANK, "1") FIELD(F_RANK + 1, "2"));
    injected_look(both[1], words);
    visit_item(both[0], PAGE_RANK, round);
    ROOM_SUBMIT(both[0], ROOM_RESPONSES, ACTION_CONFIRM, );
    injected_look(both[0], guess);
    room_run(w, 2000);
}

static void run(struct room_world *w, struct room_person *const both[2]) {
    told(w, both);
    feeling(w, both);
    unsafe(w, both);
    guessed(w, both);
    const char *note = WORDS_FOR(ROOM_RESPONSES, ACTION_NOTE, F_WORDS);
    visit_item(both[0], PAGE_NOTE, 4);
    ROOM_SUBMIT(both[0], ROOM_RESPONSES, ACTION_NOTE, FIELD(F_WORDS, note));
    injected_look(both[0], note);
    look_at(both[0], PAGE_HEART, newest(both[0], KIND_NOTE), note);
    look_at(both[0], PAGE_NOTE, 4, note);
}
INJECTED(responses) = {.room = ROOM_RESPONSES, .run = run};
