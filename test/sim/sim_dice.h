/* sim_dice.h -- chance and digests of the simulator: all of it from the seed.
 *
 * Each decision has dice of its own, made from the seed and what the decision is about, so that one
 * more roll in one place moves nothing anywhere else. Two runs that differ in one act differ in
 * nothing that does not follow from it.
 */
#ifndef TOWARD_TEST_SIM_DICE_H
#define TOWARD_TEST_SIM_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sim_dice {
    uint64_t state;
};

/* A number that stands for both; no order of arguments gives the same by design. */
uint64_t sim_mix(uint64_t a, uint64_t b);

/* 0 .. sides - 1; sides > 0. */
uint32_t sim_roll(struct sim_dice *d, uint32_t sides);
/* True so many times in a thousand. */
bool sim_chance(struct sim_dice *d, uint32_t per_mille);

/* A running digest; not cryptographic. */
uint64_t sim_digest(uint64_t digest, const void *at, size_t size);
uint64_t sim_digest_number(uint64_t digest, uint64_t n);

#endif
