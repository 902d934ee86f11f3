/* door.c -- the door: three ways in, the locks, and the pages that stand in for others.
 *
 * Everything here works without a book. No page shows whether a book is on this device other than
 * by asking for its phrase, and none says which part of an answer was wrong.
 */
#include "app/session.h"
#include "base/check.h"
#include "forms/path.h"

enum page {
    PAGE_LOGIN = 10,
    PAGE_KIT = 11,
    PAGE_BEGIN = 12, /* item: how */
    PAGE_INSTALL = 13,
    PAGE_MINE_WORDS = 14,
    PAGE_READ = 20,
    PAGE_PRIVACY = 21
};

enum how { HOW_TOGETHER = 1, HOW_ALONE = 2, HOW_JOIN = 3 };

enum action {
    ACTION_BEGIN = 1,
    ACTION_UNLOCK = 2,
    ACTION_UNBLANK = DOOR_ACTION_UNBLANK,
    ACTION_MINE = 4,
    ACTION_LOGIN = 5,
    ACTION_KIT = 6,
    ACTION_JOIN = 7,
    ACTION_FORGET = 8,
    ACTION_EVICTED_FORGET = 9,
    ACTION_MINE_WORDS = 10
};

enum field { F_NAME = 1, F_SECRET = 2, F_PIN = 3, F_WORDS = 4, F_HOW = 5 };

static struct address door(uint32_t page, uint64_t item) {
    return (struct address){ROOM_DOOR, page, item};
}

/* What can be read in need, without a book and while one is locked (pages of that room). */
enum { FIRST_DAYS_WAVE = 1, FIRST_DAYS_TOO_MUCH = 6 };
static struct address first_days(uint32_t page) {
    return (struct address){PATH_FIRST_DAYS_ROOM, page, 0};
}

/* Where a new book leads: to the first evening, as two, alone, or with the one who invited. */
static struct address evening(uint64_t how) {
    return (struct address){ROOM_EVENING, how == HOW_ALONE ? 40 : how == HOW_JOIN ? 2 : 1, 0};
}

/* --- the first screen ------------------------------------------------------------------------ */

static void trouble_line(struct visit *v) {
    switch (session_status(v).trouble) {
    case TROUBLE_DAMAGED:
        part_notice(v->p, NOTICE_CARE, WORDS(T_HOUSE_TROUBLE_DAMAGED));
        break;
    case TROUBLE_EVICTED:
        part_notice(v->p, NOTICE_CARE, WORDS(T_HOUSE_TROUBLE_EVICTED));
        part_link_button(v->p, WEIGHT_SECONDARY, door(PAGE_LOGIN, 0), WORDS(T_DOOR_RETURN));
        part_action(v->p, ROOM_DOOR, ACTION_EVICTED_FORGET, 0, 0, WEIGHT_QUIET,
                    WORDS(T_DOOR_EVICTED_FORGET));
        break;
    case TROUBLE_UNREADABLE:
        part_notice(v->p, NOTICE_CARE, WORDS(T_HOUSE_TROUBLE_UNREADABLE));
        break;
    case TROUBLE_NO_SPACE:
        part_notice(v->p, NOTICE_CARE, WORDS(T_HOUSE_TROUBLE_NO_SPACE));
        break;
    default:
        break;
    }
}

/* Where to first: the home screen is offered before there is a book. */
static struct address begin_by(const struct visit *v, enum how how) {
    struct session_status s = session_status(v);
    return door(s.installed || !s.storage ? PAGE_BEGIN : PAGE_INSTALL, how);
}

static void page_first(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_TITLE), .door = true});
    part_lead(p, WORDS(T_DOOR_SENTENCE));
    trouble_line(v);
    part_doors_begin(p);
    part_door(p, &(struct part_door){.to = begin_by(v, HOW_TOGETHER),
                                     .title = WORDS(T_DOOR_TOGETHER),
                                     .line = WORDS(T_DOOR_TOGETHER_LINE),
                                     .icon = ICON_TOGETHER,
                                     .first = true});
    part_door(p, &(struct part_door){.to = begin_by(v, HOW_ALONE),
                                     .title = WORDS(T_DOOR_ALONE),
                                     .line = WORDS(T_DOOR_ALONE_LINE),
                                     .icon = ICON_ALONE});
    part_door(p, &(struct part_door){.to = {ROOM_LOOK, 0, 0},
                                     .title = WORDS(T_DOOR_LOOK),
                                     .line = WORDS(T_DOOR_LOOK_LINE),
                                     .icon = ICON_LOOK});
    part_doors_end(p);
    part_link_line(p, door(PAGE_READ, 0), WORDS(T_DOOR_FRIGHTENED));
    part_link_line(p, first_days(0), WORDS(T_DOOR_FIRST_DAYS));
    part_link_line(p, door(PAGE_LOGIN, 0), WORDS(T_DOOR_RETURN));
    part_link_line(p, door(PAGE_PRIVACY, 0), WORDS(T_DOOR_PRIVACY));
    part_aside(p, WORDS(T_DOOR_HONEST));
    part_page_end(p);
}

static void page_prose(struct visit *v, enum text_key title, enum text_key body) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(title), .back = door(DOOR_FIRST, 0)});
    part_prose(p, body);
    part_link_button(p, WEIGHT_QUIET, door(DOOR_FIRST, 0), WORDS(T_DOOR_READ_BACK));
    part_page_end(p);
}

static void page_read(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(
        p, &(struct part_page){.title = WORDS(T_DOOR_READ_TITLE), .back = door(DOOR_FIRST, 0)});
    part_prose(p, T_DOOR_READ_BODY);
    part_link_line(p, first_days(FIRST_DAYS_TOO_MUCH), WORDS(T_DOOR_READ_FIRST_DAYS));
    part_link_button(p, WEIGHT_QUIET, door(DOOR_FIRST, 0), WORDS(T_DOOR_READ_BACK));
    part_page_end(p);
}

static enum err run_evicted_forget(struct visit *v, const struct submission *s) {
    (void)s;
    session_evicted_forget(v);
    return ERR_OK;
}

/* --- begin ----------------------------------------------------------------------------------- */

static void page_install(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(
        p, &(struct part_page){.title = WORDS(T_DOOR_INSTALL_TITLE), .back = door(DOOR_FIRST, 0)});
    part_lead(p, WORDS(T_DOOR_INSTALL_LEAD));
    if (session_status(v).can_install)
        part_island_button(p, WEIGHT_SECONDARY, "install", (struct bytes){0},
                           WORDS(T_DOOR_INSTALL_BUTTON));
    else
        part_prose(p, T_DOOR_INSTALL_IOS);
    part_link_button(p, WEIGHT_PRIMARY, door(PAGE_BEGIN, v->at.item), WORDS(T_DOOR_INSTALL_SKIP));
    part_page_end(p);
}

static void page_begin(struct visit *v) {
    struct parts *p = v->p;
    bool storage = session_status(v).storage;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_BEGIN_TITLE),
                                           .badge = BADGE_MINE,
                                           .back = door(DOOR_FIRST, 0)});
    part_form_begin(p, ROOM_DOOR, ACTION_BEGIN);
    part_hidden_number(p, F_HOW, v->at.item);
    part_input(p,
               &(struct part_field){.field = F_NAME,
                                    .label = WORDS(v->at.item == HOW_ALONE ? T_DOOR_BEGIN_NAME_ALONE
                                                                           : T_DOOR_BEGIN_NAME),
                                    .hint = WORDS(T_DOOR_BEGIN_NAME_HINT),
                                    .max = 40});
    if (storage) {
        part_say(p, WORDS(T_DOOR_BEGIN_LEAD));
        part_secret(p,
                    &(struct part_field){.field = F_SECRET,
                                         .label = WORDS(T_DOOR_BEGIN_PHRASE),
                                         .hint = WORDS(T_DOOR_BEGIN_PHRASE_HINT)},
                    true);
    } else {
        part_notice(p, NOTICE_INFO, WORDS(T_DOOR_BEGIN_NO_STORAGE));
    }
    part_button(p, WORDS(T_DOOR_BEGIN_GO));
    part_form_end(p);
    part_page_end(p);
}

static enum err run_begin(struct visit *v, const struct submission *s) {
    struct bytes secret = submission_text(s, F_SECRET);
    if (secret.size == 0 && session_status(v).storage) {
        visit_refuse(v, F_SECRET, T_HOUSE_ERROR_SECRET_SHORT);
        return ERR_OK;
    }
    return session_begin(v, submission_text(s, F_NAME), secret,
                         evening(submission_number(s, F_HOW)), F_SECRET);
}

/* --- an invitation --------------------------------------------------------------------------- */

static void page_join(struct visit *v) {
    struct parts *p = v->p;
    struct session_status s = session_status(v);
    struct bytes link;
    bool waits = session_join_waits(v, &link);
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_JOIN_TITLE), .door = !s.open});
    part_lead(p, WORDS(T_DOOR_JOIN_LEAD));
    if (!waits) {
        part_notice(p, NOTICE_INFO, WORDS(T_DOOR_JOIN_NOT));
    } else if (s.open && book_status(v->book).pair != PAIR_NONE) {
        part_notice(p, NOTICE_CARE, WORDS(T_DOOR_JOIN_PAIR_STANDS));
        part_action(p, ROOM_DOOR, ACTION_FORGET, 0, 0, WEIGHT_QUIET, WORDS(T_DOOR_JOIN_FORGET));
    } else if (s.open) {
        part_say(p, WORDS(T_DOOR_JOIN_READY));
        part_action(p, ROOM_DOOR, ACTION_JOIN, 0, 0, WEIGHT_PRIMARY, WORDS(T_DOOR_JOIN_ACCEPT));
        part_action(p, ROOM_DOOR, ACTION_FORGET, 0, 0, WEIGHT_QUIET, WORDS(T_DOOR_JOIN_FORGET));
    } else {
        part_link_button(p, WEIGHT_PRIMARY, begin_by(v, HOW_JOIN), WORDS(T_DOOR_JOIN_BEGIN));
        part_link_button(p, WEIGHT_QUIET, door(s.has_book ? DOOR_UNLOCK : (uint32_t)PAGE_LOGIN, 0),
                         WORDS(T_DOOR_JOIN_RETURN));
    }
    part_link_line(p, door(PAGE_READ, 0), WORDS(T_DOOR_FRIGHTENED));
    part_link_line(p, first_days(0), WORDS(T_DOOR_FIRST_DAYS));
    part_page_end(p);
}

static enum err run_join(struct visit *v, const struct submission *s) {
    struct bytes link;
    (void)s;
    if (!session_join_waits(v, &link))
        return ERR_OK;
    enum err e = session_join(v, link);
    if (e == ERR_INPUT) {
        visit_refuse(v, 0, T_HOUSE_ERROR_INVITATION);
        return ERR_OK;
    }
    visit_go(v, ROOM_EVENING, 2, 0);
    return e;
}

static enum err run_forget(struct visit *v, const struct submission *s) {
    (void)s;
    session_join_forget(v);
    visit_go(v, ROOM_TODAY, 0, 0);
    return ERR_OK;
}

/* --- locks ----------------------------------------------------------------------------------- */

static void secret_form(struct visit *v, uint32_t action, enum text_key label, enum text_key go) {
    struct parts *p = v->p;
    part_form_begin(p, ROOM_DOOR, action);
    part_secret(p, &(struct part_field){.field = F_SECRET, .label = WORDS(label), .large = true},
                false);
    part_button(p, WORDS(go));
    part_form_end(p);
}

static void page_unlock(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_UNLOCK_TITLE), .quiet = true});
    trouble_line(v);
    secret_form(v, ACTION_UNLOCK, T_DOOR_UNLOCK_PHRASE, T_DOOR_UNLOCK_GO);
    part_link_line(p, door(PAGE_LOGIN, 0), WORDS(T_DOOR_UNLOCK_LOST));
    part_link_line(p, first_days(FIRST_DAYS_WAVE), WORDS(T_DOOR_UNLOCK_WAVE));
    part_page_end(p);
}

static enum err run_unlock(struct visit *v, const struct submission *s) {
    struct address here = {0, 0, 0};
    return session_unlock(v, submission_text(s, F_SECRET), here, F_SECRET);
}

static void page_blank(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_BLANK_TITLE), .quiet = true});
    part_lead(p, WORDS(T_DOOR_BLANK_LEAD));
    part_form_begin(p, ROOM_DOOR, ACTION_UNBLANK);
    if (session_status(v).pin_set)
        part_pin(p, &(struct part_field){.field = F_PIN, .label = WORDS(T_DOOR_BLANK_PIN)});
    part_button(p, WORDS(T_DOOR_BLANK_GO));
    part_form_end(p);
    part_page_end(p);
}

static enum err run_unblank(struct visit *v, const struct submission *s) {
    return session_unblank(v, submission_text(s, F_PIN), F_PIN);
}

static void page_mine(struct visit *v) {
    struct parts *p = v->p;
    struct session_status s = session_status(v);
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_MINE_TITLE),
                                           .badge = BADGE_MINE,
                                           .back = {ROOM_TODAY, 0, 0}});
    if (s.closing)
        part_notice(p, NOTICE_STATUS, WORDS(T_DOOR_MINE_CLOSING));
    part_lead(p, WORDS(s.mine_own_secret ? T_DOOR_MINE_LEAD : T_DOOR_MINE_LEAD_DEVICE));
    secret_form(v, ACTION_MINE, s.mine_own_secret ? T_DOOR_MINE_PHRASE : T_DOOR_UNLOCK_PHRASE,
                T_DOOR_MINE_GO);
    part_link_line(p, door(PAGE_MINE_WORDS, 0), WORDS(T_DOOR_MINE_LOST));
    part_page_end(p);
}

static enum err run_mine(struct visit *v, const struct submission *s) {
    return session_unlock_mine(v, submission_text(s, F_SECRET), session_wanted(v), F_SECRET);
}

/* The words that open the book on a new device open this lock too, where they were used. */
static void page_mine_words(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_MINE_WORDS_TITLE),
                                           .badge = BADGE_MINE,
                                           .back = {ROOM_ME, 0, 0}});
    part_lead(p, WORDS(T_DOOR_MINE_WORDS_LEAD));
    part_form_begin(p, ROOM_DOOR, ACTION_MINE_WORDS);
    part_word_entry(p, &(struct part_field){
                           .field = F_WORDS, .label = WORDS(T_DOOR_LOGIN_WORDS), .large = true});
    part_button(p, WORDS(T_DOOR_MINE_GO));
    part_form_end(p);
    part_aside(p, WORDS(T_DOOR_MINE_WORDS_NONE));
    part_page_end(p);
}

static enum err run_mine_words(struct visit *v, const struct submission *s) {
    uint16_t words[PASSWORD_WORDS];
    size_t wrong;
    if (session_words_find(v, submission_text(s, F_WORDS), words, PASSWORD_WORDS, &wrong) !=
        ERR_OK) {
        visit_refuse(v, F_WORDS, T_HOUSE_ERROR_WORDS);
        return ERR_OK;
    }
    enum err e = session_unlock_mine_words(v, words, session_wanted(v), F_WORDS);
    memory_wipe(words, sizeof words);
    return e;
}

static void page_busy(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_BUSY_TITLE), .quiet = true});
    struct session_status s = session_status(v);
    bool away = s.trouble == TROUBLE_UNREACHABLE;
    part_notice(p, NOTICE_STATUS, WORDS(away ? T_DOOR_BUSY_UNREACHABLE : T_DOOR_BUSY_LINE));
    if (s.closing)
        part_say(p, WORDS(T_DOOR_BUSY_CLOSING));
    part_page_end(p);
}

static void page_lost(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_LOST_TITLE)});
    part_lead(p, WORDS(T_DOOR_LOST_LINE));
    part_link_button(p, WEIGHT_PRIMARY, (struct address){ROOM_TODAY, 0, 0}, WORDS(T_DOOR_LOST_GO));
    part_page_end(p);
}

/* Another tab of this browser leads: it holds the one key to the file. */
static void page_second(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_SECOND_TITLE), .quiet = true});
    part_lead(p, WORDS(T_DOOR_SECOND_LEAD));
    part_island_button(p, WEIGHT_PRIMARY, "lead", (struct bytes){0}, WORDS(T_DOOR_SECOND_GO));
    part_page_end(p);
}

static void page_insecure(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_INSECURE_TITLE), .quiet = true});
    part_prose(p, T_DOOR_INSECURE_BODY);
    part_page_end(p);
}

/* --- with the words -------------------------------------------------------------------------- */

static void login_form(struct visit *v, uint32_t action, enum text_key label) {
    struct parts *p = v->p;
    part_form_begin(p, ROOM_DOOR, action);
    part_word_entry(p,
                    &(struct part_field){.field = F_WORDS, .label = WORDS(label), .large = true});
    if (session_status(v).storage)
        part_secret(p,
                    &(struct part_field){.field = F_SECRET,
                                         .label = WORDS(T_DOOR_LOGIN_PHRASE),
                                         .hint = WORDS(T_DOOR_LOGIN_PHRASE_HINT),
                                         .optional = true},
                    true);
    part_button(p, WORDS(T_DOOR_LOGIN_GO));
    part_form_end(p);
}

static void page_login(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_LOGIN_TITLE),
                                           .badge = BADGE_MINE,
                                           .back = door(DOOR_FIRST, 0)});
    part_lead(p, WORDS(T_DOOR_LOGIN_LEAD));
    login_form(v, ACTION_LOGIN, T_DOOR_LOGIN_WORDS);
    part_link_line(p, door(PAGE_KIT, 0), WORDS(T_DOOR_LOGIN_KIT));
    part_page_end(p);
}

static void page_kit(struct visit *v) {
    struct parts *p = v->p;
    part_page_begin(p, &(struct part_page){.title = WORDS(T_DOOR_KIT_TITLE),
                                           .badge = BADGE_MINE,
                                           .back = door(PAGE_LOGIN, 0)});
    part_lead(p, WORDS(T_DOOR_KIT_LEAD));
    login_form(v, ACTION_KIT, T_DOOR_KIT_WORDS);
    part_page_end(p);
}

static enum err login(struct visit *v, const struct submission *s, size_t count,
                      struct address then) {
    uint16_t words[KIT_WORDS];
    size_t wrong;
    if (session_words_find(v, submission_text(s, F_WORDS), words, count, &wrong) != ERR_OK) {
        visit_refuse(v, F_WORDS, T_HOUSE_ERROR_WORDS);
        return ERR_OK;
    }
    enum err e = session_login(v, words, count, submission_text(s, F_SECRET), then, F_WORDS);
    if (e == ERR_INPUT) {
        visit_refuse(v, F_WORDS, T_HOUSE_ERROR_NO_BOOK);
        return ERR_OK;
    }
    return e;
}

static enum err run_login(struct visit *v, const struct submission *s) {
    return login(v, s, PASSWORD_WORDS, (struct address){ROOM_TODAY, 0, 0});
}

/* Whoever comes in by the kit chooses new words first (room *me*, words). */
static enum err run_kit(struct visit *v, const struct submission *s) {
    return login(v, s, KIT_WORDS, (struct address){ROOM_ME, 10, 0});
}

/* --- all rooms ------------------------------------------------------------------------------- */

/* The room with the next larger code of this heading, or NULL. */
static const struct practice *room_after(enum practice_group group, uint32_t code) {
    const struct practice *next = NULL;
    for (const struct practice *const *p = practices; *p; p++)
        if ((*p)->title != T_NONE && (*p)->group == group && (*p)->code > code &&
            (!next || (*p)->code < next->code))
            next = *p;
    return next;
}

static void rooms_draw(struct visit *v, enum practice_group group, enum text_key title) {
    struct parts *p = v->p;
    const struct practice *room = room_after(group, 0);
    if (!room)
        return;
    part_section_begin(p, WORDS(title));
    part_list_begin(p);
    for (; room; room = room_after(group, room->code))
        part_item(p, &(struct part_item){.key = room->code,
                                         .to = {room->code, 0, 0},
                                         .title = WORDS(room->title),
                                         .line = WORDS(room->line),
                                         .badge = room->badge});
    part_list_end(p);
    part_section_end(p);
}

static void page_rooms(struct visit *v) {
    part_page_begin(v->p, &(struct part_page){.title = WORDS(T_DOOR_ROOMS_TITLE)});
    part_lead(v->p, WORDS(T_DOOR_ROOMS_LEAD));
    rooms_draw(v, GROUP_BEGIN, T_DOOR_ROOMS_BEGIN);
    rooms_draw(v, GROUP_UNDERSTAND, T_DOOR_ROOMS_UNDERSTAND);
    rooms_draw(v, GROUP_EVERYDAY, T_DOOR_ROOMS_EVERYDAY);
    rooms_draw(v, GROUP_ATTUNE, T_DOOR_ROOMS_ATTUNE);
    rooms_draw(v, GROUP_REPAIR, T_DOOR_ROOMS_REPAIR);
    rooms_draw(v, GROUP_AROUND, T_DOOR_ROOMS_AROUND);
    part_page_end(v->p);
}

static enum err show(struct visit *v) {
    struct session_status s = session_status(v);
    switch (v->at.page) {
    case DOOR_FIRST:
        page_first(v);
        return ERR_OK;
    case DOOR_UNLOCK:
        page_unlock(v);
        return ERR_OK;
    case DOOR_BLANK:
        page_blank(v);
        return ERR_OK;
    case DOOR_MINE:
        page_mine(v);
        return ERR_OK;
    case DOOR_BUSY:
        page_busy(v);
        return ERR_OK;
    case DOOR_LOST:
        page_lost(v);
        return ERR_OK;
    case DOOR_JOIN:
        page_join(v);
        return ERR_OK;
    case DOOR_ROOMS:
        if (!s.open)
            return ERR_NOT_FOUND;
        page_rooms(v);
        return ERR_OK;
    case DOOR_SECOND:
        page_second(v);
        return ERR_OK;
    case DOOR_INSECURE:
        page_insecure(v);
        return ERR_OK;
    case PAGE_LOGIN:
        page_login(v);
        return ERR_OK;
    case PAGE_KIT:
        page_kit(v);
        return ERR_OK;
    case PAGE_BEGIN:
        page_begin(v);
        return ERR_OK;
    case PAGE_MINE_WORDS:
        if (!s.open || s.mine_open)
            return ERR_NOT_FOUND;
        page_mine_words(v);
        return ERR_OK;
    case PAGE_INSTALL:
        page_install(v);
        return ERR_OK;
    case PAGE_READ:
        page_read(v);
        return ERR_OK;
    case PAGE_PRIVACY:
        page_prose(v, T_DOOR_PRIVACY_TITLE, T_DOOR_PRIVACY_BODY);
        return ERR_OK;
    default:
        return ERR_NOT_FOUND;
    }
}

/* --- what forms may send --------------------------------------------------------------------- */

static const struct input_def begin_inputs[] = {
    {.field = F_HOW, .type = INPUT_CHOICE, .max = 4, .required = true},
    {.field = F_NAME, .type = INPUT_TEXT, .max = 80, .required = true},
    {.field = F_SECRET, .type = INPUT_SECRET, .max = 1024},
};
static const struct input_def secret_inputs[] = {
    {.field = F_SECRET, .type = INPUT_SECRET, .max = 1024, .required = true},
};
static const struct input_def pin_inputs[] = {
    {.field = F_PIN, .type = INPUT_SECRET, .max = 8},
};
static const struct input_def words_inputs[] = {
    {.field = F_WORDS, .type = INPUT_SECRET, .max = 400, .required = true},
    {.field = F_SECRET, .type = INPUT_SECRET, .max = 1024},
};

static const struct action_def actions[] = {
    {.action = ACTION_BEGIN,
     .inputs = begin_inputs,
     .input_count = COUNT_OF(begin_inputs),
     .run = run_begin},
    {.action = ACTION_UNLOCK,
     .inputs = secret_inputs,
     .input_count = COUNT_OF(secret_inputs),
     .run = run_unlock},
    {.action = ACTION_UNBLANK,
     .inputs = pin_inputs,
     .input_count = COUNT_OF(pin_inputs),
     .run = run_unblank},
    {.action = ACTION_MINE,
     .inputs = secret_inputs,
     .input_count = COUNT_OF(secret_inputs),
     .run = run_mine},
    {.action = ACTION_LOGIN,
     .inputs = words_inputs,
     .input_count = COUNT_OF(words_inputs),
     .run = run_login},
    {.action = ACTION_KIT,
     .inputs = words_inputs,
     .input_count = COUNT_OF(words_inputs),
     .run = run_kit},
    {.action = ACTION_MINE_WORDS, .inputs = words_inputs, .input_count = 1, .run = run_mine_words},
    {.action = ACTION_JOIN, .run = run_join},
    {.action = ACTION_FORGET, .run = run_forget},
    {.action = ACTION_EVICTED_FORGET, .run = run_evicted_forget},
};

const struct practice practice_door = {
    .code = ROOM_DOOR,
    .name = "door",
    .without_book = true,
    .actions = actions,
    .action_count = COUNT_OF(actions),
    .show = show,
};
