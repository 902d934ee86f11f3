/* The ring of trust: drawn step by step, kept at each, stopped anywhere; copied, side by side,
 * asked. */
#include "practices/cycle/cycle.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;
static char page[64];

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

static size_t count_of(struct room_person *p, uint32_t kind) {
    size_t count;
    (void)book_items(room_book(p), kind, &count);
    return count;
}

static const char *address_of(struct room_person *p, uint32_t kind, enum author author) {
    static char address[32];
    size_t count, i;
    const struct item *items = book_items(room_book(p), kind, &count);
    for (i = count; i-- > 0 && items[i].author != author;)
        continue;
    MUST(i < count);
    snprintf(address, sizeof address, "%016llx", (unsigned long long)item_address(&items[i]));
    return address;
}

static const char *ring_page(struct room_person *p, unsigned to) {
    snprintf(page, sizeof page, "14/%u/%s", to, address_of(p, KIND_RING, AUTHOR_ME));
    return page;
}

static void draw_ring(struct room_person *p, const char *need, const char *showed,
                      const char *back) {
    room_visit(p, "14/1");
    ROOM_SUBMIT(p, ROOM_CYCLE, ACTION_STEP,
                FIELD(F_WHO, "0") FIELD(F_NAME, "Grandmother") FIELD(F_NEED, need));
    ROOM_SUBMIT(p, ROOM_CYCLE, ACTION_STEP, FIELD(F_SHOWED, showed));
    ROOM_SUBMIT(p, ROOM_CYCLE, ACTION_STEP, FIELD(F_BACK, back) FIELD(F_SOOTHED, "2"));
    ROOM_SUBMIT(p, ROOM_CYCLE, ACTION_STEP,
                FIELD(F_OTHERS, "others are kind") FIELD(F_TRUST, "trust is waiting"));
    ROOM_SUBMIT(p, ROOM_CYCLE, ACTION_STEP, FIELD(F_BODY, "0") FIELD(F_BODY, "4"));
    ROOM_SUBMIT(p, ROOM_CYCLE, ACTION_STEP, FIELD(F_STEM + 2, "be no trouble"));
    room_run(&w, 130000);
}

TEST(room_cycle_drawn_step_by_step) {
    CHECK(begun());
    room_visit(nora, "14/0");
    CHECK(room_says(nora, T_CYCLE_NONE) && room_golden(nora, "cycle-home-empty"));
    room_visit(nora, "14/1");
    CHECK(room_golden(nora, "cycle-who"));
    ROOM_SUBMIT(nora, ROOM_CYCLE, ACTION_STEP, FIELD(F_NEED, "x"));
    CHECK(room_says(nora, T_HOUSE_ERROR_REQUIRED) && count_of(nora, KIND_RING) == 0);
    draw_ring(nora, "Somebody who sits with me when I dream badly", "I stood in the door",
              "go back to bed");
    CHECK_INT(count_of(nora, KIND_RING), 1);
    CHECK(room_is_at(nora, ring_page(nora, PAGE_RING)) && room_golden(nora, "cycle-ring"));
    CHECK(room_shows(nora, "be no trouble") && room_says(nora, T_CYCLE_SOOTHED_SELDOM));
    CHECK(room_says(nora, T_CYCLE_BODY_THROAT) && room_says(nora, T_CYCLE_BODY_HANDS));
    /* Each step mends its own and leaves the rest. */
    room_visit(nora, ring_page(nora, PAGE_SHOWED));
    CHECK(room_shows(nora, "I stood in the door") && room_golden(nora, "cycle-showed"));
    ROOM_SUBMIT(nora, ROOM_CYCLE, ACTION_STEP, FIELD(F_SHOWED, "I sang"));
    CHECK(room_is_at(nora, ring_page(nora, PAGE_BACK)));
    room_visit(nora, ring_page(nora, PAGE_BODY));
    ROOM_SUBMIT(nora, ROOM_CYCLE, ACTION_STEP, );
    room_visit(nora, ring_page(nora, PAGE_RING));
    CHECK(room_shows(nora, "I sang") && !room_shows(nora, "stood in the door") &&
          room_shows(nora, "be no trouble") && !room_says(nora, T_CYCLE_BODY_THROAT));
    /* From everywhere one can stop. */
    for (unsigned i = 0; i <= PAGE_ERASE; i++) {
        if (i == PAGE_STOP)
            continue;
        room_visit(nora, i == PAGE_HOME ? "14/0" : ring_page(nora, i));
        CHECK(room_shows(nora, "#14/8\"") && !room_says(nora, T_DOOR_LOST_TITLE));
    }
    room_visit(nora, "14/8");
    CHECK(room_golden(nora, "cycle-stop"));
    room_visit(nora, ring_page(nora, PAGE_ERASE));
    ROOM_SUBMIT(nora, ROOM_CYCLE, ACTION_ERASE, );
    CHECK(room_is_at(nora, "14/0") && count_of(nora, KIND_RING) == 0);
    room_visit(nora, "14/2/1");
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    room_world_end(&w);
}

TEST(room_cycle_empty_ring_is_there_for_anybody) {
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_begin(p, "2", "Daniel");
    ROOM_SUBMIT(p, ROOM_ME, 8, );
    room_visit(p, "14/9");
    CHECK(room_says(p, T_CYCLE_EMPTY_TITLE) && room_golden(p, "cycle-empty"));
    room_visit(p, "14/13");
    CHECK(room_says(p, T_CYCLE_TOGETHER_EMPTY));
    room_visit(p, "14/0");
    CHECK(room_says(p, T_CYCLE_OPEN) && !room_says(p, T_CYCLE_BEGIN));
    for (unsigned i = PAGE_WHO; i <= PAGE_RING; i++) {
        snprintf(page, sizeof page, "14/%u", i);
        room_visit(p, page);
        CHECK(room_says(p, T_DOOR_MINE_TITLE));
    }
    room_world_end(&w);
}

/* Both copy a ring; the next day they stand side by side. */
static bool copied(bool under) {
    if (!begun())
        return false;
    draw_ring(nora, "to be asked", "I stood in the door", "go back to bed");
    draw_ring(sam, "to be thought well of", "I say all is fine", "a question like a reckoning");
    room_visit(nora, ring_page(nora, under ? PAGE_SHARE_ALL : PAGE_SHARE));
    if (room_shows(nora, "be no trouble") != under)
        return false;
    ROOM_SUBMIT(nora, ROOM_CYCLE, ACTION_SHARE, );
    room_visit(sam, ring_page(sam, PAGE_SHARE));
    ROOM_SUBMIT(sam, ROOM_CYCLE, ACTION_SHARE, );
    room_run(&w, 130000);
    if (count_of(nora, KIND_RING_COPY) + count_of(sam, KIND_RING_COPY))
        return false;
    room_sleep(&w, 1);
    room_visit(nora, "5/0");
    room_visit(sam, "5/0");
    room_run(&w, 130000);
    return count_of(nora, KIND_RING_COPY) == 2 && count_of(sam, KIND_RING_COPY) == 2;
}

TEST(room_cycle_side_by_side_and_one_thing_asked) {
    CHECK(copied(false));
    room_visit(sam, "14/12");
    CHECK(room_shows(sam, "I stood in the door") && !room_shows(sam, "be no trouble"));
    CHECK(room_golden(sam, "cycle-copies"));
    room_visit(nora, "14/13");
    CHECK(room_shows(nora, "a question like a reckoning") && room_golden(nora, "cycle-together"));
    ROOM_SUBMIT(nora, ROOM_CYCLE, ACTION_ASK, );
    CHECK(room_says(nora, T_HOUSE_ERROR_REQUIRED));
    ROOM_SUBMIT(nora, ROOM_CYCLE, ACTION_ASK, FIELD(F_ASK, "ask me one question"));
    room_run(&w, 4000);
    room_visit(sam, "5/0");
    CHECK(room_says(sam, T_CYCLE_SUGGEST_ASKED));
    room_visit(sam, "14/13");
    CHECK(room_shows(sam, "ask me one question") && room_golden(sam, "cycle-asked"));
    ROOM_SUBMIT(sam, ROOM_CYCLE, ACTION_ANSWER,
                FIELD(F_ANSWER, "1") FIELD(F_ITEM, address_of(sam, KIND_ASK, AUTHOR_PARTNER)));
    ROOM_SUBMIT(sam, ROOM_CYCLE, ACTION_ANSWER,
                FIELD(F_ANSWER, "0") FIELD(F_ITEM, address_of(sam, KIND_ASK, AUTHOR_PARTNER)));
    CHECK_INT(count_of(sam, KIND_ANSWER), 1);
    room_run(&w, 4000);
    room_visit(nora, "14/13");
    CHECK(room_golden(nora, "cycle-answered"));
    /* It is one answer, and the later one; the other way stays open to him. */
    CHECK(room_says(nora, T_CYCLE_ANSWER_YES));
    room_visit(sam, "14/13");
    CHECK(room_golden(sam, "cycle-answer-given"));
    ROOM_SUBMIT(sam, ROOM_CYCLE, ACTION_ANSWER,
                FIELD(F_ANSWER, "1") FIELD(F_ITEM, address_of(sam, KIND_ASK, AUTHOR_PARTNER)));
    room_run(&w, 4000);
    room_visit(nora, "14/13");
    CHECK_INT(count_of(nora, KIND_ANSWER), 1);
    CHECK(!room_says(nora, T_CYCLE_ANSWER_YES));
    /* Nobody else's to take back, and one's own at any time. */
    ROOM_SUBMIT(sam, ROOM_CYCLE, ACTION_TAKE_BACK,
                FIELD(F_ITEM, address_of(sam, KIND_ASK, AUTHOR_PARTNER)));
    CHECK_INT(count_of(sam, KIND_ASK), 1);
    ROOM_SUBMIT(nora, ROOM_CYCLE, ACTION_TAKE_BACK,
                FIELD(F_ITEM, address_of(nora, KIND_ASK, AUTHOR_ME)));
    room_run(&w, 4000);
    CHECK_INT(count_of(sam, KIND_ASK), 0);
    /* Put away by one: the other sees what one sees who was never given it. */
    snprintf(page, sizeof page, "%s", address_of(nora, KIND_RING_WAITS, AUTHOR_ME));
    room_visit(nora, "14/12");
    ROOM_SUBMIT(nora, ROOM_CYCLE, ACTION_AWAY, FIELD(SHARE_F_ITEM, page));
    room_run(&w, 130000);
    room_visit(sam, "14/13");
    CHECK(room_says(sam, T_CYCLE_TOGETHER_EMPTY) && !room_shows(sam, "I stood in the door"));
    room_world_end(&w);
}

/* Asked by both at once without a connection; then one leaves. */
TEST(room_cycle_both_at_once_then_left) {
    CHECK(copied(true));
    nora->offline = sam->offline = true;
    room_visit(nora, "14/13");
    ROOM_SUBMIT(nora, ROOM_CYCLE, ACTION_ASK, FIELD(F_ASK, "from her"));
    room_visit(sam, "14/13");
    ROOM_SUBMIT(sam, ROOM_CYCLE, ACTION_ASK, FIELD(F_ASK, "from him"));
    nora->offline = sam->offline = false;
    room_run(&w, 200000);
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        room_visit(p, "14/13");
        CHECK(room_shows(p, "from her") && room_shows(p, "from him"));
    }
    room_visit(sam, "14/12");
    CHECK(room_shows(sam, "be no trouble"));
    room_visit(nora, "6/7");
    ROOM_SUBMIT(nora, ROOM_ME, 14, );
    room_run(&w, 200000);
    room_visit(sam, "14/13");
    CHECK(!room_shows(sam, "14.6")); /* nothing left to answer */
    room_visit(sam, ring_page(sam, PAGE_RING));
    CHECK(room_shows(sam, "I say all is fine"));
    room_world_end(&w);
}

static void forge_ring(uint64_t who, uint64_t soothed, uint64_t bits, const char *need) {
    static uint8_t mark[SHARE_MARK_SIZE];
    struct arena a;
    struct body_writer b;
    struct bytes body;
    mark[0]++;
    arena_init(&a, 1 << 16);
    body_begin(&b, &a, NULL);
    body_add_uint(&b, F_WHO, who);
    body_add_text(&b, F_NEED, bytes_from_string(need));
    body_add_uint(&b, F_SHOWED, 7); /* a number where words belong */
    body_add_uint(&b, F_SOOTHED, soothed);
    body_add_uint(&b, F_BODY, bits);
    body_add_bytes(&b, SHARE_KEY_MARK, BYTES_OF(mark));
    CHECK_OK(body_end(&b, &body));
    for (uint32_t k = KIND_RING; k <= KIND_RING_COPY; k++)
        CHECK_OK(room_forge(sam, SPACE_OURS, k, NULL, 0, body));
    arena_free(&a);
}

TEST(room_cycle_broken_rules_are_shown_nowhere) {
    static const char *const pages[] = {"14/0", "14/12", "14/13"};
    CHECK(begun());
    forge_ring(2, 0, 0, "who out of range");
    forge_ring(0, 4, 0, "soothed out of range");
    forge_ring(0, 0, 256, "body out of range");
    forge_ring(1, 3, 255,
               "supercalifragilisticexpialidocious-and-on-and-on without a space to break");
    room_run(&w, 4000);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        room_visit(nora, pages[i]);
        CHECK(!room_shows(nora, "out of range") && !room_says(nora, T_DOOR_LOST_TITLE));
    }
    room_visit(nora, "14/12");
    CHECK(room_shows(nora, "without a space to break"));
    /* Longer than the form lets anybody ask: not shown, not suggested. */
    static char longer[ASK_BYTES + 2];
    struct arena a;
    struct body_writer b;
    struct bytes body;
    memset(longer, 'x', sizeof longer - 1);
    arena_init(&a, 1 << 16);
    body_begin(&b, &a, NULL);
    body_add_text(&b, 1, bytes_from_string(longer));
    CHECK_OK(body_end(&b, &body));
    CHECK_OK(room_forge(sam, SPACE_OURS, KIND_ASK, NULL, 0, body));
    arena_free(&a);
    room_run(&w, 130000);
    CHECK_INT(count_of(nora, KIND_ASK), 5); /* with the four among the rings above */
    room_visit(nora, "14/13");
    CHECK(!room_shows(nora, "xxxx"));
    room_world_end(&w);
}

/* What she draws changes nothing on his phone. */
TEST(room_cycle_of_one_reaches_nobody) {
    static uint8_t shown[2][1 << 17];
    size_t sizes[2];
    for (int other = 0; other < 2; other++) {
        static const char *const pages[] = {"14/0", "14/12", "14/13", "5/0", "1/7"};
        CHECK(begun());
        draw_ring(nora, other ? "that he stops, and that somebody sees it" : "tea", "a", "b");
        sizes[other] = 0;
        for (size_t i = 0; i < COUNT_OF(pages); i++) {
            room_visit(sam, pages[i]);
            MUST(sizes[other] + sam->html_size <= sizeof shown[0]);
            memcpy(shown[other] + sizes[other], sam->html, sam->html_size);
            sizes[other] += sam->html_size;
        }
        room_world_end(&w);
    }
    CHECK_BYTES(bytes_make(shown[1], sizes[1]), bytes_make(shown[0], sizes[0]));
}
