/* topics.c -- the two columns: feelings, and what helps when somebody shows them. */
#include "practices/responses/responses.h"

#include <string.h>

/* On this device (book_local): what was put away, 12 bytes each: address, the last day of it. */
enum { LOCAL_RESPONSES = 16 + ROOM_RESPONSES, AWAY_SIZE = 12, AWAY_MAX = 21 };
_Static_assert((int)AWAY_SIZE *(int)AWAY_MAX <= (int)BOOK_LOCAL_SIZE_MAX, "what is put away fits");

/* --- the first column ------------------------------------------------------------------------- */

static const enum text_key titles[EMOTIONS] = {
    T_RESPONSES_ANGER, T_RESPONSES_CONTEMPT, T_RESPONSES_DISGUST, T_RESPONSES_ENJOYMENT,
    T_RESPONSES_FEAR,  T_RESPONSES_SADNESS,  T_RESPONSES_SURPRISE};
static const enum text_key within[EMOTIONS] = {
    T_RESPONSES_IN_ANGER, T_RESPONSES_IN_CONTEMPT, T_RESPONSES_IN_DISGUST, T_RESPONSES_IN_ENJOYMENT,
    T_RESPONSES_IN_FEAR,  T_RESPONSES_IN_SADNESS,  T_RESPONSES_IN_SURPRISE};

/* The name that an own feeling tells, or nothing. */
static struct bytes feeling_name(const struct item *item) {
    struct bytes name;
    struct entry e = book_item_entry(item);
    return body_text(e.body, F_NAME, &name) && name.size <= NAME_MAX ? name : (struct bytes){0};
}

static bool topic_of_feeling(const struct item *item, struct topic *out) {
    if (!item || item->kind != KIND_FEELING || feeling_name(item).size == 0)
        return false;
    *out = (struct topic){.address = item_address(item), .emotion = EMOTION_OWN, .feeling = item};
    return true;
}

bool response_topic_read(const struct visit *v, uint64_t address, struct topic *out) {
    if (address >= 1 && address <= EMOTIONS) {
        *out = (struct topic){.address = address, .emotion = (uint32_t)address - 1};
        return true;
    }
    return address && topic_of_feeling(book_item_at(v->book, address), out);
}

size_t response_topics_list(const struct visit *v, struct topic out[TOPICS_MAX]) {
    size_t count, filled = 0;
    for (; filled < EMOTIONS; filled++)
        out[filled] = (struct topic){.address = filled + 1, .emotion = (uint32_t)filled};
    const struct item *items = book_items(v->book, KIND_FEELING, &count);
    for (size_t i = 0; i < count && filled < TOPICS_MAX; i++)
        if (topic_of_feeling(&items[i], &out[filled]))
            filled++;
    return filled;
}

enum space response_topic_space(const struct visit *v, const struct topic *t) {
    bool alone = t->feeling && t->feeling->space == SPACE_MINE;
    return visit_together(v) && !alone ? SPACE_OURS : SPACE_MINE;
}

uint32_t response_topic_what(const struct topic *t) {
    return t->feeling ? (uint32_t)ROUND_OWN | (uint32_t)(t->address >> 36) : t->emotion + 1;
}

bool response_topic_of_what(const struct visit *v, uint64_t what, struct topic *out) {
    struct topic all[TOPICS_MAX];
    size_t count = response_topics_list(v, all);
    for (size_t i = 0; i < count; i++)
        if (response_topic_what(&all[i]) == what &&
            response_topic_space(v, &all[i]) == SPACE_OURS) {
            *out = all[i];
            return true;
        }
    return false;
}

struct words response_topic_title(struct visit *v, const struct topic *t) {
    (void)v;
    return t->feeling ? words_of(feeling_name(t->feeling)) : WORDS(titles[t->emotion]);
}

struct bytes response_topic_in(struct visit *v, const struct topic *t) {
    return t->feeling ? feeling_name(t->feeling) : text_get(v->text, within[t->emotion]);
}

struct words response_topic_words(struct visit *v, enum text_key key, const struct topic *t) {
    const struct text_arg args[] = {{"feeling", response_topic_in(v, t)},
                                    {"name", note_partner(v, T_RESPONSES_OTHER)}};
    return words_format(v->p, key, args, COUNT_OF(args));
}

void response_topic_add(struct body_writer *w, const struct visit *v, const struct topic *t) {
    (void)v;
    body_add_uint(w, F_EMOTION, t->emotion);
    if (t->feeling)
        body_add_text(w, F_NAME, feeling_name(t->feeling));
}

size_t response_topic_re(const struct topic *t, uint8_t re[1][EID_SIZE]) {
    if (!t->feeling)
        return 0;
    memcpy(re[0], t->feeling->id, EID_SIZE);
    return 1;
}

/* --- the second column ------------------------------------------------------------------------ */

static struct bytes line_of(struct bytes body, uint32_t field, size_t max) {
    struct bytes text;
    return body_text(body, field, &text) && text.size <= max ? text : (struct bytes){0};
}

/* 0: no card. The rest is enough to find a topic's card without a parse. */
uint64_t response_card_digest(struct bytes body) {
    uint64_t emotion;
    if (!body_uint(body, F_EMOTION, &emotion) || emotion > EMOTION_UNSAFE ||
        line_of(body, F_FIRST, LINE_MAX).size == 0 ||
        (emotion >= EMOTION_OWN && line_of(body, F_NAME, NAME_MAX).size == 0))
        return 0;
    return 1 | emotion << 1;
}

bool response_card_read(const struct visit *v, const struct item *item, struct card *out) {
    struct entry e = book_item_entry(item);
    uint64_t d = item->kind == KIND_CARD ? response_card_digest(e.body) : 0;
    if (!d)
        return false;
    struct card c = {.item = item, .emotion = (uint32_t)(d >> 1)};
    c.name = line_of(e.body, F_NAME, NAME_MAX);
    for (uint32_t i = 0; i < LINES; i++)
        c.lines[i] = line_of(e.body, F_FIRST + i, LINE_MAX);
    c.not_so = line_of(e.body, F_NOT, LINE_MAX);
    if (c.emotion < EMOTIONS)
        (void)response_topic_read(v, c.emotion + 1, &c.topic);
    else if (c.emotion == EMOTION_OWN && e.re_count == 1)
        (void)topic_of_feeling(book_item_find(v->book, entry_re(&e, 0)), &c.topic);
    *out = c;
    return true;
}

static bool is_same_topic(const struct card *a, const struct card *b) {
    return a->emotion == b->emotion && a->emotion != EMOTION_UNSAFE && a->topic.address != 0 &&
           a->topic.address == b->topic.address;
}

size_t response_cards_list(const struct visit *v, enum author author, enum space space,
                           struct card out[CARDS_MAX]) {
    size_t count, filled = 0;
    const struct item *items = book_items(v->book, KIND_CARD, &count);
    for (size_t i = count; i-- > 0 && filled < CARDS_MAX;) {
        struct card c;
        size_t at = 0;
        if (items[i].author != author || items[i].space != space ||
            !response_card_read(v, &items[i], &c))
            continue;
        while (at < filled && !is_same_topic(&out[at], &c))
            at++;
        if (at < filled)
            continue;
        for (filled++; at > 0 && out[at - 1].emotion >= c.emotion; at--)
            out[at] = out[at - 1];
        out[at] = c;
    }
    return filled;
}

bool response_card_find(const struct visit *v, enum author author, const struct topic *t,
                        struct card *out) {
    size_t count;
    enum space space = response_topic_space(v, t);
    const struct item *items = book_items(v->book, KIND_CARD, &count);
    for (size_t i = count; i-- > 0;)
        if (items[i].author == author && items[i].space == space &&
            response_card_read(v, &items[i], out) && out->emotion != EMOTION_UNSAFE &&
            out->topic.address == t->address)
            return true;
    return false;
}

struct words response_card_title(struct visit *v, const struct card *c) {
    return c->emotion < EMOTIONS ? response_topic_title(v, &c->topic) : words_of(c->name);
}

void response_card_draw(struct visit *v, const struct card *c, enum whose whose) {
    static const enum text_key ranks[LINES] = {T_RESPONSES_RANK_1, T_RESPONSES_RANK_2,
                                               T_RESPONSES_RANK_3};
    for (int i = 0; i < LINES; i++)
        if (c->lines[i].size)
            part_quote(v->p, whose, c->lines[i],
                       c->lines[1].size || c->lines[2].size ? WORDS(ranks[i]) : (struct words){0});
    if (c->not_so.size)
        part_quote(v->p, whose, c->not_so, WORDS(T_RESPONSES_NOT_SO));
}

enum err response_card_write(struct visit *v, const struct topic *t,
                             const struct bytes lines[LINES], struct bytes not_so, uint64_t round) {
    struct card before;
    struct body_writer w;
    struct bytes was;
    uint8_t re[1][EID_SIZE], raw[8];
    bool stands = response_card_find(v, AUTHOR_ME, t, &before);
    uint32_t at = F_FIRST;
    body_begin(&w, v->frame, stands ? before.item->id : NULL);
    response_topic_add(&w, v, t);
    for (int i = 0; i < LINES; i++)
        if (lines[i].size)
            body_add_text(&w, at++, lines[i]);
    if (not_so.size)
        body_add_text(&w, F_NOT, not_so);
    u64_write(raw, round);
    if (!round && stands && body_bytes(book_item_entry(before.item).body, F_ROUND, &was) &&
        was.size == sizeof raw)
        memcpy(raw, was.at, sizeof raw);
    body_add_bytes(&w, F_ROUND, BYTES_OF(raw));
    size_t re_count = response_topic_re(t, re);
    return visit_write(v, response_topic_space(v, t), KIND_CARD,
                       re_count ? (const uint8_t(*)[EID_SIZE])re : NULL, (uint32_t)re_count, &w,
                       NULL);
}

/* --- put away --------------------------------------------------------------------------------- */

bool response_is_away(const struct visit *v, uint64_t address) {
    struct bytes rows = book_local(v->book, LOCAL_RESPONSES);
    for (size_t at = 0; at + AWAY_SIZE <= rows.size; at += AWAY_SIZE)
        if (u64_read(rows.at + at) == address)
            return v->today <= (int32_t)u32_read(rows.at + at + 8);
    return false;
}

enum err response_put_away(struct visit *v, uint64_t address, bool for_ever) {
    struct bytes rows = book_local(v->book, LOCAL_RESPONSES);
    uint8_t out[AWAY_SIZE * AWAY_MAX];
    size_t size = AWAY_SIZE;
    u64_write(out, address);
    u32_write(out + 8, for_ever ? INT32_MAX : (uint32_t)v->today);
    for (size_t at = 0; at + AWAY_SIZE <= rows.size && size + AWAY_SIZE <= sizeof out;
         at += AWAY_SIZE) {
        if (u64_read(rows.at + at) == address)
            continue;
        memcpy(out + size, rows.at + at, AWAY_SIZE);
        size += AWAY_SIZE;
    }
    return book_local_set(v->book, LOCAL_RESPONSES, bytes_make(out, size));
}
