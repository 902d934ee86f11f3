/* pad.h -- few sizes, so that a size says little.
 *
 * A padded text is the text, 0x80, then zeros (ISO/IEC 7816-4, as sodium_pad). Sealed blobs come
 * in seven sizes, the powers of two from 1 KiB to 64 KiB.
 */
#ifndef TOWARD_CRYPT_PAD_H
#define TOWARD_CRYPT_PAD_H

#include "base/bytes.h"
#include "crypt/seal.h"

enum {
    BUCKET_MIN = 1024,
    BUCKET_MAX = 65536,
    PAD_PLAIN_MAX = BUCKET_MAX - SEAL_OVERHEAD - 1 /* 65,462: what fits the largest bucket */
};

/* The size of the sealed blob that `plain_size` bytes will become; ERR_SIZE above PAD_PLAIN_MAX. */
MUST_CHECK enum err pad_bucket(size_t plain_size, size_t *bucket);

/* True for the seven sizes a blob may have. */
bool pad_is_bucket(size_t size);

/* Writes exactly padded_size bytes at out: plain, 0x80, zeros. ERR_SIZE unless plain.size is
 * smaller than padded_size. out may be plain.at. */
MUST_CHECK enum err pad_add(struct bytes plain, uint8_t *out, size_t padded_size);

/* The size of the text within padded; ERR_MALFORMED when no 0x80 followed by zeros ends it.
 * The time depends on padded.size only. */
MUST_CHECK enum err pad_strip(struct bytes padded, size_t *plain_size);

#endif
