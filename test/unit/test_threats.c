/* Threats of docs/threats.md that concern books, sync and pairing: what a relay may put into a
 * locator, somebody between two who pair, and a store file restored from a copy. */
#include "crypt/locator.h"
#include "crypt/pairing.h"
#include "fake_world.h"
#include "test.h"

#include <string.h>

static struct world w;

/* --- 5: a server that would weaken the key derivation -------------------------------------------
 */

struct locator_lie {
    int number;
    uint32_t told;
};

/* Whatever is asked of a locator is answered with a well-formed page over other bytes. */
static void locator_lies(void *ctx, const struct net_request *request, struct arena *a,
                         struct net_answer *answer) {
    struct locator_lie *lie = ctx;
    struct fake_box *box = fake_relay_named(&w.relay, request->path);
    if (!box || box->box_class != RELAY_CLASS_LOCATOR || request->method != NET_GET ||
        answer->status != 200)
        return;
    uint8_t *at = arena_copy(a, answer->body.at, answer->body.size);
    size_t size = answer->body.size;
    MUST(at && size > LOCATOR_BLOB_SIZE);
    uint8_t *blob = at + size - LOCATOR_BLOB_SIZE;
    switch (lie->number) {
    case 0:
        blob[0] = 2; /* another version */
        break;
    case 1:
        blob[0] = 0;
        break;
    case 2:
        memset(blob, 0, LOCATOR_BLOB_SIZE);
        break;
    case 3:
        memset(blob, 0xff, LOCATOR_BLOB_SIZE);
        break;
    case 4:
        memcpy(blob, "$argon2id$v=19$m=8,t=1,p=1$", 27);
        break;
    case 5:
        size -= LOCATOR_BLOB_SIZE;
        break;
    case 6:
        memset(at, 0, size);
        break;
    default:
        for (size_t i = 0; i < size; i += 3)
            at[i] ^= (uint8_t)(lie->number + (int)i);
    }
    lie->told++;
    answer->body = bytes_make(at, size);
}

TEST(threat_locator_of_any_bytes_costs_one_hash_and_opens_nothing) {
    uint16_t words[PASSWORD_WORDS];
    words_from(40, words);
    for (int number = 0; number < 24; number++) {
        world_begin(&w, 400);
        struct phone *a = world_phone(&w), *b = world_phone(&w);
        struct locator_lie lie = {.number = number};
        CHECK_OK(phone_begin(a, "Ana"));
        CHECK(phone_make_words(a, 40, false));
        w.tamper = locator_lies;
        w.ctx = &lie;
        CHECK(!phone_log_in(b, words));
        CHECK(lie.told > 0);
        CHECK_INT(b->hashes, 1);
        CHECK(!b->book);
        CHECK_INT(account_step(b->account), ACCOUNT_FAILED);
        world_end(&w);
    }
}

/* --- 6: somebody between ------------------------------------------------------------------------
 */

struct side {
    struct pairing_self self;
    struct random_seeded seeded;
    struct random_source random;
    struct pairing p;
};

static void side_make(struct side *s, uint64_t seed) {
    uint8_t root[KEY_SIZE], id_seed[KEY_SIZE];
    struct root_keys keys;
    struct sign_key identity;
    s->random = random_seeded_source(&s->seeded, seed);
    MUST(random_fill(&s->random, root, sizeof root) == ERR_OK);
    MUST(random_fill(&s->random, id_seed, sizeof id_seed) == ERR_OK);
    root_derive(root, &keys);
    sign_key_from_seed(id_seed, &identity);
    memcpy(s->self.id_public, identity.public_key, PUBLIC_KEY_SIZE);
    memcpy(s->self.kx_public, keys.kx_public, PUBLIC_KEY_SIZE);
    memcpy(s->self.kx_secret, keys.kx_secret, KEY_SIZE);
    cert_sign(&identity, 1, keys.kx_public, NULL, &s->self.cert);
}

/* The first three messages, after which both sides have the words. */
static enum err sides_meet(struct side *a, struct side *b, const uint8_t s_a[PAIRING_SECRET_SIZE],
                           const uint8_t s_b[PAIRING_SECRET_SIZE]) {
    static const struct pairing_hello hello;
    uint8_t m[4][PAIRING_MESSAGE_SIZE];
    size_t size = 0;
    TRY(pairing_invite(&a->p, s_a, &a->self, &a->random, m[0]));
    TRY(pairing_join(&b->p, s_b, &b->self, &b->random));
    TRY(pairing_step(&b->p, BYTES_OF(m[0]), &hello, &b->random, m[1], &size));
    TRY(pairing_step(&a->p, BYTES_OF(m[1]), &hello, &a->random, m[2], &size));
    return pairing_step(&b->p, BYTES_OF(m[2]), &hello, &b->random, m[3], &size);
}

TEST(threat_between_two_the_words_differ_or_nothing_begins) {
    enum { RUNS = 200 };
    unsigned same_words = 0, same_keys = 0, begun = 0;
    for (uint64_t run = 0; run < RUNS; run++) {
        static struct side ana, ben, left, right;
        uint8_t s[PAIRING_SECRET_SIZE], other[PAIRING_SECRET_SIZE];
        uint16_t of_ana[PAIRING_WORDS], of_ben[PAIRING_WORDS];
        side_make(&ana, run * 4);
        side_make(&ben, run * 4 + 1);
        side_make(&left, run * 4 + 2);
        side_make(&right, run * 4 + 3);
        CHECK_OK(random_fill(&ana.random, s, sizeof s));
        CHECK_OK(random_fill(&left.random, other, sizeof other));
        /* With the secret (the link leaked) both halves go through; Ana and Ben compare. */
        CHECK_OK(sides_meet(&ana, &left, s, s));
        CHECK_OK(sides_meet(&right, &ben, s, s));
        CHECK_OK(pairing_words(&ana.p, of_ana));
        CHECK_OK(pairing_words(&ben.p, of_ben));
        same_words += memcmp(of_ana, of_ben, sizeof of_ana) == 0;
        same_keys += secret_equal(ana.p.pair_key, ben.p.pair_key, KEY_SIZE);
        /* Without it not even the first message is taken. */
        begun += sides_meet(&ana, &left, s, other) != ERR_SEAL;
        begun += sides_meet(&right, &ben, other, s) != ERR_SEAL;
    }
    CHECK_INT(same_words, 0);
    CHECK_INT(same_keys, 0);
    CHECK_INT(begun, 0);
}

/* --- 12: a store file restored from a copy ------------------------------------------------------
 */

enum { COPY_MAX = 1 << 23 };
static uint8_t copy[COPY_MAX];

static uint64_t file_copy(struct phone *p) {
    uint64_t size = 0;
    MUST(p->io.size(p->io.ctx, &size) == ERR_OK && size <= sizeof copy);
    MUST(p->io.read(p->io.ctx, 0, copy, (size_t)size) == ERR_OK);
    return size;
}

static enum err file_restore(struct phone *p, uint64_t size) {
    TRY(p->io.resize(p->io.ctx, size));
    TRY(p->io.write(p->io.ctx, 0, copy, (size_t)size));
    return phone_restart(p);
}

TEST(threat_restored_copy_loses_nothing_and_alarms_nobody) {
    for (uint64_t seed = 410; seed < 414; seed++) {
        world_begin(&w, seed);
        struct phone *a = world_phone(&w), *b = world_phone(&w);
        CHECK_OK(phone_begin(a, "Ana"));
        CHECK_OK(phone_begin(b, "Ben"));
        CHECK(world_pair(&w, a, b, true));
        CHECK_OK(phone_write(a, SPACE_OURS, "before", NULL));
        CHECK(world_settle(&w, 400000));
        uint64_t size = file_copy(a);
        CHECK_OK(phone_write(a, SPACE_OURS, "after", NULL));
        CHECK_OK(phone_write(a, SPACE_MINE, "after, alone", NULL));
        CHECK_OK(phone_write(b, SPACE_OURS, "from ben", NULL));
        CHECK(world_settle(&w, 400000));
        CHECK_OK(file_restore(a, size));
        CHECK(!phone_has(a, AUTHOR_ME, SPACE_OURS, "after"));
        if (seed % 2) /* writes before it has heard of what it once wrote */
            CHECK_OK(phone_write(a, SPACE_OURS, "again", NULL));
        CHECK(world_settle(&w, 400000));
        CHECK_OK(phone_write(a, SPACE_OURS, "and on", NULL));
        CHECK(world_settle(&w, 400000));
        CHECK(phone_has(a, AUTHOR_ME, SPACE_OURS, "after"));
        CHECK(phone_has(a, AUTHOR_ME, SPACE_MINE, "after, alone"));
        CHECK(phone_has(a, AUTHOR_PARTNER, SPACE_OURS, "from ben"));
        CHECK_INT(phone_count(a, SPACE_OURS), 4 + seed % 2);
        CHECK_INT(phone_count(b, SPACE_OURS), 4 + seed % 2);
        CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
        CHECK_INT(sync_status(b->sync).trouble, SYNC_FINE);
        CHECK_OK(file_restore(a, size)); /* and once more, by an older copy still */
        CHECK(world_settle(&w, 400000));
        CHECK_INT(phone_count(a, SPACE_OURS), 4 + seed % 2);
        CHECK_INT(sync_status(a->sync).trouble, SYNC_FINE);
        CHECK_INT(sync_status(b->sync).trouble, SYNC_FINE);
        world_end(&w);
    }
}
