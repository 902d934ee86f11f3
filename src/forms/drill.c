#include "forms/drill.h"

#include "base/check.h"
#include "forms/note.h"
#include "view/dates.h"

#include <string.h>

const enum text_key drill_words[DRILL_GRADES] = {T_FORMS_DRILL_NOT_YET, T_FORMS_DRILL_SLOW,
                                                 T_FORMS_DRILL_THERE, T_FORMS_DRILL_AT_ONCE};

/* A digest is the card's lower 61 bits above the grade, counted from 1. */
enum { GRADE_BITS = 3, GRADE_MASK = 7 };

static uint64_t card_bits(uint64_t card) {
    return card << GRADE_BITS;
}

uint64_t drill_digest(struct bytes body) {
    struct bytes card;
    uint64_t grade;
    if (!body_bytes(body, DRILL_CARD, &card) || card.size != 8 ||
        !body_uint(body, DRILL_GRADE, &grade) || grade >= DRILL_GRADES)
        return 0;
    return card_bits(u64_read(card.at)) | (grade + 1);
}

/* The digest of what counts: mine, in *mine*, and an answer; else 0. */
static uint64_t answer_of(const struct item *item) {
    if (item->author != AUTHOR_ME || item->space != SPACE_MINE)
        return 0;
    return item->digest ? item->digest : drill_digest(book_item_entry(item).body);
}

static bool is_about(uint64_t answer, uint64_t card) {
    return answer && (answer & ~(uint64_t)GRADE_MASK) == card_bits(card);
}

/* --- what stands ------------------------------------------------------------------------------ */

static void day_end(const struct drill *d, struct drill_card *c, int32_t day, int grade) {
    int32_t elapsed = c->last == DRILL_NEVER ? 0 : day - c->last;
    c->memory = fsrs_answer(c->memory, elapsed, (enum fsrs_grade)grade, d->retention);
    if (c->first == DRILL_NEVER)
        c->first = day;
    c->last = day;
    c->due = day + c->memory.interval;
    if (grade == FSRS_AGAIN)
        c->learned = DRILL_NEVER;
    else if (c->learned == DRILL_NEVER && c->first != day &&
             c->memory.stability >= DRILL_LEARNED_DAYS)
        c->learned = day;
}

/* The cards by their bits, and the answers of one day of each, of which the least counts. */
struct deck {
    const struct drill *drill;
    struct drill_card *cards;
    size_t count;
    uint8_t sorted[DRILL_CARDS_MAX];
    struct {
        int32_t day;
        int least; /* 0: no answer since the last day that ended */
    } open[DRILL_CARDS_MAX];
};
_Static_assert(DRILL_CARDS_MAX <= UINT8_MAX, "a position fits");

static void deck_sort(struct deck *k) {
    for (size_t i = 0; i < k->count; i++) {
        size_t j = i;
        for (; j > 0; j--) {
            uint64_t before = card_bits(k->cards[k->sorted[j - 1]].card);
            MUST(before != card_bits(k->cards[i].card));
            if (before < card_bits(k->cards[i].card))
                break;
            k->sorted[j] = k->sorted[j - 1];
        }
        k->sorted[j] = (uint8_t)i;
    }
}

/* The position of the card that an answer is about, or k->count. */
static size_t deck_find(const struct deck *k, uint64_t answer) {
    uint64_t bits = answer & ~(uint64_t)GRADE_MASK;
    size_t low = 0, high = k->count;
    while (low < high) {
        size_t half = low + (high - low) / 2;
        if (card_bits(k->cards[k->sorted[half]].card) < bits)
            low = half + 1;
        else
            high = half;
    }
    bool found = answer && low < k->count && card_bits(k->cards[k->sorted[low]].card) == bits;
    return found ? k->sorted[low] : k->count;
}

static void deck_end(struct deck *k, size_t at) {
    if (k->open[at].least)
        day_end(k->drill, &k->cards[at], k->open[at].day, k->open[at].least);
    k->open[at].least = 0;
}

/* Answers come by their days. */
static void deck_add(struct deck *k, size_t at, int32_t day, int grade) {
    if (k->open[at].least && k->open[at].day != day)
        deck_end(k, at);
    k->open[at].day = day;
    if (!k->open[at].least || grade < k->open[at].least)
        k->open[at].least = grade;
}

void drill_compute(const struct drill *d, const struct item *items, size_t item_count,
                   int32_t today, struct drill_card *cards, size_t count) {
    struct deck k = {.drill = d, .cards = cards, .count = count};
    MUST(count <= DRILL_CARDS_MAX);
    for (size_t i = 0; i < count; i++)
        cards[i] = (struct drill_card){.card = cards[i].card,
                                       .first = DRILL_NEVER,
                                       .last = DRILL_NEVER,
                                       .due = DRILL_NEVER,
                                       .learned = DRILL_NEVER};
    deck_sort(&k);
    for (size_t i = 0; i < item_count && items[i].first_day <= today; i++) {
        uint64_t answer = answer_of(&items[i]);
        size_t at = deck_find(&k, answer);
        if (at < count)
            deck_add(&k, at, items[i].first_day, (int)(answer & GRADE_MASK));
    }
    for (size_t i = 0; i < count; i++)
        deck_end(&k, i);
}

void drill_read(const struct visit *v, const struct drill *d, struct drill_card *cards,
                size_t count) {
    size_t item_count;
    const struct item *items = book_items(v->book, d->kind, &item_count);
    drill_compute(d, items, item_count, v->today, cards, count);
}

/* --- what is asked, and what was learned ------------------------------------------------------ */

static bool is_due(const struct drill_card *c, int32_t today) {
    return c->last != DRILL_NEVER && c->last < today && c->due <= today;
}

/* The next in the order (due, position) after the one at `after`, or `count`. */
static size_t due_next(const struct drill_card *cards, size_t count, int32_t today, size_t after) {
    size_t best = count;
    for (size_t i = 0; i < count; i++) {
        bool later = after == count || cards[i].due > cards[after].due ||
                     (cards[i].due == cards[after].due && i > after);
        if (is_due(&cards[i], today) && later && (best == count || cards[i].due < cards[best].due))
            best = i;
    }
    return best;
}

size_t drill_today(const struct drill *d, const struct drill_card *cards, size_t count,
                   int32_t today, size_t *positions, size_t room) {
    size_t asked = 0, begun = 0, filled = 0;
    for (size_t i = 0; i < count; i++) {
        asked += cards[i].last == today;
        begun += cards[i].first == today;
    }
    size_t left = asked < d->cards_a_day ? d->cards_a_day - asked : 0;
    room = room < left ? room : left;
    for (size_t at = due_next(cards, count, today, count); at < count && filled < room;
         at = due_next(cards, count, today, at))
        positions[filled++] = at;
    for (size_t i = 0; i < count && filled < room && begun < d->new_a_day; i++) {
        if (cards[i].first != DRILL_NEVER)
            continue;
        positions[filled++] = i;
        begun++;
    }
    return filled;
}

size_t drill_learned(const struct drill_card *cards, size_t count, int32_t today, size_t *positions,
                     size_t room) {
    size_t filled = 0;
    for (int32_t ago = 0; ago < DRILL_SHOWN_DAYS; ago++)
        for (size_t i = 0; i < count && filled < room; i++)
            if (cards[i].learned != DRILL_NEVER && cards[i].learned + ago == today)
                positions[filled++] = i;
    return filled;
}

/* --- on the page ------------------------------------------------------------------------------ */

void drill_look_begin(struct visit *v) {
    part_details_begin(v->p, WORDS(T_FORMS_DRILL_LOOK));
}

void drill_look_end(struct visit *v) {
    part_details_end(v->p);
}

void drill_form(struct visit *v, uint64_t card) {
    part_hidden_item(v->p, DRILL_CARD, card);
    part_say(v->p, WORDS(T_FORMS_DRILL_HOW));
    part_row_begin(v->p);
    for (uint64_t grade = 0; grade < DRILL_GRADES; grade++)
        part_button_value(v->p, WEIGHT_SECONDARY, DRILL_GRADE, grade, WORDS(drill_words[grade]));
    part_row_end(v->p);
}

void drill_show(struct visit *v, const struct drill *d, const struct drill_card *cards,
                const struct words *names, size_t count) {
    size_t at[DRILL_CARDS_MAX];
    if (drill_today(d, cards, count, v->today, at, 1) == 0)
        part_say(v->p, WORDS(T_FORMS_DRILL_REST));
    size_t learned = drill_learned(cards, count, v->today, at, COUNT_OF(at));
    part_heading(v->p, WORDS(T_FORMS_DRILL_LEARNED));
    if (learned == 0) {
        part_aside(v->p, WORDS(T_FORMS_DRILL_LEARNED_NONE));
        return;
    }
    part_list_begin(v->p);
    for (size_t i = 0; i < learned; i++) {
        const struct drill_card *c = &cards[at[i]];
        struct bytes day = text_make_day_near(v->frame, v->text, c->learned, v->today);
        part_item(v->p, &(struct part_item){
                            .key = c->card, .title = names[at[i]], .aside = words_of(day)});
    }
    part_list_end(v->p);
}

/* --- what is kept ----------------------------------------------------------------------------- */

static bool card_is_one(const struct drill_card *cards, size_t count, uint64_t card) {
    size_t i = 0;
    while (i < count && cards[i].card != card)
        i++;
    return i < count;
}

static enum err answer_write(struct visit *v, const struct drill *d, const uint8_t *item,
                             uint64_t card, uint64_t grade) {
    struct body_writer w;
    uint8_t raw[8];
    u64_write(raw, card);
    body_begin(&w, v->frame, item);
    body_add_bytes(&w, DRILL_CARD, bytes_make(raw, sizeof raw));
    body_add_uint(&w, DRILL_GRADE, grade);
    return visit_write(v, SPACE_MINE, d->kind, NULL, 0, &w, NULL);
}

/* The first answer about the card on `day` (any day: DRILL_NEVER) whose grade is not `grade`;
 * *same tells whether there is one that is. */
static const struct item *answer_find(const struct visit *v, const struct drill *d, uint64_t card,
                                      int32_t day, uint64_t grade, bool *same) {
    size_t count;
    const struct item *items = book_items(v->book, d->kind, &count);
    for (size_t i = count; i-- > 0;) {
        uint64_t answer = answer_of(&items[i]);
        if (!is_about(answer, card) || (day != DRILL_NEVER && items[i].first_day != day))
            continue;
        if ((answer & GRADE_MASK) != grade + 1)
            return &items[i];
        *same = true;
    }
    return NULL;
}

enum err drill_keep(struct visit *v, const struct drill *d, const struct submission *s,
                    const struct drill_card *cards, size_t count) {
    uint64_t card = submission_number(s, DRILL_CARD), grade = submission_number(s, DRILL_GRADE);
    const struct item *other;
    bool same = false;
    if (!card_is_one(cards, count, card))
        return ERR_NOT_FOUND;
    while ((other = answer_find(v, d, card, v->today, grade, &same)) != NULL) {
        uint8_t id[EID_SIZE];
        memcpy(id, other->id, EID_SIZE);
        TRY(answer_write(v, d, id, card, grade));
        same = true;
    }
    return same ? ERR_OK : answer_write(v, d, NULL, card, grade);
}

enum err drill_forget(struct visit *v, const struct drill *d, uint64_t card) {
    const struct item *one;
    bool same = false;
    while ((one = answer_find(v, d, card, DRILL_NEVER, DRILL_GRADES, &same)) != NULL)
        TRY(note_erase(v, one));
    return ERR_OK;
}
