/* words.c -- the seven words and the kit: shown once, asked back, then gone from memory. */
#include "practices/me/me.h"

#include <string.h>

/* Which two of the words just drawn are asked back (0..6): follows from the words, so that going
 * back and forth asks for the same. */
static void asked_back(const uint16_t words[PASSWORD_WORDS], unsigned out[2]) {
    out[0] = (unsigned)(words[0] + words[3]) % PASSWORD_WORDS;
    out[1] = (out[0] + 1 + words[5] % (PASSWORD_WORDS - 1)) % PASSWORD_WORDS;
    if (out[1] < out[0]) {
        unsigned first = out[1];
        out[1] = out[0];
        out[0] = first;
    }
}

static void page_words(struct visit *v) {
    struct parts *p = v->p;
    bool due = session_words_due(v);
    bool made = book_status(v->book).words_made;
    me_page_begin(v, T_ME_WORDS_TITLE, BADGE_MINE);
    part_lead(p, WORDS(T_ME_WORDS_LEAD));
    if (due)
        part_notice(p, NOTICE_INFO, WORDS(T_ME_WORDS_DUE));
    else if (made)
        part_say(p, WORDS(T_ME_WORDS_SOME));
    if (made)
        part_aside(p, WORDS(T_ME_WORDS_KNOWN));
    part_action(p, ROOM_ME, ACTION_WORDS_DRAW, 0, 0, WEIGHT_PRIMARY, WORDS(T_ME_WORDS_SHOW));
    part_page_end(p);
}

static void word_list(struct visit *v, const uint16_t *indices, size_t count, enum text_key label) {
    struct bytes words[KIT_WORDS];
    MUST(count <= KIT_WORDS);
    for (size_t i = 0; i < count; i++)
        words[i] = session_word(v, indices[i]);
    part_words(v->p, words, count, WORDS(label));
}

static void page_words_shown(struct visit *v) {
    struct parts *p = v->p;
    uint16_t words[PASSWORD_WORDS];
    if (!session_words_show(v, words)) {
        page_words(v);
        return;
    }
    me_page_begin(v, T_ME_WORDS_SHOWN_TITLE, BADGE_MINE);
    part_lead(p, WORDS(T_ME_WORDS_SHOWN_LEAD));
    word_list(v, words, PASSWORD_WORDS, T_ME_WORDS_LABEL);
    memory_wipe(words, sizeof words);
    part_link_button(p, WEIGHT_PRIMARY, me(PAGE_WORDS_CHECK, 0), WORDS(T_ME_WORDS_WRITTEN));
    part_action(p, ROOM_ME, ACTION_WORDS_DRAW, 0, 0, WEIGHT_QUIET, WORDS(T_ME_WORDS_OTHER));
    part_page_end(p);
}

static struct words nth(struct visit *v, unsigned index) {
    uint8_t digit = (uint8_t)('1' + index);
    return words_with(v->p, T_ME_WORDS_NTH, "number", bytes_make(&digit, 1));
}

static void page_words_check(struct visit *v) {
    struct parts *p = v->p;
    uint16_t words[PASSWORD_WORDS];
    unsigned asked[2];
    if (!session_words_show(v, words)) {
        page_words(v);
        return;
    }
    asked_back(words, asked);
    memory_wipe(words, sizeof words);
    bool made = book_status(v->book).words_made && !session_words_due(v);
    me_page_begin(v, T_ME_WORDS_CHECK_TITLE, BADGE_MINE);
    part_lead(p, WORDS(T_ME_WORDS_CHECK_LEAD));
    part_form_begin(p, ROOM_ME, ACTION_WORDS_CHECK);
    part_word_entry(p, &(struct part_field){.field = F_FIRST, .label = nth(v, asked[0])});
    part_word_entry(p, &(struct part_field){.field = F_SECOND, .label = nth(v, asked[1])});
    if (made)
        part_word_entry(p, &(struct part_field){.field = F_OLD, .label = WORDS(T_ME_WORDS_OLD)});
    else if (!session_words_due(v))
        part_flag(p,
                  &(struct part_field){.field = F_KIT,
                                       .label = WORDS(T_ME_WORDS_KIT),
                                       .hint = WORDS(T_ME_WORDS_KIT_HINT),
                                       .optional = true},
                  false);
    part_button(p, WORDS(T_ME_WORDS_GO));
    part_form_end(p);
    part_link_line(p, me(PAGE_WORDS_SHOWN, 0), WORDS(T_ME_WORDS_BACK));
    part_page_end(p);
}

static void words_on_way(struct visit *v) {
    if (session_words_unsent(v))
        part_notice(v->p, NOTICE_STATUS, WORDS(T_ME_WORDS_ON_WAY));
}

static void page_words_done(struct visit *v) {
    struct parts *p = v->p;
    me_page_begin(v, T_ME_WORDS_DONE_TITLE, BADGE_MINE);
    part_lead(p, WORDS(T_ME_WORDS_DONE_LEAD));
    words_on_way(v);
    if (!session_status(v).mine_own_secret && !session_status(v).memory_only) {
        part_link_button(p, WEIGHT_SECONDARY, me(PAGE_LOCKS, 0), WORDS(T_ME_WORDS_DONE_MINE));
        part_aside(p, WORDS(T_ME_WORDS_DONE_MINE_LINE));
    }
    part_link_button(p, WEIGHT_PRIMARY, (struct address){ROOM_TODAY, 0, 0},
                     WORDS(T_ME_WORDS_DONE_GO));
    part_page_end(p);
}

enum err me_run_words_draw(struct visit *v, const struct submission *s) {
    (void)s;
    visit_go(v, ROOM_ME, PAGE_WORDS_SHOWN, 0);
    return session_words_make(v);
}

/* One word typed back. */
static bool word_is(struct visit *v, const struct submission *s, uint32_t field, uint16_t right) {
    uint16_t typed;
    size_t wrong;
    if (session_words_find(v, submission_text(s, field), &typed, 1, &wrong) == ERR_OK &&
        typed == right)
        return true;
    visit_refuse(v, field, T_ME_WORDS_WRONG);
    return false;
}

enum err me_run_words_check(struct visit *v, const struct submission *s) {
    uint16_t words[PASSWORD_WORDS], old[PASSWORD_WORDS];
    unsigned asked[2];
    size_t wrong;
    bool change = book_status(v->book).words_made && !session_words_due(v);
    if (!session_words_show(v, words)) {
        visit_go(v, ROOM_ME, PAGE_WORDS, 0);
        return ERR_OK;
    }
    asked_back(words, asked);
    bool right = word_is(v, s, F_FIRST, words[asked[0]]);
    right = word_is(v, s, F_SECOND, words[asked[1]]) && right;
    memory_wipe(words, sizeof words);
    if (change && session_words_find(v, submission_text(s, F_OLD), old, PASSWORD_WORDS, &wrong)) {
        visit_refuse(v, F_OLD, T_HOUSE_ERROR_WORDS);
        right = false;
    }
    if (!right)
        return ERR_OK;
    bool kit = submission_has(s, F_KIT);
    enum err e = session_words_confirm(v, change ? old : NULL, kit,
                                       me(kit ? PAGE_KIT_SHOWN : PAGE_WORDS_DONE, 0), F_OLD);
    memory_wipe(old, sizeof old);
    return e;
}

/* --- the kit --------------------------------------------------------------------------------- */

static void page_kit(struct visit *v) {
    struct parts *p = v->p;
    me_page_begin(v, T_ME_KIT_TITLE, BADGE_MINE);
    part_lead(p, WORDS(T_ME_KIT_LEAD));
    if (!book_status(v->book).words_made) {
        part_link_button(p, WEIGHT_PRIMARY, me(PAGE_WORDS, 0), WORDS(T_ME_KIT_WORDS_FIRST));
        part_page_end(p);
        return;
    }
    part_form_begin(p, ROOM_ME, ACTION_KIT);
    part_word_entry(p, &(struct part_field){.field = F_OLD,
                                            .label = WORDS(T_ME_KIT_WORDS),
                                            .hint = WORDS(T_ME_KIT_OLD)});
    part_button(p, WORDS(T_ME_KIT_MAKE));
    part_form_end(p);
    part_page_end(p);
}

static void page_kit_shown(struct visit *v) {
    struct parts *p = v->p;
    uint16_t words[KIT_WORDS], finger[FINGERPRINT_WORDS];
    struct bytes host;
    if (!session_kit_show(v, words, finger, &host)) {
        me_page_begin(v, T_ME_KIT_TITLE, BADGE_MINE);
        part_lead(p, WORDS(T_ME_KIT_GONE));
        part_link_button(p, WEIGHT_PRIMARY, me(PAGE_WORDS_DONE, 0), WORDS(T_APP_CONTINUE));
        part_page_end(p);
        return;
    }
    me_page_begin(v, T_ME_KIT_SHOWN_TITLE, BADGE_MINE);
    words_on_way(v);
    word_list(v, words, KIT_WORDS, T_ME_KIT_LABEL);
    memory_wipe(words, sizeof words);
    struct buf b;
    struct bytes sign = {0};
    buf_init(&b, v->frame);
    for (int i = 0; i < FINGERPRINT_WORDS; i++) {
        buf_add_string(&b, i ? " " : "");
        buf_add_bytes(&b, session_word(v, finger[i]));
    }
    part_facts_begin(p);
    part_fact(p, WORDS(T_ME_KIT_RELAY), words_of(host));
    if (buf_finish(&b, &sign) == ERR_OK)
        part_fact(p, WORDS(T_ME_KIT_FINGER), words_of(sign));
    part_facts_end(p);
    part_island_button(p, WEIGHT_SECONDARY, "print", (struct bytes){0}, WORDS(T_ME_KIT_PRINT));
    part_action(p, ROOM_ME, ACTION_KIT_DONE, 0, 0, WEIGHT_PRIMARY, WORDS(T_ME_KIT_DONE));
    part_page_end(p);
}

enum err me_run_kit(struct visit *v, const struct submission *s) {
    uint16_t words[PASSWORD_WORDS];
    size_t wrong;
    if (session_words_find(v, submission_text(s, F_OLD), words, PASSWORD_WORDS, &wrong)) {
        visit_refuse(v, F_OLD, T_HOUSE_ERROR_WORDS);
        return ERR_OK;
    }
    enum err e = session_kit_make(v, words, me(PAGE_KIT_SHOWN, 0), F_OLD);
    memory_wipe(words, sizeof words);
    return e;
}

enum err me_run_kit_done(struct visit *v, const struct submission *s) {
    (void)s;
    session_kit_forget(v);
    visit_go(v, ROOM_ME, PAGE_WORDS_DONE, 0);
    return ERR_OK;
}

enum err me_words_show(struct visit *v) {
    switch (v->at.page) {
    case PAGE_WORDS:
        page_words(v);
        return ERR_OK;
    case PAGE_WORDS_SHOWN:
        page_words_shown(v);
        return ERR_OK;
    case PAGE_WORDS_CHECK:
        page_words_check(v);
        return ERR_OK;
    case PAGE_WORDS_DONE:
        page_words_done(v);
        return ERR_OK;
    case PAGE_KIT:
        page_kit(v);
        return ERR_OK;
    case PAGE_KIT_SHOWN:
        page_kit_shown(v);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}
