/* ask.c -- "Good moment?": a question for today, and three answers that can be relied on.
 *
 * A question that nobody answered is over with its day, without a word. An hour that was promised
 * is kept until its day is over; then its giver's own phone cuts it to the day (ask_settle).
 */
#include "practices/moments/moments.h"
#include "view/dates.h"

enum { ANSWER_NOW, ANSWER_AT, ANSWER_NOT };
enum { A_ANSWER = 1, A_DAY = 2, A_MINUTE = 3 }; /* keys of an answer's body */

/* Half hours of the day that are offered. */
static const uint8_t hours[] = {14, 16, 25, 34, 36, 38, 40, 42, 44};

struct said {
    const struct item *item; /* NULL: not answered */
    uint64_t answer, day, minute;
    bool has_minute;
};

/* bit 0: an hour stands in it; above: its day. */
uint64_t moments_answer_digest(struct bytes body) {
    uint64_t day = 0, minute;
    (void)body_uint(body, A_DAY, &day);
    return day << 1 | body_uint(body, A_MINUTE, &minute);
}

/* The newest answer by the one who was asked. */
static struct said said_to(struct visit *v, const struct item *ask) {
    size_t count;
    const struct item *all = book_items(v->book, KIND_ANSWER, &count);
    for (size_t i = count; i-- > 0 && all[i].first_day >= ask->first_day - 1;) {
        struct entry e = book_item_entry(&all[i]);
        struct said said = {.item = &all[i]};
        if (all[i].author == ask->author || e.re_count != 1 ||
            !bytes_equal(bytes_make(entry_re(&e, 0), EID_SIZE), bytes_make(ask->id, EID_SIZE)) ||
            !body_uint(e.body, A_ANSWER, &said.answer) || said.answer > ANSWER_NOT)
            continue;
        said.has_minute = body_uint(e.body, A_MINUTE, &said.minute) && said.minute < 1440;
        if (!body_uint(e.body, A_DAY, &said.day) || said.day > INT32_MAX)
            said.day = (uint64_t)all[i].first_day;
        return said;
    }
    return (struct said){0};
}

const struct item *moments_asked(struct visit *v) {
    size_t count;
    const struct item *all = book_items(v->book, KIND_ASK, &count);
    if (book_status(v->book).pair != PAIR_TOGETHER)
        return NULL;
    for (size_t i = count; i-- > 0 && all[i].first_day >= v->today;)
        if (all[i].author == AUTHOR_PARTNER && all[i].first_day == v->today &&
            !said_to(v, &all[i]).item)
            return &all[i];
    return NULL;
}

/* --- in words --------------------------------------------------------------------------------- */

static struct words clock_words(struct visit *v, uint64_t minute) {
    struct buf b;
    struct bytes text;
    buf_init(&b, v->frame);
    text_add_clock(&b, v->text, (unsigned)minute);
    return words_of(buf_finish(&b, &text) == ERR_OK ? text : (struct bytes){0});
}

static struct words said_words(struct visit *v, const struct said *said) {
    bool mine = said->item->author == AUTHOR_ME;
    struct text_arg args[3] = {
        {"name", mine ? text_get(v->text, T_MOMENTS_YOU) : note_partner(v, T_MOMENTS_OTHER)},
        {"day", text_make_day_near(v->frame, v->text, (int32_t)said->day, v->today)}};
    enum text_key key = said->answer == ANSWER_NOW   ? T_MOMENTS_SAID_NOW
                        : said->answer == ANSWER_NOT ? T_MOMENTS_SAID_NOT
                        : said->has_minute           ? T_MOMENTS_SAID_AT
                                                     : T_MOMENTS_SAID_DAY;
    args[2].name = "time";
    if (said->has_minute)
        args[2].value = clock_words(v, said->minute).text;
    return words_format(v->p, key, args, COUNT_OF(args));
}

static struct words asked_words(struct visit *v, const struct item *ask) {
    return ask->author == AUTHOR_ME
               ? WORDS(T_MOMENTS_ASKED_MINE)
               : words_with(v->p, T_MOMENTS_ASKED_YOURS, "name", note_partner(v, T_MOMENTS_OTHER));
}

static void ask_quote(struct visit *v, const struct item *ask) {
    struct bytes text;
    if (body_text(book_item_entry(ask).body, 1, &text) && text.size)
        part_quote(v->p, ask->author == AUTHOR_ME ? WHOSE_ME : WHOSE_YOU, text, (struct words){0});
}

/* Today's questions, and what was promised for today or later. */
void moments_ask_card(struct visit *v) {
    size_t count, shown = 0;
    const struct item *all = book_items(v->book, KIND_ASK, &count);
    for (size_t i = count; i-- > 0 && shown < 2 && all[i].first_day >= v->today - 1;) {
        struct said said = said_to(v, &all[i]);
        bool now = all[i].first_day == v->today ||
                   (said.item && said.answer == ANSWER_AT && (int64_t)said.day >= v->today);
        if (!now)
            continue;
        uint64_t address = item_address(&all[i]);
        bool waits = !said.item && all[i].author == AUTHOR_PARTNER;
        shown++;
        part_card_begin(
            v->p, &(struct part_card){.key = address,
                                      .to = moments(PAGE_ASKED, address),
                                      .title = asked_words(v, &all[i]),
                                      .badge = BADGE_OURS,
                                      .important = waits,
                                      .whose = all[i].author == AUTHOR_ME ? WHOSE_ME : WHOSE_YOU});
        ask_quote(v, &all[i]);
        if (said.item)
            part_say(v->p, said_words(v, &said));
        part_card_end(v->p);
    }
}

/* --- pages ------------------------------------------------------------------------------------ */

static void page_ask(struct visit *v) {
    struct parts *p = v->p;
    bool two = book_status(v->book).pair == PAIR_TOGETHER;
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = WORDS(T_MOMENTS_ASK_TITLE),
                                           .back = moments(PAGE_HOME, 0)});
    part_lead(p, WORDS(two ? T_MOMENTS_ASK_LEAD : T_MOMENTS_ASK_ALONE));
    if (two) {
        part_prose(p, T_MOMENTS_ASK_LEAD_2);
        part_form_begin(p, ROOM_MOMENTS, ACTION_ASK);
        part_input(p, &(struct part_field){.field = F_WORDS,
                                           .label = WORDS(T_MOMENTS_ASK_WORDS),
                                           .hint = WORDS(T_MOMENTS_ASK_WORDS_HINT),
                                           .max = 120,
                                           .optional = true});
        part_button(p, WORDS(T_MOMENTS_ASK_GO));
        part_form_end(p);
        part_examples(p, WORDS(T_MOMENTS_ASK_GOOD_1), WORDS(T_MOMENTS_ASK_GOOD_2),
                      WORDS(T_MOMENTS_ASK_BAD));
    }
    part_link_button(p, WEIGHT_QUIET, moments(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

static void time_form(struct visit *v) {
    struct parts *p = v->p;
    struct part_option days[2] = {{.value = 0, .label = WORDS(T_MOMENTS_ANSWER_TODAY)},
                                  {.value = 1, .label = WORDS(T_MOMENTS_ANSWER_TOMORROW)}};
    struct part_option times[COUNT_OF(hours)] = {0};
    for (size_t i = 0; i < COUNT_OF(hours); i++)
        times[i] = (struct part_option){.value = hours[i],
                                        .label = clock_words(v, (uint64_t)hours[i] * 30)};
    part_section_begin(p, WORDS(T_MOMENTS_ANSWER_AT));
    part_form_begin(p, ROOM_MOMENTS, ACTION_ANSWER);
    part_hidden_number(p, F_ANSWER, ANSWER_AT);
    part_choice_chips(p, &(struct part_field){.field = F_DAY, .label = WORDS(T_MOMENTS_ANSWER_DAY)},
                      days, 2, 0);
    part_choice_chips(p,
                      &(struct part_field){.field = F_TIME, .label = WORDS(T_MOMENTS_ANSWER_TIME)},
                      times, COUNT_OF(times), CHOSEN_NONE);
    part_button_as(p, WEIGHT_SECONDARY, WORDS(T_MOMENTS_ANSWER_AT_GO));
    part_form_end(p);
    part_section_end(p);
}

static void answer_forms(struct visit *v) {
    struct parts *p = v->p;
    part_form_begin(p, ROOM_MOMENTS, ACTION_ANSWER);
    part_row_begin(p);
    part_button_value(p, WEIGHT_PRIMARY, F_ANSWER, ANSWER_NOW, WORDS(T_MOMENTS_ANSWER_NOW));
    part_button_value(p, WEIGHT_SECONDARY, F_ANSWER, ANSWER_NOT, WORDS(T_MOMENTS_ANSWER_NOT));
    part_row_end(p);
    part_form_end(p);
    time_form(v);
}

static enum err page_asked(struct visit *v) {
    const struct item *ask = note_at(v, KIND_ASK, v->at.item);
    struct parts *p = v->p;
    if (!ask)
        return ERR_NOT_FOUND;
    struct said said = said_to(v, ask);
    bool open = ask->first_day == v->today && book_status(v->book).pair == PAIR_TOGETHER;
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = asked_words(v, ask),
                                           .over = moment_day(v, ask->first_day),
                                           .back = moments(PAGE_HOME, 0)});
    ask_quote(v, ask);
    if (said.item)
        part_sentence(p, said_words(v, &said));
    if (!said.item && open && ask->author == AUTHOR_PARTNER)
        answer_forms(v);
    else if (said.item && said.item->author == AUTHOR_ME)
        part_aside(p, WORDS(T_MOMENTS_ANSWERED));
    if (!said.item && ask->author == AUTHOR_ME)
        part_action(p, ROOM_MOMENTS, ACTION_TAKE_BACK, 0, 0, WEIGHT_QUIET,
                    WORDS(T_MOMENTS_ASKED_TAKE_BACK));
    part_page_end(p);
    return ERR_OK;
}

enum err moments_ask_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_ASK:
        page_ask(v);
        return ERR_OK;
    case PAGE_ASKED:
        return page_asked(v);
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

enum err moments_run_ask(struct visit *v, const struct submission *s) {
    struct body_writer w;
    body_begin(&w, v->frame, NULL);
    if (submission_has(s, F_WORDS))
        body_add_text(&w, 1, submission_text(s, F_WORDS));
    visit_go(v, ROOM_MOMENTS, PAGE_HOME, 0);
    return visit_write(v, SPACE_OURS, KIND_ASK, NULL, 0, &w, NULL);
}

enum err moments_run_answer(struct visit *v, const struct submission *s) {
    const struct item *ask = note_at(v, KIND_ASK, s->from.item);
    uint64_t answer = submission_number(s, F_ANSWER);
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    if (!ask || ask->author != AUTHOR_PARTNER || said_to(v, ask).item)
        return ERR_OK;
    if (answer == ANSWER_AT && !submission_has(s, F_TIME)) {
        visit_refuse(v, F_TIME, T_HOUSE_ERROR_REQUIRED);
        return ERR_OK;
    }
    body_begin(&w, v->frame, NULL);
    body_add_uint(&w, A_ANSWER, answer);
    if (answer == ANSWER_AT) {
        body_add_uint(&w, A_DAY, (uint64_t)v->today + submission_number(s, F_DAY));
        body_add_uint(&w, A_MINUTE, submission_number(s, F_TIME) * 30);
    }
    __builtin_memcpy(re[0], ask->id, EID_SIZE);
    return visit_write(v, SPACE_OURS, KIND_ANSWER, re, 1, &w, NULL);
}

enum err moments_run_take_back(struct visit *v, const struct submission *s) {
    const struct item *ask = note_own(v, KIND_ASK, s->from.item);
    visit_go(v, ROOM_MOMENTS, PAGE_HOME, 0);
    return ask ? note_erase(v, ask) : ERR_OK;
}

static enum err cut_to_day(struct visit *v, const struct item *answer) {
    struct entry e = book_item_entry(answer);
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    body_begin(&w, v->frame, answer->id);
    body_add_uint(&w, A_ANSWER, ANSWER_AT);
    body_add_uint(&w, A_DAY, answer->digest >> 1);
    bool linked = e.re_count == 1;
    if (linked)
        __builtin_memcpy(re[0], entry_re(&e, 0), EID_SIZE);
    return visit_write(v, SPACE_OURS, KIND_ANSWER, linked ? re : NULL, linked, &w, NULL);
}

/* One at a time: the settling that a write brings about does the next. */
enum err moments_ask_settle(struct visit *v) {
    size_t count;
    const struct item *all = book_items(v->book, KIND_ANSWER, &count);
    if (book_status(v->book).pair != PAIR_TOGETHER)
        return ERR_OK;
    for (size_t i = 0; i < count; i++)
        if (all[i].author == AUTHOR_ME && all[i].digest & 1 &&
            (int64_t)(all[i].digest >> 1) < v->today)
            return cut_to_day(v, &all[i]);
    return ERR_OK;
}
