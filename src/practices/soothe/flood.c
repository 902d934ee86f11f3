/* flood.c -- too much right now: the sign, a break of at least twenty minutes, a promise to come
 * back.
 *
 * A promise stands until its day is over, and is its giver's alone to move. Its time is cut to the
 * day then, by the giver's own phone.
 */
#include "practices/soothe/soothe.h"
#include "view/dates.h"

enum { PAUSE_SECONDS = 1200, QUARTERS = 4, HOURS = 24 - HOUR_FIRST, R_DAY = 1, R_MINUTE = 2 };

/* bit 0 sound, 1 a time stands in it, 2-12 the minute, from 16 the day. */
uint64_t return_digest(struct bytes body) {
    uint64_t day, minute = 0;
    if (!body_uint(body, R_DAY, &day) || day > INT32_MAX)
        return 0;
    bool has = body_uint(body, R_MINUTE, &minute) && minute < 1440;
    return 1u | (uint64_t)has << 1 | (has ? minute : 0) << 2 | day << 16;
}

static int32_t return_day(const struct item *item) {
    return (int32_t)(item->digest >> 16);
}

const struct item *return_of(const struct visit *v, enum author author) {
    size_t count;
    const struct item *all = book_items(v->book, KIND_RETURN, &count);
    if (!visit_together(v))
        return NULL;
    for (size_t i = count; i-- > 0;)
        if (all[i].author == author && (all[i].digest & 3) == 3 &&
            return_day(&all[i]) >= v->today && return_day(&all[i]) <= v->today + 1)
            return &all[i];
    return NULL;
}

/* --- pages ------------------------------------------------------------------------------------ */

static struct words return_words(struct visit *v, const struct item *item) {
    struct buf b;
    struct bytes clock;
    buf_init(&b, v->frame);
    text_add_clock(&b, v->text, (unsigned)(item->digest >> 2 & 2047));
    if (buf_finish(&b, &clock) != ERR_OK)
        clock = (struct bytes){0};
    struct text_arg args[] = {
        {"name", note_partner(v, T_SOOTHE_OTHER)},
        {"day", text_make_day_near(v->frame, v->text, return_day(item), v->today)},
        {"time", clock}};
    return words_format(v->p,
                        item->author == AUTHOR_ME ? T_SOOTHE_RETURNS_MINE : T_SOOTHE_RETURNS_THEIRS,
                        args, COUNT_OF(args));
}

static void returns_draw(struct visit *v) {
    struct parts *p = v->p;
    const struct item *mine = return_of(v, AUTHOR_ME), *theirs = return_of(v, AUTHOR_PARTNER);
    if (mine) {
        part_card_begin(p, &(struct part_card){.key = item_address(mine),
                                               .title = return_words(v, mine),
                                               .badge = BADGE_OURS,
                                               .whose = WHOSE_ME});
        part_row_begin(p);
        part_link_button(p, WEIGHT_SECONDARY, soothe_at(PAGE_BREAK, 0),
                         WORDS(T_SOOTHE_RETURNS_MOVE));
        part_action(p, ROOM_SOOTHE, ACTION_BACK, 0, 0, WEIGHT_SECONDARY,
                    WORDS(T_SOOTHE_RETURNS_BACK));
        part_row_end(p);
        part_card_end(p);
    }
    if (theirs) {
        part_card_begin(p, &(struct part_card){.key = item_address(theirs),
                                               .title = return_words(v, theirs),
                                               .badge = BADGE_OURS,
                                               .whose = WHOSE_YOU});
        part_card_end(p);
    }
}

static void page_flood(struct visit *v) {
    struct parts *p = v->p;
    const struct card *sign = &soothe_cards[CARD_SIGN];
    bool two = visit_together(v), shown = two || book_status(v->book).mine_open;
    part_page_begin(p, &(struct part_page){.badge = two ? BADGE_OURS : BADGE_MINE,
                                           .over = WORDS(T_SOOTHE_TITLE),
                                           .title = WORDS(sign->title),
                                           .back = soothe_at(PAGE_HOME, 0)});
    part_lead(p, WORDS(sign->lead));
    returns_draw(v);
    part_aside(p, WORDS(T_SOOTHE_FLOOD_SAY_LINE));
    part_sentence(p, WORDS(T_SOOTHE_FLOOD_SAY));
    part_link_button(p, WEIGHT_PRIMARY, soothe_at(two ? PAGE_BREAK : PAGE_PAUSE, 0),
                     WORDS(T_SOOTHE_FLOOD_GO));
    part_section_begin(p, WORDS(T_SOOTHE_FLOOD_SIGNS));
    if (shown)
        card_draw(v, sign);
    part_link_button(p, WEIGHT_SECONDARY, soothe_at(PAGE_SIGN_EDIT, 0), card_write(v, sign));
    part_section_end(p);
    part_aside(p, WORDS(T_SOOTHE_FLOOD_HOW));
    part_page_end(p);
}

static void time_fields(struct visit *v, const struct item *now) {
    struct parts *p = v->p;
    struct part_option days[2] = {{.value = 0, .label = WORDS(T_SOOTHE_BREAK_TODAY)},
                                  {.value = 1, .label = WORDS(T_SOOTHE_BREAK_TOMORROW)}};
    struct part_option hours[HOURS] = {0}, minutes[QUARTERS] = {0};
    uint64_t minute = now ? now->digest >> 2 & 2047 : 0;
    for (uint32_t i = 0; i < HOURS + QUARTERS; i++) {
        struct buf b;
        struct bytes text;
        buf_init(&b, v->frame);
        if (i == HOURS)
            buf_add_u8(&b, '0'); /* as a clock has it: 21:00 */
        buf_add_decimal(&b, i < HOURS ? i + HOUR_FIRST : (i - HOURS) * 15);
        struct words label = words_of(buf_finish(&b, &text) == ERR_OK ? text : (struct bytes){0});
        if (i < HOURS)
            hours[i] = (struct part_option){.value = i + HOUR_FIRST, .label = label};
        else
            minutes[i - HOURS] = (struct part_option){.value = i - HOURS, .label = label};
    }
    part_choice_chips(p, &(struct part_field){.field = F_DAY, .label = WORDS(T_SOOTHE_BREAK_DAY)},
                      days, 2, now ? return_day(now) - v->today : 0);
    part_choice_chips(p, &(struct part_field){.field = F_HOUR, .label = WORDS(T_SOOTHE_BREAK_HOUR)},
                      hours, HOURS, now ? (int64_t)(minute / 60) : CHOSEN_NONE);
    part_choice_chips(
        p, &(struct part_field){.field = F_MINUTE, .label = WORDS(T_SOOTHE_BREAK_MINUTE)}, minutes,
        QUARTERS, (int64_t)(minute % 60 / 15));
}

static void page_break(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .over = WORDS(T_SOOTHE_FLOOD_TITLE),
                                           .title = WORDS(T_SOOTHE_BREAK_TITLE),
                                           .back = soothe_at(PAGE_FLOOD, 0)});
    part_lead(p, WORDS(T_SOOTHE_BREAK_LEAD));
    part_form_begin(p, ROOM_SOOTHE, ACTION_RETURN);
    time_fields(v, return_of(v, AUTHOR_ME));
    part_button(p, WORDS(T_SOOTHE_BREAK_SAVE));
    part_form_end(p);
    part_link_button(p, WEIGHT_QUIET, soothe_at(PAGE_PAUSE, 0), WORDS(T_SOOTHE_BREAK_SKIP));
    part_page_end(p);
}

static void page_pause(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.over = WORDS(T_SOOTHE_FLOOD_TITLE),
                                           .title = WORDS(T_SOOTHE_PAUSE_TITLE),
                                           .back = soothe_at(PAGE_FLOOD, 0)});
    part_quiet(p, PAUSE_SECONDS, WORDS(T_SOOTHE_PAUSE_LINE), (struct address){0});
    part_link_button(p, WEIGHT_SECONDARY, soothe_at(PAGE_TOOLS, 0), WORDS(T_SOOTHE_PAUSE_TOOLS));
    part_link_button(p, WEIGHT_SECONDARY, soothe_at(PAGE_PACE, 0), WORDS(T_SOOTHE_PAUSE_PACE));
    part_aside(p, WORDS(T_SOOTHE_PAUSE_LONGER));
    part_link_button(p, WEIGHT_QUIET, soothe_at(PAGE_FLOOD, 0), WORDS(T_SOOTHE_PAUSE_DONE));
    part_page_end(p);
}

enum err flood_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_BREAK:
        if (visit_together(v)) {
            page_break(v);
            return ERR_OK;
        }
        page_flood(v);
        return ERR_OK;
    case PAGE_FLOOD:
        page_flood(v);
        return ERR_OK;
    case PAGE_PAUSE:
        page_pause(v);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- actions ---------------------------------------------------------------------------------- */

enum err soothe_run_return(struct visit *v, const struct submission *s) {
    struct body_writer w;
    uint64_t hour = submission_number(s, F_HOUR);
    if (!visit_together(v))
        return ERR_OK;
    if (!submission_has(s, F_HOUR) || hour < HOUR_FIRST) {
        visit_refuse(v, F_HOUR, T_HOUSE_ERROR_REQUIRED);
        return ERR_OK;
    }
    const struct item *now = return_of(v, AUTHOR_ME);
    body_begin(&w, v->frame, now && now->erasable ? now->id : NULL);
    body_add_uint(&w, R_DAY, (uint64_t)v->today + submission_number(s, F_DAY));
    body_add_uint(&w, R_MINUTE, hour * 60 + submission_number(s, F_MINUTE) * 15);
    visit_go(v, ROOM_SOOTHE, PAGE_PAUSE, 0);
    return visit_write(v, SPACE_OURS, KIND_RETURN, NULL, 0, &w, NULL);
}

enum err soothe_run_back(struct visit *v, const struct submission *s) {
    (void)s;
    const struct item *now = return_of(v, AUTHOR_ME);
    visit_go(v, ROOM_SOOTHE, PAGE_FLOOD, 0);
    return now ? note_erase(v, now) : ERR_OK;
}

/* One at a time: the settling that a write brings about does the next. */
enum err flood_settle(struct visit *v) {
    struct body_writer w;
    size_t count;
    const struct item *all = book_items(v->book, KIND_RETURN, &count);
    if (!visit_together(v))
        return ERR_OK;
    for (size_t i = 0; i < count; i++) {
        if (all[i].author != AUTHOR_ME || (all[i].digest & 3) != 3 ||
            return_day(&all[i]) >= v->today)
            continue;
        body_begin(&w, v->frame, all[i].id);
        body_add_uint(&w, R_DAY, all[i].digest >> 16);
        return visit_write(v, SPACE_OURS, KIND_RETURN, NULL, 0, &w, NULL);
    }
    return ERR_OK;
}
