#include "fake_world.h"

#include "base/check.h"
#include "crypt/hash.h"

#include <string.h>

static const char origin[] = "http://127.0.0.1:8080";
enum { IDLE_MS = 1000, LATENCY_MS = 5, GIVE_UP_S = 15, LABEL_DAY_2020 = 18262 };

/* --- life --- */

void world_begin(struct world *w, uint64_t seed) {
    memset(w, 0, sizeof *w);
    MUST(crypt_init() == ERR_OK);
    fake_relay_init(&w->relay, origin);
    w->tick_ms = 10;
    w->today = 2200;
    w->now_ms = (uint64_t)(LABEL_DAY_2020 + w->today) * 86400000u + 43200000u;
    w->random = random_seeded_source(&w->dice, seed);
}

static void flight_free(struct flight *f) {
    arena_free(&f->arena);
    *f = (struct flight){0};
}

static void phone_stop(struct phone *p) {
    for (int i = 0; i < PHONE_FLIGHTS; i++)
        if (p->flights[i].used)
            flight_free(&p->flights[i]);
    if (!p->sync)
        return;
    live_close(p->live);
    pair_flow_close(p->pair);
    account_close(p->account);
    sync_close(p->sync);
    if (p->book)
        book_close(p->book);
    p->book = NULL;
    p->sync = NULL;
    arena_free(&p->arena);
}

void world_end(struct world *w) {
    for (uint32_t i = 0; i < w->phone_count; i++) {
        phone_stop(&w->phones[i]);
        arena_free(&w->phones[i].file_arena);
    }
    fake_relay_free(&w->relay);
}

static void phone_start(struct phone *p) {
    struct bytes at = bytes_from_string(origin);
    struct sync_config config = {.random = p->random, .origin = at};
    arena_init(&p->arena, (size_t)8 << 20);
    MUST(sync_open(&p->arena, &config, &p->sync) == ERR_OK);
    MUST(account_open(&p->arena, &p->random, at, p->sync, &p->account) == ERR_OK);
    MUST(pair_flow_open(&p->arena, &p->random, at, &p->pair) == ERR_OK);
    MUST(live_open(&p->arena, &p->random, at, &p->live) == ERR_OK);
    struct net_part account = account_part(p->account), pair = pair_flow_part(p->pair),
                    live = live_part(p->live);
    sync_attach(p->sync, SYNC_ACCOUNT, &account);
    sync_attach(p->sync, SYNC_PAIRING, &pair);
    sync_attach(p->sync, SYNC_LIVE, &live);
}

struct phone *world_phone(struct world *w) {
    MUST(w->phone_count < WORLD_PHONES);
    struct phone *p = &w->phones[w->phone_count++];
    p->world = w;
    arena_init(&p->file_arena, (size_t)64 << 20);
    p->io = store_memory_io(&p->file, &p->file_arena);
    uint8_t seed[8];
    MUST(random_fill(&w->random, seed, sizeof seed) == ERR_OK);
    p->random = random_seeded_source(&p->seeded, u64_read(seed));
    phone_start(p);
    return p;
}

/* --- the network --- */

static uint32_t dice(struct world *w, uint32_t sides) {
    uint8_t draw[8];
    MUST(random_fill(&w->random, draw, sizeof draw) == ERR_OK);
    return (uint32_t)(u64_read(draw) % sides);
}

static bool chance(struct world *w, uint32_t per_cent) {
    return per_cent > 0 && dice(w, 100) < per_cent;
}

static uint64_t delay(struct world *w) {
    return LATENCY_MS + (w->delay_ms ? dice(w, w->delay_ms) : 0);
}

static struct flight *flight_spare(struct phone *p) {
    for (int i = 0; i < PHONE_FLIGHTS; i++)
        if (!p->flights[i].used)
            return &p->flights[i];
    MUST(false);
    return NULL;
}

static void waits_count(struct phone *p) {
    uint32_t waits = 0;
    for (int i = 0; i < PHONE_FLIGHTS; i++)
        waits += p->flights[i].used && !p->flights[i].answered && p->flights[i].request.wait_s > 0;
    if (waits > p->waits_max)
        p->waits_max = waits;
}

static void aborts_take(struct phone *p) {
    uint32_t id;
    while (sync_abort_next(p->sync, &id))
        for (int i = 0; i < PHONE_FLIGHTS; i++)
            if (p->flights[i].used && p->flights[i].request.id == id)
                flight_free(&p->flights[i]);
}

static void hashes_give(struct phone *p) {
    struct bytes wanted = account_hash_wanted(p->account);
    uint8_t key[KEY_SIZE];
    if (wanted.size == 0)
        return;
    p->hashes++;
    hash_bytes(LABEL_KIT, wanted, key); /* stands in for Argon2id */
    account_hash_give(p->account, key, p->world->now_ms);
}

static struct bytes bytes_copy(struct flight *f, struct bytes b) {
    struct bytes copy = bytes_make(arena_copy(&f->arena, b.at, b.size), b.size);
    MUST(copy.at);
    return copy;
}

static void requests_take(struct phone *p) {
    struct world *w = p->world;
    struct net_request request;
    hashes_give(p);
    aborts_take(p);
    while (sync_next(p->sync, w->now_ms, &request) == ERR_OK) {
        aborts_take(p);
        struct flight *f = flight_spare(p);
        *f = (struct flight){.used = true, .request = request};
        arena_init(&f->arena, (size_t)2 << 20);
        f->request.path = bytes_copy(f, request.path);
        f->request.body = bytes_copy(f, request.body);
        if (request.token)
            f->request.token = bytes_copy(f, bytes_make(request.token, KEY_SIZE)).at;
        f->due_ms = w->now_ms + delay(w);
        f->started_ms = f->due_ms;
        p->requests++;
        waits_count(p);
        if (w->watch)
            w->watch(w->ctx, p, &request);
        if (p->offline || chance(w, w->lose_request)) {
            f->answered = true;
            f->answer = (struct net_answer){.id = request.id};
        }
    }
    aborts_take(p);
}

static void flight_move(struct phone *p, struct flight *f) {
    struct world *w = p->world;
    if (w->now_ms < f->due_ms)
        return;
    if (!f->answered && w->hold && w->hold(w->ctx, &f->request)) {
        if (w->now_ms >= f->started_ms + (f->request.wait_s + GIVE_UP_S) * 1000u) {
            f->answered = true;
            f->answer = (struct net_answer){.id = f->request.id};
        }
        return;
    }
    if (!f->answered) {
        struct fake_relay *relay = p->elsewhere ? p->elsewhere : &w->relay;
        if (!fake_relay_answer(relay, &f->request, f->started_ms, w->now_ms, &f->arena,
                               &f->answer)) {
            if (p->offline) {
                f->answered = true;
                f->answer = (struct net_answer){.id = f->request.id};
            }
            return;
        }
        if (w->tamper)
            w->tamper(w->ctx, &f->request, &f->arena, &f->answer);
        if (p->offline || chance(w, w->lose_answer))
            f->answer = (struct net_answer){.id = f->request.id};
        f->answered = true;
        f->again = chance(w, w->repeat_answer);
        f->due_ms = w->now_ms + delay(w);
        return;
    }
    enum err e = sync_answer(p->sync, &f->answer, w->now_ms);
    if (e != ERR_OK)
        p->refused = e;
    if (f->again) {
        f->again = false;
        f->due_ms = w->now_ms + delay(w);
    } else {
        flight_free(f);
    }
}

/* When anything happens next, as far as it is known. */
static uint64_t next_ms(const struct world *w) {
    uint64_t next = w->now_ms + IDLE_MS;
    for (uint32_t i = 0; i < w->phone_count; i++) {
        const struct phone *p = &w->phones[i];
        uint64_t wake = p->sync ? sync_wake_ms(p->sync, w->now_ms) : UINT64_MAX;
        next = wake < next ? wake : next;
        for (int k = 0; p->sync && k < PHONE_FLIGHTS; k++) {
            const struct flight *f = &p->flights[k];
            uint64_t over = f->started_ms + f->request.wait_s * 1000u;
            if (f->used && f->due_ms > w->now_ms && f->due_ms < next)
                next = f->due_ms;
            if (f->used && !f->answered && over > w->now_ms && over < next)
                next = over;
        }
    }
    return next < w->now_ms + w->tick_ms ? w->now_ms + w->tick_ms : next;
}

static void world_step(struct world *w) {
    w->steps++;
    for (uint32_t i = 0; i < w->phone_count; i++) {
        struct phone *p = &w->phones[i];
        if (!p->sync)
            continue;
        for (int k = 0; k < PHONE_FLIGHTS; k++)
            if (p->flights[k].used)
                flight_move(p, &p->flights[k]);
        requests_take(p);
    }
    /* Whoever waits learns in the same moment, whatever the order of phones. */
    for (uint32_t i = 0; i < w->phone_count; i++)
        for (int k = 0; w->phones[i].sync && k < PHONE_FLIGHTS; k++) {
            struct flight *f = &w->phones[i].flights[k];
            if (f->used && !f->answered && f->request.wait_s > 0)
                flight_move(&w->phones[i], f);
        }
}

void world_run(struct world *w, uint64_t ms) {
    uint64_t end = w->now_ms + ms;
    while (w->now_ms < end) {
        world_step(w);
        uint64_t next = next_ms(w);
        w->now_ms = next < end ? next : end;
    }
}

static bool world_at_rest(const struct world *w) {
    for (uint32_t i = 0; i < w->phone_count; i++) {
        const struct phone *p = &w->phones[i];
        if (!p->sync || !p->book)
            continue;
        enum pair_flow_state pairing = pair_flow_state(p->pair);
        if (!sync_status(p->sync).caught_up || account_unsent(p->account) ||
            pairing == PAIR_FLOW_TALKING)
            return false;
        uint64_t position;
        const struct feed *out = book_feed(p->book, FEED_PAIR_OUT);
        const struct feed *mine = book_feed(p->book, FEED_MINE);
        if ((out && book_erase_next(p->book, out, &position)) ||
            (mine && book_erase_next(p->book, mine, &position)))
            return false;
    }
    return true;
}

bool world_settle(struct world *w, uint64_t max_ms) {
    uint64_t end = w->now_ms + max_ms;
    do
        world_run(w, 500);
    while (!world_at_rest(w) && w->now_ms < end);
    bool rests = world_at_rest(w);
    if (rests) /* what was just sent is seen by those who wait for it, or poll */
        world_run(w, 2000);
    return rests;
}

/* --- books --- */

static struct book_config phone_config(struct phone *p) {
    return (struct book_config){.io = &p->io, .random = p->random, .memory_max = (size_t)64 << 20};
}

static const uint8_t ours_kek[KEY_SIZE] = {1}, mine_kek[KEY_SIZE] = {2};

static enum err phone_create(struct phone *p, const struct account_root *root) {
    struct book_config config = phone_config(p);
    struct book_locks locks = {0};
    struct book_root book_root = {.generation = root->generation};
    memcpy(book_root.root, root->root, KEY_SIZE);
    memcpy(locks.ours_kek, ours_kek, KEY_SIZE);
    memcpy(locks.mine_kek, mine_kek, KEY_SIZE);
    return book_create(&config, &locks, &book_root, &p->book);
}

static void phone_use(struct phone *p) {
    sync_use_book(p->sync, p->book, p->world->now_ms);
    account_use_book(p->account, p->book);
    pair_flow_use_book(p->pair, p->book, p->world->today);
}

enum err phone_begin(struct phone *p, const char *name) {
    struct account_root root;
    TRY(account_found(&p->random, &root));
    TRY(phone_create(p, &root));
    struct book_pair pair = *book_pair(p->book);
    pair.my_name_size = (uint8_t)strlen(name);
    memcpy(pair.my_name, name, pair.my_name_size);
    book_pair_set(p->book, &pair);
    account_use_book(p->account, p->book);
    TRY(account_founded(p->account, &root, p->world->today));
    phone_use(p);
    return ERR_OK;
}

bool phone_act(struct phone *p, uint64_t max_ms) {
    uint64_t end = p->world->now_ms + max_ms;
    while (p->world->now_ms < end) {
        enum account_step step = account_step(p->account);
        if (step == ACCOUNT_DONE || step == ACCOUNT_FAILED || step == ACCOUNT_NEEDS_BOOK)
            break;
        world_run(p->world, 50);
    }
    return account_step(p->account) == ACCOUNT_DONE;
}

static bool log_in_finish(struct phone *p) {
    if (phone_act(p, 30000) || account_step(p->account) != ACCOUNT_NEEDS_BOOK ||
        phone_create(p, account_found_root(p->account)) != ERR_OK)
        return false;
    phone_use(p);
    return account_book_given(p->account, BYTES("a phone"), p->world->today) == ERR_OK &&
           phone_act(p, 30000);
}

bool phone_log_in(struct phone *p, const uint16_t words[PASSWORD_WORDS]) {
    return account_log_in_words(p->account, words) == ERR_OK && log_in_finish(p);
}

bool phone_log_in_kit(struct phone *p, const uint16_t words[KIT_WORDS]) {
    return account_log_in_kit(p->account, words) == ERR_OK && log_in_finish(p);
}

void words_from(uint16_t first, uint16_t words[PASSWORD_WORDS]) {
    for (int i = 0; i < PASSWORD_WORDS; i++)
        words[i] = (uint16_t)((first + i * 97) % 2048);
}

bool phone_make_words(struct phone *p, uint16_t first, bool kit) {
    uint16_t words[PASSWORD_WORDS];
    words_from(first, words);
    if (account_make_words(p->account, words, kit) != ERR_OK || !phone_act(p, 5000))
        return false;
    return world_settle(p->world, 300000);
}

enum err phone_restart(struct phone *p) {
    phone_stop(p);
    phone_start(p);
    struct book_config config = phone_config(p);
    TRY(book_open(&config, ours_kek, &p->book));
    phone_use(p);
    return phone_open_mine(p);
}

void phone_close_mine(struct phone *p) {
    book_close_mine(p->book);
    phone_use(p);
}

enum err phone_open_mine(struct phone *p) {
    TRY(book_open_mine(p->book, mine_kek));
    phone_use(p);
    return ERR_OK;
}

bool world_pair(struct world *w, struct phone *a, struct phone *b, bool together) {
    uint8_t text[INVITATION_SIZE];
    if (pair_flow_invite(a->pair, BYTES("Ana"), together, w->today) != ERR_OK)
        return false;
    memcpy(text, pair_flow_invitation(a->pair).at, sizeof text);
    if (pair_flow_join(b->pair, BYTES_OF(text), BYTES("Ben"), w->today) != ERR_OK)
        return false;
    uint64_t end = w->now_ms + 60000;
    while (w->now_ms < end && !(pair_flow_state(a->pair) == PAIR_FLOW_DONE &&
                                pair_flow_state(b->pair) == PAIR_FLOW_DONE))
        world_run(w, 100);
    return book_status(a->book).pair == PAIR_TOGETHER && book_status(b->book).pair == PAIR_TOGETHER;
}

/* --- words --- */

enum err phone_write(struct phone *p, enum space space, const char *text, uint8_t eid[EID_SIZE]) {
    struct arena frame;
    arena_init(&frame, 1 << 17);
    struct body_writer body;
    body_begin(&body, &frame, NULL);
    body_add_text(&body, 1, bytes_from_string(text));
    struct book_entry entry = {.space = space, .kind = KIND_TEST, .day = p->world->today};
    enum err e = body_end(&body, &entry.body);
    if (e == ERR_OK)
        e = book_write(p->book, &entry, eid);
    arena_free(&frame);
    return e;
}

bool phone_has(const struct phone *p, enum author author, enum space space, const char *text) {
    size_t count;
    const struct item *items = book_items(p->book, KIND_TEST, &count);
    for (size_t i = 0; i < count; i++) {
        struct bytes said;
        struct entry entry = book_item_entry(&items[i]);
        if (items[i].author == author && items[i].space == space &&
            body_text(entry.body, 1, &said) && bytes_equal(said, bytes_from_string(text)))
            return true;
    }
    return false;
}

size_t phone_count(const struct phone *p, enum space space) {
    size_t count, found = 0;
    const struct item *items = book_items(p->book, KIND_TEST, &count);
    for (size_t i = 0; i < count; i++)
        found += items[i].space == space;
    return found;
}

void phone_digest(const struct phone *p, uint8_t out[HASH_SIZE]) {
    static const uint32_t kinds[] = {KIND_TEST, KIND_NAME,  KIND_KEYRING,
                                     KIND_PAIR, KIND_LEAVE, KIND_DEVICE_IN};
    memset(out, 0, HASH_SIZE);
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        size_t count;
        const struct item *items = book_items(p->book, kinds[k], &count);
        for (size_t i = 0; i < count; i++) {
            uint8_t who[2] = {items[i].author, items[i].space};
            HASH(out, LABEL_ENTRY, bytes_make(out, HASH_SIZE), BYTES_OF(who),
                 bytes_make(items[i].id, EID_SIZE), items[i].cbor);
        }
    }
}
