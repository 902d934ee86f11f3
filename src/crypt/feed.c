#include "crypt/feed.h"

#include "crypt/hash.h"

void feed_keys_derive(const uint8_t feed_key[KEY_SIZE], struct feed_keys *out) {
    kdf_derive(feed_key, 1, KDF_FEED, out->read_token);
    kdf_derive(feed_key, 2, KDF_FEED, out->entry_key);
}

void feed_box_id(const uint8_t write_seed[KEY_SIZE], uint8_t out[BOX_ID_SIZE]) {
    struct sign_key key;
    sign_key_from_seed(write_seed, &key);
    for (size_t i = 0; i < BOX_ID_SIZE; i++)
        out[i] = key.public_key[i];
    memory_wipe(&key, sizeof key);
}

/* Room for size bytes at the end of out, so that sealing happens where the blob will stand. */
static enum err blob_room(struct buf *out, size_t size, uint8_t **at) {
    static const uint8_t zeros[BUCKET_MIN];
    size_t from = out->size;
    struct bytes whole;
    for (size_t done = 0; done < size; done += sizeof zeros) /* buckets are multiples of it */
        buf_add(out, zeros, sizeof zeros);
    TRY(buf_finish(out, &whole));
    *at = out->at + from;
    return ERR_OK;
}

enum err feed_seal(const struct feed_keys *keys, const uint8_t box_id[BOX_ID_SIZE],
                   struct bytes plain, const uint8_t nonce[SEAL_NONCE_SIZE], struct buf *out) {
    size_t bucket = 0;
    uint8_t *at = NULL;
    TRY(pad_bucket(plain.size, &bucket));
    TRY(blob_room(out, bucket, &at));
    TRY(pad_add(plain, at + SEAL_PLAIN_AT, bucket - SEAL_OVERHEAD));
    seal_in_place(keys->entry_key, SEAL_ENTRY, bytes_make(box_id, BOX_ID_SIZE),
                  bucket - SEAL_OVERHEAD, nonce, at);
    return ERR_OK;
}

enum err feed_open(const struct feed_keys *keys, const uint8_t box_id[BOX_ID_SIZE],
                   struct bytes blob, struct arena *a, struct bytes *plain) {
    if (!pad_is_bucket(blob.size))
        return ERR_SIZE;
    uint8_t *at = arena_alloc(a, blob.size - SEAL_OVERHEAD);
    if (!at)
        return ERR_FULL;
    size_t size = 0;
    TRY(seal_open(keys->entry_key, SEAL_ENTRY, bytes_make(box_id, BOX_ID_SIZE), blob, at));
    TRY(pad_strip(bytes_make(at, blob.size - SEAL_OVERHEAD), &size));
    *plain = bytes_make(at, size);
    return ERR_OK;
}
