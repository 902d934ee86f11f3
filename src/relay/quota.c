/* quota.c -- a set-associative table of token buckets. */
#include "relay/quota.h"

#include "base/check.h"
#include "crypt/hash.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { SETS = 1024, WAYS = 4, UNIT = 1000 /* one request, in thousandths */ };

static const struct {
    uint32_t burst;      /* requests */
    uint32_t day_refill; /* requests a day */
} buckets[QUOTA_KINDS] = {
    [QUOTA_READ] = {60, 2 * 86400},
    [QUOTA_WRITE] = {60, 30 * 86400},
    [QUOTA_CREATE] = {64, 64},
    [QUOTA_MISS] = {60, 6 * 1440},
};

struct entry {
    uint64_t address; /* 0: free */
    uint64_t seen_ms[QUOTA_KINDS];
    uint32_t level[QUOTA_KINDS]; /* in UNITs */
};

struct quota {
    uint8_t key[KEY_SIZE];
    uint32_t day;
    struct entry entries[SETS][WAYS];
};

struct quota *quota_make(void) {
    return calloc(1, sizeof(struct quota));
}

void quota_free(struct quota *q) {
    free(q);
}

uint64_t quota_address(struct quota *q, const uint8_t address[16], uint32_t day) {
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (q->day != day) {
        MUST(getrandom(q->key, sizeof q->key, 0) == (ssize_t)sizeof q->key);
        memset(q->entries, 0, sizeof q->entries);
        q->day = day;
    }
    size_t size = memcmp(address, mapped, sizeof mapped) == 0 ? 15 : 8;
    uint8_t out[KEY_SIZE];
    struct bytes part = {address, size};
    hash_mix(q->key, &part, 1, out);
    uint64_t v = u64_read(out);
    return v ? v : 1;
}

static uint64_t entry_seen(const struct entry *e) {
    uint64_t seen = 0;
    for (int i = 0; i < QUOTA_KINDS; i++)
        if (e->seen_ms[i] > seen)
            seen = e->seen_ms[i];
    return seen;
}

/* The entry of an address, made in the place of a free or the oldest one. */
static struct entry *entry_get(struct quota *q, uint64_t address, uint64_t now_ms) {
    struct entry *set = q->entries[address % SETS], *oldest = &set[0];
    for (int i = 0; i < WAYS; i++) {
        if (set[i].address == address)
            return &set[i];
        if (set[i].address == 0 || entry_seen(&set[i]) < entry_seen(oldest))
            oldest = &set[i];
        if (oldest->address == 0)
            break;
    }
    oldest->address = address;
    for (int i = 0; i < QUOTA_KINDS; i++) {
        oldest->level[i] = buckets[i].burst * UNIT;
        oldest->seen_ms[i] = now_ms;
    }
    return oldest;
}

/* Fills a bucket by what has flowed since it was last looked at. */
static uint32_t *level_get(struct quota *q, uint64_t address, enum quota_kind kind,
                           uint64_t now_ms) {
    struct entry *e = entry_get(q, address, now_ms);
    uint64_t flowed = (now_ms - e->seen_ms[kind]) * buckets[kind].day_refill / (86400000 / UNIT);
    if (flowed > 0) { /* else the time stays, so that slow buckets fill too */
        uint64_t level = e->level[kind] + flowed, full = (uint64_t)buckets[kind].burst * UNIT;
        e->level[kind] = (uint32_t)(level < full ? level : full);
        e->seen_ms[kind] = now_ms;
    }
    return &e->level[kind];
}

bool quota_has(struct quota *q, uint64_t address, enum quota_kind kind, uint64_t now_ms) {
    return *level_get(q, address, kind, now_ms) >= UNIT;
}

bool quota_take(struct quota *q, uint64_t address, enum quota_kind kind, uint64_t now_ms) {
    uint32_t *level = level_get(q, address, kind, now_ms);
    if (*level < UNIT)
        return false;
    *level -= UNIT;
    return true;
}
