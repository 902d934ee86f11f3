/* The room *plan* on two whole phones: who may ask for what, two nights, asked alone, what holds
 * and how it ends; openness that is only offered; what stays with one; hostile entries. */
#include "base/day.h"
#include "practices/plan/plan.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

static void who(struct room_person *p, const char *value) {
    room_visit(p, "9/22");
    ROOM_SUBMIT(p, ROOM_PLAN, ACTION_WHO, FIELD(F_WHO, value));
    room_run(&w, 2000);
}

/* A small thing; giver as its writer sees it. */
static void propose(struct room_person *p, const char *giver, const char *what) {
    room_visit(p, "9/2");
    ROOM_SUBMIT(p, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "0") FIELD(F_GIVER, giver) FIELD(F_WHAT, what)
                    FIELD(F_PREVENT, "The letters lie on the table.")
                        FIELD(F_INTERVENE, "I say so on the same evening."));
    room_run(&w, 4000);
}

static size_t count_of(struct room_person *p, uint32_t kind) {
    size_t count;
    (void)book_items(room_book(p), kind, &count);
    return count;
}

static const char *newest_at(struct room_person *p, uint32_t kind, unsigned page) {
    static char to[64];
    size_t count;
    const struct item *items = book_items(room_book(p), kind, &count);
    MUST(count > 0);
    snprintf(to, sizeof to, "9/%u/%016llx", page,
             (unsigned long long)item_address(&items[count - 1]));
    return to;
}

static void visit_newest(struct room_person *p, uint32_t kind, unsigned page) {
    room_visit(p, newest_at(p, kind, page));
}

/* The eid of the newest line, as it stands in a form. */
static const char *line_eid(struct room_person *p, uint32_t kind) {
    static char hex[20];
    size_t count;
    const struct item *items = book_items(room_book(p), kind, &count);
    MUST(count > 0);
    struct entry e = book_item_entry(&items[count - 1]);
    snprintf(hex, sizeof hex, "%016llx", (unsigned long long)plan_item(e.eid));
    return hex;
}

static void sign(struct room_person *p, uint32_t kind, const char *lose, const char *undone,
                 const char *afraid) {
    visit_newest(p, kind, PAGE_ASK);
    ROOM_SUBMIT(p, ROOM_PLAN, ACTION_SIGN,
                FIELD(F_ITEM, line_eid(p, kind)) FIELD(F_LOSE, lose) FIELD(F_UNDONE, undone)
                    FIELD(F_AFRAID, afraid));
    room_run(&w, 4000);
}

static void both_sign(uint32_t kind) {
    sign(nora, kind, "9", "0", "0");
    sign(sam, kind, "9", "0", "0");
}

static bool holds(struct room_person *p) {
    visit_newest(p, KIND_PLAN, PAGE_ONE);
    return room_says(p, T_AGREEMENT_FORCE);
}

TEST(room_plan_proposed_signed_and_ended) {
    CHECK(begun());
    room_visit(nora, "9/0");
    CHECK(room_says(nora, T_PLAN_EMPTY) && room_golden(nora, "plan-empty"));
    room_visit(nora, "9/1");
    CHECK(room_golden(nora, "plan-shelf"));
    room_visit(nora, "9/2");
    CHECK(room_golden(nora, "plan-write"));
    room_visit(sam, "9/0");
    uint32_t views = sam->views;
    propose(nora, "1", "You open each letter on the day it comes.");
    CHECK(sam->views > views);
    visit_newest(sam, KIND_PLAN, PAGE_ONE);
    CHECK(room_shows(sam, "Something small, from Sam: You open each letter"));
    CHECK(room_shows(sam, "So that it does not happen: The letters lie") &&
          room_shows(sam, "The moment it does: I say so"));
    CHECK(!room_says(sam, T_PLAN_ASK_GO) && room_golden(sam, "plan-proposed"));
    /* Before two nights nothing is signed, whatever is sent. */
    sign(sam, KIND_PLAN, "9", "0", "0");
    CHECK_INT(count_of(sam, KIND_PLAN + AGREEMENT_ACCEPT), 0);
    room_sleep(&w, 1);
    sign(sam, KIND_PLAN, "9", "0", "0");
    CHECK_INT(count_of(sam, KIND_PLAN + AGREEMENT_ACCEPT), 0);
    room_sleep(&w, 1);
    visit_newest(sam, KIND_PLAN, PAGE_ASK);
    CHECK(room_golden(sam, "plan-ask"));
    sign(sam, KIND_PLAN, "9", "0", "0");
    CHECK(room_says(sam, T_PLAN_SIGNED_LEAD));
    CHECK(!holds(nora));
    sign(nora, KIND_PLAN, "8", "1", "0");
    CHECK(holds(nora) && holds(sam) && room_golden(sam, "plan-holds"));
    visit_newest(nora, KIND_PLAN, PAGE_PAPER);
    CHECK(room_shows(nora, "data-island=\"print\"") && room_golden(nora, "plan-paper"));
    room_sleep(&w, 3);
    visit_newest(sam, KIND_PLAN, PAGE_ONE);
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_END, );
    room_run(&w, 4000);
    visit_newest(nora, KIND_PLAN, PAGE_ONE);
    CHECK(room_shows(nora, "Ended on") && room_says(nora, T_PLAN_BACK_GO));
    CHECK(room_shows(nora, "You open each letter"));
    visit_newest(nora, KIND_PLAN, PAGE_BACK);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_BACK, FIELD(F_REPAIR, "I would ask earlier."));
    room_run(&w, 4000);
    visit_newest(sam, KIND_PLAN, PAGE_ONE);
    CHECK(room_shows(sam, "I would ask earlier.") && room_golden(sam, "plan-over"));
    room_visit(sam, "9/20");
    CHECK(room_shows(sam, "You open each letter"));
    room_world_end(&w);
}

TEST(room_plan_whoever_signs_is_asked_alone) {
    static const char *const answers[][3] = {{"0", "0", "0"}, {"4", "0", "0"}, {"7", "0", "0"},
                                             {"9", "2", "0"}, {"9", "0", "1"}, {"9", "0", "2"}};
    CHECK(begun());
    propose(nora, "1", "You open each letter.");
    room_sleep(&w, 2);
    uint32_t views = nora->views;
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        sign(sam, KIND_PLAN, answers[i][0], answers[i][1], answers[i][2]);
        CHECK(room_says(sam, T_PLAN_CAREFUL_LEAD));
        CHECK_INT(count_of(sam, KIND_PLAN + AGREEMENT_ACCEPT), 0);
    }
    CHECK(room_golden(sam, "plan-careful"));
    CHECK_INT(nora->views, views); /* nothing of it reaches the other */
    /* Without an answer nothing is signed. */
    visit_newest(sam, KIND_PLAN, PAGE_ASK);
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_SIGN, FIELD(F_ITEM, line_eid(sam, KIND_PLAN)));
    CHECK(room_says(sam, T_HOUSE_ERROR_REQUIRED));
    CHECK_INT(count_of(sam, KIND_PLAN + AGREEMENT_ACCEPT), 0);
    /* They may sign all the same, and then it is words of theirs. */
    visit_newest(sam, KIND_PLAN, PAGE_CAREFUL);
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_SIGN_STILL, FIELD(F_ITEM, line_eid(sam, KIND_PLAN)));
    CHECK_INT(count_of(sam, KIND_PLAN + AGREEMENT_ACCEPT), 1);
    room_run(&w, 4000);
    /* Other words than those in the form are never signed. */
    visit_newest(nora, KIND_PLAN, PAGE_ASK);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_SIGN,
                FIELD(F_ITEM, "0123456789abcdef") FIELD(F_LOSE, "9") FIELD(F_UNDONE, "0")
                    FIELD(F_AFRAID, "0"));
    CHECK(room_says(nora, T_PLAN_REFUSE_CHANGED));
    CHECK_INT(count_of(nora, KIND_PLAN + AGREEMENT_ACCEPT), 1);
    room_world_end(&w);
}

static void propose_high(struct room_person *p, const char *giver) {
    room_visit(p, "9/2/1");
    ROOM_SUBMIT(p, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "1") FIELD(F_GIVER, giver) FIELD(F_WHAT, "The contact ends.")
                    FIELD(F_PURPOSE, "0") FIELD(F_HOW, "It was the contact.")
                        FIELD(F_PREVENT, "One sentence.") FIELD(F_INTERVENE, "Told in a day."));
    room_run(&w, 4000);
}

TEST(room_plan_hurt_one_lists_first_and_only_who_hurt_gives_much) {
    CHECK(begun());
    room_visit(nora, "9/2/1");
    CHECK(room_says(nora, T_PLAN_COST_WHO));
    propose_high(nora, "1");
    CHECK_INT(count_of(nora, KIND_PLAN), 0);
    who(nora, "1");
    who(sam, "2");
    /* Sam said that he hurt her: he gives, and asks for nothing yet. */
    room_visit(sam, "9/1");
    CHECK(room_shows(sam, "What Nora lists") && room_golden(sam, "plan-shelf-second"));
    propose(sam, "1", "You forgive me.");
    CHECK_INT(count_of(sam, KIND_PLAN), 0);
    propose(sam, "2", "We talk.");
    CHECK_INT(count_of(sam, KIND_PLAN), 0);
    propose(sam, "0", "I come home at six.");
    CHECK_INT(count_of(sam, KIND_PLAN), 1);
    propose_high(sam, "0");
    CHECK_INT(count_of(sam, KIND_PLAN), 2);
    /* Nobody gives much who has not said so of themselves. */
    propose_high(sam, "1");
    propose_high(nora, "0");
    propose_high(nora, "2");
    CHECK_INT(count_of(nora, KIND_PLAN), 2);
    propose_high(nora, "1");
    CHECK_INT(count_of(nora, KIND_PLAN), 3);
    visit_newest(sam, KIND_PLAN, PAGE_ONE);
    CHECK(room_shows(sam, "It ends what happened: It was the contact."));
    /* She has listed: now he may ask for something small, too. */
    propose(sam, "1", "You tell me when it is Sunday.");
    CHECK_INT(count_of(nora, KIND_PLAN), 4);
    room_world_end(&w);
}

TEST(room_plan_high_says_what_it_does_with_what_happened) {
    CHECK(begun());
    who(sam, "2");
    room_visit(sam, "9/2/257");
    CHECK(room_says(sam, T_PLAN_SHELF_CONTACT_WHAT) && room_golden(sam, "plan-contact"));
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "1") FIELD(F_GIVER, "0") FIELD(F_WHAT, "x") FIELD(F_PREVENT, "y")
                    FIELD(F_INTERVENE, "z"));
    CHECK(room_says(sam, T_HOUSE_ERROR_REQUIRED));
    CHECK_INT(count_of(sam, KIND_PLAN), 0);
    /* A half is missing: refused too. */
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "0") FIELD(F_GIVER, "0") FIELD(F_WHAT, "x")
                    FIELD(F_PREVENT, "y"));
    CHECK(room_says(sam, T_HOUSE_ERROR_REQUIRED));
    CHECK_INT(count_of(sam, KIND_PLAN), 0);
    room_world_end(&w);
}

/* yyyy-mm-dd of a day from now; 2200 is 2026-01-09. */
static const char *day(int32_t ahead) {
    static char text[2][32];
    static int which;
    struct date d = date_from_day(w.today + ahead);
    which ^= 1;
    snprintf(text[which], sizeof text[which], "%04d-%02d-%02d", d.year, d.month, d.day);
    return text[which];
}

static void visit_propose(const char *first, const char *last) {
    room_visit(nora, "9/2/3");
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "3") FIELD(F_GIVER, "2") FIELD(F_WHAT, "At my parents’")
                    FIELD(F_PREVENT, "We sit beside each other.") FIELD(F_INTERVENE, "A walk.")
                        FIELD(F_LEAVE, "Whoever says tired, we go.") FIELD(F_FIRST, first)
                            FIELD(F_LAST, last) FIELD(F_LOOK, "On the drive home."));
    room_run(&w, 4000);
}

TEST(room_plan_visit_has_its_days) {
    CHECK(begun());
    room_visit(nora, "9/2/3");
    CHECK(room_golden(nora, "plan-visit"));
    visit_propose(day(1), day(4));
    CHECK(room_says(nora, T_PLAN_REFUSE_NIGHTS));
    visit_propose(day(5), day(4));
    CHECK(room_says(nora, T_PLAN_REFUSE_ORDER));
    CHECK_INT(count_of(nora, KIND_PLAN), 0);
    visit_propose(day(4), day(6));
    CHECK_INT(count_of(sam, KIND_PLAN), 1);
    room_sleep(&w, 2);
    both_sign(KIND_PLAN);
    CHECK(holds(sam) && room_shows(sam, "How we leave: Whoever says tired, we go."));
    CHECK(room_shows(sam, "We look back: On the drive home."));
    room_visit(sam, "5/0");
    CHECK(!room_says(sam, T_PLAN_SUGGEST_CHECK)); /* its first day has not come */
    room_sleep(&w, 2);
    room_visit(sam, "4/2"); /* what is for two is suggested once the gate was passed */
    ROOM_SUBMIT(sam, ROOM_SAFETY, 1, );
    room_visit(sam, "5/0");
    CHECK(room_says(sam, T_PLAN_SUGGEST_CHECK));
    visit_newest(sam, KIND_PLAN, PAGE_NOTICED);
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_NOTICED, FIELD(F_TEXT, "You squeezed my hand."));
    room_visit(sam, "5/0");
    CHECK(!room_says(sam, T_PLAN_SUGGEST_CHECK));
    room_sleep(&w, 3);
    visit_newest(sam, KIND_PLAN, PAGE_ONE);
    CHECK(room_shows(sam, "Ended on") && room_says(sam, T_PLAN_BACK_GO));
    room_world_end(&w);
}

TEST(room_plan_check_in_is_for_today) {
    CHECK(begun());
    propose(nora, "2", "We open the post together.");
    room_sleep(&w, 2);
    both_sign(KIND_PLAN);
    visit_newest(nora, KIND_PLAN, PAGE_CHECK);
    CHECK(room_golden(nora, "plan-check"));
    visit_newest(sam, KIND_PLAN, PAGE_DONE);
    uint32_t views = nora->views;
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_DONE, FIELD(F_TEXT, "I called the bank."));
    room_run(&w, 8000);
    CHECK(room_says(sam, T_PLAN_DONE_KEPT));
    CHECK_INT(nora->views, views);
    CHECK_INT(count_of(nora, KIND_DONE), 0);
    visit_newest(sam, KIND_PLAN, PAGE_DONE);
    CHECK(room_shows(sam, "I called the bank."));
    visit_newest(nora, KIND_PLAN, PAGE_NOTICED);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_NOTICED, FIELD(F_TEXT, "The letter lay open."));
    room_sleep(&w, 3);
    visit_newest(sam, KIND_PLAN, PAGE_SUPPORT);
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_SUPPORT, FIELD(F_TEXT, "Sit with me.") FIELD(F_SORT, "0"));
    visit_newest(nora, KIND_PLAN, PAGE_THANKS);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_THANKS, FIELD(F_TEXT, "Thank you for the sum."));
    visit_newest(sam, KIND_PLAN, PAGE_BROKEN);
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_BROKEN, FIELD(F_TEXT, "I hid one.") FIELD(F_WHOSE, "0"));
    CHECK(room_says(sam, T_HOUSE_ERROR_REQUIRED)); /* a break is told with its repair */
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_BROKEN,
                FIELD(F_TEXT, "I hid one.") FIELD(F_REPAIR, "It lies open now.")
                    FIELD(F_WHOSE, "0"));
    CHECK(room_says(sam, T_PLAN_LANDED_LINE));
    room_run(&w, 8000);
    visit_newest(nora, KIND_PLAN, PAGE_ONE);
    CHECK(room_shows(nora, "More would help Sam") && room_shows(nora, "It lies open now.") &&
          room_shows(nora, "Thank you for the sum.") && room_shows(nora, "The letter lay open."));
    CHECK(!room_shows(nora, "I called the bank."));
    /* Two days have something; the two between are not drawn. */
    CHECK(room_golden(nora, "plan-days"));
    room_world_end(&w);
}

static void offer(struct room_person *p, const char *what, const char *last) {
    room_visit(p, "9/21");
    ROOM_SUBMIT(p, ROOM_PLAN, ACTION_OFFER, FIELD(F_WHAT, what) FIELD(F_LAST, last));
    room_run(&w, 4000);
}

static bool openness_holds(void) {
    who(nora, "1");
    who(sam, "2");
    offer(sam, "The letters, on Saturdays, you beside me.", day(10));
    room_sleep(&w, 2);
    sign(sam, KIND_OPENNESS, "9", "0", "0");
    visit_newest(nora, KIND_OPENNESS, PAGE_ONE);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_TAKE, FIELD(F_ITEM, line_eid(nora, KIND_OPENNESS)));
    room_run(&w, 4000);
    visit_newest(sam, KIND_OPENNESS, PAGE_ONE);
    return room_says(sam, T_AGREEMENT_FORCE);
}

TEST(room_plan_openness_is_only_offered) {
    CHECK(begun());
    who(nora, "1");
    room_visit(nora, "9/21");
    CHECK(room_says(nora, T_PLAN_OFFER_ONLY) && !room_says(nora, T_PLAN_OFFER_LABEL));
    CHECK(room_golden(nora, "plan-offer-only"));
    offer(nora, "Your letters", day(10));
    CHECK_INT(count_of(nora, KIND_OPENNESS), 0);
    who(sam, "2");
    room_visit(sam, "9/21");
    CHECK(room_golden(sam, "plan-offer"));
    offer(sam, "My letters", day(31));
    CHECK(room_says(sam, T_PLAN_REFUSE_OPEN_DAY));
    offer(sam, "My letters", day(1));
    CHECK_INT(count_of(sam, KIND_OPENNESS), 0);
    offer(sam, "My letters", day(30));
    CHECK_INT(count_of(nora, KIND_OPENNESS), 1);
    visit_newest(nora, KIND_OPENNESS, PAGE_ONE);
    CHECK(room_shows(nora, "Sam opens, of their own: My letters"));
    room_sleep(&w, 2);
    visit_newest(nora, KIND_OPENNESS, PAGE_ONE);
    CHECK(room_golden(nora, "plan-open-proposed"));
    /* No check-in of it, whatever address is visited. */
    visit_newest(nora, KIND_OPENNESS, PAGE_CHECK);
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    room_world_end(&w);
}

/* The same life twice: once it is ended early, once it runs out. The receiver's page is the same.
 */
TEST(room_plan_openness_ended_looks_like_run_out) {
    static uint8_t pages[2][2][ROOM_HTML_MAX];
    size_t sizes[2][2];
    for (int ended = 0; ended < 2; ended++) {
        CHECK(begun());
        CHECK(openness_holds());
        if (!ended)
            CHECK(room_golden(sam, "plan-open"));
        room_sleep(&w, 2);
        if (ended) {
            visit_newest(sam, KIND_OPENNESS, PAGE_ONE);
            ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_END, ); /* one step */
        }
        room_sleep(&w, 9);
        for (int i = 0; i < 2; i++) {
            if (i)
                room_visit(nora, "9/20");
            else
                visit_newest(nora, KIND_OPENNESS, PAGE_ONE);
            CHECK(i || room_says(nora, T_AGREEMENT_OVER));
            sizes[ended][i] = nora->html_size;
            memcpy(pages[ended][i], nora->html, nora->html_size);
        }
        room_world_end(&w);
    }
    for (int i = 0; i < 2; i++)
        CHECK_BYTES(bytes_make(pages[0][i], sizes[0][i]), bytes_make(pages[1][i], sizes[1][i]));
}

/* Words of watching: a note for whoever would give, in *mine*; nothing in *ours* differs. */
TEST(room_plan_gentle_note_is_private) {
    CHECK(begun());
    propose(nora, "1", "You give me your PASSWORDS and tu ubicación.");
    CHECK(!room_says(nora, T_PLAN_WATCHED_TITLE)); /* she asks; it would be his to give */
    visit_newest(sam, KIND_PLAN, PAGE_ONE);
    CHECK(!room_says(sam, T_PLAN_WATCHED_TITLE));
    visit_newest(nora, KIND_PLAN, PAGE_ASK);
    CHECK(!room_says(nora, T_PLAN_WATCHED_TITLE));
    visit_newest(sam, KIND_PLAN, PAGE_ASK);
    CHECK(room_says(sam, T_PLAN_WATCHED_TITLE) && room_golden(sam, "plan-watched"));
    uint32_t views = nora->views;
    /* Given by oneself: at once, while *mine* is open. */
    propose(sam, "0", "I send you my location each hour.");
    CHECK(room_says(sam, T_PLAN_NOTE_TITLE) && room_says(sam, T_PLAN_WATCHED_TITLE));
    CHECK(nora->views >= views && !room_says(nora, T_PLAN_WATCHED_TITLE));
    ROOM_SUBMIT(sam, ROOM_ME, 8, ); /* *mine* is closed */
    propose(sam, "0", "I send you my location each hour, too.");
    CHECK(!room_says(sam, T_PLAN_NOTE_TITLE) && !room_says(sam, T_PLAN_WATCHED_TITLE));
    propose(nora, "0", "I unlocked the shed, and the tracksuit is a nice place.");
    CHECK(room_says(nora, T_PLAN_WATCHED_TITLE)); /* a false alarm costs one private page */
    propose(nora, "0", "We look at the sky, and the dislocation heals.");
    CHECK(!room_says(nora, T_PLAN_WATCHED_TITLE));
    room_world_end(&w);
}

TEST(room_plan_mine_closed) {
    CHECK(begun());
    propose(nora, "1", "You open each letter.");
    room_sleep(&w, 2);
    ROOM_SUBMIT(sam, ROOM_ME, 8, );
    for (unsigned page = PAGE_ASK; page <= PAGE_NOTE; page++) {
        if (page == PAGE_SIGNED)
            continue;
        visit_newest(sam, KIND_PLAN, page);
        CHECK(room_says(sam, T_DOOR_MINE_TITLE));
    }
    sign(sam, KIND_PLAN, "9", "0", "0");
    CHECK_INT(count_of(sam, KIND_PLAN + AGREEMENT_ACCEPT), 0);
    room_visit(sam, "9/0/1");
    CHECK(room_says(sam, T_DOOR_MINE_TITLE));
    room_visit(sam, "9/0");
    CHECK(room_says(sam, T_PLAN_MINE_CLOSED));
    room_world_end(&w);
}

/* By oneself: written, printed, erased; nothing of it is for two. */
TEST(room_plan_alone_and_then_sent_next_morning) {
    char invitation[ROOM_INVITATION_MAX];
    room_world_begin(&w);
    nora = room_person(&w, "");
    room_begin(nora, "2", "Nora");
    room_visit(nora, "9/0");
    CHECK(room_says(nora, T_PLAN_LEAD_ALONE));
    room_visit(nora, "9/2");
    CHECK(room_says(nora, T_PLAN_WRITE_MINE) && room_golden(nora, "plan-write-alone"));
    propose(nora, "2", "We open the post together.");
    CHECK_INT(count_of(nora, KIND_PLAN), 0);
    CHECK_INT(count_of(nora, KIND_DRAFT), 1);
    CHECK(room_shows(nora, "We open the post together.") && room_golden(nora, "plan-draft-alone"));
    visit_newest(nora, KIND_DRAFT, PAGE_PAPER);
    CHECK(room_says(nora, T_PLAN_PAPER_SIGN) && room_golden(nora, "plan-paper-alone"));
    visit_newest(nora, KIND_DRAFT, PAGE_CHANGE);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "0") FIELD(F_GIVER, "2") FIELD(F_WHAT, "We open it at six.")
                    FIELD(F_PREVENT, "a") FIELD(F_INTERVENE, "b"));
    CHECK_INT(count_of(nora, KIND_DRAFT), 1);
    CHECK(room_shows(nora, "We open it at six."));
    /* Then somebody joins. */
    room_visit(nora, "2/1");
    ROOM_SUBMIT(nora, ROOM_EVENING, 1, FIELD(7, "2"));
    CHECK(room_invitation(nora, invitation));
    sam = room_person(&w, invitation);
    room_begin(sam, "3", "Sam");
    ROOM_SUBMIT(sam, ROOM_EVENING, 3, );
    room_run(&w, 20000);
    visit_newest(nora, KIND_DRAFT, PAGE_DRAFT);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_SEND, FIELD(F_SEND, "1"));
    CHECK(room_says(nora, T_PLAN_GOES_BACK));
    room_run(&w, 20000);
    CHECK_INT(count_of(sam, KIND_PLAN), 0); /* it waits a night */
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_SEND, FIELD(F_SEND, "0"));
    room_sleep(&w, 1);
    CHECK_INT(count_of(sam, KIND_PLAN), 0); /* taken back */
    visit_newest(nora, KIND_DRAFT, PAGE_DRAFT);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_SEND, FIELD(F_SEND, "1"));
    room_sleep(&w, 1);
    room_show(nora);
    room_run(&w, 8000);
    CHECK_INT(count_of(sam, KIND_PLAN), 1);
    CHECK_INT(count_of(nora, KIND_PLAN), 1);
    CHECK_INT(count_of(nora, KIND_DRAFT), 0);
    visit_newest(sam, KIND_PLAN, PAGE_ONE);
    CHECK(room_shows(sam, "from Nora and Sam: We open it at six."));
    room_world_end(&w);
}

static void draft_week(struct room_person *p) {
    room_visit(p, "9/3");
    ROOM_SUBMIT(p, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "2") FIELD(F_GIVER, "0") FIELD(F_WHAT, "I open the post.")
                    FIELD(F_PREVENT, "a") FIELD(F_INTERVENE, "b"));
}

static void draft_send(struct room_person *p) {
    visit_newest(p, KIND_DRAFT, PAGE_DRAFT);
    ROOM_SUBMIT(p, ROOM_PLAN, ACTION_SEND, FIELD(F_SEND, "1"));
    room_run(&w, 130000);
}

static int32_t last_day(struct room_person *p) {
    size_t count;
    uint64_t day = 0;
    const struct item *items = book_items(room_book(p), KIND_PLAN, &count);
    MUST(count > 0);
    (void)body_uint(book_item_entry(&items[count - 1]).body, 2, &day);
    return (int32_t)day;
}

/* What waits goes by itself when five o'clock comes, on a phone that is open through the night. */
TEST(room_plan_draft_goes_in_the_morning) {
    CHECK(begun());
    w.hour = 24;
    room_visit(nora, "9/3");
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "0") FIELD(F_GIVER, "0") FIELD(F_WHAT, "I open my letters.")
                    FIELD(F_PREVENT, "They lie there.") FIELD(F_INTERVENE, "I say so."));
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_SEND, FIELD(F_SEND, "1"));
    w.hour = 1;
    room_sleep(&w, 1);
    w.hour = 5;
    room_show(nora);
    CHECK_INT(count_of(nora, KIND_DRAFT), 1);
    CHECK_INT(count_of(nora, KIND_PLAN), 0);
    w.hour = 6;
    room_show(nora);
    room_run(&w, 8000);
    CHECK_INT(count_of(nora, KIND_DRAFT), 0);
    CHECK_INT(count_of(sam, KIND_PLAN), 1);
    room_world_end(&w);
}

/* So many characters of four bytes each. */
static const char *faces(char *out, size_t count) {
    for (size_t i = 0; i < count; i++)
        memcpy(out + 4 * i, "\xf0\x9f\x99\x82", 4);
    out[4 * count] = 0;
    return out;
}

/* What a deed may be a plan may be, and the longest plan of all still is one text to sign. */
TEST(room_plan_longest_deed_is_a_plan) {
    static char what[900], half[1000], leave[700], look[500];
    CHECK(begun());
    CHECK_INT(WHAT_MAX * 4, DEED_TEXT_MAX);
    propose(nora, "0", faces(what, WHAT_MAX));
    CHECK_INT(count_of(sam, KIND_PLAN), 1);
    room_visit(nora, "9/2/3");
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "3") FIELD(F_GIVER, "2") FIELD(F_WHAT, what)
                    FIELD(F_PREVENT, faces(half, HALF_MAX)) FIELD(F_INTERVENE, half)
                        FIELD(F_LEAVE, faces(leave, LEAVE_MAX)) FIELD(F_FIRST, day(3))
                            FIELD(F_LAST, day(5)) FIELD(F_LOOK, faces(look, LOOK_MAX)));
    room_run(&w, 4000);
    CHECK_INT(count_of(sam, KIND_PLAN), 2);
    visit_newest(sam, KIND_PLAN, PAGE_ONE);
    CHECK(room_shows(sam, what) && room_shows(sam, half) && room_shows(sam, look));
    room_world_end(&w);
}

static size_t ours_of(struct room_person *p, uint32_t kind) {
    size_t count, n = 0;
    const struct item *items = book_items(room_book(p), kind, &count);
    for (size_t i = 0; i < count; i++)
        n += items[i].author == AUTHOR_ME;
    return n;
}

/* The file fills up after each number of writes in turn while a draft goes out, and is emptied
 * again: one proposal, one frame, no draft, whatever was cut. */
TEST(room_plan_sending_cut_anywhere_is_one_proposal) {
    int cut = 0;
    for (uint32_t writes = 1; writes <= 12; writes++) {
        CHECK(begun());
        draft_week(nora);
        draft_send(nora);
        nora->writes_left = writes;
        room_sleep(&w, 1);
        room_show(nora);
        cut += nora->disk_full;
        CHECK_INT(count_of(nora, KIND_PLAN), count_of(nora, KIND_FRAME));
        nora->writes_left = 0;
        nora->disk_full = false;
        room_restart(nora, "");
        ROOM_SUBMIT(nora, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
        room_visit(nora, "6/10");
        ROOM_SUBMIT(nora, ROOM_DOOR, 4, FIELD(2, ROOM_PHRASE));
        room_run(&w, 130000);
        room_show(nora);
        room_run(&w, 8000);
        CHECK_INT(count_of(nora, KIND_DRAFT), 0);
        CHECK_INT(ours_of(nora, KIND_PLAN), 1);
        CHECK_INT(ours_of(nora, KIND_FRAME), 1);
        CHECK_INT(count_of(sam, KIND_PLAN), 1);
        room_world_end(&w);
    }
    CHECK(cut >= 3);
}

/* Taken back, nothing of it stays in *ours*; and a draft whose sending was cut off is not sent
 * once more. */
TEST(room_plan_taken_back_takes_its_frame) {
    struct arena a;
    struct body_writer b;
    struct bytes body, mark;
    size_t count;
    CHECK(begun());
    propose(nora, "0", "I open my letters.");
    CHECK_INT(count_of(sam, KIND_FRAME), 1);
    visit_newest(nora, KIND_PLAN, PAGE_ONE);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_TAKE_BACK, );
    room_run(&w, 8000);
    CHECK(count_of(nora, KIND_PLAN) == 0 && count_of(nora, KIND_FRAME) == 0);
    CHECK(count_of(sam, KIND_PLAN) == 0 && count_of(sam, KIND_FRAME) == 0);
    /* Sent, the draft not erased yet, and taken back while *mine* was closed. */
    propose(nora, "0", "I open my letters.");
    const struct item *frame = book_items(room_book(nora), KIND_FRAME, &count);
    CHECK(body_bytes(book_item_entry(frame).body, F_MARK, &mark));
    arena_init(&a, 1 << 16);
    ROOM_SUBMIT(nora, ROOM_ME, 8, );
    CHECK(!book_status(room_book(nora)).mine_open);
    body_begin(&b, &a, NULL);
    body_add_uint(&b, F_TEMPLATE, 0);
    body_add_uint(&b, F_GIVER, 0);
    body_add_text(&b, F_WHAT, BYTES("I open my letters."));
    body_add_uint(&b, F_SEND, (uint64_t)w.today);
    body_add_bytes(&b, F_MARK, mark);
    CHECK_OK(body_end(&b, &body));
    CHECK_OK(room_forge(nora, SPACE_MINE, KIND_DRAFT, NULL, 0, body));
    visit_newest(nora, KIND_PLAN, PAGE_ONE);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_TAKE_BACK, );
    CHECK(count_of(nora, KIND_PLAN) == 0 && count_of(nora, KIND_FRAME) == 1);
    room_visit(nora, "6/10");
    ROOM_SUBMIT(nora, ROOM_DOOR, 4, FIELD(2, ROOM_PHRASE));
    room_run(&w, 130000);
    room_show(nora);
    room_run(&w, 8000);
    CHECK(count_of(nora, KIND_DRAFT) == 0 && count_of(nora, KIND_FRAME) == 0);
    CHECK(count_of(nora, KIND_PLAN) == 0 && count_of(sam, KIND_PLAN) == 0);
    arena_free(&a);
    room_world_end(&w);
}

/* Both devices of one person send the same draft on one morning, neither knowing of the other: one
 * proposal. Its week begins after the two nights that follow that morning. */
TEST(room_plan_draft_from_two_devices_is_one) {
    CHECK(begun());
    draft_week(nora);
    room_sleep(&w, 3);
    draft_send(nora);
    struct room_person *second = room_twin(nora);
    CHECK_INT(count_of(second, KIND_DRAFT), 1);
    nora->offline = second->offline = true; /* each has read all so far */
    room_sleep(&w, 1);
    int32_t morning = w.today;
    room_show(nora);
    room_show(second);
    room_run(&w, 4000);
    CHECK_INT(count_of(nora, KIND_PLAN), 1);
    CHECK_INT(count_of(second, KIND_PLAN), 1);
    nora->offline = second->offline = false;
    for (int i = 0; i < 3; i++) {
        room_show(nora);
        room_show(second);
        room_run(&w, 130000);
    }
    CHECK_INT(count_of(nora, KIND_PLAN), 1);
    CHECK_INT(count_of(second, KIND_PLAN), 1);
    CHECK_INT(count_of(sam, KIND_PLAN), 1);
    CHECK_INT(count_of(nora, KIND_DRAFT) + count_of(second, KIND_DRAFT), 0);
    CHECK_INT(last_day(sam), morning + NIGHTS + WEEK_DAYS - 1);
    room_world_end(&w);
}

/* What one device takes back does not go from another, which reads first. */
TEST(room_plan_draft_taken_back_on_another_device) {
    CHECK(begun());
    draft_week(nora);
    draft_send(nora);
    struct room_person *second = room_twin(nora);
    visit_newest(nora, KIND_DRAFT, PAGE_DRAFT);
    second->offline = true;
    room_restart(second, ""); /* closed, when it was taken back */
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_SEND, FIELD(F_SEND, "0"));
    room_run(&w, 130000);
    room_sleep(&w, 1);
    ROOM_SUBMIT(second, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
    room_visit(second, "6/10");
    ROOM_SUBMIT(second, ROOM_DOOR, 4, FIELD(2, ROOM_PHRASE));
    room_run(&w, 4000);
    CHECK(book_status(room_book(second)).mine_open);
    CHECK_INT(count_of(second, KIND_PLAN), 0); /* it cannot know yet */
    second->offline = false;
    room_show(second);
    room_run(&w, 200000);
    CHECK_INT(count_of(second, KIND_PLAN) + count_of(sam, KIND_PLAN), 0);
    CHECK_INT(count_of(second, KIND_DRAFT), 1);
    room_world_end(&w);
}

TEST(room_plan_drafts_and_done_reach_nobody) {
    CHECK(begun());
    propose(nora, "2", "We open the post together.");
    room_sleep(&w, 2);
    both_sign(KIND_PLAN);
    room_visit(sam, "9/0");
    uint32_t views = sam->views;
    room_visit(nora, "9/3");
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "0") FIELD(F_GIVER, "0") FIELD(F_WHAT, "only mine")
                    FIELD(F_PREVENT, "a") FIELD(F_INTERVENE, "b"));
    CHECK_INT(count_of(nora, KIND_DRAFT), 1);
    visit_newest(nora, KIND_PLAN, PAGE_DONE);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_DONE, FIELD(F_TEXT, "done alone"));
    room_run(&w, 60000);
    CHECK_INT(count_of(nora, KIND_DONE), 1);
    CHECK_INT(sam->views, views);
    CHECK_INT(count_of(sam, KIND_DRAFT) + count_of(sam, KIND_DONE), 0);
    visit_newest(nora, KIND_DRAFT, PAGE_ERASE);
    CHECK(room_says(nora, T_PLAN_ERASE_LEAD));
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_ERASE, );
    CHECK_INT(count_of(nora, KIND_DRAFT), 0);
    room_world_end(&w);
}

TEST(room_plan_put_away_and_taken_back) {
    CHECK(begun());
    propose(nora, "1", "You open each letter.");
    room_visit(sam, "4/2");
    ROOM_SUBMIT(sam, ROOM_SAFETY, 1, );
    room_visit(sam, "5/0");
    uint32_t views = nora->views;
    visit_newest(sam, KIND_PLAN, PAGE_ONE);
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_AWAY, );
    CHECK(room_is_at(sam, "9/0") && !room_shows(sam, "You open each letter."));
    room_run(&w, 8000);
    CHECK_INT(nora->views, views);
    room_visit(sam, "9/20");
    CHECK(room_shows(sam, "You open each letter."));
    visit_newest(sam, KIND_PLAN, PAGE_ONE);
    CHECK(room_says(sam, T_PLAN_IS_AWAY));
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_AWAY, );
    room_visit(sam, "9/0");
    CHECK(room_shows(sam, "You open each letter."));
    /* Whoever proposed it takes it back: it goes from both. */
    visit_newest(nora, KIND_PLAN, PAGE_ONE);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_TAKE_BACK, );
    room_run(&w, 8000);
    CHECK_INT(count_of(sam, KIND_PLAN), 0);
    room_visit(sam, "9/0");
    CHECK(!room_shows(sam, "You open each letter."));
    room_world_end(&w);
}

TEST(room_plan_line_added_and_taken_back) {
    CHECK(begun());
    propose(nora, "2", "We open the post together.");
    room_sleep(&w, 2);
    both_sign(KIND_PLAN);
    visit_newest(sam, KIND_PLAN, PAGE_ADD);
    CHECK(room_golden(sam, "plan-add"));
    ROOM_SUBMIT(sam, ROOM_PLAN, ACTION_ADD, FIELD(F_TEXT, "And on Sundays not."));
    room_run(&w, 4000);
    size_t count;
    const struct item *lines = book_items(room_book(nora), KIND_PLAN, &count);
    CHECK_INT(count, 2);
    char to[64], id[20], eid[20];
    snprintf(to, sizeof to, "9/6/%016llx", (unsigned long long)item_address(&lines[0]));
    snprintf(id, sizeof id, "%016llx", (unsigned long long)plan_item(lines[1].id));
    struct entry e = book_item_entry(&lines[1]);
    snprintf(eid, sizeof eid, "%016llx", (unsigned long long)plan_item(e.eid));
    room_sleep(&w, 2);
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        room_visit(p, to);
        CHECK(room_shows(p, "And on Sundays not."));
        ROOM_SUBMIT(p, ROOM_PLAN, ACTION_SIGN,
                    FIELD(F_ITEM, eid) FIELD(F_LOSE, "9") FIELD(F_UNDONE, "0")
                        FIELD(F_AFRAID, "0"));
        room_run(&w, 4000);
    }
    to[2] = '5';
    room_visit(nora, to);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_LINE_BACK, FIELD(F_ITEM, id));
    room_run(&w, 4000);
    room_visit(sam, to);
    CHECK(room_shows(sam, "Taken back on") && room_says(sam, T_AGREEMENT_FORCE));
    CHECK(room_golden(sam, "plan-line-back"));
    room_world_end(&w);
}

/* Offline, late, both at once: the same on both in the end. */
TEST(room_plan_both_at_once) {
    static uint8_t before[ROOM_HTML_MAX];
    CHECK(begun());
    propose(nora, "2", "We open the post together.");
    room_sleep(&w, 2);
    nora->offline = sam->offline = true;
    both_sign(KIND_PLAN);
    CHECK(!room_says(nora, T_AGREEMENT_FORCE));
    nora->offline = false;
    room_run(&w, 90000);
    sam->offline = false;
    room_run(&w, 90000);
    CHECK(holds(nora) && holds(sam));
    nora->offline = sam->offline = true;
    for (int i = 0; i < 2; i++) {
        visit_newest(i ? sam : nora, KIND_PLAN, PAGE_ONE);
        ROOM_SUBMIT(i ? sam : nora, ROOM_PLAN, ACTION_END, );
    }
    sam->offline = false;
    room_run(&w, 90000);
    nora->offline = false;
    room_run(&w, 90000);
    visit_newest(nora, KIND_PLAN, PAGE_ONE);
    size_t size = nora->html_size;
    memcpy(before, nora->html, size);
    CHECK(room_shows(nora, "Ended on"));
    visit_newest(sam, KIND_PLAN, PAGE_ONE);
    CHECK_BYTES(bytes_make(sam->html, sam->html_size), bytes_make(before, size));
    room_world_end(&w);
}

TEST(room_plan_after_leaving) {
    CHECK(begun());
    propose(nora, "2", "We open the post together.");
    room_sleep(&w, 2);
    both_sign(KIND_PLAN);
    room_visit(nora, "6/7");
    ROOM_SUBMIT(nora, ROOM_ME, 14, );
    room_run(&w, 200000);
    CHECK(book_status(room_book(sam)).pair == PAIR_LEFT);
    room_visit(sam, "9/0");
    CHECK(room_says(sam, T_PLAN_LEAD_LEFT) && room_golden(sam, "plan-left"));
    visit_newest(sam, KIND_PLAN, PAGE_ONE);
    CHECK(room_shows(sam, "We open the post together."));
    visit_newest(sam, KIND_PLAN, PAGE_BACK);
    CHECK(!room_says(sam, T_PLAN_SEND));
    room_world_end(&w);
}

/* Erased by who proposed it: the other keeps the words they signed, and it is over. */
TEST(room_plan_erased_by_its_author_stays_with_who_signed) {
    char to[64];
    size_t count;
    CHECK(begun());
    propose(sam, "0", "I open my letters.");
    room_sleep(&w, 2);
    both_sign(KIND_PLAN);
    snprintf(to, sizeof to, "%s", newest_at(nora, KIND_PLAN, PAGE_ONE));
    CHECK_OK(
        book_erase(room_book(sam), book_items(room_book(sam), KIND_PLAN, &count)[0].id, w.today));
    room_show(sam);
    room_run(&w, 8000);
    CHECK_INT(count_of(nora, KIND_PLAN), 0);
    room_visit(nora, to);
    CHECK(room_shows(nora, "I open my letters.") && room_says(nora, T_AGREEMENT_OVER));
    room_visit(nora, "9/20");
    CHECK(room_shows(nora, "I open my letters."));
    room_world_end(&w);
}

/* Sam's program is changed: it says things of Nora, and writes what means nothing. */
TEST(room_plan_hostile_entries) {
    CHECK(begun());
    propose(nora, "0", "I open my letters.");
    room_sleep(&w, 2);
    both_sign(KIND_PLAN);
    size_t count;
    uint8_t re[1][EID_SIZE];
    struct arena a;
    struct body_writer b;
    struct bytes body;
    arena_init(&a, 1 << 16);
    memcpy(re[0], book_items(room_book(sam), KIND_PLAN, &count)[0].id, EID_SIZE);
    static const uint32_t kinds[] = {KIND_FRAME, KIND_CHECK, KIND_BACK, KIND_WHO};
    for (size_t k = 0; k < COUNT_OF(kinds); k++)
        for (uint64_t value = 0; value < 300; value += 99) {
            body_begin(&b, &a, NULL);
            body_add_uint(&b, 1, value);
            if (kinds[k] == KIND_FRAME)
                body_add_uint(&b, F_FIRST, value * 1000000);
            body_add_text(&b, F_TEXT, BYTES("you owe me"));
            CHECK_OK(body_end(&b, &body));
            bool related = kinds[k] != KIND_WHO;
            (void)room_forge(sam, SPACE_OURS, kinds[k],
                             related ? (const uint8_t(*)[EID_SIZE])re : NULL, related, body);
        }
    room_run(&w, 8000);
    room_visit(nora, "9/0");
    CHECK(room_shows(nora, "I open my letters."));
    visit_newest(nora, KIND_PLAN, PAGE_ONE);
    CHECK(room_says(nora, T_AGREEMENT_FORCE));
    /* The one value that means something is a check-in; all else is shown nowhere. */
    CHECK(room_shows(nora, "More would help Sam"));
    room_visit(nora, "9/21");
    CHECK(room_says(nora, T_PLAN_OFFER_ONLY));
    room_visit(nora, "9/2/1");
    CHECK(room_says(nora, T_PLAN_COST_WHO)); /* nobody says of the other that they betrayed */
    room_visit(nora, "5/0");
    arena_free(&a);
    room_world_end(&w);
}

/* Sam's program is changed: it says that what it proposes tonight lay there for a week. */
TEST(room_plan_backdated_is_not_signed_tonight) {
    struct arena a;
    struct body_writer b;
    struct bytes body;
    CHECK(begun());
    arena_init(&a, 1 << 16);
    body_begin(&b, &a, NULL);
    body_add_text(&b, 1, BYTES("Nora: I am home at six."));
    body_add_bytes(&b, 4, bytes_make(book_feed(room_book(sam), FEED_PAIR_OUT)->chain.box_id, 8));
    CHECK_OK(body_end(&b, &body));
    CHECK_OK(room_forge_on(sam, w.today - 7, SPACE_OURS, KIND_PLAN, NULL, 0, body));
    room_run(&w, 8000);
    visit_newest(nora, KIND_PLAN, PAGE_ASK);
    CHECK(room_shows(nora, "I am home at six.") && !room_says(nora, T_PLAN_LOSE));
    sign(nora, KIND_PLAN, "9", "0", "0");
    CHECK_INT(count_of(nora, KIND_PLAN + AGREEMENT_ACCEPT), 0);
    room_sleep(&w, 1);
    visit_newest(nora, KIND_PLAN, PAGE_ONE);
    CHECK(!room_says(nora, T_PLAN_ASK_GO));
    room_sleep(&w, 1);
    both_sign(KIND_PLAN);
    CHECK(holds(nora) && holds(sam));
    arena_free(&a);
    room_world_end(&w);
}

TEST(room_plan_gate_is_a_suggestion) {
    CHECK(begun());
    propose(nora, "1", "You open each letter.");
    room_sleep(&w, 2);
    visit_newest(sam, KIND_PLAN, PAGE_ASK);
    CHECK(room_says(sam, T_PLAN_GATE) && room_says(sam, T_PLAN_SIGN));
    room_visit(sam, "4/2");
    ROOM_SUBMIT(sam, ROOM_SAFETY, 1, FIELD(1, "0"));
    visit_newest(sam, KIND_PLAN, PAGE_ASK);
    CHECK(room_says(sam, T_PLAN_GATE_CARE) && room_says(sam, T_PLAN_SIGN));
    room_visit(sam, "5/0");
    CHECK(!room_says(sam, T_PLAN_SUGGEST_READ));
    room_visit(sam, "4/2");
    ROOM_SUBMIT(sam, ROOM_SAFETY, 1, );
    visit_newest(sam, KIND_PLAN, PAGE_ASK);
    CHECK(!room_says(sam, T_PLAN_GATE) && !room_says(sam, T_PLAN_GATE_CARE));
    room_visit(sam, "5/0");
    CHECK(room_says(sam, T_PLAN_SUGGEST_READ));
    room_visit(nora, "9/23");
    CHECK(room_golden(nora, "plan-about"));
    room_world_end(&w);
}

/* Passed long ago is not passed before a first agreement; whoever signed once is not asked again.
 * Nothing else depends on it, and nothing of it is on the other's phone. */
TEST(room_plan_gate_returns_before_a_first_agreement) {
    CHECK(begun());
    room_visit(sam, "4/2");
    ROOM_SUBMIT(sam, ROOM_SAFETY, 1, );
    propose(nora, "1", "You open each letter.");
    room_sleep(&w, 2);
    visit_newest(sam, KIND_PLAN, PAGE_ASK);
    CHECK(!room_says(sam, T_PLAN_GATE) && room_says(sam, T_PLAN_SIGN));
    room_sleep(&w, 6);
    visit_newest(nora, KIND_PLAN, PAGE_ONE);
    uint32_t views = nora->views;
    visit_newest(sam, KIND_PLAN, PAGE_ASK);
    CHECK(room_says(sam, T_PLAN_GATE) && room_says(sam, T_PLAN_SIGN));
    room_visit(sam, "5/0");
    CHECK(room_says(sam, T_PLAN_SUGGEST_READ)); /* suggestions go by two months, as everywhere */
    room_visit(sam, "4/2");
    ROOM_SUBMIT(sam, ROOM_SAFETY, 1, );
    visit_newest(sam, KIND_PLAN, PAGE_ASK);
    CHECK(!room_says(sam, T_PLAN_GATE));
    CHECK_INT(nora->views, views);
    sign(sam, KIND_PLAN, "9", "0", "0");
    room_sleep(&w, 20);
    propose(nora, "1", "You keep the bills.");
    room_sleep(&w, 2);
    visit_newest(sam, KIND_PLAN, PAGE_ASK);
    CHECK(!room_says(sam, T_PLAN_GATE) && room_says(sam, T_PLAN_SIGN));
    room_world_end(&w);
}

/* Sam's program is changed: it dates ahead what it tells of a plan, and writes a great deal. */
TEST(room_plan_dated_ahead_hides_nothing) {
    uint8_t re[1][EID_SIZE];
    struct arena a;
    struct body_writer b;
    struct bytes body;
    size_t count;
    CHECK(begun());
    room_visit(nora, "9/2/2");
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "2") FIELD(F_GIVER, "0") FIELD(F_WHAT, "I open my letters.")
                    FIELD(F_PREVENT, "They lie there.") FIELD(F_INTERVENE, "I say so."));
    room_run(&w, 4000);
    room_sleep(&w, 2);
    both_sign(KIND_PLAN);
    visit_newest(nora, KIND_PLAN, PAGE_NOTICED);
    ROOM_SUBMIT(nora, ROOM_PLAN, ACTION_NOTICED, FIELD(F_TEXT, "You asked at supper"));
    room_run(&w, 4000);
    arena_init(&a, 1 << 16);
    memcpy(re[0], book_items(room_book(sam), KIND_PLAN, &count)[0].id, EID_SIZE);
    for (int i = 0; i < 100; i++) {
        uint32_t kind = i % 2 ? KIND_CHECK : KIND_PLAN + AGREEMENT_NOTICED;
        arena_reset(&a);
        body_begin(&b, &a, NULL);
        body_add_uint(&b, 1, CHECK_MORE);
        body_add_text(&b, F_TEXT, BYTES("you owe me"));
        if (i % 2 == 0) {
            body_begin(&b, &a, NULL);
            body_add_text(&b, 1, BYTES("you owe me"));
        }
        CHECK_OK(body_end(&b, &body));
        CHECK_OK(room_forge_on(sam, w.today + 2, SPACE_OURS, kind, (const uint8_t(*)[EID_SIZE])re,
                               1, body));
    }
    room_run(&w, 8000);
    visit_newest(nora, KIND_PLAN, PAGE_ONE);
    CHECK(room_shows(nora, "You asked at supper") && !room_shows(nora, "you owe me"));
    room_visit(nora, "5/0");
    CHECK(!room_says(nora, T_PLAN_SUGGEST_CHECK)); /* mine of today is still found */
    room_sleep(&w, 1);
    visit_newest(nora, KIND_PLAN, PAGE_ONE);
    CHECK(room_shows(nora, "you owe me")); /* so far may clocks differ */
    arena_free(&a);
    room_world_end(&w);
}
