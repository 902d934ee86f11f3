/* card.c -- what the other may learn beforehand about my waves.
 *
 * The card is one item of *mine*. What the other has is a copy of it as it was on the day on which
 * it was let go (forms/share.h); changing the card changes no copy. Without a book the lines can be
 * printed and filled in by hand.
 */
#include "practices/firstdays/firstdays.h"

/* --- drawing ---------------------------------------------------------------------------------- */

/* Whatever fits is shown; the other's program may have written anything else. */
void firstdays_card_draw(struct visit *v, struct bytes body, enum whose whose) {
    (void)whose;
    struct bytes words;
    enum text_key first = note_value(&firstdays_card_fields[1], body);
    part_facts_begin(v->p);
    for (size_t i = 0; i < CARD_FIELDS; i++) {
        const struct note_field *f = &firstdays_card_fields[i];
        if (f->count && first != T_NONE)
            part_fact(v->p, WORDS(f->label), WORDS(first));
        else if (!f->count && body_text(body, f->field, &words) && words.size)
            part_fact(v->p, WORDS(f->label), words_of(words));
    }
    part_facts_end(v->p);
}

void firstdays_card_for_ask(struct visit *v, enum ask ask) {
    uint64_t first;
    struct bytes words;
    const struct item *card = firstdays_access(v) == ACCESS_MINE ? note_newest(v, KIND_CARD) : NULL;
    if (!card)
        return;
    struct bytes body = book_item_entry(card).body;
    bool helps_first = body_uint(body, C_FIRST, &first) && first == (uint64_t)ask;
    uint32_t line = ask == ASK_AGAIN ? C_AGAIN : C_SIGN;
    if ((ask != ASK_AGAIN && !helps_first) || !body_text(body, line, &words) || !words.size)
        return;
    part_quote(v->p, WHOSE_ME, words, WORDS(T_FIRSTDAYS_SAY_CARD));
}

/* In sight or aside. */
static bool has_theirs(const struct visit *v) {
    struct share one;
    return firstdays_access(v) != ACCESS_READ && (share_list_theirs(v, &firstdays_share, &one, 1) ||
                                                  share_list_aside(v, &firstdays_share, &one, 1));
}

void firstdays_card_theirs_link(struct visit *v) {
    if (!has_theirs(v))
        return;
    part_link_line(
        v->p, firstdays_at(PAGE_THEIRS, 0),
        words_with(v->p, T_FIRSTDAYS_THEIRS_GO, "name", note_partner(v, T_FIRSTDAYS_OTHER)));
}

/* --- pages ------------------------------------------------------------------------------------ */

static void examples(struct visit *v) {
    part_examples(v->p, WORDS(T_FIRSTDAYS_CARD_GOOD_1), WORDS(T_FIRSTDAYS_CARD_GOOD_2),
                  WORDS(T_FIRSTDAYS_CARD_BAD));
}

/* The lines alone, to be printed and filled in by hand. */
static void page_card_read(struct visit *v) {
    struct parts *p = v->p;
    firstdays_page_begin(v, T_FIRSTDAYS_CARD_TITLE, firstdays_at(PAGE_HOME, 0));
    part_lead(p, WORDS(T_FIRSTDAYS_CARD_LEAD));
    for (size_t i = 0; i < CARD_FIELDS; i++) {
        struct words asks[CARD_ASKS];
        part_subheading(p, WORDS(firstdays_card_fields[i].label));
        for (size_t n = 0; n < firstdays_card_fields[i].count; n++)
            asks[n] = WORDS(firstdays_card_fields[i].words[n]);
        if (firstdays_card_fields[i].count)
            part_tags(p, asks, firstdays_card_fields[i].count);
        else
            part_say(p, words_of(BYTES("…")));
    }
    examples(v);
    part_island_button(p, WEIGHT_SECONDARY, "print", (struct bytes){0},
                       WORDS(T_FIRSTDAYS_CARD_PRINT));
    firstdays_closed(v, firstdays_at(PAGE_CARD_KEPT, 0));
    part_page_end(p);
}

static void page_card(struct visit *v) {
    struct parts *p = v->p;
    const struct item *card = note_newest(v, KIND_CARD);
    struct bytes body = card ? book_item_entry(card).body : (struct bytes){0};
    firstdays_page_begin(v, T_FIRSTDAYS_CARD_TITLE, firstdays_at(PAGE_HOME, 0));
    part_lead(p, WORDS(T_FIRSTDAYS_CARD_LEAD));
    part_form_begin(p, ROOM_FIRSTDAYS, ACTION_CARD);
    part_leave_out(p);
    note_form(v, firstdays_card_fields, CARD_FIELDS, body, (struct bytes){0});
    part_button(p, WORDS(T_FIRSTDAYS_CARD_SAVE));
    part_form_end(p);
    part_link_button(p, WEIGHT_QUIET, firstdays_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    examples(v);
    part_page_end(p);
}

static void page_card_kept(struct visit *v, const struct item *card) {
    struct parts *p = v->p;
    firstdays_page_begin(v, T_FIRSTDAYS_CARD_KEPT_TITLE, firstdays_at(PAGE_HOME, 0));
    part_lead(p, WORDS(T_FIRSTDAYS_CARD_KEPT_LEAD));
    part_card_begin(p, &(struct part_card){.key = item_address(card), .badge = BADGE_MINE});
    firstdays_card_draw(v, book_item_entry(card).body, WHOSE_ME);
    part_card_end(p);
    if (share_possible(v))
        part_link_button(p, WEIGHT_PRIMARY, firstdays_at(PAGE_SHARE, 0),
                         WORDS(T_FIRSTDAYS_CARD_SHARE));
    part_row_begin(p);
    part_link_button(p, WEIGHT_SECONDARY, firstdays_at(PAGE_CARD, 0),
                     WORDS(T_FIRSTDAYS_CARD_CHANGE));
    part_island_button(p, WEIGHT_SECONDARY, "print", (struct bytes){0},
                       WORDS(T_FIRSTDAYS_CARD_PRINT));
    part_link_button(p, WEIGHT_QUIET, firstdays_at(PAGE_CARD_ERASE, 0),
                     WORDS(T_FIRSTDAYS_CARD_ERASE));
    part_row_end(p);
    part_aside(p, WORDS(T_FIRSTDAYS_CARD_PRINT_LINE));
    (void)share_show_mine(v, &firstdays_share, ROOM_FIRSTDAYS, ACTION_AWAY);
    part_page_end(p);
}

static void page_share(struct visit *v, const struct item *card) {
    struct parts *p = v->p;
    firstdays_page_begin(v, T_FIRSTDAYS_SHARE_TITLE, firstdays_at(PAGE_CARD_KEPT, 0));
    share_preview(v, &firstdays_share, book_item_entry(card).body, ROOM_FIRSTDAYS, ACTION_SHARE);
    part_link_button(p, WEIGHT_QUIET, firstdays_at(PAGE_CARD_KEPT, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

static void page_card_erase(struct visit *v) {
    struct parts *p = v->p;
    firstdays_page_begin(v, T_FIRSTDAYS_CARD_ERASE_TITLE, firstdays_at(PAGE_CARD_KEPT, 0));
    part_lead(p, WORDS(T_FIRSTDAYS_CARD_ERASE_LEAD));
    part_action(p, ROOM_FIRSTDAYS, ACTION_CARD_ERASE, 0, 0, WEIGHT_HEAVY,
                WORDS(T_FIRSTDAYS_ERASE_DO));
    part_link_button(p, WEIGHT_QUIET, firstdays_at(PAGE_CARD_KEPT, 0),
                     WORDS(T_FIRSTDAYS_ERASE_NOT));
    part_page_end(p);
}

/* The same for everyone who has nothing there, whatever the other did or put away. */
static void page_theirs(struct visit *v) {
    struct parts *p = v->p;
    bool any = has_theirs(v);
    part_page_begin(p, &(struct part_page){.title = WORDS(T_FIRSTDAYS_THEIRS_TITLE),
                                           .badge = any ? BADGE_OURS : BADGE_NONE,
                                           .back = firstdays_at(PAGE_HOME, 0)});
    if (!any) {
        part_empty(p, WORDS(T_FIRSTDAYS_THEIRS_NONE), (struct words){0});
        part_page_end(p);
        return;
    }
    part_lead(p, WORDS(T_FIRSTDAYS_THEIRS_LEAD));
    (void)share_show_theirs(v, &firstdays_share, ROOM_FIRSTDAYS, ACTION_AWAY);
    part_say(p, WORDS(T_FIRSTDAYS_HAND_ONE));
    part_sentence(p, WORDS(T_FIRSTDAYS_THEIRS_HAND));
    part_page_end(p);
}

static enum err own_show(struct visit *v) {
    const struct item *card = note_newest(v, KIND_CARD);
    if (v->at.page == PAGE_CARD || !card)
        page_card(v);
    else if (v->at.page == PAGE_CARD_KEPT)
        page_card_kept(v, card);
    else if (v->at.page == PAGE_SHARE)
        page_share(v, card);
    else
        page_card_erase(v);
    return ERR_OK;
}

enum err firstdays_card_show(struct visit *v) {
    enum access access = firstdays_access(v);
    switch (v->at.page) {
    case PAGE_THEIRS:
        page_theirs(v);
        return ERR_OK;
    case PAGE_CARD:
        if (access != ACCESS_MINE) {
            page_card_read(v);
            return ERR_OK;
        }
        return own_show(v);
    case PAGE_CARD_KEPT:
    case PAGE_SHARE:
    case PAGE_CARD_ERASE:
        return access == ACCESS_MINE   ? own_show(v)
               : access == ACCESS_OURS ? ERR_LOCKED
                                       : ERR_NOT_FOUND;
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

enum err firstdays_run_card(struct visit *v, const struct submission *s) {
    struct body_writer w;
    bool any = false;
    const struct item *card = note_newest(v, KIND_CARD);
    for (size_t i = 0; i < CARD_FIELDS; i++)
        any = any || submission_has(s, firstdays_card_fields[i].field);
    if (!any) {
        visit_refuse(v, C_SIGN, T_FIRSTDAYS_CARD_MISSING);
        return ERR_OK;
    }
    visit_go(v, ROOM_FIRSTDAYS, PAGE_CARD_KEPT, 0);
    body_begin(&w, v->frame, card ? card->id : NULL);
    note_add(&w, firstdays_card_fields, CARD_FIELDS, s);
    return visit_write(v, SPACE_MINE, KIND_CARD, NULL, 0, &w, NULL);
}

/* More than one stands only where two devices wrote the first at the same time. */
enum err firstdays_run_card_erase(struct visit *v, const struct submission *s) {
    const struct item *card;
    (void)s;
    visit_go(v, ROOM_FIRSTDAYS, PAGE_HOME, 0);
    while ((card = note_newest(v, KIND_CARD)) != NULL)
        TRY(note_erase(v, card));
    return ERR_OK;
}

enum err firstdays_run_share(struct visit *v, const struct submission *s) {
    struct body_writer w;
    const struct item *card = note_newest(v, KIND_CARD);
    (void)s;
    visit_go(v, ROOM_FIRSTDAYS, PAGE_CARD_KEPT, 0);
    if (!card || !share_possible(v))
        return ERR_OK;
    body_begin(&w, v->frame, NULL);
    note_copy(&w, firstdays_card_fields, CARD_FIELDS, book_item_entry(card).body);
    return share_wait(v, &firstdays_share, &w);
}
