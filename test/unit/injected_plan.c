/* The fields for words of the room *plan* (injected.h). The gentle note about watching depends on
 * what is typed, so pages that may have it are not looked at here (test_room_plan.c does). */
#include "base/day.h"
#include "injected.h"
#include "practices/plan/plan.h"

#include <stdio.h>

static struct room_world *world;

static const char *day(int32_t ahead) {
    static char text[2][32];
    static int which;
    struct date d = date_from_day(world->today + ahead);
    which ^= 1;
    snprintf(text[which], sizeof text[which], "%04d-%02d-%02d", d.year, d.month, d.day);
    return text[which];
}

static void go(struct room_person *p, uint32_t kind, unsigned page) {
    char to[64];
    size_t count;
    const struct item *items = book_items(room_book(p), kind, &count);
    MUST(count > 0);
    snprintf(to, sizeof to, "9/%u/%016llx", page,
             (unsigned long long)item_address(&items[count - 1]));
    room_visit(p, to);
}

static void sign(struct room_person *p, uint32_t kind) {
    char eid[20];
    size_t count;
    const struct item *items = book_items(room_book(p), kind, &count);
    struct entry e = book_item_entry(&items[count - 1]);
    snprintf(eid, sizeof eid, "%016llx", (unsigned long long)plan_item(e.eid));
    go(p, kind, PAGE_ASK);
    ROOM_SUBMIT(p, ROOM_PLAN, ACTION_SIGN,
                FIELD(F_ITEM, eid) FIELD(F_LOSE, "9") FIELD(F_UNDONE, "0") FIELD(F_AFRAID, "0"));
    room_run(world, 2000);
}

#define PLAN_WORDS(field) WORDS_FOR(ROOM_PLAN, ACTION_WRITE, field)

static void visit_write_down(struct room_person *const both[2]) {
    const char *what = PLAN_WORDS(F_WHAT), *leave = PLAN_WORDS(F_LEAVE);
    room_visit(both[0], "9/2/3");
    ROOM_SUBMIT(both[0], ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "3") FIELD(F_GIVER, "2") FIELD(F_WHAT, what)
                    FIELD(F_PREVENT, PLAN_WORDS(F_PREVENT))
                        FIELD(F_INTERVENE, PLAN_WORDS(F_INTERVENE)) FIELD(F_LEAVE, leave)
                            FIELD(F_FIRST, day(3)) FIELD(F_LAST, day(9))
                                FIELD(F_LOOK, PLAN_WORDS(F_LOOK)));
    room_run(world, 2000);
    for (int i = 0; i < 2; i++) {
        go(both[i], KIND_PLAN, PAGE_ONE);
        injected_look(both[i], what);
        injected_look(both[i], leave);
    }
}

static void draft_down(struct room_person *p) {
    const char *what = PLAN_WORDS(F_WHAT), *how = PLAN_WORDS(F_HOW);
    room_visit(p, "9/22");
    ROOM_SUBMIT(p, ROOM_PLAN, ACTION_WHO, FIELD(F_WHO, "3"));
    room_visit(p, "9/3/1");
    ROOM_SUBMIT(p, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "1") FIELD(F_GIVER, "0") FIELD(F_PURPOSE, "1") FIELD(F_WHAT, what)
                    FIELD(F_HOW, how) FIELD(F_PREVENT, "a") FIELD(F_INTERVENE, "b"));
    go(p, KIND_DRAFT, PAGE_PAPER);
    injected_look(p, how);
    injected_look(p, what);
    /* Of this template, because its form asks for no day: lives are of different days. */
    what = PLAN_WORDS(F_WHAT);
    room_visit(p, "9/3/2");
    ROOM_SUBMIT(p, ROOM_PLAN, ACTION_WRITE,
                FIELD(F_TEMPLATE, "2") FIELD(F_GIVER, "0") FIELD(F_WHAT, what) FIELD(F_PREVENT, "a")
                    FIELD(F_INTERVENE, "b"));
    go(p, KIND_DRAFT, PAGE_CHANGE);
    injected_look(p, what);
    room_visit(p, "9/0");
    injected_look(p, NULL);
}

static void words(struct room_person *const both[2], int who, unsigned page, uint32_t action,
                  bool private) {
    const char *text = WORDS_FOR(ROOM_PLAN, action, F_TEXT);
    go(both[who], KIND_PLAN, page);
    if (action == ACTION_SUPPORT)
        ROOM_SUBMIT(both[who], ROOM_PLAN, action, FIELD(F_TEXT, text) FIELD(F_SORT, "1"));
    else
        ROOM_SUBMIT(both[who], ROOM_PLAN, action, FIELD(F_TEXT, text));
    room_run(world, 2000);
    go(both[who], KIND_PLAN, private ? page : (unsigned)PAGE_ONE);
    injected_look(both[who], text);
    if (private)
        return;
    go(both[1 - who], KIND_PLAN, PAGE_ONE);
    injected_look(both[1 - who], text);
}

static void broken(struct room_person *const both[2]) {
    const char *text = WORDS_FOR(ROOM_PLAN, ACTION_BROKEN, F_TEXT);
    const char *repair = WORDS_FOR(ROOM_PLAN, ACTION_BROKEN, F_REPAIR);
    go(both[1], KIND_PLAN, PAGE_BROKEN);
    ROOM_SUBMIT(both[1], ROOM_PLAN, ACTION_BROKEN,
                FIELD(F_TEXT, text) FIELD(F_REPAIR, repair) FIELD(F_WHOSE, "1"));
    room_run(world, 2000);
    go(both[0], KIND_PLAN, PAGE_ONE);
    injected_look(both[0], text);
    injected_look(both[0], repair);
}

static void openness(struct room_person *const both[2]) {
    const char *what = WORDS_FOR(ROOM_PLAN, ACTION_OFFER, F_WHAT);
    room_visit(both[1], "9/22");
    ROOM_SUBMIT(both[1], ROOM_PLAN, ACTION_WHO, FIELD(F_WHO, "3"));
    room_visit(both[1], "9/21");
    ROOM_SUBMIT(both[1], ROOM_PLAN, ACTION_OFFER, FIELD(F_WHAT, what) FIELD(F_LAST, day(9)));
    room_run(world, 2000);
    for (int i = 0; i < 2; i++) {
        go(both[i], KIND_OPENNESS, PAGE_ONE);
        injected_look(both[i], what);
    }
}

/* The plan itself stays the oldest line of its kind. */
static void go_first(struct room_person *p, unsigned page) {
    char to[64];
    size_t count;
    const struct item *items = book_items(room_book(p), KIND_PLAN, &count);
    snprintf(to, sizeof to, "9/%u/%016llx", page, (unsigned long long)item_address(&items[0]));
    room_visit(p, to);
}

static void add_line(struct room_person *const both[2]) {
    const char *line = WORDS_FOR(ROOM_PLAN, ACTION_ADD, F_TEXT);
    go_first(both[0], PAGE_ADD);
    ROOM_SUBMIT(both[0], ROOM_PLAN, ACTION_ADD, FIELD(F_TEXT, line));
    room_run(world, 2000);
    for (int i = 0; i < 2; i++) {
        go_first(both[i], PAGE_ONE);
        injected_look(both[i], line);
    }
}

static void look_back(struct room_person *const both[2]) {
    const char *helped = WORDS_FOR(ROOM_PLAN, ACTION_BACK, F_TEXT);
    const char *other = WORDS_FOR(ROOM_PLAN, ACTION_BACK, F_REPAIR);
    go_first(both[0], PAGE_ONE);
    ROOM_SUBMIT(both[0], ROOM_PLAN, ACTION_END, );
    room_run(world, 2000);
    go_first(both[1], PAGE_BACK);
    ROOM_SUBMIT(both[1], ROOM_PLAN, ACTION_BACK, FIELD(F_TEXT, helped) FIELD(F_REPAIR, other));
    room_run(world, 2000);
    go_first(both[0], PAGE_ONE);
    injected_look(both[0], helped);
    injected_look(both[0], other);
}

static void run(struct room_world *w, struct room_person *const both[2]) {
    world = w;
    visit_write_down(both);
    draft_down(both[0]);
    openness(both);
    room_sleep(w, 2);
    for (int i = 0; i < 2; i++)
        sign(both[i], KIND_PLAN);
    words(both, 1, PAGE_DONE, ACTION_DONE, true);
    words(both, 0, PAGE_NOTICED, ACTION_NOTICED, false);
    words(both, 1, PAGE_SUPPORT, ACTION_SUPPORT, false);
    words(both, 0, PAGE_THANKS, ACTION_THANKS, false);
    broken(both);
    add_line(both);
    look_back(both);
}
INJECTED(plan) = {.room = ROOM_PLAN, .run = run};
