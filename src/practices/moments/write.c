/* write.c -- writing a moment down, changing it, and the one sentence to take along. */
#include "practices/moments/moments.h"

/* Which space a page writes into. It says so in its badge before the first key. */
static enum space space_of(const struct visit *v, uint32_t page) {
    return page == PAGE_WRITE && visit_together(v) ? SPACE_OURS : SPACE_MINE;
}

/* --- the form --------------------------------------------------------------------------------- */

static void examples(struct visit *v) {
    part_examples(v->p, WORDS(T_MOMENTS_WORDS_GOOD_1), WORDS(T_MOMENTS_WORDS_GOOD_2),
                  WORDS(T_MOMENTS_WORDS_BAD));
}

static void form(struct visit *v, uint32_t action, enum space space, struct bytes body,
                 uint64_t side) {
    struct parts *p = v->p;
    struct bytes name = note_partner(v, T_MOMENTS_OTHER);
    const struct note_field *more = moment_fields + MOMENT_FIRST;
    bool fresh = action == ACTION_WRITE;
    part_form_begin(p, ROOM_MOMENTS, action);
    if (side)
        part_hidden_item(p, F_SIDE, side);
    note_form(v, moment_fields, MOMENT_FIRST, body, name);
    part_details_begin(p, WORDS(T_MOMENTS_MORE));
    note_form(v, more, 1, body, name);
    examples(v);
    if (fresh)
        note_form(v, more + 1, 1, body, name);
    if (space == SPACE_MINE)
        note_form(v, more + 2, 1, body, name);
    part_details_end(p);
    part_button(p, WORDS(fresh ? T_MOMENTS_SAVE : T_APP_CHANGE));
    part_form_end(p);
}

/* The other's moment that the page at `address` is a side of, or NULL. */
static const struct item *side_of(struct visit *v, uint64_t address) {
    const struct item *item = note_at(v, KIND_MOMENT, address);
    struct moment m;
    bool fits = item && item->author == AUTHOR_PARTNER && item->space == SPACE_OURS &&
                moment_read(item, &m) && !m.second;
    return fits && !moment_other_side(v, item) ? item : NULL;
}

static void page_write(struct visit *v) {
    struct parts *p = v->p;
    enum space space = space_of(v, v->at.page);
    const struct item *side = space == SPACE_OURS ? side_of(v, v->at.item) : NULL;
    part_page_begin(p, &(struct part_page){.badge = note_badge((uint8_t)space),
                                           .title = WORDS(T_MOMENTS_LOG_TITLE),
                                           .back = moments(side ? (uint32_t)PAGE_ONE : PAGE_HOME,
                                                           side ? v->at.item : 0)});
    part_lead(p, WORDS(side ? T_MOMENTS_LOG_SAME : T_MOMENTS_LOG_LEAD));
    if (visit_together(v) && !side) {
        bool ours = space == SPACE_OURS;
        part_link_line(p, moments(ours ? PAGE_WRITE_MINE : PAGE_WRITE, 0),
                       WORDS(ours ? T_MOMENTS_LOG_ONLY_YOU : T_MOMENTS_LOG_YOU_TWO));
    }
    if (space == SPACE_OURS)
        part_aside(p, WORDS(T_MOMENTS_LOG_OURS));
    form(v, ACTION_WRITE, space, (struct bytes){0}, side ? v->at.item : 0);
    part_page_end(p);
}

static enum err page_change(struct visit *v) {
    const struct item *item = note_own(v, KIND_MOMENT, v->at.item);
    struct parts *p = v->p;
    if (!item)
        return ERR_NOT_FOUND;
    part_page_begin(p, &(struct part_page){.badge = note_badge(item->space),
                                           .title = WORDS(T_MOMENTS_CHANGE_TITLE),
                                           .back = moments(PAGE_ONE, v->at.item)});
    part_lead(p, WORDS(T_MOMENTS_CHANGE_LEAD));
    form(v, ACTION_CHANGE, (enum space)item->space, book_item_entry(item).body, 0);
    part_page_end(p);
    return ERR_OK;
}

/* --- after ------------------------------------------------------------------------------------ */

static enum text_key sentence_for(const struct moment *m) {
    if (m->turn == TURN_MISSED)
        return T_MOMENTS_SAY_MISSED;
    if (m->role == ROLE_ME)
        return m->turn == TURN_TOWARD ? T_MOMENTS_SAY_TOWARD_ME : T_MOMENTS_SAY_MISS;
    return m->turn == TURN_TOWARD ? T_MOMENTS_SAY_TOWARD : T_MOMENTS_SAY_TURNED;
}

static bool missed_from_other(const struct moment *m) {
    return m->role == ROLE_ME && (m->turn == TURN_AWAY || m->turn == TURN_AGAINST);
}

static void kept_words(struct visit *v, const struct item *item, const struct moment *m) {
    struct parts *p = v->p;
    if (item->space == SPACE_OURS)
        part_lead(p, words_with(p, T_MOMENTS_KEPT_OURS, "name", note_partner(v, T_MOMENTS_OTHER)));
    else if (missed_from_other(m) && !m->elsewhere && visit_together(v))
        part_lead(p, WORDS(T_MOMENTS_KEPT_MISS));
    else
        part_lead(p, WORDS(T_MOMENTS_KEPT_MINE));
    part_aside(p, WORDS(T_MOMENTS_SAY_LINE));
    part_sentence(p, WORDS(sentence_for(m)));
}

static void page_kept(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = note_at(v, KIND_MOMENT, v->at.item);
    struct moment m;
    part_page_begin(p, &(struct part_page){.badge = item ? note_badge(item->space) : BADGE_MINE,
                                           .title = WORDS(T_MOMENTS_KEPT_TITLE)});
    if (item && moment_read(item, &m))
        kept_words(v, item, &m);
    else
        part_lead(p, WORDS(T_MOMENTS_KEPT_CLOSED));
    part_link_button(p, WEIGHT_PRIMARY, moments(PAGE_HOME, 0), WORDS(T_APP_DONE));
    part_link_button(p, WEIGHT_QUIET,
                     moments(item && item->space == SPACE_MINE && visit_together(v)
                                 ? PAGE_WRITE_MINE
                                 : PAGE_WRITE,
                             0),
                     WORDS(T_MOMENTS_AGAIN));
    part_page_end(p);
}

enum err moments_write_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_WRITE:
    case PAGE_WRITE_MINE:
        page_write(v);
        return ERR_OK;
    case PAGE_CHANGE:
        return page_change(v);
    case PAGE_KEPT:
        page_kept(v);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

static bool is_missed_from_other(const struct submission *s) {
    uint64_t turn = submission_number(s, F_TURN);
    return submission_number(s, F_WHO) == WHO_ME && (turn == TURN_AWAY || turn == TURN_AGAINST);
}

enum err moments_run_write(struct visit *v, const struct submission *s) {
    enum space space = space_of(v, s->from.page);
    const struct item *side = space == SPACE_OURS && submission_has(s, F_SIDE)
                                  ? side_of(v, submission_number(s, F_SIDE))
                                  : NULL;
    struct body_writer w;
    uint8_t re[1][EID_SIZE], eid[EID_SIZE];
    /* Never wider than the badge said: what I missed from the other stays with me. */
    if (space == SPACE_OURS && is_missed_from_other(s))
        space = SPACE_MINE;
    size_t fields = space == SPACE_MINE ? MOMENT_FIELDS : MOMENT_FIELDS - 1;
    body_begin(&w, v->frame, NULL);
    note_add(&w, moment_fields, fields, s);
    if (side && space == SPACE_OURS) {
        body_add_uint(&w, F_SIDE, 1);
        __builtin_memcpy(re[0], side->id, EID_SIZE);
    }
    bool linked = side && space == SPACE_OURS;
    TRY(visit_write(v, space, KIND_MOMENT, linked ? re : NULL, linked, &w, eid));
    const struct item *item = book_item_find(v->book, eid);
    visit_go(v, ROOM_MOMENTS, PAGE_KEPT, item ? item_address(item) : 0);
    return ERR_OK;
}

enum err moments_run_change(struct visit *v, const struct submission *s) {
    const struct item *item = note_own(v, KIND_MOMENT, s->from.item);
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    uint64_t value;
    if (!item)
        return ERR_NOT_FOUND;
    if (item->space == SPACE_OURS && is_missed_from_other(s)) {
        visit_refuse(v, F_TURN, T_MOMENTS_MISS_MINE);
        return ERR_OK;
    }
    struct entry e = book_item_entry(item);
    body_begin(&w, v->frame, item->id);
    note_add(&w, moment_fields, MOMENT_FIRST + 1, s);
    note_copy(&w, moment_fields + MOMENT_FIRST + 1, 1, e.body);
    if (item->space == SPACE_MINE)
        note_add(&w, moment_fields + MOMENT_FIELDS - 1, 1, s);
    if (submission_number(s, F_TURN) != TURN_TOWARD && body_uint(e.body, F_REPAIR, &value))
        body_add_uint(&w, F_REPAIR, value);
    if (body_uint(e.body, F_SIDE, &value))
        body_add_uint(&w, F_SIDE, value);
    bool linked = e.re_count == 1;
    if (linked)
        __builtin_memcpy(re[0], entry_re(&e, 0), EID_SIZE);
    visit_go(v, ROOM_MOMENTS, PAGE_ONE, s->from.item);
    return visit_write(v, (enum space)item->space, KIND_MOMENT, linked ? re : NULL, linked, &w,
                       NULL);
}
