/* firstdays.c -- the first days: the room's first page, its lists, what it suggests, its tables. */
#include "practices/firstdays/firstdays.h"

#include "forms/calendar.h"
#include "forms/gate.h"

/* What was answered to "What brings you here?" (the room evening keeps it in *mine*: 1 uint what).
 * Rooms share no headers, so its kind and the two answers that matter here are named once more;
 * the room's test holds them together. */
enum { KIND_BRINGS = ROOM_EVENING * KINDS_PER_PRACTICE + 3, BRINGS_HURT = 2, BRINGS_HURTER = 3 };

/* Forty-two steps, whose titles and order are in themes.c: the path only marks them. */
static const struct path_step steps[STEPS];
const struct path firstdays_path = {.kind = KIND_RUN,
                                    .id = PATH_FIRST_DAYS_ID,
                                    .steps = steps,
                                    .count = STEPS,
                                    .roles = ROLE_COUNT,
                                    .days = PATH_FIRST_DAYS};

/* --- what the files share --------------------------------------------------------------------- */

enum access firstdays_access(const struct visit *v) {
    struct session_status s = session_status(v);
    if (!v->book || !s.open || s.closing)
        return ACCESS_READ;
    return s.mine_open ? ACCESS_MINE : ACCESS_OURS;
}

void firstdays_page_begin(struct visit *v, enum text_key title, struct address back) {
    bool mine = firstdays_access(v) == ACCESS_MINE;
    part_page_begin(v->p, &(struct part_page){.title = WORDS(title),
                                              .badge = mine ? BADGE_MINE : BADGE_NONE,
                                              .back = back});
}

void firstdays_closed(struct visit *v, struct address wanted) {
    switch (firstdays_access(v)) {
    case ACCESS_READ:
        part_aside(v->p, WORDS(T_FIRSTDAYS_NO_BOOK));
        break;
    case ACCESS_OURS:
        part_link_line(v->p, wanted, WORDS(T_FIRSTDAYS_CLOSED));
        break;
    case ACCESS_MINE:
        break;
    }
}

/* --- the first page --------------------------------------------------------------------------- */

/* Which role was told in the evening; ROLE_COUNT: neither. */
static enum role role_told(const struct visit *v) {
    uint64_t what;
    const struct item *brings = note_newest(v, KIND_BRINGS);
    if (!brings || !body_uint(book_item_entry(brings).body, 1, &what))
        return ROLE_COUNT;
    return what == BRINGS_HURT ? ROLE_HURT : what == BRINGS_HURTER ? ROLE_HURTER : ROLE_COUNT;
}

static void doors(struct visit *v) {
    struct parts *p = v->p;
    part_doors_begin(p);
    part_door(p, &(struct part_door){.to = firstdays_at(PAGE_LIST_HURT, 0),
                                     .title = WORDS(T_FIRSTDAYS_HURT),
                                     .line = WORDS(T_FIRSTDAYS_HURT_LINE),
                                     .icon = ICON_ALONE});
    part_door(p, &(struct part_door){.to = firstdays_at(PAGE_LIST_HURTER, 0),
                                     .title = WORDS(T_FIRSTDAYS_HURTER),
                                     .line = WORDS(T_FIRSTDAYS_HURTER_LINE),
                                     .icon = ICON_ALONE});
    part_doors_end(p);
}

static void today_card(struct visit *v, const struct path_run *run) {
    struct page page;
    uint64_t item = firstdays_page_item((enum role)run->role, run->next);
    if (!run->tonight || !firstdays_page_find(item, &page)) {
        part_say(v->p, WORDS(T_FIRSTDAYS_ENOUGH));
        return;
    }
    part_card_begin(v->p, &(struct part_card){.key = 1,
                                              .title = WORDS(page.theme->title),
                                              .aside = WORDS(T_FIRSTDAYS_TODAY),
                                              .important = true});
    part_link_button(v->p, WEIGHT_PRIMARY, firstdays_at(PAGE_DAY, item),
                     WORDS(T_FIRSTDAYS_TODAY_GO));
    part_card_end(v->p);
}

/* Where one is on the way, with *mine* open. */
static void way(struct visit *v, const struct path_run *run) {
    struct parts *p = v->p;
    switch (run->state) {
    case PATH_GOING:
        today_card(v, run);
        break;
    case PATH_AWAY:
        part_say(p, WORDS(T_FIRSTDAYS_AWAY));
        path_button(v, &firstdays_path, ACTION_PATH, PATH_DO_ON, 0, WEIGHT_SECONDARY,
                    WORDS(T_FORMS_PATH_ON));
        break;
    case PATH_WALKED:
        part_say(p, WORDS(T_FIRSTDAYS_OVER));
        part_link_button(p, WEIGHT_SECONDARY, firstdays_at(PAGE_BEGIN, 0),
                         WORDS(T_FIRSTDAYS_BEGIN_AGAIN));
        break;
    default:
        part_say(p, WORDS(T_FIRSTDAYS_LENGTH));
        part_link_button(
            p, WEIGHT_SECONDARY, firstdays_at(PAGE_BEGIN, 0),
            WORDS(run->state == PATH_NEVER ? T_FIRSTDAYS_BEGIN_GO : T_FIRSTDAYS_BEGIN_AGAIN));
    }
}

static void links(struct visit *v, enum access access) {
    struct parts *p = v->p;
    part_link_line(p, firstdays_at(PAGE_TOO_MUCH, 0), WORDS(T_FIRSTDAYS_MUCH_GO));
    if (access == ACCESS_MINE)
        part_link_line(p, firstdays_at(PAGE_KEPT, 0), WORDS(T_FIRSTDAYS_WAVES_GO));
    part_link_line(p,
                   firstdays_at(access == ACCESS_MINE && note_newest(v, KIND_CARD) ? PAGE_CARD_KEPT
                                                                                   : PAGE_CARD,
                                0),
                   WORDS(T_FIRSTDAYS_CARD_GO));
    firstdays_card_theirs_link(v);
    part_link_line(p, (struct address){ROOM_DOOR, 20, 0}, WORDS(T_FIRSTDAYS_AFRAID));
}

/* Putting away, ending, the other role: one touch further than reading. */
static void own_ways(struct visit *v, const struct path_run *run) {
    part_details_begin(v->p, WORDS(T_FIRSTDAYS_ABOUT));
    if (run->state == PATH_GOING)
        path_button(v, &firstdays_path, ACTION_PATH, PATH_DO_AWAY, 0, WEIGHT_QUIET,
                    WORDS(T_FORMS_PATH_AWAY));
    path_button(v, &firstdays_path, ACTION_PATH, PATH_DO_END, 0, WEIGHT_QUIET,
                WORDS(T_FORMS_PATH_END));
    part_link_button(v->p, WEIGHT_QUIET, firstdays_at(PAGE_BEGIN, 0),
                     WORDS(T_FIRSTDAYS_CHANGE_ROLE));
    part_details_end(v->p);
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    struct path_run run;
    enum access access = firstdays_access(v);
    struct address back = {ROOM_DOOR, access == ACCESS_READ ? DOOR_FIRST : DOOR_ROOMS, 0};
    part_page_begin(p, &(struct part_page){.title = WORDS(T_FIRSTDAYS_TITLE), .back = back});
    part_lead(p, WORDS(T_FIRSTDAYS_LEAD));
    path_read(v, &firstdays_path, &run);
    bool card = access == ACCESS_MINE && run.state == PATH_GOING && run.tonight;
    part_link_button(p, card ? WEIGHT_SECONDARY : WEIGHT_PRIMARY, firstdays_at(PAGE_WAVE, 0),
                     WORDS(T_FIRSTDAYS_WAVE_GO));
    if (access == ACCESS_MINE)
        way(v, &run);
    part_heading(p, WORDS(T_FIRSTDAYS_PAGES));
    doors(v);
    links(v, access);
    firstdays_closed(v, firstdays_at(PAGE_HOME, 1));
    if (access == ACCESS_MINE && (run.state == PATH_GOING || run.state == PATH_AWAY))
        own_ways(v, &run);
    part_aside(p, WORDS(T_FIRSTDAYS_KNOWN));
    part_page_end(p);
}

/* --- the lists -------------------------------------------------------------------------------- */

static struct words mark_words(const struct path_run *run, bool marked, size_t step) {
    if (!marked || run->how[step] == PATH_OPEN)
        return (struct words){0};
    return WORDS(run->how[step] == PATH_LEFT ? T_FIRSTDAYS_MARK_LEFT : T_FIRSTDAYS_MARK_DONE);
}

static void round_list(struct visit *v, enum role role, enum round round,
                       const struct path_run *run) {
    bool marked = run->state != PATH_UNKNOWN && run->state != PATH_NEVER &&
                  run->state != PATH_ENDED && run->role == (uint32_t)role;
    part_list_begin(v->p);
    for (size_t i = 0; i < THEMES; i++) {
        size_t step = i + (size_t)round * THEMES;
        uint64_t item = firstdays_page_item(role, step);
        part_item(v->p, &(struct part_item){.key = item,
                                            .to = firstdays_at(PAGE_DAY, item),
                                            .title = WORDS(firstdays_themes[role][i].title),
                                            .aside = mark_words(run, marked, step)});
    }
    part_list_end(v->p);
}

static void page_list(struct visit *v, enum role role) {
    static const enum text_key words[ROLE_COUNT][2] = {
        {T_FIRSTDAYS_LIST_HURT_TITLE, T_FIRSTDAYS_LIST_HURT_LEAD},
        {T_FIRSTDAYS_LIST_HURTER_TITLE, T_FIRSTDAYS_LIST_HURTER_LEAD}};
    struct parts *p = v->p;
    struct path_run run;
    path_read(v, &firstdays_path, &run);
    part_page_begin(p, &(struct part_page){.title = WORDS(words[role][0]),
                                           .over = WORDS(T_FIRSTDAYS_TITLE),
                                           .back = firstdays_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(words[role][1]));
    round_list(v, role, ROUND_FIRST, &run);
    part_details_begin(p, WORDS(T_FIRSTDAYS_OVER_AGAIN));
    round_list(v, role, ROUND_AGAIN, &run);
    part_details_end(p);
    part_details_begin(p, WORDS(T_FIRSTDAYS_OVER_LATER));
    round_list(v, role, ROUND_LATER, &run);
    part_details_end(p);
    part_link_line(p, firstdays_at(role == ROLE_HURT ? PAGE_LIST_HURTER : PAGE_LIST_HURT, 0),
                   WORDS(words[role == ROLE_HURT ? ROLE_HURTER : ROLE_HURT][0]));
    part_page_end(p);
}

/* --- beginning -------------------------------------------------------------------------------- */

static void page_begin(struct visit *v) {
    struct parts *p = v->p;
    struct path_run run;
    struct part_option roles[ROLE_COUNT] = {
        {.value = ROLE_HURT, .label = WORDS(T_FIRSTDAYS_HURT)},
        {.value = ROLE_HURTER, .label = WORDS(T_FIRSTDAYS_HURTER)}};
    path_read(v, &firstdays_path, &run);
    enum role told = role_told(v);
    int64_t chosen = run.state != PATH_NEVER ? (int64_t)run.role
                     : told < ROLE_COUNT     ? (int64_t)told
                                             : CHOSEN_NONE;
    firstdays_page_begin(v, T_FIRSTDAYS_BEGIN_TITLE, firstdays_at(PAGE_HOME, 0));
    part_lead(p, WORDS(T_FIRSTDAYS_BEGIN_LEAD));
    part_say(p, WORDS(T_FIRSTDAYS_LENGTH));
    part_form_begin(p, ROOM_FIRSTDAYS, ACTION_BEGIN);
    part_choice_rows(p,
                     &(struct part_field){.field = F_ROLE,
                                          .label = WORDS(T_FIRSTDAYS_BEGIN_TITLE),
                                          .hide_label = true},
                     roles, ROLE_COUNT, chosen);
    part_button(p, WORDS(T_FIRSTDAYS_BEGIN_DO));
    part_form_end(p);
    if (firstdays_offer(v, &run) == OFFER_BEGIN)
        part_action(p, ROOM_FIRSTDAYS, ACTION_NOT, 0, 0, WEIGHT_QUIET, WORDS(T_APP_NOT_NOW));
    else
        part_link_button(p, WEIGHT_QUIET, firstdays_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

/* On the first page that is open; of a path that goes on already, only the role changes. */
static enum err run_begin(struct visit *v, const struct submission *s) {
    struct path_run run;
    uint32_t role = (uint32_t)submission_number(s, F_ROLE);
    TRY(path_begin(v, &firstdays_path, role));
    path_read(v, &firstdays_path, &run);
    if (run.tonight)
        visit_go(v, ROOM_FIRSTDAYS, PAGE_DAY, firstdays_page_item((enum role)role, run.next));
    else
        visit_go(v, ROOM_FIRSTDAYS, PAGE_HOME, 0);
    return ERR_OK;
}

/* Not what is suggested now: remembered in *mine*, and for a while only. */
static enum err run_not(struct visit *v, const struct submission *s) {
    struct path_run run;
    struct body_writer w;
    enum firstdays_offer offer = firstdays_offer(v, &run);
    (void)s;
    visit_go(v, ROOM_TODAY, 0, 0);
    if (offer != OFFER_BEGIN && offer != OFFER_WAVE)
        return ERR_OK;
    body_begin(&w, v->frame, NULL);
    return visit_write(v, SPACE_MINE, KIND_NOT, NULL, 0, &w, NULL);
}

static enum err run_away(struct visit *v, const struct submission *s) {
    return share_run_away(v, &firstdays_share, s);
}

static enum err run_calendar(struct visit *v, const struct submission *s) {
    return calendar_keep(v, s);
}

static enum err settle(struct visit *v) {
    return share_settle(v, &firstdays_share);
}

/* --- showing, suggesting ---------------------------------------------------------------------- */

static enum err own_show(struct visit *v) {
    enum access access = firstdays_access(v);
    switch (v->at.page) {
    case PAGE_HOME:
        if (v->at.item == 1 && access == ACCESS_OURS)
            return ERR_LOCKED;
        page_home(v);
        return ERR_OK;
    case PAGE_LIST_HURT:
        page_list(v, ROLE_HURT);
        return ERR_OK;
    case PAGE_LIST_HURTER:
        page_list(v, ROLE_HURTER);
        return ERR_OK;
    case PAGE_BEGIN:
        if (access != ACCESS_MINE)
            return access == ACCESS_OURS ? ERR_LOCKED : ERR_NOT_FOUND;
        page_begin(v);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

static enum err show(struct visit *v) {
    enum err e = own_show(v);
    if (e == ERR_NOT_FOUND)
        e = firstdays_wave_show(v);
    if (e == ERR_NOT_FOUND)
        e = firstdays_kept_show(v);
    if (e == ERR_NOT_FOUND)
        e = firstdays_card_show(v);
    return e == ERR_NOT_FOUND ? firstdays_page_show(v) : e;
}

/* Whether *Not this, not now* was said lately, since this day. What somebody said of why they come
 * after that asks anew. */
static bool not_now(const struct visit *v, int32_t since) {
    const struct item *refused = note_newest(v, KIND_NOT), *brings = note_newest(v, KIND_BRINGS);
    return refused && refused->first_day >= since && v->today - refused->first_day < NOT_DAYS &&
           !(brings && brings->day > refused->first_day);
}

/* As long as the gate has not opened, a page that asks something of the two gives way to the wave,
 * which harms nobody. */
enum firstdays_offer firstdays_offer(const struct visit *v, struct path_run *run) {
    struct page page;
    path_read(v, &firstdays_path, run);
    if (run->state == PATH_NEVER)
        return role_told(v) < ROLE_COUNT && !not_now(v, 0) ? OFFER_BEGIN : OFFER_NOTHING;
    if (!run->tonight ||
        !firstdays_page_find(firstdays_page_item((enum role)run->role, run->next), &page))
        return OFFER_NOTHING;
    if (!page.theme->for_two || gate_now(v) == GATE_OPEN)
        return OFFER_PAGE;
    return not_now(v, run->began) ? OFFER_NOTHING : OFFER_WAVE;
}

static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    enum { WEIGHT = 620 };
    struct path_run run;
    enum firstdays_offer offer = room ? firstdays_offer(v, &run) : OFFER_NOTHING;
    if (offer == OFFER_NOTHING)
        return 0;
    *out = (struct suggestion){.weight = WEIGHT, .rest = offer == OFFER_WAVE};
    if (offer == OFFER_BEGIN) {
        out->line = T_FIRSTDAYS_SUGGEST_BEGIN;
        out->where = firstdays_at(PAGE_BEGIN, 0);
    } else if (offer == OFFER_WAVE) {
        out->line = T_FIRSTDAYS_SUGGEST_WAVE;
        out->where = firstdays_at(PAGE_WAVE, 0);
    } else {
        out->line = T_FIRSTDAYS_SUGGEST_PAGE;
        out->where = firstdays_at(PAGE_DAY, firstdays_page_item((enum role)run.role, run.next));
    }
    return 1;
}

/* --- the tables ------------------------------------------------------------------------------- */

static const enum text_key wheres[] = {T_FIRSTDAYS_WHERE_HOME,   T_FIRSTDAYS_WHERE_BED,
                                       T_FIRSTDAYS_WHERE_WAY,    T_FIRSTDAYS_WHERE_WORK,
                                       T_FIRSTDAYS_WHERE_PEOPLE, T_FIRSTDAYS_WHERE_SCREEN,
                                       T_FIRSTDAYS_WHERE_ELSE};
static const enum text_key whats[] = {T_FIRSTDAYS_WHAT_PICTURE, T_FIRSTDAYS_WHAT_PLACE,
                                      T_FIRSTDAYS_WHAT_DATE,    T_FIRSTDAYS_WHAT_SOUND,
                                      T_FIRSTDAYS_WHAT_SAID,    T_FIRSTDAYS_WHAT_SILENCE,
                                      T_FIRSTDAYS_WHAT_TOUCH,   T_FIRSTDAYS_WHAT_NOTHING};
static const enum text_key bodies[] = {T_FIRSTDAYS_BODY_THROAT,  T_FIRSTDAYS_BODY_CHEST,
                                       T_FIRSTDAYS_BODY_STOMACH, T_FIRSTDAYS_BODY_HEAD,
                                       T_FIRSTDAYS_BODY_HANDS,   T_FIRSTDAYS_BODY_ALL,
                                       T_FIRSTDAYS_BODY_UNCLEAR};
static const enum text_key strengths[] = {T_FIRSTDAYS_STRONG_0, T_FIRSTDAYS_STRONG_1,
                                          T_FIRSTDAYS_STRONG_2, T_FIRSTDAYS_STRONG_3,
                                          T_FIRSTDAYS_STRONG_4};
const enum text_key firstdays_wave_asks[ASK_COUNT] = {
    T_FIRSTDAYS_ASK_HOLD,  T_FIRSTDAYS_ASK_SIT,    T_FIRSTDAYS_ASK_LEAVE,
    T_FIRSTDAYS_ASK_AGAIN, T_FIRSTDAYS_ASK_NOBODY, T_FIRSTDAYS_ASK_NOTHING};
static const enum text_key firsts[CARD_ASKS] = {T_FIRSTDAYS_ASK_HOLD, T_FIRSTDAYS_ASK_SIT,
                                                T_FIRSTDAYS_ASK_LEAVE, T_FIRSTDAYS_ASK_AGAIN};
static const enum text_key roles[] = {T_FIRSTDAYS_HURT, T_FIRSTDAYS_HURTER};

#define WAVE_NOTE(CHOICE, WORDS)                                                                   \
    CHOICE(W_WHERE, "where", NOTE_CHIPS, T_FIRSTDAYS_WHERE, T_NONE, wheres)                        \
    CHOICE(W_WHAT, "what", NOTE_CHIPS, T_FIRSTDAYS_WHAT, T_NONE, whats)                            \
    CHOICE(W_STRONG, "strength", NOTE_CHIPS, T_FIRSTDAYS_STRONG, T_NONE, strengths)                \
    CHOICE(W_BODY, "body", NOTE_CHIPS, T_FIRSTDAYS_BODY, T_NONE, bodies)                           \
    WORDS(W_WORDS, "words", NOTE_LINE, T_FIRSTDAYS_WAVE_WORDS, T_FIRSTDAYS_WAVE_WORDS_HINT, 200)
#define CARD_NOTE(CHOICE, WORDS)                                                                   \
    WORDS(C_SIGN, "sign", NOTE_LINE, T_FIRSTDAYS_CARD_SIGN, T_NONE, 200)                           \
    CHOICE(C_FIRST, "first", NOTE_CHIPS, T_FIRSTDAYS_CARD_FIRST, T_NONE, firsts)                   \
    WORDS(C_AGAIN, "again", NOTE_LINE, T_FIRSTDAYS_CARD_AGAIN, T_NONE, 200)                        \
    WORDS(C_NOT, "worse", NOTE_LINE, T_FIRSTDAYS_CARD_NOT, T_NONE, 200)                            \
    WORDS(C_AFTER, "after", NOTE_LINE, T_FIRSTDAYS_CARD_AFTER, T_FIRSTDAYS_CARD_AFTER_HINT, 200)

const struct note_field firstdays_wave_fields[WAVE_FIELDS] = {WAVE_NOTE(NOTE_CHOICE, NOTE_WORDS)};
const struct note_field firstdays_card_fields[CARD_FIELDS] = {CARD_NOTE(NOTE_CHOICE, NOTE_WORDS)};

static const struct field_def wave_kept[] = {WAVE_NOTE(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS){
    W_ASK, FIELD_UINT, ASK_COUNT - 1, "asked", false, T_FIRSTDAYS_KIND_ASKED, firstdays_wave_asks,
    ASK_COUNT}};
static const struct field_def card_kept[] = {CARD_NOTE(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS)};
static const struct field_def day_kept[] = {
    {F_ROLE, FIELD_UINT, ROLE_COUNT - 1, "role", true, T_FIRSTDAYS_KIND_PAGE, roles, ROLE_COUNT},
    {F_STEP, FIELD_UINT, STEPS - 1, "page", true, T_NONE, NULL, 0},
    {F_WORDS, FIELD_TEXT, 2400, "words", false, T_FIRSTDAYS_WROTE, NULL, 0},
    {F_DAY, FIELD_DAY, ENTRY_DAY_MAX, "until", false, T_FIRSTDAYS_DAY_LABEL, NULL, 0},
    {F_MINUTE, FIELD_UINT, 1439, "minute", false, T_NONE, NULL, 0}};

const struct share_rules firstdays_share = {.first = KIND_CARD_SHARE,
                                            .title = T_FIRSTDAYS_CARD_TITLE,
                                            .fields = card_kept,
                                            .field_count = COUNT_OF(card_kept),
                                            .draw = firstdays_card_draw};

#define FIELDS_OF(table) .fields = (table), .field_count = COUNT_OF(table)
static const struct kind_def kinds[] = {
    PATH_KINDS(KIND_RUN),
    {.kind = KIND_DAY,
     .name = "first-days-page",
     .title = T_FIRSTDAYS_KIND_DAY,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(day_kept)},
    {.kind = KIND_WAVE,
     .name = "wave",
     .title = T_FIRSTDAYS_KIND_WAVE,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(wave_kept)},
    {.kind = KIND_CARD,
     .name = "wave-card",
     .title = T_FIRSTDAYS_KIND_CARD,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(card_kept)},
    SHARE_KINDS(KIND_CARD_SHARE, "wave-card", T_FIRSTDAYS_KIND_CARD, card_kept),
    {.kind = KIND_NOT,
     .name = "first-days-not-now",
     .title = T_FIRSTDAYS_KIND_NOT,
     .spaces = 1 << SPACE_MINE,
     .told = true},
};

static const struct input_def begin_inputs[] = {{F_ROLE, INPUT_CHOICE, ROLE_COUNT, true}};
static const struct input_def day_inputs[] = {{F_WORDS, INPUT_TEXT, 2400, false},
                                              {F_DAY, INPUT_DAY, 0, false},
                                              {F_MINUTE, INPUT_CHOICE, 48, false}};
static const struct input_def wave_inputs[] = {WAVE_NOTE(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS)};
static const struct input_def ask_inputs[] = {{W_ASK, INPUT_CHOICE, ASK_COUNT, true}};
static const struct input_def card_inputs[] = {CARD_NOTE(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS)};

#define INPUTS_OF(table) .inputs = (table), .input_count = COUNT_OF(table)
static const struct action_def actions[] = {
    {.action = ACTION_BEGIN, INPUTS_OF(begin_inputs), .needs_mine = true, .run = run_begin},
    {.action = ACTION_PATH,
     .inputs = path_inputs,
     .input_count = PATH_INPUTS,
     .needs_mine = true,
     .run = firstdays_run_path},
    {.action = ACTION_DAY, INPUTS_OF(day_inputs), .needs_mine = true, .run = firstdays_run_day},
    {.action = ACTION_DAY_ERASE, .needs_mine = true, .run = firstdays_run_day_erase},
    {.action = ACTION_WAVE, INPUTS_OF(wave_inputs), .run = firstdays_run_wave},
    {.action = ACTION_ASK, INPUTS_OF(ask_inputs), .needs_mine = true, .run = firstdays_run_ask},
    {.action = ACTION_ONE_CHANGE,
     INPUTS_OF(wave_inputs),
     .needs_mine = true,
     .run = firstdays_run_one_change},
    {.action = ACTION_ONE_ERASE, .needs_mine = true, .run = firstdays_run_one_erase},
    {.action = ACTION_CARD, INPUTS_OF(card_inputs), .needs_mine = true, .run = firstdays_run_card},
    {.action = ACTION_CARD_ERASE, .needs_mine = true, .run = firstdays_run_card_erase},
    {.action = ACTION_SHARE, .needs_mine = true, .run = firstdays_run_share},
    {.action = ACTION_AWAY, SHARE_AWAY_INPUTS, .needs_mine = true, .run = run_away},
    {.action = ACTION_CALENDAR,
     .inputs = calendar_inputs,
     .input_count = CALENDAR_INPUTS,
     .needs_mine = true,
     .run = run_calendar},
    {.action = ACTION_NOT, .needs_mine = true, .run = run_not},
};

const struct practice practice_firstdays = {
    .code = ROOM_FIRSTDAYS,
    .name = "firstdays",
    .title = T_FIRSTDAYS_TITLE,
    .line = T_FIRSTDAYS_LINE,
    .group = GROUP_REPAIR,
    .badge = BADGE_MINE,
    .without_book = true,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .settle = settle,
    .suggest = suggest,
    .example = firstdays_example,
};
