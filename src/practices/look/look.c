/* look.c -- look around: the page with the two phones of the example couple (app/example.h). */
#include "app/session.h"

static struct words phone(struct visit *v, enum text_key name) {
    return words_with(v->p, T_LOOK_PHONE, "name", text_get(v->text, name));
}

static enum err show(struct visit *v) {
    struct parts *p = v->p;
    struct session_status s = session_status(v);
    if (v->at.page != 0 || s.looking)
        return ERR_NOT_FOUND;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_LOOK_TITLE),
                                           .back = {ROOM_DOOR, s.open ? DOOR_ROOMS : DOOR_FIRST, 0},
                                           .wide = true,
                                           .quiet = true});
    part_lead(p, WORDS(T_LOOK_LEAD));
    part_phones(p, phone(v, T_HOUSE_LOOK_NORA), "nora", phone(v, T_HOUSE_LOOK_SAM), "sam");
    part_say(p, WORDS(T_LOOK_STORY));
    part_aside(p, WORDS(T_LOOK_KEPT));
    if (!s.has_book)
        part_link_button(p, WEIGHT_SECONDARY, (struct address){ROOM_DOOR, DOOR_FIRST, 0},
                         WORDS(T_LOOK_BACK));
    part_page_end(p);
    return ERR_OK;
}

const struct practice practice_look = {
    .code = ROOM_LOOK,
    .name = "look",
    .title = T_LOOK_TITLE,
    .line = T_LOOK_LINE,
    .badge = BADGE_NONE,
    .without_book = true,
    .show = show,
};
