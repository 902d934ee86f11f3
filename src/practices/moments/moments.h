/* moments.h -- what the files of this room share.
 *
 * A moment is one item of KIND_MOMENT by who wrote it. The digest holds all that lists and the
 * account ask of it, so that neither parses a body:
 *
 *     bit 0 sound   1-2 who   3-4 turn   5-6 repair   7 a day ago   8 a second side   9 somebody
 * else
 *
 * In *ours* stands where I turned, where the other turned toward me, and what both missed. What I
 * missed from the other is *mine*: an entry in *ours* that says otherwise is shown nowhere.
 */
#ifndef TOWARD_PRACTICES_MOMENTS_H
#define TOWARD_PRACTICES_MOMENTS_H

#include "book/kinds.h"
#include "forms/note.h"

enum moment_kind {
    KIND_MOMENT = ROOM_MOMENTS * KINDS_PER_PRACTICE,
    KIND_ASK,   /* ours: 1 text */
    KIND_ANSWER /* ours: re [ask]; 1 uint enum answer, 2 day, 3 minute (until the day is over) */
};

enum moments_page {
    PAGE_HOME = 0,  /* item 1: asks for *mine* first */
    PAGE_WRITE = 1, /* item: the other's side of it */
    PAGE_WRITE_MINE = 2,
    PAGE_KEPT = 3, /* item: what was written; 0: sealed in the outbox */
    PAGE_ONE = 4,
    PAGE_CHANGE = 5,
    PAGE_ERASE = 6,
    PAGE_EARLIER = 7, /* item: how many are left out */
    PAGE_ASK = 8,
    PAGE_ASKED = 9,
    PAGE_ACCOUNT = 10,
    PAGE_OWN = 11
};

enum moments_action {
    ACTION_WRITE = 1,
    ACTION_CHANGE = 2,
    ACTION_REPAIR = 3,
    ACTION_ERASE = 4,
    ACTION_ASK = 5,
    ACTION_ANSWER = 6,
    ACTION_TAKE_BACK = 7
};

/* Controls, and keys of a moment's body. */
enum moments_field {
    F_WHO = 1,
    F_WHAT = 2,
    F_FEELING = 3,
    F_TURN = 4,
    F_WORDS = 5,
    F_AGO = 6,
    F_WITH = 7,
    F_REPAIR = 8,
    F_SIDE = 9, /* body: 1, and re [the other side]; form: its address */
    F_ANSWER = 10,
    F_DAY = 11,
    F_TIME = 12
};

enum moment_who { WHO_ME, WHO_YOU, WHO_NOBODY };
enum moment_turn { TURN_TOWARD, TURN_AWAY, TURN_AGAINST, TURN_MISSED };
enum moment_repair { REPAIR_SAME, REPAIR_NEXT, REPAIR_LATER, REPAIR_OPEN };

/* Who reached, as the reader of the page sees it. */
enum moment_role { ROLE_ME, ROLE_YOU, ROLE_SAW, ROLE_SEEN };

struct moment {
    int32_t day;
    enum moment_role role;
    enum moment_turn turn;
    enum moment_repair repair;
    bool second;    /* tells the other side of an item that it names */
    bool elsewhere; /* with somebody who is not the other of this book */
};

static inline struct address moments(uint32_t page, uint64_t item) {
    return (struct address){ROOM_MOMENTS, page, item};
}

/* False: an entry that breaks the rules above; it is shown and counted nowhere. Cost: no parse. */
bool moment_read(const struct item *item, struct moment *out);

/* What the practice says when only one thing at a time is looked at. */
enum text_key moment_line(const struct moment *m);
struct words moment_words(struct visit *v, const struct item *item, const struct moment *m);

/* A day at the head of what happened on it. */
struct words moment_day(struct visit *v, int32_t day);

/* The other side of it, whichever names which, or NULL. */
const struct item *moment_other_side(struct visit *v, const struct item *item);

/* The fields of a moment: first those that always show, then those under *more*. */
enum { MOMENT_FIELDS = 7, MOMENT_FIRST = 4 };
extern const struct note_field moment_fields[MOMENT_FIELDS];
extern const enum text_key moment_repairs[4];

/* write.c, one.c, ask.c, account.c: their pages (ERR_NOT_FOUND: not theirs) and actions. */
enum err moments_write_show(struct visit *v);
enum err moments_run_write(struct visit *v, const struct submission *s);
enum err moments_run_change(struct visit *v, const struct submission *s);

enum err moments_one_show(struct visit *v);
enum err moments_run_repair(struct visit *v, const struct submission *s);
enum err moments_run_erase(struct visit *v, const struct submission *s);

enum err moments_ask_show(struct visit *v);
enum err moments_run_ask(struct visit *v, const struct submission *s);
enum err moments_run_answer(struct visit *v, const struct submission *s);
enum err moments_run_take_back(struct visit *v, const struct submission *s);
enum err moments_ask_settle(struct visit *v);
void moments_ask_card(struct visit *v);
/* The newest question of the other's that waits for my answer today, or NULL. */
const struct item *moments_asked(struct visit *v);
uint64_t moments_answer_digest(struct bytes body);

enum err moments_account_show(struct visit *v);
enum err moments_example(struct example *x);

#endif
