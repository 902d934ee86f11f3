#include "book/jobs.h"

#include "base/check.h"
#include "book/book_internal.h"
#include "book/kinds.h"
#include "crypt/hash.h"

#include <string.h>

enum { JOBS_MOVED_MAX = 3, WORK_SLICE = 2048 };

enum err jobs_open(struct jobs *j, const struct random_source *random,
                   const uint8_t host_hash[HASH_SIZE]) {
    *j = (struct jobs){.random = *random};
    memcpy(j->host_hash, host_hash, HASH_SIZE);
    arena_init(&j->arena, JOBS_MEMORY);
    return jitter_seed(&j->jitter, random);
}

void jobs_close(struct jobs *j) {
    arena_free(&j->arena);
    memory_wipe(j, sizeof *j);
}

void jobs_restart(struct jobs *j) {
    j->op = JOBS_IDLE;
    j->begun = j->made = j->working = j->worked = false;
    j->sent_ms = 0;
    j->moved = 0;
    memory_wipe(&j->job, sizeof j->job);
    retry_succeeded(&j->retry);
}

static bool first_job(const struct book *b, struct job *out) {
    struct account_record record;
    bool found = b && account_record_load(b, &record) == ERR_OK && record.job_count > 0;
    if (found)
        *out = record.jobs[0];
    memory_wipe(&record, sizeof record);
    return found;
}

bool jobs_owed(const struct book *b) {
    struct job job;
    bool owed = first_job(b, &job);
    memory_wipe(&job, sizeof job);
    return owed;
}

static void job_begin(struct jobs *j, const struct job *job) {
    if (j->begun && job_equal(&j->job, job))
        return;
    jobs_restart(j);
    j->job = *job;
    j->begun = true;
    uint8_t id[BOX_ID_SIZE];
    feed_box_id(job->write_seed, id);
    chain_start(id, &j->at);
}

/* The feed of a JOB_DROP_SENT, while it is still written to. */
static const struct feed *job_feed(const struct jobs *j, const struct book *b) {
    for (size_t i = 0, count = book_feed_count(b); i < count; i++) {
        const struct feed *feed = book_feed_at(b, i);
        if (!memcmp(feed->chain.box_id, j->at.box_id, BOX_ID_SIZE))
            return feed->flags & FEED_ENDED ? NULL : feed;
    }
    return NULL;
}

/* A next pair stands already: sync writes into that one's feed, and nothing more into this. */
static bool feed_is_old(const struct book *b, const struct feed *feed) {
    const struct feed *now = book_feed(b, feed->role);
    return now && memcmp(now->chain.box_id, feed->chain.box_id, BOX_ID_SIZE) != 0;
}

/* The pair's last entry is still to be sent. What was written behind it (an erase) need not be: the
 * box goes, and with it all that stands there. */
static bool last_entry_waits(const struct book *b, const struct feed *feed) {
    struct book_unsent unsent[64];
    size_t count = book_pending(b, feed, unsent, COUNT_OF(unsent));
    for (size_t i = 0; i < count; i++) {
        struct entry e;
        if (entry_parse_known(unsent[i].cbor, unsent[i].eid, &e) == ERR_OK && e.kind == KIND_LEAVE)
            return true;
    }
    return count == COUNT_OF(unsent);
}

/* Whether the feed's last entry was sent, and long enough ago for an open phone to have it; or
 * never will be. */
static bool sent_long_ago(struct jobs *j, const struct book *b, uint64_t now_ms) {
    const struct feed *feed = job_feed(j, b);
    if (!feed || feed_is_old(b, feed))
        return true;
    if (last_entry_waits(b, feed)) {
        j->sent_ms = 0;
        j->retry.not_before_ms = now_ms + JOBS_SENT_POLL_MS;
        return false;
    }
    if (j->sent_ms == 0)
        j->sent_ms = now_ms;
    if (now_ms < j->sent_ms + JOBS_SENT_PAUSE_MS) {
        j->retry.not_before_ms = j->sent_ms + JOBS_SENT_PAUSE_MS;
        return false;
    }
    return true;
}

static enum err job_ask(struct jobs *j, uint64_t now_ms, struct net_request *out) {
    struct sign_key write;
    sign_key_from_seed(j->job.write_seed, &write);
    struct bytes blob = bytes_make(j->job.blob, j->job.blob_size);
    struct chain after;
    enum err e;
    arena_reset(&j->arena);
    if (j->job.kind == JOB_WRITE_NEW && !j->made) {
        struct box_create create = {.write = &write,
                                    .read_token = j->job.read_token,
                                    .box_class = j->job.box_class,
                                    .day = j->worked ? j->work.day : box_day(now_ms),
                                    .host_hash = j->host_hash,
                                    .worked = j->worked,
                                    .nonce = j->work.nonce};
        j->op = JOBS_CREATE;
        e = box_ask_create(&j->arena, &create, out);
    } else if (j->job.kind <= JOB_WRITE_OLD) {
        j->op = JOBS_POST;
        e = box_ask_append(&j->arena, &write, &j->at, &blob, 1, &after, out);
    } else {
        j->op = JOBS_DROP;
        e = box_ask_drop(&j->arena, &write, j->at.head, out);
    }
    memory_wipe(&write, sizeof write);
    return e;
}

void jobs_clock_back(struct jobs *j, uint64_t by_ms) {
    j->sent_ms = time_back(j->sent_ms, by_ms);
    j->retry.not_before_ms = time_back(j->retry.not_before_ms, by_ms);
}

enum err jobs_next(struct jobs *j, struct book *b, uint64_t now_ms, struct net_request *out) {
    struct job job;
    if (j->op != JOBS_IDLE || !first_job(b, &job))
        return ERR_NOT_FOUND;
    job_begin(j, &job);
    memory_wipe(&job, sizeof job);
    if (now_ms < j->retry.not_before_ms)
        return ERR_NOT_FOUND;
    if (j->job.kind == JOB_DROP_SENT && !sent_long_ago(j, b, now_ms))
        return ERR_NOT_FOUND;
    if (j->working) {
        j->worked = box_work_slice(&j->work, WORK_SLICE);
        j->working = !j->worked;
        if (j->working)
            return ERR_NOT_FOUND;
    }
    enum err e = job_ask(j, now_ms, out);
    if (e != ERR_OK)
        j->op = JOBS_IDLE;
    return e;
}

/* The first job of the record is over: saved, with what else it means. */
static enum err job_done(struct jobs *j, struct book *b) {
    struct account_record record;
    TRY(account_record_load(b, &record));
    enum err e = ERR_OK;
    if (record.job_count > 0 && job_equal(&record.jobs[0], &j->job)) {
        account_record_done(&record);
        e = account_record_stage(b, &record);
    }
    memory_wipe(&record, sizeof record);
    const struct feed *feed = j->job.kind == JOB_DROP_SENT ? job_feed(j, b) : NULL;
    if (e == ERR_OK && feed) {
        book_feed_flag(b, feed, FEED_ENDED, 0);
        e = book_feed_purge(b, feed);
    }
    if (e == ERR_OK)
        e = book_commit(b);
    else
        book_undo(b);
    if (e == ERR_OK)
        jobs_restart(j);
    return e;
}

/* The box stands elsewhere than believed. */
static enum err moved_take(struct jobs *j, const struct net_answer *answer) {
    struct relay_position at;
    if (relay_position_read(answer->body, &at) != ERR_OK || at.next == 0)
        return ERR_UNREACHABLE;
    j->at.position = at.next - 1;
    memcpy(j->at.head, at.head, HASH_SIZE);
    return ++j->moved > JOBS_MOVED_MAX ? ERR_UNREACHABLE : ERR_OK;
}

static enum err created_take(struct jobs *j, const struct net_answer *answer) {
    struct relay_position at;
    if (relay_position_read(answer->body, &at) != ERR_OK || at.next == 0)
        return ERR_UNREACHABLE;
    j->made = true;
    j->worked = false;
    if (at.next > 1) { /* an earlier answer was lost */
        j->at.position = at.next - 1;
        memcpy(j->at.head, at.head, HASH_SIZE);
    }
    return ERR_OK;
}

static enum err outcome_take(struct jobs *j, struct book *b, enum jobs_op op,
                             const struct net_answer *answer, uint64_t now_ms) {
    switch (box_outcome(answer)) {
    case BOX_DONE:
        return op == JOBS_CREATE ? created_take(j, answer) : job_done(j, b);
    case BOX_MOVED:
        return moved_take(j, answer);
    case BOX_DROPPED:
        return job_done(j, b);
    case BOX_ABSENT:
        if (j->job.kind != JOB_WRITE_NEW)
            return job_done(j, b);
        j->made = false; /* the relay lost it at once */
        return ERR_UNREACHABLE;
    case BOX_ADMISSION:
        j->working = true;
        box_work_start(&j->work, j->at.box_id, j->host_hash, box_day(now_ms));
        return ERR_OK;
    default:
        return ERR_UNREACHABLE;
    }
}

void jobs_answer(struct jobs *j, struct book *b, const struct net_answer *answer, uint64_t now_ms) {
    enum jobs_op op = j->op;
    if (op == JOBS_IDLE)
        return;
    j->op = JOBS_IDLE;
    if (!b || outcome_take(j, b, op, answer, now_ms) != ERR_OK)
        retry_failed(&j->retry, &j->jitter, now_ms);
    else
        retry_succeeded(&j->retry);
}

uint64_t jobs_wake_ms(const struct jobs *j, const struct book *b) {
    return j->op == JOBS_IDLE && jobs_owed(b) ? j->retry.not_before_ms : UINT64_MAX;
}
