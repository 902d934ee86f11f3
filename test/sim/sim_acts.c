/* sim_acts.c -- what people do, by the forms of the app, as their pages would send them. */
#include "sim.h"

#include "app/app_internal.h"
#include "base/check.h"
#include "practices/evening/evening.h"

#include <string.h>

/* Pages, actions and fields of three more rooms; those of *evening* come with its header. */
enum {
    DOOR_BEGIN = 1,
    DOOR_UNLOCK_ACTION = 2,
    DOOR_MINE_ACTION = 4,
    DOOR_LOGIN = 5,
    DOOR_JOINS = 7
};
enum { DOOR_F_NAME = 1, DOOR_F_SECRET = 2, DOOR_F_WORDS = 4, DOOR_F_HOW = 5 };
enum {
    MOMENT = ROOM_MOMENTS * KINDS_PER_PRACTICE,
    MOMENT_ASK,
    MOMENTS_HOME = 0,
    MOMENTS_KEPT = 3,
    MOMENTS_ONE = 4,
    MOMENTS_WRITE = 1,
    MOMENTS_CHANGE = 2,
    MOMENTS_REPAIR = 3,
    MOMENTS_ERASE = 4,
    MOMENTS_ASKS = 5,
    MOMENTS_ANSWER = 6,
    MOMENTS_TAKE_BACK = 7,
    MOMENTS_F_WHO = 1,
    MOMENTS_F_TURN = 4,
    MOMENTS_F_WORDS = 5,
    MOMENTS_F_REPAIR = 8,
    MOMENTS_F_ANSWER = 10,
    MOMENTS_F_DAY = 11,
    MOMENTS_F_TIME = 12
};
enum {
    ME_DRAW = 1,
    ME_CHECK = 2,
    ME_DEVICE_SECRET = 5,
    ME_MINE_SECRET = 6,
    ME_MINE_LOCK = 8,
    ME_LOCK = 9,
    ME_LEAVE = 14,
    ME_NAME = 16,
    ME_LOCKS_KEPT = 19,
    ME_WORDS_DONE = 13,
    ME_F_SECRET = 5,
    ME_F_OLD = 6,
    ME_F_WORDS_OLD = 3,
    ME_F_NAME = 12
};
enum { SETTLE_MS = 1500, TASK_MS = 2000, LOGIN_MS = 45000, PAIRING_MS = 20000 };

const char *sim_act_name(enum sim_act act) {
#define SIM_ACT_NAME(name, weight) #name,
    static const char *const names[] = {SIM_ACTS(SIM_ACT_NAME)};
    return names[act];
}

struct sim_dice sim_dice_for(const struct sim *s, uint64_t matter) {
    return (struct sim_dice){sim_mix(sim_mix(s->world.options.seed, matter), s->step)};
}

/* --- phones ----------------------------------------------------------------------------------- */

static bool idle(struct sim *s, struct sim_phone *p) {
    if (p->app->task.kind != TASK_NONE)
        sim_world_run(&s->world, TASK_MS);
    return p->app && p->app->task.kind == TASK_NONE;
}

static void unlock(struct sim_phone *p, uint32_t action, const char *phrase) {
    SIM_SUBMIT(p, ROOM_DOOR, action, SIM_FIELD(DOOR_F_SECRET, phrase));
}

bool sim_ready(struct sim *s, struct sim_phone *p, bool mine) {
    if (!p->app || p->left)
        sim_phone_start(p, "");
    if (!idle(s, p))
        return false;
    if (p->app->mode == MODE_LOCKED) {
        sim_phone_visit(p, "");
        unlock(p, DOOR_UNLOCK_ACTION, p->phrase);
        if (p->app->mode == MODE_LOCKED && p->phrase_tried[0])
            unlock(p, DOOR_UNLOCK_ACTION, p->phrase_tried);
    }
    if (p->app->mode == MODE_BLANK) {
        sim_phone_show(p);
        SIM_SUBMIT(p, ROOM_DOOR, DOOR_ACTION_UNBLANK, );
    }
    if (p->app->mode != MODE_OPEN || !idle(s, p))
        return false;
    if (mine && !sim_phone_mine(p)) {
        sim_phone_visit(p, "6/0/1");
        unlock(p, DOOR_MINE_ACTION, p->phrase_mine);
        if (!sim_phone_mine(p) && p->mine_tried[0])
            unlock(p, DOOR_MINE_ACTION, p->mine_tried);
    }
    sim_look(s, p);
    return !mine || sim_phone_mine(p);
}

/* One of the phones that have a book; NULL when there is none. */
static struct sim_phone *holder(struct sim *s, struct sim_dice *d) {
    uint32_t from = sim_roll(d, s->world.phone_count);
    for (uint32_t i = 0; i < s->world.phone_count; i++) {
        struct sim_phone *p = &s->world.phones[(from + i) % s->world.phone_count];
        if (sim_phone_has_file(p))
            return p;
    }
    return NULL;
}

static bool together(const struct sim_phone *p) {
    return book_status(sim_phone_book(p)).pair == PAIR_TOGETHER;
}

/* Done, and not refused: where the page went. */
static bool went(const struct sim_phone *p, uint32_t room, uint32_t page) {
    return sim_phone_is_at(p, room, page) && !sim_phone_refused(p);
}

/* --- words of one's own in a twin ------------------------------------------------------------- */

/* In the other world person 0 writes other things for themselves, or nothing at all. */
static bool skips(const struct sim *s, const struct sim_phone *p) {
    struct sim_dice d = sim_dice_for(s, 77);
    return s->twin && s->other && p->person == 0 && sim_chance(&d, 330);
}

static void private_words(const struct sim *s, const struct sim_phone *p, const char *mark,
                          char *out, size_t room) {
    struct sim_dice d = sim_dice_for(s, s->other && p->person == 0 ? 79 : 78);
    uint32_t more = s->twin ? sim_roll(&d, 400) : 0;
    int n = snprintf(out, room, "%s ", mark);
    for (uint32_t i = 0; i < more && (size_t)n + 2 < room; i++)
        out[n++] = (char)('a' + sim_roll(&d, 26));
    out[n] = 0;
}

static const char *private_choice(const struct sim *s, const struct sim_phone *p, uint32_t count) {
    static const char *const numbers[] = {"0", "1", "2", "3", "4"};
    struct sim_dice d = sim_dice_for(s, s->other && p->person == 0 ? 81 : 80);
    return numbers[sim_roll(&d, count)];
}

/* --- moments ---------------------------------------------------------------------------------- */

static void act_write_ours(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    static const char *const shapes[][2] = {{"0", "0"}, {"1", "0"}, {"1", "1"}, {"2", "3"}};
    const char *const *shape = shapes[sim_roll(d, COUNT_OF(shapes))];
    char mark[SIM_MARK_SIZE + 1];
    if (!together(p))
        return;
    uint32_t n = sim_say(s, p, SAID_OURS, mark);
    sim_phone_visit(p, "3/1");
    SIM_SUBMIT(p, ROOM_MOMENTS, MOMENTS_WRITE,
               SIM_FIELD(MOMENTS_F_WHO, shape[0]) SIM_FIELD(MOMENTS_F_TURN, shape[1])
                   SIM_FIELD(MOMENTS_F_WORDS, mark));
    if (went(p, ROOM_MOMENTS, MOMENTS_KEPT))
        sim_acked(s, p, n);
}

static void act_write_mine(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    char mark[SIM_MARK_SIZE + 1], words[600];
    uint32_t n = sim_say(s, p, SAID_MINE, mark);
    (void)d;
    if (skips(s, p))
        return;
    private_words(s, p, mark, words, sizeof words);
    sim_phone_visit(p, "3/2");
    SIM_SUBMIT(p, ROOM_MOMENTS, MOMENTS_WRITE,
               SIM_FIELD(MOMENTS_F_WHO, private_choice(s, p, 3)) SIM_FIELD(MOMENTS_F_TURN, "1")
                   SIM_FIELD(MOMENTS_F_WORDS, words));
    if (went(p, ROOM_MOMENTS, MOMENTS_KEPT))
        sim_acked(s, p, n);
}

/* By what was said in them: ids, which differ between the worlds of a twin, decide the order of
 * items that two couples' feeds count alike. */
static uint32_t item_said(const struct item *item) {
    size_t at = 0;
    uint32_t n = SIM_SAID;
    (void)sim_mark_next(item->cbor, &at, &n);
    return n;
}

static void by_said(const struct item **items, uint32_t count) {
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t k = i; k > 0 && item_said(items[k]) < item_said(items[k - 1]); k--) {
            const struct item *swap = items[k];
            items[k] = items[k - 1];
            items[k - 1] = swap;
        }
}

/* One of this person's own items of a kind; in a twin only what both worlds have. */
static const struct item *own_item(struct sim *s, struct sim_dice *d, const struct sim_phone *p,
                                   uint32_t kind, enum author author) {
    size_t count;
    const struct item *items = book_items(sim_phone_book(p), kind, &count), *fit[SIM_SAID];
    uint32_t fits = 0;
    for (size_t i = 0; i < count && fits < SIM_SAID; i++)
        if (items[i].author == author && !(s->twin && items[i].space == SPACE_MINE))
            fit[fits++] = &items[i];
    if (s->twin)
        by_said(fit, fits);
    return fits ? fit[sim_roll(d, fits)] : NULL;
}

static void visit_item(struct sim_phone *p, unsigned page, uint64_t address) {
    char to[64];
    snprintf(to, sizeof to, "3/%u/%016llx", page, (unsigned long long)address);
    sim_phone_visit(p, to);
}

static void act_change(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    char mark[SIM_MARK_SIZE + 1];
    const struct item *item = own_item(s, d, p, MOMENT, AUTHOR_ME);
    if (!item)
        return;
    uint32_t n = sim_say(s, p, item->space == SPACE_MINE ? SAID_MINE : SAID_OURS, mark);
    visit_item(p, 5, item_address(item));
    SIM_SUBMIT(p, ROOM_MOMENTS, MOMENTS_CHANGE,
               SIM_FIELD(MOMENTS_F_WHO, "1") SIM_FIELD(MOMENTS_F_TURN, "0")
                   SIM_FIELD(MOMENTS_F_WORDS, mark));
    if (went(p, ROOM_MOMENTS, MOMENTS_ONE))
        sim_acked(s, p, n);
}

static void erase(struct sim *s, struct sim_phone *p, const struct item *item, unsigned page,
                  uint32_t action) {
    uint8_t id[EID_SIZE];
    memcpy(id, item->id, EID_SIZE);
    visit_item(p, page, item_address(item));
    SIM_SUBMIT(p, ROOM_MOMENTS, action, );
    if (went(p, ROOM_MOMENTS, MOMENTS_HOME))
        sim_gone(s, p, id);
    else
        sim_maybe_gone(s, p, id);
}

static void act_erase(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    const struct item *item = own_item(s, d, p, MOMENT, AUTHOR_ME);
    if (item)
        erase(s, p, item, 6, MOMENTS_ERASE);
}

static void act_repair(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    const struct item *item = own_item(s, d, p, MOMENT, AUTHOR_ME);
    static const char *const when[] = {"0", "1", "2", "3"};
    if (!item)
        return;
    visit_item(p, 4, item_address(item));
    SIM_SUBMIT(p, ROOM_MOMENTS, MOMENTS_REPAIR, SIM_FIELD(MOMENTS_F_REPAIR, when[sim_roll(d, 4)]));
}

static void act_ask(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    char mark[SIM_MARK_SIZE + 1];
    (void)d;
    if (!together(p))
        return;
    uint32_t n = sim_say(s, p, SAID_OURS, mark);
    sim_phone_visit(p, "3/8");
    SIM_SUBMIT(p, ROOM_MOMENTS, MOMENTS_ASKS, SIM_FIELD(MOMENTS_F_WORDS, mark));
    if (went(p, ROOM_MOMENTS, MOMENTS_HOME))
        sim_acked(s, p, n);
}

static void act_answer_ask(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    static const char *const answers[] = {"0", "1", "2"};
    const struct item *item = own_item(s, d, p, MOMENT_ASK, AUTHOR_PARTNER);
    if (!item || !together(p))
        return;
    visit_item(p, 9, item_address(item));
    SIM_SUBMIT(p, ROOM_MOMENTS, MOMENTS_ANSWER,
               SIM_FIELD(MOMENTS_F_ANSWER, answers[sim_roll(d, 3)]) SIM_FIELD(MOMENTS_F_DAY, "1")
                   SIM_FIELD(MOMENTS_F_TIME, "40"));
}

static void act_take_back(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    const struct item *item = own_item(s, d, p, MOMENT_ASK, AUTHOR_ME);
    if (item)
        erase(s, p, item, 9, MOMENTS_TAKE_BACK);
}

/* --- the evening ------------------------------------------------------------------------------ */

/* The newest sealed answer of one's own, when there is one more than before. */
static bool sealed_new(const struct sim_phone *p, size_t before, uint8_t eid[EID_SIZE],
                       size_t *now) {
    size_t count, own = 0;
    const struct item *items = book_items(sim_phone_book(p), KIND_ROUND_SEALED, &count);
    uint64_t lam = 0;
    for (size_t i = 0; i < count; i++) {
        if (items[i].author != AUTHOR_ME)
            continue;
        own++;
        if (items[i].lam >= lam) {
            lam = items[i].lam;
            memcpy(eid, items[i].id, EID_SIZE);
        }
    }
    *now = own;
    return own > before;
}

static void act_seal(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    static const char *const feelings[] = {"1", "4", "7", "12"};
    char small[SIM_MARK_SIZE + 1], saw[SIM_MARK_SIZE + 1];
    uint8_t eid[EID_SIZE];
    size_t before, now;
    if (!together(p))
        return;
    (void)sealed_new(p, SIZE_MAX, eid, &before);
    uint32_t n[2] = {sim_say(s, p, SAID_SEALED, small), sim_say(s, p, SAID_SEALED, saw)};
    sim_phone_visit(p, "2/5");
    SIM_SUBMIT(p, ROOM_EVENING, ACTION_FEEL, SIM_FIELD(F_FEELING, feelings[sim_roll(d, 4)]));
    SIM_SUBMIT(p, ROOM_EVENING, ACTION_SMALL, SIM_FIELD(F_TEXT, small));
    SIM_SUBMIT(p, ROOM_EVENING, ACTION_SEAL, SIM_FIELD(F_TEXT, saw));
    if (!went(p, ROOM_EVENING, PAGE_SEALED) || !sealed_new(p, before, eid, &now))
        return;
    s->people[p->person].sealed++;
    for (int i = 0; i < 2; i++) {
        struct sim_said *x = &s->said[n[i]];
        sim_acked(s, p, n[i]);
        x->found = true;
        memcpy(x->eid, eid, EID_SIZE);
        memcpy(x->item, eid, EID_SIZE);
    }
}

static void act_open(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    (void)d;
    if (!together(p))
        return;
    sim_phone_visit(p, "2/8");
    s->people[p->person].opened++; /* it may open in the same moment */
    SIM_SUBMIT(p, ROOM_EVENING, ACTION_OPEN, );
}

static void act_reply(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    char mark[SIM_MARK_SIZE + 1];
    (void)d;
    if (!together(p))
        return;
    (void)sim_say(s, p, SAID_OURS, mark);
    sim_phone_visit(p, "2/12");
    SIM_SUBMIT(p, ROOM_EVENING, ACTION_REPLY, SIM_FIELD(F_TEXT, mark) SIM_FIELD(F_ANSWER, "1"));
}

static void act_again(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    (void)s;
    (void)d;
    sim_phone_visit(p, "2/0");
    SIM_SUBMIT(p, ROOM_EVENING, ACTION_AGAIN, );
}

/* --- for oneself ------------------------------------------------------------------------------ */

static void act_gate(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    (void)d;
    if (skips(s, p))
        return;
    sim_phone_visit(p, "4/2");
    if (*private_choice(s, p, 2) == '0')
        SIM_SUBMIT(p, ROOM_SAFETY, 1, );
    else
        SIM_SUBMIT(p, ROOM_SAFETY, 1, SIM_FIELD(1, "0") SIM_FIELD(3, "1"));
}

static void act_brings(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    (void)d;
    if (skips(s, p))
        return;
    const char *choice = private_choice(s, p, 5);
    sim_phone_visit(p, "2/30");
    SIM_SUBMIT(p, ROOM_EVENING, ACTION_BRINGS,
               SIM_FIELD(F_ANSWER, choice) SIM_FIELD(F_SINCE, choice));
}

static void act_self(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    char mark[SIM_MARK_SIZE + 1], words[600];
    uint32_t n = sim_say(s, p, SAID_MINE, mark);
    (void)d;
    if (skips(s, p))
        return;
    private_words(s, p, mark, words, sizeof words);
    sim_phone_visit(p, "2/41");
    SIM_SUBMIT(p, ROOM_EVENING, ACTION_SELF, SIM_FIELD(F_TEXT, words));
    if (went(p, ROOM_EVENING, PAGE_SELF_KEPT))
        sim_acked(s, p, n);
}

static void act_name(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    char name[32];
    (void)s;
    snprintf(name, sizeof name, "Name %u", sim_roll(d, 1000));
    sim_phone_visit(p, "6/9");
    SIM_SUBMIT(p, ROOM_ME, ME_NAME, SIM_FIELD(ME_F_NAME, name));
}

static void act_look(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    static const char *const pages[] = {"5/0",  "3/0", "3/10", "3/11", "2/0", "2/8", "2/9", "2/11",
                                        "2/13", "2/6", "6/0",  "6/2",  "6/6", "1/7", "4/0", "9/9"};
    (void)s;
    sim_phone_visit(p, pages[sim_roll(d, COUNT_OF(pages))]);
}

static void act_hide(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    (void)s;
    sim_phone_visit(p, "3/1");
    sim_phone_hide(p, sim_chance(d, 500) ? "half a thought" : "");
}

static void act_lock_mine(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    (void)s;
    (void)d;
    sim_phone_visit(p, "6/0");
    SIM_SUBMIT(p, ROOM_ME, ME_MINE_LOCK, );
}

static void act_lock(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    (void)s;
    (void)d;
    sim_phone_visit(p, "6/0");
    SIM_SUBMIT(p, ROOM_ME, ME_LOCK, );
}

static void act_phrase(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    char phrase[SIM_PHRASE_MAX];
    bool shared = !strcmp(p->phrase, p->phrase_mine);
    snprintf(phrase, sizeof phrase, "a phrase of the device %u", sim_roll(d, 100000));
    sim_phone_visit(p, "6/3");
    SIM_SUBMIT(p, ROOM_ME, ME_DEVICE_SECRET,
               SIM_FIELD(ME_F_OLD, p->phrase) SIM_FIELD(ME_F_SECRET, phrase));
    bool kept = idle(s, p) && went(p, ROOM_ME, ME_LOCKS_KEPT);
    memcpy(kept ? p->phrase : p->phrase_tried, phrase, sizeof phrase);
    if (shared)
        memcpy(kept ? p->phrase_mine : p->mine_tried, phrase, sizeof phrase);
}

static void act_phrase_mine(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    char phrase[SIM_PHRASE_MAX];
    snprintf(phrase, sizeof phrase, "a phrase of my own %u", sim_roll(d, 100000));
    sim_phone_visit(p, "6/3");
    SIM_SUBMIT(p, ROOM_ME, ME_MINE_SECRET, SIM_FIELD(ME_F_SECRET, phrase));
    bool kept = idle(s, p) && went(p, ROOM_ME, ME_LOCKS_KEPT);
    memcpy(kept ? p->phrase_mine : p->mine_tried, phrase, sizeof phrase);
}

/* --- words and devices ------------------------------------------------------------------------ */

/* Words by their indices, as a person types them. */
static void typed(const uint16_t *indices, size_t count, char *out) {
    struct word_list list = words_english();
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        char word[WORDS_LETTERS_MAX + 1];
        size_t size = words_lookup(&list, indices[i], word);
        memcpy(out + n, word, size);
        n += size;
        out[n++] = ' ';
    }
    out[n] = 0;
}

/* Draws words, types two of them back (which two follows from the words: me/words.c), and the old
 * ones where there are some. Until the page says so, both may be the ones that open the book. */
static void act_words(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    struct sim_person *who = &s->people[p->person];
    char fresh[SIM_WORDS_MAX], one[40], two[40];
    uint16_t drawn[PASSWORD_WORDS];
    (void)d;
    if (who->word_count > 1)
        return; /* which are right is not known: nobody would change them then */
    sim_phone_visit(p, "6/10");
    SIM_SUBMIT(p, ROOM_ME, ME_DRAW, );
    if (!p->app->words_drawn_set)
        return;
    memcpy(drawn, p->app->words_drawn, sizeof drawn);
    typed(drawn, PASSWORD_WORDS, fresh);
    unsigned a = (unsigned)(drawn[0] + drawn[3]) % PASSWORD_WORDS;
    unsigned b = (a + 1 + drawn[5] % (PASSWORD_WORDS - 1)) % PASSWORD_WORDS;
    typed(drawn + (a < b ? a : b), 1, one);
    typed(drawn + (a < b ? b : a), 1, two);
    bool change = book_status(sim_phone_book(p)).words_made;
    sim_phone_visit(p, "6/12");
    bool done = who->words_done;
    who->words_done = false;
    memcpy(who->words[who->word_count++], fresh, sizeof fresh);
    if (change)
        SIM_SUBMIT(p, ROOM_ME, ME_CHECK,
                   SIM_FIELD(1, one) SIM_FIELD(2, two) SIM_FIELD(ME_F_WORDS_OLD, who->words[0]));
    else
        SIM_SUBMIT(p, ROOM_ME, ME_CHECK, SIM_FIELD(1, one) SIM_FIELD(2, two));
    for (int i = 0; i < 10 && p->app && p->app->task.kind != TASK_NONE; i++)
        sim_world_run(&s->world, TASK_MS);
    if (p->app && went(p, ROOM_ME, ME_WORDS_DONE)) {
        who->words_phone = p->index; /* the relay may not have them yet: sim_words_look */
        who->words_made = who->words_done = true;
    } else if (p->app && p->app->task.kind == TASK_NONE && sim_phone_refused(p)) {
        who->word_count--;
        who->words_done = done;
    }
}

void sim_words_look(struct sim *s, const struct sim_phone *p) {
    struct sim_person *who = &s->people[p->person];
    if (!who->words_made || who->words_phone != p->index || !sim_phone_mine(p) ||
        p->app->task.kind != TASK_NONE || account_unsent(p->app->account))
        return;
    if (who->words_done && who->word_count > 1) {
        memmove(who->words[0], who->words[1], sizeof who->words[0]);
        who->word_count = 1;
    }
    who->words_made = false; /* two: one of them */
    who->words_sure = true;
}

static bool log_in_with(struct sim *s, struct sim_phone *p, const char *words) {
    if (!p->app || p->left)
        sim_phone_start(p, "");
    sim_phone_visit(p, "1/10");
    SIM_SUBMIT(p, ROOM_DOOR, DOOR_LOGIN,
               SIM_FIELD(DOOR_F_WORDS, words) SIM_FIELD(DOOR_F_SECRET, p->phrase));
    for (int i = 0; i < 30 && p->app->task.kind != TASK_NONE; i++)
        sim_world_run(&s->world, LOGIN_MS / 30);
    return sim_phone_open(p) && p->app->task.kind == TASK_NONE;
}

bool sim_log_in(struct sim *s, struct sim_phone *p) {
    struct sim_person *who = &s->people[p->person];
    snprintf(p->phrase, sizeof p->phrase, "four everyday words %u", p->index);
    memcpy(p->phrase_mine, p->phrase, sizeof p->phrase);
    for (unsigned i = who->word_count; i-- > 0;)
        if (log_in_with(s, p, who->words[i])) {
            who->words_sure = true;
            return true;
        }
    return false;
}

/* On a phone of theirs that lost its file, or on one more. */
static void act_log_in(struct sim *s, struct sim_dice *d) {
    uint32_t person = sim_roll(d, s->people_count), phones = 0;
    struct sim_phone *p = NULL;
    for (uint32_t i = 0; i < s->world.phone_count; i++) {
        struct sim_phone *one = &s->world.phones[i];
        phones += one->person == person;
        if (one->person == person && !sim_phone_has_file(one))
            p = one;
    }
    if (s->people[person].word_count == 0)
        return;
    if (!p && phones < 3 && s->world.phone_count + 1 < SIM_PHONES)
        p = sim_world_phone(&s->world, person);
    if (p)
        (void)sim_log_in(s, p);
}

/* --- beginning, pairing, leaving -------------------------------------------------------------- */

bool sim_begin_book(struct sim *s, struct sim_phone *p) {
    char name[16];
    snprintf(name, sizeof name, "Person %u", p->person);
    snprintf(p->phrase, sizeof p->phrase, "four everyday words %u", p->index);
    memcpy(p->phrase_mine, p->phrase, sizeof p->phrase);
    sim_phone_start(p, "");
    sim_phone_visit(p, "1/12/1");
    SIM_SUBMIT(p, ROOM_DOOR, DOOR_BEGIN,
               SIM_FIELD(DOOR_F_HOW, "1") SIM_FIELD(DOOR_F_NAME, name)
                   SIM_FIELD(DOOR_F_SECRET, p->phrase));
    sim_world_run(&s->world, SETTLE_MS);
    return sim_phone_open(p);
}

/* An invitation that one has shown the other, taken up; time passes until both are in. */
bool sim_pair_up(struct sim *s, struct sim_phone *a, struct sim_phone *b) {
    char invitation[INVITATION_SIZE + 1];
    if (!sim_ready(s, a, true) || !sim_ready(s, b, true) || together(a) || together(b))
        return false;
    sim_phone_visit(a, "2/1");
    SIM_SUBMIT(a, ROOM_EVENING, ACTION_CANCEL, );
    SIM_SUBMIT(a, ROOM_EVENING, ACTION_INVITE, SIM_FIELD(F_HOW, "2"));
    struct bytes made = pair_flow_invitation(a->app->pair);
    if (made.size != INVITATION_SIZE)
        return false;
    memcpy(invitation, made.at, INVITATION_SIZE);
    invitation[INVITATION_SIZE] = 0;
    sim_phone_visit(b, "2/1");
    SIM_SUBMIT(b, ROOM_EVENING, ACTION_CANCEL, );
    sim_phone_visit(b, invitation);
    SIM_SUBMIT(b, ROOM_DOOR, DOOR_JOINS, );
    for (int i = 0; i < 6; i++) {
        sim_world_run(&s->world, PAIRING_MS / 2);
        if (!sim_phone_book(a) || !sim_phone_book(b))
            return false;
        if (together(a) && together(b))
            return true;
    }
    return false;
}

/* One side may be in before the other; both count as a couple from the first on. */
static void couple_note(struct sim *s, uint32_t a, uint32_t b) {
    if (s->pairs + 1 >= SIM_PAIRS)
        return;
    uint32_t pair = ++s->pairs;
    s->couple[pair][0] = a;
    s->couple[pair][1] = b;
    for (int i = 0; i < 2; i++) {
        struct sim_person *who = &s->people[i ? b : a];
        who->pair = who->last_pair = pair;
        who->partner = i ? a : b;
        who->sealed = who->opened = 0;
        who->leaving = false;
    }
}

static struct sim_phone *phone_of(struct sim *s, uint32_t person) {
    for (uint32_t i = 0; i < s->world.phone_count; i++)
        if (s->world.phones[i].person == person && sim_phone_has_file(&s->world.phones[i]))
            return &s->world.phones[i];
    return NULL;
}

static void act_pair(struct sim *s, struct sim_dice *d) {
    uint32_t a = sim_roll(d, s->people_count), b = sim_roll(d, s->people_count);
    struct sim_phone *first = phone_of(s, a), *second = phone_of(s, b);
    if (a == b || s->people[a].pair || s->people[b].pair || !first || !second ||
        s->pairs + 1 >= SIM_PAIRS)
        return;
    if (!sim_ready(s, first, true) || !sim_ready(s, second, true) || together(first) ||
        together(second))
        return;
    /* Whatever comes of it, from here on each may read what the other writes for both. */
    couple_note(s, a, b);
    (void)sim_pair_up(s, first, second);
}

static void act_leave(struct sim *s, struct sim_dice *d, struct sim_phone *p) {
    uint32_t pair = s->people[p->person].pair;
    if (!together(p) || pair == 0)
        return;
    sim_phone_visit(p, "6/7");
    if (sim_chance(d, 500))
        SIM_SUBMIT(p, ROOM_ME, ME_LEAVE, SIM_FIELD(11, "1"));
    else
        SIM_SUBMIT(p, ROOM_ME, ME_LEAVE, );
    bool left =
        !together(p); /* else it was refused, and may still be true when *mine* opens again */
    for (uint32_t i = 0; i < s->said_count; i++)
        s->said[i].excused |= s->said[i].pair == pair; /* may go with the couple */
    for (uint32_t i = 0; i < s->people_count; i++)
        if (s->people[i].pair == pair) {
            s->people[i].pair = left ? 0 : pair;
            s->people[i].was_left = s->people[i].leaving = true;
        }
}

/* --- the table -------------------------------------------------------------------------------- */

void sim_act(struct sim *s, struct sim_dice *d, enum sim_act act) {
    static const struct {
        void (*run)(struct sim *s, struct sim_dice *d, struct sim_phone *p);
        bool mine; /* *mine* has to be open */
    } acts[ACT_COUNT] = {
        [ACT_WRITE_OURS] = {act_write_ours, false},
        [ACT_WRITE_MINE] = {act_write_mine, false},
        [ACT_CHANGE] = {act_change, false},
        [ACT_ERASE] = {act_erase, false},
        [ACT_REPAIR] = {act_repair, false},
        [ACT_ASK] = {act_ask, false},
        [ACT_ANSWER_ASK] = {act_answer_ask, false},
        [ACT_TAKE_BACK] = {act_take_back, false},
        [ACT_SEAL] = {act_seal, false},
        [ACT_OPEN] = {act_open, false},
        [ACT_REPLY] = {act_reply, false},
        [ACT_AGAIN] = {act_again, false},
        [ACT_GATE] = {act_gate, true},
        [ACT_BRINGS] = {act_brings, true},
        [ACT_SELF] = {act_self, false},
        [ACT_NAME] = {act_name, false},
        [ACT_LOOK] = {act_look, false},
        [ACT_HIDE] = {act_hide, false},
        [ACT_LOCK_MINE] = {act_lock_mine, false},
        [ACT_LOCK] = {act_lock, false},
        [ACT_WORDS] = {act_words, true},
        [ACT_PHRASE] = {act_phrase, false},
        [ACT_PHRASE_MINE] = {act_phrase_mine, true},
        [ACT_LEAVE] = {act_leave, true},
    };
    s->tally.acts++;
    if (act == ACT_SLEEP) {
        sim_world_sleep(&s->world, (uint64_t)(1 + sim_roll(d, 3)) * SIM_DAY_MS / 2);
    } else if (act == ACT_LOG_IN) {
        act_log_in(s, d);
    } else if (act == ACT_PAIR) {
        act_pair(s, d);
    } else {
        struct sim_phone *p = holder(s, d);
        bool ready = p && sim_ready(s, p, acts[act].mine);
        if (s->verbose && p)
            printf("      phone %u%s: %s%s\n", p->index, sim_phone_mine(p) ? "" : ", *mine* closed",
                   sim_act_name(act), ready ? "" : ", but it cannot");
        if (ready)
            acts[act].run(s, d, p);
    }
}
