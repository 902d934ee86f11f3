/* work.c -- checkers, writer and checkpointer. */
#include "relay/work.h"

#include "base/check.h"
#include "crypt/hash.h"
#include "relay/check.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    THREADS_MAX = 64,
    GROUP_MAX = 512,         /* changes in one transaction: some milliseconds of inserting */
    STACK_SIZE = 256 * 1024, /* SQLite needs less than 64 KiB of it */
    EPOCH_DAY = 18262,       /* 2020-01-01, counted from 1970-01-01 */
    CHECKPOINT_MS = 50,
    UPKEEP_MS = 100,          /* between steps of housekeeping under load */
    UPKEEP_SOON_MS = 10,      /* without load */
    HOUSEKEEP_MS = 250,       /* while the log or housekeeping has something left */
    HOUSEKEEP_IDLE_MS = 60000 /* to notice a new day */
};

struct queue {
    struct job *first, **last;
};

struct work {
    const struct relay_config *config;
    const struct store_ops *ops;
    struct store *store;
    void (*wake)(void *);
    void *argument;
    pthread_mutex_t lock;
    struct queue check, write, done; /* under lock, with the five that follow */
    pthread_cond_t check_filled, write_filled;
    bool is_writer_idle;
    bool is_check_ending, is_write_ending;
    pthread_mutex_t checkpoint_lock;
    pthread_cond_t checkpoint_due;
    bool is_dirty, is_ending; /* under checkpoint_lock */
    pthread_mutex_t start_lock;
    pthread_cond_t start_more;
    unsigned running; /* threads that have begun; under start_lock */
    pthread_t checkers[THREADS_MAX], writer, checkpointer;
    unsigned checker_count;
    bool has_writer, has_checkpointer;
    atomic_ullong groups, changes, commit_us;
};

struct checker {
    struct work *work;
    struct store_reader *reader;
    uint8_t *room; /* of one page */
};

/* ---- time ---- */

uint32_t work_day(void) {
    int64_t day = (int64_t)time(NULL) / 86400 - EPOCH_DAY;
    return day > 0 ? (uint32_t)day : 0;
}

static uint64_t monotonic_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void deadline_after(struct timespec *t, unsigned ms) {
    clock_gettime(CLOCK_MONOTONIC, t);
    t->tv_sec += ms / 1000;
    t->tv_nsec += (long)(ms % 1000) * 1000000;
    if (t->tv_nsec >= 1000000000) {
        t->tv_sec++;
        t->tv_nsec -= 1000000000;
    }
}

static void condition_init(pthread_cond_t *c) {
    pthread_condattr_t a;
    pthread_condattr_init(&a);
    pthread_condattr_setclock(&a, CLOCK_MONOTONIC);
    pthread_cond_init(c, &a);
    pthread_condattr_destroy(&a);
}

/* ---- queues ---- */

static void queue_init(struct queue *q) {
    q->first = NULL;
    q->last = &q->first;
}

/* Adds a list of jobs, from first to the one whose `next` is *tail. */
static void queue_add(struct queue *q, struct job *first, struct job **tail) {
    *q->last = first;
    q->last = tail;
}

static void queue_add_one(struct queue *q, struct job *j) {
    j->next = NULL;
    queue_add(q, j, &j->next);
}

static struct job *queue_take(struct queue *q) {
    struct job *j = q->first;
    if (j && (q->first = j->next) == NULL)
        q->last = &q->first;
    return j;
}

static size_t queue_take_group(struct queue *q, struct job **out, size_t room) {
    size_t count = 0;
    while (count < room && q->first)
        out[count++] = queue_take(q);
    return count;
}

/* ---- jobs ---- */

struct job_change *job_change_make(enum relay_call call) {
    struct job_change *j = calloc(1, sizeof *j);
    if (j) {
        j->job.call = call;
        j->change.call = call;
    }
    return j;
}

struct job_read *job_read_make(void) {
    struct job_read *j = calloc(1, sizeof *j);
    if (j)
        j->job.call = RELAY_CALL_READ;
    return j;
}

void job_free(struct job *j) {
    if (!j)
        return;
    if (j->call == RELAY_CALL_READ)
        free(((struct job_read *)j)->page);
    else
        check_forget(&((struct job_change *)j)->change);
    free(j->body);
    free(j);
}

/* A thread has begun: the system calls of its making, which the sandbox will forbid, are behind it.
 */
static void thread_begun(struct work *w) {
    pthread_mutex_lock(&w->start_lock);
    w->running++;
    pthread_cond_signal(&w->start_more);
    pthread_mutex_unlock(&w->start_lock);
}

static void threads_await(struct work *w, unsigned count) {
    pthread_mutex_lock(&w->start_lock);
    while (w->running < count)
        pthread_cond_wait(&w->start_more, &w->start_lock);
    pthread_mutex_unlock(&w->start_lock);
}

/* Gives a list of jobs back to the loop. */
static void jobs_finish(struct work *w, struct job *first, struct job **tail) {
    pthread_mutex_lock(&w->lock);
    bool was_empty = w->done.first == NULL;
    queue_add(&w->done, first, tail);
    pthread_mutex_unlock(&w->lock);
    if (was_empty)
        w->wake(w->argument);
}

static void job_finish(struct work *w, struct job *j, enum relay_reason reason) {
    j->reason = reason;
    j->next = NULL;
    jobs_finish(w, j, &j->next);
}

/* ---- checking ---- */

static enum relay_reason change_check(struct work *w, struct job_change *j) {
    struct bytes body = bytes_make(j->job.body + j->job.body_at, j->job.body_size);
    return check_change(w->config, j->job.host, body, work_day(), &j->change);
}

static void write_submit(struct work *w, struct job *j) {
    pthread_mutex_lock(&w->lock);
    queue_add_one(&w->write, j);
    pthread_mutex_unlock(&w->lock);
    pthread_cond_signal(&w->write_filled);
}

/* ---- reading ---- */

static void page_read(struct checker *t, struct job_read *j) {
    if (!j->is_hashed)
        hash_bytes(LABEL_RT, BYTES_OF(j->token), j->query.rt_hash);
    j->is_hashed = true;
    struct buf b;
    buf_init_fixed(&b, t->room, RELAY_PAGE_MAX_SIZE);
    enum relay_reason r = t->work->ops->read(t->reader, &j->query, &b, &j->next);
    struct bytes page;
    if (r == RELAY_REASON_NONE) {
        MUST(buf_finish(&b, &page) == ERR_OK);
        j->page = malloc(page.size);
        j->page_size = page.size;
        if (j->page)
            memcpy(j->page, page.at, page.size);
        else
            r = RELAY_REASON_BUSY;
    }
    job_finish(t->work, &j->job, r);
}

/* The next job to check or read; NULL when there will be no more. */
static struct job *check_take(struct work *w) {
    pthread_mutex_lock(&w->lock);
    while (!w->check.first && !w->is_check_ending)
        pthread_cond_wait(&w->check_filled, &w->lock);
    struct job *j = queue_take(&w->check);
    if (w->check.first)
        pthread_cond_signal(&w->check_filled); /* the next one is for somebody else */
    pthread_mutex_unlock(&w->lock);
    return j;
}

static void *checker_run(void *argument) {
    struct checker *t = argument;
    struct work *w = t->work;
    thread_begun(w);
    struct job *j;
    while ((j = check_take(w)) != NULL) {
        if (j->call == RELAY_CALL_READ) {
            page_read(t, (struct job_read *)j);
            continue;
        }
        enum relay_reason r = change_check(w, (struct job_change *)j);
        if (r == RELAY_REASON_NONE)
            write_submit(w, j);
        else
            job_finish(w, j, r);
    }
    w->ops->reader_close(t->reader);
    free(t->room);
    free(t);
    return NULL;
}

/* ---- writing ---- */

static void checkpoint_ask(struct work *w) {
    pthread_mutex_lock(&w->checkpoint_lock);
    bool was_dirty = w->is_dirty;
    w->is_dirty = true;
    pthread_mutex_unlock(&w->checkpoint_lock);
    if (!was_dirty)
        pthread_cond_signal(&w->checkpoint_due);
}

/* One transaction; the jobs go back in one piece, so that the loop answers all of them at once. */
static void group_write(struct work *w, struct job **jobs, size_t count) {
    struct store_change *changes[GROUP_MAX];
    for (size_t i = 0; i < count; i++)
        changes[i] = &((struct job_change *)jobs[i])->change;
    uint64_t start = monotonic_us();
    enum err e = w->ops->apply(w->store, changes, count, work_day());
    atomic_fetch_add(&w->commit_us, monotonic_us() - start);
    atomic_fetch_add(&w->groups, 1);
    atomic_fetch_add(&w->changes, count);
    for (size_t i = 0; i < count; i++) {
        jobs[i]->reason = e == ERR_OK         ? changes[i]->reason
                          : e == ERR_NO_SPACE ? RELAY_REASON_DISK_FULL
                                              : RELAY_REASON_INTERNAL;
        if (e != ERR_OK)
            changes[i]->changed = false;
        jobs[i]->next = i + 1 < count ? jobs[i + 1] : NULL;
    }
    jobs_finish(w, jobs[0], &jobs[count - 1]->next);
    checkpoint_ask(w);
}

/* A step of housekeeping when nobody writes, and now and then while somebody does. */
struct upkeep {
    uint64_t last_ms;
    uint32_t day;
    bool more;
};

static void upkeep_step(struct work *w, struct upkeep *u, bool is_idle) {
    uint64_t now_ms = monotonic_us() / 1000;
    bool due = u->more || u->day != work_day();
    if (!due || (!is_idle && now_ms - u->last_ms < UPKEEP_MS))
        return;
    u->last_ms = now_ms;
    u->day = work_day();
    if (w->ops->maintain(w->store, u->day, &u->more) != ERR_OK)
        u->more = false; /* a full disk, most likely: the next group or day tries again */
}

/* Waits for changes that were checked, or for one that was not, which an idle writer checks
 * itself: with one client that saves handing the job to a third thread. */
static size_t group_take(struct work *w, struct job **out, unsigned wait_ms, struct job **unchecked,
                         bool *ended) {
    struct timespec until;
    deadline_after(&until, wait_ms);
    pthread_mutex_lock(&w->lock);
    w->is_writer_idle = true;
    while (!w->write.first && !w->is_write_ending && w->is_writer_idle)
        if (pthread_cond_timedwait(&w->write_filled, &w->lock, &until) != 0)
            break;
    w->is_writer_idle = false;
    size_t count = queue_take_group(&w->write, out, GROUP_MAX);
    *unchecked = NULL;
    if (count == 0 && w->check.first && w->check.first->call != RELAY_CALL_READ)
        *unchecked = queue_take(&w->check);
    if (w->check.first)
        pthread_cond_signal(&w->check_filled);
    *ended = w->is_write_ending && count == 0 && !*unchecked;
    pthread_mutex_unlock(&w->lock);
    return count;
}

/* Checks what came unchecked, and joins to it what others have checked meanwhile. */
static size_t group_check(struct work *w, struct job *unchecked, struct job **out) {
    size_t count = 0;
    enum relay_reason r = change_check(w, (struct job_change *)unchecked);
    if (r == RELAY_REASON_NONE)
        out[count++] = unchecked;
    else
        job_finish(w, unchecked, r);
    pthread_mutex_lock(&w->lock);
    count += queue_take_group(&w->write, out + count, GROUP_MAX - count);
    pthread_mutex_unlock(&w->lock);
    return count;
}

static void *writer_run(void *argument) {
    struct work *w = argument;
    struct job *jobs[GROUP_MAX], *unchecked;
    struct upkeep upkeep = {.more = true};
    unsigned wait_ms = 0;
    bool ended = false;
    thread_begun(w);
    while (!ended) {
        size_t count = group_take(w, jobs, wait_ms, &unchecked, &ended);
        if (unchecked)
            count = group_check(w, unchecked, jobs);
        if (count > 0) {
            group_write(w, jobs, count);
            upkeep.more = true; /* it may have dropped something */
        }
        if (!ended)
            upkeep_step(w, &upkeep, count == 0);
        bool left = w->ops->reclaim(w->store, monotonic_us() / 1000);
        wait_ms = upkeep.more ? UPKEEP_SOON_MS : left ? HOUSEKEEP_MS : HOUSEKEEP_IDLE_MS;
    }
    return NULL;
}

static void *checkpointer_run(void *argument) {
    struct work *w = argument;
    thread_begun(w);
    pthread_mutex_lock(&w->checkpoint_lock);
    while (!w->is_ending) {
        if (!w->is_dirty) {
            pthread_cond_wait(&w->checkpoint_due, &w->checkpoint_lock);
            continue;
        }
        w->is_dirty = false;
        pthread_mutex_unlock(&w->checkpoint_lock);
        w->ops->checkpoint(w->store);
        pthread_mutex_lock(&w->checkpoint_lock);
        struct timespec until;
        deadline_after(&until, CHECKPOINT_MS);
        while (!w->is_ending &&
               pthread_cond_timedwait(&w->checkpoint_due, &w->checkpoint_lock, &until) == 0) {
        }
    }
    pthread_mutex_unlock(&w->checkpoint_lock);
    return NULL;
}

/* ---- the whole ---- */

static bool thread_start(pthread_t *t, void *(*run)(void *), void *argument) {
    pthread_attr_t a;
    pthread_attr_init(&a);
    pthread_attr_setstacksize(&a, STACK_SIZE);
    bool started = pthread_create(t, &a, run, argument) == 0;
    pthread_attr_destroy(&a);
    return started;
}

static bool checker_start(struct work *w) {
    struct checker *t = calloc(1, sizeof *t);
    if (!t)
        return false;
    t->work = w;
    t->room = malloc(RELAY_PAGE_MAX_SIZE);
    bool has_reader = t->room && w->ops->reader_open(w->store, &t->reader) == ERR_OK;
    if (!has_reader || !thread_start(&w->checkers[w->checker_count], checker_run, t)) {
        if (has_reader)
            w->ops->reader_close(t->reader);
        free(t->room);
        free(t);
        return false;
    }
    w->checker_count++;
    return true;
}

enum err work_start(const struct relay_config *c, const struct store_ops *ops, struct store *s,
                    void (*wake)(void *), void *argument, struct work **out) {
    struct work *w = calloc(1, sizeof *w);
    if (!w)
        return ERR_FULL;
    *w = (struct work){.config = c, .ops = ops, .store = s, .wake = wake, .argument = argument};
    queue_init(&w->check);
    queue_init(&w->write);
    queue_init(&w->done);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->check_filled, NULL);
    condition_init(&w->write_filled);
    pthread_mutex_init(&w->start_lock, NULL);
    pthread_cond_init(&w->start_more, NULL);
    pthread_mutex_init(&w->checkpoint_lock, NULL);
    condition_init(&w->checkpoint_due);
    bool started = true;
    for (unsigned i = 0; started && i < c->threads; i++)
        started = checker_start(w);
    if (started)
        started = w->has_writer = thread_start(&w->writer, writer_run, w);
    if (started)
        started = w->has_checkpointer = thread_start(&w->checkpointer, checkpointer_run, w);
    if (!started) {
        work_stop(w);
        return ERR_IO;
    }
    threads_await(w, w->checker_count + 2);
    *out = w;
    return ERR_OK;
}

/* Signals behind the lock, so that who wakes does not meet it closed. */
void work_submit(struct work *w, struct job *j) {
    pthread_mutex_lock(&w->lock);
    queue_add_one(&w->check, j);
    bool is_for_writer = w->is_writer_idle && j->call != RELAY_CALL_READ;
    if (is_for_writer)
        w->is_writer_idle = false; /* it has been called; the next one is for a checker */
    pthread_mutex_unlock(&w->lock);
    pthread_cond_signal(is_for_writer ? &w->write_filled : &w->check_filled);
}

struct job *work_take(struct work *w) {
    pthread_mutex_lock(&w->lock);
    struct job *j = w->done.first;
    queue_init(&w->done);
    pthread_mutex_unlock(&w->lock);
    return j;
}

struct work_numbers work_numbers(struct work *w) {
    return (struct work_numbers){
        .groups = atomic_load(&w->groups),
        .changes = atomic_load(&w->changes),
        .commit_us = atomic_load(&w->commit_us),
    };
}

/* Checkers end first, then the writer has all it will ever get, then the checkpointer. */
void work_stop(struct work *w) {
    pthread_mutex_lock(&w->lock);
    w->is_check_ending = true;
    pthread_cond_broadcast(&w->check_filled);
    pthread_mutex_unlock(&w->lock);
    for (unsigned i = 0; i < w->checker_count; i++)
        pthread_join(w->checkers[i], NULL);
    pthread_mutex_lock(&w->lock);
    w->is_write_ending = true;
    pthread_cond_signal(&w->write_filled);
    pthread_mutex_unlock(&w->lock);
    if (w->has_writer)
        pthread_join(w->writer, NULL);
    pthread_mutex_lock(&w->checkpoint_lock);
    w->is_ending = true;
    pthread_cond_signal(&w->checkpoint_due);
    pthread_mutex_unlock(&w->checkpoint_lock);
    if (w->has_checkpointer)
        pthread_join(w->checkpointer, NULL);
    struct job *j = work_take(w);
    while (j) {
        struct job *next = j->next;
        job_free(j);
        j = next;
    }
    free(w);
}
