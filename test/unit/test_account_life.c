/* Words, kit, log-in on a fresh device, change of words, second devices, closing. */
#include "book/keyring.h"
#include "fake_world.h"
#include "test.h"

#include <string.h>

static struct world w;

static bool same_items(const struct phone *a, const struct phone *b) {
    uint8_t one[HASH_SIZE], other[HASH_SIZE];
    phone_digest(a, one);
    phone_digest(b, other);
    return !memcmp(one, other, HASH_SIZE);
}

/* Ana (with words from 10, and a kit) and Ben, a pair, with some words of each. */
static bool couple_begin(uint64_t seed, struct phone **a, struct phone **b,
                         uint16_t kit[KIT_WORDS]) {
    uint16_t fingerprint[FINGERPRINT_WORDS];
    world_begin(&w, seed);
    *a = world_phone(&w);
    *b = world_phone(&w);
    bool fine = phone_begin(*a, "Ana") == ERR_OK && phone_begin(*b, "Ben") == ERR_OK &&
                world_pair(&w, *a, *b, true) && phone_make_words(*a, 10, true);
    fine = fine && account_kit((*a)->account, kit, fingerprint);
    fine = fine && phone_write(*a, SPACE_OURS, "a to b", NULL) == ERR_OK &&
           phone_write(*b, SPACE_OURS, "b to a", NULL) == ERR_OK &&
           phone_write(*a, SPACE_MINE, "a alone", NULL) == ERR_OK;
    return fine && world_settle(&w, 400000);
}

TEST(account_words_open_the_book_on_a_fresh_device) {
    struct phone *a, *b;
    uint16_t kit[KIT_WORDS], words[PASSWORD_WORDS];
    CHECK(couple_begin(20, &a, &b, kit));
    CHECK(book_status(a->book).words_made);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_LOCATOR), 2);
    struct phone *c = world_phone(&w);
    words_from(10, words);
    CHECK(phone_log_in(c, words));
    CHECK(!account_needs_new_words(c->account));
    CHECK(!account_mine_behind(c->account));
    CHECK(world_settle(&w, 400000));
    world_run(&w, 100000); /* the first device polls or waits, and sees the second one enter */
    CHECK(phone_has(c, AUTHOR_ME, SPACE_OURS, "a to b"));
    CHECK(phone_has(c, AUTHOR_PARTNER, SPACE_OURS, "b to a"));
    CHECK(phone_has(c, AUTHOR_ME, SPACE_MINE, "a alone"));
    CHECK_BYTES(book_status(c->book).my_name, BYTES("Ana"));
    CHECK_BYTES(book_status(c->book).partner_name, BYTES("Ben"));
    CHECK_INT(book_status(c->book).pair, PAIR_TOGETHER);
    CHECK(book_status(c->book).words_made && book_status(c->book).pair_compared);
    size_t entered;
    (void)book_items(a->book, KIND_DEVICE_IN, &entered);
    CHECK_INT(entered, 1);
    CHECK(same_items(a, c));
    world_end(&w);
}

TEST(account_kit_opens_the_book_and_asks_for_new_words) {
    struct phone *a, *b;
    uint16_t kit[KIT_WORDS], words[PASSWORD_WORDS];
    CHECK(couple_begin(21, &a, &b, kit));
    struct phone *c = world_phone(&w);
    CHECK(phone_log_in_kit(c, kit));
    CHECK(account_needs_new_words(c->account));
    words_from(500, words);
    CHECK_OK(account_change_words_after_kit(c->account, words));
    CHECK(phone_act(c, 5000));
    CHECK(!account_needs_new_words(c->account));
    CHECK(world_settle(&w, 400000));
    world_run(&w, 100000);
    CHECK(same_items(a, c));
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_LOCATOR), 2); /* the old one is dropped */

    struct phone *d = world_phone(&w);
    words_from(10, words);
    CHECK(!phone_log_in(d, words));
    CHECK_ERR(account_failure(d->account), ERR_NOT_FOUND);
    words_from(500, words);
    CHECK(phone_log_in(d, words));
    CHECK(phone_has(d, AUTHOR_ME, SPACE_MINE, "a alone"));
    world_end(&w);
}

TEST(account_change_of_words_keeps_the_kit_valid) {
    struct phone *a, *b;
    uint16_t kit[KIT_WORDS], old[PASSWORD_WORDS], new[PASSWORD_WORDS], none[PASSWORD_WORDS];
    CHECK(couple_begin(22, &a, &b, kit));
    account_forget(a->account);
    words_from(10, old);
    words_from(900, new);
    words_from(77, none);
    CHECK_ERR(account_change_words(a->account, old, old), ERR_INPUT);
    CHECK_OK(account_change_words(a->account, none, new));
    CHECK(!phone_act(a, 5000));
    CHECK_ERR(account_failure(a->account), ERR_NOT_FOUND);
    CHECK_OK(account_change_words(a->account, old, new));
    CHECK(phone_act(a, 5000));
    CHECK(world_settle(&w, 400000));

    struct phone *c = world_phone(&w);
    CHECK(!phone_log_in(c, old));
    CHECK_ERR(account_failure(c->account), ERR_NOT_FOUND);
    CHECK(phone_log_in_kit(c, kit));
    struct phone *d = world_phone(&w);
    CHECK(phone_log_in(d, new));
    CHECK(phone_has(d, AUTHOR_ME, SPACE_MINE, "a alone"));
    world_end(&w);
}

TEST(account_new_kit_ends_the_old_one) {
    struct phone *a, *b;
    uint16_t kit[KIT_WORDS], words[PASSWORD_WORDS], again[KIT_WORDS];
    uint16_t fingerprint[FINGERPRINT_WORDS];
    CHECK(couple_begin(23, &a, &b, kit));
    words_from(10, words);
    CHECK_OK(account_new_kit(a->account, words));
    CHECK(phone_act(a, 5000));
    CHECK(account_kit(a->account, again, fingerprint));
    CHECK(memcmp(kit, again, sizeof kit) != 0);
    CHECK(world_settle(&w, 400000));
    struct phone *c = world_phone(&w);
    CHECK(!phone_log_in_kit(c, kit));
    CHECK_ERR(account_failure(c->account), ERR_NOT_FOUND);
    CHECK(phone_log_in_kit(c, again));
    struct phone *d = world_phone(&w);
    CHECK(phone_log_in(d, words));
    world_end(&w);
}

struct seen {
    uint32_t count;
    uint32_t path_sizes, body_sizes, methods;
};

static void requests_see(void *ctx, const struct phone *phone, const struct net_request *request) {
    struct seen *seen = ctx;
    if (phone->book)
        return;
    seen->count++;
    seen->path_sizes += (uint32_t)request->path.size;
    seen->body_sizes += (uint32_t)request->body.size;
    seen->methods = seen->methods * 8 + (uint32_t)request->method;
}

TEST(account_wrong_words_look_like_none) {
    struct phone *a, *b;
    uint16_t kit[KIT_WORDS], words[PASSWORD_WORDS];
    CHECK(couple_begin(24, &a, &b, kit));
    struct seen right = {0}, wrong = {0};
    struct phone *c = world_phone(&w), *d = world_phone(&w);
    w.watch = requests_see;
    w.ctx = &right;
    words_from(10, words);
    CHECK_OK(account_log_in_words(c->account, words));
    world_run(&w, 2000);
    CHECK_INT(account_step(c->account), ACCOUNT_NEEDS_BOOK);
    w.ctx = &wrong;
    words_from(11, words);
    CHECK_OK(account_log_in_words(d->account, words));
    world_run(&w, 2000);
    CHECK_INT(account_step(d->account), ACCOUNT_FAILED);
    CHECK_ERR(account_failure(d->account), ERR_NOT_FOUND);
    CHECK_INT(right.count, 1);
    CHECK(!memcmp(&right, &wrong, sizeof right));
    CHECK_INT(c->hashes, d->hashes);
    w.watch = NULL;
    world_end(&w);
}

TEST(account_words_made_offline_reach_the_relay_later) {
    world_begin(&w, 25);
    struct phone *a = world_phone(&w);
    uint16_t words[PASSWORD_WORDS];
    words_from(321, words);
    CHECK_OK(phone_begin(a, "Ana"));
    a->offline = true;
    CHECK_OK(account_make_words(a->account, words, true));
    CHECK(phone_act(a, 5000));
    CHECK(account_unsent(a->account));
    CHECK_ERR(account_make_words(a->account, words, true), ERR_STATE);
    CHECK_OK(phone_restart(a));
    CHECK(account_unsent(a->account));
    CHECK_OK(phone_write(a, SPACE_MINE, "kept", NULL));
    a->offline = false;
    CHECK(world_settle(&w, 400000));
    CHECK(!account_unsent(a->account));
    struct phone *c = world_phone(&w);
    CHECK(phone_log_in(c, words));
    CHECK(phone_has(c, AUTHOR_ME, SPACE_MINE, "kept"));
    world_end(&w);
}

TEST(account_older_locator_is_refused) {
    struct phone *a, *b;
    uint16_t kit[KIT_WORDS], words[PASSWORD_WORDS], next[PASSWORD_WORDS];
    CHECK(couple_begin(26, &a, &b, kit));
    struct fake_relay past;
    fake_relay_copy(&w.relay, &past);
    words_from(10, words);
    words_from(11, next);
    account_forget(a->account);
    CHECK_OK(account_new_kit(a->account, words)); /* writes the locator once more */
    CHECK(phone_act(a, 5000));
    CHECK(world_settle(&w, 400000));
    struct fake_relay now = w.relay;
    w.relay = past;
    CHECK_OK(account_change_words(a->account, words, next));
    CHECK(!phone_act(a, 5000));
    CHECK_ERR(account_failure(a->account), ERR_CHAIN);
    w.relay = now;
    world_end(&w);
    fake_relay_free(&past);
}

TEST(account_rolled_back_mine_is_noticed) {
    struct phone *a, *b;
    uint16_t kit[KIT_WORDS], words[PASSWORD_WORDS];
    CHECK(couple_begin(31, &a, &b, kit));
    CHECK_OK(phone_write(a, SPACE_MINE, "what happened on tuesday", NULL));
    CHECK(world_settle(&w, 400000));
    CHECK_OK(phone_write(a, SPACE_OURS, "good night", NULL));
    CHECK(world_settle(&w, 400000));
    /* The relay hides the end of *mine*, and of nothing else. */
    const struct feed *mine = book_feed(a->book, FEED_MINE);
    struct fake_box *box = fake_relay_find(&w.relay, mine->chain.box_id);
    chain_start(box->id, &box->chain);
    box->count--;
    for (uint32_t i = 0; i < box->count; i++)
        chain_advance(&box->chain, box->blobs[i].bh);
    struct phone *c = world_phone(&w);
    words_from(10, words);
    CHECK(phone_log_in(c, words));
    CHECK(!phone_has(c, AUTHOR_ME, SPACE_MINE, "what happened on tuesday"));
    CHECK(account_mine_behind(c->account));
    world_end(&w);
}

TEST(account_log_in_without_relay_says_so) {
    world_begin(&w, 27);
    struct phone *c = world_phone(&w);
    uint16_t words[PASSWORD_WORDS];
    words_from(1, words);
    c->offline = true;
    CHECK(!phone_log_in(c, words));
    CHECK_ERR(account_failure(c->account), ERR_UNREACHABLE);
    c->offline = false;
    CHECK(!phone_log_in(c, words));
    CHECK_ERR(account_failure(c->account), ERR_NOT_FOUND);
    words[3] = 2048;
    CHECK_ERR(account_log_in_words(c->account, words), ERR_INPUT);
    world_end(&w);
}

TEST(account_two_devices_write_to_the_same_feeds) {
    struct phone *a, *b;
    uint16_t kit[KIT_WORDS], words[PASSWORD_WORDS];
    CHECK(couple_begin(28, &a, &b, kit));
    struct phone *c = world_phone(&w);
    words_from(10, words);
    CHECK(phone_log_in(c, words));
    CHECK(world_settle(&w, 400000));
    w.delay_ms = 40;
    for (int i = 0; i < 8; i++) {
        char text[] = "device x 0";
        text[9] = (char)('0' + i);
        text[7] = 'a';
        CHECK_OK(phone_write(a, SPACE_OURS, text, NULL));
        CHECK_OK(phone_write(a, SPACE_MINE, text, NULL));
        text[7] = 'c';
        CHECK_OK(phone_write(c, SPACE_OURS, text, NULL));
        CHECK_OK(phone_write(c, SPACE_MINE, text, NULL));
        world_run(&w, (uint64_t)(i * 13));
    }
    CHECK(world_settle(&w, 400000));
    world_run(&w, 200000);
    CHECK_INT(phone_count(b, SPACE_OURS), 18);
    CHECK_INT(phone_count(a, SPACE_MINE), 17);
    CHECK(same_items(a, c));
    CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
    CHECK_INT(sync_status(b->sync).trouble, SYNC_FINE);
    CHECK_INT(sync_status(c->sync).trouble, SYNC_FINE);
    world_end(&w);
}

TEST(account_close_leaves_nothing_at_the_relay) {
    struct phone *a, *b;
    uint16_t kit[KIT_WORDS];
    CHECK(couple_begin(29, &a, &b, kit));
    uint32_t feeds = fake_relay_count(&w.relay, RELAY_CLASS_FEED);
    CHECK_INT(feeds, 4);
    a->offline = true;
    world_run(&w, 1000);
    CHECK_OK(account_close_book(a->account));
    CHECK(!phone_act(a, 10000));
    CHECK(account_book_closing(a->book));
    CHECK_OK(phone_restart(a)); /* goes on in a later session */
    CHECK_INT(account_step(a->account), ACCOUNT_ASKING);
    a->offline = false;
    CHECK(phone_act(a, 120000));
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_FEED), 2);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_LOCATOR), 0);
    world_run(&w, 120000);
    CHECK(sync_status(b->sync).partner_gone);
    CHECK_INT(sync_status(b->sync).trouble, SYNC_GONE);
    CHECK(phone_has(b, AUTHOR_PARTNER, SPACE_OURS, "a to b"));
    CHECK_OK(phone_write(b, SPACE_OURS, "still writing", NULL));
    world_run(&w, 5000);
    CHECK_INT(book_status(b->book).unsent_count, 0);
    world_end(&w);
}

TEST(account_close_before_words) {
    world_begin(&w, 30);
    struct phone *a = world_phone(&w);
    CHECK_OK(phone_begin(a, "Ana"));
    CHECK_OK(phone_write(a, SPACE_MINE, "a line", NULL));
    CHECK(world_settle(&w, 300000));
    CHECK_OK(pair_flow_invite(a->pair, BYTES("Ana"), true, w.today));
    world_run(&w, 2000);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_FEED), 1);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_INVITE), 1);
    CHECK_OK(account_close_book(a->account));
    CHECK(phone_act(a, 60000));
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_FEED), 0);
    CHECK_INT(fake_relay_count(&w.relay, RELAY_CLASS_INVITE), 0);
    world_end(&w);
}

/* A name that was changed is not the old one again when *mine* opens, and follows to other phones.
 */
TEST(account_name_that_was_changed_stays_and_follows) {
    struct phone *a, *b;
    uint16_t kit[KIT_WORDS], words[PASSWORD_WORDS];
    CHECK(couple_begin(33, &a, &b, kit));
    CHECK_OK(keyring_name_set(a->book, BYTES("Anna"), w.today));
    CHECK_BYTES(book_status(a->book).my_name, BYTES("Anna"));
    phone_close_mine(a);
    CHECK_OK(phone_open_mine(a));
    CHECK_BYTES(book_status(a->book).my_name, BYTES("Anna"));
    phone_close_mine(a);
    CHECK_OK(keyring_name_set(a->book, BYTES("Anni"), w.today));
    CHECK_BYTES(book_status(a->book).my_name, BYTES("Anni"));
    CHECK_OK(phone_open_mine(a));
    CHECK_BYTES(book_status(a->book).my_name, BYTES("Anni"));
    CHECK(world_settle(&w, 400000));
    struct phone *c = world_phone(&w);
    words_from(10, words);
    CHECK(phone_log_in(c, words));
    CHECK(world_settle(&w, 400000));
    CHECK_BYTES(book_status(c->book).my_name, BYTES("Anni"));
    CHECK_BYTES(book_status(b->book).partner_name, BYTES("Ana")); /* as the page says */
    CHECK_OK(keyring_name_set(c->book, BYTES(""), w.today));
    CHECK(world_settle(&w, 400000));
    world_run(&w, 200000);
    CHECK_INT(book_status(a->book).my_name.size, 0);
    uint8_t longer[BOOK_NAME_MAX + 1] = {0};
    CHECK_ERR(keyring_name_set(a->book, BYTES_OF(longer), w.today), ERR_SIZE);
    world_end(&w);
}
