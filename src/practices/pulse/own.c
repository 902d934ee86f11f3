/* own.c -- what stands in *mine*: my days of the first meter, and the second meter, each on pages
 * of its own. */
#include "practices/pulse/pulse.h"

static const struct measure_item day_items[] = {DAY_MEASURE(MEASURE_ITEM)};
static const struct measure_item leaning_items[] = {LEANING_MEASURE(MEASURE_ITEM)};

const struct measure pulse_measures[METER_COUNT] = {
    [METER_SAFE] = {.kind = KIND_DAY,
                    .items = day_items,
                    .count = COUNT_OF(day_items),
                    .needed = 1,
                    .from = 1,
                    .low = T_PULSE_SAFE_0,
                    .high = T_PULSE_SAFE_4,
                    .lowest = T_PULSE_SAFE_0,
                    .highest = T_PULSE_SAFE_4},
    [METER_LEANING] = {.kind = KIND_LEANING,
                       .items = leaning_items,
                       .count = COUNT_OF(leaning_items),
                       .needed = 4,
                       .from = 1,
                       .low = T_PULSE_NOT_AT_ALL,
                       .high = T_PULSE_VERY_MUCH,
                       .lowest = T_PULSE_LEANING_IN,
                       .highest = T_PULSE_LEANING_OUT},
};

static const struct meter {
    enum pulse_page page, course;
    enum pulse_action action;
    enum text_key title, lead, chart, daily, erase;
} meters[METER_COUNT] = {
    [METER_SAFE] = {PAGE_DAYS, PAGE_DAYS, ACTION_DAY, T_PULSE_DAYS_TITLE, T_PULSE_DAYS_LEAD,
                    T_PULSE_DAYS_CHART, T_PULSE_DAYS_DAILY, T_PULSE_ERASE_DAYS},
    [METER_LEANING] = {PAGE_LEANING, PAGE_COURSE, ACTION_LEANING, T_PULSE_LEANING_TITLE,
                       T_PULSE_LEANING_LEAD, T_PULSE_COURSE_CHART, T_PULSE_LEANING_DAILY,
                       T_PULSE_ERASE_LEANING},
};

/* --- what stands ------------------------------------------------------------------------------ */

bool pulse_daily(const struct visit *v, enum pulse_meter meter) {
    size_t count;
    const struct item *items = book_items(v->book, KIND_RHYTHM, &count);
    for (size_t i = count; i-- > 0;) {
        uint64_t which, daily;
        struct entry e = book_item_entry(&items[i]);
        if (body_uint(e.body, 1, &which) && which == meter && body_uint(e.body, 2, &daily))
            return daily == 1;
    }
    return false;
}

bool pulse_last(const struct visit *v, enum pulse_meter meter, int32_t *day) {
    struct measure_point point;
    if (measure_read(v, &pulse_measures[meter], &point, 1) == 0)
        return false;
    *day = point.day;
    return true;
}

/* --- pages ------------------------------------------------------------------------------------ */

static void mine_begin(struct visit *v, enum text_key title, enum pulse_page back) {
    part_page_begin(
        v->p,
        &(struct part_page){.badge = BADGE_MINE, .title = WORDS(title), .back = pulse_at(back, 0)});
}

static void rhythm_form(struct visit *v, enum pulse_meter meter) {
    bool daily = pulse_daily(v, meter);
    part_form_begin(v->p, ROOM_PULSE, ACTION_RHYTHM);
    part_hidden_number(v->p, F_METER, meter);
    part_say(v->p, WORDS(daily ? T_PULSE_RHYTHM_ON : meters[meter].daily));
    part_button_value(v->p, WEIGHT_QUIET, F_DAILY, !daily,
                      WORDS(daily ? T_PULSE_RHYTHM_STOP : T_PULSE_RHYTHM_START));
    part_form_end(v->p);
}

/* Its course, and under it how it is asked and how it goes. */
static void course_draw(struct visit *v, enum pulse_meter meter) {
    int32_t day;
    measure_show(v, &pulse_measures[meter], WORDS(meters[meter].chart));
    part_rule(v->p);
    rhythm_form(v, meter);
    if (pulse_last(v, meter, &day))
        part_link_line(v->p, pulse_at(PAGE_ERASE, (uint64_t)meter + 1), WORDS(T_PULSE_ERASE_GO));
}

static void meter_form(struct visit *v, enum pulse_meter meter) {
    const struct measure *m = &pulse_measures[meter];
    struct bytes today = measure_of_today(v, m);
    part_form_begin(v->p, ROOM_PULSE, meters[meter].action);
    measure_form(v, m, today);
    part_button(v->p, WORDS(today.size ? T_APP_CHANGE : T_PULSE_KEEP));
    part_form_end(v->p);
}

static void page_days(struct visit *v) {
    mine_begin(v, T_PULSE_DAYS_TITLE, PAGE_HOME);
    part_lead(v->p, WORDS(T_PULSE_DAYS_LEAD));
    meter_form(v, METER_SAFE);
    course_draw(v, METER_SAFE);
    part_page_end(v->p);
}

static void page_leaning(struct visit *v) {
    struct parts *p = v->p;
    mine_begin(v, T_PULSE_LEANING_TITLE, PAGE_HOME);
    part_lead(p, WORDS(T_PULSE_LEANING_LEAD));
    part_prose(p, T_PULSE_LEANING_NOT);
    meter_form(v, METER_LEANING);
    part_link_button(p, WEIGHT_QUIET, pulse_at(PAGE_COURSE, 0), WORDS(T_PULSE_LEANING_COURSE));
    part_link_button(p, WEIGHT_QUIET, pulse_at(PAGE_HOME, 0), WORDS(T_APP_NOT_NOW));
    part_page_end(p);
}

static void page_course(struct visit *v) {
    mine_begin(v, T_PULSE_COURSE_TITLE, PAGE_LEANING);
    part_lead(v->p, WORDS(T_PULSE_COURSE_LEAD));
    course_draw(v, METER_LEANING);
    part_page_end(v->p);
}

static enum err page_erase(struct visit *v) {
    struct parts *p = v->p;
    if (v->at.item < 1 || v->at.item > METER_COUNT)
        return ERR_NOT_FOUND;
    const struct meter *m = &meters[v->at.item - 1];
    mine_begin(v, T_PULSE_ERASE_TITLE, m->course);
    part_lead(p, WORDS(m->erase));
    part_say(p, WORDS(T_PULSE_ERASE_LINE));
    part_action(p, ROOM_PULSE, ACTION_ERASE, 0, 0, WEIGHT_HEAVY, WORDS(T_APP_ERASE));
    part_link_button(p, WEIGHT_QUIET, pulse_at(m->course, 0), WORDS(T_PULSE_ERASE_KEEP));
    part_page_end(p);
    return ERR_OK;
}

enum err pulse_own_show(struct visit *v) {
    if (v->at.page != PAGE_DAYS && v->at.page != PAGE_LEANING && v->at.page != PAGE_COURSE &&
        v->at.page != PAGE_ERASE)
        return ERR_NOT_FOUND;
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    if (v->at.page == PAGE_ERASE)
        return page_erase(v);
    if (v->at.page == PAGE_DAYS)
        page_days(v);
    else if (v->at.page == PAGE_LEANING)
        page_leaning(v);
    else
        page_course(v);
    return ERR_OK;
}

/* --- acts ------------------------------------------------------------------------------------- */

/* A refusal stands beside its form; what is kept gives something back. */
static enum err keep(struct visit *v, enum pulse_meter meter, const struct submission *s) {
    enum err e = measure_keep(v, &pulse_measures[meter], s);
    if (e == ERR_OK)
        visit_go(v, ROOM_PULSE, PAGE_BACK, 1);
    return v->refused_count ? ERR_OK : e;
}

enum err pulse_run_day(struct visit *v, const struct submission *s) {
    return keep(v, METER_SAFE, s);
}

enum err pulse_run_leaning(struct visit *v, const struct submission *s) {
    return keep(v, METER_LEANING, s);
}

enum err pulse_run_rhythm(struct visit *v, const struct submission *s) {
    struct body_writer w;
    uint64_t meter = submission_number(s, F_METER);
    size_t count;
    const struct item *items = book_items(v->book, KIND_RHYTHM, &count);
    const uint8_t *before = NULL;
    for (size_t i = count; i-- > 0 && !before;) {
        uint64_t which;
        struct entry e = book_item_entry(&items[i]);
        if (body_uint(e.body, 1, &which) && which == meter)
            before = items[i].id;
    }
    body_begin(&w, v->frame, before);
    body_add_uint(&w, 1, meter);
    body_add_uint(&w, 2, submission_number(s, F_DAILY));
    return visit_write(v, SPACE_MINE, KIND_RHYTHM, NULL, 0, &w, NULL);
}

enum err pulse_run_erase(struct visit *v, const struct submission *s) {
    size_t count;
    if (s->from.item < 1 || s->from.item > METER_COUNT)
        return ERR_NOT_FOUND;
    const struct meter *m = &meters[s->from.item - 1];
    uint32_t kind = pulse_measures[s->from.item - 1].kind;
    visit_go(v, ROOM_PULSE, m->course, 0);
    for (;;) {
        const struct item *items = book_items(v->book, kind, &count);
        if (count == 0 || v->refused_count)
            return ERR_OK;
        TRY(note_erase(v, &items[count - 1]));
    }
}
