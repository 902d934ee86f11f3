/* page.c -- one page of a day: what it says, what is written, and what one has in hand after it. */
#include "practices/firstdays/firstdays.h"

#include "base/day.h"
#include "forms/calendar.h"
#include "view/dates.h"

#include <string.h>

enum { WORDS_MAX = 600, DAYS_AHEAD_MAX = 366, DAYS_AHEAD = 21 };

/* Half hours of the day that the hour of questions is chosen from; none of the night. */
static const uint8_t hours[] = {14, 20, 24, 30, 34, 36, 37, 38, 39, 40, 41, 42};

/* --- what was written ------------------------------------------------------------------------- */

/* The newest of mine for this step, or NULL; *mine* is open. */
static const struct item *written(struct visit *v, enum role role, size_t step) {
    size_t count;
    uint64_t r, s;
    const struct item *all = book_items(v->book, KIND_DAY, &count);
    for (size_t i = count; i-- > 0;) {
        if (all[i].author != AUTHOR_ME || all[i].space != SPACE_MINE)
            continue;
        struct bytes body = book_item_entry(&all[i]).body;
        if (body_uint(body, F_ROLE, &r) && r == (uint64_t)role && body_uint(body, F_STEP, &s) &&
            s == step)
            return &all[i];
    }
    return NULL;
}

static struct bytes written_body(struct visit *v, enum role role, size_t step) {
    const struct item *item = firstdays_access(v) == ACCESS_MINE ? written(v, role, step) : NULL;
    return item ? book_item_entry(item).body : (struct bytes){0};
}

static bool day_of(struct bytes body, int32_t *day) {
    uint64_t n;
    if (!body.size || !body_uint(body, F_DAY, &n) || n > ENTRY_DAY_MAX)
        return false;
    *day = (int32_t)n;
    return true;
}

static struct words clock_words(struct visit *v, uint64_t minute) {
    struct buf b;
    struct bytes text;
    buf_init(&b, v->frame);
    text_add_clock(&b, v->text, (unsigned)minute);
    return words_of(buf_finish(&b, &text) == ERR_OK ? text : (struct bytes){0});
}

/* The sentence that a day or an hour makes; empty where there is none. */
static struct words said(struct visit *v, const struct page *page) {
    int32_t day;
    uint64_t minute;
    struct bytes body = written_body(v, page->role, page->step % THEMES);
    if (page->theme->field == THEME_DAY && day_of(body, &day))
        return words_with(v->p, T_FIRSTDAYS_HAND_UNTIL, "day",
                          text_make_date(v->frame, v->text, DATE_FULL, day));
    if (page->theme->field == THEME_HOUR && body.size && body_uint(body, F_MINUTE, &minute) &&
        minute < 1440)
        return words_with(
            v->p, page->role == ROLE_HURT ? T_FIRSTDAYS_HAND_HOUR : T_FIRSTDAYS_HAND_HOUR_MINE,
            "time", clock_words(v, minute).text);
    return (struct words){0};
}

/* --- the page --------------------------------------------------------------------------------- */

/* yyyy-mm-dd, as a date field holds it. */
static struct bytes day_value(struct visit *v, int32_t day) {
    struct buf b;
    struct bytes text;
    buf_init(&b, v->frame);
    day_add(&b, day);
    return buf_finish(&b, &text) == ERR_OK ? text : (struct bytes){0};
}

static void day_field(struct visit *v, struct bytes body) {
    int32_t day;
    if (!day_of(body, &day))
        day = v->today + DAYS_AHEAD;
    part_day(v->p,
             &(struct part_field){.field = F_DAY,
                                  .label = WORDS(T_FIRSTDAYS_DAY_LABEL),
                                  .hint = WORDS(T_FIRSTDAYS_DAY_HINT),
                                  .value = day_value(v, day),
                                  .optional = true},
             v->today, v->today + DAYS_AHEAD_MAX);
}

static void hour_field(struct visit *v, struct bytes body) {
    struct part_option options[COUNT_OF(hours)] = {0};
    uint64_t minute = 0;
    bool chosen = body.size && body_uint(body, F_MINUTE, &minute) && minute % 30 == 0;
    for (size_t i = 0; i < COUNT_OF(hours); i++)
        options[i] = (struct part_option){.value = hours[i],
                                          .label = clock_words(v, (uint64_t)hours[i] * 30)};
    part_choice_chips(v->p,
                      &(struct part_field){.field = F_MINUTE,
                                           .label = WORDS(T_FIRSTDAYS_HOUR_LABEL),
                                           .optional = true},
                      options, COUNT_OF(hours), chosen ? (int64_t)(minute / 30) : CHOSEN_NONE);
}

/* Whether the path goes on and this page is of its role, so that reading it is marked. */
static bool on_path(struct visit *v, const struct page *page, struct path_run *run) {
    path_read(v, &firstdays_path, run);
    return (run->state == PATH_GOING || run->state == PATH_AWAY) &&
           run->role == (uint32_t)page->role;
}

/* The ways on that write nothing. */
static void ways(struct visit *v, const struct page *page) {
    struct path_run run;
    bool open = on_path(v, page, &run) && run.how[page->step] == PATH_OPEN;
    part_row_begin(v->p);
    if (open)
        path_button(v, &firstdays_path, ACTION_PATH, PATH_DO_DONE, page->step, WEIGHT_QUIET,
                    WORDS(T_FIRSTDAYS_WITHOUT));
    else
        part_link_button(v->p, WEIGHT_QUIET, firstdays_at(PAGE_HAND, v->at.item),
                         WORDS(T_FIRSTDAYS_WITHOUT));
    if (open)
        path_button(v, &firstdays_path, ACTION_PATH, PATH_DO_LEFT, page->step, WEIGHT_QUIET,
                    WORDS(T_APP_NOT_NOW));
    else
        part_link_button(v->p, WEIGHT_QUIET, firstdays_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_row_end(v->p);
}

static void page_form(struct visit *v, const struct page *page) {
    struct parts *p = v->p;
    struct bytes body = written_body(v, page->role, page->step), words = {0};
    if (body.size)
        (void)body_text(body, F_WORDS, &words);
    part_form_begin(p, ROOM_FIRSTDAYS, ACTION_DAY);
    if (page->round == ROUND_FIRST && page->theme->field == THEME_DAY)
        day_field(v, body);
    if (page->round == ROUND_FIRST && page->theme->field == THEME_HOUR)
        hour_field(v, body);
    part_area(p, &(struct part_field){.field = F_WORDS,
                                      .label = WORDS(page->round == ROUND_FIRST
                                                         ? page->theme->ask
                                                         : T_FIRSTDAYS_AGAIN_LABEL),
                                      .value = words,
                                      .max = WORDS_MAX,
                                      .optional = true});
    part_button(p, WORDS(T_FIRSTDAYS_KEEP));
    part_form_end(p);
    ways(v, page);
}

/* What stood here the first time, on a page that comes back. */
static void before(struct visit *v, const struct page *page) {
    struct bytes body = written_body(v, page->role, page->step % THEMES), words;
    struct words sentence = said(v, page);
    bool wrote = body.size && body_text(body, F_WORDS, &words) && words.size;
    if (!wrote && !sentence.text.size)
        return;
    part_section_begin(v->p, WORDS(T_FIRSTDAYS_WROTE_FIRST));
    if (sentence.text.size)
        part_say(v->p, sentence);
    if (wrote)
        part_quote(v->p, WHOSE_ME, words, (struct words){0});
    part_section_end(v->p);
}

static void examples(struct visit *v, const struct page *page) {
    const struct theme *t = page->theme;
    if (page->round != ROUND_FIRST)
        part_details_begin(v->p, WORDS(T_FIRSTDAYS_EXAMPLES));
    part_examples(v->p, WORDS(t->good_1), WORDS(t->good_2), WORDS(t->bad));
    if (page->round != ROUND_FIRST)
        part_details_end(v->p);
}

static struct address list_of(const struct page *page) {
    return firstdays_at(page->role == ROLE_HURT ? PAGE_LIST_HURT : PAGE_LIST_HURTER, 0);
}

static void page_day(struct visit *v, const struct page *page) {
    static const enum text_key over[ROUNDS] = {T_FIRSTDAYS_OVER_FIRST, T_FIRSTDAYS_OVER_AGAIN,
                                               T_FIRSTDAYS_OVER_LATER};
    struct parts *p = v->p;
    bool mine = firstdays_access(v) == ACCESS_MINE;
    part_page_begin(p, &(struct part_page){.title = WORDS(page->theme->title),
                                           .over = WORDS(over[page->round]),
                                           .badge = mine ? BADGE_MINE : BADGE_NONE,
                                           .back = list_of(page)});
    if (page->round != ROUND_FIRST)
        before(v, page);
    part_prose(p, page->theme->round[page->round]);
    if (page->role == ROLE_HURTER && page->theme->title == T_FIRSTDAYS_HIT_TITLE)
        firstdays_card_theirs_link(v);
    if (mine) {
        page_form(v, page);
        examples(v, page);
    } else {
        examples(v, page);
        part_link_button(p, WEIGHT_PRIMARY, firstdays_at(PAGE_HAND, v->at.item),
                         WORDS(T_FIRSTDAYS_GO));
        firstdays_closed(v, firstdays_at(PAGE_DAY_MINE, v->at.item));
    }
    part_page_end(p);
}

/* --- after it --------------------------------------------------------------------------------- */

static void page_hand(struct visit *v, const struct page *page) {
    struct parts *p = v->p;
    struct words sentence = said(v, page);
    bool mine = firstdays_access(v) == ACCESS_MINE;
    bool wrote = mine && written(v, page->role, page->step);
    part_page_begin(p, &(struct part_page){.title = WORDS(T_FIRSTDAYS_HAND_TITLE),
                                           .over = WORDS(page->theme->title),
                                           .badge = mine ? BADGE_MINE : BADGE_NONE,
                                           .back = firstdays_at(PAGE_DAY, v->at.item)});
    part_lead(p, WORDS(T_FIRSTDAYS_HAND_ONE));
    if (sentence.text.size)
        part_sentence(p, sentence);
    if (sentence.text.size && page->theme->field == THEME_HOUR)
        part_prose(p, T_FIRSTDAYS_HAND_PROPOSE);
    if (sentence.text.size)
        part_say(p, WORDS(page->theme->hand[page->round]));
    else
        part_sentence(p, WORDS(page->theme->hand[page->round]));
    if (page->theme->heavy)
        part_landing(p, WORDS(T_FIRSTDAYS_HAND_LANDING), firstdays_at(PAGE_HOME, 0));
    else
        part_link_button(p, WEIGHT_PRIMARY, firstdays_at(PAGE_HOME, 0),
                         WORDS(T_FIRSTDAYS_HAND_HOME));
    if (mine)
        calendar_form(v, ACTION_CALENDAR, v->today + 1);
    if (wrote)
        part_link_line(p, firstdays_at(PAGE_DAY_ERASE, v->at.item), WORDS(T_FIRSTDAYS_ERASE_GO));
    part_page_end(p);
}

static void page_day_erase(struct visit *v) {
    struct parts *p = v->p;
    struct address back = firstdays_at(PAGE_DAY, v->at.item);
    firstdays_page_begin(v, T_FIRSTDAYS_ERASE_TITLE, back);
    part_lead(p, WORDS(T_FIRSTDAYS_ERASE_LEAD));
    part_action(p, ROOM_FIRSTDAYS, ACTION_DAY_ERASE, 0, 0, WEIGHT_HEAVY,
                WORDS(T_FIRSTDAYS_ERASE_DO));
    part_link_button(p, WEIGHT_QUIET, back, WORDS(T_FIRSTDAYS_ERASE_NOT));
    part_page_end(p);
}

enum err firstdays_page_show(struct visit *v) {
    struct page page;
    enum access access = firstdays_access(v);
    if (v->at.page < PAGE_DAY || v->at.page > PAGE_DAY_ERASE ||
        !firstdays_page_find(v->at.item, &page))
        return ERR_NOT_FOUND;
    switch (v->at.page) {
    case PAGE_DAY_MINE:
        if (access == ACCESS_OURS)
            return ERR_LOCKED;
        page_day(v, &page);
        return ERR_OK;
    case PAGE_HAND:
        page_hand(v, &page);
        return ERR_OK;
    case PAGE_DAY_ERASE:
        if (access != ACCESS_MINE)
            return access == ACCESS_OURS ? ERR_LOCKED : ERR_NOT_FOUND;
        page_day_erase(v);
        return ERR_OK;
    default:
        page_day(v, &page);
        return ERR_OK;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

static enum err erase_all(struct visit *v, const struct page *page) {
    const struct item *item;
    while ((item = written(v, page->role, page->step)) != NULL)
        TRY(note_erase(v, item));
    return ERR_OK;
}

static enum err keep(struct visit *v, const struct page *page, const struct submission *s) {
    struct body_writer w;
    const struct item *item = written(v, page->role, page->step);
    bool first = page->round == ROUND_FIRST;
    bool day = first && page->theme->field == THEME_DAY && submission_has(s, F_DAY);
    bool hour = first && page->theme->field == THEME_HOUR && submission_has(s, F_MINUTE);
    if (!submission_has(s, F_WORDS) && !day && !hour)
        return erase_all(v, page);
    body_begin(&w, v->frame, item ? item->id : NULL);
    body_add_uint(&w, F_ROLE, page->role);
    body_add_uint(&w, F_STEP, page->step);
    if (submission_has(s, F_WORDS))
        body_add_text(&w, F_WORDS, submission_text(s, F_WORDS));
    if (day)
        body_add_uint(&w, F_DAY, submission_number(s, F_DAY));
    if (hour)
        body_add_uint(&w, F_MINUTE, submission_number(s, F_MINUTE) * 30);
    return visit_write(v, SPACE_MINE, KIND_DAY, NULL, 0, &w, NULL);
}

/* No day that is over, and none that nobody will see. */
static bool day_refused(struct visit *v, const struct submission *s) {
    int64_t day = (int64_t)submission_number(s, F_DAY);
    if (!submission_has(s, F_DAY) || (day >= v->today && day <= v->today + DAYS_AHEAD_MAX))
        return false;
    visit_refuse(v, F_DAY, T_FORMS_CALENDAR_DAY_REFUSED);
    return true;
}

enum err firstdays_run_day(struct visit *v, const struct submission *s) {
    struct page page;
    struct path_run run;
    if (!firstdays_page_find(v->at.item, &page) || day_refused(v, s))
        return ERR_OK;
    TRY(keep(v, &page, s));
    visit_go(v, ROOM_FIRSTDAYS, PAGE_HAND, v->at.item);
    return on_path(v, &page, &run) ? path_mark(v, &firstdays_path, page.step, PATH_DONE) : ERR_OK;
}

enum err firstdays_run_day_erase(struct visit *v, const struct submission *s) {
    struct page page;
    (void)s;
    if (!firstdays_page_find(v->at.item, &page))
        return ERR_OK;
    visit_go(v, ROOM_FIRSTDAYS, PAGE_DAY, v->at.item);
    return erase_all(v, &page);
}

enum err firstdays_run_path(struct visit *v, const struct submission *s) {
    uint64_t what = submission_number(s, PATH_F_WHAT);
    if (what == PATH_DO_DONE && v->at.page != PAGE_HOME)
        visit_go(v, ROOM_FIRSTDAYS, PAGE_HAND, v->at.item);
    else
        visit_go(v, ROOM_FIRSTDAYS, PAGE_HOME, 0);
    return path_press(v, &firstdays_path, s);
}
