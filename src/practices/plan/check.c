/* check.c -- today's check-in: done, noticed, broken and repaired, more or another kind of support,
 * thanks. Each is for today; a day without one is not drawn, and nothing is counted.
 *
 * Done is its doer's alone (mine): it is not shown as waiting to be noticed.
 */
#include "base/check.h"
#include "forms/note.h"
#include "practices/plan/plan.h"
#include "view/dates.h"

#include <string.h>

enum { DAYS_MAX = 40, K_WHAT = 1 };

/* --- what stands of the days ------------------------------------------------------------------ */

struct told {
    int32_t day;
    enum author by;
    enum text_key mine, theirs; /* who it was, for my page */
    struct bytes text, repair;
};

static const enum text_key checks_mine[CHECK_COUNT] = {T_PLAN_TOLD_MORE_ME, T_PLAN_TOLD_OTHER_ME,
                                                       T_PLAN_TOLD_THANKS_ME};
static const enum text_key checks_theirs[CHECK_COUNT] = {
    T_PLAN_TOLD_MORE_YOU, T_PLAN_TOLD_OTHER_YOU, T_PLAN_TOLD_THANKS_YOU};

static bool of_plan(const struct item *item, const struct agreement *a, struct entry *e) {
    if (item->space != SPACE_OURS)
        return false;
    *e = book_item_entry(item);
    return e->re_count == 1 && memcmp(entry_re(e, 0), a->id, EID_SIZE) == 0;
}

static bool check_read(const struct item *item, const struct agreement *a, struct told *out) {
    struct entry e;
    uint64_t what;
    if (!of_plan(item, a, &e) || !body_uint(e.body, K_WHAT, &what) || what >= CHECK_COUNT)
        return false;
    *out = (struct told){.day = item->first_day,
                         .by = (enum author)item->author,
                         .mine = checks_mine[what],
                         .theirs = checks_theirs[what]};
    if (!body_text(e.body, F_TEXT, &out->text) || out->text.size > (size_t)4 * WORDS_MAX)
        out->text = (struct bytes){0};
    return true;
}

static struct told event_told(const struct agreement_event *e) {
    enum text_key mine = T_PLAN_TOLD_NOTICED_ME, theirs = T_PLAN_TOLD_NOTICED_YOU;
    if (e->broken && e->whose == AGREEMENT_BREAK_MINE) {
        mine = T_PLAN_TOLD_BROKEN_ME;
        theirs = T_PLAN_TOLD_BROKEN_YOU;
    } else if (e->broken) {
        mine = T_PLAN_TOLD_FELT_ME;
        theirs = T_PLAN_TOLD_FELT_YOU;
    }
    return (struct told){.day = e->day,
                         .by = e->by,
                         .mine = mine,
                         .theirs = theirs,
                         .text = e->text,
                         .repair = e->repair};
}

/* In order of days, the newest first; of one day as they come. */
static void told_add(struct told *all, size_t *count, const struct told *one) {
    size_t at = *count;
    if (at == DAYS_MAX) {
        if (all[at - 1].day >= one->day)
            return;
        at--;
    } else {
        ++*count;
    }
    for (; at > 0 && all[at - 1].day < one->day; at--)
        all[at] = all[at - 1];
    all[at] = *one;
}

static size_t told_gather(const struct visit *v, const struct agreement *a, struct told *all) {
    struct agreement_event events[DAYS_MAX];
    struct told one;
    size_t count = 0, checks;
    size_t event_count = agreement_events(v, &plan_rules, a->id, events, DAYS_MAX);
    for (size_t i = 0; i < event_count; i++) {
        one = event_told(&events[i]);
        told_add(all, &count, &one);
    }
    const struct item *items = book_items(v->book, KIND_CHECK, &checks);
    for (size_t i = checks; i-- > 0;)
        if (visit_day_came(v, items[i].first_day) && check_read(&items[i], a, &one))
            told_add(all, &count, &one);
    return count;
}

static void told_draw(struct visit *v, const struct told *t) {
    bool mine = t->by == AUTHOR_ME;
    enum whose whose = mine ? WHOSE_ME : WHOSE_YOU;
    struct words who = mine ? WORDS(t->mine) : plan_named(v, t->theirs);
    if (t->text.size)
        part_quote(v->p, whose, t->text, who);
    else
        part_say(v->p, who);
    if (t->repair.size)
        part_quote(v->p, whose, t->repair, WORDS(T_PLAN_TOLD_REPAIR));
}

static struct words day_head(struct visit *v, int32_t day) {
    if (day == v->today || day == v->today - 1)
        return WORDS(day == v->today ? T_PLAN_DAY_TODAY : T_PLAN_DAY_YESTERDAY);
    return words_of(text_make_day_near(v->frame, v->text, day, v->today));
}

void plan_days_draw(struct visit *v, const struct agreement *a) {
    struct told all[DAYS_MAX];
    size_t count = told_gather(v, a, all);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || all[i - 1].day != all[i].day)
            part_section_begin(v->p, day_head(v, all[i].day));
        told_draw(v, &all[i]);
        if (i + 1 == count || all[i + 1].day != all[i].day)
            part_section_end(v->p);
    }
}

/* Read off my own entries, so that nothing the other writes hides them. */
bool plan_checked_today(const struct visit *v, const struct agreement *a) {
    static const uint32_t kinds[] = {KIND_PLAN + AGREEMENT_NOTICED, KIND_PLAN + AGREEMENT_BROKEN,
                                     KIND_CHECK};
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        size_t count;
        struct entry e;
        const struct item *items = book_items(v->book, kinds[k], &count);
        for (size_t i = count; i-- > 0 && items[i].first_day >= v->today;)
            if (items[i].author == AUTHOR_ME && items[i].first_day == v->today &&
                of_plan(&items[i], a, &e))
                return true;
    }
    return false;
}

/* --- pages ------------------------------------------------------------------------------------ */

static void page_check(struct visit *v) {
    static const struct {
        enum plan_page page;
        enum text_key title, line;
        enum page_badge badge;
        enum part_icon icon;
    } doors[] = {
        {PAGE_NOTICED, T_PLAN_CHECK_NOTICED, T_PLAN_CHECK_NOTICED_LINE, BADGE_OURS, ICON_LOOK},
        {PAGE_THANKS, T_PLAN_CHECK_THANKS, T_PLAN_CHECK_THANKS_LINE, BADGE_OURS, ICON_TOGETHER},
        {PAGE_SUPPORT, T_PLAN_CHECK_SUPPORT, T_PLAN_CHECK_SUPPORT_LINE, BADGE_OURS, ICON_HELP},
        {PAGE_BROKEN, T_PLAN_CHECK_BROKEN, T_PLAN_CHECK_BROKEN_LINE, BADGE_OURS, ICON_MOMENTS},
        {PAGE_DONE, T_PLAN_CHECK_DONE, T_PLAN_CHECK_DONE_LINE, BADGE_MINE, ICON_ALONE}};
    struct parts *p = v->p;
    plan_page_begin(v, T_PLAN_CHECK_TITLE, BADGE_NONE, plan_at(PAGE_ONE, v->at.item));
    part_lead(p, WORDS(T_PLAN_CHECK_LEAD));
    part_doors_begin(p);
    for (size_t i = 0; i < COUNT_OF(doors); i++)
        part_door(p, &(struct part_door){.to = plan_at(doors[i].page, v->at.item),
                                         .title = WORDS(doors[i].title),
                                         .line = WORDS(doors[i].line),
                                         .icon = doors[i].icon,
                                         .badge = doors[i].badge});
    part_doors_end(p);
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_ONE, v->at.item), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

static void words_field(struct visit *v, uint32_t field, enum text_key label, enum text_key hint,
                        bool optional) {
    part_area(v->p, &(struct part_field){.field = field,
                                         .label = WORDS(label),
                                         .hint = WORDS(hint),
                                         .max = WORDS_MAX,
                                         .optional = optional});
}

static void end_form(struct visit *v, enum text_key go) {
    part_button(v->p, WORDS(go));
    part_form_end(v->p);
}

static void close_page(struct visit *v) {
    part_link_button(v->p, WEIGHT_QUIET, plan_at(PAGE_CHECK, v->at.item), WORDS(T_APP_NOT_NOW));
    part_page_end(v->p);
}

static void page_begin(struct visit *v, enum text_key title, enum text_key lead,
                       enum page_badge badge, enum plan_action action) {
    plan_page_begin(v, title, badge, plan_at(PAGE_CHECK, v->at.item));
    part_lead(v->p, WORDS(lead));
    part_form_begin(v->p, ROOM_PLAN, action);
}

static void page_noticed(struct visit *v) {
    page_begin(v, T_PLAN_CHECK_NOTICED, T_PLAN_NOTICED_LEAD, BADGE_OURS, ACTION_NOTICED);
    words_field(v, F_TEXT, T_PLAN_NOTICED_LABEL, T_NONE, false);
    end_form(v, T_PLAN_SEND);
    part_examples(v->p, WORDS(T_PLAN_NOTICED_GOOD_1), WORDS(T_PLAN_NOTICED_GOOD_2),
                  WORDS(T_PLAN_NOTICED_BAD));
    close_page(v);
}

static void page_thanks(struct visit *v) {
    page_begin(v, T_PLAN_CHECK_THANKS, T_PLAN_THANKS_LEAD, BADGE_OURS, ACTION_THANKS);
    words_field(v, F_TEXT, T_PLAN_THANKS_LABEL, T_NONE, false);
    end_form(v, T_PLAN_SEND);
    part_examples(v->p, WORDS(T_PLAN_THANKS_GOOD_1), WORDS(T_PLAN_THANKS_GOOD_2),
                  WORDS(T_PLAN_THANKS_BAD));
    close_page(v);
}

static void page_support(struct visit *v) {
    const struct part_option sorts[] = {
        {.value = CHECK_MORE, .label = WORDS(T_PLAN_SUPPORT_MORE)},
        {.value = CHECK_OTHER, .label = WORDS(T_PLAN_SUPPORT_OTHER)}};
    page_begin(v, T_PLAN_CHECK_SUPPORT, T_PLAN_SUPPORT_LEAD, BADGE_OURS, ACTION_SUPPORT);
    part_choice_chips(v->p,
                      &(struct part_field){.field = F_SORT, .label = WORDS(T_PLAN_SUPPORT_SORT)},
                      sorts, COUNT_OF(sorts), CHOSEN_NONE);
    words_field(v, F_TEXT, T_PLAN_SUPPORT_LABEL, T_NONE, false);
    end_form(v, T_PLAN_SEND);
    part_examples(v->p, WORDS(T_PLAN_SUPPORT_GOOD_1), WORDS(T_PLAN_SUPPORT_GOOD_2),
                  WORDS(T_PLAN_SUPPORT_BAD));
    close_page(v);
}

static void page_broken(struct visit *v) {
    const struct part_option whose[] = {
        {.value = AGREEMENT_BREAK_MINE, .label = WORDS(T_AGREEMENT_WHOSE_MINE)},
        {.value = AGREEMENT_BREAK_FELT, .label = WORDS(T_AGREEMENT_WHOSE_FELT)}};
    page_begin(v, T_PLAN_CHECK_BROKEN, T_PLAN_BROKEN_LEAD, BADGE_OURS, ACTION_BROKEN);
    part_choice_chips(v->p,
                      &(struct part_field){.field = F_WHOSE, .label = WORDS(T_AGREEMENT_WHOSE)},
                      whose, COUNT_OF(whose), CHOSEN_NONE);
    words_field(v, F_TEXT, T_PLAN_BROKEN_LABEL, T_PLAN_BROKEN_HINT, false);
    words_field(v, F_REPAIR, T_PLAN_REPAIR_LABEL, T_PLAN_REPAIR_HINT, false);
    end_form(v, T_PLAN_SEND);
    part_examples(v->p, WORDS(T_PLAN_BROKEN_GOOD_1), WORDS(T_PLAN_BROKEN_GOOD_2),
                  WORDS(T_PLAN_BROKEN_BAD));
    close_page(v);
}

static void done_list(struct visit *v, const struct agreement *a) {
    size_t count, shown = 0;
    const struct item *items = book_items(v->book, KIND_DONE, &count);
    for (size_t i = count; i-- > 0 && shown < LIST_MAX;) {
        struct entry e = book_item_entry(&items[i]);
        struct bytes text;
        if (items[i].space != SPACE_MINE || e.re_count != 1 ||
            memcmp(entry_re(&e, 0), a->id, EID_SIZE) != 0 || !body_text(e.body, F_TEXT, &text))
            continue;
        if (shown++ == 0)
            part_heading(v->p, WORDS(T_PLAN_DONE_BEFORE));
        part_quote(v->p, WHOSE_ME, text,
                   words_of(text_make_day_near(v->frame, v->text, items[i].first_day, v->today)));
    }
}

static void page_done(struct visit *v, const struct agreement *a) {
    page_begin(v, T_PLAN_CHECK_DONE, T_PLAN_DONE_LEAD, BADGE_MINE, ACTION_DONE);
    words_field(v, F_TEXT, T_PLAN_DONE_LABEL, T_NONE, false);
    end_form(v, T_APP_SAVE);
    part_examples(v->p, WORDS(T_PLAN_DONE_GOOD_1), WORDS(T_PLAN_DONE_GOOD_2),
                  WORDS(T_PLAN_DONE_BAD));
    done_list(v, a);
    close_page(v);
}

static void page_done_kept(struct visit *v) {
    plan_page_begin(v, T_PLAN_DONE_TITLE, BADGE_MINE, plan_at(PAGE_ONE, v->at.item));
    part_lead(v->p, WORDS(T_PLAN_DONE_KEPT));
    part_link_button(v->p, WEIGHT_PRIMARY, plan_at(PAGE_ONE, v->at.item), WORDS(T_APP_DONE));
    part_page_end(v->p);
}

static void page_landed(struct visit *v) {
    plan_page_begin(v, T_PLAN_LANDED_TITLE, BADGE_OURS, plan_at(PAGE_ONE, v->at.item));
    part_landing(v->p, WORDS(T_PLAN_LANDED_LINE), plan_at(PAGE_ONE, v->at.item));
    part_page_end(v->p);
}

/* Check-ins are for a plan that holds; of openness there are none. */
enum err check_show(struct visit *v) {
    struct agreement a;
    const struct agreement_rules *rules;
    if (v->at.page < PAGE_CHECK || v->at.page > PAGE_THANKS)
        return ERR_NOT_FOUND;
    TRY(plan_read(v, v->at.item, &a, &rules));
    bool after = v->at.page == PAGE_DONE_KEPT || v->at.page == PAGE_LANDED;
    if (rules != &plan_rules || (a.state != AGREEMENT_IN_FORCE && !after))
        return ERR_NOT_FOUND;
    switch (v->at.page) {
    case PAGE_CHECK:
        page_check(v);
        break;
    case PAGE_DONE:
        page_done(v, &a);
        break;
    case PAGE_DONE_KEPT:
        page_done_kept(v);
        break;
    case PAGE_NOTICED:
        page_noticed(v);
        break;
    case PAGE_BROKEN:
        page_broken(v);
        break;
    case PAGE_LANDED:
        page_landed(v);
        break;
    case PAGE_SUPPORT:
        page_support(v);
        break;
    default:
        page_thanks(v);
        break;
    }
    return ERR_OK;
}

/* --- acts ------------------------------------------------------------------------------------- */

static enum err holding(struct visit *v, const struct submission *s, struct agreement *a) {
    const struct agreement_rules *rules;
    TRY(plan_read(v, s->from.item, a, &rules));
    return rules == &plan_rules && a->state == AGREEMENT_IN_FORCE ? ERR_OK : ERR_NOT_FOUND;
}

static enum err words_write(struct visit *v, const struct submission *s, enum space space,
                            uint32_t kind, int64_t what) {
    struct agreement a;
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    TRY(holding(v, s, &a));
    memcpy(re[0], a.id, EID_SIZE);
    body_begin(&w, v->frame, NULL);
    if (what >= 0)
        body_add_uint(&w, K_WHAT, (uint64_t)what);
    body_add_text(&w, F_TEXT, submission_text(s, F_TEXT));
    visit_go(v, ROOM_PLAN, kind == KIND_DONE ? (uint32_t)PAGE_DONE_KEPT : PAGE_ONE, s->from.item);
    return visit_write(v, space, kind, (const uint8_t(*)[EID_SIZE])re, 1, &w, NULL);
}

enum err plan_run_done(struct visit *v, const struct submission *s) {
    return words_write(v, s, SPACE_MINE, KIND_DONE, -1);
}

enum err plan_run_support(struct visit *v, const struct submission *s) {
    return words_write(v, s, SPACE_OURS, KIND_CHECK, (int64_t)submission_number(s, F_SORT));
}

enum err plan_run_thanks(struct visit *v, const struct submission *s) {
    return words_write(v, s, SPACE_OURS, KIND_CHECK, CHECK_THANKS);
}

enum err plan_run_noticed(struct visit *v, const struct submission *s) {
    struct agreement a;
    TRY(holding(v, s, &a));
    visit_go(v, ROOM_PLAN, PAGE_ONE, s->from.item);
    return agreement_notice(v, &plan_rules, a.id, submission_text(s, F_TEXT));
}

enum err plan_run_broken(struct visit *v, const struct submission *s) {
    struct agreement a;
    TRY(holding(v, s, &a));
    visit_go(v, ROOM_PLAN, PAGE_LANDED, s->from.item);
    return agreement_broken(v, &plan_rules, a.id,
                            (enum agreement_break)submission_number(s, F_WHOSE),
                            submission_text(s, F_TEXT), submission_text(s, F_REPAIR));
}
