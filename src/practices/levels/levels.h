/* levels.h -- what the files of this room share.
 *
 * Trust, trustworthiness, commitment: where I am, which I aspire to and why, and, first of all,
 * what I am willing to do. Alone it is one note in *mine*, written in three steps, each useful by
 * itself. For two it is a sealed round: the same answers, in one sitting. The note is KIND_DEED
 * (forms/deed.h), so that its deed can become a proposal in the room *plan*.
 *
 * A round has a day on which it opens, or lapses without a word, so none lies open for ever. The
 * one that counts is the oldest that is neither open nor lapsed: both phones look at the same one,
 * and what somebody sealed is never passed over by a newer offer. In the week of its offer it
 * stands in place of other asking rounds (forms/asking.h).
 */
#ifndef TOWARD_PRACTICES_LEVELS_H
#define TOWARD_PRACTICES_LEVELS_H

#include "app/session.h"
#include "book/kinds.h"
#include "forms/deed.h"
#include "forms/note.h"
#include "forms/sealed_round.h"

enum { ROOM_LEVELS = 16 };

enum levels_page {
    PAGE_HOME = 0, /* item 1: asks for *mine* first */
    PAGE_DEED = 1, /* item: the note; 0: a new one; so of the next two */
    PAGE_NOW = 2,
    PAGE_TOWARD = 3,
    PAGE_ONE = 4,
    PAGE_OFFER = 5,
    PAGE_ANSWER = 6,
    PAGE_SEALED = 7,
    PAGE_THEIRS = 8,
    PAGE_QUIET = 9,
    PAGE_BOTH = 10,
    PAGE_ERASE = 11 /* item: the note */
};

enum levels_action {
    ACTION_DEED = 1,
    ACTION_NOW = 2,
    ACTION_TOWARD = 3,
    ACTION_ERASE = 4,
    ACTION_OFFER = 5,
    ACTION_SEAL = 6,
    ACTION_OPEN = 7,
    ACTION_AWAY = 8
};

/* Controls, and keys of a note's body and of an answer. */
enum levels_field {
    F_NOW = 1,
    F_FEELINGS = 2, /* bits */
    F_THOUGHTS = 3,
    F_ASPIRE = 4,
    F_WHY = 5,
    F_DEED = DEED_KEY,
    F_OPENS = 7
};

enum {
    NOW_COUNT = 5,    /* three levels; none of them yet; I am single */
    ASPIRE_COUNT = 4, /* three levels; I do not know yet */
    FEELINGS_COUNT = 10,
    LEVELS_TEXT_MAX = 220, /* characters; three of them fit SEALED_ANSWER_MAX */
    SEASON_DAYS = 91,
    LIST_MAX = 20
};

/* One person's answer; each of it may be missing. Texts are borrowed. */
struct levels {
    bool has_now, has_aspire;
    uint32_t now, aspire;
    uint64_t feelings;
    struct bytes thoughts, why, deed;
};

struct address levels_at(enum levels_page page, uint64_t item);
void levels_page_begin(struct visit *v, enum text_key title, enum page_badge badge,
                       struct address back);
/* Reads any bytes; what does not fit is left out. */
struct levels levels_read(struct bytes body);
void levels_add(struct body_writer *w, const struct levels *l);
/* The fields of each step, filled. */
void levels_ask_deed(struct visit *v, const struct levels *l);
void levels_ask_now(struct visit *v, const struct levels *l);
void levels_ask_toward(struct visit *v, const struct levels *l);
/* An answer on the page: the deed first. */
void levels_draw(struct visit *v, const struct levels *l, enum whose whose);
/* From a form with all the fields that stand in its action. */
void levels_take(const struct submission *s, struct levels *l);

/* round.c. The round that counts, or the newest opened one; ERR_NOT_FOUND. */
MUST_CHECK enum err levels_round(struct visit *v, struct sealed_round *out);
void levels_round_card(struct visit *v);
MUST_CHECK enum err round_show(struct visit *v);
MUST_CHECK enum err levels_settle(struct visit *v);
MUST_CHECK enum err levels_run_offer(struct visit *v, const struct submission *s);
MUST_CHECK enum err levels_run_seal(struct visit *v, const struct submission *s);
MUST_CHECK enum err levels_run_open(struct visit *v, const struct submission *s);
MUST_CHECK enum err levels_run_away(struct visit *v, const struct submission *s);
size_t levels_round_suggest(struct visit *v, struct suggestion *out);

MUST_CHECK enum err levels_example(struct example *x);

#endif
