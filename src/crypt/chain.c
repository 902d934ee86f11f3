#include "crypt/chain.h"

#include "base/check.h"

#include <string.h>

void chain_start(const uint8_t box_id[BOX_ID_SIZE], struct chain *out) {
    memmove(out->box_id, box_id, BOX_ID_SIZE);
    out->position = 0;
    hash_bytes(LABEL_HEAD0, BYTES_OF(out->box_id), out->head);
}

void chain_blob_hash(struct bytes blob, uint8_t out[HASH_SIZE]) {
    hash_bytes(LABEL_BLOB, blob, out);
}

void chain_advance(struct chain *c, const uint8_t blob_hash[HASH_SIZE]) {
    uint8_t position[8];
    u64_write(position, ++c->position);
    HASH(c->head, LABEL_HEAD, BYTES_OF(c->head), BYTES_OF(position),
         bytes_make(blob_hash, HASH_SIZE));
}

void chain_sign_append(const struct chain *c, const struct sign_key *key,
                       uint8_t signature[SIGNATURE_SIZE]) {
    uint8_t message[RELAY_APPEND_MESSAGE_SIZE];
    MUST(secret_equal(key->public_key, c->box_id, BOX_ID_SIZE));
    relay_append_message(c->box_id, c->head, message);
    sign_part(key, SIGN_APPEND, BYTES_OF(message), signature);
}

enum err chain_check_append(const struct chain *c, const uint8_t signature[SIGNATURE_SIZE]) {
    uint8_t message[RELAY_APPEND_MESSAGE_SIZE];
    relay_append_message(c->box_id, c->head, message);
    return sign_check_part(c->box_id, SIGN_APPEND, BYTES_OF(message), signature);
}

void chain_sign_create(const struct sign_key *key, const struct relay_create *create,
                       const uint8_t host_hash[HASH_SIZE], uint8_t signature[SIGNATURE_SIZE]) {
    uint8_t message[RELAY_CREATE_MESSAGE_SIZE];
    relay_create_message(key->public_key, create, host_hash, message);
    sign_part(key, SIGN_CREATE, BYTES_OF(message), signature);
}

void chain_sign_erase(const struct sign_key *key, uint64_t position,
                      const uint8_t blob_hash[HASH_SIZE], uint8_t signature[SIGNATURE_SIZE]) {
    uint8_t message[RELAY_ERASE_MESSAGE_SIZE];
    relay_erase_message(key->public_key, position, blob_hash, message);
    sign_part(key, SIGN_ERASE, BYTES_OF(message), signature);
}

void chain_sign_drop(const struct sign_key *key, const uint8_t head[HASH_SIZE],
                     uint8_t signature[SIGNATURE_SIZE]) {
    uint8_t message[RELAY_DROP_MESSAGE_SIZE];
    relay_drop_message(key->public_key, head, message);
    sign_part(key, SIGN_DROP, BYTES_OF(message), signature);
}

void chain_token_hash(const uint8_t token[KEY_SIZE], uint8_t out[HASH_SIZE]) {
    hash_bytes(LABEL_RT, bytes_make(token, KEY_SIZE), out);
}

void chain_host_hash(struct bytes origin, uint8_t out[HASH_SIZE]) {
    hash_bytes(LABEL_HOST, origin, out);
}
