/* responses.c -- how to answer when the other shows a feeling: the room's first page, the two
 * columns, a sheet to print, and its tables. */
#include "practices/responses/responses.h"

/* --- the first page --------------------------------------------------------------------------- */

/* What opened, first and with a button: the one thing to do here. */
static void round_open_card(struct visit *v, const struct response_round *r, bool first) {
    part_card_begin(v->p, &(struct part_card){
                              .key = r->address,
                              .title = response_topic_words(v, T_RESPONSES_ROUND_CARD, &r->topic),
                              .aside = WORDS(T_RESPONSES_ROUND_READ),
                              .badge = BADGE_OURS,
                              .important = true});
    part_link_button(v->p, first ? WEIGHT_PRIMARY : WEIGHT_SECONDARY,
                     response_at(response_round_page(r), r->address),
                     WORDS(T_RESPONSES_ROUND_READ_GO));
    part_card_end(v->p);
}

static void round_card(struct visit *v, const struct response_round *r) {
    part_card_begin(v->p, &(struct part_card){
                              .key = r->address,
                              .title = response_topic_words(v, T_RESPONSES_ROUND_CARD, &r->topic),
                              .to = response_at(response_round_page(r), r->address),
                              .badge = BADGE_OURS});
    part_say(v->p, WORDS(r->round.state == SEALED_OFFERED ? T_RESPONSES_ROUND_ANSWER
                                                          : T_RESPONSES_ROUND_SEALED));
    part_card_end(v->p);
}

static void waiting(struct visit *v) {
    struct response_round rounds[ROUNDS_MAX];
    size_t count = response_rounds_standing(v, rounds);
    const struct item *ask = response_ask_waiting(v);
    bool first = true;
    for (size_t i = 0; i < count; i++)
        if (rounds[i].round.state == SEALED_OPEN) {
            round_open_card(v, &rounds[i], first);
            first = false;
        }
    for (size_t i = 0; i < count; i++)
        if (rounds[i].round.state != SEALED_OPEN)
            round_card(v, &rounds[i]);
    if (!ask)
        return;
    part_card_begin(v->p,
                    &(struct part_card){.key = item_address(ask),
                                        .title = words_with(v->p, T_RESPONSES_ASKED_CARD, "name",
                                                            note_partner(v, T_RESPONSES_OTHER)),
                                        .to = response_at(PAGE_ASKED, item_address(ask)),
                                        .badge = BADGE_OURS});
    part_say(v->p, WORDS(T_RESPONSES_ASKED_CARD_LINE));
    part_card_end(v->p);
}

/* The first column, each with what was said helps the other, where it was said. */
static void column_first(struct visit *v) {
    struct topic topics[TOPICS_MAX];
    size_t count = response_topics_list(v, topics);
    part_list_begin(v->p);
    for (size_t i = 0; i < count; i++) {
        struct card c;
        bool ours = response_topic_space(v, &topics[i]) == SPACE_OURS;
        bool known = response_card_find(v, ours ? AUTHOR_PARTNER : AUTHOR_ME, &topics[i], &c);
        part_item(v->p,
                  &(struct part_item){.key = topics[i].address,
                                      .to = response_at(PAGE_TOPIC, topics[i].address),
                                      .title = response_topic_title(v, &topics[i]),
                                      .line = known ? words_of(c.lines[0]) : (struct words){0}});
    }
    part_list_end(v->p);
    part_row_begin(v->p);
    part_link_button(v->p, WEIGHT_QUIET, response_at(PAGE_FEELING, 0),
                     WORDS(T_RESPONSES_FEELING_GO));
    part_link_button(v->p, WEIGHT_QUIET, response_at(PAGE_UNSAFE, 0), WORDS(T_RESPONSES_UNSAFE_GO));
    part_row_end(v->p);
}

static void door(struct visit *v, enum response_page page, enum text_key title, enum text_key line,
                 enum page_badge badge) {
    part_door(v->p, &(struct part_door){.to = response_at(page, 0),
                                        .title = WORDS(title),
                                        .line = WORDS(line),
                                        .badge = badge,
                                        .icon = badge == BADGE_MINE ? ICON_ALONE : ICON_TOGETHER});
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    bool together = visit_together(v);
    part_page_begin(p, &(struct part_page){.title = WORDS(T_RESPONSES_TITLE),
                                           .back = {ROOM_DOOR, DOOR_ROOMS, 0}});
    part_lead(p, WORDS(together ? T_RESPONSES_LEAD : T_RESPONSES_LEAD_ALONE));
    waiting(v);
    part_section_begin(
        p, together ? words_with(p, T_RESPONSES_COLUMN, "name", note_partner(v, T_RESPONSES_OTHER))
                    : WORDS(T_RESPONSES_COLUMN_ALONE));
    column_first(v);
    part_section_end(p);
    part_section_begin(p, WORDS(T_RESPONSES_THEN));
    part_doors_begin(p);
    door(v, PAGE_PLAY, T_RESPONSES_PLAY_TITLE, T_RESPONSES_DOOR_PLAY, BADGE_NONE);
    door(v, PAGE_HEART, T_RESPONSES_HEART_TITLE, T_RESPONSES_DOOR_HEART, BADGE_MINE);
    door(v, PAGE_NOTES, T_RESPONSES_NOTES_TITLE, T_RESPONSES_DOOR_NOTES, BADGE_MINE);
    part_doors_end(p);
    part_section_end(p);
    if (together)
        part_link_line(p, response_at(PAGE_THEIRS, 0), WORDS(T_RESPONSES_THEIRS_GO));
    part_link_line(p, response_at(PAGE_MINE, 0), WORDS(T_RESPONSES_MINE_GO));
    part_link_line(p, response_at(PAGE_SHEET, 0), WORDS(T_RESPONSES_SHEET_GO));
    part_aside(p, WORDS(T_RESPONSES_SOURCE));
    part_page_end(p);
}

/* --- the two columns -------------------------------------------------------------------------- */

/* The second column's cell: what helps, in order, as one text. */
static struct words cell(struct visit *v, const struct card *c) {
    struct buf b;
    struct bytes text;
    buf_init(&b, v->frame);
    for (int i = 0; i < LINES; i++) {
        if (c->lines[i].size == 0)
            continue;
        if (b.size)
            buf_add_string(&b, " · ");
        buf_add_bytes(&b, c->lines[i]);
    }
    return words_of(buf_finish(&b, &text) == ERR_OK ? text : (struct bytes){0});
}

static void columns_draw(struct visit *v, enum author author, enum space space) {
    struct card cards[CARDS_MAX];
    struct words heads[3] = {WORDS(T_RESPONSES_HEAD_FEELING), WORDS(T_RESPONSES_HEAD_HELPS),
                             WORDS(T_RESPONSES_HEAD_NOT)};
    size_t count = response_cards_list(v, author, space, cards);
    bool any = false;
    for (size_t i = 0; i < count; i++)
        any = any || cards[i].not_so.size;
    if (count == 0) {
        part_empty(v->p, WORDS(T_RESPONSES_COLUMNS_EMPTY), WORDS(T_RESPONSES_COLUMNS_EMPTY_LINE));
        return;
    }
    part_table_begin(v->p, WORDS(T_RESPONSES_COLUMNS_CAPTION), heads, any ? 3 : 2);
    for (size_t i = 0; i < count; i++) {
        const struct words row[3] = {response_card_title(v, &cards[i]), cell(v, &cards[i]),
                                     words_of(cards[i].not_so)};
        part_table_row(v->p, row, any ? 3 : 2);
    }
    part_table_end(v->p);
    part_island_button(v->p, WEIGHT_SECONDARY, "print", (struct bytes){0},
                       WORDS(T_RESPONSES_PRINT));
}

static enum err page_columns(struct visit *v) {
    struct parts *p = v->p;
    bool theirs = v->at.page == PAGE_THEIRS;
    bool alone = book_status(v->book).pair != PAIR_TOGETHER;
    bool mine = !theirs && alone;
    if (mine && !book_status(v->book).mine_open)
        return ERR_LOCKED;
    struct words title = words_with(p, theirs ? T_RESPONSES_THEIRS_TITLE : T_RESPONSES_MINE_TITLE,
                                    "name", note_partner(v, T_RESPONSES_OTHER));
    part_page_begin(p, &(struct part_page){.badge = mine ? BADGE_MINE : BADGE_OURS,
                                           .title = title,
                                           .back = response_at(PAGE_HOME, 0)});
    part_lead(p, words_with(p, theirs ? T_RESPONSES_THEIRS_LEAD : T_RESPONSES_MINE_LEAD, "name",
                            note_partner(v, T_RESPONSES_OTHER)));
    columns_draw(v, theirs ? AUTHOR_PARTNER : AUTHOR_ME, mine ? SPACE_MINE : SPACE_OURS);
    part_link_button(p, WEIGHT_QUIET, response_at(PAGE_HOME, 0), WORDS(T_RESPONSES_ENOUGH));
    part_page_end(p);
    return ERR_OK;
}

/* Two empty columns on paper: for who has no account, and no wish for one. */
static void page_sheet(struct visit *v) {
    struct parts *p = v->p;
    const struct words heads[2] = {WORDS(T_RESPONSES_HEAD_FEELING), WORDS(T_RESPONSES_HEAD_HELPS)};
    part_page_begin(p, &(struct part_page){.title = WORDS(T_RESPONSES_SHEET_TITLE),
                                           .back = response_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_RESPONSES_SHEET_LEAD));
    part_table_begin(p, WORDS(T_RESPONSES_SHEET_CAPTION), heads, COUNT_OF(heads));
    for (uint64_t i = 1; i <= EMOTIONS + 2; i++) {
        struct topic t;
        struct words row[2] = {{0}, words_of(BYTES("…"))};
        row[0] = response_topic_read(v, i, &t) ? response_topic_title(v, &t) : words_of(BYTES("…"));
        part_table_row(p, row, COUNT_OF(row));
    }
    part_table_end(p);
    part_island_button(p, WEIGHT_PRIMARY, "print", (struct bytes){0}, WORDS(T_RESPONSES_PRINT));
    part_page_end(p);
}

static enum err show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_HOME:
        page_home(v);
        return ERR_OK;
    case PAGE_THEIRS:
    case PAGE_MINE:
        return page_columns(v);
    case PAGE_SHEET:
        page_sheet(v);
        return ERR_OK;
    default:
        break;
    }
    enum err e = response_topic_show(v);
    if (e == ERR_NOT_FOUND)
        e = response_unsafe_show(v);
    if (e == ERR_NOT_FOUND)
        e = response_round_show(v);
    if (e == ERR_NOT_FOUND)
        e = response_heart_show(v);
    if (e == ERR_NOT_FOUND)
        e = response_play_show(v);
    if (e != ERR_STATE)
        return e;
    v->at = response_at(PAGE_HOME, 0); /* a round that is over is spoken of no more */
    page_home(v);
    return ERR_OK;
}

/* --- what it suggests ------------------------------------------------------------------------- */

/* What opened comes first, then what was offered, whoever offered it. A sealed one waits silently.
 */
static bool suggest_round(struct visit *v, struct suggestion *out) {
    struct response_round rounds[ROUNDS_MAX];
    size_t count = response_rounds_standing(v, rounds);
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        bool open = rounds[i].round.state == SEALED_OPEN;
        if (!open && (found || rounds[i].round.state != SEALED_OFFERED))
            continue;
        *out = (struct suggestion){
            .line = open ? T_RESPONSES_SUGGEST_OPEN : T_RESPONSES_SUGGEST_GUESS,
            .where = response_at(response_round_page(&rounds[i]), rounds[i].address),
            .weight = open ? 650 : 520,
            .waits = true,
            .joint = true};
        found = true;
        if (open)
            break;
    }
    return found;
}

static bool suggest_ask(struct visit *v, struct suggestion *out) {
    const struct item *ask = response_ask_waiting(v);
    if (!ask)
        return false;
    *out = (struct suggestion){.line = T_RESPONSES_SUGGEST_ASK,
                               .where = response_at(PAGE_ASKED, item_address(ask)),
                               .weight = 560,
                               .waits = true,
                               .joint = true};
    return true;
}

/* What is for two may be held back by the gate, so what is for one stands beside it. */
static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    size_t count = 0;
    if (room < 2)
        return 0;
    count += suggest_round(v, &out[count]) || suggest_ask(v, &out[count]);
    if (response_heart_waits(v))
        out[count++] = (struct suggestion){
            .line = T_RESPONSES_SUGGEST_HEART, .where = response_at(PAGE_HEART, 0), .weight = 340};
    return count;
}

/* --- the tables ------------------------------------------------------------------------------- */

static const enum text_key emotion_words[EMOTION_UNSAFE + 1] = {
    T_RESPONSES_ANGER,     T_RESPONSES_CONTEMPT,  T_RESPONSES_DISGUST,
    T_RESPONSES_ENJOYMENT, T_RESPONSES_FEAR,      T_RESPONSES_SADNESS,
    T_RESPONSES_SURPRISE,  T_RESPONSES_FIELD_OWN, T_RESPONSES_FIELD_UNSAFE};

#define EMOTION_KEPT(most)                                                                         \
    {                                                                                              \
        F_EMOTION, FIELD_UINT, (most), "feeling", true, T_RESPONSES_HEAD_FEELING, emotion_words,   \
            (most) + 1                                                                             \
    }
#define TEXT_KEPT(field, name, most, label)                                                        \
    { (field), FIELD_TEXT, (most), (name), false, (label), 0, 0 }

static const struct field_def card_kept[] = {
    EMOTION_KEPT(EMOTION_UNSAFE),
    TEXT_KEPT(F_NAME, "name", NAME_MAX, T_RESPONSES_FEELING_LABEL),
    TEXT_KEPT(F_FIRST, "first", LINE_MAX, T_RESPONSES_FIRST),
    TEXT_KEPT(F_SECOND, "second", LINE_MAX, T_RESPONSES_SECOND),
    TEXT_KEPT(F_THIRD, "third", LINE_MAX, T_RESPONSES_THIRD),
    TEXT_KEPT(F_NOT, "not-this", LINE_MAX, T_RESPONSES_NOT),
    {F_ROUND, FIELD_BYTES, 8, "round", false, T_NONE, 0, 0}};
static const struct field_def feeling_kept[] = {
    {F_NAME, FIELD_TEXT, NAME_MAX, "name", true, T_RESPONSES_FEELING_LABEL, 0, 0}};
static const struct field_def ask_kept[] = {
    EMOTION_KEPT(EMOTION_OWN), TEXT_KEPT(F_NAME, "name", NAME_MAX, T_RESPONSES_FEELING_LABEL)};
static const struct field_def note_kept[] = {
    EMOTION_KEPT(EMOTION_OWN),
    TEXT_KEPT(F_NAME, "name", NAME_MAX, T_RESPONSES_FEELING_LABEL),
    {F_WORDS, FIELD_TEXT, LINE_MAX, "words", true, T_RESPONSES_NOTE_LABEL, 0, 0}};
static const struct field_def learned_kept[] = {DRILL_KEPT};

#define LINE_INPUT(field, needed)                                                                  \
    { (field), INPUT_TEXT, LINE_MAX, (needed) }
static const struct input_def write_inputs[] = {
    LINE_INPUT(F_FIRST, true), LINE_INPUT(F_SECOND, false), LINE_INPUT(F_THIRD, false),
    LINE_INPUT(F_NOT, false)};
static const struct input_def feeling_inputs[] = {
    {F_NAME, INPUT_TEXT, UINT64_C(4) * NAME_CHARACTERS, true}};
static const struct input_def unsafe_inputs[] = {
    {F_NAME, INPUT_TEXT, NAME_MAX, true}, LINE_INPUT(F_FIRST, true), LINE_INPUT(F_NOT, false)};
static const struct input_def away_inputs[] = {{F_AWAY, INPUT_CHOICE, 2, true}};
static const struct input_def offer_inputs[] = {{F_WHEN, INPUT_CHOICE, WHEN_COUNT, true}};
static const struct input_def seal_inputs[] = {LINE_INPUT(F_GUESS, false),
                                               LINE_INPUT(F_FIRST, false)};
#define PLACE_INPUT(at)                                                                            \
    { F_RANK + (at), INPUT_CHOICE, LINES + 1, false }
static const struct input_def rank_inputs[] = {LINE_INPUT(F_WORDS, false),
                                               PLACE_INPUT(0),
                                               PLACE_INPUT(1),
                                               PLACE_INPUT(2),
                                               PLACE_INPUT(3),
                                               PLACE_INPUT(4),
                                               PLACE_INPUT(5)};
static const struct input_def note_inputs[] = {LINE_INPUT(F_WORDS, true)};
static const struct input_def learn_inputs[] = {DRILL_INPUTS};
static const struct input_def show_inputs[] = {{F_STEP, INPUT_NUMBER, STEPS_MAX, true},
                                               {F_TOPIC, INPUT_NUMBER, 2 * ROUND_OWN - 1, true}};
static const struct input_def on_inputs[] = {{F_STEP, INPUT_NUMBER, STEPS_MAX, true}};

#define FIELDS_OF(table) .fields = (table), .field_count = COUNT_OF(table)
static const struct kind_def kinds[] = {
    {.kind = KIND_CARD,
     .name = "response",
     .title = T_RESPONSES_KIND_CARD,
     .spaces = 1 << SPACE_MINE | 1 << SPACE_OURS,
     FIELDS_OF(card_kept),
     .digest = response_card_digest},
    {.kind = KIND_FEELING,
     .name = "response-feeling",
     .title = T_RESPONSES_KIND_FEELING,
     .spaces = 1 << SPACE_MINE | 1 << SPACE_OURS,
     FIELDS_OF(feeling_kept)},
    {.kind = KIND_ASK,
     .name = "response-question",
     .title = T_RESPONSES_KIND_ASK,
     .spaces = 1 << SPACE_OURS,
     FIELDS_OF(ask_kept)},
    {.kind = KIND_NOTE,
     .name = "response-note",
     .title = T_RESPONSES_KIND_NOTE,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(note_kept)},
    {.kind = KIND_LEARNED,
     .name = "response-practice",
     .title = T_RESPONSES_KIND_LEARNED,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(learned_kept),
     .digest = drill_digest},
};

#define INPUTS_OF(table) .inputs = (table), .input_count = COUNT_OF(table)
static const struct action_def actions[] = {
    {.action = ACTION_WRITE, INPUTS_OF(write_inputs), .run = response_run_write},
    {.action = ACTION_FEELING, INPUTS_OF(feeling_inputs), .run = response_run_feeling},
    {.action = ACTION_UNSAFE, INPUTS_OF(unsafe_inputs), .run = response_run_unsafe},
    {.action = ACTION_CHANGE, INPUTS_OF(unsafe_inputs), .run = response_run_change},
    {.action = ACTION_ERASE, .run = response_run_erase},
    {.action = ACTION_ASK, .run = response_run_ask},
    {.action = ACTION_AWAY, INPUTS_OF(away_inputs), .run = response_run_away},
    {.action = ACTION_OFFER, INPUTS_OF(offer_inputs), .run = response_run_offer},
    {.action = ACTION_SEAL, INPUTS_OF(seal_inputs), .run = response_run_seal},
    {.action = ACTION_OPEN, .run = response_run_open},
    {.action = ACTION_CONFIRM, .run = response_run_confirm},
    {.action = ACTION_RANK, INPUTS_OF(rank_inputs), .run = response_run_rank},
    {.action = ACTION_NOTE, INPUTS_OF(note_inputs), .needs_mine = true, .run = response_run_note},
    {.action = ACTION_LEARN,
     INPUTS_OF(learn_inputs),
     .needs_mine = true,
     .run = response_run_learn},
    {.action = ACTION_BEGIN, .run = response_run_begin},
    {.action = ACTION_SHOW, INPUTS_OF(show_inputs), .run = response_run_show},
    {.action = ACTION_ON, INPUTS_OF(on_inputs), .run = response_run_on},
    {.action = ACTION_STOP, .run = response_run_stop},
    {.action = ACTION_HANDED_BEGIN, .run = response_run_handed_begin},
    {.action = ACTION_HANDED_UNLOCK, .run = one_phone_run_unlock},
};

const struct practice practice_responses = {
    .code = ROOM_RESPONSES,
    .name = "responses",
    .title = T_RESPONSES_TITLE,
    .line = T_RESPONSES_LINE,
    .group = GROUP_ATTUNE,
    .badge = BADGE_OURS,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .settle = response_round_settle,
    .suggest = suggest,
    .example = responses_example,
};
