/* The pair that stands: comparing its words, and leaving it (pair_flow.h). */
#include "book/pair_flow.h"

#include "base/check.h"
#include "book/account_record.h"
#include "book/keyring.h"
#include "book/kinds.h"
#include "wire/cbor.h"

#include <string.h>

enum { COPY_MEMORY = 1 << 20 };

enum err pair_compare_words(const struct book *b, uint16_t words[PAIRING_WORDS]) {
    struct keyring_pair pair;
    enum err e = keyring_pair(b, &pair);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_STATE : e;
    pair_words(pair.pair_key, words);
    memory_wipe(&pair, sizeof pair);
    return ERR_OK;
}

/* Commits what was staged without an error, and what follows from it; else takes it back. */
static enum err settle_after(struct book *b, enum err staged) {
    if (staged != ERR_OK) {
        book_undo(b);
        return staged;
    }
    TRY(book_commit(b));
    return keyring_settle(b);
}

enum err pair_compared(struct book *b, int32_t today) {
    struct keyring_pair pair;
    enum err e = keyring_pair(b, &pair);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_STATE : e;
    pair.compared = true;
    e = keyring_pair_stage(b, &pair, today);
    memory_wipe(&pair, sizeof pair);
    return settle_after(b, e);
}

/* --- keeping my words --- */

/* The newest version's body as a first version: without the item it belonged to. */
static enum err body_first(struct bytes body, struct buf *out) {
    struct cbor map = cbor_over(body);
    size_t count;
    TRY(cbor_read_map(&map, &count));
    struct cbor at = map;
    uint64_t key;
    if (count > 0 && cbor_read_uint(&at, &key) == ERR_OK && key == 0) {
        TRY(cbor_skip(&at));
        map = at;
        count--;
    }
    cbor_write_map(out, count);
    buf_add(out, map.at, (size_t)(map.end - map.at));
    return ERR_OK;
}

static enum err item_copy(struct book *b, const struct item *item, struct arena *frame) {
    struct entry entry = book_item_entry(item);
    struct buf body;
    buf_init(&body, frame);
    TRY(body_first(entry.body, &body));
    struct book_entry copy = {.space = SPACE_MINE, .kind = item->kind, .day = item->day};
    TRY(buf_finish(&body, &copy.body));
    uint8_t eid[EID_SIZE];
    return book_stage(b, &copy, eid);
}

/* Stages copies of what I wrote in *ours*. What is staged joins the items at the commit, so places
 * among them stand still meanwhile. */
static enum err words_keep(struct book *b) {
    struct arena frame;
    arena_init(&frame, COPY_MEMORY);
    enum err e = ERR_OK;
    for (uint32_t kind = KIND_PRACTICE_FIRST; kind < KIND_ASKED_END; kind++) {
        size_t count;
        (void)book_items(b, kind, &count);
        for (size_t i = 0; i < count && e == ERR_OK; i++) {
            const struct item *item = &book_items(b, kind, &count)[i];
            arena_reset(&frame);
            if (item->author == AUTHOR_ME && item->space == SPACE_OURS)
                e = item_copy(b, item, &frame);
        }
    }
    arena_free(&frame);
    return e;
}

/* --- leaving --- */

/* Jobs that drop my boxes of the pair: the feed after its last entry was sent, if it still is one
 * that is written to. */
static enum err drops_stage(struct book *b, const struct keyring_pair *pair, bool last_entry) {
    struct account_record record;
    TRY(account_record_load(b, &record));
    enum err e = ERR_OK;
    for (size_t i = 0, count = keyring_count(b); i < count && e == ERR_OK; i++) {
        struct keyring_box box;
        if (!keyring_at(b, i, &box) || !box.has_write_seed || !box.has_pair_key ||
            !secret_equal(box.pair_key, pair->pair_key, KEY_SIZE))
            continue;
        bool waits = last_entry && box.role == FEED_PAIR_OUT;
        struct job job = job_drop(waits ? JOB_DROP_SENT : JOB_DROP, box.write_seed);
        e = account_record_add(&record, &job);
        memory_wipe(&box, sizeof box);
        memory_wipe(&job, sizeof job);
    }
    if (e == ERR_OK)
        e = account_record_stage(b, &record);
    memory_wipe(&record, sizeof record);
    return e;
}

static enum err leave_entry_stage(struct book *b, int32_t today) {
    uint8_t room[8], eid[EID_SIZE];
    struct buf body;
    buf_init_fixed(&body, room, sizeof room);
    cbor_write_map(&body, 0);
    struct book_entry entry = {.space = SPACE_OURS, .kind = KIND_LEAVE, .day = today};
    TRY(buf_finish(&body, &entry.body));
    return book_stage(b, &entry, eid);
}

static enum err leave_stage(struct book *b, struct keyring_pair *pair, bool keep_my_words,
                            int32_t today) {
    const struct feed *out = book_feed(b, FEED_PAIR_OUT);
    if (keep_my_words)
        TRY(words_keep(b));
    if (out)
        TRY(leave_entry_stage(b, today));
    TRY(drops_stage(b, pair, out));
    TRY(keyring_over_stage(b, pair->pair_key, true, today));
    pair->state = PAIR_LEFT;
    return keyring_pair_stage(b, pair, today);
}

enum err pair_leave(struct book *b, bool keep_my_words, int32_t today) {
    struct keyring_pair pair;
    enum err e = keyring_pair(b, &pair);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && pair.i_left))
        e = ERR_STATE;
    if (e == ERR_OK)
        e = leave_stage(b, &pair, keep_my_words, today);
    memory_wipe(&pair, sizeof pair);
    return settle_after(b, e);
}
