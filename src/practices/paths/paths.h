/* paths.h -- what the files of this room share.
 *
 * A *route* is a path of forms/path.h with its words: what each step asks for in six minutes
 * (`how`, which must work aloud, on one phone, without any other page) and the line that is left of
 * it
 * (`have`). A step is taken in another room, named by its code alone; where this build has no such
 * room the step is left out, and the length that is told counts those that are there.
 *
 * An evening goes over four pages: noticed, the step, quiet, one small thing; each can be the last.
 * Everything of it stands in *mine*, but the one sentence of thanks that a person sends.
 */
#ifndef TOWARD_PRACTICES_PATHS_H
#define TOWARD_PRACTICES_PATHS_H

#include "forms/measure.h"
#include "forms/path.h"

enum { ROOM_PATHS = 18 };

enum paths_kind {
    KIND_PATHS = ROOM_PATHS * KINDS_PER_PRACTICE, /* PATH_RUN; + 1 PATH_MARK */
    KIND_SMALL = KIND_PATHS + 2,                  /* mine: 1 text, 2 uint route */
    KIND_MEASURE = KIND_PATHS + 3,                /* mine: measure.c */
    KIND_MEASURE_NOT = KIND_PATHS + 4             /* mine: 1 uint: not this time, which time */
};

enum paths_page {
    PAGE_HOME = 0,
    PAGE_PATH = 1, /* item: the route; what begins with a step: 100 * route + step */
    PAGE_SAW = 2,
    PAGE_STEP = 3,
    PAGE_QUIET = 4,
    PAGE_TOMORROW = 5,
    PAGE_ENOUGH = 6,
    PAGE_MEASURE = 7,
    PAGE_MEASURED = 8,
    PAGE_SMALL = 9,   /* item: a small thing's address */
    PAGE_FORGET = 10, /* item: the route */
    PAGE_HAND = 11,
    PAGE_HANDED_SAW = 20,
    PAGE_HANDED_STEP = 21,
    PAGE_HANDED_QUIET = 22,
    PAGE_HANDED_SMALL = 23,
    PAGE_HANDED_END = 24
};

enum paths_action {
    ACTION_PATH = 1,
    ACTION_SAW = 2,
    ACTION_SMALL = 3,
    ACTION_SMALL_CHANGE = 4,
    ACTION_SMALL_ERASE = 5,
    ACTION_MEASURE = 6,
    ACTION_MEASURE_NOT = 7,
    ACTION_CALENDAR = 8,
    ACTION_HAND = 9,
    ACTION_HANDED_END = 10
};

enum paths_field { F_WORDS = 1, F_DONE = 2 };

enum {
    ROUTE_FIRST = 1, /* the room *firstdays*; listed where it is in the build */
    ROUTE_EVERYDAY = 2,
    ROUTE_ALONE = 3,
    ROUTE_LAST = ROUTE_ALONE,
    STEPS_EACH = 100, /* in an address */
    WORDS_CHARACTERS = 300,
    WORDS_BYTES = 4 * WORDS_CHARACTERS,
    QUIET_SECONDS = 120
};

struct route {
    struct path path;
    enum text_key title, line, length, about;
    bool two;                /* for two */
    enum text_key how, have; /* of the first step; the others' follow */
};

/* NULL: there is none, or it is not in this build. */
const struct route *paths_route_at(uint64_t number);

/* What an address names: a route and one of its steps that is there; false: nothing. */
struct step_at {
    const struct route *route;
    uint32_t number; /* of the route */
    size_t step;
    struct path_run run;
};
bool paths_step_find(struct visit *v, uint64_t item, struct step_at *out);

/* How long it is, in words: the steps that are in this build. */
struct words paths_route_length(struct visit *v, const struct route *route,
                                const struct path_run *run);

static inline struct address paths(enum paths_page page, uint64_t item) {
    return (struct address){ROOM_PATHS, page, item};
}

/* tonight.c: the four pages and their end. ERR_NOT_FOUND: not theirs. */
enum err paths_tonight_show(struct visit *v);
enum err paths_tonight_run_saw(struct visit *v, const struct submission *s);
enum err paths_tonight_run_small(struct visit *v, const struct submission *s);
void paths_small_list(struct visit *v, uint32_t route);
enum err paths_small_run_change(struct visit *v, const struct submission *s);
enum err paths_small_run_erase(struct visit *v, const struct submission *s);
enum err paths_small_forget(struct visit *v, uint32_t route);

/* handed.c: one phone for both. */
enum err paths_handed_show(struct visit *v);
enum err paths_handed_run_begin(struct visit *v, const struct submission *s);
enum err paths_handed_run_end(struct visit *v, const struct submission *s);

/* ask.c: six questions for one alone. */
enum { ASK_ITEMS = 6 };
extern const struct input_def paths_ask_inputs[ASK_ITEMS];
extern const struct field_def paths_ask_kept[ASK_ITEMS];
enum err paths_ask_show(struct visit *v);
enum err paths_ask_run(struct visit *v, const struct submission *s);
enum err paths_ask_run_not(struct visit *v, const struct submission *s);
bool paths_ask_due(const struct visit *v);
bool paths_ask_answered(const struct visit *v);

/* example.c */
enum err paths_example(struct example *x);

#endif
