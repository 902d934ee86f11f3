/* style.h -- what the files of this room share.
 *
 * How I come near and how I go away, in the first person and about me alone: three descriptions
 * (our own words for those of a newspaper's quiz of 1987), items of our own for two directions
 * (worry, distance; measure.h, each by itself), two sentences that follow from them, and three to
 * finish. All of it is *mine*; the five sentences can be copied for the other (share.h). There is
 * no page about the other's, and nothing here is a verdict.
 */
#ifndef TOWARD_PRACTICES_STYLE_H
#define TOWARD_PRACTICES_STYLE_H

#include "book/kinds.h"
#include "forms/measure.h"
#include "forms/note.h"
#include "forms/share.h"

enum { ROOM_STYLE = 15 };

enum style_kind {
    KIND_THREE = ROOM_STYLE * KINDS_PER_PRACTICE,
    KIND_WORRY,
    KIND_DISTANCE,
    KIND_SENTENCES,
    KIND_STYLE_WAITS, /* and the two after it: forms/share.h */
    KIND_STYLE_SENT,
    KIND_STYLE_COPY
};

enum style_page {
    PAGE_HOME = 0, /* item 1: asks for *mine* first */
    PAGE_THREE = 1,
    PAGE_WORRY = 2,
    PAGE_DISTANCE = 3,
    PAGE_RESULT = 4,
    PAGE_MOVES = 5,
    PAGE_SURPRISED = 6,
    PAGE_SHARE = 7,
    PAGE_COPIES = 8,
    PAGE_ERASE = 9
};

enum style_action {
    ACTION_THREE = 1,
    ACTION_WORRY = 2,
    ACTION_DISTANCE = 3,
    ACTION_RESULT = 4,
    ACTION_MOVES = 5,
    ACTION_SHARE = 6,
    ACTION_AWAY = 7,
    ACTION_ERASE = 8
};

/* Controls, and keys of the bodies. */
enum style_field {
    F_CHOICE = 1, /* of THREE; then how far each fits, 0..6 */
    F_RATE = 2,
    F_NEAR = 1, /* of SENTENCES */
    F_AWAY = 2,
    F_TOWARD = 3,
    F_LEAVE = 4,
    F_STAY = 5
};

enum { STYLE_COUNT = 3, STYLE_STEPS = 7, STYLE_ITEMS = 5, SENTENCE_COUNT = 5 };

static inline struct address style(uint32_t page) {
    return (struct address){ROOM_STYLE, page, 0};
}

/* ask.c: the pages that ask, and their actions. */
enum err style_ask_show(struct visit *v);
enum err style_run_three(struct visit *v, const struct submission *s);
enum err style_run_worry(struct visit *v, const struct submission *s);
enum err style_run_distance(struct visit *v, const struct submission *s);
enum err style_run_result(struct visit *v, const struct submission *s);
enum err style_run_moves(struct visit *v, const struct submission *s);

extern const struct measure style_worry, style_distance;
extern const struct note_field style_sentences[SENTENCE_COUNT];
extern const enum text_key style_three[STYLE_COUNT];

enum err style_example(struct example *x);

#endif
