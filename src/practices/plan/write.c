/* write.c -- the shelf, the forms of a plan, and the text that a form becomes.
 *
 * The text is whole: whoever reads it needs nothing else to know what they would sign. It is put
 * together once, in the language of who proposes it, and is words from then on.
 */
#include "base/check.h"
#include "base/day.h"
#include "book/book_internal.h"
#include "forms/deed.h"
#include "forms/note.h"
#include "practices/plan/plan.h"
#include "view/dates.h"

#include <string.h>

/* --- the shelf -------------------------------------------------------------------------------- */

struct shelf {
    enum plan_template template;
    enum text_key title, line, what, prevent, intervene;
};
static const struct shelf shelf[SHELF_COUNT] = {
    {TEMPLATE_HIGH, T_PLAN_SHELF_CONTACT_NAME, T_PLAN_SHELF_CONTACT_LINE, T_PLAN_SHELF_CONTACT_WHAT,
     T_PLAN_SHELF_CONTACT_PREVENT, T_PLAN_SHELF_CONTACT_INTERVENE},
    {TEMPLATE_LOW, T_PLAN_SHELF_LATE_NAME, T_PLAN_SHELF_LATE_LINE, T_PLAN_SHELF_LATE_WHAT,
     T_PLAN_SHELF_LATE_PREVENT, T_PLAN_SHELF_LATE_INTERVENE},
    {TEMPLATE_LOW, T_PLAN_SHELF_TALK_NAME, T_PLAN_SHELF_TALK_LINE, T_PLAN_SHELF_TALK_WHAT,
     T_PLAN_SHELF_TALK_PREVENT, T_PLAN_SHELF_TALK_INTERVENE},
    {TEMPLATE_LOW, T_PLAN_SHELF_SAID_NAME, T_PLAN_SHELF_SAID_LINE, T_PLAN_SHELF_SAID_WHAT,
     T_PLAN_SHELF_SAID_PREVENT, T_PLAN_SHELF_SAID_INTERVENE},
    {TEMPLATE_HIGH, T_PLAN_SHELF_PLACE_NAME, T_PLAN_SHELF_PLACE_LINE, T_PLAN_SHELF_PLACE_WHAT,
     T_PLAN_SHELF_PLACE_PREVENT, T_PLAN_SHELF_PLACE_INTERVENE},
    {TEMPLATE_HIGH, T_PLAN_SHELF_HELP_NAME, T_PLAN_SHELF_HELP_LINE, T_PLAN_SHELF_HELP_WHAT,
     T_PLAN_SHELF_HELP_PREVENT, T_PLAN_SHELF_HELP_INTERVENE},
};

struct template_words {
    enum text_key title, line;
    enum part_icon icon;
};
static const struct template_words templates[TEMPLATE_COUNT] = {
    {T_PLAN_LOW_TITLE, T_PLAN_LOW_LINE, ICON_TOGETHER},
    {T_PLAN_HIGH_TITLE, T_PLAN_HIGH_LINE, ICON_ALONE},
    {T_PLAN_WEEK_TITLE, T_PLAN_WEEK_LINE, ICON_TODAY},
    {T_PLAN_VISIT_TITLE, T_PLAN_VISIT_LINE, ICON_ROOMS},
    {T_PLAN_AGAIN_TITLE, T_PLAN_AGAIN_LINE, ICON_HELP},
};

static void door(struct visit *v, uint64_t item, enum text_key title, enum text_key line,
                 bool first) {
    part_door(v->p, &(struct part_door){.to = plan_at(PAGE_WRITE, item),
                                        .title = WORDS(title),
                                        .line = WORDS(line),
                                        .icon = templates[item & 0xff].icon,
                                        .first = first});
}

static void page_shelf(struct visit *v) {
    struct parts *p = v->p;
    plan_page_begin(v, T_PLAN_SHELF_TITLE, BADGE_NONE, plan_at(PAGE_HOME, 0));
    part_lead(p, WORDS(T_PLAN_SHELF_LEAD));
    plan_gate_line(v);
    if (!plan_may_ask(v))
        part_notice(p, NOTICE_INFO, plan_named(v, T_PLAN_FIRST_LISTS));
    part_doors_begin(p);
    for (size_t i = 0; i < SHELF_COUNT; i++)
        door(v, (uint64_t)shelf[i].template | (i + 1) << 8, shelf[i].title, shelf[i].line, i == 0);
    part_doors_end(p);
    part_heading(p, WORDS(T_PLAN_TEMPLATES));
    part_doors_begin(p);
    static const enum plan_template order[] = {TEMPLATE_WEEK, TEMPLATE_VISIT, TEMPLATE_AGAIN,
                                               TEMPLATE_LOW, TEMPLATE_HIGH};
    for (size_t i = 0; i < COUNT_OF(order); i++)
        door(v, order[i], templates[order[i]].title, templates[order[i]].line, false);
    part_doors_end(p);
    part_aside(p, WORDS(T_PLAN_SHELF_NOT));
    part_link_line(p, plan_at(PAGE_WHO, 0), WORDS(T_PLAN_WHO_LINK));
    part_page_end(p);
}

/* --- the form --------------------------------------------------------------------------------- */

static void area(struct visit *v, uint32_t field, enum text_key label, enum text_key hint,
                 struct bytes value, uint32_t max) {
    part_area(v->p, &(struct part_field){.field = field,
                                         .label = WORDS(label),
                                         .hint = WORDS(hint),
                                         .value = value,
                                         .max = max});
}

static bool giver_allowed(const struct visit *v, uint32_t template, enum plan_giver giver) {
    if (template == TEMPLATE_VISIT)
        return giver == GIVER_BOTH;
    if (template == TEMPLATE_HIGH)
        return giver != GIVER_BOTH && plan_may_cost(v, giver);
    return giver == GIVER_ME || plan_may_ask(v);
}

static size_t givers(struct visit *v, uint32_t template, struct part_option *options) {
    static const enum text_key words[GIVER_COUNT] = {T_PLAN_GIVER_ME, T_PLAN_GIVER_YOU,
                                                     T_PLAN_GIVER_BOTH};
    size_t count = 0;
    for (size_t g = 0; g < GIVER_COUNT; g++)
        if (giver_allowed(v, template, (enum plan_giver)g))
            options[count++] = (struct part_option){.value = g, .label = plan_named(v, words[g])};
    return count;
}

static void giver_field(struct visit *v, const struct plan_form *f) {
    struct part_option options[GIVER_COUNT] = {0};
    size_t count = givers(v, f->template, options);
    if (count == 1) {
        part_hidden_number(v->p, F_GIVER, options[0].value);
        part_subheading(v->p, WORDS(T_PLAN_GIVER));
        part_tags(v->p, &options[0].label, 1);
        return;
    }
    part_choice_chips(v->p, &(struct part_field){.field = F_GIVER, .label = WORDS(T_PLAN_GIVER)},
                      options, count, f->what.size ? (int64_t)f->giver : CHOSEN_NONE);
}

static const enum text_key purposes[PURPOSE_COUNT] = {T_PLAN_PURPOSE_ENDS, T_PLAN_PURPOSE_MENDS,
                                                      T_PLAN_PURPOSE_PREVENTS};

static void cost_fields(struct visit *v, const struct plan_form *f) {
    struct part_option options[PURPOSE_COUNT] = {0};
    for (size_t i = 0; i < PURPOSE_COUNT; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(purposes[i])};
    part_choice_chips(v->p,
                      &(struct part_field){.field = F_PURPOSE,
                                           .label = WORDS(T_PLAN_PURPOSE),
                                           .hint = WORDS(T_PLAN_PURPOSE_HINT)},
                      options, PURPOSE_COUNT, f->how.size ? (int64_t)f->purpose : CHOSEN_NONE);
    area(v, F_HOW, T_PLAN_HOW, T_PLAN_HOW_HINT, f->how, HOW_MAX);
}

static void day_field(struct visit *v, uint32_t field, enum text_key label, enum text_key hint,
                      int32_t value, bool optional) {
    char date[16] = {0};
    struct buf b;
    struct bytes text = {0};
    if (value) {
        struct date d = date_from_day(value);
        buf_init_fixed(&b, date, sizeof date);
        buf_add_decimal(&b, d.year);
        buf_add_string(&b, d.month < 10 ? "-0" : "-");
        buf_add_decimal(&b, d.month);
        buf_add_string(&b, d.day < 10 ? "-0" : "-");
        buf_add_decimal(&b, d.day);
        if (buf_finish(&b, &text) != ERR_OK)
            text = (struct bytes){0};
        text = bytes_make(arena_copy(v->frame, text.at, text.size), text.size);
    }
    part_day(v->p,
             &(struct part_field){.field = field,
                                  .label = WORDS(label),
                                  .hint = WORDS(hint),
                                  .value = text,
                                  .optional = optional},
             v->today + NIGHTS, v->today + 366);
}

static enum text_key what_label(uint32_t template) {
    return template == TEMPLATE_VISIT   ? T_PLAN_WHAT_VISIT
           : template == TEMPLATE_AGAIN ? T_PLAN_WHAT_AGAIN
                                        : T_PLAN_WHAT;
}

static void examples(struct visit *v, uint32_t template) {
    static const enum text_key rows[TEMPLATE_COUNT][3] = {
        {T_PLAN_LOW_GOOD_1, T_PLAN_LOW_GOOD_2, T_PLAN_LOW_BAD},
        {T_PLAN_HIGH_GOOD_1, T_PLAN_HIGH_GOOD_2, T_PLAN_HIGH_BAD},
        {T_PLAN_WEEK_GOOD_1, T_PLAN_WEEK_GOOD_2, T_PLAN_WEEK_BAD},
        {T_PLAN_VISIT_GOOD_1, T_PLAN_VISIT_GOOD_2, T_PLAN_VISIT_BAD},
        {T_PLAN_AGAIN_GOOD_1, T_PLAN_AGAIN_GOOD_2, T_PLAN_AGAIN_BAD}};
    part_examples(v->p, WORDS(rows[template][0]), WORDS(rows[template][1]),
                  WORDS(rows[template][2]));
}

void plan_form_draw(struct visit *v, const struct plan_form *f) {
    struct parts *p = v->p;
    part_hidden_number(p, F_TEMPLATE, f->template);
    giver_field(v, f);
    area(v, F_WHAT, what_label(f->template), T_PLAN_WHAT_HINT, f->what, WHAT_MAX);
    if (f->template == TEMPLATE_HIGH)
        cost_fields(v, f);
    if (f->template == TEMPLATE_VISIT) {
        day_field(v, F_FIRST, T_PLAN_FIRST, T_PLAN_FIRST_HINT, f->first, false);
        day_field(v, F_LAST, T_PLAN_LAST, T_NONE, f->last, false);
    }
    area(v, F_PREVENT, T_PLAN_PREVENT, T_PLAN_PREVENT_HINT, f->prevent, HALF_MAX);
    area(v, F_INTERVENE, T_PLAN_INTERVENE, T_PLAN_INTERVENE_HINT, f->intervene, HALF_MAX);
    if (f->template == TEMPLATE_VISIT) {
        area(v, F_LEAVE, T_PLAN_LEAVE, T_PLAN_LEAVE_HINT, f->leave, LEAVE_MAX);
        area(v, F_LOOK, T_PLAN_LOOK, T_PLAN_LOOK_HINT, f->look, LOOK_MAX);
    } else if (f->template != TEMPLATE_WEEK) {
        day_field(v, F_LAST, T_PLAN_UNTIL, T_PLAN_UNTIL_HINT, f->last, true);
    }
}

/* Where what is written on this page goes. The badge says it before the first key. */
static enum space space_of(struct visit *v, uint32_t page, uint64_t item) {
    struct bytes text;
    enum space space = SPACE_MINE;
    if (!visit_together(v))
        return SPACE_MINE;
    if (page == PAGE_DEED)
        return deed_read(v, item, &text, &space) == ERR_OK ? space : SPACE_MINE;
    return page == PAGE_WRITE ? SPACE_OURS : SPACE_MINE;
}

static void form_page(struct visit *v, const struct plan_form *f, uint64_t item) {
    struct parts *p = v->p;
    enum space space = space_of(v, v->at.page, item);
    bool ours = space == SPACE_OURS;
    struct part_option options[GIVER_COUNT] = {0};
    plan_page_begin(v, templates[f->template].title, note_badge((uint8_t)space),
                    plan_at(PAGE_SHELF, 0));
    if (givers(v, f->template, options) == 0) {
        part_lead(p, WORDS(T_PLAN_COST_WHO));
        part_link_button(p, WEIGHT_PRIMARY, plan_at(PAGE_WHO, 0), WORDS(T_PLAN_WHO_LINK));
        part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_SHELF, 0), WORDS(T_APP_NOT_NOW));
        part_page_end(p);
        return;
    }
    part_lead(p, WORDS(templates[f->template].line));
    if (visit_together(v) && v->at.page != PAGE_DEED)
        part_link_line(p, plan_at(ours ? PAGE_WRITE_MINE : PAGE_WRITE, item),
                       WORDS(ours ? T_PLAN_FOR_ME : T_PLAN_FOR_US));
    part_aside(p, WORDS(ours ? T_PLAN_WRITE_OURS : T_PLAN_WRITE_MINE));
    part_form_begin(p, ROOM_PLAN, ACTION_WRITE);
    plan_form_draw(v, f);
    part_button(p, WORDS(ours ? T_PLAN_PROPOSE : T_PLAN_KEEP));
    part_form_end(p);
    examples(v, f->template);
    part_aside(p, WORDS(T_PLAN_SHELF_NOT));
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_SHELF, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

static enum err page_write(struct visit *v) {
    uint64_t template = v->at.item & 0xff, which = v->at.item >> 8;
    struct plan_form f = {0};
    if (template >= TEMPLATE_COUNT || which > SHELF_COUNT)
        return ERR_NOT_FOUND;
    f.template = (uint32_t) template;
    if (which) {
        const struct shelf *s = &shelf[which - 1];
        f.template = (uint32_t)s->template;
        f.what = text_get(v->text, s->what);
        f.prevent = text_get(v->text, s->prevent);
        f.intervene = text_get(v->text, s->intervene);
    }
    form_page(v, &f, v->at.item);
    return ERR_OK;
}

static enum err page_deed(struct visit *v) {
    struct plan_form f = {.template = TEMPLATE_LOW, .giver = GIVER_ME};
    enum space space;
    const struct item *item = book_item_at(v->book, v->at.item);
    if (!item && !book_status(v->book).mine_open)
        return ERR_LOCKED;
    TRY(deed_read(v, v->at.item, &f.what, &space));
    form_page(v, &f, v->at.item);
    return ERR_OK;
}

/* --- the text --------------------------------------------------------------------------------- */

static struct bytes giver_name(struct visit *v, uint32_t giver) {
    struct book_status status = book_status(v->book);
    struct bytes me = status.my_name, you = status.partner_name;
    if (!me.size)
        me = text_get(v->text, T_PLAN_NAMELESS_ME);
    if (!you.size)
        you = text_get(v->text, T_PLAN_NAMELESS_YOU);
    if (giver != GIVER_BOTH)
        return giver == GIVER_ME ? me : you;
    struct bytes both[] = {me, you}, out = {0};
    struct buf b;
    buf_init(&b, v->frame);
    text_add_list(&b, v->text, both, COUNT_OF(both));
    return buf_finish(&b, &out) == ERR_OK ? out : me;
}

static void line_add(struct visit *v, struct buf *b, enum text_key key, struct bytes text) {
    struct text_arg args[] = {{"text", text}};
    if (!text.size)
        return;
    buf_add_string(b, "\n\n");
    text_format(b, v->text, key, args, COUNT_OF(args));
}

struct bytes plan_text(struct visit *v, const struct plan_form *f) {
    static const enum text_key firsts[TEMPLATE_COUNT] = {
        T_PLAN_TEXT_LOW, T_PLAN_TEXT_HIGH, T_PLAN_TEXT_WEEK, T_PLAN_TEXT_VISIT, T_PLAN_TEXT_AGAIN};
    static const enum text_key whys[PURPOSE_COUNT] = {T_PLAN_TEXT_ENDS, T_PLAN_TEXT_MENDS,
                                                      T_PLAN_TEXT_PREVENTS};
    struct buf b;
    struct bytes out = {0};
    struct text_arg args[] = {{"who", giver_name(v, f->giver)},
                              {"text", f->what},
                              {"first", text_make_date(v->frame, v->text, DATE_YEAR, f->first)},
                              {"last", text_make_date(v->frame, v->text, DATE_YEAR, f->last)}};
    buf_init(&b, v->frame);
    text_format(&b, v->text, firsts[f->template], args, COUNT_OF(args));
    if (f->template == TEMPLATE_HIGH)
        line_add(v, &b, whys[f->purpose], f->how);
    line_add(v, &b, T_PLAN_TEXT_PREVENT, f->prevent);
    line_add(v, &b, T_PLAN_TEXT_INTERVENE, f->intervene);
    if (f->template == TEMPLATE_VISIT) {
        line_add(v, &b, T_PLAN_TEXT_LEAVE, f->leave);
        line_add(v, &b, T_PLAN_TEXT_LOOK, f->look);
    } else if (f->last) {
        line_add(v, &b, T_PLAN_TEXT_UNTIL, args[3].value);
    }
    return buf_finish(&b, &out) == ERR_OK ? out : (struct bytes){0};
}

struct words plan_text_first(struct bytes text) {
    size_t n = 0;
    while (n < text.size && text.at[n] != '\n')
        n++;
    return words_of(bytes_slice(text, 0, n));
}

/* --- sending ---------------------------------------------------------------------------------- */

/* The plan and its frame, in one commit: a plan without its frame would be sent once more. */
static enum err send_stage(struct visit *v, const struct plan_form *f, struct bytes mark,
                           uint8_t id[EID_SIZE]) {
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    struct book_entry e = {
        .space = SPACE_OURS, .kind = KIND_FRAME, .day = v->today, .re = re, .re_count = 1};
    TRY(agreement_stage(v, &plan_rules, plan_text(v, f), f->last, id));
    memcpy(re[0], id, EID_SIZE);
    body_begin(&w, v->frame, NULL);
    body_add_uint(&w, F_TEMPLATE, f->template);
    body_add_uint(&w, F_GIVER, f->giver);
    if (f->first)
        body_add_uint(&w, F_FIRST, (uint64_t)f->first);
    body_add_bytes(&w, F_MARK, mark);
    TRY(body_end(&w, &e.body));
    return book_stage(v->book, &e, NULL);
}

enum err plan_send(struct visit *v, const struct plan_form *f, uint8_t id[EID_SIZE]) {
    uint8_t drawn[MARK_SIZE];
    struct bytes mark = f->mark;
    if (!mark.size) { /* so that no plan tells whether it was a draft */
        TRY(session_random(v, drawn, sizeof drawn));
        mark = BYTES_OF(drawn);
    }
    return visit_commit(v, send_stage(v, f, mark, id));
}

int32_t plan_week_last(int32_t proposed) {
    return proposed + NIGHTS + WEEK_DAYS - 1;
}

static int32_t day_of(const struct submission *s, uint32_t field) {
    return submission_has(s, field) ? (int32_t)submission_number(s, field) : 0;
}

static struct plan_form form_take(const struct visit *v, const struct submission *s) {
    struct plan_form f = {.template = (uint32_t)submission_number(s, F_TEMPLATE),
                          .giver = (uint32_t)submission_number(s, F_GIVER),
                          .what = submission_text(s, F_WHAT),
                          .prevent = submission_text(s, F_PREVENT),
                          .intervene = submission_text(s, F_INTERVENE),
                          .last = day_of(s, F_LAST)};
    if (f.template == TEMPLATE_HIGH) {
        f.purpose = (uint32_t)submission_number(s, F_PURPOSE);
        f.how = submission_text(s, F_HOW);
    }
    if (f.template == TEMPLATE_VISIT) {
        f.first = day_of(s, F_FIRST);
        f.leave = submission_text(s, F_LEAVE);
        f.look = submission_text(s, F_LOOK);
    }
    if (f.template == TEMPLATE_WEEK)
        f.last = plan_week_last(v->today);
    return f;
}

static void need(struct visit *v, uint32_t field, bool there) {
    if (!there)
        visit_refuse(v, field, T_HOUSE_ERROR_REQUIRED);
}

/* What a template needs beyond what each form sends. */
static bool form_fits(struct visit *v, const struct plan_form *f, const struct submission *s) {
    if (!giver_allowed(v, f->template, (enum plan_giver)f->giver))
        visit_refuse(v, F_GIVER, T_PLAN_REFUSE_GIVER);
    if (f->template == TEMPLATE_HIGH) {
        need(v, F_PURPOSE, submission_has(s, F_PURPOSE));
        need(v, F_HOW, f->how.size > 0);
    }
    if (f->template == TEMPLATE_VISIT) {
        need(v, F_FIRST, f->first > 0);
        need(v, F_LAST, f->last > 0);
        need(v, F_LEAVE, f->leave.size > 0);
        need(v, F_LOOK, f->look.size > 0);
        if (f->first && f->first < v->today + NIGHTS)
            visit_refuse(v, F_FIRST, T_PLAN_REFUSE_NIGHTS);
        if (f->first && f->last && f->last < f->first)
            visit_refuse(v, F_LAST, T_PLAN_REFUSE_ORDER);
    } else if (f->last && f->last < v->today + NIGHTS) {
        visit_refuse(v, F_LAST, T_PLAN_REFUSE_NIGHTS);
    }
    return v->refused_count == 0;
}

static enum err propose(struct visit *v, const struct plan_form *f) {
    uint8_t id[EID_SIZE];
    bool watches = f->giver != GIVER_YOU && plan_speaks_of_watching(v, plan_text(v, f));
    TRY(plan_send(v, f, id));
    visit_go(v, ROOM_PLAN,
             watches && book_status(v->book).mine_open ? (uint32_t)PAGE_NOTE : PAGE_ONE,
             plan_item(id));
    return ERR_OK;
}

enum err plan_run_write(struct visit *v, const struct submission *s) {
    struct plan_form f = form_take(v, s);
    if (!form_fits(v, &f, s))
        return ERR_OK;
    if (s->from.page != PAGE_CHANGE && space_of(v, s->from.page, s->from.item) == SPACE_OURS)
        return propose(v, &f);
    const struct item *draft =
        s->from.page == PAGE_CHANGE ? note_own(v, KIND_DRAFT, s->from.item) : NULL;
    if (s->from.page == PAGE_CHANGE && !draft)
        return ERR_NOT_FOUND;
    return plan_draft_keep(v, &f, draft ? draft->id : NULL, 0);
}

enum err write_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_SHELF:
        page_shelf(v);
        return ERR_OK;
    case PAGE_WRITE:
    case PAGE_WRITE_MINE:
        return page_write(v);
    case PAGE_DEED:
        return page_deed(v);
    default:
        return ERR_NOT_FOUND;
    }
}
