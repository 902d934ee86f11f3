/* today.c -- the one thing for tonight, what waits, and the letter about last week.
 *
 * Every practice suggests; the heaviest suggestion is the one thing, the next few wait. With *mine*
 * open, what is for two is held back until the gate was passed; with *mine* closed nobody here
 * knows of the gate, so everyone sees the same.
 */
#include "app/session.h"
#include "base/check.h"
#include "base/day.h"
#include "book/book_internal.h"
#include "forms/gate.h"
#include "forms/noticed.h"
#include "forms/path.h"
#include "forms/rest_hour.h"
#include "view/dates.h"

enum page { PAGE_HOME = 0, PAGE_LETTER = 1 };
enum action { ACTION_LOCK_MINE = 1, ACTION_ALARM_FORGET = 2 };

enum {
    SUGGESTIONS_MAX = 32,
    SUGGESTIONS_EACH = 4,
    WAITING_MAX = 3,
    NOTICED_MAX = 5,
    SENTENCES_MAX = 12, /* of all rooms; more than a letter has room for */
    SENTENCES_EACH = 4,
    LETTER_MAX = 40 /* lines; a letter longer than that is not read */
};

static struct address today(uint32_t page) {
    return (struct address){ROOM_TODAY, page, 0};
}

/* --- what is suggested ------------------------------------------------------------------------ */

struct suggestions {
    struct suggestion at[SUGGESTIONS_MAX];
    size_t count;
};

/* Kept in order, the heaviest first; of equal ones the first met. */
static void suggestion_add(struct suggestions *all, const struct suggestion *s) {
    size_t i = all->count;
    if (all->count == SUGGESTIONS_MAX)
        return;
    while (i > 0 && all->at[i - 1].weight < s->weight) {
        all->at[i] = all->at[i - 1];
        i--;
    }
    all->at[i] = *s;
    all->count++;
}

static void suggestions_gather(struct visit *v, struct suggestions *all) {
    enum gate gate = gate_now(v);
    bool hold = gate != GATE_UNKNOWN && gate != GATE_OPEN, late = rest_hour_now(v);
    for (const struct practice *const *p = practices; *p; p++) {
        struct suggestion own[SUGGESTIONS_EACH];
        size_t count = (*p)->suggest ? (*p)->suggest(v, own, SUGGESTIONS_EACH) : 0;
        for (size_t i = 0; i < count; i++)
            if (own[i].weight && !(hold && own[i].joint) && !(late && !own[i].rest))
                suggestion_add(all, &own[i]);
    }
}

static void one_thing(struct visit *v, const struct suggestions *all) {
    struct parts *p = v->p;
    if (all->count == 0 && rest_hour_now(v)) {
        part_empty(p, WORDS(T_TODAY_LATE_TITLE), WORDS(T_TODAY_LATE_LINE));
        if (path_has_room(REST_ROOM))
            part_link_button(p, WEIGHT_SECONDARY, (struct address){REST_ROOM, 0, 0},
                             WORDS(T_TODAY_LATE_GO));
        return;
    }
    if (all->count == 0) {
        bool two = book_status(v->book).pair == PAIR_TOGETHER;
        part_empty(p, WORDS(T_TODAY_NOTHING_TITLE),
                   WORDS(two ? T_TODAY_NOTHING_LINE : T_TODAY_NOTHING_LINE_ALONE));
        part_link_button(p, WEIGHT_SECONDARY, (struct address){ROOM_MOMENTS, 0, 0},
                         WORDS(T_TODAY_NOTHING_GO));
        return;
    }
    part_card_begin(p, &(struct part_card){.key = 1,
                                           .title = WORDS(all->at[0].line),
                                           .aside = WORDS(T_TODAY_ONE_THING),
                                           .important = true});
    part_link_button(p, WEIGHT_PRIMARY, all->at[0].where, WORDS(T_TODAY_GO));
    part_card_end(p);
}

static void waiting(struct visit *v, const struct suggestions *all) {
    struct parts *p = v->p;
    if (all->count < 2 || all->at[0].weight >= SUGGEST_BY_ITSELF)
        return;
    part_section_begin(p, WORDS(T_TODAY_WAITS));
    part_list_begin(p);
    for (size_t i = 1; i < all->count && i <= WAITING_MAX; i++)
        part_item(p, &(struct part_item){
                         .key = i, .to = all->at[i].where, .title = WORDS(all->at[i].line)});
    part_list_end(p);
    part_section_end(p);
}

/* --- what is wrong, in one line --------------------------------------------------------------- */

static void trouble(struct visit *v, const struct session_status *s) {
    static const struct {
        enum session_trouble trouble;
        enum part_notice kind;
        enum text_key words;
    } lines[] = {
        {TROUBLE_UNREACHABLE, NOTICE_STATUS, T_HOUSE_TROUBLE_UNREACHABLE},
        {TROUBLE_CLOCK, NOTICE_CARE, T_HOUSE_TROUBLE_CLOCK},
        {TROUBLE_BEHIND, NOTICE_CARE, T_HOUSE_TROUBLE_BEHIND},
        {TROUBLE_GONE, NOTICE_CARE, T_HOUSE_TROUBLE_GONE},
        {TROUBLE_RELAY_FULL, NOTICE_INFO, T_HOUSE_TROUBLE_RELAY_FULL},
        {TROUBLE_ALARM, NOTICE_CARE, T_HOUSE_TROUBLE_ALARM},
        {TROUBLE_NO_SPACE, NOTICE_CARE, T_HOUSE_TROUBLE_NO_SPACE},
        {TROUBLE_DAMAGED, NOTICE_INFO, T_HOUSE_TROUBLE_DAMAGED},
        {TROUBLE_OLD_UNSENT, NOTICE_CARE, T_HOUSE_TROUBLE_OLD_UNSENT},
    };
    struct book_status book = book_status(v->book);
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (lines[i].trouble == s->trouble)
            part_notice(v->p, lines[i].kind, WORDS(lines[i].words));
    if (s->trouble == TROUBLE_ALARM)
        part_action(v->p, ROOM_TODAY, ACTION_ALARM_FORGET, 0, 0, WEIGHT_QUIET,
                    WORDS(T_TODAY_ALARM_FORGET));
    if (s->trouble != TROUBLE_NONE && book.unsent_count)
        part_notice(v->p, NOTICE_STATUS, WORDS(T_TODAY_UNSENT));
    if (s->mine_behind)
        part_notice(v->p, NOTICE_INFO, WORDS(T_HOUSE_TROUBLE_MINE_BEHIND));
    if (s->partner_gone)
        part_notice(v->p, NOTICE_INFO, WORDS(T_HOUSE_PARTNER_GONE));
    if (book_newer_count(v->book))
        part_notice(v->p, NOTICE_INFO, WORDS(T_HOUSE_NEWER_ENTRIES));
    if (s->memory_only && !book.words_made)
        part_notice(v->p, NOTICE_CARE, WORDS(T_TODAY_MEMORY_ONLY));
    if (book.pair == PAIR_LEFT)
        part_notice(v->p, NOTICE_INFO, WORDS(T_TODAY_LEFT));
}

/* --- noticed this week ------------------------------------------------------------------------ */

static int32_t monday(int32_t day) {
    return day - day_weekday(day);
}

static void noticed_draw(struct visit *v, const struct noticed *n) {
    struct bytes name = book_status(v->book).partner_name;
    struct words who = n->by == AUTHOR_ME ? WORDS(T_TODAY_NOTICED_BY_ME)
                       : name.size        ? words_with(v->p, T_TODAY_NOTICED_BY, "name", name)
                                          : WORDS(T_TODAY_NOTICED_BY_NAMELESS);
    struct bytes text =
        n->what == NOTICED_ELSE ? n->text : text_get(v->text, T_TODAY_NOTICED_ASKED);
    part_quote(v->p, n->by == AUTHOR_ME ? WHOSE_ME : WHOSE_YOU, text, who);
}

/* An empty week draws nothing. */
static void noticed_week(struct visit *v) {
    struct noticed all[NOTICED_MAX];
    size_t count = noticed_since(v, monday(v->today), all, NOTICED_MAX);
    if (count == 0)
        return;
    part_section_begin(v->p, WORDS(T_TODAY_NOTICED_TITLE));
    for (size_t i = 0; i < count; i++)
        noticed_draw(v, &all[i]);
    part_section_end(v->p);
}

/* --- quiet cards ------------------------------------------------------------------------------ */

static void card(struct visit *v, uint64_t key, enum text_key title, enum text_key line,
                 struct address to) {
    part_card_begin(v->p, &(struct part_card){.key = key, .title = WORDS(title), .to = to});
    part_say(v->p, WORDS(line));
    part_card_end(v->p);
}

static bool letter_due(struct visit *v);

static void cards(struct visit *v, const struct session_status *s) {
    struct parts *p = v->p;
    struct book_status book = book_status(v->book);
    if (letter_due(v))
        card(v, 10, T_TODAY_LETTER_CARD, T_TODAY_LETTER_CARD_LINE, today(PAGE_LETTER));
    if (book.pair == PAIR_TOGETHER && !book.pair_compared)
        card(v, 11, T_TODAY_COMPARE_TITLE, T_TODAY_COMPARE_LINE,
             (struct address){ROOM_EVENING, 3, 0});
    if (!book.words_made)
        card(v, 12, T_TODAY_WORDS_TITLE, T_TODAY_WORDS_LINE, (struct address){ROOM_ME, 10, 0});
    if (s->can_install && !s->installed) {
        part_card_begin(p, &(struct part_card){.key = 13, .title = WORDS(T_TODAY_INSTALL_TITLE)});
        part_say(p, WORDS(T_TODAY_INSTALL_LINE));
        part_island_button(p, WEIGHT_SECONDARY, "install", (struct bytes){0},
                           WORDS(T_TODAY_INSTALL_GO));
        part_card_end(p);
    }
}

static void mine_line(struct visit *v, const struct session_status *s) {
    struct parts *p = v->p;
    part_rule(p);
    part_row_begin(p);
    part_aside(p, WORDS(s->mine_open ? T_TODAY_MINE_OPEN : T_TODAY_MINE_CLOSED));
    if (s->mine_open && !s->memory_only)
        part_action(p, ROOM_TODAY, ACTION_LOCK_MINE, 0, 0, WEIGHT_QUIET, WORDS(T_TODAY_MINE_LOCK));
    else if (!s->mine_open)
        part_link_button(p, WEIGHT_QUIET, (struct address){ROOM_DOOR, DOOR_MINE, 0},
                         WORDS(T_TODAY_MINE_UNLOCK));
    part_row_end(p);
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    struct session_status s = session_status(v);
    struct suggestions all = {0};
    suggestions_gather(v, &all);
    part_page_begin(p, &(struct part_page){.title = WORDS(T_TODAY_TITLE),
                                           .over = words_of(text_make_date(v->frame, v->text,
                                                                           DATE_FULL, v->today))});
    trouble(v, &s);
    one_thing(v, &all);
    waiting(v, &all);
    noticed_week(v);
    if (!rest_hour_now(v))
        cards(v, &s);
    mine_line(v, &s);
    part_page_end(p);
}

/* --- the letter ------------------------------------------------------------------------------- */

/* The week before this one. Entries of mine that have a title in their practice's table make it;
 * with *mine* closed its items are simply not there. */
struct week {
    int32_t first, last;
};

static struct week last_week(const struct visit *v) {
    int32_t first = monday(v->today) - 7;
    return (struct week){first, first + 6};
}

/* Calls `each` for every entry of mine of that week, kind by kind, until it returns false. */
static void week_each(const struct visit *v, struct week week,
                      bool (*each)(const struct kind_def *, const struct item *, void *),
                      void *ctx) {
    for (const struct practice *const *p = practices; *p; p++)
        for (size_t k = 0; k < (*p)->kind_count; k++) {
            size_t count;
            const struct kind_def *kind = &(*p)->kinds[k];
            const struct item *items = book_items(v->book, kind->kind, &count);
            for (size_t i = count; kind->title != T_NONE && !kind->told && i-- > 0;) {
                if (items[i].first_day < week.first)
                    break;
                if (items[i].first_day <= week.last && items[i].author == AUTHOR_ME &&
                    !each(kind, &items[i], ctx))
                    return;
            }
        }
}

static bool found_one(const struct kind_def *kind, const struct item *item, void *ctx) {
    (void)kind;
    (void)item;
    *(bool *)ctx = true;
    return false;
}

/* What the rooms say of the week by themselves. */
static size_t sentences(struct visit *v, struct week week, struct words *out, size_t room) {
    size_t count = 0;
    for (const struct practice *const *p = practices; *p && count < room; p++) {
        size_t left = room - count < SENTENCES_EACH ? room - count : SENTENCES_EACH;
        if ((*p)->letter)
            count += (*p)->letter(v, week.first, week.last, out + count, left);
    }
    return count;
}

static bool letter_due(struct visit *v) {
    bool found = false;
    struct words one;
    week_each(v, last_week(v), found_one, &found);
    return found || sentences(v, last_week(v), &one, 1) > 0;
}

struct letter {
    struct visit *v;
    size_t lines;
};

static bool letter_line(const struct kind_def *kind, const struct item *item, void *ctx) {
    struct letter *letter = ctx;
    struct visit *v = letter->v;
    part_item(v->p,
              &(struct part_item){.key = item_address(item),
                                  .title = WORDS(kind->title),
                                  .line = words_of(kind_words(kind, item)),
                                  .aside = words_of(text_weekday(v->text, item->first_day)),
                                  .badge = item->space == SPACE_MINE ? BADGE_MINE : BADGE_OURS,
                                  .whose = WHOSE_ME});
    return ++letter->lines < LETTER_MAX;
}

/* First the entries, then what the rooms say of them. */
static void letter_told(struct visit *v, struct week week) {
    struct letter letter = {.v = v};
    struct words said[SENTENCES_MAX];
    bool listed = false;
    part_say(v->p, WORDS(T_TODAY_LETTER_LEAD));
    week_each(v, week, found_one, &listed);
    if (listed) {
        part_list_begin(v->p);
        week_each(v, week, letter_line, &letter);
        part_list_end(v->p);
    }
    size_t count = sentences(v, week, said, SENTENCES_MAX);
    for (size_t i = 0; i < count; i++)
        part_say(v->p, said[i]);
}

static void letter_body(struct visit *v, struct week week) {
    struct parts *p = v->p;
    struct noticed all[NOTICED_MAX];
    struct bytes name = book_status(v->book).my_name;
    part_lead(p, name.size ? words_with(p, T_TODAY_LETTER_HELLO, "name", name)
                           : WORDS(T_TODAY_LETTER_HELLO_NAMELESS));
    if (!letter_due(v))
        part_say(p, WORDS(T_TODAY_LETTER_EMPTY));
    else
        letter_told(v, week);
    size_t count = noticed_since(v, week.first, all, NOTICED_MAX), shown = 0;
    for (size_t i = 0; i < count; i++) {
        if (all[i].by == AUTHOR_ME || all[i].day > week.last)
            continue;
        if (shown++ == 0)
            part_subheading(p, WORDS(T_TODAY_LETTER_NOTICED));
        noticed_draw(v, &all[i]);
    }
    part_say(p, WORDS(T_TODAY_LETTER_END));
}

static void page_letter(struct visit *v) {
    struct parts *p = v->p;
    struct week week = last_week(v);
    struct text_arg args[] = {{"first", text_make_date(v->frame, v->text, DATE_SHORT, week.first)},
                              {"last", text_make_date(v->frame, v->text, DATE_SHORT, week.last)}};
    part_page_begin(
        p, &(struct part_page){.title = WORDS(T_TODAY_LETTER_TITLE),
                               .over = words_format(p, T_TODAY_LETTER_OVER, args, COUNT_OF(args)),
                               .back = today(PAGE_HOME)});
    letter_body(v, week);
    if (!book_status(v->book).mine_open)
        part_prose(p, T_TODAY_LETTER_MINE_CLOSED);
    part_link_button(p, WEIGHT_QUIET, today(PAGE_HOME), WORDS(T_TODAY_LETTER_BACK));
    part_page_end(p);
}

/* --- the table -------------------------------------------------------------------------------- */

static enum err show(struct visit *v) {
    if (v->at.page == PAGE_HOME)
        page_home(v);
    else if (v->at.page == PAGE_LETTER)
        page_letter(v);
    else
        return ERR_NOT_FOUND;
    return ERR_OK;
}

static enum err run_lock_mine(struct visit *v, const struct submission *s) {
    (void)s;
    session_lock_mine(v);
    return ERR_OK;
}

static enum err run_alarm_forget(struct visit *v, const struct submission *s) {
    (void)s;
    return session_alarm_forget(v);
}

static const struct action_def actions[] = {
    {.action = ACTION_LOCK_MINE, .run = run_lock_mine},
    {.action = ACTION_ALARM_FORGET, .run = run_alarm_forget},
};

const struct practice practice_today = {
    .code = ROOM_TODAY,
    .name = "today",
    .title = T_TODAY_TITLE,
    .line = T_TODAY_LINE,
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
};
