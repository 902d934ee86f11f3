/* write.c -- one family at a time, from one side; what I need first; and what stands after it. */
#include "practices/signs/signs.h"

static enum side side_of(uint32_t page) {
    return page == PAGE_DONE ? SIDE_DONE : SIDE_THEIRS;
}

/* The families of a page's address, from 1; FAMILY_COUNT: none. */
static unsigned family_of(uint64_t item) {
    return item >= 1 && item <= FAMILY_COUNT ? (unsigned)item - 1 : FAMILY_COUNT;
}

static void kinds_draw(struct visit *v, unsigned family, struct bytes body) {
    struct part_option options[KINDS_MAX] = {0};
    size_t count = 0;
    uint64_t chosen = 0;
    if (body.size)
        (void)body_uint(body, F_KINDS, &chosen);
    for (; count < KINDS_MAX && signs_kinds[family][count] != T_NONE; count++)
        options[count] =
            (struct part_option){.value = count, .label = WORDS(signs_kinds[family][count])};
    part_many_chips(
        v->p,
        &(struct part_field){.field = F_KINDS, .label = WORDS(T_SIGNS_WHICH), .optional = true},
        options, count, chosen);
}

static void family_examples(struct visit *v, enum side side) {
    if (side == SIDE_DONE)
        part_examples(v->p, WORDS(T_SIGNS_DONE_GOOD_1), WORDS(T_SIGNS_DONE_GOOD_2),
                      WORDS(T_SIGNS_DONE_BAD));
    else
        part_examples(v->p, WORDS(T_SIGNS_THEIRS_GOOD_1), WORDS(T_SIGNS_THEIRS_GOOD_2),
                      WORDS(T_SIGNS_THEIRS_BAD));
}

static void ways(struct visit *v, const struct item *item) {
    uint64_t address = item_address(item);
    part_row_begin(v->p);
    part_link_button(v->p, WEIGHT_QUIET, signs(PAGE_SHARE, address), WORDS(T_SIGNS_SHARE_GO));
    part_link_button(v->p, WEIGHT_QUIET, signs(PAGE_ERASE, address), WORDS(T_SIGNS_ERASE_GO));
    part_row_end(v->p);
}

static enum err page_family(struct visit *v) {
    struct parts *p = v->p;
    enum side side = side_of(v->at.page);
    unsigned family = family_of(v->at.item);
    if (family == FAMILY_COUNT)
        return ERR_NOT_FOUND;
    const struct item *item = sign_find(v, side, family);
    struct bytes body = item ? book_item_entry(item).body : (struct bytes){0};
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(signs_families[family]),
                                           .over = WORDS(side == SIDE_DONE ? T_SIGNS_SIDE_DONE
                                                                           : T_SIGNS_SIDE_THEIRS),
                                           .back = signs(PAGE_HOME, 0)});
    part_lead(p, WORDS(side == SIDE_DONE ? T_SIGNS_DONE_LEAD : T_SIGNS_THEIRS_LEAD));
    part_form_begin(p, ROOM_SIGNS, ACTION_SIGN);
    part_leave_out(p);
    kinds_draw(v, family, body);
    note_form(v, signs_fields, 3, body, (struct bytes){0});
    if (side == SIDE_DONE)
        note_form(v, signs_fields + 3, 1, body, (struct bytes){0});
    note_form(v, signs_fields + 4, 1, body, (struct bytes){0});
    family_examples(v, side);
    part_button(p, WORDS(T_SIGNS_SAVE));
    part_form_end(p);
    part_link_button(p, WEIGHT_QUIET, signs(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    if (item)
        ways(v, item);
    part_page_end(p);
    return ERR_OK;
}

static enum err page_kept(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = note_own(v, KIND_SIGN, v->at.item);
    uint64_t side = SIDE_THEIRS, now = 0;
    if (!item)
        return ERR_NOT_FOUND;
    struct bytes body = book_item_entry(item).body;
    (void)body_uint(body, F_SIDE, &side);
    (void)body_uint(body, F_NOW, &now);
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_SIGNS_KEPT_TITLE),
                                           .back = signs(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_SIGNS_KEPT_LEAD));
    part_aside(p, WORDS(T_SIGNS_KEPT_HAND));
    part_sentence(p, WORDS(side == SIDE_THEIRS  ? T_SIGNS_SAY_THEIRS
                           : now == NOW_GOES_ON ? T_SIGNS_SAY_ON
                                                : T_SIGNS_SAY_DONE));
    part_link_button(p, WEIGHT_PRIMARY, signs(PAGE_NEED, 0), WORDS(T_SIGNS_NEED_GO));
    part_link_button(p, WEIGHT_QUIET, signs(PAGE_HOME, 0), WORDS(T_SIGNS_KEPT_ENOUGH));
    part_landing(p, WORDS(T_SIGNS_LANDING), signs(PAGE_HOME, 0));
    part_page_end(p);
    return ERR_OK;
}

static void page_need(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = need_find(v);
    struct bytes body = item ? book_item_entry(item).body : (struct bytes){0};
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_SIGNS_NEED_TITLE),
                                           .back = signs(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_SIGNS_NEED_LEAD));
    part_form_begin(p, ROOM_SIGNS, ACTION_NEED);
    note_form(v, signs_need_fields, 2, body, (struct bytes){0});
    part_examples(p, WORDS(T_SIGNS_NEED_GOOD_1), WORDS(T_SIGNS_NEED_GOOD_2),
                  WORDS(T_SIGNS_NEED_BAD));
    part_button(p, WORDS(T_SIGNS_NEED_SAVE));
    part_form_end(p);
    part_link_button(p, WEIGHT_QUIET, signs(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    if (item)
        ways(v, item);
    part_page_end(p);
}

enum err signs_write_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_THEIRS:
    case PAGE_DONE:
        return page_family(v);
    case PAGE_KEPT:
        return page_kept(v);
    case PAGE_NEED:
        page_need(v);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

enum err signs_run_sign(struct visit *v, const struct submission *s) {
    enum side side = side_of(s->from.page);
    unsigned family = family_of(s->from.item);
    const struct item *item;
    struct body_writer w;
    uint8_t eid[EID_SIZE];
    if (family == FAMILY_COUNT || (s->from.page != PAGE_THEIRS && s->from.page != PAGE_DONE))
        return ERR_NOT_FOUND;
    item = sign_find(v, side, family);
    uint64_t address = item ? item_address(item) : 0;
    body_begin(&w, v->frame, item ? item->id : NULL);
    body_add_uint(&w, F_FAMILY, family);
    body_add_uint(&w, F_SIDE, side);
    if (submission_number(s, F_KINDS))
        body_add_uint(&w, F_KINDS, submission_number(s, F_KINDS));
    note_add(&w, signs_fields, 3, s);
    if (side == SIDE_DONE)
        note_add(&w, signs_fields + 3, 1, s);
    note_add(&w, signs_fields + 4, 1, s);
    TRY(visit_write(v, SPACE_MINE, KIND_SIGN, NULL, 0, &w, eid));
    const struct item *fresh = address ? NULL : book_item_find(v->book, eid);
    visit_go(v, ROOM_SIGNS, PAGE_KEPT, fresh ? item_address(fresh) : address);
    return ERR_OK;
}

enum err signs_run_need(struct visit *v, const struct submission *s) {
    const struct item *item = need_find(v);
    struct body_writer w;
    body_begin(&w, v->frame, item ? item->id : NULL);
    note_add(&w, signs_need_fields, 2, s);
    visit_go(v, ROOM_SIGNS, PAGE_WHERE, 0);
    return visit_write(v, SPACE_MINE, KIND_NEED, NULL, 0, &w, NULL);
}
