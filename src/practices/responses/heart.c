/* heart.c -- by heart: my own notes about the other, and the drill over what helps them. All of it
 * stands in *mine*; what is shown is what was learned lately, never how much. */
#include "practices/responses/responses.h"

const struct drill response_drill = {
    .kind = KIND_LEARNED, .retention = FSRS_RETENTION, .new_a_day = 3, .cards_a_day = 8};

/* --- my notes --------------------------------------------------------------------------------- */

struct note {
    const struct item *item;
    struct topic topic;
    struct bytes words;
};

static bool note_read(const struct visit *v, const struct item *item, struct note *out) {
    uint64_t emotion;
    struct note n = {.item = item};
    struct entry e = book_item_entry(item);
    if (!body_uint(e.body, F_EMOTION, &emotion) || emotion > EMOTION_OWN ||
        !body_text(e.body, F_WORDS, &n.words) || n.words.size == 0)
        return false;
    if (emotion < EMOTIONS) {
        *out = n;
        return response_topic_read(v, emotion + 1, &out->topic);
    }
    const struct item *feeling = e.re_count == 1 ? book_item_find(v->book, entry_re(&e, 0)) : NULL;
    *out = n;
    return feeling && response_topic_read(v, item_address(feeling), &out->topic);
}

/* My newest note about a topic; false: none. */
static bool note_find(const struct visit *v, const struct topic *t, struct note *out) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_NOTE, &count);
    for (size_t i = count; i-- > 0;)
        if (note_read(v, &items[i], out) && out->topic.address == t->address)
            return true;
    return false;
}

static void page_notes(struct visit *v) {
    struct parts *p = v->p;
    struct topic topics[TOPICS_MAX];
    struct note n;
    size_t count = response_topics_list(v, topics);
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_RESPONSES_NOTES_TITLE),
                                           .back = response_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_RESPONSES_NOTES_LEAD));
    part_list_begin(p);
    for (size_t i = 0; i < count; i++) {
        bool has = note_find(v, &topics[i], &n);
        part_item(p, &(struct part_item){.key = topics[i].address,
                                         .to = response_at(PAGE_NOTE, topics[i].address),
                                         .title = response_topic_title(v, &topics[i]),
                                         .line = has ? words_of(n.words) : (struct words){0}});
    }
    part_list_end(p);
    part_link_button(p, WEIGHT_PRIMARY, response_at(PAGE_HEART, 0), WORDS(T_RESPONSES_HEART_GO));
    part_page_end(p);
}

static enum err page_note(struct visit *v) {
    struct parts *p = v->p;
    struct topic t;
    struct note n = {0};
    if (!response_topic_read(v, v->at.item, &t))
        return ERR_NOT_FOUND;
    bool stands = note_find(v, &t, &n);
    part_page_begin(
        p, &(struct part_page){.badge = BADGE_MINE,
                               .title = response_topic_words(v, T_RESPONSES_NOTE_TITLE, &t),
                               .back = response_at(PAGE_NOTES, 0)});
    part_lead(p, WORDS(T_RESPONSES_NOTE_LEAD));
    part_form_begin(p, ROOM_RESPONSES, ACTION_NOTE);
    part_area(p, &(struct part_field){.field = F_WORDS,
                                      .label = WORDS(T_RESPONSES_NOTE_LABEL),
                                      .hint = WORDS(T_RESPONSES_NOTE_HINT),
                                      .value = stands ? n.words : (struct bytes){0},
                                      .max = LINE_CHARACTERS});
    part_button(p, WORDS(stands ? T_APP_CHANGE : T_APP_SAVE));
    part_form_end(p);
    part_examples(p, WORDS(T_RESPONSES_NOTE_GOOD_1), WORDS(T_RESPONSES_NOTE_GOOD_2),
                  WORDS(T_RESPONSES_NOTE_BAD));
    if (stands)
        part_link_button(p, WEIGHT_QUIET, response_at(PAGE_ERASE, item_address(n.item)),
                         WORDS(T_RESPONSES_ERASE_GO));
    part_link_button(p, WEIGHT_QUIET, response_at(PAGE_NOTES, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
    return ERR_OK;
}

enum err response_run_note(struct visit *v, const struct submission *s) {
    struct topic t;
    struct note n;
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    if (!response_topic_read(v, s->from.item, &t))
        return ERR_NOT_FOUND;
    body_begin(&w, v->frame, note_find(v, &t, &n) ? n.item->id : NULL);
    response_topic_add(&w, v, &t);
    body_add_text(&w, F_WORDS, submission_text(s, F_WORDS));
    size_t count = response_topic_re(&t, re);
    visit_go(v, ROOM_RESPONSES, PAGE_NOTES, 0);
    return visit_write(v, SPACE_MINE, KIND_NOTE, count ? (const uint8_t(*)[EID_SIZE])re : NULL,
                       (uint32_t)count, &w, NULL);
}

/* --- the drill -------------------------------------------------------------------------------- */

enum { DECK_MAX = CARDS_MAX + TOPICS_MAX };
_Static_assert((int)DECK_MAX <= (int)DRILL_CARDS_MAX, "all that could be learned fits");

/* What the other wrote for both, then my own notes. */
struct deck {
    struct drill_card cards[DECK_MAX];
    struct words names[DECK_MAX];
    const struct item *items[DECK_MAX];
    size_t count;
};

static void deck_add(struct deck *d, const struct item *item, struct words name) {
    d->cards[d->count] = (struct drill_card){.card = item_address(item)};
    d->names[d->count] = name;
    d->items[d->count++] = item;
}

static void deck_read(struct visit *v, struct deck *d) {
    struct card theirs[CARDS_MAX];
    struct topic topics[TOPICS_MAX];
    struct note n;
    size_t count = response_cards_list(v, AUTHOR_PARTNER, SPACE_OURS, theirs);
    d->count = 0;
    for (size_t i = 0; i < count; i++)
        deck_add(d, theirs[i].item, response_card_title(v, &theirs[i]));
    count = response_topics_list(v, topics);
    for (size_t i = 0; i < count; i++)
        if (note_find(v, &topics[i], &n))
            deck_add(d, n.item, response_topic_words(v, T_RESPONSES_NOTE_NAME, &topics[i]));
    drill_read(v, &response_drill, d->cards, d->count);
}

bool response_heart_waits(struct visit *v) {
    struct deck d;
    size_t at;
    if (!book_status(v->book).mine_open)
        return false;
    deck_read(v, &d);
    return drill_today(&response_drill, d.cards, d.count, v->today, &at, 1) > 0;
}

/* The card that comes next; 0: that was it for today. */
static uint64_t deck_next(const struct deck *d, int32_t today) {
    size_t at;
    return drill_today(&response_drill, d->cards, d->count, today, &at, 1) ? d->cards[at].card : 0;
}

static void page_overview(struct visit *v, const struct deck *d) {
    struct parts *p = v->p;
    uint64_t next = deck_next(d, v->today);
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_RESPONSES_HEART_TITLE),
                                           .back = response_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_RESPONSES_HEART_LEAD));
    if (d->count == 0) {
        part_empty(p, WORDS(T_RESPONSES_HEART_EMPTY), WORDS(T_RESPONSES_HEART_EMPTY_LINE));
    } else {
        if (next)
            part_link_button(p, WEIGHT_PRIMARY, response_at(PAGE_HEART, next),
                             WORDS(T_RESPONSES_HEART_BEGIN));
        drill_show(v, &response_drill, d->cards, d->names, d->count);
        part_say(p, WORDS(T_RESPONSES_HEART_TONIGHT));
        part_sentence(p, WORDS(T_RESPONSES_HEART_SENTENCE));
    }
    part_link_button(p, next ? WEIGHT_QUIET : WEIGHT_PRIMARY, response_at(PAGE_HOME, 0),
                     WORDS(T_RESPONSES_ENOUGH));
    part_page_end(p);
}

static void answer_draw(struct visit *v, const struct item *item) {
    struct card c;
    struct note n;
    if (item->kind == KIND_CARD && response_card_read(v, item, &c))
        response_card_draw(v, &c, WHOSE_YOU);
    else if (note_read(v, item, &n))
        part_quote(v->p, WHOSE_ME, n.words, (struct words){0});
}

static struct words question(struct visit *v, const struct item *item) {
    struct card c;
    struct note n;
    if (item->kind == KIND_CARD && response_card_read(v, item, &c)) {
        if (c.topic.address)
            return response_topic_words(v, T_RESPONSES_QUESTION, &c.topic);
        return words_with(v->p, T_RESPONSES_QUESTION_UNSAFE, "name",
                          note_partner(v, T_RESPONSES_OTHER));
    }
    return note_read(v, item, &n) ? response_topic_words(v, T_RESPONSES_QUESTION, &n.topic)
                                  : (struct words){0};
}

static void page_card(struct visit *v, const struct deck *d, size_t at) {
    struct parts *p = v->p;
    struct card c;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = d->names[at],
                                           .over = WORDS(T_RESPONSES_HEART_TITLE),
                                           .back = response_at(PAGE_HEART, 0)});
    part_lead(p, question(v, d->items[at]));
    if (d->items[at]->kind == KIND_CARD && response_card_read(v, d->items[at], &c) &&
        !c.topic.address)
        part_quote(p, WHOSE_YOU, c.name, (struct words){0});
    part_form_begin(p, ROOM_RESPONSES, ACTION_LEARN);
    drill_look_begin(v);
    answer_draw(v, d->items[at]);
    drill_look_end(v);
    drill_form(v, d->cards[at].card);
    part_form_end(p);
    part_link_button(p, WEIGHT_QUIET, response_at(PAGE_HEART, 0), WORDS(T_RESPONSES_ENOUGH));
    part_page_end(p);
}

static enum err page_heart(struct visit *v) {
    struct deck d;
    size_t at = 0;
    deck_read(v, &d);
    if (v->at.item == 0) {
        page_overview(v, &d);
        return ERR_OK;
    }
    while (at < d.count && d.cards[at].card != v->at.item)
        at++;
    if (at == d.count)
        return ERR_NOT_FOUND;
    page_card(v, &d, at);
    return ERR_OK;
}

enum err response_run_learn(struct visit *v, const struct submission *s) {
    struct deck d;
    deck_read(v, &d);
    TRY(drill_keep(v, &response_drill, s, d.cards, d.count));
    deck_read(v, &d);
    visit_go(v, ROOM_RESPONSES, PAGE_HEART, deck_next(&d, v->today));
    return ERR_OK;
}

enum err response_heart_show(struct visit *v) {
    if (v->at.page < PAGE_NOTES || v->at.page > PAGE_HEART)
        return ERR_NOT_FOUND;
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    if (v->at.page == PAGE_NOTE)
        return page_note(v);
    if (v->at.page == PAGE_HEART)
        return page_heart(v);
    page_notes(v);
    return ERR_OK;
}
