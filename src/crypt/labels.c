#include "crypt/labels.h"

#include "base/check.h"

/* Sized one above, so that a text too long for its field does not compile. */
#define LABEL_ROW_(name, text) [LABEL_##name] = text,
static const char labels[LABEL_COUNT][LABEL_SIZE + 1] = {HASH_LABELS(LABEL_ROW_)};

#define PREFIX_ROW_(name, text) [SIGN_##name] = text,
static const char prefixes[SIGN_COUNT][LABEL_SIZE + 1] = {SIGN_PREFIXES(PREFIX_ROW_)};

#define KDF_ROW_(name, text) [KDF_##name] = text,
static const char kdf_contexts[KDF_COUNT][CONTEXT_SIZE + 1] = {KDF_CONTEXTS(KDF_ROW_)};

#define SEAL_ROW_(name, text) [SEAL_##name] = text,
static const char seal_contexts[SEAL_COUNT][CONTEXT_SIZE + 1] = {SEAL_CONTEXTS(SEAL_ROW_)};

const uint8_t *label_bytes(enum hash_label label) {
    MUST((unsigned)label < LABEL_COUNT);
    return (const uint8_t *)labels[label];
}

const uint8_t *sign_prefix_bytes(enum sign_prefix prefix) {
    MUST((unsigned)prefix < SIGN_COUNT);
    return (const uint8_t *)prefixes[prefix];
}

const char *kdf_context_bytes(enum kdf_context context) {
    MUST((unsigned)context < KDF_COUNT);
    return kdf_contexts[context];
}

const uint8_t *seal_context_bytes(enum seal_context context) {
    MUST((unsigned)context < SEAL_COUNT);
    return (const uint8_t *)seal_contexts[context];
}
