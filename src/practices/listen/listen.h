/* listen.h -- what the files of this room share.
 *
 * Two share one row of steps (forms/live_session.h). Step 0 is before the first word; then
 *
 *     step = 1 + (cycle * 2 + speaker) * STAGE_COUNT + stage
 *
 * so who speaks follows from the number: speaker 0 is the one whose box of the pair has the smaller
 * id. Saying it back once more, or changing roles, is a later cycle. Within a step `act` counts
 * what the speaker touched: act = count * 8 + enum touch. On one phone there is no first and
 * second, and who speaks holds the phone.
 *
 * Nothing of a session is an entry. What stayed is one, by whoever writes it down: KIND_KEPT, about
 * what its writer said, so nobody's page tells that somebody else was understood.
 */
#ifndef TOWARD_PRACTICES_LISTEN_H
#define TOWARD_PRACTICES_LISTEN_H

#include "app/session.h"
#include "book/kinds.h"
#include "forms/note.h"
#include "forms/one_phone.h"

enum { ROOM_LISTEN = 10, KIND_KEPT = ROOM_LISTEN * KINDS_PER_PRACTICE };

enum listen_page {
    PAGE_HOME = 0, /* item 1: asks for *mine* first */
    PAGE_SESSION = 1,
    PAGE_HANDED = 2,
    PAGE_HANDED_SESSION = 3,
    PAGE_HANDED_END = 4,
    PAGE_KEEP = 5,
    PAGE_KEEP_OURS = 6,
    PAGE_KEPT = 7, /* item: what was written; 0: sealed in the outbox */
    PAGE_ONE = 8,
    PAGE_CHANGE = 9,
    PAGE_ERASE = 10
};

enum listen_action {
    ACTION_BEGIN = 1,
    ACTION_STEP = 2,
    ACTION_TOUCH = 3,
    ACTION_STOP = 4,
    ACTION_LEAVE = 5,
    ACTION_HANDED_BEGIN = 6,
    ACTION_HANDED_UNLOCK = 7,
    ACTION_KEEP = 8,
    ACTION_CHANGE = 9,
    ACTION_ERASE = 10
};

/* Controls, and keys of a kept body. */
enum listen_field {
    F_WITH = 1,
    F_UNDERSTOOD = 2,
    F_MISSING = 3,
    F_LET_GO = 4,
    F_FROM = 5, /* the step that the form stood at */
    F_GO = 6,   /* enum listen_go */
    F_TOUCH = 7
};

enum listen_stage {
    STAGE_TELL,
    STAGE_BACK,
    STAGE_STRENGTH,
    STAGE_SENSE,
    STAGE_BODY,
    STAGE_PART,
    STAGE_ASK,
    STAGE_NOT_YET,
    STAGE_PARTLY,
    STAGE_YES,
    STAGE_COUNT
};

/* What a press asks for. */
enum listen_go {
    GO_SPEAK,  /* from before the first word: I speak */
    GO_ON,     /* the next stage */
    GO_ASK,    /* to the last question */
    GO_ANSWER, /* + 0 not yet, 1 partly, 2 yes */
    GO_AGAIN = GO_ANSWER + 3,
    GO_CHANGE,
    GO_END,
    GO_COUNT
};

enum touch { TOUCH_NONE, TOUCH_BRAKE, TOUCH_REPAIR = TOUCH_BRAKE + 4, TOUCH_COUNT };

enum { CYCLES = 24, STEPS = 1 + CYCLES * 2 * STAGE_COUNT, TELL_SECONDS = 480, KEPT_MAX = 600 };

struct turn {
    struct live_session live;
    bool before; /* step 0 */
    uint32_t cycle, speaker;
    enum listen_stage stage;
    enum touch touch;
    bool i_speak; /* on two phones */
};

static inline struct address listen_at(enum listen_page page, uint64_t item) {
    return (struct address){ROOM_LISTEN, page, item};
}

MUST_CHECK enum err turn_read(struct visit *v, struct turn *out);
/* Where a press leads; false when it is not this person's to press, or leads nowhere from here. */
bool turn_go(const struct turn *t, enum listen_go go, uint32_t me, uint32_t *to);

/* turns.c */
MUST_CHECK enum err turns_show(struct visit *v);
MUST_CHECK enum err listen_run_begin(struct visit *v, const struct submission *s);
MUST_CHECK enum err listen_run_step(struct visit *v, const struct submission *s);
MUST_CHECK enum err listen_run_touch(struct visit *v, const struct submission *s);
MUST_CHECK enum err listen_run_stop(struct visit *v, const struct submission *s);
MUST_CHECK enum err listen_run_leave(struct visit *v, const struct submission *s);
MUST_CHECK enum err listen_run_handed_begin(struct visit *v, const struct submission *s);

/* kept.c */
enum { KEPT_FIELDS = 4 };
extern const struct note_field kept_fields[KEPT_FIELDS];
MUST_CHECK enum err kept_show(struct visit *v);
void kept_list(struct visit *v);
/* Something of mine was not heard to its end, lately. */
bool kept_open(struct visit *v);
uint64_t kept_digest(struct bytes body);
MUST_CHECK enum err listen_run_keep(struct visit *v, const struct submission *s);
MUST_CHECK enum err listen_run_change(struct visit *v, const struct submission *s);
MUST_CHECK enum err listen_run_erase(struct visit *v, const struct submission *s);
MUST_CHECK enum err listen_example(struct example *x);

#endif
