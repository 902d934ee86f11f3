/* The contract of store.h, run over each store: what a box may and may not do, whatever keeps it.
 * Signatures are not looked at here; the store is given what a checker would pass on. */
#include "test.h"

#include "crypt/chain.h"
#include "crypt/hash.h"
#include "relay/schema.h"
#include "relay/store.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DAY = 2200, ROOM = RELAY_PAGE_MAX_SIZE };

struct bench {
    char folder[64];
    const struct store_ops *ops;
    struct store *store;
    struct store_reader *reader;
    uint64_t now_ms;
};

static const struct store_ops *const stores[] = {&store_sqlite};

static void folder_remove(const char *folder) {
    char path[400];
    DIR *d = opendir(folder);
    struct dirent *e;
    while (d && (e = readdir(d)) != NULL) {
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        unlink(path);
    }
    if (d)
        closedir(d);
    rmdir(folder);
}

static void reopen(struct bench *b) {
    char line[STORE_LINE_SIZE] = "";
    struct store_config c = {.folder = b->folder, .read_write = true};
    if (b->ops->open(&c, &b->store, line) != ERR_OK)
        fprintf(stderr, "%s\n", line);
    MUST(b->store);
    MUST(b->ops->reader_open(b->store, &b->reader) == ERR_OK);
}

static void shut(struct bench *b) {
    b->ops->reader_close(b->reader);
    b->ops->close(b->store);
}

static struct bench begin_in(const char *folder, size_t which) {
    struct bench b = {.ops = stores[which]};
    snprintf(b.folder, sizeof b.folder, "%s/toward-store-XXXXXX", folder);
    MUST(mkdtemp(b.folder));
    reopen(&b);
    return b;
}

static struct bench begin(size_t which) {
    return begin_in("/tmp", which);
}

static void end(struct bench *b) {
    shut(b);
    folder_remove(b->folder);
}

/* ---- an author ---- */

struct author {
    uint8_t id[32], rt_hash[32];
    struct chain chain;
    unsigned box_class;
};

static struct author author(uint8_t name, unsigned box_class) {
    struct author a = {.box_class = box_class};
    memset(a.id, name, 32);
    memset(a.rt_hash, name ^ 0xff, 32);
    chain_start(a.id, &a.chain);
    return a;
}

static enum relay_reason apply(struct bench *b, struct store_change *c, uint32_t day) {
    struct store_change *list[1] = {c};
    MUST(b->ops->apply(b->store, list, 1, day) == ERR_OK);
    return c->reason;
}

static struct store_change create_change(const struct author *a) {
    struct store_change c = {.call = RELAY_CALL_CREATE, .create.box_class = a->box_class};
    struct chain start;
    memcpy(c.id, a->id, 32);
    memcpy(c.create.rt_hash, a->rt_hash, 32);
    chain_start(a->id, &start);
    memcpy(c.head, start.head, 32);
    return c;
}

static enum relay_reason create(struct bench *b, const struct author *a) {
    struct store_change c = create_change(a);
    return apply(b, &c, DAY);
}

struct append {
    struct store_change change;
    uint8_t prev[32], sig[64], bh[RELAY_APPEND_MAX_BLOBS][32];
    uint8_t body[RELAY_APPEND_MAX_SIZE];
};

/* `count` blobs of `size` bytes filled with `fill`, on top of the author's chain, which moves. */
static struct append *append_make(struct author *a, uint32_t count, size_t size, uint8_t fill) {
    static uint8_t blob[RELAY_BLOB_MAX_SIZE];
    struct append *p = calloc(1, sizeof *p);
    MUST(p);
    struct bytes list[RELAY_APPEND_MAX_BLOBS], body;
    memset(blob, fill, size);
    p->sig[0] = fill; /* the rest is zero: a signature stays when its blob is erased */
    memcpy(p->prev, a->chain.head, 32);
    p->change.call = RELAY_CALL_APPEND;
    p->change.n = a->chain.position + 1;
    memcpy(p->change.id, a->id, 32);
    for (uint32_t i = 0; i < count; i++) {
        list[i] = bytes_make(blob, size);
        chain_blob_hash(list[i], p->bh[i]);
        chain_advance(&a->chain, p->bh[i]);
    }
    memcpy(p->change.head, a->chain.head, 32);
    struct buf b;
    buf_init_fixed(&b, p->body, sizeof p->body);
    relay_append_write(&b, p->prev, p->sig, list, count);
    MUST(buf_finish(&b, &body) == ERR_OK);
    MUST(relay_append_read(body, &p->change.append) == ERR_OK);
    p->change.bh = (const uint8_t(*)[32])p->bh;
    return p;
}

static enum relay_reason append_on(struct bench *b, struct author *a, uint32_t count, size_t size,
                                   uint8_t fill, uint32_t day) {
    struct chain before = a->chain;
    struct append *p = append_make(a, count, size, fill);
    enum relay_reason r = apply(b, &p->change, day);
    if (r != RELAY_REASON_NONE)
        a->chain = before;
    free(p);
    return r;
}

static enum relay_reason append(struct bench *b, struct author *a, uint32_t count, size_t size,
                                uint8_t fill) {
    return append_on(b, a, count, size, fill, DAY);
}

static struct store_change proof_change(const struct author *a, enum relay_call call, uint64_t n,
                                        const uint8_t hash[32]) {
    struct store_change c = {.call = call, .n = n};
    memcpy(c.id, a->id, 32);
    memcpy(c.proof.hash, hash, 32);
    return c;
}

static enum relay_reason read_page(struct bench *b, const struct author *a, uint64_t from,
                                   struct relay_page *out) {
    static uint8_t room[ROOM];
    struct store_query q = {.from = from};
    struct buf buf;
    struct bytes body;
    uint64_t next = 0;
    memcpy(q.id, a->id, 32);
    memcpy(q.rt_hash, a->rt_hash, 32);
    buf_init_fixed(&buf, room, sizeof room);
    enum relay_reason r = b->ops->read(b->reader, &q, &buf, &next);
    if (r == RELAY_REASON_NONE) {
        MUST(buf_finish(&buf, &body) == ERR_OK);
        MUST(relay_page_read(body, out) == ERR_OK);
        MUST(next == out->at.next);
    }
    return r;
}

/* True when `fill` repeated 64 times stands in any file of the folder. */
static bool folder_holds(const char *folder, uint8_t fill) {
    char path[400];
    uint8_t needle[64];
    bool found = false;
    DIR *d = opendir(folder);
    struct dirent *e;
    memset(needle, fill, sizeof needle);
    while (d && (e = readdir(d)) != NULL) {
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        FILE *f = fopen(path, "rb");
        struct stat st;
        if (!f || fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode)) {
            if (f)
                fclose(f);
            continue;
        }
        uint8_t *all = malloc((size_t)st.st_size + 1);
        MUST(all);
        size_t size = fread(all, 1, (size_t)st.st_size, f);
        found |= memmem(all, size, needle, sizeof needle) != NULL;
        free(all);
        fclose(f);
    }
    if (d)
        closedir(d);
    return found;
}

/* Housekeeping until there is none left; the log emptied as after 10 seconds. */
static void settle(struct bench *b, uint32_t day) {
    bool more = true;
    while (more)
        MUST(b->ops->maintain(b->store, day, &more) == ERR_OK);
    b->now_ms += 20000;
    b->ops->reclaim(b->store, b->now_ms);
    b->ops->reclaim(b->store, b->now_ms + 9999);
}

/* ---- creating ---- */

TEST(store_create_is_idempotent) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_FEED), other = a;
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &a, 1, 1024, 7), RELAY_REASON_NONE);
        struct store_change c = create_change(&a);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_NONE);
        CHECK(!c.changed);
        CHECK_INT(c.at.next, 2);
        other.rt_hash[0] ^= 1;
        c = create_change(&other);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_TAKEN);
        CHECK_INT(c.at.next, 2);
        other = a;
        other.box_class = RELAY_CLASS_LIVE;
        CHECK_INT(create(&b, &other), RELAY_REASON_TAKEN);
        end(&b);
    }
}

/* The floor of a box that never lost anything: position 1, and head_0 before it. */
TEST(store_page_names_the_first_head) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_FEED);
        struct relay_page page = {0};
        struct chain empty;
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &a, 1, 1024, 7), RELAY_REASON_NONE);
        CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NONE);
        chain_start(a.id, &empty);
        CHECK_INT(page.floor, 1);
        CHECK_BYTES(BYTES_OF(page.floor_head), BYTES_OF(empty.head));
        end(&b);
    }
}

TEST(store_tokens_are_spent_once) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_FEED), o = author(2, RELAY_CLASS_FEED);
        uint8_t hashes[2][32] = {{1}, {2}};
        CHECK_OK(b.ops->token_add(b.store, (const uint8_t(*)[32])hashes, 2));
        struct store_change c = create_change(&a);
        c.spend_token = true;
        memset(c.token_hash, 9, 32);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_ADMISSION_SPENT);
        memcpy(c.token_hash, hashes[0], 32);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_NONE);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_NONE); /* the same create again */
        c = create_change(&o);
        c.spend_token = true;
        memcpy(c.token_hash, hashes[0], 32);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_ADMISSION_SPENT);
        memcpy(c.token_hash, hashes[1], 32);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_NONE);
        end(&b);
    }
}

/* ---- appending ---- */

TEST(store_append_compares_and_swaps) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_FEED), phone, tablet;
        CHECK_INT(append(&b, &a, 1, 1024, 1), RELAY_REASON_NOT_FOUND);
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        phone = tablet = a;
        struct append *first = append_make(&phone, 1, 1024, 1);
        struct append *second = append_make(&tablet, 1, 1024, 2);
        CHECK_INT(apply(&b, &first->change, DAY), RELAY_REASON_NONE);
        CHECK(first->change.changed);
        CHECK_INT(apply(&b, &second->change, DAY), RELAY_REASON_POSITION);
        CHECK(!second->change.changed);
        CHECK_INT(second->change.at.next, 2);
        CHECK_BYTES(bytes_make(second->change.at.head, 32), bytes_make(phone.chain.head, 32));
        CHECK_INT(apply(&b, &first->change, DAY), RELAY_REASON_NONE); /* its answer was lost */
        CHECK(!first->change.changed);
        CHECK_INT(first->change.at.next, 2);
        second->change.n = 3; /* a gap */
        CHECK_INT(apply(&b, &second->change, DAY), RELAY_REASON_POSITION);
        second->change.n = 2; /* the right position on the wrong head */
        CHECK_INT(apply(&b, &second->change, DAY), RELAY_REASON_POSITION);
        free(first);
        free(second);
        end(&b);
    }
}

TEST(store_append_in_one_group) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_FEED), race = a, o = author(2, RELAY_CLASS_FEED);
        struct store_change make = create_change(&a), make_other = create_change(&o);
        struct append *one = append_make(&a, 1, 1024, 1), *two = append_make(&a, 3, 2048, 2);
        struct append *lost = append_make(&race, 1, 1024, 3), *other = append_make(&o, 1, 1024, 4);
        struct store_change *list[] = {&make,       &one->change,   &lost->change,
                                       &make_other, &other->change, &two->change};
        CHECK_OK(b.ops->apply(b.store, list, COUNT_OF(list), DAY));
        CHECK_INT(one->change.reason, RELAY_REASON_NONE);
        CHECK_INT(lost->change.reason, RELAY_REASON_POSITION);
        CHECK_INT(other->change.reason, RELAY_REASON_NONE);
        CHECK_INT(two->change.reason, RELAY_REASON_NONE);
        CHECK_INT(two->change.at.next, 5);
        struct relay_page page;
        CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NONE);
        CHECK_INT(page.count, 4);
        free(one);
        free(two);
        free(lost);
        free(other);
        end(&b);
    }
}

TEST(store_append_several_repeated) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_FEED), start;
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        start = a;
        struct append *p = append_make(&a, 128, 1024, 5);
        CHECK_INT(apply(&b, &p->change, DAY), RELAY_REASON_NONE);
        CHECK_INT(apply(&b, &p->change, DAY), RELAY_REASON_NONE);
        CHECK_INT(p->change.at.next, 129);
        struct append *half = append_make(&start, 64, 1024, 5); /* a part of what stands */
        CHECK_INT(apply(&b, &half->change, DAY), RELAY_REASON_NONE);
        CHECK(!half->change.changed);
        half->change.n = 100; /* reaches past what stands */
        CHECK_INT(apply(&b, &half->change, DAY), RELAY_REASON_POSITION);
        free(half);
        free(p);
        end(&b);
    }
}

TEST(store_append_keeps_the_class) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author feed = author(1, RELAY_CLASS_FEED), loc = author(2, RELAY_CLASS_LOCATOR);
        struct author inv = author(3, RELAY_CLASS_INVITE);
        CHECK_INT(create(&b, &feed), RELAY_REASON_NONE);
        CHECK_INT(create(&b, &loc), RELAY_REASON_NONE);
        CHECK_INT(create(&b, &inv), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &feed, 1, 1000, 1), RELAY_REASON_BLOB_SIZE);
        CHECK_INT(append(&b, &feed, 1, 512, 1), RELAY_REASON_BLOB_SIZE);
        CHECK_INT(append(&b, &feed, 1, 65536, 1), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &loc, 1, 1024, 1), RELAY_REASON_BLOB_SIZE);
        CHECK_INT(append(&b, &loc, 1, 512, 1), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &inv, 9, 1024, 1), RELAY_REASON_BOX_FULL);
        CHECK_INT(append(&b, &inv, 8, 1024, 1), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &inv, 1, 1024, 1), RELAY_REASON_BOX_FULL);
        end(&b);
    }
}

TEST(store_box_is_full_at_its_bytes) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_FEED);
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        for (int k = 0; k < 512; k++) /* 512 * 2 * 64 KiB = 64 MiB */
            CHECK_INT(append(&b, &a, 2, 65536, 1), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &a, 1, 1024, 1), RELAY_REASON_BOX_FULL);
        uint8_t bh[32], blob[65536];
        memset(blob, 1, sizeof blob);
        chain_blob_hash(BYTES_OF(blob), bh);
        struct store_change c = proof_change(&a, RELAY_CALL_ERASE, 9, bh);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &a, 1, 1024, 1), RELAY_REASON_NONE);
        end(&b);
    }
}

/* ---- reading ---- */

TEST(store_pages_end_signed_and_go_on) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_FEED);
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        for (int k = 0; k < 5; k++)
            CHECK_INT(append(&b, &a, 100, 1024, (uint8_t)k), RELAY_REASON_NONE);
        struct chain seen;
        struct relay_page page;
        chain_start(a.id, &seen);
        int pages = 0;
        do {
            CHECK_INT(read_page(&b, &a, seen.position + 1, &page), RELAY_REASON_NONE);
            struct bytes rest = page.blobs;
            struct relay_page_blob blob;
            uint8_t bh[32];
            while (relay_page_next(&rest, &blob)) {
                chain_blob_hash(blob.data, bh);
                CHECK_BYTES(bytes_make(bh, 32), bytes_make(blob.bh, 32));
                CHECK_INT(blob.n, seen.position + 1);
                chain_advance(&seen, blob.bh);
                CHECK_INT(blob.sig != NULL, blob.n % 100 == 0);
            }
            pages++;
        } while (page.count > 0);
        CHECK_INT(seen.position, 500);
        CHECK_INT(pages, 4); /* two appends reach past the soft size */
        CHECK_BYTES(bytes_make(seen.head, 32), bytes_make(page.at.head, 32));
        CHECK_INT(read_page(&b, &a, 150, &page), RELAY_REASON_NONE);
        struct relay_page_blob blob;
        CHECK(relay_page_next(&page.blobs, &blob));
        CHECK_INT(blob.n, 150);
        CHECK_INT(read_page(&b, &a, 5000, &page), RELAY_REASON_NONE);
        CHECK_INT(page.count, 0);
        CHECK_INT(page.at.next, 501);
        end(&b);
    }
}

TEST(store_read_needs_the_token) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_FEED), thief, nobody;
        struct relay_page page;
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        thief = a;
        thief.rt_hash[31] ^= 1;
        nobody = author(9, RELAY_CLASS_FEED);
        memset(nobody.rt_hash, 0, 32); /* what a reader compares with when there is no box */
        CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NONE);
        CHECK_INT(read_page(&b, &thief, 1, &page), RELAY_REASON_NOT_FOUND);
        CHECK_INT(read_page(&b, &nobody, 1, &page), RELAY_REASON_NOT_FOUND);
        end(&b);
    }
}

TEST(store_survives_reopening) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_FEED);
        struct relay_page page;
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &a, 3, 1024, 1), RELAY_REASON_NONE);
        shut(&b);
        reopen(&b);
        CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NONE);
        CHECK_INT(page.count, 3);
        CHECK_INT(append(&b, &a, 1, 1024, 1), RELAY_REASON_NONE);
        end(&b);
    }
}

/* ---- erasing and dropping ---- */

TEST(store_erase_leaves_no_byte) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_FEED);
        struct relay_page page;
        struct relay_page_blob blob;
        uint8_t data[4096], bh[32], other[32] = {0};
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &a, 1, 1024, 0x51), RELAY_REASON_NONE);
        struct append *p = append_make(&a, 1, 4096, 0x52);
        CHECK_INT(apply(&b, &p->change, DAY), RELAY_REASON_NONE);
        CHECK(folder_holds(b.folder, 0x52));
        memset(data, 0x52, sizeof data);
        chain_blob_hash(BYTES_OF(data), bh);
        struct store_change c = proof_change(&a, RELAY_CALL_ERASE, 2, other);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_ERASE_OTHER);
        CHECK_INT(c.at.next, 3);
        c = proof_change(&a, RELAY_CALL_ERASE, 1, bh);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_ERASE_OTHER);
        c = proof_change(&a, RELAY_CALL_ERASE, 3, bh);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_ERASE_OTHER);
        c = proof_change(&a, RELAY_CALL_ERASE, 2, bh);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_NONE);
        CHECK(c.changed);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_NONE); /* again */
        CHECK(!c.changed);
        CHECK_INT(apply(&b, &p->change, DAY), RELAY_REASON_NONE); /* the append again: no return */
        settle(&b, DAY);
        CHECK(!folder_holds(b.folder, 0x52));
        CHECK(folder_holds(b.folder, 0x51));
        CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NONE);
        CHECK_INT(page.count, 2);
        CHECK(relay_page_next(&page.blobs, &blob) && !blob.erased);
        CHECK(relay_page_next(&page.blobs, &blob) && blob.erased && blob.sig);
        CHECK_BYTES(bytes_make(blob.bh, 32), bytes_make(bh, 32));
        struct author nobody = author(8, RELAY_CLASS_FEED);
        c = proof_change(&nobody, RELAY_CALL_ERASE, 1, bh);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_NOT_FOUND);
        free(p);
        end(&b);
    }
}

/* Blobs of several boxes come and go, so that rows make room for each other: nothing of an erased
 * one stays where it stood before, nor comes back with what is written next. */
static void rows_come_and_go(struct bench *b) {
    enum { AUTHORS = 12, BLOBS = 240, STAY = 20, LOOKED = 6 };
    struct author authors[AUTHORS];
    static uint8_t bh[BLOBS][32];
    uint64_t position[BLOBS];
    for (uint8_t k = 0; k < AUTHORS; k++) {
        authors[k] = author((uint8_t)(k + 1), RELAY_CLASS_FEED);
        CHECK_INT(create(b, &authors[k]), RELAY_REASON_NONE);
    }
    for (size_t n = 0; n < BLOBS; n++) {
        struct append *p =
            append_make(&authors[n * 7 % AUTHORS], 1, n % 9 == 0 ? 2048 : 1024, (uint8_t)(n + 1));
        memcpy(bh[n], p->bh[0], 32);
        position[n] = p->change.n;
        CHECK_INT(apply(b, &p->change, DAY), RELAY_REASON_NONE);
        free(p);
        if (n < STAY)
            continue;
        size_t old = n - STAY;
        for (size_t k = old > LOOKED ? old - LOOKED : 0; k < old; k++)
            CHECK(!folder_holds(b->folder, (uint8_t)(k + 1)));
        struct store_change c =
            proof_change(&authors[old * 7 % AUTHORS], RELAY_CALL_ERASE, position[old], bh[old]);
        CHECK_INT(apply(b, &c, DAY), RELAY_REASON_NONE);
        settle(b, DAY);
        CHECK(!folder_holds(b->folder, (uint8_t)(old + 1)));
        CHECK(folder_holds(b->folder, (uint8_t)(old + 2)));
    }
}

TEST(store_erase_leaves_no_byte_between_rows) {
    for (size_t i = 0; i < COUNT_OF(stores); i++)
        for (int round = 0; round < 6; round++) { /* boxes lie elsewhere each time */
            struct bench b = begin_in(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", i);
            rows_come_and_go(&b);
            end(&b);
        }
}

/* However soon one crash comes after another: what a process finds in the log goes as it opens. */
TEST(store_opening_empties_what_a_crash_left) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i), next;
        struct author a = author(1, RELAY_CLASS_FEED);
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        struct append *p = append_make(&a, 1, 4096, 0x53);
        CHECK_INT(apply(&b, &p->change, DAY), RELAY_REASON_NONE);
        struct store_change c = proof_change(&a, RELAY_CALL_ERASE, 1, p->bh[0]);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_NONE);
        CHECK(folder_holds(b.folder, 0x53));
        next = b; /* which is never closed */
        reopen(&next);
        CHECK(!folder_holds(b.folder, 0x53));
        free(p);
        shut(&b);
        end(&next);
    }
}

TEST(store_drop_leaves_a_tombstone) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_FEED), o = author(2, RELAY_CLASS_FEED);
        struct relay_page page;
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        CHECK_INT(create(&b, &o), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &o, 1, 1024, 0x62), RELAY_REASON_NONE);
        uint8_t old[32];
        memcpy(old, a.chain.head, 32);
        for (int k = 0; k < 6; k++) /* more than one step of purging */
            CHECK_INT(append(&b, &a, 100, 1024, 0x61), RELAY_REASON_NONE);
        struct store_change c = proof_change(&a, RELAY_CALL_DROP, 0, old);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_POSITION); /* not what its author had seen */
        c = proof_change(&a, RELAY_CALL_DROP, 0, a.chain.head);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_NONE);
        CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NOT_FOUND);
        CHECK_INT(apply(&b, &c, DAY), RELAY_REASON_NONE); /* again */
        CHECK(!c.changed);
        CHECK_INT(create(&b, &a), RELAY_REASON_DROPPED);
        CHECK_INT(append(&b, &a, 1, 1024, 1), RELAY_REASON_DROPPED);
        settle(&b, DAY);
        CHECK(!folder_holds(b.folder, 0x61));
        CHECK(folder_holds(b.folder, 0x62));
        settle(&b, DAY + RELAY_TOMBSTONE_DAYS - 1);
        CHECK_INT(create(&b, &a), RELAY_REASON_DROPPED);
        settle(&b, DAY + RELAY_TOMBSTONE_DAYS);
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NONE);
        CHECK_INT(page.count, 0);
        end(&b);
    }
}

/* ---- days ---- */

TEST(store_invites_go_after_their_days) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_INVITE), f = author(2, RELAY_CLASS_FEED);
        struct relay_page page;
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        CHECK_INT(create(&b, &f), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &a, 1, 1024, 0x71), RELAY_REASON_NONE);
        settle(&b, DAY + 6);
        CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NONE);
        settle(&b, DAY + 7);
        CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NOT_FOUND);
        CHECK(!folder_holds(b.folder, 0x71));
        settle(&b, DAY + 4000);
        CHECK_INT(read_page(&b, &f, 1, &page), RELAY_REASON_NONE);
        end(&b);
    }
}

TEST(store_live_boxes_empty_by_the_day) {
    for (size_t i = 0; i < COUNT_OF(stores); i++) {
        struct bench b = begin(i);
        struct author a = author(1, RELAY_CLASS_LIVE);
        struct relay_page page;
        CHECK_INT(create(&b, &a), RELAY_REASON_NONE);
        CHECK_INT(append(&b, &a, 3, 1024, 0x81), RELAY_REASON_NONE);
        settle(&b, DAY + 1);
        CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NONE);
        CHECK_INT(page.count, 3);
        settle(&b, DAY + 2);
        CHECK(!folder_holds(b.folder, 0x81));
        CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NONE);
        CHECK_INT(page.count, 0);
        CHECK_INT(page.at.next, 4);
        CHECK_INT(page.floor, 4);
        CHECK_BYTES(bytes_make(page.floor_head, 32), bytes_make(a.chain.head, 32));
        CHECK_INT(page.floor_sig[0], 0x81);
        CHECK_INT(append_on(&b, &a, 1, 1024, 0x82, DAY + 2), RELAY_REASON_NONE);
        CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NONE);
        CHECK_INT(page.count, 1);
        struct relay_page_blob blob;
        CHECK(relay_page_next(&page.blobs, &blob));
        CHECK_INT(blob.n, 4);
        settle(&b, DAY + 3);
        CHECK_INT(read_page(&b, &a, 4, &page), RELAY_REASON_NONE);
        CHECK_INT(page.count, 1);
        end(&b);
    }
}

/* ---- the SQLite store alone ---- */

static void db_make(const char *folder, const char *sql) {
    char path[128];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/relay.sqlite", folder);
    MUST(sqlite3_open(path, &db) == SQLITE_OK);
    MUST(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(db);
}

TEST(store_sqlite_upgrades_what_is_old) {
    struct bench b = {.folder = "/tmp/toward-store-XXXXXX", .ops = &store_sqlite};
    MUST(mkdtemp(b.folder));
    struct author a = author(0x41, RELAY_CLASS_FEED);
    /* a file of the first version with one box of one blob, written by hand */
    char sql[8192], id[65], rt[65], head[65];
    struct buf t;
    uint8_t blob[1024], bh[32];
    memset(blob, 7, sizeof blob);
    chain_blob_hash(BYTES_OF(blob), bh);
    chain_advance(&a.chain, bh);
    const uint8_t *parts[] = {a.id, a.rt_hash, a.chain.head};
    char *texts[] = {id, rt, head};
    for (int i = 0; i < 3; i++) {
        memset(texts[i], 0, 65);
        buf_init_fixed(&t, texts[i], 64);
        buf_add_hex(&t, bytes_make(parts[i], 32));
    }
    snprintf(sql, sizeof sql,
             "%s; INSERT INTO box VALUES (x'%s', 5, x'%s', 1, 2, x'%s', 1024, 0, 1, NULL, NULL);"
             "INSERT INTO blob VALUES ((5 << 24) | 1, zeroblob(32), zeroblob(64), "
             "zeroblob(1024));"
             "PRAGMA application_id = 1953462116; PRAGMA user_version = 1",
             relay_schema[0], id, rt, head);
    db_make(b.folder, sql);
    reopen(&b);
    struct relay_page page;
    CHECK(relay_schema_count >= 2);
    CHECK_INT(read_page(&b, &a, 1, &page), RELAY_REASON_NONE);
    CHECK_INT(page.count, 1);
    CHECK_INT(append(&b, &a, 1, 1024, 1), RELAY_REASON_NONE);
    uint8_t hashes[1][32] = {{1}};
    CHECK_OK(b.ops->token_add(b.store, (const uint8_t(*)[32])hashes, 1)); /* of version 2 */
    end(&b);
}

TEST(store_sqlite_upgrade_wipes_what_lies_between_rows) {
    struct bench b = {.folder = "/tmp/toward-store-XXXXXX", .ops = &store_sqlite};
    char sql[8192];
    MUST(mkdtemp(b.folder));
    snprintf(sql, sizeof sql,
             "PRAGMA secure_delete = OFF; %s; %s;"
             "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 60) "
             "INSERT INTO blob SELECT (5 << 24) | i, zeroblob(32), zeroblob(64), "
             "CAST(replace(hex(zeroblob(512)), '0', 'u') AS BLOB) FROM n;"
             "UPDATE blob SET data = NULL; PRAGMA application_id = 1953462116;"
             "PRAGMA user_version = 2",
             relay_schema[0], relay_schema[1]);
    db_make(b.folder, sql);
    CHECK(folder_holds(b.folder, 'u'));
    reopen(&b);
    settle(&b, DAY);
    CHECK(!folder_holds(b.folder, 'u'));
    end(&b);
}

TEST(store_sqlite_refuses_what_is_not_its_own) {
    char folder[] = "/tmp/toward-store-XXXXXX", line[STORE_LINE_SIZE] = "";
    MUST(mkdtemp(folder));
    struct store *s = NULL;
    struct store_config c = {.folder = folder, .read_write = true};
    db_make(folder, "PRAGMA application_id = 1953462116; PRAGMA user_version = 99");
    CHECK_ERR(store_sqlite.open(&c, &s, line), ERR_NEWER);
    CHECK(strstr(line, "newer Toward"));
    folder_remove(folder);
    mkdir(folder, 0700);
    db_make(folder, "CREATE TABLE notes (t TEXT)");
    CHECK_ERR(store_sqlite.open(&c, &s, line), ERR_MALFORMED);
    CHECK(strstr(line, "another program"));
    folder_remove(folder);
    mkdir(folder, 0700);
    char path[128];
    snprintf(path, sizeof path, "%s/relay.sqlite", folder);
    FILE *f = fopen(path, "wb");
    for (int i = 0; f && i < 5000; i++)
        fputs("not a database ", f);
    if (f)
        fclose(f);
    CHECK_ERR(store_sqlite.open(&c, &s, line), ERR_MALFORMED);
    CHECK(s == NULL);
    folder_remove(folder);
    c.folder = "/proc/none";
    CHECK_ERR(store_sqlite.open(&c, &s, line), ERR_IO);
    CHECK(strstr(line, "--data"));
}
