/* path.h -- the form *path*: ordered steps taken from other rooms, one an evening.
 *
 * A path is told once, as a table: which steps, in which room each is taken, whose it is, what ends
 * it. Everything else follows from entries:
 *
 *     run    one beginning of one path: which role, and whether it goes on, is put away, or ended
 *     mark   one step, done or left out
 *
 * Both stand in *mine*, whoever else walks the same path. So a path for two is two runs that know
 * nothing of each other: each walks it with their own entries, and no page, line or count of one
 * phone depends on how far the other is. With *mine* closed there is no path (PATH_UNKNOWN), and
 * nothing is suggested.
 *
 * A practice is composed of it so:
 *
 *     enum { KIND_X = ROOM_X * KINDS_PER_PRACTICE };      // and KIND_X + 1
 *     static const struct path_step steps[] = {
 *         {.title = T_X_EAT, .whose = PATH_ALONE},                                // pressed only
 *         {.title = T_X_ONE, .to = {ROOM_MOMENTS, 1, 0}, .ends_with = 192, .whose = PATH_EACH},
 *         {.title = T_X_ROOM, .roles = PATH_ROLE(HURT), .whose = PATH_TOGETHER}};
 *     static const struct path path = {.kind = KIND_X, .id = 0, .steps = steps,
 *                                      .count = COUNT_OF(steps), .days = 42};
 *     static const struct kind_def kinds[] = {PATH_KINDS(KIND_X)};
 *     static enum err run_path(struct visit *v, const struct submission *s) {
 *         return path_press(v, &path, s);
 *     }
 *     // action_def: {ACTION_PATH, path_inputs, PATH_INPUTS, .needs_mine = true, .run = run_path}
 *
 * Its page calls path_read, draws its steps (path_steps_show, or a list of its own), one step with
 * its way there (path_step_way) and its answers (path_answers), and the path's own ways: begin, put
 * away, go on, end (path_ways). Several paths of one room share its two kinds and differ in `id`.
 * A room whose path goes by days and not by steps asks path_run.day and marks nothing.
 *
 * *What ends a step.* "I have done it", pressed; or, with `ends_with`, an entry of one's own of
 * that kind (PATH_ANY_ENTRY: of any kind of the room it is taken in) on a day since the step before
 * ended (its own day not counted; for the first step: since the path began). Days only: nothing
 * knows when in an evening. Left out (*Not this, not now*) is an answer, too; the step stays in the
 * list and can be walked on any day, and has that day then. Done by pressing and left out take each
 * other's place.
 *
 * *Order.* `next` is the first step that is neither done nor left out. It is suggested from `opens`
 * on, which is the day after the step before ended (or `wait` days after it), so that there is one
 * step an evening. Whoever wants to may walk any step on any day. No day is the last day: nothing
 * is overdue, nothing is counted, no run of days is kept.
 *
 * *Two devices of one person.* Where both began a path, neither knowing of the other, the two runs
 * are one: it began with the earlier, what was marked on either is marked, and ending or putting
 * away concerns both. A mark counts from its run's beginning in the book's order (book.h) and names
 * no run: so one that was pressed while *mine* was closed (a phone handed over) counts once it
 * opens.
 *
 * *Rooms that are not in this build.* A step whose room `practices` does not have is PATH_ABSENT:
 * it is not drawn, not asked, and not waited for.
 *
 * What the entries of another author, another space, or another shape say is not looked at.
 */
#ifndef TOWARD_FORMS_PATH_H
#define TOWARD_FORMS_PATH_H

#include "app/practice.h"
#include "base/check.h"
#include "book/kinds.h"

enum {
    PATH_STEPS_MAX = 60, /* thirteen weeks of four evenings are 52 */
    PATH_IDS_MAX = 60,   /* of one practice */
    PATH_ROLES_MAX = 8,
    PATH_ANY_ENTRY = 1 /* no practice's kind */
};

/* Counted from the practice's first of the two kinds. */
enum path_kind {
    PATH_RUN = 0, /* mine: 1 uint path id, 2 uint role, 3 uint enum path_run_state */
    PATH_MARK = 1 /* mine: 1 uint path id, 2 uint step, 3 uint enum path_how (DONE, LEFT) */
};
enum path_run_state { PATH_RUN_GOES, PATH_RUN_AWAY, PATH_RUN_ENDED };

/* Whose a step is; said in words beside it. */
enum path_whose {
    PATH_ALONE,   /* for one, by oneself */
    PATH_EACH,    /* both, each by themselves, on their own phone */
    PATH_TOGETHER /* both, in one room */
};

/* For which roles a step is: PATH_ROLE(a) | PATH_ROLE(b). */
#define PATH_ROLE(role) (1u << (role))

struct path_step {
    enum text_key title;
    enum text_key line; /* one sentence: what it is; T_NONE: none */
    struct address to;  /* where it is taken; {0}: on this room's own page */
    uint32_t ends_with; /* a kind whose entry ends it; 0: only "I have done it" */
    enum path_whose whose;
    unsigned roles; /* bits PATH_ROLE; 0: everyone */
    uint32_t wait;  /* days after the step before, until it is suggested; 0: one */
};

struct path {
    uint32_t kind; /* PATH_RUN of the practice; PATH_MARK is the next */
    uint32_t id;   /* which of the practice's paths; below PATH_IDS_MAX */
    const struct path_step *steps;
    size_t count;   /* of steps; at most PATH_STEPS_MAX; 0: it goes by days alone */
    uint32_t roles; /* how many roles there are; 0: none are told apart */
    int32_t days;   /* how long it lasts, from the day it began; 0: until its steps are walked */
};

enum path_state {
    PATH_UNKNOWN, /* *mine* is closed */
    PATH_NEVER,   /* not begun yet */
    PATH_GOING,
    PATH_AWAY,   /* put away; it can go on */
    PATH_WALKED, /* its steps are done or left out, or its days are over */
    PATH_ENDED   /* by its walker */
};

enum path_how {
    PATH_OPEN,
    PATH_DONE,    /* pressed */
    PATH_LEFT,    /* left out */
    PATH_BY_ROOM, /* its room has an entry since */
    PATH_ABSENT   /* not for this role, or its room is not in this build */
};

struct path_run {
    enum path_state state;
    uint32_t role;
    int32_t began;
    int32_t day;                   /* which day of it is today, counted from 1; 0: not begun */
    size_t next;                   /* the first open step; path.count: none */
    int32_t opens;                 /* the day from which `next` is suggested */
    bool tonight;                  /* PATH_GOING, there is a next step, and it has opened */
    uint8_t how[PATH_STEPS_MAX];   /* enum path_how; PATH_ABSENT is told before it began, too */
    int32_t ended[PATH_STEPS_MAX]; /* the day; 0 where it is open */
};

/* What stands of a path today. With a state of UNKNOWN, NEVER or ENDED no step is done.
 * Cost: the room's runs and marks by their digests, and entries of `ends_with` since a few days. */
void path_read(const struct visit *v, const struct path *p, struct path_run *out);

/* It goes on today (PATH_GOING; not put away, not ended, not over). False with *mine* closed. */
bool path_running(const struct visit *v, const struct path *p);

/* The same for a path of another room, from its kind and length alone; for `suggest`. */
bool path_running_of(const struct visit *v, uint32_t kind, uint32_t id, int32_t days);

/* Whether *the first days* (room 8) are on, on this phone. While they are, cherish, levels, style,
 * reach, pulse, bubble and forgive are suggested nowhere: their `suggest` begins with
 *
 *     if (path_first_days(v))
 *         return 0;
 *
 * They stay open to whoever looks, and nothing of it is seen on the other's phone. */
enum {
    PATH_FIRST_DAYS_ROOM = 8,
    PATH_FIRST_DAYS_KIND = PATH_FIRST_DAYS_ROOM * KINDS_PER_PRACTICE,
    PATH_FIRST_DAYS_ID = 0,
    PATH_FIRST_DAYS = 42 /* six weeks */
};
bool path_first_days(const struct visit *v);

/* --- what a person does ----------------------------------------------------------------------- */

/* All write into *mine* and give the errors of visit_write. Except for path_mark they need it open
 * (ERR_LOCKED): their actions have `.needs_mine`. */

/* Begins it on this day with this role (0 where there are none). Where it goes on or is put away,
 * it goes on as it stood, with this role. Where it was walked or ended, it begins anew. */
MUST_CHECK enum err path_begin(struct visit *v, const struct path *p, uint32_t role);
MUST_CHECK enum err path_put_away(struct visit *v, const struct path *p);
MUST_CHECK enum err path_go_on(struct visit *v, const struct path *p);
MUST_CHECK enum err path_end(struct visit *v, const struct path *p);

/* This step is PATH_DONE or PATH_LEFT. ERR_NOT_FOUND: no such step. */
MUST_CHECK enum err path_mark(struct visit *v, const struct path *p, size_t step,
                              enum path_how how);

/* Erases every run and mark of it. */
MUST_CHECK enum err path_forget(struct visit *v, const struct path *p);

/* --- forms ------------------------------------------------------------------------------------ */

enum path_field { PATH_F_WHAT = 1, PATH_F_PATH = 2, PATH_F_STEP = 3, PATH_F_ROLE = 4 };
enum path_what {
    PATH_DO_BEGIN,
    PATH_DO_AWAY,
    PATH_DO_ON,
    PATH_DO_END,
    PATH_DO_DONE,
    PATH_DO_LEFT,
    PATH_DO_FORGET,
    PATH_DO_COUNT
};
enum { PATH_INPUTS = 4 };
extern const struct input_def path_inputs[PATH_INPUTS];

/* Does what a form of below pressed. A room with several paths finds which by
 * submission_number(s, PATH_F_PATH) (the id). A step or role out of range: ERR_NOT_FOUND. */
MUST_CHECK enum err path_press(struct visit *v, const struct path *p, const struct submission *s);

/* A form of one button of these. `step` counts for DONE and LEFT, `role` for BEGIN. */
void path_button(struct visit *v, const struct path *p, uint32_t action, enum path_what what,
                 size_t step, enum part_weight weight, struct words w);

/* "I have done it" and "Not this, not now" (a done step: nothing; one left out: the first only). */
void path_answers(struct visit *v, const struct path *p, uint32_t action, const struct path_run *r,
                  size_t step);

/* The path's own ways, as far as its state has them: begin (primary), go on, put away, end. With
 * roles `begin` is the room's own form, and is not drawn here. */
void path_ways(struct visit *v, const struct path *p, uint32_t action, const struct path_run *r);

/* --- on the page ------------------------------------------------------------------------------ */

/* Its steps as a list, each with whose it is, and what was done or left out; nothing of what is
 * left. `to`: the page of the first step; the others' items count on from it. {0}: no links. */
void path_steps_show(struct visit *v, const struct path *p, const struct path_run *r,
                     struct address to);

/* Where the step is taken (a button; nothing for this room's own), whose it is, and what ends it.
 */
void path_step_way(struct visit *v, const struct path *p, const struct path_run *r, size_t step);

enum text_key path_whose_words(enum path_whose whose);

/* Fills a line of `today` where a step is open tonight; returns 0 or 1. */
size_t path_suggest(const struct path_run *r, enum text_key line, struct address where,
                    uint32_t weight, bool joint, struct suggestion *out);

/* This build has the room with this code. */
bool path_has_room(uint32_t code);

/* --- the kinds, for a practice's table -------------------------------------------------------- */

extern const struct field_def path_run_fields[3], path_mark_fields[3];
/* Bits 0 sound, 1-6 id, 7-12 role or step, 13-14 state or how; of a run or a mark. */
uint64_t path_digest(struct bytes body);

#define PATH_KIND_(kind_, name_, title_, fields_)                                                  \
    {                                                                                              \
        .kind = (kind_), .name = (name_), .title = (title_), .spaces = 1u << SPACE_MINE,           \
        .fields = (fields_), .field_count = 3, .digest = path_digest, .told = true                 \
    }
#define PATH_KINDS(first)                                                                          \
    PATH_KIND_((first) + PATH_RUN, "path_run", T_FORMS_PATH_RUN, path_run_fields),                 \
        PATH_KIND_((first) + PATH_MARK, "path_mark", T_FORMS_PATH_MARK, path_mark_fields)

#endif
