/* together.c -- two copied rings side by side: where how one showed it meets what the other knows
 * as coming back; then one thing asked for, and an answer that may be *not this, not now*. */
#include "practices/cycle/cycle.h"

#include <string.h>

/* The newest ring that went, of one of us. */
static bool ring_of(const struct visit *v, bool theirs, struct share *out) {
    struct share list[SHARE_LIST_MAX];
    size_t count = theirs ? share_list_theirs(v, &cycle_rules, list, SHARE_LIST_MAX)
                          : share_list(v, &cycle_rules, list, SHARE_LIST_MAX);
    for (size_t i = 0; i < count; i++)
        if (list[i].state == SHARE_STATE_SENT) {
            *out = list[i];
            return true;
        }
    return false;
}

bool cycle_together_possible(const struct visit *v) {
    struct share one;
    return ring_of(v, false, &one) && ring_of(v, true, &one);
}

static void side(struct visit *v, enum whose whose, struct words who, struct bytes body) {
    part_side_begin(v->p, whose, who);
    cycle_ring_draw(v, body);
    part_side_end(v->p);
}

static void quote_of(struct visit *v, struct bytes body, uint32_t key, enum whose whose) {
    struct bytes text;
    if (body_text(body, key, &text) && text.size)
        part_quote(v->p, whose, text, (struct words){0});
    else
        part_quote(v->p, whose, BYTES("…"), (struct words){0});
}

/* One way: `showed` of the first beside `back` of the second. */
static void meeting(struct visit *v, enum text_key title, struct bytes name, struct bytes first,
                    struct bytes second, bool mine_first) {
    struct parts *p = v->p;
    part_section_begin(p, words_with(p, title, "name", name));
    part_sides_begin(p);
    part_side_begin(p, mine_first ? WHOSE_ME : WHOSE_YOU, WORDS(T_CYCLE_STATION_SHOWED));
    quote_of(v, first, F_SHOWED, mine_first ? WHOSE_ME : WHOSE_YOU);
    part_side_end(p);
    part_side_begin(p, mine_first ? WHOSE_YOU : WHOSE_ME, WORDS(T_CYCLE_STATION_BACK));
    quote_of(v, second, F_BACK, mine_first ? WHOSE_YOU : WHOSE_ME);
    part_side_end(p);
    part_sides_end(p);
    part_section_end(p);
}

/* --- one thing asked for ------------------------------------------------------------------------
 */

static const struct item *newest_ask(const struct visit *v, enum author author) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_ASK, &count);
    for (size_t i = count; i-- > 0;) {
        struct bytes text;
        if (items[i].author == author && items[i].space == SPACE_OURS &&
            body_text(book_item_entry(&items[i]).body, 1, &text) && text.size &&
            text.size <= ASK_BYTES)
            return &items[i];
    }
    return NULL;
}

/* The newest answer by the one who was asked, or NULL. */
static const struct item *answer_item(const struct visit *v, const struct item *ask) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_ANSWER, &count);
    for (size_t i = count; i-- > 0;) {
        uint64_t answer;
        struct entry e = book_item_entry(&items[i]);
        if (items[i].author != ask->author && items[i].space == SPACE_OURS && e.re_count == 1 &&
            bytes_equal(bytes_make(entry_re(&e, 0), EID_SIZE), bytes_make(ask->id, EID_SIZE)) &&
            body_uint(e.body, 1, &answer) && answer < ANSWER_COUNT)
            return &items[i];
    }
    return NULL;
}

/* ANSWER_COUNT: none. */
static enum cycle_answer answer_to(const struct visit *v, const struct item *ask) {
    uint64_t answer;
    const struct item *item = answer_item(v, ask);
    return item && body_uint(book_item_entry(item).body, 1, &answer) ? (enum cycle_answer)answer
                                                                     : ANSWER_COUNT;
}

const struct item *cycle_asked(const struct visit *v) {
    const struct item *ask = newest_ask(v, AUTHOR_PARTNER);
    bool waits = ask && book_status(v->book).pair == PAIR_TOGETHER &&
                 answer_to(v, ask) == ANSWER_COUNT && ask->first_day >= v->today - 6 &&
                 ask->first_day <= v->today + 1;
    return waits ? ask : NULL;
}

/* Both, or the one that was not given: an answer can be another one on another day. */
static void answers_draw(struct visit *v, const struct item *ask, enum cycle_answer given) {
    struct parts *p = v->p;
    part_form_begin(p, ROOM_CYCLE, ACTION_ANSWER);
    part_hidden_item(p, F_ITEM, item_address(ask));
    part_row_begin(p);
    if (given != ANSWER_YES)
        part_button_value(p, given == ANSWER_COUNT ? WEIGHT_SECONDARY : WEIGHT_QUIET, F_ANSWER,
                          ANSWER_YES, WORDS(T_CYCLE_ANSWER_YES));
    if (given != ANSWER_NOT_NOW)
        part_button_value(p, WEIGHT_QUIET, F_ANSWER, ANSWER_NOT_NOW, WORDS(T_APP_NOT_NOW));
    part_row_end(p);
    part_form_end(p);
}

static void ask_draw(struct visit *v, const struct item *ask, struct bytes name) {
    static const enum text_key said[] = {T_CYCLE_ANSWER_YES, T_APP_NOT_NOW};
    struct parts *p = v->p;
    bool mine = ask->author == AUTHOR_ME;
    enum cycle_answer answer = answer_to(v, ask);
    struct bytes text;
    if (!body_text(book_item_entry(ask).body, 1, &text))
        return;
    part_card_begin(
        p, &(struct part_card){.key = item_address(ask),
                               .title = mine ? WORDS(T_CYCLE_ASKED_MINE)
                                             : words_with(p, T_CYCLE_ASKED_THEIRS, "name", name),
                               .badge = BADGE_OURS,
                               .whose = mine ? WHOSE_ME : WHOSE_YOU});
    part_quote(p, mine ? WHOSE_ME : WHOSE_YOU, text, (struct words){0});
    if (answer < ANSWER_COUNT)
        part_say(p, WORDS(said[answer]));
    if (mine) {
        part_action(p, ROOM_CYCLE, ACTION_TAKE_BACK, F_ITEM, item_address(ask), WEIGHT_QUIET,
                    WORDS(T_CYCLE_ASK_BACK));
    } else if (book_status(v->book).pair == PAIR_TOGETHER) {
        answers_draw(v, ask, answer);
    }
    part_card_end(p);
}

static void asks_draw(struct visit *v, struct bytes name) {
    struct parts *p = v->p;
    const struct item *mine = newest_ask(v, AUTHOR_ME), *theirs = newest_ask(v, AUTHOR_PARTNER);
    if (theirs)
        ask_draw(v, theirs, name);
    if (mine)
        ask_draw(v, mine, name);
    if (mine || book_status(v->book).pair != PAIR_TOGETHER)
        return;
    part_section_begin(p, WORDS(T_CYCLE_ASK_TITLE));
    part_form_begin(p, ROOM_CYCLE, ACTION_ASK);
    part_area(p, &(struct part_field){.field = F_ASK,
                                      .label = WORDS(T_CYCLE_ASK),
                                      .hint = WORDS(T_CYCLE_ASK_HINT),
                                      .max = 300});
    part_examples(p, WORDS(T_CYCLE_ASK_GOOD_1), WORDS(T_CYCLE_ASK_GOOD_2), WORDS(T_CYCLE_ASK_BAD));
    part_button(p, WORDS(T_CYCLE_ASK_GO));
    part_form_end(p);
    part_section_end(p);
}

void cycle_together_show(struct visit *v) {
    struct parts *p = v->p;
    struct share mine, theirs;
    struct bytes name = note_partner(v, T_CYCLE_OTHER);
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = WORDS(T_CYCLE_TOGETHER_TITLE),
                                           .back = cycle(PAGE_HOME, 0),
                                           .wide = true});
    bool both = ring_of(v, false, &mine) && ring_of(v, true, &theirs);
    if (both)
        part_lead(p, WORDS(T_CYCLE_TOGETHER_LEAD));
    cycle_stop_link(v);
    if (both) {
        part_sides_begin(p);
        side(v, WHOSE_ME, WORDS(T_CYCLE_YOU), mine.body);
        side(v, WHOSE_YOU, words_of(name), theirs.body);
        part_sides_end(p);
        meeting(v, T_CYCLE_MEET_MINE, name, mine.body, theirs.body, true);
        meeting(v, T_CYCLE_MEET_THEIRS, name, theirs.body, mine.body, false);
        asks_draw(v, name);
        part_island_button(p, WEIGHT_QUIET, "print", (struct bytes){0}, WORDS(T_CYCLE_PRINT));
        part_landing(p, WORDS(T_CYCLE_LANDING), (struct address){ROOM_TODAY, 0, 0});
    } else {
        part_empty(p, WORDS(T_CYCLE_TOGETHER_EMPTY), WORDS(T_CYCLE_TOGETHER_EMPTY_LINE));
        asks_draw(v, name); /* something small may be asked for without them */
    }
    part_link_button(p, WEIGHT_QUIET, cycle(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

enum err cycle_run_ask(struct visit *v, const struct submission *s) {
    struct body_writer w;
    body_begin(&w, v->frame, NULL);
    body_add_text(&w, 1, submission_text(s, F_ASK));
    return visit_write(v, SPACE_OURS, KIND_ASK, NULL, 0, &w, NULL);
}

enum err cycle_run_answer(struct visit *v, const struct submission *s) {
    const struct item *ask = note_at(v, KIND_ASK, submission_number(s, F_ITEM));
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    if (!ask || ask->author != AUTHOR_PARTNER)
        return ERR_OK;
    const struct item *given = answer_item(v, ask);
    if (given && answer_to(v, ask) == submission_number(s, F_ANSWER))
        return ERR_OK;
    memcpy(re[0], ask->id, EID_SIZE);
    body_begin(&w, v->frame, given ? given->id : NULL);
    body_add_uint(&w, 1, submission_number(s, F_ANSWER));
    return visit_write(v, SPACE_OURS, KIND_ANSWER, re, 1, &w, NULL);
}

enum err cycle_run_take_back(struct visit *v, const struct submission *s) {
    const struct item *ask = note_own(v, KIND_ASK, submission_number(s, F_ITEM));
    return ask ? note_erase(v, ask) : ERR_OK;
}
