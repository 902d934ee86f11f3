/* style.c -- how I come near and how I go away: the first page, the copies, the tables. */
#include "practices/style/style.h"

#include "app/session.h"
#include "forms/path.h"

/* Each sentence under what it answers. */
static void draw(struct visit *v, struct bytes body, enum whose whose) {
    for (size_t i = 0; i < SENTENCE_COUNT; i++) {
        struct bytes words;
        if (!body_text(body, style_sentences[i].field, &words) || words.size == 0)
            continue;
        part_aside(v->p, WORDS(style_sentences[i].label));
        part_quote(v->p, whose, words, (struct words){0});
    }
}

#define STYLE_WORDS(WORDS)                                                                         \
    WORDS(F_NEAR, "near", NOTE_AREA, T_STYLE_NEAR, T_STYLE_NEAR_HINT, 300)                         \
    WORDS(F_AWAY, "away", NOTE_AREA, T_STYLE_AWAY, T_STYLE_AWAY_HINT, 300)                         \
    WORDS(F_TOWARD, "toward", NOTE_AREA, T_STYLE_TOWARD, T_STYLE_TOWARD_HINT, 300)                 \
    WORDS(F_LEAVE, "leave", NOTE_AREA, T_STYLE_LEAVE, T_STYLE_LEAVE_HINT, 300)                     \
    WORDS(F_STAY, "stay", NOTE_AREA, T_STYLE_STAY, T_STYLE_STAY_HINT, 300)
const struct note_field style_sentences[SENTENCE_COUNT] = {STYLE_WORDS(NOTE_WORDS)};
static const struct field_def sentences_kept[] = {STYLE_WORDS(NOTE_KEPT_WORDS)};

static const struct share_rules rules = {.first = KIND_STYLE_WAITS,
                                         .title = T_STYLE_COPY,
                                         .fields = sentences_kept,
                                         .field_count = COUNT_OF(sentences_kept),
                                         .draw = draw};

/* --- the pages ---------------------------------------------------------------------------------
 */

static void step(struct visit *v, uint32_t page, enum text_key title, enum text_key line,
                 uint32_t kind) {
    const struct item *item = kind ? note_newest(v, kind) : NULL;
    part_item(v->p, &(struct part_item){.key = page,
                                        .to = style(page),
                                        .title = WORDS(title),
                                        .line = WORDS(line),
                                        .whose = item ? WHOSE_ME : WHOSE_NOBODY});
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    bool open = book_status(v->book).mine_open;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_STYLE_TITLE),
                                           .back = {ROOM_DOOR, DOOR_ROOMS, 0}});
    part_lead(p, WORDS(T_STYLE_LEAD));
    part_prose(p, T_STYLE_NO_VERDICT);
    if (open) {
        part_list_begin(p);
        step(v, PAGE_THREE, T_STYLE_THREE_TITLE, T_STYLE_THREE_LINE, KIND_THREE);
        step(v, PAGE_WORRY, T_STYLE_WORRY_TITLE, T_STYLE_WORRY_LINE, KIND_WORRY);
        step(v, PAGE_DISTANCE, T_STYLE_DISTANCE_TITLE, T_STYLE_DISTANCE_LINE, KIND_DISTANCE);
        step(v, PAGE_RESULT, T_STYLE_RESULT_TITLE, T_STYLE_RESULT_LINE, KIND_SENTENCES);
        step(v, PAGE_MOVES, T_STYLE_MOVES_TITLE, T_STYLE_MOVES_LINE, 0);
        part_list_end(p);
    } else {
        part_link_button(p, WEIGHT_PRIMARY, (struct address){ROOM_STYLE, PAGE_HOME, 1},
                         WORDS(T_STYLE_OPEN));
    }
    part_link_line(p, style(PAGE_SURPRISED), WORDS(T_STYLE_SURPRISED_TITLE));
    if (share_any(v, &rules))
        part_link_line(p, style(PAGE_COPIES), WORDS(T_STYLE_COPIES_TITLE));
    part_details_begin(p, WORDS(T_STYLE_KNOWN));
    part_prose(p, T_STYLE_KNOWN_BODY);
    part_details_end(p);
    part_page_end(p);
}

static void page_surprised(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_STYLE_SURPRISED_TITLE),
                                           .back = style(PAGE_HOME)});
    part_lead(p, WORDS(T_STYLE_SURPRISED_LEAD));
    part_heading(p, WORDS(T_STYLE_ISLAND));
    part_prose(p, T_STYLE_ISLAND_BODY);
    part_heading(p, WORDS(T_STYLE_HURT));
    part_prose(p, T_STYLE_HURT_BODY);
    part_heading(p, WORDS(T_STYLE_IDENTITY));
    part_prose(p, T_STYLE_IDENTITY_BODY);
    part_notice_begin(p, NOTICE_GOOD, WORDS(T_STYLE_CHANGE));
    part_prose(p, T_STYLE_CHANGE_BODY);
    part_notice_end(p);
    part_page_end(p);
}

static enum err page_share(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = note_newest(v, KIND_SENTENCES);
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_STYLE_SHARE_TITLE),
                                           .back = style(PAGE_HOME)});
    if (item) {
        part_lead(p, WORDS(T_STYLE_SHARE_LEAD));
        share_preview(v, &rules, book_item_entry(item).body, ROOM_STYLE, ACTION_SHARE);
    } else {
        part_empty(p, WORDS(T_STYLE_SHARE_EMPTY), (struct words){0});
    }
    part_link_button(p, WEIGHT_QUIET, style(PAGE_HOME), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
    return ERR_OK;
}

static void page_copies(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = WORDS(T_STYLE_COPIES_TITLE),
                                           .back = style(PAGE_HOME)});
    part_lead(p, WORDS(T_STYLE_COPIES_LEAD));
    bool theirs = share_show_theirs(v, &rules, ROOM_STYLE, ACTION_AWAY);
    bool mine = share_show_mine(v, &rules, ROOM_STYLE, ACTION_AWAY);
    if (!theirs && !mine)
        part_empty(p, WORDS(T_STYLE_COPIES_EMPTY), (struct words){0});
    part_page_end(p);
}

static void page_erase(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_STYLE_ERASE_TITLE),
                                           .back = style(PAGE_HOME)});
    part_lead(p, WORDS(T_STYLE_ERASE_LEAD));
    part_action(p, ROOM_STYLE, ACTION_ERASE, 0, 0, WEIGHT_HEAVY, WORDS(T_APP_ERASE));
    part_link_button(p, WEIGHT_QUIET, style(PAGE_HOME), WORDS(T_STYLE_ERASE_KEEP));
    part_page_end(p);
}

static enum err show(struct visit *v) {
    uint32_t page = v->at.page;
    bool without =
        (page == PAGE_HOME && v->at.item == 0) || page == PAGE_COPIES || page == PAGE_SURPRISED;
    if (!book_status(v->book).mine_open && !without)
        return page <= PAGE_ERASE ? ERR_LOCKED : ERR_NOT_FOUND;
    switch (page) {
    case PAGE_HOME:
        page_home(v);
        return ERR_OK;
    case PAGE_SURPRISED:
        page_surprised(v);
        return ERR_OK;
    case PAGE_SHARE:
        return page_share(v);
    case PAGE_COPIES:
        page_copies(v);
        return ERR_OK;
    case PAGE_ERASE:
        page_erase(v);
        return ERR_OK;
    default:
        return style_ask_show(v);
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

static enum err run_share(struct visit *v, const struct submission *s) {
    const struct item *item = note_newest(v, KIND_SENTENCES);
    struct body_writer w;
    (void)s;
    if (!item)
        return ERR_NOT_FOUND;
    body_begin(&w, v->frame, NULL);
    share_copy_fields(&w, &rules, book_item_entry(item).body);
    visit_go(v, ROOM_STYLE, PAGE_COPIES, 0);
    return share_wait(v, &rules, &w);
}

static enum err run_away(struct visit *v, const struct submission *s) {
    return share_run_away(v, &rules, s);
}

/* All of this room that is mine alone. */
static enum err run_erase(struct visit *v, const struct submission *s) {
    static const uint32_t kinds[] = {KIND_THREE, KIND_WORRY, KIND_DISTANCE, KIND_SENTENCES};
    (void)s;
    visit_go(v, ROOM_STYLE, PAGE_HOME, 0);
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        const struct item *item;
        while ((item = note_newest(v, kinds[k])) != NULL)
            TRY(note_erase(v, item));
    }
    return ERR_OK;
}

static enum err settle(struct visit *v) {
    return share_settle(v, &rules);
}

/* In the first days it is suggested nowhere. */
static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    if (path_first_days(v) || room == 0)
        return 0;
    if (share_is_new(v, &rules))
        *out = (struct suggestion){.line = T_STYLE_SUGGEST_THEIRS,
                                   .where = style(PAGE_COPIES),
                                   .weight = 500,
                                   .waits = true};
    else if (note_newest(v, KIND_THREE) && !note_newest(v, KIND_SENTENCES))
        *out = (struct suggestion){
            .line = T_STYLE_SUGGEST_RESULT, .where = style(PAGE_RESULT), .weight = 150};
    else
        return 0;
    return 1;
}

/* --- the tables ------------------------------------------------------------------------------- */

#define WORRY(ITEM)                                                                                \
    ITEM(1, "quiet", STYLE_STEPS, MEASURE_UP, T_STYLE_WORRY_1)                                     \
    ITEM(2, "quarrel", STYLE_STEPS, MEASURE_UP, T_STYLE_WORRY_2)                                   \
    ITEM(3, "unanswered", STYLE_STEPS, MEASURE_UP, T_STYLE_WORRY_3)                                \
    ITEM(4, "wishes", STYLE_STEPS, MEASURE_UP, T_STYLE_WORRY_4)                                    \
    ITEM(5, "lean-back", STYLE_STEPS, MEASURE_DOWN, T_STYLE_WORRY_5)
#define DISTANCE(ITEM)                                                                             \
    ITEM(1, "by-myself", STYLE_STEPS, MEASURE_UP, T_STYLE_DISTANCE_1)                              \
    ITEM(2, "needed", STYLE_STEPS, MEASURE_UP, T_STYLE_DISTANCE_2)                                 \
    ITEM(3, "help", STYLE_STEPS, MEASURE_UP, T_STYLE_DISTANCE_3)                                   \
    ITEM(4, "tender", STYLE_STEPS, MEASURE_UP, T_STYLE_DISTANCE_4)                                 \
    ITEM(5, "comforted", STYLE_STEPS, MEASURE_DOWN, T_STYLE_DISTANCE_5)

static const struct measure_item worry_items[] = {WORRY(MEASURE_ITEM)};
static const struct measure_item distance_items[] = {DISTANCE(MEASURE_ITEM)};
static const struct input_def worry_inputs[] = {WORRY(MEASURE_INPUT)};
static const struct input_def distance_inputs[] = {DISTANCE(MEASURE_INPUT)};
static const struct field_def worry_kept[] = {WORRY(MEASURE_KEPT)};
static const struct field_def distance_kept[] = {DISTANCE(MEASURE_KEPT)};
#define MEASURE_OF(kind_, items_, lowest_, highest_)                                               \
    {                                                                                              \
        .kind = (kind_), .items = (items_), .count = STYLE_ITEMS, .needed = 3, .from = 1,          \
        .low = T_STYLE_NOT_ME, .high = T_STYLE_VERY_ME, .lowest = (lowest_), .highest = (highest_) \
    }
const struct measure style_worry =
    MEASURE_OF(KIND_WORRY, worry_items, T_STYLE_WORRY_LOW, T_STYLE_WORRY_HIGH);
const struct measure style_distance =
    MEASURE_OF(KIND_DISTANCE, distance_items, T_STYLE_DISTANCE_LOW, T_STYLE_DISTANCE_HIGH);

const enum text_key style_three[STYLE_COUNT] = {T_STYLE_THREE_1, T_STYLE_THREE_2, T_STYLE_THREE_3};
static const struct field_def three_kept[] = {
    {F_CHOICE, FIELD_UINT, STYLE_COUNT - 1, "choice", true, T_STYLE_CHOICE, style_three,
     STYLE_COUNT},
    {F_RATE + 0, FIELD_UINT, STYLE_STEPS - 1, "fits-1", false, T_STYLE_THREE_1, NULL, 0},
    {F_RATE + 1, FIELD_UINT, STYLE_STEPS - 1, "fits-2", false, T_STYLE_THREE_2, NULL, 0},
    {F_RATE + 2, FIELD_UINT, STYLE_STEPS - 1, "fits-3", false, T_STYLE_THREE_3, NULL, 0}};
static const struct input_def three_inputs[] = {{F_CHOICE, INPUT_CHOICE, STYLE_COUNT, true},
                                                {F_RATE + 0, INPUT_CHOICE, STYLE_STEPS, false},
                                                {F_RATE + 1, INPUT_CHOICE, STYLE_STEPS, false},
                                                {F_RATE + 2, INPUT_CHOICE, STYLE_STEPS, false}};
static const struct input_def result_inputs[] = {{F_NEAR, INPUT_TEXT, 1200, true},
                                                 {F_AWAY, INPUT_TEXT, 1200, true}};
static const struct input_def moves_inputs[] = {{F_TOWARD, INPUT_TEXT, 1200, false},
                                                {F_LEAVE, INPUT_TEXT, 1200, false},
                                                {F_STAY, INPUT_TEXT, 1200, false}};

#define FIELDS_OF(table) .fields = (table), .field_count = COUNT_OF(table)
#define MINE_KIND(kind_, name_, title_, table)                                                     \
    {                                                                                              \
        .kind = (kind_), .name = (name_), .title = (title_), .spaces = 1 << SPACE_MINE,            \
        FIELDS_OF(table)                                                                           \
    }
static const struct kind_def kinds[] = {
    MINE_KIND(KIND_THREE, "three-descriptions", T_STYLE_THREE_TITLE, three_kept),
    MINE_KIND(KIND_WORRY, "worry", T_STYLE_WORRY_TITLE, worry_kept),
    MINE_KIND(KIND_DISTANCE, "distance", T_STYLE_DISTANCE_TITLE, distance_kept),
    MINE_KIND(KIND_SENTENCES, "sentences", T_STYLE_COPY, sentences_kept),
    SHARE_KINDS(KIND_STYLE_WAITS, "sentences", T_STYLE_COPY, sentences_kept)};

#define MINE_ACTION(action_, table, run_)                                                          \
    {                                                                                              \
        .action = (action_), .inputs = (table), .input_count = COUNT_OF(table),                    \
        .needs_mine = true, .run = (run_)                                                          \
    }
static const struct action_def actions[] = {
    MINE_ACTION(ACTION_THREE, three_inputs, style_run_three),
    MINE_ACTION(ACTION_WORRY, worry_inputs, style_run_worry),
    MINE_ACTION(ACTION_DISTANCE, distance_inputs, style_run_distance),
    MINE_ACTION(ACTION_RESULT, result_inputs, style_run_result),
    MINE_ACTION(ACTION_MOVES, moves_inputs, style_run_moves),
    {.action = ACTION_SHARE, .needs_mine = true, .run = run_share},
    {.action = ACTION_AWAY, SHARE_AWAY_INPUTS, .needs_mine = true, .run = run_away},
    {.action = ACTION_ERASE, .needs_mine = true, .run = run_erase},
};

const struct practice practice_style = {
    .code = ROOM_STYLE,
    .name = "style",
    .title = T_STYLE_TITLE,
    .line = T_STYLE_LINE,
    .group = GROUP_UNDERSTAND,
    .badge = BADGE_MINE,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .settle = settle,
    .suggest = suggest,
    .example = style_example,
};
