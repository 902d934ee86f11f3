/* fuzz_relay.c -- a relay from the bytes of its requests to its store, call after call, beside a
 * second one written from the protocol alone.
 *
 * The input is a script of calls upon a few boxes: creating, appending, reading, erasing, dropping,
 * each with a place, a head, a signature and a size that are right or not; the last request again;
 * any bytes for one; the store closed and opened. Each request is written out, read back as
 * HTTP, routed, checked and applied to the SQLite store as the server does; test/unit/fake_relay.c
 * is asked the same. Both must answer with the same bytes.
 *
 * A store serves many inputs, because making one is slow: each input has keys of its own.
 */
#include "base/check.h"
#include "book/box.h"
#include "crypt/crypt.h"
#include "crypt/hash.h"
#include "fake_relay.h"
#include "relay/check.h"
#include "relay/http.h"
#include "relay/route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

const struct asset assets[] = {{"/", "text/html", "\"a\"", false, {0}, {0}}};
const size_t asset_count = 1;

enum {
    BOXES = 4,
    STEPS_MAX = 48,
    DAY = 2300,
    STORE_INPUTS = 400,
    BODY_MAX = RELAY_APPEND_MAX_SIZE
};

static struct {
    char folder[48];
    struct relay_config config;
    struct store *store;
    struct store_reader *reader;
    uint32_t inputs; /* served by this store */
    uint64_t keys;   /* made so far */
} relay;

struct script {
    const uint8_t *at;
    size_t left;
};

struct author {
    struct sign_key key;
    uint8_t token[RELAY_TOKEN_SIZE];
};

/* A request as bytes, and where it is kept so that it can come again. */
struct request {
    enum relay_method method;
    char path[RELAY_TARGET_MAX_SIZE];
    bool has_token;
    uint8_t token[RELAY_TOKEN_SIZE];
    uint8_t body[BODY_MAX];
    size_t body_size;
};

static struct request last;
static struct fake_relay fake;
static struct author authors[BOXES];

static uint8_t next(struct script *s) {
    if (s->left == 0)
        return 0;
    s->left--;
    return *s->at++;
}

/* --- the store ----------------------------------------------------------------------------------
 */

static void store_open(void) {
    char line[STORE_LINE_SIZE];
    struct store_config c = {.folder = relay.folder, .read_write = true};
    MUST(store_sqlite.open(&c, &relay.store, line) == ERR_OK);
    MUST(store_sqlite.reader_open(relay.store, &relay.reader) == ERR_OK);
}

static void store_shut(void) {
    if (!relay.store)
        return;
    store_sqlite.reader_close(relay.reader);
    store_sqlite.close(relay.store);
    relay.store = NULL;
}

static void store_remove(void) {
    static const char *const left[] = {"relay.sqlite", "relay.sqlite-wal", "relay.sqlite-shm"};
    char path[96];
    store_shut();
    for (size_t i = 0; i < COUNT_OF(left); i++) {
        snprintf(path, sizeof path, "%s/%s", relay.folder, left[i]);
        unlink(path);
    }
    rmdir(relay.folder);
}

static void store_fresh(void) {
    if (relay.store)
        store_remove();
    /* In memory where there is such a folder: what a disk does is not asked here. */
    snprintf(relay.folder, sizeof relay.folder, "%s/toward-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    MUST(mkdtemp(relay.folder));
    relay.inputs = 0;
    store_open();
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    static char *const arguments[] = {"--port", "8080"};
    char line[256];
    (void)argc;
    (void)argv;
    MUST(crypt_init() == ERR_OK);
    MUST(config_read(COUNT_OF(arguments), arguments, &relay.config, line, sizeof line));
    atexit(store_remove);
    return 0;
}

/* --- what the real one answers ------------------------------------------------------------------
 */

struct answer {
    uint32_t status;
    uint8_t at[RELAY_PAGE_MAX_SIZE];
    size_t size;
};

static struct answer real;

static void real_refuse(enum relay_reason reason, const struct relay_position *position) {
    struct buf b;
    struct bytes body;
    buf_init_fixed(&b, real.at, sizeof real.at);
    route_refusal(&b, reason, position);
    MUST(buf_finish(&b, &body) == ERR_OK);
    real.status = relay_reason_status(reason);
    real.size = body.size;
}

static void real_read(const struct route *r) {
    struct store_query q = {.from = r->target.n};
    struct buf b;
    struct bytes body;
    uint64_t after = 0;
    memcpy(q.id, r->target.id, sizeof q.id);
    hash_bytes(LABEL_RT, BYTES_OF(r->token), q.rt_hash);
    buf_init_fixed(&b, real.at, sizeof real.at);
    enum relay_reason reason = store_sqlite.read(relay.reader, &q, &b, &after);
    if (reason != RELAY_REASON_NONE) {
        real_refuse(reason, NULL);
        return;
    }
    MUST(buf_finish(&b, &body) == ERR_OK);
    real.status = 200;
    real.size = body.size;
}

static void real_change(const struct route *r, struct bytes body) {
    struct store_change change = {.call = r->target.call, .n = r->target.n};
    struct store_change *list[1] = {&change};
    memcpy(change.id, r->target.id, sizeof change.id);
    enum relay_reason reason = check_change(&relay.config, r->host, body, DAY, &change);
    if (reason == RELAY_REASON_NONE) {
        MUST(store_sqlite.apply(relay.store, list, 1, DAY) == ERR_OK);
        reason = change.reason;
    }
    check_forget(&change);
    if (reason != RELAY_REASON_NONE) {
        real_refuse(reason, &change.at);
        return;
    }
    struct buf b;
    struct bytes position;
    buf_init_fixed(&b, real.at, sizeof real.at);
    relay_position_write(&b, &change.at);
    MUST(buf_finish(&b, &position) == ERR_OK);
    real.status = 200;
    real.size = position.size;
}

/* False when it is no call, or refused before a call was known: then the other is not asked. */
static bool real_answer(struct bytes head, struct bytes body) {
    struct http_head read;
    struct route r = {0};
    if (http_head_end(head, 0) != head.size || http_head_read(head, &read) != RELAY_REASON_NONE ||
        route_read(&relay.config, &read, &r) != RELAY_REASON_NONE || r.kind != ROUTE_CALL)
        return false;
    MUST(r.body_size <= BODY_MAX);
    if (r.target.call == RELAY_CALL_READ)
        real_read(&r);
    else
        real_change(&r, bytes_slice(body, 0, r.body_size));
    return true;
}

/* --- both ---------------------------------------------------------------------------------------
 */

static void request_send(void) {
    static const char *const verbs[] = {
        [RELAY_GET] = "GET", [RELAY_PUT] = "PUT", [RELAY_POST] = "POST", [RELAY_DELETE] = "DELETE"};
    char head[1024];
    struct buf b;
    struct bytes whole, body = bytes_make(last.body, last.body_size);
    struct arena a;
    struct net_answer other;
    struct net_request asked = {.id = 1,
                                .method = (enum net_method)last.method,
                                .path = bytes_from_string(last.path),
                                .token = last.has_token ? last.token : NULL,
                                .body = body};
    buf_init_fixed(&b, head, sizeof head);
    buf_add_string(&b, verbs[last.method]);
    buf_add_u8(&b, ' ');
    buf_add_string(&b, last.path);
    buf_add_string(&b, " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n");
    if (last.has_token) {
        buf_add_string(&b, "Authorization: Box ");
        buf_add_base64url(&b, BYTES_OF(last.token));
        buf_add_string(&b, "\r\n");
    }
    if (last.method != RELAY_GET) {
        char length[48];
        snprintf(length, sizeof length, "Content-Length: %zu\r\n", last.body_size);
        buf_add_string(&b, length);
    }
    buf_add_string(&b, "\r\n");
    MUST(buf_finish(&b, &whole) == ERR_OK);
    if (!real_answer(whole, body))
        return;
    arena_init(&a, (size_t)4 << 20);
    uint64_t now_ms = (uint64_t)(18262 + DAY) * 86400000u;
    MUST(fake_relay_answer(&fake, &asked, now_ms, now_ms, &a, &other));
    if (real.status != other.status || !bytes_equal(bytes_make(real.at, real.size), other.body)) {
        fprintf(stderr, "%s %s (%zu, %zu bytes)\n  %u %.*s\n  %u %.*s\n", verbs[last.method],
                last.path, real.size, other.body.size, real.status,
                (int)(real.size < 200 ? real.size : 0), (const char *)real.at, other.status,
                (int)(other.body.size < 200 ? other.body.size : 0), (const char *)other.body.at);
        MUST(false);
    }
    arena_free(&a);
}

/* --- calls --------------------------------------------------------------------------------------
 */

static void path_set(const struct author *who, const char *suffix) {
    struct buf b;
    struct bytes done;
    buf_init_fixed(&b, (uint8_t *)last.path, sizeof last.path);
    buf_add_string(&b, "/b/");
    buf_add_hex(&b, BYTES_OF(who->key.public_key));
    buf_add_string(&b, suffix);
    buf_add_u8(&b, 0);
    MUST(buf_finish(&b, &done) == ERR_OK);
}

/* What is right but for once in a while: a byte of the body is changed, or it is cut. */
static void body_spoil(struct script *s) {
    uint8_t how = next(s);
    if (how < 208 || last.body_size == 0)
        return;
    if (how < 240)
        last.body[(next(s) * 7919u + next(s)) % last.body_size] ^= (uint8_t)(1u << how % 8);
    else
        last.body_size -= 1 + next(s) % (last.body_size < 255 ? last.body_size : 255);
}

static void body_end(struct buf *b) {
    struct bytes body;
    MUST(buf_finish(b, &body) == ERR_OK);
    last.body_size = body.size;
}

static void create(struct script *s, struct author *who) {
    uint8_t how = next(s);
    struct relay_create c = {.box_class = 1 + how % 5, .day = DAY - 3u + (how >> 4) % 7u};
    struct buf b;
    if (how < 64)
        c.day = DAY;
    hash_bytes(LABEL_RT, BYTES_OF(who->token), c.rt_hash);
    chain_sign_create(&who->key, &c, relay.config.origins[0].hash, c.sig);
    last.method = RELAY_PUT;
    path_set(who, "");
    buf_init_fixed(&b, last.body, sizeof last.body);
    relay_create_write(&b, &c);
    body_end(&b);
}

/* Where the author's chain stands, or nearly. */
static struct chain chain_near(struct script *s, struct author *who, uint64_t *n) {
    struct fake_box *box = fake_relay_find(&fake, who->key.public_key);
    struct chain chain;
    uint8_t how = next(s);
    chain_start(who->key.public_key, &chain);
    if (box && how % 16 != 1)
        chain = box->chain;
    if (how % 16 == 2)
        chain.head[how >> 4] ^= 1;
    *n = chain.position + 1;
    if (how % 16 == 3)
        *n += how >> 4;
    if (how % 16 == 4 && *n > 1)
        chain.position = --*n - 1;
    return chain;
}

static void append(struct script *s, struct author *who) {
    static const uint32_t sizes[] = {1024, 1024, 1024, 512, 2048, 4096, 65536, 1000};
    static uint8_t blobs[8][RELAY_BLOB_MAX_SIZE];
    struct bytes list[8];
    uint8_t shape = next(s), fill = next(s), signature[RELAY_SIG_SIZE], hash[HASH_SIZE];
    uint32_t count = 1 + (shape >> 6) * (shape & 1u);
    uint64_t n;
    char suffix[24];
    struct chain before = chain_near(s, who, &n), chain = before;
    struct buf b;
    chain.position = n - 1;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t size = sizes[(shape + i * (fill & 1u)) % COUNT_OF(sizes)];
        memset(blobs[i], fill + (int)i, size);
        list[i] = bytes_make(blobs[i], size);
        chain_blob_hash(list[i], hash);
        chain_advance(&chain, hash);
    }
    chain_sign_append(&chain, &who->key, signature);
    last.method = RELAY_POST;
    snprintf(suffix, sizeof suffix, "/%llu", (unsigned long long)n);
    path_set(who, suffix);
    buf_init_fixed(&b, last.body, sizeof last.body);
    relay_append_write(&b, before.head, signature, list, count);
    if (b.err == ERR_OK)
        body_end(&b);
}

static void page_read(struct script *s, struct author *who) {
    uint8_t how = next(s);
    struct fake_box *box = fake_relay_find(&fake, who->key.public_key);
    uint64_t from = how % 8 == 0 && box ? box->chain.position + 1 : how % 32;
    char suffix[32] = "";
    if (from > 0)
        snprintf(suffix, sizeof suffix, "?from=%llu", (unsigned long long)from);
    last.method = RELAY_GET;
    path_set(who, suffix);
    last.has_token = how != 255;
    memcpy(last.token, who->token, sizeof last.token);
    if (how >= 224)
        last.token[how % 32] ^= 1;
}

static void proof(struct script *s, struct author *who, bool is_erase) {
    struct relay_proof p = {.hash = {0}};
    struct fake_box *box = fake_relay_find(&fake, who->key.public_key);
    uint8_t how = next(s);
    uint64_t n = 1 + how % 8;
    char suffix[24] = "";
    if (is_erase && box && n <= box->count)
        memcpy(p.hash, box->blobs[n - 1].bh, HASH_SIZE);
    else if (box)
        memcpy(p.hash, box->chain.head, HASH_SIZE);
    if (how >= 240)
        p.hash[how % 32] ^= 1;
    if (is_erase) {
        chain_sign_erase(&who->key, n, p.hash, p.sig);
        snprintf(suffix, sizeof suffix, "/%llu", (unsigned long long)n);
    } else {
        chain_sign_drop(&who->key, p.hash, p.sig);
    }
    last.method = RELAY_DELETE;
    path_set(who, suffix);
    memcpy(last.body, p.hash, HASH_SIZE);
    memcpy(last.body + HASH_SIZE, p.sig, RELAY_SIG_SIZE);
    last.body_size = RELAY_PROOF_SIZE;
}

/* Bytes of the script as a head; whatever becomes of it, nothing breaks. */
static void raw(struct script *s) {
    size_t size = next(s);
    size = size < s->left ? size : s->left;
    struct bytes head = bytes_make(s->at, size);
    s->at += size;
    s->left -= size;
    (void)real_answer(bytes_slice(head, 0, http_head_end(head, 0)), head);
}

static void housekeep(void) {
    bool more = true;
    while (more)
        MUST(store_sqlite.maintain(relay.store, DAY, &more) == ERR_OK);
}

static void step(struct script *s) {
    uint8_t what = next(s);
    struct author *who = &authors[what >> 6];
    switch (what % 16) {
    case 0:
        request_send(); /* the same again */
        return;
    case 1:
        raw(s);
        return;
    case 2:
        if (what >> 6 == 0) {
            store_shut();
            store_open();
        }
        housekeep();
        return;
    default:
        break;
    }
    last.has_token = false;
    last.body_size = 0;
    if (what % 16 < 6)
        create(s, who);
    else if (what % 16 < 11)
        append(s, who);
    else if (what % 16 < 13)
        page_read(s, who);
    else
        proof(s, who, what % 16 != 15);
    body_spoil(s);
    request_send();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct script s = {data, size};
    if (!relay.store || relay.inputs++ == STORE_INPUTS)
        store_fresh();
    fake_relay_init(&fake, relay.config.origins[0].text);
    last = (struct request){.method = RELAY_GET};
    for (int i = 0; i < BOXES; i++) {
        uint8_t seed[KEY_SIZE] = {0};
        u64_write(seed, ++relay.keys);
        sign_key_from_seed(seed, &authors[i].key);
        memset(authors[i].token, i + 1, sizeof authors[i].token);
    }
    path_set(&authors[0], "");
    for (int i = 0; i < STEPS_MAX && s.left; i++)
        step(&s);
    fake_relay_free(&fake);
    return 0;
}
