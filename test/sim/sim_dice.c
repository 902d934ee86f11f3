#include "sim_dice.h"

#include "base/check.h"

#include <string.h>

static uint64_t scramble(uint64_t x) {
    x ^= x >> 30;
    x *= 0xBF58476D1CE4E5B9u;
    x ^= x >> 27;
    x *= 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

uint64_t sim_mix(uint64_t a, uint64_t b) {
    return scramble(scramble(a + 0x9E3779B97F4A7C15u) ^ (b + 0x632BE59BD9B4E019u));
}

uint32_t sim_roll(struct sim_dice *d, uint32_t sides) {
    MUST(sides > 0);
    d->state += 0x9E3779B97F4A7C15u;
    return (uint32_t)(scramble(d->state) % sides);
}

bool sim_chance(struct sim_dice *d, uint32_t per_mille) {
    return sim_roll(d, 1000) < per_mille;
}

uint64_t sim_digest_number(uint64_t digest, uint64_t n) {
    digest ^= n;
    digest *= 0xFF51AFD7ED558CCDu;
    return digest ^ digest >> 29;
}

uint64_t sim_digest(uint64_t digest, const void *at, size_t size) {
    const uint8_t *p = at;
    for (; size >= 8; size -= 8, p += 8) {
        uint64_t n;
        memcpy(&n, p, 8);
        digest = sim_digest_number(digest, n);
    }
    uint64_t rest = size;
    for (size_t i = 0; i < size; i++)
        rest = rest << 8 | p[i];
    return sim_digest_number(digest, rest);
}
