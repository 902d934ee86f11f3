/* who.c -- what this plan is for, as each says it of themselves, and what follows from that.
 *
 * Who said that they hurt the other asks for nothing before the other has listed something; what
 * costs a lot, and openness, come only from who said so. Nothing binds by what the other said.
 */
#include "book/book_internal.h"
#include "practices/plan/plan.h"

enum { K_WHO = 1, K_PAIR = 2 };

static const struct item *who_item(const struct visit *v, enum author author, enum plan_who *who) {
    size_t count;
    uint64_t n;
    const struct item *items = book_items(v->book, KIND_WHO, &count);
    for (size_t i = count; i-- > 0;) {
        struct bytes body = book_item_entry(&items[i]).body;
        if (items[i].author != author || items[i].space != SPACE_OURS ||
            !body_uint(body, K_WHO, &n) || n >= WHO_COUNT ||
            !visit_pair_marked(v, body, K_PAIR, author))
            continue;
        *who = (enum plan_who)n;
        return &items[i];
    }
    return NULL;
}

enum plan_who plan_who_of(const struct visit *v, enum author author) {
    enum plan_who who;
    return who_item(v, author, &who) ? who : WHO_NOTHING;
}

static bool hurt_other(const struct visit *v, enum author author) {
    enum plan_who who = plan_who_of(v, author);
    return who == WHO_HURTER || who == WHO_EACH;
}

/* Whether the other ever proposed something here. */
static bool other_listed(const struct visit *v) {
    uint8_t ids[LIST_MAX][EID_SIZE];
    size_t count = agreement_list(v, &plan_rules, ids, LIST_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct item *root = book_item_find(v->book, ids[i]);
        if (root && root->author == AUTHOR_PARTNER)
            return true;
    }
    return false;
}

bool plan_may_ask(const struct visit *v) {
    return plan_who_of(v, AUTHOR_ME) != WHO_HURTER || other_listed(v);
}

bool plan_may_offer(const struct visit *v) {
    return visit_together(v) && hurt_other(v, AUTHOR_ME);
}

bool plan_may_cost(const struct visit *v, enum plan_giver giver) {
    bool me = hurt_other(v, AUTHOR_ME), you = hurt_other(v, AUTHOR_PARTNER);
    if (!visit_together(v)) /* for oneself, or on paper: whoever reads it decides */
        return true;
    return giver == GIVER_ME ? me : giver == GIVER_YOU ? you && plan_may_ask(v) : false;
}

enum err who_show(struct visit *v) {
    static const enum text_key whos[WHO_COUNT] = {T_PLAN_WHO_NOTHING, T_PLAN_WHO_HURT,
                                                  T_PLAN_WHO_HURTER, T_PLAN_WHO_EACH};
    struct parts *p = v->p;
    struct part_option options[WHO_COUNT] = {0};
    enum plan_who now = WHO_NOTHING;
    bool said = who_item(v, AUTHOR_ME, &now) != NULL;
    for (size_t i = 0; i < WHO_COUNT; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(whos[i])};
    plan_page_begin(v, T_PLAN_WHO_TITLE, BADGE_OURS, plan_at(PAGE_HOME, 0));
    part_lead(p, WORDS(visit_together(v) ? T_PLAN_WHO_LEAD : T_PLAN_WHO_ALONE));
    if (visit_together(v)) {
        part_prose(p, T_PLAN_WHO_FOLLOWS);
        part_form_begin(p, ROOM_PLAN, ACTION_WHO);
        part_choice_rows(p,
                         &(struct part_field){
                             .field = F_WHO, .label = WORDS(T_PLAN_WHO_TITLE), .hide_label = true},
                         options, WHO_COUNT, said ? (int64_t)now : CHOSEN_NONE);
        part_button(p, WORDS(T_APP_SAVE));
        part_form_end(p);
    }
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
    return ERR_OK;
}

enum err plan_run_who(struct visit *v, const struct submission *s) {
    enum plan_who now;
    struct body_writer w;
    const struct item *item = who_item(v, AUTHOR_ME, &now);
    if (!visit_together(v))
        return ERR_OK;
    body_begin(&w, v->frame, item ? item->id : NULL);
    body_add_uint(&w, K_WHO, submission_number(s, F_WHO));
    body_add_bytes(&w, K_PAIR, visit_pair_mark(v, AUTHOR_ME));
    visit_go(v, ROOM_PLAN, PAGE_SHELF, 0);
    return visit_write(v, SPACE_OURS, KIND_WHO, NULL, 0, &w, NULL);
}
