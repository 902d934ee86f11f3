/* The simulator itself: the same seed gives the same run, and each claim fires when it is broken.
 */
#include "sim.h"

#include "app/app_internal.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *folder(void) {
    static char at[128];
    snprintf(at, sizeof at, "%s/toward-sim-claims-%d",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (int)getpid());
    return at;
}

/* Two people who are a couple, and a quiet world; freed with bench_end. */
static struct sim *bench_begin(void) {
    struct sim *s = calloc(1, sizeof *s);
    struct sim_plan plan = {.acts = 1};
    MUST(s && sim_begin(s, 42, &plan, folder()));
    s->people_count = 2;
    for (uint32_t i = 0; i < 2; i++) {
        MUST(sim_begin_book(s, sim_world_phone(&s->world, i)));
        s->people[i].pair = s->people[i].last_pair = 1;
        s->people[i].partner = 1 - i;
        s->couple[1][i] = i;
    }
    s->pairs = 1;
    MUST(sim_pair_up(s, &s->world.phones[0], &s->world.phones[1]));
    sim_claims_step(s);
    return s;
}

static void bench_end(struct sim *s) {
    sim_end(s);
    free(s);
}

static bool told(const struct sim *s, const char *claim) {
    return s->failed && strncmp(s->failure, claim, strlen(claim)) == 0;
}

/* A sentence that was called saved; its number. */
static uint32_t saved(struct sim *s) {
    struct sim_dice d = {7};
    uint32_t before = s->said_count;
    while (s->said_count == before || !s->said[s->said_count - 1].acked)
        sim_act(s, &d, ACT_WRITE_OURS);
    return s->said_count - 1;
}

TEST(sim_dice_are_fair_enough_and_apart) {
    struct sim_dice a = {1}, b = {1}, c = {2};
    uint32_t counts[6] = {0}, same = 0;
    for (int i = 0; i < 6000; i++) {
        uint32_t n = sim_roll(&a, 6);
        counts[n]++;
        CHECK(n == sim_roll(&b, 6));
        same += n == sim_roll(&c, 6);
    }
    for (int i = 0; i < 6; i++)
        CHECK(counts[i] > 850 && counts[i] < 1150);
    CHECK(same > 800 && same < 1200);
    CHECK(sim_mix(1, 2) != sim_mix(2, 1));
    CHECK(sim_digest(1, "abcdefgh", 8) != sim_digest(1, "abcdefgi", 8));
    CHECK(sim_digest(1, "a\0", 2) != sim_digest(1, "a", 1));
}

TEST(sim_same_seed_same_run) {
    struct sim_result one, two, other;
    sim_run(3, 20, folder(), false, &one);
    sim_run(3, 20, folder(), false, &two);
    sim_run(4, 20, folder(), false, &other);
    CHECK(!one.failed && !two.failed && !other.failed);
    CHECK(one.trace == two.trace && one.requests == two.requests);
    CHECK(one.trace != other.trace);
    CHECK(one.tally.steps > 10 && one.requests > 50);
}

TEST(sim_marks_are_found_and_nothing_else) {
    struct sim *s = bench_begin();
    char mark[SIM_MARK_SIZE + 1], text[64];
    uint32_t n = sim_say(s, &s->world.phones[0], SAID_MINE, mark), found = 99;
    size_t at = 0;
    snprintf(text, sizeof text, "~~12~00000000~ %s ~", mark);
    CHECK(sim_mark_next(bytes_from_string(text), &at, &found));
    CHECK_INT(found, n);
    CHECK(!sim_mark_next(bytes_from_string(text), &at, &found));
    bench_end(s);
}

TEST(sim_c1_fires_when_what_was_saved_is_not_there) {
    struct sim *s = bench_begin();
    uint32_t n = saved(s);
    sim_claims_step(s);
    CHECK(!s->failed);
    s->said[n].eid[0] ^= 1; /* as if that entry had been another */
    sim_claims_step(s);
    CHECK(told(s, "C1"));
    bench_end(s);
}

TEST(sim_c2_fires_when_an_acknowledged_blob_did_not_survive) {
    struct sim *s = bench_begin();
    struct sim_dice d = {1};
    (void)saved(s);
    sim_world_run(&s->world, 5000);
    CHECK(s->blob_count > 0);
    sim_harm(s, &d, HARM_RELAY_CRASH);
    CHECK(!s->failed);
    s->blobs[0].n += 1000;
    sim_harm(s, &d, HARM_RELAY_CRASH);
    CHECK(told(s, "C2"));
    bench_end(s);
}

TEST(sim_c3_fires_when_one_set_comes_to_two_states) {
    struct sim *s = bench_begin();
    CHECK(sim_states_agree(s, 5, 6) && sim_states_agree(s, 5, 6) && sim_states_agree(s, 7, 8));
    CHECK(!sim_states_agree(s, 5, 9));
    /* And on the whole: what the phones come to was noted; a note that says otherwise is told. */
    for (size_t i = 0; i < SIM_STATES; i++)
        s->states[i].state ^= 1;
    sim_claims_step(s);
    CHECK(told(s, "C3"));
    bench_end(s);
}

TEST(sim_c4_tells_phones_that_differ) {
    struct sim *s = bench_begin();
    char why[120];
    sim_world_run(&s->world, 200000);
    CHECK(sim_converged(s, why));
    s->world.phones[1].offline = true;
    (void)saved(s);
    CHECK(!sim_converged(s, why));
    s->world.phones[1].offline = false;
    sim_world_run(&s->world, 200000);
    CHECK(sim_converged(s, why));
    bench_end(s);
}

TEST(sim_c5_fires_on_an_alarm_without_a_cause) {
    struct sim *s = bench_begin();
    struct book *b = sim_phone_book(&s->world.phones[0]);
    sim_world_run(&s->world, 30000);
    book_feed_flag(b, book_feed(b, FEED_PAIR_IN), 1 << 8, 0); /* FEED_ALARM */
    CHECK_OK(book_commit(b));
    sim_claims_step(s);
    CHECK(told(s, "C5"));
    bench_end(s);
}

TEST(sim_c6_fires_on_words_that_are_not_the_readers) {
    struct sim *s = bench_begin();
    struct sim_phone *a = &s->world.phones[0], *b = &s->world.phones[1];
    char mark[SIM_MARK_SIZE + 1];
    uint32_t n = sim_say(s, a, SAID_OURS, mark);
    memcpy(b->view, mark, SIM_MARK_SIZE);
    sim_claim_saw(s, b);
    CHECK(!s->failed);
    s->said[n].place = SAID_SEALED; /* neither has opened */
    sim_claim_saw(s, b);
    CHECK(told(s, "C6"));
    s->failed = false;
    s->said[n].place = SAID_MINE;
    sim_claim_saw(s, b);
    CHECK(told(s, "C6"));
    s->failed = false;
    struct net_request r = {.method = NET_POST, .body = bytes_from_string(mark)};
    sim_claim_sent(s, a, &r);
    CHECK(told(s, "C6"));
    bench_end(s);
}

TEST(sim_c7_fires_when_the_relay_keeps_what_it_erased) {
    struct sim *s = bench_begin();
    (void)saved(s);
    sim_world_run(&s->world, 5000);
    CHECK(s->blob_count > 0);
    memcpy(s->erased[0].bytes, s->blobs[0].bytes, sizeof s->erased[0].bytes);
    s->erased_count = 1; /* as if the relay had said so */
    sim_world_run(&s->world, 60000);
    sim_claims_step(s);
    CHECK(told(s, "C7"));
    bench_end(s);
}

TEST(sim_twins_differ_where_they_should_and_nowhere_else) {
    struct sim_result bytes, sizes;
    sim_twin_run(10, folder(), false, &bytes);
    sim_twin_run(20, folder(), false, &sizes);
    CHECK(!bytes.failed && !sizes.failed);
    CHECK(bytes.tally.twins > 20 && sizes.tally.twins > 20);
}
