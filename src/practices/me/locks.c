/* locks.c -- phrases, PIN, and the private list of devices. */
#include "book/kinds.h"
#include "practices/me/me.h"
#include "view/dates.h"

static void device_form(struct visit *v) {
    struct parts *p = v->p;
    part_section_begin(p, WORDS(T_ME_LOCKS_DEVICE));
    part_form_begin(p, ROOM_ME, ACTION_DEVICE_SECRET);
    part_secret(p,
                &(struct part_field){.field = F_SECRET_OLD, .label = WORDS(T_ME_LOCKS_DEVICE_OLD)},
                false);
    part_secret(p,
                &(struct part_field){.field = F_SECRET,
                                     .label = WORDS(T_ME_LOCKS_DEVICE_NEW),
                                     .hint = WORDS(T_DOOR_BEGIN_PHRASE_HINT)},
                true);
    part_button_as(p, WEIGHT_SECONDARY, WORDS(T_ME_LOCKS_DEVICE_GO));
    part_form_end(p);
    part_section_end(p);
}

static void mine_form(struct visit *v) {
    struct parts *p = v->p;
    part_section_begin(p, WORDS(T_ME_LOCKS_MINE));
    part_say(p, WORDS(T_ME_LOCKS_MINE_LEAD));
    if (!session_status(v).mine_open) {
        part_link_button(p, WEIGHT_SECONDARY, me(PAGE_LOCKS, 1), WORDS(T_ME_MINE_UNLOCK));
    } else {
        part_form_begin(p, ROOM_ME, ACTION_MINE_SECRET);
        part_secret(p,
                    &(struct part_field){.field = F_SECRET,
                                         .label = WORDS(T_ME_LOCKS_MINE_NEW),
                                         .hint = WORDS(T_DOOR_BEGIN_PHRASE_HINT)},
                    true);
        part_button_as(p, WEIGHT_SECONDARY, WORDS(T_ME_LOCKS_MINE_GO));
        part_form_end(p);
    }
    part_section_end(p);
}

static void pin_form(struct visit *v) {
    struct parts *p = v->p;
    part_section_begin(p, WORDS(T_ME_LOCKS_PIN));
    part_say(p, WORDS(T_ME_LOCKS_PIN_LEAD));
    part_form_begin(p, ROOM_ME, ACTION_PIN);
    part_pin(p, &(struct part_field){.field = F_PIN,
                                     .label = WORDS(T_ME_LOCKS_PIN_NEW),
                                     .hint = WORDS(T_ME_LOCKS_PIN_NONE),
                                     .optional = true});
    part_button_as(p, WEIGHT_SECONDARY, WORDS(T_ME_LOCKS_PIN_GO));
    part_form_end(p);
    part_section_end(p);
}

static void page_locks(struct visit *v) {
    struct session_status s = session_status(v);
    me_page_begin(v, T_ME_LOCKS_TITLE, BADGE_MINE);
    if (v->at.page == PAGE_LOCKS_KEPT)
        part_notice(v->p, NOTICE_GOOD, WORDS(T_ME_LOCKS_KEPT));
    if (s.memory_only)
        part_notice(v->p, NOTICE_INFO, WORDS(T_ME_LOCKS_MEMORY));
    else
        mine_form(v);
    pin_form(v);
    if (!s.memory_only)
        device_form(v);
    part_page_end(v->p);
}

static void page_devices(struct visit *v) {
    struct parts *p = v->p;
    size_t count;
    const struct item *items = book_items(v->book, KIND_DEVICE_IN, &count);
    me_page_begin(v, T_ME_DEVICES_TITLE, BADGE_MINE);
    part_lead(p, WORDS(T_ME_DEVICES_LEAD));
    if (count == 0) {
        part_empty(p, WORDS(T_ME_DEVICES_EMPTY), (struct words){0});
    } else {
        part_list_begin(p);
        for (size_t i = count; i-- > 0;) {
            struct bytes label = {0};
            struct entry e = book_item_entry(&items[i]);
            (void)body_text(e.body, 1, &label);
            part_item(
                p, &(struct part_item){.key = item_address(&items[i]),
                                       .title = words_of(label),
                                       .line = words_of(text_make_date(v->frame, v->text, DATE_YEAR,
                                                                       items[i].first_day))});
        }
        part_list_end(p);
    }
    part_aside(p, WORDS(T_ME_DEVICES_UNKNOWN));
    part_link_line(p, me(PAGE_WORDS, 0), WORDS(T_ME_GO_WORDS));
    part_page_end(p);
}

enum err me_locks_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_LOCKS:
    case PAGE_LOCKS_KEPT:
        if (v->at.item == 1 && !session_status(v).mine_open)
            return ERR_LOCKED;
        page_locks(v);
        return ERR_OK;
    case PAGE_DEVICES:
        page_devices(v);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

enum err me_run_device_secret(struct visit *v, const struct submission *s) {
    return session_device_secret_set(v, submission_text(s, F_SECRET_OLD),
                                     submission_text(s, F_SECRET), me(PAGE_LOCKS_KEPT, 0),
                                     F_SECRET_OLD);
}

enum err me_run_mine_secret(struct visit *v, const struct submission *s) {
    return session_mine_secret_set(v, submission_text(s, F_SECRET), me(PAGE_LOCKS_KEPT, 0),
                                   F_SECRET);
}

enum err me_run_pin(struct visit *v, const struct submission *s) {
    visit_go(v, ROOM_ME, PAGE_LOCKS_KEPT, 0);
    return session_pin_set(v, submission_text(s, F_PIN), F_PIN);
}
