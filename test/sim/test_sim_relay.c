/* The simulated relay: it keeps what was acknowledged through a crash, forgets what came after a
 * backup that was put back, refuses when its disk is full and takes again when it is not; and the
 * relay in memory that unit tests use gives the same answers as the real one. */
#include "sim_relay.h"

#include "book/box.h"
#include "crypt/feed.h"
#include "crypt/hash.h"
#include "crypt/seeded.h"
#include "fake_relay.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char origin[] = "http://127.0.0.1:8080";
static const uint64_t noon_ms = (uint64_t)(18262 + 2200) * 86400000u + 43200000u;

struct rig {
    struct sim_relay relay;
    struct arena a;
    char folder[128];
    uint8_t host[HASH_SIZE];
};

static void rig_begin(struct rig *r) {
    MUST(crypt_init() == ERR_OK);
    snprintf(r->folder, sizeof r->folder, "%s/toward-sim-test-%d",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (int)getpid());
    MUST(sim_relay_open(&r->relay, r->folder, origin));
    arena_init(&r->a, (size_t)64 << 20);
    hash_bytes(LABEL_HOST, bytes_from_string(origin), r->host);
}

static void rig_end(struct rig *r) {
    sim_relay_close(&r->relay);
    arena_free(&r->a);
}

/* One author with a feed of their own. */
struct author_box {
    struct feed_keys keys;
    struct sign_key write;
    struct chain chain;
};

static void author_make(struct author_box *w, uint8_t mark) {
    uint8_t seed[KEY_SIZE] = {mark, 1}, key[KEY_SIZE] = {mark, 2};
    feed_keys_derive(key, &w->keys);
    sign_key_from_seed(seed, &w->write);
    chain_start(w->write.public_key, &w->chain);
}

static unsigned ask(struct rig *r, const struct net_request *request, struct bytes *body) {
    struct net_answer answer = {0};
    MUST(sim_relay_answer(&r->relay, request, noon_ms, noon_ms, &r->a, &answer));
    if (body)
        *body = answer.body;
    return answer.status;
}

static struct net_request create_of(struct rig *r, const struct author_box *w) {
    struct net_request request;
    struct box_create create = {.write = &w->write,
                                .read_token = w->keys.read_token,
                                .box_class = RELAY_CLASS_FEED,
                                .day = box_day(noon_ms),
                                .host_hash = r->host};
    MUST(box_ask_create(&r->a, &create, &request) == ERR_OK);
    return request;
}

static struct net_request append_of(struct rig *r, const struct author_box *w, uint8_t fill,
                                    struct chain *after) {
    struct net_request request;
    uint8_t *blob = arena_alloc(&r->a, 1024);
    MUST(blob);
    memset(blob, fill, 1024);
    struct bytes one = bytes_make(blob, 1024);
    MUST(box_ask_append(&r->a, &w->write, &w->chain, &one, 1, after, &request) == ERR_OK);
    return request;
}

static unsigned append(struct rig *r, struct author_box *w, uint8_t fill) {
    struct chain after;
    struct net_request request = append_of(r, w, fill, &after);
    unsigned status = ask(r, &request, NULL);
    if (status == 200)
        w->chain = after;
    return status;
}

static uint64_t next_of(struct rig *r, const struct author_box *w) {
    return sim_relay_box(&r->relay, w->write.public_key).next;
}

TEST(sim_relay_keeps_what_it_acknowledged) {
    struct rig r;
    struct author_box w;
    rig_begin(&r);
    author_make(&w, 1);
    struct net_request create = create_of(&r, &w);
    CHECK_INT(ask(&r, &create, NULL), 200);
    CHECK_INT(append(&r, &w, 'a'), 200);
    CHECK_INT(append(&r, &w, 'b'), 200);
    sim_relay_crash(&r.relay);
    CHECK_INT(next_of(&r, &w), 3);
    CHECK_INT(append(&r, &w, 'c'), 200);
    CHECK_INT(next_of(&r, &w), 4);
    rig_end(&r);
}

TEST(sim_relay_goes_back_in_time) {
    struct rig r;
    struct author_box w;
    rig_begin(&r);
    author_make(&w, 2);
    struct net_request create = create_of(&r, &w);
    CHECK_INT(ask(&r, &create, NULL), 200);
    CHECK_INT(append(&r, &w, 'a'), 200);
    CHECK(sim_relay_keep(&r.relay));
    CHECK_INT(append(&r, &w, 'b'), 200);
    sim_relay_return(&r.relay, 0);
    CHECK_INT(next_of(&r, &w), 2);
    CHECK_INT(append(&r, &w, 'c'), 409);
    rig_end(&r);
}

TEST(sim_relay_full_disk_refuses_and_recovers) {
    struct rig r;
    struct author_box w;
    rig_begin(&r);
    author_make(&w, 3);
    struct net_request create = create_of(&r, &w);
    CHECK_INT(ask(&r, &create, NULL), 200);
    sim_relay_disk(&r.relay, true);
    unsigned last = 200;
    for (uint8_t i = 0; i < 16 && last == 200; i++)
        last = append(&r, &w, i);
    CHECK_INT(last, 507);
    uint64_t next = next_of(&r, &w);
    sim_relay_disk(&r.relay, false);
    CHECK_INT(append(&r, &w, 'z'), 200);
    CHECK_INT(next_of(&r, &w), next + 1);
    rig_end(&r);
}

TEST(sim_relay_erased_bytes_leave_its_files) {
    struct rig r;
    struct author_box w;
    uint8_t gone[64], hash[HASH_SIZE];
    struct net_request erase;
    rig_begin(&r);
    author_make(&w, 4);
    struct net_request create = create_of(&r, &w);
    CHECK_INT(ask(&r, &create, NULL), 200);
    CHECK_INT(append(&r, &w, 'q'), 200);
    memset(gone, 'q', sizeof gone);
    CHECK(sim_relay_holds(&r.relay, BYTES_OF(gone)));
    uint8_t whole[1024];
    memset(whole, 'q', sizeof whole);
    chain_blob_hash(BYTES_OF(whole), hash);
    CHECK_OK(box_ask_erase(&r.a, &w.write, 1, hash, &erase));
    CHECK_INT(ask(&r, &erase, NULL), 200);
    for (uint64_t s = 1; s <= 10; s++)
        sim_relay_upkeep(&r.relay, noon_ms + s * 1000);
    CHECK(!sim_relay_holds(&r.relay, BYTES_OF(gone)));
    CHECK_INT(next_of(&r, &w), 2);
    rig_end(&r);
}

TEST(sim_relay_holds_a_wait) {
    struct rig r;
    struct author_box w;
    struct net_request read;
    struct net_answer answer = {0};
    rig_begin(&r);
    author_make(&w, 5);
    struct net_request create = create_of(&r, &w);
    CHECK_INT(ask(&r, &create, NULL), 200);
    CHECK_OK(box_ask_read(&r.a, w.write.public_key, w.keys.read_token, 1, 20, &read));
    CHECK(!sim_relay_answer(&r.relay, &read, noon_ms, noon_ms + 19999, &r.a, &answer));
    CHECK(sim_relay_answer(&r.relay, &read, noon_ms, noon_ms + 20000, &r.a, &answer));
    CHECK_INT(answer.status, 200);
    uint64_t changes = r.relay.changes;
    CHECK(!sim_relay_answer(&r.relay, &read, noon_ms, noon_ms, &r.a, &answer));
    CHECK_INT(append(&r, &w, 'x'), 200);
    CHECK(r.relay.changes > changes);
    CHECK(sim_relay_answer(&r.relay, &read, noon_ms, noon_ms, &r.a, &answer));
    CHECK(answer.body.size > 1024);
    rig_end(&r);
}

/* --- the relay of the unit tests, against the real one ------------------------------------------
 */

enum { REPLAY_AUTHORS = 4, REPLAY_CALLS = 3000 };

struct replay {
    struct rig rig;
    struct fake_relay fake;
    struct author_box authors[REPLAY_AUTHORS];
    struct random_seeded dice;
    struct random_source random;
    unsigned differ, refused, accepted;
};

static uint32_t roll(struct replay *p, uint32_t sides) {
    uint8_t raw[8];
    MUST(random_fill(&p->random, raw, sizeof raw) == ERR_OK);
    return (uint32_t)(u64_read(raw) % sides);
}

/* A call that is often right, and otherwise wrong in one of many ways. */
static struct net_request replay_call(struct replay *p, struct author_box *w, bool *appends,
                                      struct chain *after) {
    struct rig *r = &p->rig;
    struct net_request request = {0};
    uint8_t hash[HASH_SIZE], blob[1024];
    struct author_box other = *w;
    *appends = false;
    switch (roll(p, 9)) {
    case 0:
        request = create_of(r, w);
        break;
    case 1:
    case 2:
        *appends = true;
        request = append_of(r, w, (uint8_t)('a' + roll(p, 4)), after);
        break;
    case 3: /* somewhere else */
        other.chain.position += roll(p, 3);
        other.chain.head[roll(p, 32)] ^= (uint8_t)roll(p, 2);
        request = append_of(r, &other, 'f', after);
        break;
    case 4:
    case 5:
        MUST(box_ask_read(&r->a, w->write.public_key, w->keys.read_token, 1 + roll(p, 6), 0,
                          &request) == ERR_OK);
        break;
    case 6: /* erase what may stand there */
        memset(blob, 'a' + (int)roll(p, 4), sizeof blob);
        chain_blob_hash(BYTES_OF(blob), hash);
        MUST(box_ask_erase(&r->a, &w->write, 1 + roll(p, 5), hash, &request) == ERR_OK);
        break;
    case 7: { /* into another's box */
        struct chain there;
        request = append_of(r, w, 'g', after);
        request.path = append_of(r, &p->authors[roll(p, REPLAY_AUTHORS)], 'g', &there).path;
        break;
    }
    default:
        if (roll(p, 12) == 0)
            MUST(box_ask_drop(&r->a, &w->write, w->chain.head, &request) == ERR_OK);
        else
            MUST(box_ask_read(&r->a, w->write.public_key,
                              p->authors[roll(p, REPLAY_AUTHORS)].keys.read_token, 1, 0,
                              &request) == ERR_OK);
    }
    if (request.body.size > 0 && roll(p, 8) == 0) { /* a bit on the way */
        uint8_t *body = arena_copy(&r->a, request.body.at, request.body.size);
        MUST(body);
        body[roll(p, (uint32_t)request.body.size)] ^= (uint8_t)(1u << roll(p, 8));
        request.body.at = body;
    }
    return request;
}

static void replay_step(struct replay *p) {
    struct author_box *w = &p->authors[roll(p, REPLAY_AUTHORS)];
    struct chain after = {0};
    struct net_answer real = {0}, made = {0};
    bool appends;
    arena_reset(&p->rig.a);
    struct net_request request = replay_call(p, w, &appends, &after);
    request.id = 1;
    MUST(sim_relay_answer(&p->rig.relay, &request, noon_ms, noon_ms, &p->rig.a, &real));
    MUST(fake_relay_answer(&p->fake, &request, noon_ms, noon_ms, &p->rig.a, &made));
    bool same = real.status == made.status && bytes_equal(real.body, made.body);
    if (!same)
        printf("    %s %.*s: the real relay says %u (%zu bytes), the fake %u (%zu bytes)\n",
               relay_method_name((enum relay_method)request.method), (int)request.path.size,
               (const char *)request.path.at, real.status, real.body.size, made.status,
               made.body.size);
    p->differ += !same;
    p->accepted += real.status == 200;
    p->refused += real.status != 200;
    if (appends && real.status == 200 && after.position > w->chain.position)
        w->chain = after;
    if (real.status == 410 || (request.method == NET_DELETE && roll(p, 20) == 0))
        author_make(w, (uint8_t)(10 + roll(p, 200)));
}

TEST(sim_relay_and_the_fake_one_answer_alike) {
    static struct replay p;
    rig_begin(&p.rig);
    fake_relay_init(&p.fake, origin);
    p.random = random_seeded_source(&p.dice, 4711);
    for (uint8_t i = 0; i < REPLAY_AUTHORS; i++)
        author_make(&p.authors[i], i);
    for (int i = 0; i < REPLAY_CALLS; i++)
        replay_step(&p);
    CHECK_INT(p.differ, 0);
    CHECK(p.accepted > REPLAY_CALLS / 4 && p.refused > REPLAY_CALLS / 4);
    fake_relay_free(&p.fake);
    rig_end(&p.rig);
}
