/* unsafe.c -- what others have made unsafe for me to show; mending and erasing lines of this room.
 *
 * It opens as *only you*; *you two* is another page, chosen by name, and never the first.
 */
#include "practices/responses/responses.h"

/* --- what others have made unsafe ------------------------------------------------------------- */

static void unsafe_form(struct visit *v, enum response_action action, const struct card *c) {
    struct parts *p = v->p;
    part_form_begin(p, ROOM_RESPONSES, action);
    part_area(p, &(struct part_field){.field = F_NAME,
                                      .label = WORDS(T_RESPONSES_UNSAFE_LABEL),
                                      .hint = WORDS(T_RESPONSES_UNSAFE_HINT),
                                      .value = c->name,
                                      .max = UNSAFE_CHARACTERS});
    part_area(p, &(struct part_field){.field = F_FIRST,
                                      .label = WORDS(T_RESPONSES_UNSAFE_FIRST),
                                      .value = c->lines[0],
                                      .max = LINE_CHARACTERS});
    part_area(p, &(struct part_field){.field = F_NOT,
                                      .label = WORDS(T_RESPONSES_NOT),
                                      .value = c->not_so,
                                      .max = LINE_CHARACTERS,
                                      .optional = true});
    part_button(p, WORDS(action == ACTION_CHANGE ? T_APP_CHANGE : T_APP_SAVE));
    part_form_end(p);
    part_examples(p, WORDS(T_RESPONSES_UNSAFE_GOOD_1), WORDS(T_RESPONSES_UNSAFE_GOOD_2),
                  WORDS(T_RESPONSES_UNSAFE_BAD));
}

static void cards_of(struct visit *v, enum space space) {
    struct card cards[CARDS_MAX];
    size_t count = response_cards_list(v, AUTHOR_ME, space, cards);
    for (size_t i = 0; i < count; i++) {
        if (cards[i].emotion != EMOTION_UNSAFE)
            continue;
        uint64_t address = item_address(cards[i].item);
        part_card_begin(v->p, &(struct part_card){.key = address,
                                                  .title = words_of(cards[i].name),
                                                  .to = response_at(PAGE_CHANGE, address),
                                                  .badge = note_badge((uint8_t)space)});
        response_card_draw(v, &cards[i], WHOSE_ME);
        part_card_end(v->p);
    }
}

static void page_unsafe(struct visit *v) {
    struct parts *p = v->p;
    static const struct card none;
    bool ours = v->at.page == PAGE_UNSAFE_OURS;
    part_page_begin(p, &(struct part_page){.badge = ours ? BADGE_OURS : BADGE_MINE,
                                           .title = WORDS(T_RESPONSES_UNSAFE_TITLE),
                                           .back = response_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_RESPONSES_UNSAFE_LEAD));
    if (visit_together(v))
        part_link_line(p, response_at(ours ? PAGE_UNSAFE : PAGE_UNSAFE_OURS, 0),
                       WORDS(ours ? T_RESPONSES_UNSAFE_ONLY_YOU : T_RESPONSES_UNSAFE_YOU_TWO));
    if (ours)
        part_aside(p, WORDS(T_RESPONSES_UNSAFE_OURS));
    unsafe_form(v, ACTION_UNSAFE, &none);
    cards_of(v, ours ? SPACE_OURS : SPACE_MINE);
    part_link_button(p, WEIGHT_QUIET, response_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

static enum err page_change(struct visit *v) {
    struct parts *p = v->p;
    struct card c;
    const struct item *item = note_own(v, KIND_CARD, v->at.item);
    if (!item || !response_card_read(v, item, &c) || c.emotion != EMOTION_UNSAFE)
        return ERR_NOT_FOUND;
    bool ours = item->space == SPACE_OURS;
    part_page_begin(
        p, &(struct part_page){.badge = note_badge(item->space),
                               .title = WORDS(T_RESPONSES_UNSAFE_CHANGE_TITLE),
                               .back = response_at(ours ? PAGE_UNSAFE_OURS : PAGE_UNSAFE, 0)});
    unsafe_form(v, ACTION_CHANGE, &c);
    part_link_button(p, WEIGHT_QUIET, response_at(PAGE_ERASE, v->at.item),
                     WORDS(T_RESPONSES_ERASE_GO));
    part_page_end(p);
    return ERR_OK;
}

/* --- erasing ---------------------------------------------------------------------------------- */

/* What of this room at an address is mine to erase, or NULL. */
static const struct item *own_of_room(struct visit *v, uint64_t address) {
    for (uint32_t kind = KIND_CARD; kind <= KIND_NOTE; kind++) {
        const struct item *item = note_own(v, kind, address);
        if (item)
            return item;
    }
    return NULL;
}

/* Where one goes afterwards, and back to where nothing is erased. */
static struct address after_erasing(struct visit *v, const struct item *item) {
    struct card c;
    if (item->kind == KIND_NOTE)
        return response_at(PAGE_NOTES, 0);
    if (item->kind == KIND_CARD && response_card_read(v, item, &c) && c.topic.address)
        return response_at(PAGE_TOPIC, c.topic.address);
    if (item->kind == KIND_CARD && item->space == SPACE_MINE)
        return response_at(PAGE_UNSAFE, 0);
    return response_at(PAGE_HOME, 0);
}

static enum err page_erase(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = own_of_room(v, v->at.item);
    if (!item)
        return ERR_NOT_FOUND;
    struct address back = after_erasing(v, item);
    bool ours = item->space == SPACE_OURS;
    part_page_begin(
        p, &(struct part_page){.badge = note_badge(item->space),
                               .title = WORDS(item->kind == KIND_ASK ? T_RESPONSES_TAKE_BACK_TITLE
                                                                     : T_RESPONSES_ERASE_TITLE),
                               .back = back});
    part_lead(p, WORDS(ours ? T_RESPONSES_ERASE_OURS : T_RESPONSES_ERASE_MINE));
    if (item->kind == KIND_FEELING)
        part_say(p, WORDS(T_RESPONSES_ERASE_FEELING));
    part_action(p, ROOM_RESPONSES, ACTION_ERASE, 0, 0, WEIGHT_HEAVY,
                WORDS(item->kind == KIND_ASK ? T_RESPONSES_TAKE_BACK : T_APP_ERASE));
    part_link_button(p, WEIGHT_QUIET, back, WORDS(T_RESPONSES_KEEP));
    part_page_end(p);
    return ERR_OK;
}

enum err response_unsafe_show(struct visit *v) {
    bool mine_open = book_status(v->book).mine_open;
    switch (v->at.page) {
    case PAGE_UNSAFE:
        if (!mine_open)
            return ERR_LOCKED;
        page_unsafe(v);
        return ERR_OK;
    case PAGE_UNSAFE_OURS:
        if (!visit_together(v))
            return ERR_NOT_FOUND;
        page_unsafe(v);
        return ERR_OK;
    case PAGE_CHANGE:
        return page_change(v);
    case PAGE_ERASE:
        return page_erase(v);
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

static void unsafe_add(struct body_writer *w, const struct submission *s) {
    body_add_uint(w, F_EMOTION, EMOTION_UNSAFE);
    body_add_text(w, F_NAME, submission_text(s, F_NAME));
    body_add_text(w, F_FIRST, submission_text(s, F_FIRST));
    if (submission_text(s, F_NOT).size)
        body_add_text(w, F_NOT, submission_text(s, F_NOT));
}

/* Never wider than the badge of the page it was written on. */
enum err response_run_unsafe(struct visit *v, const struct submission *s) {
    struct body_writer w;
    bool ours = s->from.page == PAGE_UNSAFE_OURS && visit_together(v);
    body_begin(&w, v->frame, NULL);
    unsafe_add(&w, s);
    visit_go(v, ROOM_RESPONSES, ours ? PAGE_UNSAFE_OURS : PAGE_UNSAFE, 0);
    return visit_write(v, ours ? SPACE_OURS : SPACE_MINE, KIND_CARD, NULL, 0, &w, NULL);
}

enum err response_run_change(struct visit *v, const struct submission *s) {
    struct body_writer w;
    struct card c;
    const struct item *item = note_own(v, KIND_CARD, s->from.item);
    if (!item || !response_card_read(v, item, &c) || c.emotion != EMOTION_UNSAFE)
        return ERR_NOT_FOUND;
    bool ours = item->space == SPACE_OURS;
    body_begin(&w, v->frame, item->id);
    unsafe_add(&w, s);
    visit_go(v, ROOM_RESPONSES, ours ? PAGE_UNSAFE_OURS : PAGE_UNSAFE, 0);
    return visit_write(v, (enum space)item->space, KIND_CARD, NULL, 0, &w, NULL);
}

enum err response_run_erase(struct visit *v, const struct submission *s) {
    const struct item *item = own_of_room(v, s->from.item);
    if (!item) {
        visit_go(v, ROOM_RESPONSES, PAGE_HOME, 0);
        return ERR_OK;
    }
    struct address to = after_erasing(v, item);
    bool note = item->kind == KIND_NOTE;
    visit_go(v, to.room, to.page, to.item);
    TRY(note_erase(v, item));
    return note ? drill_forget(v, &response_drill, s->from.item) : ERR_OK;
}
