/* round.c -- guessing: each seals a guess for the other and a line about themselves; after the
 * opening the guess is confirmed, corrected and ranked by the one it is about. */
#include "practices/responses/responses.h"
#include "view/dates.h"
#include "wire/cbor.h"

#include <string.h>

enum { TWO_MINUTES_SECONDS = 120, READ_DAYS = 14 /* what opened waits for so long */ };

/* A sealed answer: 1 text, my guess for the other; 2 text, what helps me. Each may be missing. */
struct guess {
    struct bytes guess, mine;
};

static struct guess guess_read(struct bytes body) {
    struct guess g = {0};
    struct cbor whole;
    struct bytes text;
    if (cbor_open(body, &whole) != ERR_OK || cbor_peek(&whole) != CBOR_MAP)
        return g;
    if (body_text(body, 1, &text) && text.size <= LINE_MAX)
        g.guess = text;
    if (body_text(body, 2, &text) && text.size <= LINE_MAX)
        g.mine = text;
    return g;
}

/* --- which rounds stand ----------------------------------------------------------------------- */

/* An offer of this room whose topic is there. */
static bool round_read(struct visit *v, const struct item *offer, struct response_round *out) {
    uint64_t practice, what;
    struct response_round r = {.address = offer ? item_address(offer) : 0};
    if (!offer || offer->kind != KIND_ROUND_OFFER)
        return false;
    struct entry e = book_item_entry(offer);
    if (!body_uint(e.body, 1, &practice) || practice != ROOM_RESPONSES ||
        !body_uint(e.body, 2, &what) || !response_topic_of_what(v, what, &r.topic) ||
        !sealed_round_current(v, offer) || sealed_round_read(v, offer->id, &r.round) != ERR_OK)
        return false;
    *out = r;
    return r.round.opens_day != 0;
}

/* Whether my card says that its guess was looked at. */
static bool is_ranked(const struct visit *v, const struct response_round *r) {
    struct card c;
    struct bytes named;
    return response_card_find(v, AUTHOR_ME, &r->topic, &c) &&
           body_bytes(book_item_entry(c.item).body, F_ROUND, &named) && named.size == 8 &&
           u64_read(named.at) == r->address;
}

static bool stands(const struct visit *v, const struct response_round *r) {
    if (response_is_away(v, r->address) || r->round.state == SEALED_LAPSED ||
        r->round.state == SEALED_PUT_AWAY)
        return false;
    return r->round.state != SEALED_OPEN ||
           (v->today <= r->round.opens_day + READ_DAYS && !is_ranked(v, r));
}

/* Two offers of one topic for one day are one round. */
static bool is_listed(const struct response_round *all, size_t count,
                      const struct response_round *r) {
    for (size_t i = 0; i < count; i++)
        if (all[i].round.what == r->round.what && all[i].round.opens_day == r->round.opens_day)
            return true;
    return false;
}

size_t response_rounds_standing(struct visit *v, struct response_round out[ROUNDS_MAX]) {
    size_t count, filled = 0;
    const struct item *items = book_items(v->book, KIND_ROUND_OFFER, &count);
    if (!visit_together(v))
        return 0;
    for (size_t i = 0; i < count && filled < ROUNDS_MAX; i++) {
        struct response_round r;
        if (round_read(v, &items[i], &r) && stands(v, &r) && !is_listed(out, filled, &r))
            out[filled++] = r;
    }
    return filled;
}

enum response_page response_round_page(const struct response_round *r) {
    return r->round.state == SEALED_OFFERED ? PAGE_GUESS
           : r->round.state == SEALED_OPEN  ? PAGE_OPEN
                                            : PAGE_SEALED;
}

enum err response_round_settle(struct visit *v) {
    if (!visit_together(v))
        return ERR_OK;
    TRY(sealed_round_repeat(v, ROOM_RESPONSES));
    return sealed_round_settle(v, ROOM_RESPONSES);
}

/* --- before the opening ----------------------------------------------------------------------- */

static void page_begin(struct visit *v, const struct response_round *r, enum text_key title,
                       struct address back) {
    part_page_begin(v->p, &(struct part_page){.badge = BADGE_OURS,
                                              .title = response_topic_words(v, title, &r->topic),
                                              .back = back});
}

static void away_form(struct visit *v) {
    part_form_begin(v->p, ROOM_RESPONSES, ACTION_AWAY);
    part_row_begin(v->p);
    part_button_value(v->p, WEIGHT_QUIET, F_AWAY, 0, WORDS(T_APP_NOT_NOW));
    part_button_value(v->p, WEIGHT_QUIET, F_AWAY, 1, WORDS(T_RESPONSES_NEVER));
    part_row_end(v->p);
    part_form_end(v->p);
    part_aside(v->p, WORDS(T_RESPONSES_AWAY_LINE));
}

static struct bytes opens(struct visit *v, const struct response_round *r) {
    return text_make_day_near(v->frame, v->text, r->round.opens_day, v->today);
}

static void page_guess(struct visit *v, const struct response_round *r) {
    struct parts *p = v->p;
    page_begin(v, r, T_RESPONSES_GUESS_TITLE, response_at(PAGE_TOPIC, r->topic.address));
    part_lead(p, words_with(p, T_RESPONSES_GUESS_LEAD, "day", opens(v, r)));
    part_form_begin(p, ROOM_RESPONSES, ACTION_SEAL);
    part_area(p, &(struct part_field){
                     .field = F_GUESS,
                     .label = response_topic_words(v, T_RESPONSES_GUESS_LABEL, &r->topic),
                     .hint = WORDS(T_RESPONSES_GUESS_HINT),
                     .max = LINE_CHARACTERS,
                     .optional = true});
    part_area(
        p, &(struct part_field){.field = F_FIRST,
                                .label = response_topic_words(v, T_RESPONSES_GUESS_ME, &r->topic),
                                .max = LINE_CHARACTERS,
                                .optional = true});
    part_button(p, WORDS(T_RESPONSES_SEAL));
    part_form_end(p);
    part_aside(p, WORDS(T_RESPONSES_SEAL_LINE));
    part_examples(p, WORDS(T_RESPONSES_GUESS_GOOD_1), WORDS(T_RESPONSES_GUESS_GOOD_2),
                  WORDS(T_RESPONSES_GUESS_BAD));
    away_form(v);
    part_page_end(p);
}

static void page_sealed(struct visit *v, const struct response_round *r) {
    struct parts *p = v->p;
    bool ready = r->round.state == SEALED_READY;
    page_begin(v, r, T_RESPONSES_SEALED_TITLE, response_at(PAGE_TOPIC, r->topic.address));
    part_lead(p, words_with(p, T_RESPONSES_SEALED_LEAD, "day", opens(v, r)));
    if (ready) {
        part_notice(p, NOTICE_STATUS, WORDS(T_RESPONSES_READY));
    } else {
        part_say(p, WORDS(T_RESPONSES_SEALED_TOGETHER));
        part_action(p, ROOM_RESPONSES, ACTION_OPEN, 0, 0, WEIGHT_PRIMARY, WORDS(T_RESPONSES_OPEN));
    }
    part_aside(p, WORDS(T_RESPONSES_LAPSE));
    part_link_button(p, ready ? WEIGHT_PRIMARY : WEIGHT_SECONDARY, response_at(PAGE_HOME, 0),
                     WORDS(T_RESPONSES_ENOUGH));
    away_form(v);
    part_page_end(p);
}

/* --- after it --------------------------------------------------------------------------------- */

static void said(struct visit *v, enum whose whose, struct words who, struct bytes text) {
    part_subheading(v->p, who);
    if (text.size)
        part_quote(v->p, whose, text, (struct words){0});
    else
        part_aside(v->p, WORDS(T_RESPONSES_BLANK));
}

static void theirs_draw(struct visit *v, const struct response_round *r) {
    struct guess theirs = guess_read(r->round.theirs);
    said(v, WHOSE_YOU, response_topic_words(v, T_RESPONSES_OPEN_GUESS, &r->topic), theirs.guess);
    said(v, WHOSE_YOU, response_topic_words(v, T_RESPONSES_OPEN_THEIRS, &r->topic), theirs.mine);
}

static void page_open(struct visit *v, const struct response_round *r) {
    struct parts *p = v->p;
    page_begin(v, r, T_RESPONSES_OPEN_TITLE, response_at(PAGE_HOME, 0));
    part_lead(p, WORDS(T_RESPONSES_OPEN_LEAD));
    theirs_draw(v, r);
    part_link_button(p, WEIGHT_PRIMARY, response_at(PAGE_TWO_MINUTES, r->address),
                     WORDS(T_RESPONSES_TWO_MINUTES_GO));
    part_link_button(p, WEIGHT_QUIET, response_at(PAGE_RANK, r->address),
                     WORDS(T_RESPONSES_OPEN_ON));
    part_page_end(p);
}

static void page_two_minutes(struct visit *v, const struct response_round *r) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = WORDS(T_RESPONSES_QUIET_TITLE),
                                           .back = response_at(PAGE_OPEN, r->address),
                                           .quiet = true});
    theirs_draw(v, r);
    part_quiet(p, TWO_MINUTES_SECONDS, WORDS(T_RESPONSES_QUIET_LINE), (struct address){0});
    part_link_button(p, WEIGHT_PRIMARY, response_at(PAGE_RANK, r->address),
                     WORDS(T_RESPONSES_OPEN_ON));
    part_page_end(p);
}

/* --- confirming, correcting, ranking ---------------------------------------------------------- */

enum { CANDIDATE_NEW = CANDIDATES_MAX - 1, LEAVE_OUT = LINES };

/* Lines that could stand on my card: the guess, mine of the round, those that stand. The last place
 * is for new words. Empty ones are none; the same words stand once. */
struct candidates {
    struct bytes text[CANDIDATES_MAX];
};

static void candidate_set(struct candidates *all, size_t at, struct bytes text) {
    for (size_t i = 0; i < at; i++)
        if (bytes_equal(all->text[i], text))
            return;
    all->text[at] = text;
}

static struct candidates candidates_of(struct visit *v, const struct response_round *r) {
    struct candidates all = {0};
    struct card c;
    candidate_set(&all, 0, guess_read(r->round.theirs).guess);
    candidate_set(&all, 1, guess_read(r->round.mine).mine);
    if (response_card_find(v, AUTHOR_ME, &r->topic, &c))
        for (size_t i = 0; i < LINES; i++)
            candidate_set(&all, 2 + i, c.lines[i]);
    return all;
}

static void rank_field(struct visit *v, uint32_t at, struct words label) {
    static const enum text_key places[LINES + 1] = {T_RESPONSES_PLACE_1, T_RESPONSES_PLACE_2,
                                                    T_RESPONSES_PLACE_3, T_RESPONSES_PLACE_NONE};
    struct part_option options[LINES + 1] = {0};
    for (size_t i = 0; i <= LINES; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(places[i])};
    part_choice_chips(v->p,
                      &(struct part_field){.field = F_RANK + at, .label = label, .optional = true},
                      options, LINES + 1, CHOSEN_NONE);
}

static void rank_form(struct visit *v, const struct candidates *all, enum part_weight weight) {
    struct parts *p = v->p;
    part_form_begin(p, ROOM_RESPONSES, ACTION_RANK);
    part_leave_out(p);
    for (uint32_t i = 0; i < CANDIDATE_NEW; i++)
        if (all->text[i].size)
            rank_field(v, i, words_of(all->text[i]));
    part_area(p, &(struct part_field){.field = F_WORDS,
                                      .label = WORDS(T_RESPONSES_RANK_NEW),
                                      .hint = WORDS(T_RESPONSES_RANK_NEW_HINT),
                                      .max = LINE_CHARACTERS,
                                      .optional = true});
    rank_field(v, CANDIDATE_NEW, WORDS(T_RESPONSES_RANK_NEW_PLACE));
    part_button_as(p, weight, WORDS(T_RESPONSES_RANK_GO));
    part_form_end(p);
}

static void page_rank(struct visit *v, const struct response_round *r) {
    struct parts *p = v->p;
    struct candidates all = candidates_of(v, r);
    struct bytes guess = all.text[0];
    page_begin(v, r, T_RESPONSES_RANK_TITLE, response_at(PAGE_OPEN, r->address));
    part_lead(p, WORDS(T_RESPONSES_RANK_LEAD));
    if (guess.size) {
        part_quote(p, WHOSE_YOU, guess, response_topic_words(v, T_RESPONSES_OPEN_GUESS, &r->topic));
        part_action(p, ROOM_RESPONSES, ACTION_CONFIRM, 0, 0, WEIGHT_PRIMARY,
                    WORDS(T_RESPONSES_CONFIRM));
        part_heading(p, WORDS(T_RESPONSES_RANK_HEAD));
    }
    rank_form(v, &all, guess.size ? WEIGHT_SECONDARY : WEIGHT_PRIMARY);
    part_examples(p, WORDS(T_RESPONSES_RANK_GOOD_1), WORDS(T_RESPONSES_RANK_GOOD_2),
                  WORDS(T_RESPONSES_RANK_BAD));
    away_form(v);
    part_page_end(p);
}

/* A page that its round's state does not allow shows the one that it does. */
enum err response_round_show(struct visit *v) {
    struct response_round r;
    if (v->at.page < PAGE_GUESS || v->at.page > PAGE_RANK)
        return ERR_NOT_FOUND;
    if (!visit_together(v) || !round_read(v, book_item_at(v->book, v->at.item), &r))
        return ERR_NOT_FOUND;
    if (r.round.state == SEALED_LAPSED || r.round.state == SEALED_PUT_AWAY)
        return ERR_STATE;
    if (r.round.state != SEALED_OPEN || v->at.page < PAGE_OPEN)
        v->at.page = response_round_page(&r);
    switch (v->at.page) {
    case PAGE_GUESS:
        page_guess(v, &r);
        return ERR_OK;
    case PAGE_SEALED:
        page_sealed(v, &r);
        return ERR_OK;
    case PAGE_TWO_MINUTES:
        page_two_minutes(v, &r);
        return ERR_OK;
    case PAGE_RANK:
        page_rank(v, &r);
        return ERR_OK;
    default:
        page_open(v, &r);
        return ERR_OK;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

/* One round of a topic at a time: where one stands, it is shown. */
enum err response_run_offer(struct visit *v, const struct submission *s) {
    static const int32_t days[WHEN_COUNT] = {0, 1, 3, 7};
    struct topic t;
    struct response_round all[ROUNDS_MAX];
    uint8_t id[EID_SIZE];
    if (!response_topic_read(v, s->from.item, &t) || response_topic_space(v, &t) != SPACE_OURS)
        return ERR_NOT_FOUND;
    size_t count = response_rounds_standing(v, all);
    for (size_t i = 0; i < count; i++)
        if (all[i].topic.address == t.address) {
            visit_go(v, ROOM_RESPONSES, response_round_page(&all[i]), all[i].address);
            return ERR_OK;
        }
    enum err e = sealed_round_offer(v, ROOM_RESPONSES, response_topic_what(&t),
                                    v->today + days[submission_number(s, F_WHEN)], id);
    const struct item *offer = e == ERR_OK ? book_item_find(v->book, id) : NULL;
    if (offer)
        visit_go(v, ROOM_RESPONSES, PAGE_GUESS, item_address(offer));
    return sealed_round_refuse(v, e);
}

enum err response_run_seal(struct visit *v, const struct submission *s) {
    struct response_round r;
    struct body_writer w;
    struct bytes body;
    visit_go(v, ROOM_RESPONSES, PAGE_SEALED, s->from.item);
    if (!visit_together(v) || !round_read(v, book_item_at(v->book, s->from.item), &r))
        return ERR_NOT_FOUND;
    if (r.round.state != SEALED_OFFERED)
        return ERR_OK; /* sealed is sealed: a form sent twice changes nothing */
    body_begin(&w, v->frame, NULL);
    if (submission_text(s, F_GUESS).size)
        body_add_text(&w, 1, submission_text(s, F_GUESS));
    if (submission_text(s, F_FIRST).size)
        body_add_text(&w, 2, submission_text(s, F_FIRST));
    TRY(body_end(&w, &body));
    enum err e = sealed_round_seal(v, r.round.id, body);
    return sealed_round_refuse(v, e == ERR_OK ? response_round_settle(v) : e);
}

enum err response_run_open(struct visit *v, const struct submission *s) {
    struct response_round r;
    visit_go(v, ROOM_RESPONSES, PAGE_SEALED, s->from.item);
    if (!visit_together(v) || !round_read(v, book_item_at(v->book, s->from.item), &r))
        return ERR_NOT_FOUND;
    if (r.round.state != SEALED_MINE)
        return ERR_OK;
    enum err e = sealed_round_press_open(v, r.round.id);
    return sealed_round_refuse(v, e == ERR_OK ? response_round_settle(v) : e);
}

/* An opened round that a page of `s` is about, or false. */
static bool opened(struct visit *v, const struct submission *s, struct response_round *r) {
    return visit_together(v) && round_read(v, book_item_at(v->book, s->from.item), r) &&
           r->round.state == SEALED_OPEN;
}

static enum err lines_write(struct visit *v, const struct response_round *r,
                            const struct bytes *lines, size_t count) {
    struct bytes first[LINES] = {0};
    struct card c = {0};
    for (size_t i = 0; i < count && i < LINES; i++)
        first[i] = lines[i];
    (void)response_card_find(v, AUTHOR_ME, &r->topic, &c);
    visit_go(v, ROOM_RESPONSES, PAGE_WRITTEN, r->topic.address);
    return response_card_write(v, &r->topic, first, c.not_so, r->address);
}

/* Yes, exactly that: the guess comes first, what stood before it follows. */
enum err response_run_confirm(struct visit *v, const struct submission *s) {
    struct response_round r;
    struct bytes lines[CANDIDATES_MAX];
    size_t count = 0;
    if (!opened(v, s, &r))
        return ERR_NOT_FOUND;
    struct candidates all = candidates_of(v, &r);
    if (all.text[0].size == 0)
        return ERR_NOT_FOUND;
    for (size_t i = 0; i < CANDIDATE_NEW; i++)
        if (all.text[i].size)
            lines[count++] = all.text[i];
    return lines_write(v, &r, lines, count);
}

enum err response_run_rank(struct visit *v, const struct submission *s) {
    struct response_round r;
    struct bytes lines[CANDIDATES_MAX];
    size_t count = 0;
    if (!opened(v, s, &r))
        return ERR_NOT_FOUND;
    struct candidates all = candidates_of(v, &r);
    struct bytes words = submission_text(s, F_WORDS);
    candidate_set(&all, CANDIDATE_NEW, words);
    bool placed = submission_has(s, F_RANK + CANDIDATE_NEW);
    for (uint64_t place = 0; place < LINES; place++)
        for (uint32_t i = 0; i < CANDIDATES_MAX; i++) {
            bool here = submission_has(s, F_RANK + i) ? submission_number(s, F_RANK + i) == place
                                                      : i == CANDIDATE_NEW && !placed && place == 0;
            if (here && all.text[i].size)
                lines[count++] = all.text[i];
        }
    if (count == 0) {
        visit_refuse(v, F_WORDS, T_RESPONSES_RANK_NONE);
        return ERR_OK;
    }
    return lines_write(v, &r, lines, count);
}
