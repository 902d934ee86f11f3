#include "relay/check.h"

#include "crypt/chain.h"
#include "crypt/hash.h"
#include "crypt/sign.h"

#include <stdlib.h>
#include <string.h>

static bool day_is_near(uint32_t day, uint32_t today) {
    return day + RELAY_DAY_TOLERANCE >= today && day <= today + RELAY_DAY_TOLERANCE;
}

static enum relay_reason admission_check(const struct relay_config *c,
                                         const struct config_origin *host,
                                         struct store_change *change) {
    const struct relay_create *create = &change->create;
    if (!c->is_open)
        return RELAY_REASON_NONE;
    if (create->admission == RELAY_ADMISSION_TOKEN) {
        hash_bytes(LABEL_TOKEN, BYTES_OF(create->token), change->token_hash);
        change->spend_token = true;
        return RELAY_REASON_NONE;
    }
    if (create->admission == RELAY_ADMISSION_NONE || !c->has_pow)
        return RELAY_REASON_ADMISSION;
    uint8_t message[RELAY_POW_MESSAGE_SIZE], hash[HASH_SIZE];
    relay_pow_message(change->id, create->day, host->hash, create->nonce, message);
    hash_bytes(LABEL_POW, BYTES_OF(message), hash);
    return relay_pow_holds(hash, RELAY_POW_BITS) ? RELAY_REASON_NONE : RELAY_REASON_ADMISSION_POW;
}

static enum relay_reason create_check(const struct relay_config *c,
                                      const struct config_origin *host, struct bytes body,
                                      uint32_t day, struct store_change *change) {
    struct relay_create *create = &change->create;
    if (relay_create_read(body, create) != ERR_OK)
        return RELAY_REASON_BODY;
    if (!relay_class_limits(create->box_class))
        return RELAY_REASON_CLASS;
    if (!day_is_near(create->day, day))
        return RELAY_REASON_DAY;
    uint8_t message[RELAY_CREATE_MESSAGE_SIZE];
    relay_create_message(change->id, create, host->hash, message);
    struct bytes part = BYTES_OF(message);
    if (sign_check(change->id, SIGN_CREATE, &part, 1, create->sig) != ERR_OK)
        return RELAY_REASON_SIGNATURE;
    struct chain chain;
    chain_start(change->id, &chain);
    memcpy(change->head, chain.head, sizeof change->head);
    return admission_check(c, host, change);
}

static enum relay_reason append_check(struct bytes body, struct store_change *c) {
    if (relay_append_read(body, &c->append) != ERR_OK)
        return RELAY_REASON_BODY;
    uint8_t(*bh)[RELAY_HASH_SIZE] = malloc(c->append.count * sizeof *bh);
    if (!bh)
        return RELAY_REASON_BUSY;
    c->bh = (const uint8_t(*)[RELAY_HASH_SIZE])bh;
    struct chain chain = {.position = c->n - 1};
    memcpy(chain.box_id, c->id, sizeof chain.box_id);
    memcpy(chain.head, c->append.prev, sizeof chain.head);
    struct bytes rest = c->append.blobs, blob;
    for (uint32_t i = 0; relay_append_next(&rest, &blob); i++) {
        chain_blob_hash(blob, bh[i]);
        chain_advance(&chain, bh[i]);
    }
    memcpy(c->head, chain.head, sizeof c->head);
    return chain_check_append(&chain, c->append.sig) == ERR_OK ? RELAY_REASON_NONE
                                                               : RELAY_REASON_SIGNATURE;
}

static enum relay_reason proof_check(struct bytes body, struct store_change *c) {
    if (relay_proof_read(body, &c->proof) != ERR_OK)
        return RELAY_REASON_BODY;
    uint8_t erase[RELAY_ERASE_MESSAGE_SIZE], drop[RELAY_DROP_MESSAGE_SIZE];
    relay_erase_message(c->id, c->n, c->proof.hash, erase);
    relay_drop_message(c->id, c->proof.hash, drop);
    bool is_erase = c->call == RELAY_CALL_ERASE;
    struct bytes part = is_erase ? BYTES_OF(erase) : BYTES_OF(drop);
    enum err e = sign_check(c->id, is_erase ? SIGN_ERASE : SIGN_DROP, &part, 1, c->proof.sig);
    return e == ERR_OK ? RELAY_REASON_NONE : RELAY_REASON_SIGNATURE;
}

enum relay_reason check_change(const struct relay_config *c, const struct config_origin *host,
                               struct bytes body, uint32_t day, struct store_change *change) {
    if (change->call == RELAY_CALL_CREATE)
        return create_check(c, host, body, day, change);
    if (change->call == RELAY_CALL_APPEND)
        return append_check(body, change);
    return proof_check(body, change);
}

void check_forget(struct store_change *change) {
    free((void *)(uintptr_t)change->bh);
    change->bh = NULL;
}
