/* random.h -- where unpredictable bytes come from: an argument, like the clock.
 *
 * The core draws no randomness by itself. Hosts pass a source (the system's generator natively,
 * crypto.getRandomValues in the browser); tests, vectors and the example couple pass a seeded one
 * (crypt/seeded.h), which makes every run repeatable.
 */
#ifndef TOWARD_BASE_RANDOM_H
#define TOWARD_BASE_RANDOM_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct random_source {
    /* Fills out with `size` bytes, or fails with ERR_IO and leaves them undefined. */
    enum err (*fill)(void *ctx, uint8_t *out, size_t size);
    void *ctx; /* kept by whoever made the source */
};

/* Fills `size` bytes at out from r. ERR_IO when the source gives none: stop then, never go on with
 * what out held before. */
MUST_CHECK static inline enum err random_fill(const struct random_source *r, uint8_t *out,
                                              size_t size) {
    return r->fill(r->ctx, out, size);
}

#endif
