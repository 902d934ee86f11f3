#include "book/pair_record.h"

#include "base/check.h"

#include <string.h>

enum {
    RECORD_VERSION = 1,
    FLAG_TOGETHER = 1,
    FLAG_MADE = 2,
    FLAG_SENDING_LAST = 4,
    RECORD_SIZE = 1176 + PAIRING_STATE_SIZE
};
_Static_assert((int)RECORD_SIZE <= (int)KEPT_SIZE_MAX, "the record fits where it is kept");

static enum err record_read(struct bytes in, struct pair_record *out) {
    if (in.size == 0)
        return ERR_NOT_FOUND;
    if (in.at[0] != RECORD_VERSION)
        return ERR_NEWER;
    if (in.size != RECORD_SIZE || in.at[1095] > PAIRING_NAME_MAX)
        return ERR_MALFORMED;
    const uint8_t *at = in.at;
    out->together = at[1] & FLAG_TOGETHER;
    out->made = at[1] & FLAG_MADE;
    out->sending_last = at[1] & FLAG_SENDING_LAST;
    out->day = (int32_t)u32_read(at + 2);
    out->number = at[6];
    memcpy(out->message, at + 7, PAIRING_MESSAGE_SIZE);
    memcpy(out->write_seed, at + 1031, KEY_SIZE);
    memcpy(out->live_seed, at + 1063, KEY_SIZE);
    out->name_size = at[1095];
    memcpy(out->name, at + 1096, PAIRING_NAME_MAX);
    return pairing_read(bytes_slice(in, 1176, PAIRING_STATE_SIZE), &out->pairing);
}

enum err pair_record_load(const struct book *b, struct pair_record *out) {
    if (!book_status(b).mine_open)
        return ERR_LOCKED;
    struct pair_record record;
    enum err e = record_read(book_kept(b, STORE_MINE, KEPT_PAIRING), &record);
    if (e == ERR_OK)
        *out = record;
    memory_wipe(&record, sizeof record);
    return e;
}

enum err pair_record_stage(struct book *b, const struct pair_record *r) {
    if (!r)
        return book_kept_set(b, STORE_MINE, KEPT_PAIRING, (struct bytes){0});
    uint8_t room[RECORD_SIZE];
    struct buf out;
    buf_init_fixed(&out, room, sizeof room);
    buf_add_u8(&out, RECORD_VERSION);
    buf_add_u8(&out, (uint8_t)((r->together ? FLAG_TOGETHER : 0) | (r->made ? FLAG_MADE : 0) |
                               (r->sending_last ? FLAG_SENDING_LAST : 0)));
    buf_add_u32(&out, (uint32_t)r->day);
    buf_add_u8(&out, r->number);
    buf_add(&out, r->message, PAIRING_MESSAGE_SIZE);
    buf_add(&out, r->write_seed, KEY_SIZE);
    buf_add(&out, r->live_seed, KEY_SIZE);
    buf_add_u8(&out, r->name_size);
    buf_add(&out, r->name, PAIRING_NAME_MAX);
    pairing_write(&r->pairing, &out);
    struct bytes value;
    MUST(buf_finish(&out, &value) == ERR_OK && value.size == RECORD_SIZE);
    enum err e = book_kept_set(b, STORE_MINE, KEPT_PAIRING, value);
    memory_wipe(room, sizeof room);
    return e;
}
