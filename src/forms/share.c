#include "forms/share.h"

#include "app/session.h"
#include "book/book_internal.h"
#include "forms/note.h"
#include "view/dates.h"

#include <string.h>

enum { ASIDE_MARK = 1, ASIDE_RULES = 2 };

const struct input_def share_away_inputs[SHARE_AWAY_INPUT_COUNT] = {
    {SHARE_F_ITEM, INPUT_ITEM, 0, true}, {SHARE_F_ASIDE, INPUT_CHOICE, 2, false}};

/* --- reading what anybody may have written ------------------------------------------------------
 */

static bool field_fits(const struct field_def *f, struct bytes body) {
    struct bytes b;
    uint64_t n;
    switch (f->type) {
    case FIELD_TEXT:
        return body_text(body, f->key, &b) ? b.size <= (f->max ? f->max : ENTRY_TEXT_MAX)
                                           : !f->required;
    case FIELD_BYTES:
        return body_bytes(body, f->key, &b) ? b.size == f->max : !f->required;
    case FIELD_DAY:
        return body_uint(body, f->key, &n) ? n <= ENTRY_DAY_MAX : !f->required;
    default:
        return body_uint(body, f->key, &n) ? n <= f->max : !f->required;
    }
}

bool share_fits(const struct share_rules *rules, struct bytes body) {
    for (size_t i = 0; i < rules->field_count; i++)
        if (!field_fits(&rules->fields[i], body))
            return false;
    return true;
}

static bool mark_read(struct bytes body, uint8_t out[SHARE_MARK_SIZE]) {
    struct bytes mark;
    if (!body_bytes(body, SHARE_KEY_MARK, &mark) || mark.size != SHARE_MARK_SIZE)
        return false;
    memcpy(out, mark.at, SHARE_MARK_SIZE);
    return true;
}

static bool mark_is(const struct item *item, const uint8_t mark[SHARE_MARK_SIZE]) {
    uint8_t own[SHARE_MARK_SIZE];
    return mark_read(book_item_entry(item).body, own) && memcmp(own, mark, sizeof own) == 0;
}

static bool is_copy(const struct item *item, enum author author) {
    return item->author == author && item->space == SPACE_OURS;
}

static bool is_private(const struct item *item) {
    return item->author == AUTHOR_ME && item->space == SPACE_MINE;
}

/* What waits, as it was written; false: not so. */
struct waiting {
    uint8_t id[EID_SIZE];
    uint8_t mark[SHARE_MARK_SIZE];
    int32_t day;
    bool current; /* for the pair that stands now */
};

static bool waiting_read(const struct visit *v, const struct item *item, struct waiting *out) {
    struct bytes body = book_item_entry(item).body, pair;
    struct waiting w = {.current = visit_pair_marked(v, body, SHARE_KEY_PAIR, AUTHOR_ME)};
    uint64_t day;
    if (!is_private(item) || !mark_read(body, w.mark) || !body_uint(body, SHARE_KEY_DAY, &day) ||
        day > ENTRY_DAY_MAX || !body_bytes(body, SHARE_KEY_PAIR, &pair))
        return false;
    memcpy(w.id, item->id, EID_SIZE);
    w.day = (int32_t)day;
    *out = w;
    return true;
}

/* The SENT of what waits, or NULL. */
static const struct item *sent_find(const struct visit *v, const struct share_rules *rules,
                                    const uint8_t id[EID_SIZE]) {
    size_t count;
    const struct item *items = book_items(v->book, rules->first + SHARE_SENT, &count);
    for (size_t i = 0; i < count; i++) {
        struct entry e = book_item_entry(&items[i]);
        if (is_private(&items[i]) && e.re_count == 1 && memcmp(entry_re(&e, 0), id, EID_SIZE) == 0)
            return &items[i];
    }
    return NULL;
}

/* My first copy with this mark, or NULL. */
static const struct item *copy_find(const struct visit *v, const struct share_rules *rules,
                                    const uint8_t mark[SHARE_MARK_SIZE]) {
    size_t count;
    const struct item *items = book_items(v->book, rules->first + SHARE_COPY, &count);
    for (size_t i = 0; i < count; i++)
        if (is_copy(&items[i], AUTHOR_ME) && mark_is(&items[i], mark))
            return &items[i];
    return NULL;
}

/* What of mine waits and has this mark, or NULL. */
static const struct item *waits_find(const struct visit *v, const struct share_rules *rules,
                                     const uint8_t mark[SHARE_MARK_SIZE]) {
    size_t count;
    const struct item *items = book_items(v->book, rules->first + SHARE_WAITS, &count);
    for (size_t i = 0; i < count; i++)
        if (is_private(&items[i]) && mark_is(&items[i], mark))
            return &items[i];
    return NULL;
}

/* What of mine says that the copy with this mark is aside, or NULL; with *mine* closed nothing. */
static const struct item *aside_find(const struct visit *v, const struct share_rules *rules,
                                     const uint8_t mark[SHARE_MARK_SIZE]) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_SHARE_ASIDE, &count);
    for (size_t i = 0; i < count; i++) {
        uint64_t first;
        struct bytes own, body = book_item_entry(&items[i]).body;
        if (is_private(&items[i]) && body_bytes(body, ASIDE_MARK, &own) &&
            bytes_equal(own, bytes_make(mark, SHARE_MARK_SIZE)) &&
            body_uint(body, ASIDE_RULES, &first) && first == rules->first)
            return &items[i];
    }
    return NULL;
}

/* --- lists --------------------------------------------------------------------------------------
 */

/* Copies of one author, newest first; of those with one mark the first. Of the other's, those that
 * are aside or those that are not. */
static size_t copies(const struct visit *v, const struct share_rules *rules, enum author author,
                     bool aside, struct share *out, size_t room) {
    size_t count, taken = 0;
    uint8_t marks[SHARE_LIST_MAX][SHARE_MARK_SIZE];
    const struct item *items = book_items(v->book, rules->first + SHARE_COPY, &count);
    if (room > SHARE_LIST_MAX)
        room = SHARE_LIST_MAX;
    for (size_t i = count; i-- > 0;) {
        uint8_t mark[SHARE_MARK_SIZE];
        struct bytes body = book_item_entry(&items[i]).body;
        size_t at = 0;
        if (!is_copy(&items[i], author) || !mark_read(body, mark) || !share_fits(rules, body) ||
            (author == AUTHOR_PARTNER && !aside_find(v, rules, mark) == aside))
            continue;
        while (at < taken && memcmp(marks[at], mark, sizeof mark) != 0)
            at++;
        if (at == room)
            continue;
        taken += at == taken;
        memcpy(marks[at], mark, sizeof mark);
        out[at] = (struct share){.address = item_address(&items[i]),
                                 .state = SHARE_STATE_SENT,
                                 .day = items[i].first_day,
                                 .body = body};
    }
    return taken;
}

size_t share_list_theirs(const struct visit *v, const struct share_rules *rules, struct share *out,
                         size_t room) {
    return copies(v, rules, AUTHOR_PARTNER, false, out, room);
}

size_t share_list_aside(const struct visit *v, const struct share_rules *rules, struct share *out,
                        size_t room) {
    return copies(v, rules, AUTHOR_PARTNER, true, out, room);
}

bool share_is_new(const struct visit *v, const struct share_rules *rules) {
    struct share list[SHARE_LIST_MAX];
    if (book_status(v->book).pair != PAIR_TOGETHER)
        return false;
    size_t count = share_list_theirs(v, rules, list, SHARE_LIST_MAX);
    for (size_t i = 0; i < count; i++)
        if (list[i].day >= v->today - 1 && list[i].day <= v->today + 1)
            return true;
    return false;
}

/* Appends my copies whose WAITS is gone: cut off while they went, and taken back elsewhere. */
static size_t copies_alone(const struct visit *v, const struct share_rules *rules,
                           struct share *out, size_t taken, size_t room) {
    struct share sent[SHARE_LIST_MAX];
    size_t count = copies(v, rules, AUTHOR_ME, false, sent, SHARE_LIST_MAX);
    for (size_t i = 0; i < count && taken < room && taken < SHARE_LIST_MAX; i++) {
        uint8_t mark[SHARE_MARK_SIZE];
        const struct item *item = book_item_at(v->book, sent[i].address);
        if (item && item->erasable && mark_read(sent[i].body, mark) && !waits_find(v, rules, mark))
            out[taken++] = sent[i];
    }
    return taken;
}

size_t share_list(const struct visit *v, const struct share_rules *rules, struct share *out,
                  size_t room) {
    size_t count, taken = 0;
    const struct item *items = book_items(v->book, rules->first + SHARE_WAITS, &count);
    if (!book_status(v->book).mine_open)
        return copies(v, rules, AUTHOR_ME, false, out, room);
    for (size_t i = count; i-- > 0 && taken < room && taken < SHARE_LIST_MAX;) {
        struct waiting w;
        struct bytes body = book_item_entry(&items[i]).body;
        if (!waiting_read(v, &items[i], &w) || !share_fits(rules, body))
            continue;
        const struct item *copy = copy_find(v, rules, w.mark);
        bool went = copy || sent_find(v, rules, w.id);
        out[taken++] = (struct share){.address = item_address(&items[i]),
                                      .state = copy   ? SHARE_STATE_SENT
                                               : went ? SHARE_STATE_GONE
                                                      : SHARE_STATE_WAITS,
                                      .day = copy ? copy->first_day : w.day,
                                      .body = body};
    }
    return copies_alone(v, rules, out, taken, room);
}

bool share_any(const struct visit *v, const struct share_rules *rules) {
    struct share one;
    return share_list(v, rules, &one, 1) || share_list_theirs(v, rules, &one, 1) ||
           share_list_aside(v, rules, &one, 1);
}

/* --- acts ---------------------------------------------------------------------------------------
 */

bool share_possible(const struct visit *v) {
    struct book_status status = book_status(v->book);
    return status.pair == PAIR_TOGETHER && status.mine_open && book_feed(v->book, FEED_PAIR_OUT);
}

enum err share_wait(struct visit *v, const struct share_rules *rules, struct body_writer *w) {
    uint8_t mark[SHARE_MARK_SIZE];
    struct bytes body;
    if (!share_possible(v))
        return ERR_STATE;
    TRY(session_random(v, mark, sizeof mark));
    struct body_writer fields = *w;
    TRY(body_end(&fields, &body));
    if (!share_fits(rules, body))
        return ERR_INPUT;
    body_add_bytes(w, SHARE_KEY_MARK, BYTES_OF(mark));
    body_add_uint(w, SHARE_KEY_DAY, (uint64_t)v->today + 1);
    body_add_bytes(w, SHARE_KEY_PAIR, visit_pair_mark(v, AUTHOR_ME));
    return visit_write(v, SPACE_MINE, rules->first + SHARE_WAITS, NULL, 0, w, NULL);
}

/* Erases every item of `kind` of mine with this mark. */
static enum err marked_erase(struct visit *v, uint32_t kind, const uint8_t mark[SHARE_MARK_SIZE]) {
    size_t count;
    for (;;) {
        const struct item *items = book_items(v->book, kind, &count), *found = NULL;
        for (size_t i = 0; i < count && !found; i++)
            if (items[i].author == AUTHOR_ME && items[i].erasable && mark_is(&items[i], mark))
                found = &items[i];
        if (!found)
            return ERR_OK;
        TRY(book_erase(v->book, found->id, v->today));
    }
}

/* What waits goes first: from then on every device knows that the rest is to go. */
static enum err marked_away(struct visit *v, const struct share_rules *rules,
                            const uint8_t mark[SHARE_MARK_SIZE]) {
    TRY(marked_erase(v, rules->first + SHARE_WAITS, mark));
    TRY(marked_erase(v, rules->first + SHARE_COPY, mark));
    return marked_erase(v, rules->first + SHARE_SENT, mark);
}

enum err share_away(struct visit *v, const struct share_rules *rules, uint64_t address) {
    uint8_t mark[SHARE_MARK_SIZE];
    const struct item *item = book_item_at(v->book, address);
    bool fits =
        item && item->author == AUTHOR_ME &&
        (item->kind == rules->first + SHARE_WAITS || item->kind == rules->first + SHARE_COPY) &&
        mark_read(book_item_entry(item).body, mark);
    if (!fits)
        return ERR_NOT_FOUND;
    return book_status(v->book).mine_open ? marked_away(v, rules, mark) : ERR_LOCKED;
}

static enum err aside_write(struct visit *v, const struct share_rules *rules,
                            const uint8_t mark[SHARE_MARK_SIZE]) {
    struct body_writer w;
    body_begin(&w, v->frame, NULL);
    body_add_bytes(&w, ASIDE_MARK, bytes_make(mark, SHARE_MARK_SIZE));
    body_add_uint(&w, ASIDE_RULES, rules->first);
    return visit_write(v, SPACE_MINE, KIND_SHARE_ASIDE, NULL, 0, &w, NULL);
}

enum err share_put_aside(struct visit *v, const struct share_rules *rules, uint64_t address,
                         bool aside) {
    uint8_t mark[SHARE_MARK_SIZE];
    const struct item *found, *item = book_item_at(v->book, address);
    if (!item || item->kind != rules->first + SHARE_COPY || !is_copy(item, AUTHOR_PARTNER) ||
        !mark_read(book_item_entry(item).body, mark))
        return ERR_NOT_FOUND;
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    if (aside)
        return aside_find(v, rules, mark) ? ERR_OK : aside_write(v, rules, mark);
    while ((found = aside_find(v, rules, mark)) != NULL)
        TRY(book_erase(v->book, found->id, v->today));
    return ERR_OK;
}

static enum err write_as(struct visit *v, enum space space, uint32_t kind,
                         const uint8_t (*re)[EID_SIZE], struct body_writer *w) {
    struct book_entry e = {
        .space = space, .kind = kind, .day = v->today, .re = re, .re_count = re != NULL};
    TRY(body_end(w, &e.body));
    return book_write(v->book, &e, NULL);
}

void share_copy_fields(struct body_writer *w, const struct share_rules *rules, struct bytes body) {
    for (size_t i = 0; i < rules->field_count; i++) {
        const struct field_def *f = &rules->fields[i];
        struct bytes b;
        uint64_t n;
        if (f->type == FIELD_TEXT && body_text(body, f->key, &b))
            body_add_text(w, f->key, b);
        else if (f->type == FIELD_BYTES && body_bytes(body, f->key, &b))
            body_add_bytes(w, f->key, b);
        else if ((f->type == FIELD_UINT || f->type == FIELD_DAY) && body_uint(body, f->key, &n))
            body_add_uint(w, f->key, n);
    }
}

static enum err copy_write(struct visit *v, const struct share_rules *rules,
                           const struct waiting *wait, struct bytes body) {
    struct body_writer w;
    body_begin(&w, v->frame, NULL);
    share_copy_fields(&w, rules, body);
    body_add_bytes(&w, SHARE_KEY_MARK, BYTES_OF(wait->mark));
    return write_as(v, SPACE_OURS, rules->first + SHARE_COPY, NULL, &w);
}

/* The copy stands before SENT says so: what is cut off between the two is done again. */
static enum err send(struct visit *v, const struct share_rules *rules, const struct waiting *wait) {
    struct body_writer w;
    uint8_t re[1][EID_SIZE];
    const struct item *item = book_item_find(v->book, wait->id);
    if (!item || sent_find(v, rules, wait->id))
        return ERR_OK;
    struct bytes body = book_item_entry(item).body;
    if (!share_fits(rules, body))
        return ERR_OK;
    if (!copy_find(v, rules, wait->mark))
        TRY(copy_write(v, rules, wait, body));
    body_begin(&w, v->frame, NULL);
    body_add_bytes(&w, SHARE_KEY_MARK, BYTES_OF(wait->mark));
    memcpy(re[0], wait->id, EID_SIZE);
    return write_as(v, SPACE_MINE, rules->first + SHARE_SENT, re, &w);
}

/* What went although it had been taken back, on another device of mine. */
static enum err orphans_erase(struct visit *v, const struct share_rules *rules) {
    size_t count;
    for (size_t i = 0;; i++) {
        uint8_t mark[SHARE_MARK_SIZE];
        const struct item *items = book_items(v->book, rules->first + SHARE_SENT, &count);
        if (i >= count)
            return ERR_OK;
        if (!is_private(&items[i]) || !mark_read(book_item_entry(&items[i]).body, mark) ||
            waits_find(v, rules, mark))
            continue;
        TRY(marked_away(v, rules, mark));
        i = (size_t)-1; /* the list is another one now */
    }
}

enum err share_settle(struct visit *v, const struct share_rules *rules) {
    struct waiting due[SHARE_LIST_MAX];
    size_t count, due_count = 0;
    if (!book_status(v->book).mine_open || !session_current(v))
        return ERR_OK;
    TRY(orphans_erase(v, rules));
    const struct item *items = book_items(v->book, rules->first + SHARE_WAITS, &count);
    for (size_t i = 0; i < count && due_count < SHARE_LIST_MAX; i++) {
        struct waiting w;
        if (!waiting_read(v, &items[i], &w) || sent_find(v, rules, w.id))
            continue;
        if (!w.current || visit_morning_came(v, w.day))
            due[due_count++] = w;
    }
    enum pair_state pair = book_status(v->book).pair;
    for (size_t i = 0; i < due_count; i++) {
        if (due[i].current && pair == PAIR_TOGETHER)
            TRY(send(v, rules, &due[i]));
        else if (pair == PAIR_TOGETHER || pair == PAIR_LEFT)
            TRY(marked_away(v, rules, due[i].mark)); /* that pair is no more */
    }
    return ERR_OK;
}

enum err share_run_away(struct visit *v, const struct share_rules *rules,
                        const struct submission *s) {
    uint64_t address = submission_number(s, SHARE_F_ITEM);
    enum err e = submission_has(s, SHARE_F_ASIDE)
                     ? share_put_aside(v, rules, address, submission_number(s, SHARE_F_ASIDE) == 1)
                     : share_away(v, rules, address);
    if (v->refused_count)
        return ERR_OK;
    if (e == ERR_NO_SPACE || e == ERR_IO)
        visit_refuse(v, 0, e == ERR_NO_SPACE ? T_HOUSE_ERROR_SPACE : T_HOUSE_ERROR_DISK);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* --- shown --------------------------------------------------------------------------------------
 */

/* The same for the preview and on the other's phone. */
static void card_show(struct visit *v, const struct share_rules *rules, struct bytes body,
                      struct bytes name) {
    part_card_begin(v->p, &(struct part_card){.title = WORDS(rules->title),
                                              .aside = words_of(name),
                                              .badge = BADGE_OURS,
                                              .whose = WHOSE_YOU});
    rules->draw(v, body, WHOSE_YOU);
    part_card_end(v->p);
}

static struct words named(struct visit *v, enum text_key key) {
    return words_with(v->p, key, "name", note_partner(v, T_SHARE_OTHER));
}

void share_preview(struct visit *v, const struct share_rules *rules, struct bytes body,
                   uint32_t room, uint32_t action) {
    struct parts *p = v->p;
    struct book_status status = book_status(v->book);
    if (!share_possible(v)) {
        part_say(p, WORDS(status.pair == PAIR_TOGETHER ? T_SHARE_LOCKED : T_SHARE_ALONE));
        return;
    }
    part_say(p, named(v, T_SHARE_PREVIEW));
    card_show(v, rules, body,
              status.my_name.size ? status.my_name : text_get(v->text, T_SHARE_OTHER));
    part_say(p, named(v, T_SHARE_WHEN));
    part_action(p, room, action, 0, 0, WEIGHT_PRIMARY, named(v, T_SHARE_GO));
}

/* The card as it was previewed, and under it the one touch. */
static void theirs_show(struct visit *v, const struct share_rules *rules, const struct share *s,
                        bool aside, uint32_t room, uint32_t action) {
    card_show(v, rules, s->body, note_partner(v, T_SHARE_OTHER));
    part_form_begin(v->p, room, action);
    part_hidden_item(v->p, SHARE_F_ITEM, s->address);
    part_button_value(v->p, WEIGHT_QUIET, SHARE_F_ASIDE, !aside,
                      WORDS(aside ? T_SHARE_SEE_AGAIN : T_SHARE_PUT_ASIDE));
    part_form_end(v->p);
}

bool share_show_theirs(struct visit *v, const struct share_rules *rules, uint32_t room,
                       uint32_t action) {
    struct share list[SHARE_LIST_MAX];
    size_t count = share_list_theirs(v, rules, list, SHARE_LIST_MAX);
    for (size_t i = 0; i < count; i++)
        theirs_show(v, rules, &list[i], false, room, action);
    size_t aside = share_list_aside(v, rules, list, SHARE_LIST_MAX);
    if (aside == 0)
        return count > 0;
    part_details_begin(v->p, WORDS(T_SHARE_ASIDE));
    part_say(v->p, named(v, T_SHARE_ASIDE_LINE));
    for (size_t i = 0; i < aside; i++)
        theirs_show(v, rules, &list[i], true, room, action);
    part_details_end(v->p);
    return true;
}

static struct words state_words(struct visit *v, const struct share *s) {
    struct bytes name = note_partner(v, T_SHARE_OTHER);
    struct text_arg args[2] = {{"name", name},
                               {"day", text_make_day_near(v->frame, v->text, s->day, v->today)}};
    enum text_key key = s->state == SHARE_STATE_SENT    ? T_SHARE_SENT
                        : s->state == SHARE_STATE_GONE  ? T_SHARE_GONE
                        : s->day > v->today             ? T_SHARE_WAITS
                        : visit_morning_came(v, s->day) ? T_SHARE_DUE
                                                        : T_SHARE_NIGHT;
    return words_format(v->p, key, args, COUNT_OF(args));
}

static void mine_show(struct visit *v, const struct share_rules *rules, const struct share *s,
                      uint32_t room, uint32_t action) {
    static const enum text_key ways[] = {T_SHARE_TAKE_BACK, T_SHARE_PUT_AWAY, T_SHARE_ERASE};
    struct parts *p = v->p;
    bool sent = s->state == SHARE_STATE_SENT;
    part_card_begin(p, &(struct part_card){.key = s->address,
                                           .title = WORDS(rules->title),
                                           .badge = sent ? BADGE_OURS : BADGE_MINE,
                                           .whose = WHOSE_ME});
    rules->draw(v, s->body, WHOSE_ME);
    part_aside(p, state_words(v, s));
    part_action(p, room, action, SHARE_F_ITEM, s->address, WEIGHT_QUIET, WORDS(ways[s->state]));
    part_card_end(p);
}

bool share_show_mine(struct visit *v, const struct share_rules *rules, uint32_t room,
                     uint32_t action) {
    struct share list[SHARE_LIST_MAX];
    size_t count = share_list(v, rules, list, SHARE_LIST_MAX);
    for (size_t i = 0; i < count; i++)
        mine_show(v, rules, &list[i], room, action);
    return count > 0;
}
