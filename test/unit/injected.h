/* injected.h -- how a room's fields for words are reached, for test_room_injections.c.
 *
 * A room that takes words has a file test/unit/injected_NAME.c, which the build finds:
 *
 *     static void run(struct room_world *w, struct room_person *const both[2]) {
 *         const char *words = WORDS_FOR(ROOM_WAVE, ACTION_SAVE, F_WORDS);
 *         room_visit(both[0], "60/0");
 *         ROOM_SUBMIT(both[0], ROOM_WAVE, ACTION_SAVE, FIELD(F_WORDS, words));
 *         injected_look(both[0], words);     // the page that is shown now has these words
 *     }
 *     INJECTED(wave) = {.room = ROOM_WAVE, .run = run};
 *
 * The two are together, their *mine* is open, and days have passed. It is run again and again,
 * until each field had 500 strings, always the same way: at most INJECTED_LOOKS pages are looked
 * at, and the n-th of each run is the same page with other words.
 */
#ifndef TOWARD_TEST_INJECTED_H
#define TOWARD_TEST_INJECTED_H

#include "injections.h"
#include "room_test.h"

enum { INJECTED_LOOKS = 100 };

struct injected {
    uint32_t room;
    void (*run)(struct room_world *w, struct room_person *const both[2]);
};
#define INJECTED(name)                                                                             \
    extern const struct injected injected_##name;                                                  \
    const struct injected injected_##name

/* Those found, by name; ends with NULL. Generated. */
extern const struct injected *const injected[];

/* The person's page shows these words (NULL: whichever), as text and nowhere else. */
void injected_look(struct room_person *p, const char *words);

/* As many strings as the field takes (injections.h). */
#define WORDS_FOR(room, action, field) injections_for((room), (action), (field))

#endif
