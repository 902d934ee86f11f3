/* week.c -- the first meter: one sealed round a week, opened on its Sunday or together. */
#include "forms/asking.h"
#include "practices/pulse/pulse.h"
#include "view/dates.h"
#include "wire/cbor.h"

/* On this device (book_local): the Sunday of the week that was put away here. */
enum { LOCAL_PULSE = 16 + ROOM_PULSE };
enum { WEEKS_BACK = 52, WEEKS_SHOWN = 26, TWO_MINUTES_SECONDS = 120 };

const enum text_key pulse_safe_words[SAFE_STEPS] = {T_PULSE_SAFE_0, T_PULSE_SAFE_1, T_PULSE_SAFE_2,
                                                    T_PULSE_SAFE_3, T_PULSE_SAFE_4};

/* --- what stands ------------------------------------------------------------------------------ */

bool pulse_away(const struct visit *v) {
    struct bytes local = book_local(v->book, LOCAL_PULSE);
    return local.size == 4 && (int32_t)u32_read(local.at) == asking_opens(v->today);
}

/* An offer of this room for the week that opens on this day, to the pair that stands. */
static bool is_of_week(const struct visit *v, const struct item *offer, int32_t opens_day) {
    uint64_t practice, what, day;
    struct entry e = book_item_entry(offer);
    return body_uint(e.body, 1, &practice) && practice == ROOM_PULSE &&
           body_uint(e.body, 2, &what) && what == asking_what(opens_day) &&
           body_uint(e.body, 3, &day) && day == (uint64_t)opens_day &&
           sealed_round_current(v, offer);
}

/* The later of two: open, then what I did most for. */
static bool is_further(enum sealed_state a, enum sealed_state b) {
    static const int order[] = {
        [SEALED_LAPSED] = 0, [SEALED_PUT_AWAY] = 0, [SEALED_OFFERED] = 1,
        [SEALED_MINE] = 2,   [SEALED_READY] = 3,    [SEALED_OPEN] = 4,
    };
    return order[a] > order[b];
}

struct pulse_week pulse_week_read(struct visit *v, int32_t day) {
    size_t count;
    struct pulse_week week = {.opens_day = asking_opens(day)};
    const struct item *items = book_items(v->book, KIND_ROUND_OFFER, &count);
    week.state = v->today > week.opens_day ? SEALED_LAPSED : SEALED_OFFERED;
    for (size_t i = 0; i < count; i++) {
        struct sealed_round r;
        if (!is_of_week(v, &items[i], week.opens_day) ||
            sealed_round_read(v, items[i].id, &r) != ERR_OK || !is_further(r.state, week.state))
            continue;
        week.state = r.state;
        week.mine = r.mine;
        week.theirs = r.theirs;
    }
    return week;
}

bool pulse_opened(struct visit *v, struct pulse_week *out) {
    for (int32_t ago = 0; ago <= WEEKS_BACK; ago++) {
        struct pulse_week week = pulse_week_read(v, v->today - 7 * ago);
        if (week.state == SEALED_OPEN) {
            *out = week;
            return true;
        }
    }
    return false;
}

struct pulse_answer pulse_answer_read(struct bytes body) {
    struct pulse_answer a = {0};
    struct cbor whole;
    uint64_t n;
    struct bytes text;
    if (cbor_open(body, &whole) != ERR_OK || cbor_peek(&whole) != CBOR_MAP)
        return a;
    if (body_uint(body, 1, &n) && n < SAFE_STEPS) {
        a.has_safe = true;
        a.safe = (uint32_t)n;
    }
    if (body_text(body, 2, &text) && text.size <= ANSWER_TEXT_MAX)
        a.text = text;
    return a;
}

/* --- asking ----------------------------------------------------------------------------------- */

static void page_begin(struct visit *v, struct words title, enum pulse_page back) {
    part_page_begin(
        v->p, &(struct part_page){.badge = BADGE_OURS, .title = title, .back = pulse_at(back, 0)});
}

static void away_button(struct visit *v) {
    part_action(v->p, ROOM_PULSE, ACTION_AWAY, 0, 0, WEIGHT_QUIET, WORDS(T_APP_NOT_NOW));
}

static void page_safe(struct visit *v) {
    struct parts *p = v->p;
    struct part_option options[SAFE_STEPS] = {0};
    for (size_t i = 0; i < SAFE_STEPS; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(pulse_safe_words[i])};
    page_begin(v, WORDS(T_PULSE_SAFE_TITLE), PAGE_HOME);
    part_lead(p, WORDS(T_PULSE_SAFE_LEAD));
    part_prose(p, T_PULSE_SAFE_AFRAID);
    part_form_begin(p, ROOM_PULSE, ACTION_SEAL);
    part_choice_rows(
        p,
        &(struct part_field){.field = F_SAFE, .label = WORDS(T_PULSE_SAFE_LABEL), .optional = true},
        options, SAFE_STEPS, CHOSEN_NONE);
    part_area(p, &(struct part_field){.field = F_TEXT,
                                      .label = WORDS(T_PULSE_SAFE_TEXT),
                                      .hint = WORDS(T_PULSE_SAFE_TEXT_HINT),
                                      .max = ANSWER_TEXT_CHARACTERS,
                                      .optional = true});
    part_button(p, WORDS(T_PULSE_SEAL));
    part_form_end(p);
    part_aside(p, WORDS(T_PULSE_SEAL_LINE));
    part_examples(p, WORDS(T_PULSE_SAFE_GOOD_1), WORDS(T_PULSE_SAFE_GOOD_2),
                  WORDS(T_PULSE_SAFE_BAD));
    away_button(v);
    part_page_end(p);
}

static struct bytes sunday(struct visit *v, int32_t day) {
    return text_make_day_near(v->frame, v->text, day, v->today);
}

static void page_sealed(struct visit *v, const struct pulse_week *week) {
    struct parts *p = v->p;
    bool ready = week->state == SEALED_READY;
    page_begin(v, WORDS(T_PULSE_SEALED_TITLE), PAGE_HOME);
    part_lead(p, words_with(p, T_PULSE_SEALED_LEAD, "day", sunday(v, week->opens_day)));
    if (ready)
        part_notice(p, NOTICE_STATUS, WORDS(T_PULSE_READY));
    else
        part_say(p, WORDS(T_PULSE_SEALED_TOGETHER));
    part_aside(p, WORDS(T_PULSE_LAPSE));
    part_link_button(p, WEIGHT_PRIMARY, pulse_at(PAGE_BACK, 0), WORDS(T_PULSE_SEALED_BACK));
    if (!ready)
        part_action(p, ROOM_PULSE, ACTION_OPEN, 0, 0, WEIGHT_SECONDARY, WORDS(T_PULSE_OPEN));
    away_button(v);
    part_page_end(p);
}

/* --- after the opening ------------------------------------------------------------------------ */

static void answer_draw(struct visit *v, struct bytes body, enum whose whose) {
    struct pulse_answer a = pulse_answer_read(body);
    struct words felt = WORDS(a.has_safe ? pulse_safe_words[a.safe] : T_PULSE_BLANK);
    part_tags(v->p, &felt, 1);
    if (a.text.size)
        part_quote(v->p, whose, a.text, (struct words){0});
}

static void page_theirs(struct visit *v, const struct pulse_week *week) {
    struct parts *p = v->p;
    page_begin(v, note_named(v, T_PULSE_THEIRS_TITLE, T_PULSE_THEIRS_TITLE_NAMELESS), PAGE_HOME);
    part_lead(p, WORDS(T_PULSE_THEIRS_LEAD));
    answer_draw(v, week->theirs, WHOSE_YOU);
    part_link_button(p, WEIGHT_PRIMARY, pulse_at(PAGE_TWO_MINUTES, 0), WORDS(T_PULSE_THEIRS_QUIET));
    part_link_button(p, WEIGHT_QUIET, pulse_at(PAGE_OWN, 0), WORDS(T_PULSE_THEIRS_GO));
    part_page_end(p);
}

static void page_two_minutes(struct visit *v, const struct pulse_week *week) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = WORDS(T_PULSE_QUIET_TITLE),
                                           .back = pulse_at(PAGE_THEIRS, 0),
                                           .quiet = true});
    answer_draw(v, week->theirs, WHOSE_YOU);
    part_quiet(p, TWO_MINUTES_SECONDS, WORDS(T_PULSE_QUIET_LINE), (struct address){0});
    part_link_button(p, WEIGHT_PRIMARY, pulse_at(PAGE_OWN, 0), WORDS(T_PULSE_THEIRS_GO));
    part_page_end(p);
}

static void page_own(struct visit *v, const struct pulse_week *week) {
    struct parts *p = v->p;
    page_begin(v, WORDS(T_PULSE_OWN_TITLE), PAGE_THEIRS);
    answer_draw(v, week->mine, WHOSE_ME);
    part_say(p, WORDS(T_PULSE_OWN_BEGIN));
    part_sentence(p, WORDS(T_PULSE_OWN_SENTENCE));
    part_aside(p, WORDS(T_PULSE_OWN_DIFFER));
    part_link_button(p, WEIGHT_PRIMARY, pulse_at(PAGE_BACK, 0), WORDS(T_PULSE_SEALED_BACK));
    part_link_button(p, WEIGHT_QUIET, pulse_at(PAGE_HOME, 0), WORDS(T_PULSE_ENOUGH));
    part_page_end(p);
}

/* Weeks that opened, in words; of the others nothing is told. */
static void page_weeks(struct visit *v) {
    struct parts *p = v->p;
    bool any = false;
    page_begin(v, WORDS(T_PULSE_WEEKS_TITLE), PAGE_HOME);
    part_lead(p, WORDS(T_PULSE_WEEKS_LEAD));
    for (int32_t ago = 0; ago < WEEKS_SHOWN; ago++) {
        struct pulse_week week = pulse_week_read(v, v->today - 7 * ago);
        if (week.state != SEALED_OPEN)
            continue;
        any = true;
        part_section_begin(p,
                           words_of(text_make_date(v->frame, v->text, DATE_YEAR, week.opens_day)));
        part_sides_begin(p);
        part_side_begin(p, WHOSE_ME, WORDS(T_PULSE_YOU));
        answer_draw(v, week.mine, WHOSE_ME);
        part_side_end(p);
        part_side_begin(p, WHOSE_YOU, words_of(note_partner(v, T_PULSE_OTHER)));
        answer_draw(v, week.theirs, WHOSE_YOU);
        part_side_end(p);
        part_sides_end(p);
        part_section_end(p);
    }
    if (!any)
        part_empty(p, WORDS(T_PULSE_WEEKS_EMPTY), WORDS(T_PULSE_WEEKS_EMPTY_LINE));
    part_page_end(p);
}

/* The page of the week that the state allows, whichever was visited. */
static void week_page(struct visit *v) {
    struct pulse_week week = pulse_week_read(v, v->today);
    struct pulse_week opened;
    bool asks = v->at.page == PAGE_SAFE || v->at.page == PAGE_SEALED;
    if (asks && week.state == SEALED_OFFERED) {
        page_safe(v);
        return;
    }
    if (asks && week.state != SEALED_OPEN) {
        page_sealed(v, &week);
        return;
    }
    if (!pulse_opened(v, &opened))
        page_weeks(v);
    else if (v->at.page == PAGE_OWN)
        page_own(v, &opened);
    else if (v->at.page == PAGE_TWO_MINUTES)
        page_two_minutes(v, &opened);
    else
        page_theirs(v, &opened);
}

enum err pulse_week_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_SAFE:
    case PAGE_SEALED:
    case PAGE_THEIRS:
    case PAGE_TWO_MINUTES:
    case PAGE_OWN:
        if (!visit_together(v))
            return ERR_STATE;
        week_page(v);
        return ERR_OK;
    case PAGE_WEEKS:
        page_weeks(v);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- acts ------------------------------------------------------------------------------------- */

enum { OFFERS_MAX = 8 };

/* The offers of this week, at most so many: a changed program may have made more. */
static size_t offers_of_week(const struct visit *v, uint8_t out[OFFERS_MAX][EID_SIZE]) {
    size_t count, filled = 0;
    const struct item *items = book_items(v->book, KIND_ROUND_OFFER, &count);
    for (size_t i = 0; i < count && filled < OFFERS_MAX; i++)
        if (is_of_week(v, &items[i], asking_opens(v->today)))
            __builtin_memcpy(out[filled++], items[i].id, EID_SIZE);
    return filled;
}

static enum err local_set(struct visit *v, int32_t opens_day) {
    uint8_t raw[4];
    u32_write(raw, (uint32_t)opens_day);
    return book_local_set(v->book, LOCAL_PULSE, BYTES_OF(raw));
}

/* The offer is made here, so that nobody sees one before it is answered by whoever made it. */
static enum err week_seal(struct visit *v, struct bytes body) {
    uint8_t offers[OFFERS_MAX][EID_SIZE];
    if (offers_of_week(v, offers) == 0)
        TRY(sealed_round_offer(v, ROOM_PULSE, asking_what(v->today), asking_opens(v->today),
                               offers[0]));
    TRY(sealed_round_seal(v, offers[0], body));
    return pulse_settle(v);
}

enum err pulse_run_seal(struct visit *v, const struct submission *s) {
    struct body_writer w;
    struct bytes body;
    visit_go(v, ROOM_PULSE, PAGE_SEALED, 0);
    if (!visit_together(v))
        return sealed_round_refuse(v, ERR_STATE);
    if (pulse_week_read(v, v->today).state != SEALED_OFFERED)
        return ERR_OK; /* sealed is sealed: a form sent twice changes nothing */
    body_begin(&w, v->frame, NULL);
    if (submission_has(s, F_SAFE))
        body_add_uint(&w, 1, submission_number(s, F_SAFE));
    if (submission_text(s, F_TEXT).size)
        body_add_text(&w, 2, submission_text(s, F_TEXT));
    TRY(body_end(&w, &body));
    enum err e = week_seal(v, body);
    if (e == ERR_OK && pulse_away(v))
        e = local_set(v, 0);
    return sealed_round_refuse(v, e);
}

enum err pulse_run_open(struct visit *v, const struct submission *s) {
    (void)s;
    uint8_t offers[OFFERS_MAX][EID_SIZE];
    visit_go(v, ROOM_PULSE, PAGE_SEALED, 0);
    if (pulse_week_read(v, v->today).state != SEALED_MINE)
        return ERR_OK;
    size_t count = offers_of_week(v, offers);
    for (size_t i = 0; i < count; i++) {
        enum err e = sealed_round_press_open(v, offers[i]);
        if (e != ERR_OK && e != ERR_STATE)
            return sealed_round_refuse(v, e);
    }
    return sealed_round_refuse(v, pulse_settle(v));
}

enum err pulse_run_away(struct visit *v, const struct submission *s) {
    (void)s;
    visit_go(v, ROOM_TODAY, 0, 0);
    return sealed_round_refuse(v, local_set(v, asking_opens(v->today)));
}

enum err pulse_settle(struct visit *v) {
    if (!visit_together(v))
        return ERR_OK;
    TRY(sealed_round_repeat(v, ROOM_PULSE));
    return sealed_round_settle(v, ROOM_PULSE);
}
