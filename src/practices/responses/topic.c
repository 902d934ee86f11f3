/* topic.c -- one feeling: what helps each of the two, guessing together, asking; our own feelings.
 */
#include "practices/responses/responses.h"

/* --- one feeling ------------------------------------------------------------------------------ */

static void side_mine(struct visit *v, const struct topic *t) {
    struct card c;
    bool stands = response_card_find(v, AUTHOR_ME, t, &c);
    part_side_begin(v->p, WHOSE_ME, response_topic_words(v, T_RESPONSES_WHEN_I, t));
    if (stands)
        response_card_draw(v, &c, WHOSE_ME);
    else
        part_aside(v->p, WORDS(T_RESPONSES_WHEN_I_NONE));
    part_link_button(v->p, WEIGHT_SECONDARY, response_at(PAGE_WRITE, t->address),
                     WORDS(stands ? T_RESPONSES_CHANGE : T_RESPONSES_WRITE));
    if (stands)
        part_link_button(v->p, WEIGHT_QUIET, response_at(PAGE_ERASE, item_address(c.item)),
                         WORDS(T_RESPONSES_ERASE_GO));
    part_side_end(v->p);
}

static void side_theirs(struct visit *v, const struct topic *t) {
    struct card c;
    part_side_begin(v->p, WHOSE_YOU, response_topic_words(v, T_RESPONSES_WHEN_THEY, t));
    if (response_card_find(v, AUTHOR_PARTNER, t, &c)) {
        response_card_draw(v, &c, WHOSE_YOU);
        part_link_button(v->p, WEIGHT_QUIET, response_at(PAGE_HEART, item_address(c.item)),
                         WORDS(T_RESPONSES_LEARN_ONE));
    } else {
        part_aside(v->p, WORDS(T_RESPONSES_WHEN_THEY_NONE));
    }
    part_side_end(v->p);
}

/* The round of this topic that asks something of me, or false. */
static bool round_of(struct visit *v, const struct topic *t, struct response_round *out) {
    struct response_round all[ROUNDS_MAX];
    size_t count = response_rounds_standing(v, all);
    for (size_t i = 0; i < count; i++)
        if (all[i].topic.address == t->address) {
            *out = all[i];
            return true;
        }
    return false;
}

static void offer_form(struct visit *v, const struct topic *t) {
    static const enum text_key whens[WHEN_COUNT] = {T_RESPONSES_WHEN_TODAY, T_RESPONSES_WHEN_1,
                                                    T_RESPONSES_WHEN_3, T_RESPONSES_WHEN_7};
    struct part_option options[WHEN_COUNT] = {0};
    for (size_t i = 0; i < WHEN_COUNT; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(whens[i])};
    part_heading(v->p, WORDS(T_RESPONSES_GUESS_HEAD));
    part_say(v->p, response_topic_words(v, T_RESPONSES_GUESS_LINE, t));
    part_form_begin(v->p, ROOM_RESPONSES, ACTION_OFFER);
    part_choice_chips(v->p,
                      &(struct part_field){.field = F_WHEN,
                                           .label = WORDS(T_RESPONSES_WHEN_LABEL),
                                           .hint = WORDS(T_RESPONSES_LAPSE)},
                      options, WHEN_COUNT, 1);
    part_button(v->p, WORDS(T_RESPONSES_OFFER));
    part_form_end(v->p);
}

static void ways_together(struct visit *v, const struct topic *t) {
    struct parts *p = v->p;
    struct response_round r;
    if (round_of(v, t, &r))
        part_link_button(p, WEIGHT_PRIMARY, response_at(response_round_page(&r), r.address),
                         WORDS(r.round.state == SEALED_OFFERED ? T_RESPONSES_ROUND_ANSWER
                               : r.round.state == SEALED_OPEN  ? T_RESPONSES_ROUND_READ
                                                               : T_RESPONSES_ROUND_SEALED));
    else
        offer_form(v, t);
    part_heading(p, WORDS(T_RESPONSES_ASK_HEAD));
    part_say(p, words_with(p, T_RESPONSES_ASK_LINE, "name", note_partner(v, T_RESPONSES_OTHER)));
    part_action(p, ROOM_RESPONSES, ACTION_ASK, 0, 0, WEIGHT_SECONDARY,
                response_topic_words(v, T_RESPONSES_ASK_GO, t));
}

/* My question about this topic, or NULL. */
static const struct item *ask_of(const struct visit *v, enum author author, const struct topic *t) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_ASK, &count);
    for (size_t i = count; i-- > 0;) {
        uint64_t emotion;
        struct entry e = book_item_entry(&items[i]);
        bool named = e.re_count == 1 && t->feeling &&
                     __builtin_memcmp(entry_re(&e, 0), t->feeling->id, EID_SIZE) == 0;
        if (items[i].author == author && body_uint(e.body, F_EMOTION, &emotion) &&
            emotion == t->emotion && (t->emotion < EMOTIONS || named))
            return &items[i];
    }
    return NULL;
}

static void page_topic(struct visit *v, const struct topic *t) {
    struct parts *p = v->p;
    struct card c;
    bool ours = response_topic_space(v, t) == SPACE_OURS;
    const struct item *asked = ask_of(v, AUTHOR_ME, t);
    part_page_begin(p, &(struct part_page){.badge = ours ? BADGE_OURS : BADGE_MINE,
                                           .title = response_topic_title(v, t),
                                           .back = response_at(PAGE_HOME, 0)});
    part_sides_begin(p);
    side_mine(v, t);
    if (ours)
        side_theirs(v, t);
    part_sides_end(p);
    if (ours)
        ways_together(v, t);
    if (ours && asked &&
        !(response_card_find(v, AUTHOR_PARTNER, t, &c) && c.item->day >= asked->first_day))
        part_link_line(p, response_at(PAGE_ERASE, item_address(asked)),
                       WORDS(T_RESPONSES_ASK_TAKE_BACK));
    part_rule(p);
    part_link_line(p, response_at(PAGE_NOTE, t->address),
                   response_topic_words(v, T_RESPONSES_NOTE_GO, t));
    if (t->feeling && t->feeling->author == AUTHOR_ME)
        part_link_line(p, response_at(PAGE_ERASE, t->address), WORDS(T_RESPONSES_FEELING_ERASE));
    part_page_end(p);
}

/* --- my line of the second column ------------------------------------------------------------- */

static void line_field(struct visit *v, uint32_t field, enum text_key label, enum text_key hint,
                       struct bytes value, bool optional) {
    part_area(v->p, &(struct part_field){.field = field,
                                         .label = WORDS(label),
                                         .hint = WORDS(hint),
                                         .value = value,
                                         .max = LINE_CHARACTERS,
                                         .optional = optional});
}

static void page_write(struct visit *v, const struct topic *t) {
    struct parts *p = v->p;
    struct card c = {0};
    bool ours = response_topic_space(v, t) == SPACE_OURS;
    bool stands = response_card_find(v, AUTHOR_ME, t, &c);
    part_page_begin(
        p, &(struct part_page){.badge = ours ? BADGE_OURS : BADGE_MINE,
                               .title = response_topic_words(v, T_RESPONSES_WRITE_TITLE, t),
                               .back = response_at(PAGE_TOPIC, t->address)});
    part_lead(p, WORDS(T_RESPONSES_WRITE_LEAD));
    part_form_begin(p, ROOM_RESPONSES, ACTION_WRITE);
    line_field(v, F_FIRST, T_RESPONSES_FIRST, T_RESPONSES_FIRST_HINT, c.lines[0], false);
    part_details_begin(p, WORDS(T_RESPONSES_MORE));
    line_field(v, F_SECOND, T_RESPONSES_SECOND, T_NONE, c.lines[1], true);
    line_field(v, F_THIRD, T_RESPONSES_THIRD, T_NONE, c.lines[2], true);
    line_field(v, F_NOT, T_RESPONSES_NOT, T_RESPONSES_NOT_HINT, c.not_so, true);
    part_details_end(p);
    part_button(p, WORDS(stands ? T_APP_CHANGE : T_APP_SAVE));
    part_form_end(p);
    part_examples(p, WORDS(T_RESPONSES_GOOD_1), WORDS(T_RESPONSES_GOOD_2), WORDS(T_RESPONSES_BAD));
    part_aside(p, WORDS(T_RESPONSES_OFFER_NOT_DUTY));
    part_link_button(p, WEIGHT_QUIET, response_at(PAGE_TOPIC, t->address), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

/* What one holds in the hand afterwards: a sentence to say. */
static void page_written(struct visit *v, const struct topic *t) {
    struct parts *p = v->p;
    struct card c;
    bool ours = response_topic_space(v, t) == SPACE_OURS;
    part_page_begin(p, &(struct part_page){.badge = ours ? BADGE_OURS : BADGE_MINE,
                                           .title = WORDS(T_RESPONSES_WRITTEN_TITLE),
                                           .over = response_topic_title(v, t),
                                           .back = response_at(PAGE_TOPIC, t->address)});
    part_lead(p, ours ? response_topic_words(v, T_RESPONSES_WRITTEN_OURS, t)
                      : WORDS(T_RESPONSES_WRITTEN_MINE));
    if (response_card_find(v, AUTHOR_ME, t, &c))
        response_card_draw(v, &c, WHOSE_ME);
    part_say(p, WORDS(T_RESPONSES_WRITTEN_SAY));
    part_sentence(p, WORDS(T_RESPONSES_WRITTEN_SENTENCE));
    part_link_button(p, WEIGHT_PRIMARY, response_at(PAGE_HOME, 0), WORDS(T_APP_DONE));
    if (ours)
        part_link_button(p, WEIGHT_QUIET, response_at(PAGE_PLAY, 0), WORDS(T_RESPONSES_PLAY_GO));
    part_page_end(p);
}

/* --- a question of the other's ---------------------------------------------------------------- */

/* What a question asks about, or false. */
static bool ask_topic(const struct visit *v, const struct item *ask, struct topic *out) {
    uint64_t emotion;
    struct entry e = book_item_entry(ask);
    if (!body_uint(e.body, F_EMOTION, &emotion) || emotion > EMOTION_OWN)
        return false;
    if (emotion < EMOTIONS)
        return response_topic_read(v, emotion + 1, out);
    const struct item *feeling = e.re_count == 1 ? book_item_find(v->book, entry_re(&e, 0)) : NULL;
    return feeling && response_topic_read(v, item_address(feeling), out) && out->feeling == feeling;
}

/* Answered is what has a card since that day. */
static bool ask_waits(struct visit *v, const struct item *ask) {
    struct topic t;
    struct card c;
    if (ask->author != AUTHOR_PARTNER || !ask_topic(v, ask, &t) ||
        response_topic_space(v, &t) != SPACE_OURS || response_is_away(v, item_address(ask)))
        return false;
    return !response_card_find(v, AUTHOR_ME, &t, &c) || c.item->day < ask->first_day;
}

const struct item *response_ask_waiting(struct visit *v) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_ASK, &count);
    if (!visit_together(v))
        return NULL;
    for (size_t i = count; i-- > 0;)
        if (ask_waits(v, &items[i]))
            return &items[i];
    return NULL;
}

static void away_buttons(struct visit *v) {
    part_form_begin(v->p, ROOM_RESPONSES, ACTION_AWAY);
    part_row_begin(v->p);
    part_button_value(v->p, WEIGHT_QUIET, F_AWAY, 0, WORDS(T_APP_NOT_NOW));
    part_button_value(v->p, WEIGHT_QUIET, F_AWAY, 1, WORDS(T_RESPONSES_NEVER));
    part_row_end(v->p);
    part_form_end(v->p);
}

static enum err page_asked(struct visit *v) {
    struct parts *p = v->p;
    struct topic t;
    const struct item *ask = note_at(v, KIND_ASK, v->at.item);
    if (!ask || ask->author != AUTHOR_PARTNER || !ask_topic(v, ask, &t))
        return ERR_NOT_FOUND;
    part_page_begin(
        p, &(struct part_page){.badge = BADGE_OURS,
                               .title = response_topic_words(v, T_RESPONSES_ASKED_TITLE, &t),
                               .back = response_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_RESPONSES_ASKED_LEAD));
    part_link_button(p, WEIGHT_PRIMARY, response_at(PAGE_WRITE, t.address),
                     WORDS(T_RESPONSES_WRITE));
    away_buttons(v);
    part_aside(p, WORDS(T_RESPONSES_AWAY_LINE));
    part_page_end(p);
    return ERR_OK;
}

/* --- a feeling of our own --------------------------------------------------------------------- */

static void page_feeling(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = visit_together(v) ? BADGE_OURS : BADGE_MINE,
                                           .title = WORDS(T_RESPONSES_FEELING_TITLE),
                                           .back = response_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_RESPONSES_FEELING_LEAD));
    part_form_begin(p, ROOM_RESPONSES, ACTION_FEELING);
    part_input(p, &(struct part_field){.field = F_NAME,
                                       .label = WORDS(T_RESPONSES_FEELING_LABEL),
                                       .hint = WORDS(T_RESPONSES_FEELING_HINT),
                                       .max = NAME_CHARACTERS});
    part_button(p, WORDS(T_RESPONSES_FEELING_SAVE));
    part_form_end(p);
    part_examples(p, WORDS(T_RESPONSES_FEELING_GOOD_1), WORDS(T_RESPONSES_FEELING_GOOD_2),
                  WORDS(T_RESPONSES_FEELING_BAD));
    part_link_button(p, WEIGHT_QUIET, response_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

enum err response_topic_show(struct visit *v) {
    struct topic t;
    switch (v->at.page) {
    case PAGE_ASKED:
        return page_asked(v);
    case PAGE_FEELING:
        page_feeling(v);
        return ERR_OK;
    case PAGE_TOPIC:
    case PAGE_WRITE:
    case PAGE_WRITTEN:
        break;
    default:
        return ERR_NOT_FOUND;
    }
    if (!response_topic_read(v, v->at.item, &t))
        return ERR_NOT_FOUND;
    /* What stands in *mine* is there only while it is open, so the page waits for its lock. */
    if (response_topic_space(v, &t) == SPACE_MINE && !book_status(v->book).mine_open)
        return ERR_LOCKED;
    if (v->at.page == PAGE_TOPIC)
        page_topic(v, &t);
    else if (v->at.page == PAGE_WRITE)
        page_write(v, &t);
    else
        page_written(v, &t);
    return ERR_OK;
}

/* --- actions ---------------------------------------------------------------------------------- */

enum err response_run_write(struct visit *v, const struct submission *s) {
    struct topic t;
    if (!response_topic_read(v, s->from.item, &t))
        return ERR_NOT_FOUND;
    if (response_topic_space(v, &t) == SPACE_MINE && !book_status(v->book).mine_open)
        return ERR_LOCKED;
    const struct bytes lines[LINES] = {submission_text(s, F_FIRST), submission_text(s, F_SECOND),
                                       submission_text(s, F_THIRD)};
    visit_go(v, ROOM_RESPONSES, PAGE_WRITTEN, t.address);
    return response_card_write(v, &t, lines, submission_text(s, F_NOT), 0);
}

enum err response_run_feeling(struct visit *v, const struct submission *s) {
    struct body_writer w;
    uint8_t eid[EID_SIZE];
    struct topic all[TOPICS_MAX];
    if (response_topics_list(v, all) == TOPICS_MAX) {
        visit_refuse(v, F_NAME, T_RESPONSES_FEELING_MANY);
        return ERR_OK;
    }
    body_begin(&w, v->frame, NULL);
    body_add_text(&w, F_NAME, submission_text(s, F_NAME));
    TRY(visit_write(v, visit_together(v) ? SPACE_OURS : SPACE_MINE, KIND_FEELING, NULL, 0, &w,
                    eid));
    const struct item *item = book_item_find(v->book, eid);
    if (item)
        visit_go(v, ROOM_RESPONSES, PAGE_TOPIC, item_address(item));
    else
        visit_go(v, ROOM_RESPONSES, PAGE_HOME, 0);
    return ERR_OK;
}

/* Asked again, the question stands once. */
enum err response_run_ask(struct visit *v, const struct submission *s) {
    struct topic t;
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    if (!response_topic_read(v, s->from.item, &t) || response_topic_space(v, &t) != SPACE_OURS)
        return ERR_NOT_FOUND;
    const struct item *before = ask_of(v, AUTHOR_ME, &t);
    if (before && before->first_day == v->today)
        return ERR_OK;
    body_begin(&w, v->frame, NULL);
    response_topic_add(&w, v, &t);
    size_t count = response_topic_re(&t, re);
    return visit_write(v, SPACE_OURS, KIND_ASK, count ? (const uint8_t(*)[EID_SIZE])re : NULL,
                       (uint32_t)count, &w, NULL);
}

/* A question or a round, for today or for ever; on this phone only. */
enum err response_run_away(struct visit *v, const struct submission *s) {
    bool for_ever = submission_number(s, F_AWAY) == 1;
    visit_go(v, ROOM_RESPONSES, PAGE_HOME, 0);
    if (!book_item_at(v->book, s->from.item))
        return ERR_NOT_FOUND;
    enum err e = response_put_away(v, s->from.item, for_ever);
    if (e != ERR_OK)
        visit_refuse(v, 0, e == ERR_NO_SPACE ? T_HOUSE_ERROR_SPACE : T_HOUSE_ERROR_DISK);
    return ERR_OK;
}
