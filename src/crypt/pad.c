#include "crypt/pad.h"

#include <sodium.h>
#include <string.h>

enum err pad_bucket(size_t plain_size, size_t *bucket) {
    if (plain_size > PAD_PLAIN_MAX)
        return ERR_SIZE;
    size_t size = BUCKET_MIN;
    while (size - SEAL_OVERHEAD <= plain_size)
        size *= 2;
    *bucket = size;
    return ERR_OK;
}

bool pad_is_bucket(size_t size) {
    return size >= BUCKET_MIN && size <= BUCKET_MAX && (size & (size - 1)) == 0;
}

enum err pad_add(struct bytes plain, uint8_t *out, size_t padded_size) {
    if (plain.size >= padded_size)
        return ERR_SIZE;
    if (plain.size)
        memmove(out, plain.at, plain.size);
    out[plain.size] = 0x80;
    memset(out + plain.size + 1, 0, padded_size - plain.size - 1);
    return ERR_OK;
}

enum err pad_strip(struct bytes padded, size_t *plain_size) {
    size_t size = 0;
    if (padded.size == 0 || sodium_unpad(&size, padded.at, padded.size, padded.size) != 0)
        return ERR_MALFORMED;
    *plain_size = size;
    return ERR_OK;
}
