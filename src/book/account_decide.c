#include "book/account_internal.h"

#include "book/keyring.h"

#include <string.h>

static void locator_job(enum job_kind kind, const struct locator_keys *keys,
                        const struct locator_payload *payload, const uint8_t *nonce,
                        struct job *out) {
    *out = (struct job){
        .kind = kind, .box_class = RELAY_CLASS_LOCATOR, .blob_size = LOCATOR_BLOB_SIZE};
    memcpy(out->write_seed, keys->write_seed, KEY_SIZE);
    memcpy(out->read_token, keys->read_token, KEY_SIZE);
    locator_seal(keys, payload, nonce, out->blob);
}

/* The kit's job, from what the locator says of it. */
static enum err kit_job(struct account *acc, enum job_kind kind,
                        const struct locator_payload *payload, const uint8_t *locator_write_seed,
                        const uint8_t *kit_read_token, struct job *out) {
    *out = (struct job){
        .kind = kind, .box_class = RELAY_CLASS_LOCATOR, .blob_size = LOCATOR_BLOB_SIZE};
    memcpy(out->write_seed, payload->kit_write_seed, KEY_SIZE);
    if (kit_read_token)
        memcpy(out->read_token, kit_read_token, KEY_SIZE);
    struct kit_payload kit = {.generation = payload->generation, .counter = payload->counter};
    memcpy(kit.root, payload->root, KEY_SIZE);
    memcpy(kit.id_seed, payload->id_seed, KEY_SIZE);
    memcpy(kit.locator_write_seed, locator_write_seed, KEY_SIZE);
    uint8_t seed[KEY_SIZE], kit_id[BOX_ID_SIZE];
    feed_box_id(payload->kit_write_seed, kit_id);
    enum err e = random_fill(&acc->random, seed, sizeof seed);
    if (e == ERR_OK)
        e = kit_seal(kit_id, payload->kit_box_key, &kit, seed, out->blob);
    memory_wipe(&kit, sizeof kit);
    memory_wipe(seed, sizeof seed);
    return e;
}

/* Draws a kit and names it in the payload. */
static enum err kit_draw(struct account *acc, struct locator_payload *payload) {
    TRY(random_fill(&acc->random, acc->act.kit, KIT_SIZE));
    kit_keys_from_secret(acc->act.kit, &acc->act.kit_keys);
    memcpy(payload->kit_write_seed, acc->act.kit_keys.write_seed, KEY_SIZE);
    memcpy(payload->kit_box_key, acc->act.kit_keys.box_key, PUBLIC_KEY_SIZE);
    return ERR_OK;
}

static enum err keyring_note(struct book *b, enum keyring_role role,
                             const uint8_t write_seed[KEY_SIZE], int32_t today) {
    struct keyring_box box = {.role = role, .has_write_seed = true};
    memcpy(box.write_seed, write_seed, KEY_SIZE);
    feed_box_id(write_seed, box.box_id);
    enum err e = keyring_stage(b, &box, today);
    memory_wipe(&box, sizeof box);
    return e;
}

static enum err decision_begin(struct account *acc, struct decision *d) {
    TRY(account_record_load(acc->book, &d->record));
    uint32_t counter =
        d->record.counter > d->payload.counter ? d->record.counter : d->payload.counter;
    d->payload.counter = counter + 1;
    d->record.counter = counter + 1;
    return ERR_OK;
}

static enum err locator_decide(struct account *acc, struct decision *d, enum job_kind kind,
                               const struct locator_keys *keys) {
    uint8_t nonce[SEAL_NONCE_SIZE];
    TRY(random_fill(&acc->random, nonce, sizeof nonce));
    locator_job(kind, keys, &d->payload, nonce, &d->job);
    TRY(account_record_add(&d->record, &d->job));
    return keyring_note(acc->book, KEYRING_LOCATOR, keys->write_seed, acc->act.today);
}

static enum err kit_decide(struct account *acc, struct decision *d, enum job_kind kind,
                           const uint8_t *locator_write_seed) {
    bool fresh = kind == JOB_WRITE_NEW;
    TRY(kit_job(acc, kind, &d->payload, locator_write_seed,
                fresh ? acc->act.kit_keys.read_token : NULL, &d->job));
    TRY(account_record_add(&d->record, &d->job));
    if (!fresh)
        return ERR_OK;
    return keyring_note(acc->book, KEYRING_KIT, d->payload.kit_write_seed, acc->act.today);
}

static enum err drop_decide(struct decision *d, const uint8_t write_seed[KEY_SIZE]) {
    d->job = job_drop(JOB_DROP, write_seed);
    return account_record_add(&d->record, &d->job);
}

static enum err decision_save(struct account *acc, struct decision *d) {
    d->record.founding = false;
    d->record.words_made = true;
    memcpy(acc->act.id_public, d->record.id_public, PUBLIC_KEY_SIZE);
    memory_wipe(d->record.id_seed, KEY_SIZE);
    TRY(account_record_stage(acc->book, &d->record));
    struct book_pair told = *book_pair(acc->book);
    told.words_made = true;
    book_pair_set(acc->book, &told);
    return book_commit(acc->book);
}

enum err account_decide_words(struct account *acc, struct decision *d) {
    struct book_root root;
    TRY(account_record_load(acc->book, &d->record));
    if (!d->record.founding)
        return ERR_STATE;
    TRY(book_root(acc->book, &root));
    d->payload.generation = root.generation;
    memcpy(d->payload.root, root.root, KEY_SIZE);
    memcpy(d->payload.id_seed, d->record.id_seed, KEY_SIZE);
    memory_wipe(&root, sizeof root);
    if (acc->act.with_kit)
        TRY(kit_draw(acc, &d->payload));
    TRY(decision_begin(acc, d));
    TRY(locator_decide(acc, d, JOB_WRITE_NEW, &acc->act.new_locator));
    if (acc->act.with_kit)
        TRY(kit_decide(acc, d, JOB_WRITE_NEW, acc->act.new_locator.write_seed));
    TRY(decision_save(acc, d));
    acc->act.kit_made = acc->act.with_kit;
    return ERR_OK;
}

enum err account_decide_change(struct account *acc, struct decision *d) {
    d->payload = acc->act.payload;
    TRY(decision_begin(acc, d));
    TRY(locator_decide(acc, d, JOB_WRITE_NEW, &acc->act.new_locator));
    if (!secret_is_zero(d->payload.kit_write_seed, KEY_SIZE))
        TRY(kit_decide(acc, d, JOB_WRITE_OLD, acc->act.new_locator.write_seed));
    TRY(drop_decide(d, acc->act.old_write_seed));
    return decision_save(acc, d);
}

enum err account_decide_kit(struct account *acc, struct decision *d) {
    d->payload = acc->act.payload;
    bool had_kit = !secret_is_zero(d->payload.kit_write_seed, KEY_SIZE);
    uint8_t old_kit[KEY_SIZE];
    memcpy(old_kit, d->payload.kit_write_seed, KEY_SIZE);
    TRY(decision_begin(acc, d));
    TRY(kit_draw(acc, &d->payload));
    TRY(locator_decide(acc, d, JOB_WRITE_OLD, &acc->act.old_locator));
    TRY(kit_decide(acc, d, JOB_WRITE_NEW, acc->act.old_locator.write_seed));
    if (had_kit)
        TRY(drop_decide(d, old_kit));
    memory_wipe(old_kit, sizeof old_kit);
    TRY(decision_save(acc, d));
    acc->act.kit_made = true;
    return ERR_OK;
}
