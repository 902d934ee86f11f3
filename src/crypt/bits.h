/* bits.h -- runs of bits as word indices, eleven bits each, the most significant first. */
#ifndef TOWARD_CRYPT_BITS_H
#define TOWARD_CRYPT_BITS_H

#include <stddef.h>
#include <stdint.h>

/* The first 11 * count bits of `bits` as count indices below 2048. */
static inline void bits_to_words(const uint8_t *bits, uint16_t *words, size_t count) {
    uint32_t held = 0;
    unsigned have = 0;
    size_t next = 0;
    for (size_t i = 0; i < count; i++) {
        for (; have < 11; have += 8)
            held = held << 8 | bits[next++];
        have -= 11;
        words[i] = (uint16_t)(held >> have & 2047);
    }
}

/* The first `size` bytes of the bits that words stand for; words has enough. */
static inline void bits_from_words(const uint16_t *words, uint8_t *bits, size_t size) {
    uint32_t held = 0;
    unsigned have = 0;
    size_t next = 0;
    for (size_t i = 0; i < size; i++) {
        for (; have < 8; have += 11)
            held = held << 11 | words[next++];
        have -= 8;
        bits[i] = (uint8_t)(held >> have);
    }
}

#endif
