/* signs.c -- what wears trust away: the five families, what I need first, and the tables. */
#include "practices/signs/signs.h"

#include "app/session.h"
#include "forms/gate.h"
#include "view/dates.h"

/* --- reading ---------------------------------------------------------------------------------- */

static bool is_about(const struct item *item, enum side side, unsigned family) {
    uint64_t s, f;
    struct bytes body = book_item_entry(item).body;
    return item->author == AUTHOR_ME && item->space == SPACE_MINE && body_uint(body, F_SIDE, &s) &&
           s == side && body_uint(body, F_FAMILY, &f) && f == family;
}

const struct item *sign_find(const struct visit *v, enum side side, unsigned family) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_SIGN, &count);
    for (size_t i = count; i-- > 0;)
        if (is_about(&items[i], side, family))
            return &items[i];
    return NULL;
}

const struct item *need_find(const struct visit *v) {
    return note_newest(v, KIND_NEED);
}

/* --- one of them, drawn ------------------------------------------------------------------------
 */

static void tags_draw(struct visit *v, struct bytes body, unsigned family) {
    struct words tags[KINDS_MAX + 4];
    size_t count = 0;
    uint64_t kinds = 0;
    (void)body_uint(body, F_KINDS, &kinds);
    for (unsigned i = 0; i < KINDS_MAX; i++)
        if (kinds >> i & 1 && signs_kinds[family][i] != T_NONE)
            tags[count++] = WORDS(signs_kinds[family][i]);
    for (size_t i = 0; i < 4; i++) {
        enum text_key key = note_value(&signs_fields[i], body);
        if (key != T_NONE)
            tags[count++] = WORDS(key);
    }
    if (count)
        part_tags(v->p, tags, count);
}

static void need_draw(struct visit *v, struct bytes body, enum whose whose) {
    struct bytes words;
    enum text_key first = note_value(&signs_need_fields[0], body);
    part_aside(v->p, WORDS(T_SIGNS_NEED_TITLE));
    if (first != T_NONE)
        part_say(v->p, WORDS(first));
    if (body_text(body, F_NEED, &words) && words.size)
        part_quote(v->p, whose, words, (struct words){0});
}

void signs_draw(struct visit *v, struct bytes body, enum whose whose) {
    uint64_t family, side = SIDE_THEIRS;
    struct bytes words;
    if (!body_uint(body, F_FAMILY, &family) || family >= FAMILY_COUNT) {
        need_draw(v, body, whose);
        return;
    }
    (void)body_uint(body, F_SIDE, &side);
    part_aside(v->p, WORDS(side == SIDE_DONE ? T_SIGNS_SIDE_DONE : T_SIGNS_SIDE_THEIRS));
    part_say(v->p, WORDS(signs_families[family]));
    tags_draw(v, body, (unsigned)family);
    if (body_text(body, F_WORDS, &words) && words.size)
        part_quote(v->p, whose, words, (struct words){0});
}

/* --- the pages ---------------------------------------------------------------------------------
 */

static struct words noted(struct visit *v, const struct item *item) {
    if (!item)
        return (struct words){0};
    return words_of(text_make_day_near(v->frame, v->text, item->day, v->today));
}

static void families_draw(struct visit *v, enum side side, enum text_key title) {
    part_section_begin(v->p, WORDS(title));
    part_list_begin(v->p);
    for (unsigned i = 0; i < FAMILY_COUNT; i++) {
        const struct item *item = sign_find(v, side, i);
        part_item(v->p, &(struct part_item){
                            .key = i + 1,
                            .to = signs(side == SIDE_DONE ? PAGE_DONE : PAGE_THEIRS, i + 1),
                            .title = WORDS(signs_families[i]),
                            .aside = noted(v, item),
                            .whose = item ? WHOSE_ME : WHOSE_NOBODY});
    }
    part_list_end(v->p);
    part_section_end(v->p);
}

/* Spoken of only where the gate said that care comes first; elsewhere there is the way to it. */
static void fear_draw(struct visit *v) {
    struct parts *p = v->p;
    if (gate_now(v) == GATE_CARE) {
        part_notice_begin(p, NOTICE_CARE, WORDS(T_SIGNS_FEAR_TITLE));
        part_prose(p, T_SIGNS_FEAR);
        part_link_line(p, (struct address){ROOM_SAFETY, 4, 0}, WORDS(T_SIGNS_FEAR_GO));
        part_notice_end(p);
        return;
    }
    part_link_line(p, (struct address){ROOM_SAFETY, 1, 0}, WORDS(T_SIGNS_GATE));
}

static bool has_copies(const struct visit *v) {
    return share_any(v, &signs_rules);
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    bool open = book_status(v->book).mine_open;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_SIGNS_TITLE),
                                           .back = {ROOM_DOOR, DOOR_ROOMS, 0}});
    part_lead(p, WORDS(T_SIGNS_LEAD));
    part_details_begin(p, WORDS(T_SIGNS_KNOWN));
    part_prose(p, T_SIGNS_KNOWN_BODY);
    part_details_end(p);
    if (open) {
        families_draw(v, SIDE_THEIRS, T_SIGNS_THEIRS_TITLE);
        families_draw(v, SIDE_DONE, T_SIGNS_DONE_TITLE);
        part_link_button(p, WEIGHT_PRIMARY, signs(PAGE_NEED, 0), WORDS(T_SIGNS_NEED_GO));
        part_link_button(p, WEIGHT_QUIET, signs(PAGE_WHERE, 0), WORDS(T_SIGNS_WHERE_TITLE));
    } else {
        part_link_button(p, WEIGHT_PRIMARY, signs(PAGE_HOME, 1), WORDS(T_SIGNS_OPEN));
    }
    if (has_copies(v))
        part_link_line(p, signs(PAGE_COPIES, 0), WORDS(T_SIGNS_COPIES_TITLE));
    fear_draw(v);
    part_page_end(p);
}

/* Leads to a room by its folder's name, where this build has it. */
static void room_link(struct visit *v, const char *name, enum text_key why) {
    for (const struct practice *const *r = practices; *r; r++) {
        if (!bytes_equal(bytes_from_string((*r)->name), bytes_from_string(name)))
            continue;
        part_item(v->p, &(struct part_item){.to = {(*r)->code, 0, 0},
                                            .title = WORDS((*r)->title),
                                            .line = WORDS(why),
                                            .badge = (*r)->badge});
    }
}

/* Something of it goes on now, on whichever side. */
static bool drink_now(const struct visit *v) {
    uint64_t often = 0, now = 0;
    const struct item *done = sign_find(v, SIDE_DONE, FAMILY_DRINK);
    const struct item *theirs = sign_find(v, SIDE_THEIRS, FAMILY_DRINK);
    if (done)
        (void)body_uint(book_item_entry(done).body, F_NOW, &now);
    if (theirs)
        (void)body_uint(book_item_entry(theirs).body, F_OFTEN, &often);
    return now == NOW_GOES_ON || often >= OFTEN_MOST_DAYS - 1;
}

/* Where the gate said that care comes first, what is for two is named by nobody here; it stays
 * where it is. */
static void where_list(struct visit *v, bool for_two) {
    part_list_begin(v->p);
    room_link(v, "firstdays", T_SIGNS_WHERE_FIRSTDAYS);
    if (for_two) {
        room_link(v, "moments", T_SIGNS_WHERE_MOMENTS);
        room_link(v, "music", T_SIGNS_WHERE_MUSIC);
    }
    room_link(v, "injury", T_SIGNS_WHERE_INJURY);
    if (for_two) {
        room_link(v, "disclosure", T_SIGNS_WHERE_DISCLOSURE);
        room_link(v, "plan", T_SIGNS_WHERE_PLAN);
    }
    room_link(v, "why", T_SIGNS_WHERE_WHY);
    room_link(v, "soothe", T_SIGNS_WHERE_SOOTHE);
    room_link(v, "care", T_SIGNS_WHERE_CARE);
    room_link(v, "safety", T_SIGNS_WHERE_SAFETY);
    part_list_end(v->p);
}

static void page_where(struct visit *v) {
    struct parts *p = v->p;
    bool for_two = gate_now(v) != GATE_CARE;
    const struct item *need = need_find(v);
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_SIGNS_WHERE_TITLE),
                                           .back = signs(PAGE_HOME, 0)});
    if (need)
        signs_draw(v, book_item_entry(need).body, WHOSE_ME);
    if (drink_now(v)) {
        part_notice_begin(p, NOTICE_CARE, WORDS(T_SIGNS_DRINK_FIRST_TITLE));
        part_prose(p, T_SIGNS_DRINK_FIRST);
        part_notice_end(p);
    }
    part_say(p, WORDS(T_SIGNS_WHERE_LEAD));
    where_list(v, for_two);
    if (need && for_two)
        part_link_line(p, signs(PAGE_SHARE, item_address(need)), WORDS(T_SIGNS_SHARE_GO));
    part_landing(p, WORDS(T_SIGNS_LANDING), (struct address){ROOM_TODAY, 0, 0});
    part_page_end(p);
}

static const struct item *own_at(struct visit *v, uint64_t address) {
    const struct item *item = note_own(v, KIND_SIGN, address);
    return item ? item : note_own(v, KIND_NEED, address);
}

static enum err page_share(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = own_at(v, v->at.item);
    if (!item)
        return ERR_NOT_FOUND;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_SIGNS_SHARE_TITLE),
                                           .back = signs(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_SIGNS_SHARE_LEAD));
    share_preview(v, &signs_rules, book_item_entry(item).body, ROOM_SIGNS, ACTION_SHARE);
    part_link_button(p, WEIGHT_QUIET, signs(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
    return ERR_OK;
}

static void page_copies(struct visit *v) {
    struct parts *p = v->p;
    struct share one;
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = WORDS(T_SIGNS_COPIES_TITLE),
                                           .back = signs(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_SIGNS_COPIES_LEAD));
    bool theirs = share_show_theirs(v, &signs_rules, ROOM_SIGNS, ACTION_AWAY);
    if (share_list_theirs(v, &signs_rules, &one, 1))
        part_aside(p, WORDS(T_SIGNS_COPIES_THEIRS));
    bool mine = share_show_mine(v, &signs_rules, ROOM_SIGNS, ACTION_AWAY);
    if (!theirs && !mine)
        part_empty(p, WORDS(T_SIGNS_COPIES_EMPTY), (struct words){0});
    part_page_end(p);
}

static enum err page_erase(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = own_at(v, v->at.item);
    if (!item)
        return ERR_NOT_FOUND;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_SIGNS_ERASE_TITLE),
                                           .back = signs(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_SIGNS_ERASE_LEAD));
    part_action(p, ROOM_SIGNS, ACTION_ERASE, 0, 0, WEIGHT_HEAVY, WORDS(T_APP_ERASE));
    part_link_button(p, WEIGHT_QUIET, signs(PAGE_HOME, 0), WORDS(T_SIGNS_ERASE_KEEP));
    part_page_end(p);
    return ERR_OK;
}

static enum err show(struct visit *v) {
    bool open = book_status(v->book).mine_open;
    uint32_t page = v->at.page;
    bool without = (page == PAGE_HOME && v->at.item == 0) || page == PAGE_COPIES;
    if (!open && !without)
        return page <= PAGE_ERASE ? ERR_LOCKED : ERR_NOT_FOUND;
    switch (page) {
    case PAGE_HOME:
        page_home(v);
        return ERR_OK;
    case PAGE_WHERE:
        page_where(v);
        return ERR_OK;
    case PAGE_SHARE:
        return page_share(v);
    case PAGE_COPIES:
        page_copies(v);
        return ERR_OK;
    case PAGE_ERASE:
        return page_erase(v);
    default:
        return signs_write_show(v);
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

static enum err run_share(struct visit *v, const struct submission *s) {
    const struct item *item = own_at(v, s->from.item);
    struct body_writer w;
    if (!item)
        return ERR_NOT_FOUND;
    body_begin(&w, v->frame, NULL);
    share_copy_fields(&w, &signs_rules, book_item_entry(item).body);
    visit_go(v, ROOM_SIGNS, PAGE_COPIES, 0);
    return share_wait(v, &signs_rules, &w);
}

static enum err run_away(struct visit *v, const struct submission *s) {
    return share_run_away(v, &signs_rules, s);
}

static enum err run_erase(struct visit *v, const struct submission *s) {
    const struct item *item = own_at(v, s->from.item);
    visit_go(v, ROOM_SIGNS, PAGE_HOME, 0);
    return item ? note_erase(v, item) : ERR_OK;
}

static enum err settle(struct visit *v) {
    return share_settle(v, &signs_rules);
}

/* Something of theirs since yesterday; else my own next step, once something was written. */
static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    size_t count;
    if (room == 0)
        return 0;
    if (share_is_new(v, &signs_rules)) {
        *out = (struct suggestion){.line = T_SIGNS_SUGGEST_THEIRS,
                                   .where = signs(PAGE_COPIES, 0),
                                   .weight = 600,
                                   .waits = true};
        return 1;
    }
    (void)book_items(v->book, KIND_SIGN, &count);
    if (count == 0 || need_find(v))
        return 0;
    *out = (struct suggestion){
        .line = T_SIGNS_SUGGEST_NEED, .where = signs(PAGE_NEED, 0), .weight = 250};
    return 1;
}

/* --- the tables ------------------------------------------------------------------------------- */

const enum text_key signs_families[FAMILY_COUNT] = {T_SIGNS_AWAY, T_SIGNS_LIES, T_SIGNS_TRASH,
                                                    T_SIGNS_DRINK, T_SIGNS_OTHERS};
const enum text_key signs_kinds[FAMILY_COUNT][KINDS_MAX] = {
    {T_SIGNS_AWAY_DAILY, T_SIGNS_AWAY_WEEKENDS, T_SIGNS_AWAY_URGENT, T_NONE, T_NONE},
    {T_SIGNS_LIES_SMALL, T_SIGNS_LIES_MONEY, T_SIGNS_LIES_WHERE, T_SIGNS_LIES_LEFT_OUT, T_NONE},
    {T_SIGNS_TRASH_CRITICISM, T_SIGNS_TRASH_CONTEMPT, T_SIGNS_TRASH_TALK, T_NONE, T_NONE},
    {T_SIGNS_DRINK_SMALL, T_SIGNS_DRINK_EXCUSE, T_NONE, T_NONE, T_NONE},
    {T_SIGNS_OTHERS_PORN, T_SIGNS_OTHERS_SITES, T_SIGNS_OTHERS_PICTURES, T_SIGNS_OTHERS_FEELING,
     T_SIGNS_OTHERS_SEX}};
static const enum text_key oftens[] = {T_SIGNS_OFTEN_ONCE, T_SIGNS_OFTEN_TIMES, T_SIGNS_OFTEN_WEEKS,
                                       T_SIGNS_OFTEN_DAYS};
static const enum text_key sinces[] = {T_SIGNS_SINCE_DAYS, T_SIGNS_SINCE_MONTHS,
                                       T_SIGNS_SINCE_YEARS, T_SIGNS_SINCE_ALWAYS,
                                       T_SIGNS_SINCE_UNKNOWN};
static const enum text_key hows[] = {T_SIGNS_HOW_GRADUALLY, T_SIGNS_HOW_ONCE, T_SIGNS_HOW_BOTH};
static const enum text_key nows[] = {T_SIGNS_NOW_OVER, T_SIGNS_NOW_ON, T_SIGNS_NOW_UNSURE};
const enum text_key signs_firsts[6] = {T_SIGNS_FIRST_REST, T_SIGNS_FIRST_TRUTH, T_SIGNS_FIRST_STOP,
                                       T_SIGNS_FIRST_YOU,  T_SIGNS_FIRST_HELP,  T_SIGNS_FIRST_TIME};

#define SIGN_NOTE(CHOICE, WORDS)                                                                   \
    CHOICE(F_OFTEN, "how-often", NOTE_CHIPS, T_SIGNS_OFTEN, T_NONE, oftens)                        \
    CHOICE(F_SINCE, "since", NOTE_CHIPS, T_SIGNS_SINCE, T_NONE, sinces)                            \
    CHOICE(F_HOW, "how", NOTE_CHIPS, T_SIGNS_HOW, T_NONE, hows)                                    \
    CHOICE(F_NOW, "still", NOTE_CHIPS, T_SIGNS_NOW, T_NONE, nows)                                  \
    WORDS(F_WORDS, "words", NOTE_AREA, T_SIGNS_WORDS, T_SIGNS_WORDS_HINT, 800)
#define NEED_NOTE(CHOICE, WORDS)                                                                   \
    CHOICE(F_FIRST, "first", NOTE_ROWS | NOTE_NEEDED, T_SIGNS_FIRST, T_NONE, signs_firsts)         \
    WORDS(F_NEED, "need", NOTE_AREA, T_SIGNS_NEED_WORDS, T_SIGNS_NEED_HINT, 400)

const struct note_field signs_fields[5] = {SIGN_NOTE(NOTE_CHOICE, NOTE_WORDS)};
const struct note_field signs_need_fields[2] = {NEED_NOTE(NOTE_CHOICE, NOTE_WORDS)};

static const enum text_key sides[] = {T_SIGNS_SIDE_THEIRS, T_SIGNS_SIDE_DONE};
#define ABOUT_KEPT(needed)                                                                         \
    {F_FAMILY, FIELD_UINT,     FAMILY_COUNT - 1, "family",                                         \
     (needed), T_SIGNS_FAMILY, signs_families,   FAMILY_COUNT},                                    \
        {F_SIDE, FIELD_UINT, SIDE_COUNT - 1, "side", (needed), T_SIGNS_SIDE, sides, SIDE_COUNT}, { \
        F_KINDS, FIELD_UINT, (1u << KINDS_MAX) - 1, "which", false, T_NONE, NULL, 0                \
    }

static const struct field_def sign_kept[] = {ABOUT_KEPT(true),
                                             SIGN_NOTE(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS)};
static const struct field_def need_kept[] = {NEED_NOTE(NOTE_KEPT_CHOICE, NOTE_KEPT_WORDS)};
#define COPY_CHOICE(id, name, look, label, hint, words)                                            \
    NOTE_KEPT_CHOICE(id, name, NOTE_CHIPS, label, hint, words)
static const struct field_def copy_kept[] = {ABOUT_KEPT(false),
                                             SIGN_NOTE(COPY_CHOICE, NOTE_KEPT_WORDS)
                                                 NEED_NOTE(COPY_CHOICE, NOTE_KEPT_WORDS)};

const struct share_rules signs_rules = {.first = KIND_SIGN_WAITS,
                                        .title = T_SIGNS_COPY,
                                        .fields = copy_kept,
                                        .field_count = COUNT_OF(copy_kept),
                                        .draw = signs_draw};

static const struct input_def sign_inputs[] = {{F_KINDS, INPUT_MANY, KINDS_MAX, false},
                                               SIGN_NOTE(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS)};
static const struct input_def need_inputs[] = {NEED_NOTE(NOTE_INPUT_CHOICE, NOTE_INPUT_WORDS)};

#define FIELDS_OF(table) .fields = (table), .field_count = COUNT_OF(table)
static const struct kind_def kinds[] = {
    {.kind = KIND_SIGN,
     .name = "sign",
     .title = T_SIGNS_KIND,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(sign_kept)},
    {.kind = KIND_NEED,
     .name = "need-first",
     .title = T_SIGNS_KIND_NEED,
     .spaces = 1 << SPACE_MINE,
     FIELDS_OF(need_kept)},
    SHARE_KINDS(KIND_SIGN_WAITS, "sign", T_SIGNS_COPY, copy_kept)};

#define INPUTS_OF(table) .inputs = (table), .input_count = COUNT_OF(table)
static const struct action_def actions[] = {
    {.action = ACTION_SIGN, INPUTS_OF(sign_inputs), .needs_mine = true, .run = signs_run_sign},
    {.action = ACTION_NEED, INPUTS_OF(need_inputs), .needs_mine = true, .run = signs_run_need},
    {.action = ACTION_SHARE, .needs_mine = true, .run = run_share},
    {.action = ACTION_AWAY, SHARE_AWAY_INPUTS, .needs_mine = true, .run = run_away},
    {.action = ACTION_ERASE, .needs_mine = true, .run = run_erase},
};

const struct practice practice_signs = {
    .code = ROOM_SIGNS,
    .name = "signs",
    .title = T_SIGNS_TITLE,
    .line = T_SIGNS_LINE,
    .group = GROUP_UNDERSTAND,
    .badge = BADGE_MINE,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .settle = settle,
    .suggest = suggest,
    .example = signs_example,
};
