/* one.c -- one plan: its text, what may be done with it, its days, the look back. */
#include "book/book_internal.h"
#include "forms/note.h"
#include "practices/plan/plan.h"

#include <string.h>

enum { BACK_HELPED = 14, BACK_ELSE = 15, LOCAL_PLAN = 16 + ROOM_PLAN, AWAY_SIZE = 8 };

/* --- put away on this phone ------------------------------------------------------------------- */

static size_t away_find(struct bytes kept, uint64_t address) {
    size_t at = 0;
    while (at + AWAY_SIZE <= kept.size && u64_read(kept.at + at) != address)
        at += AWAY_SIZE;
    return at + AWAY_SIZE <= kept.size ? at : kept.size;
}

bool plan_is_away(const struct visit *v, const struct agreement *a) {
    struct bytes kept = book_local(v->book, LOCAL_PLAN);
    return away_find(kept, plan_item(a->id)) < kept.size;
}

/* Puts away, or takes up again what was; the oldest makes room. */
enum err plan_run_away(struct visit *v, const struct submission *s) {
    uint8_t all[BOOK_LOCAL_SIZE_MAX];
    struct bytes kept = book_local(v->book, LOCAL_PLAN);
    size_t size = 0, found = away_find(kept, s->from.item);
    bool was = found < kept.size;
    size_t from = !was && kept.size + AWAY_SIZE > sizeof all ? AWAY_SIZE : 0;
    for (size_t at = from; at + AWAY_SIZE <= kept.size; at += AWAY_SIZE) {
        if (at == found)
            continue;
        memcpy(all + size, kept.at + at, AWAY_SIZE);
        size += AWAY_SIZE;
    }
    if (!was) {
        u64_write(all + size, s->from.item);
        size += AWAY_SIZE;
    }
    if (!was)
        visit_go(v, ROOM_PLAN, PAGE_HOME, 0);
    return book_local_set(v->book, LOCAL_PLAN, bytes_make(all, size));
}

/* --- the page --------------------------------------------------------------------------------- */

static void sign_ways(struct visit *v, const struct agreement *a) {
    struct parts *p = v->p;
    const struct agreement_line *line = plan_unsigned(a);
    if (!line)
        return;
    int32_t day = agreement_sign_day(v, &plan_rules, line);
    if (v->today < day) {
        part_say(p, plan_day(v, T_PLAN_SIGN_DAY, day));
        return;
    }
    part_link_button(p, a->state == AGREEMENT_PROPOSED ? WEIGHT_PRIMARY : WEIGHT_SECONDARY,
                     plan_at(PAGE_ASK, v->at.item), WORDS(T_PLAN_ASK_GO));
}

/* A later line goes with one touch: mine while it is only proposed, either's once it holds. */
static void line_ways(struct visit *v, const struct agreement *a) {
    for (size_t i = 1; i < a->line_count; i++) {
        const struct agreement_line *line = &a->lines[i];
        if (line->taken_day || (!line->both && line->by != AUTHOR_ME))
            continue;
        part_quote(v->p, WHOSE_NOBODY, line->text, (struct words){0});
        part_action(v->p, ROOM_PLAN, ACTION_LINE_BACK, F_ITEM, plan_item(line->id), WEIGHT_QUIET,
                    WORDS(T_PLAN_LINE_BACK));
    }
}

static void force_ways(struct visit *v, const struct agreement *a) {
    struct parts *p = v->p;
    uint64_t item = v->at.item;
    part_link_button(p, WEIGHT_PRIMARY, plan_at(PAGE_CHECK, item), WORDS(T_PLAN_CHECK_GO));
    sign_ways(v, a);
    part_row_begin(p);
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_PAPER, item), WORDS(T_PLAN_PAPER_LINK));
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_ADD, item), WORDS(T_PLAN_ADD_TITLE));
    part_row_end(p);
    if (a->line_count > 1) {
        part_details_begin(p, WORDS(T_PLAN_LINES));
        line_ways(v, a);
        part_details_end(p);
    }
    plan_days_draw(v, a);
    part_rule(p);
    part_action(p, ROOM_PLAN, ACTION_END, 0, 0, WEIGHT_QUIET, WORDS(T_PLAN_END));
    part_aside(p, WORDS(T_PLAN_END_LINE));
}

static void proposed_ways(struct visit *v, const struct agreement *a) {
    struct parts *p = v->p;
    bool mine = a->lines[0].by == AUTHOR_ME;
    bool away = plan_is_away(v, a);
    if (away)
        part_notice(p, NOTICE_INFO, WORDS(T_PLAN_IS_AWAY));
    sign_ways(v, a);
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_PAPER, v->at.item), WORDS(T_PLAN_PAPER_LINK));
    if (mine)
        part_action(p, ROOM_PLAN, ACTION_TAKE_BACK, 0, 0, WEIGHT_QUIET, WORDS(T_PLAN_TAKE_BACK));
    else
        part_action(p, ROOM_PLAN, ACTION_AWAY, 0, 0, WEIGHT_QUIET,
                    WORDS(away ? T_PLAN_TAKE_UP : T_APP_NOT_NOW));
}

static void over_ways(struct visit *v, const struct agreement *a) {
    plan_back_draw(v, a);
    if (visit_together(v))
        part_link_button(v->p, WEIGHT_PRIMARY, plan_at(PAGE_BACK, v->at.item),
                         WORDS(T_PLAN_BACK_GO));
    plan_days_draw(v, a);
}

static void page_one(struct visit *v, const struct agreement *a) {
    plan_page_begin(v, T_PLAN_ONE_TITLE, BADGE_OURS, plan_at(PAGE_HOME, 0));
    agreement_show(v, a);
    if (a->state == AGREEMENT_IN_FORCE)
        force_ways(v, a);
    else if (a->state == AGREEMENT_PROPOSED)
        proposed_ways(v, a);
    else
        over_ways(v, a);
    part_page_end(v->p);
}

static void page_add(struct visit *v, const struct agreement *a) {
    struct parts *p = v->p;
    plan_page_begin(v, T_PLAN_ADD_TITLE, BADGE_OURS, plan_at(PAGE_ONE, v->at.item));
    part_lead(p, WORDS(T_PLAN_ADD_LEAD));
    part_quote(p, WHOSE_BOTH, a->lines[0].text, (struct words){0});
    part_form_begin(p, ROOM_PLAN, ACTION_ADD);
    part_area(p, &(struct part_field){
                     .field = F_TEXT, .label = WORDS(T_PLAN_ADD_LABEL), .max = WORDS_MAX});
    part_button(p, WORDS(T_PLAN_PROPOSE));
    part_form_end(p);
    part_examples(p, WORDS(T_PLAN_ADD_GOOD_1), WORDS(T_PLAN_ADD_GOOD_2), WORDS(T_PLAN_ADD_BAD));
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_ONE, v->at.item), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

/* --- the look back ---------------------------------------------------------------------------- */

/* The newest look back of one of the two at this plan, or NULL. */
static const struct item *back_find(const struct visit *v, const struct agreement *a,
                                    enum author author) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_BACK, &count);
    for (size_t i = count; i-- > 0;) {
        struct entry e = book_item_entry(&items[i]);
        if (items[i].author == author && items[i].space == SPACE_OURS && e.re_count == 1 &&
            memcmp(entry_re(&e, 0), a->id, EID_SIZE) == 0)
            return &items[i];
    }
    return NULL;
}

static struct bytes back_text(const struct item *item, uint32_t key) {
    struct bytes text;
    bool fits = item && body_text(book_item_entry(item).body, key, &text) &&
                text.size <= (size_t)4 * WORDS_MAX;
    return fits ? text : (struct bytes){0};
}

void plan_back_draw(struct visit *v, const struct agreement *a) {
    for (int author = 0; author < 2; author++) {
        const struct item *item = back_find(v, a, (enum author)author);
        bool mine = author == AUTHOR_ME;
        struct bytes helped = back_text(item, BACK_HELPED), other = back_text(item, BACK_ELSE);
        if (!helped.size && !other.size)
            continue;
        part_section_begin(v->p, mine ? WORDS(T_PLAN_BACK_ME) : plan_named(v, T_PLAN_BACK_YOU));
        if (helped.size)
            part_quote(v->p, mine ? WHOSE_ME : WHOSE_YOU, helped, WORDS(T_PLAN_BACK_HELPED));
        if (other.size)
            part_quote(v->p, mine ? WHOSE_ME : WHOSE_YOU, other, WORDS(T_PLAN_BACK_ELSE));
        part_section_end(v->p);
    }
}

static void page_back(struct visit *v, const struct agreement *a) {
    struct parts *p = v->p;
    const struct item *own = back_find(v, a, AUTHOR_ME);
    plan_page_begin(v, T_PLAN_BACK_TITLE, BADGE_OURS, plan_at(PAGE_ONE, v->at.item));
    part_lead(p, WORDS(T_PLAN_BACK_LEAD));
    part_quote(p, WHOSE_BOTH, a->lines[0].text, (struct words){0});
    part_form_begin(p, ROOM_PLAN, ACTION_BACK);
    part_area(p, &(struct part_field){.field = F_TEXT,
                                      .label = WORDS(T_PLAN_BACK_HELPED),
                                      .value = back_text(own, BACK_HELPED),
                                      .max = WORDS_MAX,
                                      .optional = true});
    part_area(p, &(struct part_field){.field = F_REPAIR,
                                      .label = WORDS(T_PLAN_BACK_ELSE),
                                      .value = back_text(own, BACK_ELSE),
                                      .max = WORDS_MAX,
                                      .optional = true});
    part_button(p, WORDS(T_PLAN_SEND));
    part_form_end(p);
    part_examples(p, WORDS(T_PLAN_BACK_GOOD_1), WORDS(T_PLAN_BACK_GOOD_2), WORDS(T_PLAN_BACK_BAD));
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_ONE, v->at.item), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

enum err plan_run_back(struct visit *v, const struct submission *s) {
    struct agreement a;
    const struct agreement_rules *rules;
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    struct bytes helped = submission_text(s, F_TEXT), other = submission_text(s, F_REPAIR);
    TRY(plan_read(v, s->from.item, &a, &rules));
    if (rules != &plan_rules || a.state != AGREEMENT_OVER || !visit_together(v))
        return ERR_NOT_FOUND;
    if (!helped.size && !other.size) {
        visit_refuse(v, F_TEXT, T_HOUSE_ERROR_REQUIRED);
        return ERR_OK;
    }
    const struct item *own = back_find(v, &a, AUTHOR_ME);
    memcpy(re[0], a.id, EID_SIZE);
    body_begin(&w, v->frame, own ? own->id : NULL);
    if (helped.size)
        body_add_text(&w, BACK_HELPED, helped);
    if (other.size)
        body_add_text(&w, BACK_ELSE, other);
    visit_go(v, ROOM_PLAN, PAGE_ONE, s->from.item);
    return visit_write(v, SPACE_OURS, KIND_BACK, (const uint8_t(*)[EID_SIZE])re, 1, &w, NULL);
}

/* --- showing, and acts ------------------------------------------------------------------------ */

enum err one_show(struct visit *v) {
    struct agreement a;
    const struct agreement_rules *rules;
    if (v->at.page != PAGE_ONE && v->at.page != PAGE_ADD && v->at.page != PAGE_BACK)
        return ERR_NOT_FOUND;
    TRY(plan_read(v, v->at.item, &a, &rules));
    if (rules == &openness_rules) {
        if (v->at.page != PAGE_ONE)
            return ERR_NOT_FOUND;
        open_one_draw(v, &a);
        return ERR_OK;
    }
    if (v->at.page == PAGE_ONE)
        page_one(v, &a);
    else if (v->at.page == PAGE_ADD && a.state == AGREEMENT_IN_FORCE)
        page_add(v, &a);
    else if (v->at.page == PAGE_BACK && a.state == AGREEMENT_OVER && visit_together(v))
        page_back(v, &a);
    else
        return ERR_NOT_FOUND;
    return ERR_OK;
}

enum err plan_run_end(struct visit *v, const struct submission *s) {
    struct agreement a;
    const struct agreement_rules *rules;
    TRY(plan_read(v, s->from.item, &a, &rules));
    return agreement_end(v, rules, a.id);
}

/* What was only proposed goes from both phones, its frame after it (plan_frames_settle); what both
 * signed can be ended, not taken back. */
enum err plan_run_take_back(struct visit *v, const struct submission *s) {
    struct agreement a;
    const struct agreement_rules *rules;
    visit_go(v, ROOM_PLAN, PAGE_HOME, 0);
    TRY(plan_read(v, s->from.item, &a, &rules));
    const struct item *root = book_item_find(v->book, a.id);
    if (!root || root->author != AUTHOR_ME || a.lines[0].both)
        return ERR_OK;
    return note_erase(v, root);
}

enum err plan_run_add(struct visit *v, const struct submission *s) {
    struct agreement a;
    const struct agreement_rules *rules;
    TRY(plan_read(v, s->from.item, &a, &rules));
    if (rules != &plan_rules || a.state != AGREEMENT_IN_FORCE)
        return ERR_NOT_FOUND;
    enum err e = agreement_add(v, rules, a.id, submission_text(s, F_TEXT));
    if (e == ERR_LIMIT)
        visit_refuse(v, F_TEXT, T_PLAN_REFUSE_LINES);
    bool watches = plan_speaks_of_watching(v, submission_text(s, F_TEXT));
    if (e == ERR_OK)
        visit_go(v, ROOM_PLAN,
                 watches && book_status(v->book).mine_open ? (uint32_t)PAGE_NOTE : PAGE_ONE,
                 s->from.item);
    return v->refused_count ? ERR_OK : e;
}

enum err plan_run_line_back(struct visit *v, const struct submission *s) {
    struct agreement a;
    const struct agreement_rules *rules;
    TRY(plan_read(v, s->from.item, &a, &rules));
    for (size_t i = 1; i < a.line_count; i++)
        if (plan_item(a.lines[i].id) == submission_number(s, F_ITEM))
            return agreement_take_back(v, rules, a.id, a.lines[i].id);
    return ERR_OK;
}
