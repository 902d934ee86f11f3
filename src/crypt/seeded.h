/* seeded.h -- a random source that is not random: the same seed gives the same bytes.
 *
 * For tests, the simulator, vectors and the example couple, never for a person's book. A ChaCha20
 * stream under the seed.
 */
#ifndef TOWARD_CRYPT_SEEDED_H
#define TOWARD_CRYPT_SEEDED_H

#include "base/random.h"
#include "crypt/crypt.h"

struct random_seeded {
    uint8_t seed[KEY_SIZE];
    uint64_t draws; /* calls so far; each has a stream of its own */
};

/* A source that draws from s, which must outlive it. The order and the sizes of draws matter. */
struct random_source random_seeded_source(struct random_seeded *s, uint64_t seed);

#endif
