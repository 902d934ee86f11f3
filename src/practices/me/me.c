/* me.c -- one's own corner: who can read what, words and locks, one's data, the ways out. */
#include "practices/me/me.h"
#include "book/kinds.h"
#include "forms/rest_hour.h"
#include "view/languages.h"

void me_page_begin(struct visit *v, enum text_key title, enum page_badge badge) {
    part_page_begin(
        v->p, &(struct part_page){.badge = badge, .title = WORDS(title), .back = me(PAGE_HOME, 0)});
}

/* --- the first page --------------------------------------------------------------------------- */

static void way(struct visit *v, uint32_t page, enum text_key title) {
    part_item(v->p, &(struct part_item){.key = page + 1, .to = me(page, 0), .title = WORDS(title)});
}

static void pair_lines(struct visit *v, const struct book_status *book) {
    struct parts *p = v->p;
    switch (book->pair) {
    case PAIR_TOGETHER:
        part_say(p, book->partner_name.size
                        ? words_with(p, T_ME_TOGETHER, "name", book->partner_name)
                        : WORDS(T_ME_TOGETHER_NAMELESS));
        if (session_status(v).partner_gone)
            part_say(p, WORDS(T_HOUSE_PARTNER_GONE));
        break;
    case PAIR_LEFT:
        part_say(p, WORDS(T_ME_LEFT));
        break;
    default:
        part_say(p, WORDS(T_ME_ALONE));
        part_link_button(p, WEIGHT_SECONDARY, (struct address){ROOM_EVENING, 1, 0},
                         WORDS(T_ME_INVITE));
    }
}

static void mine_line(struct visit *v, bool open) {
    struct parts *p = v->p;
    part_prose(p, open ? T_ME_MINE_OPEN : T_ME_MINE_CLOSED);
    if (open && !book_status(v->book).memory_only)
        part_action(p, ROOM_ME, ACTION_MINE_LOCK, 0, 0, WEIGHT_QUIET, WORDS(T_ME_MINE_LOCK));
    else if (!open)
        part_link_button(p, WEIGHT_QUIET, me(PAGE_HOME, 1), WORDS(T_ME_MINE_UNLOCK));
}

static void page_home(struct visit *v) {
    struct parts *p = v->p;
    struct book_status book = book_status(v->book);
    part_page_begin(p, &(struct part_page){.title = WORDS(T_ME_TITLE)});
    part_lead(p, book.my_name.size ? words_with(p, T_ME_HELLO, "name", book.my_name)
                                   : WORDS(T_ME_HELLO_NAMELESS));
    pair_lines(v, &book);
    mine_line(v, book.mine_open);
    part_list_begin(p);
    way(v, PAGE_READERS, T_ME_GO_READERS);
    way(v, PAGE_WORDS, book.words_made ? T_ME_GO_WORDS : T_ME_GO_WORDS_NONE);
    way(v, PAGE_KIT, T_ME_GO_KIT);
    way(v, PAGE_LOCKS, T_ME_GO_LOCKS);
    way(v, PAGE_DEVICES, T_ME_GO_DEVICES);
    if (book.pair == PAIR_TOGETHER)
        way(v, PAGE_COMPARE, T_ME_GO_COMPARE);
    if (book.pair == PAIR_TOGETHER)
        way(v, PAGE_HOUR, T_ME_GO_HOUR);
    way(v, PAGE_NAME, T_ME_GO_NAME);
    way(v, PAGE_LANGUAGE, T_ME_GO_LANGUAGE);
    way(v, PAGE_EXPORT, T_ME_GO_EXPORT);
    way(v, PAGE_ERASE, T_ME_GO_ERASE);
    if (book.pair == PAIR_TOGETHER)
        way(v, PAGE_LEAVE, T_ME_GO_LEAVE);
    way(v, PAGE_CLOSE, T_ME_GO_CLOSE);
    way(v, PAGE_ABOUT, T_ME_GO_ABOUT);
    part_list_end(p);
    part_action(p, ROOM_ME, ACTION_LOCK, 0, 0, WEIGHT_SECONDARY, WORDS(T_ME_LOCK_ALL));
    part_page_end(p);
}

/* --- who can read what ------------------------------------------------------------------------ */

static void page_readers(struct visit *v) {
    static const struct {
        enum page_badge badge;
        enum text_key words;
    } rows[] = {{BADGE_MINE, T_ME_READERS_MINE},
                {BADGE_OURS, T_ME_READERS_OURS},
                {BADGE_CARE, T_ME_READERS_CARE}};
    struct parts *p = v->p;
    me_page_begin(v, T_ME_READERS_TITLE, BADGE_NONE);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        part_card_begin(p, &(struct part_card){.badge = rows[i].badge});
        part_say(p, WORDS(rows[i].words));
        part_card_end(p);
    }
    part_say(p, WORDS(T_ME_READERS_PAGES));
    part_aside(p, WORDS(T_ME_READERS_RELAY));
    part_page_end(p);
}

static void page_about(struct visit *v) {
    me_page_begin(v, T_ME_ABOUT_TITLE, BADGE_NONE);
    part_prose(v->p, T_ME_ABOUT_BODY);
    part_link_line(v->p, (struct address){ROOM_DOOR, 21, 0}, WORDS(T_DOOR_PRIVACY));
    part_page_end(v->p);
}

/* --- five words to compare -------------------------------------------------------------------- */

static void page_compare(struct visit *v) {
    struct parts *p = v->p;
    uint16_t indices[PAIRING_WORDS];
    struct bytes words[PAIRING_WORDS];
    me_page_begin(v, T_ME_COMPARE_TITLE, BADGE_MINE);
    part_lead(p, WORDS(T_ME_COMPARE_LEAD));
    if (session_compare_words(v, indices)) {
        for (int i = 0; i < PAIRING_WORDS; i++)
            words[i] = session_word(v, indices[i]);
        part_words(p, words, PAIRING_WORDS, WORDS(T_ME_COMPARE_LABEL));
    }
    if (book_status(v->book).pair_compared)
        part_notice(p, NOTICE_GOOD, WORDS(T_ME_COMPARE_DONE));
    else
        part_action(p, ROOM_ME, ACTION_COMPARED, 0, 0, WEIGHT_PRIMARY, WORDS(T_ME_COMPARE_SAME));
    part_aside(p, WORDS(T_ME_COMPARE_NOT));
    part_page_end(p);
}

static enum err run_compared(struct visit *v, const struct submission *s) {
    (void)s;
    return session_compared(v);
}

/* --- language and name ------------------------------------------------------------------------ */

static void page_language(struct visit *v) {
    struct parts *p = v->p;
    struct part_option options[8] = {0};
    int64_t chosen = 0;
    size_t count = languages_count < COUNT_OF(options) ? languages_count : COUNT_OF(options);
    struct bytes now = session_language(v);
    size_t shown = 0;
    for (size_t i = 0; i < count; i++) {
        if (languages[i].pseudo && !bytes_equal(now, bytes_from_string(languages[i].code)))
            continue;
        options[shown++] = (struct part_option){
            .value = i, .label = words_of(bytes_from_string(languages[i].name))};
        if (bytes_equal(now, bytes_from_string(languages[i].code)))
            chosen = (int64_t)i;
    }
    me_page_begin(v, T_ME_LANGUAGE_TITLE, BADGE_NONE);
    part_lead(p, WORDS(T_ME_LANGUAGE_LEAD));
    part_form_begin(p, ROOM_ME, ACTION_LANGUAGE);
    part_choice_rows(p,
                     &(struct part_field){.field = F_LANGUAGE,
                                          .label = WORDS(T_ME_LANGUAGE_TITLE),
                                          .hide_label = true},
                     options, shown, chosen);
    part_button(p, WORDS(T_APP_CHANGE));
    part_form_end(p);
    part_page_end(p);
}

static enum err run_language(struct visit *v, const struct submission *s) {
    uint64_t i = submission_number(s, F_LANGUAGE);
    if (i >= languages_count)
        return ERR_MALFORMED;
    return session_language_set(v, bytes_from_string(languages[i].code));
}

static void page_name(struct visit *v) {
    struct parts *p = v->p;
    me_page_begin(v, T_ME_NAME_TITLE, BADGE_MINE);
    part_form_begin(p, ROOM_ME, ACTION_NAME);
    part_input(p, &(struct part_field){.field = F_NAME,
                                       .label = WORDS(T_ME_NAME_LABEL),
                                       .hint = WORDS(T_ME_NAME_HINT),
                                       .value = book_status(v->book).my_name,
                                       .max = 40});
    part_button(p, WORDS(T_ME_NAME_GO));
    part_form_end(p);
    part_page_end(p);
}

static enum err run_name(struct visit *v, const struct submission *s) {
    visit_go(v, ROOM_ME, PAGE_HOME, 0);
    return session_name_set(v, submission_text(s, F_NAME));
}

/* --- locks here ------------------------------------------------------------------------------- */

static enum err run_mine_lock(struct visit *v, const struct submission *s) {
    (void)s;
    session_lock_mine(v);
    visit_go(v, ROOM_ME, PAGE_HOME, 0);
    return ERR_OK;
}

static enum err run_lock(struct visit *v, const struct submission *s) {
    (void)s;
    session_lock(v);
    visit_go(v, ROOM_HERE, 0, 0);
    return ERR_OK;
}

/* --- the table -------------------------------------------------------------------------------- */

/* Pages that need *mine* open. */
static bool needs_mine(const struct visit *v) {
    switch (v->at.page) {
    case PAGE_DEVICES:
    case PAGE_WORDS:
    case PAGE_WORDS_SHOWN:
    case PAGE_WORDS_CHECK:
    case PAGE_KIT:
    case PAGE_KIT_SHOWN:
    case PAGE_COMPARE:
    case PAGE_LEAVE:
    case PAGE_CLOSE:
        return true;
    case PAGE_HOME:
        return v->at.item == 1;
    default:
        return false;
    }
}

static enum err show(struct visit *v) {
    if (needs_mine(v) && !book_status(v->book).mine_open)
        return ERR_LOCKED;
    switch (v->at.page) {
    case PAGE_HOME:
        page_home(v);
        return ERR_OK;
    case PAGE_READERS:
        page_readers(v);
        return ERR_OK;
    case PAGE_COMPARE:
        page_compare(v);
        return ERR_OK;
    case PAGE_LANGUAGE:
        page_language(v);
        return ERR_OK;
    case PAGE_NAME:
        page_name(v);
        return ERR_OK;
    case PAGE_ABOUT:
        page_about(v);
        return ERR_OK;
    default:
        break;
    }
    enum err e = me_words_show(v);
    if (e == ERR_NOT_FOUND)
        e = me_locks_show(v);
    if (e == ERR_NOT_FOUND)
        e = me_hour_show(v);
    return e == ERR_NOT_FOUND ? me_data_show(v) : e;
}

static const struct input_def check_inputs[] = {
    {.field = F_FIRST, .type = INPUT_SECRET, .max = 100, .required = true},
    {.field = F_SECOND, .type = INPUT_SECRET, .max = 100, .required = true},
    {.field = F_OLD, .type = INPUT_SECRET, .max = 400},
    {.field = F_KIT, .type = INPUT_FLAG},
};
static const struct input_def kit_inputs[] = {
    {.field = F_OLD, .type = INPUT_SECRET, .max = 400, .required = true},
};
static const struct input_def device_inputs[] = {
    {.field = F_SECRET_OLD, .type = INPUT_SECRET, .max = 1024, .required = true},
    {.field = F_SECRET, .type = INPUT_SECRET, .max = 1024, .required = true},
};
static const struct input_def mine_inputs[] = {
    {.field = F_SECRET, .type = INPUT_SECRET, .max = 1024, .required = true},
};
static const struct input_def close_inputs[] = {
    {.field = F_SECRET, .type = INPUT_SECRET, .max = 1024},
};
static const struct input_def pin_inputs[] = {
    {.field = F_PIN, .type = INPUT_SECRET, .max = 16},
};
static const struct input_def language_inputs[] = {
    {.field = F_LANGUAGE, .type = INPUT_CHOICE, .max = 8, .required = true},
};
static const struct input_def export_inputs[] = {
    {.field = F_FORMAT, .type = INPUT_CHOICE, .max = 2, .required = true},
};
static const struct input_def erase_inputs[] = {
    {.field = F_ITEM, .type = INPUT_ITEM, .required = true},
};
static const struct input_def leave_inputs[] = {
    {.field = F_KEEP, .type = INPUT_FLAG},
};
static const struct input_def name_inputs[] = {
    {.field = F_NAME, .type = INPUT_TEXT, .max = 80, .required = true},
};

static const struct input_def hour_inputs[] = {
    {.field = F_HOUR, .type = INPUT_CHOICE, .max = REST_HOUR_COUNT, .required = true},
};

#define ACTION(id, function, mine)                                                                 \
    { .action = (id), .needs_mine = (mine), .run = (function) }
#define ACTION_WITH(id, table, function, mine)                                                     \
    {                                                                                              \
        .action = (id), .inputs = (table), .input_count = COUNT_OF(table), .needs_mine = (mine),   \
        .run = (function)                                                                          \
    }

static const struct action_def actions[] = {
    ACTION(ACTION_WORDS_DRAW, me_run_words_draw, true),
    ACTION_WITH(ACTION_WORDS_CHECK, check_inputs, me_run_words_check, true),
    ACTION_WITH(ACTION_KIT, kit_inputs, me_run_kit, true),
    ACTION(ACTION_KIT_DONE, me_run_kit_done, false),
    ACTION_WITH(ACTION_DEVICE_SECRET, device_inputs, me_run_device_secret, false),
    ACTION_WITH(ACTION_MINE_SECRET, mine_inputs, me_run_mine_secret, true),
    ACTION_WITH(ACTION_PIN, pin_inputs, me_run_pin, false),
    ACTION(ACTION_MINE_LOCK, run_mine_lock, false),
    ACTION(ACTION_LOCK, run_lock, false),
    ACTION(ACTION_COMPARED, run_compared, true),
    ACTION_WITH(ACTION_LANGUAGE, language_inputs, run_language, false),
    ACTION_WITH(ACTION_EXPORT, export_inputs, me_run_export, false),
    ACTION_WITH(ACTION_ERASE, erase_inputs, me_run_erase, false),
    ACTION_WITH(ACTION_LEAVE, leave_inputs, me_run_leave, true),
    ACTION_WITH(ACTION_CLOSE, close_inputs, me_run_close, true),
    ACTION_WITH(ACTION_NAME, name_inputs, run_name, false),
    ACTION_WITH(ACTION_HOUR, hour_inputs, me_run_hour, false),
};

static const struct field_def hour_kept[] = {
    {.key = 1,
     .type = FIELD_UINT,
     .max = REST_HOUR_COUNT - 1,
     .name = "rest-hour",
     .required = true},
    {.key = 2, .type = FIELD_BYTES, .max = 8, .name = "pair"}};
static const struct kind_def kinds[] = {{.kind = KIND_REST_HOUR,
                                         .name = "rest-hour",
                                         .title = T_ME_HOUR_KIND,
                                         .spaces = 1u << SPACE_OURS,
                                         .fields = hour_kept,
                                         .field_count = COUNT_OF(hour_kept),
                                         .told = true}};

const struct practice practice_me = {
    .code = ROOM_ME,
    .name = "me",
    .title = T_ME_TITLE,
    .line = T_ME_LINE,
    .badge = BADGE_MINE,
    .kinds = kinds,
    .kind_count = COUNT_OF(kinds),
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
};
