/* Every allocation of the core fails in its turn: in each thing that two people do with the whole
 * app, the n-th arena has no room, for every n, once or with all that follow in that event.
 *
 * The app may do less than it was asked, or say that it could not; it never stops, it goes on with
 * the next thing, what was kept before is all there after a restart, and what it was about to keep
 * is there whole or not at all. Each failure is a process of its own, forked where the event is
 * about to come.
 *
 * STRIDE=n takes every n-th allocation; HERE=act.fault.at, as a failure names it, runs that one in
 * this process, for a debugger.
 */
#include "memory_faulty.h"

#include "practices/moments/moments.h"
#include "room_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct room_world w;
static struct room_person *nora, *sam;

/* --- one event ----------------------------------------------------------------------------------
 */

enum err __real_app_event(struct app *app, struct bytes event, struct bytes *effects);
enum err __wrap_app_event(struct app *app, struct bytes event, struct bytes *effects);

/* As the page's worker does it: an event that gives no effects is over. */
enum err __wrap_app_event(struct app *app, struct bytes event, struct bytes *effects) {
    struct bytes out = {NULL, 0};
    arena_watch(true);
    enum err e = __real_app_event(app, event, &out);
    arena_watch(false);
    *effects = e == ERR_OK ? out : (struct bytes){NULL, 0};
    return arena_struck() ? ERR_OK : e;
}

/* --- what people do -----------------------------------------------------------------------------
 */

static void unlock(struct room_person *p) {
    ROOM_SUBMIT(p, ROOM_DOOR, 2, FIELD(2, ROOM_PHRASE));
}

/* *Mine* has a lock of its own, by the same phrase. */
static void open_mine(struct room_person *p) {
    if (room_book(p) && !book_status(room_book(p)).mine_open) {
        room_visit(p, "6/10");
        ROOM_SUBMIT(p, ROOM_DOOR, 4, FIELD(2, ROOM_PHRASE));
    }
}

static void do_write(struct room_person *p, const char *turn, const char *words) {
    ROOM_SUBMIT(p, ROOM_MOMENTS, ACTION_WRITE,
                FIELD(F_WHO, "0") FIELD(F_WHAT, "0") FIELD(F_FEELING, "3") FIELD(F_TURN, turn)
                    FIELD(F_WORDS, words));
}

static const struct item *newest(struct room_person *p) {
    size_t count;
    const struct item *items = room_book(p) ? book_items(room_book(p), KIND_MOMENT, &count) : NULL;
    return items && count > 0 ? &items[count - 1] : NULL;
}

static void visit_newest(struct room_person *p, unsigned page) {
    char to[64];
    const struct item *item = newest(p);
    if (!item)
        return;
    snprintf(to, sizeof to, "3/%u/%016llx", page, (unsigned long long)item_address(item));
    room_visit(p, to);
}

static void act_list(void) {
    room_visit(nora, "3/0");
}
static void act_write_page(void) {
    room_visit(nora, "3/1");
}
static void act_write_ours(void) {
    do_write(nora, "0", "said while memory was short");
}
static void act_write_mine(void) {
    do_write(nora, "1", "kept while memory was short");
}
static void act_send(void) {
    room_run(&w, 300);
}
static void act_see(void) {
    visit_newest(nora, PAGE_ONE);
}
static void act_erase_page(void) {
    visit_newest(nora, PAGE_ERASE);
}
static void act_erase(void) {
    ROOM_SUBMIT(nora, ROOM_MOMENTS, ACTION_ERASE, );
}
static void act_hide(void) {
    room_hide(nora, "half a sentence");
}
static void act_show(void) {
    room_show(nora);
}
static void act_today(void) {
    room_visit(nora, "2/0");
}
static void act_me(void) {
    room_visit(nora, "6/0");
}
static void act_restart(void) {
    room_restart(nora, "3/0");
}
static void act_unlock(void) {
    unlock(nora);
}

static void act_mine(void) {
    open_mine(nora);
}

static const struct act {
    const char *name;
    void (*run)(void);
} acts[] = {
    {"the list of moments", act_list},
    {"the page to write one", act_write_page},
    {"writing one for both", act_write_ours},
    {"sending it", act_send},
    {"looking at it", act_see},
    {"the page to write another", act_write_page},
    {"writing one for oneself", act_write_mine},
    {"today", act_today},
    {"me", act_me},
    {"looking at the newest", act_see},
    {"being asked about erasing", act_erase_page},
    {"erasing", act_erase},
    {"sending that", act_send},
    {"hiding", act_hide},
    {"showing", act_show},
    {"starting again", act_restart},
    {"unlocking", act_unlock},
    {"opening mine", act_mine},
    {"sending and fetching", act_send},
};

/* --- what must be so afterwards -----------------------------------------------------------------
 */

enum { KEPT_MAX = 16 };

/* The moments of a book as they are told: a hash each. */
struct kept {
    size_t count;
    uint8_t at[KEPT_MAX][HASH_SIZE];
};

static void kept_note(struct room_person *p, struct kept *k) {
    size_t count;
    const struct item *items = book_items(room_book(p), KIND_MOMENT, &count);
    k->count = 0;
    for (size_t i = 0; i < count && k->count < KEPT_MAX; i++) {
        uint8_t space = (uint8_t)items[i].space;
        HASH(k->at[k->count++], LABEL_ENTRY, bytes_make(&space, 1), items[i].cbor);
    }
}

static bool kept_has(const struct kept *k, const uint8_t one[HASH_SIZE]) {
    for (size_t i = 0; i < k->count; i++)
        if (!memcmp(k->at[i], one, HASH_SIZE))
            return true;
    return false;
}

/* How many of `a` are not in `b`. */
static size_t kept_missing(const struct kept *a, const struct kept *b) {
    size_t missing = 0;
    for (size_t i = 0; i < a->count; i++)
        missing += !kept_has(b, a->at[i]);
    return missing;
}

/* Where *mine* must be closed again and there is no memory at all for what remains, the program
 * stops (book_life.c, mine_end): better than to go on with half of what stands. */
static bool may_stop(const struct act *act) {
    return act->run == act_mine;
}

enum { WENT_ON, STRUCK_NOT, APP_ENDED, SHOWS_NOTHING, NOT_OPEN, LOST, INVENTED };

/* In the child: the act with its failure, then everything that must still work. */
static int child(const struct act *act, enum memory_fault fault, uint64_t at,
                 const struct kept *before, const struct kept *after) {
    struct kept now;
    arena_fault(fault, at);
    act->run();
    bool struck = arena_struck();
    arena_fault(MEMORY_FINE, 0);
    if (!struck)
        return STRUCK_NOT;
    if (room_book(nora))
        room_visit(nora, "2/0");
    if (!nora->app || (room_book(nora) && nora->html_size < 100))
        return SHOWS_NOTHING;
    room_restart(nora, "2/0");
    unlock(nora);
    if (!room_book(nora))
        return NOT_OPEN;
    open_mine(nora);
    kept_note(nora, &now);
    /* Each stands as before or as after the act. */
    for (size_t i = 0; i < before->count; i++)
        if (kept_has(after, before->at[i]) && !kept_has(&now, before->at[i]))
            return LOST;
    for (size_t i = 0; i < now.count; i++)
        if (!kept_has(before, now.at[i]) && !kept_has(after, now.at[i]))
            return INVENTED;
    room_visit(nora, "3/1");
    do_write(nora, "0", "and life goes on");
    struct kept last;
    kept_note(nora, &last);
    return last.count == now.count + 1 && kept_missing(&now, &last) == 0 ? WENT_ON : LOST;
}

static int child_run(const struct act *act, enum memory_fault fault, uint64_t at,
                     const struct kept *before, const struct kept *after) {
    if (getenv("HERE")) { /* in a debugger: no process of its own */
        int said = child(act, fault, at, before, after);
        printf("%d\n", said);
        exit(said);
    }
    fflush(stdout);
    pid_t pid = fork();
    int status = 0;
    MUST(pid >= 0);
    if (pid == 0)
        _exit(child(act, fault, at, before, after));
    MUST(waitpid(pid, &status, 0) == pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : APP_ENDED;
}

/* What the act leaves when nothing fails, asked of a child so that the parent stands before it. */
struct learned {
    struct kept kept;
    uint64_t asked;
};

static struct learned act_learn(const struct act *act) {
    struct learned learned = {.asked = 0};
    int ends[2];
    MUST(pipe(ends) == 0);
    fflush(stdout);
    pid_t pid = fork();
    MUST(pid >= 0);
    if (pid == 0) {
        arena_fault(MEMORY_FINE, 0);
        act->run();
        learned.asked = arena_asked();
        if (room_book(nora))
            kept_note(nora, &learned.kept);
        MUST(write(ends[1], &learned, sizeof learned) == (ssize_t)sizeof learned);
        _exit(0);
    }
    close(ends[1]);
    MUST(read(ends[0], &learned, sizeof learned) == (ssize_t)sizeof learned);
    close(ends[0]);
    waitpid(pid, NULL, 0);
    return learned;
}

TEST(memory_of_the_core_at_every_allocation) {
    static const char *const wrong[] = {
        "",           "",           "the app stopped", "it shows nothing",
        "not opened", "words lost", "words invented"};
    const char *text = getenv("STRIDE");
    const char *only = getenv("HERE"); /* "act.fault.at" */
    unsigned here[3] = {0};
    if (only)
        sscanf(only, "%u.%u.%u", &here[0], &here[1], &here[2]);
    uint64_t stride = text ? strtoull(text, NULL, 10) : 1, faults = 0, failed = 0, stopped = 0;
    room_world_begin(&w);
    CHECK(room_pair(&w, &nora, &sam));
    room_visit(nora, "3/1");
    do_write(nora, "0", "the first one");
    room_visit(sam, "3/1");
    do_write(sam, "0", "his");
    room_run(&w, 2000);
    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        struct kept before = {.count = 0};
        if (room_book(nora))
            kept_note(nora, &before);
        struct learned learned = act_learn(&acts[i]);
        if (!room_book(nora))
            before = learned.kept; /* locked: nothing is to change */
        if (learned.kept.count == 0)
            learned.kept = before; /* locked afterwards */
        for (int fault = MEMORY_ONCE; fault <= MEMORY_FOREVER; fault++)
            for (uint64_t at = i % stride; at < learned.asked; at += stride) {
                if (only && (i != here[0] || fault != (int)here[1] || at != here[2]))
                    continue;
                int said =
                    child_run(&acts[i], (enum memory_fault)fault, at, &before, &learned.kept);
                faults += said != STRUCK_NOT;
                if (said <= STRUCK_NOT)
                    continue;
                if (said == APP_ENDED && fault == MEMORY_FOREVER && may_stop(&acts[i])) {
                    stopped++;
                    continue;
                }
                failed++;
                printf("%s, allocation %llu %s: %s (HERE=%zu.%d.%llu)\n", acts[i].name,
                       (unsigned long long)at,
                       fault == MEMORY_ONCE ? "once" : "and all that follow", wrong[said], i, fault,
                       (unsigned long long)at);
            }
        acts[i].run();
    }
    printf("  allocations of the core: %zu acts, %llu faults injected, %llu lost or stopped; %llu "
           "stopped rather than keep mine open\n",
           COUNT_OF(acts), (unsigned long long)faults, (unsigned long long)failed,
           (unsigned long long)stopped);
    room_world_end(&w);
    CHECK(faults > 0);
    CHECK_INT(failed, 0);
}
