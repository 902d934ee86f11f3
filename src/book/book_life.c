#include "book/book_parts.h"

#include "crypt/hash.h"

#include <string.h>

/* --- memory ---------------------------------------------------------------------------------- */

/* A book with its arenas and nothing else. */
static enum err book_make(const struct book_config *config, struct book **out) {
    struct arena arena;
    size_t max = config->memory_max ? config->memory_max : (size_t)BOOK_MEMORY_MAX;
    uint8_t mix[8];
    TRY(random_fill(&config->random, mix, sizeof mix));
    arena_init(&arena, max);
    struct book *b = arena_alloc(&arena, sizeof *b);
    if (!b) {
        arena_free(&arena);
        return ERR_FULL;
    }
    b->arena = arena;
    b->memory_max = max;
    b->mix = u64_read(mix);
    b->random = config->random;
    b->digest_of = config->digest_of;
    arena_init(&b->fold_arena, max);
    arena_init(&b->scratch, max);
    arena_init(&b->memory_file, max);
    b->memory_only = config->io == NULL;
    b->io = config->io ? *config->io : store_memory_io(&b->memory, &b->memory_file);
    fold_init(&b->fold, &b->fold_arena, b->mix, 0, b->digest_of);
    *out = b;
    return ERR_OK;
}

void book_close(struct book *b) {
    for (int c = 0; c < STORE_COMPARTMENTS; c++)
        part_end(b, (enum compartment)c);
    if (b->store)
        store_close(b->store);
    arena_free(&b->fold_arena);
    arena_free(&b->scratch);
    arena_free(&b->memory_file);
    struct arena own = b->arena; /* b lives in it */
    arena_free(&own);
}

/* --- making ---------------------------------------------------------------------------------- */

/* The feed of *mine* and all else that follows from the root. */
static enum err root_settle(struct book *b) {
    struct part *mine = &b->parts[STORE_MINE];
    uint8_t box_id[BOX_ID_SIZE];
    root_derive(mine->state->root.root, &b->root);
    feed_box_id(b->root.mine_write_seed, box_id);
    for (uint32_t i = 0; i < mine->state->feed_count; i++)
        if (memcmp(mine->state->feeds[i].chain.box_id, box_id, BOX_ID_SIZE) == 0)
            return ERR_OK;
    return book_feed_add(b, FEED_MINE, b->root.mine_feed_key, b->root.mine_write_seed, NULL, NULL);
}

static enum err book_fill(struct book *b, const struct book_root *root) {
    for (int c = 0; c < STORE_COMPARTMENTS; c++) {
        TRY(part_begin(b, (enum compartment)c));
        state_stage(b, (enum compartment)c);
        values_stage(b, (enum compartment)c);
    }
    b->parts[STORE_MINE].state->root = *root;
    TRY(root_settle(b));
    TRY(outbox_begin(b));
    return book_commit(b);
}

enum err book_create(const struct book_config *config, const struct book_locks *locks,
                     const struct book_root *root, struct book **out) {
    struct book *b;
    TRY(book_make(config, &b));
    enum err err = store_create(&b->arena, &b->io, &b->random, &locks->salts, locks->ours_kek,
                                locks->mine_kek, &b->store);
    if (err == ERR_OK) {
        err = book_fill(b, root);
        /* A store without its first records is none. */
        if (err != ERR_OK && store_destroy(&b->io, &b->random) != ERR_OK)
            err = ERR_IO;
    }
    if (err != ERR_OK) {
        book_close(b);
        return err;
    }
    *out = b;
    return ERR_OK;
}

/* --- opening --------------------------------------------------------------------------------- */

/* Damage is mended and erased rows go, if that can be done now; else at the next opening. */
static void book_mend(struct book *b, enum compartment c) {
    struct part *p = &b->parts[c];
    if (p->damaged == 0 && b->fold.doomed.count == 0 && !store_scrub_due(b->store, c))
        return;
    if (store_scrub_due(b->store, c))
        p->scrub = true;
    enum err err = book_commit(b);
    (void)err; /* what the book shows is right either way */
}

static enum err ours_open(struct book *b, const uint8_t *kek) {
    TRY(store_open(&b->arena, &b->io, &b->random, &b->store));
    TRY(store_unlock(b->store, STORE_WRAP_OURS, kek));
    TRY(part_load(b, STORE_OURS));
    return part_fold(b, STORE_OURS);
}

enum err book_open(const struct book_config *config, const uint8_t ours_kek[KEY_SIZE],
                   struct book **out) {
    struct book *b;
    TRY(book_make(config, &b));
    enum err err = ours_open(b, ours_kek);
    if (err != ERR_OK) {
        book_close(b);
        return err;
    }
    book_mend(b, STORE_OURS);
    *out = b;
    return ERR_OK;
}

/* Closes it again, without a trace in what *ours* shows. */
static void mine_end(struct book *b) {
    book_undo(b);
    b->notes_wait = false;
    part_end(b, STORE_MINE);
    store_lock(b->store, STORE_MINE);
    memory_wipe(&b->root, sizeof b->root);
    book_unfold(b);
    enum err err = part_fold(b, STORE_OURS);
    MUST(err == ERR_OK); /* it held more a moment ago */
    b->change_counter++;
}

static enum err mine_load(struct book *b) {
    TRY(part_load(b, STORE_MINE));
    if (b->parts[STORE_MINE].state->root.generation == 0)
        return ERR_MALFORMED; /* both copies of the root are damaged: the words bring it back */
    TRY(root_settle(b));
    return part_fold(b, STORE_MINE);
}

static enum err mine_open(struct book *b, enum store_wrap wrap, const uint8_t *kek) {
    if (b->parts[STORE_MINE].open)
        return ERR_STATE;
    book_undo(b);
    TRY(store_unlock(b->store, wrap, kek));
    enum err err = mine_load(b);
    if (err != ERR_OK) {
        mine_end(b);
        return err;
    }
    b->change_counter++;
    book_mend(b, STORE_MINE);
    /* Notes that cannot be taken in now (a full disk) stay in the outbox until something can be
     * saved. */
    if (outbox_take(b) != ERR_OK || witness_stage(b) != ERR_OK || book_commit(b) != ERR_OK) {
        book_undo(b);
        b->notes_wait = true;
    }
    return ERR_OK;
}

enum err book_open_mine(struct book *b, const uint8_t mine_kek[KEY_SIZE]) {
    return mine_open(b, STORE_WRAP_MINE, mine_kek);
}

enum err book_open_mine_words(struct book *b, const uint8_t words_key[KEY_SIZE]) {
    return mine_open(b, STORE_WRAP_MINE_WORDS, words_key);
}

void book_close_mine(struct book *b) {
    if (!b->parts[STORE_MINE].open)
        return;
    book_undo(b);
    /* Witnesses of how far *mine* has come by now; where they cannot be saved the older ones or
     * fillers serve. */
    if (witness_stage(b) != ERR_OK || book_commit(b) != ERR_OK)
        book_undo(b);
    mine_end(b);
}

/* --- secrets --------------------------------------------------------------------------------- */

enum err book_device_secret_change(struct book *b, const uint8_t old_kek[KEY_SIZE],
                                   const uint8_t salt[STORE_SALT_SIZE],
                                   const uint8_t new_kek[KEY_SIZE]) {
    return store_change_secret(b->store, old_kek, salt, new_kek);
}

enum err book_ours_secret_set(struct book *b, const uint8_t salt[STORE_SALT_SIZE],
                              const uint8_t kek[KEY_SIZE]) {
    return store_rewrap(b->store, STORE_WRAP_OURS, salt, kek);
}

enum err book_mine_secret_set(struct book *b, const uint8_t salt[STORE_SALT_SIZE],
                              const uint8_t kek[KEY_SIZE]) {
    return store_rewrap(b->store, STORE_WRAP_MINE, salt, kek);
}

enum err book_mine_words_set(struct book *b, const uint8_t words_key[KEY_SIZE]) {
    return store_rewrap(b->store, STORE_WRAP_MINE_WORDS, NULL, words_key);
}

enum err book_root(const struct book *b, struct book_root *out) {
    if (!b->parts[STORE_MINE].open)
        return ERR_LOCKED;
    *out = b->parts[STORE_MINE].state->root;
    return ERR_OK;
}

size_t book_damaged(const struct book *b) {
    return b->parts[STORE_OURS].damaged + b->parts[STORE_MINE].damaged;
}

uint64_t book_changes(const struct book *b) {
    return b->change_counter + b->fold.changes;
}
