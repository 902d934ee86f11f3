/* ask.c -- the three descriptions, our own items, the two sentences and the three to finish. */
#include "practices/style/style.h"

static void page_begin(struct visit *v, enum text_key title, enum text_key lead) {
    part_page_begin(
        v->p,
        &(struct part_page){.badge = BADGE_MINE, .title = WORDS(title), .back = style(PAGE_HOME)});
    part_lead(v->p, WORDS(lead));
}

static void not_now(struct visit *v) {
    part_link_button(v->p, WEIGHT_QUIET, style(PAGE_HOME), WORDS(T_APP_NOT_NOW));
}

static int64_t number_of(struct bytes body, uint32_t key, uint64_t below) {
    uint64_t n;
    return body.size && body_uint(body, key, &n) && n < below ? (int64_t)n : CHOSEN_NONE;
}

static void page_three(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = note_newest(v, KIND_THREE);
    struct bytes body = item ? book_item_entry(item).body : (struct bytes){0};
    struct part_option options[STYLE_COUNT] = {0};
    for (size_t i = 0; i < STYLE_COUNT; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(style_three[i])};
    page_begin(v, T_STYLE_THREE_TITLE, T_STYLE_THREE_LEAD);
    part_form_begin(p, ROOM_STYLE, ACTION_THREE);
    part_choice_rows(p, &(struct part_field){.field = F_CHOICE, .label = WORDS(T_STYLE_CHOICE)},
                     options, STYLE_COUNT, number_of(body, F_CHOICE, STYLE_COUNT));
    static const enum text_key rates[STYLE_COUNT] = {T_STYLE_RATE_1, T_STYLE_RATE_2,
                                                     T_STYLE_RATE_3};
    part_heading(p, WORDS(T_STYLE_RATE_TITLE));
    part_leave_out(p);
    for (uint32_t i = 0; i < STYLE_COUNT; i++)
        part_scale(
            p,
            &(struct part_field){.field = F_RATE + i, .label = WORDS(rates[i]), .optional = true},
            STYLE_STEPS, WORDS(T_STYLE_NOT_ME), WORDS(T_STYLE_VERY_ME),
            number_of(body, F_RATE + i, STYLE_STEPS));
    part_button(p, WORDS(T_STYLE_SAVE));
    part_form_end(p);
    not_now(v);
    part_aside(p, WORDS(T_STYLE_THREE_SOURCE));
    part_page_end(p);
}

static void page_measure(struct visit *v, const struct measure *m, enum text_key title,
                         enum text_key lead, uint32_t action) {
    struct parts *p = v->p;
    page_begin(v, title, lead);
    part_form_begin(p, ROOM_STYLE, action);
    measure_form(v, m, measure_of_today(v, m));
    part_button(p, WORDS(T_STYLE_SAVE));
    part_form_end(p);
    not_now(v);
    part_aside(p, WORDS(T_STYLE_OURS));
    part_page_end(p);
}

/* --- the two sentences --------------------------------------------------------------------------
 */

/* Which item was most like me in my newest answer; STYLE_ITEMS: none was, by half at least. */
static size_t strongest(const struct visit *v, const struct measure *m) {
    size_t best = STYLE_ITEMS;
    uint64_t most = 0;
    const struct item *item = note_newest(v, m->kind);
    if (!item)
        return best;
    struct bytes body = book_item_entry(item).body;
    for (size_t i = 0; i < m->count; i++) {
        uint64_t n;
        if (!body_uint(body, m->items[i].field, &n) || n >= m->items[i].steps)
            continue;
        uint64_t counts = m->items[i].way == MEASURE_UP ? n : m->items[i].steps - 1 - n;
        if (2 * counts >= m->items[i].steps - 1 && counts > most) {
            best = i;
            most = counts;
        }
    }
    return best;
}

/* Follows from the answers; own words stand in its place as soon as there are any. */
static void guess_draw(struct visit *v) {
    static const enum text_key nears[STYLE_ITEMS] = {T_STYLE_NEAR_1, T_STYLE_NEAR_2, T_STYLE_NEAR_3,
                                                     T_STYLE_NEAR_4, T_STYLE_NEAR_5};
    static const enum text_key aways[STYLE_ITEMS] = {T_STYLE_AWAY_1, T_STYLE_AWAY_2, T_STYLE_AWAY_3,
                                                     T_STYLE_AWAY_4, T_STYLE_AWAY_5};
    size_t near = strongest(v, &style_worry), away = strongest(v, &style_distance);
    if (near == STYLE_ITEMS && away == STYLE_ITEMS) {
        if (!note_newest(v, KIND_WORRY) && !note_newest(v, KIND_DISTANCE))
            part_say(v->p, WORDS(T_STYLE_GUESS_NONE));
        return;
    }
    part_aside(v->p, WORDS(T_STYLE_GUESS));
    if (near < STYLE_ITEMS)
        part_sentence(v->p, WORDS(nears[near]));
    if (away < STYLE_ITEMS)
        part_sentence(v->p, WORDS(aways[away]));
    part_aside(v->p, WORDS(T_STYLE_GUESS_OWN));
}

static void page_result(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = note_newest(v, KIND_SENTENCES);
    struct bytes body = item ? book_item_entry(item).body : (struct bytes){0};
    page_begin(v, T_STYLE_RESULT_TITLE, T_STYLE_RESULT_LEAD);
    part_prose(p, T_STYLE_NO_VERDICT);
    guess_draw(v);
    part_form_begin(p, ROOM_STYLE, ACTION_RESULT);
    for (size_t i = 0; i < 2; i++) {
        struct part_field f = {.field = style_sentences[i].field,
                               .label = WORDS(style_sentences[i].label),
                               .hint = WORDS(style_sentences[i].hint),
                               .max = style_sentences[i].max};
        if (body.size)
            (void)body_text(body, f.field, &f.value);
        part_area(p, &f);
    }
    part_examples(p, WORDS(T_STYLE_RESULT_GOOD_1), WORDS(T_STYLE_RESULT_GOOD_2),
                  WORDS(T_STYLE_RESULT_BAD));
    part_button(p, WORDS(T_STYLE_SAVE));
    part_form_end(p);
    not_now(v);
    part_section_begin(p, WORDS(T_STYLE_CHARTS));
    measure_show(v, &style_worry, WORDS(T_STYLE_WORRY_TITLE));
    measure_show(v, &style_distance, WORDS(T_STYLE_DISTANCE_TITLE));
    part_section_end(p);
    part_link_line(p, style(PAGE_SURPRISED), WORDS(T_STYLE_SURPRISED_TITLE));
    part_link_line(p, style(PAGE_ERASE), WORDS(T_STYLE_ERASE_GO));
    part_page_end(p);
}

static void page_moves(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = note_newest(v, KIND_SENTENCES);
    struct bytes body = item ? book_item_entry(item).body : (struct bytes){0};
    page_begin(v, T_STYLE_MOVES_TITLE, T_STYLE_MOVES_LEAD);
    part_form_begin(p, ROOM_STYLE, ACTION_MOVES);
    note_form(v, style_sentences + 2, 3, body, (struct bytes){0});
    part_examples(p, WORDS(T_STYLE_MOVES_GOOD_1), WORDS(T_STYLE_MOVES_GOOD_2),
                  WORDS(T_STYLE_MOVES_BAD));
    part_button(p, WORDS(T_STYLE_MOVES_SAVE));
    part_form_end(p);
    not_now(v);
    if (item) {
        part_row_begin(p);
        part_link_button(p, WEIGHT_QUIET, style(PAGE_SHARE), WORDS(T_STYLE_SHARE_GO));
        part_link_button(p, WEIGHT_QUIET, style(PAGE_ERASE), WORDS(T_STYLE_ERASE_GO));
        part_row_end(p);
    }
    part_page_end(p);
}

enum err style_ask_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_THREE:
        page_three(v);
        return ERR_OK;
    case PAGE_WORRY:
        page_measure(v, &style_worry, T_STYLE_WORRY_TITLE, T_STYLE_ITEMS_LEAD, ACTION_WORRY);
        return ERR_OK;
    case PAGE_DISTANCE:
        page_measure(v, &style_distance, T_STYLE_DISTANCE_TITLE, T_STYLE_ITEMS_LEAD,
                     ACTION_DISTANCE);
        return ERR_OK;
    case PAGE_RESULT:
        page_result(v);
        return ERR_OK;
    case PAGE_MOVES:
        page_moves(v);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

enum err style_run_three(struct visit *v, const struct submission *s) {
    const struct item *item = note_newest(v, KIND_THREE);
    struct body_writer w;
    body_begin(&w, v->frame, item ? item->id : NULL);
    for (uint32_t field = F_CHOICE; field < F_RATE + STYLE_COUNT; field++)
        if (submission_has(s, field))
            body_add_uint(&w, field, submission_number(s, field));
    visit_go(v, ROOM_STYLE, PAGE_WORRY, 0);
    return visit_write(v, SPACE_MINE, KIND_THREE, NULL, 0, &w, NULL);
}

enum err style_run_worry(struct visit *v, const struct submission *s) {
    visit_go(v, ROOM_STYLE, PAGE_DISTANCE, 0);
    return measure_keep(v, &style_worry, s);
}

enum err style_run_distance(struct visit *v, const struct submission *s) {
    visit_go(v, ROOM_STYLE, PAGE_RESULT, 0);
    return measure_keep(v, &style_distance, s);
}

/* Fields `from` up to `to` as sent, the others as they stand. */
static enum err sentences_write(struct visit *v, const struct submission *s, size_t from,
                                size_t to) {
    const struct item *item = note_newest(v, KIND_SENTENCES);
    struct bytes body = item ? book_item_entry(item).body : (struct bytes){0};
    struct body_writer w;
    body_begin(&w, v->frame, item ? item->id : NULL);
    for (size_t i = 0; i < SENTENCE_COUNT; i++)
        if (i >= from && i < to)
            note_add(&w, &style_sentences[i], 1, s);
        else if (body.size)
            note_copy(&w, &style_sentences[i], 1, body);
    return visit_write(v, SPACE_MINE, KIND_SENTENCES, NULL, 0, &w, NULL);
}

enum err style_run_result(struct visit *v, const struct submission *s) {
    visit_go(v, ROOM_STYLE, PAGE_MOVES, 0);
    return sentences_write(v, s, 0, 2);
}

enum err style_run_moves(struct visit *v, const struct submission *s) {
    visit_go(v, ROOM_STYLE, PAGE_SHARE, 0);
    return sentences_write(v, s, 2, SENTENCE_COUNT);
}
