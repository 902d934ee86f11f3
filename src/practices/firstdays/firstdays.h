/* firstdays.h -- what the files of this room share.
 *
 * Six weeks of pages, one a day, for two roles: who was hurt, and who hurt the other. Each role has
 * fourteen written pages (themes.c), read once each as the first fourteen. Weeks three to six are
 * not fillers of the same: each page comes back twice, shows what was written the first time, and
 * asks what only somebody can answer who has had two weeks (*again*) or four (*later*) with it. So
 * a role has 42 steps, step = theme + 14 * round; they are a path (forms/path.h) that marks which
 * were read. Who misses a day misses nothing: the next page waits.
 *
 * Besides: *the wave*, a few steps for when an image or a reminder hits, and *the card*, what the
 * other can learn about it beforehand. The wave, all pages and *when it is too much* can be read
 * without a book, while it is locked, and without a connection; nothing is kept then.
 *
 * Everything that is written stands in *mine*. One thing can be copied into *ours* (forms/share.h):
 * the card.
 */
#ifndef TOWARD_PRACTICES_FIRSTDAYS_H
#define TOWARD_PRACTICES_FIRSTDAYS_H

#include "app/session.h"
#include "forms/note.h"
#include "forms/path.h"
#include "forms/share.h"

enum { ROOM_FIRSTDAYS = 8 };

enum firstdays_page {
    PAGE_HOME = 0, /* item 1: asks for *mine* first */
    PAGE_WAVE = 1,
    PAGE_WHAT = 2,
    PAGE_BREATHE = 3, /* item: the wave that was kept, or 0 */
    PAGE_ASK = 4,     /* likewise */
    PAGE_SAY = 5,     /* item: enum ask + 1 */
    PAGE_TOO_MUCH = 6,
    PAGE_CARD = 7,
    PAGE_CARD_KEPT = 8,
    PAGE_THEIRS = 9,
    PAGE_SHARE = 10,
    PAGE_CARD_ERASE = 11,
    PAGE_KEPT = 12,
    PAGE_ONE = 13,
    PAGE_ONE_CHANGE = 14,
    PAGE_ONE_ERASE = 15,
    PAGE_BEGIN = 16,
    PAGE_LIST_HURT = 17,
    PAGE_LIST_HURTER = 18,
    PAGE_DAY = 20,      /* item: firstdays_page_item */
    PAGE_DAY_MINE = 21, /* the same, after *mine* was opened */
    PAGE_HAND = 22,
    PAGE_DAY_ERASE = 23
};

enum firstdays_action {
    ACTION_BEGIN = 1,
    ACTION_PATH = 2,
    ACTION_DAY = 3,
    ACTION_DAY_ERASE = 4,
    ACTION_WAVE = 5,
    ACTION_ASK = 6,
    ACTION_ONE_CHANGE = 7,
    ACTION_ONE_ERASE = 8,
    ACTION_CARD = 9,
    ACTION_CARD_ERASE = 10,
    ACTION_SHARE = 11,
    ACTION_AWAY = 12,
    ACTION_CALENDAR = 13,
    ACTION_NOT = 14
};

enum firstdays_kind {
    /* KIND_RUN and the next are the path's (forms/path.h), where other rooms look for them. */
    KIND_RUN = PATH_FIRST_DAYS_KIND,
    KIND_DAY = ROOM_FIRSTDAYS * KINDS_PER_PRACTICE + 2, /* mine: 1 role, 2 step, 3 words, 4 day,
                                                           5 minute (a standing proposal) */
    KIND_WAVE = ROOM_FIRSTDAYS * KINDS_PER_PRACTICE + 3,
    KIND_CARD = ROOM_FIRSTDAYS * KINDS_PER_PRACTICE + 4,
    KIND_CARD_SHARE = ROOM_FIRSTDAYS * KINDS_PER_PRACTICE + 5, /* and the two after it */
    KIND_NOT = ROOM_FIRSTDAYS * KINDS_PER_PRACTICE + 8 /* mine: not this, not now, of what the room
                                                          suggests by itself */
};
enum { NOT_DAYS = 14 }; /* so long it is not suggested again */

/* Controls, and keys of bodies. */
enum day_field { F_ROLE = 1, F_STEP = 2, F_WORDS = 3, F_DAY = 4, F_MINUTE = 5 };
enum wave_field { W_WHERE = 1, W_WHAT = 2, W_STRONG = 3, W_BODY = 4, W_WORDS = 5, W_ASK = 6 };
enum card_field { C_SIGN = 1, C_FIRST = 2, C_AGAIN = 3, C_NOT = 4, C_AFTER = 5 };

enum role { ROLE_HURT, ROLE_HURTER, ROLE_COUNT };
enum ask { ASK_HOLD, ASK_SIT, ASK_LEAVE, ASK_AGAIN, ASK_NOBODY, ASK_NOTHING, ASK_COUNT };
enum { CARD_ASKS = ASK_NOBODY }; /* what the other can do are the first of them */

/* --- the pages (themes.c) --------------------------------------------------------------------- */

enum { THEMES = 14, ROUNDS = 3, STEPS = THEMES * ROUNDS };
enum round { ROUND_FIRST, ROUND_AGAIN, ROUND_LATER };
enum theme_field { THEME_WORDS, THEME_DAY, THEME_HOUR }; /* what is asked for besides words */

struct theme {
    enum text_key title, ask, good_1, good_2, bad;
    enum text_key round[ROUNDS]; /* what it says each time: body, again, later */
    enum text_key hand[ROUNDS];  /* the one thing in hand each time */
    enum theme_field field;
    bool heavy;   /* ends in a landing */
    bool for_two; /* asks something of the two: suggested to nobody while the gate holds back */
};
extern const struct theme firstdays_themes[ROLE_COUNT][THEMES];

/* One page of one role. */
struct page {
    enum role role;
    size_t step;
    enum round round;
    const struct theme *theme;
};
uint64_t firstdays_page_item(enum role role, size_t step);
/* False: no such page. */
bool firstdays_page_find(uint64_t item, struct page *out);

/* --- what the files share --------------------------------------------------------------------- */

extern const struct path firstdays_path;
extern const struct share_rules firstdays_share;

/* What can be done here now: only read (no book, locked, being closed), or write too. */
enum access { ACCESS_READ, ACCESS_OURS, ACCESS_MINE };
enum access firstdays_access(const struct visit *v);

static inline struct address firstdays_at(enum firstdays_page page, uint64_t item) {
    return (struct address){ROOM_FIRSTDAYS, page, item};
}

/* What this room suggests today by itself, if anything: that one begins, the page of today, or the
 * wave in its place. Beginning and the wave rest for NOT_DAYS after *Not this, not now*; a page
 * that was left out is not suggested again anyway. Nothing is suggested with *mine* closed. */
enum firstdays_offer { OFFER_NOTHING, OFFER_BEGIN, OFFER_PAGE, OFFER_WAVE };
enum firstdays_offer firstdays_offer(const struct visit *v, struct path_run *run);

/* A page's head; its badge is *only you* where what is written is kept, else none. */
void firstdays_page_begin(struct visit *v, enum text_key title, struct address back);
/* Why nothing can be written, and the way to it; draws nothing while *mine* is open. */
void firstdays_closed(struct visit *v, struct address wanted);

/* wave.c; kept.c: the waves that were kept; card.c; page.c. ERR_NOT_FOUND: not their page. */
enum { WAVE_FIELDS = 5, CARD_FIELDS = 5 };
extern const struct note_field firstdays_wave_fields[WAVE_FIELDS],
    firstdays_card_fields[CARD_FIELDS];
extern const enum text_key firstdays_wave_asks[ASK_COUNT];

/* The fields of a wave, filled from `body`; inside a form. */
void firstdays_wave_form(struct visit *v, struct bytes body);
MUST_CHECK enum err firstdays_wave_show(struct visit *v);
MUST_CHECK enum err firstdays_run_wave(struct visit *v, const struct submission *s);
MUST_CHECK enum err firstdays_run_ask(struct visit *v, const struct submission *s);

MUST_CHECK enum err firstdays_kept_show(struct visit *v);
MUST_CHECK enum err firstdays_run_one_change(struct visit *v, const struct submission *s);
MUST_CHECK enum err firstdays_run_one_erase(struct visit *v, const struct submission *s);

MUST_CHECK enum err firstdays_card_show(struct visit *v);
/* What there is of the other's card, as a link; draws nothing where there is none. */
void firstdays_card_theirs_link(struct visit *v);
/* What I wrote about this ask, or nothing. */
void firstdays_card_for_ask(struct visit *v, enum ask ask);
void firstdays_card_draw(struct visit *v, struct bytes body, enum whose whose);
MUST_CHECK enum err firstdays_run_card(struct visit *v, const struct submission *s);
MUST_CHECK enum err firstdays_run_card_erase(struct visit *v, const struct submission *s);
MUST_CHECK enum err firstdays_run_share(struct visit *v, const struct submission *s);

MUST_CHECK enum err firstdays_page_show(struct visit *v);
MUST_CHECK enum err firstdays_run_day(struct visit *v, const struct submission *s);
MUST_CHECK enum err firstdays_run_day_erase(struct visit *v, const struct submission *s);
MUST_CHECK enum err firstdays_run_path(struct visit *v, const struct submission *s);

MUST_CHECK enum err firstdays_example(struct example *x);

#endif
