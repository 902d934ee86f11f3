/* safety.c -- the gate: a few questions for one person alone, and the page for whom care comes
 * first (SECURITY.md 5.20; PRACTICES.md, "safety").
 *
 * The gate is asked only while *mine* is open. Answers never become an entry: run_answer folds
 * them into one result and forgets them. Both results have the same size, so not even the size of
 * *mine* tells them apart.
 */
#include "app/session.h"
#include "base/check.h"
#include "forms/gate.h"

enum page { PAGE_HOME = 0, PAGE_ALONE = 1, PAGE_QUESTIONS = 2, PAGE_PASSED = 3, PAGE_CARE = 4 };
enum action { ACTION_ANSWER = 1 };
enum field { F_BETWEEN = 1, F_MINE = 2, F_NOW = 3 };

static struct address safety(uint32_t page) {
    return (struct address){ROOM_SAFETY, page, 0};
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    enum gate gate = gate_now(v);
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_SAFETY_TITLE),
                                           .back = {ROOM_DOOR, DOOR_ROOMS, 0}});
    part_lead(p, WORDS(T_SAFETY_LEAD));
    bool answered = gate == GATE_OPEN || gate == GATE_CARE;
    if (gate == GATE_CARE)
        part_link_button(p, WEIGHT_PRIMARY, safety(PAGE_CARE), WORDS(T_SAFETY_PRIVATE));
    part_link_button(p, answered ? WEIGHT_SECONDARY : WEIGHT_PRIMARY, safety(PAGE_ALONE),
                     WORDS(answered ? T_SAFETY_ASK_AGAIN : T_SAFETY_ASK));
    part_link_line(p, (struct address){ROOM_ME, 3, 0}, WORDS(T_SAFETY_LOCKS));
    part_heading(p, WORDS(T_SAFETY_EXIT_TITLE));
    part_prose(p, T_SAFETY_EXIT_BODY);
    part_page_end(p);
}

static void page_alone(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_SAFETY_ALONE_TITLE),
                                           .quiet = true});
    part_lead(p, WORDS(T_SAFETY_ALONE_LEAD));
    part_link_button(p, WEIGHT_PRIMARY, safety(PAGE_QUESTIONS), WORDS(T_SAFETY_ALONE_YES));
    part_link_button(p, WEIGHT_QUIET, (struct address){ROOM_TODAY, 0, 0}, WORDS(T_SAFETY_ALONE_NO));
    part_page_end(p);
}

static void questions(struct parts *p, uint32_t field, enum text_key label,
                      const enum text_key *keys, size_t count) {
    struct part_option options[8] = {0};
    MUST(count <= COUNT_OF(options));
    for (size_t i = 0; i < count; i++)
        options[i] = (struct part_option){.value = i, .label = WORDS(keys[i])};
    part_many_chips(p,
                    &(struct part_field){
                        .field = field, .label = WORDS(label), .optional = true, .no_draft = true},
                    options, count, 0);
}

static void page_questions(struct visit *v) {
    static const enum text_key between[] = {T_SAFETY_FEAR_AFRAID, T_SAFETY_FEAR_HURT,
                                            T_SAFETY_FEAR_CONTROL, T_SAFETY_FEAR_WATCHED,
                                            T_SAFETY_FEAR_PRESSED};
    static const enum text_key mine[] = {T_SAFETY_MINE_FRIGHTEN, T_SAFETY_MINE_WATCH};
    static const enum text_key now[] = {T_SAFETY_NOW_DRINK, T_SAFETY_NOW_CRISIS};
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_SAFETY_QUESTIONS_TITLE),
                                           .back = safety(PAGE_ALONE)});
    part_lead(p, WORDS(T_SAFETY_QUESTIONS_LEAD));
    part_form_begin(p, ROOM_SAFETY, ACTION_ANSWER);
    questions(p, F_BETWEEN, T_SAFETY_FEAR, between, COUNT_OF(between));
    questions(p, F_MINE, T_SAFETY_MINE_TITLE, mine, COUNT_OF(mine));
    questions(p, F_NOW, T_SAFETY_NOW_TITLE, now, COUNT_OF(now));
    part_button(p, WORDS(T_SAFETY_GO));
    part_form_end(p);
    part_page_end(p);
}

static void page_passed(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p,
                    &(struct part_page){.badge = BADGE_MINE, .title = WORDS(T_SAFETY_PASS_TITLE)});
    part_lead(p, WORDS(T_SAFETY_PASS_LEAD));
    part_link_button(p, WEIGHT_PRIMARY, (struct address){ROOM_EVENING, 30, 0},
                     WORDS(T_SAFETY_PASS_GO));
    part_page_end(p);
}

static void page_care(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_SAFETY_CARE_TITLE),
                                           .back = safety(PAGE_HOME)});
    part_lead(p, WORDS(T_SAFETY_CARE_LEAD));
    part_notice_begin(p, NOTICE_CARE, (struct words){0});
    part_prose(p, T_SAFETY_CARE_DANGER);
    part_notice_end(p);
    part_prose(p, T_SAFETY_CARE_DEVICE);
    part_prose(p, T_SAFETY_CARE_ADVOCATE);
    part_prose(p, T_SAFETY_CARE_MINE);
    part_prose(p, T_SAFETY_CARE_ADDICTION);
    part_prose(p, T_SAFETY_CARE_CRISIS);
    part_say(p, WORDS(T_SAFETY_CARE_ROOMS));
    part_aside(p, WORDS(T_SAFETY_CARE_NUMBERS));
    part_link_line(p, safety(PAGE_ALONE), WORDS(T_SAFETY_CARE_AGAIN));
    part_island_button(p, WEIGHT_SECONDARY, "exit", (struct bytes){0}, WORDS(T_SAFETY_CARE_EXIT));
    part_page_end(p);
}

static enum err show(struct visit *v) {
    bool mine = book_status(v->book).mine_open;
    if (v->at.page != PAGE_HOME && !mine)
        return v->at.page <= PAGE_CARE ? ERR_LOCKED : ERR_NOT_FOUND;
    switch (v->at.page) {
    case PAGE_HOME:
        page_home(v);
        return ERR_OK;
    case PAGE_ALONE:
        page_alone(v);
        return ERR_OK;
    case PAGE_QUESTIONS:
        page_questions(v);
        return ERR_OK;
    case PAGE_PASSED:
        page_passed(v);
        return ERR_OK;
    case PAGE_CARE:
        page_care(v);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

/* The answers end here: one bit of them is kept. */
static enum err run_answer(struct visit *v, const struct submission *s) {
    bool care = submission_number(s, F_BETWEEN) || submission_number(s, F_MINE) ||
                submission_number(s, F_NOW);
    struct body_writer w;
    body_begin(&w, v->frame, NULL);
    body_add_uint(&w, 1, care ? GATE_CARE_FIRST : GATE_PASSED);
    TRY(visit_write(v, SPACE_MINE, KIND_GATE, NULL, 0, &w, NULL));
    visit_go(v, ROOM_SAFETY, care ? PAGE_CARE : PAGE_PASSED, 0);
    return ERR_OK;
}

/* The gate opens only where one is alone with one's own book: it is suggested while *mine* is
 * open, and until it is answered it comes before all else. */
static size_t suggest(struct visit *v, struct suggestion *out, size_t room) {
    enum gate gate = gate_now(v);
    if (room == 0 || gate == GATE_UNKNOWN || gate == GATE_OPEN)
        return 0;
    *out = gate == GATE_DUE ? (struct suggestion){.line = T_SAFETY_ALONE_TITLE,
                                                  .where = safety(PAGE_ALONE),
                                                  .weight = 900}
                            : (struct suggestion){.line = T_SAFETY_PRIVATE,
                                                  .where = safety(PAGE_CARE),
                                                  .weight = 800,
                                                  .rest = true}; /* help is for any hour */
    return 1;
}

static const struct input_def answer_inputs[] = {
    {.field = F_BETWEEN, .type = INPUT_MANY, .max = 5},
    {.field = F_MINE, .type = INPUT_MANY, .max = 2},
    {.field = F_NOW, .type = INPUT_MANY, .max = 2},
};

static const struct action_def actions[] = {
    {.action = ACTION_ANSWER,
     .inputs = answer_inputs,
     .input_count = COUNT_OF(answer_inputs),
     .needs_mine = true,
     .run = run_answer},
};

static const enum text_key results[] = {T_SAFETY_RESULT_PASS, T_SAFETY_RESULT_CARE};
static const struct field_def gate_fields[] = {
    {.key = 1,
     .type = FIELD_UINT,
     .max = 1,
     .name = "result",
     .required = true,
     .label = T_SAFETY_RESULT,
     .choices = results,
     .choice_count = COUNT_OF(results)},
};
static const struct kind_def kinds[] = {
    {.kind = KIND_GATE,
     .name = "safety-result",
     .title = T_SAFETY_KIND,
     .spaces = 1 << SPACE_MINE,
     .fields = gate_fields,
     .field_count = COUNT_OF(gate_fields)},
};

const struct practice practice_safety = {
    .code = ROOM_SAFETY,
    .name = "safety",
    .title = T_SAFETY_TITLE,
    .line = T_SAFETY_LINE,
    .badge = BADGE_MINE,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
    .suggest = suggest,
};
