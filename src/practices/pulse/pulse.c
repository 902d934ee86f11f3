/* pulse.c -- a weekly pulse: two meters that never meet; the room's first page and its tables. */
#include "practices/pulse/pulse.h"

#include "base/day.h"
#include "forms/asking.h"
#include "forms/path.h"
#include "forms/thanks.h"

enum { WEEK_DAYS = 7 };

/* --- the first page --------------------------------------------------------------------------- */

static struct part_door week_door(struct visit *v) {
    struct pulse_week week = pulse_week_read(v, v->today);
    struct part_door door = {.to = pulse_at(PAGE_SAFE, 0),
                             .title = WORDS(T_PULSE_SAFE_TITLE),
                             .line = WORDS(T_PULSE_DOOR_SAFE),
                             .icon = ICON_TOGETHER,
                             .badge = BADGE_OURS,
                             .first = true};
    if (week.state == SEALED_OPEN) {
        door.to = pulse_at(PAGE_THEIRS, 0);
        door.line = WORDS(T_PULSE_DOOR_OPEN);
    } else if (week.state != SEALED_OFFERED) {
        door.to = pulse_at(PAGE_SEALED, 0);
        door.line = WORDS(T_PULSE_DOOR_SEALED);
    } else if (asking_elsewhere(v, ROOM_PULSE)) {
        door.line = WORDS(T_PULSE_DOOR_OTHER);
    }
    return door;
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    bool together = visit_together(v), left = book_status(v->book).pair == PAIR_LEFT;
    struct part_door week = {0};
    struct pulse_week opened;
    part_page_begin(
        p, &(struct part_page){.title = WORDS(T_PULSE_TITLE), .back = {ROOM_DOOR, DOOR_ROOMS, 0}});
    part_lead(p, WORDS(together ? T_PULSE_LEAD : T_PULSE_LEAD_ALONE));
    part_doors_begin(p);
    if (together) {
        week = week_door(v);
        part_door(p, &week);
    }
    part_door(p, &(struct part_door){.to = pulse_at(PAGE_LEANING, 0),
                                     .title = WORDS(T_PULSE_LEANING_TITLE),
                                     .line = WORDS(T_PULSE_DOOR_LEANING),
                                     .icon = ICON_ALONE,
                                     .badge = BADGE_MINE});
    part_door(p, &(struct part_door){.to = pulse_at(PAGE_DAYS, 0),
                                     .title = WORDS(T_PULSE_DAYS_TITLE),
                                     .line = WORDS(T_PULSE_DOOR_DAYS),
                                     .icon = ICON_ALONE,
                                     .badge = BADGE_MINE});
    part_doors_end(p);
    if (together && week.to.page == PAGE_SAFE && pulse_opened(v, &opened))
        part_link_line(p, pulse_at(PAGE_THEIRS, 0), WORDS(T_PULSE_LAST_OPENED));
    if (together || left)
        part_link_line(p, pulse_at(PAGE_WEEKS, 0), WORDS(T_PULSE_WEEKS_TITLE));
    part_link_line(p, pulse_at(PAGE_KNOWN, 0), WORDS(T_PULSE_KNOWN_TITLE));
    part_page_end(p);
}

static void page_known(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_PULSE_KNOWN_TITLE),
                                           .back = pulse_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_PULSE_KNOWN_LEAD));
    part_prose(p, T_PULSE_KNOWN_BODY);
    part_aside(p, WORDS(T_PULSE_KNOWN_SOURCES));
    part_link_button(p, WEIGHT_PRIMARY, pulse_at(PAGE_HOME, 0), WORDS(T_PULSE_KNOWN_BACK));
    part_page_end(p);
}

static enum err show(struct visit *v) {
    if (v->at.page == PAGE_HOME) {
        page_home(v);
        return ERR_OK;
    }
    if (v->at.page == PAGE_KNOWN) {
        page_known(v);
        return ERR_OK;
    }
    enum err e = pulse_week_show(v);
    if (e == ERR_STATE) { /* without a pair the first page has what there is */
        v->at = pulse_at(PAGE_HOME, 0);
        page_home(v);
        return ERR_OK;
    }
    if (e == ERR_NOT_FOUND)
        e = pulse_own_show(v);
    return e == ERR_NOT_FOUND ? pulse_back_show(v) : e;
}

/* --- what it suggests ------------------------------------------------------------------------- */

/* By the calendar and by what I did, so the line is the same whatever the other did. */
static bool suggest_week(struct visit *v, struct suggestion *out) {
    struct pulse_week week = pulse_week_read(v, v->today);
    if (week.state == SEALED_OPEN && v->today == week.opens_day) {
        *out = (struct suggestion){.line = T_PULSE_SUGGEST_OPEN,
                                   .where = pulse_at(PAGE_THEIRS, 0),
                                   .weight = 640,
                                   .waits = true,
                                   .joint = true};
        return true;
    }
    if (week.state != SEALED_OFFERED || day_weekday(v->today) < ASKED_FROM || pulse_away(v) ||
        asking_elsewhere(v, ROOM_PULSE))
        return false;
    *out = (struct suggestion){.line = T_PULSE_SUGGEST_SAFE,
                               .where = pulse_at(PAGE_SAFE, 0),
                               .weight = 420,
                               .joint = true};
    return true;
}

/* Only what one has begun by oneself comes back: each day where that was chosen, else each week. */
static bool suggest_own(struct visit *v, enum pulse_meter meter, struct suggestion *out) {
    int32_t last;
    bool daily = pulse_daily(v, meter);
    if (!book_status(v->book).mine_open || (!pulse_last(v, meter, &last) && !daily))
        return false;
    if (!pulse_last(v, meter, &last))
        last = INT32_MIN / 2;
    bool due = daily ? last < v->today : meter == METER_LEANING && v->today - last >= WEEK_DAYS;
    *out = (struct suggestion){.line = meter == METER_SAFE ? T_PULSE_SUGGEST_DAY
                                                           : T_PULSE_SUGGEST_LEANING,
                               .where = pulse_at(meter == METER_SAFE ? PAGE_DAYS : PAGE_LEANING, 0),
                               .weight = daily ? 260 : 240};
    return due;
}

/* What is for two may be held back by the gate, so what is for one stands beside it. */
static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    size_t count = 0;
    if (room < 2 || path_first_days(v))
        return 0;
    count += visit_together(v) && suggest_week(v, &out[count]);
    count += suggest_own(v, METER_SAFE, &out[count]) || suggest_own(v, METER_LEANING, &out[count]);
    return count;
}

/* --- the tables ------------------------------------------------------------------------------- */

static const enum text_key meter_words[METER_COUNT] = {T_PULSE_DAYS_TITLE, T_PULSE_LEANING_TITLE};
static const enum text_key daily_words[] = {T_PULSE_RHYTHM_WEEKLY, T_PULSE_RHYTHM_DAILY};

static const struct field_def day_kept[] = {DAY_MEASURE(MEASURE_KEPT)};
static const struct field_def leaning_kept[] = {LEANING_MEASURE(MEASURE_KEPT)};
static const struct field_def rhythm_kept[] = {
    {1, FIELD_UINT, METER_COUNT - 1, "meter", true, T_PULSE_FIELD_METER, meter_words, METER_COUNT},
    {2, FIELD_UINT, 1, "daily", true, T_PULSE_FIELD_RHYTHM, daily_words, COUNT_OF(daily_words)}};

static const struct input_def day_inputs[] = {DAY_MEASURE(MEASURE_INPUT)};
static const struct input_def leaning_inputs[] = {LEANING_MEASURE(MEASURE_INPUT)};
static const struct input_def seal_inputs[] = {{F_SAFE, INPUT_CHOICE, SAFE_STEPS, false},
                                               {F_TEXT, INPUT_TEXT, ANSWER_TEXT_MAX, false}};
static const struct input_def line_inputs[] = {{F_TEXT, INPUT_TEXT, NOTICED_TEXT_MAX, true}};
static const struct input_def rhythm_inputs[] = {{F_METER, INPUT_CHOICE, METER_COUNT, true},
                                                 {F_DAILY, INPUT_CHOICE, 2, true}};

#define FIELDS_OF(table) .fields = (table), .field_count = COUNT_OF(table)
static const struct kind_def kinds[] = {
    {.kind = KIND_DAY,
     .name = "pulse-day",
     .title = T_PULSE_DAYS_TITLE,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(day_kept)},
    {.kind = KIND_LEANING,
     .name = "pulse-leaning",
     .title = T_PULSE_LEANING_TITLE,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(leaning_kept)},
    {.kind = KIND_RHYTHM,
     .name = "pulse-rhythm",
     .title = T_PULSE_KIND_RHYTHM,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(rhythm_kept)},
};

#define INPUTS_OF(table) .inputs = (table), .input_count = COUNT_OF(table)
static const struct action_def actions[] = {
    {.action = ACTION_SEAL, INPUTS_OF(seal_inputs), .run = pulse_run_seal},
    {.action = ACTION_OPEN, .run = pulse_run_open},
    {.action = ACTION_AWAY, .run = pulse_run_away},
    {.action = ACTION_DAY, INPUTS_OF(day_inputs), .needs_mine = true, .run = pulse_run_day},
    {.action = ACTION_LEANING,
     INPUTS_OF(leaning_inputs),
     .needs_mine = true,
     .run = pulse_run_leaning},
    {.action = ACTION_RHYTHM,
     INPUTS_OF(rhythm_inputs),
     .needs_mine = true,
     .run = pulse_run_rhythm},
    {.action = ACTION_LINE, INPUTS_OF(line_inputs), .run = pulse_run_line},
    {.action = ACTION_ERASE, .needs_mine = true, .run = pulse_run_erase},
};

const struct practice practice_pulse = {
    .code = ROOM_PULSE,
    .name = "pulse",
    .title = T_PULSE_TITLE,
    .line = T_PULSE_LINE,
    .group = GROUP_UNDERSTAND,
    .badge = BADGE_OURS,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .settle = pulse_settle,
    .suggest = suggest,
    .example = pulse_example,
};
