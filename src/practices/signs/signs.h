/* signs.h -- what the files of this room share.
 *
 * Five families of what wears trust away, each told twice at most: what came from the other, and
 * what I have done. One note for each, in *mine*: KIND_SIGN. Of two notes about the same (written
 * on two devices) the newest in the book's order is read. Then what I need first: KIND_NEED.
 *
 * Threats and violence have no field here. They stand behind the gate (forms/gate.h): only where it
 * said that care comes first does this room speak of them, to its reader alone.
 *
 * A note, or what I need, can be copied for the other (forms/share.h): COPY_* is the body of that.
 */
#ifndef TOWARD_PRACTICES_SIGNS_H
#define TOWARD_PRACTICES_SIGNS_H

#include "book/kinds.h"
#include "forms/note.h"
#include "forms/share.h"

enum { ROOM_SIGNS = 13 };

enum signs_kind {
    KIND_SIGN = ROOM_SIGNS * KINDS_PER_PRACTICE,
    KIND_NEED,       /* mine: F_FIRST, F_NEED */
    KIND_SIGN_WAITS, /* and the two after it: forms/share.h */
    KIND_SIGN_SENT,
    KIND_SIGN_COPY
};

enum signs_page {
    PAGE_HOME = 0,   /* item 1: asks for *mine* first */
    PAGE_THEIRS = 1, /* item: family, from 1 */
    PAGE_DONE = 2,   /* item: family, from 1 */
    PAGE_KEPT = 3,   /* item: what was written */
    PAGE_NEED = 4,
    PAGE_WHERE = 5,
    PAGE_SHARE = 6, /* item: what would be copied */
    PAGE_COPIES = 7,
    PAGE_ERASE = 8 /* item: what would be erased */
};

enum signs_action {
    ACTION_SIGN = 1,
    ACTION_NEED = 2,
    ACTION_SHARE = 3,
    ACTION_AWAY = 4,
    ACTION_ERASE = 5
};

/* Controls, and keys of a note's body; those of a copy are the same. */
enum signs_field {
    F_FAMILY = 1, /* body only: 0..4 */
    F_SIDE = 2,   /* body only: enum side */
    F_KINDS = 3,  /* bits: which of the family */
    F_OFTEN = 4,
    F_SINCE = 5,
    F_HOW = 6,
    F_NOW = 7, /* what I have done: whether it still goes on */
    F_WORDS = 8,
    F_FIRST = 9,
    F_NEED = 10
};

enum side { SIDE_THEIRS, SIDE_DONE, SIDE_COUNT };
enum {
    FAMILY_COUNT = 5,
    FAMILY_AWAY = 0,
    FAMILY_LIES = 1,
    FAMILY_WORDS = 2,
    FAMILY_DRINK = 3,
    FAMILY_OTHERS = 4,
    KINDS_MAX = 5
};
enum { OFTEN_MOST_DAYS = 3, NOW_GOES_ON = 1 };

static inline struct address signs(uint32_t page, uint64_t item) {
    return (struct address){ROOM_SIGNS, page, item};
}

/* My note about this family from this side, or NULL. */
const struct item *sign_find(const struct visit *v, enum side side, unsigned family);
/* What I wrote last that I need first, or NULL. */
const struct item *need_find(const struct visit *v);

/* Drawn from what fits its table: a note or a need, mine or a copy. */
void signs_draw(struct visit *v, struct bytes body, enum whose whose);

extern const enum text_key signs_families[FAMILY_COUNT], signs_firsts[6];
extern const enum text_key signs_kinds[FAMILY_COUNT][KINDS_MAX];
extern const struct share_rules signs_rules;

/* write.c: the pages on which something is written, and their actions. */
enum err signs_write_show(struct visit *v);
enum err signs_run_sign(struct visit *v, const struct submission *s);
enum err signs_run_need(struct visit *v, const struct submission *s);
extern const struct note_field signs_fields[5], signs_need_fields[2];

/* example.c */
enum err signs_example(struct example *x);

#endif
