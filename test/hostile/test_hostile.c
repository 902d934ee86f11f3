/* A hostile relay against the real client: 26 behaviours, each over several seeds.
 *
 * Ana has two phones, Ben has one. They pair, write, erase; the relay plays a trick while they go
 * on writing, restarting and logging in; then it is honest again. Throughout, on every phone:
 *
 *   - what stands was written by whom it is shown of, in the space it was written in, and each
 *     one's own words are all there; nothing erased stands on its author's phones;
 *   - no request holds a word of anybody's, nor a token of another box;
 *   - requests, waits and moments of work stay below a bound for each minute.
 *
 * In the end they agree, or an alarm is up and both histories are kept, or what is missing is told.
 *
 * SEEDS=n runs each behaviour n times; TRICK=n only that one; FIRST=n begins with that seed;
 * EXCHANGES=n is the number of honest exchanges after which no alarm may have risen.
 */
#include "test.h"
#include "tricks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS_MAX = 160,
    ROUNDS = 4,
    REQUESTS_A_MINUTE = 150, /* of one phone */
    STEPS_A_MINUTE = 1400
};

/* --- what was written --------------------------------------------------------------------------
 */

struct said {
    uint32_t person; /* 0 Ana, 1 Ben */
    enum space space;
    uint32_t phone; /* on which it was written */
    bool erased;
    char text[40];
    uint8_t eid[EID_SIZE];
};

struct play {
    struct tricks tricks;
    struct phone *ana, *ben, *other; /* `other` is Ana's second; NULL until it logs in */
    struct said said[WORDS_MAX];
    uint32_t count;
    uint32_t leaks, wrong;
    const char *what; /* went wrong */
};

static struct world w;
static struct play play;
static const char mark[] = "zq-canary-";

enum { WORDS_FIRST = 10, WORDS_SECOND = 500, WORDS_BEN = 900 };

static void fail(const char *what) {
    if (!play.what)
        play.what = what;
    play.wrong++;
}

static uint32_t person_of(const struct phone *p) {
    return p == play.ben;
}

static bool say(struct phone *p, enum space space) {
    if (play.count == WORDS_MAX)
        return true;
    struct said *s = &play.said[play.count];
    *s = (struct said){.person = person_of(p), .space = space, .phone = (uint32_t)(p - w.phones)};
    snprintf(s->text, sizeof s->text, "%s%u-%u", mark, s->person, play.count);
    if (phone_write(p, space, s->text, s->eid) != ERR_OK)
        return false;
    play.count++;
    return true;
}

static bool unsay(struct phone *p) {
    for (uint32_t tries = 0; tries < 8 && play.count > 0; tries++) {
        struct said *s = &play.said[tricks_draw(&play.tricks, play.count)];
        if (s->erased || s->phone != (uint32_t)(p - w.phones))
            continue;
        s->erased = true;
        return book_erase(p->book, s->eid, w.today) == ERR_OK;
    }
    return true;
}

/* --- what must always hold ----------------------------------------------------------------------
 */

static const struct said *said_find(struct bytes text) {
    for (uint32_t i = 0; i < play.count; i++)
        if (bytes_equal(text, bytes_from_string(play.said[i].text)))
            return &play.said[i];
    return NULL;
}

/* Nothing stands that was not said, and each phone's own words stand. */
static void phone_check(struct phone *p) {
    size_t count;
    uint32_t person = person_of(p);
    if (!p->book)
        return;
    const struct item *items = book_items(p->book, KIND_TEST, &count);
    for (size_t i = 0; i < count; i++) {
        struct bytes text = {NULL, 0};
        struct entry entry = book_item_entry(&items[i]);
        const struct said *s = body_text(entry.body, 1, &text) ? said_find(text) : NULL;
        if (!s || s->space != items[i].space)
            fail("an entry that nobody wrote");
        else if ((s->person == person) != (items[i].author == AUTHOR_ME))
            fail("an entry under another's name");
        else if (s->person != person && s->space == SPACE_MINE)
            fail("a private entry at the other's");
        else if (s->erased && s->phone == (uint32_t)(p - w.phones))
            fail("an erased entry on its author's phone");
    }
    for (uint32_t i = 0; i < play.count; i++) {
        const struct said *s = &play.said[i];
        if (s->phone == (uint32_t)(p - w.phones) && !s->erased &&
            !phone_has(p, AUTHOR_ME, s->space, s->text))
            fail("own words lost");
    }
}

static bool holds(struct bytes in, const char *what) {
    size_t size = strlen(what);
    for (size_t i = 0; i + size <= in.size; i++)
        if (memcmp(in.at + i, what, size) == 0)
            return true;
    return false;
}

/* No words, and no token but the box's own, ever leave a phone. */
static void request_watch(void *ctx, const struct phone *p, const struct net_request *request) {
    (void)ctx;
    uint8_t hash[HASH_SIZE];
    struct fake_relay *relay = p->elsewhere ? p->elsewhere : &w.relay;
    const struct fake_box *box = fake_relay_named(relay, request->path);
    if (holds(request->body, mark) || holds(request->path, mark))
        fail("words in the clear");
    if (!request->token || !box)
        return;
    hash_bytes(LABEL_RT, bytes_make(request->token, KEY_SIZE), hash);
    if (memcmp(hash, box->rt_hash, HASH_SIZE) != 0)
        fail("a token of another box");
}

struct measure {
    uint64_t requests[WORLD_PHONES], steps, from_ms;
};

static struct measure measure_begin(void) {
    struct measure m = {.steps = w.steps, .from_ms = w.now_ms};
    for (uint32_t i = 0; i < w.phone_count; i++)
        m.requests[i] = w.phones[i].requests;
    return m;
}

static uint64_t requests_worst; /* a minute, of any phone */

static void measure_check(const struct measure *m) {
    uint64_t minutes = (w.now_ms - m->from_ms) / 60000 + 1;
    if (w.steps - m->steps > STEPS_A_MINUTE * minutes * w.phone_count)
        fail("work without end");
    for (uint32_t i = 0; i < w.phone_count; i++) {
        uint64_t requests = (w.phones[i].requests - m->requests[i]) / minutes;
        requests_worst = requests > requests_worst ? requests : requests_worst;
        if (requests > REQUESTS_A_MINUTE)
            fail("requests without end");
        if (w.phones[i].waits_max > 2)
            fail("more than two waits");
    }
}

static bool alarmed(void) {
    bool up = false;
    for (uint32_t i = 0; i < w.phone_count; i++)
        up |= w.phones[i].book && sync_status(w.phones[i].sync).trouble == SYNC_ALARM;
    return up;
}

/* --- the couple ---------------------------------------------------------------------------------
 */

static void couple_found(enum trick trick, uint64_t seed) {
    memset(&play, 0, sizeof play);
    world_begin(&w, seed * 64 + (uint64_t)trick);
    w.tick_ms = 50;
    tricks_begin(&play.tricks, &w, trick, seed);
    w.watch = request_watch;
    play.ana = world_phone(&w);
    play.ben = world_phone(&w);
    if (phone_begin(play.ana, "Ana") != ERR_OK || phone_begin(play.ben, "Ben") != ERR_OK)
        fail("no book");
}

static void couple_settle(void) {
    for (int i = 0; i < 4; i++)
        if (!say(play.ana, i == 3 ? SPACE_MINE : SPACE_OURS) || !say(play.ben, SPACE_OURS))
            fail("not saved");
    if (!world_settle(&w, 400000))
        fail("an honest relay, and no rest");
}

static void second_phone(uint16_t first) {
    uint16_t words[PASSWORD_WORDS];
    words_from(first, words);
    struct phone *p = play.other ? play.other : world_phone(&w);
    play.other = p;
    if (!phone_log_in(p, words))
        account_forget(p->account);
}

static bool couple_begin(enum trick trick, uint64_t seed) {
    couple_found(trick, seed);
    if (!world_pair(&w, play.ana, play.ben, seed % 2) ||
        !phone_make_words(play.ana, WORDS_FIRST, true) ||
        !phone_make_words(play.ben, WORDS_BEN, false))
        fail("an honest relay, and no pair");
    account_forget(play.ana->account);
    couple_settle();
    if (seed % 4 == 1 && trick != TRICK_ROLL_BACK_LOCATOR && trick != TRICK_OTHERS_LOCATOR)
        second_phone(WORDS_FIRST);
    if (!unsay(play.ana) || !unsay(play.ben) || !world_settle(&w, 400000))
        fail("an honest relay, and no rest");
    return play.wrong == 0;
}

static struct phone *any_phone(void) {
    struct phone *phones[3] = {play.ana, play.ben, play.other};
    struct phone *p = phones[tricks_draw(&play.tricks, 3)];
    return p && p->book ? p : play.ana;
}

static void round_play(void) {
    struct phone *p = any_phone();
    bool fine = true;
    switch (tricks_draw(&play.tricks, 6)) {
    case 0:
        fine = phone_restart(p) == ERR_OK;
        break;
    case 1:
        fine = unsay(p);
        break;
    case 2:
        sync_nudge(p->sync, w.now_ms);
        break;
    default:
        fine = say(p, tricks_draw(&play.tricks, 3) ? SPACE_OURS : SPACE_MINE) &&
               say(any_phone(), SPACE_OURS);
    }
    if (!fine)
        fail("not saved");
    world_run(&w, 5000 + tricks_draw(&play.tricks, 55000));
    for (uint32_t i = 0; i < w.phone_count; i++)
        phone_check(&w.phones[i]);
}

/* Everybody has what stands, and nothing else. */
static bool agreed(void) {
    for (uint32_t i = 0; i < play.count; i++) {
        const struct said *s = &play.said[i];
        struct phone *phones[3] = {play.ana, play.ben, play.other};
        for (int k = 0; k < 3; k++) {
            struct phone *p = phones[k];
            if (!p || !p->book || (s->space == SPACE_MINE && person_of(p) != s->person))
                continue;
            enum author author = person_of(p) == s->person ? AUTHOR_ME : AUTHOR_PARTNER;
            if (phone_has(p, author, s->space, s->text) == s->erased)
                return false;
        }
    }
    return true;
}

static bool heal(void) {
    tricks_stop(&play.tricks);
    for (uint32_t i = 0; i < w.phone_count; i++)
        if (w.phones[i].book && phone_restart(&w.phones[i]) != ERR_OK)
            fail("does not open again");
    for (int i = 0; i < 3 && !(world_settle(&w, 300000) && agreed()); i++)
        world_run(&w, 60000);
    for (uint32_t i = 0; i < w.phone_count; i++)
        phone_check(&w.phones[i]);
    return agreed();
}

/* --- what a run came to -------------------------------------------------------------------------
 */

enum outcome { CONVERGED, ALARMED, TOLD, OUTCOMES };

static enum outcome outcome_of(bool converged) {
    if (alarmed())
        return ALARMED;
    if (converged)
        return CONVERGED;
    for (uint32_t i = 0; i < w.phone_count; i++)
        if (w.phones[i].book && sync_status(w.phones[i].sync).trouble != SYNC_FINE)
            return TOLD;
    fail("neither agreed nor told");
    return TOLD;
}

/* A new phone of Ana's logs in while the relay lies; if it cannot, it tries again later. */
static enum outcome play_feeds(enum trick trick, uint64_t seed) {
    if (!couple_begin(trick, seed))
        return TOLD;
    tricks_remember(&play.tricks);
    tricks_play(&play.tricks);
    struct measure m = measure_begin();
    for (int round = 0; round < ROUNDS; round++)
        round_play();
    if (!play.other)
        second_phone(WORDS_FIRST);
    world_run(&w, 60000);
    for (uint32_t i = 0; i < w.phone_count; i++)
        phone_check(&w.phones[i]);
    measure_check(&m);
    if (alarmed())
        fail("an alarm without two signed histories");
    return outcome_of(heal());
}

/* Two relays with one past. `phone` is shown the second from now on. */
static struct fake_relay second;

static void fork_here(struct phone *phone) {
    fake_relay_copy(&w.relay, &second);
    phone->elsewhere = &second;
    play.tricks.tried++;
}

static enum outcome play_fork_devices(enum trick trick, uint64_t seed) {
    if (!couple_begin(trick, seed * 4 + 1)) /* with a second phone */
        return TOLD;
    fork_here(play.other);
    struct measure m = measure_begin();
    if (!say(play.ana, SPACE_OURS) || !say(play.other, SPACE_OURS) || !say(play.other, SPACE_OURS))
        fail("not saved");
    for (int round = 0; round < ROUNDS; round++)
        round_play();
    measure_check(&m);
    /* Ben, who saw the first history, is shown the second. */
    play.ben->elsewhere = &second;
    play.ana->offline = true;
    sync_nudge(play.ben->sync, w.now_ms);
    /* While the second is shorter than what he verified it only looks like a lost end. */
    for (int i = 0; i < 16 && !alarmed(); i++) {
        if (!say(play.other, SPACE_OURS))
            fail("not saved");
        world_run(&w, 60000);
    }
    for (uint32_t i = 0; i < w.phone_count; i++)
        phone_check(&w.phones[i]);
    if (sync_status(play.ben->sync).trouble != SYNC_ALARM)
        fail("two histories, and no alarm");
    bool kept = true;
    for (uint32_t i = 0; i < play.count; i++)
        if (play.said[i].space == SPACE_OURS && play.said[i].person == 0 && !play.said[i].erased)
            kept &= phone_has(play.ben, AUTHOR_PARTNER, SPACE_OURS, play.said[i].text);
    if (!kept)
        fail("a history was thrown away");
    if (phone_restart(play.ben) != ERR_OK)
        fail("does not open again");
    world_run(&w, 2000);
    if (sync_status(play.ben->sync).trouble != SYNC_ALARM)
        fail("the alarm was forgotten");
    enum outcome outcome = outcome_of(false);
    fake_relay_free(&second);
    return outcome;
}

/* The boxes of both relays become one's: each is as long as its author made it. */
static void fork_join(void) {
    for (struct fake_box *b = second.boxes; b; b = b->next) {
        struct fake_box *here = fake_relay_find(&w.relay, b->id);
        if (here && here->count >= b->count)
            continue;
        struct fake_box *next = here ? here->next : w.relay.boxes;
        if (!here) {
            here = arena_alloc(&w.relay.arena, sizeof *here);
            MUST(here);
            w.relay.boxes = here;
        }
        *here = *b;
        here->next = next;
    }
    w.phones[0].elsewhere = w.phones[1].elsewhere = w.phones[2].elsewhere = NULL;
}

static enum outcome play_fork_couple(enum trick trick, uint64_t seed) {
    if (!couple_begin(trick, seed * 4)) /* with one phone each */
        return TOLD;
    fork_here(play.ben);
    struct measure m = measure_begin();
    for (int round = 0; round < ROUNDS; round++)
        round_play();
    measure_check(&m);
    if (alarmed())
        fail("an alarm without two signed histories");
    fork_join();
    enum outcome outcome = outcome_of(heal());
    fake_relay_free(&second);
    return outcome;
}

/* Ben leaves; what he dropped, and the mailbox they paired in, are shown as if they stood. */
static enum outcome play_dropped(enum trick trick, uint64_t seed) {
    if (!couple_begin(trick, seed))
        return TOLD;
    if (pair_leave(play.ben->book, true, w.today) != ERR_OK || !world_settle(&w, 400000))
        fail("an honest relay, and no leaving");
    world_run(&w, 120000);
    tricks_play(&play.tricks);
    struct measure m = measure_begin();
    for (int round = 0; round < ROUNDS; round++) {
        struct phone *p = tricks_draw(&play.tricks, 2) ? play.ana : play.ben;
        if (phone_restart(p) != ERR_OK || !say(p, SPACE_MINE))
            fail("not saved");
        world_run(&w, 60000);
    }
    if (!play.other)
        second_phone(WORDS_FIRST);
    measure_check(&m);
    tricks_stop(&play.tricks);
    world_run(&w, 200000);
    if (book_status(play.ana->book).pair != PAIR_LEFT ||
        book_status(play.ben->book).pair != PAIR_LEFT)
        fail("a pair that was left stands again");
    play.tricks.tried += play.tricks.tried == 0; /* nobody asked for what is gone */
    return outcome_of(!alarmed());
}

/* Words change while the relay lies about locators: refused or not reached, and the words that held
 * before hold; an honest relay later takes the change. */
static enum outcome play_locator(enum trick trick, uint64_t seed) {
    uint16_t old[PASSWORD_WORDS], next[PASSWORD_WORDS];
    words_from(WORDS_FIRST, old);
    words_from(WORDS_SECOND, next);
    if (!couple_begin(trick, seed))
        return TOLD;
    tricks_remember(&play.tricks);
    if (account_new_kit(play.ana->account, old) != ERR_OK || !phone_act(play.ana, 20000) ||
        !world_settle(&w, 400000)) /* writes the locator once more */
        fail("an honest relay, and no kit");
    play.tricks.per_cent = 100;
    tricks_play(&play.tricks);
    account_forget(play.ana->account);
    bool changed =
        account_change_words(play.ana->account, old, next) == ERR_OK && phone_act(play.ana, 20000);
    if (changed)
        fail("words changed on the word of a lying relay");
    account_forget(play.ana->account);
    struct phone *fresh = world_phone(&w);
    if (trick == TRICK_OTHERS_LOCATOR && phone_log_in(fresh, old))
        fail("another's locator opened");
    account_forget(fresh->account);
    tricks_stop(&play.tricks);
    if (account_change_words(play.ana->account, old, next) != ERR_OK ||
        !phone_act(play.ana, 20000) || !world_settle(&w, 400000))
        fail("an honest relay, and no change of words");
    second_phone(WORDS_SECOND);
    if (!play.other->book)
        fail("the new words open nothing");
    return outcome_of(heal());
}

/* The relay lies while they pair: a pair of these two or none, and none but them. */
static enum outcome play_pairing(enum trick trick, uint64_t seed) {
    couple_found(trick, seed);
    struct phone *third = world_phone(&w), *fourth = world_phone(&w);
    uint8_t text[INVITATION_SIZE];
    if (phone_begin(third, "Cleo") != ERR_OK || phone_begin(fourth, "Dan") != ERR_OK)
        fail("no book");
    tricks_play(&play.tricks);
    struct measure m = measure_begin();
    if (pair_flow_invite(third->pair, BYTES("Cleo"), false, w.today) != ERR_OK)
        fail("not invited");
    memcpy(text, pair_flow_invitation(third->pair).at, sizeof text);
    if (pair_flow_join(fourth->pair, BYTES_OF(text), BYTES("Dan"), w.today) != ERR_OK)
        fail("not joined");
    bool paired = world_pair(&w, play.ana, play.ben, false);
    world_run(&w, 60000);
    measure_check(&m);
    tricks_stop(&play.tricks);
    for (uint32_t i = 0; i < w.phone_count; i++)
        if (phone_restart(&w.phones[i]) != ERR_OK)
            fail("does not open again");
    world_run(&w, 200000);
    paired = book_status(play.ana->book).pair == PAIR_TOGETHER &&
             book_status(play.ben->book).pair == PAIR_TOGETHER;
    uint16_t one[PAIRING_WORDS], other[PAIRING_WORDS];
    struct phone *couples[2][2] = {{play.ana, play.ben}, {third, fourth}};
    for (int i = 0; i < 2; i++)
        if (book_status(couples[i][0]->book).pair == PAIR_TOGETHER &&
            book_status(couples[i][1]->book).pair == PAIR_TOGETHER &&
            (pair_compare_words(couples[i][0]->book, one) != ERR_OK ||
             pair_compare_words(couples[i][1]->book, other) != ERR_OK ||
             memcmp(one, other, sizeof one) != 0))
            fail("two pairs that do not know each other");
    if (!paired)
        return TOLD; /* the door says that it did not fit, or is used; a new invitation works: */
    couple_settle();
    return outcome_of(agreed());
}

static enum outcome play_one(enum trick trick, uint64_t seed) {
    switch (trick) {
    case TRICK_FORK_DEVICES:
        return play_fork_devices(trick, seed);
    case TRICK_FORK_COUPLE:
        return play_fork_couple(trick, seed);
    case TRICK_RESURRECT_BOX:
        return play_dropped(trick, seed);
    case TRICK_ROLL_BACK_LOCATOR:
    case TRICK_OTHERS_LOCATOR:
        return play_locator(trick, seed);
    case TRICK_MAILBOX_TWICE:
    case TRICK_TWO_INVITERS:
        return play_pairing(trick, seed);
    default:
        return play_feeds(trick, seed);
    }
}

/* --- the tests ----------------------------------------------------------------------------------
 */

static uint64_t number_from(const char *name, uint64_t otherwise) {
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

/* Two signed histories are an alarm and nothing else is. Who was told that something is stored
 * which was not keeps their words and is told that the end is missing; a pairing that was
 * interfered with is told at the door. */
static bool may_end(enum trick trick, enum outcome outcome) {
    if (trick == TRICK_FORK_DEVICES)
        return outcome == ALARMED;
    if (trick == TRICK_NOT_STORED)
        return true; /* an alarm where the other phone wrote in the place of what was swallowed */
    if (trick == TRICK_MAILBOX_TWICE || trick == TRICK_TWO_INVITERS)
        return outcome != ALARMED;
    return outcome == CONVERGED;
}

TEST(hostile_relay_of_every_kind) {
    static const char *const outcomes[OUTCOMES] = {"converged", "alarm", "told"};
    uint64_t seeds = number_from("SEEDS", 40), first = number_from("FIRST", 1);
    uint64_t only = number_from("TRICK", 0), tried = 0, runs = 0, wrong = 0;
    printf("  %-2s %-34s %6s %9s %6s %6s %11s\n", "", "what the relay does", "runs", "converged",
           "alarm", "told", "tamperings");
    for (int trick = 1; trick < TRICK_COUNT; trick++) {
        uint64_t counts[OUTCOMES] = {0}, here = 0;
        for (uint64_t seed = first; seed < first + seeds && (!only || only == (uint64_t)trick);
             seed++) {
            enum outcome outcome = play_one((enum trick)trick, seed);
            if (!may_end((enum trick)trick, outcome) && play.wrong == 0)
                fail(outcomes[outcome]);
            if (play.wrong > 0) {
                printf("TRICK=%d FIRST=%llu SEEDS=1 (%s): %s\n", trick, (unsigned long long)seed,
                       trick_name((enum trick)trick), play.what);
                wrong++;
            }
            counts[outcome]++;
            here += play.tricks.tried;
            runs++;
            tricks_end(&play.tricks);
            world_end(&w);
        }
        tried += here;
        if (here == 0 && seeds >= 10 && (!only || only == (uint64_t)trick)) {
            printf("TRICK=%d: never played\n", trick);
            wrong++;
        }
        if (!only || only == (uint64_t)trick)
            printf("  %2d %-34s %6llu %9llu %6llu %6llu %11llu\n", trick,
                   trick_name((enum trick)trick), (unsigned long long)seeds,
                   (unsigned long long)counts[CONVERGED], (unsigned long long)counts[ALARMED],
                   (unsigned long long)counts[TOLD], (unsigned long long)here);
    }
    printf("  %llu runs, %llu tamperings tried, %llu wrong; at most %llu requests a minute\n",
           (unsigned long long)runs, (unsigned long long)tried, (unsigned long long)wrong,
           (unsigned long long)requests_worst);
    CHECK(runs > 0);
    CHECK_INT(wrong, 0);
}

/* Losses, delays, answers that come twice, restarts, a second phone: and no alarm. */
TEST(hostile_relay_that_is_honest_raises_no_alarm) {
    uint64_t wanted = number_from("EXCHANGES", 100000), exchanges = 0, alarms = 0, worlds = 0;
    for (uint64_t seed = number_from("FIRST", 1); exchanges < wanted; seed++, worlds++) {
        bool fine = couple_begin(TRICK_NONE, seed);
        w.lose_request = (uint32_t)(seed % 4) * 5;
        w.lose_answer = (uint32_t)(seed / 4 % 4) * 5;
        w.repeat_answer = (uint32_t)(seed / 2 % 3) * 10;
        w.delay_ms = (uint32_t)(seed % 5) * 400;
        for (int round = 0; fine && round < 40; round++) {
            round_play();
            alarms += alarmed();
        }
        w.lose_request = w.lose_answer = w.repeat_answer = w.delay_ms = 0;
        fine = fine && heal() && play.wrong == 0;
        alarms += alarmed();
        exchanges += w.relay.requests;
        if (!fine)
            printf("FIRST=%llu: %s\n", (unsigned long long)seed,
                   play.what ? play.what : "not agreed");
        tricks_end(&play.tricks);
        world_end(&w);
        CHECK(fine);
    }
    printf("  %llu honest exchanges in %llu worlds, %llu false alarms\n",
           (unsigned long long)exchanges, (unsigned long long)worlds, (unsigned long long)alarms);
    CHECK_INT(alarms, 0);
}
