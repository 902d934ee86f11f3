/* round.c -- the three levels as a sealed round: both answer, neither reads first. */
#include "base/check.h"
#include "forms/asking.h"
#include "practices/levels/levels.h"
#include "view/dates.h"

/* No offer opens later than the last choice; a phone whose day began earlier is one ahead. */
enum { QUIET_SECONDS = 120, OPENS_LAST = 14, OPENS_AHEAD = OPENS_LAST + 1 };
static const uint8_t opens_in[3] = {2, 7, OPENS_LAST};

/* --- which round ------------------------------------------------------------------------------ */

static bool is_ours(const struct visit *v, const struct item *offer) {
    uint64_t practice;
    return body_uint(book_item_entry(offer).body, 1, &practice) && practice == ROOM_LEVELS &&
           sealed_round_current(v, offer);
}

/* Whether its day is still to come, and one that this room offers: one without a day, or years
 * away, would stand for ever in the way of the next. */
static bool is_ahead(const struct visit *v, const struct sealed_round *r) {
    return r->opens_day >= v->today && r->opens_day <= v->today + OPENS_AHEAD;
}

/* The newest round that opened. */
static bool open_find(struct visit *v, const struct item *items, size_t count,
                      struct sealed_round *out) {
    for (size_t i = count; i-- > 0;)
        if (is_ours(v, &items[i]) && sealed_round_read(v, items[i].id, out) == ERR_OK &&
            out->state == SEALED_OPEN)
            return true;
    return false;
}

/* Where both offered without hearing of each other, the one that opened is the round of that week:
 * nobody is asked again what both have read. */
enum err levels_round(struct visit *v, struct sealed_round *out) {
    size_t count;
    struct sealed_round open, r;
    const struct item *items = book_items(v->book, KIND_ROUND_OFFER, &count);
    if (!visit_together(v))
        return ERR_NOT_FOUND;
    bool opened = open_find(v, items, count, &open);
    for (size_t i = 0; i < count; i++) {
        if (!is_ours(v, &items[i]) || sealed_round_read(v, items[i].id, &r) != ERR_OK ||
            r.state == SEALED_OPEN || !is_ahead(v, &r) || (opened && r.what == open.what))
            continue;
        *out = r;
        return ERR_OK;
    }
    if (opened)
        *out = open;
    return opened ? ERR_OK : ERR_NOT_FOUND;
}

/* Whether no other can be offered now: one stands, or this week's was opened. */
static bool is_taken(struct visit *v, struct sealed_round *r) {
    return levels_round(v, r) == ERR_OK &&
           (r->state != SEALED_OPEN || r->what == asking_what(v->today));
}

enum err levels_settle(struct visit *v) {
    if (!visit_together(v))
        return ERR_OK;
    TRY(sealed_round_repeat(v, ROOM_LEVELS));
    return sealed_round_settle(v, ROOM_LEVELS);
}

static struct words day_words(struct visit *v, enum text_key key, int32_t day) {
    return words_with(v->p, key, "day", text_make_date(v->frame, v->text, DATE_FULL, day));
}

/* --- on the first page ------------------------------------------------------------------------ */

/* Where the round leads, and in which words. Whether I pressed *open* is no other line. */
static enum levels_page round_page(const struct sealed_round *r, enum text_key *line) {
    if (r->state == SEALED_OPEN) {
        *line = T_LEVELS_CARD_OPEN;
        return PAGE_THEIRS;
    }
    *line = r->state == SEALED_OFFERED ? T_LEVELS_CARD_OFFERED : T_LEVELS_CARD_SEALED;
    return r->state == SEALED_OFFERED ? PAGE_ANSWER : PAGE_SEALED;
}

void levels_round_card(struct visit *v) {
    struct sealed_round r;
    enum text_key line;
    if (levels_round(v, &r) != ERR_OK || r.state == SEALED_PUT_AWAY)
        return;
    enum levels_page page = round_page(&r, &line);
    part_card_begin(v->p, &(struct part_card){.key = 9,
                                              .title = WORDS(T_LEVELS_CARD_TITLE),
                                              .badge = BADGE_OURS,
                                              .to = levels_at(page, 0)});
    part_say(v->p, WORDS(line));
    if (r.state != SEALED_OPEN && r.opens_day)
        part_aside(v->p, day_words(v, T_LEVELS_OPENS, r.opens_day));
    part_card_end(v->p);
}

size_t levels_round_suggest(struct visit *v, struct suggestion *out) {
    struct sealed_round r;
    enum text_key line;
    if (levels_round(v, &r) != ERR_OK || (r.state != SEALED_OFFERED && r.state != SEALED_OPEN))
        return 0;
    if (r.state == SEALED_OPEN && v->today > r.opens_day + 3)
        return 0;
    enum levels_page page = round_page(&r, &line);
    *out = (struct suggestion){.line = line,
                               .where = levels_at(page, 0),
                               .weight = r.state == SEALED_OPEN ? 560 : 470,
                               .waits = true,
                               .joint = true};
    return 1;
}

/* --- pages ------------------------------------------------------------------------------------ */

static void page_offer(struct visit *v) {
    static const enum text_key days[3] = {T_LEVELS_OPENS_2, T_LEVELS_OPENS_7, T_LEVELS_OPENS_14};
    struct parts *p = v->p;
    struct part_option options[3] = {0};
    struct sealed_round r;
    bool stands = is_taken(v, &r);
    for (size_t i = 0; i < COUNT_OF(options); i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(days[i])};
    levels_page_begin(v, T_LEVELS_OFFER_TITLE, BADGE_OURS, levels_at(PAGE_HOME, 0));
    part_lead(p, WORDS(!visit_together(v) ? T_LEVELS_OFFER_ALONE
                       : stands           ? T_LEVELS_OFFER_STANDS
                                          : T_LEVELS_OFFER_LEAD));
    if (stands && r.state != SEALED_OPEN)
        part_say(p, day_words(v, T_LEVELS_OPENS, r.opens_day));
    if (visit_together(v) && !stands) {
        part_prose(p, T_LEVELS_OFFER_LAPSE);
        part_form_begin(p, ROOM_LEVELS, ACTION_OFFER);
        part_choice_chips(
            p, &(struct part_field){.field = F_OPENS, .label = WORDS(T_LEVELS_OFFER_DAY)}, options,
            COUNT_OF(options), 1);
        part_button(p, WORDS(T_LEVELS_OFFER_GO));
        part_form_end(p);
    }
    part_link_button(p, WEIGHT_QUIET, levels_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

static void page_answer(struct visit *v, const struct sealed_round *r) {
    struct parts *p = v->p;
    struct levels blank = {0};
    levels_page_begin(v, T_LEVELS_ANSWER_TITLE, BADGE_OURS, levels_at(PAGE_HOME, 0));
    part_lead(p, WORDS(T_LEVELS_ANSWER_LEAD));
    if (r->opens_day)
        part_aside(p, day_words(v, T_LEVELS_OPENS, r->opens_day));
    part_form_begin(p, ROOM_LEVELS, ACTION_SEAL);
    part_leave_out(p);
    levels_ask_deed(v, &blank);
    levels_ask_now(v, &blank);
    levels_ask_toward(v, &blank);
    part_button(p, WORDS(T_LEVELS_SEAL));
    part_form_end(p);
    part_aside(p, WORDS(T_LEVELS_BLANK));
    part_examples(p, WORDS(T_LEVELS_DEED_GOOD_1), WORDS(T_LEVELS_DEED_GOOD_2),
                  WORDS(T_LEVELS_DEED_BAD));
    part_action(p, ROOM_LEVELS, ACTION_AWAY, 0, 0, WEIGHT_QUIET, WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

static void page_sealed(struct visit *v, const struct sealed_round *r) {
    struct parts *p = v->p;
    bool ready = r->state == SEALED_READY;
    levels_page_begin(v, T_LEVELS_SEALED_TITLE, BADGE_OURS, levels_at(PAGE_HOME, 0));
    part_lead(p, WORDS(T_LEVELS_SEALED_LEAD));
    if (r->opens_day)
        part_say(p, day_words(v, T_LEVELS_OPENS, r->opens_day));
    if (ready) {
        part_notice(p, NOTICE_STATUS, WORDS(T_LEVELS_READY));
    } else {
        part_say(p, WORDS(T_LEVELS_TOGETHER));
        part_action(p, ROOM_LEVELS, ACTION_OPEN, 0, 0, WEIGHT_PRIMARY, WORDS(T_LEVELS_OPEN));
    }
    part_aside(p, WORDS(T_LEVELS_LAPSE));
    part_action(p, ROOM_LEVELS, ACTION_AWAY, 0, 0, WEIGHT_QUIET, WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

static void page_theirs(struct visit *v, const struct sealed_round *r) {
    struct parts *p = v->p;
    struct levels theirs = levels_read(r->theirs);
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = words_with(p, T_LEVELS_THEIRS_TITLE, "name",
                                                               note_partner(v, T_LEVELS_OTHER)),
                                           .over = WORDS(T_LEVELS_TITLE),
                                           .back = levels_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_LEVELS_THEIRS_LEAD));
    levels_draw(v, &theirs, WHOSE_YOU);
    part_link_button(p, WEIGHT_PRIMARY, levels_at(PAGE_QUIET, 0), WORDS(T_LEVELS_QUIET_GO));
    part_link_button(p, WEIGHT_QUIET, levels_at(PAGE_BOTH, 0), WORDS(T_LEVELS_BOTH_GO));
    part_page_end(p);
}

static void page_quiet(struct visit *v) {
    part_page_begin(v->p, &(struct part_page){.badge = BADGE_OURS,
                                              .title = WORDS(T_LEVELS_QUIET_TITLE),
                                              .back = levels_at(PAGE_THEIRS, 0),
                                              .quiet = true});
    part_quiet(v->p, QUIET_SECONDS, WORDS(T_LEVELS_QUIET_LINE), (struct address){0});
    part_link_button(v->p, WEIGHT_PRIMARY, levels_at(PAGE_BOTH, 0), WORDS(T_LEVELS_BOTH_GO));
    part_page_end(v->p);
}

static void page_both(struct visit *v, const struct sealed_round *r) {
    struct parts *p = v->p;
    struct levels mine = levels_read(r->mine);
    levels_page_begin(v, T_LEVELS_BOTH_TITLE, BADGE_OURS, levels_at(PAGE_THEIRS, 0));
    part_lead(p, WORDS(T_LEVELS_BOTH_LEAD));
    part_sentence(p, WORDS(T_LEVELS_BOTH_SAY));
    levels_draw(v, &mine, WHOSE_ME);
    if (mine.deed.size)
        part_link_button(p, WEIGHT_PRIMARY, (struct address){9, 4, deed_address(r->id)},
                         WORDS(T_LEVELS_TO_PLAN));
    part_link_button(p, mine.deed.size ? WEIGHT_QUIET : WEIGHT_PRIMARY, levels_at(PAGE_HOME, 0),
                     WORDS(T_APP_DONE));
    part_page_end(p);
}

/* A page of a round that has not come yet, or is over, shows where the round stands. */
enum err round_show(struct visit *v) {
    struct sealed_round r;
    if (v->at.page > PAGE_BOTH)
        return ERR_NOT_FOUND;
    if (v->at.page == PAGE_OFFER) {
        page_offer(v);
        return ERR_OK;
    }
    TRY(levels_round(v, &r));
    bool open = r.state == SEALED_OPEN;
    if (v->at.page >= PAGE_THEIRS && !open)
        return ERR_NOT_FOUND;
    if (!open && (r.state == SEALED_OFFERED || r.state == SEALED_PUT_AWAY))
        page_answer(v, &r);
    else if (!open)
        page_sealed(v, &r);
    else if (v->at.page == PAGE_QUIET)
        page_quiet(v);
    else if (v->at.page == PAGE_BOTH)
        page_both(v, &r);
    else
        page_theirs(v, &r);
    return ERR_OK;
}

/* --- acts ------------------------------------------------------------------------------------- */

enum err levels_run_offer(struct visit *v, const struct submission *s) {
    struct sealed_round r;
    uint8_t id[EID_SIZE];
    uint64_t which = submission_number(s, F_OPENS);
    bool stands = is_taken(v, &r);
    visit_go(v, ROOM_LEVELS, stands ? (uint32_t)PAGE_HOME : PAGE_ANSWER, 0);
    if (stands || !visit_together(v))
        return ERR_OK;
    return sealed_round_offer(v, ROOM_LEVELS, asking_what(v->today), v->today + opens_in[which],
                              id);
}

enum err levels_run_seal(struct visit *v, const struct submission *s) {
    struct sealed_round r;
    struct levels l = {0};
    struct body_writer w;
    struct bytes body;
    visit_go(v, ROOM_LEVELS, PAGE_SEALED, 0);
    if (levels_round(v, &r) != ERR_OK || (r.state != SEALED_OFFERED && r.state != SEALED_PUT_AWAY))
        return ERR_OK; /* sealed is sealed: a form sent twice changes nothing */
    levels_take(s, &l);
    body_begin(&w, v->frame, NULL);
    levels_add(&w, &l);
    TRY(body_end(&w, &body));
    enum err e = sealed_round_seal(v, r.id, body);
    return e == ERR_STATE ? ERR_OK : e;
}

enum err levels_run_open(struct visit *v, const struct submission *s) {
    struct sealed_round r;
    (void)s;
    visit_go(v, ROOM_LEVELS, PAGE_SEALED, 0);
    if (levels_round(v, &r) != ERR_OK || r.state != SEALED_MINE)
        return ERR_OK;
    return sealed_round_press_open(v, r.id);
}

enum err levels_run_away(struct visit *v, const struct submission *s) {
    struct sealed_round r;
    (void)s;
    visit_go(v, ROOM_LEVELS, PAGE_HOME, 0);
    return levels_round(v, &r) == ERR_OK && r.state != SEALED_OPEN ? sealed_round_put_away(v, r.id)
                                                                   : ERR_OK;
}
