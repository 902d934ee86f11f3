#include "crypt/seeded.h"

#include "base/bytes.h"

#include <sodium.h>
#include <string.h>

static enum err seeded_fill(void *ctx, uint8_t *out, size_t size) {
    struct random_seeded *s = ctx;
    uint8_t nonce[crypto_stream_chacha20_NONCEBYTES];
    u64_write(nonce, s->draws++);
    crypto_stream_chacha20(out, size, nonce, s->seed);
    return ERR_OK;
}

struct random_source random_seeded_source(struct random_seeded *s, uint64_t seed) {
    memset(s, 0, sizeof *s);
    u64_write(s->seed, seed);
    return (struct random_source){seeded_fill, s};
}
