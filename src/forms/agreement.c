#include "forms/agreement.h"

#include "book/book_internal.h"

#include <string.h>

enum {
    F_TEXT = 1,
    F_LAST_DAY = 2,
    F_PROPOSED = 3,
    F_PAIR = 4,
    F_REPAIR = 2,
    F_WHOSE = 3,
    KEPT_SEEN = 28 /* of *ours* on this device (book_kept), behind those of the evening */
};

static const enum text_key whose_words[] = {T_AGREEMENT_WHOSE_MINE, T_AGREEMENT_WHOSE_FELT};

const struct field_def agreement_line_fields[3] = {
    {F_TEXT, FIELD_TEXT, AGREEMENT_TEXT_MAX, "text", true, T_AGREEMENT_TEXT, NULL, 0},
    {F_LAST_DAY, FIELD_DAY, ENTRY_DAY_MAX, "last_day", false, T_AGREEMENT_UNTIL, NULL, 0},
    {F_PAIR, FIELD_BYTES, PAIR_MARK_SIZE, "pair", false, T_NONE, NULL, 0}};
const struct field_def agreement_accept_fields[3] = {
    {F_TEXT, FIELD_TEXT, AGREEMENT_TEXT_MAX, "text", true, T_AGREEMENT_TEXT, NULL, 0},
    {F_LAST_DAY, FIELD_DAY, ENTRY_DAY_MAX, "last_day", false, T_AGREEMENT_UNTIL, NULL, 0},
    {F_PROPOSED, FIELD_DAY, ENTRY_DAY_MAX, "proposed", true, T_NONE, NULL, 0}};
const struct field_def agreement_noticed_fields[1] = {
    {F_TEXT, FIELD_TEXT, AGREEMENT_TEXT_MAX, "text", true, T_AGREEMENT_TEXT, NULL, 0}};
const struct field_def agreement_broken_fields[3] = {
    {F_TEXT, FIELD_TEXT, AGREEMENT_TEXT_MAX, "text", true, T_AGREEMENT_TEXT, NULL, 0},
    {F_REPAIR, FIELD_TEXT, AGREEMENT_TEXT_MAX, "repair", true, T_AGREEMENT_REPAIR, NULL, 0},
    {F_WHOSE, FIELD_UINT, AGREEMENT_BREAK_COUNT - 1, "whose", true, T_AGREEMENT_WHOSE, whose_words,
     AGREEMENT_BREAK_COUNT}};

/* --- reading what anybody may have written ------------------------------------------------------
 */

static bool text_read(struct bytes body, uint32_t key, struct bytes *out) {
    return body_text(body, key, out) && out->size > 0 && out->size <= AGREEMENT_TEXT_MAX;
}

static int32_t day_read(struct bytes body, uint32_t key) {
    uint64_t day;
    return body_uint(body, key, &day) && day <= ENTRY_DAY_MAX ? (int32_t)day : 0;
}

/* The entry of an item in *ours* with `re_count` references, the first of them agreement `id`. */
static bool answers(const struct item *item, const uint8_t *id, uint32_t re_count,
                    struct entry *e) {
    if (item->space != SPACE_OURS)
        return false;
    *e = book_item_entry(item);
    return e->re_count == re_count && memcmp(entry_re(e, 0), id, EID_SIZE) == 0;
}

static bool is_first_version(const struct item *item, const struct entry *e) {
    return memcmp(item->id, e->eid, EID_SIZE) == 0;
}

/* Proposed between the two who are a pair now. */
static bool is_current(const struct visit *v, const struct item *root) {
    return visit_pair_marked(v, book_item_entry(root).body, F_PAIR, (enum author)root->author);
}

static bool is_root(const struct item *item, const struct agreement_rules *rules) {
    struct bytes text;
    if (item->kind != rules->first + AGREEMENT_LINE || item->space != SPACE_OURS)
        return false;
    struct entry e = book_item_entry(item);
    return e.re_count == 0 && text_read(e.body, F_TEXT, &text);
}

/* --- signatures ----------------------------------------------------------------------------------
 */

struct signature {
    const uint8_t *line, *eid;
    struct bytes text;
    int32_t last_day, proposed;
};

/* Reads a signature in its first version, not given before its day. */
static bool signature_read(const struct item *item, const struct agreement_rules *rules,
                           const uint8_t *id, struct signature *out) {
    struct entry e;
    struct signature s;
    if (!answers(item, id, 3, &e) || !is_first_version(item, &e) ||
        !text_read(e.body, F_TEXT, &s.text))
        return false;
    s.line = entry_re(&e, 1);
    s.eid = entry_re(&e, 2);
    s.last_day = day_read(e.body, F_LAST_DAY);
    s.proposed = day_read(e.body, F_PROPOSED);
    *out = s;
    return item->first_day >= s.proposed + rules->nights;
}

static bool signature_same(const struct signature *a, const struct signature *b) {
    return memcmp(a->line, b->line, EID_SIZE) == 0 && memcmp(a->eid, b->eid, EID_SIZE) == 0 &&
           bytes_equal(a->text, b->text) && a->last_day == b->last_day &&
           a->proposed == b->proposed;
}

static bool signed_by_partner(const struct visit *v, const struct agreement_rules *rules,
                              const uint8_t *id, const struct signature *mine) {
    size_t count;
    struct signature s;
    const struct item *items = book_items(v->book, rules->first + AGREEMENT_ACCEPT, &count);
    for (size_t i = 0; i < count; i++)
        if (items[i].author == AUTHOR_PARTNER && signature_read(&items[i], rules, id, &s) &&
            signature_same(mine, &s))
            return true;
    return false;
}

/* Fills in what is signed of a line. Words that both signed hold whatever became of the line since;
 * were there ever two such (a changed program's), both phones take the same. */
static void line_sign(const struct visit *v, const struct agreement_rules *rules,
                      struct agreement *a, struct agreement_line *line, bool gone) {
    size_t count;
    struct signature s;
    int32_t last_day = a->last_day;
    uint8_t now[EID_SIZE];
    memcpy(now, line->eid, EID_SIZE);
    const struct item *items = book_items(v->book, rules->first + AGREEMENT_ACCEPT, &count);
    for (size_t i = 0; i < count; i++) {
        if (items[i].author != AUTHOR_ME || !signature_read(&items[i], rules, a->id, &s) ||
            memcmp(s.line, line->id, EID_SIZE) != 0)
            continue;
        bool both = signed_by_partner(v, rules, a->id, &s);
        bool same = memcmp(s.eid, now, EID_SIZE) == 0 && bytes_equal(s.text, line->text) &&
                    s.last_day == last_day && s.proposed == line->day;
        bool first = !line->both || memcmp(s.eid, line->eid, EID_SIZE) < 0;
        if (both ? !first : line->both || !(same || gone))
            continue;
        line->mine = true;
        line->both = both;
        memcpy(line->eid, s.eid, EID_SIZE);
        line->text = s.text;
        line->day = s.proposed;
        if (memcmp(line->id, a->id, EID_SIZE) == 0)
            a->last_day = s.last_day;
    }
}

/* --- what stands ---------------------------------------------------------------------------------
 */

static void line_fill(const struct item *item, struct agreement_line *line) {
    struct entry e = book_item_entry(item);
    *line = (struct agreement_line){.by = (enum author)item->author, .day = e.day};
    memcpy(line->id, item->id, EID_SIZE);
    memcpy(line->eid, e.eid, EID_SIZE);
    (void)text_read(e.body, F_TEXT, &line->text);
}

/* Either may take back a later line that both signed; before that, only its author. */
static void line_take(const struct visit *v, const struct agreement_rules *rules,
                      const struct agreement *a, struct agreement_line *line) {
    size_t count;
    struct entry e;
    const struct item *items = book_items(v->book, rules->first + AGREEMENT_TAKEN, &count);
    for (size_t i = 0; i < count; i++) {
        if (!answers(&items[i], a->id, 2, &e) || memcmp(entry_re(&e, 1), line->id, EID_SIZE) != 0)
            continue;
        if (!line->both && items[i].author != line->by)
            continue;
        if (!line->taken_day || items[i].first_day < line->taken_day)
            line->taken_day = items[i].first_day;
    }
}

static void lines_read(const struct visit *v, const struct agreement_rules *rules,
                       struct agreement *a) {
    size_t count, each[2] = {0};
    struct entry e;
    struct bytes text;
    const struct item *items = book_items(v->book, rules->first + AGREEMENT_LINE, &count);
    for (size_t i = 0; i < count && a->line_count < AGREEMENT_LINES_MAX; i++) {
        if (!answers(&items[i], a->id, 1, &e) || !text_read(e.body, F_TEXT, &text) ||
            each[items[i].author] == AGREEMENT_LINES_EACH)
            continue;
        each[items[i].author]++;
        struct agreement_line *line = &a->lines[a->line_count++];
        line_fill(&items[i], line);
        line_sign(v, rules, a, line, false);
        line_take(v, rules, a, line);
    }
}

/* The earliest day on which either ended it, or 0. */
static int32_t end_find(const struct visit *v, const struct agreement_rules *rules,
                        const uint8_t *id) {
    size_t count;
    int32_t day = 0;
    struct entry e;
    const struct item *items = book_items(v->book, rules->first + AGREEMENT_END, &count);
    for (size_t i = 0; i < count; i++)
        if (answers(&items[i], id, 1, &e) && (!day || items[i].first_day < day))
            day = items[i].first_day;
    return day;
}

static void state_find(const struct visit *v, const struct agreement_rules *rules,
                       struct agreement *a, bool current) {
    int32_t ended = end_find(v, rules, a->id);
    bool ran_out = a->last_day && v->today > a->last_day;
    a->state = a->lines[0].both ? AGREEMENT_IN_FORCE : AGREEMENT_PROPOSED;
    if (!ended && !ran_out && current)
        return;
    a->state = AGREEMENT_OVER;
    if (ran_out && (!ended || a->last_day < ended))
        ended = a->last_day;
    a->over_day = rules->quiet_ending ? 0 : ended;
}

enum err agreement_read(const struct visit *v, const struct agreement_rules *rules,
                        const uint8_t id[EID_SIZE], struct agreement *out) {
    const struct item *root = book_item_find(v->book, id);
    bool known = root && is_root(root, rules);
    bool current = known && is_current(v, root);
    memset(out, 0, sizeof *out);
    memcpy(out->id, id, EID_SIZE);
    out->line_count = 1;
    if (known) {
        struct entry e = book_item_entry(root);
        line_fill(root, &out->lines[0]);
        out->last_day = day_read(e.body, F_LAST_DAY);
        if (rules->days_max &&
            (!out->last_day || out->last_day > out->lines[0].day + rules->days_max))
            out->last_day = out->lines[0].day + rules->days_max;
    } else {
        memcpy(out->lines[0].id, id, EID_SIZE);
    }
    line_sign(v, rules, out, &out->lines[0], !known);
    if (!current && !out->lines[0].mine)
        return ERR_NOT_FOUND;
    lines_read(v, rules, out);
    state_find(v, rules, out, current);
    return ERR_OK;
}

/* The agreement that this signature of mine is for, where its first line is gone. */
static bool signed_gone(const struct visit *v, const struct agreement_rules *rules,
                        const struct item *item, uint8_t id[EID_SIZE]) {
    struct entry e = book_item_entry(item);
    if (item->author != AUTHOR_ME || item->space != SPACE_OURS || e.re_count != 3 ||
        memcmp(entry_re(&e, 0), entry_re(&e, 1), EID_SIZE) != 0)
        return false;
    const struct item *root = book_item_find(v->book, entry_re(&e, 0));
    if (root && is_root(root, rules))
        return false;
    memcpy(id, entry_re(&e, 0), EID_SIZE);
    return true;
}

static bool begins_with(const uint8_t id[EID_SIZE], uint64_t address) {
    for (int i = 0; i < 8; i++)
        if (id[i] != (uint8_t)(address >> (56 - 8 * i)))
            return false;
    return true;
}

enum err agreement_at(const struct visit *v, const struct agreement_rules *rules, uint64_t address,
                      struct agreement *out) {
    size_t count;
    uint8_t id[EID_SIZE];
    const struct item *root = book_item_at(v->book, address);
    if (root && is_root(root, rules))
        return agreement_read(v, rules, root->id, out);
    const struct item *items = book_items(v->book, rules->first + AGREEMENT_ACCEPT, &count);
    for (size_t i = 0; i < count; i++)
        if (signed_gone(v, rules, &items[i], id) && begins_with(id, address))
            return agreement_read(v, rules, id, out);
    return ERR_NOT_FOUND;
}

static bool listed(uint8_t (*ids)[EID_SIZE], size_t count, const uint8_t id[EID_SIZE]) {
    for (size_t i = 0; i < count; i++)
        if (memcmp(ids[i], id, EID_SIZE) == 0)
            return true;
    return false;
}

/* What I signed and nobody ended, as far as it is in force; the newest signature first. */
static size_t list_in_force(const struct visit *v, const struct agreement_rules *rules,
                            uint8_t (*ids)[EID_SIZE], size_t room) {
    size_t count, filled = 0;
    struct agreement a;
    uint8_t id[EID_SIZE];
    const struct item *items = book_items(v->book, rules->first + AGREEMENT_ACCEPT, &count);
    for (size_t i = count; i-- > 0 && filled < room;) {
        struct entry e = book_item_entry(&items[i]);
        if (items[i].author != AUTHOR_ME || items[i].space != SPACE_OURS || e.re_count != 3 ||
            memcmp(entry_re(&e, 0), entry_re(&e, 1), EID_SIZE) != 0)
            continue;
        memcpy(id, entry_re(&e, 0), EID_SIZE);
        if (!listed(ids, filled, id) && !end_find(v, rules, id) &&
            agreement_read(v, rules, id, &a) == ERR_OK && a.state == AGREEMENT_IN_FORCE)
            memcpy(ids[filled++], id, EID_SIZE);
    }
    return filled;
}

size_t agreement_list(const struct visit *v, const struct agreement_rules *rules,
                      uint8_t (*ids)[EID_SIZE], size_t room) {
    size_t count, theirs = 0, filled = list_in_force(v, rules, ids, room);
    struct agreement a;
    uint8_t id[EID_SIZE];
    const struct item *items = book_items(v->book, rules->first + AGREEMENT_LINE, &count);
    for (size_t i = count; i-- > 0 && filled < room;) {
        bool other = items[i].author == AUTHOR_PARTNER;
        if (!is_root(&items[i], rules) || (other && theirs >= (room + 1) / 2) ||
            listed(ids, filled, items[i].id) || agreement_read(v, rules, items[i].id, &a) != ERR_OK)
            continue;
        theirs += other;
        memcpy(ids[filled++], items[i].id, EID_SIZE);
    }
    items = book_items(v->book, rules->first + AGREEMENT_ACCEPT, &count);
    for (size_t i = count; i-- > 0 && filled < room;)
        if (signed_gone(v, rules, &items[i], id) && !listed(ids, filled, id) &&
            agreement_read(v, rules, id, &a) == ERR_OK)
            memcpy(ids[filled++], id, EID_SIZE);
    return filled;
}

static bool event_read(const struct item *item, const uint8_t *id, bool broken,
                       struct agreement_event *out) {
    struct entry e;
    uint64_t whose = 0;
    if (!answers(item, id, 1, &e))
        return false;
    *out = (struct agreement_event){
        .by = (enum author)item->author, .day = item->first_day, .broken = broken};
    if (!text_read(e.body, F_TEXT, &out->text))
        return false;
    if (broken && (!text_read(e.body, F_REPAIR, &out->repair) ||
                   !body_uint(e.body, F_WHOSE, &whose) || whose >= AGREEMENT_BREAK_COUNT))
        return false;
    out->whose = (enum agreement_break)whose;
    return true;
}

size_t agreement_events(const struct visit *v, const struct agreement_rules *rules,
                        const uint8_t id[EID_SIZE], struct agreement_event *out, size_t room) {
    size_t left[2], filled = 0;
    const struct item *items[2];
    items[0] = book_items(v->book, rules->first + AGREEMENT_NOTICED, &left[0]);
    items[1] = book_items(v->book, rules->first + AGREEMENT_BROKEN, &left[1]);
    while (filled < room && (left[0] || left[1])) {
        bool broken = !left[0] || (left[1] && items[1][left[1] - 1].first_day >=
                                                  items[0][left[0] - 1].first_day);
        const struct item *item = &items[broken][--left[broken]];
        filled += visit_day_came(v, item->first_day) && event_read(item, id, broken, &out[filled]);
    }
    return filled;
}

/* --- since when this device has the other's words ------------------------------------------------
 */

/* A row of KEPT_SEEN: the first kind of its rules (4), the day (4), the eid of the words. */
enum { SEEN_DAY = 4, SEEN_EID = 8, SEEN_SIZE = SEEN_EID + EID_SIZE };

/* Position of the words in the kept bytes, or their size. */
static size_t seen_find(struct bytes kept, const uint8_t eid[EID_SIZE]) {
    size_t at = 0;
    while (at + SEEN_SIZE <= kept.size && memcmp(kept.at + at + SEEN_EID, eid, EID_SIZE) != 0)
        at += SEEN_SIZE;
    return at + SEEN_SIZE <= kept.size ? at : kept.size;
}

/* What is not kept was never seen before today. */
static int32_t seen_day(const struct visit *v, const uint8_t eid[EID_SIZE]) {
    struct bytes kept = book_kept(v->book, STORE_OURS, KEPT_SEEN);
    size_t at = seen_find(kept, eid);
    return at < kept.size ? (int32_t)u32_read(kept.at + at + SEEN_DAY) : v->today;
}

static bool signed_by_me(const struct visit *v, const struct agreement_rules *rules,
                         const uint8_t eid[EID_SIZE]) {
    size_t count;
    const struct item *items = book_items(v->book, rules->first + AGREEMENT_ACCEPT, &count);
    for (size_t i = count; i-- > 0;) {
        struct entry e = book_item_entry(&items[i]);
        if (items[i].author == AUTHOR_ME && e.re_count == 3 &&
            memcmp(entry_re(&e, 2), eid, EID_SIZE) == 0)
            return true;
    }
    return false;
}

/* A line of the other that I could still sign. */
static bool waits_for_me(const struct visit *v, const struct agreement_rules *rules,
                         const struct item *item, const struct entry *e) {
    if (item->author != AUTHOR_PARTNER || item->space != SPACE_OURS || e->re_count > 1)
        return false;
    const struct item *root = e->re_count ? book_item_find(v->book, entry_re(e, 0)) : item;
    return root && is_root(root, rules) && is_current(v, root) &&
           end_find(v, rules, root->id) == 0 && !signed_by_me(v, rules, e->eid);
}

/* The rows of all other rules, and what waits under these: a row that is there keeps its day, but
 * one that has not come (the clock was wrong) begins today. */
static void seen_gather(const struct visit *v, const struct agreement_rules *rules,
                        struct bytes kept, struct buf *out) {
    size_t count, rows = 0;
    uint8_t head[SEEN_EID];
    for (size_t at = 0; at + SEEN_SIZE <= kept.size; at += SEEN_SIZE)
        if (u32_read(kept.at + at) != rules->first) {
            buf_add(out, kept.at + at, SEEN_SIZE);
            rows++;
        }
    const struct item *items = book_items(v->book, rules->first + AGREEMENT_LINE, &count);
    for (int known = 1; known >= 0; known--) /* those that are there come first */
        for (size_t i = 0; i < count && rows < AGREEMENT_SEEN_MAX; i++) {
            struct entry e = book_item_entry(&items[i]);
            bool is_known = seen_find(kept, e.eid) < kept.size;
            int32_t day = seen_day(v, e.eid);
            if (is_known != known || !waits_for_me(v, rules, &items[i], &e))
                continue;
            u32_write(head, rules->first);
            u32_write(head + SEEN_DAY, (uint32_t)(day < v->today ? day : v->today));
            buf_add(out, head, sizeof head);
            buf_add(out, e.eid, EID_SIZE);
            rows++;
        }
}

enum err agreement_settle(struct visit *v, const struct agreement_rules *rules) {
    struct buf b;
    struct bytes all, kept = book_kept(v->book, STORE_OURS, KEPT_SEEN);
    if (!rules->nights)
        return ERR_OK;
    buf_init(&b, v->frame);
    seen_gather(v, rules, kept, &b);
    TRY(buf_finish(&b, &all));
    if (bytes_equal(all, kept))
        return ERR_OK;
    TRY(book_kept_set(v->book, STORE_OURS, KEPT_SEEN, all));
    return book_commit(v->book);
}

/* --- acts ----------------------------------------------------------------------------------------
 */

int32_t agreement_sign_day(const struct visit *v, const struct agreement_rules *rules,
                           const struct agreement_line *line) {
    int32_t since = line->day;
    if (line->by == AUTHOR_PARTNER && !line->mine) {
        int32_t seen = seen_day(v, line->eid);
        since = seen > since ? seen : since;
    }
    return since + rules->nights;
}

static bool text_fits(struct bytes text) {
    return text.size > 0 && text.size <= AGREEMENT_TEXT_MAX;
}

/* One that is not over. */
static enum err standing(const struct visit *v, const struct agreement_rules *rules,
                         const uint8_t *id, struct agreement *a) {
    TRY(agreement_read(v, rules, id, a));
    return a->state == AGREEMENT_OVER ? ERR_STATE : ERR_OK;
}

static enum err answer_write(struct visit *v, const struct agreement_rules *rules,
                             enum agreement_kind kind, const uint8_t *const *ids, uint32_t count,
                             struct body_writer *w) {
    uint8_t re[3][EID_SIZE];
    for (uint32_t i = 0; i < count; i++)
        memcpy(re[i], ids[i], EID_SIZE);
    return visit_write(v, SPACE_OURS, rules->first + (uint32_t)kind, (const uint8_t(*)[EID_SIZE])re,
                       count, w, NULL);
}

enum err agreement_stage(struct visit *v, const struct agreement_rules *rules, struct bytes text,
                         int32_t last_day, uint8_t id_out[EID_SIZE]) {
    struct body_writer w;
    struct book_entry e = {
        .space = SPACE_OURS, .kind = rules->first + AGREEMENT_LINE, .day = v->today};
    struct bytes pair = visit_pair_mark(v, AUTHOR_ME);
    if (!pair.size)
        return ERR_STATE;
    if (!text_fits(text))
        return ERR_SIZE;
    if (last_day && last_day < v->today + rules->nights)
        return ERR_INPUT;
    body_begin(&w, v->frame, NULL);
    body_add_text(&w, F_TEXT, text);
    if (last_day)
        body_add_uint(&w, F_LAST_DAY, (uint64_t)last_day);
    body_add_bytes(&w, F_PAIR, pair);
    TRY(body_end(&w, &e.body));
    return book_stage(v->book, &e, id_out);
}

enum err agreement_propose(struct visit *v, const struct agreement_rules *rules, struct bytes text,
                           int32_t last_day, uint8_t id_out[EID_SIZE]) {
    return visit_commit(v, agreement_stage(v, rules, text, last_day, id_out));
}

enum err agreement_add(struct visit *v, const struct agreement_rules *rules,
                       const uint8_t id[EID_SIZE], struct bytes text) {
    struct agreement a;
    struct body_writer w;
    size_t mine = 0;
    if (!text_fits(text))
        return ERR_SIZE;
    TRY(standing(v, rules, id, &a));
    for (size_t i = 1; i < a.line_count; i++)
        mine += a.lines[i].by == AUTHOR_ME;
    if (mine == AGREEMENT_LINES_EACH)
        return ERR_LIMIT;
    body_begin(&w, v->frame, NULL);
    body_add_text(&w, F_TEXT, text);
    return answer_write(v, rules, AGREEMENT_LINE, (const uint8_t *const[]){id}, 1, &w);
}

static const struct agreement_line *line_find(const struct agreement *a, const uint8_t *id,
                                              bool by_eid) {
    for (size_t i = 0; i < a->line_count; i++)
        if (memcmp(by_eid ? a->lines[i].eid : a->lines[i].id, id, EID_SIZE) == 0)
            return &a->lines[i];
    return NULL;
}

enum err agreement_accept(struct visit *v, const struct agreement_rules *rules,
                          const uint8_t id[EID_SIZE], const uint8_t eid[EID_SIZE], bool asked) {
    struct agreement a;
    struct body_writer w;
    TRY(standing(v, rules, id, &a));
    const struct agreement_line *line = line_find(&a, eid, true);
    if (!line || line->taken_day || (rules->ask_alone && !asked))
        return ERR_STATE;
    if (line->mine)
        return ERR_OK;
    if (v->today < agreement_sign_day(v, rules, line))
        return ERR_STATE;
    body_begin(&w, v->frame, NULL);
    body_add_text(&w, F_TEXT, line->text);
    if (a.last_day)
        body_add_uint(&w, F_LAST_DAY, (uint64_t)a.last_day);
    body_add_uint(&w, F_PROPOSED, (uint64_t)line->day);
    return answer_write(v, rules, AGREEMENT_ACCEPT,
                        (const uint8_t *const[]){id, line->id, line->eid}, 3, &w);
}

enum err agreement_take_back(struct visit *v, const struct agreement_rules *rules,
                             const uint8_t id[EID_SIZE], const uint8_t line_id[EID_SIZE]) {
    struct agreement a;
    struct body_writer w;
    TRY(standing(v, rules, id, &a));
    const struct agreement_line *line = line_find(&a, line_id, false);
    if (!line || line == &a.lines[0] || (!line->both && line->by != AUTHOR_ME))
        return ERR_STATE;
    if (line->taken_day)
        return ERR_OK;
    body_begin(&w, v->frame, NULL);
    return answer_write(v, rules, AGREEMENT_TAKEN, (const uint8_t *const[]){id, line_id}, 2, &w);
}

enum err agreement_end(struct visit *v, const struct agreement_rules *rules,
                       const uint8_t id[EID_SIZE]) {
    struct agreement a;
    struct body_writer w;
    TRY(agreement_read(v, rules, id, &a));
    if (a.state == AGREEMENT_OVER)
        return ERR_OK;
    body_begin(&w, v->frame, NULL);
    return answer_write(v, rules, AGREEMENT_END, (const uint8_t *const[]){id}, 1, &w);
}

enum err agreement_notice(struct visit *v, const struct agreement_rules *rules,
                          const uint8_t id[EID_SIZE], struct bytes text) {
    struct agreement a;
    struct body_writer w;
    if (!text_fits(text))
        return ERR_SIZE;
    TRY(standing(v, rules, id, &a));
    body_begin(&w, v->frame, NULL);
    body_add_text(&w, F_TEXT, text);
    return answer_write(v, rules, AGREEMENT_NOTICED, (const uint8_t *const[]){id}, 1, &w);
}

enum err agreement_broken(struct visit *v, const struct agreement_rules *rules,
                          const uint8_t id[EID_SIZE], enum agreement_break whose, struct bytes text,
                          struct bytes repair) {
    struct agreement a;
    struct body_writer w;
    if (!text_fits(text) || !text_fits(repair))
        return ERR_SIZE;
    TRY(standing(v, rules, id, &a));
    body_begin(&w, v->frame, NULL);
    body_add_text(&w, F_TEXT, text);
    body_add_text(&w, F_REPAIR, repair);
    body_add_uint(&w, F_WHOSE, (uint64_t)whose);
    return answer_write(v, rules, AGREEMENT_BROKEN, (const uint8_t *const[]){id}, 1, &w);
}
