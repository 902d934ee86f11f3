/* Invitations: reloads, second claimants, interference, expiry, leaving. */
#include "book/box.h"
#include "fake_world.h"
#include "test.h"

#include <string.h>

static struct world w;
static uint8_t invitation[INVITATION_SIZE];

static bool invite(struct phone *p) {
    if (pair_flow_invite(p->pair, BYTES("Ana"), false, w.today) != ERR_OK)
        return false;
    memcpy(invitation, pair_flow_invitation(p->pair).at, sizeof invitation);
    return true;
}

static enum err join(struct phone *p) {
    return pair_flow_join(p->pair, BYTES_OF(invitation), BYTES("Ben"), w.today);
}

static bool three_begin(uint64_t seed, struct phone *phones[3]) {
    static const char *const names[] = {"Ana", "Ben", "Eve"};
    world_begin(&w, seed);
    for (int i = 0; i < 3; i++) {
        phones[i] = world_phone(&w);
        if (phone_begin(phones[i], names[i]) != ERR_OK)
            return false;
    }
    return true;
}

TEST(pair_words_are_the_same_on_both_sides) {
    struct phone *p[3];
    uint16_t one[PAIRING_WORDS], other[PAIRING_WORDS];
    CHECK(three_begin(40, p));
    CHECK_ERR(pair_compare_words(p[0]->book, one), ERR_STATE);
    CHECK(world_pair(&w, p[0], p[1], false));
    CHECK_OK(pair_compare_words(p[0]->book, one));
    CHECK_OK(pair_compare_words(p[1]->book, other));
    CHECK_BYTES(BYTES_OF(one), BYTES_OF(other));
    CHECK_OK(pair_flow_words(p[1]->pair, other));
    CHECK_BYTES(BYTES_OF(one), BYTES_OF(other));
    CHECK(!book_status(p[0]->book).pair_compared);
    CHECK_OK(pair_compared(p[0]->book, w.today));
    CHECK(book_status(p[0]->book).pair_compared);
    phone_close_mine(p[1]);
    CHECK_ERR(pair_compare_words(p[1]->book, other), ERR_LOCKED);
    CHECK_ERR(pair_flow_invite(p[0]->pair, BYTES("Ana"), false, w.today), ERR_STATE);
    world_end(&w);
}

TEST(pair_invitation_text_is_checked) {
    struct phone *p[3];
    CHECK(three_begin(41, p));
    CHECK(invite(p[0]));
    CHECK_INT(book_status(p[0]->book).pair, PAIR_INVITED);
    char link[128] = "https://toward.example/#";
    memcpy(link + 24, invitation, sizeof invitation);
    CHECK(invitation_is(bytes_from_string(link)));
    CHECK(!invitation_is(BYTES("https://toward.example/#4/3")));
    CHECK(!invitation_is(bytes_make(invitation, sizeof invitation - 1)));
    CHECK_ERR(pair_flow_join(p[1]->pair, BYTES("j1.short"), BYTES("Ben"), w.today), ERR_INPUT);
    CHECK_ERR(pair_flow_join(p[1]->pair, BYTES_OF(invitation), BYTES("\xff"), w.today), ERR_INPUT);
    CHECK_OK(pair_flow_join(p[1]->pair, bytes_from_string(link), BYTES("Ben"), w.today));
    world_run(&w, 10000);
    CHECK_INT(book_status(p[0]->book).pair, PAIR_TOGETHER);
    world_end(&w);
}

/* Whoever reads the code before its mailbox stands is there when it does. */
TEST(pair_goes_on_the_moment_both_are_there) {
    struct phone *p[3];
    CHECK(three_begin(46, p));
    p[0]->offline = true;
    CHECK(invite(p[0]));
    CHECK_OK(join(p[1]));
    world_run(&w, 20000);
    CHECK_INT(pair_flow_state(p[1]->pair), PAIR_FLOW_WAITING);
    p[0]->offline = false;
    sync_nudge(p[0]->sync, w.now_ms);
    world_run(&w, 500);
    CHECK_INT(book_status(p[0]->book).pair, PAIR_TOGETHER);
    CHECK_INT(book_status(p[1]->book).pair, PAIR_TOGETHER);
    world_end(&w);
}

TEST(pair_second_claimant_is_told) {
    for (uint64_t seed = 50; seed < 70; seed++) {
        struct phone *p[3];
        CHECK(three_begin(seed, p));
        CHECK(invite(p[0]));
        world_run(&w, 1000);
        w.delay_ms = 60;
        CHECK_OK(join(p[1]));
        world_run(&w, (seed - 50) * 12);
        CHECK_OK(join(p[2]));
        world_run(&w, 90000);
        uint32_t pairs = 0, told = 0;
        for (int i = 1; i < 3; i++) {
            enum pair_flow_state state = pair_flow_state(p[i]->pair);
            pairs += state == PAIR_FLOW_DONE;
            told += state == PAIR_FLOW_USED || state == PAIR_FLOW_GONE;
            CHECK_INT(book_status(p[i]->book).pair,
                      state == PAIR_FLOW_DONE ? PAIR_TOGETHER : PAIR_NONE);
        }
        CHECK_INT(pairs, 1);
        CHECK_INT(told, 1);
        CHECK_INT(pair_flow_state(p[0]->pair), PAIR_FLOW_DONE);
        world_end(&w);
    }
}

TEST(pair_survives_restarts_at_any_step) {
    for (uint64_t step = 0; step < 24; step++) {
        struct phone *p[3];
        CHECK(three_begin(80 + step, p));
        CHECK(invite(p[0]));
        CHECK_OK(join(p[1]));
        for (uint64_t i = 0; i < 4; i++) {
            world_run(&w, 7 + step * 11);
            CHECK_OK(phone_restart(p[i % 2]));
        }
        world_run(&w, 120000);
        CHECK_INT(book_status(p[0]->book).pair, PAIR_TOGETHER);
        CHECK_INT(book_status(p[1]->book).pair, PAIR_TOGETHER);
        CHECK_OK(phone_write(p[0], SPACE_OURS, "hello", NULL));
        world_run(&w, 3000);
        CHECK(phone_has(p[1], AUTHOR_PARTNER, SPACE_OURS, "hello"));
        CHECK_INT(book_kept(p[0]->book, STORE_MINE, KEPT_PAIRING).size, 0);
        CHECK_INT(book_kept(p[1]->book, STORE_MINE, KEPT_PAIRING).size, 0);
        world_end(&w);
    }
}

TEST(pair_cancel_and_expiry) {
    struct phone *p[3];
    CHECK(three_begin(110, p));
    CHECK(invite(p[0]));
    world_run(&w, 2000);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_INVITE), 1);
    CHECK_OK(pair_flow_cancel(p[0]->pair));
    CHECK_INT(book_status(p[0]->book).pair, PAIR_NONE);
    world_run(&w, 5000);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_INVITE), 0);
    CHECK_OK(join(p[1]));
    world_run(&w, 60000);
    CHECK_INT(pair_flow_state(p[1]->pair), PAIR_FLOW_GONE);
    CHECK_INT(book_status(p[1]->book).pair, PAIR_NONE);

    CHECK(invite(p[0]));
    world_run(&w, 2000);
    w.now_ms += (uint64_t)8 * 86400000;
    world_run(&w, 5000);
    CHECK_INT(pair_flow_state(p[0]->pair), PAIR_FLOW_GONE);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_INVITE), 0);
    world_end(&w);
}

/* Whoever has the link may write into the mailbox; it must come to nothing. */
static void mailbox_post(const struct invite_keys *keys, uint64_t seed, uint8_t number) {
    struct random_seeded seeded;
    struct random_source random = random_seeded_source(&seeded, seed);
    struct fake_box *box = fake_relay_find(&w.relay, keys->write.public_key);
    uint8_t plain[PAIRING_MESSAGE_SIZE - SEAL_OVERHEAD], ad[BOX_ID_SIZE + 1];
    uint8_t message[PAIRING_MESSAGE_SIZE];
    MUST(box && random_fill(&random, plain, sizeof plain) == ERR_OK);
    memcpy(ad, keys->write.public_key, BOX_ID_SIZE);
    ad[BOX_ID_SIZE] = number;
    MUST(pad_add(bytes_make(plain, 244), plain, sizeof plain) == ERR_OK);
    MUST(seal_random(keys->seal_key, SEAL_INVITE, BYTES_OF(ad), BYTES_OF(plain), &random,
                     message) == ERR_OK);
    struct arena a;
    struct chain after;
    struct net_request request;
    struct net_answer answer;
    struct bytes blob = BYTES_OF(message);
    arena_init(&a, 1 << 20);
    MUST(box_ask_append(&a, &keys->write, &box->chain, &blob, 1, &after, &request) == ERR_OK);
    request.id = 1;
    MUST(fake_relay_answer(&w.relay, &request, w.now_ms, w.now_ms, &a, &answer));
    MUST(answer.status == 200);
    arena_free(&a);
}

TEST(pair_interference_makes_nothing) {
    for (uint8_t number = 2; number <= 5; number++) {
        struct phone *p[3];
        struct invite_keys keys;
        uint8_t s[PAIRING_SECRET_SIZE];
        CHECK(three_begin(120 + number, p));
        CHECK(invite(p[0]));
        CHECK_OK(base64url_read(bytes_make(invitation + 3, 43), s, sizeof s));
        invite_derive(s, &keys);
        world_run(&w, 1000);
        /* The mailbox is brought to where message `number` is due, then the cheat is faster. */
        bool joined = false;
        for (int i = 0; i < 4000; i++) {
            struct fake_box *box = fake_relay_find(&w.relay, keys.write.public_key);
            if (box->count == (uint32_t)number - 1) {
                mailbox_post(&keys, number, number);
                break;
            }
            if (!joined)
                CHECK_OK(join(p[1]));
            joined = true;
            world_run(&w, 1);
        }
        if (!joined)
            CHECK_OK(join(p[1]));
        world_run(&w, 90000);
        CHECK(pair_flow_state(p[0]->pair) != PAIR_FLOW_DONE || number == 5);
        CHECK(pair_flow_state(p[1]->pair) != PAIR_FLOW_DONE);
        CHECK(book_status(p[1]->book).pair == PAIR_NONE);
        CHECK(pair_flow_state(p[1]->pair) == PAIR_FLOW_REFUSED ||
              pair_flow_state(p[1]->pair) == PAIR_FLOW_USED ||
              pair_flow_state(p[1]->pair) == PAIR_FLOW_GONE);
        world_end(&w);
    }
}

/* A relay that does not know the secret can only break the pairing. */
static void bits_flip(void *ctx, const struct net_request *request, struct arena *a,
                      struct net_answer *answer) {
    uint32_t *calls = ctx;
    struct fake_box *box = fake_relay_named(&w.relay, request->path);
    (void)a;
    if (!box || box->box_class != RELAY_CLASS_INVITE || request->method != NET_GET ||
        answer->status != 200 || answer->body.size < 600)
        return;
    ((uint8_t *)(uintptr_t)answer->body.at)[answer->body.size - 1 - (*calls)++ % 1000] ^= 1;
}

TEST(pair_relay_in_the_middle_gets_nothing) {
    struct phone *p[3];
    uint32_t calls = 0;
    CHECK(three_begin(130, p));
    w.tamper = bits_flip;
    w.ctx = &calls;
    CHECK(invite(p[0]));
    CHECK_OK(join(p[1]));
    world_run(&w, 60000);
    CHECK(calls > 3);
    CHECK(book_status(p[0]->book).pair != PAIR_TOGETHER);
    CHECK(book_status(p[1]->book).pair != PAIR_TOGETHER);
    CHECK_INT(pair_flow_state(p[1]->pair), PAIR_FLOW_WAITING);
    w.tamper = NULL; /* honest again: it goes on where it stood */
    world_run(&w, 60000);
    CHECK_INT(book_status(p[0]->book).pair, PAIR_TOGETHER);
    CHECK_INT(book_status(p[1]->book).pair, PAIR_TOGETHER);
    world_end(&w);
}

/* The box of the feed stands a little longer for the other's phone; nothing else waits for that. */
TEST(pair_leave_holds_up_no_words) {
    struct phone *p[3];
    uint16_t words[PASSWORD_WORDS];
    CHECK(three_begin(141, p));
    CHECK(world_pair(&w, p[0], p[1], false));
    CHECK(world_settle(&w, 400000));
    CHECK_OK(pair_leave(p[0]->book, true, w.today));
    world_run(&w, 3000);
    words_from(7, words);
    CHECK_OK(account_make_words(p[0]->account, words, false));
    CHECK(phone_act(p[0], 5000));
    world_run(&w, 1000);
    CHECK(!account_words_unsent(p[0]->account) && account_unsent(p[0]->account));
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_LOCATOR), 1);
    world_run(&w, 90000);
    CHECK(!account_unsent(p[0]->account));
    world_end(&w);
}

static void old_box_unreachable(void *ctx, const struct net_request *request, struct arena *a,
                                struct net_answer *answer) {
    const struct fake_box *box = fake_relay_named(&w.relay, request->path);
    (void)a;
    if (box && !memcmp(box->id, ctx, BOX_ID_SIZE) && request->method == NET_POST)
        *answer = (struct net_answer){.id = answer->id};
}

/* Left, and a next pair made before the last word of the old one could be sent: its box goes
 * without it, and what else is owed to the relay does not wait for ever. */
TEST(pair_leave_ends_though_the_next_pair_stands) {
    struct phone *p[3];
    uint8_t out_id[BOX_ID_SIZE];
    CHECK(three_begin(142, p));
    CHECK(world_pair(&w, p[0], p[1], false));
    CHECK_OK(phone_write(p[0], SPACE_OURS, "what i wrote", NULL));
    CHECK(world_settle(&w, 400000));
    memcpy(out_id, book_feed(p[0]->book, FEED_PAIR_OUT)->chain.box_id, BOX_ID_SIZE);
    w.relay.disk_full = true; /* the last word is not taken */
    CHECK_OK(pair_leave(p[0]->book, true, w.today));
    world_run(&w, 3000);
    w.ctx = out_id;
    w.tamper = old_box_unreachable;
    w.relay.disk_full = false;
    CHECK(world_pair(&w, p[0], p[2], false));
    world_run(&w, 300000);
    CHECK(fake_relay_find(&w.relay, out_id)->dropped);
    CHECK(!account_unsent(p[0]->account));
    CHECK_OK(phone_write(p[0], SPACE_OURS, "to eve", NULL));
    world_run(&w, 60000);
    CHECK(phone_has(p[2], AUTHOR_PARTNER, SPACE_OURS, "to eve"));
    CHECK(!phone_has(p[2], AUTHOR_PARTNER, SPACE_OURS, "what i wrote"));
    world_end(&w);
}

/* Words of a pair that the other has left, when a next one stands: nobody new hears of them,
 * whether they are changed or erased. */
TEST(pair_words_of_before_stay_with_before) {
    struct phone *p[3];
    struct arena frame;
    struct body_writer body;
    uint8_t eid[EID_SIZE], late[EID_SIZE];
    CHECK(three_begin(144, p));
    CHECK(world_pair(&w, p[0], p[1], false));
    CHECK_OK(phone_write(p[0], SPACE_OURS, "to ben", eid));
    CHECK(world_settle(&w, 400000));
    CHECK_OK(pair_leave(p[1]->book, false, w.today));
    CHECK(world_settle(&w, 400000));
    CHECK_INT(book_status(p[0]->book).pair, PAIR_LEFT);
    CHECK(phone_has(p[0], AUTHOR_ME, SPACE_OURS, "to ben"));
    CHECK(world_pair(&w, p[0], p[2], false));
    arena_init(&frame, 1 << 16);
    body_begin(&body, &frame, eid);
    body_add_text(&body, 1, BYTES("to ben, still"));
    struct book_entry entry = {.space = SPACE_OURS, .kind = KIND_TEST, .day = w.today};
    CHECK_OK(body_end(&body, &entry.body));
    CHECK_ERR(book_write(p[0]->book, &entry, late), ERR_STATE);
    arena_free(&frame);
    size_t heard = 0;
    (void)book_items(p[2]->book, KIND_TEST, &heard);
    CHECK_INT(heard, 0);
    uint64_t lam = book_feed(p[0]->book, FEED_PAIR_OUT)->lam;
    CHECK(phone_has(p[0], AUTHOR_ME, SPACE_OURS, "to ben"));
    CHECK_OK(book_erase(p[0]->book, eid, w.today));
    CHECK(!phone_has(p[0], AUTHOR_ME, SPACE_OURS, "to ben"));
    CHECK(book_feed(p[0]->book, FEED_PAIR_OUT)->lam == lam); /* nothing is told of it */
    CHECK_OK(phone_restart(p[0]));
    CHECK(!phone_has(p[0], AUTHOR_ME, SPACE_OURS, "to ben"));
    CHECK(world_settle(&w, 400000));
    world_end(&w);
}

static void drop_unanswered(void *ctx, const struct net_request *request, struct arena *a,
                            struct net_answer *answer) {
    (void)ctx;
    (void)a;
    if (request->method == NET_DELETE && answer->status == 200)
        *answer = (struct net_answer){.id = answer->id};
}

/* The box is gone and nobody has heard of it: what is erased meanwhile need not be sent there. */
TEST(pair_leave_ends_though_something_is_erased_late) {
    struct phone *p[3];
    uint8_t eid[EID_SIZE];
    CHECK(three_begin(143, p));
    CHECK(world_pair(&w, p[0], p[1], false));
    CHECK_OK(phone_write(p[0], SPACE_OURS, "what i wrote", eid));
    CHECK(world_settle(&w, 400000));
    CHECK_OK(pair_leave(p[0]->book, false, w.today));
    w.tamper = drop_unanswered;
    world_run(&w, 100000);
    CHECK(account_unsent(p[0]->account));
    CHECK_OK(book_erase(p[0]->book, eid, w.today));
    CHECK_OK(phone_restart(p[0]));
    w.tamper = NULL;
    world_run(&w, 300000);
    CHECK(!account_unsent(p[0]->account));
    CHECK_INT(book_status(p[0]->book).unsent_count, 0);
    CHECK_INT(sync_status(p[0]->sync).trouble, SYNC_FINE);
    world_end(&w);
}

TEST(pair_leave_is_heard_and_leaves_no_words) {
    struct phone *p[3];
    CHECK(three_begin(140, p));
    CHECK(world_pair(&w, p[0], p[1], false));
    CHECK_OK(phone_write(p[0], SPACE_OURS, "what i wrote", NULL));
    CHECK_OK(phone_write(p[1], SPACE_OURS, "what ben wrote", NULL));
    CHECK(world_settle(&w, 400000));
    uint8_t out_id[BOX_ID_SIZE];
    memcpy(out_id, book_feed(p[0]->book, FEED_PAIR_OUT)->chain.box_id, BOX_ID_SIZE);
    CHECK_OK(pair_leave(p[0]->book, true, w.today));
    CHECK_ERR(pair_leave(p[0]->book, true, w.today), ERR_STATE);
    CHECK_INT(book_status(p[0]->book).pair, PAIR_LEFT);
    CHECK(phone_has(p[0], AUTHOR_ME, SPACE_MINE, "what i wrote"));
    CHECK(phone_has(p[0], AUTHOR_PARTNER, SPACE_OURS, "what ben wrote"));
    world_run(&w, 5000);
    CHECK_INT(book_status(p[1]->book).pair, PAIR_LEFT);
    CHECK(phone_has(p[1], AUTHOR_PARTNER, SPACE_OURS, "what i wrote"));
    world_run(&w, 200000);
    CHECK(fake_relay_find(&w.relay, out_id)->dropped);
    CHECK(!phone_has(p[0], AUTHOR_ME, SPACE_OURS, "what i wrote"));
    CHECK(phone_has(p[0], AUTHOR_ME, SPACE_MINE, "what i wrote"));
    CHECK_INT(sync_status(p[1]->sync).trouble, SYNC_FINE);
    CHECK_ERR(phone_write(p[0], SPACE_OURS, "nobody there", NULL), ERR_STATE);

    /* The other takes their own away too, and both can begin anew. */
    CHECK_OK(pair_leave(p[1]->book, false, w.today));
    CHECK(world_settle(&w, 400000));
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_FEED), 3); /* what is *mine* of each */
    CHECK(world_pair(&w, p[1], p[0], false));
    CHECK_OK(phone_write(p[0], SPACE_OURS, "again", NULL));
    CHECK(world_settle(&w, 400000));
    CHECK(phone_has(p[1], AUTHOR_PARTNER, SPACE_OURS, "again"));
    world_end(&w);
}

/* The box that would tell is gone by then: *mine* tells a new phone that it is over. */
TEST(pair_that_the_other_left_is_over_on_a_new_phone) {
    struct phone *p[3];
    uint16_t words[PASSWORD_WORDS];
    CHECK(three_begin(145, p));
    CHECK(phone_make_words(p[1], 30, false));
    CHECK(world_pair(&w, p[0], p[1], false));
    CHECK(world_settle(&w, 400000));
    phone_close_mine(p[1]); /* it hears of it now, and writes it down when the lock opens */
    CHECK_OK(pair_leave(p[0]->book, false, w.today));
    world_run(&w, 200000);
    CHECK_INT(book_status(p[1]->book).pair, PAIR_LEFT);
    CHECK_OK(phone_open_mine(p[1]));
    CHECK(world_settle(&w, 400000));
    struct phone *fresh = world_phone(&w);
    words_from(30, words);
    CHECK(phone_log_in(fresh, words));
    CHECK(world_settle(&w, 400000));
    CHECK_INT(book_status(fresh->book).pair, PAIR_LEFT);
    CHECK_BYTES(book_status(fresh->book).partner_name, BYTES("Ana"));
    CHECK_INT(sync_status(fresh->sync).trouble, SYNC_FINE);
    CHECK(world_pair(&w, fresh, p[2], false)); /* and a next one can begin there */
    CHECK(world_settle(&w, 400000));
    CHECK_INT(book_status(p[1]->book).pair, PAIR_TOGETHER);
    CHECK_BYTES(book_status(p[1]->book).partner_name, BYTES("Ben")); /* so world_pair calls them */
    world_end(&w);
}

/* What a phone that was away says about a pair that is over does not end the one that holds. */
TEST(pair_of_before_stays_over_whatever_is_said_late) {
    struct phone *p[3];
    uint16_t words[PASSWORD_WORDS];
    CHECK(three_begin(146, p));
    CHECK(phone_make_words(p[1], 30, false));
    CHECK(world_pair(&w, p[0], p[1], false));
    CHECK(world_settle(&w, 400000));
    struct phone *second = world_phone(&w);
    words_from(30, words);
    CHECK(phone_log_in(second, words));
    CHECK(world_settle(&w, 400000));
    CHECK_OK(phone_write(second, SPACE_OURS, "from the second phone", NULL));
    world_run(&w, 200000); /* the first looks at its own box now and then */
    second->offline = true;
    for (int i = 0; i < 9; i++)
        CHECK_OK(phone_write(second, SPACE_MINE, "so that it counts far", NULL));
    CHECK_OK(pair_leave(p[0]->book, false, w.today));
    world_run(&w, 200000);
    CHECK_INT(book_status(p[1]->book).pair, PAIR_LEFT);
    CHECK(world_pair(&w, p[1], p[2], false));
    world_run(&w, 200000);
    CHECK_OK(pair_compared(second->book, w.today));
    second->offline = false;
    world_run(&w, 300000);
    CHECK(world_settle(&w, 400000));
    for (int i = 0; i < 2; i++) {
        struct phone *one = i ? second : p[1];
        CHECK_INT(book_status(one->book).pair, PAIR_TOGETHER);
        CHECK_BYTES(book_status(one->book).partner_name, BYTES("Ben"));
        /* It was the other who left: words stay where they were read, on both. */
        CHECK(phone_has(one, AUTHOR_ME, SPACE_OURS, "from the second phone"));
    }
    CHECK_OK(phone_write(second, SPACE_OURS, "to eve", NULL));
    CHECK(world_settle(&w, 400000));
    CHECK(phone_has(p[2], AUTHOR_PARTNER, SPACE_OURS, "to eve"));
    CHECK(!phone_has(p[2], AUTHOR_PARTNER, SPACE_OURS, "from the second phone"));
    world_end(&w);
}

/* Words of a pair that I left go from all phones of mine. */
TEST(pair_left_by_me_leaves_no_words_on_my_other_phone) {
    struct phone *p[3];
    uint16_t words[PASSWORD_WORDS];
    CHECK(three_begin(147, p));
    CHECK(phone_make_words(p[1], 30, false));
    CHECK(world_pair(&w, p[0], p[1], false));
    CHECK_OK(phone_write(p[1], SPACE_OURS, "what i wrote", NULL));
    CHECK(world_settle(&w, 400000));
    struct phone *second = world_phone(&w);
    words_from(30, words);
    CHECK(phone_log_in(second, words));
    CHECK(world_settle(&w, 400000));
    CHECK(phone_has(second, AUTHOR_ME, SPACE_OURS, "what i wrote"));
    CHECK_OK(pair_leave(p[1]->book, false, w.today));
    world_run(&w, 300000);
    CHECK_INT(book_status(second->book).pair, PAIR_LEFT);
    CHECK(!phone_has(second, AUTHOR_ME, SPACE_OURS, "what i wrote"));
    CHECK(!phone_has(p[1], AUTHOR_ME, SPACE_OURS, "what i wrote"));
    world_end(&w);
}
