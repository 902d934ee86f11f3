/* A book on a device whose disk fails and loses power, at every operation: what was called saved is
 * there, nothing stands half, and the book opens.
 *
 * A script drawn from a seed writes in both spaces, erases, puts drafts away, writes private notes
 * while *mine* is closed, and starts again. SCRIPTS and FIRST as in fault_bench.h.
 */
#include "fake_world.h"
#include "store_faulty.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 14, WORDS = 24 };

struct word {
    char text[24];
    enum space space;
    bool erased;
    uint8_t eid[EID_SIZE];
};

/* What was acknowledged, and what is under way. */
struct ledger {
    struct word words[WORDS];
    uint32_t count;
    bool pending; /* the newest word, or the erasing of `erasing` */
    int erasing;  /* -1: none */
};

static struct world w;
static struct store_faulty disk, base;
static struct ledger ledger, ledger_base;
static uint64_t dice;

static uint32_t draw(uint32_t sides) {
    uint64_t z = dice += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) % sides);
}

static enum err step_write(struct phone *p, enum space space) {
    if (ledger.count == WORDS)
        return ERR_OK;
    struct word *word = &ledger.words[ledger.count++];
    *word = (struct word){.space = space};
    snprintf(word->text, sizeof word->text, "word %u", ledger.count);
    ledger.pending = true;
    enum err e = phone_write(p, space, word->text, word->eid);
    ledger.pending = e != ERR_OK;
    return e;
}

static enum err step_erase(struct phone *p) {
    uint32_t which = draw(ledger.count + 1);
    if (which == ledger.count || ledger.words[which].erased ||
        (ledger.words[which].space == SPACE_MINE && !book_status(p->book).mine_open))
        return ERR_OK;
    ledger.pending = true;
    ledger.erasing = (int)which;
    enum err e = book_erase(p->book, ledger.words[which].eid, w.today);
    if (e == ERR_OK) {
        ledger.words[which].erased = true;
        ledger.pending = false;
        ledger.erasing = -1;
    }
    return e;
}

static enum err step(struct phone *p) {
    static const uint8_t half[] = "half a sentence";
    switch (draw(8)) {
    case 0:
        return step_erase(p);
    case 1:
        return book_draft_set(p->book, BYTES_OF(half));
    case 2:
        return book_local_set(p->book, 9, BYTES_OF(half));
    case 3:
        return phone_restart(p);
    case 4:
        return step_write(p, SPACE_MINE);
    default:
        return step_write(p, SPACE_OURS);
    }
}

/* Every word stands as it was acknowledged; the one under way as before or after. */
static bool stands(struct phone *p) {
    for (uint32_t i = 0; i < ledger.count; i++) {
        const struct word *word = &ledger.words[i];
        bool is_there = phone_has(p, AUTHOR_ME, word->space, word->text);
        bool open = ledger.pending &&
                    (ledger.erasing == (int)i || (ledger.erasing < 0 && i + 1 == ledger.count));
        if (is_there == word->erased && !open)
            return false;
    }
    return phone_count(p, SPACE_OURS) + phone_count(p, SPACE_MINE) <= ledger.count;
}

/* What was under way is known now. */
static void settle(struct phone *p) {
    if (ledger.pending && ledger.erasing >= 0) {
        struct word *word = &ledger.words[ledger.erasing];
        word->erased = !phone_has(p, AUTHOR_ME, word->space, word->text);
    } else if (ledger.pending) {
        struct word *word = &ledger.words[ledger.count - 1];
        word->erased = !phone_has(p, AUTHOR_ME, word->space, word->text);
    }
    ledger.pending = false;
    ledger.erasing = -1;
}

/* From the same beginning each time, until a step fails. ERR_OK: none did. */
static enum err run(struct phone *p, uint64_t seed, enum fault fault, size_t at) {
    faulty_copy(&disk, &base);
    ledger = ledger_base;
    dice = seed;
    MUST(phone_restart(p) == ERR_OK);
    disk.operations = 0;
    disk.fault = fault;
    disk.fault_at = at;
    enum err e = ERR_OK;
    for (int i = 0; e == ERR_OK && i < STEPS; i++)
        e = step(p);
    return e;
}

static struct phone *begin(uint64_t seed) {
    world_begin(&w, seed);
    struct phone *p = world_phone(&w), *other = world_phone(&w);
    p->io = faulty_io(&disk);
    (void)faulty_io(&base);
    ledger = (struct ledger){.erasing = -1};
    dice = seed * 31;
    MUST(phone_begin(p, "Ana") == ERR_OK && phone_begin(other, "Ben") == ERR_OK);
    MUST(world_pair(&w, p, other, true) && world_settle(&w, 100000));
    p->offline = other->offline = true;
    for (int i = 0; i < 6; i++)
        MUST(step_write(p, i % 3 ? SPACE_OURS : SPACE_MINE) == ERR_OK);
    faulty_copy(&base, &disk);
    ledger_base = ledger;
    return p;
}

static void end(void) {
    world_end(&w);
    faulty_free(&disk);
    faulty_free(&base);
}

static uint64_t number_from(const char *name, uint64_t otherwise) {
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static const char *const names[] = {[FAULT_NONE] = "",
                                    [FAULT_ONCE] = "fails once",
                                    [FAULT_FOREVER] = "fails for ever",
                                    [FAULT_TORN] = "torn write",
                                    [FAULT_NO_SPACE] = "no room to grow",
                                    [FAULT_FULL] = "full disk",
                                    [FAULT_POWER] = "power loss"};

TEST(book_survives_what_a_disk_does) {
    uint64_t scripts = number_from("SCRIPTS", 3), first = number_from("FIRST", 1);
    uint64_t stride = number_from("STRIDE", 1), faults = 0;
    for (uint64_t seed = first; seed < first + scripts; seed++) {
        struct phone *p = begin(seed);
        CHECK_OK(run(p, seed, FAULT_NONE, 0));
        size_t operations = disk.operations;
        CHECK(stands(p) && operations > 10);
        for (int fault = FAULT_ONCE; fault <= FAULT_POWER; fault++)
            for (size_t at = 0; at < operations; at += stride) {
                enum err e = run(p, seed, (enum fault)fault, at);
                bool fine = e == ERR_OK || e == ERR_IO || e == ERR_NO_SPACE;
                /* While it stays open nothing is half. */
                fine = fine && (!p->book || stands(p));
                if (fault == FAULT_POWER || fault == FAULT_FOREVER)
                    faulty_restart(&disk, seed * 1000 + at);
                disk.fault = FAULT_NONE;
                fine = fine && phone_restart(p) == ERR_OK && stands(p);
                if (fine)
                    settle(p);
                /* And life goes on. */
                fine = fine && step_write(p, SPACE_OURS) == ERR_OK && phone_restart(p) == ERR_OK &&
                       stands(p) && book_damaged(p->book) == 0;
                if (!fine)
                    printf("FIRST=%llu SCRIPTS=1: %s at %zu\n", (unsigned long long)seed,
                           names[fault], at);
                CHECK(fine);
                faults++;
            }
        end();
    }
    printf("  a book's file: %llu scripts, %llu faults injected, 0 lost, 0 wrong\n",
           (unsigned long long)scripts, (unsigned long long)faults);
}
