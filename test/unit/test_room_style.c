/* Near and away: three descriptions, our own items, the sentences; what stays with one, what is
 * copied. */
#include "practices/style/style.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

static size_t count_of(struct room_person *p, uint32_t kind) {
    size_t count;
    (void)book_items(room_book(p), kind, &count);
    return count;
}

static void three(struct room_person *p, const char *choice, const char *second) {
    room_visit(p, "15/1");
    ROOM_SUBMIT(p, ROOM_STYLE, ACTION_THREE, FIELD(F_CHOICE, choice) FIELD(F_RATE + 1, second));
}

static void sentences(struct room_person *p, const char *near, const char *away) {
    room_visit(p, "15/4");
    ROOM_SUBMIT(p, ROOM_STYLE, ACTION_RESULT, FIELD(F_NEAR, near) FIELD(F_AWAY, away));
}

TEST(room_style_asks_and_answers_in_two_sentences) {
    CHECK(begun());
    room_visit(nora, "15/0");
    CHECK(room_golden(nora, "style-home"));
    room_visit(nora, "15/1");
    CHECK(room_golden(nora, "style-three"));
    ROOM_SUBMIT(nora, ROOM_STYLE, ACTION_THREE, FIELD(F_RATE, "2"));
    CHECK(room_says(nora, T_HOUSE_ERROR_REQUIRED) && count_of(nora, KIND_THREE) == 0);
    three(nora, "2", "0");
    CHECK(room_is_at(nora, "15/2") && room_golden(nora, "style-worry"));
    /* Chosen again, it is one choice; nothing chosen is refused. */
    three(nora, "0", "3");
    CHECK_INT(count_of(nora, KIND_THREE), 1);
    ROOM_SUBMIT(nora, ROOM_STYLE, ACTION_WORRY, );
    CHECK(room_is_at(nora, "15/2") && room_says(nora, T_FORMS_MEASURE_REFUSED));
    room_visit(nora, "15/4");
    CHECK(room_says(nora, T_STYLE_GUESS_NONE));
    room_visit(nora, "15/2");
    /* Three of five; what is turned around counts turned around. */
    ROOM_SUBMIT(nora, ROOM_STYLE, ACTION_WORRY, FIELD(1, "3") FIELD(3, "4") FIELD(5, "0"));
    CHECK(room_is_at(nora, "15/3"));
    ROOM_SUBMIT(nora, ROOM_STYLE, ACTION_DISTANCE, FIELD(2, "6") FIELD(3, "6") FIELD(5, "6"));
    CHECK(room_is_at(nora, "15/4"));
    CHECK(room_says(nora, T_STYLE_NEAR_5) && room_says(nora, T_STYLE_AWAY_2));
    CHECK(room_golden(nora, "style-result"));
    /* Never without this; and no sentence from what is not like me at all. */
    CHECK(room_says(nora, T_STYLE_GUESS));
    room_visit(nora, "15/2");
    ROOM_SUBMIT(nora, ROOM_STYLE, ACTION_WORRY, FIELD(1, "0") FIELD(2, "1") FIELD(5, "6"));
    ROOM_SUBMIT(nora, ROOM_STYLE, ACTION_DISTANCE, FIELD(2, "6") FIELD(3, "0") FIELD(5, "6"));
    CHECK(!room_says(nora, T_STYLE_NEAR_1) && !room_says(nora, T_STYLE_NEAR_2) &&
          room_says(nora, T_STYLE_AWAY_2));
    room_visit(nora, "15/3");
    ROOM_SUBMIT(nora, ROOM_STYLE, ACTION_DISTANCE, FIELD(2, "0") FIELD(3, "0") FIELD(5, "6"));
    CHECK(!room_says(nora, T_STYLE_GUESS) && !room_says(nora, T_STYLE_GUESS_NONE));
    ROOM_SUBMIT(nora, ROOM_STYLE, ACTION_RESULT, FIELD(F_NEAR, "when you call"));
    CHECK(room_is_at(nora, "15/4") && room_says(nora, T_HOUSE_ERROR_REQUIRED));
    sentences(nora, "when you call", "when I am asked");
    CHECK(room_is_at(nora, "15/5") && room_golden(nora, "style-moves"));
    ROOM_SUBMIT(nora, ROOM_STYLE, ACTION_MOVES, FIELD(F_STAY, "until the kettle boils"));
    CHECK(room_is_at(nora, "15/7"));
    CHECK(room_shows(nora, "when you call") && room_shows(nora, "until the kettle boils"));
    CHECK_INT(count_of(nora, KIND_SENTENCES), 1);
    /* The two mended: the three stay. */
    sentences(nora, "when you whistle", "when I am asked");
    room_visit(nora, "15/7");
    CHECK(room_shows(nora, "when you whistle") && room_shows(nora, "until the kettle boils") &&
          !room_shows(nora, "when you call"));
    CHECK(room_golden(nora, "style-share"));
    room_visit(nora, "15/6");
    CHECK(room_golden(nora, "style-surprised"));
    room_visit(nora, "15/9");
    CHECK(room_golden(nora, "style-erase"));
    ROOM_SUBMIT(nora, ROOM_STYLE, ACTION_ERASE, );
    for (uint32_t k = KIND_THREE; k <= KIND_SENTENCES; k++)
        CHECK_INT(count_of(nora, k), 0);
    room_visit(nora, "15/7");
    CHECK(room_says(nora, T_STYLE_SHARE_EMPTY));
    room_world_end(&w);
}

TEST(room_style_copied_the_next_day) {
    char item[32];
    size_t count;
    CHECK(begun());
    sentences(sam, "we look at it together", "the letters come");
    room_visit(sam, "15/7");
    ROOM_SUBMIT(sam, ROOM_STYLE, ACTION_SHARE, );
    CHECK(room_is_at(sam, "15/8") && room_golden(sam, "style-copies-waits"));
    room_run(&w, 130000);
    room_visit(nora, "15/8");
    CHECK(room_says(nora, T_STYLE_COPIES_EMPTY) && count_of(nora, KIND_STYLE_COPY) == 0);
    nora->offline = true;
    room_sleep(&w, 1);
    room_visit(sam, "5/0");
    room_run(&w, 130000);
    nora->offline = false;
    room_run(&w, 130000);
    room_visit(nora, "5/0");
    CHECK(room_says(nora, T_STYLE_SUGGEST_THEIRS));
    room_visit(nora, "15/8");
    CHECK(room_shows(nora, "the letters come") && room_golden(nora, "style-copies-theirs"));
    room_visit(nora, "15/4");
    CHECK(!room_shows(nora, "the letters come")); /* no page about the other's */
    const struct item *items = book_items(room_book(sam), KIND_STYLE_WAITS, &count);
    CHECK_INT(count, 1);
    snprintf(item, sizeof item, "%016llx", (unsigned long long)item_address(&items[0]));
    room_visit(sam, "15/8");
    ROOM_SUBMIT(sam, ROOM_STYLE, ACTION_AWAY, FIELD(SHARE_F_ITEM, item));
    room_run(&w, 130000);
    CHECK_INT(count_of(nora, KIND_STYLE_COPY), 0);
    /* Both at once, then one leaves. */
    room_visit(sam, "15/7");
    ROOM_SUBMIT(sam, ROOM_STYLE, ACTION_SHARE, );
    sentences(nora, "the key in the door", "in the kitchen");
    room_visit(nora, "15/7");
    ROOM_SUBMIT(nora, ROOM_STYLE, ACTION_SHARE, );
    room_sleep(&w, 1);
    room_visit(sam, "5/0");
    room_visit(nora, "5/0");
    room_run(&w, 130000);
    CHECK(count_of(sam, KIND_STYLE_COPY) == 2 && count_of(nora, KIND_STYLE_COPY) == 2);
    room_visit(sam, "6/7");
    ROOM_SUBMIT(sam, ROOM_ME, 14, );
    room_run(&w, 200000);
    room_visit(nora, "15/7");
    CHECK(room_says(nora, T_SHARE_ALONE) && !room_shows(nora, "Copy it for Sam"));
    room_world_end(&w);
}

TEST(room_style_locked_alone_and_hostile) {
    static const char *const locked[] = {"15/0/1", "15/1", "15/2", "15/3",
                                         "15/4",   "15/5", "15/7", "15/9"};
    struct arena a;
    struct body_writer b;
    struct bytes body;
    CHECK(begun());
    /* What he writes into *ours* under the kinds of what is mine is nothing of mine. */
    arena_init(&a, 1 << 16);
    body_begin(&b, &a, NULL);
    body_add_text(&b, F_NEAR, BYTES("I obey"));
    CHECK_OK(body_end(&b, &body));
    for (uint32_t k = KIND_THREE; k <= KIND_STYLE_COPY; k++)
        CHECK_OK(room_forge(sam, SPACE_OURS, k, NULL, 0, body));
    arena_free(&a);
    room_run(&w, 4000);
    static const char *const open[] = {"15/0", "15/1", "15/4", "15/5", "15/7", "15/8"};
    for (size_t i = 0; i < COUNT_OF(open); i++) {
        room_visit(nora, open[i]);
        CHECK(!room_shows(nora, "I obey") && !room_says(nora, T_DOOR_LOST_TITLE));
    }
    sentences(nora, "my near", "my away");
    ROOM_SUBMIT(nora, ROOM_ME, 8, );
    for (size_t i = 0; i < COUNT_OF(locked); i++) {
        room_visit(nora, locked[i]);
        CHECK(room_says(nora, T_DOOR_MINE_TITLE));
    }
    room_visit(nora, "15/0");
    CHECK(room_says(nora, T_STYLE_OPEN) && !room_says(nora, T_STYLE_THREE_LINE));
    room_visit(nora, "15/6");
    CHECK(room_says(nora, T_STYLE_CHANGE));
    room_world_end(&w);
    room_world_begin(&w);
    struct room_person *p = room_person(&w, "");
    room_begin(p, "2", "Daniel");
    three(p, "1", "5");
    room_visit(p, "5/0");
    CHECK(room_says(p, T_STYLE_SUGGEST_RESULT));
    sentences(p, "the key", "the question");
    room_visit(p, "15/7");
    CHECK(room_says(p, T_SHARE_ALONE) && room_shows(p, "Copy the sentences"));
    room_world_end(&w);
}

/* What she answers and writes changes nothing on his phone. */
TEST(room_style_of_one_reaches_nobody) {
    static uint8_t shown[2][1 << 17];
    size_t sizes[2];
    for (int other = 0; other < 2; other++) {
        static const char *const pages[] = {"15/0", "15/8", "5/0", "1/7"};
        CHECK(begun());
        three(nora, other ? "2" : "0", other ? "6" : "0");
        ROOM_SUBMIT(nora, ROOM_STYLE, ACTION_WORRY, FIELD(1, other ? "6" : "0"));
        sentences(nora, other ? "never, and I say so at length here" : "a", "b");
        room_run(&w, 130000);
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
