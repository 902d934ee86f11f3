/* test_book.c -- a book's life: writing, locks, outbox, what arrives, what is sent, erasing; and
 * that what it called saved is there after a disk failed or power was lost at any operation.
 */
#include "test.h"

#include "book/book_parts.h"
#include "book/kinds.h"
#include "crypt/hash.h"
#include "crypt/seeded.h"
#include "store_faulty.h"

#include <stdlib.h>
#include <string.h>

enum { KIND_NOTE = 130 };

static const uint8_t ours_kek[KEY_SIZE] = "the device secret, hashed......";
static const uint8_t mine_kek[KEY_SIZE] = "the secret of mine, hashed.....";
static const uint8_t other_kek[KEY_SIZE] = "another secret, hashed as well.";
static const uint8_t fk_out[KEY_SIZE] = "key of what A writes to B......";
static const uint8_t fk_in[KEY_SIZE] = "key of what B writes to A......";
static const uint8_t ws_a[KEY_SIZE] = "write seed of A's pair feed....";
static const uint8_t ws_b[KEY_SIZE] = "write seed of B's pair feed....";

struct person {
    struct store_faulty disk;
    struct store_io io;
    struct random_seeded seeded;
    struct book_config config;
    struct book *book;
    struct arena arena;
};

static uint64_t digest_first_byte(struct bytes body) {
    struct bytes text = {NULL, 0};
    return body_text(body, 1, &text) && text.size > 0 ? text.at[0] : 0;
}

static book_digest digest_of(uint32_t kind) {
    return kind == KIND_NOTE ? digest_first_byte : NULL;
}

static struct person *person_new(uint64_t seed) {
    struct person *p = calloc(1, sizeof *p);
    MUST(p);
    p->io = faulty_io(&p->disk);
    p->config = (struct book_config){
        .io = &p->io, .random = random_seeded_source(&p->seeded, seed), .digest_of = digest_of};
    arena_init(&p->arena, 8 << 20);
    return p;
}

static void person_free(struct person *p) {
    if (p->book)
        book_close(p->book);
    arena_free(&p->arena);
    faulty_free(&p->disk);
    free(p);
}

static enum err person_create(struct person *p) {
    struct book_locks locks = {.salts = {.device = "device"}};
    struct book_root root = {.generation = 1, .root = "the root of this person........"};
    memcpy(locks.ours_kek, ours_kek, KEY_SIZE);
    memcpy(locks.mine_kek, mine_kek, KEY_SIZE);
    return book_create(&p->config, &locks, &root, &p->book);
}

/* Closes and opens again, *ours* only. */
static enum err person_reopen(struct person *p) {
    if (p->book)
        book_close(p->book);
    p->book = NULL;
    return book_open(&p->config, ours_kek, &p->book);
}

static enum err person_pair(struct person *p, bool is_a) {
    uint8_t other[BOX_ID_SIZE];
    feed_box_id(is_a ? ws_b : ws_a, other);
    TRY(book_feed_add(p->book, FEED_PAIR_OUT, is_a ? fk_out : fk_in, is_a ? ws_a : ws_b, NULL,
                      NULL));
    TRY(book_feed_add(p->book, FEED_PAIR_IN, is_a ? fk_in : fk_out, NULL, other, NULL));
    book_pair_set(p->book, &(struct book_pair){.state = PAIR_TOGETHER,
                                               .my_name_size = 1,
                                               .my_name = {is_a ? 'A' : 'B'}});
    return book_commit(p->book);
}

static enum err write_text(struct person *p, enum space space, const uint8_t *item,
                           const char *text, uint8_t *eid) {
    struct body_writer w;
    struct book_entry e = {.space = space, .kind = KIND_NOTE, .day = 2000};
    body_begin(&w, &p->arena, item);
    body_add_text(&w, 1, bytes_from_string(text));
    TRY(body_end(&w, &e.body));
    enum err err = book_write(p->book, &e, eid);
    arena_reset(&p->arena);
    return err;
}

/* The texts of all notes, joined by commas, in order. */
static const char *texts(const struct person *p) {
    static char out[4000];
    size_t count, used = 0;
    const struct item *items = book_items(p->book, KIND_NOTE, &count);
    for (size_t i = 0; i < count; i++) {
        struct entry e = book_item_entry(&items[i]);
        struct bytes text = {NULL, 0};
        MUST(body_text(e.body, 1, &text) && used + text.size + 2 < sizeof out);
        if (used > 0)
            out[used++] = ',';
        memcpy(out + used, text.at, text.size);
        used += text.size;
    }
    out[used] = 0;
    return out;
}

#define CHECK_TEXTS(p, expected)                                                                   \
    CHECK_BYTES(bytes_from_string(texts(p)), bytes_from_string(expected))

/* Sends all that waits in feed `role` to nobody in particular: one blob an entry. */
static enum err send_all(struct person *p, enum feed_role role, struct person *to,
                         enum feed_role to_role) {
    struct book_unsent unsent[16];
    const struct feed *f = book_feed(p->book, role);
    size_t count = book_pending(p->book, f, unsent, 16);
    uint8_t eids[16][EID_SIZE];
    for (size_t i = 0; i < count; i++)
        memcpy(eids[i], unsent[i].eid, EID_SIZE);
    uint64_t position = f->chain.position;
    for (size_t i = 0; i < count; i++) {
        struct chain chain = f->chain;
        uint8_t hash[HASH_SIZE] = {(uint8_t)i};
        chain_advance(&chain, hash);
        if (to) {
            const struct feed *in = book_feed(to->book, to_role);
            struct book_received got = {0};
            TRY(book_receive(to->book, in, position + i + 1, unsent[i].cbor, &got));
            book_feed_advance(to->book, in, &chain);
        }
        TRY(book_mark_sent(p->book, f, (const uint8_t(*)[EID_SIZE])eids + i, 1, position + i + 1));
        book_feed_advance(p->book, f, &chain);
    }
    if (to)
        TRY(book_commit(to->book));
    return book_commit(p->book);
}

/* --- writing and reading --------------------------------------------------------------------- */

TEST(book_shows_what_was_written_after_reopening) {
    struct person *p = person_new(1);
    uint8_t a[EID_SIZE], b[EID_SIZE];
    CHECK_OK(person_create(p));
    CHECK_ERR(write_text(p, SPACE_OURS, NULL, "no pair yet", NULL), ERR_STATE);
    CHECK_OK(person_pair(p, true));
    uint64_t before = book_version(p->book, KIND_NOTE / 64);
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "one", a));
    CHECK(book_version(p->book, KIND_NOTE / 64) > before);
    uint64_t elsewhere = book_version(p->book, 77);
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "two", b));
    CHECK_INT(book_version(p->book, 77), elsewhere);
    CHECK_OK(write_text(p, SPACE_MINE, NULL, "private", NULL));
    CHECK_OK(write_text(p, SPACE_OURS, a, "one, mended", NULL));
    CHECK_OK(book_local_set(p->book, 3, BYTES("es")));
    CHECK_OK(person_reopen(p));
    CHECK_TEXTS(p, "one, mended,two");
    const struct item *i = book_item_find(p->book, a);
    CHECK(i && i->erasable && !i->sent && i->author == AUTHOR_ME && i->space == SPACE_OURS);
    CHECK_INT(i->digest, 'o');
    CHECK(book_item_at(p->book, item_address(i)) == i);
    CHECK_INT(item_address(i) >> 56, a[0]);
    CHECK_BYTES(book_local(p->book, 3), BYTES("es"));
    struct book_status s = book_status(p->book);
    CHECK(s.pair == PAIR_TOGETHER && !s.mine_open && !s.memory_only);
    CHECK_INT(s.unsent_count, 3);
    CHECK_INT(s.oldest_unsent_day, 2000);
    CHECK_BYTES(s.my_name, BYTES("A"));
    CHECK_OK(book_open_mine(p->book, mine_kek));
    CHECK_ERR(book_open_mine(p->book, mine_kek), ERR_STATE);
    size_t count;
    CHECK(book_items(p->book, KIND_NOTE, &count) && count == 3);
    book_close_mine(p->book);
    CHECK_TEXTS(p, "one, mended,two");
    CHECK(book_version(p->book, KIND_NOTE / 64) > before);
    person_free(p);
}

TEST(book_locks_open_with_their_secrets_only) {
    struct person *p = person_new(2);
    CHECK_OK(person_create(p));
    CHECK_OK(write_text(p, SPACE_MINE, NULL, "private", NULL));
    CHECK_OK(book_mine_words_set(p->book, other_kek));
    book_close(p->book);
    p->book = NULL;
    CHECK_ERR(book_open(&p->config, mine_kek, &p->book), ERR_SEAL);
    CHECK(p->book == NULL);
    CHECK_OK(book_open(&p->config, ours_kek, &p->book));
    CHECK_TEXTS(p, "");
    struct book_root root;
    CHECK_ERR(book_root(p->book, &root), ERR_LOCKED);
    CHECK_ERR(book_open_mine(p->book, ours_kek), ERR_SEAL);
    CHECK_ERR(book_open_mine_words(p->book, mine_kek), ERR_SEAL);
    CHECK_OK(book_open_mine_words(p->book, other_kek));
    CHECK_TEXTS(p, "private");
    CHECK_OK(book_root(p->book, &root));
    CHECK_INT(root.generation, 1);
    static const uint8_t salt[STORE_SALT_SIZE] = "new salt";
    CHECK_OK(book_mine_secret_set(p->book, salt, ours_kek));
    CHECK_OK(book_ours_secret_set(p->book, salt, other_kek));
    book_close(p->book);
    p->book = NULL;
    CHECK_ERR(book_open(&p->config, ours_kek, &p->book), ERR_SEAL);
    CHECK_OK(book_open(&p->config, other_kek, &p->book));
    CHECK_OK(book_open_mine(p->book, ours_kek));
    CHECK_TEXTS(p, "private");
    person_free(p);
}

TEST(book_device_secret_changes_for_both_locks_at_once) {
    static const uint8_t salt[STORE_SALT_SIZE] = "new salt";
    for (int shared = 0; shared < 2; shared++) {
        struct person *p = person_new(50);
        struct store_salts salts;
        CHECK_OK(person_create(p));
        if (shared)
            CHECK_OK(book_mine_secret_set(p->book, salt, ours_kek));
        CHECK_OK(write_text(p, SPACE_MINE, NULL, "private", NULL));
        CHECK_OK(person_reopen(p)); /* *mine* is closed */
        CHECK_ERR(book_device_secret_change(p->book, other_kek, salt, other_kek), ERR_SEAL);
        p->disk.fault = FAULT_FOREVER;
        CHECK_ERR(book_device_secret_change(p->book, ours_kek, salt, other_kek), ERR_IO);
        p->disk.fault = FAULT_NONE;
        CHECK_OK(book_device_secret_change(p->book, ours_kek, salt, other_kek));
        CHECK_OK(store_look(&p->io, &salts));
        CHECK_BYTES(BYTES_OF(salts.device), BYTES_OF(salt));
        CHECK_INT(bytes_equal(BYTES_OF(salts.mine), BYTES_OF(salt)), shared);
        book_close(p->book);
        p->book = NULL;
        CHECK_ERR(book_open(&p->config, ours_kek, &p->book), ERR_SEAL);
        CHECK_OK(book_open(&p->config, other_kek, &p->book));
        CHECK_ERR(book_open_mine(p->book, ours_kek), ERR_SEAL);
        CHECK_OK(book_open_mine(p->book, shared ? other_kek : mine_kek));
        CHECK_TEXTS(p, "private");
        person_free(p);
    }
}

TEST(book_in_memory_works_alike) {
    struct person *p = person_new(3);
    p->config.io = NULL;
    CHECK_OK(person_create(p));
    CHECK_OK(person_pair(p, true));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "ours", NULL));
    CHECK_OK(write_text(p, SPACE_MINE, NULL, "mine", NULL));
    CHECK(book_status(p->book).memory_only);
    book_close_mine(p->book);
    CHECK_TEXTS(p, "ours");
    CHECK_ERR(book_open_mine(p->book, other_kek), ERR_SEAL);
    CHECK_OK(book_open_mine(p->book, mine_kek));
    size_t count;
    CHECK(book_items(p->book, KIND_NOTE, &count) && count == 2);
    CHECK_INT(p->disk.operations, 0);
    person_free(p);
}

TEST(book_draft_stays_behind_the_lock_it_was_typed_under) {
    struct person *p = person_new(4);
    CHECK_OK(person_create(p));
    CHECK_OK(book_draft_set(p->book, BYTES("half a private thought")));
    CHECK_OK(person_reopen(p));
    CHECK_INT(book_draft(p->book).size, 0);
    CHECK_OK(book_draft_set(p->book, BYTES("half a line to you")));
    CHECK_OK(book_open_mine(p->book, mine_kek));
    CHECK_BYTES(book_draft(p->book), BYTES("half a private thought"));
    CHECK_OK(book_draft_set(p->book, (struct bytes){NULL, 0}));
    CHECK_INT(book_draft(p->book).size, 0);
    uint8_t *large = arena_alloc(&p->arena, DRAFT_MAX + 1);
    CHECK_ERR(book_draft_set(p->book, bytes_make(large, DRAFT_MAX + 1)), ERR_FULL);
    CHECK_OK(book_draft_set(p->book, bytes_make(large, DRAFT_MAX)));
    CHECK_INT(book_draft(p->book).size, DRAFT_MAX);
    person_free(p);
}

TEST(book_keeps_values_apart) {
    struct person *p = person_new(5);
    uint8_t large[KEPT_SIZE_MAX] = {5};
    CHECK_OK(person_create(p));
    CHECK_OK(book_kept_set(p->book, STORE_OURS, 3, BYTES("three")));
    CHECK_OK(book_kept_set(p->book, STORE_OURS, 1, BYTES("one")));
    CHECK_OK(book_kept_set(p->book, STORE_MINE, 3, BYTES("mine three")));
    CHECK_OK(book_kept_set(p->book, STORE_OURS, 31, BYTES_OF(large)));
    CHECK_OK(book_commit(p->book));
    CHECK_OK(book_kept_set(p->book, STORE_OURS, 1, BYTES("longer than one")));
    CHECK_OK(book_kept_set(p->book, STORE_OURS, 31, (struct bytes){NULL, 0}));
    CHECK_OK(book_kept_set(p->book, STORE_OURS, 30, BYTES_OF(large)));
    CHECK_OK(book_kept_set(p->book, STORE_OURS, 29, BYTES_OF(large)));
    CHECK_ERR(book_kept_set(p->book, STORE_OURS, 28, BYTES_OF(large)), ERR_FULL);
    CHECK_OK(book_commit(p->book));
    CHECK_OK(book_kept_set(p->book, STORE_OURS, 3, BYTES("taken back")));
    book_undo(p->book);
    CHECK_OK(person_reopen(p));
    CHECK_BYTES(book_kept(p->book, STORE_OURS, 1), BYTES("longer than one"));
    CHECK_BYTES(book_kept(p->book, STORE_OURS, 3), BYTES("three"));
    CHECK_BYTES(book_kept(p->book, STORE_OURS, 29), BYTES_OF(large));
    CHECK_INT(book_kept(p->book, STORE_OURS, 31).size, 0);
    CHECK_INT(book_kept(p->book, STORE_MINE, 3).size, 0);
    CHECK_ERR(book_kept_set(p->book, STORE_MINE, 3, BYTES("x")), ERR_LOCKED);
    CHECK_OK(book_open_mine(p->book, mine_kek));
    CHECK_BYTES(book_kept(p->book, STORE_MINE, 3), BYTES("mine three"));
    person_free(p);
}

/* A secret that was kept and let go is in no slot of the file any more. */
TEST(book_scrubs_secrets_that_were_let_go) {
    struct person *p = person_new(51);
    CHECK_OK(person_create(p));
    CHECK_OK(book_kept_set(p->book, STORE_MINE, KEPT_ACCOUNT, BYTES("seed")));
    CHECK_OK(book_commit(p->book));
    uint8_t *then = malloc(STORE_EXTENT_SIZE);
    const size_t mine_at = STORE_HEADER_SIZE + STORE_EXTENT_SIZE;
    MUST(then);
    memcpy(then, p->disk.now + mine_at, STORE_EXTENT_SIZE);
    CHECK_OK(book_kept_set(p->book, STORE_MINE, KEPT_ACCOUNT, BYTES("none")));
    CHECK_OK(book_commit(p->book));
    CHECK(!store_scrub_due(p->book->store, STORE_MINE));
    /* Used slots that stand as they stood: the values' record; the state's two versions, the newest
     * and the one before, are both gone, and so are both roots. */
    size_t changed = 0;
    for (size_t slot = 0; slot < STORE_EXTENT_SLOTS; slot++)
        changed += memcmp(then + slot * STORE_SLOT_SIZE,
                          p->disk.now + mine_at + slot * STORE_SLOT_SIZE, STORE_SLOT_SIZE) != 0;
    CHECK_INT(changed, 5); /* roots, the new version, two old ones */
    free(then);
    person_free(p);
}

/* --- the outbox ------------------------------------------------------------------------------ */

TEST(book_outbox_keeps_private_notes_until_mine_opens) {
    struct person *p = person_new(6);
    CHECK_OK(person_create(p));
    CHECK_OK(person_reopen(p));
    uint64_t size = p->disk.now_size;
    size_t put = 0;
    char text[20] = "note a";
    while (put < 30 && write_text(p, SPACE_MINE, NULL, text, NULL) == ERR_OK) {
        put++;
        text[5]++;
    }
    CHECK(put >= 8 && put <= OUTBOX_NOTES);
    CHECK_ERR(write_text(p, SPACE_MINE, NULL, "full", NULL), ERR_FULL);
    CHECK_INT(p->disk.now_size, size);
    CHECK_TEXTS(p, "");
    CHECK_OK(person_reopen(p));
    CHECK_OK(book_open_mine(p->book, mine_kek));
    size_t count;
    const struct item *items = book_items(p->book, KIND_NOTE, &count);
    CHECK_INT(count, put);
    CHECK_INT(items[0].day, 2000);
    book_close_mine(p->book);
    CHECK_OK(write_text(p, SPACE_MINE, NULL, "again", NULL));
    CHECK_OK(book_open_mine(p->book, mine_kek));
    (void)book_items(p->book, KIND_NOTE, &count);
    CHECK_INT(count, put + 1);
    CHECK_OK(person_reopen(p));
    CHECK_OK(book_open_mine(p->book, mine_kek));
    (void)book_items(p->book, KIND_NOTE, &count);
    CHECK_INT(count, put + 1);
    person_free(p);
}

TEST(book_outbox_refuses_what_does_not_fit_and_keeps_the_rest) {
    struct person *p = person_new(7);
    CHECK_OK(person_create(p));
    CHECK_OK(person_reopen(p));
    CHECK_OK(write_text(p, SPACE_MINE, NULL, "kept", NULL));
    char *large = malloc(OUTBOX_PLAIN_MAX);
    MUST(large);
    memset(large, 'x', OUTBOX_PLAIN_MAX - 1);
    large[OUTBOX_PLAIN_MAX - 1] = 0;
    CHECK_ERR(write_text(p, SPACE_MINE, NULL, large, NULL), ERR_FULL);
    p->disk.fault = FAULT_FOREVER;
    CHECK_ERR(write_text(p, SPACE_MINE, NULL, "lost to the disk", NULL), ERR_IO);
    p->disk.fault = FAULT_NONE;
    CHECK_OK(write_text(p, SPACE_MINE, NULL, "kept too", NULL));
    CHECK_OK(book_open_mine(p->book, mine_kek));
    CHECK_TEXTS(p, "kept,kept too");
    free(large);
    person_free(p);
}

/* --- two books ------------------------------------------------------------------------------- */

TEST(book_two_people_see_each_others_words_in_one_order) {
    struct person *a = person_new(8), *b = person_new(9);
    uint8_t first[EID_SIZE];
    CHECK_OK(person_create(a));
    CHECK_OK(person_create(b));
    CHECK_OK(person_pair(a, true));
    CHECK_OK(person_pair(b, false));
    CHECK_OK(write_text(a, SPACE_OURS, NULL, "from A", first));
    CHECK_OK(write_text(b, SPACE_OURS, NULL, "from B", NULL));
    CHECK_OK(write_text(a, SPACE_MINE, NULL, "not for B", NULL));
    CHECK_OK(write_text(a, SPACE_OURS, NULL, "second from A", NULL));
    CHECK_OK(send_all(a, FEED_PAIR_OUT, b, FEED_PAIR_IN));
    CHECK_OK(send_all(b, FEED_PAIR_OUT, a, FEED_PAIR_IN));
    book_close_mine(a->book);
    book_close_mine(b->book);
    char seen_by_a[200];
    strcpy(seen_by_a, texts(a));
    CHECK_TEXTS(b, seen_by_a);
    CHECK_INT(strlen(seen_by_a), strlen("from A,from B,second from A"));
    const struct item *i = book_item_find(b->book, first);
    CHECK(i && i->author == AUTHOR_PARTNER && i->sent && !i->erasable);
    CHECK_ERR(book_erase(b->book, first, 2001), ERR_STATE);
    CHECK_INT(book_status(a->book).unsent_count, 0);
    CHECK(book_item_find(a->book, first)->sent);
    /* A mends and erases; B follows. */
    CHECK_OK(write_text(a, SPACE_OURS, first, "mended", NULL));
    CHECK_OK(send_all(a, FEED_PAIR_OUT, b, FEED_PAIR_IN));
    struct entry e = book_item_entry(book_item_find(b->book, first));
    struct bytes text = {NULL, 0};
    CHECK(body_text(e.body, 1, &text));
    CHECK_BYTES(text, BYTES("mended"));
    CHECK_OK(book_erase(a->book, first, 2001));
    CHECK(!book_item_find(a->book, first));
    CHECK_OK(send_all(a, FEED_PAIR_OUT, b, FEED_PAIR_IN));
    CHECK(!book_item_find(b->book, first));
    CHECK_OK(person_reopen(a));
    CHECK_OK(person_reopen(b));
    CHECK(!book_item_find(a->book, first) && !book_item_find(b->book, first));
    CHECK_INT(book_damaged(a->book) + book_damaged(b->book), 0);
    person_free(a);
    person_free(b);
}

TEST(book_pair_entries_are_equally_long_with_mine_open_or_closed) {
    struct person *p = person_new(10);
    struct book_unsent unsent[90];
    CHECK_OK(person_create(p));
    CHECK_OK(person_pair(p, true));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "open", NULL));
    book_close_mine(p->book);
    CHECK(p->book->parts[STORE_OURS].state->witness_count == WITNESSES);
    for (int i = 0; i < WITNESSES + 8; i++)
        CHECK_OK(write_text(p, SPACE_OURS, NULL, "shut", NULL));
    struct root_keys root;
    uint8_t r[KEY_SIZE] = "the root of this person........";
    root_derive(r, &root);
    size_t count = book_pending(p->book, book_feed(p->book, FEED_PAIR_OUT), unsent, 90);
    CHECK_INT(count, WITNESSES + 9);
    for (size_t i = 0; i < count; i++) {
        struct entry e;
        struct witness w;
        CHECK_OK(entry_parse(unsent[i].cbor, &e));
        CHECK_INT(e.lam, i + 1);
        CHECK_INT(e.witness.size, WITNESS_SIZE);
        /* The first was sealed at once, then those ahead, then fillers. */
        CHECK_ERR(witness_open(root.self_key, e.witness.at, &w),
                  i <= WITNESSES ? ERR_OK : ERR_SEAL);
        for (size_t k = 0; k < i; k++) {
            struct entry earlier;
            CHECK_OK(entry_parse(unsent[k].cbor, &earlier));
            CHECK(!bytes_equal(earlier.witness, e.witness));
        }
    }
    person_free(p);
}

TEST(book_takes_what_arrives_whatever_it_is) {
    struct person *a = person_new(11), *b = person_new(12);
    struct book_unsent unsent[4];
    struct book_received got = {0};
    struct buf blob;
    struct bytes plain;
    CHECK_OK(person_create(a));
    CHECK_OK(person_create(b));
    CHECK_OK(person_pair(a, true));
    CHECK_OK(person_pair(b, false));
    CHECK_OK(write_text(a, SPACE_OURS, NULL, "one", NULL));
    CHECK_OK(write_text(a, SPACE_OURS, NULL, "two", NULL));
    CHECK_INT(book_pending(a->book, book_feed(a->book, FEED_PAIR_OUT), unsent, 4), 2);
    static const uint8_t newer[] = {0xA1, 0x00, 0x02}, no_entry[] = {0xA1, 0x00, 0x01};
    buf_init(&blob, &b->arena);
    buf_add_bytes(&blob, unsent[0].cbor);
    buf_add(&blob, no_entry, sizeof no_entry);
    buf_add(&blob, newer, sizeof newer);
    buf_add_bytes(&blob, unsent[1].cbor);
    buf_add_bytes(&blob, unsent[0].cbor);
    buf_add_u8(&blob, 0xFF);
    CHECK_OK(buf_finish(&blob, &plain));
    const struct feed *in = book_feed(b->book, FEED_PAIR_IN);
    CHECK_OK(book_receive(b->book, in, 1, plain, &got));
    CHECK_INT(got.taken, 4); /* the copy within one blob is seen to be one at the commit */
    CHECK_INT(got.refused, 2);
    CHECK_INT(got.newer, 1);
    CHECK_TEXTS(b, "");
    CHECK_OK(book_commit(b->book));
    CHECK_TEXTS(b, "one,two");
    CHECK_INT(book_newer_count(b->book), 1);
    CHECK_OK(book_receive(b->book, in, 2, plain, &got));
    CHECK_INT(got.known, 4);
    CHECK_OK(book_commit(b->book));
    CHECK_OK(person_reopen(b));
    CHECK_TEXTS(b, "one,two");
    CHECK_INT(book_newer_count(b->book), 1);
    /* A's own entry found at the relay after the answer was lost. */
    const struct feed *out = book_feed(a->book, FEED_PAIR_OUT);
    struct book_received back = {0};
    uint8_t cbor[400];
    memcpy(cbor, unsent[0].cbor.at, unsent[0].cbor.size);
    CHECK_OK(book_receive(a->book, out, 1, bytes_make(cbor, unsent[0].cbor.size), &back));
    CHECK_OK(book_commit(a->book));
    CHECK_INT(back.known, 1);
    CHECK_INT(book_status(a->book).unsent_count, 1);
    person_free(a);
    person_free(b);
}

TEST(book_undoes_what_was_staged) {
    struct person *a = person_new(13), *b = person_new(14);
    struct book_unsent unsent[4];
    struct book_received got = {0};
    CHECK_OK(person_create(a));
    CHECK_OK(person_create(b));
    CHECK_OK(person_pair(a, true));
    CHECK_OK(person_pair(b, false));
    CHECK_OK(write_text(a, SPACE_OURS, NULL, "one", NULL));
    CHECK_INT(book_pending(a->book, book_feed(a->book, FEED_PAIR_OUT), unsent, 4), 1);
    const struct feed *in = book_feed(b->book, FEED_PAIR_IN);
    struct chain chain = in->chain;
    uint8_t hash[HASH_SIZE] = {1};
    chain_advance(&chain, hash);
    b->disk.fault = FAULT_FOREVER;
    CHECK_OK(book_receive(b->book, in, 1, unsent[0].cbor, &got));
    book_feed_advance(b->book, in, &chain);
    CHECK_INT(in->chain.position, 1);
    CHECK_ERR(book_commit(b->book), ERR_IO);
    CHECK_INT(in->chain.position, 0);
    CHECK_TEXTS(b, "");
    b->disk.fault = FAULT_NONE;
    CHECK_OK(book_receive(b->book, in, 1, unsent[0].cbor, &got));
    book_feed_advance(b->book, in, &chain);
    CHECK_OK(book_commit(b->book));
    CHECK_TEXTS(b, "one");
    person_free(a);
    person_free(b);
}

/* --- erasing --------------------------------------------------------------------------------- */

/* True when `text` can be read out of any slot of the file with the keys of the open book, whatever
 * record and generation it once was. */
static bool file_holds(struct person *p, const char *text) {
    size_t size = strlen(text);
    bool found = false;
    for (int c = 0; c < STORE_COMPARTMENTS; c++) {
        struct part *part = &p->book->parts[c];
        for (uint32_t i = part_first((enum compartment)c); i < part->record_count; i++)
            for (size_t at = 0; at + size <= STORE_RECORD_SIZE; at++)
                found = found || memcmp(part->records[i].plain + at, text, size) == 0;
    }
    return found;
}

TEST(book_erase_takes_words_out_of_memory_and_file) {
    struct person *p = person_new(15);
    uint8_t eid[EID_SIZE];
    CHECK_OK(person_create(p));
    CHECK_OK(person_pair(p, true));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "before", NULL));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "a canary to erase", eid));
    CHECK_OK(write_text(p, SPACE_OURS, eid, "a canary, mended", NULL));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "after", NULL));
    CHECK(file_holds(p, "a canary"));
    uint8_t *then = malloc((size_t)p->disk.now_size);
    MUST(then);
    memcpy(then, p->disk.now, (size_t)p->disk.now_size);
    CHECK_OK(book_erase(p->book, eid, 2003));
    CHECK(!file_holds(p, "a canary"));
    CHECK_TEXTS(p, "before,after");
    /* Of the slots of *ours* that stood before, those of the small records and nothing else. */
    size_t left = 0;
    for (uint64_t slot = 0; slot < STORE_EXTENT_SLOTS; slot++)
        left +=
            memcmp(then + STORE_HEADER_SIZE + slot * STORE_SLOT_SIZE,
                   p->disk.now + STORE_HEADER_SIZE + slot * STORE_SLOT_SIZE, STORE_SLOT_SIZE) == 0;
    CHECK(left <= part_first(STORE_OURS) + 7); /* never used ones stay as they are */
    CHECK(!store_scrub_due(p->book->store, STORE_OURS));
    CHECK_OK(person_reopen(p));
    CHECK_TEXTS(p, "before,after");
    CHECK(!file_holds(p, "a canary"));
    CHECK_ERR(book_erase(p->book, eid, 2003), ERR_NOT_FOUND);
    /* What was never sent needs no erasing at the relay; the erase itself is sent. */
    uint64_t position;
    const struct feed *out = book_feed(p->book, FEED_PAIR_OUT);
    CHECK(!book_erase_next(p->book, out, &position));
    CHECK_OK(send_all(p, FEED_PAIR_OUT, NULL, FEED_PAIR_IN));
    CHECK(!book_erase_next(p->book, out, &position));
    free(then);
    person_free(p);
}

TEST(book_erase_asks_the_relay_and_sends_the_rest_of_a_pack_anew) {
    struct person *p = person_new(16);
    uint8_t eids[3][EID_SIZE];
    uint64_t position = 0;
    struct book_unsent unsent[8];
    CHECK_OK(person_create(p));
    CHECK_OK(person_pair(p, true));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "one", eids[0]));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "two", eids[1]));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "three", eids[2]));
    const struct feed *out = book_feed(p->book, FEED_PAIR_OUT);
    CHECK_OK(book_mark_sent(p->book, out, (const uint8_t(*)[EID_SIZE])eids, 3, 7));
    CHECK_OK(book_commit(p->book));
    CHECK_OK(book_erase(p->book, eids[1], 2000));
    CHECK(!book_erase_next(p->book, out, &position)); /* the rest first */
    CHECK_INT(book_pending(p->book, out, unsent, 8), 3);
    CHECK_BYTES(bytes_make(unsent[0].eid, EID_SIZE), BYTES_OF(eids[0]));
    CHECK_BYTES(bytes_make(unsent[1].eid, EID_SIZE), BYTES_OF(eids[2]));
    CHECK_OK(person_reopen(p));
    out = book_feed(p->book, FEED_PAIR_OUT);
    CHECK_OK(send_all(p, FEED_PAIR_OUT, NULL, FEED_PAIR_IN));
    CHECK(book_erase_next(p->book, out, &position));
    CHECK_INT(position, 7);
    CHECK_OK(person_reopen(p));
    out = book_feed(p->book, FEED_PAIR_OUT);
    CHECK(book_erase_next(p->book, out, &position));
    book_erase_done(p->book, out, 7);
    CHECK_OK(book_commit(p->book));
    CHECK(!book_erase_next(p->book, out, &position));
    CHECK_OK(person_reopen(p));
    CHECK(!book_erase_next(p->book, book_feed(p->book, FEED_PAIR_OUT), &position));
    CHECK_TEXTS(p, "one,three");
    person_free(p);
}

/* Erased while its blob was on its way: the blob goes, what else is in it is sent anew. */
TEST(book_erase_meets_an_entry_that_is_on_its_way) {
    struct person *p = person_new(17);
    uint8_t eids[2][EID_SIZE];
    uint64_t position = 0;
    struct book_unsent unsent[8];
    CHECK_OK(person_create(p));
    CHECK_OK(person_pair(p, true));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "stays", eids[0]));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "goes", eids[1]));
    const struct feed *out = book_feed(p->book, FEED_PAIR_OUT);
    CHECK_OK(book_erase(p->book, eids[1], 2000));
    CHECK_OK(book_mark_sent(p->book, out, (const uint8_t(*)[EID_SIZE])eids, 2, 1));
    CHECK_OK(book_commit(p->book));
    CHECK_INT(book_pending(p->book, out, unsent, 8), 2);
    CHECK_OK(book_mark_sent(p->book, out, (const uint8_t(*)[EID_SIZE])eids, 1, 2));
    CHECK_OK(book_commit(p->book));
    CHECK_OK(send_all(p, FEED_PAIR_OUT, NULL, FEED_PAIR_IN));
    CHECK(book_erase_next(p->book, out, &position));
    CHECK_INT(position, 1);
    person_free(p);
}

TEST(book_session_log_cannot_be_erased) {
    struct person *p = person_new(18);
    struct body_writer w;
    uint8_t eid[EID_SIZE];
    struct book_entry e = {.space = SPACE_MINE, .kind = KIND_DEVICE_IN, .day = 2000};
    CHECK_OK(person_create(p));
    body_begin(&w, &p->arena, NULL);
    body_add_text(&w, 1, BYTES("phone"));
    CHECK_OK(body_end(&w, &e.body));
    CHECK_OK(book_write(p->book, &e, eid));
    CHECK_ERR(book_erase(p->book, eid, 2000), ERR_STATE);
    CHECK(book_item_find(p->book, eid));
    person_free(p);
}

TEST(book_purges_a_feed) {
    struct person *a = person_new(19), *b = person_new(20);
    CHECK_OK(person_create(a));
    CHECK_OK(person_create(b));
    CHECK_OK(person_pair(a, true));
    CHECK_OK(person_pair(b, false));
    CHECK_OK(write_text(a, SPACE_OURS, NULL, "A's", NULL));
    CHECK_OK(write_text(b, SPACE_OURS, NULL, "B's", NULL));
    CHECK_OK(send_all(a, FEED_PAIR_OUT, b, FEED_PAIR_IN));
    book_feed_flag(b->book, book_feed(b->book, FEED_PAIR_OUT), FEED_ENDED, 0);
    CHECK_OK(book_commit(b->book));
    CHECK_ERR(write_text(b, SPACE_OURS, NULL, "after leaving", NULL), ERR_STATE);
    const struct feed *in = book_feed(b->book, FEED_PAIR_IN);
    CHECK_OK(book_feed_purge(b->book, in));
    book_feed_flag(b->book, in, FEED_ENDED, 0);
    CHECK_OK(book_commit(b->book));
    CHECK_TEXTS(b, "B's");
    CHECK(!file_holds(b, "A's"));
    CHECK_OK(person_reopen(b));
    CHECK_TEXTS(b, "B's");
    CHECK(!book_feed(b->book, FEED_PAIR_IN));
    CHECK_INT(book_status(b->book).unsent_count, 0);
    person_free(a);
    person_free(b);
}

/* --- many entries ---------------------------------------------------------------------------- */

TEST(book_fills_many_records_and_finds_room_that_erasing_left) {
    struct person *p = person_new(21);
    uint8_t eids[40][EID_SIZE];
    char *text = malloc(8001);
    MUST(text);
    memset(text, 'w', 8000);
    text[8000] = 0;
    CHECK_OK(person_create(p));
    CHECK_OK(person_pair(p, true));
    for (size_t i = 0; i < 40; i++) {
        text[0] = (char)('A' + i);
        CHECK_OK(write_text(p, SPACE_OURS, NULL, text, eids[i]));
    }
    uint32_t records = p->book->parts[STORE_OURS].record_count;
    CHECK_INT(records, part_first(STORE_OURS) + 6); /* 7 to a record */
    for (size_t i = 0; i < 20; i++)
        CHECK_OK(book_erase(p->book, eids[i], 2000));
    for (size_t i = 0; i < 18; i++) {
        text[0] = (char)('a' + i);
        CHECK_OK(write_text(p, SPACE_OURS, NULL, text, eids[i]));
    }
    CHECK_INT(p->book->parts[STORE_OURS].record_count, records);
    CHECK_OK(person_reopen(p));
    for (size_t i = 0; i < 40; i++)
        CHECK((book_item_find(p->book, eids[i]) != NULL) == (i < 18 || i >= 20));
    size_t count;
    const struct item *items = book_items(p->book, KIND_NOTE, &count);
    CHECK_INT(count, 38);
    for (size_t i = 1; i < count; i++)
        CHECK(items[i - 1].lam < items[i].lam);
    free(text);
    person_free(p);
}

/* --- damage ---------------------------------------------------------------------------------- */

TEST(book_with_a_damaged_record_shows_the_rest_and_reads_anew) {
    struct person *p = person_new(22);
    char *text = malloc(8001);
    MUST(text);
    memset(text, 'w', 8000);
    text[8000] = 0;
    CHECK_OK(person_create(p));
    CHECK_OK(person_pair(p, true));
    for (size_t i = 0; i < 14; i++)
        CHECK_OK(write_text(p, SPACE_OURS, NULL, text, NULL));
    CHECK_OK(send_all(p, FEED_PAIR_OUT, NULL, FEED_PAIR_IN));
    book_close(p->book);
    p->book = NULL;
    size_t with_loss = 0;
    struct store_faulty whole;
    (void)faulty_io(&whole);
    faulty_copy(&whole, &p->disk);
    for (uint64_t slot = 0; slot < STORE_EXTENT_SLOTS; slot++) {
        faulty_copy(&p->disk, &whole);
        p->disk.now[STORE_HEADER_SIZE + slot * STORE_SLOT_SIZE + 777] ^= 1;
        CHECK_OK(book_open(&p->config, ours_kek, &p->book));
        size_t count, damaged = book_damaged(p->book);
        (void)book_items(p->book, KIND_NOTE, &count);
        CHECK(damaged <= 1);
        CHECK(count == 14 || (count == 7 && damaged == 1));
        const struct feed *out = book_feed(p->book, FEED_PAIR_OUT);
        if (damaged == 1 && out)
            CHECK_INT(out->chain.position, 0);
        with_loss += damaged;
        /* It was mended: the next opening finds nothing wrong. */
        CHECK_OK(person_reopen(p));
        CHECK_INT(book_damaged(p->book), 0);
        (void)book_items(p->book, KIND_NOTE, &damaged);
        CHECK_INT(damaged, count);
        book_close(p->book);
        p->book = NULL;
    }
    CHECK_INT(with_loss, 8); /* state, values, four of the outbox, two of entries */
    faulty_free(&whole);
    free(text);
    person_free(p);
}

TEST(book_mine_keeps_its_root_when_its_state_is_damaged) {
    struct person *p = person_new(23);
    CHECK_OK(person_create(p));
    CHECK_OK(write_text(p, SPACE_MINE, NULL, "private", NULL));
    book_close(p->book);
    p->book = NULL;
    struct store_faulty whole;
    (void)faulty_io(&whole);
    faulty_copy(&whole, &p->disk);
    for (uint64_t slot = 0; slot < STORE_EXTENT_SLOTS; slot++) {
        faulty_copy(&p->disk, &whole);
        p->disk.now[STORE_HEADER_SIZE + STORE_EXTENT_SIZE + slot * STORE_SLOT_SIZE + 777] ^= 1;
        CHECK_OK(book_open(&p->config, ours_kek, &p->book));
        CHECK_OK(book_open_mine(p->book, mine_kek));
        struct book_root root;
        CHECK_OK(book_root(p->book, &root));
        CHECK_BYTES(BYTES_OF(root.root), BYTES_OF("the root of this person........"));
        CHECK_OK(write_text(p, SPACE_MINE, NULL, "goes on", NULL));
        book_close(p->book);
        p->book = NULL;
    }
    faulty_free(&whole);
    person_free(p);
}

/* --- faults at every operation --------------------------------------------------------------- */

/* The script of one evening; each step is one call that says "saved". The texts it leaves: */
static const char *const script_texts[] = {"base",
                                           "base,one",
                                           "base,one",
                                           "base,one,from B",
                                           "base,one,from B",
                                           "base,mended,from B",
                                           "base,from B",
                                           "base,from B,last"};
enum { SCRIPT_STEPS = COUNT_OF(script_texts) - 1 };

struct script {
    uint8_t one[EID_SIZE];
    struct bytes from_b;
};

static enum err script_step(struct person *p, struct script *s, unsigned step) {
    struct book_received got = {0};
    switch (step) {
    case 0:
        return write_text(p, SPACE_OURS, NULL, "one", s->one);
    case 1: /* into the outbox */
        return write_text(p, SPACE_MINE, NULL, "private", NULL);
    case 2: {
        const struct feed *in = book_feed(p->book, FEED_PAIR_IN);
        TRY(book_receive(p->book, in, 1, s->from_b, &got));
        return book_commit(p->book);
    }
    case 3: {
        const struct feed *out = book_feed(p->book, FEED_PAIR_OUT);
        TRY(book_mark_sent(p->book, out, (const uint8_t(*)[EID_SIZE])s->one, 1, 2));
        return book_commit(p->book);
    }
    case 4:
        return write_text(p, SPACE_OURS, s->one, "mended", NULL);
    case 5:
        return book_erase(p->book, s->one, 2001);
    default:
        return write_text(p, SPACE_OURS, NULL, "last", NULL);
    }
}

static bool texts_are(const struct person *p, unsigned done) {
    /* Orders of one day go by lam: "from B" has lam 3. */
    return strcmp(texts(p), script_texts[done]) == 0;
}

static struct bytes b_writes(struct arena *a) {
    struct person *b = person_new(31);
    struct book_unsent unsent[4];
    MUST(person_create(b) == ERR_OK && person_pair(b, false) == ERR_OK);
    for (int i = 0; i < 3; i++)
        MUST(write_text(b, SPACE_OURS, NULL, "from B", NULL) == ERR_OK);
    MUST(book_pending(b->book, book_feed(b->book, FEED_PAIR_OUT), unsent, 4) == 3);
    uint8_t *copy = arena_copy(a, unsent[2].cbor.at, unsent[2].cbor.size);
    MUST(copy);
    struct bytes cbor = bytes_make(copy, unsent[2].cbor.size);
    person_free(b);
    return cbor;
}

TEST(book_keeps_what_it_called_saved_through_faults_at_every_operation) {
    static const enum fault faults[] = {FAULT_POWER, FAULT_ONCE, FAULT_TORN, FAULT_FULL};
    struct person *p = person_new(30);
    struct store_faulty base;
    struct script s;
    struct arena a;
    arena_init(&a, 1 << 20);
    s.from_b = b_writes(&a);
    CHECK_OK(person_create(p));
    CHECK_OK(person_pair(p, true));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "base", NULL));
    (void)faulty_io(&base);
    faulty_copy(&base, &p->disk);
    CHECK_OK(person_reopen(p));
    p->disk.operations = 0;
    for (unsigned step = 0; step < SCRIPT_STEPS; step++) {
        CHECK_OK(script_step(p, &s, step));
        CHECK(texts_are(p, step + 1));
    }
    size_t operations = p->disk.operations;
    CHECK(operations > 30);
    for (size_t f = 0; f < COUNT_OF(faults); f++)
        for (size_t at = 0; at < operations; at++) {
            unsigned done = 0;
            enum err err = ERR_OK;
            book_close(p->book);
            p->book = NULL;
            faulty_copy(&p->disk, &base);
            CHECK_OK(person_reopen(p));
            p->disk.operations = 0;
            p->disk.fault = faults[f];
            p->disk.fault_at = at;
            while (done < SCRIPT_STEPS && (err = script_step(p, &s, done)) == ERR_OK)
                done++;
            if (done < SCRIPT_STEPS) {
                CHECK(err == (faults[f] == FAULT_FULL ? ERR_NO_SPACE : ERR_IO));
                CHECK(texts_are(p, done)); /* what is shown is what is saved */
            }
            if (faults[f] == FAULT_POWER)
                faulty_restart(&p->disk, at);
            p->disk.fault = FAULT_NONE;
            if (faults[f] == FAULT_POWER) {
                CHECK_OK(person_reopen(p));
                CHECK_INT(book_damaged(p->book), 0);
                bool next = !texts_are(p, done);
                CHECK(!next || texts_are(p, done + 1));
                if (next || (done < SCRIPT_STEPS && done == 1))
                    continue; /* whether the step was done is not known: not done twice here */
            }
            if (done == 0 && faults[f] == FAULT_POWER)
                continue;
            for (; done < SCRIPT_STEPS; done++)
                CHECK_OK(script_step(p, &s, done));
            CHECK(texts_are(p, SCRIPT_STEPS));
            CHECK_OK(person_reopen(p));
            CHECK(texts_are(p, SCRIPT_STEPS));
            CHECK_OK(book_open_mine(p->book, mine_kek));
            size_t count;
            (void)book_items(p->book, KIND_NOTE, &count);
            CHECK_INT(count, 4);
        }
    arena_free(&a);
    faulty_free(&base);
    person_free(p);
}

TEST(book_creation_and_opening_mine_survive_failing_disks) {
    struct person *p = person_new(40);
    CHECK_OK(person_create(p));
    size_t operations = p->disk.operations;
    for (size_t at = 0; at < operations; at++) {
        book_close(p->book);
        p->book = NULL;
        p->disk.now_size = p->disk.durable_size = 0;
        p->disk.operations = 0;
        p->disk.fault = FAULT_ONCE;
        p->disk.fault_at = at;
        struct store_salts salts;
        enum err err = person_create(p);
        CHECK(err == ERR_OK || (p->book == NULL && err == ERR_IO));
        p->disk.fault = FAULT_NONE;
        if (err != ERR_OK) {
            CHECK_ERR(store_look(&p->io, &salts), ERR_NOT_FOUND);
            CHECK_OK(person_create(p));
        }
    }
    /* A full disk when *mine* opens: the note stays in the outbox. */
    CHECK_OK(person_reopen(p));
    CHECK_OK(write_text(p, SPACE_MINE, NULL, "waits", NULL));
    p->disk.fault = FAULT_FULL;
    p->disk.fault_at = 0;
    CHECK_OK(book_open_mine(p->book, mine_kek));
    CHECK_TEXTS(p, "");
    p->disk.fault = FAULT_NONE;
    book_close_mine(p->book);
    CHECK_OK(book_open_mine(p->book, mine_kek));
    CHECK_TEXTS(p, "waits");
    person_free(p);
}

/* Power lost between the two compartments' commits: no note twice, none lost. */
TEST(book_outbox_is_taken_once_through_power_loss) {
    struct person *p = person_new(41);
    struct store_faulty base;
    size_t count;
    CHECK_OK(person_create(p));
    CHECK_OK(person_reopen(p));
    CHECK_OK(write_text(p, SPACE_MINE, NULL, "x", NULL));
    CHECK_OK(write_text(p, SPACE_MINE, NULL, "y", NULL));
    (void)faulty_io(&base);
    faulty_copy(&base, &p->disk);
    for (size_t at = 0; at < 40; at++) {
        book_close(p->book);
        p->book = NULL;
        faulty_copy(&p->disk, &base);
        CHECK_OK(person_reopen(p));
        p->disk.operations = 0;
        p->disk.fault = FAULT_POWER;
        p->disk.fault_at = at;
        CHECK_OK(book_open_mine(p->book, mine_kek));
        faulty_restart(&p->disk, at);
        CHECK_OK(person_reopen(p));
        CHECK_OK(book_open_mine(p->book, mine_kek));
        (void)book_items(p->book, KIND_NOTE, &count);
        CHECK_INT(count, 2);
        CHECK_OK(person_reopen(p));
        CHECK_OK(book_open_mine(p->book, mine_kek));
        (void)book_items(p->book, KIND_NOTE, &count);
        CHECK_INT(count, 2);
    }
    faulty_free(&base);
    person_free(p);
}

/* One fact in both compartments, on a disk that fails at any one operation: it stands in both or in
 * neither, now and after opening anew. */
static enum err both_write(struct person *p) {
    static const enum space spaces[] = {SPACE_MINE, SPACE_OURS};
    for (size_t i = 0; i < COUNT_OF(spaces); i++) {
        struct body_writer w;
        struct book_entry e = {.space = spaces[i], .kind = KIND_NOTE, .day = 2000};
        body_begin(&w, &p->arena, NULL);
        body_add_text(&w, 1, BYTES("both"));
        enum err err = body_end(&w, &e.body);
        if (err == ERR_OK)
            err = book_stage(p->book, &e, NULL);
        if (err != ERR_OK) {
            book_undo(p->book);
            return err;
        }
    }
    arena_reset(&p->arena);
    return book_commit(p->book);
}

TEST(book_what_stands_in_both_is_saved_in_both_or_in_none) {
    static const enum fault faults[] = {FAULT_ONCE, FAULT_TORN, FAULT_NO_SPACE};
    struct person *p = person_new(77);
    struct store_faulty whole;
    CHECK_OK(person_create(p));
    CHECK_OK(person_pair(p, true));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "before", NULL));
    CHECK_OK(write_text(p, SPACE_MINE, NULL, "alone", NULL));
    (void)faulty_io(&whole);
    faulty_copy(&whole, &p->disk);
    size_t failed = 0;
    for (size_t f = 0; f < COUNT_OF(faults); f++)
        for (size_t at = 0;; at++) {
            faulty_copy(&p->disk, &whole);
            CHECK_OK(person_reopen(p));
            CHECK_OK(book_open_mine(p->book, mine_kek));
            p->disk.operations = 0;
            p->disk.fault = faults[f];
            p->disk.fault_at = at;
            enum err err = both_write(p);
            bool struck = p->disk.operations > at;
            p->disk.fault = FAULT_NONE;
            for (int again = 0; again < 2; again++) {
                size_t count, both = 0;
                const struct item *items = book_items(p->book, KIND_NOTE, &count);
                for (size_t i = 0; i < count; i++) {
                    struct entry e = book_item_entry(&items[i]);
                    struct bytes text = {NULL, 0};
                    CHECK(body_text(e.body, 1, &text));
                    both += bytes_equal(text, BYTES("both"));
                }
                CHECK_INT(both, err == ERR_OK ? 2 : 0);
                CHECK_INT(count, err == ERR_OK ? 4 : 2);
                CHECK_OK(person_reopen(p));
                CHECK_OK(book_open_mine(p->book, mine_kek));
            }
            failed += err != ERR_OK;
            if (!struck)
                break;
        }
    CHECK(failed > 8);
    faulty_free(&whole);
    person_free(p);
}

/* A blob of mine holds two entries. The file of this phone is older than the second (it was put
 * back), and has erased the first: the blob goes, and the second is sent anew before. */
TEST(book_what_arrives_beside_something_erased_is_sent_anew) {
    struct person *p = person_new(78);
    struct store_faulty old;
    struct book_unsent unsent[4];
    struct book_received got = {0};
    uint8_t first[EID_SIZE], pack[2048];
    uint64_t position = 0;
    CHECK_OK(person_create(p));
    CHECK_OK(person_pair(p, true));
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "first", first));
    (void)faulty_io(&old);
    faulty_copy(&old, &p->disk);
    CHECK_OK(write_text(p, SPACE_OURS, NULL, "second", NULL));
    const struct feed *out = book_feed(p->book, FEED_PAIR_OUT);
    CHECK_INT(book_pending(p->book, out, unsent, 4), 2);
    size_t size = unsent[0].cbor.size + unsent[1].cbor.size;
    CHECK(size <= sizeof pack);
    memcpy(pack, unsent[0].cbor.at, unsent[0].cbor.size);
    memcpy(pack + unsent[0].cbor.size, unsent[1].cbor.at, unsent[1].cbor.size);
    faulty_copy(&p->disk, &old);
    CHECK_OK(person_reopen(p));
    CHECK_OK(book_erase(p->book, first, 2000));
    out = book_feed(p->book, FEED_PAIR_OUT);
    CHECK_INT(book_pending(p->book, out, unsent, 4), 1); /* that it was erased */
    CHECK_OK(book_receive(p->book, out, 1, bytes_make(pack, size), &got));
    CHECK_OK(book_commit(p->book));
    CHECK_TEXTS(p, "second");
    CHECK_INT(book_pending(p->book, out, unsent, 4), 2);
    CHECK(!book_erase_next(p->book, out, &position)); /* not before it was sent */
    for (size_t i = 0; i < 2; i++)
        CHECK_OK(book_mark_sent(p->book, out, (const uint8_t(*)[EID_SIZE])unsent[i].eid, 1, 2 + i));
    CHECK_OK(book_commit(p->book));
    CHECK(book_erase_next(p->book, out, &position));
    CHECK_INT(position, 1);
    CHECK_OK(person_reopen(p));
    CHECK_TEXTS(p, "second");
    faulty_free(&old);
    person_free(p);
}
