/* kept.c -- what stayed of it, written down by whoever wants to, for themselves or for both. */
#include "app/example.h"
#include "practices/listen/listen.h"
#include "view/dates.h"

enum { OPEN_DAYS = 14, LIST_MAX = 30, NOT_YET = 0, PARTLY = 1, UNDERSTOOD = 2 };

/* bit 0 sound, 1 missing words stand in it, 2-3 how it was (3: not said). */
uint64_t kept_digest(struct bytes body) {
    uint64_t how = 3;
    struct bytes missing, let_go;
    bool has_missing = body_text(body, F_MISSING, &missing) && missing.size > 0;
    bool has_let_go = body_text(body, F_LET_GO, &let_go) && let_go.size > 0;
    if (!body_uint(body, F_UNDERSTOOD, &how))
        how = 3;
    if (how > 3 || (how == 3 && !has_missing && !has_let_go))
        return 0;
    return 1u | (uint64_t)has_missing << 1 | how << 2;
}

bool kept_open(struct visit *v) {
    size_t count;
    const struct item *all = book_items(v->book, KIND_KEPT, &count);
    for (size_t i = count; i-- > 0 && all[i].first_day >= v->today - OPEN_DAYS;)
        if (all[i].author == AUTHOR_ME && all[i].digest & 1)
            return all[i].digest >> 1 & 1 && all[i].digest >> 2 != UNDERSTOOD;
    return false;
}

/* --- pages ------------------------------------------------------------------------------------ */

static struct words day_words(struct visit *v, int32_t day) {
    return words_of(text_make_day_near(v->frame, v->text, day, v->today));
}

/* Whose it is, and of which day. */
static struct words list_aside(struct visit *v, const struct item *item) {
    struct buf b;
    struct bytes text, day = text_make_day_near(v->frame, v->text, item->first_day, v->today);
    if (item->author == AUTHOR_ME)
        return words_of(day);
    buf_init(&b, v->frame);
    buf_add_bytes(&b, note_partner(v, T_LISTEN_OTHER));
    buf_add_string(&b, " · ");
    buf_add_bytes(&b, day);
    return words_of(buf_finish(&b, &text) == ERR_OK ? text : day);
}

static void list_item(struct visit *v, const struct item *item) {
    struct bytes body = book_item_entry(item).body, text = {0};
    enum text_key title = T_LISTEN_MISSING;
    uint64_t at = item_address(item);
    if (!body_text(body, F_MISSING, &text) || text.size == 0)
        title = body_text(body, F_LET_GO, &text) && text.size ? T_LISTEN_LET_GO_LABEL
                                                              : note_value(&kept_fields[1], body);
    part_item(v->p,
              &(struct part_item){.key = at,
                                  .to = listen_at(PAGE_ONE, at),
                                  .title = WORDS(title),
                                  .line = words_of(text),
                                  .aside = list_aside(v, item),
                                  .badge = item->space == SPACE_MINE ? BADGE_MINE : BADGE_NONE,
                                  .whose = item->author == AUTHOR_ME ? WHOSE_ME : WHOSE_YOU});
}

void kept_list(struct visit *v) {
    struct parts *p = v->p;
    size_t count, shown = 0;
    const struct item *all = book_items(v->book, KIND_KEPT, &count);
    part_section_begin(p, WORDS(T_LISTEN_KEPT_TITLE));
    for (size_t i = count; i-- > 0 && shown < LIST_MAX;) {
        if (!(all[i].digest & 1) || !visit_day_came(v, all[i].first_day))
            continue;
        if (shown++ == 0)
            part_list_begin(p);
        list_item(v, &all[i]);
    }
    if (shown)
        part_list_end(p);
    else
        part_empty(p, WORDS(T_LISTEN_KEPT_NONE), WORDS(T_LISTEN_KEPT_NONE_LINE));
    part_section_end(p);
    if (!book_status(v->book).mine_open)
        part_link_line(p, listen_at(PAGE_HOME, 1), WORDS(T_LISTEN_MINE_CLOSED));
}

static void examples(struct visit *v, enum text_key first, enum text_key second,
                     enum text_key not_so) {
    part_details_begin(v->p, WORDS(T_LISTEN_WORDS));
    part_examples(v->p, WORDS(first), WORDS(second), WORDS(not_so));
    part_details_end(v->p);
}

static void form(struct visit *v, uint32_t action, bool ours, struct bytes body) {
    struct parts *p = v->p;
    struct bytes name = note_partner(v, T_LISTEN_OTHER);
    part_form_begin(p, ROOM_LISTEN, action);
    part_leave_out(p);
    if (!ours)
        note_form(v, kept_fields, 1, body, name);
    note_form(v, kept_fields + 1, 2, body, name);
    examples(v, T_LISTEN_MISSING_GOOD_1, T_LISTEN_MISSING_GOOD_2, T_LISTEN_MISSING_BAD);
    note_form(v, kept_fields + 3, 1, body, name);
    examples(v, T_LISTEN_LET_GO_GOOD_1, T_LISTEN_LET_GO_GOOD_2, T_LISTEN_LET_GO_BAD);
    part_button(p, WORDS(action == ACTION_KEEP ? T_LISTEN_SAVE : T_APP_CHANGE));
    part_form_end(p);
}

static void page_keep(struct visit *v) {
    struct parts *p = v->p;
    bool together = visit_together(v), ours = v->at.page == PAGE_KEEP_OURS && together;
    part_page_begin(p, &(struct part_page){.badge = ours ? BADGE_OURS : BADGE_MINE,
                                           .over = WORDS(T_LISTEN_TITLE),
                                           .title = WORDS(T_LISTEN_KEEP_TITLE),
                                           .back = listen_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_LISTEN_KEEP_LEAD));
    if (together)
        part_link_line(p, listen_at(ours ? PAGE_KEEP : PAGE_KEEP_OURS, 0),
                       WORDS(ours ? T_LISTEN_KEEP_TO_MINE : T_LISTEN_KEEP_TO_OURS));
    if (ours)
        part_aside(p, words_with(p, T_LISTEN_KEEP_OURS, "name", note_partner(v, T_LISTEN_OTHER)));
    form(v, ACTION_KEEP, ours, (struct bytes){0});
    part_link_button(p, WEIGHT_QUIET, listen_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

static void page_kept(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = note_at(v, KIND_KEPT, v->at.item);
    bool ours = item && item->space == SPACE_OURS;
    bool missing = item && item->digest >> 1 & 1 && item->digest >> 2 != UNDERSTOOD;
    part_page_begin(p, &(struct part_page){.badge = ours ? BADGE_OURS : BADGE_MINE,
                                           .title = WORDS(T_LISTEN_SAVED_TITLE)});
    part_lead(p, !item ? WORDS(T_LISTEN_SAVED_CLOSED)
                 : ours
                     ? words_with(p, T_LISTEN_SAVED_OURS, "name", note_partner(v, T_LISTEN_OTHER))
                     : WORDS(T_LISTEN_SAVED_MINE));
    if (item) {
        part_aside(p, WORDS(T_LISTEN_SAY_LINE));
        part_sentence(p, WORDS(missing ? T_LISTEN_SAY_MISSING : T_LISTEN_SAY_UNDERSTOOD));
    }
    part_link_button(p, WEIGHT_PRIMARY, listen_at(PAGE_HOME, 0), WORDS(T_APP_DONE));
    part_page_end(p);
}

static void said(struct visit *v, enum whose whose, enum text_key label, struct bytes body,
                 uint32_t field) {
    struct bytes text;
    if (!body_text(body, field, &text) || text.size == 0)
        return;
    part_subheading(v->p, WORDS(label));
    part_quote(v->p, whose, text, (struct words){0});
}

static enum err page_one(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = note_at(v, KIND_KEPT, v->at.item);
    struct bytes name;
    if (!item || !(item->digest & 1))
        return ERR_NOT_FOUND;
    struct bytes body = book_item_entry(item).body;
    enum whose whose = item->author == AUTHOR_ME ? WHOSE_ME : WHOSE_YOU;
    enum text_key how = note_value(&kept_fields[1], body);
    part_page_begin(p, &(struct part_page){.badge = note_badge(item->space),
                                           .over = day_words(v, item->first_day),
                                           .title = WORDS(T_LISTEN_ONE_TITLE),
                                           .back = listen_at(PAGE_HOME, 0)});
    if (whose == WHOSE_YOU)
        part_aside(p, words_of(note_partner(v, T_LISTEN_OTHER)));
    if (item->space == SPACE_MINE && body_text(body, F_WITH, &name) && name.size)
        part_aside(p, words_with(p, T_LISTEN_WITH_WORDS, "name", name));
    if (how != T_NONE)
        part_tags(p, &WORDS(how), 1);
    said(v, whose, T_LISTEN_MISSING, body, F_MISSING);
    said(v, whose, T_LISTEN_LET_GO_LABEL, body, F_LET_GO);
    if (item->author == AUTHOR_ME && item->erasable) {
        part_row_begin(p);
        part_link_button(p, WEIGHT_SECONDARY, listen_at(PAGE_CHANGE, v->at.item),
                         WORDS(T_APP_CHANGE));
        part_link_button(p, WEIGHT_QUIET, listen_at(PAGE_ERASE, v->at.item), WORDS(T_APP_ERASE));
        part_row_end(p);
    }
    part_page_end(p);
    return ERR_OK;
}

static enum err page_change(struct visit *v) {
    const struct item *item = note_own(v, KIND_KEPT, v->at.item);
    if (!item)
        return ERR_NOT_FOUND;
    part_page_begin(v->p, &(struct part_page){.badge = note_badge(item->space),
                                              .title = WORDS(T_LISTEN_CHANGE_TITLE),
                                              .back = listen_at(PAGE_ONE, v->at.item)});
    form(v, ACTION_CHANGE, item->space == SPACE_OURS, book_item_entry(item).body);
    part_page_end(v->p);
    return ERR_OK;
}

static enum err page_erase(struct visit *v) {
    const struct item *item = note_own(v, KIND_KEPT, v->at.item);
    struct parts *p = v->p;
    if (!item)
        return ERR_NOT_FOUND;
    part_page_begin(p, &(struct part_page){.badge = note_badge(item->space),
                                           .title = WORDS(T_LISTEN_ERASE_TITLE),
                                           .back = listen_at(PAGE_ONE, v->at.item)});
    part_lead(p, WORDS(item->space == SPACE_OURS ? T_LISTEN_ERASE_OURS : T_LISTEN_ERASE_MINE));
    part_action(p, ROOM_LISTEN, ACTION_ERASE, 0, 0, WEIGHT_HEAVY, WORDS(T_APP_ERASE));
    part_link_button(p, WEIGHT_QUIET, listen_at(PAGE_ONE, v->at.item), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
    return ERR_OK;
}

enum err kept_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_KEEP:
    case PAGE_KEEP_OURS:
        page_keep(v);
        return ERR_OK;
    case PAGE_KEPT:
        page_kept(v);
        return ERR_OK;
    case PAGE_ONE:
        return page_one(v);
    case PAGE_CHANGE:
        return page_change(v);
    case PAGE_ERASE:
        return page_erase(v);
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

static bool holds_something(struct visit *v, const struct submission *s) {
    if (submission_has(s, F_UNDERSTOOD) || submission_has(s, F_MISSING) ||
        submission_has(s, F_LET_GO))
        return true;
    visit_refuse(v, F_MISSING, T_LISTEN_EMPTY);
    return false;
}

enum err listen_run_keep(struct visit *v, const struct submission *s) {
    struct body_writer w;
    uint8_t eid[EID_SIZE];
    bool ours = s->from.page == PAGE_KEEP_OURS && visit_together(v);
    if (!holds_something(v, s))
        return ERR_OK;
    body_begin(&w, v->frame, NULL);
    note_add(&w, kept_fields + ours, KEPT_FIELDS - (size_t)ours, s);
    TRY(visit_write(v, ours ? SPACE_OURS : SPACE_MINE, KIND_KEPT, NULL, 0, &w, eid));
    const struct item *item = book_item_find(v->book, eid);
    visit_go(v, ROOM_LISTEN, PAGE_KEPT, item ? item_address(item) : 0);
    return ERR_OK;
}

enum err listen_run_change(struct visit *v, const struct submission *s) {
    const struct item *item = note_own(v, KIND_KEPT, s->from.item);
    struct body_writer w;
    if (!item)
        return ERR_NOT_FOUND;
    if (!holds_something(v, s))
        return ERR_OK;
    bool ours = item->space == SPACE_OURS;
    body_begin(&w, v->frame, item->id);
    note_add(&w, kept_fields + ours, KEPT_FIELDS - (size_t)ours, s);
    visit_go(v, ROOM_LISTEN, PAGE_ONE, s->from.item);
    return visit_write(v, (enum space)item->space, KIND_KEPT, NULL, 0, &w, NULL);
}

enum err listen_run_erase(struct visit *v, const struct submission *s) {
    const struct item *item = note_own(v, KIND_KEPT, s->from.item);
    visit_go(v, ROOM_LISTEN, PAGE_HOME, 0);
    return item ? note_erase(v, item) : ERR_OK;
}

enum err listen_example(struct example *x) {
    struct body_writer w;
    body_begin(&w, x->frame, NULL);
    body_add_uint(&w, F_UNDERSTOOD, PARTLY);
    body_add_text(&w, F_MISSING, text_get(x->text, T_LISTEN_EXAMPLE_MISSING));
    body_add_text(&w, F_LET_GO, text_get(x->text, T_LISTEN_EXAMPLE_LET_GO));
    return example_write(x, EXAMPLE_NORA, SPACE_OURS, KIND_KEPT, 6, NULL, &w, NULL);
}
