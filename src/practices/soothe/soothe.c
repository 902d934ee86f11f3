/* soothe.c -- soothing: its first page, its tables. */
#include "practices/soothe/soothe.h"

struct door {
    enum soothe_page page;
    enum text_key title, line;
    enum part_icon icon;
    enum page_badge badge;
};

static void page_home(struct visit *v) {
    static const struct door doors[] = {
        {PAGE_BEFORE, T_SOOTHE_DOOR_NEAR, T_SOOTHE_DOOR_NEAR_LINE, ICON_TOGETHER, BADGE_NONE},
        {PAGE_FLOOD, T_SOOTHE_DOOR_FLOOD, T_SOOTHE_DOOR_FLOOD_LINE, ICON_HELP, BADGE_OURS},
        {PAGE_PACE, T_SOOTHE_DOOR_PACE, T_SOOTHE_DOOR_PACE_LINE, ICON_ALONE, BADGE_NONE},
        {PAGE_WORDS, T_SOOTHE_DOOR_WORDS, T_SOOTHE_DOOR_WORDS_LINE, ICON_TOGETHER, BADGE_OURS},
        {PAGE_DOORWAY, T_SOOTHE_DOOR_DOORWAY, T_SOOTHE_DOOR_DOORWAY_LINE, ICON_ROOMS, BADGE_OURS},
        {PAGE_TOOLS, T_SOOTHE_DOOR_TOOLS, T_SOOTHE_DOOR_TOOLS_LINE, ICON_ALONE, BADGE_MINE},
        {PAGE_TENSION, T_SOOTHE_DOOR_TENSION, T_SOOTHE_DOOR_TENSION_LINE, ICON_ALONE, BADGE_MINE}};
    struct parts *p = v->p;
    bool two = visit_together(v);
    part_page_begin(
        p, &(struct part_page){.title = WORDS(T_SOOTHE_TITLE), .back = {ROOM_DOOR, DOOR_ROOMS, 0}});
    part_lead(p, WORDS(T_SOOTHE_LEAD));
    if (session_status(v).looking)
        part_notice(p, NOTICE_INFO, WORDS(T_SOOTHE_LOOKING));
    part_doors_begin(p);
    for (size_t i = 0; i < COUNT_OF(doors); i++)
        part_door(p, &(struct part_door){.to = soothe_at(doors[i].page, 0),
                                         .title = WORDS(doors[i].title),
                                         .line = WORDS(doors[i].line),
                                         .icon = doors[i].icon,
                                         .badge = !two && doors[i].badge == BADGE_OURS
                                                      ? BADGE_MINE
                                                      : doors[i].badge,
                                         .first = i == 0});
    part_doors_end(p);
    part_page_end(p);
}

static enum err show(struct visit *v) {
    if (v->at.page == PAGE_HOME) {
        page_home(v);
        return ERR_OK;
    }
    enum err e = near_show(v);
    if (e == ERR_NOT_FOUND)
        e = cards_show(v);
    if (e == ERR_NOT_FOUND)
        e = flood_show(v);
    if (e == ERR_NOT_FOUND)
        e = alone_pages_show(v);
    if (e == ERR_STATE) {
        page_home(v);
        return ERR_OK;
    }
    return e;
}

static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    bool mine = return_of(v, AUTHOR_ME) != NULL;
    if (room == 0 || (!mine && !return_of(v, AUTHOR_PARTNER)))
        return 0;
    *out = (struct suggestion){.line = mine ? T_SOOTHE_SUGGEST_RETURN : T_SOOTHE_SUGGEST_RETURNS,
                               .where = soothe_at(PAGE_FLOOD, 0),
                               .weight = mine ? 720 : 650,
                               .rest = true};
    return 1;
}

/* --- the tables ------------------------------------------------------------------------------- */

static const enum text_key at_door[] = {T_SOOTHE_DOOR_WORD, T_SOOTHE_DOOR_LOOK, T_SOOTHE_DOOR_HAND,
                                        T_SOOTHE_DOOR_HUG, T_SOOTHE_DOOR_TIME};

#define THREE(CHOICE, WORDS)                                                                       \
    WORDS(F_1, "first", NOTE_LINE, T_SOOTHE_WORDS_1, T_NONE, WORDS_MAX)                            \
    WORDS(F_2, "second", NOTE_LINE, T_SOOTHE_WORDS_2, T_NONE, WORDS_MAX)                           \
    WORDS(F_3, "third", NOTE_LINE, T_SOOTHE_WORDS_3, T_NONE, WORDS_MAX)
#define DOORWAY(CHOICE, WORDS)                                                                     \
    CHOICE(F_1, "leaving", NOTE_CHIPS, T_SOOTHE_LEAVING, T_NONE, at_door)                          \
    WORDS(F_2, "leaving-words", NOTE_AREA, T_SOOTHE_LEAVING_WORDS, T_NONE, NOTE_MAX)               \
    CHOICE(F_3, "coming", NOTE_CHIPS, T_SOOTHE_COMING, T_NONE, at_door)                            \
    WORDS(F_4, "coming-words", NOTE_AREA, T_SOOTHE_COMING_WORDS, T_NONE, NOTE_MAX)
#define SIGN(CHOICE, WORDS)                                                                        \
    WORDS(F_1, "felt", NOTE_AREA, T_SOOTHE_SIGN_FEEL, T_NONE, NOTE_MAX)                            \
    WORDS(F_2, "seen", NOTE_AREA, T_SOOTHE_SIGN_SEE, T_NONE, NOTE_MAX)                             \
    WORDS(F_3, "helps", NOTE_AREA, T_SOOTHE_SIGN_HELP, T_NONE, NOTE_MAX)
#define TOOL(CHOICE, WORDS)                                                                        \
    WORDS(F_1, "tool", NOTE_AREA | NOTE_NEEDED, T_SOOTHE_TOOL_LABEL, T_NONE, NOTE_MAX)

static const struct note_field words_fields[] = {THREE(NOTE_CHOICE, NOTE_WORDS)};
static const struct note_field doorway_fields[] = {DOORWAY(NOTE_CHOICE, NOTE_WORDS)};
static const struct note_field sign_fields[] = {SIGN(NOTE_CHOICE, NOTE_WORDS)};
const struct note_field soothe_tool[1] = {TOOL(NOTE_CHOICE, NOTE_WORDS)};
static const struct input_def words_inputs[] = {THREE(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS)};
static const struct input_def doorway_inputs[] = {DOORWAY(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS)};
static const struct input_def sign_inputs[] = {SIGN(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS)};
static const struct input_def tool_inputs[] = {TOOL(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS)};
static const struct field_def words_kept[] = {THREE(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS)};
static const struct field_def doorway_kept[] = {DOORWAY(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS)};
static const struct field_def sign_kept[] = {SIGN(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS)};
static const struct field_def tool_kept[] = {TOOL(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS)};

const struct card soothe_cards[CARD_COUNT] = {
    [CARD_WORDS] = {KIND_WORDS, PAGE_WORDS, PAGE_WORDS_EDIT, ACTION_WORDS, words_fields,
                    COUNT_OF(words_fields), T_SOOTHE_WORDS_TITLE, T_SOOTHE_WORDS_LEAD,
                    T_SOOTHE_WORDS_MINE, T_SOOTHE_WORDS_THEIRS, T_SOOTHE_WORDS_NONE,
                    T_SOOTHE_WORDS_NONE_LINE, T_SOOTHE_WORDS_WRITE, T_SOOTHE_WORDS_EDIT_TITLE,
                    T_SOOTHE_WORDS_GOOD_1, T_SOOTHE_WORDS_GOOD_2, T_SOOTHE_WORDS_BAD},
    [CARD_DOORWAY] = {KIND_DOORWAY, PAGE_DOORWAY, PAGE_DOORWAY_EDIT, ACTION_DOORWAY, doorway_fields,
                      COUNT_OF(doorway_fields), T_SOOTHE_DOORWAY_TITLE, T_SOOTHE_DOORWAY_LEAD,
                      T_SOOTHE_DOORWAY_MINE, T_SOOTHE_DOORWAY_THEIRS, T_SOOTHE_DOORWAY_NONE,
                      T_SOOTHE_DOORWAY_NONE_LINE, T_SOOTHE_DOORWAY_WRITE,
                      T_SOOTHE_DOORWAY_EDIT_TITLE, T_SOOTHE_DOORWAY_GOOD_1, T_SOOTHE_DOORWAY_GOOD_2,
                      T_SOOTHE_DOORWAY_BAD},
    [CARD_SIGN] = {KIND_SIGN, PAGE_FLOOD, PAGE_SIGN_EDIT, ACTION_SIGN, sign_fields,
                   COUNT_OF(sign_fields), T_SOOTHE_FLOOD_TITLE, T_SOOTHE_FLOOD_LEAD,
                   T_SOOTHE_FLOOD_SIGN_MINE, T_SOOTHE_FLOOD_SIGN_THEIRS, T_SOOTHE_FLOOD_SIGN_NONE,
                   T_SOOTHE_FLOOD_SIGN_NONE_LINE, T_SOOTHE_FLOOD_WRITE, T_SOOTHE_SIGN_TITLE,
                   T_SOOTHE_SIGN_GOOD_1, T_SOOTHE_SIGN_GOOD_2, T_SOOTHE_SIGN_BAD},
};

static const enum text_key whens[] = {T_SOOTHE_FIELD_WHEN_BEFORE, T_SOOTHE_FIELD_WHEN_AFTER};
static const struct field_def tension_kept[] = {
    {1, FIELD_UINT, 1, "when", true, T_SOOTHE_FIELD_WHEN, whens, COUNT_OF(whens)},
    {2, FIELD_UINT, TENSE_COUNT - 1, "tension", true, T_SOOTHE_KIND_TENSION, soothe_tense,
     TENSE_COUNT}};
static const struct field_def return_kept[] = {
    {1, FIELD_DAY, 0, "day", true, T_SOOTHE_FIELD_DAY, NULL, 0},
    {2, FIELD_UINT, 1439, "minute", false, T_SOOTHE_FIELD_TIME, NULL, 0}};

#define KIND_OF(kind_, name_, title_, spaces_, fields_, digest_)                                   \
    {                                                                                              \
        .kind = kind_, .name = name_, .title = title_, .spaces = spaces_, .fields = fields_,       \
        .field_count = COUNT_OF(fields_), .digest = digest_                                        \
    }
enum { MINE = 1 << SPACE_MINE, OURS = 1 << SPACE_OURS };

static const struct kind_def kinds[] = {
    KIND_OF(KIND_TENSION, "tension", T_SOOTHE_KIND_TENSION, MINE, tension_kept, tension_digest),
    KIND_OF(KIND_WORDS, "words-that-help", T_SOOTHE_KIND_WORDS, MINE | OURS, words_kept,
            card_digest),
    KIND_OF(KIND_TOOL, "tool-alone", T_SOOTHE_KIND_TOOL, MINE, tool_kept, NULL),
    KIND_OF(KIND_DOORWAY, "doorway", T_SOOTHE_KIND_DOORWAY, MINE | OURS, doorway_kept, card_digest),
    KIND_OF(KIND_SIGN, "sign", T_SOOTHE_KIND_SIGN, MINE | OURS, sign_kept, card_digest),
    KIND_OF(KIND_RETURN, "return", T_SOOTHE_KIND_RETURN, OURS, return_kept, return_digest),
};

static const struct input_def choose_inputs[] = {{F_NEAR, INPUT_CHOICE, NEAR_COUNT, true}};
static const struct input_def step_inputs[] = {{F_FROM, INPUT_NUMBER, STEPS, true},
                                               {F_GO, INPUT_CHOICE, GO_COUNT, true}};
static const struct input_def tense_inputs[] = {{F_TENSE, INPUT_CHOICE, TENSE_COUNT, true}};
static const struct input_def return_inputs[] = {{F_DAY, INPUT_CHOICE, 2, false},
                                                 {F_HOUR, INPUT_CHOICE, 24, false},
                                                 {F_MINUTE, INPUT_CHOICE, 4, false}};

#define INPUTS_OF(table) .inputs = (table), .input_count = COUNT_OF(table)
static const struct action_def actions[] = {
    {.action = ACTION_BEGIN, .run = soothe_run_begin},
    {.action = ACTION_CHOOSE, INPUTS_OF(choose_inputs), .run = soothe_run_choose},
    {.action = ACTION_STEP, INPUTS_OF(step_inputs), .run = soothe_run_step},
    {.action = ACTION_STOP, .run = soothe_run_stop},
    {.action = ACTION_LEAVE, .run = soothe_run_leave},
    {.action = ACTION_HANDED_BEGIN, .run = soothe_run_handed_begin},
    {.action = ACTION_HANDED_UNLOCK, .run = one_phone_run_unlock},
    {.action = ACTION_BEFORE, INPUTS_OF(tense_inputs), .run = soothe_run_before},
    {.action = ACTION_AFTER, INPUTS_OF(tense_inputs), .run = soothe_run_after},
    {.action = ACTION_WORDS, INPUTS_OF(words_inputs), .run = soothe_run_words},
    {.action = ACTION_DOORWAY, INPUTS_OF(doorway_inputs), .run = soothe_run_doorway},
    {.action = ACTION_SIGN, INPUTS_OF(sign_inputs), .run = soothe_run_sign},
    {.action = ACTION_TOOL, INPUTS_OF(tool_inputs), .run = soothe_run_tool},
    {.action = ACTION_RETURN, INPUTS_OF(return_inputs), .run = soothe_run_return},
    {.action = ACTION_BACK, .run = soothe_run_back},
    {.action = ACTION_ERASE, .run = soothe_run_erase},
};

const struct practice practice_soothe = {
    .code = ROOM_SOOTHE,
    .name = "soothe",
    .title = T_SOOTHE_TITLE,
    .line = T_SOOTHE_LINE,
    .group = GROUP_EVERYDAY,
    .badge = BADGE_OURS,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .settle = flood_settle,
    .suggest = suggest,
    .example = soothe_example,
};
