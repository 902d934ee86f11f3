/* What the threads decide before the store: admission to an open relay. */
#include "test.h"

#include "crypt/chain.h"
#include "crypt/hash.h"
#include "crypt/sign.h"
#include "relay/work.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct bell {
    pthread_mutex_t lock;
    pthread_cond_t rung;
    bool is_rung;
};

static void ring(void *argument) {
    struct bell *b = argument;
    pthread_mutex_lock(&b->lock);
    b->is_rung = true;
    pthread_cond_signal(&b->rung);
    pthread_mutex_unlock(&b->lock);
}

static struct job *await_job(struct work *w, struct bell *b) {
    struct job *j;
    while ((j = work_take(w)) == NULL) {
        pthread_mutex_lock(&b->lock);
        while (!b->is_rung)
            pthread_cond_wait(&b->rung, &b->lock);
        b->is_rung = false;
        pthread_mutex_unlock(&b->lock);
    }
    return j;
}

struct rig {
    char folder[64];
    struct relay_config config;
    struct store *store;
    struct work *work;
    struct bell bell;
};

static void rig_start(struct rig *r, bool has_pow) {
    char line[STORE_LINE_SIZE];
    char *const arguments[] = {"--open", "--port", "8080"};
    memset(r, 0, sizeof *r);
    snprintf(r->folder, sizeof r->folder, "/tmp/toward-work-XXXXXX");
    MUST(mkdtemp(r->folder));
    MUST(config_read(3, arguments, &r->config, line, sizeof line));
    r->config.has_pow = has_pow;
    r->config.threads = 2;
    struct store_config c = {.folder = r->folder, .read_write = true};
    MUST(store_sqlite.open(&c, &r->store, line) == ERR_OK);
    pthread_mutex_init(&r->bell.lock, NULL);
    pthread_cond_init(&r->bell.rung, NULL);
    MUST(work_start(&r->config, &store_sqlite, r->store, ring, &r->bell, &r->work) == ERR_OK);
}

static void rig_stop(struct rig *r) {
    static const char *const left[] = {"relay.sqlite", "relay.sqlite-wal", "relay.sqlite-shm"};
    char path[128];
    work_stop(r->work);
    store_sqlite.close(r->store);
    for (size_t i = 0; i < COUNT_OF(left); i++) {
        snprintf(path, sizeof path, "%s/%s", r->folder, left[i]);
        unlink(path);
    }
    rmdir(r->folder);
}

static enum relay_reason submit(struct rig *r, const struct sign_key *key,
                                struct relay_create create) {
    uint8_t message[RELAY_CREATE_MESSAGE_SIZE];
    struct job_change *j = job_change_make(RELAY_CALL_CREATE);
    uint8_t *room = malloc(RELAY_CREATE_MAX_SIZE);
    MUST(j && room);
    const struct config_origin *host = &r->config.origins[0];
    relay_create_message(key->public_key, &create, host->hash, message);
    struct bytes part = BYTES_OF(message), body;
    sign_parts(key, SIGN_CREATE, &part, 1, create.sig);
    struct buf b;
    buf_init_fixed(&b, room, RELAY_CREATE_MAX_SIZE);
    relay_create_write(&b, &create);
    MUST(buf_finish(&b, &body) == ERR_OK);
    memcpy(j->change.id, key->public_key, 32);
    j->job.body = room;
    j->job.body_size = body.size;
    j->job.host = host;
    work_submit(r->work, &j->job);
    struct job *done = await_job(r->work, &r->bell);
    enum relay_reason reason = done->reason;
    job_free(done);
    return reason;
}

/* A nonce that holds, found as a client finds it: about four million tries. */
static uint64_t nonce_find(const uint8_t id[32], uint32_t day, const uint8_t host[32]) {
    for (uint64_t nonce = 0;; nonce++) {
        uint8_t message[RELAY_POW_MESSAGE_SIZE], hash[HASH_SIZE];
        relay_pow_message(id, day, host, nonce, message);
        hash_bytes(LABEL_POW, BYTES_OF(message), hash);
        if (relay_pow_holds(hash, RELAY_POW_BITS))
            return nonce;
    }
}

TEST(work_admits_a_proof_of_work) {
    struct rig r;
    struct sign_key key, other;
    uint8_t seed[32] = {1};
    rig_start(&r, true);
    sign_key_from_seed(seed, &key);
    seed[0] = 2;
    sign_key_from_seed(seed, &other);
    struct relay_create c = {.box_class = RELAY_CLASS_FEED, .day = work_day()};
    CHECK_INT(submit(&r, &key, c), RELAY_REASON_ADMISSION);
    c.admission = RELAY_ADMISSION_POW;
    c.nonce = nonce_find(key.public_key, c.day, r.config.origins[0].hash);
    CHECK_INT(submit(&r, &other, c), RELAY_REASON_ADMISSION_POW); /* bound to its id */
    struct relay_create tomorrow = c;
    tomorrow.day++;
    CHECK_INT(submit(&r, &key, tomorrow), RELAY_REASON_ADMISSION_POW); /* and to its day */
    CHECK_INT(submit(&r, &key, c), RELAY_REASON_NONE);
    CHECK_INT(submit(&r, &key, c), RELAY_REASON_NONE);
    r.config.has_pow = false;
    CHECK_INT(submit(&r, &key, c), RELAY_REASON_ADMISSION);
    rig_stop(&r);
}

static void reads_submit(struct rig *r, int count) {
    for (int i = 0; i < count; i++) {
        struct job_read *read = job_read_make();
        MUST(read);
        read->query.from = 1;
        work_submit(r->work, &read->job);
    }
}

TEST(work_gives_back_all_it_was_given) {
    struct rig r;
    int back = 0;
    rig_start(&r, true);
    reads_submit(&r, 200);
    while (back < 200) {
        struct job *j = await_job(r.work, &r.bell), *next;
        for (; j; j = next) {
            next = j->next;
            CHECK_INT(j->reason, RELAY_REASON_NOT_FOUND);
            job_free(j);
            back++;
        }
    }
    CHECK_INT(back, 200);
    reads_submit(&r, 200); /* and ends with some on their way: the sanitizers look for leaks */
    rig_stop(&r);
}
