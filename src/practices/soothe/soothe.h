/* soothe.h -- what the files of this room share.
 *
 * Near each other is a live session (forms/live_session.h). At step 0 each chooses alone how near,
 * 0 to NEAR_COUNT - 1; from then on the step holds the smaller of the two, and the later step is
 * the less near one, so that whoever steps back wins over whoever goes on:
 *
 *     step = 1 + ((NEAR_COUNT - 1 - near) * CYCLES + cycle) * PLACES + place
 *     place 0: choosing together; 1 + 2 * touch + half: doing it
 *
 * Whatever the other phone sends, this one shows nothing nearer than what was chosen on it, and
 * nothing at all before something was: loaded anew, both choose anew and go on where they stood.
 *
 * Notes, in *ours* while two are together and else in *mine*: words that help, the door, the sign;
 * the newest of each person stands. In *mine*: how tense, the box for being alone. A promise of
 * return is its giver's, with a time until its day is over; then its giver's own phone cuts it to
 * the day.
 */
#ifndef TOWARD_PRACTICES_SOOTHE_H
#define TOWARD_PRACTICES_SOOTHE_H

#include "app/session.h"
#include "book/kinds.h"
#include "forms/note.h"
#include "forms/one_phone.h"

enum { ROOM_SOOTHE = 11 };

enum soothe_kind {
    KIND_TENSION = ROOM_SOOTHE * KINDS_PER_PRACTICE, /* mine: 1 uint 0 before, 1 after; 2 uint */
    KIND_WORDS,                                      /* 1, 2, 3 texts */
    KIND_TOOL,                                       /* mine: 1 text */
    KIND_DOORWAY, /* 1 uint leaving, 2 text; 3 uint coming, 4 text */
    KIND_SIGN,    /* 1 text felt, 2 text seen, 3 text what helps */
    KIND_RETURN   /* ours: 1 day, 2 minute until the day is over */
};

enum soothe_page {
    PAGE_HOME = 0,
    PAGE_BEFORE = 1,
    PAGE_SESSION = 2,
    PAGE_AFTER = 3,
    PAGE_TENSION = 4,
    PAGE_HANDED = 5,
    PAGE_HANDED_SESSION = 6,
    PAGE_HANDED_END = 7,
    PAGE_PACE = 8,
    PAGE_WORDS = 9,
    PAGE_WORDS_EDIT = 10,
    PAGE_TOOLS = 11, /* item 1: asks for *mine* first */
    PAGE_TOOL = 12,  /* item: one to change */
    PAGE_DOORWAY = 13,
    PAGE_DOORWAY_EDIT = 14,
    PAGE_FLOOD = 15, /* other rooms lead here */
    PAGE_SIGN_EDIT = 16,
    PAGE_BREAK = 17,
    PAGE_PAUSE = 18,
    PAGE_ERASE = 19
};

enum soothe_action {
    ACTION_BEGIN = 1,
    ACTION_CHOOSE = 2,
    ACTION_STEP = 3,
    ACTION_STOP = 4,
    ACTION_LEAVE = 5,
    ACTION_HANDED_BEGIN = 6,
    ACTION_HANDED_UNLOCK = 7,
    ACTION_BEFORE = 8,
    ACTION_AFTER = 9,
    ACTION_WORDS = 10,
    ACTION_DOORWAY = 11,
    ACTION_SIGN = 12,
    ACTION_TOOL = 13,
    ACTION_RETURN = 14,
    ACTION_BACK = 15,
    ACTION_ERASE = 16
};

/* Controls; 1 to 4 are keys of bodies too. */
enum soothe_field {
    F_1 = 1,
    F_2 = 2,
    F_3 = 3,
    F_4 = 4,
    F_TENSE = 5,
    F_NEAR = 6,
    F_FROM = 7,
    F_GO = 8,
    F_DAY = 9,
    F_HOUR = 10,
    F_MINUTE = 11
};

enum touch {
    TOUCH_BREATH,
    TOUCH_GAZE,
    TOUCH_SIDE,
    TOUCH_HAND,
    TOUCH_FOOT,
    TOUCH_NECK,
    TOUCH_HAIR,
    TOUCH_HOLD,
    TOUCH_COUNT
};

/* What a press asks for; the first TOUCH_COUNT are the touches. */
enum soothe_go { GO_CHANGE = TOUCH_COUNT, GO_ELSE, GO_LESS, GO_END, GO_COUNT };

enum {
    NEAR_COUNT = 5,
    TENSE_COUNT = 5,
    CYCLES = 16,
    PLACES = 1 + 2 * TOUCH_COUNT,
    STEPS = 1 + NEAR_COUNT * CYCLES * PLACES,
    WORDS_MAX = 160,
    NOTE_MAX = 300,
    HOUR_FIRST = 6
};

struct near {
    struct live_session live;
    bool chosen; /* both have: the rest stands */
    uint32_t level, cycle, place;
};

static inline struct address soothe_at(enum soothe_page page, uint64_t item) {
    return (struct address){ROOM_SOOTHE, page, item};
}

/* near.c: the session, on two phones or on one */
MUST_CHECK enum err near_read(struct visit *v, struct near *out);
MUST_CHECK enum err near_show(struct visit *v);
MUST_CHECK enum err soothe_run_begin(struct visit *v, const struct submission *s);
MUST_CHECK enum err soothe_run_choose(struct visit *v, const struct submission *s);
MUST_CHECK enum err soothe_run_step(struct visit *v, const struct submission *s);
MUST_CHECK enum err soothe_run_stop(struct visit *v, const struct submission *s);
MUST_CHECK enum err soothe_run_leave(struct visit *v, const struct submission *s);
MUST_CHECK enum err soothe_run_handed_begin(struct visit *v, const struct submission *s);

/* cards.c: one note of each person, side by side */
struct card {
    uint32_t kind;
    enum soothe_page page, edit;
    enum soothe_action action;
    const struct note_field *fields;
    size_t count;
    enum text_key title, lead, mine, theirs, none, none_line, write, edit_title;
    enum text_key good_1, good_2, bad;
};
enum { CARD_WORDS, CARD_DOORWAY, CARD_SIGN, CARD_COUNT };
extern const struct card soothe_cards[CARD_COUNT];
/* Both sides of a card, or what will be there. */
void card_draw(struct visit *v, const struct card *card);
struct words card_write(struct visit *v, const struct card *card); /* to write it, or to change */
MUST_CHECK enum err cards_show(struct visit *v);
uint64_t card_digest(struct bytes body);
MUST_CHECK enum err soothe_run_words(struct visit *v, const struct submission *s);
MUST_CHECK enum err soothe_run_doorway(struct visit *v, const struct submission *s);
MUST_CHECK enum err soothe_run_sign(struct visit *v, const struct submission *s);

/* alone.c: how tense, the box for being alone, erasing */
extern const enum text_key soothe_tense[TENSE_COUNT];
extern const struct note_field soothe_tool[1];
MUST_CHECK enum err alone_pages_show(struct visit *v);
uint64_t tension_digest(struct bytes body);
MUST_CHECK enum err soothe_run_before(struct visit *v, const struct submission *s);
MUST_CHECK enum err soothe_run_after(struct visit *v, const struct submission *s);
MUST_CHECK enum err soothe_run_tool(struct visit *v, const struct submission *s);
MUST_CHECK enum err soothe_run_erase(struct visit *v, const struct submission *s);

/* flood.c: too much, and the way back */
MUST_CHECK enum err flood_show(struct visit *v);
uint64_t return_digest(struct bytes body);
/* The promise of theirs that still stands, or NULL. */
const struct item *return_of(const struct visit *v, enum author author);
MUST_CHECK enum err soothe_run_return(struct visit *v, const struct submission *s);
MUST_CHECK enum err soothe_run_back(struct visit *v, const struct submission *s);
MUST_CHECK enum err flood_settle(struct visit *v);

MUST_CHECK enum err soothe_example(struct example *x);

#endif
