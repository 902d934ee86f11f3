/* root.h -- everything one person's root secret gives, and what their identity key says.
 *
 *   mine_fk, mine_ws, kx_seed, self_key, outbox_seed = KDF(R, 1..5, "bk.root_")
 *   kx     = crypto_kx_seed_keypair(kx_seed)          id = Ed25519 key pair of id_seed
 *   outbox = crypto_box_seed_keypair(outbox_seed)
 *   cert_g = Sign(id, "bk/v1/gen" || g(4) || kx_pk || previous)
 *            previous = H("bk/v1/cert", cert_{g-1}), zeros for g = 1
 *
 * id_seed rests in locators only, so the identity key exists for moments: to certify a generation,
 * to sign a kit or a change of keys. It signs nothing a person wrote: no entry is a receipt.
 */
#ifndef TOWARD_CRYPT_ROOT_H
#define TOWARD_CRYPT_ROOT_H

#include "crypt/hash.h"
#include "crypt/sign.h"

enum { FINGERPRINT_WORDS = 4 };

struct root_keys {
    uint8_t mine_feed_key[KEY_SIZE];
    uint8_t mine_write_seed[KEY_SIZE];
    uint8_t kx_public[PUBLIC_KEY_SIZE];
    uint8_t kx_secret[KEY_SIZE];
    uint8_t self_key[KEY_SIZE]; /* seals witnesses */
    uint8_t outbox_public[PUBLIC_KEY_SIZE];
    uint8_t outbox_secret[KEY_SIZE];
};

/* Derives all of them. Wipe them when the lock closes. */
void root_derive(const uint8_t root[KEY_SIZE], struct root_keys *out);

/* A generation's certificate: what a partner holds of me. */
struct cert {
    uint32_t generation;
    uint8_t previous[HASH_SIZE];
    uint8_t signature[SIGNATURE_SIZE];
};
enum { CERT_SIZE = 100 }; /* g(4) || previous(32) || signature(64) */

/* Certifies kx_public for a generation. previous is the certificate before, NULL for the first. */
void cert_sign(const struct sign_key *identity, uint32_t generation,
               const uint8_t kx_public[PUBLIC_KEY_SIZE], const struct cert *previous,
               struct cert *out);

/* ERR_OK when id_public certified kx_public so; ERR_SEAL otherwise, also for generation 0 and for
 * a first generation that names a previous one. */
MUST_CHECK enum err cert_check(const struct cert *c, const uint8_t id_public[PUBLIC_KEY_SIZE],
                               const uint8_t kx_public[PUBLIC_KEY_SIZE]);

/* H("bk/v1/cert", signature): how the next certificate names this one. */
void cert_hash(const struct cert *c, uint8_t out[HASH_SIZE]);

void cert_write(const struct cert *c, uint8_t out[CERT_SIZE]);
void cert_read(const uint8_t in[CERT_SIZE], struct cert *out);

/* Four word indices that stand for an identity key: first 44 bits of H("bk/v1/finger", id_pk). */
void root_fingerprint(const uint8_t id_public[PUBLIC_KEY_SIZE], uint16_t words[FINGERPRINT_WORDS]);

#endif
