/* labels.h -- every name that keeps one use of a key or hash apart from every other.
 *
 * Changing a string changes the format; adding one is adding a line here. The strings stand in no
 * other file. `bk` stands for *book*. A unit test holds that all of one kind are distinct and of
 * the right length; the same text may serve as a KDF context and a seal context, because the two
 * enter different functions.
 */
#ifndef TOWARD_CRYPT_LABELS_H
#define TOWARD_CRYPT_LABELS_H

#include <stdint.h>

/* Hash labels: at most 16 ASCII, zero padded to 16, in front of what is hashed. */
#define HASH_LABELS(X)                                                                             \
    X(RT, "bk/v1/rt")         /* what the relay keeps of a read token */                           \
    X(BLOB, "bk/v1/blob")     /* a sealed blob, as the chain covers it */                          \
    X(HEAD0, "bk/v1/head0")   /* a box before its first blob */                                    \
    X(HEAD, "bk/v1/head")     /* a box after a blob */                                             \
    X(ENTRY, "bk/v1/entry")   /* an entry's id */                                                  \
    X(COMMIT, "bk/v1/commit") /* the inviter's commitment */                                       \
    X(PAIR, "bk/v1/pair")     /* the transcript of a pairing */                                    \
    X(KIT, "bk/v1/kit")       /* the kit's key from its 128 bits */                                \
    X(KITSUM, "bk/v1/kitsum") /* the 4 bits that catch a mistyped kit */                           \
    X(CERT, "bk/v1/cert")     /* the certificate before this one */                                \
    X(FINGER, "bk/v1/finger") /* the words that stand for an identity key */                       \
    X(MARK, "bk/v1/mark")     /* the two words that stand for both heads of a pair */              \
    X(HOST, "bk/v1/host")     /* a relay's origin, as a create names it */                         \
    X(TOKEN, "bk/v1/token")   /* what the relay keeps of an admission token */                     \
    X(POW, "bk/v1/pow")       /* proof of work */                                                  \
    X(STORE, "bk/v1/store")   /* checks of the store file */                                       \
    X(LIVE, "bk/v1/live")     /* a choice that both make alone in a live session */

/* Prefixes of signed messages: as above. */
#define SIGN_PREFIXES(X)                                                                           \
    X(APPEND, "bk/v1/append")                                                                      \
    X(CREATE, "bk/v1/create")                                                                      \
    X(ERASE, "bk/v1/erase")                                                                        \
    X(DROP, "bk/v1/drop")                                                                          \
    X(GEN, "bk/v1/gen")                                                                            \
    X(REKEY, "bk/v1/rekey")                                                                        \
    X(KIT, "bk/v1/kit")

/* Contexts of key derivation: exactly 8 ASCII; the ids used with each. */
#define KDF_CONTEXTS(X)                                                                            \
    X(LOCATOR, "bk.locat") /* P: 1 write seed, 2 read token, 3 seal key, 4 wrap of mine */         \
    X(KIT, "bk.kit__")     /* KK: 1 write seed, 2 box seed, 3 read token */                        \
    X(ROOT, "bk.root_")    /* R: 1 mine FK, 2 mine WS, 3 kx seed, 4 self key, 5 outbox seed */     \
    X(INVITE, "bk.invit")  /* s: 1 write seed, 2 read token, 3 seal key */                         \
    X(PAIR, "bk.pair_")    /* K_AB: 1 words, 2 FK A>B, 3 FK B>A, 4 names, 5 live A>B, 6 B>A */     \
    X(FEED, "bk.feed_")    /* FK: 1 read token, 2 entry key */                                     \
    X(LOCAL, "bk.local")   /* keys of the store file on this device */

/* Contexts of seals: exactly 8 ASCII. */
#define SEAL_CONTEXTS(X)                                                                           \
    X(LOCATOR, "bk.locat")                                                                         \
    X(ENTRY, "bk.entry")                                                                           \
    X(INVITE, "bk.invit")                                                                          \
    X(LOCAL, "bk.local")                                                                           \
    X(WITNESS, "bk.witns")                                                                         \
    X(ROUND, "bk.round")

#define LABEL_ENUM_(name, text) LABEL_##name,
enum hash_label { HASH_LABELS(LABEL_ENUM_) LABEL_COUNT };

#define PREFIX_ENUM_(name, text) SIGN_##name,
enum sign_prefix { SIGN_PREFIXES(PREFIX_ENUM_) SIGN_COUNT };

#define KDF_ENUM_(name, text) KDF_##name,
enum kdf_context { KDF_CONTEXTS(KDF_ENUM_) KDF_COUNT };

#define SEAL_ENUM_(name, text) SEAL_##name,
enum seal_context { SEAL_CONTEXTS(SEAL_ENUM_) SEAL_COUNT };

enum { LABEL_SIZE = 16, CONTEXT_SIZE = 8 };

/* The bytes of each, zero padded; static. */
const uint8_t *label_bytes(enum hash_label label);            /* LABEL_SIZE */
const uint8_t *sign_prefix_bytes(enum sign_prefix prefix);    /* LABEL_SIZE */
const char *kdf_context_bytes(enum kdf_context context);      /* CONTEXT_SIZE */
const uint8_t *seal_context_bytes(enum seal_context context); /* CONTEXT_SIZE */

#endif
