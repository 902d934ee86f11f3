/* cycle.h -- what the files of this room share.
 *
 * A ring of trust: need → how I showed it → what came back → was I soothed → what I came to
 * believe; where in the body; beliefs one knows of on it, and sentences to finish under it. One
 * ring for each person who raised me, one for today: KIND_RING, in *mine*, written step by step and
 * kept at each step. A copy of a ring (forms/share.h) has the same fields, with or without what is
 * under it. Two copies can stand side by side; then one thing is asked for: KIND_ASK and
 * KIND_ANSWER, in *ours*.
 *
 * From every page one can stop: PAGE_STOP, a grounding.
 */
#ifndef TOWARD_PRACTICES_CYCLE_H
#define TOWARD_PRACTICES_CYCLE_H

#include "book/kinds.h"
#include "forms/note.h"
#include "forms/share.h"
#include "view/chart.h"

enum { ROOM_CYCLE = 14 };

enum cycle_kind {
    KIND_RING = ROOM_CYCLE * KINDS_PER_PRACTICE,
    KIND_ASK,        /* ours: 1 text */
    KIND_ANSWER,     /* ours: re [ask]; 1 uint enum cycle_answer */
    KIND_RING_WAITS, /* and the two after it: forms/share.h */
    KIND_RING_SENT,
    KIND_RING_COPY
};

enum cycle_page {
    PAGE_HOME = 0, /* item 1: asks for *mine* first */
    PAGE_WHO = 1,  /* these six: item: the ring; of the first also 0, a new one */
    PAGE_SHOWED = 2,
    PAGE_BACK = 3,
    PAGE_BELIEF = 4,
    PAGE_BODY = 5,
    PAGE_UNDER = 6,
    PAGE_RING = 7, /* item: the ring */
    PAGE_STOP = 8,
    PAGE_EMPTY = 9,
    PAGE_SHARE = 10,     /* item: the ring */
    PAGE_SHARE_ALL = 11, /* with what is under it */
    PAGE_COPIES = 12,
    PAGE_TOGETHER = 13,
    PAGE_ERASE = 14 /* item: the ring */
};

enum cycle_action {
    ACTION_STEP = 1,
    ACTION_SHARE = 2,
    ACTION_AWAY = 3,
    ACTION_ERASE = 4,
    ACTION_ASK = 5,
    ACTION_ANSWER = 6,
    ACTION_TAKE_BACK = 7
};

/* Controls, and keys of a ring's body. */
enum cycle_field {
    F_WHO = 1,
    F_NAME = 2,
    F_NEED = 3,
    F_SHOWED = 4,
    F_BACK = 5,
    F_SOOTHED = 6,
    F_OTHERS = 7,
    F_SELF = 8,
    F_TRUST = 9,
    F_BODY = 10, /* bits */
    F_STEM = 11, /* four of them */
    F_ASK = 15,
    F_ANSWER = 16,
    F_ITEM = 17
};

enum { WHO_RAISED, WHO_TODAY };
enum cycle_answer { ANSWER_YES, ANSWER_NOT_NOW, ANSWER_COUNT };
enum { FIELD_COUNT = 13, FIELD_BODY_AT = 9, STEM_COUNT = 4, BODY_COUNT = 8, ASK_BYTES = 1200 };

static inline struct address cycle(uint32_t page, uint64_t item) {
    return (struct address){ROOM_CYCLE, page, item};
}

/* All fields but the body's chips, which stand before FIELD_BODY_AT. */
extern const struct note_field cycle_fields[FIELD_COUNT];
extern const enum text_key cycle_body_words[BODY_COUNT];
extern const struct share_rules cycle_rules;

/* The way to PAGE_STOP, on every page. */
void cycle_stop_link(struct visit *v);
/* Whose ring it is, in words. */
struct bytes cycle_whose(struct visit *v, struct bytes body);

/* ring.c: the drawing, and what is under it. */
void cycle_ring_draw(struct visit *v, struct bytes body);
void cycle_under_draw(struct visit *v, struct bytes body, enum whose whose);
void cycle_empty_draw(struct visit *v);
enum err cycle_ring_show(struct visit *v);

/* write.c: the six steps. */
enum err cycle_write_show(struct visit *v);
enum err cycle_run_step(struct visit *v, const struct submission *s);

/* together.c: two rings side by side, and one thing asked for. */
void cycle_together_show(struct visit *v);
bool cycle_together_possible(const struct visit *v);
const struct item *cycle_asked(const struct visit *v);
enum err cycle_run_ask(struct visit *v, const struct submission *s);
enum err cycle_run_answer(struct visit *v, const struct submission *s);
enum err cycle_run_take_back(struct visit *v, const struct submission *s);

enum err cycle_example(struct example *x);

#endif
