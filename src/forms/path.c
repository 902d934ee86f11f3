#include "forms/path.h"

#include "forms/note.h"
#include "view/dates.h"

#include <string.h>

enum { KEY_PATH = 1, KEY_AT = 2, KEY_HOW = 3, RUNS_MAX = 8 };

static const enum text_key run_states[] = {T_FORMS_PATH_GOES, T_FORMS_PATH_IS_AWAY,
                                           T_FORMS_PATH_IS_ENDED};
static const enum text_key mark_hows[] = {T_FORMS_PATH_IS_OPEN, T_FORMS_PATH_IS_DONE,
                                          T_FORMS_PATH_IS_LEFT};

const struct field_def path_run_fields[3] = {
    {KEY_PATH, FIELD_UINT, PATH_IDS_MAX - 1, "path", true, T_NONE, NULL, 0},
    {KEY_AT, FIELD_UINT, PATH_ROLES_MAX - 1, "role", true, T_NONE, NULL, 0},
    {KEY_HOW, FIELD_UINT, PATH_RUN_ENDED, "state", true, T_FORMS_PATH_STATE, run_states, 3}};
const struct field_def path_mark_fields[3] = {
    {KEY_PATH, FIELD_UINT, PATH_IDS_MAX - 1, "path", true, T_NONE, NULL, 0},
    {KEY_AT, FIELD_UINT, PATH_STEPS_MAX - 1, "step", true, T_NONE, NULL, 0},
    {KEY_HOW, FIELD_UINT, PATH_LEFT, "how", true, T_FORMS_PATH_STATE, mark_hows, 3}};

const struct input_def path_inputs[PATH_INPUTS] = {
    {PATH_F_WHAT, INPUT_CHOICE, PATH_DO_COUNT, true},
    {PATH_F_PATH, INPUT_NUMBER, PATH_IDS_MAX - 1, false},
    {PATH_F_STEP, INPUT_NUMBER, PATH_STEPS_MAX - 1, false},
    {PATH_F_ROLE, INPUT_CHOICE, PATH_ROLES_MAX, false}};

/* --- reading ---------------------------------------------------------------------------------- */

uint64_t path_digest(struct bytes body) {
    uint64_t id, at, how;
    if (!body_uint(body, KEY_PATH, &id) || id >= PATH_IDS_MAX || !body_uint(body, KEY_AT, &at) ||
        at >= PATH_STEPS_MAX || !body_uint(body, KEY_HOW, &how) || how > 2)
        return 0;
    return 1 | id << 1 | at << 7 | how << 13;
}

static uint64_t digest_of(const struct item *item) {
    return item->digest ? item->digest : path_digest(book_item_entry(item).body);
}

/* A run or mark of this path: mine, in *mine*, and sound. */
static bool is_of(const struct item *item, uint32_t id) {
    return item->author == AUTHOR_ME && item->space == SPACE_MINE && digest_of(item) & 1 &&
           (digest_of(item) >> 1 & 63) == id;
}

static uint32_t at_of(const struct item *item) {
    return digest_of(item) >> 7 & 63;
}

static uint32_t how_of(const struct item *item) {
    return digest_of(item) >> 13 & 3;
}

/* In the book's order, which is the author's own within one feed. */
static bool stands_after(const struct item *a, const struct item *b) {
    return a->first_day > b->first_day || (a->first_day == b->first_day && a->lam > b->lam);
}

/* The runs that were not ended: they are one. Fills the earliest; NULL when there is none. `ended`:
 * the last that was. */
struct runs {
    const struct item *first, *ended;
    bool away;
};

static struct runs runs_of(const struct visit *v, uint32_t kind, uint32_t id) {
    struct runs r = {0};
    size_t count;
    const struct item *items = book_items(v->book, kind, &count);
    for (size_t i = 0; i < count; i++) {
        if (!is_of(&items[i], id) || items[i].first_day > v->today)
            continue;
        if (how_of(&items[i]) == PATH_RUN_ENDED) {
            r.ended = &items[i];
            continue;
        }
        r.first = r.first ? r.first : &items[i];
        r.away = r.away || how_of(&items[i]) == PATH_RUN_AWAY;
    }
    return r;
}

static bool days_over(int32_t began, int32_t days, int32_t today) {
    return days && today - began >= days;
}

bool path_running_of(const struct visit *v, uint32_t kind, uint32_t id, int32_t days) {
    if (!v->book || !book_status(v->book).mine_open)
        return false;
    struct runs r = runs_of(v, kind, id);
    return r.first && !r.away && !days_over(r.first->first_day, days, v->today);
}

bool path_first_days(const struct visit *v) {
    return path_running_of(v, PATH_FIRST_DAYS_KIND, PATH_FIRST_DAYS_ID, PATH_FIRST_DAYS);
}

bool path_running(const struct visit *v, const struct path *p) {
    struct path_run r;
    path_read(v, p, &r);
    return r.state == PATH_GOING;
}

bool path_has_room(uint32_t code) {
    for (const struct practice *const *p = practices; *p; p++)
        if ((*p)->code == code)
            return true;
    return false;
}

static void absent_find(const struct path *p, struct path_run *r) {
    MUST(p->count <= PATH_STEPS_MAX && p->id < PATH_IDS_MAX && p->roles <= PATH_ROLES_MAX);
    for (size_t i = 0; i < p->count; i++) {
        const struct path_step *step = &p->steps[i];
        bool other_role = p->roles && step->roles && !(step->roles & PATH_ROLE(r->role));
        if (other_role || (step->to.room && !path_has_room(step->to.room)))
            r->how[i] = PATH_ABSENT;
    }
}

/* The day on which a mark took what it says; of a clock that was wrong the day it was made. */
static int32_t mark_day(const struct visit *v, const struct item *mark) {
    return mark->day > v->today ? mark->first_day : mark->day;
}

static bool is_mark(const struct visit *v, const struct path *p, const struct item *first,
                    const struct item *item) {
    return is_of(item, p->id) && item->first_day <= v->today && stands_after(item, first) &&
           at_of(item) < p->count && how_of(item) != PATH_OPEN;
}

/* The later of two marks of one step holds, by the day of what it says; marks come in the book's
 * order. `left` receives the day on which a step was first marked at all. */
static void marks_read(const struct visit *v, const struct path *p, const struct item *first,
                       struct path_run *r, int32_t left[PATH_STEPS_MAX]) {
    size_t count;
    const struct item *items = book_items(v->book, p->kind + PATH_MARK, &count);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = at_of(&items[i]);
        if (!is_mark(v, p, first, &items[i]) || r->how[at] == PATH_ABSENT)
            continue;
        if (r->how[at] == PATH_OPEN)
            left[at] = items[i].first_day;
        else if (mark_day(v, &items[i]) < r->ended[at])
            continue;
        r->how[at] = (uint8_t)how_of(&items[i]);
        r->ended[at] = mark_day(v, &items[i]);
    }
}

/* The first day from `since` on with an entry of mine of this kind; false when there is none. */
static bool entry_since(const struct visit *v, uint32_t kind, int32_t since, int32_t *day) {
    size_t count;
    bool found = false;
    const struct item *items = book_items(v->book, kind, &count);
    for (size_t i = count; i-- > 0 && items[i].first_day >= since;) {
        if (items[i].author != AUTHOR_ME || items[i].first_day > v->today)
            continue;
        *day = items[i].first_day;
        found = true;
    }
    return found;
}

/* What its room holds ends the step. */
static bool room_has_since(const struct visit *v, const struct path_step *step, int32_t since,
                           int32_t *day) {
    bool found = false;
    int32_t one;
    if (step->ends_with != PATH_ANY_ENTRY)
        return step->ends_with && entry_since(v, step->ends_with, since, day);
    for (const struct practice *const *p = practices; *p; p++)
        for (size_t k = 0; (*p)->code == step->to.room && k < (*p)->kind_count; k++) {
            if (!entry_since(v, (*p)->kinds[k].kind, since, &one))
                continue;
            *day = found && *day < one ? *day : one;
            found = true;
        }
    return found;
}

/* Goes from step to step: an open one whose room has an entry since ends by it, the first that is
 * still open is `next`. A step that was left out and is walked later has its new day, and there is
 * one step an evening; but what ended the steps after it meanwhile has ended them. */
static void steps_follow(const struct visit *v, const struct path *p, struct path_run *r,
                         const int32_t left[PATH_STEPS_MAX]) {
    int32_t since = r->began, last = r->began;
    bool first = true;
    for (size_t i = 0; i < p->count; i++) {
        const struct path_step *step = &p->steps[i];
        if (r->how[i] == PATH_ABSENT)
            continue;
        if (r->how[i] == PATH_OPEN && room_has_since(v, step, since, &r->ended[i]))
            r->how[i] = PATH_BY_ROOM;
        if (r->how[i] == PATH_OPEN) {
            int32_t wait = step->wait ? (int32_t)step->wait : 1;
            r->next = i;
            r->opens = first ? r->began : last + wait;
            return;
        }
        int32_t settled = left[i] ? left[i] : r->ended[i];
        last = r->ended[i] > last ? r->ended[i] : last;
        since = settled >= since ? settled + 1 : since;
        first = false;
    }
}

void path_read(const struct visit *v, const struct path *p, struct path_run *out) {
    *out = (struct path_run){.next = p->count};
    if (!v->book || !book_status(v->book).mine_open) {
        absent_find(p, out);
        return;
    }
    struct runs runs = runs_of(v, p->kind, p->id);
    const struct item *run = runs.first ? runs.first : runs.ended;
    out->state = runs.first ? PATH_GOING : runs.ended ? PATH_ENDED : PATH_NEVER;
    out->role = run && at_of(run) < p->roles ? at_of(run) : 0;
    absent_find(p, out);
    if (!runs.first)
        return;
    out->began = run->first_day;
    out->day = v->today - run->first_day + 1;
    int32_t left[PATH_STEPS_MAX] = {0};
    marks_read(v, p, run, out, left);
    steps_follow(v, p, out, left);
    if (days_over(out->began, p->days, v->today) || (p->count && out->next == p->count))
        out->state = PATH_WALKED;
    else if (runs.away)
        out->state = PATH_AWAY;
    out->tonight = out->state == PATH_GOING && out->next < p->count && v->today >= out->opens;
}

/* --- writing ---------------------------------------------------------------------------------- */

static enum err run_write(struct visit *v, const struct path *p, const uint8_t *item, uint32_t role,
                          enum path_run_state state) {
    struct body_writer w;
    body_begin(&w, v->frame, item);
    body_add_uint(&w, KEY_PATH, p->id);
    body_add_uint(&w, KEY_AT, role);
    body_add_uint(&w, KEY_HOW, state);
    return visit_write(v, SPACE_MINE, p->kind + PATH_RUN, NULL, 0, &w, NULL);
}

/* Every run that was not ended takes this state; with `role` not negative, this role. */
static enum err runs_set(struct visit *v, const struct path *p, enum path_run_state state,
                         int role) {
    uint8_t ids[RUNS_MAX][EID_SIZE];
    uint32_t roles[RUNS_MAX];
    size_t found = 0, count;
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    const struct item *items = book_items(v->book, p->kind + PATH_RUN, &count);
    for (size_t i = 0; i < count && found < RUNS_MAX; i++) {
        bool same = how_of(&items[i]) == state && (role < 0 || at_of(&items[i]) == (uint32_t)role);
        if (!is_of(&items[i], p->id) || how_of(&items[i]) == PATH_RUN_ENDED || same)
            continue;
        memcpy(ids[found], items[i].id, EID_SIZE);
        roles[found++] = role < 0 ? at_of(&items[i]) : (uint32_t)role;
    }
    for (size_t i = 0; i < found; i++)
        TRY(run_write(v, p, ids[i], roles[i], state));
    return ERR_OK;
}

enum err path_begin(struct visit *v, const struct path *p, uint32_t role) {
    struct path_run r;
    if (role && role >= p->roles)
        return ERR_NOT_FOUND;
    path_read(v, p, &r);
    if (r.state == PATH_UNKNOWN)
        return ERR_LOCKED;
    if (r.state == PATH_GOING || r.state == PATH_AWAY)
        return runs_set(v, p, PATH_RUN_GOES, (int)role);
    if (r.state == PATH_WALKED)
        TRY(path_end(v, p));
    return run_write(v, p, NULL, role, PATH_RUN_GOES);
}

enum err path_put_away(struct visit *v, const struct path *p) {
    return runs_set(v, p, PATH_RUN_AWAY, -1);
}

enum err path_go_on(struct visit *v, const struct path *p) {
    return runs_set(v, p, PATH_RUN_GOES, -1);
}

enum err path_end(struct visit *v, const struct path *p) {
    return runs_set(v, p, PATH_RUN_ENDED, -1);
}

/* The mark of this step that holds (marks_read), or NULL. It is mended: the day it was first made
 * stays, what it says has a day of its own. */
static const struct item *mark_find(const struct visit *v, const struct path *p, size_t step) {
    size_t count;
    const struct item *found = NULL;
    struct runs runs = runs_of(v, p->kind, p->id);
    const struct item *items = book_items(v->book, p->kind + PATH_MARK, &count);
    for (size_t i = 0; runs.first && i < count; i++)
        if (is_mark(v, p, runs.first, &items[i]) && at_of(&items[i]) == step &&
            (!found || mark_day(v, &items[i]) >= mark_day(v, found)))
            found = &items[i];
    return found;
}

enum err path_mark(struct visit *v, const struct path *p, size_t step, enum path_how how) {
    struct body_writer w;
    if (step >= p->count || (how != PATH_DONE && how != PATH_LEFT))
        return ERR_NOT_FOUND;
    const struct item *before = mark_find(v, p, step);
    if (before && how_of(before) == (uint32_t)how)
        return ERR_OK;
    body_begin(&w, v->frame, before ? before->id : NULL);
    body_add_uint(&w, KEY_PATH, p->id);
    body_add_uint(&w, KEY_AT, step);
    body_add_uint(&w, KEY_HOW, how);
    return visit_write(v, SPACE_MINE, p->kind + PATH_MARK, NULL, 0, &w, NULL);
}

/* Any item of this kind and path, or NULL. */
static const struct item *any_of(const struct visit *v, uint32_t kind, uint32_t id) {
    size_t count;
    const struct item *items = book_items(v->book, kind, &count);
    for (size_t i = 0; i < count; i++)
        if (is_of(&items[i], id))
            return &items[i];
    return NULL;
}

enum err path_forget(struct visit *v, const struct path *p) {
    const struct item *one;
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    for (uint32_t kind = p->kind; kind <= p->kind + PATH_MARK; kind++)
        while ((one = any_of(v, kind, p->id)) != NULL)
            TRY(note_erase(v, one));
    return ERR_OK;
}

/* --- forms ------------------------------------------------------------------------------------ */

enum err path_press(struct visit *v, const struct path *p, const struct submission *s) {
    size_t step = (size_t)submission_number(s, PATH_F_STEP);
    switch (submission_number(s, PATH_F_WHAT)) {
    case PATH_DO_BEGIN:
        return path_begin(v, p, (uint32_t)submission_number(s, PATH_F_ROLE));
    case PATH_DO_AWAY:
        return path_put_away(v, p);
    case PATH_DO_ON:
        return path_go_on(v, p);
    case PATH_DO_END:
        return path_end(v, p);
    case PATH_DO_DONE:
        return path_mark(v, p, step, PATH_DONE);
    case PATH_DO_LEFT:
        return path_mark(v, p, step, PATH_LEFT);
    default:
        return path_forget(v, p);
    }
}

void path_button(struct visit *v, const struct path *p, uint32_t action, enum path_what what,
                 size_t step, enum part_weight weight, struct words w) {
    part_form_begin(v->p, v->at.room, action);
    part_hidden_number(v->p, PATH_F_PATH, p->id);
    if (what == PATH_DO_DONE || what == PATH_DO_LEFT)
        part_hidden_number(v->p, PATH_F_STEP, step);
    part_button_value(v->p, weight, PATH_F_WHAT, what, w);
    part_form_end(v->p);
}

void path_answers(struct visit *v, const struct path *p, uint32_t action, const struct path_run *r,
                  size_t step) {
    MUST(step < p->count);
    if (r->how[step] != PATH_OPEN && r->how[step] != PATH_LEFT)
        return;
    part_form_begin(v->p, v->at.room, action);
    part_hidden_number(v->p, PATH_F_PATH, p->id);
    part_hidden_number(v->p, PATH_F_STEP, step);
    part_button_value(v->p, p->steps[step].to.room ? WEIGHT_SECONDARY : WEIGHT_PRIMARY, PATH_F_WHAT,
                      PATH_DO_DONE, WORDS(T_FORMS_PATH_DONE));
    if (r->how[step] == PATH_OPEN)
        part_button_value(v->p, WEIGHT_QUIET, PATH_F_WHAT, PATH_DO_LEFT, WORDS(T_APP_NOT_NOW));
    part_form_end(v->p);
}

void path_ways(struct visit *v, const struct path *p, uint32_t action, const struct path_run *r) {
    bool begun = r->state == PATH_GOING || r->state == PATH_AWAY;
    if (r->state == PATH_AWAY)
        path_button(v, p, action, PATH_DO_ON, 0, WEIGHT_PRIMARY, WORDS(T_FORMS_PATH_ON));
    if (r->state == PATH_GOING)
        path_button(v, p, action, PATH_DO_AWAY, 0, WEIGHT_QUIET, WORDS(T_FORMS_PATH_AWAY));
    if (begun)
        path_button(v, p, action, PATH_DO_END, 0, WEIGHT_QUIET, WORDS(T_FORMS_PATH_END));
    if (begun || r->state == PATH_UNKNOWN || p->roles)
        return;
    path_button(v, p, action, PATH_DO_BEGIN, 0, WEIGHT_PRIMARY,
                WORDS(r->state == PATH_NEVER ? T_FORMS_PATH_BEGIN : T_FORMS_PATH_AGAIN));
}

/* --- on the page ------------------------------------------------------------------------------ */

enum text_key path_whose_words(enum path_whose whose) {
    static const enum text_key words[] = {T_FORMS_PATH_ALONE, T_FORMS_PATH_EACH,
                                          T_FORMS_PATH_TOGETHER};
    return words[whose];
}

static struct words step_state(enum path_how how) {
    enum text_key state = how == PATH_LEFT   ? T_FORMS_PATH_IS_LEFT
                          : how == PATH_OPEN ? T_NONE
                                             : T_FORMS_PATH_IS_DONE;
    return WORDS(state);
}

/* What it is, if that is told, and whose. */
static struct words step_line(struct visit *v, const struct path_step *step) {
    if (step->line == T_NONE)
        return WORDS(path_whose_words(step->whose));
    const struct text_arg args[] = {{"line", text_get(v->text, step->line)},
                                    {"whose", text_get(v->text, path_whose_words(step->whose))}};
    return words_format(v->p, T_FORMS_PATH_STEP_LINE, args, COUNT_OF(args));
}

void path_steps_show(struct visit *v, const struct path *p, const struct path_run *r,
                     struct address to) {
    part_list_begin(v->p);
    for (size_t i = 0; i < p->count; i++) {
        struct address at = to;
        at.item += at.room ? i : 0;
        if (r->how[i] == PATH_ABSENT)
            continue;
        part_item(v->p, &(struct part_item){.key = i + 1,
                                            .to = at,
                                            .title = WORDS(p->steps[i].title),
                                            .line = step_line(v, &p->steps[i]),
                                            .aside = step_state(r->how[i])});
    }
    part_list_end(v->p);
}

void path_step_way(struct visit *v, const struct path *p, const struct path_run *r, size_t step) {
    const struct path_step *s = &p->steps[step];
    MUST(step < p->count);
    if (s->to.room)
        part_link_button(v->p, r->how[step] == PATH_OPEN ? WEIGHT_PRIMARY : WEIGHT_SECONDARY, s->to,
                         WORDS(T_FORMS_PATH_GO));
    if (s->ends_with && r->how[step] == PATH_OPEN)
        part_aside(v->p, WORDS(T_FORMS_PATH_ENDS_BY_ROOM));
}

size_t path_suggest(const struct path_run *r, enum text_key line, struct address where,
                    uint32_t weight, bool joint, struct suggestion *out) {
    if (!r->tonight)
        return 0;
    *out = (struct suggestion){.line = line, .where = where, .weight = weight, .joint = joint};
    return 1;
}
