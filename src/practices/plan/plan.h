/* plan.h -- what the files of this room share.
 *
 * A plan is an agreement (forms/agreement.h) whose sentence is put together from the fields of a
 * form, so that what is signed is the whole text: what, from whom, both halves (so that it does not
 * happen; the moment it does), the days. Openness that somebody offers is an agreement of its own
 * kinds, with other rules: at most thirty days, and its end tells nothing.
 *
 * Who lists first, and from whom something that costs a lot may come, follows only from what each
 * said of themselves (KIND_WHO): nobody can say of the other that they betrayed.
 *
 * What may not be given away has no field and no choice in any form. What somebody did is theirs
 * (KIND_DONE, mine); what was noticed, broken and repaired, needed or thanked for is told.
 */
#ifndef TOWARD_PRACTICES_PLAN_H
#define TOWARD_PRACTICES_PLAN_H

#include "app/session.h"
#include "book/kinds.h"
#include "forms/agreement.h"
#include "forms/deed.h"

enum {
    ROOM_PLAN = 9,
    KIND_PLAN = ROOM_PLAN * KINDS_PER_PRACTICE,       /* and the five after it */
    KIND_OPENNESS = KIND_PLAN + AGREEMENT_KIND_COUNT, /* likewise */
    KIND_WHO = KIND_OPENNESS + AGREEMENT_KIND_COUNT,  /* ours: 1 uint enum plan_who, 2 bytes the
                                                         pair (8 bytes of its author's box id) */
    KIND_FRAME, /* ours: re [plan]; 1 uint template, 2 uint giver as its author sees it, 9 first
                   day; for suggestions only: what holds stands in the text. 23 bytes a mark,
                   random: of the draft that it was, or its own. Two with one mark are one */
    KIND_CHECK, /* ours: re [plan]; 1 uint enum plan_check, 14 text */
    KIND_BACK,  /* ours: re [plan]; 14 text what helped, 15 text what else next time */
    KIND_DONE,  /* mine: re [plan]; 14 text */
    KIND_DRAFT  /* mine: the fields of the form by their numbers; 22 day on which it goes out, 23
                   bytes its mark, drawn at random so that it tells nothing of *mine* */
};

enum plan_page {
    PAGE_HOME = 0,
    PAGE_SHELF = 1,
    PAGE_WRITE = 2,      /* item: template, and in the next byte which of the shelf */
    PAGE_WRITE_MINE = 3, /* the same, for oneself first */
    PAGE_DEED = 4,       /* item: a deed (forms/deed.h) */
    PAGE_ONE = 5,        /* item: the plan, or openness; so of all below */
    PAGE_ASK = 6,
    PAGE_CAREFUL = 7,
    PAGE_SIGNED = 8,
    PAGE_NOTE = 9,
    PAGE_ADD = 10,
    PAGE_CHECK = 11,
    PAGE_DONE = 12,
    PAGE_DONE_KEPT = 13,
    PAGE_NOTICED = 14,
    PAGE_BROKEN = 15,
    PAGE_LANDED = 16,
    PAGE_SUPPORT = 17,
    PAGE_THANKS = 18,
    PAGE_BACK = 19,
    PAGE_OVER = 20,  /* no item */
    PAGE_OFFER = 21, /* no item */
    PAGE_WHO = 22,   /* no item */
    PAGE_ABOUT = 23, /* no item */
    PAGE_DRAFT = 24, /* item: the draft */
    PAGE_CHANGE = 25,
    PAGE_PAPER = 26, /* item: a draft or a plan */
    PAGE_ERASE = 27  /* item: the draft */
};

enum plan_action {
    ACTION_WRITE = 1,
    ACTION_SIGN = 2,
    ACTION_SIGN_STILL = 3,
    ACTION_TAKE = 4, /* openness, by who receives it */
    ACTION_END = 5,
    ACTION_TAKE_BACK = 6,
    ACTION_ADD = 7,
    ACTION_LINE_BACK = 8,
    ACTION_DONE = 9,
    ACTION_NOTICED = 10,
    ACTION_BROKEN = 11,
    ACTION_SUPPORT = 12,
    ACTION_THANKS = 13,
    ACTION_BACK = 14,
    ACTION_OFFER = 15,
    ACTION_WHO = 16,
    ACTION_AWAY = 17,
    ACTION_SEND = 18,
    ACTION_ERASE = 19
};

/* Controls, and keys of a draft's body. */
enum plan_field {
    F_TEMPLATE = 1,
    F_GIVER = 2,
    F_PURPOSE = 3,
    F_WHAT = 4,
    F_HOW = 5,
    F_PREVENT = 6,
    F_INTERVENE = 7,
    F_LEAVE = 8,
    F_FIRST = 9,
    F_LAST = 10,
    F_LOOK = 11,
    F_ITEM = 13,
    F_TEXT = 14,
    F_REPAIR = 15,
    F_WHOSE = 16,
    F_SORT = 17,
    F_LOSE = 18,
    F_UNDONE = 19,
    F_AFRAID = 20,
    F_WHO = 21,
    F_SEND = 22,
    F_MARK = 23
};

enum plan_template {
    TEMPLATE_LOW,
    TEMPLATE_HIGH,
    TEMPLATE_WEEK,
    TEMPLATE_VISIT,
    TEMPLATE_AGAIN,
    TEMPLATE_COUNT
};
enum plan_giver { GIVER_ME, GIVER_YOU, GIVER_BOTH, GIVER_COUNT };
enum plan_who { WHO_NOTHING, WHO_HURT, WHO_HURTER, WHO_EACH, WHO_COUNT };
enum plan_check { CHECK_MORE, CHECK_OTHER, CHECK_THANKS, CHECK_COUNT };

/* Characters. Together with the words between them, and at four bytes a character, they stay below
 * AGREEMENT_TEXT_MAX. */
enum {
    WHAT_MAX = DEED_TEXT_MAX / 4, /* whatever deed somebody wrote fits */
    HALF_MAX = 240,
    HOW_MAX = 160,
    LEAVE_MAX = 160,
    LOOK_MAX = 120,
    WORDS_MAX = 400, /* of a check-in */
    SHELF_COUNT = 6,
    LIST_MAX = 24,
    PURPOSE_COUNT = 3,
    WEEK_DAYS = 7,
    NIGHTS = 2,
    OPEN_DAYS = 30,
    MARK_SIZE = 16 /* of a draft */
};

extern const struct agreement_rules plan_rules, openness_rules;

/* What a form or a draft says. */
struct plan_form {
    uint32_t template, giver, purpose;
    struct bytes what, how, prevent, intervene, leave, look;
    int32_t first, last;
    struct bytes mark; /* of a draft that waits to go out; empty: none. Borrowed until the next
                          change to the book, as the texts are; plan_send needs it longer */
};

/* The address of the item with this id, or of the words with this eid. */
static inline uint64_t plan_item(const uint8_t id[EID_SIZE]) {
    uint64_t address = 0;
    for (int i = 0; i < 8; i++)
        address = address << 8 | id[i];
    return address;
}
struct address plan_at(enum plan_page page, uint64_t item);
void plan_page_begin(struct visit *v, enum text_key title, enum page_badge badge,
                     struct address back);
/* Words with the other's name in {name}. */
struct words plan_named(struct visit *v, enum text_key key);
struct words plan_day(struct visit *v, enum text_key key, int32_t day);

/* A plan or openness at the visit's address; with its rules. */
MUST_CHECK enum err plan_read(const struct visit *v, uint64_t address, struct agreement *out,
                              const struct agreement_rules **rules);
/* The first line that I have not signed and that stands, or NULL. */
const struct agreement_line *plan_unsigned(const struct agreement *a);
/* What its author noted of it, where that can be read. */
struct plan_frame {
    bool known;
    uint64_t template, giver;
    int32_t first;
};
struct plan_frame plan_frame_read(const struct visit *v, const struct agreement *a);

/* who.c: what each said of themselves; ordering that follows from it. */
enum plan_who plan_who_of(const struct visit *v, enum author author);
bool plan_may_ask(const struct visit *v);   /* for something from the other, or from both */
bool plan_may_offer(const struct visit *v); /* openness: I said that I hurt */
bool plan_may_cost(const struct visit *v, enum plan_giver giver);
MUST_CHECK enum err who_show(struct visit *v);
MUST_CHECK enum err plan_run_who(struct visit *v, const struct submission *s);

int32_t plan_week_last(int32_t proposed); /* seven days after the two nights */

/* write.c: the shelf and the forms. draft.c: what waits for oneself. */
struct plan_form plan_form_read(struct bytes body);
struct bytes plan_text(struct visit *v, const struct plan_form *f);
struct words plan_text_first(struct bytes text); /* its first line */
MUST_CHECK enum err plan_send(struct visit *v, const struct plan_form *f, uint8_t id[EID_SIZE]);
void plan_form_draw(struct visit *v, const struct plan_form *f);
MUST_CHECK enum err write_show(struct visit *v);
MUST_CHECK enum err plan_run_write(struct visit *v, const struct submission *s);
MUST_CHECK enum err draft_show(struct visit *v);
void plan_drafts_draw(struct visit *v);
MUST_CHECK enum err plan_draft_keep(struct visit *v, const struct plan_form *f, const uint8_t *item,
                                    int32_t send);
MUST_CHECK enum err plan_draft_settle(struct visit *v);
MUST_CHECK enum err plan_frames_settle(struct visit *v);
MUST_CHECK enum err plan_run_send(struct visit *v, const struct submission *s);
MUST_CHECK enum err plan_run_erase(struct visit *v, const struct submission *s);

/* ask.c: alone, before signing. */
bool plan_speaks_of_watching(const struct visit *v, struct bytes text);
void plan_gate_line(struct visit *v);
MUST_CHECK enum err ask_show(struct visit *v);
MUST_CHECK enum err plan_run_sign(struct visit *v, const struct submission *s);
MUST_CHECK enum err plan_run_sign_still(struct visit *v, const struct submission *s);

/* one.c: one plan. check.c: today's check-in. open.c: openness. */
bool plan_is_away(const struct visit *v, const struct agreement *a);
MUST_CHECK enum err one_show(struct visit *v);
MUST_CHECK enum err plan_run_end(struct visit *v, const struct submission *s);
MUST_CHECK enum err plan_run_take_back(struct visit *v, const struct submission *s);
MUST_CHECK enum err plan_run_add(struct visit *v, const struct submission *s);
MUST_CHECK enum err plan_run_line_back(struct visit *v, const struct submission *s);
MUST_CHECK enum err plan_run_away(struct visit *v, const struct submission *s);
MUST_CHECK enum err plan_run_back(struct visit *v, const struct submission *s);
void plan_back_draw(struct visit *v, const struct agreement *a);
void plan_days_draw(struct visit *v, const struct agreement *a);
bool plan_checked_today(const struct visit *v, const struct agreement *a);
MUST_CHECK enum err check_show(struct visit *v);
MUST_CHECK enum err plan_run_done(struct visit *v, const struct submission *s);
MUST_CHECK enum err plan_run_noticed(struct visit *v, const struct submission *s);
MUST_CHECK enum err plan_run_broken(struct visit *v, const struct submission *s);
MUST_CHECK enum err plan_run_support(struct visit *v, const struct submission *s);
MUST_CHECK enum err plan_run_thanks(struct visit *v, const struct submission *s);
void open_one_draw(struct visit *v, const struct agreement *a);
MUST_CHECK enum err open_show(struct visit *v);
MUST_CHECK enum err plan_run_offer(struct visit *v, const struct submission *s);
MUST_CHECK enum err plan_run_take(struct visit *v, const struct submission *s);

MUST_CHECK enum err plan_example(struct example *x);

#endif
