/* pulse.h -- what the files of this room share.
 *
 * Two meters that never meet. The first is a sealed round in *ours*, one a week: how safe I felt
 * with us. The second is a measure in *mine* that nobody else ever sees: leaning out. No page,
 * drawing, sum or mean holds both, because distrust and betrayal were found not to be strongly
 * related.
 *
 * The round of a week is the same whoever begins it: its offer is made, without a word, by whoever
 * seals first, so no screen shows whether there is one. Its `what` is the week (forms/asking.h),
 * its set day that week's Sunday, and all offers of a week are one round: an answer is sealed for
 * each of them (sealed_round_repeat). What a page shows until that Sunday follows from my own acts
 * alone.
 *
 * By the day, by choice: the first meter's one question and the second meter's items, both in
 * *mine*.
 */
#ifndef TOWARD_PRACTICES_PULSE_H
#define TOWARD_PRACTICES_PULSE_H

#include "app/session.h"
#include "base/check.h"
#include "book/kinds.h"
#include "forms/measure.h"
#include "forms/note.h"
#include "forms/sealed_round.h"

enum { ROOM_PULSE = 17 };

enum pulse_kind {
    KIND_DAY = ROOM_PULSE * KINDS_PER_PRACTICE, /* mine: F_SAFE */
    KIND_LEANING,                               /* mine: F_COMPARED .. F_SWALLOWED */
    KIND_RHYTHM /* mine: 1 uint enum pulse_meter, 2 uint 1: asked each day */
};

enum pulse_page {
    PAGE_HOME = 0,
    PAGE_SAFE = 1,
    PAGE_SEALED = 2,
    PAGE_THEIRS = 3,
    PAGE_TWO_MINUTES = 4,
    PAGE_OWN = 5,
    PAGE_BACK = 6, /* item: 1 something was kept in *mine*, 2 a line was sent */
    PAGE_DAYS = 7,
    PAGE_LEANING = 8,
    PAGE_COURSE = 9,
    PAGE_WEEKS = 10,
    PAGE_KNOWN = 11,
    PAGE_ERASE = 12 /* item: enum pulse_meter + 1 */
};

enum pulse_action {
    ACTION_SEAL = 1,
    ACTION_OPEN = 2,
    ACTION_AWAY = 3,
    ACTION_DAY = 4,
    ACTION_LEANING = 5,
    ACTION_RHYTHM = 6,
    ACTION_LINE = 7,
    ACTION_ERASE = 8
};

enum pulse_field {
    F_SAFE = 1,
    F_COMPARED = 2,
    F_RAN_DOWN = 3,
    F_CHERISHED = 4,
    F_RESENTED = 5,
    F_GRATEFUL = 6,
    F_NEEDED_LESS = 7,
    F_SWALLOWED = 8,
    F_TEXT = 9,
    F_METER = 10,
    F_DAILY = 11
};

enum pulse_meter { METER_SAFE, METER_LEANING, METER_COUNT };

enum {
    SAFE_STEPS = 5,
    LEANING_STEPS = 5,
    ANSWER_TEXT_MAX = 1500,
    ANSWER_TEXT_CHARACTERS = 400,
    ASKED_FROM = 3 /* Thursday: the week is asked about once most of it is over */
};

static inline struct address pulse_at(enum pulse_page page, uint64_t item) {
    return (struct address){ROOM_PULSE, page, item};
}

/* The round of the week in which `day` lies, as one, however many offers there are of it. With no
 * offer it is SEALED_OFFERED or SEALED_LAPSED, as with one that I have not answered. */
struct pulse_week {
    int32_t opens_day;
    enum sealed_state state;   /* never SEALED_PUT_AWAY: that is pulse_away */
    struct bytes mine, theirs; /* when open */
};
struct pulse_week pulse_week_read(struct visit *v, int32_t day);
/* The newest week that opened, this one or one of the fifty-two before; false: none. */
bool pulse_opened(struct visit *v, struct pulse_week *out);

/* One answer: 1 uint how safe, 2 text; each may be missing. Reads any bytes. */
struct pulse_answer {
    bool has_safe;
    uint32_t safe;
    struct bytes text;
};
struct pulse_answer pulse_answer_read(struct bytes body);
extern const enum text_key pulse_safe_words[SAFE_STEPS];

/* *Not this, not now* for this week, on this device. */
bool pulse_away(const struct visit *v);

/* The items of each, for the tables (forms/measure.h). */
#define DAY_MEASURE(ITEM) ITEM(F_SAFE, "safe", SAFE_STEPS, MEASURE_UP, T_PULSE_DAY_ITEM)
#define LEANING_MEASURE(ITEM)                                                                      \
    ITEM(F_COMPARED, "compared", LEANING_STEPS, MEASURE_UP, T_PULSE_COMPARED)                      \
    ITEM(F_RAN_DOWN, "ran-down", LEANING_STEPS, MEASURE_UP, T_PULSE_RAN_DOWN)                      \
    ITEM(F_CHERISHED, "cherished", LEANING_STEPS, MEASURE_DOWN, T_PULSE_CHERISHED)                 \
    ITEM(F_RESENTED, "resented", LEANING_STEPS, MEASURE_UP, T_PULSE_RESENTED)                      \
    ITEM(F_GRATEFUL, "grateful", LEANING_STEPS, MEASURE_DOWN, T_PULSE_GRATEFUL)                    \
    ITEM(F_NEEDED_LESS, "needed-less", LEANING_STEPS, MEASURE_UP, T_PULSE_NEEDED_LESS)             \
    ITEM(F_SWALLOWED, "swallowed", LEANING_STEPS, MEASURE_UP, T_PULSE_SWALLOWED)
extern const struct measure pulse_measures[METER_COUNT];
/* Asked each day, as last chosen; false with *mine* closed. */
bool pulse_daily(const struct visit *v, enum pulse_meter meter);
/* The day of my newest answer; false: none, or *mine* is closed. */
bool pulse_last(const struct visit *v, enum pulse_meter meter, int32_t *day);

/* week.c, own.c, back.c: their pages (ERR_NOT_FOUND: not theirs) and actions. */
enum err pulse_week_show(struct visit *v);
enum err pulse_run_seal(struct visit *v, const struct submission *s);
enum err pulse_run_open(struct visit *v, const struct submission *s);
enum err pulse_run_away(struct visit *v, const struct submission *s);
enum err pulse_settle(struct visit *v);

enum err pulse_own_show(struct visit *v);
enum err pulse_run_day(struct visit *v, const struct submission *s);
enum err pulse_run_leaning(struct visit *v, const struct submission *s);
enum err pulse_run_rhythm(struct visit *v, const struct submission *s);
enum err pulse_run_erase(struct visit *v, const struct submission *s);

enum err pulse_back_show(struct visit *v);
enum err pulse_run_line(struct visit *v, const struct submission *s);

enum err pulse_example(struct example *x);

#endif
