/* cycle.c -- the ring of trust: the first page, the copies, stopping, and the tables. */
#include "practices/cycle/cycle.h"

#include "app/session.h"

void cycle_stop_link(struct visit *v) {
    part_link_line(v->p, cycle(PAGE_STOP, 0), WORDS(T_CYCLE_STOP));
}

struct bytes cycle_whose(struct visit *v, struct bytes body) {
    struct bytes name = {0};
    uint64_t who = WHO_RAISED;
    (void)body_uint(body, F_WHO, &who);
    if (body_text(body, F_NAME, &name) && name.size)
        return name;
    return text_get(v->text, who == WHO_TODAY ? T_CYCLE_WHO_TODAY : T_CYCLE_WHO_RAISED);
}

/* A copy on a card: the drawing, then what is on it and under it. */
static void draw(struct visit *v, struct bytes body, enum whose whose) {
    cycle_ring_draw(v, body);
    cycle_under_draw(v, body, whose);
}

/* --- the pages ---------------------------------------------------------------------------------
 */

static size_t rings_draw(struct visit *v) {
    enum { SHOWN_MAX = 40 };
    size_t count, shown = 0;
    const struct item *items = book_items(v->book, KIND_RING, &count);
    for (size_t i = count; i-- > 0 && shown < SHOWN_MAX;) {
        struct bytes body = book_item_entry(&items[i]).body, need = {0};
        if (items[i].author != AUTHOR_ME || items[i].space != SPACE_MINE)
            continue;
        if (shown++ == 0)
            part_list_begin(v->p);
        (void)body_text(body, F_NEED, &need);
        part_item(v->p, &(struct part_item){.key = item_address(&items[i]),
                                            .to = cycle(PAGE_RING, item_address(&items[i])),
                                            .title = words_of(cycle_whose(v, body)),
                                            .line = words_of(need),
                                            .whose = WHOSE_ME});
    }
    if (shown)
        part_list_end(v->p);
    return shown;
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    bool open = book_status(v->book).mine_open;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_CYCLE_TITLE),
                                           .back = {ROOM_DOOR, DOOR_ROOMS, 0}});
    part_lead(p, WORDS(T_CYCLE_LEAD));
    cycle_stop_link(v);
    if (open) {
        size_t shown = rings_draw(v);
        part_link_button(p, WEIGHT_PRIMARY, cycle(PAGE_WHO, 0),
                         WORDS(shown ? T_CYCLE_ANOTHER : T_CYCLE_BEGIN));
        if (shown == 0)
            part_empty(p, WORDS(T_CYCLE_NONE), WORDS(T_CYCLE_NONE_LINE));
    } else {
        part_link_button(p, WEIGHT_PRIMARY, cycle(PAGE_HOME, 1), WORDS(T_CYCLE_OPEN));
    }
    part_link_line(p, cycle(PAGE_EMPTY, 0), WORDS(T_CYCLE_EMPTY_TITLE));
    if (share_any(v, &cycle_rules))
        part_link_line(p, cycle(PAGE_COPIES, 0), WORDS(T_CYCLE_COPIES_TITLE));
    part_link_line(p, cycle(PAGE_TOGETHER, 0), WORDS(T_CYCLE_TOGETHER_TITLE));
    part_details_begin(p, WORDS(T_CYCLE_KNOWN));
    part_prose(p, T_CYCLE_KNOWN_BODY);
    part_details_end(p);
    part_page_end(p);
}

static void page_stop(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){
                           .badge = BADGE_NONE, .title = WORDS(T_CYCLE_STOP_TITLE), .quiet = true});
    part_lead(p, WORDS(T_CYCLE_STOP_LEAD));
    part_prose(p, T_CYCLE_STOP_BODY);
    part_landing(p, WORDS(T_CYCLE_STOP_LINE), (struct address){ROOM_TODAY, 0, 0});
    part_link_button(p, WEIGHT_QUIET, cycle(PAGE_HOME, 0), WORDS(T_CYCLE_STOP_BACK));
    part_page_end(p);
}

/* The copy's fields of a ring; what is under it only where that was chosen. */
static void copy_write(struct body_writer *w, struct bytes body, bool all) {
    struct share_rules some = cycle_rules;
    if (!all)
        some.field_count -= STEM_COUNT;
    share_copy_fields(w, &some, body);
}

static enum err page_share(struct visit *v) {
    struct parts *p = v->p;
    bool all = v->at.page == PAGE_SHARE_ALL;
    const struct item *item = note_own(v, KIND_RING, v->at.item);
    struct body_writer w;
    struct bytes copy;
    if (!item)
        return ERR_NOT_FOUND;
    body_begin(&w, v->frame, NULL);
    copy_write(&w, book_item_entry(item).body, all);
    TRY(body_end(&w, &copy));
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_CYCLE_SHARE_TITLE),
                                           .back = cycle(PAGE_RING, v->at.item)});
    part_lead(p, WORDS(T_CYCLE_SHARE_LEAD));
    cycle_stop_link(v);
    part_link_line(p, cycle(all ? PAGE_SHARE : PAGE_SHARE_ALL, v->at.item),
                   WORDS(all ? T_CYCLE_SHARE_ONLY : T_CYCLE_SHARE_UNDER));
    share_preview(v, &cycle_rules, copy, ROOM_CYCLE, ACTION_SHARE);
    part_link_button(p, WEIGHT_QUIET, cycle(PAGE_RING, v->at.item), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
    return ERR_OK;
}

static void page_copies(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = WORDS(T_CYCLE_COPIES_TITLE),
                                           .back = cycle(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_CYCLE_COPIES_LEAD));
    cycle_stop_link(v);
    bool theirs = share_show_theirs(v, &cycle_rules, ROOM_CYCLE, ACTION_AWAY);
    bool mine = share_show_mine(v, &cycle_rules, ROOM_CYCLE, ACTION_AWAY);
    if (!theirs && !mine)
        part_empty(p, WORDS(T_CYCLE_COPIES_EMPTY), (struct words){0});
    part_page_end(p);
}

static enum err page_erase(struct visit *v) {
    struct parts *p = v->p;
    if (!note_own(v, KIND_RING, v->at.item))
        return ERR_NOT_FOUND;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_CYCLE_ERASE_TITLE),
                                           .back = cycle(PAGE_RING, v->at.item)});
    part_lead(p, WORDS(T_CYCLE_ERASE_LEAD));
    cycle_stop_link(v);
    part_action(p, ROOM_CYCLE, ACTION_ERASE, 0, 0, WEIGHT_HEAVY, WORDS(T_APP_ERASE));
    part_link_button(p, WEIGHT_QUIET, cycle(PAGE_RING, v->at.item), WORDS(T_CYCLE_ERASE_KEEP));
    part_page_end(p);
    return ERR_OK;
}

/* Shown with *mine* closed too. */
static bool is_open_page(struct address at) {
    return (at.page == PAGE_HOME && at.item == 0) || at.page == PAGE_STOP ||
           at.page == PAGE_EMPTY || at.page == PAGE_COPIES || at.page == PAGE_TOGETHER;
}

static enum err show(struct visit *v) {
    if (!book_status(v->book).mine_open && !is_open_page(v->at))
        return v->at.page <= PAGE_ERASE ? ERR_LOCKED : ERR_NOT_FOUND;
    switch (v->at.page) {
    case PAGE_HOME:
        page_home(v);
        return ERR_OK;
    case PAGE_STOP:
        page_stop(v);
        return ERR_OK;
    case PAGE_SHARE:
    case PAGE_SHARE_ALL:
        return page_share(v);
    case PAGE_COPIES:
        page_copies(v);
        return ERR_OK;
    case PAGE_TOGETHER:
        cycle_together_show(v);
        return ERR_OK;
    case PAGE_ERASE:
        return page_erase(v);
    default:
        break;
    }
    enum err e = cycle_write_show(v);
    return e == ERR_NOT_FOUND ? cycle_ring_show(v) : e;
}

/* --- actions ---------------------------------------------------------------------------------- */

static enum err run_share(struct visit *v, const struct submission *s) {
    const struct item *item = note_own(v, KIND_RING, s->from.item);
    struct body_writer w;
    if (!item)
        return ERR_NOT_FOUND;
    body_begin(&w, v->frame, NULL);
    copy_write(&w, book_item_entry(item).body, s->from.page == PAGE_SHARE_ALL);
    visit_go(v, ROOM_CYCLE, PAGE_COPIES, 0);
    return share_wait(v, &cycle_rules, &w);
}

static enum err run_away(struct visit *v, const struct submission *s) {
    return share_run_away(v, &cycle_rules, s);
}

static enum err run_erase(struct visit *v, const struct submission *s) {
    const struct item *item = note_own(v, KIND_RING, s->from.item);
    visit_go(v, ROOM_CYCLE, PAGE_HOME, 0);
    return item ? note_erase(v, item) : ERR_OK;
}

static enum err settle(struct visit *v) {
    return share_settle(v, &cycle_rules);
}

static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    size_t asks;
    if (room == 0 || book_status(v->book).pair != PAIR_TOGETHER)
        return 0;
    (void)book_items(v->book, KIND_ASK, &asks);
    if (cycle_asked(v))
        *out = (struct suggestion){.line = T_CYCLE_SUGGEST_ASKED,
                                   .where = cycle(PAGE_TOGETHER, 0),
                                   .weight = 620,
                                   .waits = true};
    else if (share_is_new(v, &cycle_rules))
        *out = (struct suggestion){.line = T_CYCLE_SUGGEST_THEIRS,
                                   .where = cycle(PAGE_COPIES, 0),
                                   .weight = 560,
                                   .waits = true};
    else if (asks == 0 && cycle_together_possible(v))
        *out = (struct suggestion){.line = T_CYCLE_SUGGEST_TOGETHER,
                                   .where = cycle(PAGE_TOGETHER, 0),
                                   .weight = 220,
                                   .joint = true};
    else
        return 0;
    return 1;
}

/* --- the tables ------------------------------------------------------------------------------- */

static const enum text_key whos[] = {T_CYCLE_WHO_RAISED, T_CYCLE_WHO_TODAY};
static const enum text_key sootheds[] = {T_CYCLE_SOOTHED_YES, T_CYCLE_SOOTHED_TIMES,
                                         T_CYCLE_SOOTHED_SELDOM, T_CYCLE_SOOTHED_NO};
const enum text_key cycle_body_words[BODY_COUNT] = {
    T_CYCLE_BODY_THROAT, T_CYCLE_BODY_CHEST, T_CYCLE_BODY_BELLY, T_CYCLE_BODY_SHOULDERS,
    T_CYCLE_BODY_HANDS,  T_CYCLE_BODY_JAW,   T_CYCLE_BODY_HEAD,  T_CYCLE_BODY_NOWHERE};

/* The lists before and after the body's chips. */
#define RING_NOTE(CHOICE, WORDS, NEEDED)                                                           \
    CHOICE(F_WHO, "who", NOTE_ROWS | (NEEDED), T_CYCLE_WHO, T_NONE, whos)                          \
    WORDS(F_NAME, "name", NOTE_LINE, T_CYCLE_NAME, T_CYCLE_NAME_HINT, 40)                          \
    WORDS(F_NEED, "need", NOTE_AREA, T_CYCLE_NEED, T_CYCLE_NEED_HINT, 200)                         \
    WORDS(F_SHOWED, "showed", NOTE_AREA, T_CYCLE_SHOWED, T_CYCLE_SHOWED_HINT, 200)                 \
    WORDS(F_BACK, "came-back", NOTE_AREA, T_CYCLE_BACK, T_CYCLE_BACK_HINT, 200)                    \
    CHOICE(F_SOOTHED, "soothed", NOTE_CHIPS, T_CYCLE_SOOTHED, T_NONE, sootheds)                    \
    WORDS(F_OTHERS, "about-others", NOTE_AREA, T_CYCLE_OTHERS, T_CYCLE_OTHERS_HINT, 200)           \
    WORDS(F_SELF, "about-myself", NOTE_AREA, T_CYCLE_SELF, T_CYCLE_SELF_HINT, 200)                 \
    WORDS(F_TRUST, "about-trust", NOTE_AREA, T_CYCLE_TRUST, T_CYCLE_TRUST_HINT, 200)
#define STEM_NOTE(CHOICE, WORDS)                                                                   \
    WORDS(F_STEM + 0, "under-1", NOTE_LINE, T_CYCLE_STEM_1, T_NONE, 120)                           \
    WORDS(F_STEM + 1, "under-2", NOTE_LINE, T_CYCLE_STEM_2, T_NONE, 120)                           \
    WORDS(F_STEM + 2, "under-3", NOTE_LINE, T_CYCLE_STEM_3, T_NONE, 120)                           \
    WORDS(F_STEM + 3, "under-4", NOTE_LINE, T_CYCLE_STEM_4, T_NONE, 120)

const struct note_field cycle_fields[FIELD_COUNT] = {RING_NOTE(NOTE_CHOICE, NOTE_WORDS, NOTE_NEEDED)
                                                         STEM_NOTE(NOTE_CHOICE, NOTE_WORDS)};
static const struct field_def ring_kept[] = {
    RING_NOTE(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS, NOTE_NEEDED){
        F_BODY, FIELD_UINT, (1u << BODY_COUNT) - 1, "body-places", false, T_NONE, NULL, 0},
    STEM_NOTE(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS)};
static const struct input_def step_inputs[] = {
    RING_NOTE(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS, 0){F_BODY, INPUT_MANY, BODY_COUNT, false},
    STEM_NOTE(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS)};

const struct share_rules cycle_rules = {.first = KIND_RING_WAITS,
                                        .title = T_CYCLE_COPY,
                                        .fields = ring_kept,
                                        .field_count = COUNT_OF(ring_kept),
                                        .draw = draw};

static const enum text_key answers[] = {T_CYCLE_ANSWER_YES, T_APP_NOT_NOW};
static const struct field_def ask_kept[] = {
    {1, FIELD_TEXT, ASK_BYTES, "words", true, T_CYCLE_ASK, NULL, 0}};
static const struct field_def answer_kept[] = {
    {1, FIELD_UINT, ANSWER_COUNT - 1, "answer", true, T_CYCLE_ASK, answers, ANSWER_COUNT}};
static const struct input_def ask_inputs[] = {{F_ASK, INPUT_TEXT, ASK_BYTES, true}};
static const struct input_def answer_inputs[] = {{F_ANSWER, INPUT_CHOICE, ANSWER_COUNT, true},
                                                 {F_ITEM, INPUT_ITEM, 0, true}};
static const struct input_def back_inputs[] = {{F_ITEM, INPUT_ITEM, 0, true}};

#define FIELDS_OF(table) .fields = (table), .field_count = COUNT_OF(table)
static const struct kind_def kinds[] = {
    {.kind = KIND_RING,
     .name = "ring",
     .title = T_CYCLE_KIND,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(ring_kept)},
    {.kind = KIND_ASK,
     .name = "ring-ask",
     .title = T_CYCLE_KIND_ASK,
     .spaces = 1 << SPACE_OURS,
     FIELDS_OF(ask_kept)},
    {.kind = KIND_ANSWER,
     .name = "ring-answer",
     .title = T_CYCLE_KIND_ANSWER,
     .spaces = 1 << SPACE_OURS,
     FIELDS_OF(answer_kept)},
    SHARE_KINDS(KIND_RING_WAITS, "ring", T_CYCLE_COPY, ring_kept)};

#define INPUTS_OF(table) .inputs = (table), .input_count = COUNT_OF(table)
static const struct action_def actions[] = {
    {.action = ACTION_STEP, INPUTS_OF(step_inputs), .needs_mine = true, .run = cycle_run_step},
    {.action = ACTION_SHARE, .needs_mine = true, .run = run_share},
    {.action = ACTION_AWAY, SHARE_AWAY_INPUTS, .needs_mine = true, .run = run_away},
    {.action = ACTION_ERASE, .needs_mine = true, .run = run_erase},
    {.action = ACTION_ASK, INPUTS_OF(ask_inputs), .run = cycle_run_ask},
    {.action = ACTION_ANSWER, INPUTS_OF(answer_inputs), .run = cycle_run_answer},
    {.action = ACTION_TAKE_BACK, INPUTS_OF(back_inputs), .run = cycle_run_take_back},
};

const struct practice practice_cycle = {
    .code = ROOM_CYCLE,
    .name = "cycle",
    .title = T_CYCLE_TITLE,
    .line = T_CYCLE_LINE,
    .group = GROUP_UNDERSTAND,
    .badge = BADGE_MINE,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .settle = settle,
    .suggest = suggest,
    .example = cycle_example,
};
