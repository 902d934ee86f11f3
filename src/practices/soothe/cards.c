/* cards.c -- words that help, the door, the sign: one note of each person, side by side. */
#include "app/example.h"
#include "practices/soothe/soothe.h"

static enum space space_now(const struct visit *v) {
    return visit_together(v) ? SPACE_OURS : SPACE_MINE;
}

/* bit 0: something stands in it. */
uint64_t card_digest(struct bytes body) {
    uint64_t n;
    struct bytes text;
    for (uint32_t key = F_1; key <= F_4; key++)
        if (body_uint(body, key, &n) || (body_text(body, key, &text) && text.size))
            return 1;
    return 0;
}

static const struct item *newest(const struct visit *v, uint32_t kind, enum author author,
                                 enum space space) {
    size_t count;
    const struct item *all = book_items(v->book, kind, &count);
    for (size_t i = count; i-- > 0;)
        if (all[i].author == author && all[i].space == space && all[i].digest & 1)
            return &all[i];
    return NULL;
}

/* Mine for both, or what I wrote for myself. */
static const struct item *own(const struct visit *v, uint32_t kind) {
    const struct item *item = newest(v, kind, AUTHOR_ME, SPACE_OURS);
    return item ? item : newest(v, kind, AUTHOR_ME, SPACE_MINE);
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* A choice as a line, and words as they were written, in the order of the fields. */
static void body_draw(struct visit *v, const struct card *card, const struct item *item) {
    struct parts *p = v->p;
    struct bytes body = book_item_entry(item).body, text;
    bool labels = card != &soothe_cards[CARD_WORDS];
    for (size_t i = 0; i < card->count; i++) {
        const struct note_field *f = &card->fields[i];
        enum text_key chosen = f->count ? note_value(f, body) : T_NONE;
        bool has = !f->count && body_text(body, f->field, &text) && text.size;
        if (chosen == T_NONE && !has)
            continue;
        bool follows = f->count == 0 && i > 0 && card->fields[i - 1].count &&
                       note_value(&card->fields[i - 1], body) != T_NONE;
        if (labels && !follows)
            part_subheading(p, WORDS(i > 0 && card->fields[i - 1].count ? card->fields[i - 1].label
                                                                        : f->label));
        if (f->count)
            part_tags(p, &WORDS(chosen), 1);
        else
            part_quote(p, item->author == AUTHOR_ME ? WHOSE_ME : WHOSE_YOU, text,
                       (struct words){0});
    }
}

static void side_draw(struct visit *v, const struct card *card, enum author author,
                      const struct item *item) {
    struct parts *p = v->p;
    bool mine = author == AUTHOR_ME;
    part_side_begin(p, mine ? WHOSE_ME : WHOSE_YOU,
                    mine ? WORDS(card->mine)
                         : words_with(p, card->theirs, "name", note_partner(v, T_SOOTHE_OTHER)));
    if (item)
        body_draw(v, card, item);
    else
        part_aside(p, WORDS(card->none));
    if (item && mine && item->space == SPACE_MINE)
        part_badge(p, BADGE_MINE);
    if (item && mine && item->erasable)
        part_link_line(p, soothe_at(PAGE_ERASE, item_address(item)), WORDS(T_APP_ERASE));
    part_side_end(p);
}

void card_draw(struct visit *v, const struct card *card) {
    struct parts *p = v->p;
    const struct item *mine = own(v, card->kind);
    const struct item *theirs = newest(v, card->kind, AUTHOR_PARTNER, SPACE_OURS);
    if (!mine && !theirs) {
        part_empty(p, WORDS(card->none), WORDS(card->none_line));
        return;
    }
    part_sides_begin(p);
    side_draw(v, card, AUTHOR_ME, mine);
    if (theirs || visit_together(v))
        side_draw(v, card, AUTHOR_PARTNER, theirs);
    part_sides_end(p);
}

struct words card_write(struct visit *v, const struct card *card) {
    return WORDS(own(v, card->kind) ? T_APP_CHANGE : card->write);
}

static enum err page_card(struct visit *v, const struct card *card) {
    struct parts *p = v->p;
    enum space space = space_now(v);
    if (space == SPACE_MINE && !book_status(v->book).mine_open)
        return ERR_LOCKED;
    bool words = card == &soothe_cards[CARD_WORDS];
    part_page_begin(p, &(struct part_page){.badge = note_badge((uint8_t)space),
                                           .over = WORDS(T_SOOTHE_TITLE),
                                           .title = WORDS(card->title),
                                           .back = soothe_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(card->lead));
    card_draw(v, card);
    part_link_button(p, WEIGHT_PRIMARY, soothe_at(card->edit, 0), card_write(v, card));
    part_aside(p, WORDS(words ? T_SOOTHE_WORDS_LEARN : T_SOOTHE_DOORWAY_SOURCE));
    if (space == SPACE_MINE)
        part_aside(p, WORDS(T_SOOTHE_ALONE));
    part_page_end(p);
    return ERR_OK;
}

static enum err page_edit(struct visit *v, const struct card *card) {
    struct parts *p = v->p;
    enum space space = space_now(v);
    if (space == SPACE_MINE && !book_status(v->book).mine_open)
        return ERR_LOCKED;
    const struct item *item = newest(v, card->kind, AUTHOR_ME, space);
    part_page_begin(p, &(struct part_page){.badge = note_badge((uint8_t)space),
                                           .over = WORDS(card->title),
                                           .title = WORDS(card->edit_title),
                                           .back = soothe_at(card->page, 0)});
    if (card == &soothe_cards[CARD_SIGN])
        part_lead(p, WORDS(T_SOOTHE_SIGN_LEAD));
    part_form_begin(p, ROOM_SOOTHE, card->action);
    part_leave_out(p);
    note_form(v, card->fields, card->count, item ? book_item_entry(item).body : (struct bytes){0},
              (struct bytes){0});
    part_button(p, WORDS(T_SOOTHE_SAVE));
    part_form_end(p);
    part_examples(p, WORDS(card->good_1), WORDS(card->good_2), WORDS(card->bad));
    part_link_button(p, WEIGHT_QUIET, soothe_at(card->page, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
    return ERR_OK;
}

enum err cards_show(struct visit *v) {
    for (size_t i = 0; i < CARD_COUNT; i++) {
        if (v->at.page == soothe_cards[i].edit)
            return page_edit(v, &soothe_cards[i]);
        if (i != CARD_SIGN && v->at.page == soothe_cards[i].page)
            return page_card(v, &soothe_cards[i]);
    }
    return ERR_NOT_FOUND;
}

/* --- actions ---------------------------------------------------------------------------------- */

static enum err card_keep(struct visit *v, const struct card *card, const struct submission *s) {
    struct body_writer w;
    enum space space = space_now(v);
    bool any = false;
    for (size_t i = 0; i < card->count; i++)
        any |= submission_has(s, card->fields[i].field);
    if (!any) {
        visit_refuse(v, card->fields[0].field, T_SOOTHE_WRITE_ONE);
        return ERR_OK;
    }
    const struct item *item = newest(v, card->kind, AUTHOR_ME, space);
    body_begin(&w, v->frame, item && item->erasable ? item->id : NULL);
    note_add(&w, card->fields, card->count, s);
    visit_go(v, ROOM_SOOTHE, card->page, 0);
    return visit_write(v, space, card->kind, NULL, 0, &w, NULL);
}

enum err soothe_run_words(struct visit *v, const struct submission *s) {
    return card_keep(v, &soothe_cards[CARD_WORDS], s);
}

enum err soothe_run_doorway(struct visit *v, const struct submission *s) {
    return card_keep(v, &soothe_cards[CARD_DOORWAY], s);
}

enum err soothe_run_sign(struct visit *v, const struct submission *s) {
    return card_keep(v, &soothe_cards[CARD_SIGN], s);
}

/* --- the example couple ----------------------------------------------------------------------- */

static enum err example_texts(struct example *x, enum example_person who, uint32_t kind,
                              enum text_key first, enum text_key second) {
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_text(&w, F_1, text_get(x->text, first));
    if (second != T_NONE)
        body_add_text(&w, F_2, text_get(x->text, second));
    return example_write(x, who, SPACE_OURS, kind, 12, NULL, &w, NULL);
}

static enum err example_coming(struct example *x, enum example_person who, uint64_t how,
                               enum text_key words) {
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, F_3, how);
    body_add_text(&w, F_4, text_get(x->text, words));
    return example_write(x, who, SPACE_OURS, KIND_DOORWAY, 11, NULL, &w, NULL);
}

enum err soothe_example(struct example *x) {
    TRY(example_texts(x, EXAMPLE_NORA, KIND_WORDS, T_SOOTHE_EXAMPLE_WORDS_1,
                      T_SOOTHE_EXAMPLE_WORDS_2));
    TRY(example_texts(x, EXAMPLE_SAM, KIND_WORDS, T_SOOTHE_EXAMPLE_WORDS_3,
                      T_SOOTHE_EXAMPLE_WORDS_4));
    TRY(example_coming(x, EXAMPLE_NORA, 4, T_SOOTHE_EXAMPLE_DOORWAY_1));
    TRY(example_coming(x, EXAMPLE_SAM, 3, T_SOOTHE_EXAMPLE_DOORWAY_2));
    TRY(example_texts(x, EXAMPLE_SAM, KIND_SIGN, T_SOOTHE_EXAMPLE_SIGN_1, T_NONE));
    return example_texts(x, EXAMPLE_NORA, KIND_SIGN, T_SOOTHE_EXAMPLE_SIGN_2, T_NONE);
}
