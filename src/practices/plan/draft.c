/* draft.c -- a plan that is only mine yet: kept, changed, printed, and sent on the next morning.
 *
 * What leaves *mine* waits a night and can be taken back until then (PRACTICES.md, rule 7); it goes
 * when this book is next opened with *mine* on that morning or later (visit_morning_came), and this
 * device has read what my others wrote: what was taken back there does not go. Sent first, erased
 * after: a failure in between leaves it in both places, and never in neither. Two devices of mine
 * may send it before they hear of each other: what they send has the draft's mark, and of two with
 * one mark the later is taken back, on every device the same.
 */
#include "app/session.h"
#include "base/check.h"
#include "book/book_internal.h"
#include "forms/note.h"
#include "practices/plan/plan.h"

#include <string.h>

static int32_t day_read(struct bytes body, uint32_t key) {
    uint64_t day;
    return body_uint(body, key, &day) && day <= ENTRY_DAY_MAX ? (int32_t)day : 0;
}

static uint32_t number_read(struct bytes body, uint32_t key, uint32_t below) {
    uint64_t n;
    return body_uint(body, key, &n) && n < below ? (uint32_t)n : 0;
}

static struct bytes text_read(struct bytes body, uint32_t key, uint32_t max) {
    struct bytes text;
    return body_text(body, key, &text) && text.size <= (size_t)4 * max ? text : (struct bytes){0};
}

static struct bytes mark_read(struct bytes body) {
    struct bytes mark;
    return body_bytes(body, F_MARK, &mark) && mark.size == MARK_SIZE ? mark : (struct bytes){0};
}

struct plan_form plan_form_read(struct bytes body) {
    return (struct plan_form){.template = number_read(body, F_TEMPLATE, TEMPLATE_COUNT),
                              .giver = number_read(body, F_GIVER, GIVER_COUNT),
                              .purpose = number_read(body, F_PURPOSE, PURPOSE_COUNT),
                              .what = text_read(body, F_WHAT, WHAT_MAX),
                              .how = text_read(body, F_HOW, HOW_MAX),
                              .prevent = text_read(body, F_PREVENT, HALF_MAX),
                              .intervene = text_read(body, F_INTERVENE, HALF_MAX),
                              .leave = text_read(body, F_LEAVE, LEAVE_MAX),
                              .look = text_read(body, F_LOOK, LOOK_MAX),
                              .first = day_read(body, F_FIRST),
                              .last = day_read(body, F_LAST),
                              .mark = mark_read(body)};
}

static void text_keep(struct body_writer *w, uint32_t key, struct bytes text) {
    if (text.size)
        body_add_text(w, key, text);
}

/* Writes the draft; keys ascend. */
static enum err write(struct visit *v, const struct plan_form *f, const uint8_t *item, int32_t send,
                      uint8_t eid[EID_SIZE]) {
    struct body_writer w;
    body_begin(&w, v->frame, item);
    body_add_uint(&w, F_TEMPLATE, f->template);
    body_add_uint(&w, F_GIVER, f->giver);
    body_add_uint(&w, F_PURPOSE, f->purpose);
    text_keep(&w, F_WHAT, f->what);
    text_keep(&w, F_HOW, f->how);
    text_keep(&w, F_PREVENT, f->prevent);
    text_keep(&w, F_INTERVENE, f->intervene);
    text_keep(&w, F_LEAVE, f->leave);
    if (f->first)
        body_add_uint(&w, F_FIRST, (uint64_t)f->first);
    if (f->last)
        body_add_uint(&w, F_LAST, (uint64_t)f->last);
    text_keep(&w, F_LOOK, f->look);
    if (send)
        body_add_uint(&w, F_SEND, (uint64_t)send);
    if (send && f->mark.size)
        body_add_bytes(&w, F_MARK, f->mark);
    return visit_write(v, SPACE_MINE, KIND_DRAFT, NULL, 0, &w, eid);
}

enum err plan_draft_keep(struct visit *v, const struct plan_form *f, const uint8_t *item,
                         int32_t send) {
    uint8_t eid[EID_SIZE] = {0};
    uint64_t address = item ? plan_item(item) : 0;
    TRY(write(v, f, item, send, eid));
    visit_go(v, ROOM_PLAN, PAGE_DRAFT, address ? address : plan_item(eid));
    return ERR_OK;
}

/* --- pages ------------------------------------------------------------------------------------ */

void plan_drafts_draw(struct visit *v) {
    struct parts *p = v->p;
    size_t count, shown = 0;
    const struct item *items = book_items(v->book, KIND_DRAFT, &count);
    if (count == 0)
        return;
    part_section_begin(p, WORDS(T_PLAN_DRAFTS));
    part_list_begin(p);
    for (size_t i = count; i-- > 0 && shown < LIST_MAX; shown++) {
        struct bytes body = book_item_entry(&items[i]).body;
        struct plan_form f = plan_form_read(body);
        int32_t send = day_read(body, F_SEND);
        uint64_t address = item_address(&items[i]);
        part_item(p, &(struct part_item){.key = address,
                                         .to = plan_at(PAGE_DRAFT, address),
                                         .title = plan_text_first(plan_text(v, &f)),
                                         .line = send ? plan_day(v, T_PLAN_GOES, send)
                                                      : (struct words){0},
                                         .badge = BADGE_MINE,
                                         .whose = WHOSE_ME});
    }
    part_list_end(p);
    part_section_end(p);
}

static void ways(struct visit *v, int32_t send) {
    struct parts *p = v->p;
    uint64_t item = v->at.item;
    if (send) {
        part_notice(p, NOTICE_INFO, plan_day(v, T_PLAN_GOES_LINE, send));
        part_form_begin(p, ROOM_PLAN, ACTION_SEND);
        part_button_value(p, WEIGHT_SECONDARY, F_SEND, 0, WORDS(T_PLAN_GOES_BACK));
        part_form_end(p);
    } else if (visit_together(v)) {
        part_form_begin(p, ROOM_PLAN, ACTION_SEND);
        part_button_value(p, WEIGHT_PRIMARY, F_SEND, 1, WORDS(T_PLAN_GO_OUT));
        part_form_end(p);
        part_aside(p, WORDS(T_PLAN_GO_OUT_LINE));
    } else {
        part_link_button(p, WEIGHT_PRIMARY, plan_at(PAGE_PAPER, item), WORDS(T_PLAN_PAPER_LINK));
    }
    part_row_begin(p);
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_CHANGE, item), WORDS(T_APP_CHANGE));
    if (visit_together(v))
        part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_PAPER, item), WORDS(T_PLAN_PAPER_LINK));
    part_link_button(p, WEIGHT_QUIET, plan_at(PAGE_ERASE, item), WORDS(T_APP_ERASE));
    part_row_end(p);
}

static void page_draft(struct visit *v, struct bytes body) {
    struct parts *p = v->p;
    struct plan_form f = plan_form_read(body);
    plan_page_begin(v, T_PLAN_DRAFT_TITLE, BADGE_MINE, plan_at(PAGE_HOME, 0));
    part_lead(p, WORDS(visit_together(v) ? T_PLAN_DRAFT_LEAD : T_PLAN_DRAFT_ALONE));
    part_quote(p, WHOSE_ME, plan_text(v, &f), (struct words){0});
    if (plan_speaks_of_watching(v, plan_text(v, &f)))
        part_notice(p, NOTICE_CARE, WORDS(T_PLAN_WATCHED_LINE));
    ways(v, day_read(body, F_SEND));
    part_page_end(p);
}

static void page_change(struct visit *v, struct bytes body) {
    struct parts *p = v->p;
    struct plan_form f = plan_form_read(body);
    plan_page_begin(v, T_PLAN_CHANGE_TITLE, BADGE_MINE, plan_at(PAGE_DRAFT, v->at.item));
    part_lead(p, WORDS(T_PLAN_CHANGE_LEAD));
    part_form_begin(p, ROOM_PLAN, ACTION_WRITE);
    plan_form_draw(v, &f);
    part_button(p, WORDS(T_APP_SAVE));
    part_form_end(p);
    part_page_end(p);
}

static void page_erase(struct visit *v) {
    struct parts *p = v->p;
    struct address back = plan_at(PAGE_DRAFT, v->at.item);
    plan_page_begin(v, T_PLAN_ERASE_TITLE, BADGE_MINE, back);
    part_lead(p, WORDS(T_PLAN_ERASE_LEAD));
    part_action(p, ROOM_PLAN, ACTION_ERASE, 0, 0, WEIGHT_HEAVY, WORDS(T_APP_ERASE));
    part_link_button(p, WEIGHT_QUIET, back, WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

/* One page to print, with a line for each of the two. */
static void page_paper(struct visit *v, struct bytes text, enum page_badge badge,
                       enum plan_page back) {
    struct parts *p = v->p;
    plan_page_begin(v, T_PLAN_PAPER_TITLE, badge, plan_at(back, v->at.item));
    part_quote(p, WHOSE_BOTH, text, (struct words){0});
    part_say(p, WORDS(T_PLAN_PAPER_NOT));
    part_say(p, WORDS(T_PLAN_PAPER_SIGN));
    part_say(p, WORDS(T_PLAN_PAPER_SIGN));
    part_island_button(p, WEIGHT_PRIMARY, "print", (struct bytes){0}, WORDS(T_PLAN_PRINT));
    part_aside(p, WORDS(T_PLAN_PAPER_LEAD));
    part_page_end(p);
}

static enum err paper_show(struct visit *v) {
    struct agreement a;
    const struct agreement_rules *rules;
    struct buf b;
    struct bytes text;
    TRY(plan_read(v, v->at.item, &a, &rules));
    if (rules != &plan_rules)
        return ERR_NOT_FOUND;
    buf_init(&b, v->frame);
    for (size_t i = 0; i < a.line_count; i++) {
        if (a.lines[i].taken_day || (i && !a.lines[i].both))
            continue;
        if (b.size)
            buf_add_string(&b, "\n\n");
        buf_add_bytes(&b, a.lines[i].text);
    }
    TRY(buf_finish(&b, &text));
    page_paper(v, text, BADGE_OURS, PAGE_ONE);
    return ERR_OK;
}

enum err draft_show(struct visit *v) {
    if (v->at.page < PAGE_DRAFT || v->at.page > PAGE_ERASE)
        return ERR_NOT_FOUND;
    const struct item *item = book_item_at(v->book, v->at.item);
    if (v->at.page == PAGE_PAPER && item && item->kind == KIND_PLAN + AGREEMENT_LINE)
        return paper_show(v);
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    item = note_own(v, KIND_DRAFT, v->at.item);
    if (!item)
        return ERR_NOT_FOUND;
    struct bytes body = book_item_entry(item).body;
    if (v->at.page == PAGE_DRAFT) {
        page_draft(v, body);
    } else if (v->at.page == PAGE_CHANGE) {
        page_change(v, body);
    } else if (v->at.page == PAGE_ERASE) {
        page_erase(v);
    } else {
        struct plan_form f = plan_form_read(body);
        page_paper(v, plan_text(v, &f), BADGE_MINE, PAGE_DRAFT);
    }
    return ERR_OK;
}

/* --- acts ------------------------------------------------------------------------------------- */

/* The week of a draft begins with the day on which it goes. */
enum err plan_run_send(struct visit *v, const struct submission *s) {
    uint8_t mark[MARK_SIZE];
    const struct item *item = note_own(v, KIND_DRAFT, s->from.item);
    if (!item || !visit_together(v))
        return ERR_NOT_FOUND;
    struct plan_form f = plan_form_read(book_item_entry(item).body);
    bool goes = submission_number(s, F_SEND);
    if (goes && f.template == TEMPLATE_WEEK)
        f.last = plan_week_last(v->today + 1);
    TRY(session_random(v, mark, sizeof mark));
    f.mark = BYTES_OF(mark);
    return plan_draft_keep(v, &f, item->id, goes ? v->today + 1 : 0);
}

enum err plan_run_erase(struct visit *v, const struct submission *s) {
    const struct item *item = note_own(v, KIND_DRAFT, s->from.item);
    visit_go(v, ROOM_PLAN, PAGE_HOME, 0);
    return item ? note_erase(v, item) : ERR_OK;
}

/* --- going out -------------------------------------------------------------------------------- */

/* My first plan that was sent with this mark: its frame, or NULL. */
static const struct item *sent_find(const struct visit *v, struct bytes mark) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_FRAME, &count);
    for (size_t i = 0; mark.size && i < count; i++)
        if (items[i].author == AUTHOR_ME && items[i].space == SPACE_OURS &&
            bytes_equal(mark_read(book_item_entry(&items[i]).body), mark))
            return &items[i];
    return NULL;
}

/* Takes back what another device of mine sent as well. What somebody could have signed stays: by
 * then both devices have long known of both. */
static enum err twins_erase(struct visit *v) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_FRAME, &count);
    for (size_t i = count; i-- > 0 && items[i].first_day > v->today - NIGHTS;) {
        struct entry e = book_item_entry(&items[i]);
        struct bytes mark = mark_read(e.body);
        if (items[i].author != AUTHOR_ME || !mark.size || e.re_count != 1 ||
            sent_find(v, mark) == &items[i])
            continue;
        const struct item *root = book_item_find(v->book, entry_re(&e, 0));
        if (!root || root->author != AUTHOR_ME || v->today >= root->first_day + NIGHTS)
            continue;
        return book_erase(v->book, root->id, v->today);
    }
    return ERR_OK;
}

/* My draft with this mark, or NULL. */
static const struct item *draft_find(const struct visit *v, struct bytes mark) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_DRAFT, &count);
    for (size_t i = 0; mark.size && i < count; i++)
        if (items[i].author == AUTHOR_ME &&
            bytes_equal(mark_read(book_item_entry(&items[i]).body), mark))
            return &items[i];
    return NULL;
}

/* A frame of mine whose plan is gone, or NULL. */
static const struct item *frame_left(const struct visit *v) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_FRAME, &count);
    for (size_t i = 0; i < count; i++) {
        struct entry e = book_item_entry(&items[i]);
        if (items[i].author == AUTHOR_ME && items[i].erasable && e.re_count == 1 &&
            !book_item_find(v->book, entry_re(&e, 0)))
            return &items[i];
    }
    return NULL;
}

/* The frame goes with its plan. Where the draft is still there (its sending was cut off), it goes
 * first: while the frame stands it is not sent again. So this waits for *mine*, and for what my
 * other devices wrote. */
enum err plan_frames_settle(struct visit *v) {
    const struct item *frame;
    if (!book_status(v->book).mine_open || !session_current(v))
        return ERR_OK;
    while ((frame = frame_left(v)) != NULL) {
        uint8_t id[EID_SIZE];
        const struct item *draft = draft_find(v, mark_read(book_item_entry(frame).body));
        memcpy(id, draft ? draft->id : frame->id, EID_SIZE);
        TRY(book_erase(v->book, id, v->today));
    }
    return ERR_OK;
}

/* A draft whose days went by while it waited stays a draft. */
static enum err send_one(struct visit *v, const struct item *item) {
    uint8_t id[EID_SIZE], draft[EID_SIZE], mark[MARK_SIZE];
    struct plan_form f = plan_form_read(book_item_entry(item).body);
    memcpy(draft, item->id, EID_SIZE);
    if (f.mark.size)
        memcpy(mark, f.mark.at, f.mark.size);
    f.mark.at = mark; /* it is written after the book has changed */
    if (!sent_find(v, f.mark)) {
        if (f.last && f.last < v->today + NIGHTS)
            return write(v, &f, draft, 0, NULL);
        TRY(plan_send(v, &f, id));
    }
    return book_erase(v->book, draft, v->today);
}

/* One at a time: the settling that a write brings about does the next. */
enum err plan_draft_settle(struct visit *v) {
    size_t count;
    if (!visit_together(v) || !book_status(v->book).mine_open || !session_current(v))
        return ERR_OK;
    TRY(twins_erase(v));
    const struct item *items = book_items(v->book, KIND_DRAFT, &count);
    for (size_t i = 0; i < count; i++) {
        int32_t send = day_read(book_item_entry(&items[i]).body, F_SEND);
        if (items[i].author == AUTHOR_ME && send && visit_morning_came(v, send))
            return send_one(v, &items[i]);
    }
    return ERR_OK;
}
