/* test_store.c -- the store file: what it keeps through failing disks, torn writes and power loss,
 * at every single operation of a script; locks; damage; what a scrub leaves.
 */
#include "test.h"

#include "book/store.h"
#include "crypt/hash.h"
#include "crypt/seeded.h"
#include "store_faulty.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t ours_kek[KEY_SIZE] = "the device secret, hashed.....";
static const uint8_t mine_kek[KEY_SIZE] = "the secret of mine, hashed.....";
static const uint8_t words_key[KEY_SIZE] = "the seven words, hashed and so.";
static const uint8_t wrong_key[KEY_SIZE] = "some other key of these tests..";
static const struct store_salts salts = {.device = "salt of device.", .mine = "salt of mine..."};

/* --- a store in the middle of its life ------------------------------------------------------- */

struct lab {
    struct store_faulty disk;
    struct store_io io;
    struct random_seeded seeded;
    struct random_source random;
    struct arena arena;
    struct arena scratch;
    struct store *store;
    uint8_t plain[STORE_RECORD_SIZE];
};

static struct lab *lab_new(uint64_t seed) {
    struct lab *l = calloc(1, sizeof *l);
    MUST(l);
    l->io = faulty_io(&l->disk);
    l->random = random_seeded_source(&l->seeded, seed);
    arena_init(&l->arena, 64 << 20);
    arena_init(&l->scratch, 4 << 20);
    return l;
}

static void lab_free(struct lab *l) {
    arena_free(&l->arena);
    arena_free(&l->scratch);
    faulty_free(&l->disk);
    free(l);
}

static enum err lab_create(struct lab *l) {
    return store_create(&l->arena, &l->io, &l->random, &salts, ours_kek, mine_kek, &l->store);
}

static enum err lab_open(struct lab *l) {
    arena_reset(&l->arena);
    TRY(store_open(&l->arena, &l->io, &l->random, &l->store));
    TRY(store_unlock(l->store, STORE_WRAP_OURS, ours_kek));
    return store_unlock(l->store, STORE_WRAP_MINE, mine_kek);
}

/* Record n at version v: recognisable wherever one looks. */
static const uint8_t *record_fill(struct lab *l, enum compartment c, uint32_t n, uint32_t v) {
    for (size_t i = 0; i < STORE_RECORD_SIZE; i++)
        l->plain[i] = (uint8_t)(i * 31 + i / 256 + (unsigned)c * 101 + n * 7 + v * 13);
    u32_write(l->plain, n);
    u32_write(l->plain + 4, v);
    return l->plain;
}

static bool record_is(struct lab *l, enum compartment c, uint32_t n, uint32_t v) {
    static uint8_t got[STORE_RECORD_SIZE];
    if (n >= store_record_count(l->store, c) || store_read(l->store, c, n, got) != ERR_OK)
        return false;
    return memcmp(got, record_fill(l, c, n, v), STORE_RECORD_SIZE) == 0;
}

static enum err record_put(struct lab *l, enum compartment c, uint32_t n, uint32_t v, bool scrub) {
    struct store_write w = {.number = n, .plain = record_fill(l, c, n, v)};
    enum err err = store_commit(l->store, c, &w, 1, scrub, &l->scratch);
    arena_reset(&l->scratch);
    return err;
}

/* --- plain life ------------------------------------------------------------------------------ */

TEST(store_keeps_records_of_both_compartments) {
    struct lab *l = lab_new(1);
    struct store_salts found;
    CHECK_ERR(store_look(&l->io, &found), ERR_NOT_FOUND);
    CHECK_OK(lab_create(l));
    CHECK_INT(l->disk.now_size, STORE_HEADER_SIZE + 2 * STORE_EXTENT_SIZE);
    for (uint32_t n = 0; n < 20; n++) {
        CHECK_OK(record_put(l, STORE_OURS, n, 1, false));
        if (n < 3)
            CHECK_OK(record_put(l, STORE_MINE, n, 2, false));
    }
    /* Twenty records of *ours* needed a second pair of extents. */
    CHECK_INT(l->disk.now_size, STORE_HEADER_SIZE + 4 * STORE_EXTENT_SIZE);
    CHECK_OK(store_look(&l->io, &found));
    CHECK_BYTES(BYTES_OF(found.device), BYTES_OF(salts.device));
    CHECK_BYTES(BYTES_OF(found.mine), BYTES_OF(salts.mine));
    CHECK_OK(lab_open(l));
    CHECK_INT(store_record_count(l->store, STORE_OURS), 20);
    CHECK_INT(store_record_count(l->store, STORE_MINE), 3);
    for (uint32_t n = 0; n < 20; n++)
        CHECK(record_is(l, STORE_OURS, n, 1));
    CHECK(record_is(l, STORE_MINE, 2, 2));
    CHECK(!record_is(l, STORE_MINE, 2, 1));
    lab_free(l);
}

TEST(store_opens_with_its_keys_and_no_other) {
    struct lab *l = lab_new(2);
    CHECK_OK(lab_create(l));
    CHECK_OK(record_put(l, STORE_MINE, 0, 1, false));
    CHECK_OK(store_rewrap(l->store, STORE_WRAP_MINE_WORDS, NULL, words_key));
    arena_reset(&l->arena);
    CHECK_OK(store_open(&l->arena, &l->io, &l->random, &l->store));
    CHECK_ERR(store_unlock(l->store, STORE_WRAP_OURS, wrong_key), ERR_SEAL);
    CHECK_ERR(store_unlock(l->store, STORE_WRAP_OURS, mine_kek), ERR_SEAL);
    CHECK_ERR(store_unlock(l->store, STORE_WRAP_MINE, words_key), ERR_SEAL);
    CHECK(!store_is_open(l->store, STORE_MINE));
    CHECK_OK(store_unlock(l->store, STORE_WRAP_MINE_WORDS, words_key));
    CHECK(record_is(l, STORE_MINE, 0, 1));
    CHECK_ERR(store_rewrap(l->store, STORE_WRAP_OURS, salts.mine, wrong_key), ERR_LOCKED);
    store_lock(l->store, STORE_MINE);
    CHECK_INT(store_record_count(l->store, STORE_MINE), 0);
    CHECK_OK(store_unlock(l->store, STORE_WRAP_MINE, mine_kek));
    CHECK(record_is(l, STORE_MINE, 0, 1));
    lab_free(l);
}

TEST(store_rewrap_ends_the_old_secret_in_both_header_copies) {
    struct lab *l = lab_new(3);
    struct store_salts found;
    CHECK_OK(lab_create(l));
    CHECK_OK(record_put(l, STORE_OURS, 0, 1, false));
    uint64_t size = l->disk.now_size;
    CHECK_OK(store_rewrap(l->store, STORE_WRAP_OURS, salts.mine, wrong_key));
    CHECK_INT(l->disk.now_size, size);
    for (int broken = 0; broken < 2; broken++) {
        l->disk.now[broken * 32768 + 30] ^= 1;
        arena_reset(&l->arena);
        CHECK_OK(store_look(&l->io, &found));
        CHECK_BYTES(BYTES_OF(found.device), BYTES_OF(salts.mine));
        CHECK_OK(store_open(&l->arena, &l->io, &l->random, &l->store));
        CHECK_ERR(store_unlock(l->store, STORE_WRAP_OURS, ours_kek), ERR_SEAL);
        CHECK_OK(store_unlock(l->store, STORE_WRAP_OURS, wrong_key));
        CHECK(record_is(l, STORE_OURS, 0, 1));
        l->disk.now[broken * 32768 + 30] ^= 1;
    }
    lab_free(l);
}

TEST(store_takes_a_wrap_away) {
    struct lab *l = lab_new(4);
    CHECK_OK(lab_create(l));
    CHECK_OK(store_rewrap(l->store, STORE_WRAP_MINE_WORDS, NULL, words_key));
    CHECK_OK(store_rewrap(l->store, STORE_WRAP_MINE_WORDS, NULL, NULL));
    arena_reset(&l->arena);
    CHECK_OK(store_open(&l->arena, &l->io, &l->random, &l->store));
    CHECK_ERR(store_unlock(l->store, STORE_WRAP_MINE_WORDS, words_key), ERR_SEAL);
    CHECK_OK(store_unlock(l->store, STORE_WRAP_MINE, mine_kek));
    lab_free(l);
}

TEST(store_destroyed_is_none) {
    struct lab *l = lab_new(5);
    struct store_salts found;
    CHECK_OK(lab_create(l));
    CHECK_OK(store_destroy(&l->io, &l->random));
    CHECK_INT(l->disk.now_size, 0);
    CHECK_ERR(store_look(&l->io, &found), ERR_NOT_FOUND);
    lab_free(l);
}

TEST(store_of_a_newer_toward_is_named_so) {
    struct lab *l = lab_new(6);
    struct store_salts found;
    CHECK_OK(lab_create(l));
    for (size_t at = 0; at <= 32768; at += 32768) {
        l->disk.now[at + 8] = 2;
        hash_bytes(LABEL_STORE, bytes_make(l->disk.now + at, 992), l->disk.now + at + 992);
    }
    CHECK_ERR(store_look(&l->io, &found), ERR_NEWER);
    lab_free(l);
}

/* Sealed or not, a slot is bytes without a pattern: each value about as often as any other. */
TEST(store_slots_all_look_random) {
    struct lab *l = lab_new(7);
    CHECK_OK(lab_create(l));
    CHECK_OK(record_put(l, STORE_OURS, 0, 0, false));
    size_t first_bytes_one = 0, slots = 0;
    for (uint64_t at = STORE_HEADER_SIZE; at < l->disk.now_size; at += STORE_SLOT_SIZE, slots++) {
        size_t counts[256] = {0};
        for (size_t i = 0; i < STORE_SLOT_SIZE; i++)
            counts[l->disk.now[at + i]]++;
        for (size_t i = 0; i < 256; i++)
            CHECK(counts[i] > 150 && counts[i] < 370); /* 256 expected, sigma 16 */
        first_bytes_one += l->disk.now[at] == 1;
    }
    CHECK_INT(slots, 32);
    CHECK(first_bytes_one < 4);
    lab_free(l);
}

/* --- damage ---------------------------------------------------------------------------------- */

TEST(store_bit_flips_cost_one_record_or_nothing) {
    struct lab *l = lab_new(8);
    CHECK_OK(lab_create(l));
    for (uint32_t n = 0; n < 4; n++)
        CHECK_OK(record_put(l, STORE_OURS, n, 1, false));
    size_t lost_runs = 0;
    /* One bit in each slot of *ours* in turn. */
    for (uint32_t slot = 0; slot < STORE_EXTENT_SLOTS; slot++) {
        size_t at = STORE_HEADER_SIZE + slot * (size_t)STORE_SLOT_SIZE + 4000 + slot;
        l->disk.now[at] ^= 0x10;
        CHECK_OK(lab_open(l));
        size_t lost = 0, count = store_record_count(l->store, STORE_OURS);
        CHECK(count == 4 || (slot < 2 && count == 3)); /* the root before names three */
        for (uint32_t n = 0; n < count; n++)
            lost += !record_is(l, STORE_OURS, n, 1);
        CHECK(lost <= 1);
        lost_runs += lost;
        l->disk.now[at] ^= 0x10;
    }
    CHECK_INT(lost_runs, 4);
    lab_free(l);
}

TEST(store_without_a_whole_root_is_malformed) {
    struct lab *l = lab_new(9);
    CHECK_OK(lab_create(l));
    l->disk.now[STORE_HEADER_SIZE + 5] ^= 1;
    l->disk.now[STORE_HEADER_SIZE + STORE_SLOT_SIZE + 5] ^= 1;
    arena_reset(&l->arena);
    CHECK_OK(store_open(&l->arena, &l->io, &l->random, &l->store));
    CHECK_ERR(store_unlock(l->store, STORE_WRAP_OURS, ours_kek), ERR_MALFORMED);
    CHECK_OK(store_unlock(l->store, STORE_WRAP_MINE, mine_kek));
    lab_free(l);
}

TEST(store_cut_short_is_refused_or_whole) {
    struct lab *l = lab_new(10);
    CHECK_OK(lab_create(l));
    uint64_t whole = l->disk.now_size;
    for (uint64_t size = 0; size < whole; size += 50000) {
        struct store_salts found;
        l->disk.now_size = size;
        CHECK_ERR(store_look(&l->io, &found), ERR_NOT_FOUND);
    }
    /* A tail that a cut growth left is no trouble. */
    l->disk.now_size = whole + 300000;
    CHECK_OK(lab_open(l));
    for (uint32_t n = 0; n < 15; n++)
        CHECK_OK(record_put(l, STORE_MINE, n, 3, false));
    CHECK_OK(lab_open(l));
    CHECK(record_is(l, STORE_MINE, 14, 3));
    lab_free(l);
}

/* --- scrubbing ------------------------------------------------------------------------------- */

/* How many slots of `then` (a file's bytes) still stand anywhere in the file of now. */
static size_t slots_left(const struct lab *l, const uint8_t *then, uint64_t size) {
    size_t left = 0;
    for (uint64_t a = STORE_HEADER_SIZE; a < size; a += STORE_SLOT_SIZE)
        for (uint64_t b = STORE_HEADER_SIZE; b < l->disk.now_size; b += STORE_SLOT_SIZE)
            if (memcmp(then + a, l->disk.now + b, STORE_SLOT_SIZE) == 0) {
                left++;
                break;
            }
    return left;
}

TEST(store_scrub_leaves_nothing_of_what_stood_there) {
    struct lab *l = lab_new(11);
    uint8_t *then = malloc(FAULTY_SIZE_MAX);
    MUST(then);
    CHECK_OK(lab_create(l));
    CHECK_OK(record_put(l, STORE_OURS, 0, 1, false));
    CHECK_OK(record_put(l, STORE_OURS, 1, 1, false));
    for (uint32_t v = 2; v < 9; v++)
        CHECK_OK(record_put(l, STORE_OURS, 1, v, false));
    CHECK_OK(lab_open(l)); /* which slots were used is not known any more */
    memcpy(then, l->disk.now, (size_t)l->disk.now_size);
    uint64_t size = l->disk.now_size;
    CHECK_OK(record_put(l, STORE_OURS, 1, 9, true));
    CHECK(!store_scrub_due(l->store, STORE_OURS));
    /* Of *ours*, only record 0 stands as it stood; *mine* was not touched at all. */
    CHECK_INT(slots_left(l, then, size), 1 + STORE_EXTENT_SLOTS);
    CHECK(record_is(l, STORE_OURS, 0, 1));
    CHECK(record_is(l, STORE_OURS, 1, 9));
    CHECK_OK(lab_open(l));
    CHECK(record_is(l, STORE_OURS, 1, 9));
    free(then);
    lab_free(l);
}

/* --- faults at every operation --------------------------------------------------------------- */

/* The script: commits one after the other. Its states are told by the versions of three records of
 * *ours* and the count of *mine*. The 5th scrubs; the last fills *mine* so that the file grows. */
enum { STEPS = 8 };

static enum err step_run(struct lab *l, unsigned step) {
    switch (step) {
    case 4:
        return record_put(l, STORE_OURS, 1, 4, true);
    case STEPS - 1: {
        struct store_write w[13];
        static uint8_t plains[13][STORE_RECORD_SIZE];
        for (uint32_t n = 0; n < 13; n++) {
            memcpy(plains[n], record_fill(l, STORE_MINE, n + 1, step), STORE_RECORD_SIZE);
            w[n] = (struct store_write){.number = n + 1, .plain = plains[n]};
        }
        enum err err = store_commit(l->store, STORE_MINE, w, 13, false, &l->scratch);
        arena_reset(&l->scratch);
        return err;
    }
    case 6:
        return record_put(l, STORE_MINE, 0, step, false);
    default:
        return record_put(l, STORE_OURS, step % 3, step, false);
    }
}

/* The state after `done` steps, exactly. */
static bool state_is(struct lab *l, unsigned done) {
    uint32_t version[3] = {100, 100, 100}; /* as the base left them */
    uint32_t mine = 0;
    for (unsigned step = 0; step < done; step++) {
        if (step == STEPS - 1)
            mine = 14;
        else if (step == 6)
            mine = 1;
        else
            version[step % 3] = step;
    }
    for (uint32_t n = 0; n < 3; n++)
        if (!record_is(l, STORE_OURS, n, version[n]))
            return false;
    if (store_record_count(l->store, STORE_OURS) != 3 ||
        store_record_count(l->store, STORE_MINE) != mine)
        return false;
    for (uint32_t n = 0; n < mine; n++)
        if (!record_is(l, STORE_MINE, n, n == 0 ? 6 : STEPS - 1))
            return false;
    return true;
}

static struct store_faulty *base_disk(struct lab *l) {
    struct store_faulty *base = calloc(1, sizeof *base);
    MUST(base && lab_create(l) == ERR_OK);
    for (uint32_t n = 0; n < 3; n++)
        MUST(record_put(l, STORE_OURS, n, 100, false) == ERR_OK);
    (void)faulty_io(base);
    faulty_copy(base, &l->disk);
    return base;
}

/* Runs the script with one fault; how many steps were acknowledged. */
static unsigned script_run(struct lab *l, const struct store_faulty *base, enum fault fault,
                           size_t at, enum err *first) {
    unsigned acked = 0;
    faulty_copy(&l->disk, base);
    *first = lab_open(l);
    l->disk.operations = 0;
    l->disk.fault = fault;
    l->disk.fault_at = at;
    while (*first == ERR_OK && acked < STEPS) {
        *first = step_run(l, acked);
        acked += *first == ERR_OK;
    }
    return acked;
}

static size_t script_operations(struct lab *l, const struct store_faulty *base) {
    enum err err;
    unsigned acked = script_run(l, base, FAULT_NONE, 0, &err);
    return acked == STEPS && state_is(l, STEPS) ? l->disk.operations : 0;
}

TEST(store_survives_power_loss_at_every_operation) {
    struct lab *l = lab_new(12);
    struct store_faulty *base = base_disk(l);
    size_t operations = script_operations(l, base);
    CHECK(operations > 50);
    for (size_t at = 0; at < operations; at++) {
        enum err err;
        unsigned acked = script_run(l, base, FAULT_POWER, at, &err);
        faulty_restart(&l->disk, at);
        CHECK_OK(lab_open(l));
        CHECK(state_is(l, acked) || state_is(l, acked + 1));
        /* And life goes on from there. */
        unsigned from = state_is(l, acked) ? acked : acked + 1;
        for (unsigned step = from; step < STEPS; step++)
            CHECK_OK(step_run(l, step));
        CHECK(state_is(l, STEPS));
    }
    faulty_free(base);
    free(base);
    lab_free(l);
}

TEST(store_changes_nothing_when_an_operation_fails) {
    static const enum fault faults[] = {FAULT_ONCE, FAULT_TORN, FAULT_NO_SPACE, FAULT_FULL};
    struct lab *l = lab_new(13);
    struct store_faulty *base = base_disk(l);
    size_t operations = script_operations(l, base);
    for (size_t f = 0; f < COUNT_OF(faults); f++)
        for (size_t at = 0; at < operations; at += faults[f] == FAULT_NO_SPACE ? 9 : 1) {
            enum err err;
            unsigned acked = script_run(l, base, faults[f], at, &err);
            if (acked < STEPS) { /* a failed scrub is still due, and no error */
                CHECK(err == ERR_IO || err == ERR_NO_SPACE);
                CHECK(state_is(l, acked));
            }
            if (faults[f] == FAULT_NO_SPACE && at > 0)
                CHECK(acked >= STEPS - 1); /* only the growth needs space */
            l->disk.fault = FAULT_NONE;
            for (unsigned step = acked; step < STEPS; step++)
                CHECK_OK(step_run(l, step));
            CHECK(state_is(l, STEPS));
            CHECK_OK(lab_open(l));
            CHECK(state_is(l, STEPS));
        }
    faulty_free(base);
    free(base);
    lab_free(l);
}

TEST(store_opens_after_failures_for_ever) {
    struct lab *l = lab_new(14);
    struct store_faulty *base = base_disk(l);
    size_t operations = script_operations(l, base);
    for (size_t at = 0; at < operations; at += 2) {
        enum err err;
        unsigned acked = script_run(l, base, FAULT_FOREVER, at, &err);
        /* Tries again and again before the machine is turned off. */
        for (int again = 0; acked < STEPS && again < 2; again++)
            CHECK(step_run(l, acked) != ERR_OK);
        faulty_restart(&l->disk, at + 7);
        CHECK_OK(lab_open(l));
        CHECK(state_is(l, acked) || state_is(l, acked + 1));
    }
    faulty_free(base);
    free(base);
    lab_free(l);
}

/* A root that was written but not acknowledged may open after all: nothing may be put over what it
 * names until it is replaced. */
TEST(store_survives_power_loss_after_a_failed_operation) {
    struct lab *l = lab_new(17);
    struct store_faulty *base = base_disk(l);
    size_t operations = script_operations(l, base);
    for (size_t at = 0; at < operations; at++)
        for (size_t later = 1; later < 8; later += 2) {
            enum err err;
            unsigned acked = script_run(l, base, FAULT_ONCE, at, &err);
            if (acked == STEPS)
                continue;
            l->disk.fault = FAULT_POWER;
            l->disk.fault_at = l->disk.operations + later;
            for (err = ERR_OK; err == ERR_OK && acked < STEPS; acked += err == ERR_OK)
                err = step_run(l, acked);
            faulty_restart(&l->disk, at * 8 + later);
            CHECK_OK(lab_open(l));
            CHECK(state_is(l, acked) || state_is(l, acked + 1));
        }
    faulty_free(base);
    free(base);
    lab_free(l);
}

/* While a commit is under way both roots still open something whole. */
TEST(store_keeps_the_state_before_whole_during_a_commit) {
    struct lab *l = lab_new(18);
    struct store_faulty *base = base_disk(l);
    for (unsigned root = 0; root < 2; root++) {
        faulty_copy(&l->disk, base);
        CHECK_OK(lab_open(l));
        for (uint32_t v = 101; v < 106; v++)
            CHECK_OK(record_put(l, STORE_OURS, 1, v, false));
        l->disk.fault = FAULT_POWER;
        l->disk.fault_at = l->disk.operations + 1; /* the record is out, the root is not */
        CHECK_ERR(record_put(l, STORE_OURS, 1, 106, false), ERR_IO);
        faulty_restart(&l->disk, root);
        l->disk.now[STORE_HEADER_SIZE + root * STORE_SLOT_SIZE + 99] ^= 4;
        CHECK_OK(lab_open(l));
        CHECK(record_is(l, STORE_OURS, 1, 104) || record_is(l, STORE_OURS, 1, 105));
    }
    faulty_free(base);
    free(base);
    lab_free(l);
}

TEST(store_creation_is_whole_or_nothing) {
    struct lab *l = lab_new(15);
    CHECK_OK(lab_create(l));
    size_t operations = l->disk.operations;
    CHECK(operations > 40);
    for (size_t at = 0; at < operations; at++) {
        struct store_salts found;
        arena_reset(&l->arena);
        l->disk.now_size = l->disk.durable_size = 0;
        l->disk.operations = l->disk.unflushed_count = 0;
        l->disk.fault = FAULT_POWER;
        l->disk.fault_at = at;
        CHECK_ERR(lab_create(l), ERR_IO);
        faulty_restart(&l->disk, at);
        enum err err = store_look(&l->io, &found);
        if (err == ERR_OK) {
            CHECK(at > operations - 5); /* one header copy stands already */
            CHECK_OK(lab_open(l));
        } else {
            CHECK(err == ERR_NOT_FOUND || (err == ERR_MALFORMED && at > operations - 6));
        }
    }
    lab_free(l);
}

TEST(store_rewrap_keeps_one_of_two_secrets_through_power_loss) {
    struct lab *l = lab_new(16);
    struct store_faulty *base = base_disk(l);
    for (size_t at = 0; at < 4; at++) {
        faulty_copy(&l->disk, base);
        CHECK_OK(lab_open(l));
        l->disk.operations = 0;
        l->disk.fault = FAULT_POWER;
        l->disk.fault_at = at;
        CHECK_ERR(store_rewrap(l->store, STORE_WRAP_OURS, salts.mine, wrong_key), ERR_IO);
        faulty_restart(&l->disk, at);
        arena_reset(&l->arena);
        CHECK_OK(store_open(&l->arena, &l->io, &l->random, &l->store));
        enum err before = store_unlock(l->store, STORE_WRAP_OURS, ours_kek);
        if (before != ERR_OK)
            CHECK_OK(store_unlock(l->store, STORE_WRAP_OURS, wrong_key));
        CHECK(record_is(l, STORE_OURS, 2, 100));
    }
    faulty_free(base);
    free(base);
    lab_free(l);
}
