/* hour.c -- the hour that the two set: after it only what soothes is suggested, and sleep. */
#include "forms/note.h"
#include "forms/rest_hour.h"
#include "practices/me/me.h"

static struct words with_time(struct visit *v, enum text_key key, enum rest_hour hour) {
    struct text_arg args[] = {{"name", note_partner(v, T_ME_HOUR_OTHER)},
                              {"time", rest_hour_text(v, hour)}};
    return words_format(v->p, key, args, COUNT_OF(args));
}

/* What holds; or what each has said, in the same words whatever the other did. */
static void state_say(struct visit *v) {
    enum rest_hour mine = rest_hour_of(v, AUTHOR_ME), yours = rest_hour_of(v, AUTHOR_PARTNER);
    if (rest_hour_holds(v) != REST_NONE) {
        part_notice(v->p, NOTICE_GOOD, with_time(v, T_ME_HOUR_HOLDS, mine));
        return;
    }
    if (mine != REST_NONE)
        part_notice(v->p, NOTICE_INFO, with_time(v, T_ME_HOUR_MINE, mine));
    if (yours != REST_NONE)
        part_notice(v->p, NOTICE_INFO, with_time(v, T_ME_HOUR_YOURS, yours));
}

static void page_hour(struct visit *v) {
    struct parts *p = v->p;
    struct part_option options[REST_HOUR_COUNT] = {{.label = WORDS(T_ME_HOUR_NONE)}};
    for (size_t i = 1; i < REST_HOUR_COUNT; i++)
        options[i] = (struct part_option){.value = i,
                                          .label = words_of(rest_hour_text(v, (enum rest_hour)i))};
    me_page_begin(v, T_ME_HOUR_TITLE, BADGE_OURS);
    part_lead(p, WORDS(T_ME_HOUR_LEAD));
    state_say(v);
    part_form_begin(p, ROOM_ME, ACTION_HOUR);
    part_choice_rows(
        p,
        &(struct part_field){.field = F_HOUR, .label = WORDS(T_ME_HOUR_TITLE), .hide_label = true},
        options, REST_HOUR_COUNT, (int64_t)rest_hour_of(v, AUTHOR_ME));
    part_button(p, WORDS(T_APP_SAVE));
    part_form_end(p);
    part_aside(p, WORDS(T_ME_HOUR_KEPT));
    part_page_end(p);
}

enum err me_hour_show(struct visit *v) {
    if (v->at.page != PAGE_HOUR || !visit_together(v))
        return ERR_NOT_FOUND;
    page_hour(v);
    return ERR_OK;
}

enum err me_run_hour(struct visit *v, const struct submission *s) {
    enum err e = rest_hour_say(v, (enum rest_hour)submission_number(s, F_HOUR));
    if (e == ERR_STATE)
        visit_refuse(v, 0, T_HOUSE_ERROR_ALONE);
    return v->refused_count ? ERR_OK : e;
}
