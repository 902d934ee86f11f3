/* open.c -- openness: only ever offered, by who said that they hurt the other, about what is their
 * own; looked at together, side by side, for thirty days at most. There is no form to ask for it,
 * no check-in of it, nothing is counted. Either ends it with one touch, and once it is over the
 * page is the same whether it ran out or was ended: no day of it is shown any more.
 */
#include "practices/plan/plan.h"

enum { OFFER_MAX = 300 };

static void page_offer(struct visit *v) {
    struct parts *p = v->p;
    plan_page_begin(v, T_PLAN_OFFER_TITLE, BADGE_OURS, plan_at(PAGE_HOME, 0));
    if (!plan_may_offer(v)) {
        part_lead(p, WORDS(T_PLAN_OFFER_ONLY));
        part_prose(p, T_PLAN_OFFER_ABOUT);
        part_link_button(p, WEIGHT_PRIMARY, plan_at(PAGE_HOME, 0), WORDS(T_APP_BACK));
        part_page_end(p);
        return;
    }
    part_lead(p, WORDS(T_PLAN_OFFER_LEAD));
    part_prose(p, T_PLAN_OFFER_ABOUT);
    part_form_begin(p, ROOM_PLAN, ACTION_OFFER);
    part_area(p, &(struct part_field){.field = F_WHAT,
                                      .label = WORDS(T_PLAN_OFFER_LABEL),
                                      .hint = WORDS(T_PLAN_OFFER_HINT),
                                      .max = OFFER_MAX});
    part_day(p,
             &(struct part_field){.field = F_LAST,
                                  .label = WORDS(T_PLAN_OFFER_UNTIL),
                                  .hint = WORDS(T_PLAN_OFFER_UNTIL_HINT)},
             v->today + NIGHTS, v->today + OPEN_DAYS);
    part_button(p, WORDS(T_PLAN_OFFER_GO));
    part_form_end(p);
    part_examples(p, WORDS(T_PLAN_OFFER_GOOD_1), WORDS(T_PLAN_OFFER_GOOD_2),
                  WORDS(T_PLAN_OFFER_BAD));
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

/* Who gives signs after being asked alone; who receives says whether they take it. */
static void standing_ways(struct visit *v, const struct agreement *a) {
    struct parts *p = v->p;
    bool mine = a->lines[0].by == AUTHOR_ME;
    int32_t day = agreement_sign_day(v, &openness_rules, &a->lines[0]);
    if (a->last_day)
        part_say(p, plan_day(v, T_PLAN_OPEN_UNTIL, a->last_day));
    if (!a->lines[0].mine && v->today < day) {
        part_say(p, plan_day(v, T_PLAN_SIGN_DAY, day));
    } else if (!a->lines[0].mine && mine) {
        part_link_button(p, WEIGHT_PRIMARY, plan_at(PAGE_ASK, v->at.item), WORDS(T_PLAN_ASK_GO));
    } else if (!a->lines[0].mine) {
        part_form_begin(p, ROOM_PLAN, ACTION_TAKE);
        part_hidden_item(p, F_ITEM, plan_item(a->lines[0].eid));
        part_button(p, WORDS(T_PLAN_OPEN_TAKE));
        part_form_end(p);
        part_aside(p, WORDS(T_PLAN_OPEN_TAKE_LINE));
    }
    if (a->state == AGREEMENT_PROPOSED && mine)
        part_action(p, ROOM_PLAN, ACTION_TAKE_BACK, 0, 0, WEIGHT_QUIET, WORDS(T_PLAN_TAKE_BACK));
    else if (a->state == AGREEMENT_PROPOSED)
        part_action(p, ROOM_PLAN, ACTION_AWAY, 0, 0, WEIGHT_QUIET,
                    WORDS(plan_is_away(v, a) ? T_PLAN_TAKE_UP : T_APP_NOT_NOW));
    else
        part_action(p, ROOM_PLAN, ACTION_END, 0, 0, WEIGHT_SECONDARY, WORDS(T_PLAN_END));
    part_aside(p, WORDS(T_PLAN_OPEN_NEVER));
}

void open_one_draw(struct visit *v, const struct agreement *a) {
    plan_page_begin(v, T_PLAN_OPEN_TITLE, BADGE_OURS, plan_at(PAGE_HOME, 0));
    agreement_show(v, a);
    if (a->state != AGREEMENT_OVER)
        standing_ways(v, a);
    part_link_button(v->p, WEIGHT_QUIET, plan_at(PAGE_HOME, 0), WORDS(T_APP_BACK));
    part_page_end(v->p);
}

enum err open_show(struct visit *v) {
    if (v->at.page != PAGE_OFFER)
        return ERR_NOT_FOUND;
    page_offer(v);
    return ERR_OK;
}

/* The text names no day: what is over must not say how long it was to last. */
static struct bytes offer_text(struct visit *v, struct bytes what) {
    struct bytes name = book_status(v->book).my_name;
    struct text_arg args[] = {{"who", name.size ? name : text_get(v->text, T_PLAN_NAMELESS_ME)},
                              {"text", what}};
    return words_format(v->p, T_PLAN_TEXT_OPEN, args, COUNT_OF(args)).text;
}

enum err plan_run_offer(struct visit *v, const struct submission *s) {
    uint8_t id[EID_SIZE];
    struct bytes what = submission_text(s, F_WHAT);
    int32_t last = (int32_t)submission_number(s, F_LAST);
    if (!plan_may_offer(v))
        return ERR_NOT_FOUND;
    if (last < v->today + NIGHTS || last > v->today + OPEN_DAYS) {
        visit_refuse(v, F_LAST, T_PLAN_REFUSE_OPEN_DAY);
        return ERR_OK;
    }
    TRY(agreement_propose(v, &openness_rules, offer_text(v, what), last, id));
    bool watches = plan_speaks_of_watching(v, what) && book_status(v->book).mine_open;
    visit_go(v, ROOM_PLAN, watches ? (uint32_t)PAGE_NOTE : PAGE_ONE, plan_item(id));
    return ERR_OK;
}

/* Who takes an offer gives nothing, and is asked nothing. */
enum err plan_run_take(struct visit *v, const struct submission *s) {
    struct agreement a;
    const struct agreement_rules *rules;
    TRY(plan_read(v, s->from.item, &a, &rules));
    if (rules != &openness_rules || a.lines[0].by == AUTHOR_ME ||
        plan_item(a.lines[0].eid) != submission_number(s, F_ITEM)) {
        visit_refuse(v, 0, T_PLAN_REFUSE_CHANGED);
        return ERR_OK;
    }
    enum err e = agreement_accept(v, rules, a.id, a.lines[0].eid, true);
    if (e == ERR_STATE)
        visit_refuse(v, 0, T_PLAN_REFUSE_CHANGED);
    return v->refused_count ? ERR_OK : e;
}
