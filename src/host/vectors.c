#include "host/vectors.h"

#include "host/vectors_parts.h"

#include "base/check.h"
#include "crypt/boxseal.h"
#include "crypt/chain.h"
#include "crypt/feed.h"
#include "crypt/locator.h"
#include "crypt/outbox.h"
#include "crypt/pairing.h"
#include "crypt/password.h"
#include "crypt/round.h"
#include "crypt/witness.h"

#include <sodium.h>
#include <string.h>

/* ---- inputs ---- */

void vector_named(const char *name, uint8_t *out, size_t size) {
    crypto_generichash(out, size, (const uint8_t *)name, strlen(name),
                       (const uint8_t *)"TEST-RANDOM-ONLY", 16);
}

/* A random source whose draws are the named ones, in the order of the list. */
static enum err named_fill(void *ctx, uint8_t *out, size_t size) {
    const char ***next = ctx;
    if (!**next)
        return ERR_IO;
    vector_named(*(*next)++, out, size);
    return ERR_OK;
}

/* The key of the passphrase w1:0412-1733-0057-1990-0801-1204-0666. Slow, so it is kept. */
static enum err passphrase_key(uint8_t out[KEY_SIZE]) {
    static uint8_t kept[KEY_SIZE];
    static bool known;
    static const uint16_t words[PASSWORD_WORDS] = {412, 1733, 57, 1990, 801, 1204, 666};
    uint8_t text[PASSWORD_CANONICAL_SIZE];
    if (!known) {
        TRY(password_canonical(words, text));
        TRY(password_hash(BYTES_OF(text), kept));
        known = true;
    }
    memcpy(out, kept, KEY_SIZE);
    return ERR_OK;
}

static enum err locator_keys(struct locator_keys *out) {
    uint8_t p[KEY_SIZE];
    TRY(passphrase_key(p));
    locator_keys_from_password(p, out);
    return ERR_OK;
}

static void kit_keys(struct kit_keys *out) {
    uint8_t kit[KIT_SIZE];
    vector_named("kit", kit, sizeof kit);
    kit_keys_from_secret(kit, out);
}

static void root_keys(const char *name, struct root_keys *out) {
    uint8_t root[KEY_SIZE];
    vector_named(name, root, sizeof root);
    root_derive(root, out);
}

static void identity(const char *name, struct sign_key *out) {
    uint8_t seed[KEY_SIZE];
    vector_named(name, seed, sizeof seed);
    sign_key_from_seed(seed, out);
}

static void feed_of_test(struct feed_keys *keys, struct sign_key *write) {
    uint8_t secret[KEY_SIZE];
    vector_named("FK", secret, sizeof secret);
    feed_keys_derive(secret, keys);
    vector_named("WS", secret, sizeof secret);
    sign_key_from_seed(secret, write);
}

/* The example entry of the chain's vectors, and its blob. */
static const uint8_t small_entry[6] = {0x85, 1, 2, 3, 4, 5};

static enum err feed_blob(uint8_t out[BUCKET_MIN], struct chain *chain, struct sign_key *write) {
    struct feed_keys keys;
    struct buf b;
    struct bytes blob;
    uint8_t nonce[SEAL_NONCE_SIZE], hash[HASH_SIZE];
    feed_of_test(&keys, write);
    vector_named("n.e1", nonce, sizeof nonce);
    buf_init_fixed(&b, out, BUCKET_MIN);
    TRY(feed_seal(&keys, write->public_key, BYTES_OF(small_entry), nonce, &b));
    TRY(buf_finish(&b, &blob));
    chain_start(write->public_key, chain);
    chain_blob_hash(blob, hash);
    chain_advance(chain, hash);
    return ERR_OK;
}

/* ---- the locator and the kit ---- */

static enum err value_salt(struct buf *out) {
    uint8_t salt[PASSWORD_SALT_SIZE];
    password_salt(salt);
    buf_add_hex(out, BYTES_OF(salt));
    return ERR_OK;
}

static enum err value_p(struct buf *out) {
    uint8_t p[KEY_SIZE];
    TRY(passphrase_key(p));
    buf_add_hex(out, BYTES_OF(p));
    return ERR_OK;
}

static enum err value_device_key(struct buf *out) {
    uint8_t salt[PASSWORD_SALT_SIZE], key[KEY_SIZE];
    vector_named("salt.device", salt, sizeof salt);
    TRY(password_hash_device(BYTES("a device secret"), salt, key));
    buf_add_hex(out, BYTES_OF(key));
    return ERR_OK;
}

static enum err value_locator_box_id(struct buf *out) {
    struct locator_keys keys;
    TRY(locator_keys(&keys));
    buf_add_hex(out, BYTES_OF(keys.write.public_key));
    return ERR_OK;
}

static enum err value_locator_read_token(struct buf *out) {
    struct locator_keys keys;
    TRY(locator_keys(&keys));
    buf_add_hex(out, BYTES_OF(keys.read_token));
    return ERR_OK;
}

static enum err value_locator_rt_hash(struct buf *out) {
    struct locator_keys keys;
    uint8_t hash[HASH_SIZE];
    TRY(locator_keys(&keys));
    chain_token_hash(keys.read_token, hash);
    buf_add_hex(out, BYTES_OF(hash));
    return ERR_OK;
}

static enum err locator_blob(uint8_t out[LOCATOR_BLOB_SIZE]) {
    struct locator_keys keys;
    struct kit_keys kit;
    struct locator_payload payload = {.generation = 1, .counter = 1}, back;
    uint8_t nonce[SEAL_NONCE_SIZE];
    TRY(locator_keys(&keys));
    kit_keys(&kit);
    vector_named("R", payload.root, KEY_SIZE);
    vector_named("id_seed", payload.id_seed, KEY_SIZE);
    memcpy(payload.kit_write_seed, kit.write_seed, KEY_SIZE);
    memcpy(payload.kit_box_key, kit.box_key, PUBLIC_KEY_SIZE);
    vector_named("n.loc", nonce, sizeof nonce);
    locator_seal(&keys, &payload, nonce, out);
    TRY(locator_open(&keys, bytes_make(out, LOCATOR_BLOB_SIZE), &back));
    return secret_equal(payload.root, back.root, KEY_SIZE) ? ERR_OK : ERR_SEAL;
}

static void hash_add(struct buf *out, struct bytes blob) {
    uint8_t hash[HASH_SIZE];
    chain_blob_hash(blob, hash);
    buf_add_hex(out, BYTES_OF(hash));
}

static enum err value_locator_blob_len(struct buf *out) {
    uint8_t blob[LOCATOR_BLOB_SIZE];
    TRY(locator_blob(blob));
    buf_add_decimal(out, (int64_t)sizeof blob);
    return ERR_OK;
}

static enum err value_locator_blob_hash(struct buf *out) {
    uint8_t blob[LOCATOR_BLOB_SIZE];
    TRY(locator_blob(blob));
    hash_add(out, BYTES_OF(blob));
    return ERR_OK;
}

static enum err value_kit_box_id(struct buf *out) {
    struct kit_keys keys;
    kit_keys(&keys);
    buf_add_hex(out, BYTES_OF(keys.write.public_key));
    return ERR_OK;
}

static enum err value_kit_xpk(struct buf *out) {
    struct kit_keys keys;
    kit_keys(&keys);
    buf_add_hex(out, BYTES_OF(keys.box_key));
    return ERR_OK;
}

static enum err value_kit_read_token(struct buf *out) {
    struct kit_keys keys;
    kit_keys(&keys);
    buf_add_hex(out, BYTES_OF(keys.read_token));
    return ERR_OK;
}

static enum err value_kit_blob(struct buf *out) {
    struct kit_keys keys;
    struct kit_payload payload = {.generation = 1, .counter = 1}, back;
    uint8_t seed[KEY_SIZE], blob[LOCATOR_BLOB_SIZE];
    kit_keys(&keys);
    vector_named("R", payload.root, KEY_SIZE);
    vector_named("id_seed", payload.id_seed, KEY_SIZE);
    vector_named("loc_ws", payload.locator_write_seed, KEY_SIZE);
    vector_named("kit.e", seed, sizeof seed);
    TRY(kit_seal(keys.write.public_key, keys.box_key, &payload, seed, blob));
    TRY(kit_open(&keys, BYTES_OF(blob), &back));
    buf_add_hex(out, BYTES_OF(blob));
    return ERR_OK;
}

static void words_add(struct buf *out, const uint16_t *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_u8(out, '-');
        for (unsigned tens = 1000; tens; tens /= 10)
            buf_add_u8(out, (uint8_t)('0' + words[i] / tens % 10));
    }
}

static enum err value_kit_words(struct buf *out) {
    uint8_t kit[KIT_SIZE];
    uint16_t words[KIT_WORDS];
    vector_named("kit", kit, sizeof kit);
    kit_words(kit, words);
    words_add(out, words, KIT_WORDS);
    return ERR_OK;
}

/* ---- the root and the identity ---- */

static enum err value_mine_box_id(struct buf *out) {
    struct root_keys keys;
    uint8_t id[BOX_ID_SIZE];
    root_keys("R", &keys);
    feed_box_id(keys.mine_write_seed, id);
    buf_add_hex(out, BYTES_OF(id));
    return ERR_OK;
}

static enum err value_self_key(struct buf *out) {
    struct root_keys keys;
    root_keys("R", &keys);
    buf_add_hex(out, BYTES_OF(keys.self_key));
    return ERR_OK;
}

static enum err value_kx_pk_a(struct buf *out) {
    struct root_keys keys;
    root_keys("R", &keys);
    buf_add_hex(out, BYTES_OF(keys.kx_public));
    return ERR_OK;
}

static enum err value_outbox_pk(struct buf *out) {
    struct root_keys keys;
    root_keys("R", &keys);
    buf_add_hex(out, BYTES_OF(keys.outbox_public));
    return ERR_OK;
}

static enum err value_id_pk_a(struct buf *out) {
    struct sign_key id;
    identity("id_seed", &id);
    buf_add_hex(out, BYTES_OF(id.public_key));
    return ERR_OK;
}

static enum err value_id_fingerprint(struct buf *out) {
    struct sign_key id;
    uint16_t words[FINGERPRINT_WORDS];
    identity("id_seed", &id);
    root_fingerprint(id.public_key, words);
    words_add(out, words, FINGERPRINT_WORDS);
    return ERR_OK;
}

/* The certificates of A's generations 1 and 2 (under R and R.2). */
static enum err certs(struct cert *first, struct cert *second) {
    struct sign_key id;
    struct root_keys keys, next;
    identity("id_seed", &id);
    root_keys("R", &keys);
    root_keys("R.2", &next);
    cert_sign(&id, 1, keys.kx_public, NULL, first);
    cert_sign(&id, 2, next.kx_public, first, second);
    TRY(cert_check(first, id.public_key, keys.kx_public));
    return cert_check(second, id.public_key, next.kx_public);
}

static enum err value_cert_1(struct buf *out) {
    struct cert first, second;
    TRY(certs(&first, &second));
    buf_add_hex(out, BYTES_OF(first.signature));
    return ERR_OK;
}

static enum err value_cert_2(struct buf *out) {
    struct cert first, second;
    uint8_t raw[CERT_SIZE];
    TRY(certs(&first, &second));
    cert_write(&second, raw);
    buf_add_hex(out, BYTES_OF(raw));
    return ERR_OK;
}

/* ---- pairing ---- */

/* A and B of the test, run through all five messages. */
struct pairing_run {
    struct pairing a, b;
    struct pairing_self self_a, self_b;
    uint8_t m[6][PAIRING_MESSAGE_SIZE];
};

static void self_of(const char *root, const char *id_seed, struct pairing_self *out) {
    struct root_keys keys;
    struct sign_key id;
    root_keys(root, &keys);
    identity(id_seed, &id);
    memcpy(out->id_public, id.public_key, PUBLIC_KEY_SIZE);
    memcpy(out->kx_public, keys.kx_public, PUBLIC_KEY_SIZE);
    memcpy(out->kx_secret, keys.kx_secret, KEY_SIZE);
    cert_sign(&id, 1, keys.kx_public, NULL, &out->cert);
}

static struct pairing_hello hello_of(const char *box, const char *live, const char *name) {
    struct pairing_hello hello = {.flags = PAIRING_TOGETHER, .name_size = (uint8_t)strlen(name)};
    vector_named(box, hello.box_id, BOX_ID_SIZE);
    vector_named(live, hello.live_id, BOX_ID_SIZE);
    memcpy(hello.name, name, hello.name_size);
    return hello;
}

static enum err pairing_run(struct pairing_run *p) {
    const char *draws_a[] = {"eA", "nA", "n.m1", "n.m3", "n.m5", NULL}, **next_a = draws_a;
    const char *draws_b[] = {"eB", "nB", "n.m2", "n.m4", NULL}, **next_b = draws_b;
    const struct random_source a = {named_fill, &next_a}, b = {named_fill, &next_b};
    const struct pairing_hello hello_a = hello_of("box.A", "live.A", "Ada");
    const struct pairing_hello hello_b = hello_of("box.B", "live.B", "Ben");
    uint8_t s[PAIRING_SECRET_SIZE], none[PAIRING_MESSAGE_SIZE];
    size_t size = 0;
    vector_named("invite", s, sizeof s);
    self_of("R", "id_seed", &p->self_a);
    self_of("R.B", "id_seed.B", &p->self_b);
    TRY(pairing_invite(&p->a, s, &p->self_a, &a, p->m[1]));
    TRY(pairing_join(&p->b, s, &p->self_b, &b));
    TRY(pairing_step(&p->b, BYTES_OF(p->m[1]), &hello_b, &b, p->m[2], &size));
    TRY(pairing_step(&p->a, BYTES_OF(p->m[2]), &hello_a, &a, p->m[3], &size));
    TRY(pairing_step(&p->b, BYTES_OF(p->m[3]), &hello_b, &b, p->m[4], &size));
    TRY(pairing_step(&p->a, BYTES_OF(p->m[4]), &hello_a, &a, p->m[5], &size));
    TRY(pairing_step(&p->b, BYTES_OF(p->m[5]), &hello_b, &b, none, &size));
    return secret_equal(p->a.pair_key, p->b.pair_key, KEY_SIZE) ? ERR_OK : ERR_SEAL;
}

static enum err value_invite_box_id(struct buf *out) {
    uint8_t s[PAIRING_SECRET_SIZE];
    struct invite_keys keys;
    vector_named("invite", s, sizeof s);
    invite_derive(s, &keys);
    buf_add_hex(out, BYTES_OF(keys.write.public_key));
    return ERR_OK;
}

static enum err value_commit_a(struct buf *out) {
    struct pairing_run p;
    TRY(pairing_run(&p));
    buf_add_hex(out, BYTES_OF(p.a.commit));
    return ERR_OK;
}

/* The transcript enters K_AB and is kept nowhere: put together here from what both sides know. */
static enum err value_transcript(struct buf *out) {
    struct pairing_run p;
    uint8_t t[HASH_SIZE];
    TRY(pairing_run(&p));
    HASH(t, LABEL_PAIR, BYTES_OF(p.a.commit), BYTES_OF(p.b.e_public), BYTES_OF(p.b.n),
         BYTES_OF(p.self_b.id_public), BYTES_OF(p.self_b.kx_public), BYTES_OF(p.a.e_public),
         BYTES_OF(p.a.n), BYTES_OF(p.self_a.id_public), BYTES_OF(p.self_a.kx_public));
    buf_add_hex(out, BYTES_OF(t));
    return ERR_OK;
}

static enum err value_k_ab(struct buf *out) {
    struct pairing_run p;
    TRY(pairing_run(&p));
    buf_add_hex(out, BYTES_OF(p.a.pair_key));
    return ERR_OK;
}

static enum err value_sas_words(struct buf *out) {
    struct pairing_run p;
    uint16_t words[PAIRING_WORDS];
    TRY(pairing_run(&p));
    TRY(pairing_words(&p.b, words));
    words_add(out, words, PAIRING_WORDS);
    return ERR_OK;
}

static enum err keys_of_pair(struct pair_keys *out) {
    struct pairing_run p;
    TRY(pairing_run(&p));
    pair_keys_derive(p.a.pair_key, PAIRING_INVITER, out);
    return ERR_OK;
}

#define VALUE_PAIR_KEY(function, field)                                                            \
    static enum err function(struct buf *out) {                                                    \
        struct pair_keys keys;                                                                     \
        TRY(keys_of_pair(&keys));                                                                  \
        buf_add_hex(out, BYTES_OF(keys.field));                                                    \
        return ERR_OK;                                                                             \
    }
VALUE_PAIR_KEY(value_fk_out, out_feed_key)
VALUE_PAIR_KEY(value_fk_in, in_feed_key)
VALUE_PAIR_KEY(value_live_out, out_live_key)
VALUE_PAIR_KEY(value_live_in, in_live_key)

#define VALUE_MESSAGE(function, number)                                                            \
    static enum err function(struct buf *out) {                                                    \
        struct pairing_run p;                                                                      \
        TRY(pairing_run(&p));                                                                      \
        buf_add_hex(out, BYTES_OF(p.m[number]));                                                   \
        return ERR_OK;                                                                             \
    }
VALUE_MESSAGE(value_m1, 1)
VALUE_MESSAGE(value_m2, 2)
VALUE_MESSAGE(value_m3, 3)
VALUE_MESSAGE(value_m4, 4)
VALUE_MESSAGE(value_m5, 5)

static enum err value_pairing_state(struct buf *out) {
    struct pairing_run p;
    uint8_t room[PAIRING_STATE_SIZE];
    struct buf b;
    struct bytes raw;
    TRY(pairing_run(&p));
    buf_init_fixed(&b, room, sizeof room);
    pairing_write(&p.b, &b);
    TRY(buf_finish(&b, &raw));
    TRY(pairing_read(raw, &p.a));
    buf_add_hex(out, raw);
    return ERR_OK;
}

/* ---- feeds, chain, the relay's signed messages ---- */

static enum err value_feed_box_id(struct buf *out) {
    struct feed_keys keys;
    struct sign_key write;
    feed_of_test(&keys, &write);
    buf_add_hex(out, BYTES_OF(write.public_key));
    return ERR_OK;
}

static enum err value_feed_read_token(struct buf *out) {
    struct feed_keys keys;
    struct sign_key write;
    feed_of_test(&keys, &write);
    buf_add_hex(out, BYTES_OF(keys.read_token));
    return ERR_OK;
}

static enum err value_entry_blob_len(struct buf *out) {
    size_t bucket = 0;
    TRY(pad_bucket(sizeof small_entry, &bucket));
    buf_add_decimal(out, (int64_t)bucket);
    return ERR_OK;
}

static enum err value_blob_hash(struct buf *out) {
    uint8_t blob[BUCKET_MIN];
    struct chain chain;
    struct sign_key write;
    TRY(feed_blob(blob, &chain, &write));
    hash_add(out, BYTES_OF(blob));
    return ERR_OK;
}

static enum err value_head_1(struct buf *out) {
    uint8_t blob[BUCKET_MIN];
    struct chain chain;
    struct sign_key write;
    TRY(feed_blob(blob, &chain, &write));
    buf_add_hex(out, BYTES_OF(chain.head));
    return ERR_OK;
}

static enum err value_append_sig_1(struct buf *out) {
    uint8_t blob[BUCKET_MIN], signature[SIGNATURE_SIZE];
    struct chain chain;
    struct sign_key write;
    TRY(feed_blob(blob, &chain, &write));
    chain_sign_append(&chain, &write, signature);
    TRY(chain_check_append(&chain, signature));
    buf_add_hex(out, BYTES_OF(signature));
    return ERR_OK;
}

static enum err value_entry_id(struct buf *out) {
    uint8_t id[HASH_SIZE];
    hash_bytes(LABEL_ENTRY, BYTES_OF(small_entry), id);
    buf_add_hex(out, BYTES_OF(id));
    return ERR_OK;
}

static enum err value_host_hash(struct buf *out) {
    uint8_t hash[HASH_SIZE];
    chain_host_hash(BYTES("https://relay.example"), hash);
    buf_add_hex(out, BYTES_OF(hash));
    return ERR_OK;
}

/* The body that makes the test's feed box at https://relay.example on day 2500. */
static enum err value_create_body(struct buf *out) {
    struct feed_keys keys;
    struct sign_key write;
    struct relay_create create = {.box_class = RELAY_CLASS_FEED, .day = 2500};
    uint8_t host[HASH_SIZE], room[RELAY_CREATE_MAX_SIZE];
    struct buf b;
    struct bytes body;
    feed_of_test(&keys, &write);
    chain_token_hash(keys.read_token, create.rt_hash);
    chain_host_hash(BYTES("https://relay.example"), host);
    chain_sign_create(&write, &create, host, create.sig);
    buf_init_fixed(&b, room, sizeof room);
    relay_create_write(&b, &create);
    TRY(buf_finish(&b, &body));
    TRY(relay_create_read(body, &create));
    buf_add_hex(out, body);
    return ERR_OK;
}

static enum err value_append_body_hash(struct buf *out) {
    uint8_t blob[BUCKET_MIN], room[RELAY_APPEND_HEAD_SIZE + 4 + BUCKET_MIN];
    uint8_t signature[SIGNATURE_SIZE];
    struct chain chain, before;
    struct sign_key write;
    struct relay_append append;
    struct buf b;
    struct bytes body;
    TRY(feed_blob(blob, &chain, &write));
    chain_start(write.public_key, &before);
    chain_sign_append(&chain, &write, signature);
    buf_init_fixed(&b, room, sizeof room);
    relay_append_write(&b, before.head, signature, (struct bytes[]){BYTES_OF(blob)}, 1);
    TRY(buf_finish(&b, &body));
    TRY(relay_append_read(body, &append));
    hash_add(out, body);
    return ERR_OK;
}

static enum err proof_add(struct buf *out, const uint8_t hash[HASH_SIZE],
                          const uint8_t signature[SIGNATURE_SIZE]) {
    struct relay_proof proof;
    uint8_t room[RELAY_PROOF_SIZE];
    struct buf b;
    struct bytes body;
    memcpy(proof.hash, hash, HASH_SIZE);
    memcpy(proof.sig, signature, SIGNATURE_SIZE);
    buf_init_fixed(&b, room, sizeof room);
    relay_proof_write(&b, &proof);
    TRY(buf_finish(&b, &body));
    TRY(relay_proof_read(body, &proof));
    buf_add_hex(out, body);
    return ERR_OK;
}

static enum err value_erase_body(struct buf *out) {
    uint8_t blob[BUCKET_MIN], hash[HASH_SIZE], signature[SIGNATURE_SIZE];
    struct chain chain;
    struct sign_key write;
    TRY(feed_blob(blob, &chain, &write));
    chain_blob_hash(BYTES_OF(blob), hash);
    chain_sign_erase(&write, 1, hash, signature);
    return proof_add(out, hash, signature);
}

static enum err value_drop_body(struct buf *out) {
    uint8_t blob[BUCKET_MIN], signature[SIGNATURE_SIZE];
    struct chain chain;
    struct sign_key write;
    TRY(feed_blob(blob, &chain, &write));
    chain_sign_drop(&write, chain.head, signature);
    return proof_add(out, chain.head, signature);
}

static enum err value_pow_hash(struct buf *out) {
    struct feed_keys keys;
    struct sign_key write;
    uint8_t host[HASH_SIZE], message[RELAY_POW_MESSAGE_SIZE], hash[HASH_SIZE];
    feed_of_test(&keys, &write);
    chain_host_hash(BYTES("https://relay.example"), host);
    relay_pow_message(write.public_key, 2500, host, 1234567, message);
    hash_bytes(LABEL_POW, BYTES_OF(message), hash);
    buf_add_hex(out, BYTES_OF(hash));
    return ERR_OK;
}

/* ---- round, outbox, witness ---- */

static enum err value_round_commit_hash(struct buf *out) {
    uint8_t key[KEY_SIZE], offer[HASH_SIZE], nonce[SEAL_NONCE_SIZE], commit[ROUND_COMMIT_SIZE];
    struct feed_keys keys;
    struct sign_key write;
    feed_of_test(&keys, &write);
    vector_named("round.k", key, sizeof key);
    vector_named("offer", offer, sizeof offer);
    vector_named("n.round", nonce, sizeof nonce);
    TRY(round_commit_seal(key, write.public_key, offer, BYTES("\xa1\x01\x63tea"), nonce, commit));
    hash_add(out, BYTES_OF(commit));
    return ERR_OK;
}

static enum err value_outbox_note_hash(struct buf *out) {
    struct root_keys keys;
    uint8_t seed[KEY_SIZE], note[OUTBOX_NOTE_SIZE];
    root_keys("R", &keys);
    vector_named("outbox.e", seed, sizeof seed);
    TRY(outbox_seal(keys.outbox_public, BYTES_OF(small_entry), seed, note));
    hash_add(out, BYTES_OF(note));
    return ERR_OK;
}

enum err vector_witness(struct buf *out) {
    struct root_keys keys;
    struct witness w = {.generation = 1, .position = 77}, back;
    uint8_t nonce[SEAL_NONCE_SIZE], sealed[WITNESS_SIZE];
    root_keys("R", &keys);
    vector_named("head.mine", w.head, HASH_SIZE);
    vector_named("n.wit", nonce, sizeof nonce);
    witness_seal(keys.self_key, &w, nonce, sealed);
    TRY(witness_open(keys.self_key, sealed, &back));
    buf_add_hex(out, BYTES_OF(sealed));
    return ERR_OK;
}

/* ---- the table ---- */

static const struct vector {
    const char *name;
    enum err (*value)(struct buf *out);
} vectors[] = {
    /* book-protocol-v1.txt */
    {"salt", value_salt},
    {"P", value_p},
    {"locator_box_id", value_locator_box_id},
    {"locator_read_token", value_locator_read_token},
    {"locator_rt_hash", value_locator_rt_hash},
    {"kit_box_id", value_kit_box_id},
    {"kit_xpk", value_kit_xpk},
    {"locator_blob_len", value_locator_blob_len},
    {"locator_blob_hash", value_locator_blob_hash},
    {"mine_box_id", value_mine_box_id},
    {"self_key", value_self_key},
    {"kx_pk_A", value_kx_pk_a},
    {"id_pk_A", value_id_pk_a},
    {"cert_A_g1", value_cert_1},
    {"invite_box_id", value_invite_box_id},
    {"commit_A", value_commit_a},
    {"transcript", value_transcript},
    {"K_AB", value_k_ab},
    {"FK_pair_A_to_B", value_fk_out},
    {"FK_pair_B_to_A", value_fk_in},
    {"sas_words", value_sas_words},
    {"feed_box_id", value_feed_box_id},
    {"feed_read_token", value_feed_read_token},
    {"entry_blob_len", value_entry_blob_len},
    {"blob_hash", value_blob_hash},
    {"head_1", value_head_1},
    {"append_sig_1", value_append_sig_1},
    {"entry_id", value_entry_id},
    /* relay-v1.txt */
    {"host_hash", value_host_hash},
    {"create_body", value_create_body},
    {"append_body_hash", value_append_body_hash},
    {"erase_body", value_erase_body},
    {"drop_body", value_drop_body},
    {"pow_hash", value_pow_hash},
    /* keys-v1.txt */
    {"device_key", value_device_key},
    {"kit_read_token", value_kit_read_token},
    {"kit_words", value_kit_words},
    {"kit_blob", value_kit_blob},
    {"outbox_pk", value_outbox_pk},
    {"id_fingerprint", value_id_fingerprint},
    {"cert_A_g2", value_cert_2},
    /* pairing-v1.txt */
    {"m1", value_m1},
    {"m2", value_m2},
    {"m3", value_m3},
    {"m4", value_m4},
    {"m5", value_m5},
    {"FK_live_A_to_B", value_live_out},
    {"FK_live_B_to_A", value_live_in},
    {"pairing_state", value_pairing_state},
    /* seals-v1.txt */
    {"round_commit_hash", value_round_commit_hash},
    {"outbox_note_hash", value_outbox_note_hash},
    {"witness", vector_witness},
    /* book-v1.txt */
    {"entry_map", vector_entry_map},
    {"entry_map_id", vector_entry_map_id},
    {"store_file_hash", vector_store_file_hash},
    {"record_state", vector_record_state},
    {"record_values", vector_record_values},
    {"record_entries", vector_record_entries},
};

enum err vector_value(struct bytes name, struct buf *out) {
    for (size_t i = 0; i < COUNT_OF(vectors); i++)
        if (bytes_equal(name, bytes_from_string(vectors[i].name)))
            return vectors[i].value(out);
    return ERR_NOT_FOUND;
}
