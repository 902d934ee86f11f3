/* measure.h -- the form *measure*: the same items answered on a scale, again and again, by oneself.
 *
 * A practice tells its items once, as a list, and has three tables of it: what the form draws, what
 * the house lets through, what the export calls it.
 *
 *     enum { F_NEAR = 1, F_AWAY = 2, STEPS = 7 };        // names of controls and keys of the body
 *     #define X_MEASURE(ITEM)                                                          \
 *         ITEM(F_NEAR, "near", STEPS, MEASURE_UP, T_X_NEAR)                            \
 *         ITEM(F_AWAY, "away", STEPS, MEASURE_DOWN, T_X_AWAY)
 *     static const struct measure_item items[] = {X_MEASURE(MEASURE_ITEM)};
 *     static const struct input_def inputs[] = {X_MEASURE(MEASURE_INPUT)};
 *     static const struct field_def kept[] = {X_MEASURE(MEASURE_KEPT)};
 *     static const struct measure measure = {.kind = KIND_X, .items = items,
 *                                            .count = COUNT_OF(items), .needed = 2, .from = 1,
 *                                            .low = T_X_NOT, .high = T_X_VERY,
 *                                            .lowest = T_X_FAR, .highest = T_X_CLOSE};
 *     // kind_def: .spaces = 1 << SPACE_MINE, .fields = kept; action_def: .needs_mine = true
 *
 * Field ids ascend, all items have the same steps. A page draws measure_form between
 * part_form_begin and part_button; the action calls measure_keep; measure_read gives the scores and
 * measure_show draws them: the chart with its table, and one sentence under it.
 *
 * *About me alone.* Answers are written into *mine* and read from there, and only one's own: what
 * somebody else wrote, or what stands elsewhere, is not looked at. Items are texts of ours without
 * a place for a name. There is no function that takes two persons' answers, none that lays two
 * measures into one drawing, and no total of several measures.
 *
 * *One answer a day*: answering again mends the day's. Where two devices of one person answered on
 * the same day, neither knowing of the other, the later one in the book's order holds, on both
 * alike. An answer dated after today waits until its day.
 *
 * *What is left out is left out.* A score is the mean of the items answered, and there is none
 * where fewer than `needed` were; the table says how many. Nothing is guessed for them.
 *
 * *Spread and change.* Items of our own (norm NULL) have a spread from fourteen answers on
 * (insight/spread.h), and no change is ever called real. A published questionnaire has a reliable
 * change (insight/change.h), from its own published figures with their source, and no spread.
 * Before there is enough it says "not enough yet".
 */
#ifndef TOWARD_FORMS_MEASURE_H
#define TOWARD_FORMS_MEASURE_H

#include "app/practice.h"
#include "insight/change.h"
#include "insight/spread.h"

enum {
    MEASURE_ITEMS_MAX = 40, /* the longest in use have 36 */
    MEASURE_SHOWN = 120 /* points in one drawing: four months of days; a mark is 4.7 units wide */
};

/* Whether a higher step counts for more or for less. */
enum measure_way { MEASURE_UP, MEASURE_DOWN };

struct measure_item {
    uint32_t field;
    uint32_t steps; /* 2..11 */
    enum measure_way way;
    enum text_key label;
};

#define MEASURE_ITEM(id, name, steps, way, label) {(id), (steps), (way), (label)},
#define MEASURE_INPUT(id, name, steps, way, label) {(id), INPUT_CHOICE, (steps), false},
#define MEASURE_KEPT(id, name, steps, way, label)                                                  \
    {(id), FIELD_UINT, (steps)-1, (name), false, (label), 0, 0},

struct measure {
    uint32_t kind;
    const struct measure_item *items;
    size_t count;                  /* 1..MEASURE_ITEMS_MAX */
    size_t needed;                 /* items that make a score, 1..count */
    uint32_t from;                 /* what the lowest step counts: 0 or 1 */
    enum text_key low, high;       /* the two ends of each item's scale */
    enum text_key lowest, highest; /* what the ends of the score mean; T_NONE: not said */

    /* A published questionnaire: its figures for the sum of its items, and where they stand. Its
     * score is that sum (of items left out: their share of it). NULL: items of our own, whose
     * score is the mean step. */
    const struct change_norm *norm;
    enum text_key source;
};

/* One day's answer. */
struct measure_point {
    int32_t day;
    uint32_t answered; /* items */
    bool scored;       /* enough of them; the rest is 0 where not */
    uint16_t score;    /* permille between the lowest and the highest */
    int32_t sum;       /* hundredths of a point */
    struct spread spread;
};

/* Inside a form: the items, filled in from `body` (empty: nothing chosen yet). */
void measure_form(struct visit *v, const struct measure *m, struct bytes body);

/* Today's answer's body, for measure_form; empty when there is none. Borrowed from the book. */
struct bytes measure_of_today(const struct visit *v, const struct measure *m);

/* Keeps what the form sent. Nothing chosen at all is refused in words (ERR_INPUT); else the errors
 * of visit_write. */
MUST_CHECK enum err measure_keep(struct visit *v, const struct measure *m,
                                 const struct submission *s);

/* The newest days' points up to v->today, at most `room`, oldest first; returns how many. Spreads
 * look back over what was left out too. measure_compute is the same from a list of items in the
 * book's order. Cost: each answer is read once. */
size_t measure_read(const struct visit *v, const struct measure *m, struct measure_point *out,
                    size_t room);
size_t measure_compute(const struct measure *m, const struct item *items, size_t item_count,
                       int32_t today, struct measure_point *out, size_t room);

/* From the first point with a score to the last. CHANGE_NOT_ENOUGH with fewer than two, and always
 * for items of our own. */
enum change measure_change(const struct measure *m, const struct measure_point *points,
                           size_t count);

/* Draws the last MEASURE_SHOWN points, under `title`, and says what can be said. One answer with a
 * score is said and not drawn: one point makes no line. */
void measure_show(struct visit *v, const struct measure *m, struct words title);

#endif
