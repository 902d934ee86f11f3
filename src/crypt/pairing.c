#include "crypt/pairing.h"

#include "base/check.h"
#include "crypt/bits.h"
#include "crypt/pad.h"

#include <sodium.h>
#include <string.h>

enum { PADDED_SIZE = PAIRING_MESSAGE_SIZE - SEAL_OVERHEAD, NONCE_N_SIZE = 16 };
enum { MESSAGE_1 = 1, MESSAGE_2, MESSAGE_3, MESSAGE_4, MESSAGE_5 };
enum { HELLO_FIXED_SIZE = 2 * BOX_ID_SIZE + 2 };

/* What m2 and m3 carry. */
struct keys_message {
    uint8_t e_public[PUBLIC_KEY_SIZE];
    uint8_t n[NONCE_N_SIZE];
    uint8_t id_public[PUBLIC_KEY_SIZE];
    uint8_t kx_public[PUBLIC_KEY_SIZE];
    struct cert cert;
};
enum { KEYS_MESSAGE_SIZE = 3 * PUBLIC_KEY_SIZE + NONCE_N_SIZE + CERT_SIZE };

void invite_derive(const uint8_t s[PAIRING_SECRET_SIZE], struct invite_keys *out) {
    uint8_t seed[KEY_SIZE];
    kdf_derive(s, 1, KDF_INVITE, seed);
    sign_key_from_seed(seed, &out->write);
    kdf_derive(s, 2, KDF_INVITE, out->read_token);
    kdf_derive(s, 3, KDF_INVITE, out->seal_key);
    memory_wipe(seed, sizeof seed);
}

/* The key and ad of a message of this pairing. */
struct envelope {
    uint8_t key[KEY_SIZE];
    uint8_t ad[BOX_ID_SIZE + 1];
};

static void envelope_make(const struct pairing *p, unsigned message, struct envelope *out) {
    struct invite_keys invite;
    invite_derive(p->s, &invite);
    memcpy(out->ad, invite.write.public_key, BOX_ID_SIZE);
    out->ad[BOX_ID_SIZE] = (uint8_t)message;
    if (message >= MESSAGE_4)
        kdf_derive(p->pair_key, 4, KDF_PAIR, out->key);
    else
        memcpy(out->key, invite.seal_key, KEY_SIZE);
    memory_wipe(&invite, sizeof invite);
}

static enum err message_seal(const struct pairing *p, unsigned message, struct bytes plain,
                             const struct random_source *r, uint8_t out[PAIRING_MESSAGE_SIZE]) {
    struct envelope e;
    uint8_t nonce[SEAL_NONCE_SIZE];
    TRY(random_fill(r, nonce, sizeof nonce));
    TRY(pad_add(plain, out + SEAL_PLAIN_AT, PADDED_SIZE));
    envelope_make(p, message, &e);
    seal_in_place(e.key, SEAL_INVITE, BYTES_OF(e.ad), PADDED_SIZE, nonce, out);
    memory_wipe(&e, sizeof e);
    return ERR_OK;
}

static enum err message_open(const struct pairing *p, unsigned message, struct bytes sealed,
                             uint8_t padded[PADDED_SIZE], struct bytes *plain) {
    struct envelope e;
    size_t size = 0;
    if (sealed.size != PAIRING_MESSAGE_SIZE)
        return ERR_SEAL;
    envelope_make(p, message, &e);
    enum err result = seal_open(e.key, SEAL_INVITE, BYTES_OF(e.ad), sealed, padded);
    memory_wipe(&e, sizeof e);
    TRY(result);
    TRY(pad_strip(bytes_make(padded, PADDED_SIZE), &size));
    *plain = bytes_make(padded, size);
    return ERR_OK;
}

static void commitment(const uint8_t e_public[PUBLIC_KEY_SIZE], const uint8_t n[NONCE_N_SIZE],
                       uint8_t out[HASH_SIZE]) {
    HASH(out, LABEL_COMMIT, bytes_make(e_public, PUBLIC_KEY_SIZE), bytes_make(n, NONCE_N_SIZE));
}

/* m2 or m3 with my keys. */
static enum err keys_send(const struct pairing *p, unsigned message, const struct random_source *r,
                          uint8_t out[PAIRING_MESSAGE_SIZE]) {
    uint8_t raw[KEYS_MESSAGE_SIZE], cert[CERT_SIZE];
    struct buf b;
    struct bytes plain;
    buf_init_fixed(&b, raw, sizeof raw);
    cert_write(&p->self.cert, cert);
    buf_add_bytes(&b, BYTES_OF(p->e_public));
    buf_add_bytes(&b, BYTES_OF(p->n));
    buf_add_bytes(&b, BYTES_OF(p->self.id_public));
    buf_add_bytes(&b, BYTES_OF(p->self.kx_public));
    buf_add_bytes(&b, BYTES_OF(cert));
    TRY(buf_finish(&b, &plain));
    return message_seal(p, message, plain, r, out);
}

/* Takes `size` bytes off the front of b, which has them. */
static void take(struct bytes *b, uint8_t *out, size_t size) {
    MUST(b->size >= size);
    memcpy(out, b->at, size);
    *b = bytes_slice(*b, size, b->size);
}

/* Reads the other's keys and checks that they are certified and not my own. */
static enum err keys_receive(struct pairing *p, struct bytes plain, struct keys_message *out) {
    uint8_t cert[CERT_SIZE];
    if (plain.size != KEYS_MESSAGE_SIZE)
        return ERR_MALFORMED;
    take(&plain, out->e_public, PUBLIC_KEY_SIZE);
    take(&plain, out->n, NONCE_N_SIZE);
    take(&plain, out->id_public, PUBLIC_KEY_SIZE);
    take(&plain, out->kx_public, PUBLIC_KEY_SIZE);
    take(&plain, cert, CERT_SIZE);
    cert_read(cert, &out->cert);
    TRY(cert_check(&out->cert, out->id_public, out->kx_public));
    if (secret_equal(out->id_public, p->self.id_public, PUBLIC_KEY_SIZE))
        return ERR_CONFLICT;
    memcpy(p->peer.id_public, out->id_public, PUBLIC_KEY_SIZE);
    memcpy(p->peer.kx_public, out->kx_public, PUBLIC_KEY_SIZE);
    p->peer.cert = out->cert;
    return ERR_OK;
}

/* T, from A's and B's sides of the exchange. */
static void transcript(const struct pairing *p, const struct keys_message *theirs,
                       uint8_t out[HASH_SIZE]) {
    struct bytes mine[4] = {BYTES_OF(p->e_public), BYTES_OF(p->n), BYTES_OF(p->self.id_public),
                            BYTES_OF(p->self.kx_public)};
    struct bytes other[4] = {BYTES_OF(theirs->e_public), BYTES_OF(theirs->n),
                             BYTES_OF(theirs->id_public), BYTES_OF(theirs->kx_public)};
    const struct bytes *b = p->role == PAIRING_INVITED ? mine : other;
    const struct bytes *a = p->role == PAIRING_INVITED ? other : mine;
    HASH(out, LABEL_PAIR, BYTES_OF(p->commit), b[0], b[1], b[2], b[3], a[0], a[1], a[2], a[3]);
}

/* K_AB from both sides' keys; ERR_SEAL when a shared secret is zero. Forgets the ephemeral half. */
static enum err pair_key_make(struct pairing *p, const struct keys_message *theirs) {
    uint8_t dh[3][KEY_SIZE], t[HASH_SIZE];
    /* In A's order: ephemeral with B's kx key comes before A's kx key with B's ephemeral. */
    uint8_t *e_kx = p->role == PAIRING_INVITER ? dh[1] : dh[2];
    uint8_t *kx_e = p->role == PAIRING_INVITER ? dh[2] : dh[1];
    int zero = crypto_scalarmult(dh[0], p->e_secret, theirs->e_public);
    zero |= crypto_scalarmult(e_kx, p->e_secret, theirs->kx_public);
    zero |= crypto_scalarmult(kx_e, p->self.kx_secret, theirs->e_public);
    if (!zero) {
        transcript(p, theirs, t);
        hash_mix(p->s, (struct bytes[]){bytes_make(dh, sizeof dh), BYTES_OF(t)}, 2, p->pair_key);
        memory_wipe(p->e_secret, sizeof p->e_secret);
        memory_wipe(p->self.kx_secret, sizeof p->self.kx_secret);
    }
    memory_wipe(dh, sizeof dh);
    return zero ? ERR_SEAL : ERR_OK;
}

static enum err hello_send(const struct pairing *p, unsigned message,
                           const struct pairing_hello *hello, const struct random_source *r,
                           uint8_t out[PAIRING_MESSAGE_SIZE]) {
    uint8_t raw[HELLO_FIXED_SIZE + PAIRING_NAME_MAX];
    struct buf b;
    struct bytes plain;
    if (hello->name_size > PAIRING_NAME_MAX ||
        !utf8_valid(bytes_make(hello->name, hello->name_size)))
        return ERR_INPUT;
    buf_init_fixed(&b, raw, sizeof raw);
    buf_add_bytes(&b, BYTES_OF(hello->box_id));
    buf_add_bytes(&b, BYTES_OF(hello->live_id));
    buf_add_u8(&b, hello->flags);
    buf_add_u8(&b, hello->name_size);
    buf_add(&b, hello->name, hello->name_size);
    TRY(buf_finish(&b, &plain));
    return message_seal(p, message, plain, r, out);
}

static enum err hello_receive(struct pairing *p, struct bytes plain) {
    struct pairing_hello hello = {.flags = 0};
    if (plain.size < HELLO_FIXED_SIZE)
        return ERR_MALFORMED;
    take(&plain, hello.box_id, BOX_ID_SIZE);
    take(&plain, hello.live_id, BOX_ID_SIZE);
    take(&plain, &hello.flags, 1);
    take(&plain, &hello.name_size, 1);
    if (hello.name_size > PAIRING_NAME_MAX || plain.size != hello.name_size || !utf8_valid(plain))
        return ERR_MALFORMED;
    take(&plain, hello.name, hello.name_size);
    p->peer.hello = hello;
    return ERR_OK;
}

static enum err pairing_begin(struct pairing *p, enum pairing_role role,
                              const uint8_t s[PAIRING_SECRET_SIZE], const struct pairing_self *self,
                              const struct random_source *r) {
    struct pairing made = {.role = role, .self = *self};
    memcpy(made.s, s, PAIRING_SECRET_SIZE);
    TRY(random_fill(r, made.e_secret, KEY_SIZE));
    TRY(random_fill(r, made.n, NONCE_N_SIZE));
    crypto_scalarmult_base(made.e_public, made.e_secret);
    *p = made;
    memory_wipe(&made, sizeof made);
    return ERR_OK;
}

enum err pairing_invite(struct pairing *p, const uint8_t s[PAIRING_SECRET_SIZE],
                        const struct pairing_self *self, const struct random_source *r,
                        uint8_t m1[PAIRING_MESSAGE_SIZE]) {
    struct pairing made;
    TRY(pairing_begin(&made, PAIRING_INVITER, s, self, r));
    commitment(made.e_public, made.n, made.commit);
    TRY(message_seal(&made, MESSAGE_1, BYTES_OF(made.commit), r, m1));
    made.state = PAIRING_WAIT_M2;
    *p = made;
    memory_wipe(&made, sizeof made);
    return ERR_OK;
}

enum err pairing_join(struct pairing *p, const uint8_t s[PAIRING_SECRET_SIZE],
                      const struct pairing_self *self, const struct random_source *r) {
    TRY(pairing_begin(p, PAIRING_INVITED, s, self, r));
    p->state = PAIRING_WAIT_M1;
    return ERR_OK;
}

/* B: m1 came; m2 goes. */
static enum err step_m1(struct pairing *p, struct bytes plain, const struct random_source *r,
                        uint8_t *reply) {
    if (plain.size != HASH_SIZE)
        return ERR_MALFORMED;
    memcpy(p->commit, plain.at, HASH_SIZE);
    p->state = PAIRING_WAIT_M3;
    return keys_send(p, MESSAGE_2, r, reply);
}

/* A: m2 came; m3 goes. */
static enum err step_m2(struct pairing *p, struct bytes plain, const struct random_source *r,
                        uint8_t *reply) {
    struct keys_message theirs;
    TRY(keys_receive(p, plain, &theirs));
    TRY(pair_key_make(p, &theirs));
    p->state = PAIRING_WAIT_M4;
    return keys_send(p, MESSAGE_3, r, reply);
}

/* B: m3 came and must keep what m1 promised; m4 goes. */
static enum err step_m3(struct pairing *p, struct bytes plain, const struct pairing_hello *hello,
                        const struct random_source *r, uint8_t *reply) {
    struct keys_message theirs;
    uint8_t promised[HASH_SIZE];
    TRY(keys_receive(p, plain, &theirs));
    commitment(theirs.e_public, theirs.n, promised);
    if (!secret_equal(promised, p->commit, HASH_SIZE))
        return ERR_SEAL;
    TRY(pair_key_make(p, &theirs));
    p->state = PAIRING_WAIT_M5;
    return hello_send(p, MESSAGE_4, hello, r, reply);
}

static enum err step(struct pairing *p, struct bytes plain, const struct pairing_hello *hello,
                     const struct random_source *r, uint8_t *reply, size_t *reply_size) {
    *reply_size = PAIRING_MESSAGE_SIZE;
    switch (p->state) {
    case PAIRING_WAIT_M1:
        return step_m1(p, plain, r, reply);
    case PAIRING_WAIT_M2:
        return step_m2(p, plain, r, reply);
    case PAIRING_WAIT_M3:
        return step_m3(p, plain, hello, r, reply);
    case PAIRING_WAIT_M4:
        TRY(hello_receive(p, plain));
        p->state = PAIRING_DONE;
        return hello_send(p, MESSAGE_5, hello, r, reply);
    case PAIRING_WAIT_M5:
        p->state = PAIRING_DONE;
        *reply_size = 0;
        return hello_receive(p, plain);
    case PAIRING_DONE:
        break;
    }
    return ERR_STATE;
}

enum err pairing_step(struct pairing *p, struct bytes message, const struct pairing_hello *hello,
                      const struct random_source *r, uint8_t reply[PAIRING_MESSAGE_SIZE],
                      size_t *reply_size) {
    /* By state: which message it waits for. */
    static const uint8_t awaited[] = {
        [PAIRING_WAIT_M1] = MESSAGE_1, [PAIRING_WAIT_M2] = MESSAGE_2, [PAIRING_WAIT_M3] = MESSAGE_3,
        [PAIRING_WAIT_M4] = MESSAGE_4, [PAIRING_WAIT_M5] = MESSAGE_5,
    };
    if (p->state == PAIRING_DONE)
        return ERR_STATE;
    MUST((unsigned)p->state < COUNT_OF(awaited) && awaited[p->state] != 0);
    struct pairing next = *p; /* so that a step that fails leaves *p as it was */
    uint8_t padded[PADDED_SIZE], made[PAIRING_MESSAGE_SIZE];
    struct bytes plain;
    size_t made_size = 0;
    enum err e = message_open(&next, awaited[p->state], message, padded, &plain);
    if (e == ERR_OK)
        e = step(&next, plain, hello, r, made, &made_size);
    if (e == ERR_OK) {
        memcpy(reply, made, made_size);
        *reply_size = made_size;
        *p = next;
    }
    memory_wipe(&next, sizeof next);
    memory_wipe(padded, sizeof padded);
    return e;
}

void pair_words(const uint8_t pair_key[KEY_SIZE], uint16_t words[PAIRING_WORDS]) {
    uint8_t bits[KEY_SIZE];
    /* A subkey of 16 bytes, as the vectors have it: another length is another key. */
    crypto_kdf_derive_from_key(bits, 16, 1, kdf_context_bytes(KDF_PAIR), pair_key);
    bits_to_words(bits, words, PAIRING_WORDS);
    memory_wipe(bits, sizeof bits);
}

enum err pairing_words(const struct pairing *p, uint16_t words[PAIRING_WORDS]) {
    if (p->state < PAIRING_WAIT_M4)
        return ERR_STATE;
    pair_words(p->pair_key, words);
    return ERR_OK;
}

void pair_keys_derive(const uint8_t pair_key[KEY_SIZE], enum pairing_role role,
                      struct pair_keys *out) {
    bool a = role == PAIRING_INVITER;
    kdf_derive(pair_key, a ? 2 : 3, KDF_PAIR, out->out_feed_key);
    kdf_derive(pair_key, a ? 3 : 2, KDF_PAIR, out->in_feed_key);
    kdf_derive(pair_key, a ? 5 : 6, KDF_PAIR, out->out_live_key);
    kdf_derive(pair_key, a ? 6 : 5, KDF_PAIR, out->in_live_key);
}

/* ---- the state as bytes: each field in the order of struct pairing ---- */

enum { STATE_VERSION = 1 };

/* One walk for both directions, so that they cannot differ. */
struct walk {
    struct buf *out; /* writing */
    struct bytes in; /* reading */
};

static void walk_field(struct walk *w, uint8_t *field, size_t size) {
    if (w->out)
        buf_add(w->out, field, size);
    else
        take(&w->in, field, size);
}

static void walk_cert(struct walk *w, struct cert *c) {
    uint8_t raw[CERT_SIZE];
    cert_write(c, raw);
    walk_field(w, raw, sizeof raw);
    cert_read(raw, c);
}

static void walk_state(struct walk *w, struct pairing *p) {
    uint8_t head[3] = {STATE_VERSION, (uint8_t)p->role, (uint8_t)p->state};
    walk_field(w, head, sizeof head);
    p->role = head[1] == PAIRING_INVITED ? PAIRING_INVITED : PAIRING_INVITER;
    p->state = (enum pairing_state)head[2];
    walk_field(w, p->s, sizeof p->s);
    walk_field(w, p->self.id_public, PUBLIC_KEY_SIZE);
    walk_field(w, p->self.kx_public, PUBLIC_KEY_SIZE);
    walk_field(w, p->self.kx_secret, KEY_SIZE);
    walk_cert(w, &p->self.cert);
    walk_field(w, p->e_secret, KEY_SIZE);
    walk_field(w, p->e_public, PUBLIC_KEY_SIZE);
    walk_field(w, p->n, sizeof p->n);
    walk_field(w, p->commit, HASH_SIZE);
    walk_field(w, p->pair_key, KEY_SIZE);
    walk_field(w, p->peer.id_public, PUBLIC_KEY_SIZE);
    walk_field(w, p->peer.kx_public, PUBLIC_KEY_SIZE);
    walk_cert(w, &p->peer.cert);
    walk_field(w, p->peer.hello.box_id, BOX_ID_SIZE);
    walk_field(w, p->peer.hello.live_id, BOX_ID_SIZE);
    walk_field(w, &p->peer.hello.flags, 1);
    walk_field(w, &p->peer.hello.name_size, 1);
    walk_field(w, p->peer.hello.name, PAIRING_NAME_MAX);
}

void pairing_write(const struct pairing *p, struct buf *b) {
    struct pairing copy = *p;
    struct walk w = {.out = b};
    walk_state(&w, &copy);
    memory_wipe(&copy, sizeof copy);
}

/* A role waits for the messages of the other. */
static bool state_fits(uint8_t role, uint8_t state) {
    if (state == PAIRING_DONE)
        return role <= PAIRING_INVITED;
    if (role == PAIRING_INVITER)
        return state == PAIRING_WAIT_M2 || state == PAIRING_WAIT_M4;
    return role == PAIRING_INVITED &&
           (state == PAIRING_WAIT_M1 || state == PAIRING_WAIT_M3 || state == PAIRING_WAIT_M5);
}

enum err pairing_read(struct bytes in, struct pairing *out) {
    struct pairing made = {.role = PAIRING_INVITER};
    struct walk w = {.in = in};
    if (in.size != PAIRING_STATE_SIZE || in.at[0] != STATE_VERSION ||
        !state_fits(in.at[1], in.at[2]))
        return ERR_MALFORMED;
    walk_state(&w, &made);
    MUST(w.in.size == 0);
    bool name_fits = made.peer.hello.name_size <= PAIRING_NAME_MAX;
    if (name_fits)
        *out = made;
    memory_wipe(&made, sizeof made);
    return name_fits ? ERR_OK : ERR_MALFORMED;
}
