/* Moments of two people with whole apps: written, seen from both sides, mended, erased, asked for,
 * counted; what stays with one; and the example couple of *look around*. */
#include "practices/moments/moments.h"
#include "room_test.h"

#include <stdio.h>
#include <string.h>

static struct room_world w;
static struct room_person *nora, *sam;

static bool begun(void) {
    room_world_begin(&w);
    return room_pair(&w, &nora, &sam);
}

/* who, what, feeling, turn, words */
static void write_in(struct room_person *p, const char *page, const char *who, const char *turn,
                     const char *words) {
    room_visit(p, page);
    ROOM_SUBMIT(p, ROOM_MOMENTS, ACTION_WRITE,
                FIELD(F_WHO, who) FIELD(F_WHAT, "0") FIELD(F_FEELING, "3") FIELD(F_TURN, turn)
                    FIELD(F_WORDS, words));
    room_run(&w, 2000);
}

static size_t count_in(struct room_person *p, enum space space) {
    size_t count, n = 0;
    const struct item *items = book_items(room_book(p), KIND_MOMENT, &count);
    for (size_t i = 0; i < count; i++)
        n += items[i].space == space;
    return n;
}

/* The page of the newest item of a kind. */
static void visit_newest(struct room_person *p, uint32_t kind, unsigned page) {
    size_t count;
    char to[64];
    const struct item *items = book_items(room_book(p), kind, &count);
    MUST(count > 0);
    snprintf(to, sizeof to, "3/%u/%016llx", page,
             (unsigned long long)item_address(&items[count - 1]));
    room_visit(p, to);
}

TEST(room_moments_written_and_seen_by_both) {
    CHECK(begun());
    room_visit(sam, "3/0");
    CHECK(room_says(sam, T_MOMENTS_EMPTY) && room_golden(sam, "moments-empty"));
    room_visit(nora, "3/1");
    CHECK(room_golden(nora, "moments-write"));
    uint32_t views = sam->views;
    write_in(nora, "3/1", "0", "0", "I said long day, and you turned the radio down.");
    CHECK(room_says(nora, T_MOMENTS_SAY_TOWARD_ME) && room_golden(nora, "moments-kept"));
    CHECK(sam->views > views && room_shows(sam, "Nora reached, and you turned toward."));
    CHECK(room_golden(sam, "moments-list"));
    visit_newest(sam, KIND_MOMENT, PAGE_ONE);
    CHECK(room_shows(sam, "turned the radio down.") && room_says(sam, T_MOMENTS_MY_SIDE));
    CHECK(!room_says(sam, T_MOMENTS_CHANGE));
    CHECK(room_golden(sam, "moments-one"));
    room_world_end(&w);
}

TEST(room_moments_refusals_stand_beside_their_field) {
    CHECK(begun());
    room_visit(nora, "3/1");
    ROOM_SUBMIT(nora, ROOM_MOMENTS, ACTION_WRITE, FIELD(F_WHO, "0"));
    CHECK(room_is_at(nora, "3/1") && room_says(nora, T_HOUSE_ERROR_REQUIRED));
    CHECK_INT(count_in(nora, SPACE_OURS), 0);
    /* A choice that no page of ours offers: nothing happens. */
    ROOM_SUBMIT(nora, ROOM_MOMENTS, ACTION_WRITE, FIELD(F_WHO, "3") FIELD(F_TURN, "0"));
    CHECK_INT(count_in(nora, SPACE_OURS) + count_in(nora, SPACE_MINE), 0);
    room_world_end(&w);
}

TEST(room_moments_missed_from_other_stays_mine) {
    static const char *const turns[] = {"1", "2"};
    CHECK(begun());
    for (int i = 0; i < 2; i++) {
        write_in(nora, "3/1", "0", turns[i], "I had my hair cut");
        CHECK(room_says(nora, T_MOMENTS_KEPT_MISS));
    }
    CHECK_INT(count_in(nora, SPACE_MINE), 2);
    CHECK_INT(count_in(nora, SPACE_OURS), 0);
    CHECK_INT(count_in(sam, SPACE_OURS), 0);
    /* What both missed, and my own turning away, may be told. */
    write_in(nora, "3/1", "0", "3", "");
    write_in(nora, "3/1", "1", "1", "");
    CHECK_INT(count_in(sam, SPACE_OURS), 2);
    /* Changed into what stays mine: refused beside the field, nothing changed. */
    for (size_t i = 0, count = 4; i < count; i++) {
        const struct item *item = &book_items(room_book(nora), KIND_MOMENT, &count)[i];
        char to[64];
        snprintf(to, sizeof to, "3/5/%016llx", (unsigned long long)item_address(item));
        if (item->space == SPACE_OURS)
            room_visit(nora, to);
    }
    ROOM_SUBMIT(nora, ROOM_MOMENTS, ACTION_CHANGE, FIELD(F_WHO, "0") FIELD(F_TURN, "1"));
    CHECK(room_says(nora, T_MOMENTS_MISS_MINE));
    room_run(&w, 2000);
    room_visit(sam, "3/0");
    CHECK(room_shows(sam, "You reached, and it went by."));
    room_world_end(&w);
}

/* A changed program tells me what I missed from it, or writes numbers that mean nothing. */
TEST(room_moments_broken_rules_are_shown_nowhere) {
    static const uint64_t bodies[][2] = {
        {WHO_ME, TURN_AWAY}, {WHO_ME, TURN_AGAINST}, {9, 0}, {0, 7}};
    CHECK(begun());
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct arena a;
        struct body_writer b;
        struct bytes body;
        arena_init(&a, 1 << 16);
        body_begin(&b, &a, NULL);
        body_add_uint(&b, F_WHO, bodies[i][0]);
        body_add_uint(&b, F_TURN, bodies[i][1]);
        body_add_text(&b, F_WORDS, BYTES("you never look"));
        CHECK_OK(body_end(&b, &body));
        CHECK_OK(room_forge(sam, SPACE_OURS, KIND_MOMENT, NULL, 0, body));
        arena_free(&a);
    }
    room_run(&w, 2000);
    CHECK_INT(count_in(nora, SPACE_OURS), 4);
    room_visit(nora, "3/0");
    CHECK(room_says(nora, T_MOMENTS_EMPTY) && !room_shows(nora, "you never look"));
    room_visit(nora, "3/10");
    CHECK(room_says(nora, T_MOMENTS_ACCOUNT_EMPTY));
    visit_newest(nora, KIND_MOMENT, PAGE_ONE);
    CHECK(room_says(nora, T_DOOR_LOST_TITLE));
    room_world_end(&w);
}

TEST(room_moments_two_sides_of_one) {
    CHECK(begun());
    write_in(nora, "3/1", "2", "3", "The evening when nobody began");
    visit_newest(sam, KIND_MOMENT, PAGE_WRITE);
    CHECK(room_says(sam, T_MOMENTS_LOG_SAME));
    char side[32];
    size_t count;
    const struct item *first = book_items(room_book(sam), KIND_MOMENT, &count);
    snprintf(side, sizeof side, "%016llx", (unsigned long long)item_address(first));
    ROOM_SUBMIT(sam, ROOM_MOMENTS, ACTION_WRITE,
                FIELD(F_SIDE, side) FIELD(F_WHO, "2") FIELD(F_TURN, "3")
                    FIELD(F_WORDS, "I waited for you to begin"));
    room_run(&w, 2000);
    for (int i = 0; i < 2; i++) {
        struct room_person *p = i ? sam : nora;
        char to[64];
        snprintf(to, sizeof to, "3/4/%s", side);
        room_visit(p, to);
        CHECK(room_says(p, T_MOMENTS_BOTH_TITLE) && room_shows(p, "I waited for you to begin") &&
              room_shows(p, "The evening when nobody began"));
    }
    CHECK(room_golden(sam, "moments-both"));
    /* It counts once; mended only when neither calls it open. */
    ROOM_SUBMIT(nora, ROOM_MOMENTS, ACTION_REPAIR, FIELD(F_REPAIR, "1"));
    room_run(&w, 2000);
    room_visit(sam, "3/10");
    CHECK(room_golden(sam, "moments-account-one"));
    /* The first goes: the second stands by itself and counts. */
    visit_newest(nora, KIND_MOMENT, PAGE_ONE);
    first = book_items(room_book(nora), KIND_MOMENT, &count);
    CHECK_INT(count, 2);
    snprintf(side, sizeof side, "3/6/%016llx",
             (unsigned long long)item_address(&first[first[0].author == AUTHOR_ME ? 0 : 1]));
    room_visit(nora, side);
    CHECK(room_says(nora, T_MOMENTS_ERASE_OURS) && room_golden(nora, "moments-erase"));
    ROOM_SUBMIT(nora, ROOM_MOMENTS, ACTION_ERASE, );
    room_run(&w, 4000);
    CHECK_INT(count_in(sam, SPACE_OURS), 1);
    room_visit(sam, "3/10");
    CHECK(!room_says(sam, T_MOMENTS_ACCOUNT_EMPTY));
    room_visit(sam, "3/0");
    CHECK(!room_shows(sam, "nobody began"));
    room_world_end(&w);
}

TEST(room_moments_changed_and_mended) {
    CHECK(begun());
    write_in(nora, "3/1", "1", "2", "You cried about spring");
    CHECK(room_says(nora, T_MOMENTS_SAY_TURNED));
    visit_newest(nora, KIND_MOMENT, PAGE_ONE);
    CHECK(room_golden(nora, "moments-mend"));
    ROOM_SUBMIT(nora, ROOM_MOMENTS, ACTION_REPAIR, FIELD(F_REPAIR, "2"));
    visit_newest(nora, KIND_MOMENT, PAGE_CHANGE);
    CHECK(room_shows(nora, "You cried about spring") && room_golden(nora, "moments-change"));
    ROOM_SUBMIT(nora, ROOM_MOMENTS, ACTION_CHANGE,
                FIELD(F_WHO, "1") FIELD(F_TURN, "1") FIELD(F_WORDS, "Other words"));
    room_run(&w, 2000);
    visit_newest(sam, KIND_MOMENT, PAGE_ONE);
    CHECK(room_shows(sam, "Other words") && room_says(sam, T_MOMENTS_REPAIR_LATER));
    CHECK(!room_shows(sam, "cried"));
    /* Nobody else's to change. */
    ROOM_SUBMIT(sam, ROOM_MOMENTS, ACTION_REPAIR, FIELD(F_REPAIR, "0"));
    visit_newest(sam, KIND_MOMENT, PAGE_CHANGE);
    CHECK(room_says(sam, T_DOOR_LOST_TITLE));
    room_run(&w, 2000);
    visit_newest(nora, KIND_MOMENT, PAGE_ONE);
    CHECK(room_says(nora, T_MOMENTS_REPAIR_LATER));
    room_world_end(&w);
}

/* Written without a connection on both sides: both see the same in the same order after it, and
 * after a new start from the file. */
TEST(room_moments_order_of_arrival) {
    CHECK(begun());
    static uint8_t before[ROOM_HTML_MAX];
    nora->offline = sam->offline = true;
    write_in(nora, "3/1", "0", "0", "one");
    write_in(sam, "3/1", "1", "1", "two");
    write_in(nora, "3/1", "2", "0", "three");
    nora->offline = false;
    room_run(&w, 90000);
    sam->offline = false;
    room_run(&w, 90000);
    CHECK_INT(count_in(nora, SPACE_OURS), 3);
    CHECK_INT(count_in(sam, SPACE_OURS), 3);
    size_t count;
    for (size_t i = 0; i < 3; i++)
        CHECK_BYTES(bytes_make(book_items(room_book(nora), KIND_MOMENT, &count)[i].id, EID_SIZE),
                    bytes_make(book_items(room_book(sam), KIND_MOMENT, &count)[i].id, EID_SIZE));
    room_visit(nora, "3/10");
    size_t size = nora->html_size;
    memcpy(before, nora->html, size);
    room_visit(sam, "3/10");
    CHECK_BYTES(bytes_make(sam->html, sam->html_size), bytes_make(before, size));
    room_world_end(&w);
}

/* Left without a connection: what is written after that is not for the other, whenever the last
 * word of the pair is sent. */
TEST(room_moments_after_leaving_reach_nobody) {
    CHECK(begun());
    write_in(nora, "3/1", "0", "0", "before");
    nora->offline = true;
    room_visit(nora, "6/7");
    ROOM_SUBMIT(nora, ROOM_ME, 14, );
    visit_newest(nora, KIND_MOMENT, PAGE_CHANGE);
    ROOM_SUBMIT(nora, ROOM_MOMENTS, ACTION_CHANGE,
                FIELD(F_WHO, "1") FIELD(F_TURN, "0") FIELD(F_WORDS, "after"));
    size_t count;
    struct entry entry = book_item_entry(&book_items(room_book(nora), KIND_MOMENT, &count)[0]);
    struct bytes words;
    CHECK(body_text(entry.body, F_WORDS, &words) && bytes_equal(words, BYTES("before")));
    nora->offline = false;
    room_run(&w, 200000);
    CHECK(book_status(room_book(sam)).pair == PAIR_LEFT);
    room_visit(sam, "3/0");
    CHECK(!room_shows(sam, "after"));
    room_world_end(&w);
}

TEST(room_moments_good_moment) {
    CHECK(begun());
    room_visit(sam, "3/8");
    CHECK(room_golden(sam, "moments-ask"));
    ROOM_SUBMIT(sam, ROOM_MOMENTS, ACTION_ASK, FIELD(F_WORDS, "Ten minutes about Saturday"));
    room_run(&w, 2000);
    room_visit(nora, "3/0");
    CHECK(room_shows(nora, "Sam asks: good moment?"));
    visit_newest(nora, KIND_ASK, PAGE_ASKED);
    CHECK(room_golden(nora, "moments-asked"));
    ROOM_SUBMIT(nora, ROOM_MOMENTS, ACTION_ANSWER, FIELD(F_ANSWER, "1") FIELD(F_DAY, "1"));
    CHECK(room_says(nora, T_HOUSE_ERROR_REQUIRED));
    ROOM_SUBMIT(nora, ROOM_MOMENTS, ACTION_ANSWER,
                FIELD(F_ANSWER, "1") FIELD(F_DAY, "1") FIELD(F_TIME, "40"));
    room_run(&w, 2000);
    room_visit(sam, "3/0");
    CHECK(room_shows(sam, "Nora: tomorrow at 20:00."));
    /* The hour goes when its day is over, on both phones. */
    room_sleep(&w, 2);
    room_run(&w, 4000);
    size_t count;
    for (int i = 0; i < 2; i++) {
        const struct item *said = book_items(room_book(i ? sam : nora), KIND_ANSWER, &count);
        uint64_t minute;
        CHECK_INT(count, 1);
        CHECK(!body_uint(book_item_entry(said).body, 3, &minute));
    }
    room_world_end(&w);
}

TEST(room_moments_question_taken_back_or_over) {
    CHECK(begun());
    room_visit(sam, "3/8");
    ROOM_SUBMIT(sam, ROOM_MOMENTS, ACTION_ASK, );
    room_run(&w, 2000);
    visit_newest(sam, KIND_ASK, PAGE_ASKED);
    ROOM_SUBMIT(sam, ROOM_MOMENTS, ACTION_TAKE_BACK, );
    room_run(&w, 4000);
    room_visit(nora, "3/0");
    CHECK(!room_shows(nora, "Sam asks"));
    room_visit(sam, "3/8");
    ROOM_SUBMIT(sam, ROOM_MOMENTS, ACTION_ASK, );
    room_run(&w, 2000);
    room_visit(nora, "3/0");
    CHECK(room_shows(nora, "Sam asks"));
    room_sleep(&w, 1);
    room_run(&w, 2000);
    room_visit(nora, "3/0");
    CHECK(!room_shows(nora, "Sam asks"));
    room_world_end(&w);
}

/* Alone, and with *mine* closed, what is written goes where the badge says. */
TEST(room_moments_mine_closed) {
    CHECK(begun());
    ROOM_SUBMIT(nora, ROOM_ME, 8, );
    CHECK(!book_status(room_book(nora)).mine_open);
    write_in(nora, "3/2", "0", "1", "for me alone");
    CHECK(room_says(nora, T_MOMENTS_KEPT_CLOSED));
    room_visit(nora, "3/0");
    CHECK(!room_shows(nora, "for me alone") && room_says(nora, T_MOMENTS_MINE_CLOSED));
    room_visit(nora, "3/11");
    CHECK(room_says(nora, T_DOOR_MINE_TITLE));
    CHECK_INT(count_in(sam, SPACE_OURS), 0);
    room_world_end(&w);
}

/* --- the example couple ------------------------------------------------------------------------
 */

struct look_phone {
    struct app *app;
    struct random_seeded seeded;
    struct bytes given; /* EFFECT_LOOK of the last event */
    unsigned views, others;
};

static struct arena look_arena;

static void look_event(struct look_phone *p, uint8_t type, struct bytes payload) {
    struct buf b;
    struct bytes event, effects;
    buf_init(&b, &look_arena);
    buf_add_u8(&b, type);
    buf_add_u64(&b, 1700000000000u);
    buf_add_u32(&b, 2500);
    buf_add_bytes(&b, payload);
    MUST(buf_finish(&b, &event) == ERR_OK && app_event(p->app, event, &effects) == ERR_OK);
    p->given = (struct bytes){0};
    while (effects.size) {
        uint8_t effect = effects.at[0];
        uint32_t size = u32_read(effects.at + 1);
        struct bytes content = bytes_slice(effects, 5, size);
        p->views += effect == EFFECT_VIEW;
        p->others += effect == EFFECT_REQUEST || effect == EFFECT_HASH || effect == EFFECT_WAKE;
        if (effect == EFFECT_LOOK)
            p->given = bytes_make(arena_copy(&look_arena, content.at, content.size), content.size);
        effects = bytes_slice(effects, 5 + size, effects.size);
    }
}

static void look_begin(struct look_phone *p, uint32_t flag, uint64_t seed) {
    struct app_host host = {.random = random_seeded_source(&p->seeded, seed)};
    struct buf b;
    struct bytes start;
    p->app = app_new(&host);
    MUST(p->app);
    buf_init(&b, &look_arena);
    buf_add_u32(&b, START_SECURE | flag);
    for (int i = 0; i < 3; i++)
        buf_add_u32(&b, 0);
    MUST(buf_finish(&b, &start) == ERR_OK);
    look_event(p, EVENT_START, start);
}

static struct bytes submit_bytes(const char *page, uint32_t room, uint32_t action,
                                 const struct room_field *fields) {
    struct buf b;
    struct bytes out;
    buf_init(&b, &look_arena);
    buf_add_u32(&b, (uint32_t)strlen(page));
    buf_add_string(&b, page);
    buf_add_u32(&b, room);
    buf_add_u32(&b, action);
    for (; fields->id; fields++) {
        buf_add_u32(&b, fields->id);
        buf_add_u32(&b, (uint32_t)strlen(fields->value));
        buf_add_string(&b, fields->value);
    }
    MUST(buf_finish(&b, &out) == ERR_OK);
    return out;
}

static struct book *look_book(struct look_phone *p) {
    static struct room_person person;
    person.app = p->app;
    return room_book(&person);
}

TEST(look_two_phones_hold_one_example) {
    static struct look_phone a, b;
    static const struct room_field form[] = {{F_WHO, "0"}, {F_TURN, "0"}, {0, NULL}};
    static const struct room_field none[] = {{0, NULL}};
    size_t ours[2] = {0}, mine[2] = {0}, count;
    a = b = (struct look_phone){0};
    arena_init(&look_arena, (size_t)8 << 20);
    look_begin(&a, START_LOOK_A, 7);
    look_begin(&b, START_LOOK_B, 8);
    CHECK(a.views > 0 && b.views > 0 && a.given.size == 0 && b.given.size == 0);
    for (int i = 0; i < 2; i++) {
        const struct item *items = book_items(look_book(i ? &b : &a), KIND_MOMENT, &count);
        for (size_t n = 0; n < count; n++) {
            ours[i] += items[n].space == SPACE_OURS;
            mine[i] += items[n].space == SPACE_MINE;
        }
    }
    CHECK(ours[0] == ours[1] && ours[0] > 200 && mine[0] == 1 && mine[1] == 1);
    /* What one writes reaches the other, and nothing else leaves. */
    look_event(&a, EVENT_SUBMIT, submit_bytes("3/1", ROOM_MOMENTS, ACTION_WRITE, form));
    CHECK(a.given.size > 0);
    unsigned views = b.views;
    look_event(&b, EVENT_LOOK, a.given);
    CHECK(b.views > views && b.given.size == 0);
    (void)book_items(look_book(&b), KIND_MOMENT, &count);
    CHECK_INT(count, ours[1] + mine[1] + 1);
    /* Nothing locks, leaves or closes in an example. */
    look_event(&a, EVENT_SUBMIT, submit_bytes("6/0", ROOM_ME, 9, none));
    look_event(&a, EVENT_VISIT,
               BYTES("\3\0\0\0"
                     "3/0"));
    CHECK(book_status(look_book(&a)).mine_open);
    CHECK(a.others == 0 && b.others == 0);
    app_close(a.app);
    app_close(b.app);
    arena_free(&look_arena);
}

TEST(look_entries_from_elsewhere_are_no_event) {
    static struct look_phone p;
    uint8_t junk[40];
    p = (struct look_phone){0};
    arena_init(&look_arena, (size_t)8 << 20);
    look_begin(&p, START_LOOK_A, 7);
    memset(junk, 0xFF, sizeof junk);
    size_t before, after;
    (void)book_items(look_book(&p), KIND_MOMENT, &before);
    look_event(&p, EVENT_LOOK, BYTES_OF(junk));
    look_event(&p, EVENT_LOOK, (struct bytes){0});
    (void)book_items(look_book(&p), KIND_MOMENT, &after);
    CHECK_INT(after, before);
    app_close(p.app);
    arena_free(&look_arena);
}

/* A real app takes no entries this way. */
TEST(look_is_no_door_into_a_real_book) {
    CHECK(begun());
    struct app *app = nora->app;
    struct bytes effects;
    uint8_t event[13 + 8] = {EVENT_LOOK};
    u64_write(event + 1, w.now_ms);
    u32_write(event + 9, (uint32_t)w.today);
    uint64_t before = book_changes(room_book(nora));
    CHECK_OK(app_event(app, BYTES_OF(event), &effects));
    CHECK_INT(book_changes(room_book(nora)), before);
    room_world_end(&w);
}

TEST(room_moments_are_known_again_where_they_are_erased) {
    static const char longer[] = "You stood there with the wet coat and said that the bus had not "
                                 "come, and I went on typing until it was dark";
    CHECK(begun());
    write_in(nora, "3/1", "1", "2", longer);
    write_in(nora, "3/1", "1", "2", "You cried about spring");
    room_visit(nora, "6/6");
    CHECK(room_shows(nora, "You cried about spring"));
    CHECK(room_shows(nora, "You stood there with the wet coat") &&
          !room_shows(nora, "it was dark"));
    /* The newest are shown, from whichever room they are. */
    for (int i = 0; i < 60; i++)
        write_in(nora, "3/1", "1", "2", i < 59 ? "One of many" : "The last of many");
    room_visit(nora, "6/6");
    CHECK(room_shows(nora, "The last of many"));
    room_world_end(&w);
}
