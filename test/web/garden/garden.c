/* garden.c -- a room made of forms alone: two tables and words (test/web/practice.test.mjs).
 *
 * A note of what grew between two people, and a measure of how near one was oneself. Everything
 * that happens with them is the forms' (forms/note.h, forms/measure.h).
 */
#include "book/kinds.h"
#include "forms/measure.h"
#include "forms/note.h"

enum { ROOM_GARDEN = 99, KIND_GREW = ROOM_GARDEN * KINDS_PER_PRACTICE, KIND_NEAR = KIND_GREW + 1 };
enum garden_page { PAGE_NEAR = 1 };
enum { ACTION_GREW = 1, ACTION_NEAR = 2 };
enum { F_WHAT = 1, F_WORDS = 2, F_LISTENED = 1, F_AWAY = 2 };

static const enum text_key what[] = {T_GARDEN_TALK, T_GARDEN_TOUCH, T_GARDEN_REST};
#define GREW(CHOICE, WORDS)                                                                        \
    CHOICE(F_WHAT, "what", NOTE_CHIPS | NOTE_NEEDED, T_GARDEN_WHAT, T_NONE, what)                  \
    WORDS(F_WORDS, "words", NOTE_AREA, T_GARDEN_WORDS, T_NONE, 300)
static const struct note_field grew[] = {GREW(NOTE_CHOICE, NOTE_WORDS)};
static const struct input_def grew_inputs[] = {GREW(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS)};
static const struct field_def grew_kept[] = {GREW(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS)};

#define NEAR(ITEM)                                                                                 \
    ITEM(F_LISTENED, "listened", 5, MEASURE_UP, T_GARDEN_LISTENED)                                 \
    ITEM(F_AWAY, "away", 5, MEASURE_DOWN, T_GARDEN_AWAY)
static const struct measure_item near_items[] = {NEAR(MEASURE_ITEM)};
static const struct input_def near_inputs[] = {NEAR(MEASURE_INPUT)};
static const struct field_def near_kept[] = {NEAR(MEASURE_KEPT)};
static const struct measure near = {.kind = KIND_NEAR,
                                    .items = near_items,
                                    .count = COUNT_OF(near_items),
                                    .needed = 2,
                                    .from = 1,
                                    .low = T_GARDEN_LOW,
                                    .high = T_GARDEN_HIGH};

static enum err show(struct visit *v) {
    bool measured = v->at.page == PAGE_NEAR;
    if (v->at.page > PAGE_NEAR)
        return ERR_NOT_FOUND;
    enum text_key title = measured ? T_GARDEN_NEAR_TITLE : T_GARDEN_TITLE;
    part_page_begin(v->p, &(struct part_page){.badge = BADGE_MINE, .title = WORDS(title)});
    part_form_begin(v->p, ROOM_GARDEN, measured ? ACTION_NEAR : ACTION_GREW);
    if (measured)
        measure_form(v, &near, measure_of_today(v, &near));
    else
        note_form(v, grew, COUNT_OF(grew), (struct bytes){0}, (struct bytes){0});
    part_button(v->p, WORDS(T_APP_SAVE));
    part_form_end(v->p);
    size_t count;
    const struct item *items = book_items(v->book, KIND_GREW, &count);
    for (size_t i = count; !measured && i-- > 0;)
        note_show(v, grew, COUNT_OF(grew), book_item_entry(&items[i]).body, WHOSE_ME);
    if (measured)
        measure_show(v, &near, WORDS(T_GARDEN_CHART_TITLE));
    part_page_end(v->p);
    return ERR_OK;
}

static enum err run_grew(struct visit *v, const struct submission *s) {
    struct body_writer w;
    body_begin(&w, v->frame, NULL);
    note_add(&w, grew, COUNT_OF(grew), s);
    return visit_write(v, SPACE_MINE, KIND_GREW, NULL, 0, &w, NULL);
}

static enum err run_near(struct visit *v, const struct submission *s) {
    return measure_keep(v, &near, s);
}

static const struct kind_def kinds[] = {
    {KIND_GREW, "grew", T_GARDEN_TITLE, 1u << SPACE_MINE, grew_kept, COUNT_OF(grew_kept), 0, 0},
    {KIND_NEAR, "near", T_GARDEN_NEAR_TITLE, 1u << SPACE_MINE, near_kept, COUNT_OF(near_kept), 0,
     0}};
static const struct action_def actions[] = {
    {ACTION_GREW, grew_inputs, COUNT_OF(grew_inputs), false, run_grew},
    {ACTION_NEAR, near_inputs, COUNT_OF(near_inputs), true, run_near}};

const struct practice practice_garden = {.code = ROOM_GARDEN,
                                         .name = "garden",
                                         .title = T_GARDEN_TITLE,
                                         .line = T_GARDEN_LINE,
                                         .badge = BADGE_MINE,
                                         .kinds = kinds,
                                         .kind_count = COUNT_OF(kinds),
                                         .actions = actions,
                                         .action_count = COUNT_OF(actions),
                                         .show = show};
