#include "book/keyring.h"

#include "base/check.h"
#include "book/account_record.h"
#include "book/kinds.h"
#include "wire/cbor.h"

#include <string.h>

enum { BOX_ROLE = 1, BOX_ID = 2, BOX_FEED_KEY = 3, BOX_WRITE_SEED = 4, BOX_PAIR_KEY = 5 };
enum {
    PAIR_ID_PUBLIC = 1,
    PAIR_CERT = 2,
    PAIR_COMPARED = 3,
    PAIR_KEY = 4,
    PAIR_NAME = 5,
    PAIR_STATE = 6
};
enum { NAME_TEXT = 1 };
enum { OVER_KEY = 1, OVER_BY_ME = 2 };
enum { BODY_ROOM = 1024 };

static bool body_fixed(struct bytes body, uint32_t key, uint8_t *out, size_t size) {
    struct bytes value;
    if (!body_bytes(body, key, &value) || value.size != size)
        return false;
    memcpy(out, value.at, size);
    return true;
}

/* Stages an entry in *mine* made from the writer's body. */
static enum err mine_stage(struct book *b, uint32_t kind, int32_t day, struct body_writer *w) {
    struct book_entry entry = {.space = SPACE_MINE, .kind = kind, .day = day};
    TRY(body_end(w, &entry.body));
    uint8_t eid[EID_SIZE];
    return book_stage(b, &entry, eid);
}

/* --- boxes --- */

size_t keyring_count(const struct book *b) {
    size_t count;
    (void)book_items(b, KIND_KEYRING, &count);
    return count;
}

bool keyring_at(const struct book *b, size_t i, struct keyring_box *out) {
    size_t count;
    const struct item *items = book_items(b, KIND_KEYRING, &count);
    MUST(i < count);
    const struct item *item = &items[i];
    struct entry entry = book_item_entry(item);
    struct keyring_box box = {0};
    uint64_t role;
    if (item->author != AUTHOR_ME || item->space != SPACE_MINE ||
        !body_uint(entry.body, BOX_ROLE, &role) || role > KEYRING_KIT ||
        !body_fixed(entry.body, BOX_ID, box.box_id, BOX_ID_SIZE))
        return false;
    box.role = (uint32_t)role;
    memcpy(box.item, item->id, EID_SIZE);
    box.has_feed_key = body_fixed(entry.body, BOX_FEED_KEY, box.feed_key, KEY_SIZE);
    box.has_write_seed = body_fixed(entry.body, BOX_WRITE_SEED, box.write_seed, KEY_SIZE);
    box.has_pair_key = body_fixed(entry.body, BOX_PAIR_KEY, box.pair_key, KEY_SIZE);
    *out = box;
    return true;
}

static bool keyring_has(const struct book *b, const uint8_t box_id[BOX_ID_SIZE]) {
    struct keyring_box known;
    for (size_t i = 0, count = keyring_count(b); i < count; i++)
        if (keyring_at(b, i, &known) && !memcmp(known.box_id, box_id, BOX_ID_SIZE))
            return true;
    return false;
}

enum err keyring_stage(struct book *b, const struct keyring_box *box, int32_t day) {
    if (keyring_has(b, box->box_id))
        return ERR_OK;
    struct arena frame;
    arena_init(&frame, 1 << 16);
    struct body_writer w;
    body_begin(&w, &frame, NULL);
    body_add_uint(&w, BOX_ROLE, box->role);
    body_add_bytes(&w, BOX_ID, BYTES_OF(box->box_id));
    if (box->has_feed_key)
        body_add_bytes(&w, BOX_FEED_KEY, BYTES_OF(box->feed_key));
    if (box->has_write_seed)
        body_add_bytes(&w, BOX_WRITE_SEED, BYTES_OF(box->write_seed));
    if (box->has_pair_key)
        body_add_bytes(&w, BOX_PAIR_KEY, BYTES_OF(box->pair_key));
    enum err e = mine_stage(b, KIND_KEYRING, day, &w);
    arena_free(&frame);
    return e;
}

/* --- what ended --- */

static bool own(const struct item *item) {
    return item->author == AUTHOR_ME && item->space == SPACE_MINE;
}

/* What *mine* says about the end of a pair: nothing takes it back, in whatever order devices of
 * mine learn of it. */
enum ending { ENDING_NONE, ENDING_THEIRS, ENDING_MINE };

static enum ending ending_of(const struct book *b, const uint8_t pair_key[KEY_SIZE]) {
    size_t count;
    const struct item *items = book_items(b, KIND_LEAVE, &count);
    enum ending found = ENDING_NONE;
    for (size_t i = 0; i < count; i++) {
        struct entry entry = book_item_entry(&items[i]);
        uint8_t key[KEY_SIZE];
        uint64_t by_me;
        if (!own(&items[i]) || !body_fixed(entry.body, OVER_KEY, key, KEY_SIZE) ||
            !secret_equal(key, pair_key, KEY_SIZE))
            continue;
        if (body_uint(entry.body, OVER_BY_ME, &by_me) && by_me == 1)
            return ENDING_MINE;
        found = ENDING_THEIRS;
    }
    return found;
}

enum err keyring_over_stage(struct book *b, const uint8_t pair_key[KEY_SIZE], bool by_me,
                            int32_t day) {
    enum ending known = ending_of(b, pair_key);
    if (known == ENDING_MINE || (known == ENDING_THEIRS && !by_me))
        return ERR_OK;
    struct arena frame;
    arena_init(&frame, 1 << 16);
    struct body_writer w;
    body_begin(&w, &frame, NULL);
    body_add_bytes(&w, OVER_KEY, bytes_make(pair_key, KEY_SIZE));
    body_add_uint(&w, OVER_BY_ME, by_me);
    enum err e = mine_stage(b, KIND_LEAVE, day, &w);
    arena_free(&frame);
    return e;
}

/* --- the pair --- */

static bool pair_read(const struct book *b, const struct item *item, struct keyring_pair *out) {
    struct entry entry = book_item_entry(item);
    struct keyring_pair pair = {.state = PAIR_TOGETHER, .day = item->day};
    uint8_t cert[CERT_SIZE];
    uint64_t number;
    struct bytes name;
    if (!own(item) || !body_fixed(entry.body, PAIR_ID_PUBLIC, pair.id_public, PUBLIC_KEY_SIZE) ||
        !body_fixed(entry.body, PAIR_CERT, cert, CERT_SIZE) ||
        !body_fixed(entry.body, PAIR_KEY, pair.pair_key, KEY_SIZE))
        return false;
    cert_read(cert, &pair.cert);
    memcpy(pair.item, item->id, EID_SIZE);
    pair.compared = body_uint(entry.body, PAIR_COMPARED, &number) && number == 1;
    enum ending ending = ending_of(b, pair.pair_key);
    bool i_left = body_uint(entry.body, PAIR_STATE, &number) && number == PAIR_LEFT;
    if (i_left || ending != ENDING_NONE)
        pair.state = PAIR_LEFT;
    pair.i_left = i_left || ending == ENDING_MINE;
    if (body_text(entry.body, PAIR_NAME, &name) && name.size <= BOOK_NAME_MAX) {
        pair.name_size = (uint8_t)name.size;
        memcpy(pair.name, name.at, name.size);
    }
    *out = pair;
    memory_wipe(&pair, sizeof pair);
    return true;
}

enum err keyring_pair(const struct book *b, struct keyring_pair *out) {
    if (!book_status(b).mine_open)
        return ERR_LOCKED;
    size_t count;
    const struct item *items = book_items(b, KIND_PAIR, &count);
    uint64_t lam = 0;
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        struct keyring_pair pair;
        if (!pair_read(b, &items[i], &pair))
            continue;
        /* What was said late about one that ended must not stand before the one that holds. */
        bool holds = pair.state == PAIR_TOGETHER, held = found && out->state == PAIR_TOGETHER;
        if (!found || (holds == held ? items[i].lam > lam : holds)) {
            *out = pair;
            lam = items[i].lam;
        }
        found = true;
        memory_wipe(&pair, sizeof pair);
    }
    return found ? ERR_OK : ERR_NOT_FOUND;
}

/* The pair that a box belongs to. */
static bool pair_of_key(const struct book *b, const uint8_t pair_key[KEY_SIZE],
                        struct keyring_pair *out) {
    size_t count;
    const struct item *items = book_items(b, KIND_PAIR, &count);
    for (size_t i = 0; i < count; i++)
        if (pair_read(b, &items[i], out) && secret_equal(out->pair_key, pair_key, KEY_SIZE))
            return true;
    return false;
}

enum err keyring_pair_stage(struct book *b, const struct keyring_pair *pair, int32_t day) {
    struct arena frame;
    arena_init(&frame, 1 << 16);
    struct body_writer w;
    static const uint8_t none[EID_SIZE];
    body_begin(&w, &frame, memcmp(pair->item, none, EID_SIZE) ? pair->item : NULL);
    body_add_bytes(&w, PAIR_ID_PUBLIC, BYTES_OF(pair->id_public));
    uint8_t cert[CERT_SIZE];
    cert_write(&pair->cert, cert);
    body_add_bytes(&w, PAIR_CERT, BYTES_OF(cert));
    body_add_uint(&w, PAIR_COMPARED, pair->compared);
    body_add_bytes(&w, PAIR_KEY, BYTES_OF(pair->pair_key));
    if (pair->name_size)
        body_add_text(&w, PAIR_NAME, bytes_make(pair->name, pair->name_size));
    body_add_uint(&w, PAIR_STATE, pair->state);
    enum err e = mine_stage(b, KIND_PAIR, day, &w);
    arena_free(&frame);
    return e;
}

/* --- what follows --- */

static const struct feed *feed_of(const struct book *b, const uint8_t box_id[BOX_ID_SIZE]) {
    for (size_t i = 0, count = book_feed_count(b); i < count; i++)
        if (!memcmp(book_feed_at(b, i)->chain.box_id, box_id, BOX_ID_SIZE))
            return book_feed_at(b, i);
    return NULL;
}

static bool role_is_feed(uint32_t role) {
    return role >= FEED_PAIR_OUT && role <= FEED_LIVE_IN;
}

/* The last entry of a pair that was left is still to be sent, then its box goes (jobs.h). */
static bool last_entry_waits(const struct book *b, const struct keyring_box *box) {
    struct account_record record;
    bool waits = false;
    if (!box->has_write_seed || account_record_load(b, &record) != ERR_OK)
        return false;
    for (uint32_t i = 0; i < record.job_count; i++)
        waits = waits || (record.jobs[i].kind == JOB_DROP_SENT &&
                          secret_equal(record.jobs[i].write_seed, box->write_seed, KEY_SIZE));
    memory_wipe(&record, sizeof record);
    return waits;
}

/* The partner's feed of a pair that stands was ended here: they left, and *mine* is to know it for
 * the devices that cannot hear it any more. */
static enum err over_settle(struct book *b, const struct keyring_box *box,
                            const struct keyring_pair *pair, const struct feed *feed) {
    if (box->role != FEED_PAIR_IN || !feed || !(feed->flags & FEED_ENDED) ||
        pair->state != PAIR_TOGETHER)
        return ERR_OK;
    return keyring_over_stage(b, box->pair_key, false, pair->day);
}

/* Adds the feed of a keyring entry, or ends it. `fresh` becomes true when a pair came to be. */
static enum err feed_settle(struct book *b, const struct keyring_box *box,
                            const struct keyring_pair *newest, bool *fresh) {
    struct keyring_pair pair;
    if (!role_is_feed(box->role) || !box->has_feed_key || !box->has_pair_key ||
        !pair_of_key(b, box->pair_key, &pair))
        return ERR_OK; /* what it belongs to may still be on its way */
    bool i_left = pair.i_left;
    bool together = pair.state == PAIR_TOGETHER && newest &&
                    secret_equal(box->pair_key, newest->pair_key, KEY_SIZE);
    const struct feed *feed = feed_of(b, box->box_id);
    enum err e = over_settle(b, box, &pair, feed);
    memory_wipe(&pair, sizeof pair);
    TRY(e);
    if (!feed) {
        TRY(book_feed_add(b, (enum feed_role)box->role, box->feed_key,
                          box->has_write_seed ? box->write_seed : NULL, box->box_id, &feed));
        *fresh = *fresh || (together && box->role == FEED_PAIR_IN);
    }
    if (together || (feed->flags & FEED_ENDED) || last_entry_waits(b, box))
        return ERR_OK;
    /* I left: my words went with it, on the other devices of mine too (pair_leave). Where the other
     * left they stay, whatever this device knew of it. */
    if (box->role == FEED_PAIR_OUT && i_left)
        TRY(book_feed_purge(b, feed));
    book_feed_flag(b, feed, FEED_ENDED, 0);
    return ERR_OK;
}

static bool pair_same(const struct book_pair *a, const struct book_pair *b) {
    return a->state == b->state && a->compared == b->compared && a->words_made == b->words_made &&
           a->my_name_size == b->my_name_size && a->partner_name_size == b->partner_name_size &&
           !memcmp(a->my_name, b->my_name, a->my_name_size) &&
           !memcmp(a->partner_name, b->partner_name, a->partner_name_size);
}

/* My own name, from the newest KIND_NAME in *mine*. */
static void my_name_settle(const struct book *b, struct book_pair *told) {
    size_t count;
    const struct item *items = book_items(b, KIND_NAME, &count);
    uint64_t newest = 0;
    for (size_t i = 0; i < count; i++) {
        struct bytes name;
        struct entry entry = book_item_entry(&items[i]);
        if (items[i].author != AUTHOR_ME || items[i].space != SPACE_MINE || entry.lam < newest ||
            !body_text(entry.body, NAME_TEXT, &name) || name.size > BOOK_NAME_MAX)
            continue;
        newest = entry.lam;
        told->my_name_size = (uint8_t)name.size;
        memcpy(told->my_name, name.at, name.size);
    }
}

enum err keyring_name_set(struct book *b, struct bytes name, int32_t day) {
    struct book_pair told = *book_pair(b);
    if (name.size > BOOK_NAME_MAX)
        return ERR_SIZE;
    told.my_name_size = (uint8_t)name.size;
    memcpy(told.my_name, name.at, name.size);
    book_pair_set(b, &told);
    struct arena frame;
    arena_init(&frame, 1 << 16);
    struct body_writer w;
    body_begin(&w, &frame, NULL);
    body_add_text(&w, NAME_TEXT, name);
    struct book_entry entry = {.space = SPACE_MINE, .kind = KIND_NAME, .day = day};
    enum err e = body_end(&w, &entry.body);
    if (e == ERR_OK)
        e = book_write(b, &entry, NULL);
    if (e != ERR_OK)
        book_undo(b);
    arena_free(&frame);
    return e;
}

static void pair_settle(struct book *b, const struct keyring_pair *pair, bool fresh) {
    struct book_pair told = *book_pair(b);
    my_name_settle(b, &told);
    if (pair && (fresh || told.state < PAIR_TOGETHER)) {
        told.partner_name_size = pair->name_size;
        memcpy(told.partner_name, pair->name, pair->name_size);
    }
    if (fresh)
        told.state = PAIR_TOGETHER;
    if (pair && pair->state == PAIR_LEFT)
        told.state = PAIR_LEFT;
    if (pair)
        told.compared = pair->compared;
    if (!pair_same(&told, book_pair(b)))
        book_pair_set(b, &told);
}

static enum err settle_stage(struct book *b) {
    struct keyring_pair pair;
    enum err found = keyring_pair(b, &pair);
    const struct keyring_pair *newest = found == ERR_OK ? &pair : NULL;
    bool fresh = false;
    for (size_t i = 0, count = keyring_count(b); i < count; i++) {
        struct keyring_box box;
        if (!keyring_at(b, i, &box))
            continue;
        enum err e = feed_settle(b, &box, newest, &fresh);
        memory_wipe(&box, sizeof box);
        TRY(e);
    }
    pair_settle(b, newest, fresh);
    memory_wipe(&pair, sizeof pair);
    return ERR_OK;
}

enum err keyring_settle(struct book *b) {
    if (!book_status(b).mine_open)
        return ERR_OK;
    enum err e = settle_stage(b);
    if (e == ERR_OK)
        return book_commit(b);
    book_undo(b);
    return e;
}

void keyring_end_pair(struct book *b, enum pair_state state) {
    for (size_t i = 0, count = book_feed_count(b); i < count; i++) {
        const struct feed *feed = book_feed_at(b, i);
        if (role_is_feed(feed->role) && !(feed->flags & FEED_ENDED))
            book_feed_flag(b, feed, FEED_ENDED, 0);
    }
    struct book_pair told = *book_pair(b);
    told.state = state;
    book_pair_set(b, &told);
}

static void name_hear(struct book *b, const struct entry *entry) {
    struct bytes name;
    if (!body_text(entry->body, NAME_TEXT, &name) || name.size > BOOK_NAME_MAX)
        return;
    struct book_pair told = *book_pair(b);
    told.partner_name_size = (uint8_t)name.size;
    memcpy(told.partner_name, name.at, name.size);
    book_pair_set(b, &told);
}

void keyring_hear(struct book *b, struct bytes plain) {
    size_t size;
    while (plain.size && cbor_check(plain, &size) == ERR_OK) {
        struct entry entry;
        if (entry_parse(bytes_slice(plain, 0, size), &entry) == ERR_OK) {
            if (entry.kind == KIND_LEAVE)
                keyring_end_pair(b, PAIR_LEFT);
            if (entry.kind == KIND_NAME)
                name_hear(b, &entry);
        }
        plain = bytes_slice(plain, size, plain.size);
    }
}
