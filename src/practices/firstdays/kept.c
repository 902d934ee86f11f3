/* kept.c -- the waves that were kept: a list that counts nothing, and each to mend or erase. */
#include "practices/firstdays/firstdays.h"

#include "view/dates.h"

enum { LIST_MAX = 40 };

static struct words wave_title(struct visit *v, const struct item *item) {
    return words_with(v->p, T_FIRSTDAYS_KEPT_CARD, "day",
                      text_make_day_near(v->frame, v->text, item->first_day, v->today));
}

static void wave_draw(struct visit *v, struct bytes body) {
    uint64_t ask;
    note_show(v, firstdays_wave_fields, WAVE_FIELDS, body, WHOSE_ME);
    if (!body_uint(body, W_ASK, &ask) || ask >= ASK_COUNT)
        return;
    part_facts_begin(v->p);
    part_fact(v->p, WORDS(T_FIRSTDAYS_KIND_ASKED), WORDS(firstdays_wave_asks[ask]));
    part_facts_end(v->p);
}

static bool is_mine(const struct item *item) {
    return item->author == AUTHOR_ME && item->space == SPACE_MINE;
}

static void page_kept(struct visit *v) {
    struct parts *p = v->p;
    size_t count, shown = 0;
    const struct item *all = book_items(v->book, KIND_WAVE, &count);
    firstdays_page_begin(v, T_FIRSTDAYS_KEPT_TITLE, firstdays_at(PAGE_HOME, 0));
    for (size_t i = count; i-- > 0 && shown < LIST_MAX;) {
        if (!is_mine(&all[i]))
            continue;
        if (shown++ == 0)
            part_lead(p, WORDS(T_FIRSTDAYS_KEPT_LEAD));
        uint64_t address = item_address(&all[i]);
        part_card_begin(p, &(struct part_card){.key = address,
                                               .title = wave_title(v, &all[i]),
                                               .to = firstdays_at(PAGE_ONE, address)});
        wave_draw(v, book_item_entry(&all[i]).body);
        part_card_end(p);
    }
    if (shown == 0)
        part_empty(p, WORDS(T_FIRSTDAYS_KEPT_EMPTY), WORDS(T_FIRSTDAYS_KEPT_EMPTY_LINE));
    else
        part_say(p, WORDS(T_FIRSTDAYS_KEPT_LOOK));
    part_link_button(p, shown ? WEIGHT_SECONDARY : WEIGHT_PRIMARY, firstdays_at(PAGE_WAVE, 0),
                     WORDS(T_FIRSTDAYS_WAVE_GO));
    part_link_line(p, firstdays_at(PAGE_CARD, 0), WORDS(T_FIRSTDAYS_CARD_GO));
    part_page_end(p);
}

static void page_one(struct visit *v, const struct item *item) {
    struct parts *p = v->p;
    uint64_t address = item_address(item);
    part_page_begin(p, &(struct part_page){.title = WORDS(T_FIRSTDAYS_ONE_TITLE),
                                           .over = words_of(text_make_day_near(
                                               v->frame, v->text, item->first_day, v->today)),
                                           .badge = BADGE_MINE,
                                           .back = firstdays_at(PAGE_KEPT, 0)});
    wave_draw(v, book_item_entry(item).body);
    part_row_begin(p);
    part_link_button(p, WEIGHT_SECONDARY, firstdays_at(PAGE_ONE_CHANGE, address),
                     WORDS(T_FIRSTDAYS_ONE_CHANGE));
    part_link_button(p, WEIGHT_QUIET, firstdays_at(PAGE_ONE_ERASE, address),
                     WORDS(T_FIRSTDAYS_ONE_ERASE));
    part_row_end(p);
    part_page_end(p);
}

static void page_one_change(struct visit *v, const struct item *item) {
    struct parts *p = v->p;
    struct address back = firstdays_at(PAGE_ONE, item_address(item));
    firstdays_page_begin(v, T_FIRSTDAYS_ONE_CHANGE_TITLE, back);
    part_form_begin(p, ROOM_FIRSTDAYS, ACTION_ONE_CHANGE);
    firstdays_wave_form(v, book_item_entry(item).body);
    part_button(p, WORDS(T_APP_SAVE));
    part_form_end(p);
    part_examples(p, WORDS(T_FIRSTDAYS_WAVE_GOOD_1), WORDS(T_FIRSTDAYS_WAVE_GOOD_2),
                  WORDS(T_FIRSTDAYS_WAVE_BAD));
    part_page_end(p);
}

static void page_one_erase(struct visit *v, const struct item *item) {
    struct parts *p = v->p;
    struct address back = firstdays_at(PAGE_ONE, item_address(item));
    firstdays_page_begin(v, T_FIRSTDAYS_ONE_ERASE_TITLE, back);
    part_lead(p, WORDS(T_FIRSTDAYS_ONE_ERASE_LEAD));
    part_action(p, ROOM_FIRSTDAYS, ACTION_ONE_ERASE, 0, 0, WEIGHT_HEAVY,
                WORDS(T_FIRSTDAYS_ERASE_DO));
    part_link_button(p, WEIGHT_QUIET, back, WORDS(T_FIRSTDAYS_ERASE_NOT));
    part_page_end(p);
}

enum err firstdays_kept_show(struct visit *v) {
    if (v->at.page < PAGE_KEPT || v->at.page > PAGE_ONE_ERASE || firstdays_access(v) == ACCESS_READ)
        return ERR_NOT_FOUND;
    if (firstdays_access(v) == ACCESS_OURS)
        return ERR_LOCKED;
    if (v->at.page == PAGE_KEPT) {
        page_kept(v);
        return ERR_OK;
    }
    const struct item *item = note_own(v, KIND_WAVE, v->at.item);
    if (!item)
        return ERR_NOT_FOUND;
    if (v->at.page == PAGE_ONE)
        page_one(v, item);
    else if (v->at.page == PAGE_ONE_CHANGE)
        page_one_change(v, item);
    else
        page_one_erase(v, item);
    return ERR_OK;
}

enum err firstdays_run_one_change(struct visit *v, const struct submission *s) {
    struct body_writer w;
    uint64_t ask;
    const struct item *item = note_own(v, KIND_WAVE, v->at.item);
    if (!item)
        return ERR_OK;
    struct bytes before = book_item_entry(item).body;
    visit_go(v, ROOM_FIRSTDAYS, PAGE_ONE, item_address(item));
    body_begin(&w, v->frame, item->id);
    note_add(&w, firstdays_wave_fields, WAVE_FIELDS, s);
    if (body_uint(before, W_ASK, &ask))
        body_add_uint(&w, W_ASK, ask);
    return visit_write(v, SPACE_MINE, KIND_WAVE, NULL, 0, &w, NULL);
}

enum err firstdays_run_one_erase(struct visit *v, const struct submission *s) {
    (void)s;
    const struct item *item = note_own(v, KIND_WAVE, v->at.item);
    visit_go(v, ROOM_FIRSTDAYS, PAGE_KEPT, 0);
    return item ? note_erase(v, item) : ERR_OK;
}
