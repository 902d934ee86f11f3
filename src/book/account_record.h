/* account_record.h -- what *mine* remembers of the account, and the work still owed to the relay.
 *
 * One value in *mine* (KEPT_ACCOUNT), always written whole, so that an act is decided or not
 * decided, never half: which locator was newest, who I am, id_seed as long as there are no words,
 * and the jobs. A job makes a box's newest blob be this one, or makes a box be gone; it is carried
 * out in order, as often as needed, and doing it twice does no harm.
 *
 *   0    1  version = 1
 *   1    1  flags      1 founding, 2 closing, 4 words were made
 *   2    4  generation 6  4  counter of the newest locator seen
 *  10   32  id_public
 *  42  100  cert
 * 142   32  id_seed (zeros unless founding)
 * 174    1  job count
 * then each job: kind(1) class(1) write seed(32) read token(32) blob size(2) blob
 */
#ifndef TOWARD_BOOK_ACCOUNT_RECORD_H
#define TOWARD_BOOK_ACCOUNT_RECORD_H

#include "book/account.h"
#include "book/book.h"

enum job_kind {
    JOB_WRITE_NEW = 1, /* create the box, then append the blob */
    JOB_WRITE_OLD,     /* append the blob if the box stands; nothing otherwise */
    JOB_DROP,          /* drop the box, whatever it holds */
    JOB_DROP_SENT      /* drop the box of a feed, a little after its last entry was sent */
};

struct job {
    enum job_kind kind;
    enum relay_class box_class;
    uint8_t write_seed[KEY_SIZE];
    uint8_t read_token[KEY_SIZE]; /* JOB_WRITE_NEW */
    uint16_t blob_size;           /* writes: LOCATOR_BLOB_SIZE */
    uint8_t blob[LOCATOR_BLOB_SIZE];
};

enum { JOBS_MAX = 12 };

struct account_record {
    bool founding, closing, words_made;
    uint32_t generation, counter;
    uint8_t id_public[PUBLIC_KEY_SIZE];
    struct cert cert;
    uint8_t id_seed[KEY_SIZE];
    uint32_t job_count;
    struct job jobs[JOBS_MAX];
};

/* Of a founding root, or of one that a log-in found. */
void account_record_make(const struct account_root *root, struct account_record *out);

/* ERR_LOCKED: *mine* is closed. ERR_NOT_FOUND: never saved. ERR_MALFORMED. Wipe it after use. */
MUST_CHECK enum err account_record_load(const struct book *b, struct account_record *out);
/* Stages it (book_commit makes it true). ERR_LOCKED. */
MUST_CHECK enum err account_record_stage(struct book *b, const struct account_record *record);
/* Stages and commits: flushed when it returns ERR_OK; ERR_LOCKED, ERR_NO_SPACE, ERR_IO: what stood
 * before stands. */
MUST_CHECK enum err account_record_save(struct book *b, const struct account_record *record);

/* Puts one behind the others, but before a JOB_DROP_SENT, which waits for a while. ERR_FULL. A
 * write to a box that a job was to write already takes that one's place. */
MUST_CHECK enum err account_record_add(struct account_record *record, const struct job *job);

/* Takes the first off. */
void account_record_done(struct account_record *record);

/* The same work: kind, box and blob. */
bool job_equal(const struct job *a, const struct job *b);

/* A job that drops the box of this write seed. */
struct job job_drop(enum job_kind kind, const uint8_t write_seed[KEY_SIZE]);

#endif
