#include "forms/calendar.h"

#include "app/calendar.h"
#include "app/session.h"
#include "base/day.h"

const struct input_def calendar_inputs[CALENDAR_INPUTS] = {
    {CALENDAR_F_DAY, INPUT_DAY, 0, true}, {CALENDAR_F_HOUR, INPUT_NUMBER, 23, false}};

/* yyyy-mm-dd, as a date field holds it; in the frame. */
static struct bytes day_text(struct visit *v, int32_t day) {
    struct buf b;
    struct bytes text = {0};
    buf_init(&b, v->frame);
    day_add(&b, day);
    return buf_finish(&b, &text) == ERR_OK ? text : (struct bytes){0};
}

void calendar_form(struct visit *v, uint32_t action, int32_t day) {
    part_details_begin(v->p, WORDS(T_FORMS_CALENDAR_OPEN));
    part_aside(v->p, words_with(v->p, T_FORMS_CALENDAR_LINE, "title",
                                text_get(v->text, T_FORMS_CALENDAR_ENTRY)));
    part_form_begin(v->p, v->at.room, action);
    part_day(v->p,
             &(struct part_field){.field = CALENDAR_F_DAY,
                                  .label = WORDS(T_FORMS_CALENDAR_DAY),
                                  .value = day_text(v, day)},
             v->today, v->today + CALENDAR_AHEAD_DAYS);
    part_number(v->p,
                &(struct part_field){.field = CALENDAR_F_HOUR,
                                     .label = WORDS(T_FORMS_CALENDAR_HOUR),
                                     .hint = WORDS(T_FORMS_CALENDAR_HOUR_HINT),
                                     .optional = true},
                0, 23);
    part_button_as(v->p, WEIGHT_SECONDARY, WORDS(T_FORMS_CALENDAR_GO));
    part_form_end(v->p);
    part_details_end(v->p);
}

enum err calendar_keep(struct visit *v, const struct submission *s) {
    int64_t day = (int64_t)submission_number(s, CALENDAR_F_DAY);
    if (day < v->today || day > v->today + CALENDAR_AHEAD_DAYS) {
        visit_refuse(v, CALENDAR_F_DAY, T_FORMS_CALENDAR_DAY_REFUSED);
        return ERR_INPUT;
    }
    int32_t minute = submission_has(s, CALENDAR_F_HOUR)
                         ? (int32_t)submission_number(s, CALENDAR_F_HOUR) * 60
                         : CALENDAR_ALL_DAY;
    return session_calendar(v, (int32_t)day, minute, text_get(v->text, T_FORMS_CALENDAR_ENTRY));
}
