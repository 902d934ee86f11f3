/* listen.c -- listening: its first page, its tables. */
#include "practices/listen/listen.h"

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    bool two = visit_together(v), looking = session_status(v).looking;
    part_page_begin(
        p, &(struct part_page){.title = WORDS(T_LISTEN_TITLE), .back = {ROOM_DOOR, DOOR_ROOMS, 0}});
    part_lead(p, WORDS(T_LISTEN_LEAD));
    part_prose(p, T_LISTEN_HOW);
    if (looking)
        part_notice(p, NOTICE_INFO, WORDS(T_LISTEN_LOOKING));
    else if (book_status(v->book).pair == PAIR_LEFT)
        part_notice(p, NOTICE_INFO, WORDS(T_LISTEN_LEFT));
    if (two && !looking)
        part_link_button(p, WEIGHT_PRIMARY, listen_at(PAGE_SESSION, 0), WORDS(T_LISTEN_BEGIN_TWO));
    part_row_begin(p);
    if (!looking)
        part_link_button(p, two ? WEIGHT_SECONDARY : WEIGHT_PRIMARY, listen_at(PAGE_HANDED, 0),
                         WORDS(T_LISTEN_BEGIN_ONE));
    part_link_button(p, WEIGHT_SECONDARY, listen_at(PAGE_KEEP, 0), WORDS(T_LISTEN_KEEP));
    part_row_end(p);
    part_aside(p, WORDS(T_LISTEN_SOURCE));
    kept_list(v);
    part_page_end(p);
}

static enum err show(struct visit *v) {
    if (v->at.page == PAGE_HOME) {
        if (v->at.item == 1 && !book_status(v->book).mine_open)
            return ERR_LOCKED;
        page_home(v);
        return ERR_OK;
    }
    enum err e = kept_show(v);
    if (e == ERR_NOT_FOUND)
        e = turns_show(v);
    if (e == ERR_STATE) {
        page_home(v);
        return ERR_OK;
    }
    return e;
}

static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    if (room == 0 || !visit_together(v) || !kept_open(v))
        return 0;
    *out = (struct suggestion){
        .line = T_LISTEN_SUGGEST, .where = listen_at(PAGE_HOME, 0), .weight = 320, .joint = true};
    return 1;
}

/* --- the tables ------------------------------------------------------------------------------- */

static const enum text_key hows[] = {T_LISTEN_NOT_YET, T_LISTEN_PARTLY, T_LISTEN_YES};

#define KEPT(CHOICE, WORDS)                                                                        \
    WORDS(F_WITH, "with", NOTE_LINE, T_LISTEN_WITH, T_LISTEN_WITH_HINT, 40)                        \
    CHOICE(F_UNDERSTOOD, "understood", NOTE_CHIPS, T_LISTEN_UNDERSTOOD, T_NONE, hows)              \
    WORDS(F_MISSING, "missing", NOTE_AREA, T_LISTEN_MISSING, T_NONE, KEPT_MAX)                     \
    WORDS(F_LET_GO, "let-go", NOTE_AREA, T_LISTEN_LET_GO_LABEL, T_NONE, KEPT_MAX)
const struct note_field kept_fields[KEPT_FIELDS] = {KEPT(NOTE_CHOICE, NOTE_WORDS)};
static const struct input_def kept_inputs[] = {KEPT(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS)};
static const struct field_def kept_kept[] = {KEPT(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS)};

static const struct input_def step_inputs[] = {{F_FROM, INPUT_NUMBER, STEPS, true},
                                               {F_GO, INPUT_CHOICE, GO_COUNT, true}};
static const struct input_def touch_inputs[] = {{F_FROM, INPUT_NUMBER, STEPS, true},
                                                {F_TOUCH, INPUT_CHOICE, TOUCH_COUNT, true}};

static const struct kind_def kinds[] = {
    {.kind = KIND_KEPT,
     .name = "listened",
     .title = T_LISTEN_KIND,
     .spaces = 1 << SPACE_MINE | 1 << SPACE_OURS,
     .fields = kept_kept,
     .field_count = COUNT_OF(kept_kept),
     .digest = kept_digest},
};

#define INPUTS_OF(table) .inputs = (table), .input_count = COUNT_OF(table)
static const struct action_def actions[] = {
    {.action = ACTION_BEGIN, .run = listen_run_begin},
    {.action = ACTION_STEP, INPUTS_OF(step_inputs), .run = listen_run_step},
    {.action = ACTION_TOUCH, INPUTS_OF(touch_inputs), .run = listen_run_touch},
    {.action = ACTION_STOP, .run = listen_run_stop},
    {.action = ACTION_LEAVE, .run = listen_run_leave},
    {.action = ACTION_HANDED_BEGIN, .run = listen_run_handed_begin},
    {.action = ACTION_HANDED_UNLOCK, .run = one_phone_run_unlock},
    {.action = ACTION_KEEP, INPUTS_OF(kept_inputs), .run = listen_run_keep},
    {.action = ACTION_CHANGE, INPUTS_OF(kept_inputs), .run = listen_run_change},
    {.action = ACTION_ERASE, .run = listen_run_erase},
};

const struct practice practice_listen = {
    .code = ROOM_LISTEN,
    .name = "listen",
    .title = T_LISTEN_TITLE,
    .line = T_LISTEN_LINE,
    .group = GROUP_ATTUNE,
    .badge = BADGE_OURS,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .suggest = suggest,
    .example = listen_example,
};
