/* plan.c -- plans of action: the first page, what is over, what the room suggests, its tables. */
#include "practices/plan/plan.h"

#include "base/check.h"
#include "forms/gate.h"
#include "forms/note.h"
#include "view/dates.h"

#include <string.h>

const struct agreement_rules plan_rules = {.first = KIND_PLAN, .nights = NIGHTS, .ask_alone = true};
const struct agreement_rules openness_rules = {.first = KIND_OPENNESS,
                                               .nights = NIGHTS,
                                               .days_max = OPEN_DAYS,
                                               .ask_alone = true,
                                               .quiet_ending = true};

/* --- what the pages share --------------------------------------------------------------------- */

struct address plan_at(enum plan_page page, uint64_t item) {
    return (struct address){ROOM_PLAN, page, item};
}

void plan_page_begin(struct visit *v, enum text_key title, enum page_badge badge,
                     struct address back) {
    part_page_begin(v->p, &(struct part_page){.badge = badge,
                                              .title = WORDS(title),
                                              .over = WORDS(T_PLAN_TITLE),
                                              .back = back});
}

struct words plan_named(struct visit *v, enum text_key key) {
    return words_with(v->p, key, "name", note_partner(v, T_PLAN_OTHER));
}

struct words plan_day(struct visit *v, enum text_key key, int32_t day) {
    return words_with(v->p, key, "day", text_make_date(v->frame, v->text, DATE_YEAR, day));
}

enum err plan_read(const struct visit *v, uint64_t address, struct agreement *out,
                   const struct agreement_rules **rules) {
    *rules = &plan_rules;
    enum err e = agreement_at(v, &plan_rules, address, out);
    if (e != ERR_NOT_FOUND)
        return e;
    *rules = &openness_rules;
    return agreement_at(v, &openness_rules, address, out);
}

const struct agreement_line *plan_unsigned(const struct agreement *a) {
    for (size_t i = 0; i < a->line_count; i++)
        if (!a->lines[i].mine && !a->lines[i].taken_day)
            return &a->lines[i];
    return NULL;
}

struct plan_frame plan_frame_read(const struct visit *v, const struct agreement *a) {
    size_t count;
    struct plan_frame f = {0};
    uint64_t first;
    const struct item *root = book_item_find(v->book, a->id);
    const struct item *items = book_items(v->book, KIND_FRAME, &count);
    for (size_t i = 0; root && i < count; i++) {
        struct entry e = book_item_entry(&items[i]);
        if (items[i].author != root->author || items[i].space != SPACE_OURS || e.re_count != 1 ||
            memcmp(entry_re(&e, 0), a->id, EID_SIZE) != 0 ||
            !body_uint(e.body, F_TEMPLATE, &f.template) || f.template >= TEMPLATE_COUNT ||
            !body_uint(e.body, F_GIVER, &f.giver) || f.giver >= GIVER_COUNT)
            continue;
        f.known = true;
        f.first = body_uint(e.body, F_FIRST, &first) && first <= ENTRY_DAY_MAX ? (int32_t)first : 0;
        return f;
    }
    return (struct plan_frame){0};
}

/* --- the lists -------------------------------------------------------------------------------- */

/* One of the three lists: what holds, what is proposed, what is over or put away. */
enum list { LIST_HOLDS, LIST_PROPOSED, LIST_OVER };

static enum list list_of(const struct visit *v, const struct agreement *a) {
    if (a->state == AGREEMENT_IN_FORCE)
        return LIST_HOLDS;
    return a->state == AGREEMENT_OVER || plan_is_away(v, a) ? LIST_OVER : LIST_PROPOSED;
}

static void item_draw(struct visit *v, const struct agreement *a, bool open) {
    bool both = a->lines[0].both, mine = a->lines[0].by == AUTHOR_ME;
    part_item(v->p, &(struct part_item){.key = plan_item(a->id),
                                        .to = plan_at(PAGE_ONE, plan_item(a->id)),
                                        .title = plan_text_first(a->lines[0].text),
                                        .line = open ? WORDS(T_PLAN_OPEN_TITLE) : (struct words){0},
                                        .whose = both   ? WHOSE_BOTH
                                                 : mine ? WHOSE_ME
                                                        : WHOSE_YOU});
}

/* Draws what belongs into a list; returns how many. */
static size_t list_draw(struct visit *v, enum list which, enum text_key title) {
    static const struct agreement_rules *const rules[] = {&plan_rules, &openness_rules};
    size_t shown = 0;
    for (size_t r = 0; r < COUNT_OF(rules); r++) {
        uint8_t ids[LIST_MAX][EID_SIZE];
        size_t count = agreement_list(v, rules[r], ids, LIST_MAX);
        for (size_t i = 0; i < count; i++) {
            struct agreement a;
            if (agreement_read(v, rules[r], ids[i], &a) != ERR_OK || list_of(v, &a) != which)
                continue;
            if (shown++ == 0) {
                part_section_begin(v->p, WORDS(title));
                part_list_begin(v->p);
            }
            item_draw(v, &a, r == 1);
        }
    }
    if (shown) {
        part_list_end(v->p);
        part_section_end(v->p);
    }
    return shown;
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    struct book_status status = book_status(v->book);
    bool two = status.pair == PAIR_TOGETHER;
    part_page_begin(
        p, &(struct part_page){.title = WORDS(T_PLAN_TITLE), .back = {ROOM_DOOR, DOOR_ROOMS, 0}});
    part_lead(p, WORDS(two                        ? T_PLAN_LEAD
                       : status.pair == PAIR_LEFT ? T_PLAN_LEAD_LEFT
                                                  : T_PLAN_LEAD_ALONE));
    size_t shown = list_draw(v, LIST_HOLDS, T_PLAN_HOLDS);
    shown += list_draw(v, LIST_PROPOSED, T_PLAN_PROPOSED);
    if (!shown && two)
        part_empty(p, WORDS(T_PLAN_EMPTY), WORDS(T_PLAN_EMPTY_LINE));
    part_link_button(p, WEIGHT_PRIMARY, plan_at(PAGE_SHELF, 0), WORDS(T_PLAN_SHELF_TITLE));
    part_row_begin(p);
    if (two)
        part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_OFFER, 0), WORDS(T_PLAN_OFFER_LINK));
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_ABOUT, 0), WORDS(T_PLAN_ABOUT_TITLE));
    if (status.pair == PAIR_TOGETHER || status.pair == PAIR_LEFT)
        part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_OVER, 0), WORDS(T_PLAN_OVER_TITLE));
    part_row_end(p);
    if (status.mine_open)
        plan_drafts_draw(v);
    else
        part_link_line(p, plan_at(PAGE_HOME, 1), WORDS(T_PLAN_MINE_CLOSED));
    part_page_end(p);
}

static void page_over(struct visit *v) {
    plan_page_begin(v, T_PLAN_OVER_TITLE, BADGE_OURS, plan_at(PAGE_HOME, 0));
    part_lead(v->p, WORDS(T_PLAN_OVER_LEAD));
    if (!list_draw(v, LIST_OVER, T_PLAN_OVER_LIST))
        part_empty(v->p, WORDS(T_PLAN_OVER_EMPTY), (struct words){0});
    part_page_end(v->p);
}

static void page_about(struct visit *v) {
    struct parts *p = v->p;
    plan_page_begin(v, T_PLAN_ABOUT_TITLE, BADGE_NONE, plan_at(PAGE_HOME, 0));
    part_lead(p, WORDS(T_PLAN_ABOUT_LEAD));
    part_prose(p, T_PLAN_ABOUT_HALVES);
    part_prose(p, T_PLAN_ABOUT_COST);
    part_prose(p, T_PLAN_ABOUT_NIGHTS);
    part_prose(p, T_PLAN_ABOUT_NOT);
    part_prose(p, T_PLAN_ABOUT_OPEN);
    part_details_begin(p, WORDS(T_PLAN_ABOUT_KNOWN));
    part_prose(p, T_PLAN_ABOUT_SOURCES);
    part_details_end(p);
    part_link_button(p, WEIGHT_PRIMARY, plan_at(PAGE_SHELF, 0), WORDS(T_PLAN_SHELF_TITLE));
    part_page_end(p);
}

static enum err show(struct visit *v) {
    static enum err (*const shows[])(struct visit *) = {write_show, one_show,  ask_show,
                                                        check_show, open_show, draft_show};
    enum err e = ERR_NOT_FOUND;
    switch (v->at.page) {
    case PAGE_HOME:
        if (v->at.item == 1 && !book_status(v->book).mine_open)
            return ERR_LOCKED;
        page_home(v);
        return ERR_OK;
    case PAGE_OVER:
        page_over(v);
        return ERR_OK;
    case PAGE_ABOUT:
        page_about(v);
        return ERR_OK;
    case PAGE_WHO:
        return who_show(v);
    default:
        for (size_t i = 0; i < COUNT_OF(shows) && e == ERR_NOT_FOUND; i++)
            e = shows[i](v);
        return e;
    }
}

/* --- what it suggests ------------------------------------------------------------------------- */

/* A plan of a few days, on its days, without a word of mine today. */
static bool check_due(const struct visit *v, const struct agreement *a) {
    struct plan_frame f = plan_frame_read(v, a);
    bool days = f.known && (f.template == TEMPLATE_WEEK || f.template == TEMPLATE_VISIT);
    return days && a->state == AGREEMENT_IN_FORCE && v->today >= f.first &&
           !plan_checked_today(v, a);
}

/* The other's words that I have neither signed nor put away. */
static bool waits(const struct visit *v, const struct agreement *a) {
    return a->state == AGREEMENT_PROPOSED && a->lines[0].by == AUTHOR_PARTNER &&
           !a->lines[0].mine && !plan_is_away(v, a);
}

static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    static const struct agreement_rules *const rules[] = {&plan_rules, &openness_rules};
    struct suggestion found = {0};
    if (!visit_together(v) || room == 0)
        return 0;
    for (size_t r = 0; r < COUNT_OF(rules); r++) {
        uint8_t ids[LIST_MAX][EID_SIZE];
        size_t count = agreement_list(v, rules[r], ids, LIST_MAX);
        for (size_t i = 0; i < count; i++) {
            struct agreement a;
            if (agreement_read(v, rules[r], ids[i], &a) != ERR_OK)
                continue;
            bool read = waits(v, &a), check = r == 0 && check_due(v, &a);
            uint32_t weight = read ? 520 : check ? 430 : 0;
            if (weight <= found.weight)
                continue;
            found = (struct suggestion){
                .line = read ? T_PLAN_SUGGEST_READ : T_PLAN_SUGGEST_CHECK,
                .where = plan_at(read ? PAGE_ONE : PAGE_CHECK, plan_item(ids[i])),
                .weight = weight,
                .waits = read,
                .joint = true};
        }
    }
    *out = found;
    return found.weight > 0;
}

static enum err settle(struct visit *v) {
    TRY(agreement_settle(v, &plan_rules));
    TRY(agreement_settle(v, &openness_rules));
    TRY(plan_frames_settle(v));
    return plan_draft_settle(v);
}

/* --- the tables ------------------------------------------------------------------------------- */

#define TEXT_IN(field_, max_, needed_)                                                             \
    { .field = (field_), .type = INPUT_TEXT, .max = 4u * (uint64_t)(max_), .required = (needed_) }
#define CHOICE_IN(field_, max_, needed_)                                                           \
    { .field = (field_), .type = INPUT_CHOICE, .max = (max_), .required = (needed_) }

static const struct input_def write_inputs[] = {CHOICE_IN(F_TEMPLATE, TEMPLATE_COUNT, true),
                                                CHOICE_IN(F_GIVER, GIVER_COUNT, true),
                                                CHOICE_IN(F_PURPOSE, PURPOSE_COUNT, false),
                                                TEXT_IN(F_WHAT, WHAT_MAX, true),
                                                TEXT_IN(F_HOW, HOW_MAX, false),
                                                TEXT_IN(F_PREVENT, HALF_MAX, true),
                                                TEXT_IN(F_INTERVENE, HALF_MAX, true),
                                                TEXT_IN(F_LEAVE, LEAVE_MAX, false),
                                                {.field = F_FIRST, .type = INPUT_DAY},
                                                {.field = F_LAST, .type = INPUT_DAY},
                                                TEXT_IN(F_LOOK, LOOK_MAX, false)};
static const struct input_def sign_inputs[] = {
    {.field = F_ITEM, .type = INPUT_ITEM, .required = true},
    {.field = F_LOSE, .type = INPUT_MANY, .max = 10, .required = true},
    CHOICE_IN(F_UNDONE, 3, true),
    CHOICE_IN(F_AFRAID, 3, true)};
static const struct input_def item_inputs[] = {
    {.field = F_ITEM, .type = INPUT_ITEM, .required = true}};
static const struct input_def words_inputs[] = {TEXT_IN(F_TEXT, WORDS_MAX, true)};
static const struct input_def broken_inputs[] = {TEXT_IN(F_TEXT, WORDS_MAX, true),
                                                 TEXT_IN(F_REPAIR, WORDS_MAX, true),
                                                 CHOICE_IN(F_WHOSE, AGREEMENT_BREAK_COUNT, true)};
static const struct input_def support_inputs[] = {TEXT_IN(F_TEXT, WORDS_MAX, true),
                                                  CHOICE_IN(F_SORT, CHECK_THANKS, true)};
static const struct input_def back_inputs[] = {TEXT_IN(F_TEXT, WORDS_MAX, false),
                                               TEXT_IN(F_REPAIR, WORDS_MAX, false)};
static const struct input_def offer_inputs[] = {
    TEXT_IN(F_WHAT, 300, true), {.field = F_LAST, .type = INPUT_DAY, .required = true}};
static const struct input_def who_inputs[] = {CHOICE_IN(F_WHO, WHO_COUNT, true)};
static const struct input_def send_inputs[] = {CHOICE_IN(F_SEND, 2, true)};

#define ACTION_OF(name, inputs_, run_)                                                             \
    { .action = ACTION_##name, .inputs = inputs_, .input_count = COUNT_OF(inputs_), .run = run_ }
#define ACTION_MINE(name, inputs_, run_)                                                           \
    {                                                                                              \
        .action = ACTION_##name, .inputs = inputs_, .input_count = COUNT_OF(inputs_),              \
        .needs_mine = true, .run = run_                                                            \
    }

static const struct action_def actions[] = {
    ACTION_OF(WRITE, write_inputs, plan_run_write),
    ACTION_MINE(SIGN, sign_inputs, plan_run_sign),
    ACTION_MINE(SIGN_STILL, item_inputs, plan_run_sign_still),
    ACTION_OF(TAKE, item_inputs, plan_run_take),
    {.action = ACTION_END, .run = plan_run_end},
    {.action = ACTION_TAKE_BACK, .run = plan_run_take_back},
    ACTION_OF(ADD, words_inputs, plan_run_add),
    ACTION_OF(LINE_BACK, item_inputs, plan_run_line_back),
    ACTION_OF(DONE, words_inputs, plan_run_done),
    ACTION_OF(NOTICED, words_inputs, plan_run_noticed),
    ACTION_OF(BROKEN, broken_inputs, plan_run_broken),
    ACTION_OF(SUPPORT, support_inputs, plan_run_support),
    ACTION_OF(THANKS, words_inputs, plan_run_thanks),
    ACTION_OF(BACK, back_inputs, plan_run_back),
    ACTION_OF(OFFER, offer_inputs, plan_run_offer),
    ACTION_OF(WHO, who_inputs, plan_run_who),
    {.action = ACTION_AWAY, .run = plan_run_away},
    ACTION_MINE(SEND, send_inputs, plan_run_send),
    {.action = ACTION_ERASE, .needs_mine = true, .run = plan_run_erase},
};

static const enum text_key whos[WHO_COUNT] = {T_PLAN_WHO_NOTHING, T_PLAN_WHO_HURT,
                                              T_PLAN_WHO_HURTER, T_PLAN_WHO_EACH};
static const enum text_key checks[CHECK_COUNT] = {T_PLAN_SUPPORT_MORE, T_PLAN_SUPPORT_OTHER,
                                                  T_PLAN_CHECK_THANKS};
#define TEXT_KEPT(key_, max_, name_, label_)                                                       \
    {                                                                                              \
        .key = (key_), .type = FIELD_TEXT, .max = 4u * (uint64_t)(max_), .name = (name_),          \
        .label = (label_)                                                                          \
    }
#define UINT_KEPT(key_, max_, name_)                                                               \
    { .key = (key_), .type = FIELD_UINT, .max = (max_)-1, .name = (name_) }
#define DAY_KEPT(key_, name_, label_)                                                              \
    { .key = (key_), .type = FIELD_DAY, .max = ENTRY_DAY_MAX, .name = (name_), .label = (label_) }
#define MARK_KEPT                                                                                  \
    { .key = F_MARK, .type = FIELD_BYTES, .max = MARK_SIZE, .name = "mark" }

static const struct field_def who_kept[] = {
    {.key = 1,
     .type = FIELD_UINT,
     .max = WHO_COUNT - 1,
     .name = "who",
     .required = true,
     .label = T_PLAN_WHO_TITLE,
     .choices = whos,
     .choice_count = WHO_COUNT},
    {.key = 2, .type = FIELD_BYTES, .max = 8, .name = "pair"}};
static const struct field_def frame_kept[] = {
    UINT_KEPT(F_TEMPLATE, TEMPLATE_COUNT, "template"), UINT_KEPT(F_GIVER, GIVER_COUNT, "giver"),
    DAY_KEPT(F_FIRST, "first_day", T_PLAN_FIRST), MARK_KEPT};
static const struct field_def check_kept[] = {
    {.key = 1,
     .type = FIELD_UINT,
     .max = CHECK_COUNT - 1,
     .name = "what",
     .required = true,
     .label = T_PLAN_CHECK_TITLE,
     .choices = checks,
     .choice_count = CHECK_COUNT},
    TEXT_KEPT(F_TEXT, WORDS_MAX, "text", T_PLAN_SUPPORT_LABEL)};
static const struct field_def back_kept[] = {
    TEXT_KEPT(14, WORDS_MAX, "helped", T_PLAN_BACK_HELPED),
    TEXT_KEPT(15, WORDS_MAX, "next_time", T_PLAN_BACK_ELSE)};
static const struct field_def done_kept[] = {
    TEXT_KEPT(F_TEXT, WORDS_MAX, "text", T_PLAN_DONE_LABEL)};
static const struct field_def draft_kept[] = {
    UINT_KEPT(F_TEMPLATE, TEMPLATE_COUNT, "template"),
    UINT_KEPT(F_GIVER, GIVER_COUNT, "giver"),
    UINT_KEPT(F_PURPOSE, PURPOSE_COUNT, "purpose"),
    TEXT_KEPT(F_WHAT, WHAT_MAX, "what", T_PLAN_WHAT),
    TEXT_KEPT(F_HOW, HOW_MAX, "how", T_PLAN_HOW),
    TEXT_KEPT(F_PREVENT, HALF_MAX, "preventive", T_PLAN_PREVENT),
    TEXT_KEPT(F_INTERVENE, HALF_MAX, "intervening", T_PLAN_INTERVENE),
    TEXT_KEPT(F_LEAVE, LEAVE_MAX, "leaving", T_PLAN_LEAVE),
    DAY_KEPT(F_FIRST, "first_day", T_PLAN_FIRST),
    DAY_KEPT(F_LAST, "last_day", T_PLAN_LAST),
    TEXT_KEPT(F_LOOK, LOOK_MAX, "look_back", T_PLAN_LOOK),
    DAY_KEPT(F_SEND, "goes_out", T_NONE),
    MARK_KEPT};

#define KIND_OF(kind_, name_, title_, space_, table_)                                              \
    {                                                                                              \
        .kind = (kind_), .name = (name_), .title = (title_), .spaces = 1u << (space_),             \
        .fields = (table_), .field_count = COUNT_OF(table_)                                        \
    }
static const struct kind_def kinds[] = {
    AGREEMENT_KINDS(KIND_PLAN),
    AGREEMENT_KINDS(KIND_OPENNESS),
    KIND_OF(KIND_WHO, "plan-for", T_PLAN_KIND_WHO, SPACE_OURS, who_kept),
    KIND_OF(KIND_FRAME, "plan-frame", T_NONE, SPACE_OURS, frame_kept),
    KIND_OF(KIND_CHECK, "plan-check-in", T_PLAN_KIND_CHECK, SPACE_OURS, check_kept),
    KIND_OF(KIND_BACK, "plan-look-back", T_PLAN_KIND_BACK, SPACE_OURS, back_kept),
    KIND_OF(KIND_DONE, "plan-done", T_PLAN_KIND_DONE, SPACE_MINE, done_kept),
    KIND_OF(KIND_DRAFT, "plan-draft", T_PLAN_KIND_DRAFT, SPACE_MINE, draft_kept),
};

const struct practice practice_plan = {
    .code = ROOM_PLAN,
    .name = "plan",
    .title = T_PLAN_TITLE,
    .line = T_PLAN_LINE,
    .group = GROUP_REPAIR,
    .badge = BADGE_OURS,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .settle = settle,
    .suggest = suggest,
    .example = plan_example,
};
