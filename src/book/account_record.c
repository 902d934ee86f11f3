#include "book/account_record.h"

#include "base/check.h"
#include "book/book_internal.h"

#include <string.h>

enum {
    RECORD_VERSION = 1,
    FLAG_FOUNDING = 1,
    FLAG_CLOSING = 2,
    FLAG_WORDS_MADE = 4,
    RECORD_HEAD_SIZE = 175,
    JOB_HEAD_SIZE = 68,
    RECORD_MAX = RECORD_HEAD_SIZE + JOBS_MAX * (JOB_HEAD_SIZE + LOCATOR_BLOB_SIZE)
};
_Static_assert((int)RECORD_MAX <= (int)KEPT_SIZE_MAX, "the record fits where it is kept");

void account_record_make(const struct account_root *root, struct account_record *out) {
    *out = (struct account_record){.founding = root->founding,
                                   .words_made = !root->founding,
                                   .generation = root->generation,
                                   .counter = root->counter,
                                   .cert = root->cert};
    memcpy(out->id_public, root->id_public, PUBLIC_KEY_SIZE);
    if (root->founding)
        memcpy(out->id_seed, root->id_seed, KEY_SIZE);
}

static enum err job_read(struct bytes *in, struct job *out) {
    if (in->size < JOB_HEAD_SIZE)
        return ERR_MALFORMED;
    const uint8_t *at = in->at;
    *out = (struct job){.kind = (enum job_kind)at[0], .box_class = (enum relay_class)at[1]};
    memcpy(out->write_seed, at + 2, KEY_SIZE);
    memcpy(out->read_token, at + 34, KEY_SIZE);
    out->blob_size = (uint16_t)(at[66] | at[67] << 8);
    *in = bytes_slice(*in, JOB_HEAD_SIZE, in->size);
    if (out->kind < JOB_WRITE_NEW || out->kind > JOB_DROP_SENT ||
        out->blob_size > LOCATOR_BLOB_SIZE || out->blob_size > in->size)
        return ERR_MALFORMED;
    memcpy(out->blob, in->at, out->blob_size);
    *in = bytes_slice(*in, out->blob_size, in->size);
    return ERR_OK;
}

static enum err record_read(struct bytes in, struct account_record *out) {
    if (in.size < RECORD_HEAD_SIZE)
        return ERR_MALFORMED;
    if (in.at[0] != RECORD_VERSION)
        return ERR_NEWER;
    const uint8_t *at = in.at;
    *out = (struct account_record){.founding = at[1] & FLAG_FOUNDING,
                                   .closing = at[1] & FLAG_CLOSING,
                                   .words_made = at[1] & FLAG_WORDS_MADE,
                                   .generation = u32_read(at + 2),
                                   .counter = u32_read(at + 6)};
    memcpy(out->id_public, at + 10, PUBLIC_KEY_SIZE);
    cert_read(at + 42, &out->cert);
    memcpy(out->id_seed, at + 142, KEY_SIZE);
    out->job_count = at[174];
    if (out->job_count > JOBS_MAX)
        return ERR_MALFORMED;
    struct bytes rest = bytes_slice(in, RECORD_HEAD_SIZE, in.size);
    for (uint32_t i = 0; i < out->job_count; i++)
        TRY(job_read(&rest, &out->jobs[i]));
    return rest.size ? ERR_MALFORMED : ERR_OK;
}

enum err account_record_load(const struct book *b, struct account_record *out) {
    if (!book_status(b).mine_open)
        return ERR_LOCKED;
    struct bytes saved = book_kept(b, STORE_MINE, KEPT_ACCOUNT);
    if (saved.size == 0)
        return ERR_NOT_FOUND;
    return record_read(saved, out);
}

static void record_write(const struct account_record *r, struct buf *b) {
    buf_add_u8(b, RECORD_VERSION);
    buf_add_u8(b, (uint8_t)((r->founding ? FLAG_FOUNDING : 0) | (r->closing ? FLAG_CLOSING : 0) |
                            (r->words_made ? FLAG_WORDS_MADE : 0)));
    buf_add_u32(b, r->generation);
    buf_add_u32(b, r->counter);
    buf_add(b, r->id_public, PUBLIC_KEY_SIZE);
    uint8_t cert[CERT_SIZE];
    cert_write(&r->cert, cert);
    buf_add(b, cert, CERT_SIZE);
    buf_add(b, r->id_seed, KEY_SIZE);
    buf_add_u8(b, (uint8_t)r->job_count);
    for (uint32_t i = 0; i < r->job_count; i++) {
        const struct job *j = &r->jobs[i];
        buf_add_u8(b, (uint8_t)j->kind);
        buf_add_u8(b, (uint8_t)j->box_class);
        buf_add(b, j->write_seed, KEY_SIZE);
        buf_add(b, j->read_token, KEY_SIZE);
        buf_add_u8(b, (uint8_t)j->blob_size);
        buf_add_u8(b, (uint8_t)(j->blob_size >> 8));
        buf_add(b, j->blob, j->blob_size);
    }
}

enum err account_record_stage(struct book *b, const struct account_record *record) {
    uint8_t room[RECORD_MAX];
    struct buf out;
    buf_init_fixed(&out, room, sizeof room);
    record_write(record, &out);
    struct bytes value;
    MUST(buf_finish(&out, &value) == ERR_OK);
    enum err e = book_kept_set(b, STORE_MINE, KEPT_ACCOUNT, value);
    memory_wipe(room, sizeof room);
    return e;
}

enum err account_record_save(struct book *b, const struct account_record *record) {
    enum err e = account_record_stage(b, record);
    if (e == ERR_OK)
        return book_commit(b);
    book_undo(b);
    return e;
}

enum err account_record_add(struct account_record *record, const struct job *job) {
    for (uint32_t i = 0; i < record->job_count; i++) {
        struct job *j = &record->jobs[i];
        bool writes = j->kind <= JOB_WRITE_OLD && job->kind <= JOB_WRITE_OLD;
        if (writes && secret_equal(j->write_seed, job->write_seed, KEY_SIZE)) {
            memcpy(j->blob, job->blob, sizeof j->blob);
            return ERR_OK;
        }
    }
    if (record->job_count == JOBS_MAX)
        return ERR_FULL;
    uint32_t at = record->job_count++;
    if (job->kind != JOB_DROP_SENT)
        for (; at > 0 && record->jobs[at - 1].kind == JOB_DROP_SENT; at--)
            record->jobs[at] = record->jobs[at - 1];
    record->jobs[at] = *job;
    return ERR_OK;
}

void account_record_done(struct account_record *record) {
    MUST(record->job_count > 0);
    record->job_count--;
    memmove(record->jobs, record->jobs + 1, record->job_count * sizeof record->jobs[0]);
    memory_wipe(record->jobs + record->job_count, sizeof record->jobs[0]);
}

bool job_equal(const struct job *a, const struct job *b) {
    return a->kind == b->kind && secret_equal(a->write_seed, b->write_seed, KEY_SIZE) &&
           a->blob_size == b->blob_size && secret_equal(a->blob, b->blob, a->blob_size);
}

struct job job_drop(enum job_kind kind, const uint8_t write_seed[KEY_SIZE]) {
    struct job j = {.kind = kind};
    memcpy(j.write_seed, write_seed, KEY_SIZE);
    return j;
}
