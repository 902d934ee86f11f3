/* vectors.h -- known answers: computes a named value of the formats from public test inputs.
 *
 * The values stand in test/vectors/. `make vectors` asks this code for each of them twice, natively
 * and inside the module that is served, and compares. Every value comes out of the functions that
 * the app itself runs. "Random" bytes are BLAKE2b(name, key = "TEST-RANDOM-ONLY").
 */
#ifndef TOWARD_HOST_VECTORS_H
#define TOWARD_HOST_VECTORS_H

#include "base/bytes.h"

/* Appends the value of `name` to out, as text: hex, a number, or word indices with hyphens.
 * ERR_NOT_FOUND when there is no such vector; errors of the functions it runs. */
MUST_CHECK enum err vector_value(struct bytes name, struct buf *out);

#endif
