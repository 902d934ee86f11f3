/* ask.c -- whoever signs is asked alone first: what would I lose, can it be undone, would I do it
 * if I were not afraid? Nothing of the answers is kept, and nothing tells the other that they were
 * asked.
 *
 * What cannot be given away has no field in any form; here alone it is named, so that somebody who
 * would lose it sees that before signing. A sentence that speaks of passwords, of following or of
 * places brings a gentle note to this page, which only its reader sees.
 */
#include "base/check.h"
#include "forms/gate.h"
#include "practices/plan/plan.h"

enum { LOSE_COUNT = 10, LOSE_PROTECTED = 8 /* the first eight cannot be given away */ };
enum { UNDONE_NO = 2, AFRAID_YES = 0 };

/* --- words of watching ------------------------------------------------------------------------ */

static bool is_letter(uint8_t c) {
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static uint8_t lower(uint8_t c) {
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 'a' - 'A') : c;
}

static bool begins(struct bytes text, size_t at, struct bytes stem) {
    if (at + stem.size > text.size || (at > 0 && is_letter(text.at[at - 1])))
        return false;
    for (size_t i = 0; i < stem.size; i++)
        if (lower(text.at[at + i]) != lower(stem.at[i]))
            return false;
    return true;
}

static bool has_word(struct bytes text, struct bytes stem) {
    for (size_t at = 0; at < text.size; at++)
        if (begins(text, at, stem))
            return true;
    return false;
}

bool plan_speaks_of_watching(const struct visit *v, struct bytes text) {
    struct bytes stems = text_get(v->text, T_PLAN_WATCHED);
    for (size_t from = 0; from < stems.size;) {
        size_t to = from;
        while (to < stems.size && stems.at[to] != ' ' && stems.at[to] != '\n')
            to++;
        if (to > from && has_word(text, bytes_slice(stems, from, to - from)))
            return true;
        from = to + 1;
    }
    return false;
}

/* --- pages ------------------------------------------------------------------------------------ */

/* Whether I ever signed something here. */
static bool signed_before(const struct visit *v) {
    static const uint32_t kinds[] = {KIND_PLAN + AGREEMENT_ACCEPT,
                                     KIND_OPENNESS + AGREEMENT_ACCEPT};
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        size_t count;
        const struct item *items = book_items(v->book, kinds[k], &count);
        for (size_t i = 0; i < count; i++)
            if (items[i].author == AUTHOR_ME)
                return true;
    }
    return false;
}

/* Before a first agreement, whatever was answered more than a week ago: only a suggestion. With
 * *mine* closed nobody here knows whether the gate was answered, so its line is there for everyone.
 */
void plan_gate_line(struct visit *v) {
    enum gate gate = gate_before(v);
    if (gate == GATE_OPEN || !visit_together(v) || signed_before(v))
        return;
    part_notice_begin(v->p, NOTICE_INFO, (struct words){0});
    part_say(v->p, WORDS(gate == GATE_CARE ? T_PLAN_GATE_CARE : T_PLAN_GATE));
    part_link_line(v->p, (struct address){ROOM_SAFETY, gate == GATE_CARE ? 4 : 1, 0},
                   WORDS(gate == GATE_CARE ? T_PLAN_GATE_CARE_GO : T_PLAN_GATE_GO));
    part_notice_end(v->p);
}

static void watched_note(struct visit *v) {
    part_notice_begin(v->p, NOTICE_CARE, WORDS(T_PLAN_WATCHED_TITLE));
    part_prose(v->p, T_PLAN_WATCHED_LINE);
    part_prose(v->p, T_PLAN_WATCHED_MORE);
    part_link_line(v->p, (struct address){ROOM_SAFETY, 0, 0}, WORDS(T_PLAN_GATE_CARE_GO));
    part_notice_end(v->p);
}

/* The note is for whoever would give: not for me where I asked the other for it myself. */
static bool watches_me(const struct visit *v, const struct agreement *a,
                       const struct agreement_line *line) {
    struct plan_frame frame = plan_frame_read(v, a);
    bool asked_for =
        line == &a->lines[0] && line->by == AUTHOR_ME && frame.known && frame.giver == GIVER_YOU;
    return !asked_for && plan_speaks_of_watching(v, line->text);
}

static void options_fill(struct part_option *options, const enum text_key *keys, size_t count) {
    for (size_t i = 0; i < count; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(keys[i])};
}

static void ask_form(struct visit *v, const struct agreement_line *line) {
    static const enum text_key lose[LOSE_COUNT] = {
        T_PLAN_LOSE_WORK,     T_PLAN_LOSE_MONEY,  T_PLAN_LOSE_CHILDREN, T_PLAN_LOSE_PAPERS,
        T_PLAN_LOSE_BODY,     T_PLAN_LOSE_FAITH,  T_PLAN_LOSE_FAMILY,   T_PLAN_LOSE_FRIENDS,
        T_PLAN_LOSE_A_LITTLE, T_PLAN_LOSE_NOTHING};
    static const enum text_key undone[] = {T_PLAN_UNDONE_DAY, T_PLAN_UNDONE_EFFORT,
                                           T_PLAN_UNDONE_NO};
    static const enum text_key afraid[] = {T_PLAN_AFRAID_YES, T_PLAN_AFRAID_UNSURE,
                                           T_PLAN_AFRAID_NO};
    struct parts *p = v->p;
    struct part_option loses[LOSE_COUNT], undos[COUNT_OF(undone)], fears[COUNT_OF(afraid)];
    options_fill(loses, lose, LOSE_COUNT);
    options_fill(undos, undone, COUNT_OF(undone));
    options_fill(fears, afraid, COUNT_OF(afraid));
    part_form_begin(p, ROOM_PLAN, ACTION_SIGN);
    part_hidden_item(p, F_ITEM, plan_item(line->eid));
    part_many_chips(p,
                    &(struct part_field){.field = F_LOSE,
                                         .label = WORDS(T_PLAN_LOSE),
                                         .hint = WORDS(T_PLAN_LOSE_HINT),
                                         .no_draft = true},
                    loses, LOSE_COUNT, 0);
    part_choice_chips(
        p, &(struct part_field){.field = F_UNDONE, .label = WORDS(T_PLAN_UNDONE), .no_draft = true},
        undos, COUNT_OF(undone), CHOSEN_NONE);
    part_choice_chips(
        p, &(struct part_field){.field = F_AFRAID, .label = WORDS(T_PLAN_AFRAID), .no_draft = true},
        fears, COUNT_OF(afraid), CHOSEN_NONE);
    part_button(p, WORDS(T_PLAN_SIGN));
    part_form_end(p);
}

static void page_ask(struct visit *v, const struct agreement *a,
                     const struct agreement_rules *rules) {
    struct parts *p = v->p;
    const struct agreement_line *line = plan_unsigned(a);
    plan_page_begin(v, T_PLAN_ASK_TITLE, BADGE_MINE, plan_at(PAGE_ONE, v->at.item));
    if (!line || a->state == AGREEMENT_OVER) {
        part_lead(p, WORDS(T_PLAN_ASK_NOTHING));
        part_link_button(p, WEIGHT_PRIMARY, plan_at(PAGE_ONE, v->at.item), WORDS(T_APP_BACK));
        part_page_end(p);
        return;
    }
    part_lead(p, WORDS(T_PLAN_ASK_LEAD));
    part_quote(p, line->by == AUTHOR_ME ? WHOSE_ME : WHOSE_YOU, line->text, (struct words){0});
    if (watches_me(v, a, line))
        watched_note(v);
    plan_gate_line(v);
    if (v->today < agreement_sign_day(v, rules, line))
        part_say(p, plan_day(v, T_PLAN_SIGN_DAY, agreement_sign_day(v, rules, line)));
    else
        ask_form(v, line);
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_ONE, v->at.item), WORDS(T_APP_NOT_NOW));
    part_aside(p, WORDS(T_PLAN_ASK_KEPT));
    part_page_end(p);
}

static void page_careful(struct visit *v, const struct agreement *a,
                         const struct agreement_rules *rules) {
    struct parts *p = v->p;
    const struct agreement_line *line = plan_unsigned(a);
    plan_page_begin(v, T_PLAN_CAREFUL_TITLE, BADGE_MINE, plan_at(PAGE_ASK, v->at.item));
    part_lead(p, WORDS(T_PLAN_CAREFUL_LEAD));
    part_prose(p, T_PLAN_CAREFUL_NOT);
    part_link_button(p, WEIGHT_PRIMARY, plan_at(PAGE_HOME, 0), WORDS(T_PLAN_CAREFUL_LEAVE));
    part_link_button(p, WEIGHT_SECONDARY, (struct address){ROOM_SAFETY, 0, 0},
                     WORDS(T_PLAN_GATE_CARE_GO));
    if (line && a->state != AGREEMENT_OVER && v->today >= agreement_sign_day(v, rules, line)) {
        part_form_begin(p, ROOM_PLAN, ACTION_SIGN_STILL);
        part_hidden_item(p, F_ITEM, plan_item(line->eid));
        part_button_as(p, WEIGHT_QUIET, WORDS(T_PLAN_SIGN_STILL));
        part_form_end(p);
    }
    part_landing(p, WORDS(T_PLAN_CAREFUL_LANDING), plan_at(PAGE_HOME, 0));
    part_page_end(p);
}

static void page_signed(struct visit *v, const struct agreement *a) {
    struct parts *p = v->p;
    plan_page_begin(v, T_PLAN_SIGNED_TITLE, BADGE_OURS, plan_at(PAGE_ONE, v->at.item));
    part_lead(p, WORDS(T_PLAN_SIGNED_LEAD));
    part_quote(p, WHOSE_BOTH, a->lines[0].text, (struct words){0});
    part_say(p, WORDS(T_PLAN_SIGNED_END));
    part_link_button(p, WEIGHT_PRIMARY, plan_at(PAGE_ONE, v->at.item), WORDS(T_APP_DONE));
    part_page_end(p);
}

static void page_note(struct visit *v, const struct agreement *a) {
    struct parts *p = v->p;
    plan_page_begin(v, T_PLAN_NOTE_TITLE, BADGE_MINE, plan_at(PAGE_ONE, v->at.item));
    part_quote(p, WHOSE_ME, a->lines[0].text, (struct words){0});
    watched_note(v);
    part_link_button(p, WEIGHT_PRIMARY, plan_at(PAGE_ONE, v->at.item), WORDS(T_PLAN_NOTE_GO));
    part_page_end(p);
}

enum err ask_show(struct visit *v) {
    struct agreement a;
    const struct agreement_rules *rules;
    if (v->at.page < PAGE_ASK || v->at.page > PAGE_NOTE)
        return ERR_NOT_FOUND;
    if (v->at.page != PAGE_SIGNED && !book_status(v->book).mine_open)
        return ERR_LOCKED;
    TRY(plan_read(v, v->at.item, &a, &rules));
    switch (v->at.page) {
    case PAGE_ASK:
        page_ask(v, &a, rules);
        return ERR_OK;
    case PAGE_CAREFUL:
        page_careful(v, &a, rules);
        return ERR_OK;
    case PAGE_SIGNED:
        page_signed(v, &a);
        return ERR_OK;
    default:
        page_note(v, &a);
        return ERR_OK;
    }
}

/* --- acts ------------------------------------------------------------------------------------- */

/* Signs the words that stood in the form, and no others. */
static enum err sign(struct visit *v, const struct submission *s) {
    struct agreement a;
    const struct agreement_rules *rules;
    TRY(plan_read(v, s->from.item, &a, &rules));
    for (size_t i = 0; i < a.line_count; i++) {
        if (plan_item(a.lines[i].eid) != submission_number(s, F_ITEM))
            continue;
        enum err e = agreement_accept(v, rules, a.id, a.lines[i].eid, true);
        if (e == ERR_STATE)
            visit_refuse(v, 0, T_PLAN_REFUSE_CHANGED);
        if (e == ERR_OK)
            visit_go(v, ROOM_PLAN, PAGE_SIGNED, s->from.item);
        return v->refused_count ? ERR_OK : e;
    }
    visit_refuse(v, 0, T_PLAN_REFUSE_CHANGED);
    return ERR_OK;
}

enum err plan_run_sign(struct visit *v, const struct submission *s) {
    uint64_t lose = submission_has(s, F_LOSE) ? submission_number(s, F_LOSE) : 0;
    if (lose & ((1u << LOSE_PROTECTED) - 1) || submission_number(s, F_UNDONE) == UNDONE_NO ||
        submission_number(s, F_AFRAID) != AFRAID_YES) {
        visit_go(v, ROOM_PLAN, PAGE_CAREFUL, s->from.item);
        return ERR_OK;
    }
    return sign(v, s);
}

enum err plan_run_sign_still(struct visit *v, const struct submission *s) {
    return sign(v, s);
}
