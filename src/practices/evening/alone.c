/* alone.c -- the beginning of one who is here by themselves: two questions, nothing promised. */
#include "base/check.h"
#include "practices/evening/evening.h"

static void page_alone(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.badge = BADGE_MINE,
                                           .title = WORDS(T_EVENING_ALONE_TITLE),
                                           .back = {ROOM_TODAY, 0, 0}});
    part_lead(p, WORDS(T_EVENING_ALONE_LEAD));
    part_say(p, WORDS(T_EVENING_ALONE_PROMISE));
    part_say(p, WORDS(T_EVENING_ALONE_LATER));
    part_link_button(p, WEIGHT_PRIMARY, evening_at(PAGE_SELF, 0), WORDS(T_EVENING_ALONE_GO));
    part_page_end(p);
}

static void page_self(struct visit *v) {
    struct parts *p = v->p;
    struct answer blank = {0};
    evening_page_begin(v, T_EVENING_SELF_TITLE, BADGE_MINE, PAGE_ALONE);
    part_form_begin(p, ROOM_EVENING, ACTION_SELF);
    evening_feeling_field(v, T_EVENING_SELF_FEEL, &blank);
    part_area(p, &(struct part_field){.field = F_TEXT,
                                      .label = WORDS(T_EVENING_SELF_SMALL),
                                      .hint = WORDS(T_EVENING_SELF_SMALL_HINT),
                                      .max = ANSWER_TEXT_CHARACTERS,
                                      .optional = true});
    part_button(p, WORDS(T_EVENING_SELF_SAVE));
    part_form_end(p);
    part_examples(p, WORDS(T_EVENING_SELF_GOOD_1), WORDS(T_EVENING_SELF_GOOD_2),
                  WORDS(T_EVENING_SELF_BAD));
    part_page_end(p);
}

static void page_kept(struct visit *v) {
    struct parts *p = v->p;
    size_t count;
    bool words = book_status(v->book).words_made;
    const struct item *items = book_items(v->book, KIND_SELF, &count);
    struct answer last = {0};
    if (count)
        last = answer_read(book_item_entry(&items[count - 1]).body);
    evening_page_begin(v, T_EVENING_KEPT_TITLE, BADGE_MINE, PAGE_SELF);
    part_lead(p, WORDS(T_EVENING_KEPT_LEAD));
    if (last.has_feeling) {
        struct words feeling = evening_feeling_words(v, &last);
        part_tags(p, &feeling, 1);
    }
    if (last.small.size) {
        part_subheading(p, WORDS(T_EVENING_KEPT_SMALL));
        part_sentence(p, words_of(last.small));
        evening_calendar_button(v);
    }
    if (!words) {
        part_say(p, WORDS(T_EVENING_KEPT_WORDS_LINE));
        part_link_button(p, WEIGHT_PRIMARY, (struct address){ROOM_ME, 10, 0},
                         WORDS(T_EVENING_KEPT_WORDS));
    }
    part_link_button(p, words ? WEIGHT_PRIMARY : WEIGHT_QUIET, (struct address){ROOM_TODAY, 0, 0},
                     WORDS(T_EVENING_KEPT_TODAY));
    part_page_end(p);
}

enum err alone_show(struct visit *v) {
    if (!book_status(v->book).mine_open)
        return ERR_LOCKED;
    if (v->at.page == PAGE_ALONE)
        page_alone(v);
    else if (v->at.page == PAGE_SELF)
        page_self(v);
    else
        page_kept(v);
    return ERR_OK;
}

enum err run_self(struct visit *v, const struct submission *s) {
    struct body_writer w;
    struct bytes small = submission_text(s, F_TEXT);
    bool feeling = submission_has(s, F_FEELING);
    if (!feeling && small.size == 0) {
        visit_refuse(v, F_TEXT, T_EVENING_SELF_MISSING);
        return ERR_OK;
    }
    body_begin(&w, v->frame, NULL);
    if (feeling)
        body_add_uint(&w, 1, submission_number(s, F_FEELING));
    if (feeling && submission_has(s, F_STRENGTH))
        body_add_uint(&w, 2, submission_number(s, F_STRENGTH));
    if (small.size)
        body_add_text(&w, 3, small);
    visit_go(v, ROOM_EVENING, PAGE_SELF_KEPT, 0);
    return evening_refuse(v, visit_write(v, SPACE_MINE, KIND_SELF, NULL, 0, &w, NULL));
}
