/* drill.h -- the form *drill*: things practised with spaced repetition, for oneself.
 *
 * One card a time: a question, a look at the answer, and one of four words for how it went. FSRS-6
 * (insight/fsrs.h, without steps of minutes) says on which day the card comes back. A room has a
 * list of cards, a kind for the answers and one action:
 *
 *     enum { KIND_X_ANSWER = ROOM_X * KINDS_PER_PRACTICE + 1 };
 *     static const struct drill drill = {.kind = KIND_X_ANSWER, .retention = FSRS_RETENTION,
 *                                        .new_a_day = 3, .cards_a_day = 10};
 *     static const struct input_def inputs[] = {DRILL_INPUTS};
 *     static const struct field_def kept[] = {DRILL_KEPT};
 *     // kind_def: .spaces = 1 << SPACE_MINE, .fields = kept, .digest = drill_digest
 *     // action_def: .inputs = inputs, .needs_mine = true
 *
 *     static size_t cards_now(struct visit *v, struct drill_card cards[CARDS]) {
 *         for (size_t i = 0; i < CARDS; i++)       // the room's own order: easy ones first
 *             cards[i] = (struct drill_card){.card = 1 + i};
 *         drill_read(v, &drill, cards, CARDS);
 *         return CARDS;
 *     }
 *
 * `card` is a number of the room's own from 1 on, or the address of an item (item_address); it must
 * mean the same for ever. A page asks drill_today what to practise. Each card has an address of its
 * own (the page's item), so that the answer of the next one is not unfolded yet. Within a form the
 * page draws the question, drill_look_begin, the answer, drill_look_end, drill_form; the action
 * calls drill_keep and goes to the next card. A room that erases the thing a card is about calls
 * drill_forget too.
 *
 * What stands is computed from the answers alone: any order of arrival gives the same, a duplicate
 * changes nothing. An answer is one entry, so leaving in the middle loses nothing and owes nothing.
 * A card counts once a day: of several answers of a day (two devices of one person, neither knowing
 * of the other) the one that held least counts, on both alike; answering once more on a device
 * mends what it knows of that day. An answer dated after today waits until its day.
 *
 * Always in *mine*: nobody else sees what somebody practises, and answers that stand elsewhere or
 * are somebody else's are not looked at. There is no count of answers, no rate and no score: what
 * is shown is what was learned in the last thirty days, never how much one knows, and of the other
 * nothing at all. Nothing is ever overdue: a card left for a year is asked like any other.
 */
#ifndef TOWARD_FORMS_DRILL_H
#define TOWARD_FORMS_DRILL_H

#include "app/practice.h"
#include "insight/fsrs.h"

enum {
    DRILL_CARD = 1,  /* 8 bytes, the number or address, most significant first */
    DRILL_GRADE = 2, /* uint enum drill_grade */

    DRILL_CARDS_MAX = 200,   /* more is a school */
    DRILL_LEARNED_DAYS = 14, /* learned: should hold so long, and came back on another day */
    DRILL_SHOWN_DAYS = 30,   /* "this month", without a first of the month that wipes it away */
    DRILL_NEVER = -1
};

enum drill_grade { DRILL_NOT_YET, DRILL_SLOW, DRILL_THERE, DRILL_AT_ONCE, DRILL_GRADES };
extern const enum text_key drill_words[DRILL_GRADES];

#define DRILL_INPUTS                                                                               \
    {DRILL_CARD, INPUT_ITEM, 0, true}, {DRILL_GRADE, INPUT_CHOICE, DRILL_GRADES, true},
#define DRILL_KEPT                                                                                 \
    {DRILL_CARD, FIELD_BYTES, 8, "card", true, T_NONE, 0, 0},                                      \
        {DRILL_GRADE, FIELD_UINT,        DRILL_GRADES - 1, "grade",                                \
         true,        T_FORMS_DRILL_HOW, drill_words,      DRILL_GRADES},

struct drill {
    uint32_t kind;        /* of its answers */
    uint32_t retention;   /* permille, FSRS_RETENTION_MIN..FSRS_RETENTION_MAX */
    uint32_t new_a_day;   /* cards begun on one day, at most */
    uint32_t cards_a_day; /* cards asked on one day, at most */
};

/* A card and what stands of it. Days are DRILL_NEVER where there is none. */
struct drill_card {
    uint64_t card; /* set by the room */
    struct fsrs memory;
    int32_t first;   /* the day it was begun */
    int32_t last;    /* the day of the newest answer */
    int32_t due;     /* the day it comes back */
    int32_t learned; /* since when it counts as learned; a forgotten one begins again */
};

/* kind_def.digest: what drill_read needs of an answer; 0 when it is none. */
uint64_t drill_digest(struct bytes body);

/* Fills in the cards (at most DRILL_CARDS_MAX, none twice, a MUST) from the answers in the book up
 * to v->today. drill_compute is the same from a list of items in the book's order. Cost: one pass
 * over the answers' digests, and FSRS once a card and day. */
void drill_read(const struct visit *v, const struct drill *d, struct drill_card *cards,
                size_t count);
void drill_compute(const struct drill *d, const struct item *items, size_t item_count,
                   int32_t today, struct drill_card *cards, size_t count);

/* The positions of the cards to ask on `today`, at most `room`, in their order: those that are due,
 * longest first, then new ones as the room lists them. What was answered today counts against the
 * limits of the day. Returns how many; 0: that was it for today. */
size_t drill_today(const struct drill *d, const struct drill_card *cards, size_t count,
                   int32_t today, size_t *positions, size_t room);

/* The positions of the cards learned in the last DRILL_SHOWN_DAYS, newest first. */
size_t drill_learned(const struct drill_card *cards, size_t count, int32_t today, size_t *positions,
                     size_t room);

/* Inside a form: the fold that the answer stands in, and the four ways to say how it went. */
void drill_look_begin(struct visit *v);
void drill_look_end(struct visit *v);
void drill_form(struct visit *v, uint64_t card);

/* Keeps what the form sent, once a day. ERR_NOT_FOUND: the card is none of these; the errors of
 * visit_write, refused in words. */
MUST_CHECK enum err drill_keep(struct visit *v, const struct drill *d, const struct submission *s,
                               const struct drill_card *cards, size_t count);

/* Erases all answers about a card. */
MUST_CHECK enum err drill_forget(struct visit *v, const struct drill *d, uint64_t card);

/* Draws what was learned, and before it, when nothing is left to ask, that it was enough for today.
 * names[i] is what cards[i] is called. */
void drill_show(struct visit *v, const struct drill *d, const struct drill_card *cards,
                const struct words *names, size_t count);

#endif
