/* The first evening of two people, from the door to the seven words and the next day's minute,
 * with whole apps; what stands on a phone that begins alone or is handed over. */
#include "practices/evening/evening.h"
#include "room_test.h"

#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

/* The three questions; sealed, not opened. */
static void answer(struct room_person *p, const char *feeling, const char *small,
                   const char *noticed) {
    room_visit(p, "2/5");
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_FEEL, FIELD(F_FEELING, feeling) FIELD(F_STRENGTH, "2"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SMALL, FIELD(F_TEXT, small));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SEAL, FIELD(F_TEXT, noticed));
    room_run(&w, 2000);
}

static void answer_both(void) {
    answer(nora, "4", "Ten minutes on the steps, no telephones", "You called on your way home");
    answer(sam, "5", "Ask me how work was", "You laughed at supper");
}

static void open_both(void) {
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_OPEN, );
    room_run(&w, 2000);
    ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_OPEN, );
    room_run(&w, 4000);
}

static size_t count_of(struct room_person *p, uint32_t kind, enum author author) {
    size_t count, n = 0;
    const struct item *items = book_items(room_book(p), kind, &count);
    for (size_t i = 0; i < count; i++)
        n += items[i].author == author;
    return n;
}

/* The questions lie on this phone: two offers of the pair that stands. */
static bool lies(struct room_person *p) {
    size_t count, n = 0;
    const struct item *items = book_items(room_book(p), KIND_ROUND_OFFER, &count);
    for (size_t i = 0; i < count; i++) {
        bool mine = items[i].author == AUTHOR_ME;
        const struct feed *feed = book_feed(room_book(p), mine ? FEED_PAIR_OUT : FEED_PAIR_IN);
        struct entry e = book_item_entry(&items[i]);
        struct bytes pair;
        n += feed && body_bytes(e.body, 4, &pair) &&
             bytes_equal(pair, bytes_make(feed->chain.box_id, pair.size));
    }
    return n == 2;
}

static bool lies_on_both(void) {
    return lies(nora) && lies(sam);
}

/* Both can go to the first question. */
static bool evening_both(void) {
    for (int i = 0; i < 2; i++) {
        room_visit(i ? sam : nora, "2/7");
        if (!room_says(i ? sam : nora, T_EVENING_SEAL))
            return false;
    }
    return lies_on_both();
}

/* --- screen by screen --------------------------------------------------------------------------
 */

TEST(room_evening_invitation_screens) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_begin(p, "1", "Nora");
    CHECK(room_is_at(p, "2/1"));
    CHECK(room_golden(p, "evening-bring"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_INVITE, FIELD(F_HOW, "1"));
    room_run(&w, 1000);
    CHECK(room_says(p, T_EVENING_CODE_LEAD) && room_shows(p, "class=\"code\""));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_CANCEL, );
    room_run(&w, 1000);
    CHECK(room_says(p, T_EVENING_BRING_LEAD));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_INVITE, FIELD(F_HOW, "2"));
    room_run(&w, 1000);
    CHECK(room_says(p, T_EVENING_LINK_LEAD) && room_shows(p, "/#j1."));
    room_world_end(&w);
}

TEST(room_evening_a_second_guest_is_told) {
    char invitation[ROOM_INVITATION_MAX];
    room_world_begin(&w);
    nora = room_person(&w, "");
    room_begin(nora, "1", "Nora");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_INVITE, FIELD(F_HOW, "2"));
    room_run(&w, 1000);
    CHECK(room_invitation(nora, invitation));
    for (int i = 0; i < 2; i++) {
        struct room_person *p = room_person(&w, invitation);
        room_begin(p, "3", i ? "Somebody" : "Sam");
        CHECK(room_says(p, T_EVENING_JOIN_LEAD));
        ROOM_SUBMIT(p, ROOM_EVENING, ACTION_JOIN, );
        room_run(&w, 90000);
        CHECK(i == 1 || room_says(p, T_EVENING_TWO_GO));
        CHECK(i == 0 || room_says(p, T_EVENING_JOIN_USED) || room_says(p, T_EVENING_JOIN_GONE));
    }
    room_world_end(&w);
}

/* By the camera's code nothing is left to compare. Whoever has the smaller box lays the evening
 * out, also when they joined with a book they had. */
TEST(room_evening_is_laid_out_whoever_came_how) {
    uint32_t laid_by_nora = 0;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        char invitation[ROOM_INVITATION_MAX];
        room_world_begin(&w);
        w.seed = seed;
        sam = room_person(&w, "");
        room_begin(sam, "2", "Sam");
        nora = room_person(&w, "");
        room_begin(nora, "1", "Nora");
        ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_INVITE, FIELD(F_HOW, "2"));
        room_run(&w, 1000);
        CHECK(room_invitation(nora, invitation));
        room_visit(sam, invitation);
        CHECK(room_says(sam, T_DOOR_JOIN_READY));
        ROOM_SUBMIT(sam, ROOM_DOOR, 7, );
        room_run(&w, 20000);
        CHECK(evening_both());
        uint32_t hers = (uint32_t)count_of(nora, KIND_ROUND_OFFER, AUTHOR_ME);
        uint32_t his = (uint32_t)count_of(nora, KIND_ROUND_OFFER, AUTHOR_PARTNER);
        CHECK(hers + his == 2 && (hers == 0 || his == 0));
        laid_by_nora += hers > 0;
        room_world_end(&w);
    }
    CHECK(laid_by_nora > 0 && laid_by_nora < 6);
}

/* What passed, in steps of the world, until `done`; UINT64_MAX after a minute. */
static uint64_t until(bool (*done)(void)) {
    uint64_t from = w.now_ms;
    while (!done() && w.now_ms - from < 60000)
        room_run(&w, 20);
    return done() ? w.now_ms - from : UINT64_MAX;
}

static bool is_two(struct room_person *p) {
    return book_status(room_book(p)).pair == PAIR_TOGETHER;
}

static bool two_nora(void) {
    return is_two(nora);
}

static bool two_sam(void) {
    return is_two(sam);
}

/* Both open, the invitation answered; true once Nora's phone knows the pair and Sam's does not. */
static bool half_paired(uint64_t seed) {
    char invitation[ROOM_INVITATION_MAX];
    room_world_begin(&w);
    w.seed = seed;
    sam = room_person(&w, "");
    room_begin(sam, "2", "Sam");
    nora = room_person(&w, "");
    room_begin(nora, "1", "Nora");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_INVITE, FIELD(F_HOW, "2"));
    room_run(&w, 1000);
    bool invited = room_invitation(nora, invitation);
    room_visit(sam, invitation);
    ROOM_SUBMIT(sam, ROOM_DOOR, 7, );
    return invited && until(two_nora) < 2000 && !two_sam();
}

/* From the moment both are open until the questions lie on both phones, whoever lays them out;
 * `away_ms`: the invited one is away for so long when the other's phone knows the pair already. */
static bool lies_soon(uint64_t seed, uint64_t away_ms, uint64_t bound_ms) {
    bool fine = half_paired(seed);
    if (away_ms) {
        sam->offline = true;
        room_run(&w, away_ms);
        fine = fine && !two_sam();
        sam->offline = false;
        room_show(sam);
    }
    fine = fine && until(two_sam) < 2000 && until(lies_on_both) <= bound_ms;
    room_world_end(&w);
    return fine;
}

TEST(room_evening_lies_on_both_at_once) {
    for (uint64_t seed = 1; seed <= 6; seed++) {
        CHECK(lies_soon(seed, 0, 200));
        CHECK(lies_soon(seed, 40000, 200));
    }
}

/* Sam, whose phone does not lay the questions out, seals before they are there. */
static bool sealed_early(void) {
    for (uint64_t seed = 1; seed <= 6; seed++) {
        if (!half_paired(seed) || until(two_sam) == UINT64_MAX)
            return false;
        sam->offline = true;
        room_run(&w, 2000);
        if (lies(nora) && !lies(sam))
            break;
        room_world_end(&w);
    }
    answer(sam, "5", "Ask me how work was", "You laughed at supper");
    return !lies(sam);
}

TEST(room_evening_sealed_before_it_lies_is_sealed_when_it_does) {
    CHECK(sealed_early());
    CHECK(room_is_at(sam, "2/8") && room_says(sam, T_EVENING_SEALED_LEAD));
    CHECK(room_says(sam, T_EVENING_WAITS_OFFER) && !room_says(sam, T_EVENING_SEALED_OPEN));
    CHECK(room_golden(sam, "evening-rests"));
    /* It is shown no more, and a form sent again changes nothing. */
    room_visit(sam, "2/6");
    CHECK(room_says(sam, T_EVENING_SEALED_LEAD) && !room_shows(sam, "Ask me how work was"));
    ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_SMALL, FIELD(F_TEXT, "Something else"));
    ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_SEAL, FIELD(F_TEXT, "Something else"));
    room_visit(sam, "2/0");
    CHECK(room_says(sam, T_EVENING_STEP_SEALED));
    room_restart(sam, "2/8");
    ROOM_SUBMIT(sam, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
    room_visit(sam, "2/8");
    CHECK(room_says(sam, T_EVENING_WAITS_OFFER));
    CHECK_INT(count_of(sam, KIND_ROUND_SEALED, AUTHOR_ME), 0);
    sam->offline = false;
    room_show(sam);
    room_run(&w, 1000);
    CHECK_INT(count_of(sam, KIND_ROUND_SEALED, AUTHOR_ME), 1);
    CHECK(room_says(sam, T_EVENING_SEALED_OPEN) && !room_says(sam, T_EVENING_WAITS_OFFER));
    answer(nora, "4", "Ten minutes on the steps, no telephones", "You called on your way home");
    open_both();
    room_visit(nora, "2/9");
    CHECK(room_shows(nora, "Ask me how work was") && room_shows(nora, "You laughed at supper"));
    CHECK(!room_shows(nora, "Something else"));
    room_world_end(&w);
}

/* What was sealed for one pair is not sealed for the next. */
TEST(room_evening_sealed_early_stays_with_its_pair) {
    CHECK(sealed_early());
    CHECK_OK(pair_leave(room_book(sam), false, w.today));
    sam->offline = false;
    room_show(sam);
    room_run(&w, 90000);
    char invitation[ROOM_INVITATION_MAX];
    struct room_person *eve = room_person(&w, "");
    room_begin(eve, "1", "Eve");
    ROOM_SUBMIT(eve, ROOM_EVENING, ACTION_INVITE, FIELD(F_HOW, "2"));
    room_run(&w, 1000);
    CHECK(room_invitation(eve, invitation));
    room_visit(sam, invitation);
    ROOM_SUBMIT(sam, ROOM_DOOR, 7, );
    room_run(&w, 5000);
    nora = eve;
    CHECK(lies_on_both());
    CHECK_INT(count_of(sam, KIND_ROUND_SEALED, AUTHOR_ME), 0);
    room_visit(sam, "2/7");
    CHECK(room_says(sam, T_EVENING_SEAL));
    room_world_end(&w);
}

TEST(room_evening_by_code_needs_no_comparing) {
    char invitation[ROOM_INVITATION_MAX];
    room_world_begin(&w);
    nora = room_person(&w, "");
    room_begin(nora, "1", "Nora");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_INVITE, FIELD(F_HOW, "1"));
    room_run(&w, 1000);
    CHECK(room_invitation_of(nora, invitation));
    sam = room_person(&w, invitation);
    room_begin(sam, "3", "Sam");
    ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_JOIN, );
    room_run(&w, 20000);
    CHECK(book_status(room_book(nora)).pair_compared && book_status(room_book(sam)).pair_compared);
    CHECK(!room_says(nora, T_EVENING_COMPARE_LATER) && !room_says(sam, T_EVENING_COMPARE_LATER));
    room_world_end(&w);
}

/* A pair that ended leaves nothing in the next one's evening. */
TEST(room_evening_of_the_next_pair_begins_anew) {
    char invitation[ROOM_INVITATION_MAX];
    CHECK(begun());
    answer_both();
    open_both();
    room_visit(nora, "6/7");
    ROOM_SUBMIT(nora, ROOM_ME, 14, );
    room_run(&w, 20000);
    room_visit(nora, "2/0");
    CHECK(room_says(nora, T_EVENING_LEAD_LEFT));
    room_visit(nora, "2/9");
    CHECK(!room_shows(nora, "Ask me how work was"));
    room_visit(sam, "5/0");
    CHECK(room_says(sam, T_TODAY_LEFT));
    room_visit(nora, "2/1");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_INVITE, FIELD(F_HOW, "2"));
    room_run(&w, 1000);
    CHECK(room_invitation(nora, invitation));
    sam = room_person(&w, invitation);
    room_begin(sam, "3", "Sam");
    ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_JOIN, );
    room_run(&w, 20000);
    CHECK(evening_both());
    answer_both();
    open_both();
    room_visit(nora, "2/9");
    CHECK(room_shows(nora, "Ask me how work was"));
    CHECK(!room_shows(nora, "{name}"));
    room_world_end(&w);
}

TEST(room_evening_screens) {
    CHECK(begun());
    CHECK(room_golden(nora, "evening-two-now"));
    room_visit(nora, "2/3");
    CHECK(room_says(nora, T_EVENING_COMPARE_LEAD));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_COMPARED, );
    CHECK(room_says(nora, T_EVENING_COMPARE_DONE));
    room_visit(nora, "2/4");
    CHECK(room_golden(nora, "evening-readers"));
    room_visit(nora, "2/5");
    CHECK(room_golden(nora, "evening-feel"));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_FEEL, FIELD(F_FEELING, "4") FIELD(F_STRENGTH, "2"));
    CHECK(room_golden(nora, "evening-small"));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_SMALL, FIELD(F_TEXT, "Ten minutes on the steps"));
    CHECK(room_golden(nora, "evening-saw"));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_SEAL, FIELD(F_TEXT, "You called"));
    CHECK(room_golden(nora, "evening-sealed"));
    CHECK(!room_shows(nora, "You called"));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_OPEN, );
    CHECK(room_golden(nora, "evening-ready"));
    answer(sam, "5", "Ask me how work was", "");
    ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_OPEN, );
    room_run(&w, 4000);
    CHECK(room_golden(nora, "evening-open"));
    room_visit(nora, "2/9");
    CHECK(room_golden(nora, "evening-theirs"));
    room_visit(nora, "2/10");
    CHECK(room_golden(nora, "evening-two-minutes"));
    room_visit(nora, "2/11");
    CHECK(room_golden(nora, "evening-mine"));
    room_visit(nora, "2/12");
    CHECK(room_golden(nora, "evening-reply"));
    room_world_end(&w);
}

TEST(room_evening_screens_after) {
    CHECK(begun());
    answer_both();
    open_both();
    room_visit(nora, "2/12");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_REPLY, FIELD(F_TEXT, ""));
    CHECK(room_says(nora, T_EVENING_REPLY_CHOOSE));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_REPLY, FIELD(F_TEXT, "") FIELD(F_ANSWER, "1"));
    CHECK(room_says(nora, T_EVENING_REPLY_MISSING));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_REPLY,
                FIELD(F_TEXT, "At breakfast") FIELD(F_ANSWER, "1"));
    CHECK(room_golden(nora, "evening-replies-waits"));
    room_visit(sam, "2/12");
    ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_REPLY, FIELD(F_TEXT, "") FIELD(F_ANSWER, "0"));
    room_run(&w, 2000);
    CHECK(room_golden(nora, "evening-replies"));
    CHECK(room_shows(sam, "At breakfast"));
    room_visit(nora, "2/14");
    CHECK(room_golden(nora, "evening-near"));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_NEAR, FIELD(F_NEAR, "4"));
    room_run(&w, 2000);
    CHECK(room_golden(nora, "evening-near-waits"));
    room_visit(sam, "2/14");
    ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_NEAR, FIELD(F_NEAR, "2"));
    room_run(&w, 4000);
    CHECK(room_golden(nora, "evening-quiet"));
    CHECK(room_says(nora, T_EVENING_NEAR_SAY_2) && room_says(sam, T_EVENING_NEAR_SAY_2));
    CHECK(!room_says(nora, T_EVENING_NEAR_SAY_4) && !room_says(sam, T_EVENING_NEAR_SAY_4));
    room_visit(nora, "2/16");
    CHECK(room_golden(nora, "evening-enough"));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_CALENDAR, );
    CHECK(nora->file_name_size > 0);
    room_world_end(&w);
}

/* --- the rules of it ---------------------------------------------------------------------------
 */

TEST(room_evening_reads_nothing_before_both_open) {
    CHECK(begun());
    answer_both();
    CHECK(room_is_at(nora, "2/8"));
    static const char *const pages[] = {"2/0",  "2/5",  "2/6",  "2/7",  "2/8",  "2/9",
                                        "2/11", "2/12", "2/13", "2/16", "2/20", "5/0"};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(nora, pages[i]);
        CHECK(!room_shows(nora, "Ask me how work was"));
        CHECK(!room_shows(nora, "Ten minutes on the steps"));
    }
    room_visit(nora, "2/8");
    open_both();
    room_visit(nora, "2/9");
    CHECK(room_shows(nora, "Ask me how work was") && room_shows(nora, "You laughed at supper"));
    room_visit(sam, "2/9");
    CHECK(room_shows(sam, "Ten minutes on the steps"));
    room_world_end(&w);
}

/* What one's own phone shows before the opening, whatever the other has done. */
static size_t before_opening(int how, uint8_t *out) {
    static const char *const pages[] = {"2/0", "2/4", "2/8", "5/0"};
    size_t size = 0;
    if (!begun())
        return 0;
    answer(nora, "4", "Ten minutes", "");
    if (how >= 1)
        answer(sam, "5", "Something quite different", "and long");
    if (how >= 2)
        ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_OPEN, );
    room_run(&w, 4000);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(nora, pages[i]);
        struct bytes html = room_html(nora);
        memcpy(out + size, html.at, html.size);
        size += html.size;
    }
    room_world_end(&w);
    return size;
}

TEST(room_evening_shows_the_same_whatever_the_other_did) {
    static uint8_t shown[3][4 * ROOM_HTML_MAX];
    size_t size[3];
    for (int how = 0; how < 3; how++)
        size[how] = before_opening(how, shown[how]);
    CHECK(size[0] > 0);
    for (int how = 1; how < 3; how++)
        CHECK_BYTES(bytes_make(shown[how], size[how]), bytes_make(shown[0], size[0]));
}

TEST(room_evening_blank_is_a_full_answer) {
    CHECK(begun());
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        room_visit(p, "2/5");
        ROOM_SUBMIT(p, ROOM_EVENING, ACTION_FEEL, );
        ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SMALL, FIELD(F_TEXT, ""));
        ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SEAL, FIELD(F_TEXT, ""));
        room_run(&w, 2000);
    }
    open_both();
    room_visit(nora, "2/9");
    CHECK(room_says(nora, T_EVENING_LEFT_EMPTY));
    room_visit(nora, "2/12");
    CHECK(room_says(nora, T_EVENING_REPLY_NOTHING));
    room_world_end(&w);
}

TEST(room_evening_is_taken_up_where_it_was_left) {
    CHECK(begun());
    room_visit(nora, "2/5");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_FEEL, FIELD(F_FEELING, "7"));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_SMALL, FIELD(F_TEXT, "Half of it"));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_AWAY, );
    CHECK(room_is_at(nora, "5/0") || room_is_at(nora, "5"));
    CHECK(!room_says(nora, T_EVENING_SUGGEST_ANSWER));
    room_restart(nora, "2/6");
    ROOM_SUBMIT(nora, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
    room_run(&w, 2000);
    room_visit(nora, "2/0");
    CHECK(room_says(nora, T_EVENING_PUT_AWAY));
    room_visit(nora, "2/6");
    CHECK(room_shows(nora, "Half of it"));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_SEAL, FIELD(F_TEXT, ""));
    room_visit(nora, "2/0");
    CHECK(!room_says(nora, T_EVENING_PUT_AWAY));
    room_world_end(&w);
}

TEST(room_evening_answers_written_apart_open_when_both_are_back) {
    CHECK(begun());
    nora->offline = sam->offline = true;
    answer_both();
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_OPEN, );
    ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_OPEN, );
    room_run(&w, 5000);
    CHECK(room_says(nora, T_EVENING_READY_TITLE));
    sam->offline = false;
    room_run(&w, 40000);
    nora->offline = false;
    room_run(&w, 120000);
    CHECK(room_says(nora, T_EVENING_OPEN_TITLE) && room_says(sam, T_EVENING_OPEN_TITLE));
    room_world_end(&w);
}

TEST(room_evening_again_is_one_evening_for_both) {
    CHECK(begun());
    answer_both();
    open_both();
    room_sleep(&w, 5);
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        room_visit(p, "2/0");
        CHECK(room_says(p, T_EVENING_AGAIN));
    }
    nora->offline = sam->offline = true;
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_AGAIN, );
    ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_AGAIN, );
    nora->offline = sam->offline = false;
    room_run(&w, 120000);
    CHECK_INT(count_of(nora, KIND_ROUND_OFFER, AUTHOR_ME) +
                  count_of(nora, KIND_ROUND_OFFER, AUTHOR_PARTNER),
              4);
    answer_both();
    open_both();
    room_visit(sam, "2/9");
    CHECK(room_shows(sam, "Ten minutes on the steps"));
    room_world_end(&w);
}

/* --- the next day ------------------------------------------------------------------------------
 */

static bool evening_done(void) {
    if (!begun())
        return false;
    answer_both();
    open_both();
    room_visit(sam, "2/12");
    ROOM_SUBMIT(sam, ROOM_EVENING, ACTION_REPLY, FIELD(F_TEXT, "") FIELD(F_ANSWER, "0"));
    room_run(&w, 2000);
    room_sleep(&w, 1);
    room_run(&w, 60000); /* what was asked for before the night is asked again */
    return true;
}

TEST(room_evening_only_noticing_is_sent) {
    CHECK(evening_done());
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_EVENING_SUGGEST_NOTICED));
    CHECK(room_golden(nora, "today-next-day"));
    room_visit(nora, "2/20");
    CHECK(room_golden(nora, "evening-minute"));
    uint64_t stored = w.relay.stored_bytes;
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_MINUTE, FIELD(F_ANSWER, "2"));
    room_run(&w, 5000);
    CHECK(room_says(nora, T_EVENING_MINUTE_NOTHING));
    CHECK(w.relay.stored_bytes == stored);
    room_visit(nora, "5/0");
    CHECK(!room_says(nora, T_EVENING_SUGGEST_NOTICED));
    room_visit(nora, "2/20");
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_MINUTE, FIELD(F_ANSWER, "1"));
    CHECK(room_golden(nora, "evening-minute-else"));
    ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_MINUTE_ELSE,
                FIELD(F_TEXT, "You asked <twice> & waited"));
    room_run(&w, 5000);
    CHECK(room_golden(nora, "evening-minute-done"));
    room_visit(sam, "5/0");
    CHECK(room_shows(sam, "You asked &lt;twice&gt; &amp; waited"));
    CHECK(room_golden(sam, "today-noticed"));
    room_world_end(&w);
}

TEST(room_evening_what_brings_me_is_never_told) {
    static uint8_t shown[2][ROOM_HTML_MAX];
    size_t size[2];
    uint64_t stored[2];
    for (int i = 0; i < 2; i++) {
        CHECK(evening_done());
        room_visit(nora, "2/30");
        CHECK(room_golden(nora, "evening-brings"));
        ROOM_SUBMIT(nora, ROOM_EVENING, ACTION_BRINGS,
                    FIELD(F_ANSWER, i ? "3" : "0") FIELD(F_SINCE, i ? "4" : "1"));
        room_run(&w, 5000);
        CHECK(room_says(nora, i ? T_EVENING_BROUGHT_HURTER : T_EVENING_BROUGHT_WELL));
        room_visit(sam, "5/0");
        struct bytes html = room_html(sam);
        memcpy(shown[i], html.at, html.size);
        size[i] = html.size;
        stored[i] = w.relay.stored_bytes;
        CHECK_INT(count_of(sam, KIND_BRINGS, AUTHOR_PARTNER), 0);
        if (i)
            CHECK(room_golden(nora, "evening-brought"));
        room_world_end(&w);
    }
    CHECK_BYTES(bytes_make(shown[0], size[0]), bytes_make(shown[1], size[1]));
    CHECK(stored[0] == stored[1]);
}

/* --- alone, and one phone for both -------------------------------------------------------------
 */

TEST(room_evening_alone) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_begin(p, "2", "Luis");
    CHECK(room_is_at(p, "2/40"));
    CHECK(room_golden(p, "evening-alone"));
    room_visit(p, "2/41");
    CHECK(room_golden(p, "evening-self"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SELF, FIELD(F_TEXT, ""));
    CHECK(room_says(p, T_EVENING_SELF_MISSING));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_SELF,
                FIELD(F_FEELING, "12") FIELD(F_STRENGTH, "3")
                    FIELD(F_TEXT, "Once around the pond"));
    CHECK(room_golden(p, "evening-self-kept"));
    CHECK(!room_says(p, T_HOUSE_ERROR_ALONE));
    room_visit(p, "2/9");
    CHECK(room_says(p, T_EVENING_LEAD_ALONE));
    CHECK(room_golden(p, "evening-home-alone"));
    room_world_end(&w);
}

static void handed_answer(struct room_person *p, const char *small) {
    room_visit(p, "2/51");
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_FEEL, FIELD(F_FEELING, "1"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_SMALL, FIELD(F_TEXT, small));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_SAW, FIELD(F_TEXT, ""));
}

TEST(room_evening_one_phone_handed_over) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_begin(p, "1", "Luis");
    room_visit(p, "2/50");
    CHECK(room_golden(p, "evening-handed"));
    uint64_t stored = w.relay.stored_bytes;
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_BEGIN, );
    CHECK(room_golden(p, "evening-handed-feel"));
    CHECK(!book_status(room_book(p)).mine_open);
    handed_answer(p, "Luis wrote this");
    CHECK(room_golden(p, "evening-handed-over"));
    static const char *const pages[] = {"5/0", "6/0", "6/5",  "1/7",  "2/0",  "2/40",
                                        "3/0", "9/9", "2/51", "2/52", "2/56", "2/57"};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(p, pages[i]);
        CHECK(!room_shows(p, "Luis wrote this"));
        CHECK(!room_says(p, T_HOUSE_TAB_ME));
    }
    room_visit(p, "6/0");
    ROOM_SUBMIT(p, ROOM_ME, 12, FIELD(9, "0"));
    CHECK_INT(p->file_name_size, 0);
    handed_answer(p, "Mateo wrote that");
    CHECK(room_golden(p, "evening-handed-open"));
    CHECK(!room_shows(p, "Mateo wrote"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_OPEN, );
    CHECK(room_golden(p, "evening-handed-read"));
    room_visit(p, "2/57");
    CHECK(room_golden(p, "evening-handed-quiet"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_END, );
    CHECK(room_golden(p, "evening-handed-end"));
    room_visit(p, "2/56");
    CHECK(!room_shows(p, "Mateo wrote"));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_UNLOCK, );
    CHECK(p->ended);
    CHECK(w.relay.stored_bytes == stored);
    room_world_end(&w);
}

TEST(room_evening_handed_over_and_abandoned_keeps_nothing) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_begin(p, "1", "Luis");
    room_visit(p, "2/50");
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_BEGIN, );
    handed_answer(p, "Luis wrote this");
    handed_answer(p, "Mateo wrote that");
    room_restart(p, "2/56");
    CHECK(room_says(p, T_DOOR_UNLOCK_TITLE));
    ROOM_SUBMIT(p, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
    room_run(&w, 1000);
    CHECK(!room_shows(p, "Mateo wrote"));
    room_visit(p, "2/50");
    CHECK(room_says(p, T_EVENING_HANDED_LEAD));
    ROOM_SUBMIT(p, ROOM_EVENING, ACTION_HANDED_BEGIN, );
    CHECK(!room_shows(p, "Mateo wrote"));
    room_world_end(&w);
}
