/* back.c -- what an answer gives back: last week's thanks, and one line to send. */
#include "forms/thanks.h"
#include "practices/pulse/pulse.h"
#include "view/dates.h"

enum { KEPT = 1, SENT = 2 }; /* the page's item */
enum { THANKS_DAYS = 7, THANKS_SHOWN = 6 };

static void thanks_draw(struct visit *v, const struct thanks *t) {
    bool mine = t->by == AUTHOR_ME;
    struct bytes text = t->text.size ? t->text : text_get(v->text, T_PULSE_THANKS_ASKED);
    struct bytes name = book_status(v->book).partner_name;
    struct bytes day = text_make_day_near(v->frame, v->text, t->day, v->today);
    const struct text_arg args[] = {{"name", name}, {"day", day}};
    enum text_key who = mine        ? T_PULSE_THANKS_YOU
                        : name.size ? T_PULSE_THANKS_NAME
                                    : T_PULSE_THANKS_OTHER;
    part_quote(v->p, mine ? WHOSE_ME : WHOSE_YOU, text,
               words_format(v->p, who, args, COUNT_OF(args)));
}

/* An empty week draws nothing of it. */
static bool thanks_week(struct visit *v) {
    struct thanks all[THANKS_SHOWN];
    size_t count = thanks_since(v, v->today - THANKS_DAYS, all, THANKS_SHOWN);
    if (count == 0)
        return false;
    part_section_begin(v->p, WORDS(T_PULSE_THANKS_TITLE));
    for (size_t i = 0; i < count; i++)
        thanks_draw(v, &all[i]);
    part_section_end(v->p);
    return true;
}

static void line_form(struct visit *v) {
    struct parts *p = v->p;
    part_form_begin(p, ROOM_PULSE, ACTION_LINE);
    part_area(p, &(struct part_field){.field = F_TEXT,
                                      .label = WORDS(T_PULSE_LINE_LABEL),
                                      .hint = WORDS(T_PULSE_LINE_HINT),
                                      .max = ANSWER_TEXT_CHARACTERS});
    part_button(p, WORDS(T_PULSE_LINE_SEND));
    part_form_end(p);
    part_examples(p, WORDS(T_PULSE_LINE_GOOD_1), WORDS(T_PULSE_LINE_GOOD_2),
                  WORDS(T_PULSE_LINE_BAD));
}

enum err pulse_back_show(struct visit *v) {
    struct parts *p = v->p;
    bool together = visit_together(v), sent = v->at.item == SENT;
    if (v->at.page != PAGE_BACK)
        return ERR_NOT_FOUND;
    part_page_begin(
        p, &(struct part_page){.badge = together ? BADGE_OURS : BADGE_NONE,
                               .title = WORDS(sent ? T_PULSE_SENT_TITLE : T_PULSE_BACK_TITLE),
                               .back = pulse_at(PAGE_HOME, 0)});
    if (sent)
        part_lead(p, WORDS(T_PULSE_SENT_LEAD));
    else if (v->at.item == KEPT)
        part_notice(p, NOTICE_GOOD, WORDS(T_PULSE_KEPT));
    bool any = thanks_week(v);
    if (together && !sent) {
        if (!any)
            part_lead(p, WORDS(T_PULSE_BACK_NONE));
        line_form(v);
    } else if (!together) {
        part_lead(p, WORDS(T_PULSE_BACK_ALONE));
        part_sentence(p, WORDS(T_PULSE_BACK_SENTENCE));
    }
    part_link_button(p, sent || !together ? WEIGHT_PRIMARY : WEIGHT_QUIET, pulse_at(PAGE_HOME, 0),
                     WORDS(T_PULSE_ENOUGH));
    part_page_end(p);
    return ERR_OK;
}

/* A line is a noticing like any other: nothing of it tells in which room it was written. */
enum err pulse_run_line(struct visit *v, const struct submission *s) {
    struct body_writer w;
    body_begin(&w, v->frame, NULL);
    body_add_uint(&w, 1, NOTICED_ELSE);
    body_add_text(&w, 2, submission_text(s, F_TEXT));
    visit_go(v, ROOM_PULSE, PAGE_BACK, SENT);
    return visit_write(v, SPACE_OURS, KIND_NOTICED, NULL, 0, &w, NULL);
}
