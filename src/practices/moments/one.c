/* one.c -- one moment, from one side or from both; mending it, erasing it. */
#include "practices/moments/moments.h"

static void side_draw(struct visit *v, const struct item *item) {
    struct moment m;
    struct parts *p = v->p;
    bool mine = item->author == AUTHOR_ME;
    enum whose whose = mine ? WHOSE_ME : WHOSE_YOU;
    if (!moment_read(item, &m))
        return;
    part_side_begin(p, whose,
                    mine ? WORDS(T_MOMENTS_YOU) : words_of(note_partner(v, T_MOMENTS_OTHER)));
    part_say(p, moment_words(v, item, &m));
    struct bytes body = book_item_entry(item).body;
    note_show(v, moment_fields + 1, 2, body, whose);
    note_show(v, moment_fields + MOMENT_FIRST, 1, body, whose);
    if (m.turn != TURN_TOWARD)
        part_aside(p, WORDS(moment_repairs[m.repair]));
    part_side_end(p);
}

static void repair_form(struct visit *v, enum moment_repair now) {
    struct part_option options[4] = {0};
    for (size_t i = 0; i < COUNT_OF(options); i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(moment_repairs[i])};
    part_form_begin(v->p, ROOM_MOMENTS, ACTION_REPAIR);
    part_choice_chips(v->p,
                      &(struct part_field){.field = F_REPAIR,
                                           .label = WORDS(T_MOMENTS_REPAIR),
                                           .hint = WORDS(T_MOMENTS_REPAIR_HINT)},
                      options, COUNT_OF(options), (int64_t)now);
    part_button_as(v->p, WEIGHT_SECONDARY, WORDS(T_MOMENTS_REPAIR_SAVE));
    part_form_end(v->p);
}

static void ways(struct visit *v, const struct item *item, const struct item *other,
                 const struct moment *m) {
    struct parts *p = v->p;
    const struct item *own = item->author == AUTHOR_ME ? item : other;
    if (own) {
        uint64_t address = item_address(own);
        if (own == item && m->turn != TURN_TOWARD)
            repair_form(v, m->repair);
        part_row_begin(p);
        part_link_button(p, WEIGHT_SECONDARY, moments(PAGE_CHANGE, address),
                         WORDS(T_MOMENTS_CHANGE));
        part_link_button(p, WEIGHT_QUIET, moments(PAGE_ERASE, address), WORDS(T_MOMENTS_ERASE_GO));
        part_row_end(p);
    } else if (book_status(v->book).pair == PAIR_TOGETHER) {
        part_link_button(p, WEIGHT_SECONDARY, moments(PAGE_WRITE, v->at.item),
                         WORDS(T_MOMENTS_MY_SIDE));
    }
}

static enum err page_one(struct visit *v) {
    const struct item *item = note_at(v, KIND_MOMENT, v->at.item);
    struct parts *p = v->p;
    struct moment m;
    if (!item || !moment_read(item, &m))
        return ERR_NOT_FOUND;
    const struct item *other = moment_other_side(v, item);
    if (other && item->author != AUTHOR_ME) { /* one page, whichever side led here */
        const struct item *swap = item;
        item = other;
        other = swap;
        if (!moment_read(item, &m))
            return ERR_NOT_FOUND;
    }
    part_page_begin(
        p, &(struct part_page){.badge = note_badge(item->space),
                               .title = WORDS(other ? T_MOMENTS_BOTH_TITLE : T_MOMENTS_ONE_TITLE),
                               .over = moment_day(v, m.day),
                               .back = moments(PAGE_HOME, 0)});
    if (other)
        part_lead(p, WORDS(T_MOMENTS_BOTH_LINE));
    part_sides_begin(p);
    side_draw(v, item);
    if (other)
        side_draw(v, other);
    part_sides_end(p);
    ways(v, item, other, &m);
    part_page_end(p);
    return ERR_OK;
}

static enum err page_erase(struct visit *v) {
    const struct item *item = note_own(v, KIND_MOMENT, v->at.item);
    struct parts *p = v->p;
    if (!item)
        return ERR_NOT_FOUND;
    part_page_begin(p, &(struct part_page){.badge = note_badge(item->space),
                                           .title = WORDS(T_MOMENTS_ERASE_TITLE),
                                           .back = moments(PAGE_ONE, v->at.item)});
    part_lead(p, WORDS(item->space == SPACE_OURS ? T_MOMENTS_ERASE_OURS : T_MOMENTS_ERASE_MINE));
    part_action(p, ROOM_MOMENTS, ACTION_ERASE, 0, 0, WEIGHT_HEAVY, WORDS(T_APP_ERASE));
    part_link_button(p, WEIGHT_QUIET, moments(PAGE_ONE, v->at.item), WORDS(T_MOMENTS_ERASE_KEEP));
    part_page_end(p);
    return ERR_OK;
}

enum err moments_one_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_ONE:
        return page_one(v);
    case PAGE_ERASE:
        return page_erase(v);
    default:
        return ERR_NOT_FOUND;
    }
}

/* Mended later, on the same item: all else of it stays. Nothing says when. */
enum err moments_run_repair(struct visit *v, const struct submission *s) {
    const struct item *item = note_at(v, KIND_MOMENT, s->from.item);
    const struct item *other = item ? moment_other_side(v, item) : NULL;
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    uint64_t side;
    if (item && item->author != AUTHOR_ME)
        item = other;
    if (!item)
        return ERR_NOT_FOUND;
    struct entry e = book_item_entry(item);
    body_begin(&w, v->frame, item->id);
    note_copy(&w, moment_fields, MOMENT_FIELDS, e.body);
    body_add_uint(&w, F_REPAIR, submission_number(s, F_REPAIR));
    if (body_uint(e.body, F_SIDE, &side))
        body_add_uint(&w, F_SIDE, side);
    bool linked = e.re_count == 1;
    if (linked)
        __builtin_memcpy(re[0], entry_re(&e, 0), EID_SIZE);
    return visit_write(v, (enum space)item->space, KIND_MOMENT, linked ? re : NULL, linked, &w,
                       NULL);
}

enum err moments_run_erase(struct visit *v, const struct submission *s) {
    const struct item *item = note_own(v, KIND_MOMENT, s->from.item);
    visit_go(v, ROOM_MOMENTS, PAGE_HOME, 0);
    return item ? note_erase(v, item) : ERR_OK;
}
