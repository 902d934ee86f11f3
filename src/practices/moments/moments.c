/* moments.c -- sliding-door moments: the list of both, and the tables of this room. */
#include "practices/moments/moments.h"
#include "view/dates.h"

enum { LIST_MAX = 40 };

/* --- reading ---------------------------------------------------------------------------------- */

static uint64_t moment_digest(struct bytes body) {
    uint64_t who, turn, ago = 0, repair = REPAIR_OPEN, side = 0;
    struct bytes with;
    (void)body_uint(body, F_AGO, &ago);
    (void)body_uint(body, F_REPAIR, &repair);
    (void)body_uint(body, F_SIDE, &side);
    if (!body_uint(body, F_WHO, &who) || who > WHO_NOBODY || !body_uint(body, F_TURN, &turn) ||
        turn > TURN_MISSED || ago > 1 || repair > REPAIR_OPEN || side > 1)
        return 0;
    return 1 | who << 1 | turn << 3 | repair << 5 | ago << 7 | side << 8 |
           (uint64_t)(body_text(body, F_WITH, &with) && with.size) << 9;
}

bool moment_read(const struct item *item, struct moment *out) {
    uint64_t d = item->digest;
    unsigned who = d >> 1 & 3, turn = d >> 3 & 3;
    bool missed_from_other = who == WHO_ME && (turn == TURN_AWAY || turn == TURN_AGAINST);
    if (!(d & 1) || (item->space == SPACE_OURS && missed_from_other))
        return false;
    bool mine = item->author == AUTHOR_ME;
    enum moment_role role = who == WHO_NOBODY         ? (mine ? ROLE_SAW : ROLE_SEEN)
                            : (who == WHO_ME) == mine ? ROLE_ME
                                                      : ROLE_YOU;
    *out = (struct moment){.day = item->first_day - (int32_t)(d >> 7 & 1),
                           .role = role,
                           .turn = (enum moment_turn)turn,
                           .repair = (enum moment_repair)(d >> 5 & 3),
                           .second = d >> 8 & 1,
                           .elsewhere = d >> 9 & 1};
    return true;
}

enum text_key moment_line(const struct moment *m) {
    static const enum text_key lines[4][4] = {
        {T_MOMENTS_LINE_ME_TOWARD, T_MOMENTS_LINE_ME_AWAY, T_MOMENTS_LINE_ME_AGAINST,
         T_MOMENTS_LINE_ME_MISSED},
        {T_MOMENTS_LINE_YOU_TOWARD, T_MOMENTS_LINE_YOU_AWAY, T_MOMENTS_LINE_YOU_AGAINST,
         T_MOMENTS_LINE_YOU_MISSED},
        {T_MOMENTS_LINE_SAW_TOWARD, T_MOMENTS_LINE_SAW_AWAY, T_MOMENTS_LINE_SAW_AGAINST,
         T_MOMENTS_LINE_SAW_MISSED},
        {T_MOMENTS_LINE_SEEN_TOWARD, T_MOMENTS_LINE_SEEN_AWAY, T_MOMENTS_LINE_SEEN_AGAINST,
         T_MOMENTS_LINE_SAW_MISSED}};
    return lines[m->role][m->turn];
}

struct words moment_words(struct visit *v, const struct item *item, const struct moment *m) {
    struct bytes name = note_partner(v, T_MOMENTS_OTHER);
    if (m->elsewhere)
        (void)body_text(book_item_entry(item).body, F_WITH, &name);
    return words_with(v->p, moment_line(m), "name", name);
}

/* A side names the first; the first finds its side among what was written since. Somebody who
 * finds two sides of one moment sees the newer. */
const struct item *moment_other_side(struct visit *v, const struct item *item) {
    struct moment m;
    size_t count;
    const struct item *all = book_items(v->book, KIND_MOMENT, &count);
    struct entry e = book_item_entry(item);
    if (item->digest >> 8 & 1 && e.re_count == 1) {
        const struct item *first = book_item_find(v->book, entry_re(&e, 0));
        bool fits = first && first->kind == KIND_MOMENT && first->space == SPACE_OURS &&
                    first->author != item->author && moment_read(first, &m) && !m.second;
        return fits ? first : NULL;
    }
    for (size_t i = count; i-- > 0 && all[i].first_day >= item->first_day;) {
        if (all[i].author == item->author || all[i].space != SPACE_OURS ||
            !moment_read(&all[i], &m) || !m.second)
            continue;
        e = book_item_entry(&all[i]);
        if (e.re_count == 1 &&
            bytes_equal(bytes_make(entry_re(&e, 0), EID_SIZE), bytes_make(item->id, EID_SIZE)))
            return &all[i];
    }
    return NULL;
}

/* --- the list --------------------------------------------------------------------------------- */

struct listed {
    const struct item *item;
    struct moment moment;
};

/* What a moment was for, which feeling, and whether it was mended; without a word of its own. */
static struct words details_line(struct visit *v, const struct listed *l) {
    struct bytes body = book_item_entry(l->item).body;
    enum text_key keys[3] = {note_value(&moment_fields[1], body),
                             note_value(&moment_fields[2], body)};
    struct buf b;
    struct bytes line;
    if (l->moment.turn != TURN_TOWARD)
        keys[2] = moment_repairs[l->moment.repair];
    buf_init(&b, v->frame);
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (keys[i] == T_NONE)
            continue;
        if (b.size)
            buf_add_string(&b, " · ");
        buf_add_bytes(&b, text_get(v->text, keys[i]));
    }
    return words_of(buf_finish(&b, &line) == ERR_OK ? line : (struct bytes){0});
}

static void item_draw(struct visit *v, const struct listed *l) {
    bool mine = l->item->author == AUTHOR_ME;
    uint64_t address = item_address(l->item);
    part_item(v->p,
              &(struct part_item){.key = address,
                                  .to = moments(PAGE_ONE, address),
                                  .title = moment_words(v, l->item, &l->moment),
                                  .line = details_line(v, l),
                                  .aside = mine ? WORDS(T_MOMENTS_YOU)
                                                : words_of(note_partner(v, T_MOMENTS_OTHER)),
                                  .badge = l->item->space == SPACE_MINE ? BADGE_MINE : BADGE_NONE,
                                  .whose = mine ? WHOSE_ME : WHOSE_YOU});
}

/* The newest moments but `skip`, newest first by the day they happened. */
static size_t list_take(struct visit *v, size_t skip, struct listed *out, bool *more) {
    size_t count, taken = 0;
    const struct item *all = book_items(v->book, KIND_MOMENT, &count);
    *more = false;
    for (size_t i = count; i-- > 0;) {
        struct listed l = {.item = &all[i]};
        if (!visit_day_came(v, all[i].first_day) || !moment_read(&all[i], &l.moment))
            continue;
        if (skip > 0) {
            skip--;
            continue;
        }
        if (taken == LIST_MAX) {
            *more = true;
            break;
        }
        size_t at = taken++;
        for (; at > 0 && out[at - 1].moment.day < l.moment.day; at--)
            out[at] = out[at - 1];
        out[at] = l;
    }
    return taken;
}

struct words moment_day(struct visit *v, int32_t day) {
    if (day == v->today || day == v->today - 1)
        return WORDS(day == v->today ? T_MOMENTS_AGO_TODAY : T_MOMENTS_AGO_YESTERDAY);
    return words_of(text_make_day_near(v->frame, v->text, day, v->today));
}

static void list_draw(struct visit *v, const struct listed *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        int32_t day = list[i].moment.day;
        if (i == 0 || list[i - 1].moment.day != day) {
            part_section_begin(v->p, moment_day(v, day));
            part_list_begin(v->p);
        }
        item_draw(v, &list[i]);
        if (i + 1 == count || list[i + 1].moment.day != day) {
            part_list_end(v->p);
            part_section_end(v->p);
        }
    }
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    struct listed list[LIST_MAX];
    bool more;
    struct book_status status = book_status(v->book);
    size_t count = list_take(v, 0, list, &more);
    part_page_begin(p, &(struct part_page){.title = WORDS(T_MOMENTS_TITLE)});
    moments_ask_card(v);
    if (count == 0)
        part_lead(p, WORDS(T_MOMENTS_LEAD));
    part_link_button(p, WEIGHT_PRIMARY, moments(PAGE_WRITE, 0), WORDS(T_MOMENTS_WRITE));
    part_row_begin(p);
    if (status.pair == PAIR_TOGETHER)
        part_link_button(p, WEIGHT_QUIET, moments(PAGE_ASK, 0), WORDS(T_MOMENTS_ASK));
    if (status.pair == PAIR_TOGETHER || status.pair == PAIR_LEFT)
        part_link_button(p, WEIGHT_QUIET, moments(PAGE_ACCOUNT, 0), WORDS(T_MOMENTS_ACCOUNT));
    part_link_button(p, WEIGHT_QUIET, moments(PAGE_OWN, 0), WORDS(T_MOMENTS_OWN));
    part_row_end(p);
    if (count == 0)
        part_empty(p, WORDS(T_MOMENTS_EMPTY), WORDS(T_MOMENTS_EMPTY_LINE));
    list_draw(v, list, count);
    if (more)
        part_link_line(p, moments(PAGE_EARLIER, LIST_MAX), WORDS(T_MOMENTS_EARLIER));
    if (!status.mine_open)
        part_link_line(p, moments(PAGE_HOME, 1), WORDS(T_MOMENTS_MINE_CLOSED));
    part_page_end(p);
}

static void page_earlier(struct visit *v) {
    struct parts *p = v->p;
    struct listed list[LIST_MAX];
    bool more;
    size_t skip = (size_t)v->at.item;
    size_t count = list_take(v, skip, list, &more);
    part_page_begin(p, &(struct part_page){.title = WORDS(T_MOMENTS_EARLIER),
                                           .over = WORDS(T_MOMENTS_TITLE),
                                           .back = moments(PAGE_HOME, 0)});
    if (count == 0)
        part_empty(p, WORDS(T_MOMENTS_EMPTY), (struct words){0});
    list_draw(v, list, count);
    if (more)
        part_link_line(p, moments(PAGE_EARLIER, skip + LIST_MAX), WORDS(T_MOMENTS_EARLIER));
    part_page_end(p);
}

static enum err show(struct visit *v) {
    if (v->at.page == PAGE_HOME) {
        if (v->at.item == 1 && !book_status(v->book).mine_open)
            return ERR_LOCKED;
        page_home(v);
        return ERR_OK;
    }
    if (v->at.page == PAGE_EARLIER) {
        page_earlier(v);
        return ERR_OK;
    }
    enum err e = moments_write_show(v);
    if (e == ERR_NOT_FOUND)
        e = moments_one_show(v);
    if (e == ERR_NOT_FOUND)
        e = moments_ask_show(v);
    return e == ERR_NOT_FOUND ? moments_account_show(v) : e;
}

static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    const struct item *ask = moments_asked(v);
    if (!ask || room == 0)
        return 0;
    *out = (struct suggestion){.line = T_MOMENTS_SUGGEST_ASK,
                               .where = moments(PAGE_ASKED, item_address(ask)),
                               .weight = 700,
                               .waits = true};
    return 1;
}

/* What the week's letter says beside the list: how many I wrote down, and that what is open can
 * still be mended. Both from my own entries; no word about what the other did. */
static size_t letter(struct visit *v, int32_t first, int32_t last, struct words *out, size_t room) {
    struct moment m;
    uint64_t written = 0;
    size_t count, said = 0;
    bool open = false;
    const struct item *all = book_items(v->book, KIND_MOMENT, &count);
    for (size_t i = count; i-- > 0 && all[i].first_day >= first;) {
        if (all[i].first_day > last || all[i].author != AUTHOR_ME || !moment_read(&all[i], &m))
            continue;
        written++;
        open = open || (m.turn != TURN_TOWARD && m.repair == REPAIR_OPEN);
    }
    if (written && said < room)
        out[said++] = words_plural(v->p, T_MOMENTS_LETTER_WRITTEN, written, NULL, 0);
    if (open && said < room)
        out[said++] = WORDS(T_MOMENTS_LETTER_OPEN);
    return said;
}

/* --- the tables ------------------------------------------------------------------------------- */

static const enum text_key whos[] = {T_MOMENTS_WHO_ME, T_MOMENTS_WHO_YOU, T_MOMENTS_WHO_NOBODY};
static const enum text_key whos_kept[] = {T_MOMENTS_WHO_ME, T_MOMENTS_OTHER, T_MOMENTS_WHO_NOBODY};
static const enum text_key whats[] = {
    T_MOMENTS_WHAT_COMFORT, T_MOMENTS_WHAT_ATTENTION, T_MOMENTS_WHAT_HELP, T_MOMENTS_WHAT_PLAY,
    T_MOMENTS_WHAT_TALK,    T_MOMENTS_WHAT_TOUCH,     T_MOMENTS_WHAT_OTHER};
static const enum text_key feelings[] = {T_MOMENTS_FEELING_GLAD,    T_MOMENTS_FEELING_TENDER,
                                         T_MOMENTS_FEELING_TIRED,   T_MOMENTS_FEELING_SAD,
                                         T_MOMENTS_FEELING_LONELY,  T_MOMENTS_FEELING_AFRAID,
                                         T_MOMENTS_FEELING_TENSE,   T_MOMENTS_FEELING_ANGRY,
                                         T_MOMENTS_FEELING_ASHAMED, T_MOMENTS_FEELING_UNCLEAR};
static const enum text_key turns[] = {T_MOMENTS_TURN_TOWARD, T_MOMENTS_TURN_AWAY,
                                      T_MOMENTS_TURN_AGAINST, T_MOMENTS_TURN_MISSED};
static const enum text_key agos[] = {T_MOMENTS_AGO_TODAY, T_MOMENTS_AGO_YESTERDAY};
const enum text_key moment_repairs[] = {T_MOMENTS_REPAIR_SAME, T_MOMENTS_REPAIR_NEXT,
                                        T_MOMENTS_REPAIR_LATER, T_MOMENTS_REPAIR_OPEN};

#define MOMENT_NOTE(CHOICE, WORDS, WHOS)                                                           \
    CHOICE(F_WHO, "reached", NOTE_CHIPS | NOTE_NEEDED, T_MOMENTS_WHO, T_NONE, WHOS)                \
    CHOICE(F_WHAT, "for", NOTE_CHIPS, T_MOMENTS_WHAT, T_NONE, whats)                               \
    CHOICE(F_FEELING, "feeling", NOTE_CHIPS, T_MOMENTS_FEELING, T_NONE, feelings)                  \
    CHOICE(F_TURN, "turn", NOTE_CHIPS | NOTE_NEEDED, T_MOMENTS_TURN, T_MOMENTS_TURN_HINT, turns)   \
    WORDS(F_WORDS, "words", NOTE_AREA, T_MOMENTS_WORDS, T_MOMENTS_WORDS_HINT, 600)                 \
    CHOICE(F_AGO, "days-ago", NOTE_CHIPS, T_MOMENTS_AGO, T_NONE, agos)                             \
    WORDS(F_WITH, "with", NOTE_LINE, T_MOMENTS_WITH, T_MOMENTS_WITH_HINT, 40)

const struct note_field moment_fields[MOMENT_FIELDS] = {MOMENT_NOTE(NOTE_CHOICE, NOTE_WORDS, whos)};

static const struct field_def moment_kept[] = {
    MOMENT_NOTE(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS, whos_kept){
        F_REPAIR, FIELD_UINT, 3, "mended", false, T_MOMENTS_REPAIR, moment_repairs, 4},
    {F_SIDE, FIELD_UINT, 1, "second-side", false, T_NONE, NULL, 0}};
static const struct input_def moment_inputs[] = {
    MOMENT_NOTE(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS, whos){F_SIDE, INPUT_ITEM, 0, false}};

static const enum text_key answers[] = {T_MOMENTS_ANSWER_NOW, T_MOMENTS_ANSWER_AT,
                                        T_MOMENTS_ANSWER_NOT};
static const struct field_def ask_kept[] = {
    {1, FIELD_TEXT, 480, "words", false, T_MOMENTS_ASK_WORDS, NULL, 0}};
static const struct field_def answer_kept[] = {
    {1, FIELD_UINT, 2, "answer", true, T_MOMENTS_ASK_TITLE, answers, 3},
    {2, FIELD_DAY, INT32_MAX, "day", false, T_MOMENTS_ANSWER_DAY, NULL, 0},
    {3, FIELD_UINT, 1439, "minute", false, T_NONE, NULL, 0}};
static const struct input_def ask_inputs[] = {{F_WORDS, INPUT_TEXT, 480, false}};
static const struct input_def answer_inputs[] = {{F_ANSWER, INPUT_CHOICE, 3, true},
                                                 {F_DAY, INPUT_CHOICE, 2, false},
                                                 {F_TIME, INPUT_CHOICE, 48, false}};
static const struct input_def repair_inputs[] = {{F_REPAIR, INPUT_CHOICE, 4, true}};

#define FIELDS_OF(table) .fields = (table), .field_count = COUNT_OF(table)
static const struct kind_def kinds[] = {
    {.kind = KIND_MOMENT,
     .name = "moment",
     .title = T_MOMENTS_KIND,
     .spaces = 1 << SPACE_MINE | 1 << SPACE_OURS,
     FIELDS_OF(moment_kept),
     .digest = moment_digest},
    {.kind = KIND_ASK,
     .name = "good-moment",
     .title = T_MOMENTS_KIND_ASK,
     .spaces = 1 << SPACE_OURS,
     FIELDS_OF(ask_kept)},
    {.kind = KIND_ANSWER,
     .name = "good-moment-answer",
     .title = T_MOMENTS_KIND_ANSWER,
     .spaces = 1 << SPACE_OURS,
     FIELDS_OF(answer_kept),
     .digest = moments_answer_digest},
};

#define INPUTS_OF(table) .inputs = (table), .input_count = COUNT_OF(table)
static const struct action_def actions[] = {
    {.action = ACTION_WRITE, INPUTS_OF(moment_inputs), .run = moments_run_write},
    {.action = ACTION_CHANGE, INPUTS_OF(moment_inputs), .run = moments_run_change},
    {.action = ACTION_REPAIR, INPUTS_OF(repair_inputs), .run = moments_run_repair},
    {.action = ACTION_ERASE, .run = moments_run_erase},
    {.action = ACTION_ASK, INPUTS_OF(ask_inputs), .run = moments_run_ask},
    {.action = ACTION_ANSWER, INPUTS_OF(answer_inputs), .run = moments_run_answer},
    {.action = ACTION_TAKE_BACK, .run = moments_run_take_back},
};

const struct practice practice_moments = {
    .code = ROOM_MOMENTS,
    .name = "moments",
    .title = T_MOMENTS_TITLE,
    .line = T_MOMENTS_LINE,
    .group = GROUP_EVERYDAY,
    .badge = BADGE_OURS,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .settle = moments_ask_settle,
    .suggest = suggest,
    .letter = letter,
    .example = moments_example,
};
