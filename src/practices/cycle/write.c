/* write.c -- a ring in six steps; each is kept by itself, and each may be the last. */
#include "practices/cycle/cycle.h"

/* Which fields a step asks for; the fifth asks for the body. */
struct step {
    enum text_key title, lead, good_1, good_2, bad;
    size_t from, to;
};
static const struct step steps[] = {
    {T_CYCLE_WHO_TITLE, T_CYCLE_WHO_LEAD, T_CYCLE_NEED_GOOD_1, T_CYCLE_NEED_GOOD_2,
     T_CYCLE_NEED_BAD, 0, 3},
    {T_CYCLE_SHOWED_TITLE, T_CYCLE_SHOWED_LEAD, T_CYCLE_SHOWED_GOOD_1, T_CYCLE_SHOWED_GOOD_2,
     T_CYCLE_SHOWED_BAD, 3, 4},
    {T_CYCLE_BACK_TITLE, T_CYCLE_BACK_LEAD, T_CYCLE_BACK_GOOD_1, T_CYCLE_BACK_GOOD_2,
     T_CYCLE_BACK_BAD, 4, 6},
    {T_CYCLE_BELIEF_TITLE, T_CYCLE_BELIEF_LEAD, T_CYCLE_BELIEF_GOOD_1, T_CYCLE_BELIEF_GOOD_2,
     T_CYCLE_BELIEF_BAD, 6, FIELD_BODY_AT},
    {T_CYCLE_BODY_TITLE, T_CYCLE_BODY_LEAD, T_NONE, T_NONE, T_NONE, FIELD_BODY_AT, FIELD_BODY_AT},
    {T_CYCLE_UNDER_TITLE, T_CYCLE_UNDER_LEAD, T_CYCLE_UNDER_GOOD_1, T_CYCLE_UNDER_GOOD_2,
     T_CYCLE_UNDER_BAD, FIELD_BODY_AT, FIELD_COUNT}};

static bool asks_body(const struct step *s) {
    return s->from == s->to;
}

static void body_chips(struct visit *v, struct bytes body) {
    struct part_option options[BODY_COUNT] = {0};
    uint64_t chosen = 0;
    if (body.size)
        (void)body_uint(body, F_BODY, &chosen);
    for (size_t i = 0; i < BODY_COUNT; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(cycle_body_words[i])};
    part_many_chips(
        v->p, &(struct part_field){.field = F_BODY, .label = WORDS(T_CYCLE_BODY), .optional = true},
        options, BODY_COUNT, chosen);
}

static enum err page_step(struct visit *v, const struct step *s) {
    struct parts *p = v->p;
    const struct item *item = note_own(v, KIND_RING, v->at.item);
    if (!item && (v->at.page != PAGE_WHO || v->at.item))
        return ERR_NOT_FOUND;
    struct bytes body = item ? book_item_entry(item).body : (struct bytes){0};
    part_page_begin(
        p, &(struct part_page){.badge = BADGE_MINE,
                               .title = WORDS(s->title),
                               .over = item ? words_of(cycle_whose(v, body)) : (struct words){0},
                               .back = item ? cycle(PAGE_RING, v->at.item) : cycle(PAGE_HOME, 0)});
    part_step(p, v->at.page, COUNT_OF(steps));
    part_lead(p, WORDS(s->lead));
    cycle_stop_link(v);
    part_form_begin(p, ROOM_CYCLE, ACTION_STEP);
    if (v->at.page != PAGE_WHO && s->to > s->from + 1)
        part_leave_out(p);
    if (asks_body(s))
        body_chips(v, body);
    else
        note_form(v, cycle_fields + s->from, s->to - s->from, body, (struct bytes){0});
    if (s->good_1 != T_NONE)
        part_examples(p, WORDS(s->good_1), WORDS(s->good_2), WORDS(s->bad));
    part_button(p, WORDS(T_CYCLE_NEXT));
    part_form_end(p);
    part_link_button(p, WEIGHT_QUIET, item ? cycle(PAGE_RING, v->at.item) : cycle(PAGE_HOME, 0),
                     WORDS(item ? T_CYCLE_ENOUGH : T_APP_NOT_NOW));
    part_page_end(p);
    return ERR_OK;
}

enum err cycle_write_show(struct visit *v) {
    if (v->at.page < PAGE_WHO || v->at.page > PAGE_UNDER)
        return ERR_NOT_FOUND;
    return page_step(v, &steps[v->at.page - PAGE_WHO]);
}

/* The step's fields as sent, all others as they stand. */
static void fields_write(struct body_writer *w, const struct step *step, struct bytes body,
                         const struct submission *s) {
    uint64_t bits = 0;
    for (size_t i = 0; i <= FIELD_COUNT; i++) {
        if (i == FIELD_BODY_AT) {
            if (asks_body(step))
                bits = submission_number(s, F_BODY);
            else if (body.size)
                (void)body_uint(body, F_BODY, &bits);
            if (bits)
                body_add_uint(w, F_BODY, bits);
        }
        if (i == FIELD_COUNT)
            return;
        if (i >= step->from && i < step->to)
            note_add(w, &cycle_fields[i], 1, s);
        else if (body.size)
            note_copy(w, &cycle_fields[i], 1, body);
    }
}

enum err cycle_run_step(struct visit *v, const struct submission *s) {
    uint32_t page = s->from.page;
    const struct item *item = note_own(v, KIND_RING, s->from.item);
    struct body_writer w;
    uint8_t eid[EID_SIZE];
    if (page < PAGE_WHO || page > PAGE_UNDER || (!item && (page != PAGE_WHO || s->from.item)))
        return ERR_NOT_FOUND;
    if (page == PAGE_WHO && !submission_has(s, F_WHO)) {
        visit_refuse(v, F_WHO, T_HOUSE_ERROR_REQUIRED);
        return ERR_OK;
    }
    struct bytes body = item ? book_item_entry(item).body : (struct bytes){0};
    uint64_t address = s->from.item;
    body_begin(&w, v->frame, item ? item->id : NULL);
    fields_write(&w, &steps[page - PAGE_WHO], body, s);
    TRY(visit_write(v, SPACE_MINE, KIND_RING, NULL, 0, &w, eid));
    if (!address) {
        const struct item *fresh = book_item_find(v->book, eid);
        address = fresh ? item_address(fresh) : 0;
    }
    visit_go(v, ROOM_CYCLE, page == PAGE_UNDER ? (uint32_t)PAGE_RING : page + 1, address);
    return ERR_OK;
}
