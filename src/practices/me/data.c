/* data.c -- one's own data: out, erased, and the two ways of leaving. */
#include "practices/me/me.h"
#include "view/dates.h"

enum { ERASE_SHOWN_MAX = 50, EXCERPT_SIZE = 90 };

static void page_export(struct visit *v) {
    struct parts *p = v->p;
    me_page_begin(v, T_ME_EXPORT_TITLE, BADGE_MINE);
    part_lead(p, WORDS(T_ME_EXPORT_LEAD));
    if (!session_status(v).mine_open)
        part_notice(p, NOTICE_INFO, WORDS(T_ME_EXPORT_CLOSED));
    part_form_begin(p, ROOM_ME, ACTION_EXPORT);
    part_button_value(p, WEIGHT_PRIMARY, F_FORMAT, 0, WORDS(T_ME_EXPORT_PAGE));
    part_button_value(p, WEIGHT_SECONDARY, F_FORMAT, 1, WORDS(T_ME_EXPORT_DATA));
    part_form_end(p);
    part_page_end(p);
}

enum err me_run_export(struct visit *v, const struct submission *s) {
    return submission_number(s, F_FORMAT) ? session_export_json(v) : session_export_html(v);
}

/* --- erase ----------------------------------------------------------------------------------- */

struct erase_row {
    const struct item *item;
    const struct kind_def *kind;
};

/* Puts a row where its day belongs, newest first; the oldest goes where there are too many. */
static void row_insert(struct erase_row *rows, size_t *count, struct erase_row row) {
    size_t at = *count < ERASE_SHOWN_MAX ? (*count)++ : ERASE_SHOWN_MAX - 1;
    for (; at > 0 && rows[at - 1].item->day < row.item->day; at--)
        rows[at] = rows[at - 1];
    rows[at] = row;
}

/* The newest of what can be erased, from all rooms. Of one kind no more than are shown are looked
 * at, because its items stand in the order of their days. */
static void rows_collect(struct visit *v, struct erase_row *rows, size_t *count) {
    for (const struct practice *const *p = practices; *p; p++)
        for (size_t k = 0; k < (*p)->kind_count; k++) {
            size_t n, taken = 0;
            const struct kind_def *kind = &(*p)->kinds[k];
            const struct item *items = book_items(v->book, kind->kind, &n);
            for (size_t i = n; i-- > 0 && taken < ERASE_SHOWN_MAX;) {
                if (kind->title == T_NONE || !items[i].erasable)
                    continue;
                taken++;
                if (*count < ERASE_SHOWN_MAX || items[i].day > rows[*count - 1].item->day)
                    row_insert(rows, count, (struct erase_row){&items[i], kind});
            }
        }
}

/* Enough of somebody's words to know them again: whole words, and a sign that there are more. */
static struct words excerpt(struct visit *v, struct bytes text) {
    struct buf b;
    size_t size = EXCERPT_SIZE;
    if (text.size <= size)
        return words_of(text);
    while (size > EXCERPT_SIZE / 2 && text.at[size] != ' ')
        size--;
    while (size > 0 && (text.at[size] & 0xc0) == 0x80) /* not in the middle of a character */
        size--;
    buf_init(&b, v->frame);
    buf_add_bytes(&b, bytes_make(text.at, size));
    buf_add_string(&b, "\xe2\x80\xa6"); /* an ellipsis */
    return buf_finish(&b, &text) == ERR_OK ? words_of(text) : (struct words){0};
}

static void page_erase(struct visit *v) {
    struct parts *p = v->p;
    struct erase_row rows[ERASE_SHOWN_MAX];
    size_t count = 0;
    rows_collect(v, rows, &count);
    me_page_begin(v, T_ME_ERASE_TITLE, BADGE_NONE);
    part_lead(p, WORDS(T_ME_ERASE_LEAD));
    if (count == 0) {
        part_empty(p, WORDS(T_ME_ERASE_EMPTY), (struct words){0});
        part_page_end(p);
        return;
    }
    part_heading(p, WORDS(T_ME_ERASE_LIST));
    part_list_begin(p);
    for (size_t i = 0; i < count; i++) {
        const struct item *item = rows[i].item;
        part_item(p,
                  &(struct part_item){
                      .key = item_address(item),
                      .to = me(PAGE_ERASE_SURE, item_address(item)),
                      .title = WORDS(rows[i].kind->title),
                      .line = excerpt(v, kind_words(rows[i].kind, item)),
                      .aside = words_of(text_make_day_near(v->frame, v->text, item->day, v->today)),
                      .badge = item->space == SPACE_MINE ? BADGE_MINE : BADGE_OURS});
    }
    part_list_end(p);
    part_page_end(p);
}

static enum err page_erase_sure(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = book_item_at(v->book, v->at.item);
    if (!item || !item->erasable)
        return ERR_NOT_FOUND;
    part_page_begin(
        p, &(struct part_page){.badge = item->space == SPACE_MINE ? BADGE_MINE : BADGE_OURS,
                               .title = WORDS(T_ME_ERASE_SURE_TITLE),
                               .back = me(PAGE_ERASE, 0)});
    part_lead(p, WORDS(T_ME_ERASE_SURE_LEAD));
    part_action(p, ROOM_ME, ACTION_ERASE, F_ITEM, v->at.item, WEIGHT_HEAVY, WORDS(T_ME_ERASE_YES));
    part_link_button(p, WEIGHT_QUIET, me(PAGE_ERASE, 0), WORDS(T_ME_ERASE_NO));
    part_page_end(p);
    return ERR_OK;
}

enum err me_run_erase(struct visit *v, const struct submission *s) {
    const struct item *item = book_item_at(v->book, submission_number(s, F_ITEM));
    visit_go(v, ROOM_ME, PAGE_ERASE, 0);
    return item ? book_erase(v->book, item->id, v->today) : ERR_OK;
}

/* --- leave and close ------------------------------------------------------------------------- */

static void page_leave(struct visit *v) {
    struct parts *p = v->p;
    enum pair_state pair = book_status(v->book).pair;
    me_page_begin(v, T_ME_LEAVE_TITLE, BADGE_NONE);
    if (pair != PAIR_TOGETHER) {
        part_lead(p, WORDS(pair == PAIR_LEFT ? T_ME_LEFT : T_ME_ALONE));
        part_page_end(p);
        return;
    }
    part_lead(p, WORDS(T_ME_LEAVE_LEAD));
    part_say(p, WORDS(T_ME_LEAVE_NOTICE));
    part_link_line(p, (struct address){ROOM_SAFETY, 0, 0}, WORDS(T_ME_LEAVE_SAFETY));
    part_form_begin(p, ROOM_ME, ACTION_LEAVE);
    part_flag(
        p, &(struct part_field){.field = F_KEEP, .label = WORDS(T_ME_LEAVE_KEEP), .optional = true},
        true);
    part_button_as(p, WEIGHT_HEAVY, WORDS(T_ME_LEAVE_GO));
    part_form_end(p);
    part_page_end(p);
}

enum err me_run_leave(struct visit *v, const struct submission *s) {
    return session_leave_pair(v, submission_has(s, F_KEEP));
}

static void page_close(struct visit *v) {
    struct parts *p = v->p;
    me_page_begin(v, T_ME_CLOSE_TITLE, BADGE_NONE);
    part_lead(p, WORDS(T_ME_CLOSE_LEAD));
    part_link_line(p, me(PAGE_EXPORT, 0), WORDS(T_ME_CLOSE_EXPORT));
    part_form_begin(p, ROOM_ME, ACTION_CLOSE);
    if (!session_status(v).memory_only)
        part_secret(p, &(struct part_field){.field = F_SECRET, .label = WORDS(T_ME_CLOSE_PHRASE)},
                    false);
    part_button_as(p, WEIGHT_HEAVY, WORDS(T_ME_CLOSE_GO));
    part_form_end(p);
    part_page_end(p);
}

enum err me_run_close(struct visit *v, const struct submission *s) {
    return session_close_book(v, submission_text(s, F_SECRET), F_SECRET);
}

enum err me_data_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_EXPORT:
        page_export(v);
        return ERR_OK;
    case PAGE_ERASE:
        page_erase(v);
        return ERR_OK;
    case PAGE_ERASE_SURE:
        return page_erase_sure(v);
    case PAGE_LEAVE:
        page_leave(v);
        return ERR_OK;
    case PAGE_CLOSE:
        page_close(v);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}
