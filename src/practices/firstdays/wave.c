/* wave.c -- the wave: where, what, how strong, breathe, what I ask for; and when it is too much.
 *
 * Each step is a page that can be the last. Without a book, or while it is locked, the steps are
 * read and nothing is asked. With a book the second step can be kept, in *mine* (in its outbox
 * while that is closed), and what is asked for is added to it.
 */
#include "practices/firstdays/firstdays.h"

#include "view/dates.h"

#include <string.h>

enum { BREATHE_SECONDS = 120 };

/* --- the steps -------------------------------------------------------------------------------- */

static void page_wave(struct visit *v) {
    struct parts *p = v->p;
    struct path_run run;
    struct text_arg args[] = {{"date", text_make_date(v->frame, v->text, DATE_FULL, v->today)}};
    part_page_begin(p, &(struct part_page){.title = WORDS(T_FIRSTDAYS_WAVE_TITLE),
                                           .back = firstdays_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_FIRSTDAYS_WAVE_LEAD));
    part_section_begin(p, WORDS(T_FIRSTDAYS_HERE));
    part_prose_format(p, T_FIRSTDAYS_HERE_BODY, args, COUNT_OF(args));
    part_section_end(p);
    part_link_button(p, WEIGHT_PRIMARY, firstdays_at(PAGE_WHAT, 0), WORDS(T_FIRSTDAYS_HERE_GO));
    part_row_begin(p);
    part_link_button(p, WEIGHT_QUIET, firstdays_at(PAGE_BREATHE, 0),
                     WORDS(T_FIRSTDAYS_ONLY_BREATHE));
    part_link_button(p, WEIGHT_QUIET, firstdays_at(PAGE_ASK, 0), WORDS(T_FIRSTDAYS_ONLY_ASK));
    part_row_end(p);
    part_link_line(p, firstdays_at(PAGE_TOO_MUCH, 0), WORDS(T_FIRSTDAYS_MUCH_GO));
    if (firstdays_access(v) == ACCESS_MINE && firstdays_offer(v, &run) == OFFER_WAVE)
        part_action(p, ROOM_FIRSTDAYS, ACTION_NOT, 0, 0, WEIGHT_QUIET, WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

/* Three taps are enough; the rest is for who wants it. */
void firstdays_wave_form(struct visit *v, struct bytes body) {
    enum { FIRST = 3 };
    part_leave_out(v->p);
    note_form(v, firstdays_wave_fields, FIRST, body, (struct bytes){0});
    part_details_begin(v->p, WORDS(T_FIRSTDAYS_WAVE_MORE));
    note_form(v, firstdays_wave_fields + FIRST, WAVE_FIELDS - FIRST, body, (struct bytes){0});
    part_details_end(v->p);
}

static void page_what(struct visit *v) {
    struct parts *p = v->p;
    enum access access = firstdays_access(v);
    part_page_begin(p, &(struct part_page){.title = WORDS(T_FIRSTDAYS_WHAT_TITLE),
                                           .badge = access == ACCESS_READ ? BADGE_NONE : BADGE_MINE,
                                           .back = firstdays_at(PAGE_WAVE, 0)});
    part_lead(p, WORDS(T_FIRSTDAYS_WHAT_LEAD));
    if (access == ACCESS_READ) {
        part_prose(p, T_FIRSTDAYS_WHAT_READ);
        part_link_button(p, WEIGHT_PRIMARY, firstdays_at(PAGE_BREATHE, 0),
                         WORDS(T_FIRSTDAYS_BREATHE_GO));
        part_page_end(p);
        return;
    }
    part_form_begin(p, ROOM_FIRSTDAYS, ACTION_WAVE);
    firstdays_wave_form(v, (struct bytes){0});
    part_button(p, WORDS(T_FIRSTDAYS_WAVE_KEEP));
    part_form_end(p);
    part_link_button(p, WEIGHT_QUIET, firstdays_at(PAGE_BREATHE, 0), WORDS(T_FIRSTDAYS_WAVE_ON));
    if (access == ACCESS_OURS)
        part_aside(p, WORDS(T_FIRSTDAYS_WAVE_SEALED));
    part_examples(p, WORDS(T_FIRSTDAYS_WAVE_GOOD_1), WORDS(T_FIRSTDAYS_WAVE_GOOD_2),
                  WORDS(T_FIRSTDAYS_WAVE_BAD));
    part_page_end(p);
}

static void page_breathe(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_FIRSTDAYS_BREATHE_TITLE),
                                           .back = firstdays_at(PAGE_WAVE, 0)});
    part_lead(p, WORDS(T_FIRSTDAYS_BREATHE_LEAD));
    part_quiet(p, BREATHE_SECONDS, WORDS(T_FIRSTDAYS_BREATHE_LINE), (struct address){0});
    part_link_button(p, WEIGHT_PRIMARY, firstdays_at(PAGE_ASK, v->at.item),
                     WORDS(T_FIRSTDAYS_BREATHE_GO));
    part_details_begin(p, WORDS(T_FIRSTDAYS_BREATHE_MORE));
    part_prose(p, T_FIRSTDAYS_BREATHE_LIST);
    part_details_end(p);
    part_link_line(p, firstdays_at(PAGE_TOO_MUCH, 0), WORDS(T_FIRSTDAYS_MUCH_GO));
    part_page_end(p);
}

static enum part_weight ask_weight(enum ask ask) {
    return ask == ASK_NOTHING ? WEIGHT_QUIET : WEIGHT_SECONDARY;
}

static void page_ask(struct visit *v) {
    struct parts *p = v->p;
    bool kept = firstdays_access(v) == ACCESS_MINE && note_own(v, KIND_WAVE, v->at.item);
    part_page_begin(p, &(struct part_page){.title = WORDS(T_FIRSTDAYS_ASK_TITLE),
                                           .badge = kept ? BADGE_MINE : BADGE_NONE,
                                           .back = firstdays_at(PAGE_BREATHE, v->at.item)});
    part_lead(p, WORDS(T_FIRSTDAYS_ASK_LEAD));
    if (kept)
        part_form_begin(p, ROOM_FIRSTDAYS, ACTION_ASK);
    for (int i = 0; i < ASK_COUNT; i++)
        if (kept)
            part_button_value(p, ask_weight((enum ask)i), W_ASK, (uint64_t)i,
                              WORDS(firstdays_wave_asks[i]));
        else
            part_link_button(p, ask_weight((enum ask)i), firstdays_at(PAGE_SAY, (uint64_t)i + 1),
                             WORDS(firstdays_wave_asks[i]));
    if (kept)
        part_form_end(p);
    part_page_end(p);
}

/* Large and alone, so that the page can be shown as it is. */
static enum err page_say(struct visit *v) {
    static const enum text_key say[ASK_COUNT] = {T_FIRSTDAYS_SAY_HOLD,   T_FIRSTDAYS_SAY_SIT,
                                                 T_FIRSTDAYS_SAY_LEAVE,  T_FIRSTDAYS_SAY_AGAIN,
                                                 T_FIRSTDAYS_SAY_NOBODY, T_FIRSTDAYS_SAY_NOTHING};
    struct parts *p = v->p;
    if (v->at.item < 1 || v->at.item > ASK_COUNT)
        return ERR_NOT_FOUND;
    enum ask ask = (enum ask)(v->at.item - 1);
    part_page_begin(p,
                    &(struct part_page){.title = WORDS(ask == ASK_NOTHING ? T_FIRSTDAYS_ASK_NOTHING
                                                                          : T_FIRSTDAYS_SAY_TITLE),
                                        .quiet = true,
                                        .back = firstdays_at(PAGE_ASK, 0)});
    part_sentence(p, WORDS(say[ask]));
    firstdays_card_for_ask(v, ask);
    if (ask == ASK_NOBODY)
        part_say(p, WORDS(T_FIRSTDAYS_SAY_NOBODY_LINE));
    else if (ask != ASK_NOTHING)
        part_prose(p, T_FIRSTDAYS_SAY_NO);
    part_landing(p, WORDS(T_FIRSTDAYS_SAY_LANDING), firstdays_at(PAGE_HOME, 0));
    part_page_end(p);
    return ERR_OK;
}

static void page_too_much(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_FIRSTDAYS_TOOMUCH_TITLE),
                                           .back = firstdays_at(PAGE_HOME, 0)});
    part_prose(p, T_FIRSTDAYS_TOOMUCH_BODY);
    part_link_button(p, WEIGHT_SECONDARY, firstdays_at(PAGE_BREATHE, 0),
                     WORDS(T_FIRSTDAYS_ONLY_BREATHE));
    part_page_end(p);
}

enum err firstdays_wave_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_WAVE:
        page_wave(v);
        return ERR_OK;
    case PAGE_WHAT:
        page_what(v);
        return ERR_OK;
    case PAGE_BREATHE:
        page_breathe(v);
        return ERR_OK;
    case PAGE_ASK:
        page_ask(v);
        return ERR_OK;
    case PAGE_SAY:
        return page_say(v);
    case PAGE_TOO_MUCH:
        page_too_much(v);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- what is kept ----------------------------------------------------------------------------- */

/* Nothing chosen is nothing kept. With *mine* closed it lies in the outbox and has no address yet.
 */
enum err firstdays_run_wave(struct visit *v, const struct submission *s) {
    struct body_writer w;
    uint8_t eid[EID_SIZE] = {0};
    bool any = false;
    visit_go(v, ROOM_FIRSTDAYS, PAGE_BREATHE, 0);
    if (firstdays_access(v) == ACCESS_READ)
        return ERR_OK;
    for (size_t i = 0; i < WAVE_FIELDS; i++)
        any = any || submission_has(s, firstdays_wave_fields[i].field);
    if (!any)
        return ERR_OK;
    body_begin(&w, v->frame, NULL);
    note_add(&w, firstdays_wave_fields, WAVE_FIELDS, s);
    TRY(visit_write(v, SPACE_MINE, KIND_WAVE, NULL, 0, &w, eid));
    const struct item *kept = book_item_find(v->book, eid);
    visit_go(v, ROOM_FIRSTDAYS, PAGE_BREATHE, kept ? item_address(kept) : 0);
    return ERR_OK;
}

enum err firstdays_run_ask(struct visit *v, const struct submission *s) {
    struct body_writer w;
    uint64_t ask = submission_number(s, W_ASK);
    const struct item *kept = note_own(v, KIND_WAVE, v->at.item);
    visit_go(v, ROOM_FIRSTDAYS, PAGE_SAY, ask + 1);
    if (!kept)
        return ERR_OK;
    body_begin(&w, v->frame, kept->id);
    note_copy(&w, firstdays_wave_fields, WAVE_FIELDS, book_item_entry(kept).body);
    body_add_uint(&w, W_ASK, ask);
    return visit_write(v, SPACE_MINE, KIND_WAVE, NULL, 0, &w, NULL);
}
