/* levels.c -- the three levels alone: first page, three steps, what was written, the tables. */
#include "practices/levels/levels.h"

#include "base/check.h"
#include "book/book_internal.h"
#include "forms/path.h"
#include "view/dates.h"
#include "wire/cbor.h"

/* --- what the pages share --------------------------------------------------------------------- */

struct address levels_at(enum levels_page page, uint64_t item) {
    return (struct address){ROOM_LEVELS, page, item};
}

void levels_page_begin(struct visit *v, enum text_key title, enum page_badge badge,
                       struct address back) {
    part_page_begin(v->p, &(struct part_page){.badge = badge,
                                              .title = WORDS(title),
                                              .over = WORDS(T_LEVELS_TITLE),
                                              .back = back});
}

static const enum text_key nows[NOW_COUNT] = {T_LEVELS_TRUST, T_LEVELS_TRUSTWORTHY,
                                              T_LEVELS_COMMITTED, T_LEVELS_NOW_NONE,
                                              T_LEVELS_NOW_SINGLE};
static const enum text_key aspires[ASPIRE_COUNT] = {T_LEVELS_TRUST, T_LEVELS_TRUSTWORTHY,
                                                    T_LEVELS_COMMITTED, T_LEVELS_ASPIRE_UNSURE};
static const enum text_key lines[3] = {T_LEVELS_TRUST_LINE, T_LEVELS_TRUSTWORTHY_LINE,
                                       T_LEVELS_COMMITTED_LINE};
static const enum text_key feelings[FEELINGS_COUNT] = {
    T_LEVELS_FEEL_CALM,   T_LEVELS_FEEL_GLAD,   T_LEVELS_FEEL_HOPEFUL, T_LEVELS_FEEL_WARY,
    T_LEVELS_FEEL_AFRAID, T_LEVELS_FEEL_LONELY, T_LEVELS_FEEL_SAD,     T_LEVELS_FEEL_ANGRY,
    T_LEVELS_FEEL_TIRED,  T_LEVELS_FEEL_NUMB};

static struct bytes text_read(struct bytes body, uint32_t key) {
    struct bytes text;
    return body_text(body, key, &text) && text.size <= DEED_TEXT_MAX ? text : (struct bytes){0};
}

struct levels levels_read(struct bytes body) {
    struct levels l = {0};
    struct cbor whole;
    uint64_t n;
    if (cbor_open(body, &whole) != ERR_OK || cbor_peek(&whole) != CBOR_MAP)
        return l;
    l.has_now = body_uint(body, F_NOW, &n) && n < NOW_COUNT;
    l.now = l.has_now ? (uint32_t)n : 0;
    l.has_aspire = body_uint(body, F_ASPIRE, &n) && n < ASPIRE_COUNT;
    l.aspire = l.has_aspire ? (uint32_t)n : 0;
    l.feelings = body_uint(body, F_FEELINGS, &n) ? n & ((1u << FEELINGS_COUNT) - 1) : 0;
    l.thoughts = text_read(body, F_THOUGHTS);
    l.why = text_read(body, F_WHY);
    l.deed = text_read(body, F_DEED);
    return l;
}

void levels_add(struct body_writer *w, const struct levels *l) {
    if (l->has_now)
        body_add_uint(w, F_NOW, l->now);
    if (l->feelings)
        body_add_uint(w, F_FEELINGS, l->feelings);
    if (l->thoughts.size)
        body_add_text(w, F_THOUGHTS, l->thoughts);
    if (l->has_aspire)
        body_add_uint(w, F_ASPIRE, l->aspire);
    if (l->why.size)
        body_add_text(w, F_WHY, l->why);
    if (l->deed.size)
        body_add_text(w, F_DEED, l->deed);
}

/* --- the three questions ---------------------------------------------------------------------- */

static void area(struct visit *v, uint32_t field, enum text_key label, enum text_key hint,
                 struct bytes value) {
    part_area(v->p, &(struct part_field){.field = field,
                                         .label = WORDS(label),
                                         .hint = WORDS(hint),
                                         .value = value,
                                         .max = LEVELS_TEXT_MAX,
                                         .optional = true});
}

static void rows(struct visit *v, uint32_t field, enum text_key label, const enum text_key *keys,
                 size_t count, int64_t chosen) {
    struct part_option options[NOW_COUNT] = {0};
    MUST(count <= NOW_COUNT);
    for (size_t i = 0; i < count; i++)
        options[i] = (struct part_option){.value = i,
                                          .label = WORDS(keys[i]),
                                          .hint = i < 3 ? WORDS(lines[i]) : (struct words){0}};
    part_choice_rows(v->p,
                     &(struct part_field){.field = field, .label = WORDS(label), .optional = true},
                     options, count, chosen);
}

void levels_ask_deed(struct visit *v, const struct levels *l) {
    area(v, F_DEED, T_LEVELS_DEED, T_LEVELS_DEED_HINT, l->deed);
}

void levels_ask_now(struct visit *v, const struct levels *l) {
    struct part_option options[FEELINGS_COUNT] = {0};
    for (size_t i = 0; i < FEELINGS_COUNT; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(feelings[i])};
    part_leave_out(v->p);
    rows(v, F_NOW, T_LEVELS_NOW, nows, NOW_COUNT, l->has_now ? (int64_t)l->now : CHOSEN_NONE);
    part_many_chips(v->p,
                    &(struct part_field){
                        .field = F_FEELINGS, .label = WORDS(T_LEVELS_FEELINGS), .optional = true},
                    options, FEELINGS_COUNT, l->feelings);
    area(v, F_THOUGHTS, T_LEVELS_THOUGHTS, T_LEVELS_THOUGHTS_HINT, l->thoughts);
}

void levels_ask_toward(struct visit *v, const struct levels *l) {
    part_leave_out(v->p);
    rows(v, F_ASPIRE, T_LEVELS_ASPIRE, aspires, ASPIRE_COUNT,
         l->has_aspire ? (int64_t)l->aspire : CHOSEN_NONE);
    area(v, F_WHY, T_LEVELS_WHY, T_LEVELS_WHY_HINT, l->why);
}

static void said(struct visit *v, enum text_key head, const struct words *tags, size_t count,
                 struct bytes text, enum whose whose) {
    if (count == 0 && !text.size)
        return;
    part_subheading(v->p, WORDS(head));
    if (count)
        part_tags(v->p, tags, count);
    if (text.size)
        part_quote(v->p, whose, text, (struct words){0});
}

/* All but the deed. */
static void rest_draw(struct visit *v, const struct levels *l, enum whose whose) {
    struct words tags[1 + FEELINGS_COUNT];
    size_t count = 0;
    bool mine = whose == WHOSE_ME;
    if (l->has_now)
        tags[count++] = WORDS(nows[l->now]);
    for (size_t i = 0; i < FEELINGS_COUNT; i++)
        if (l->feelings >> i & 1)
            tags[count++] = WORDS(feelings[i]);
    said(v, mine ? T_LEVELS_NOW_ME : T_LEVELS_NOW_YOU, tags, count, l->thoughts, whose);
    tags[0] = l->has_aspire ? WORDS(aspires[l->aspire]) : (struct words){0};
    said(v, mine ? T_LEVELS_ASPIRE_ME : T_LEVELS_ASPIRE_YOU, tags, l->has_aspire, l->why, whose);
}

void levels_draw(struct visit *v, const struct levels *l, enum whose whose) {
    part_subheading(v->p, WORDS(whose == WHOSE_ME ? T_LEVELS_DEED_ME : T_LEVELS_DEED_YOU));
    if (l->deed.size)
        part_quote(v->p, whose, l->deed, (struct words){0});
    else
        part_aside(v->p, WORDS(T_LEVELS_LEFT_EMPTY));
    rest_draw(v, l, whose);
}

void levels_take(const struct submission *s, struct levels *l) {
    for (size_t i = 0; i < s->input_count; i++) {
        uint32_t field = s->inputs[i].field;
        switch (field) {
        case F_NOW:
            l->has_now = submission_has(s, field);
            l->now = l->has_now ? (uint32_t)submission_number(s, field) : 0;
            break;
        case F_FEELINGS:
            l->feelings = submission_has(s, field) ? submission_number(s, field) : 0;
            break;
        case F_THOUGHTS:
            l->thoughts = submission_text(s, field);
            break;
        case F_ASPIRE:
            l->has_aspire = submission_has(s, field);
            l->aspire = l->has_aspire ? (uint32_t)submission_number(s, field) : 0;
            break;
        case F_WHY:
            l->why = submission_text(s, field);
            break;
        case F_DEED:
            l->deed = submission_text(s, field);
            break;
        default:
            break;
        }
    }
}

/* --- the first page --------------------------------------------------------------------------- */

static void explained(struct visit *v) {
    static const enum text_key names[3] = {T_LEVELS_TRUST, T_LEVELS_TRUSTWORTHY,
                                           T_LEVELS_COMMITTED};
    static const enum text_key more[3] = {T_LEVELS_TRUST_MORE, T_LEVELS_TRUSTWORTHY_MORE,
                                          T_LEVELS_COMMITTED_MORE};
    for (uint64_t i = 0; i < 3; i++) {
        part_card_begin(v->p, &(struct part_card){.key = i + 1, .title = WORDS(names[i])});
        part_say(v->p, WORDS(more[i]));
        part_card_end(v->p);
    }
    part_details_begin(v->p, WORDS(T_LEVELS_KNOWN));
    part_prose(v->p, T_LEVELS_SOURCES);
    part_details_end(v->p);
}

static void notes_draw(struct visit *v) {
    size_t count, shown = 0;
    const struct item *items = book_items(v->book, KIND_DEED, &count);
    if (count == 0)
        return;
    part_section_begin(v->p, WORDS(T_LEVELS_EARLIER));
    part_list_begin(v->p);
    for (size_t i = count; i-- > 0 && shown < LIST_MAX; shown++) {
        struct levels l = levels_read(book_item_entry(&items[i]).body);
        uint64_t address = item_address(&items[i]);
        part_item(v->p, &(struct part_item){
                            .key = address,
                            .to = levels_at(PAGE_ONE, address),
                            .title = l.deed.size ? words_of(l.deed) : WORDS(T_LEVELS_NO_DEED),
                            .line = l.has_aspire ? WORDS(aspires[l.aspire]) : (struct words){0},
                            .aside = words_of(text_make_day_near(v->frame, v->text,
                                                                 items[i].first_day, v->today)),
                            .badge = BADGE_MINE,
                            .whose = WHOSE_ME});
    }
    part_list_end(v->p);
    part_section_end(v->p);
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(
        p, &(struct part_page){.title = WORDS(T_LEVELS_TITLE), .back = {ROOM_DOOR, DOOR_ROOMS, 0}});
    part_lead(p, WORDS(T_LEVELS_LEAD));
    levels_round_card(v);
    part_link_button(p, WEIGHT_PRIMARY, levels_at(PAGE_DEED, 0), WORDS(T_LEVELS_BEGIN));
    part_row_begin(p);
    if (visit_together(v))
        part_link_button(p, WEIGHT_QUIET, levels_at(PAGE_OFFER, 0), WORDS(T_LEVELS_OFFER_TITLE));
    part_link_button(p, WEIGHT_QUIET, (struct address){ROOM_TODAY, 0, 0}, WORDS(T_APP_NOT_NOW));
    part_row_end(p);
    explained(v);
    if (book_status(v->book).mine_open)
        notes_draw(v);
    else
        part_link_line(p, levels_at(PAGE_HOME, 1), WORDS(T_LEVELS_MINE_CLOSED));
    part_page_end(p);
}

/* --- the steps -------------------------------------------------------------------------------- */

static const struct step {
    enum text_key title, lead;
    enum text_key good[2], bad;
    void (*ask)(struct visit *v, const struct levels *l);
} steps[] = {
    {T_LEVELS_DEED_TITLE,
     T_LEVELS_DEED_LEAD,
     {T_LEVELS_DEED_GOOD_1, T_LEVELS_DEED_GOOD_2},
     T_LEVELS_DEED_BAD,
     levels_ask_deed},
    {T_LEVELS_NOW_TITLE,
     T_LEVELS_NOW_LEAD,
     {T_LEVELS_NOW_GOOD_1, T_LEVELS_NOW_GOOD_2},
     T_LEVELS_NOW_BAD,
     levels_ask_now},
    {T_LEVELS_TOWARD_TITLE,
     T_LEVELS_TOWARD_LEAD,
     {T_LEVELS_TOWARD_GOOD_1, T_LEVELS_TOWARD_GOOD_2},
     T_LEVELS_TOWARD_BAD,
     levels_ask_toward},
};

static enum err page_step(struct visit *v, uint32_t n) {
    struct parts *p = v->p;
    const struct step *step = &steps[n];
    struct levels l = {0};
    const struct item *item = v->at.item ? note_own(v, KIND_DEED, v->at.item) : NULL;
    if (v->at.item && !item)
        return ERR_NOT_FOUND;
    if (item)
        l = levels_read(book_item_entry(item).body);
    struct address back = item ? levels_at(PAGE_ONE, v->at.item) : levels_at(PAGE_HOME, 0);
    levels_page_begin(v, step->title, BADGE_MINE, back);
    part_step(p, n + 1, COUNT_OF(steps));
    part_lead(p, WORDS(step->lead));
    part_form_begin(p, ROOM_LEVELS, ACTION_DEED + n);
    step->ask(v, &l);
    part_button(p, WORDS(T_LEVELS_NEXT));
    part_form_end(p);
    part_examples(p, WORDS(step->good[0]), WORDS(step->good[1]), WORDS(step->bad));
    part_link_button(p, WEIGHT_QUIET, back, WORDS(T_LEVELS_ENOUGH));
    part_page_end(p);
    return ERR_OK;
}

static enum err page_one(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = note_own(v, KIND_DEED, v->at.item);
    if (!item)
        return ERR_NOT_FOUND;
    struct levels l = levels_read(book_item_entry(item).body);
    levels_page_begin(v, T_LEVELS_ONE_TITLE, BADGE_MINE, levels_at(PAGE_HOME, 0));
    if (l.deed.size)
        part_sentence(p, words_of(l.deed));
    else
        part_lead(p, WORDS(T_LEVELS_NO_DEED));
    if (l.deed.size && path_has_room(9)) {
        part_link_button(p, WEIGHT_PRIMARY, (struct address){9, 4, v->at.item},
                         WORDS(T_LEVELS_TO_PLAN));
        part_aside(p, WORDS(T_LEVELS_TO_PLAN_LINE));
    }
    rest_draw(v, &l, WHOSE_ME);
    part_subheading(p, WORDS(T_APP_CHANGE));
    part_link_line(p, levels_at(PAGE_DEED, v->at.item), WORDS(T_LEVELS_DEED_ME));
    part_link_line(p, levels_at(PAGE_NOW, v->at.item), WORDS(T_LEVELS_NOW_ME));
    part_link_line(p, levels_at(PAGE_TOWARD, v->at.item), WORDS(T_LEVELS_ASPIRE_ME));
    part_row_begin(p);
    part_link_button(p, WEIGHT_QUIET, levels_at(PAGE_HOME, 0), WORDS(T_APP_DONE));
    part_link_button(p, WEIGHT_QUIET, levels_at(PAGE_ERASE, v->at.item), WORDS(T_APP_ERASE));
    part_row_end(p);
    part_page_end(p);
    return ERR_OK;
}

static enum err page_erase(struct visit *v) {
    struct parts *p = v->p;
    struct address back = levels_at(PAGE_ONE, v->at.item);
    if (!note_own(v, KIND_DEED, v->at.item))
        return ERR_NOT_FOUND;
    levels_page_begin(v, T_LEVELS_ERASE_TITLE, BADGE_MINE, back);
    part_lead(p, WORDS(T_LEVELS_ERASE_LEAD));
    part_action(p, ROOM_LEVELS, ACTION_ERASE, 0, 0, WEIGHT_HEAVY, WORDS(T_APP_ERASE));
    part_link_button(p, WEIGHT_QUIET, back, WORDS(T_APP_NOT_NOW));
    part_page_end(p);
    return ERR_OK;
}

static enum err show(struct visit *v) {
    if (v->at.page > PAGE_ONE && v->at.page != PAGE_ERASE)
        return round_show(v);
    bool closed = !book_status(v->book).mine_open;
    if (closed && (v->at.page != PAGE_HOME || v->at.item == 1))
        return ERR_LOCKED;
    if (v->at.page == PAGE_ONE)
        return page_one(v);
    if (v->at.page == PAGE_ERASE)
        return page_erase(v);
    if (v->at.page != PAGE_HOME)
        return page_step(v, v->at.page - PAGE_DEED);
    page_home(v);
    return ERR_OK;
}

/* --- acts ------------------------------------------------------------------------------------- */

static bool is_blank(const struct levels *l) {
    return !l->has_now && !l->has_aspire && !l->feelings && !l->thoughts.size && !l->why.size &&
           !l->deed.size;
}

/* One step more of the note; empty steps make none. */
static enum err step_keep(struct visit *v, const struct submission *s, enum levels_page next) {
    struct levels l = {0};
    struct body_writer w;
    uint8_t eid[EID_SIZE];
    const struct item *item = s->from.item ? note_own(v, KIND_DEED, s->from.item) : NULL;
    if (s->from.item && !item)
        return ERR_NOT_FOUND;
    if (item)
        l = levels_read(book_item_entry(item).body);
    uint64_t address = item ? item_address(item) : 0;
    levels_take(s, &l);
    if (!item && is_blank(&l)) {
        visit_go(v, ROOM_LEVELS, next == PAGE_ONE ? (uint32_t)PAGE_HOME : next, 0);
        return ERR_OK;
    }
    body_begin(&w, v->frame, item ? item->id : NULL);
    levels_add(&w, &l);
    TRY(visit_write(v, SPACE_MINE, KIND_DEED, NULL, 0, &w, eid));
    visit_go(v, ROOM_LEVELS, next, address ? address : deed_address(eid));
    return ERR_OK;
}

static enum err run_deed(struct visit *v, const struct submission *s) {
    return step_keep(v, s, PAGE_NOW);
}

static enum err run_now(struct visit *v, const struct submission *s) {
    return step_keep(v, s, PAGE_TOWARD);
}

static enum err run_toward(struct visit *v, const struct submission *s) {
    return step_keep(v, s, PAGE_ONE);
}

static enum err run_erase(struct visit *v, const struct submission *s) {
    const struct item *item = note_own(v, KIND_DEED, s->from.item);
    visit_go(v, ROOM_LEVELS, PAGE_HOME, 0);
    return item ? note_erase(v, item) : ERR_OK;
}

/* --- what it suggests ------------------------------------------------------------------------- */

/* One week in a season, which week follows from nothing but the calendar and the book, so that no
 * record of it is kept; not when I have written of it in this season. */
static bool season(const struct visit *v) {
    size_t count;
    const struct feed *out = book_feed(v->book, FEED_PAIR_OUT);
    int32_t shift = out ? out->chain.box_id[0] % SEASON_DAYS : 0;
    const struct item *items = book_items(v->book, KIND_DEED, &count);
    bool lately = count && v->today - items[count - 1].day < SEASON_DAYS;
    return !lately && (v->today + shift) % SEASON_DAYS < 7;
}

static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    if (room == 0 || path_first_days(v))
        return 0;
    if (levels_round_suggest(v, out))
        return 1;
    if (!book_status(v->book).mine_open || !season(v))
        return 0;
    *out = (struct suggestion){
        .line = T_LEVELS_SUGGEST, .where = levels_at(PAGE_HOME, 0), .weight = 200};
    return 1;
}

/* --- the tables ------------------------------------------------------------------------------- */

#define TEXT_IN(field_)                                                                            \
    { .field = (field_), .type = INPUT_TEXT, .max = DEED_TEXT_MAX }
#define NOW_INPUTS                                                                                 \
    {.field = F_NOW, .type = INPUT_CHOICE, .max = NOW_COUNT},                                      \
        {.field = F_FEELINGS, .type = INPUT_MANY, .max = FEELINGS_COUNT}, TEXT_IN(F_THOUGHTS)
#define TOWARD_INPUTS {.field = F_ASPIRE, .type = INPUT_CHOICE, .max = ASPIRE_COUNT}, TEXT_IN(F_WHY)

static const struct input_def deed_inputs[] = {TEXT_IN(F_DEED)};
static const struct input_def now_inputs[] = {NOW_INPUTS};
static const struct input_def toward_inputs[] = {TOWARD_INPUTS};
static const struct input_def seal_inputs[] = {NOW_INPUTS, TOWARD_INPUTS, TEXT_IN(F_DEED)};
static const struct input_def offer_inputs[] = {
    {.field = F_OPENS, .type = INPUT_CHOICE, .max = 3, .required = true}};

#define ACTION_MINE(name, inputs_, run_)                                                           \
    {                                                                                              \
        .action = ACTION_##name, .inputs = inputs_, .input_count = COUNT_OF(inputs_),              \
        .needs_mine = true, .run = run_                                                            \
    }
static const struct action_def actions[] = {
    ACTION_MINE(DEED, deed_inputs, run_deed),
    ACTION_MINE(NOW, now_inputs, run_now),
    ACTION_MINE(TOWARD, toward_inputs, run_toward),
    {.action = ACTION_ERASE, .needs_mine = true, .run = run_erase},
    {.action = ACTION_OFFER,
     .inputs = offer_inputs,
     .input_count = COUNT_OF(offer_inputs),
     .run = levels_run_offer},
    {.action = ACTION_SEAL,
     .inputs = seal_inputs,
     .input_count = COUNT_OF(seal_inputs),
     .run = levels_run_seal},
    {.action = ACTION_OPEN, .run = levels_run_open},
    {.action = ACTION_AWAY, .run = levels_run_away},
};

#define TEXT_KEPT(key_, name_, label_)                                                             \
    { .key = (key_), .type = FIELD_TEXT, .max = DEED_TEXT_MAX, .name = (name_), .label = (label_) }
static const struct field_def kept[] = {
    {.key = F_NOW,
     .type = FIELD_UINT,
     .max = NOW_COUNT - 1,
     .name = "now",
     .label = T_LEVELS_NOW,
     .choices = nows,
     .choice_count = NOW_COUNT},
    {.key = F_FEELINGS, .type = FIELD_UINT, .max = (1u << FEELINGS_COUNT) - 1, .name = "feelings"},
    TEXT_KEPT(F_THOUGHTS, "thoughts", T_LEVELS_THOUGHTS),
    {.key = F_ASPIRE,
     .type = FIELD_UINT,
     .max = ASPIRE_COUNT - 1,
     .name = "aspire",
     .label = T_LEVELS_ASPIRE,
     .choices = aspires,
     .choice_count = ASPIRE_COUNT},
    TEXT_KEPT(F_WHY, "why", T_LEVELS_WHY),
    TEXT_KEPT(F_DEED, "deed", T_LEVELS_DEED)};
static const struct kind_def kinds[] = {{.kind = KIND_DEED,
                                         .name = "levels",
                                         .title = T_LEVELS_KIND,
                                         .spaces = 1 << SPACE_MINE,
                                         .fields = kept,
                                         .field_count = COUNT_OF(kept)}};

const struct practice practice_levels = {
    .code = ROOM_LEVELS,
    .name = "levels",
    .title = T_LEVELS_TITLE,
    .line = T_LEVELS_LINE,
    .group = GROUP_UNDERSTAND,
    .badge = BADGE_MINE,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .settle = levels_settle,
    .suggest = suggest,
    .example = levels_example,
};
