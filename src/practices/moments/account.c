/* account.c -- what two people wrote down in a year, for the two together; and my own turning.
 *
 * Everything is read from the items' digests in one pass over the year's part of a contiguous
 * array. A moment that both wrote down counts once: as the first wrote it, and open as long as one
 * of them calls it open. No number is about the other.
 */
#include "base/day.h"
#include "insight/beta.h"
#include "insight/drift.h"
#include "insight/km.h"
#include "practices/moments/moments.h"
#include "view/chart.h"
#include "view/dates.h"

enum { WEEKS = 52, SHOWN = 26 };

struct account {
    struct weekly_count weeks[WEEKS];
    struct km_counts repairs;
    size_t counted;
    bool own; /* my own turning: mine and ours, only what I met */
};

/* --- counting --------------------------------------------------------------------------------- */

/* The first item of the year; items stand by the day they were first written. */
static size_t year_begins(const struct item *all, size_t count, int32_t first_day) {
    size_t low = 0;
    while (low < count) {
        size_t middle = low + (count - low) / 2;
        if (all[middle].first_day < first_day)
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

static bool counts(const struct account *a, const struct item *item, const struct moment *m) {
    if (m->elsewhere)
        return false;
    return a->own ? m->role == ROLE_YOU || m->role == ROLE_SAW : item->space == SPACE_OURS;
}

/* The first side of a second one, as a place in `all`, or `count`. */
static size_t first_side(struct visit *v, const struct item *all, size_t count,
                         const struct item *second) {
    const struct item *first = moment_other_side(v, second);
    return first && first >= all && first < all + count ? (size_t)(first - all) : count;
}

static enum err account_count(struct visit *v, struct account *a) {
    size_t count, used = 0;
    const struct item *all = book_items(v->book, KIND_MOMENT, &count);
    int32_t first = v->today - 7 * WEEKS;
    size_t from = year_begins(all, count, first);
    all += from;
    count -= from;
    struct weekly_digest *digests = arena_array(v->frame, count, sizeof *digests);
    uint8_t *open = arena_alloc(v->frame, count + 1); /* the repair that a second side tells, + 1 */
    struct moment m;
    if (!digests || !open)
        return ERR_FULL;
    for (size_t i = 0; i < count; i++)
        if (moment_read(&all[i], &m) && m.second && all[i].space == SPACE_OURS) {
            size_t at = first_side(v, all, count, &all[i]);
            open[i] = at < count ? 255 : 0;
            if (at < count && open[at] != 255 && open[at] < m.repair + 1)
                open[at] = (uint8_t)(m.repair + 1);
        }
    for (size_t i = 0; i < count; i++) {
        if (!moment_read(&all[i], &m) || open[i] == 255 || !counts(a, &all[i], &m))
            continue;
        bool toward = m.turn == TURN_TOWARD;
        digests[used++] = (struct weekly_digest){.day = m.day, .sign = toward ? 1 : -1};
        unsigned repair = open[i] > m.repair + 1u ? open[i] - 1u : m.repair;
        if (!toward)
            km_add(&a->repairs, (enum km_class)repair, v->today - m.day);
    }
    weekly_sum(digests, used, v->today, a->weeks, WEEKS);
    for (int i = 0; i < WEEKS; i++)
        a->counted += a->weeks[i].deposits + a->weeks[i].withdrawals;
    return ERR_OK;
}

/* --- drawing ---------------------------------------------------------------------------------- */

/* The Monday of a week shown; the last is the one that today lies in. */
static struct words week_name(struct visit *v, int i) {
    int32_t monday = v->today - day_weekday(v->today) - 7 * (SHOWN - 1 - i);
    return words_of(text_make_date(v->frame, v->text, DATE_SHORT, monday));
}

static struct words number_with(struct visit *v, enum text_key key, const char *name, int64_t n) {
    struct buf b;
    struct bytes text;
    buf_init(&b, v->frame);
    text_add_number(&b, v->text, n, 0);
    return words_with(v->p, key, name, buf_finish(&b, &text) == ERR_OK ? text : (struct bytes){0});
}

static void bars_draw(struct visit *v, const struct account *a) {
    const struct words heads[] = {WORDS(T_MOMENTS_BARS_WEEK), WORDS(T_MOMENTS_BARS_UP),
                                  WORDS(T_MOMENTS_BARS_DOWN)};
    struct chart_bar bars[SHOWN];
    for (int i = 0; i < SHOWN; i++) {
        const struct weekly_count *w = &a->weeks[WEEKS - SHOWN + i];
        bars[i] = (struct chart_bar){week_name(v, i), w->deposits, w->withdrawals};
    }
    part_aside(v->p, WORDS(T_MOMENTS_BARS_LINE));
    chart_bars(v->p,
               &(struct chart_text){WORDS(T_MOMENTS_BARS_TITLE),
                                    number_with(v, T_MOMENTS_BARS_ALT, "weeks", SHOWN),
                                    WORDS(T_MOMENTS_AS_TABLE), heads},
               bars, SHOWN);
}

static void not_enough(struct visit *v, enum text_key title) {
    if (title != T_NONE)
        part_heading(v->p, WORDS(title));
    part_notice(v->p, NOTICE_INFO, WORDS(T_MOMENTS_NOT_ENOUGH));
}

/* Tenths, so that no number pretends to more than is known. */
static int64_t tenths(uint16_t permille) {
    return (permille + 50) / 100;
}

static void rate_say(struct visit *v, const struct beta_rate *r, enum text_key say,
                     enum text_key close) {
    int64_t n[3] = {tenths(r->mean), tenths(r->low_80), tenths(r->high_80)};
    static const char *const names[] = {"about", "low", "high"};
    struct text_arg args[3];
    for (int i = 0; i < 3; i++) {
        struct buf b;
        buf_init(&b, v->frame);
        text_add_number(&b, v->text, n[i], 0);
        args[i] = (struct text_arg){names[i], {0}};
        if (buf_finish(&b, &args[i].value) != ERR_OK)
            return;
    }
    bool same = n[1] == n[0] && n[2] == n[0];
    part_say(v->p, words_format(v->p, same ? close : say, args, 3));
}

static void rate_draw(struct visit *v, const struct account *a) {
    const struct words heads[] = {WORDS(T_MOMENTS_BARS_WEEK),   WORDS(T_MOMENTS_RATE_RATE),
                                  WORDS(T_MOMENTS_RATE_LOW_80), WORDS(T_MOMENTS_RATE_HIGH_80),
                                  WORDS(T_MOMENTS_RATE_LOW_95), WORDS(T_MOMENTS_RATE_HIGH_95)};
    struct beta_rate rates[WEEKS];
    struct chart_point points[SHOWN];
    beta_rate_by_week(a->weeks, WEEKS, BETA_HALF_LIFE_WEEKS, rates);
    if (!rates[WEEKS - 1].enough) {
        not_enough(v, a->own ? T_NONE : T_MOMENTS_RATE_TITLE);
        return;
    }
    for (int i = 0; i < SHOWN; i++) {
        const struct beta_rate *r = &rates[WEEKS - SHOWN + i];
        points[i] = (struct chart_point){.name = week_name(v, i),
                                         .known = r->enough,
                                         .value = r->mean,
                                         .low_80 = r->low_80,
                                         .high_80 = r->high_80,
                                         .low_95 = r->low_95,
                                         .high_95 = r->high_95};
    }
    chart_rate(v->p,
               &(struct chart_text){
                   WORDS(T_MOMENTS_RATE_TITLE),
                   number_with(v, a->own ? T_MOMENTS_OWN_ALT : T_MOMENTS_RATE_ALT, "weeks", SHOWN),
                   WORDS(T_MOMENTS_AS_TABLE), heads},
               points, SHOWN);
    rate_say(v, &rates[WEEKS - 1], a->own ? T_MOMENTS_OWN_SAY : T_MOMENTS_RATE_SAY,
             a->own ? T_MOMENTS_OWN_SAY_CLOSE : T_MOMENTS_RATE_SAY_CLOSE);
    part_aside(v->p, WORDS(a->own ? T_MOMENTS_OWN_LINE : T_MOMENTS_RATE_LINE));
}

static void repair_draw(struct visit *v, const struct account *a) {
    static const enum text_key medians[] = {T_MOMENTS_KM_SAME, T_MOMENTS_KM_NEXT,
                                            T_MOMENTS_KM_LATER, T_MOMENTS_KM_OPEN};
    const struct words heads[] = {WORDS(T_MOMENTS_KM_WHEN), WORDS(T_MOMENTS_KM_SHARE),
                                  WORDS(T_MOMENTS_KM_LOW), WORDS(T_MOMENTS_KM_HIGH)};
    struct chart_point steps[KM_CLASSES];
    struct km km;
    km_estimate(&a->repairs, &km);
    if (!km.enough) {
        not_enough(v, T_MOMENTS_REPAIR_TITLE);
        return;
    }
    for (int i = 0; i < KM_CLASSES; i++)
        steps[i] = (struct chart_point){.name = WORDS(moment_repairs[i]),
                                        .known = true,
                                        .value = km.share[i].open,
                                        .low_95 = km.share[i].low,
                                        .high_95 = km.share[i].high};
    chart_steps(v->p,
                &(struct chart_text){WORDS(T_MOMENTS_REPAIR_TITLE), WORDS(T_MOMENTS_KM_ALT),
                                     WORDS(T_MOMENTS_AS_TABLE), heads},
                steps, KM_CLASSES);
    part_say(v->p, WORDS(medians[km.median]));
    if (km.still_open)
        part_say(v->p, words_plural(v->p, T_MOMENTS_KM_STILL, km.still_open, NULL, 0));
    part_aside(v->p, WORDS(T_MOMENTS_KM_LINE));
}

static void drift_draw(struct visit *v, const struct account *a) {
    static const enum text_key keys[] = {[DRIFT_NOT_ENOUGH] = T_MOMENTS_NOT_ENOUGH,
                                         [DRIFT_NONE] = T_MOMENTS_DRIFT_NONE,
                                         [DRIFT_EASING] = T_MOMENTS_DRIFT_EASING,
                                         [DRIFT_SLIDING] = T_MOMENTS_DRIFT_SLIDING};
    enum drift_trend trend = drift_test(a->weeks, WEEKS);
    part_heading(v->p, WORDS(T_MOMENTS_DRIFT_TITLE));
    part_notice(v->p, NOTICE_INFO, WORDS(keys[trend]));
}

static enum err page_account(struct visit *v) {
    struct parts *p = v->p;
    struct account a = {.own = false};
    bool left = book_status(v->book).pair == PAIR_LEFT;
    TRY(account_count(v, &a));
    part_page_begin(p, &(struct part_page){.badge = BADGE_OURS,
                                           .title = WORDS(T_MOMENTS_ACCOUNT_TITLE),
                                           .back = moments(PAGE_HOME, 0)});
    part_lead(p, WORDS(left ? T_MOMENTS_ACCOUNT_LEFT : T_MOMENTS_ACCOUNT_LEAD));
    if (a.counted == 0) {
        part_empty(p, WORDS(T_MOMENTS_ACCOUNT_EMPTY), WORDS(T_MOMENTS_ACCOUNT_EMPTY_LINE));
        part_link_button(p, WEIGHT_PRIMARY, moments(PAGE_WRITE, 0), WORDS(T_MOMENTS_WRITE));
    } else {
        bars_draw(v, &a);
        rate_draw(v, &a);
        repair_draw(v, &a);
        drift_draw(v, &a);
        part_details_begin(p, WORDS(T_MOMENTS_COUNTED));
        part_prose(p, T_MOMENTS_COUNTED_BODY);
        part_details_end(p);
    }
    part_page_end(p);
    return ERR_OK;
}

static enum err page_own(struct visit *v) {
    struct parts *p = v->p;
    struct account a = {.own = true};
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    TRY(account_count(v, &a));
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_MOMENTS_OWN_TITLE),
                                           .back = moments(PAGE_HOME, 0)});
    part_lead(p, WORDS(T_MOMENTS_OWN_LEAD));
    rate_draw(v, &a);
    part_page_end(p);
    return ERR_OK;
}

enum err moments_account_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_ACCOUNT:
        return page_account(v);
    case PAGE_OWN:
        return page_own(v);
    default:
        return ERR_NOT_FOUND;
    }
}
