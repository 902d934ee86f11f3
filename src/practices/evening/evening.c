/* evening.c -- the first evening: its table, its first page, what it suggests. */
#include "practices/evening/evening.h"

#include "app/calendar.h"
#include "base/check.h"
#include "forms/gate.h"

/* --- what the pages share --------------------------------------------------------------------- */

struct address evening_at(enum evening_page page, uint64_t item) {
    return (struct address){ROOM_EVENING, page, item};
}

void evening_page_begin(struct visit *v, enum text_key title, enum page_badge badge,
                        enum evening_page back) {
    part_page_begin(v->p, &(struct part_page){
                              .badge = badge, .title = WORDS(title), .back = evening_at(back, 0)});
}

enum err evening_refuse(struct visit *v, enum err e) {
    if (e == ERR_OK || v->refused_count)
        return ERR_OK;
    visit_refuse(v, 0,
                 e == ERR_NO_SPACE ? T_HOUSE_ERROR_SPACE
                 : e == ERR_STATE  ? T_EVENING_WAITS_OFFER
                 : e == ERR_LOCKED ? T_HOUSE_ERROR_LOCKED
                                   : T_HOUSE_ERROR_DISK);
    return ERR_OK;
}

static const enum text_key feelings[FEELING_COUNT] = {
    T_EVENING_FEEL_CALM,   T_EVENING_FEEL_GLAD,  T_EVENING_FEEL_GRATEFUL, T_EVENING_FEEL_HOPEFUL,
    T_EVENING_FEEL_TIRED,  T_EVENING_FEEL_TENSE, T_EVENING_FEEL_AFRAID,   T_EVENING_FEEL_SAD,
    T_EVENING_FEEL_LONELY, T_EVENING_FEEL_HURT,  T_EVENING_FEEL_ANGRY,    T_EVENING_FEEL_ASHAMED,
    T_EVENING_FEEL_NUMB,   T_EVENING_FEEL_NONE};
static const enum text_key strengths[STRENGTH_COUNT] = {T_EVENING_STRENGTH_0, T_EVENING_STRENGTH_1,
                                                        T_EVENING_STRENGTH_2, T_EVENING_STRENGTH_3,
                                                        T_EVENING_STRENGTH_4};

void evening_feeling_field(struct visit *v, enum text_key label, const struct answer *a) {
    struct part_option options[FEELING_COUNT] = {0};
    for (size_t i = 0; i < FEELING_COUNT; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(feelings[i])};
    part_feeling(v->p,
                 &(struct part_field){.field = F_FEELING,
                                      .label = WORDS(label),
                                      .hint = WORDS(T_EVENING_FEEL_HINT),
                                      .optional = true},
                 options, FEELING_COUNT, a->has_feeling ? (int64_t)a->feeling : CHOSEN_NONE,
                 F_STRENGTH, a->has_strength ? (int64_t)a->strength : CHOSEN_NONE);
}

struct words evening_feeling_words(struct visit *v, const struct answer *a) {
    if (!a->has_strength || a->feeling == FEELING_COUNT - 1)
        return WORDS(feelings[a->feeling]);
    struct text_arg args[] = {{"feeling", text_get(v->text, feelings[a->feeling])},
                              {"strength", text_get(v->text, strengths[a->strength])}};
    return words_format(v->p, T_EVENING_FEELING, args, COUNT_OF(args));
}

void evening_calendar_button(struct visit *v) {
    part_action(v->p, ROOM_EVENING, ACTION_CALENDAR, 0, 0, WEIGHT_SECONDARY,
                WORDS(T_EVENING_ENOUGH_CALENDAR));
    part_aside(v->p, WORDS(T_EVENING_ENOUGH_CALENDAR_LINE));
}

static enum err run_calendar(struct visit *v, const struct submission *s) {
    (void)s;
    return session_calendar(v, v->today + 1, CALENDAR_ALL_DAY,
                            text_get(v->text, T_FORMS_CALENDAR_ENTRY));
}

/* --- where the evening stands ----------------------------------------------------------------- */

struct stage {
    enum evening_page page;
    enum text_key words;
    enum text_key suggest;
};

/* The next page of an evening, by what stands. READY and MINE are one: whether I pressed is no
 * other line, and what the other did is never looked at before the opening. */
static struct stage stage_of(const struct visit *v, const struct evening *e) {
    static const struct stage answer = {PAGE_FEEL, T_EVENING_STEP_ANSWER, T_EVENING_SUGGEST_ANSWER};
    static const struct stage sealed = {PAGE_SEALED, T_EVENING_STEP_SEALED,
                                        T_EVENING_SUGGEST_SEALED};
    static const struct stage read = {PAGE_THEIRS, T_EVENING_STEP_READ, T_EVENING_SUGGEST_READ};
    static const struct stage finish = {PAGE_ENOUGH, T_EVENING_STEP_ENOUGH,
                                        T_EVENING_SUGGEST_FINISH};
    static const struct stage minute = {PAGE_MINUTE, T_EVENING_STEP_NOTICED,
                                        T_EVENING_SUGGEST_NOTICED};
    static const struct stage done = {PAGE_ENOUGH, T_EVENING_STEP_ENOUGH, T_NONE};
    if (!e->rests && (!e->offered || e->answers.state == SEALED_OFFERED))
        return answer;
    if (!e->open)
        return sealed;
    if (v->today > e->open_day && v->today <= e->open_day + MINUTE_DAYS && !e->noticed)
        return minute;
    if (v->today > e->open_day)
        return done;
    return e->reply[AUTHOR_ME] ? finish : read;
}

static void home_two(struct visit *v, const struct evening *e) {
    struct parts *p = v->p;
    struct stage stage = stage_of(v, e);
    part_lead(p, WORDS(T_EVENING_LEAD));
    if (local_read(v).away == e->number + 1)
        part_notice(p, NOTICE_INFO, WORDS(T_EVENING_PUT_AWAY));
    part_link_button(
        p, WEIGHT_PRIMARY,
        evening_at(stage.page == PAGE_FEEL && e->number == 0 ? PAGE_READERS : stage.page, 0),
        WORDS(stage.words));
    if (e->open) {
        part_link_line(p, evening_at(PAGE_REPLIES, 0), WORDS(T_EVENING_STEP_REPLIES));
        part_link_line(p, evening_at(PAGE_THEIRS, 0), WORDS(T_EVENING_READ_AGAIN));
    }
    bool past = e->offered && v->today > (e->open ? e->open_day : INT32_MAX - 1);
    if (e->again)
        part_notice(p, NOTICE_STATUS, WORDS(T_EVENING_AGAIN_WAITS));
    else if (past) {
        part_action(p, ROOM_EVENING, ACTION_AGAIN, 0, 0, WEIGHT_SECONDARY, WORDS(T_EVENING_AGAIN));
        part_aside(p, WORDS(T_EVENING_AGAIN_LINE));
    }
    part_link_line(p, evening_at(PAGE_READERS, 0), WORDS(T_EVENING_READERS_LINK));
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    struct evening e;
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = WORDS(T_EVENING_TITLE),
                                           .back = {ROOM_DOOR, DOOR_ROOMS, 0}});
    if (evening_read(v, &e) == ERR_OK) {
        home_two(v, &e);
    } else if (book_status(v->book).pair == PAIR_LEFT) {
        part_lead(p, WORDS(T_EVENING_LEAD_LEFT));
        part_link_button(p, WEIGHT_PRIMARY, (struct address){ROOM_TODAY, 0, 0},
                         WORDS(T_EVENING_BROUGHT_TODAY));
    } else {
        part_lead(p, WORDS(T_EVENING_LEAD_ALONE));
        part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_BRING, 0), WORDS(T_EVENING_BRING_LINK));
        part_link_button(p, WEIGHT_SECONDARY, evening_at(PAGE_ALONE, 0),
                         WORDS(T_EVENING_ALONE_LINK));
    }
    part_page_end(p);
}

static enum err run_away(struct visit *v, const struct submission *s) {
    (void)s;
    struct evening e;
    struct evening_local local = local_read(v);
    local.away = evening_read(v, &e) == ERR_OK ? e.number + 1 : 1;
    visit_go(v, ROOM_TODAY, 0, 0);
    return evening_refuse(v, local_set(v, &local));
}

static enum err run_again(struct visit *v, const struct submission *s) {
    (void)s;
    struct evening e;
    if (evening_read(v, &e) != ERR_OK || !e.open || e.again)
        return ERR_OK;
    visit_go(v, ROOM_EVENING, PAGE_HOME, 0);
    return evening_refuse(v, evening_begin(v, e.number + 1));
}

/* --- showing ---------------------------------------------------------------------------------- */

/* A page of the evening that has not come yet, or is over, shows the first page with its way on. */
static enum err show_two(struct visit *v) {
    struct evening e;
    if (evening_read(v, &e) != ERR_OK) {
        page_home(v);
        return ERR_OK;
    }
    enum err err = v->at.page <= PAGE_SEALED ? answer_show(v, &e) : read_show(v, &e);
    if (err == ERR_STATE) {
        page_home(v);
        return ERR_OK;
    }
    return err;
}

static enum err show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_HOME:
        page_home(v);
        return ERR_OK;
    case PAGE_BRING:
    case PAGE_JOIN:
    case PAGE_COMPARE:
    case PAGE_DIFFER:
        return bring_show(v);
    case PAGE_MINUTE:
    case PAGE_MINUTE_ELSE:
    case PAGE_MINUTE_DONE:
    case PAGE_BRINGS:
    case PAGE_BROUGHT:
        return next_show(v);
    case PAGE_ALONE:
    case PAGE_SELF:
    case PAGE_SELF_KEPT:
        return alone_show(v);
    default:
        if (v->at.page >= PAGE_HANDED)
            return handed_show(v);
        return v->at.page <= PAGE_ENOUGH ? show_two(v) : ERR_NOT_FOUND;
    }
}

/* --- what it suggests ------------------------------------------------------------------------- */

static size_t suggest_alone(struct visit *v, struct suggestion *out) {
    size_t count;
    bool mine = book_status(v->book).mine_open;
    if (book_status(v->book).pair == PAIR_INVITED) {
        *out = (struct suggestion){.line = T_EVENING_SUGGEST_INVITED,
                                   .where = evening_at(PAGE_BRING, 0),
                                   .weight = SUGGEST_BY_ITSELF};
        return 1;
    }
    (void)book_items(v->book, KIND_SELF, &count);
    if (!mine || count > 0 || book_status(v->book).pair != PAIR_NONE)
        return 0;
    *out = (struct suggestion){
        .line = T_EVENING_SUGGEST_ALONE, .where = evening_at(PAGE_ALONE, 0), .weight = 400};
    return 1;
}

/* The first evening stands by itself on its day, its minute comes before the gate: both are the
 * same for every couple and harmless. Left lying, it is one suggestion among others. Later evenings
 * are for two like any other room. */
static uint32_t weight_of(const struct visit *v, const struct evening *e, enum evening_page page) {
    if (e->number > 0)
        return 500;
    if (page == PAGE_MINUTE)
        return SUGGEST_BY_ITSELF - 1;
    int32_t day = e->open ? e->open_day : e->offer_day;
    return !e->offered || v->today <= day ? SUGGEST_BY_ITSELF : 600;
}

static size_t suggest_two(struct visit *v, const struct evening *e, struct suggestion *out) {
    struct stage stage = stage_of(v, e);
    struct evening_local local = local_read(v);
    size_t count;
    if (stage.page == PAGE_MINUTE && local.not_today == v->today)
        stage.suggest = T_NONE;
    if (stage.suggest != T_NONE && local.away != e->number + 1) {
        *out = (struct suggestion){.line = stage.suggest,
                                   .where = evening_at(stage.page, 0),
                                   .weight = weight_of(v, e, stage.page),
                                   .waits = stage.page == PAGE_THEIRS,
                                   .joint = e->number > 0};
        return 1;
    }
    if (gate_now(v) != GATE_OPEN || !e->open)
        return 0;
    (void)book_items(v->book, KIND_BRINGS, &count);
    if (count > 0)
        return 0;
    *out = (struct suggestion){
        .line = T_EVENING_SUGGEST_BRINGS, .where = evening_at(PAGE_BRINGS, 0), .weight = 300};
    return 1;
}

static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    struct evening e;
    if (room == 0)
        return 0;
    return evening_read(v, &e) == ERR_OK ? suggest_two(v, &e, out) : suggest_alone(v, out);
}

/* --- what its forms send ---------------------------------------------------------------------- */

#define FEEL_INPUTS                                                                                \
    {.field = F_FEELING, .type = INPUT_CHOICE, .max = FEELING_COUNT}, {                            \
        .field = F_STRENGTH, .type = INPUT_CHOICE, .max = STRENGTH_COUNT                           \
    }

static const struct input_def how_inputs[] = {
    {.field = F_HOW, .type = INPUT_CHOICE, .max = INVITE_LINK + 1, .required = true},
};
static const struct input_def feel_inputs[] = {FEEL_INPUTS};
static const struct input_def text_inputs[] = {
    {.field = F_TEXT, .type = INPUT_TEXT, .max = ANSWER_TEXT_MAX},
};
static const struct input_def sentence_inputs[] = {
    {.field = F_TEXT, .type = INPUT_TEXT, .max = NOTICED_TEXT_MAX, .required = true},
};
static const struct input_def reply_inputs[] = {
    {.field = F_TEXT, .type = INPUT_TEXT, .max = ANSWER_TEXT_MAX},
    {.field = F_ANSWER, .type = INPUT_CHOICE, .max = REPLY_COUNT},
};
static const struct input_def near_inputs[] = {
    {.field = F_NEAR, .type = INPUT_CHOICE, .max = NEAR_COUNT, .required = true},
};
static const struct input_def minute_inputs[] = {
    {.field = F_ANSWER, .type = INPUT_CHOICE, .max = 3, .required = true},
};
static const struct input_def brings_inputs[] = {
    {.field = F_ANSWER, .type = INPUT_CHOICE, .max = BRINGS_COUNT, .required = true},
    {.field = F_SINCE, .type = INPUT_CHOICE, .max = SINCE_COUNT},
};
static const struct input_def self_inputs[] = {
    FEEL_INPUTS,
    {.field = F_TEXT, .type = INPUT_TEXT, .max = ANSWER_TEXT_MAX},
};

#define ACTION_OF(name, inputs_, run_)                                                             \
    { .action = ACTION_##name, .inputs = inputs_, .input_count = COUNT_OF(inputs_), .run = run_ }

static const struct action_def actions[] = {
    ACTION_OF(INVITE, how_inputs, run_invite),
    {.action = ACTION_CANCEL, .run = run_cancel},
    {.action = ACTION_SHARE, .run = run_share},
    {.action = ACTION_JOIN, .run = run_join},
    {.action = ACTION_FORGET, .run = run_forget},
    {.action = ACTION_COMPARED, .needs_mine = true, .run = run_compared},
    ACTION_OF(FEEL, feel_inputs, run_feel),
    ACTION_OF(SMALL, text_inputs, run_small),
    ACTION_OF(SEAL, text_inputs, run_seal),
    {.action = ACTION_OPEN, .run = run_open},
    ACTION_OF(REPLY, reply_inputs, run_reply),
    ACTION_OF(NEAR, near_inputs, run_near),
    {.action = ACTION_CALENDAR, .run = run_calendar},
    {.action = ACTION_AWAY, .run = run_away},
    {.action = ACTION_AGAIN, .run = run_again},
    ACTION_OF(MINUTE, minute_inputs, run_minute),
    ACTION_OF(MINUTE_ELSE, sentence_inputs, run_minute_else),
    {.action = ACTION_BRINGS,
     .inputs = brings_inputs,
     .input_count = COUNT_OF(brings_inputs),
     .needs_mine = true,
     .run = run_brings},
    {.action = ACTION_SELF,
     .inputs = self_inputs,
     .input_count = COUNT_OF(self_inputs),
     .needs_mine = true,
     .run = run_self},
    {.action = ACTION_HANDED_BEGIN, .run = run_handed_begin},
    ACTION_OF(HANDED_FEEL, feel_inputs, run_handed_feel),
    ACTION_OF(HANDED_SMALL, text_inputs, run_handed_small),
    ACTION_OF(HANDED_SAW, text_inputs, run_handed_saw),
    {.action = ACTION_HANDED_OPEN, .run = run_handed_open},
    {.action = ACTION_HANDED_END, .run = run_handed_end},
    {.action = ACTION_HANDED_UNLOCK, .run = run_handed_unlock},
};

/* --- what its entries hold -------------------------------------------------------------------- */

static const enum text_key reply_words[REPLY_COUNT] = {T_EVENING_REPLY_YES, T_EVENING_REPLY_INSTEAD,
                                                       T_EVENING_REPLY_NO};
static const enum text_key noticed_words[NOTICED_WHAT_COUNT] = {T_EVENING_NOTICED_THE_THING,
                                                                T_EVENING_NOTICED_ELSE};
static const enum text_key brings_words[BRINGS_COUNT] = {
    T_EVENING_BRINGS_WELL,   T_EVENING_BRINGS_THIN,   T_EVENING_BRINGS_HURT,
    T_EVENING_BRINGS_HURTER, T_EVENING_BRINGS_UNTOLD, T_EVENING_BRINGS_SILENT};
static const enum text_key since_words[SINCE_COUNT] = {
    T_EVENING_SINCE_DAYS, T_EVENING_SINCE_WEEKS, T_EVENING_SINCE_MONTHS, T_EVENING_SINCE_YEARS,
    T_EVENING_SINCE_UNSURE};

#define CHOICE_OF(words_) .choices = words_, .choice_count = COUNT_OF(words_)

static const struct field_def reply_fields[] = {
    {.key = 1,
     .type = FIELD_UINT,
     .max = REPLY_COUNT - 1,
     .name = "answer",
     .required = true,
     .label = T_EVENING_FIELD_ANSWER,
     CHOICE_OF(reply_words)},
    {.key = 2,
     .type = FIELD_TEXT,
     .max = ANSWER_TEXT_MAX,
     .name = "instead",
     .label = T_EVENING_FIELD_INSTEAD},
};
static const struct field_def noticed_fields[] = {
    {.key = 1,
     .type = FIELD_UINT,
     .max = NOTICED_WHAT_COUNT - 1,
     .name = "what",
     .required = true,
     .label = T_EVENING_FIELD_WHAT,
     CHOICE_OF(noticed_words)},
    {.key = 2,
     .type = FIELD_TEXT,
     .max = NOTICED_TEXT_MAX,
     .name = "text",
     .label = T_EVENING_FIELD_NOTICED},
};
static const struct field_def again_fields[] = {
    {.key = 1,
     .type = FIELD_UINT,
     .max = 100000,
     .name = "evening",
     .required = true,
     .label = T_EVENING_FIELD_EVENING},
};
static const struct field_def brings_fields[] = {
    {.key = 1,
     .type = FIELD_UINT,
     .max = BRINGS_COUNT - 1,
     .name = "what",
     .required = true,
     .label = T_EVENING_FIELD_WHAT,
     CHOICE_OF(brings_words)},
    {.key = 2,
     .type = FIELD_UINT,
     .max = SINCE_COUNT - 1,
     .name = "since",
     .label = T_EVENING_FIELD_SINCE,
     CHOICE_OF(since_words)},
};
static const struct field_def self_fields[] = {
    {.key = 1,
     .type = FIELD_UINT,
     .max = FEELING_COUNT - 1,
     .name = "feeling",
     .label = T_EVENING_FIELD_FEELING,
     CHOICE_OF(feelings)},
    {.key = 2,
     .type = FIELD_UINT,
     .max = STRENGTH_COUNT - 1,
     .name = "strength",
     .label = T_EVENING_FIELD_STRENGTH,
     CHOICE_OF(strengths)},
    {.key = 3,
     .type = FIELD_TEXT,
     .max = ANSWER_TEXT_MAX,
     .name = "small",
     .label = T_EVENING_FIELD_SMALL},
};

#define KIND_OF(kind_, name_, title_, space_, fields_)                                             \
    {                                                                                              \
        .kind = kind_, .name = name_, .title = title_, .spaces = 1u << (space_),                   \
        .fields = fields_, .field_count = COUNT_OF(fields_)                                        \
    }

static const struct kind_def kinds[] = {
    KIND_OF(KIND_REPLY, "evening-reply", T_EVENING_KIND_REPLY, SPACE_OURS, reply_fields),
    KIND_OF(KIND_NOTICED, "noticed", T_EVENING_KIND_NOTICED, SPACE_OURS, noticed_fields),
    KIND_OF(KIND_AGAIN, "evening-again", T_EVENING_KIND_AGAIN, SPACE_OURS, again_fields),
    KIND_OF(KIND_BRINGS, "brings", T_EVENING_KIND_BRINGS, SPACE_MINE, brings_fields),
    KIND_OF(KIND_SELF, "for-myself", T_EVENING_KIND_SELF, SPACE_MINE, self_fields),
};

const struct practice practice_evening = {
    .code = ROOM_EVENING,
    .name = "evening",
    .title = T_EVENING_TITLE,
    .line = T_EVENING_LINE,
    .group = GROUP_BEGIN,
    .badge = BADGE_OURS,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .settle = evening_settle,
    .suggest = suggest,
};
