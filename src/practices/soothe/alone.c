/* alone.c -- what is only mine: how tense, breathing, the box for being alone; and erasing. */
#include "practices/soothe/soothe.h"
#include "view/dates.h"

enum { LIST_MAX = 40, PACE_SECONDS = 180 };

const enum text_key soothe_tense[TENSE_COUNT] = {
    T_SOOTHE_TENSE_0, T_SOOTHE_TENSE_1, T_SOOTHE_TENSE_2, T_SOOTHE_TENSE_3, T_SOOTHE_TENSE_4};

/* bit 0 sound, bit 1 after, from bit 2 how tense. */
uint64_t tension_digest(struct bytes body) {
    uint64_t when, how;
    if (!body_uint(body, 1, &when) || when > 1 || !body_uint(body, 2, &how) || how >= TENSE_COUNT)
        return 0;
    return 1 | when << 1 | how << 2;
}

/* --- how tense -------------------------------------------------------------------------------- */

static void page_look(struct visit *v, bool after) {
    struct parts *p = v->p;
    struct address on = visit_together(v) && !session_status(v).looking ? soothe_at(PAGE_SESSION, 0)
                                                                        : soothe_at(PAGE_HANDED, 0);
    part_page_begin(
        p, &(struct part_page){.badge = BADGE_MINE,
                               .over = WORDS(T_SOOTHE_TITLE),
                               .title = WORDS(after ? T_SOOTHE_AFTER_TITLE : T_SOOTHE_BEFORE_TITLE),
                               .back = soothe_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(after ? T_SOOTHE_AFTER_LEAD : T_SOOTHE_BEFORE_LEAD));
    part_form_begin(p, ROOM_SOOTHE, after ? ACTION_AFTER : ACTION_BEFORE);
    part_scale(p, &(struct part_field){.field = F_TENSE, .label = WORDS(T_SOOTHE_BEFORE_LABEL)},
               TENSE_COUNT, WORDS(T_SOOTHE_TENSE_LOW), WORDS(T_SOOTHE_TENSE_HIGH), CHOSEN_NONE);
    part_button(p, WORDS(after ? T_SOOTHE_AFTER_GO : T_SOOTHE_BEFORE_GO));
    part_form_end(p);
    part_link_button(p, WEIGHT_QUIET, after ? soothe_at(PAGE_HOME, 0) : on,
                     WORDS(after ? T_APP_NOT_NOW : T_SOOTHE_BEFORE_SKIP));
    part_page_end(p);
}

static void tension_item(struct visit *v, const struct item *item) {
    struct words how =
        words_with(v->p, item->digest >> 1 & 1 ? T_SOOTHE_TENSION_AFTER : T_SOOTHE_TENSION_BEFORE,
                   "how", text_get(v->text, soothe_tense[item->digest >> 2]));
    uint64_t at = item_address(item);
    part_item(v->p, &(struct part_item){.key = at,
                                        .to = soothe_at(PAGE_ERASE, at),
                                        .title = how,
                                        .aside = words_of(text_make_day_near(
                                            v->frame, v->text, item->first_day, v->today))});
}

static enum err page_tension(struct visit *v) {
    struct parts *p = v->p;
    size_t count, shown = 0;
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    const struct item *all = book_items(v->book, KIND_TENSION, &count);
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .over = WORDS(T_SOOTHE_TITLE),
                                           .title = WORDS(T_SOOTHE_TENSION_TITLE),
                                           .back = soothe_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_SOOTHE_TENSION_LEAD));
    for (size_t i = count; i-- > 0 && shown < LIST_MAX;) {
        if (!(all[i].digest & 1) || all[i].space != SPACE_MINE)
            continue;
        if (shown++ == 0)
            part_list_begin(p);
        tension_item(v, &all[i]);
    }
    if (shown)
        part_list_end(p);
    else
        part_empty(p, WORDS(T_SOOTHE_TENSION_NONE), WORDS(T_SOOTHE_TENSION_NONE_LINE));
    part_page_end(p);
    return ERR_OK;
}

static enum err tension_write(struct visit *v, const struct submission *s, uint64_t after) {
    struct body_writer w;
    body_begin(&w, v->frame, NULL);
    body_add_uint(&w, 1, after);
    body_add_uint(&w, 2, submission_number(s, F_TENSE));
    return visit_write(v, SPACE_MINE, KIND_TENSION, NULL, 0, &w, NULL);
}

enum err soothe_run_before(struct visit *v, const struct submission *s) {
    bool two = visit_together(v) && !session_status(v).looking;
    visit_go(v, ROOM_SOOTHE, two ? PAGE_SESSION : PAGE_HANDED, 0);
    return tension_write(v, s, 0);
}

/* Whoever looks back on a session is done with it: the next time begins anew. */
enum err soothe_run_after(struct visit *v, const struct submission *s) {
    struct near n;
    TRY(near_read(v, &n));
    if (n.live.state == LIVE_SESSION_OVER)
        live_session_leave(v);
    visit_go(v, ROOM_SOOTHE, book_status(v->book).mine_open ? PAGE_TENSION : PAGE_HOME, 0);
    return tension_write(v, s, 1);
}

/* --- breathing -------------------------------------------------------------------------------- */

static void page_pace(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.over = WORDS(T_SOOTHE_TITLE),
                                           .title = WORDS(T_SOOTHE_PACE_TITLE),
                                           .back = soothe_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_SOOTHE_PACE_LEAD));
    part_pace(p, 4, 6, PACE_SECONDS);
    part_aside(p, WORDS(T_SOOTHE_PACE_HOW));
    part_link_button(p, WEIGHT_QUIET, soothe_at(PAGE_HOME, 0), WORDS(T_SOOTHE_PACE_DONE));
    part_page_end(p);
}

/* --- the box ---------------------------------------------------------------------------------- */

static void own_tools(struct visit *v) {
    struct parts *p = v->p;
    size_t count, shown = 0;
    const struct item *all = book_items(v->book, KIND_TOOL, &count);
    for (size_t i = count; i-- > 0 && shown < LIST_MAX;) {
        struct bytes text;
        if (all[i].space != SPACE_MINE || !body_text(book_item_entry(&all[i]).body, F_1, &text) ||
            text.size == 0)
            continue;
        if (shown++ == 0)
            part_list_begin(p);
        uint64_t at = item_address(&all[i]);
        part_item(p, &(struct part_item){
                         .key = at, .to = soothe_at(PAGE_TOOL, at), .title = words_of(text)});
    }
    if (shown)
        part_list_end(p);
    else
        part_empty(p, WORDS(T_SOOTHE_TOOLS_NONE), WORDS(T_SOOTHE_TOOLS_NONE_LINE));
}

/* The ideas are there without the lock: who needs them may not have the patience for it. */
static enum err page_tools(struct visit *v) {
    struct parts *p = v->p;
    bool open = book_status(v->book).mine_open;
    if (v->at.item == 1 && !open)
        return ERR_LOCKED;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .over = WORDS(T_SOOTHE_TITLE),
                                           .title = WORDS(T_SOOTHE_TOOLS_TITLE),
                                           .back = soothe_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_SOOTHE_TOOLS_LEAD));
    part_section_begin(p, WORDS(T_SOOTHE_TOOLS_OWN));
    if (open)
        own_tools(v);
    else
        part_link_line(p, soothe_at(PAGE_TOOLS, 1), WORDS(T_SOOTHE_TOOLS_LOCKED));
    part_section_end(p);
    part_link_button(p, WEIGHT_PRIMARY, soothe_at(PAGE_TOOL, 0), WORDS(T_SOOTHE_TOOLS_WRITE));
    part_heading(p, WORDS(T_SOOTHE_TOOLS_OTHERS));
    part_prose(p, T_SOOTHE_TOOLS_IDEAS);
    part_page_end(p);
    return ERR_OK;
}

static enum err page_tool(struct visit *v) {
    struct parts *p = v->p;
    const struct item *item = note_own(v, KIND_TOOL, v->at.item);
    if (v->at.item && !item)
        return book_status(v->book).mine_open ? ERR_NOT_FOUND : ERR_LOCKED;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .over = WORDS(T_SOOTHE_TOOLS_TITLE),
                                           .title = WORDS(T_SOOTHE_TOOL_TITLE),
                                           .back = soothe_at(PAGE_TOOLS, 0)});
    part_form_begin(p, ROOM_SOOTHE, ACTION_TOOL);
    note_form(v, soothe_tool, 1, item ? book_item_entry(item).body : (struct bytes){0},
              (struct bytes){0});
    part_button(p, WORDS(T_SOOTHE_SAVE));
    part_form_end(p);
    part_examples(p, WORDS(T_SOOTHE_TOOL_GOOD_1), WORDS(T_SOOTHE_TOOL_GOOD_2),
                  WORDS(T_SOOTHE_TOOL_BAD));
    if (item)
        part_link_line(p, soothe_at(PAGE_ERASE, v->at.item), WORDS(T_APP_ERASE));
    part_page_end(p);
    return ERR_OK;
}

enum err soothe_run_tool(struct visit *v, const struct submission *s) {
    const struct item *item = note_own(v, KIND_TOOL, s->from.item);
    struct body_writer w;
    body_begin(&w, v->frame, item ? item->id : NULL);
    note_add(&w, soothe_tool, 1, s);
    visit_go(v, ROOM_SOOTHE, PAGE_TOOLS, 0);
    return visit_write(v, SPACE_MINE, KIND_TOOL, NULL, 0, &w, NULL);
}

/* --- erasing ---------------------------------------------------------------------------------- */

/* One of this room's that is mine to erase. A promise is taken back where it stands. */
static const struct item *erasable(struct visit *v, uint64_t address) {
    for (uint32_t kind = KIND_TENSION; kind < KIND_RETURN; kind++) {
        const struct item *item = note_own(v, kind, address);
        if (item)
            return item;
    }
    return NULL;
}

static struct address page_of(const struct item *item) {
    static const enum soothe_page pages[] = {PAGE_TENSION, PAGE_WORDS, PAGE_TOOLS, PAGE_DOORWAY,
                                             PAGE_FLOOD};
    return soothe_at(pages[item->kind - KIND_TENSION], 0);
}

static enum err page_erase(struct visit *v) {
    const struct item *item = erasable(v, v->at.item);
    struct parts *p = v->p;
    if (!item)
        return ERR_NOT_FOUND;
    part_page_begin(p, &(struct part_page){.badge = note_badge(item->space),
                                           .title = WORDS(T_SOOTHE_ERASE_TITLE),
                                           .back = page_of(item)});
    part_lead(p, WORDS(item->space == SPACE_OURS ? T_SOOTHE_ERASE_OURS : T_SOOTHE_ERASE_MINE));
    part_action(p, ROOM_SOOTHE, ACTION_ERASE, 0, 0, WEIGHT_HEAVY, WORDS(T_APP_ERASE));
    part_link_button(p, WEIGHT_QUIET, page_of(item), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
    return ERR_OK;
}

enum err soothe_run_erase(struct visit *v, const struct submission *s) {
    const struct item *item = erasable(v, s->from.item);
    visit_go(v, ROOM_SOOTHE, PAGE_HOME, 0);
    if (!item)
        return ERR_OK;
    visit_go(v, ROOM_SOOTHE, page_of(item).page, 0);
    return note_erase(v, item);
}

enum err alone_pages_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_BEFORE:
    case PAGE_AFTER:
        page_look(v, v->at.page == PAGE_AFTER);
        return ERR_OK;
    case PAGE_TENSION:
        return page_tension(v);
    case PAGE_PACE:
        page_pace(v);
        return ERR_OK;
    case PAGE_TOOLS:
        return page_tools(v);
    case PAGE_TOOL:
        return page_tool(v);
    case PAGE_ERASE:
        return page_erase(v);
    default:
        return ERR_NOT_FOUND;
    }
}
