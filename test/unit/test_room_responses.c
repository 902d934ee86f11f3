/* How to answer a feeling, of two people with whole apps: told, asked, guessed under seal, ranked,
 * played, learned; what stays with one; what a changed program writes; and that nothing differs
 * before a round opens. */
#include "practices/responses/responses.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;

enum { FEAR = 5, SADNESS = 6 }; /* as topics */

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

static void visit_item(struct room_person *p, unsigned page, uint64_t item) {
    char to[64];
    if (item < 4294967296u)
        snprintf(to, sizeof to, "12/%u/%u", page, (unsigned)item);
    else
        snprintf(to, sizeof to, "12/%u/%016llx", page, (unsigned long long)item);
    room_visit(p, to);
}

static size_t count_of(struct room_person *p, uint32_t kind, enum space space) {
    size_t count, n = 0;
    const struct item *items = book_items(room_book(p), kind, &count);
    for (size_t i = 0; i < count; i++)
        n += items[i].space == space;
    return n;
}

/* The address of the newest item of a kind. */
static uint64_t newest(struct room_person *p, uint32_t kind) {
    size_t count;
    const struct item *items = book_items(room_book(p), kind, &count);
    MUST(count > 0);
    return item_address(&items[count - 1]);
}

static uint64_t offer_of(struct room_person *p) {
    size_t count;
    const struct item *items = book_items(room_book(p), KIND_ROUND_OFFER, &count);
    for (size_t i = count; i-- > 0;) {
        uint64_t practice;
        if (body_uint(book_item_entry(&items[i]).body, 1, &practice) && practice == ROOM_RESPONSES)
            return item_address(&items[i]);
    }
    MUST(false);
    return 0;
}

static void tell(struct room_person *p, uint64_t topic, const char *first, const char *rather_not) {
    visit_item(p, PAGE_WRITE, topic);
    ROOM_SUBMIT(p, ROOM_RESPONSES, ACTION_WRITE, FIELD(F_FIRST, first) FIELD(F_NOT, rather_not));
    room_run(&w, 2000);
}

static void offer(struct room_person *p, uint64_t topic, const char *when) {
    visit_item(p, PAGE_TOPIC, topic);
    ROOM_SUBMIT(p, ROOM_RESPONSES, ACTION_OFFER, FIELD(F_WHEN, when));
    room_run(&w, 2000);
}

static void guess(struct room_person *p, uint64_t round, const char *theirs, const char *mine) {
    visit_item(p, PAGE_GUESS, round);
    ROOM_SUBMIT(p, ROOM_RESPONSES, ACTION_SEAL, FIELD(F_GUESS, theirs) FIELD(F_FIRST, mine));
    room_run(&w, 2000);
}

/* --- telling and asking ------------------------------------------------------------------------
 */

TEST(room_responses_told_and_read) {
    CHECK(begun());
    room_visit(nora, "12/0");
    CHECK(room_golden(nora, "responses-home"));
    visit_item(nora, PAGE_TOPIC, FEAR);
    CHECK(room_golden(nora, "responses-topic-empty"));
    visit_item(nora, PAGE_WRITE, FEAR);
    CHECK(room_golden(nora, "responses-write"));
    uint32_t views = sam->views;
    room_visit(sam, "12/0");
    tell(nora, FEAR, "Show me the account", "Saying there is no reason");
    CHECK(room_is_at(nora, "12/5/5") && room_golden(nora, "responses-written"));
    CHECK(sam->views > views && room_shows(sam, "Show me the account"));
    visit_item(sam, PAGE_TOPIC, FEAR);
    CHECK(room_shows(sam, "Saying there is no reason") && room_golden(sam, "responses-topic"));
    room_visit(sam, "12/1");
    CHECK(room_shows(sam, "Show me the account") && room_golden(sam, "responses-theirs"));
    room_visit(nora, "12/2");
    CHECK(room_shows(nora, "Show me the account"));
    /* Changed, it is one line still, and the words before it are gone. */
    tell(nora, FEAR, "Sit down beside me", "");
    CHECK_INT(count_of(sam, KIND_CARD, SPACE_OURS), 1);
    room_visit(sam, "12/1");
    CHECK(room_shows(sam, "Sit down beside me") && !room_shows(sam, "account"));
    /* Erased, it is gone from both. */
    visit_item(sam, PAGE_ERASE, newest(sam, KIND_CARD));
    CHECK(room_says(sam, T_DOOR_LOST_TITLE));
    visit_item(nora, PAGE_ERASE, newest(nora, KIND_CARD));
    CHECK(room_golden(nora, "responses-erase"));
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_ERASE, );
    room_run(&w, 4000);
    room_visit(sam, "12/1");
    CHECK(room_says(sam, T_RESPONSES_COLUMNS_EMPTY));
    room_world_end(&w);
}

TEST(room_responses_an_empty_line_is_refused_beside_its_field) {
    CHECK(begun());
    visit_item(nora, PAGE_WRITE, FEAR);
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_WRITE, FIELD(F_SECOND, "And this"));
    CHECK(room_is_at(nora, "12/4/5") && room_says(nora, T_HOUSE_ERROR_REQUIRED));
    CHECK_INT(count_of(nora, KIND_CARD, SPACE_OURS), 0);
    room_world_end(&w);
}

TEST(room_responses_asked_answered_put_away) {
    CHECK(begun());
    visit_item(nora, PAGE_TOPIC, SADNESS);
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_ASK, );
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_ASK, ); /* twice pressed, asked once */
    room_run(&w, 2000);
    CHECK_INT(count_of(sam, KIND_ASK, SPACE_OURS), 1);
    CHECK(room_says(nora, T_RESPONSES_ASK_TAKE_BACK));
    room_visit(sam, "12/0");
    CHECK(room_shows(sam, "Nora asks you something"));
    visit_item(sam, PAGE_ASKED, newest(sam, KIND_ASK));
    CHECK(room_golden(sam, "responses-asked"));
    /* Not now: gone from the list today, there again tomorrow. Nora's page does not change. */
    static uint8_t before[ROOM_HTML_MAX];
    visit_item(nora, PAGE_TOPIC, SADNESS);
    size_t size = nora->html_size;
    memcpy(before, nora->html, size);
    ROOM_SUBMIT(sam, ROOM_RESPONSES, ACTION_AWAY, FIELD(F_AWAY, "0"));
    room_run(&w, 2000);
    CHECK(!room_shows(sam, "asks you something"));
    CHECK_BYTES(bytes_make(nora->html, nora->html_size), bytes_make(before, size));
    room_sleep(&w, 1);
    room_run(&w, 2000);
    room_visit(sam, "12/0");
    CHECK(room_shows(sam, "Nora asks you something"));
    tell(sam, SADNESS, "A hand on my back", "");
    room_visit(sam, "12/0");
    CHECK(!room_shows(sam, "asks you something"));
    visit_item(nora, PAGE_TOPIC, SADNESS);
    CHECK(room_shows(nora, "A hand on my back") && !room_says(nora, T_RESPONSES_ASK_TAKE_BACK));
    /* Never: gone for good. Taken back: gone everywhere. */
    visit_item(nora, PAGE_TOPIC, FEAR);
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_ASK, );
    room_run(&w, 2000);
    uint64_t ask = newest(sam, KIND_ASK);
    visit_item(sam, PAGE_ASKED, ask);
    ROOM_SUBMIT(sam, ROOM_RESPONSES, ACTION_AWAY, FIELD(F_AWAY, "1"));
    room_sleep(&w, 3);
    room_run(&w, 2000);
    room_visit(sam, "12/0");
    CHECK(!room_shows(sam, "asks you something"));
    visit_item(nora, PAGE_ERASE, ask);
    CHECK(room_says(nora, T_RESPONSES_TAKE_BACK_TITLE));
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_ERASE, );
    room_run(&w, 4000);
    CHECK_INT(count_of(sam, KIND_ASK, SPACE_OURS), 1);
    room_world_end(&w);
}

TEST(room_responses_a_feeling_of_our_own) {
    CHECK(begun());
    room_visit(sam, "12/6");
    CHECK(room_golden(sam, "responses-feeling"));
    ROOM_SUBMIT(sam, ROOM_RESPONSES, ACTION_FEELING, FIELD(F_NAME, "ashamed"));
    room_run(&w, 2000);
    uint64_t feeling = newest(nora, KIND_FEELING);
    tell(nora, feeling, "Say that you are still here", "");
    room_visit(sam, "12/0");
    CHECK(room_shows(sam, "ashamed") && room_shows(sam, "Say that you are still here"));
    visit_item(sam, PAGE_TOPIC, feeling);
    CHECK(room_shows(sam, "When Nora shows ashamed"));
    /* A guess about it finds the same feeling on both phones. */
    offer(sam, feeling, "0");
    visit_item(nora, PAGE_GUESS, offer_of(nora));
    CHECK(room_shows(nora, "A guess: ashamed"));
    /* Taken from the list by who put it there; what was written stays under its name. */
    visit_item(nora, PAGE_ERASE, feeling);
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    visit_item(sam, PAGE_ERASE, feeling);
    CHECK(room_says(sam, T_RESPONSES_ERASE_FEELING));
    ROOM_SUBMIT(sam, ROOM_RESPONSES, ACTION_ERASE, );
    room_run(&w, 4000);
    room_visit(sam, "12/1");
    CHECK(room_shows(sam, "Say that you are still here"));
    visit_item(nora, PAGE_TOPIC, feeling);
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    room_world_end(&w);
}

/* --- what others have made unsafe ---------------------------------------------------------------
 */

TEST(room_responses_unsafe_opens_as_only_you) {
    CHECK(begun());
    room_visit(nora, "12/7");
    CHECK(room_golden(nora, "responses-unsafe"));
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_UNSAFE,
                FIELD(F_NAME, "Being loud") FIELD(F_FIRST, "Let me"));
    room_run(&w, 2000);
    CHECK_INT(count_of(nora, KIND_CARD, SPACE_MINE), 1);
    CHECK_INT(count_of(sam, KIND_CARD, SPACE_OURS), 0);
    room_visit(nora, "12/8");
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_UNSAFE,
                FIELD(F_NAME, "Tenderness in the street") FIELD(F_FIRST, "Let me choose when"));
    room_run(&w, 2000);
    room_visit(sam, "12/1");
    CHECK(room_shows(sam, "Let me choose when") && !room_shows(sam, "Being loud"));
    /* It can be learned by heart, and it can be changed where it stands. */
    room_visit(sam, "12/19");
    CHECK(room_says(sam, T_RESPONSES_HEART_BEGIN));
    visit_item(sam, PAGE_HEART, newest(sam, KIND_CARD));
    CHECK(room_shows(sam, "Tenderness in the street") &&
          room_shows(sam, "Something is hard for Nora to show."));
    visit_item(nora, PAGE_CHANGE, newest(sam, KIND_CARD));
    CHECK(room_shows(nora, "Let me choose when"));
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_CHANGE,
                FIELD(F_NAME, "Tenderness outside") FIELD(F_FIRST, "Ask me first"));
    room_run(&w, 2000);
    room_visit(sam, "12/1");
    CHECK(room_shows(sam, "Ask me first") && !room_shows(sam, "choose when"));
    visit_item(sam, PAGE_CHANGE, newest(sam, KIND_CARD));
    CHECK(room_says(sam, T_DOOR_LOST_TITLE));
    room_world_end(&w);
}

/* --- guessing -----------------------------------------------------------------------------------
 */

TEST(room_responses_guessed_opened_ranked) {
    CHECK(begun());
    offer(nora, FEAR, "2");
    CHECK(room_golden(nora, "responses-guess"));
    room_visit(sam, "12/0");
    CHECK(room_shows(sam, "A guess for each other: fear"));
    uint64_t round = offer_of(sam);
    guess(nora, round, "You want to be left alone", "Show me the papers");
    CHECK(room_golden(nora, "responses-sealed") && !room_shows(nora, "papers"));
    guess(sam, round, "I show you everything", "One thing at a time");
    visit_item(nora, PAGE_SEALED, round);
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_OPEN, );
    room_run(&w, 2000);
    CHECK(room_says(nora, T_RESPONSES_READY) && room_golden(nora, "responses-ready"));
    visit_item(sam, PAGE_SEALED, round);
    ROOM_SUBMIT(sam, ROOM_RESPONSES, ACTION_OPEN, );
    room_run(&w, 4000);
    visit_item(nora, PAGE_OPEN, round);
    CHECK(room_shows(nora, "I show you everything") && room_shows(nora, "One thing at a time"));
    CHECK(room_golden(nora, "responses-open"));
    visit_item(nora, PAGE_TWO_MINUTES, round);
    CHECK(room_golden(nora, "responses-two-minutes"));
    visit_item(nora, PAGE_RANK, round);
    CHECK(room_golden(nora, "responses-rank"));
    /* Nothing placed and nothing written: said beside the field. */
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_RANK, );
    CHECK(room_says(nora, T_RESPONSES_RANK_NONE));
    /* Corrected first, then the guess; her own line is left out. */
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_RANK,
                FIELD(F_WORDS, "Nearly: sit beside me") FIELD(F_RANK, "1") FIELD(F_RANK + 1, "3")
                    FIELD(F_RANK + 5, "0"));
    room_run(&w, 2000);
    visit_item(sam, PAGE_TOPIC, FEAR);
    CHECK(room_shows(sam, "Nearly: sit beside me") && room_shows(sam, "I show you everything"));
    CHECK(!room_shows(sam, "Show me the papers"));
    CHECK(room_golden(sam, "responses-topic-ranked"));
    room_visit(nora, "12/0");
    CHECK(!room_shows(nora, "A guess for each other"));
    /* Sam confirms with one touch: the guess is first, his own line follows. */
    visit_item(sam, PAGE_RANK, round);
    ROOM_SUBMIT(sam, ROOM_RESPONSES, ACTION_CONFIRM, );
    room_run(&w, 2000);
    room_visit(nora, "12/1");
    CHECK(room_shows(nora, "You want to be left alone · One thing at a time"));
    room_world_end(&w);
}

/* The set day opens it without a press; one in which something is missing lapses without a word. */
TEST(room_responses_opens_on_its_day_or_lapses) {
    CHECK(begun());
    offer(nora, FEAR, "1");
    uint64_t round = offer_of(sam);
    guess(nora, round, "a", "b");
    guess(sam, round, "c", "");
    room_sleep(&w, 1);
    room_run(&w, 60000);
    visit_item(sam, PAGE_GUESS, round);
    CHECK(room_shows(sam, "Open: fear") && room_says(sam, T_RESPONSES_OPEN_LEAD));
    offer(sam, SADNESS, "1");
    round = offer_of(nora);
    guess(sam, round, "d", "e");
    room_sleep(&w, 2);
    room_run(&w, 60000);
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        room_visit(p, "12/0");
        CHECK(!room_shows(p, "A guess for each other: sadness"));
        visit_item(p, PAGE_GUESS, round);
        CHECK(room_says(p, T_RESPONSES_TITLE) && !room_says(p, T_RESPONSES_SEAL));
        visit_item(p, PAGE_TOPIC, SADNESS);
        CHECK(room_says(p, T_RESPONSES_OFFER));
    }
    room_world_end(&w);
}

static size_t pages_of(struct room_person *p, uint64_t round, uint8_t *out, size_t room) {
    static const char *const fixed[] = {"5/0", "12/0", "12/1", "12/2", "12/17", "12/19", "1/7"};
    size_t size = 0;
    for (size_t i = 0; i < COUNT_OF(fixed) + 3; i++) {
        if (i < COUNT_OF(fixed))
            room_visit(p, fixed[i]);
        else
            visit_item(p, i == COUNT_OF(fixed) ? PAGE_GUESS : PAGE_TOPIC,
                       i == COUNT_OF(fixed)       ? round
                       : i == COUNT_OF(fixed) + 1 ? FEAR
                                                  : SADNESS);
        MUST(size + p->html_size <= room);
        memcpy(out + size, p->html, p->html_size);
        size += p->html_size;
    }
    return size;
}

/* Before it opens, no byte of the other's pages differs whether I have answered, pressed open, or
 * done nothing: neither of who has answered, nor of who has not. */
TEST(room_responses_nothing_differs_before_the_opening) {
    enum { ROOM = 1 << 20 };
    static uint8_t seen[2][2][ROOM];
    size_t sizes[2][2];
    for (int world = 0; world < 2; world++) {
        CHECK(begun());
        offer(nora, FEAR, "2");
        uint64_t round = offer_of(sam);
        if (world)
            guess(nora, round, "You want to be left alone", "Show me the papers");
        room_run(&w, 4000);
        sizes[world][0] = pages_of(sam, round, seen[world][0], ROOM);
        guess(sam, round, "x", "y");
        if (world) {
            visit_item(nora, PAGE_SEALED, round);
            ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_OPEN, );
        }
        room_run(&w, 4000);
        sizes[world][1] = pages_of(sam, round, seen[world][1], ROOM);
        room_world_end(&w);
    }
    for (int i = 0; i < 2; i++)
        CHECK_BYTES(bytes_make(seen[1][i], sizes[1][i]), bytes_make(seen[0][i], sizes[0][i]));
}

/* Both offer the same for the same day, neither knowing of the other, and both answer: it is one
 * round, and both read both. */
TEST(room_responses_offered_by_both_at_once) {
    CHECK(begun());
    nora->offline = sam->offline = true;
    offer(nora, FEAR, "2");
    guess(nora, offer_of(nora), "from Nora", "hers");
    offer(sam, FEAR, "2");
    guess(sam, offer_of(sam), "from Sam", "his");
    nora->offline = false;
    room_run(&w, 90000);
    sam->offline = false;
    room_run(&w, 200000);
    CHECK_INT(count_of(nora, KIND_ROUND_OFFER, SPACE_OURS),
              count_of(sam, KIND_ROUND_OFFER, SPACE_OURS));
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        room_visit(p, "12/0");
        CHECK(room_shows(p, "A guess for each other: fear"));
        CHECK(!room_says(p, T_RESPONSES_ROUND_ANSWER) && room_says(p, T_RESPONSES_ROUND_SEALED));
    }
    room_sleep(&w, 3);
    room_run(&w, 200000);
    visit_item(nora, PAGE_OPEN, offer_of(nora));
    CHECK(room_shows(nora, "from Sam") && room_shows(nora, "his"));
    visit_item(sam, PAGE_OPEN, offer_of(sam));
    CHECK(room_shows(sam, "from Nora") && room_shows(sam, "hers"));
    room_world_end(&w);
}

TEST(room_responses_after_leaving) {
    CHECK(begun());
    tell(nora, FEAR, "Show me the account", "");
    offer(nora, SADNESS, "1");
    room_visit(sam, "6/7");
    ROOM_SUBMIT(sam, ROOM_ME, 14, );
    room_run(&w, 90000);
    room_visit(nora, "12/0");
    CHECK(room_says(nora, T_RESPONSES_LEAD_ALONE) && !room_shows(nora, "A guess for each other"));
    room_visit(sam, "12/1");
    CHECK(room_shows(sam, "Show me the account"));
    visit_item(nora, PAGE_GUESS, offer_of(nora));
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    /* What is written now is for nobody else. */
    tell(nora, FEAR, "for me", "");
    CHECK_INT(count_of(nora, KIND_CARD, SPACE_MINE), 1);
    room_world_end(&w);
}

/* --- alone, and with *mine* closed ---------------------------------------------------------------
 */

TEST(room_responses_alone) {
    room_world_begin(&w);
    nora = room_person(&w, "");
    room_begin(nora, "2", "Nora");
    room_visit(nora, "12/0");
    CHECK(room_says(nora, T_RESPONSES_LEAD_ALONE) && room_golden(nora, "responses-alone"));
    tell(nora, FEAR, "A walk to the river", "");
    CHECK(room_says(nora, T_RESPONSES_WRITTEN_MINE));
    CHECK_INT(count_of(nora, KIND_CARD, SPACE_MINE), 1);
    visit_item(nora, PAGE_TOPIC, FEAR);
    CHECK(room_shows(nora, "A walk to the river") && !room_says(nora, T_RESPONSES_OFFER));
    room_visit(nora, "12/8");
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    room_visit(nora, "12/20");
    CHECK(room_golden(nora, "responses-sheet"));
    room_world_end(&w);
}

TEST(room_responses_mine_closed) {
    static const char *const locked[] = {"12/7", "12/17", "12/18/5", "12/19"};
    CHECK(begun());
    visit_item(nora, PAGE_NOTE, FEAR);
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_NOTE, FIELD(F_WORDS, "Do not explain"));
    ROOM_SUBMIT(nora, ROOM_ME, 8, );
    CHECK(!book_status(room_book(nora)).mine_open);
    for (size_t i = 0; i < COUNT_OF(locked); i++) {
        room_visit(nora, locked[i]);
        CHECK(room_says(nora, T_DOOR_MINE_TITLE));
    }
    room_visit(nora, "12/0");
    CHECK(room_says(nora, T_RESPONSES_TITLE) && !room_shows(nora, "Do not explain"));
    tell(nora, FEAR, "Told all the same", "");
    CHECK_INT(count_of(sam, KIND_CARD, SPACE_OURS), 1);
    room_world_end(&w);
}

/* --- by heart ------------------------------------------------------------------------------------
 */

TEST(room_responses_learned_by_heart) {
    CHECK(begun());
    room_visit(sam, "12/19");
    CHECK(room_says(sam, T_RESPONSES_HEART_EMPTY) && room_golden(sam, "responses-heart-empty"));
    tell(nora, FEAR, "Show me the account", "");
    visit_item(sam, PAGE_NOTE, SADNESS);
    CHECK(room_golden(sam, "responses-note"));
    ROOM_SUBMIT(sam, ROOM_RESPONSES, ACTION_NOTE, FIELD(F_WORDS, "Tea, and the bench outside"));
    CHECK(room_is_at(sam, "12/17") && room_shows(sam, "Tea, and the bench outside"));
    CHECK(room_golden(sam, "responses-notes"));
    size_t count, before = 0;
    (void)book_items(room_book(nora), KIND_NOTE, &before);
    CHECK_INT(before, 0);
    uint64_t card = newest(sam, KIND_CARD), note = newest(sam, KIND_NOTE);
    char one[32];
    visit_item(sam, PAGE_HEART, card);
    CHECK(room_golden(sam, "responses-heart-card"));
    snprintf(one, sizeof one, "%016llx", (unsigned long long)card);
    ROOM_SUBMIT(sam, ROOM_RESPONSES, ACTION_LEARN, FIELD(DRILL_CARD, one) FIELD(DRILL_GRADE, "3"));
    visit_item(sam, PAGE_HEART, note);
    CHECK(room_shows(sam, "Sadness, my note") || room_shows(sam, "sadness, my note"));
    snprintf(one, sizeof one, "%016llx", (unsigned long long)note);
    ROOM_SUBMIT(sam, ROOM_RESPONSES, ACTION_LEARN, FIELD(DRILL_CARD, one) FIELD(DRILL_GRADE, "1"));
    CHECK(room_is_at(sam, "12/19") && room_says(sam, T_FORMS_DRILL_REST));
    (void)book_items(room_book(sam), KIND_LEARNED, &count);
    CHECK_INT(count, 2);
    (void)book_items(room_book(nora), KIND_LEARNED, &count);
    CHECK_INT(count, 0);
    /* A card that is none is answered by nothing. */
    ROOM_SUBMIT(sam, ROOM_RESPONSES, ACTION_LEARN,
                FIELD(DRILL_CARD, "00000000000000ff") FIELD(DRILL_GRADE, "1"));
    (void)book_items(room_book(sam), KIND_LEARNED, &count);
    CHECK_INT(count, 2);
    /* After weeks at once each time it counts as learned, by its name and nothing else. */
    for (int week = 0; week < 6; week++) {
        room_sleep(&w, 21);
        room_run(&w, 2000);
        visit_item(sam, PAGE_HEART, card);
        snprintf(one, sizeof one, "%016llx", (unsigned long long)card);
        ROOM_SUBMIT(sam, ROOM_RESPONSES, ACTION_LEARN,
                    FIELD(DRILL_CARD, one) FIELD(DRILL_GRADE, "3"));
        if (week == 0) {
            room_visit(sam, "12/19");
            CHECK(room_says(sam, T_FORMS_DRILL_LEARNED) && room_shows(sam, "Fear"));
            CHECK(room_golden(sam, "responses-heart"));
        }
    }
    /* Erasing a note erases what was practised about it. */
    visit_item(sam, PAGE_ERASE, note);
    ROOM_SUBMIT(sam, ROOM_RESPONSES, ACTION_ERASE, );
    const struct item *items = book_items(room_book(sam), KIND_LEARNED, &count);
    for (size_t i = 0; i < count; i++) {
        struct bytes about;
        CHECK(body_bytes(book_item_entry(&items[i]).body, DRILL_CARD, &about) &&
              u64_read(about.at) == card);
    }
    room_world_end(&w);
}

/* What one guesses, notes and practises changes nothing that the other sees. */
TEST(room_responses_what_is_mine_reaches_nobody) {
    enum { ROOM = 1 << 20 };
    static uint8_t seen[2][ROOM];
    size_t sizes[2];
    for (int world = 0; world < 2; world++) {
        CHECK(begun());
        tell(sam, FEAR, "One thing at a time", "");
        offer(nora, FEAR, "2");
        if (world) {
            char one[32];
            visit_item(nora, PAGE_NOTE, SADNESS);
            ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_NOTE, FIELD(F_WORDS, "I am afraid of him"));
            room_visit(nora, "12/7");
            ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_UNSAFE,
                        FIELD(F_NAME, "Being loud") FIELD(F_FIRST, "Let me"));
            snprintf(one, sizeof one, "%016llx", (unsigned long long)newest(nora, KIND_CARD));
            room_visit(nora, "12/19");
            ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_LEARN,
                        FIELD(DRILL_CARD, one) FIELD(DRILL_GRADE, "1"));
        }
        room_run(&w, 60000);
        sizes[world] = pages_of(sam, offer_of(sam), seen[world], ROOM);
        room_world_end(&w);
    }
    CHECK_BYTES(bytes_make(seen[1], sizes[1]), bytes_make(seen[0], sizes[0]));
}

/* --- the role play
 * --------------------------------------------------------------------------------- */

/* Whose turn it is to show: the page has the form. */
static struct room_person *shows_now(void) {
    bool a = room_says(nora, T_RESPONSES_PLAY_CHOOSE_GO);
    bool b = room_says(sam, T_RESPONSES_PLAY_CHOOSE_GO);
    MUST(a != b);
    return a ? nora : sam;
}

static void on(struct room_person *p, const char *step) {
    ROOM_SUBMIT(p, ROOM_RESPONSES, ACTION_ON, FIELD(F_STEP, step));
    room_run(&w, 3000);
}

static void play_begin(void) {
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        room_visit(p, "12/31");
        CHECK(room_says(p, T_RESPONSES_PLAY_READY_TITLE));
        ROOM_SUBMIT(p, ROOM_RESPONSES, ACTION_BEGIN, );
        room_run(&w, 3000);
    }
    room_run(&w, 5000);
}

TEST(room_responses_played_on_two_phones) {
    CHECK(begun());
    tell(nora, FEAR, "Show me the account", "");
    tell(sam, FEAR, "One thing at a time", "");
    room_visit(nora, "12/30");
    CHECK(room_golden(nora, "responses-play"));
    room_visit(nora, "12/31");
    CHECK(room_golden(nora, "responses-play-ready"));
    play_begin();
    struct room_person *first = shows_now(), *second = first == nora ? sam : nora;
    CHECK(room_golden(first, "responses-play-choose"));
    CHECK(room_says(second, T_RESPONSES_PLAY_CHOOSE_ANSWER));
    /* Not the other's to press, and nothing chosen is refused. */
    ROOM_SUBMIT(second, ROOM_RESPONSES, ACTION_SHOW, FIELD(F_STEP, "0") FIELD(F_TOPIC, "5"));
    room_run(&w, 3000);
    CHECK(room_says(first, T_RESPONSES_PLAY_CHOOSE_SHOW));
    ROOM_SUBMIT(first, ROOM_RESPONSES, ACTION_SHOW, FIELD(F_STEP, "0") FIELD(F_TOPIC, "5"));
    room_run(&w, 3000);
    CHECK(room_says(first, T_RESPONSES_PLAY_SHOW_SHOW) && room_shows(first, "You show fear"));
    CHECK(room_says(second, T_RESPONSES_PLAY_SHOW_ANSWER) && !room_shows(second, "fear"));
    CHECK(room_golden(second, "responses-play-show"));
    on(first, "1");
    CHECK(room_says(second, T_RESPONSES_PLAY_ANSWER_ANSWER));
    on(first, "1"); /* pressed twice: once */
    CHECK(room_says(second, T_RESPONSES_PLAY_ANSWER_ANSWER));
    on(first, "2");
    CHECK(room_says(first, T_RESPONSES_PLAY_TELL_SHOW) && room_shows(second, "showed fear"));
    CHECK(room_shows(second, first == nora ? "Show me the account" : "One thing at a time"));
    CHECK(room_golden(second, "responses-play-tell"));
    on(first, "3");
    CHECK(shows_now() == second);
    ROOM_SUBMIT(second, ROOM_RESPONSES, ACTION_SHOW, FIELD(F_STEP, "4") FIELD(F_TOPIC, "4"));
    room_run(&w, 3000);
    on(second, "5");
    on(second, "6");
    on(second, "7");
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        CHECK(room_says(p, T_RESPONSES_PLAY_OVER_TITLE));
        ROOM_SUBMIT(p, ROOM_RESPONSES, ACTION_STOP, );
        CHECK(room_is_at(p, "12/17"));
    }
    /* Nothing of it is an entry. */
    CHECK_INT(count_of(sam, KIND_NOTE, SPACE_MINE) + count_of(nora, KIND_NOTE, SPACE_MINE), 0);
    room_world_end(&w);
}

/* A feeling written while alone stays *mine*: it is not offered where the other phone, or whoever
 * holds this one, would learn of it. */
TEST(room_responses_play_tells_nothing_of_mine) {
    struct body_writer b;
    struct bytes body;
    struct arena a;
    CHECK(begun());
    arena_init(&a, 1 << 12);
    for (int i = 0; i < 2; i++) {
        body_begin(&b, &a, NULL);
        body_add_text(&b, F_NAME, bytes_from_string("FARAWAY"));
        CHECK_OK(body_end(&b, &body));
        CHECK_OK(room_forge(i ? sam : nora, SPACE_MINE, KIND_FEELING, NULL, 0, body));
    }
    arena_free(&a);
    room_visit(nora, "12/0");
    CHECK(room_shows(nora, "FARAWAY"));
    play_begin();
    struct room_person *first = shows_now();
    CHECK(room_says(first, T_RESPONSES_PLAY_CHOOSE_SHOW) && !room_shows(first, "FARAWAY"));
    ROOM_SUBMIT(first, ROOM_RESPONSES, ACTION_STOP, );
    ROOM_SUBMIT(first, ROOM_RESPONSES, ACTION_STOP, );
    room_visit(first, "12/50");
    ROOM_SUBMIT(first, ROOM_RESPONSES, ACTION_HANDED_BEGIN, );
    CHECK(room_says(first, T_RESPONSES_PLAY_CHOOSE_BOTH) && !room_shows(first, "FARAWAY"));
    room_world_end(&w);
}

TEST(room_responses_play_stopped_by_either) {
    CHECK(begun());
    play_begin();
    struct room_person *first = shows_now(), *second = first == nora ? sam : nora;
    static uint8_t pages[2][ROOM_HTML_MAX];
    size_t sizes[2];
    ROOM_SUBMIT(second, ROOM_RESPONSES, ACTION_STOP, );
    room_run(&w, 5000);
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? second : first;
        CHECK(room_says(p, T_RESPONSES_PLAY_STOPPED));
        sizes[i] = p->html_size;
        memcpy(pages[i], p->html, sizes[i]);
    }
    CHECK_BYTES(bytes_make(pages[0], sizes[0]), bytes_make(pages[1], sizes[1]));
    room_world_end(&w);
}

TEST(room_responses_played_on_one_phone) {
    room_world_begin(&w);
    nora = room_person(&w, "");
    room_begin(nora, "2", "Nora");
    visit_item(nora, PAGE_NOTE, FEAR);
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_NOTE, FIELD(F_WORDS, "private words"));
    room_visit(nora, "12/50");
    CHECK(room_golden(nora, "responses-handed"));
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_HANDED_BEGIN, );
    CHECK(room_says(nora, T_RESPONSES_PLAY_CHOOSE_BOTH) &&
          room_golden(nora, "responses-handed-choose"));
    /* Nothing else is shown, whatever is visited. */
    static const char *const elsewhere[] = {"12/17", "12/0", "12/18/5", "3/0", "6/0", "12/31"};
    for (size_t i = 0; i < COUNT_OF(elsewhere); i++) {
        room_visit(nora, elsewhere[i]);
        CHECK(room_says(nora, T_RESPONSES_PLAY_CHOOSE_BOTH) && !room_shows(nora, "private words"));
    }
    room_visit(nora, "12/51");
    for (int turn = 0; turn < 2; turn++) {
        char step[4];
        snprintf(step, sizeof step, "%d", 4 * turn);
        ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_SHOW, FIELD(F_STEP, step) FIELD(F_TOPIC, "5"));
        for (int phase = 1; phase < 4; phase++) {
            snprintf(step, sizeof step, "%d", 4 * turn + phase);
            on(nora, step);
        }
    }
    CHECK(room_says(nora, T_RESPONSES_PLAY_OVER_TITLE));
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_STOP, );
    CHECK(room_golden(nora, "responses-handed-end"));
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_HANDED_UNLOCK, );
    CHECK(nora->ended);
    room_world_end(&w);
}

/* --- what a changed program could write
 * ------------------------------------------------------------- */

static void forge(struct room_person *p, uint32_t kind, uint64_t emotion, const char *name,
                  const char *first) {
    struct arena a;
    struct body_writer b;
    struct bytes body;
    arena_init(&a, 1 << 16);
    body_begin(&b, &a, NULL);
    if (emotion != UINT64_MAX)
        body_add_uint(&b, F_EMOTION, emotion);
    if (name)
        body_add_text(&b, F_NAME, bytes_make(name, strlen(name)));
    if (first)
        body_add_text(&b, F_FIRST, bytes_make(first, strlen(first)));
    CHECK_OK(body_end(&b, &body));
    CHECK_OK(room_forge(p, SPACE_OURS, kind, NULL, 0, body));
    arena_free(&a);
}

TEST(room_responses_hostile_entries_are_shown_nowhere) {
    static const char *const pages[] = {"12/0", "12/1", "12/2", "12/17", "12/19", "5/0"};
    static char long_text[1000];
    CHECK(begun());
    memset(long_text, 'x', sizeof long_text - 1);
    forge(sam, KIND_CARD, 99, NULL, "wrong number");
    forge(sam, KIND_CARD, UINT64_MAX, NULL, "wrong number");
    forge(sam, KIND_CARD, EMOTION_UNSAFE, NULL, "wrong number");
    forge(sam, KIND_CARD, EMOTION_OWN, NULL, "wrong number");
    forge(sam, KIND_CARD, 4, NULL, NULL);
    forge(sam, KIND_CARD, 4, NULL, long_text);
    forge(sam, KIND_FEELING, UINT64_MAX, NULL, NULL);
    forge(sam, KIND_ASK, 99, NULL, NULL);
    forge(sam, KIND_ASK, EMOTION_OWN, "wrong number", NULL);
    forge(sam, KIND_NOTE, 4, NULL, "wrong number");
    room_run(&w, 4000);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(nora, pages[i]);
        CHECK(!room_shows(nora, "wrong number") && !room_shows(nora, "xxxx") &&
              !room_shows(nora, "asks you something"));
    }
    visit_item(nora, PAGE_ASKED, newest(nora, KIND_ASK));
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    /* Many feelings of theirs fill the list and break nothing. */
    for (int i = 0; i < 45; i++) {
        char name[16];
        snprintf(name, sizeof name, "feeling %d", i);
        forge(sam, KIND_FEELING, UINT64_MAX, name, NULL);
    }
    room_run(&w, 4000);
    room_visit(nora, "12/0");
    CHECK(room_shows(nora, "feeling 1") && !room_shows(nora, "feeling 44"));
    room_visit(nora, "12/6");
    ROOM_SUBMIT(nora, ROOM_RESPONSES, ACTION_FEELING, FIELD(F_NAME, "one more"));
    CHECK(room_says(nora, T_RESPONSES_FEELING_MANY));
    room_world_end(&w);
}

/* An offer without a day, or about nothing that is there, is none. */
TEST(room_responses_hostile_offers_are_none) {
    CHECK(begun());
    const struct feed *out = book_feed(room_book(sam), FEED_PAIR_OUT);
    static const uint64_t offers[][2] = {{FEAR, 0}, {0, 1}, {900, 1}, {ROUND_OWN | 5, 1}};
    for (size_t i = 0; i < COUNT_OF(offers); i++) {
        struct arena a;
        struct body_writer b;
        struct bytes body;
        arena_init(&a, 1 << 16);
        body_begin(&b, &a, NULL);
        body_add_uint(&b, 1, ROOM_RESPONSES);
        body_add_uint(&b, 2, offers[i][0]);
        if (offers[i][1])
            body_add_uint(&b, 3, (uint64_t)w.today + 2);
        body_add_bytes(&b, 4, bytes_make(out->chain.box_id, 8));
        CHECK_OK(body_end(&b, &body));
        CHECK_OK(room_forge(sam, SPACE_OURS, KIND_ROUND_OFFER, NULL, 0, body));
        arena_free(&a);
    }
    room_run(&w, 4000);
    room_visit(nora, "12/0");
    CHECK(!room_shows(nora, "A guess for each other"));
    visit_item(nora, PAGE_GUESS, offer_of(nora));
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    room_world_end(&w);
}
